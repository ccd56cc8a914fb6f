"""The section of one article on the page of ``explain --html``: its marked text, its checks, a card for each fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from textwrap import shorten
from typing import Any, NamedTuple

from antq_extract.concerned import Concern, concerned
from antq_extract.document import Span
from antq_extract.labels import Labels
from antq_extract.marked import Piece, paragraphs, pieces

Row = Mapping[str, Any]

_BEGINNING = 80  # characters of a text that stand for its headline
_OPENING = 2000  # characters among which they are
_UNITS = ("province", "district", "commune")
_NO_STOP = ' tabindex="-1"'
_SIGNS = {"pass": "✓", "fail": "✗"}


class Kind(NamedTuple):
    """A kind of facts: its name in the record, what it is called, its letter, and the CSS variable of its colour."""

    name: str
    title: str
    sign: str
    colour: str


class Origin(NamedTuple):
    """Where a rule stands (``file:line``) and what it is for."""

    place: str = ""
    title: str = ""


class Fact(NamedTuple):
    """A fact: the number of its kind, where the record has it and what that says, and its places by their numbers."""

    kind: int
    concern: Concern
    row: Row
    places: range


@dataclass(frozen=True)
class Frame:
    """What the articles of a page share: words, kinds of facts, and the rules by their id."""

    labels: Labels
    kinds: Sequence[Kind]
    origins: Mapping[str, Origin]

    def text(self, name: str, **values: object) -> str:
        """Return a text of the page, escaped."""
        return escape(self.labels.text("explain", name, **values))

    def sign(self, kind: int) -> str:
        """Return the letter of a kind, as a badge that screen readers pass over."""
        return f'<span class="sign" aria-hidden="true">{escape(self.kinds[kind].sign)}</span>'


@dataclass(frozen=True)
class Article:
    """An article to show. ``record`` is plain data as written, offsets count in ``source``; ``id`` is its anchor."""

    frame: Frame
    record: Row
    source: str
    id: str

    @property
    def headline(self) -> str:
        """The headline, or how the text begins, in quotes."""
        found: str | None = self.record["article"]["headline"]
        return found or f"“{shorten(self.source[:_OPENING], _BEGINNING, placeholder='…')}”"

    @cached_property
    def counts(self) -> Counter[int]:
        """How many facts there are, by the number of their kind."""
        return Counter(fact.kind for fact in self._facts)

    # --- what there is ----------------------------------------------------------------------------------------------

    @cached_property
    def _facts(self) -> list[Fact]:
        """The facts in the order of their first place."""
        found: list[tuple[int, Concern, Row]] = []
        for number, kind in enumerate(self.frame.kinds):
            rows = self.record.get(kind.name)
            rows = self.record["facts"].get(kind.name, ()) if rows is None else rows
            found += ((number, Concern(kind.name, index), row) for index, row in enumerate(rows))
        found.sort(key=lambda item: (_places_of(item[2])[0]["start"], _places_of(item[2])[0]["end"]))
        facts: list[Fact] = []
        for number, concern, row in found:
            first = facts[-1].places.stop if facts else 0
            facts.append(Fact(number, concern, row, range(first, first + len(_places_of(row)))))
        return facts

    @cached_property
    def _mentions(self) -> list[tuple[int, Row]]:
        """The places of all facts, each with the number of its fact."""
        return [(number, place) for number, fact in enumerate(self._facts) for place in _places_of(fact.row)]

    @cached_property
    def _pieces(self) -> list[Piece]:
        breaks = [0, *(paragraph.end for paragraph in paragraphs(self.source))]
        return list(pieces([Span(place["start"], place["end"]) for _, place in self._mentions], breaks))

    @cached_property
    def _first_pieces(self) -> Mapping[int, int]:
        """The number of the first piece of each place."""
        firsts: dict[int, int] = {}
        for number, piece in enumerate(self._pieces):
            for place in piece.covers:
                firsts.setdefault(place, number)
        return firsts

    @cached_property
    def _checks(self) -> list[tuple[Row, list[int]]]:
        """The checks, each with the numbers of the facts that it compares."""
        numbers = {fact.concern: number for number, fact in enumerate(self._facts)}
        of_checks = concerned(self.record)
        return [
            (check, [numbers[concern] for concern in concerns if concern in numbers])
            for check, concerns in zip(self.record["checks"], of_checks, strict=True)
        ]

    @cached_property
    def _checks_of(self) -> Mapping[int, list[Row]]:
        """The checks of a fact, by its number."""
        found: dict[int, list[Row]] = {}
        for check, facts in self._checks:
            for number in facts:
                found.setdefault(number, []).append(check)
        return found

    def _label(self, number: int) -> str:
        """A fact's letter and number, which no other fact of the article has."""
        return f"{self.frame.kinds[self._facts[number].kind].sign}{number + 1}"

    # --- the index --------------------------------------------------------------------------------------------------

    def entry(self) -> str:
        """Return the article's line of the index."""
        counts = "".join(
            f'<li class="k{kind}" title="{escape(self.frame.kinds[kind].title)}">{self.frame.sign(kind)} <span class="unseen">'
            f"{escape(self.frame.kinds[kind].title)}</span> {self.frame.labels.number(count)}</li>"
            for kind, count in sorted(self.counts.items())
        )
        failed = sum(check["status"] == "fail" for check in self.record["checks"])
        told = f'<li class="fail">{_SIGNS["fail"]} {self.frame.text("failed", count=failed)}</li>' if failed else ""
        published = self.record["article"]["date_published"]
        when = f"{escape(self.frame.labels.moment(published))} · " if published else ""
        return (
            f'<li data-article="{self.id}"><a href="#{self.id}">{escape(self.headline)}</a> <span class="muted">{when}'
            f'{escape(self._path())}</span> <ul class="counts">{counts}{told}</ul></li>'
        )

    def _path(self) -> str:
        source = self.record["source"]
        return f"{source['path']}#{source['index']}" if source["index"] else str(source["path"])

    # --- the section ------------------------------------------------------------------------------------------------

    def section(self, several: bool) -> str:
        """Return the article's section; ``several`` says whether it stands below an index."""
        level = 2 if several else 1
        checks = [
            self._check(check, facts) for check, facts in sorted(self._checks, key=lambda item: item[0]["status"])
        ]
        cards = [self._card(number) for number in range(len(self._facts))]
        below = level + 1
        back = f'<p><a href="#index">↑ {self.frame.text("to_index")}</a></p>' if several else ""
        return (
            f'<section class="article" id="{self.id}" tabindex="-1" aria-labelledby="{self.id}h"><h{level} id="{self.id}h">'
            f"{escape(self.headline)}</h{level}>{self._about()}"
            f'<div class="sheet"><div class="text" lang="vi">{self._text()}</div><div class="side">'
            f'<h{below}>{self.frame.text("checks")} <span class="muted">{len(checks)}</span></h{below}>'
            f"{_listed('checks', checks) or self._nothing('no_checks')}"
            f'<h{below}>{self.frame.text("facts")} <span class="muted">{len(cards)}</span></h{below}>'
            f"{_listed('cards', cards) or self._nothing('no_facts')}</div></div>{back}</section>"
        )

    def _nothing(self, name: str) -> str:
        return f'<p class="muted">{self.frame.text(name)}</p>'

    def _about(self) -> str:
        """What is known of the article beside its facts."""
        article, labels = self.record["article"], self.frame.labels
        published = article["date_published"]
        url = article["url"] or ""
        is_web = url.startswith(("http://", "https://"))
        address = f'<a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>' if is_web else escape(url)
        rows = [
            (self.frame.text("published"), escape(labels.moment(published)) if published else ""),
            (self.frame.text("authors"), escape("; ".join(article["authors"]))),
            (self.frame.text("publisher"), escape(article["publisher"] or "")),
            (self.frame.text("address"), address),
            *((escape(labels.field(name)), escape(labels.unit(article.get(name) or {}))) for name in _UNITS),
            (self.frame.text("path"), escape(self._path())),
        ]
        return f'<dl class="about">{_pairs(rows)}</dl>'

    # --- the text ---------------------------------------------------------------------------------------------------

    def _text(self) -> str:
        """The whole text: a ``p`` for each paragraph with its line ends, a link to the card for each marked piece."""
        parts: list[str] = []
        seen: set[tuple[int, ...]] = set()
        starts = {paragraph.start for paragraph in paragraphs(self.source)}
        for number, piece in enumerate(self._pieces):
            if piece.start in starts:
                parts.append("</p><p>" if parts else "<p>")
            words = self.source[piece.start : piece.end]
            marked = (words.rstrip("\r\n") or words) if piece.covers else ""
            if marked:
                parts.append(self._mark(number, _shown(marked), piece.covers not in seen))
            parts.append(_shown(words[len(marked) :]))
            seen.add(piece.covers)
        return "".join((*parts, "</p>")) if parts else ""

    def _mark(self, number: int, words: str, stops: bool) -> str:
        """A marked piece; the keyboard ``stops`` at it unless it goes on with what another piece began."""
        covers = self._pieces[number].covers
        facts = [self._mentions[place][0] for place in covers]
        kinds = list(dict.fromkeys(self._facts[fact].kind for fact in facts))
        begun = [self._label(f) for f, p in zip(facts, covers, strict=True) if self._first_pieces[p] == number]
        around = f" o{kinds[1]}" if len(kinds) > 1 else ""
        return (
            f'<a class="m k{kinds[0]}{around}" id="{self.id}p{number}" href="#{self.id}f{facts[0]}" '
            f'data-p="{" ".join(map(str, covers))}" data-k="{" ".join(str(self._facts[fact].kind) for fact in facts)}" '
            f'data-n="{escape(" ".join(begun))}" title="{escape(" | ".join(map(self._brief, covers)))}"'
            f"{'' if stops else _NO_STOP}>{words}</a>"
        )

    def _brief(self, place: int) -> str:
        """A place of a fact in one line: its kind, rule, values and checks."""
        number, mention = self._mentions[place]
        fact = self._facts[number]
        labels = self.frame.labels
        values = "; ".join(f"{name}: {value}" for name, value in labels.values(fact.concern.kind, fact.row))
        checks = (f"{_SIGNS[check['status']]} {labels.outcome(check)}" for check in self._checks_of.get(number, ()))
        return " · ".join((self._label(number), self.frame.kinds[fact.kind].title, mention["rule"], values, *checks))

    # --- cards and checks -------------------------------------------------------------------------------------------

    def _card(self, number: int) -> str:
        """What there is to say of a fact: its values, where it stands and by which rules, its checks."""
        fact, labels = self._facts[number], self.frame.labels
        values = [(escape(n), escape(value)) for n, value in labels.values(fact.concern.kind, fact.row)]
        places = (self._place(place) for place in fact.places)
        checks = [f"<li>{self._outcome(check)}</li>" for check in self._checks_of.get(number, ())]
        return (
            f'<li class="card k{fact.kind}" id="{self.id}f{number}" data-k="{fact.kind}" tabindex="-1"><p class="head">'
            f'<span class="sign">{escape(self._label(number))}</span> {escape(self.frame.kinds[fact.kind].title)}</p>'
            f'<dl>{_pairs(values)}</dl><ul class="places">{"".join(places)}</ul>{_listed("found", checks)}</li>'
        )

    def _place(self, place: int) -> str:
        mention = self._mentions[place][1]
        origin = self.frame.origins.get(mention["rule"], Origin())
        more = f'{escape(origin.title)} <span class="muted">{escape(origin.place)}</span>' if origin.title else ""
        return (
            f'<li id="{self.id}x{place}">{self._link(place)} <span class="rule">{self.frame.text("rule")} '
            f'<code>{escape(mention["rule"])}</code> <span lang="en">{more}</span></span></li>'
        )

    def _link(self, place: int) -> str:
        """A link to a place in the text, with the words there."""
        words = _shown(" ".join(self._mentions[place][1]["text"].split()))
        return f'<a class="jump" href="#{self.id}p{self._first_pieces[place]}" lang="vi">“{words}”</a>'

    def _outcome(self, check: Row) -> str:
        labels, status = self.frame.labels, check["status"]
        return (
            f'<span class="{escape(status)}">{_SIGNS[status]} {escape(labels.text("status", status))}</span> '
            f"{escape(labels.check(check['id']))}: {escape(labels.outcome(check))}"
        )

    def _check(self, check: Row, facts: Sequence[int]) -> str:
        links = " · ".join(self._link(self._facts[number].places[0]) for number in facts)
        return f'<li class="is-{escape(check["status"])}">{self._outcome(check)}{f" – {links}" if links else ""}</li>'


def _places_of(fact: Row) -> Sequence[Row]:
    """The places of a fact: an official has several, any other fact one."""
    found: Sequence[Row] = fact.get("mentions") or (fact,)
    return found


def _shown(text: str) -> str:
    """Text as HTML; there is no NUL in HTML."""
    return escape(text.replace("\0", "\ufffd"))


def _pairs(rows: Sequence[tuple[str, str]]) -> str:
    return "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows if value)


def _listed(name: str, items: Sequence[str] | Iterator[str]) -> str:
    inner = "".join(items)
    return f'<ul class="{name}">{inner}</ul>' if inner else ""
