"""Word and PDF files, made here. All people and places are invented."""

import subprocess
import sys
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from fuzz_inputs import pdf_file

from antq_extract import office
from antq_extract.errors import InputError
from antq_extract.office import read_docx, read_pdf

VNI = "Ñaïi hoäi thi ñua yeâu nöôùc laàn thöù naêm cuûa xaõ Taân Thaïnh ñaõ thaønh coâng toát ñeïp."
TCVN3 = "§¹i héi thi ®ua yªu n\xad\xedc lÇn thø n¨m cña x· T©n Th¹nh ®· thµnh c«ng tèt ®Ñp."
UNICODE = "Đại hội thi đua yêu nước lần thứ năm của xã Tân Thạnh đã thành công tốt đẹp."


def refusal(read, data):
    with pytest.raises(InputError) as caught:
        read("x", data)
    return caught.value.code


# --- Word ---------------------------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document):
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def docx(*paragraphs, xml=()):
    """A Word file of paragraphs, and of pieces of XML."""
    library = pytest.importorskip("docx")
    document = library.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    for piece in xml:
        document.element.body.insert(0, library.oxml.parse_xml(piece.replace(" ", f" {W} ", 1)))
    return saved(document)


def test_paragraphs_and_tables_in_order_without_headers_and_properties():
    document = pytest.importorskip("docx").Document()
    document.core_properties.title = "Mẫu báo cáo"
    document.core_properties.author = "User"
    document.sections[0].header.paragraphs[0].text = "CÔNG AN XÃ"
    document.sections[0].footer.paragraphs[0].text = "Trang 1"
    document.add_heading("Báo cáo tháng 10", 1)
    document.add_paragraph("")
    document.add_paragraph("Xã Tân Mỹ đạt 19/19 tiêu chí,\nvượt kế hoạch.")
    table = document.add_table(2, 3)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["STT", "Đơn vị", "", "1", "Tân\nMỹ"], strict=False
    ):
        cell.text = text
    document.add_paragraph("Ông Lê Văn Bình, Chủ tịch UBND xã.", style="List Bullet")
    document.add_table(1, 1).rows[0].cells[0].text = "Nơi nhận:\nLưu"
    assert read_docx("x", saved(document)) == (
        "Báo cáo tháng 10\n\nXã Tân Mỹ đạt 19/19 tiêu chí,\nvượt kế hoạch.\n\nSTT\tĐơn vị\n\n1\tTân Mỹ\n\n"
        "Ông Lê Văn Bình, Chủ tịch UBND xã.\n\nNơi nhận:\nLưu",
        "utf-8",
    )


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:p ><w:r><w:t>Xã</w:t><w:tab/><w:t>Tân</w:t><w:noBreakHyphen/><w:t>Mỹ</w:t></w:r></w:p>", "Xã Tân-Mỹ"),
        ("<w:p ><w:smartTag><w:smartTag><w:r><w:t>Hà Lam</w:t></w:r></w:smartTag></w:smartTag></w:p>", "Hà Lam"),
        ("<w:p ><w:hyperlink><w:r><w:t>Hà Lam</w:t></w:r></w:hyperlink></w:p>", "Hà Lam"),
        ("<w:p ><w:ins><w:r><w:t>mới</w:t></w:r></w:ins><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del></w:p>", "mới"),
        ("<w:p ><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>a</w:t></w:r></w:p>", "a"),
        ("<w:sdt ><w:sdtContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:sdtContent></w:sdt>", "a"),
        ("<w:p ><w:r><w:t>a</w:t><w:txbxContent><w:p><w:r><w:t>b</w:t></w:r></w:p></w:txbxContent></w:r></w:p>", "a\n\nb"),
        ('<w:p ><w:r><w:sym w:font="Arial" w:char="F041"/><w:sym w:char="zz"/><w:t>b</w:t></w:r></w:p>', "A b"),
    ],
)  # fmt: skip
def test_what_word_writes(xml, text):
    assert read_docx("x", docx(xml=[xml]))[0] == text


@pytest.mark.parametrize("text", [VNI, TCVN3])
def test_word_in_old_fonts(text):
    assert read_docx("x", docx(text, text))[0] == f"{UNICODE}\n\n{UNICODE}"


def test_the_soft_hyphen_element_is_a_letter_in_old_fonts():
    runs = "<w:softHyphen/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in TCVN3.split("\xad"))
    assert read_docx("x", docx(xml=[f"<w:p ><w:r>{runs}</w:r></w:p>"]))[0] == UNICODE
    assert read_docx("x", docx("thông\xad tin"))[0] == "thông tin"


def zipped(**files):
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "/") + ".xml", data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-text"),
        (b"PK\x03\x04 broken", "not-text"),
        (zipped(a=b"<a/>"), "not-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (zipped(word__document=bytes(50_000_001)), "too-long"),
        (zipped(**{f"a{i}": bytes(45_000_000) for i in range(5)}), "too-long"),
    ],
    ids=range(7),
)
def test_word_files_that_are_refused(data, code):
    pytest.importorskip("docx")
    assert refusal(read_docx, data) == code


def test_word_files_that_are_empty_or_damaged():
    assert refusal(read_docx, docx("", " ")) == "empty"
    whole = docx("Xã Tân Mỹ đạt 19/19 tiêu chí.")
    for cut in range(0, len(whole), 997):
        assert refusal(read_docx, whole[:cut]) == "not-text"
    nested = "<w:p >" + "<w:smartTag>" * 200 + "<w:r><w:t>a</w:t></w:r>" + "</w:smartTag>" * 200 + "</w:p>"
    assert read_docx("x", docx(xml=[nested]))[0] == "a"


# --- PDF ----------------------------------------------------------------------------------------------------------


def pdf(*pages, extra=b""):
    """A PDF file: each page a list of lines, shown by codes of two bytes and a table of what they mean in Unicode."""
    letters = sorted({char for page in pages for line in page for char in line})
    codes = {char: f"{number:04x}" for number, char in enumerate(letters, 1)}
    pairs = "".join(f"<{code}> <{char.encode('utf-16-be').hex()}>\n" for char, code in codes.items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}endbfchar\nendcmap"
    )
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 4 0 R >>",
        stream(table.encode()),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 500 >>",
    ]
    for number, page in enumerate(pages):
        shown = "".join(f"<{''.join(codes[char] for char in line)}> Tj 0 -16 Td\n" for line in page)
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        bodies.append(stream(f"BT /F 12 Tf 50 750 Td\n{shown}ET".encode()))
    return pdf_file(bodies, extra)


def stream(data):
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


REPORT = [
    "BÁO CÁO TỔNG KẾT CÔNG TÁC NĂM 2022",
    "Thực hiện kế hoạch của UBND huyện Bình Lâm, Công an xã Tân Mỹ đã phối hợp với",
    "Ủy ban Mặt trận Tổ quốc xã tổ chức 12 buổi tuyên truyền cho 1.500 lượt người.",
    "Qua đó, 98,5% số hộ đã ký cam kết.",
    "- Khen thưởng 2 tập thể và 5 cá nhân có thành tích xuất sắc trong năm của ông",
    "Lê Văn",
]


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([["Xã Tân Mỹ đạt 19/19 tiêu chí."]], "Xã Tân Mỹ đạt 19/19 tiêu chí."),
        ([["Dòng một", "Dòng hai"]], "Dòng một\nDòng hai"),
        (
            [["1", *REPORT[:2]], [*REPORT[2:], "- 2 -"]],
            f"{REPORT[0]}\n\n{REPORT[1]} {REPORT[2]}\n{REPORT[3]}\n\n{REPORT[4]} {REPORT[5]}",
        ),
        ([["12"], ["Bài viết", "13"], ["2023 là năm"]], "Bài viết\n2023 là năm"),
        ([[VNI], [VNI]], f"{UNICODE}\n{UNICODE}"),
        ([[TCVN3]], UNICODE),
    ],
    ids=range(6),
)
def test_pdf(pages, text):
    pytest.importorskip("pypdf")
    assert read_pdf("x", pdf(*pages))[0] == text


def locked(password):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(BytesIO(pdf(["Xã Tân Mỹ"])))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_pdf_with_a_password():
    assert refusal(read_pdf, locked("secret")) == "encrypted"
    assert read_pdf("x", locked(""))[0] == "Xã Tân Mỹ"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-text"),
        (b"abc", "not-text"),
        (b"%PDF-1.4\n", "not-text"),
        (b"%PDF-1.7\n" + b"[" * 100_000, "not-text"),
        (pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]), "not-text"),
        (pdf([]), "no-text-layer"),
        (pdf(["1"], ["2"]), "no-text-layer"),
    ],
    ids=range(7),
)
def test_pdf_files_that_are_refused(data, code):
    pytest.importorskip("pypdf")
    assert refusal(read_pdf, data) == code


def test_a_pdf_of_too_much_text(monkeypatch):
    pytest.importorskip("pypdf")
    monkeypatch.setattr(office, "_MAX_TEXT", 100)
    assert refusal(read_pdf, pdf(*[["Xã Tân Mỹ đạt 19/19 tiêu chí."]] * 4)) == "too-long"
    monkeypatch.setattr(office, "_MAX_DRAWN", 100)
    assert refusal(read_pdf, pdf([], ["Xã Tân Mỹ"] * 9)) == "too-long"


def test_a_damaged_pdf_is_read_or_refused(capfd):
    pytest.importorskip("pypdf")
    whole = pdf(REPORT, REPORT)
    codes = set()
    for cut in range(0, len(whole), 61):
        for data in (whole[:cut], whole[:cut] + b"\0<<" + whole[cut + 3 :]):
            try:
                read_pdf("x", data)
            except InputError as error:
                codes.add(error.code)
    assert codes <= {"not-text", "no-text-layer"}
    assert capfd.readouterr() == ("", "")


# --- the libraries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("read", "library", "data"), [(read_docx, "docx", b"PK"), (read_pdf, "pypdf", b"%PDF-")])
def test_the_extra_is_missing(monkeypatch, read, library, data):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InputError, match=r"needs the extra 'office': pip install 'antq-extract\[office\]'") as caught:
        read("x", data)
    assert caught.value.code == "needs-extra"


def test_the_libraries_are_not_loaded_with_the_module():
    script = "import sys, antq_extract.office; sys.exit(any(m in sys.modules for m in ('docx', 'pypdf', 'lxml')))"
    subprocess.run([sys.executable, "-c", script], check=True)
