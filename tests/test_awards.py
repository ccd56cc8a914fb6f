"""Counted recognitions: who gave what to how many."""

import pytest


def compact(fact):
    """``text = [qualifier] count type: awards < issuers``."""
    exact = "" if fact.qualifier == "exact" else f"{fact.qualifier} "
    issuers = f" < {'; '.join(fact.issuers)}" if fact.issuers else ""
    return f"{fact.text} = {exact}{fact.count} {fact.recipient_type}: {'; '.join(fact.awards)}{issuers}"


def check(record, expected):
    assert [compact(fact) for fact in record.awards] == expected


FAMILIES = [
    (
        "Thừa ủy quyền Chủ tịch nước, đồng chí Hứa Văn Lãm, Bí thư Tỉnh ủy trao Huân chương Lao động hạng Ba cho 1 cá nhân.",
        ["1 cá nhân = 1 individual: Huân chương Lao động hạng Ba < Chủ tịch nước"],
    ),
    (
        "Được sự ủy nhiệm của Chủ tịch UBND tỉnh, Giám đốc Công an tỉnh trao Bằng khen cho 3 cá nhân.",
        ["3 cá nhân = 3 individual: Bằng khen < Chủ tịch UBND tỉnh"],
    ),
    (
        "Thừa ủy quyền của Chủ tịch nước, Bộ CHQS tỉnh Hải Lâm trao Huân chương Chiến công hạng Nhì cho 2 cá nhân.",
        ["2 cá nhân = 2 individual: Huân chương Chiến công hạng Nhì < Chủ tịch nước"],
    ),
    (
        "Cờ thi đua của UBND tỉnh: 16 tập thể; Bằng khen: 120 tập thể và 305 cá nhân.",
        [
            "16 tập thể = 16 collective: Cờ thi đua < UBND tỉnh",
            "120 tập thể = 120 collective: Bằng khen",
            "305 cá nhân = 305 individual: Bằng khen",
        ],
    ),
    (
        "Giấy khen của Giám đốc Công an tỉnh cho 3 tập thể.",
        ["3 tập thể = 3 collective: Giấy khen < Giám đốc Công an tỉnh"],
    ),
    (
        "Trao Bằng khen của Thủ tướng Chính phủ tặng 2 cá nhân.",
        ["2 cá nhân = 2 individual: Bằng khen < Thủ tướng Chính phủ"],
    ),
    (
        "Công nhận danh hiệu Chiến sĩ thi đua cấp tỉnh cho 12 cá nhân.",
        ["12 cá nhân = 12 individual: Chiến sĩ thi đua cấp tỉnh"],
    ),
    (
        "Có 8 tập thể được UBND tỉnh tặng cờ thi đua, có 31 tập thể và 210 cá nhân được Bộ Công an tặng bằng khen.",
        [
            "8 tập thể = 8 collective: Cờ thi đua < UBND tỉnh",
            "31 tập thể = 31 collective: Bằng khen < Bộ Công an",
            "210 cá nhân = 210 individual: Bằng khen < Bộ Công an",
        ],
    ),
    (
        "UBND tỉnh tặng Bằng khen cho 5 tập thể; 20 cá nhân đạt danh hiệu Chiến sĩ thi đua cơ sở.",
        ["5 tập thể = 5 collective: Bằng khen < UBND tỉnh", "20 cá nhân = 20 individual: Chiến sĩ thi đua cơ sở"],
    ),
    (
        "Có 1.204 trường hợp được Thủ tướng Chính phủ tặng Bằng khen.",
        ["1.204 trường hợp = 1204 individual: Bằng khen < Thủ tướng Chính phủ"],
    ),
    (
        "Ban Chỉ đạo vận động hiến máu tình nguyện tỉnh tặng Giấy khen cho 5 cá nhân.",
        ["5 cá nhân = 5 individual: Giấy khen < Ban Chỉ đạo vận động hiến máu tình nguyện tỉnh"],
    ),
    (
        "Trao Huy hiệu 65 năm, 55 năm tuổi Đảng cho 4 đồng chí.",
        ["4 đồng chí = 4 individual: Huy hiệu 65 năm, 55 năm tuổi Đảng"],
    ),
]

LISTS = [
    (
        "Đảng ủy phường trao Huy hiệu Đảng cho 6 đảng viên, gồm: 4 đảng viên 60 năm tuổi Đảng và 2 đảng viên 45 năm tuổi"
        " Đảng.",
        [
            "6 đảng viên = 6 individual: Huy hiệu Đảng < Đảng ủy phường",
            "4 đảng viên = 4 individual: Huy hiệu 60 năm tuổi Đảng < Đảng ủy phường",
            "2 đảng viên = 2 individual: Huy hiệu 45 năm tuổi Đảng < Đảng ủy phường",
        ],
    ),
    (
        "Công an tỉnh tổ chức lễ trao Huân chương của Chủ tịch nước cho 7 đồng chí, gồm: 2 Huân chương Độc lập hạng Ba"
        " và 5 Huân chương Chiến công hạng Nhì.",
        [
            "7 đồng chí = 7 individual: Huân chương < Chủ tịch nước",
            "2 Huân chương Độc lập hạng Ba = 2 award: Huân chương Độc lập hạng Ba < Chủ tịch nước",
            "5 Huân chương Chiến công hạng Nhì = 5 award: Huân chương Chiến công hạng Nhì < Chủ tịch nước",
        ],
    ),
    (
        "Có 4 cá nhân là bà con trong bản và 2 cá nhân ở bản được Công an tỉnh tặng Giấy khen.",
        [
            "4 cá nhân = 4 individual: Giấy khen < Công an tỉnh",
            "2 cá nhân = 2 individual: Giấy khen < Công an tỉnh",
        ],
    ),
    (
        "Bộ Công an tặng Cờ thi đua cho 14 tập thể; 21 tập thể, 230 cá nhân được công nhận danh hiệu lao động tiên tiến.",
        [
            "14 tập thể = 14 collective: Cờ thi đua < Bộ Công an",
            "21 tập thể = 21 collective: Lao động tiên tiến",
            "230 cá nhân = 230 individual: Lao động tiên tiến",
        ],
    ),
    (
        "Có 9 tập thể được Bộ Công an tặng Cờ thi đua và 18 tập thể, 40 cá nhân được tặng Bằng khen.",
        [
            "9 tập thể = 9 collective: Cờ thi đua < Bộ Công an",
            "18 tập thể = 18 collective: Bằng khen",
            "40 cá nhân = 40 individual: Bằng khen",
        ],
    ),
    (
        "Chủ tịch UBND tỉnh tặng Bằng khen cho:\n- 3 tập thể;\n- 5 cá nhân.\nGiám đốc Công an tỉnh tặng Giấy khen"
        " cho:\n- 10 tập thể.",
        [
            "3 tập thể = 3 collective: Bằng khen < Chủ tịch UBND tỉnh",
            "5 cá nhân = 5 individual: Bằng khen < Chủ tịch UBND tỉnh",
            "10 tập thể = 10 collective: Giấy khen < Giám đốc Công an tỉnh",
        ],
    ),
    ("UBND xã tặng Giấy khen cho:\nHội thi có\n- 5 cá nhân ở bản Pa Lìn.", []),
    (
        "Xã có 12 Huân chương Chiến công (2 hạng Nhất, 10 hạng Nhì).",
        [
            "12 Huân chương Chiến công = 12 award: Huân chương Chiến công",
            "2 hạng Nhất = 2 award: Huân chương Chiến công hạng Nhất",
            "10 hạng Nhì = 10 award: Huân chương Chiến công hạng Nhì",
        ],
    ),
    (
        "Theo đề nghị của Đảng ủy xã, bản đã được Đảng, Nhà nước, Quân đội tặng thưởng 2 Huân chương Lao động.",
        ["2 Huân chương Lao động = 2 award: Huân chương Lao động < Đảng; Nhà nước; Quân đội"],
    ),
]

ACTIVE = [
    (
        "Giám đốc Công an tỉnh tặng Giấy khen cho 25 tập thể, 30 cá nhân.",
        [
            "25 tập thể = 25 collective: Giấy khen < Giám đốc Công an tỉnh",
            "30 cá nhân = 30 individual: Giấy khen < Giám đốc Công an tỉnh",
        ],
    ),
    (
        "Chủ tịch UBND xã trao tặng Giấy khen cho 4 tập thể và 7 cá nhân.",
        [
            "4 tập thể = 4 collective: Giấy khen < Chủ tịch UBND xã",
            "7 cá nhân = 7 individual: Giấy khen < Chủ tịch UBND xã",
        ],
    ),
    (
        "UBND huyện tặng Bằng khen 3 tập thể, 6 cá nhân.",
        [
            "3 tập thể = 3 collective: Bằng khen < UBND huyện",
            "6 cá nhân = 6 individual: Bằng khen < UBND huyện",
        ],
    ),
    (
        "Công an huyện khen thưởng 33 tập thể, cá nhân.",
        ["33 tập thể, cá nhân = 33 collective_and_individual: Khen thưởng < Công an huyện"],
    ),
    (
        "Chủ tịch UBND tỉnh tặng Bằng khen cho Văn phòng UBND huyện và 6 cá nhân.",
        ["6 cá nhân = 6 individual: Bằng khen < Chủ tịch UBND tỉnh"],
    ),
    (
        "UBND xã tặng Giấy khen cho 3 chi hội, 5 hội viên.",
        ["3 chi hội = 3 collective: Giấy khen < UBND xã", "5 hội viên = 5 individual: Giấy khen < UBND xã"],
    ),
    (
        "Trao Kỷ niệm chương “Bảo vệ an ninh Tổ quốc” cho 3 đồng chí.",
        ["3 đồng chí = 3 individual: Kỷ niệm chương “Bảo vệ an ninh Tổ quốc”"],
    ),
    ("UBND xã tuyên dương 20 hộ gia đình.", ["20 hộ gia đình = 20 household: Tuyên dương < UBND xã"]),
    ("UBND xã biểu dương 5 tập thể.", ["5 tập thể = 5 collective: Biểu dương < UBND xã"]),
    ("UBND xã tôn vinh 12 gương điển hình.", ["12 gương điển hình = 12 individual: Tôn vinh < UBND xã"]),
    (
        "Ban tổ chức trao Bằng khen của Bộ trưởng Bộ Công an cho 2 tập thể, 3 cá nhân.",
        [
            "2 tập thể = 2 collective: Bằng khen < Bộ trưởng Bộ Công an",
            "3 cá nhân = 3 individual: Bằng khen < Bộ trưởng Bộ Công an",
        ],
    ),
    (
        "Giám đốc Công an tỉnh Hứa Văn Lãm đã trao Giấy khen cho 3 tập thể.",
        ["3 tập thể = 3 collective: Giấy khen < Giám đốc Công an tỉnh"],
    ),
    (
        "Công an tỉnh tặng 3 tập thể, 5 cá nhân Giấy khen.",
        [
            "3 tập thể = 3 collective: Giấy khen < Công an tỉnh",
            "5 cá nhân = 5 individual: Giấy khen < Công an tỉnh",
        ],
    ),
    (
        "Bộ Công an tặng Cờ thi đua cho Công an tỉnh; tặng Bằng khen cho 5 tập thể.",
        ["5 tập thể = 5 collective: Bằng khen < Bộ Công an"],
    ),
    (
        "Thừa ủy quyền của Chủ tịch UBND tỉnh, Giám đốc Công an tỉnh trao Bằng khen cho 2 tập thể.",
        ["2 tập thể = 2 collective: Bằng khen < Chủ tịch UBND tỉnh"],
    ),
]

PASSIVE = [
    (
        "Có 11 tập thể được Chủ tịch UBND tỉnh tặng Bằng khen.",
        ["11 tập thể = 11 collective: Bằng khen < Chủ tịch UBND tỉnh"],
    ),
    (
        "Có 11 tập thể, 14 cá nhân được tặng Bằng khen của Chủ tịch UBND tỉnh.",
        [
            "11 tập thể = 11 collective: Bằng khen < Chủ tịch UBND tỉnh",
            "14 cá nhân = 14 individual: Bằng khen < Chủ tịch UBND tỉnh",
        ],
    ),
    ("Có 6 đơn vị nhận Cờ thi đua của Bộ Công an.", ["6 đơn vị = 6 collective: Cờ thi đua < Bộ Công an"]),
    (
        "Có 3 cá nhân được Bộ Công an tặng Kỷ niệm chương “Bảo vệ an ninh Tổ quốc”.",
        ["3 cá nhân = 3 individual: Kỷ niệm chương “Bảo vệ an ninh Tổ quốc” < Bộ Công an"],
    ),
    (
        "Dịp này, 12 tập thể và 15 cá nhân vinh dự đón nhận Giấy khen của Chủ tịch UBND huyện.",
        [
            "12 tập thể = 12 collective: Giấy khen < Chủ tịch UBND huyện",
            "15 cá nhân = 15 individual: Giấy khen < Chủ tịch UBND huyện",
        ],
    ),
    (
        "Có 15 đồng chí đạt danh hiệu Chiến sĩ thi đua cơ sở.",
        ["15 đồng chí = 15 individual: Chiến sĩ thi đua cơ sở"],
    ),
    (
        "Có 2 tập thể được công nhận danh hiệu Đơn vị quyết thắng.",
        ["2 tập thể = 2 collective: Đơn vị quyết thắng"],
    ),
    (
        "1 tập thể được Chính phủ tặng Cờ thi đua, 2 cá nhân được Thủ tướng Chính phủ tặng Bằng khen.",
        [
            "1 tập thể = 1 collective: Cờ thi đua < Chính phủ",
            "2 cá nhân = 2 individual: Bằng khen < Thủ tướng Chính phủ",
        ],
    ),
    (
        "Có 4 chiến sĩ nhận Huy hiệu Tuổi trẻ dũng cảm của Trung ương Đoàn.",
        ["4 chiến sĩ = 4 individual: Huy hiệu Tuổi trẻ dũng cảm < Trung ương Đoàn"],
    ),
    (
        "Xã có 250 gia đình đạt danh hiệu Gia đình văn hóa.",
        ["250 gia đình = 250 household: Danh hiệu Gia đình văn hóa"],
    ),
    ("Có 5 cá nhân được khen thưởng.", ["5 cá nhân = 5 individual: Khen thưởng"]),
    (
        "Toàn phường có 12 lượt tập thể được UBND thị xã và Công an thị xã tặng giấy khen.",
        ["12 lượt tập thể = 12 collective: Giấy khen < UBND thị xã; Công an thị xã"],
    ),
    (
        "Có 2 cá nhân được tặng Huân chương Lao động hạng Ba.",
        ["2 cá nhân = 2 individual: Huân chương Lao động hạng Ba"],
    ),
]

SEVERAL = [
    (
        "Dịp này, 2 tập thể được tặng Bằng khen của UBND tỉnh; 4 cá nhân được tặng Giấy khen của Công an tỉnh.",
        [
            "2 tập thể = 2 collective: Bằng khen < UBND tỉnh",
            "4 cá nhân = 4 individual: Giấy khen < Công an tỉnh",
        ],
    ),
    (
        "Ban tổ chức trao Bằng khen của Bộ trưởng Bộ Công an cho 2 tập thể; Bằng khen của Chủ tịch UBND tỉnh cho 4 cá nhân"
        " và Giấy khen của Giám đốc Công an tỉnh cho 6 cá nhân.",
        [
            "2 tập thể = 2 collective: Bằng khen < Bộ trưởng Bộ Công an",
            "4 cá nhân = 4 individual: Bằng khen < Chủ tịch UBND tỉnh",
            "6 cá nhân = 6 individual: Giấy khen < Giám đốc Công an tỉnh",
        ],
    ),
    (
        "Bộ trưởng Bộ Công an tặng Bằng khen cho 3 tập thể, tặng Kỷ niệm chương cho 2 cá nhân.",
        [
            "3 tập thể = 3 collective: Bằng khen < Bộ trưởng Bộ Công an",
            "2 cá nhân = 2 individual: Kỷ niệm chương < Bộ trưởng Bộ Công an",
        ],
    ),
    (
        "Tặng thưởng Huân chương Chiến công hạng Nhất, Nhì, Ba cho 6 tập thể.",
        [
            "6 tập thể = 6 collective: Huân chương Chiến công hạng Nhất; Huân chương Chiến công hạng Nhì; Huân chương"
            " Chiến công hạng Ba",
        ],
    ),
    (
        "Dịp này, 12 tập thể, 15 cá nhân được Giám đốc Công an tỉnh tặng Giấy khen; 2 tập thể được Chủ tịch UBND tỉnh"
        " tặng Bằng khen.",
        [
            "12 tập thể = 12 collective: Giấy khen < Giám đốc Công an tỉnh",
            "15 cá nhân = 15 individual: Giấy khen < Giám đốc Công an tỉnh",
            "2 tập thể = 2 collective: Bằng khen < Chủ tịch UBND tỉnh",
        ],
    ),
    (
        "Chủ tịch UBND tỉnh tặng Cờ thi đua, Bằng khen cho 8 tập thể.",
        ["8 tập thể = 8 collective: Cờ thi đua; Bằng khen < Chủ tịch UBND tỉnh"],
    ),
    (
        "Chủ tịch UBND xã tặng Giấy khen cho 4 tập thể; Công an huyện tặng Giấy khen cho 3 cá nhân.",
        [
            "4 tập thể = 4 collective: Giấy khen < Chủ tịch UBND xã",
            "3 cá nhân = 3 individual: Giấy khen < Công an huyện",
        ],
    ),
]

COUNTED_AWARDS = [
    ("Tổng Liên đoàn tặng 43 cờ cho các công đoàn cơ sở.", ["43 cờ = 43 award: Cờ thi đua < Tổng Liên đoàn"]),
    (
        "Ông được tặng 2 Huân chương Chiến công hạng nhất, nhì.",
        [
            "2 Huân chương Chiến công hạng nhất, nhì = 2 award: Huân chương Chiến công hạng nhất; Huân chương Chiến công"
            " hạng nhì",
        ],
    ),
    ("Công an tỉnh trao 81 Giấy khen.", ["81 Giấy khen = 81 award: Giấy khen < Công an tỉnh"]),
    ("Ban tổ chức trao 5 bằng khen của UBND tỉnh.", ["5 bằng khen = 5 award: Bằng khen < UBND tỉnh"]),
    (
        "Bí thư Đảng ủy xã trao 12 Huy hiệu 30 năm tuổi Đảng.",
        ["12 Huy hiệu 30 năm tuổi Đảng = 12 award: Huy hiệu 30 năm tuổi Đảng < Bí thư Đảng ủy xã"],
    ),
]

NUMBERS = [
    ("UBND xã tặng Giấy khen cho 01 tập thể.", ["01 tập thể = 1 collective: Giấy khen < UBND xã"]),
    ("UBND xã tặng Giấy khen cho một tập thể.", ["một tập thể = 1 collective: Giấy khen < UBND xã"]),
    ("UBND xã tặng Giấy khen cho hai cá nhân.", ["hai cá nhân = 2 individual: Giấy khen < UBND xã"]),
    ("UBND xã tặng Giấy khen cho mười hai cá nhân.", ["mười hai cá nhân = 12 individual: Giấy khen < UBND xã"]),
    ("UBND xã tuyên dương hai mươi hộ gia đình.", ["hai mươi hộ gia đình = 20 household: Tuyên dương < UBND xã"]),
    ("UBND xã tặng Giấy khen cho 1.250 cá nhân.", ["1.250 cá nhân = 1250 individual: Giấy khen < UBND xã"]),
    ("UBND xã tuyên dương hơn 20 hộ gia đình.", ["hơn 20 hộ gia đình = over 20 household: Tuyên dương < UBND xã"]),
    ("UBND xã tuyên dương trên 20 cá nhân.", ["trên 20 cá nhân = over 20 individual: Tuyên dương < UBND xã"]),
    ("UBND xã tuyên dương gần 20 cá nhân.", ["gần 20 cá nhân = nearly 20 individual: Tuyên dương < UBND xã"]),
    ("UBND xã tuyên dương khoảng 20 cá nhân.", ["khoảng 20 cá nhân = about 20 individual: Tuyên dương < UBND xã"]),
    ("UBND xã tuyên dương ít nhất 20 cá nhân.", ["ít nhất 20 cá nhân = at_least 20 individual: Tuyên dương < UBND xã"]),
]

TOTALS = [
    (
        "UBND xã khen thưởng 33 tập thể, cá nhân (13 tập thể, 20 cá nhân).",
        [
            "33 tập thể, cá nhân = 33 collective_and_individual: Khen thưởng < UBND xã",
            "13 tập thể = 13 collective: Khen thưởng < UBND xã",
            "20 cá nhân = 20 individual: Khen thưởng < UBND xã",
        ],
    ),
    (
        "Công an huyện khen thưởng 11 tập thể, cá nhân, trong đó có 4 tập thể, 7 cá nhân.",
        [
            "11 tập thể, cá nhân = 11 collective_and_individual: Khen thưởng < Công an huyện",
            "4 tập thể = 4 collective: Khen thưởng < Công an huyện",
            "7 cá nhân = 7 individual: Khen thưởng < Công an huyện",
        ],
    ),
    (
        "Công an huyện khen thưởng 11 tập thể, cá nhân, gồm 4 tập thể, 7 cá nhân.",
        [
            "11 tập thể, cá nhân = 11 collective_and_individual: Khen thưởng < Công an huyện",
            "4 tập thể = 4 collective: Khen thưởng < Công an huyện",
            "7 cá nhân = 7 individual: Khen thưởng < Công an huyện",
        ],
    ),
    (
        "Công an huyện tặng Giấy khen cho 11 tập thể, cá nhân; trong đó 4 tập thể và 7 cá nhân.",
        [
            "11 tập thể, cá nhân = 11 collective_and_individual: Giấy khen < Công an huyện",
            "4 tập thể = 4 collective: Giấy khen < Công an huyện",
            "7 cá nhân = 7 individual: Giấy khen < Công an huyện",
        ],
    ),
    (
        "Công an huyện khen thưởng 11 tập thể, cá nhân (4 tập thể, 7 cá nhân).",
        [
            "11 tập thể, cá nhân = 11 collective_and_individual: Khen thưởng < Công an huyện",
            "4 tập thể = 4 collective: Khen thưởng < Công an huyện",
            "7 cá nhân = 7 individual: Khen thưởng < Công an huyện",
        ],
    ),
]

NO_AWARDS = [
    "UBND huyện trao 500 cờ Tổ quốc cho ngư dân, 300 lá cờ cho 300 hộ.",
    "Công an huyện trao 20 suất quà cho 20 hộ nghèo.",
    "Đoàn Thanh niên xã tặng 2 chiếc xe đạp cho 2 học sinh nghèo.",
    "Trao Giấy khen và 20 suất quà cho 20 hộ nghèo.",
    "Giám đốc Công an tỉnh thưởng nóng 50 triệu đồng cho 2 đơn vị.",
    "UBND xã đã tặng giấy khen cho các tập thể, cá nhân.",
    "Tại đây, 15 sinh viên nhận bằng tốt nghiệp.",
    "20 hộ nghèo được tặng bò giống.",
    "15 học sinh nghèo được nhận học bổng.",
    "Công an xã đã vận động 12 thanh niên ra đầu thú.",
    "Anh được tặng Bằng khen; 2 năm liền đạt danh hiệu Chiến sĩ thi đua.",
    "UBND xã hỗ trợ 5 triệu đồng cho 3 gia đình.",
    "Trao học bổng cho 15 học sinh vượt khó.",
    "Bàn giao nhà tình nghĩa cho 2 gia đình.",
    "Trung tâm trao chứng chỉ cho 40 học viên.",
    "Đội bóng xã giành 3 huy chương vàng.",
    "Hội nghị bầu 15 đồng chí vào Ban Chấp hành.",
    "Công tác thi đua, khen thưởng được chú trọng ở 12 đơn vị.",
    "Công an huyện bắt giữ 5 đối tượng.",
    "Hội nghị có 120 đại biểu tham dự.",
    "Vụ cháy làm 2 người bị thương.",
    "Phường có 14/20 tập thể tiên tiến.",
    "UBND xã tặng Giấy khen cho hai ba cá nhân.",
]


@pytest.mark.parametrize(
    ("text", "expected"), [*FAMILIES, *LISTS, *ACTIVE, *PASSIVE, *SEVERAL, *COUNTED_AWARDS, *NUMBERS, *TOTALS]
)
def test_awards(facts, text, expected):
    check(facts(text), expected)


@pytest.mark.parametrize("text", NO_AWARDS)
def test_what_is_no_award(facts, text):
    check(facts(text), [])


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("UBND xã tặng Giấy khen cho 4 tập thể, 7 cán bộ, chiến sĩ.", ["tập thể", "cán bộ, chiến sĩ"]),
        ("UBND xã tuyên dương 20 hộ gia đình.", ["hộ gia đình"]),
        ("Công an tỉnh trao 81 giấy khen.", ["Giấy khen"]),
    ],
)
def test_units(facts, text, units):
    assert [fact.unit for fact in facts(text).awards] == units
