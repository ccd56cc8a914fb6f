"""Names of administrative units to units of the gazetteer: which one of several of a name, on which day's map."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from antq_extract.converters import key
from antq_extract.document import Match, Sentence, Span, Text
from antq_extract.facts import anchor
from antq_extract.gazetteer import KINDS, Level, Map, Place
from antq_extract.records import Heir, PlaceFact
from antq_extract.rulebook import RuleBook
from antq_extract.wordlists import WordList

_PIECES = regex.compile(r"(?<!\p{L})(?![\s,;]|và\s)(?:(?!\s?[,;]\s?|\svà\s).)++")
_SYLLABLES = 3  # at most, of a name that the gazetteer lacks
_LINK = 3  # characters at most between a unit and what it lies in: ", ", " ("
_PAIR = 2  # syllables
_HOME = 60  # characters before a unit in which a word may make it somebody's home
_SIZES: Sequence[Level] = ("commune", "district", "province")
_LEVELS: Mapping[str, Level] = {
    "tỉnh": "province",
    **{kind.strip(): level for level in ("district", "commune") for kind in KINDS[level]},
}


class Named(NamedTuple):
    """A unit where the text names it; ``place`` has no code where the gazetteer lacks it or leaves it open.

    ``home``: it is somebody's home, ``explicit``: the kind of unit stands before the name.
    """

    level: Level
    place: Place
    span: Span
    sentence: Sentence
    rule: str
    home: bool
    explicit: bool


class _Reading(NamedTuple):
    """The units that a name, or so many characters of it, may stand for: none if it is no unit's."""

    level: Level
    places: tuple[Place, ...]
    length: int


class _Name(NamedTuple):
    """A name in the text and the units that it may stand for."""

    level: Level
    places: tuple[Place, ...]
    span: Span
    match: Match


class Namer:
    """Reads names of units; what it has looked up once it knows again."""

    def __init__(self, rulebook: RuleBook) -> None:
        self._gazetteer = rulebook.gazetteer
        self._short = rulebook.maps["places.short_form"]
        self._cities = rulebook.keys("places.city")
        self._short_kinds = rulebook.keys("places.short_kind")
        self._surnames = rulebook.keys("fragments.surname")
        self._home = WordList(rulebook, "places.home")
        self._longest = lru_cache(maxsize=1 << 12)(self._read)

    def named(self, text: Text, matches: Iterable[Match], people: Sequence[Span], time: Map) -> list[Named]:
        """Return the units that a text names, in order; ``people`` are the places of persons' names, in order."""
        names = [name for match in matches for name in self._names(text, match, people, time)]
        return [
            Named(
                name.level,
                place,
                name.span,
                name.match.sentence,
                name.match.rule,
                self._home.search(
                    text.folded, max(name.match.sentence.start, name.span.start - _HOME), name.span.start
                ),
                name.match.part == "unit",
            )
            for name, place in zip(names, self._chosen(names, time), strict=True)
        ]

    def province(self, name: str, time: Map) -> Place | None:
        """Return the province of a name or short form: of the map of the time, else of the old one."""
        known = key(self._short.get(key(name), name))
        places = self._gazetteer.find(time, "province", known) or self._gazetteer.find("old", "province", known)
        return places[0] if places else None

    # --- names ----------------------------------------------------------------------------------------------------

    def _names(self, text: Text, match: Match, people: Sequence[Span], time: Map) -> Iterator[_Name]:
        if match.part == "province":
            name, span = match.values["name"], Span(match.start, match.end)
            place = self.province(name, time) if _is_name(name) and not _inside(span, people) else None
            if place:
                yield _Name("province", (place,), span, match)
            return
        kind, start = match.values["kind"], match.spans["names"][0].start
        pieces = [(start + piece.start(), piece[0]) for piece in _PIECES.finditer(match.values["names"])]
        is_spelled_out = not self._is_short(text, match) and not _inside(Span(pieces[0][0], pieces[0][0] + 1), people)
        (begin, name), *more = pieces
        found = self._first(kind, name, is_spelled_out, time)
        if found.places:
            yield _Name(found.level, found.places, Span(match.start, begin + found.length), match)
            for (begin, name), (_, following) in zip(more, (*more[1:], (0, "")), strict=False):
                found = self._next(kind, name, following, found.level, time)
                if found.places:
                    yield _Name(found.level, found.places, Span(begin, begin + found.length), match)

    def _first(self, kind: str, name: str, is_spelled_out: bool, time: Map) -> _Reading:
        """What stands right behind a kind of unit."""
        found = self._longest(kind, name, time)
        if found.places:
            return found
        province = self.province(name, time)
        if province:
            return _Reading("province", (province,), len(name))
        return self._unknown(kind, name, time) if is_spelled_out else found

    def _next(self, kind: str, name: str, following: str, before: Level, time: Map) -> _Reading:
        """What stands further on: another unit of the kind, or what those before it lie in ("xã A, huyện B, tỉnh C")."""
        province = self.province(name, time)
        city = before == "district" and self._gazetteer.find("old", "district", f"{kind} {key(name)}")
        if province and not city:
            return _Reading("province", (province,), len(name))
        around = self.province(following, "old") if following and before == "commune" else None
        if around:
            found = (self._gazetteer.find("old", "district", prefix + key(name)) for prefix in KINDS["district"])
            districts = tuple(place for places in found for place in places if place.province == around.code)
            if districts:
                return _Reading("district", districts, len(name))
        return self._longest(kind, name, time)

    def _is_short(self, text: Text, match: Match) -> bool:
        """Say whether the kind of unit is in short: "P." and "TT" before what no map knows are something else."""
        return key(text.folded[slice(*match.spans["kind"][0])]) in self._short_kinds

    def _read(self, kind: str, name: str, time: Map) -> _Reading:
        """The units that the longest beginning of a name stands for."""
        words = name.split(" ")
        while words:
            start = " ".join(words)
            level, places = self._units(kind, start, time)
            if places:
                return _Reading(level, places, len(start))
            words.pop()
        return _Reading(_LEVELS[kind], (), 0)

    def _units(self, kind: str, name: str, time: Map) -> tuple[Level, tuple[Place, ...]]:
        place = self.province(name, time)
        if kind == "tỉnh" or (kind == "thành phố" and place and key(place.name) in self._cities):
            return "province", (place,) if place else ()
        level, find, known = _LEVELS[kind], self._gazetteer.find, key(name)
        for day in dict.fromkeys((time, "old") if level == "commune" else ("old",)):
            if places := find(day, level, f"{kind} {known}"):
                return level, places
            for prefix in () if name.isdigit() else KINDS[level]:
                if places := find(day, level, prefix + known):  # of another kind before or since
                    return level, tuple(_as_kind(kind, prefix, place) for place in places)
        if kind == "thành phố" and place:  # "các tỉnh, thành phố: An Giang, Bạc Liêu"
            return "province", (place,)
        return level, ()

    def _unknown(self, kind: str, name: str, time: Map) -> _Reading:
        """A unit by the name that the text gives it, as far as that can be told from a person's behind it.

        Cities that the gazetteer lacks are abroad, and the map of today has all districts there are: none.
        """
        words = name.split(" ")
        is_person = len(words) > _PAIR and key(words[0]) in self._surnames  # two may be a place's: Nông Sơn
        if is_person or kind == "thành phố" or (time == "new" and _LEVELS[kind] == "district"):
            return _Reading(_LEVELS[kind], (), 0)
        end = next((i for i, word in enumerate(words) if i > 1 and key(word) in self._surnames), len(words))
        start = " ".join(words[: min(end, _SYLLABLES)])
        if kind == "tỉnh" or start.isupper() or (" " not in start and not start.isdigit()):
            return _Reading(_LEVELS[kind], (), 0)
        place = Place("old", f"{kind.capitalize()} {start}", "", "", "", ())
        return _Reading(_LEVELS[kind], (place,), len(start))

    # --- which of several -----------------------------------------------------------------------------------------

    def _chosen(self, names: Sequence[_Name], time: Map) -> list[Place]:
        """The unit that each name stands for: of several the one in the unit named right behind, or where the others lie."""
        around: dict[Sentence, Counter[str]] = {}
        for name in names:
            if len(name.places) == 1 and name.places[0].code:
                around.setdefault(name.match.sentence, Counter()).update(self._around(name.places[0], time))
        everywhere = sum(around.values(), Counter())

        def fits(place: Place, sentence: Sentence) -> tuple[int, int]:
            units = self._around(place, time)
            near = around.get(sentence, Counter())
            return sum(near[unit] > 0 for unit in units), sum(everywhere[unit] for unit in units)

        chosen: list[Place] = []
        for number in range(len(names) - 1, -1, -1):  # the larger unit stands behind the smaller
            name = names[number]
            places = name.places
            if chosen and _is_around(names[number + 1], name):
                places = tuple(
                    place for place in places if self._lies_in(place, names[number + 1].level, chosen[-1], time)
                )
            if len(places) > 1:
                (best, place), (second, _), *_ = sorted(
                    ((fits(place, name.match.sentence), place) for place in places), reverse=True
                )
                places = (place,) if best > second else ()
            chosen.append(places[0] if places else Place(name.places[0].time, name.places[0].name, "", "", "", ()))
        return chosen[::-1]

    def _lies_in(self, place: Place, level: Level, outer: Place, time: Map) -> bool:
        if not place.code or not outer.code:
            return False
        if level == "district":
            return place.district == outer.code
        return self._gazetteer.province(place, time) == self._gazetteer.province(outer, time)

    def _around(self, place: Place, time: Map) -> tuple[str, str]:
        """What a unit lies in: its province on the day's map, and its district."""
        return f"p{self._gazetteer.province(place, time).code}", f"d{place.district or place.code}"


@lru_cache(maxsize=4)
def namer(rulebook: RuleBook) -> Namer:
    """Return the reader of names of a rule book."""
    return Namer(rulebook)


def facts(text: Text, named: Iterable[Named], day: str | None, rulebook: RuleBook) -> list[PlaceFact]:
    """Return each unit that is named once, where it is first; ``day`` (EDTF) is the article's."""
    gazetteer = rulebook.gazetteer
    found: dict[tuple[str, str, str], PlaceFact] = {}
    for one in named:
        place = one.place
        identity = (place.time, place.code, "" if place.code else key(place.name))
        if identity in found:
            continue
        inside = gazetteer.provinces[place.time, place.province] if place.code and one.level != "province" else None
        found[identity] = PlaceFact(
            **anchor(text, one.span.start, one.span.end, one.rule),
            level=one.level,
            name=gazetteer.name(place, day),
            code=place.code or None,
            province=gazetteer.name(inside, day) if inside else None,
            province_code=inside.code if inside else None,
            successors=heirs(place),
        )
    return list(found.values())


def heirs(place: Place) -> tuple[Heir, ...]:
    """Return what took the place of a unit, as records have it."""
    return tuple(Heir(name=name, code=code) for name, code in place.successors)


def _is_around(outer: _Name, inner: _Name) -> bool:
    """Say whether a unit stands right behind a smaller one as what that lies in: "xã Tân Hòa, huyện Vũ Thư"."""
    gap = outer.span.start - inner.span.end
    return 0 <= gap <= _LINK and _SIZES.index(outer.level) > _SIZES.index(inner.level)


def _is_name(words: str) -> bool:
    """Say whether each word has a capital: "Hòa bình" is none of a province."""
    return all(not word[0].isalpha() or word[0].isupper() for word in words.split())


def _as_kind(kind: str, prefix: str, place: Place) -> Place:
    """A unit by the kind that it had on the article's day: the town of Thuận An before it was a city."""
    return place._replace(name=f"{kind.capitalize()} {place.name[len(prefix) :]}")


def _inside(span: Span, people: Sequence[Span]) -> bool:
    """Say whether a place lies inside a person's name."""
    following = bisect_right(people, span.start, key=lambda person: person.start)
    return following > 0 and people[following - 1].holds(span)
