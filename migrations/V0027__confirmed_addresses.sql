-- Why: an address that a customer said yes to is remembered like their sizes, and an address is longer than a word. What was
-- remembered until now stays as it is.
CREATE TABLE contact_facts_new (
    id         TEXT PRIMARY KEY NOT NULL,
    contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,            -- core::memory::FactKind
    about      TEXT NOT NULL DEFAULT '', -- of a size, fit or budget: the kind of goods ('shoes'); '' clothes as such
    value      TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND CASE kind WHEN 'address' THEN 300 ELSE 60 END),
    system     TEXT CHECK (system IS NULL OR system IN ('letter', 'eu', 'uk', 'us', 'number')), -- of a size
    message_id TEXT,                     -- the customer's message that says so; NULL: the owner wrote it down
    said_at    INTEGER NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (contact_id, kind, about, value)
) STRICT;
INSERT INTO contact_facts_new (id, contact_id, kind, about, value, system, message_id, said_at, version)
SELECT id, contact_id, kind, about, value, system, message_id, said_at, version FROM contact_facts;
DROP TABLE contact_facts;
ALTER TABLE contact_facts_new RENAME TO contact_facts;
-- Of these there is one for each kind of goods: a newer one takes the place of the older.
CREATE UNIQUE INDEX contact_facts_single ON contact_facts (contact_id, kind, about)
    WHERE kind IN ('size', 'fit', 'budget', 'called');
