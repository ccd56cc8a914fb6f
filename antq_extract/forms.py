"""The forms of articles: bytes of plain text, a web page, a line of JSON, a Word or PDF file become source text.

What reads a form is imported when the first article of it comes: most runs want one of them, and some are heavy.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from antq_extract.document import Metadata
from antq_extract.errors import InputError, UsageError

MEDIA_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "mht": "multipart/related",
    "jsonl": "application/jsonl",
    "warc": "application/warc",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""The forms of input that are read, each with its media type."""

_DATE = 100  # characters of a date; dateparser takes seconds for long ones


class Fields(NamedTuple):
    """The names of the fields of a line of JSON."""

    text: str = "text"
    title: str = "title"
    date: str = "date"
    authors: str = "authors"
    url: str = "url"


class Article(NamedTuple):
    """The source text of an article, which begins with the headline if that is known, its encoding, and what is known."""

    source: str
    encoding: str
    meta: Metadata


def read_form(form: str, name: str, data: bytes, fields: Fields) -> Article:
    """Return the article of a form; raise :class:`InputError` if ``data`` hold none. ``name`` is for the message."""
    body, encoding, said = _READERS[form](name, data, fields)
    if not any(map(_is_visible, body)):
        raise InputError(name, "empty", "no text in it" if data else "empty file")
    if not _is_text(body):
        raise InputError(name, "not-text", "binary data")
    authors = tuple(author for author in map(one_line, said.authors) if author)
    headline = one_line(said.headline)
    meta = Metadata(headline, said.published, authors, one_line(said.publisher), one_line(said.url))
    return Article(_with_headline(body, headline), encoding, meta)


def one_line(value: object) -> str | None:
    """A field's text on one line; None for anything else, and for what nobody could read."""
    line = " ".join(value.split()) if isinstance(value, str) else ""
    return line if any(map(_is_visible, line)) and _is_text(line) else None


_Read = tuple[str, str, Metadata]
"""The text of an article without a headline that is known apart from it, the encoding, and what else is known."""


def _text(name: str, data: bytes, _fields: Fields) -> _Read:
    from antq_extract.decoding import decode

    return *decode(name, data), Metadata()


def _html(name: str, data: bytes, _fields: Fields) -> _Read:
    from antq_extract import webpages

    return webpages.read_html(name, data)


def _mht(name: str, data: bytes, _fields: Fields) -> _Read:
    from antq_extract import webpages

    return webpages.read_mht(name, data)


def _docx(name: str, data: bytes, _fields: Fields) -> _Read:
    from antq_extract import office

    return *office.read_docx(name, data), Metadata()


def _pdf(name: str, data: bytes, _fields: Fields) -> _Read:
    from antq_extract import office

    return *office.read_pdf(name, data), Metadata()


def _json_line(name: str, data: bytes, fields: Fields) -> _Read:
    from antq_extract import fonts
    from antq_extract.decoding import decode_line

    text, encoding, is_suspect = decode_line(name, data)
    try:
        row: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(name, "not-json", f"not a line of JSON: {error}") from None
    body = row.get(fields.text) if isinstance(row, dict) else None
    if not isinstance(body, str):
        raise InputError(name, "not-json", f"no JSON object with text in a field {fields.text!r}")
    said = [one_line(row.get(fields.title)) or "", *_authors(row.get(fields.authors))]
    is_suspect = is_suspect or "\\u" in text  # escaped letters come to light only now
    converted = fonts.convert("\n".join([*said, body])) if is_suspect else None
    if converted:
        encoding = converted[1]
        *said, body = converted[0].split("\n", len(said))
    meta = Metadata(said[0] or None, _date(row.get(fields.date)), tuple(said[1:]), url=one_line(row.get(fields.url)))
    return body, encoding, meta


_READERS: dict[str, Callable[[str, bytes, Fields], _Read]] = {
    "text": _text,
    "html": _html,
    "mht": _mht,
    "docx": _docx,
    "pdf": _pdf,
    "jsonl": _json_line,
}


def _authors(value: object) -> tuple[str, ...]:
    """The names of a field that holds one, or a list of names or of objects with a name, as in schema.org."""
    values = value if isinstance(value, list) else [value]
    names = (one_line(one.get("name") if isinstance(one, dict) else one) for one in values)
    return tuple(name for name in names if name)


def _date(value: object) -> str | None:
    """A field's publication date as EDTF; None where nothing can be made of it: an unknown day is better than a wrong one."""
    from antq_extract.publication import published

    try:
        return published(value) if isinstance(value, str) and 0 < len(value.strip()) <= _DATE else None
    except UsageError:
        return None


def _with_headline(body: str, headline: str | None) -> str:
    """Return a text that begins with its headline, as a paragraph of its own."""
    if headline is None:
        return body
    first, _, rest = body.lstrip().partition("\n")
    return f"{headline}\n\n{rest.lstrip() if ' '.join(first.split()) == headline else body}"


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-16-le")  # several times as fast as UTF-8
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can hold
        return False
    return "\0" not in text


def _is_visible(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf"}
