"""The page that ``explain --html`` writes: a legend, an index where there are several articles, and their sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from itertools import chain

from antq_extract.explain_article import Article, Frame, Kind, Origin
from antq_extract.labels import Labels
from antq_extract.pages import asset, page

_COLOURS: dict[str, str] = {
    name: name.removesuffix("s") for name in ("dates", "ratios", "awards", "officials", "places", "documents")
}
_COLOURS |= {"quantities": "quantity"}
_OTHERS = 4  # colours of other kinds
_LINES = 5  # kinds of lines under marks
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def frame(labels: Labels, kinds: Mapping[str, str], origins: Mapping[str, Origin]) -> Frame:
    """Return what the articles of a page share.

    ``kinds`` are names in the record, each with what it is called where the labels have no word; ``origins`` are the
    rules by their id.
    """
    signs = {sign for name in kinds if (sign := labels.sign(name))}
    made: list[Kind] = []
    others = 0
    for name, title in kinds.items():
        sign = labels.sign(name) or _sign(name, signs)
        signs.add(sign)
        others += name not in _COLOURS
        colour = _COLOURS.get(name, f"other-{(others - 1) % _OTHERS + 1}")
        made.append(Kind(name, labels.kind(name) or title, sign, colour))
    return Frame(labels, made, origins)


def _sign(name: str, taken: set[str]) -> str:
    """A letter for a kind, one of its name if that is free; two letters where none is left."""
    letters = [letter for letter in name.upper() if letter.isalpha()]
    pairs = (one + other for one in _LETTERS for other in _LETTERS)
    return next(sign for sign in chain(letters, _LETTERS, pairs) if sign not in taken)


def whole(frame: Frame, articles: Sequence[Article]) -> bytes:
    """Return the page of one or more articles."""
    several = len(articles) > 1
    title = frame.labels.text("explain", "title", count=len(articles)) if several else articles[0].headline
    skip = ("index", "to_index") if several else (articles[0].id, "to_text")
    sections = "".join(article.section(several) for article in articles)
    body = (
        f'<a class="skip" href="#{skip[0]}">{frame.text(skip[1])}</a>{_legend(frame, articles)}'
        f"<main>{_index(frame, title, articles) if several else ''}{sections}</main>"
        '<div id="note" role="tooltip" hidden></div>'
    )
    styles = [asset("common.css"), asset("explain.css"), _colours(frame)]
    return page(title, frame.labels.language, body, styles, [asset("explain.js")], {})


def _colours(frame: Frame) -> str:
    """What a kind looks like: ``--c`` where it is what a piece is marked for, ``--o`` where it lies around that."""
    return "".join(
        f".k{number}{{--c:var(--{kind.colour});--drawn:var(--line-{number % _LINES})}}.o{number}{{--o:var(--{kind.colour})}}"
        for number, kind in enumerate(frame.kinds)
    )


def _legend(frame: Frame, articles: Sequence[Article]) -> str:
    counts: Counter[int] = sum((article.counts for article in articles), Counter())
    switches = "".join(
        f'<label class="switch k{number}"><input type="checkbox" value="{number}" data-sign="{escape(kind.sign)}" '
        f'autocomplete="off" checked>{frame.sign(number)} <span class="kind">{escape(kind.title)}</span> '
        f'<span class="muted">{frame.labels.number(counts[number])}</span></label>'
        for number, kind in enumerate(frame.kinds)
        if counts[number]
    )
    return (
        f'<header class="legend"{"" if counts else " hidden"}><div role="group" class="switches" aria-label="{frame.text("legend")}">{switches}'
        f'<button type="button" data-all="1">{frame.text("all")}</button>'
        f'<button type="button" data-all="">{frame.text("none")}</button></div>'
        f'<p class="keys muted">{frame.text("keys")}</p></header>'
    )


def _index(frame: Frame, title: str, articles: Sequence[Article]) -> str:
    shown = frame.text("filtered", shown="{shown}", count=len(articles))
    return (
        f'<h1>{escape(title)}</h1><nav id="index" tabindex="-1" aria-labelledby="index-title"><h2 id="index-title">'
        f'{frame.text("index")}</h2><div class="filter"><label for="filter">{frame.text("filter")}</label>'
        f'<input id="filter" type="search" autocomplete="off" spellcheck="false">'
        f'<p id="filtered" class="muted" role="status" data-shown="{shown}"></p></div>'
        f"<ol>{''.join(article.entry() for article in articles)}</ol></nav>"
    )
