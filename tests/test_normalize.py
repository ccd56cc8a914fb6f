import re
import unicodedata

import pytest

from antq_extract.document import Span
from antq_extract.normalize import _UNCLEAN, fold, normalize


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("Hội nghị sáng 5/3.", "Hội nghị sáng 5/3."),
        ("Ti\u0065\u0302\u0301ng Vi\u0065\u0323\u0302t", "Tiếng Việt"),
        ("Vi\u0065\u0302\u0323t Vi\u1eb9\u0302t Vi\u00ea\u0323t", "Việt Việt Việt"),
        ("D\u01b0\u01a1\u0301ng D\u0075\u031b\u006f\u0301\u031bng", "Dướng Dướng"),
        ("a\u00a0\t\u2009 b\u3000c", "a b c"),
        ("a\r\nb\rc\u2028d\u2029e\u0085f\vg\fh", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\r\n\r\nb", "a\n\nb"),
        ("\ufeffcông\u200b an\u00ad \u2060xã\u200e", "công an xã"),
        ("a \u200b b", "a b"),
        ("o\u200b\u0301", "ó"),
        ("\u1112\u1161\u11ab", "\ud55c"),
        ("\u212bm", "Åm"),
        ("\u200b\u200b", ""),
        ("", ""),
        ("\u0301a", "\u0301a"),
    ],
)
def test_clean(source, clean):
    assert normalize(source).clean == clean


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("hoà khoẻ thuỷ hoạ loè uý", "hòa khỏe thủy họa lòe úy"),
        ("Hoà bình, HOÀ BÌNH, Uỷ ban, UỶ BAN", "Hòa bình, HÒA BÌNH, Ủy ban, ỦY BAN"),
        ("Thiếu uý Đặng Thuý Toà", "Thiếu úy Đặng Thúy Tòa"),
        ("quý quà Quỳ QUỴ quỹ", "quý quà Quỳ QUỴ quỹ"),
        ("hoàn toán thuyền huỳnh khoét hoài toái", "hoàn toán thuyền huỳnh khoét hoài toái"),
        ("hòa thủy khỏe", "hòa thủy khỏe"),
        ("hoà-thuỷ hoà.", "hòa-thủy hòa."),
        ("hoàʼ hoàʼn ʼoà hoà\u0301n", "hòa' hòa'n 'òa hoà\u0301n"),
        ("2021 – 2023 — a − b ‐ c", "2021 - 2023 - a - b - c"),
        ("“An toàn” «xã» „thôn‟ 5″", '"An toàn" "xã" "thôn" 5"'),
        ("H’Mông K‘Ré Yʼ 5′ a`b", "H'Mông K'Ré Y' 5' a'b"),
        ("1∕2 3⁄4 ９８，5％", "1/2 3/4 98，5%"),
        ("Ðắk Lắk, Ðiện, ðất", "Đắk Lắk, Điện, đất"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded
    assert normalize(text).folded == folded


def test_nothing_printable_is_unclean():
    unclean = re.findall(_UNCLEAN, "".join(map(chr, range(0x110000))))
    assert len(unclean) > 40
    assert [char for char in unclean if char.isprintable()] == []


def test_plain_text_has_no_map():
    text = normalize("Hoà “bình”\nxã – phường")
    assert (text.starts, text.ends) == (None, None)
    assert text.to_source(4, 10) == Span(4, 10)


@pytest.mark.parametrize(
    ("source", "ranges"),
    [
        ("a \u00a0b\r\nc", [(0, 1), (1, 3), (3, 4), (4, 6), (6, 7)]),
        ("\ufeffo\u0323\u0302n", [(1, 4), (4, 5)]),
        ("x\u200b y", [(0, 1), (2, 3), (3, 4)]),
        ("o\u200b\u0323\u0301", [(0, 3), (3, 4)]),  # ọ and a mark that nothing composes with
        ("a \u200b b", [(0, 1), (1, 4), (4, 5)]),
        ("\u0958", [(0, 1), (0, 1)]),  # one source character, two in NFC
        ("\u00ad", []),
    ],
)
def test_source_ranges(source, ranges):
    text = normalize(source)
    assert [tuple(text.to_source(i, i + 1)) for i in range(len(text.clean))] == ranges


def test_mixed_spellings_meet():
    words = "Thuỷ hoà, quý khoẻ; Đường “Nguyễn Huệ” 98,5%"
    composed, decomposed = normalize(words), normalize(unicodedata.normalize("NFD", words))
    assert decomposed.clean == composed.clean == words
    assert decomposed.folded == composed.folded == 'Thủy hòa, quý khỏe; Đường "Nguyễn Huệ" 98,5%'
    assert decomposed.to_source(5, 8) == Span(6, 10)  # hoà with a mark of its own
