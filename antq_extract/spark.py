"""Extraction on Apache Spark: a DataFrame of articles becomes a DataFrame of records.

::

    from antq_extract.spark import extract_dataframe

    records = extract_dataframe(spark.read.parquet("s3a://archive/pages"), text="body", keep=["page_id"])
    records.where("rejects IS NULL").selectExpr("page_id", "explode(awards) AS award")

Needs the extra ``spark``: PySpark 4 and Java 17. The same article gives the same record as ``antq-extract extract``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's users call it
from pyspark.sql.classic.dataframe import DataFrame as ClassicDataFrame
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import BinaryType, StringType, StructType

from antq_extract import (
    __version__,
    bookcache,
    emit,
    intake,
    kinds,
    packfolders,
    publication,
    spark_files,
    spark_schema,
)
from antq_extract.errors import UsageError
from antq_extract.forms import MEDIA_TYPES, Fields
from antq_extract.matching import TIME_LIMIT
from antq_extract.spark_work import ARTICLES, KEYED, RECORDS, Extracting, Held, Reading, Settings, packed

_FORMS = tuple(form for form in MEDIA_TYPES if form not in ("jsonl", "warc"))
_TAKEN = "a column {!r} cannot be kept under this name; rename it first"


class Rules(NamedTuple):
    """The rules of a run and what it makes of articles, on the driver.

    ``digest`` tells apart runs that may give other records for the same article: by the packs, the version and the
    options.
    """

    loaded: bookcache.Loaded
    settings: Settings
    digest: str


def rules(
    patterns: Iterable[str | PathLike[str]] = (),
    *,
    only: Iterable[str] | None = None,
    published: str | None = None,
    time_limit: float = TIME_LIMIT,
    with_text: bool = False,
    options: intake.Options | None = None,
    columns: Fields | None = None,
) -> Rules:
    """Load the shipped packs and those of the folders ``patterns`` over them; for the rest see ``extract --help``.

    ``columns`` are those of a table that articles are read from: they count for the digest. Raises
    :class:`~antq_extract.errors.PackError` for packs that cannot be loaded, :class:`UsageError` for other values that
    make no sense.
    """
    options = options or intake.Options()
    if not 0 < time_limit < float("inf"):
        raise UsageError(f"{time_limit} is no number of seconds that a rule may take")
    if options.max_bytes < 1:
        raise UsageError(f"{options.max_bytes} is no number of bytes that an article may have")
    known = publication.published(published) if published is not None else None
    folders = tuple(Path(folder) for folder in patterns)
    loaded = bookcache.load(folders)
    chosen = kinds.chosen(only, emit.KINDS | kinds.names(loaded.book.kinds))
    settings = Settings(options, chosen, known, time_limit, with_text)
    digest = packfolders.made_by(__version__, packfolders.digest(folders), settings, columns)
    return Rules(loaded, settings, f"packs-{digest[:16]}")


def record_type(made_by: Rules) -> StructType:
    """Return the type of a record, as the models have it: the columns that :func:`extract_dataframe` gives."""
    model = kinds.record_model(made_by.loaded.book.kinds)
    return spark_schema.struct(model, leave=() if made_by.settings.with_text else ("text",))


def extract_dataframe(
    df: DataFrame,
    text: str = "text",
    *,
    form: str | None = None,
    title: str | None = None,
    date: str | None = None,
    author: str | None = None,
    url: str | None = None,
    path: str | None = None,
    index: str | None = None,
    keep: Sequence[str] = (),
    as_json: bool = False,
    with_text: bool = False,
    only: Iterable[str] | None = None,
    published: str | None = None,
    patterns: Iterable[str | PathLike[str]] = (),
    time_limit: float = TIME_LIMIT,
    max_bytes: int = intake.MAX_BYTES,
) -> DataFrame:
    """Return a row for each row of ``df``: the fields of its record, and ``rejects`` where there is none.

    ``text`` names the column with the article. One of strings is read as a line of JSON with that text would be:
    ``title``, ``date``, ``author`` and ``url`` name the columns of the same row that tell more; without them those
    called ``title``, ``date``, ``authors`` and ``url`` are taken if there are any. With ``form`` (``text``, ``html``,
    ``mht``, ``docx``, ``pdf``) the column holds what a file of that form does, as a string or as bytes; ``url`` may
    tell its address.

    ``path`` and ``index`` name the columns with what the record is to say of its source; else it is ``-`` and 0.
    ``keep`` names columns that stand unchanged before those of the record. ``as_json`` gives one column ``record``
    instead, the line that ``extract`` writes. A row that is refused has nulls there, and in ``rejects`` its
    ``path``, ``index``, ``code`` and ``message``, as in the file of ``extract --rejects``; nothing that a row holds
    fails the job. What may be text or a number is text in the columns; a number beyond 64 bits is null.

    Rows stay where they are: nothing is shuffled or collected. The other arguments are the options of ``extract``.
    Raises :class:`UsageError` and :class:`~antq_extract.errors.PackError` before there is a job.
    """
    named = {"text": text, "title": title, "date": date, "authors": author, "url": url}
    usual = {
        role: role for role in Fields._fields if role != "text" and _found(df, role) not in (None, _found(df, text))
    }
    columns = usual | {role: name for role, name in named.items() if name is not None}
    options = intake.Options(form, max_bytes)
    articles = article_table(df, columns, options, path=path, index=index, keep=keep)
    made_by = rules(
        patterns, only=only, published=published, time_limit=time_limit, with_text=with_text, options=options
    )
    records = extracted(articles, made_by)
    return records if as_json else typed(records, made_by)


# --- articles -----------------------------------------------------------------------------------------------------


def article_table(
    df: DataFrame,
    columns: Mapping[str, str],
    options: intake.Options,
    *,
    path: str | None = None,
    index: str | None = None,
    keep: Sequence[str] = (),
) -> DataFrame:
    """Return the rows of a DataFrame as :data:`~antq_extract.spark_work.ARTICLES`, behind the columns to keep.

    ``columns`` names those that tell of the article, by the usual names of :class:`~antq_extract.forms.Fields`.
    """
    form, max_bytes, _ = options
    if form is not None and form not in _FORMS:
        raise UsageError(f"{form!r} is none of the forms that a column can hold: {', '.join(_FORMS)}")
    for name in keep:
        if name.lower() in (*ARTICLES.names, *RECORDS.names):
            raise UsageError(_TAKEN.format(name))
    told = {role: _named(df, name) for role, name in columns.items()}
    text, name = told["text"], columns["text"]
    kind = df.select(text).schema[0].dataType
    if not isinstance(kind, StringType | BinaryType):
        raise UsageError(f"the column {name!r} holds {kind.simpleString()}, no text")
    if form is None and isinstance(kind, BinaryType):
        raise UsageError(f"the column {name!r} holds bytes: say with form= what they are ({', '.join(_FORMS)})")
    if form is None:
        content = F.to_json(F.struct(*(column.alias(role) for role, column in told.items()))).cast("binary")
    else:
        content = text.cast("binary")
    nothing = F.lit(None).cast("string")
    given = F.coalesce(_text(_named(df, path)), F.lit("-")) if path else F.lit("-")
    place = (_named(df, index) if index else nothing).cast("long")
    called = F.when(place.isNull(), given).otherwise(F.concat(given, F.lit("["), place, F.lit("]")))
    is_missing, is_long = text.isNull(), F.octet_length(content) > max_bytes
    missing, long = f"no text in the column {name!r}", intake.too_long("", max_bytes).reason

    def problem(code: str, reason: str) -> Column:
        return F.struct(called.alias("name"), F.lit(code).alias("code"), F.lit(reason).alias("reason"))

    article = F.struct(
        given.alias("given"),
        given.alias("path"),
        place.alias("index"),
        F.lit(form or "jsonl").alias("form"),
        F.when(~is_long, content).alias("content"),
        (_text(told["url"]) if form and "url" in told else nothing).alias("url"),
        F.when(is_missing, problem("empty", missing)).when(is_long, problem("too-long", long)).alias("problem"),
    )
    return df.select(*(_named(df, name) for name in keep), article.alias("article"))


def _named(df: DataFrame, name: str) -> Column:
    """Return the column of a name; raise :class:`UsageError` if there is none."""
    found = _found(df, name)
    if found is None:
        raise UsageError(f"no column {name!r} among {', '.join(df.columns)}")
    return _column(found)


def _found(df: DataFrame, name: str) -> str | None:
    """Return the name of a column as it is spelled: Spark does not tell capital letters from small ones."""
    found = [column for column in df.columns if column.lower() == name.lower()]
    return name if name in found else next(iter(found), None)


def _column(name: str) -> Column:
    """Return a column of just this name, whatever signs are in it."""
    return F.col(f"`{name.replace('`', '``')}`")


def _text(column: Column) -> Column:
    return F.make_valid_utf8(column.cast("string"))


def read_files(spark: SparkSession, path: str, options: intake.Options | None = None) -> tuple[DataFrame, int]:
    """Return the articles of files, as :func:`article_table` does, and in how many parts they are read.

    ``path`` is a file or a folder, or an address that ``pyarrow.fs`` can open; see :mod:`antq_extract.spark_files`.
    """
    cores = spark.sparkContext.defaultParallelism
    groups = spark_files.grouped(spark_files.find(path), cores)
    rows = spark.sparkContext.parallelize([(spark_files.packed(group),) for group in groups], len(groups))
    files = spark.createDataFrame(rows, from_arrow_schema(spark_files.FILES))
    opening = spark_files.Opening(options or intake.Options())
    return files.mapInArrow(opening, from_arrow_schema(ARTICLES)), len(groups)


# --- records ------------------------------------------------------------------------------------------------------


def read(articles: DataFrame, options: intake.Options) -> DataFrame:
    """Return articles read but not extracted, with a column ``key``: the id that their record will have."""
    return articles.mapInArrow(Reading(options), from_arrow_schema(KEYED))


def extracted(articles: DataFrame, made_by: Rules) -> DataFrame:
    """Return a table of articles as columns ``record`` (a line of JSON) and ``rejects``, behind the kept ones."""
    book = packed(made_by.loaded)
    # Spark Connect has no broadcast variables; Spark ships a function of this size once an executor, too.
    is_classic = isinstance(articles, ClassicDataFrame)
    shipped = articles.sparkSession.sparkContext.broadcast(book) if is_classic else Held(book)
    *kept, article = articles.schema.fieldNames()
    plain = [f"kept_{number}" for number in range(len(kept))]  # mapInArrow does not take all names
    table = articles.toDF(*plain, article)
    schema = StructType([*table.schema.fields[:-1], *from_arrow_schema(RECORDS).fields])
    records = table.mapInArrow(Extracting(shipped, made_by.settings, tuple(plain)), schema)
    return records.toDF(*kept, *RECORDS.names)


def typed(records: DataFrame, made_by: Rules) -> DataFrame:
    """Return the records of :func:`extracted` as columns of their fields."""
    fields = record_type(made_by)
    *kept, record, rejects = records.columns
    for name in kept:
        if name.lower() in fields.names:
            raise UsageError(_TAKEN.format(name))
    columns = [_column(name) for name in kept]
    whole = records.select(*columns, parsed(record, fields).alias(record), rejects)
    return whole.select(*columns, f"{record}.*", rejects)


def parsed(line: str, fields: StructType | str) -> Column:
    """Return fields of a column with lines of JSON; texts in them may be of any length."""
    return F.from_json(line, fields, {"maxStringLen": str(2**31 - 1)})
