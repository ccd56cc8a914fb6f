"""Kinds of facts: what the four core kinds take from a rule, and the kinds that packs bring.

A *part* says what an interpreter takes a match for. ``CORE`` names the parts of each core kind with the values that its
interpreter understands, so that a rule which would fail there is refused when it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import Field, create_model

from antq_extract.converters import Converter
from antq_extract.errors import UsageError
from antq_extract.records import Anchored, AwardFact, Facts, Record

Needs = tuple[tuple[str, ...], ...]
"""Of each of these groups of values a match must have one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a core kind: its values, each with what it is, and which of them it cannot do without."""

    values: Mapping[str, str]
    needs: Needs = ()


_WORDS = {
    "part of day": ("morning", "noon", "afternoon", "evening", "night"),
    "half": ("am", "pm"),
    "change": ("increase", "decrease"),
    "qualifier": ("exact", "over", "nearly", "about", "at_least"),
    "kind of unit": ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"),
}
_INTEGERS = ("year", "month", "day", "hour", "minute")
_POINT = {
    **dict.fromkeys((*_INTEGERS, "month_word", "second", "weekday", "two"), "integer"),
    "part_of_day": "part of day",
}
_INTERVAL = _POINT | dict.fromkeys((f"end_{name}" for name in _INTEGERS), "integer")
_LUNAR = {
    **dict.fromkeys(("year", "month", "month_word", "day"), "integer"),
    **dict.fromkeys(("full", "first", "last"), "text"),
    "part_of_day": "part of day",
}
_YEARS = dict.fromkeys(("year", "end_year", "end_two"), "integer")
_COUNTED = {"count": "integer", "qualifier": "qualifier"}

CORE: Mapping[str, Mapping[str, Part]] = {
    "dates": {
        "point": Part(_POINT, (("year", "month", "month_word"),)),
        "stamp": Part(_POINT | {"half": "half", "zone": "text"}, (("year", "two"), ("month", "month_word"))),
        "lunar": Part(_LUNAR, (("month", "month_word", "first", "last"),)),
        "lunar-interval": Part(
            _LUNAR | {f"end_{name}": kind for name, kind in _LUNAR.items() if name != "part_of_day"},
            (("day", "full"), ("end_day", "end_full"), ("end_month", "end_month_word", "end_first", "end_last")),
        ),
        "named": Part({"day": "integer", "month": "integer"}, (("day",), ("month",))),
        "aside": Part({"year": "integer"}, (("year",),)),
        "list": Part(
            {"days": "integers", "month": "integer", "year": "integer", "part_of_day": "part of day"},
            (("days",), ("month",)),
        ),
        "interval": Part(_INTERVAL, (("year", "month", "month_word", "day"), ("end_year", "end_month", "end_day"))),
        "years": Part(_YEARS, (("year",), ("end_year", "end_two"))),
        "term": Part(_YEARS, (("year",), ("end_year", "end_two"))),
        "open": Part(
            dict.fromkeys(("year", "month", "month_word", "day"), "integer"), (("year", "month", "month_word"),)
        ),
        "months": Part({"months": "integer", "first": "text", "last": "text", "year": "integer"}, (("months",),)),
        "half": Part({"first": "text", "last": "text", "year": "integer"}, (("first", "last"),)),
        "quarter": Part({"quarter": "integer", "year": "integer"}, (("quarter",),)),
        "decade": Part(dict.fromkeys(("year", "tens", "century"), "integer"), (("year", "tens"),)),
        "hours": Part(
            dict.fromkeys((*_INTEGERS, "end_hour", "end_minute", "weekday"), "integer"),
            (("hour",), ("end_hour",), ("day",), ("month",)),
        ),
    },
    "ratios": {
        "": Part(
            {
                **dict.fromkeys(("numerator", "denominator"), "integer"),
                **dict.fromkeys(("percent", "low"), "number"),
                **dict.fromkeys(("unit", "criterion"), "text"),
                "change": "change",
            },
            (("numerator", "percent"), ("denominator", "percent")),
        ),
    },
    "awards": {
        "recipient": Part({"noun": "text", "years": "text", **_COUNTED}, (("count",), ("noun",))),
        "award": Part({"head": "text", "name": "text", "grades": "texts", **_COUNTED}, (("head",),)),
        "grade": Part({"count": "integer", "grades": "texts"}, (("count",), ("grades",))),
        "recognition": Part({"verb": "text"}, (("verb",),)),
        "issuer": Part({"issuer": "text"}, (("issuer",),)),
        **dict.fromkeys(("giving", "receiving", "mandate", "block", "boundary", "part_of"), Part({})),
    },
    "officials": {
        "name": Part(dict.fromkeys(("name", "rank", "honorific", "prefix"), "text"), (("name",),)),
        "post": Part(dict.fromkeys(("label", "role", "plural"), "text"), (("label",), ("role",))),
    },
    "places": {
        "unit": Part({"kind": "kind of unit", "names": "text"}, (("kind",), ("names",))),
        "province": Part({"name": "text"}, (("name",),)),
    },
}


class Head(NamedTuple):
    """What the facts of a kind hang on: a piece of one of these parts, or with one of these values."""

    parts: tuple[str, ...]
    values: tuple[str, ...] = ()


HEADS: Mapping[str, Head] = {"awards": Head(("award", "recognition")), "officials": Head(("post",), ("rank",))}
"""Kinds whose facts hang on a head: in a text without any, the other pieces come to nothing."""

LIMITS: Mapping[str, range] = {
    **dict.fromkeys(("year", "end_year"), range(1, 9999)),
    **dict.fromkeys(("month", "end_month", "month_word", "end_month_word", "months"), range(1, 13)),
    **dict.fromkeys(("day", "end_day", "days"), range(1, 32)),
    **dict.fromkeys(("minute", "end_minute", "second"), range(60)),
    **dict.fromkeys(("two", "end_two"), range(100)),
    "tens": range(10, 100, 10),
    "century": range(10, 21),
    "quarter": range(1, 5),
    "weekday": range(1, 8),
}
"""What the calendar has of the values of dates; hours above 23 are left to the interpreter."""

VOCABULARY: Mapping[str, tuple[str, ...]] = {
    "awards": (
        "badge",
        "described",
        "recipient",
        "joint",
        "of",
        "to",
        "opening",
        "earned",
        "general_award",
        "grade_word",
        "not_subject",
    ),
    "dates": (
        "future",
        "either_way",
        "not_anchor",
        "yearly",
        "not_event",
        "event_word",
        "event_verb",
        "listed",
        "this_year",
        "deadline",
        "held",
        "relative_year",
    ),
    "fragments": ("closed_org", "honorific", "level", "org_head", "place", "post", "rank", "stop", "surname"),
    "frontmatter": (
        *("author_label", "caption", "counter", "foot", "joint", "menu", "not_author", "page_clock", "section"),
        *("share_host", "site_title", "source_word"),
    ),
    "officials": (
        *("link_after", "link_posts", "link_before", "link_names", "link_last", "link_plural", "conferred", "bare"),
        *(
            "rank_and_file",
            "appoint",
            "private",
            "public",
            "not_official",
            "office",
            "other",
            "another",
            "candidate",
            "private_in_lower_case",
            "speaker",
            "aside",
            "of",
            "body_word",
            "appointed",
            "planned",
            "short_form",
            "spelled",
        ),
    ),
    "places": (
        *("short_form", "agency", "host", "host_part", "home", "national", "branch"),
        *("of_province", "of_district", "of_commune", "city", "short_kind"),
    ),
    "ratios": ("in_turn", "joint", "percent_word", "percent_denial"),
    "text": ("abbreviation",),
}
"""The lists and maps that the program reads, by pack; none may be empty."""
CLOSED_MAPS: Mapping[str, tuple[str | int, ...]] = {
    "awards.recipient": get_args(AwardFact.model_fields["recipient_type"].annotation),
    "dates.part_of_day": _WORDS["part of day"],
    "dates.half": _WORDS["half"],
    "dates.relative_year": (-1, 0, 1),
    "ratios.change": _WORDS["change"],
    "fragments.qualifier": _WORDS["qualifier"],
    "places.kind": _WORDS["kind of unit"],
}
"""Shipped maps whose values the program knows, with these values."""
MAPS = frozenset(
    {*CLOSED_MAPS, "officials.short_form", "awards.badge", "places.short_form", "places.agency", "places.host"}
)
"""What of the vocabulary are maps; the rest are lists."""


def fits(given: Converter, wanted: str) -> bool:
    """Say whether a converter gives what a part's value is to be."""
    if given.many != wanted.endswith("s"):
        return False
    if wanted in _WORDS:
        return get_origin(given.gives) is Literal and set(get_args(given.gives)) <= set(_WORDS[wanted])
    if wanted.startswith("text"):
        return given.gives is str or (get_origin(given.gives) is Literal)
    return given.gives is int or (wanted == "number" and given.gives is float)


def described(wanted: str) -> str:
    """Return what a part's value is to be, for a message."""
    return f"one of {', '.join(_WORDS[wanted])}" if wanted in _WORDS else wanted


# --- kinds that packs bring ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FactField:
    """A field of a kind that a pack brings."""

    name: str
    title: str
    converter: Converter
    required: bool
    default: str | int | float | None

    def definition(self) -> tuple[Any, Any]:
        """Return the field as pydantic's ``create_model`` takes it."""
        gives = self.converter.gives
        if self.converter.many:
            return tuple.__class_getitem__((gives, ...)), Field(default=(), description=self.title)
        if self.required:
            return gives, Field(description=self.title)
        if self.default is None:
            return gives | None, Field(default=None, description=self.title)
        if get_origin(gives) is Literal:
            gives = Literal[tuple(dict.fromkeys((self.default, *get_args(gives))))]
        return gives, Field(default=self.default, description=self.title)

    def default_fits(self) -> bool:
        """Say whether the default is a value such as the converter gives."""
        if self.default is None:
            return True
        gives = str if get_origin(self.converter.gives) is Literal else self.converter.gives
        if gives is Any:  # a map of words and numbers
            return True
        return not self.converter.many and isinstance(self.default, int | float if gives is float else gives)


@dataclass(frozen=True)
class Kind:
    """A kind of fact that a pack brings; see the ``[kind]`` table in ``patterns/README.md``."""

    name: str
    one: str
    title: str
    key: tuple[str, ...]
    yields_to: tuple[str, ...]
    fields: tuple[FactField, ...]

    @property
    def needs(self) -> Needs:
        """The values without which there is no fact."""
        return tuple((field.name,) for field in self.fields if field.required)

    @cached_property
    def model(self) -> type[Anchored]:
        """The model of one fact."""
        name = "".join(word.capitalize() for word in f"{self.one}_fact".split("_"))
        fields: dict[str, Any] = {field.name: field.definition() for field in self.fields}
        return create_model(name, __base__=Anchored, __doc__=self.title, **fields)


_RESERVED = frozenset({*Anchored.model_fields, "kind", "article", "path", "mentions", "optional", "alt"})


def may_name_a_field(name: str) -> bool:
    """Say whether a field may have the name: facts, rows of facts, gold and pydantic's models have some already."""
    return name not in _RESERVED and may_name_a_kind(name)


def may_name_a_kind(name: str) -> bool:
    """Say whether a kind may have the name, which pydantic's models may have already."""
    return not hasattr(Facts, name) and not name.startswith("model_")


def gives_the_same(given: Converter, field: Converter) -> bool:
    """Say whether a rule's converter gives values such as a field's: the same type, or some of its words."""
    if given.many != field.many:
        return False
    if get_origin(given.gives) is Literal:
        return field.gives is str or set(get_args(given.gives)) <= set(get_args(field.gives))
    return bool(given.gives == field.gives)


@lru_cache(maxsize=8)
def facts_model(kinds: tuple[Kind, ...]) -> type[Facts]:
    """Return the model of a record's ``facts`` where packs bring these kinds."""
    fields: dict[str, Any] = {
        kind.name: (tuple.__class_getitem__((kind.model, ...)), Field(default=(), description=kind.title))
        for kind in kinds
    }
    return create_model("Facts", __base__=Facts, __doc__=Facts.__doc__, **fields)


@lru_cache(maxsize=8)
def record_model(kinds: tuple[Kind, ...]) -> type[Record]:
    """Return the model of a record where packs bring these kinds."""
    facts = facts_model(kinds)
    return create_model("Record", __base__=Record, __doc__=Record.__doc__, facts=(facts, facts()))


def names(kinds: Iterable[Kind]) -> dict[str, str]:
    """Return the name of one fact by the name of its kind."""
    return {kind.name: kind.one for kind in kinds}


def chosen(only: Iterable[str] | None, known: Mapping[str, str]) -> Mapping[str, str]:
    """Return what ``only`` names of the known kinds, all without it; raise :class:`UsageError` for another one."""
    if only is None:
        return known
    wanted = {kind.strip() for kind in only}
    for kind in sorted(wanted - set(known)):
        raise UsageError(f"{kind!r} is none of {', '.join(known)}")
    return {kind: one for kind, one in known.items() if kind in wanted}
