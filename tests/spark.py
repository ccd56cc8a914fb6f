"""A local Spark for the tests, two cores and four tries for a task, and a folder of articles and junk for it."""

import gzip
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from test_containers import answer, archive
from test_webpages import NEWSPAPER

import antq_extract
from antq_extract.cli import cli

REQUIRED = bool(os.environ.get("ANTQ_REQUIRE_SPARK"))
OLDEST = 17  # the Java that Spark 4 wants
LOGGING = Path(antq_extract.__file__).with_name("spark-log4j2.properties")
ENVIRONMENT = {
    "PYSPARK_PYTHON": sys.executable,
    "SPARK_LOCAL_IP": "127.0.0.1",  # whatever the name of this machine leads to
}
SETTINGS = {
    # A compiler that is quick rather than good: most of what is compiled here runs once.
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={LOGGING.as_uri()} -XX:TieredStopAtLevel=1",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
quiet = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")  # which is not used here


def module(name):
    """Import a module of the extra; without it who imports this one is skipped, or fails where ANTQ_REQUIRE_SPARK is set."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if REQUIRED:
            raise
        pytest.skip(str(error), allow_module_level=True)


pa, F, types = map(module, ("pyarrow", "pyspark.sql.functions", "pyspark.sql.types"))


@lru_cache(maxsize=1)
def without_java():
    """Return why Spark cannot run for lack of a Java; None where it can."""
    home = os.environ.get("JAVA_HOME")
    path = shutil.which(f"{home}/bin/java" if home else "java")
    if path is None:
        return "no Java: JAVA_HOME does not lead to one, nor does the path"
    told = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "([0-9]+)', told)
    return None if version and int(version[1]) >= OLDEST else f"no Java {OLDEST}: {path} is {version and version[1]}"


@contextmanager
def session():
    """Run a Spark for the block; without Java the tests are skipped, or fail where ANTQ_REQUIRE_SPARK is set."""
    if without_java():
        (pytest.fail if REQUIRED else pytest.skip)(without_java())
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2,4]").appName("antq-extract tests")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        spark = builder.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()


class Pair(NamedTuple):
    """A process that Spark has started for Python, and one that it has started itself."""

    of_spark: int
    ours: int


def at_work():
    """Return the processes below this one that are at an article, where the system shows processes as files."""
    above, names = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            names[int(stat.parent.name)] = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue  # it has ended
        if state != "Z":
            above[int(stat.parent.name)] = int(parent)

    def line(pid):
        while pid := above.get(pid):
            yield pid

    found = []
    for pid in above:
        pyspark = [one for one in (pid, *line(pid)) if b"pyspark.daemon" in names.get(one, b"")]
        if len(pyspark) == 3 and os.getpid() in line(pid):  # below the daemon and its worker
            found.append(Pair(pyspark[1], pid))
    return found


# --- articles -----------------------------------------------------------------------------------------------------

TEXT = "Đến nay, 15/20 xã đạt chuẩn.\n"
LINES = [
    {"text": TEXT, "title": "Tin xã Nà Lươm", "date": "18/10/2023", "authors": ["Vi An", "Lò Bo"]},
    {"text": TEXT, "url": "https://bao.example/tin-2", "date": "hôm nào"},
    [],
    {"text": 5},
    {"text": "Toàn huyện có 3/4 thôn có nhà văn hóa.", "title": None},
]
PAGE = NEWSPAPER.encode()


def lines(rows=LINES):
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


FILES = {
    "a.txt": TEXT.encode(),
    "bài viết/hai + một.txt": f"Trong kỳ, 7/9 xã có chợ. {'100%'} đạt.".encode(),
    "bài viết/tách.md": unicodedata.normalize("NFD", TEXT).encode("utf-16"),
    "bài viết/.nháp.txt": TEXT.encode(),
    ".cũ/a.txt": TEXT.encode(),
    "anh.png": b"\x89PNG",
    "dòng.jsonl": lines() + b'{"text": "\xff"}\n{"text"\n',
    "dòng.jsonl.gz": gzip.compress(lines()),
    "hỏng/cụt.jsonl.gz": gzip.compress(lines() * 5)[:-9],
    "hỏng/cụt.txt.gz": gzip.compress(TEXT.encode())[:-9],
    "hỏng/không gì.jsonl": b"\n\n",
    "hỏng/không phải.docx": b"PK\x03\x04",
    "hỏng/không phải.pdf": b"%PDF-1.7",
    "hỏng/nhị phân.txt": b"\0\1\2" * 9,
    "hỏng/tab\tvà\ndòng  mới.txt": b"\xe9\xff ",
    "hỏng/trống.txt": b"",
    "kho.warc": archive(answer(body=PAGE), answer("404 Not Found"), answer(body=b"<p></p>")),
    "kho.warc.gz": archive(answer(body=PAGE), packed=True) + archive(answer(body=PAGE), packed=True)[:-30],
    "nén.txt": gzip.compress(TEXT.encode()),  # its name does not say so
    "trang.html": PAGE,
    "trang không đuôi": PAGE,
}


def write(folder, files=FILES):
    """Write articles and junk below a folder, and a link that leads nowhere; return the folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    if files is FILES:
        (folder / "hỏng/đứt.txt").symlink_to("không đâu.txt")
    return folder


def extract(*args, stdin=None):
    """Return the lines that the command writes, and those of its rejects."""
    with tempfile.TemporaryDirectory() as folder:
        rejects = Path(folder, "rejects")
        result = CliRunner().invoke(cli, ["extract", *map(str, args), "-q", "--rejects", str(rejects)], input=stdin)
        assert result.exit_code in (0, 1), result.output
        return result.stdout.splitlines(), list(map(json.loads, rejects.read_text(encoding="utf-8").splitlines()))


def as_columns(line):
    """Return a line of JSON as columns have it: what may be text or a number is text."""
    row = json.loads(line)
    for check, raw in zip(row["checks"], json.loads(line, parse_int=str, parse_float=str)["checks"], strict=True):
        check.update(expected=raw["expected"], actual=raw["actual"])
    return row
