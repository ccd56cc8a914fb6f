"""Matches to facts of the kinds that packs bring: the values as they are, in the fields that the pack names."""

from __future__ import annotations

from bisect import bisect_right
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


def _facts(text: Text, matches: Sequence[Match], kind: Kind, core: Core) -> Iterable[Anchored]:
    if not matches:
        return
    claimed = _joined(Span(fact.start, fact.end) for name in kind.yields_to for fact in core[name])
    ends = [span.end for span in claimed]
    for match in matches:
        place = anchor(text, match.start, match.end, match.rule)
        following = bisect_right(ends, place["start"])  # the first that ends behind the start
        if following == len(claimed) or claimed[following].start >= place["end"]:
            yield kind.model(**place, **match.values)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
