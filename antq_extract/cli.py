"""The command line: options, streams, exit codes. What the words mean is in the modules it calls."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from antq_extract import __version__, emit, intake
from antq_extract.errors import AntqError, InputError, UsageError

if TYPE_CHECKING:
    from antq_extract.document import Document

PROGRAM = "antq-extract"
CLOSED_PIPE = 128 + signal.Signals.SIGPIPE if hasattr(signal, "SIGPIPE") else 1
INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM

HELP = """\
Extract dates, ratios, award counts and officials from Vietnamese news text.

A PATH is a file, a folder (its .txt and .md files at any depth, in sorted order) or - for standard input.
The word extract may be left out before paths and options; a file that is named like a command is then given
as ./extract. See "extract --help" for the options.

\b
Examples:
  antq-extract articles/ > records.jsonl
  antq-extract --facts articles/ | jq -r 'select(.kind == "award") | [.path, .count, .unit] | @tsv'
  antq-extract --published 2023-10-18 - < article.txt
  antq-extract schema > record.schema.json
"""

EPILOG = """\
Exit status: 0 all well; 1 an input was refused (one line on standard error, the others are still written);
2 a usage error or a bad rule pack; 73 the output cannot be written; 130 interrupted; 141 the reader closed the pipe.

\b
Shell completion, for bash (zsh and fish alike, see click's manual):
  eval "$(_ANTQ_EXTRACT_COMPLETE=bash_source antq-extract)"
"""

EXTRACT_EPILOG = """\
\b
Examples:
  antq-extract extract articles/ -o records.jsonl
  antq-extract extract --only dates,awards --facts one.txt two.txt
  antq-extract extract --format json --with-text - < article.txt
"""

SCHEMA_EPILOG = """\
\b
Example:
  antq-extract schema > record.schema.json
"""

TOKENIZE_EPILOG = """\
\b
Examples:
  antq-extract tokenize article.txt
  antq-extract tokenize - < article.txt | jq -r '.sentences[].text'
"""


class DefaultGroup(click.Group):
    """A group whose command is ``extract`` where none is named, and the one place where errors become exit codes."""

    default = "extract"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front of arguments that name none; without any, help is a usage error."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            click.echo(f"\n{PROGRAM}: nothing to read: name a file, a folder, or - for standard input", err=True)
            ctx.exit(UsageError.exit_code)
        own = {*self.commands, *(name for option in self.get_params(ctx) for name in option.opts)}
        if args and args[0] not in own:
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; end with one line and the error's exit code, quietly for Ctrl-C and a closed pipe."""
        try:
            return super().invoke(ctx)
        except AntqError as error:
            _complain(error)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            ctx.exit(CLOSED_PIPE)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the commands, and what the default command takes."""
        options = self.commands[self.default].shell_complete(ctx, incomplete)
        return [*super().shell_complete(ctx, incomplete), *options, CompletionItem(incomplete, type="file")]


class Batch:
    """The articles of one run. ``failed`` tells whether any of them was refused."""

    def __init__(self) -> None:
        self.failed = False

    def rows(self, paths: Sequence[str], work: Callable[[Document], Iterable[emit.Row]]) -> Iterator[emit.Row]:
        """Yield the rows that ``work`` makes of each article; complain about an article that gives none, and go on."""
        for item in intake.find(paths):
            _stop_if_signalled()
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
        _complain(error)


def _complain(error: AntqError) -> None:
    click.echo(f"{PROGRAM}: {error}", err=True)


def _kinds(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    if value is None:
        return tuple(emit.KINDS)
    kinds = tuple(kind.strip() for kind in value.split(","))
    for kind in kinds:
        if kind not in emit.KINDS:
            raise click.BadParameter(f"{kind!r} is none of {', '.join(emit.KINDS)}.")
    return kinds


def _published(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    try:
        return None if value is None else intake.published(value)
    except UsageError as error:
        raise click.BadParameter(f"{error}.") from None


def _run(
    paths: Sequence[str],
    work: Callable[[Document], Iterable[emit.Row]],
    encode: Callable[[Iterable[emit.Row]], Iterable[bytes]] = emit.json_lines,
    target: str | None = None,
) -> None:
    batch = Batch()
    with emit.output(target) as stream:
        emit.write(encode(batch.rows(paths, work)), stream)
    if batch.failed:
        click.get_current_context().exit(InputError.exit_code)


@click.group(cls=DefaultGroup, help=HELP, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name=PROGRAM)
def cli() -> None:
    """Stand for the group; each command does its own work."""


PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False))


@cli.command(epilog=EXTRACT_EPILOG)
@PATHS
@click.option(
    "--format",
    "layout",
    type=click.Choice(["jsonl", "json"]),
    default="jsonl",
    show_default=True,
    help="One JSON record a line, each as soon as it is ready, or one indented array.",
)
@click.option("--facts", is_flag=True, help="Write facts instead of records, with kind, article (id) and path.")
@click.option(
    "--only",
    "kinds",
    metavar="KINDS",
    callback=_kinds,
    help="Comma-separated kinds of facts to keep: dates, ratios, awards, officials. "
    "A record's other lists stay there, empty; its checks stay as they are.",
)
@click.option(
    "--published",
    metavar="DATE",
    callback=_published,
    help="Publication date of texts that give none: 2023-10-18, with or without T17:52, or 18/10/2023.",
)
@click.option("--with-text", is_flag=True, help="Add the source text, which the offsets count in, to each record.")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(readable=False),
    help="Write to FILE, whole or not at all, instead of standard output.",
)
def extract(
    paths: tuple[str, ...],
    layout: str,
    facts: bool,
    kinds: tuple[str, ...],
    published: str | None,
    with_text: bool,
    target: str | None,
) -> None:
    """Write the facts of each article as JSON."""
    if facts and with_text:
        raise click.UsageError("--with-text adds to records; it does not go with --facts.")

    from antq_extract import packs, pipeline

    rulebook = packs.load()

    def work(document: Document) -> Iterable[emit.Row]:
        record = pipeline.extract(document, rulebook, published=published)
        if facts:
            return emit.fact_rows(record, kinds)
        return [emit.record_row(record, kinds, document.source if with_text else None)]

    _run(paths, work, emit.json_array if layout == "json" else emit.json_lines, target)


@cli.command(epilog=SCHEMA_EPILOG)
def schema() -> None:
    """Print the JSON Schema (draft 2020-12) of a record."""
    from antq_extract.records import Record

    with emit.output(None) as stream:
        emit.write([emit.json_document(emit.schema(Record))], stream)


@cli.command(epilog=TOKENIZE_EPILOG)
@PATHS
def tokenize(paths: tuple[str, ...]) -> None:
    """Print the tokens and sentences of each article, with their offsets, as one line of JSON.

    The tokens' texts joined give the source back. Offsets count code points of the source.
    """
    from antq_extract import packs
    from antq_extract.layout import paragraphs
    from antq_extract.normalize import normalize
    from antq_extract.sentences import sentences
    from antq_extract.tokens import source_tokens
    from antq_extract.tokens import tokenize as split

    abbreviations = packs.load().lists["text.abbreviation"]

    def work(document: Document) -> Iterator[emit.Row]:
        text, spans = paragraphs(normalize(document.source))
        tokens = split(text, abbreviations)
        places = [text.to_source(*sentence) for sentence in sentences(text, tokens, spans)]
        yield {
            "path": document.path,
            "tokens": [
                {"text": document.source[start:end], "start": start, "end": end, "kind": kind}
                for start, end, kind in source_tokens(text, tokens)
            ],
            "sentences": [{"text": document.source[start:end], "start": start, "end": end} for start, end in places],
        }

    _run(paths, work)


_signalled: BaseException | None = None


def _on_signal(number: int, _frame: object) -> None:
    """End the run, and remember it: an exception that is raised inside a finaliser is lost."""
    global _signalled
    _signalled = KeyboardInterrupt() if number == signal.SIGINT else SystemExit(TERMINATED)
    raise _signalled


def _stop_if_signalled() -> None:
    if _signalled is not None:
        raise _signalled


def main() -> None:
    """Run the command as a process: a termination signal, too, removes an unfinished output file."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _on_signal)
    report = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if lost.exc_value is _signalled else report(lost)
    cli.main(prog_name=PROGRAM)
