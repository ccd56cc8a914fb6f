"""The way of an article from source to record."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

from antq_extract import awards, dates, edtf, frontmatter, officials, plain, ratios, reconcile, whereabouts
from antq_extract.document import Document, Match, Metadata, Sentence, Text
from antq_extract.edtf import Point
from antq_extract.facts import Reading
from antq_extract.frontmatter import FrontMatter
from antq_extract.kinds import facts_model, record_model
from antq_extract.layout import paragraphs
from antq_extract.matching import TIME_LIMIT, Findings, find
from antq_extract.normalize import normalize
from antq_extract.profiling import Profile, stage
from antq_extract.records import Anchored, ArticleInfo, DateFact, Facts, Official, Record, Source
from antq_extract.rulebook import RuleBook
from antq_extract.sentences import split
from antq_extract.setting import Page

_Placed = TypeVar("_Placed", Match, Sentence)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article as the rules read it: its text and sentences, what they found, and how the page is laid out."""

    text: Text
    sentences: tuple[Sentence, ...]
    found: Findings
    page: FrontMatter


def parse(
    document: Document, rulebook: RuleBook, *, limit: float = TIME_LIMIT, profile: Profile | None = None
) -> Parsed:
    """Run the rules over an article; each may take ``limit`` seconds."""
    with stage(profile, "text and sentences"):
        text, blocks = paragraphs(normalize(document.source))
        sentences = split(text, rulebook.lists["text.abbreviation"], blocks)
    with stage(profile, "rules"):
        found = find(text, sentences, rulebook.rules, limit=limit, profile=profile)
    with stage(profile, "front matter"):
        page = frontmatter.read(text, blocks, sentences, found.matches.get("dates", ()), rulebook, document.meta)
    return Parsed(text, sentences, found, page)


def extract(
    document: Document,
    rulebook: RuleBook,
    *,
    published: str | None = None,
    limit: float = TIME_LIMIT,
    profile: Profile | None = None,
) -> Record:
    """Return the record of one article.

    ``published`` is the EDTF publication date of a text that has none of its own; ``limit`` the seconds that a rule
    may take on the article; ``profile`` is told what the stages and rules take.
    """
    parsed = parse(document, rulebook, limit=limit, profile=profile)
    with stage(profile, "facts"):
        return interpret(document, parsed, rulebook, published=published)


def article_id(document: Document) -> str:
    """Return what an article's record is known by: the digest of its decoded text."""
    return f"sha256:{hashlib.sha256(document.source.encode()).hexdigest()}"


def interpret(document: Document, parsed: Parsed, rulebook: RuleBook, *, published: str | None = None) -> Record:
    """Make the record of what the rules found in an article."""
    text, page, found = parsed.text, parsed.page, parsed.found
    matches = {kind: _above(page.foot, items) for kind, items in found.matches.items()}
    sentences = _above(page.foot, parsed.sentences)
    known = document.meta.published or published
    fallback = edtf.parse(known).in_vietnam() if known else None
    stamps = page.stamps

    def dated() -> list[Reading]:
        return dates.interpret(text, matches.get("dates", ()), sentences, stamps, fallback, rulebook)

    readings = dated()
    if document.meta.published and fallback and _stamped(readings, fallback.edtf()) is None and stamps.published:
        stamps = replace(stamps, published=None, page=(*stamps.page, stamps.published))  # some other clock
        readings = dated()
    shares = ratios.interpret(text, matches.get("ratios", ()), readings, rulebook)
    recognitions = awards.interpret(text, matches.get("awards", ()), rulebook)
    people = officials.interpret(text, matches.get("officials", ()), rulebook)
    days = [reading.fact for reading in readings]
    article = _article(text, page, readings, document.meta, fallback)
    own = Page(stamps, article.date_published or _last(days), page.publisher, page.url)
    where = whereabouts.interpret(text, matches, own, shares, recognitions, people, rulebook)
    core: plain.Core = {
        "dates": days,
        "ratios": shares,
        "awards": recognitions,
        "officials": _mentions(people),
        "places": where.places,
    }
    brought = plain.interpret(text, matches, rulebook.kinds, core)
    checks = reconcile.checks(text, readings, shares, recognitions, stamps.headline, rulebook)
    record, facts = _models(rulebook)
    return record(
        id=article_id(document),
        source=_source(document),
        article=article.model_copy(update=where.article._asdict()),
        dates=tuple(days),
        ratios=tuple(where.ratios),
        awards=tuple(where.awards),
        officials=tuple(where.officials),
        places=tuple(where.places),
        facts=facts(**brought),
        checks=(*checks, *(reconcile.timeout(rule, found.limit) for rule in found.timeouts)),
    )


@lru_cache(maxsize=4)
def _models(rulebook: RuleBook) -> tuple[type[Record], type[Facts]]:
    """The models of a rule book's records and of their facts: found by the rule book, not by all its kinds."""
    return record_model(rulebook.kinds), facts_model(rulebook.kinds)


def _above(foot: int, items: Sequence[_Placed]) -> Sequence[_Placed]:
    """The items, which are in order, that start before the foot of the page."""
    if not items or items[-1].start < foot:
        return items
    return items[: bisect_left(items, foot, key=attrgetter("start"))]


def _last(days: Sequence[DateFact]) -> str | None:
    """The last day of what an article without a date reports."""
    return max((day.edtf for day in days if day.role == "event" and day.edtf[0].isdigit()), default=None)


def _mentions(people: Sequence[Official]) -> list[Anchored]:
    return [mention for person in people for mention in person.mentions]


def _source(document: Document) -> Source:
    return Source(
        path=document.path,
        index=document.index,
        media_type=document.media_type,
        encoding=document.encoding,
        bytes=document.size,
    )


def _article(
    text: Text, page: FrontMatter, readings: Sequence[Reading], meta: Metadata, fallback: Point | None
) -> ArticleInfo:
    headline = page.stamps.headline
    printed, known = _stamped(readings), fallback.edtf() if fallback else None
    if printed and known and meta.published:  # of one day: whichever has the clock
        printed = max(printed, known, key=len)
    return ArticleInfo(
        headline=text.clean[slice(*headline)] if headline else None,
        date_published=printed or known,
        authors=page.authors,
        publisher=page.publisher,
        url=page.url,
    )


def _stamped(readings: Sequence[Reading], day: str = "") -> str | None:
    """The publication clock that the text prints; None if it prints none, or one of another day than ``day``."""
    clock = next((reading.fact.edtf for reading in readings if reading.fact.role == "published"), None)
    length = len("2023-10-18")
    return clock if clock and (not day or clock[:length].startswith(day[:length])) else None
