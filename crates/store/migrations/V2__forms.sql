-- What was typed into a form and not saved yet, by the form's place.
CREATE TABLE form (
    place TEXT PRIMARY KEY, saved_at INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Pictures taken for a form that was not saved yet. Saving makes them pictures that are owed to the station.
CREATE TABLE form_picture (
    hash BLOB PRIMARY KEY, saved_at INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
