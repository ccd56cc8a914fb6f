"""Tables as files: what is written is what the database holds, in every format."""

import contextlib
import csv
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from antq_extract.cli import cli

SAMPLES = Path(__file__).parent.parent / "samples"
TEXT = "Xã {} đạt 19/20 tiêu chí."
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ODD = {"unit": "=1+1", "criterion": "a\x07b\tc\r\nd", "period": "x" * 40_000, "direction": "http://a.vn"}


def command(*args):
    result = CliRunner().invoke(cli, [*map(str, args)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout_bytes, result.stderr


@pytest.fixture
def db(tmp_path, monkeypatch):
    """A database with a present article, one that has vanished, and a ratio of strange texts."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d").mkdir()
    for name in "abc":
        (tmp_path / f"d/{name}.txt").write_text(TEXT.format(name), encoding="utf-8")
    command("sync", "d", "--db", "a.db", "-q")
    (tmp_path / "d/b.txt").unlink()
    command("sync", "d", "--db", "a.db", "-q")
    with contextlib.closing(sqlite3.connect("a.db")) as database, database:
        changes = ", ".join(f"{name} = ?" for name in ODD)
        database.execute(f"UPDATE ratios SET {changes} WHERE article = 3", tuple(ODD.values()))  # noqa: S608
    return tmp_path


COLUMNS = ["article", "text", "start_offset", "end_offset", "rule", "low", "numerator", "denominator", "value", "unit"]
COLUMNS += ["criterion", "period", "direction", "province", "province_code", "province_now", "province_now_code"]
COLUMNS += ["province_from", "district", "district_code", "district_from", "commune", "commune_code", "commune_from"]
NOWHERE = (None,) * 11
FIRST = (1, "19/20 tiêu chí", 9, 23, "ratios.part-of-whole", None, 19, 20, 0.95, "tiêu chí", None, None, None, *NOWHERE)
LAST = (3, *FIRST[1:9], *ODD.values(), *NOWHERE)


def test_jsonl_is_what_extract_writes(tmp_path, monkeypatch):
    monkeypatch.chdir(SAMPLES.parent)
    command("sync", "samples", "--db", tmp_path / "a.db", "-q")
    code, records, _ = command("export", "--db", tmp_path / "a.db")
    assert (code, records) == (0, command("extract", "samples", "-q")[1])
    assert command("export", "--db", tmp_path / "a.db", "-o", tmp_path / "o")[0] == 0
    assert (tmp_path / "o").read_bytes() == records
    assert records.count(b"\n") == len(list(SAMPLES.glob("*.txt")))


def test_jsonl_of_a_table(db):
    code, out, _ = command("export", "--db", "a.db", "--table", "refusals")
    assert (code, out) == (0, b"")
    code, out, _ = command("export", "--db", "a.db", "--table", "shares")
    assert (code, out.count(b"\n"), out[:33]) == (0, 2, b'{"article": 1, "path": "d/a.txt",')


def test_csv(db):
    code, out, _ = command("export", "--db", "a.db", "--format", "csv", "--table", "ratios")
    rows = list(csv.reader(io.StringIO(out.decode(), newline="")))
    assert code == 0
    assert rows == [COLUMNS, *([("" if cell is None else str(cell)) for cell in row] for row in (FIRST, LAST))]
    assert out.startswith(",".join(COLUMNS).encode() + b"\r\n")
    empty = command("export", "--db", "a.db", "--format", "csv", "--table", "mentions")[1]
    assert empty == b"article,official,text,start_offset,end_offset,rule\r\n"


def test_parquet(db):
    parquet = pytest.importorskip("pyarrow.parquet")
    assert command("export", "--db", "a.db", "--format", "parquet", "--table", "ratios", "-o", "o")[0] == 0
    table = parquet.read_table("o")
    assert table.column_names == COLUMNS
    assert [tuple(row.values()) for row in table.to_pylist()] == [FIRST, LAST]
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds == dict.fromkeys(COLUMNS, "string") | dict.fromkeys(
        ["article", "start_offset", "end_offset", "numerator", "denominator"], "int64"
    ) | dict.fromkeys(["low", "value"], "double")
    assert command("export", "--db", "a.db", "--format", "parquet", "--table", "shares", "-o", "o")[0] == 0
    assert parquet.read_table("o")["percent"].to_pylist() == [95.0, 95.0]
    assert command("export", "--db", "a.db", "--format", "parquet", "--table", "mentions", "-o", "o")[0] == 0
    assert parquet.read_table("o").num_rows == 0


def test_parquet_of_figures_that_no_whole_number_holds(db):
    parquet = pytest.importorskip("pyarrow.parquet")
    (db / "d/e.txt").write_text("Có 12345678901234567890/12345678901234567899 hộ đạt chuẩn.", encoding="utf-8")
    command("sync", "d", "--db", "a.db", "-q")
    assert command("export", "--db", "a.db", "--format", "parquet", "--table", "ratios", "-o", "o")[0] == 0
    assert parquet.read_table("o")["numerator"].to_pylist() == [19, 19, None]


def sheets(path):
    """Return the cells of a workbook by sheet: text as it is, numbers as numbers, formulas marked."""
    with zipfile.ZipFile(path) as book:
        names = [sheet.get("name") for sheet in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{NS}sheet")]  # noqa: S314
        found = {}
        for number, name in enumerate(names, 1):
            root = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314
            assert not list(root.iter(f"{NS}f"))
            assert not list(root.iter(f"{NS}hyperlink"))
            found[name] = [[cell(one) for one in row] for row in root.iter(f"{NS}row")]
        return found


def cell(node):
    if node.get("t") == "inlineStr":
        return "".join(node.itertext())
    return float(node.findtext(f"{NS}v"))


def test_xlsx(db):
    pytest.importorskip("xlsxwriter")
    code, out, _ = command("export", "--db", "a.db", "--format", "xlsx", "-o", "o.xlsx")
    assert (code, out) == (0, b"")
    found = sheets("o.xlsx")
    assert list(found) == [
        "award_counts", "shares", "events", "people", "failed_checks", "refusals", "doubles",
        "person_posts", "person_articles", "same_events", "differing_figures",
        "articles", "dates", "ratios", "awards", "officials", "posts", "mentions", "places", "checks", "facts",
        "persons", "person_officials", "offices", "coverage", "coverage_articles", "coverage_figures",
    ]  # fmt: skip
    wanted = [value for value in LAST if value is not None]
    wanted[wanted.index(ODD["criterion"])] = "a_x0007_b\tc_x000D_\nd"
    wanted[wanted.index(ODD["period"])] = "x" * 32_766 + "…"
    ratios = found["ratios"]
    assert ratios[0] == COLUMNS
    assert ratios[1] == [value for value in FIRST if value is not None]
    assert [one.replace("\r", "") if isinstance(one, str) else one for one in ratios[2]] in (
        wanted,
        [one.replace("_x000D_", "") if isinstance(one, str) else one for one in wanted],
    )
    assert [row[2] for row in found["articles"][1:]] == ["d/a.txt", "d/c.txt"]
    assert not {"text", "record"} & set(found["articles"][0])
    assert command("export", "--db", "a.db", "--format", "xlsx", "--table", "shares", "-o", "o.xlsx")[0] == 0
    assert list(sheets("o.xlsx")) == ["shares"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--table", "none"], "'none' is none of articles, dates, "),
        (["--table", "files"], "'files' is none of articles, dates, "),
        (["--table", "x; DROP TABLE articles"], "'x; DROP TABLE articles' is none of "),
        (["--format", "csv"], "csv holds one table: name it with --table (award_counts, "),
        (["--format", "parquet"], "parquet holds one table: "),
        (["--table", "dates", "--table", "ratios"], "jsonl holds one table: "),
    ],
)
def test_requests_that_make_no_sense(db, args, message):
    code, out, stderr = command("export", "--db", "a.db", *args)
    assert (code, out, stderr.count("\n")) == (2, b"", 1)
    assert stderr.startswith(f"antq-extract: {message}")


@pytest.mark.parametrize(("layout", "module"), [("parquet", "pyarrow"), ("xlsx", "xlsxwriter")])
def test_a_missing_extra_is_a_line(db, monkeypatch, layout, module):
    monkeypatch.setitem(sys.modules, module, None)
    (db / "o").write_bytes(b"old")
    code, out, stderr = command("export", "--db", "a.db", "--format", layout, "--table", "ratios", "-o", "o")
    assert (code, out) == (2, b"")
    assert stderr == f"antq-extract: {layout} needs the extra 'tables': pip install 'antq-extract[tables]'\n"
    assert (db / "o").read_bytes() == b"old"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")  # noqa: PTH110
@pytest.mark.parametrize("layout", ["jsonl", "csv", "parquet", "xlsx"])
def test_a_full_disk_is_a_line(db, layout):
    code, _, stderr = command("export", "--db", "a.db", "--format", layout, "--table", "ratios", "-o", "/dev/full")
    assert (code, stderr) == (73, "antq-extract: cannot write the output: No space left on device\n")


@pytest.mark.parametrize("layout", ["jsonl", "csv", "parquet", "xlsx"])
def test_whole_or_not_at_all(db, monkeypatch, layout):
    from antq_extract import export

    (db / "o").write_bytes(b"old")

    def failing(store, table, leave=()):
        names, _ = read(store, table, leave)
        return names, (1 // 0 for _ in [0])

    read = export._read
    monkeypatch.setattr(export, "_read", failing)
    with pytest.raises(ZeroDivisionError):
        command("export", "--db", "a.db", "--format", layout, "--table", "ratios", "-o", "o")
    assert (db / "o").read_bytes() == b"old"
    assert sorted(path.name for path in db.iterdir()) == [".a.db.lock", "a.db", "d", "o"]


# --- a database that a killed run left behind ---------------------------------------------------------------------

WRITTEN = {"id": "last", "source": {"path": "a", "index": 0}, "article": {}}
WRITTEN |= {"dates": [], "officials": [], "awards": [], "ratios": []}
WRITTEN = json.dumps(WRITTEN)
KILLED = f"""
import sys, time
from pathlib import Path
from antq_extract import store
with store.opened(Path(sys.argv[1]), write=True) as database:
    database.begin()
    database.database.execute("UPDATE articles SET record = ?", ({WRITTEN!r},))
    database.commit()
    database.begin()
    database.database.execute("DELETE FROM articles")
    print("written", flush=True)
    time.sleep(60)
"""  # noqa: S608 - own values


@pytest.fixture
def killed(db):
    """The database after a process was killed that had committed to its log and begun to write again."""
    with subprocess.Popen([sys.executable, "-c", KILLED, "a.db"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "written\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert (db / "a.db-wal").stat().st_size
    return db


def test_a_database_whose_writer_was_killed(killed):
    assert command("export", "--db", "a.db")[:2] == (0, f"{WRITTEN}\n".encode() * 2)
    assert command("sync", "d", "--db", "a.db", "--dry-run")[0] == 0
    assert command("sync", "d", "--db", "a.db", "-q")[0] == 0
    assert sorted(path.name for path in killed.iterdir()) == [".a.db.lock", "a.db", "d"]


# What root needs to be refused what others are refused.
RESTRAINED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
READ = "import sys; from antq_extract.cli import cli; cli(['export', '--db', sys.argv[1]])"


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
@pytest.mark.parametrize("log", [True, False], ids=["killed", "clean"])
def test_a_database_in_a_folder_that_cannot_be_written(killed, tmp_path_factory, log):
    is_root = os.geteuid() == 0
    if is_root and not shutil.which("setpriv"):
        pytest.skip("root may write anywhere")
    if not log:
        command("sync", "d", "--db", "a.db", "-q")
    wanted = command("export", "--db", "a.db")[1] if not log else f"{WRITTEN}\n".encode() * 2
    place = tmp_path_factory.mktemp("place")
    for path in killed.glob("a.db*"):
        shutil.copy(path, place)
        (place / path.name).chmod(0o444)
    place.chmod(0o555)
    try:
        prefix = RESTRAINED if is_root else []
        arguments = [*prefix, sys.executable, "-c", READ, place / "a.db"]
        result = subprocess.run(arguments, capture_output=True, check=False)
    finally:
        place.chmod(0o755)
    assert (result.returncode, result.stderr, result.stdout) == (0, b"", wanted)
