"""The data of a report's page: the articles and their facts as columns of numbers, with their texts in pools.

The page computes every figure from these columns. Articles are in order of their day, the newest first; facts in
order of their articles, whose number of facts of each kind is a column of its own. Places and strings are numbers in
pools, 0 is none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Literal, NamedTuple, TypeVar

from antq_extract import coverage, people
from antq_extract.errors import InputError
from antq_extract.labels import Labels
from antq_extract.namesakes import NOTHING, Told
from antq_extract.report_input import Entry, Refuse
from antq_extract.report_rows import Article, Award, Place, Ratio, Rows, day
from antq_extract.report_sums import AWARDS, TOTAL, Counted, folded

KINDS = ("awards", "ratios", "events", "officials", "checks", "others")
_POOLS = {
    "text": "texts",
    "qualifier": "words",
    "recipient": "words",
    "direction": "words",
    "kind": "words",
    "check": "words",
    "award": "awards",
    "issuer": "issuers",
    "unit": "units",
    "criterion": "criteria",
    "period": "words",
    "name": "names",
    "rank": "words",
    "post": "posts",
    "outcome": "outcomes",
    "place": "places",
}
_SPELLINGS = ("awards", "issuers", "criteria", "units")
"""Pools by which the page groups: what differs in capitals and blanks alone has one number there."""
Texts = Sequence[Callable[[], str | None]]
Kind = Literal["awards", "ratios"]
Numbers = Iterator[int]
_Countable = TypeVar("_Countable", Award, Ratio)


class Made(NamedTuple):
    """What a page is made of: its data, the articles in their order, and what gives the text of each."""

    data: Mapping[str, Any]
    articles: Sequence[Article]
    texts: Texts


class Pool:
    """Values by number, in the order in which they came; 0 is none."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def number(self, value: Any) -> int:  # noqa: ANN401 - any hashable value
        """Return the number of a value; 0 for None and an empty text."""
        return self._numbers.setdefault(value, len(self._numbers) + 1) if value else 0

    def values(self) -> list[Any]:
        """Return the values by their numbers."""
        return ["", *self._numbers]


class Gathering:
    """Takes articles one by one, and keeps of each what the page needs. Copies of a text count as the first of them."""

    def __init__(self, labels: Labels) -> None:
        self._rows = Rows(labels)
        self._articles: list[Article] = []
        self._texts: list[Callable[[], str | None]] = []
        self._copies: dict[str, list[str]] = {}
        self._appearances: list[people.Appearance] = []
        self._stories: list[coverage.Story] = []

    def take(self, entries: Iterable[Entry], refuse: Refuse) -> None:
        """Take the articles; what turns out to be no record is refused, and the others go on."""
        for entry in entries:
            try:
                self._take(entry)
            except ValueError as error:
                refuse(InputError(entry.where, "not-json", str(error)))

    def _take(self, entry: Entry) -> None:
        row = self._rows.article(entry.record)
        if row.id in self._copies:
            self._copies[row.id].append(row.path)
            return
        number = len(self._articles)
        try:
            appearances = people.appearances(number, entry.record)
            story = coverage.story(number, entry.record)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"no record of this version ({type(error).__name__}: {error})") from None
        self._copies[row.id] = []
        self._articles.append(row)
        self._texts.append(entry.text)
        self._appearances += appearances
        self._stories.append(story)

    def made(self, told: Told = NOTHING) -> Made:
        """Return the data of all that was taken; ``told`` is what the analyst says of namesakes."""
        order = sorted(range(len(self._articles)), key=self._newest_first)
        places = {number: place for place, number in enumerate(order)}
        persons = people.persons(self._appearances, told)
        groups = coverage.coverage(self._stories)
        self._appearances, self._stories = [], []
        articles = [self._articles[number] for number in order]
        self._articles = []
        numbers = count(1)
        for group in groups:
            _told_twice(group, articles, places, numbers)
        _fractions_told_twice(articles, numbers)
        copies = [self._copies[article.id] for article in articles]
        data = _Columns(articles, copies).data(persons, groups, places)
        return Made(data, articles, [self._texts[number] for number in order])

    def _newest_first(self, number: int) -> tuple[int, str, int, str]:
        article = self._articles[number]
        return -article.day, article.path, article.source_index, article.id


def _told_twice(group: coverage.Coverage, articles: list[Article], places: Mapping[int, int], numbers: Numbers) -> None:
    """Let sums take what several articles tell of one event once, and no total where one of them gives its parts."""
    members = [places[number] for number in group.articles]
    awards = [(number, fact) for number in members for fact in articles[number].awards if not fact.counted]
    if any(fact.recipient not in (TOTAL, AWARDS) for _, fact in awards):
        totals = [(number, fact.start) for number, fact in awards if fact.recipient == TOTAL]
        _mark(articles, "awards", totals, counted=int(Counted.PARTS_ARE))
    for figure in group.figures:
        told = [(places[value.article], value.start) for value in figure.values]
        _mark(articles, "awards" if figure.kind == "award" else "ratios", told, told=next(numbers))


def _fractions_told_twice(articles: list[Article], numbers: Numbers) -> None:
    """Let sums take once what is a part of the same whole: of one unit, criterion and province."""
    found: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    for number, article in enumerate(articles):
        for fact in article.ratios:
            if fact.numerator >= 0 and not fact.counted and not fact.told and fact.criterion and fact.place:
                place = fact.place.code_now or fact.place.name_now
                key = (fact.denominator, folded(fact.unit), folded(fact.criterion), place)
                found.setdefault(key, []).append((number, fact.start))
    for told in found.values():
        if len({number for number, _ in told}) > 1:
            _mark(articles, "ratios", told, told=next(numbers))


def _mark(
    articles: list[Article], kind: Kind, facts: Iterable[tuple[int, int]], counted: int = 0, told: int = 0
) -> None:
    """Change facts that count, by article and start."""
    starts: dict[int, set[int]] = {}
    for number, start in facts:
        starts.setdefault(number, set()).add(start)
    for number in starts:
        article, some = articles[number], starts[number]

        def changed(fact: _Countable, some: set[int] = some) -> _Countable:
            counts = fact.start in some and not fact.counted
            return fact._replace(counted=counted, told=told) if counts else fact

        if kind == "awards":
            articles[number] = article._replace(awards=tuple(map(changed, article.awards)))
        else:
            articles[number] = article._replace(ratios=tuple(map(changed, article.ratios)))


class _Columns:
    """Makes columns of articles, of persons and of events that several articles tell."""

    def __init__(self, articles: Sequence[Article], copies: Sequence[Sequence[str]]) -> None:
        self._articles = articles
        self._copies = copies
        self._pools = {name: Pool() for name in dict.fromkeys((*_POOLS.values(), "publishers"))}
        self._spelled = {name: _spellings(_values(articles, name)) for name in _SPELLINGS}

    def data(
        self, persons: Sequence[people.Person], groups: Sequence[coverage.Coverage], places: Mapping[int, int]
    ) -> dict[str, Any]:
        """Return all columns and pools, as plain data; the same articles give the same data."""
        columns: dict[str, Any] = {"articles": self._article_columns()}
        columns |= {kind: self._fact_columns(kind) for kind in KINDS}
        columns["persons"] = self._person_columns(persons, places)
        columns["coverage"] = [self._group(group, places) for group in groups]
        columns["pools"] = {name: pool.values() for name, pool in self._pools.items()}
        return columns

    def _number(self, pool: str, value: Any) -> int:  # noqa: ANN401 - a text or place
        if value and pool in _SPELLINGS:
            value = self._spelled[pool][folded(value)]
        return self._pools[pool].number(value)

    def _article_columns(self) -> dict[str, list[Any]]:
        rows = self._articles
        return {
            "headline": [row.headline for row in rows],
            "day": [row.day for row in rows],
            "dated": [row.dated for row in rows],
            "path": [row.path + (f"#{row.source_index}" if row.source_index else "") for row in rows],
            "url": [row.url for row in rows],
            "publisher": [self._number("publishers", row.publisher) for row in rows],
            "place": [self._number("places", row.place) for row in rows],
            "passed": [row.passed for row in rows],
            "copies": [[number, *paths] for number, paths in enumerate(self._copies) if paths],
        }

    def _fact_columns(self, kind: str) -> dict[str, list[Any]]:
        facts = [fact for article in self._articles for fact in getattr(article, kind)]
        names = type(facts[0])._fields if facts else ()
        columns: dict[str, list[Any]] = {"facts": [len(getattr(article, kind)) for article in self._articles]}
        for name, column in zip(names, zip(*facts, strict=True), strict=True):
            pool = _POOLS.get(name)
            columns[name] = [self._number(pool, value) for value in column] if pool else list(column)
        return columns

    def _person_columns(self, persons: Sequence[people.Person], places: Mapping[int, int]) -> dict[str, list[Any]]:
        return {
            "name": [person.name for person in persons],
            "ranks": [
                [part for spell in person.ranks for part in (self._number("words", spell.rank), *_from_to(spell))]
                for person in persons
            ],
            "posts": [[self._office(office, places) for office in person.posts] for person in persons],
            "articles": [
                [
                    part
                    for naming in person.articles
                    for part in (places[naming.article], naming.official, self._number("words", naming.why))
                ]
                for person in persons
            ],
        }

    def _office(self, office: people.Office, places: Mapping[int, int]) -> list[Any]:
        articles = sorted(places[number] for number in office.articles)
        return [
            self._number("posts", office.label),
            self._number("places", _place(office)),
            *_from_to(office),
            int(office.former),
            *articles,
        ]

    def _group(self, group: coverage.Coverage, places: Mapping[int, int]) -> dict[str, Any]:
        return {
            "day": day(group.date),
            "place": self._number("places", _place(group)),
            "organizer": group.organizer or "",
            "articles": [places[number] for number in group.articles],
            "why": [[why.code, why.detail] for why in group.why],
            "figures": [
                [
                    figure.kind,
                    figure.label,
                    int(figure.agree),
                    [[places[value.article], value.value, value.text, value.start] for value in figure.values],
                ]
                for figure in group.figures
            ],
        }


def _place(of: people.Office | coverage.Coverage) -> Place | None:
    if not of.province:
        return None
    now = of.province_now or of.province
    return Place(of.province, of.province_code or "", now, of.province_now_code or "", int(now != of.province))


def _from_to(spell: people.Spell | people.Office) -> tuple[int, int]:
    return day(spell.first), day(spell.last)


def _values(articles: Iterable[Article], pool: str) -> Iterator[str]:
    names = [name for name, its in _POOLS.items() if its == pool]
    for article in articles:
        for kind in ("awards", "ratios"):
            for fact in getattr(article, kind):
                yield from (getattr(fact, name) for name in names if name in fact._fields)


def _spellings(values: Iterable[str]) -> dict[str, str]:
    """Return by folded text its most common spelling, of equally common ones the first by code points."""
    found: dict[str, Counter[str]] = {}
    for value in values:
        if value:
            found.setdefault(folded(value), Counter())[value] += 1
    return {key: min(counts, key=lambda spelling: (-counts[spelling], spelling)) for key, counts in found.items()}


def encoded(data: Mapping[str, Any]) -> bytes:
    """Encode a page's data as JSON without blanks."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")
