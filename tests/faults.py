"""Faults for real: the command is killed, its disk fills up, its files change under it; then it is looked what is left.

Run it from the top of the checkout, as root for all of it (a small disk is mounted, a user without rights is played)::

    python -m tests.faults
    python -m tests.faults --kills 10 kill full-disk
    python -m tests.faults --list

One line a scenario says whether it held; the exit status is 1 if any did not. It takes about five minutes on two
cores. Everything happens in a temporary folder (of ``TMPDIR``), over articles that are made up here.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

COMMAND = [sys.executable, "-P", "-m", "antq_extract"]
SEED = 20231018
LONG_AGO = 1_600_000_000
LIMIT = 90  # seconds after which a run counts as hanging

_scenarios: dict[str, Callable[[Path], str]] = {}
_kills = 50


class Failure(Exception):  # noqa: N818 - not an error of the script
    """What was expected did not hold."""


def scenario(name: str) -> Callable[[Callable[[Path], str]], Callable[[Path], str]]:
    """Register a function that takes an empty folder and returns what there is to say of a success."""

    def register(function: Callable[[Path], str]) -> Callable[[Path], str]:
        _scenarios[name] = function
        return function

    return register


def expect(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise Failure(f"{what}: {str(found)[:300]} instead of {str(wanted)[:300]}")


def article(number: int) -> str:
    """An invented article of a line; each tenth has every kind of fact."""
    if number % 10:
        return f"Xã {number} đạt {number % 20}/20 tiêu chí."
    return (
        f"Hội nghị sơ kết của huyện Tân Hòa lần thứ {number}\n\n"
        f"Ngày {number % 28 + 1}/{number % 12 + 1}/2023, huyện Tân Hòa tổ chức hội nghị. Ông Lò Văn Tám, Chủ tịch UBND "
        f"huyện Tân Hòa, dự hội nghị.\n\nĐến nay, {number % 20}/20 xã đạt chuẩn. Chủ tịch UBND tỉnh tặng Bằng khen cho "
        f"{number % 40 + 2} tập thể, căn cứ Quyết định số {number}/QĐ-UBND ngày 3/1/2023.\n"
    )


def make_articles(folder: Path, count: int, text: Callable[[int], str] = article) -> Path:
    for number in range(count):
        path = folder / f"{number // 500:02}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(number), encoding="utf-8")
        os.utime(path, (LONG_AGO, LONG_AGO))
    return folder


def start(*args: object, **options: object) -> subprocess.Popen[bytes]:
    """Start the command, behind a ``prefix`` if there is one, in a process group of its own."""
    prefix: list[str] = options.pop("prefix", [])  # type: ignore[assignment]
    own = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | options
    return subprocess.Popen([*prefix, *COMMAND, *map(str, args)], start_new_session=True, **own)  # type: ignore[call-overload]


def run(*args: object, code: int | None = 0, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run the command; fail if it hangs, leaves processes, shows a traceback or ends otherwise than with ``code``."""
    with start(*args, **options) as process:
        try:
            out, err = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise Failure(f"{args[0]} hangs") from None
    out, err = out or b"", err or b""
    expect(strays(process.pid), [], f"processes that {args[0]} left")
    if b"Traceback" in err:
        raise Failure(f"a traceback: {err.decode(errors='replace')[-600:]}")
    if code is not None and process.returncode != code:
        raise Failure(f"{args[0]}: exit status {process.returncode} instead of {code}: {err.decode()[-300:]}")
    return subprocess.CompletedProcess(args, process.returncode, out, err)


def strays(group: int) -> list[int]:
    """Return the processes of a group that are alive."""
    return [pid for pid, parent, pgrp in _processes() if pgrp == group]


def children(parent: int) -> list[int]:
    return [pid for pid, ppid, _ in _processes() if ppid == parent]


def _processes() -> Iterator[tuple[int, int, int]]:
    for entry in os.listdir("/proc"):  # noqa: PTH208
        if entry.isdigit():
            with contextlib.suppress(OSError):
                state, parent, group = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[:3]
                if state != "Z":
                    yield int(entry), int(parent), int(group)


def end_of_strays(group: int) -> None:
    """Wait for the workers of a process that was killed to end on their own, behind the article that each is at."""
    for _ in range(1200):
        if not strays(group):
            return
        time.sleep(0.05)
    raise Failure("workers outlive their killed parent by a minute")


def dump(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables and views, ids included, after looking whether the file is sound."""
    with contextlib.closing(sqlite3.connect(db)) as database:
        expect(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)], "integrity_check")
        expect(database.execute("PRAGMA foreign_key_check").fetchall(), [], "foreign_key_check")
        database.execute("INSERT INTO search(search) VALUES('integrity-check')")
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608
    del rows["search_data"], rows["search_idx"]  # how the index is laid out; the check has looked at it
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def expect_same(db: Path, wanted: dict[str, list[tuple[object, ...]]]) -> None:
    found = dump(db)
    for name in wanted:
        if found[name] != wanted[name]:
            extra = [row for row in found[name] if row not in wanted[name]][:1]
            lacking = [row for row in wanted[name] if row not in found[name]][:1]
            raise Failure(f"{name}: {len(found[name])} rows for {len(wanted[name])}; {extra} for {lacking}"[:400])


def only(folder: Path, *names: str) -> None:
    expect(sorted(path.name for path in folder.iterdir()), sorted(names), "files in the folder")


def one_line(result: subprocess.CompletedProcess[bytes], *words: str) -> None:
    lines = result.stderr.decode().splitlines()
    if len(lines) != 1 or not all(word in lines[0] for word in words):
        raise Failure(f"not one line with {words}: {lines}")


def rows_in(db: Path) -> int:
    """Return how many articles are committed; 0 where there is no database yet."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True, timeout=5)) as database:
            return int(database.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:
        return 0


# --- kills --------------------------------------------------------------------------------------------------------


def _killed_again_and_again(folder: Path, kills: int, *options: str) -> str:
    articles = make_articles(folder / "d", 2000)
    run("sync", articles, "--db", folder / "whole.db", "-q", "-j", "2")
    wanted = dump(folder / "whole.db")
    dice = random.Random(SEED)  # noqa: S311
    db = folder / "killed.db"
    within = grown = 0
    step = kills // 8 or 1
    first = 0.0  # seconds from the start of a run to its first transaction
    for number in range(kills):
        # All kills are to fall into the 2,000, and most into a transaction: each ``step``-th run may go on by its share.
        before, began = rows_in(db), time.monotonic()
        with start("sync", articles, "--db", db, "-q", *options, stderr=subprocess.DEVNULL) as process:
            if number % step == 0:
                goal = before + max(1, (2000 - before) * step // (kills - number + step))
                while process.poll() is None and (now := rows_in(db)) < goal:
                    first = first or (now > before) * (time.monotonic() - began)
                    time.sleep(0.01)
                first = first or time.monotonic() - began
                time.sleep(dice.uniform(0, 0.4))
            else:
                time.sleep(dice.uniform(first / 2, first))
            within += process.poll() is None
            process.kill()
        end_of_strays(process.pid)
        grown += rows_in(db) > before
        expect((folder / "killed.db").exists(), True, "database")
        if number % 10 == 0:
            with contextlib.closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as database:
                expect(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)], f"after kill {number}")
    left = 2000 - rows_in(db)
    run("sync", articles, "--db", db, "-q", *options)
    expect_same(db, wanted)
    only(folder, "d", "whole.db", "killed.db", ".whole.db.lock", ".killed.db.lock")
    run("sync", articles, "--db", db, "-q", *options)
    expect_same(db, wanted)
    return f"{within} of {kills} kills fell into a run, {grown} runs had written; {left} articles left for the last run"


@scenario("kill")
def kill(folder: Path) -> str:
    """SIGKILL at random moments of a sync of 2,000 articles, then one more run."""
    return _killed_again_and_again(folder, _kills)


@scenario("kill-jobs")
def kill_jobs(folder: Path) -> str:
    """The same with two processes, half as often."""
    return _killed_again_and_again(folder, _kills // 2, "-j", "2")


@scenario("signals")
def signals(folder: Path) -> str:
    """SIGTERM and SIGINT in the middle of a sync; the next run goes on."""
    articles = make_articles(folder / "d", 600)
    run("sync", articles, "--db", folder / "whole.db", "-q", "-j", "2")
    for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
        for jobs in "12":
            db = folder / f"{number}-{jobs}.db"
            with start("sync", articles, "--db", db, "-q", "-j", jobs) as process:
                while not rows_in(db):
                    time.sleep(0.01)
                process.send_signal(number)
                _, err = process.communicate(timeout=LIMIT)
            expect((process.returncode, err), (code, b""), f"after signal {number}")
            expect(strays(process.pid), [], "processes left")
            expect(0 < rows_in(db) < 600, True, "stopped in the middle")
            run("sync", articles, "--db", db, "-q", "-j", "2")
            expect_same(db, dump(folder / "whole.db"))
    return "143 and 130, in one process and in two"


@scenario("worker-killed")
def worker_killed(folder: Path) -> str:
    """Workers of extract -j 2 killed at random."""
    articles = make_articles(folder / "d", 600)
    whole = run("extract", articles, "-q").stdout.splitlines()
    dice = random.Random(SEED)  # noqa: S311
    killed, lacking = 0, 0
    for _ in range(3):
        with (folder / "out").open("wb") as out, start("extract", articles, "-q", "-j", "2", stdout=out) as process:
            for _ in range(5):
                time.sleep(dice.uniform(0.5, 4))  # a worker needs some seconds before its first article is done
                workers = children(process.pid)
                if workers and process.poll() is None:
                    with contextlib.suppress(OSError):
                        os.kill(dice.choice(workers), signal.SIGKILL)
                        killed += 1
            process.wait(timeout=LIMIT)
            err = (process.stderr.read() if process.stderr else b"").decode().splitlines()
        crashed = [line.split(": ")[1] for line in err if "died" in line]
        expect(len(crashed), len(err), "lines")
        expect(process.returncode, int(bool(crashed)), "exit status")
        names = {name.rpartition("/")[2].encode() for name in crashed}
        wanted = [line for line in whole if not any(b"/" + name + b'"' in line for name in names)]
        expect((folder / "out").read_bytes().splitlines() == wanted, True, "all lines but those of crashed articles")
        lacking += len(crashed)
    return f"{killed} workers killed, {lacking} articles reported as crashed"


@scenario("two-at-once")
def two_at_once(folder: Path) -> str:
    """Two syncs of one database at once."""
    articles = make_articles(folder / "d", 500)
    db = folder / "a.db"
    both = [start("sync", articles, "--db", db) for _ in range(2)]
    errors = [process.communicate(timeout=LIMIT)[1].decode() for process in both]
    expect(sorted(process.returncode for process in both), [0, 75], "exit statuses")
    busy = errors[[process.returncode for process in both].index(75)]
    expect(busy, f"antq-extract: {db}: another run is writing to it\n", "what the second says")
    expect(rows_in(db), 500, "articles")
    return "0 and 75"


# --- disks --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of a few bytes."""
    disk = folder / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", disk], capture_output=True, check=False
    )
    if done.returncode:
        raise Skipped("no disk can be mounted")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
        disk.rmdir()


class Skipped(Exception):  # noqa: N818
    """The system does not let the scenario be played."""


def _full(
    folder: Path, room: Path, run_full: Callable[..., subprocess.CompletedProcess[bytes]], more: Callable[[], object]
) -> None:
    """Fill the place ``room`` by all commands that write; ``run_full`` runs one that must fail, ``more`` makes room."""
    articles = folder / "d"
    old = b'{"old": 1}\n'
    (room / "out").write_bytes(old)
    (room / "added").write_bytes(old)

    one_line(run_full("sync", articles, "--db", room / "a.db", "-q"), "a.db")
    for args in (["extract", articles], ["export", "--db", folder / "whole.db"]):
        one_line(run_full(*args, "-o", room / "out"), "cannot write the output")
        expect((room / "out").read_bytes(), old, f"{args[0]}: old output")
    for layout in ("csv", "parquet", "xlsx"):
        table = ["--table", "articles"] if layout != "xlsx" else []
        one_line(
            run_full("export", "--db", folder / "whole.db", "--format", layout, *table, "-o", room / "out"),
            "antq-extract: ",
        )
        expect((room / "out").read_bytes(), old, f"{layout}: old output")
    one_line(run_full("extract", articles, "-o", room / "added", "--append"), "cannot write the output")
    lines = (room / "added").read_bytes()
    expect((lines.startswith(old), lines.endswith(b"\n")), (True, True), "--append: old lines and a whole last one")
    expect([type(json.loads(line)) for line in lines.splitlines()], [dict] * lines.count(b"\n"), "lines")
    (room / "added").unlink()
    refused = run_full("extract", folder / "empty", "-q", "-o", os.devnull, "--rejects", room / "rejects")
    expect(
        refused.stderr.decode().splitlines()[-1].startswith(f"antq-extract: {room / 'rejects'}: "), True, "last line"
    )
    (room / "rejects").unlink()
    for path in room.iterdir():
        expect(path.name.endswith(".tmp"), False, f"left: {path.name}")
    more()
    dump(room / "a.db")
    run("sync", articles, "--db", room / "a.db", "-q")
    expect_same(room / "a.db", dump(folder / "whole.db"))


def _prepare_full(folder: Path) -> None:
    make_articles(folder / "d", 900)
    (folder / "empty").mkdir()
    for number in range(8000):
        (folder / "empty" / f"{number:05}.txt").touch()
    run("sync", folder / "d", "--db", folder / "whole.db", "-q", "-j", "2")


@scenario("full-disk")
def full_disk(folder: Path) -> str:
    """A disk of 1.2 MB, then with room."""
    _prepare_full(folder)
    with small_disk(folder, "1200k") as disk:

        def run_full(*args: object) -> subprocess.CompletedProcess[bytes]:
            return run(*args, code=73)

        def more() -> None:
            subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)

        _full(folder, disk, run_full, more)
    return "73 and one line from sync, extract -o, --append, --rejects and export (4 formats); whole with room"


@scenario("file-size-limit")
def file_size_limit(folder: Path) -> str:
    """A quota (RLIMIT_FSIZE), then none."""
    _prepare_full(folder)
    room = folder / "room"
    room.mkdir()

    def run_full(*args: object) -> subprocess.CompletedProcess[bytes]:
        limit = 30_000 if "xlsx" in args or "parquet" in args or "--rejects" in args else 600_000
        return run(*args, code=73, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))

    _full(folder, room, run_full, lambda: None)
    return "the same"


# --- rights -------------------------------------------------------------------------------------------------------


# What root needs to be refused what others are refused.
RESTRAINED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]


def run_restrained(*args: object, code: int | None = 0) -> subprocess.CompletedProcess[bytes]:
    """Run the command with no more rights than the permissions of files give."""
    return run(*args, code=code, prefix=RESTRAINED if os.geteuid() == 0 else [])


@scenario("no-permission")
def no_permission(folder: Path) -> str:
    """A folder and a file that the user may not read; what was known below the folder stays."""
    articles = make_articles(folder / "d", 3)
    (articles / "s").mkdir()
    for name in ("s/x.txt", "y.txt"):
        (articles / name).write_text(article(7), encoding="utf-8")
    db = folder / "w/a.db"
    db.parent.mkdir()
    run_restrained("sync", articles, "--db", db, "-q")
    expect(rows_in(db), 5, "articles")
    (articles / "s").chmod(0)
    (articles / "y.txt").chmod(0)
    os.utime(articles / "y.txt", (LONG_AGO, LONG_AGO))
    try:
        result = run_restrained("sync", articles, "--db", db, "-q", code=1)
    finally:
        (articles / "s").chmod(0o755)
    expect(
        sorted(result.stderr.decode().splitlines()),
        [f"antq-extract: {articles}/{name}: Permission denied" for name in ("s", "y.txt")],
        "complaints",
    )
    with contextlib.closing(sqlite3.connect(db)) as database:
        expect(database.execute("SELECT count(*), sum(vanished) FROM articles").fetchall(), [(5, 0)], "articles kept")
    return "both refused, nothing marked as vanished"


@scenario("read-only")
def read_only(folder: Path) -> str:
    """A folder and files that may not be written; a database that was left behind by a killed run, read there."""
    articles = make_articles(folder / "d", 1500)
    place = folder / "w"
    place.mkdir()
    for name in ("out", "added"):
        (place / name).write_bytes(b'{"old": 1}\n')
    run("sync", articles / "00", "--db", place / "clean.db", "-q")
    with start("sync", articles, "--db", place / "killed.db", "-q") as process:
        while rows_in(place / "killed.db") < 300:
            time.sleep(0.01)
        process.kill()
    wanted = rows_in(place / "killed.db")
    for path in place.iterdir():
        path.chmod(0o444)
    place.chmod(0o555)
    try:
        before = {path.name: path.read_bytes() for path in place.iterdir()}
        expect("killed.db-wal" in before, True, "a log left behind")
        for args in (
            ["sync", articles, "--db", place / "new.db"],
            ["sync", articles, "--db", place / "clean.db"],
            ["extract", articles, "-o", place / "out"],
            ["extract", articles, "-o", place / "new"],
            ["extract", articles, "-o", place / "added", "--append"],
            ["extract", articles, "-o", os.devnull, "--rejects", place / "rejects"],
            ["export", "--db", place / "clean.db", "-o", place / "out"],
        ):
            one_line(run_restrained(*args, code=73), "ermission denied")
        for name, count in (("clean.db", 500), ("killed.db", wanted)):
            expect(run_restrained("export", "--db", place / name).stdout.count(b"\n"), count, f"rows of {name}")
            dry = run_restrained("sync", articles, "--db", place / name, "--dry-run").stdout
            expect(dry.count(b"\n") >= 1500 - count, True, f"dry run of {name}")
        expect({path.name: path.read_bytes() for path in place.iterdir()}, before, "files")
    finally:
        place.chmod(0o755)
    for path in place.iterdir():
        path.chmod(0o644)
    expect(run("export", "--db", place / "killed.db").stdout.count(b"\n"), wanted, "rows with rights")
    return "73 and one line for all that write; export and --dry-run read, a killed run's database too"


# --- files --------------------------------------------------------------------------------------------------------


@scenario("changing")
def changing(folder: Path) -> str:
    """Files that vanish, grow and shrink while they are read; each record is of a state that existed."""
    articles = folder / "d"
    articles.mkdir()
    names = [f"{number:03}.txt" for number in range(300)]
    states = {name: [article(number) * times for times in (1, 2, 3)] for number, name in enumerate(names)}
    for name in names:
        (articles / name).write_text(states[name][0], encoding="utf-8")
    grown = articles / "list.jsonl"
    line = json.dumps({"text": article(1)}).encode() + b"\n"
    grown.write_bytes(line)
    stop = threading.Event()
    changes = 0

    def change() -> None:
        nonlocal changes
        dice = random.Random(SEED)  # noqa: S311
        while not stop.is_set():
            path = articles / dice.choice(names)
            if dice.random() < 0.3:
                path.unlink(missing_ok=True)
            else:  # in one piece, as a careful writer does
                path.with_suffix(".new").write_text(dice.choice(states[path.name]), encoding="utf-8")
                path.with_suffix(".new").replace(path)
            with grown.open("ab") as stream:
                stream.write(line[: len(line) // 2])
                stream.flush()
                stream.write(line[len(line) // 2 :])
            if grown.stat().st_size > 50 * len(line):
                os.truncate(grown, len(line))
            changes += 1
            time.sleep(0.0005)

    changer = threading.Thread(target=change)
    changer.start()
    refused = 0
    db = folder / "a.db"
    try:
        for jobs in "1212":
            result = run("sync", articles, "--db", db, "-q", "-j", jobs, code=None)
            expect(result.returncode in (0, 1), True, f"exit status {result.returncode}: {result.stderr[-300:]!r}")
            refused += result.stderr.count(b"\n")
            with contextlib.closing(sqlite3.connect(db)) as database:
                rows = database.execute("SELECT path, text FROM articles").fetchall()
            for path, text in rows:
                known = states.get(path.rpartition("/")[2], [article(1)])
                expect(text in known, True, f"{path}: a state that existed")
        out = run("extract", articles, "-q", code=None).stdout
        expect(all(json.loads(one) for one in out.splitlines()), True, "extract")
    finally:
        stop.set()
        changer.join()
    for name in names:
        (articles / name).write_text(states[name][2], encoding="utf-8")
    grown.write_bytes(line * 3)
    for path in articles.iterdir():
        os.utime(path, (LONG_AGO + 1, LONG_AGO + 1))
    run("sync", articles, "--db", db, "-q")
    with contextlib.closing(sqlite3.connect(db)) as database:
        rows = database.execute("SELECT path, text FROM articles WHERE path LIKE '%.txt'").fetchall()
    found = {path.rpartition("/")[2]: text for path, text in rows}
    expect(found, {name: states[name][2] for name in names}, "after all is still")
    dump(db)
    return f"{changes} changes, {refused} refusals in 4 runs of sync"


@scenario("names")
def names(folder: Path) -> str:
    """Names with newlines and invalid UTF-8."""
    articles = os.fsencode(folder / "d")
    Path(os.fsdecode(articles)).mkdir()
    odd = [b"new\nline.txt", b"tab\tand \x1b[31mred.txt", b"z\xe9\xff.txt", b"-j.txt", "ấp.txt".encode()]
    for name in odd:
        Path(os.fsdecode(os.path.join(articles, name))).write_text(article(1), encoding="utf-8")  # noqa: PTH118
    (folder / "list").write_bytes(b"".join(os.path.join(articles, name) + b"\0" for name in odd))  # noqa: PTH118
    db = folder / "a.db"
    run("sync", folder / "d", "--db", db, "-q")
    run("sync", "--files-from", folder / "list", "-0", "--db", db, "-q", code=0)
    expect(rows_in(db), len(odd), "articles")
    expect(run("extract", folder / "d").stdout.count(b"\n"), len(odd), "records")
    strange = folder / os.fsdecode(b"odd \xe9\n%?#.db")
    run("sync", folder / "d", "--db", strange, "-q")
    expect(run("export", "--db", strange).stdout.count(b"\n"), len(odd), "records of a database with an odd name")
    return f"{len(odd)} articles, and a database with such a name"


@scenario("empty-files")
def empty_files(folder: Path) -> str:
    """Ten thousand empty files."""
    (folder / "d").mkdir()
    for number in range(10_000):
        (folder / "d" / f"{number:05}.txt").touch()
    db = folder / "a.db"
    for rejects in ("r1", "r2"):
        run("sync", folder / "d", "--db", db, "-q", "--rejects", folder / rejects, code=1)
    expect((folder / "r1").read_bytes().count(b"\n"), 10_000, "rejects")
    expect((folder / "r1").read_bytes() == (folder / "r2").read_bytes(), True, "the same again")
    result = run("extract", folder / "d", "-j", "2", code=1)
    expect((result.stdout, result.stderr.count(b": empty file\n")), (b"", 10_000), "extract")
    return "10,000 refusals, told twice"


@scenario("fifo")
def fifo(folder: Path) -> str:
    """A FIFO without a writer: in a folder, in a list, given to sync."""
    articles = make_articles(folder / "d", 1)
    os.mkfifo(articles / "p.txt")
    os.mkfifo(folder / "q")
    (folder / "list").write_text(f"{articles}/p.txt\n{folder}/q\n")
    expect(run("extract", articles, "-q").stdout.count(b"\n"), 1, "records of the folder")
    result = run("extract", "--files-from", folder / "list", "-q", code=1)
    expect(result.stderr.count(b"\n"), 2, "refusals of the list")
    for args in ([articles, folder / "q"], ["--files-from", folder / "list"], [articles / "p.txt"]):
        run("sync", *args, "--db", folder / "a.db", "-q", code=1)
    expect(rows_in(folder / "a.db"), 1, "articles")
    return "refused, no hang"


def measured(*args: object, code: int) -> tuple[subprocess.CompletedProcess[bytes], int]:
    """Run the command and return its peak of memory in MB, too."""
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        start(*args, stdout=out, stderr=err) as process,
    ):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        result = subprocess.CompletedProcess(args, process.returncode, out.read(), err.read())
    expect((result.returncode, b"Traceback" in result.stderr), (code, False), f"{args[0]} {result.stderr[-300:]!r}")
    return result, usage.ru_maxrss // 1024


@scenario("large")
def large(folder: Path) -> str:
    """A file of 1 GB, and zip bombs of 1 GB: refused, with the memory of any other run."""
    small = make_articles(folder / "small", 1)
    _, usual = measured("extract", small, code=0)
    (folder / "d").mkdir()
    for name in ("big.txt", "big.html", "big.jsonl"):
        with (folder / "d" / name).open("wb") as stream:
            stream.truncate(1 << 30)
    zeros = bytes(1 << 20)
    for name in ("bomb.txt.gz", "bomb.jsonl.gz"):
        with gzip.open(folder / "d" / name, "wb", compresslevel=1) as packed:
            for _ in range(1024):
                packed.write(zeros)
    shutil.copy(folder / "d/bomb.txt.gz", folder / "d/bomb.html.gz")
    peaks = {}
    for path in sorted((folder / "d").iterdir()):
        result, peaks[path.name] = measured("extract", path, "-q", code=1)
        one_line(result, "longer than 10,000,000 bytes")
    run("sync", folder / "d", "--db", folder / "a.db", "-q", code=1)
    worst = max(peaks, key=lambda name: peaks[name])
    expect(peaks[worst] < usual + 100, True, f"memory {peaks}, usually {usual}")
    return f"at most {peaks[worst]} MB ({worst}), {usual} MB for one small article"


@scenario("nested")
def nested(folder: Path) -> str:
    """HTML nested 100,000 deep."""
    (folder / "d").mkdir()
    body = "<p>Xã Tân Hòa đạt 19/20 tiêu chí.</p>"
    (folder / "d/a.html").write_text("<html><body>" + "<div>" * 100_000 + body, encoding="utf-8")
    (folder / "d/b.html").write_text("<b>" * 100_000 + body + "</b>" * 100_000, encoding="utf-8")
    (folder / "d/c.jsonl").write_text("[" * 100_000 + "\n" + json.dumps({"text": body}) + "\n")
    (folder / "d/d.txt").write_text(article(1), encoding="utf-8")
    result = run("extract", folder / "d", "-q", "-j", "2", code=None)
    expect(result.returncode in (0, 1), True, "exit status")
    expect(result.stderr.count(b"internal error") + result.stderr.count(b"died"), 0, f"faults {result.stderr!r}")
    expect(b"d/d.txt" in result.stdout, True, "the article beside them")
    return f"{result.stdout.count(10)} records, {result.stderr.count(10)} refusals"


# --- the script ---------------------------------------------------------------------------------------------------


def play(name: str) -> bool:
    """Play a scenario and say in a line how it went."""
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="antq-faults-"))
    try:
        verdict, said = "pass", _scenarios[name](folder)
    except Skipped as reason:
        verdict, said = "skip", str(reason)
    except Failure as failure:
        verdict, said = "FAIL", str(failure)
    except Exception as error:
        verdict, said = "FAIL", f"{type(error).__name__}: {error}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{verdict}  {name:16} {time.monotonic() - began:6.1f} s  {said}", flush=True)  # noqa: T201
    return verdict != "FAIL"


def main() -> None:
    global _kills
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="SCENARIO", help="those to play; all without it")
    parser.add_argument("--kills", type=int, default=_kills, metavar="N", help="kills of a sync (default: %(default)s)")
    parser.add_argument("--list", action="store_true", help="name the scenarios")
    options = parser.parse_args()
    if options.list:
        for name, function in _scenarios.items():
            print(f"{name:16} {(function.__doc__ or '').strip()}")  # noqa: T201
        return
    unknown = set(options.names) - set(_scenarios)
    if unknown:
        parser.error(f"no scenario {', '.join(sorted(unknown))}; see --list")
    _kills = options.kills
    failed = [name for name in options.names or _scenarios if not play(name)]
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
