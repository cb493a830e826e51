-- Why: whoever says to be a customer proves it by a code that goes to the address the shop has for that customer; and it is
-- known what the customer of a conversation rests on.
ALTER TABLE conversation_identities ADD COLUMN proof TEXT NOT NULL DEFAULT 'claim' CHECK (proof IN ('claim', 'code'));

-- A code is never stored: it is made where the mail is made, and only what it is compared with stays, until it counts no more.
CREATE TABLE identity_codes (
    id              TEXT PRIMARY KEY NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    contact_id      TEXT REFERENCES contacts (id) ON DELETE CASCADE, -- NULL: nobody was found, and all goes as if somebody was
    claim           BLOB NOT NULL,          -- a digest of who the writer says to be
    language        TEXT NOT NULL,          -- of the conversation
    salt            BLOB,
    hash            BLOB,
    tries           INTEGER NOT NULL DEFAULT 0,
    attempts        INTEGER NOT NULL DEFAULT 0, -- to hand the mail over
    mail            TEXT NOT NULL CHECK (mail IN ('queued', 'trying', 'sent', 'refused', 'unsent', 'unknown')),
    problem         TEXT,                   -- core::mail::MailProblem
    created_at      INTEGER NOT NULL,
    attempted_at    INTEGER,
    expires_at      INTEGER NOT NULL,
    ended           TEXT CHECK (ended IN ('used', 'void', 'expired', 'replaced')),
    ended_at        INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_codes_by_conversation ON identity_codes (conversation_id, created_at);
CREATE INDEX identity_codes_by_contact ON identity_codes (contact_id, created_at) WHERE contact_id IS NOT NULL;
CREATE INDEX identity_codes_by_claim ON identity_codes (claim, created_at);
CREATE INDEX identity_codes_by_time ON identity_codes (created_at);
