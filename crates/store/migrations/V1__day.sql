-- Who this installation is, and how far its chain and clock have come. One row.
CREATE TABLE identity (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    device        BLOB NOT NULL,
    epoch         BLOB NOT NULL,
    device_seed   BLOB NOT NULL,
    officer       BLOB NOT NULL,
    station       BLOB NOT NULL,
    station_key   BLOB NOT NULL,
    station_name  TEXT NOT NULL,
    url           TEXT NOT NULL,
    certificate   BLOB NOT NULL,
    clock         INTEGER NOT NULL DEFAULT 0,
    chain_seq     INTEGER NOT NULL DEFAULT 0,
    chain_hash    BLOB NOT NULL,
    mark_number   INTEGER,
    mark_hash     BLOB,
    contact_at    INTEGER,
    applied_at    INTEGER
) STRICT;

-- Own changes, kept until long after the station acknowledged them. Pulled ones never enter.
CREATE TABLE outbox (
    seq         INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    subject     BLOB NOT NULL,
    bytes       BLOB NOT NULL,
    signature   BLOB NOT NULL,
    body_key    BLOB,
    saved_at    INTEGER NOT NULL,
    state       TEXT NOT NULL DEFAULT 'unsent' CHECK (state IN ('unsent', 'applied', 'set_aside')),
    reason      TEXT,
    receipt_at  INTEGER
) STRICT;
CREATE INDEX outbox_state ON outbox (state, seq);
CREATE INDEX outbox_subject ON outbox (subject);

-- How far each scope was pulled.
CREATE TABLE cursor (
    area   BLOB PRIMARY KEY,
    after  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every edit of every register row; the row tables below are what `merge` makes of them.
CREATE TABLE register_edit (
    row           BLOB NOT NULL,
    stamp_at      INTEGER NOT NULL,
    stamp_device  BLOB NOT NULL,
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
CREATE TABLE person (
    id BLOB PRIMARY KEY, household BLOB, relation TEXT NOT NULL, name TEXT NOT NULL, name_mn TEXT,
    id_number TEXT NOT NULL, born_on TEXT, phone TEXT NOT NULL, language TEXT
) STRICT;
CREATE INDEX person_household ON person (household);

-- Facts, written once. Which ones stand is read off `supersedes`.
CREATE TABLE fact (
    id            BLOB PRIMARY KEY,
    kind          TEXT NOT NULL,
    area          BLOB NOT NULL,
    household     BLOB,
    person        BLOB,
    during        BLOB,
    supersedes    BLOB,
    happened_at   INTEGER NOT NULL,
    author        BLOB NOT NULL,
    stamp_at      INTEGER NOT NULL,
    stamp_device  BLOB NOT NULL,
    body          TEXT NOT NULL
) STRICT;
CREATE INDEX fact_household ON fact (household, kind, happened_at);
CREATE INDEX fact_person ON fact (person, kind, happened_at);
CREATE INDEX fact_kind ON fact (kind, happened_at);
CREATE INDEX fact_supersedes ON fact (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX fact_during ON fact (during) WHERE during IS NOT NULL;

-- Nobody supersedes it, and of those that supersede the same fact it is the last.
CREATE VIEW unsuperseded AS
SELECT f.* FROM fact f
WHERE NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id)
  AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.supersedes
                  AND (s.stamp_at, s.stamp_device) > (f.stamp_at, f.stamp_device));
-- What stands: a fact said during a visit stands as long as the visit does.
CREATE VIEW standing AS
SELECT f.* FROM unsuperseded f
WHERE f.during IS NULL OR EXISTS (SELECT 1 FROM unsuperseded v WHERE v.id = f.during);

-- Bodies of kinds that this version does not know, as they came.
CREATE TABLE unknown (
    stamp_at INTEGER NOT NULL, stamp_device BLOB NOT NULL, kind TEXT NOT NULL, author BLOB NOT NULL, area BLOB NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (stamp_at, stamp_device)
) STRICT, WITHOUT ROWID;

-- Finished ID photos, encrypted with the file. `sent` counts what the station says it has.
CREATE TABLE picture (
    hash BLOB PRIMARY KEY, bytes BLOB NOT NULL, sent INTEGER NOT NULL DEFAULT 0, saved_at INTEGER NOT NULL
) STRICT;

-- Visits being written; one for each household or correction.
CREATE TABLE draft (
    id BLOB PRIMARY KEY, household BLOB NOT NULL, corrects BLOB, saved_at INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX draft_household ON draft (household) WHERE corrects IS NULL;

-- What the search box looks in. Terms are prepared by `find/terms.rs`; the table keeps only their index.
CREATE TABLE found (
    number INTEGER PRIMARY KEY, row BLOB NOT NULL UNIQUE, kind TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE found_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 0'
);
