r"""From a source text to the view that rules see, with a map back to the source.

Two steps, each of which leaves plain text alone after one scan:

- *clean* spells values: NFC, one plain space for a run of horizontal blanks, ``\n`` for every line end, no zero-width
  or format characters. Its only white space is ``" "`` and ``"\n"``.
- *folded* is what rules match: as long as clean, with the tone mark of open syllables in the old placement (``hòa``,
  ``thủy``), plain dashes, quotes, slashes and digits, and Đ for the Icelandic Ð that stands in for it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from antq_extract.document import Span, Text

_LINE_END = "\r\x0b\x0c\x85\u2028\u2029"
_ODD_BLANK = r"\t\x1c-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANK = rf"\x20{_ODD_BLANK}"
_HIDDEN = r"\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# Patterns are compiled when a text needs them, which few do. No printable character is among these.
_UNCLEAN = f"[{_LINE_END}{_ODD_BLANK}{_HIDDEN}]"
# Beginning with one set of characters, it is looked for several times as fast as a choice of patterns.
_LAYOUT = rf"""
    [{_LINE_END}{_BLANK}{_HIDDEN}]
    (?:
        (?<=\r)\n | (?<=[{_LINE_END}])
      | (?<=[{_BLANK}])(?:[{_HIDDEN}]*+[{_BLANK}])++ | (?<=[{_ODD_BLANK}])
      | (?<=[{_HIDDEN}])[{_HIDDEN}]*+
    )
"""

# Outside the Latin blocks a character may compose with its neighbour, or be written otherwise even when alone (Å).
_UNSTABLE = r"[^\x00-\u02ff\u1e00-\u1eff]"
_REGION = rf"(?P<marks>[\u0300-\u036f]+)(?!{_UNSTABLE})|{_UNSTABLE}+"
# A character with all that may join it in NFC: marks, and the vowels and finals of Hangul and Kirat Rai.
_CLUSTER = r"[^\x20\n]?[\p{M}\p{GCB=V}\p{GCB=T}]*+|[\x20\n]"


class _Edit(NamedTuple):
    """Put ``new`` in the place of ``start``–``end``."""

    start: int
    end: int
    new: str


class _View(NamedTuple):
    """An edited text and the range that each of its positions has in the text it was made from."""

    text: str
    starts: _Positions
    ends: _Positions


class _Positions(Sequence[int]):
    """Positions that go up one by one, but for steps at a few of them."""

    def __init__(self, first: int) -> None:
        self._indexes = [0]
        self._shifts = [first]
        self.length = 0

    def step(self, index: int, position: int) -> None:
        """Let the positions from ``index`` on, none of which is set yet, go up from ``position``."""
        shift = position - index
        if index == self._indexes[-1]:
            self._shifts[-1] = shift
        elif shift != self._shifts[-1]:
            self._indexes.append(index)
            self._shifts.append(shift)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 (slices, which a sequence may have, nobody takes)
        return index + self._shifts[bisect_right(self._indexes, index) - 1]

    def __iter__(self) -> Iterator[int]:
        for index, behind, shift in self._runs():
            yield from range(index + shift, behind + shift)

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        for (index, behind), shift in zip(pairwise((*self._indexes, self.length)), self._shifts, strict=True):
            if index < behind:
                yield index, behind, shift

    def through(self, outer: _Positions, back: int) -> _Positions:
        """Return the positions that ``outer`` has at these, less ``back``."""
        found = _Positions(0)
        found.length = self.length
        for index, behind, shift in self._runs():
            first, last = index + shift - back, behind + shift - back
            inside = slice(bisect_right(outer._indexes, first), bisect_left(outer._indexes, last))
            for at in (first, *outer._indexes[inside]):
                found.step(index + at - first, outer[at])
        return found


def normalize(source: str) -> Text:
    """Return the clean and folded views of ``source``, with the source range of each of their positions.

    Any string will do, the empty one included. Ranges are in order, never empty, and never overlap, save where NFC
    makes a character and its marks longer (no Latin ones), all of which then share one range.
    """
    view = None
    is_plain = source.replace("\n", " ").isprintable() or not re.search(_UNCLEAN, source)
    if not is_plain or "  " in source:
        view = _apply(source, _blank_runs(source) if is_plain else _layout_edits(source))
    clean = view.text if view else source
    if not unicodedata.is_normalized("NFC", clean):
        composed = _apply(clean, _composing_edits(clean))
        view = _through(view, composed) if view else composed
        clean = view.text
    if view is None:
        return Text(source, source, fold(source))
    return Text(source, clean, fold(clean), view.starts, view.ends)


def _blank_runs(text: str) -> Iterator[_Edit]:
    for match in re.finditer("  +", text):
        yield _Edit(*match.span(), " ")


def _layout_edits(text: str) -> Iterator[_Edit]:
    for match in re.finditer(_LAYOUT, text, re.VERBOSE):
        first = match[0][0]
        yield _Edit(*match.span(), "\n" if first in _LINE_END else " " if first.isspace() else "")


def _composing_edits(text: str) -> Iterator[_Edit]:
    """Compose cluster by cluster, which gives the NFC of the whole: nothing composes across a cluster's ends."""
    for region in re.finditer(_REGION, text):
        start, end = region.span()
        if start and text[start - 1] not in " \n":
            start -= 1
        if region["marks"]:
            yield _Edit(start, end, unicodedata.normalize("NFC", text[start:end]))
            continue
        for cluster in regex.finditer(_CLUSTER, text, pos=start, endpos=end):
            new = unicodedata.normalize("NFC", cluster[0])
            if new != cluster[0]:
                yield _Edit(*cluster.span(), new)


def _apply(text: str, edits: Iterable[_Edit]) -> _View:
    pieces: list[str] = []
    starts, ends = _Positions(0), _Positions(1)
    done = length = 0
    for start, end, new in edits:
        pieces += (text[done:start], new)
        length += start - done
        if len(new) == 1:
            ends.step(length, end)  # it starts where what stood there did
            length += 1
        elif new:
            for share in _share(start, end, len(new)):
                starts.step(length, share.start)
                ends.step(length, share.end)
                length += 1
        starts.step(length, end)
        ends.step(length, end + 1)
        done = end
    pieces.append(text[done:])
    starts.length = ends.length = length + len(text) - done
    return _View("".join(pieces), starts, ends)


def _share(start: int, end: int, count: int) -> list[Span]:
    """Deal a range out to ``count`` characters: one each, the rest to the first, which is the base of a cluster."""
    spare = end - start - count
    if spare < 0:
        return [Span(start, end)] * count
    return [Span(start + i + (spare if i else 0), start + i + spare + 1) for i in range(count)]


def _through(outer: _View, inner: _View) -> _View:
    """Read the ranges of ``inner``, made from ``outer.text``, as ranges of what ``outer`` was made from."""
    starts = inner.starts.through(outer.starts, 0)
    ends = inner.ends.through(outer.ends, 1)
    return _View(inner.text, starts, ends)


_PLAIN = {
    **dict.fromkeys("–—−‐‑‒―", "-"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
    **dict.fromkeys("∕⁄", "/"),
    "％": "%",
    "Ð": "Đ",
    "ð": "đ",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
# The second vowel of oa, oe, uy with its tone mark, and the mark itself: the new placement, in an open syllable.
_TONED = {
    first + unicodedata.normalize("NFC", second + tone): unicodedata.normalize("NFC", first + tone) + second
    for vowels in ("oa", "oe", "uy")
    for first in (vowels[0], vowels[0].upper())
    for second in (vowels[1], vowels[1].upper())
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
_FOLDED = _PLAIN | _TONED
_FANCY = "".join(_PLAIN)
_SECOND = "".join(sorted({pair[1] for pair in _TONED}))
# Behind a syllable an apostrophe that counts as a letter stands for a plain one.
_UNFOLDED = re.compile(rf"[oOuU{_FANCY}](?:(?<![oOuU])|(?<![qQ].)[{_SECOND}](?![^\W\d_ʼ]|[\u0300-\u036f]))")


def fold(text: str) -> str:
    """Return ``text`` as rules see it, character for character, so that every position stays where it is.

    Meant for NFC text; rule patterns and word lists go through it too, and so meet the text on equal terms. Folding
    what is folded changes nothing.
    """
    return _UNFOLDED.sub(_fold, text)


def _fold(match: re.Match[str]) -> str:
    found = match[0]
    return _FOLDED.get(found, found)
