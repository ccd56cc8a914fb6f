"""Runs the rules over the sentences of a text and resolves overlaps."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import process_time

import regex

from antq_extract.document import Match, Sentence, Span, Text
from antq_extract.kinds import LIMITS
from antq_extract.rules import Rule

TIME_LIMIT = 1.0
"""Seconds of processor time that one rule may take on an article of usual length."""
STOPS = (TimeoutError, MemoryError)
"""What ends a rule that takes too much."""
_USUAL = 100_000  # characters; a longer text gives every rule time in proportion


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules found: matches by kind of fact in order of start, and the rules that ran out of their ``limit``."""

    matches: Mapping[str, Sequence[Match]]
    timeouts: tuple[str, ...] = ()
    limit: float = TIME_LIMIT


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a rule's pattern matched: a match, or the reason why its captures void it."""

    rule: Rule
    span: Span
    match: Match | None
    void: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A candidate, and the better one that took its place, if any did."""

    candidate: Candidate
    beaten_by: Candidate | None


class Clock:
    """What is left of each rule's time on one article."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._spent: dict[str, float] = defaultdict(float)
        self.stopped: dict[str, None] = {}

    def run(self, rule: Rule, text: Text, sentence: Sentence) -> list[Candidate]:
        """Return what a rule finds in a sentence, as far as it comes in its time."""
        left = self._limit - self._spent[rule.id]
        if rule.id in self.stopped:
            return []
        rule.pattern  # noqa: B018 - compiled at first use, which is none of the article's time
        found: list[Candidate] = []
        begun = process_time()
        try:
            found.extend(candidates(rule, text, sentence, left))
        except STOPS:
            self.stopped[rule.id] = None
        self._spent[rule.id] += process_time() - begun
        return found


def find(
    text: Text,
    sentences: Iterable[Sentence],
    rules: Sequence[Rule],
    *,
    limit: float = TIME_LIMIT,
) -> Findings:
    """Match ``rules`` sentence by sentence; inside a group the higher priority, then the longer match, wins.

    A rule gets ``limit`` seconds for the whole text, and for a book as many more as it is longer than an article. What
    a suppressing rule claims is left out; :func:`antq_extract.tracing.trials` tells of it.
    """
    limit *= max(1.0, len(text.folded) / _USUAL)
    clock = Clock(limit)
    matches: dict[str, list[Match]] = defaultdict(list)
    lowered = lower(text.folded)
    live = [rule for rule in rules if may_match(rule, lowered)]
    for sentence in sentences:
        view = lowered[sentence.start : sentence.end]
        groups: dict[str, list[Candidate]] = defaultdict(list)
        for rule in live:
            if may_match(rule, view):
                groups[rule.group] += clock.run(rule, text, sentence)
        for group in groups.values():
            for verdict in resolve(group):
                candidate = verdict.candidate
                winner = None if verdict.beaten_by else candidate.match
                if winner and candidate.rule.spec.action == "emit":
                    matches[candidate.rule.fact].append(winner)
    for found in matches.values():
        found.sort(key=lambda match: (match.start, match.end))
    return Findings(dict(matches), tuple(clock.stopped), limit)


def may_match(rule: Rule, lowered: str) -> bool:
    """Say whether a text in lower case holds a keyword of the rule, or the rule has none."""
    return not rule.keywords or any(word in lowered for word in rule.keywords)


def lower(text: str) -> str:
    """Return the text in lower case, position for position: the few capitals that grow there (``İ``) stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def candidates(rule: Rule, text: Text, sentence: Sentence, limit: float) -> Iterator[Candidate]:
    """Yield the places where the rule's pattern matches; raise TimeoutError after ``limit`` seconds."""
    found: regex.Match[str]
    for found in rule.pattern.finditer(text.folded, sentence.start, sentence.end, timeout=max(limit, 0.0)):
        span = Span(*(found.span("span") if "span" in rule.pattern.groupindex else found.span()))
        if span.start < span.end:
            yield _converted(rule, text, sentence, span, found)


def _converted(rule: Rule, text: Text, sentence: Sentence, span: Span, found: regex.Match[str]) -> Candidate:
    """Apply the rule's converters; a capture that is no value of its kind makes the match void."""
    values, spans = {}, {}
    for group, converter in rule.emit:
        captured = found.spans(group) if converter.many else [found.span(group)]
        ranges = tuple(Span(*place) for place in captured if place[0] < place[1])
        if not ranges:
            continue
        try:
            converted = tuple(converter.read(text.clean[start:end]) for start, end in ranges)
        except (ValueError, OverflowError) as error:
            return Candidate(rule, span, None, f"{group}: {error}")
        if rule.fact == "dates" and group in LIMITS and not all(value in LIMITS[group] for value in converted):
            return Candidate(rule, span, None, f"{group}: the calendar has no {converted[0]}")
        values[group] = converted if converter.many else converted[0]
        spans[group] = ranges
    for choice in rule.needs:
        if values.keys().isdisjoint(choice):
            return Candidate(rule, span, None, f"no {' or '.join(choice)}")
    return Candidate(rule, span, Match(rule.id, rule.spec.part, sentence, *span, rule.spec.priority, values, spans))


def resolve(found: Iterable[Candidate]) -> Iterator[Verdict]:
    """Yield the candidates of a group that are matches, best first, each with the better one that overlaps it."""
    taken: list[Span] = []  # in order, without overlaps
    holders: dict[Span, Candidate] = {}
    for candidate in sorted((c for c in found if c.match), key=_rank):
        span = candidate.span
        place = bisect(taken, span)
        before = place > 0 and taken[place - 1].end > span.start
        behind = place < len(taken) and span.end > taken[place].start
        if before or behind:
            yield Verdict(candidate, holders[taken[place - 1 if before else place]])
        else:
            taken.insert(place, span)
            holders[span] = candidate
            yield Verdict(candidate, None)


def _rank(candidate: Candidate) -> tuple[int, int, int]:
    """The higher priority, then the longer, then the earlier."""
    return -candidate.rule.spec.priority, candidate.span.start - candidate.span.end, candidate.span.start
