"""Sentences: where a paragraph's text comes to an end and starts again.

A mark ends a sentence where a new one can begin behind it: after a blank, a capital, a digit, an opening quote or a
dash bullet. Most of this module tells the dots that belong to something else: abbreviations, initials, list numerals.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cache

import regex

from antq_extract.document import Sentence, Span, Text, Token, TokenKind
from antq_extract.tokens import dotted_words, stretch_tokens

_MARKS = ".!?…"
_CLOSERS = regex.compile(r"[\"')\]}]*+")
_NEXT = regex.compile(r" ++(?=(?:[-•+*] ?)?[\"'(\[]*+(?:\p{Lu}|[0-9]))")
_GLUED = regex.compile(r"(?=\p{Lu}[\p{L} ])")
# A capital word and then a small one: the start of a sentence, hardly the rest of a name after its initial.
_TWO_WORDS = regex.compile(r" ++\p{Lu}\p{L}*+,? [\p{Ll}0-9]")
_INITIAL = regex.compile("[A-ZĐ]")
_NUMERAL = regex.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})*+|[IVX]{1,5}|\p{L}")
# What a sentence without a blank behind its dot may end in: a syllable (which Mr and St are not), a year, a bracket.
_GLUING = regex.compile(r"\p{Ll}{2,}|(?![a-z])\p{Ll}|(?=\p{L}*[^\P{L}A-Za-z])\p{L}{3,}|[0-9]{4}|[)\]\"%]")


# Behind a mark: what a sentence usually begins with, where a look back from the blank tells that the mark is a token of
# its own (``free``), or is one unless it belongs to the ``word`` before it; else whatever _NEXT and _GLUED might take.
_CAPITALS = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
_BEHIND = rf"""
    [ ](?=(?:[-•+*][ ]?)?["'(\[]*[{_CAPITALS}0-9])
    (?:
        (?<=[^\W\d_][^\W\d_IVX]\.[ ])(?P<word>)
      | (?: (?<=\w[!?…][ ]) | (?<=[")%]\.[ ]) | (?<=\w\.\.\.[ ]) | (?<=[ ][0-9]{{4}}\.[ ]) )(?P<free>)
    )
  | (?=["')\]}}]*(?: [ ]+[^a-z \n] | [^\x00-@\[-\x7f] ))
"""


def split(text: Text, abbreviations: Collection[str], paragraphs: Sequence[Span]) -> tuple[Sentence, ...]:
    """Return ``sentences(text, tokenize(text, abbreviations), paragraphs)``, at a fraction of the cost.

    Only where no look at a mark's neighbours decides, the stretch between blanks around it is broken into tokens.
    """
    listed = tuple(abbreviations)
    folded, dotted = text.folded, dotted_words(listed)
    found: list[Sentence] = []
    tokens: list[Token] = []
    ends: list[int] = []  # of the tokens
    done = 0  # the last of them
    marks = iter(_possible_ends(folded))
    match = next(marks, None)
    for start, end in paragraphs:
        while match and (mark := match.start()) < end:
            if dotted is not None and _surely_ends(folded, match, dotted):
                found.append(Sentence(start, mark + 1))
                start = mark + 2
            else:
                if mark >= done:
                    tokens = stretch_tokens(folded, listed, mark, Span(start, end))
                    ends = [token.end for token in tokens]
                    done = ends[-1]
                gap = _gap_at(folded, tokens, bisect_left(ends, mark + 1), mark, Span(start, end))
                if gap:
                    found.append(Sentence(start, gap.start))
                    start = gap.end
            match = next(marks, None)
        found.append(Sentence(start, end))
    return tuple(found)


@cache
def _ending(mark: str) -> re.Pattern[str]:
    """Compile for each mark on its own: a pattern that begins with one character is several times as fast."""
    return re.compile(rf"\{mark}(?:{_BEHIND})", re.VERBOSE)


def _possible_ends(folded: str) -> list[re.Match[str]]:
    found = [match for mark in _MARKS if mark in folded for match in _ending(mark).finditer(folded)]
    found.sort(key=re.Match.start)
    return found


def _surely_ends(folded: str, match: re.Match[str], dotted: Collection[str]) -> bool:
    """Tell whether the neighbours of a possible end are enough to say that it is one."""
    if match.lastgroup == "word":
        dot = match.start()
        word = folded[folded.rfind(" ", 0, dot) + 1 : dot]
        return word.isalpha() and word not in dotted
    return match.lastgroup == "free"


def _gap_at(folded: str, tokens: Sequence[Token], index: int, mark: int, rest: Span) -> Span | None:
    """Return what :func:`_gap` does for the token that holds the mark, if that token is one and ends there."""
    token = tokens[index]
    if token.end > mark + 1 or token.start <= rest.start or not _is_mark(folded, token):
        return None
    return _gap(folded, tokens, index, rest)


def sentences(text: Text, tokens: Sequence[Token], paragraphs: Sequence[Span]) -> tuple[Sentence, ...]:
    """Return the sentences of the paragraphs, in order, without the blanks around them; none crosses a paragraph.

    ``tokens`` are all tokens of the text; :func:`split` does without them.
    """
    folded = text.folded
    marks = [index for index, token in enumerate(tokens) if _is_mark(folded, token)]
    found: list[Sentence] = []
    at = 0
    for start, end in paragraphs:
        while at < len(marks) and tokens[marks[at]].start < end:
            gap = _gap(folded, tokens, marks[at], Span(start, end)) if tokens[marks[at]].start > start else None
            if gap:
                found.append(Sentence(start, gap.start))
                start = gap.end
            at += 1
        found.append(Sentence(start, end))
    return tuple(found)


def _is_mark(folded: str, token: Token) -> bool:
    if token.kind is TokenKind.PUNCTUATION:
        return folded[token.start] in _MARKS
    return token.kind is TokenKind.ABBREVIATION and folded[token.end - 1] == "."


def _gap(folded: str, tokens: Sequence[Token], index: int, rest: Span) -> Span | None:
    """Return what lies between two sentences at the mark ``index``, or None where it ends none.

    ``rest`` is the paragraph from the start of the sentence in hand.
    """
    mark = tokens[index]
    end = _CLOSERS.match(folded, mark.end, rest.end).end()  # type: ignore[union-attr]
    blank = _NEXT.match(folded, end, rest.end)
    if blank:
        return Span(end, blank.end()) if _ends(folded, tokens, index, rest.start) else None
    glued = end == mark.end and mark.kind is TokenKind.PUNCTUATION and _GLUED.match(folded, end, rest.end)
    return Span(end, end) if glued and _can_be_glued(folded, _before(tokens, index), rest.start) else None


def _before(tokens: Sequence[Token], index: int) -> Token | None:
    """Return the token that the mark ``index`` touches."""
    token = tokens[index - 1] if index else None
    return token if token and token.end == tokens[index].start else None


def _ends(folded: str, tokens: Sequence[Token], index: int, start: int) -> bool:
    """Tell whether a mark with a blank and a possible start behind it ends the sentence that begins at ``start``."""
    mark = tokens[index]
    if mark.kind is TokenKind.ABBREVIATION:
        return _abbreviation_ends(folded, mark)
    word = _before(tokens, index)
    if word is None or folded[mark.start : mark.end] != ".":
        return True
    spelled = folded[word.start : word.end]
    opens = word.start == start or folded[max(word.start - 2, start) : word.start].rstrip()[-1:] in (":", ";")
    if opens and _NUMERAL.fullmatch(spelled):
        return False
    return not _INITIAL.fullmatch(spelled) or _TWO_WORDS.match(folded, mark.end) is not None


def _abbreviation_ends(folded: str, mark: Token) -> bool:
    """Tell whether a listed abbreviation ends its sentence: ``v.v.`` does, a title never, ``Q.`` as an initial does."""
    spelled = folded[mark.start : mark.end]
    if spelled.islower():
        return True
    return len(spelled) == 2 and _TWO_WORDS.match(folded, mark.end) is not None


def _can_be_glued(folded: str, word: Token | None, start: int) -> bool:
    if word is None or word.start == start:
        return False
    if word.kind is TokenKind.ABBREVIATION:
        return word.end - word.start >= 4
    return _GLUING.fullmatch(folded, word.start, word.end) is not None
