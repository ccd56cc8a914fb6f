"""Explanations as data: facts with their captures, and what every rule did at a place, and why."""

import pytest

from antq_extract import explain, packs
from antq_extract.document import Document
from antq_extract.emit import KINDS
from antq_extract.errors import InputError
from antq_extract.kinds import names

TEXT = (
    "Rộn ràng ngày hội ở thôn Suối Dựng\n\nĐến nay, 15/20 xã đạt chuẩn. Đại tá Lò Văn Tám, Giám đốc Công an tỉnh dự.\n\n"
    "Tin liên quan\n\nNgày 5/3/2024 có 3 xã.\n"
)


@pytest.fixture(scope="module")
def explained(rulebook):
    return explain.read(Document(path="a.txt", source=TEXT), rulebook)


def kinds(explained):
    return KINDS | names(explained.rulebook.kinds)


def test_facts_come_in_order_of_place_with_rule_and_captures(explained):
    rows = explain.facts(explained, kinds(explained))
    assert [(row["kind"], row["text"], row["rule"]) for row in rows] == [
        ("ratio", "15/20 xã", "ratios.part-of-whole"),
        ("official", "Đại tá Lò Văn Tám", "officials.titled-name"),
    ]
    assert list(rows[0]) == ["kind", "text", "start", "end", "rule", "title", "place", "captures", "gives"]
    assert rows[0]["captures"] == [
        {"group": group, "text": text, "start": start, "end": start + len(text), "converter": name, "value": value}
        for group, text, start, name, value in [
            ("numerator", "15", 45, "int", 15),
            ("denominator", "20", 48, "int", 20),
            ("unit", "xã", 51, "text", "xã"),
            ("criterion", "đạt chuẩn", 54, "text", "đạt chuẩn"),
        ]
    ]
    assert rows[0]["gives"]["value"] == 0.75
    assert [TEXT[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]


def test_a_person_s_mentions_have_a_row_each_and_the_days_of_a_list_their_rule(rulebook):
    source = "Đại tá Lò Văn Tám, Giám đốc Công an tỉnh dự. Đồng chí Lò Văn Tám phát biểu các ngày 5, 6/3/2024."
    found = explain.read(Document(path="a.txt", source=source), rulebook)
    rows = explain.facts(found, kinds(found))
    persons = [row for row in rows if row["kind"] == "official"]
    assert [row["text"] for row in persons] == ["Đại tá Lò Văn Tám", "Đồng chí Lò Văn Tám"]
    assert persons[0]["gives"] == persons[1]["gives"]
    days = [row for row in rows if row["kind"] == "date"]
    assert [row["gives"]["edtf"] for row in days] == ["2024-03-05", "2024-03-06"]
    assert [[c["value"] for c in row["captures"] if c["group"] == "days"] for row in days] == [[5, 6]] * 2


def test_a_place_is_a_fact_of_the_rule_that_found_it(rulebook):
    found = explain.read(Document(path="a.txt", source="Các hộ ở thị trấn Phú Thạch góp công."), rulebook)
    (row,) = [row for row in explain.facts(found, kinds(found)) if row["kind"] == "place"]
    assert (row["text"], row["rule"], row["gives"]["name"]) == (
        "thị trấn Phú Thạch",
        "places.unit",
        "Thị trấn Phú Thạch",
    )
    (trial,) = [trial for trial in explain.places(found, 9, None)[0]["trials"] if trial["outcome"] == "found"]
    assert (trial["rule"], trial["fact"]) == ("places.unit", "places")


@pytest.mark.parametrize(
    ("offset", "text", "note", "sentence"),
    [
        (45, "1", None, "Đến nay, 15/20 xã đạt chuẩn."),
        (34, "\n", "no sentence stands here: blanks between paragraphs", None),
        (64, " ", "no sentence stands here: blanks between paragraphs", None),
        (TEXT.index("5/3"), "5", "this is the page's foot, of which no facts are taken", "Ngày 5/3/2024 có 3 xã."),
        (0, "R", None, "Rộn ràng ngày hội ở thôn Suối Dựng"),
        (len(TEXT) - 1, "\n", "no sentence stands here: blanks between paragraphs", None),
    ],
)
def test_an_offset(explained, offset, text, note, sentence):
    (row,) = explain.places(explained, offset, None)
    assert (row["text"], row["start"], row["end"], row["note"]) == (text, offset, offset + 1, note)
    assert (row["sentence"] and row["sentence"]["text"]) == sentence
    assert bool(row["trials"] or row["no_match"]) == bool(sentence)


@pytest.mark.parametrize("offset", [-1, len(TEXT), 10**9])
def test_an_offset_outside(explained, offset):
    with pytest.raises(InputError) as caught:
        explain.places(explained, offset, None)
    assert str(caught.value) == f"a.txt: no offset {offset}: the text has {len(TEXT)} characters"


@pytest.mark.parametrize(
    ("source", "words", "places"),
    [
        ("Có 3 xã, 4 xã.", "xã", ["xã", "xã"]),
        ("Xã hoà “bình” – xã hòa \"bình\".", "xã hòa \"bình\"", ["Xã hoà “bình”", "xã hòa \"bình\""]),
        ("TẬP THỂ, tập thể", "Tập thể", ["TẬP THỂ", "tập thể"]),
        ("xã hoà “bình” – ấp", "hòa \"bình\" - ấp", ["hoà “bình” – ấp"]),
        ("xã  Tân\u200b Hòa", " xã Tân\u00a0Hoà ", ["xã  Tân\u200b Hòa"]),
        ("xa\u0303 a", "xã", ["xa\u0303"]),
        ("aaa", "aa", ["aa", "aa"]),
    ],
)  # fmt: skip
def test_words_are_found_however_they_are_spelled(rulebook, source, words, places):
    found = explain.read(Document(path="a.txt", source=source), rulebook)
    assert [source[row["start"] : row["end"]] for row in explain.places(found, None, words)] == places


@pytest.mark.parametrize("words", ["không có", "", "  "])
def test_words_that_are_not_there(explained, words):
    assert explain.places(explained, None, words) == []


RULES = {
    "found": "pattern = '(?P<n>[0-9]+) xã'\npriority = 60\nemit = { n = 'int' }",
    "shorter": "pattern = '[0-9]+'\npriority = 60",
    "lower": "pattern = '12 xã'\npriority = 50",
    "later": "pattern = '12 xã'\npriority = 60",
    "void": "pattern = '(?P<n>[0-9.]+ xã)'\nemit = { n = 'int' }",
    "claim": "pattern = 'số 7'\npriority = 90\naction = 'suppress'",
    "claimed": "pattern = '7'\npriority = 70",
    "elsewhere": "pattern = 'Có'",
    "keyless": "pattern = '12'\nkeywords = ['thôn', 'ấp']",
    "slow": "pattern = '(?:a|a|aa)*[cd]'\ngroup = 'slow'",
}
SOURCE = "Có 12 xã và số 7 " + "a" * 60 + "b."


@pytest.fixture
def place(tmp_path, pack):
    """Return a function from words to what the rules did there, all of them besides the shipped ones."""
    rules = [f"id = 'demo.{name}'\n{text}" for name, text in RULES.items()]
    (tmp_path / "demo.toml").write_text(pack(*rules), encoding="utf-8")
    found = explain.read(Document(path="a.txt", source=SOURCE), packs.load(tmp_path), limit=0.05)

    def at(words):
        (row,) = explain.places(found, None, words)
        own = [trial for trial in row["trials"] if trial["rule"].startswith("demo.")]
        return own, [[rule for rule in row[name] if rule.startswith("demo.")] for name in ("no_match", "no_keyword")]

    return at


def told(trials):
    return {trial["rule"].removeprefix("demo."): (trial["outcome"], trial["text"], trial["reason"]) for trial in trials}


SLOW = ("stopped", SOURCE, "ran longer than 0.05 s on the article")


def test_what_became_of_each_rule_at_a_place(place):
    trials, rest = place("12 xã")
    assert told(trials) == {
        "found": ("found", "12 xã", ""),
        "shorter": ("beaten", "12", "demo.found took the place, being longer"),
        "lower": ("beaten", "12 xã", "demo.found took the place, with priority 60 over 50"),
        "later": ("beaten", "12 xã", "demo.found took the place, standing before it in the packs"),
        "void": ("void", "12 xã", "n: not a whole number: 12 xã"),
        "slow": SLOW,
    }
    assert rest == [["demo.claim", "demo.claimed", "demo.elsewhere"], ["demo.keyless"]]
    (found,) = (trial for trial in trials if trial["rule"] == "demo.found")
    assert (found["fact"], found["beaten_by"]) == ("demo", None)
    assert [(c["group"], c["value"]) for c in found["captures"]] == [("n", 12)]
    (beaten,) = (trial for trial in trials if trial["rule"] == "demo.shorter")
    assert (beaten["fact"], beaten["beaten_by"]) == (
        None,
        {"rule": "demo.found", "text": "12 xã", "start": 3, "end": 8},
    )


def test_what_a_suppressing_rule_claims(place):
    trials, _ = place("số 7")
    assert told(trials) == {
        "claim": ("suppressed", "số 7", ""),
        "claimed": ("beaten", "7", "demo.claim took the place, with priority 90 over 70"),
        "shorter": ("beaten", "7", "demo.claim took the place, with priority 90 over 60"),
        "slow": SLOW,
    }


def test_where_no_rule_matches(place):
    trials, rest = place("và")
    assert told(trials) == {"slow": SLOW}
    assert [len(rules) for rules in rest] == [8, 1]


def test_of_two_alike_the_earlier(tmp_path, pack):
    (tmp_path / "demo.toml").write_text(pack("pattern = 'b c'", "pattern = 'a b'"), encoding="utf-8")
    found = explain.read(Document(path="a.txt", source="a b c"), packs.load(tmp_path))
    (row,) = explain.places(found, None, "b")
    assert [(t["rule"], t["reason"]) for t in row["trials"]] == [
        ("demo.r2", ""),
        ("demo.r1", "demo.r2 took the place, being earlier"),
    ]


def test_a_match_that_became_no_fact(rulebook):
    found = explain.read(Document(path="a.txt", source="Ngày 31/4/2024 họp."), rulebook)
    (row,) = explain.places(found, None, "31/4/2024")
    (trial,) = (trial for trial in row["trials"] if trial["outcome"] == "found")
    assert (trial["rule"], trial["fact"]) == ("dates.day-month-year", None)
    assert trial["reason"].startswith("no fact of its own: the 'point' of dates")


# --- the rule at fault --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "rule"),
    [
        (["pattern = 'ba'"], None),
        (["pattern = '12'", "pattern = '12 xã'"], "demo.r2"),
        (["pattern = '12'", "pattern = 'Có 12'\naction = 'suppress'\npriority = 90"], "demo.r2"),
        (["pattern = '(?P<n>12 xã)'\nemit = { n = 'int' }"], "demo.r1"),
        (["pattern = '12'", "pattern = '12 xã'\ngroup = 'other'"], "demo.r1"),
    ],
    ids=["none", "beaten", "suppressed", "void", "found"],
)
def test_the_rule_at_fault(tmp_path, pack, rules, rule):
    (tmp_path / "demo.toml").write_text(pack(*rules), encoding="utf-8")
    found = explain.read(Document(path="a.txt", source="Có 12 xã."), packs.load(tmp_path))
    assert explain.blame(found, 3, 5, "demo") == rule
    assert explain.blame(found, 0, 0, "demo") is None
