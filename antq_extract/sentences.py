"""Sentences: where a paragraph's text comes to an end and starts again.

A mark ends a sentence where a new one can begin behind it: after a blank, a capital, a digit, an opening quote or a
dash bullet. Most of this module tells the dots that belong to something else: abbreviations, initials, list numerals.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from antq_extract.document import Sentence, Span, Text, Token, TokenKind

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


def sentences(text: Text, tokens: Sequence[Token], paragraphs: Sequence[Span]) -> tuple[Sentence, ...]:
    """Return the sentences of the paragraphs, in order, without the blanks around them; none crosses a paragraph.

    ``tokens`` are those of the text, all or only its :func:`antq_extract.tokens.break_tokens`; the result is the same.
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
