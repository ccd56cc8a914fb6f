"""Calendar matches to expressions: points and intervals whose years may be missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import regex

from antq_extract.document import Match, Span
from antq_extract.edtf import VIETNAM, Point

_ZONE = regex.compile(r"[+-](?:0[0-9]|1[0-4]):?[0-5][0-9]")
_LONGEST_LUNAR_MONTH, _FULL_MOON, _LAST_LUNAR_MONTH = 30, 15, 12
_THIS_CENTURY = 50  # the last two figures of a year below it are of the 2000s


class Expression(NamedTuple):
    """A match read as a point or an interval whose years may be missing. An interval without an end is open.

    The points of a ``lunar`` one hold year, month and day of the lunar calendar.
    """

    match: Match
    span: Span
    start: Point
    end: Point | None = None
    interval: bool = False
    lunar: bool = False

    def possible(self) -> bool:
        """Say whether the calendar has it."""
        start, end = self.start, self.end
        if self.lunar:  # a month has 29 days or 30, and few can say which
            return all((point.day or 1) <= _LONGEST_LUNAR_MONTH for point in (start, end) if point)
        if not start.possible() or (end is not None and not end.possible()):
            return False
        return not (start.year and end and end.year and start.year > end.year)


def expressions(match: Match) -> Iterator[Expression]:
    """One expression a match; a list of days gives one a day."""
    values = match.values
    span = Span(match.start, match.end)
    if match.part.startswith("lunar"):
        start = _lunar(values, "")
        end = _lunar(values, "end_") if match.part == "lunar-interval" else None
        if end and start.month is None:
            start = start._replace(month=end.month)  # "từ mùng 6 đến mùng 8 tháng Giêng"
        if end and end.year and not start.year:
            start = start._replace(year=end.year - ((start.month or 1) > (end.month or 1)))
        if end and start.year and not end.year:
            end = end._replace(year=start.year + ((start.month or 1) > (end.month or 1)))
        yield Expression(match, span, start, end, end is not None, lunar=True)
        return
    if match.part != "list":
        start, end, interval = _ends(match.part, values)
        yield Expression(match, span, start, end, interval)
        return
    places = match.spans["days"]
    for day, place in zip(values["days"], places, strict=True):
        first = span.start if place == places[0] else place.start
        last = span.end if place == places[-1] else place.end
        yield Expression(match, Span(first, last), Point(values.get("year"), values["month"], day))


def _lunar(values: Mapping[str, Any], prefix: str) -> Point:
    """The lunar day: "rằm" is the full moon, Tết the days around the turn of the year."""
    month = values.get(f"{prefix}month") or values.get(f"{prefix}month_word")
    if values.get(f"{prefix}first"):
        month = 1
    elif values.get(f"{prefix}last"):
        month = _LAST_LUNAR_MONTH
    day = _FULL_MOON if values.get(f"{prefix}full") else values.get(f"{prefix}day")
    return Point(values.get(f"{prefix}year"), month, day)


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
    if part == "decade":
        return Point(year or 100 * values.get("century", 19) + values["tens"], decade=True), None, False
    if "two" in values:
        year = values["two"] + (2000 if values["two"] < _THIS_CENTURY else 1900)
    start = _at(Point(year, values.get("month") or values.get("month_word"), values.get("day")), values, "")
    if part == "open":
        return start, None, True
    if part in ("interval", "years", "term"):
        end_year = values.get("end_year")
        if year and "end_two" in values:  # "mùa giải 2016/17"
            end_year = year - year % 100 + values["end_two"]
        end = _at(Point(end_year, values.get("end_month"), values.get("end_day")), values, "end_")
        if start.month is None and start.day is not None:
            start = start._replace(month=end.month)  # "từ ngày 14 - 21/1"
        return start, end, True
    return start, None, False


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
    return day._replace(
        hour=hour, minute=values.get(f"{prefix}minute", 0), second=values.get(f"{prefix}second"), zone=zone
    )
