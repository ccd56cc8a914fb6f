"""Officials over several articles: one person by name, post, place and time, with a dated history of posts.

A name alone makes no person of two: there is always a tie (:data:`WHY`), and nothing known of them conflicts
(:mod:`antq_extract.persongroups`). An analyst's file overrules both (:mod:`antq_extract.namesakes`).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from antq_extract.appearances import Appearance, Held, appearances, day_number
from antq_extract.converters import key
from antq_extract.merging import Merging, Tie
from antq_extract.namesakes import NOTHING, Told

__all__ = ["WHY", "Appearance", "Naming", "Office", "Person", "Spell", "appearances", "kept", "persons"]

WHY: Final[Mapping[str, str]] = {
    "first": "the first article that names the person",
    "same-post": "same post in the same place",
    "former-post": "an article names the post as a former one",
    "national": "same post of the whole country",
    "same-rank": "same rank and organization",
    "same-organization": "same organization",
    "succession": "posts of one organization, one after the other",
    "same-unit": "leaders of the same province, district or commune",
    "merger": "same post before and after the mergers of 2025, of nobody else",
    "no-place": "same post, its place not told, of nobody else",
    "only-one": "no post told, the only one of that name in the province",
    "copy": "the same text",
    "told": "the analyst's file says so",
}
"""The kinds of ties, with what they mean."""


class Spell(NamedTuple):
    """A rank, and the first and last day (EDTF) of articles that name it."""

    rank: str
    first: str | None
    last: str | None


class Office(NamedTuple):
    """A post, and the first and last day (EDTF) of articles that say that it is held, spelled as the last of them has it.

    ``province`` is that of the time, ``province_now`` the one that took its place in 2025, or the same. ``former``
    tells that all ``articles`` name it as one held no longer; the days are theirs then.
    """

    label: str
    organization: str | None
    province: str | None
    province_code: str | None
    province_now: str | None
    province_now_code: str | None
    first: str | None
    last: str | None
    former: bool
    articles: tuple[int, ...]


class Naming(NamedTuple):
    """An article that names the person, and the place in its list of officials.

    ``why`` is the tie, a key of :data:`WHY`, ``detail`` what ties, ``tied_to`` the article to which it does.
    """

    article: int
    official: int
    why: str
    detail: str
    tied_to: int | None


class Person(NamedTuple):
    """An official, with ranks, posts and articles in order of time."""

    id: str
    name: str
    ranks: tuple[Spell, ...]
    posts: tuple[Office, ...]
    articles: tuple[Naming, ...]


def persons(found: Iterable[Appearance], told: Told = NOTHING) -> tuple[Person, ...]:
    """Return the people that appear, by name (in plain letters) and first date.

    Their ids are made of the name and of the first post, rank or province that is told of them: they stay the same as
    articles are added, unless an earlier one tells of an earlier post.
    """
    names: dict[str, list[Appearance]] = defaultdict(list)
    for one in found:
        names[key(one.name)].append(one)
    taken: set[str] = set()
    return tuple(
        _numbered(person, taken)
        for name in sorted(names, key=lambda name: (slug(name), name))
        for person in _of_name(names[name], told)
    )


def _of_name(found: list[Appearance], told: Told) -> Iterator[Person]:
    found.sort(key=_order)
    merging = Merging(found, told.sides(found, "same"), told.sides(found, "apart"))
    people = merging.run()
    ties: dict[int, list[tuple[int, Tie]]] = defaultdict(list)
    for tie in merging.ties:
        ties[tie.one].append((tie.other, tie))
        ties[tie.other].append((tie.one, tie))
    for members in people:
        yield _person([found[number] for number in members], tuple(_namings(found, members[0], ties)))


def _order(one: Appearance) -> tuple[object, ...]:
    """The order of time, the undated last; it does not depend on the order in which articles are given."""
    undated = one.day is None
    return undated, one.day or 0, one.date or "", one.record, one.official, one.path, one.article


def _namings(found: Sequence[Appearance], first: int, ties: Mapping[int, list[tuple[int, Tie]]]) -> Iterator[Naming]:
    """Yield the articles of a person, each with the tie by which it is reached from the first."""
    reached: dict[int, Naming] = {first: Naming(found[first].article, found[first].official, "first", "", None)}
    waiting = deque([first])
    while waiting:
        here = waiting.popleft()
        for there, tie in ties.get(here, ()):
            if there not in reached:
                one = found[there]
                reached[there] = Naming(one.article, one.official, tie.why, tie.detail, found[here].article)
                waiting.append(there)
    return (reached[number] for number in sorted(reached))


def _person(found: Sequence[Appearance], namings: tuple[Naming, ...]) -> Person:
    ranks: dict[str, list[str | None]] = {}
    posts: dict[tuple[object, ...], list[tuple[Appearance, Held]]] = {}
    for one in found:
        if one.rank:
            ranks.setdefault(one.rank, []).append(one.date)
        for held in one.posts:
            place = held.standing.place
            posts.setdefault((held.standing.post, place.code, place.before, place.unit), []).append((one, held))
    spells = (Spell(rank, *_ends(dates)) for rank, dates in ranks.items())
    return Person(_id(found), found[0].name, tuple(sorted(spells, key=_by_date)), _offices(posts.values()), namings)


def _offices(posts: Iterable[list[tuple[Appearance, Held]]]) -> tuple[Office, ...]:
    offices = []
    for held in posts:
        present = [(one, post) for one, post in held if not post.standing.former]
        label, organization, province, code, now, now_code, _ = (present or held)[-1][1]
        first, last = _ends([one.date for one, _ in present or held])
        former = not present
        articles = tuple(one.article for one, _ in held)
        offices.append(Office(label, organization, province, code, now, now_code, first, last, former, articles))
    return tuple(sorted(offices, key=_by_date))


def _ends(dates: Sequence[str | None]) -> tuple[str | None, str | None]:
    known = sorted((day_number(date) or 0, date) for date in dates if date)
    return (known[0][1], known[-1][1]) if known else (None, None)


def _by_date(one: Spell | Office) -> tuple[object, ...]:
    return one.first is None, day_number(one.first) or 0, day_number(one.last) or 0


def _id(found: Sequence[Appearance]) -> str:
    """Return name and digest of what is told first of a person."""
    first = next((one for one in found if one.posts), found[0])
    posts = sorted((held.standing.place.code, held.standing.place.unit, held.standing.post) for held in first.posts)
    told = repr((key(first.name), posts or (first.home, first.rank)))
    return f"{slug(first.name)}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def slug(name: str) -> str:
    """Return a name in plain letters: ``nguyen-van-duc``."""
    plain = unicodedata.normalize("NFD", key(name)).replace("đ", "d")
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return "-".join(kept.split())


def _numbered(person: Person, taken: set[str]) -> Person:
    """Return a person whose id no other has: a second one of the same name and post has a number behind it."""
    found, number = person.id, 1
    while found in taken:
        number += 1
        found = f"{person.id}-{number}"
    taken.add(found)
    return person._replace(id=found)


def kept(found: Sequence[Person], before: Mapping[tuple[int, int, str], str]) -> tuple[Person, ...]:
    """Return people with the ids that they had: each id stays with those who have most of the articles it had.

    ``before`` gives the ids by article, place in its list of officials, and name.
    """
    shares: list[tuple[int, str, int]] = []
    for number, person in enumerate(found):
        counts: dict[str, int] = defaultdict(int)
        for naming in person.articles:
            if (known := before.get((naming.article, naming.official, person.name))) is not None:
                counts[known] += 1
        shares += [(-count, known, number) for known, count in counts.items()]
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for _, known, number in sorted(shares):
        if number not in ids and known not in taken:
            ids[number] = known
            taken.add(known)
    return tuple(
        person._replace(id=ids[number]) if number in ids else _numbered(person, taken)
        for number, person in enumerate(found)
    )
