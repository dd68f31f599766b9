-- Papers for the receipt printer, from when they were asked for until the printer has all of them. `about`: the person, or the
-- fact, that a paper tells of; it goes with it. `trouble`: why it is still here.
CREATE TABLE print_job (
    id INTEGER PRIMARY KEY AUTOINCREMENT, paper TEXT NOT NULL, about BLOB, saved_at INTEGER NOT NULL, trouble TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
-- The receipt printer. At most one row.
CREATE TABLE printer (
    one INTEGER PRIMARY KEY CHECK (one = 1), address TEXT NOT NULL, roll_mm INTEGER NOT NULL
) STRICT;
