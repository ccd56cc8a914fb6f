"""Files of articles for Spark: found on the driver, opened and taken apart on the executors.

Paths are found as the other commands find them. Addresses (``s3://bucket/folder``, ``hdfs://``, ``gs://``, ``abfs://``)
are opened by ``pyarrow.fs`` with its own credentials; they are read as streams, so that memory holds an
article at a time however long the file, and the same code reads them as everywhere else.
"""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote, unquote, urlsplit

import pyarrow as pa
from pyarrow import fs

from antq_extract import containers, intake, listing
from antq_extract.errors import InputError, UsageError
from antq_extract.intake import Raw
from antq_extract.listing import Input
from antq_extract.spark_work import Batches, batched

FILES = pa.schema({"files": pa.binary()})
"""A table of files: in each row some that are read together, pickled."""

SPLITS = 4
"""Tasks a core, so that the cores are done at about the same time."""

_LARGEST = 1 << 27  # bytes of a task: Spark's own spark.sql.files.maxPartitionBytes
_OPENING = 1 << 14  # what opening a file costs, in bytes read
_ALIASES = {"s3a": "s3", "s3n": "s3"}
"""Schemes of Hadoop that pyarrow calls otherwise."""
_PLAIN = ":/?&=%@+,;~!$'()*"  # what an address may hold beside letters and digits of ASCII
_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_LOCAL = "file:/"


class File(NamedTuple):
    """A file of articles as an executor, which works in a folder of its own, finds it.

    ``place`` is an absolute path, or the path in the store of ``address``; ``given`` is how the user knows it, ``path``
    what stands in the record. ``problem`` is what already went wrong while looking for it.
    """

    place: str
    given: str
    path: str
    address: str | None = None
    problem: InputError | None = None


class Found(NamedTuple):
    """A file and its size in bytes."""

    file: File
    size: int


def is_address(path: str) -> bool:
    """Say whether a path is the address of a store.

    >>> is_address("s3://bucket/articles"), is_address("articles")
    (True, False)
    """
    return "://" in path or path.startswith(_LOCAL)


def find(path: str) -> list[Found]:
    """Return the files of a path or an address; raise :class:`UsageError` for an address that leads nowhere."""
    if path.startswith(_LOCAL):  # links are passed over there, and an article has one name
        path = unquote(urlsplit(path).path)
    if is_address(path):
        return list(_found_at(path))
    return [Found(_local(item), _size(item)) for item in listing.find([path])]


def grouped(files: Sequence[Found], cores: int) -> list[list[Found]]:
    """Return the files in groups to be read each by a task: a few for each of so many cores, of much the same size."""
    whole = sum(found.size + _OPENING for found in files)
    share = min(_LARGEST, whole / (cores * SPLITS))
    groups: list[list[Found]] = [[]]
    filled = 0.0
    for found in files:
        cost = found.size + _OPENING
        if groups[-1] and filled + cost / 2 > share:
            groups.append([])
            filled = 0.0
        groups[-1].append(found)
        filled += cost
    return groups


def packed(group: Iterable[Found]) -> bytes:
    """Return a group as a row of :data:`FILES`."""
    return pickle.dumps([found.file for found in group])


@dataclass(frozen=True)
class Opening:
    """Takes files apart into articles."""

    options: intake.Options

    def __call__(self, batches: Batches) -> Batches:
        """Yield the articles of the files as :data:`~antq_extract.spark_work.ARTICLES`."""
        groups = (row for batch in batches for row in batch.column("files").to_pylist())
        yield from batched(raw for row in groups for file in pickle.loads(row) for raw in self._articles(file))  # noqa: S301 - of the driver

    def _articles(self, file: File) -> Iterator[Raw]:
        form = self.options.form or listing.form_of(file.place)[0]
        whole = Raw(file.given, file.path, form=form or "text", problem=file.problem)
        if file.problem:
            yield whole
            return
        try:
            with _opened(file, whole.name) as stream:
                if form is None or intake.holds_many(form):
                    yield from intake.parts(whole, stream, form, self.options)
                else:
                    plain = containers.unpacked(stream, listing.form_of(file.place)[1])
                    yield replace(whole, data=intake.limited(whole.name, plain, self.options))
        except InputError as error:
            yield replace(whole, problem=error)
        except (OSError, ValueError) as error:
            yield replace(whole, problem=listing.refusal(whole.name, error))


def _opened(file: File, name: str) -> BinaryIO:
    if file.address is None:
        return intake.opened_regular(file.place, name)
    stream: BinaryIO = _store(file.address)[0].open_input_stream(file.place, compression=None)
    return stream


def _local(item: Input) -> File:
    file = item.file or ""
    place = os.path.abspath(file)  # noqa: PTH100 - links are kept
    return File(place, intake.given(item), item.path, problem=item.problem)


def _size(item: Input) -> int:
    try:
        return item.stat().st_size
    except (OSError, ValueError):
        return 0  # reading it then tells


# --- addresses ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _store(address: str) -> tuple[Any, str]:
    """Return the store of an address and the path there; raise :class:`UsageError` if pyarrow cannot open it."""
    scheme, _, rest = address.partition("://")
    try:
        plain = quote(_PERCENT.sub("%25", rest), safe=_PLAIN)
        store, place = fs.FileSystem.from_uri(f"{_ALIASES.get(scheme, scheme)}://{plain}")
    except (pa.ArrowInvalid, OSError) as error:
        raise UsageError(f"{address}: cannot be opened: {error}") from None
    return store, place


def _found_at(address: str) -> Iterator[Found]:
    store, place = _store(address)
    given = address.partition("?")[0].rstrip("/")
    try:
        top = store.get_file_info(place)
        if top.type == fs.FileType.File:
            yield Found(File(top.path, given, top.base_name, address), top.size)
            return
        selector = fs.FileSelector(place, recursive=True, allow_not_found=True)
        below = [(info.path[len(place.rstrip("/")) + 1 :], info) for info in store.get_file_info(selector)]
    except OSError as error:
        raise UsageError(f"{address}: {error}") from None
    found = [(path, info) for path, info in below if info.type == fs.FileType.File and _is_taken(path)]
    if not found:
        raise UsageError(f"{address}: no article there")
    name = given.rpartition("/")[2]
    for path, info in sorted(found, key=lambda each: listing.encoded(each[0])):
        yield Found(File(info.path, f"{given}/{path}", f"{name}/{path}", address), info.size)


def _is_taken(path: str) -> bool:
    return listing.is_article(path) and not any(part.startswith(".") for part in path.split("/"))
