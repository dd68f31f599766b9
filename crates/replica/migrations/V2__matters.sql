-- Facts that go on with what another one began: an application's portrait, a dispute's sessions. `about` is the beginning.
ALTER TABLE fact ADD COLUMN about BLOB;
UPDATE fact SET about = unhex(replace(body ->> '$.body.application', '-', '')) WHERE kind = 'portrait';
CREATE INDEX fact_about ON fact (about) WHERE about IS NOT NULL;

-- Registers that nothing is joined with: the row as its edits leave it, whole.
CREATE TABLE service_point (id BLOB PRIMARY KEY, code TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE phrase (id BLOB PRIMARY KEY, code TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE questionnaire (id BLOB PRIMARY KEY, code TEXT NOT NULL, body TEXT NOT NULL) STRICT;

-- Changes whose bodies were erased: whatever comes under such a stamp is not projected.
CREATE TABLE erased (
    stamp_at INTEGER NOT NULL, stamp_device BLOB NOT NULL, area BLOB NOT NULL, PRIMARY KEY (stamp_at, stamp_device)
) STRICT, WITHOUT ROWID;
