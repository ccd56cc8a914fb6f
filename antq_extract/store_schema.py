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

# --- version 2: places, people, events ----------------------------------------------------------------------------

_PLACED = ("articles", "ratios", "awards", "posts")
_PLACE = """
ALTER TABLE {table} ADD COLUMN province TEXT;          -- as it was at the article's date
ALTER TABLE {table} ADD COLUMN province_code TEXT;
ALTER TABLE {table} ADD COLUMN province_now TEXT;      -- since 1 July 2025
ALTER TABLE {table} ADD COLUMN province_now_code TEXT;
ALTER TABLE {table} ADD COLUMN province_from TEXT;     -- what it was inferred from
ALTER TABLE {table} ADD COLUMN district TEXT;
ALTER TABLE {table} ADD COLUMN district_code TEXT;
ALTER TABLE {table} ADD COLUMN district_from TEXT;
ALTER TABLE {table} ADD COLUMN commune TEXT;
ALTER TABLE {table} ADD COLUMN commune_code TEXT;
ALTER TABLE {table} ADD COLUMN commune_from TEXT;
"""

# What several articles say together is made anew when articles have changed since: the triggers tell of that, whatever
# ends a run.
_ACROSS = """
CREATE TABLE places (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    text TEXT NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, rule TEXT NOT NULL,
    level TEXT NOT NULL, name TEXT NOT NULL, code TEXT, province TEXT, province_code TEXT, successors TEXT NOT NULL
);
CREATE INDEX places_article ON places (article);
CREATE TABLE persons (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, rank TEXT, first TEXT, last TEXT, articles INTEGER NOT NULL
);
CREATE INDEX persons_name ON persons (name);
CREATE TABLE person_officials (
    person TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    official INTEGER REFERENCES officials (id) ON DELETE SET NULL,
    place INTEGER NOT NULL,                     -- in the record's list of officials, from 0
    why TEXT NOT NULL, detail TEXT NOT NULL, tied_to INTEGER
);
CREATE INDEX person_officials_person ON person_officials (person);
CREATE INDEX person_officials_article ON person_officials (article);
CREATE INDEX person_officials_official ON person_officials (official);
CREATE TABLE offices (
    person TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    post TEXT NOT NULL, organization TEXT, province TEXT, province_code TEXT, province_now TEXT, province_now_code TEXT,
    first TEXT, last TEXT, former INTEGER NOT NULL, articles INTEGER NOT NULL
);
CREATE INDEX offices_person ON offices (person);
CREATE TABLE coverage (
    id TEXT PRIMARY KEY, date TEXT NOT NULL,
    province TEXT, province_code TEXT, province_now TEXT, province_now_code TEXT, organizer TEXT,
    articles INTEGER NOT NULL, why TEXT NOT NULL        -- a JSON array of objects with code and detail
);
CREATE TABLE coverage_articles (
    coverage TEXT NOT NULL REFERENCES coverage (id) ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    copy_of INTEGER                             -- the article that has the same text
);
CREATE INDEX coverage_articles_coverage ON coverage_articles (coverage);
CREATE INDEX coverage_articles_article ON coverage_articles (article);
CREATE TABLE coverage_figures (
    coverage TEXT NOT NULL REFERENCES coverage (id) ON DELETE CASCADE,
    figure INTEGER NOT NULL,                    -- the same number for values that mean the same
    kind TEXT NOT NULL, label TEXT NOT NULL, agree INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    value REAL NOT NULL, text TEXT NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL
);
CREATE INDEX coverage_figures_coverage ON coverage_figures (coverage);
CREATE INDEX coverage_figures_article ON coverage_figures (article);
CREATE TABLE compared (made_by TEXT NOT NULL);  -- what persons and coverage were made by; empty where they are not up to date
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN DELETE FROM compared; END;
CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN DELETE FROM compared; END;
CREATE TRIGGER articles_changed AFTER UPDATE OF record, vanished ON articles BEGIN DELETE FROM compared; END;
"""

_VIEWS_2 = """
DROP VIEW award_counts;
CREATE VIEW award_counts AS
SELECT a.id AS article, a.path, a.date_published, a.headline, w.count, w.qualifier, w.recipient_type, w.unit,
    (SELECT group_concat(value, '; ') FROM json_each(w.awards)) AS awards,
    (SELECT group_concat(value, '; ') FROM json_each(w.issuers)) AS issuers, w.text,
    w.province, w.province_now, w.district, w.commune
FROM awards AS w JOIN articles AS a ON a.id = w.article WHERE NOT a.vanished;

DROP VIEW shares;
CREATE VIEW shares AS
SELECT a.id AS article, a.path, a.date_published, a.headline, r.criterion, r.unit, r.numerator, r.denominator,
    round(100 * r.value, 3) AS percent, round(100 * r.low, 3) AS percent_low, r.period, r.direction, r.text,
    r.province, r.province_now, r.district, r.commune
FROM ratios AS r JOIN articles AS a ON a.id = r.article WHERE NOT a.vanished;

DROP VIEW events;
CREATE VIEW events AS
SELECT a.id AS article, a.path, d.edtf AS date, d.part_of_day, d.inferred, a.headline, d.text,
    a.province, a.province_now, a.district, a.commune
FROM dates AS d JOIN articles AS a ON a.id = d.article WHERE d.role = 'event' AND NOT a.vanished;

DROP VIEW people;
CREATE VIEW people AS
SELECT a.id AS article, a.path, a.date_published, o.normalized_name AS name, o.normalized_rank AS rank,
    p.normalized_label AS post, p.role, p.organization, a.headline,
    p.province, p.province_now, p.district, p.commune, n.person
FROM officials AS o JOIN articles AS a ON a.id = o.article LEFT JOIN posts AS p ON p.official = o.id
    LEFT JOIN person_officials AS n ON n.official = o.id
WHERE NOT a.vanished;

CREATE VIEW person_posts AS
SELECT f.person, p.name, f.post, f.organization, f.province, f.province_now, f.first, f.last, f.former, f.articles
FROM offices AS f JOIN persons AS p ON p.id = f.person
ORDER BY f.person, f.first IS NULL, f.first, f.post;

CREATE VIEW person_articles AS
SELECT n.person, p.name, a.id AS article, a.path, a.date_published, o.normalized_rank AS rank,
    (SELECT group_concat(normalized_label, '; ') FROM posts WHERE official = o.id) AS posts, n.why, n.detail,
    t.path AS tied_to, a.headline
FROM person_officials AS n JOIN persons AS p ON p.id = n.person JOIN articles AS a ON a.id = n.article
    LEFT JOIN officials AS o ON o.id = n.official LEFT JOIN articles AS t ON t.id = n.tied_to
WHERE NOT a.vanished ORDER BY n.person, a.date_published IS NULL, a.date_published, a.path;

CREATE VIEW same_events AS
SELECT c.id AS coverage, c.date, c.province, c.province_now, c.organizer, c.articles,
    (SELECT group_concat(json_extract(value, '$.code'), '; ') FROM json_each(c.why)) AS why,
    a.id AS article, a.path, a.publisher, a.date_published, a.headline, k.path AS copy_of
FROM coverage AS c JOIN coverage_articles AS m ON m.coverage = c.id JOIN articles AS a ON a.id = m.article
    LEFT JOIN articles AS k ON k.id = m.copy_of
WHERE NOT a.vanished ORDER BY c.date, c.id, a.date_published, a.path;

CREATE VIEW differing_figures AS
SELECT c.id AS coverage, c.date, c.province, c.province_now, f.kind, f.label, f.value, f.text, a.id AS article, a.path,
    a.publisher, a.headline
FROM coverage_figures AS f JOIN coverage AS c ON c.id = f.coverage JOIN articles AS a ON a.id = f.article
WHERE NOT f.agree AND NOT a.vanished ORDER BY c.date, c.id, f.figure, a.path;
"""

# What was read by version 1 says nothing of places: it is read again.
_AGAIN = """
UPDATE files SET made_by = '';
UPDATE articles SET made_by = '';
DELETE FROM settled;
"""

MIGRATIONS: Final = (
    _TABLES + _SEARCH + _VIEWS,
    "".join(_PLACE.format(table=table) for table in _PLACED) + _ACROSS + _VIEWS_2 + _AGAIN,
)
"""The script that makes each version of the schema, from the first on; what was published is never changed."""

TABLES: Final = (
    "articles", "dates", "ratios", "awards", "officials", "posts", "mentions", "places", "checks", "facts",
    "persons", "person_officials", "offices", "coverage", "coverage_articles", "coverage_figures",
)  # fmt: skip
"""The tables of what articles say; the others keep house."""
VIEWS: Final = (
    "award_counts", "shares", "events", "people", "failed_checks", "refusals", "doubles",
    "person_posts", "person_articles", "same_events", "differing_figures",
)  # fmt: skip
ACROSS: Final = (
    "persons", "person_officials", "offices", "coverage", "coverage_articles", "coverage_figures",
    "person_posts", "person_articles", "same_events", "differing_figures",
)  # fmt: skip
"""The tables and views of what several articles say together, which have an order of their own."""
