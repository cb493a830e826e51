-- Why: what the shop issues on paper is numbered without gaps and can be printed again exactly as it was, so each
-- document keeps a snapshot of all it says.
CREATE TABLE documents (
    id          TEXT PRIMARY KEY NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('invoice', 'receipt', 'packing_slip', 'return_label', 'credit_note')),
    year        INTEGER NOT NULL,            -- in the shop's zone
    sequence    INTEGER NOT NULL CHECK (sequence > 0),
    number      TEXT NOT NULL,
    order_id    TEXT REFERENCES orders (id),
    contact_id  TEXT REFERENCES contacts (id),
    corrects    TEXT REFERENCES documents (id), -- a credit note's invoice
    total_minor INTEGER,                     -- NULL: it names no prices
    currency    TEXT NOT NULL CHECK (length(currency) = 3),
    language    TEXT NOT NULL,
    paper       TEXT NOT NULL,
    issued_on   TEXT NOT NULL,               -- a date in the shop's zone, YYYY-MM-DD
    issued_at   INTEGER NOT NULL,
    content     TEXT NOT NULL CHECK (json_valid(content)), -- core::documents::Content
    UNIQUE (kind, year, sequence)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX documents_by_number ON documents (number COLLATE NOCASE, kind);
CREATE INDEX documents_by_sequence ON documents (sequence);
CREATE INDEX documents_by_order ON documents (order_id, kind, id) WHERE order_id IS NOT NULL;
CREATE INDEX documents_by_contact ON documents (contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX documents_by_kind ON documents (kind, id);
CREATE INDEX documents_corrected ON documents (corrects) WHERE corrects IS NOT NULL;

-- The last number taken of each kind in each year. A shop that is shared by several laptops issues documents on one.
CREATE TABLE document_counters (
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (kind, year)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER documents_keep BEFORE UPDATE ON documents BEGIN
    SELECT RAISE(ABORT, 'an issued document does not change');
END;
CREATE TRIGGER documents_stay BEFORE DELETE ON documents BEGIN
    SELECT RAISE(ABORT, 'an issued document stays');
END;
CREATE TRIGGER document_counters_grow BEFORE UPDATE ON document_counters WHEN NEW.last <> OLD.last + 1 BEGIN
    SELECT RAISE(ABORT, 'document numbers have no gaps');
END;
