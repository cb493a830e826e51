-- Why: the shop's own facts (name, hours, policies) are what answers are made of, so each is a row with a version
-- that a reply's evidence can name. Values are JSON documents checked by `core::settings`.
CREATE TABLE settings (
    key        TEXT PRIMARY KEY NOT NULL,
    value      TEXT NOT NULL CHECK (json_valid(value)),
    version    INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Bytes by content: pictures and attachments are stored once, however often they are used.
CREATE TABLE blobs (
    content_hash TEXT PRIMARY KEY NOT NULL, -- SHA-256, lower-case hex
    media_type   TEXT NOT NULL,             -- as detected by us, never as declared
    bytes        BLOB NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;
