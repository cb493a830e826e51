-- Why: what is sold, in which options, at which price, and how many are left. `search_row` is local: the
-- word index needs an integer key that survives VACUUM; nothing outside this file refers to it.
CREATE TABLE products (
    search_row  INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    handle      TEXT NOT NULL UNIQUE,
    title       TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    brand       TEXT NOT NULL DEFAULT '',
    category    TEXT NOT NULL DEFAULT '',    -- "Women > Dresses"
    material    TEXT NOT NULL DEFAULT '',    -- "100% linen"
    care        TEXT NOT NULL DEFAULT '',    -- "Machine wash at 30 °C"
    season      TEXT NOT NULL DEFAULT '',
    tags        TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    status      TEXT NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
    -- Derived from the variants in the same transaction: lists and price bounds need not read them.
    price_from_minor INTEGER,
    price_to_minor   INTEGER,
    currency    TEXT CHECK (length(currency) = 3),
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX products_by_title ON products (title COLLATE NOCASE, id);

CREATE TABLE product_options (
    id         TEXT PRIMARY KEY NOT NULL,
    product_id TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
    name       TEXT NOT NULL,                -- "Size", "Colour"
    option_values TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(option_values)), -- in display order
    UNIQUE (product_id, position)
) STRICT;

CREATE TABLE variants (
    id               TEXT PRIMARY KEY NOT NULL,
    product_id       TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position         INTEGER NOT NULL,
    sku              TEXT,
    barcode          TEXT,
    option1          TEXT,
    option2          TEXT,
    option3          TEXT,
    size             TEXT,                   -- the value of the option that is a size, upper case
    colour           TEXT,                   -- the value of the option that is a colour, lower case
    price_minor      INTEGER NOT NULL CHECK (price_minor >= 0),
    compare_at_minor INTEGER CHECK (compare_at_minor >= 0),
    cost_minor       INTEGER CHECK (cost_minor >= 0),
    currency         TEXT NOT NULL CHECK (length(currency) = 3),
    allow_backorder  INTEGER NOT NULL DEFAULT 0 CHECK (allow_backorder IN (0, 1)),
    version          INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX variants_by_product ON variants (product_id, position);
CREATE UNIQUE INDEX variants_by_sku ON variants (sku) WHERE sku IS NOT NULL;
CREATE INDEX variants_by_barcode ON variants (barcode) WHERE barcode IS NOT NULL;

CREATE TABLE images (
    id           TEXT PRIMARY KEY NOT NULL,
    product_id   TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    colour       TEXT,                       -- shows the variants of this colour; NULL shows all
    alt          TEXT NOT NULL DEFAULT '',
    content_hash TEXT NOT NULL REFERENCES blobs (content_hash),
    UNIQUE (product_id, position)
) STRICT;

CREATE TABLE locations (
    id   TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
) STRICT;

-- The ledger: append-only. A level is the sum of its movements; the trigger keeps the sum at hand.
CREATE TABLE stock_movements (
    id          TEXT PRIMARY KEY NOT NULL,
    variant_id  TEXT NOT NULL REFERENCES variants (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    quantity    INTEGER NOT NULL,
    reason      TEXT NOT NULL CHECK (reason IN ('opening', 'received', 'sold', 'returned', 'adjusted', 'transferred')),
    reference   TEXT,                        -- the order, receipt or count that caused it
    moved_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_movements_by_variant ON stock_movements (variant_id, moved_at, id);

CREATE TABLE stock_levels (
    variant_id  TEXT NOT NULL REFERENCES variants (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    on_hand     INTEGER NOT NULL,
    version     INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (variant_id, location_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_levels_by_level ON stock_levels (on_hand, variant_id, location_id);

CREATE TRIGGER stock_movements_sum AFTER INSERT ON stock_movements BEGIN
    INSERT INTO stock_levels (variant_id, location_id, on_hand)
    VALUES (NEW.variant_id, NEW.location_id, NEW.quantity)
    ON CONFLICT (variant_id, location_id)
    DO UPDATE SET on_hand = on_hand + NEW.quantity, version = version + 1;
END;
CREATE TRIGGER stock_movements_keep BEFORE UPDATE ON stock_movements BEGIN
    SELECT RAISE(ABORT, 'the stock ledger is append-only');
END;
CREATE TRIGGER stock_movements_stay BEFORE DELETE ON stock_movements BEGIN
    SELECT RAISE(ABORT, 'the stock ledger is append-only');
END;

-- Words of a product, kept by `store::products` whenever a product or its variants change. `colours` holds each
-- colour and its family ("navy blue"), `sizes` every size.
CREATE VIRTUAL TABLE products_fts USING fts5 (
    title, category, colours, sizes, material, tags, brand, description,
    content = '', contentless_delete = 1,
    tokenize = "porter unicode61 remove_diacritics 2"
);
-- Where a word stands decides how much it counts.
INSERT INTO products_fts (products_fts, rank) VALUES ('rank', 'bm25(10.0, 6.0, 5.0, 2.0, 3.0, 4.0, 3.0, 1.0)');
