"""Administrative units: which unit a text names, and where the article and each of its facts are set."""

import pytest
from test_gazetteer import SUCCESSORS

from antq_extract import pipeline
from antq_extract.document import Document, Metadata


def compact(place):
    """``text = name (code, province) > successors``; ``?`` for a unit without a code."""
    known = ", ".join(filter(None, (place.code or "?", place.province)))
    heirs = " / ".join(heir.name for heir in place.successors)
    return f"{place.text} = {place.name} ({known})" + (f" > {heirs}" if heirs else "")


def units(located):
    """Province, district and commune, each with what it was inferred from."""
    given = (located.province, located.district, located.commune)
    return [unit and f"{unit.name} < {unit.inferred_from}" for unit in given]


OLD, NEW = "2023-05-20", "2025-10-15"

NAMES = [
    (
        "Hội nghị ở xã Nguyên Khê, huyện Đông Anh, Hà Nội.",
        [
            "xã Nguyên Khê = Xã Nguyên Khê (00466, Hà Nội) > Xã Phúc Thịnh / Xã Thư Lâm",
            "huyện Đông Anh = Huyện Đông Anh (017, Hà Nội)",
            "Hà Nội = Hà Nội (01) > Hà Nội",
        ],
    ),
    (
        "Các huyện Vũ Thư, Kiến Xương và Thái Thụy dẫn đầu.",
        [
            "huyện Vũ Thư = Huyện Vũ Thư (344, Thái Bình)",
            "Kiến Xương = Huyện Kiến Xương (343, Thái Bình)",
            "Thái Thụy = Huyện Thái Thụy (341, Thái Bình)",
        ],
    ),
    (
        "Bí thư Huyện ủy Vũ Thư và Chủ tịch UBND tỉnh Thái Bình Nguyễn Văn Bản dự.",
        ["Huyện ủy Vũ Thư = Huyện Vũ Thư (344, Thái Bình)", "tỉnh Thái Bình = Thái Bình (34) > Hưng Yên"],
    ),
    (
        "Công an TP. Thái Bình, TX. Quảng Trị.",
        [
            "TP. Thái Bình = Thành phố Thái Bình (336, Thái Bình)",
            "TX. Quảng Trị = Thị xã Quảng Trị (462, Quảng Trị)",
        ],
    ),
    (
        "Công an TP.HCM và Công an Q.Gò Vấp.",
        ["TP.HCM = Hồ Chí Minh (79) > Hồ Chí Minh", "Q.Gò Vấp = Quận Gò Vấp (764, Hồ Chí Minh)"],
    ),
    ("Công an thành phố Hồ Chí Minh.", ["thành phố Hồ Chí Minh = Hồ Chí Minh (79) > Hồ Chí Minh"]),
    (
        "UBND phường 1, thị xã Quảng Trị.",
        [
            "phường 1 = Phường 1 (19357, Quảng Trị) > Phường Quảng Trị",
            "thị xã Quảng Trị = Thị xã Quảng Trị (462, Quảng Trị)",
        ],
    ),
    ("CÔNG AN TỈNH BẮC GIANG RA QUÂN", ["TỈNH BẮC GIANG = Bắc Giang (24) > Bắc Ninh"]),
    (
        "Đoàn thăm Đắc Lắc, Bà Rịa-Vũng Tàu.",
        ["Đắc Lắc = Đắk Lắk (66) > Đắk Lắk", "Bà Rịa-Vũng Tàu = Bà Rịa - Vũng Tàu (77) > Hồ Chí Minh"],
    ),
    (
        "Đại biểu các tỉnh, thành phố: Bạc Liêu, Cà Mau.",
        ["tỉnh, thành phố: Bạc Liêu = Bạc Liêu (95) > Cà Mau", "Cà Mau = Cà Mau (96) > Cà Mau"],
    ),
    (
        "Công an huyện Châu Thành, tỉnh Bến Tre.",
        ["huyện Châu Thành = Huyện Châu Thành (831, Bến Tre)", "tỉnh Bến Tre = Bến Tre (83) > Vĩnh Long"],
    ),
    ("Công an thị xã Thuận An.", ["thị xã Thuận An = Thị xã Thuận An (725, Bình Dương)"]),  # a city since 2020
    (
        "Công an xã Tân Lập, Thanh Hóa và thành phố New York.",
        ["xã Tân Lập = Xã Tân Lập (?)", "Thanh Hóa = Thanh Hóa (38) > Thanh Hóa"],
    ),
    (
        "Lễ diễn ra ở xã Tân Lập, Đan Phượng, Hà Nội.",
        [
            "xã Tân Lập = Xã Tân Lập (09820, Hà Nội) > Xã Hoài Đức / Xã Ô Diên",
            "Đan Phượng = Huyện Đan Phượng (273, Hà Nội)",
            "Hà Nội = Hà Nội (01) > Hà Nội",
        ],
    ),
    (
        "Đoàn các thành phố Cần Thơ, Thanh Hóa tới dự.",
        ["thành phố Cần Thơ = Cần Thơ (92) > Cần Thơ", "Thanh Hóa = Thanh Hóa (38) > Thanh Hóa"],
    ),
    ("Các quận TP Cần Thơ ra quân.", ["TP Cần Thơ = Cần Thơ (92) > Cần Thơ"]),
    # what no map has, or leaves open
    ("Nhân dân xã Nà Lươm Thượng ra quân.", ["xã Nà Lươm Thượng = Xã Nà Lươm Thượng (?)"]),
    ("Công an huyện Châu Thành ra quân.", ["huyện Châu Thành = Huyện Châu Thành (?)"]),
    ("Công an xã Đồng Phú, huyện Tân Khê.", ["xã Đồng Phú = Xã Đồng Phú (?)", "huyện Tân Khê = Huyện Tân Khê (?)"]),
    # what is none
    ("Chủ tịch Hồ Chí Minh đọc Tuyên ngôn.", []),
    ("Anh Nguyễn Thái Bình và chị Trần Thị Hà Giang được khen.", []),
    ("Chiến thắng Điện Biên Phủ, biển Thái Bình Dương, đường Điện Biên.", []),
    ("Hòa bình lập lại, an giang sơn.", []),
    ("Ảnh: P.Nguyên, H.Phong và TT Văn hóa.", []),
    ("Toàn xã có 12 thôn, huyện có 5 xã.", []),
    ("Phó Chủ tịch Ủy ban MTTQ Việt Nam thành phố Trần Thị Lãm tặng hoa.", []),
    ("Chủ tịch UBND xã Lò Văn Tám phát biểu.", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_units_that_a_text_names(text, expected, facts):
    assert [compact(place) for place in facts(text, OLD).places] == expected


def test_a_unit_is_told_once_where_it_is_first(facts):
    text = "Công an tỉnh Phú Yên khen 3 tập thể. Phú Yên có 9 huyện. Tỉnh ủy Phú Yên gửi thư."
    assert [(place.text, place.start, place.rule) for place in facts(text, OLD).places] == [
        ("tỉnh Phú Yên", 8, "places.unit")
    ]


def test_since_the_reform_the_new_map_counts_and_the_old_one_helps(facts):
    text = "Công an phường Trà Lý, tỉnh Hưng Yên họp tại nhà văn hóa xã Vũ Hội cũ, huyện Vũ Thư, Thái Bình."
    assert [compact(place) for place in facts(text, NEW).places] == [
        "phường Trà Lý = Phường Trà Lý (12817, Hưng Yên)",
        "tỉnh Hưng Yên = Hưng Yên (33)",
        "xã Vũ Hội = Xã Vũ Hội (13255, Thái Bình) > Xã Thư Vũ",
        "huyện Vũ Thư = Huyện Vũ Thư (344, Thái Bình)",
        "Thái Bình = Thái Bình (34) > Hưng Yên",
    ]


# --- the article ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), SUCCESSORS.items())
def test_each_province_before_and_since_the_reform(old, new, facts):
    name = "Thừa Thiên Huế" if old == "Huế" else old
    kind = "TP" if old in ("Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh") else "tỉnh"
    text = f"Công an {kind} {name} khen thưởng 3 tập thể."
    before, since = facts(text, OLD).article.province, facts(text, NEW).article.province
    assert (before.name, [heir.name for heir in before.successors]) == (name, [new])
    assert (since.name, since.successors) == (new, ())
    assert before.successors[0].code == since.code


ARTICLES = [
    ("Công an tỉnh Quảng Nam khen thưởng 3 tập thể.", ["Quảng Nam < text", None, None]),
    ("Công an huyện Vũ Thư ra quân. Các xã đều tham gia.", ["Thái Bình < district", "Huyện Vũ Thư < text", None]),
    (
        "UBND phường 1, thị xã Quảng Trị tổng kết phong trào.",
        ["Quảng Trị < district", "Thị xã Quảng Trị < text", "Phường 1 < text"],
    ),
    (
        "UBND huyện Vũ Thư tổng kết phong trào. "
        + "Công an huyện Vũ Thư báo cáo kết quả. " * 8
        + "Xã Nà Lươm làm tốt.",
        ["Thái Bình < district", "Huyện Vũ Thư < text", None],
    ),
    # several provinces, none of them the article's own
    ("Công an các tỉnh An Giang, Bến Tre, Trà Vinh và Cà Mau ký kết.", [None, None, None]),
    # one that is named in passing, or as somebody's home
    (
        "Bộ Công an họp báo. " + "Hội nghị bàn về phòng, chống tội phạm trong cả nước. " * 12 + "Ở Bến Tre cũng vậy.",
        [None] * 3,
    ),
    ("Khen chị Lò Thị Bản (trú tại xã Nguyên Khê, huyện Đông Anh, Hà Nội).", [None, None, None]),
    ("Công an huyện Châu Thành ra quân.", [None, None, None]),  # of eleven provinces
    ("Công an xã Canh Thuận ra quân.", [None, None, None]),  # one in the register, but of a time with many namesakes
    ("Hội nghị tổng kết năm 2022.", [None, None, None]),
]


@pytest.mark.parametrize(("text", "expected"), ARTICLES)
def test_where_an_article_is_set(text, expected, facts):
    assert units(facts(text, OLD).article) == expected


def test_a_commune_of_the_new_map_tells_its_province(facts):
    text = "Công an đặc khu Phú Quốc ra quân. Đặc khu Phú Quốc có 9 khu phố."
    assert units(facts(text, NEW).article) == ["An Giang < commune", None, "Đặc khu Phú Quốc < text"]


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        (Metadata(url="https://baothaibinh.com.vn/news/1"), "Thái Bình < site"),
        (Metadata(url="https://congan.langson.gov.vn/tin/1"), "Lạng Sơn < site"),
        (Metadata(url="https://baobariavungtau.com.vn/tin/1"), "Bà Rịa - Vũng Tàu < site"),
        (Metadata(url="https://hanoimoi.vn/tin/1"), "Hà Nội < site"),
        (Metadata(url="https://thuathienhue.gov.vn/tin/1"), "Thừa Thiên Huế < site"),
        (Metadata(publisher="Báo Quảng Nam điện tử"), "Quảng Nam < publisher"),
        (Metadata(publisher="QNO"), "Quảng Nam < publisher"),
        (Metadata(publisher="binhdinh.gov.vn"), "Bình Định < publisher"),
        (Metadata(url="https://vnexpress.net/tin/1"), None),
        (Metadata(url="https://thuenhadat.vn/tin/1"), None),
        (Metadata(publisher="Báo Công an nhân dân", url="not an address"), None),
    ],
)
def test_the_province_of_a_paper(meta, expected, rulebook):
    document = Document("a.html", "Sáng nay, UBND tỉnh tổ chức hội nghị tổng kết.", meta=meta)
    assert units(pipeline.extract(document, rulebook, published=OLD).article)[0] == expected


def test_a_paper_may_report_from_elsewhere(rulebook):
    text = "Công an tỉnh Bến Tre ra quân\n\nCông an tỉnh Bến Tre và Công an tỉnh Bến Tre khen thưởng 3 tập thể."
    document = Document("a.html", text, meta=Metadata(url="https://baothaibinh.com.vn/1"))
    assert units(pipeline.extract(document, rulebook, published=OLD).article)[0] == "Bến Tre < headline"


# --- facts ------------------------------------------------------------------------------------------------------------

SETTING = "Công an tỉnh Quảng Nam và Công an huyện Phú Ninh tổ chức hội nghị. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có 12/15 xã đạt chuẩn.", ["Quảng Nam < article", None, None]),
        ("Huyện Thăng Bình có 12/15 xã đạt chuẩn.", ["Quảng Nam < text", "Huyện Thăng Bình < text", None]),
        (
            "Xã Tam Vinh, huyện Phú Ninh có 5/6 thôn đạt chuẩn.",
            ["Quảng Nam < text", "Huyện Phú Ninh < text", "Xã Tam Vinh < text"],
        ),
        ("Tỉnh Bến Tre có 12/15 xã đạt chuẩn.", ["Bến Tre < text", None, None]),
        (
            "Các huyện Thăng Bình, Quế Sơn có 12/15 xã đạt chuẩn.",
            ["Quảng Nam < article", None, None],
        ),  # which of the two?
        ("Huyện Thăng Bình cùng Hội Nông dân vận động Trà Đốc góp 12/15 xe.", ["Quảng Nam < text", None, None]),
    ],
)
def test_where_a_ratio_holds(text, expected, facts):
    (ratio,) = facts(SETTING + text, OLD).ratios
    assert units(ratio) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giám đốc Công an tỉnh tặng Giấy khen 3 tập thể.", ["Quảng Nam < article", None, None]),
        ("Chủ tịch UBND huyện tặng Giấy khen 3 tập thể.", ["Quảng Nam < article", "Huyện Phú Ninh < article", None]),
        (
            "Chủ tịch UBND huyện Thăng Bình tặng Giấy khen 3 tập thể.",
            ["Quảng Nam < issuer", "Huyện Thăng Bình < issuer", None],
        ),
        ("Chủ tịch UBND tỉnh Bến Tre tặng Bằng khen 3 tập thể.", ["Bến Tre < issuer", None, None]),
        ("Bộ trưởng Bộ Công an tặng Bằng khen 3 tập thể.", ["Quảng Nam < article", None, None]),
    ],
)
def test_where_an_award_is_given(text, expected, facts):
    (award,) = facts(SETTING + text, OLD).awards
    assert units(award) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đại tá Lò Văn Tám, Giám đốc Công an tỉnh dự.", ["Quảng Nam < article", None, None]),
        ("Đại tá Lò Văn Tám, Giám đốc Công an tỉnh Bến Tre dự.", ["Bến Tre < organization", None, None]),
        (
            "Ông Lò Văn Tám, Bí thư Huyện ủy Thăng Bình dự.",
            ["Quảng Nam < organization", "Huyện Thăng Bình < organization", None],
        ),
        ("Ông Lò Văn Tám, Chủ tịch UBND huyện dự.", ["Quảng Nam < article", "Huyện Phú Ninh < article", None]),
        ("Ông Lò Văn Tám, Chủ tịch Ủy ban MTTQ Việt Nam tỉnh dự.", ["Quảng Nam < article", None, None]),
        ("Đại tướng Lò Văn Tám, Bộ trưởng Bộ Công an dự.", [None, None, None]),
        ("Ông Lò Văn Tám, Phó Chủ tịch Quốc hội dự.", [None, None, None]),
    ],
)
def test_where_a_post_is(text, expected, facts):
    (official,) = facts(SETTING + text, OLD).officials
    assert units(official.posts[0]) == expected
