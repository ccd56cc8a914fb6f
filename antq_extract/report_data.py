"""What a report's page is made of: articles taken one by one, their figures counted once, as columns in the end.

Articles are in order of their day, the newest first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Literal, NamedTuple, TypeVar

from antq_extract import coverage, people
from antq_extract.errors import InputError
from antq_extract.labels import Labels
from antq_extract.namesakes import NOTHING, Told
from antq_extract.report_columns import Columns
from antq_extract.report_input import Entry, Refuse
from antq_extract.report_rows import Article, Award, Ratio, Rows
from antq_extract.report_sums import AWARDS, TOTAL, Counted, folded

Texts = Sequence[Callable[[], str | None]]
Kind = Literal["awards", "ratios"]
Numbers = Iterator[int]
_Countable = TypeVar("_Countable", Award, Ratio)


class Made(NamedTuple):
    """What a page is made of: its data, the articles in their order, and what gives the text of each."""

    data: Mapping[str, Any]
    articles: Sequence[Article]
    texts: Texts


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
        data = Columns(articles, copies).data(persons, groups, places)
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


def encoded(data: Mapping[str, Any]) -> bytes:
    """Encode a page's data as JSON without blanks."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")
