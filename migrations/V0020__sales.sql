-- Why: a customer who asks for what is sold out is written to once it is there again, once, and the owner sees who waits.
-- Who lets the assistant put goods aside lets it promise that too.
CREATE TABLE waiting_list (
    id              TEXT PRIMARY KEY NOT NULL,
    contact_id      TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    product_id      TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    -- 'owner': it is there again, and the owner has to tell; 'stopped': the customer wants no messages.
    state           TEXT NOT NULL CHECK (state IN ('waits', 'told', 'owner', 'removed', 'stopped')),
    why             TEXT,                     -- why it is the owner's: 'window_closed', 'assistant_off', 'owner_only'
    promised_at     INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    fulfilled_at    INTEGER,                  -- when it was told, or became the owner's
    variant_id      TEXT REFERENCES variants (id) ON DELETE SET NULL, -- the one that came
    message_id      TEXT REFERENCES messages (id) ON DELETE SET NULL,
    version         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX waiting_list_by_state ON waiting_list (state, promised_at, id);
CREATE INDEX waiting_list_by_contact ON waiting_list (contact_id);
CREATE INDEX waiting_list_by_conversation ON waiting_list (conversation_id);
CREATE INDEX waiting_list_by_product ON waiting_list (product_id, state);
CREATE INDEX waiting_list_by_variant ON waiting_list (variant_id, fulfilled_at) WHERE variant_id IS NOT NULL;
CREATE INDEX waiting_list_by_message ON waiting_list (message_id) WHERE message_id IS NOT NULL;

-- What would do: any of these.
CREATE TABLE waiting_variants (
    variant_id TEXT NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
    entry_id   TEXT NOT NULL REFERENCES waiting_list (id) ON DELETE CASCADE,
    PRIMARY KEY (variant_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_variants_by_entry ON waiting_variants (entry_id);

UPDATE settings
SET value = json_set(value, '$.changes.back_in_stock', coalesce(json_extract(value, '$.changes.put_aside'), 'owner')),
    version = version + 1
WHERE key = 'policy' AND json_extract(value, '$.changes.back_in_stock') IS NULL;
