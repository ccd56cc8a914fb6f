import tomllib
from pathlib import Path

import pytest

from antq_extract.document import Span, TokenKind
from antq_extract.normalize import normalize
from antq_extract.tokens import dotted_words, source_tokens, stretch_tokens, tokenize

PACK = tomllib.loads((Path(__file__).parents[1] / "patterns" / "text.toml").read_text(encoding="utf-8"))
ABBREVIATIONS = PACK["lists"]["abbreviation"]


def kinds(source):
    """The tokens that are no blanks, as ``kind:text``."""
    text = normalize(source)
    tokens = tokenize(text, ABBREVIATIONS)
    return [f"{t.kind}:{text.folded[t.start : t.end]}" for t in tokens if t.kind is not TokenKind.SPACE]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        *((word, "word") for word in ("hoà", "Đường", "H’Mông", "K'Ré", "U23", "A07", "2B", "Covid19", "10kg", "m²", "ThS", "HUẤN", "BCĐ138")),
        *((number, "number") for number in ("1.021", "98,5", "29.000", "138", "1.234.567,89", "10.6", "2020")),
        *(
            (run, "date")
            for run in (
                "18/10/2023", "09.02.2023", "29-8-2022", "8/2", "17-5", "2019-2024", "2020-04-28", "10/2022", "1/1/23",
                "31/12", "4/5", "17:52:20", "20:5", "16h30", "8g30", "7h",
                "2023-11-27T15:18:22+07:00",
            )
        ),
        *((run, "ratio") for run in ("1.250/1.300", "185/254", "14/14", "1.250/1300", "32/1", "2,5/10", "2022/2023")),
        *(
            (word, "abbreviation")
            for word in (
                "UBND", "TP.HCM", "T.Ư", "PGS.TS.", "PGS.TS", "ThS.", "TP.", "Tp.", "M.L", "P.V", "N.K", "Ng.T.A",
                "GD-ĐT", "KH&CN", "LĐ-TB&XH", "NQ-TW", "NSƯT.", "v.v.", "Q.",
            )
        ),
        *(
            (address, "web")
            for address in (
                "https://bao.example.vn/tin/2023/8-2.html", "www.example.com", "baoquesta.vn", "toa-soan@baoquesta.com.vn",
                "BaoQueSta.VN", "baoquesta.vn/tin-moi",
            )
        ),
        *((quote, "quote") for quote in ("“", "”", "'")),
        *((mark, "punctuation") for mark in (".", "…", "...", ",", ";", "–", "(", "?!", "•")),
        *((symbol, "symbol") for symbol in ("%", "&", "+", "≥", "😀", "°", "\x00", "\ud800", "₫")),
    ],
)  # fmt: skip
def test_one_token(source, kind):
    text = normalize(source)
    assert tokenize(text, ABBREVIATIONS) == ((0, len(text.clean), TokenKind(kind)),)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("đạt 98,5%.", ["word:đạt", "number:98,5", "symbol:%", "punctuation:."]),
        ("3,5 - 4%", ["number:3,5", "punctuation:-", "number:4", "symbol:%"]),
        ("(19/8/2005-19/8/2022)", ["punctuation:(", "date:19/8/2005", "punctuation:-", "date:19/8/2022", "punctuation:)"]),
        ("09/NQ-TW", ["number:09", "punctuation:/", "abbreviation:NQ-TW"]),
        ("12/2019/NĐ-CP", ["number:12", "punctuation:/", "number:2019", "punctuation:/", "abbreviation:NĐ-CP"]),
        ("24/7/365", ["number:24", "punctuation:/", "number:7", "punctuation:/", "number:365"]),
        ("TP.Vinh, Q.1", ["abbreviation:TP.", "word:Vinh", "punctuation:,", "abbreviation:Q.", "number:1"]),
        ("ở TP.HCM.", ["word:ở", "abbreviation:TP.HCM", "punctuation:."]),
        ("ở P.V", ["word:ở", "abbreviation:P.V"]),
        ("ANTT.Ở bản", ["abbreviation:ANTT", "punctuation:.", "word:Ở", "word:bản"]),
        ("của UBND.", ["word:của", "abbreviation:UBND", "punctuation:."]),
        ("v.v...", ["abbreviation:v.v", "punctuation:..."]),
        ("trường học..với", ["word:trường", "word:học", "punctuation:..", "word:với"]),
        ("chế độ.Thái An", ["word:chế", "word:độ", "punctuation:.", "word:Thái", "word:An"]),
        ("ANTQ.Công an", ["abbreviation:ANTQ", "punctuation:.", "word:Công", "word:an"]),
        ("theo baoquesta.vn.", ["word:theo", "web:baoquesta.vn", "punctuation:."]),
        ("xem https://a.example/b).", ["word:xem", "web:https://a.example/b", "punctuation:)", "punctuation:."]),
        ("'Bộ đội'", ["quote:'", "word:Bộ", "word:đội", "quote:'"]),
        ("10.000đ/kg", ["number:10.000", "word:đ", "punctuation:/", "word:kg"]),
        ("Ê-đê", ["word:Ê", "punctuation:-", "word:đê"]),
        ("16:29:00GMT", ["number:16", "punctuation::", "number:29", "punctuation::", "word:00GMT"]),
    ],
)  # fmt: skip
def test_tokens(source, expected):
    assert kinds(source) == expected


def test_blanks_are_tokens():
    text = normalize("a  b\n\nc")
    assert tokenize(text, ()) == ((0, 1, "word"), (1, 2, "space"), (2, 3, "word"), (3, 5, "space"), (5, 6, "word"))


def test_a_dot_belongs_to_listed_abbreviations_only():
    text = normalize("ThS. Lò")
    assert tokenize(text, ["ThS."])[0] == (0, 4, TokenKind.ABBREVIATION)
    assert tokenize(text, [])[:2] == ((0, 3, TokenKind.WORD), (3, 4, TokenKind.PUNCTUATION))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("\u200b\ufeff", [("\u200b\ufeff", "space")]),
        ("\ufeffxã\u200b 8/2\u200b\r\n", [("\ufeffxã\u200b", "word"), (" ", "space"), ("8/2\u200b", "date"), ("\r\n", "space")]),
        ("hoa\u0300\u00a0 bi\u0300nh", [("hoa\u0300", "word"), ("\u00a0 ", "space"), ("bi\u0300nh", "word")]),
    ],
)  # fmt: skip
def test_source_tokens(source, expected):
    text = normalize(source)
    ranges = source_tokens(text, tokenize(text, ABBREVIATIONS))
    assert [(source[start:end], str(kind)) for start, end, kind in ranges] == expected


@pytest.mark.parametrize(
    "source",
    [
        "a." * 2000, "A." * 2000, "1." * 2000, "1/" * 2000, "a@" * 2000, "AB-" * 2000, "http://" * 500, "." * 5000,
        "a'" * 2000, "www." * 1000, "\u0301" * 3000, "\u200b " * 2000, "x" * 20000, "1:" * 2000, "('\"" * 1000,
    ],
)  # fmt: skip
def test_hostile_strings_are_rebuilt(source):
    text = normalize(source)
    ranges = list(source_tokens(text, tokenize(text, ABBREVIATIONS)))
    assert "".join(source[start:end] for start, end, _ in ranges) == source
    assert all(start < end for start, end, _ in ranges)


@pytest.mark.parametrize("stretch", ["Lò", "TP.HCM.", "TS.", "2020.Tại", "a" * 40 + ".Ông"])
def test_the_tokens_of_a_stretch_are_those_of_the_text(stretch):
    text = normalize(f"Sáng 8/2, ông\nxã {stretch} Ông nói\nHết!")
    start, end = 17, 17 + len(stretch)
    within = Span(text.folded.index("\n") + 1, text.folded.rindex("\n"))
    expected = [token for token in tokenize(text, ABBREVIATIONS) if start <= token.start < end]
    for position in (start, end - 1):
        assert stretch_tokens(text.folded, tuple(ABBREVIATIONS), position, within) == expected


@pytest.mark.parametrize(
    ("abbreviations", "expected"),
    [
        ((), frozenset()),
        (("TP.", "TP.HCM", "T.Ư"), frozenset({"TP", "TP.HCM", "T.Ư"})),
        (("TP.", "(s)."), None),
        (("v.v...",), None),
    ],
)
def test_dotted_words(abbreviations, expected):
    assert dotted_words(abbreviations) == expected


def test_list_has_no_double_and_every_entry_has_a_dot():
    assert len(set(ABBREVIATIONS)) == len(ABBREVIATIONS)
    assert [entry for entry in ABBREVIATIONS if "." not in entry] == []
