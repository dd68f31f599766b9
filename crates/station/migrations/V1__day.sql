-- The station as a device, and how far its own chain and clock have come. One row.
CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1), device BLOB NOT NULL, epoch BLOB NOT NULL,
    clock INTEGER NOT NULL DEFAULT 0, chain_seq INTEGER NOT NULL DEFAULT 0, chain_hash BLOB NOT NULL
) STRICT;

-- The log: every change of every device, word for word. `reason` tells why one was stored and not applied.
CREATE TABLE change (
    number INTEGER PRIMARY KEY, device BLOB NOT NULL, epoch BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
    area BLOB NOT NULL, bytes BLOB NOT NULL, signature BLOB NOT NULL, body_key BLOB, received_at INTEGER NOT NULL,
    reason TEXT, UNIQUE (device, epoch, seq)
) STRICT;
CREATE INDEX change_area ON change (area, number);

-- A number that was used before for another change. Kept, never applied, never overwritten.
CREATE TABLE fork (
    hash BLOB PRIMARY KEY, device BLOB NOT NULL, epoch BLOB NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL,
    signature BLOB NOT NULL, body_key BLOB, received_at INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
    id BLOB PRIMARY KEY, key BLOB NOT NULL UNIQUE, officer BLOB NOT NULL, all_areas INTEGER NOT NULL,
    enrolled_at INTEGER NOT NULL, seen_at INTEGER, revoked_at INTEGER
) STRICT;
CREATE TABLE enrolment (
    token BLOB PRIMARY KEY, officer BLOB NOT NULL, all_areas INTEGER NOT NULL, expires_s INTEGER NOT NULL, used_by BLOB
) STRICT;

-- Every edit of every register row; `register_row` is what `merge` makes of them.
CREATE TABLE register_edit (
    row BLOB NOT NULL, stamp_at INTEGER NOT NULL, stamp_device BLOB NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (row, stamp_at, stamp_device)
) STRICT, WITHOUT ROWID;
CREATE TABLE register_row (
    id BLOB PRIMARY KEY, register TEXT NOT NULL, name TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
CREATE INDEX register_row_name ON register_row (register, name);

CREATE TABLE fact (
    id BLOB PRIMARY KEY, kind TEXT NOT NULL, area BLOB NOT NULL, during BLOB, supersedes BLOB,
    happened_at INTEGER NOT NULL, author BLOB NOT NULL, stamp_at INTEGER NOT NULL, stamp_device BLOB NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX fact_kind ON fact (kind, happened_at);
CREATE INDEX fact_supersedes ON fact (supersedes) WHERE supersedes IS NOT NULL;

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

-- Pictures by hash, inside the encrypted file. Complete when `received` is `size`, and its hash was checked then.
CREATE TABLE picture (
    hash BLOB PRIMARY KEY, size INTEGER NOT NULL, received INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
