"""Which files paths, folders, patterns and lists of names stand for, and what they are called."""

import inspect
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from antq_extract.errors import UsageError
from antq_extract.listing import FORMS, Selection, find, form_of, names_from

TEXT = "Xã Tân Hòa đạt 19/19 tiêu chí."
ALL = ["a/B.TXT", "a/z.md", "a/é.txt", "a.txt", "b.txt"]
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def write(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT, encoding="utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working directory with a few files, named ``work``."""
    work = tmp_path / "work"
    write(work, "b.txt", "a/z.md", "a/é.txt", "a/B.TXT", "a.txt")
    monkeypatch.chdir(work)
    return work


def paths(*given, **selection):
    return [item.path for item in find(given, Selection(**selection))]


def problems(*given):
    return [(item.path, item.problem and (item.problem.code, str(item.problem))) for item in find(given)]


@pytest.mark.parametrize(
    ("path", "displayed"),
    [
        (".", ALL),
        ("./", ALL),
        ("a", ["a/B.TXT", "a/z.md", "a/é.txt"]),
        ("a/", ["a/B.TXT", "a/z.md", "a/é.txt"]),
        ("./a//", ["a/B.TXT", "a/z.md", "a/é.txt"]),
        ("../work/a", ["a/B.TXT", "a/z.md", "a/é.txt"]),
        ("..", [f"{{top}}/work/{name}" for name in ALL]),
        ("a/..", [f"work/{name}" for name in ALL]),
        ("./a/z.md", ["a/z.md"]),
        ("../work/a/z.md", ["z.md"]),
        ("a/../b.txt", ["b.txt"]),
        ("{top}/work/a", ["a/B.TXT", "a/z.md", "a/é.txt"]),
        ("{top}/work/a/", ["a/B.TXT", "a/z.md", "a/é.txt"]),
        ("{top}/work/b.txt", ["b.txt"]),
        ("-", ["-"]),
        ("./-", ["-"]),
    ],
)
def test_display_paths_are_portable(folder, path, displayed):
    found = [item.path for item in find([path.replace("{top}", str(folder.parent))])]
    assert found == [name.replace("{top}", folder.parent.name) for name in displayed]


def test_paths_keep_their_order_and_repeat(folder):
    assert paths("b.txt", "a", "b.txt") == ["b.txt", "a/B.TXT", "a/z.md", "a/é.txt", "b.txt"]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", ("text", "")),
        ("a/b.MD", ("text", "")),
        ("a.htm", ("html", "")),
        ("a.xhtml", ("html", "")),
        ("a.mht", ("mht", "")),
        ("a.mhtml", ("mht", "")),
        ("a.jsonl", ("jsonl", "")),
        ("a.ndjson.GZ", ("jsonl", ".gz")),
        ("a.warc.gz", ("warc", ".gz")),
        ("a.txt.zst", ("text", ".zst")),
        ("a.docx", ("docx", "")),
        ("a.doc", ("docx", "")),
        ("a.pdf", ("pdf", "")),
        ("a.gz", (None, ".gz")),
        ("a.txt.gz.zst", (None, ".zst")),
        ("a.tar.gz", (None, ".gz")),
        ("a.json", (None, "")),
        ("a.txt.bak", (None, "")),
        ("a.txt/b", (None, "")),
        ("txt", (None, "")),
        (".txt", (None, "")),
        ("", (None, "")),
    ],
)
def test_the_form_by_the_name(name, form):
    assert form_of(name) == form


@pytest.mark.parametrize("suffix", [*FORMS, ".txt.gz", ".jsonl.zst", ".WARC.GZ", ".Html"])
def test_a_folder_gives_every_form(tmp_path, monkeypatch, suffix):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, f"in/a{suffix}")
    assert paths("in") == [f"in/a{suffix}"]


def test_a_folder_gives_only_visible_files_of_known_forms(folder):
    write(folder, "c.json", "c", "c.txt.bak", "c.gz", "c.zip", ".d.txt", ".git/e.txt", "~f.tmp")
    (folder / "g.txt").mkdir()
    assert paths(".") == ALL


@pytest.mark.parametrize("name", ["c.json", ".d.txt", "no-suffix"])
def test_a_file_that_is_named_is_taken_whatever_its_name(folder, name):
    write(folder, name)
    assert [(item.path, item.named, item.problem) for item in find([name])] == [(name, True, None)]


@pytest.mark.parametrize(
    ("include", "exclude", "found"),
    [
        ((), (), ["a/x/1.txt", "a/x/2.html", "a/x/tin-1.txt", "a.txt", "nháp/3.txt", "x/4.txt"]),
        (("*.html",), (), ["a/x/2.html"]),
        (("*.csv",), (), ["b.csv", "x/5.csv"]),
        (("*.csv", "*.html"), (), ["a/x/2.html", "b.csv", "x/5.csv"]),
        (("*.HTML",), (), []),
        (("?.txt",), (), ["a/x/1.txt", "a.txt", "nháp/3.txt", "x/4.txt"]),
        (("[1-3].*",), (), ["a/x/1.txt", "a/x/2.html", "nháp/3.txt"]),
        (("x/*",), (), ["x/4.txt", "x/5.csv"]),
        (("*/x/*",), (), ["a/x/1.txt", "a/x/2.html", "a/x/tin-1.txt"]),
        (("*",), (), ["a/x/1.txt", "a/x/2.html", "a/x/tin-1.txt", "a.txt", "b.csv", "nháp/3.txt", "x/4.txt", "x/5.csv"]),
        ((".*",), (), []),
        ((), ("x",), ["a.txt", "nháp/3.txt"]),
        ((), ("x/",), ["a.txt", "nháp/3.txt"]),
        ((), ("a/x",), ["a.txt", "nháp/3.txt", "x/4.txt"]),
        ((), ("a/x/",), ["a.txt", "nháp/3.txt", "x/4.txt"]),
        ((), ("a/*",), ["a.txt", "nháp/3.txt", "x/4.txt"]),
        ((), ("x/*",), ["a/x/1.txt", "a/x/2.html", "a/x/tin-1.txt", "a.txt", "nháp/3.txt"]),
        ((), ("tin-*",), ["a/x/1.txt", "a/x/2.html", "a.txt", "nháp/3.txt", "x/4.txt"]),
        ((), ("nh?p", "*.html", "a/x/t*"), ["a/x/1.txt", "a.txt", "x/4.txt"]),
        ((), ("*",), []),
        (("*.txt",), ("a",), ["a.txt", "nháp/3.txt", "x/4.txt"]),
        (("1.txt",), ("1.txt",), []),
    ],
)  # fmt: skip
def test_include_and_exclude(tmp_path, monkeypatch, include, exclude, found):
    top = tmp_path / "in"
    write(
        top, "a.txt", "a/x/1.txt", "a/x/2.html", "a/x/tin-1.txt", "b.csv", "nháp/3.txt", "x/4.txt", "x/5.csv", ".h.txt"
    )
    for given, cwd in (("in", tmp_path), (str(top), Path("/")), (".", top)):
        monkeypatch.chdir(cwd)
        items = list(find([given], Selection(include, exclude)))
        prefix = "" if given == "." else "in/"
        assert [item.path for item in items if not item.problem] == [f"{prefix}{name}" for name in found]
        assert [item.problem.code for item in items if item.problem] == ([] if found else ["no-article"])


def test_an_excluded_folder_is_not_looked_into(folder, monkeypatch):
    real, listed = os.scandir, []

    def scandir(path):
        listed.append(path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert paths(".", exclude=("a",)) == ["a.txt", "b.txt"]
    assert listed == ["."]


def test_patterns_are_not_for_what_is_named(folder):
    assert paths("b.txt", "a", include=("*.md",), exclude=("b.txt", "a")) == ["b.txt", "a/z.md"]


def test_links(folder):
    (folder / "a/loop").symlink_to(folder)
    (folder / "a/self.txt").symlink_to("self.txt")
    (folder / "a/dangling.txt").symlink_to("nowhere.txt")
    (folder / "a/dangling.json").symlink_to("nowhere.json")
    (folder / "a/link.txt").symlink_to("../b.txt")
    (folder / "a/folder.txt").symlink_to(folder)
    assert paths("a") == ["a/B.TXT", "a/dangling.txt", "a/link.txt", "a/self.txt", "a/z.md", "a/é.txt"]


def test_a_link_that_is_named_is_followed(folder):
    (folder / "link").symlink_to("a")
    assert paths("link") == ["link/B.TXT", "link/z.md", "link/é.txt"]


def test_a_loop_of_links_that_is_named_is_one_input(folder):
    (folder / "x").symlink_to("y")
    (folder / "y").symlink_to("x")
    assert paths("x") == ["x"]


@needs_pipes
def test_a_pipe_in_a_folder_is_no_article(folder):
    os.mkfifo(folder / "a/pipe.txt")
    os.mkfifo(folder / "a/pipe.jsonl")
    assert paths("a") == ["a/B.TXT", "a/z.md", "a/é.txt"]


def test_a_folder_without_articles_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "bare/deep/page.json")
    assert problems("bare") == [("bare", ("no-article", "bare: no article in this folder"))]


def test_a_name_that_is_none_is_told(folder):
    assert problems("") == [(".", ("missing", "'': no such file or folder"))]


def test_a_folder_that_cannot_be_listed(folder, monkeypatch):
    def deny(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", deny)
    assert problems("a") == [("a", ("unreadable", "a: Permission denied"))]


def test_one_folder_that_cannot_be_listed_does_not_end_the_walk(folder, monkeypatch):
    real = os.scandir

    def deny(path):
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", deny)
    assert problems(".") == [("a", ("unreadable", "a: Permission denied")), ("a.txt", None), ("b.txt", None)]


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


def test_names_that_are_not_unicode_are_shown_escaped_and_sorted_by_their_bytes(folder):
    try:
        write(folder, *(os.fsdecode(name) for name in (b"n/caf\xe9.txt", b"n/caf\xc3\xa9.txt", b"n/new\nline.txt")))
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    items = list(find(["n"]))
    assert [item.path for item in items] == ["n/café.txt", "n/caf\\xe9.txt", "n/new\nline.txt"]
    assert [item.name for item in items] == ["n/café.txt", "n/caf\\xe9.txt", "n/new\\nline.txt"]


# --- lists of names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "separator", "names"),
    [
        (b"", b"\n", []),
        (b"a.txt", b"\n", ["a.txt"]),
        (b"a.txt\n", b"\n", ["a.txt"]),
        (b"\n\na.txt\n\nb c.txt\n", b"\n", ["a.txt", "b c.txt"]),
        (b" a.txt \n", b"\n", [" a.txt "]),
        ("Tân Hòa/é.txt\n".encode(), b"\n", ["Tân Hòa/é.txt"]),
        (b"caf\xe9\nb\n", b"\n", ["caf\udce9", "b"]),
        (b"a\nb\0c\0", b"\0", ["a\nb", "c"]),
        (b"\0\0a\0\0b", b"\0", ["a", "b"]),
        (b"x" * 70_000 + b"\n" + b"y" * 70_000, b"\n", ["x" * 70_000, "y" * 70_000]),
        (b"x" * 65_536 + b"\n" + b"y\n", b"\n", ["x" * 65_536, "y"]),
        (b"x" * 65_535 + b"\n" + b"y\n", b"\n", ["x" * 65_535, "y"]),
    ],
)
def test_names_from(tmp_path, monkeypatch, data, separator, names):
    (tmp_path / "list").write_bytes(data)
    assert list(names_from(str(tmp_path / "list"), separator=separator)) == names
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert list(names_from("-", separator=separator)) == names


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("none\n", "none\\n: No such file or directory"),
        (".", ".: Is a directory"),
        ("nul\0", "nul\\x00: embedded null byte"),
        ("-", "-: standard input is closed"),
    ],
)
def test_a_list_that_cannot_be_read(tmp_path, monkeypatch, file, reason):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError) as caught:
        list(names_from(file))
    assert str(caught.value) == f"{reason}, so that the list of files cannot be read"
