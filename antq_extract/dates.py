"""Calendar matches to date facts: EDTF values, years resolved, roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import regex

from antq_extract.document import Match, Sentence, Span, Text
from antq_extract.edtf import VIETNAM, Evidence, Point, Way
from antq_extract.facts import anchor
from antq_extract.packs import RuleBook
from antq_extract.records import DateFact

Role = Literal["published", "page", "event", "mention"]

_LEAD_SENTENCES = 3  # where a day that opens a sentence is the day of the event
_SHORTEST = 30  # characters of a sentence that may be the lead: clocks and counters are shorter
_REACH = 24  # characters before a date in which a word tells what it is


@dataclass(frozen=True, slots=True)
class Stamps:
    """The clocks of the page's front matter, in text positions; ``headline`` ends where the body begins."""

    published: Span | None = None
    page: tuple[Span, ...] = ()
    headline: Span | None = None

    @property
    def body(self) -> int:
        """Where the body begins: behind the headline and the publication clock."""
        return max((span.end for span in (self.headline, self.published) if span), default=0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A date fact, where it stands in the text, and what checks need of its match."""

    fact: DateFact
    span: Span
    weekday: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _Expression:
    """A match read as a point or an interval whose years may be missing."""

    match: Match
    span: Span
    start: Point | None
    end: Point | None = None
    interval: bool = False


def interpret(
    text: Text,
    matches: Sequence[Match],
    sentences: Sequence[Sentence],
    stamps: Stamps,
    published: Point | None,
    rulebook: RuleBook,
) -> list[Reading]:
    """Return the dates in order of position; ``published`` stands in for a publication date that the text lacks."""
    expressions = [e for match in matches for e in _expressions(match) if _possible(e)]
    stamped = next((e.start for e in expressions if e.start and _inside(e.span, stamps.published)), None)
    resolver = _Resolver(text, sentences, expressions, stamps, stamped or published, rulebook)
    readings = [reading for e in expressions if (reading := resolver.read(e))]
    return _with_event(text, readings, sentences, expressions, stamps, rulebook)


def _inside(span: Span, other: Span | None) -> bool:
    return other is not None and other.start <= span.start and span.end <= other.end


# --- matches to expressions ---------------------------------------------------------------------------------------


def _expressions(match: Match) -> Iterator[_Expression]:
    """One expression a match; a list of days gives one a day."""
    values = match.values
    span = Span(match.start, match.end)
    if match.part == "list":
        for day, place in zip(values["days"], match.spans["days"], strict=True):
            end = span.end if place == match.spans["days"][-1] else place.end
            start = span.start if place == match.spans["days"][0] else place.start
            yield _Expression(match, Span(start, end), Point(values.get("year"), values["month"], day))
        return
    start, end, interval = _ends(match.part, values)
    yield _Expression(match, span, start, end, interval)


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
        return _at(day, values, ""), _at(day, values, "end_"), True
    start = _at(Point(year, values.get("month") or values.get("month_word"), values.get("day")), values, "")
    if part == "open":
        return start, None, True
    if part in ("interval", "years"):
        end = Point(values.get("end_year"), values.get("end_month"), values.get("end_day"))
        if start.month is None and end.month is not None and start.day is not None:
            start = replace(start, month=end.month)  # "từ ngày 14 - 21/1"
        return start, end, True
    return replace(start, decade=part == "decade"), None, False


def _at(day: Point, values: Mapping[str, Any], prefix: str) -> Point:
    """Put the clock time of a match on a day, on the 24-hour clock."""
    hour = values.get(f"{prefix}hour")
    if hour is None or day.day is None:
        return day
    half, part = str(values.get("half", "")).upper(), values.get("part_of_day")
    late = half in ("PM", "CH") or part in ("afternoon", "evening") or (part == "night" and hour >= 8)
    if (late or (part == "noon" and hour < 3)) and hour < 12:
        hour += 12
    elif half in ("AM", "SA") and hour == 12:
        hour = 0
    if hour > 23:
        return day
    zone = str(values.get("zone") or VIETNAM).replace("Z", "+00:00")
    zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return replace(day, hour=hour, minute=values.get(f"{prefix}minute", 0), second=values.get(f"{prefix}second"), zone=zone)


def _possible(expression: _Expression) -> bool:
    start, end = expression.start, expression.end
    if start is None or not start.possible() or (end is not None and not end.possible()):
        return False
    return not (start.year and end and end.year and start.year > end.year)


# --- years and roles ----------------------------------------------------------------------------------------------


class _Resolver:
    """Completes expressions with what the article tells about its years."""

    def __init__(
        self,
        text: Text,
        sentences: Sequence[Sentence],
        expressions: Sequence[_Expression],
        stamps: Stamps,
        published: Point | None,
        rulebook: RuleBook,
    ) -> None:
        self._text = text
        self._stamps = stamps
        self._sentence = {e.span: _sentence_of(e.span, sentences) for e in expressions}
        self._future = _word_pattern(rulebook.lists["dates.future"])
        self._either = _word_pattern(rulebook.lists["dates.either_way"])
        self._full: dict[Sentence | None, list[date]] = {}
        self._named: dict[Sentence | None, set[int]] = {}
        for e in expressions:
            if e.match.part in ("stamp", "years", "open"):
                continue  # a clock of the page or a period says nothing about the days beside it
            for point in (e.end,) if e.interval and e.end else (e.start,):
                self._note(point, self._sentence[e.span])
        everything = tuple(day for days in self._full.values() for day in days)
        named = frozenset(year for years in self._named.values() for year in years)
        self._evidence = Evidence(published, everything, named)

    def _note(self, point: Point | None, sentence: Sentence | None) -> None:
        if point is None or point.year is None:
            return
        self._named.setdefault(sentence, set()).add(point.year)
        day = point.as_date()
        if day:
            self._full.setdefault(sentence, []).append(day)

    def read(self, e: _Expression) -> Reading | None:
        start, end = self._years(e)
        if start is None:
            return None
        if e.interval:
            edtf = f"{start.local()}/{end.local() if end else '..'}"
        else:
            edtf = start.edtf()
        fact = DateFact(
            **anchor(self._text, e.span.start, e.span.end, e.match.rule),
            edtf=edtf,
            granularity="interval" if e.interval else start.granularity(),
            part_of_day=e.match.values.get("part_of_day"),
            role=self._role(e),
            inferred=self._inferred(e, start),
        )
        return Reading(fact, e.span, e.match.values.get("weekday"), start.as_date())

    def _role(self, e: _Expression) -> Role:
        if _inside(e.span, self._stamps.published):
            return "published"
        return "page" if any(_inside(e.span, span) for span in self._stamps.page) else "mention"

    @staticmethod
    def _inferred(e: _Expression, start: Point) -> bool:
        said = (e.start and e.start.year) or (e.end and e.end.year)
        return start.year is not None and not said

    def _years(self, e: _Expression) -> tuple[Point | None, Point | None]:
        """Fill in the years: an end from its start or a start from its end, both from the article otherwise."""
        start, end = e.start, e.end
        if start is None:
            return None, None
        if end is not None and end.year is not None and start.year is None:
            over = start.month is not None and end.month is not None and start.month > end.month
            return start.of_year(end.year - over), end
        if start.year is None:
            start = start.of_year(self._resolve(e, start))
        if end is not None and end.year is None:
            over = start.year is not None and (end.month or 12) < (start.month or 1)
            end = end.of_year(start.year + 1 if over and start.year else start.year)
        return start, end

    def _resolve(self, e: _Expression, point: Point) -> int | None:
        sentence = self._sentence[e.span]
        beside = self._named.get(sentence, set()) | self._headline_years()
        way = self._way(e.span, sentence) if sentence else "past"
        if e.match.part == "months" and e.match.values.get("last"):
            point = replace(point, month=4)  # the last months of a year are planned from its spring on
        return self._evidence.year_of(point, self._full.get(sentence, ()), beside, way)

    def _headline_years(self) -> set[int]:
        headline = self._stamps.headline
        return {y for s, years in self._named.items() if s and headline and _inside(Span(*s), headline) for y in years}

    def _way(self, span: Span, sentence: Sentence) -> Way:
        """Say on which side of the publication the words before a date place it."""
        start = max(sentence.start, span.start - 3 * _REACH)
        if self._future.search(self._text.folded, start, span.end):
            return "future"
        near = max(sentence.start, span.start - 5)
        return "nearest" if self._either.search(self._text.folded, near, span.end) else "past"


def _word_pattern(words: Iterable[str]) -> regex.Pattern[str]:
    return regex.compile(r"(?i)(?<!\p{L})\L<words>(?!\p{L})", words=list(words))


def _sentence_of(span: Span, sentences: Sequence[Sentence]) -> Sentence | None:
    return next((s for s in sentences if s.start <= span.start and span.end <= s.end), None)


def _with_event(
    text: Text,
    readings: list[Reading],
    sentences: Sequence[Sentence],
    expressions: Sequence[_Expression],
    stamps: Stamps,
    rulebook: RuleBook,
) -> list[Reading]:
    """Give the role of the event to the first day that the report tells of, wherever it is named."""
    body = [Sentence(max(s.start, stamps.body), s.end) for s in sentences if s.end - stamps.body >= _SHORTEST]
    body = [s for s in body if s.end - s.start >= _SHORTEST]
    lead = set(body[:_LEAD_SENTENCES])
    not_event = _word_pattern(rulebook.lists["dates.not_event"])
    event_word = _word_pattern(rulebook.lists["dates.event_word"])
    published = next((r.fact.edtf for r in readings if r.fact.role == "published"), None)

    def tells(reading: Reading) -> bool:
        fact = reading.fact
        sentence = _sentence_of(reading.span, body)
        if fact.role != "mention" or fact.granularity not in ("day", "minute") or sentence is None:
            return False
        if published and reading.day and reading.day.isoformat() > published[:10].ljust(10, "~"):
            return False
        before = text.folded[max(sentence.start, reading.span.start - _REACH) : reading.span.start]
        opens = not before.strip("( -") or before.rstrip().endswith(")-") or before.rstrip().endswith(") -")
        if opens:
            return sentence in lead
        last_words = before.split()[-3:]
        if not_event.search(" ".join(last_words)) or "(" in last_words[-1]:
            return False
        return fact.part_of_day is not None or (sentence in lead and event_word.search(" ".join(last_words)) is not None)

    event = next((reading.fact.edtf[:10] for reading in readings if tells(reading)), None)
    if event is None:
        return readings

    def role(reading: Reading) -> Reading:
        same = reading.fact.role == "mention" and "/" not in reading.fact.edtf and reading.fact.edtf[:10] == event
        return replace(reading, fact=reading.fact.model_copy(update={"role": "event"})) if same else reading

    return [role(reading) for reading in readings]
