"""Lints: one pack for each thing that is wrong, with the exact message; the shipped packs have none."""

import shutil
from pathlib import Path

import pytest

from antq_extract import lint, packfolders, packs

FAULTY = Path(__file__).parent / "packs" / "lint"

# Pack file: what is wrong with it, behind its name.
MESSAGES = {
    "backtracking": [
        ":18: demo.count: backtracks badly on '12 xã vui vẻ!' with 'xã' repeated; let nothing match in two ways (see Patterns that stay fast)",
    ],
    "and-keyword-contained": [
        ":19: demo.count: the keyword '12 xã' is not needed beside '0 '; take it out",
    ],
    "bad-pattern": [
        ":18: demo.count: bad pattern: missing ) behind '(?P<count>[0-9]+'",
    ],
    "digits-of-other-scripts": [
        ":18: demo.count: \\d matches the digits of other scripts too; write [0-9]",
    ],
    "duplicate": [
        ":30: demo.again: has the pattern of demo.count; take one of them out",
        ":31: demo.again: '12 xã': wanted '12' with {'count': 12}, found nothing: '12': demo.count took the place, standing before it in the packs",
    ],
    "further-examples": [
        ":27: demo.count: '9 thôn': wanted '9 thôn' with {'count': 9}, got '9' with {'count': 9}",
        ":32: demo.count: '7 xã': must not match, found '7'; narrow the pattern",
        ":36: there is no rule demo.cuont in use; did you mean demo.count?",
        ":40: there is no rule demo.road in use; did you mean demo.count?",
    ],
    "keyword-contained": [
        ":18: demo.count: the keyword 'xã hội' is not needed beside 'xã'; take it out",
    ],
    "keyword-not-needed": [
        ":18: demo.count: neither the pattern nor an example has the keyword 'thôn'; take it out, or add an example with it",
    ],
    "keyword-of-two-blanks": [
        ":18: demo.count: no text holds the keyword 'tổ  dân', since blanks are single spaces; write it so",
    ],
    "keywords-hide": [
        ":18: demo.count: its keywords keep it from '9 thôn' in '9 thôn'; add a keyword, or a no_match that shows it is meant",
    ],
    "match-beaten": [
        ":19: demo.count: '12 xã': wanted '12' with {'count': 12}, found nothing: '12': demo.more took the place, being longer",
    ],
    "match-fails": [
        ":19: demo.count: '12 xã': wanted '12 xã' with {'count': 12}, got '12' with {'count': 12}",
    ],
    "match-not-found": [
        ":19: demo.count: 'mười xã': wanted 'mười' with {'count': 10}, found nothing: its pattern matches nothing here",
    ],
    "match-void": [
        ":19: demo.count: '1.2 xã': wanted '1.2' with {'count': 12}, found nothing: count: not a whole number: 1.2",
    ],
    "match-without-keyword": [
        ":18: demo.count: its keywords keep it from '12' in '12 xã'; add a keyword, or a no_match that shows it is meant",
        ":20: demo.count: '12 xã': wanted '12' with {'count': 12}, found nothing: none of its keywords: thôn",
    ],
    "no-match-fails": [
        ":23: demo.count: '5 xã': must not match, found '5'; narrow the pattern",
    ],
    "redundant": [
        ":16: demo.two: demo.count would find all its examples; take it out, or add one that needs it",
    ],
    "unreachable": [
        ":31: demo.road: never comes to anything, since its examples go to demo.count; raise its priority",
    ],
    "unused-list": [
        ":16: lists.unit is never used; use it or take it out",
    ],
    "unused-macro": [
        ":15: macros.digit is never used; use it or take it out",
        ":16: macros.digits is never used; use it or take it out",
    ],
    "unused-map": [
        ":16: maps.unit is never used; use it or take it out",
    ],
}


def test_every_faulty_pack_has_its_message():
    assert sorted(path.stem for path in FAULTY.glob("*.toml")) == sorted(MESSAGES)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_fault_is_found(tmp_path, name):
    shutil.copy(FAULTY / f"{name}.toml", tmp_path)
    assert [str(problem) for problem in lint.check(base=tmp_path)] == [f"{name}.toml{text}" for text in MESSAGES[name]]


def test_the_shipped_packs_are_without_fault():
    assert lint.check() == []


def test_a_folder_that_holds_copies_of_the_shipped_packs_takes_their_place(tmp_path):
    for path in packfolders.shipped().glob("*.toml"):
        shutil.copy(path, tmp_path)
    rulebook = packs.load(tmp_path)
    assert {pack.layer for pack in rulebook.packs if not pack.replaced_by} == {str(tmp_path)}


HIDING = """
format = 1
[pack]
id = "own"
version = "1.0.0"
uses = ["demo"]
[lists]
unit = ["thôn"]
[macros]
digits = '''[0-9]'''
[[rule]]
id = "own.count"
title = "A count"
pattern = '''(?P<n>{{digits}}) \\L<unit>'''
[[rule.match]]
text = "5 thôn"
span = "5 thôn"
value = { n = "5" }
[[rule.no_match]]
text = "thôn"
why = "no figure"
[kind]
name = "counts"
one = "count"
title = "Counts"
[kind.fields]
n = { convert = "text", title = "How many" }
"""


def test_names_that_hide_those_of_a_used_pack_are_told(tmp_path, pack):
    used = "[lists]\nunit = ['xã']\n[macros]\ndigits = '[0-9]+'"
    rule = "pattern = '(?P<n>{{digits}}) \\L<unit>'\nemit = { n = 'text' }"
    text = pack(rule, vocabulary=used).replace(
        'text = "-"\nspan = "-"', 'text = "5 xã"\nspan = "5 xã"\nvalue = { n = "5" }'
    )
    (tmp_path / "demo.toml").write_text(text, encoding="utf-8")
    (tmp_path / "own.toml").write_text(HIDING, encoding="utf-8")
    assert [str(problem) for problem in lint.check(base=tmp_path)] == [
        "own.toml:8: lists.unit hides that of the pack demo, whose macros may need it; rename it",
        "own.toml:10: macros.digits hides that of the pack demo, whose macros may need it; rename it",
    ]
