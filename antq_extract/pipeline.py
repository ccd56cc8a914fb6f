"""The way of an article from source to record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from antq_extract import awards, dates, frontmatter, officials, ratios, reconcile
from antq_extract.document import Document, Text
from antq_extract.edtf import Point, parse
from antq_extract.facts import Reading
from antq_extract.frontmatter import FrontMatter
from antq_extract.layout import paragraphs
from antq_extract.matching import TIME_LIMIT, find
from antq_extract.normalize import normalize
from antq_extract.packs import RuleBook
from antq_extract.records import ArticleInfo, Record, Source
from antq_extract.sentences import sentences as split
from antq_extract.tokens import break_tokens


def extract(document: Document, rulebook: RuleBook, *, published: str | None = None) -> Record:
    """Return the record of one article.

    ``published`` is the EDTF publication date of a text that has none of its own.
    """
    text, blocks = paragraphs(normalize(document.source))
    sentences = split(text, break_tokens(text, rulebook.lists["text.abbreviation"]), blocks)
    found = find(text, sentences, rulebook.rules)
    page = frontmatter.read(text, blocks, sentences, found.matches.get("dates", ()), rulebook)

    matches = {kind: [m for m in items if m.start < page.foot] for kind, items in found.matches.items()}
    sentences = tuple(sentence for sentence in sentences if sentence.start < page.foot)
    fallback = parse(published) if published else None
    readings = dates.interpret(text, matches.get("dates", ()), sentences, page.stamps, fallback, rulebook)
    shares = ratios.interpret(text, matches.get("ratios", ()), readings, rulebook)
    recognitions = awards.interpret(text, matches.get("awards", ()), rulebook)
    people = officials.interpret(text, matches.get("officials", ()), rulebook)
    checks = reconcile.checks(text, readings, shares, recognitions, page.stamps.headline, rulebook)
    return Record(
        id=f"sha256:{hashlib.sha256(document.source.encode()).hexdigest()}",
        source=_source(document),
        article=_article(text, page, readings, fallback),
        dates=tuple(reading.fact for reading in readings),
        ratios=tuple(shares),
        awards=tuple(recognitions),
        officials=tuple(people),
        checks=(*checks, *(reconcile.timeout(rule, TIME_LIMIT) for rule in found.timeouts)),
    )


def _source(document: Document) -> Source:
    return Source(
        path=document.path,
        index=document.index,
        media_type=document.media_type,
        encoding=document.encoding,
        bytes=document.size,
    )


def _article(text: Text, page: FrontMatter, readings: Sequence[Reading], fallback: Point | None) -> ArticleInfo:
    headline = page.stamps.headline
    stamped = next((reading.fact.edtf for reading in readings if reading.fact.role == "published"), None)
    return ArticleInfo(
        headline=text.clean[slice(*headline)] if headline else None,
        date_published=stamped or (fallback.edtf() if fallback else None),
        authors=page.authors,
        publisher=page.publisher,
        url=page.url,
    )
