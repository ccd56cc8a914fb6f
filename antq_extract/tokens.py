r"""Lossless tokens of Vietnamese report text.

A token says what a run of characters looks like, not what it means: ``4/5`` is a date-like run whether it is a day or
four wards out of five, ``3:1`` looks like a time, ``KIM`` in a headline like an acronym. What counts as what:

========================  =============================================================================
``word``                  ``hòa``  ``H'Mông``  ``U23``  ``2B``
``number``                ``1.021``  ``98,5``  ``138``
``date``                  ``18/10/2023``  ``29-8-2022``  ``8/2``  ``2019-2024``  ``17:52:20``  ``16h30``
``ratio``                 ``1.250/1300``  ``185/254``: a fraction that cannot be a day and month
``abbreviation``          ``UBND``  ``GD-ĐT``  ``T.Ư``  ``M.L``, and listed ones with their dot: ``ThS.``
``web``                   addresses of pages and mailboxes, bare domains
``quote``                 one quotation mark
``punctuation``           one mark; a run of dots or of ``!`` and ``?`` is one token
``symbol``                one character of any other kind, with its combining marks
``space``                 a run of spaces, or of line ends
========================  =============================================================================
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

import regex

from antq_extract.document import Span, Text, Token, TokenKind
from antq_extract.normalize import fold

_GLUE = r"[\p{L}\p{M}\p{N}]"
_CAPITAL = "[A-ZĐƯƠÂĂÊÔ]"  # no acronym bears a tone mark
_INT = "[0-9]++(?:[.,][0-9]++)*+"
_YEAR = "(?:19|20)[0-9]{2}"
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
_FRESH = "(?<![0-9][/.,:])"
_OVER = rf"(?![/.,:][0-9]|/\p{{L}}|{_GLUE})"
_PATH = r"""[^\s<>"]*[^\s<>"'.,;:!?…)\]]"""
_TLD = "(?i:vn|com|net|org|edu|gov|info|biz|asia|io|tv)"

_PATTERN = rf"""
    # The common cases first, so that most tokens cost one alternative.
    (?P<word>\p{{Lu}}?\p{{Ll}}++(?=[ ,;)\n]))
  | (?P<space>[ ]++|\n++)
  | (?P<word>(?!\L<listed>)\p{{Lu}}?\p{{Ll}}++(?=[.…!?]*+(?:[ \n]|\Z)))
  | (?P<web>
        (?:(?:https?|ftp)://|www\.){_PATH}
      | [A-Za-z0-9._%+-]{{1,64}}+@(?:[A-Za-z0-9-]{{1,63}}+\.){{1,8}}[A-Za-z]{{2,24}}
      | (?:[A-Za-z0-9-]{{1,63}}+\.(?=[A-Za-z0-9])){{1,8}}{_TLD}(?!{_GLUE})(?:/{_PATH})?
    )
  | (?P<date>{_FRESH}(?:
        (?:
            {_YEAR}-{_MONTH}-{_DAY}(?:T[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:[+-][0-9]{{2}}:[0-9]{{2}}|Z)?)?
          | {_DAY}/{_MONTH}/(?:[0-9]{{4}}|[0-9]{{2}})
          | {_DAY}(?:-{_MONTH}-|\.{_MONTH}\.)[0-9]{{4}}
          | {_MONTH}[/.-]{_YEAR}
          | {_YEAR}-{_YEAR}
          | {_DAY}/{_MONTH}
          | {_DAY}-{_MONTH}(?!-)
          | [0-2]?[0-9]:[0-5]?[0-9](?::[0-5]?[0-9])?
        ){_OVER}
      | [0-2]?[0-9](?:h(?:[0-5]?[0-9])?+|g[0-5][0-9])(?!{_GLUE})
    ))
  | (?P<ratio>{_FRESH}{_INT}/{_INT}{_OVER})
  | (?P<number>[0-9]++(?:(?:[.,][0-9]++)++|(?!{_GLUE})))
  | (?P<abbreviation>
        {_CAPITAL}(?:\.{_CAPITAL}){{1,6}}(?!{_GLUE})
      | \L<listed>(?:(?<=\.)(?![.…])|(?<!\.)(?!{_GLUE}))
      | (?:{_CAPITAL}{{1,6}}|{_CAPITAL}\p{{Ll}})(?:\.{_CAPITAL}{{1,6}}){{1,6}}(?!{_GLUE})
      | {_CAPITAL}{{2,}}+(?:[-&]{_CAPITAL}++(?!{_GLUE}))*+(?!{_GLUE}|'\p{{L}})
    )
  | (?P<word>{_GLUE}++(?:'\p{{L}}{_GLUE}*+)*+)
  | (?P<quote>["'])
  | (?P<punctuation>[.…]++|[!?]++|(?![%&@\#*_‰‱])\p{{P}}\p{{M}}*+)
  | (?P<symbol>(?s:.)\p{{M}}*+)
"""
_KINDS = {kind.value: kind for kind in TokenKind}
_KNOWN_LENGTH = 32  # characters
_ORDINARY = re.compile(r"[\w&/.-]+")


def tokenize(text: Text, abbreviations: Collection[str]) -> tuple[Token, ...]:
    """Split ``text.folded`` into tokens that partition it.

    ``abbreviations`` holds those that take a trailing dot (``ThS.``) or dots inside, as they are written; a dot behind
    any other word is a token of its own.
    """
    pattern = _compiled(_listed(tuple(abbreviations)))
    return tuple(Token(*match.span(), _KINDS[str(match.lastgroup)]) for match in pattern.finditer(text.folded))


def stretch_tokens(folded: str, abbreviations: tuple[str, ...], position: int, within: Span) -> list[Token]:
    """Return, out of the tokens of a text, those of the stretch between blanks around a position.

    ``within`` has blanks or the ends of the text around it.
    """
    start = max(within.start, folded.rfind(" ", within.start, position) + 1)
    end = folded.find(" ", position, within.end)
    stretch = folded[start : end if end >= 0 else within.end]
    read = _known_tokens if len(stretch) <= _KNOWN_LENGTH else _tokens
    return [Token(start + first, start + last, kind) for first, last, kind in read(stretch, abbreviations)]


def _tokens(stretch: str, abbreviations: tuple[str, ...]) -> tuple[Token, ...]:
    """Return the tokens of a text without blanks; matching one by one spares the set-up of ``finditer``."""
    pattern = _compiled(_listed(abbreviations))
    found = []
    start = 0
    while match := pattern.match(stretch, start):
        found.append(Token(start, match.end(), _KINDS[str(match.lastgroup)]))
        start = match.end()
    return tuple(found)


_known_tokens = lru_cache(maxsize=4096)(_tokens)
"""Keeps the tokens of short stretches: most hold an abbreviation, which comes again."""


@lru_cache(maxsize=8)
def dotted_words(abbreviations: tuple[str, ...]) -> frozenset[str] | None:
    """Return what a dot behind it may belong to; any other run of letters before a mark is a token, as is the mark.

    That holds as long as abbreviations are made of letters, digits and single dots; otherwise return None.
    """
    listed = _listed(abbreviations)
    is_ordinary = all(_ORDINARY.fullmatch(entry) and ".." not in entry for entry in listed)
    return frozenset(entry.removesuffix(".") for entry in listed) if is_ordinary else None


def source_tokens(text: Text, tokens: Sequence[Token]) -> Iterator[tuple[int, int, TokenKind]]:
    """Yield source ranges, with their kinds, that partition the source: joined, they give it back exactly.

    ``tokens`` are all tokens of ``text``. Characters that the text leaves out, zero-width ones, belong to the token
    before them, at the start to the first one; a source of nothing else is one token of kind space.
    """
    if not tokens:
        if text.source:
            yield 0, len(text.source), TokenKind.SPACE
        return
    starts = [text.to_source(token.start, token.end).start for token in tokens[1:]]
    begin = 0
    for token, end in zip(tokens, [*starts, len(text.source)], strict=True):
        if begin < end:
            yield begin, end, token.kind
        begin = end


@lru_cache(maxsize=8)
def _listed(abbreviations: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, abbreviations))


@lru_cache(maxsize=8)
def _compiled(listed: frozenset[str]) -> regex.Pattern[str]:
    return regex.compile(_PATTERN, regex.VERBOSE, listed=listed or {"\n."})  # an empty list would match emptily
