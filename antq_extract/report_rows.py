"""An article's record as the rows that a report holds of it: what the page shows, in plain values, and no more."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from antq_extract import report_sums
from antq_extract.concerned import Concern, concerned
from antq_extract.labels import Labels
from antq_extract.report_sums import folded

_DAY = re.compile(r"([0-9X]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NO_DAY = 0
_Value = TypeVar("_Value", str, int, float)


class Place(NamedTuple):
    """A province as the article's time has it, and what it is since July 2025; codes are empty where unknown.

    ``then`` is 1 for one of the map before that.
    """

    name: str
    code: str
    name_now: str
    code_now: str
    then: int


class Award(NamedTuple):
    """A counted award; its name and issuers joined, empty where nothing is said.

    ``told`` is the number of the figures, of several articles, that are one and count once; 0 for a figure of its own.
    """

    start: int
    text: str
    number: int
    qualifier: str
    recipient: str
    award: str
    issuer: str
    place: Place | None
    counted: int
    told: int = 0


class Ratio(NamedTuple):
    """A share; ``numerator`` and ``denominator`` are -1 where the text gives a percentage. ``told`` is as of awards."""

    start: int
    text: str
    numerator: int
    denominator: int
    value: float
    unit: str
    criterion: str
    period: str
    direction: str
    place: Place | None
    counted: int
    told: int = 0


class Event(NamedTuple):
    """A day of what is reported: first and last day as 20230208, 20230200 of a month, 20230000 of a year."""

    start: int
    text: str
    day: int
    last: int


class Official(NamedTuple):
    """A person whom the article names, at the first mention."""

    start: int
    text: str
    name: str
    rank: str
    post: str
    place: Place | None


class Check(NamedTuple):
    """A check that failed, with the first fact that it is about; ``start`` is -1 where it is about none."""

    start: int
    text: str
    check: str
    outcome: str


class Other(NamedTuple):
    """A fact of a kind that packs bring."""

    start: int
    text: str
    kind: str


class Article(NamedTuple):
    """An article and its facts. ``day`` is that of its publication, else (``dated`` 2) of its event; 0: unknown."""

    id: str
    headline: str
    day: int
    dated: int
    path: str
    source_index: int
    url: str
    publisher: str
    place: Place | None
    passed: int
    awards: tuple[Award, ...]
    ratios: tuple[Ratio, ...]
    events: tuple[Event, ...]
    officials: tuple[Official, ...]
    checks: tuple[Check, ...]
    others: tuple[Other, ...]


class Rows:
    """Makes rows of records, what they say of checks in the words of ``labels``. Strings that come again are kept once."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._kept: dict[Any, Any] = {}

    def article(self, record: Mapping[str, Any]) -> Article:
        """Return the rows of a record; raise ValueError for one that lacks something or has it of another type."""
        try:
            return self._article(record)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"no record of this version ({type(error).__name__}: {error})") from None

    def _article(self, record: Mapping[str, Any]) -> Article:
        info, source = record["article"], record["source"]
        events = tuple(self._events(record["dates"]))
        published = day(info["date_published"])
        failed = [check for check in record["checks"] if check["status"] == "fail"]
        headline = _text(info["headline"])
        return Article(
            id=_text(record["id"]),
            headline=headline,
            day=published or next((event.day for event in events if event.day), _NO_DAY),
            dated=1 if published else 2 if any(event.day for event in events) else 0,
            path=_text(source["path"]),
            source_index=_whole(source["index"]),
            url=_address(info["url"]),
            publisher=self._once(_text(info["publisher"])),
            place=self._place(info),
            passed=len(record["checks"]) - len(failed),
            awards=tuple(self._awards(record["awards"], headline)),
            ratios=tuple(self._ratios(record["ratios"])),
            events=events,
            officials=tuple(map(self._official, record["officials"])),
            checks=tuple(self._checks(record)),
            others=tuple(self._others(record.get("facts") or {})),
        )

    def _once(self, value: _Value) -> _Value:
        kept: _Value = self._kept.setdefault(value, value)
        return kept

    def _place(self, fact: Mapping[str, Any]) -> Place | None:
        unit = fact.get("province")
        if unit is None:
            return None
        name, code = _text(unit["name"]), _text(unit.get("code"))
        heirs = unit.get("successors") or ()
        heir = next(iter(heirs), {"name": name, "code": code})
        place = Place(name, code, _text(heir["name"]), _text(heir.get("code")), int(bool(heirs)))
        kept: Place = self._kept.setdefault(place, place)
        return kept

    def _awards(self, facts: Sequence[Mapping[str, Any]], headline: str) -> Iterator[Award]:
        bare = [
            report_sums.Award(
                _whole(fact["start"]),
                _text(fact["text"]),
                _whole(fact["count"]),
                _text(fact["recipient_type"]),
                _texts(fact["awards"]),
                _texts(fact["issuers"]),
            )
            for fact in facts
        ]
        for fact, part, counted in zip(facts, bare, report_sums.awards(bare, headline), strict=True):
            yield Award(
                part.start,
                self._once(part.text),
                part.number,
                self._once(_text(fact["qualifier"])),
                self._once(part.recipient),
                self._once(" + ".join(part.awards)),
                self._once(" + ".join(part.issuers)),
                self._place(fact),
                int(counted),
            )

    def _ratios(self, facts: Sequence[Mapping[str, Any]]) -> Iterator[Ratio]:
        bare = [
            report_sums.Ratio(
                _maybe(fact["numerator"], _whole),
                _maybe(fact["denominator"], _whole),
                _number(fact["value"]),
                folded(_text(fact["unit"])),
                folded(_text(fact["criterion"])),
                _text(fact["direction"]),
            )
            for fact in facts
        ]
        for fact, part, counted in zip(facts, bare, report_sums.ratios(bare), strict=True):
            yield Ratio(
                _whole(fact["start"]),
                self._once(_text(fact["text"])),
                -1 if part.numerator is None else part.numerator,
                -1 if part.denominator is None else part.denominator,
                part.value,
                self._once(_text(fact["unit"])),
                self._once(_text(fact["criterion"])),
                self._once(_text(fact["period"])),
                self._once(part.direction),
                self._place(fact),
                int(counted),
            )

    def _events(self, dates: Iterable[Mapping[str, Any]]) -> Iterator[Event]:
        for date in dates:
            if date["role"] != "event" or date["calendar"] == "lunar":  # which names no solar day
                continue
            first, _, last = _text(date["edtf"]).partition("/")
            yield Event(_whole(date["start"]), self._once(_text(date["text"])), day(first) or day(last), day(last))

    def _official(self, official: Mapping[str, Any]) -> Official:
        mention, posts = official["mentions"][0], official["posts"]
        places = (self._place(post) for post in posts)
        return Official(
            _whole(mention["start"]),
            self._once(_text(mention["text"])),
            self._once(_text(official["normalized_name"])),
            self._once(_text(official["normalized_rank"])),
            self._once("; ".join(_text(post["normalized_label"]) for post in posts)),
            next(filter(None, places), None),
        )

    def _checks(self, record: Mapping[str, Any]) -> Iterator[Check]:
        for check, facts in zip(record["checks"], concerned(record), strict=True):
            if check["status"] == "fail":
                start, text = _first(record, facts)
                yield Check(start, self._once(text), self._once(_text(check["id"])), self._labels.outcome(check))

    def _others(self, kinds: Mapping[str, Any]) -> Iterator[Other]:
        for kind, facts in kinds.items():
            for fact in facts:
                yield Other(_whole(fact["start"]), self._once(_text(fact["text"])), self._once(kind))


def _first(record: Mapping[str, Any], facts: Sequence[Concern]) -> tuple[int, str]:
    if not facts:
        return -1, ""
    fact = record[facts[0].kind][facts[0].number]
    return _whole(fact["start"]), _text(fact["text"])


def day(edtf: str | None) -> int:
    """Return the day of an EDTF value as 20230208, 20230200 of a month, 20230000 of a year; 0 where the year is open."""
    match = _DAY.match(_text(edtf))
    if not match or "X" in match[1]:
        return _NO_DAY
    return int(match[1]) * 10_000 + int(match[2] or 0) * 100 + int(match[3] or 0)


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} in the place of a text")
    return value


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError("a text in the place of a list")
    return tuple(map(_text, values))


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} in the place of a whole number")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < math.inf:
        raise TypeError(f"{value!r} in the place of a number")
    return value


def _maybe(value: object, make: Callable[[object], int]) -> int | None:
    return None if value is None else make(value)


def _address(url: object) -> str:
    """An address that a click may lead to: of the web, nothing that a browser would run."""
    address = _text(url)
    return address if address.startswith(("https://", "http://")) else ""
