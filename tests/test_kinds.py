"""Kinds of facts that packs bring: their fields in records, rows and the schema, and what they yield to."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from regenerate import article, texts

from antq_extract import emit, packs, pipeline
from antq_extract.cli import cli
from antq_extract.document import Document
from antq_extract.kinds import names, record_model

EXAMPLES = '[[rule.match]]\ntext = "-"\nspan = "-"\n[[rule.no_match]]\ntext = "-"\nwhy = "-"\n'


def kind(fields, *patterns, more=""):
    """A pack with the kind ``marks``: fields are TOML inline tables by name."""
    lines = ["format = 1", "[pack]", 'id = "own"', 'version = "1"', "[kind]", 'name = "marks"', 'one = "mark"']
    lines += ['title = "Marks"', more, "[kind.fields]"]
    lines += [f'{name} = {{ title = "A {name}", {field} }}' for name, field in fields.items()]
    lines += ["[maps]", 'grade = { "giỏi" = "good", "khá" = "fair" }', 'points = { "giỏi" = 2, "khá" = 1.5 }']
    for number, pattern in enumerate(patterns, 1):
        lines += ["[[rule]]", f'id = "own.r{number}"', 'title = "-"', f"pattern = '''{pattern}'''", EXAMPLES]
    return "\n".join(lines)


@pytest.fixture
def brought(tmp_path):
    """Return a function from a pack and a text to the rule book with it and the record."""

    def load(pack, text):
        (tmp_path / "own").mkdir(exist_ok=True)
        (tmp_path / "own" / "own.toml").write_text(pack, encoding="utf-8")
        rulebook = packs.load(tmp_path / "own")
        return rulebook, pipeline.extract(Document(path="a.txt", source=text), rulebook)

    return load


def valid(rulebook, record):
    """Say whether the record's row is valid by the schema."""
    schema = emit.schema(record_model(rulebook.kinds))
    Draft202012Validator.check_schema(schema)
    row = json.loads(emit.record_line(record, emit.KINDS | names(rulebook.kinds)))
    return list(Draft202012Validator(schema).iter_errors(row)) == []


@pytest.mark.parametrize(
    ("convert", "words", "value", "wrong"),
    [
        ("text", "Tân Hoà", "Tân Hoà", 5),
        ("int", "1.021", 1021, "x"),
        ("decimal", "98,5", 98.5, "x"),
        ("count", "mười hai", 12, 1.5),
        ("roman", "XIV", 14, "XIV"),
        ("number", "1,2 triệu", 1200000, "x"),
        ("number", "1,5", 1.5, None),
        ("date", "5/3/2024", "2024-03-05", 5),
        ("date", "5/3", "XXXX-03-05", 5),
        ("map:grade", "Giỏi", "good", "bad"),
        ("map:points", "khá", 1.5, "x"),
        ("expand:grade", "giỏi", "good", 5),
        ("expand:grade", "kém", "kém", 5),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_a_field_with_each_converter(brought, convert, words, value, wrong, many):
    field = f'convert = "{convert}{"[]" if many else ""}", required = true'
    pattern = r"<(?P<mark>[^|>]+)(?:\|(?P<mark>[^|>]+))*>"
    text = f"Có <{words}|{words}>." if many else f"Có <{words}>."
    rulebook, record = brought(kind({"mark": field}, pattern), text)
    span = text[3:-1]
    (fact,) = record.model_dump()["facts"]["marks"]
    place = {"text": span, "start": 3, "end": 3 + len(span), "rule": "own.r1"}
    assert fact == {**place, "mark": (value, value) if many else value}
    assert type(fact["mark"][0] if many else fact["mark"]) is type(value)
    assert valid(rulebook, record)
    schema = emit.schema(record_model(rulebook.kinds))
    row = emit.record_row(record, emit.KINDS | names(rulebook.kinds))
    row["facts"]["marks"][0]["mark"] = [wrong] if many else wrong
    (error,) = Draft202012Validator(schema).iter_errors(row)
    assert list(error.absolute_path)[:4] == ["facts", "marks", 0, "mark"]


FIELDS = {
    "count": 'convert = "int", required = true',
    "grade": 'convert = "map:grade", default = "none"',
    "note": 'convert = "text"',
    "years": 'convert = "int[]"',
    "points": 'convert = "number", default = 0.5',
}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3 dấu", {"count": 3, "grade": "none", "note": None, "years": (), "points": 0.5}),
        ("3 dấu giỏi", {"count": 3, "grade": "good", "note": None, "years": (), "points": 0.5}),
        ("3 dấu khá (ghi)", {"count": 3, "grade": "fair", "note": "ghi", "years": (), "points": 0.5}),
        ("3 dấu 2023 2024", {"count": 3, "grade": "none", "note": None, "years": (2023, 2024), "points": 0.5}),
    ],
)
def test_defaults(brought, text, values):
    pattern = r"(?P<count>[0-9]+) dấu(?: (?P<grade>\L<grade>))?(?: \((?P<note>\w+)\))?(?: (?P<years>[0-9]{4}))*"
    rulebook, record = brought(kind(FIELDS, pattern), f"Có {text}.")
    (fact,) = record.model_dump()["facts"]["marks"]
    assert {name: fact[name] for name in FIELDS} == values
    assert list(fact) == ["text", "start", "end", "rule", *FIELDS]
    assert valid(rulebook, record)


def test_without_a_required_field_there_is_no_fact(brought):
    _, record = brought(kind(FIELDS, r"(?:(?P<count>[0-9.]+) )?dấu"), "Có dấu, có 1.2 dấu, có 3 dấu.")
    assert [fact["text"] for fact in record.model_dump()["facts"]["marks"]] == ["3 dấu"]


@pytest.mark.parametrize(
    ("yields", "found"),
    [
        ([], ["8/12/2023", "15/20 xã", "Lò Văn Tám", "3 tập thể"]),
        (["ratios"], ["8/12/2023", "Lò Văn Tám", "3 tập thể"]),
        (["dates", "officials"], ["15/20 xã", "3 tập thể"]),
        (["dates", "ratios", "awards", "officials"], []),
    ],
)
def test_a_fact_yields_to_overlapping_core_facts(brought, yields, found):
    more = f"yields_to = {json.dumps(yields)}"
    pack = kind({"mark": 'convert = "text"'}, "15/20 xã|8/12/2023|3 tập thể|Lò Văn Tám", more=more)
    text = "Ngày 8/12/2023, 15/20 xã đạt. Đại tá Lò Văn Tám, Giám đốc Công an tỉnh tặng Giấy khen cho 3 tập thể."
    _, record = brought(pack, text)
    assert [fact["text"] for fact in record.model_dump()["facts"]["marks"]] == found
    core = (record.dates, record.ratios, record.awards, record.officials[0].mentions)
    assert [len(facts) for facts in core] == [1, 1, 1, 1]


def test_facts_are_in_order_of_place_whatever_their_rule(brought):
    pack = kind({"mark": 'convert = "text"'}, "(?P<mark>c)", "(?P<mark>a|b)")
    _, record = brought(pack, "a b c a")
    assert [(f["text"], f["start"], f["rule"]) for f in record.model_dump()["facts"]["marks"]] == [
        ("a", 0, "own.r2"),
        ("b", 2, "own.r2"),
        ("c", 4, "own.r1"),
        ("a", 6, "own.r2"),
    ]


def test_offsets_count_in_the_source(brought):
    _, record = brought(kind({"mark": 'convert = "text"'}, "xã (?P<mark>hòa)"), "Có\r\n\r\n  xa\u0303\u00a0 hoà\u200b.")
    (fact,) = record.model_dump()["facts"]["marks"]
    assert (fact["text"], fact["start"], fact["end"], fact["mark"]) == ("xa\u0303\u00a0 hoà", 8, 16, "hoà")


@pytest.mark.parametrize("name", texts())
def test_the_other_kinds_stay_as_they_are(brought, rulebook, name):
    pack = kind({"mark": 'convert = "text"'}, r"(?P<mark>\p{L}+)", more='yields_to = ["dates"]')
    document = article(texts()[name])
    _, after = brought(pack, document.source)
    before = pipeline.extract(document, rulebook)
    rows = [record.model_dump(exclude={"source"}) for record in (before, after)]
    assert len(rows[1]["facts"].pop("marks")) > 20
    assert rows[0] == rows[1]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    Path("own/own.toml").write_text(kind({"mark": 'convert = "text"'}, "(?P<mark>dấu)"), encoding="utf-8")
    Path("a.txt").write_text("Có 3/4 xã, một dấu.\n", encoding="utf-8", newline="")
    return tmp_path


def run(*args):
    return CliRunner().invoke(cli, [*args, "--patterns", "own"], prog_name="antq-extract")


def test_rows_of_facts_are_named_for_one_fact(folder):
    rows = [json.loads(line) for line in run("--facts", "a.txt").stdout.splitlines()]
    assert [(row["kind"], row["text"]) for row in rows] == [("ratio", "3/4 xã"), ("mark", "dấu")]
    assert list(rows[1]) == ["kind", "article", "path", "text", "start", "end", "rule", "mark"]


@pytest.mark.parametrize(
    ("only", "found"),
    [("marks", [0, 1]), ("ratios", [1, 0]), ("ratios, marks", [1, 1]), ("dates", [0, 0])],
)
def test_only(folder, only, found):
    row = json.loads(run("--only", only, "a.txt").stdout)
    assert [len(row["ratios"]), len(row["facts"]["marks"])] == found
    assert list(row["facts"]) == ["documents", "quantities", "marks"]


def test_only_names_the_kinds_that_there_are(folder):
    result = run("--only", "mark", "a.txt")
    assert result.exit_code == 2
    assert "'mark' is none of dates, ratios, awards, officials, places, documents, quantities, marks." in result.stderr


def test_the_schema_is_that_of_the_record(folder):
    schema = json.loads(run("schema").stdout)
    Draft202012Validator.check_schema(schema)
    for option in ([], ["--with-text"], ["--only", "dates"]):
        row = json.loads(run("a.txt", *option).stdout)
        assert list(Draft202012Validator(schema).iter_errors(row)) == []
    del row["facts"]["marks"]
    assert [error.message for error in Draft202012Validator(schema).iter_errors(row)] == [
        "'marks' is a required property"
    ]


@pytest.mark.parametrize("name", ["model_config", "model_dump", "mentions", "json", "class", "value", "count", "self"])
@pytest.mark.filterwarnings("error")
def test_a_field_of_any_name_is_refused_or_works(folder, name):
    Path("own/own.toml").write_text(kind({name: 'convert = "text"'}, f"(?P<{name}>dấu)"), encoding="utf-8")
    for command in (["--facts", "--only", "marks"], ["explain", "--json"]):
        result = run(*command, "a.txt")
        assert (result.exit_code, "internal error" in result.stderr) in ((0, False), (2, False))


@pytest.mark.parametrize("name", ["model_config", "json", "class", "article"])
@pytest.mark.filterwarnings("error")
def test_a_kind_of_any_name_is_refused_or_works(folder, name):
    text = kind({"mark": 'convert = "text"'}, "(?P<mark>dấu)").replace('"marks"', f'"{name}"')
    Path("own/own.toml").write_text(text, encoding="utf-8")
    result = run("--facts", "--only", name, "a.txt")
    assert (result.exit_code, "internal error" in result.stderr) in ((0, False), (2, False))
