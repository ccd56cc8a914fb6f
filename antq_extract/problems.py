"""What is wrong with a rule pack, in the words of its author."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from antq_extract.errors import printable

_FEW = 12  # names that a message may list


class Problem(NamedTuple):
    """What is wrong with a pack, and how to mend it: ``file:line: rule: message``."""

    place: str
    subject: str
    message: str

    def __str__(self) -> str:
        """Return the line that a user sees."""
        return printable(": ".join(part for part in (self.place, self.subject, self.message) if part))


def hint(wrong: str, known: Mapping[str, Any] | tuple[str, ...] | frozenset[str]) -> str:
    """Return ``; did you mean …?`` or ``; there are …`` for a name that is not known."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(wrong, names, n=1)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; there are {', '.join(names)}" if 0 < len(names) <= _FEW else ""
