"""Parts of a whole: what a text says, and the figures, unit, criterion and period that a record gives for it."""

import pytest


def compact(fact):
    """``text = figures [unit] <criterion> @period direction``, each where there is one."""
    if fact.denominator:
        figures = f"{fact.numerator}/{fact.denominator}"
    else:
        figures = f"{fact.low:g}..{fact.value:g}" if fact.low is not None else f"{fact.value:g}"
    notes = [
        figures,
        f"[{fact.unit}]" if fact.unit else None,
        f"<{fact.criterion}>" if fact.criterion else None,
        f"@{fact.period}" if fact.period else None,
        fact.direction,
    ]
    return f"{fact.text} = {' '.join(note for note in notes if note)}"


FRACTIONS = [
    ("Có 1.250/1.300 hộ nghèo được vay vốn.", ["1.250/1.300 hộ nghèo = 1250/1300 [hộ nghèo] <được vay vốn>"]),
    ("Toàn xã có 12/13 thôn.", ["12/13 thôn = 12/13 [thôn]"]),
    ("Có 185/ 254 hộ góp tiền kéo điện.", ["185/ 254 hộ = 185/254 [hộ] <góp tiền kéo điện>"]),
    ("Có 4/7 thôn, buôn không có trọng án.", ["4/7 thôn, buôn = 4/7 [thôn, buôn] <không có trọng án>"]),
    ("Có 24/28 doanh nghiệp lập đội bảo vệ.", ["24/28 doanh nghiệp = 24/28 [doanh nghiệp] <lập đội bảo vệ>"]),
    ("Đến nay 9/9 xã đã có camera.", ["9/9 xã = 9/9 [xã] <đã có camera>"]),
    ("Có 9/13 Hội Luật gia trong cụm lập chi hội.", ["9/13 Hội Luật gia = 9/13 [Hội Luật gia]"]),
    ("Bản có 34.103/34.036 hộ ký cam kết.", ["34.103/34.036 hộ = 34103/34036 [hộ] <ký cam kết>"]),
    ("Có 15 trên tổng số 20 xã đạt chuẩn.", ["15 trên tổng số 20 xã = 15/20 [xã] <đạt chuẩn>"]),
    ("Có 15 trong số 20 xã đạt chuẩn.", ["15 trong số 20 xã = 15/20 [xã] <đạt chuẩn>"]),
    ("Có 15 xã trên tổng số 20 xã.", ["15 xã trên tổng số 20 xã = 15/20 [xã]"]),
    ("Có 15 xã trên tổng số 20 xã về đích.", ["15 xã trên tổng số 20 xã = 15/20 [xã] <về đích>"]),
    (
        "Có 7 xã (trong tổng số 9 xã) không còn hộ nghèo.",
        ["7 xã (trong tổng số 9 xã) = 7/9 [xã] <không còn hộ nghèo>"],
    ),
    ("Xã đạt 19/19 tiêu chí nông thôn mới.", ["19/19 tiêu chí nông thôn mới = 19/19 [tiêu chí nông thôn mới]"]),
    ("Có 7 xã (trong tổng số 9 xã).", ["7 xã (trong tổng số 9 xã) = 7/9 [xã]"]),
    (
        "Trong tổng số 45 mô hình có 31 mô hình hoạt động hiệu quả.",
        ["Trong tổng số 45 mô hình có 31 mô hình = 31/45 [mô hình] <hoạt động hiệu quả>"],
    ),
]

SHAPES = [
    ("Có 12/13 (92,3%) thôn đạt chuẩn.", ["12/13 = 12/13 [thôn] <đạt chuẩn>", "92,3% = 0.923"]),
    ("Tỷ lệ đạt 15/20 (75%).", ["15/20 = 15/20", "75% = 0.75"]),
    (
        "Cán bộ 1.024/1.030, đạt 99,4%; hội viên 59.030/77.217.",
        ["1.024/1.030 = 1024/1030 [Cán bộ]", "99,4% = 0.994", "59.030/77.217 = 59030/77217 [hội viên]"],
    ),
    ("Đến nay, 15 xã/20 xã đạt chuẩn.", ["15 xã/20 xã = 15/20 [xã] <đạt chuẩn>"]),
    ("Có 15 xã trên 20 xã đạt chuẩn.", ["15 xã trên 20 xã = 15/20 [xã] <đạt chuẩn>"]),
    ("Trong số 20 xã, 15 xã đạt chuẩn.", ["Trong số 20 xã, 15 xã = 15/20 [xã] <đạt chuẩn>"]),
    ("Có 12/tổng số 15 thôn đạt chuẩn.", ["12/tổng số 15 thôn = 12/15 [thôn] <đạt chuẩn>"]),
    ("Có ¾ số hộ đồng ý hiến đất.", ["¾ số hộ = 3/4 [số hộ] <đồng ý hiến đất>"]),
    ("Hơn ½ diện tích bị ngập.", ["½ diện tích = 1/2 [diện tích] <bị ngập>"]),
]

LISTS = [
    (
        "Có 1.250/1.300 khu dân cư, 173/190 xã và 24/28 cơ quan đạt chuẩn an toàn.",
        [
            "1.250/1.300 khu dân cư = 1250/1300 [khu dân cư] <đạt chuẩn an toàn>",
            "173/190 xã = 173/190 [xã] <đạt chuẩn an toàn>",
            "24/28 cơ quan = 24/28 [cơ quan] <đạt chuẩn an toàn>",
        ],
    ),
    (
        "Có 12/13 thôn không có trọng án; 1.036/1.072 hộ ký cam kết.",
        [
            "12/13 thôn = 12/13 [thôn] <không có trọng án>",
            "1.036/1.072 hộ = 1036/1072 [hộ] <ký cam kết>",
        ],
    ),
    (
        "Toàn huyện có 98,5% hộ dân và 96% cơ quan đạt chuẩn an toàn.",
        [
            "98,5% hộ dân = 0.985 [hộ dân] <đạt chuẩn an toàn>",
            "96% cơ quan = 0.96 [cơ quan] <đạt chuẩn an toàn>",
        ],
    ),
    (
        "Có 12/13 thôn đạt chuẩn “An toàn về an ninh, trật tự”.",
        ["12/13 thôn = 12/13 [thôn] <đạt chuẩn “An toàn về an ninh, trật tự”>"],
    ),
]

PERCENTS = [
    ("Tỷ lệ khám phá án đạt 98,5%.", ["98,5% = 0.985"]),
    ("Tỷ lệ khám phá án đạt 97,3 %.", ["97,3 % = 0.973"]),
    ("Tỷ lệ khám phá án đạt 92.5%.", ["92.5% = 0.925"]),
    ("Tỷ lệ khám phá án đạt 85 phần trăm.", ["85 phần trăm = 0.85"]),
    ("Tỷ lệ khám phá án đạt trên 98%.", ["98% = 0.98"]),
    (
        "100% hộ dân ký cam kết; 100 % cán bộ, đảng viên gương mẫu.",
        [
            "100% hộ dân = 1 [hộ dân] <ký cam kết>",
            "100 % cán bộ, đảng viên = 1 [cán bộ, đảng viên] <gương mẫu>",
        ],
    ),
    ("Có 173 xã ký giao ước, đạt 95,6%.", ["95,6% = 0.956"]),
    ("Năm 2022, tỷ lệ khám phá án đạt 91,7%.", ["91,7% = 0.917 @2022"]),
    ("Giai đoạn 2019 - 2024, tỷ lệ khám phá án đạt 91,7%.", ["91,7% = 0.917 @2019/2024"]),
    ("Quý I/2022, tỷ lệ khám phá án đạt 91,7%.", ["91,7% = 0.917 @2022-01/2022-03"]),
]

CHANGES = [
    ("Số vụ phạm pháp giảm 12,5% so với năm 2021.", ["giảm 12,5% = 0.125 decrease"]),
    ("Số tin báo tăng 4,15% so với năm 2021.", ["tăng 4,15% = 0.0415 increase"]),
    ("Số vụ phạm pháp giảm hơn 12,5 % so với cùng kỳ.", ["giảm hơn 12,5 % = 0.125 decrease"]),
    ("Số đơn thư cao hơn 5% so với cùng kỳ.", ["cao hơn 5% = 0.05 increase"]),
    ("Số hộ nghèo giảm còn 2,1%.", ["2,1% = 0.021"]),
    ("Mỗi năm xã phấn đấu đạt 3,5 - 4%.", ["3,5 - 4% = 0.035..0.04"]),
    ("Mỗi năm xã phấn đấu đạt 3,5% đến 4%.", ["3,5% đến 4% = 0.035..0.04"]),
    ("Số vụ giảm 3,5 - 4% mỗi năm.", ["giảm 3,5 - 4% = 0.035..0.04 decrease"]),
    ("Xảy ra 12 vụ (+15,2%).", ["+15,2% = 0.152 increase"]),
    ("Xảy ra 12 vụ (-15,2%).", ["-15,2% = 0.152 decrease"]),
    ("Thị phần kỷ lục – 42% ở trong nước.", ["42% = 0.42"]),
    ("Số vụ giảm 3 vụ (16,67%) so với cùng kỳ.", ["16,67% = 0.1667 decrease"]),
    ("Số vụ giảm 3 vụ = 16,67% so với cùng kỳ.", ["16,67% = 0.1667 decrease"]),
    ("Giá tăng 0,6 USD, tương đương gần 3,1%.", ["3,1% = 0.031 increase"]),
    ("Tỷ lệ hộ nghèo giảm từ 12% xuống 8%.", ["12% = 0.12", "8% = 0.08"]),
    ("Hai chỉ số tăng lần lượt 4,38% và 3,65%.", ["tăng lần lượt 4,38% = 0.0438 increase", "3,65% = 0.0365 increase"]),
    (
        "Tỷ lệ hộ nghèo giảm 2%, và 3% hộ cận nghèo.",
        ["giảm 2% = 0.02 decrease", "3% hộ cận nghèo = 0.03 [hộ cận nghèo]"],
    ),
    ("Tăng trưởng kinh tế của huyện đạt 6,8%.", ["6,8% = 0.068 increase"]),
    ("Giá tăng (+2,15/+0,29%).", ["+0,29% = 0.0029 increase"]),
    ("Các chỉ tiêu tăng từ 5,6% đến 25% so với kế hoạch.", ["tăng từ 5,6% đến 25% = 0.056..0.25 increase"]),
]

NO_RATIOS = [
    "Sáng 8/2, xã họp dân.",
    "Ngày 10/9 thôn mở hội.",
    "Thực hiện Nghị quyết 09/NQ-TW của Trung ương.",
    "Theo Quyết định 12/2021/QĐ-UBND của tỉnh.",
    "Nhà số 16/9 đường Trần Bình, phường Tân Lạc.",
    "Chốt trực 24/7 ở đầu bản.",
    "Camera quay 24/24 giờ.",
    "Đội xã thắng đội huyện với tỉ số 2-1.",
    "Xem tại https://vidu.example/2021/12/13 để biết thêm.",
    "Giá dầu 16/136 đồng/lít.",
    "Gọi 0999/123456 để báo tin.",
    "Tàu mang biển số 15/20 cập bến.",
    "Số vụ giảm 12,5 điểm.",
    "Hội trường 3/2, rạp 30/4, công viên 23/9.",
    "Thửa đất số 12/45, tờ bản đồ số 7.",
    "Tỉ lệ bản đồ 1/5000 và độ dốc 1/2.",
    "Tỷ số là 3/2 nghiêng về đội xã.",
    "Có 0/0 hộ ở bản mới.",
    "Có " + "9" * 400 + "/3 hộ và " + "9" * 400 + "% hộ.",
    "Xem www.vidu.example/15/20 xã và thu@vidu.example/12/13 thôn.",
    "Giá vé 12/34 phố Tân Lạc, đạt 9/10 điểm.",
    "Chỉ ½ giờ sau, đám cháy tắt.",
    "Nhà ở ngõ 12/134, phường Hoa Sim.",
    "Trong 5 xã có 120 hộ nghèo.",
    "Đến cột mốc 74/2 thì rẽ trái.",
]


@pytest.mark.parametrize(("text", "expected"), [*FRACTIONS, *SHAPES, *LISTS, *PERCENTS, *CHANGES])
def test_ratios(facts, text, expected):
    assert [compact(fact) for fact in facts(text).ratios] == expected


@pytest.mark.parametrize("text", NO_RATIOS)
def test_what_is_no_ratio(facts, text):
    assert [compact(fact) for fact in facts(text).ratios] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Có 1.250/1.300 khu dân cư đạt chuẩn.", 0.96154),
        ("Có 2/3 khu dân cư đạt chuẩn.", 0.66667),
        ("Có 34.103/34.036 hộ ký cam kết.", 1.00197),
        ("Có 0/13 thôn có án.", 0.0),
    ],
)
def test_a_fraction_s_value_has_five_decimals(facts, text, value):
    assert [fact.value for fact in facts(text).ratios] == [value]
