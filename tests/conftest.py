"""What the tests of facts share: the shipped rules, loaded once, and the way from a text to its record."""

import tomllib
from functools import lru_cache

import pytest

from antq_extract import bookcache, extraction, packs, pipeline
from antq_extract.document import Document


@pytest.fixture(autouse=True)
def no_packs_of_the_user(monkeypatch):
    """The packs of whoever runs the tests do not take part."""
    monkeypatch.delenv("ANTQ_PATTERNS", raising=False)


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory):
    """The cache of whoever runs the tests takes no part."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def own_packs_are_of_one_test(monkeypatch):
    """A process loads the rules once; folders of the same name in two tests hold different ones."""
    shipped, own = extraction.loaded, lru_cache(maxsize=1)(bookcache.load)
    monkeypatch.setattr(extraction, "loaded", lambda folders: own(folders) if folders else shipped(folders))


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


@pytest.fixture
def book(tmp_path):
    """Return a function from the texts of pack files, by name, to their rule book."""

    def load(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return packs.load(base=tmp_path)

    return load


@pytest.fixture
def pack():
    """Return a function that writes a pack file with a kind of fact: rules are tables of TOML lines, examples are added."""

    def write(*rules, name="demo", head="", vocabulary=""):
        lines = ["format = 1", "[pack]", f'id = "{name}"', 'version = "1.0.0"', head]
        if rules and "fact =" not in head:
            fields = {"note": "text"}
            for rule in rules:
                fields |= tomllib.loads(rule).get("emit", {})
            lines += ["[kind]", f'name = "{name}"', f'one = "{name}"', 'title = "A kind"', "[kind.fields]"]
            lines += [f'{group} = {{ convert = "{converter}", title = "-" }}' for group, converter in fields.items()]
        lines.append(vocabulary)
        for number, rule in enumerate(rules, 1):
            lines += ["[[rule]]", f'title = "Rule {number}"']
            lines += [] if rule.startswith("id =") or "\nid =" in rule else [f'id = "{name}.r{number}"']
            lines += [
                rule,
                "[[rule.match]]",
                'text = "-"',
                'span = "-"',
                "[[rule.no_match]]",
                'text = "-"',
                'why = "-"',
            ]
        return "\n".join(lines) + "\n"

    return write
