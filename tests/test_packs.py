"""Rule packs: what the loader refuses, in which words, and what macros, lists, maps and converters become."""

import shutil
from pathlib import Path

import pytest

from antq_extract import packs
from antq_extract.errors import PackError

INVALID = Path(__file__).parent / "packs"

# Pack file: what is wrong with it.
MESSAGES = {
    "bad-action": ":9: demo.count: action: Input should be 'emit' or 'suppress'",
    "bad-id": r":9: count: id: String should match pattern '^[a-z][a-z0-9-]*\.[a-z0-9-]+$'",
    "bad-pack-id": ": pack.id: String should match pattern '^[a-z][a-z0-9-]*$'",
    "bad-priority": (":9: demo.count: priority: Input should be a valid integer, unable to parse string as an integer"),
    "bad-regex": ":9: demo.count: bad pattern: missing ) at position 16",
    "bad-toml": r": Illegal character '\n' (at line 10, column 17)",
    "duplicate-key": ": Cannot overwrite a value (at line 11, column 24)",
    "converter-with-a-table": ":9: demo.count: unknown converter 'int:numeral'",
    "emit-without-group": ":9: demo.count: emit names the group 'unit', which the pattern does not have",
    "empty-match": ":9: demo.count: match: Tuple should have at least 1 item after validation, not 0",
    "empty-list": r":12: demo.count: empty list \L<unit>",
    "foreign-id": ":9: other.count: the id of a rule of this pack begins with 'demo' and a point",
    "format-2": ": format: Input should be 1",
    "list-of-numbers": ": lists.unit.1: Input should be a valid string",
    "macro-contains-itself": ":13: demo.count: macro {{digits}} contains itself",
    "match-without-span": ":9: demo.count: match.0.span: Field required",
    "no-format": ": format: Field required",
    "no-id": ": rule 1: id: Field required",
    "no-match": ":9: demo.count: match: Field required",
    "no-match-without-why": ":9: demo.count: no_match.0.why: Field required",
    "no-no-match": ":9: demo.count: no_match: Field required",
    "no-pack": ": pack: Field required",
    "no-pattern": ":9: demo.count: pattern: Field required",
    "no-title": ":9: demo.count: title: Field required",
    "unfolded-pattern": ":9: demo.count: the text a rule sees never holds '–'; write '-'",
    "unknown-called-macro": ":9: demo.count: unknown macro {{integer}}",
    "unknown-converter": ":9: demo.count: unknown converter 'integer'",
    "unknown-key": ":9: demo.count: prority: Extra inputs are not permitted",
    "unknown-keyword-list": r":9: demo.count: unknown list \L<unit>",
    "unknown-list": r":9: demo.count: unknown list \L<unit>",
    "unknown-macro": ":9: demo.count: unknown macro {{integer}}",
    "unknown-map": ":9: demo.count: unknown map 'numeral'",
    "unknown-pack-key": ": pack.author: Extra inputs are not permitted",
}


def test_every_invalid_pack_has_its_message():
    assert sorted(path.stem for path in INVALID.glob("*.toml")) == sorted(MESSAGES)


@pytest.mark.parametrize("name", MESSAGES)
def test_an_invalid_pack_is_refused(tmp_path, name):
    shutil.copy(INVALID / f"{name}.toml", tmp_path)
    with pytest.raises(PackError) as caught:
        compiled(packs.load(tmp_path))
    assert str(caught.value) == f"{name}.toml{MESSAGES[name]}"
    assert caught.value.exit_code == 2


def compiled(rulebook):
    return [rule.pattern for rule in rulebook.rules]


def test_an_empty_folder_is_refused(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    with pytest.raises(PackError) as caught:
        packs.load(folder)
    assert str(caught.value) == "rules: no rule packs (*.toml)"


def test_two_packs_of_one_id_are_refused(book, pack):
    with pytest.raises(PackError) as caught:
        book(a=pack(), b=pack())
    assert str(caught.value) == "b.toml: the pack id 'demo' is taken by a.toml"


def test_two_rules_of_one_id_are_refused(book, pack):
    rule = "id = \"demo.count\"\npattern = '[0-9]+'"
    with pytest.raises(PackError) as caught:
        book(a=pack(rule, rule))
    assert str(caught.value).endswith(": demo.count: this id is taken by a.toml:9")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PackError) as caught:
        packs.load(tmp_path)
    assert str(caught.value) == "a.toml: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"


def test_the_shipped_packs_load_and_compile(rulebook):
    assert len(rulebook.rules) > 50
    assert len(compiled(rulebook)) == len(rulebook.rules)
    assert {rule.fact for rule in rulebook.rules} == {"dates", "ratios", "awards", "officials"}


def test_rules_are_in_the_order_of_their_files(book, pack):
    rulebook = book(b=pack("pattern = 'x'", name="bee"), a=pack("pattern = 'x'", "pattern = 'y'", name="ay"))
    assert [rule.id for rule in rulebook.rules] == ["ay.r1", "ay.r2", "bee.r1"]


@pytest.mark.parametrize(
    ("head", "rule", "fact", "group"),
    [
        ("", "", "demo", "demo"),
        ('group = "figures"', "", "demo", "figures"),
        ('fact = "dates"', "", "dates", "demo"),
        ('fact = "dates"\ngroup = "figures"', 'group = "own"', "dates", "own"),
    ],
)
def test_a_rule_s_fact_and_group(book, pack, head, rule, fact, group):
    (found,) = book(a=pack(f"pattern = 'x'\n{rule}", head=head)).rules
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
    converter = found.emit[0][1]
    assert converter("Tối") == "evening"
    with pytest.raises(ValueError, match="not in the map: Sáng"):
        converter("Sáng")


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
    assert rulebook.maps == {"demo.value": {packs.key(folded): 1}}
    assert found.keywords == (packs.key(folded),)
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
    ((group, convert, many),) = rule.emit
    assert (group, convert(text), many) == ("x", value, converter.endswith("[]"))


@pytest.mark.parametrize(("text", "key"), [("Uỷ ban", "ủy ban"), ("GĐ", "gđ"), ("HOÀ", "hòa"), ("“X” – y", '"x" - y')])
def test_the_key_of_a_word(text, key):
    assert packs.key(text) == key
