"""Rule packs: what the loader refuses, in which words, and what macros, lists, maps and converters become."""

import shutil
from pathlib import Path

import pytest

from antq_extract import packs
from antq_extract.converters import key
from antq_extract.errors import PackError
from antq_extract.packfile import Problem

INVALID = Path(__file__).parent / "packs"

# Pack file: what is wrong with it, behind its name.
MESSAGES = {
    "bad-action": [
        ":13: demo.count: action must be 'emit' or 'suppress', not 'drop'",
    ],
    "bad-id": [
        ":9: count: id must look like ^[a-z][a-z0-9-]*\\.[a-z0-9-]+$, not 'count'",
    ],
    "bad-pack-id": [
        ":5: pack.id must look like ^[a-z][a-z0-9-]*$, not 'Demo'",
    ],
    "bad-priority": [
        ":13: demo.count: priority must be a valid integer, not 'high'",
    ],
    "bad-regex": [
        ":11: demo.count: bad pattern: missing ) behind '(?P<count>[0-9]+'",
    ],
    "bad-toml": [
        ":10: not TOML: illegal character '\\n' in column 17; a closing quote is missing",
    ],
    "converter-with-a-table": [
        ":12: demo.count: unknown converter 'int:numeral'; there are text, int, decimal, roman, date, count, number, map:NAME, expand:NAME",
    ],
    "curly-quotes": [
        ":9: not TOML: invalid value in column 9; write straight quotes",
    ],
    "duplicate-key": [
        ":11: not TOML: cannot overwrite a value in column 24",
    ],
    "emit-another-type": [
        ":18: demo.count: count is int in [kind.fields], which gives another type than text",
    ],
    "emit-no-field": [
        ":18: demo.count: demo have no field sum; there are count",
    ],
    "emit-without-group": [
        ":12: demo.count: emit names the group 'unit', which the pattern does not have",
    ],
    "empty-list": [
        ":14: demo.count: empty list \\L<unit>; give it a word",
    ],
    "empty-match": [
        ":13: demo.count: match is empty; give at least one",
    ],
    "extend-list-with-values": [
        ':15: extend."demo.unit" is a list: give words',
    ],
    "extend-map-without-values": [
        ':15: extend."demo.part" is a map: give words with values',
    ],
    "extend-unknown": [
        ":15: there is no list or map demo.unti to extend; did you mean demo.unit?",
    ],
    "extend-with-a-number": [
        ':15: extend."demo.unit" must be a list of words, or a table of words with values',
    ],
    "extend-without-quotes": [
        ':8: extend."demo" must be a list of words, or a table of words with values; put the name in quotes, "demo.unit"',
    ],
    "field-converter": [
        ":13: unknown converter 'integer'; there are text, int, decimal, roman, date, count, number, map:NAME, expand:NAME",
    ],
    "field-default": [
        ":13: 'many' is no value that int gives",
    ],
    "field-taken": [
        ":13: the field name start is taken; give the field another",
    ],
    "foreign-id": [
        ":9: other.count: the id of a rule of this pack begins with 'demo' and a point",
    ],
    "format-2": [
        ":2: format must be 1, not 2",
    ],
    "group-that-is-no-field": [
        ":18: demo.count: the group cuont is no field of demo; did you mean count?",
    ],
    "key-no-field": [
        ":12: key names cuont, which is no field; did you mean count?",
    ],
    "kind-bad-name": [
        ":9: kind.name must look like ^[a-z][a-z0-9_]*$, not 'Đếm'",
    ],
    "kind-taken": [
        ":9: the kind dates is taken by the tool itself; give it another name",
    ],
    "kind-without-fields": [
        ":12: kind.fields is empty; give at least one",
    ],
    "list-bad-name": [
        ":16: lists.Unit must look like ^[a-z][a-z0-9_]*$, not 'Unit'",
    ],
    "list-name-taken": [
        ":16: the name flags is taken; give it another",
    ],
    "list-of-numbers": [
        ':9: lists.unit[2] must be in quotes: "5"',
    ],
    "macro-contains-itself": [
        ":15: demo.count: macro {{digits}} contains itself; a macro may only hold others",
    ],
    "macro-without-end": [
        ":9: not TOML: expected \"'''\" (at end of document); the ''' of this line is never closed",
    ],
    "macros-too-long": [
        ":40: demo.count: longer than 200,000 characters with its macros put in; make them smaller",
    ],
    "map-over-lines": [
        ":9: not TOML: invalid initial character for a key part in column 19; what stands in {…} is one line, with no comma at its end",
    ],
    "match-as-a-table": [
        ':18: demo.count: keywords must be a list; write ["…", "…"]',
        ":20: demo.count: match must be a list; write [[rule.match]], with two brackets",
    ],
    "match-without-span": [
        ":13: demo.count: match[1].span is missing; add it",
    ],
    "no-format": [
        ": format is missing; add it",
    ],
    "no-id": [
        ":8: rule 1: id is missing; add it",
    ],
    "no-match-without-why": [
        ":17: demo.count: no_match[1].why is missing; add it",
    ],
    "no-match": [
        ":8: demo.count: match is missing; add it",
    ],
    "no-no-match": [
        ":8: demo.count: no_match is missing; add it",
    ],
    "no-pack": [
        ": pack is missing; add it",
    ],
    "no-part": [
        ":11: demo.count: dates do not know a rule without a part; there are point, stamp, lunar, lunar-interval, named, aside, list, interval, years, term, open, months, half, quarter, decade, hours",
    ],
    "no-pattern": [
        ":8: demo.count: pattern is missing; add it",
    ],
    "no-title": [
        ":8: demo.count: title is missing; add it",
    ],
    "off-unknown": [
        ":7: there is no rule demo.cuont to switch off; did you mean demo.count?",
    ],
    "one-backslash": [
        ":9: not TOML: unescaped '\\' in a string in column 12; put a pattern in '''…'''",
    ],
    "part-of-an-own-kind": [
        ":18: demo.count: demo have no parts; leave the line out",
    ],
    "replaces-unknown": [
        ":18: demo.count: there is no rule demo.cuont to replace",
    ],
    "required-field": [
        ":15: demo.count: a match must emit count; name the group and add it to emit",
    ],
    "rule-as-a-table": [
        ":8: rule must be a list; write [[rule]], with two brackets",
    ],
    "unfolded-pattern": [
        ":11: demo.count: the text a rule sees never holds '–'; write '-'",
    ],
    "unknown-called-macro": [
        ":11: demo.count: unknown macro {{integer}}; define it in [macros]",
    ],
    "unknown-converter": [
        ":12: demo.count: unknown converter 'integer'; there are text, int, decimal, roman, date, count, number, map:NAME, expand:NAME",
    ],
    "unknown-fact": [
        ":11: demo.count: there is no kind of fact rations; did you mean ratios?; name it in [pack] fact, or describe a new one in [kind]",
    ],
    "unknown-key": [
        ":13: demo.count: unknown key prority; did you mean priority?",
    ],
    "unknown-keyword-list": [
        ":13: demo.count: unknown list \\L<unit>; define it in [lists]",
    ],
    "unknown-list": [
        ":11: demo.count: unknown list \\L<unit>; define it in [lists]",
    ],
    "unknown-macro": [
        ":11: demo.count: unknown macro {{integer}}; define it in [macros]",
    ],
    "unknown-map": [
        ":12: demo.count: unknown map 'numeral'; define it in [maps], or name the pack that has it in [pack] uses",
    ],
    "unknown-pack-key": [
        ":7: unknown key pack.author; there are fact, group, id, off, uses, version",
    ],
    "unknown-part": [
        ":13: demo.count: dates do not know the part 'pont'; did you mean point?",
    ],
    "unknown-value": [
        ":14: demo.count: the part 'point' of dates has no value years; did you mean year?",
    ],
    "uses-unknown": [
        ":7: uses names dates, which is no pack; there are demo",
    ],
    "value-missing": [
        ":14: demo.count: a match must emit days; name the group and add it to emit",
    ],
    "value-of-another-type": [
        ":14: demo.count: year is to be integer, which text does not give",
    ],
    "value-of-other-words": [
        ":17: demo.count: part_of_day is to be one of morning, noon, afternoon, evening, night, which map:hour does not give",
    ],
}


def test_every_invalid_pack_has_its_message():
    assert sorted(path.stem for path in INVALID.glob("*.toml")) == sorted(MESSAGES)


@pytest.mark.parametrize("name", MESSAGES)
def test_an_invalid_pack_is_refused(tmp_path, name):
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(INVALID / f"{name}.toml", folder)
    (tmp_path / "base.toml").write_text("format = 1\n[pack]\nid = 'base'\nversion = '1.0.0'\n", encoding="utf-8")
    first, *others = MESSAGES[name]
    more = f" (and {len(others)} more: see patterns check)" if others else ""
    with pytest.raises(PackError) as caught:
        packs.load(folder, base=tmp_path)
    assert str(caught.value).removeprefix(str(folder)) == f"/{name}.toml{first}{more}".replace(
        "there are demo", "there are base, demo"
    )
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", MESSAGES)
def test_all_that_is_wrong_is_collected(tmp_path, name):
    shutil.copy(INVALID / f"{name}.toml", tmp_path)
    rulebook, problems = packs.collect(base=tmp_path)
    problems += [rule.compiled for rule in rulebook.rules if isinstance(rule.compiled, Problem)]
    assert [str(problem) for problem in problems] == [f"{name}.toml{message}" for message in MESSAGES[name]]


def compiled(rulebook):
    return [rule.pattern for rule in rulebook.rules]


def test_an_empty_folder_is_refused(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    with pytest.raises(PackError) as caught:
        packs.load(base=folder)
    assert str(caught.value) == "rules: no rule packs (*.toml)"


def test_two_packs_of_one_id_are_refused(book, pack):
    with pytest.raises(PackError) as caught:
        book(a=pack(), b=pack())
    assert str(caught.value) == "b.toml:3: the pack id 'demo' is taken by a.toml; give one of them another"


def test_two_rules_of_one_id_are_refused(book, pack):
    rule = "id = \"demo.count\"\npattern = '[0-9]+'"
    with pytest.raises(PackError) as caught:
        book(a=pack(rule, rule))
    assert str(caught.value) == "a.toml:25: demo.count: this id is taken by a.toml:15; give the rule another"


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PackError) as caught:
        packs.load(base=tmp_path)
    assert str(caught.value) == "a.toml: not UTF-8 text (byte 0xff at offset 0)"


def test_the_shipped_packs_load_and_compile(rulebook):
    assert len(rulebook.rules) > 50
    assert len(compiled(rulebook)) == len(rulebook.rules)
    facts = {rule.fact for rule in rulebook.rules}
    assert facts == {"dates", "ratios", "awards", "officials", "places", "documents", "quantities"}


def test_rules_are_in_the_order_of_their_files(book, pack):
    rulebook = book(b=pack("pattern = 'x'", name="bee"), a=pack("pattern = 'x'", "pattern = 'y'", name="ay"))
    assert [rule.id for rule in rulebook.rules] == ["ay.r1", "ay.r2", "bee.r1"]


DATE = "part = 'point'\npattern = '(?P<year>x)'\nemit = { year = 'int' }\n"


@pytest.mark.parametrize(
    ("head", "rule", "fact", "group"),
    [
        ("", "pattern = 'x'", "demo", "demo"),
        ('group = "figures"', "pattern = 'x'", "demo", "figures"),
        ('fact = "dates"', DATE, "dates", "dates"),
        ('fact = "dates"\ngroup = "figures"', f'{DATE}group = "own"', "dates", "own"),
    ],
)
def test_a_rule_s_fact_and_group(book, pack, head, rule, fact, group):
    (found,) = book(a=pack(rule, head=head)).rules
    assert (found.fact, found.group) == (fact, group)


VOCABULARY = """
[lists]
unit = ["xã", "hộ dân"]
[maps]
part = { "Sáng" = "morning", "chiều" = "afternoon" }
[macros]
digits = '''[0-9]+'''
ratio = '''{{digits}}/{{digits}}'''
pair = '''(?&digits)-(?&digits)'''
"""


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("x{{digits}}", "x12", "x12"),
        ("x{{ratio}}", "x12/13", "x12/13"),
        ("x(?&digits)", "x12", "x12"),
        ("x(?&pair)", "x12-13", "x12-13"),
        ("x{{pair}}", "x12-13", "x12-13"),
        ("x(?&digits)", "x", None),
        (r"[0-9]+ \L<unit>", "12 hộ dân", "12 hộ dân"),
        (r"[0-9]+ \L<unit>", "12 hộ", None),
        (r"\L<part> 5/3", "chiều 5/3", "chiều 5/3"),
        (r"(?i)\L<part> 5/3", "Chiều 5/3", "Chiều 5/3"),
    ],
)
@pytest.mark.parametrize("shared", [False, True])
def test_macros_lists_and_maps_in_a_pattern(book, pack, shared, pattern, text, found):
    rule = f"pattern = '''{pattern}'''"
    if shared:
        rulebook = book(fragments=pack(name="fragments", vocabulary=VOCABULARY), demo=pack(rule))
    else:
        rulebook = book(demo=pack(rule, vocabulary=VOCABULARY))
    match = rulebook.rules[0].pattern.search(text)
    assert (match and match[0]) == found


def test_a_pack_s_own_vocabulary_goes_before_the_shared(book, pack):
    own = "[lists]\nunit = [\"thôn\"]\n[macros]\ndigits = '''[5-9]+'''\n[maps]\npart = { \"tối\" = \"evening\" }"
    rule = "pattern = '''(?P<n>{{digits}}) \\L<unit> (?P<p>\\w+)'''\nemit = { p = \"map:part\" }"
    rulebook = book(fragments=pack(name="fragments", vocabulary=VOCABULARY), demo=pack(rule, vocabulary=own))
    (found,) = rulebook.rules
    assert found.pattern.search("12 xã tối") is None
    assert found.pattern.search("57 thôn tối")[0] == "57 thôn tối"
    convert = found.emit[0].converter.read
    assert convert("Tối") == "evening"
    with pytest.raises(ValueError, match="not in the map: Sáng"):
        convert("Sáng")


def test_vocabulary_by_name(book, pack):
    rulebook = book(fragments=pack(name="fragments", vocabulary=VOCABULARY), demo=pack(vocabulary='[lists]\nx = ["y"]'))
    assert rulebook.lists == {"fragments.unit": ("xã", "hộ dân"), "demo.x": ("y",)}
    assert rulebook.maps == {"fragments.part": {"sáng": "morning", "chiều": "afternoon"}}


@pytest.mark.parametrize(
    ("written", "folded"),
    [("uỷ ban", "ủy ban"), ("hoà giải", "hòa giải"), ("2019 – 2024", "2019 - 2024"), ("“An toàn”", '"An toàn"')],
)
def test_vocabulary_is_folded(book, pack, written, folded):
    vocabulary = f"[lists]\nword = ['{written}']\n[maps]\nvalue = {{ '{written}' = 1 }}"
    rulebook = book(demo=pack(f"keywords = ['{written}']\npattern = '\\L<word>'", vocabulary=vocabulary))
    (found,) = rulebook.rules
    assert rulebook.lists == {"demo.word": (folded,)}
    assert rulebook.maps == {"demo.value": {key(folded): 1}}
    assert found.keywords == (key(folded),)
    assert found.pattern.fullmatch(folded)


@pytest.mark.parametrize(
    ("keywords", "found"),
    [
        ("[]", ()),
        ('["/", "Năm"]', ("/", "năm")),
        ('["@unit"]', ("xã", "hộ dân")),
        ('["@part", "chiều"]', ("sáng", "chiều")),
    ],
)
def test_keywords(book, pack, keywords, found):
    (rule,) = book(demo=pack(f"pattern = 'x'\nkeywords = {keywords}", vocabulary=VOCABULARY)).rules
    assert rule.keywords == found


@pytest.mark.parametrize(
    ("converter", "text", "value"),
    [
        ("text", "Tân Hoà", "Tân Hoà"),
        ("int", "1.021", 1021),
        ("decimal", "98,5", 98.5),
        ("roman", "IV", 4),
        ("count", "mười hai", 12),
        ("count", "1.021", 1021),
        ("map:numeral", "Mười", 10),
        ("int[]", "7", 7),
    ],
)
def test_converters(book, pack, converter, text, value):
    numerals = '[maps]\nnumeral = { "hai" = 2, "mười" = 10 }'
    (rule,) = book(demo=pack(f"pattern = '(?P<x>.)'\nemit = {{ x = '{converter}' }}", vocabulary=numerals)).rules
    ((group, given),) = rule.emit
    assert (group, given.read(text), given.many) == ("x", value, converter.endswith("[]"))


@pytest.mark.parametrize(
    ("text", "folded"), [("Uỷ ban", "ủy ban"), ("GĐ", "gđ"), ("HOÀ", "hòa"), ("“X” – y", '"x" - y')]
)
def test_the_key_of_a_word(text, folded):
    assert key(text) == folded
