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
CREATE INDEX change_reason ON change (reason) WHERE reason IS NOT NULL;

-- A number that was used before for another change. Kept, never applied, never overwritten.
CREATE TABLE fork (
    hash BLOB PRIMARY KEY, device BLOB NOT NULL, epoch BLOB NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL,
    signature BLOB NOT NULL, body_key BLOB, received_at INTEGER NOT NULL
) STRICT;

-- `cloned_at`: two installations spoke as this tablet. Like a revoked one it may only hand over what it owes.
CREATE TABLE device (
    id BLOB PRIMARY KEY, key BLOB NOT NULL UNIQUE, officer BLOB NOT NULL, all_areas INTEGER NOT NULL,
    enrolled_at INTEGER NOT NULL, seen_at INTEGER, revoked_at INTEGER, cloned_at INTEGER
) STRICT;
CREATE TABLE enrolment (
    token BLOB PRIMARY KEY, officer BLOB NOT NULL, all_areas INTEGER NOT NULL, expires_s INTEGER NOT NULL, used_by BLOB
) STRICT;
-- The installations of each tablet in the order in which they were met. One that was left behind never speaks again,
-- unless it was copied.
CREATE TABLE epoch (
    number INTEGER PRIMARY KEY, device BLOB NOT NULL, epoch BLOB NOT NULL, UNIQUE (device, epoch)
) STRICT;

-- Blobs that changes named, and by whom. `whole`: the file is here and was checked.
CREATE TABLE blob (
    hash BLOB NOT NULL, device BLOB NOT NULL, size INTEGER NOT NULL, whole INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (hash, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_missing ON blob (device) WHERE whole = 0;

-- Snapshots that can be fetched; the sealed bytes are files named by hash.
CREATE TABLE snapshot (
    hash BLOB PRIMARY KEY, scopes BLOB NOT NULL, mark_number INTEGER NOT NULL, mark_hash BLOB NOT NULL, key BLOB NOT NULL,
    size INTEGER NOT NULL, made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX snapshot_scopes ON snapshot (scopes, made_at);
