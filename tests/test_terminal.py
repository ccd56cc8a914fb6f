"""Explanations as text: marks and colours, and nothing of an article that could drive the terminal."""

import pytest

from antq_extract import terminal
from antq_extract.terminal import Painter, shown, table

PLAIN, COLOURED = Painter(False), Painter(True)


def fact(source, text, kind="ratio", **more):
    start = source.index(text)
    row = {"kind": kind, "text": text, "start": start, "end": start + len(text), "rule": "a.b", "title": "T"}
    return row | {"place": "a.toml:1", "captures": [], "gives": {}} | more


def marked(source, *texts, painter=PLAIN):
    rows = [fact(source, text) for text in texts]
    return terminal.facts("bai.txt", source, rows, painter).split("\n\n  1  ")[0].removeprefix("== bai.txt\n\n")


@pytest.mark.parametrize(
    ("source", "texts", "expected"),
    [
        ("Có 3/4 xã.", ["3/4 xã"], "Có [3/4 xã]⟨1⟩."),
        ("3/4 và 5/6", ["3/4", "5/6"], "[3/4]⟨1⟩ và [5/6]⟨2⟩"),
        ("ab", ["a", "b"], "[a]⟨1⟩[b]⟨2⟩"),
        # inside another, and two in one place
        ("Có 3/4 xã.", ["3/4 xã", "3/4"], "Có [3/4 xã]⟨1,2⟩."),
        ("Có 3/4 xã.", ["3/4", "3/4 xã"], "Có [3/4 xã]⟨2,1⟩."),
        ("Có 3/4 xã.", ["3/4", "3/4"], "Có [3/4]⟨1,2⟩ xã."),
        # over the end of another
        ("a b c d", ["a b", "b c"], "[a b]⟨1,2⟩ c d"),
        ("dòng\r\n\r\nhai 3/4\r\n", ["3/4"], "dòng\n\nhai [3/4]⟨1⟩"),
    ],
)
def test_facts_are_marked(source, texts, expected):
    assert marked(source, *texts) == expected


@pytest.mark.parametrize(
    ("kind", "code"), [("date", 36), ("ratio", 33), ("award", 32), ("official", 35), ("document", 34), ("mark", 34)]
)
def test_each_kind_has_its_colour(kind, code):
    assert COLOURED.fact("x", kind) == f"\x1b[{code}m\x1b[4mx\x1b[0m"
    assert PLAIN.fact("x", kind) == "[x]"


def test_without_colour_nothing_is_styled():
    assert PLAIN.paint("x", "red", bold=True, dim=True) == "x"
    assert COLOURED.paint("x", "red", bold=True) == "\x1b[31m\x1b[1mx\x1b[0m"


def test_a_fact_with_its_rule_captures_and_what_it_gives():
    source = "Có 3/4 xã."
    captures = [
        {"group": "numerator", "text": "3", "start": 3, "end": 4, "converter": "int", "value": 3},
        {"group": "unit", "text": "xã", "start": 7, "end": 9, "converter": "text", "value": "xã"},
    ]
    gives = {"numerator": 3, "unit": "xã", "low": None, "names": [], "parts": ["a", "ă"], "sure": False}
    text = terminal.facts("bai.txt", source, [fact(source, "3/4 xã", captures=captures, gives=gives)], PLAIN)
    assert text.splitlines()[4:] == [
        '  1  ratio  "3/4 xã"  3-9',
        "     rule      a.b  a.toml:1  T",
        '     captures  numerator "3" -> int -> 3',
        '               unit "xã" -> text -> xã',
        '     gives     numerator 3; unit xã; parts ["a", "ă"]; sure false',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tân Hoà “3–4”\t%\n", "Tân Hoà “3–4”\t%\n"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\\rb"),
        ("\x1b[31mđỏ\x1b]0;x\x07", "\\x1b[31mđỏ\\x1b]0;x\\x07"),
        ("\x9b31m\x7f\x00\x08", "\\x9b31m\\x7f\\x00\\x08"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("\ud800", "\\ud800"),
        ("5\u00a0xã\u200b\ufeff", "5\u00a0xã\u200b\ufeff"),
    ],
)
def test_control_characters_are_escaped(text, expected):
    assert shown(text) == expected


EVIL = "\x1b[2J\x9b1m"


@pytest.mark.parametrize("painter", [PLAIN, COLOURED])
@pytest.mark.parametrize("field", ["path", "source", "capture", "value", "values", "gives", "nested"])
def test_nothing_of_an_article_drives_the_terminal(painter, field):
    given = dict.fromkeys(("path", "source", "capture", "value", "values", "gives", "nested"), "x") | {field: EVIL}
    source = f"Có 3/4 {given['source']}."
    capture = {"group": "g", "text": given["capture"], "start": 0, "end": 1, "converter": "text"}
    captures = [capture | {"value": given["value"]}, capture | {"value": [given["values"]]}]
    row = fact(source, "3/4", captures=captures, gives={"a": given["gives"], "b": [{"c": given["nested"]}]})
    text = terminal.facts(given["path"], source, [row], painter)
    assert "\x1b[2J" not in text
    assert "\x9b" not in text


@pytest.mark.parametrize("field", ["path", "source", "text", "reason", "capture"])
def test_nothing_of_a_place_drives_the_terminal(field):
    given = dict.fromkeys(("path", "source", "text", "reason", "capture"), "x") | {field: EVIL}
    capture = {"group": "g", "text": "x", "start": 0, "end": 1, "converter": "text", "value": given["capture"]}
    trial = {"rule": "a.b", "outcome": "void", "text": given["text"], "start": 0, "end": 1, "priority": 50}
    trial |= {"place": "a.toml:1", "reason": given["reason"], "captures": [capture], "beaten_by": None, "fact": None}
    row = {"text": "x", "start": 0, "end": 1, "note": None, "sentence": {"text": "x", "start": 0, "end": 1}}
    row |= {"trials": [trial], "no_match": [], "no_keyword": []}
    text = terminal.places(given["path"], f"x{given['source']}", [row], PLAIN)
    assert "\x1b" not in text
    assert "\x9b" not in text


def test_columns():
    rows = [("A", "LONG", "C"), ("xã", "b", ""), ("x", "", "c")]
    assert table(rows) == "A   LONG  C\nxã  b\nx         c\n"
