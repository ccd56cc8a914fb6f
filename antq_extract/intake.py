"""Reads articles: the inputs that :mod:`~antq_extract.listing` finds become :class:`Document` objects.

:func:`split` tells which articles an input holds, :func:`read` reads one of them. They are apart so that one process
can split what others read, and so that one bad article never ends a batch: ``split`` raises nothing, ``read`` raises
:class:`InputError` for its own article alone.
"""

from __future__ import annotations

import io
import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from antq_extract import containers
from antq_extract.document import Document
from antq_extract.errors import InputError, display_path, printable
from antq_extract.forms import MEDIA_TYPES, Fields, one_line, read_form
from antq_extract.listing import STDIN, Input, form_of, refusal, standard_input

MAX_BYTES = 10_000_000
"""The largest input that passes for one article; a bigger one is a dump that would hold up the batch for minutes."""

_CONTAINERS: dict[str, Callable[[io.BufferedReader, int], Iterator[containers.Part]]] = {
    "jsonl": containers.json_lines,
    "warc": containers.warc,
}
_HEAD = 4096  # bytes in which a form is looked for
_SIGNS = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "docx",
    b"\xd0\xcf\x11\xe0": "docx",  # of the old form, which its reader refuses by name
    b"WARC/": "warc",
    b"<!doctype html": "html",
    b"<html": "html",
}


class Options(NamedTuple):
    """How inputs are read: their form (None: told by name and content), the length of an article, fields of JSON."""

    form: str | None = None
    max_bytes: int = MAX_BYTES
    fields: Fields = Fields()


@dataclass(frozen=True, slots=True)
class Raw:
    """An article before it is read: its bytes, or the file that they are in. Made to cross between processes.

    ``given`` is the input as the user gave it, ``path`` and ``index`` are for the record; ``index`` is None where the
    file is one article. ``problem`` is what already went wrong; :func:`read` raises it.
    """

    given: str
    path: str
    index: int | None = None
    form: str = "text"
    file: str | None = None
    data: bytes | None = None
    url: str | None = None
    problem: InputError | None = None

    @property
    def name(self) -> str:
        """How messages call it."""
        return printable(self.given if self.index is None else f"{self.given}[{self.index}]")


def split(item: Input, options: Options) -> Iterator[Raw]:
    """Yield the articles of an input, at least one; files that hold one article are not opened here."""
    whole = Raw(given(item), item.path, form=options.form or "text")
    if item.problem:
        yield replace(whole, problem=item.problem)
        return
    form, _ = form_of(item.file or "")
    form = options.form or form
    try:
        regular = item.entry is not None or _is_regular(item)
        if item.file and not regular and not item.named:
            raise InputError(item.name, "unreadable", "not a regular file")
        if item.file and regular and form and form not in _CONTAINERS:
            yield replace(whole, form=form, file=item.file)
            return
        with _opened(item) as stream:
            yield from parts(whole, stream, form, options)
    except InputError as error:
        yield replace(whole, problem=error)
    except (OSError, ValueError) as error:
        yield replace(whole, problem=refusal(item.name, error))


def parts(whole: Raw, stream: BinaryIO, form: str | None, options: Options) -> Iterator[Raw]:
    """Yield the articles of an open stream, at least one; ``whole`` says what they are a part of.

    Raises OSError if not even its beginning can be read.
    """
    stream = containers.buffered(stream)
    packed = form_of(whole.given)[1] or containers.compression(stream.peek(_HEAD))
    count = 0
    try:
        plain = containers.unpacked(stream, packed)
        form = form or _form(plain.peek(_HEAD)[:_HEAD], options)
        if form not in _CONTAINERS:
            yield replace(whole, form=form, data=limited(whole.name, plain, options))
            return
        for part in _CONTAINERS[form](plain, options.max_bytes):
            one = Raw(whole.given, whole.path, count, part.form, data=part.data, url=part.url)
            yield one if part.data is not None else replace(one, problem=too_long(one.name, options.max_bytes))
            count += 1
    except (*containers.BROKEN, containers.BrokenError) as error:
        yield replace(whole, index=count, problem=_broken(whole.name, error))
    except (OSError, ValueError) as error:
        yield replace(whole, index=count, problem=refusal(whole.name, error))
    else:
        if not count:
            yield replace(whole, problem=InputError(whole.name, "empty", "no article in it"))


def given(item: Input) -> str:
    """Return an input as the user gave it, in valid Unicode."""
    return STDIN if item.file is None else display_path(item.file)


def content(raw: Raw, options: Options) -> bytes:
    """Return the bytes of an article, unpacked; raise :class:`InputError` if they cannot be had."""
    if raw.problem:
        raise raw.problem
    if raw.data is not None:
        return raw.data
    file = raw.file or ""
    packed = form_of(file)[1]
    try:
        with opened_regular(file, raw.name) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > options.max_bytes and not packed:
                raise too_long(raw.name, options.max_bytes)
            start = b"" if packed else stream.read(size + 1)  # of a buffer as large as need be, not as may be
            if start and len(start) <= size:
                return start
            return limited(raw.name, containers.unpacked(stream, packed), options, start)
    except (OSError, ValueError) as error:
        raise refusal(raw.name, error) from None


def read(raw: Raw, options: Options) -> Document:
    """Read an article; raise :class:`InputError` if it is missing, unreadable, too long, no text or empty."""
    return parse(raw, content(raw, options), options)


def parse(raw: Raw, data: bytes, options: Options) -> Document:
    """Return the article that ``data`` are the bytes of; raise :class:`InputError` if there is none in it."""
    article = read_form(raw.form, raw.name, data, options.fields)
    meta = article.meta if article.meta.url or raw.url is None else replace(article.meta, url=one_line(raw.url))
    media_type = MEDIA_TYPES[raw.form]
    return Document(raw.path, article.source, raw.index or 0, media_type, article.encoding, len(data), meta)


def limited(name: str, stream: BinaryIO, options: Options, start: bytes = b"") -> bytes:
    """Return ``start`` and the rest of a stream, if that passes for one article; raise :class:`InputError`."""
    try:
        data = start + stream.read(options.max_bytes + 1 - len(start))
    except containers.BROKEN as error:
        raise _broken(name, error) from None
    if len(data) > options.max_bytes:
        raise too_long(name, options.max_bytes)
    return data


def holds_many(form: str) -> bool:
    """Say whether a file of a form holds more than one article."""
    return form in _CONTAINERS


def opened_regular(file: str, name: str) -> BinaryIO:
    """Open a file, without waiting for a writer should it be a pipe; raise :class:`InputError` for what is no file."""
    stream = os.fdopen(os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise InputError(name, "unreadable", "not a regular file")
    return stream


def too_long(name: str, max_bytes: int) -> InputError:
    """Return the refusal of an article of more than ``max_bytes`` bytes."""
    return InputError(name, "too-long", f"longer than {max_bytes:,} bytes, the most that one article may have")


# --- streams ------------------------------------------------------------------------------------------------------


def _is_regular(item: Input) -> bool:
    """Say whether an input is a file that can be opened later; one that is not there can, too, to be refused then."""
    try:
        return stat.S_ISREG(item.stat().st_mode)
    except (OSError, ValueError):
        return True


def _opened(item: Input) -> nullcontext[BinaryIO] | BinaryIO:
    """Open an input; only what the user named may be something else than a file."""
    if item.file is None:
        return nullcontext(standard_input())
    return Path(item.file).open("rb") if item.named else opened_regular(item.file, item.name)


def _form(head: bytes, options: Options) -> str:
    """Tell the form of what has no name that says it, from its first bytes."""
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    sign = next((form for sign, form in _SIGNS.items() if plain[: len(sign)].lower() == sign.lower()), None)
    if sign:
        return sign
    if plain.startswith(b"{") and json.dumps(options.fields.text, ensure_ascii=False).encode() in plain:
        return "jsonl"
    return "mht" if b"multipart/related" in plain and plain.lower().startswith((b"from:", b"mime-version:")) else "text"


def _broken(name: str, error: Exception) -> InputError:
    return InputError(name, "broken", f"cannot be unpacked: {error}")
