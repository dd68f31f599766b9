-- Passkeys (Web Authentication): each opens one account, at a desk that was reached by the name `host`. `key` is the public key as
-- SubjectPublicKeyInfo, `counter` how often it said that it signed.
CREATE TABLE passkey (
    id BLOB PRIMARY KEY, account BLOB NOT NULL, host TEXT NOT NULL, name TEXT NOT NULL, key BLOB NOT NULL,
    counter INTEGER NOT NULL, made_at INTEGER NOT NULL, used_at INTEGER
) STRICT;
CREATE INDEX passkey_account ON passkey (account);

-- What a passkey is to sign in this session; it is good for one answer.
ALTER TABLE desk_session ADD COLUMN challenge BLOB;
