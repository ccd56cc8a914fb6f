"""Converters: from the words that a rule captured to a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from antq_extract.edtf import Point
from antq_extract.normalize import fold
from antq_extract.numbers import parse_count, parse_decimal, parse_integer, parse_quantity, parse_roman

NUMERALS, MULTIPLIERS = "numeral", "multiplier"
"""The maps of number words that ``count`` and ``number`` read."""

_KEPT = 2_000  # words of one converter whose values are kept: articles repeat them

Maps = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Converter:
    """A converter as a pack names it: ``int``, ``map:change``, ``text[]``.

    ``read`` raises ValueError for words that are no such value. ``gives`` is the type of what it returns, as an
    annotation. ``many``: it takes every capture of a repeated group.
    """

    name: str
    read: Callable[[str], Any]
    gives: Any
    many: bool


def key(text: str) -> str:
    """Return the form under which vocabulary is looked up: folded, without case."""
    return _key(text) if len(text) <= _SHORT else fold(text).casefold()


@lru_cache(maxsize=1 << 13)
def _key(text: str) -> str:
    """The key of a word or two, which comes again and again."""
    return fold(text).casefold()


_SHORT = 24


def converter(name: str, maps: Maps) -> Converter:
    """Return the converter of that name; raise KeyError with what is wrong with the name."""
    single = name.removesuffix("[]")
    kind, colon, table = single.partition(":")
    if kind in _TABLED and colon:
        if table not in maps:
            raise KeyError(f"unknown map {table!r}; define it in [maps], or name the pack that has it in [pack] uses")
        read, gives = _TABLED[kind](maps[table])
        read = lru_cache(maxsize=_KEPT)(read)
    elif single in _COUNTING:
        read, gives = _counting(single, maps.get(NUMERALS, {}), maps.get(MULTIPLIERS, {}))
        read = lru_cache(maxsize=_KEPT)(read)
    elif single in _PLAIN:
        read, gives = _PLAIN[single]
    else:
        raise KeyError(f"unknown converter {single!r}; there are {', '.join(NAMES)}")
    return Converter(name, read, gives, many=single != name)


def parse_date(text: str) -> str:
    """Return EDTF for the figures of a date: day, month, year; day, month (``XXXX-06-05``); month, year; or year.

    Raises ValueError for anything else and for days that the calendar does not have.
    """
    figures = [int(digits) for digits in re.findall("[0-9]+", text)]
    year = figures.pop() if figures and figures[-1] in _YEARS else None
    if len(figures) > _DAY_AND_MONTH or (year is None and len(figures) < _DAY_AND_MONTH):
        raise ValueError(f"not a date: {text}")
    month, day = (*reversed(figures), None, None)[:2]
    point = Point(year, month, day)
    if (month is not None and not 1 <= month <= _MONTHS) or day == 0 or not point.possible():
        raise ValueError(f"no day of the calendar: {text}")
    return point.edtf()


_YEARS, _DAY_AND_MONTH, _MONTHS = range(1000, 10000), 2, 12


def _looked_up(values: Mapping[str, Any]) -> tuple[Callable[[str], Any], Any]:
    def read(text: str) -> Any:  # noqa: ANN401 (a map's values are the pack's)
        try:
            return values[key(text)]
        except KeyError as error:
            raise ValueError(f"not in the map: {text}") from error

    return read, _type_of(values)


def _type_of(values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (an annotation)
    """The narrowest annotation of a map's values."""
    types = {type(value) for value in values.values()}
    if types == {str}:
        return Literal[tuple(dict.fromkeys(values.values()))]
    return int if types == {int} else float if types <= {int, float} else Any


def _expanded(values: Mapping[str, Any]) -> tuple[Callable[[str], Any], Any]:
    return (lambda text: str(values.get(key(text), text))), str


def _counting(
    name: str, numerals: Mapping[str, int], multipliers: Mapping[str, int]
) -> tuple[Callable[[str], Any], Any]:
    if name == "count":
        return (lambda text: parse_count(fold(text), numerals)), int
    return (lambda text: parse_quantity(fold(text), numerals, multipliers)), int | float


_PLAIN: Mapping[str, tuple[Callable[[str], Any], Any]] = {
    "text": (str, str),
    "int": (lru_cache(maxsize=_KEPT)(parse_integer), int),
    "decimal": (lru_cache(maxsize=_KEPT)(parse_decimal), float),
    "roman": (parse_roman, int),
    "date": (parse_date, str),
}
_COUNTING = ("count", "number")
_TABLED = {"map": _looked_up, "expand": _expanded}
NAMES = (*_PLAIN, *_COUNTING, *(f"{kind}:NAME" for kind in _TABLED))
"""The converters by name; each may have ``[]`` behind it."""
