"""A batch as the command runs it: inputs and their lists, jobs, rejects, what it tells, and where it appends."""

import gzip
import io
import json
import os
import re
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_cli import TEXTS, folder, raises, ratios, records, run, summary, untimed  # noqa: F401 - a fixture

from antq_extract import emit, pipeline
from antq_extract.batch import Batch, Inputs, Manner
from antq_extract.console import Console, counted, shows_bar
from antq_extract.errors import REASONS, OutputError
from antq_extract.listing import Selection

TEXT = TEXTS["a.txt"]
ROWS = [{"text": TEXT}, [], {"text": "Toàn huyện có 3/4 thôn có nhà văn hóa.", "title": "Tin huyện"}]
LINES = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in ROWS)
NO_OBJECT = "no JSON object with text in a field 'text'"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers load the rules themselves here")


@pytest.fixture
def mixed(folder):  # noqa: F811
    """Three good files, one that is refused, and one of lines, of which one is refused."""
    (folder / "bad.txt").write_bytes(b"caf\xe9 ")
    (folder / "lines.jsonl").write_text(LINES, encoding="utf-8")
    return folder


REFUSALS = [
    {
        "path": "in/bad.txt",
        "index": 0,
        "code": "not-text",
        "message": "in/bad.txt: not UTF-8 text (byte 0xe9 at offset 3)",
    },
    {"path": "in/lines.jsonl", "index": 1, "code": "not-json", "message": f"in/lines.jsonl[1]: {NO_OBJECT}"},
]
TOLD = "".join(f"antq-extract: {row['message']}\n" for row in REFUSALS)


def objects(text):
    return [json.loads(line) for line in text.splitlines()]


# --- inputs -------------------------------------------------------------------------------------------------------


def test_many_articles_of_one_file_have_their_index(mixed):
    found = [(row["source"]["path"], row["source"]["index"], row["article"]["headline"]) for row in records(run("in"))]
    assert found == [
        ("in/a.txt", 0, None),
        ("in/b.md", 0, None),
        ("in/lines.jsonl", 0, None),
        ("in/lines.jsonl", 2, "Tin huyện"),
        ("in/sub/c.txt", 0, None),
    ]


@pytest.mark.parametrize(
    ("args", "stdin", "paths"),
    [
        (("--files-from", "list"), b"", ["in/sub/c.txt", "in/a.txt"]),
        (("--files-from", "-"), b"in/b.md\n\nin/sub\n", ["in/b.md", "in/sub/c.txt"]),
        (("--files-from", "-", "-0"), b"in/b.md\0in/a.txt", ["in/b.md", "in/a.txt"]),
        (("in/b.md", "--files-from", "list"), b"", ["in/b.md", "in/sub/c.txt", "in/a.txt"]),
        (("-", "--files-from", "list"), TEXT.encode(), ["-", "in/sub/c.txt", "in/a.txt"]),
        (("--files-from", "-", "--exclude", "sub"), b"in\n", ["in/a.txt", "in/b.md"]),
        (("--files-from", "/dev/null"), b"", []),
        (("in", "--include", "*.md"), b"", ["in/b.md"]),
        (("in", "--include", "c.*", "--include", "*.md", "--exclude", "b*"), b"", ["in/sub/c.txt"]),
    ],
)
def test_which_inputs(folder, args, stdin, paths):  # noqa: F811
    Path("list").write_bytes(b"in/sub/c.txt\nin/a.txt")
    result = run(*args, stdin=stdin)
    assert (result.exit_code, untimed(result.stderr)) == (0, summary(len(paths)))
    assert [row["source"]["path"] for row in records(result)] == paths


@pytest.mark.parametrize(
    ("args", "code", "stderr"),
    [
        (
            ("--files-from", "none"),
            2,
            "antq-extract: none: No such file or directory, so that the list of files cannot be read\n",
        ),
        (("--files-from", "-"), 1, f"antq-extract: gone.txt: no such file or folder\n{summary(0, 1)}"),
    ],
)
def test_lists_that_lead_nowhere(folder, args, code, stderr):  # noqa: F811
    result = run(*args, stdin=b"gone.txt\n")
    assert (result.exit_code, result.stdout, untimed(result.stderr)) == (code, "", stderr)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--files-from", "-", "-"), "Standard input is either the list of files or an article."),
        (("-0",), "Missing argument 'PATH...', or --files-from with a list of paths."),
        (("in", "--max-bytes", "0"), "0 is not in the range x>=1."),
        (("in", "--input-format", "odt"), "'odt' is not one of"),
        (("in", "-j", "-1"), "-1 is not in the range x>=0."),
        (("in", "--log-format", "xml"), "'xml' is not one of"),
        (("in", "--append"), "--append goes with --output FILE and JSON Lines."),
        (("in", "--append", "-o", "-"), "--append goes with --output FILE and JSON Lines."),
        (("in", "--append", "-o", "x", "--format", "json"), "--append goes with --output FILE and JSON Lines."),
    ],
)
def test_usage_errors(folder, args, message):  # noqa: F811
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["in"]


def test_fields_of_lines_may_have_other_names(folder):  # noqa: F811
    row = {"noi_dung": TEXT, "tit": "Tin xã Tân Hòa", "ngay": "18/10/2023", "tac_gia": ["Vi An"], "link": "https://b.example/1"}  # fmt: skip
    names = {"text": "noi_dung", "title": "tit", "date": "ngay", "author": "tac_gia", "url": "link"}
    options = [word for name, field in names.items() for word in (f"--{name}-field", field)]
    result = run("-", *options, stdin=json.dumps(row).encode())
    (record,) = records(result)
    assert record["article"] == {
        "headline": "Tin xã Tân Hòa",
        "date_published": "2023-10-18",
        "authors": ["Vi An"],
        "publisher": None,
        "url": "https://b.example/1",
        **dict.fromkeys(("province", "district", "commune")),
    }
    assert record["source"]["media_type"] == "application/jsonl"
    (text,) = [row["text"] for row in records(run("-", *options, "--with-text", stdin=json.dumps(row).encode()))]
    assert text == f"Tin xã Tân Hòa\n\n{TEXT}"


def test_the_length_of_an_article(folder):  # noqa: F811
    size = len(TEXT.encode())
    assert run("in/a.txt", "--max-bytes", str(size)).exit_code == 0
    result = run("in/a.txt", "--max-bytes", str(size - 1))
    message = f"antq-extract: in/a.txt: longer than {size - 1} bytes, the most that one article may have\n"
    assert (result.exit_code, result.stdout, untimed(result.stderr)) == (1, "", message + summary(0, 1))


def test_the_form_that_is_said(folder):  # noqa: F811
    data = gzip.compress(LINES.encode())
    result = run("-", "--input-format", "jsonl", stdin=data)
    assert [row["source"]["index"] for row in records(result)] == [0, 2]
    assert records(run("-", "--input-format", "text", stdin=data))[0]["source"]["media_type"] == "text/plain"


@pytest.mark.parametrize(
    ("files_from", "count"), [(None, 3), ("list", 5), ("-", None), ("pipe", None), ("none", None), ("in", None)]
)
def test_inputs_are_counted_where_that_uses_nothing_up(folder, files_from, count):  # noqa: F811
    Path("list").write_bytes(b"in/a.txt\ngone\n")
    if hasattr(os, "mkfifo"):
        os.mkfifo("pipe")
    assert Inputs(("in",), files_from, False, Selection()).count() == count


# --- jobs ---------------------------------------------------------------------------------------------------------


@needs_fork
@pytest.mark.parametrize("args", [(), ("--facts",), ("--format", "json"), ("--with-text",)], ids=str)
def test_any_number_of_jobs_gives_the_same_bytes(mixed, args):
    outputs = {jobs: run(*args, "-j", jobs, "--rejects", f"rejects-{jobs}", "in") for jobs in ("1", "2", "0")}
    for jobs, result in outputs.items():
        assert (result.exit_code, result.stdout) == (1, outputs["1"].stdout)
        assert untimed(result.stderr) == TOLD + summary(5, 2)
        assert objects(Path(f"rejects-{jobs}").read_text(encoding="utf-8")) == REFUSALS
    assert outputs["1"].stdout.count("3/4 thôn") >= 2


@needs_fork
@pytest.mark.parametrize("once", [True, False])
def test_a_worker_that_is_killed_costs_at_most_one_article(folder, monkeypatch, once):  # noqa: F811
    real = pipeline.extract

    def extract(document, *args, **options):
        if document.path == "in/b.md" and not (once and Path("flag").exists()):
            Path("flag").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(document, *args, **options)

    expected = ratios(records(run("in")))
    monkeypatch.setattr(pipeline, "extract", extract)
    result = run("in", "-j", "2", "--rejects", "rejects")
    if once:
        assert (result.exit_code, ratios(records(result)), untimed(result.stderr)) == (0, expected, summary(3))
        return
    message = "in/b.md: the process that read it died (status -9)"
    assert (result.exit_code, ratios(records(result))) == (1, [expected[0], expected[2]])
    assert untimed(result.stderr) == f"antq-extract: {message}\n{summary(2, 1)}"
    assert objects(Path("rejects").read_text(encoding="utf-8")) == [
        {"path": "in/b.md", "index": 0, "code": "crashed", "message": message}
    ]


@needs_fork
def test_what_a_worker_has_to_say_is_told(folder, pack):  # noqa: F811
    Path("own").mkdir()
    rule = "id = 'demo.x'\npattern = '(?P<note>(?:a|a|aa)*[cd])'\nemit = { note = 'text' }"
    Path("own/x.toml").write_text(pack(rule), encoding="utf-8")
    (folder / "b.md").write_text(f"{'a' * 60}b.\n", encoding="utf-8")
    result = run("in", "-j", "2", "--patterns", "own", "--time-limit", "0.05", "--log-format", "json")
    warning, told = objects(result.stderr)
    stopped = "in/b.md: demo.x was stopped after 0.05 s; facts may be missing or wrong"
    assert {key: warning[key] for key in ("level", "message", "path", "index")} == {
        "level": "warning",
        "message": stopped,
        "path": "in/b.md",
        "index": 0,
    }
    assert (told["articles"], told["refused"]) == (3, 0)


# --- rejects, and how a run ends ----------------------------------------------------------------------------------


def test_rejects_are_lines(mixed):
    Path("rejects").write_text("of an earlier run", encoding="utf-8")
    result = run("gone\n", "in", "--rejects", "rejects")
    assert (result.exit_code, len(records(result))) == (1, 5)
    missing = {"path": "gone\n", "index": 0, "code": "missing", "message": "gone\\n: no such file or folder"}
    expected = [missing, *REFUSALS]
    assert Path("rejects").read_text(encoding="utf-8") == "".join(
        f"{json.dumps(row, ensure_ascii=False)}\n" for row in expected
    )
    assert {row["code"] for row in expected} <= REASONS.keys()


def test_no_rejects_is_an_empty_file(folder):  # noqa: F811
    assert run("in", "--rejects", "rejects").exit_code == 0
    assert Path("rejects").read_bytes() == b""


@pytest.mark.parametrize(
    ("target", "reason"), [("none/x", "No such file or directory"), ("in", "Is a directory"), ("/dev/full", None)]
)
def test_rejects_that_cannot_be_written(mixed, target, reason):
    result = run("in", "--rejects", target, "-o", "out")
    assert result.exit_code == OutputError.exit_code
    assert result.stderr.endswith(f"antq-extract: {target}: {reason or 'No space left on device'}\n")
    assert not Path("out").exists()


def test_strict_ends_at_the_first_refusal(mixed):
    Path("out").write_text("old", encoding="utf-8")
    result = run("in", "--strict", "--rejects", "rejects", "-o", "out")
    ended = "antq-extract: ended at the first refusal, as --strict wants it\n"
    assert (result.exit_code, result.stderr) == (1, TOLD.partition("\n")[0] + "\n" + ended)
    assert objects(Path("rejects").read_text(encoding="utf-8")) == REFUSALS[:1]
    assert Path("out").read_text(encoding="utf-8") == "old"
    (mixed / "bad.txt").unlink()
    (mixed / "lines.jsonl").unlink()
    result = run("in", "--strict")
    assert (result.exit_code, untimed(result.stderr)) == (0, summary(3))


@pytest.mark.parametrize("args", [("in",), ("in", "--format", "json"), ("in", "--facts"), ("in", "-j", "2")], ids=str)
def test_quiet_leaves_only_complaints(mixed, args):
    result = run(*args, "--quiet")
    assert (result.exit_code, result.stderr) == (1, TOLD)


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 141)])
def test_a_run_that_breaks_off_sums_nothing_up(folder, monkeypatch, error, code):  # noqa: F811
    monkeypatch.setattr(pipeline, "extract", raises(error)) if code == 130 else monkeypatch.setattr(
        emit, "_write_whole", raises(error)
    )
    result = run("in")
    assert (result.exit_code, result.stderr) == (code, "")


def test_log_lines_for_machines(mixed):
    before = datetime.now(UTC)
    result = run("in", "--log-format", "json")
    lines = objects(result.stderr)
    times = [datetime.fromisoformat(line.pop("time")) for line in lines]
    assert times == sorted(times)
    assert all(moment.utcoffset().total_seconds() == 0 for moment in times)
    assert abs((times[0] - before).total_seconds()) < 60
    seconds = lines[-1].pop("seconds")
    assert lines == [
        *({"level": "error"} | row for row in REFUSALS),
        {"level": "info", "message": f"5 articles, 2 refused, {seconds:,} s", "articles": 5, "refused": 2},
    ]
    assert objects(run("in", "--log-format", "json", "--quiet").stderr)[-1]["code"] == "not-json"


def test_an_error_that_ends_the_run_is_a_line_for_machines_too(folder):  # noqa: F811
    (line,) = objects(run("in", "--log-format", "json", "-o", "none/out").stderr)
    assert (line["level"], line["message"]) == ("error", "none/out: No such file or directory")


@pytest.mark.parametrize("command", ["tokenize", "explain"])
def test_other_commands_sum_nothing_up(folder, command):  # noqa: F811
    run("in", "--log-format", "json")  # which must not last
    result = run(command, "in/a.txt", "gone")
    assert (result.exit_code, result.stderr) == (1, "antq-extract: gone: no such file or folder\n")


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (2000, "2,000 articles")]
)
def test_numbers_with_their_noun(number, words):
    assert counted(number, "article") == words


# --- the bar ------------------------------------------------------------------------------------------------------


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "quiet", "log_format", "shown"),
    [
        (Screen(), False, "text", True),
        (Screen(), True, "text", False),
        (Screen(), False, "json", False),
        (io.StringIO(), False, "text", False),
        (None, False, "text", False),
    ],
)
def test_a_bar_is_for_a_terminal(monkeypatch, stream, quiet, log_format, shown):
    monkeypatch.setattr(sys, "stderr", stream)
    Batch(Manner(log_format=log_format))
    try:
        assert shows_bar(quiet) is shown
    finally:
        Batch()


@pytest.mark.parametrize(("total", "shown"), [(4, "2/4"), (None, "2 files")])
def test_the_bar_shows_counts_and_goes(monkeypatch, total, shown):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TQDM_MININTERVAL", "0")
    console = Console()
    with console.progress(total):
        console.advance(1, articles=1, refused=0)
        console.say("a.txt: empty file")
        console.advance(1, articles=1, refused=1)
        console.advance(0, articles=2, refused=1)
    written = screen.getvalue()
    assert shown in written
    assert "articles=1, refused=1" in written
    assert "\rantq-extract: a.txt: empty file\n" in re.sub(" +\r", "\r", written).replace("\r\r", "\r")
    assert re.search(r"\r +\r$", written)
    console.advance(1, articles=3)
    assert screen.getvalue() == written


# --- appending ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (None, b""),
        (b"", b""),
        (b'{"a": 1}\n', b'{"a": 1}\n'),
        (b'{"a": 1}\n{"a": 2', b'{"a": 1}\n'),
        (b'{"a": 1}\n{"a": 2}', b'{"a": 1}\n{"a": 2}\n'),
        (b'{"a": 1}\n"caf\xc3', b'{"a": 1}\n'),
        (b'{"a": "' + b"x" * 200_000, b""),
        (b'{"a": 1}\n{"a": "' + b"x" * 200_000, b'{"a": 1}\n'),
        (b'{"a": 1}\n{"a": "' + b"x" * 200_000 + b'"}', b'{"a": 1}\n{"a": "' + b"x" * 200_000 + b'"}\n'),
        (b"\n\n", b"\n\n"),
    ],
    ids=range(10),
)
def test_rows_are_appended_behind_the_last_whole_line(folder, before, kept):  # noqa: F811
    if before is not None:
        Path("out").write_bytes(before)
    result = run("in/a.txt", "--append", "-o", "out", "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert Path("out").read_bytes() == kept + run("in/a.txt").stdout.encode()


def test_runs_append_one_behind_the_other(folder):  # noqa: F811
    for _ in range(3):
        assert run("in", "--facts", "--append", "-o", "out").exit_code == 0
    assert Path("out").read_text(encoding="utf-8") == 3 * run("in", "--facts").stdout


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OutputError("x"), SystemExit(143)])
def test_a_run_that_breaks_off_leaves_whole_lines(folder, monkeypatch, error):  # noqa: F811
    real = pipeline.extract
    whole = run("in/a.txt").stdout
    monkeypatch.setattr(
        pipeline, "extract", lambda d, *a, **o: raises(error)() if d.path == "in/b.md" else real(d, *a, **o)
    )
    Path("out").write_text("{}\n", encoding="utf-8")
    assert run("in", "--append", "-o", "out").exit_code == {KeyboardInterrupt: 130, OutputError: 73}.get(
        type(error), 143
    )
    assert Path("out").read_text(encoding="utf-8") == "{}\n" + whole


def test_a_link_stays_a_link(folder):  # noqa: F811
    Path("target").write_bytes(b"{}\n")
    Path("out").symlink_to("target")
    assert run("in/a.txt", "--append", "-o", "out").exit_code == 0
    assert Path("out").is_symlink()
    assert Path("target").read_bytes().startswith(b'{}\n{"schema_version"')
