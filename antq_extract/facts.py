"""What interpreters share: facts anchored in the source, matches by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, TypedDict

from antq_extract.document import Match, Sentence, Span, Text
from antq_extract.records import DateFact


class Anchor(TypedDict):
    """The fields of :class:`antq_extract.records.Anchored`."""

    text: str
    start: int
    end: int
    rule: str


class Reading(NamedTuple):
    """A date fact, where it stands in the text, and what other facts and checks need of it.

    ``weekday`` is the printed one (Monday is 1), ``day`` the day where all of it is known, ``period`` its EDTF value
    where figures may be counted over it.
    """

    fact: DateFact
    span: Span
    sentence: Sentence
    weekday: int | None = None
    day: date | None = None
    period: str | None = None


def anchor(text: Text, start: int, end: int, rule: str) -> Anchor:
    """Return the place of the text range ``start``–``end`` in the source."""
    first, last = (start, end) if text.starts is None else text.to_source(start, end)
    return {"text": text.source[first:last], "start": first, "end": last, "rule": rule}


def by_sentence(matches: Iterable[Match]) -> Iterator[Sequence[Match]]:
    """Yield the matches of each sentence that has any; ``matches`` are in order of position."""
    for _, group in groupby(matches, key=attrgetter("sentence")):
        yield list(group)
