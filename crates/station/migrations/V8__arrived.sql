-- What a change is stands beside it, so that what came in on a day is counted off an index and no body is read.
ALTER TABLE change ADD COLUMN kind TEXT;
DROP INDEX change_received;
CREATE INDEX change_arrived ON change (received_at, device, kind);
CREATE INDEX change_bare ON change (number) WHERE kind IS NULL;

-- What a tablet last said of itself.
ALTER TABLE device ADD COLUMN app TEXT;
ALTER TABLE device ADD COLUMN battery_percent INTEGER;
ALTER TABLE device ADD COLUMN free_bytes INTEGER;
