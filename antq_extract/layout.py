"""Paragraphs: which line ends separate, and which only wrap.

Crawled pages hold all manners of lines: paragraphs apart by blank lines, one paragraph a line of several hundred
characters, captions and bylines between them, lines cut where the page had a link, and text hard-wrapped at a fixed
width. A line end is taken for wrapping only on evidence, because a headline or caption fused with its neighbour costs
more than a paragraph left in two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from antq_extract.document import Span, Text

_MIN_WIDTH, _MAX_WIDTH = 40, 120
"""Widths at which text is hard-wrapped, in characters."""
_SLACK = 2
"""By how many characters a wrapped line may fall short: blanks that normalisation took away."""
_SHORT = 0.75
"""Share of the width below which a finished line ends its paragraph."""
_LABEL = 25
"""Below this many characters a line is a label or a menu entry, which nothing continues."""

_FINISHED = regex.compile(r"[.!?…:;][\"')\]]*+$")
_OPEN = regex.compile(r"(?:,|[(\[“‘«]|(?<![^ :])[\"'])$")
_BULLET = regex.compile(r"(?:[-•·*+►▪●○■–—]|[0-9]{1,2}[.)]|\p{Ll}[.)])(?= |$)")
_PLAIN_STARTS = frozenset('ABCDEFGHIJKLMNOPQRSTUVWXYZĐÁÂÔÝ0123456789-+•"“')
"""First characters of most lines, none of which :data:`_CONTINUES` takes."""
_OPENERS = frozenset(",([“‘«\"'")
"""The last characters of what :data:`_OPEN` may match."""
_CONTINUES = regex.compile(r"\p{Ll}(?![.)](?: |$))|[,;)\]]|\.(?: |$)")


def paragraphs(text: Text) -> tuple[Text, tuple[Span, ...]]:
    """Return ``text`` with every wrapping line end made a space, and its paragraphs.

    Lengths and the map to the source stay as they are. Paragraphs are in order, never empty and without blanks
    around them; headlines, date lines, captions and bylines are paragraphs of their own.
    """
    found: list[Span] = []
    wraps: list[int] = []
    for block in _blocks(text.clean):
        if len(block) == 1:
            found += block
            continue
        joins = _hard_wraps(text.clean, block) or _cut_lines(text.clean, block)
        start = block[0].start
        for joined, line, following in zip(joins, block, block[1:], strict=False):
            if joined:
                wraps.append(text.clean.index("\n", line.end))
            else:
                found.append(Span(start, line.end))
                start = following.start
        found.append(Span(start, block[-1].end))
    if wraps:
        text = replace(text, clean=_unwrapped(text.clean, wraps), folded=_unwrapped(text.folded, wraps))
    return text, tuple(found)


def _blocks(text: str) -> Iterator[list[Span]]:
    """Yield the runs of consecutive lines that are not blank, each line without the blanks around it."""
    block: list[Span] = []
    start = 0
    for line in text.split("\n"):
        behind = start + len(line)
        bare = line.strip()
        if bare:
            first = start if bare[0] == line[0] else behind - len(line.lstrip())
            block.append(Span(first, first + len(bare)))
        elif block:
            yield block
            block = []
        start = behind + 1
    if block:
        yield block


def _hard_wraps(text: str, lines: Sequence[Span]) -> list[bool]:
    """Tell for each line end but the last whether it wraps, where the lines are cut at a fixed width; else ``[]``.

    Every line must then be full (the next word would not have fitted) or clearly end a paragraph, most of them must
    be full, and some line must begin inside a sentence.
    """
    if len(lines) < 3:
        return []
    width = max([end - start for start, end in lines])
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return []
    joins = []
    for line, following in pairwise(lines):
        length = line.end - line.start
        word = text[following.start : following.end].partition(" ")[0]
        full = length + 1 + len(word) > width - _SLACK
        finished = _FINISHED.search(text, line.start, line.end) is not None
        if not full and not (finished and length < _SHORT * width):
            return []
        joins.append(full and not (finished and _BULLET.match(text, following.start, following.end)))
    inside = any(_CONTINUES.match(text, line.start, line.end) for line in lines[1:])
    return joins if inside and sum(joins) * 2 > len(joins) else []


def _cut_lines(text: str, lines: Sequence[Span]) -> list[bool]:
    """Tell for each line end but the last whether the line goes on below it: a link was there, or a careless break."""
    joins = []
    start = lines[0].start
    for line, following in pairwise(lines):
        joined = _goes_on(text, start, line, following)
        joins.append(joined)
        if not joined:
            start = following.start
    return joins


def _goes_on(text: str, start: int, line: Span, following: Span) -> bool:
    """Tell whether ``line``, the last of a paragraph that begins at ``start``, wraps into the ``following`` one."""
    opens = text[line.end - 1] in _OPENERS
    if not opens and text[following.start] in _PLAIN_STARTS:
        return False
    if _BULLET.match(text, start, line.end) or _BULLET.match(text, *following):
        return False
    if opens and _OPEN.search(text, *line):
        return True
    if line.end - start < _LABEL or _FINISHED.search(text, *line):
        return False
    return _CONTINUES.match(text, *following) is not None


def _unwrapped(text: str, wraps: Sequence[int]) -> str:
    pieces = []
    done = 0
    for position in wraps:
        pieces.append(text[done:position])
        done = position + 1
    return " ".join([*pieces, text[done:]])
