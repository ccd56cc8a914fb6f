"""The command line: options, streams, exit codes. What the words mean is in the modules it calls."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from antq_extract import __version__, emit
from antq_extract.batch import Batch, Inputs, Manner
from antq_extract.cli_common import (
    INPUTS,
    MANNER,
    OUTPUT,
    PATTERNS,
    PUBLISHED,
    TIME_LIMIT,
    finish,
    layers,
    rules,
    run,
)
from antq_extract.cli_explain import evaluate, explain
from antq_extract.cli_patterns import patterns
from antq_extract.cli_sync import export, sync
from antq_extract.console import PROGRAM, console
from antq_extract.emit import Notice
from antq_extract.errors import AntqError, UsageError
from antq_extract.signals import INTERRUPTED, handle

if TYPE_CHECKING:
    from antq_extract.document import Document

CLOSED_PIPE = 128 + signal.Signals.SIGPIPE if hasattr(signal, "SIGPIPE") else 1

HELP = """\
Extract dates, ratios, award counts and officials from Vietnamese news text.

A PATH is a file, a folder (its articles at any depth, in sorted order) or - for standard input. Articles are plain
text, saved web pages, JSON Lines, web archives, Word and PDF files, also compressed.
The word extract may be left out before paths and options; a file that is named like a command is then given
as ./extract. See "extract --help" for the options.

\b
Examples:
  antq-extract articles/ > records.jsonl
  antq-extract --facts articles/ | jq -r 'select(.kind == "award") | [.path, .count, .unit] | @tsv'
  antq-extract --published 2023-10-18 - < article.txt
  antq-extract sync articles/ --db antq.db
  antq-extract schema > record.schema.json
"""

EPILOG = """\
Exit status: 0 all well; 1 an input was refused (one line on standard error, the others are still written);
2 a usage error or a bad rule pack; 73 the output cannot be written; 75 another run is writing to it; 130 interrupted,
143 terminated; 141 the reader closed the pipe.

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
        for word in args[1:] if args and args[0].startswith("-") and args[0] not in own else ():
            if word in self.commands and not Path(word).exists():
                raise click.UsageError(f"the command stands first: {PROGRAM} {word} …", ctx)
        if args and args[0] not in own:
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; end with one line and the error's exit code, quietly for Ctrl-C and a closed pipe."""
        try:
            return super().invoke(ctx)
        except AntqError as error:
            console.say(error)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            ctx.exit(CLOSED_PIPE)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the commands, and what the default command takes."""
        options = self.commands[self.default].shell_complete(ctx, incomplete)
        return [*super().shell_complete(ctx, incomplete), *options, CompletionItem(incomplete, type="file")]


def _chosen(value: str | None, known: Mapping[str, str]) -> Mapping[str, str]:
    """The kinds that ``--only`` names, all without it."""
    if value is None:
        return known
    chosen = [kind.strip() for kind in value.split(",")]
    for kind in chosen:
        if kind not in known:
            raise click.BadParameter(f"{kind!r} is none of {', '.join(known)}.", param_hint="'--only'")
    return {kind: one for kind, one in known.items() if kind in chosen}


@click.group(cls=DefaultGroup, help=HELP, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name=PROGRAM)
def cli() -> None:
    """Stand for the group; each command does its own work."""


@cli.command(epilog=EXTRACT_EPILOG)
@INPUTS
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
    help="Comma-separated kinds of facts to keep: dates, ratios, awards, officials, documents, quantities, and those "
    "of your own packs. "
    "A record's other lists stay there, empty; its checks stay as they are.",
)
@PUBLISHED
@click.option("--with-text", is_flag=True, help="Add the source text, which the offsets count in, to each record.")
@PATTERNS
@TIME_LIMIT
@OUTPUT
@click.option("--append", is_flag=True, help="Write behind the lines that FILE has, whole lines only.")
@MANNER
def extract(
    inputs: Inputs,
    layout: str,
    facts: bool,
    kinds: str | None,
    published: str | None,
    with_text: bool,
    folders: tuple[str, ...],
    limit: float,
    target: str | None,
    append: bool,
    manner: Manner,
) -> None:
    """Write the facts of each article as JSON."""
    if facts and with_text:
        raise click.UsageError("--with-text adds to records; it does not go with --facts.")
    if append and (target in (None, emit.STDOUT) or layout == "json"):
        raise click.UsageError("--append goes with --output FILE and JSON Lines.")

    from antq_extract.extraction import Extractor, Rows, rulebook
    from antq_extract.kinds import names

    batch = Batch(manner)
    own = layers(folders)
    chosen = _chosen(kinds, emit.KINDS | names(rulebook(own).kinds))
    rows = Rows(Extractor(own, published, limit), chosen, facts, with_text, array=layout == "json")
    frame = emit.json_array if layout == "json" else iter
    with emit.appended(target) if append and target else emit.output(target) as stream:
        emit.write(frame(batch.rows(inputs, rows)), stream)
    batch.tell()
    finish(batch)


@cli.command(epilog=SCHEMA_EPILOG)
@PATTERNS
def schema(folders: tuple[str, ...]) -> None:
    """Print the JSON Schema (draft 2020-12) of a record."""
    from antq_extract.kinds import record_model

    with emit.output(None) as stream:
        emit.write([emit.json_document(emit.schema(record_model(rules(folders).kinds)))], stream)


@cli.command(epilog=TOKENIZE_EPILOG)
@INPUTS
@PATTERNS
def tokenize(inputs: Inputs, folders: tuple[str, ...]) -> None:
    """Print the tokens and sentences of each article, with their offsets, as one line of JSON.

    The tokens' texts joined give the source back. Offsets count code points of the source.
    """
    from antq_extract.layout import paragraphs
    from antq_extract.normalize import normalize
    from antq_extract.sentences import sentences
    from antq_extract.tokens import source_tokens
    from antq_extract.tokens import tokenize as split

    abbreviations = rules(folders).lists["text.abbreviation"]

    def work(document: Document, _notice: Notice) -> Iterator[emit.Row]:
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

    run(inputs, work, emit.json_lines)


cli.add_command(explain)
cli.add_command(evaluate)
cli.add_command(patterns)
cli.add_command(sync)
cli.add_command(export)


def main() -> None:
    """Run the command as a process: a termination signal, too, removes an unfinished output file."""
    handle()
    cli.main(prog_name=PROGRAM)
