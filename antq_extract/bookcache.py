"""Keeps the rule book of a run for the next one, in the user's own cache folder.

A book is kept under a digest of all it depends on: the contents of the pack files, this program's own modules, Python,
``regex`` and the package of administrative units. What is kept is plain data, but it is trusted as code is: it is read only from a folder and a file that
belong to the user and that nobody else may write to. Whatever is wrong with folder or file, the packs are loaded as if
there were no cache, and nobody is told.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import regex

from antq_extract import __version__, bookform, packfolders
from antq_extract.rulebook import RuleBook

FOLDER = "antq-extract"
_SUFFIX = ".book"
_KEPT = 8  # books: a few checkouts and folders of own packs
_ABANDONED = 3600.0  # seconds after which what another run has not finished writing is litter
_CHECK = hashlib.sha256().digest_size


class Loaded(NamedTuple):
    """A book, what it is kept under (None: nowhere), and the data that the cache has of it, if it has any."""

    book: RuleBook
    key: str | None
    kept: bookform.Plain | None


def load(folders: tuple[Path, ...]) -> Loaded:
    """Return the rules of the shipped packs and of the folders over them, as :func:`antq_extract.packs.load` does."""
    key = _key(folders)
    kept = _read(key) if key else None
    if kept:
        return Loaded(bookform.book(kept), key, kept)
    from antq_extract import packs

    return Loaded(packs.load(*folders), key, None)


def keep(loaded: Loaded, folders: tuple[Path, ...]) -> None:
    """Keep a book with the patterns that a run has compiled, unless the cache has all that."""
    book, key, kept = loaded
    if key is None or (kept and not book.patterns.grown) or key != _key(folders):
        return  # the last: a file was changed while it was loaded, or since
    with suppress(OSError, ValueError):
        data = kept | {"patterns": book.patterns.frozen()} if kept else bookform.plain(book)
        _write(key, marshal.dumps(data))


def _key(folders: tuple[Path, ...]) -> str | None:
    """Return the digest of all that a book depends on; None on a system that cannot tell whose a file is."""
    if not hasattr(os, "geteuid"):
        return None
    found = hashlib.sha256(f"{__version__} {sys.version} {sys.implementation.cache_tag} {regex.__version__}".encode())
    try:
        with os.scandir(os.path.dirname(__file__)) as entries:  # noqa: PTH120 - of each run's first milliseconds
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    found.update(f"{entry.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    except OSError:  # not a folder: the package is in an archive
        return None
    found.update(packfolders.digest(folders).encode())
    units = find_spec("vietnamadminunits")
    if units and units.origin:
        found.update(str(os.stat(units.origin).st_mtime_ns).encode())  # noqa: PTH116 - as above
    return found.hexdigest()


# --- the folder ---------------------------------------------------------------------------------------------------


def folder() -> Path | None:
    """Return the user's cache folder for this program, whether it is there or not; None if there is no place for it."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not base.is_absolute():  # as the XDG specification has it
        home = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
        base = Path(os.path.expanduser(home))  # noqa: PTH111 - unlike pathlib's it raises nothing
    return base / FOLDER if base.is_absolute() else None


def _read(key: str) -> bookform.Plain | None:
    """Return what is kept under a key, if it can be trusted and is whole."""
    place = folder()
    try:
        if place is None or not _is_own(place.lstat(), stat.S_ISDIR):
            return None
        # A pipe, which somebody may have put there, must not be waited for, nor a link followed.
        number = os.open(place / f"{key}{_SUFFIX}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(number, "rb") as file:  # noqa: PTH123 - a number
            content = file.read() if _is_own(os.fstat(number), stat.S_ISREG) else b""
    except OSError:
        return None
    check, data = content[:_CHECK], content[_CHECK:]
    if check != _checked(key, data):
        return None
    kept: bookform.Plain = marshal.loads(data)  # noqa: S302 - of the user's own file
    return kept


def _write(key: str, data: bytes) -> None:
    """Keep the data under a key, whole or not at all; raise OSError if that can't be."""
    place = folder()
    if place is None or not _made(place):
        return
    name = place / f"{key}{_SUFFIX}"
    unfinished = place / f".{key}.{os.getpid()}.tmp"
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - a number
            file.write(_checked(key, data) + data)
        unfinished.replace(name)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _tidy(place)


def _made(place: Path) -> bool:
    """Make the folder if it is not there; say whether it is to be trusted.

    It is made only where the user's own files are: with sudo, home may still be another user's.
    """
    if not place.exists():
        above = next(parent for parent in place.parents if parent.exists())
        if above.stat().st_uid != os.geteuid():
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
    return _is_own(place.lstat(), stat.S_ISDIR)


def _tidy(place: Path) -> None:
    """Remove all but the newest books, and what other runs have not finished."""
    entries = sorted(place.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    books = [path for path in entries if path.suffix == _SUFFIX]
    old = time.time() - _ABANDONED
    litter = [path for path in entries if path.suffix == ".tmp" and path.stat().st_mtime < old]
    for path in (*books[_KEPT:], *litter):
        path.unlink(missing_ok=True)


def _is_own(status: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Say whether a folder or file belongs to the user, and nobody else may write to it."""
    others = stat.S_IWGRP | stat.S_IWOTH
    return is_kind(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & others


def _checked(key: str, data: bytes) -> bytes:
    """Tell whole data from damaged ones."""
    return hashlib.sha256(key.encode() + data).digest()
