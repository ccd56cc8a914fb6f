"""What the commands share: options, and the way from inputs to output."""

from __future__ import annotations

import inspect
import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from antq_extract import emit, intake
from antq_extract.batch import Batch, Inputs, Manner
from antq_extract.emit import Notice
from antq_extract.errors import InputError, PackError, UsageError
from antq_extract.forms import MEDIA_TYPES, Fields
from antq_extract.intake import Options
from antq_extract.listing import STDIN, Selection

if TYPE_CHECKING:
    from antq_extract.document import Document
    from antq_extract.rulebook import RuleBook

Made = TypeVar("Made")
Command = TypeVar("Command", bound=Callable[..., Any])


def _limit(_ctx: click.Context, _param: click.Parameter, value: float) -> float:
    if math.isnan(value):  # which no range refuses, and after which nothing would ever be stopped
        raise click.BadParameter("nan is no number of seconds.")
    return value


def _published(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from antq_extract.publication import published

    try:
        return published(value)
    except UsageError as error:
        raise click.BadParameter(f"{error}.") from None


FILE = click.Path(readable=False)
OUTPUT = click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    type=FILE,
    help="Write to FILE, whole or not at all, instead of standard output.",
)
PATTERNS = click.option(
    "--patterns",
    "folders",
    metavar="DIR",
    multiple=True,
    type=FILE,
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
PUBLISHED = click.option(
    "--published",
    metavar="DATE",
    callback=_published,
    help="Publication date of texts that give none: 2023-10-18, with or without T17:52, or 18/10/2023.",
)


ONLY = click.option(
    "--only",
    metavar="KINDS",
    help="Comma-separated kinds of facts to keep: dates, ratios, awards, officials, places, documents, quantities, and "
    "those of your own packs. A record's other lists stay there, empty; its checks stay as they are.",
)


def folded(into: str, make: Callable[..., object], *options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Return a decorator that gives a command the options, and their values as one argument ``into``.

    ``make`` takes the values by the options' names and returns the argument.
    """
    names = tuple(inspect.signature(make).parameters)

    def decorate(command: Command) -> Command:
        @wraps(command)
        def call(**values: Any) -> Any:  # noqa: ANN401 - as click has it
            own = {name: values.pop(name) for name in names}
            return command(**values, **{into: make(**own)})

        decorated: Any = call
        for option in reversed(options):
            decorated = option(decorated)
        return decorated  # type: ignore[no-any-return]  # the same command but for its parameters

    return decorate


def _inputs(
    paths: tuple[str, ...],
    files_from: str | None,
    null: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    form: str | None,
    max_bytes: int,
    fields: Fields,
) -> Inputs:
    if not paths and files_from is None:
        raise click.UsageError("Missing argument 'PATH...', or --files-from with a list of paths.")
    if files_from == STDIN and STDIN in paths:
        raise click.UsageError("Standard input is either the list of files or an article.")
    return Inputs(paths, files_from, null, Selection(include, exclude), Options(form, max_bytes, fields))


_FIELDS = Fields()


def _fields(text_field: str, title_field: str, date_field: str, author_field: str, url_field: str) -> Fields:
    return Fields(text_field, title_field, date_field, author_field, url_field)


def _field(name: str, default: str, what: str) -> Callable[[Any], Any]:
    return click.option(
        f"--{name}-field", metavar="NAME", default=default, show_default=True, help=f"Field of a JSON line: {what}."
    )


FIELDS = folded(
    "fields",
    _fields,
    _field("text", _FIELDS.text, "the article's text"),
    _field("title", _FIELDS.title, "its headline"),
    _field("date", _FIELDS.date, "its publication date"),
    _field("author", _FIELDS.authors, "its author or authors"),
    _field("url", _FIELDS.url, "its address"),
)
MAX_BYTES = click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    metavar="N",
    default=intake.MAX_BYTES,
    show_default=True,
    help="Refuse an article that is longer.",
)
INPUTS = folded(
    "inputs",
    _inputs,
    click.argument("paths", nargs=-1, metavar="PATH...", type=FILE),
    click.option(
        "--files-from",
        metavar="FILE",
        type=FILE,
        help="Read the paths that FILE lists, too, one a line; - is standard input.",
    ),
    click.option(
        "-0", "--null", is_flag=True, help="The paths of --files-from end with NUL, as find -print0 writes them."
    ),
    click.option(
        "--include",
        metavar="PATTERN",
        multiple=True,
        help="Of folders take the files that match, whatever their suffix, and no others; repeatable.",
    ),
    click.option(
        "--exclude",
        metavar="PATTERN",
        multiple=True,
        help="Of folders leave out the files and folders that match; repeatable.",
    ),
    click.option(
        "--input-format",
        "form",
        type=click.Choice(list(MEDIA_TYPES)),
        help="What all inputs are; otherwise told by suffix and content.",
    ),
    MAX_BYTES,
    FIELDS,
)


def _manner(jobs: int, quiet: bool, log_format: str, rejects: str | None, strict: bool) -> Manner:
    return Manner(jobs or _cores(), quiet, log_format, rejects, strict)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


MANNER = folded(
    "manner",
    _manner,
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=0),
        metavar="N",
        default=1,
        show_default=True,
        help="Processes to read articles in; 0 is one for each core. The output is the same.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="No progress bar and no line at the end."),
    click.option(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Lines on standard error for people, or one JSON object a line.",
    ),
    click.option("--rejects", metavar="FILE", type=FILE, help="Write a JSON line for each article refused to FILE."),
    click.option("--strict", is_flag=True, help="End at the first article refused."),
)


def kept(only: str | None, known: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the value of ``--only`` names of the known kinds of facts, all without it."""
    from antq_extract.kinds import chosen

    try:
        return chosen(None if only is None else only.split(","), known)
    except UsageError as error:
        raise click.BadParameter(f"{error}.", param_hint="'--only'") from None


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


def run(
    inputs: Inputs,
    make: Callable[[Document, Notice], Iterable[Made]],
    encode: Callable[[Iterable[Made]], Iterable[bytes]],
) -> None:
    """Write what is made of the articles to standard output; end with exit status 1 if any was refused."""
    batch = Batch()
    with emit.output(None) as stream:
        emit.write(encode(batch.rows(inputs, make)), stream)
    finish(batch)


def finish(batch: Batch) -> None:
    """End with exit status 1 if an article was refused."""
    if batch.refused:
        click.get_current_context().exit(InputError.exit_code)
