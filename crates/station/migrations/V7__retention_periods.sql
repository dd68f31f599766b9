-- Kinds of fact that this station keeps shorter than is usual, in months.
CREATE TABLE retention_period (kind TEXT PRIMARY KEY, months INTEGER NOT NULL) STRICT, WITHOUT ROWID;
