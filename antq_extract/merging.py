"""Tells which appearances of one name are of one person, by ties between them.

Ties are looked for from the surest kind to the least. What is known of two people decides whether they can be one
(:func:`~antq_extract.persongroups.fits`). A weak tie that fits several people who cannot be one joins none of them.
The result does not depend on the order in which the appearances are given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from antq_extract.appearances import Appearance, Held
from antq_extract.persongroups import Group, fits, told_apart
from antq_extract.standing import Standing

_MANY: Final = 40  # people of one name whom one weak tie fits: none of them is joined

Sides = Sequence[set[tuple[int, int]]]
"""Of each appearance, what the analyst's entries say of it: number of the entry, and of the part that it belongs to."""
Key = tuple[Hashable, ...]


class Tie(NamedTuple):
    """Two appearances of one person: their places in the list, the kind of evidence, and what it is."""

    one: int
    other: int
    why: str
    detail: str


class _Clue(NamedTuple):
    """Something that an appearance shares with others of the same ``key``, which ties them."""

    key: Key
    number: int
    why: str
    detail: str
    before: bool = False  # the mergers of 2025


class _Post(NamedTuple):
    """A post of an appearance."""

    number: int
    one: Appearance
    held: Held


class Merging:
    """The appearances of one name, in order of time, while they are put together."""

    def __init__(self, found: Sequence[Appearance], same: Sides, apart: Sides) -> None:
        self.found = found
        self.ties: list[Tie] = []
        self._same = same
        self._groups = [Group(number, one, apart[number]) for number, one in enumerate(found)]

    def run(self) -> list[list[int]]:
        """Return the appearances of each person, as places in the list."""
        self._as_told()
        self._by_posts()
        if len({id(group) for group in self._groups}) > 1:
            posts = self._posts()
            for clues in (_ranks, _bodies):
                self._weakly(clues(posts))
            self._in_short(posts)
            for clues in (_departments, _rulers, _ranks_in_small_places):
                self._weakly(clues(posts))
            for clues in (_posts_since, _bodies_since):
                self._across_mergers(clues(posts))
            self._without_place(posts)
            self._without_post()
        groups = {id(group): sorted(group.members) for group in self._groups}
        return sorted(groups.values())

    def _join(self, one: int, other: int, why: str, detail: str, *, told: bool = False) -> bool:
        """Make one person of two, if they can be one; say whether they are."""
        mine, others = self._groups[one], self._groups[other]
        if mine is others:
            return True
        if told_apart(mine, others) if told else not fits(mine, others):
            return False
        if len(mine.members) < len(others.members):
            mine, others = others, mine
        mine.take(others)
        if told:
            mine.settle()
        for number in others.members:
            self._groups[number] = mine
        self.ties.append(Tie(one, other, why, detail))
        return True

    # --- sure ties ------------------------------------------------------------------------------------------------

    def _as_told(self) -> None:
        """Join what the analyst says is one person, and the same text at two addresses."""
        first: dict[Hashable, int] = {}
        for number, one in enumerate(self.found):
            for entry, _ in sorted(self._same[number]):
                self._join(first.setdefault(("told", entry), number), number, "told", "", told=True)
            self._join(first.setdefault((one.record, one.official), number), number, "copy", "")

    def _by_posts(self) -> None:
        """Join those who hold the same post in the same place; of several such, the one who held it last."""
        holders: dict[Key, list[int]] = defaultdict(list)
        for number, one in enumerate(self.found):
            for held in one.posts:
                key = _post_key(held)
                if key is None:
                    continue
                for other in reversed(holders[key]):
                    before = next(post for post in self.found[other].posts if _post_key(post) == key)
                    if self._join(other, number, _why(before, held), _named(held)):
                        break
                mine = self._groups[number]
                holders[key] = [*(other for other in holders[key] if self._groups[other] is not mine), number]

    def _posts(self) -> list[_Post]:
        """Return the posts that each person holds, each once with one rank."""
        found: dict[Hashable, _Post] = {}
        for number, one in enumerate(self.found):
            for held in one.posts:
                found.setdefault((id(self._groups[number]), held.standing, one.height), _Post(number, one, held))
        return list(found.values())

    # --- weak ties ------------------------------------------------------------------------------------------------

    def _weakly(self, clues: Iterable[_Clue]) -> None:
        """Join those of one key, unless it fits people who cannot be one."""
        for found in _by_key(clues):
            self._join_if_alone(found)

    def _join_if_alone(self, clues: Sequence[_Clue]) -> None:
        people: dict[int, _Clue] = {}
        for clue in clues:
            people.setdefault(id(self._groups[clue.number]), clue)
        if not 1 < len(people) <= _MANY:
            return
        fitting: dict[int, set[int]] = {one: {one} for one in people}
        for one, other in combinations(people, 2):
            if fits(self._groups[people[one].number], self._groups[people[other].number]):
                fitting[one].add(other)
                fitting[other].add(one)
        for one, other in combinations(people, 2):
            if fitting[one] == fitting[other]:
                clue = max(people[one], people[other], key=lambda clue: clue.number)
                self._join(people[one].number, people[other].number, clue.why, clue.detail)

    def _across_mergers(self, clues: Iterable[_Clue]) -> None:
        """Join who held a post before the mergers of 2025 with who holds it since, where it is one person on both sides."""
        for found in _by_key(clues):
            old, new = (
                {id(self._groups[clue.number]): clue for clue in found if clue.before is side} for side in (True, False)
            )
            if len(old) == len(new) == 1:
                (one,), (other,) = old.values(), new.values()
                self._join(one.number, other.number, other.why, other.detail)

    def _in_short(self, posts: Sequence[_Post]) -> None:
        """Join a post told in short with the only person who holds one that begins so, the longer ones first.

        "Trưởng phòng Tham mưu" and "Trưởng phòng Tham mưu Công an tỉnh" are one, "Thứ trưởng" and "Thứ trưởng Bộ Y tế".
        """
        by_place: dict[Key, list[_Post]] = defaultdict(list)
        for post in posts:
            if post.held.standing.place.is_sure:
                by_place[_here(post.held.standing)].append(post)
        for holders in by_place.values():
            for number, _, held in sorted(holders, key=lambda post: -len(post.held.standing.post)):
                short = held.standing
                if short.leads and (" " in short.body or short.place.level == "country"):
                    longer = (n for n, _, other in holders if other.standing.post.startswith(f"{short.post} "))
                    self._join_only(longer, number, "same-post", _named(held))

    def _without_place(self, posts: Sequence[_Post]) -> None:
        """Join posts whose place is not told with the only person who holds such a post."""
        by_post: dict[str, list[_Post]] = defaultdict(list)
        for post in posts:
            by_post[post.held.standing.post].append(post)
        for holders in by_post.values():
            for number, _, held in holders:
                if not held.standing.place.is_sure and not held.standing.many:
                    others = (post.number for post in holders if _tells_more(post.held.standing, held.standing))
                    self._join_only(others, number, "no-place", _named(held))
        self._weakly(_nowhere(posts))

    def _join_only(self, others: Iterable[int], number: int, why: str, detail: str) -> None:
        """Join an appearance with others, if these are all of one other person."""
        people = {id(self._groups[other]): other for other in others}
        people.pop(id(self._groups[number]), None)
        if len(people) == 1:
            self._join(next(iter(people.values())), number, why, detail)

    def _without_post(self) -> None:
        """Join a name that stands without a post with the only person of that name in the article's province."""
        people: dict[Key, dict[int, int]] = defaultdict(dict)
        bare: dict[Key, list[_Clue]] = defaultdict(list)
        for number, one in enumerate(self.found):
            if one.posts:
                for key in _homes(one):
                    people[key].setdefault(id(self._groups[number]), number)
        for number, one in enumerate(self.found):
            if one.posts or not one.home:
                continue
            near = people[one.home, one.before] or people[one.home_now, not one.before]
            if len({id(self._groups[other]) for other in near.values()}) == 1:
                self._join(next(iter(near.values())), number, "only-one", one.home_name or "")
            elif not near:
                bare[one.home, one.before].append(_Clue((), number, "only-one", one.home_name or ""))
        for clues in bare.values():
            self._join_if_alone(clues)


def _by_key(clues: Iterable[_Clue]) -> Iterator[list[_Clue]]:
    """Yield the clues of each key that several have, in order."""
    found: dict[Key, list[_Clue]] = defaultdict(list)
    for clue in clues:
        found[clue.key].append(clue)
    for key in sorted(found, key=repr):
        if len(found[key]) > 1:
            yield found[key]


def _each_post(posts: Iterable[_Post], keep: Callable[[Standing], bool]) -> Iterator[tuple[int, Held, Standing]]:
    for number, _, held in posts:
        if keep(held.standing):
            yield number, held, held.standing


def _post_key(held: Held) -> Key | None:
    post = held.standing
    if not post.place.is_sure or post.many:
        return None
    return (*_here(post), post.post)


def _here(post: Standing) -> Key:
    return post.place.code, post.place.before, post.place.level, post.place.unit


def _why(before: Held, held: Held) -> str:
    if before.standing.former or held.standing.former:
        return "former-post"
    return "national" if held.standing.place.level == "country" else "same-post"


def _named(held: Held) -> str:
    return f"{held.label}, {held.province}" if held.province and held.province not in held.label else held.label


def _with_body(post: Standing) -> bool:
    return bool(post.place.is_sure and post.body)


def _ranks(posts: Sequence[_Post]) -> Iterator[_Clue]:
    """Same rank, same organization."""
    for number, one, held in posts:
        post = held.standing
        if one.height and _with_body(post):
            detail = f"{one.rank}, {_body(held)}"
            yield _Clue((*_here(post), post.body, one.height), number, "same-rank", detail)


def _bodies(posts: Sequence[_Post]) -> Iterator[_Clue]:
    """Different posts of one organization, one after another."""
    for number, held, post in _each_post(posts, lambda post: _with_body(post) and not post.many):
        why = "succession" if post.leads else "same-organization"
        yield _Clue((*_here(post), post.body), number, why, _body(held))


def _departments(posts: Sequence[_Post]) -> Iterator[_Clue]:
    """From the head of a department to the head of what it belongs to, by people with a rank."""
    bodies = {(_here(post), post.body) for _, _, post in _each_post(posts, _with_body)}
    for number, one, held in posts:
        post = held.standing
        for here, body in bodies if one.height and post.leads and _with_body(post) else ():
            if here == _here(post) and f" {post.body}".endswith(f" {body}"):
                yield _Clue((here, body, "departments"), number, "succession", _body(held))


def _rules_here(post: Standing) -> bool:
    return post.rules and post.place.is_sure and post.place.level not in ("", "country")


def _rulers(posts: Sequence[_Post]) -> Iterator[_Clue]:
    """Leaders of one province, district or commune, in whichever of its bodies."""
    for number, held, post in _each_post(posts, _rules_here):
        yield _Clue(_here(post), number, "same-unit", held.standing.place.unit.capitalize() or held.province or "")


def _ranks_in_small_places(posts: Sequence[_Post]) -> Iterator[_Clue]:
    """Same rank and post of a district or commune that no article names, in one province."""
    for number, one, held in posts:
        post, place = held.standing, held.standing.place
        if one.height and place.code and place.level in ("district", "commune") and not (place.unit or post.many):
            key = (place.code, place.before, post.post, one.height)
            yield _Clue(key, number, "same-rank", f"{one.rank}, {_named(held)}")


def _body(held: Held) -> str:
    where = f", {held.province}" if held.province and held.province not in held.label else ""
    return f"{held.organization or held.label}{where}"


def _posts_since(posts: Sequence[_Post]) -> Iterator[_Clue]:
    yield from _since(posts, lambda post: post.post)


def _bodies_since(posts: Sequence[_Post]) -> Iterator[_Clue]:
    yield from _since(posts, lambda post: post.body if post.leads else None)


def _since(posts: Sequence[_Post], part: Callable[[Standing], str | None]) -> Iterator[_Clue]:
    for number, held, post in _each_post(posts, lambda post: post.place.is_sure and not post.many):
        place = post.place
        if place.level != "country" and part(post):
            key = (place.now, place.level, place.unit, part(post))
            yield _Clue(key, number, "former-post" if post.former else "merger", _named(held), place.before)


def _tells_more(one: Standing, other: Standing) -> bool:
    """Say whether the place of a post is that of another, told more fully."""
    here, there = one.place, other.place
    if here.level == "country":
        return not (there.code or there.unit)
    return (
        here != there and here.level == there.level and there.code in ("", here.code) and there.unit in ("", here.unit)
    )


def _nowhere(posts: Sequence[_Post]) -> Iterator[_Clue]:
    """Posts at the head of a province that no article names, or of a place that only its own name tells."""
    for number, held, post in _each_post(posts, lambda post: not post.place.code and not post.many):
        if post.place.level == "province" or post.place.unit:
            yield _Clue((post.place.level, post.place.unit, post.post), number, "no-place", held.label)


def _homes(one: Appearance) -> Iterator[Key]:
    for held in one.posts:
        place = held.standing.place
        if place.code != "*":
            yield place.code, place.before
            yield place.now, place.before
