-- What was sent to be made together, and how often its file was taken. What is in it stands in the applications themselves.
CREATE TABLE batch (
    id BLOB PRIMARY KEY, number INTEGER NOT NULL UNIQUE, made_at INTEGER NOT NULL, downloads INTEGER NOT NULL DEFAULT 0,
    downloaded_at INTEGER
) STRICT;
CREATE TABLE batch_application (
    batch BLOB NOT NULL, application BLOB NOT NULL, PRIMARY KEY (batch, application)
) STRICT, WITHOUT ROWID;
