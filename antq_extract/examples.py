"""Runs the examples that every rule carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from antq_extract.document import Sentence, Text
from antq_extract.normalize import normalize
from antq_extract.packfile import Counterexample, Example, Problem, hint
from antq_extract.rulebook import RuleBook
from antq_extract.rules import Rule
from antq_extract.tracing import Trial, trials


def failures(rulebook: RuleBook) -> Iterator[Problem]:
    """Yield what is wrong with each example that does not hold: what came out instead, and why.

    An example is run with all rules of its group, so that what beats a rule is part of the test; a suppressing rule,
    which lets nothing out, is run alone.
    """
    for rule in rulebook.rules:
        for index, example in enumerate(rule.spec.match):
            yield from _match(rulebook, rule, example, rule.place("match", index))
        for index, counterexample in enumerate(rule.spec.no_match):
            yield from _no_match(rulebook, rule, counterexample, rule.place("no_match", index))
    yield from _further(rulebook)


def _further(rulebook: RuleBook) -> Iterator[Problem]:
    """The examples that packs give for rules of any pack."""
    rules = {rule.id: rule for rule in rulebook.rules}
    for file in (pack.file for pack in rulebook.packs if not pack.replaced_by):
        for index, example in enumerate(file.spec.match):
            rule, place = rules.get(example.rule), file.place("match", index)
            yield from _match(rulebook, rule, example, place) if rule else _unknown(example.rule, rules, place)
        for index, counterexample in enumerate(file.spec.no_match):
            rule, place = rules.get(counterexample.rule), file.place("no_match", index)
            wrong = _no_match(rulebook, rule, counterexample, place) if rule else None
            yield from _unknown(counterexample.rule, rules, place) if wrong is None else wrong


def _unknown(name: str, rules: Mapping[str, Rule], place: str) -> Iterator[Problem]:
    yield Problem(place, "", f"there is no rule {name} in use{hint(name, rules)}")


def _match(rulebook: RuleBook, rule: Rule, example: Example, place: str) -> Iterator[Problem]:
    text, told = run(example.text, _rivals(rulebook, rule))
    wrong = _missed(example, text, [trial for trial in told if trial.rule is rule])
    if wrong:
        yield Problem(place, rule.id, wrong)


def _no_match(rulebook: RuleBook, rule: Rule, counterexample: Counterexample, place: str) -> Iterator[Problem]:
    text, told = run(counterexample.text, _rivals(rulebook, rule))
    for trial in told:
        if trial.rule is rule and trial.outcome in ("found", "suppressed"):
            found = text.clean[slice(*trial.span)]
            message = f"{counterexample.text!r}: must not match, found {found!r}; narrow the pattern"
            yield Problem(place, rule.id, message)


def _rivals(rulebook: RuleBook, rule: Rule) -> Sequence[Rule]:
    if rule.spec.action == "suppress":
        return [rule]
    return [other for other in rulebook.rules if other.group == rule.group]


def run(source: str, rules: Sequence[Rule]) -> tuple[Text, list[Trial]]:
    """Return an example's text and what the rules do on it, as one sentence."""
    text = normalize(source)
    return text, trials(text, Sentence(0, len(text.clean)), rules)


def _missed(example: Example, text: Text, own: Sequence[Trial]) -> str | None:
    """Say what is wrong with an example that must match, or None if it holds."""
    found = [trial for trial in own if trial.outcome in ("found", "suppressed")]
    got = [(_shown(text, trial), plain(trial.match.values)) for trial in found if trial.match]
    wanted = (example.span, plain(example.value))
    if wanted in got:
        return None
    if got:
        return f"{example.text!r}: wanted {_pair(wanted)}, got {'; '.join(map(_pair, got))}"
    reasons = [f"{_shown(text, trial)!r}: {trial.reason}" if trial.match else trial.reason for trial in own]
    return f"{example.text!r}: wanted {_pair(wanted)}, found nothing: {'; '.join(reasons)}"


def _shown(text: Text, trial: Trial) -> str:
    return text.source[slice(*text.to_source(*trial.span))]


def _pair(pair: tuple[str, Any]) -> str:
    span, values = pair
    return f"{span!r} with {values}" if values else repr(span)


def plain(values: Any) -> Any:  # noqa: ANN401 (TOML values of any kind)
    """Values as TOML would give them: tuples as lists, numbers of one kind."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in dict(values).items()}
