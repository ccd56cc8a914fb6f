r"""Word lists as interpreters ask for them: a quick look rules most texts out, a pattern has the last word.

``regex`` tries a named list word by word at each position, which costs more than all the rest of an interpreter. Most
texts hold no word of the list in any case; that is seen at once by comparing without regard to case, which misses
nothing that ``(?i)`` matches. The patterns are compiled when a text first gets that far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import regex

from antq_extract.rulebook import RuleBook

ENDING = r"(?i)(?<!\p{L})\L<words>$"
INSIDE = r"(?i)(?<!\p{L})\L<words>(?!\p{L})"
# Where a phrase can begin: a run of letters and digits, or any other character behind such a run's end.
_START = regex.compile(r"(?s)(?<![\p{L}\p{M}0-9])(?:[\p{L}\p{M}0-9]++|.)")
_TAIL = 2  # letters at the end of a text that rule most texts out
_GLUE = regex.compile(r"[\p{L}\p{M}0-9]")


def loose(text: str) -> str:
    """Return a text in which whatever ``(?i)`` takes for the same is the same; ``regex`` takes İ and ı for I and i."""
    low = text.casefold()
    if "ı" in low or "\u0307" in low:
        return low.replace("\u0307", "").replace("ı", "i")
    return low


class WordList:
    r"""A named list in an expression with ``\L<words>``."""

    def __init__(self, rulebook: RuleBook, name: str, expression: str = INSIDE) -> None:
        self._rulebook, self._name, self._expression = rulebook, name, expression
        self._words = tuple({loose(word) for word in rulebook.lists[name]})
        self._longest = max(map(len, rulebook.lists[name]), default=0)
        self._tails = frozenset(word[-_TAIL:] for word in self._words)
        self._needles = tuple(w for w in self._words if not any(o in w for o in self._words if o != w))

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The expression, compiled."""
        return self._rulebook.pattern(self._expression, words=self._name)

    def may_hold(self, text: str) -> bool:
        """Say whether a text holds the letters of a word; no expression finds one in a text that does not."""
        return any(map(loose(text).__contains__, self._needles))

    def search(self, text: str, start: int, end: int) -> bool:
        """Say whether the expression finds a word in a stretch of a text."""
        return self.may_hold(text[start:end]) and self.pattern.search(text, start, end) is not None

    def ends(self, text: str) -> bool:
        """Say whether the expression, which ends in ``$`` behind a word, finds one at the end of a text."""
        line = text.rstrip("\n")
        tail = loose(line[-_TAIL:])
        if tail not in self._tails and tail[-1:] not in self._tails:
            return False
        return loose(line).endswith(self._words) and self.pattern.search(text) is not None

    def begins(self, text: str, start: int = 0) -> bool:
        """Say whether the expression, which begins with a word, matches from a place in a text on."""
        head = loose(text[start : start + self._longest])
        return head.startswith(self._words) and self.pattern.match(text, start) is not None

    def may_begin(self, text: str) -> bool:
        """Say whether a text begins with the letters of a word."""
        return loose(text[: self._longest]).startswith(self._words)

    def removed(self, text: str) -> str:
        """Return a text without what the expression finds in it."""
        return self.pattern.sub("", text) if self.may_hold(text) else text


class Phrases:
    """Phrases to be put otherwise wherever they stand as whole words, in whatever case; the longest one counts.

    ``phrases`` are given by their :func:`~antq_extract.converters.key`.
    """

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = phrases
        self._lengths = _by_first(phrases)

    def spelled(self, text: str, *, capitals: int = 0) -> str:
        """Return a text with each phrase in it as given; those with fewer than so many capitals stay as they are."""
        low = text.casefold()
        if len(low) != len(text):  # the few letters that grow are in no phrase
            low = "".join(c.casefold() if len(c.casefold()) == 1 else c for c in text)
        pieces: list[str] = []
        done = 0
        for first in _START.finditer(low):
            start = first.start()
            for length in self._lengths.get(first[0], ()) if start >= done else ():
                end = start + length
                phrase = self._phrases.get(low[start:end])
                if phrase is None or end > len(low) or _GLUE.match(low, end):
                    continue
                if sum(map(str.isupper, text[start:end])) < capitals:
                    phrase = text[start:end]
                pieces += (text[done:start], phrase)
                done = end
                break
        return "".join([*pieces, text[done:]]) if done else text


def _by_first(phrases: Iterable[str]) -> dict[str, list[int]]:
    """The lengths of the phrases by what they begin with, the longest first."""
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        first = _START.match(phrase)
        if first:
            lengths.setdefault(first[0], set()).add(len(phrase))
    return {first: sorted(found, reverse=True) for first, found in lengths.items()}
