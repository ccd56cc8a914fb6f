"""What is known of a person while appearances are put together, and whether two of them can be one.

All that is known of both is compared, so that no chain of ties joins what conflicts: ranks that go down, or up faster
than they do; two posts held at once of which each takes all of a person; posts in two provinces at once; communes of
one name in two districts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import Any, Final

from antq_extract.appearances import Appearance
from antq_extract.standing import Standing

_RANK_LAG: Final = 183  # days for which papers may go on with the rank before
_POST_LAG: Final = 31  # days for which papers may go on with the post before
_YEAR: Final = 365  # days that a rank is held at least, but for the first step

Span = tuple[int, int]
"""First and last day, as day numbers."""


class Group:
    """Appearances of one person, with what is known of him or her."""

    __slots__ = ("around", "articles", "homes", "members", "ranks", "sides", "together", "tops")

    def __init__(self, number: int, found: Appearance, sides: Iterable[tuple[int, int]]) -> None:
        self.members = [number]
        self.articles = {found.article}
        self.sides = set(sides)  # of the analyst's entries that tell people apart
        self.ranks: dict[int, Span] = {}
        self.tops: dict[Standing, Span] = {}  # posts that are held alone
        self.homes: dict[str, Span] = {}
        homes, tops, self.together = _known(tuple(held.standing for held in found.posts))
        places = [held.standing.place for held in found.posts]
        self.around = {(place.code, place.unit): place.around for place in places if place.unit and place.around}
        if found.day is not None:
            span = (found.day, found.day)
            if found.height:
                self.ranks[found.height] = span
            self.tops = dict.fromkeys(tops, span)
            self.homes = dict.fromkeys(homes, span)

    def take(self, other: Group) -> None:
        """Make another's appearances this one's."""
        self.members += other.members
        self.articles |= other.articles
        self.sides |= other.sides
        self.around |= other.around
        if other.together:
            self.together = self.together | other.together
        _widen(self.ranks, other.ranks)
        _widen(self.tops, other.tops)
        _widen(self.homes, other.homes)

    def settle(self) -> None:
        """Take all that is known of this person as true at once: the analyst says so."""
        self.together = self.together | _pairs(self.tops, self.homes)
        self.around = {}


Pairs = frozenset[frozenset[Hashable]]
"""Posts or provinces that a person has at once."""


@lru_cache(maxsize=1 << 12)
def _known(posts: tuple[Standing, ...]) -> tuple[Sequence[str], Sequence[Standing], Pairs]:
    """Return the provinces of posts that are held now, those posts that are held alone, and the pairs of either."""
    now = [post for post in posts if not post.former]
    homes = sorted({post.place.code for post in now} - {"", "*"})
    tops = [post for post in now if post.alone]
    return homes, tops, _pairs(homes, tops)


def _pairs(*many: Iterable[Hashable]) -> Pairs:
    return frozenset(frozenset(pair) for found in many for pair in combinations(found, 2))


def _widen(mine: dict[Any, Span], others: dict[Any, Span]) -> None:
    for key, (first, last) in others.items():
        known = mine.get(key, (first, last))
        mine[key] = (min(first, known[0]), max(last, known[1]))


def fits(one: Group, other: Group) -> bool:
    """Say whether two groups can be one person."""
    return (
        one.articles.isdisjoint(other.articles)
        and not (one.sides and told_apart(one, other))
        and (_are_alike(one.ranks, other.ranks) or _all_ranks_fit(one, other))
        and not any(other.around.get(commune, district) != district for commune, district in one.around.items())
        and (_are_alike(one.homes, other.homes) or _homes_fit(one, other))
        and (_are_alike(one.tops, other.tops) or _tops_fit(one, other))
    )


def told_apart(one: Group, other: Group) -> bool:
    """Say whether the analyst's file tells two groups apart."""
    return any(a[0] == b[0] and a[1] != b[1] for a, b in product(one.sides, other.sides))


def _are_alike(one: Mapping[Any, Span], other: Mapping[Any, Span]) -> bool:
    """Say at once that two fit, as of nearly all people nothing else is known."""
    return not one or not other or (len(one) == len(other) == 1 and next(iter(one)) == next(iter(other)))


def _all_ranks_fit(one: Group, other: Group) -> bool:
    return all(_ranks_fit(a, b) for a, b in product(one.ranks.items(), other.ranks.items()))


def _ranks_fit(one: tuple[int, Span], other: tuple[int, Span]) -> bool:
    """Say whether one person can have had both ranks when they were named."""
    (low, (_, last)), (high, (first, _)) = sorted((one, other))
    if low == high:
        return True
    return last - first <= _RANK_LAG and first - last >= (high - low - 1) * _YEAR


def _homes_fit(one: Group, other: Group) -> bool:
    """Say whether the provinces in which posts are held follow each other, or an article tells of both."""
    together = one.together | other.together
    return not any(
        a != b and _overlap(when, then) >= 0 and frozenset((a, b)) not in together
        for (a, when), (b, then) in product(one.homes.items(), other.homes.items())
    )


def _tops_fit(one: Group, other: Group) -> bool:
    """Say whether posts of which a person has but one follow each other, or an article tells of both."""
    together = one.together | other.together
    return all(
        _posts_fit(a, when, b, then) or frozenset((a, b)) in together
        for (a, when), (b, then) in product(one.tops.items(), other.tops.items())
    )


def _posts_fit(one: Standing, when: Span, other: Standing, then: Span) -> bool:
    if _are_one(one, other):
        return True
    if one.place[:-1] == other.place[:-1] and one.body == other.body and one.deputy != other.deputy:
        deputy, head = (when, then) if one.deputy else (then, when)
        return deputy[1] - head[0] <= _POST_LAG
    return _overlap(when, then) < 0


def _are_one(one: Standing, other: Standing) -> bool:
    """Say whether two posts may be one, told more or less fully: of a district or commune that only one article names."""
    if one.deputy != other.deputy or not (one.body.startswith(other.body) or other.body.startswith(one.body)):
        return False
    here, there = one.place, other.place
    return all(not a or not b or a == b for a, b in ((here.now, there.now), (here.unit, there.unit)))


def _overlap(one: Span, other: Span) -> int:
    """Return the days between the last beginning and the first end; below 0 where one is over before the other begins."""
    return min(one[1], other[1]) - max(one[0], other[0])
