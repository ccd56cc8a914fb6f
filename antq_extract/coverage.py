"""Articles of several papers on one event, told by date, place and what else they have in common.

Day and province alone make no event: two articles must share more, of at least two kinds (officials, figures, words of
the headline, a commune), and nothing may set them apart: a district, a commune, a part of the day. Only articles that
share something on one day are compared, so that the time grows with their number and not with its square.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product
from typing import Any, Final, NamedTuple

from antq_extract.converters import key
from antq_extract.figures import Figure, Told, Value, compared, is_same, told
from antq_extract.people import slug
from antq_extract.standing import code, now_code

__all__ = ["WHY", "Coverage", "Figure", "Story", "Value", "Why", "coverage", "story"]

WHY: Final[Mapping[str, str]] = {
    "date": "an event on the same day",
    "province": "in the same province",
    "district": "in the same district",
    "commune": "in the same commune",
    "officials": "officials in common",
    "figures": "figures in common",
    "headline": "words of the headline in common",
    "organizer": "awards by the same issuer",
}
"""The kinds of evidence, with what they mean."""

_CROWD: Final = 60  # articles that share something on one day; where more do, it says nothing
_ENOUGH: Final = 3.5  # points that two articles of one province need
_UNPLACED: Final = 1.0  # further points that they need where a province is not known
_KINDS: Final = 2  # kinds of evidence that they need


class Why(NamedTuple):
    """A kind of evidence, a key of :data:`WHY`, and what it is, as the articles have it."""

    code: str
    detail: str


class Coverage(NamedTuple):
    """An event with the articles on it, by publication date.

    ``date`` is an EDTF day. ``copies`` are articles with the same text as one of ``articles``, each with that one;
    they are not among them. ``organizer`` is who gave the awards.
    """

    id: str
    date: str
    province: str | None
    province_code: str | None
    province_now: str | None
    province_now_code: str | None
    organizer: str | None
    articles: tuple[int, ...]
    copies: tuple[tuple[int, int], ...]
    why: tuple[Why, ...]
    figures: tuple[Figure, ...]


class Story(NamedTuple):
    """What is compared of an article.

    ``days`` gives the parts of the day (none where it is not told) by day of an event; ``words`` are the pairs of
    neighbouring words of the headline: single syllables are in every other one. Places are codes as in
    :mod:`antq_extract.standing`, empty where unknown; ``before`` tells that the article is older than July 2025.
    """

    article: int
    record: str
    published: str
    days: Mapping[str, frozenset[str]]
    province: str
    province_now: str
    before: bool
    names: tuple[str | None, str | None, str | None, str | None]
    district: tuple[str, str]
    commune: tuple[str, str]
    officials: Mapping[str, str]
    headline: tuple[str, ...]
    words: frozenset[str]
    issuers: Mapping[str, str]
    figures: tuple[Told, ...]


def story(article: int, record: Mapping[str, Any]) -> Story:
    """Return what is compared of a record, a dict as JSON has it; missing places count as unknown."""
    about = record["article"]
    days: dict[str, set[str]] = {}
    for found in record["dates"]:
        if (
            found["role"] == "event"
            and found["granularity"] in ("day", "minute", "second")
            and "X" not in found["edtf"]
        ):
            days.setdefault(found["edtf"][:10], set()).update({found["part_of_day"]} - {None})
    province = about.get("province")
    heirs = (province or {}).get("successors") or ([province] if province else [])
    heir = heirs[0] if len(heirs) == 1 else {}
    headline = tuple(re.findall(r"\w+", key(about.get("headline") or "")))
    issuers = [issuer for award in record["awards"] for issuer in award["issuers"]]
    return Story(
        article=article,
        record=record["id"],
        published=about.get("date_published") or "~",
        days={day: frozenset(parts) for day, parts in days.items()},
        province=code(province),
        province_now=now_code(province),
        before=bool(province and province.get("successors")),
        names=(province["name"], province.get("code"), heir.get("name"), heir.get("code")) if province else (None,) * 4,
        district=_unit(about.get("district")),
        commune=_unit(about.get("commune")),
        officials={key(official["normalized_name"]): official["normalized_name"] for official in record["officials"]},
        headline=headline,
        words=frozenset(map(" ".join, pairwise(headline))),
        issuers={key(issuer): issuer for issuer in issuers},
        figures=told(record),
    )


def _unit(unit: Mapping[str, Any] | None) -> tuple[str, str]:
    """Return what a district or commune is compared by, and its name; empty where there is none."""
    return (code(unit), unit["name"]) if unit else ("", "")


def coverage(stories: Iterable[Story]) -> tuple[Coverage, ...]:
    """Return the events that several articles tell of, by date and id. The order of ``stories`` does not matter."""
    firsts, copies = _without_copies(stories)
    by_day: dict[str, list[Story]] = defaultdict(list)
    for one in firsts:
        for day in one.days:
            by_day[day].append(one)
    found: list[Coverage] = []
    known: dict[int, list[frozenset[int]]] = defaultdict(list)  # by article
    for day in sorted(by_day):
        for group in _groups(by_day[day], day) if len(by_day[day]) > 1 else ():
            articles = frozenset(one.article for one in group.stories)
            if any(articles <= other for other in known[group.stories[0].article]):
                continue  # the next day of what goes on for days
            for article in articles:
                known[article].append(articles)
            found.append(_coverage(group, day, copies))
    return tuple(sorted(found, key=lambda one: (one.date, one.id)))


def _without_copies(stories: Iterable[Story]) -> tuple[list[Story], Mapping[int, list[int]]]:
    """Return the stories in a fixed order, each text once, and the articles that have the same text, by article."""
    firsts: dict[str, Story] = {}
    copies: dict[int, list[int]] = defaultdict(list)
    for one in sorted(stories, key=lambda one: (one.published, one.record, one.article)):
        first = firsts.setdefault(one.record, one)
        if first is not one:
            copies[first.article].append(one.article)
    return list(firsts.values()), copies


class _Group(NamedTuple):
    """Articles on one event, and the evidence that ties any two of them."""

    stories: list[Story]
    why: list[Why]


def _groups(stories: Sequence[Story], day: str) -> Iterator[_Group]:
    """Yield the events of a day: the best tied articles are put together first, others join where half of those tie."""
    settings = [_setting(one, day) for one in stories]
    links: dict[tuple[int, int], tuple[float, list[Why]]] = {}
    tied: dict[int, set[int]] = defaultdict(set)
    for a, b in _candidates(stories):
        if _may_be_one(settings[a], settings[b]) and (evidence := _evidence(stories[a], stories[b], day)):
            links[a, b] = evidence
            tied[a].add(b)
            tied[b].add(a)
    groups = {number: {number} for number in tied}
    found = {
        number: {settings[number]} for number in tied
    }  # the settings of each group: few, however many its articles
    for pair in sorted(links, key=lambda pair: (-links[pair][0], pair)):
        one, other = (groups[number] for number in pair)
        here, there = (found[number] for number in pair)
        if one is other or not all(_may_be_one(a, b) for a, b in product(here, there)):
            continue
        if 2 * sum(len(tied[number] & other) for number in one) >= len(one) * len(other):
            one |= other
            here |= there
            groups |= dict.fromkeys(other, one)
            found |= dict.fromkeys(other, here)
    for members in {id(group): group for group in groups.values()}.values():
        if len(members) > 1:
            inside = [links[pair][1] for pair in combinations(sorted(members), 2) if pair in links]
            yield _Group([stories[number] for number in sorted(members)], [why for whys in inside for why in whys])


class _Setting(NamedTuple):
    """What may set articles apart: places as codes, and the parts of the day."""

    province: str
    province_now: str
    before: bool
    district: str
    commune: str
    parts: frozenset[str]


def _setting(one: Story, day: str) -> _Setting:
    return _Setting(one.province, one.province_now, one.before, one.district[0], one.commune[0], one.days[day])


def _candidates(stories: Sequence[Story]) -> set[tuple[int, int]]:
    """Return the pairs of stories of one day that share something."""
    sharing: dict[object, list[int]] = defaultdict(list)
    for number, one in enumerate(stories):
        figures = {(figure.cell, figure.value) for figure in one.figures}
        units = {unit[0] for unit in (one.commune, one.district) if unit[0]}
        for feature in {*one.officials, *one.words, *figures, *units}:  # a name may be a word of the headline, too
            sharing[feature].append(number)
    pairs: set[tuple[int, int]] = set()
    for numbers in sharing.values():
        if len(numbers) <= _CROWD:
            pairs.update(combinations(numbers, 2))
            continue
        near: dict[str, list[int]] = defaultdict(list)
        for number in numbers:
            near[stories[number].province_now].append(number)
        for crowd in near.values():
            if len(crowd) <= _CROWD:
                pairs.update(combinations(crowd, 2))
    return pairs


def _may_be_one(one: _Setting, other: _Setting) -> bool:
    """Say whether nothing sets two articles apart."""
    if one.province and other.province and one.province != other.province:
        if one.province_now != other.province_now or (one.before and other.before):
            return False
    elif one.before == other.before and any(
        a and b and a != b for a, b in ((one.district, other.district), (one.commune, other.commune))
    ):
        return False
    return not one.parts or not other.parts or not one.parts.isdisjoint(other.parts)


def _evidence(one: Story, other: Story, day: str) -> tuple[float, list[Why]] | None:
    """Return points and evidence that two articles tell of one event, None if it is not enough."""
    found = [*_officials(one, other), *_figures(one, other), *_headline(one, other), *_places(one, other)]
    kinds = sum(kinds for kinds, _, _ in found)
    issuers = sorted(other.issuers[issuer] for issuer in one.issuers.keys() & other.issuers.keys())
    points = sum(points for _, points, _ in found) + (0.5 if issuers else 0)
    placed = bool(one.province and other.province)
    if kinds < _KINDS or points < _ENOUGH + (0 if placed else _UNPLACED):
        return None
    whys = [Why("date", day), *([Why("province", one.names[0] or "")] if placed else [])]
    return points, [*whys, *(why for _, _, why in found), *(Why("organizer", issuer) for issuer in issuers)]


Evidence = tuple[int, float, Why]
"""For how many kinds it counts, its points, and what it is."""


def _officials(one: Story, other: Story) -> Iterator[Evidence]:
    shared = one.officials.keys() & other.officials.keys()
    if shared:
        names = "; ".join(sorted(one.officials[name] for name in shared))
        most = len(shared) >= 4 and 2 * len(shared) >= max(len(one.officials), len(other.officials))
        yield 2 if most else 1, (1.5, 2.5, 3.5, 4.0)[min(len(shared), 4) - 1], Why("officials", names)


def _figures(one: Story, other: Story) -> Iterator[Evidence]:
    there = defaultdict(list)
    for figure in other.figures:
        there[figure.cell].append(figure)
    same = [figure for figure in one.figures if any(is_same(figure, that) for that in there[figure.cell])]
    if same:
        points = min(4.0, sum(figure.weight for figure in same))
        yield 1, points, Why("figures", "; ".join(dict.fromkeys(figure.text for figure in same)))


def _headline(one: Story, other: Story) -> Iterator[Evidence]:
    shared = one.words & other.words
    if len(shared) < 2:
        return
    share = len(shared) / len(one.words | other.words)
    detail = Why("headline", "; ".join(_phrases(one.headline, shared)))
    if share >= 0.8 and len(shared) >= 6:
        yield 2, 4.0, detail
    elif share >= 0.25:
        yield 1, 3.0 if share >= 0.6 else 2.0 if share >= 0.4 else 1.0, detail


def _phrases(headline: Sequence[str], shared: Collection[str]) -> Iterator[str]:
    """Yield the stretches of a headline of which each pair of words is shared."""
    phrase: list[str] = []
    for first, second in pairwise((*headline, "")):
        phrase.append(first)
        if f"{first} {second}" not in shared:
            if len(phrase) > 1:
                yield " ".join(phrase)
            phrase = []


def _places(one: Story, other: Story) -> Iterator[Evidence]:
    if one.commune[0] and one.commune == other.commune:
        yield 1, 2.0, Why("commune", one.commune[1])
    if one.district[0] and one.district == other.district:
        yield 0, 1.0, Why("district", one.district[1])


def _coverage(group: _Group, day: str, copies: Mapping[int, list[int]]) -> Coverage:
    stories = group.stories
    placed = next((one for one in stories if one.province), stories[0])
    issuers = Counter(issuer for one in stories for issuer in one.issuers.values())
    organizer = min(issuers, key=lambda issuer: (-issuers[issuer], issuer)) if issuers else None
    digest = hashlib.sha256(stories[0].record.encode()).hexdigest()[:8]
    return Coverage(
        "-".join(filter(None, (day, slug(placed.names[0] or ""), digest))),
        day,
        *placed.names,
        organizer,
        tuple(one.article for one in stories),
        tuple((copy, one.article) for one in stories for copy in copies.get(one.article, ())),
        _summed(group.why),
        compared({one.article: one.figures for one in stories}),
    )


def _summed(whys: Iterable[Why]) -> tuple[Why, ...]:
    """Return the evidence of all pairs, a line a kind."""
    details: dict[str, dict[str, None]] = {name: {} for name in WHY}
    for why in whys:
        details[why.code] |= dict.fromkeys(why.detail.split("; "))
    return tuple(Why(name, "; ".join(found)) for name, found in details.items() if found)
