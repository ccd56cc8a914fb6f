"""A DataFrame of articles becomes one of records, on a local Spark: the records are those of ``extract``."""

import datetime
import json
import os
import re
import signal
import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest
import spark as local
from regenerate import SAMPLES
from spark import PAGE, TEXT, F, as_columns, extract, types
from test_kinds import kind as own_kind

from antq_extract.errors import PackError, UsageError
from antq_extract.spark import extract_dataframe, extracted, read_files, record_type, rules, typed
from antq_extract.spark_work import REJECT

pytestmark = [local.quiet, pytest.mark.filterwarnings("ignore:The return type of DataFrame.toJSON")]
TEXTS = sorted(SAMPLES.glob("*.txt"))


@pytest.fixture(scope="module")
def spark():
    with local.session() as session:
        yield session


@pytest.fixture(scope="module")
def lines():
    """What ``extract`` writes of the samples."""
    found, rejects = extract(SAMPLES)
    assert (len(found), rejects) == (len(TEXTS), [])
    return sorted(found)


@pytest.fixture(scope="module")
def samples(spark):
    """The samples as rows: number, path, bytes."""
    rows = [(number, f"samples/{path.name}", path.read_bytes()) for number, path in enumerate(TEXTS)]
    return spark.createDataFrame(rows, "n int, path string, body binary")


def plain(row, *without):
    fields = row.asDict(recursive=True)
    return {name: value for name, value in fields.items() if name not in without}


# --- the records --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("partitions", [None, 1, 7])
def test_files_give_the_lines_of_extract_however_they_are_spread(spark, lines, partitions):
    articles, parts = read_files(spark, str(SAMPLES))
    assert articles.rdd.getNumPartitions() == parts > 1
    rows = extracted(articles.repartition(partitions) if partitions else articles, rules()).collect()
    assert sorted(row.record for row in rows) == lines
    assert {row.rejects for row in rows} == {None}


def test_columns_hold_what_the_lines_hold(spark, lines):
    made_by = rules()
    articles, _ = read_files(spark, str(SAMPLES))
    rows = typed(extracted(articles.repartition(3), made_by), made_by).collect()
    assert {row.rejects for row in rows} == {None}
    found = sorted((plain(row, "rejects") for row in rows), key=lambda row: row["source"]["path"])
    assert found == sorted(map(as_columns, lines), key=lambda row: row["source"]["path"])
    assert all(
        any(row[kind] for row in found) for kind in ("dates", "ratios", "awards", "officials", "places", "checks")
    )
    assert all(any(row["facts"][kind] for row in found) for kind in ("documents", "quantities"))


def test_rows_give_the_lines_of_extract_where_they_are(samples, lines):
    spread = samples.repartition(5)
    records = extract_dataframe(spread, "body", form="text", path="path", as_json=True)
    assert records.schema.simpleString() == (
        "struct<record:string,rejects:struct<path:string,index:bigint,code:string,message:string>>"
    )
    assert records.rdd.getNumPartitions() == 5
    assert sorted(row.record for row in records.collect()) == lines


def test_columns_are_known_before_there_is_a_job(samples):
    records = extract_dataframe(samples, "body", form="text", keep=["n"])
    fields = record_type(rules())
    assert records.schema.names == ["n", *fields.names, "rejects"]
    assert records.schema["n"].dataType == types.IntegerType()
    assert types.StructType(records.schema.fields[1:-1]) == fields
    assert records.schema["rejects"].dataType.names == [field.name for field in REJECT]
    lists = ("dates", "ratios", "awards", "officials", "places", "checks")
    assert {name: type(records.schema[name].dataType.elementType) for name in lists} == dict.fromkeys(
        lists, types.StructType
    )
    post = records.schema["officials"].dataType.elementType["posts"].dataType.elementType
    assert post["province"].dataType["successors"].dataType.elementType.names == ["name", "code"]
    assert "text" not in fields.names
    assert record_type(rules(with_text=True)).names == [*fields.names, "text"]


def test_columns_are_asked_for_in_sql(samples, lines):
    records = extract_dataframe(samples, "body", form="text", keep=["n"])
    awards = records.where("rejects IS NULL").selectExpr("n", "explode(awards) AS award").selectExpr("n", "award.count")
    expected = [(n, award["count"]) for n, path in enumerate(TEXTS) for award in of(lines, path.name)["awards"]]
    assert sorted(map(tuple, awards.collect())) == sorted(expected)
    assert len(expected) > 3


def of(lines, name):
    (row,) = (row for row in map(json.loads, lines) if row["source"]["path"] == f"samples/{name}")
    return row


def test_options_are_those_of_extract(samples):
    options = ["--only", "dates,documents", "--published", "2019-05-06", "--with-text", "--max-bytes", "2000"]
    found, rejects = extract(SAMPLES, *options)
    records = extract_dataframe(
        samples, "body", form="text", path="path", as_json=True,
        only=["dates", "documents"], published="2019-05-06", with_text=True, max_bytes=2000,
    ).collect()  # fmt: skip
    assert sorted(row.record for row in records if row.record) == sorted(found)
    assert sorted(row.rejects.path for row in records if row.rejects) == sorted(
        "samples/" + row["path"].rpartition("/")[2] for row in rejects
    )
    assert 3 < len(rejects) < len(TEXTS) - 3


def test_own_packs_travel_with_the_job(spark, tmp_path):
    fields = {
        "so": 'convert = "int", required = true',
        "hang": 'convert = "map:grade[]"',
        "diem": 'convert = "map:points"',
    }
    pattern = r"(?P<so>[0-9]+) dấu(?: (?P<hang>\L<grade>))*(?: (?P<diem>khá))?"
    (tmp_path / "own").mkdir()
    (tmp_path / "own/own.toml").write_text(own_kind(fields, pattern), encoding="utf-8")
    (tmp_path / "a.txt").write_text("Có 3 dấu giỏi giỏi. Có 4 dấu. Đến nay, 15/20 xã đạt chuẩn.", encoding="utf-8")
    (line,), _ = extract(tmp_path / "a.txt", "--patterns", tmp_path / "own")
    df = spark.createDataFrame([((tmp_path / "a.txt").read_text(encoding="utf-8"),)], "t string")
    df = df.withColumn("where", F.lit("a.txt"))
    options = {"form": "text", "path": "where", "patterns": [tmp_path / "own"]}
    (row,) = extract_dataframe(df, "t", as_json=True, **options).collect()
    assert row.record == line
    (row,) = extract_dataframe(df, "t", **options).selectExpr("inline(facts.marks)").drop("start", "end").collect()[:1]
    assert plain(row) == {"text": "3 dấu giỏi giỏi", "rule": "own.r1", "so": 3, "hang": ["good", "good"], "diem": None}


def test_packs_that_cannot_be_loaded_are_told_before_there_is_a_job(samples, tmp_path):
    with pytest.raises(PackError, match=r"own: no such folder$"):
        extract_dataframe(samples, "body", form="text", patterns=[tmp_path / "own"])


# --- columns that are kept ----------------------------------------------------------------------------------------

KEPT = {
    "số": (types.IntegerType(), [1, None, 3]),
    "có dấu": (types.StringType(), ["đ", "", None]),
    "dấu; --": (types.DecimalType(38, 2), [Decimal("1.50"), None, Decimal(-9)]),
    "select": (
        types.ArrayType(types.StructType().add("x y", "binary")),
        [[{"x y": bytearray(b"\xff")}, None], [], None],
    ),
    "m": (types.MapType(types.StringType(), types.DateType()), [{"a": datetime.date(2023, 10, 18)}, {}, None]),
    "t": (types.TimestampNTZType(), [datetime.datetime(1, 1, 1), datetime.datetime(2023, 10, 18, 17, 52, 0, 5), None]),
    "f": (types.DoubleType(), [float("inf"), -0.0, None]),
    "key": (types.StringType(), ["k", "k", "k"]),
    "bài": (types.StringType(), [TEXT, "", "Trong kỳ, 7/9 xã có chợ."]),
}


@pytest.mark.parametrize("as_json", [True, False])
def test_kept_columns_stand_unchanged_before_the_record(spark, as_json):
    schema = types.StructType([types.StructField(name, kind) for name, (kind, _) in KEPT.items()])
    df = spark.createDataFrame(list(zip(*(values for _, values in KEPT.values()), strict=True)), schema)
    keep = [*reversed(KEPT)]
    records = extract_dataframe(df, "bài", keep=keep, as_json=as_json)
    assert records.schema.fields[: len(keep)] == [schema[name] for name in keep]
    rows = records.collect()
    assert [{name: row[name] for name in keep} for row in rows] == [
        {name: row[name] for name in keep} for row in df.collect()
    ]
    assert [row.rejects and row.rejects.code for row in rows] == [None, "empty", None]
    ratios = [json.loads(row.record)["ratios"] if as_json else row.ratios for row in rows if not row.rejects]
    assert [[fact["text"] for fact in facts] for facts in ratios] == [["15/20 xã"], ["7/9 xã"]]


@pytest.mark.parametrize("name", ["a.b", "x`y", "a b.c", "*"])
def test_a_column_of_any_name_is_kept(spark, name):
    df = spark.createDataFrame(
        [(TEXT, 7)], types.StructType().add("text", types.StringType()).add(name, types.IntegerType())
    )
    for as_json in (True, False):
        (row,) = extract_dataframe(df, keep=[name], as_json=as_json).collect()
        assert row[name] == 7


@pytest.mark.parametrize(
    ("name", "options", "is_taken"),
    [
        ("id", {}, True),
        ("source", {}, True),
        ("DATES", {}, True),
        ("rejects", {}, True),
        ("rejects", {"as_json": True}, True),
        ("Record", {"as_json": True}, True),
        ("article", {"as_json": True}, True),
        ("id", {"as_json": True}, False),
        ("text", {"with_text": True}, True),
        ("text", {}, False),
    ],
)
def test_a_column_that_the_record_has_cannot_be_kept(samples, name, options, is_taken):
    df = samples.select(F.col("body").alias("bài"), F.lit("x").alias(name))
    if is_taken:
        with pytest.raises(UsageError, match=f"^a column '{name}' cannot be kept under this name; rename it first$"):
            extract_dataframe(df, "bài", form="text", keep=[name], **options)
    else:
        (row,) = extract_dataframe(df, "bài", form="text", keep=[name], **options).limit(1).collect()
        assert row[name] == "x"


# --- columns that tell more ---------------------------------------------------------------------------------------

SAID = [
    # text, title, date, authors, url
    (TEXT, "Tin xã Nà Lươm", "18/10/2023", ["Vi An", "Lò Bo"], "https://bao.example/tin-1"),
    (TEXT, None, None, None, None),
    (TEXT, " ", "hôm nào", [], ""),
    (TEXT.strip() * 3 + ' "\\\t😀\u2028', 'Tin "hai"\n\\', "2023-10-18T17:52:00+07:00", [None, " "], "x y"),
]
NAMES = ["text", "title", "date", "authors", "url"]


def said(spark, rows, kinds="string string string array<string> string"):
    schema = ", ".join(f"{name} {kind}" for name, kind in zip(NAMES, kinds.split(), strict=True))
    return spark.createDataFrame([(number, *row) for number, row in enumerate(rows)], f"n int, {schema}").repartition(1)


def of_lines(df):
    """Return what ``extract`` makes of a file with the rows as lines of JSON."""
    rows = df.orderBy("n").drop("n").toJSON().collect()
    return extract("-", "--input-format", "jsonl", stdin="".join(f"{row}\n" for row in rows).encode())


def by_index(rows):
    return sorted(rows, key=lambda line: json.loads(line)["source"]["index"])


def test_columns_tell_what_fields_of_a_line_do(spark):
    df = said(spark, SAID)
    found, rejects = of_lines(df)
    records = extract_dataframe(df, index="n", as_json=True).collect()
    assert by_index(row.record for row in records) == found
    assert (rejects, {row.rejects for row in records}) == ([], {None})
    assert json.loads(found[0])["article"] == {
        "headline": "Tin xã Nà Lươm",
        "date_published": "2023-10-18",
        "authors": ["Vi An", "Lò Bo"],
        "publisher": None,
        "url": "https://bao.example/tin-1",
        **dict.fromkeys(("province", "district", "commune")),
    }


def test_columns_may_have_other_names(spark):
    df = said(spark, SAID)
    other = df.toDF("n", "nội dung", "tít", "ngày", "tác giả", "link")
    # Columns with the usual names are there, too, and are not meant.
    other = other.select("*", *(F.lit("x").alias(name) for name in NAMES))
    told = {"title": "tít", "date": "ngày", "author": "tác giả", "url": "link"}
    found, rejects = extract_rows(other, "nội dung", **told)
    expected, _ = of_lines(df)
    assert (without_size(found), rejects) == (without_size(expected), [])


def extract_rows(df, *args, **options):
    rows = extract_dataframe(df, *args, index="n", as_json=True, **options).collect()
    return by_index(row.record for row in rows if row.record), [row.rejects for row in rows if row.rejects]


def without_size(lines):
    """The size of a line of JSON depends on the names of its fields."""
    rows = list(map(json.loads, lines))
    for row in rows:
        del row["source"]["bytes"]
    return rows


@pytest.mark.parametrize("name", ["title", "date", "authors", "url"])
def test_the_text_may_be_in_a_column_with_the_usual_name_of_another(spark, name):
    df = said(spark, [(TEXT, "Tin xã Nà Lươm", None, None, None)])
    other = df.select("n", F.col("text").alias(name), F.col("title").alias("x"))
    options = {"title": "x"} if name == "title" else {{"authors": "author"}.get(name, name): "x"}
    (line,), _ = extract_rows(other, name, **options)
    assert [fact["text"] for fact in json.loads(line)["ratios"]] == ["15/20 xã"]


@pytest.mark.parametrize(
    ("kinds", "date", "authors", "published", "names"),
    [
        ("string string date string string", datetime.date(2023, 10, 18), "Vi An", "2023-10-18", ["Vi An"]),
        (
            "string string timestamp_ntz array<struct<name:string,x:int>> string",
            datetime.datetime(2023, 10, 18, 17, 52),
            [("Vi An", 1), None, (None, 2), ("Lò Bo", None)],
            "2023-10-18T17:52:00+07:00",
            ["Vi An", "Lò Bo"],
        ),
        (
            "string string timestamp struct<name:string> string",
            datetime.datetime(2023, 10, 18, 10, 52, tzinfo=datetime.UTC),
            ("Vi An",),
            "2023-10-18T17:52:00+07:00",
            ["Vi An"],
        ),
        ("string string int int string", 2023, 5, None, []),
    ],
    ids=["date", "without a zone", "with a zone", "numbers"],
)
def test_columns_of_other_types_tell_what_their_json_does(spark, kinds, date, authors, published, names):
    spark.conf.set("spark.sql.session.timeZone", "Asia/Ho_Chi_Minh")
    try:
        df = said(spark, [(TEXT, "Tin", date, authors, None)], kinds)
        (line,), _ = extract_rows(df)
        (expected,), _ = of_lines(df)
    finally:
        spark.conf.unset("spark.sql.session.timeZone")
    article = json.loads(line)["article"]
    assert line == expected
    assert (article["date_published"], article["authors"]) == (published, names)


def test_path_and_index_tell_where_an_article_comes_from(spark):
    df = spark.createDataFrame(
        [(TEXT, "b/a.txt", 7), (TEXT, None, None), ("", "b/a.txt", 7), ("", "x\ny", None), (None, None, 0)],
        "text string, p string, i smallint",
    )
    rows = extract_dataframe(df, path="p", index="i").select("source.path", "source.index", "rejects").collect()
    message = {"code": "not-json", "message": "no text in the column 'text'"}
    assert [tuple(row)[:2] for row in rows[:2]] == [("b/a.txt", 7), ("-", 0)]
    assert [plain(row.rejects) for row in rows[2:]] == [
        {"path": "b/a.txt", "index": 7, "code": "empty", "message": "b/a.txt[7]: no text in it"},
        {"path": "x\ny", "index": 0, "code": "empty", "message": "x\\ny: no text in it"},
        {"path": "-", "index": 0, "code": "empty", "message": "-[0]: no text in the column 'text'"},
    ], message


# --- forms --------------------------------------------------------------------------------------------------------


def test_a_column_holds_what_files_of_a_form_do(spark, tmp_path):
    url = "https://bao.example/tin-9"
    cases = [
        ("html", "string", PAGE.decode(), url),
        ("html", "binary", PAGE, url),
        ("html", "binary", b"<p>Tr\xean", None),
        ("text", "string", TEXT, None),
        ("text", "binary", TEXT.encode("utf-16"), url),
        ("text", "binary", b"\xff\xff", None),
        ("docx", "binary", b"PK\x03\x04", None),
        ("pdf", "binary", b"%PDF-", None),
    ]
    for form, kind, content, address in cases:
        data = content.encode() if isinstance(content, str) else content
        lines, rejects = extract("-", "--input-format", form, stdin=data)
        df = spark.createDataFrame([(content, address)], f"c {kind}, url string").coalesce(1)
        (row,) = extract_dataframe(df, "c", form=form, as_json=True).collect()
        expected = json.loads(lines[0]) if lines else None
        if expected and not expected["article"]["url"]:  # a page tells its own, which holds
            expected["article"]["url"] = address
        assert (json.loads(row.record) if row.record else None) == expected
        assert [plain(row.rejects)] == rejects if rejects else row.rejects is None


# --- what goes wrong ----------------------------------------------------------------------------------------------

LIMIT = 500
LARGE = "Có 12345678901234567890/12345678901234567899 hộ đạt chuẩn, chi 99999999999999999999999 tỷ đồng."
ROWS = {
    "null": (None, "empty"),
    "empty": ("", "empty"),
    "blank": (" \n\t\u200b\ufeff", "empty"),
    "zero": ("Có 3/4 xã\0 đạt.", "not-text"),
    "just": (f"{'x' * (LIMIT - 20)} 3/4 xã.", None),  # as a line of JSON it has so many bytes
    "more": (f"{'x' * (LIMIT - 20)} 3/4 xã..", "too-long"),
    "long": ("x" * 100_000, "too-long"),
    "control": ("\x01\x1b[2J 3/4 xã đạt.\x7f", None),
    "marks": ('{"text": "}\\u0000 3/4 xã đạt. \'\ud7ff\U0010ffff', None),
    "deep": ("[" * 450, None),
    "large": (LARGE, None),
    "good": (TEXT, None),
}


@pytest.mark.parametrize("as_json", [True, False])
def test_nothing_that_a_row_holds_fails_the_job(spark, as_json):
    df = spark.createDataFrame([(name, text) for name, (text, _) in ROWS.items()], "n string, text string")
    df = df.union(spark.sql("SELECT 'bytes', CAST(X'FF332F342078C3A320C49174' AS STRING)"))  # which is no valid string
    rows = {row.n: row for row in extract_dataframe(df, keep=["n"], max_bytes=LIMIT, as_json=as_json).collect()}
    codes = {name: row.rejects and row.rejects.code for name, row in rows.items()}
    assert codes == {name: code for name, (_, code) in ROWS.items()} | {"bytes": None}
    for row in rows.values():
        told = [row.record] if as_json else [row.id, row.source, row.article, row.dates, row.facts, row.checks]
        assert {value is None for value in told} == {row.rejects is not None}
    ratios = {
        name: [fact["text"] for fact in (json.loads(row.record)["ratios"] if as_json else row.ratios)]
        for name, row in rows.items()
        if not row.rejects
    }
    assert ratios.pop("large") == ["12345678901234567890/12345678901234567899 hộ"]
    assert ratios == {
        **{name: ["3/4 xã"] for name in ("just", "control", "marks", "bytes")},
        "deep": [],
        "good": ["15/20 xã"],
    }


def test_a_number_beyond_64_bits_is_null_and_the_rest_is_there(spark):
    df = spark.createDataFrame([(LARGE,)], "text string")
    (row,) = extract_dataframe(df).collect()
    ((line,), _), (fact,) = of_lines(df.withColumn("n", F.lit(0))), row.ratios
    (expected,) = json.loads(line)["ratios"]
    assert expected["numerator"] > 2**63
    assert plain(fact) == expected | {"numerator": None, "denominator": None}
    assert [fact.text for fact in row.facts.quantities] == [
        fact["text"] for fact in json.loads(line)["facts"]["quantities"]
    ]
    assert row.id == json.loads(line)["id"]


def test_bytes_that_are_no_string_are_refused_where_they_are_an_article(spark):
    df = spark.sql("SELECT CAST(X'C490FF' AS STRING) AS c, X'612FFF' AS p")
    (row,) = extract_dataframe(df, "c", form="text", path="p", as_json=True).collect()
    message = "a/\ufffd: not UTF-8 text (byte 0xff at offset 2)"
    assert plain(row.rejects) == {"path": "a/\ufffd", "index": 0, "code": "not-text", "message": message}


@pytest.mark.parametrize(
    ("args", "options", "message"),
    [
        (["body"], {}, "the column 'body' holds bytes: say with form= what they are (text, html, mht, docx, pdf)"),
        (["n"], {}, "the column 'n' holds int, no text"),
        (["n"], {"form": "text"}, "the column 'n' holds int, no text"),
        *(
            (
                ["body"],
                {"form": form},
                f"{form!r} is none of the forms that a column can hold: text, html, mht, docx, pdf",
            )
            for form in ("jsonl", "warc", "parquet", "")
        ),
        (["body"], {"form": "text", "keep": ["m"]}, "no column 'm' among n, path, body"),
        (
            ["body"],
            {"form": "text", "only": ["dates", "date"]},
            "'date' is none of dates, ratios, awards, officials, places, documents, quantities",
        ),
        (["body"], {"form": "text", "published": "hôm nào"}, None),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_told_before_there_is_a_job(samples, args, options, message):
    with pytest.raises(UsageError) as caught:
        extract_dataframe(samples, *args, **options)
    assert message in (str(caught.value), None)


@pytest.mark.parametrize("role", ["text", "title", "date", "author", "url", "path", "index"])
def test_a_column_that_is_not_there_is_told_before_there_is_a_job(samples, role):
    with pytest.raises(UsageError, match=r"^no column 'không có' among n, path, body, text$"):
        extract_dataframe(samples.withColumn("text", F.lit(TEXT)), **{role: "không có"})


def test_capital_letters_are_no_others_in_the_names_of_columns(spark):
    df = said(spark, SAID)
    assert extract_rows(df.toDF("N", *map(str.title, NAMES))) == of_lines(df)


def test_the_date_of_publication_is_read_as_that_of_the_option(spark, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    df = spark.createDataFrame([(TEXT, "a.txt")], "t string, p string")
    for date in ("18/10/2023", "2023-10-18T17:52"):
        (line,), _ = extract(tmp_path / "a.txt", "--published", date)
        (row,) = extract_dataframe(df, "t", form="text", path="p", published=date, as_json=True).collect()
        assert row.record == line


# --- processes that die -------------------------------------------------------------------------------------------

TIMES = 40
PATIENCE = 60  # seconds after which what is waited for never comes


def awaited(condition):
    """Wait until a condition holds; return what it gives."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert found
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not show processes as files")
@pytest.mark.parametrize(("whose", "failed"), [("of_spark", 1), ("ours", 0)])
def test_a_process_that_is_killed_costs_nothing(spark, samples, lines, whose, failed):
    many = samples.crossJoin(spark.range(TIMES)).repartition(4, "n", "id")
    records = extract_dataframe(many, "body", form="text", path="path", keep=["n", "id"], as_json=True)
    awaited(lambda: not local.at_work())
    found, errors = [], []

    def run():
        spark.sparkContext.setJobGroup(whose, "")
        try:
            found.extend(records.collect())
        except Exception as error:  # of Java, and long
            errors.append(str(error)[:500])

    job = threading.Thread(target=run)
    job.start()
    awaited(local.at_work)
    time.sleep(0.5)  # some articles later
    os.kill(getattr(awaited(local.at_work)[0], whose), signal.SIGKILL)
    assert job.is_alive()
    job.join()
    assert errors == []
    assert sorted((row.n, row.id) for row in found) == [(n, time) for n in range(len(TEXTS)) for time in range(TIMES)]
    assert {row.rejects for row in found} == {None}
    assert {row.record for row in found} == set(lines)
    assert failures(spark, whose) == failed
    awaited(lambda: not local.at_work())


def failures(spark, group):
    """Return how many tasks of a group of jobs failed, and were tried again."""
    status = spark.sparkContext.statusTracker()
    jobs = map(status.getJobInfo, status.getJobIdsForGroup(group))
    return sum(status.getStageInfo(stage).numFailedTasks for job in jobs for stage in job.stageIds)


def test_the_example_of_the_readme_finds_what_it_says(spark):
    (example,) = re.findall(
        r"^```py\n(.*?)^```$", (SAMPLES.parent / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    names = {"spark": spark}
    exec(example, names)  # noqa: S102 - our own
    assert [tuple(row) for row in names["awards"].collect()] == [(7, 3, "tập thể"), (7, 5, "cá nhân")]
    assert [tuple(row) for row in names["refused"].collect()] == [(8, "empty")]
