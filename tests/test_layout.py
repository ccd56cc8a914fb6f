import pytest

from antq_extract.layout import paragraphs
from antq_extract.normalize import normalize

LONG = "Trong năm, các tổ tự quản của xã đã hòa giải thành nhiều vụ việc phát sinh ngay tại thôn, bản. " * 4

WRAPPED = """Sáng 12/4, tại nhà văn hóa xã Mường Lẫm, cán bộ
phụ trách phong trào đã trao đổi với bà con về cách
giữ gìn trật tự ở thôn bản. Bà con đồng tình và cam
kết cùng nhau thực hiện."""

TWO_WRAPPED = (
    WRAPPED
    + """
Dịp này, xã tuyên dương năm hộ gia đình tiêu biểu ở
ba thôn vùng cao của xã vì đã có nhiều đóng góp cho
phong trào."""
)


def found(source):
    text, spans = paragraphs(normalize(source))
    return [text.clean[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        (" \n\n \t\n", []),
        ("Một dòng", ["Một dòng"]),
        ("Một\n\nHai\n \nBa\r\n\r\n\r\nBốn", ["Một", "Hai", "Ba", "Bốn"]),
        ("  Thụt vào \n\n", ["Thụt vào"]),
        # Headline, date line, lead, caption, byline: each alone.
        (
            f"Xã Mường Lẫm ra quân\nThứ 4, 12/04/2023 | 09:15:00\n{LONG}\nQuang cảnh buổi lễ. Ảnh: T.N\nVàng Seo Tỏa",
            [
                "Xã Mường Lẫm ra quân",
                "Thứ 4, 12/04/2023 | 09:15:00",
                LONG.strip(),
                "Quang cảnh buổi lễ. Ảnh: T.N",
                "Vàng Seo Tỏa",
            ],
        ),
        # A link stood in the middle of a sentence.
        ("Đoàn công tác đã đến thăm khu vực gần\nđảo Hòn Vọng\nvà tặng quà.", ["Đoàn công tác đã đến thăm khu vực gần đảo Hòn Vọng và tặng quà."]),
        ("Kết luận buổi làm việc,\nChủ tịch xã yêu cầu", ["Kết luận buổi làm việc, Chủ tịch xã yêu cầu"]),
        ("Ông nhấn mạnh: “\nĐây là việc của toàn dân", ["Ông nhấn mạnh: “ Đây là việc của toàn dân"]),
        ("Nạn nhân được tìm thấy cạnh một quả tạ\n. Vị trí ở hạ lưu", ["Nạn nhân được tìm thấy cạnh một quả tạ . Vị trí ở hạ lưu"]),
        # The same lower-case start after a finished line, a label, a list point or a menu entry says nothing.
        ("Buổi lễ kết thúc lúc mười một giờ trưa.\niPhone là quà tặng", ["Buổi lễ kết thúc lúc mười một giờ trưa.", "iPhone là quà tặng"]),
        ("Từ khóa\nan ninh trật tự", ["Từ khóa", "an ninh trật tự"]),
        ("Phạt tù từ hai năm đến bảy năm khi phạm tội\na) có tổ chức\nb) tái phạm", ["Phạt tù từ hai năm đến bảy năm khi phạm tội", "a) có tổ chức", "b) tái phạm"]),
        ("• Đang truy cập trang báo điện tử của tỉnh\nhôm nay 12", ["• Đang truy cập trang báo điện tử của tỉnh", "hôm nay 12"]),
        # Hard-wrapped text, one paragraph and two with no blank line between.
        (WRAPPED, [WRAPPED.replace("\n", " ")]),
        (
            TWO_WRAPPED,
            [WRAPPED.replace("\n", " "), TWO_WRAPPED[len(WRAPPED) + 1 :].replace("\n", " ")],
        ),
        # Lines of like length that are no wrapped text: none begins inside a sentence.
        (
            "Xã Mường Lẫm tổng kết phong trào năm 2022\nXã Nậm Khoang ra mắt mô hình tự quản mới\nXã Pa Hốc khen thưởng mười hộ tiêu biểu",
            [
                "Xã Mường Lẫm tổng kết phong trào năm 2022",
                "Xã Nậm Khoang ra mắt mô hình tự quản mới",
                "Xã Pa Hốc khen thưởng mười hộ tiêu biểu",
            ],
        ),
    ],
)  # fmt: skip
def test_paragraphs(source, expected):
    assert found(source) == expected


def test_lengths_and_map_stay():
    before = normalize("Đoàn đã đến thăm khu vực gần khu\r\nđảo “Hòn Vọng”.\r\nHết")
    after, spans = paragraphs(before)
    assert after.clean == "Đoàn đã đến thăm khu vực gần khu đảo “Hòn Vọng”.\nHết"
    assert after.folded == 'Đoàn đã đến thăm khu vực gần khu đảo "Hòn Vọng".\nHết'
    assert (after.source, after.starts, after.ends) == (before.source, before.starts, before.ends)
    assert spans == ((0, 48), (49, 52))


def test_hostile_line_ends_are_all_seen():
    assert found("\n" * 1000 + "a" + "\n\n" * 1000 + "b") == ["a", "b"]
    assert found("a,\n" * 300) == ["a, " * 299 + "a,"]
