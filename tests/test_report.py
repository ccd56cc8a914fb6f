"""The data of a report: what adds up and what does not, copies, both sources, bad lines, room for passages."""

import json
import re

import pytest
from click.testing import CliRunner

from antq_extract import report_page
from antq_extract.cli import cli
from antq_extract.labels import Labels
from antq_extract.report_data import Gathering
from antq_extract.report_input import Entry, parsed
from antq_extract.report_passages import Passage, packed, packed_passages, passages
from antq_extract.report_rows import Place, Rows
from antq_extract.report_sums import Award, Counted, Ratio, awards, folded, ratios
from antq_extract.report_values import day
from tests import report_articles

YES, PARTS, SAID = Counted.YES, Counted.PARTS_ARE, Counted.SAID_BEFORE


def run(*args, stdin=None):
    return CliRunner().invoke(cli, args, input=stdin, prog_name="antq-extract")


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """A folder with articles, their records, the records without texts, a database, and the page of each."""
    folder = tmp_path_factory.mktemp("report")
    report_articles.write(folder / "bao")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for args in (
            ("--with-text", "-o", "records.jsonl", "bao"),
            ("-o", "bare.jsonl", "bao"),
            ("sync", "bao", "--db", "a.db"),
            ("report", "records.jsonl", "-o", "records.html"),
            ("report", "bare.jsonl", "-o", "bare.html"),
            ("report", "--db", "a.db", "-o", "db.html"),
        ):
            result = run(*args)
            assert (result.exit_code, "refused" in result.stderr and " 0 refused" not in result.stderr) == (0, False)
    return folder


@pytest.fixture
def records(desk, monkeypatch):
    monkeypatch.chdir(desk)
    return [json.loads(line) for line in (desk / "records.jsonl").read_text(encoding="utf-8").splitlines()]


def page(desk, name):
    return (desk / name).read_text(encoding="utf-8")


def made(records, texts=True):
    refused = []
    gathering = Gathering(Labels("vi"))
    entries = (Entry(dict(r), lambda r=r: r.get("text") if texts else None, r["source"]["path"]) for r in records)
    gathering.take(entries, refused.append)
    assert refused == []
    return gathering.made()


def facts(data, kind, *names):
    """Return the values of a kind's facts by the path of their article, in their pools' words."""
    pools = {"award": "awards", "issuer": "issuers", "recipient": "words", "text": "texts"}
    table = data[kind]
    paths = [path for path, number in zip(data["articles"]["path"], table["facts"], strict=True) for _ in range(number)]
    columns = [
        [data["pools"][pools[name]][value] for value in table[name]] if name in pools else table[name] for name in names
    ]
    return list(zip((path.split("/", 1)[1] for path in paths), *columns, strict=True))


# --- sums -------------------------------------------------------------------------------------------------------------


def award(start, number, recipient, award="Giấy khen", issuer="", text=None):
    unit = {"collective": "tập thể", "individual": "cá nhân"}.get(recipient, "tập thể, cá nhân")
    names = tuple(filter(None, [award]))
    return Award(start, text or f"{number} {unit}", number, recipient, names, tuple(filter(None, [issuer])))


BOTH = "collective_and_individual"


@pytest.mark.parametrize(
    ("given", "headline", "counted"),
    [
        ([award(100, 3, "collective"), award(120, 6, "individual")], "", [YES, YES]),
        # a total beside its parts, and one without any
        ([award(100, 9, BOTH), award(150, 3, "collective"), award(170, 6, "individual")], "", [PARTS, YES, YES]),
        ([award(100, 9, BOTH)], "", [YES]),
        # a total of others, surely, than those who gave the parts
        (
            [award(100, 59, BOTH, issuer="Bộ Công an"), award(300, 3, "collective", issuer="Chủ tịch xã")],
            "",
            [YES, YES],
        ),
        # said in the headline and in the text, whatever the headline calls it
        ([award(9, 5, "collective", "Khen thưởng"), award(150, 5, "collective")], "Tặng 5 tập thể", [SAID, YES]),
        ([award(9, 5, "collective", "Khen thưởng")], "Tặng 5 tập thể", [YES]),
        # said twice in the text; the same number of another award is another figure, unless it is too large for chance
        ([award(100, 5, "collective"), award(900, 5, "collective")], "", [YES, SAID]),
        ([award(100, 5, "collective"), award(900, 5, "collective", "Bằng khen")], "", [YES, YES]),
        ([award(100, 397, "individual"), award(900, 397, "individual", "Biểu dương")], "", [YES, SAID]),
        (
            [award(100, 5, "collective", issuer="Bộ Y tế"), award(900, 5, "collective", issuer="UBND xã")],
            "",
            [YES, YES],
        ),
        (
            [award(100, 5, "collective", issuer="TP. HCM"), award(900, 5, "collective", issuer="thành ủy TP. HCM")],
            "",
            [YES, SAID],
        ),
        # counts of awards stand beside those of recipients, and are no parts
        ([award(100, 81, "award"), award(120, 9, BOTH)], "", [YES, YES]),
    ],
)
def test_which_awards_of_an_article_add_up(given, headline, counted):
    assert awards(given, headline) == counted


def ratio(numerator, denominator, unit="xã", criterion="đạt chuẩn"):
    return Ratio(numerator, denominator, 0.5, unit, criterion, "")


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ([ratio(5, 10), ratio(5, 10)], [YES, SAID]),
        ([ratio(5, 10), ratio(5, 10, criterion="")], [YES, SAID]),
        ([ratio(5, 10), ratio(5, 10, criterion="có chợ")], [YES, YES]),
        ([ratio(5, 10), ratio(5, 10, unit="thôn")], [YES, YES]),
        ([ratio(5, 10), ratio(6, 10)], [YES, YES]),
        ([ratio(None, None), ratio(None, None)], [YES, YES]),
    ],
)
def test_which_ratios_of_an_article_add_up(given, counted):
    assert ratios(given) == counted


def test_texts_are_compared_composed_small_and_with_single_spaces():
    assert folded("Tập thể\n  ĐẸP") == "tập thể đẹp"


# --- the data ---------------------------------------------------------------------------------------------------------


def test_articles_are_in_order_of_their_day_and_copies_count_once(desk):
    articles = report_articles.data(page(desk, "db.html"))["articles"]
    named = dict(zip(articles["path"], articles["day"], strict=True))
    hostile = next(path for path in named if "bao-x" in path)
    assert list(named.items()) == [
        ("bao/bao-a/hung-yen.txt", 20251006),
        ("bao/bao-a/thai-binh.txt", 20240510),
        (hostile, 20230315),
        ("bao/bao-a/le-trao-thuong.txt", 20230208),
        ("bao/bao-b/tong-ket.txt", 20230208),
        ("bao/bao-a/khong-ngay.txt", 0),
    ]
    assert articles["copies"] == [[4, "bao/bao-c/tong-ket.txt"]]


def test_awards_are_held_with_what_adds_up(desk):
    data = report_articles.data(page(desk, "db.html"))
    found = [
        fact
        for fact in facts(data, "awards", "text", "number", "recipient", "counted", "told")
        if "bao-x" not in fact[0]
    ]
    assert found == [
        ("bao-a/hung-yen.txt", "10 tập thể", 10, "collective", SAID, 0),
        ("bao-a/hung-yen.txt", "10 tập thể", 10, "collective", YES, 0),
        ("bao-a/thai-binh.txt", "40 cá nhân", 40, "individual", YES, 0),
        ("bao-a/le-trao-thuong.txt", "33 tập thể, cá nhân", 33, BOTH, PARTS, 0),
        ("bao-a/le-trao-thuong.txt", "11 tập thể", 11, "collective", YES, 1),
        ("bao-a/le-trao-thuong.txt", "22 cá nhân", 22, "individual", YES, 2),
        ("bao-b/tong-ket.txt", "12 tập thể", 12, "collective", YES, 1),
        ("bao-b/tong-ket.txt", "22 cá nhân", 22, "individual", YES, 2),
    ]


def test_a_province_has_one_key_on_both_sides_of_its_merger(desk):
    data = report_articles.data(page(desk, "db.html"))
    places = [data["pools"]["places"][place] for place in data["articles"]["place"]]
    assert places == [
        ["Hưng Yên", "33", "Hưng Yên", "33", 0],
        ["Thái Bình", "34", "Hưng Yên", "33", 1],
        "",
        ["Lạng Sơn", "20", "Lạng Sơn", "20", 1],
        ["Lạng Sơn", "20", "Lạng Sơn", "20", 1],
        "",
    ]


def test_an_event_that_two_papers_tell_has_their_figures_side_by_side(desk):
    (group,) = report_articles.data(page(desk, "db.html"))["coverage"]
    assert (group["day"], group["articles"]) == (20230208, [3, 4])
    assert [(kind, agree, [value[:3] for value in values]) for kind, _, agree, values in group["figures"]] == [
        ("award", 0, [[3, 11, "11 tập thể"], [4, 12, "12 tập thể"]]),
        ("award", 1, [[3, 22, "22 cá nhân"], [4, 22, "22 cá nhân"]]),
        ("ratio", 1, [[3, 0.905, "181/200 xã"], [4, 0.905, "181/200 xã"]]),
    ]


def test_a_total_without_parts_is_left_out_where_another_paper_gives_them():
    total = "Sáng 8/2/2023, tại xã Nà Lươm, tỉnh Lạng Sơn, Đại tá Lò Văn Tám, Giám đốc Công an tỉnh Lạng Sơn trao Giấy khen cho 33 tập thể, cá nhân. Đến nay, 181/200 xã đạt tiêu chuẩn “An toàn về an ninh trật tự”."
    head = "Hội nghị tổng kết phong trào bảo vệ an ninh tại Lạng Sơn\n\n08/02/2023 19:00\n\n"
    texts = {"a.txt": report_articles.ARTICLES["bao-a/le-trao-thuong.txt"], "b.txt": head + total + "\n"}
    lines = [json.dumps({"text": text, "title": None}) for text in texts.values()]
    result = run("--input-format", "jsonl", "-", stdin="\n".join(lines))
    data = made([json.loads(line) for line in result.stdout.splitlines()]).data
    assert len(data["coverage"]) == 1
    counted = zip(data["awards"]["number"], data["awards"]["counted"], strict=True)
    assert sum(number for number, why in counted if not why) == 33


def test_parts_of_the_same_whole_are_one_figure_over_several_articles():
    line = "Hà Giang: tin ngày {0}/5/2024\n\n{0}/05/2024 08:00\n\nĐến nay, tỉnh Hà Giang có {1}/193 xã đạt tiêu chuẩn “An toàn về an ninh trật tự”.\n"
    lines = [json.dumps({"text": line.format(day, number)}) for day, number in ((10, 150), (20, 160))]
    result = run("--input-format", "jsonl", "-", stdin="\n".join(lines))
    data = made([json.loads(line) for line in result.stdout.splitlines()]).data
    table = data["ratios"]
    assert list(zip(table["numerator"], table["counted"], table["told"], strict=True)) == [(160, 0, 1), (150, 0, 1)]


def test_a_check_that_failed_leads_to_its_fact(desk):
    data = report_articles.data(page(desk, "db.html"))
    ((path, text, start),) = facts(data, "checks", "text", "start")
    assert (path, text) == ("bao-a/thai-binh.txt", "450/500 hộ")
    source = report_articles.ARTICLES[path]
    assert source[start : start + len(text)] == text
    assert data["pools"]["outcomes"] == ["", "tính ra 90 %, nhưng bài ghi 95 %"]


def test_an_official_is_one_person_over_articles(desk):
    data = report_articles.data(page(desk, "db.html"))
    persons = data["persons"]
    assert dict(zip(persons["name"], [parts[::3] for parts in persons["articles"]], strict=True)) == {
        "Lò Văn Tám": [4, 3],
        "Trần Văn Mẫu": [2],
    }


def test_namesakes_are_parted_by_the_analyst(desk, tmp_path, monkeypatch):
    monkeypatch.chdir(desk)
    told = tmp_path / "people.toml"
    told.write_text(
        '[[apart]]\nname = "Lò Văn Tám"\narticles = ["bao/bao-a/le-trao-thuong.txt", "bao/bao-b/tong-ket.txt"]\n',
        encoding="utf-8",
    )
    result = run("report", "--db", "a.db", "--people", str(told), "-o", str(tmp_path / "r.html"))
    assert result.exit_code == 0
    assert report_articles.data(page(tmp_path, "r.html"))["persons"]["name"].count("Lò Văn Tám") == 2


@pytest.mark.parametrize(
    ("edtf", "number"),
    [
        ("2023-02-08", 20230208),
        ("2023-02-08T16:05:00+07:00", 20230208),
        ("2023-02", 20230200),
        ("2023", 20230000),
        ("XXXX-08-17", 0),
        ("199X", 0),
        ("..", 0),
        (None, 0),
    ],
)
def test_days_are_numbers(edtf, number):
    assert day(edtf) == number


@pytest.mark.parametrize(
    ("unit", "place"),
    [
        (None, None),
        ({"name": "Hà Nội", "code": "01", "successors": []}, Place("Hà Nội", "01", "Hà Nội", "01", 0)),
        ({"name": "Hà Tây", "code": None}, Place("Hà Tây", "", "Hà Tây", "", 0)),
        (
            {"name": "Thái Bình", "code": "34", "successors": [{"name": "Hưng Yên", "code": "33"}]},
            Place("Thái Bình", "34", "Hưng Yên", "33", 1),
        ),
    ],
)
def test_places(records, unit, place):
    record = records[0] | {"article": records[0]["article"] | {"province": unit}}
    assert Rows(Labels("vi")).article(record).place == place


def test_records_from_before_there_were_places_will_do(records):
    bare = [{**record, "article": dict(record["article"])} for record in records]
    for record in bare:
        record.pop("places", None)
        for fact in (record["article"], *record["awards"], *record["ratios"]):
            for name in ("province", "district", "commune"):
                fact.pop(name, None)
    assert made(bare).data["articles"]["place"] == [0] * 6


@pytest.mark.parametrize(
    ("issuers", "inferred_from", "local"),
    [
        (["Giám đốc Công an tỉnh"], "article", 1),
        (["Giám đốc Công an tỉnh Lạng Sơn"], "issuer", 0),
        (["Thủ tướng Chính phủ"], "article", 0),
        (["Bộ Công an", "UBND tỉnh"], "article", 1),
        ([], "article", 0),
        (["Giám đốc Công an tỉnh"], None, 0),
    ],
)
def test_an_issuer_is_local_where_only_the_article_tells_its_province(records, issuers, inferred_from, local):
    unit = {"name": "Lạng Sơn", "code": "20", "successors": [], "inferred_from": inferred_from}
    record = next(record for record in records if record["awards"])
    fact = {**record["awards"][0], "issuers": issuers, "province": unit if inferred_from else None}
    assert [award.local for award in Rows(Labels("vi")).article({**record, "awards": [fact]}).awards] == [local]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://bao.example.vn/a", "https://bao.example.vn/a"),
        ("javascript:alert(1)", ""),
        (" https://x", ""),
        (None, ""),
    ],
)
def test_an_address_is_one_of_the_web_or_none(records, url, kept):
    record = records[0] | {"article": records[0]["article"] | {"url": url}}
    assert Rows(Labels("vi")).article(record).url == kept


# --- both sources, bad lines ------------------------------------------------------------------------------------------


def test_records_and_database_give_the_same_page(desk):
    assert page(desk, "records.html") == page(desk, "db.html")


def test_the_same_input_gives_the_same_bytes(desk, tmp_path, monkeypatch):
    monkeypatch.chdir(desk)
    assert run("report", "--db", "a.db", "-o", str(tmp_path / "again.html")).exit_code == 0
    assert (tmp_path / "again.html").read_bytes() == (desk / "db.html").read_bytes()


def test_records_without_texts_lack_the_passages_alone(desk):
    whole, bare = page(desk, "records.html"), page(desk, "bare.html")
    assert report_articles.data(whole) == report_articles.data(bare)
    assert report_articles.passages(bare) == {}
    assert json.loads(report_articles.part(bare, "kept")) == {"articles": 0, "of": 6}
    assert json.loads(report_articles.part(whole, "kept")) == {"articles": 6, "of": 6}


def test_bad_lines_are_told_of_and_the_others_taken(desk, tmp_path, monkeypatch, records):
    monkeypatch.chdir(tmp_path)
    good = json.dumps(records[0])
    wrong = json.dumps(records[1] | {"article": records[1]["article"] | {"headline": ["<script>"]}})
    lines = [
        good,
        "{",
        "[1]",
        '{"id": "x"}',
        '{"kind": "award", "count": 3}',
        "",
        wrong,
        '{"a": NaN}',
        json.dumps(records[2]),
    ]
    result = run("report", "-", "-o", "r.html", stdin="\n".join(lines))
    assert (result.exit_code, result.stderr.splitlines()) == (
        1,
        [
            "antq-extract: -, line 2: no record: not JSON (expecting property name enclosed in double quotes at character 2)",
            "antq-extract: -, line 3: no record: not a JSON object",
            "antq-extract: -, line 4: no record: it has no source, article, dates, ratios, awards, officials, checks",
            "antq-extract: -, line 5: no record: a fact, as --facts writes it; the report is made of records",
            "antq-extract: -, line 7: no record of this version (TypeError: list in the place of a text)",
            "antq-extract: -, line 8: no record: NaN is no number of JSON",
        ],
    )
    assert len(report_articles.data(page(tmp_path, "r.html"))["articles"]["path"]) == 2


@pytest.mark.parametrize("value", ["1e999", "-1", "true", '"0.5"'])
def test_a_number_that_is_none_is_refused(desk, tmp_path, monkeypatch, value):
    monkeypatch.chdir(tmp_path)
    lines = (desk / "bare.jsonl").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if '"value": 0.9,' in line)
    wrong = line.replace('"value": 0.9,', f'"value": {value},')
    result = run("report", "-", "-o", "r.html", stdin=wrong)
    assert (result.exit_code, "in the place of a number" in result.stderr) == (1, True)


def test_a_file_that_cannot_be_read_is_told_of(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("report", "none.jsonl", "-o", "r.html")
    assert (result.exit_code, result.stderr) == (1, "antq-extract: none.jsonl: No such file or directory\n")
    assert report_articles.data(page(tmp_path, "r.html"))["articles"]["path"] == []


@pytest.mark.parametrize("line", [b"\xff", b"[" * 100_000, b'"a"', b'{"id": 1e999}'])
def test_no_line_is_too_odd_to_be_refused(line):
    with pytest.raises(ValueError, match=r"^(not |nested|it has no)"):
        parsed(line)


@pytest.mark.parametrize("args", [("-o", "r.html"), ("a.jsonl", "--db", "a.db", "-o", "r.html")])
def test_either_records_or_a_database(args):
    result = run("report", *args)
    assert (result.exit_code, "name files of records, or a database with --db; not both." in result.stderr) == (2, True)


def test_a_database_that_is_none(tmp_path):
    result = run("report", "--db", str(tmp_path / "none.db"), "-o", str(tmp_path / "r.html"))
    assert result.exit_code == 2
    assert "no such database" in result.stderr
    assert not (tmp_path / "r.html").exists()


def test_without_its_extra_it_says_what_to_install(monkeypatch, tmp_path):
    report_page.library.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)
    result = run("report", "-", "-o", str(tmp_path / "r.html"), stdin="")
    assert (result.exit_code, result.stderr) == (
        2,
        "antq-extract: a report needs the extra 'report': pip install 'antq-extract[report]'\n",
    )
    report_page.library.cache_clear()


# --- passages ---------------------------------------------------------------------------------------------------------

TEXT = "Tiêu đề có 5 xã\n\nCâu một. Tại TP. Lạng Sơn có 15/20 xã đạt chuẩn. Câu ba.\r\nĐoạn 2 😀 có 7/9 xã."


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("5 xã", "Tiêu đề có 5 xã"),
        ("15/20 xã", "Tại TP. Lạng Sơn có 15/20 xã đạt chuẩn."),
        ("7/9 xã", "Đoạn 2 😀 có 7/9 xã."),
    ],
)
def test_a_passage_is_the_sentence(words, shown):
    start = TEXT.index(words)
    assert passages(TEXT, [(start, start + len(words))]) == [Passage(TEXT.index(shown), shown, 0)]


def test_a_long_sentence_is_cut_between_words_around_its_fact():
    text = "một " * 500 + "có 5 xã " + "hai " * 500
    start = text.index("5 xã")
    ((first, words, cut),) = passages(text, [(start, start + 4)])
    assert text[first : first + len(words)] == words
    assert (cut, len(words) < 450, words.startswith("một "), words.endswith(" hai")) == (3, True, True, True)


def test_facts_of_one_sentence_share_a_passage_and_what_is_out_of_the_text_has_none():
    start = TEXT.index("15/20")
    found = passages(TEXT, [(start, start + 5), (start + 3, start + 8), (5, 999), (-1, 4), (7, 7)])
    assert [text for _, text, _ in found] == ["Tại TP. Lạng Sơn có 15/20 xã đạt chuẩn."]


def test_passages_of_failed_checks_come_first_and_however_little_room_there_is(records):
    full = made(records)
    result = packed_passages(full.articles, full.texts, {}, 0)
    found = report_articles.passages(f'<script type="application/json" id="passages">{result.text}</script>')
    assert found == {1: [[131, "Cả tỉnh có 450/500 hộ, đạt 95%.", 0]]}
    assert (result.articles, result.of) == (0, 6)


def test_passages_fill_the_room_there_is_from_the_newest_on():
    text = "".join(f"Đoạn {n} của {n * 7919 % 1000} có {n + 3} tập thể được khen.\n" for n in range(40))
    row = Rows(Labels("vi"))
    record = json.loads(run("-", stdin=text).stdout)
    articles = [row.article(record | {"id": f"{n}"}) for n in range(200)]
    room = 8_000
    texts = [lambda n=n: text.replace("khen", f"khe{chr(0x4E00 + n * 31)}") for n in range(200)]
    result = packed_passages(articles, texts, {}, room)
    found = report_articles.passages(f'<script type="application/json" id="passages">{result.text}</script>')
    assert 0 < result.articles < 200
    assert sorted(found) == list(range(result.articles))
    assert room * 0.8 < len(result.text) < room * 1.5


def test_what_is_packed_does_not_depend_on_the_day():
    assert packed(b"abc" * 100) == packed(b"abc" * 100)


# --- the page as text -------------------------------------------------------------------------------------------------


def test_nothing_that_an_article_says_is_markup(desk):
    text = page(desk, "db.html")
    assert report_articles.HOSTILE not in text
    assert text.count("owned") == 0  # it is in what is packed
    assert any(report_articles.HOSTILE in headline for headline in report_articles.data(text)["articles"]["headline"])
    assert len(re.findall(r"<script(?: type=\"application/json\"[^>]*)?>", text)) == text.count("</script>")


def test_no_clock_and_no_machine_shows(desk):
    text = page(desk, "db.html")
    assert str(desk) not in text + report_articles.unpacked(text, "data")


@pytest.mark.parametrize("name", ["report.vi.json", "report.en.json"])
def test_both_languages_have_the_same_labels(name):
    def shape(part):
        if isinstance(part, dict):
            return {key: shape(value) for key, value in part.items()}
        return len(part) if isinstance(part, list) else sorted(re.findall(r"\{(\w+)\}", part))

    labels = json.loads(report_page.asset(name))
    assert shape(labels) == shape(json.loads(report_page.asset("report.vi.json")))
    assert set(re.findall(r"\{\{(\w+)\}\}", report_page.asset("report.html"))) <= set(labels)


def test_every_label_that_the_scripts_say_is_there():
    labels = report_page._labels("vi")
    scripts = "".join(report_page.asset(f"report-{name}.js") for name in (*report_page._FIRST, *report_page._SECTIONS))
    said = re.findall(r'\bsay\("([\w.]+)"', scripts + report_page.asset("report.js"))
    missing = []
    for name in said:
        part = labels
        for key in name.split("."):
            part = part.get(key) if isinstance(part, dict) else None
        if not isinstance(part, str):
            missing.append(name)
    assert len(said) > 40
    assert missing == []


def test_reasons_of_ties_have_words_in_both_languages():
    from antq_extract import coverage, people

    for language in ("vi", "en"):
        labels = report_page._labels(language)
        assert set(people.WHY) - {"first"} <= set(labels["why_person"])
        assert set(coverage.WHY) <= set(labels["why_event"])
