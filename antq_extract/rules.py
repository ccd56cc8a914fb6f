"""A rule of a pack as a run has it: what it looks for, when it is worth a look, and what becomes of what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import regex

from antq_extract.converters import Converter
from antq_extract.engine import QuickPattern, Translation, quick_pattern
from antq_extract.errors import PackError
from antq_extract.problems import Problem
from antq_extract.thawing import Patterns

if TYPE_CHECKING:
    from antq_extract.kinds import Needs
    from antq_extract.packfile import PackFile, RuleSpec

_SNIPPET = 30  # characters of a pattern that a message shows


class Emit(NamedTuple):
    """A named group and what becomes of its captures."""

    group: str
    converter: Converter


SPAN = "span"
"""The named group that is the match, where a pattern has it: the rest of the pattern only looks around."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule ready to run. ``expression`` is expanded; it is compiled at first use."""

    spec: RuleSpec
    file: PackFile
    index: int
    fact: str
    group: str
    keywords: tuple[str, ...]
    expression: str
    words: Mapping[str, tuple[str, ...]]
    emit: tuple[Emit, ...]
    needs: Needs = ()
    and_keywords: tuple[str, ...] = ()
    patterns: Patterns = field(default_factory=Patterns, repr=False)

    @property
    def id(self) -> str:
        """The rule's id, ``pack.rule``."""
        return self.spec.id

    def place(self, *way: str | int) -> str:
        """Return ``file:line`` of the rule, or of a key of it."""
        return self.file.place("rule", self.index, *(way or ("id",)))

    @cached_property
    def compiled(self) -> regex.Pattern[str] | Problem:
        """The compiled expression, or what is wrong with its syntax."""
        try:
            pattern = self.patterns.get(
                (self.expression, (("rule", self.id),)),
                lambda: regex.compile(self.expression, **self.words),  # type: ignore[arg-type]  # lists are keywords
            )
        except (regex.error, ValueError, RecursionError, OverflowError, MemoryError) as error:
            return Problem(self.place("pattern"), self.id, _bad_pattern(error))
        lacking = next((emit.group for emit in self.emit if emit.group not in pattern.groupindex), None)
        if lacking:
            return Problem(
                self.place("emit"), self.id, f"the pattern has no group {lacking!r}; name it (?P<{lacking}>…)"
            )
        return pattern

    @cached_property
    def translation(self) -> Translation | None:
        """The expression in PCRE2's terms, where it has any."""
        from antq_extract.translation import translate

        return translate(self.expression, self.words)

    @cached_property
    def quick(self) -> QuickPattern | None:
        """The expression compiled to machine code, where that finds the same."""
        return quick_pattern(self.translation, [group for group, _ in self.emit], SPAN)

    @cached_property
    def collects(self) -> bool:
        """Whether it emits every capture of a repeated group."""
        return any(converter.many for _, converter in self.emit)

    @property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled expression; raises PackError where its syntax is wrong."""
        if isinstance(self.compiled, Problem):
            raise PackError(str(self.compiled))
        return self.compiled


def _bad_pattern(error: Exception) -> str:
    pattern, position = getattr(error, "pattern", None), getattr(error, "pos", None)
    if pattern is None or position is None:
        return f"bad pattern: {str(error) or type(error).__name__}"
    return f"bad pattern: {getattr(error, 'msg', error)} behind {pattern[max(0, position - _SNIPPET) : position]!r}"


def lower(text: str) -> str:
    """Return the text in lower case, position for position: the few capitals that grow there (``İ``) stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def view(folded: str) -> str:
    """Return a folded text as keywords see it: in lower case, every digit a 0, position for position."""
    seen = lower(folded)
    for digit in "123456789":
        seen = seen.replace(digit, "0")  # nine passes in C, cheaper than one through a table
    return seen
