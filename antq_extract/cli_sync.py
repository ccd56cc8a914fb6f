"""The commands ``sync`` and ``export``: a database of the facts of a folder, and its tables as files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from antq_extract import __version__, emit
from antq_extract.batch import Batch, Inputs, Manner
from antq_extract.cli_common import (
    FILE,
    INPUTS,
    MANNER,
    OUTPUT,
    PATTERNS,
    PUBLISHED,
    TIME_LIMIT,
    finish,
    layers,
)
from antq_extract.console import console
from antq_extract.emit import Notice
from antq_extract.errors import printable
from antq_extract.listing import STDIN, shown

if TYPE_CHECKING:
    from antq_extract.document import Document
    from antq_extract.namesakes import Told
    from antq_extract.store import Store, Stored

SYNC_EPILOG = """\
\b
Examples:
  antq-extract sync articles/ --db antq.db
  antq-extract sync articles/ --db antq.db --jobs 0 --quiet --rejects refused.jsonl
  antq-extract sync articles/ --db antq.db --people people.toml
  antq-extract sync articles/ --db antq.db --dry-run
"""

EXPORT_EPILOG = """\
\b
Examples:
  antq-extract export --db antq.db > records.jsonl
  antq-extract export --db antq.db --format csv --table award_counts -o awards.csv
  antq-extract export --db antq.db --format xlsx -o antq.xlsx
"""

DB = click.option("--db", metavar="FILE", required=True, type=FILE, help="The SQLite database.")


@click.command(epilog=SYNC_EPILOG)
@INPUTS
@DB
@click.option(
    "--people",
    "namesakes",
    metavar="FILE",
    type=FILE,
    help="What you know of people who share a name, or change their province: FILE says who is one person and who is not.",
)
@click.option("--dry-run", is_flag=True, help="Only say which files are new, changed or vanished.")
@PUBLISHED
@PATTERNS
@TIME_LIMIT
@MANNER
def sync(
    inputs: Inputs,
    db: str,
    namesakes: str | None,
    dry_run: bool,
    published: str | None,
    folders: tuple[str, ...],
    limit: float,
    manner: Manner,
) -> None:
    """Bring a database up to date with folders: read what is new or changed, mark what has vanished.

    A run that was stopped, by whatever, is made up for by the next one. Of two runs at once the second ends with
    exit status 75.
    """
    from antq_extract import packfolders, store
    from antq_extract import sync as syncing
    from antq_extract.locking import alone

    if STDIN in inputs.paths:
        raise click.UsageError("sync reads files; standard input is none.")
    own = layers(folders)
    made_by = packfolders.made_by(__version__, packfolders.digest(own), published, limit, inputs.options)
    target = Path(db)
    told = _told(namesakes)
    if dry_run:
        with emit.output(None) as stream:
            emit.write(_plan(target, inputs, made_by), stream)
        return
    batch = Batch(manner)
    maker = _Maker(own, published, limit)
    with alone(target), store.opened(target, write=True) as database:
        with batch.running(inputs.count):
            run = syncing.Sync(database, inputs, batch, made_by)
            run.run(maker, maker.prepare)
        words = packfolders.digest([packfolders.shipped() / "across"])
        _compare(database, told, packfolders.made_by(__version__, words, told and told.entries))
    batch.tell(**run.counts)
    finish(batch)


def _told(path: str | None) -> Told | None:
    """Read the file on people who share a name, if there is one."""
    if path is None:
        return None
    from antq_extract.namesakes import load

    return load(Path(path))


def _compare(database: Store, told: Told | None, made_by: str) -> None:
    """Bring what several articles say together up to date, if it is not."""
    if database.is_compared(made_by):
        return
    from antq_extract.across import refresh
    from antq_extract.namesakes import NOTHING

    for line in refresh(database, told or NOTHING, made_by):
        console.say(line, "warning")


def _plan(target: Path, inputs: Inputs, made_by: str) -> Iterator[bytes]:
    """Yield a line for each file that a run would read or mark."""
    from antq_extract import intake, store
    from antq_extract.sync import Survey

    with store.opened(target) if target.exists() else nullcontext() as database:
        survey = Survey(inputs, database, made_by)
        for candidate in survey.candidates():
            if candidate.stat and candidate.state != "unchanged":
                yield f"{candidate.state}\t{printable(intake.given(candidate.item))}\n".encode()
        for location in survey.vanished():
            yield f"vanished\t{shown(_as_given(os.fsdecode(location), inputs.paths))}\n".encode()


def _as_given(location: str, paths: Sequence[str]) -> str:
    """Return the place of a file as a path that begins like the one by which the user named it or its folder."""
    for path in filter(None, paths):
        below = os.path.relpath(location, path)
        if not below.startswith(os.pardir):
            return os.path.normpath(os.path.join(path, below))  # noqa: PTH118 - text, not a Path
    return location


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes what the database holds of an article. The rules are loaded once there is an article to read."""

    folders: tuple[Path, ...]
    published: str | None
    limit: float

    def prepare(self) -> None:
        """Load the rules, which the processes that are forked from this one share, and keep them for the next run."""
        from antq_extract.extraction import keep_rulebook, rulebook

        rulebook(self.folders)
        keep_rulebook(self.folders)

    def __call__(self, document: Document, notice: Notice) -> list[Stored]:
        """Return what the database holds of an article."""
        from antq_extract.extraction import Extractor, rulebook, tell_timeouts
        from antq_extract.kinds import names
        from antq_extract.store import Stored

        kinds = emit.KINDS | names(rulebook(self.folders).kinds)
        record = Extractor(self.folders, self.published, self.limit).record(document)
        tell_timeouts(document, record, notice)
        return [Stored(emit.record_line(record, kinds).decode().rstrip(), document.source)]


@click.command(epilog=EXPORT_EPILOG)
@DB
@click.option(
    "--format",
    "layout",
    type=click.Choice(["jsonl", "csv", "parquet", "xlsx"]),
    default="jsonl",
    show_default=True,
    help="csv and parquet hold one table; xlsx holds all, a sheet each, unless --table names some. parquet and xlsx "
    "need the extra 'tables'.",
)
@click.option("--table", "tables", metavar="NAME", multiple=True, help="A table or view; without it, the records.")
@OUTPUT
def export(db: str, layout: str, tables: tuple[str, ...], target: str | None) -> None:
    """Write what a database holds of articles that have not vanished: records, or tables and views."""
    from antq_extract import export as exporting
    from antq_extract import store

    with store.opened(Path(db)) as database:
        chosen = exporting.chosen(database, tables, layout)
        with emit.output(target) as stream:
            exporting.WRITERS[layout](database, chosen, stream)
