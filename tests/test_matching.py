"""Matching: which rules run on a sentence, what they capture, and which of two overlapping matches stays."""

import pytest

from antq_extract import matching, packs
from antq_extract.document import Document, Sentence
from antq_extract.normalize import normalize
from antq_extract.pipeline import extract
from antq_extract.tracing import trials


def find(rulebook, source, sentences=None, **options):
    text = normalize(source)
    return matching.find(text, sentences or [Sentence(0, len(text.clean))], rulebook.rules, **options)


def spans(rulebook, source, **options):
    """Return ``rule: text`` of every match, in the order in which they come out."""
    found = find(rulebook, source, **options).matches
    return [f"{match.rule}: {source[match.start : match.end]}" for kind in sorted(found) for match in found[kind]]


@pytest.mark.parametrize(
    ("keywords", "text", "runs"),
    [
        ("[]", "12 xã", True),
        ('["xã"]', "12 xã", True),
        ('["xã"]', "12 XÃ", True),
        ('["XÃ"]', "12 xã", True),
        ('["thôn", "xã"]', "12 xã", True),
        ('["thôn"]', "12 xã", False),
        ('["hoà"]', "12 hòa", True),
    ],
)
def test_without_a_keyword_a_rule_does_not_run(book, pack, keywords, text, runs):
    rulebook = book(a=pack(f"pattern = '[0-9]+'\nkeywords = {keywords}"))
    assert spans(rulebook, text) == (["demo.r1: 12"] if runs else [])


def test_a_keyword_must_stand_in_the_sentence_itself(book, pack):
    rulebook = book(a=pack("pattern = '[0-9]+'\nkeywords = ['xã']"))
    found = find(rulebook, "12 xã. 13 thôn.", [Sentence(0, 6), Sentence(7, 15)])
    assert [(match.start, match.end) for match in found.matches["demo"]] == [(0, 2)]


def test_a_match_does_not_cross_a_sentence(book, pack):
    rulebook = book(a=pack("pattern = '[0-9]+\\. [0-9]+'"))
    assert find(rulebook, "Có 12. 13 xã", [Sentence(0, 6), Sentence(7, 12)]).matches == {}
    assert spans(rulebook, "Có 12. 13 xã") == ["demo.r1: 12. 13"]


@pytest.mark.parametrize(
    ("rules", "text", "expected"),
    [
        # the higher priority, whatever the length
        (["pattern = '12'\npriority = 60", "pattern = '12 xã'\npriority = 50"], "12 xã", ["demo.r1: 12"]),
        (["pattern = '12'\npriority = 40", "pattern = '12 xã'\npriority = 50"], "12 xã", ["demo.r2: 12 xã"]),
        # of one priority the longer
        (["pattern = '12'", "pattern = '12 xã'"], "12 xã", ["demo.r2: 12 xã"]),
        (["pattern = '12 xã'", "pattern = '12'"], "12 xã", ["demo.r1: 12 xã"]),
        # of one length the earlier
        (["pattern = 'b c'", "pattern = 'a b'"], "a b c", ["demo.r2: a b"]),
        # side by side both stay
        (["pattern = 'a b'", "pattern = ' c'"], "a b c", ["demo.r1: a b", "demo.r2:  c"]),
        # what loses leaves its place to others
        (["pattern = 'a b'", "pattern = 'b c d'", "pattern = 'a'"], "a b c d", ["demo.r3: a", "demo.r2: b c d"]),
        # in different groups both stay, in the order of position
        (["pattern = '12 xã'\ngroup = 'x'", "pattern = '12'\ngroup = 'y'"], "12 xã", ["demo.r2: 12", "demo.r1: 12 xã"]),
    ],
)
def test_overlaps(book, pack, rules, text, expected):
    assert spans(book(a=pack(*rules)), text) == expected


def test_groups_reach_across_packs(book, pack):
    one = pack("pattern = '12'\npriority = 60", name="one", head='group = "figures"')
    two = pack("pattern = '12 xã'", "pattern = 'xã'", name="two", head='group = "figures"')
    assert spans(book(one=one, two=two), "12 xã") == ["one.r1: 12", "two.r2: xã"]


SUPPRESS = ["pattern = 'số [0-9/]+'\naction = 'suppress'\npriority = 90", "pattern = '[0-9]+/[0-9]+'"]


def test_a_suppressing_rule_claims_and_keeps_silent(book, pack):
    rulebook = book(a=pack(*SUPPRESS))
    source = "số 12/13 và 7/9"
    assert spans(rulebook, source) == ["demo.r2: 7/9"]
    told = trials(normalize(source), Sentence(0, len(source)), rulebook.rules)
    claimed = [f"{t.rule.id}: {source[slice(*t.span)]}" for t in told if t.outcome in ("found", "suppressed")]
    assert sorted(claimed) == ["demo.r1: số 12/13", "demo.r2: 7/9"]


def test_a_suppressing_rule_yields_to_a_higher_priority(book, pack):
    rules = [SUPPRESS[0].replace("90", "40"), SUPPRESS[1]]
    assert spans(book(a=pack(*rules)), "số 12/13") == ["demo.r2: 12/13"]


@pytest.mark.parametrize(
    ("rule", "text", "span", "values"),
    [
        ("pattern = '(?P<n>[0-9.]+) xã'\nemit = { n = 'int' }", "có 1.021 xã", "1.021 xã", {"n": 1021}),
        # the group "span" is the match, the rest its surroundings
        ("pattern = 'có (?P<span>(?P<n>[0-9]+)) xã'\nemit = { n = 'int' }", "có 12 xã", "12", {"n": 12}),
        # a group that took no part has no value
        ("pattern = '(?P<q>gần )?(?P<n>[0-9]+)'\nemit = { q = 'text', n = 'int' }", "12", "12", {"n": 12}),
        # every capture of a repeated group, or the last
        (
            "pattern = '(?P<n>[0-9]+)(?:, (?P<n>[0-9]+))*'\nemit = { n = 'int[]' }",
            "3, 5, 7",
            "3, 5, 7",
            {"n": (3, 5, 7)},
        ),
        ("pattern = '(?P<n>[0-9]+)(?:, (?P<n>[0-9]+))*'\nemit = { n = 'int' }", "3, 5, 7", "3, 5, 7", {"n": 7}),
        # values are spelled as the clean text spells them, matched as the folded one
        ("pattern = 'xã (?P<x>hòa)'\nemit = { x = 'text' }", "xã hoà", "xã hoà", {"x": "hoà"}),
        # what is not named in emit is no value
        ("pattern = '(?P<n>[0-9]+)(?P<q>!)?'\nemit = { q = 'text' }", "12", "12", {}),
        # a group that took part without a letter has none
        ("pattern = '(?P<n>[0-9]+)(?P<q>!?)'\nemit = { q = 'text', n = 'int' }", "12", "12", {"n": 12}),
    ],
)
def test_captures(book, pack, rule, text, span, values):
    (match,) = find(book(a=pack(rule)), text).matches["demo"]
    assert text[match.start : match.end] == span
    assert match.values == values
    places = {name: [text[slice(*place)] for place in ranges] for name, ranges in match.spans.items()}
    assert set(places) == set(values)
    assert all(place for ranges in places.values() for place in ranges)


def test_a_capture_that_its_converter_refuses_voids_the_match(book, pack):
    rules = ["pattern = '(?P<n>[0-9.]+)'\nemit = { n = 'int' }\npriority = 60", "pattern = '[0-9]+'"]
    assert spans(book(a=pack(*rules)), "600.00") == ["demo.r2: 600", "demo.r2: 00"]
    assert spans(book(a=pack(*rules)), "600.000") == ["demo.r1: 600.000"]


def test_an_empty_match_is_none(book, pack):
    assert find(book(a=pack("pattern = '[0-9]*'")), "xã").matches == {}


def test_part_and_priority_go_with_the_match(book, pack):
    rule = "part = 'point'\npriority = 7\npattern = '(?P<year>[0-9]+)'\nemit = { year = 'int' }"
    (match,) = find(book(a=pack(rule, head="fact = 'dates'")), "12").matches["dates"]
    assert (match.part, match.priority) == ("point", 7)


@pytest.mark.parametrize(("text", "found"), [("ngày 5 tháng 3", ["demo.r1: ngày 5 tháng 3"]), ("ngày 5", [])])
def test_a_match_without_a_value_that_its_part_needs_is_void(book, pack, text, found):
    rule = (
        "part = 'named'\npattern = 'ngày (?P<day>[0-9]+)(?: tháng (?P<month>[0-9]+))?'\n"
        "emit = { day = 'int', month = 'int' }"
    )
    assert spans(book(a=pack(rule, head="fact = 'dates'")), text) == found


EVIL = "pattern = '(?:a|a|aa)*[cd]'"
TRAP = "a" * 60 + "b"


def test_a_rule_that_runs_too_long_is_stopped(book, pack):
    found = find(book(a=pack(EVIL, "pattern = 'b'")), TRAP, limit=0.01)
    assert found.timeouts == ("demo.r1",)
    assert [match.rule for match in found.matches["demo"]] == ["demo.r2"]


def test_a_rule_that_was_stopped_is_not_run_on_the_sentences_behind(book, pack):
    rules = book(a=pack("pattern = '(?:a|a|aa)*[cd]|12'", "pattern = '[0-9]+'\ngroup = 'other'"))
    source = f"12. {TRAP}. 12."
    found = find(rules, source, [Sentence(0, 3), Sentence(4, 66), Sentence(67, 70)], limit=0.01)
    assert [(match.rule, match.start) for match in found.matches["demo"]] == [
        ("demo.r1", 0),
        ("demo.r2", 0),
        ("demo.r2", 67),
    ]


def test_the_limit_holds_for_the_text_as_a_whole(book, pack):
    """Each sentence alone would stay within it."""
    text = normalize("a" * 9 + "b")
    runner = matching.Runner(text, 0.05)
    (rule,) = book(a=pack("pattern = '(?:a|a|aa)*[cd]'")).rules
    runs = 0
    while not runner.stopped and runs < 10_000:
        list(runner.run(rule, [(0, Sentence(0, 10), None)]))
        runs += 1
    assert 1 < runs < 10_000


def test_the_limit_holds_for_quick_patterns_that_take_long_on_each_sentence(book, pack):
    rulebook = book(a=pack("pattern = '(?:a|a|aa)*[cd]'"))
    assert all(rule.quick for rule in rulebook.rules)
    sentence = "a" * 16 + "b."
    sentences = [Sentence(19 * number, 19 * number + 18) for number in range(200)]
    found = find(rulebook, " ".join([sentence] * 200), sentences, limit=0.2)
    assert found.timeouts == ("demo.r1",)


def test_a_rule_that_ended_in_time_is_not_reported(book, pack):
    assert find(book(a=pack("pattern = 'b'")), TRAP, limit=10.0).timeouts == ()


def test_a_stopped_rule_is_a_failed_check_of_the_record(tmp_path, pack):
    (tmp_path / "a.toml").write_text(pack(EVIL), encoding="utf-8")
    record = extract(Document(path="bai.txt", source=TRAP), packs.load(tmp_path), limit=0.01)
    assert [(check.id, check.status, check.actual) for check in record.checks] == [("rule-timeout", "fail", "demo.r1")]


def test_positions_hold_where_lower_case_grows(book, pack):
    assert spans(book(a=pack("pattern = '[0-9]+ xã'\nkeywords = ['xã']")), "İİİ 12 XÃ, 12 xã") == ["demo.r1: 12 xã"]
