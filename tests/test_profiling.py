"""What ``--profile`` tells."""

import json

import pytest
from click.testing import CliRunner

from antq_extract import profiling
from antq_extract.cli import cli
from antq_extract.profiling import Profile


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""
    now = [0.0]
    monkeypatch.setattr(profiling, "perf_counter", lambda: now[0])
    return now


def test_a_stage_inside_another_counts_once(clock):
    profile = Profile()
    clock[0] = 1.0
    with profile.stage("outer"):
        clock[0] = 3.0
        with profile.stage("inner"):
            clock[0] = 7.0
        clock[0] = 8.0
    clock[0] = 10.0
    assert profile.row()["stages"] == {
        "inner": {"runs": 1, "seconds": 4.0},
        "start, reading, writing": {"runs": 1, "seconds": 3.0},
        "outer": {"runs": 1, "seconds": 3.0},
    }


def test_tables_begin_with_what_took_longest(clock):
    profile = Profile()
    profile.ran("dates.year", 4, 1, 0.002)
    profile.ran("dates.month", 1, 0, 0.5)
    profile.ran("dates.year", 6, 2, 0.003)
    clock[0] = 2.0
    assert list(profile.lines()) == [
        "stage                                        seconds",
        "start, reading, writing                        2.000",
        "\nrule                                         seconds  sentences     hits  µs each",
        "dates.month                                    0.500          1        0 500000.0",
        "dates.year                                     0.005         10        3    500.0",
    ]


PACK = """format = 1
[pack]
id = "own"
version = "1.0.0"
[kind]
name = "own"
one = "own"
title = "Own"
[kind.fields]
word = { convert = "text", title = "The word." }
[[rule]]
id = "own.word"
title = "A word"
keywords = ["từ"]
pattern = "(?P<word>từ)"
[[rule.match]]
text = "từ"
span = "từ"
value = { word = "từ" }
[[rule.no_match]]
text = "chữ"
why = "another"
"""


def run(*arguments):
    result = CliRunner().invoke(cli, ["extract", *map(str, arguments)], prog_name="antq-extract")
    return result.exit_code, result.stderr


def test_the_command_tells_runs_and_hits_of_each_rule(tmp_path):
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "own.toml").write_text(PACK, encoding="utf-8")
    article = tmp_path / "a.txt"
    article.write_text("Một từ và hai từ. Không có gì. Ba từ.", encoding="utf-8")
    extract = (article, "--patterns", tmp_path / "packs", "-o", tmp_path / "out.jsonl", "--profile")
    code, told = run(*extract)
    assert code == 0
    (line,) = (line.split() for line in told.splitlines() if line.startswith("own.word"))
    assert (line[2], line[3]) == ("2", "3")
    code, told = run(*extract, "--log-format", "json")
    row = json.loads(told.splitlines()[0])
    assert row["rules"]["own.word"].keys() == {"sentences", "hits", "seconds"}
    assert (row["rules"]["own.word"]["sentences"], row["rules"]["own.word"]["hits"]) == (2, 3)
    assert set(row["stages"]) >= {"text and sentences", "rules", "front matter", "facts", "JSON"}


def test_it_watches_one_process(tmp_path):
    code, told = run(tmp_path, "--profile", "-j", "2")
    assert (code, told.splitlines()[-1]) == (2, "Error: --profile watches one process; it does not go with --jobs.")
