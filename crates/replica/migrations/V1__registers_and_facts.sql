-- What every replica holds: registers, facts, and the index of the search box. The tablet's file and the station's have
-- the same tables, so a part of one can be copied into the other.

-- Every edit of every register row; the row tables below are what `merge` makes of them.
CREATE TABLE register_edit (
    row           BLOB NOT NULL,
    stamp_at      INTEGER NOT NULL,
    stamp_device  BLOB NOT NULL,
    area          BLOB NOT NULL,
    register      TEXT NOT NULL,
    body          TEXT NOT NULL,
    PRIMARY KEY (row, stamp_at, stamp_device)
) STRICT, WITHOUT ROWID;

CREATE TABLE station (
    id BLOB PRIMARY KEY, name TEXT NOT NULL, name_mn TEXT, duty_phone TEXT NOT NULL, emergency_phone TEXT NOT NULL
) STRICT;
CREATE TABLE area (
    id BLOB PRIMARY KEY, code TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, name_mn TEXT, parent BLOB
) STRICT;
-- Every area with all that lies in it, itself included, however deep.
CREATE VIEW area_part AS
WITH RECURSIVE part (whole, id) AS (
    SELECT id, id FROM area UNION SELECT part.whole, a.id FROM part JOIN area a ON a.parent = part.id)
SELECT whole, id FROM part;
CREATE TABLE officer (
    id BLOB PRIMARY KEY, badge TEXT NOT NULL, name TEXT NOT NULL, name_mn TEXT, phone TEXT NOT NULL, areas TEXT NOT NULL
) STRICT;
CREATE TABLE material (
    id BLOB PRIMARY KEY, code TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, title_mn TEXT,
    language TEXT NOT NULL, version TEXT NOT NULL
) STRICT;
CREATE TABLE household (
    id BLOB PRIMARY KEY, code TEXT NOT NULL, area BLOB, address TEXT NOT NULL, latitude REAL, longitude REAL,
    access_notes TEXT NOT NULL, phone TEXT NOT NULL
) STRICT;
CREATE INDEX household_area ON household (area, code);
CREATE INDEX household_code ON household (code);
CREATE TABLE person (
    id BLOB PRIMARY KEY, household BLOB, relation TEXT NOT NULL, name TEXT NOT NULL, name_mn TEXT,
    id_number TEXT NOT NULL, born_on TEXT, phone TEXT NOT NULL, language TEXT, died_on TEXT
) STRICT;
CREATE INDEX person_household ON person (household);
CREATE INDEX person_id_number ON person (id_number) WHERE id_number <> '';

-- Fields that two people wrote without having seen each other's: see `conflicts.rs`.
CREATE TABLE conflict (
    row BLOB NOT NULL, field TEXT NOT NULL, register TEXT NOT NULL, PRIMARY KEY (row, field)
) STRICT, WITHOUT ROWID;

-- Facts, written once. `first` is what a chain of corrections began with, so that of all that correct it, directly or
-- not, one stands.
CREATE TABLE fact (
    id            BLOB PRIMARY KEY,
    kind          TEXT NOT NULL,
    area          BLOB NOT NULL,
    household     BLOB,
    person        BLOB,
    during        BLOB,
    supersedes    BLOB,
    first         BLOB,
    happened_at   INTEGER NOT NULL,
    author        BLOB NOT NULL,
    stamp_at      INTEGER NOT NULL,
    stamp_device  BLOB NOT NULL,
    body          TEXT NOT NULL
) STRICT;
CREATE INDEX fact_household ON fact (household, kind, happened_at);
CREATE INDEX fact_person ON fact (person, kind, happened_at) WHERE person IS NOT NULL;
CREATE INDEX fact_kind ON fact (kind, happened_at);
CREATE INDEX fact_supersedes ON fact (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX fact_first ON fact (first) WHERE first IS NOT NULL;
CREATE INDEX fact_during ON fact (during) WHERE during IS NOT NULL;

-- Corrections that nobody corrected.
CREATE VIEW last_correction AS
SELECT c.* FROM fact c
WHERE c.first IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = c.id);
-- A fact that was never corrected, or of the last corrections of one fact the greatest by stamp.
CREATE VIEW unsuperseded AS
SELECT f.* FROM fact f
WHERE CASE WHEN f.first IS NULL THEN NOT EXISTS (SELECT 1 FROM fact s WHERE s.first = f.id)
      ELSE NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id)
       AND NOT EXISTS (SELECT 1 FROM last_correction o WHERE o.first = f.first
                       AND (o.stamp_at, o.stamp_device) > (f.stamp_at, f.stamp_device)) END;
-- What stands: a fact said during a visit stands as long as the visit does.
CREATE VIEW standing AS
SELECT f.* FROM unsuperseded f
WHERE f.during IS NULL OR EXISTS (SELECT 1 FROM unsuperseded v WHERE v.id = f.during);

-- Bodies of kinds that this version does not know, as they came.
CREATE TABLE unread (
    stamp_at INTEGER NOT NULL, stamp_device BLOB NOT NULL, kind TEXT NOT NULL, author BLOB NOT NULL, area BLOB NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (stamp_at, stamp_device)
) STRICT, WITHOUT ROWID;

-- What the search box looks in. Terms are prepared by `find/terms.rs`; the table keeps only their index.
CREATE TABLE found (
    number INTEGER PRIMARY KEY, row BLOB NOT NULL UNIQUE, kind TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE found_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 0'
);

-- How much is held of each scope, and a digest of it: see `digest.rs`.
CREATE TABLE scope_digest (
    area BLOB PRIMARY KEY, count INTEGER NOT NULL, digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;
