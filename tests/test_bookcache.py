"""The cache of the rule book: what comes out of it is what was loaded, and whatever is wrong with it is no matter."""

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from antq_extract import bookcache, bookform, packs, pipeline
from antq_extract.document import Document
from antq_extract.errors import PackError
from antq_extract.kinds import record_model

COMMAND = [sys.executable, "-P", "-m", "antq_extract", "-q"]
TEXT = "Chiều 8/2, Công an tỉnh tặng Giấy khen 25 tập thể. Đến nay, 15/20 xã đạt chuẩn. Đại tá Lê Văn A dự."
WORDS = ("15", "1.250,5", "mười", "hai mươi ba", "chiều", "tăng", "giảm", "tập thể", "II", "8/2/2023", "hơn", "GĐ", "")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache" / bookcache.FOLDER


@pytest.fixture
def kept(cache):
    """The file of a book of the shipped packs, with the patterns that an article wants."""
    loaded = bookcache.load(())
    pipeline.extract(Document(path="a.txt", source=TEXT), loaded.book)
    bookcache.keep(loaded, ())
    (path,) = cache.iterdir()
    return path


def from_cache(*folders):
    return bookcache.load(folders).kept is not None


def value(read, words):
    try:
        return read(words)
    except ValueError as error:
        return str(error)


def converted(converter):
    return converter.name, converter.gives, converter.many, [value(converter.read, words) for words in WORDS]


# --- the same book ------------------------------------------------------------------------------------------------


def test_a_kept_book_is_the_book_that_was_loaded(kept, rulebook):
    loaded = bookcache.load(())
    assert loaded.kept is not None
    book = loaded.book
    assert (book.lists, book.maps, len(book.rules)) == (rulebook.lists, rulebook.maps, len(rulebook.rules))
    assert list(book.lists) == list(rulebook.lists)
    for rule, plain in zip(book.rules, rulebook.rules, strict=True):
        names = [field.name for field in fields(rule) if field.name not in ("spec", "file", "emit", "patterns")]
        assert {"fact", "group", "keywords", "expression", "words", "needs"} < set(names)
        names += ["id", "collects", "translation"]
        assert [getattr(rule, name) for name in names] == [getattr(plain, name) for name in names]
        names = ("id", "part", "action", "priority")
        assert [getattr(rule.spec, name) for name in names] == [getattr(plain.spec, name) for name in names]
        assert (rule.file.name, rule.file.id) == (plain.file.name, plain.file.id)
        assert [entry.group for entry in rule.emit] == [entry.group for entry in plain.emit]
        assert [converted(e.converter) for e in rule.emit] == [converted(e.converter) for e in plain.emit]


def test_the_kinds_of_a_kept_book_are_those_that_were_loaded(kept, rulebook):
    book = bookcache.load(()).book
    assert rulebook.kinds
    for kind, plain in zip(book.kinds, rulebook.kinds, strict=True):
        names = ("name", "one", "title", "key", "yields_to", "needs")
        assert [getattr(kind, name) for name in names] == [getattr(plain, name) for name in names]
        for field, other in zip(kind.fields, plain.fields, strict=True):
            names = ("name", "title", "required", "default")
            assert [getattr(field, name) for name in names] == [getattr(other, name) for name in names]
            assert converted(field.converter) == converted(other.converter)
        assert kind.model.model_json_schema() == plain.model.model_json_schema()
    assert record_model(book.kinds).model_json_schema() == record_model(rulebook.kinds).model_json_schema()


def test_the_patterns_of_a_kept_book_find_the_same(kept, rulebook):
    loaded = bookcache.load(())
    assert loaded.kept["patterns"]
    named = {("rule", rule.id) for rule in rulebook.rules}
    for expression, lists in loaded.kept["patterns"]:
        if named.isdisjoint(lists):
            thawed, plain = (book.pattern(expression, **dict(lists)) for book in (loaded.book, rulebook))
        else:
            books = (loaded.book, rulebook)
            thawed, plain = (next(r.pattern for r in book.rules if r.id == lists[0][1]) for book in books)
        assert (thawed.pattern, thawed.flags, thawed.groupindex) == (plain.pattern, plain.flags, plain.groupindex)
        assert [m.span() for m in thawed.finditer(TEXT)] == [m.span() for m in plain.finditer(TEXT)]
    assert not loaded.book.patterns.grown


def test_the_records_by_a_kept_book_are_the_same(kept, rulebook):
    samples = sorted((Path(__file__).parent.parent / "samples").rglob("*.txt"))
    assert samples
    book = bookcache.load(()).book
    for path in samples:
        document = Document(path=path.name, source=path.read_text(encoding="utf-8"))
        from_kept, record = (pipeline.extract(document, one) for one in (book, rulebook))
        assert from_kept.model_dump_json() == record.model_dump_json()


def test_sync_keeps_a_book_too(cache, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "antq_extract", "sync", "-q", "a.txt", "--db", "a.db"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert [path.suffix for path in cache.iterdir()] == [".book"]


def test_what_a_later_run_compiles_is_kept_too(kept):
    loaded = bookcache.load(())
    expression, before = r"(?i)\L<words>!", len(loaded.kept["patterns"])
    loaded.book.pattern(expression, words="dates.future")
    bookcache.keep(loaded, ())
    again = bookcache.load(())
    assert len(again.kept["patterns"]) == before + 1
    again.book.pattern(expression, words="dates.future")
    assert not again.book.patterns.grown


# --- what it depends on -------------------------------------------------------------------------------------------


def test_an_edited_pack_is_loaded_again(cache, tmp_path, pack):
    own = tmp_path / "own"
    own.mkdir()
    file = own / "demo.toml"
    file.write_text(pack("pattern = '(?P<note>qq)'\nemit = { note = 'text' }"), encoding="utf-8")
    bookcache.keep(bookcache.load((own,)), (own,))
    assert from_cache(own)
    assert not from_cache()
    file.write_text(file.read_text(encoding="utf-8").replace("qq", "qx"), encoding="utf-8")
    assert not from_cache(own)
    assert bookcache.load((own,)).book.rules[-1].expression == "(?P<note>qx)"


def test_a_pack_that_changes_while_it_is_loaded_is_not_kept(cache, tmp_path, pack):
    file = tmp_path / "demo.toml"
    file.write_text(pack("pattern = '(?P<note>qq)'\nemit = { note = 'text' }"), encoding="utf-8")
    loaded = bookcache.load((file,))
    file.write_text(file.read_text(encoding="utf-8").replace("qq", "qx"), encoding="utf-8")
    bookcache.keep(loaded, (file,))
    assert not cache.exists()


def test_edited_code_is_not_served_old_books(kept, monkeypatch, tmp_path):
    assert from_cache()
    changed = tmp_path / "rules.py"
    changed.touch()
    monkeypatch.setattr(bookcache, "__file__", str(changed))
    assert not from_cache()


@pytest.mark.parametrize("name", ["__version__", "regex"])
def test_another_version_has_its_own_books(kept, monkeypatch, name):
    monkeypatch.setattr(bookcache, name, type("Other", (), {"__version__": "0"}))
    assert not from_cache()


def test_problems_are_not_kept(cache, tmp_path):
    (tmp_path / "own.toml").write_text("format = 2\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(PackError):
            bookcache.load((tmp_path / "own.toml",))
    assert not cache.exists()


# --- who may be trusted -------------------------------------------------------------------------------------------


def test_folder_and_file_are_the_users_alone(kept):
    assert (kept.parent.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_to_is_not_read(kept, mode):
    kept.chmod(mode)
    assert not from_cache()


@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_a_folder_that_others_may_write_to_is_not_read_nor_written_to(kept, mode):
    kept.parent.chmod(mode)
    loaded = bookcache.load(())
    assert loaded.kept is None
    kept.unlink()
    bookcache.keep(loaded, ())
    assert not list(kept.parent.iterdir())


def test_what_belongs_to_another_is_not_read(kept, monkeypatch):
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert not from_cache()


def test_nothing_is_put_in_a_home_that_belongs_to_another(cache, monkeypatch):
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    bookcache.keep(bookcache.load(()), ())
    assert not cache.exists()


def test_a_link_is_not_followed(kept, tmp_path):
    kept.rename(tmp_path / "elsewhere")
    kept.symlink_to(tmp_path / "elsewhere")
    assert not from_cache()


def test_a_pipe_is_not_waited_for(kept):
    kept.unlink()
    os.mkfifo(kept, 0o600)
    assert not from_cache()


# --- what may be wrong --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b"",
        lambda b: b[:10],
        lambda b: b[:-1],
        lambda b: b[:-9] + bytes([b[-9] ^ 1]) + b[-8:],
        lambda b: b + b".",
    ],
)
def test_a_damaged_file_is_loaded_over(kept, damage):
    kept.write_bytes(damage(kept.read_bytes()))
    loaded = bookcache.load(())
    assert loaded.kept is None
    bookcache.keep(loaded, ())
    assert from_cache()


def test_a_file_under_another_name_is_none(kept):
    other = kept.with_name("0" * 64 + kept.suffix)
    other.write_bytes(kept.read_bytes())
    assert bookcache._read("0" * 64) is None


def extract(folder, **environment):
    result = subprocess.run(
        [*COMMAND, "a.txt"], cwd=folder, env=os.environ | environment, capture_output=True, check=False
    )
    return result.returncode, result.stdout, result.stderr


@pytest.fixture
def article(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_home_that_cannot_be_written_to_is_no_matter(article):
    (article / "file").touch()
    wanted = extract(article)
    assert (wanted[0], wanted[2]) == (0, b"")
    for home in ("/proc/nowhere", str(article / "file"), "/dev/null"):
        assert extract(article, XDG_CACHE_HOME=home) == wanted
    assert extract(article, XDG_CACHE_HOME="", HOME="/dev/null") == wanted


def test_a_full_disk_is_no_matter(cache, monkeypatch):
    loaded = bookcache.load(())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    bookcache.keep(loaded, ())
    assert not list(cache.iterdir())


def test_a_run_leaves_a_book_for_the_next_and_gives_the_same(article):
    cache = article / "cache"
    cache.mkdir()
    first = extract(article, XDG_CACHE_HOME=str(cache))
    (path,) = (cache / bookcache.FOLDER).iterdir()
    changed = path.stat().st_mtime_ns
    assert extract(article, XDG_CACHE_HOME=str(cache)) == first
    assert (first[0], first[2]) == (0, b"")
    assert path.stat().st_mtime_ns == changed


def test_two_runs_at_once(article):
    (article / "cache").mkdir()
    environment = os.environ | {"XDG_CACHE_HOME": str(article / "cache")}
    runs = [
        subprocess.Popen(
            [*COMMAND, "a.txt"], cwd=article, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    (one, other) = ((*run.communicate(timeout=120), run.returncode) for run in runs)
    assert one == other
    assert one[1:] == (b"", 0)
    assert len(list((article / "cache" / bookcache.FOLDER).iterdir())) == 1


def test_old_books_and_litter_are_removed(kept):
    for number in range(12):
        path = kept.with_name(f"{number:064}{kept.suffix}")
        path.touch()
        os.utime(path, (number, number))
    litter, fresh = kept.with_name(".a.1.tmp"), kept.with_name(".b.2.tmp")
    litter.touch()
    os.utime(litter, (1, 1))
    fresh.touch()
    bookcache._tidy(kept.parent)
    books = sorted(path for path in kept.parent.iterdir() if path.suffix == kept.suffix)
    assert len(books) == 8
    assert kept in books
    assert (litter.exists(), fresh.exists()) == (False, True)


def test_plain_data_hold_no_code(kept, rulebook):
    def types(value):
        yield type(value)
        if isinstance(value, dict):
            for pair in value.items():
                yield from types(pair)
        elif isinstance(value, list | tuple):
            for one in value:
                yield from types(one)

    assert set(types(bookform.plain(packs.load()))) <= {dict, list, tuple, str, int, float, bool, bytes, type(None)}
