"""Values of a record as a report takes them: what is of another type than it should be raises TypeError."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable

_DAY = re.compile(r"([0-9X]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NO_DAY = 0


def day(edtf: str | None) -> int:
    """Return the day of an EDTF value as 20230208, 20230200 of a month, 20230000 of a year; 0 where the year is open."""
    match = _DAY.match(text_of(edtf))
    if not match or "X" in match[1]:
        return _NO_DAY
    return int(match[1]) * 10_000 + int(match[2] or 0) * 100 + int(match[3] or 0)


def text_of(value: object) -> str:
    """Return a text, empty for None."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} in the place of a text")
    return value


def texts_of(values: Iterable[object]) -> tuple[str, ...]:
    """Return a list of texts."""
    if isinstance(values, str):
        raise TypeError("a text in the place of a list")
    return tuple(map(text_of, values))


def whole_of(value: object) -> int:
    """Return a whole number that is not negative."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} in the place of a whole number")
    return value


def number_of(value: object) -> float:
    """Return a number that is not negative."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < math.inf:
        raise TypeError(f"{value!r} in the place of a number")
    return value


def maybe(value: object, make: Callable[[object], int]) -> int | None:
    """Return what ``make`` makes of a value; None of None."""
    return None if value is None else make(value)


def address_of(url: object) -> str:
    """Return an address that a click may lead to: of the web, nothing that a browser would run; else an empty text."""
    address = text_of(url)
    return address if address.startswith(("https://", "http://")) else ""
