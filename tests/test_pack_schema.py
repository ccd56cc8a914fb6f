"""The JSON Schema of pack files: the one in patterns/, what it takes and what it refuses."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from antq_extract import packfile, packfolders, starter
from antq_extract.cli import cli

INVALID = Path(__file__).parent / "packs"
SHIPPED = sorted(packfolders.shipped().glob("*.toml"))
VALIDATOR = Draft202012Validator(packfile.schema())

# What breaks the form: the way to the place where the schema sees it.
FORM = {
    "bad-action": ["rule", 0, "action"],
    "bad-id": ["rule", 0, "id"],
    "bad-pack-id": ["pack", "id"],
    "bad-priority": ["rule", 0, "priority"],
    "empty-match": ["rule", 0, "match"],
    "extend-with-a-number": ["extend", "demo.unit"],
    "extend-without-quotes": ["extend", "demo"],
    "match-as-a-table": ["rule", 0, "match"],
    "rule-as-a-table": ["rule"],
    "format-2": ["format"],
    "kind-bad-name": ["kind", "name"],
    "kind-without-fields": ["kind", "fields"],
    "list-bad-name": ["lists"],
    "list-of-numbers": ["lists", "unit", 1],
    "match-without-span": ["rule", 0, "match", 0],
    "no-format": [],
    "no-id": ["rule", 0],
    "no-match": ["rule", 0],
    "no-match-without-why": ["rule", 0, "no_match", 0],
    "no-no-match": ["rule", 0],
    "no-pack": [],
    "no-pattern": ["rule", 0],
    "no-title": ["rule", 0],
    "unknown-key": ["rule", 0],
    "unknown-pack-key": ["pack"],
}


def places(table):
    """Return the places of all errors, those of alternatives included."""
    found, pending = [], list(VALIDATOR.iter_errors(table))
    while pending:
        error = pending.pop()
        found.append(list(error.absolute_path))
        pending += error.context
    return found


def test_the_schema_is_the_one_that_editors_find():
    result = CliRunner().invoke(cli, ["patterns", "schema"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (packfolders.shipped() / packfile.SCHEMA_FILE).read_text(encoding="utf-8")
    schema = json.loads(result.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"] == ["format", "pack"]


def test_the_schema_goes_to_a_file(tmp_path):
    result = CliRunner().invoke(cli, ["patterns", "schema", "-o", str(tmp_path / "x.json")])
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8")) == packfile.schema()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_pack_is_valid_and_names_the_schema(path):
    assert places(tomllib.loads(path.read_text(encoding="utf-8"))) == []
    assert path.read_text(encoding="utf-8").splitlines()[0] == "#:schema pack.schema.json"


@pytest.mark.parametrize("kind", ["dates", "ratios", "awards", "officials", "documents", "quantities", "sums"])
def test_a_starter_is_valid(rulebook, kind):
    assert places(tomllib.loads(starter.starter(kind, None, rulebook))) == []


@pytest.mark.parametrize("name", FORM)
def test_a_pack_that_breaks_the_form_is_not(name):
    table = tomllib.loads((INVALID / f"{name}.toml").read_text(encoding="utf-8"))
    assert FORM[name] in places(table)


def test_what_the_form_does_not_say_is_left_to_the_loader():
    """All other invalid packs keep the form, save those that are no TOML."""
    kept = []
    for path in sorted(INVALID.glob("*.toml")):
        if path.stem in FORM:
            continue
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError:
            continue
        kept.append((path.stem, places(table)))
    assert len(kept) > 25
    assert [name for name, found in kept if found] == []
