-- Why: what other shops ask for the shop's products, as a search provider that the owner chose found it on the web. It is
-- kept for a while, with where and when it was seen, so that nothing is searched (and paid) twice; searches are counted by
-- day, because the owner pays for them.
CREATE TABLE market_searches (
    id           TEXT PRIMARY KEY,           -- msr_…
    product_id   TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    provider     TEXT NOT NULL,              -- core::market::Provider
    query        TEXT NOT NULL,              -- what left the laptop
    state        TEXT NOT NULL CHECK (state IN ('wanted', 'done', 'failed')),
    problem      TEXT,                       -- a sentence for the owner
    tries        INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    requested_at INTEGER NOT NULL,
    ended_at     INTEGER
) STRICT;
CREATE INDEX market_searches_product ON market_searches (product_id, id);

CREATE TABLE market_offers (
    id         TEXT PRIMARY KEY,             -- mof_…
    search_id  TEXT NOT NULL REFERENCES market_searches (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    title      TEXT NOT NULL,                -- cleaned words of a stranger's page: shown as text, told to nobody
    merchant   TEXT NOT NULL,
    url        TEXT NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount > 0),
    currency   TEXT NOT NULL,                -- the page's own
    condition  TEXT NOT NULL,                -- core::market::Condition
    in_stock   INTEGER CHECK (in_stock IN (0, 1)), -- NULL: the page does not say
    likeness   TEXT NOT NULL,                -- core::market::Likeness
    confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 100),
    seen_at    INTEGER NOT NULL,
    UNIQUE (search_id, position)
) STRICT;

-- Conversations whose answer waits for a search.
CREATE TABLE market_waiters (
    search_id       TEXT NOT NULL REFERENCES market_searches (id) ON DELETE CASCADE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    PRIMARY KEY (search_id, conversation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX market_waiters_conversation ON market_waiters (conversation_id);

-- Requests by the shop's days: the owner pays for each.
CREATE TABLE market_usage (
    day      TEXT NOT NULL,                  -- ISO 8601, in the shop's zone
    provider TEXT NOT NULL,
    requests INTEGER NOT NULL CHECK (requests > 0),
    PRIMARY KEY (day, provider)
) STRICT, WITHOUT ROWID;
