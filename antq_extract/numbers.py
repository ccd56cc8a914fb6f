"""Numbers as Vietnamese text writes them: ``1.021`` is 1021, ``98,5`` is 98.5, ``mười hai`` is 12."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACES = 9  # decimals of a figure after its multipliers, which float arithmetic leaves sound
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_LONGEST = 20  # characters of a figure that a report may give; a longer run of digits is something else
_TEN, _THOUSAND = 10, 1000
_GROUP = 3  # digits between two thousands separators


def parse_integer(text: str) -> int:
    """Return the whole number written with ``.`` (or a blank) between thousands, leading zeros allowed.

    Raises ValueError where the digits are not grouped in threes (``600.00``).
    """
    if not text:
        raise ValueError("not a number: nothing")
    head, *groups = text.replace(" ", ".").split(".")
    if (
        not (head + "".join(groups)).isdecimal()
        or any(len(group) != _GROUP for group in groups)
        or len(text) > _LONGEST
    ):
        raise ValueError(f"not a whole number: {text}")
    return int(head + "".join(groups))


def parse_decimal(text: str) -> float:
    """Return the number written with a decimal comma; a single point that groups no thousands is one too."""
    whole, _, fraction = text.replace(" ", "").partition(",")
    try:
        digits = str(parse_integer(whole))
    except ValueError:
        if fraction or not whole:
            raise
        digits = whole
    if len(text) > _LONGEST or not _DECIMAL.fullmatch(f"{digits}.{fraction or 0}" if "." not in digits else digits):
        raise ValueError(f"not a number of a report: {text}")
    return float(f"{digits}.{fraction or 0}" if "." not in digits else digits)


def parse_count(text: str, numerals: Mapping[str, int]) -> int:
    """Return a count in figures, or in words out of ``numerals`` (word to value, multipliers from 10 up).

    Raises ValueError where a word is no numeral.
    """
    words = text.casefold().split()
    if words and words[0][0].isdigit():
        return parse_integer(text)
    total = current = 0
    last = None
    for word in words:
        value = numerals.get(word)
        if value is None or not _may_follow(last, value):
            raise ValueError(f"not a number in words: {text}")
        if value >= _THOUSAND:
            total, current = total + max(current, 1) * value, 0
        elif value >= _TEN:
            current = (current // value + max(current % value, 1)) * value if current else value
        else:
            current += value
        last = value
    if last is None:
        raise ValueError("not a number: nothing")
    return total + current


def parse_quantity(text: str, numerals: Mapping[str, int], multipliers: Mapping[str, int]) -> int | float:
    """Return a count, or a figure times the multipliers behind it: ``1,2 triệu`` is 1200000.

    Raises ValueError where a word is no numeral, or a word behind a figure no multiplier.
    """
    words = text.casefold().split()
    factor = 1
    in_figures = bool(words) and words[0][0].isdigit()
    while words and words[-1] in multipliers and (in_figures or words[-1] not in numerals):
        factor *= multipliers[words.pop()]
    if not in_figures:
        return factor * parse_count(" ".join(words), numerals)
    try:
        value = round(factor * parse_decimal(" ".join(words)), _PLACES)
    except ValueError:
        raise ValueError(f"not a number: {text}") from None
    return int(value) if value.is_integer() else value


def _may_follow(last: int | None, value: int) -> bool:
    """Say whether a numeral may stand behind another: not "hai ba" (two or three), not "mười mười"."""
    if last is None or value >= _THOUSAND > last:
        return True
    if value < _TEN:
        return last >= _TEN
    return last < _TEN or value < last


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def parse_roman(text: str) -> int:
    """Return a Roman numeral's value, or that of Arabic digits (quarters are written both ways)."""
    if text.isdigit():
        return int(text)
    if not set(text.upper()) <= _ROMAN.keys():
        raise ValueError(f"not a Roman numeral: {text}")
    values = [_ROMAN[letter] for letter in text.upper()]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
