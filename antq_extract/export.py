"""Tables of the database as files: JSON Lines, CSV (RFC 4180, UTF-8), Parquet, Excel workbooks."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, BinaryIO

from antq_extract import emit
from antq_extract.errors import OutputError, UsageError
from antq_extract.store import Store
from antq_extract.store_schema import ACROSS, TABLES, VIEWS

_ROWS = 5_000  # written at a time
_COPIED = 1 << 20  # bytes copied at a time
_SHEET_ROWS = 1_048_576  # that an Excel sheet holds, with its headings
_CELL = 32_767  # characters that a cell holds
_LONG = ("text", "record")  # columns of articles that a spreadsheet's cells cannot hold
_COMPUTED = {"percent": "REAL", "percent_low": "REAL", "copies": "INTEGER"}  # columns of views that no table has
_NEEDS_EXTRA = "needs the extra 'tables': pip install 'antq-extract[tables]'"

Rows = Iterator[tuple[Any, ...]]


def chosen(store: Store, tables: Sequence[str], layout: str) -> list[str]:
    """Return the tables to write; raise :class:`UsageError` for what cannot be written so."""
    for table in tables:
        if table not in (*TABLES, *VIEWS):
            raise UsageError(f"{table!r} is none of {', '.join((*TABLES, *VIEWS))}")
    rows = store.database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    there = {name for (name,) in rows}
    for table in tables:
        if table not in there:
            raise UsageError(f"{table}: not in this database, which an older version made; antq-extract sync adds it")
    if layout == "xlsx":
        return list(tables or (table for table in (*VIEWS, *TABLES) if table in there))
    if len(tables) > 1 or (layout != "jsonl" and not tables):
        raise UsageError(f"{layout} holds one table: name it with --table ({', '.join((*VIEWS, *TABLES))})")
    return list(tables)


def write_jsonl(store: Store, tables: Sequence[str], stream: BinaryIO) -> None:
    """Write the records as :func:`~antq_extract.emit.json_lines` has them, or the rows of a table."""
    if tables:
        names, rows = _read(store, tables[0])
        emit.write((emit.json_line(dict(zip(names, row, strict=True))) for row in rows), stream)
    else:
        query = "SELECT record FROM articles WHERE NOT vanished ORDER BY path, source_index, id"
        emit.write((f"{record}\n".encode() for (record,) in store.database.execute(query)), stream)


def write_csv(store: Store, tables: Sequence[str], stream: BinaryIO) -> None:
    """Write a table with a line of headings; null is an empty cell."""
    names, rows = _read(store, tables[0])
    emit.write(_csv_lines(names, rows), stream)


def write_parquet(store: Store, tables: Sequence[str], stream: BinaryIO) -> None:
    """Write a table, its columns typed by what the database declares of them."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise UsageError(f"parquet {_NEEDS_EXTRA}") from None

    names, rows = _read(store, tables[0])
    kinds = {"INTEGER": arrow.int64(), "REAL": arrow.float64()}
    declared = _declared(store, tables[0])
    schema = arrow.schema([(name, kinds.get(declared[name], arrow.string())) for name in names])
    with _aside(stream) as held, parquet.ParquetWriter(held, schema, compression="zstd") as writer:
        for block in _blocks(rows):
            columns = zip(*block, strict=True)
            arrays = [_typed(column, field.type, arrow) for column, field in zip(columns, schema, strict=True)]
            writer.write_batch(arrow.record_batch(arrays, schema=schema))


def write_xlsx(store: Store, tables: Sequence[str], stream: BinaryIO) -> None:
    """Write a workbook, a sheet a table, without the columns that no cell can hold."""
    try:
        import xlsxwriter
        from xlsxwriter.exceptions import XlsxWriterException
    except ImportError:
        raise UsageError(f"xlsx {_NEEDS_EXTRA}") from None

    with _aside(stream) as held, TemporaryDirectory() as parts:
        # No cell of an article becomes a formula or a link.
        options = {"constant_memory": True, "tmpdir": parts, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(held, options)
        heading = book.add_format({"bold": True})
        for table in tables:
            names, rows = _read(store, table, leave=_LONG if table == "articles" else ())
            sheet = book.add_worksheet(table)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, names, heading)
            for number, row in enumerate(rows, 1):
                if number >= _SHEET_ROWS:
                    raise OutputError(f"{table}: more rows than a sheet of Excel holds ({_SHEET_ROWS:,})")
                for column, value in enumerate(row):
                    if value is not None:
                        _write_cell(sheet, number, column, value)
        try:
            book.close()
        except XlsxWriterException as error:
            cause = error.__context__
            raise OutputError(f"cannot write the table: {getattr(cause, 'strerror', None) or error}") from None


WRITERS: dict[str, Callable[[Store, Sequence[str], BinaryIO], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}


def _read(store: Store, table: str, leave: Iterable[str] = ()) -> tuple[list[str], Rows]:
    """Return a table's columns but for those of ``leave``, and its rows: none of an article that has vanished."""
    columns = [row[1] for row in store.database.execute(f"PRAGMA table_info({table})") if row[1] not in leave]
    wanted = ", ".join(f't."{name}"' for name in columns)
    query = f"SELECT {wanted} FROM {table} AS t"  # noqa: S608 - own names
    if table in VIEWS:
        query += "" if table in ACROSS else " ORDER BY path"
    elif table == "articles":
        query += " WHERE NOT vanished ORDER BY path, source_index, id"
    elif table in ACROSS:
        query += " ORDER BY t.rowid"
    else:
        query += " JOIN articles AS a ON a.id = t.article WHERE NOT a.vanished ORDER BY a.path, a.source_index, t.rowid"
    return columns, store.database.execute(query)


def _declared(store: Store, table: str) -> dict[str, str]:
    """The types of a table's or view's columns."""
    rows: Iterable[sqlite3.Row] = store.database.execute(f"PRAGMA table_info({table})")
    return {row[1]: row[2].upper() or _COMPUTED.get(row[1], "") for row in rows}


def _csv_lines(names: Sequence[str], rows: Rows) -> Iterator[bytes]:
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(names)
    for block in _blocks(rows):
        writer.writerows(block)
        yield held.getvalue().encode()
        held.seek(0)
        held.truncate()
    yield held.getvalue().encode()


def _blocks(rows: Rows) -> Iterator[list[tuple[Any, ...]]]:
    while block := list(islice(rows, _ROWS)):
        yield block


def _typed(column: Sequence[Any], kind: Any, arrow: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return a column as an array; one without a type may hold numbers beside text, one of whole numbers too large ones."""
    if kind == arrow.string():
        column = [value if value is None or isinstance(value, str) else str(value) for value in column]
    if kind == arrow.int64():
        column = [value if isinstance(value, int) else None for value in column]
    return arrow.array(column, type=kind)


class _Held(io.RawIOBase):
    """A temporary file that keeps the first failure to write for later: writers of archives end only once all is written."""

    def __init__(self) -> None:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed with this
        self.failure: OSError | None = None

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - any buffer
        return self._file.readinto(buffer)

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer
        rest = memoryview(data).cast("B")
        length = len(rest)
        try:
            while rest and self.failure is None:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self.failure = error
        return length

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        super().close()
        self._file.close()


@contextmanager
def _aside(stream: BinaryIO) -> Iterator[_Held]:
    """Give a file to write at any place of it, and write it out when the block ends well."""
    try:
        with _Held() as held:
            yield held
            if held.failure:
                raise held.failure
            held.seek(0)
            emit.write(iter(lambda: held.read(_COPIED), b""), stream)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write the table: {error.strerror}") from None


def _write_cell(sheet: Any, row: int, column: int, value: object) -> None:  # noqa: ANN401 - xlsxwriter has no types
    if isinstance(value, str):
        sheet.write_string(row, column, value if len(value) <= _CELL else f"{value[: _CELL - 1]}…")
    else:
        sheet.write_number(row, column, value)
