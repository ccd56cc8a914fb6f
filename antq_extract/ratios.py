"""Ratio matches to ratio facts: shares, shared criteria, directions of change, periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import regex

from antq_extract.dates import Reading
from antq_extract.document import Match, Sentence, Text
from antq_extract.facts import anchor
from antq_extract.records import RatioFact

_PLACES = 5  # decimals of a share
# Between two ratios of one list stand only these; the criterion behind the last holds for all.
_JOINT = regex.compile(r"\s?(?:[,;]|\s(?:và|với|cùng)\s|[,;]\s(?:và|với|cùng)\s)\s?")
# Between two percentages of one list: a name and no verb of change.
_PERIOD_KINDS = ("year", "month", "interval")


@dataclass(frozen=True, slots=True)
class _Ratio:
    match: Match
    sentence: Sentence | None
    criterion: str | None


def interpret(
    text: Text, matches: Sequence[Match], sentences: Sequence[Sentence], dates: Sequence[Reading]
) -> list[RatioFact]:
    """Return the ratios in order of position; ``dates`` give the period that a ratio holds for."""
    matches = [match for match in matches if match.values.get("denominator") != 0]
    ratios = [_Ratio(m, _sentence_of(m, sentences), m.values.get("criterion")) for m in matches]
    return [_fact(text, ratio, _criterion(text, ratios, i), _period(ratio, dates)) for i, ratio in enumerate(ratios)]


def _sentence_of(match: Match, sentences: Sequence[Sentence]) -> Sentence | None:
    return next((s for s in sentences if s.start <= match.start and match.end <= s.end), None)


def _criterion(text: Text, ratios: Sequence[_Ratio], index: int) -> str | None:
    """The criterion behind the ratio, or behind the last of the list that it opens."""
    for ratio, following in zip(ratios[index:], [*ratios[index + 1 :], None], strict=True):
        if ratio.criterion or following is None or following.sentence != ratio.sentence:
            return ratio.criterion
        if not _JOINT.fullmatch(text.folded, ratio.match.end, following.match.start):
            return None
    return None


def _period(ratio: _Ratio, dates: Sequence[Reading]) -> str | None:
    """The year, month or period named last before the ratio in its sentence."""
    sentence = ratio.sentence
    before = [
        reading.fact
        for reading in dates
        if sentence and sentence.start <= reading.span.start and reading.span.end <= ratio.match.start
    ]
    fitting = [fact.edtf for fact in before if fact.granularity in _PERIOD_KINDS]
    return fitting[-1] if fitting else None


def _fact(text: Text, ratio: _Ratio, criterion: str | None, period: str | None) -> RatioFact:
    match = ratio.match
    values: dict[str, Any] = dict(match.values)
    numerator, denominator = values.get("numerator"), values.get("denominator")
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
