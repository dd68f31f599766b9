-- Facts that go on with what another one began: an application's portrait, a dispute's sessions. `about` is the beginning.
ALTER TABLE fact ADD COLUMN about BLOB;
UPDATE fact SET about = unhex(replace(body ->> '$.body.application', '-', '')) WHERE kind = 'portrait';
CREATE INDEX fact_about ON fact (about) WHERE about IS NOT NULL;

-- What stands, anew: a fact said during a visit stands unless the visit was corrected, whether the visit is here or not; and
-- of several last corrections only those count whose own visit was not.
DROP VIEW standing;
CREATE VIEW live AS
SELECT f.* FROM fact f
WHERE f.during IS NULL OR NOT EXISTS (SELECT 1 FROM fact v WHERE v.id = f.during)
   OR EXISTS (SELECT 1 FROM unsuperseded v WHERE v.id = f.during);
CREATE VIEW standing AS
SELECT f.* FROM live f
WHERE CASE WHEN f.first IS NULL THEN NOT EXISTS (SELECT 1 FROM live s WHERE s.first = f.id)
      ELSE NOT EXISTS (SELECT 1 FROM live s WHERE s.supersedes = f.id)
       AND NOT EXISTS (SELECT 1 FROM live o WHERE o.first = f.first AND (o.stamp_at, o.stamp_device) > (f.stamp_at, f.stamp_device)
                       AND NOT EXISTS (SELECT 1 FROM live s WHERE s.supersedes = o.id)) END;

-- How each matter stands and what each fact counts for, made of the facts like a row of its edits: see `tally.rs`.
CREATE TABLE matter (
    id BLOB PRIMARY KEY, kind TEXT NOT NULL, household BLOB, person BLOB, state TEXT NOT NULL, open INTEGER NOT NULL,
    due_on TEXT, happened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX matter_kind ON matter (kind, open, happened_at);
CREATE INDEX matter_household ON matter (household, open) WHERE household IS NOT NULL;
CREATE INDEX matter_person ON matter (person) WHERE person IS NOT NULL;
CREATE TABLE counted (
    of BLOB NOT NULL, figure TEXT NOT NULL, at INTEGER NOT NULL, count INTEGER NOT NULL, area BLOB NOT NULL,
    officer BLOB NOT NULL, household BLOB, fact BLOB NOT NULL, material BLOB, waited_s INTEGER
) STRICT;
CREATE INDEX counted_of ON counted (of);
CREATE INDEX counted_figure ON counted (figure, at);

-- Registers that nothing is joined with: the row as its edits leave it, whole.
CREATE TABLE service_point (id BLOB PRIMARY KEY, code TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE phrase (id BLOB PRIMARY KEY, code TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE questionnaire (id BLOB PRIMARY KEY, code TEXT NOT NULL, body TEXT NOT NULL) STRICT;

-- Changes whose bodies were erased: whatever comes under such a stamp is not projected.
CREATE TABLE erased (
    stamp_at INTEGER NOT NULL, stamp_device BLOB NOT NULL, area BLOB NOT NULL, of BLOB NOT NULL,
    PRIMARY KEY (stamp_at, stamp_device)
) STRICT, WITHOUT ROWID;
CREATE INDEX erased_of ON erased (of);
