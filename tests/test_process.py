"""The command as a real process: pipes, signals, streams, environments."""

import errno
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import termios
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from test_cli import summary, untimed
from test_cli_explain import read_terminal
from test_pool import is_alive

COMMAND = [sys.executable, "-P", "-m", "antq_extract"]  # -P: the installed package, whatever the working directory
TEXT = "Đến nay, 15/20 xã đạt chuẩn.\n"
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def run(*args, stdin=b"", **options):
    return subprocess.run([*COMMAND, *map(str, args)], input=stdin, capture_output=True, check=False, **options)


def start(*args, **options):
    return subprocess.Popen(
        [*COMMAND, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,
    )


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """More articles than a pipe's buffer holds records of, so that writing them all needs a reader."""
    folder = tmp_path_factory.mktemp("batch")
    for number in range(1000):
        (folder / f"{number:04}.txt").write_text(TEXT, encoding="utf-8")
    return folder


def test_a_pipe_to_jq(batch):
    jq = shutil.which("jq") or pytest.skip("jq is not installed")
    with start("--facts", *sorted(batch.iterdir())[:3]) as writer:
        query = [jq, "-r", "[.kind, .path, .numerator, .unit] | @tsv"]
        reader = subprocess.run(query, stdin=writer.stdout, capture_output=True, check=True)
    assert reader.stdout.decode() == "".join(f"ratio\t{number:04}.txt\t15\txã\n" for number in range(3))
    assert writer.returncode == 0


def test_a_closed_pipe_ends_it_quietly(batch):
    with start(batch) as writer:
        head = subprocess.run(["head", "-1"], stdin=writer.stdout, capture_output=True, check=True)
        writer.stdout.close()
        stderr = writer.stderr.read()
    assert json.loads(head.stdout)["source"]["path"] == f"{batch.name}/0000.txt"
    assert (writer.returncode, stderr) == (141, "")


def test_interrupt_ends_it_quietly_after_a_whole_record(batch):
    with start(batch) as writer:
        lines = [writer.stdout.readline()]
        writer.send_signal(signal.SIGINT)
        lines += writer.stdout.readlines()
        stderr = writer.stderr.read()
    assert (writer.returncode, stderr) == (130, "")
    assert 0 < len(lines) < 1000
    assert [json.loads(line)["source"]["path"] for line in lines] == [
        f"{batch.name}/{number:04}.txt" for number in range(len(lines))
    ]


def signalled(process, number):
    """Send a signal and return the exit status. One that comes just before a blocking read waits: send it again."""
    for _ in range(30):
        process.send_signal(number)
        try:
            return process.wait(timeout=6)
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    raise AssertionError("the process goes on")


@contextmanager
def opened_for_writing(pipe, reader):
    """Open a pipe as soon as the process reads it; fail if it ends before."""
    while True:
        try:
            file = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert reader.poll() is None, reader.stderr.read()
            time.sleep(0.01)
        else:
            break
    try:
        yield
    finally:
        os.close(file)


@needs_pipes
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_the_output_file_as_it_was(tmp_path, number, code):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "out").write_text("old", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    with start("a.txt", "pipe", "-o", "out", cwd=tmp_path) as writer:
        with opened_for_writing(tmp_path / "pipe", writer):  # once the process reads it: a.txt is done by then
            assert len(list(tmp_path.glob(".antq-*.tmp"))) == 1
            assert signalled(writer, number) == code
        assert (writer.stdout.read(), writer.stderr.read()) == ("", "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "out", "pipe"]


def test_a_folder_of_junk(tmp_path):
    junk = tmp_path / "junk"
    junk.mkdir()
    files = {
        b"a.txt": TEXT.encode(),
        b"binary.txt": bytes(range(256)),
        b"data.json": b"{}",
        b"empty.txt": b"",
        b"latin.txt": "Hội nghị đã".encode("cp1258", "ignore"),
        b"lines.jsonl": b'{"text": "\xc4\x90\xe1\xba\xbfn nay, 2/3 x\xc3\xa3"}\n[]\n',
        b"page.html": b"<p>",
        b"scan.pdf": b"junk",
        b"new\nline.txt": TEXT.encode(),
        b"utf16.txt": TEXT.encode("utf-16"),
        b"z\xe9.txt": TEXT.encode(),
    }
    for name, data in files.items():
        try:
            with open(os.path.join(os.fsencode(junk), name), "wb") as file:  # noqa: PTH118, PTH123 - a name in bytes
                file.write(data)
        except OSError:
            pytest.skip("this file system takes Unicode names only")
    (junk / "dangling.txt").symlink_to("nowhere")
    (junk / "loop").symlink_to(".")
    (junk / "self.txt").symlink_to("self.txt")
    result = run("junk", cwd=tmp_path)
    assert result.returncode == 1
    assert [json.loads(line)["source"]["path"] for line in result.stdout.decode().splitlines()] == [
        "junk/a.txt",
        "junk/lines.jsonl",
        "junk/new\nline.txt",
        "junk/utf16.txt",
        "junk/z\\xe9.txt",
    ]
    assert [line.split(" (")[0] for line in untimed(result.stderr.decode()).splitlines()] == [
        "antq-extract: junk/binary.txt: binary data",
        "antq-extract: junk/dangling.txt: no such file or folder",
        "antq-extract: junk/empty.txt: empty file",
        "antq-extract: junk/latin.txt: not UTF-8 text",
        "antq-extract: junk/lines.jsonl[1]: no JSON object with text in a field 'text'",
        "antq-extract: junk/page.html: no article text found in the page",
        "antq-extract: junk/scan.pdf: not a PDF file",
        f"antq-extract: junk/self.txt: {os.strerror(errno.ELOOP)}",
        "antq-extract: 5 articles, 8 refused, … s",
    ]


def test_an_unreadable_file_and_folder(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").touch(0o000)
    (tmp_path / "c").mkdir(0o000)
    if os.access(tmp_path / "b.txt", os.R_OK):
        pytest.skip("this user reads any file")
    expected = ["antq-extract: b.txt: Permission denied", "antq-extract: c: Permission denied"]
    expected += ["antq-extract: 1 article, 2 refused, … s"]
    for paths in (["."], ["a.txt", "b.txt", "c"]):
        result = run(*paths, cwd=tmp_path)
        assert (result.returncode, result.stdout.count(b"\n")) == (1, 1)
        assert untimed(result.stderr.decode()).splitlines() == expected


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="this system has no /dev/stdout")  # noqa: PTH110
def test_output_to_dev_stdout_is_a_plain_write(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    result = run("a.txt", "-o", "/dev/stdout", cwd=tmp_path)
    assert (result.returncode, untimed(result.stderr.decode()), result.stdout.count(b"\n")) == (0, summary(1), 1)


def test_standard_input_as_bytes():
    result = run("-", stdin=b"\xff\xfe" + TEXT.replace("\n", "\r\n").encode("utf-16-le"))
    record = json.loads(result.stdout)
    assert record["source"] == {"path": "-", "index": 0, "media_type": "text/plain", "encoding": "utf-16", "bytes": 62}
    assert [(fact["text"], fact["start"]) for fact in record["ratios"]] == [("15/20 xã", 9)]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small") / "Tân Hòa"
    for name in ("b.txt", "a.txt", "ấp/é.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{TEXT}Đại tá Lò Văn Tám dự họp ngày 8/2/2023.\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "utf-16"},
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONUNBUFFERED": "1"},
        {"TZ": "Pacific/Kiritimati"},
    ],
    ids=str,
)
def test_the_bytes_are_the_same_anywhere(small, environment):
    here = run("--with-text", small.name, cwd=small.parent)
    there = run("--with-text", "--quiet", small, cwd="/", env=os.environ | environment)
    assert (there.returncode, there.stderr, there.stdout) == (0, b"", here.stdout)
    assert [json.loads(line)["source"]["path"] for line in here.stdout.decode().splitlines()] == [
        "Tân Hòa/a.txt",
        "Tân Hòa/b.txt",
        "Tân Hòa/ấp/é.txt",
    ]


@pytest.mark.parametrize("args", [("--facts",), ("--format", "json"), ("--published", "18/10/2023")], ids=" ".join)
def test_the_bytes_are_the_same_twice(small, args):
    first, second = (run(*args, small) for _ in range(2))
    assert (first.returncode, untimed(first.stderr.decode()), first.stdout) == (0, summary(3), second.stdout)
    assert first.stdout.count("15/20 xã".encode()) >= 3


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")  # noqa: PTH110
def test_a_full_disk_is_one_line(small):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        result = subprocess.run([*COMMAND, small], stdout=full, stderr=subprocess.PIPE, check=False)
    message = f"antq-extract: cannot write the output: {os.strerror(errno.ENOSPC)}\n"
    assert (result.returncode, result.stderr.decode()) == (73, message)


@pytest.mark.skipif(os.name != "posix", reason="closing streams is the shell's business")
@pytest.mark.parametrize(
    ("redirection", "code", "stderr"),
    [
        (">&-", 73, "antq-extract: standard output is closed\n"),
        ("<&-", 1, "antq-extract: -: standard input is closed\n" + summary(0, 1)),
        ("2>&-", 1, ""),
    ],
)
def test_closed_streams(redirection, code, stderr):
    shell = ["sh", "-c", f'"$@" {redirection}', "sh", *COMMAND, "-"]
    result = subprocess.run(shell, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, untimed(result.stderr)) == (code, "", stderr)


OF_NO_ARTICLE = (
    "backports compression dateparser docx filelock http lxml multiprocessing pypdf pickle sqlite3 tomllib tqdm trafilatura "
    "warcio antq_extract.building antq_extract.cli_explain antq_extract.cli_patterns antq_extract.cli_sync "
    "antq_extract.packfile antq_extract.packs antq_extract.publication antq_extract.translation antq_extract.vocabulary"
)
OF_NO_HELP = (
    f"{OF_NO_ARTICLE} email hashlib json pathlib pydantic regex zipfile antq_extract.cli_extract antq_extract.emit"
)


@pytest.mark.parametrize(
    ("words", "heavy", "times"),
    [
        (["--help"], OF_NO_HELP, 1),
        (["--version"], OF_NO_HELP, 1),
        (["-q", "a.txt"], OF_NO_ARTICLE, 2),  # the first run leaves its rules to the second
    ],
)
def test_nothing_is_imported_that_a_run_does_not_want(tmp_path, words, heavy, times):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "cache").mkdir()
    loaded = (
        "import sys, antq_extract.cli\n"
        f"try: antq_extract.cli.cli({words})\n"
        "except SystemExit as end: assert not end.code\n"
        f"print(sorted(set({heavy.split()}) & set(sys.modules)))"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    for _ in range(times):
        result = subprocess.run(
            [sys.executable, "-P", "-c", loaded],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    assert result.stdout.splitlines()[0]
    assert result.stdout.splitlines()[-1] == "[]"


# --- many processes, a terminal, two runs at once -----------------------------------------------------------------


def children(process):
    """Return the processes that a process has started."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


needs_proc = pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists(), reason="this system does not show children as files"
)


def end_of(pids):
    """Wait for processes to end; return those that do not."""
    deadline = time.monotonic() + 30
    while (alive := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    return alive


@needs_proc
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=str
)
def test_workers_end_with_the_run(batch, tmp_path, number, code):
    with start(batch, "-j", "2", "--append", "-o", tmp_path / "out") as writer:
        while not (tmp_path / "out").exists() or not (tmp_path / "out").stat().st_size:
            assert writer.poll() is None, writer.stderr.read()
            time.sleep(0.01)
        workers = children(writer)
        writer.send_signal(number)
        stderr = writer.stderr.read()  # which workers hold open, too
    assert end_of(workers) == []
    assert (len(workers), writer.returncode, stderr) == (2, code, "")
    lines = (tmp_path / "out").read_text(encoding="utf-8").splitlines()
    assert 0 < len(lines) < 1000
    whole = lines if number != signal.SIGKILL else lines[:-1]  # the last may be cut; the next run does away with it
    assert [json.loads(line)["source"]["path"] for line in whole] == [
        f"{batch.name}/{number:04}.txt" for number in range(len(whole))
    ]
    again = run(batch / "0999.txt", "--append", "-o", tmp_path / "out", "-q")
    assert (again.returncode, again.stderr) == (0, b"")
    (*_, last) = map(json.loads, (tmp_path / "out").read_text(encoding="utf-8").splitlines())
    assert last["source"]["path"] == "0999.txt"


@needs_proc
def test_a_closed_pipe_ends_workers_too(batch):
    with start(batch, "-j", "2") as writer:
        assert json.loads(writer.stdout.readline())["source"]["path"] == f"{batch.name}/0000.txt"
        workers = children(writer)
        writer.stdout.close()
        assert writer.stderr.read() == ""
    assert (writer.returncode, len(workers), end_of(workers)) == (141, 2, [])


@needs_pipes
def test_a_second_run_on_the_same_file_is_told_to_come_again(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    with start("a.txt", "pipe", "--append", "-o", "out", cwd=tmp_path) as first:
        with opened_for_writing(tmp_path / "pipe", first):
            second = run("a.txt", "--append", "-o", "out", cwd=tmp_path)
        stderr = first.stderr.read()
    message = f"antq-extract: {tmp_path / 'out'}: another run is writing to it\n"
    assert (second.returncode, second.stderr.decode()) == (75, message)
    assert (first.returncode, untimed(stderr)) == (1, f"antq-extract: pipe: empty file\n{summary(1, 1)}")
    assert (tmp_path / "out").read_text(encoding="utf-8").count("\n") == 1


def on_a_terminal(*args, cwd):
    """Return what a run writes to a terminal as its standard error, and its exit status."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (30, 100))
    try:
        process = subprocess.Popen(
            [*COMMAND, *args], stdout=subprocess.DEVNULL, stdin=subprocess.PIPE, stderr=theirs, cwd=cwd,
        )  # fmt: skip
        os.close(theirs)
        process.stdin.close()
        written = b""
        while chunk := read_terminal(ours):
            written += chunk
        return process.wait(), written.decode().replace("\r\n", "\n")
    finally:
        os.close(ours)


def test_a_bar_on_a_terminal_that_goes_at_the_end(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.txt").touch()
    code, written = on_a_terminal(".", cwd=tmp_path)
    assert (code, "0/3" in written) == (1, True)
    left = "".join(
        line.rpartition("\r")[2] for line in written.splitlines(keepends=True)
    )  # a line holds what came last
    assert untimed(left) == f"antq-extract: c.txt: empty file\n{summary(2, 1)}"
    code, written = on_a_terminal(".", "--quiet", cwd=tmp_path)
    assert (code, written) == (1, "antq-extract: c.txt: empty file\n")
