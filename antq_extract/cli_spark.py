"""The command ``spark``: the same extraction as a job on Apache Spark."""

from __future__ import annotations

import time

import click

from antq_extract.cli_common import FIELDS, MAX_BYTES, ONLY, PATTERNS, PUBLISHED, TIME_LIMIT, layers
from antq_extract.console import console, counted, shows_bar
from antq_extract.errors import UsageError
from antq_extract.forms import MEDIA_TYPES, Fields
from antq_extract.listing import STDIN

EPILOG = """\
\b
Examples:
  antq-extract spark archive/ records/ --input-format jsonl
  antq-extract spark pages.parquet records/ --input-format parquet --text-field body --partition-by month
  antq-extract spark crawl/ records/ --input-format warc --output-format jsonl --append
"""


@click.command(epilog=EPILOG)
@click.argument("source", metavar="INPUT")
@click.argument("target", metavar="OUTPUT")
@click.option(
    "--input-format",
    "form",
    type=click.Choice(["parquet", *MEDIA_TYPES]),
    help="What INPUT holds; otherwise told by suffix and content, but for Parquet.",
)
@click.option(
    "--output-format",
    "layout",
    type=click.Choice(["parquet", "jsonl", "delta-ready"]),
    default="parquet",
    show_default=True,
    help="Columns of nested fields; the lines that extract writes; or a folder that Delta Lake converts as it is.",
)
@click.option(
    "--partition-by",
    "by",
    type=click.Choice(["month", "province"]),
    help="Write a folder for each month of publication, or for each province of the article.",
)
@click.option("--append", is_flag=True, help="Add to OUTPUT the records of articles that it does not hold yet.")
@click.option(
    "--skip",
    metavar="EARLIER",
    multiple=True,
    help="Leave out articles that EARLIER, an output in the same format, holds from the same rules; repeatable.",
)
@click.option(
    "--partitions",
    "spread",
    type=click.IntRange(min=1),
    metavar="N",
    help="Spread the articles over N tasks; by default only those of fewer files than there are cores are spread.",
)
@click.option("--master", metavar="URL", help="Where Spark runs, without spark-submit: all cores here by default.")
@FIELDS
@MAX_BYTES
@ONLY
@click.option("--with-text", is_flag=True, help="Add the source text, which the offsets count in, to each record.")
@PUBLISHED
@PATTERNS
@TIME_LIMIT
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no line at the end.")
def spark(
    source: str,
    target: str,
    form: str | None,
    layout: str,
    by: str | None,
    append: bool,
    skip: tuple[str, ...],
    spread: int | None,
    master: str | None,
    fields: Fields,
    max_bytes: int,
    only: str | None,
    with_text: bool,
    published: str | None,
    folders: tuple[str, ...],
    limit: float,
    quiet: bool,
) -> None:
    """Write the records of the articles of INPUT to the folder OUTPUT, as a job on Apache Spark.

    INPUT is a file, a folder, or an address such as s3://bucket/folder. The records are those that extract writes.
    """
    if source == STDIN:
        raise click.UsageError("spark reads files and tables; standard input is none.")
    try:
        from antq_extract import spark as engine
        from antq_extract import spark_job
    except ImportError as error:
        raise UsageError(f"spark needs the extra 'spark' ({error}): pip install 'antq-extract[spark]'") from None
    from antq_extract.intake import Options

    began = time.monotonic()
    table = fields if form == "parquet" else None
    options = Options(None, max_bytes) if table else Options(form, max_bytes, fields)
    made_by = engine.rules(
        layers(folders),
        only=None if only is None else only.split(","),
        published=published,
        time_limit=limit,
        with_text=with_text,
        options=options,
        columns=table,
    )
    job = spark_job.Job(source, target, layout, table, by, append, skip, spread)
    with spark_job.session(master, shows_bar=shows_bar(quiet)) as session:
        counts = spark_job.run(session, job, made_by)
    if counts.example:
        more = f", and {counted(counts.refused - 1, 'more refusal')}" if counts.refused > 1 else ""
        console.say(f"{counts.example}{more}: see {spark_job.refusals(job)}", "warning")
    if quiet:
        return
    seconds = round(time.monotonic() - began, 1)
    console.say(f"{counted(counts.articles, 'article')}, {counts.refused:,} refused, {seconds:,} s", "info")
    if layout == "delta-ready":
        console.say(spark_job.conversion(job), "info")
