-- Why: what other programs know of the shop comes in as files and goes out as files. An import is long work that can be
-- looked at before, stopped, gone on with after a crash and taken back, so where it stands is kept with what it wrote.
CREATE TABLE imports (
    id            TEXT PRIMARY KEY NOT NULL,
    file_name     TEXT NOT NULL,             -- as the owner's file is called
    byte_count    INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('products', 'contacts', 'archive')),
    state         TEXT NOT NULL,             -- core::imports::ImportState
    reading       TEXT NOT NULL CHECK (json_valid(reading)), -- how the file is read; its reader knows the form
    options       TEXT NOT NULL CHECK (json_valid(options)), -- core::imports::ImportOptions
    total         INTEGER,                   -- entries (products, contacts); NULL until they were counted
    done          INTEGER NOT NULL DEFAULT 0,
    resume_at     TEXT CHECK (resume_at IS NULL OR json_valid(resume_at)), -- the place in the file after `done` entries
    created       INTEGER NOT NULL DEFAULT 0,
    changed       INTEGER NOT NULL DEFAULT 0,
    unchanged     INTEGER NOT NULL DEFAULT 0,
    skipped       INTEGER NOT NULL DEFAULT 0,
    rejected      INTEGER NOT NULL DEFAULT 0,
    backup_name   TEXT,
    operation_id  TEXT REFERENCES operations (id),
    undo_id       TEXT REFERENCES operations (id),
    undo_next     INTEGER,                   -- the next change to take back
    undo_left     INTEGER NOT NULL DEFAULT 0,
    error_code    TEXT,
    error_detail  TEXT,
    notices       TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(notices)),
    created_at    INTEGER NOT NULL,
    started_at    INTEGER,
    finished_at   INTEGER,
    version       INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What becomes of each entry: as planned by the dry run, then as it was done.
CREATE TABLE import_rows (
    import_id  TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,             -- of the entry in the file, from 0
    first_row  INTEGER NOT NULL,
    last_row   INTEGER NOT NULL,
    title      TEXT NOT NULL,
    outcome    TEXT NOT NULL CHECK (outcome IN ('created', 'changed', 'unchanged', 'skipped', 'rejected')),
    reason     TEXT,
    field      TEXT,
    subject_id TEXT,
    changes    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(changes)),
    source     TEXT CHECK (source IS NULL OR json_valid(source)), -- where a rejected entry stands in the file, and why
    done       INTEGER NOT NULL CHECK (done IN (0, 1)),
    PRIMARY KEY (import_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_rows_by_outcome ON import_rows (import_id, outcome, position);

-- Pictures that a file only names: fetched when the owner asks for it, never by themselves.
CREATE TABLE pending_images (
    product_id TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    url        TEXT NOT NULL,
    position   INTEGER NOT NULL,
    alt        TEXT NOT NULL DEFAULT '',
    variant_id TEXT REFERENCES variants (id) ON DELETE SET NULL,
    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'fetched', 'failed')),
    problem    TEXT,
    PRIMARY KEY (product_id, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_images_waiting ON pending_images (product_id, position) WHERE state = 'waiting';

CREATE TABLE exports (
    id          TEXT PRIMARY KEY NOT NULL,
    what        TEXT NOT NULL,
    format      TEXT NOT NULL,
    folder      TEXT,                        -- where the owner wants it; NULL: the data folder's own
    state       TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    file_name   TEXT,
    byte_count  INTEGER,
    done        INTEGER NOT NULL DEFAULT 0,
    total       INTEGER,
    error       TEXT,
    created_at  INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;

-- An import finds people by these; so does whoever reads a file again.
CREATE INDEX contacts_by_email ON contacts (email) WHERE email IS NOT NULL;
CREATE INDEX contacts_by_phone ON contacts (phone) WHERE phone IS NOT NULL;

-- A product that an import made and that nobody touched since can be taken back as if it had never been, with what the
-- import counted of it. Nothing else ever leaves the ledger.
DROP TRIGGER stock_movements_stay;
CREATE TRIGGER stock_movements_stay BEFORE DELETE ON stock_movements
WHEN OLD.reference_kind IS NOT 'import'
  OR NOT EXISTS (SELECT 1 FROM imports i WHERE i.operation_id = OLD.reference_id AND i.state = 'undoing')
BEGIN
    SELECT RAISE(ABORT, 'the stock ledger is append-only');
END;
CREATE INDEX imports_by_operation ON imports (operation_id) WHERE operation_id IS NOT NULL;
