"""What Spark's Python workers do, without Spark: articles, files and types, beside what ``extract`` makes of them."""

import json
import multiprocessing
import os
import pickle
import signal
from collections import Counter
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from regenerate import SAMPLES
from spark import FILES, LINES, PAGE, TEXT, lines, pa, types, write
from test_kinds import kind as own_kind

from antq_extract import bookcache, emit, intake, kinds, listing, packfolders, pipeline, spark_work
from antq_extract import spark_files as files
from antq_extract.cli import cli
from antq_extract.errors import AntqError, InputError, UsageError
from antq_extract.intake import Options, Raw
from antq_extract.records import Facts, Record
from antq_extract.spark_schema import struct

needs_fork = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="what takes the place of a function is not sent"
)
FATAL = "Bài này giết người đọc."


@pytest.fixture(autouse=True)
def nobody_is_left():
    yield
    assert multiprocessing.active_children() == []


@pytest.fixture(scope="module")
def settings(rulebook):
    return spark_work.Settings(Options(), emit.KINDS | kinds.names(rulebook.kinds), None, 1.0, with_text=False)


@pytest.fixture(scope="module")
def extracting(rulebook, settings):
    """Return a function to the work of extraction, as Spark sends it to a worker."""
    shipped = spark_work.Held(spark_work.packed(bookcache.Loaded(rulebook, None, None)))

    def make(options=settings.options, keep=(), **changes):
        work = spark_work.Extracting(shipped, settings._replace(options=options, **changes), keep)
        return pickle.loads(pickle.dumps(work))  # noqa: S301

    return make


def text(body, name="a.txt", index=None, **more):
    return Raw(name, f"bài/{name}", index, data=body if isinstance(body, bytes) else body.encode(), **more)


def batch(raws, **kept):
    """Return articles as a batch, with columns beside them."""
    articles = pa.array(map(spark_work.row_of, raws), spark_work.ARTICLE)
    return pa.RecordBatch.from_arrays([*kept.values(), articles], [*kept, "article"])


def rows(batches):
    return [row for one in batches for row in one.to_pylist()]


def found(row):
    """Return of a row what tells articles apart: the ratios of a record, or the code of a refusal."""
    if row["record"] is None:
        return row["rejects"]["code"]
    assert row["rejects"] is None
    return " ".join(fact["text"] for fact in json.loads(row["record"])["ratios"])


# --- batches ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 2, 1024])
@pytest.mark.parametrize("sizes", [[], [0], [5], [4], [0, 3, 0, 0, 2, 0], [1, 1, 1]], ids=str)
def test_a_row_for_each_row_in_order(extracting, monkeypatch, sizes, most):
    monkeypatch.setattr(spark_work, "_ROWS", most)
    numbers = iter(range(100))
    batches = []
    for size in sizes:
        taken = list(islice(numbers, size))
        raws = [text(f"Có {number}/99 xã đạt chuẩn.", index=number) for number in taken]
        batches.append(batch(raws, n=pa.array(taken, pa.int16())))
    made = list(extracting(keep=("n",))(iter(batches)))
    assert [(row["n"], found(row)) for row in rows(made)] == [
        (number, f"{number}/99 xã") for number in range(sum(sizes))
    ]
    expected = [min(most, size - start) for size in sizes for start in range(0, size, most)]
    assert [one.num_rows for one in made] == expected


def test_rows_of_much_text_are_given_back_before_they_are_many(extracting, settings, monkeypatch):
    raws = [text(TEXT * 50) for _ in range(3)]
    monkeypatch.setattr(spark_work, "_BYTES", 10)
    assert [one.num_rows for one in extracting()(iter([batch(raws)]))] == [1, 1, 1]
    assert [one.num_rows for one in spark_work.Reading(settings.options)(iter([batch(raws)]))] == [1, 1, 1]
    assert [one.num_rows for one in spark_work.batched(raws)] == [1, 1, 1]


def test_batches_are_read_one_after_the_other(extracting):
    """Spark gives the next batch when the one before was taken: what waits in memory is little."""
    taken = []

    def batches():
        for number in range(50):
            taken.append(number)
            yield batch([text(TEXT)] * 10)

    with closing(extracting()(batches())) as made:
        next(made)
        assert len(taken) <= 4
    assert multiprocessing.active_children() == []


KEPT = {
    "số + dấu.phẩy`": pa.array([1.5, None, float("inf")]),
    "record_id": pa.array(["a", None, "\0 đ"]),
    "danh sách": pa.array([[1, 2], [], None], pa.list_(pa.int64())),
    "cặp": pa.array([{"a": None, "b": b"\xff"}, None, {"a": 1, "b": b""}]),
    "ngày": pa.array([0, 1, None], pa.date32()),
}


@pytest.mark.parametrize("most", [2, 1024])
def test_kept_columns_stand_unchanged_beside_their_records(extracting, monkeypatch, most):
    monkeypatch.setattr(spark_work, "_ROWS", most)
    whole = batch([text("Có 1/9 xã đạt."), text(b"\0"), text("Có 2/9 xã đạt.")], thừa=pa.array([1, 2, 3]), **KEPT)
    keep = tuple(reversed(KEPT))
    # The second batch is a part of a larger one, which Arrow does not copy.
    made = list(extracting(keep=keep)(iter([whole, whole.slice(1, 2)])))
    assert made[0].schema.names == [*keep, "record", "rejects"]
    table = pa.Table.from_batches(made)
    for name, column in KEPT.items():
        assert table[name].combine_chunks() == pa.concat_arrays([column, column.slice(1)])
    assert list(map(found, rows(made))) == ["1/9 xã", "not-text", "2/9 xã", "not-text", "2/9 xã"]


def test_what_is_given_back_is_of_the_types_that_are_told(extracting, settings):
    """An all-null column, too."""
    for raws in ([text(TEXT)], [text("")]):
        (made,) = extracting()(iter([batch(raws)]))
        assert made.schema.equals(spark_work.RECORDS)
        (made,) = spark_work.Reading(settings.options)(iter([batch(raws)]))
        assert made.schema.equals(spark_work.KEYED)
        (made,) = spark_work.batched(raws)
        assert made.schema.equals(spark_work.ARTICLES)


# --- what goes wrong ----------------------------------------------------------------------------------------------


def fatal(end):
    """Return a stand-in for the extraction that does something else to one article."""
    extract = pipeline.extract

    def run(document, *args, **options):
        if FATAL in document.source:
            end()
        return extract(document, *args, **options)

    return run


def among_others(work, *bad):
    """Return the rows of ``bad`` articles, with others between them that are all there."""
    raws = [text("Có 7/9 xã đạt.")]
    for number, body in enumerate(bad):
        raws += [text(body, name=f"{number}.txt", index=number), text("Có 7/9 xã đạt.")]
    found_rows = rows(work(iter([batch(raws[:2]), batch(raws[2:])])))
    assert len(found_rows) == len(raws)
    assert {found(row) for row in found_rows[::2]} == {"7/9 xã"}
    return found_rows[1::2]


@needs_fork
@pytest.mark.parametrize(
    ("end", "status"),
    [(lambda: os._exit(7), 7), (lambda: os.kill(os.getpid(), signal.SIGKILL), -9)],
    ids=["exit", "kill"],
)
def test_an_article_that_ends_its_process_is_refused(extracting, monkeypatch, end, status):
    monkeypatch.setattr(pipeline, "extract", fatal(end))
    assert among_others(extracting(), FATAL, FATAL) == [
        {
            "record": None,
            "rejects": {
                "path": f"{number}.txt",
                "index": number,
                "code": "crashed",
                "message": f"{number}.txt[{number}]: the process that read it died (status {status})",
            },
        }
        for number in range(2)
    ]


@needs_fork
def test_an_article_is_tried_again_when_something_else_ended_its_process(extracting, monkeypatch, tmp_path):
    def once():
        if not (tmp_path / "flag").exists():
            (tmp_path / "flag").touch()
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(pipeline, "extract", fatal(once))
    (row,) = among_others(extracting(), f"{FATAL} Có 3/4 thôn đạt.")
    assert found(row) == "3/4 thôn"


def test_a_fault_of_the_program_is_refused(extracting, monkeypatch):
    def fail():
        raise ZeroDivisionError("chia\ncho\0không")

    monkeypatch.delenv("ANTQ_DEBUG", raising=False)
    monkeypatch.setattr(pipeline, "extract", fatal(fail))
    (row,) = among_others(extracting(), FATAL)
    message = "0.txt[0]: internal error: ZeroDivisionError: chia cho\\x00không"
    assert row == {
        "record": None,
        "rejects": {"path": "0.txt", "index": 0, "code": "internal-error", "message": message},
    }


BAD = [
    (text(b"\xff\xfe\xfd"), "not-text"),
    (text(b"\0" * 9), "not-text"),
    (text(b""), "empty"),
    (text(" \n\u200b"), "empty"),
    (text("{", form="jsonl", index=3), "not-json"),
    (text('{"text": null}', form="jsonl"), "not-json"),
    (text('{"text": "\\ud800"}', form="jsonl"), "not-text"),
    (text("[" * 100_000, form="jsonl"), "not-json"),
    (text(b"PK\x03\x04", form="docx"), "not-text"),
    (text(b"\x1f\x8b", problem=InputError("không có: gì.txt", "broken", "cut: off")), "broken"),
    (replace(text(b"", name="tab\tvà\ndòng  mới .txt"), data=None, problem=listing.missing("x")), "missing"),
    (text(b"\xff\xff", name="tab\tvà\ndòng  mới .txt", index=2), "not-text"),
    (Raw("gone.txt", "gone.txt", file="gone.txt"), "missing"),
]
BLANKS = (text(b"", name=" chỗ trống ở hai đầu.txt "), "empty")


def reject(raw):
    """Return the line of ``--rejects`` for an article that is refused."""
    with pytest.raises(InputError) as caught:
        intake.read(raw, Options())
    error = caught.value
    return {"path": raw.given, "index": raw.index or 0, "code": error.code, "message": str(error)}


@pytest.mark.parametrize(
    ("raw", "code"), [*BAD, BLANKS], ids=[f"{number}-{bad[1]}" for number, bad in enumerate([*BAD, BLANKS])]
)
def test_a_refusal_is_that_of_extract(extracting, settings, raw, code):
    row = {"record": None, "rejects": reject(raw)}
    assert row["rejects"]["code"] == code
    assert rows(extracting()(iter([batch([raw])]))) == [row]
    (one,) = rows(spark_work.Reading(settings.options)(iter([batch([raw])])))
    assert one["key"] == f"{code} {raw.index or 0} {raw.given}"
    assert rows(extracting()(iter([batch([spark_work.raw_of(one["article"])])]))) == [row]


# --- read, then extracted -----------------------------------------------------------------------------------------

GOOD = [
    text(TEXT),
    text(FILES["bài viết/tách.md"], index=4),
    text(lines(LINES[:1]), form="jsonl", index=0),
    text(lines(LINES[1:2]), form="jsonl", index=1),
    text(lines(LINES[4:]), form="jsonl", index=2),
    text(PAGE, form="html", url="https://bao.example/tin-3"),
    *(text(path.read_bytes(), name=path.name) for path in SAMPLES.glob("*.txt")),
]


@pytest.mark.parametrize("changes", [{}, {"with_text": True}, {"published": "2019-05-06"}], ids=str)
def test_what_was_read_before_gives_the_same_records(extracting, settings, changes):
    raws = [*GOOD, *(raw for raw, _ in BAD)]
    at_once = rows(extracting(**changes)(iter([batch(raws)])))
    articles = rows(spark_work.Reading(settings.options)(iter([batch(raws[:5]), batch(raws[5:])])))
    assert [row["article"]["content"] is None for row in articles] == [False] * len(GOOD) + [True] * len(BAD)
    later = batch([spark_work.raw_of(row["article"]) for row in articles])
    assert rows(extracting(**changes)(iter([later]))) == at_once
    ids = [json.loads(row["record"])["id"] for row in at_once[: len(GOOD)]]
    assert [row["key"] for row in articles[: len(GOOD)]] == ids
    assert len(set(ids)) == len(GOOD) - 1  # of the first two the text is the same


@needs_fork
def test_an_article_that_ends_the_process_that_reads_it_keeps_its_refusal(extracting, settings, monkeypatch):
    read = intake.read

    def killed(raw, options):
        return os._exit(3) if raw.data == FATAL.encode() else read(raw, options)

    monkeypatch.setattr(intake, "read", killed)
    raws = [text(TEXT), text(FATAL, name="b  c.txt", index=2), text(TEXT)]
    read_first = rows(spark_work.Reading(settings.options)(iter([batch(raws)])))
    monkeypatch.setattr(intake, "read", read)
    later = rows(extracting()(iter([batch([spark_work.raw_of(row["article"]) for row in read_first])])))
    assert read_first[1]["key"] == "crashed 2 b  c.txt"
    assert [found(row) for row in later] == ["15/20 xã", "crashed", "15/20 xã"]
    assert " ".join(later[1]["rejects"]["message"].split()) == "b c.txt[2]: the process that read it died (status 3)"


def test_articles_cross_as_rows_whole():
    for raw in (*(raw for raw, _ in BAD if raw.file is None), *GOOD):
        again = spark_work.raw_of(rows([batch([raw])])[0]["article"])
        assert astuple(again) == astuple(raw)


def astuple(raw):
    problem = raw.problem and (raw.problem.path, raw.problem.code, raw.problem.reason)
    return raw.given, raw.path, raw.index, raw.data, raw.url, problem or raw.form  # one that is refused needs none


# --- rules --------------------------------------------------------------------------------------------------------


def test_books_of_other_versions_are_refused(rulebook, settings, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(spark_work, "__version__", "0.0.1")
        old = spark_work.Held(spark_work.packed(bookcache.Loaded(rulebook, None, None)))
    with pytest.raises(
        AntqError, match=r"^the driver has antq-extract 0\.0\.1, Python .*, an executor antq-extract 0\.[1-9]"
    ):
        next(spark_work.Extracting(old, settings)(iter([batch([text(TEXT)])])))


def test_two_books_do_not_get_mixed_up(book, pack, extracting, settings):
    rule = "pattern = '(?P<note>buồng \\w+)'\nemit = { note = 'text' }"
    own = book(
        x=pack(rule), **{path.stem: path.read_text(encoding="utf-8") for path in packfolders.shipped().glob("*.toml")}
    )
    work = spark_work.Extracting(
        spark_work.Held(spark_work.packed(bookcache.Loaded(own, None, None))),
        settings._replace(kinds=emit.KINDS | kinds.names(own.kinds)),
    )
    for _ in range(2):
        for one, expected in ((extracting(), None), (work, ["buồng bếp"])):
            (row,) = rows(one(iter([batch([text("Có buồng bếp.")])])))
            facts = json.loads(row["record"])["facts"].get("demo")
            assert expected == (facts and [fact["text"] for fact in facts])


# --- files --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "kho bài")


ARTICLES = sorted(
    f"kho bài/{name}"
    for name in [*FILES, "hỏng/đứt.txt"]
    if "/." not in f"/{name}" and name not in ("anh.png", "trang không đuôi")
)


@pytest.fixture
def store(monkeypatch):
    """This machine's disk is a store like any other, for the addresses of a test."""
    monkeypatch.setattr(files, "_LOCAL", "none of them")


def paths(found):
    return sorted(one.file.path for one in found)


BELOW = pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("", ARTICLES),
        ("/", ARTICLES),
        ("/hỏng", [name.removeprefix("kho bài/") for name in ARTICLES if "/hỏng/" in name]),
        ("/bài viết/hai + một.txt", ["hai + một.txt"]),
        ("/anh.png", ["anh.png"]),
    ],
)


@BELOW
def test_a_folder_or_file_by_its_path(folder, below, expected):
    found = files.find(f"{folder}{below}")
    assert paths(found) == expected
    sizes = {str(path): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    assert {one.file.place: one.size for one in found} == {
        one.file.place: sizes.get(one.file.place, 0) for one in found
    }


@BELOW
def test_an_address_of_this_machine_is_a_path(folder, below, expected):
    for path in (f"{folder}{below}", quote(f"{folder}{below}")):
        for slashes in ("", "//"):
            assert files.find(f"file:{slashes}{path}") == files.find(f"{folder}{below}")


@BELOW
def test_an_address_of_a_store(store, folder, below, expected):
    found = files.find(f"file://{folder}{below}")
    assert paths(found) == [path for path in expected if not path.endswith("đứt.txt")]
    for one in found:
        assert one.file.given == f"file://{one.file.place}"
        assert Path(one.file.place).stat().st_size == one.size


@pytest.mark.parametrize("name", ["100% đạt", "a#b", "[k]", "a?b", "a%20b", "a+b", "a;b&c=d@e:f", "~$!'()*,"])
def test_names_below_an_address_may_have_any_signs(store, tmp_path, name):
    write(tmp_path / "kho", {f"{name}/{name}.txt": TEXT.encode()})
    (found,) = files.find(f"file://{tmp_path}/kho")
    assert found.file.path == f"kho/{name}/{name}.txt"
    (raw,) = opened([found], Options())
    assert (raw.path, raw.data) == (found.file.path, TEXT.encode())


@pytest.mark.parametrize("name", ["100% đạt", "[k]", "a+b", "a;b&c=d@e:f", "~$!'()*,"])
def test_an_address_may_have_signs_that_no_url_has(store, tmp_path, name):
    write(tmp_path / name, {"a.txt": TEXT.encode()})
    (found,) = files.find(f"file://{tmp_path}/{name}")
    assert (found.file.path, found.file.given) == (f"{name}/a.txt", f"file://{tmp_path}/{name}/a.txt")
    assert opened([found], Options())[0].data == TEXT.encode()


def test_links_below_an_address_of_this_machine_lead_nowhere_but_to_files(folder):
    """As below a path: not in circles, nor to the same article twice; a broken one is told of."""
    (folder / "bài viết/vòng").symlink_to(folder)
    (folder / "lại.txt").symlink_to("a.txt")
    expected = sorted([*ARTICLES, "kho bài/lại.txt"])
    assert paths(files.find(str(folder))) == expected
    assert paths(files.find(f"file://{folder}")) == expected


@pytest.mark.parametrize("path", ["nowhere.txt", "kho bài/anh.png/x", "x" * 300])
def test_a_path_that_leads_nowhere_is_refused_as_an_article(folder, path):
    (found,) = files.find(path)
    ((row,),) = [rows(spark_work.batched(files.Opening(Options())._articles(found.file)))]
    assert (row["article"]["given"], row["article"]["problem"]["code"]) == (
        path,
        "missing" if len(path) < 255 else "unreadable",
    )


@pytest.mark.parametrize(
    "address",
    [
        "file:///nowhere",
        "file:///nowhere/a.txt",
        "file://{}/trống",
        "nothing://x/y",
        "://x",
        "file://host/x",
        "a b://x",
    ],
)
def test_an_address_that_leads_nowhere_is_a_usage_error(store, tmp_path, address):
    (tmp_path / "trống").mkdir()
    (tmp_path / "trống/.a.txt").touch()
    (tmp_path / "trống/a.png").touch()
    address = address.format(tmp_path)
    with pytest.raises(UsageError) as caught:
        files.find(address)
    assert str(caught.value).startswith(f"{address}: ")


def sized(*sizes):
    return [files.Found(listing.Input(f"{number}.txt", "."), size) for number, size in enumerate(sizes)]


MIB = 1 << 20


@pytest.mark.parametrize(
    ("sizes", "cores", "groups"),
    [
        ([5], 8, [1]),
        ([0, 0, 0], 8, [1, 1, 1]),
        ([100] * 4, 1, [1] * 4),
        ([100] * 80, 2, [10] * 8),
        ([MIB] * 1000, 2, [125] * 8),
        ([1000 * MIB, *[1000] * 100], 2, [1, 100]),
        ([*[1000] * 50, 1000 * MIB, *[1000] * 50], 2, [50, 1, 50]),
        ([64 * MIB] * 100, 2, [2] * 50),  # of no more than 128 MiB
        ([200 * MIB] * 3, 1000, [1] * 3),
    ],
)
def test_files_are_read_in_groups_of_much_the_same_size(sizes, cores, groups):
    given = sized(*sizes)
    made = files.grouped(given, cores)
    assert [found for group in made for found in group] == given
    assert [len(group) for group in made] == groups


@pytest.mark.parametrize("cores", [1, 2, 7, 64])
def test_groups_of_files_of_any_size(cores):
    sizes = [(number * 7919) % 1_000_003 for number in range(500)]
    given = sized(*sizes)
    made = files.grouped(given, cores)
    assert [found for group in made for found in group] == given
    assert all(made)
    share = (sum(sizes) + len(sizes) * 2**14) / (4 * cores)
    assert max(sum(found.size for found in group) for group in made) <= share + max(sizes)
    assert 2 * cores <= len(made) <= 6 * cores


def opened(found, options):
    """Return the articles of files as Spark's workers open them, in two batches."""
    groups = [files.packed(found[:3]), files.packed(found[3:])]
    batches = [pa.RecordBatch.from_arrays([pa.array([group])], schema=files.FILES) for group in groups]
    work = pickle.loads(pickle.dumps(files.Opening(options)))  # noqa: S301
    return [spark_work.raw_of(row["article"]) for row in rows(work(iter(batches)))]


def in_this_process(folder, options):
    """Return the articles of a folder as other commands read them."""
    for item in listing.find([str(folder)]):
        for raw in intake.split(item, options):
            try:
                yield raw if raw.problem else replace(raw, file=None, data=intake.content(raw, options))
            except InputError as error:
                yield replace(raw, problem=error)


@pytest.mark.parametrize("options", [Options(), Options(max_bytes=150), Options("text"), Options("jsonl")], ids=str)
def test_files_are_opened_as_other_commands_open_them(folder, options):
    expected = [astuple(replace(raw, file=None)) for raw in in_this_process(folder, options)]
    assert len({problem[1] for *_, problem in expected if isinstance(problem, tuple)}) >= 2
    assert list(map(astuple, opened(files.find(str(folder)), options))) == expected


@pytest.mark.parametrize("options", [Options(), Options(max_bytes=150), Options("text"), Options("jsonl")], ids=str)
def test_files_at_an_address_are_opened_alike(store, folder, options):
    (folder / "hỏng/đứt.txt").unlink()
    expected = [astuple(replace(raw, file=None)) for raw in in_this_process(folder, options)]
    made = [astuple(raw) for raw in opened(files.find(f"file://{folder}"), options)]
    plain = []
    for given, *rest, problem in made:
        assert given.startswith(f"file://{folder}/")
        told = problem if isinstance(problem, str) else (problem[0].removeprefix("file://"), *problem[1:])
        plain.append((given.removeprefix("file://"), *rest, told))
    assert sorted(plain, key=repr) == sorted(expected, key=repr)


def test_files_are_opened_from_another_working_folder(folder, tmp_path, monkeypatch):
    """That of an executor is its own."""
    expected = list(map(astuple, opened(files.find("kho bài"), Options())))
    found = files.find("kho bài")
    (tmp_path / "nơi khác").mkdir()
    monkeypatch.chdir(tmp_path / "nơi khác")
    assert list(map(astuple, opened(found, Options()))) == expected


def test_a_file_that_is_gone_when_it_is_opened_is_refused(store, folder):
    for path in (str(folder), f"file://{folder}"):
        found = [one for one in files.find(path) if one.file.path == "kho bài/a.txt"]
        (folder / "a.txt").unlink()
        (raw,) = opened(found, Options())
        assert (raw.problem.code, raw.problem.reason) == ("missing", "no such file or folder")
        (folder / "a.txt").write_text(TEXT, encoding="utf-8")


def test_files_opened_and_extracted_are_what_extract_writes(folder, extracting):
    result = CliRunner().invoke(cli, ["extract", "kho bài", "--rejects", "rejects", "-q"])
    batches = pa.RecordBatch.from_arrays([pa.array([files.packed(files.find("kho bài"))])], schema=files.FILES)
    made = rows(extracting()(files.Opening(Options())(iter([batches]))))
    assert [row["record"] for row in made if row["record"]] == result.stdout.splitlines()
    rejects = [json.loads(line) for line in Path("rejects").read_text(encoding="utf-8").splitlines()]
    assert [row["rejects"] for row in made if row["rejects"]] == rejects
    assert Counter(map(found, made)) >= Counter({"15/20 xã": 10, "not-text": 3, "broken": 3, "missing": 1, "empty": 2})


# --- types --------------------------------------------------------------------------------------------------------


SCALARS = {
    "string": types.StringType,
    "integer": types.LongType,
    "number": types.DoubleType,
    "boolean": types.BooleanType,
}


def compared(kind, schema, defs, place="$"):
    """Hold a type of Spark's to a JSON Schema; yield the places that are text because they may be text or a number."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    choices = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    if len(choices) != 1:
        assert {one.get("type") for one in choices} <= SCALARS.keys(), place
        is_number = {one["type"] for one in choices} <= {"integer", "number"}
        assert type(kind) is (types.DoubleType if is_number else types.StringType), place
        if not is_number:
            yield place
        return
    (schema,) = choices
    if "$ref" in schema:
        yield from compared(kind, schema, defs, place)
    elif schema.get("type") == "object":
        assert type(kind) is types.StructType, place
        assert kind.names == list(schema["properties"]), place
        for field in kind:
            assert field.nullable
            yield from compared(field.dataType, schema["properties"][field.name], defs, f"{place}.{field.name}")
    elif schema.get("type") == "array":
        assert type(kind) is types.ArrayType, place
        assert kind.containsNull
        yield from compared(kind.elementType, schema["items"], defs, f"{place}[]")
    elif "type" not in schema:  # whatever a pack's map holds
        assert type(kind) is types.StringType, place
        yield place
    else:
        assert type(kind) is SCALARS[schema["type"]], place


def differing(model):
    schema = emit.schema(model)
    return list(compared(struct(model), schema, schema["$defs"]))


def test_columns_are_the_fields_of_the_record_typed(rulebook):
    model = kinds.record_model(rulebook.kinds)
    assert differing(model) == ["$.checks[].expected", "$.checks[].actual"]
    assert struct(model, leave=("text",)).names == struct(model).names[:-1]


def test_columns_of_own_kinds(book):
    fields = {
        "so": 'convert = "int", required = true',
        "nhieu_so": 'convert = "int[]"',
        "thap_phan": 'convert = "decimal"',
        "luong": 'convert = "number", default = 5',
        "nhieu_luong": 'convert = "number[]"',
        "ngay": 'convert = "date"',
        "hang": 'convert = "map:grade", default = "none"',
        "nhieu_hang": 'convert = "map:grade[]"',
        "diem": 'convert = "map:points"',
        "la": 'convert = "map:mixed"',
        "nhieu_la": 'convert = "map:mixed[]"',
    }
    pack = own_kind(fields, "(?P<so>[0-9]+) dấu").replace("[maps]", '[maps]\nmixed = { "giỏi" = 2, "khá" = "fair" }')
    model = kinds.record_model(book(own=pack).kinds)
    odd = [f"$.facts.marks[].{name}" for name in ("la", "nhieu_la[]")]
    assert sorted(differing(model)) == sorted(["$.checks[].expected", "$.checks[].actual", *odd])
    (marks,) = struct(model)["facts"].dataType
    assert {field.name: field.dataType.simpleString() for field in marks.dataType.elementType} == {
        "text": "string",
        "start": "bigint",
        "end": "bigint",
        "rule": "string",
        "so": "bigint",
        "nhieu_so": "array<bigint>",
        "thap_phan": "double",
        "luong": "double",
        "nhieu_luong": "array<double>",
        "ngay": "string",
        "hang": "string",
        "nhieu_hang": "array<string>",
        "diem": "double",
        "la": "string",
        "nhieu_la": "array<string>",
    }


def test_a_model_without_fields_has_no_column():
    """Files of tables know no empty structures."""
    assert Facts.model_fields == {}
    assert struct(Record).names == [name for name in Record.model_fields if name != "facts"]
