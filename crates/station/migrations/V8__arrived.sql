-- What a change is stands beside it, so that what came in on a day is counted off an index and no body is read.
ALTER TABLE change ADD COLUMN kind TEXT;
DROP INDEX change_received;
CREATE INDEX change_arrived ON change (received_at, device, kind);
CREATE INDEX change_bare ON change (number) WHERE kind IS NULL;
