"""Finds inputs: the files that paths, folders and lists of names stand for.

:func:`find` raises nothing for an input that is bad: reading it then tells, so that it never ends a batch.
"""

from __future__ import annotations

import fnmatch
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

from antq_extract.errors import InputError, UsageError, display_path, printable

STDIN = "-"
FORMS = {
    **dict.fromkeys((".txt", ".md"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".mht", ".mhtml"), "mht"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    ".warc": "warc",
    **dict.fromkeys((".docx", ".doc"), "docx"),
    ".pdf": "pdf",
}
"""The form of a file by its suffix. Old ``.doc`` files are found so that they are refused, not passed over."""
COMPRESSED = (".gz", ".zst")
_SUFFIXES = tuple(suffix + packed for packed in ("", *COMPRESSED) for suffix in FORMS)
_ENCODING, _ERRORS = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()
_LIST_BLOCK = 1 << 16  # bytes of a list of names that are read at a time


Passed = Callable[[os.DirEntry[str], str], bool]
"""Says of a file of a folder, and of what was named, that nobody need look at it: it is left out."""


class Input(NamedTuple):
    """An input that was found but not read yet.

    ``file`` is its name for the system, None for standard input; ``top`` is the path below which it was found;
    ``named`` tells that the user gave it by name, so that it may be a pipe, too. ``problem`` is what already went wrong while looking for it.
    ``entry`` is what the folder said of it, from which :meth:`stat` is cheap.
    """

    file: str | None
    top: str
    named: bool = False
    problem: InputError | None = None
    entry: os.DirEntry[str] | None = None

    @property
    def name(self) -> str:
        """How the user knows it, fit for one line of a message."""
        return STDIN if self.file is None else shown(self.file)

    @property
    def path(self) -> str:
        """The path for the record: valid Unicode, never absolute, no ``..``."""
        if self.file is None:
            return STDIN
        name = _top_name(self.top)
        if name == "..":
            name = Path(self.top).resolve().name
        if name is None and os.sep == "/" and os.path.normpath(self.file) == self.file:
            return display_path(self.file)
        path = Path(self.file)
        return display_path((path if name is None else name / path.relative_to(self.top)).as_posix())

    def stat(self) -> os.stat_result:
        """Return the system's status of the file; raise OSError or ValueError where there is none."""
        return self.entry.stat() if self.entry else os.stat(self.file or "")  # noqa: PTH116 - many files, no Path objects


@lru_cache(maxsize=256)
def _top_name(top: str) -> str | None:
    """Return the name that stands in records for what a path was found below; None where that is as it was given."""
    path = Path(top)
    return path.name if path.anchor or ".." in path.parts else None


class Selection(NamedTuple):
    """Which files of folders are taken: by their suffix, or those that ``include`` names; never those of ``exclude``.

    A pattern is a shell's, as in :mod:`fnmatch`. One with a slash is compared with the path below the folder that was
    named, any other with the name of a file or folder.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, entry: os.DirEntry[str], below: int, is_folder: bool) -> bool:
        """Say whether a file is an input, or whether a folder is looked into; ``below`` is where its path below the top begins."""
        name = entry.name
        if name[0] == "." or (self.exclude and _matches(self.exclude, name, entry.path[below:])):
            return False
        if is_folder:
            return True
        if self.include:
            return _matches(self.include, name, entry.path[below:])
        return is_article(name)


def is_article(name: str) -> bool:
    """Say whether the name of a file is one of an article, by its suffix."""
    return name.endswith(_SUFFIXES) or name.lower().endswith(_SUFFIXES)


def form_of(name: str) -> tuple[str | None, str]:
    """Return the form and the compression (a suffix, or nothing) of a file by its name; None for one that is not known.

    >>> form_of("bao/2023.jsonl.gz")
    ('jsonl', '.gz')
    """
    stem, packed = os.path.splitext(name.lower())  # noqa: PTH122 - as above
    if packed not in COMPRESSED:
        stem, packed = name.lower(), ""
    return FORMS.get(os.path.splitext(stem)[1]), packed  # noqa: PTH122


def find(paths: Sequence[str], selection: Selection | None = None, passed: Passed | None = None) -> Iterator[Input]:
    """Name the inputs that ``paths`` stand for, in order.

    A path is a file (taken whatever its name), ``-`` (standard input), or a folder: its articles at any depth, sorted
    by the bytes of their names so that the order is the same on any machine. Hidden files and folders, other files,
    and links to folders below the one named (which could lead in circles, or to the same article twice) are passed
    over. ``passed`` is asked of each file of a folder, in no order.
    """
    selection = selection or Selection()
    for path in paths:
        if path == STDIN:
            yield Input(None, path, named=True)
        elif is_folder(path):
            found = _walk(str(Path(path)), selection, passed)
            nothing = InputError(shown(path), "no-article", "no article in this folder")
            yield next(found, Input(path, path, problem=nothing))
            yield from found
        elif path:
            yield Input(str(Path(path)), str(Path(path)), named=True)
        else:
            yield Input(path, path, named=True, problem=missing("''"))


def names_from(file: str, *, separator: bytes = b"\n") -> Iterator[str]:
    """Yield the names that a file (``-``: standard input) lists, apart by ``separator``; empty ones are passed over.

    Raises :class:`UsageError` if the list cannot be read.
    """
    try:
        with nullcontext(standard_input()) if file == STDIN else Path(file).open("rb") as stream:
            rest = b""
            while block := stream.read(_LIST_BLOCK):
                *names, rest = (rest + block).split(separator)
                yield from map(os.fsdecode, filter(None, names))
            if rest:
                yield os.fsdecode(rest)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{shown(file)}: {reason}, so that the list of files cannot be read") from None


def standard_input() -> BinaryIO:
    """Return standard input as bytes; raise ValueError if it is closed."""
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    return sys.stdin.buffer


def is_folder(path: str) -> bool:
    """Say whether a path leads to a folder; one that no file can have does not."""
    try:
        return bool(path) and Path(path).is_dir()
    except (OSError, ValueError):
        return False  # reading it as a file then gives the reason


def encoded(path: str) -> bytes:
    """Return a path as the system's bytes, as :func:`os.fsencode` does in more time."""
    return path.encode(_ENCODING, _ERRORS)


def below(folder: str) -> str:
    """Return how the paths of what lies in a folder begin."""
    return os.path.join(folder, "")  # noqa: PTH118 - text, not a Path


def shown(path: str) -> str:
    """Return a path fit for one line on a terminal."""
    return printable(display_path(path))


def missing(name: str) -> InputError:
    """Return the refusal of what is not there."""
    return InputError(name, "missing", "no such file or folder")


def refusal(name: str, error: OSError | ValueError) -> InputError:
    """Return the refusal of what the system would not open or read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return missing(name)
    reason = error.strerror if isinstance(error, OSError) else None
    return InputError(name, "unreadable", reason or str(error))


def _walk(top: str, selection: Selection, passed: Passed | None) -> Iterator[Input]:
    bare = len(below(top)) if top == os.curdir else 0
    pending: list[Iterator[str | os.DirEntry[str]]] = [iter([top])]
    while pending:
        for entry in pending[-1]:
            if isinstance(entry, str):
                try:
                    pending.append(iter(_entries(entry, top, selection, passed)))
                    break
                except OSError as error:
                    folder = entry[bare:] or top
                    yield Input(folder, top, problem=refusal(shown(folder), error))
            else:
                yield Input(entry.path[bare:], top, False, None, entry)
        else:
            pending.pop()


def _entries(folder: str, top: str, selection: Selection, passed: Passed | None) -> list[str | os.DirEntry[str]]:
    """Return the articles of a folder that are not passed, and its folders by their paths, in order."""
    found: list[tuple[bytes, str | os.DirEntry[str]]] = []
    length, takes = len(below(top)), selection.takes
    with os.scandir(folder) as entries:
        for entry in entries:  # many thousands of them
            if entry.is_dir(follow_symlinks=False):
                if takes(entry, length, True):
                    found.append((encoded(entry.name), entry.path))
            elif (
                takes(entry, length, False)
                and (entry.is_file(follow_symlinks=False) or _is_article(entry))
                and not (passed and passed(entry, top))
            ):
                found.append((encoded(entry.name), entry))
    found.sort(key=itemgetter(0))
    return [entry for _, entry in found]


def _is_article(entry: os.DirEntry[str]) -> bool:
    """Say whether an entry is a regular file; a broken link counts, so that it gets reported."""
    try:
        return entry.is_file() or (entry.is_symlink() and not Path(entry.path).exists())
    except OSError:
        return True  # reading it then gives the reason


def _matches(patterns: tuple[str, ...], name: str, below: str) -> bool:
    return any(_compiled(pattern).match(below if "/" in pattern.rstrip("/") else name) for pattern in patterns)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(pattern.rstrip("/")))
