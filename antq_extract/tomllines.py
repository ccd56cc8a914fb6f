"""Finds the lines on which the tables and keys of a TOML document stand, which ``tomllib`` does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Place = tuple[str | int, ...]
"""The way to a value: keys, and the number of a table in an array of tables."""

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_PIECE = re.compile(
    r"'''.*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\""
    rf"|^[ \t]*\[\[[ \t]*(?P<array>{_DOTTED})[ \t]*\]\]|^[ \t]*\[[ \t]*(?P<table>{_DOTTED})[ \t]*\](?=[ \t]*(?:\#|\r?$))"
    rf"|(?:^|(?<=[{{,]))[ \t]*(?P<key>{_DOTTED})[ \t]*=(?P<opens>[ \t]*\{{)?"
    r"|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|\#[^\n]*|(?P<open>[\[{])|(?P<close>[\]}])",
    re.DOTALL | re.MULTILINE,
)


def line_numbers(document: str) -> Mapping[Place, int]:
    """Return the line, from 1, of every table and key. The document is valid TOML."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    inline: list[Place] = []  # the keys whose brackets are open
    for piece in _PIECE.finditer(document):
        kind = piece.lastgroup
        line = document.count("\n", 0, piece.start(kind) if kind else 0) + 1
        if kind == "close" and inline:
            inline.pop()
        elif kind == "open":
            inline.append(())
        elif kind in ("array", "table") and not inline:
            table = _resolved(tuple(_names(piece[kind])), counts, repeated=kind == "array")
            lines.setdefault(table, line)
        elif kind in ("key", "opens") and (not inline or inline[-1]):
            line = document.count("\n", 0, piece.start("key")) + 1
            place = (*(inline[-1] if inline else table), *_names(piece["key"]))
            lines.setdefault(place, line)
            if piece["opens"]:
                inline.append(place)
    return lines


def _names(dotted: str) -> Iterator[str]:
    for name in re.findall(_KEY, dotted):
        yield name.strip("\"'")


def _resolved(names: Place, counts: dict[Place, int], *, repeated: bool) -> Place:
    """The place of a table's heading: the last table of each array of tables on the way to it."""
    place: Place = ()
    for name in names[:-1]:
        place = (*place, name)
        if place in counts:
            place = (*place, counts[place] - 1)
    place = (*place, names[-1])
    if repeated:
        counts[place] = counts.get(place, 0) + 1
        place = (*place, counts[place] - 1)
    return place
