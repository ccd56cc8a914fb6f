"""Calendar matches to date facts: EDTF values, years resolved, roles."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import regex

from antq_extract.document import Match, Sentence, Span, Stamps, Text
from antq_extract.edtf import VIETNAM, Evidence, Point, Way
from antq_extract.facts import Reading, anchor
from antq_extract.packs import RuleBook
from antq_extract.records import DateFact

_PERIODS = ("year", "month", "interval")  # what a share may be counted over
# Parts of expressions that tell nothing of the days beside them: clocks, periods, years in brackets.
_NO_ANCHOR = ("stamp", "years", "term", "open", "aside")
_LEAD_SENTENCES = 3  # where a day that opens a sentence is the day of the event
_SHORTEST = 30  # characters of a sentence that may be the lead: clocks and counters are shorter
_WORDS = r"(?i)(?<!\p{L})\L<words>(?!\p{L})"
# What may stand before the first word of a report: a bullet, an agency's sign, a bracketed credit.
_OPENING = regex.compile(r"[\s(*•+-]*|.*\)\s?-?|\p{Lu}{2,6}\s?-")
_ZONE = regex.compile(r"[+-](?:0[0-9]|1[0-4]):?[0-5][0-9]")
_WORD = 6  # characters before a date that hold the one word right before it
_REACH = 24  # characters before a date in which a word tells what it is


def interpret(
    text: Text,
    matches: Sequence[Match],
    sentences: Sequence[Sentence],
    stamps: Stamps,
    published: Point | None,
    rulebook: RuleBook,
) -> list[Reading]:
    """Return the dates in order of position; ``published`` stands in for a publication date that the text lacks."""
    expressions = [e for match in matches for e in _expressions(match) if e.possible()]
    stamped = next((e.start for e in expressions if stamps.published and stamps.published.holds(e.span)), None)
    resolver = _Resolver(text, expressions, stamps, stamped or published, rulebook)
    readings = [reading for e in expressions if (reading := resolver.read(e))]
    event = _Event(text, sentences, stamps, rulebook).find(readings)
    return [_as_event(reading) if _is_on(reading.fact, event) else reading for reading in readings]


# --- matches to expressions ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Expression:
    """A match read as a point or an interval whose years may be missing. An interval without an end is open."""

    match: Match
    span: Span
    start: Point
    end: Point | None = None
    interval: bool = False

    def possible(self) -> bool:
        """Say whether the calendar has it."""
        start, end = self.start, self.end
        if not start.possible() or (end is not None and not end.possible()):
            return False
        return not (start.year and end and end.year and start.year > end.year)


def _expressions(match: Match) -> Iterator[_Expression]:
    """One expression a match; a list of days gives one a day."""
    values = match.values
    span = Span(match.start, match.end)
    if match.part != "list":
        start, end, interval = _ends(match.part, values)
        yield _Expression(match, span, start, end, interval)
        return
    places = match.spans["days"]
    for day, place in zip(values["days"], places, strict=True):
        first = span.start if place == places[0] else place.start
        last = span.end if place == places[-1] else place.end
        yield _Expression(match, Span(first, last), Point(values.get("year"), values["month"], day))


def _ends(part: str, values: Mapping[str, Any]) -> tuple[Point, Point | None, bool]:
    """Return the start, the end and whether it is an interval."""
    year = values.get("year")
    if part == "quarter":
        first = 3 * values["quarter"] - 2
        return Point(year, first), Point(year, first + 2), True
    if part in ("months", "half"):
        count = values.get("months", 6)
        first = 13 - count if values.get("last") else 1
        return Point(year, first), Point(year, first + count - 1), True
    if part == "hours":
        day = Point(year, values["month"], values["day"])
        start, end = _at(day, values, ""), _at(day, values, "end_")
        over_midnight = (end.hour or 0, end.minute or 0) < (start.hour or 0, start.minute or 0)
        return start, end.next_day() if over_midnight and day.possible() else end, True
    start = _at(Point(year, values.get("month") or values.get("month_word"), values.get("day")), values, "")
    if part == "open":
        return start, None, True
    if part in ("interval", "years", "term"):
        end_year = values.get("end_year")
        if year and "end_two" in values:  # "mùa giải 2016/17"
            end_year = year - year % 100 + values["end_two"]
        end = _at(Point(end_year, values.get("end_month"), values.get("end_day")), values, "end_")
        if start.month is None and start.day is not None:
            start = replace(start, month=end.month)  # "từ ngày 14 - 21/1"
        return start, end, True
    return replace(start, decade=part == "decade"), None, False


def _at(day: Point, values: Mapping[str, Any], prefix: str) -> Point:
    """Put the clock time of a match on a day, on the 24-hour clock."""
    hour = values.get(f"{prefix}hour")
    if hour is None or day.day is None:
        return day
    half, part = values.get("half"), values.get("part_of_day")
    late = half == "pm" or part in ("afternoon", "evening") or (part == "night" and hour >= 8)
    if (late or (part == "noon" and hour < 3)) and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if hour > 23 or (hour == 12 and part == "night"):
        return day  # midnight belongs to two days
    zone = str(values.get("zone", "")).replace("Z", "+00:00")
    zone = zone if _ZONE.fullmatch(zone) else VIETNAM
    zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return replace(
        day, hour=hour, minute=values.get(f"{prefix}minute", 0), second=values.get(f"{prefix}second"), zone=zone
    )


# --- years and roles of the page ----------------------------------------------------------------------------------


class _Resolver:
    """Completes expressions with what the article tells about its years."""

    def __init__(
        self,
        text: Text,
        expressions: Iterable[_Expression],
        stamps: Stamps,
        published: Point | None,
        rulebook: RuleBook,
    ) -> None:
        self._text = text
        self._stamps = stamps
        self._future = rulebook.pattern(_WORDS, words="dates.future")
        self._either = rulebook.pattern(_WORDS, words="dates.either_way")
        self._not_anchor = rulebook.pattern(_WORDS, words="dates.not_anchor")
        self._yearly = rulebook.pattern(_WORDS, words="dates.yearly")
        self._years: dict[tuple[int | None, int | None], int] = {}  # of days that stand beside a full date
        self._full: dict[Sentence, list[date]] = {}
        self._named: dict[Sentence, set[int]] = {}
        named: set[int] = set()
        for e in expressions:
            if e.match.part not in _NO_ANCHOR:
                named |= {point.year for point in (e.start, e.end) if point and point.year}
                if e.end or not self._not_anchor.search(*self._before(e)):
                    self._note(e.end or e.start, e.match.sentence)
        everything = frozenset(day for days in self._full.values() for day in days)
        self._evidence = Evidence(published, tuple(sorted(everything)), frozenset(named))
        headline = stamps.headline
        self._headline = {y for s, years in self._named.items() if headline and headline.holds(Span(*s)) for y in years}

    def _before(self, e: _Expression) -> tuple[str, int, int]:
        """The text before an expression, as arguments of a search."""
        return self._text.folded, max(e.match.sentence.start, e.span.start - _REACH), e.span.start

    def _note(self, point: Point, sentence: Sentence) -> None:
        if point.year is not None:
            self._named.setdefault(sentence, set()).add(point.year)
            day = point.as_date()
            if day:
                self._full.setdefault(sentence, []).append(day)

    def read(self, e: _Expression) -> Reading | None:
        """Return the date fact of an expression; None for an interval that ends before it starts."""
        start, end = self._with_years(e)
        if end and end.is_before(start):
            if e.start.year or not start.year:
                return None
            start = start.in_year(start.year - 1)  # "từ 15/12 đến 10/12/2023"
        edtf = f"{start.local()}/{end.local() if end else '..'}" if e.interval else start.edtf()
        said = e.start.year or (e.end and e.end.year)
        fact = DateFact(
            **anchor(self._text, e.span.start, e.span.end, e.match.rule),
            edtf=edtf,
            granularity="interval" if e.interval else start.granularity(),
            part_of_day=e.match.values.get("part_of_day"),
            role=self._role(e.span),
            inferred=start.year is not None and not said,
        )
        counted = fact.role == "mention" and fact.granularity in _PERIODS and e.match.part != "term"
        period = fact.edtf if counted else None
        return Reading(fact, e.span, e.match.sentence, e.match.values.get("weekday"), start.as_date(), period)

    def _role(self, span: Span) -> Literal["published", "page", "mention"]:
        if self._stamps.published and self._stamps.published.holds(span):
            return "published"
        clocks = self._stamps.page
        place = bisect_right(clocks, span.start, key=lambda clock: clock.start)
        return "page" if place and clocks[place - 1].holds(span) else "mention"

    def _with_years(self, e: _Expression) -> tuple[Point, Point | None]:
        """Fill in the years: an end from its start or a start from its end, both from the article otherwise."""
        start, end = e.start, e.end
        if start.year is None:
            if end is not None and end.year is not None:
                over = (start.month or 1) > (end.month or 12)
                return start.in_year(end.year - over), end
            start = start.in_year(self._year(e))
        if end is not None and end.year is None:
            over = (end.month or 12) < (start.month or 1)
            end = end.in_year(start.year + over if start.year else None)
        return start, end

    def _year(self, e: _Expression) -> int | None:
        sentence, point = e.match.sentence, e.start
        if self._yearly.match(self._text.folded, e.span.end + 1):
            return None
        if e.match.values.get("last"):
            point = replace(point, month=4)  # the last months of a year are planned from its spring on
        beside = self._named.get(sentence, set()) | self._headline
        near = self._full.get(sentence, ())
        day = (point.month, point.day)
        year = self._evidence.year_of(point, near, beside, self._way(e))
        if near and point.day and year:
            self._years.setdefault(day, year)
        return self._years.get(day) or year

    def _way(self, e: _Expression) -> Way:
        """Say on which side of the publication the words before a date place it; a holiday is the nearer one."""
        span, sentence = e.span, e.match.sentence
        if e.match.part == "named":
            return "nearest"
        start, end = max(sentence.start, span.start - 3 * _REACH), min(sentence.end, span.end + _WORD)
        if self._future.search(self._text.folded, start, end):
            return "future"
        if self._future.search(self._text.folded, span.end, min(sentence.end, span.end + _REACH)):
            return "nearest"  # "Ngày 20/8, xã sẽ …" looks ahead, "Ngày 20/8, xã cho biết sẽ …" back
        near = max(sentence.start, span.start - _WORD)
        return "nearest" if self._either.search(self._text.folded, near, span.end) else "past"


# --- the event ----------------------------------------------------------------------------------------------------


class _Event:
    """Finds the day of the event: the first day that the report tells of."""

    def __init__(self, text: Text, sentences: Sequence[Sentence], stamps: Stamps, rulebook: RuleBook) -> None:
        self._text = text
        self._start = stamps.body
        body = [s for s in sentences if s.end - max(s.start, stamps.body) >= _SHORTEST]
        self._body, self._lead = frozenset(body), frozenset(body[:_LEAD_SENTENCES])
        self._future = rulebook.pattern(_WORDS, words="dates.future")
        self._yearly = rulebook.pattern(_WORDS, words="dates.yearly")
        self._not_event = rulebook.pattern(_WORDS, words="dates.not_event")
        self._event_word = rulebook.pattern(_WORDS, words="dates.event_word")

    def find(self, readings: Sequence[Reading]) -> str | None:
        """Return the EDTF day of the event, or None."""
        published = next((r.fact.edtf[:10] for r in readings if r.fact.role == "published"), "")
        for reading in readings:
            if self._may_be(reading) and not self._is_announced(reading, published) and self._tells(reading):
                return reading.fact.edtf[:10]
        return None

    def _is_announced(self, reading: Reading, published: str) -> bool:
        """Say whether the words place a day in the future, and the publication does not place it in the past."""
        start = max(reading.sentence.start, reading.span.start - 3 * _REACH)
        if not self._future.search(self._text.folded, start, reading.span.end):
            return False
        return not published or reading.fact.edtf[: len(published)] > published

    def _may_be(self, reading: Reading) -> bool:
        day = reading.fact.role == "mention" and reading.fact.granularity in ("day", "minute")
        yearly = self._yearly.match(self._text.folded, reading.span.end + 1)
        return day and reading.sentence in self._body and not yearly

    def _tells(self, reading: Reading) -> bool:
        """Say whether the words before the day, or the lack of any, make it the day of what is reported."""
        sentence = reading.sentence
        start = max(sentence.start, self._start, reading.span.start - _REACH)
        before = self._text.folded[start : reading.span.start].rstrip()
        if _OPENING.fullmatch(before) or (before.endswith(",") and self._text.folded.startswith(",", reading.span.end)):
            return sentence in self._lead
        words = " ".join(before.split()[-3:])
        if self._not_event.search(words) or before.endswith("("):
            return False
        return reading.fact.part_of_day is not None or (sentence in self._lead and bool(self._event_word.search(words)))


def _is_on(fact: DateFact, event: str | None) -> bool:
    return event is not None and fact.role == "mention" and "/" not in fact.edtf and fact.edtf[:10] == event


def _as_event(reading: Reading) -> Reading:
    return replace(reading, fact=reading.fact.model_copy(update={"role": "event"}))
