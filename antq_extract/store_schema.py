"""The tables of the database, as the scripts that make each version of them out of the one before.

Table and column names are those of the record; ``start`` and ``end``, which SQL has other uses for, are
``start_offset`` and ``end_offset``, and ``source_index`` is ``source.index``. Lists are JSON arrays, for SQLite's
``json_each``. Truth values are 0 and 1.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x414E5451
"""Marks a SQLite file as this program's: "ANTQ"."""

_TABLES = """
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    location BLOB NOT NULL UNIQUE,              -- where the file is on this machine, as the system's bytes
    path TEXT NOT NULL,                         -- as in a record's source
    size INTEGER, mtime_ns INTEGER,             -- when it was read; null where it has to be read again
    made_by TEXT NOT NULL,                      -- digest of the rules and options
    vanished INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE settled (                          -- what a run that found nothing to do need only look at
    made_by TEXT NOT NULL, states BLOB NOT NULL
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    path TEXT NOT NULL, source_index INTEGER NOT NULL, media_type TEXT NOT NULL, encoding TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    digest TEXT NOT NULL,                       -- the record's id: the same text has the same digest
    headline TEXT, date_published TEXT, authors TEXT NOT NULL, publisher TEXT, url TEXT,
    text TEXT NOT NULL,                         -- what the offsets count in
    record TEXT NOT NULL,                       -- the record as JSON
    raw_digest TEXT NOT NULL, made_by TEXT NOT NULL,
    vanished INTEGER NOT NULL DEFAULT 0,        -- its file is no longer there
    UNIQUE (file, source_index)
);
CREATE INDEX articles_date_published ON articles (date_published);
CREATE INDEX articles_path ON articles (path, source_index);
CREATE TABLE refused (
    file INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    source_index INTEGER NOT NULL,
    code TEXT NOT NULL, message TEXT NOT NULL,
    raw_digest TEXT, made_by TEXT NOT NULL,
    PRIMARY KEY (file, source_index)
);
CREATE TABLE dates (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    text TEXT NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, rule TEXT NOT NULL,
    edtf TEXT NOT NULL, calendar TEXT NOT NULL, granularity TEXT NOT NULL, part_of_day TEXT, role TEXT NOT NULL,
    inferred INTEGER NOT NULL
);
CREATE INDEX dates_article ON dates (article);
CREATE INDEX dates_edtf ON dates (edtf);
CREATE TABLE ratios (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    text TEXT NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, rule TEXT NOT NULL,
    low REAL, numerator INTEGER, denominator INTEGER, value REAL NOT NULL, unit TEXT, criterion TEXT, period TEXT,
    direction TEXT
);
CREATE INDEX ratios_article ON ratios (article);
CREATE TABLE awards (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    text TEXT NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, rule TEXT NOT NULL,
    count INTEGER NOT NULL, qualifier TEXT NOT NULL, recipient_type TEXT NOT NULL, unit TEXT NOT NULL,
    awards TEXT NOT NULL, issuers TEXT NOT NULL
);
CREATE INDEX awards_article ON awards (article);
CREATE TABLE officials (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    name TEXT NOT NULL, normalized_name TEXT NOT NULL, honorific_prefix TEXT, rank TEXT, normalized_rank TEXT
);
CREATE INDEX officials_article ON officials (article);
CREATE INDEX officials_normalized_name ON officials (normalized_name);
CREATE TABLE posts (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    official INTEGER NOT NULL REFERENCES officials (id) ON DELETE CASCADE,
    label TEXT NOT NULL, normalized_label TEXT NOT NULL, role TEXT NOT NULL, organization TEXT
);
CREATE INDEX posts_article ON posts (article);
CREATE INDEX posts_official ON posts (official);
CREATE TABLE mentions (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    official INTEGER NOT NULL REFERENCES officials (id) ON DELETE CASCADE,
    text TEXT NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, rule TEXT NOT NULL
);
CREATE INDEX mentions_article ON mentions (article);
CREATE INDEX mentions_official ON mentions (official);
CREATE TABLE checks (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL, status TEXT NOT NULL, expected, actual, message TEXT NOT NULL
);
CREATE INDEX checks_article ON checks (article);
CREATE TABLE facts (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                         -- of the kinds that rule packs bring: documents, quantities, …
    text TEXT NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, rule TEXT NOT NULL,
    fields TEXT NOT NULL                        -- the kind's own fields, a JSON object
);
CREATE INDEX facts_article ON facts (article);
CREATE INDEX facts_kind ON facts (kind);
"""

# Tone marks are left out of the index, so that a query finds a word with and without them, composed or decomposed.
_SEARCH = """
CREATE VIRTUAL TABLE search USING fts5 (
    headline, text, content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_inserted AFTER INSERT ON articles BEGIN
    INSERT INTO search (rowid, headline, text) VALUES (new.id, new.headline, new.text);
END;
CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
    INSERT INTO search (search, rowid, headline, text) VALUES ('delete', old.id, old.headline, old.text);
END;
CREATE TRIGGER articles_updated AFTER UPDATE OF headline, text ON articles BEGIN
    INSERT INTO search (search, rowid, headline, text) VALUES ('delete', old.id, old.headline, old.text);
    INSERT INTO search (rowid, headline, text) VALUES (new.id, new.headline, new.text);
END;
"""

_VIEWS = """
CREATE VIEW award_counts AS
SELECT a.id AS article, a.path, a.date_published, a.headline, w.count, w.qualifier, w.recipient_type, w.unit,
    (SELECT group_concat(value, '; ') FROM json_each(w.awards)) AS awards,
    (SELECT group_concat(value, '; ') FROM json_each(w.issuers)) AS issuers, w.text
FROM awards AS w JOIN articles AS a ON a.id = w.article WHERE NOT a.vanished;

CREATE VIEW shares AS
SELECT a.id AS article, a.path, a.date_published, a.headline, r.criterion, r.unit, r.numerator, r.denominator,
    round(100 * r.value, 3) AS percent, round(100 * r.low, 3) AS percent_low, r.period, r.direction, r.text
FROM ratios AS r JOIN articles AS a ON a.id = r.article WHERE NOT a.vanished;

CREATE VIEW events AS
SELECT a.id AS article, a.path, d.edtf AS date, d.part_of_day, d.inferred, a.headline, d.text
FROM dates AS d JOIN articles AS a ON a.id = d.article WHERE d.role = 'event' AND NOT a.vanished;

CREATE VIEW people AS
SELECT a.id AS article, a.path, a.date_published, o.normalized_name AS name, o.normalized_rank AS rank,
    p.normalized_label AS post, p.role, p.organization, a.headline
FROM officials AS o JOIN articles AS a ON a.id = o.article LEFT JOIN posts AS p ON p.official = o.id
WHERE NOT a.vanished;

CREATE VIEW failed_checks AS
SELECT a.id AS article, a.path, a.headline, c.id AS "check", c.expected, c.actual, c.message
FROM checks AS c JOIN articles AS a ON a.id = c.article WHERE c.status = 'fail' AND NOT a.vanished;

CREATE VIEW refusals AS
SELECT f.path, r.source_index, r.code, r.message
FROM refused AS r JOIN files AS f ON f.id = r.file WHERE NOT f.vanished;

CREATE VIEW doubles AS
SELECT digest, count(*) AS copies, min(path) AS path, headline
FROM articles WHERE NOT vanished GROUP BY digest HAVING count(*) > 1;
"""

MIGRATIONS: Final = (_TABLES + _SEARCH + _VIEWS,)
"""The script that makes each version of the schema, from the first on; what was published is never changed."""

TABLES: Final = ("articles", "dates", "ratios", "awards", "officials", "posts", "mentions", "checks", "facts")
"""The tables of what articles say; the others keep house."""
VIEWS: Final = ("award_counts", "shares", "events", "people", "failed_checks", "refusals", "doubles")
