import tomllib
from pathlib import Path

import pytest

from antq_extract.layout import paragraphs
from antq_extract.normalize import normalize
from antq_extract.sentences import sentences, split
from antq_extract.tokens import tokenize

PACK = tomllib.loads((Path(__file__).parents[1] / "patterns" / "text.toml").read_text(encoding="utf-8"))
ABBREVIATIONS = PACK["lists"]["abbreviation"]


SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))


def found(source):
    text, spans = paragraphs(normalize(source))
    result = sentences(text, tokenize(text, ABBREVIATIONS), spans)
    assert split(text, ABBREVIATIONS, spans) == result
    return [text.clean[start:end] for start, end in result]


@pytest.mark.parametrize(
    "parts",
    [
        # Plain ends, and what may stand behind them.
        ["Hội nghị đã bế mạc.", "Bà con ra về."],
        ["Ai làm?", "Ai chịu!", "Không rõ…", "Chờ xem..."],
        ["Ông nói: “Rất tốt.”", "Bà con đồng tình."],
        ['Ông nói: "Rất tốt."', '"Đúng thế", bà con đáp.'],
        ["Xã có nhiều mô hình (tự quản, tự phòng…).", "(Ảnh: Tư liệu)"],
        ["Phong trào lan rộng năm 2022.", "15 hộ được khen."],
        ["Đạt kế hoạch.", "- Về tồn tại: còn chậm."],
        ["Việc này thuộc UBND.", "Xã đã báo cáo HĐND.", "Hết năm 2020.", "Thu ngân sách tăng 5%.", "Dân vui."],
        ["Ông sống ở TP.HCM.", "Bà ở quê."],
        ["Quang cảnh lễ ra quân.", "Ảnh: M.L"],
        ["Quang cảnh lễ ra quân.", "Ảnh: M.L.", "Chiều nay, xã họp."],
        ["Theo baoquesta.vn.", "Tin mới."],
        ["Họ đến từ Đông Nam Á.", "Họ ở lại."],
        ["Các bản, khu phố, v.v.", "Ngoài ra còn các tổ tự quản."],
        # An initial that closes: a capital word and a small one follow.
        ["Công an đã mời anh Lò Văn T.", "Sau đó anh này về nhà."],
        ["Họ hẹn gặp chị Q.", "Tuy nhiên, chị vắng mặt."],
    ],
)
def test_breaks(parts):
    assert found(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "sentence",
    [
        "PGS.TS. Lò Thị Mây và ThS. Vàng A Páo dự.",
        "PGS. TS. Lò Thị Mây ở TP. Mường Lẫm, Q. 5, P. Tân Sắc, TT. Pa Hốc.",
        "Ông ở Q. Tân Sắc.",
        "Chị Vàng Thị M. cho biết.",
        "Anh T. Nhân Nghĩa có mặt.",
        "Ảnh: T. Hùng",
        "1. Nội dung thi đua",
        "a. Nội dung thi đua",
        "II. Kết quả",
        "1.2. Kết quả",
        "Gồm các việc sau: 1. Tuyên truyền; 2. Vận động.",
        "Giá 1.021.000 đồng, tăng 98,5 lần.",
        "Các bản… và khu phố... đều vui.",
        "“Có về không?” bà hỏi.",
        "Xem https://a.example/b?Xem.Them nhé",
        "Ông X.Lò và bà T.Mây",
        "Mr.Park dự",
        "Sáng 09.02.2023 tại xã",
        "T.Ư Hội và T.Ư Đoàn",
        "...Và họ đi",
    ],
)
def test_no_break(sentence):
    assert found(sentence) == [sentence]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Thực hiện đúng chế độ.Thái Anh", ["Thực hiện đúng chế độ.", "Thái Anh"]),
        ("Mừng năm 2020.Tại xã Pa Hốc", ["Mừng năm 2020.", "Tại xã Pa Hốc"]),
        ("Bà con vui mừng...Trong đó có trẻ em", ["Bà con vui mừng...", "Trong đó có trẻ em"]),
        ("Dự có ông Lò Văn Dũng.Tại đây, xã trao quà", ["Dự có ông Lò Văn Dũng.", "Tại đây, xã trao quà"]),
        ("Giữ vững ANTT.Ở bản, dân vui", ["Giữ vững ANTT.", "Ở bản, dân vui"]),
        ("trường học..với bước mới", ["trường học..với bước mới"]),
        ("Tiêu đề không dấu chấm\n\nCâu một. Câu hai.", ["Tiêu đề không dấu chấm", "Câu một.", "Câu hai."]),
        ("Xã họp.  \u00a0Dân\u200b vui.\r\n", ["Xã họp.", "Dân vui."]),
        ("Đoàn đã đến thăm bà con vùng cao, trao\nquà. Dân vui.", ["Đoàn đã đến thăm bà con vùng cao, trao quà.", "Dân vui."]),
        ("", []),
        (". . .", [". . ."]),
        ("…", ["…"]),
    ],
)  # fmt: skip
def test_sentences(source, expected):
    assert found(source) == expected


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_split_the_same_without_tokens(path):
    assert len(found(path.read_text(encoding="utf-8"))) > 1
