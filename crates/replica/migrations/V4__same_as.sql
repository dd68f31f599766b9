-- Rows that somebody said are the same as another one: see `same.rs`.
CREATE TABLE same_as (row BLOB PRIMARY KEY, other BLOB NOT NULL) STRICT, WITHOUT ROWID;
-- What came before this version could read it.
INSERT INTO same_as SELECT row, unhex(replace(said, '-', '')) FROM (
    SELECT row, body ->> '$.set.same_as.value' AS said, max(stamp_at) FROM register_edit
    WHERE register IN ('household', 'person') AND body -> '$.set.same_as' IS NOT NULL GROUP BY row)
WHERE unhex(replace(said, '-', '')) IS NOT NULL;
-- Each row that gave way, and the one that stays: the end of its way, if that is here and of the same kind. A circle has no
-- end, and a way of more than sixteen steps none that is looked for, so neither hides anybody.
CREATE VIEW merged (row, stays) AS
WITH RECURSIVE up (row, other, steps) AS (
    SELECT row, other, 1 FROM same_as
    UNION ALL SELECT up.row, s.other, up.steps + 1 FROM up JOIN same_as s ON s.row = up.other WHERE up.steps < 16)
SELECT row, other FROM up
WHERE NOT EXISTS (SELECT 1 FROM same_as s WHERE s.row = up.other)
  AND (EXISTS (SELECT 1 FROM person a JOIN person b ON b.id = up.other WHERE a.id = up.row)
    OR EXISTS (SELECT 1 FROM household a JOIN household b ON b.id = up.other WHERE a.id = up.row));
