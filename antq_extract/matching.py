"""Runs the rules over the sentences of a text and resolves overlaps."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from antq_extract.document import Match, Sentence, Span, Text
from antq_extract.engine import FAILURES, Place, QuickPlace, Stretch, Stretches
from antq_extract.kinds import LIMITS
from antq_extract.prefilter import prefilter
from antq_extract.profiling import Profile
from antq_extract.rules import SPAN, Rule, view

if TYPE_CHECKING:
    import regex

TIME_LIMIT = 1.0
"""Seconds of processor time that one rule may take on an article of usual length."""
STOPS = (TimeoutError, MemoryError)
"""What ends a rule that takes too much."""
_LONG = 0.01  # seconds of one run of a quick pattern from which on they are counted, by the clock
_BLOCK = 100  # sentences on which the rules are run in turn
_USUAL = 100_000  # characters; a longer text gives every rule time in proportion


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules found: matches by kind of fact in order of start, and the rules that ran out of their ``limit``."""

    matches: Mapping[str, Sequence[Match]]
    timeouts: tuple[str, ...] = ()
    limit: float = TIME_LIMIT


class Candidate(NamedTuple):
    """A place where a rule's pattern matched: a match, or the reason why its captures void it."""

    rule: Rule
    span: Span
    match: Match | None
    void: str | None = None


class Verdict(NamedTuple):
    """A candidate, and the better one that took its place, if any did."""

    candidate: Candidate
    beaten_by: Candidate | None


Cut = tuple[int, Sentence, Stretch | None]
"""A sentence, its number, and what quick patterns see of it."""
_Found = tuple[int, Sequence[Candidate]]
"""The number of a sentence and what a rule found in it."""


class Runner:
    """Runs rules on the sentences of a text and keeps what is left of each rule's time there, ``limit`` seconds."""

    def __init__(self, text: Text, limit: float) -> None:
        self._text = text
        self.stretches = Stretches(text.folded)
        self._limit = limit
        self._spent: dict[str, float] = defaultdict(float)
        self._slow: set[Rule] = set()  # for their quick patterns
        self.stopped: dict[str, None] = {}

    def run(self, rule: Rule, cuts: Sequence[Cut]) -> Iterator[_Found]:
        """Yield the number of each sentence in which a rule finds something, and what, as far as it comes in its time."""
        quick = None if rule in self._slow else rule.quick
        if quick:
            quick.warm_up(len(cuts))
        for number, sentence, stretch in cuts:
            if rule.id in self.stopped:
                return
            if quick is None or stretch is None:
                yield number, self._run_plain(rule, sentence)
                continue
            begun = perf_counter()
            try:
                places = quick.places(stretch)
            except FAILURES:
                self._slow.add(rule)
                quick = None
                yield number, self._run_plain(rule, sentence)
                continue
            took = perf_counter() - begun
            if took > _LONG:
                self._spend(rule, took)
            if places:
                text, shift = self._text, stretch.shift
                yield number, [_quick_candidate(rule, place, text, sentence, shift) for place in places]

    def _spend(self, rule: Rule, seconds: float) -> None:
        self._spent[rule.id] += seconds
        if self._spent[rule.id] > self._limit:
            self.stopped[rule.id] = None

    def _run_plain(self, rule: Rule, sentence: Sentence) -> list[Candidate]:
        rule.pattern  # noqa: B018 - compiled at first use, which is none of the article's time
        found: list[Candidate] = []
        begun = process_time()
        try:
            found.extend(candidates(rule, self._text, sentence, self._limit - self._spent[rule.id]))
        except STOPS:
            self.stopped[rule.id] = None
        self._spent[rule.id] += process_time() - begun
        return found


def find(
    text: Text,
    sentences: Iterable[Sentence],
    rules: tuple[Rule, ...],
    *,
    limit: float = TIME_LIMIT,
    profile: Profile | None = None,
) -> Findings:
    """Match ``rules`` in each of the sentences; inside a group the higher priority, then the longer match, wins.

    A rule gets ``limit`` seconds for the whole text, and for a book as many more as it is longer than an article. What
    a suppressing rule claims is left out; :func:`antq_extract.tracing.trials` tells of it. ``profile`` is told what each
    rule took.
    """
    limit *= max(1.0, len(text.folded) / _USUAL)
    runner = Runner(text, limit)
    matches: dict[str, list[Match]] = defaultdict(list)
    chosen = prefilter(rules).choose(view(text.folded), sentences)
    while block := list(islice(chosen, _BLOCK)):
        for found in _run(runner, rules, block, profile):
            for candidate in _best(found):
                if candidate.match and candidate.rule.spec.action == "emit":
                    matches[candidate.rule.fact].append(candidate.match)
    for kept in matches.values():
        kept.sort(key=_place)
    return Findings(dict(matches), tuple(runner.stopped), limit)


def _run(
    runner: Runner,
    rules: Iterable[Rule],
    block: Iterable[tuple[Sentence, Iterable[Rule]]],
    profile: Profile | None,
) -> Iterable[Sequence[Candidate]]:
    """Run each rule on its sentences in turn, while the processor has it at hand; return what each sentence holds."""
    turns: dict[Rule, list[Cut]] = defaultdict(list)
    for number, (sentence, chosen) in enumerate(block):
        if chosen:
            cut = (number, sentence, runner.stretches.cut(sentence))
            for rule in chosen:
                turns[rule].append(cut)
    found: dict[int, list[Candidate]] = {}
    for rule in rules:
        if rule in turns:
            results = runner.run(rule, turns[rule])
            for number, told in _watched(results, rule, len(turns[rule]), profile) if profile else results:
                found.setdefault(number, []).extend(told)
    return found.values()


def _watched(results: Iterable[_Found], rule: Rule, runs: int, profile: Profile) -> Iterable[_Found]:
    """Return the results of a rule, and tell the profile what they took; its pattern's first use is not counted."""
    with profile.stage("rules, compiling"):
        rule.quick or rule.pattern  # noqa: B018 - compiled at first use
    begun = perf_counter()
    results = list(results)
    profile.ran(rule.id, runs, sum(len(told) for _, told in results), perf_counter() - begun)
    return results


def _best(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates of a sentence that no better one of their group overlaps."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in found:
        groups.setdefault(candidate.rule.group, []).append(candidate)
    for group in groups.values():
        if _overlap(group):
            yield from (verdict.candidate for verdict in resolve(group) if verdict.beaten_by is None)
        else:
            yield from group


def _overlap(group: Sequence[Candidate]) -> bool:
    """Say whether any two candidates overlap: most stand alone, and then nothing is to be weighed."""
    if len(group) == 1:
        return False
    end = 0
    for span in sorted([candidate.span for candidate in group]):
        if span.start < end:
            return True
        end = span.end
    return False


def _place(match: Match) -> Place:
    return match.start, match.end


def candidates(rule: Rule, text: Text, sentence: Sentence, limit: float) -> Iterator[Candidate]:
    """Yield the places where the rule's pattern matches; raise TimeoutError after ``limit`` seconds."""
    pattern = rule.pattern
    name = SPAN if SPAN in pattern.groupindex else 0
    for found in pattern.finditer(text.folded, sentence.start, sentence.end, timeout=max(limit, 0.0)):
        start, end = found.span(name)
        if start < end:
            yield _read(rule, text, sentence, Span(start, end), _captures(rule, found))


def _quick_candidate(rule: Rule, place: QuickPlace, text: Text, sentence: Sentence, shift: int) -> Candidate:
    """Make a candidate of what a quick pattern found; it keeps the last place of a repeated group only."""
    span = Span(place.start + shift, place.end + shift)
    found = rule.pattern.match(text.folded, place.first + shift, sentence.end) if rule.collects else None
    captures = _captures(rule, found) if found else [[(start + shift, end + shift)] for start, end in place.groups]
    return _read(rule, text, sentence, span, captures)


def _captures(rule: Rule, found: regex.Match[str]) -> list[list[Place]]:
    """Return the places of each group that the rule emits: all of them where it collects, else the last."""
    return [found.spans(group) if converter.many else [found.span(group)] for group, converter in rule.emit]


def _read(rule: Rule, text: Text, sentence: Sentence, span: Span, captures: Sequence[Sequence[Place]]) -> Candidate:
    """Apply the rule's converters; a capture that is no value of its kind makes the match void."""
    clean, limits = text.clean, LIMITS if rule.fact == "dates" else {}
    values: dict[str, Any] = {}
    spans: dict[str, tuple[Span, ...]] = {}
    for (group, converter), places in zip(rule.emit, captures, strict=True):
        ranges = [Span(start, end) for start, end in places if start < end]
        if not ranges:
            continue
        try:
            converted = [converter.read(clean[start:end]) for start, end in ranges]
        except (ValueError, OverflowError) as error:
            return Candidate(rule, span, None, f"{group}: {error}")
        if group in limits and not all(value in limits[group] for value in converted):
            return Candidate(rule, span, None, f"{group}: the calendar has no {converted[0]}")
        values[group] = tuple(converted) if converter.many else converted[0]
        spans[group] = tuple(ranges)
    for choice in rule.needs:
        if values.keys().isdisjoint(choice):
            return Candidate(rule, span, None, f"no {' or '.join(choice)}")
    spec = rule.spec
    return Candidate(rule, span, Match(spec.id, spec.part, sentence, *span, spec.priority, values, spans))


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
