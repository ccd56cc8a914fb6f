"""The database of articles and their facts: SQLite, one file, made and migrated here.

Every write is part of a transaction, so that whatever ends the process leaves the state of the last one.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from antq_extract.errors import BusyError, OutputError, UsageError, display_path
from antq_extract.store_schema import APPLICATION_ID, MIGRATIONS

_BUSY = 30  # seconds to wait for another program that writes to the database
_PAGES = 16_000  # pages of memory for the database, in KiB
_LARGEST = 2**63 - 1  # whole number of SQLite
_INTEGERS = range(-(2**63), 2**63)
_BETWEEN = "\0\n\0"  # states that are kept in one piece; no file's name has it
_LEVELS = ("province", "district", "commune")
_RENAMED = {"start": "start_offset", "end": "end_offset"}


class File(NamedTuple):
    """What the database knows of a file; ``size`` and ``mtime_ns`` are None where it has to be read again."""

    location: bytes
    id: int
    size: int | None
    mtime_ns: int | None
    vanished: bool


def state(location: str, size: int, mtime_ns: int) -> str:
    """Return a file's place, size and time of change as one value, quicker to compare than three."""
    return f"{location}\0{size} {mtime_ns}"


class Stored(NamedTuple):
    """An article as it goes into the database: its record as JSON, and its text."""

    record: str
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An article that was refused, with its place in the file and the digest of its bytes if they could be read."""

    index: int
    code: str
    message: str
    raw_digest: str | None


@contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[Store]:
    """Open a database; with ``write`` make or migrate it.

    Raises :class:`UsageError` if it is no database of this program or, without ``write``, not there;
    :class:`OutputError` if it cannot be written (a full disk, a read-only folder); :class:`BusyError` if another
    program holds it.
    """
    shown = display_path(path)
    with _errors_named(shown):
        if not write and not path.is_file():
            raise UsageError(f"{shown}: no such database; antq-extract sync makes it")
        database = _connected(path, "mode=rwc") if write else _readable(path)
        try:
            _check(database, shown, write)
            if write:
                _prepare(database)
            yield Store(database)
        finally:
            database.close()


def _connected(path: Path, how: str) -> sqlite3.Connection:
    address = f"file:{quote(os.fsencode(path))}?{how}"
    return sqlite3.connect(address, uri=True, timeout=_BUSY, isolation_level=None)


def _readable(path: Path) -> sqlite3.Connection:
    """Open a database to read it: with the right to put its log in order, or else, where nothing may be written, as it is."""
    database = _connected(path, "mode=rw")
    try:
        _pragma(database, "user_version")
    except sqlite3.OperationalError:
        database.close()
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:  # the file alone is not the whole database
            raise
        database = _connected(path, "mode=ro&immutable=1")
    database.execute("PRAGMA query_only = ON")
    return database


def _check(database: sqlite3.Connection, shown: str, write: bool) -> None:
    version = _pragma(database, "user_version")
    is_new = not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if is_new and not write:
        raise UsageError(f"{shown}: an empty database")
    if not is_new and _pragma(database, "application_id") != APPLICATION_ID:
        raise UsageError(f"{shown}: a database of another program")
    if version > len(MIGRATIONS):
        raise UsageError(f"{shown}: made by a newer version of this program (schema {version})")


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    database.execute(f"PRAGMA cache_size = -{_PAGES}")
    for version in range(_pragma(database, "user_version"), len(MIGRATIONS)):
        marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version + 1};"
        database.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[version]} {marks} COMMIT;")


def _pragma(database: sqlite3.Connection, name: str) -> int:
    value: int = database.execute(f"PRAGMA {name}").fetchone()[0]
    return value


@contextmanager
def _errors_named(shown: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise BusyError(f"{shown}: another program holds the database") from None
        if "not a database" in str(error):
            raise UsageError(f"{shown}: not a database") from None
        raise OutputError(f"{shown}: {error}") from None


class Store:
    """An open database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self._inserts: dict[tuple[str, tuple[str, ...]], str] = {}

    # --- transactions ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a transaction, unless one is open."""
        if not self.database.in_transaction:
            self.database.execute("BEGIN IMMEDIATE")
            self.database.execute("DELETE FROM settled")  # which this transaction may make untrue

    def commit(self) -> None:
        """Make what was written since ``begin`` last."""
        if self.database.in_transaction:
            self.database.execute("COMMIT")

    # --- reading --------------------------------------------------------------------------------------------------

    def settled(self, made_by: str) -> set[str]:
        """Return the files of which nothing is to be told while they stay as they are, each as :func:`state` has it."""
        row = self.database.execute("SELECT states FROM settled WHERE made_by = ?", (made_by,)).fetchone()
        return set(os.fsdecode(row[0]).split(_BETWEEN)) if row else self._settled(made_by)

    def is_remembered(self, made_by: str) -> bool:
        """Say whether what :meth:`settled` returns is kept in one piece."""
        return self.database.execute("SELECT 1 FROM settled WHERE made_by = ?", (made_by,)).fetchone() is not None

    def remember(self, made_by: str) -> None:
        """Keep what :meth:`settled` returns in one piece, which is quicker to read, until the next transaction."""
        self.begin()
        states = os.fsencode(_BETWEEN.join(sorted(self._settled(made_by))))
        self.database.execute("INSERT INTO settled (made_by, states) VALUES (?, ?)", (made_by, states))
        self.commit()

    def _settled(self, made_by: str) -> set[str]:
        rows = self.database.execute(
            "SELECT location, size, mtime_ns FROM files WHERE made_by = ? AND NOT vanished AND size IS NOT NULL "
            "AND id NOT IN (SELECT file FROM refused)",
            (made_by,),
        )
        return {state(os.fsdecode(location), size, mtime_ns) for location, size, mtime_ns in rows}

    def present(self) -> int:
        """Return how many files have not vanished."""
        (count,) = self.database.execute("SELECT count(*) FROM files WHERE NOT vanished").fetchone()
        return int(count)

    def files(self, made_by: str) -> dict[bytes, File]:
        """Return what is known of each file, by its location; what was made otherwise has to be read again."""
        rows = self.database.execute(
            "SELECT location, id, CASE WHEN made_by = ? THEN size END, mtime_ns, vanished FROM files", (made_by,)
        )
        return {file.location: file for file in map(File._make, rows)}

    def refusals(self) -> dict[int, list[Refused]]:
        """Return the articles that are refused, by file."""
        found: dict[int, list[Refused]] = {}
        for file, *rest in self.database.execute(
            "SELECT file, source_index, code, message, raw_digest FROM refused ORDER BY file, source_index"
        ):
            found.setdefault(file, []).append(Refused(*rest))
        return found

    def raw_digests(self, file: int, made_by: str) -> dict[int, str]:
        """Return the digests of the bytes of a file's articles, refused ones too, by their place; none made otherwise."""
        query = "SELECT source_index, raw_digest FROM {} WHERE file = ? AND made_by = ? AND raw_digest IS NOT NULL"
        rows = (
            row
            for table in ("articles", "refused")
            for row in self.database.execute(query.format(table), (file, made_by))
        )
        return dict(rows)

    def is_compared(self, made_by: str) -> bool:
        """Say whether what several articles say together is up to date, and was made so."""
        return self.database.execute("SELECT 1 FROM compared WHERE made_by = ?", (made_by,)).fetchone() is not None

    # --- writing --------------------------------------------------------------------------------------------------

    def file(self, location: bytes, path: str, made_by: str) -> int:
        """Return the id of a file that is to be read, entered if it is new."""
        (number,) = self.database.execute(
            "INSERT INTO files (location, path, made_by) VALUES (?, ?, ?) ON CONFLICT (location) DO UPDATE SET "
            "size = NULL, mtime_ns = NULL, made_by = excluded.made_by, vanished = 0 RETURNING id",
            (location, path, made_by),
        ).fetchone()
        return int(number)

    def put(self, file: int, index: int, article: Stored, raw_digest: str, made_by: str) -> None:
        """Write an article and its facts, in the place of what was known of it."""
        record = json.loads(article.record)
        row = {
            "file": file,
            "path": record["source"]["path"],
            "source_index": index,
            **{name: record["source"][name] for name in ("media_type", "encoding", "bytes")},
            "digest": record["id"],
            **_placed(record["article"]),
            "text": article.text,
            "record": article.record,
            "raw_digest": raw_digest,
            "made_by": made_by,
            "vanished": 0,
        }
        columns = ", ".join(row)
        marks = ", ".join("?" * len(row))
        changes = ", ".join(f"{name} = excluded.{name}" for name in row)
        (number,) = self.database.execute(
            f"INSERT INTO articles ({columns}) VALUES ({marks}) ON CONFLICT (file, source_index) "  # noqa: S608 - own names
            f"DO UPDATE SET {changes} RETURNING id",
            [_cell(value) for value in row.values()],
        ).fetchone()
        for table in ("dates", "ratios", "awards", "posts", "mentions", "officials", "places", "checks", "facts"):
            self.database.execute(f"DELETE FROM {table} WHERE article = ?", (number,))  # noqa: S608
        self._put_facts(number, record)
        self.admit(file, index)

    def _put_facts(self, article: int, record: Mapping[str, Any]) -> None:
        for table in ("dates", "places", "checks"):
            self._insert(table, ({"article": article, **fact} for fact in record[table]))
        for table in ("ratios", "awards"):
            self._insert(table, ({"article": article, **_placed(fact)} for fact in record[table]))
        for official in record["officials"]:
            person = {name: value for name, value in official.items() if name not in ("posts", "mentions")}
            number = self._insert("officials", [{"article": article, **person}])
            for table in ("posts", "mentions"):
                self._insert(
                    table, ({"article": article, "official": number, **_placed(part)} for part in official[table])
                )
        for kind, facts in record["facts"].items():
            self._insert("facts", (_brought(article, kind, fact) for fact in facts))

    def _insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> int | None:
        last = None
        for row in rows:
            names = tuple(_RENAMED.get(name, name) for name in row)
            statement = self._inserts.setdefault(
                (table, names),
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608
            )
            last = self.database.execute(statement, [_cell(value) for value in row.values()]).lastrowid
        return last

    def refuse(self, file: int, refused: Refused, made_by: str, *, keep: bool) -> None:
        """Write that an article was refused; ``keep`` what was known of it where it may be read again another day."""
        self.database.execute(
            "INSERT OR REPLACE INTO refused (file, source_index, code, message, raw_digest, made_by) VALUES (?, ?, ?, ?, ?, ?)",
            (file, refused.index, refused.code, refused.message, refused.raw_digest, made_by),
        )
        if not keep:
            self.database.execute("DELETE FROM articles WHERE file = ? AND source_index = ?", (file, refused.index))

    def admit(self, file: int, index: int) -> None:
        """Write that an article is no longer refused."""
        self.database.execute("DELETE FROM refused WHERE file = ? AND source_index = ?", (file, index))

    def end(self, file: int, count: int) -> None:
        """Write that a file holds ``count`` articles."""
        for table in ("articles", "refused"):
            self.database.execute(f"DELETE FROM {table} WHERE file = ? AND source_index >= ?", (file, count))  # noqa: S608

    def settle(self, file: int, size: int | None, mtime_ns: int | None) -> None:
        """Write that a file was read, and had this size and time then; None if it is to be read again."""
        self.database.execute("UPDATE files SET size = ?, mtime_ns = ? WHERE id = ?", (size, mtime_ns, file))

    def mark(self, files: Sequence[int], *, vanished: bool) -> None:
        """Mark files and their articles as vanished, or as there again."""
        for statement in (
            "UPDATE files SET vanished = ? WHERE id = ?",
            "UPDATE articles SET vanished = ? WHERE file = ?",
        ):
            self.database.executemany(statement, ((vanished, file) for file in files))


def _brought(article: int, kind: str, fact: Mapping[str, Any]) -> dict[str, Any]:
    anchor = {name: fact[name] for name in ("text", "start", "end", "rule")}
    fields = {name: value for name, value in fact.items() if name not in anchor}
    return {"article": article, "kind": kind, **anchor, "fields": fields}


def _placed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an article or fact, with its units as columns: name, code and what they were inferred from."""
    row = dict(fields)
    for level in _LEVELS:
        if level not in row:
            continue
        unit = row[level] or dict.fromkeys(("name", "code", "inferred_from"))
        row |= {level: unit["name"], f"{level}_code": unit["code"], f"{level}_from": unit["inferred_from"]}
        if level == "province":
            heirs = unit.get("successors") or [unit]
            heir = heirs[0] if len(heirs) == 1 else dict.fromkeys(("name", "code"))
            row |= {"province_now": heir["name"], "province_now_code": heir["code"]}
    return row


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return float(value) if isinstance(value, int) and abs(value) > _LARGEST else value
