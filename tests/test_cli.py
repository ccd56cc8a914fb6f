import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from antq_extract import __version__, extraction, packs, pipeline
from antq_extract.cli import COMMANDS, cli, load
from antq_extract.emit import KINDS
from antq_extract.errors import BusyError, OutputError, PackError

TEXTS = {
    "a.txt": "Đến nay, 15/20 xã đạt chuẩn.\n",
    "b.md": "Toàn huyện có 3/4 thôn có nhà văn hóa.\n",
    "sub/c.txt": "Trong kỳ, 7/9 xã có chợ.\n",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, text in TEXTS.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def run(*args, stdin=None):
    return CliRunner().invoke(cli, args, input=stdin, prog_name="antq-extract")


def untimed(stderr):
    """Return what was written on standard error, without the seconds that the run took."""
    return re.sub(r", [0-9,]+\.[0-9] s\n$", ", … s\n", stderr)


def summary(articles, refused=0):
    return f"antq-extract: {articles} article{'s' * (articles != 1)}, {refused} refused, … s\n"


def records(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def ratios(rows):
    return [(row["source"]["path"], [fact["text"] for fact in row["ratios"]]) for row in rows]


FOUND = [("in/a.txt", ["15/20 xã"]), ("in/b.md", ["3/4 thôn"]), ("in/sub/c.txt", ["7/9 xã"])]


@pytest.mark.parametrize("args", [("in",), ("extract", "in"), ("--format", "jsonl", "in"), ("in", "--format=jsonl")])
def test_extract_is_the_default_command(folder, args):
    result = run(*args)
    assert (result.exit_code, untimed(result.stderr), ratios(records(result))) == (0, summary(3), FOUND)


@pytest.mark.parametrize(
    ("args", "path"), [(("./extract",), "extract"), (("extract", "extract"), "extract"), (("--", "schema"), "schema")]
)
def test_a_file_named_like_a_command(folder, args, path):
    Path(path).write_text(TEXTS["a.txt"], encoding="utf-8")
    assert ratios(records(run(*args))) == [(path, ["15/20 xã"])]


def test_format_json_is_one_array(folder):
    result = run("--format", "json", "in")
    assert result.stdout.startswith('[\n  {\n    "schema_version": "1.0",\n')
    assert json.loads(result.stdout) == records(run("in"))


def test_format_json_of_nothing_is_an_empty_array(tmp_path):
    result = run("--format", "json", str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "[]\n")
    assert untimed(result.stderr) == f"antq-extract: {tmp_path}: no article in this folder\n{summary(0, 1)}"


@pytest.mark.parametrize("layout", ["json", "jsonl"])
def test_facts(folder, layout):
    result = run("--facts", "--only", "ratios", "--format", layout, "in")
    rows = json.loads(result.stdout) if layout == "json" else records(result)
    assert [(row["kind"], row["path"], row["text"]) for row in rows] == [
        ("ratio", path, text) for path, texts in FOUND for text in texts
    ]
    assert [row["article"] for row in rows] == [record["id"] for record in records(run("in"))]


def test_only_empties_the_other_lists(folder):
    (row,) = records(run("--only", "dates, officials", "in/a.txt"))
    assert {kind: row[kind] for kind in KINDS} == {key: [] for key in KINDS}
    assert records(run("--only", "ratios,dates,awards,officials", "in")) == records(run("in"))


def test_published_reaches_the_article(folder, monkeypatch):
    real, seen = pipeline.extract, []

    def extract(document, rulebook, *, published=None, **options):
        seen.append(published)
        return real(document, rulebook, published=published, **options)

    monkeypatch.setattr(pipeline, "extract", extract)
    run("in/a.txt")
    run("--published", "18/10/2023", "in/a.txt")
    (row,) = records(run("--published", "2023-10-18T17:52", "in/a.txt"))
    assert seen == [None, "2023-10-18", "2023-10-18T17:52"]
    assert row["article"]["date_published"] == "2023-10-18T17:52:00+07:00"


def test_with_text(folder):
    assert "text" not in records(run("in"))[0]
    assert [row["text"] for row in records(run("--with-text", "in"))] == list(TEXTS.values())


def test_standard_input(folder):
    result = run("-", stdin=TEXTS["a.txt"].encode())
    assert ratios(records(result)) == [("-", ["15/20 xã"])]


def test_output_file(folder):
    result = run("in", "-o", "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("out.jsonl").read_text(encoding="utf-8") == run("in", "-o", "-").stdout == run("in").stdout


def test_a_refused_input_does_not_stop_the_others(folder):
    (folder / "bad.txt").write_bytes(b"caf\xe9 ")
    result = run("nope", "in", "-o", "out.jsonl")
    assert result.exit_code == 1
    assert untimed(result.stderr).splitlines() == [
        "antq-extract: nope: no such file or folder",
        "antq-extract: in/bad.txt: not UTF-8 text (byte 0xe9 at offset 3)",
        "antq-extract: 3 articles, 2 refused, … s",
    ]
    rows = [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert ratios(rows) == FOUND


def test_an_unexpected_failure_does_not_stop_the_others(folder, monkeypatch):
    real = pipeline.extract

    def extract(document, rulebook, **options):
        if document.path == "in/b.md":
            raise ZeroDivisionError("by\nzero")
        return real(document, rulebook, **options)

    monkeypatch.setattr(pipeline, "extract", extract)
    result = run("in")
    assert (result.exit_code, ratios(records(result))) == (1, [FOUND[0], FOUND[2]])
    message = "antq-extract: in/b.md: internal error: ZeroDivisionError: by zero\n"
    assert untimed(result.stderr) == message + summary(2, 1)
    monkeypatch.setenv("ANTQ_DEBUG", "1")
    assert isinstance(run("in").exception, ZeroDivisionError)


def raises(error):
    def function(*_args, **_options):
        raise error

    return function


@pytest.mark.parametrize(
    ("error", "code", "stderr"),
    [
        (PackError("dates.toml: rule x: no example"), 2, "antq-extract: dates.toml: rule x: no example\n"),
        (OutputError("disk full"), 73, "antq-extract: disk full\n"),
        (BusyError("out: busy"), 75, "antq-extract: out: busy\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 141, ""),
    ],
)
@pytest.mark.parametrize("command", ["extract", "tokenize"])
def test_exit_codes(folder, monkeypatch, command, error, code, stderr):
    monkeypatch.setattr(packs, "load", raises(error))
    monkeypatch.setattr(extraction, "rulebook", raises(error))  # which keeps what it has loaded
    result = run(command, "in")
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", stderr)


@pytest.mark.parametrize("error", [PackError("bad"), KeyboardInterrupt()])
def test_the_output_file_stays_as_it_was_when_the_run_breaks_off(folder, monkeypatch, error):
    Path("out.jsonl").write_text("old", encoding="utf-8")
    monkeypatch.setattr(pipeline, "extract", raises(error))
    assert run("in", "-o", "out.jsonl").exit_code == (2 if isinstance(error, PackError) else 130)
    assert Path("out.jsonl").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["in", "out.jsonl"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--format", "xml", "in"), "Invalid value for '--format': 'xml' is not one of"),
        (
            ("--only", "dates,weather", "in"),
            "'weather' is none of dates, ratios, awards, officials, places, documents, quantities.",
        ),
        (("--only", "", "in"), "'' is none of dates, ratios, awards, officials, places, documents, quantities."),
        (("--published", "31/2/2023", "in"), "'31/2/2023' is no calendar date; write 2023-10-18 or 18/10/2023."),
        (("--facts", "--with-text", "in"), "--with-text adds to records; it does not go with --facts."),
        (("--nope", "in"), "No such option"),
        (("extract",), "Missing argument 'PATH...'"),
        (("--facts",), "Missing argument 'PATH...'"),
        (("tokenize",), "Missing argument 'PATH...'"),
        (("schema", "in"), "unexpected extra argument"),
    ],
)
def test_usage_errors(folder, args, message):
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize(("lost", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_a_signal_lost_in_a_finaliser_ends_the_run_before_the_next_article(folder, monkeypatch, lost, code):
    monkeypatch.setattr("antq_extract.signals._signalled", lost)
    result = run("in")
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", "")


def test_no_argument_at_all_is_help_and_a_usage_error():
    result = run()
    line = "\nantq-extract: nothing to read: name a file, a folder, or - for standard input\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", run("--help").stdout + line)


@pytest.mark.parametrize("command", [(), ("extract",), ("schema",), ("tokenize",)])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_has_examples(command, option):
    result = run(*command, option)
    assert result.exit_code == 0
    assert f"\n    antq-extract {' '.join(command)}" in result.stdout
    assert result.stdout.startswith(f"Usage: antq-extract {' '.join((*command, ''))}[OPTIONS]")


def test_the_list_of_commands_says_what_each_command_says():
    for name, told in COMMANDS.items():
        command = load(name)
        assert (name, told) == (command.name, command.help.split("\n\n")[0])


def test_version():
    assert run("--version").stdout == f"antq-extract, version {__version__}\n"


def test_schema_allows_what_is_written(folder):
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "antq-extract record"
    assert schema["required"] == list(records(run("in"))[0])
    assert list(schema["properties"]) == list(records(run("--with-text", "in"))[0])


def test_tokenize(folder):
    text = "Xã A đạt 15/20 tiêu chí.\r\nÔng B dự."
    result = run("tokenize", "-", stdin=text.encode())
    assert (result.exit_code, result.stderr) == (0, "")
    (row,) = records(result)
    assert list(row) == ["path", "tokens", "sentences"]
    assert row["path"] == "-"
    assert "".join(token["text"] for token in row["tokens"]) == text
    assert [list(token) for token in row["tokens"]] == [["text", "start", "end", "kind"]] * len(row["tokens"])
    for part in (*row["tokens"], *row["sentences"]):
        assert text[part["start"] : part["end"]] == part["text"]
    assert {"text": "15/20", "start": 9, "end": 14, "kind": "ratio"} in row["tokens"]
    assert [sentence["text"] for sentence in row["sentences"]] == ["Xã A đạt 15/20 tiêu chí.", "Ông B dự."]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("antq-extract to", ["plain,tokenize", "file,to"]),
        ("antq-extract --fo", ["plain,--format", "file,--fo"]),
        ("antq-extract --format js", ["plain,jsonl", "plain,json"]),
        ("antq-extract a.txt b", ["file,b"]),
        ("antq-extract schema --h", ["plain,--help"]),
    ],
)
def test_shell_completion(words, offered):
    environment = {
        "_ANTQ_EXTRACT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    result = CliRunner(env=environment).invoke(cli, prog_name="antq-extract")
    assert result.stdout.splitlines() == offered
