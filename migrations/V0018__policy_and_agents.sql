-- Why: what the assistant may do for customers is a policy of its own, with presets, and no longer three switches of the
-- assistant's document. What the owner had set is kept. The assistant's version grows, so that no earlier operation puts
-- a document of the old form back.
INSERT INTO settings (key, value, version, updated_at)
SELECT 'policy',
       json_object(
           'changes', json((
               SELECT json_group_object(change.name, change.who)
               FROM (SELECT value AS name, CASE WHEN coalesce(json_extract(s.value, '$.acts'), 1) THEN 'assistant' ELSE 'owner' END
                            AS who
                     FROM json_each('["cancel","items","address","payment","return","exchange","own_address","put_aside"]')) AS change)),
           'return_days', NULL,
           'approval_above', json_extract(s.value, '$.approval_above'),
           'identification', CASE WHEN coalesce(json_extract(s.value, '$.trusts_claims'), 0) THEN 'claim' ELSE 'channel' END),
       1, s.updated_at
FROM settings s
WHERE s.key = 'assistant'
  AND (json_type(s.value, '$.acts') IS NOT NULL OR json_type(s.value, '$.trusts_claims') IS NOT NULL
       OR json_type(s.value, '$.approval_above') IS NOT NULL);
UPDATE settings
SET value = json_remove(value, '$.acts', '$.trusts_claims', '$.approval_above'), version = version + 1
WHERE key = 'assistant';

-- An agent is data. One that was never edited follows the program; every publication is kept, and the newest holds.
CREATE TABLE agent_versions (
    agent_key  TEXT NOT NULL,                -- core::agents::AgentKey
    version    INTEGER NOT NULL CHECK (version > 0),
    definition TEXT CHECK (definition IS NULL OR json_valid(definition)), -- NULL: the program's own again
    note       TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    PRIMARY KEY (agent_key, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER agent_versions_are_kept BEFORE UPDATE ON agent_versions
BEGIN SELECT raise(ABORT, 'a published version of an agent stays as it is'); END;

-- Which agent a turn was, and as which version; 0: the program's own. NULL: from before there were agents.
ALTER TABLE agent_runs ADD COLUMN agent_key TEXT;
ALTER TABLE agent_runs ADD COLUMN agent_version INTEGER;

-- What an agent that only drafts would have said. The newest of a conversation waits for the owner.
CREATE TABLE reply_drafts (
    conversation_id TEXT PRIMARY KEY NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    run_id          TEXT NOT NULL,
    text            TEXT NOT NULL,
    dialogue        TEXT NOT NULL CHECK (json_valid(dialogue)), -- what the conversation remembers if it is sent
    created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
