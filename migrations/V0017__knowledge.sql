-- Why: the owner's own answers, policies and documents, cut into pieces that a customer's question is answered from. A piece
-- is of the version of its entry; its meaning is kept with the others (`embeddings`), by the hash of what was read.
CREATE TABLE knowledge_entries (
    id         TEXT PRIMARY KEY NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('question', 'policy', 'document')),
    title      TEXT NOT NULL,               -- of a question: the question
    wordings   TEXT NOT NULL CHECK (json_valid(wordings)),   -- other ways to ask it
    body       TEXT NOT NULL,
    format     TEXT NOT NULL CHECK (format IN ('plain', 'markdown')),
    language   TEXT NOT NULL,               -- two letters
    source     TEXT,                        -- the name of the file that it was read from
    enabled    INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version    INTEGER NOT NULL
) STRICT;
CREATE INDEX knowledge_entries_by_change ON knowledge_entries (updated_at DESC, id DESC);

CREATE TABLE knowledge_chunks (
    entry_id      TEXT NOT NULL REFERENCES knowledge_entries (id) ON DELETE CASCADE,
    position      INTEGER NOT NULL,         -- from 1
    entry_version INTEGER NOT NULL,
    heading       TEXT NOT NULL,            -- the question, or title and headings above it
    text          TEXT NOT NULL,
    content_hash  BLOB NOT NULL,            -- SHA-256 of what is embedded
    PRIMARY KEY (entry_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX knowledge_chunks_by_content ON knowledge_chunks (content_hash);
