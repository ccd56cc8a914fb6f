"""Ratio matches to ratio facts: shares, shared criteria, directions of change, periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from antq_extract.document import Match, Sentence, Text
from antq_extract.facts import Reading, anchor
from antq_extract.records import RatioFact
from antq_extract.rulebook import RuleBook
from antq_extract.wordlists import WordList

_PLACES = 5  # decimals of a share


def interpret(text: Text, matches: Sequence[Match], dates: Sequence[Reading], rulebook: RuleBook) -> list[RatioFact]:
    """Return the ratios in order of position; ``dates`` give the period that a ratio holds for."""
    ratios = [match for match in matches if _is_whole(match) and not _is_day(match)]
    if not ratios:
        return []
    joints = rulebook.keys("ratios.joint")
    criteria = _criteria(text, ratios, joints)
    changes = _changes(text, ratios, joints, _in_turn(rulebook))
    periods = _periods(dates)
    return [
        _fact(text, match, criterion, change, _period(match, periods.get(match.sentence, ())))
        for match, criterion, change in zip(ratios, criteria, changes, strict=True)
    ]


@lru_cache(maxsize=4)
def _in_turn(rulebook: RuleBook) -> WordList:
    return WordList(rulebook, "ratios.in_turn")


def _is_whole(match: Match) -> bool:
    """Say whether a ratio has both of its counts, none of them a zero to divide by, or a percentage."""
    values = match.values
    return "percent" in values or ("numerator" in values and bool(values.get("denominator")))


def _is_day(match: Match) -> bool:
    """Say whether a "share" above one is rather a day and month: "giải thưởng 26/3 tỉnh"."""
    numerator, denominator = match.values.get("numerator", 0), match.values.get("denominator", 0)
    return bool(denominator < numerator <= 31 and 0 < denominator <= 12)


def _criteria(text: Text, ratios: Sequence[Match], joints: frozenset[str]) -> list[str | None]:
    """The criterion behind each ratio, or behind the last of the list that it opens."""
    criteria: list[str | None] = []
    following: Match | None = None
    for match in reversed(ratios):
        criterion = match.values.get("criterion")
        listed = following is not None and following.sentence == match.sentence
        if criterion is None and listed and following and text.folded[match.end : following.start].strip() in joints:
            criterion = criteria[-1]
        criteria.append(criterion)
        following = match
    return criteria[::-1]


def _changes(text: Text, ratios: Sequence[Match], joints: frozenset[str], in_turn: WordList) -> list[str | None]:
    """The direction of each ratio; figures told in turn share it: "tăng lần lượt 4,4% và 3,6%"."""
    changes: list[str | None] = []
    shared: Match | None = None  # the last figure of a list told in turn
    for match in ratios:
        change = match.values.get("change")
        listed = (
            shared and shared.sentence == match.sentence and text.folded[shared.end : match.start].strip() in joints
        )
        if change is None and listed:
            change = changes[-1]
        changes.append(change)
        told = change and (listed or in_turn.search(text.folded, match.start, match.end))
        shared = match if told else None
    return changes


def _periods(dates: Iterable[Reading]) -> dict[Sentence, list[Reading]]:
    """The years, months and periods that each sentence names."""
    periods: dict[Sentence, list[Reading]] = {}
    for reading in dates:
        if reading.period:
            periods.setdefault(reading.sentence, []).append(reading)
    return periods


def _period(match: Match, readings: Sequence[Reading]) -> str | None:
    """The period named last before the ratio."""
    return next((r.period for r in reversed(readings) if r.span.end <= match.start), None)


def _fact(text: Text, match: Match, criterion: str | None, change: str | None, period: str | None) -> RatioFact:
    values: dict[str, Any] = {**match.values, "change": change}
    numerator, denominator = values.get("numerator"), values.get("denominator")
    if numerator is None or not denominator:
        numerator = denominator = None
    value = numerator / denominator if denominator else values["percent"] / 100
    low = values.get("low")
    return RatioFact(
        **anchor(text, match.start, match.end, match.rule),
        low=None if low is None else round(low / 100, _PLACES + 2),
        numerator=numerator,
        denominator=denominator,
        value=round(value, _PLACES + (0 if denominator else 2)),
        unit=values.get("unit"),
        criterion=criterion,
        period=period,
        direction=values.get("change"),
    )
