"""The job of ``antq-extract spark``: what it writes is what ``extract`` writes, once, wherever it is filed."""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
import spark as local
from click.testing import CliRunner
from regenerate import SAMPLES
from spark import LINES, TEXT, as_columns, extract, lines, module, write
from test_cli import untimed
from test_process import COMMAND

from antq_extract import gazetteer, spark_job, spark_work
from antq_extract.cli import cli
from antq_extract.errors import AntqError, OutputError, UsageError
from antq_extract.forms import Fields
from antq_extract.spark import rules
from antq_extract.spark_job import Counts, Job

pytestmark = local.quiet
pa = local.pa
parquet = module("pyarrow.parquet")
NOWHERE = "__HIVE_DEFAULT_PARTITION__"
LAYOUTS = pytest.mark.parametrize("layout", ["jsonl", "parquet"])


@pytest.fixture(scope="module")
def spark():
    with local.session() as session:
        yield session


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The samples among other articles and junk."""
    top = write(tmp_path_factory.mktemp("vào") / "kho bài")
    for path in SAMPLES.glob("*.txt"):
        shutil.copy(path, top / path.name)
    return top


@pytest.fixture(scope="module")
def plain(folder):
    """What ``extract`` writes of the folder: the lines, and the rejects."""
    found, rejects = extract(folder)
    assert len(found) > 30
    assert len(rejects) > 20
    return sorted(found), rejects


@pytest.fixture(scope="module")
def run(spark):
    """Return a function that runs the job."""

    def do(source, target, *, published=None, options=None, **job):
        made_by = rules(published=published, options=options, columns=job.get("table"))
        return spark_job.run(spark, Job(str(source), str(target), **job), made_by)

    return do


@pytest.fixture(scope="module")
def outputs(run, folder, tmp_path_factory):
    """The outputs of the folder in each layout, and what was counted."""
    top = tmp_path_factory.mktemp("ra")
    return top, {layout: run(folder, top / layout, layout=layout) for layout in ("jsonl", "parquet")}


def texts(out, kind="*"):
    """Return the lines of an output, each with the folder that it is in."""
    files = sorted(out.glob(f"pack_digest=*/kind={kind}/**/*.txt"))
    read = [(str(file.parent.relative_to(out)), file.read_bytes().decode().split("\n")) for file in files]
    return [(where, line) for where, found in read for line in found if line]


def table(out):
    """Return the rows of an output."""
    return parquet.read_table(out, partitioning=None).to_pylist()


def content(out):
    """Return what an output holds, whatever its layout, in a fixed order."""
    return sorted(texts(out) or map(repr, table(out)))


def shown(counts):
    return tuple(counts)[:2]


# --- out ----------------------------------------------------------------------------------------------------------


def test_lines_are_those_of_extract(outputs, plain):
    found, rejects = plain
    top, counts = outputs
    digest = f"pack_digest={rules().digest}"
    assert sorted(texts(top / "jsonl", "record")) == [(f"{digest}/kind=record", line) for line in found]
    written = [json.loads(line) for where, line in texts(top / "jsonl", "reject") if where == f"{digest}/kind=reject"]
    assert sorted(map(repr, written)) == sorted(map(repr, rejects))
    assert counts["jsonl"] == Counts(len(found), len(rejects), min(row["message"] for row in rejects))


def test_columns_hold_what_extract_writes(outputs, plain):
    found, rejects = plain
    top, counts = outputs
    rows = table(top / "parquet")
    assert {row.pop("pack_digest") for row in rows} == {rules().digest}
    refused = [row for row in rows if row["rejects"]]
    assert sorted(repr(row.pop("rejects")) for row in refused) == sorted(map(repr, rejects))
    assert {value for row in refused for value in row.values()} == {None}
    records = [row for row in rows if "rejects" in row]
    assert {row.pop("rejects") for row in records} == {None}
    assert sorted(records, key=repr_of_source) == sorted(map(as_columns, found), key=repr_of_source)
    assert counts["parquet"] == counts["jsonl"]


def repr_of_source(row):
    return repr(row["source"])


def month(row):
    return (re.match("[0-9]{4}-[0-9]{2}", row["article"]["date_published"] or "") or [NOWHERE])[0]


def slug(name):
    bare = "".join(sign for sign in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(sign))
    return "-".join(re.findall("[a-z]+", bare.replace("đ", "d")))


def province(row):
    return slug(row["article"]["province"]["name"]) if row["article"]["province"] else NOWHERE


@pytest.mark.parametrize(
    ("layout", "by", "column", "value"),
    [("jsonl", "month", "published_month", month), ("parquet", "province", "province", province)],
)
def test_a_record_is_filed_under_its_value(run, folder, plain, tmp_path, layout, by, column, value):
    counts = run(folder, tmp_path / "ra", layout=layout, by=by)
    assert shown(counts) == (len(plain[0]), len(plain[1]))
    expected = Counter((f"{column}={value(json.loads(line))}", json.loads(line)["id"]) for line in plain[0])
    assert len({where for where, _ in expected}) > 2
    assert f"{column}={NOWHERE}" in {where for where, _ in expected}
    if layout == "jsonl":
        found = Counter(
            (where.rpartition("/")[2], json.loads(line)["id"]) for where, line in texts(tmp_path / "ra", "record")
        )
        assert {where.rpartition("/")[2] for where, _ in texts(tmp_path / "ra", "reject")} == {f"{column}={NOWHERE}"}
    else:
        found = Counter(
            (where.name, row["id"])
            for where in (tmp_path / "ra").iterdir()
            if where.is_dir()
            for row in table(where)
            if row["id"]
        )
    assert found == expected
    assert shown(run(folder, tmp_path / "ra", layout=layout, by=by, append=True)) == (0, 0)


def test_provinces_are_filed_apart_under_plain_letters(spark):
    places = gazetteer.load().provinces.values()
    names = sorted(
        {place.name for place in places} | {gazetteer.Gazetteer.name(place, "2024-12-31") for place in places}
    )
    records = [(name, json.dumps({"article": {"province": {"name": name}}}, ensure_ascii=False)) for name in names]
    df = spark.createDataFrame(records, "name string, record string")
    found = dict(map(tuple, df.select("name", spark_job._value("province")).collect()))
    assert found == {name: slug(name) for name in names}
    assert len(set(found.values())) == len(names) > 63
    assert found["Bà Rịa - Vũng Tàu"] == "ba-ria-vung-tau"
    assert found["Thừa Thiên Huế"] == "thua-thien-hue"


MONTHS = {
    "2023-10-18T17:52:00+07:00": "2023-10",
    "2023-10": "2023-10",
    "2023": None,
    "XXXX-10-18": None,
    "2023-10-01/2023-11-02": "2023-10",
    "../2023-10": None,
    None: None,
}


def test_the_month_of_a_date(spark):
    records = [(date, json.dumps({"article": {"date_published": date}})) for date in MONTHS]
    df = spark.createDataFrame(records, "date string, record string")
    assert dict(map(tuple, df.select("date", spark_job._value("published_month")).collect())) == MONTHS


# --- what there is already ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layout", "by"), [("jsonl", None), ("parquet", None), ("delta-ready", "month")])
def test_appending_adds_what_is_not_there_yet(run, tmp_path, layout, by):
    out, source = tmp_path / "ra", write(tmp_path / "kho bài")
    expected = [len(some) for some in extract(source)]
    first = run(source, out, layout=layout, by=by)
    held = content(out)
    assert (list(shown(first)), len(held)) == (expected, sum(expected))
    assert run(source, out, layout=layout, by=by, append=True) == Counts(0, 0, None)
    assert content(out) == held
    (source / "mới.txt").write_text("Toàn huyện có 3/4 thôn có nhà văn hóa.\n", encoding="utf-8")
    (source / "mới hỏng.txt").write_bytes(b"")
    assert run(source, out, layout=layout, by=by, append=True) == Counts(1, 1, f"{source}/mới hỏng.txt: empty file")
    # Other options may give other records.
    again = run(source, out, layout=layout, by=by, append=True, published="2019-05-06")
    assert shown(again) == (expected[0] + 1, expected[1] + 1)
    assert len(content(out)) == 2 * len(held) + 4
    digests = {where.partition("/")[0] for where, _ in texts(out)} or {row["pack_digest"] for row in table(out)}
    assert len(digests) == 2


def test_articles_of_earlier_outputs_are_left_out(run, folder, outputs, tmp_path):
    top, _ = outputs
    more = write(
        tmp_path / "thêm", {"a.txt": b"C\xc3\xb3 3/4 x\xc3\xa3.", "b.txt": b"C\xc3\xb3 3/5 x\xc3\xa3.", "c.txt": b""}
    )
    assert shown(run(more / "a.txt", tmp_path / "một", layout="jsonl")) == (1, 0)
    for path in more.iterdir():
        shutil.copy(path, folder / f"thêm {path.name}")
    try:
        counts = run(folder, tmp_path / "hai", layout="jsonl", skip=(str(top / "jsonl"), str(tmp_path / "một")))
    finally:
        for path in more.iterdir():
            (folder / f"thêm {path.name}").unlink()
    assert counts == Counts(1, 1, f"{folder}/thêm c.txt: empty file")
    ((_, line),) = texts(tmp_path / "hai", "record")
    assert json.loads(line)["source"]["path"] == "kho bài/thêm b.txt"


@pytest.mark.parametrize(("layout", "skip"), [("jsonl", "parquet"), ("parquet", "jsonl"), ("parquet", "không đâu")])
def test_what_is_no_output_of_the_layout_cannot_be_skipped(run, folder, outputs, tmp_path, layout, skip):
    top, _ = outputs
    with pytest.raises(UsageError, match=f"^{top / skip}: no output there with --output-format {layout}$"):
        run(folder, tmp_path / "ra", layout=layout, skip=(str(top / skip),))
    assert not (tmp_path / "ra").exists()


@LAYOUTS
def test_an_output_that_is_there_is_left_alone(run, folder, outputs, layout):
    top, _ = outputs
    before = content(top / layout)
    for other in ("jsonl", "parquet"):
        with pytest.raises(OutputError, match=f"^{top / layout}: there is an output already; --append adds"):
            run(folder, top / layout, layout=other)
    other = {"jsonl": "parquet", "parquet": "jsonl"}[layout]
    with pytest.raises(UsageError, match=f"^{top / layout}: no output there with --output-format {other}$"):
        run(folder, top / layout, layout=other, append=True)
    assert content(top / layout) == before


def test_an_output_takes_no_file_s_place(run, folder, tmp_path):
    (tmp_path / "ra").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError):
        run(folder, tmp_path / "ra")
    assert (tmp_path / "ra").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("append", [False, True])
def test_what_was_begun_and_not_finished_is_no_output(run, tmp_path, append):
    unfinished = tmp_path / "ra/_temporary/0/_temporary/attempt_1"
    unfinished.mkdir(parents=True)
    (unfinished / "part-00000.txt").write_text("x\n", encoding="utf-8")
    (tmp_path / "ra/.part-00000.txt.crc").write_bytes(b"crc")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert shown(run(tmp_path / "a.txt", tmp_path / "ra", layout="jsonl", append=append)) == (1, 0)
    assert len(texts(tmp_path / "ra")) == 1


# --- tables in ----------------------------------------------------------------------------------------------------

COLUMNS = Fields("nội dung", "tít", "ngày", "tác giả", "link")
ROWS = [
    {"nội dung": TEXT, "tít": "Tin xã Nà Lươm", "ngày": "18/10/2023", "tác giả": ["Vi An"], "link": None},
    {"nội dung": None, "tít": "Không có gì", "ngày": None, "tác giả": None, "link": None},
    *(
        {"nội dung": f"Có {number}/99 xã đạt.", "tít": None, "ngày": None, "tác giả": None, "link": None}
        for number in range(8)
    ),
]
TABLES = ("tin.parquet", "tỉnh A/100% + tin a+b.parquet", "tỉnh A/sâu/%41#?.parquet")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    top = tmp_path_factory.mktemp("bảng") / "bảng 1+2"
    for name in TABLES:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pa.Table.from_pylist(ROWS), top / name, row_group_size=3)
    return top


def test_rows_of_tables_are_articles(run, tables, tmp_path):
    counts = run(tables, tmp_path / "ra", layout="jsonl", table=COLUMNS)
    paths = [f"bảng 1+2/{name}" for name in TABLES]
    assert counts == Counts(27, 3, f"{min(paths)}[1]: no text in the column 'nội dung'")
    records = [json.loads(line) for _, line in texts(tmp_path / "ra", "record")]
    assert Counter((row["source"]["path"], row["source"]["index"]) for row in records) == Counter(
        (path, index) for path in paths for index in range(10) if index != 1
    )
    for row in records:
        index = row["source"]["index"]
        assert row["source"]["media_type"] == "application/jsonl"
        assert [fact["text"] for fact in row["ratios"]] == ["15/20 xã" if index == 0 else f"{index - 2}/99 xã"]
        said = (row["article"]["headline"], row["article"]["date_published"], row["article"]["authors"])
        assert said == (("Tin xã Nà Lươm", "2023-10-18", ["Vi An"]) if index == 0 else (None, None, []))
    rejects = [json.loads(line) for _, line in texts(tmp_path / "ra", "reject")]
    assert Counter((row["path"], row["index"], row["code"]) for row in rejects) == Counter(
        (path, 1, "empty") for path in paths
    )
    assert run(tables, tmp_path / "ra", layout="jsonl", table=COLUMNS, append=True) == Counts(0, 0, None)


def where(spark, source):
    """Return what records will say of where rows of tables come from."""
    job = Job(str(source), "", table=COLUMNS)
    articles = spark_job._articles(spark, job, rules(columns=COLUMNS)).select("article.given", "article.path")
    found = {tuple(row) for row in articles.distinct().collect()}
    assert all(given == path for given, path in found)
    return {path for _, path in found}


def test_where_rows_come_from(spark, tables):
    all_of_them = {f"bảng 1+2/{name}" for name in TABLES}
    for source in (
        tables,
        f"{tables}/",
        f"file://{tables}",
        f"file:{tables}",
        os.path.relpath(tables),
        f"{tables}/../bảng 1+2",
    ):
        assert where(spark, source) == all_of_them, source
    assert where(spark, tables / "tỉnh A") == {name for name in TABLES if name.startswith("tỉnh A")}
    for name in TABLES[:2]:
        assert where(spark, tables / name) == {Path(name).name}
    assert where(spark, f"{tables}/tỉnh A/*.parquet") == {Path(TABLES[1]).name}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (Fields(), r"no column 'text' among .*nội dung"),
        (Fields("text_body"), "no column 'text_body' among .*nội dung"),
        (Fields("tác giả"), "the column 'tác giả' holds array<string>, no text"),
    ],
)
def test_a_table_without_the_column_is_a_usage_error(run, tables, tmp_path, columns, message):
    with pytest.raises(UsageError, match=message):
        run(tables, tmp_path / "ra", table=columns)
    assert not (tmp_path / "ra").exists()


# --- tasks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "spread", "parts"),
    [(1, None, 8), (1, 3, 3), (40, None, 8), (40, 3, 3), (2, None, 2)],
    ids=["a file is spread", "as asked", "files are left alone", "files as asked", "a file for each core"],
)
def test_articles_are_spread_where_files_are_few(spark, tmp_path, files, spread, parts):
    for number in range(files):
        (tmp_path / f"{number}.jsonl").write_bytes(lines(LINES[:2]) * 5)
    articles = spark_job._articles(spark, Job(str(tmp_path), "", spread=spread), rules())
    assert articles.rdd.getNumPartitions() == parts
    is_shuffled = "Exchange" in articles._jdf.queryExecution().toString()
    assert is_shuffled == (files == 1 or spread is not None)
    found = [tuple(row) for row in articles.select("article.given", "article.index").collect()]
    assert sorted(found) == sorted((f"{tmp_path}/{file}.jsonl", index) for file in range(files) for index in range(10))


# --- Delta --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [None, "month"])
def test_an_output_is_ready_for_delta(run, plain, folder, tmp_path, by):
    delta = module("deltalake")
    out = tmp_path / "ra"
    run(folder, out, layout="delta-ready", by=by)
    files = [path for path in out.rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert {path.suffix for path in files} == {".parquet"}
    column = delta.Field("published_month", "string", nullable=True)
    how = {"partition_by": delta.Schema([column]), "partition_strategy": "hive"} if by else {}
    delta.convert_to_deltalake(str(out), **how)
    rows = delta.DeltaTable(str(out)).to_pyarrow_table().to_pylist()
    assert Counter(row["id"] for row in rows) == Counter(
        [json.loads(line)["id"] for line in plain[0]] + [None] * len(plain[1])
    )
    if by:
        months = {row["published_month"] for row in rows}
        assert months == {
            None if found == NOWHERE else found for found in (month(json.loads(line)) for line in plain[0])
        }
    with pytest.raises(OutputError, match=f"^{out}: a Delta table by now: "):
        run(folder, out, layout="delta-ready", by=by, append=True)


# --- what goes wrong ----------------------------------------------------------------------------------------------


def test_what_spark_raises_is_told_in_a_line(run, spark, tmp_path, monkeypatch):
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "0")  # as spark-submit does
    monkeypatch.setattr(type(spark), "stop", lambda _: None)

    def told(source, **job):
        with pytest.raises(AntqError) as caught, spark_job.session(None, shows_bar=False):
            run(source, tmp_path / "ra", **job)
        return str(caught.value)

    assert told(tmp_path / "không đâu", table=COLUMNS).startswith("Spark: [PATH_NOT_FOUND] ")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(spark_work, "__version__", "0.0.1")
    assert told(tmp_path / "a.txt").startswith(
        "Spark: antq_extract.errors.AntqError: the driver has antq-extract 0.0.1, "
    )


def test_a_file_that_is_not_there_is_refused(run, tmp_path):
    counts = run(tmp_path / "không đâu.txt", tmp_path / "ra", layout="jsonl")
    assert counts == Counts(0, 1, f"{tmp_path}/không đâu.txt: no such file or folder")


# --- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def command(monkeypatch, request):
    """Return a function that runs the command, in the session of this module."""

    def invoke(*args):
        @contextmanager
        def session(master, *, shows_bar):
            seen.append((master, shows_bar))
            yield request.getfixturevalue("spark")

        monkeypatch.setattr(spark_job, "session", session)
        result = CliRunner().invoke(cli, ["spark", *map(str, args)], prog_name="antq-extract")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, re.sub(", [0-9.]+ s\n", ", … s\n", result.stderr)

    seen = []
    invoke.seen = seen
    return invoke


def test_the_command_tells_what_came_of_it(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "vào", {"a.txt": TEXT.encode(), "b.txt": b"", "c.txt": b"\0"})
    out, delta = tmp_path / "ra", tmp_path / "mới"  # Java's working folder is that of the session's beginning
    options = ("--output-format", "jsonl", "--published", "18/10/2023", "--only", "dates", "--with-text")
    told = f"antq-extract: vào/b.txt: empty file, and 1 more refusal: see {out}, kind=reject\n"
    assert command("vào", out, *options) == (0, "", f"{told}antq-extract: 1 article, 2 refused, … s\n")
    ((where, line),) = texts(out, "record")
    assert where.startswith("pack_digest=packs-")
    (expected,), _ = extract("vào/a.txt", *options[2:])
    assert json.loads(line) == json.loads(expected)
    assert command("vào", out, *options, "--append", "-q") == (0, "", "")
    told = f"antq-extract: {out}: there is an output already; --append adds what it does not hold\n"
    assert command("vào", out, *options) == (73, "", told)
    told = f"antq-extract: CONVERT TO DELTA parquet.`{delta}` PARTITIONED BY (published_month STRING)\n"
    counts = "antq-extract: 1 article, 0 refused, … s\n"
    options = ("--output-format", "delta-ready", "--partition-by", "month")
    assert command("vào/a.txt", delta, *options) == (0, "", counts + told)


def test_the_command_reads_tables(command, tables, tmp_path):
    fields = [word for name, field in COLUMNS._asdict().items() for word in (f"--{name.rstrip('s')}-field", field)]
    args = (tables, tmp_path / "ra", "--input-format", "parquet", *fields, "--partition-by", "month", "--partitions", 2)
    code, _, stderr = command(*args, "--master", "local[9]")
    first = f"bảng 1+2/{min(TABLES)}[1]: no text in the column 'nội dung'"
    told = f"antq-extract: {first}, and 2 more refusals: see the column 'rejects' in {tmp_path}/ra\n"
    assert (code, stderr) == (0, f"{told}antq-extract: 27 articles, 3 refused, … s\n")
    assert command.seen == [("local[9]", False)]
    assert {path.name for path in (tmp_path / "ra").iterdir() if path.is_dir()} == {
        f"published_month={NOWHERE}",
        "published_month=2023-10",
    }


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("vào", "ra", "--only", "dates,date"), "'date' is none of dates, "),
        (("vào", "ra", "--patterns", "không đâu"), "không đâu: no such folder"),
        (("vào", "ra", "--published", "hôm nào"), "Invalid value for '--published'"),
        (("vào", "ra", "--partitions", "0"), "0 is not in the range x>=1."),
        (("vào", "ra", "--input-format", "csv"), "'csv' is not one of"),
        (("vào",), "Missing argument 'OUTPUT'."),
        (("-", "ra"), "spark reads files and tables; standard input is none."),
    ],
)
def test_what_makes_no_sense_is_told_before_spark_is_begun(monkeypatch, tmp_path, args, message):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(spark_job, "session", None)
    result = CliRunner().invoke(cli, ["spark", *args], prog_name="antq-extract")
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert not Path("ra").exists()


@pytest.mark.parametrize("missing", ["pyspark", "pyarrow"])
def test_without_the_extra_the_command_says_what_to_install(monkeypatch, missing):
    names = [name for name in sys.modules if name.startswith(("antq_extract.spark", missing))]
    for name in names:
        monkeypatch.delitem(sys.modules, name)
    for name in ("spark", "spark_job", "spark_files", "spark_schema", "spark_work"):
        monkeypatch.delattr(f"antq_extract.{name}", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    result = CliRunner().invoke(cli, ["spark", "vào", "ra"], prog_name="antq-extract")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("antq-extract: spark needs the extra 'spark' (")
    assert result.stderr.endswith("): pip install 'antq-extract[spark]'\n")
    assert result.stderr.count("\n") == 1


HEAVY = "pandas py4j pyarrow pyspark antq_extract.spark antq_extract.spark_files antq_extract.spark_job antq_extract.spark_work"


@pytest.mark.parametrize(
    "words", [["-q", str(SAMPLES)], ["spark", "--help"], ["--help"]], ids=["extract", "help", "all"]
)
def test_spark_is_not_imported_where_nobody_wants_it(words):
    loaded = (
        "import sys, antq_extract.cli\n"
        f"try: antq_extract.cli.cli({words})\n"
        "except SystemExit as end: assert not end.code\n"
        f"print(sorted(set({HEAVY.split()}) & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-P", "-c", loaded], capture_output=True, text=True, check=True)
    assert len(result.stdout.splitlines()) > 10
    assert result.stdout.splitlines()[-1] == "[]"


def process(*args, **environment):
    """Run the command as a process of its own; return its exit status and what is on its streams."""
    env = {name: value for name, value in os.environ.items() if name not in ("JAVA_HOME", "PYSPARK_PYTHON")}
    env |= {"SPARK_LOCAL_IP": "127.0.0.1"} | environment
    result = subprocess.run([*COMMAND, "spark", *map(str, args)], env=env, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout, untimed(result.stderr)


def test_the_command_as_a_process(tmp_path):
    if local.without_java():
        (pytest.fail if local.REQUIRED else pytest.skip)(local.without_java())
    java = {"JAVA_HOME": os.environ["JAVA_HOME"]} if "JAVA_HOME" in os.environ else {}
    code, out, err = process(SAMPLES, tmp_path / "ra", "--output-format", "jsonl", **java)
    told = [
        line for line in err.splitlines() if not line.startswith("WARNING: Using incubator modules")
    ]  # of Java's own
    count = len(list(SAMPLES.glob("*.txt")))
    assert (code, out, told) == (0, "", [f"antq-extract: {count} articles, 0 refused, … s"])
    assert sorted(line for _, line in texts(tmp_path / "ra", "record")) == sorted(extract(SAMPLES)[0])


def test_without_java_the_command_says_so(tmp_path):
    (tmp_path / "bin").mkdir()
    for name in ("bash", "basename", "cat", "dirname", "env", "ps", "sed", "sh", "tr", "uname"):
        if found := shutil.which(name):
            (tmp_path / "bin" / name).symlink_to(found)
    code, out, err = process(SAMPLES, tmp_path / "ra", PATH=str(tmp_path / "bin"))
    *of_spark, told = err.splitlines()  # its script has a line to say, too
    assert (code, out) == (2, "")
    assert told.startswith("antq-extract: Spark does not start, which wants Java 17 or later (JAVA_HOME, PATH): ")
    assert len(of_spark) <= 1
    assert "Traceback" not in err
    assert not (tmp_path / "ra").exists()
