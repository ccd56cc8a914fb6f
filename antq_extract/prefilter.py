"""Which rules are worth running on a sentence: those with a keyword in it, found in one pass over the text.

Keywords are compared with the sentence's *view*: the folded text in lower case, every digit a 0, so that a keyword
"0/0" stands for any digits around a slash.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_

from antq_extract.converters import key
from antq_extract.document import Sentence
from antq_extract.kinds import HEADS, Head
from antq_extract.rules import Rule, view

try:
    import ahocorasick_rs
except ImportError:  # no wheel for this platform
    ahocorasick_rs = None  # type: ignore[assignment]

_KEPT = 10_000  # sets of rules that are kept
_NO_HIT = (0, 0, sys.maxsize)
_Asked = tuple[int, Sequence[str]]
"""A bit, and the words each of which sets it; without any it is always set."""


def may_match(rule: Rule, seen: str) -> bool:
    """Say whether a view holds one of the rule's keywords, and one of those beside them, as far as it has any."""
    return missed(rule, seen) is None


def missed(rule: Rule, seen: str) -> tuple[str, ...] | None:
    """Return the keywords of the rule none of which the view holds; None where it lacks nothing."""
    for words in (rule.keywords, rule.and_keywords):
        if words and not any(view(word) in seen for word in words):
            return words
    return None


class Prefilter:
    """Picks, out of a sequence of rules, those that a sentence may match."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._count = len(rules)
        # Of the rules that ask for a word, higher up of those that ask for it beside another, and above these of the
        # kinds of fact that have it in their heads.
        bits: dict[str, int] = {}
        self._always = 0
        self._mask = (1 << self._count) - 1
        heads = [
            (1 << number, head, {place: rule for place, rule in enumerate(rules) if rule.fact == fact})
            for number, (fact, head) in enumerate(HEADS.items(), start=2 * self._count)
        ]
        self._headed = [(bit, sum(1 << place for place in own)) for bit, _, own in heads]
        for bit, words in (*self._asked(), *_asked_by_heads(heads)):
            for word in map(view, words):
                bits[word] = bits.get(word, 0) | bit
            self._always |= 0 if words else bit
        self._words = tuple(bits)
        self._bits = tuple(bits.values())
        self._automaton = ahocorasick_rs.AhoCorasick(self._words) if ahocorasick_rs and bits else None
        self._kept: dict[int, tuple[Rule, ...]] = {}

    def choose(self, seen: str, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, tuple[Rule, ...]]]:
        """Yield each sentence with the rules that have a keyword in it, or need none, in their order.

        Rules for the mere pieces of a kind of fact are left out where nothing in the text may be its head.
        """
        chosen, whole = self._chosen(seen, sentences)
        idle = reduce(or_, (rules for head, rules in self._headed if not whole & head), 0)
        kept = self._kept
        for sentence, bits in chosen:
            rules = kept.get(bits & ~idle)
            yield sentence, self._keep(bits & ~idle) if rules is None else rules

    def _asked(self) -> Iterator[_Asked]:
        """Yield the bits of each rule with the words that set them."""
        for place, rule in enumerate(self._rules):
            yield 1 << place, rule.keywords
            yield 1 << place + self._count, rule.and_keywords

    def _chosen(self, seen: str, sentences: Iterable[Sentence]) -> tuple[list[tuple[Sentence, int]], int]:
        """Return each sentence with the bits of the rules that have a keyword in it, or need none, and all bits seen."""
        bits = self._bits
        hits = self._hits(seen)
        number, start, end = next(hits, _NO_HIT)
        found = []
        whole = self._always
        for sentence in sentences:
            first, last = sentence
            chosen = self._always
            while end <= last:  # hits come in the order of their ends
                if start >= first:
                    chosen |= bits[number]
                number, start, end = next(hits, _NO_HIT)
            whole |= chosen
            found.append((sentence, chosen & chosen >> self._count & self._mask))
        return found, whole

    def _keep(self, chosen: int) -> tuple[Rule, ...]:
        rules = tuple(rule for place, rule in enumerate(self._rules) if chosen >> place & 1)
        if len(self._kept) < _KEPT:
            self._kept[chosen] = rules
        return rules

    def _hits(self, seen: str) -> Iterator[tuple[int, int, int]]:
        """Yield number, start and end of each keyword in the view, in the order of the ends."""
        if self._automaton is not None:
            return iter(self._automaton.find_matches_as_indexes(seen, overlapping=True))
        found = (
            (place.start() + len(word), number, place.start())
            for number, word in enumerate(self._words)
            for place in re.finditer(f"(?={re.escape(word)})", seen)
        )
        return ((number, start, end) for end, number, start in sorted(found))


def _asked_by_heads(heads: Iterable[tuple[int, Head, Mapping[int, Rule]]]) -> Iterator[_Asked]:
    """Yield the bit of each kind of fact with the words that one of its rules asks for in a head."""
    for bit, head, own in heads:
        for rule in own.values():
            words = _head_words(rule, head)
            if words is not None:
                yield bit, words


def _head_words(rule: Rule, head: Head) -> Sequence[str] | None:
    """Return the words without one of which a rule finds no head in a text; None for a rule that never finds any."""
    if rule.spec.part in head.parts:
        return rule.keywords
    for group in (group for group, _ in rule.emit if group in head.values):
        listed = rf"\(\?P<{group}>(?:\\L<{group}>|\(\?i:\\L<{group}>\))\)"
        if len(re.findall(listed, rule.expression)) == rule.expression.count(f"(?P<{group}>"):
            return [key(word) for word in rule.words[group]]
        return rule.keywords
    return None


@lru_cache(maxsize=8)
def prefilter(rules: tuple[Rule, ...]) -> Prefilter:
    """Return the prefilter of these rules, made once."""
    return Prefilter(rules)
