"""Runs the rules over the sentences of a text and resolves overlaps."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from antq_extract.document import Match, Sentence, Span, Text
from antq_extract.packs import Rule

TIME_LIMIT = 5.0  # seconds that one rule may take on one sentence; generous, for a record must not hang on the machine


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules found: matches by kind of fact in order of start, and the rules that ran out of time."""

    matches: Mapping[str, Sequence[Match]]
    timeouts: tuple[str, ...] = ()


def find(
    text: Text, sentences: Iterable[Sentence], rules: Sequence[Rule], *, keep_suppressed: bool = False
) -> Findings:
    """Match ``rules`` sentence by sentence; inside a group the higher priority, then the longer match, wins.

    What a suppressing rule claims is left out, unless ``keep_suppressed`` asks for it.
    """
    timeouts: dict[str, None] = {}
    matches: dict[str, list[Match]] = defaultdict(list)
    lowered = _lower(text.folded)
    live = [rule for rule in rules if not rule.keywords or any(word in lowered for word in rule.keywords)]
    for sentence in sentences:
        view = lowered[sentence.start : sentence.end]
        groups: dict[str, list[tuple[Match, Rule]]] = defaultdict(list)
        for rule in live:
            if rule.keywords and not any(word in view for word in rule.keywords):
                continue
            try:
                groups[rule.group] += ((match, rule) for match in _matches(rule, text, sentence))
            except TimeoutError:
                timeouts[rule.id] = None
        for candidates in groups.values():
            for match, rule in _resolve(candidates):
                if keep_suppressed or rule.spec.action == "emit":
                    matches[rule.fact].append(match)
    for found in matches.values():
        found.sort(key=lambda match: (match.start, match.end))
    return Findings(dict(matches), tuple(timeouts))


def _lower(text: str) -> str:
    """Lower case, position for position: the few capitals that grow in lower case (``İ``) stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _matches(rule: Rule, text: Text, sentence: Sentence) -> Iterator[Match]:
    found: regex.Match[str]
    for found in rule.pattern.finditer(text.folded, sentence.start, sentence.end, timeout=TIME_LIMIT):
        match = _convert(rule, text, sentence, found)
        if match:
            yield match


def _convert(rule: Rule, text: Text, sentence: Sentence, found: regex.Match[str]) -> Match | None:
    """Apply the rule's converters; a capture that is no value of its kind makes the match void."""
    values, spans = {}, {}
    for group, converter, many in rule.emit:
        ranges = tuple(Span(*span) for span in (found.spans(group) if many else [found.span(group)]) if span[0] >= 0)
        if not ranges:
            continue
        try:
            converted = tuple(converter(text.clean[start:end]) for start, end in ranges)
        except ValueError:
            return None
        values[group] = converted if many else converted[0]
        spans[group] = ranges
    start, end = found.span("span") if "span" in rule.pattern.groupindex else found.span()
    if end == start:
        return None
    return Match(rule.id, rule.spec.part, sentence, start, end, rule.spec.priority, values, spans)


def _resolve(candidates: Sequence[tuple[Match, Rule]]) -> Iterator[tuple[Match, Rule]]:
    """Yield the candidates that no better one overlaps."""
    taken: list[Span] = []  # in order, without overlaps
    for match, rule in sorted(candidates, key=lambda c: (-c[0].priority, c[0].start - c[0].end, c[0].start)):
        span = Span(match.start, match.end)
        place = bisect(taken, span)
        free_before = place == 0 or taken[place - 1].end <= span.start
        free_behind = place == len(taken) or span.end <= taken[place].start
        if free_before and free_behind:
            taken.insert(place, span)
            yield match, rule
