-- Kinds of which it was told that their oldest facts end.
CREATE TABLE retention_notice (kind TEXT PRIMARY KEY, told_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- Snapshots of the format before.
DELETE FROM snapshot;
-- When a change was said, by its device's clock: that is how an erasure names it.
ALTER TABLE change ADD COLUMN stamp_at INTEGER;
CREATE INDEX change_stamp ON change (device, stamp_at);
