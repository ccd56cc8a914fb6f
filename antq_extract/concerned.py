"""Which facts a check of a record is about: the record says it only in words, the places are found from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

Row = Mapping[str, Any]


class Concern(NamedTuple):
    """A fact by its kind (``ratios``) and its number in that list of the record."""

    kind: str
    number: int


def concerned(record: Row) -> list[tuple[Concern, ...]]:
    """Return for each check of a record, in their order, the facts that it compares; none for ``rule-timeout``.

    ``record`` is plain data as written. Where several facts fit a message, the first of several like checks takes the
    first, the second the second: checks are made in the order of the facts.
    """
    seen: Counter[tuple[str, str]] = Counter()
    found: list[tuple[Concern, ...]] = []
    for check in record["checks"]:
        key = (check["id"], check["message"])
        find = _FINDERS.get(check["id"])
        candidates = list(find(record, check)) if find else []
        found.append(candidates[min(seen[key], len(candidates) - 1)] if candidates else ())
        seen[key] += 1
    return found


def _bounds(record: Row, check: Row) -> Iterator[tuple[Concern, ...]]:
    for index, fact in enumerate(record["ratios"]):
        figures = (fact["numerator"], fact["denominator"])
        if figures == (check["actual"], check["expected"]) and _names(check, fact):
            yield (Concern("ratios", index),)


def _percents(record: Row, check: Row) -> Iterator[tuple[Concern, ...]]:
    for (index, fraction), (behind, percent) in pairwise(enumerate(record["ratios"])):
        if _names(check, fraction) and check["message"].endswith(f", printed {percent['text']}"):
            yield Concern("ratios", index), Concern("ratios", behind)


def _weekdays(record: Row, check: Row) -> Iterator[tuple[Concern, ...]]:
    for index, fact in enumerate(record["dates"]):
        if _names(check, fact):
            yield (Concern("dates", index),)


def _event(record: Row, check: Row) -> Iterator[tuple[Concern, ...]]:
    """The day of the event, and the publication where the text gives it."""
    roles = ("event", check["actual"]), ("published", check["expected"])
    found = [
        Concern("dates", next(index for index, fact in enumerate(record["dates"]) if _is(fact, role, edtf)))
        for role, edtf in roles
        if any(_is(fact, role, edtf) for fact in record["dates"])
    ]
    if found:
        yield tuple(found)


def _is(date: Row, role: str, edtf: str) -> bool:
    return bool(date["role"] == role and edtf in date["edtf"])


def _totals(record: Row, check: Row) -> Iterator[tuple[Concern, ...]]:
    """The total, and for one that is right the run of neighbouring parts that add up to it."""
    awards: Sequence[Row] = record["awards"]
    parts = [index for index, fact in enumerate(awards) if fact["recipient_type"] in _PARTS]
    for index, total in enumerate(awards):
        if total["recipient_type"] != "collective_and_individual" or total["count"] != check["expected"]:
            continue
        if check["message"] == f"{total['text']}: the parts add up to {check['actual']}":
            yield Concern("awards", index), *(Concern("awards", part) for part in parts)
        elif check["message"].startswith(f"{total['text']} = "):
            listed = check["message"].removeprefix(f"{total['text']} = ")
            yield Concern("awards", index), *(Concern("awards", part) for part in _run(awards, parts, listed))


def _run(awards: Sequence[Row], parts: Sequence[int], listed: str) -> Sequence[int]:
    """The first run of neighbouring parts whose words are those that a message lists."""
    for first in range(len(parts)):
        words = ""
        for last in range(first, len(parts)):
            words += (" + " if words else "") + awards[parts[last]]["text"]
            if words == listed:
                return parts[first : last + 1]
            if not listed.startswith(words):
                break
    return ()


def _names(check: Row, fact: Row) -> bool:
    return bool(check["message"].startswith(f"{fact['text']}: "))


_PARTS = ("collective", "individual", "household")
_FINDERS: Mapping[str, Callable[[Row, Row], Iterator[tuple[Concern, ...]]]] = {
    "award-total": _totals,
    "ratio-bounds": _bounds,
    "percent-of-fraction": _percents,
    "weekday": _weekdays,
    "event-before-publication": _event,
}
