"""The commands ``extract``, ``schema`` and ``tokenize``: an article's record, what a record is, and its tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from antq_extract import emit
from antq_extract.batch import Batch, Inputs, Manner
from antq_extract.cli_common import (
    INPUTS,
    MANNER,
    ONLY,
    OUTPUT,
    PATTERNS,
    PUBLISHED,
    TIME_LIMIT,
    finish,
    kept,
    layers,
    rules,
    run,
)
from antq_extract.console import console
from antq_extract.emit import Notice

if TYPE_CHECKING:
    from antq_extract.document import Document

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


@click.command(epilog=EXTRACT_EPILOG)
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
@ONLY
@PUBLISHED
@click.option("--with-text", is_flag=True, help="Add the source text, which the offsets count in, to each record.")
@PATTERNS
@TIME_LIMIT
@OUTPUT
@click.option("--append", is_flag=True, help="Write behind the lines that FILE has, whole lines only.")
@click.option("--profile", "profiled", is_flag=True, help="Tell at the end what each stage and each rule took.")
@MANNER
def extract(
    inputs: Inputs,
    layout: str,
    facts: bool,
    only: str | None,
    published: str | None,
    with_text: bool,
    folders: tuple[str, ...],
    limit: float,
    target: str | None,
    append: bool,
    profiled: bool,
    manner: Manner,
) -> None:
    """Write the facts of each article as JSON."""
    if facts and with_text:
        raise click.UsageError("--with-text adds to records; it does not go with --facts.")
    if append and (target in (None, emit.STDOUT) or layout == "json"):
        raise click.UsageError("--append goes with --output FILE and JSON Lines.")
    if profiled and manner.jobs > 1:
        raise click.UsageError("--profile watches one process; it does not go with --jobs.")

    from antq_extract.extraction import Extractor, Rows, keep_rulebook, rulebook
    from antq_extract.kinds import names
    from antq_extract.profiling import Profile

    batch = Batch(manner)
    own = layers(folders)
    profile = Profile() if profiled else None
    chosen = kept(only, emit.KINDS | names(rulebook(own).kinds))
    rows = Rows(Extractor(own, published, limit, profile), chosen, facts, with_text, array=layout == "json")
    frame = emit.json_array if layout == "json" else iter
    with emit.appended(target) if append and target else emit.output(target) as stream:
        emit.write(frame(batch.rows(inputs, rows)), stream)
    keep_rulebook(own)
    if profile:
        console.table("profile", profile.row(), profile.lines())
    batch.tell()
    finish(batch)


@click.command(epilog=SCHEMA_EPILOG)
@PATTERNS
def schema(folders: tuple[str, ...]) -> None:
    """Print the JSON Schema (draft 2020-12) of a record."""
    from antq_extract.kinds import record_model

    with emit.output(None) as stream:
        emit.write([emit.json_document(emit.schema(record_model(rules(folders).kinds)))], stream)


@click.command(epilog=TOKENIZE_EPILOG)
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
