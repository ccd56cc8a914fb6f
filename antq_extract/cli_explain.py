"""The commands ``explain`` and ``evaluate``: why a text gave what it gave, and how well the rules do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from antq_extract import emit
from antq_extract.batch import Batch, Inputs
from antq_extract.cli_common import (
    FILE,
    INPUTS,
    OUTPUT,
    PATTERNS,
    PUBLISHED,
    TIME_LIMIT,
    finish,
    rules,
    run,
)
from antq_extract.console import console
from antq_extract.emit import Notice
from antq_extract.errors import InputError

if TYPE_CHECKING:
    from antq_extract.document import Document
    from antq_extract.emit import Row
    from antq_extract.explain import Explained
    from antq_extract.labels import Language
    from antq_extract.rulebook import RuleBook

EXPLAIN_EPILOG = """\
\b
Examples:
  antq-extract explain article.txt
  antq-extract explain article.txt --text "25 tập thể"
  antq-extract explain article.txt --at 215 --json | jq '.places[].trials'
  antq-extract explain articles/ --html articles.html
"""

EVALUATE_EPILOG = """\
\b
Examples:
  antq-extract evaluate --gold gold/ articles/
  antq-extract evaluate --gold gold/ articles/ --json > before.json
  antq-extract evaluate --gold gold/ articles/ --patterns own/ --baseline before.json
"""


@click.command(epilog=EXPLAIN_EPILOG)
@INPUTS
@click.option(
    "--at", "offset", metavar="OFFSET", type=int, help="Tell what every rule did at this place of the source."
)
@click.option("--text", "words", metavar="TEXT", help="Tell what every rule did wherever these words stand.")
@click.option("--json", "as_json", is_flag=True, help="Write one line of JSON an article.")
@click.option(
    "--html", "page", metavar="FILE", type=FILE, help="Write one page of HTML with all articles, their facts marked."
)
@click.option("--lang", "language", type=click.Choice(["vi", "en"]), help="Language of that page; vi if left out.")
@PUBLISHED
@PATTERNS
@TIME_LIMIT
def explain(
    inputs: Inputs,
    offset: int | None,
    words: str | None,
    as_json: bool,
    page: str | None,
    language: Language | None,
    published: str | None,
    folders: tuple[str, ...],
    limit: float,
) -> None:
    """Show each article with its facts marked, and for each fact its rule, captures and conversions.

    With --at or --text, tell what every rule did at a place: which one found it, which were beaten and by what, which
    suppressing rule claimed it, which were tried in vain and which were not tried.
    """
    _refuse_mixed(offset is not None, words is not None, as_json, page is not None, language is not None)
    if page is not None:
        _write_page(page, language or "vi", inputs, rules(folders), published, limit)
        return

    from antq_extract import explain as explaining
    from antq_extract import terminal
    from antq_extract.extraction import tell_timeouts
    from antq_extract.kinds import names

    rulebook = rules(folders)
    kinds = emit.KINDS | names(rulebook.kinds)
    painter = terminal.Painter(_wants_colour())
    found: list[str] = []  # articles that hold the words

    def work(document: Document, notice: Notice) -> Iterable[Row | str]:
        explained = explaining.read(document, rulebook, published=published, limit=limit)
        tell_timeouts(document, explained.record, notice)
        if offset is None and words is None:
            rows, key, show = explaining.facts(explained, kinds), "facts", terminal.facts
        else:
            rows, key, show = explaining.places(explained, offset, words), "places", terminal.places
            if not rows:
                return []
            found.append(document.path)
        if as_json:
            return [explaining.document_row(explained, rows, key)]
        return [show(document.path, document.source, rows, painter)]

    def encode(rows: Iterable[Row | str]) -> Iterable[bytes]:
        for row in rows:
            yield f"{row}\n".encode() if isinstance(row, str) else emit.json_line(row)

    run(inputs, work, encode)
    if words is not None and not found:
        raise InputError(", ".join(inputs.paths), "no-place", f"the text does not hold {words!r}")


def _refuse_mixed(at: bool, text: bool, as_json: bool, html: bool, lang: bool) -> None:
    """Refuse options of ``explain`` that do not go together."""
    if at and text:
        raise click.UsageError("--at and --text both name a place; give one of them.")
    if html and (at or text or as_json):
        raise click.UsageError("--html shows whole articles; --at, --text and --json do not go with it.")
    if lang and not html:
        raise click.UsageError("--lang says in which language --html is written; give that, too.")


def _write_page(
    target: str, language: Language, inputs: Inputs, rulebook: RuleBook, published: str | None, limit: float
) -> None:
    """Write the page of all articles, whole or not at all; none where no article was read."""
    from antq_extract import explain_page as pages
    from antq_extract import pipeline
    from antq_extract.explain_article import Article, Origin
    from antq_extract.extraction import tell_timeouts
    from antq_extract.labels import Labels

    kinds = {kind: kind for kind in emit.KINDS} | {kind.name: kind.title for kind in rulebook.kinds}
    origins = {rule.id: Origin(rule.place(), rule.spec.title) for rule in rulebook.rules}
    frame = pages.frame(Labels(language), kinds, origins)
    numbers = count(1)

    def work(document: Document, notice: Notice) -> Iterable[Article]:
        record = pipeline.extract(document, rulebook, published=published, limit=limit)
        tell_timeouts(document, record, notice)
        return [Article(frame, emit.record_row(record, kinds), document.source, f"a{next(numbers)}")]

    batch = Batch()
    with emit.output(target) as stream:
        articles = list(batch.rows(inputs, work))
        if not articles:
            click.get_current_context().exit(InputError.exit_code if batch.refused else 0)
        emit.write([pages.whole(frame, articles)], stream)
    finish(batch)


@click.command(epilog=EVALUATE_EPILOG)
@INPUTS
@click.option(
    "--gold", metavar="DIR", required=True, type=click.Path(readable=False), help="Folder of gold, STEM.json."
)
@click.option("--repeats-ok", is_flag=True, help="A further mention of a fact that gold lists is not spurious.")
@click.option("--errors", is_flag=True, help="List each missed, spurious and wrong fact with the rule at fault.")
@click.option("--rules", "by_rule", is_flag=True, help="Show the precision and coverage of each rule.")
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(readable=False),
    help="Show what changed since a run that --json stored in FILE.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the figures, facts and errors as one JSON document.")
@PATTERNS
@TIME_LIMIT
@OUTPUT
def evaluate(
    inputs: Inputs,
    gold: str,
    repeats_ok: bool,
    errors: bool,
    by_rule: bool,
    baseline: str | None,
    as_json: bool,
    folders: tuple[str, ...],
    limit: float,
    target: str | None,
) -> None:
    """Compare the facts of articles with gold: precision, recall and F1 by kind, strict and by overlap.

    An article and its gold have the same name but for the suffix. Facts of the kinds that packs bring stand in gold
    under "facts", as in a record.
    """
    from antq_extract import changes, scorecard
    from antq_extract.evaluate import evaluate as compare
    from antq_extract.explain import blame, read
    from antq_extract.extraction import tell_timeouts
    from antq_extract.gold import read_gold
    from antq_extract.kinds import names

    rulebook = rules(folders)
    keys = {kind.name: kind.key for kind in rulebook.kinds}
    wanted = read_gold(Path(gold), keys)
    before = scorecard.read_baseline(Path(baseline)) if baseline else None
    kinds = emit.KINDS | names(rulebook.kinds)
    rows: dict[str, Row] = {}
    documents: dict[str, Document] = {}

    def work(document: Document, notice: Notice) -> Iterable[tuple[Document, Row]]:
        record = read(document, rulebook, limit=limit).record
        tell_timeouts(document, record, notice)
        return [(document, emit.record_row(record, kinds))]

    batch = Batch()
    for document, row in batch.rows(inputs, work):
        stem = Path(document.path).stem
        if stem in rows:
            console.say(f"{document.path}: an earlier article is called {stem}, too; this one counts")
        rows[stem], documents[stem] = row, document

    @lru_cache(maxsize=1)
    def read_again(stem: str) -> Explained:
        return read(documents[stem], rulebook, limit=limit)

    def at_fault(stem: str, start: int, end: int, kind: str) -> str | None:
        return blame(read_again(stem), start, end, kind)

    sources = {stem: document.source for stem, document in documents.items()}
    _tell_unpaired(wanted, rows)
    report = compare(rows, wanted, sources, keys, repeats_ok, at_fault)
    changed = changes.changes(before, report) if before else None
    if as_json:
        chunk = emit.json_document(report.to_json() | ({"changes": changed.to_json()} if changed else {}))
    else:
        told = [scorecard.render(report, errors, by_rule), *([changes.render_changes(changed)] if changed else [])]
        chunk = "".join(f"{part}\n" for part in told).encode()
    with emit.output(target) as stream:
        emit.write([chunk], stream)
    finish(batch)


def _tell_unpaired(wanted: Iterable[str], rows: Iterable[str]) -> None:
    """Gold without an article counts as missed, an article without gold not at all: neither goes unsaid."""
    gold, articles = set(wanted), set(rows)
    for stems, told in ((gold - articles, "no article for the gold of"), (articles - gold, "no gold for the articles")):
        if stems:
            shown = ", ".join(sorted(stems)[:_FEW])
            console.say(f"{told} {shown}{f' and {len(stems) - _FEW} more' if len(stems) > _FEW else ''}")


_FEW = 5  # names that a message lists


def _wants_colour() -> bool:
    """Colours are for a terminal, unless NO_COLOR (no-color.org) is set."""
    return sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
