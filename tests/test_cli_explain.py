"""The commands ``explain`` and ``evaluate``, and a rule that runs too long."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_cli import summary, untimed

from antq_extract.cli import cli

TEXT = "Đến nay, 15/20 xã đạt chuẩn. Có 3/4 buồng bếp sạch.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8", newline="")
    return tmp_path


def run(*args):
    return CliRunner().invoke(cli, args, prog_name="antq-extract")


def own(name, text):
    Path(name).mkdir(exist_ok=True)
    Path(name, "x.toml").write_text(text, encoding="utf-8")


# --- explain ------------------------------------------------------------------------------------------------------


def test_explain_marks_facts_and_tells_their_rules(folder):
    result = run("explain", "a.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[:6] == [
        "== a.txt",
        "",
        "Đến nay, [15/20 xã]⟨1⟩ đạt chuẩn. Có 3/4 buồng bếp sạch.",
        "",
        '  1  ratio  "15/20 xã"  9-17',
        lines[5],
    ]
    assert lines[5].startswith("     rule      ratios.part-of-whole  ratios.toml:")
    assert lines[6:11] == [
        '     captures  numerator "15" -> int -> 15',
        '               denominator "20" -> int -> 20',
        '               unit "xã" -> text -> xã',
        '               criterion "đạt chuẩn" -> text -> đạt chuẩn',
        "     gives     numerator 15; denominator 20; value 0.75; unit xã; criterion đạt chuẩn",
    ]


def test_explain_tells_of_a_place(folder):
    result = run("explain", "a.txt", "--text", "15/20")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[:5] == [
        "== a.txt",
        "",
        "at 9-14: …Đến nay, »15/20« xã đạt chuẩn. Có 3/4 buồng bếp sạch.…",
        "  sentence 0-28",
        '  found      ratios.part-of-whole  "15/20 xã"  9-17',
    ]
    assert lines[5].endswith("priority 76; gives a fact of ratios")
    assert '  beaten     ratios.part-of-whole-any  "15/20 xã"  9-17' in lines
    assert any(line.endswith("ratios.part-of-whole took the place, with priority 76 over 74") for line in lines)
    assert any(line.startswith("  tried, no match here: ") for line in lines)
    assert any(line.startswith("  not tried, no keyword in the sentence: ") for line in lines)
    assert max(map(len, lines)) < 140


def test_explain_says_where_nothing_matches(folder):
    assert "  no rule matches here" in run("explain", "a.txt", "--text", "sạch").stdout.splitlines()
    lines = run("explain", "a.txt", "--at", str(len(TEXT) - 1)).stdout.splitlines()
    assert lines[3:] == ["  no sentence stands here: blanks between paragraphs"]


def test_explain_as_json(folder):
    Path("b.txt").write_text(TEXT, encoding="utf-8")
    rows = [json.loads(line) for line in run("explain", "--json", "a.txt", "b.txt").stdout.splitlines()]
    assert [(list(row), row["path"], len(row["facts"])) for row in rows] == [
        (["path", "id", "facts"], "a.txt", 1),
        (["path", "id", "facts"], "b.txt", 1),
    ]
    (row,) = [json.loads(line) for line in run("explain", "--json", "a.txt", "--at", "9").stdout.splitlines()]
    assert list(row) == ["path", "id", "places"]
    assert list(row["places"][0]) == [
        "text", "start", "end", "note", "sentence", "trials", "no_match", "no_keyword",
    ]  # fmt: skip
    assert list(row["places"][0]["trials"][0]) == [
        "rule", "outcome", "text", "start", "end", "priority", "place", "reason", "captures", "beaten_by", "fact",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--at", "99"], "no offset 99: the text has 52 characters"),
        (["--at", "-1"], "no offset -1: the text has 52 characters"),
        (["--text", "thôn"], "the text does not hold 'thôn'"),
        (["--text", ""], "the text does not hold ''"),
    ],
)
def test_a_place_that_is_not_there_is_one_line_and_the_others_go_on(folder, args, message):
    Path("b.txt").write_text(TEXT + "\nBa thôn nữa." + " Hết." * 20, encoding="utf-8")
    result = run("explain", "a.txt", *args)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"antq-extract: a.txt: {message}\n")
    if args[1] in ("99", "thôn"):
        result = run("explain", "--json", "a.txt", "b.txt", *args)
        # words need not stand in every article
        status = 0 if args[1] == "thôn" else 1
        paths = [json.loads(line)["path"] for line in result.stdout.splitlines()]
        assert (result.exit_code, paths) == (status, ["b.txt"])


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--at", "1", "--text", "x"], "--at and --text both name a place; give one of them."),
        (["--at", "x"], "'x' is not a valid integer"),
        (["--html", "a.html", "--json"], "--html shows whole articles; --at, --text and --json do not go with it."),
        (["--html", "a.html", "--at", "1"], "--html shows whole articles; --at, --text and --json do not go with it."),
        (["--html", "-", "--text", "x"], "--html shows whole articles; --at, --text and --json do not go with it."),
        (["--lang", "en"], "--lang says in which language --html is written; give that, too."),
        (["--html", "a.html", "--lang", "fr"], "'fr' is not one of 'vi', 'en'."),
        (["--time-limit", "0"], "0.0 is not in the range 0<x<=3600."),
        (["--time-limit", "nan"], "nan"),
    ],
)
def test_usage_errors(folder, args, message):
    result = run("explain", "a.txt", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert not Path("a.html").exists()


KITCHENS = """fact = "kitchens"
[kind]
name = "kitchens"
one = "kitchen"
title = "Clean kitchens"
[kind.fields]
count = { convert = "int", title = "How many" }"""
KITCHEN_RULE = "keywords = ['bếp']\npattern = '(?P<count>[0-9]+) bếp'\nemit = { count = 'int' }"


def test_explain_as_a_page(folder):
    result = run("explain", "a.txt", "--html", "a.html")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    page = Path("a.html").read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="vi">')
    (mark,) = re.findall('<a class="m .*?</a>', page)
    assert mark.endswith(">15/20 xã</a>")
    assert "ratios.part-of-whole · Tử số: 15; Mẫu số: 20; Giá trị: 75 %" in mark
    assert re.search("ratios\\.toml:[0-9]+", page)
    assert sorted(path.name for path in folder.iterdir()) == ["a.html", "a.txt"]


def test_a_page_on_standard_output_in_english(folder):
    result = run("explain", "a.txt", "--html", "-", "--lang", "en")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "Part: 15; Whole: 20; Value: 75 %" in result.stdout


def test_a_page_shows_what_own_packs_and_a_publication_date_bring(folder, pack):
    own("own", pack(KITCHEN_RULE, name="kitchens", head=KITCHENS))
    Path("a.txt").write_text("Ngày 3/5 có 3 bếp sạch.\n", encoding="utf-8")
    page = run("explain", "a.txt", "--html", "-", "--patterns", "own", "--published", "2023-06-01").stdout
    assert re.findall('<a class="m .*? title="([^·]*· [^·]*)·.*?>([^<]*)</a>', page) == [
        ("N1 · Mốc thời gian ", "Ngày 3/5"),
        ("I2 · Clean kitchens ", "3 bếp"),
    ]
    assert "<dd>2023-05-03</dd>" in page


def test_a_page_is_written_of_the_articles_that_can_be_read(folder):
    Path("b.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    Path("c.txt").write_text("Có 3/4 thôn sạch.\n", encoding="utf-8")
    result = run("explain", "a.txt", "b.txt", "none.txt", "c.txt", "--html", "a.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "antq-extract: b.txt: binary data",
        "antq-extract: none.txt: no such file or folder",
    ]
    page = Path("a.html").read_text(encoding="utf-8")
    assert re.findall('<li data-article="(a[0-9])">.*?</a> <span class="muted">(.*?)</span>', page) == [
        ("a1", "a.txt"),
        ("a2", "c.txt"),
    ]


def test_no_page_is_written_where_nothing_was_read(folder):
    Path("a.html").write_text("before", encoding="utf-8")
    result = run("explain", "none.txt", "--html", "a.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert Path("a.html").read_text(encoding="utf-8") == "before"
    Path("list").touch()
    assert run("explain", "--files-from", "list", "--html", "a.html").exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["a.html", "a.txt", "list"]
    assert Path("a.html").read_text(encoding="utf-8") == "before"


def test_a_page_that_cannot_be_written_is_told(folder):
    result = run("explain", "a.txt", "--html", "none/a.html")
    assert (result.exit_code, result.stdout) == (73, "")
    assert result.stderr == "antq-extract: none/a.html: No such file or directory\n"


ESCAPES = "Đến nay, 15/20 xã đạt \x1b[31mchuẩn\x9b1m. Số \x1b[2J hết.\n"


@pytest.mark.parametrize("args", [[], ["--text", "15/20"], ["--text", "hết"], ["--json"]])
def test_escapes_of_an_article_do_not_reach_the_terminal(folder, args):
    Path("a.txt").write_text(ESCAPES, encoding="utf-8")
    result = run("explain", "a.txt", *args)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "\x9b" not in result.stdout or args == ["--json"]


def test_escapes_of_a_file_s_name_do_not_reach_the_terminal(folder):
    Path("a\x1b[31m.txt").write_text(TEXT, encoding="utf-8")
    assert "\x1b" not in run("explain", "a\x1b[31m.txt").stdout


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({}, "\x1b[33m\x1b[4m15/20 xã\x1b[0m\x1b[2m⟨1⟩\x1b[0m"), ({"NO_COLOR": "1"}, "[15/20 xã]⟨1⟩")],
)
def test_colours_are_for_a_terminal(folder, environment, expected):
    ours, theirs = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | environment
    command = [sys.executable, "-P", "-m", "antq_extract", "explain", "a.txt"]
    try:
        process = subprocess.Popen(command, stdout=theirs, stdin=subprocess.DEVNULL, env=env)
        os.close(theirs)
        written = b""
        while chunk := read_terminal(ours):
            written += chunk
        assert process.wait() == 0
    finally:
        os.close(ours)
    assert expected in written.decode()
    assert ("\x1b" in written.decode()) == ("NO_COLOR" not in environment)


def read_terminal(descriptor):
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux: the other end is closed
        return b""


# --- evaluate -----------------------------------------------------------------------------------------------------

GOLD = {"ratios": [{"numerator": 15, "denominator": 20, "text": "15/20 xã"}, {"numerator": 3, "denominator": 4, "text": "3/4 buồng bếp"}]}  # fmt: skip
RULE = (
    "priority = 90\nemit = { numerator = 'int', denominator = 'int' }\npattern = '(?P<numerator>3)/(?P<denominator>4)'"
)


@pytest.fixture
def gold(folder):
    Path("gold").mkdir()
    Path("gold/a.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return folder


def figures(result, kind="ratios"):
    (line,) = (line for line in result.stdout.splitlines() if line.startswith(f"{kind} "))
    return line.split()[1:5]


def errors(result):
    return [line for line in result.stdout.splitlines() if line.startswith("a: ")]


def test_evaluate_prints_figures(gold):
    result = run("evaluate", "--gold", "gold", "a.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert figures(result) == ["2", "1", "1", "0"]
    assert errors(result) == []


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ([], ""),
        (["action = 'suppress'\npriority = 99\npattern = 'Có 3/4'"], " (demo.r1)"),
        (
            [RULE.replace("90", "95"), "action = 'suppress'\npriority = 99\npattern = '/4 buồng'"],
            " (demo.r2)",
        ),
        ([RULE.replace(">3)/", ">3/)")], " (demo.r1)"),
    ],
    ids=["none", "suppressed", "beaten", "void"],
)
def test_evaluate_names_the_rule_at_fault(gold, pack, rules, fault):
    own("own", pack(*rules, head='fact = "ratios"'))
    result = run("evaluate", "--gold", "gold", "a.txt", "--errors", "--patterns", "own")
    assert (result.exit_code, result.stderr) == (0, "")
    assert errors(result) == [f'a: ratios: missed "3/4": "3/4 buồng bếp" at 32-45{fault}']


def test_evaluate_scores_rules(gold, pack):
    own("own", pack(RULE, head='fact = "ratios"'))
    result = run("evaluate", "--gold", "gold", "a.txt", "--rules", "--patterns", "own")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[:3] == [
        ["rule", "facts", "right", "spurious", "prec", "coverage", "kind"],
        ["demo.r1", "1", "1", "0", "1.000", "0.500", "ratios"],
        ["ratios.part-of-whole", "1", "1", "0", "1.000", "0.500", "ratios"],
    ]


def test_evaluate_against_a_stored_run(gold, pack):
    assert run("evaluate", "--gold", "gold", "a.txt", "--json", "-o", "before.json").exit_code == 0
    stored = Path("before.json").read_text(encoding="utf-8")
    assert run("evaluate", "--gold", "gold", "a.txt", "--json").stdout == stored
    baseline = ["evaluate", "--gold", "gold", "a.txt", "--baseline", "before.json"]
    assert run(*baseline).stdout.splitlines()[-1] == "no change"
    own("own", pack(RULE, head='fact = "ratios"'))
    assert run(*baseline, "--patterns", "own").stdout.splitlines()[-3:] == [
        "ratios: found 1 → 2, missed 1 → 0, recall 0.500 → 1.000, F1 0.667 → 1.000, overlap F1 0.667 → 1.000",
        "gold facts gained: 1",
        '  a: ratios "3/4": "3/4 buồng bếp" (demo.r1)',
    ]
    changes = json.loads(run(*baseline, "--patterns", "own", "--json").stdout)["changes"]
    assert [(item["what"], item["key"], item["rule"]) for item in changes["items"]] == [("gained", "3/4", "demo.r1")]
    own("own", pack(head='off = ["ratios.part-of-whole", "ratios.part-of-whole-any"]'))
    assert run(*baseline, "--patterns", "own").stdout.splitlines()[-2:] == [
        "gold facts lost: 1",
        '  a: ratios "15/20": "15/20 xã" (ratios.part-of-whole)',
    ]


def test_evaluate_scores_kinds_that_packs_bring(gold, pack):
    own("own", pack("pattern = '(?P<note>bếp|nay)'\nemit = { note = 'text' }"))
    Path("gold/a.json").write_text(json.dumps({"facts": {"demo": [{"note": "bếp", "text": "bếp"}]}}), encoding="utf-8")
    result = run("evaluate", "--gold", "gold", "a.txt", "--errors", "--patterns", "own")
    assert figures(result, "demo") == ["1", "1", "0", "1"]
    assert 'a: demo: spurious "nay": "nay" at 4-7 (demo.r1)' in errors(result)
    result = run("evaluate", "--gold", "gold", "a.txt")
    message = "antq-extract: gold/a.json: facts.demo: no kind of fact that the rule packs bring\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


def test_evaluate_of_two_articles_of_one_name(gold):
    Path("sub").mkdir()
    Path("sub/a.md").write_text("Có 3/4 xã đạt.\n", encoding="utf-8")
    result = run("evaluate", "--gold", "gold", "a.txt", "sub/a.md")
    assert result.stderr == "antq-extract: sub/a.md: an earlier article is called a, too; this one counts\n"
    assert (result.exit_code, figures(result)) == (0, ["2", "1", "1", "0"])


def test_evaluate_without_gold(gold):
    for name in ("nowhere", "sub"):
        Path("sub").mkdir(exist_ok=True)
        result = run("evaluate", "--gold", name, "a.txt", "-o", "out")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"antq-extract: {name}: no gold files (*.json)\n"
        assert not Path("out").exists()


def test_evaluate_of_an_article_that_is_refused(gold):
    result = run("evaluate", "--gold", "gold", "nope/a.txt", "--errors")
    assert (result.exit_code, result.stderr.splitlines()) == (
        1,
        ["antq-extract: nope/a.txt: no such file or folder", "antq-extract: no article for the gold of a"],
    )
    assert errors(result)[0] == "a: article: no record"


# --- a rule that runs too long ------------------------------------------------------------------------------------

EVIL = "id = 'demo.x'\npattern = '(?P<note>(?:a|a|aa)*[cd])'\nemit = { note = 'text' }"
STOPPED = "antq-extract: a.txt: demo.x was stopped after 0.05 s; facts may be missing or wrong\n"


@pytest.fixture
def trap(folder, pack):
    own("own", pack(EVIL, "pattern = '(?P<note>sạch)'\nemit = { note = 'text' }"))
    Path("a.txt").write_text(f"{TEXT}\n{'a' * 60}b.\n", encoding="utf-8", newline="")
    return ["--patterns", "own", "--time-limit", "0.05", "a.txt"]


def test_a_rule_that_runs_too_long_is_stopped_and_the_rest_comes_out(trap):
    result = run(*trap)
    assert (result.exit_code, untimed(result.stderr)) == (0, STOPPED + summary(1))
    row = json.loads(result.stdout)
    assert [fact["text"] for fact in row["ratios"]] == ["15/20 xã"]
    assert [fact["text"] for fact in row["facts"]["demo"] if fact["rule"] == "demo.r2"] == ["sạch"]
    assert [check for check in row["checks"] if check["status"] == "fail"] == [
        {
            "id": "rule-timeout",
            "status": "fail",
            "expected": 0.05,
            "actual": "demo.x",
            "message": "demo.x was stopped after 0.05 s; facts may be missing or wrong",
        }
    ]


@pytest.mark.parametrize("command", [["--facts", "--quiet"], ["explain"], ["explain", "--at", "9"]])
def test_every_command_that_runs_rules_says_so(trap, command):
    result = run(*command, *trap)
    assert (result.exit_code, result.stderr) == (0, STOPPED)
    assert "15/20 xã" in result.stdout


def test_evaluate_says_so(trap, gold):
    result = run("evaluate", "--gold", "gold", *trap)
    assert (result.exit_code, result.stderr, figures(result)) == (0, STOPPED, ["2", "1", "1", "0"])
