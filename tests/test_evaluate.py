"""Evaluation: reading gold, comparing records with it, and what a report says, keeps, and finds changed."""

import json
import random
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from antq_extract.changes import changes, render_changes
from antq_extract.errors import UsageError
from antq_extract.evaluate import evaluate
from antq_extract.gold import Gold, View, places, read_gold
from antq_extract.scorecard import read_baseline, render

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
KEYS = {"documents": ("type", "number"), "phones": ("number",)}

SOURCE = (
    "Sáng 8/2, xã Đồng Vang có 12/13 thôn đạt chuẩn, 97,8% hộ góp tiền.\n"
    "Đại úy Lê Văn Bảo, Trưởng Công an xã, trao Giấy khen cho 4 tập thể, 7 cá nhân.\n"
    "Năm 2022, ông Bảo đọc Nghị quyết 09/NQ-TW; năm 2022 khép lại."
)


def fact(text, rule="demo.rule", nth=1, source=SOURCE, **values):
    """Return a fact of a record at the n-th place of its text."""
    start = -1
    for _ in range(nth):
        start = source.index(text, start + 1)
    return {"text": text, "start": start, "end": start + len(text), "rule": rule, **values}


def official(name, *texts, rules=("officials.titled",), rank=None, posts=()):
    mentions = [fact(text, rule) for text, rule in zip(texts, rules * len(texts), strict=False)]
    return {"name": name, "rank": rank, "posts": [{"label": label} for label in posts], "mentions": mentions}


def gold_official(name, rank=None, posts=(), **marks):
    return {"name": name, "rank": rank, "posts": [{"label": label} for label in posts], **marks}


def run(kind, gold, facts, repeats_ok=False, blame=None, source=SOURCE):
    """Return the report on one article with facts of one kind."""
    row = {"article": {}, **({"facts": {kind: facts}} if kind in KEYS else {kind: facts})}
    return evaluate({"bai": row}, {"bai": Gold({}, {kind: tuple(gold)})}, {"bai": source}, KEYS, repeats_ok, blame)


def figures(report, kind):
    """Return found, missed and spurious by value, the same by overlap, and the attributes as right/total."""
    score = report.kinds[kind]
    counts = [(one.found, one.missed, one.spurious) for one in (score.strict, score.overlap)]
    return (*counts, {name: f"{one.right}/{one.total}" for name, one in score.attributes.items()})


def errors(report):
    """Return the lines of a report's errors, without the article."""
    lines = render(report, errors=True).partition("\n\nkind ")
    return [line.removeprefix("bai: ") for line in lines[0].split("\n")] if lines[1] else []


# --- gold ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ('{"dates": NaN}', "not JSON: NaN is no number of JSON"),
        ("[" * 100_000, "not JSON that can be read: nested too deeply"),
        ("[]", "not a JSON object"),
        ('{"article": []}', "article is not an object"),
        ('{"article": {"headline": 3}}', "article.headline is not a string or a list of strings"),
        ('{"article": {"authors": [3]}}', "article.authors is not a string or a list of strings"),
        ('{"dates": {}}', "dates is not a list"),
        ('{"dates": ["2022"]}', "dates[0] is not an object"),
        ('{"dates": [{"edtf": "2022"}, {"text": "8/2"}]}', "dates[1]: no edtf"),
        ('{"dates": [{"edtf": null}]}', "dates[0]: no edtf"),
        ('{"dates": [{"edtf": 2022}]}', "dates[0].edtf is not a string"),
        ('{"dates": [{"edtf": "2022", "text": 1}]}', "dates[0].text is not a string"),
        ('{"dates": [{"edtf": "2022", "alt": "2023"}]}', "dates[0].alt is not a list of strings"),
        ('{"dates": [{"edtf": "2022", "optional": 1}]}', "dates[0].optional is not true or false"),
        ('{"dates": [{"edtf": "2022", "role": 1}]}', "dates[0].role is not a string"),
        ('{"ratios": [{"text": "12/13"}]}', "ratios[0]: no value"),
        ('{"ratios": [{"numerator": 12}]}', "ratios[0]: no denominator"),
        ('{"ratios": [{"numerator": 12, "denominator": "13"}]}', "ratios[0].denominator is not a whole number"),
        ('{"ratios": [{"numerator": true, "denominator": 1}]}', "ratios[0].numerator is not a whole number"),
        ('{"ratios": [{"value": "97,8"}]}', "ratios[0].value is not a number"),
        ('{"ratios": [{"value": 1, "unit": []}]}', "ratios[0].unit is not a string"),
        ('{"awards": [{"count": 4}]}', "awards[0]: no recipient_type"),
        ('{"awards": [{"count": 4.5, "recipient_type": "collective"}]}', "awards[0].count is not a whole number"),
        (
            '{"awards": [{"count": 4, "recipient_type": "x", "issuers": "y"}]}',
            "awards[0].issuers is not a list of strings",
        ),
        ('{"officials": [{"rank": "Đại úy"}]}', "officials[0]: no name"),
        (
            '{"officials": [{"name": "Lê Văn Bảo", "posts": [{"role": "x"}]}]}',
            "officials[0].posts is not a list of objects, each with a label",
        ),
        ('{"facts": null}', "facts is not an object"),
        ('{"facts": {"songs": []}}', "facts.songs: no kind of fact that the rule packs bring"),
        ('{"facts": {"documents": 1}}', "facts.documents is not a list"),
        ('{"facts": {"documents": [1]}}', "facts.documents[0] is not an object"),
        ('{"facts": {"documents": [{"issuer": "x"}]}}', "facts.documents[0]: no type"),
        (
            '{"facts": {"documents": [{"type": "x", "number": []}]}}',
            "facts.documents[0].number is not a string, a number, true or false",
        ),
        (
            '{"facts": {"documents": [{"type": "x", "number": "1", "alt": ["2"]}]}}',
            "facts.documents[0].alt: only a kind with one key field has other values",
        ),
    ],
)
def test_a_bad_gold_file_is_one_line(tmp_path, content, message):
    path = tmp_path / "bai.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_gold(tmp_path, KEYS)
    assert str(caught.value) == f"{path}: {message}"


def test_gold_that_cannot_be_read_is_one_line(tmp_path):
    (tmp_path / "bai.json").mkdir()
    with pytest.raises(UsageError) as caught:
        read_gold(tmp_path, KEYS)
    assert str(caught.value) == f"{tmp_path / 'bai.json'}: Is a directory"
    (tmp_path / "bai.json").rmdir()
    (tmp_path / "bai.json").write_bytes(b'{"id": "\xff"}')
    with pytest.raises(UsageError, match=r"bai\.json: not JSON: 'utf-8' codec can't decode byte 0xff"):
        read_gold(tmp_path, KEYS)


@pytest.mark.parametrize("folder", ["", "missing"])
def test_a_folder_without_gold_is_an_error(tmp_path, folder):
    (tmp_path / "note.txt").write_text("{}")
    with pytest.raises(UsageError) as caught:
        read_gold(tmp_path / folder, {})
    assert str(caught.value) == f"{tmp_path / folder}: no gold files (*.json)"


def test_gold_is_read_by_stem_with_kinds_of_packs_beside_the_core_ones(tmp_path):
    document = {"type": "Nghị quyết", "number": "09/NQ-TW", "issuer": None}
    date = {"edtf": "2022", "role": None, "alt": None}
    data = {
        "id": "b",
        "article": {"headline": None, "authors": []},
        "dates": [date],
        "facts": {"documents": [document]},
    }
    (tmp_path / "b.json").write_text(json.dumps(data), encoding="utf-8-sig")
    (tmp_path / "a.json").write_text("{}")
    gold = read_gold(tmp_path, KEYS)
    assert list(gold) == ["a", "b"]
    assert gold["a"] == Gold({}, {})
    assert gold["b"] == Gold({"headline": None, "authors": []}, {"dates": (date,), "documents": (document,)})


@pytest.mark.parametrize(
    ("source", "texts", "expected"),
    [
        ("ngày 8/2, ngày 8/2", ["ngày 8/2", "ngày 8/2", "ngày 8/2"], [(0, 8), (10, 18), None]),
        ("xa 8/2", ["9/2"], [None]),
        # a figure or word is not looked for inside a longer one, unless it stands nowhere else
        ("12,24% và 24%", ["24%"], [(10, 13)]),
        ("18/2, 8/2/2023 và 8/2", ["8/2"], [(18, 21)]),
        ("thôn trưởng, thôn", ["thôn", "trưởng"], [(0, 4), (5, 11)]),
        ("hội nghị, hội", ["ội"], [(1, 3)]),
        # nor in the place of a longer gold text
        ("Sáng 8/2 và 8/2", ["8/2", "Sáng 8/2"], [(12, 15), (0, 8)]),
        ("Sáng 8/2", ["8/2", "Sáng 8/2"], [(5, 8), (0, 8)]),
        # spelling
        (unicodedata.normalize("NFD", "Kỷ niệm 8/2"), ["niệm 8/2"], [(4, 14)]),
        ("ngày\u00a0 8\r\ntháng\u200b 2", ["ngày 8 tháng 2"], [(0, 17)]),
        ("năm ‘21’ – “22”", ["năm '21' - \"22\""], [(0, 15)]),
        ("a\u200b8/2", ["8/2"], [(2, 5)]),
        ("8/2", ["\u200b"], [None]),
    ],
)
def test_gold_texts_are_found_in_the_source(source, texts, expected):
    found = places([{"text": text} for text in texts], View(source))
    assert [span[0] if span else None for span in found] == expected


def test_an_official_stands_wherever_the_name_does():
    found = places([{"name": "Lê Bảo"}, {"text": "năm 2022"}, {}], View("Lê Bảo; Lê Bảo"))
    assert [list(spans) for spans in found] == [[(0, 6), (8, 14)], [], []]


# --- comparing ----------------------------------------------------------------------------------------------------

DAY = {"text": "8/2", "edtf": "2022-02-08"}
YEAR = {"text": "năm 2022", "edtf": "2022"}
LIST = {"awards": ["Giấy khen"], "issuers": ["Trưởng Công an xã"]}
TEAMS = {"text": "4 tập thể", "count": 4, "recipient_type": "collective", **LIST}
CHIEF = "Trưởng Công an xã"


def at(gold, rule="demo.rule", nth=1, **values):
    """Return the fact that a gold fact asks for, with other values where they are given."""
    marks = ("text", "optional", "alt")
    return fact(
        gold["text"], rule, nth, **{name: value for name, value in (gold | values).items() if name not in marks}
    )


@pytest.mark.parametrize(
    ("kind", "gold", "facts", "expected"),
    [
        ("dates", [], [], ((0, 0, 0), (0, 0, 0), {})),
        ("dates", [DAY], [at(DAY)], ((1, 0, 0), (1, 0, 0), {})),
        ("dates", [DAY], [], ((0, 1, 0), (0, 1, 0), {})),
        ("dates", [], [at(DAY)], ((0, 0, 1), (0, 0, 1), {})),
        # by overlap, another value on the same place is found, once
        ("dates", [DAY], [at(DAY, edtf="2023-02-08")], ((0, 1, 1), (1, 0, 0), {})),
        ("dates", [DAY], [fact("Sáng 8/2", edtf="2023-02-08")], ((0, 1, 1), (1, 0, 0), {})),
        ("dates", [DAY], [fact("12/13", edtf="2023-12")], ((0, 1, 1), (0, 1, 1), {})),
        ("dates", [DAY], [at(DAY, edtf="2023"), at(DAY, edtf="2024")], ((0, 1, 2), (1, 0, 1), {})),
        ("dates", [DAY, YEAR], [fact(SOURCE, edtf="2021/2022")], ((0, 2, 1), (1, 1, 0), {})),
        ("dates", [{"edtf": "2021"}], [at(DAY)], ((0, 1, 1), (0, 1, 1), {})),
        ("dates", [{"text": "năm 2021", "edtf": "2022"}], [at(YEAR)], ((1, 0, 0), (1, 0, 0), {})),
        # moments
        ("dates", [DAY | {"edtf": "2022-02-08T10:20:00+07:00"}], [at(DAY, edtf="2022-02-08T10:20")], ((1, 0, 0),) * 2),
        ("dates", [DAY | {"edtf": "2022-02-08T10:20Z"}], [at(DAY, edtf="2022-02-08T10:20:00.0")], ((1, 0, 0),) * 2),
        ("dates", [DAY | {"edtf": "2022-02-08T10:20:05"}], [at(DAY, edtf="2022-02-08T10:20")], ((0, 1, 1), (1, 0, 0))),
        ("dates", [DAY | {"edtf": "2022T/2023"}], [at(DAY, edtf="2022T/2023")], ((1, 0, 0), (1, 0, 0))),
        # attributes that count where gold names them
        (
            "dates",
            [DAY | {"role": "event", "part_of_day": "morning"}],
            [at(DAY, role="event", part_of_day=None)],
            ((1, 0, 0), (1, 0, 0), {"part_of_day": "0/1", "role": "1/1"}),
        ),
        ("dates", [DAY | {"role": None}], [at(DAY, role="event")], ((1, 0, 0), (1, 0, 0), {})),
        # the fact with the most right attributes, whatever its place
        (
            "dates",
            [YEAR | {"role": "event"}],
            [fact("Năm 2022", edtf="2022", role="mention"), at(YEAR, role="event")],
            ((1, 0, 1), (1, 0, 1), {"role": "1/1"}),
        ),
        # optional facts count neither way, and choose last
        ("dates", [DAY | {"optional": True}], [], ((0, 0, 0), (0, 0, 0))),
        ("dates", [DAY | {"optional": True}], [at(DAY)], ((0, 0, 0), (0, 0, 0))),
        ("dates", [DAY | {"optional": True}], [at(DAY, edtf="2021")], ((0, 0, 1), (0, 0, 0))),
        ("dates", [YEAR | {"optional": True}, YEAR], [at(YEAR)], ((1, 0, 0), (1, 0, 0))),
        ("dates", [DAY | {"optional": True, "role": "event"}], [at(DAY, role="page")], ((0, 0, 0), (0, 0, 0), {})),
        # other right values
        ("dates", [DAY | {"alt": ["XXXX-02-08"]}], [at(DAY, edtf="XXXX-02-08")], ((1, 0, 0), (1, 0, 0))),
        ("dates", [DAY | {"alt": ["2021"]}], [at(DAY, edtf="2021"), at(DAY)], ((1, 0, 1), (1, 0, 1))),
        (
            "ratios",
            [{"text": "97,8%", "value": 0.978, "alt": ["1"]}],
            [fact("97,8%", value=1.0)],
            ((0, 1, 1), (1, 0, 0)),
        ),
        # ratios
        (
            "ratios",
            [{"text": "12/13 thôn", "numerator": 12, "denominator": 13, "unit": "thôn", "criterion": "đạt chuẩn"}],
            [fact("12/13", numerator=12, denominator=13, value=0.92308, unit="THÔN.", criterion=None)],
            ((1, 0, 0), (1, 0, 0), {"criterion": "0/1", "unit": "1/1"}),
        ),
        (
            "ratios",
            [{"text": "97,8%", "value": 0.978}],
            [fact("97,8%", value=0.978001, numerator=None)],
            ((1, 0, 0),) * 2,
        ),
        (
            "ratios",
            [{"text": "12/13", "numerator": 12, "denominator": 13}],
            [fact("12/13", value=0.92308)],
            ((0, 1, 1), (1, 0, 0)),
        ),
        # awards
        (
            "awards",
            [TEAMS],
            [at(TEAMS, issuers=["trưởng công an  xã"], qualifier="exact")],
            ((1, 0, 0), (1, 0, 0), {"awards": "1/1", "issuers": "1/1", "qualifier": "1/1"}),
        ),
        (
            "awards",
            [TEAMS | {"qualifier": "over"}],
            [at(TEAMS, awards=[], issuers=None)],
            ((1, 0, 0), (1, 0, 0), {"awards": "0/1", "issuers": "0/1", "qualifier": "0/1"}),
        ),
        (
            "awards",
            [{"text": "7 cá nhân", "count": 7, "recipient_type": "individual"}],
            [fact("7 cá nhân", count=7, recipient_type="individual", qualifier="about")],
            ((1, 0, 0), (1, 0, 0), {"qualifier": "0/1"}),
        ),
        ("awards", [TEAMS], [at(TEAMS, recipient_type="household")], ((0, 1, 1), (1, 0, 0), {})),
        # officials
        (
            "officials",
            [gold_official("Lê Văn Bảo", "Đại úy", [CHIEF])],
            [official("LÊ VĂN BẢO", "Đại úy Lê Văn Bảo", "ông Bảo", rank="đại úy", posts=[CHIEF])],
            ((1, 0, 0), (1, 0, 0), {"posts": "1/1", "rank": "1/1"}),
        ),
        (
            "officials",
            [gold_official("Lê Văn Bảo", None, [CHIEF, "Đảng viên"])],
            [official("Lê Văn Bảo", "Đại úy Lê Văn Bảo", rank="Đại úy", posts=["Bí thư", CHIEF])],
            ((1, 0, 0), (1, 0, 0), {"posts": "1/3", "rank": "0/1"}),
        ),
        ("officials", [gold_official("Lê Văn Bảo")], [official("Bảo Đại", "Lê Văn")], ((0, 1, 1), (1, 0, 0), {})),
        ("officials", [gold_official("Lê Văn Bảo")], [official("Bảo", "ông Bảo")], ((0, 1, 1), (0, 1, 1), {})),
        # kinds of packs
        (
            "documents",
            [
                {
                    "text": "Nghị quyết 09/NQ-TW",
                    "type": "Nghị quyết",
                    "number": "09/NQ-TW",
                    "issuer": "TW",
                    "parts": ["a"],
                }
            ],
            [fact("Nghị quyết 09/NQ-TW", type="nghị quyết", number="09/nq-tw", issuer=None, parts=["A."], more=1)],
            ((1, 0, 0), (1, 0, 0), {"issuer": "0/1", "parts": "1/1"}),
        ),
        (
            "documents",
            [{"text": "09/NQ-TW", "type": "Nghị quyết", "number": "09/NQ-TW"}],
            [fact("09/NQ-TW", type="Nghị định", number="09/NQ-TW")],
            ((0, 1, 1), (1, 0, 0), {}),
        ),
        (
            "phones",
            [{"number": 113, "cost": 0.3, "free": None, "alt": ["114"]}],
            [fact("12", number=113, cost=0.1 + 0.2, free=None)],
            ((1, 0, 0), (1, 0, 0), {"cost": "1/1", "free": "1/1"}),
        ),
        ("phones", [{"number": "113", "alt": ["114"]}], [fact("12", number="114")], ((1, 0, 0), (1, 0, 0), {})),
    ],
)
def test_figures(kind, gold, facts, expected):
    assert figures(run(kind, gold, facts), kind)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("gold", "facts", "strict"),
    [
        ([YEAR], [at(YEAR), fact("Năm 2022", edtf="2022")], (1, 0, 0)),
        ([YEAR | {"alt": ["2021/2022"]}], [at(YEAR), at(YEAR, edtf="2021/2022")], (1, 0, 0)),
        ([YEAR | {"optional": True}], [at(YEAR), at(YEAR)], (0, 0, 0)),
        ([YEAR], [at(YEAR), at(DAY)], (1, 0, 1)),
        ([YEAR, YEAR], [at(YEAR)], (1, 1, 0)),
    ],
)
def test_repeats_are_let_pass_where_gold_lists_each_fact_once(gold, facts, strict):
    assert figures(run("dates", gold, facts, repeats_ok=True), "dates")[0] == strict


def test_kinds_of_packs_are_scored_only_where_gold_has_them():
    phone = fact("12", number="113")
    rows = {stem: {"facts": {"phones": [phone], "documents": []}} for stem in "ab"}
    gold = {"a": Gold({}, {"phones": ()}), "b": Gold({}, {})}
    report = evaluate(rows, gold, {}, KEYS)
    assert list(report.kinds) == ["dates", "ratios", "awards", "officials", "phones"]
    assert figures(report, "phones") == ((0, 0, 1), (0, 0, 1), {})


def test_scores_without_facts_are_those_of_an_empty_record_and_gold():
    tally = run("dates", [], []).kinds["dates"].strict
    assert (tally.precision, tally.recall, tally.f1) == (1.0, 1.0, 1.0)
    tally = run("dates", [DAY], [at(YEAR)]).kinds["dates"].strict
    assert (tally.precision, tally.recall, tally.f1) == (0.0, 0.0, 0.0)


# --- errors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "gold", "facts", "expected"),
    [
        ("dates", [DAY], [at(DAY)], []),
        ("dates", [DAY], [], ['dates: missed "2022-02-08": "8/2" at 5-8 (blamed.dates-5-8)']),
        ("dates", [DAY | {"optional": True}], [], []),
        ("dates", [{"edtf": "2022"}], [], ['dates: missed "2022"']),
        (
            "dates",
            [DAY],
            [at(DAY, "dates.day", edtf="2023")],
            [
                'dates: missed "2022-02-08", got "2023": "8/2" at 5-8 (dates.day)',
                'dates: spurious "2023": "8/2" at 5-8 (dates.day)',
            ],
        ),
        (
            "dates",
            [DAY | {"role": "event"}],
            [at(DAY, "dates.day", role=None)],
            ['dates: role: wanted "event", got nothing: "8/2" at 5-8 (dates.day)'],
        ),
        # of what is alike, the one elsewhere is missed or spurious
        (
            "dates",
            [YEAR | {"text": "Năm 2022"}, YEAR],
            [at(YEAR)],
            ['dates: missed "2022": "Năm 2022" at 146-154 (blamed.dates-146-154)'],
        ),
        (
            "dates",
            [YEAR],
            [fact("Năm 2022", "dates.first", edtf="2022"), at(YEAR)],
            ['dates: spurious "2022": "Năm 2022" at 146-154 (dates.first)'],
        ),
        (
            "dates",
            [DAY | {"text": "Sáng 8/2"}, DAY],
            [at(DAY)],
            ['dates: missed "2022-02-08": "8/2" at 5-8 (blamed.dates-5-8)'],
        ),
        (
            "dates",
            [YEAR, YEAR | {"text": "Năm 2022"}, DAY],
            [fact("Năm 2022", edtf="2022"), at(YEAR), at(DAY)],
            [],
        ),
        (
            "ratios",
            [{"text": "97,8%", "value": 0.978}],
            [fact("12/13", "ratios.part", numerator=12, denominator=13, value=0.92308)],
            [
                'ratios: missed "97.8%": "97,8%" at 48-53 (blamed.ratios-48-53)',
                'ratios: spurious "12/13": "12/13" at 26-31 (ratios.part)',
            ],
        ),
        (
            "awards",
            [TEAMS],
            [at(TEAMS, awards=["Bằng khen", "Giấy khen"], issuers=[])],
            [
                'awards: awards: wanted "Giấy khen", got "Bằng khen; Giấy khen": "4 tập thể" at 124-133 (demo.rule)',
                'awards: issuers: wanted "Trưởng Công an xã", got nothing: "4 tập thể" at 124-133 (demo.rule)',
            ],
        ),
        ("awards", [], [at(TEAMS)], ['awards: spurious "4 collective": "4 tập thể" at 124-133 (demo.rule)']),
        (
            "officials",
            [gold_official("Lê Văn Bảo", "Đại úy", [CHIEF]), gold_official("Vũ An")],
            [official("Lê Văn Bảo", "Lê Văn Bảo", "ông Bảo", posts=["Bí thư"])],
            [
                'officials: rank: wanted "Đại úy", got nothing: "Lê Văn Bảo" at 74-84 (officials.titled)',
                'officials: posts: wanted nothing, got "Bí thư": "Lê Văn Bảo" at 74-84 (officials.titled)',
                'officials: posts: wanted "Trưởng Công an xã", got nothing: "Lê Văn Bảo" at 74-84 (officials.titled)',
                'officials: missed "Vũ An": "Vũ An"',
            ],
        ),
        (
            "documents",
            [{"text": "09/NQ-TW", "type": "Nghị quyết", "number": "09/NQ-TW"}],
            [],
            ['documents: missed "Nghị quyết 09/NQ-TW": "09/NQ-TW" at 179-187 (blamed.documents-179-187)'],
        ),
        # one line, whatever the text
        (
            "dates",
            [],
            [fact("tiền.\nĐại", edtf="2022\x1b")],
            ['dates: spurious "2022\\u001b": "tiền. Đại" at 61-70 (demo.rule)'],
        ),
    ],
)
def test_errors_name_text_place_and_rule(kind, gold, facts, expected):
    def blame(stem, start, end, kind):
        assert stem == "bai"
        return f"blamed.{kind}-{start}-{end}"

    assert errors(run(kind, gold, facts, blame=blame)) == expected


def test_fields_records_and_provenance():
    head = {
        "headline": "Xã Đồng Vang “đạt chuẩn”",
        "authors": ["An", "Bình"],
        "date_published": "2022-02-08T10:20:00+07:00",
    }
    wanted = {"headline": 'XÃ ĐỒNG VANG "đạt chuẩn".', "authors": ["an", "bình"], "date_published": "2022-02-08T10:20"}
    moved = {"text": "8/2", "start": 6, "end": 9, "rule": "dates.day", "edtf": "2022"}
    lost = official("Lê Văn Bảo", "Lê Văn Bảo") | {
        "mentions": [{"text": "Bảo", "start": 900, "end": 903, "rule": "o.n"}]
    }
    rows = {
        "a": {"article": head},
        "b": {"article": {}, "dates": [moved], "officials": [lost], "facts": {"phones": [moved]}},
        "d": {"article": head},
    }
    gold = {stem: Gold(wanted | {"url": None}, {}) for stem in "ab"} | {
        "c": Gold({"headline": None}, {"dates": (DAY,)})
    }
    report = evaluate(rows, gold, dict.fromkeys("abc", SOURCE), KEYS)
    assert render(report, errors=True).split("\n\n") == [
        "\n".join(
            (
                'b: article: headline: wanted "XÃ ĐỒNG VANG \\"đạt chuẩn\\".", got nothing',
                'b: article: authors: wanted "an; bình", got nothing',
                'b: article: date_published: wanted "2022-02-08T10:20", got nothing',
                'b: dates: spurious "2022": "8/2" at 6-9 (dates.day)',
                'b: officials: spurious "Lê Văn Bảo": "Bảo" at 900-903 (o.n)',
                'b: dates: the source has "/2,": "8/2" at 6-9 (dates.day)',
                'b: officials: the source has "": "Bảo" at 900-903 (o.n)',
                'b: phones: the source has "/2,": "8/2" at 6-9 (dates.day)',
                "c: article: no record",
                'c: dates: missed "2022-02-08": "8/2" at 5-8',
            )
        ),
        "\n".join(
            (
                "kind        gold found missed spurious   prec recall     F1 overlap  attributes",
                "dates          1     0      1        1  0.000  0.000  0.000   0.000",
                "ratios         0     0      0        0  1.000  1.000  1.000   1.000",
                "awards         0     0      0        0  1.000  1.000  1.000   1.000",
                "officials      0     0      0        1  0.000  1.000  0.000   0.000",
                "article    authors 1/2, date_published 1/2, headline 2/3, url 2/2",
                "provenance errors: 3",
            )
        ),
    ]
    assert report.articles == ("a", "b", "c")


# --- rules, text and JSON -----------------------------------------------------------------------------------------


def test_rules_are_scored_and_an_official_counts_for_all_its_rules():
    both = official(
        "Lê Văn Bảo", "Lê Văn Bảo", "ông Bảo", "Bảo", rules=("officials.titled", "officials.short", "officials.short")
    )
    row = {
        "dates": [at(DAY, "dates.day"), at(YEAR, "dates.year", edtf="2020"), fact("12/13", "dates.day", edtf="2012")],
        "ratios": [fact("97,8%", "ratios.percent", value=0.978)],
        "officials": [both],
    }
    facts = {
        "dates": (DAY, YEAR, {"edtf": "1999"}, {"edtf": "1998"}),
        "ratios": ({"value": 0.978, "optional": True},),
        "officials": (gold_official("Lê Văn Bảo"),),
    }
    report = evaluate({"bai": row}, {"bai": Gold({}, facts)}, {"bai": SOURCE}, KEYS)
    assert render(report, rules=True).split("\n\n")[0].split("\n") == [
        "rule             facts right spurious   prec coverage  kind",
        "dates.day            2     1        1  0.500    0.250  dates",
        "dates.year           1     0        1  0.000    0.000  dates",
        "ratios.percent       1     0        0      -        -  ratios",
        "officials.short      1     1        0  1.000    1.000  officials",
        "officials.titled     1     1        0  1.000    1.000  officials",
    ]


def test_the_table_is_as_wide_as_its_kinds():
    keys = {"decorated_buildings": ("number",)}
    gold = {"bai": Gold({"url": None}, {"dates": (DAY,), "decorated_buildings": ({"number": 1, "size": 2},)})}
    rows = {"bai": {"dates": [at(DAY)], "facts": {"decorated_buildings": [fact("12", number=1, size=3)]}}}
    assert render(evaluate(rows, gold, {}, keys), errors=False, rules=False).split("\n") == [
        "kind                  gold found missed spurious   prec recall     F1 overlap  attributes",
        "dates                    1     1      0        0  1.000  1.000  1.000   1.000",
        "ratios                   0     0      0        0  1.000  1.000  1.000   1.000",
        "awards                   0     0      0        0  1.000  1.000  1.000   1.000",
        "officials                0     0      0        0  1.000  1.000  1.000   1.000",
        "decorated_buildings      1     1      0        0  1.000  1.000  1.000   1.000  size 0.000",
        "article              url 1/1",
        "provenance errors: 0",
    ]


def test_a_report_as_json():
    report = run("dates", [DAY | {"role": "event"}, YEAR], [at(DAY, "dates.day", role="page"), at(YEAR, edtf="2020")])
    none = {"gold": 0, "found": 0, "missed": 0, "spurious": 0, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    half = {"gold": 2, "found": 1, "missed": 1, "spurious": 1, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    all_ = {"gold": 2, "found": 2, "missed": 0, "spurious": 0, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    role = {"right": 0, "total": 1, "share": 0.0}
    place = {"text": "năm 2022", "start": 189, "end": 197, "rule": "demo.rule"}
    assert report.to_json() == {
        "format": 1,
        "repeats_ok": False,
        "articles": ["bai"],
        "kinds": {
            "dates": {**half, "overlap": all_, "attributes": {"role": role}},
            **{kind: {**none, "overlap": none, "attributes": {}} for kind in ("ratios", "awards", "officials")},
        },
        "article": {},
        "provenance_errors": 0,
        "rules": [
            {"rule": rule, "kind": "dates", "facts": 1, "right": right, "spurious": 1 - right, "gold": 2}
            | {"precision": float(right), "coverage": right / 2}
            for rule, right in (("dates.day", 1), ("demo.rule", 0))
        ],
        "facts": [
            {"article": "bai", "kind": "dates", "index": 0, "key": "2022-02-08", "text": "8/2", "outcome": "found"}
            | {"overlap": True, "wrong": ["role"], "rule": "dates.day"},
            {"article": "bai", "kind": "dates", "index": 1, "key": "2022", "text": "năm 2022", "outcome": "missed"}
            | {"overlap": True, "wrong": [], "rule": None},
        ],
        "errors": [
            {"article": "bai", "kind": "dates", "what": "attribute", "field": "role", "gold": "event", "got": "page"}
            | {"text": "8/2", "start": 5, "end": 8, "rule": "dates.day"},
            {
                "article": "bai",
                "kind": "dates",
                "what": "missed",
                "field": None,
                "gold": "2022",
                "got": "2020",
                **place,
            },
            {
                "article": "bai",
                "kind": "dates",
                "what": "spurious",
                "field": None,
                "gold": None,
                "got": "2020",
                **place,
            },
        ],
    }
    assert report == run(
        "dates", [DAY | {"role": "event"}, YEAR], [at(DAY, "dates.day", role="page"), at(YEAR, edtf="2020")]
    )


# --- baselines ----------------------------------------------------------------------------------------------------


def store(report, path):
    path.write_text(json.dumps(report.to_json(), ensure_ascii=False), encoding="utf-8")
    return path


def test_a_stored_report_is_read_again(tmp_path):
    report = run("dates", [DAY, YEAR | {"optional": True}], [at(DAY, role="page"), at(TEAMS, edtf="2004")])
    again = read_baseline(store(report, tmp_path / "run.json"))
    assert again == report
    assert render_changes(changes(again, report)) == "no change"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "no report of evaluate --json, or of another version"),
        ({"facts": None}, "a damaged report of evaluate --json: not its structure"),
        ({"facts": [1]}, "a damaged report of evaluate --json: not its structure"),
        ({"kinds": []}, "a damaged report of evaluate --json: not its structure"),
        ({"kinds": {"dates": {}}}, "a damaged report of evaluate --json: no found"),
        ({"article": {"url": {"right": "1", "total": 1}}}, 'a damaged report of evaluate --json: right is "1"'),
        ({"errors": [{"article": "bai"}]}, "a damaged report of evaluate --json: no kind"),
    ],
)
def test_a_bad_baseline_is_one_line(tmp_path, change, message):
    path = tmp_path / "run.json"
    path.write_text(json.dumps(run("dates", [DAY], []).to_json() | change), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_baseline(path)
    assert str(caught.value) == f"{path}: {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file or directory"),
        ("", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "not a JSON object"),
        ("{}", "no report of evaluate --json, or of another version"),
    ],
)
def test_a_baseline_that_is_none_is_one_line(tmp_path, content, message):
    path = tmp_path / "run.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError) as caught:
        read_baseline(path)
    assert str(caught.value) == f"{path}: {message}"


EVENT = DAY | {"role": "event"}
FOUND = at(EVENT, "dates.day")
OTHER = at(EVENT, "dates.day", role="page")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (([EVENT], [FOUND]), ([EVENT], [FOUND]), "no change"),
        (
            ([EVENT], []),
            ([EVENT], [FOUND]),
            """\
dates: found 0 → 1, missed 1 → 0, recall 0.000 → 1.000, F1 0.000 → 1.000, overlap F1 0.000 → 1.000, role right - → 1.000
gold facts gained: 1
  bai: dates "2022-02-08": "8/2" (dates.day)""",
        ),
        (
            ([EVENT], [FOUND]),
            ([EVENT], [at(DAY, "dates.bad", edtf="2020")]),
            """\
dates: found 1 → 0, missed 0 → 1, spurious 0 → 1, precision 1.000 → 0.000, recall 1.000 → 0.000, F1 1.000 → 0.000, role right 1.000 → -
gold facts lost: 1
  bai: dates "2022-02-08": "8/2" (dates.day)
spurious facts new: 1
  bai: dates "2020": "8/2" (dates.bad)""",
        ),
        (
            ([], [at(DAY, "dates.bad"), at(DAY, "dates.worse")]),
            ([], [at(DAY, "dates.bad")]),
            """\
dates: spurious 2 → 1
spurious facts gone: 1
  bai: dates "2022-02-08": "8/2" (dates.worse)""",
        ),
        # the same spurious fact by another rule is no change
        (([], [at(DAY, "dates.bad")]), ([], [at(DAY, "dates.worse")]), "no change"),
        (
            ([EVENT], [OTHER]),
            ([EVENT], [FOUND]),
            """\
dates: role right 0.000 → 1.000
attributes and fields mended: 1
  bai: dates "2022-02-08" role: "8/2" (dates.day)""",
        ),
        (
            ([EVENT], [FOUND]),
            ([EVENT], [OTHER]),
            """\
dates: role right 1.000 → 0.000
attributes and fields broken: 1
  bai: dates "2022-02-08" role: "8/2" (dates.day)""",
        ),
        # gold that changed is a change of figures only
        (
            ([YEAR], [at(YEAR)]),
            ([DAY, YEAR], [at(YEAR)]),
            "dates: gold 1 → 2, missed 0 → 1, recall 1.000 → 0.500, F1 1.000 → 0.667, overlap F1 1.000 → 0.667",
        ),
        (([DAY | {"optional": True}], []), ([DAY | {"optional": True}], [at(DAY)]), "no change"),
        (([DAY | {"optional": True}], [at(DAY)]), ([DAY], [at(DAY)]), "dates: gold 0 → 1, found 0 → 1"),
    ],
)
def test_changes(before, after, expected):
    assert render_changes(changes(run("dates", *before), run("dates", *after))) == expected


def test_changes_of_fields_provenance_and_articles():
    gold = {stem: Gold({"headline": "Xã vui"}, {}) for stem in "abcd"}
    good = {"article": {"headline": "Xã vui"}}
    bad = {"article": {}, "dates": [at(DAY) | {"start": 6, "end": 9}]}
    sources = dict.fromkeys("abcd", SOURCE)

    def report(rows, stems):
        return evaluate(rows, {stem: gold[stem] for stem in stems}, sources, KEYS)

    found = changes(report({"a": bad, "c": bad}, "abc"), report({"a": good, "b": good, "d": bad}, "abd"))
    assert render_changes(found).split("\n") == [
        "dates: spurious 2 → 1",
        "article: headline 0.000 → 0.667",
        "provenance: errors 2 → 1",
        "not in this run: c",
        "not in the baseline: d",
        "spurious facts gone: 1",
        '  a: dates "2022-02-08": "8/2" (demo.rule)',
        "attributes and fields mended: 2",
        "  a: article headline",
        "  b: article headline",
        "other errors gone: 2",
        '  a: dates provenance: "8/2" (demo.rule)',
        "  b: article record",
    ]


def test_changes_as_json():
    found = changes(run("dates", [DAY], []), run("dates", [DAY], [at(DAY)]))
    data = found.to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["items"] == [
        {"what": "gained", "article": "bai", "kind": "dates", "key": "2022-02-08", "field": None}
        | {"text": "8/2", "rule": "demo.rule"}
    ]
    assert data["deltas"][0] == {"kind": "dates", "figure": "found", "before": 0, "after": 1}
    assert (data["gone"], data["new"]) == ([], [])


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_a_baseline_that_counts_repeats_otherwise_is_no_baseline(first, second):
    one, other = ("baseline", "report") if first else ("report", "baseline")
    with pytest.raises(UsageError) as caught:
        changes(run("dates", [], [], first), run("dates", [], [], second))
    assert str(caught.value) == f"the {one} was made with --repeats-ok, the {other} without it: nothing to compare"


# --- the reference scorer, where it lies beside the checkout ------------------------------------------------------

needs_reference = pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="no ../shared/score.py")


def reference(rows, gold, texts, *options):
    """Return what the reference scorer prints: the lines of its table, and of its errors the counts of each sort."""
    command = [sys.executable, SHARED / "score.py", "--gold", gold, "--texts", texts, "--misses", *options]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows.values())
    done = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", check=False)
    assert not done.stderr
    listed, _, table = done.stdout.rpartition("kind   ")
    sorts = Counter(sort for line in listed.splitlines() for sort in [line.partition(": ")[2]] if sort)
    return [f"kind   {line}" if not number else line for number, line in enumerate(table.splitlines())], sorts


def sort(problem):
    """Return the sort of an error, as it is counted in the reference scorer's list."""
    if problem.what in ("missed", "spurious"):
        return f"{problem.kind}: {problem.what}"
    return {"field": f"article.{problem.field}", "record": "no record"}.get(problem.what, problem.what)


def cells(line, own=None):
    """Return the words of a line of the table, those of a kind without the column that only our table has."""
    words = line.split()
    if own is not None and words[0] in ("kind", "dates", "ratios", "awards", "officials"):
        del words[own]
    return words


def assert_same_figures(rows, gold, texts, repeats_ok):
    wanted = read_gold(gold, {})
    sources = {stem: (texts / f"{stem}.txt").read_bytes().decode("utf-8-sig") for stem in wanted}
    report = evaluate(rows, wanted, sources, {}, repeats_ok)
    table, listed = reference(rows, gold, texts, *(["--repeats-ok"] if repeats_ok else []))
    assert [cells(line, 8) for line in render(report).split("\n")] == [cells(line) for line in table]
    own = Counter(sort(problem) for problem in report.problems)
    for name in {name for name in own if name not in ("attribute", "provenance")}:
        assert own[name] == sum(count for line, count in listed.items() if line.startswith(name)), name
    attributes = sum(count for line, count in listed.items() if " of " in line and ": wanted " in line)
    assert own["attribute"] == attributes
    assert own["provenance"] == report.provenance_errors
    return report


@pytest.fixture(scope="module")
def records():
    """Return the records of the shared articles, by stem."""
    command = [sys.executable, "-m", "antq_extract", SHARED / "seeds", SHARED / "dev" / "text"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.skip(f"no records: {done.stderr.strip()}")
    rows = map(json.loads, done.stdout.splitlines())
    return {Path(row["source"]["path"]).stem: row for row in rows}


SHARED_SETS = [("gold", "seeds"), ("dev/gold", "dev/text")]


@needs_reference
@pytest.mark.parametrize("repeats_ok", [False, True])
@pytest.mark.parametrize(("gold", "texts"), SHARED_SETS)
def test_figures_are_those_of_the_reference_scorer(records, gold, texts, repeats_ok):
    assert_same_figures(records, SHARED / gold, SHARED / texts, repeats_ok)


def spoil(value, chance):
    """Return another value of its type."""
    if isinstance(value, bool) or value is None:
        return "page"
    if isinstance(value, str):
        return chance.choice([value.upper(), f"{value}.", value[:-1], f"{value}1", "" if value[:1] == "Đ" else value])
    if isinstance(value, list):
        return value[1:] if chance.random() < 0.5 else value * 2
    return value + chance.choice([0, 1, 1e-9])


def perturb(rows, seed):
    """Return records with facts dropped, said twice, moved, and with other values."""
    chance = random.Random(seed)  # noqa: S311 - the same records every time
    rows = json.loads(json.dumps(rows))
    for stem in chance.sample(sorted(rows), 2):
        del rows[stem]
    for row in rows.values():
        row["article"] = {
            n: spoil(v, chance) if v and not isinstance(v, dict) and chance.random() < 0.2 else v
            for n, v in row["article"].items()
        }
        if row["article"]["authors"] is None or isinstance(row["article"]["authors"], str):
            row["article"]["authors"] = []
        for kind in ("dates", "ratios", "awards", "officials"):
            kept = [fact for fact in row[kind] if chance.random() > 0.1]
            row[kind] = [fact | spoiled(kind, fact, chance) for fact in kept]
            row[kind] += [dict(fact) for fact in kept if chance.random() < 0.1]
    return rows


def spoiled(kind, fact, chance):
    names = {
        "dates": ["edtf", "role", "part_of_day"],
        "ratios": ["numerator", "denominator", "unit", "criterion"] if fact.get("numerator") else ["value"],
        "awards": ["count", "recipient_type", "awards", "issuers", "qualifier"],
        "officials": ["name", "rank", "posts"],
    }[kind]
    values = {name: spoil(fact[name], chance) for name in names if chance.random() < 0.15 and fact[name] is not None}
    values |= {name: int(value) for name, value in values.items() if name in ("count", "numerator", "denominator")}
    if "mentions" not in fact and chance.random() < 0.05:
        values["start"] = fact["start"] + 1
    return values


@needs_reference
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("gold", "texts"), SHARED_SETS)
def test_figures_of_spoiled_records_are_those_of_the_reference_scorer(records, gold, texts, seed):
    rows = perturb(records, seed)
    reports = [assert_same_figures(rows, SHARED / gold, SHARED / texts, repeats_ok) for repeats_ok in (False, True)]
    assert min(score.strict.f1 for score in reports[0].kinds.values()) < 0.95
    whats = {problem.what for problem in reports[0].problems}
    assert {"missed", "spurious", "attribute", "provenance"} <= whats


def invent(chance, marks):
    """Return the facts of an article of few values, so that many are alike: gold with marks, a record without."""

    def some(*values):
        return chance.choice(values)

    def anchor():
        start = chance.randrange(12)
        return (
            {"text": "aaaa"}
            if marks
            else {"text": "aaaa", "start": start, "end": start + 4, "rule": some("r.a", "r.b")}
        )

    def mark(**values):
        return {**values, **({"optional": True} if marks and chance.random() < 0.2 else {})}

    def dates():
        alt = {"alt": [some("2021", "2022", "2023")]} if marks and chance.random() < 0.3 else {}
        return anchor() | mark(
            edtf=some("2021", "2022"), role=some("event", "page", None), part_of_day=some("noon", None), **alt
        )

    def ratios():
        fraction = some({"numerator": 1, "denominator": some(2, 3)}, {"numerator": None, "value": some(0.5, 0.25)})
        return anchor() | mark(**fraction, unit=some("hộ", "Hộ.", "xã", None), criterion=some("đạt", "", None))

    def awards():
        lists = {name: some([], ["A"], ["a"], ["A", "B"]) for name in ("awards", "issuers")}
        return anchor() | mark(count=some(1, 2), recipient_type="household", qualifier=some("exact", "over"), **lists)

    def officials():
        posts = [{"label": label} for label in some([], ["A"], ["a"], ["A", "B"], ["C"])]
        place = {} if marks else {"mentions": [anchor(), anchor()]}
        return mark(name=some("An", "AN", "Bo"), rank=some("X", "x", None), posts=posts) | place

    return {make.__name__: [make() for _ in range(chance.randrange(5))] for make in (dates, ratios, awards, officials)}


@needs_reference
def test_figures_of_invented_facts_are_those_of_the_reference_scorer(tmp_path):
    chance = random.Random(7)  # noqa: S311 - the same facts every time
    gold, texts, rows = tmp_path / "gold", tmp_path / "texts", {}
    gold.mkdir()
    texts.mkdir()
    for number in range(150):
        stem = f"a{number}"
        rows[stem] = {"source": {"path": f"{stem}.txt"}, "article": {}, **invent(chance, marks=False)}
        (gold / f"{stem}.json").write_text(json.dumps(invent(chance, marks=True)), encoding="utf-8")
        (texts / f"{stem}.txt").write_text("a" * 8 + " An " + "a" * 8, encoding="utf-8")
    for repeats_ok in (False, True):
        report = assert_same_figures(rows, gold, texts, repeats_ok)
        assert all(0 < score.strict.f1 < score.overlap.f1 for score in report.kinds.values())
