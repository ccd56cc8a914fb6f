"""Brings a database up to date with folders of articles.

What a file's size and time, or else its bytes, show to be unchanged is not read again, as long as rules and options are
the same. Articles are written in transactions of many, files in a fixed order: whenever a run ends, the next one goes
on behind its last transaction.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from stat import S_ISREG
from typing import Literal, NamedTuple

from antq_extract import intake
from antq_extract.batch import Batch, Inputs, Make, Outcome, Refusal, died, guarded
from antq_extract.console import console
from antq_extract.emit import Notice
from antq_extract.errors import InputError
from antq_extract.intake import Raw
from antq_extract.listing import Input, below, refusal
from antq_extract.pool import Died, ordered
from antq_extract.signals import stop_if_signalled
from antq_extract.store import File, Refused, Store, Stored, state

State = Literal["new", "changed", "unchanged"]

PASSING = frozenset({"missing", "unreadable", "needs-extra", "crashed", "internal-error"})
"""Codes of refusals that may be over by the next run, though the file stays as it is."""

_BATCH = 200  # articles a transaction
_SECONDS = 2.0  # after which a transaction is ended, however few articles it has
_FRESH = 2_000_000_000  # ns: a file that was written so shortly ago may change again within the tick of its clock


class Candidate(NamedTuple):
    """An input with what the system and the database know of it; ``stat`` is its size and time of change in ns."""

    item: Input
    location: bytes
    state: State
    known: File | None
    stat: tuple[int, int] | None


class Task(NamedTuple):
    """An article to be read, of the file that has ``number`` in this run, with the digest of its bytes if they are known."""

    raw: Raw
    number: int
    known: str | None


class Read(NamedTuple):
    """What came of a task: of an article whose bytes are the known ones nothing but their digest."""

    outcome: Outcome[Stored]
    raw_digest: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads an article if its bytes are not the known ones, in whatever process."""

    make: Make[Stored]
    options: intake.Options

    def __call__(self, task: Task) -> Read:
        """Return what was read."""
        digest: str | None = None

        def produce(notice: Notice) -> Iterable[Stored]:
            nonlocal digest
            data = intake.content(task.raw, self.options)
            digest = hashlib.sha256(data).hexdigest()
            if digest == task.known:
                return ()
            return self.make(intake.parse(task.raw, data, self.options), notice)

        return Read(guarded(task.raw, produce), digest)


class Survey:
    """Looks at the inputs and tells which of them are to be read, and which files are no longer there.

    Of many thousands of files nearly all are as they were, night after night: these are passed where they are listed.
    """

    def __init__(self, inputs: Inputs, store: Store | None, made_by: str) -> None:
        self._inputs = inputs
        self._store = store
        self._made_by = made_by
        self._settled = store.settled(made_by) if store else set()
        self._seen: set[bytes] = set()
        # Folders that were named: where each is, and how much of the names of its files is its own.
        self._folders: dict[str, tuple[str, int]] = {}
        self._files: set[bytes] = set()  # that were named
        self._unlisted: list[bytes] = []  # what could not be looked into, so that nothing below it is known to be gone
        self._passed: set[str] = set()  # states of files that are as they were

    @property
    def passed(self) -> int:
        """How many files are as they were."""
        return len(self._passed)

    @cached_property
    def _known(self) -> dict[bytes, File]:
        return self._store.files(self._made_by) if self._store else {}

    def candidates(self) -> Iterator[Candidate]:
        """Yield the inputs in order, each once, without those that are passed."""
        for item in self._inputs.find(self._passes):
            location = self._location(item)
            if item.file is None:
                problem = InputError(item.name, "unreadable", "sync reads files, not standard input")
                item = item._replace(problem=problem)
            if item.problem:
                if item.problem.code == "no-article" and str(Path(item.top)) in self._folders:
                    continue  # all of its articles were passed
                self._unlisted.append(location)
                yield Candidate(item, location, "new", None, None)
                continue
            if location in self._seen:
                continue
            candidate = self._candidate(item, location)
            if candidate.stat is None or state(os.fsdecode(location), *candidate.stat) not in self._passed:
                yield candidate

    def _candidate(self, item: Input, location: bytes) -> Candidate:
        """Return what the system and the database know of a file."""
        before = self._known.get(location)
        try:
            status = item.stat()
            if not (item.entry or S_ISREG(status.st_mode)):
                raise ValueError("not a regular file")  # reading a pipe could wait forever
        except (OSError, ValueError) as error:
            self._unlisted.append(location)  # perhaps a folder on a disk that is not mounted today
            if not isinstance(error, FileNotFoundError):
                self._seen.add(location)
            return Candidate(item._replace(problem=refusal(item.name, error)), location, "new", before, None)
        self._seen.add(location)
        stat = (status.st_size, status.st_mtime_ns)
        if before is None:
            return Candidate(item, location, "new", None, stat)
        return Candidate(item, location, "unchanged" if before[2:4] == stat else "changed", before, stat)

    def vanished(self) -> dict[bytes, File]:
        """Return the known files that are no longer among the inputs, once all of these were looked at."""
        if self._store is None or self.passed == self._store.present():
            return {}
        seen = self._seen.union(os.fsencode(now.partition("\0")[0]) for now in self._passed)
        gone = {at: file for at, file in self._known.items() if at not in seen and not file.vanished}
        return {at: file for at, file in gone.items() if self._was_looked_for(at)}

    def _passes(self, entry: os.DirEntry[str], top: str) -> bool:
        """Say whether a file of a folder is as it was, so that there is nothing to do about it."""
        folder, length = self._folders.get(top) or self._placed(top)
        try:
            status = entry.stat()
        except OSError:
            return False
        now = f"{folder}{entry.path[length:]}\0{status.st_size} {status.st_mtime_ns}"  # as state() has it, in less time
        if now in self._settled:
            self._passed.add(now)
            return True
        return False

    def _placed(self, top: str) -> tuple[str, int]:
        """Return where a folder that was named is, links kept, and enter it."""
        self._folders[top] = (below(os.path.abspath(top)), len(below(top)))  # noqa: PTH100 - links are kept
        return self._folders[top]

    def _location(self, item: Input) -> bytes:
        """Return where an input is on this machine: below the absolute path of what was named."""
        file, top = item.file or "", item.top
        if file == top:
            location = os.fsencode(os.path.abspath(file))  # noqa: PTH100 - links are kept
            self._files.add(location)
            return location
        folder, length = self._folders.get(top) or self._placed(top)
        named = item.entry.path[length:] if item.entry else file[0 if top == os.curdir else length :]
        return os.fsencode(folder + named)

    def _was_looked_for(self, location: bytes) -> bool:
        if location in self._files:
            return True
        folders = (os.fsencode(folder) for folder, _ in self._folders.values())
        unlisted = (os.path.join(folder, b"") for folder in self._unlisted)  # noqa: PTH118 - bytes
        return _is_below(location, folders) and not _is_below(location, unlisted)


def _is_below(location: bytes, folders: Iterable[bytes]) -> bool:
    return any(location.startswith(folder) for folder in folders)


class Sync:
    """One run: reads what is new or changed and writes it to the database."""

    def __init__(self, store: Store, inputs: Inputs, batch: Batch, made_by: str) -> None:
        self._store = store
        self._inputs = inputs
        self._batch = batch
        self._made_by = made_by
        self._refusals = store.refusals()
        self._survey = Survey(inputs, store, made_by)
        self._candidates: dict[int, Candidate] = {}  # that are being read
        self._written = 0  # articles of the open transaction
        self._begun = 0.0
        self.counts = dict.fromkeys(("new", "changed", "unchanged", "vanished"), 0)

    def run(self, make: Make[Stored], prepare: Callable[[], object]) -> None:
        """Bring the database up to date; ``prepare`` is called once, before the first article is read."""
        reader = Reader(make, self._inputs.options)
        # In processes of their own, one too: no article may end a run that nobody watches, night after night.
        with closing(ordered(reader, self._tasks(prepare), self._batch.manner.jobs, apart=True)) as results:
            for number, group in groupby(results, key=lambda result: result[0].number):
                self._take(self._candidates.pop(number), group)
        gone = self._survey.vanished().values()
        if gone:
            self._begin()
            self._store.mark([file.id for file in gone], vanished=True)
        self.counts["vanished"] = len(gone)
        self.counts["unchanged"] += self._survey.passed
        self._store.commit()
        if not self._store.is_remembered(self._made_by):
            self._store.remember(self._made_by)

    def _tasks(self, prepare: Callable[[], object]) -> Iterator[Task]:
        prepared, passed = False, 0
        for number, candidate in enumerate(self._survey.candidates()):
            console.advance(self._survey.passed - passed)
            passed = self._survey.passed
            if candidate.state == "unchanged":
                self._pass_over(candidate)
                continue
            self.counts[candidate.state] += candidate.stat is not None
            if not prepared:
                prepare()
                prepared = True
            digests = self._store.raw_digests(candidate.known.id, self._made_by) if candidate.known else {}
            self._candidates[number] = candidate
            for raw in intake.split(candidate.item, self._inputs.options):
                yield Task(raw, number, digests.get(raw.index or 0))

    def _pass_over(self, candidate: Candidate) -> None:
        """Take an unchanged file as it is in the database; what was refused in it is told of again."""
        self.counts["unchanged"] += 1
        file = candidate.known
        if file and file.vanished:
            self._begin()
            self._store.mark([file.id], vanished=False)
        if file and file.id in self._refusals:
            given = intake.given(candidate.item)
            for refused in self._refusals[file.id]:
                self._batch.refuse(given, refused.index, Refusal(refused.code, refused.message))
        console.advance(1)

    def _take(self, candidate: Candidate, results: Iterable[tuple[Task, Read | Died]]) -> None:
        """Write the articles of a file; of one that is not there tell only."""
        if candidate.stat is None:
            for task, result in results:
                self._batch.took(task.raw, _read(task, result).outcome)
            return
        self._begin()
        file = self._store.file(candidate.location, candidate.item.path, self._made_by)
        if candidate.known and candidate.known.vanished:
            self._store.mark([file], vanished=False)
        before = {refused.index: refused for refused in self._refusals.get(file, ())}
        count, passing, cut = 0, False, False
        for task, result in results:
            stop_if_signalled()
            count = (task.raw.index or 0) + 1
            passing = self._write(file, task, _read(task, result), before.get(count - 1)) or passing
            cut = task.raw.problem is not None and task.raw.problem.code in PASSING
            if self._written >= _BATCH or time.monotonic() - self._begun > _SECONDS:
                self._store.commit()
                self._begin()
        size, mtime_ns = candidate.stat
        settled = not passing and time.time_ns() - mtime_ns > _FRESH
        if not cut:
            self._store.end(file, count)
        self._store.settle(file, size if settled else None, mtime_ns if settled else None)

    def _write(self, file: int, task: Task, read: Read, before: Refused | None) -> bool:
        """Write an article, or why it is refused; say whether that may be over by the next run."""
        index = task.raw.index or 0
        same = read.raw_digest is not None and read.raw_digest == task.known
        outcome = read.outcome
        if same and before and before.raw_digest == task.known:
            outcome = Outcome([], Refusal(before.code, before.message))
        self._written += 1
        self._batch.took(task.raw, outcome)
        if outcome.refusal:
            passing = outcome.refusal.code in PASSING
            if not same:
                digest = None if passing else read.raw_digest  # so that it is read again
                self._store.refuse(file, Refused(index, *outcome.refusal, digest), self._made_by, keep=passing)
            return passing
        if not same:
            self._store.put(file, index, outcome.made[0], read.raw_digest or "", self._made_by)
        elif before:
            self._store.admit(file, index)
        return False

    def _begin(self) -> None:
        if not self._store.database.in_transaction:
            self._store.begin()
            self._written, self._begun = 0, time.monotonic()


def _read(task: Task, result: Read | Died) -> Read:
    return Read(died(task.raw, result), None) if isinstance(result, Died) else result
