"""Which figures add up: one that is said twice counts once, and a total not beside its parts.

Every fact stays in the report; its :class:`Counted` says whether sums take it, and if not, why. What several articles
tell is left to the page, since its filters may take some of them out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

TOTAL = "collective_and_individual"
AWARDS = "award"
"""The recipient type of a count of the awards themselves, which is a measure of its own."""
_TELLING = 20  # a number from here on is hardly in an article twice by chance
_TOP = 400  # characters from the start of a text in which its headline stands


class Counted(IntEnum):
    """Whether a fact is part of sums."""

    YES = 0
    PARTS_ARE = 1  # a total, whose parts the article, or another one on the same event, counts too
    SAID_BEFORE = 2  # the article says it twice


class Award(NamedTuple):
    """What decides whether an award is counted."""

    start: int
    text: str
    number: int
    recipient: str
    awards: tuple[str, ...]
    issuers: tuple[str, ...]


class Ratio(NamedTuple):
    """What decides whether a ratio is counted; the strings are folded, empty where nothing is said."""

    numerator: int | None
    denominator: int | None
    value: float
    unit: str
    criterion: str
    direction: str


def folded(text: str) -> str:
    """Return a text as it is compared: composed, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def awards(facts: Sequence[Award], headline: str) -> list[Counted]:
    """Return for each award of one article whether it counts."""
    counted = [Counted.YES] * len(facts)
    alike: dict[tuple[int, str], list[int]] = {}
    for index, fact in enumerate(facts):
        alike.setdefault((fact.number, fact.recipient), []).append(index)
    for group in alike.values():
        for index in _repeats(facts, group, folded(headline)):
            counted[index] = Counted.SAID_BEFORE
    parts = [fact for fact in facts if fact.recipient not in (TOTAL, AWARDS)]
    for index, fact in enumerate(facts):
        if fact.recipient == TOTAL and any(not _others(fact, part) for part in parts):
            counted[index] = Counted.PARTS_ARE
    return counted


def _repeats(facts: Sequence[Award], group: Sequence[int], headline: str) -> set[int]:
    """Return which awards of a group, all of one number and type of recipient, repeat another one of it."""
    # What the headline says is said again in the text, where it stands with who gave what to whom.
    firsts = {folded(facts[index].text): index for index in reversed(group) if facts[index].start < _TOP}
    top = {index for text, index in firsts.items() if text in headline}
    body = [index for index in group if index not in top]
    repeats = top if body else set()
    kept: list[int] = []
    for index in body or group:
        if any(_alike(facts[index], facts[before]) for before in kept):
            repeats.add(index)
        else:
            kept.append(index)
    return repeats


def _alike(one: Award, other: Award) -> bool:
    """Tell whether two awards of the same number and recipients are one: the same award, or a number too large for chance."""
    same = bool(set(one.awards) & set(other.awards)) or not one.awards or not other.awards
    return (same or one.number >= _TELLING) and not _others(one, other)


def _others(one: Award, other: Award) -> bool:
    """Tell whether two awards were surely given by others; "Thành uỷ TP. HCM" is not surely another than "TP. HCM"."""
    issuers, further = ([folded(name) for name in fact.issuers] for fact in (one, other))
    return bool(issuers and further) and not any(a in b or b in a for a in issuers for b in further)


def ratios(facts: Sequence[Ratio]) -> list[Counted]:
    """Return for each ratio of one article whether it counts: a fraction that the article repeats does so once."""
    counted = []
    kept: dict[tuple[int | None, int], list[Ratio]] = {}
    for fact in facts:
        before = kept.setdefault((fact.numerator, fact.denominator), []) if fact.denominator is not None else []
        again = any(_agree(fact.unit, one.unit) and _agree(fact.criterion, one.criterion) for one in before)
        counted.append(Counted.SAID_BEFORE if again else Counted.YES)
        if not again:
            before.append(fact)
    return counted


def _agree(one: str, other: str) -> bool:
    return one == other or not one or not other
