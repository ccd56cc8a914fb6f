"""Sync: what is read again, what is left alone, what is marked, and what the database holds afterwards."""

import contextlib
import gzip
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from functools import lru_cache

import pytest
from click.testing import CliRunner

from antq_extract import across, extraction, intake, packfolders, packs, people, pipeline, store, sync
from antq_extract.cli import cli
from antq_extract.errors import InputError
from antq_extract.pool import ordered

LONG_AGO = 1_600_000_000_000_000_000  # ns
TEXT = "Xã {} đạt 19/20 tiêu chí."


def text(name):
    return TEXT.format(name).encode()


def lines(*names):
    return b"".join(json.dumps({"text": TEXT.format(name)}).encode() + b"\n" for name in names)


class Desk:
    """A folder to work in, with a database beside the articles, and what the runs over them did."""

    def __init__(self, folder, monkeypatch):
        self.folder = folder
        self.extracted = []
        self.opened = []
        self.clock = LONG_AGO
        extract, content = pipeline.extract, intake.content

        def counted(document, *args, **options):
            self.extracted.append(document.path if not document.index else f"{document.path}[{document.index}]")
            return extract(document, *args, **options)

        def watched(raw, options):
            self.opened.append(raw.path)
            return content(raw, options)

        monkeypatch.setattr(pipeline, "extract", counted)
        monkeypatch.setattr(intake, "content", watched)
        monkeypatch.setattr(sync, "ordered", lambda *args, apart: ordered(*args))  # here, where it can be counted
        monkeypatch.chdir(folder)

    def write(self, name, data, when=None):
        """Write a file, or remove it where ``data`` is None; its time is one that no other file has, or ``when``."""
        path = os.path.join(os.fsencode(self.folder), name if isinstance(name, bytes) else name.encode())  # noqa: PTH118
        if data is None:
            os.unlink(path)  # noqa: PTH108
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(data)
        self.clock += 1_000_000_000
        os.utime(path, ns=(when or self.clock,) * 2)

    def sync(self, *args, db="a.db"):
        """Run and return exit status, counts (articles, refused, new, changed, unchanged, vanished), and complaints."""
        self.extracted.clear()
        self.opened.clear()
        result = CliRunner().invoke(cli, ["sync", *map(str, args), "--db", str(db), "--log-format", "json"])
        told = [json.loads(line) for line in result.stderr.splitlines()]
        counts = None
        if told and "seconds" in told[-1]:
            last = told.pop()
            counts = tuple(last[name] for name in ["articles", "refused", "new", "changed", "unchanged", "vanished"])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, counts, [f"{one.get('code')}: {one['message']}" for one in told]

    def query(self, sql, db="a.db"):
        with contextlib.closing(sqlite3.connect(db)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            database.execute("INSERT INTO search(search) VALUES('integrity-check')")
            return database.execute(sql).fetchall()

    def present(self):
        return [
            (path, index) if index else path
            for path, index in self.query(
                "SELECT path, source_index FROM articles WHERE NOT vanished ORDER BY path, source_index"
            )
        ]

    def refused(self):
        return self.query("SELECT path, source_index, code FROM refusals ORDER BY path, source_index")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return Desk(tmp_path, monkeypatch)


A, B, C = text("A"), text("B"), text("C")


@pytest.mark.parametrize(
    ("before", "after", "counts", "extracted", "present"),
    [
        ({"a": A}, {}, (0, 0, 0, 0, 1, 0), [], ["a"]),
        ({"a": A}, {"b": B}, (1, 0, 1, 0, 1, 0), ["b"], ["a", "b"]),
        ({"a": A, "b": B}, {"a": C}, (1, 0, 0, 1, 1, 0), ["a"], ["a", "b"]),
        ({"a": A, "b": B}, {"a": A}, (1, 0, 0, 1, 1, 0), [], ["a", "b"]),  # touched
        ({"a": A, "b": B}, {"a": None}, (0, 0, 0, 0, 1, 1), [], ["b"]),
        ({"a": A, "b": B}, {"a": None, "c": A}, (1, 0, 1, 0, 1, 1), ["c"], ["b", "c"]),  # renamed
        ({"a": A}, {"a": b"", "b": B}, (1, 1, 1, 1, 0, 0), ["b"], ["b"]),  # refused now: its article is gone
        ({"a": b"", "b": B}, {"a": A}, (1, 0, 0, 1, 1, 0), ["a"], ["a", "b"]),
        ({"a": b"", "b": B}, {"a": None}, (0, 0, 0, 0, 1, 1), [], ["b"]),
        ({"a": b"\0", "b": B}, {"c": C}, (1, 1, 1, 0, 2, 0), ["c"], ["b", "c"]),  # told again
        ({"a": b"\0", "b": B}, {"a": b"\0"}, (0, 1, 0, 1, 1, 0), [], ["b"]),
    ],
)
def test_new_changed_unchanged_vanished(desk, before, after, counts, extracted, present):
    for name, data in before.items():
        desk.write(f"d/{name}.txt", data)
    desk.sync("d")
    for name, data in after.items():
        desk.write(f"d/{name}.txt", data)
    assert desk.sync("d")[:2] == (int(counts[1] > 0), counts)
    assert desk.extracted == [f"d/{name}.txt" for name in extracted]
    assert desk.present() == [f"d/{name}.txt" for name in present]
    again = desk.sync("d")
    assert again[1][2:] == (0, 0, counts[2] + counts[3] + counts[4], 0)
    assert (desk.extracted, desk.opened) == ([], [])
    assert desk.present() == [f"d/{name}.txt" for name in present]


def test_the_same_size_and_time_is_not_opened(desk):
    desk.write("d/a.txt", A, when=LONG_AGO)
    desk.sync("d")
    desk.write("d/a.txt", B, when=LONG_AGO)  # which nothing but its bytes gives away
    assert desk.sync("d") == (0, (0, 0, 0, 0, 1, 0), [])
    assert desk.opened == []


def test_a_file_that_was_just_written_is_read_once_more(desk):
    (desk.folder / "d").mkdir()
    (desk.folder / "d/a.txt").write_bytes(A)
    assert desk.sync("d")[1] == (1, 0, 1, 0, 0, 0)
    assert desk.sync("d")[1] == (1, 0, 0, 1, 0, 0)
    assert (desk.opened, desk.extracted) == (["d/a.txt"], [])


def test_what_vanished_comes_back(desk):
    desk.write("d/a.txt", A, when=LONG_AGO)
    desk.write("d/b.txt", B)
    desk.sync("d")
    (number,) = desk.query("SELECT id FROM articles WHERE path = 'd/a.txt'")
    desk.write("d/a.txt", None)
    assert desk.sync("d")[1] == (0, 0, 0, 0, 1, 1)
    assert desk.query("SELECT count(*) FROM shares") == [(1,)]
    desk.write("d/a.txt", A, when=LONG_AGO)
    assert desk.sync("d")[1] == (0, 0, 0, 0, 2, 0)
    assert desk.opened == []
    desk.write("d/a.txt", None)
    desk.sync("d")
    desk.write("d/a.txt", C)
    assert desk.sync("d")[1] == (1, 0, 0, 1, 1, 0)
    assert desk.query("SELECT id, text FROM articles WHERE path = 'd/a.txt' AND NOT vanished") == [
        (*number, C.decode())
    ]


def test_other_rules_or_options_read_all_again(desk, pack, monkeypatch):
    rulebook = lru_cache(maxsize=1)(lambda folders: packs.load(*folders))
    monkeypatch.setattr(extraction, "rulebook", rulebook)
    for name in "ab":
        desk.write(f"d/{name}.txt", text(name))
    rule = "pattern = 'Xã (?P<note>[a-z]){}'\nemit = {{ note = \"text\" }}"
    one, other = (pack(rule.format(more)).encode() for more in ("", " đạt"))
    desk.write("own/demo.toml", one)
    both, more = ["d/a.txt", "d/b.txt"], ""
    for change, args, extracted in [
        (None, (), both),
        (None, (), []),
        (None, ("--patterns", "own"), both),
        (None, ("--patterns", "own"), []),
        (other, ("--patterns", "own"), both),
        (one, ("--patterns", "own"), both),
        (None, ("--published", "2023-10-18"), both),
        (None, ("--published", "2023-10-18"), []),
        (None, ("--published", "2023-10-19"), both),
        (None, ("--max-bytes", "1000"), both),
        (None, (), both),
    ]:
        if change:
            desk.write("own/demo.toml", change)
            more = " đạt" if change == other else ""
        rulebook.cache_clear()
        assert desk.sync("d", *args)[0] == 0
        assert desk.extracted == extracted, (change, args)
        facts = desk.query("SELECT text, json_extract(fields, '$.note') FROM facts WHERE kind = 'demo'")
        assert facts == ([(f"Xã a{more}", "a"), (f"Xã b{more}", "b")] if "--patterns" in args else [])
        dates = desk.query("SELECT DISTINCT date_published FROM articles")
        assert dates == [(args[1] if "--published" in args else None,)]


def test_a_bad_pack_is_a_bad_pack(desk):
    desk.write("d/a.txt", A)
    desk.write("own/demo.toml", b"format = 9")
    code, counts, told = desk.sync("d", "--patterns", "own")
    assert (code, counts, len(told)) == (2, None, 1)
    assert desk.sync("d")[:2] == (0, (1, 0, 1, 0, 0, 0))


# --- refusals -----------------------------------------------------------------------------------------------------


def test_refusals_are_told_again_without_reading(desk):
    desk.write("d/a.txt", b"")
    desk.write("d/b.jsonl", lines("A") + b"{}\n" + lines("B"))
    expected = (
        1,
        [
            "empty: d/a.txt: empty file",
            "not-json: d/b.jsonl[1]: no JSON object with text in a field 'text'",
        ],
    )
    first = desk.sync("d", "--rejects", "r1")
    assert (first[0], first[2]) == expected
    second = desk.sync("d", "--rejects", "r2")
    assert (second[0], second[2]) == expected
    assert second[1] == (0, 2, 0, 0, 2, 0)
    assert desk.opened == []
    assert (desk.folder / "r1").read_bytes() == (desk.folder / "r2").read_bytes()
    assert desk.refused() == [("d/a.txt", 0, "empty"), ("d/b.jsonl", 1, "not-json")]
    assert desk.sync("d", "--strict")[0] == 1


@pytest.mark.parametrize("code", ["missing", "unreadable", "needs-extra", "crashed", "internal-error", "not-text"])
def test_passing_refusals_keep_the_article_and_are_tried_again(desk, monkeypatch, code):
    desk.write("d/a.txt", A)
    desk.write("d/b.txt", B)
    desk.sync("d")
    parse = intake.parse

    def failing(raw, data, options):
        if raw.path == "d/a.txt":
            if code == "internal-error":
                raise RuntimeError("oh")
            raise InputError(raw.name, code, "not today")
        return parse(raw, data, options)

    with monkeypatch.context() as patch:
        patch.setattr(intake, "parse", failing)
        desk.write("d/a.txt", C)
        for counts in ((0, 1, 0, 1, 1, 0),) * 2 if code != "not-text" else ((0, 1, 0, 1, 1, 0), (0, 1, 0, 0, 2, 0)):
            assert desk.sync("d")[1] == counts
            assert desk.refused() == [("d/a.txt", 0, code)]
            assert desk.present() == (["d/b.txt"] if code == "not-text" else ["d/a.txt", "d/b.txt"])
    if code != "not-text":
        assert desk.sync("d") == (0, (1, 0, 0, 1, 1, 0), [])
        assert (desk.refused(), desk.extracted) == ([], ["d/a.txt"])
        assert desk.query("SELECT text FROM articles WHERE path = 'd/a.txt'") == [(C.decode(),)]
        assert desk.sync("d")[1] == (0, 0, 0, 0, 2, 0)


def test_an_article_that_is_as_it_was_before_a_passing_refusal(desk, monkeypatch):
    desk.write("d/a.txt", A)
    desk.sync("d")

    def unreadable(raw, _options):
        raise InputError(raw.name, "unreadable", "Stale file handle")

    desk.write("d/a.txt", A)
    with monkeypatch.context() as patch:
        patch.setattr(intake, "content", unreadable)
        assert desk.sync("d")[1:] == ((0, 1, 0, 1, 0, 0), ["unreadable: d/a.txt: Stale file handle"])
    assert (desk.present(), desk.refused()) == (["d/a.txt"], [("d/a.txt", 0, "unreadable")])
    assert desk.sync("d") == (0, (1, 0, 0, 1, 0, 0), [])
    assert (desk.extracted, desk.refused(), desk.present()) == ([], [], ["d/a.txt"])


def test_a_list_that_cannot_be_opened_today_keeps_all_its_articles(desk, monkeypatch):
    desk.write("d/a.jsonl", lines("A", "B", "C"))
    desk.sync("d")
    desk.write("d/a.jsonl", lines("A", "B", "C"))

    def unreadable(_item):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "_opened", unreadable)
        assert desk.sync("d")[1] == (0, 1, 0, 1, 0, 0)
    assert desk.present() == ["d/a.jsonl", ("d/a.jsonl", 1), ("d/a.jsonl", 2)]
    assert desk.sync("d")[:2] == (0, (3, 0, 0, 1, 0, 0))
    assert (desk.extracted, desk.refused()) == ([], [])


# --- files of many articles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "extracted", "present"),
    [
        (("A",), ("A", "B"), [1], ["A", "B"]),
        (("A", "B", "C"), ("A", "B", "C", "D", "E"), [3, 4], ["A", "B", "C", "D", "E"]),
        (("A", "B", "C"), ("A", "X", "C"), [1], ["A", "X", "C"]),
        (("A", "B", "C"), ("A",), [], ["A"]),
        (("A", "B", "C"), ("B", "C"), [0, 1], ["B", "C"]),
        (("A", "B"), (), None, []),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["jsonl", "gz"])
def test_lines_that_come_and_go(desk, before, after, extracted, present, packed):
    name, pack_up = ("a.jsonl.gz", gzip.compress) if packed else ("a.jsonl", bytes)
    desk.write(f"d/{name}", pack_up(lines(*before)))
    desk.sync("d")
    desk.write(f"d/{name}", pack_up(lines(*after)))
    code, counts, _ = desk.sync("d", "-j", "1")
    assert (code, counts[3]) == (int(extracted is None), 1)
    assert desk.extracted == [f"d/{name}[{index}]" if index else f"d/{name}" for index in extracted or ()]
    texts = desk.query("SELECT text FROM articles ORDER BY source_index")
    assert texts == [(TEXT.format(one),) for one in present]
    assert desk.query("SELECT count(*) FROM ratios") == [(len(present),)]


def test_a_broken_gz_keeps_what_stands_before_the_break(desk):
    names = [f"{number:04}" for number in range(400)]
    whole = gzip.compress(lines(*names))
    desk.write("d/a.jsonl.gz", whole[: len(whole) // 2])
    code, counts, told = desk.sync("d")
    assert (code, counts[1:], told[0].partition(":")[0]) == (1, (1, 1, 0, 0, 0), "broken")
    assert 0 < counts[0] < 400
    desk.write("d/a.jsonl.gz", whole)
    assert desk.sync("d")[:2] == (0, (400, 0, 0, 1, 0, 0))
    assert len(desk.extracted) == 400 - counts[0]
    assert desk.refused() == []


# --- which files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "prepare", "present"),
    [
        (["d"], lambda d: shutil.rmtree(d), ["d/a.txt", "d/s/b.txt"]),
        (["d"], lambda d: (shutil.rmtree(d), d.mkdir()), ["d/a.txt", "d/s/b.txt"]),
        (["d", "e"], lambda d: shutil.rmtree(d), ["d/a.txt", "d/s/b.txt", "e/c.txt"]),
        (["d"], lambda d: shutil.rmtree(d / "s"), ["d/a.txt"]),
        (["d/a.txt"], lambda d: (d / "a.txt").unlink(), ["d/s/b.txt"]),
        (["d/a.txt"], lambda d: (d / "s/b.txt").unlink(), ["d/a.txt", "d/s/b.txt"]),  # not looked for
        (["d/s"], lambda d: (d / "a.txt").unlink(), ["d/a.txt", "d/s/b.txt"]),
        (["d", "--exclude", "s"], lambda _: None, ["d/a.txt"]),
        (["d", "--include", "b*"], lambda _: None, ["d/s/b.txt"]),
        (["d", "d/a.txt", "d/s", "./d"], lambda _: None, ["d/a.txt", "d/s/b.txt"]),
    ],
)
def test_what_is_marked_as_vanished(desk, args, prepare, present):
    for name in ("d/a.txt", "d/s/b.txt", *(["e/c.txt"] if "e" in args else [])):
        desk.write(name, text(name))
    desk.sync("d", *(["e"] if "e" in args else []))
    prepare(desk.folder / "d")
    code, counts, _ = desk.sync(*args)
    assert desk.present() == present
    assert (counts[0], desk.extracted) == (0, [])
    assert code == int(counts[1] > 0)


@pytest.mark.parametrize("top", ["d", "."])
def test_nothing_below_a_folder_that_cannot_be_read_is_marked(desk, monkeypatch, top):
    for name in ("d/a.txt", "d/s/b.txt", "d/t/c.txt"):
        desk.write(name, text(name))
    if top == ".":
        monkeypatch.chdir("d")
    prefix = "" if top == "." else "d/"
    desk.sync(top, db=desk.folder / "a.db")
    scandir = os.scandir

    def refusing(folder):
        if str(folder).endswith("s"):
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    (desk.folder / "d/t/c.txt").unlink()
    code, counts, told = desk.sync(top, db=desk.folder / "a.db")
    assert (code, counts) == (1, (0, 1, 0, 0, 1, 1))
    assert told == [f"unreadable: {prefix}s: Permission denied"]
    monkeypatch.chdir(desk.folder)
    assert desk.present() == [f"{prefix}a.txt", f"{prefix}s/b.txt"]


def test_two_folders_of_the_same_name(desk):
    for root in ("x", "y"):
        desk.write(f"{root}/news/a.txt", text(root))
    roots = [desk.folder / "x/news", desk.folder / "y/news"]
    assert desk.sync(*roots)[1] == (2, 0, 2, 0, 0, 0)
    assert desk.present() == ["news/a.txt", "news/a.txt"]
    assert desk.sync(roots[0])[1] == (0, 0, 0, 0, 1, 0)  # the other is not looked for
    assert desk.sync(*reversed(roots))[1] == (0, 0, 0, 0, 2, 0)
    desk.write("y/news/a.txt", None)
    desk.write("y/news/b.txt", B)
    assert desk.sync(*roots)[1] == (1, 0, 1, 0, 1, 1)
    assert desk.query("SELECT text FROM articles WHERE NOT vanished ORDER BY path") == [
        (text("x").decode(),),
        (B.decode(),),
    ]


def test_a_list_of_files(desk):
    for name in ("d/a.txt", "d/b.txt", "d/c.dat"):
        desk.write(name, text(name))
    desk.write("list", b"d/a.txt\nd/c.dat\n\nd/a.txt\nd/none.txt\n-\nd/none.txt\n")
    code, counts, told = desk.sync("--files-from", "list")
    assert (code, counts) == (1, (2, 3, 2, 0, 0, 0))
    assert told == [
        "missing: d/none.txt: no such file or folder",
        "unreadable: -: sync reads files, not standard input",
        "missing: d/none.txt: no such file or folder",
    ]
    assert desk.present() == ["d/a.txt", "d/c.dat"]
    desk.write("list", b"d/b.txt\0d/a.txt\0")
    assert desk.sync("--files-from", "list", "-0")[1] == (1, 0, 1, 0, 1, 0)  # d/c.dat is not looked for
    assert desk.present() == ["d/a.txt", "d/b.txt", "d/c.dat"]


def test_a_missing_name_given_twice_in_two_processes(desk):
    desk.write("a.txt", A)
    assert desk.sync("none", "a.txt", "none", "-j", "2")[:2] == (1, (1, 2, 1, 0, 0, 0))


def test_names_that_are_no_text(desk):
    names = [b"d/new\nline.txt", b"d/z\xe9.txt", "d/ấp.txt".encode()]
    try:
        for name in names:
            desk.write(name, text(len(name)))
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    assert desk.sync("d")[:2] == (0, (3, 0, 3, 0, 0, 0))
    assert desk.present() == ["d/new\nline.txt", "d/z\\xe9.txt", "d/ấp.txt"]
    assert desk.sync("d")[1] == (0, 0, 0, 0, 3, 0)
    for name in names[:2]:
        desk.write(name, None)
    result = CliRunner().invoke(cli, ["sync", "d", "--db", "a.db", "--dry-run"])
    assert sorted(result.stdout.splitlines()) == ["vanished\td/new\\nline.txt", "vanished\td/z\\xe9.txt"]
    assert desk.sync("d")[1] == (0, 0, 0, 0, 1, 2)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused(desk):
    (desk.folder / "d").mkdir()
    os.mkfifo(desk.folder / "d/p.txt")
    os.mkfifo(desk.folder / "q")
    desk.write("d/a.txt", A)
    desk.write("list", b"d/p.txt\n")
    code, counts, told = desk.sync("d", "q", "--files-from", "list")
    assert (code, counts) == (1, (1, 2, 1, 0, 0, 0))
    assert told == ["unreadable: q: not a regular file", "unreadable: d/p.txt: not a regular file"]


def test_standard_input_is_no_folder(desk):
    result = CliRunner().invoke(cli, ["sync", "-", "--db", "a.db"])
    assert (result.exit_code, list(desk.folder.iterdir())) == (2, [])


def test_figures_that_are_too_large_for_the_database(desk):
    desk.write("a.txt", "Có 12345678901234567890/12345678901234567899 hộ đạt chuẩn.".encode())
    assert desk.sync("a.txt")[0] == 0
    assert desk.query("SELECT numerator, denominator FROM ratios") == [(12345678901234567890.0, 12345678901234567899.0)]


# --- runs ---------------------------------------------------------------------------------------------------------


def state(folder):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_dry_run_writes_nothing(desk):
    for name in "abc":
        desk.write(f"d/{name}.txt", text(name))
    before = state(desk.folder)
    result = CliRunner().invoke(cli, ["sync", "d", "--db", "a.db", "--dry-run"])
    assert (result.exit_code, result.stdout) == (0, "new\td/a.txt\nnew\td/b.txt\nnew\td/c.txt\n")
    assert state(desk.folder) == before
    desk.sync("d")
    desk.write("d/a.txt", C)
    desk.write("d/b.txt", None)
    desk.write("d/d.txt", b"")
    before = state(desk.folder)
    result = CliRunner().invoke(cli, ["sync", "d", "--db", "a.db", "--dry-run"])
    assert result.stdout == "changed\td/a.txt\nnew\td/d.txt\nvanished\td/b.txt\n"
    assert (result.exit_code, state(desk.folder)) == (0, before)


def test_many_articles_are_many_transactions(desk, monkeypatch):
    """What was committed before an end stays, in files and inside of one; the next run goes on there."""
    desk.write("d/a.jsonl", lines(*range(450)))
    extract, many = pipeline.extract, [0]

    def ending(document, *args, **options):
        many[0] += 1
        if many[0] > 430:
            raise KeyboardInterrupt
        return extract(document, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "extract", ending)
        patch.setattr(sync, "_SECONDS", float("inf"))
        assert desk.sync("d")[0] == 130
    assert desk.query("SELECT count(*) FROM articles") == [(400,)]
    assert desk.sync("d")[:2] == (0, (450, 0, 0, 1, 0, 0))
    assert desk.extracted == [f"d/a.jsonl[{number}]" for number in range(400, 450)]
    assert desk.query("SELECT id, source_index FROM articles") == [(number + 1, number) for number in range(450)]


def tables(desk, db):
    names = [name for (name,) in desk.query("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')", db)]
    return {name: desk.query(f"SELECT * FROM {name}", db) for name in names}  # noqa: S608


def test_two_processes_write_the_same(desk):
    for number in range(40):
        desk.write(f"d/{number:02}.txt", text(number) if number % 7 else b"")
    desk.write("d/z.jsonl", lines(*range(60)) + b"{}\n")
    one, two = desk.sync("d"), desk.sync("d", "-j", "2", db="b.db")
    assert one == two
    assert one[1] == (94, 7, 41, 0, 0, 0)
    assert tables(desk, "a.db") == tables(desk, "b.db")


HOLD = """
import sys
from pathlib import Path
from antq_extract.locking import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("name", ["a.db", "link.db"])
def test_the_second_of_two_runs_ends_at_once(desk, name):
    desk.write("d/a.txt", A)
    desk.sync("d")
    desk.write("d/b.txt", B)
    (desk.folder / "link.db").symlink_to("a.db")
    arguments = [sys.executable, "-c", HOLD, name]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        assert desk.sync("d") == (75, None, ["None: a.db: another run is writing to it"])
        exported = CliRunner().invoke(cli, ["export", "--db", "a.db"])  # reading goes on
        assert (exported.exit_code, exported.stdout.count("\n")) == (0, 1)
        dry = CliRunner().invoke(cli, ["sync", "d", "--db", "a.db", "--dry-run"])
        assert (dry.exit_code, dry.stdout) == (0, "new\td/b.txt\n")
        holder.kill()
    assert desk.sync("d")[:2] == (0, (1, 0, 1, 0, 1, 0))


@pytest.mark.parametrize(("db", "code"), [("/", 73), (".", 73), ("", 73), ("d", 73), ("none/a.db", 73)])
def test_a_place_for_no_database(desk, db, code):
    desk.write("d/a.txt", A)
    found, counts, told = desk.sync("d", db=db)
    assert (found, counts, len(told)) == (code, None, 1)
    assert not (desk.folder / "none").exists()


def test_an_article_that_ends_its_process_costs_itself_alone(desk, monkeypatch):
    monkeypatch.setattr(sync, "ordered", ordered)
    extract = pipeline.extract

    def deadly(document, *args, **options):
        if document.path == "d/b.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return extract(document, *args, **options)

    monkeypatch.setattr(pipeline, "extract", deadly)
    for name in "abc":
        desk.write(f"d/{name}.txt", text(name))
    assert desk.sync("d") == (1, (2, 1, 3, 0, 0, 0), ["crashed: d/b.txt: the process that read it died (status -9)"])
    assert desk.sync("d") == (1, (0, 1, 0, 1, 2, 0), ["crashed: d/b.txt: the process that read it died (status -9)"])


def test_unchanged_files_are_passed_where_they_are_listed(desk, monkeypatch):
    for name in ("a.txt", "b c.txt", "ấp/é.txt"):
        desk.write(f"d/{name}", text(name))
    assert desk.sync("d") == (0, (3, 0, 3, 0, 0, 0), [])

    def not_needed(*_args):
        raise AssertionError("what is known of each file was looked up")

    monkeypatch.setattr(store.Store, "files", not_needed)
    assert desk.sync("d", "./d", "d/ấp") == (0, (0, 0, 0, 0, 3, 0), [])


# --- what several articles say together ---------------------------------------------------------------------------

MEETING = """Khen thưởng {count} tập thể trong phong trào bảo vệ an ninh

Lạng Sơn, ngày {day}/2/2023. Sáng {day}/2, tại tỉnh Lạng Sơn, Đại tá Lò Văn Tám, Giám đốc Công an tỉnh Lạng Sơn và ông \
Hứa Văn Lãm, Phó Chủ tịch UBND tỉnh Lạng Sơn dự hội nghị. Giám đốc Công an tỉnh tặng Giấy khen cho {count} tập thể.
"""
ELSEWHERE = "Ngày 10/2/2023, tại tỉnh Cao Bằng, Đại tá Lò Văn Tám, Giám đốc Công an tỉnh Cao Bằng, thăm xã."


def meeting(count, day=8):
    return MEETING.format(count=count, day=day).encode()


PEOPLE = "SELECT name, articles FROM persons ORDER BY name, articles"
EVENTS = "SELECT path FROM same_events ORDER BY path"
FIGURES = "SELECT DISTINCT path, value FROM differing_figures ORDER BY path"


def test_people_and_events_follow_the_articles(desk):
    desk.write("d/a.txt", meeting(25))
    desk.write("d/b.txt", ELSEWHERE.encode())
    assert desk.sync("d")[0] == 0
    assert desk.query(PEOPLE) == [("Hứa Văn Lãm", 1), ("Lò Văn Tám", 1), ("Lò Văn Tám", 1)]
    assert desk.query(EVENTS) == []
    ids = dict(desk.query("SELECT path, person FROM person_articles"))
    desk.write("d/c.txt", meeting(23))
    desk.write("d/e.txt", meeting(25, day=9))
    assert desk.sync("d")[0] == 0
    assert desk.query(PEOPLE) == [("Hứa Văn Lãm", 3), ("Lò Văn Tám", 1), ("Lò Văn Tám", 3)]
    assert dict(desk.query("SELECT path, person FROM person_articles WHERE path < 'd/c'")) == ids
    assert desk.query(EVENTS) == [("d/a.txt",), ("d/c.txt",)]
    assert desk.query(FIGURES) == [("d/a.txt", 25.0), ("d/c.txt", 23.0)]
    assert desk.query("SELECT DISTINCT why FROM person_articles WHERE path = 'd/c.txt'") == [("same-post",)]
    assert desk.query("SELECT post, province, first, last, articles FROM person_posts WHERE name LIKE 'Hứa%'") == [
        ("Phó Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn", "Lạng Sơn", "2023-02-08", "2023-02-09", 3)
    ]
    desk.write("d/c.txt", meeting(25))  # the same text as another one is no second report
    desk.sync("d")
    assert desk.query(EVENTS) == []
    desk.write("d/b.txt", None)
    desk.write("d/e.txt", None)
    desk.sync("d")
    assert desk.query(PEOPLE) == [("Hứa Văn Lãm", 2), ("Lò Văn Tám", 2)]


def test_nothing_is_compared_anew_where_nothing_changed(desk, monkeypatch):
    desk.write("d/a.txt", meeting(25))
    desk.sync("d")
    before = tables(desk, "a.db")

    def not_needed(*_args):
        raise AssertionError("articles were compared anew")

    with monkeypatch.context() as patch:
        patch.setattr(people, "persons", not_needed)
        assert desk.sync("d")[0] == 0
        desk.write("d/a.txt", meeting(25))  # touched
        assert desk.sync("d")[0] == 0
        desk.write("d/b.txt", b"")  # refused
        assert desk.sync("d")[0] == 1
        desk.write("d/c.txt", meeting(23))
        with pytest.raises(AssertionError):
            desk.sync("d")
    assert tables(desk, "a.db")["persons"] == before["persons"]
    assert desk.sync("d")[0] == 1  # which makes up for it, though no article is new
    assert desk.query(PEOPLE) == [("Hứa Văn Lãm", 2), ("Lò Văn Tám", 2)]
    assert desk.query("SELECT count(*) FROM compared") == [(1,)]


def test_other_words_of_standing_compare_anew(desk, monkeypatch):
    desk.write("d/a.txt", meeting(25))
    desk.sync("d")
    (before,) = desk.query("SELECT made_by FROM compared")
    digest = packfolders.digest
    with monkeypatch.context() as patch:
        patch.setattr(packfolders, "digest", lambda folders: digest(folders) + "!" * len(list(folders)))
        assert desk.sync("d") == (0, (0, 0, 0, 0, 1, 0), [])
    assert desk.query("SELECT made_by FROM compared") != [before]


@pytest.mark.parametrize("end", [KeyboardInterrupt, OSError])
def test_a_run_that_ends_while_it_compares_changes_nothing_of_it(desk, monkeypatch, end):
    desk.write("d/a.txt", meeting(25))
    desk.sync("d")
    before = tables(desk, "a.db")
    desk.write("d/c.txt", meeting(23))

    def ending(_store, table, columns, rows):
        put(_store, table, columns, rows)
        if table == "coverage_articles":
            raise end

    put = across._put
    with monkeypatch.context() as patch:
        patch.setattr(across, "_put", ending)
        if end is OSError:
            with pytest.raises(OSError):  # noqa: PT011 - the very one
                desk.sync("d")
        else:
            assert desk.sync("d")[0] == 130
    after = tables(desk, "a.db")
    assert (len(before["articles"]), len(after["articles"]), after["compared"]) == (1, 2, [])
    for name in ("persons", "person_officials", "offices", "coverage", "coverage_articles", "coverage_figures"):
        assert after[name] == before[name]
    assert desk.sync("d")[1][2:] == (0, 0, 2, 0)
    assert desk.query(EVENTS) == [("d/a.txt",), ("d/c.txt",)]


SAME = '[[same]]\nname = "Lò Văn Tám"\nprovinces = ["Lạng Sơn", "Cao Bằng"]\n'


def test_the_analyst_s_file_overrules(desk):
    desk.write("d/a.txt", meeting(25))
    desk.write("d/b.txt", ELSEWHERE.encode())
    desk.sync("d")
    desk.write("people.toml", f'{SAME}\n[[same]]\nname = "Lò Văn"\nposts = ["A", "B"]\n'.encode())
    idle = "None: people.toml: [[same]] 2, line 5: no article names Lò Văn"
    assert desk.sync("d", "--people", "people.toml") == (0, (0, 0, 0, 0, 2, 0), [idle])
    assert desk.query(PEOPLE) == [("Hứa Văn Lãm", 1), ("Lò Văn Tám", 2)]
    assert desk.query("SELECT path, why FROM person_articles WHERE name = 'Lò Văn Tám'") == [
        ("d/a.txt", "first"),
        ("d/b.txt", "told"),
    ]
    assert desk.sync("d", "--people", "people.toml") == (0, (0, 0, 0, 0, 2, 0), [])  # as it is
    apart = '\n[[apart]]\nname = "Lò Văn Tám"\narticles = ["d/a.txt", "d/b.txt"]\n'
    desk.write("people.toml", (SAME + apart).encode())
    overruled = "None: people.toml: [[same]] 1, line 1: an [[apart]] says the contrary"
    assert desk.sync("d", "--people", "people.toml") == (0, (0, 0, 0, 0, 2, 0), [overruled])
    assert desk.query(PEOPLE) == [("Hứa Văn Lãm", 1), ("Lò Văn Tám", 1), ("Lò Văn Tám", 1)]
    desk.write("people.toml", b"# nothing")
    desk.sync("d", "--people", "people.toml")
    assert desk.query(PEOPLE) == [("Hứa Văn Lãm", 1), ("Lò Văn Tám", 1), ("Lò Văn Tám", 1)]
    desk.write("people.toml", b"[[same]]")
    fault = "None: people.toml: [[same]] 1, line 1: name is missing; it is the person's name as the report shows it"
    desk.write("d/c.txt", meeting(23))
    assert desk.sync("d", "--people", "people.toml") == (2, None, [fault])
    assert desk.present() == ["d/a.txt", "d/b.txt"]  # told before anything is read


def test_places_are_columns(desk):
    desk.write("d/a.txt", meeting(25))
    desk.sync("d")
    place = ("Lạng Sơn", "20", "Lạng Sơn", "20")
    columns = "province, province_code, province_now, province_now_code"
    for table in ("articles", "awards", "posts"):
        assert desk.query(f"SELECT DISTINCT {columns} FROM {table}") == [place], table  # noqa: S608 - own names
    assert desk.query("SELECT DISTINCT province_from IS NULL, district, commune_from FROM posts") == [(0, None, None)]
    assert desk.query("SELECT level, name, code FROM places") == [("province", "Lạng Sơn", "20")]
    desk.write("d/a.txt", b"Ng\xc3\xa0y 8/2/2023.")
    desk.sync("d")
    assert desk.query(f"SELECT {columns}, province_from FROM articles") == [(None,) * 5]  # noqa: S608 - own names
    assert desk.query("SELECT * FROM places") == []
