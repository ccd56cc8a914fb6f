"""Streams that hold more than one article, and the compression around them: JSON Lines, WARC, gzip, Zstandard.

JSON Lines: https://jsonlines.org. WARC: ISO 28500, read by warcio. Everything here is read as a stream: memory holds one
article at a time, however long the file and whatever a compressed one swells to.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

if TYPE_CHECKING:
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile
    else:
        from backports.zstd import ZstdFile

BROKEN = (gzip.BadGzipFile, zlib.error, EOFError)
"""What reading a compressed stream raises that is cut off or is none."""

_PAGES = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_HOLDS_PAGE = ("response", "resource", "conversion")  # types of WARC records
_BLOCK = 1 << 16  # bytes that are unpacked at a time
_SKIPPED = 1 << 16  # bytes of an over-long line that are passed over at a time
_MAGIC = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}


class Part(NamedTuple):
    """An article of a container: its bytes (None for one that is too long), their form, and its address if known."""

    data: bytes | None
    form: str
    url: str | None = None


class BrokenError(Exception):
    """A container that cannot be read on."""


def buffered(stream: BinaryIO) -> io.BufferedReader:
    """Return a stream that can be peeked into."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))


def compression(head: bytes) -> str:
    """Return the suffix of the compression that the first bytes of a stream tell, or nothing."""
    return next((suffix for magic, suffix in _MAGIC.items() if head.startswith(magic)), "")


def unpacked(stream: BinaryIO, packed: str) -> io.BufferedReader:
    """Return a stream of what a compressed one holds; reading it raises one of :data:`BROKEN` if it is damaged."""
    if packed == ".gz":
        return io.BufferedReader(_Unpacked(gzip.GzipFile(fileobj=stream), *BROKEN), _BLOCK)
    if packed == ".zst":
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
        return io.BufferedReader(_Unpacked(zstd.ZstdFile(stream), zstd.ZstdError), _BLOCK)
    return buffered(stream)


class _Unpacked(io.RawIOBase):
    """A stream of what a compressed file holds, up to the very place where it is damaged.

    Errors of other libraries become those of :mod:`zlib`, so that callers need not load them.
    """

    def __init__(self, file: gzip.GzipFile | ZstdFile, *errors: type[Exception]) -> None:
        self._file = file
        self._errors = errors

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # RawIOBase takes any writable buffer
        try:
            data = self._file.read1(len(buffer))  # unlike read, it loses nothing that comes before the damage
        except self._errors as error:
            raise (error if isinstance(error, BROKEN) else zlib.error(str(error))) from None
        buffer[: len(data)] = data
        return len(data)


def json_lines(stream: io.BufferedReader, max_bytes: int) -> Iterator[Part]:
    """Yield the lines that are not blank."""
    first = True
    while line := stream.readline(max_bytes + 1):
        is_long = len(line) > max_bytes and not line.endswith(b"\n")
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        if is_long:
            yield Part(None, "jsonl")
            while line and not line.endswith(b"\n"):
                line = stream.readline(_SKIPPED)
        elif line.strip():
            yield Part(line.rstrip(b"\r\n"), "jsonl")


def warc(stream: io.BufferedReader, max_bytes: int) -> Iterator[Part]:
    """Yield the pages that a web archive holds: answers with status 200, and pages and texts saved as such.

    Raises :class:`BrokenError` where the archive cannot be read on.
    """
    pages = _pages(stream, max_bytes)
    while True:
        try:
            with redirect_stderr(io.StringIO()):  # on which the library writes what it thinks of damaged records
                page = next(pages, None)
        except (*BROKEN, OSError, BrokenError):
            raise
        except Exception as error:  # whatever damaged archives make the library raise
            raise BrokenError(f"not a web archive, or a damaged one: {error}") from None
        if page is None:
            return
        yield page


def _pages(stream: io.BufferedReader, max_bytes: int) -> Iterator[Part]:
    from warcio.archiveiterator import ArchiveIterator

    source = _Ending(stream)
    for record in ArchiveIterator(source):
        source.held = True
        form = _PAGES.get(_content_type(record))
        url = record.rec_headers.get_header("WARC-Target-URI")
        is_page = form and not (url or "").endswith("/robots.txt")
        data = record.content_stream().read(max_bytes + 1) if is_page else b""
        while record.raw_stream.read(_BLOCK):
            pass
        if source.error or getattr(record.raw_stream, "limit", 1) > 0:  # without one it has no length
            raise source.error or BrokenError("it ends in the middle of a record")
        if form and is_page:
            yield Part(data if len(data) <= max_bytes else None, form, url)
    if source.error or (source.size and not source.held):
        raise source.error or BrokenError("not a web archive: it holds no record")


class _Ending:
    """A stream that ends where it is damaged, and ``error`` tells so: warcio takes the error for a plain end.

    ``size`` is what was read of it, ``held`` whether there was a record in it.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.size = 0
        self.held = False
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        try:
            data = self._stream.read1(size)
        except BROKEN as error:
            self.error = error
            return b""
        self.size += len(data)
        return data


def _content_type(record: object) -> str:
    """The media type of the page in a WARC record; nothing if it holds none."""
    if getattr(record, "rec_type", None) not in _HOLDS_PAGE:
        return ""
    http = getattr(record, "http_headers", None)
    if http is None:
        full = record.rec_headers.get_header("Content-Type")  # type: ignore[attr-defined]  # warcio has no types
    else:
        full = http.get_header("Content-Type") if http.get_statuscode() == "200" else ""
    return (full or "").partition(";")[0].strip().lower()
