"""The database: whose file it is, how its schema grows, and that it says what records say."""

import contextlib
import os
import sqlite3
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from antq_extract import records, store
from antq_extract.cli import cli
from antq_extract.errors import OutputError, UsageError
from antq_extract.store_schema import ACROSS, APPLICATION_ID, MIGRATIONS, TABLES, VIEWS

ARTICLE = """Hội nghị tổng kết năm 2023 tại Tân Hòa

Ngày 8/2/2023, UBND huyện Tân Hòa tổ chức hội nghị. Ông Lò Văn Tám, Chủ tịch UBND huyện Tân Hòa, dự hội nghị.

Đến nay, 15/20 xã đạt chuẩn, chiếm 75%. Chủ tịch UBND tỉnh tặng Bằng khen cho 12 tập thể và 30 cá nhân. Căn cứ Quyết \
định số 12/QĐ-UBND ngày 3/1/2023. Tỷ lệ 21/20 hộ.
"""


def command(*args):
    result = CliRunner().invoke(cli, [*map(str, args)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def query(db, sql, *values):
    with contextlib.closing(sqlite3.connect(db)) as database:
        return database.execute(sql, values).fetchall()


def rows(db):
    tables = [name for (name,) in query(db, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: query(db, f"SELECT * FROM {name}") for name in tables}  # noqa: S608


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d").mkdir()
    return tmp_path


@pytest.fixture
def filled(folder):
    """A database of an article with every kind of fact, its double, and a refused one."""
    for name, text in (("a", ARTICLE), ("b", ARTICLE), ("c", "")):
        (folder / f"d/{name}.txt").write_text(text, encoding="utf-8")
    assert command("sync", "d", "--db", "a.db", "-q")[0] == 1
    return folder


# --- the schema ---------------------------------------------------------------------------------------------------

_PLACE = {"province_code", "province_now", "province_now_code", "province_from"}
_PLACE |= {f"{level}_{part}" for level in ("district", "commune") for part in ("code", "from")}
_OWN = {
    "articles": {"id", "file", "path", "source_index", "digest", "text", "record", "raw_digest", "made_by", "vanished"},
    "officials": {"id", "article"},
    "posts": {"article", "official"},
    "mentions": {"article", "official"},
}


@pytest.mark.parametrize(
    ("table", "model", "left"),
    [
        ("dates", records.DateFact, set()),
        ("ratios", records.RatioFact, set()),
        ("awards", records.AwardFact, set()),
        ("officials", records.Official, {"posts", "mentions"}),
        ("posts", records.Post, set()),
        ("mentions", records.Anchored, set()),
        ("places", records.PlaceFact, set()),
        ("checks", records.Check, set()),
        ("articles", records.ArticleInfo, set()),
        ("articles", records.Source, {"path", "index"}),
    ],
)
def test_columns_are_the_fields_of_the_record(table, model, left):
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.executescript("".join(MIGRATIONS))
        columns = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
    fields = {store._RENAMED.get(name, name) for name in model.model_fields} - left
    assert fields <= columns
    others = {name for one in (records.ArticleInfo, records.Source) for name in one.model_fields}
    extra = columns - fields - _OWN.get(table, {"article"})
    if extra & _PLACE:
        assert extra >= _PLACE
        extra -= _PLACE
    assert extra <= (others if table == "articles" else set())


def test_all_tables_and_views_are_known():
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.executescript("".join(MIGRATIONS))
        rows = database.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    assert {name for kind, name in rows if kind == "view"} == set(VIEWS)
    tables = {name for kind, name in rows if kind == "table" and not name.startswith("search")}
    assert tables == {*TABLES, "files", "refused", "settled", "compared"}
    assert set(ACROSS) <= {*TABLES, *VIEWS}


HEADLINE = "Hội nghị tổng kết năm 2023 tại Tân Hòa"
NOWHERE = (None,) * 4  # places that no register has
PERSON = "lo-van-tam-430b367a"


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        (
            "award_counts",
            [
                (1, "d/a.txt", None, HEADLINE, 12, "exact", "collective", "tập thể", "Bằng khen", "Chủ tịch UBND tỉnh", "12 tập thể", *NOWHERE),
                (1, "d/a.txt", None, HEADLINE, 30, "exact", "individual", "cá nhân", "Bằng khen", "Chủ tịch UBND tỉnh", "30 cá nhân", *NOWHERE),
            ],
        ),
        (
            "shares",
            [
                (1, "d/a.txt", None, HEADLINE, "đạt chuẩn", "xã", 15, 20, 75.0, None, None, None, "15/20 xã", *NOWHERE),
                (1, "d/a.txt", None, HEADLINE, None, None, None, None, 75.0, None, None, None, "75%", *NOWHERE),
                (1, "d/a.txt", None, HEADLINE, None, "hộ", 21, 20, 105.0, None, None, None, "21/20 hộ", *NOWHERE),
            ],
        ),
        ("events", [(1, "d/a.txt", "2023-02-08", None, 0, HEADLINE, "Ngày 8/2/2023", *NOWHERE)]),
        (
            "people",
            [
                (1, "d/a.txt", None, "Lò Văn Tám", None, "Chủ tịch Ủy ban nhân dân huyện Tân Hòa", "Chủ tịch", "UBND huyện Tân Hòa", HEADLINE,
                 *NOWHERE, PERSON)
            ],
        ),
        ("failed_checks", [(1, "d/a.txt", HEADLINE, "ratio-bounds", 20, 21, "21/20 hộ: 21 is above 20")]),
        ("refusals", [("d/c.txt", 0, "empty", "d/c.txt: empty file")]),
    ],
)  # fmt: skip
def test_views(filled, view, rows):
    assert query("a.db", f"SELECT * FROM {view} WHERE path != 'd/b.txt'") == rows  # noqa: S608
    (filled / "d/a.txt").unlink()
    (filled / "d/c.txt").unlink()
    command("sync", "d", "--db", "a.db", "-q")
    assert query("a.db", f"SELECT * FROM {view} WHERE path != 'd/b.txt'") == []  # noqa: S608


def test_doubles(filled):
    assert query("a.db", "SELECT copies, path, headline FROM doubles") == [(2, "d/a.txt", HEADLINE)]
    (filled / "d/a.txt").unlink()
    command("sync", "d", "--db", "a.db", "-q")
    assert query("a.db", "SELECT * FROM doubles") == []


def test_tables_of_packs_and_lists(filled):
    facts = query("a.db", "SELECT article, kind, text, json_extract(fields, '$.number') FROM facts")
    assert facts == [(n, "documents", "Quyết định số 12/QĐ-UBND ngày 3/1/2023", "12/QĐ-UBND") for n in (1, 2)]
    assert query("a.db", "SELECT DISTINCT value FROM awards, json_each(awards.issuers)") == [("Chủ tịch UBND tỉnh",)]
    spans = query(
        "a.db",
        "SELECT m.text = substr(a.text, m.start_offset + 1, m.end_offset - m.start_offset) "
        "FROM mentions AS m JOIN articles AS a ON a.id = m.article",
    )
    assert spans == [(1,), (1,)]


# --- search -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_search_with_and_without_tone_marks(folder, form):
    def found(words):
        with contextlib.closing(sqlite3.connect("a.db")) as database:
            database.execute("INSERT INTO search(search) VALUES('integrity-check')")
            sql = "SELECT path FROM articles WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?) ORDER BY path"
            return [path for (path,) in database.execute(sql, (words,))]

    def write(name, text):
        (folder / f"d/{name}.txt").write_text(unicodedata.normalize(form, text), encoding="utf-8")

    write("a", "Nhà máy thủy điện Tân Hòa")
    write("b", "Hội nghị của huyện Yên Lạc")
    command("sync", "d", "--db", "a.db", "-q")
    for words, paths in [
        ("thủy", ["d/a.txt"]),
        ("thuy", ["d/a.txt"]),
        (unicodedata.normalize("NFD", "thủy"), ["d/a.txt"]),
        ('"tan hoa"', ["d/a.txt"]),
        ("HUYỆN", ["d/b.txt"]),
        ("huyen OR may", ["d/a.txt", "d/b.txt"]),
        ("thuye", []),
        ("thuy*", ["d/a.txt"]),
    ]:
        assert found(words) == paths, words
    write("a", "Xã Sơn Tịnh")
    (folder / "d/b.txt").write_bytes(b"")
    command("sync", "d", "--db", "a.db", "-q")
    assert (found("thuy"), found("tinh"), found("huyen")) == ([], ["d/a.txt"], [])


# --- whose file ---------------------------------------------------------------------------------------------------


def other(path):
    query(path, "CREATE TABLE mine (id)")


def newer(path):
    with store.opened(path, write=True) as database:
        database.database.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (other, "a.db: a database of another program"),
        (newer, "a.db: made by a newer version of this program (schema 99)"),
        (lambda path: path.write_text("no database at all " * 100), "a.db: not a database"),
        (lambda path: path.write_text("no"), "a.db: not a database"),
    ],
)
def test_a_file_that_is_not_ours_stays_as_it_is(folder, make, message):
    (folder / "d/a.txt").write_text(ARTICLE, encoding="utf-8")
    make(folder / "a.db")
    before = (folder / "a.db").read_bytes()
    for args in (["sync", "d"], ["sync", "d", "--dry-run"], ["export"]):
        assert command(*args, "--db", "a.db") == (2, "", f"antq-extract: {message}\n")
    assert (folder / "a.db").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == [".a.db.lock", "a.db", "d"]


def test_a_missing_and_an_empty_file(folder):
    (folder / "d/a.txt").write_text(ARTICLE, encoding="utf-8")
    missing = "antq-extract: a.db: no such database; antq-extract sync makes it\n"
    assert command("export", "--db", "a.db") == (2, "", missing)
    (folder / "a.db").touch()
    assert command("export", "--db", "a.db") == (2, "", "antq-extract: a.db: an empty database\n")
    assert command("sync", "d", "--db", "a.db", "-q")[0] == 0
    assert query("a.db", "PRAGMA application_id") == [(APPLICATION_ID,)]


def test_another_program_that_holds_the_database(filled, monkeypatch):
    monkeypatch.setattr(store, "_BUSY", 0.1)
    (filled / "d/e.txt").write_text("Xã A đạt 19/20 tiêu chí.", encoding="utf-8")
    with contextlib.closing(sqlite3.connect("a.db", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        held = "antq-extract: a.db: another program holds the database\n"
        code, _, stderr = command("sync", "d", "--db", "a.db")
        assert (code, stderr.endswith(held)) == (75, True)
    assert command("sync", "d", "--db", "a.db", "-q")[0] == 1
    assert query("a.db", "SELECT count(*) FROM articles") == [(3,)]


# --- migrations ---------------------------------------------------------------------------------------------------

NEXT = """
ALTER TABLE articles ADD COLUMN words INTEGER;
UPDATE articles SET words = length(text) - length(replace(text, ' ', '')) + 1;
"""


def test_a_database_of_an_older_version_is_migrated(filled, monkeypatch):
    assert query("a.db", "PRAGMA user_version") == [(2,)]
    before = query("a.db", "SELECT * FROM articles")
    monkeypatch.setattr(store, "MIGRATIONS", (*MIGRATIONS, NEXT))
    assert command("sync", "d", "--db", "a.db", "-q")[0] == 1
    assert query("a.db", "PRAGMA user_version") == [(3,)]
    words = ARTICLE.count(" ") + 1
    assert query("a.db", "SELECT * FROM articles") == [(*row, words) for row in before]
    assert command("sync", "d", "--db", "new.db", "-q")[0] == 1
    assert query("new.db", "PRAGMA user_version") == [(3,)]


def test_a_migration_that_fails_leaves_the_version_before(filled, monkeypatch):
    before = rows("a.db")
    monkeypatch.setattr(store, "MIGRATIONS", (*MIGRATIONS, NEXT + "INSERT INTO nowhere VALUES (1);"))  # noqa: S608 - no values
    code, _, stderr = command("sync", "d", "--db", "a.db", "-q")
    assert (code, stderr) == (73, "antq-extract: a.db: no such table: nowhere\n")
    assert query("a.db", "PRAGMA user_version") == [(2,)]
    assert rows("a.db") == before
    monkeypatch.setattr(store, "MIGRATIONS", (*MIGRATIONS, NEXT))
    assert command("sync", "d", "--db", "a.db", "-q")[0] == 1
    assert query("a.db", "PRAGMA user_version") == [(3,)]


FIRST = """
INSERT INTO files VALUES (1, CAST('{folder}/d/a.txt' AS BLOB), 'd/a.txt', {size}, {time}, '{made_by}', 0);
INSERT INTO articles VALUES (7, 1, 'd/a.txt', 0, 'text/plain', 'utf-8', {size}, 'sha256:0', 'Old', NULL, '[]', NULL, NULL,
    'old text', '{{}}', '{digest}', '{made_by}', 0);
INSERT INTO officials VALUES (3, 7, 'Lò Văn Chín', 'Lò Văn Chín', NULL, NULL, NULL);
"""


def test_what_version_1_holds_is_read_again(folder):
    """As nothing in it tells of places, although neither file nor rules have changed."""
    path = folder / "d/a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    os.utime(path, ns=(10**18, 10**18))
    assert command("sync", "d", "--db", "b.db", "-q")[0] == 0
    ((made_by, digest),) = query("b.db", "SELECT made_by, raw_digest FROM articles")
    values = {"folder": folder, "size": path.stat().st_size, "time": 10**18, "made_by": made_by, "digest": digest}
    with contextlib.closing(sqlite3.connect("a.db")) as database:
        marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;"
        database.executescript(MIGRATIONS[0] + FIRST.format(**values) + marks)
    assert command("export", "--db", "a.db", "--table", "articles")[0] == 0  # which migrates nothing
    older = "persons: not in this database, which an older version made; antq-extract sync adds it"
    assert command("export", "--db", "a.db", "--table", "persons") == (2, "", f"antq-extract: {older}\n")
    assert query("a.db", "PRAGMA user_version") == [(1,)]
    assert command("sync", "d", "--db", "a.db", "-q")[0] == 0
    assert query("a.db", "PRAGMA user_version") == [(2,)]
    assert query("a.db", "SELECT id, headline FROM articles") == [(7, HEADLINE)]
    assert query("a.db", "SELECT normalized_name FROM officials") == [("Lò Văn Tám",)]
    assert query("a.db", "SELECT id, articles FROM persons") == [(PERSON, 1)]


def test_opened_for_reading_nothing_can_be_written(filled):
    with pytest.raises(OutputError), store.opened(Path("a.db")) as database:
        database.database.execute("DELETE FROM articles")
    assert query("a.db", "SELECT count(*) FROM articles") == [(2,)]
    assert sorted(path.name for path in filled.iterdir()) == [".a.db.lock", "a.db", "d"]
    with pytest.raises(UsageError), store.opened(Path("none.db")):
        pass
