"""A batch: articles in, results out in their order; what is refused is told of and the batch goes on."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Generic, NamedTuple, TypeVar

from antq_extract import emit, intake, listing
from antq_extract.console import console, counted, shows_bar
from antq_extract.document import Document
from antq_extract.emit import Notice
from antq_extract.errors import AntqError, InputError, OutputError
from antq_extract.intake import Raw
from antq_extract.listing import Input, Passed, Selection
from antq_extract.pool import Died, ordered
from antq_extract.signals import stop_if_signalled

Made = TypeVar("Made")
Make = Callable[[Document, Notice], Iterable[Made]]
"""What is made of an article; it may say something on the way."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a run: paths, lists of paths, which files of folders are taken, and how they are read."""

    paths: tuple[str, ...]
    files_from: str | None = None
    null: bool = False
    selection: Selection = field(default_factory=Selection)
    options: intake.Options = field(default_factory=intake.Options)

    def find(self, passed: Passed | None = None) -> Iterator[Input]:
        """Yield the inputs in order, without those that are passed."""
        yield from listing.find(self.paths, self.selection, passed)
        if self.files_from is not None:
            names = listing.names_from(self.files_from, separator=b"\0" if self.null else b"\n")
            found = (item for name in names for item in listing.find([name], self.selection, passed))
            yield from (item._replace(named=False) for item in found)

    def count(self) -> int | None:
        """Return how many inputs there are, None where finding out would use up the list of them."""
        listed = self.files_from
        is_once = listed is not None and (listed == listing.STDIN or not os.path.isfile(listed))  # noqa: PTH113 - raises nothing
        return None if is_once else sum(1 for _ in self.find())


class Manner(NamedTuple):
    """How a batch is run: in how many processes, what it tells, and what it makes of refusals."""

    jobs: int = 1
    quiet: bool = False
    log_format: str = "text"
    rejects: str | None = None
    strict: bool = False


class Refusal(NamedTuple):
    """Why an article was refused."""

    code: str
    message: str


class Outcome(NamedTuple, Generic[Made]):
    """What was made of an article, or why it was refused, and what there is to say of it besides."""

    made: list[Made]
    refusal: Refusal | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work(Generic[Made]):
    """Reads an article and makes something of it, in whatever process."""

    make: Make[Made]
    options: intake.Options

    def __call__(self, raw: Raw) -> Outcome[Made]:
        """Return the outcome; nothing that an article holds ends the run."""
        return guarded(raw, lambda notice: self.make(intake.read(raw, self.options), notice))


def guarded(raw: Raw, produce: Callable[[Notice], Iterable[Made]]) -> Outcome[Made]:
    """Return what is made of an article, with whatever goes wrong as its refusal."""
    notices: list[str] = []
    try:
        return Outcome(list(produce(notices.append)), None, tuple(notices))
    except InputError as error:
        return Outcome([], Refusal(error.code, str(error)))
    except AntqError:
        raise
    except Exception as error:
        if os.environ.get("ANTQ_DEBUG"):
            raise
        message = f"{raw.name}: internal error: {type(error).__name__}: {error}"
        return Outcome([], Refusal("internal-error", str(AntqError(message))))


def died(raw: Raw, death: Died) -> Outcome[Made]:
    """Return the refusal of an article that ended the processes which read it."""
    what = "came to no end and was stopped" if death.hung else f"died (status {death.status})"
    return Outcome([], Refusal("crashed", f"{raw.name}: the process that read it {what}"))


class Batch:
    """One run over articles: its counts, its rejects, its lines on standard error."""

    def __init__(self, manner: Manner | None = None) -> None:
        self.manner = manner or Manner()
        self.articles = 0
        self.refused = 0
        self._began = time.monotonic()
        self._rejects: BinaryIO | None = None
        console.as_json = self.manner.log_format == "json"

    def rows(self, inputs: Inputs, make: Make[Made]) -> Iterator[Made]:
        """Yield what ``make`` makes of each article; tell of an article that is refused, and go on."""
        raws = (raw for item in inputs.find() for raw in intake.split(item, inputs.options))
        with (
            self.running(inputs.count),
            closing(ordered(Work(make, inputs.options), raws, self.manner.jobs)) as results,
        ):
            for raw, result in results:
                stop_if_signalled()
                outcome = died(raw, result) if isinstance(result, Died) else result
                self.took(raw, outcome)
                yield from outcome.made

    @contextmanager
    def running(self, count: Callable[[], int | None]) -> Iterator[None]:
        """Hold for a run its file of rejects and, where somebody looks on, its bar over ``count`` inputs."""
        bar = console.progress(count()) if shows_bar(self.manner.quiet) else nullcontext()
        with _opened(self.manner.rejects) if self.manner.rejects else nullcontext() as self._rejects, bar:
            yield

    def took(self, raw: Raw, outcome: Outcome[Made]) -> None:
        """Count an article and tell what there is to tell of it."""
        index = raw.index or 0
        for notice in outcome.notices:
            console.say(notice, "warning", path=raw.given, index=index)
        if outcome.refusal:
            self.refuse(raw.given, index, outcome.refusal)
        else:
            self.articles += 1
        # A file is done with its first article: how many more there are nobody knows.
        console.advance(index == 0, articles=self.articles, refused=self.refused)

    def refuse(self, path: str, index: int, refusal: Refusal) -> None:
        """Tell of an article that is refused; raise :class:`AntqError` if that is to end the run."""
        self.refused += 1
        row = {"path": path, "index": index, "code": refusal.code, "message": refusal.message}
        console.say(refusal.message, path=path, index=index, code=refusal.code)
        if self._rejects:
            emit.write_line(emit.json_line(row), self._rejects, self.manner.rejects or "")
        if self.manner.strict:
            raise AntqError("ended at the first refusal, as --strict wants it")

    def tell(self, **more: int) -> None:
        """Write the line at the end of a run; ``more`` are counts beside those of articles and refusals."""
        if self.manner.quiet:
            return
        seconds = round(time.monotonic() - self._began, 1)
        parts = [counted(self.articles, "article"), f"{self.refused:,} refused"]
        parts += [f"{number:,} {name}" for name, number in more.items()]
        console.say(
            f"{', '.join(parts)}, {seconds:,} s",
            "info",
            articles=self.articles,
            refused=self.refused,
            **more,
            seconds=seconds,
        )


def _opened(path: str) -> BinaryIO:
    """Open a file of rejects, a line at a time, so that it holds what is known should the run be killed."""
    try:
        return Path(path).open("wb", buffering=0)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise OutputError(f"{listing.shown(path)}: {reason}") from None
