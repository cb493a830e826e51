-- Why: several places, promises to customers, suppliers, counts. Everything that is at hand (levels, totals, sales per
-- day, what is low) is derived by triggers from what is entered once: movements, reservations, low levels.

ALTER TABLE locations ADD COLUMN position INTEGER NOT NULL DEFAULT 1;   -- orders take from the lowest first
ALTER TABLE locations ADD COLUMN active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));
ALTER TABLE locations ADD COLUMN version  INTEGER NOT NULL DEFAULT 1;
UPDATE locations SET position = 1 + (SELECT count(*) FROM locations o WHERE o.id < locations.id);

-- The ledger gains more reasons, who, and a typed reference.
CREATE TABLE stock_movements_new (
    id              TEXT PRIMARY KEY NOT NULL,
    variant_id      TEXT NOT NULL REFERENCES variants (id),
    location_id     TEXT NOT NULL REFERENCES locations (id),
    quantity        INTEGER NOT NULL CHECK (quantity != 0),
    reason          TEXT NOT NULL CHECK (reason IN ('opening', 'received', 'sold', 'returned', 'adjusted',
                                                    'transferred', 'written_off', 'counted')),
    word            TEXT,                    -- core::stock::AdjustmentWord
    note            TEXT NOT NULL DEFAULT '',
    unit_cost_minor INTEGER CHECK (unit_cost_minor >= 0), -- what one piece cost when it came, in the variant's currency
    reference_kind  TEXT CHECK (reference_kind IN ('order', 'receipt', 'transfer', 'stocktake', 'return', 'import',
                                                   'movement')),
    reference_id    TEXT,
    actor           TEXT NOT NULL,           -- core::actor::Actor
    actor_name      TEXT NOT NULL DEFAULT '',
    moved_at        INTEGER NOT NULL,
    CHECK ((reference_kind IS NULL) = (reference_id IS NULL))
) STRICT;
INSERT INTO stock_movements_new (id, variant_id, location_id, quantity, reason, note, actor, moved_at)
    SELECT id, variant_id, location_id, quantity, reason, coalesce(reference, ''), 'system', moved_at
    FROM stock_movements WHERE quantity != 0;
DROP TABLE stock_movements;
ALTER TABLE stock_movements_new RENAME TO stock_movements;
CREATE INDEX stock_movements_by_variant ON stock_movements (variant_id, moved_at, id);
CREATE INDEX stock_movements_by_time ON stock_movements (moved_at, id);
CREATE INDEX stock_movements_by_reference ON stock_movements (reference_id) WHERE reference_id IS NOT NULL;

-- Pieces promised: to a line of an order, or to a cart for a while. A promise that ended is deleted.
CREATE TABLE reservations (
    id          TEXT PRIMARY KEY NOT NULL,
    variant_id  TEXT NOT NULL REFERENCES variants (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    order_id    TEXT REFERENCES orders (id) ON DELETE CASCADE,
    holder      TEXT NOT NULL,               -- the line item's or the cart's id
    expires_at  INTEGER,
    created_at  INTEGER NOT NULL,
    UNIQUE (holder, variant_id, location_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reservations_by_variant ON reservations (variant_id);
CREATE INDEX reservations_by_order ON reservations (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX reservations_by_expiry ON reservations (expires_at) WHERE expires_at IS NOT NULL;

-- Derived: pieces promised, per variant and place.
ALTER TABLE stock_levels ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0;
DROP INDEX stock_levels_by_level;
CREATE INDEX stock_levels_by_location ON stock_levels (location_id, variant_id, on_hand, reserved);

-- What counts as low where neither the variant nor its product says so. Follows the owner's notification settings.
CREATE TABLE stock_defaults (
    one    INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    low_at INTEGER NOT NULL
) STRICT;
INSERT INTO stock_defaults (one, low_at)
    VALUES (1, coalesce((SELECT json_extract(value, '$.low_stock_at') FROM settings WHERE key = 'notifications'), 3));
CREATE TABLE product_low_levels (
    product_id TEXT PRIMARY KEY NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    low_at     INTEGER NOT NULL CHECK (low_at >= 0)
) STRICT, WITHOUT ROWID;

-- Derived: per variant. `active`: its product is sold, so that being low means something.
CREATE TABLE stock_totals (
    variant_id TEXT PRIMARY KEY NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
    on_hand    INTEGER NOT NULL DEFAULT 0,
    reserved   INTEGER NOT NULL DEFAULT 0,
    available  INTEGER NOT NULL GENERATED ALWAYS AS (on_hand - reserved) VIRTUAL,
    own_low_at INTEGER CHECK (own_low_at >= 0),
    low_at     INTEGER NOT NULL,
    is_low     INTEGER NOT NULL GENERATED ALWAYS AS (on_hand - reserved <= low_at) VIRTUAL,
    low_since  INTEGER,
    active     INTEGER NOT NULL CHECK (active IN (0, 1)),
    version    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO stock_totals (variant_id, on_hand, low_at, active, version)
    SELECT v.id, coalesce(sum(l.on_hand), 0), (SELECT low_at FROM stock_defaults), p.status = 'active',
           coalesce(sum(l.version), 0)
    FROM variants v JOIN products p ON p.id = v.product_id LEFT JOIN stock_levels l ON l.variant_id = v.id GROUP BY v.id;
CREATE INDEX stock_totals_low ON stock_totals (available, variant_id) WHERE active = 1 AND is_low = 1;
CREATE INDEX stock_totals_by_available ON stock_totals (available, variant_id) WHERE active = 1;
CREATE INDEX stock_totals_reserved ON stock_totals (variant_id) WHERE reserved > 0;
CREATE INDEX stock_totals_oversold ON stock_totals (available, variant_id) WHERE available < 0;

-- Crossings that the owner has not been told of yet.
CREATE TABLE low_stock_alerts (
    variant_id TEXT PRIMARY KEY NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
    crossed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived: pieces sold less those that came back, per day of UTC (days since 1970-01-01).
CREATE TABLE stock_sales (
    variant_id TEXT NOT NULL REFERENCES variants (id),
    day        INTEGER NOT NULL,
    quantity   INTEGER NOT NULL,
    PRIMARY KEY (variant_id, day)
) STRICT, WITHOUT ROWID;
INSERT INTO stock_sales (variant_id, day, quantity)
    SELECT variant_id, moved_at / 86400000, -sum(quantity) FROM stock_movements
    WHERE reason IN ('sold', 'returned') GROUP BY variant_id, moved_at / 86400000;
CREATE INDEX stock_sales_by_day ON stock_sales (day, variant_id, quantity);

CREATE TRIGGER stock_movements_sum AFTER INSERT ON stock_movements BEGIN
    INSERT INTO stock_levels (variant_id, location_id, on_hand)
    VALUES (NEW.variant_id, NEW.location_id, NEW.quantity)
    ON CONFLICT (variant_id, location_id)
    DO UPDATE SET on_hand = on_hand + NEW.quantity, version = version + 1;
END;
CREATE TRIGGER stock_movements_sell AFTER INSERT ON stock_movements WHEN NEW.reason IN ('sold', 'returned') BEGIN
    INSERT INTO stock_sales (variant_id, day, quantity)
    VALUES (NEW.variant_id, NEW.moved_at / 86400000, -NEW.quantity)
    ON CONFLICT (variant_id, day) DO UPDATE SET quantity = quantity - NEW.quantity;
END;
CREATE TRIGGER stock_movements_keep BEFORE UPDATE ON stock_movements BEGIN
    SELECT RAISE(ABORT, 'the stock ledger is append-only');
END;
CREATE TRIGGER stock_movements_stay BEFORE DELETE ON stock_movements BEGIN
    SELECT RAISE(ABORT, 'the stock ledger is append-only');
END;
CREATE TRIGGER reservations_made AFTER INSERT ON reservations BEGIN
    INSERT INTO stock_levels (variant_id, location_id, on_hand, reserved)
    VALUES (NEW.variant_id, NEW.location_id, 0, NEW.quantity)
    ON CONFLICT (variant_id, location_id)
    DO UPDATE SET reserved = reserved + NEW.quantity, version = version + 1;
END;
CREATE TRIGGER reservations_changed AFTER UPDATE OF quantity ON reservations BEGIN
    UPDATE stock_levels SET reserved = reserved + NEW.quantity - OLD.quantity, version = version + 1
    WHERE variant_id = NEW.variant_id AND location_id = NEW.location_id;
END;
CREATE TRIGGER reservations_ended AFTER DELETE ON reservations BEGIN
    UPDATE stock_levels SET reserved = reserved - OLD.quantity, version = version + 1
    WHERE variant_id = OLD.variant_id AND location_id = OLD.location_id;
END;
CREATE TRIGGER stock_totals_begin AFTER INSERT ON stock_levels BEGIN
    UPDATE stock_totals SET on_hand = on_hand + NEW.on_hand, reserved = reserved + NEW.reserved, version = version + 1
    WHERE variant_id = NEW.variant_id;
END;
CREATE TRIGGER stock_totals_follow AFTER UPDATE OF on_hand, reserved ON stock_levels BEGIN
    UPDATE stock_totals SET on_hand = on_hand + NEW.on_hand - OLD.on_hand,
                            reserved = reserved + NEW.reserved - OLD.reserved, version = version + 1
    WHERE variant_id = NEW.variant_id;
END;
CREATE TRIGGER variants_have_totals AFTER INSERT ON variants BEGIN
    INSERT INTO stock_totals (variant_id, low_at, active)
    VALUES (NEW.id,
            coalesce((SELECT low_at FROM product_low_levels WHERE product_id = NEW.product_id),
                     (SELECT low_at FROM stock_defaults), 0),
            coalesce((SELECT status = 'active' FROM products WHERE id = NEW.product_id), 0))
    ON CONFLICT (variant_id) DO NOTHING;
END;
CREATE TRIGGER products_are_sold AFTER UPDATE OF status ON products WHEN NEW.status != OLD.status BEGIN
    UPDATE stock_totals SET active = (NEW.status = 'active')
    WHERE variant_id IN (SELECT id FROM variants WHERE product_id = NEW.id);
END;
CREATE TRIGGER settings_low_default AFTER UPDATE ON settings WHEN NEW.key = 'notifications' BEGIN
    UPDATE stock_defaults SET low_at = coalesce(json_extract(NEW.value, '$.low_stock_at'), 3);
END;
CREATE TRIGGER settings_low_default_first AFTER INSERT ON settings WHEN NEW.key = 'notifications' BEGIN
    UPDATE stock_defaults SET low_at = coalesce(json_extract(NEW.value, '$.low_stock_at'), 3);
END;
CREATE TRIGGER stock_defaults_changed AFTER UPDATE ON stock_defaults WHEN NEW.low_at != OLD.low_at BEGIN
    UPDATE stock_totals SET low_at = NEW.low_at
    WHERE own_low_at IS NULL
      AND variant_id NOT IN (SELECT v.id FROM product_low_levels l JOIN variants v ON v.product_id = l.product_id);
END;
CREATE TRIGGER product_low_levels_set AFTER INSERT ON product_low_levels BEGIN
    UPDATE stock_totals SET low_at = NEW.low_at
    WHERE own_low_at IS NULL AND variant_id IN (SELECT id FROM variants WHERE product_id = NEW.product_id);
END;
CREATE TRIGGER product_low_levels_changed AFTER UPDATE ON product_low_levels BEGIN
    UPDATE stock_totals SET low_at = NEW.low_at
    WHERE own_low_at IS NULL AND variant_id IN (SELECT id FROM variants WHERE product_id = NEW.product_id);
END;
CREATE TRIGGER product_low_levels_gone AFTER DELETE ON product_low_levels BEGIN
    UPDATE stock_totals SET low_at = (SELECT low_at FROM stock_defaults)
    WHERE own_low_at IS NULL AND variant_id IN (SELECT id FROM variants WHERE product_id = OLD.product_id);
END;

-- Where goods come from.
CREATE TABLE suppliers (
    id             TEXT PRIMARY KEY NOT NULL,
    name           TEXT NOT NULL,
    contact_name   TEXT NOT NULL DEFAULT '',
    email          TEXT NOT NULL DEFAULT '',
    phone          TEXT NOT NULL DEFAULT '',
    website        TEXT NOT NULL DEFAULT '',
    note           TEXT NOT NULL DEFAULT '',
    lead_time_days INTEGER NOT NULL DEFAULT 14 CHECK (lead_time_days BETWEEN 0 AND 365),
    archived       INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    created_at     INTEGER NOT NULL,
    version        INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX suppliers_by_name ON suppliers (name COLLATE NOCASE);

CREATE TABLE purchase_orders (
    id          TEXT PRIMARY KEY NOT NULL,
    number      INTEGER NOT NULL UNIQUE,     -- shown as "PO-1001"
    supplier_id TEXT NOT NULL REFERENCES suppliers (id),
    location_id TEXT NOT NULL REFERENCES locations (id), -- where the goods go
    status      TEXT NOT NULL CHECK (status IN ('draft', 'ordered', 'partly_received', 'received', 'cancelled')),
    currency    TEXT NOT NULL CHECK (length(currency) = 3),
    expected_on TEXT,                        -- a date, YYYY-MM-DD
    note        TEXT NOT NULL DEFAULT '',
    ordered_at  INTEGER,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX purchase_orders_by_status ON purchase_orders (status, id);
CREATE INDEX purchase_orders_by_supplier ON purchase_orders (supplier_id, id);

CREATE TABLE purchase_order_lines (
    id                TEXT PRIMARY KEY NOT NULL,
    purchase_order_id TEXT NOT NULL REFERENCES purchase_orders (id) ON DELETE CASCADE,
    position          INTEGER NOT NULL,
    variant_id        TEXT NOT NULL REFERENCES variants (id),
    quantity          INTEGER NOT NULL CHECK (quantity > 0),
    received          INTEGER NOT NULL DEFAULT 0 CHECK (received >= 0),
    unit_cost_minor   INTEGER NOT NULL CHECK (unit_cost_minor >= 0),
    UNIQUE (purchase_order_id, position)
) STRICT;
CREATE INDEX purchase_order_lines_by_variant ON purchase_order_lines (variant_id, purchase_order_id);

CREATE TABLE receipts (
    id                TEXT PRIMARY KEY NOT NULL,
    number            INTEGER NOT NULL UNIQUE,
    purchase_order_id TEXT NOT NULL REFERENCES purchase_orders (id),
    note              TEXT NOT NULL DEFAULT '',
    delivery_note     TEXT NOT NULL DEFAULT '', -- the supplier's paper
    actor             TEXT NOT NULL,
    received_at       INTEGER NOT NULL,
    taken_back_at     INTEGER                -- it was entered by mistake; its pieces went out again
) STRICT;
CREATE INDEX receipts_by_purchase_order ON receipts (purchase_order_id, id);

CREATE TABLE receipt_lines (
    receipt_id      TEXT NOT NULL REFERENCES receipts (id),
    position        INTEGER NOT NULL,
    line_id         TEXT NOT NULL,           -- of the purchase order
    variant_id      TEXT NOT NULL REFERENCES variants (id),
    quantity        INTEGER NOT NULL CHECK (quantity > 0),
    unit_cost_minor INTEGER NOT NULL CHECK (unit_cost_minor >= 0),
    PRIMARY KEY (receipt_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE transfers (
    id          TEXT PRIMARY KEY NOT NULL,
    number      INTEGER NOT NULL UNIQUE,     -- shown as "TR-1001"
    from_id     TEXT NOT NULL REFERENCES locations (id),
    to_id       TEXT NOT NULL REFERENCES locations (id),
    status      TEXT NOT NULL CHECK (status IN ('in_transit', 'partly_received', 'received', 'cancelled')),
    note        TEXT NOT NULL DEFAULT '',
    sent_at     INTEGER NOT NULL,
    received_at INTEGER,
    version     INTEGER NOT NULL DEFAULT 1,
    CHECK (from_id != to_id)
) STRICT;
CREATE INDEX transfers_by_status ON transfers (status, id);

CREATE TABLE transfer_lines (
    id          TEXT PRIMARY KEY NOT NULL,
    transfer_id TEXT NOT NULL REFERENCES transfers (id),
    position    INTEGER NOT NULL,
    variant_id  TEXT NOT NULL REFERENCES variants (id),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    received    INTEGER NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND quantity),
    UNIQUE (transfer_id, position)
) STRICT;
CREATE INDEX transfer_lines_by_variant ON transfer_lines (variant_id, transfer_id);

CREATE TABLE stocktakes (
    id          TEXT PRIMARY KEY NOT NULL,
    number      INTEGER NOT NULL UNIQUE,     -- shown as "ST-1001"
    name        TEXT NOT NULL DEFAULT '',
    location_id TEXT NOT NULL REFERENCES locations (id),
    category    TEXT,                        -- only its goods are expected ("Women" holds "Women > Dresses")
    status      TEXT NOT NULL CHECK (status IN ('open', 'approved', 'abandoned')),
    started_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    -- Its result, once it has ended.
    counted_variants  INTEGER NOT NULL DEFAULT 0,
    counted_pieces    INTEGER NOT NULL DEFAULT 0,
    difference_pieces INTEGER NOT NULL DEFAULT 0,
    difference_minor  INTEGER NOT NULL DEFAULT 0,
    version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX stocktakes_by_status ON stocktakes (status, id);

-- `expected`: the level when the variant was counted last, so that what is sold afterwards stays sold.
CREATE TABLE stocktake_counts (
    stocktake_id   TEXT NOT NULL REFERENCES stocktakes (id),
    variant_id     TEXT NOT NULL REFERENCES variants (id),
    counted        INTEGER NOT NULL CHECK (counted >= 0),
    expected       INTEGER NOT NULL,
    first_expected INTEGER NOT NULL,         -- when it was counted first: another number means that it moved meanwhile
    counted_at     INTEGER NOT NULL,
    PRIMARY KEY (stocktake_id, variant_id)
) STRICT, WITHOUT ROWID;
