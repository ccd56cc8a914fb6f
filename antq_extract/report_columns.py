"""The data of a report's page: the articles and their facts as columns of numbers, with their texts in pools.

The page computes every figure from these columns. Facts are in order of their articles, whose number of facts of each
kind is a column of its own. Places and strings are numbers in pools, 0 is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from antq_extract import coverage, people
from antq_extract.report_rows import Article, Place
from antq_extract.report_sums import folded
from antq_extract.report_values import day

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


class Columns:
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
