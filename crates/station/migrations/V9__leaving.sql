-- Blobs that nothing names any more and whose files may still be here: the row goes after the file.
CREATE TABLE leaving (hash BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
