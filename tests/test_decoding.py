import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_fonts import SAMPLES, TCVN3, VNI, in_font, shown

from antq_extract.decoding import decode
from antq_extract.errors import InputError

ARTICLE = "Ngày 5/3, Ủy ban nhân dân xã Thanh Mai tổ chức hội nghị tổng kết; đồng chí Lê Văn Tám chủ trì."
FRENCH = (
    "Le préfet et les députés se sont réunis à l'hôtel de ville, où le maire a été élu. La fête a commencé très tôt : "
    "des élèves ont chanté, la fanfare a joué, et le curé a béni le blé. Voilà déjà une année que le marché est fermé."
)
GERMAN = (
    "Die Bürgermeisterin von Grünau hört die Wünsche der Schüler. Später eröffnet sie die größte Brücke über den Fluß; "
    "viele Gäste kämen gern früher, müssen aber für das Frühstück Schlange stehen. Das Maß ist groß und süß."
)
RUSSIAN = "Мэр города открыл новую школу. Дети пели песни, родители аплодировали, а директор сказал речь."


def in_1258(text):
    """Write a text in Windows-1258: tones as combining marks, unless the letter has a code of its own."""
    chunks = []
    for char in unicodedata.normalize("NFC", text):
        try:
            chunks.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            spread = unicodedata.normalize("NFD", char)
            tone = next((mark for mark in spread[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
            letter = unicodedata.normalize("NFC", spread.replace(tone, ""))
            chunks.append((letter + tone).encode("cp1258", "ignore"))
    return b"".join(chunks)


def in_windows(text):
    return text.encode("cp1252", "ignore")


def as_browsers_do(data):
    """Decode Windows-1252, the bytes that it leaves undefined as control characters."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def refusal(data):
    with pytest.raises(InputError) as caught:
        decode("x", data)
    assert caught.value.code == "not-text"
    return str(caught.value).removeprefix("x: ")


def read(path):
    return path.read_bytes().decode().replace("»", "").replace("¾", "")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
class TestTheSamplesComeBack:
    def test_from_utf_8(self, path):
        text = path.read_bytes().decode()
        assert decode("x", path.read_bytes()) == (text, "utf-8")
        assert decode("x", b"\xef\xbb\xbf" + path.read_bytes()) == (text, "utf-8")

    @pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_from_utf_16(self, path, codec):
        text = path.read_bytes().decode()
        assert decode("x", text.encode(codec)) == (text, "utf-16")

    def test_from_windows_1258(self, path):
        data = in_1258(path.read_bytes().decode())
        text, encoding = decode("x", data)
        assert (text, encoding) == (data.decode("cp1258"), "windows-1258")
        original = unicodedata.normalize("NFC", path.read_bytes().decode())
        assert unicodedata.normalize("NFC", text) == original.replace("\u200b", "")

    @pytest.mark.parametrize(("table", "name"), [(TCVN3, "tcvn3"), (VNI, "vni")], ids=["tcvn3", "vni"])
    def test_from_a_font_encoding(self, path, table, name):
        text = in_font(read(path), table)
        expected = shown(read(path), table)
        assert decode("x", in_windows(text)) == (expected.replace("\u200b", ""), name)
        assert decode("x", text.encode()) == (expected, name)
        assert decode("x", in_windows(text).decode("latin-1").encode()) == (expected.replace("\u200b", ""), name)
        assert decode("x", text.encode("utf-16")) == (expected, name)
        assert decode("x", text.encode("utf-16-le")) == (expected, name)

    @pytest.mark.parametrize("decoded", [as_browsers_do, lambda data: data.decode("latin-1")], ids=["windows", "latin"])
    def test_not_when_encoded_twice(self, path, decoded):
        assert (
            refusal(decoded(path.read_bytes()).encode())
            == "double-encoded UTF-8 (read as Windows-1252 and saved again)"
        )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("", "utf-8")),
        (b"plain text", ("plain text", "utf-8")),
        ("Huyện Yên Lạc\r\n".encode(), ("Huyện Yên Lạc\r\n", "utf-8")),
        ("\ufeff\ufeffHuyện\n".encode(), ("\ufeffHuyện\n", "utf-8")),
        (FRENCH.encode(), (FRENCH, "utf-8")),
        (RUSSIAN.encode(), (RUSSIAN, "utf-8")),
        (b"\xff\xfe" + "Huyện\r\n".encode("utf-16-le"), ("Huyện\r\n", "utf-16")),
        (b"\xfe\xff" + "Huyện 😀".encode("utf-16-be"), ("Huyện 😀", "utf-16")),
        ("không có dấu".encode("utf-16-le"), ("không có dấu", "utf-16")),
        ("không có dấu".encode("utf-16-be"), ("không có dấu", "utf-16")),
        (in_1258(ARTICLE), (in_1258(ARTICLE).decode("cp1258"), "windows-1258")),
        (in_windows(in_font(ARTICLE, VNI)), (ARTICLE, "vni")),
        (in_windows(in_font(ARTICLE, TCVN3)), (ARTICLE.replace("Ủ", "ủ"), "tcvn3")),
        (
            "ThÃ´ng tin (Ä‘áº¡i há»™i): Huyện Yên Lạc họp bàn về đường mới".encode(),
            ("ThÃ´ng tin (Ä‘áº¡i há»™i): Huyện Yên Lạc họp bàn về đường mới", "utf-8"),
        ),
    ],
)
def test_text(data, expected):
    assert decode("x", data) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Xã Tân H".encode() + b"\x81", "not UTF-8 text (byte 0x81 at offset 10)"),
        ("\ufeffXã".encode() + b"\xe9", "not UTF-8 text (byte 0xe9 at offset 6)"),
        ("Huyên".encode("latin-1"), "not UTF-8 text (byte 0xea at offset 3)"),
        (in_windows(in_font("Sở Y tế xã", TCVN3)), "not UTF-8 text (byte 0xeb at offset 1)"),
        (in_1258("Sở Y tế xã"), "not UTF-8 text (byte 0xf5 at offset 1)"),
        (FRENCH.encode("latin-1"), "not UTF-8 text (byte 0xe9 at offset 5)"),
        (FRENCH.encode("utf-8")[:-3] + b"\xe9.", f"not UTF-8 text (byte 0xe9 at offset {len(FRENCH.encode()) - 3})"),
        (GERMAN.encode("latin-1"), "not UTF-8 text (byte 0xfc at offset 5)"),
        (RUSSIAN.encode("cp1251"), "not UTF-8 text (byte 0xcc at offset 0)"),
        (RUSSIAN.encode("koi8-r"), "not UTF-8 text (byte 0xed at offset 0)"),
        (
            ARTICLE.encode() * 9 + b"\xa9" + ARTICLE.encode(),
            f"not UTF-8 text (byte 0xa9 at offset {len(ARTICLE.encode()) * 9})",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary data"),
        (b"plain\0text", "binary data"),
        (b"\0", "binary data"),
        ("plain text".encode("utf-16-le"), "binary data"),
        ("một hai".encode("utf-16-le"), "binary data"),
        ("không có dấu".encode("utf-16-le") + b"\0", "binary data"),
        ("không có dấu".encode("utf-16-le") + b"\0\0", "binary data"),
        ("không có dấu".encode("utf-32-le"), "binary data"),
        ("abc".encode("utf-32"), "binary data"),
        (b"\xff\xfea", "not UTF-16 text (truncated data at offset 2)"),
        (b"\xff\xfe\x00\xd8a\x00", "not UTF-16 text (illegal UTF-16 surrogate at offset 2)"),
        (
            "Ä‘áº¡i há»™i Ä‘áº£ng bá»™".encode(),
            "double-encoded UTF-8 (read as Windows-1252 and saved again)",
        ),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(data, reason):
    assert refusal(data) == reason


@given(
    st.one_of(st.binary(), st.text().map(str.encode), st.text().map(lambda text: text.encode("utf-16-le", "replace")))
)
def test_any_bytes_are_decoded_or_refused(data):
    with suppress(InputError):
        text, encoding = decode("x", data)
        assert "\0" not in text
        assert encoding in {"utf-8", "utf-16", "windows-1258", "tcvn3", "vni", "tcvn3+vni"}
