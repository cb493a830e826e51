-- Why: "why did it say this?" must be answerable for every reply, so a turn keeps its steps, what it looked up and
-- which row each fact of the reply came from.
CREATE TABLE agent_runs (
    id               TEXT PRIMARY KEY NOT NULL,
    conversation_id  TEXT NOT NULL REFERENCES conversations (id),
    planner          TEXT NOT NULL,          -- 'builtin'
    model            TEXT,
    prompt_version   TEXT NOT NULL,
    first_message_id TEXT NOT NULL,          -- the turn answers the inbound messages from here
    last_message_id  TEXT NOT NULL,          -- to here
    outcome          TEXT NOT NULL CHECK (outcome IN ('replied', 'handed_off', 'silent')),
    handoff_reason   TEXT,
    confidence       REAL NOT NULL,
    reply_message_id TEXT,                   -- the first of them, when the reply was split
    reply_text       TEXT,                   -- whole; the claims' offsets count in it
    started_at       INTEGER NOT NULL,
    duration_us      INTEGER NOT NULL
) STRICT;
CREATE INDEX agent_runs_by_conversation ON agent_runs (conversation_id, id);

CREATE TABLE agent_steps (
    run_id      TEXT NOT NULL REFERENCES agent_runs (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL,               -- core::agent::StepKind
    input       TEXT NOT NULL CHECK (json_valid(input)),
    output      TEXT NOT NULL CHECK (json_valid(output)),
    duration_us INTEGER NOT NULL,
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
    run_id         TEXT NOT NULL REFERENCES agent_runs (id) ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    source_kind    TEXT NOT NULL,            -- 'variant', 'order', 'setting', …
    source_id      TEXT NOT NULL,
    source_version INTEGER NOT NULL,
    label          TEXT NOT NULL,            -- for people: "Order 1042"
    facts          TEXT NOT NULL CHECK (json_valid(facts)),
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
    run_id            TEXT NOT NULL REFERENCES agent_runs (id) ON DELETE CASCADE,
    position          INTEGER NOT NULL,
    kind              TEXT NOT NULL,         -- 'money', 'date', …
    text              TEXT NOT NULL,         -- as it stands in the reply
    start_offset      INTEGER NOT NULL,      -- in characters (Unicode scalar values) of the reply
    end_offset        INTEGER NOT NULL,
    evidence_position INTEGER NOT NULL,
    fact              TEXT NOT NULL,         -- the fact's name in that evidence
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;
