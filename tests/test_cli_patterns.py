"""The commands ``patterns …``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from antq_extract import lint, packs, pipeline
from antq_extract.cli import cli
from antq_extract.document import Document


def run(*args):
    return CliRunner().invoke(cli, ["patterns", *map(str, args)], prog_name="antq-extract")


@pytest.fixture
def own(tmp_path, monkeypatch, pack):
    """A folder with a pack that replaces, switches off and extends, and one that takes the place of a shipped one."""
    monkeypatch.chdir(tmp_path)
    rule = (
        "replaces = 'ratios.part-of-whole'\npriority = 99\nkeywords = ['phần']\n"
        "pattern = '(?P<numerator>{{int}}) phần (?P<denominator>{{int}}) (?:\\L<unit>)'\n"
        "emit = { numerator = 'int', denominator = 'int' }"
    )
    head = 'fact = "ratios"\nuses = ["ratios"]\noff = ["dates.decade"]'
    Path("own").mkdir()
    Path("own/a.toml").write_text(
        pack(rule, head=head, vocabulary='[extend]\n"ratios.unit" = ["buồng"]'), encoding="utf-8"
    )
    text = 'format = 1\n[pack]\nid = "text"\nversion = "9.0"\n[lists]\nabbreviation = ["TS."]\n'
    Path("own/b.toml").write_text(text, encoding="utf-8")
    return Path("own")


def test_list_shows_layers_packs_and_rules(own):
    result = run("list", "--patterns", "own")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Layers, the higher over the lower:\n  1  shipped\n  2  own\n\nPACK ")
    rows = {" ".join(line.split()) for line in result.stdout.splitlines()}
    assert rows >= {
        "PACK VERSION LAYER RULES STATUS EXTENDS",
        "text 1.0.0 shipped 0 replaced by own/b.toml",
        "demo 1.0.0 own 1 in use ratios.unit",
        "text 9.0 own 0 in use",
        "RULE KIND PART GROUP PRIORITY STATUS PLACE",
        "demo.r1 ratios figures 99 in use own/a.toml:12",
    }
    assert any(
        row.startswith("ratios.part-of-whole ratios figures 76 replaced by demo.r1 ratios.toml:") for row in rows
    )
    assert any(
        row.startswith("dates.decade dates decade figures 60") and "switched off by own/a.toml" in row for row in rows
    )
    assert any(row.startswith("dates.phone dates (suppresses) figures") for row in rows)


def test_list_as_json(own):
    listing = json.loads(run("list", "--json", "--patterns", "own").stdout)
    assert list(listing) == ["layers", "packs", "kinds", "rules"]
    assert [kind["name"] for kind in listing["kinds"]] == [
        "dates", "ratios", "awards", "officials", "places", "documents", "quantities",
    ]  # fmt: skip
    assert listing["kinds"][0] == {"name": "dates", "one": "date", "title": None, "fields": None}
    assert listing["kinds"][6] == {
        "name": "quantities",
        "one": "quantity",
        "title": "Counted things",
        "fields": {"value": "number", "qualifier": "map:qualifier", "unit": "text"},
    }
    assert next(pack for pack in listing["packs"] if pack["layer"] == "own") == {
        "id": "demo",
        "version": "1.0.0",
        "layer": "own",
        "file": "own/a.toml",
        "rules": 1,
        "extends": ["ratios.unit"],
        "status": "in use",
    }
    assert listing["rules"][-1] == {
        "id": "demo.r1",
        "kind": "ratios",
        "part": None,
        "action": "emit",
        "group": "figures",
        "priority": 99,
        "layer": "own",
        "place": "own/a.toml:12",
        "status": "in use",
        "title": "Rule 1",
    }


def test_list_of_the_shipped_packs_has_every_rule_in_use(rulebook):
    listing = json.loads(run("list", "--json").stdout)
    assert listing["layers"] == ["shipped"]
    assert {row["status"] for row in (*listing["packs"], *listing["rules"])} == {"in use"}
    assert [row["id"] for row in listing["rules"]] == [rule.id for rule in rulebook.rules]
    assert sum(pack["rules"] for pack in listing["packs"]) == len(rulebook.rules)


def test_show(own):
    result = run("show", "demo.r1", "--patterns", "own")
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[:8] == [
        "demo.r1  own/a.toml:12",
        "Rule 1",
        "",
        "status    in use",
        "finds     ratios: ratios",
        "group     figures, priority 99",
        "keywords",
        "  phần",
    ]
    assert lines[8:13] == [
        "emit      numerator = int, denominator = int",
        "",
        "pattern",
        "  (?P<numerator>{{int}}) phần (?P<denominator>{{int}}) (?:\\L<unit>)",
        "",
    ]
    assert "{{" not in lines[14]
    assert lines[-5:] == ["must match", "  -", "    -> -", "must not match", "  -  (-)"]
    assert any(line.endswith(" buồng") for line in lines)


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ("demo.r1", "in use"),
        ("ratios.part-of-whole", "replaced by demo.r1"),
        ("dates.decade", "switched off by own/a.toml"),
        ("dates.year", "in use"),
    ],
)
def test_show_as_json(own, rule, status):
    row = json.loads(run("show", rule, "--json", "--patterns", "own").stdout)
    assert (row["id"], row["status"]) == (rule, status)
    assert list(row) == [
        "id", "title", "place", "status", "kind", "part", "action", "group", "priority", "keywords", "and_keywords",
        "pattern", "expanded", "emit", "lists", "match", "no_match",
    ]  # fmt: skip


def test_show_of_a_rule_that_is_not_there():
    result = run("show", "ratio.part-of-whole")
    message = "antq-extract: there is no rule, list, map, macro or pack ratio.part-of-whole; did you mean ratios.part-of-whole?\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


@pytest.fixture
def checked(monkeypatch):
    """Look only at what does not load, which is enough for what the command does with it."""
    real = packs.collect

    def check(*folders):
        return sorted(real(*folders)[1], key=lambda problem: str(problem))

    monkeypatch.setattr(lint, "check", check)


def test_check_says_what_is_wrong(own, checked):
    text = Path("own/a.toml").read_text(encoding="utf-8")
    Path("own/a.toml").write_text(
        text.replace("dates.decade", "dates.decad").replace("denominator = '", "whole = '"), encoding="utf-8"
    )
    result = run("check", "own")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines() == [
        "own/a.toml:17: demo.r1: emit names the group 'whole', which the pattern does not have",
        "own/a.toml:7: there is no rule dates.decad to switch off; did you mean dates.decade?",
    ]


@pytest.mark.parametrize(
    ("args", "code", "stdout", "stderr"),
    [
        ([], 0, "all packs and examples hold\n", ""),
        (["own"], 0, "all packs and examples hold\n", ""),
        (["own", "nowhere"], 1, "nowhere: no such folder\n", ""),
        (["nowhere", "neither"], 1, "neither: no such folder\nnowhere: no such folder\n", ""),
    ],
)
def test_check(own, checked, args, code, stdout, stderr):
    result = run("check", *args)
    assert (result.exit_code, result.stdout, result.stderr) == (code, stdout, stderr)


def test_check_reads_the_variable_too(own, checked, monkeypatch):
    monkeypatch.setenv("ANTQ_PATTERNS", "nowhere")
    result = run("check", "own")
    told = "antq-extract: nowhere: no such folder, which ANTQ_PATTERNS names\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", told)


# --- new ----------------------------------------------------------------------------------------------------------

STARTERS = ("dates", "ratios", "awards", "officials", "places", "documents", "quantities", "cash_gifts")


@pytest.fixture(scope="module")
def starters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("starters")
    for kind in STARTERS:
        result = run("new", kind, "-o", folder / f"{kind}.toml")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    return folder


def test_every_starter_passes_the_check(starters):
    assert lint.check(starters) == []


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("dates", "Họp vào ngày thứ 5 của tháng 3/2024.",
         [("dates", "ngày thứ 5 của tháng 3/2024", "own-dates.day-of-month")]),
        ("ratios", "Cứ 10 hộ thì có 9 hộ lắp đèn; 3/4 tổ xe ôm tự quản đạt.",
         [("ratios", "Cứ 10 hộ thì có 9 hộ", "own-ratios.in-every"),
          ("ratios", "3/4 tổ xe ôm tự quản", "ratios.part-of-whole")]),
        ("awards", "Ban tổ chức xướng tên trao Bảng vàng danh dự cho 3 tổ xe ôm tự quản.",
         [("awards", "3 tổ xe ôm tự quản", "awards.recipient")]),
        ("officials", "Chủ trì là già làng Sùng A Chứ, Bí thư chi bộ bản.",
         [("officials", "già làng Sùng A Chứ", "own-officials.village-elder")]),
        ("places", "Tổ tuần tra của CAX Nà Lươm ra quân.",
         [("places", "CAX Nà Lươm", "own-places.local-police")]),
        ("documents", "Bà con thuộc lòng hương ước số 03 của thôn Suối Dựng.",
         [("documents", "hương ước số 03 của thôn Suối Dựng", "own-documents.village-code")]),
        ("quantities", "Đến nay, tổng số hội viên phụ nữ là 1.204.",
         [("quantities", "tổng số hội viên phụ nữ là 1.204", "own-quantities.total-is")]),
        ("cash_gifts", "Bà con góp 1,5 triệu đồng để mua đèn.",
         [("cash_gifts", "1,5 triệu đồng để mua đèn", "own-cash-gifts.sum")]),
    ],
)  # fmt: skip
def test_a_starter_finds_its_facts(starters, rulebook, kind, text, found):
    def facts(rules):
        row = pipeline.extract(Document(path="a.txt", source=text), rules).model_dump()
        listed = {
            **{name: row[name] for name in ("dates", "ratios", "awards", "places")},
            "officials": [m for o in row["officials"] for m in o["mentions"]],
        }
        listed |= {name: facts for name, facts in row["facts"].items() if name in ("documents", kind)}
        return [(name, fact["text"], fact["rule"]) for name, some in listed.items() for fact in some]

    assert facts(packs.load(starters / f"{kind}.toml")) == found
    assert facts(rulebook) != found


def test_a_new_pack_has_the_name_that_is_asked_for():
    text = run("new", "cash_gifts", "--name", "gifts").stdout
    assert '\nid = "gifts" ' in text
    assert '\nid = "gifts.sum"\n' in text
    assert '\nname = "cash_gifts" ' in text
    assert "NAME" not in text.replace("map:NAME or expand:NAME", "")
    assert "KIND" not in text


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["Sums"], "the name of a kind has small letters, digits and underscores, which 'Sums' has not"),
        (["dates", "--name", "a_b"], "the id of a pack has small letters, digits and hyphens, which 'a_b' has not"),
        (["dates", "--name", "dates"],
         "there is a pack dates already, of which this would take the place; choose another --name"),
    ],
)  # fmt: skip
def test_a_name_that_is_taken_or_cannot_be(tmp_path, args, message):
    result = run("new", *args, "-o", tmp_path / "x.toml")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"antq-extract: {message}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_kind_that_another_own_pack_brings_is_taken(tmp_path):
    run("new", "sums", "-o", tmp_path / "sums.toml")
    result = run("new", "sums", "--name", "other", "--patterns", tmp_path)
    message = "antq-extract: a pack brings the kind sums already; add rules to it with fact = 'sums'\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)
