"""Packs that would harm a run: refused with a line, or their matches void, but no article is lost."""

import re
from pathlib import Path

import pytest

from antq_extract import building, kinds, packs, pipeline
from antq_extract.document import Document
from antq_extract.errors import PackError

HEAD = "format = 1\n[pack]\nid = 'own'\nversion = '1'\n"
EXAMPLES = "[[rule.match]]\ntext = '-'\nspan = '-'\n[[rule.no_match]]\ntext = '-'\nwhy = '-'\n"


def core(fact, part, pattern, emit):
    part = f"part = '{part}'\n" if part else ""
    emit = ", ".join(f"{group} = '{name}'" for group, name in emit.items())
    rule = f"[[rule]]\nid = 'own.r'\ntitle = 't'\n{part}priority = 99\npattern = '''{pattern}'''\nemit = {{ {emit} }}\n"
    return f"{HEAD}fact = '{fact}'\nuses = ['dates']\n{rule}{EXAMPLES}"


def load(tmp_path, text):
    folder = tmp_path / "own"
    folder.mkdir(exist_ok=True)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return packs.load(folder)


DAY = {"day": "int", "month": "int", "year": "int"}
D = "(?P<day>[0-9]+)[.](?P<month>[0-9]+)[.](?P<year>[0-9]+)"


@pytest.mark.parametrize(
    ("fact", "part", "pattern", "emit", "text"),
    [
        ("dates", "point", f"qq {D}", DAY, "qq 5.13.2020"),
        ("dates", "point", f"qq {D}", DAY, "qq 0.5.2020"),
        ("dates", "point", f"qq {D}", DAY, "qq 5.5.12345"),
        ("dates", "point", f"qq {D}:(?P<minute>[0-9]+)", DAY | {"minute": "int"}, "qq 5.5.2020:77"),
        ("dates", "list", "qq (?P<days>[0-9]+)[.](?P<month>[0-9]+)", {"days": "int[]", "month": "int"}, "qq 5.15"),
        ("dates", "quarter", "qq (?P<quarter>[0-9]+)", {"quarter": "int"}, "qq 7"),
        ("dates", "months", "qq (?P<months>[0-9]+)", {"months": "int"}, "qq 18"),
        (
            "dates",
            "years",
            "qq (?P<year>[0-9]+) (?P<end_two>[0-9]+)",
            {"year": "int", "end_two": "int"},
            "qq 2016 9999",
        ),
        (
            "dates",
            "hours",
            f"qq (?P<hour>[0-9]+)-(?P<end_hour>[0-9]+) {D}",
            DAY | {"hour": "int", "end_hour": "int"},
            "qq 8-7 31.12.9999",
        ),
        (
            "dates",
            "stamp",
            f"qq {D} (?P<hour>[0-9]+) (?P<zone>[A-Z]+)",
            DAY | {"hour": "int", "zone": "text"},
            "qq 5.5.2020 7 GMT",
        ),
        (
            "awards",
            "recipient",
            "qq (?P<count>[0-9]+) (?P<noun>[a-z]+)",
            {"count": "int", "noun": "text"},
            "Tặng Giấy khen cho qq 5 nnn",
        ),
        ("awards", "award", "qq(?P<head>x?)", {"head": "text"}, "tặng qq cho 3 tập thể"),
        ("officials", "name", "qq (?P<name>x*)", {"name": "text"}, "Bí thư xã qq , Lò Văn Tám"),
        (
            "ratios",
            "",
            "qq(?P<numerator>[0-9]+)(?:/(?P<denominator>[0-9]+))?(?:, (?P<percent>[0-9]+)%)?",
            {"numerator": "int", "denominator": "int", "percent": "int"},
            "qq5, 3%",
        ),
        (
            "ratios",
            "",
            "qq(?P<numerator>[0-9]+)/(?P<denominator>[0-9]+)",
            {"numerator": "int", "denominator": "int"},
            "qq5/0",
        ),
    ],
)
def test_a_value_that_is_none_loses_no_article(tmp_path, fact, part, pattern, emit, text):
    rulebook = load(tmp_path, core(fact, part, pattern, emit))
    record = pipeline.extract(Document(path="a.txt", source=f"{text}.\n\nCó 11/13 bản an toàn.\n"), rulebook)
    assert (11, 13) in [(ratio.numerator, ratio.denominator) for ratio in record.ratios]
    assert all((ratio.numerator is None) == (ratio.denominator is None) for ratio in record.ratios)
    assert [day.edtf for day in record.dates if day.edtf.startswith("12345") or "-00" in day.edtf] == []


KIND = (
    "[kind]\nname = 'own'\none = 'own'\ntitle = 't'\n[kind.fields]\nn = {{ convert = '{}', title = 't'{} }}\n"
    "[[rule]]\nid = 'own.r'\ntitle = 't'\npattern = '''{}'''\n"
)


def brought(pattern="(?P<n>x)", convert="text", default="", rest=""):
    return HEAD + KIND.format(convert, default, pattern) + EXAMPLES + rest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f'{HEAD}[extend]\n"awards.recipient" = {{ "phân đội" = "team" }}\n',
            ":6: 'phân đội' must be one of collective, ",
        ),
        (
            f'{HEAD}[extend]\n"dates.weekday" = {{ "thứ bẩy" = "Saturday" }}\n',
            ":6: the values of dates.weekday are like 1;",
        ),
        (f"{HEAD}[maps]\nm = {{ x = nan }}\n", ":6: maps.m.x"),
        (f"{HEAD}rule = [1]\n", ":5: unknown key pack.rule"),
        ("rule = [1]\n" + HEAD, ":1: rule 1: the rule must be a table"),
        (f"{HEAD}[maps]\nm = {{ x = 0x1{'0' * 5000} }}\n", ":6: maps.m.x"),
        (f"{HEAD}x = {'[' * 5000}\n", ": not TOML that can be read: nested too deeply"),
        (brought("(?#\\L<u>)x(?P<n>y)", rest="[lists]\nu = ['a']\n"), ":14: own.r: bad pattern: "),
        (brought("mức \\(?P<n>5"), "the pattern has no group 'n'"),
        (brought("(?:(?:(?P<n>a){2000}){2000}){2000}"), "repetitions inside repetitions make more than 1,000,000"),
        (brought("\\L<u>(?P<n>x)", rest="[lists]\nu = ['a', '']\n"), "\\L<u> has an empty word; take it out"),
        (
            brought("{{m0}}(?P<n>x)", rest="[macros]\n" + "".join(f"m{i} = '{{{{m{i + 1}}}}}'\n" for i in range(600))),
            "own.r: ",
        ),
    ],
    ids=lambda value: str(value)[-40:] if isinstance(value, str) and "\n" not in value else "pack",
)
def test_what_would_harm_a_run_is_refused(tmp_path, text, message):
    with pytest.raises(PackError) as caught:
        load(tmp_path, text)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'own' / 'own.toml'}:")


def test_a_group_whose_name_is_none_is_refused(tmp_path):
    text = core("ratios", "", "(?P<percent>[0-9]+)", {"percent": "int"}).replace("emit = {", "emit = { '(' = 'int',")
    with pytest.raises(PackError, match=r"the part '' of ratios has no value \(|emit names the group '\('"):
        load(tmp_path, text)


def test_the_vocabulary_that_must_be_there_is_what_the_program_reads(rulebook):
    """Each name that a module asks the rule book for is in the table, and each of the table is a shipped list."""
    sources = "".join(
        path.read_text(encoding="utf-8") for path in Path(packs.__file__).parent.glob("*.py") if path.stem != "packfile"
    )
    held = set(rulebook.lists) | set(rulebook.maps)
    asked = {name for name in re.findall(r'"([a-z]+\.[a-z_]+)"', sources) if name in held}
    table = {f"{pack}.{name}" for pack, names in kinds.VOCABULARY.items() for name in names}
    closed = set(kinds.CLOSED_MAPS) - {"awards.recipient"}  # named for their values only
    assert asked - closed <= table
    assert {name for name in table if not name.startswith("frontmatter.")} <= asked
    assert table <= held


def test_a_folder_called_shipped_is_a_layer_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("shipped").mkdir()
    Path("shipped/own.toml").write_text(brought("(?P<n>x"), encoding="utf-8")
    with pytest.raises(PackError, match="bad pattern"):
        packs.load(Path("shipped"))


@pytest.mark.parametrize("name", [".#own.toml", ".own.toml", "own.toml~", "own.txt"])
def test_what_editors_leave_is_no_pack(tmp_path, name):
    (tmp_path / "x.TOML").write_text(brought(), encoding="utf-8")
    (tmp_path / name).write_text("no pack", encoding="utf-8")
    assert [rule.id for rule in packs.load(tmp_path).rules][-1] == "own.r"


@pytest.mark.parametrize("word", ["tổ xe ôm", "tổ  xe\u00a0ôm", "to\u0302\u0309 xe o\u0302m"])
def test_words_are_read_however_they_are_composed(tmp_path, word):
    rulebook = load(tmp_path, f'{HEAD}[extend]\n"ratios.unit" = ["{word}"]\n')
    (ratio,) = pipeline.extract(Document(path="a.txt", source="Có 5/6 tổ xe ôm an toàn."), rulebook).ratios
    assert ratio.unit == "tổ xe ôm"


@pytest.mark.parametrize(
    ("expression", "most"),
    [
        ("a", 1),
        ("a{3}b{4}", 4),
        ("(?:a{3}){4}", 12),
        ("(?:a{3}|b{5}){2,4}", 20),
        (r"\{3}[{9}]{2}", 2),
        ("((a{10}){10}){10}", 1000),
        ("a{5,}", 1),
        (f"a{{{'9' * 5000}}}", 999_999_999),
    ],
)
def test_repetitions_inside_repetitions_are_counted(expression, most):
    assert building.widest(expression) == most


def test_two_rules_that_replace_one_do_not_both_stay(tmp_path):
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        text = brought().replace("'own'", f"'{name}'").replace("own.r'", f"{name}.r'\nreplaces = 'ratios.percent'")
        (folder / "x.toml").write_text(text, encoding="utf-8")
    rulebook = packs.load(tmp_path / "one", tmp_path / "two")
    idle = {rule.id: reason for rule, reason in rulebook.idle}
    assert idle == {"ratios.percent": "replaced by one.r", "one.r": "replaced by two.r"}


def test_a_long_article_is_read_in_linear_time_where_kinds_yield(rulebook):
    """Ten thousand facts that yield to as many: a comparison of each with each would not end within the test."""
    source = "\n\n".join(["Đến nay, 11/13 bản có 25 tổ và 1.200 hộ."] * 2000)
    record = pipeline.extract(Document(path="a.txt", source=source), rulebook, limit=60)
    assert (len(record.ratios), len(record.facts.quantities)) == (2000, 4000)
