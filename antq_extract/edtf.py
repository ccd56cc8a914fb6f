"""Points and intervals of the calendar, written as EDTF (ISO 8601-2), and the years that reports leave out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from typing import Literal, NamedTuple, Self

VIETNAM = "+07:00"  # one zone the year round, since 1975
UNKNOWN_YEAR = "XXXX"
_EDTF = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
_LEAP_YEAR = 2000  # stands in for an unknown year: 29 February is possible
_SHORTEST_MONTH, _MONTHS = 28, 12
_HALF_YEAR = 183  # days
_NEAR = 70  # days within which a full date vouches for the year of a day without one
_FAR_MONTHS = 3  # between two months with more than so many from the one to the other are more days than that

Way = Literal["past", "future", "nearest"]
"""On which side of the publication a day lies: before it, after it, or where it is nearer."""
Granularity = Literal["year", "month", "day", "minute", "second", "interval"]


class Point(NamedTuple):
    """A year, month, day or moment; ``year`` is None where nobody said it. ``decade`` makes the year a decade."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    zone: str = VIETNAM
    decade: bool = False

    def possible(self) -> bool:
        """Say whether the calendar has this point: no 31 February."""
        if not self.day or not self.month or (self.day <= _SHORTEST_MONTH and self.month <= _MONTHS):
            return True
        return self.day <= monthrange(self.year or _LEAP_YEAR, self.month)[1]

    def granularity(self) -> Granularity:
        """Return the finest field that is known."""
        if self.hour is not None:
            return "second" if self.second is not None else "minute"
        return "day" if self.day else "month" if self.month else "year"

    def edtf(self) -> str:
        """Return the EDTF form, with the zone where there is a clock time."""
        year = UNKNOWN_YEAR if self.year is None else f"{self.year:04d}"
        if self.day and self.month and self.hour is None and not self.decade:  # as most are
            return f"{year}-{self.month:02d}-{self.day:02d}"
        written = year[:3] + "X" if self.decade else year
        if self.month:
            written += f"-{self.month:02d}"
        if self.day:
            written += f"-{self.day:02d}"
        if self.hour is not None:
            written += f"T{self.hour:02d}:{self.minute or 0:02d}:{self.second or 0:02d}{self.zone}"
        return written

    def local(self) -> str:
        """Return a moment to the minute, without its zone: the form inside an interval of hours."""
        return self.edtf()[:16]

    def in_year(self, year: int | None) -> Point:
        """Return the same point in ``year``, or in no year that is known where ``year`` lacks it (29 February)."""
        point = Point(year, *self[1:])
        return point if point.possible() else Point(None, *self[1:])

    def is_before(self, other: Self) -> bool:
        """Say whether this point ends before the other begins, as far as both are known."""
        if not self.year or not other.year:
            return False
        clock = (23, 59) if self.hour is None else (self.hour, self.minute or 0)
        own = (self.year, self.month or 12, self.day or 31, *clock)
        return own < (other.year, other.month or 1, other.day or 1, other.hour or 0, other.minute or 0)

    def next_day(self) -> Self:
        """Return the same clock time of the day after, for a span of hours over midnight."""
        tomorrow = date(self.year or _LEAP_YEAR, self.month or 1, self.day or 1) + timedelta(days=1)
        year = self.year and tomorrow.year
        return self._replace(year=year, month=tomorrow.month, day=tomorrow.day)

    def in_vietnam(self) -> Self:
        """Return a moment by the clock of Vietnam, whose days are those that its news text counts."""
        if self.zone == VIETNAM or self.hour is None:
            return self
        try:
            there = datetime.fromisoformat(self.edtf()).astimezone(timezone(timedelta(hours=7)))
        except (ValueError, OverflowError):
            return self
        year, month, day, hour, minute, *_ = there.timetuple()
        return self._replace(year=year, month=month, day=day, hour=hour, minute=minute, zone=VIETNAM)

    def as_date(self) -> date | None:
        """Return the day, where all of it is known."""
        if self.year and self.month and self.day:
            return date(self.year, self.month, self.day)
        return None


def parse(edtf: str) -> Point:
    """Return the point that an EDTF year, month, day or moment names; Vietnam's zone where it gives none.

    Raises ValueError for anything else.
    """
    found = _EDTF.fullmatch(edtf)
    if not found:
        raise ValueError(f"no EDTF year, month, day or moment: {edtf}")
    year, month, day, hour, minute, second = (None if field is None else int(field) for field in found.groups()[:6])
    zone = (found["zone"] or VIETNAM).replace("Z", "+00:00")
    return Point(year, month, day, hour, minute, second, zone)


@dataclass(frozen=True)
class Evidence:
    """What an article tells about the years of its dates.

    ``published`` is its publication date; ``full`` are the days that it names with their year and that may place
    its report; ``named`` are all the years it names, those of births and documents included.
    """

    published: Point | None
    full: tuple[date, ...]
    named: frozenset[int]
    _found: dict[tuple[int, int | None, bool], int | None] = field(default_factory=dict, init=False, compare=False)

    def year_of(
        self, point: Point, near: Iterable[date], beside: Collection[int], way: Way, *, ahead: bool = False
    ) -> int | None:
        """Return the year of a month or day without one, or None where nothing tells.

        ``near`` are the full dates of the same sentence, ``beside`` the years named in it or in the headline;
        ``ahead`` says that the article looks forward to it.
        """
        month = point.month or 1
        best = _nearest(month, point.day, self._reported(near))
        if best:
            return best
        vague = self.published and not self.published.day and self.published.year
        if vague and beside and max(beside) < vague - 1:
            return _from_years(month, frozenset(beside))  # a month's stamp is often the crawl's
        if self.published and self.published.year:
            return self._from_publication(self.published, month, point.day, way)
        return self._vouched(month, point.day, ahead) or (None if ahead else _from_years(month, frozenset(beside)))

    def _reported(self, dates: Iterable[date]) -> Iterable[date]:
        """The dates without those of documents; a date of the same sentence says more than a stamp without a day."""
        if not self.published or not self.published.year or not self.published.day:
            return dates
        year = self.published.year
        return (known for known in dates if abs(known.year - year) <= 1)

    def _vouched(self, month: int, day: int | None, ahead: bool) -> int | None:
        """The year that brings the point nearest to a full date, wherever the article names it.

        Neither the year nor the full date's may lie before another year that the article names: dates of cited
        documents would otherwise vouch for the days of a later report. And one full date alone may be that of an older
        story: its year must be named by another, or the day be the same. What lies ``ahead`` comes after the full dates.
        """
        asked = month, day, ahead
        if asked not in self._found:
            known = [one for one, alone in self._latest if not alone or (one.month, one.day) == (month, day)]
            best = _nearest(month, day, known, ahead=ahead)
            self._found[asked] = best if best and best >= max(self.named, default=0) else None
        return self._found[asked]

    @cached_property
    def _latest(self) -> list[tuple[date, bool]]:
        """The full dates, each once, from the last named year on, and whether they are alone in their year."""
        years = Counter(known.year for known in self.full)
        last = max(self.named, default=0)
        return [(known, years[known.year] == 1) for known in dict.fromkeys(self.full) if known.year >= last]

    @staticmethod
    def _from_publication(published: Point, month: int, day: int | None, way: Way) -> int:
        year = published.year or 0
        here = (published.month or 12, published.day or 31)
        if way == "nearest" and published.month:
            then = date(_LEAP_YEAR, month, min(day or 15, 28))
            now = date(_LEAP_YEAR, published.month, min(published.day or 15, 28))
            gap = (then - now).days
            return year + (gap < -_HALF_YEAR) - (gap > _HALF_YEAR)
        if way == "future":
            return year if (month, day or 31) >= here else year + 1
        return year if (month, day or 1) <= here else year - 1


def _from_years(month: int, years: frozenset[int]) -> int | None:
    """The year of a month out of the years named beside it: a report looks back on one year and on to the next."""
    if len(years) == 1:
        return next(iter(years)) if month > 2 else None  # in January and February one reports on the year before
    if len(years) == 2 and max(years) - min(years) == 1:
        return max(years) if month <= 6 else min(years) if month >= 9 else None
    return None


def _nearest(month: int, day: int | None, dates: Iterable[date], *, ahead: bool = False) -> int | None:
    """The year that brings a month or day nearest to one of the dates, within ``_NEAR`` days; the first of equals."""
    best: tuple[int, int] | None = None
    for known in dates:
        if _FAR_MONTHS < (known.month - month) % _MONTHS < _MONTHS - _FAR_MONTHS:
            continue
        for year in (known.year - 1, known.year, known.year + 1):
            guess = Point(year, month, day or min(known.day, _SHORTEST_MONTH))
            if not guess.possible() or (ahead and date(year, month, guess.day or 1) < known):
                continue
            distance = abs((date(year, month, guess.day or 1) - known).days)
            if distance <= _NEAR and (best is None or distance < best[0]):
                best = (distance, year)
    return best[1] if best else None
