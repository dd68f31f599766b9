-- What was typed into a form and not saved yet, by the form's place.
CREATE TABLE form (
    place TEXT PRIMARY KEY, saved_at INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Who was looked at since the last sync: the station is told with the next one.
CREATE TABLE look (
    at INTEGER NOT NULL, person BLOB, household BLOB, area BLOB NOT NULL
) STRICT;
-- Pictures taken for a form that was not saved yet. Saving makes them pictures that are owed to the station.
CREATE TABLE form_picture (
    hash BLOB PRIMARY KEY, saved_at INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
