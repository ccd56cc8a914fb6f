"""Compiled regular expressions that a cache keeps: as the plain data that ``regex`` pickles them as."""

from __future__ import annotations

import copyreg
import marshal
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

import regex

Asked = tuple[str, tuple[tuple[str, str], ...]]
"""An expression and the lists that it names, each by its name there and its full name."""


class Patterns:
    """The patterns that a rule book was asked for. Those that a cache has kept are not compiled again.

    ``grown`` says that one was compiled which the cache does not have.
    """

    def __init__(self, frozen: Mapping[Asked, bytes] | None = None) -> None:
        self._frozen = dict(frozen or {})
        self._made: dict[Asked, regex.Pattern[str]] = {}
        self.grown = False

    def get(self, asked: Asked, make: Callable[[], regex.Pattern[str]]) -> regex.Pattern[str]:
        """Return a pattern, which ``make`` compiles where there is none yet."""
        found = self._made.get(asked)
        if found is None:
            kept = self._frozen.get(asked)
            self.grown |= kept is None
            found = self._made[asked] = make() if kept is None else thawed(kept)
        return found

    def frozen(self) -> dict[Asked, bytes]:
        """Return all patterns as bytes."""
        return self._frozen | {asked: frozen(made) for asked, made in self._made.items() if asked not in self._frozen}


def frozen(pattern: regex.Pattern[str]) -> bytes:
    """Return a compiled pattern as bytes; raise ValueError if it is more than plain data."""
    return marshal.dumps(copyreg.dispatch_table[regex.Pattern](pattern)[1])


def thawed(kept: bytes) -> regex.Pattern[str]:
    """Return the pattern that was frozen. The bytes are to be trusted as code is."""
    made: regex.Pattern[str] = _maker()(*marshal.loads(kept))  # noqa: S302 - of the user's own file
    return made


@cache
def _maker() -> Callable[..., Any]:
    """What pickle calls to make a pattern again."""
    return cast("Callable[..., Any]", copyreg.dispatch_table[regex.Pattern](regex.compile(""))[0])
