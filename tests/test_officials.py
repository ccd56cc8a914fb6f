"""Persons and their public posts: who is one, what is said of him, where he is named."""

import pytest


def compact(official):
    """``name | rank | post; post``."""
    return " | ".join([official.name, official.rank or "-", "; ".join(post.label for post in official.posts)])


def check(record, expected):
    assert [compact(official) for official in record.officials] == expected


RANKS = [
    ("Đại tá Vương Khắc Bền phát biểu.", ["Vương Khắc Bền | Đại tá | "]),
    (
        "Đại tá Vương Khắc Bền, Giám đốc Công an tỉnh phát biểu.",
        ["Vương Khắc Bền | Đại tá | Giám đốc Công an tỉnh"],
    ),
    (
        "Đồng chí Thiếu tướng, PGS.TS Hứa Văn Lãm, Phó Cục trưởng Cục Truyền thông Công an nhân dân, Bộ Công an chủ trì.",
        ["Hứa Văn Lãm | Thiếu tướng | Phó Cục trưởng Cục Truyền thông Công an nhân dân, Bộ Công an"],
    ),
    (
        "Thượng tá, TS Hứa Văn Lãm, Phó Giám đốc Công an tỉnh phát biểu.",
        ["Hứa Văn Lãm | Thượng tá | Phó Giám đốc Công an tỉnh"],
    ),
]

PLACES_OF_THE_POST = [
    ("Phó Chủ tịch UBND tỉnh Mạc Thị Duyên dự lễ.", ["Mạc Thị Duyên | - | Phó Chủ tịch UBND tỉnh"]),
    ("Chủ tịch UBND huyện Tân Khê Mạc Thị Duyên dự lễ.", ["Mạc Thị Duyên | - | Chủ tịch UBND huyện Tân Khê"]),
    ("Bà Mạc Thị Duyên, Phó Chủ tịch UBND tỉnh dự lễ.", ["Mạc Thị Duyên | - | Phó Chủ tịch UBND tỉnh"]),
    ("Bà Mạc Thị Duyên - Phó Chủ tịch UBND tỉnh dự lễ.", ["Mạc Thị Duyên | - | Phó Chủ tịch UBND tỉnh"]),
    ("Bà Mạc Thị Duyên – Phó Chủ tịch UBND tỉnh dự lễ.", ["Mạc Thị Duyên | - | Phó Chủ tịch UBND tỉnh"]),
    ("Bà Mạc Thị Duyên (Phó Chủ tịch UBND tỉnh) dự lễ.", ["Mạc Thị Duyên | - | Phó Chủ tịch UBND tỉnh"]),
    ("Bà Mạc Thị Duyên là Phó Chủ tịch UBND tỉnh.", ["Mạc Thị Duyên | - | Phó Chủ tịch UBND tỉnh"]),
    (
        "Ông Mai Xuân Lĩnh (thứ hai từ trái), Phó Chủ tịch UBND tỉnh trao quà. Ảnh: T.H",
        ["Mai Xuân Lĩnh | - | Phó Chủ tịch UBND tỉnh"],
    ),
    (
        "Phó Chủ tịch UBND tỉnh Mai Xuân Lĩnh tặng hoa chúc mừng đơn vị. Ảnh: T.H",
        ["Mai Xuân Lĩnh | - | Phó Chủ tịch UBND tỉnh"],
    ),
    (
        "ĐẠI TÁ CẦM VĂN HOAN - GĐ CÔNG AN TỈNH TẶNG QUÀ GIÀ LÀNG. ẢNH: A PÁO",
        ["CẦM VĂN HOAN | ĐẠI TÁ | GĐ CÔNG AN TỈNH"],
    ),
]

POSTS = [
    (
        "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Hứa Văn Lãm dự.",
        ["Hứa Văn Lãm | - | Phó Bí thư Tỉnh ủy; Chủ tịch UBND tỉnh"],
    ),
    ("Trung tá Hứa Văn Lãm, Phó trưởng phòng PX05 cho biết.", ["Hứa Văn Lãm | Trung tá | Phó trưởng phòng PX05"]),
    (
        "Đồng chí Hứa Văn Lãm, Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Tuyên giáo Tỉnh ủy dự.",
        ["Hứa Văn Lãm | - | Ủy viên Ban Thường vụ Tỉnh ủy; Trưởng Ban Tuyên giáo Tỉnh ủy"],
    ),
    (
        "Đồng chí Hứa Văn Lãm, Phó Bí thư Đảng ủy, Chủ tịch UBND xã dự.",
        ["Hứa Văn Lãm | - | Phó Bí thư Đảng ủy; Chủ tịch UBND xã"],
    ),
    (
        "Ông Hứa Văn Lãm, Giám đốc Sở Lao động - Thương binh và Xã hội dự.",
        ["Hứa Văn Lãm | - | Giám đốc Sở Lao động - Thương binh và Xã hội"],
    ),
    (
        "Ông Hứa Văn Lãm, Giám đốc Sở Văn hóa, Thể thao và Du lịch dự.",
        ["Hứa Văn Lãm | - | Giám đốc Sở Văn hóa, Thể thao và Du lịch"],
    ),
    (
        "Đại tá Hứa Văn Lãm, Phó Cục trưởng Cục Xây dựng lực lượng và phong trào quần chúng, Bộ Công an dự.",
        ["Hứa Văn Lãm | Đại tá | Phó Cục trưởng Cục Xây dựng lực lượng và phong trào quần chúng, Bộ Công an"],
    ),
    (
        "Ông Hứa Văn Lãm, Phó Chủ tịch Thường trực UBND tỉnh dự.",
        ["Hứa Văn Lãm | - | Phó Chủ tịch Thường trực UBND tỉnh"],
    ),
    ("Ông Hứa Văn Lãm, nguyên Bí thư Huyện ủy dự.", ["Hứa Văn Lãm | - | nguyên Bí thư Huyện ủy"]),
    ("Ông Hứa Văn Lãm, quyền Chủ tịch UBND huyện dự.", ["Hứa Văn Lãm | - | quyền Chủ tịch UBND huyện"]),
    ("Đại tá Hứa Văn Lãm - GĐ Công an tỉnh dự.", ["Hứa Văn Lãm | Đại tá | GĐ Công an tỉnh"]),
    ("Thượng tá Hứa Văn Lãm - PGĐ Công an tỉnh dự.", ["Hứa Văn Lãm | Thượng tá | PGĐ Công an tỉnh"]),
    ("Thiếu tá Hứa Văn Lãm, Phó Trưởng CAH Mường Xiêng dự.", ["Hứa Văn Lãm | Thiếu tá | Phó Trưởng CAH Mường Xiêng"]),
    ("Ông Hứa Văn Lãm, Chủ tịch UBMTTQ Việt Nam xã dự.", ["Hứa Văn Lãm | - | Chủ tịch UBMTTQ Việt Nam xã"]),
    ("Trung úy Hứa Văn Lãm, cán bộ Công an xã kể chuyện.", ["Hứa Văn Lãm | Trung úy | cán bộ Công an xã"]),
    (
        "Thiếu tá Hứa Văn Lãm, Đội trưởng Đội Cảnh sát hình sự, kinh tế, ma túy Công an huyện chia sẻ.",
        ["Hứa Văn Lãm | Thiếu tá | Đội trưởng Đội Cảnh sát hình sự, kinh tế, ma túy Công an huyện"],
    ),
    (
        "Ông Hứa Văn Lãm, Chủ tịch UBND xã Tân Khê, huyện Phú Thạch, tỉnh Hải Lâm dự.",
        ["Hứa Văn Lãm | - | Chủ tịch UBND xã Tân Khê, huyện Phú Thạch, tỉnh Hải Lâm"],
    ),
    ("ĐBQH Hứa Văn Lãm chất vấn.", ["Hứa Văn Lãm | - | ĐBQH"]),
    ("Ông Hứa Văn Lãm - UVBCT, Bí thư Thành ủy dự.", ["Hứa Văn Lãm | - | UVBCT; Bí thư Thành ủy"]),
    ("Ông Hứa Văn Lãm, Trưởng thôn Suối Dựng kể chuyện.", ["Hứa Văn Lãm | - | Trưởng thôn Suối Dựng"]),
]

SEVERAL = [
    (
        "Dự có các đồng chí: Hứa Văn Lãm - Bí thư Huyện ủy; Mạc Thị Duyên - Chủ tịch UBND huyện.",
        ["Hứa Văn Lãm | - | Bí thư Huyện ủy", "Mạc Thị Duyên | - | Chủ tịch UBND huyện"],
    ),
    (
        "Dự có đồng chí Hứa Văn Lãm, Bí thư Huyện ủy và đồng chí Mạc Thị Duyên, Chủ tịch UBND huyện.",
        ["Hứa Văn Lãm | - | Bí thư Huyện ủy", "Mạc Thị Duyên | - | Chủ tịch UBND huyện"],
    ),
    (
        "Dự có các Phó Chủ tịch UBND tỉnh Hứa Văn Lãm, Mạc Thị Duyên và Cầm Văn Hoan.",
        [
            "Hứa Văn Lãm | - | Phó Chủ tịch UBND tỉnh",
            "Mạc Thị Duyên | - | Phó Chủ tịch UBND tỉnh",
            "Cầm Văn Hoan | - | Phó Chủ tịch UBND tỉnh",
        ],
    ),
    (
        "Các đồng chí Ủy viên Bộ Chính trị: Hứa Văn Lãm, Bí thư Trung ương Đảng; Mạc Thị Duyên, Trưởng Ban Dân vận Trung"
        " ương; Cầm Văn Hoan.",
        [
            "Hứa Văn Lãm | - | Ủy viên Bộ Chính trị; Bí thư Trung ương Đảng",
            "Mạc Thị Duyên | - | Ủy viên Bộ Chính trị; Trưởng Ban Dân vận Trung ương",
            "Cầm Văn Hoan | - | Ủy viên Bộ Chính trị",
        ],
    ),
    (
        "Ông Hứa Văn Lãm, Chủ tịch Hội CCB xã; bà Mạc Thị Duyên, Chủ tịch Hội LHPN xã; anh Cầm Văn Hoan, Bí thư Đoàn"
        " xã dự.",
        [
            "Hứa Văn Lãm | - | Chủ tịch Hội CCB xã",
            "Mạc Thị Duyên | - | Chủ tịch Hội LHPN xã",
            "Cầm Văn Hoan | - | Bí thư Đoàn xã",
        ],
    ),
    (
        "Đại tá Hứa Văn Lãm, Giám đốc Công an tỉnh; Thượng tá Nông Thị Thoa, Phó Giám đốc Công an tỉnh cùng dự.",
        ["Hứa Văn Lãm | Đại tá | Giám đốc Công an tỉnh", "Nông Thị Thoa | Thượng tá | Phó Giám đốc Công an tỉnh"],
    ),
]

APPOINTMENTS = [
    (
        "Điều động Trung tá Viên Thị Ngọc Trâm, Phó Trưởng phòng Công tác chính trị đến nhận công tác và giữ chức vụ"
        " Trưởng Công an huyện Phú Thạch.",
        ["Viên Thị Ngọc Trâm | Trung tá | Phó Trưởng phòng Công tác chính trị; Trưởng Công an huyện Phú Thạch"],
    ),
    (
        "Thiếu tá Hứa Văn Lãm, Đội trưởng Đội Tổng hợp giữ chức vụ Phó Trưởng phòng Tham mưu.",
        ["Hứa Văn Lãm | Thiếu tá | Đội trưởng Đội Tổng hợp; Phó Trưởng phòng Tham mưu"],
    ),
    (
        "Đồng chí Hứa Văn Lãm được bổ nhiệm giữ chức vụ Giám đốc Công an tỉnh.",
        ["Hứa Văn Lãm | - | Giám đốc Công an tỉnh"],
    ),
    (
        "Đồng chí Hứa Văn Lãm được bầu làm Chủ tịch UBND huyện.",
        ["Hứa Văn Lãm | - | Chủ tịch UBND huyện"],
    ),
    (
        "Bộ trưởng bổ nhiệm Thượng tá Bạch Quốc Thái, Trưởng phòng Tham mưu Công an tỉnh giữ chức vụ Phó Giám đốc"
        " Công an tỉnh Hải Lâm.",
        ["Bạch Quốc Thái | Thượng tá | Trưởng phòng Tham mưu Công an tỉnh; Phó Giám đốc Công an tỉnh Hải Lâm"],
    ),
    (
        "Công bố quyết định thăng cấp bậc hàm từ Thượng tá lên Đại tá đối với đồng chí Hứa Thị Bích Liễu, Phó Giám đốc"
        " Công an tỉnh.",
        ["Hứa Thị Bích Liễu | Đại tá | Phó Giám đốc Công an tỉnh"],
    ),
]

NAMES = [
    ("Chủ tịch UBND xã Vàng A Chứ cho biết.", ["Vàng A Chứ | - | Chủ tịch UBND xã"]),
    ("Thiếu tá Giàng Seo Lử, Trưởng Công an xã cho biết.", ["Giàng Seo Lử | Thiếu tá | Trưởng Công an xã"]),
    ("Đại úy Y Thoan Niê, Phó Trưởng Công an xã cho biết.", ["Y Thoan Niê | Đại úy | Phó Trưởng Công an xã"]),
    ("Bà H'Lim Êban, Chủ tịch Hội LHPN xã cho biết.", ["H'Lim Êban | - | Chủ tịch Hội LHPN xã"]),
    ("Ông K’Brẹo, Chủ tịch UBND xã cho biết.", ["K’Brẹo | - | Chủ tịch UBND xã"]),
    ("Trung úy Thạch Sa Rươl, Trưởng Công an xã cho biết.", ["Thạch Sa Rươl | Trung úy | Trưởng Công an xã"]),
    ("Bà Đàng Thị Mỹ Nương, Phó Bí thư Đảng ủy xã cho biết.", ["Đàng Thị Mỹ Nương | - | Phó Bí thư Đảng ủy xã"]),
    ("Ông Lê An, Chủ tịch UBND xã cho biết.", ["Lê An | - | Chủ tịch UBND xã"]),
    (
        "Thiếu tá Nguyễn Hoàng Thị Kim Ngân, Trưởng Công an xã cho biết.",
        ["Nguyễn Hoàng Thị Kim Ngân | Thiếu tá | Trưởng Công an xã"],
    ),
]

FAMILIES = [
    ("Ông Hứa Văn Lãm, 52 tuổi, Trưởng thôn Suối Dựng cho biết.", ["Hứa Văn Lãm | - | Trưởng thôn Suối Dựng"]),
    ("Thượng tá CAND Hứa Văn Lãm, Trưởng Công an huyện dự.", ["Hứa Văn Lãm | Thượng tá | Trưởng Công an huyện"]),
    ("Thiếu tá Hứa Văn Lãm, Trưởng CAP Trà Bá dự.", ["Hứa Văn Lãm | Thiếu tá | Trưởng CAP Trà Bá"]),
    (
        "Giám đốc Sở Tài nguyên và Môi trường Võ Tấn Thuật cho biết.",
        ["Võ Tấn Thuật | - | Giám đốc Sở Tài nguyên và Môi trường"],
    ),
    ("Chủ tịch UBND phường Kỳ Sơn Hứa Văn Lãm trao quà.", ["Hứa Văn Lãm | - | Chủ tịch UBND phường Kỳ Sơn"]),
    ("Ông Hứa Văn Lãm – TUV Phó Chủ tịch HĐND tỉnh dự.", ["Hứa Văn Lãm | - | TUV; Phó Chủ tịch HĐND tỉnh"]),
    (
        "Thừa ủy quyền Thủ tướng Chính phủ, Chủ tịch UBND phường Hứa Văn Lãm trao quà.",
        ["Hứa Văn Lãm | - | Chủ tịch UBND phường"],
    ),
    (
        "Chỉ định ông Hứa Văn Lãm, Phó Chủ tịch UBND huyện tham gia Ban Chấp hành, giữ chức Phó Bí thư Huyện ủy.",
        ["Hứa Văn Lãm | - | Phó Chủ tịch UBND huyện; Phó Bí thư Huyện ủy"],
    ),
    (
        "Ông Hứa Văn Lãm - Bí thư Huyện ủy (dự kiến điều động, bổ nhiệm giữ chức Giám đốc Sở Nội vụ) có 50 phiếu.",
        ["Hứa Văn Lãm | - | Bí thư Huyện ủy"],
    ),
    ("Đại biểu Hứa Văn Lãm (Lạng Sơn) đề nghị sửa luật.", ["Hứa Văn Lãm | - | Đại biểu"]),
    (
        "HĐND bầu 3 Phó chủ tịch UBND thành phố nhiệm kỳ 2021-2026, gồm các ông, bà: Hứa Văn Lãm (57 tuổi), Mạc Thị Duyên"
        " (45 tuổi), Cầm Văn Hoan (50 tuổi).",
        [
            "Hứa Văn Lãm | - | Phó chủ tịch UBND thành phố",
            "Mạc Thị Duyên | - | Phó chủ tịch UBND thành phố",
            "Cầm Văn Hoan | - | Phó chủ tịch UBND thành phố",
        ],
    ),
    (
        "Đại tá Hứa Văn Lãm, Phó Giám đốc, Thủ trưởng Cơ quan Cảnh sát điều tra Công an tỉnh dự.",
        ["Hứa Văn Lãm | Đại tá | Phó Giám đốc; Thủ trưởng Cơ quan Cảnh sát điều tra Công an tỉnh"],
    ),
    (
        "Bí thư Thành ủy Thành phố Hồ Chí Minh Hứa Văn Lãm phát biểu.",
        ["Hứa Văn Lãm | - | Bí thư Thành ủy Thành phố Hồ Chí Minh"],
    ),
    ("Đại sứ Việt Nam tại Nhật Bản Hứa Văn Lãm tiếp đoàn.", ["Hứa Văn Lãm | - | Đại sứ Việt Nam tại Nhật Bản"]),
    ("Bộ trưởng Ngoại giao Hứa Văn Lãm hội đàm.", ["Hứa Văn Lãm | - | Bộ trưởng Ngoại giao"]),
    ("Ông Hứa Văn Lãm, Vụ trưởng Pháp chế, Bộ Y tế cho biết.", ["Hứa Văn Lãm | - | Vụ trưởng Pháp chế, Bộ Y tế"]),
    ("Tổng thống Hàn Quốc Han Jae In gặp báo giới.", ["Han Jae In | - | Tổng thống Hàn Quốc"]),
    ("Chính quyền Tổng thống Donald Carver giảm thuế.", ["Donald Carver | - | Tổng thống"]),
    ("Ông Hoàng Mai, Chủ tịch UBND huyện dự.", ["Hoàng Mai | - | Chủ tịch UBND huyện"]),
    ("Tổng thống Syria Rashad al-Amin lên tiếng.", ["Rashad al-Amin | - | Tổng thống Syria"]),
    ("Phó giám đốc FBI Andrew McCloud từ chức.", ["Andrew McCloud | - | Phó giám đốc FBI"]),
]

NONE = [
    "Ở thủ đô Brasilia, bà con xem hội.",
    "Phát ngôn viên của Vanilla Air xin lỗi khách.",
    "Ứng cử viên Tổng thống Marine Duval thua cuộc.",
    "Cầu thủ mong chủ tịch Florentin Alvarez tăng lương.",
    "Chị Hứa Thị Én, giám đốc dịch vụ khách hàng cho biết.",
    "Ông Frank Carver, Chủ tịch Tập đoàn Sao Mới, Thủ tướng cho biết đã gặp.",
    "Nhà ở đường Nguyễn Trung Trực, phường Tân Lạc.",
    "Hội thi mở tại Trường THPT Lê Hồng Phong.",
    "Xe đỗ trước chợ Trần Quốc Toản.",
    "Chị Hứa Thị Én, 35 tuổi, trú thôn Suối Dựng cho biết.",
    "Ca sĩ Hứa Thị Én hát tặng bà con.",
    "HLV Hứa Văn Lãm của đội tuyển xã cho biết.",
    "Tàu Trần Hưng Đạo cập cảng.",
    "Phường Nguyễn Trãi họp dân.",
    "Tổ dân phố Lê Lợi họp dân.",
    "Công an xã Tân Khê và ông Bí thư chi bộ đều dự.",
    "Ảnh: Hứa Văn Lãm",
    "Bị can Nguyễn Văn Cường, nguyên Chủ tịch UBND xã khai nhận.",
    "Bị cáo Nguyễn Văn Cường lĩnh án.",
    "Đối tượng Trần Văn Dũng bị bắt quả tang.",
    "Nạn nhân Phạm Thị Lan được đưa vào viện.",
    "Ông Bàn Văn Mịch cho biết cả thôn đã ký cam kết.",
    "Ông Lê Văn Sự, Giám đốc Công ty TNHH Sao Mới tặng quà.",
    "Bà Hứa Thị Én, Chủ tịch HĐQT Tập đoàn Sao Mới tặng quà.",
    "Học và làm theo tấm gương Hồ Chí Minh.",
    "Công an tỉnh tổ chức hội nghị ở Hà Giang.",
    "Tin, ảnh: Nguyễn Thu Hường",
]


@pytest.mark.parametrize(
    ("text", "expected"), [*RANKS, *PLACES_OF_THE_POST, *POSTS, *SEVERAL, *APPOINTMENTS, *NAMES, *FAMILIES]
)
def test_officials(facts, text, expected):
    check(facts(text), expected)


@pytest.mark.parametrize("text", NONE)
def test_who_is_no_official(facts, text):
    check(facts(text), [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đại tá Hứa Văn Lãm, Giám đốc Công an tỉnh dự.", [("Giám đốc", "Công an tỉnh")]),
        ("Ông Hứa Văn Lãm, Trưởng Ban Dân vận Huyện ủy dự.", [("Trưởng Ban", "Ban Dân vận Huyện ủy")]),
        ("Ông Hứa Văn Lãm, Phó Chủ tịch Thường trực UBND tỉnh dự.", [("Phó Chủ tịch Thường trực", "UBND tỉnh")]),
        ("Ông Hứa Văn Lãm, nguyên Bí thư Huyện ủy dự.", [("nguyên Bí thư", "Huyện ủy")]),
        (
            "Ông Hứa Văn Lãm, Phó Cục trưởng Cục Quản lý đường bộ, Bộ Giao thông dự.",
            [("Phó Cục trưởng", "Cục Quản lý đường bộ, Bộ Giao thông")],
        ),
        (
            "Ông Hứa Văn Lãm, Phó Bí thư Đảng ủy, Chủ tịch UBND xã dự.",
            [("Phó Bí thư", "Đảng ủy"), ("Chủ tịch", "UBND xã")],
        ),
        ("Thiếu tá Hứa Văn Lãm, Trưởng Công an xã dự.", [("Trưởng Công an", "Công an xã")]),
    ],
)
def test_posts_have_a_role_and_an_organization(facts, text, expected):
    (official,) = facts(text).officials
    assert [(post.role, post.organization) for post in official.posts] == expected


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("Đại tá Vương Khắc Bền phát biểu.", None),
        ("Bà Mạc Thị Duyên, Phó Chủ tịch UBND tỉnh dự lễ.", "Bà"),
        ("Đồng chí Mạc Thị Duyên, Phó Chủ tịch UBND tỉnh dự lễ.", "Đồng chí"),
        ("Thiếu tướng, PGS.TS Hứa Văn Lãm chủ trì.", "PGS.TS"),
    ],
)
def test_honorific_prefix(facts, text, prefix):
    assert [official.honorific_prefix for official in facts(text).officials] == [prefix]


@pytest.mark.parametrize(
    ("text", "name", "rank", "labels"),
    [
        (
            "Đại tá Hứa Văn Lãm, PGĐ CATP dự.",
            "Hứa Văn Lãm",
            "Đại tá",
            ["Phó Giám đốc Công an thành phố"],
        ),
        (
            "Đại tá Hứa Văn Lãm, Phó giám đốc Công an thành phố dự.",
            "Hứa Văn Lãm",
            "Đại tá",
            ["Phó Giám đốc Công an thành phố"],
        ),
        (
            "ĐẠI TÁ HỨA VĂN LÃM - CHỦ TỊCH UBND HUYỆN TÂN KHÊ TẶNG QUÀ. ẢNH: A PÁO",
            "Hứa Văn Lãm",
            "Đại tá",
            ["Chủ tịch Ủy ban nhân dân huyện Tân Khê"],
        ),
        (
            "Thượng uý Hứa Thuý Hoà, UVBTV Huyện uỷ, Chính trị viên Ban CHQS huyện dự.",
            "Hứa Thúy Hòa",
            "Thượng úy",
            ["Ủy viên Ban Thường vụ Huyện ủy", "Chính trị viên Ban Chỉ huy Quân sự huyện"],
        ),
        (
            "ÔNG HỨA VĂN LÃM - GIÁM ĐỐC SỞ LĐTBXH TỈNH HẢI LÂM TẶNG QUÀ. ẢNH: A PÁO",
            "Hứa Văn Lãm",
            None,
            ["Giám đốc Sở Lao động - Thương binh và Xã hội tỉnh Hải Lâm"],
        ),
        (
            "ĐẠI TÁ HỨA VĂN LÃM - TRƯỞNG PHÒNG PV05 CÔNG AN TỈNH TẶNG QUÀ. ẢNH: A PÁO",
            "Hứa Văn Lãm",
            "Đại tá",
            ["Trưởng phòng PV05 Công an tỉnh"],
        ),
        (
            "Ông Hứa Văn Lãm, Giám đốc Sở Tư pháp, nguyên Phó Giám đốc Sở Kế hoạch và Đầu tư TP.Hòa Lạc dự.",
            "Hứa Văn Lãm",
            None,
            ["Giám đốc Sở Tư pháp", "Nguyên Phó Giám đốc Sở Kế hoạch và Đầu tư thành phố Hòa Lạc"],
        ),
        ("Ông K’ Brẹo, CT UBMTTQ xã dự.", "K'Brẹo", None, ["Chủ tịch Ủy ban Mặt trận Tổ quốc xã"]),
    ],
)
def test_one_spelling_stands_beside_the_printed_one(facts, text, name, rank, labels):
    (official,) = facts(text).officials
    assert (official.normalized_name, official.normalized_rank) == (name, rank)
    assert [post.normalized_label for post in official.posts] == labels


def test_two_spellings_of_a_post_are_one(facts):
    (official,) = facts("Đại tá Hứa Văn Lãm, PGĐ CATP dự. Phó giám đốc Công an thành phố Hứa Văn Lãm khen.").officials
    assert [post.normalized_label for post in official.posts] == ["Phó Giám đốc Công an thành phố"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tổng thống Mỹ Donald Carver nói. Tổng thống Carver cười.", [("Donald Carver", 2)]),
        ("Tổng thống Carver đến, rồi Tổng thống Mỹ Donald Carver nói.", [("Donald Carver", 2)]),
        # whole names, or nothing that says that two are one
        (
            "Ông Phan Anh, Chủ tịch UBND huyện dự. Ông Lê Phan Anh, Giám đốc Sở Y tế dự.",
            [("Phan Anh", 1), ("Lê Phan Anh", 1)],
        ),
        ("Bị cáo Trần Minh Tuấn, nguyên Giám đốc Sở Y tế khai. Đại tá Minh Tuấn nói.", [("Minh Tuấn", 1)]),
    ],
)
def test_a_shorter_name_is_the_longer_one_s_where_nothing_keeps_them_apart(facts, text, names):
    assert [(official.name, len(official.mentions)) for official in facts(text).officials] == names


def test_the_organization_behind_the_last_belongs_to_both(facts):
    first, second = facts("Dự có Hứa Văn Lãm, Giám đốc và Cầm Văn Hoan, Phó Giám đốc Công an tỉnh.").officials
    assert [(post.label, post.organization) for post in first.posts] == [("Giám đốc", "Công an tỉnh")]
    assert first.posts[0].normalized_label == "Giám đốc Công an tỉnh"
    assert [(post.label, post.organization) for post in second.posts] == [("Phó Giám đốc Công an tỉnh", "Công an tỉnh")]


FULL = "Đại tá Hứa Văn Lãm, Giám đốc Công an tỉnh phát biểu khai mạc."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FULL} Đại tá Hứa Văn Lãm trao quà.", ["Đại tá Hứa Văn Lãm", "Đại tá Hứa Văn Lãm"]),
        (f"{FULL} Đồng chí Hứa Văn Lãm trao quà.", ["Đại tá Hứa Văn Lãm", "Đồng chí Hứa Văn Lãm"]),
        (f"{FULL} Giám đốc Công an tỉnh Hứa Văn Lãm trao quà.", ["Đại tá Hứa Văn Lãm", "Hứa Văn Lãm"]),
        (f"{FULL} Đồng chí Lãm trao quà.", ["Đại tá Hứa Văn Lãm", "Đồng chí Lãm"]),
        (f"{FULL} Đại tá Lãm trao quà.", ["Đại tá Hứa Văn Lãm", "Đại tá Lãm"]),
        (f"{FULL} Ông Lãm trao quà.", ["Đại tá Hứa Văn Lãm", "Ông Lãm"]),
        (f"{FULL} Ông Dần trao quà.", ["Đại tá Hứa Văn Lãm"]),
        (f"{FULL} Giám đốc Công an tỉnh nhấn mạnh.", ["Đại tá Hứa Văn Lãm", "Giám đốc Công an tỉnh"]),
        (f"{FULL} Đồng chí Giám đốc Công an tỉnh cười.", ["Đại tá Hứa Văn Lãm", "Giám đốc Công an tỉnh"]),
        (f"{FULL} Xã nhận quà của Giám đốc Công an tỉnh.", ["Đại tá Hứa Văn Lãm"]),
        (f"{FULL} Phó Giám đốc Công an tỉnh nhấn mạnh.", ["Đại tá Hứa Văn Lãm"]),
        (f"{FULL}\n\nĐẠI TÁ HỨA VĂN LÃM TRAO QUÀ. ẢNH: T.Q", ["Đại tá Hứa Văn Lãm", "ĐẠI TÁ HỨA VĂN LÃM"]),
    ],
)
def test_one_person_has_all_mentions(facts, text, expected):
    (official,) = facts(text).officials
    assert compact(official) == "Hứa Văn Lãm | Đại tá | Giám đốc Công an tỉnh"
    assert [mention.text for mention in official.mentions] == expected
