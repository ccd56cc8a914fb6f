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
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex

from antq_extract.document import Span, Text

_LINE_END = r"\r\x0b\x0c\x85\u2028\u2029"
_ODD_BLANK = r"\t\x1c-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANK = rf"\x20{_ODD_BLANK}"
_HIDDEN = r"\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_UNCLEAN = re.compile(f"[{_LINE_END}{_ODD_BLANK}{_HIDDEN}]")
_LAYOUT = re.compile(
    rf"""
      (?P<line>\r\n|[{_LINE_END}])
    | (?P<blank>[{_BLANK}](?:[{_HIDDEN}]*+[{_BLANK}])++|[{_ODD_BLANK}])
    | (?P<hidden>[{_HIDDEN}]++)
    """,
    re.VERBOSE,
)
_REPLACEMENT = {"line": "\n", "blank": " ", "hidden": ""}

# Outside the Latin blocks a character may compose with its neighbour, or be written otherwise even when alone (Å).
_UNSTABLE = r"[^\x00-\u02ff\u1e00-\u1eff]"
_REGION = re.compile(rf"(?P<marks>[\u0300-\u036f]+)(?!{_UNSTABLE})|{_UNSTABLE}+")
# A character with all that may join it in NFC: marks, and the vowels and finals of Hangul and Kirat Rai.
_CLUSTER = regex.compile(r"[^\x20\n]?[\p{M}\p{GCB=V}\p{GCB=T}]*+|[\x20\n]", regex.VERBOSE)


class _Edit(NamedTuple):
    """Put ``new`` in the place of ``start``–``end``."""

    start: int
    end: int
    new: str


class _View(NamedTuple):
    """An edited text and the range that each of its positions has in the text it was made from."""

    text: str
    starts: list[int]
    ends: list[int]


def normalize(source: str) -> Text:
    """Return the clean and folded views of ``source``, with the source range of each of their positions.

    Any string will do, the empty one included. Ranges are in order, never empty, and never overlap, save where NFC
    makes a character and its marks longer (no Latin ones), all of which then share one range.
    """
    view = None
    if _UNCLEAN.search(source) or "  " in source:
        view = _apply(source, _layout_edits(source))
    clean = view.text if view else source
    if not unicodedata.is_normalized("NFC", clean):
        composed = _apply(clean, _composing_edits(clean))
        view = _through(view, composed) if view else composed
        clean = view.text
    if view is None:
        return Text(source, source, fold(source))
    return Text(source, clean, fold(clean), view.starts, view.ends)


def _layout_edits(text: str) -> Iterator[_Edit]:
    for match in _LAYOUT.finditer(text):
        yield _Edit(*match.span(), _REPLACEMENT[str(match.lastgroup)])


def _composing_edits(text: str) -> Iterator[_Edit]:
    """Compose cluster by cluster, which gives the NFC of the whole: nothing composes across a cluster's ends."""
    for region in _REGION.finditer(text):
        start, end = region.span()
        if start and text[start - 1] not in " \n":
            start -= 1
        if region["marks"]:
            yield _Edit(start, end, unicodedata.normalize("NFC", text[start:end]))
            continue
        for cluster in _CLUSTER.finditer(text, start, end):
            new = unicodedata.normalize("NFC", cluster[0])
            if new != cluster[0]:
                yield _Edit(*cluster.span(), new)


def _apply(text: str, edits: Iterable[_Edit]) -> _View:
    positions = list(range(len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, new in edits:
        pieces += (text[done:start], new)
        starts += positions[done:start]
        ends += positions[done + 1 : start + 1]
        if len(new) == 1:
            starts.append(start)
            ends.append(end)
        elif new:
            shares = _share(start, end, len(new))
            starts += [share.start for share in shares]
            ends += [share.end for share in shares]
        done = end
    pieces.append(text[done:])
    starts += positions[done:-1]
    ends += positions[done + 1 :]
    return _View("".join(pieces), starts, ends)


def _share(start: int, end: int, count: int) -> list[Span]:
    """Deal a range out to ``count`` characters: one each, the rest to the first, which is the base of a cluster."""
    spare = end - start - count
    if spare < 0:
        return [Span(start, end)] * count
    return [Span(start + i + (spare if i else 0), start + i + spare + 1) for i in range(count)]


def _through(outer: _View, inner: _View) -> _View:
    """Read the ranges of ``inner``, made from ``outer.text``, as ranges of what ``outer`` was made from."""
    starts = [outer.starts[start] for start in inner.starts]
    ends = [outer.ends[end - 1] for end in inner.ends]
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
_FANCY = re.compile(f"[{''.join(_PLAIN)}]")

# The second vowel of oa, oe, uy with its tone mark, and the mark itself: the new placement, in an open syllable.
_TONED = {
    first + unicodedata.normalize("NFC", second + tone): unicodedata.normalize("NFC", first + tone) + second
    for vowels in ("oa", "oe", "uy")
    for first in (vowels[0], vowels[0].upper())
    for second in (vowels[1], vowels[1].upper())
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
_NEW_PLACEMENT = re.compile(
    rf"[oOuU](?<![qQ].)[{''.join(sorted({pair[1] for pair in _TONED}))}](?![^\W\d_]|[\u0300-\u036f])"
)


def fold(text: str) -> str:
    """Return ``text`` as rules see it, character for character, so that every position stays where it is.

    Meant for NFC text; rule patterns and word lists go through it too, and so meet the text on equal terms. Folding
    what is folded changes nothing.
    """
    if _FANCY.search(text):
        for fancy, plain in _PLAIN.items():
            text = text.replace(fancy, plain)
    return _NEW_PLACEMENT.sub(_old_placement, text)


def _old_placement(match: re.Match[str]) -> str:
    pair = match[0]
    return _TONED.get(pair, pair)
