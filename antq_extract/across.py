"""Fills the tables of what several articles say together: people, and events that several papers tell of.

They are made anew, in one transaction, when articles have changed or the analyst's file has.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from antq_extract import coverage, people
from antq_extract.namesakes import Told
from antq_extract.signals import stop_if_signalled
from antq_extract.store import Store

_TABLES = ("person_officials", "offices", "persons", "coverage_figures", "coverage_articles", "coverage", "compared")


def refresh(store: Store, told: Told, made_by: str) -> list[str]:
    """Fill the tables; return a line for each entry of the analyst's file that fits nobody, or that another overrules.

    ``made_by`` stands for all that they depend on beside the articles.
    """
    with _without_collection():
        found, persons, groups = _compared(store, told)
        officials = _officials(store)
        store.database.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            store.database.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
        _put(store, "persons", 6, map(_person, persons))
        _put(store, "person_officials", 7, (row for one in persons for row in _namings(one, officials)))
        _put(store, "offices", 11, (row for one in persons for row in _offices(one)))
        _put(store, "coverage", 9, map(_group, groups))
        _put(store, "coverage_articles", 3, (row for group in groups for row in _articles(group)))
        _put(store, "coverage_figures", 10, (row for group in groups for row in _figures(group)))
        _put(store, "compared", 1, [(made_by,)])
        stop_if_signalled()
        store.database.execute("COMMIT")
    whose = {(naming.article, naming.official): one.id for one in persons for naming in one.articles}
    return [*told.idle(found), *told.unmet(found, whose)]


@contextmanager
def _without_collection() -> Iterator[None]:
    """Let no garbage be looked for in the block: among many small tuples, none of which make a circle, that costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _compared(
    store: Store, told: Told
) -> tuple[list[people.Appearance], Sequence[people.Person], Sequence[coverage.Coverage]]:
    """Compare the articles that have not vanished."""
    found: list[people.Appearance] = []
    stories: list[coverage.Story] = []
    for number, record in store.database.execute("SELECT id, record FROM articles WHERE NOT vanished ORDER BY id"):
        stop_if_signalled()
        row = json.loads(record)
        found += people.appearances(number, row)
        stories.append(coverage.story(number, row))
    return found, people.kept(people.persons(found, told), _ids(store)), coverage.coverage(stories)


def _ids(store: Store) -> dict[tuple[int, int, str], str]:
    """Return the ids that people have, by article, place in its list of officials, and name."""
    rows = store.database.execute(
        "SELECT n.article, n.place, p.name, p.id FROM person_officials AS n JOIN persons AS p ON p.id = n.person"
    )
    return {(article, place, name): person for article, place, name, person in rows}


def _officials(store: Store) -> dict[int, list[int]]:
    """Return the officials of each article, in the record's order."""
    found: dict[int, list[int]] = {}
    for article, number in store.database.execute("SELECT article, id FROM officials ORDER BY id"):
        found.setdefault(article, []).append(number)
    return found


def _put(store: Store, table: str, columns: int, rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * columns)
    store.database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - own names


def _person(one: people.Person) -> Sequence[Any]:
    spans = [span for rank in one.ranks for span in rank[1:] if span]
    spans += [span for post in one.posts for span in (post.first, post.last) if span]
    rank = one.ranks[-1].rank if one.ranks else None
    return one.id, one.name, rank, min(spans, default=None), max(spans, default=None), len(one.articles)


def _namings(one: people.Person, officials: dict[int, list[int]]) -> Iterator[Sequence[Any]]:
    for naming in one.articles:
        official = officials[naming.article][naming.official]
        yield one.id, naming.article, official, naming.official, naming.why, naming.detail, naming.tied_to


def _offices(one: people.Person) -> Iterator[Sequence[Any]]:
    for office in one.posts:
        yield one.id, *office[:9], len(set(office.articles))


def _group(one: coverage.Coverage) -> Sequence[Any]:
    why = json.dumps([why._asdict() for why in one.why], ensure_ascii=False)
    return (*one[:7], len(one.articles), why)


def _articles(one: coverage.Coverage) -> Iterator[Sequence[Any]]:
    yield from ((one.id, article, None) for article in one.articles)
    yield from ((one.id, *copy) for copy in one.copies)


def _figures(one: coverage.Coverage) -> Iterator[Sequence[Any]]:
    for number, figure in enumerate(one.figures):
        for value in figure.values:
            row = (value.article, value.value, value.text, value.start, value.end)
            yield one.id, number, figure.kind, figure.label, figure.agree, *row
