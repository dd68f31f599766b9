-- Kinds of which it was told that their oldest facts end.
CREATE TABLE retention_notice (kind TEXT PRIMARY KEY, told_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
