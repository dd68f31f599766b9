-- A tablet that was lost and is to empty itself, and when it said that it did.
ALTER TABLE device ADD COLUMN wipe_ordered_at INTEGER;
ALTER TABLE device ADD COLUMN emptied_at INTEGER;
