"""Runs the examples that every rule carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from antq_extract.document import Match, Sentence, Text
from antq_extract.matching import find
from antq_extract.normalize import normalize
from antq_extract.packs import Rule, RuleBook


def failures(rulebook: RuleBook) -> Iterator[str]:
    """Yield a line for each example that does not hold: ``file:line: rule: what came out instead``.

    An example is run with all rules of its group, so that what beats a rule is part of the test; a suppressing rule,
    which lets nothing out, is run alone.
    """
    for rule in rulebook.rules:
        rivals = [other for other in rulebook.rules if other.group == rule.group]
        for example in rule.spec.match:
            text, found = _run(rule, rivals, example.text)
            got = [(text.source[slice(*text.to_source(m.start, m.end))], _plain(m.values)) for m in found]
            wanted = (example.span, _plain(example.value))
            if wanted not in got:
                yield f"{rule.place}: {rule.id}: {example.text!r}: wanted {wanted}, got {got}"
        for counterexample in rule.spec.no_match:
            text, found = _run(rule, rivals, counterexample.text)
            for match in found:
                yield f"{rule.place}: {rule.id}: {counterexample.text!r}: must not match, found {text.clean[match.start : match.end]!r}"


def _run(rule: Rule, rivals: Sequence[Rule], source: str) -> tuple[Text, list[Match]]:
    text = normalize(source)
    sentence = Sentence(0, len(text.clean))
    if rule.spec.action == "suppress":
        found = find(text, [sentence], [rule], keep_suppressed=True)
    else:
        found = find(text, [sentence], rivals)
    return text, [match for match in found.matches.get(rule.fact, ()) if match.rule == rule.id]


def _plain(values: Any) -> Any:  # noqa: ANN401 (TOML values of any kind)
    """Values as TOML would give them: tuples as lists, numbers of one kind."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in dict(values).items()}
