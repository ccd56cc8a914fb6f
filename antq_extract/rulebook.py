"""The rule book that a run reads articles by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import regex

from antq_extract import gazetteer
from antq_extract.converters import key
from antq_extract.thawing import Patterns

if TYPE_CHECKING:
    from antq_extract.kinds import Kind
    from antq_extract.packfile import PackFile
    from antq_extract.rules import Rule


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack file in its layer. ``replaced_by`` names the file of a higher layer that takes its place."""

    file: PackFile
    layer: str
    shipped: bool
    replaced_by: str | None = None


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All rules in use, the vocabulary by ``pack.name`` and the kinds of fact that packs bring.

    ``packs`` and ``idle`` (rules that are not in use, each with the reason) are for those who want to see how the
    layers lie; a book from the cache has none.
    """

    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[str, ...]]
    maps: Mapping[str, Mapping[str, Any]]
    kinds: tuple[Kind, ...] = ()
    packs: tuple[Pack, ...] = ()
    idle: tuple[tuple[Rule, str], ...] = ()
    patterns: Patterns = field(default_factory=Patterns)

    @cached_property
    def gazetteer(self) -> gazetteer.Gazetteer:
        """The administrative units."""
        return gazetteer.load()

    def pattern(self, expression: str, **lists: str) -> regex.Pattern[str]:
        r"""Compile an interpreter's expression over named lists, once: ``pattern(r"\L<words>", words="dates.future")``."""
        return self.patterns.get(
            (expression, tuple(lists.items())),
            lambda: regex.compile(expression, **{name: self.lists[source] for name, source in lists.items()}),  # type: ignore[arg-type]  # named lists are keywords
        )

    def keys(self, name: str) -> frozenset[str]:
        """Return a list's words in the form of :func:`~antq_extract.converters.key`."""
        return _keys(self, name)


@lru_cache(maxsize=256)
def _keys(rulebook: RuleBook, name: str) -> frozenset[str]:
    return frozenset(map(key, rulebook.lists[name]))
