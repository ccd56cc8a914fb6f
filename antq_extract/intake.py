"""Reads articles: paths and standard input become :class:`Document` objects.

:func:`find` names the inputs, :func:`read` reads one of them. They are apart so that one bad input never ends a
batch: ``find`` raises nothing, ``read`` raises :class:`InputError` for its own input alone.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from antq_extract.document import Document
from antq_extract.errors import InputError, UsageError, display_path, printable

STDIN = "-"
ARTICLE_SUFFIXES = frozenset({".txt", ".md"})
MAX_BYTES = 10_000_000
"""The largest input that passes for one article; a bigger one is a dump that would hold up the batch for minutes."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ISO = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)


class Input(NamedTuple):
    """An input that was found but not read yet.

    ``name`` is how the user knows it (for messages, on one line), ``path`` its display path (for the record: valid
    Unicode, never absolute, no ``..``). ``file`` is None for standard input. ``problem`` is what already went wrong
    while looking for it; :func:`read` raises it.
    """

    name: str
    path: str
    file: Path | None
    problem: InputError | None = None


def find(paths: Sequence[str]) -> Iterator[Input]:
    """Name the inputs that ``paths`` stand for, in order.

    A path is a file (taken whatever its name), ``-`` (standard input), or a folder: its ``.txt`` and ``.md`` files
    at any depth, sorted by the bytes of their names so that the order is the same on any machine. Hidden files and
    folders, other files, and links to folders below the one named (which could lead in circles, or to the same
    article twice) are passed over.
    """
    for path in paths:
        if path == STDIN:
            yield Input(STDIN, STDIN, None)
        elif _is_folder(path):
            found = False
            for item in _walk(Path(path)):
                found = True
                yield item
            if not found:
                reason = f"no article in this folder ({', '.join(sorted(ARTICLE_SUFFIXES))} files)"
                yield _input(Path(path), Path(path), problem=InputError(_shown(path), "no-article", reason))
        else:
            yield _input(Path(path), Path(path), problem=None if path else _missing("''"))


def read(item: Input) -> Document:
    """Read and decode one input; raise :class:`InputError` if it is missing, unreadable, too long, not text or empty."""
    if item.problem:
        raise item.problem
    data = _read_bytes(item)
    source, encoding = _decode(item.name, data)
    if not any(map(_is_visible, source)):
        raise InputError(item.name, "empty", "no text in it" if data else "empty file")
    return Document(path=item.path, source=source, encoding=encoding, size=len(data))


def published(text: str) -> str:
    """Return the EDTF form of a publication date as a person writes it; raise :class:`UsageError` if it is none.

    ``2023``, ``2023-10``, ``2023-10-18`` and ``2023-10-18T17:52[:20][+07:00]`` stay as they are; anything else is
    read as Vietnamese, day before month (``18/10/2023``), and must name at least a month and a year.
    """
    iso = text.strip().replace(" ", "T", 1)
    try:
        if not _ISO.fullmatch(iso):
            return _vietnamese_date(text)
        date.fromisoformat(f"{iso}-01-01"[:10])
        if "T" in iso:
            datetime.fromisoformat(iso)
    except ValueError:
        raise UsageError(f"{text!r} is no calendar date; write 2023-10-18 or 18/10/2023") from None
    return iso


def _is_folder(path: str) -> bool:
    try:
        return bool(path) and Path(path).is_dir()
    except (OSError, ValueError):
        return False  # reading it as a file then gives the reason


def _walk(top: Path) -> Iterator[Input]:
    pending = [(top, True)]
    while pending:
        path, is_folder = pending.pop()
        if not is_folder:
            yield _input(path, top)
            continue
        try:
            pending.extend(_entries(path))
        except OSError as error:
            yield _input(path, top, problem=_refusal(_shown(str(path)), error))


def _entries(folder: Path) -> list[tuple[Path, bool]]:
    """Return the articles and folders of a folder, last first, each with whether it is a folder."""
    with os.scandir(folder) as entries:
        visible = [entry for entry in entries if not entry.name.startswith(".")]
    visible.sort(key=lambda entry: os.fsencode(entry.name), reverse=True)
    found = [(entry, entry.is_dir(follow_symlinks=False)) for entry in visible]
    return [(Path(entry.path), is_folder) for entry, is_folder in found if is_folder or _is_article(entry)]


def _is_article(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a text file by its name; a broken link counts, so that it gets reported."""
    if Path(entry.name).suffix.lower() not in ARTICLE_SUFFIXES:
        return False
    try:
        return entry.is_file() or (entry.is_symlink() and not Path(entry.path).exists())
    except OSError:
        return True  # reading it then gives the reason


def _input(path: Path, top: Path, problem: InputError | None = None) -> Input:
    return Input(_shown(str(path)), _display_path(path, top), path, problem)


def _display_path(path: Path, top: Path) -> str:
    """Return the path that goes into the record, for ``path`` found at or below ``top``."""
    if top.anchor or ".." in top.parts:
        name = top.resolve().name if top.name == ".." else top.name
        path = name / path.relative_to(top)
    return display_path(path.as_posix())


def _shown(path: str) -> str:
    """Return a path fit for one line on a terminal."""
    return printable(display_path(path))


def _read_bytes(item: Input) -> bytes:
    try:
        if sys.stdin is None and item.file is None:
            raise InputError(item.name, "unreadable", "standard input is closed")
        with item.file.open("rb") if item.file else nullcontext(sys.stdin.buffer) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _refusal(item.name, error) from None
    if len(data) > MAX_BYTES:
        raise InputError(item.name, "too-long", f"longer than {MAX_BYTES:,} bytes, the most that one article may have")
    return data


def _missing(name: str) -> InputError:
    return InputError(name, "missing", "no such file or folder")


def _refusal(name: str, error: OSError | ValueError) -> InputError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _missing(name)
    reason = error.strerror if isinstance(error, OSError) else None
    return InputError(name, "unreadable", reason or str(error))


def _decode(name: str, data: bytes) -> tuple[str, str]:
    """Return the text, without a byte order mark, and the name of its encoding."""
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8"
    try:
        source = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and b"\0" not in data:
            reason = f"not UTF-8 text (byte 0x{data[error.start]:02x} at offset {error.start})"
        elif encoding == "utf-16":
            reason = f"not UTF-16 text ({error.reason} at offset {error.start})"
        else:
            reason = "binary data"
        raise InputError(name, "not-text", reason) from None
    if "\0" in source:
        raise InputError(name, "not-text", "binary data")
    return source.removeprefix("\ufeff") if encoding == "utf-8" else source, encoding


def _is_visible(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf"}


def _vietnamese_date(text: str) -> str:
    """Return EDTF for a date in Vietnamese; raise ValueError if it is none or depends on today's date."""
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_LOCALE_DATE_ORDER": False,
        "PREFER_DAY_OF_MONTH": "first",
        "REQUIRE_PARTS": ["month", "year"],
        "PARSERS": ["absolute-time"],
        "RETURN_TIME_AS_PERIOD": True,
    }
    data = DateDataParser(languages=["vi"], settings=settings).get_date_data(text)
    moment: datetime | None = data.date_obj
    if moment is None:
        raise ValueError(text)
    numbers = [int(digits) % 100 for digits in re.findall("[0-9]+", text)]
    month_first = (moment.month, moment.day, moment.year % 100)
    if moment.day > 12 and month_first in zip(numbers, numbers[1:], numbers[2:], strict=False):
        raise ValueError(text)  # dateparser reads 10/25/2023 by swapping day and month
    if data.period == "time":
        return moment.isoformat(timespec="seconds" if moment.second else "minutes")
    return moment.date().isoformat()[: 7 if data.period == "month" else 10]
