"""The day of the event: which of its dates a report tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

import regex

from antq_extract.datewords import DateWords
from antq_extract.document import Sentence, Stamps, Text
from antq_extract.facts import Reading
from antq_extract.records import DateFact

_LEAD_SENTENCES = 3  # where a day that opens a sentence is the day of the event
_SHORTEST = 30  # characters of a sentence that may be the lead: clocks and counters are shorter
# What may stand before the first word of a report: a bullet, an agency's sign, a bracketed credit.
_OPENING = regex.compile(
    r"[\s(*•+-]*(?:(?:Vào )?(?:[Kk]hoảng|[Ll]úc|[Hh]ồi)(?: hơn| gần)?|Vào|Trong)?|.*\)\s?-?|\p{Lu}{2,6}\s?-"
)
_LONGEST_EVENT = 10  # days
_REACH = 24  # characters before a date in which a word tells what it is


class Event:
    """Finds the day of the event: the first day that the report tells of."""

    def __init__(self, text: Text, sentences: Sequence[Sentence], stamps: Stamps, words: DateWords) -> None:
        self._text = text
        self._start = stamps.body
        self._lead = tuple(islice(filter(self._is_body, sentences), _LEAD_SENTENCES))
        self._words = words

    def _is_body(self, sentence: Sentence) -> bool:
        return sentence.end - max(sentence.start, self._start) >= _SHORTEST

    def find(self, readings: Sequence[Reading]) -> str | None:
        """Return the EDTF day of the event, or None."""
        published = next((r.fact.edtf[:10] for r in readings if r.fact.role == "published"), "")
        for reading in readings:
            if self._may_be(reading) and self._tells(reading) and not self._is_announced(reading, published):
                return reading.fact.edtf if "/" in reading.fact.edtf else reading.fact.edtf[:10]
        return None

    def _is_announced(self, reading: Reading, published: str) -> bool:
        """Say whether the words place a day in the future, and the publication does not place it in the past."""
        start = max(reading.sentence.start, reading.span.start - 3 * _REACH)
        if not self._words.future.search(self._text.folded, start, reading.span.end):
            return False
        return not published or reading.fact.edtf[: len(published)] > published

    def _may_be(self, reading: Reading) -> bool:
        fact = reading.fact
        if fact.part_of_day is None and reading.sentence not in self._lead:
            return False
        if fact.role != "mention" or fact.calendar != "gregorian" or not self._is_body(reading.sentence):
            return False
        day = fact.granularity in ("day", "minute") or _is_short(fact.edtf)
        return day and not self._words.yearly.begins(self._text.folded, reading.span.end + 1)

    def _tells(self, reading: Reading) -> bool:
        """Say whether the words before the day, or the lack of any, make it the day of what is reported."""
        sentence = reading.sentence
        start = max(sentence.start, self._start, reading.span.start - _REACH)
        before = self._text.folded[start : reading.span.start].rstrip()
        if _OPENING.fullmatch(before) or (before.endswith(",") and self._text.folded.startswith(",", reading.span.end)):
            return sentence in self._lead
        words = " ".join(before.split()[-3:])
        if self._words.not_event.search(words, 0, len(words)) or before.endswith("("):
            return False
        if reading.fact.part_of_day is not None:
            return True
        verb = sentence == self._lead[0] and self._words.event_verb.match(self._text.folded, reading.span.end)
        return bool(verb) or self._words.event_word.search(words, 0, len(words))


def _is_short(edtf: str) -> bool:
    """Say whether an interval is one of a few days: a contest, a congress."""
    first, _, last = edtf.partition("/")
    try:
        length = date.fromisoformat(last) - date.fromisoformat(first)
    except ValueError:  # months, clock times, years that nobody knows
        return False
    return length.days <= _LONGEST_EVENT


def is_on(fact: DateFact, event: str) -> bool:
    """Say whether a date is of the event's day."""
    if fact.role != "mention" or fact.calendar != "gregorian":
        return False
    return fact.edtf == event if "/" in event else "/" not in fact.edtf and fact.edtf[:10] == event


def as_event(reading: Reading) -> Reading:
    """Return a reading whose date has the role of the event."""
    return reading._replace(fact=reading.fact.model_copy(update={"role": "event"}))
