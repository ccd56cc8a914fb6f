"""Sets an article's ratios, awards and posts in their province, district and commune."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import regex

from antq_extract.converters import key
from antq_extract.document import Match, Span, Text
from antq_extract.gazetteer import REFORM, Level, Map, Place
from antq_extract.places import Named, facts, heirs, namer
from antq_extract.records import AwardFact, Official, PlaceFact, Post, RatioFact, Unit
from antq_extract.rulebook import RuleBook
from antq_extract.setting import Page, Reason, Setting
from antq_extract.wordlists import WordList

_LINK = 3  # characters between the units of one address: ", "
_OTHER = regex.compile(r"\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+")
_Fact = TypeVar("_Fact", RatioFact, AwardFact, Post)


class Units(NamedTuple):
    """The units that something lies in, as far as they are known."""

    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None


NOWHERE = Units()


class Whereabouts(NamedTuple):
    """The units that an article names and those it is set in, with its facts set in theirs."""

    places: Sequence[PlaceFact]
    article: Units
    ratios: Sequence[RatioFact]
    awards: Sequence[AwardFact]
    officials: Sequence[Official]


def interpret(
    text: Text,
    matches: Mapping[str, Sequence[Match]],
    page: Page,
    ratios: Sequence[RatioFact],
    awards: Sequence[AwardFact],
    officials: Sequence[Official],
    rulebook: RuleBook,
) -> Whereabouts:
    """Set an article and its facts in their units; ``matches`` are those of units and of persons' names."""
    people = [Span(match.start, match.end) for match in matches.get("officials", ()) if match.part == "name"]
    time: Map = "new" if page.day and page.day >= REFORM else "old"
    named = namer(rulebook).named(text, matches.get("places", ()), people, time)
    locator = _Locator(text, [one for one in named if not one.home], page, time, rulebook)
    return Whereabouts(
        facts(text, named, page.day, rulebook),
        locator.article,
        [_set(ratio, locator.of_sentence(ratio.start)) for ratio in ratios],
        [_set(award, locator.of_issuers(award.issuers)) for award in awards],
        [_settled(official, locator) for official in officials],
    )


def _set(fact: _Fact, units: Units) -> _Fact:
    return fact if units is NOWHERE else fact.model_copy(update=units._asdict())


def _settled(official: Official, locator: _Locator) -> Official:
    posts = tuple(_set(post, locator.of_post(post)) for post in official.posts)
    return official.model_copy(update={"posts": posts}) if posts else official


class _Bodies:
    """The vocabulary of posts and bodies."""

    def __init__(self, rulebook: RuleBook) -> None:
        self._national = WordList(rulebook, "places.national")
        self._branch = WordList(rulebook, "places.branch")
        self._levels: Mapping[Level, WordList] = {
            "commune": WordList(rulebook, "places.of_commune"),
            "district": WordList(rulebook, "places.of_district"),
            "province": WordList(rulebook, "places.of_province"),
        }

    def level(self, label: str) -> Level | None:
        """The level of unit that a post or body belongs to by its words; None where they don't tell."""
        return next((level for level, words in self._levels.items() if words.search(label, 0, len(label))), None)

    def are_national(self, label: str) -> bool:
        """Say whether a post or body is one of the whole country."""
        rest = self._branch.removed(label)
        return self._national.search(rest, 0, len(rest))


@lru_cache(maxsize=4)
def _bodies(rulebook: RuleBook) -> _Bodies:
    return _Bodies(rulebook)


class _Locator:
    """Tells the units of an article and of its facts."""

    def __init__(self, text: Text, named: Sequence[Named], page: Page, time: Map, rulebook: RuleBook) -> None:
        self._text, self._named, self._day, self._time = text, named, page.day, time
        self._gazetteer, self._bodies = rulebook.gazetteer, _bodies(rulebook)
        self._surfaces = [(key(text.folded[slice(*one.span)]), one) for one in named]
        self._units: dict[tuple[Place, Reason], Unit] = {}
        self._labels: dict[tuple[str, Reason], Units] = {}
        setting = Setting(named, page, time, rulebook).units
        self.article = Units(**{level: self._unit(*found) for level, found in setting.items()}) if setting else NOWHERE
        handed = {level: self._unit(found.place, "article") for level, found in setting.items()}
        self._of_article: Mapping[Level, Units] = {
            "province": _first(handed, "province"),
            "district": _first(handed, "province", "district"),
            "commune": _first(handed, "province", "district", "commune"),
        }

    def of_sentence(self, start: int) -> Units:
        """The units that a sentence names last before a place of the source, else the article's province."""
        before = [one for one in self._named if self._source_end(one.span) <= start]
        if not before or start >= self._source_end(Span(*before[-1].sentence)):
            return self._of_article["province"]
        units = self._joined(_address(before), "text")
        if not units.province:
            return self._of_article["province"]
        other = _OTHER.search(self._text.source, self._source_end(before[-1].span), start)
        return Units(units.province) if other else units  # "huyện A đạt 95%, Phú Mỹ 90%"

    def of_issuers(self, issuers: Iterable[str]) -> Units:
        """The units of the first issuer whose name tells them, else the article's province."""
        found = (self._of_label(issuer, "issuer") for issuer in issuers)
        return next((units for units in found if units is not NOWHERE), self._of_article["province"])

    def of_post(self, post: Post) -> Units:
        """The units of a post by its name, or else by its level in the article's; none of a national one."""
        if post.organization is None and not self._bodies.level(post.label):
            return self._joined(self._within(post.label), "organization")  # "Phó Tổng Thư ký": of whom?
        return self._of_label(post.label, "organization")

    def _of_label(self, label: str, reason: Reason) -> Units:
        units = self._labels.get((label, reason))
        if units is None:
            units = self._labels[label, reason] = self._read(label, reason)
        return units

    def _read(self, label: str, reason: Reason) -> Units:
        units = self._joined(self._within(label), reason)
        if units.province:
            return units
        level = self._bodies.level(label)
        if level is None and self._bodies.are_national(label):
            return NOWHERE
        return self._of_article[level or "province"]

    def _within(self, label: str) -> list[Named]:
        """The units that a label names."""
        known = key(label)
        return [one for surface, one in self._surfaces if surface in known]

    def _joined(self, named: Iterable[Named], reason: Reason) -> Units:
        """The units that are named, with the province that they lie in."""
        found: dict[Level, Unit] = {}
        for one in named:
            place = self._gazetteer.current(one.place, self._time)
            if place and one.level not in found:
                found[one.level] = self._unit(place, reason)
            if one.place.code and one.level != "province":
                province = self._gazetteer.province(one.place, self._time)
                found.setdefault("province", self._unit(province, reason))
        handed = self._of_article["province"].province
        if found and handed:
            found.setdefault("province", handed)
        return _first(found, "province", "district", "commune")

    def _unit(self, place: Place, reason: Reason) -> Unit:
        unit = self._units.get((place, reason))
        if unit is None:
            name = self._gazetteer.name(place, self._day)
            unit = Unit(name=name, code=place.code or None, successors=heirs(place), inferred_from=reason)
            self._units[place, reason] = unit
        return unit

    def _source_end(self, span: Span) -> int:
        return self._text.to_source(*span).end


def _first(units: Mapping[Level, Unit], *levels: Level) -> Units:
    kept = {level: units[level] for level in levels if level in units}
    return Units(**kept) if kept else NOWHERE


def _address(before: Sequence[Named]) -> list[Named]:
    """The last units that stand one behind the other; none of a level of which that is a list."""
    address = [before[-1]]
    listed: set[Level] = set()
    for one in reversed(before[:-1]):
        inner = address[-1]
        if inner.span.start - one.span.end > _LINK or one.sentence != inner.sentence:
            break
        if one.level == inner.level:
            listed.add(one.level)
        address.append(one)
    return [one for one in address if one.level not in listed]
