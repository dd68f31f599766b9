-- What the server does by itself once a day, and the last day on which it did.
CREATE TABLE daily (job TEXT PRIMARY KEY, done_on TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Where backups go and how many are kept; no row, no backups.
CREATE TABLE backup_plan (
    one INTEGER PRIMARY KEY CHECK (one = 1), folder TEXT NOT NULL, keep INTEGER NOT NULL, hour INTEGER NOT NULL,
    with_key INTEGER NOT NULL
) STRICT;

-- What became of backups and rehearsals. `problem` is a code; none if it went well.
CREATE TABLE backup_run (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('backup', 'rehearsal')),
    name TEXT NOT NULL, problem TEXT, changes INTEGER NOT NULL, pictures INTEGER NOT NULL, bytes INTEGER NOT NULL
) STRICT;
