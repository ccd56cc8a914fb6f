"""The inputs of the fuzzing (see tests/fuzz.py): hypothesis strategies for whole files of every form.

Each form is written by a small builder around pieces of reports, so that most inputs come deep into the program; a
part of them is then damaged: bytes flipped, cut out, repeated, spliced in.
"""

import base64
import gzip
import json
import quopri
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hypothesis import strategies as st
from test_decoding import in_1258
from test_fonts import TCVN3, VNI, in_font
from test_properties import JOINTS, NOISE, PIECES, PUBLISHED
from test_webpages import LEAD, MORE, NEWSPAPER, PORTAL, PROSE, URL
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

try:
    from compression import zstd
except ImportError:
    from backports import zstd


class Case(NamedTuple):
    """One input: how its file's name ends (empty: the form is told by content), its bytes, and how it is read."""

    suffix: str
    data: bytes
    max_bytes: int = 10_000_000
    published: str | None = None


# --- text ---------------------------------------------------------------------------------------------------------

SIGNS = [
    *"aAđĐợ0123456789.,;:/-–()“”\"'%&<>*#@_+|[]{}\\~",
    "\0",
    "\x0b",
    "\x85",
    "\xad",
    "\ud800",
    "\u2028",
    "😀",
    "\U000e0001",
]
REPORT_TABLE = [piece + joint for piece in PIECES for joint in dict.fromkeys(JOINTS)]
NOISY_TABLE = [*PIECES, *JOINTS, *NOISE, *SIGNS]


def spelled(table, most):
    """Texts of pieces out of a table, drawn as one string of bytes: hypothesis takes its time for every choice."""
    step = 2 if len(table) > 256 else 1
    drawn = st.binary(min_size=step, max_size=most * step)
    return drawn.map(
        lambda data: "".join(
            table[int.from_bytes(data[at : at + step]) % len(table)] for at in range(0, len(data), step)
        )
    )


REPORT = spelled(REPORT_TABLE, 4)
NOISY = spelled(NOISY_TABLE, 8)
ARTICLE = st.sampled_from([LEAD, PROSE, MORE])
TEXT = st.one_of(REPORT, REPORT, NOISY, NOISY, st.text(max_size=20), st.tuples(ARTICLE, REPORT).map("\n".join))

ENCODERS = {
    "utf-8": lambda text: text.encode("utf-8", "replace"),
    "utf-8-sig": lambda text: text.encode("utf-8-sig", "replace"),
    "utf-8 with halves of pairs": lambda text: text.encode("utf-8", "surrogatepass"),
    "utf-16": lambda text: text.encode("utf-16", "replace"),
    "utf-16-le": lambda text: text.encode("utf-16-le", "surrogatepass"),
    "utf-16-be": lambda text: text.encode("utf-16-be", "surrogatepass"),
    "utf-32": lambda text: text.encode("utf-32", "replace"),
    "windows-1258": in_1258,
    "windows-1252": lambda text: text.encode("cp1252", "ignore"),
    "tcvn3": lambda text: in_font(text, TCVN3).encode("cp1252", "ignore"),
    "tcvn3 in utf-8": lambda text: in_font(text, TCVN3).encode("utf-8", "replace"),
    "vni": lambda text: in_font(text, VNI).encode("cp1252", "ignore"),
    "vni in utf-8": lambda text: in_font(text, VNI).encode("utf-8", "replace"),
    "twice": lambda text: text.encode("utf-8", "replace").decode("latin-1").encode(),
}
MOSTLY_UTF_8 = st.one_of(st.just("utf-8"), st.sampled_from(sorted(ENCODERS)))


def encoded(texts=TEXT):
    return st.builds(lambda text, name: ENCODERS[name](text), texts, MOSTLY_UTF_8)


# --- damage -------------------------------------------------------------------------------------------------------

WORDS = [
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n\r\n", b"<", b">", b"</p>", b"<table>", b"<!--", b"]]>", b"&#0;",
    b"&#xD800;", b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1.0\r\n", b"stream\n", b">>",
    b"endobj", b"/Length 99999999", b"/Kids [1 0 R]", b"Content-Length: -1", b"Content-Length: 99999999999", b"{", b"[",
    b'{"text": ', b"\\ud800", b"NaN", b"1e999", b"null", b"charset=utf-7", b"charset=unicode_escape", b"=", b"\xff" * 8,
    b"Content-Type: text/html; charset=", b"\xe1\xba", b"\xcc\x81", b"(" * 40, b"<div>" * 40, b"9" * 30,
]  # fmt: skip
KINDS = ("flip", "cut", "end", "repeat", "splice", "move")
_OPERATION = 5  # bytes that say what is done


def damaged(data, operations):
    """Return the bytes after each operation: where, how far, and what comes in."""
    for place in range(0, len(operations) - _OPERATION + 1, _OPERATION):
        high, low, chosen, length, spliced = operations[place : place + _OPERATION]
        where, kind, word = high << 8 | low, KINDS[chosen % len(KINDS)], WORDS[spliced % len(WORDS)]
        at = where % (len(data) + 1)
        part = data[at : at + length]
        if kind == "flip":
            data = data[:at] + bytes(byte ^ (1 << length % 8) for byte in part[:1]) + data[at + 1 :]
        elif kind == "cut":
            data = data[:at] + data[at + length :]
        elif kind == "end":
            data = data[:at]
        elif kind == "repeat":
            data = data[:at] + part * min(1 + length, 20) + data[at:]
        elif kind == "splice":
            data = data[:at] + word + data[at + length % 4 :]
        else:
            data = data[:at] + data[at + length :] + part
    return data


def sometimes_damaged(files):
    """Leave about half of the files whole."""
    few = st.binary(min_size=_OPERATION, max_size=4 * _OPERATION)
    return st.one_of(files, st.builds(damaged, files, few))


# --- pages --------------------------------------------------------------------------------------------------------

HEADS = [
    "", '<meta charset="utf-8">', '<meta charset="windows-1258">', '<meta charset="utf-16">', "<base href='//x'>",
    "<title>Hội nghị tổng kết năm 2022 - Báo Sông Lam</title>", "<title></title>",
    '<meta property="og:title" content="Hội nghị tổng kết">', '<meta property="og:url" content="http://[">',
    f'<link rel="canonical" href="{URL}">', '<link rel="canonical" href="http://[::1">', "<link rel=canonical>",
    '<meta property="article:published_time" content="2023-10-18T17:52:20+07:00">',
    '<meta name="pubdate" content="2023-13-45T99:99">', '<meta name="author" content="Minh Hà, Lê Văn">',
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2023-10-18", "author": {}}</script>',
    '<script type="application/ld+json">[[{"@type": [1, null], "headline": 5, "publisher": [[]]}]]</script>',
    '<script type="application/ld+json">{"headline": "\\ud800", "@type": "Article", "author": [null]}</script>',
]  # fmt: skip
BLOCKS = [
    "<p>{}</p>", "<p>{}", "<div class='content'>{}</div>", "<article>{}</article>", "<h1 class=title>{}</h1>",
    "<table><tr><td>{}</td><td>1</td></tr></table>", "<ul><li>{}</li></ul>", "<span class=date>18/10/2023 17:52 {}</span>",
    "<figure><figcaption>{}</figcaption></figure>", "<!-- {} -->", "<script>{}</script>", "<time datetime='{}'>x</time>",
    "<b>{}</i>", "<blockquote>{}</blockquote>", "<pre>{}</pre>", "<a href='{}'>x</a>", "<td>{}", "<font>{}", "{}<br>{}",
    "<svg><p>{}</svg>", "<p>&#0;&nbsp;&bogus;{}</p>", "<?php {} ?>", "<![CDATA[{}]]>", "<html><body>{}", "</body>{}",
    "<math><mi>{}</math>", "<x:y z='{}'>{}</x:y>", "<iframe>{}", "<textarea>{}", "<frameset>{}", "<p\x00 \x0b='{}'>",
]  # fmt: skip
BLOCK = st.builds(lambda frame, text: frame.replace("{}", text), st.sampled_from(BLOCKS), TEXT)
MADE_PAGE = st.builds(
    lambda heads, prose, blocks: f"<html><head>{''.join(heads)}</head><body>{prose}{''.join(blocks)}</body></html>",
    st.lists(st.sampled_from(HEADS), max_size=4),
    st.sampled_from(["", f"<p>{LEAD}</p>", f"<article><p>{LEAD}</p><p>{MORE}</p></article>"]),
    st.lists(BLOCK, max_size=5),
)
HTML = sometimes_damaged(
    st.one_of(encoded(MADE_PAGE), encoded(MADE_PAGE), st.sampled_from([NEWSPAPER.encode(), PORTAL.encode()]))
)


def mht(page, transfer, charset, kind, boundary):
    bodies = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}
    body = bodies.get(transfer, bytes)(page)
    return (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {URL}\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related; type="text/html"; boundary="{boundary}"\r\n\r\n--{boundary}\r\n'
        f"Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    ).encode() + b"".join([body, f"\r\n--{boundary}--\r\n".encode()])


MHT = sometimes_damaged(
    st.builds(
        mht,
        HTML,
        st.sampled_from(["quoted-printable", "base64", "8bit", "x-uuencode", "bogus"]),
        st.sampled_from(["utf-8", "windows-1258", "utf-16", "bogus", "idna", "", '"utf-8', "utf-8''%ff", "\u1ea1"]),
        st.sampled_from(["text/html", "text/html", "text/html", "message/rfc822", "multipart/mixed", "text/plain"]),
        st.sampled_from(["----x", "b", "", "á"]),
    )
)

# --- containers ---------------------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        TEXT,
        st.sampled_from(["18/10/2023", "2023-10-18", "2023-10-18T17:52", "2023-02-30", "thứ Hai", "\ud800", URL, "\0"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["name", "x"]), inner, max_size=2)
    ),
    max_leaves=3,
)
ROW = st.builds(
    lambda text, more, ascii_only: json.dumps({"text": text} | more, ensure_ascii=ascii_only).encode(
        "utf-8", "surrogatepass"
    ),
    st.one_of(TEXT, TEXT, TEXT, VALUES),
    st.dictionaries(st.sampled_from(["title", "date", "authors", "url", "text", "more"]), VALUES, max_size=3),
    st.booleans(),
)
JSON_LINES = sometimes_damaged(
    st.builds(
        lambda rows, end: end.join(rows) + end,
        st.lists(ROW, min_size=1, max_size=3),
        st.sampled_from([b"\n", b"\r\n", b"\n\n"]),
    )
)


def warc(pages, packed):
    target = BytesIO()
    writer = WARCWriter(target, gzip=packed)
    for number, (page, kind, status, media_type) in enumerate(pages):
        headers = StatusAndHeaders(status, [("Content-Type", media_type)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            URL,
            kind,
            payload=BytesIO(page),
            http_headers=headers if kind == "response" else None,
            warc_content_type="" if kind == "response" else media_type,
            warc_headers_dict={"WARC-Date": "2023-10-18T10:00:00Z", "WARC-Record-ID": f"<urn:x:{number}>"},
        )
        writer.write_record(record)
    return target.getvalue()


PAGES = st.lists(
    st.tuples(
        st.one_of(encoded(MADE_PAGE), encoded()),
        st.sampled_from(["response", "response", "resource", "conversion", "metadata"]),
        st.sampled_from(["200 OK", "200 OK", "404 Not Found", "bogus"]),
        st.sampled_from(["text/html; charset=utf-8", "text/plain", "image/png", ""]),
    ),
    min_size=1,
    max_size=2,
)
WARC = st.builds(warc, PAGES, st.just(False))

PACKERS = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".zst": zstd.compress,
}


def packed(suffix, files, packing):
    """Cases of files that are compressed; a part of them damaged, or of two members."""
    one = files.map(PACKERS[packing])
    return st.tuples(
        st.just(suffix + packing), sometimes_damaged(st.one_of(one, one, st.tuples(one, one).map(b"".join)))
    )


PACKED = st.one_of(
    *(
        packed(suffix, files, packing)
        for packing in PACKERS
        for suffix, files in ((".txt", encoded()), (".jsonl", JSON_LINES), (".html", HTML))
    ),
    st.tuples(st.just(".warc.gz"), sometimes_damaged(st.builds(warc, PAGES, st.just(True)))),
    packed(".warc", st.builds(warc, PAGES, st.just(False)), ".zst"),
)

# --- office -------------------------------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r" '
    f'Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}
WORD_BLOCKS = [
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "<w:p><w:r><w:t>{}</w:t><w:tab/><w:br/><w:t>{}</w:t></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc/></w:tr><w:tr/></w:tbl>", "<w:p/>", "<!--{}-->",
    "<w:p><w:r><w:sym w:char='F0B7'/><w:sym w:char='D800'/><w:sym w:char='0000'/><w:sym/><w:t>{}</w:t></w:r></w:p>",
    "<w:p><w:del><w:r><w:t>{}</w:t></w:r></w:del></w:p>", "<w:p><w:r><w:txbxContent><w:p><w:t>{}</w:t></w:p>",
    "<w:sdt><w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent></w:sdt>", "<?pi {}?>", "<w:t>{}</w:t>",
]  # fmt: skip


def docx(blocks):
    """A Word file as small as may be, around XML that need not be valid."""
    body = "".join(blocks).encode("utf-8", "replace")
    document = f'<w:document xmlns:w="{_W}"><w:body>'.encode() + body + b"</w:body></w:document>"
    return zipped(document)


def zipped(document):
    target = BytesIO()
    with ZipFile(target, "w") as file:
        for name, part in (_PARTS | {"word/document.xml": document}).items():
            file.writestr(ZipInfo(name), part, ZIP_DEFLATED)  # without the time of day
    return target.getvalue()


def xml_text(text):
    return text.translate({ord(sign): f"&#{ord(sign)};" for sign in "<>&"})


DOCX = sometimes_damaged(
    st.lists(
        st.builds(
            lambda frame, text: frame.replace("{}", text),
            st.sampled_from(WORD_BLOCKS),
            st.one_of(REPORT.map(xml_text), TEXT),
        ),
        max_size=4,
    ).map(docx)
)


def pdf(lines, operators=b"", filtered=False):
    """A PDF file whose font says which character each of its codes is."""
    letters = sorted({char for line in lines for char in line if ord(char) < 0xD800})[:250]
    codes = {char: code for code, char in enumerate(letters, 1)}
    mapping = "".join(f"<{code:02x}> <{ord(char):04x}>\n" for char, code in codes.items())
    cmap = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(codes)} beginbfchar\n{mapping}endbfchar endcmap"
    shown = "".join(
        f"<{''.join(f'{codes[char]:02x}' for char in line if char in codes)}> Tj 0 -14 Td\n" for line in lines
    )
    contents = f"BT /F1 12 Tf 50 800 Td\n{shown}ET\n".encode() + operators
    mark = b""
    if filtered:
        contents, mark = base64.a85encode(contents) + b"~>", b" /Filter /ASCII85Decode"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(contents), mark, contents),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap.encode()),
    ]
    return pdf_file(bodies)


def pdf_file(bodies, extra=b""):
    """Return a PDF file of numbered objects; ``extra`` goes into its trailer."""
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return data + end % (len(bodies) + 1, table, len(bodies) + 1, extra, len(data))


OPERATORS = [
    b"",
    b"BT 1 0 0 1 10 10 Tm (x) Tj ET",
    b"[(a) -900 (b) 5] TJ",
    b"BI ID x EI",
    b"/X Do",
    b"q Q Q 1e9 Tc",
    b"<< (",
]
PDF = st.builds(pdf, st.lists(REPORT, max_size=4), st.sampled_from(OPERATORS), st.booleans())

# --- all ----------------------------------------------------------------------------------------------------------

FILES = {
    ".txt": encoded(),
    ".html": HTML,
    ".mht": MHT,
    ".jsonl": JSON_LINES,
    ".warc": WARC,
    ".docx": DOCX,
    ".pdf": PDF,
}
ANY_FILE = st.one_of(*FILES.values(), PACKED.map(lambda pair: pair[1]), st.binary(max_size=60))
LONG = st.builds(
    lambda suffix, unit, size: (suffix, _OPENINGS.get(suffix, b"") + unit * (size // len(unit))),
    st.sampled_from([".txt", ".html", ".mht", ".jsonl", ".warc", ".pdf"]),
    st.one_of(
        st.sampled_from([word for word in WORDS if word]),
        st.sampled_from(PIECES + JOINTS + NOISE).map(str.encode),
        REPORT.map(str.encode),
        BLOCK.map(lambda block: block.encode("utf-8", "replace")),
    ),
    st.integers(1_000, 20_000),
)
"""One thing again and again: what takes time that grows faster than the input shows here."""
_OPENINGS = {
    ".html": b"<html><body>",
    ".mht": b"Content-Type: text/html\n\n<html><body>",
    ".jsonl": b'{"text": "',
    ".pdf": b"%PDF-1.4\n",
}
NAMED = {suffix: st.tuples(st.just(suffix), files) for suffix, files in FILES.items()} | {
    "packed": PACKED,
    "unnamed": st.tuples(st.just(""), ANY_FILE),
    "misnamed": st.tuples(st.sampled_from([*FILES, ".doc", ".gz", ".txt.zst", ".warc.gz"]), ANY_FILE),
    "long": LONG,
}
SHARES = {
    ".txt": 438, ".jsonl": 220, ".html": 50, "packed": 80, "unnamed": 40, "misnamed": 40, ".docx": 40, ".mht": 30,
    ".warc": 30, ".pdf": 30, "long": 2,
}  # fmt: skip
"""The forms, each with its share of a thousand inputs: most of what is cheap."""

LIMITS = st.sampled_from([10_000_000] * 7 + [200])


@st.composite
def cases(draw, form):
    """Return the strategy for inputs of a form: a file, and the same with more and more damage."""
    suffix, data = draw(NAMED[form])
    limit, published = draw(LIMITS), draw(PUBLISHED)
    damage = draw(st.one_of(st.just(b""), st.binary(max_size=6 * _OPERATION)))
    ends = range(0, len(damage) + 1, _OPERATION)
    files = dict.fromkeys(damaged(data, damage[:end]) for end in ends)
    return [Case(suffix, file, limit, published) for file in files]
