"""One run at a time on what is written to: a lock that ends with its process, however that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOENT
from os import strerror
from os.path import realpath
from pathlib import Path

from antq_extract.errors import BusyError, OutputError, display_path


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Hold the lock of ``target``, a file beside it called ``.NAME.lock``, for the block.

    Raises :class:`BusyError` at once if another process holds it, :class:`OutputError` if it cannot be made.
    """
    from filelock import FileLock, Timeout

    shown = display_path(target)
    target = Path(realpath(target))  # one lock, whichever link leads to it
    try:
        if not target.parent.is_dir():  # which the library would make
            raise FileNotFoundError(ENOENT, strerror(ENOENT))
        lock = FileLock(target.with_name(f".{target.name}.lock"), timeout=0)
        lock.acquire()
    except Timeout:
        raise BusyError(f"{shown}: another run is writing to it") from None
    except (OSError, ValueError) as error:
        raise OutputError(f"{shown}: {error.strerror if isinstance(error, OSError) else error}") from None
    try:
        yield
    finally:
        lock.release()
