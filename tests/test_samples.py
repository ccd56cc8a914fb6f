"""The samples and their golden records, found by file name; ``tests/regenerate.py`` writes them again."""

import json

import pytest
from regenerate import EXPECTED, article, golden, texts

from antq_extract import listing
from antq_extract.kinds import record_model

SAMPLES = texts()
LEAST = 8


def read(name):
    return (EXPECTED / f"{name}.json").read_bytes().decode()


def test_there_are_samples():
    assert len(SAMPLES) >= LEAST


def test_each_sample_has_a_golden_record_and_each_golden_record_a_sample():
    assert sorted(path.stem for path in EXPECTED.iterdir()) == sorted(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_s_record_is_the_golden_one(rulebook, name):
    assert golden(SAMPLES[name], rulebook) == read(name)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_golden_record_keeps_the_contract(rulebook, name):
    row = json.loads(read(name))
    record = record_model(rulebook.kinds).model_validate_json(read(name))
    assert record.model_dump(mode="json", exclude={"text"}) == row
    source = article(SAMPLES[name]).source
    facts = [fact for kind in ("dates", "ratios", "awards", "places") for fact in row[kind]]
    facts += [fact for kind in row["facts"].values() for fact in kind]
    facts += [mention for official in row["officials"] for mention in official["mentions"]]
    assert [fact["text"] for fact in facts] == [source[fact["start"] : fact["end"]] for fact in facts]


def test_the_samples_show_every_kind_of_fact_and_one_shows_none():
    rows = [json.loads(read(name)) for name in SAMPLES]
    counts = [
        [len(row[kind]) for kind in ("dates", "ratios", "awards", "officials", "places", "checks")]
        + [len(row["facts"][kind]) for kind in ("documents", "quantities")]
        for row in rows
    ]
    assert all(map(any, zip(*counts, strict=True)))
    assert [0, 0, 0] in [row[1:4] for row in counts]


def test_the_walker_passes_over_golden_records():
    found = [item.path for item in listing.find([str(EXPECTED.parent)])]
    assert found == [f"{EXPECTED.parent.name}/{path.name}" for path in SAMPLES.values()]
