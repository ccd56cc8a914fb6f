"""The command ``report``: one page that shows what the articles say, out of records or a database."""

from __future__ import annotations

import gc
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from antq_extract import emit
from antq_extract.cli_common import FILE
from antq_extract.console import console
from antq_extract.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from antq_extract.labels import Language
    from antq_extract.report_input import Entry, Refuse

EPILOG = """\
\b
Examples:
  antq-extract report --db antq.db -o report.html
  antq-extract --with-text articles/ | antq-extract report - -o report.html
  antq-extract report --db antq.db --lang en --people people.toml -o report.html
"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[RECORDS.jsonl...]", type=FILE)
@click.option("--db", metavar="FILE", type=FILE, help="Report on a database that sync keeps, instead of records.")
@click.option(
    "-o", "--output", "target", metavar="FILE", type=FILE, required=True, help="The page; - is standard output."
)
@click.option(
    "--lang", "language", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Its language."
)
@click.option(
    "--people",
    "namesakes",
    metavar="FILE",
    type=FILE,
    help="TOML file that says which officials of one name are one person, and which are not.",
)
def report(paths: tuple[str, ...], db: str | None, target: str, language: Language, namesakes: str | None) -> None:
    """Write one HTML page with the figures of many articles, each a click from the sentence that it was taken from.

    Records are files of JSON Lines as extract writes them, with --with-text if sentences are to be shown; - is standard
    input. A line that is no record is told of, and the others are taken.
    """
    if bool(paths) == bool(db):
        raise click.UsageError("name files of records, or a database with --db; not both.")

    from antq_extract import namesakes as told
    from antq_extract.labels import Labels
    from antq_extract.report_data import Gathering
    from antq_extract.report_page import build, library

    library()  # which may be missing: better known before 20,000 articles are read
    known = told.load(Path(namesakes)) if namesakes else told.NOTHING
    refused: list[InputError] = []

    def refuse(error: InputError) -> None:
        refused.append(error)
        console.say(error)

    with ExitStack() as stack:
        gc.disable()  # which would look through all articles again and again; none of them is garbage
        stack.callback(gc.enable)
        gathering = Gathering(Labels(language))
        gathering.take(_entries(paths, db, refuse, stack), refuse)
        page = build(gathering.made(known), language)
    with emit.output(target) as stream:
        emit.write([page], stream)
    if refused:
        click.get_current_context().exit(InputError.exit_code)


def _entries(paths: tuple[str, ...], db: str | None, refuse: Refuse, stack: ExitStack) -> Iterable[Entry]:
    """Return the articles of the database or files, which stay open as long as the stack."""
    from antq_extract import report_input, store

    if db:
        return report_input.from_database(stack.enter_context(store.opened(Path(db))))
    return stack.enter_context(report_input.Lines(paths, refuse))
