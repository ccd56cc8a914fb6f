"""Probes: texts made of a rule's own examples on which a careless pattern backtracks."""

import pytest

from antq_extract import packs
from antq_extract.probes import slow_probe

FAST = [
    (r"(?P<n>[0-9]+) xã", "12 xã"),
    (r"(?<!\p{L})(?:\p{L}+\s){1,6}xã", "các thôn xã"),
    (r"(?>(?:a|a|aa)+)[cd]", "aac"),
    (r"\p{L}++(?:\s\p{L}++){0,5}", "một hai ba"),
]
SLOW = [
    (r"(?:\p{L}+\s?)+!", "xã vui vẻ!", "'xã vui vẻ!' with "),
    (r"(?:\p{L}|\p{L}\p{L})+!", "xã!", "'xã!' with 'xã' repeated"),
]


def rule(tmp_path, pack, pattern, text):
    written = pack(f"pattern = '''{pattern.replace('(?P<n>', '(')}'''").replace(
        'text = "-"\nspan = "-"', f'text = "{text}"\nspan = "{text}"'
    )
    (tmp_path / "a.toml").write_text(written, encoding="utf-8")
    (found,) = packs.load(base=tmp_path).rules
    return found


@pytest.mark.parametrize(("pattern", "text"), FAST)
def test_a_pattern_that_cannot_match_in_two_ways_has_no_slow_probe(tmp_path, pack, pattern, text):
    assert slow_probe(rule(tmp_path, pack, pattern, text)) is None


@pytest.mark.parametrize(("pattern", "text", "told"), SLOW)
def test_a_pattern_that_can_has_one_and_it_is_told(tmp_path, pack, pattern, text, told):
    probe = slow_probe(rule(tmp_path, pack, pattern, text))
    assert probe.startswith(told)
    assert probe.endswith(" repeated")


def test_the_probe_is_made_of_the_text_as_rules_see_it(tmp_path, pack):
    probe = slow_probe(rule(tmp_path, pack, r"(?:\p{L}+\s?)+!", "hoà  hoà!"))
    assert probe.startswith("'hòa hòa!' with ")
