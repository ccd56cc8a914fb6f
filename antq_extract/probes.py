"""Texts that make a careless pattern backtrack, made from its own examples."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import regex

from antq_extract.matching import STOPS
from antq_extract.normalize import normalize
from antq_extract.rules import Rule

_LENGTH = 600  # characters to which a piece is repeated
_PATIENCE = 0.25  # seconds of processor time; only a pattern that grows with the cube of the length, or worse, needs it
_PIECES = regex.compile(r"\p{L}+|[0-9]+|\s|.")
_LAST = "\x00"  # ends a probe: no pattern goes on over it
_PROBES = 400  # at most, for one rule


def slow_probe(rule: Rule) -> str | None:
    """Return a description of the first probe on which a rule's pattern takes too long, or None."""
    for probe, told in islice(_probes(rule), _PROBES):
        try:
            for _ in rule.pattern.finditer(probe, timeout=_PATIENCE):
                pass
        except STOPS:
            return told
    return None


def _probes(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield texts, each with what a message says of it: an example up to a piece, the piece repeated, and the rest.

    Between the two stands a sign that nothing matches. The rest is there so that no literal that the pattern asks for
    is missing from the text as a whole.
    """
    for example in rule.spec.match:
        text = normalize(example.text).folded
        pieces = [piece[0] for piece in _PIECES.finditer(text)]
        for end in range(1, len(pieces) + 1):
            for start in range(end - 1, max(-1, end - 4), -1):
                before, rest = "".join(pieces[:start]), "".join(pieces[end:])
                for piece in dict.fromkeys(("".join(pieces[start:end]), pieces[start][0])):
                    repeated = piece * (_LENGTH // len(piece))
                    yield f"{before}{repeated}{_LAST}{rest}", f"{text!r} with {piece!r} repeated"
