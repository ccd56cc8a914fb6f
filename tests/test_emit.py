import errno
import io
import json
import os
import signal
import stat

import pytest

from antq_extract import emit
from antq_extract.errors import BusyError, OutputError
from antq_extract.records import Anchored, ArticleInfo, Official, Post, RatioFact, Record, Source

RECORD = Record(
    id="sha256:" + "0" * 64,
    source=Source(path="a/é.txt", index=0, media_type="text/plain", encoding="utf-8", bytes=40),
    article=ArticleInfo(headline="Họp xã “Tân Hòa”"),
    ratios=(
        RatioFact(text="2/3 xã", start=4, end=10, rule="r.x", numerator=2, denominator=3, value=0.66667, unit="xã"),
    ),
    officials=(
        Official(
            name="Lò Văn Tám",
            normalized_name="Lò Văn Tám",
            posts=(Post(label="Bí thư xã", normalized_label="Bí thư xã", role="Bí thư", organization="xã"),),
            mentions=(Anchored(text="Lò Văn Tám", start=20, end=30, rule="o.x"),),
        ),
    ),
)
ALL = emit.KINDS
NOWHERE = {"province": None, "district": None, "commune": None}
ARTICLE = {
    "headline": "Họp xã “Tân Hòa”",
    "date_published": None,
    "authors": [],
    "publisher": None,
    "url": None,
    **NOWHERE,
}
RATIO = {
    "text": "2/3 xã",
    "start": 4,
    "end": 10,
    "rule": "r.x",
    "low": None,
    "numerator": 2,
    "denominator": 3,
    "value": 0.66667,
    "unit": "xã",
    "criterion": None,
    "period": None,
    "direction": None,
    **NOWHERE,
}
OFFICIAL = {
    "name": "Lò Văn Tám",
    "normalized_name": "Lò Văn Tám",
    "honorific_prefix": None,
    "rank": None,
    "normalized_rank": None,
    "posts": [
        {"label": "Bí thư xã", "normalized_label": "Bí thư xã", "role": "Bí thư", "organization": "xã", **NOWHERE}
    ],
    "mentions": [{"text": "Lò Văn Tám", "start": 20, "end": 30, "rule": "o.x"}],
}
ROW = {
    "schema_version": "1.0",
    "id": "sha256:" + "0" * 64,
    "source": {"path": "a/é.txt", "index": 0, "media_type": "text/plain", "encoding": "utf-8", "bytes": 40},
    "article": ARTICLE,
    "dates": [],
    "ratios": [RATIO],
    "awards": [],
    "officials": [OFFICIAL],
    "places": [],
    "facts": {},
    "checks": [],
}


def test_kinds_are_the_record_s_lists_of_facts():
    assert set(emit.KINDS) == {name for name, field in Record.model_fields.items() if field.default == ()} - {"checks"}


@pytest.mark.parametrize(
    ("kinds", "text", "row"),
    [
        (ALL, None, ROW),
        (("ratios",), None, ROW | {"officials": []}),
        (("dates", "officials"), None, ROW | {"ratios": []}),
        (ALL, "nguồn", ROW | {"text": "nguồn"}),
        (ALL, "", ROW | {"text": ""}),
    ],
)
def test_record_rows(kinds, text, row):
    found = emit.record_row(RECORD, kinds, text)
    assert found == row
    assert list(found) == list(row)
    assert emit.record_line(RECORD, kinds, text) == json.dumps(row, ensure_ascii=False).encode() + b"\n"
    assert Record.model_validate(found).model_dump(mode="json", exclude_none=True)["id"] == RECORD.id


@pytest.mark.parametrize(
    ("kinds", "rows"),
    [
        (ALL, [("ratio", RATIO), ("official", OFFICIAL)]),
        ({"officials": "official"}, [("official", OFFICIAL)]),
        ({"awards": "award"}, []),
    ],
)
def test_fact_rows(kinds, rows):
    found = list(emit.fact_rows(RECORD, kinds))
    assert found == [{"kind": kind, "article": RECORD.id, "path": "a/é.txt", **fact} for kind, fact in rows]
    assert [list(row)[:3] for row in found] == [["kind", "article", "path"]] * len(rows)


def test_schema_is_of_what_is_written():
    schema = emit.schema(Record)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "antq-extract record"
    assert schema["required"] == list(ROW)
    assert list(schema["properties"]) == [*ROW, "text"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("rows", "lines", "array"),
    [
        ([], b"", b"[]\n"),
        ([{"a": "Hòa"}], '{"a": "Hòa"}\n'.encode(), '[\n  {\n    "a": "Hòa"\n  }\n]\n'.encode()),
        (
            [{"a": 0.66667}, {"a": "x\ny\u2028"}],
            '{"a": 0.66667}\n{"a": "x\\ny\u2028"}\n'.encode(),
            '[\n  {\n    "a": 0.66667\n  },\n  {\n    "a": "x\\ny\u2028"\n  }\n]\n'.encode(),
        ),
    ],
)
def test_formats(rows, lines, array):
    assert b"".join(emit.json_lines(rows)) == lines
    assert b"".join(emit.json_array(map(emit.json_element, rows))) == array
    assert json.loads(array) == rows


def test_every_row_is_written_before_the_next_is_made():
    stream = io.BytesIO()
    seen = []

    def rows():
        for number in range(3):
            seen.append(stream.getvalue().count(b"\n"))
            yield {"n": number}

    emit.write(emit.json_lines(rows()), stream)
    assert seen == [0, 1, 2]
    assert stream.getvalue() == b'{"n": 0}\n{"n": 1}\n{"n": 2}\n'


class Sip(io.BytesIO):
    """A stream that takes at most three bytes at a time."""

    def write(self, data):
        return super().write(bytes(data[:3]))


def test_a_stream_that_takes_parts_gets_all():
    stream = Sip()
    emit.write([b"0123456789", b"abc"], stream)
    assert stream.getvalue() == b"0123456789abc"


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system has no signal masks")
def test_an_interrupt_waits_for_the_end_of_the_line():
    class Interrupted(Sip):
        def write(self, data):
            signal.raise_signal(signal.SIGINT)
            return super().write(data)

    stream = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        emit.write([b"0123456789\n", b"never\n"], stream)
    assert stream.getvalue() == b"0123456789\n"


@pytest.mark.parametrize(
    ("error", "raised", "message"),
    [
        (OSError(28, "No space left on device"), OutputError, "cannot write the output: No space left on device"),
        (BrokenPipeError(32, "Broken pipe"), BrokenPipeError, "[Errno 32] Broken pipe"),
    ],
)
def test_failures_to_write(error, raised, message):
    class Failing(io.BytesIO):
        def write(self, _data):
            raise error

    with pytest.raises(raised) as caught:
        emit.write([b"x"], Failing())
    assert str(caught.value) == message


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_array_is_written_element_by_element(count):
    stream = io.BytesIO()
    seen = []

    def elements():
        for number in range(count):
            seen.append(stream.getvalue().count(b"{"))
            yield emit.json_element({"n": number})

    emit.write(emit.json_array(elements()), stream)
    assert seen == list(range(count))
    assert json.loads(stream.getvalue()) == [{"n": number} for number in range(count)]


def test_output_appears_only_when_it_is_whole(tmp_path):
    target = tmp_path / "out.jsonl"
    with emit.output(str(target)) as stream:
        stream.write(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, BrokenPipeError])
def test_output_is_left_alone_on_failure(tmp_path, error):
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")

    def rows():
        yield {"n": 1}
        raise error

    with pytest.raises(error), emit.output(str(target)) as stream:
        emit.write(emit.json_lines(rows()), stream)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(os.name != "posix", reason="permission bits are Unix's")
def test_output_has_the_permissions_of_a_plain_open(tmp_path):
    new, old = tmp_path / "new", tmp_path / "old"
    old.touch()
    old.chmod(0o604)
    umask = os.umask(0o027)
    try:
        for target in (new, old):
            with emit.output(str(target)) as stream:
                stream.write(b"x")
    finally:
        os.umask(umask)
    assert [stat.S_IMODE(target.stat().st_mode) for target in (new, old)] == [0o640, 0o604]


def test_output_through_a_link_keeps_the_link(tmp_path):
    (tmp_path / "link").symlink_to("target")
    with emit.output(str(tmp_path / "link")) as stream:
        stream.write(b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"x"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_output_to_a_pipe_is_written_into_it(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with emit.output(str(pipe)) as stream:
        stream.write(b"x")
    assert os.read(reader, 10) == b"x"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("path", "reason"),
    [("none/out", "No such file or directory"), (".", "Is a directory"), ("nul\0", "embedded null byte")],
)
def test_output_that_cannot_be_opened(tmp_path, monkeypatch, path, reason):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError) as caught, emit.output(path):
        pytest.fail("the block must not run")
    assert (caught.value.exit_code, str(caught.value)) == (73, f"{path}: {reason}".replace("\0", "\\x00"))
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_file_is_not_replaced(tmp_path, monkeypatch):
    target = tmp_path / "out"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(OutputError, match=r"/out: Permission denied$"), emit.output(str(target)):
        pytest.fail("the block must not run")
    assert target.read_bytes() == b"old"


# --- lines behind those of a file ---------------------------------------------------------------------------------


def test_what_is_appended_is_there_at_once(tmp_path):
    target = tmp_path / "out"
    target.write_bytes(b'{"n": 0}\n{"n": 1')
    with emit.appended(str(target)) as stream:
        assert target.read_bytes() == b'{"n": 0}\n'
        emit.write([b'{"n": 2}\n'], stream)
        assert target.read_bytes() == b'{"n": 0}\n{"n": 2}\n'
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.lock", "out"]


@pytest.mark.parametrize("error", [ValueError(), KeyboardInterrupt(), SystemExit(), OutputError("x")])
@pytest.mark.parametrize(
    ("written", "kept"),
    [(b"", b""), (b'{"n": 1}\n{"n"', b'{"n": 1}\n'), (b'{"n": 1}\n{"n": 2}', b'{"n": 1}\n{"n": 2}\n')],
)
def test_a_line_that_was_not_finished_is_cut_off(tmp_path, error, written, kept):
    target = tmp_path / "out"
    target.write_bytes(b'{"n": 0}\n')

    def rows():
        yield written
        raise error

    with pytest.raises(type(error)), emit.appended(str(target)) as stream:
        emit.write(rows(), stream)
    assert target.read_bytes() == b'{"n": 0}\n' + kept


def test_one_at_a_time(tmp_path):
    target, link = tmp_path / "out", tmp_path / "link"
    link.symlink_to(target)
    with emit.appended(str(target)) as stream:
        for path in (target, link):
            with pytest.raises(BusyError) as caught, emit.appended(str(path)):
                pytest.fail("the block must not run")
            message = f"{target}: another run is writing to it"
            assert (caught.value.exit_code, str(caught.value)) == (75, message)
        emit.write([b"{}\n"], stream)
    with emit.appended(str(link)) as stream:
        emit.write([b"{}\n"], stream)
    assert target.read_bytes() == b"{}\n{}\n"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("none/out", "No such file or directory"),
        ("nul\0", "embedded null byte"),
        (".", "no file, so that nothing can be written behind what it has"),
        ("pipe", "no file, so that nothing can be written behind what it has"),
        ("x" * 300, "File name too long"),
    ],
)
def test_what_nothing_can_be_appended_to(tmp_path, monkeypatch, path, reason):
    monkeypatch.chdir(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo("pipe")
    elif path == "pipe":
        pytest.skip("this system has no named pipes")
    with pytest.raises(OutputError) as caught, emit.appended(path):
        pytest.fail("the block must not run")
    assert caught.value.exit_code == 73
    assert str(caught.value).endswith(f"{path}: {reason}".replace("\0", "\\x00"))
    assert [entry.name for entry in tmp_path.iterdir()] == (["pipe"] if hasattr(os, "mkfifo") else [])


class Full(io.FileIO):
    """A file on a disk that has room for so many bytes."""

    room = 10

    def write(self, data):
        if self.tell() >= self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(bytes(data)[: self.room - self.tell()])


def test_a_line_that_does_not_fit_is_not_begun(tmp_path):
    with Full(tmp_path / "lines", "w") as stream:
        emit.write_line(b"one\n", stream, "lines")
        with pytest.raises(OutputError, match=r"^lines: No space left on device$"):
            emit.write_line(b"another\n", stream, "lines")
    assert (tmp_path / "lines").read_bytes() == b"one\n"
