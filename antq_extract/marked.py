"""A text cut into pieces by the facts that cover them, also where these overlap or lie in one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from antq_extract.document import Span

_PARAGRAPH_END = re.compile(r"(?:\r\n|[\r\n])(?:[^\S\r\n]*(?:\r\n|[\r\n]))*")


class Piece(NamedTuple):
    """A range of the text, in code points, and the facts that cover it, by their number, the shortest first."""

    start: int
    end: int
    covers: tuple[int, ...] = ()


def paragraphs(source: str) -> list[Span]:
    """Return the paragraphs: a line with its end and the blank lines behind it. Together they are the whole source."""
    ends = [found.end() for found in _PARAGRAPH_END.finditer(source)]
    return [Span(start, end) for start, end in zip([0, *ends], [*ends, len(source)], strict=True) if start < end]


def pieces(places: Sequence[Span], breaks: Iterable[int]) -> Iterator[Piece]:
    """Yield the pieces between the first and the last of ``breaks``, cut there and wherever a place begins or ends.

    A piece is covered by ``places[number]`` for each ``number`` of its ``covers``.
    """
    edges = sorted(set(breaks))
    cuts = sorted({*edges, *(cut for place in places for cut in place if edges and edges[0] < cut < edges[-1])})
    waiting = sorted(range(len(places)), key=lambda number: places[number].start, reverse=True)
    here: list[int] = []
    for start, end in pairwise(cuts):
        here = [number for number in here if places[number].end > start]
        while waiting and places[waiting[-1]].start <= start:
            number = waiting.pop()
            if places[number].end > start:
                here.append(number)
        here.sort(key=lambda number: (places[number].end - places[number].start, number))
        yield Piece(start, end, tuple(here))
