-- Why: goods are found by how they look. What a model makes of a picture belongs to its bytes, by their hash, so that a picture
-- that many products show is looked at once, and what is missing is told by the hashes alone. All of it can be made again.
CREATE TABLE picture_vectors (
    -- Local: tells the memory what is new, and nothing refers to it. The greatest is never deleted.
    row          INTEGER PRIMARY KEY NOT NULL,
    model        TEXT NOT NULL,
    content_hash TEXT NOT NULL REFERENCES blobs (content_hash) ON DELETE CASCADE,
    vector       BLOB,                       -- as in `embeddings`; NULL: the picture cannot be read
    UNIQUE (model, content_hash)
) STRICT;
CREATE INDEX picture_vectors_by_content ON picture_vectors (content_hash);
CREATE INDEX attachments_by_content ON attachments (content_hash) WHERE content_hash IS NOT NULL;
