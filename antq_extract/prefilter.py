"""Which rules are worth running on a sentence: those with a keyword in it, found in one pass over the text.

Keywords are compared with the sentence's *view*: the folded text in lower case, every digit a 0, so that a keyword
"0/0" stands for any digits around a slash.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_

from antq_extract.document import Sentence
from antq_extract.kinds import HEADS
from antq_extract.rules import Rule, view

try:
    import ahocorasick_rs
except ImportError:  # no wheel for this platform
    ahocorasick_rs = None  # type: ignore[assignment]

_KEPT = 10_000  # sets of rules that are kept
_NO_HIT = (0, 0, sys.maxsize)


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
        bits: dict[str, int] = {}  # of the rules that ask for a word, and higher up of those that ask for it beside
        self._always = 0
        for place, rule in enumerate(rules):
            for bit, words in ((1 << place, rule.keywords), (1 << place + self._count, rule.and_keywords)):
                for word in map(view, words):
                    bits[word] = bits.get(word, 0) | bit
                self._always |= 0 if words else bit
        self._headed = [_heads_and_pieces(rules, fact, parts) for fact, parts in HEADS.items()]
        self._words = tuple(bits)
        self._bits = tuple(bits.values())
        self._automaton = ahocorasick_rs.AhoCorasick(self._words) if ahocorasick_rs and bits else None
        self._kept: dict[int, tuple[Rule, ...]] = {}

    def choose(self, seen: str, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, tuple[Rule, ...]]]:
        """Yield each sentence with the rules that have a keyword in it, or need none, in their order.

        Rules for the mere pieces of a kind of fact are left out where nothing in the text may be its head.
        """
        chosen = list(self._chosen(seen, sentences))
        idle = self._idle(chosen)
        kept = self._kept
        for sentence, bits in chosen:
            rules = kept.get(bits & ~idle)
            yield sentence, self._keep(bits & ~idle) if rules is None else rules

    def _chosen(self, seen: str, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, int]]:
        """Yield each sentence with the bits of the rules that have a keyword in it, or need none."""
        bits = self._bits
        hits = self._hits(seen)
        number, start, end = next(hits, _NO_HIT)
        for sentence in sentences:
            first, last = sentence
            chosen = self._always
            while end <= last:  # hits come in the order of their ends
                if start >= first:
                    chosen |= bits[number]
                number, start, end = next(hits, _NO_HIT)
            yield sentence, chosen & chosen >> self._count

    def _idle(self, chosen: Sequence[tuple[Sentence, int]]) -> int:
        """Return the bits of the rules whose kinds of fact the text has no head for."""
        whole = reduce(or_, (bits for _, bits in chosen), 0)
        return reduce(or_, (pieces for heads, pieces in self._headed if not whole & heads), 0)

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


def _heads_and_pieces(rules: Sequence[Rule], fact: str, parts: Sequence[str]) -> tuple[int, int]:
    """Return the bits of the rules of a kind of fact that find its heads, and of those that find other pieces."""
    own = {place: rule for place, rule in enumerate(rules) if rule.fact == fact}
    heads = sum(1 << place for place, rule in own.items() if rule.spec.part in parts)
    return heads, sum(1 << place for place in own) & ~heads


@lru_cache(maxsize=8)
def prefilter(rules: tuple[Rule, ...]) -> Prefilter:
    """Return the prefilter of these rules, made once."""
    return Prefilter(rules)
