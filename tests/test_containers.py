"""Streams that hold more than one article, and the compression around them."""

import gzip
import io
import sys

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from antq_extract.containers import BROKEN, BrokenError, Part, buffered, compression, json_lines, unpacked, warc

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST = 20  # bytes that an article may have here
URL = "https://bao.example/tin-1"


def stream(data):
    return buffered(io.BytesIO(data))


# --- JSON Lines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"{}", [b"{}"]),
        (b"{}\n", [b"{}"]),
        (b'{"a": 1}\n{"a": 2}\n', [b'{"a": 1}', b'{"a": 2}']),
        (b'{"a": 1}\r\n{"a": 2}\r\n', [b'{"a": 1}', b'{"a": 2}']),
        (b"\n{}\n\n  \r\n\t\n{}", [b"{}", b"{}"]),
        (b"\xef\xbb\xbf{}\n\xef\xbb\xbf{}\n", [b"{}", b"\xef\xbb\xbf{}"]),
        (b"\xef\xbb\xbf\n{}\n", [b"{}"]),
        (b"junk\n{}\n", [b"junk", b"{}"]),
        (b"x" * 20, [b"x" * 20]),
        (b"x" * 20 + b"\n{}\n", [b"x" * 20, b"{}"]),
        (b"x" * 21 + b"\n{}\n", [None, b"{}"]),
        (b"{}\n" + b"x" * 21 + b"\n{}\n", [b"{}", None, b"{}"]),
        (b"{}\n" + b"x" * 200_000 + b"\n{}", [b"{}", None, b"{}"]),
        (b"{}\n" + b"x" * 200_000, [b"{}", None]),
        (b"\xef\xbb\xbf" + b"x" * 20 + b"\n{}\n", [None, b"{}"]),
        (b"\xef\xbb\xbf" + b"x" * 17 + b"\n{}\n", [b"x" * 17, b"{}"]),
        (b"x" * 40 + b"\n" + b"y" * 40 + b"\n{}\n", [None, None, b"{}"]),
        (b"a\rb\x0bc\x0c\xc2\x85\xe2\x80\xa8d\n", [b"a\rb\x0bc\x0c\xc2\x85\xe2\x80\xa8d"]),
    ],
)
def test_json_lines(data, lines):
    assert list(json_lines(stream(data), MOST)) == [Part(line, "jsonl") for line in lines]


def test_a_line_that_is_too_long_is_never_in_memory_whole():
    asked = []

    class Lines(io.BytesIO):
        def readline(self, size=-1, /):
            asked.append(size)
            return super().readline(size)

    assert list(json_lines(Lines(b"x" * 1_000_000 + b"\n{}\n"), MOST)) == [Part(None, "jsonl"), Part(b"{}", "jsonl")]
    assert max(asked) <= 1 << 16
    assert min(asked) > 0


# --- compression --------------------------------------------------------------------------------------------------

DATA = "Xã Tân Hòa\n".encode() * 1000
PACKED = {".gz": gzip.compress(DATA), ".zst": zstd.compress(DATA), "": DATA}


@pytest.mark.parametrize("packed", PACKED)
def test_what_was_packed_comes_back(packed):
    assert compression(PACKED[packed]) == packed
    assert unpacked(stream(PACKED[packed]), packed).read() == DATA
    assert unpacked(stream(PACKED[packed]), packed).readline() == "Xã Tân Hòa\n".encode()


@pytest.mark.parametrize("packed", [".gz", ".zst"])
def test_several_members_are_one_stream(packed):
    assert unpacked(stream(PACKED[packed] * 3), packed).read() == DATA * 3


@pytest.mark.parametrize("packed", [".gz", ".zst"])
@pytest.mark.parametrize(
    "damaged",
    [lambda data: data[:-3], lambda data: data[: len(data) // 2], lambda data: data[:5], lambda data: b"junk, no more"],
    ids=["end", "middle", "head", "none"],
)
def test_damage_is_told(packed, damaged):
    with pytest.raises(BROKEN):
        unpacked(stream(damaged(PACKED[packed])), packed).read()


@pytest.mark.parametrize(
    ("head", "packed"), [(b"", ""), (b"\x1f", ""), (b"\x1f\x8b", ".gz"), (b"BZh9", ""), (b"\x28\xb5\x2f\xfd", ".zst")]
)
def test_compression_by_the_first_bytes(head, packed):
    assert compression(head) == packed


@pytest.mark.parametrize("packed", [".gz", ".zst"])
def test_what_swells_is_unpacked_only_as_far_as_it_is_read(packed):
    bomb = {".gz": gzip.compress, ".zst": zstd.compress}[packed](bytes(50_000_000))
    source = io.BytesIO(bomb * 100)
    assert len(unpacked(source, packed).read(1000)) == 1000
    assert source.tell() < 2 * len(bomb) + (1 << 17)


# --- WARC ---------------------------------------------------------------------------------------------------------

PAGE = "<p>Xã Tân Hòa</p>".encode()


def archive(*records, packed=False):
    """Write records: type, status (None: no HTTP around it), media type, body, address."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for kind, status, media_type, body, url, *more in records:
        http = StatusAndHeaders(status, [("Content-Type", media_type), *more], protocol="HTTP/1.1") if status else None
        writer.write_record(
            writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(body),
                http_headers=http,
                warc_content_type="" if status else media_type,
                warc_headers_dict={"WARC-Date": "2023-10-18T10:00:00Z"},
            )
        )
    return out.getvalue()


def answer(status="200 OK", media_type="text/html; charset=utf-8", body=PAGE, url=URL, *more):
    return ("response", status, media_type, body, url, *more)


@pytest.mark.parametrize(
    ("record", "parts"),
    [
        (answer(), [Part(PAGE, "html", URL)]),
        (answer(media_type="TEXT/HTML"), [Part(PAGE, "html", URL)]),
        (answer(media_type="application/xhtml+xml"), [Part(PAGE, "html", URL)]),
        (answer(media_type="text/plain"), [Part(PAGE, "text", URL)]),
        (answer(media_type="image/png"), []),
        (answer(media_type="application/json"), []),
        (answer(media_type=""), []),
        (answer("404 Not Found"), []),
        (answer("301 Moved Permanently"), []),
        (answer("206 Partial Content"), []),
        (answer(media_type="text/plain", url="https://bao.example/robots.txt"), []),
        (answer(body=b""), [Part(b"", "html", URL)]),
        (answer(body=b"x" * 20), [Part(b"x" * 20, "html", URL)]),
        (answer(body=b"x" * 21), [Part(None, "html", URL)]),
        (
            answer("200 OK", "text/html", gzip.compress(PAGE), URL, ("Content-Encoding", "gzip")),
            [Part(PAGE, "html", URL)],
        ),
        (
            answer("200 OK", "text/html", gzip.compress(bytes(1_000_000)), URL, ("Content-Encoding", "gzip")),
            [Part(None, "html", URL)],
        ),
        (
            answer("200 OK", "text/html", b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", URL, ("Transfer-Encoding", "chunked")),
            [Part(b"abcde", "html", URL)],
        ),
        (("resource", None, "text/html", PAGE, URL), [Part(PAGE, "html", URL)]),
        (("resource", None, "image/png", PAGE, URL), []),
        (("conversion", None, "text/plain", PAGE, URL), [Part(PAGE, "text", URL)]),
        (("metadata", None, "text/plain", PAGE, URL), []),
        (("warcinfo", None, "text/plain", PAGE, "a.warc"), []),
        (("revisit", "200 OK", "text/html", b"", URL), []),
        (("request", "GET / HTTP/1.1", "text/html", b"", URL), []),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_warc(record, parts, packed):
    data = archive(record, answer(body=b"<p>2"), packed=packed)
    found = list(warc(unpacked(stream(data), ".gz" if packed else ""), MOST))
    assert found == [*parts, Part(b"<p>2", "html", URL)]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("cut", [5, 20, 60])
def test_an_archive_that_breaks_off_gives_what_is_whole(capsys, packed, cut):
    first, last = (archive(answer(body=body), packed=packed) for body in (b"<p>1", b"<p>2" + b"." * 16))
    parts = warc(unpacked(stream(first + last[:-cut]), ".gz" if packed else ""), MOST)
    assert next(parts) == Part(b"<p>1", "html", URL)
    with pytest.raises((BrokenError, *BROKEN)):
        assert list(parts) == ["a page from the record that breaks off"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "data",
    [b"junk\n", b"junk", b"junk" * 100_000, b"\0" * 5000, b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"],
    ids=["line", "word", "long", "zeros", "no length"],
)
def test_what_is_no_archive_is_told(capsys, data):
    with pytest.raises((BrokenError, *BROKEN)):
        assert list(warc(stream(data), MOST)) == ["nothing"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("packed", [".gz", ".zst"])
def test_lines_before_the_damage_are_read(packed):
    rows = [f'{{"n": {number}}}'.encode() for number in range(9)]
    pack = {".gz": gzip.compress, ".zst": zstd.compress}[packed]
    data = pack(b"\n".join(rows) + b"\n") + pack(b'{"n": 9}\n' * 9)[:-6]
    parts = json_lines(unpacked(stream(data), packed), MOST)
    assert [next(parts) for _ in rows] == [Part(row, "jsonl") for row in rows]
    with pytest.raises(BROKEN):
        list(parts)


def test_a_page_of_many_blocks_is_whole():
    page = b"<p>" + bytes(range(1, 256)) * 1000
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    data = archive(answer(body=page), answer("200 OK", "text/html", chunks, URL, ("Transfer-Encoding", "chunked")))
    assert list(warc(stream(data), 1_000_000)) == [Part(page, "html", URL)] * 2


def test_what_the_library_thinks_of_a_record_does_not_reach_standard_error(capsys):
    record = archive(answer(body=b"<p>1"))
    damaged = record.replace(b"\r\n\r\n<p>1", b"\r\n\r\n<p>1 more than the length says")
    assert Part(b"<p>1", "html", URL) in list(warc(stream(damaged + archive(answer(body=b"<p>2"))), MOST))[:1]
    assert capsys.readouterr() == ("", "")
