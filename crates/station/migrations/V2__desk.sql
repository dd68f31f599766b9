-- Who may sit at the desk. `password` is Argon2id with its salt and cost; `totp_secret` stands once the second factor was
-- shown to work, `totp_step` is the last step that was used, so that no code works twice.
CREATE TABLE account (
    id BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE, shown TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('desk', 'chief', 'admin', 'auditor')), password TEXT NOT NULL,
    totp_secret BLOB, totp_step INTEGER NOT NULL DEFAULT 0, totp_offered BLOB, made_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;

-- Sessions of browsers. Only the token's hash is kept: whoever reads the database cannot take one over.
CREATE TABLE desk_session (
    token BLOB PRIMARY KEY, account BLOB NOT NULL, stage TEXT NOT NULL CHECK (stage IN ('second_factor', 'open')),
    begun_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX desk_session_account ON desk_session (account);

-- What was done at the desk, by whom, from where. `row` is the register row, tablet or account that it was done to.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, account BLOB, address TEXT NOT NULL, deed TEXT NOT NULL, row BLOB,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_account ON audit (account, number);
CREATE INDEX audit_row ON audit (row, number) WHERE row IS NOT NULL;
CREATE INDEX audit_deed ON audit (deed, at);

-- What came in on a day.
CREATE INDEX change_received ON change (received_at);
