-- Why: a remote language model is paid by the token. What was asked, answered and spent is counted by the shop's days and by
-- conversation, so that the owner's limits hold whatever a model says and whoever writes how much.
CREATE TABLE model_usage (
    day             TEXT NOT NULL,           -- ISO 8601, in the shop's zone
    conversation_id TEXT NOT NULL,           -- '' for the owner's own tests; it stays when the conversation goes: what was spent was spent
    provider        TEXT NOT NULL,           -- core::language_model::Provider
    model           TEXT NOT NULL,           -- as the provider calls it
    questions       INTEGER NOT NULL DEFAULT 0 CHECK (questions >= 0),
    failures        INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0), -- of the questions
    prompt_tokens   INTEGER NOT NULL DEFAULT 0 CHECK (prompt_tokens >= 0),
    answer_tokens   INTEGER NOT NULL DEFAULT 0 CHECK (answer_tokens >= 0),
    cost_micros     INTEGER NOT NULL DEFAULT 0 CHECK (cost_micros >= 0), -- millionths of a US dollar
    PRIMARY KEY (day, conversation_id, provider, model)
) STRICT, WITHOUT ROWID;
CREATE INDEX model_usage_conversation ON model_usage (conversation_id, cost_micros);
