-- Why: the owner writes the catalog now: categories are a tree, pictures have sizes, prices a history, and lists over
-- 100,000 variants are answered from an index in memory that must learn what changed.

-- `path` ("Women > Dresses") is derived from the names above; products carry it as their `category` for the word index.
CREATE TABLE categories (
    id        TEXT PRIMARY KEY NOT NULL,
    parent_id TEXT REFERENCES categories (id),
    name      TEXT NOT NULL,
    path      TEXT NOT NULL,
    position  INTEGER NOT NULL,
    version   INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX categories_by_parent ON categories (parent_id, position);
CREATE INDEX categories_by_path ON categories (path COLLATE NOCASE);

ALTER TABLE products ADD COLUMN category_id TEXT REFERENCES categories (id);
ALTER TABLE products ADD COLUMN tax_class TEXT NOT NULL DEFAULT 'standard';
ALTER TABLE products ADD COLUMN publish_at INTEGER; -- a draft becomes active then

-- The texts that products have today become the tree. Hexadecimal digits are valid in an id.
WITH RECURSIVE parts (parent, name, path, rest) AS (
    SELECT '', '', '', category || ' > ' FROM (SELECT DISTINCT category FROM products WHERE category <> '')
    UNION ALL
    SELECT path, substr(rest, 1, instr(rest, ' > ') - 1),
           path || iif(path = '', '', ' > ') || substr(rest, 1, instr(rest, ' > ') - 1),
           substr(rest, instr(rest, ' > ') + 3)
    FROM parts WHERE rest <> ''
)
INSERT INTO categories (id, parent_id, name, path, position)
SELECT 'cat_0' || lower(substr(hex(randomblob(13)), 1, 25)), NULL, name, path,
       row_number() OVER (PARTITION BY parent ORDER BY path)
FROM (SELECT DISTINCT parent, name, path FROM parts WHERE path <> '') ORDER BY path;
UPDATE categories SET parent_id = (
    SELECT above.id FROM categories above
    WHERE above.path = substr(categories.path, 1, length(categories.path) - length(categories.name) - 3))
WHERE path <> name;
UPDATE products SET category_id = (SELECT id FROM categories WHERE path = products.category) WHERE category <> '';

CREATE INDEX products_by_category ON products (category_id);
CREATE INDEX products_to_publish ON products (publish_at) WHERE publish_at IS NOT NULL AND status = 'draft';
CREATE INDEX products_by_status ON products (status);

-- Six options instead of three: other shops' goods have more.
CREATE TABLE product_options_new (
    id            TEXT PRIMARY KEY NOT NULL,
    product_id    TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position      INTEGER NOT NULL CHECK (position BETWEEN 1 AND 6),
    name          TEXT NOT NULL,
    option_values TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(option_values)), -- in display order
    UNIQUE (product_id, position)
) STRICT;
INSERT INTO product_options_new (id, product_id, position, name, option_values)
SELECT id, product_id, position, name, option_values FROM product_options;
DROP TABLE product_options;
ALTER TABLE product_options_new RENAME TO product_options;

ALTER TABLE variants ADD COLUMN option4 TEXT;
ALTER TABLE variants ADD COLUMN option5 TEXT;
ALTER TABLE variants ADD COLUMN option6 TEXT;
ALTER TABLE variants ADD COLUMN weight_grams INTEGER CHECK (weight_grams >= 0);
-- "M / navy", as people call it.
ALTER TABLE variants ADD COLUMN title TEXT
    GENERATED ALWAYS AS (concat_ws(' / ', option1, option2, option3, option4, option5, option6)) VIRTUAL;
-- A UPC-A of twelve digits is the EAN-13 with a zero in front (GS1 General Specifications, 3.3): scanners send either.
ALTER TABLE variants ADD COLUMN gtin TEXT
    GENERATED ALWAYS AS (iif(length(barcode) = 12 AND barcode NOT GLOB '*[^0-9]*', '0' || barcode, barcode)) VIRTUAL;
DROP INDEX variants_by_barcode;
CREATE INDEX variants_by_gtin ON variants (gtin) WHERE gtin IS NOT NULL;
CREATE INDEX variants_by_sku_folded ON variants (sku COLLATE NOCASE) WHERE sku IS NOT NULL;
CREATE INDEX line_items_by_variant ON line_items (variant_id) WHERE variant_id IS NOT NULL;

-- What a variant cost when. The first price stands in the oldest change, as the price before.
CREATE TABLE price_changes (
    variant_id              TEXT NOT NULL,   -- kept when the variant goes: taking that back brings its history too
    id                      TEXT NOT NULL,
    currency                TEXT NOT NULL CHECK (length(currency) = 3),
    price_minor             INTEGER NOT NULL,
    compare_at_minor        INTEGER,
    price_before_minor      INTEGER NOT NULL,
    compare_at_before_minor INTEGER,
    actor                   TEXT NOT NULL,
    actor_name              TEXT NOT NULL DEFAULT '',
    operation_id            TEXT,
    changed_at              INTEGER NOT NULL,
    PRIMARY KEY (variant_id, id)
) STRICT, WITHOUT ROWID;

-- The next number of a series, such as the shop's own barcodes.
CREATE TABLE counters (
    name TEXT PRIMARY KEY NOT NULL,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An uploaded picture by its content; a blob without a row here (a drawing) is shown as it is.
CREATE TABLE pictures (
    content_hash TEXT PRIMARY KEY NOT NULL REFERENCES blobs (content_hash),
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
    width        INTEGER NOT NULL,           -- upright, in pixels
    height       INTEGER NOT NULL,
    problem      TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE picture_sizes (
    content_hash   TEXT NOT NULL REFERENCES pictures (content_hash),
    size           TEXT NOT NULL CHECK (size IN ('96', '320', '1200', 'full')),
    rendition_hash TEXT NOT NULL REFERENCES blobs (content_hash),
    PRIMARY KEY (content_hash, size)
) STRICT, WITHOUT ROWID;
CREATE INDEX images_by_content ON images (content_hash);
-- Variants that a picture shows; without rows, its colour decides.
CREATE TABLE image_variants (
    image_id   TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    variant_id TEXT NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
    PRIMARY KEY (image_id, variant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_variants_by_variant ON image_variants (variant_id);

-- Filters that the owner named, of any list.
CREATE TABLE saved_filters (
    id       TEXT PRIMARY KEY NOT NULL,
    list     TEXT NOT NULL,                  -- 'products', 'orders', …
    name     TEXT NOT NULL,
    filter   TEXT NOT NULL CHECK (json_valid(filter)),
    position INTEGER NOT NULL,
    version  INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_filters_by_list ON saved_filters (list, position);

-- A change of many products: one operation, written in several transactions when it is large.
CREATE TABLE bulk_edits (
    id           TEXT PRIMARY KEY NOT NULL,
    operation_id TEXT NOT NULL REFERENCES operations (id),
    changes      TEXT NOT NULL CHECK (json_valid(changes)),
    state        TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
    total        INTEGER NOT NULL,           -- products
    done         INTEGER NOT NULL DEFAULT 0,
    products     INTEGER NOT NULL DEFAULT 0, -- changed
    variants     INTEGER NOT NULL DEFAULT 0, -- changed
    skipped      INTEGER NOT NULL DEFAULT 0,
    started_at   INTEGER NOT NULL,
    ended_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE bulk_targets (
    bulk_edit_id TEXT NOT NULL REFERENCES bulk_edits (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    product_id   TEXT NOT NULL,
    variant_ids  TEXT CHECK (variant_ids IS NULL OR json_valid(variant_ids)), -- NULL: all of them
    PRIMARY KEY (bulk_edit_id, position)
) STRICT, WITHOUT ROWID;

-- Which products changed, in the order of the last change: the lists' index in memory reads what is newer than itself.
-- A row outlives its product, so that the index learns of that too.
CREATE TABLE product_changes (
    search_row INTEGER PRIMARY KEY,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX product_changes_by_revision ON product_changes (revision);

CREATE TRIGGER products_changed_new AFTER INSERT ON products BEGIN
    INSERT INTO product_changes (search_row, revision)
    VALUES (NEW.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1)
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER products_changed AFTER UPDATE ON products BEGIN
    INSERT INTO product_changes (search_row, revision)
    VALUES (NEW.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1)
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER products_changed_gone AFTER DELETE ON products BEGIN
    INSERT INTO product_changes (search_row, revision)
    VALUES (OLD.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1)
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER variants_changed_new AFTER INSERT ON variants BEGIN
    INSERT INTO product_changes (search_row, revision)
    SELECT p.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1
    FROM products p WHERE p.id = NEW.product_id
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER variants_changed AFTER UPDATE ON variants BEGIN
    INSERT INTO product_changes (search_row, revision)
    SELECT p.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1
    FROM products p WHERE p.id = NEW.product_id
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER variants_changed_gone AFTER DELETE ON variants BEGIN
    INSERT INTO product_changes (search_row, revision)
    SELECT p.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1
    FROM products p WHERE p.id = OLD.product_id
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER images_changed_new AFTER INSERT ON images BEGIN
    INSERT INTO product_changes (search_row, revision)
    SELECT p.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1
    FROM products p WHERE p.id = NEW.product_id
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER images_changed_gone AFTER DELETE ON images BEGIN
    INSERT INTO product_changes (search_row, revision)
    SELECT p.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1
    FROM products p WHERE p.id = OLD.product_id
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER stock_levels_changed_new AFTER INSERT ON stock_levels BEGIN
    INSERT INTO product_changes (search_row, revision)
    SELECT p.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1
    FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = NEW.variant_id
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
CREATE TRIGGER stock_levels_changed AFTER UPDATE ON stock_levels BEGIN
    INSERT INTO product_changes (search_row, revision)
    SELECT p.search_row, coalesce((SELECT max(revision) FROM product_changes), 0) + 1
    FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = NEW.variant_id
    ON CONFLICT (search_row) DO UPDATE SET revision = excluded.revision;
END;
