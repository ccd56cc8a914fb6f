"""Work that an article costs, counted and not timed: the machine's load changes none of it.

The limits lie about a tenth above what was counted when they were set. Whoever passes one has made the rules look at
more sentences than before: sharper keywords are the usual cure, ``extract --profile`` shows which rules.
"""

from pathlib import Path

import pytest

from antq_extract import matching, packs, pipeline
from antq_extract.document import Document
from antq_extract.profiling import Profile

SAMPLES = sorted((Path(__file__).parent.parent / "samples").rglob("*.txt"))


@pytest.fixture(scope="module")
def counted():
    """Over the samples, for each article: runs of rules on sentences, of regex among them, and matches."""
    rulebook, profile = packs.load(), Profile()
    plain = []
    with pytest.MonkeyPatch.context() as patch:
        run = matching.candidates
        patch.setattr(matching, "candidates", lambda rule, *rest: plain.append(rule.id) or run(rule, *rest))
        for path in SAMPLES:
            document = Document(path=path.name, source=path.read_text(encoding="utf-8"))
            pipeline.extract(document, rulebook, profile=profile)
    spent = profile.rules.values()
    return {
        "runs": sum(rule.runs for rule in spent) / len(SAMPLES),
        "plain": len(plain) / len(SAMPLES),
        "hits": sum(rule.hits for rule in spent) / len(SAMPLES),
    }


def test_runs_of_rules(counted):
    assert 100 < counted["runs"] < 230


def test_runs_of_regex(counted):
    """All but a few are quick patterns."""
    assert counted["plain"] < 0.5


def test_runs_that_find_nothing(counted):
    """For each match rules look at three sentences and a half at most."""
    assert counted["runs"] / counted["hits"] < 3.5
