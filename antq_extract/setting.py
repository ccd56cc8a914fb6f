"""Where an article is set: the province that outweighs all others, and the district and commune that it opens with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from antq_extract.document import Sentence, Span, Stamps
from antq_extract.gazetteer import Gazetteer, Level, Map, Place
from antq_extract.papers import papers
from antq_extract.places import Named
from antq_extract.rulebook import RuleBook

_LEAD = 400  # characters of the body that say where the report is set
_VENUE = 250  # characters of the body that say in which district and commune; behind them, what is named again
_CROWD = 3  # units of a level in one sentence that make it a survey of them
_WEIGHTS = {"province": 2.0, "district": 1.5, "commune": 1.0}
_BARE, _SURVEYED = 0.5, 0.25  # of a province without its kind; of a unit in a survey
_HEADLINE, _FIRST, _PAPER = 3.0, 2.0, 4.0  # in the headline, in the lead; the province that a paper or site is of
_LEAST, _LEAST_BARE = 3.0, 6.0  # what the province has to weigh; one that only its bare name speaks for
_SHARE, _LOCAL_SHARE = 0.55, 0.6  # the province's part of all; a district's part

Reason = Literal["headline", "text", "district", "commune", "publisher", "site", "issuer", "organization", "article"]
_REASONS: Sequence[Reason] = ("headline", "text", "district", "commune", "publisher", "site")


class Page(NamedTuple):
    """What a page says of itself: where its headline and body are, its day (EDTF), its publisher and address."""

    stamps: Stamps
    day: str | None
    publisher: str | None
    url: str | None


class Found(NamedTuple):
    """A unit and what it was inferred from."""

    place: Place
    reason: Reason


class Setting:
    """Where an article is set. ``named`` are the units that its text names, but for people's homes."""

    def __init__(self, named: Sequence[Named], page: Page, time: Map, rulebook: RuleBook) -> None:
        self._named, self._page, self._time, self._rulebook = named, page, time, rulebook
        self._gazetteer: Gazetteer = rulebook.gazetteer
        self.units: dict[Level, Found] = {}
        """The units it is set in, as far as they are known."""
        province = self._province()
        if province:
            self.units["province"] = province
            self._add_local(province.place)

    def _province(self) -> Found | None:
        """The province that outweighs all others, and what speaks for it first."""
        weights: dict[Place, float] = {}
        reasons: dict[Place, set[Reason]] = {}
        crowds = self._crowds(self._of("province"))
        for one in self._named:
            if one.place.code:
                weight = _WEIGHTS[one.level] * self._position(one.span) * (1 if one.explicit else _BARE)
                weight *= _SURVEYED if one.sentence in crowds else 1
                province = self._gazetteer.province(one.place, self._time)
                weights[province] = weights.get(province, 0) + weight
                reasons.setdefault(province, set()).add(self._where(one) if one.level == "province" else one.level)
        papers = self._papers()
        for found in papers:
            weights[found.place] = weights.get(found.place, 0) + _PAPER
            reasons.setdefault(found.place, set()).add(found.reason)
        if not weights:
            return None
        province, weight = max(weights.items(), key=lambda item: item[1])
        has_more = reasons[province] != {"text"} or self._is_explicit(province)
        opening, least = self._opening(papers), _LEAST if has_more else _LEAST_BARE
        if weight < max(least, _SHARE * sum(weights.values())) or (opening and province not in opening):
            return None
        if self._time == "old" and reasons[province] == {"commune"}:
            return None  # communes of before had many namesakes, not all of which the gazetteer knows
        return Found(province, next(reason for reason in _REASONS if reason in reasons[province]))

    def _papers(self) -> list[Found]:
        """The provinces of the publisher and of the address."""
        reader = papers(self._rulebook)
        publisher = reader.of_publisher(self._page.publisher or "", self._time)
        site = reader.of_host(_host(self._page.url or ""), self._time)
        found: list[tuple[Place | None, Reason]] = [(publisher, "publisher"), (site, "site")]
        return [Found(self._gazetteer.province(place, self._time), reason) for place, reason in found if place]

    def _opening(self, papers: Sequence[Found]) -> set[Place]:
        """The provinces of the units in headline and lead, and those of paper and site."""
        first = (one.place for one in self._named if one.place.code and self._position(one.span) > 1)
        return {self._gazetteer.province(place, self._time) for place in first} | {found.place for found in papers}

    def _is_explicit(self, province: Place) -> bool:
        """Say whether the province is named with its kind somewhere: "tỉnh Kon Tum"."""
        named = (one.place for one in self._of("province") if one.explicit and one.place.code)
        return any(self._gazetteer.province(place, self._time) == province for place in named)

    def _add_local(self, province: Place) -> None:
        """Add the district and the commune."""
        here = [o for o in self._named if not o.place.code or self._gazetteer.province(o.place, self._time) == province]
        district = self._local([one for one in here if one.level == "district"])
        inside = ("", district.place.code) if district and district.place.code else None
        commune = self._local([o for o in here if o.level == "commune" and (not inside or o.place.district in inside)])
        for one in (district, commune):
            place = one and self._gazetteer.current(one.place, self._time)
            if one and place:
                self.units[one.level] = Found(place, self._where(one))

    def _local(self, named: Sequence[Named]) -> Named | None:
        """The unit that the headline or the first lines name, or the lead and another place, and that outweighs the others."""
        crowds = self._crowds(named)
        weights: dict[Place, float] = {}
        mentions: dict[Place, list[Named]] = {}
        for one in named:
            weights[one.place] = weights.get(one.place, 0) + self._position(one.span)
            if one.sentence not in crowds:
                mentions.setdefault(one.place, []).append(one)
        if not weights:
            return None
        place, weight = max(weights.items(), key=lambda item: item[1])
        if place not in mentions or weight < _LOCAL_SHARE * sum(weights.values()):
            return None
        first, *more = mentions[place]
        return first if self._opens(first.span) or (more and self._position(first.span) > 1) else None

    def _of(self, level: Level) -> list[Named]:
        return [one for one in self._named if one.level == level]

    @staticmethod
    def _crowds(named: Sequence[Named]) -> Collection[Sentence]:
        """The sentences that name so many units of a level that the article is set in none for their sake."""
        units: dict[Sentence, set[Place]] = {}
        for one in named:
            units.setdefault(one.sentence, set()).add(one.place)
        return {sentence for sentence, places in units.items() if len(places) >= _CROWD}

    def _position(self, span: Span) -> float:
        if self._in_headline(span):
            return _HEADLINE
        return _FIRST if span.start < self._page.stamps.body + _LEAD else 1.0

    def _opens(self, span: Span) -> bool:
        return self._in_headline(span) or span.start < self._page.stamps.body + _VENUE

    def _in_headline(self, span: Span) -> bool:
        headline = self._page.stamps.headline
        return headline is not None and headline.holds(span)

    def _where(self, one: Named) -> Reason:
        return "headline" if self._in_headline(one.span) else "text"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # brackets that hold no address
        return ""
