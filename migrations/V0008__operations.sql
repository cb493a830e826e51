-- Why: who changed what, with the state before and after; and what one act changed can be taken back together.
CREATE TABLE operations (
    id           TEXT PRIMARY KEY NOT NULL,
    kind         TEXT NOT NULL,              -- core::operations::OperationKind
    actor        TEXT NOT NULL,              -- core::actor::Actor
    actor_name   TEXT NOT NULL DEFAULT '',   -- the agent's, the imported file's or the script's name
    details      TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)), -- what its sentence for people needs
    change_count INTEGER NOT NULL DEFAULT 0,
    at           INTEGER NOT NULL,
    undoes       TEXT REFERENCES operations (id),
    undone_by    TEXT REFERENCES operations (id)
) STRICT, WITHOUT ROWID;

-- One object's state around an operation. No state before: it was made; none after: it was removed.
CREATE TABLE changes (
    operation_id TEXT NOT NULL REFERENCES operations (id),
    position     INTEGER NOT NULL,
    subject_kind TEXT NOT NULL,              -- core::operations::Subject
    subject_id   TEXT NOT NULL,
    before       TEXT CHECK (before IS NULL OR json_valid(before)),
    after        TEXT CHECK (after IS NULL OR json_valid(after)),
    PRIMARY KEY (operation_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_subject ON changes (subject_id, operation_id);
