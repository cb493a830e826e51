-- Why: what must happen later is written in the transaction that makes it necessary. A finished job is deleted;
-- a dead one stays until somebody retries or discards it.
CREATE TABLE jobs (
    id           TEXT PRIMARY KEY NOT NULL,
    kind         TEXT NOT NULL,
    payload      TEXT NOT NULL CHECK (json_valid(payload)),
    dedupe_key   TEXT,                       -- at most one ready job of a kind has it; one runs at a time
    state        TEXT NOT NULL CHECK (state IN ('ready', 'running', 'dead')),
    run_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    lease        TEXT,                       -- the process that runs it; another process's lease is void at start
    crashes      INTEGER NOT NULL DEFAULT 0,  -- times that a process ended while it ran
    last_error   TEXT,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL             -- when run_at was decided; later than now = the clock was set back
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs (kind, run_at, id) WHERE state = 'ready';
CREATE UNIQUE INDEX jobs_ready_once ON jobs (kind, dedupe_key) WHERE state = 'ready' AND dedupe_key IS NOT NULL;
CREATE UNIQUE INDEX jobs_running_once ON jobs (kind, dedupe_key) WHERE state = 'running' AND dedupe_key IS NOT NULL;
CREATE INDEX jobs_running ON jobs (id) WHERE state = 'running';
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';

CREATE TABLE domain_events (
    id      TEXT PRIMARY KEY NOT NULL,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,                   -- core::event::EventKind
    subject TEXT NOT NULL,                   -- the public id it is about
    payload TEXT NOT NULL CHECK (json_valid(payload))
) STRICT, WITHOUT ROWID;
CREATE INDEX domain_events_by_subject ON domain_events (subject, id);
