"""What holds for any text at all, and for any Vietnamese report put together from its pieces."""

import json
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from antq_extract.converters import key

PIECES = [
    # dates
    "Sáng 8/2", "chiều nay (29-3)", "ngày 15/8/2022", "Thứ Hai, ngày 15/8/2022", "từ ngày 2/7 đến ngày 10/8",
    "giai đoạn 2019 – 2024", "quý I/2022", "6 tháng đầu năm 2023", "năm 2021", "tháng 5", "từ năm 2019 đến nay",
    "lúc 8 giờ 30 ngày 5/6", "31/2/2022", "mùng 2 tháng Giêng", "17/11/2023 | 14:20", "những năm 1990", "24/7", "29/2",
    # parts of a whole
    "1.250/1.300 khu dân cư", "12/13 thôn", "15 trên tổng số 20 xã", "đạt 96,6 %", "giảm 12,5%", "3,5 - 4%", "0/0 hộ",
    "đạt chuẩn “An toàn về ANTT”", "Nghị quyết 09-NQ/TW",
    # awards
    "Chủ tịch Ủy ban nhân dân huyện Hòa Giang", "Giám đốc Công an tỉnh", "tặng", "khen thưởng", "tuyên dương", "được",
    "Bằng khen", "Giấy khen của", "Kỷ niệm chương “Bảo vệ an ninh Tổ quốc”", "cho", "3 tập thể", "5 cá nhân",
    "hơn 20 hộ gia đình", "33 tập thể, cá nhân", "hai đồng chí", "81 Giấy khen", "20 suất quà", "trong đó",
    # officials
    "Đại tá Hứa Văn Lãm", "đồng chí Ngụy Thị Thúy Hòa", "ông", "bà Mạc Thị Duyên", "Vàng A Chứ", "H'Lim Niê", "Lãm",
    "Phó Bí thư Đảng ủy", "Trưởng Công an xã Thủy Khê", "Phó Cục trưởng Cục Truyền thông, Bộ Công an", "các", "nguyên",
    "ĐẠI TÁ CẦM VĂN HOAN - GĐ CÔNG AN TỈNH", "Ảnh: T.H",
    # the rest of a page
    "(ĐKO) -", "Xã Thủy Khê ra mắt “Tổ hòa giải lưu động” trên sông", "Tin liên quan", "https://vidu.example/a-1.html",
    "bà con góp công, góp của để mua đèn chiếu sáng và gắn camera ở đầu ngõ",
]  # fmt: skip
JOINTS = [" ", " ", " ", ", ", ", ", "; ", ". ", " - ", " và ", ": ", " (", ")", ".\n", "\n\n", ".\n\n", "\n"]
REPORTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(JOINTS)), min_size=1, max_size=14).map(
    lambda pairs: "".join(piece + joint for piece, joint in pairs)
)
NOISE = [
    "\u200b",
    "\ufeff",
    "\u00a0",
    "\r\n",
    "\t",
    "\u2028",
    "\u0301",
    "a\u0323\u0302",
    "İ",
    "ﬂ",
    "٣/٤",
    "１２/１３ xã",
    "½",
]
NOISY = st.lists(
    st.one_of(st.sampled_from(PIECES), st.sampled_from(JOINTS), st.sampled_from(NOISE), st.text(max_size=4)),
    max_size=16,
).map("".join)
ANY = st.one_of(st.text(max_size=80), NOISY)
PUBLISHED = st.sampled_from([None, "2023", "2023-02", "2023-03-01", "2024-02-29", "2023-10-18T17:52:20+07:00"])

# Syllables whose tone mark has two places.
OLD = ["hòa", "Hòa", "ủy", "Ủy", "thủy", "Thủy", "Thúy", "Ngụy"]
NEW = ["hoà", "Hoà", "uỷ", "Uỷ", "thuỷ", "Thuỷ", "Thuý", "Nguỵ"]

few = settings(max_examples=200, deadline=None)


def anchored(record):
    """Return every place that a record names."""
    facts = [*record.dates, *record.ratios, *record.awards]
    facts += [fact for kind in type(record.facts).model_fields for fact in getattr(record.facts, kind)]
    return [*facts, *(mention for official in record.officials for mention in official.mentions)]


def check_record(record, source):
    assert type(record).model_validate_json(record.model_dump_json()) == record
    assert [place.text for place in anchored(record)] == [source[place.start : place.end] for place in anchored(record)]
    for facts in (record.dates, record.ratios, record.awards, *(official.mentions for official in record.officials)):
        assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)
    firsts = [official.mentions[0].start for official in record.officials]
    assert firsts == sorted(firsts)


@few
@given(ANY, PUBLISHED)
@example("", None)
@example("\x00", None)
@example("12/\u200b13 thôn\r\ncó ca\u0301n bô\u0323", None)
def test_any_text_has_a_valid_record_with_true_places(facts, source, published):
    check_record(facts(source, published), source)


@few
@given(REPORTS, PUBLISHED)
def test_any_report_has_a_valid_record_with_true_places(facts, source, published):
    check_record(facts(source, published), source)


@settings(few, max_examples=20)
@given(REPORTS)
def test_the_same_text_gives_the_same_record(facts, source):
    assert facts(source, "2023-03-01").model_dump_json() == facts(source, "2023-03-01").model_dump_json()


def told(record):
    """Return what a record says, without places and spellings: offsets, matched texts, messages that quote them."""

    def plain(value, name=""):
        if isinstance(value, dict):
            dropped = {"id", "source", "start", "end", "text", "message"}
            return {name: plain(item, name) for name, item in value.items() if name not in dropped}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return " ".join(key(value).split()) if isinstance(value, str) else value

    row = json.loads(record.model_dump_json())
    return plain(row)


def respelled(source):
    for old, new in zip(OLD, NEW, strict=True):
        source = source.replace(old, new)
    return source


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda source: unicodedata.normalize("NFD", source), id="decomposed"),
        pytest.param(lambda source: source.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda source: source.replace(" ", "\u00a0"), id="no-break blanks"),
        pytest.param(lambda source: source.replace(" ", "  "), id="double blanks"),
        pytest.param(lambda source: source.replace(" ", " \u200b"), id="zero width"),
        pytest.param(lambda source: "\ufeff" + source, id="byte order mark"),
        pytest.param(respelled, id="new tone placement"),
        pytest.param(lambda source: source.replace("–", "-").replace("“", '"').replace("”", '"'), id="plain signs"),
    ],
)
@settings(few, max_examples=80)
@given(source=REPORTS)
def test_spellings_of_one_report_tell_the_same(facts, change, source):
    changed = change(source)
    record = facts(changed, "2023-03-01")
    check_record(record, changed)
    assert told(record) == told(facts(source, "2023-03-01"))
