r"""Rule patterns in the dialect of PCRE2, which compiles them to machine code.

A pattern is written for the ``regex`` package, whose matches count. PCRE2 finds the same places many times faster,
where a pattern keeps to what both understand alike; :func:`translate` gives None for all others. What differs:

- ``\L<list>`` becomes a tree of the list's words, longer ones first as in ``regex``; a long list is defined once and
  called.
- Unbounded repetitions inside a lookbehind become long ones: PCRE2 looks back 255 characters at most.
- A lookahead inside a lookbehind is left to ``regex``: write ``(?!(?<=a)b)`` for ``(?<!a(?=b))``.
- ``\w``, ``\b`` and ``\d`` take in other characters there, and fuzzy matching, set operations and the other additions of
  ``regex`` are unknown: such patterns are left to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from antq_extract.engine import Translation

_INLINE = 200  # characters of a list that is put in wherever it stands; a longer one is called
_FAR = 30  # repetitions inside a lookbehind

_PIECE = re.compile(
    r"""
      \\L<(?P<list>\w+)>
    | (?P<known>\\(?:[sSn]|[pP]\{(?:L|Lu|Ll|M|N|P)\}|[^\w\s]))
    | (?P<escape>\\.?)
    | \[(?P<set>\^?\]?(?:\\.|[^\]\\])*)\]
    | (?P<define>\(\?\(\w+\))
    | \(\?P<(?P<name>\w+)>
    | \(\?(?P<on>[a-z]*)(?:-(?P<off>[a-z]+))?(?P<scope>[:)])
    | (?P<behind>\(\?<[=!])
    | (?P<refer>\(\?(?:&|P=)\w+\))
    | (?P<ahead>\(\?(?:[=!>]))
    | (?P<strange>\(\?|\(\*)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<many>[*+])
    | \{(?P<least>[0-9]*),\}
    | (?P<count>\{[0-9]+(?:,[0-9]+)?\})
    | (?P<fuzzy>\{)
    | (?P<plain>[^\\\[(){}*+]++)
    """,
    re.VERBOSE | re.DOTALL,
)
_STRANGE_IN_SET = re.compile(r"\\(?![sSn]|[pP]\{(?:L|Lu|Ll|M|N|P)\}|[^\w\s])|\[:|--|&&|\|\||~~")
_SPECIAL = frozenset("\\^$.[]|()?*+{}-&#~")


def translate(expression: str, words: Mapping[str, Sequence[str]]) -> Translation | None:
    r"""Return a ``regex`` expression in PCRE2's terms, or None; ``words`` are the lists that ``\L<…>`` names."""
    translator = _Translator(words)
    try:
        return translator.translate(expression)
    except _UnknownError:
        return None


class _UnknownError(Exception):
    """A piece of a pattern that PCRE2 does not know, or takes for something else."""


@dataclass(slots=True)
class _Translator:
    words: Mapping[str, Sequence[str]]
    pieces: list[str] = field(default_factory=list)
    groups: dict[str, tuple[int, ...]] = field(default_factory=dict)
    count: int = 0
    caseless: bool = False
    behind: int = 0  # lookbehinds that are open
    outer: list[tuple[bool, int]] = field(default_factory=list)  # of each open group, what held before it
    called: dict[str, str] = field(default_factory=dict)  # lists by the name of their group

    def translate(self, expression: str) -> Translation:
        position = 0
        for piece in _PIECE.finditer(expression):
            if piece.start() != position:
                raise _UnknownError
            position = piece.end()
            self.pieces.append(self._piece(piece, piece[0]))
        if position != len(expression) or self.outer:
            raise _UnknownError
        lists = "".join(f"(?P<{name}>{tree})" for name, tree in self.called.items())
        defined = f"(?(DEFINE){lists})" if lists else ""
        return Translation("(?J)" + "".join(self.pieces) + defined, self.groups)

    def _piece(self, piece: re.Match[str], text: str) -> str:
        self._check(piece)
        if piece["list"]:
            return self._list(piece["list"])
        if piece["scope"]:
            self._flags(piece)
        elif piece["close"]:
            self.caseless, self.behind = self.outer.pop()
        elif piece["behind"] or piece["ahead"] or piece["define"] or piece["open"] or piece["name"]:
            self._opened(piece)
        elif self.behind and (piece["many"] or piece["least"] is not None):
            least = {"*": 0, "+": 1}.get(text) if piece["many"] else int(piece["least"] or 0)
            return f"{{{least},{max(_FAR, least or 0)}}}"
        return text

    def _check(self, piece: re.Match[str]) -> None:
        """Refuse what PCRE2 does not know, or gets wrong."""
        unknown = piece["escape"] or piece["strange"] or piece["fuzzy"] or (piece["close"] and not self.outer)
        # Its compiled code goes wrong on what looks ahead inside a lookbehind (10.47), as what is called may do.
        wrong = self.behind and (piece["ahead"] or piece["refer"])
        if unknown or wrong or _STRANGE_IN_SET.search(piece["set"] or ""):
            raise _UnknownError

    def _opened(self, piece: re.Match[str]) -> None:
        self.outer.append((self.caseless, self.behind))
        self.behind += bool(piece["behind"])
        if piece["open"] or piece["name"]:
            self.count += 1
        if piece["name"]:
            self.groups[piece["name"]] = (*self.groups.get(piece["name"], ()), self.count)

    def _flags(self, piece: re.Match[str]) -> None:
        on, off = piece["on"], piece["off"] or ""
        if {*on, *off} - {"i"} or (piece["scope"] == ")" and (piece.start() or off)):
            raise _UnknownError  # in ``regex`` a flag without a scope holds for the whole pattern
        if piece["scope"] == ":":
            self.outer.append((self.caseless, self.behind))
        self.caseless = (self.caseless or "i" in on) and "i" not in off

    def _list(self, name: str) -> str:
        tree = _tree(tuple(self.words[name]), self.caseless)
        if len(tree) < _INLINE:
            return tree
        group = f"{'any' if self.caseless else 'as'}_{name}"
        self.called[group] = f"(?{'' if self.caseless else '-'}i:{tree})"
        return f"(?&{group})"


@lru_cache(maxsize=256)
def _tree(words: Sequence[str], caseless: bool) -> str:
    """Return an expression for the words that branches where they do; what goes on comes before what ends."""
    root: dict[str, Any] = {}
    for word in sorted({word.lower() for word in words} if caseless else words):
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    tree = _branches(root)
    return tree if tree.startswith("(?:") and tree.endswith(")") and len(root) > 1 else f"(?:{tree})"


def _branches(node: Mapping[str, Any]) -> str:
    ways = [
        (f"\\{letter}" if letter in _SPECIAL else letter) + _branches(rest) for letter, rest in node.items() if letter
    ]
    if not ways:
        return ""
    if "" in node:
        ways.append("")
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
