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

-- Pictures by hash, inside the encrypted file. Complete when `received` is `size`, and its hash was checked then.
CREATE TABLE picture (
    hash BLOB PRIMARY KEY, size INTEGER NOT NULL, received INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
