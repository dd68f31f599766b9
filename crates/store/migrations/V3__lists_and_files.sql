-- A list of people is looked at as well: which list, and nobody of it in particular.
ALTER TABLE look ADD COLUMN list TEXT;
-- Files of the library, in the pieces in which they came: a fetch goes on where the line broke.
CREATE TABLE file_piece (
    hash BLOB NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (hash, start)
) STRICT;
