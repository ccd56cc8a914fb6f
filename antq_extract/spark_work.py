"""What Spark's Python workers do: tables of articles become tables of records, a batch of Arrow's at a time.

Nothing here needs Spark itself. Articles are read in a child process of the worker, as ``extract --jobs`` does: one that
ends its process is refused like any other, and the task goes on.
"""

from __future__ import annotations

import json
import marshal
import sys
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar

import pyarrow as pa
import regex

from antq_extract import __version__, bookcache, bookform, emit, intake, pipeline
from antq_extract.batch import Outcome, Refusal, died, guarded
from antq_extract.document import Document, Metadata
from antq_extract.errors import AntqError, InputError
from antq_extract.intake import Raw
from antq_extract.pool import Died, ordered
from antq_extract.rulebook import RuleBook

Batches = Iterator[pa.RecordBatch]
Made = TypeVar("Made")

PROBLEM = pa.struct({"name": pa.string(), "code": pa.string(), "reason": pa.string()})
"""What already went wrong with an article: the fields of an :class:`~antq_extract.errors.InputError`."""

ARTICLE = pa.struct(
    {
        "given": pa.string(),
        "path": pa.string(),
        "index": pa.int64(),
        "form": pa.string(),
        "content": pa.binary(),
        "url": pa.string(),
        "problem": PROBLEM,
    }
)
"""An article: the fields of :class:`~antq_extract.intake.Raw`."""

ARTICLES = pa.schema({"article": ARTICLE})
"""A table of articles."""

KEYED = pa.schema({"key": pa.string(), "article": ARTICLE})
"""A table of articles that were read, each with the id of its record, or with what :func:`reject_key` gives."""

REJECT = pa.struct({"path": pa.string(), "index": pa.int64(), "code": pa.string(), "message": pa.string()})
"""Why an article was refused, with the fields of a line of ``--rejects``."""

RECORDS = pa.schema({"record": pa.string(), "rejects": REJECT})
"""A table of records: each its line of JSON, or why there is none."""

READ = "document"
"""The form of an article that was read already: its content is the document as JSON."""

_ROWS = 1024  # of a batch that is given back
_BYTES = 1 << 24  # of the rows of such a batch, after which it is given back as it is


class Shipped(Protocol, Hashable):
    """What Spark ships to each executor once: a broadcast variable."""

    @property
    def value(self) -> bytes:
        """What was shipped."""


@dataclass(frozen=True)
class Held:
    """In place of a broadcast variable where there is none: the bytes go with the function."""

    value: bytes


class Settings(NamedTuple):
    """What is made of an article; see the options of ``extract``. ``kinds`` are the kinds of facts to keep."""

    options: intake.Options
    kinds: Mapping[str, str]
    published: str | None
    limit: float
    with_text: bool


# --- rules --------------------------------------------------------------------------------------------------------


def packed(loaded: bookcache.Loaded) -> bytes:
    """Return a rule book as bytes, for processes with the same Python and the same packages."""
    return marshal.dumps((_made_with(), loaded.kept or bookform.plain(loaded.book)))


@lru_cache(maxsize=1)
def rulebook(shipped: Shipped) -> RuleBook:
    """Return the rule book that was shipped; raise :class:`AntqError` where other versions are installed here."""
    there, plain = marshal.loads(shipped.value)  # noqa: S302 - made by packed(), and of the driver's own
    if there != (here := _made_with()):
        raise AntqError(f"the driver has {there}, an executor {here}: ship them the same environment")
    return bookform.book(plain)


def _made_with() -> str:
    """Tell what has to be the same where a book is packed and unpacked."""
    major, minor = sys.version_info[:2]
    return f"antq-extract {__version__}, Python {major}.{minor}, regex {regex.__version__}"


# --- batches ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Extracting:
    """Makes records of articles; columns named in ``keep`` are kept beside them."""

    rules: Shipped
    settings: Settings
    keep: tuple[str, ...] = ()

    def __call__(self, batches: Batches) -> Batches:
        """Yield :data:`RECORDS`, with the kept columns before them: a row for each row, in order."""
        maker = _Maker(rulebook(self.rules), self.settings)
        for part, results in worked(batches, maker):
            rejects = pa.array([_reject(raw, outcome) for raw, outcome in results], REJECT)
            records = pa.array([outcome.made[0] if outcome.made else None for _, outcome in results], pa.string())
            kept = [part.column(name) for name in self.keep]
            yield pa.RecordBatch.from_arrays([*kept, records, rejects], [*self.keep, *RECORDS.names])


@dataclass(frozen=True)
class Reading:
    """Reads articles without making records: what is needed where those that are known already are left out."""

    options: intake.Options

    def __call__(self, batches: Batches) -> Batches:
        """Yield :data:`KEYED`: a row for each row, in order."""
        for _, results in worked(batches, self._document):
            keys, articles = zip(*(_read(*result) for result in results), strict=True)
            yield pa.RecordBatch.from_arrays([pa.array(keys, pa.string()), pa.array(articles, ARTICLE)], schema=KEYED)

    def _document(self, raw: Raw) -> Outcome[Document]:
        return guarded(raw, lambda _: [document(raw, self.options)])


def worked(
    batches: Batches, make: Callable[[Raw], Outcome[Made]]
) -> Iterator[tuple[pa.RecordBatch, list[tuple[Raw, Outcome[Made]]]]]:
    """Yield the batches, perhaps in parts, with what ``make`` gives for their rows in a process beside this one."""
    waiting: deque[pa.RecordBatch] = deque()  # read, and not given back yet
    done, size = 0, 0
    results: list[tuple[Raw, Outcome[Made]]] = []
    with closing(ordered(make, _raws(batches, waiting), 1, apart=True)) as outcomes:
        for raw, result in outcomes:
            results.append((raw, died(raw, result) if isinstance(result, Died) else result))
            size += sum(map(_size, results[-1][1].made))
            is_last = done + len(results) == waiting[0].num_rows
            if is_last or len(results) == _ROWS or size > _BYTES:
                yield waiting[0].slice(done, len(results)), results
                done = 0 if is_last else done + len(results)
                size, results = 0, []
            if is_last:
                waiting.popleft()


def _raws(batches: Batches, waiting: deque[pa.RecordBatch]) -> Iterator[Raw]:
    for batch in batches:
        if batch.num_rows:
            waiting.append(batch)
            yield from map(raw_of, batch.column("article").to_pylist())


def _size(made: object) -> int:
    return len(made) if isinstance(made, str) else len(made.source) if isinstance(made, Document) else 0


# --- articles -----------------------------------------------------------------------------------------------------


def row_of(raw: Raw) -> dict[str, Any]:
    """Return an article as Arrow takes an :data:`ARTICLE`."""
    row = {"given": raw.given, "path": raw.path, "index": raw.index, "form": raw.form, "content": raw.data}
    return row | {"url": raw.url, "problem": raw.problem and _problem(raw.problem)}


def raw_of(row: Mapping[str, Any]) -> Raw:
    """Return the article that an :data:`ARTICLE` of Arrow's is."""
    problem = row["problem"] and InputError(*row["problem"].values())
    return Raw(row["given"], row["path"], row["index"], row["form"], None, row["content"], row["url"], problem)


def _problem(error: InputError) -> dict[str, str]:
    return {"name": error.path, "code": error.code, "reason": error.reason}


def document(raw: Raw, options: intake.Options) -> Document:
    """Read an article, unless that was done; raise :class:`InputError` if it is refused."""
    if raw.form != READ or raw.problem:
        return intake.read(raw, options)
    fields = json.loads(raw.data or b"")
    meta = fields.pop("meta")
    return Document(**fields, meta=Metadata(**meta | {"authors": tuple(meta["authors"])}))


def _read(raw: Raw, outcome: Outcome[Document]) -> tuple[str, dict[str, Any]]:
    """Return the key and the row of an article that was read, or of one that was refused."""
    if refusal := outcome.refusal:
        begins = " ".join(f"{raw.name}: …".split()).removesuffix("…")  # as messages have it, on one line
        reason = " ".join(refusal.message.split()).removeprefix(begins)
        problem = _problem(raw.problem or InputError(raw.name, refusal.code, reason))
        return reject_key(raw.given, raw.index or 0, refusal.code), row_of(raw) | {"content": None, "problem": problem}
    read = outcome.made[0]
    content = json.dumps(asdict(read), ensure_ascii=False).encode()
    return pipeline.article_id(read), row_of(raw) | {"form": READ, "content": content}


def reject_key(path: str, index: int, code: str) -> str:
    """Return what a refusal is known by from one run to the next."""
    return f"{code} {index} {path}"


@dataclass(frozen=True)
class _Maker:
    """Makes an article's record."""

    book: RuleBook
    settings: Settings

    def __call__(self, raw: Raw) -> Outcome[str]:
        """Return the line of JSON, or why there is none."""
        return guarded(raw, lambda _: [self._line(document(raw, self.settings.options))])

    def _line(self, article: Document) -> str:
        given = self.settings
        record = pipeline.extract(article, self.book, published=given.published, limit=given.limit)
        text = article.source if given.with_text else None
        return emit.record_line(record, given.kinds, text).decode().rstrip("\n")


def _reject(raw: Raw, outcome: Outcome[Any]) -> dict[str, Any] | None:
    refusal: Refusal | None = outcome.refusal
    return refusal and {"path": raw.given, "index": raw.index or 0, "code": refusal.code, "message": refusal.message}


def batched(raws: Iterable[Raw]) -> Batches:
    """Yield the articles as batches of :data:`ARTICLES`, none of them much larger than its largest article."""
    rows: list[dict[str, Any]] = []
    size = 0
    for raw in raws:
        rows.append(row_of(raw))
        size += len(raw.data or b"")
        if len(rows) == _ROWS or size > _BYTES:
            yield _table(rows)
            rows, size = [], 0
    if rows:
        yield _table(rows)


def _table(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(rows, ARTICLE)], schema=ARTICLES)
