-- Why: what a language model is told before it answers customers is the owner's to change, and a change of words can make answers
-- better or worse in ways that nobody foresees. So its versions are kept, it is tried over recorded conversations before anybody gets
-- it, and two versions can answer side by side until one is chosen.

-- Every publication, for ever; the newest holds. Version 0, the program's own, has no row.
CREATE TABLE prompt_versions (
    version    INTEGER PRIMARY KEY NOT NULL CHECK (version > 0),
    template   TEXT CHECK (template IS NULL OR json_valid(template)), -- core::prompts::Template; NULL: the program's own again
    note       TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER prompt_versions_are_kept BEFORE UPDATE ON prompt_versions
BEGIN SELECT raise(ABORT, 'a published version of the prompt stays as it is'); END;

-- What is being written, and holds for nobody.
CREATE TABLE prompt_drafts (
    only_row   INTEGER PRIMARY KEY NOT NULL CHECK (only_row = 1),
    template   TEXT NOT NULL CHECK (json_valid(template)),
    revision   INTEGER NOT NULL CHECK (revision > 0),
    based_on   INTEGER NOT NULL,             -- the version that it began as
    updated_at INTEGER NOT NULL
) STRICT;

-- Two published versions that answer side by side. Which conversation gets which is worked out from its id (core::prompts::trial).
CREATE TABLE prompt_trials (
    id              TEXT PRIMARY KEY NOT NULL, -- ptr_…
    first_version   INTEGER NOT NULL,
    second_version  INTEGER NOT NULL,
    second_share    INTEGER NOT NULL CHECK (second_share BETWEEN 1 AND 99), -- of the conversations, in percent
    started_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    chosen_version  INTEGER,                 -- of the two
    CHECK (first_version <> second_version),
    CHECK ((ended_at IS NULL) = (chosen_version IS NULL))
) STRICT;
CREATE UNIQUE INDEX prompt_trials_open ON prompt_trials ((ended_at IS NULL)) WHERE ended_at IS NULL;

-- Runs in which a language model was asked: with which version, and what it took. Runs without stay as they are.
CREATE TABLE prompt_uses (
    run_id          TEXT PRIMARY KEY NOT NULL REFERENCES agent_runs (id) ON DELETE CASCADE,
    conversation_id TEXT NOT NULL,
    version         INTEGER NOT NULL,        -- 0: the program's own
    trial_id        TEXT,
    spoke           INTEGER NOT NULL CHECK (spoke IN (0, 1)), -- what came of it were the model's words
    questions       INTEGER NOT NULL CHECK (questions >= 0),
    refusals        INTEGER NOT NULL CHECK (refusals >= 0),   -- drafts that the validator let not through
    prompt_tokens   INTEGER NOT NULL CHECK (prompt_tokens >= 0),
    answer_tokens   INTEGER NOT NULL CHECK (answer_tokens >= 0),
    cost_micros     INTEGER NOT NULL CHECK (cost_micros >= 0), -- millionths of a US dollar
    took_us         INTEGER NOT NULL CHECK (took_us >= 0)     -- waiting for models
) STRICT, WITHOUT ROWID;
CREATE INDEX prompt_uses_trial ON prompt_uses (trial_id, version, conversation_id) WHERE trial_id IS NOT NULL;
CREATE INDEX prompt_uses_version ON prompt_uses (version, run_id);

-- What the conversation remembered when a turn began: with it a recorded turn can be played again. NULL: nothing, or a run from before.
ALTER TABLE agent_runs ADD COLUMN dialogue TEXT CHECK (dialogue IS NULL OR json_valid(dialogue));

-- A draft that is played over recorded turns beside what is published. Nothing of it reaches a customer.
CREATE TABLE lab_runs (
    id              TEXT PRIMARY KEY NOT NULL, -- lab_…
    template        TEXT NOT NULL CHECK (json_valid(template)), -- the draft as it was then
    against_version INTEGER NOT NULL,        -- what it is compared with
    provider        TEXT NOT NULL,           -- core::language_model::Provider
    model           TEXT NOT NULL,
    conversations   INTEGER NOT NULL CHECK (conversations > 0),
    cap_micros      INTEGER NOT NULL CHECK (cap_micros >= 0), -- millionths of a US dollar
    spent_micros    INTEGER NOT NULL DEFAULT 0 CHECK (spent_micros >= 0),
    state           TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'stopped')),
    problem         TEXT,                    -- why it stopped, for the owner
    total           INTEGER NOT NULL CHECK (total > 0),       -- turns, each played twice
    done            INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0), -- of 2 * total
    waits           INTEGER NOT NULL DEFAULT 0 CHECK (waits >= 0), -- times in a row that the model asked to wait
    created_at      INTEGER NOT NULL,
    ended_at        INTEGER
) STRICT;

-- The turns of a lab run, chosen when it began.
CREATE TABLE lab_turns (
    lab_run_id TEXT NOT NULL REFERENCES lab_runs (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    run_id     TEXT NOT NULL,                -- the recorded one
    PRIMARY KEY (lab_run_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE lab_results (
    lab_run_id     TEXT NOT NULL REFERENCES lab_runs (id) ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    arm            TEXT NOT NULL CHECK (arm IN ('published', 'draft')),
    outcome        TEXT NOT NULL,            -- core::prompt_lab::Outcome
    handoff_reason TEXT,
    asked          INTEGER NOT NULL CHECK (asked IN (0, 1)), -- a model had a say
    spoke          INTEGER NOT NULL CHECK (spoke IN (0, 1)), -- the text is the model's
    text           TEXT,                     -- what would have been said
    problems       TEXT NOT NULL CHECK (json_valid(problems)), -- of the drafts that could not have been sent
    refusals       INTEGER NOT NULL,
    questions      INTEGER NOT NULL,
    prompt_tokens  INTEGER NOT NULL,
    answer_tokens  INTEGER NOT NULL,
    cost_micros    INTEGER NOT NULL,
    took_us        INTEGER NOT NULL,
    failure        TEXT,                     -- why the model did not answer, for the owner
    PRIMARY KEY (lab_run_id, position, arm)
) STRICT, WITHOUT ROWID;
