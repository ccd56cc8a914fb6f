"""Texts that make a careless pattern backtrack, made from its own examples."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from antq_extract.normalize import normalize
from antq_extract.rules import Rule

_LENGTH = 400  # characters that a repeated piece is grown to
_PATIENCE = 0.25  # seconds of processor time; a linear pattern needs well under a thousandth of a second for a probe
_PIECES = regex.compile(r"\p{L}+|[0-9]+|\s|.")
_LAST = "\x00"  # ends a probe: no pattern goes on over it
_PROBES = 400  # at most, for one rule


def slow_probe(rule: Rule) -> str | None:
    """Return a description of the first probe on which a rule's pattern takes too long, or None."""
    for probe, told in _probes(rule):
        try:
            for _ in rule.pattern.finditer(probe, timeout=_PATIENCE):
                pass
        except TimeoutError:
            return told
    return None


def _probes(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield texts, each with what a message says of it: examples with a piece repeated, and then cut off."""
    made = 0
    for example in rule.spec.match:
        text = normalize(example.text).folded
        pieces = [piece[0] for piece in _PIECES.finditer(text)]
        for end in range(1, len(pieces) + 1):
            for size in (1, 2, 3):
                unit = "".join(pieces[max(0, end - size) : end])
                if made == _PROBES:
                    return
                made += 1
                start = "".join(pieces[: max(0, end - size)])
                # The rest follows, so that no literal that the pattern asks for is missing from the text as a whole.
                rest = "".join(pieces[end:])
                yield f"{start}{unit * (_LENGTH // len(unit))}{_LAST}{rest}", f"{text!r} with {unit!r} repeated"
