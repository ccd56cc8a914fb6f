"""What interpreters share: building anchored values from matches."""

from __future__ import annotations

from typing import TypedDict

from antq_extract.document import Text


class Anchor(TypedDict):
    """The fields of :class:`antq_extract.records.Anchored`."""

    text: str
    start: int
    end: int
    rule: str


def anchor(text: Text, start: int, end: int, rule: str) -> Anchor:
    """Return the place of the text range ``start``–``end`` in the source."""
    source = text.to_source(start, end)
    return {"text": text.source[source.start : source.end], "start": source.start, "end": source.end, "rule": rule}
