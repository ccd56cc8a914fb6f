"""What a report is made of: records, from files of JSON Lines or from the database, each with a way to its text."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple

from antq_extract.errors import InputError, display_path, printable
from antq_extract.store import Store

STDIN = "-"
_LISTS = ("dates", "ratios", "awards", "officials", "checks")

Record = Mapping[str, Any]
Refuse = Callable[[InputError], None]
"""Takes a line or file that is refused; the others go on."""


class Entry(NamedTuple):
    """An article: its record, and what gives its source text, None where there is none."""

    record: Record
    text: Callable[[], str | None]
    where: str
    """What to call it where it turns out to be no record: the path and line, or the article's path."""


def from_database(store: Store) -> Iterator[Entry]:
    """Yield the articles that have not vanished, in the order in which ``export`` writes them."""
    query = "SELECT id, path, record FROM articles WHERE NOT vanished ORDER BY path, source_index, id"
    for number, path, record in store.database.execute(query):
        yield Entry(json.loads(record), _Cell(store, number), printable(path))


@dataclass(frozen=True, slots=True)
class _Cell:
    """Gives the text of an article of the database."""

    store: Store
    article: int

    def __call__(self) -> str | None:
        query = "SELECT text FROM articles WHERE id = ?"
        row = self.store.database.execute(query, (self.article,)).fetchone()
        return row[0] if row else None


class Lines:
    """Records in files of JSON Lines; ``-`` is standard input. Texts are laid aside in a temporary file."""

    def __init__(self, paths: Sequence[str], refuse: Refuse) -> None:
        self._paths = paths
        self._refuse = refuse
        self._aside = TemporaryFile()  # noqa: SIM115 - closed with this

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        self._aside.close()

    def __iter__(self) -> Iterator[Entry]:
        """Yield what is a record; each line that is none, and each file that cannot be read, is refused."""
        for path in self._paths:
            shown = printable(display_path(path))
            try:
                with _opened(path) as stream:
                    yield from self._entries(stream, shown)
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) else str(error)
                self._refuse(InputError(shown, "unreadable", reason or "cannot be read"))

    def _entries(self, stream: BinaryIO, shown: str) -> Iterator[Entry]:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            where = f"{shown}, line {number}"
            try:
                record = parsed(line)
            except ValueError as error:
                self._refuse(InputError(where, "not-json", f"no record: {error}"))
                continue
            yield Entry(record, self._laid_aside(record.pop("text", None)), where)

    def _laid_aside(self, text: object) -> Callable[[], str | None]:
        if not isinstance(text, str):
            return _nothing
        start = self._aside.seek(0, 2)
        length = self._aside.write(text.encode("utf-8", "surrogatepass"))

        def fetch() -> str:
            self._aside.seek(start)
            return self._aside.read(length).decode("utf-8", "surrogatepass")

        return fetch


def parsed(line: bytes) -> dict[str, Any]:
    """Return the record of a line; raise ValueError, with what is wrong in few words, for a line that holds none."""
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf").strip(), parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg.lower()} at character {error.pos + 1})") from None
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    if "kind" in record and "awards" not in record:
        raise ValueError("a fact, as --facts writes it; the report is made of records")
    missing = [name for name in ("id", "source", "article", *_LISTS) if name not in record]
    if missing:
        raise ValueError(f"it has no {', '.join(missing)}")
    return record


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _opened(path: str) -> Any:  # noqa: ANN401 - a stream, closed behind the block unless it is standard input
    return nullcontext(sys.stdin.buffer) if path == STDIN else closing(Path(path).open("rb"))


def _nothing() -> None:
    """The text of a record without one."""
