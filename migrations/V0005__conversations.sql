-- Why: every word that passed between a customer and the shop, with what became of it. The last columns of
-- `conversations` are derived from `messages` in the same transaction, so that the inbox never scans messages.
-- `search_row` is local: the word index needs an integer key that survives VACUUM.
CREATE TABLE conversations (
    search_row        INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    contact_id        TEXT NOT NULL REFERENCES contacts (id),
    identity_id       TEXT NOT NULL REFERENCES contact_identities (id),
    channel           TEXT NOT NULL,
    shop_address      TEXT NOT NULL,         -- our sender on that channel
    state             TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    handler           TEXT NOT NULL DEFAULT 'agent' CHECK (handler IN ('agent', 'owner')),
    needs_owner       INTEGER NOT NULL DEFAULT 0 CHECK (needs_owner IN (0, 1)),
    needs_owner_reason TEXT,
    unread_count      INTEGER NOT NULL DEFAULT 0,
    last_message_at   INTEGER NOT NULL,
    last_preview      TEXT NOT NULL DEFAULT '',
    last_direction    TEXT NOT NULL DEFAULT 'inbound' CHECK (last_direction IN ('inbound', 'outbound')),
    last_inbound_at   INTEGER,               -- opens WhatsApp's 24-hour window
    awaiting_since    TEXT,                  -- the first inbound message that no turn has answered
    dialogue          TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(dialogue)), -- what the agent asked and offered
    created_at        INTEGER NOT NULL,
    version           INTEGER NOT NULL DEFAULT 1,
    UNIQUE (identity_id, shop_address)
) STRICT;
CREATE INDEX conversations_by_time ON conversations (last_message_at, id);
CREATE INDEX conversations_needing_owner ON conversations (last_message_at, id) WHERE needs_owner = 1;
CREATE INDEX conversations_by_handler ON conversations (handler, last_message_at, id) WHERE state = 'open';
CREATE INDEX conversations_by_contact ON conversations (contact_id);
CREATE INDEX conversations_closed ON conversations (last_message_at, id) WHERE state = 'closed';
CREATE INDEX conversations_awaiting ON conversations (id) WHERE awaiting_since IS NOT NULL;

-- How many conversations each filter of the inbox shows, kept by the triggers so that nobody has to count.
CREATE TABLE inbox_counts (
    only_row             INTEGER PRIMARY KEY CHECK (only_row = 1),
    needs_owner          INTEGER NOT NULL,
    agent                INTEGER NOT NULL,   -- open, handled by the agent
    owner                INTEGER NOT NULL,   -- open, handled by the owner
    closed               INTEGER NOT NULL,
    unread_conversations INTEGER NOT NULL,
    unread_messages      INTEGER NOT NULL
) STRICT;
INSERT INTO inbox_counts VALUES (1, 0, 0, 0, 0, 0, 0);
CREATE TRIGGER conversations_count_new AFTER INSERT ON conversations BEGIN
    UPDATE inbox_counts SET
        needs_owner = needs_owner + NEW.needs_owner,
        agent = agent + (NEW.state = 'open' AND NEW.handler = 'agent'),
        owner = owner + (NEW.state = 'open' AND NEW.handler = 'owner'),
        closed = closed + (NEW.state = 'closed'),
        unread_conversations = unread_conversations + (NEW.unread_count > 0),
        unread_messages = unread_messages + NEW.unread_count;
END;
CREATE TRIGGER conversations_count_changed AFTER UPDATE OF state, handler, needs_owner, unread_count ON conversations
WHEN NEW.state <> OLD.state OR NEW.handler <> OLD.handler OR NEW.needs_owner <> OLD.needs_owner
    OR NEW.unread_count <> OLD.unread_count BEGIN
    UPDATE inbox_counts SET
        needs_owner = needs_owner + NEW.needs_owner - OLD.needs_owner,
        agent = agent + (NEW.state = 'open' AND NEW.handler = 'agent') - (OLD.state = 'open' AND OLD.handler = 'agent'),
        owner = owner + (NEW.state = 'open' AND NEW.handler = 'owner') - (OLD.state = 'open' AND OLD.handler = 'owner'),
        closed = closed + (NEW.state = 'closed') - (OLD.state = 'closed'),
        unread_conversations = unread_conversations + (NEW.unread_count > 0) - (OLD.unread_count > 0),
        unread_messages = unread_messages + NEW.unread_count - OLD.unread_count;
END;
CREATE TRIGGER conversations_count_gone AFTER DELETE ON conversations BEGIN
    UPDATE inbox_counts SET
        needs_owner = needs_owner - OLD.needs_owner,
        agent = agent - (OLD.state = 'open' AND OLD.handler = 'agent'),
        owner = owner - (OLD.state = 'open' AND OLD.handler = 'owner'),
        closed = closed - (OLD.state = 'closed'),
        unread_conversations = unread_conversations - (OLD.unread_count > 0),
        unread_messages = unread_messages - OLD.unread_count;
    DELETE FROM conversations_fts WHERE rowid = OLD.search_row;
END;

-- Parts of names and addresses, to find a conversation by whom it is with.
CREATE VIRTUAL TABLE conversations_fts USING fts5 (
    name, address, content = '', contentless_delete = 1, tokenize = "trigram remove_diacritics 1"
);
CREATE TRIGGER conversations_found AFTER INSERT ON conversations BEGIN
    INSERT INTO conversations_fts (rowid, name, address)
    SELECT NEW.search_row, c.display_name, i.address
    FROM contacts c, contact_identities i WHERE c.id = NEW.contact_id AND i.id = NEW.identity_id;
END;
CREATE TRIGGER conversations_moved AFTER UPDATE OF contact_id ON conversations BEGIN
    INSERT OR REPLACE INTO conversations_fts (rowid, name, address)
    SELECT NEW.search_row, c.display_name, i.address
    FROM contacts c, contact_identities i WHERE c.id = NEW.contact_id AND i.id = NEW.identity_id;
END;
CREATE TRIGGER conversations_renamed AFTER UPDATE OF display_name ON contacts
WHEN NEW.display_name <> OLD.display_name BEGIN
    INSERT OR REPLACE INTO conversations_fts (rowid, name, address)
    SELECT v.search_row, NEW.display_name, i.address
    FROM conversations v JOIN contact_identities i ON i.id = v.identity_id WHERE v.contact_id = NEW.id;
END;

CREATE TABLE messages (
    id              TEXT PRIMARY KEY NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    direction       TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    author          TEXT NOT NULL CHECK (author IN ('customer', 'agent', 'owner')),
    body            TEXT NOT NULL,
    -- inbound: received. outbound: queued → sending → sent → delivered → read, or failed/undelivered.
    status          TEXT NOT NULL CHECK (status IN
        ('received', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'undelivered')),
    provider        TEXT NOT NULL,           -- 'twilio', 'phone' (the simulated one)
    provider_id     TEXT,
    error_code      TEXT,
    run_id          TEXT,                    -- the agent run that wrote it
    extra           TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)), -- what the channel told besides
    created_at      INTEGER NOT NULL,        -- when we had it
    provider_time   INTEGER,                 -- when the provider says it was sent
    status_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_by_conversation ON messages (conversation_id, id);
CREATE UNIQUE INDEX messages_by_provider_id ON messages (provider, provider_id) WHERE provider_id IS NOT NULL;
-- What the provider has not accepted yet: sent in order, one conversation's one after another.
CREATE INDEX messages_unsent ON messages (conversation_id, id)
    WHERE status IN ('queued', 'sending') AND provider_id IS NULL;

CREATE TABLE attachments (
    id            TEXT PRIMARY KEY NOT NULL,
    message_id    TEXT NOT NULL REFERENCES messages (id),
    position      INTEGER NOT NULL,
    provider_url  TEXT,
    declared_type TEXT,
    state         TEXT NOT NULL CHECK (state IN ('pending', 'stored', 'refused', 'failed')),
    problem       TEXT,
    content_hash  TEXT REFERENCES blobs (content_hash),
    byte_count    INTEGER,
    UNIQUE (message_id, position)
) STRICT;

-- A try to hand a message to the provider. An attempt without an end has an unknown outcome: it is looked up at
-- the provider before anything is sent again.
CREATE TABLE send_attempts (
    id          TEXT PRIMARY KEY NOT NULL,
    message_id  TEXT NOT NULL REFERENCES messages (id),
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    outcome     TEXT CHECK (outcome IN ('accepted', 'refused', 'not_sent', 'unknown', 'adopted')),
    error_code  TEXT
) STRICT;
CREATE INDEX send_attempts_by_message ON send_attempts (message_id, id);

-- What providers delivered, byte for byte, before anything was made of it.
CREATE TABLE inbound_deliveries (
    id           TEXT PRIMARY KEY NOT NULL,
    provider     TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('message', 'status', 'unreadable')),
    source       TEXT NOT NULL CHECK (source IN ('webhook', 'poll')),
    provider_id  TEXT,
    content_type TEXT,
    body         BLOB NOT NULL,
    outcome      TEXT NOT NULL CHECK (outcome IN ('stored', 'duplicate', 'ignored', 'unreadable')),
    received_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX inbound_deliveries_by_time ON inbound_deliveries (received_at, id);

-- Which path brought a message first, and whether the other saw it too: the gap report reads this.
CREATE TABLE sightings (
    provider    TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    source      TEXT NOT NULL CHECK (source IN ('webhook', 'poll')),
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (provider, provider_id, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX sightings_by_time ON sightings (seen_at);

-- Where a poller has got to.
CREATE TABLE poll_cursors (
    provider   TEXT PRIMARY KEY NOT NULL,
    seen_until INTEGER NOT NULL,             -- provider time
    polled_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE complaints (
    id              TEXT PRIMARY KEY NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    contact_id      TEXT NOT NULL REFERENCES contacts (id),
    order_id        TEXT REFERENCES orders (id),
    run_id          TEXT,
    reason          TEXT NOT NULL,           -- why it was escalated: core::agent::HandoffReason
    summary         TEXT NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('open', 'in_progress', 'resolved')),
    resolution      TEXT NOT NULL DEFAULT '',
    opened_at       INTEGER NOT NULL,
    resolved_at     INTEGER,
    version         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX complaints_by_status ON complaints (status, opened_at, id);
CREATE INDEX complaints_by_time ON complaints (opened_at, id);
CREATE INDEX complaints_by_conversation ON complaints (conversation_id);
