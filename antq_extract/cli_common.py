"""What the commands share: the articles of a run, options, and the line on standard error."""

from __future__ import annotations

import math
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from antq_extract import emit, intake
from antq_extract.errors import AntqError, InputError, PackError, UsageError

if TYPE_CHECKING:
    from antq_extract.document import Document
    from antq_extract.packs import RuleBook
    from antq_extract.records import Record

PROGRAM = "antq-extract"
TERMINATED = 128 + signal.SIGTERM

Made = TypeVar("Made")


def _limit(_ctx: click.Context, _param: click.Parameter, value: float) -> float:
    if math.isnan(value):  # which no range refuses, and after which nothing would ever be stopped
        raise click.BadParameter("nan is no number of seconds.")
    return value


PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False))
OUTPUT = click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(readable=False),
    help="Write to FILE, whole or not at all, instead of standard output.",
)
PATTERNS = click.option(
    "--patterns",
    "folders",
    metavar="DIR",
    multiple=True,
    type=click.Path(readable=False),
    help="Folder of own rule packs, laid over the shipped ones and over those that ANTQ_PATTERNS names; repeatable, "
    "the last on top.",
)
TIME_LIMIT = click.option(
    "--time-limit",
    "limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True, max=3600),
    callback=_limit,
    default=1.0,
    show_default=True,
    help="Processor time that a rule may take on an article; one that takes longer is stopped and reported.",
)


def _published(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    try:
        return None if value is None else intake.published(value)
    except UsageError as error:
        raise click.BadParameter(f"{error}.") from None


PUBLISHED = click.option(
    "--published",
    metavar="DATE",
    callback=_published,
    help="Publication date of texts that give none: 2023-10-18, with or without T17:52, or 18/10/2023.",
)


def layers(folders: Sequence[str]) -> tuple[Path, ...]:
    """Return the folders of own packs in order: those of ``ANTQ_PATTERNS``, then those of ``--patterns``."""
    named = [folder for folder in os.environ.get("ANTQ_PATTERNS", "").split(os.pathsep) if folder]
    for folder in named:
        if not os.path.exists(folder):  # noqa: PTH110 - unlike pathlib's it raises nothing for a name that is too long
            raise PackError(f"{folder}: no such folder, which ANTQ_PATTERNS names")
    return tuple(Path(folder) for folder in (*named, *folders))


def rules(folders: Sequence[str]) -> RuleBook:
    """Load the shipped packs and those of the user's folders."""
    from antq_extract import packs

    return packs.load(*layers(folders))


class Batch:
    """The articles of one run. ``failed`` tells whether any of them was refused."""

    def __init__(self) -> None:
        self.failed = False

    def rows(self, paths: Sequence[str], work: Callable[[Document], Iterable[Made]]) -> Iterator[Made]:
        """Yield what ``work`` makes of each article; complain about an article that it fails on, and go on."""
        for item in intake.find(paths):
            stop_if_signalled()
            try:
                rows = list(work(intake.read(item)))
            except InputError as error:
                self._refuse(error)
            except AntqError:
                raise
            except Exception as error:
                if os.environ.get("ANTQ_DEBUG"):
                    raise
                self._refuse(AntqError(f"{item.name}: internal error: {type(error).__name__}: {error}"))
            else:
                yield from rows

    def _refuse(self, error: AntqError) -> None:
        self.failed = True
        complain(error)


def run(
    paths: Sequence[str],
    work: Callable[[Document], Iterable[Made]],
    encode: Callable[[Iterable[Made]], Iterable[bytes]],
    target: str | None = None,
) -> None:
    """Write what ``work`` makes of the articles; end with exit status 1 if any was refused."""
    batch = Batch()
    with emit.output(target) as stream:
        emit.write(encode(batch.rows(paths, work)), stream)
    finish(batch)


def finish(batch: Batch) -> None:
    """End with exit status 1 if an article was refused."""
    if batch.failed:
        click.get_current_context().exit(InputError.exit_code)


def report_timeouts(document: Document, record: Record) -> None:
    """Say on standard error which rules ran out of time on an article."""
    for check in record.checks:
        if check.id == "rule-timeout":
            complain(f"{document.path}: {check.message}")


def complain(error: AntqError | str) -> None:
    """Write one line to standard error."""
    click.echo(f"{PROGRAM}: {error}", err=True)


_signalled: BaseException | None = None


def on_signal(number: int, _frame: object) -> None:
    """End the run, and remember it: an exception that is raised inside a finaliser is lost."""
    global _signalled
    _signalled = KeyboardInterrupt() if number == signal.SIGINT else SystemExit(TERMINATED)
    raise _signalled


def stop_if_signalled() -> None:
    """Raise the signal that came while Python could not raise it."""
    if _signalled is not None:
        raise _signalled


def was_signalled(error: BaseException | None) -> bool:
    """Say whether an error is the signal that ends the run."""
    return error is not None and error is _signalled
