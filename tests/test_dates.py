"""Calendar expressions: what a text says, and the EDTF that a record gives for it."""

import pytest


def compact(fact):
    """``text = edtf``, then ``lunar``, the part of the day, and ``inferred`` where the year comes from outside."""
    calendar = fact.calendar if fact.calendar != "gregorian" else None
    notes = [fact.edtf, calendar, fact.part_of_day, "inferred" if fact.inferred else None]
    return f"{fact.text} = {' '.join(note for note in notes if note)}"


def check(record, expected):
    assert [compact(fact) for fact in record.dates] == expected


POINTS = [
    ("Hội nghị diễn ra ngày 15/8/2022 tại xã.", ["ngày 15/8/2022 = 2022-08-15"]),
    ("Hội nghị diễn ra ngày 15-8-2022 tại xã.", ["ngày 15-8-2022 = 2022-08-15"]),
    ("Hội nghị diễn ra ngày 15.8.2022 tại xã.", ["ngày 15.8.2022 = 2022-08-15"]),
    ("Hội nghị diễn ra ngày 05 / 08 / 2022 tại xã.", ["ngày 05 / 08 / 2022 = 2022-08-05"]),
    ("Ngày 15 tháng 8 năm 2022, xã phát động phong trào.", ["Ngày 15 tháng 8 năm 2022 = 2022-08-15"]),
    ("Quyết định ký 15/8/2022 có hiệu lực.", ["15/8/2022 = 2022-08-15"]),
    ("Mở đợt thi đua (19/8/2022), toàn xã hưởng ứng.", ["19/8/2022 = 2022-08-19"]),
    ("Tháng 11/2017, tòa mở phiên xử lưu động.", ["Tháng 11/2017 = 2017-11"]),
    ("Tháng 11-2017, tòa mở phiên xử lưu động.", ["Tháng 11-2017 = 2017-11"]),
    ("Tháng 11 năm 2017, tòa mở phiên xử lưu động.", ["Tháng 11 năm 2017 = 2017-11"]),
    ("Mô hình ra đời cuối tháng Tư năm 2019.", ["cuối tháng Tư năm 2019 = 2019-04"]),
    ("Năm 2017, phong trào lan rộng.", ["Năm 2017 = 2017"]),
    ("Đến cuối năm 2021, xã đã về đích.", ["cuối năm 2021 = 2021"]),
    ("Đạt danh hiệu các năm 2015, 2016 và 2017.", ["năm 2015 = 2015", "2016 = 2016", "2017 = 2017"]),
    ("Anh được phong danh hiệu Anh hùng (2015).", ["2015 = 2015"]),
    ("Xã lập chốt vào những năm 1990.", ["những năm 1990 = 199X"]),
    ("Thập niên 1980, bản còn vắng.", ["Thập niên 1980 = 198X"]),
    ("Ngày hội Toàn dân bảo vệ an ninh Tổ quốc năm 2022 thành công.", ["năm 2022 = 2022"]),
    ("Trong hai ngày 16 và 17/5/2021, hội thao diễn ra.", ["Trong hai ngày 16 = 2021-05-16", "17/5/2021 = 2021-05-17"]),
    (
        "Các ngày 3, 5 và 7/6/2021, đoàn xuống bản.",
        ["Các ngày 3 = 2021-06-03", "5 = 2021-06-05", "7/6/2021 = 2021-06-07"],
    ),
    ("Trực dịp nghỉ lễ 30/4 và 1/5/2021.", ["30/4 = 2021-04-30 inferred", "1/5/2021 = 2021-05-01"]),
]

PARTS_OF_DAY = [
    ("Sáng 15/8/2022, xã họp dân.", ["Sáng 15/8/2022 = 2022-08-15 morning"]),
    ("Rạng sáng ngày 15/8/2022, tổ tuần tra bắt trộm.", ["Rạng sáng ngày 15/8/2022 = 2022-08-15 morning"]),
    ("Trưa 15/8/2022, xã họp dân.", ["Trưa 15/8/2022 = 2022-08-15 noon"]),
    ("Chiều ngày 15/8/2022, xã họp dân.", ["Chiều ngày 15/8/2022 = 2022-08-15 afternoon"]),
    ("Tối thứ Hai, ngày 15/8/2022, xã họp dân.", ["Tối thứ Hai, ngày 15/8/2022 = 2022-08-15 evening"]),
    ("Đêm 15/8/2022, tổ tuần tra xuất phát.", ["Đêm 15/8/2022 = 2022-08-15 night"]),
    ("Chiều nay (15/8/2022), xã họp dân.", ["Chiều nay (15/8/2022) = 2022-08-15 afternoon"]),
    ("Sáng nay, 15/8/2022, xã họp dân.", ["Sáng nay, 15/8/2022 = 2022-08-15 morning"]),
    ("Sáng qua 15/8/2022, xã họp dân.", ["Sáng qua 15/8/2022 = 2022-08-15 morning"]),
    ("Thứ Hai, 15-8-2022, xã họp dân.", ["Thứ Hai, 15-8-2022 = 2022-08-15"]),
    ("Hôm nay 15/8/2022, xã họp dân.", ["Hôm nay 15/8/2022 = 2022-08-15"]),
]

CLOCKS = [
    ("12 giờ đêm 5/3/2023, tổ tuần tra xuất phát.", ["12 giờ đêm 5/3/2023 = 2023-03-05 night"]),
    ("Lúc 8:30:15 ngày 5/3/2024, còi báo động vang lên.", ["8:30:15 ngày 5/3/2024 = 2024-03-05T08:30:15+07:00"]),
    ("Lúc 8h30' ngày 5/6/2021, đoàn có mặt.", ["8h30' ngày 5/6/2021 = 2021-06-05T08:30:00+07:00"]),
    ("Lúc 08:30 ngày 05/06/2021, đoàn có mặt.", ["08:30 ngày 05/06/2021 = 2021-06-05T08:30:00+07:00"]),
    ("Lúc 8 giờ 30 ngày 5/6/2021, đoàn có mặt.", ["8 giờ 30 ngày 5/6/2021 = 2021-06-05T08:30:00+07:00"]),
    ("Lúc 8 giờ 30 phút, ngày 5/6/2021, đoàn có mặt.", ["8 giờ 30 phút, ngày 5/6/2021 = 2021-06-05T08:30:00+07:00"]),
    (
        "Vào 3g sáng ngày 28/4/2021, tổ tuần tra ra quân.",
        ["3g sáng ngày 28/4/2021 = 2021-04-28T03:00:00+07:00 morning"],
    ),
    ("Hồi 20g10 ngày 5/6/2021, tổ nhận tin báo.", ["20g10 ngày 5/6/2021 = 2021-06-05T20:10:00+07:00"]),
    ("Khai mạc lúc 15h chiều 20/5/2021 tại xã.", ["15h chiều 20/5/2021 = 2021-05-20T15:00:00+07:00 afternoon"]),
    ("Khai mạc lúc 3 giờ chiều 20/5/2021 tại xã.", ["3 giờ chiều 20/5/2021 = 2021-05-20T15:00:00+07:00 afternoon"]),
    ("Cháy chợ lúc 9 giờ tối 20/5/2021.", ["9 giờ tối 20/5/2021 = 2021-05-20T21:00:00+07:00 evening"]),
    ("Cháy chợ lúc 2 giờ đêm 20/5/2021.", ["2 giờ đêm 20/5/2021 = 2021-05-20T02:00:00+07:00 night"]),
    ("Cháy chợ lúc 11 giờ đêm 20/5/2021.", ["11 giờ đêm 20/5/2021 = 2021-05-20T23:00:00+07:00 night"]),
    ("Cháy chợ lúc 1 giờ trưa 20/5/2021.", ["1 giờ trưa 20/5/2021 = 2021-05-20T13:00:00+07:00 noon"]),
    (
        "Lễ viếng từ 7 giờ 30 phút đến 11 giờ, ngày 5/3/2021.",
        ["từ 7 giờ 30 phút đến 11 giờ, ngày 5/3/2021 = 2021-03-05T07:30/2021-03-05T11:00"],
    ),
]

INTERVALS = [
    (
        "Từ 23 giờ đến 2 giờ ngày 5/3/2020, tổ trực.",
        ["Từ 23 giờ đến 2 giờ ngày 5/3/2020 = 2020-03-05T23:00/2020-03-06T02:00"],
    ),
    ("Từ ngày 15/12 đến ngày 10/12/2023, xã thi đua.", ["Từ ngày 15/12 đến ngày 10/12/2023 = 2022-12-15/2023-12-10"]),
    ("Từ 8/2019 đến nay, bản không có án.", ["Từ 8/2019 đến nay = 2019-08/.."]),
    (
        "Từ 19h ngày 5/3 đến 6h ngày 6/3/2021, tổ trực.",
        ["Từ 19h ngày 5/3 đến 6h ngày 6/3/2021 = 2021-03-05T19:00/2021-03-06T06:00"],
    ),
    ("Từ 2020 đến 2022, xã không có án.", ["Từ 2020 đến 2022 = 2020/2022"]),
    ("Giai đoạn 2015-2020 và 2021-2025.", ["Giai đoạn 2015-2020 = 2015/2020", "2021-2025 = 2021/2025"]),
    (
        "Đợt cao điểm từ ngày 2/7 đến ngày 10/8/2021 đạt kết quả.",
        ["từ ngày 2/7 đến ngày 10/8/2021 = 2021-07-02/2021-08-10"],
    ),
    ("Trực tết từ 28/12 đến hết ngày 5/1/2022.", ["từ 28/12 đến hết ngày 5/1/2022 = 2021-12-28/2022-01-05"]),
    ("Gặp mặt nhân kỷ niệm 77 năm (19/8/1945 – 19/8/2022).", ["19/8/1945 – 19/8/2022 = 1945-08-19/2022-08-19"]),
    ("Gặp mặt nhân kỷ niệm 77 năm (19/8/1945-19/8/2022).", ["19/8/1945-19/8/2022 = 1945-08-19/2022-08-19"]),
    ("Lớp học mở từ ngày 14 - 21/1/2015 tại xã.", ["từ ngày 14 - 21/1/2015 = 2015-01-14/2015-01-21"]),
    (
        "Lớp học mở từ ngày 14 đến ngày 21 tháng 1 năm 2015.",
        ["từ ngày 14 đến ngày 21 tháng 1 năm 2015 = 2015-01-14/2015-01-21"],
    ),
    (
        "Từ đầu tháng 3 đến ngày 10-5-2017, tổ tuần tra 40 đêm.",
        ["Từ đầu tháng 3 đến ngày 10-5-2017 = 2017-03/2017-05-10"],
    ),
    ("Từ tháng 8/2015 đến tháng 9/2016, tổ tuần tra 40 đêm.", ["Từ tháng 8/2015 đến tháng 9/2016 = 2015-08/2016-09"]),
    ("Từ tháng 3 đến tháng 9/2016, tổ tuần tra 40 đêm.", ["Từ tháng 3 đến tháng 9/2016 = 2016-03/2016-09"]),
    ("Sơ kết giai đoạn 2019 - 2024 của phong trào.", ["giai đoạn 2019 - 2024 = 2019/2024"]),
    ("Từ 30/8 đến 2/9/2021, xã nghỉ lễ.", ["Từ 30/8 đến 2/9/2021 = 2021-08-30/2021-09-02"]),
    ("Xã đạt chuẩn năm học 2021-2022.", ["năm học 2021-2022 = 2021/2022"]),
    ("Sơ kết giai đoạn 2019–2024 của phong trào.", ["giai đoạn 2019–2024 = 2019/2024"]),
    ("Đại hội nhiệm kỳ 2020 - 2025 thành công.", ["nhiệm kỳ 2020 - 2025 = 2020/2025"]),
    ("Đại hội nhiệm kỳ XVI (2015-2017) thành công.", ["nhiệm kỳ XVI (2015-2017) = 2015/2017"]),
    ("Từ năm 2015 đến năm 2020, xã không có trọng án.", ["Từ năm 2015 đến năm 2020 = 2015/2020"]),
    ("Từ năm 2019 đến nay, xã không có trọng án.", ["Từ năm 2019 đến nay = 2019/.."]),
    ("Từ tháng 6/2019 đến nay, xã không có trọng án.", ["Từ tháng 6/2019 đến nay = 2019-06/.."]),
    ("Kể từ ngày 1/6/2019 đến nay, xã không có trọng án.", ["Kể từ ngày 1/6/2019 đến nay = 2019-06-01/.."]),
    ("Quý I/2022, xã giảm án.", ["Quý I/2022 = 2022-01/2022-03"]),
    ("Quý II năm 2022, xã giảm án.", ["Quý II năm 2022 = 2022-04/2022-06"]),
    ("Giao ban quý 3/2022 tại xã.", ["quý 3/2022 = 2022-07/2022-09"]),
    ("Giao ban quý IV-2022 tại xã.", ["quý IV-2022 = 2022-10/2022-12"]),
    ("6 tháng đầu năm 2023, xã giảm án.", ["6 tháng đầu năm 2023 = 2023-01/2023-06"]),
    ("Sáu tháng đầu năm 2023, xã giảm án.", ["Sáu tháng đầu năm 2023 = 2023-01/2023-06"]),
    ("9 tháng đầu năm 2023, xã giảm án.", ["9 tháng đầu năm 2023 = 2023-01/2023-09"]),
    ("Nhiệm vụ 6 tháng cuối năm 2023 khá nặng.", ["6 tháng cuối năm 2023 = 2023-07/2023-12"]),
    ("Nhiệm vụ 3 tháng cuối năm 2023 khá nặng.", ["3 tháng cuối năm 2023 = 2023-10/2023-12"]),
    ("8 tháng năm 2019, huyện giải ngân chậm.", ["8 tháng năm 2019 = 2019-01/2019-08"]),
    ("Nửa đầu năm 2022, xã giảm án.", ["Nửa đầu năm 2022 = 2022-01/2022-06"]),
    ("Nửa cuối năm 2022, xã giảm án.", ["Nửa cuối năm 2022 = 2022-07/2022-12"]),
]

LUNAR = [
    ("Rằm tháng 10, đình mở hội.", ["Rằm tháng 10 = XXXX-10-15 lunar"]),
    ("Giỗ làng ngày mùng 9 tháng 11.", ["ngày mùng 9 tháng 11 = XXXX-11-09 lunar"]),
    ("Chợ phiên mùng 2/12 âm lịch.", ["mùng 2/12 âm lịch = XXXX-12-02 lunar"]),
    ("Hội mở từ mùng 5 đến mùng 8 tháng 11.", ["từ mùng 5 đến mùng 8 tháng 11 = XXXX-11-05/XXXX-11-08 lunar"]),
    (
        "Hội mở từ mùng 6 đến mùng 8 tháng Giêng năm 2023.",
        ["từ mùng 6 đến mùng 8 tháng Giêng năm 2023 = 2023-01-06/2023-01-08 lunar"],
    ),
    (
        "Nghỉ từ 26 tháng Chạp năm 2022 đến mùng 6 tháng Giêng.",
        ["từ 26 tháng Chạp năm 2022 đến mùng 6 tháng Giêng = 2022-12-26/2023-01-06 lunar"],
    ),
    ("Bà con nghỉ từ mùng 2 tháng Giêng.", ["mùng 2 tháng Giêng = XXXX-01-02 lunar"]),
    ("Lễ hội mở vào rằm tháng 7 hằng năm.", ["rằm tháng 7 = XXXX-07-15 lunar"]),
    ("Giỗ tổ ngày 10/3 âm lịch.", ["ngày 10/3 âm lịch = XXXX-03-10 lunar"]),
    ("Giỗ tổ ngày 10 tháng 3 (âm lịch).", ["ngày 10 tháng 3 (âm lịch) = XXXX-03-10 lunar"]),
    ("Ngày mùng 2 tháng Giêng năm Quý Mão, xã mở hội.", ["Ngày mùng 2 tháng Giêng năm Quý Mão = XXXX-01-02 lunar"]),
    ("Rằm tháng Giêng năm 2023, chùa đông.", ["Rằm tháng Giêng năm 2023 = 2023-01-15 lunar"]),
    ("Sáng mùng 5 Tết, xã ra quân trồng cây.", ["Sáng mùng 5 Tết = XXXX-01-05 lunar morning"]),
    ("Sáng mùng 5 Tết Kỷ Dậu 1789, quân vào thành.", ["Sáng mùng 5 Tết Kỷ Dậu 1789 = 1789-01-05 lunar morning"]),
    ("Đám giỗ (ngày 14/6 - âm lịch) đông người.", ["ngày 14/6 - âm lịch = XXXX-06-14 lunar"]),
    ("Đêm 30 Tết, tổ tuần tra vẫn trực.", ["Đêm 30 Tết = XXXX-12-30 lunar night"]),
    ("Ngày 23 tháng Chạp, chợ đông.", ["Ngày 23 tháng Chạp = XXXX-12-23 lunar"]),
    ("Tháng Giêng, xã mở hội.", ["Tháng Giêng = XXXX-01 lunar"]),
    ("Hội mở từ mùng 6 đến mùng 8 tháng Giêng.", ["từ mùng 6 đến mùng 8 tháng Giêng = XXXX-01-06/XXXX-01-08 lunar"]),
    ("Trực từ 29 Tết đến mùng 6 Tết.", ["từ 29 Tết đến mùng 6 Tết = XXXX-12-29/XXXX-01-06 lunar"]),
    ("Hội mở từ 8 - 10/3 âm lịch.", ["từ 8 - 10/3 âm lịch = XXXX-03-08/XXXX-03-10 lunar"]),
    (
        "Hội mở ngày 16/2/2022 (tức ngày rằm tháng Giêng).",
        ["ngày 16/2/2022 = 2022-02-16", "ngày rằm tháng Giêng = XXXX-01-15 lunar"],
    ),
    ("Chào mừng Quốc khánh mồng 2/9/2022.", ["mồng 2/9/2022 = 2022-09-02"]),
]

FAMILIES = [
    ("Trong quý đầu tiên của năm 2020, xã giảm án.", ["quý đầu tiên của năm 2020 = 2020-01/2020-03"]),
    ("Trong quý cuối năm 2019, xã giảm án.", ["quý cuối năm 2019 = 2019-10/2019-12"]),
    ("Từ tháng Ba tới nay, xã không có án.", ["Từ tháng Ba tới nay = XXXX-03/.."]),
    (
        "Đợt cao điểm từ ngày 14/12/2022 đến hết ngày 15/2.",
        ["từ ngày 14/12/2022 đến hết ngày 15/2 = 2022-12-14/2023-02-15"],
    ),
    ("Từ cuối năm 2015 tới tháng 6/2016, xã làm đường.", ["Từ cuối năm 2015 tới tháng 6/2016 = 2015/2016-06"]),
    ("Trong ngày 15/8/2022, xã mở hội.", ["ngày 15/8/2022 = 2022-08-15"]),
    ("Báo bạn dẫn nguồn tin ngày 2-1-2022 cho biết.", ["ngày 2-1-2022 = 2022-01-02"]),
    ("Cuối thập niên 80 của thế kỷ trước, bản còn vắng.", ["Cuối thập niên 80 của thế kỷ trước = 198X"]),
    ("Vào những năm 90, bản còn vắng.", ["những năm 90 = 199X"]),
    ("Những năm 20 của thế kỷ XXI, bản đã đông.", ["Những năm 20 của thế kỷ XXI = 202X"]),
    (
        "Ngày 20 tháng Mười một năm 2019, trường mở hội.",
        ["Ngày 20 tháng Mười một năm 2019 = 2019-11-20"],
    ),
    ("Sáng ngày 5/6/20, xã họp.", ["Sáng ngày 5/6/20 = 2020-06-05 morning"]),
    ("Ngày 05, 06/8/2020, phường mở lớp.", ["Ngày 05 = 2020-08-05", "06/8/2020 = 2020-08-06"]),
    ("Trong tháng 3 và tháng 4/2020.", ["Trong tháng 3 = 2020-03 inferred", "tháng 4/2020 = 2020-04"]),
    (
        "Quý I và quý II năm 2020, xã giảm án.",
        ["Quý I = 2020-01/2020-03 inferred", "quý II năm 2020 = 2020-04/2020-06"],
    ),
    ("Ngày hội Toàn dân bảo vệ an ninh Tổ quốc 2022 diễn ra ở bản.", ["2022 = 2022"]),
    ("Ông Hứa Văn Lãm (SN 1963) kể.", ["SN 1963 = 1963"]),
    ("Tăng 12 vụ so với cùng kỳ 2018.", ["2018 = 2018"]),
    ("Từ cuối 2013, thôn đã có điện.", ["2013 = 2013"]),
    ("Tuần lễ áo dài (21-30/9/2021) mở cửa tự do.", ["21-30/9/2021 = 2021-09-21/2021-09-30"]),
    (
        "Đạt danh hiệu các năm 2008, 2010, 2013, 2014, 2015, 2016, 2018.",
        ["năm 2008 = 2008", "2010 = 2010", "2013 = 2013", "2014 = 2014", "2015 = 2015", "2016 = 2016", "2018 = 2018"],
    ),
]

NO_DATES = [
    "Ngày 31/2/2022 không có trong lịch.",
    "Ngày 31 tháng 4 năm 2022 không có trong lịch.",
    "Ngày 29/2/2023 không có trong lịch.",
    "Ngày 12/13/2022 không có trong lịch.",
    "Lịch in sai: từ ngày 10/8/2023 đến ngày 2/7/2023.",
    "Lịch in sai: từ 5h ngày 5/3/2021 đến 0h ngày 5/3/2021.",
    "Xem https://vidu.example/5/3/2023 và thu@5/3/2023.vn để biết thêm.",
    "Tổ trực mỗi ngày 5-6 tiếng.",
    "Rằm tháng 13 không có trong lịch.",
    "Lễ hội thu hút 2018 du khách.",
    "Hội nghị quy tụ 2015 nhà khoa học.",
    "Ngày uống 2 - 3 lần, mỗi lần một viên.",
    "Ngày vía Thần tài khách chỉ mua 1-2 chỉ vàng.",
    "Xã tặng 30 Tết ấm tình người.",
    "Ở những năm 30 tuổi, ông còn nghèo.",
    "Chốt trực 24/7 ở đầu bản.",
    "Camera quay 24/24 giờ.",
    "Nhà ở đường 3/2, phường Tân Lạc.",
    "Tổ tự quản phường 1/5 họp dân.",
    "Dọc Quốc lộ 1A có hai chốt.",
    "Đại hội khóa XIII đã bế mạc.",
    "Xã đạt 3/3 tiêu chí an toàn.",
    "Thực hiện Nghị quyết 09-NQ/TW của Trung ương.",
    "Theo Nghị định số 30/2020/NĐ-CP của Chính phủ.",
    "Đội xã thắng đội huyện với tỉ số 2-1 ở phút cuối.",
    "Gọi đường dây nóng 0912.345.678 để báo tin.",
    "Biển số 30A-123.45 và số nhà 12/5/2021 không phải ngày.",
    "Năm nay và năm ngoái xã không có án.",
    "Vừa qua, bà con bắt được kẻ trộm.",
    "Hiện nay, hôm qua hay tuần trước cũng vậy.",
    "Cháu bé 6 tháng tuổi được cứu.",
    "Sau 6 tháng thực hiện, mô hình có hiệu quả.",
    "Suốt 5 năm, xã không có án.",
    "Bản có 2015 hộ dân.",
    "Tỷ lệ hộ nghèo còn 8,2%.",
    "Mỗi suất quà trị giá 2.022 đồng.",
]


@pytest.mark.parametrize(("text", "expected"), [*POINTS, *PARTS_OF_DAY, *CLOCKS, *INTERVALS, *LUNAR, *FAMILIES])
def test_expressions(facts, text, expected):
    check(facts(text), expected)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(facts, text):
    check(facts(text), [])


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        # on or before the publication
        ("Sáng 8/2, xã họp dân.", "2023-02-09", ["Sáng 8/2 = 2023-02-08 morning inferred"]),
        ("Sáng 9/2, xã họp dân.", "2023-02-09", ["Sáng 9/2 = 2023-02-09 morning inferred"]),
        ("Sáng 10/2, xã họp dân.", "2023-02-09", ["Sáng 10/2 = 2022-02-10 morning inferred"]),
        ("Sáng 28/12, xã họp dân.", "2023-01-03", ["Sáng 28/12 = 2022-12-28 morning inferred"]),
        ("Sáng 8/2, xã họp dân.", "2023-02-09T16:29:00+07:00", ["Sáng 8/2 = 2023-02-08 morning inferred"]),
        ("Sáng 8/2, xã họp dân.", "2023-02", ["Sáng 8/2 = 2023-02-08 morning inferred"]),
        ("Sáng 8/2, xã họp dân.", "2023", ["Sáng 8/2 = 2023-02-08 morning inferred"]),
        ("Ngày 17-8, xã họp dân.", "2023-09-01", ["Ngày 17-8 = 2023-08-17 inferred"]),
        ("Ngày 17.8, xã họp dân.", "2023-09-01", ["Ngày 17.8 = 2023-08-17 inferred"]),
        ("Ngày 17 tháng 8, xã họp dân.", "2023-09-01", ["Ngày 17 tháng 8 = 2023-08-17 inferred"]),
        ("Ngày 8.2, xã họp dân.", "2023-09-10", ["Ngày 8.2 = 2023-02-08 inferred"]),
        ("Sáng 1 - 2, xã họp dân.", "2023-09-10", ["Sáng 1 - 2 = 2023-02-01 morning inferred"]),
        ("Chiều nay (29-3), xã họp dân.", "2023-09-10", ["Chiều nay (29-3) = 2023-03-29 afternoon inferred"]),
        ("Hôm qua (9/9), xã họp dân.", "2023-09-10", ["Hôm qua (9/9) = 2023-09-09 inferred"]),
        # after it where the words say so
        ("Hội thi sẽ diễn ra ngày 15/3 tại xã.", "2023-02-09", ["ngày 15/3 = 2023-03-15 inferred"]),
        ("Hội thi dự kiến khai mạc ngày 15/1 tại xã.", "2023-12-20", ["ngày 15/1 = 2024-01-15 inferred"]),
        ("Các tổ phải xong việc trước ngày 30/9.", "2023-06-20", ["ngày 30/9 = 2023-09-30 inferred"]),
        ("Hạn chót là ngày 30/9 tới.", "2023-09-10", ["ngày 30/9 = 2023-09-30 inferred"]),
        ("Nhân Ngày Thầy thuốc Việt Nam 27/2, đoàn đến thăm.", "2023-02-26", ["27/2 = 2023-02-27 inferred"]),
        ("Nhân dịp Quốc khánh 2/9, xã treo cờ.", "2023-09-10", ["2/9 = 2023-09-02 inferred"]),
        # a day that few years have
        ("Ngày 29/2, xã họp dân.", "2024-03-01", ["Ngày 29/2 = 2024-02-29 inferred"]),
        ("Ngày 29/2, xã họp dân.", "2023-03-01", ["Ngày 29/2 = XXXX-02-29"]),
        # every year's day
        ("Ngày 19-8 hằng năm là Ngày hội.", "2023-09-10", ["Ngày 19-8 = XXXX-08-19"]),
        # a month, a quarter, half a year
        ("Trong tháng 1, xã không có án.", "2023-02-09", ["Trong tháng 1 = 2023-01 inferred"]),
        ("Trong tháng 12, xã không có án.", "2023-02-09", ["Trong tháng 12 = 2022-12 inferred"]),
        ("Tháng 11 năm ngoái, xã không có án.", "2023-02-09", ["Tháng 11 = 2022-11 inferred"]),
        ("Tháng 3 năm nay, xã không có án.", "2023-02-09", ["Tháng 3 = 2023-03 inferred"]),
        (
            "Mục tiêu năm 2024 là giảm án, trong đó quý IV không có án.",
            "2023-04-09",
            ["năm 2024 = 2024", "quý IV = 2024-10/2024-12 inferred"],
        ),
        ("Quý I, xã không có án.", "2023-04-09", ["Quý I = 2023-01/2023-03 inferred"]),
        ("6 tháng đầu năm, xã không có án.", "2023-07-09", ["6 tháng đầu năm = 2023-01/2023-06 inferred"]),
        ("Nhiệm vụ 6 tháng cuối năm khá nặng.", "2023-07-09", ["6 tháng cuối năm = 2023-07/2023-12 inferred"]),
        ("Đợt thi đua từ tháng 3 đến tháng 5.", "2023-09-10", ["từ tháng 3 đến tháng 5 = 2023-03/2023-05 inferred"]),
        # an interval without a year, also over the turn of the year
        ("Hội thi diễn ra từ ngày 1.3 - 31.5.", "2023-06-09", ["từ ngày 1.3 - 31.5 = 2023-03-01/2023-05-31 inferred"]),
        (
            "Đợt cao điểm từ 15/12 đến 10/2 đã kết thúc.",
            "2023-03-09",
            ["từ 15/12 đến 10/2 = 2022-12-15/2023-02-10 inferred"],
        ),
        # list of days
        (
            "Ngày 16 và 17-5, hội thao diễn ra.",
            "2023-06-01",
            ["Ngày 16 = 2023-05-16 inferred", "17-5 = 2023-05-17 inferred"],
        ),
        # what is said stands
        ("Sáng 8/2/2021, xã họp dân.", "2023-02-09", ["Sáng 8/2/2021 = 2021-02-08 morning"]),
    ],
)
def test_years_come_from_the_publication_date(facts, text, published, expected):
    check(facts(text, published), expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sáng 17/8, xã họp dân.", ["Sáng 17/8 = XXXX-08-17 morning"]),
        ("Trong tháng 8, xã không có án.", ["Trong tháng 8 = XXXX-08"]),
        (
            "Sáng 17/8, xã phát động đợt thi đua.\n\nĐợt ấy bắt đầu từ ngày 20/8/2021 và tổng kết ngày 2/9/2021 ở xã.",
            ["Sáng 17/8 = 2021-08-17 morning inferred", "ngày 20/8/2021 = 2021-08-20", "ngày 2/9/2021 = 2021-09-02"],
        ),
        # one full date may be that of an older story, unless it is of the same day or an anniversary
        (
            "Sáng 17/8, xã phát động đợt thi đua.\n\nĐợt trước bắt đầu từ ngày 20/8/2021 tại các thôn trong xã.",
            ["Sáng 17/8 = XXXX-08-17 morning", "ngày 20/8/2021 = 2021-08-20"],
        ),
        (
            "Sáng 17/8, xã phát động đợt thi đua.\n\nNgày 17/8/2021 được bà con gọi là ngày đẹp nhất trong năm.",
            ["Sáng 17/8 = 2021-08-17 morning inferred", "Ngày 17/8/2021 = 2021-08-17"],
        ),
        (
            "Sáng 17/8, xã gặp mặt các thế hệ.\n\nLực lượng đã qua chặng đường dài (19/8/1945 - 19/8/2021) vẻ vang.",
            ["Sáng 17/8 = 2021-08-17 morning inferred", "19/8/1945 - 19/8/2021 = 1945-08-19/2021-08-19"],
        ),
        # what lies ahead is no day before a full date
        (
            "Trận giao hữu ngày 8/8 tới đây rất được chờ đợi.\n\nĐội đã thua ngày 31/8/2016 ở huyện bên.",
            ["ngày 8/8 = XXXX-08-08", "ngày 31/8/2016 = 2016-08-31"],
        ),
        # nor is it near a full date of an earlier year than the last
        (
            "Phiên họp ngày 8-2 bàn việc ấy.\n\nVụ đầu xử ngày 7-12-2015. Vụ sau xử ngày 4-10-2016 ở tỉnh.",
            ["ngày 8-2 = XXXX-02-08", "ngày 7-12-2015 = 2015-12-07", "ngày 4-10-2016 = 2016-10-04"],
        ),
        (
            "Ngày 10/3, xã họp. Đợt một từ 15/3/2020.\n\nĐợt hai ngày 16/3/2020. Xã sẽ mở giỗ Tổ ngày 10/3 âm lịch.",
            [
                "Ngày 10/3 = 2020-03-10 inferred",
                "15/3/2020 = 2020-03-15",
                "ngày 16/3/2020 = 2020-03-16",
                "ngày 10/3 âm lịch = XXXX-03-10 lunar",
            ],
        ),
        # a lunar day tells nothing of a solar one
        (
            "Sáng 17/8, xã họp dân.\n\nĐền mở hội ngày rằm tháng 7 năm 2021.",
            ["Sáng 17/8 = XXXX-08-17 morning", "ngày rằm tháng 7 năm 2021 = 2021-07-15 lunar"],
        ),
    ],
)
def test_years_come_from_the_article_without_a_publication_date(facts, text, expected):
    check(facts(text), expected)


LEAD = "xã Nậm Chài tổ chức Ngày hội Toàn dân bảo vệ an ninh Tổ quốc."
REST = "Bà con các thôn đã góp công, góp của để mua đèn chiếu sáng và gắn camera ở đầu ngõ."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Sáng 15/8/2022, {LEAD}", {"Sáng 15/8/2022": "event"}),
        (f"(ĐKO) - Sáng 15/8/2022, {LEAD}", {"Sáng 15/8/2022": "event"}),
        (f"Năm 2022, {LEAD}", {"Năm 2022": "mention"}),
        ("Công an xã Nậm Chài ngày 15/8/2022 khai mạc hội thi nghiệp vụ.", {"ngày 15/8/2022": "event"}),
        ("Khoảng 13h ngày 16/6/2022, vụ cháy xảy ra ở chợ Pa Lìn.", {"13h ngày 16/6/2022": "event"}),
        ("Hội thao diễn ra trong hai ngày 26 - 27/9/2022 ở sân huyện.", {"trong hai ngày 26 - 27/9/2022": "event"}),
        ("Xã Nậm Chài mở hội đền vào ngày rằm tháng 7 năm 2022 ở bản.", {"ngày rằm tháng 7 năm 2022": "mention"}),
        (
            f"Sáng 15/8/2022, {LEAD} {REST} Cùng ngày 15/8/2022, xã ký giao ước thi đua.",
            {"Sáng 15/8/2022": "event", "ngày 15/8/2022": "event"},
        ),
        (
            f"Sáng 15/8/2022, {LEAD} Mô hình được lập ngày 3/4/2021 ở bản Pa Lìn.",
            {"Sáng 15/8/2022": "event", "ngày 3/4/2021": "mention"},
        ),
        (
            f"Ngày hội ở bản Pa Lìn\n\n16/08/2022 09:15\n\nSáng 15/8/2022, {LEAD} {REST}",
            {"16/08/2022 09:15": "published", "Sáng 15/8/2022": "event"},
        ),
        (
            "Thứ Năm, 18/08/2022 | 07:00\n\nNgày hội an ninh ở bản Pa Lìn\n\n16/08/2022 09:15\n\n"
            f"Sáng 15/8/2022, {LEAD} {REST}",
            {"Thứ Năm, 18/08/2022 | 07:00": "page", "16/08/2022 09:15": "published", "Sáng 15/8/2022": "event"},
        ),
    ],
)
def test_roles(facts, text, expected):
    assert {fact.text: fact.role for fact in facts(text).dates} == expected


def test_a_lunar_day_beside_a_clock_leaves_it_the_publication_s(facts):
    record = facts(f"Họp xã\n\nThứ Hai, 13/02/2023 (23 tháng Giêng) | 08:15\n\nSáng 12/2, {LEAD}")
    assert [(fact.edtf, fact.role) for fact in record.dates if fact.calendar == "gregorian"] == [
        ("2023-02-13", "published"),
        ("2023-02-12", "event"),
    ]


def test_an_interval_is_no_publication_clock(facts):
    record = facts("Nhân 15 năm ngày thành lập phường (25/6/2008-25/6/2023).")
    assert [(fact.edtf, fact.role) for fact in record.dates] == [("2008-06-25/2023-06-25", "mention")]
    assert record.article.date_published is None


@pytest.mark.parametrize(
    ("text", "granularity"),
    [
        ("Năm 2017, phong trào lan rộng.", "year"),
        ("Tháng 11/2017, phong trào lan rộng.", "month"),
        ("Ngày 5/11/2017, phong trào lan rộng.", "day"),
        ("Lúc 8 giờ 30 ngày 5/11/2017, phong trào lan rộng.", "minute"),
        ("Ngày hội ở bản Pa Lìn\n\n16/08/2022 09:15:20\n\nBà con vui.", "second"),
        ("Quý I/2017, phong trào lan rộng.", "interval"),
    ],
)
def test_granularity(facts, text, granularity):
    assert [fact.granularity for fact in facts(text).dates] == [granularity]
