"""Inputs become articles: encodings, forms, fields, and whatever is refused with its reason."""

import gzip
import io
import json
import os
import pickle
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from test_containers import answer, archive, zstd
from test_decoding import ARTICLE, in_1258

from antq_extract.document import Document, Metadata
from antq_extract.errors import REASONS, InputError
from antq_extract.forms import MEDIA_TYPES, Fields
from antq_extract.intake import Options, read, split
from antq_extract.listing import Selection, find

TEXT = "Xã Tân Hòa đạt 19/19 tiêu chí."
SENTENCES = (
    "Sáng 20/4, ông Lò Văn Tám dự lễ ra mắt mô hình ở xã Tân Hòa. Bà con đã góp công, góp của để làm đường. " * 6
)
HTML = f"<html><head><title>Họp xã Tân Hòa</title></head><body><article><p>{SENTENCES}</p></article></body></html>"
MHT = (
    "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    f"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{HTML}\r\n--x--\r\n"
)
PACKERS = {"": lambda data: data, ".gz": gzip.compress, ".zst": zstd.compress}
LONG = "longer than {:,} bytes, the most that one article may have"
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def outcome(raw, options):
    """Return an article or its refusal: index, code, message. It crosses to another process like a worker's."""
    try:
        return read(pickle.loads(pickle.dumps(raw)), options)  # noqa: S301 - our own
    except InputError as error:
        refusal = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert refusal.code in REASONS
    return (raw.index, refusal.code, str(refusal))


def outcomes(path, options=Options(), selection=None):  # noqa: B008 - frozen
    return [outcome(raw, options) for item in find([path], selection) for raw in split(item, options)]


def of_bytes(name, data, **options):
    Path(name).write_bytes(data)
    return outcomes(name, Options(**options))


def from_stdin(monkeypatch, data, **options):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    return outcomes("-", Options(**options))


def line(**row):
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


# --- text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x", "x.txt", "x.md"])
@pytest.mark.parametrize(
    ("data", "source", "encoding"),
    [
        ("Huyện Yên Lạc\r\n".encode(), "Huyện Yên Lạc\r\n", "utf-8"),
        ("\ufeffHuyện\n".encode(), "Huyện\n", "utf-8"),
        ("\ufeff\ufeffHuyện\n".encode(), "\ufeffHuyện\n", "utf-8"),
        (b"\xff\xfe" + "Huyện\r\n".encode("utf-16-le"), "Huyện\r\n", "utf-16"),
        (b"\xfe\xff" + "Huyện 😀".encode("utf-16-be"), "Huyện 😀", "utf-16"),
        ("Hòa\u0300\xa0\u200b\x0b \u2028x".encode(), "Hòa\u0300\xa0\u200b\x0b \u2028x", "utf-8"),
        ("không có dấu".encode("utf-16-le"), "không có dấu", "utf-16"),
        (in_1258(ARTICLE), in_1258(ARTICLE).decode("cp1258"), "windows-1258"),
        (b"{ no json", "{ no json", "utf-8"),
    ],
)
def test_text_is_decoded_and_otherwise_untouched(folder, name, data, source, encoding):
    assert of_bytes(name, data) == [Document(name, source, encoding=encoding, size=len(data))]


@pytest.mark.parametrize("name", ["x", "x.txt"])
@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"", "empty", "empty file"),
        (b" \r\n\t\xc2\xa0", "empty", "no text in it"),
        ("\ufeff".encode(), "empty", "no text in it"),
        ("\u200b\u2060 \u3000".encode(), "empty", "no text in it"),
        ("Xã Tân H".encode() + b"\x81", "not-text", "not UTF-8 text (byte 0x81 at offset 10)"),
        ("\ufeffXã".encode() + b"\xe9", "not-text", "not UTF-8 text (byte 0xe9 at offset 6)"),
        ("Huyên".encode("latin-1"), "not-text", "not UTF-8 text (byte 0xea at offset 3)"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not-text", "binary data"),
        (b"plain\0text", "not-text", "binary data"),
        ("abc".encode("utf-32"), "not-text", "binary data"),
        (b"\xff\xfea", "not-text", "not UTF-16 text (truncated data at offset 2)"),
        (b"\xff\xfe\x00\xd8a\x00", "not-text", "not UTF-16 text (illegal UTF-16 surrogate at offset 2)"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(folder, name, data, code, reason):
    assert of_bytes(name, data) == [(None, code, f"{name}: {reason}")]


# --- names and files ----------------------------------------------------------------------------------------------


def test_messages_name_the_path_as_it_was_given(folder):
    Path("a").mkdir()
    Path("a/z.md").write_bytes(b"")
    for path in ("a", "../a", str(folder / "a")):
        given = path.replace("../a", f"../{folder.name}/a")
        assert outcomes(given) == [(None, "empty", f"{given}/z.md: empty file")]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nope", "nope: no such file or folder"),
        ("nope.txt", "nope.txt: no such file or folder"),
        ("nope.jsonl", "nope.jsonl: no such file or folder"),
        ("b.txt/x", "b.txt/x: no such file or folder"),
        ("b.txt/x.txt", "b.txt/x.txt: no such file or folder"),
        ("", "'': no such file or folder"),
        ("new\nline\x1b[1m", "new\\nline\\x1b[1m: no such file or folder"),
        ("caf\udce9", "caf\\xe9: no such file or folder"),
        ("caf\udce9.txt", "caf\\xe9.txt: no such file or folder"),
    ],
)
def test_what_is_missing(folder, path, message):
    Path("b.txt").write_text(TEXT, encoding="utf-8")
    assert outcomes(path) == [(None, "missing", message)]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("x" * 5000, "File name too long"),
        ("x" * 5000 + ".txt", "File name too long"),
        ("nul\0byte", "embedded null byte"),
        ("nul\0byte.txt", "embedded null byte"),
        ("self", os.strerror(40)),
        ("self.txt", os.strerror(40)),
    ],
)
def test_what_the_system_would_not_open(folder, path, reason):
    for name in ("self", "self.txt"):
        Path(name).symlink_to(name)
    ((index, code, message),) = outcomes(path)
    assert (index, code, message.rpartition(": ")[2]) == (None, "unreadable", reason)


def test_permission_denied(folder, monkeypatch):
    def deny(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    Path("b.txt").write_text(TEXT, encoding="utf-8")
    Path("b").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(os, "open", deny)
    monkeypatch.setattr(Path, "open", deny)
    assert outcomes("b.txt") == [(None, "unreadable", "b.txt: Permission denied")]
    assert outcomes("b") == [(None, "unreadable", "b: Permission denied")]


def test_links_in_a_folder(folder):
    Path("in").mkdir()
    Path("b.txt").write_text(TEXT, encoding="utf-8")
    Path("in/dangling.txt").symlink_to("nowhere.txt")
    Path("in/link.txt").symlink_to("../b.txt")
    assert outcomes("in") == [
        (None, "missing", "in/dangling.txt: no such file or folder"),
        Document("in/link.txt", TEXT, size=len(TEXT.encode())),
    ]


def test_a_name_that_is_not_unicode_is_shown_escaped(folder):
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        Path(name).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    assert [document.path for document in outcomes(name)] == ["caf\\xe9.txt"]


def test_a_file_that_vanishes_or_changes_after_it_was_found(folder):
    Path("in").mkdir()
    for name in ("a.txt", "b.jsonl", "c.txt", "d.txt"):
        Path("in", name).write_bytes(line(text=TEXT))
    found = find(["in"])
    items = list(found)
    for item in items[:2]:
        Path(item.file).unlink()
    Path("in/c.txt").unlink()
    Path("in/c.txt").mkdir()
    Path("in/d.txt").write_bytes(b"x" * 40)
    assert [outcome(raw, Options(max_bytes=39)) for item in items for raw in split(item, Options(max_bytes=39))] == [
        (None, "missing", "in/a.txt: no such file or folder"),
        (None, "missing", "in/b.jsonl: no such file or folder"),
        (None, "unreadable", "in/c.txt: Is a directory"),
        (None, "too-long", f"in/d.txt: {LONG.format(39)}"),
    ]


@needs_pipes
@pytest.mark.parametrize("name", ["pipe", "pipe.txt", "pipe.jsonl"])
def test_a_pipe_that_is_named_is_read(folder, name):
    os.mkfifo(name)
    data = line(text=TEXT) * 2
    writer = threading.Thread(target=Path(name).write_bytes, args=(data,))
    writer.start()
    found = outcomes(name)
    writer.join()
    if name == "pipe.txt":
        assert found == [Document(name, data.decode(), size=len(data))]
    else:
        assert [(one.index, one.source, one.media_type) for one in found] == [
            (0, TEXT, "application/jsonl"),
            (1, TEXT, "application/jsonl"),
        ]


@needs_pipes
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_a_file_that_became_a_pipe_is_not_waited_for(folder, name):
    Path("in").mkdir()
    Path("in", name).write_text(TEXT, encoding="utf-8")
    (item,) = find(["in"], Selection(("*",)))
    Path("in", name).unlink()
    os.mkfifo(f"in/{name}")
    assert [outcome(raw, Options()) for raw in split(item, Options())] == [
        (None, "unreadable", f"in/{name}: not a regular file")
    ]


def test_standard_input(monkeypatch):
    assert from_stdin(monkeypatch, TEXT.encode()) == [Document("-", TEXT, size=len(TEXT.encode()))]
    assert from_stdin(monkeypatch, b"") == [(None, "empty", "-: empty file")]
    monkeypatch.setattr(sys, "stdin", None)
    assert outcomes("-") == [(None, "unreadable", "-: standard input is closed")]


# --- the length of an article -------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", PACKERS)
@pytest.mark.parametrize("name", ["x.txt", "x"])
def test_an_article_has_a_length(folder, packed, name):
    pack = PACKERS[packed]
    assert of_bytes(name + packed, pack(b"thirteen char"), max_bytes=12) == [
        (None, "too-long", f"{name}{packed}: {LONG.format(12)}")
    ]
    assert [document.size for document in of_bytes(name + packed, pack(b"twelve chars"), max_bytes=12)] == [12]


@pytest.mark.parametrize("packed", [".gz", ".zst"])
@pytest.mark.parametrize("form", ["txt", "html", "pdf", "docx", "mht"])
def test_a_file_that_swells_is_refused(folder, packed, form):
    bomb = PACKERS[packed](bytes(30_000_000))
    name = f"x.{form}{packed}"
    assert of_bytes(name, bomb, max_bytes=1000) == [(None, "too-long", f"{name}: {LONG.format(1000)}")]


@pytest.mark.parametrize("packed", [".gz", ".zst"])
def test_a_container_that_swells_costs_one_article(folder, packed):
    data = PACKERS[packed](line(text=TEXT) + b"\0" * 30_000_000 + b"\n" + line(text=TEXT))
    found = of_bytes(f"x.jsonl{packed}", data, max_bytes=1000)
    assert [one if isinstance(one, tuple) else (one.index, one.source) for one in found] == [
        (0, TEXT),
        (1, "too-long", f"x.jsonl{packed}[1]: {LONG.format(1000)}"),
        (2, TEXT),
    ]


# --- compression --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", PACKERS)
@pytest.mark.parametrize("name", ["x.txt", "x.html", "x.mht", "x.jsonl"])
def test_each_form_may_be_compressed(folder, packed, name):
    data = {"x.txt": TEXT.encode(), "x.html": HTML.encode(), "x.mht": MHT.encode(), "x.jsonl": line(text=TEXT)}[name]
    (plain,), (found,) = of_bytes(name, data), of_bytes(name + packed, PACKERS[packed](data))
    assert (found.source, found.meta, found.media_type) == (plain.source, plain.meta, plain.media_type)
    assert "Tân Hòa" in found.source
    assert found.size == len(data) - (name == "x.jsonl")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.txt.gz", b"junk", "Not a gzipped file (b'ju')"),
        (
            "x.txt.gz",
            gzip.compress(TEXT.encode(), mtime=0)[:-9],
            "Compressed file ended before the end-of-stream marker",
        ),
        ("x.txt.zst", b"junk", ""),
        ("x.txt.zst", zstd.compress(TEXT.encode())[:-4], "Compressed file ended before the end-of-stream marker"),
        ("x.jsonl.gz", b"junk", "Not a gzipped file (b'ju')"),
        ("x.warc", b"junk\n", "not a web archive, or a damaged one: Unknown archive format, first line: ['junk']"),
    ],
)
def test_what_is_broken_is_refused(folder, name, data, reason):
    ((index, code, message),) = of_bytes(name, data)
    assert (index or 0, code) == (0, "broken")
    assert message.startswith((f"{name}: cannot be unpacked: {reason}", f"{name}[0]: cannot be unpacked: {reason}"))


@pytest.mark.parametrize("packed", [".gz", ".zst"])
def test_articles_before_the_cut_are_read(folder, packed):
    pack = PACKERS[packed]
    data = pack(line(text=TEXT) * 2) + pack(line(text=TEXT) * 3)[:-5]
    *articles, last = of_bytes(f"x.jsonl{packed}", data)
    assert [one.index for one in articles[:2]] == [0, 1]
    assert (last[0], last[1]) == (len(articles), "broken")
    data = archive(answer("200 OK", "text/plain", TEXT.encode()), packed=True)
    *articles, last = of_bytes("x.warc.gz", data + data[:-12])
    assert [(one.index, one.source) for one in articles] == [(0, TEXT)]
    assert last[:2] == (1, "broken")


# --- WARC ---------------------------------------------------------------------------------------------------------


def test_the_pages_of_an_archive(folder):
    pages = [
        answer("200 OK", "text/html", HTML.encode()),
        answer("404 Not Found"),
        answer("200 OK", "text/html", b""),
        answer("200 OK", "text/plain", TEXT.encode(), "https://bao.example/2"),
        answer("200 OK", "text/plain", b"x" * 5000, "https://bao.example/3"),
        ("conversion", None, "text/plain", TEXT.encode(), "https://bao.example/4"),
    ]
    first, *rest = of_bytes("x.warc", archive(*pages), max_bytes=4999)
    assert (first.index, first.media_type, first.meta.headline) == (0, "text/html", "Họp xã Tân Hòa")
    assert first.source.startswith("Họp xã Tân Hòa\n\nSáng 20/4, ông Lò Văn Tám")
    size = len(TEXT.encode())
    assert rest == [
        (1, "no-article", "x.warc[1]: no article text found in the page"),
        Document("x.warc", TEXT, 2, size=size, meta=Metadata(url="https://bao.example/2")),
        (3, "too-long", f"x.warc[3]: {LONG.format(4999)}"),
        Document("x.warc", TEXT, 4, size=size, meta=Metadata(url="https://bao.example/4")),
    ]


@pytest.mark.parametrize("data", [b"", archive(answer("404 Not Found")), archive(answer(media_type="image/png"))])
def test_an_archive_without_pages_is_refused(folder, data):
    assert of_bytes("x.warc", data) == [(None, "empty", "x.warc: no article in it")]


# --- JSON Lines ---------------------------------------------------------------------------------------------------

NO_OBJECT = "no JSON object with text in a field 'text'"


@pytest.mark.parametrize(
    ("row", "source", "meta"),
    [
        ({"text": TEXT}, TEXT, Metadata()),
        ({"text": f" {TEXT}\r\n"}, f" {TEXT}\r\n", Metadata()),
        ({"text": TEXT, "title": "Họp xã"}, f"Họp xã\n\n{TEXT}", Metadata("Họp xã")),
        ({"text": TEXT, "title": "  Họp\n xã "}, f"Họp xã\n\n{TEXT}", Metadata("Họp xã")),
        ({"text": f"\n\nHọp  xã\n{TEXT}", "title": "Họp xã"}, f"Họp xã\n\n{TEXT}", Metadata("Họp xã")),
        ({"text": f"Họp xã nữa\n{TEXT}", "title": "Họp xã"}, f"Họp xã\n\nHọp xã nữa\n{TEXT}", Metadata("Họp xã")),
        ({"text": "Họp xã", "title": "Họp xã"}, "Họp xã\n\n", Metadata("Họp xã")),
        ({"text": TEXT, "title": "", "date": "", "authors": "", "url": ""}, TEXT, Metadata()),
        ({"text": TEXT, "title": "\u200b"}, TEXT, Metadata()),
        ({"text": TEXT, "title": "\ud800", "authors": "\udfff", "url": "\ud800"}, TEXT, Metadata()),
        ({"text": TEXT, "title": "a\0b", "authors": ["\0"]}, TEXT, Metadata()),
        ({"text": TEXT, "title": 5, "date": 20231018, "authors": 5, "url": {}}, TEXT, Metadata()),
        ({"text": TEXT, "date": "2023-10-18"}, TEXT, Metadata(published="2023-10-18")),
        ({"text": TEXT, "date": "18/10/2023 17:52"}, TEXT, Metadata(published="2023-10-18T17:52")),
        ({"text": TEXT, "date": "2023-10-18T17:52:20.123Z"}, TEXT, Metadata(published="2023-10-18T17:52:20Z")),
        ({"text": TEXT, "date": "2023-10-18 17:52:20+0700"}, TEXT, Metadata(published="2023-10-18T17:52:20+07:00")),
        ({"text": TEXT, "date": "hôm qua"}, TEXT, Metadata()),
        ({"text": TEXT, "date": "31/2/2023"}, TEXT, Metadata()),
        ({"text": TEXT, "date": "1/" * 1_000_000}, TEXT, Metadata()),
        ({"text": TEXT, "authors": " Lò  Văn Tám "}, TEXT, Metadata(authors=("Lò Văn Tám",))),
        ({"text": TEXT, "authors": ["Lò Văn Tám", "", 5, None, "Vi An"]}, TEXT, Metadata(authors=("Lò Văn Tám", "Vi An"))),
        ({"text": TEXT, "authors": [{"name": "Vi An"}, {"name": 5}, {}]}, TEXT, Metadata(authors=("Vi An",))),
        ({"text": TEXT, "authors": {"name": "Vi An"}}, TEXT, Metadata(authors=("Vi An",))),
        ({"text": TEXT, "authors": [["Vi An"]]}, TEXT, Metadata()),
        ({"text": TEXT, "url": " https://bao.example/1 "}, TEXT, Metadata(url="https://bao.example/1")),
        ({"text": TEXT, "n": float("nan"), "more": [[]]}, TEXT, Metadata()),
    ],
)  # fmt: skip
def test_fields(folder, row, source, meta):
    for escaped in (True, False):
        try:
            data = json.dumps(row, ensure_ascii=escaped).encode()
        except UnicodeEncodeError:
            continue
        found = of_bytes("x.jsonl", data + b"\n")
        assert found == [Document("x.jsonl", source, 0, "application/jsonl", "utf-8", len(data), meta)]


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"[1, 2]", "not-json", NO_OBJECT),
        (b'"text"', "not-json", NO_OBJECT),
        (b"NaN", "not-json", NO_OBJECT),
        (b"null", "not-json", NO_OBJECT),
        (b"{}", "not-json", NO_OBJECT),
        (b'{"Text": "a"}', "not-json", NO_OBJECT),
        (b'{"text": null}', "not-json", NO_OBJECT),
        (b'{"text": NaN}', "not-json", NO_OBJECT),
        (b'{"text": ["a"]}', "not-json", NO_OBJECT),
        (b'{"text": "a"', "not-json", "not a line of JSON: Expecting ',' delimiter: line 1 column 13 (char 12)"),
        (b"plain text", "not-json", "not a line of JSON: Expecting value: line 1 column 1 (char 0)"),
        (b'{"text": "a"} {}', "not-json", "not a line of JSON: Extra data: line 1 column 15 (char 14)"),
        (b'{"text": "a\tb"}', "not-json", "not a line of JSON: Invalid control character at: line 1 column 12 (char 11)"),
        (b"[" * 100_000, "not-json", "not a line of JSON: maximum recursion depth exceeded"),
        (b'{"text": "a", "b": ' + b'{"c": ' * 100_000, "not-json", "not a line of JSON: maximum recursion depth exceeded"),
        (b'{"text": "a", "b": ' + b"9" * 5000 + b"}", "not-json", "not a line of JSON: Exceeds the limit"),
        (b'{"text": ""}', "empty", "no text in it"),
        (b'{"text": " \\u200b\\n"}', "empty", "no text in it"),
        (b'{"text": "a\\u0000b"}', "not-text", "binary data"),
        (b'{"text": "a\\ud800b"}', "not-text", "binary data"),
        (b'{"text": "a\0b"}', "not-text", "binary data"),
        (b'{"text": "caf\xe9"}', "not-text", "not UTF-8 text (byte 0xe9 at offset 13)"),
        (b"\xff\xfe{\0", "not-json", "not a line of JSON: Expecting property name enclosed in double quotes"),
    ],
)  # fmt: skip
def test_a_line_that_is_refused_costs_no_other(folder, data, code, reason):
    good = line(text=TEXT)
    first, second, third = of_bytes("x.jsonl", good + data + b"\n" + good)
    assert (first.source, first.index, third.source, third.index) == (TEXT, 0, TEXT, 2)
    assert second[:2] == (1, code)
    assert second[2].startswith(f"x.jsonl[1]: {reason}")


def test_lines_in_the_middle_of_which_one_is_too_long(folder):
    data = b"\xef\xbb\xbf" + line(text="một") + b"\r\n" + line(text="x" * 99) + line(text="hai")[:-1]
    first, second, third = of_bytes("x.jsonl", data, max_bytes=50)
    assert [(one.index, one.source) for one in (first, third)] == [(0, "một"), (2, "hai")]
    assert second == (1, "too-long", f"x.jsonl[1]: {LONG.format(50)}")


@pytest.mark.parametrize("data", [b"", b"\n\r\n  \n", b"\xef\xbb\xbf\n"])
def test_a_file_without_lines_is_refused(folder, data):
    assert of_bytes("x.jsonl", data) == [(None, "empty", "x.jsonl: no article in it")]


def test_fields_may_have_other_names(folder):
    fields = Fields("nội dung", "tít", "ngày", "tác giả", "link")
    data = line(
        **{"nội dung": TEXT, "tít": "Họp xã", "ngày": "18/10/2023", "tác giả": "Vi An", "link": "u", "text": "x"}
    )
    meta = Metadata("Họp xã", "2023-10-18", ("Vi An",), None, "u")
    (found,) = of_bytes("x.jsonl", data, fields=fields)
    assert (found.source, found.meta) == (f"Họp xã\n\n{TEXT}", meta)
    assert of_bytes("x.jsonl", line(text=TEXT), fields=fields) == [
        (0, "not-json", "x.jsonl[0]: no JSON object with text in a field 'nội dung'")
    ]


# --- forms by content ---------------------------------------------------------------------------------------------

FORMS = [
    (TEXT.encode(), "text"),
    (b"{ no json", "text"),
    (b'{"body": "a"}', "text"),
    (b"[]", "text"),
    (HTML.encode(), "html"),
    (b"\xef\xbb\xbf\r\n <!DOCTYPE html>" + HTML.encode(), "html"),
    (HTML.encode().replace(b"<html>", b"<HTML lang=vi>"), "html"),
    (MHT.encode(), "mht"),
    (line(text=TEXT), "jsonl"),
    (b"\xef\xbb\xbf\n" + line(id=1, text=TEXT), "jsonl"),
    (archive(answer("200 OK", "text/plain", TEXT.encode())), "warc"),
]


@pytest.mark.parametrize("packed", PACKERS)
@pytest.mark.parametrize(("data", "form"), FORMS)
def test_the_form_by_the_content(folder, monkeypatch, packed, data, form):
    (found,) = from_stdin(monkeypatch, PACKERS[packed](data))
    (named,) = of_bytes("x", PACKERS[packed](data))
    assert found.media_type == named.media_type == MEDIA_TYPES["text" if form == "warc" else form]
    assert (found.source, found.meta) == (named.source, named.meta)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"%PDF-1.7\njunk", ("not-text", "a broken PDF file")),
        (b"PK\x03\x04junk", ("not-text", "not a Word file, or a broken one")),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            ("unsupported", "a Word file of the old binary format; save it as .docx"),
        ),
        (b"\x89PNG\r\n\x1a\n\0", ("not-text", "binary data")),
        (b"WARC/1.0\r\n", ("broken", "cannot be unpacked: ")),
    ],
)
def test_junk_by_the_content(monkeypatch, data, refusal):
    ((_, code, message),) = from_stdin(monkeypatch, data)
    assert code == refusal[0]
    assert refusal[1] in message


@pytest.mark.parametrize(
    ("name", "data", "form", "found"),
    [
        ("x.txt", line(text=TEXT), "jsonl", [(TEXT, "application/jsonl")]),
        ("x.jsonl", line(text=TEXT), "text", [(line(text=TEXT).decode(), "text/plain")]),
        ("x.txt", HTML.encode(), "text", [(HTML, "text/plain")]),
        ("x.json", line(body="a") + line(text=TEXT), "jsonl", [(0, "not-json"), (TEXT, "application/jsonl")]),
        ("x.dat", gzip.compress(line(text=TEXT), mtime=0), "jsonl", [(TEXT, "application/jsonl")]),
        ("-", gzip.compress(HTML.encode(), mtime=0), "text", [(HTML, "text/plain")]),
        ("-", b"junk", "warc", [(0, "broken")]),
    ],
)
def test_the_form_as_it_is_said(folder, monkeypatch, name, data, form, found):
    got = from_stdin(monkeypatch, data, form=form) if name == "-" else of_bytes(name, data, form=form)
    assert [one[:2] if isinstance(one, tuple) else (one.source, one.media_type) for one in got] == found


def test_office_files_of_standard_input(monkeypatch):
    docx = pytest.importorskip("docx")
    pytest.importorskip("pypdf")
    from test_office import pdf

    page = docx.Document()
    page.add_paragraph(TEXT)
    stream = io.BytesIO()
    page.save(stream)
    assert [(one.source, one.media_type) for one in from_stdin(monkeypatch, stream.getvalue())] == [
        (TEXT, MEDIA_TYPES["docx"])
    ]
    assert [one.media_type for one in from_stdin(monkeypatch, pdf("Xa Tan Hoa"))] == [MEDIA_TYPES["pdf"]]
