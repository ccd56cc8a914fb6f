"""The documents tell the truth: commands run, the record shown is the one that comes out, tables name what there is."""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click import Group

from antq_extract import packfile, packs, pipeline, reconcile, records
from antq_extract.cli import cli
from antq_extract.document import Document
from antq_extract.emit import KINDS
from antq_extract.examples import failures

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "patterns" / "README.md").read_text(encoding="utf-8")


def blocks(document, language):
    """Return the code blocks of one language: ``sh`` ones are run here, ``bash`` ones (set-up) are not."""
    return re.findall(rf"^```{language}\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)


def section(document, heading):
    """Return what stands below a heading, up to the next one of any level."""
    (body,) = re.findall(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##|\Z)", document, re.MULTILINE | re.DOTALL)
    return body


def first_column(table):
    """Return the code words of the first cell of each row."""
    cells = re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


def commands():
    """Return the commands of the README that are meant to be run: one a line, with the indented lines behind it."""
    for block in blocks(README, "sh"):
        yield from [block] if "<<" in block else re.findall(r"^\S.*\n(?: .*\n)*", block, re.MULTILINE)


COMMANDS = list(commands())
PREPARING = [command for command in COMMANDS if re.search(r" -o \S+\.jsonl", command)]


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """Return a function that runs a command beside ``samples/``, with the tool on the path, and gives what it wrote."""
    bash = shutil.which("bash") or pytest.skip("bash is not installed")
    folder = tmp_path_factory.mktemp("readme")
    (folder / "samples").symlink_to(ROOT / "samples")
    tool = folder / "bin" / "antq-extract"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m antq_extract "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    environment = os.environ | {"PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}

    @cache
    def run(command, cwd=folder):
        script = [bash, "-euo", "pipefail", "-c", command]
        result = subprocess.run(script, cwd=cwd, env=environment, capture_output=True, check=False)
        assert (result.returncode, result.stderr.decode()) == (0, "")
        return result.stdout.decode()

    run.folder = folder
    return run


@pytest.fixture(scope="module")
def recipes(shell):
    """Return ``shell``, with the files there that the recipes read."""
    for command in PREPARING:
        shell(command)
    return shell


def needs_jq(command):
    if re.search(r"\bjq\b", command) and not shutil.which("jq"):
        pytest.skip("jq is not installed")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command.split())[:60])
def test_a_command_runs_and_writes_something(recipes, command):
    needs_jq(command)
    written = re.search(r" (?:-o|>) (\S+\.(?:jsonl?|toml))", command)
    output = recipes(command)
    assert (recipes.folder / written[1]).read_text(encoding="utf-8") if written else output


def test_there_are_commands_of_every_sort():
    assert len(PREPARING) == 2
    assert sum(command.startswith("jq ") for command in COMMANDS) >= 6
    assert {word for command in COMMANDS for word in command.split()} >= {
        "-",
        "--format",
        "--facts",
        "schema",
        "tokenize",
    }


def test_the_record_shown_is_the_one_that_comes_out(shell):
    (command,) = (command for command in COMMANDS if "<<" in command)
    (shown,) = blocks(README, "json")
    wanted = json.loads(shell(command))
    assert json.loads(shown) == wanted
    assert json.dumps(json.loads(shown)) == json.dumps(wanted)  # the fields' order too


def test_the_checks_shown_are_those_that_come_out(shell):
    (command,) = (command for command in COMMANDS if command.startswith("echo "))
    needs_jq(command)
    (shown,) = blocks(README, "text")
    assert shown == shell(command)


def test_the_recipe_of_failed_checks_finds_them(shell):
    (recipe,) = (command for command in COMMANDS if '"fail"' in command)
    needs_jq(recipe)
    folder = shell.folder / "failing"
    folder.mkdir()
    (folder / "a.txt").write_text("Có 52/50 hộ ký cam kết.\n", encoding="utf-8")
    shell("antq-extract -o records.jsonl a.txt", cwd=folder)
    assert shell(recipe, cwd=folder) == "path\tcheck\tmessage\na.txt\tratio-bounds\t52/50 hộ: 52 is above 50\n"


def test_the_cron_line_runs_from_the_home_folder(shell):
    (line,) = blocks(README, "cron")
    command = re.fullmatch(r"(?:[0-9*/,-]+ ){5}(.+)\n", line)[1]
    assert "%" not in command  # cron takes it for a line end
    home = shell.folder / "antq"
    (home / ".venv").mkdir(parents=True)
    (home / ".venv" / "bin").symlink_to(shell.folder / "bin")
    (home / "articles").symlink_to(ROOT / "samples")
    shell(command, cwd="/")
    written = (home / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(written) == len(list((ROOT / "samples").glob("*.txt")))
    assert (home / "antq.log").read_text(encoding="utf-8") == ""


def test_the_two_set_up_commands():
    first, second = (line for line in README.splitlines() if line.startswith("python3 -m venv"))
    assert blocks(README, "bash") == [f"{first}\n", f"{second}\n"]
    assert re.fullmatch(
        r"python3 -m venv \.venv && \.venv/bin/pip install -q \. && \.venv/bin/antq-extract samples/", first
    )
    assert re.fullmatch(
        r"python3 -m venv \.venv && \.venv/bin/pip install -q -e '\.\[dev\]' && \.venv/bin/pytest", second
    )


def every_command(group):
    for command in group.commands.values():
        yield command
        yield from every_command(command) if isinstance(command, Group) else ()


def test_the_options_named_are_the_options_there_are():
    own = {option for command in every_command(cli) for param in command.params for option in param.opts}
    own |= {option for param in cli.params for option in param.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README + FORMAT))
    assert named - {"--help"} == {option for option in own if option.startswith("--")}


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "patterns/README.md"])
def test_links_lead_somewhere(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    anchors = {
        re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in re.findall(r"^#+ (.+)$", text, re.M)
    }
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors
        else:
            assert ((ROOT / document).parent / target).exists(), target


SHARED = list(records.Anchored.model_fields)


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("Record", list(records.Record.model_fields)),
        ("Article", list(records.ArticleInfo.model_fields)),
        ("Every fact and mention", SHARED),
        ("dates", [name for name in records.DateFact.model_fields if name not in SHARED]),
        ("ratios", [name for name in records.RatioFact.model_fields if name not in SHARED]),
        ("awards", [name for name in records.AwardFact.model_fields if name not in SHARED]),
        ("officials", list(records.Official.model_fields)),
    ],
)
def test_the_tables_name_every_field_and_no_other(heading, fields):
    assert sorted(first_column(section(README, heading))) == sorted(fields)


@pytest.mark.parametrize("kind", ["documents", "quantities"])
def test_the_tables_name_every_field_of_the_kinds_that_shipped_packs_bring(rulebook, kind):
    (found,) = (brought for brought in rulebook.kinds if brought.name == kind)
    assert first_column(section(README, kind)) == [field.name for field in found.fields]


CONTRADICTIONS = """\
Khen thưởng 12 tập thể, cá nhân giữ yên xóm làng

Thứ Hai, 09/12/2023 - 10:20

Sáng 8/12, Chủ tịch UBND huyện tặng Giấy khen cho 4 tập thể, 5 cá nhân. Đến nay, 52/50 hộ, đạt 95%, đã ký cam kết.
"""


def test_the_table_names_every_check_and_no_other(facts):
    made = {check.id for check in facts(CONTRADICTIONS).checks} | {reconcile.timeout("a.b", 1).id}
    assert sorted(first_column(section(README, "Checks"))) == sorted(made)


# --- patterns/README.md -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "ratios"])
def test_the_format_names_every_part_and_no_other(rulebook, kind):
    parts = {rule.spec.part for rule in rulebook.rules if rule.fact == kind and rule.spec.action == "emit"}
    assert sorted(first_column(section(FORMAT, f"Parts of {kind}"))) == sorted(parts)


@pytest.mark.parametrize("kind", KINDS)
def test_the_format_names_every_value(rulebook, kind):
    rules = [rule for rule in rulebook.rules if rule.fact == kind and rule.spec.action == "emit"]
    named = set(re.findall(r"`([a-z_]+)`", section(FORMAT, f"Parts of {kind}")))
    named |= {f"end_{name}" for name in named if "end_" in named}
    assert {group for rule in rules for group in rule.spec.emit} - named == set()


@pytest.mark.parametrize(
    ("heading", "model"),
    [("The file", packfile.PackHeader), ("Rules", packfile.RuleSpec), ("Examples", packfile.Example)],
)
def test_the_format_names_every_key(heading, model):
    assert set(model.model_fields) <= set(re.findall(r"`([a-z_]+)`", section(FORMAT, heading)))


@pytest.fixture(scope="module")
def tutorial(shell):
    """Return what each block of commands in patterns/README.md writes, run one after the other in one shell."""
    if not shutil.which("jq"):
        pytest.skip("jq is not installed")
    folder = shell.folder / "tutorial"
    folder.mkdir()
    script = "".join(f"echo '=== {number}'\n{block}" for number, block in enumerate(blocks(FORMAT, "sh")))
    return re.split(r"^=== \d+\n", shell(script, cwd=folder), flags=re.MULTILINE)[1:]


def block_with(tutorial, command):
    """Return what the one block that holds a command writes."""
    (number,) = (number for number, block in enumerate(blocks(FORMAT, "sh")) if command in block)
    return tutorial[number]


def test_every_command_of_the_tutorial_runs(tutorial):
    assert len(tutorial) == len(blocks(FORMAT, "sh")) >= 10


HOLD = "all packs and examples hold\n"


def test_the_tutorial_leads_to_a_pack_that_finds_what_was_missed(tutorial):
    assert "bảng vàng" not in block_with(tutorial, "explain bai.txt\n").partition("\n  1  ")[2]
    assert "no fact of its own: the 'recipient'" in block_with(tutorial, '--text "3 tập thể"')
    used = block_with(tutorial, "--only awards bai.txt")
    facts = [json.loads(line) for line in used.splitlines() if line.startswith("{")]
    assert [(fact["text"], fact["awards"]) for fact in facts] == [
        ("3 tập thể", ["Bảng vàng danh dự"]),
        ("2 tổ xe ôm tự quản", ["Bảng vàng danh dự"]),
    ]
    assert block_with(
        tutorial, "patterns check own\n```".removesuffix("```") + "antq-extract --patterns own bai.txt"
    ) == (f'{HOLD}["12 triệu đồng để mua đèn",12000000,"VND","mua đèn"]\n')


def test_the_tutorial_s_evaluation_shows_what_the_pack_won(tutorial):
    told = block_with(tutorial, "--baseline before.json")
    assert re.search(r"^awards +2 +2 +0 +0 +1\.000", told, re.MULTILINE)
    gained = told.partition("gained")[2]
    assert '"2 tổ xe ôm tự quản" (awards.recipient)' in gained
    assert '"3 tập thể" (awards.recipient)' in gained


def test_the_order_of_layers_is_shown(tutorial):
    listed = block_with(tutorial, "patterns list")
    assert re.match(r"Layers, the higher over the lower:\n  1  shipped\n  2  \S+/own\n", listed)


@pytest.fixture
def worked(tmp_path):
    """Return the shipped packs with the two additions that the worked examples make."""
    for path in packs.shipped().glob("*.toml"):
        shutil.copy(path, tmp_path)
    word, example, rule = blocks(section(FORMAT, "A new award") + section(FORMAT, "A new phrasing"), "toml")
    awards, ratios = tmp_path / "awards.toml", tmp_path / "ratios.toml"
    text = awards.read_text(encoding="utf-8").replace("\naward = {", f"\naward = {{ {word.strip()},", 1)
    before, own, behind = text.partition('id = "awards.award"')
    behind = behind.replace("[[rule.match]]", f"{example}[[rule.match]]", 1)
    awards.write_text(before + own + behind, encoding="utf-8")
    ratios.write_text(f"{ratios.read_text(encoding='utf-8')}\n{rule}", encoding="utf-8")
    return packs.load(base=tmp_path)


def test_the_worked_examples_hold(worked, rulebook):
    assert len(worked.rules) == len(rulebook.rules) + 1
    assert (
        sum(len(rule.spec.match) for rule in worked.rules) == sum(len(rule.spec.match) for rule in rulebook.rules) + 2
    )
    assert list(failures(worked)) == []


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("UBND tỉnh tặng Bảng vàng danh dự cho 3 tập thể.", [], [(3, ("Bảng vàng danh dự",))]),
        ("Cứ 10 hộ thì có 9 hộ lắp camera.", [], [(9, 10)]),
    ],
)
def test_the_worked_examples_find_what_was_missed(worked, rulebook, text, before, after):
    def found(book):
        record = pipeline.extract(Document(path="bai.txt", source=text), book)
        ratios = [(fact.numerator, fact.denominator) for fact in record.ratios]
        return ratios + [(fact.count, fact.awards) for fact in record.awards]

    assert (found(rulebook), found(worked)) == (before, after)
