"""What every rule did on a sentence, and why: for examples that fail, for ``explain`` and for lints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from antq_extract.document import Match, Sentence, Span, Text
from antq_extract.matching import STOPS, TIME_LIMIT, Candidate, Findings, candidates, resolve
from antq_extract.prefilter import missed
from antq_extract.rules import Rule, view

Outcome = Literal["found", "suppressed", "beaten", "void", "no-match", "no-keyword", "stopped"]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule did at one place, or on the whole sentence where it found none.

    ``reason`` is for people: the keyword missed, the capture that voids the match, the rule that took the place.
    ``beaten_by`` is that rule's match.
    """

    rule: Rule
    outcome: Outcome
    span: Span
    reason: str = ""
    match: Match | None = None
    beaten_by: Candidate | None = None


def trials(text: Text, sentence: Sentence, rules: Sequence[Rule], found_before: Findings | None = None) -> list[Trial]:
    """Return what each rule did on the sentence, in the order of the rules' groups and then of the places.

    ``found_before`` are the findings of the text as a whole: a rule that was stopped there is not run again.
    """
    limit = found_before.limit if found_before else TIME_LIMIT
    stopped = set(found_before.timeouts) if found_before else set()
    seen = view(text.folded)[sentence.start : sentence.end]
    whole = Span(*sentence)
    groups: dict[str, list[Candidate]] = defaultdict(list)
    told: list[Trial] = []
    for rule in rules:
        lacking = missed(rule, seen)
        if lacking is not None:
            told.append(Trial(rule, "no-keyword", whole, f"none of its keywords: {_some(lacking)}"))
            continue
        found: list[Candidate] = []
        try:
            if rule.id in stopped:
                raise TimeoutError
            found.extend(candidates(rule, text, sentence, limit))
        except STOPS:
            told.append(Trial(rule, "stopped", whole, f"ran longer than {limit:g} s on the article"))
            continue
        groups[rule.group] += found
        if not found:
            told.append(Trial(rule, "no-match", whole, "its pattern matches nothing here"))
    return [*(trial for group in groups.values() for trial in _judged(group)), *told]


def _judged(group: Sequence[Candidate]) -> Iterator[Trial]:
    for candidate in group:
        if candidate.void:
            yield Trial(candidate.rule, "void", candidate.span, candidate.void)
    for verdict in resolve(group):
        own, better = verdict.candidate, verdict.beaten_by
        if better:
            yield Trial(own.rule, "beaten", own.span, _why(own, better), own.match, better)
        else:
            outcome: Outcome = "found" if own.rule.spec.action == "emit" else "suppressed"
            yield Trial(own.rule, outcome, own.span, "", own.match)


def _why(own: Candidate, better: Candidate) -> str:
    """Say what decided between two candidates."""
    priorities = own.rule.spec.priority, better.rule.spec.priority
    lengths = own.span.end - own.span.start, better.span.end - better.span.start
    if priorities[0] != priorities[1]:
        return f"{better.rule.id} took the place, with priority {priorities[1]} over {priorities[0]}"
    if lengths[0] != lengths[1]:
        return f"{better.rule.id} took the place, being longer"
    first = "being earlier" if better.span.start < own.span.start else "standing before it in the packs"
    return f"{better.rule.id} took the place, {first}"


def _some(words: Sequence[str]) -> str:
    shown = ", ".join(words[:_FEW])
    return f"{shown}, …" if len(words) > _FEW else shown


_FEW = 6  # keywords that a reason names
