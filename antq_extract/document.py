"""Frozen types that carry an article through the pipeline.

Two coordinate systems meet here. *Source* positions count Unicode code points of the decoded input as it came; they
are what a record gives. *Text* positions count code points of :class:`Text`, the normalised view that rules see.
:meth:`Text.to_source` is the only bridge, and facts cross it once, when they are built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A half-open range of positions."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Say whether ``other`` lies inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an article's carrier says of it beside its text: a page's markup, the fields of a line of JSON.

    ``published`` is EDTF. Nothing is known where a field is None or empty.
    """

    headline: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read: the decoded source and where it came from.

    ``path`` is a display path without machine parts, ``index`` the article's place in its file, ``size`` the number
    of bytes read. Where ``meta`` has a headline, ``source`` begins with it, in a paragraph of its own.
    """

    path: str
    source: str
    index: int = 0
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    size: int = 0
    meta: Metadata = Metadata()


@dataclass(frozen=True, slots=True)
class Text:
    r"""The normalised view of a source text.

    ``clean`` is what values are spelled from: NFC, one plain space for a run of blanks, ``\n`` line ends, no
    zero-width characters. ``folded`` is what rules match: ``clean`` with tone marks in the old placement (``hòa``),
    plain dashes, plain quotes; it has the same length. ``starts`` and ``ends`` give the source range of each
    position; both are None where ``clean`` is the source position for position.
    """

    source: str
    clean: str
    folded: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def to_source(self, start: int, end: int) -> Span:
        """Return the source range of the non-empty text range ``start``–``end``."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])


class TokenKind(StrEnum):
    """What a token is; see :mod:`antq_extract.tokens`."""

    WORD = "word"
    NUMBER = "number"
    DATE = "date"
    RATIO = "ratio"
    ABBREVIATION = "abbreviation"
    WEB = "web"
    QUOTE = "quote"
    PUNCTUATION = "punctuation"
    SYMBOL = "symbol"
    SPACE = "space"


class Token(NamedTuple):
    """A token, in text positions. The tokens of a text partition it."""

    start: int
    end: int
    kind: TokenKind


class Sentence(NamedTuple):
    """A sentence, headline or caption, in text positions, without surrounding blanks."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stamps:
    """The headline and the clocks of the page, in text positions."""

    published: Span | None = None
    page: tuple[Span, ...] = ()
    headline: Span | None = None

    @property
    def body(self) -> int:
        """Where the body begins: behind the headline and the publication clock."""
        return max((span.end for span in (self.headline, self.published) if span), default=0)


class Match(NamedTuple):
    """A place in a sentence where a rule matched, in text positions.

    ``values`` holds the converted captures by group name: one value, or a tuple where the rule collects a repeated
    group. ``spans`` holds the raw ranges of the same groups.
    """

    rule: str
    part: str
    sentence: Sentence
    start: int
    end: int
    priority: int = 0
    values: Mapping[str, Any] = MappingProxyType({})
    spans: Mapping[str, tuple[Span, ...]] = MappingProxyType({})
