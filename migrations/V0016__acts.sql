-- Why: the agent carries out what a customer said yes to, each yes once; a stranger's word about who they are binds one
-- conversation; what is too much for the agent waits for the owner.
CREATE TABLE conversation_identities (
    conversation_id TEXT PRIMARY KEY NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    contact_id      TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    identified_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_acts (
    id              TEXT PRIMARY KEY NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    contact_id      TEXT NOT NULL REFERENCES contacts (id),
    proposal        TEXT NOT NULL,          -- what was stated: a message and a place in the reply to it
    order_number    TEXT,
    action          TEXT NOT NULL CHECK (json_valid(action)),
    agreed          TEXT NOT NULL,          -- the sentence that the customer said yes to
    state           TEXT NOT NULL CHECK (state IN ('done', 'waits', 'approved', 'declined', 'refused', 'failed')),
    reason          TEXT,                   -- the rule that refused, or why it failed
    created_at      INTEGER NOT NULL,
    decided_at      INTEGER,
    UNIQUE (conversation_id, proposal)
) STRICT;
CREATE INDEX agent_acts_by_state ON agent_acts (state, id);
