"""Checks across facts: contradictions and confirmations that the text itself allows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from antq_extract.document import Span, Text
from antq_extract.facts import Reading
from antq_extract.normalize import normalize
from antq_extract.records import AwardFact, Check, RatioFact
from antq_extract.rulebook import RuleBook

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PARTS = ("collective", "individual", "household")
_NEAR = 800  # characters between a total and its parts, unless the headline gives the total
_VULGAR = 10  # fractions with denominators up to this are often rounded ("2/3"): no percentage contradicts them
_GAP = 90  # characters between a fraction and the percentage printed beside it, at most
_PARTING, _BLANK_LINE = re.compile(r"[0-9;.!?]"), re.compile(r"\n\s*\n")
_FIGURE = re.compile(r"[0-9]+(?:[.,]([0-9]+))?")


def checks(
    text: Text,
    dates: Sequence[Reading],
    ratios: Sequence[RatioFact],
    awards: Sequence[AwardFact],
    headline: Span | None,
    rulebook: RuleBook,
) -> list[Check]:
    """Return every check that the facts allow, passed and failed."""
    return [
        *_award_totals(text, awards, headline),
        *_bounds(ratios),
        *_printed_percents(text, ratios, rulebook.keys("ratios.percent_word"), rulebook.keys("ratios.percent_denial")),
        *_weekdays(dates),
        *_event_before_publication(dates),
    ]


def timeout(rule: str, limit: float) -> Check:
    """Return the failed check of a rule that was stopped after ``limit`` seconds."""
    return Check(
        id="rule-timeout",
        status="fail",
        expected=limit,
        actual=rule,
        message=f"{rule} was stopped after {limit:g} s; facts may be missing or wrong",
    )


def _check(name: str, ok: bool, expected: float | str, actual: float | str, message: str) -> Check:
    return Check(id=name, status="pass" if ok else "fail", expected=expected, actual=actual, message=message)


def _award_totals(text: Text, awards: Sequence[AwardFact], headline: Span | None) -> Iterator[Check]:
    """A total of collectives and individuals, against parts that the text counts one by one."""
    if not any(fact.recipient_type == "collective_and_individual" for fact in awards):
        return
    limit = text.to_source(*headline) if headline else Span(0, 0)
    parts = [fact for fact in awards if fact.recipient_type in _PARTS and fact.start >= limit.end]
    starts = [fact.start for fact in parts]
    for total in awards:
        if total.recipient_type != "collective_and_individual":
            continue
        in_headline = limit.start <= total.start < limit.end
        first, behind = bisect_left(starts, total.end - _NEAR), bisect_right(starts, total.end + _NEAR)
        near = parts if in_headline else parts[first:behind]
        run = _run_with_sum(near, total.count)
        if run:
            listed = " + ".join(fact.text for fact in run)
            yield _check("award-total", True, total.count, total.count, f"{total.text} = {listed}")
        elif in_headline and len(parts) > 1:
            distinct = list(dict.fromkeys((fact.count, fact.recipient_type, fact.awards) for fact in parts))
            actual = sum(count for count, _, _ in distinct)
            yield _check("award-total", False, total.count, actual, f"{total.text}: the parts add up to {actual}")


def _run_with_sum(parts: Sequence[AwardFact], total: int) -> Sequence[AwardFact]:
    """The first run of two or more neighbouring parts that add up to the total."""
    start = count = 0
    for end, part in enumerate(parts):
        count += part.count
        while count > total or (count == total and start == end):
            count -= parts[start].count
            start += 1
        if count == total and start < end:
            return parts[start : end + 1]
    return ()


def _bounds(ratios: Sequence[RatioFact]) -> Iterator[Check]:
    for fact in ratios:
        if fact.numerator is not None and fact.denominator is not None:
            ok = fact.numerator <= fact.denominator
            relation = "is not above" if ok else "is above"
            message = f"{fact.text}: {fact.numerator} {relation} {fact.denominator}"
            yield _check("ratio-bounds", ok, fact.denominator, fact.numerator, message)


def _printed_percents(
    text: Text, ratios: Sequence[RatioFact], words: frozenset[str], denials: frozenset[str]
) -> Iterator[Check]:
    """A percentage printed right behind its fraction, within half a unit of its last digit."""
    for fraction, percent in pairwise(ratios):
        if (
            fraction.denominator is None
            or fraction.denominator <= _VULGAR
            or percent.denominator is not None
            or percent.direction
            or percent.low is not None
        ):
            continue
        between = text.source[fraction.end : percent.start]
        if _PARTING.search(between):  # which no normalising takes away
            continue
        gap = normalize(between).folded
        last = gap.replace(",", " ").casefold().split()[-2:]
        repeats = gap.rstrip().endswith("(") or (bool(last) and last[-1] in words and not denials.intersection(last))
        if len(gap) > _GAP or _PARTING.search(gap) or _BLANK_LINE.search(gap) or not repeats:
            continue
        expected = 100 * (fraction.numerator or 0) / fraction.denominator
        printed = _FIGURE.search(percent.text)
        places = len(printed[1] or "") if printed else 0
        actual = round(100 * percent.value, 6)
        ok = abs(expected - actual) <= 0.51 * 10**-places
        message = f"{fraction.text}: {expected:.2f} % by its figures, printed {percent.text}"
        yield _check("percent-of-fraction", ok, round(expected, max(places, 2)), actual, message)


def _weekdays(dates: Sequence[Reading]) -> Iterator[Check]:
    for reading in dates:
        if reading.weekday and reading.day:
            actual = reading.day.isoweekday()
            named, real = _DAYS[reading.weekday - 1], _DAYS[actual - 1]
            message = f"{reading.fact.text}: {reading.day.isoformat()} is a {real}"
            yield _check("weekday", actual == reading.weekday, real, named, message)


def _event_before_publication(dates: Sequence[Reading]) -> Iterator[Check]:
    """The event's day must not lie behind the publication, as far as the publication is known."""
    published = next((r.fact.edtf for r in dates if r.fact.role == "published"), None)
    event = next((r for r in dates if r.fact.role == "event" and r.day), None)
    if published and event and event.day:
        day: date = event.day
        known = published[:10]
        ok = day.isoformat()[: len(known)] <= known
        message = f"event on {day.isoformat()}, published {published}"
        yield _check("event-before-publication", ok, published, day.isoformat(), message)
