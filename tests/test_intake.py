import inspect
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from antq_extract import intake
from antq_extract.document import Document
from antq_extract.errors import InputError, UsageError
from antq_extract.intake import Input, find, published, read

TEXT = "Xã Tân Hòa đạt 19/19 tiêu chí."


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working directory with a few files, named ``work``."""
    work = tmp_path / "work"
    for name in ("b.txt", "a/z.md", "a/é.txt", "a/B.TXT", "a.txt"):
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(work)
    return work


def read_bytes(tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    return read(Input("x", "x", tmp_path / "x"))


def refusal(item):
    with pytest.raises(InputError) as caught:
        read(item)
    return caught.value.code, str(caught.value)


@pytest.mark.parametrize(
    ("data", "source", "encoding"),
    [
        ("Huyện Yên Lạc\r\n".encode(), "Huyện Yên Lạc\r\n", "utf-8"),
        ("\ufeffHuyện\n".encode(), "Huyện\n", "utf-8"),
        ("\ufeff\ufeffHuyện\n".encode(), "\ufeffHuyện\n", "utf-8"),
        (b"\xff\xfe" + "Huyện\r\n".encode("utf-16-le"), "Huyện\r\n", "utf-16"),
        (b"\xfe\xff" + "Huyện 😀".encode("utf-16-be"), "Huyện 😀", "utf-16"),
        ("Hòa\u0300\xa0\u200b\x0b \u2028x".encode(), "Hòa\u0300\xa0\u200b\x0b \u2028x", "utf-8"),
    ],
)
def test_text_is_decoded_and_otherwise_untouched(tmp_path, data, source, encoding):
    assert read_bytes(tmp_path, data) == Document("x", source, encoding=encoding, size=len(data))


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
        ("không có dấu".encode("utf-16-le"), "not-text", "binary data"),
        ("abc".encode("utf-32"), "not-text", "binary data"),
        (b"\xff\xfea", "not-text", "not UTF-16 text (truncated data at offset 2)"),
        (b"\xff\xfe\x00\xd8a\x00", "not-text", "not UTF-16 text (illegal UTF-16 surrogate at offset 2)"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(tmp_path, data, code, reason):
    with pytest.raises(InputError) as caught:
        read_bytes(tmp_path, data)
    assert (caught.value.code, str(caught.value)) == (code, f"x: {reason}")


@pytest.mark.parametrize(
    ("path", "displayed"),
    [
        (".", ["a/B.TXT", "a/z.md", "a/é.txt", "a.txt", "b.txt"]),
        ("./", ["a/B.TXT", "a/z.md", "a/é.txt", "a.txt", "b.txt"]),
        ("a", ["a/B.TXT", "a/z.md", "a/é.txt"]),
        ("./a//", ["a/B.TXT", "a/z.md", "a/é.txt"]),
        ("../work/a", ["a/B.TXT", "a/z.md", "a/é.txt"]),
        ("a/..", ["work/a/B.TXT", "work/a/z.md", "work/a/é.txt", "work/a.txt", "work/b.txt"]),
        ("./a/z.md", ["a/z.md"]),
        ("../work/a/z.md", ["z.md"]),
        ("a/../b.txt", ["b.txt"]),
        ("-", ["-"]),
        ("./-", ["-"]),
    ],
)
def test_display_paths_are_portable(folder, path, displayed):
    assert [item.path for item in find([path])] == displayed


def test_an_absolute_path_shows_its_last_name_only(folder):
    assert [item.path for item in find([str(folder / "a")])] == ["a/B.TXT", "a/z.md", "a/é.txt"]
    assert [item.path for item in find([str(folder / "b.txt")])] == ["b.txt"]


def test_messages_name_the_path_as_it_was_given(folder):
    (folder / "a/z.md").write_bytes(b"")
    assert refusal(list(find(["../work/a"]))[1]) == ("empty", "../work/a/z.md: empty file")
    assert refusal(list(find([str(folder / "a")]))[1]) == ("empty", f"{folder}/a/z.md: empty file")


def test_a_folder_gives_only_its_visible_text_files(folder):
    for name in ("c.json", "c", "c.txt.bak", ".d.txt", ".git/e.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(TEXT, encoding="utf-8")
    (folder / "f.txt").mkdir()
    assert [item.path for item in find(["."])] == ["a/B.TXT", "a/z.md", "a/é.txt", "a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["c.json", ".d.txt", "no-suffix"])
def test_a_file_that_is_named_is_read_whatever_its_name(folder, name):
    (folder / name).write_text(TEXT, encoding="utf-8")
    assert [read(item).source for item in find([name])] == [TEXT]


def test_paths_keep_their_order_and_repeat(folder):
    assert [item.path for item in find(["b.txt", "a", "b.txt"])] == ["b.txt", "a/B.TXT", "a/z.md", "a/é.txt", "b.txt"]


def test_links(folder):
    (folder / "a/loop").symlink_to(folder)
    (folder / "a/self.txt").symlink_to("self.txt")
    (folder / "a/dangling.txt").symlink_to("nowhere.txt")
    (folder / "a/dangling.json").symlink_to("nowhere.json")
    (folder / "a/link.txt").symlink_to("../b.txt")
    items = {item.path: item for item in find(["a"])}
    assert list(items) == ["a/B.TXT", "a/dangling.txt", "a/link.txt", "a/self.txt", "a/z.md", "a/é.txt"]
    assert read(items["a/link.txt"]).source == TEXT
    assert refusal(items["a/dangling.txt"]) == ("missing", "a/dangling.txt: no such file or folder")
    assert refusal(items["a/self.txt"])[0] == "unreadable"


def test_a_link_that_is_named_is_followed(folder):
    (folder / "link").symlink_to("a")
    assert [item.path for item in find(["link"])] == ["link/B.TXT", "link/z.md", "link/é.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_is_no_article(folder):
    os.mkfifo(folder / "a/pipe.txt")
    assert [item.path for item in find(["a"])] == ["a/B.TXT", "a/z.md", "a/é.txt"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nope", "nope: no such file or folder"),
        ("b.txt/x", "b.txt/x: no such file or folder"),
        ("", "'': no such file or folder"),
        ("new\nline\x1b[1m", "new\\nline\\x1b[1m: no such file or folder"),
        ("caf\udce9", "caf\\xe9: no such file or folder"),
    ],
)
def test_what_is_missing(folder, path, message):
    assert [refusal(item) for item in find([path])] == [("missing", message)]


@pytest.mark.parametrize("path", ["x" * 5000, "nul\0byte"])
def test_names_that_no_file_can_have(folder, path):
    assert [refusal(item)[0] for item in find([path])] == ["unreadable"]


def test_a_name_that_is_not_unicode_is_shown_escaped(folder):
    name = b"caf\xe9.txt"
    try:
        (folder / os.fsdecode(name)).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    assert [read(item).path for item in find([os.fsdecode(name)])] == ["caf\\xe9.txt"]


def test_an_article_has_a_length(folder, monkeypatch):
    monkeypatch.setattr(intake, "MAX_BYTES", 12)
    Path("long.txt").write_bytes(b"thirteen char")
    Path("fits.txt").write_bytes(b"twelve chars")
    message = "long.txt: longer than 12 bytes, the most that one article may have"
    assert refusal(*find(["long.txt"])) == ("too-long", message)
    assert [read(item).size for item in find(["fits.txt"])] == [12]


def test_a_folder_without_articles_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("bare/deep").mkdir(parents=True)
    Path("bare/deep/page.html").write_bytes(b"<p>")
    assert refusal(*find(["bare"])) == ("no-article", "bare: no article in this folder (.md, .txt files)")


def test_permission_denied(folder, monkeypatch):
    def deny(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert refusal(*find(["b.txt"])) == ("unreadable", "b.txt: Permission denied")
    monkeypatch.setattr(os, "scandir", deny)
    assert refusal(*find(["a"])) == ("unreadable", "a: Permission denied")


def test_one_folder_that_cannot_be_listed_does_not_end_the_walk(folder, monkeypatch):
    real = os.scandir

    def deny(path):
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", deny)
    assert [(item.path, str(item.problem)) for item in find(["."])] == [
        ("a", "a: Permission denied"),
        ("a.txt", "None"),
        ("b.txt", "None"),
    ]


def test_a_deep_folder_needs_no_deep_stack(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    deep = Path(*"d" * 300)
    deep.mkdir(parents=True)
    (deep / "x.txt").write_text(TEXT, encoding="utf-8")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        found = [item.path for item in find(["d"])]
    finally:
        sys.setrecursionlimit(limit)
    assert found == ["d/" * 300 + "x.txt"]


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    assert [read(item) for item in find(["-"])] == [Document("-", TEXT, size=len(TEXT.encode()))]
    monkeypatch.setattr(sys, "stdin", None)
    assert refusal(*find(["-"])) == ("unreadable", "-: standard input is closed")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2023", "2023"),
        ("2023-10", "2023-10"),
        ("2023-10-18", "2023-10-18"),
        (" 2023-10-18 ", "2023-10-18"),
        ("2023-10-18T17:52", "2023-10-18T17:52"),
        ("2023-10-18 17:52:20", "2023-10-18T17:52:20"),
        ("2023-10-18T17:52:20+07:00", "2023-10-18T17:52:20+07:00"),
        ("2023-10-18T17:52Z", "2023-10-18T17:52Z"),
        ("2024-02-29", "2024-02-29"),
        ("18/10/2023", "2023-10-18"),
        ("5/4/2023", "2023-04-05"),
        ("12.11.2023", "2023-11-12"),
        ("18 tháng 10 năm 2023", "2023-10-18"),
        ("Ngày 18 tháng Mười năm 2023", "2023-10-18"),
        ("tháng 10 năm 2023", "2023-10"),
        ("2/2023", "2023-02"),
        ("17:52 18/10/2023", "2023-10-18T17:52"),
        ("18/10/2023 00:00", "2023-10-18T00:00"),
        ("18/10/2023 17:52:20", "2023-10-18T17:52:20"),
    ],
)
def test_publication_dates(text, edtf):
    assert published(text) == edtf


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-02-29",
        "2023-13",
        "0000",
        "2023-10-18T25:00",
        "2023-10-18T17:52+99:00",
        "20231018",
        "2023-W42",
        "XXXX-10-18",
        "2019/2024",
        "31/2/2023",
        "10/25/2023",
        "30 tháng 2 năm 2023",
        "18/10",
        "tháng 10",
        "hôm qua",
        "83,3%",
        "1697622740",
        "soon",
    ],
)
def test_what_is_no_publication_date(text):
    with pytest.raises(UsageError) as caught:
        published(text)
    assert str(caught.value) == f"{text!r} is no calendar date; write 2023-10-18 or 18/10/2023"
