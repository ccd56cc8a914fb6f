"""Calendar matches to date facts: EDTF values, years resolved, roles."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Literal

from antq_extract.converters import key
from antq_extract.datewords import DateWords, date_words
from antq_extract.document import Match, Sentence, Span, Stamps, Text
from antq_extract.edtf import Evidence, Point, Way
from antq_extract.events import Event, as_event, is_on
from antq_extract.expressions import Expression, expressions
from antq_extract.facts import Reading, anchor
from antq_extract.records import DateFact
from antq_extract.rulebook import RuleBook

_PERIODS = ("year", "month", "interval")  # what a share may be counted over
# Parts of expressions that tell nothing of the days beside them: clocks, periods, years in brackets.
_NO_ANCHOR = ("stamp", "years", "term", "open", "aside", "lunar", "lunar-interval")
_COUNTED_FROM = ("quarter", "months", "half")  # parts of the year that their sentence names
_WORD = 6  # characters before a date that hold the one word right before it
_FAR = 48  # characters before a date in which a word takes it out of the evidence for the years of others
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
    said = [e for match in matches for e in expressions(match) if e.possible()]
    if not said:
        return []
    words = date_words(rulebook)
    stamped = next((e.start for e in said if stamps.published.holds(e.span)), None) if stamps.published else None
    resolver = _Resolver(text, said, stamps, stamped or published, words)
    readings = [reading for e in said if (reading := resolver.read(e))]
    event = Event(text, sentences, stamps, words).find(readings)
    return [as_event(reading) if is_on(reading.fact, event) else reading for reading in readings] if event else readings


# --- years and roles of the page ----------------------------------------------------------------------------------


class _Resolver:
    """Completes expressions with what the article tells about its years."""

    def __init__(
        self,
        text: Text,
        said: Sequence[Expression],
        stamps: Stamps,
        published: Point | None,
        words: DateWords,
    ) -> None:
        self._text = text
        self._stamps = stamps
        self._words = words
        self._said = said
        self._years: dict[tuple[int | None, int | None], int] = {}  # of days that stand beside a full date
        self._full: dict[Sentence, list[date]] = {}
        self._named: dict[Sentence, set[int]] = {}
        self._told: dict[Sentence, set[int]] = {}
        headline = stamps.headline
        named: set[int] = set()
        for e in said:
            if e.match.part in _NO_ANCHOR and not (e.match.part == "aside" and headline and headline.holds(e.span)):
                continue
            years = [point.year for point in (e.start, e.end) if point and point.year]
            if not years:
                continue
            named.update(years)
            if e.end or not words.not_anchor.search(*self._before(e)):
                self._note(e)
            if _is_anniversary(e):  # of this year, as a second voice
                self._note(e)
        everything = [day for days in self._full.values() for day in days]
        self._evidence = Evidence(published, tuple(sorted(everything)), frozenset(named))
        self._shared = self._shared_years(said)
        self._headline = {y for s, years in self._named.items() if headline and headline.holds(Span(*s)) for y in years}
        for e in said if self._full else ():  # a day has its year everywhere once it stands beside a full date
            if e.start.day and e.start.year is None and e.match.sentence in self._full and not e.lunar:
                self._year(e)

    @cached_property
    def _ahead(self) -> set[tuple[int | None, int | None]]:
        """The days that the article looks forward to."""
        days = (e for e in self._said if e.start.day and not e.lunar)
        return {(e.start.month, e.start.day) for e in days if self._looks_ahead(e)}

    def _looks_ahead(self, e: Expression) -> bool:
        """Say whether words right before or behind an expression place it in the future."""
        start, end = (
            max(e.match.sentence.start, e.span.start - _REACH),
            min(e.match.sentence.end, e.span.end + _REACH // 2),
        )
        return self._words.future.search(self._text.folded, start, end)

    def _shared_years(self, said: Sequence[Expression]) -> dict[Span, int]:
        """The years of months and quarters that are listed with one that has its year: "tháng 3 và tháng 4/2020"."""
        shared: dict[Span, int] = {}
        for one, following in reversed(list(pairwise(said))):
            alike = one.match.part == following.match.part and one.start.day is None and following.start.day is None
            if not alike or one.start.year is not None or not one.start.month:
                continue
            year = following.start.year or shared.get(following.span)
            if year and key(self._text.folded[one.span.end : following.span.start].strip()) in self._words.listed:
                shared[one.span] = year
        return shared

    def _before(self, e: Expression) -> tuple[str, int, int]:
        """The text before an expression, as arguments of a search."""
        return self._text.folded, max(e.match.sentence.start, e.span.start - _FAR), e.span.start

    def _note(self, e: Expression) -> None:
        """Note what an expression tells of the years of its sentence.

        A year alone tells when the report is of only behind the name of what is held in it ("Ngày hội … năm 2022"), and
        not where it is the end of a time to come ("đến năm 2020").
        """
        point, sentence = e.end or e.start, e.match.sentence
        if point.year is None:
            return
        self._told.setdefault(sentence, set()).add(point.year)
        start = max(sentence.start, e.span.start - _WORD)
        if e.end is None and self._words.deadline.search(self._text.folded, start, e.span.start):
            return
        if point.month or self._words.held.search(*self._before(e)):
            self._named.setdefault(sentence, set()).add(point.year)
        day = point.as_date()
        if day:
            self._full.setdefault(sentence, []).append(day)

    def read(self, e: Expression) -> Reading | None:
        """Return the date fact of an expression; None for an interval that ends before it starts."""
        start, end = (e.start, e.end) if e.lunar else self._with_years(e)
        if not e.lunar and end and end.is_before(start):
            if e.start.year or not start.year:
                return None
            start = start.in_year(start.year - 1)  # "từ 15/12 đến 10/12/2023"
        edtf = f"{start.local()}/{end.local() if end else '..'}" if e.interval else start.edtf()
        said = e.start.year or (e.end and e.end.year)
        fact = DateFact(
            **anchor(self._text, e.span.start, e.span.end, e.match.rule),
            edtf=edtf,
            calendar="lunar" if e.lunar else "gregorian",
            granularity="interval" if e.interval else start.granularity(),
            part_of_day=e.match.values.get("part_of_day"),
            role=self._role(e.span),
            inferred=start.year is not None and not said,
        )
        if e.lunar:
            return Reading(fact, e.span, e.match.sentence)
        counted = fact.role == "mention" and fact.granularity in _PERIODS and e.match.part != "term"
        period = fact.edtf if counted else None
        return Reading(fact, e.span, e.match.sentence, e.match.values.get("weekday"), start.as_date(), period)

    def _role(self, span: Span) -> Literal["published", "page", "mention"]:
        if self._stamps.published and self._stamps.published.holds(span):
            return "published"
        clocks = self._stamps.page
        if not clocks:
            return "mention"
        place = bisect_right(clocks, span.start, key=lambda clock: clock.start)
        return "page" if place and clocks[place - 1].holds(span) else "mention"

    def _with_years(self, e: Expression) -> tuple[Point, Point | None]:
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

    def _year(self, e: Expression) -> int | None:
        if e.span in self._shared:
            return self._shared[e.span]
        sentence, point = e.match.sentence, e.start
        published = self._evidence.published
        off = self._years_off(e)
        if off is not None:
            return published.year + off if published and published.year else None
        if self._words.yearly.begins(self._text.folded, e.span.end + 1):
            return None
        if e.match.part in _COUNTED_FROM and len(self._told.get(sentence, ())) == 1:
            return next(iter(self._told[sentence]))
        if e.match.values.get("last"):
            point = point._replace(month=4)  # the last months of a year are planned from its spring on
        beside = self._named.get(sentence, set()) | self._headline
        near = self._full.get(sentence, ())
        day = (point.month, point.day)
        if published and published.year:
            year = self._evidence.year_of(point, near, beside, self._way(e))
        elif near or beside or self._evidence.full:  # with nothing to lie before or after
            year = self._evidence.year_of(point, near, beside, "nearest", ahead=day in self._ahead)
        else:
            return None
        if near and point.day and year:
            self._years.setdefault(day, year)
        return self._years.get(day) or year

    def _years_off(self, e: Expression) -> int | None:
        """How far from the publication's year words put an expression: "7 tháng đầu năm nay", "tháng 11 năm ngoái"."""
        folded = self._text.folded
        if key(folded[e.span.start : e.span.end].rsplit(None, 1)[-1]) in self._words.this_year:
            return 0
        behind = " ".join(folded[e.span.end : e.span.end + _REACH].split(None, 2)[:2])
        return self._words.relative_years.get(key(behind).rstrip(".,;:)"))

    def _way(self, e: Expression) -> Way:
        """Say on which side of the publication the words before a date place it; a holiday is the nearer one."""
        span, sentence = e.span, e.match.sentence
        if e.match.part == "named":
            return "nearest"
        start, end = max(sentence.start, span.start - 3 * _REACH), min(sentence.end, span.end + _WORD)
        if self._words.future.search(self._text.folded, start, end):
            return "future"
        if self._words.future.search(self._text.folded, span.end, min(sentence.end, span.end + _REACH)):
            return "nearest"  # "Ngày 20/8, xã sẽ …" looks ahead, "Ngày 20/8, xã cho biết sẽ …" back
        near = max(sentence.start, span.start - _WORD)
        return "nearest" if self._words.either.search(self._text.folded, near, span.end) else "past"


def _is_anniversary(e: Expression) -> bool:
    """Say whether an interval runs from a day to the same day of a later year: "19/8/1945 - 19/8/2025"."""
    return e.end is not None and e.end.day is not None and (e.start.month, e.start.day) == (e.end.month, e.end.day)
