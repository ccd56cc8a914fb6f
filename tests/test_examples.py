"""The examples that rules carry are run as tests, and a wrong one is told."""

import pytest

from antq_extract import packs
from antq_extract.examples import failures


def test_the_examples_of_every_shipped_rule_hold(rulebook):
    assert list(failures(rulebook)) == []


def test_every_shipped_rule_has_both_kinds_of_example(rulebook):
    assert [rule.id for rule in rulebook.rules if not (rule.spec.match and rule.spec.no_match)] == []


PACK = """
format = 1
[pack]
id = "demo"
version = "1.0.0"
[kind]
name = "demo"
one = "demo"
title = "Counts"
[kind.fields]
count = { convert = "int", title = "How many" }
[[rule]]
id = "demo.count"
title = "A count of communes"
pattern = '''(?P<count>[0-9]+) xã'''
emit = { count = "int" }
{match}
{no_match}
[[rule]]
id = "demo.ratio"
title = "Beats it"
priority = 60
pattern = '''[0-9]+/[0-9]+ xã'''
[[rule.match]]
text = "12/13 xã"
span = "12/13 xã"
[[rule.no_match]]
text = "13 xã"
why = "no slash"
[[rule]]
id = "demo.road"
title = "Claims roads"
action = "suppress"
priority = 70
pattern = '''đường [0-9/]+'''
[[rule.match]]
text = "đường 3/2"
span = "đường 3/2"
[[rule.no_match]]
text = "ngày 3/2"
why = "a day"
"""
MATCH = '[[rule.match]]\ntext = "Có 12 xã."\nspan = "12 xã"\nvalue = { count = 12 }'
NO_MATCH = '[[rule.no_match]]\ntext = "Có 12 thôn."\nwhy = "no commune"'


@pytest.mark.parametrize(
    ("match", "no_match", "expected"),
    [
        (MATCH, NO_MATCH, []),
        (
            MATCH.replace('span = "12 xã"', 'span = "12"'),
            NO_MATCH,
            [":17: demo.count: 'Có 12 xã.': wanted '12' with {'count': 12}, got '12 xã' with {'count': 12}"],
        ),
        (
            MATCH.replace("count = 12 ", "count = 13 "),
            NO_MATCH,
            [":17: demo.count: 'Có 12 xã.': wanted '12 xã' with {'count': 13}, got '12 xã' with {'count': 12}"],
        ),
        # all values that a rule emits must be named
        (
            MATCH.replace("\nvalue = { count = 12 }", ""),
            NO_MATCH,
            [":17: demo.count: 'Có 12 xã.': wanted '12 xã', got '12 xã' with {'count': 12}"],
        ),
        (
            MATCH.replace("12 xã.", "12 thôn."),
            NO_MATCH,
            [
                ":17: demo.count: 'Có 12 thôn.': wanted '12 xã' with {'count': 12}, found nothing: "
                "its pattern matches nothing here"
            ],
        ),
        (
            MATCH,
            NO_MATCH.replace("thôn", "xã"),
            [":21: demo.count: 'Có 12 xã.': must not match, found '12 xã'; narrow the pattern"],
        ),
        # what a rule of the group beats is no match
        (MATCH, NO_MATCH.replace("12 thôn", "12/13 xã"), []),
    ],
)
def test_a_wrong_example_is_told(tmp_path, match, no_match, expected):
    text = PACK.replace("{match}", match).replace("{no_match}", no_match)
    (tmp_path / "demo.toml").write_text(text, encoding="utf-8")
    assert list(map(str, failures(packs.load(base=tmp_path)))) == [f"demo.toml{line}" for line in expected]


def test_a_suppressing_rule_s_examples_are_run_too(tmp_path):
    text = PACK.replace("{match}", MATCH).replace("{no_match}", NO_MATCH).replace("ngày 3/2", "đường 3/2")
    (tmp_path / "demo.toml").write_text(text, encoding="utf-8")
    (problem,) = failures(packs.load(base=tmp_path))
    assert str(problem) == "demo.toml:44: demo.road: 'đường 3/2': must not match, found 'đường 3/2'; narrow the pattern"
