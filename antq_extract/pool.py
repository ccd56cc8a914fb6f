"""A pool of processes that gives results in the order of the tasks and outlives its workers.

The standard library's pool breaks as a whole when one worker dies, its workers wait forever when the parent is killed,
and its shared queues may keep the lock of a dead worker. So each worker here has a pipe of its own: what it was at when
it died is known, nothing is shared, and a pipe without a parent ends the worker.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 16  # results a worker that wait for an earlier one, so that memory stays bounded behind a slow task
_TRIES = 2  # a worker may die of something else than its task: a lack of memory, somebody's kill
HUNG = 900.0
"""Seconds after which a worker that is still at one task is taken for hung."""


class Died(NamedTuple):
    """In place of a result: the workers that were at the task died, the last with this exit status.

    ``hung`` tells that it was ended here, since it never came to an end.
    """

    status: int | None
    hung: bool = False


class _Job(Generic[Task]):
    def __init__(self, number: int, task: Task) -> None:
        self.number = number
        self.task = task
        self.tries = 0


class _Worker(Generic[Task]):
    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process = process
        self.pipe = pipe
        self.job: _Job[Task] | None = None
        self.since = 0.0  # when it was given the job

    def end(self) -> int | None:
        """End the process, dead or alive, and return its exit status."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        return self.process.exitcode


def ordered(
    function: Callable[[Task], Result], tasks: Iterable[Task], jobs: int, *, apart: bool = False, hung: float = HUNG
) -> Generator[tuple[Task, Result | Died], None, None]:
    """Yield each task with its result, in order; one job without ``apart`` is done in this process, others in their own.

    Workers are forked where the system can: what the function needs is best loaded before. Elsewhere function and
    tasks are pickled. A task whose worker dies is tried once more, one that takes longer than ``hung`` seconds is
    given up; results are not read further ahead than a fixed number, whatever the number of tasks.
    """
    if jobs == 1 and not apart:
        yield from ((task, function(task)) for task in tasks)
    else:
        yield from _Pool(function, jobs, hung).run(tasks)


class _Pool(Generic[Task, Result]):
    def __init__(self, function: Callable[[Task], Result], jobs: int, hung: float) -> None:
        import multiprocessing

        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("fork" if "fork" in methods else None)
        self._function = function
        self._jobs = jobs
        self._hung = hung
        self._workers: list[_Worker[Task]] = []
        self._again: deque[_Job[Task]] = deque()  # tasks whose worker died
        self._done: dict[int, tuple[Task, Result | Died]] = {}

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Died]]:
        jobs = (_Job(number, task) for number, task in enumerate(tasks))
        following = next(jobs, None)
        given = 0
        try:
            while following or self._again or self._done or any(worker.job for worker in self._workers):
                while (self._again or (following and self._may_go_on(following, given))) and (idle := self._idle()):
                    if self._again:
                        self._give(idle, self._again.popleft())
                    elif following:
                        self._give(idle, following)
                        following = next(jobs, None)
                self._collect()
                while given in self._done:
                    yield self._done.pop(given)
                    given += 1
        finally:
            for worker in self._workers:
                worker.end()

    def _may_go_on(self, job: _Job[Task], given: int) -> bool:
        return job.number - given < self._jobs * _AHEAD

    def _idle(self) -> _Worker[Task] | None:
        """Return a worker that has nothing to do, a new one if there may be more."""
        for worker in [one for one in self._workers if one.job is None]:
            if worker.process.is_alive():
                return worker
            self._workers.remove(worker)  # its death is no job's fault
            worker.end()
        return self._started() if len(self._workers) < self._jobs else None

    def _started(self) -> _Worker[Task]:
        ours, theirs = self._context.Pipe()
        # A forked process has a copy of every pipe that is open here; one left open in it would keep others alive.
        copies = [ours, *(one.pipe for one in self._workers)] if self._context.get_start_method() == "fork" else []
        process = self._context.Process(target=_serve, args=(theirs, copies, self._function), daemon=True)
        process.start()
        theirs.close()  # so that the pipe ends with the worker
        worker = _Worker[Task](process, ours)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker[Task], job: _Job[Task]) -> None:
        job.tries += 1
        worker.job, worker.since = job, time.monotonic()
        with suppress(OSError):  # it died while idle; collecting finds its pipe at an end
            worker.pipe.send(job.task)

    def _collect(self) -> None:
        """Wait for at least one result, if any is to come."""
        from multiprocessing.connection import wait

        busy = [worker for worker in self._workers if worker.job]
        if not busy:
            return
        due = min(worker.since for worker in busy) + self._hung
        ready = wait([worker.pipe for worker in busy], timeout=max(0.0, due - time.monotonic()))
        for worker in busy:
            if worker.job and worker.pipe in ready:
                self._receive(worker, worker.job)
            elif worker.job and time.monotonic() - worker.since > self._hung:
                self._bury(worker, worker.job, hung=True)

    def _receive(self, worker: _Worker[Task], job: _Job[Task]) -> None:
        try:
            self._done[job.number] = (job.task, worker.pipe.recv())
            worker.job = None
        except (EOFError, OSError):
            self._bury(worker, job, hung=False)

    def _bury(self, worker: _Worker[Task], job: _Job[Task], *, hung: bool) -> None:
        """Take a worker out, and try its job again unless there is no use in it."""
        self._workers.remove(worker)
        status = worker.end()
        if job.tries < _TRIES and not hung:
            self._again.append(job)
        else:
            self._done[job.number] = (job.task, Died(status, hung))


def _serve(pipe: Connection, copies: Sequence[Connection], function: Callable[[Task], Result]) -> None:
    """Work off tasks until the pipe ends. Ctrl-C is for the parent, which ends its workers.

    ``copies`` are the parent's ends of pipes as a fork has them: closed, so that the parent alone holds them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for copy in copies:
        copy.close()
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        result = function(task)
        try:
            pipe.send(result)
        except OSError:
            return
