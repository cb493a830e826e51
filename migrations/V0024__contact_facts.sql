-- Why: who said once that they wear M and must not wear wool should not have to say it again. What is remembered of a contact
-- is typed, few, with the message that proves it, and goes with the contact. No text of a customer is kept here: values are
-- words that the program knows, or the owner's.
CREATE TABLE contact_facts (
    id         TEXT PRIMARY KEY NOT NULL,
    contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,            -- core::memory::FactKind
    about      TEXT NOT NULL DEFAULT '', -- of a size, fit or budget: the kind of goods ('shoes'); '' clothes as such
    value      TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 60),
    system     TEXT CHECK (system IS NULL OR system IN ('letter', 'eu', 'uk', 'us', 'number')), -- of a size
    message_id TEXT,                     -- the customer's message that says so; NULL: the owner wrote it down
    said_at    INTEGER NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (contact_id, kind, about, value)
) STRICT;
-- Of these there is one for each kind of goods: a newer one takes the place of the older.
CREATE UNIQUE INDEX contact_facts_single ON contact_facts (contact_id, kind, about)
    WHERE kind IN ('size', 'fit', 'budget', 'called');
