"""An article's record as the rows that a report holds of it: what the page shows, in plain values, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from antq_extract import report_sums
from antq_extract.concerned import Concern, concerned
from antq_extract.labels import Labels
from antq_extract.report_sums import folded
from antq_extract.report_values import address_of, day, maybe, number_of, text_of, texts_of, whole_of
from antq_extract.standing import standing

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

    ``local`` is 1 where the issuer is one of a place that only the article tells: "Giám đốc Công an tỉnh" of which one.
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
    local: int
    counted: int
    told: int = 0


class Ratio(NamedTuple):
    """A share; ``numerator`` and ``denominator`` are -1 where the text gives a percentage. ``told`` is as of awards.

    ``low`` is the lower end of a range, whose upper one is ``value``; else the same.
    """

    start: int
    text: str
    numerator: int
    denominator: int
    value: float
    low: float
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
        headline = text_of(info["headline"])
        return Article(
            id=text_of(record["id"]),
            headline=headline,
            day=published or next((event.day for event in events if event.day), 0),
            dated=1 if published else 2 if any(event.day for event in events) else 0,
            path=text_of(source["path"]),
            source_index=whole_of(source["index"]),
            url=address_of(info["url"]),
            publisher=self._once(text_of(info["publisher"])),
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
        name, code = text_of(unit["name"]), text_of(unit.get("code"))
        heirs = unit.get("successors") or ()
        heir = next(iter(heirs), {"name": name, "code": code})
        place = Place(name, code, text_of(heir["name"]), text_of(heir.get("code")), int(bool(heirs)))
        kept: Place = self._kept.setdefault(place, place)
        return kept

    def _awards(self, facts: Sequence[Mapping[str, Any]], headline: str) -> Iterator[Award]:
        bare = [
            report_sums.Award(
                whole_of(fact["start"]),
                text_of(fact["text"]),
                whole_of(fact["count"]),
                text_of(fact["recipient_type"]),
                texts_of(fact["awards"]),
                texts_of(fact["issuers"]),
            )
            for fact in facts
        ]
        for fact, part, counted in zip(facts, bare, report_sums.awards(bare, headline), strict=True):
            yield Award(
                part.start,
                self._once(part.text),
                part.number,
                self._once(text_of(fact["qualifier"])),
                self._once(part.recipient),
                self._once(" + ".join(part.awards)),
                self._once(" + ".join(part.issuers)),
                self._place(fact),
                int(_are_local(part.issuers, fact)),
                int(counted),
            )

    def _ratios(self, facts: Sequence[Mapping[str, Any]]) -> Iterator[Ratio]:
        bare = [
            report_sums.Ratio(
                maybe(fact["numerator"], whole_of),
                maybe(fact["denominator"], whole_of),
                number_of(fact["value"]),
                folded(text_of(fact["unit"])),
                folded(text_of(fact["criterion"])),
                text_of(fact["direction"]),
            )
            for fact in facts
        ]
        for fact, part, counted in zip(facts, bare, report_sums.ratios(bare), strict=True):
            yield Ratio(
                whole_of(fact["start"]),
                self._once(text_of(fact["text"])),
                -1 if part.numerator is None else part.numerator,
                -1 if part.denominator is None else part.denominator,
                part.value,
                part.value if fact.get("low") is None else number_of(fact["low"]),
                self._once(text_of(fact["unit"])),
                self._once(text_of(fact["criterion"])),
                self._once(text_of(fact["period"])),
                self._once(part.direction),
                self._place(fact),
                int(counted),
            )

    def _events(self, dates: Iterable[Mapping[str, Any]]) -> Iterator[Event]:
        for date in dates:
            if date["role"] != "event" or date["calendar"] == "lunar":  # which names no solar day
                continue
            first, _, last = text_of(date["edtf"]).partition("/")
            yield Event(whole_of(date["start"]), self._once(text_of(date["text"])), day(first) or day(last), day(last))

    def _official(self, official: Mapping[str, Any]) -> Official:
        mention, posts = official["mentions"][0], official["posts"]
        places = (self._place(post) for post in posts)
        return Official(
            whole_of(mention["start"]),
            self._once(text_of(mention["text"])),
            self._once(text_of(official["normalized_name"])),
            self._once(text_of(official["normalized_rank"])),
            self._once("; ".join(text_of(post["normalized_label"]) for post in posts)),
            next(filter(None, places), None),
        )

    def _checks(self, record: Mapping[str, Any]) -> Iterator[Check]:
        for check, facts in zip(record["checks"], concerned(record), strict=True):
            if check["status"] == "fail":
                start, text = _first(record, facts)
                yield Check(start, self._once(text), self._once(text_of(check["id"])), self._labels.outcome(check))

    def _others(self, kinds: Mapping[str, Any]) -> Iterator[Other]:
        for kind, facts in kinds.items():
            for fact in facts:
                yield Other(whole_of(fact["start"]), self._once(text_of(fact["text"])), self._once(kind))


def _are_local(issuers: Sequence[str], fact: Mapping[str, Any]) -> bool:
    """Tell whether the article's province is needed to know who the issuers are: none names one, nor are they national."""
    if (fact.get("province") or {}).get("inferred_from") != "article":
        return False
    posts = ({**fact, "normalized_label": issuer, "role": ""} for issuer in issuers)
    return any(standing(post, {}).place.level != "country" for post in posts)


def _first(record: Mapping[str, Any], facts: Sequence[Concern]) -> tuple[int, str]:
    if not facts:
        return -1, ""
    fact = record[facts[0].kind][facts[0].number]
    return whole_of(fact["start"]), text_of(fact["text"])
