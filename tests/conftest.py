"""What the tests of facts share: the shipped rules, loaded once, and the way from a text to its record."""

import pytest

from antq_extract import packs, pipeline
from antq_extract.document import Document


@pytest.fixture(scope="session")
def rulebook():
    return packs.load()


@pytest.fixture(scope="session")
def facts(rulebook):
    """Return a function from a text, and the publication date that it lacks, to its record."""

    def run(text, published=None):
        document = Document(path="bai.txt", source=text, size=len(text.encode()))
        return pipeline.extract(document, rulebook, published=published)

    return run
