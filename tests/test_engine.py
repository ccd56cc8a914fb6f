"""The quick way of matching finds what the plain way finds: every rule, by ``regex``, on each sentence."""

import random
from collections import defaultdict
from pathlib import Path

import pytest
import regex

from antq_extract import engine, matching, packs, pipeline, prefilter
from antq_extract.document import Document, Sentence
from antq_extract.engine import Stretches, quick_pattern
from antq_extract.kinds import HEADS
from antq_extract.matching import Findings, candidates, resolve
from antq_extract.normalize import normalize
from antq_extract.prefilter import Prefilter, may_match, missed
from antq_extract.rules import view
from antq_extract.translation import translate

pcre2 = pytest.importorskip("pcre2")

SAMPLES = Path(__file__).parent.parent / "samples"
RULES = packs.load()


def plain(text, sentences, rules, *, limit=matching.TIME_LIMIT, profile=None, wanted=lambda rule, seen: True):
    """Run every rule on every sentence, or those ``wanted`` there, by ``regex``, and keep the best."""
    matches = defaultdict(list)
    seen = view(text.folded)
    for sentence in sentences:
        groups = defaultdict(list)
        for rule in rules:
            if wanted(rule, seen[slice(*sentence)]):
                groups[rule.group] += candidates(rule, text, sentence, limit)
        for verdict in (verdict for group in groups.values() for verdict in resolve(group)):
            if verdict.beaten_by is None and verdict.candidate.rule.spec.action == "emit":
                matches[verdict.candidate.rule.fact].append(verdict.candidate.match)
    for found in matches.values():
        found.sort(key=lambda match: (match.start, match.end))
    return Findings(dict(matches), (), limit)


def examples():
    return [example.text for rule in RULES.rules for example in (*rule.spec.match, *rule.spec.no_match)]


def shuffled(seed):
    """An article of words and whole examples in no order."""
    pick = random.Random(seed)  # noqa: S311 - no secret
    texts = pick.sample(examples(), 25)
    words = [word for text in texts for word in text.split()]
    pick.shuffle(words)
    paragraphs = [*texts, *(" ".join(words[start : start + 17]) for start in range(0, len(words), 17))]
    pick.shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def samples():
    return [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.rglob("*.txt"))]


@pytest.mark.parametrize("source", [*samples(), *map(shuffled, range(12))])
def test_records_are_those_of_the_plain_way(monkeypatch, source):
    document = Document(path="bai.txt", source=source)
    quick = pipeline.extract(document, RULES)
    monkeypatch.setattr(pipeline, "find", plain)
    assert quick == pipeline.extract(document, RULES)


def test_matches_are_those_of_the_plain_way():
    """Of the rules with a keyword there, and without those for pieces of facts that no text has a head for."""
    rules = tuple(rule for rule in RULES.rules if rule.fact not in HEADS)
    found = 0
    for source in examples():
        text = normalize(source)
        sentences = [Sentence(0, len(source))]
        quick = matching.find(text, sentences, rules)
        assert quick.matches == plain(text, sentences, rules, wanted=may_match).matches, source
        found += sum(map(len, quick.matches.values()))
    assert found > len(RULES.rules)


def test_nearly_all_shipped_rules_have_a_quick_pattern():
    assert [rule.id for rule in RULES.rules if rule.quick is None] == ["documents.listed"]  # it looks back too far


def test_without_the_libraries_records_are_the_same(monkeypatch):
    documents = [Document(path="bai.txt", source=source) for source in samples()]
    quick = [pipeline.extract(document, RULES).model_dump() for document in documents]
    monkeypatch.setattr(engine, "pcre2", None)
    monkeypatch.setattr(prefilter, "ahocorasick_rs", None)
    prefilter.prefilter.cache_clear()
    try:
        rules = packs.load()
        assert all(rule.quick is None for rule in rules.rules)
        assert [pipeline.extract(document, rules).model_dump() for document in documents] == quick
    finally:
        prefilter.prefilter.cache_clear()


# --- the two engines ----------------------------------------------------------------------------------------------

LETTERS = "abcdefghijklmnopqrstuvwxyzđàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
ALIKE = "".join(sign for sign in map(chr, range(0x2C00)) if not engine._STRANGE.match(sign))


@pytest.mark.parametrize(
    "piece", [r"\p{L}", r"\p{Lu}", r"\p{Ll}", r"\p{M}", r"\p{N}", r"\p{P}", r"\s", *(f"(?i:{c})" for c in LETTERS)]
)
def test_characters_mean_the_same_to_both(piece):
    assert len(ALIKE) > 2_000
    quick = pcre2.compile(piece, pcre2.UNICODE)
    assert [m.start() for m in regex.finditer(piece, ALIKE)] == [m.start() for m in quick.finditer(ALIKE)]


@pytest.mark.parametrize("sign", ["İ", "ı", "ʕ", "漢", "\u180e", "𝐀"])
def test_a_sentence_with_a_strange_character_is_left_to_regex(sign):
    stretches = Stretches(f"12 xã. {sign} 13 xã.{' xã' * 40} 14 xã.")
    assert stretches.cut(Sentence(0, 6)) is not None
    assert stretches.cut(Sentence(7, 15)) is None
    assert stretches.cut(Sentence(136, 142)) is not None


def test_a_stretch_shows_what_stands_before_the_sentence():
    folded = "x" * 200 + " 12 xã. 13 xã."
    cut = Stretches(folded).cut(Sentence(208, 214))
    assert folded[cut.shift + cut.start :] == "13 xã."
    assert cut.text == folded[cut.shift :]
    assert cut.start > 50


@pytest.mark.parametrize(
    ("expression", "text", "places"),
    [
        ("(?P<n>[0-9]+) xã", "có 12 xã, 13 xã", [(3, 8, [(3, 5)]), (10, 15, [(10, 12)])]),
        # the group "span" is the match
        ("có (?P<span>(?P<n>[0-9]+))", "có 12", [(3, 5, [(3, 5)])]),
        # of a group that stands there twice, the place that took part, or the last of them
        ("(?P<n>[0-9]+) xã|thôn (?P<n>[0-9]+)", "thôn 5", [(0, 6, [(5, 6)])]),
        ("(?P<n>[0-9]+)(?:, (?P<n>[0-9]+))*", "3, 5, 7", [(0, 7, [(6, 7)])]),
        ("(?:(?P<n>[0-9]+)|x)!", "x!", [(0, 2, [(-1, -1)])]),
        # an empty match is none
        ("(?P<n>[0-9]*)", "a1", [(1, 2, [(1, 2)])]),
    ],
)
def test_places(expression, text, places):
    found = quick_pattern(translate(expression, {}), ["n"], "span").places(Stretches(text).cut(Sentence(0, len(text))))
    assert [(place.start, place.end, place.groups) for place in found] == places


# --- translation --------------------------------------------------------------------------------------------------

WORDS = {"unit": ("hộ", "hộ nghèo", "xã.", "Xã")}


@pytest.mark.parametrize(
    ("expression", "translated"),
    [
        (r"[0-9]+(?:\s?/\s?)\p{Lu}", r"(?J)[0-9]+(?:\s?/\s?)\p{Lu}"),
        # a list branches where its words do, the longer ones first
        (r"\L<unit>x", r"(?J)(?:Xã|hộ(?: nghèo|)|xã\.)x"),
        (r"(?i:\L<unit>)x", r"(?J)(?i:(?:hộ(?: nghèo|)|xã(?:\.|)))x"),
        # no unbounded repetition inside a lookbehind; what it holds outside stays
        (r"(?<=a*b+c{2,})d*", r"(?J)(?<=a{0,30}b{1,30}c{2,30})d*"),
        (r"(?i)(?P<n>[0-9])(?P=n)(?(n)a|b)", r"(?J)(?i)(?P<n>[0-9])(?P=n)(?(n)a|b)"),
    ],
)
def test_translations(expression, translated):
    assert translate(expression, WORDS).expression == translated


def test_a_long_list_is_defined_once_and_called():
    words = {"unit": tuple(f"đơn vị {number}" for number in range(200))}
    translation = translate(r"\L<unit>(?i:\L<unit>)\L<unit>", words)
    assert translation.expression.startswith("(?J)(?&as_unit)(?i:(?&any_unit))(?&as_unit)(?(DEFINE)(?P<as_unit>(?-i:")
    assert translation.expression.count("đơn vị ") == 2


def test_groups_are_numbered():
    assert translate("(a)(?:b)(?P<x>c)(?=(?P<y>d))(?P<x>e)", {}).groups == {"x": (2, 4), "y": (3,)}


@pytest.mark.parametrize(
    "expression",
    [
        *(r"\w", r"\bxã", r"\d", "(?:xã){e<=1}", "[[:alpha:]]", r"[\w]", r"\X", r"\G"),
        *("(?x)a", "a(?i)b", "(?|a|b)", "(?r)a", "(a", "a)"),
        # compiled code of PCRE2 10.47 goes wrong on what looks ahead inside a lookbehind
        *("(?<!a(?=b))", "(?<=(?&x))(?(DEFINE)(?P<x>a))"),
    ],
)
def test_what_pcre2_takes_otherwise_is_left_to_regex(expression):
    assert translate(expression, {}) is None


def test_lookaheads_inside_lookbehinds_are_still_wrong_there():
    """If this fails, PCRE2 has been mended, and the translation may let them through."""
    assert pcre2.compile("2(?<!1 ?-2(?= ))", pcre2.UNICODE).search("1-2 xã") is not None


# --- the prefilter ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("automaton", [True, False])
def test_the_prefilter_picks_the_rules_with_a_keyword_in_the_sentence(monkeypatch, book, pack, automaton):
    if not automaton:
        monkeypatch.setattr(prefilter, "ahocorasick_rs", None)
    rulebook = book(a=pack(*(f"pattern = 'x'\nkeywords = {words}" for words in ("['xã']", "['12/3', 'thôn']", "[]"))))
    source = "12 XÃ. Thôn 4/5, xã"
    sentences = [Sentence(0, 6), Sentence(7, 15), Sentence(7, 19), Sentence(9, 11)]
    picked = Prefilter(rulebook.rules).choose(view(source), sentences[:1])
    assert [[rule.id for rule in rules] for _, rules in picked] == [["demo.r1", "demo.r3"]]
    picked = Prefilter(rulebook.rules).choose(view("Ngày 10/9, xã. Và xã"), [Sentence(0, 10), Sentence(11, 20)])
    assert [[rule.id for rule in rules] for _, rules in picked] == [["demo.r2", "demo.r3"], ["demo.r1", "demo.r3"]]


def test_a_rule_may_ask_for_a_second_keyword(book, pack):
    rulebook = book(a=pack("pattern = '12 xã'\nkeywords = ['xã', 'thôn']\nand_keywords = ['ngày', '7/9']"))
    texts = ["12 xã", "ngày 12", "ngày 12, thôn", "xã 10/8", "xã 1/8"]
    picked = [next(Prefilter(rulebook.rules).choose(view(text), [Sentence(0, len(text))]))[1] for text in texts]
    assert [len(rules) for rules in picked] == [0, 0, 1, 1, 1]
    (rule,) = rulebook.rules
    assert [may_match(rule, view(text)) for text in texts] == [False, False, True, True, True]
    assert missed(rule, view("12 xã")) == ("ngày", "7/9")
    assert missed(rule, view("ngày 12")) == ("xã", "thôn")


def test_pieces_of_awards_are_looked_for_only_where_one_may_be_named():
    def run(source):
        text = normalize(source)
        cut = text.folded.index(".") + 1
        chosen = prefilter.prefilter(RULES.rules).choose(
            view(source), [Sentence(0, cut), Sentence(cut + 1, len(source))]
        )
        return [[rule.id for rule in rules if rule.id == "awards.recipient"] for _, rules in chosen]

    assert run("Có 12 cá nhân dự. Họ ra về.") == [[], []]
    assert run("Có 12 cá nhân dự. Họ nhận Giấy khen.") == [["awards.recipient"], []]


def names(rules, source):
    text = normalize(source)
    return [match.rule for match in matching.find(text, [Sentence(0, len(source))], rules).matches.get("officials", ())]


def test_names_are_looked_for_only_where_a_post_or_a_rank_may_be(tmp_path):
    assert names(RULES.rules, "Ông Hứa Văn Lãm dự.") == []
    assert names(RULES.rules, "Ông Hứa Văn Lãm dự, Chủ tịch xã nói.") == ["officials.titled-name", "officials.post"]
    assert names(RULES.rules, "Thượng úy Hứa Văn Lãm dự.") == ["officials.titled-name"]
    # a rank of a pack that names it otherwise than by the list
    (tmp_path / "own.toml").write_text(
        """format = 1
[pack]
id = "own"
version = "1.0.0"
fact = "officials"
group = "officials.names"
[[rule]]
id = "own.sheriff"
title = "A sheriff"
part = "name"
priority = 90
keywords = ["cảnh trưởng"]
pattern = '(?P<rank>[Cc]ảnh trưởng) (?P<name>\\p{Lu}\\p{Ll}+)'
emit = { rank = "text", name = "text" }
[[rule.match]]
text = "Cảnh trưởng Lãm dự."
span = "Cảnh trưởng Lãm"
value = { rank = "Cảnh trưởng", name = "Lãm" }
[[rule.no_match]]
text = "Ông Lãm dự."
why = "none"
""",
        encoding="utf-8",
    )
    own = packs.load(tmp_path).rules
    assert names(own, "Cảnh trưởng Lãm dự.") == ["own.sheriff"]
    assert names(own, "Cảnh trưởng Lãm gặp ông Hứa Văn Lãm.") == ["own.sheriff", "officials.titled-name"]
