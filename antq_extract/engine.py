"""A rule's pattern compiled to machine code by PCRE2, where it finds there what ``regex`` finds.

Without the package ``pcre2``, as for every pattern that only ``regex`` knows, there is no quick pattern, and rules run
the plain way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from antq_extract.document import Sentence

try:
    import pcre2
except ImportError:  # no wheel for this platform
    pcre2 = None

if TYPE_CHECKING:
    from collections.abc import Callable

FAILURES: tuple[type[Exception], ...] = (pcre2.LibraryError,) if pcre2 else ()
"""What ends a quick pattern that backtracks too much."""
_COLD = 50  # sentences, about, on which a pattern runs before it is made machine code
_BEFORE = 64  # characters before a sentence that a lookbehind may see
_LONGEST = 20_000  # characters of a sentence: places are counted from its start each time
# Blocks whose characters mean the same to both engines: letters of other scripts are newer to one of them, and the
# Turkish i has no other case for PCRE2.
_STRANGE = re.compile("[^\x00-\u012f\u0132-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u2070\u20a0-\u2bff]")

Place = tuple[int, int]


class Stretch(NamedTuple):
    """A sentence with what stands before it: ``text`` begins at ``shift`` of the whole, the sentence at ``start``."""

    text: str
    shift: int
    start: int


class QuickPlace(NamedTuple):
    """Where a pattern matched in a stretch: where it began, the match itself, and its groups, (-1, -1) for none."""

    first: int
    start: int
    end: int
    groups: list[Place]


class Translation(NamedTuple):
    """An expression for PCRE2, and the numbers that each named group has in it: several where a name is used again."""

    expression: str
    groups: Mapping[str, tuple[int, ...]]


class QuickPattern:
    """A compiled pattern. ``groups`` are the numbers of the named groups whose places are asked for.

    It becomes machine code once it has been used for a while: for an article or two that costs more than it spares.
    """

    def __init__(self, expression: str, groups: Sequence[tuple[int, ...]], span: tuple[int, ...]) -> None:
        self._pattern = pcre2.compile(expression, pcre2.UNICODE, jit=False)
        self._search: Callable[[str, int], pcre2.Match | None] = self._pattern.search
        self._cold = _COLD
        self._groups = groups
        self._span = span

    def warm_up(self, sentences: int) -> None:
        """Count sentences that it is to be used on, and make it machine code when there are enough."""
        if self._cold > 0:
            self._cold -= sentences
            if self._cold <= 0:
                with suppress(*FAILURES):  # a system may allow no machine code
                    self._pattern.jit_compile()

    def places(self, stretch: Stretch) -> Sequence[QuickPlace]:
        """Return where the pattern matches in the sentence and is not empty.

        Raises one of :data:`FAILURES` where it backtracks too much.
        """
        text = stretch.text
        found = self._search(text, stretch.start)
        if found is None:
            return ()
        places = []
        while found:
            first, last = found.span()
            start, end = _last(found, self._span) if self._span else (first, last)
            if start < end:
                places.append(QuickPlace(first, start, end, [_last(found, group) for group in self._groups]))
            following = last if last > first else last + 1
            found = self._search(text, following) if following <= len(text) else None
        return places


def _last(found: pcre2.Match, group: tuple[int, ...]) -> Place:
    """The place of a group that stands in a pattern several times: where it matched last."""
    place: Place = found.span(group[0]) if len(group) == 1 else max(map(found.span, group))
    return place


def quick_pattern(translation: Translation | None, groups: Sequence[str], span: str) -> QuickPattern | None:
    """Return the compiled pattern of an expression; None where PCRE2 cannot stand in for ``regex``.

    ``groups`` are the named groups whose places are asked for, ``span`` the one whose place is the match's.
    """
    if translation is None or pcre2 is None:
        return None
    numbers = translation.groups
    try:
        return QuickPattern(translation.expression, [numbers[name] for name in groups], numbers.get(span, ()))
    except pcre2.PatternError:  # too large, or it looks back too far
        return None


class Stretches:
    """Cuts the sentences of a text for quick patterns."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._strange = _STRANGE.search(folded) is not None

    def cut(self, sentence: Sentence) -> Stretch | None:
        """Return a sentence, or None where only ``regex`` is to be trusted with it."""
        start, end = sentence
        shift = max(0, start - _BEFORE)
        text = self._folded[shift:end]
        if end - start > _LONGEST or (self._strange and _STRANGE.search(text)):
            return None
        return Stretch(text, shift, start - shift)
