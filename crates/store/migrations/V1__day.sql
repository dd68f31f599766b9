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
    bundle_key    BLOB NOT NULL,
    bundle_salt   BLOB,
    clock         INTEGER NOT NULL DEFAULT 0,
    chain_seq     INTEGER NOT NULL DEFAULT 0,
    chain_hash    BLOB NOT NULL,
    mark_number   INTEGER,
    mark_hash     BLOB,
    contact_at    INTEGER,
    applied_at    INTEGER,
    quarantine    TEXT
) STRICT;

-- Own changes, kept until long after the station acknowledged them. Pulled ones never enter. An installation numbers its
-- own; `number` is only the order in which they were said.
CREATE TABLE outbox (
    number      INTEGER PRIMARY KEY,
    epoch       BLOB NOT NULL,
    seq         INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    subject     BLOB NOT NULL,
    bytes       BLOB NOT NULL,
    signature   BLOB NOT NULL,
    body_key    BLOB,
    saved_at    INTEGER NOT NULL,
    state       TEXT NOT NULL DEFAULT 'unsent' CHECK (state IN ('unsent', 'applied', 'set_aside')),
    reason      TEXT,
    receipt_at  INTEGER,
    UNIQUE (epoch, seq)
) STRICT;
CREATE INDEX outbox_open ON outbox (state) WHERE state <> 'applied';
CREATE INDEX outbox_receipt ON outbox (receipt_at) WHERE state = 'applied';
CREATE INDEX outbox_subject ON outbox (subject);

-- How far each scope was pulled.
CREATE TABLE cursor (
    area   BLOB PRIMARY KEY,
    after  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What both ends held of each scope when they were compared last.
CREATE TABLE compared (
    area BLOB PRIMARY KEY, here INTEGER NOT NULL, there INTEGER NOT NULL, agrees INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Finished ID photos, encrypted with the file. `sent` counts what the station says it has. The bytes lie apart: a row
-- that changes is written anew whole.
CREATE TABLE picture (
    hash BLOB PRIMARY KEY, size INTEGER NOT NULL, sent INTEGER NOT NULL DEFAULT 0, saved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX picture_owed ON picture (saved_at) WHERE sent < size;
CREATE TABLE picture_bytes (hash BLOB PRIMARY KEY REFERENCES picture (hash), bytes BLOB NOT NULL) STRICT;

-- Visits being written; one for each household or correction.
CREATE TABLE draft (
    id BLOB PRIMARY KEY, household BLOB NOT NULL, corrects BLOB, saved_at INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX draft_household ON draft (household) WHERE corrects IS NULL;
CREATE UNIQUE INDEX draft_corrects ON draft (corrects) WHERE corrects IS NOT NULL;
