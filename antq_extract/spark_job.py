"""The job of ``antq-extract spark``: articles of a store in, records out, what an earlier output holds left out."""

from __future__ import annotations

import logging
import os
import re
import sys
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from py4j.protocol import Py4JError
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import Column, DataFrame, Observation, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's users call it
from pyspark.sql.pandas.types import from_arrow_type
from pyspark.sql.types import StructType

from antq_extract.errors import AntqError, OutputError, UsageError
from antq_extract.forms import Fields
from antq_extract.listing import Input
from antq_extract.spark import Rules, article_table, extracted, parsed, read, read_files, typed
from antq_extract.spark_files import SPLITS, is_address
from antq_extract.spark_work import REJECT

LOCAL = "local[*,4]"
"""The master where ``spark-submit`` says none: all cores, and four tries for a task whose Python worker died."""

PARTITIONS = {"month": "published_month", "province": "province"}
"""What the output can be partitioned by, each with the column that is made for it."""

_LOGGING = Path(__file__).with_name("spark-log4j2.properties")
_RAISED = re.compile(r"[A-Za-z_][\w.]*(?:Error|Exception)(?::|$)")
_SUBMITTED = "PYSPARK_GATEWAY_PORT"  # in the environment of what spark-submit has started
_FILE, _ROW = "antq_file", "antq_row"  # columns that rows of tables get
_RECORD, _REJECT = "record", "reject"


class Job(NamedTuple):
    """What to read and where to write it.

    ``table`` names the columns of Parquet, None where the input is files of articles; ``layout`` is ``parquet``,
    ``jsonl`` or ``delta-ready``; ``by`` is one of :data:`PARTITIONS`; ``skip`` are earlier outputs of the same layout;
    ``spread`` is in how many parts the articles are extracted, None where Spark's own are left alone.
    """

    source: str
    target: str
    layout: str = "parquet"
    table: Fields | None = None
    by: str | None = None
    append: bool = False
    skip: tuple[str, ...] = ()
    spread: int | None = None


class Counts(NamedTuple):
    """What came of a run; ``example`` is the message of one refusal."""

    articles: int
    refused: int
    example: str | None


@contextmanager
def session(master: str | None, *, shows_bar: bool) -> Iterator[SparkSession]:
    """Hold a Spark session: that of ``spark-submit``, or one of this machine's own.

    Whatever goes wrong with Spark in the block is raised as one line, an :class:`AntqError`.
    """
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")  # of versions of pandas, not used here
    builder = SparkSession.builder.appName("antq-extract")
    if _SUBMITTED in os.environ:
        if master:
            raise UsageError("spark-submit says what the master is; leave out --master here")
    else:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # not whatever python3 is on the path
        builder = builder.master(master or LOCAL)
        builder = builder.config("spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}")
        builder = builder.config("spark.ui.showConsoleProgress", str(shows_bar).lower())
    spark = None
    logging.disable()  # libraries write a page on what is raised, too
    try:
        spark = builder.getOrCreate()
        yield spark
    except (PySparkException, Py4JError) as error:
        if spark is None:
            raise UsageError(
                f"Spark does not start, which wants Java 17 or later (JAVA_HOME, PATH): {_told(error)}"
            ) from None
        raise AntqError(f"Spark: {_told(error)}") from None
    finally:
        if spark is not None:
            with suppress(Py4JError, OSError):  # a signal may have ended Java, too
                spark.stop()
        logging.disable(logging.NOTSET)


def run(spark: SparkSession, job: Job, made_by: Rules) -> Counts:
    """Extract the articles that no earlier output holds, and write their records."""
    if not job.append and _holds(spark, job.target):
        raise OutputError(f"{job.target}: there is an output already; --append adds what it does not hold")
    if job.append and _holds(spark, f"{job.target}/_delta_log"):
        raise OutputError(
            f"{job.target}: a Delta table by now: write to a folder of its own with --skip, then insert it"
        )
    articles = _articles(spark, job, made_by)
    earlier = [*job.skip, *([job.target] if job.append and _holds(spark, job.target) else [])]
    if earlier:
        known = [_known(spark, job, path, made_by.digest) for path in earlier]
        unread = read(articles, made_by.settings.options)
        for keys in known:
            unread = unread.join(keys, "key", "left_anti")
        articles = unread.select("article")
    records = extracted(articles, made_by)
    by = PARTITIONS[job.by] if job.by else None
    if by:
        # Adaptive execution then writes few large files a value, and splits those that are too large.
        records = records.select(_value(by).alias(by), "*").hint("rebalance", F.col(by))
    counted = Observation()
    records = records.observe(
        counted,
        F.count("record").alias("articles"),
        F.count("rejects").alias("refused"),
        F.min("rejects.message").alias("example"),
    )
    _write(records, job, made_by)
    return Counts(**counted.get)


def conversion(job: Job) -> str:
    """Return the statement that makes a Delta table of the output."""
    by = f" PARTITIONED BY ({PARTITIONS[job.by]} STRING)" if job.by else ""
    return f"CONVERT TO DELTA parquet.`{job.target}`{by}"


def refusals(job: Job) -> str:
    """Return where the output tells of what was refused."""
    return f"{job.target}, kind={_REJECT}" if job.layout == "jsonl" else f"the column 'rejects' in {job.target}"


# --- in -----------------------------------------------------------------------------------------------------------


def _articles(spark: SparkSession, job: Job, made_by: Rules) -> DataFrame:
    """Return the articles of the input, in as many parts as there are cores at least."""
    options = made_by.settings.options
    if job.table:
        table = spark.read.option("recursiveFileLookup", "true").parquet(job.source)
        articles, parts = _rows(table, job.source, job.table, made_by), len(table.inputFiles())
    else:
        articles, parts = read_files(spark, job.source, options)
    cores = spark.sparkContext.defaultParallelism
    spread = job.spread or (cores * SPLITS if parts < cores else None)
    # By hash: where rows land does not depend on their order, which a task that is tried again may change.
    return articles.repartition(spread, "article.given", "article.index") if spread else articles


def _rows(table: DataFrame, source: str, columns: Fields, made_by: Rules) -> DataFrame:
    """Return the rows of Parquet files as articles; a row's place is its number in its file."""
    named = columns._asdict()
    told = {role: name for role, name in named.items() if role == "text" or name in table.columns}
    file, row = _file(source).alias(_FILE), F.col("_metadata.row_index").alias(_ROW)
    rows = table.select("*", file, row)
    return article_table(rows, told, made_by.settings.options, path=_FILE, index=_ROW)


def _file(source: str) -> Column:
    """Return the path for the record of the file that a row of a table came from."""
    if is_address(source):
        _, store, path, *_ = urlsplit(source)
        top = path.rstrip("/")
        name = top.rpartition("/")[2] or store
        tops = [f"^[^/]+(?://[^/]*)?{re.escape(top)}"]  # Spark may name the store, or write one slash for three
    else:  # a relative path may lead to another store than this machine's disk, whose folders are not known here
        paths = os.path.abspath(source), f"/{os.path.normpath(source)}"  # noqa: PTH100 - links are kept
        name, tops = Input(source, source).path, [re.escape(path) for path in paths]
    # Addresses of Spark's have blanks and the like as in a URL; there a plus sign is one.
    file = F.url_decode(F.replace(F.col("_metadata.file_path"), F.lit("+"), F.lit("%2B")))
    parts = F.split(file, f"(?:{'|'.join(tops)})/", 2)
    return F.when(F.size(parts) == 2, F.concat_ws("/", F.lit(name), parts[1])).otherwise(
        F.substring_index(file, "/", -1)
    )


# --- out ----------------------------------------------------------------------------------------------------------


def _value(by: str) -> Column:
    """Return what a record is filed under: the month of its publication, or its province in plain letters."""
    if by == PARTITIONS["month"]:
        published = parsed("record", "article STRUCT<date_published: STRING>")["article"]["date_published"]
        return F.nullif(F.regexp_extract(published, "^([0-9]{4}-[0-9]{2})", 1), F.lit(""))
    plain, marked = _letters()
    province = parsed("record", "article STRUCT<province: STRUCT<name: STRING>>")["article"]["province"]["name"]
    return F.regexp_replace(F.translate(F.lower(province), marked, plain), "[^a-z0-9]+", "-")


def _letters() -> tuple[str, str]:
    """Return the letters of Vietnamese without and with marks, in small letters: file systems differ on the latter."""
    marked = [chr(code) for code in (*range(0xE0, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).islower()]
    pairs = [(unicodedata.normalize("NFD", letter)[0], letter) for letter in marked] + [("d", "đ")]
    kept = [(plain, letter) for plain, letter in pairs if plain.isascii()]
    return "".join(plain for plain, _ in kept), "".join(letter for _, letter in kept)


def _write(records: DataFrame, job: Job, made_by: Rules) -> None:
    by = [PARTITIONS[job.by]] if job.by else []
    digest = F.lit(made_by.digest).alias("pack_digest")
    if job.layout == "jsonl":
        kind = F.when(F.col("record").isNotNull(), _RECORD).otherwise(_REJECT).alias("kind")
        line = F.coalesce("record", F.to_json("rejects")).alias("value")
        lines = records.select(line, digest, kind, *by)
        lines.write.partitionBy("pack_digest", "kind", *by).mode("append").text(job.target)
        return
    writer = typed(records, made_by).select("*", digest).write.partitionBy(*by).mode("append")
    if job.layout == "delta-ready":
        writer = writer.option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
    writer.parquet(job.target)


# --- what there is already ----------------------------------------------------------------------------------------


def _holds(spark: SparkSession, path: str, suffix: str = "") -> bool:
    """Say whether there are files of a suffix in a folder; those that Spark has begun and not finished are none."""
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    try:
        return not reader.option("pathGlobFilter", f"*{suffix}").load(path).select("path").isEmpty()
    except AnalysisException as error:
        if error.getCondition() == "PATH_NOT_FOUND":
            return False
        raise


def _known(spark: SparkSession, job: Job, path: str, digest: str) -> DataFrame:
    """Return the keys of the articles, and of the refusals, that an earlier output holds from the same rules."""
    suffix = ".txt" if job.layout == "jsonl" else ".parquet"
    if not _holds(spark, path, suffix):
        raise UsageError(f"{path}: no output there with --output-format {job.layout}")
    is_known = F.col("pack_digest") == digest
    if job.layout == "jsonl":
        lines = spark.read.schema("value STRING, pack_digest STRING, kind STRING").text(path)
        record_id, rejects = (
            parsed("value", "id STRING")["id"],
            parsed("value", cast("StructType", from_arrow_type(REJECT))),
        )
    elif _holds(spark, f"{path}/_delta_log"):
        lines = spark.read.format("delta").load(path)
        record_id, rejects = F.col("id"), F.col("rejects")
    else:
        lines = spark.read.parquet(path)
        record_id, rejects = F.col("id"), F.col("rejects")
    refusal = F.concat_ws(" ", rejects["code"], rejects["index"], rejects["path"])  # as reject_key() has it
    return lines.where(is_known).select(F.coalesce(record_id, refusal).alias("key"))


def _told(error: Exception) -> str:
    """Return what Spark has to say as one line: of a Python worker the exception, of Java the message."""
    java = getattr(error, "java_exception", None)
    lines = ((java.getMessage() if java else None) or str(error)).splitlines()
    raised = [line for line in lines if _RAISED.match(line)] if any("Traceback" in line for line in lines) else []
    return (raised or lines)[-1 if raised else 0]
