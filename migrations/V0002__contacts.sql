-- Why: a person has many addresses (phone numbers, WhatsApp user ids, e-mail), so nothing is keyed on one of them.
CREATE TABLE contacts (
    id           TEXT PRIMARY KEY NOT NULL,
    display_name TEXT NOT NULL DEFAULT '',
    email        TEXT,
    phone        TEXT,
    language     TEXT,                       -- BCP 47, when known
    notes        TEXT NOT NULL DEFAULT '',
    address      TEXT NOT NULL DEFAULT '',   -- postal address, one text
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    version      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX contacts_by_name ON contacts (display_name COLLATE NOCASE, id);

CREATE TABLE contact_identities (
    id           TEXT PRIMARY KEY NOT NULL,
    contact_id   TEXT NOT NULL REFERENCES contacts (id),
    channel      TEXT NOT NULL CHECK (channel IN ('whatsapp', 'sms', 'email', 'tiktok', 'linkedin', 'phone')),
    address      TEXT NOT NULL,              -- E.164, a business-scoped user id, an e-mail address
    profile_name TEXT,
    created_at   INTEGER NOT NULL,
    UNIQUE (channel, address)
) STRICT;
CREATE INDEX contact_identities_by_contact ON contact_identities (contact_id);

-- Consent is a history: the newest row of a purpose counts, each with its proof.
CREATE TABLE consents (
    id          TEXT PRIMARY KEY NOT NULL,
    identity_id TEXT NOT NULL REFERENCES contact_identities (id),
    purpose     TEXT NOT NULL CHECK (purpose IN ('service', 'marketing')),
    granted     INTEGER NOT NULL CHECK (granted IN (0, 1)),
    message_id  TEXT,                        -- the message that proves it
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX consents_by_identity ON consents (identity_id, purpose, recorded_at);
