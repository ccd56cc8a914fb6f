"""Matches to facts of the kinds that packs bring: the values as they are, in the fields that the pack names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from antq_extract.document import Match, Span, Text
from antq_extract.facts import anchor
from antq_extract.kinds import Kind
from antq_extract.records import Anchored

Core = Mapping[str, Sequence[Anchored]]
"""The facts of the core kinds; of officials their mentions."""


def interpret(
    text: Text, matches: Mapping[str, Sequence[Match]], kinds: Iterable[Kind], core: Core
) -> dict[str, tuple[Anchored, ...]]:
    """Return the facts of each kind in order of position; ``core`` holds the facts that a kind may yield to."""
    return {kind.name: tuple(_facts(text, matches.get(kind.name, ()), kind, core)) for kind in kinds}


def _facts(text: Text, matches: Iterable[Match], kind: Kind, core: Core) -> Iterable[Anchored]:
    claimed = sorted(Span(fact.start, fact.end) for name in kind.yields_to for fact in core[name])
    for match in matches:
        place = anchor(text, match.start, match.end, match.rule)
        if not any(span.start < place["end"] and place["start"] < span.end for span in claimed):
            yield kind.model(**place, **match.values)
