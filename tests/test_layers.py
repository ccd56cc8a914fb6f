"""Own packs over the shipped ones: what they extend, replace and switch off, and what is refused."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from antq_extract import catalogue, packs
from antq_extract.cli import cli
from antq_extract.document import Document
from antq_extract.errors import PackError
from antq_extract.pipeline import extract

TEXT = "Đến nay, 15/20 xã đạt chuẩn. Có 3/4 buồng bếp sạch. Những năm 1990.\n"
RATIO = "priority = 99\nemit = { numerator = 'int', denominator = 'int' }\npattern = '(?P<numerator>[0-9]+) phần (?P<denominator>[0-9]+)'"
RATIOS = 'fact = "ratios"'


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Return a function that writes a pack file below the working folder."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8", newline="")

    def write(path, text):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")

    return write


def run(*args, layers=()):
    env = {"ANTQ_PATTERNS": os.pathsep.join(layers)}
    return CliRunner(env=env).invoke(cli, args, prog_name="antq-extract")


def record(*folders, text=TEXT):
    return extract(Document(path="a.txt", source=text), packs.load(*map(Path, folders)))


def listed(*folders):
    """Return the packs, and the rules, that are not simply shipped and in use."""
    listing = catalogue.listing(packs.load(*map(Path, folders)))
    packed = [(p["id"], p["layer"], p["status"]) for p in listing["packs"]]
    rules = [(r["id"], r["layer"], r["status"]) for r in listing["rules"]]
    return [[row for row in rows if row[1:] != ("shipped", "in use")] for rows in (packed, rules)]


# --- lists and maps -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extend", "name", "text", "found"),
    [
        ('"ratios.unit" = ["buồng bếp"]', "lists:ratios.unit", TEXT, ["15/20 xã", "3/4 buồng bếp"]),
        # folded, and no word twice
        ('"ratios.unit" = ["buồng hoà", "xã"]', "lists:ratios.unit", "Có 3/4 buồng hòa đạt.", ["3/4 buồng hòa"]),
        ('"awards.recipient" = { "Buồng bếp" = "collective" }', "maps:awards.recipient",
         "Tặng Giấy khen cho 3 buồng bếp.", ["3 buồng bếp"]),
    ],
)  # fmt: skip
def test_a_shipped_list_or_map_is_extended(own, pack, rulebook, extend, name, text, found):
    own("own/x.toml", pack(vocabulary=f"[extend]\n{extend}"))
    table, _, words = name.partition(":")
    after, before = getattr(packs.load(Path("own")), table)[words], getattr(rulebook, table)[words]
    assert len(after) == len(before) + 1
    assert list(after)[: len(before)] == list(before)
    facts = record("own", text=text)
    assert [fact.text for fact in (*facts.ratios, *facts.awards)] == found


def test_a_map_s_word_takes_the_value_of_the_last_layer(own, pack):
    one = pack(vocabulary='[extend]\n"awards.recipient" = { "buồng bếp" = "collective" }')
    own("one/x.toml", one)
    own("two/x.toml", one.replace('"demo"', '"two"').replace("collective", "household"))
    for folders, kind in ((("one", "two"), "household"), (("two", "one"), "collective")):
        (fact,) = record(*folders, text="Tặng Giấy khen cho 3 buồng bếp.").awards
        assert fact.recipient_type == kind


# --- replaced and switched off ------------------------------------------------------------------------------------


def test_a_shipped_rule_is_replaced(own, pack):
    own("own/x.toml", pack(f"{RATIO}\nreplaces = 'ratios.part-of-whole'", head=RATIOS))
    assert listed("own") == [
        [("demo", "own", "in use")],
        [("ratios.part-of-whole", "shipped", "replaced by demo.r1"), ("demo.r1", "own", "in use")],
    ]
    ratios = record("own", text="Có 15/20 xã, 3 phần 4.").ratios
    assert [(fact.text, fact.rule) for fact in ratios] == [
        ("15/20 xã", "ratios.part-of-whole-any"),
        ("3 phần 4", "demo.r1"),
    ]


def test_a_shipped_rule_is_switched_off(own, pack):
    assert [fact.edtf for fact in record().dates] == ["199X"]
    own("own/x.toml", pack(head='off = ["dates.decade", "dates.year"]'))
    assert listed("own") == [
        [("demo", "own", "in use")],
        [
            ("dates.decade", "shipped", "switched off by own/x.toml"),
            ("dates.year", "shipped", "switched off by own/x.toml"),
        ],
    ]
    assert record("own").dates == ()


@pytest.mark.parametrize(
    ("head", "rule", "group"),
    [
        ('fact = "dates"', "part = 'decade'\npattern = '(?P<year>x)'\nemit = { year = 'int' }", "figures"),
        (RATIOS, RATIO, "figures"),
        ('fact = "awards"', "part = 'giving'\npattern = 'x'", "awards"),
        ('fact = "officials"', "part = 'name'\npattern = '(?P<name>x)'\nemit = { name = 'text' }", "officials.names"),
        (
            'fact = "officials"',
            "part = 'post'\npattern = '(?P<label>(?P<role>x))'\nemit = { label = 'text', role = 'text' }",
            "officials.posts",
        ),
        (RATIOS, f"{RATIO}\ngroup = 'mine'", "mine"),
        (f"{RATIOS}\ngroup = 'theirs'", RATIO, "theirs"),
        ('fact = "quantities"', "pattern = '(?P<value>x) (?P<unit>y)'", "quantities"),
    ],
)
def test_the_group_is_that_of_the_kind_and_part(own, pack, head, rule, group):
    own("own/x.toml", pack(rule, head=head))
    (found,) = (rule for rule in packs.load(Path("own")).rules if rule.id == "demo.r1")
    assert found.group == group


def test_an_own_suppressing_rule_needs_neither_part_nor_group(own, pack):
    own("own/x.toml", pack("action = 'suppress'\npriority = 99\npattern = '15/20 xã'", head=RATIOS))
    assert record("own").ratios == ()


# --- packs of one id ----------------------------------------------------------------------------------------------


def test_a_pack_of_a_shipped_one_s_id_takes_its_place(own):
    own("own/w.toml", 'format = 1\n[pack]\nid = "text"\nversion = "9"\n[lists]\nabbreviation = ["TS."]\n')
    assert listed("own") == [[("text", "shipped", "replaced by own/w.toml"), ("text", "own", "in use")], []]
    assert packs.load(Path("own")).lists["text.abbreviation"] == ("TS.",)


def test_of_three_the_highest_is_in_use(own, pack):
    for number in "123":
        own(f"{number}/x.toml", pack(f"pattern = '{number}'"))
    found = packs.load(*map(Path, "123"))
    assert [rule.spec.pattern for rule in found.rules if rule.id == "demo.r1"] == ["3"]
    assert [(p.layer, p.replaced_by) for p in found.packs if p.file.id == "demo"] == [
        ("1", "2/x.toml"),
        ("2", "3/x.toml"),
        ("3", None),
    ]


def test_what_a_replaced_pack_extends_and_switches_off_is_gone_with_it(own, pack):
    own("1/x.toml", pack(head='off = ["dates.decade"]', vocabulary='[extend]\n"ratios.unit" = ["buồng bếp"]'))
    own("2/x.toml", pack())
    assert [fact.text for fact in record("1").ratios] == ["15/20 xã", "3/4 buồng bếp"]
    facts = record("1", "2")
    assert ([fact.text for fact in facts.ratios], [fact.edtf for fact in facts.dates]) == (["15/20 xã"], ["199X"])


# --- the order of the layers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "options", "layers"),
    [
        ([], [], ["shipped"]),
        (["one"], [], ["shipped", "one"]),
        ([], ["one", "two"], ["shipped", "one", "two"]),
        (["two", "three"], ["one"], ["shipped", "two", "three", "one"]),
        (["", "one", ""], [], ["shipped", "one"]),
        ([], ["one/x.toml"], ["shipped", "one/x.toml"]),
        ([], ["./one/"], ["shipped", "one"]),
    ],
)
def test_the_order_of_the_layers(own, pack, variable, options, layers):
    for name in ("one", "two", "three"):
        own(f"{name}/x.toml", pack(name=name))
    args = [word for folder in options for word in ("--patterns", folder)]
    result = run("patterns", "list", "--json", *args, layers=variable)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["layers"] == layers


@pytest.mark.parametrize("command", [["a.txt"], ["explain", "a.txt", "--json"], ["--facts", "a.txt"]])
def test_the_variable_and_the_option_do_the_same(own, pack, command):
    own("own/x.toml", pack(vocabulary='[extend]\n"ratios.unit" = ["buồng bếp"]'))
    by_option, by_variable = run(*command, "--patterns", "own"), run(*command, layers=["own"])
    assert (by_option.exit_code, by_option.stdout) == (0, by_variable.stdout)
    assert "3/4 buồng bếp" in by_option.stdout
    assert '3/4 buồng bếp"' not in run(*command).stdout


# --- what is refused ----------------------------------------------------------------------------------------------


def bare(name, more=""):
    return f'format = 1\n[pack]\nid = "{name}"\nversion = "1"\n{more}\n'


REFUSED = {
    "missing": ({}, "own: no such folder"),
    "empty": ({"own/README.md": ""}, "own: no rule packs (*.toml)"),
    "no-toml": ({"own/x.toml": "format 1"}, "own/x.toml:1: not TOML: expected '=' after a key in a key/value pair in column 8"),
    "form": ({"own/x.toml": bare("demo", 'colour = "x"')}, "own/x.toml:5: unknown key pack.colour; there are fact, group, id, off, uses, version"),
    "two": ({"own/x.toml": bare("demo"), "own/y.toml": bare("demo")}, "own/y.toml:3: the pack id 'demo' is taken by own/x.toml; give one of them another"),
    "off": ({"own/x.toml": bare("demo", 'off = ["dates.decades"]')}, "own/x.toml:5: there is no rule dates.decades to switch off; did you mean dates.decade?"),
    "extend": ({"own/x.toml": bare("demo", '[extend]\n"ratios.units" = ["x"]')}, "own/x.toml:6: there is no list or map ratios.units to extend; did you mean ratios.unit?"),
    "flags": ({"own/x.toml": bare("demo", '[lists]\nflags = ["x"]')}, "own/x.toml:6: the name flags is taken; give it another"),
    "pattern": ({"own/x.toml": bare("demo", '[maps]\npattern = { x = 1 }')}, "own/x.toml:6: the name pattern is taken; give it another"),
    "cache": ({"own/x.toml": bare("demo", '[lists]\ncache_pattern = ["x"]')}, "own/x.toml:6: the name cache_pattern is taken; give it another"),
    "text": ({"own/x.toml": bare("text")}, "own/x.toml:3: the list abbreviation is missing or empty, which the program reads; copy it from the shipped pack"),
}  # fmt: skip


def refuse(own, name, *command):
    files, message = REFUSED[name]
    for path, text in files.items():
        own(path, text)
    result = run(*command, "--patterns", "own")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"antq-extract: {message}\n")


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_loaded_is_one_line(own, name):
    refuse(own, name, "a.txt", "-o", "out")
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "command", [["explain", "a.txt"], ["schema"], ["patterns", "list"], ["patterns", "new", "sums"]]
)
def test_every_command_refuses_it(own, command):
    refuse(own, "missing", *command)


def test_a_bad_pattern_of_an_own_pack_is_told_before_anything_is_written(own, pack):
    own("own/x.toml", pack("pattern = '('"))
    result = run("a.txt", "-o", "out", "--patterns", "own")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "antq-extract: own/x.toml:16: demo.r1: bad pattern: missing ) behind '('\n"
    assert not Path("out").exists()


def test_several_faults_are_the_first_and_a_count(own):
    own("own/x.toml", bare("demo", 'off = ["a.b", "a.c", "a.d"]'))
    with pytest.raises(
        PackError, match=r"own/x.toml:5: there is no rule a\.b to .* \(and 2 more: see patterns check\)$"
    ):
        packs.load(Path("own"))


def vocabulary(*lists):
    """The vocabulary of the interpreter of awards, as lists, save for what ``lists`` says."""
    names = ("joint", "of", "general_award", "grade_word", "not_subject")
    return "[lists]\n" + "\n".join(lists) + "\n" + "".join(f'{n} = ["x"]\n' for n in names if n not in "".join(lists))


AWARD = """[[rule]]
id = "awards.own"
title = "-"
part = "recipient"
pattern = '(?P<count>[0-9]+) (?P<noun>xã)'
emit = { count = "int", noun = "text" }
[[rule.match]]
text = "-"
span = "-"
[[rule.no_match]]
text = "-"
why = "-"
"""


@pytest.mark.parametrize(
    "text",
    [
        bare("frontmatter", '[lists]\njoint = ["và"]'),
        bare("awards", vocabulary('recipient = ["xã"]') + AWARD),
        bare("awards", vocabulary("grade_word = []") + '[maps]\nrecipient = { "xã" = "collective" }\n' + AWARD),
    ],
    ids=["no-lists-of-the-page", "a-list-for-a-map", "a-list-without-words"],
)
def test_vocabulary_that_would_fail_in_a_run_is_refused(own, text):
    own("own/x.toml", text)
    result = run("a.txt", "--patterns", "own")
    assert "internal error" not in result.stderr
    assert (result.exit_code, result.stdout) == (2, "")
