"""The documents tell the truth: commands run, the record shown is the one that comes out, tables name what there is."""

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from click import Group

from antq_extract import (
    errors,
    forms,
    intake,
    listing,
    packfile,
    packfolders,
    packs,
    pipeline,
    reconcile,
    records,
    store,
)
from antq_extract.cli import cli
from antq_extract.document import Document
from antq_extract.emit import KINDS
from antq_extract.examples import failures
from antq_extract.store_schema import TABLES, VIEWS

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
PREPARING = [
    command
    for command in COMMANDS
    if re.search(r"(?:-o|>) \S+\.(?:jsonl|parquet)\b| sync \S+ --db antq.db(?! --)", command)
]
RECIPES = blocks(README, "python")

SUMMARY = re.compile(
    r"antq-extract: [\d,]+ articles?, 0 refused(?:, [\d,]+ (?:new|changed|unchanged|vanished)){0,4}, [\d.,]+ s\n"
)
"""The line at the end of a run of ``extract`` or ``sync`` in which nothing is refused."""

SQLITE = """\
import sqlite3, sys
file, statement = sys.argv[1:]
for row in sqlite3.connect(file).execute(statement):
    print(*("" if cell is None else cell for cell in row), sep="|")
"""
"""Does what the recipes want of SQLite's shell, where it is not installed."""


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
    if not shutil.which("sqlite3"):
        query = tool.with_name("sqlite3")
        query.write_text(f"#!{sys.executable}\n{SQLITE}", encoding="utf-8")
        query.chmod(0o755)
    environment = os.environ | {"PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}

    @cache
    def run(command, cwd=folder):
        script = [bash, "-euo", "pipefail", "-c", command]
        result = subprocess.run(script, cwd=cwd, env=environment, capture_output=True, check=False)
        assert (result.returncode, SUMMARY.sub("", result.stderr.decode())) == (0, "")
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
    written = re.search(r" (?:-o|>|--db|--html) (\S+\.(?:jsonl?|toml|csv|parquet|xlsx|db|html))(?:\s|$)", command)
    output = recipes(command)
    if not any(view in command for view in EMPTY):
        assert output or (recipes.folder / written[1]).stat().st_size


EMPTY = ("--dry-run", " doubles ", " refusals ")
"""What has nothing to tell of ``samples/``: see :func:`test_the_recipes_of_what_is_wrong_find_it`."""


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: " ".join(recipe.split())[-60:])
def test_a_recipe_in_python_prints_something(recipes, recipe):
    for library in re.findall(r"^import (duckdb|pandas)$", recipe, re.MULTILINE):
        pytest.importorskip(library)
    if "parquet" in recipe:
        pytest.importorskip("pyarrow")
    printed = recipes(f"{shlex.quote(sys.executable)} - <<'END'\n{recipe}END\n")
    assert len(printed.splitlines()) > 3
    assert "Empty DataFrame" not in printed


def test_there_are_commands_of_every_sort():
    assert [re.findall(r"[\w-]+\.(?:jsonl|parquet|db)", command)[-1] for command in PREPARING] == [
        "antq.db",
        "bao.jsonl",
        "antq.db",
        "from-db.jsonl",
        "awards.parquet",
        "records.jsonl",
        "facts.jsonl",
    ]
    assert sum(command.startswith("jq ") for command in COMMANDS) >= 6
    assert sum(command.startswith("sqlite3 ") for command in COMMANDS) >= 10
    assert {word for recipe in RECIPES for word in re.findall(r"read_\w+|json_normalize", recipe)} >= {
        "read_json",
        "json_normalize",
        "read_sql_query",
        "read_parquet",
    }
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
    (command,) = (command for command in COMMANDS if command.startswith("echo ") and ".checks[]" in command)
    needs_jq(command)
    (shown,) = blocks(README, "text")
    assert shown == shell(command)


def test_the_recipes_of_what_is_wrong_find_it(shell):
    folder = shell.folder / "failing"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Có 52/50 hộ ký cam kết.\n", encoding="utf-8")
    shell("antq-extract -o records.jsonl a.txt && antq-extract sync a.txt b.txt --db antq.db", cwd=folder)
    (folder / "c.txt").touch()
    status, _, complaints = run_at_home(shell, folder, "../bin/antq-extract sync c.txt --db antq.db --quiet")
    assert (status, complaints) == (1, "antq-extract: c.txt: empty file\n")

    def found(sought):
        (recipe,) = (command for command in COMMANDS if sought in command)
        return shell(recipe, cwd=folder)

    told = "ratio-bounds\t52/50 hộ: 52 is above 50\n"
    assert found("FROM failed_checks") == "".join(f"{name}.txt|{told[13:]}" for name in "ab")
    assert found("FROM doubles") == "2|a.txt|Có 52/50 hộ ký cam kết.\n" or found("FROM doubles") == "2|a.txt|\n"
    assert found("FROM refusals") == "empty|1|c.txt\n"
    needs_jq("jq")
    assert found('"fail"') == f"path\tcheck\tmessage\na.txt\t{told}"


def test_the_search_is_blind_to_the_marks_of_vowels_but_not_to_those_of_consonants(recipes):
    with closing(sqlite3.connect(recipes.folder / "antq.db")) as database:
        query = "SELECT count(*) FROM search WHERE search MATCH ?"
        found = [
            database.execute(query, (words,)).fetchone()[0] for words in ("khen + thuong", "thi + đua", "thi + dua")
        ]
    assert found[0] > 0 < found[1]
    assert found[2] == 0


# --- nightly runs -------------------------------------------------------------------------------------------------


def run_at_home(shell, home, command):
    """Run a command as cron does: by ``sh``, with hardly an environment."""
    environment = {"HOME": str(home), "LOGNAME": "analyst", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
    result = subprocess.run(["/bin/sh", "-c", command], cwd=home, env=environment, capture_output=True, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


@pytest.fixture(scope="module")
def home(shell):
    """Return a home folder with the tool and articles where the README's nightly runs look for them."""
    folder = shell.folder / "home"
    (folder / "antq" / ".venv").mkdir(parents=True)
    (folder / "antq" / ".venv" / "bin").symlink_to(shell.folder / "bin")
    shutil.copytree(ROOT / "samples", folder / "antq" / "articles", ignore=shutil.ignore_patterns("expected"))
    return folder


def cron_lines():
    lines = [line for block in blocks(README, "cron") for line in block.splitlines() if not line.startswith("#")]
    settings = [line for line in lines if re.fullmatch(r"[A-Z]+=\S+", line)]
    return [re.fullmatch(r"(?:[0-9*/,-]+ ){5}(.+)", line)[1] for line in lines if line not in settings]


@pytest.fixture(scope="module")
def nightly(shell, home):
    """Return the home folder after the cron lines ran, one after the other, each with nothing to complain of."""
    for command in cron_lines():
        assert "%" not in command  # cron takes it for a line end
        assert run_at_home(shell, home, command) == (0, "", "")
    return home / "antq"


def lines_of(path):
    return path.read_text(encoding="utf-8").splitlines()


def test_the_cron_lines_run_from_the_home_folder(nightly):
    assert len(cron_lines()) == 5
    count = len(list((ROOT / "samples").glob("*.txt")))
    assert len(lines_of(nightly / "records.jsonl")) == count
    assert lines_of(nightly / "refused.jsonl") == []
    assert lines_of(nightly / "awards.csv")[0].startswith("article,path,date_published,headline,count")
    assert (nightly / "report.html").read_bytes().startswith(b"<!DOCTYPE html>")
    (log,) = lines_of(nightly / "antq.log")
    told = json.loads(log)
    assert (told["level"], told["unchanged"], told["refused"]) == ("info", count, 0)


def unit_files():
    return re.findall(r"`~/\.config/systemd/user/([\w.]+)`:\n\n```ini\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_unit_files_run_and_are_valid(shell, nightly, tmp_path):
    units = {name: text.replace("%h", str(nightly.parent)) for name, text in unit_files()}
    assert list(units) == ["antq.service", "antq.timer"]
    service = units["antq.service"]
    commands = re.findall(r"^ExecStart=(.+)$", service, re.MULTILINE)
    assert [command.split()[1] for command in commands] == ["sync", "export"]
    assert re.search(r"^WorkingDirectory=(.+)$", service, re.MULTILINE)[1] == str(nightly)
    for command in commands:
        assert run_at_home(shell, nightly, command) == (0, "", "")
    if shutil.which("systemd-analyze"):
        for name, text in units.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        verify = ["systemd-analyze", "verify", "--user", *(str(tmp_path / name) for name in units)]
        environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
        result = subprocess.run(verify, env=environment, capture_output=True, text=True, check=False)
        assert (result.returncode, [line for line in result.stderr.splitlines() if "antq" in line]) == (0, [])
        when = re.search(r"^OnCalendar=(.+)$", units["antq.timer"], re.MULTILINE)[1]
        subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True)


def test_what_was_refused_is_read_once_it_is_mended(shell, nightly):
    needs_jq("jq")
    (nightly / "articles" / "hong.txt").touch()
    sync, *_ = cron_lines()
    complaint = "antq-extract: articles/hong.txt: empty file\n"
    assert run_at_home(shell, nightly.parent, sync) == (1, "", complaint)
    assert run_at_home(shell, nightly.parent, sync) == (1, "", complaint)  # until it is mended
    (refused,) = lines_of(nightly / "refused.jsonl")
    assert json.loads(refused)["code"] == "empty"
    (nightly / "articles" / "hong.txt").write_text("Có 11/13 bản không còn trộm cắp.\n", encoding="utf-8")
    before = lines_of(nightly / "records.jsonl")
    (block,) = blocks(section(README, "Nightly runs"), "shell")
    status, printed, complaints = run_at_home(shell, nightly, f"set -e\n{block}")
    assert (status, printed, SUMMARY.sub("", complaints)) == (0, "1\tempty\tarticles/hong.txt\n", "")
    *same, added = lines_of(nightly / "records.jsonl")
    assert same == before
    assert json.loads(added)["source"]["path"] == "articles/hong.txt"
    assert lines_of(nightly / "again.jsonl") == [added]
    assert run_at_home(shell, nightly.parent, sync) == (0, "", "")
    assert lines_of(nightly / "refused.jsonl") == []


def test_the_two_set_up_commands():
    first, second = (line for line in README.splitlines() if line.startswith("python3 -m venv .venv"))
    assert blocks(README, "bash") == [f"{first}\n", f"{second}\n"]
    assert re.fullmatch(
        r"python3 -m venv \.venv && \.venv/bin/pip install -q \. && \.venv/bin/antq-extract samples/", first
    )
    assert re.fullmatch(
        r"python3 -m venv \.venv && \.venv/bin/pip install -q -e '\.\[dev\]' && \.venv/bin/pytest", second
    )


def every_command(group):
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        yield command
        yield from every_command(command) if isinstance(command, Group) else ()


def test_the_options_named_are_the_options_there_are():
    own = {option for command in every_command(cli) for param in command.params for option in param.opts}
    own |= {option for param in cli.params for option in param.opts}
    others = section(README, "On a cluster")  # where options are those of spark-submit
    ours = re.sub(r"`(?:journalctl|loginctl|systemctl) [^`]+`", "", README.replace(others, "") + FORMAT)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", ours))
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


def rows_of(table):
    """Return the cells of the rows whose first one is a code word."""
    return [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| `")]


def code_words(cell):
    return re.findall(r"`([^`]+)`", cell)


def test_the_table_names_every_form_and_suffix():
    rows = [row for row in rows_of(section(README, "What is read")) if len(row) > 2]
    assert [code_words(form)[0] for form, *_ in rows] == list(forms.MEDIA_TYPES)
    named = {suffix: code_words(form)[0] for form, suffixes, *_ in rows for suffix in code_words(suffixes)}
    assert named == listing.FORMS


def test_the_table_names_every_reason_for_a_refusal():
    rows = [row for row in rows_of(section(README, "What is read")) if len(row) == 2]
    assert [code_words(code)[0] for code, _ in rows] == list(errors.REASONS)


def test_the_default_fields_and_length_are_the_named_ones():
    body = section(README, "What is read")
    named = dict(re.findall(r"`--(\w+)-field` \(`(\w+)`\)", body))
    fields = forms.Fields()
    assert named == {
        "text": fields.text,
        "title": fields.title,
        "date": fields.date,
        "author": fields.authors,
        "url": fields.url,
    }
    assert f"({intake.MAX_BYTES:,}, unpacked)" in body


def test_the_tables_of_the_database_are_named_with_every_column(tmp_path):
    body = section(README, "The database")
    with store.opened(tmp_path / "antq.db", write=True) as opened:
        columns = {
            name: [row[1] for row in opened.database.execute(f"PRAGMA table_info({name})")]
            for name in (*TABLES, *VIEWS)
        }
    shared = code_words(re.search(r"^Those of every fact are (.+?)\.", body, re.MULTILINE | re.DOTALL)[1])
    placed = code_words(re.search(r"^Those of a place are (.+?)\.", body, re.MULTILINE | re.DOTALL)[1])
    named = {}
    for name, *_, cell in (row for row in rows_of(body) if code_words(row[0])[0] in columns):
        own = code_words(re.sub(r"\([^()]*\)", "", cell))
        own += shared * ("those of every fact" in cell) + placed * ("those of a place" in cell)
        named[code_words(name)[0]] = sorted(own)
    assert named == {name: sorted(own) for name, own in columns.items()}


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
        ("places", [name for name in records.PlaceFact.model_fields if name not in SHARED]),
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
    for path in packfolders.shipped().glob("*.toml"):
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
