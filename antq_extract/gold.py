"""Gold: the facts of an article as a person read them, one JSON file an article, and where they stand in its source.

A gold file has the form of a record, without what nobody writes down by hand (offsets, rules) and with two marks more:
``optional`` on a fact that is right whether found or not, and ``alt`` with the other right values of a date.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from antq_extract.errors import UsageError

Fact = Mapping[str, Any]
Spans = Sequence[tuple[int, int]]

KINDS = ("dates", "ratios", "awards", "officials")
"""The core kinds, which every record has; those that packs bring stand under ``facts``, in records and in gold."""


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of one article: its fields, and its facts by kind, of core kinds and others alike."""

    article: Mapping[str, Any]
    facts: Mapping[str, tuple[Fact, ...]]


@dataclass(frozen=True, slots=True)
class _Form:
    """What a value has to be: in words for the message, and the test."""

    name: str
    fits: Callable[[Any], bool]


_STRING = _Form("a string", lambda value: isinstance(value, str))
_INTEGER = _Form("a whole number", lambda value: type(value) is int)
_NUMBER = _Form("a number", lambda value: type(value) in (int, float))
_PLAIN = _Form("a string, a number, true or false", lambda value: isinstance(value, str | int | float))
_FLAG = _Form("true or false", lambda value: isinstance(value, bool))
_STRINGS = _Form("a list of strings", lambda value: isinstance(value, list) and all(map(_STRING.fits, value)))
_ARTICLE = _Form("a string or a list of strings", lambda value: _STRING.fits(value) or _STRINGS.fits(value))
_POSTS = _Form(
    "a list of objects, each with a label",
    lambda value: isinstance(value, list) and all(isinstance(p, dict) and _STRING.fits(p.get("label")) for p in value),
)

_COMMON = {"text": _STRING, "optional": _FLAG, "alt": _STRINGS}
_FORMS: Mapping[str, Mapping[str, _Form]] = {
    "dates": {"edtf": _STRING, "role": _STRING, "part_of_day": _STRING},
    "ratios": {
        "numerator": _INTEGER,
        "denominator": _INTEGER,
        "value": _NUMBER,
        "unit": _STRING,
        "criterion": _STRING,
    },
    "awards": {
        "count": _INTEGER,
        "recipient_type": _STRING,
        "awards": _STRINGS,
        "issuers": _STRINGS,
        "qualifier": _STRING,
    },
    "officials": {"name": _STRING, "rank": _STRING, "posts": _POSTS},
}
KEYS = {"dates": ("edtf",), "awards": ("count", "recipient_type"), "officials": ("name",)}
"""The fields that a fact of a core kind is found by; a ratio has two ways."""


def read_gold(folder: Path, keys: Mapping[str, Sequence[str]]) -> dict[str, Gold]:
    """Return the gold files of a folder by stem; raise :class:`UsageError` for one that is wrong, and if there is none.

    ``keys`` names the key fields of each kind that packs bring.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(f"{folder}: no gold files (*.json)")
    return {path.stem: _gold(path, keys) for path in files}


def read_object(path: Path) -> dict[str, Any]:
    """Return the JSON object that a file holds; raise :class:`UsageError` if it holds none."""
    try:
        data = json.loads(
            path.read_text(encoding="utf-8-sig"), parse_constant=_refuse, parse_int=_whole, parse_float=_decimal
        )
        json.dumps(data, ensure_ascii=False).encode()  # lone surrogates are no text
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"{path}: not JSON: {error}") from None
    except RecursionError:
        raise UsageError(f"{path}: not JSON that can be read: nested too deeply") from None
    if not isinstance(data, dict):
        raise UsageError(f"{path}: not a JSON object")
    return data


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError(f"{digits[:_DIGITS]}… is no number of a report")
    return int(digits)


def _decimal(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits} is no number of a report")
    return value


_DIGITS = 18  # of a whole number


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


def _gold(path: Path, keys: Mapping[str, Sequence[str]]) -> Gold:
    data = read_object(path)
    try:
        article, own = (_object(data, name) for name in ("article", "facts"))
        for name, value in article.items():
            _check(f"article.{name}", value, _ARTICLE)
        for kind in own:
            if kind not in keys:
                raise ValueError(f"facts.{kind}: no kind of fact that the rule packs bring")
        facts = {kind: _facts(kind, data[kind], _FORMS[kind], KEYS.get(kind, ())) for kind in KINDS if kind in data}
        for kind, listed in own.items():
            facts[kind] = _facts(f"facts.{kind}", listed, dict.fromkeys(keys[kind], _PLAIN), keys[kind])
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None
    return Gold(article, facts)


def _object(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f"{name} is not an object")
    return value


def _facts(name: str, facts: object, forms: Mapping[str, _Form], keys: Sequence[str]) -> tuple[Fact, ...]:
    if not isinstance(facts, list):
        raise ValueError(f"{name} is not a list")
    for number, fact in enumerate(facts):
        place = f"{name}[{number}]"
        if not isinstance(fact, dict):
            raise ValueError(f"{place} is not an object")
        if name == "ratios":  # a fraction or a percentage
            keys = ("value",) if fact.get("numerator") is None else ("numerator", "denominator")
        lacking = [field for field in keys if fact.get(field) is None]
        if lacking and (name in KINDS or len(lacking) == len(keys)):  # a key field of a brought kind may be null
            raise ValueError(f"{place}: no {lacking[0]}")
        if name not in KINDS and len(keys) > 1 and fact.get("alt"):
            raise ValueError(f"{place}.alt: only a kind with one key field has other values")
        for field, form in {**_COMMON, **forms}.items():
            _check(f"{place}.{field}", fact.get(field), form)
    return tuple(facts)


def _check(place: str, value: object, form: _Form) -> None:
    if value is not None and not form.fits(value):
        raise ValueError(f"{place} is not {form.name}")


# --- the places of gold facts -------------------------------------------------------------------------------------

_HIDDEN = "\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_PIECE = re.compile(rf"(?P<blank>\s[\s{_HIDDEN}]*)|[{_HIDDEN}]+|.[\u0300-\u036f{_HIDDEN}]*")
_HIDDEN_CHARACTER = re.compile(f"[{_HIDDEN}]")
_SAME = str.maketrans(
    {**dict.fromkeys("–—−‐‑‒―", "-"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛ʼ′`´", "'")}
)


class View:
    """A source as gold texts are looked up in it: composed, with plain blanks, quotes and dashes."""

    def __init__(self, source: str) -> None:
        pieces = list(_pieces(source))
        self._text = "".join(piece for piece, _, _ in pieces)
        self._spans = [(start, end) for piece, start, end in pieces for _ in piece]

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return the places of a text in the source: those where it is not a part of a longer word or figure, if any."""
        needle = plain_text(text)
        if not needle:
            return []
        before = (r"(?<!\w)" if needle[0].isalnum() else "") + (r"(?<![0-9][.,/])" if needle[0].isdigit() else "")
        after = (r"(?!\w)" if needle[-1].isalnum() else "") + (r"(?![.,/][0-9])" if needle[-1].isdigit() else "")
        whole = re.compile(f"{before}{re.escape(needle)}{after}")
        found = list(whole.finditer(self._text)) or list(re.finditer(re.escape(needle), self._text))
        return [(self._spans[match.start()][0], self._spans[match.end() - 1][1]) for match in found]


def plain_text(text: str) -> str:
    """Return a gold text in the spelling of a :class:`View`."""
    return "".join(piece for piece, _, _ in _pieces(text)).strip()


def places(facts: Sequence[Fact], source: View) -> list[Spans]:
    """Return the places of one kind's gold facts, none for a fact that does not stand in the source.

    The n-th fact of a text is taken to stand at the n-th place of that text, outside of longer gold texts as far as
    there are so many. A fact without a text stands wherever its name does.
    """
    spans: list[Spans] = [() if fact.get("text") else source.find(str(fact.get("name", ""))) for fact in facts]
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        if fact.get("text"):
            numbers[plain_text(fact["text"])].append(number)
    claimed: list[tuple[int, int]] = []
    for text in sorted(numbers, key=len, reverse=True):
        found = source.find(text)
        free = [(start, end) for start, end in found if not any(s < end and start < e for s, e in claimed)]
        for number, span in zip(numbers[text], free if len(free) >= len(numbers[text]) else found, strict=False):
            spans[number] = (span,)
            claimed.append(span)
    return spans


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Cut a text into characters with their marks, and runs of blanks; yield each as it is looked up, and its range."""
    for match in _PIECE.finditer(text):
        piece = " " if match["blank"] else unicodedata.normalize("NFC", _HIDDEN_CHARACTER.sub("", match[0]))
        yield piece.translate(_SAME), match.start(), match.end()
