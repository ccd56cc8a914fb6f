"""The commands ``patterns …``: see, check and begin rule packs."""

from __future__ import annotations

from pathlib import Path

import click

from antq_extract import emit
from antq_extract.cli_common import OUTPUT, PATTERNS, layers, rules
from antq_extract.errors import UsageError, printable

FOUND = 1
"""Exit status of ``patterns check`` where something is wrong."""

EPILOG = """\
\b
Examples:
  antq-extract patterns list
  antq-extract patterns show awards.recipient
  antq-extract patterns new sums -o own/sums.toml
  antq-extract patterns check own/
  antq-extract --patterns own/ articles/
"""

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


@click.group(epilog=EPILOG)
def patterns() -> None:
    """See, check and begin rule packs."""


@patterns.command("list")
@AS_JSON
@PATTERNS
def list_(as_json: bool, folders: tuple[str, ...]) -> None:
    """List the layers, packs and rules, with the kind of fact that each finds and whether it is in use.

    Layers are listed from the lowest to the highest: the shipped packs, the folders that ANTQ_PATTERNS names, then
    those of --patterns.
    """
    from antq_extract import catalogue, terminal

    rulebook = rules(folders)
    listing = catalogue.listing(rulebook)
    _write(emit.json_document(listing) if as_json else catalogue.as_text(listing, terminal.table).encode())


@patterns.command()
@click.argument("name", metavar="RULE")
@AS_JSON
@PATTERNS
def show(name: str, as_json: bool, folders: tuple[str, ...]) -> None:
    """Show a rule: its title, its pattern as written and expanded, the lists that it uses, its examples.

    RULE may also be a list, map or macro, PACK.NAME, of which the words or the pattern are shown, or a PACK, of which
    the lists, maps and macros are named.
    """
    from antq_extract import catalogue

    described, text = catalogue.described(rules(folders), name)
    _write(emit.json_document(described) if as_json else printable(text, keep="\n").encode())


@patterns.command()
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(readable=False))
def check(folders: tuple[str, ...]) -> None:
    """Load the packs of DIR over the shipped ones, run every example, and look for what is wrong.

    Each finding is one line, file:line: rule: what is wrong and how to mend it. Exit status 1 if there is any.
    """
    from antq_extract import lint

    problems = lint.check(*layers(folders))
    _write("".join(f"{line}\n" for line in problems or ("all packs and examples hold",)).encode())
    if problems:
        click.get_current_context().exit(FOUND)


@patterns.command()
@click.argument("kind", metavar="KIND")
@click.option("--name", metavar="ID", help="Id of the pack; own-KIND where it is left out.")
@OUTPUT
@PATTERNS
def new(kind: str, name: str | None, target: str | None, folders: tuple[str, ...]) -> None:
    """Write a commented pack to begin with, for dates, ratios, awards, officials or a new kind of fact."""
    from antq_extract.starter import starter

    if target and Path(target).exists() and Path(target).is_file():
        raise UsageError(f"{target} is there already; choose another file, or take it away first")
    _write(starter(kind, name, rules(folders)).encode(), target)


@patterns.command()
@OUTPUT
def schema(target: str | None) -> None:
    """Print the JSON Schema (draft 2020-12) of a pack file, for editors that complete and validate TOML."""
    from antq_extract import packfile

    _write(emit.json_document(packfile.schema()), target)


def _write(chunk: bytes, target: str | None = None) -> None:
    with emit.output(target) as stream:
        emit.write([chunk], stream)
