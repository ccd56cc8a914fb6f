"""Saved web pages: HTML and MHT files become the article's text and what the page says of it.

trafilatura finds the article among menus, comments and lists of other news; what the page says of it is read by
:mod:`~antq_extract.pagemeta`. A page is made smaller and flatter first where it is hostile, so that no library recurses
or takes quadratic time. Nothing here depends on the day or the place where it runs.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from antq_extract import fonts, pagemeta
from antq_extract.decoding import decode
from antq_extract.document import Metadata
from antq_extract.errors import InputError
from antq_extract.silence import silenced

Element = Any  # of lxml, which has no types

_DECLARED = 4096  # bytes in which a page declares its encoding
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Codecs of Python's that no page is in; some of them take quadratic time."""
_WESTERN = frozenset({"ascii", "iso8859-1"})  # read as Windows-1252, as browsers do
_CONTENT_TYPE = re.compile(rb"^content-type:[^\n]*+(?:\n[ \t][^\n]*+)*+", re.IGNORECASE | re.MULTILINE)
_MAX_NESTED = 10  # parts with parts; the parser looks for the end of each in every line
_MAX_CONTENT_TYPE = 2000  # bytes; the parser of the standard library takes quadratic time for its parameters

_MAX_ELEMENTS = 30_000  # several times what a long article's page has
_MAX_TEXT = 2_000_000  # characters
_MAX_DEPTH = 100  # libraries recurse
_MAX_ATTRIBUTES = 50  # of one element; those behind them are dropped
_DROPPED = frozenset({"embed", "iframe", "link", "noscript", "object", "option", "script", "select", "style", "svg"})
"""Elements whose text is no text; a script of JSON-LD and a link to the page itself are kept."""
_RENAMED = {"figure": "div", "figcaption": "p"}  # trafilatura would drop the captions
_LAYOUT_CELL = 400  # characters of a cell that make its table one of layout
_SOFT_HYPHEN, _STAND_IN = "\xad", "\u01a7"
"""The code of a letter in the TCVN3 fonts, which trafilatura would drop, and a letter that no Vietnamese text has."""

_BLOCKS = frozenset({"body", "code", "div", "fw", "head", "item", "list", "p", "quote", "row", "table"})
_NOT_ASCII_SPACE = re.compile(r"\s+")
_SHORTEST = 40  # characters of a line of prose; menus have none
_HEADLINE_WITHIN = 3  # paragraphs: a rubric or the date may stand over it


def read_html(name: str, data: bytes) -> tuple[str, str, Metadata]:
    """Return an HTML page's article: the body without the headline, the encoding's name, and what the page says of it.

    Paragraphs, list items, captions and table rows are apart by blank lines; the cells of a row by tabs. The encoding
    is told by a byte order mark, else it is UTF-8 if the bytes are, else what the page declares, else what
    :func:`~antq_extract.decoding.decode` makes of them; text in an old font encoding is converted and named by it.
    Raise :class:`InputError`: ``not-text`` where there is no such encoding, ``no-article`` where the page has no
    article's text, ``too-long`` for far more text or markup than any article has.
    """
    return _read(name, data, None, None)


def read_mht(name: str, data: bytes) -> tuple[str, str, Metadata]:
    """Return the article of a page saved as one MIME file (``.mht``, ``.mhtml``), as :func:`read_html` does.

    The page is the first part of type ``text/html``; its address is that which the browser noted, where the page does
    not give its own. Raise :class:`InputError` as there; ``not-text`` also for a file without such a part.
    """
    try:
        page, charset, location = _html_part(data)
    except Exception:  # the parser raises all manners of errors for broken MIME, RecursionError among them
        raise InputError(name, "not-text", "not a web page saved as one file (broken MIME)") from None
    if page is None:
        raise InputError(name, "not-text", "not a web page saved as one file (no text/html part)")
    return _read(name, page, charset, location)


def _html_part(data: bytes) -> tuple[bytes | None, str | None, str | None]:
    """Return the page in a MIME message, the encoding and the address that the message gives it."""
    from email import message_from_bytes

    headers = [match[0] for match in _CONTENT_TYPE.finditer(data)]
    nested = sum(b"multipart/" in header.lower() for header in headers)
    if nested > _MAX_NESTED or max(map(len, headers), default=0) > _MAX_CONTENT_TYPE:
        raise ValueError("no browser writes such headers")
    message = message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            location = message.get("Snapshot-Content-Location") or part.get("Content-Location")
            return page if isinstance(page, bytes) else None, part.get_content_charset(), location and str(location)
    return None, None, None


def _read(name: str, data: bytes, charset: str | None, location: str | None) -> tuple[str, str, Metadata]:
    text, encoding = _decoded(name, data, charset)
    with silenced("trafilatura", "htmldate", "courlan", "charset_normalizer"):
        tree = _tree(name, text.replace("\0", "").replace(_SOFT_HYPHEN, _STAND_IN))
        meta = pagemeta.read(tree, location)
        body = _body(tree)
    if not body:
        raise InputError(name, "no-article", "no article text found in the page")
    return _converted(_without_headline(body, meta.headline), encoding, meta)


# --- characters ---------------------------------------------------------------------------------------------------


def _decoded(name: str, data: bytes, charset: str | None) -> tuple[str, str]:
    """Return the page's text and the name of its encoding; ``charset`` is what its MIME part declares."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            pass
        for label in (charset, *(match[1].decode("ascii") for match in _CHARSET.finditer(data[:_DECLARED]))):
            codec = label and _codec(label)
            if codec:
                try:
                    return data.decode(codec), codec
                except UnicodeDecodeError:
                    pass
    return decode(name, data)


def _codec(label: str) -> str | None:
    """Return the name of the encoding that a page's label means, if Python can decode it."""
    try:
        found = codecs.lookup(label)
        b" ".decode(found.name)  # LookupError for codecs from bytes to bytes
    except (LookupError, ValueError):
        return None
    if found.name in _NO_CHARSETS or found.name.startswith("utf"):
        return None  # UTF-8 was tried already
    return "windows-1252" if found.name in _WESTERN else re.sub("^cp(125[0-8])$", r"windows-\1", found.name)


def _converted(body: str, encoding: str, meta: Metadata) -> tuple[str, str, Metadata]:
    """Return the parts of the article, converted together if they are in a font encoding."""
    said = [meta.headline or "", meta.publisher or "", *meta.authors]
    whole = unicodedata.normalize("NFC", "\n".join([*said, body])).replace(_STAND_IN, _SOFT_HYPHEN)
    found = fonts.convert(whole)
    text, encoding = found or (whole.replace(_SOFT_HYPHEN, ""), encoding)
    headline, publisher, *rest = text.split("\n", len(said))
    meta = replace(meta, headline=headline or None, publisher=publisher or None, authors=tuple(rest[:-1]))
    return rest[-1], encoding, meta


# --- the tree of the page -----------------------------------------------------------------------------------------


class _Builder:
    """Builds the tree of a page, within bounds; what lies deeper is lifted to the last level."""

    def __init__(self) -> None:
        from lxml.etree import TreeBuilder  # type: ignore[import-untyped]
        from lxml.html import HTMLParser  # type: ignore[import-untyped]

        self._builder = TreeBuilder(element_factory=HTMLParser().makeelement)
        self._elements = self._length = self._depth = self._dropped = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._dropped:
            return
        if _is_dropped(tag, attributes):
            self._dropped = self._depth
        elif self._depth <= _MAX_DEPTH:
            self._elements += 1
            if self.is_full:
                raise ValueError  # out of the parser, which raises what it likes
            pairs = list(attributes.items())[:_MAX_ATTRIBUTES]
            self._builder.start(_RENAMED.get(tag, tag), {key: value for key, value in pairs if ":" not in key})

    def end(self, tag: str) -> None:
        if self._dropped == self._depth:
            self._dropped = 0
        elif not self._dropped and self._depth <= _MAX_DEPTH:
            self._builder.end(_RENAMED.get(tag, tag))
        self._depth -= 1

    @property
    def is_full(self) -> bool:
        return self._elements > _MAX_ELEMENTS or self._length > _MAX_TEXT

    def data(self, text: str) -> None:
        self._length += 0 if self._dropped else len(text)
        if not self._dropped and not self.is_full:
            self._builder.data(text)

    def close(self) -> Element:
        return self._builder.close()


def _is_dropped(tag: str, attributes: Mapping[str, str]) -> bool:
    if tag == "script":
        return str(attributes.get("type", "")).strip().lower() != "application/ld+json"
    if tag == "link":
        return str(attributes.get("rel", "")).strip().lower() != "canonical"
    return tag in _DROPPED


def _tree(name: str, text: str) -> Element:
    """Return the root of the page; raise :class:`InputError` if there is none or it is too large."""
    from lxml.etree import HTMLParser, LxmlError, fromstring

    builder = _Builder()
    parser = HTMLParser(target=builder, encoding="utf-8", huge_tree=True)
    try:
        root = fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, AssertionError, ValueError):
        root = None
    if builder.is_full:
        raise InputError(name, "too-long", "a page of far more text or markup than an article has")
    if root is None or root.tag != "html":
        raise InputError(name, "no-article", "no article text found in the page")
    _unfold(root)
    return root


def _unfold(root: Element) -> None:
    """Make tables that only lay out the page, as those of old portals do, plain blocks."""
    owned: dict[Element, list[Element]] = {table: [] for table in root.iter("table")}
    nesting = set()
    for part in root.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"):
        table = next(part.iterancestors("table"), None)
        if table is not None:
            owned[table].append(part)
            if part.tag == "table":
                nesting.add(table)
    for table, parts in owned.items():
        cells = (part for part in parts if part.tag == "td")
        if table in nesting or any(not pagemeta.brief(cell, _LAYOUT_CELL) and _has_text(cell) for cell in cells):
            for part in (table, *(part for part in parts if part.tag != "table")):
                part.tag = "div"


# --- the article --------------------------------------------------------------------------------------------------


def _body(tree: Element) -> str:
    """Return the text of the article, without its headline where trafilatura tells it; ``""`` if there is none."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    try:
        found = bare_extraction(tree, include_comments=False, include_tables=True, include_formatting=False)
    except Exception:  # whatever a page's markup provokes in the library means that it has no article for us
        return ""
    body = _plain(found.body) if isinstance(found, Document) else ""
    return body if any(len(line) >= _SHORTEST for line in body.split("\n")) else ""


def _plain(body: Element) -> str:
    """Return the text under an element of trafilatura's: blocks apart by blank lines, the cells of a row by tabs."""
    from lxml.etree import iterwalk

    pieces: list[str] = []
    row: Element = None  # the row with more than one cell that we are in
    for event, element in iterwalk(body, events=("start", "end")):
        tag = element.tag
        if tag == "row" and (row is None or row is element):
            row = element if event == "start" and sum(map(_has_text, element)) > 1 else None
        if tag == "cell" and row is not None and event == "end" and element.getnext() is not None:
            pieces.append("\t")
        elif tag == "lb" and event == "start":
            pieces.append(" " if row is not None else "\n")
        elif tag in _BLOCKS or tag == "cell":
            pieces.append(" " if row is not None and element is not row else "\n\n")
        said = element.text if event == "start" else element.tail
        if said and (event == "start" or element is not body):
            pieces.append(_NOT_ASCII_SPACE.sub(" ", said))
    return _tidy("".join(pieces))


def _has_text(element: Element) -> bool:
    return any(said.strip() for said in element.itertext())


def _tidy(text: str) -> str:
    lines = (re.sub(" *\t[ \t]*", "\t", re.sub(" {2,}", " ", line)).strip() for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_headline(body: str, headline: str | None) -> str:
    """Return the body without the paragraph near its beginning that is the headline, however it is spelled."""
    sought = pagemeta.plain_words(headline or "")
    paragraphs = body.split("\n\n")
    for place, paragraph in enumerate(paragraphs[:_HEADLINE_WITHIN]):
        if sought and pagemeta.plain_words(paragraph) == sought and len(paragraphs) > 1:
            return "\n\n".join([*paragraphs[:place], *paragraphs[place + 1 :]])
    return body
