"""The command line: the group of the commands, their errors and exit codes. A command's module is imported to run it."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from antq_extract import __version__
from antq_extract.console import PROGRAM, console
from antq_extract.errors import AntqError, UsageError
from antq_extract.signals import INTERRUPTED, handle

if TYPE_CHECKING:
    from types import ModuleType

    from click.shell_completion import CompletionItem

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


COMMANDS: Mapping[str, str] = {
    "evaluate": "Compare the facts of articles with gold: precision, recall and F1 by kind, strict and by overlap.",
    "explain": "Show each article with its facts marked, and for each fact its rule, captures and conversions.",
    "export": "Write what a database holds of articles that have not vanished: records, or tables and views.",
    "extract": "Write the facts of each article as JSON.",
    "patterns": "See, check and begin rule packs.",
    "report": "Write one HTML page with the figures of many articles, each a click from the sentence that it was taken from.",
    "schema": "Print the JSON Schema (draft 2020-12) of a record.",
    "spark": "Write the records of the articles of INPUT to the folder OUTPUT, as a job on Apache Spark.",
    "sync": "Bring a database up to date with folders: read what is new or changed, mark what has vanished.",
    "tokenize": "Print the tokens and sentences of each article, with their offsets, as one line of JSON.",
}
"""Each command with the first sentence of its help, which the list of commands shows."""


def load(name: str) -> click.Command:
    """Import a command, one of :data:`COMMANDS`."""
    module: ModuleType
    if name in ("extract", "schema", "tokenize"):
        from antq_extract import cli_extract as module
    elif name in ("explain", "evaluate"):
        from antq_extract import cli_explain as module
    elif name == "patterns":
        from antq_extract import cli_patterns as module
    elif name == "report":
        from antq_extract import cli_report as module
    elif name == "spark":
        from antq_extract import cli_spark as module
    else:
        from antq_extract import cli_sync as module
    command: click.Command = getattr(module, name)
    return command


class DefaultGroup(click.Group):
    """A group whose command is ``extract`` where none is named, and the one place where errors become exit codes."""

    default = "extract"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands as click does, but import none of them."""
        named = {name: click.Command(name, help=told) for name, told in COMMANDS.items()}
        click.Group(commands=named).format_commands(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front of arguments that name none; without any, help is a usage error."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            click.echo(f"\n{PROGRAM}: nothing to read: name a file, a folder, or - for standard input", err=True)
            ctx.exit(UsageError.exit_code)
        own = {*COMMANDS, *(name for option in self.get_params(ctx) for name in option.opts)}
        for word in args[1:] if args and args[0].startswith("-") and args[0] not in own else ():
            if word in COMMANDS and not os.path.exists(word):  # noqa: PTH110 - pathlib is slow to import
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
        from click.shell_completion import CompletionItem

        options = load(self.default).shell_complete(ctx, incomplete)
        return [*super().shell_complete(ctx, incomplete), *options, CompletionItem(incomplete, type="file")]


@click.group(cls=DefaultGroup, help=HELP, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name=PROGRAM)
def cli() -> None:
    """Stand for the group; each command does its own work."""


def main() -> None:
    """Run the command as a process: a termination signal, too, removes an unfinished output file."""
    handle()
    cli.main(prog_name=PROGRAM)
