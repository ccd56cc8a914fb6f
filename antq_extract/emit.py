"""Writes records: rows of plain data, the formats they are written in, and the streams they go to.

Everything is written as UTF-8 bytes, so that neither the platform's encoding nor its line ends change the output.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from antq_extract.errors import OutputError, display_path
from antq_extract.locking import alone

if TYPE_CHECKING:
    from antq_extract.records import Record

Row = Mapping[str, Any]
Notice = Callable[[str], None]
"""Takes what there is to say of an article."""

KINDS = {"dates": "date", "ratios": "ratio", "awards": "award", "officials": "official", "places": "place"}
"""The core kinds of facts, each with the name of one fact; packs bring further ones."""

STDOUT = "-"
_TAIL = 1 << 16  # bytes that are read at a time in search of the last line end


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, default=vars)
"""Encodes rows of plain data, and of models by their fields."""


def record_row(record: Record, kinds: Collection[str], text: str | None = None) -> Row:
    """Return a record as plain data, with empty lists for the facts not among ``kinds`` and with ``text`` if given."""
    return _kept(record.model_dump(mode="json"), kinds, text)


def record_line(record: Record, kinds: Collection[str], text: str | None = None) -> bytes:
    """Encode what :func:`record_row` gives as one line of JSON, without making plain data of the record first."""
    return json_line(_kept(vars(record) | {"facts": vars(record.facts)}, kinds, text))


def _kept(fields: Row, kinds: Collection[str], text: str | None) -> Row:
    row = {name: [] if name in KINDS and name not in kinds else value for name, value in fields.items()}
    row["facts"] = {kind: facts if kind in kinds else [] for kind, facts in fields["facts"].items()}
    del row["text"]
    return row if text is None else row | {"text": text}


def fact_rows(record: Record, kinds: Mapping[str, str]) -> Iterator[Row]:
    """Yield a row for each fact of ``kinds`` (kind to the name of one fact).

    A row has ``kind`` (that name), ``article`` (the record's id), ``path``, then the fact's own fields.
    """
    row = record_row(record, kinds)
    for kind, name in kinds.items():
        for fact in row[kind] if kind in KINDS else row["facts"][kind]:
            yield {"kind": name, "article": row["id"], "path": row["source"]["path"], **fact}


def schema(model: type[Record]) -> Row:
    """Return the JSON Schema (draft 2020-12) of what :func:`record_row` gives."""
    row = model.model_json_schema(mode="serialization")
    for part in (row, *row["$defs"].values()):
        part["required"] = list(part["properties"])  # nothing is left out when it is null or empty
    row["required"].remove("text")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **row, "title": "antq-extract record"}


def json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """Encode each row as one line of JSON."""
    return map(json_line, rows)


def json_line(row: Row) -> bytes:
    """Encode a row as one line of JSON."""
    return _ENCODER.encode(row).encode() + b"\n"


def json_element(row: Row) -> bytes:
    """Encode a row as an element of an indented JSON array."""
    lines = json.dumps(row, ensure_ascii=False, allow_nan=False, indent=2).split("\n")
    return "\n".join(f"  {line}" for line in lines).encode()


def json_array(elements: Iterable[bytes]) -> Iterator[bytes]:
    """Make one JSON array of encoded elements, an element at a time."""
    opening = b"[\n"
    for element in elements:
        yield opening + element
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def json_document(row: Row) -> bytes:
    """Encode one row as an indented JSON document."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False, indent=2).encode() + b"\n"


def write(chunks: Iterable[bytes], stream: BinaryIO) -> None:
    """Write each chunk as soon as it is there and whole, also when Ctrl-C comes in the middle of it.

    Raises BrokenPipeError when the reader has gone away, :class:`OutputError` for any other failure.
    """
    for chunk in chunks:
        with _interrupts_held():
            try:
                _write_whole(chunk, stream)
            except BrokenPipeError:
                raise
            except OSError as error:
                raise OutputError(f"cannot write the output: {error.strerror}") from None


def write_line(line: bytes, stream: BinaryIO, path: str) -> None:
    """Write a line to the file at ``path``, or where that fails none of it, as far as the file can be cut.

    Raises :class:`OutputError`.
    """
    with _failures_named(path):
        start = stream.tell() if stream.seekable() else 0
        try:
            _write_whole(line, stream)
        except OSError:
            with suppress(OSError):  # a pipe or a device cannot be cut
                stream.truncate(start)
            raise


@contextmanager
def output(path: str | None) -> Iterator[BinaryIO]:
    """Open the output: standard output for None and ``-``, else a file that appears whole or not at all.

    The file is written under a hidden name beside its target and takes the target's place when the block ends
    without an exception; on any exception it is removed and the target left as it was. A pipe or device is written
    directly. Raises :class:`OutputError` if it cannot be opened or finished.
    """
    if path is None or path == STDOUT:
        yield _standard_output()
        return
    import secrets

    with _failures_named(path):
        is_device = Path(path).exists() and not Path(path).is_file()
        # A link stays a link: what it points to is replaced.
        target = Path(path if is_device else os.path.realpath(path))
        if target.is_file() and not os.access(target, os.W_OK):
            raise PermissionError(None, "Permission denied")
        written = target if is_device else target.with_name(f".antq-{secrets.token_hex(8)}.tmp")
        stream = written.open("wb" if is_device else "xb", buffering=0)
    if is_device:
        with stream:
            yield stream
        return
    try:
        with stream:
            yield stream
            with _failures_named(path):
                os.fsync(stream.fileno())
        with _failures_named(path):
            _replace(target, written)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


@contextmanager
def appended(path: str) -> Iterator[BinaryIO]:
    """Open a file of lines to write behind its last one; it ends on a whole line whatever happens.

    A last line that another run left unfinished is cut off, as is one of this run when the block ends with an
    exception. Raises :class:`OutputError` if the file cannot be opened, :class:`BusyError` if another run is at it.
    """
    with _failures_named(path):
        target = Path(os.path.realpath(path))
        is_device = target.exists() and not target.is_file()
    if is_device:
        raise OutputError(f"{display_path(path)}: no file, so that nothing can be written behind what it has")
    with alone(target):
        with _failures_named(path):
            stream = target.open("a+b", buffering=0)
        with stream:
            try:
                with _failures_named(path):
                    _cut_partial_line(stream)
                yield stream
                with _failures_named(path):
                    os.fsync(stream.fileno())
            except BaseException:
                with _failures_named(path):
                    _cut_partial_line(stream)
                raise


def _cut_partial_line(stream: BinaryIO) -> None:
    """Cut off what stands behind the last line end; a whole row that only lacks it gets it."""
    end = stream.seek(0, os.SEEK_END)
    tail = b""
    while end and b"\n" not in tail:
        step = min(end, _TAIL)
        end = stream.seek(end - step)
        tail = (stream.read(step) or b"") + tail
    keep = tail.rfind(b"\n") + 1
    if keep == len(tail):
        return
    try:
        json.loads(tail[keep:])
    except ValueError:
        stream.truncate(end + keep)
    else:
        stream.write(b"\n")


def _standard_output() -> BinaryIO:
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    # Unbuffered, so that a closed pipe or a full disk leaves nothing behind for Python's last flush to fail on.
    stream: BinaryIO = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
    return stream


def _write_whole(chunk: bytes, stream: BinaryIO) -> None:
    """Write all of ``chunk``: an unbuffered stream may take a part of it, or None when it would block."""
    rest = memoryview(chunk)
    while rest:
        count: int | None = stream.write(rest)
        if count is None:
            import select

            select.select([], [stream], [])
        rest = rest[count or 0 :]
    stream.flush()


def _replace(target: Path, written: Path) -> None:
    if target.exists():
        written.chmod(target.stat().st_mode & 0o7777)
    written.replace(target)


@contextmanager
def _failures_named(path: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        shown = display_path(path)
        reason = error.strerror if isinstance(error, OSError) else error
        raise OutputError(f"{shown}: {reason}") from None


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back for the block; it arrives right after it. Without signal masks (Windows) do nothing."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
