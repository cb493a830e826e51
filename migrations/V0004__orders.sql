-- Why: an order keeps what was agreed (titles, prices, address) even when the catalog changes later.
CREATE TABLE orders (
    id                TEXT PRIMARY KEY NOT NULL,
    number            TEXT NOT NULL UNIQUE,  -- what people say: "1042"
    contact_id        TEXT NOT NULL REFERENCES contacts (id),
    status            TEXT NOT NULL CHECK (status IN
        ('draft', 'placed', 'processing', 'shipped', 'delivered', 'cancelled', 'returned')),
    payment_status    TEXT NOT NULL CHECK (payment_status IN
        ('unpaid', 'partly_paid', 'paid', 'partly_refunded', 'refunded')),
    currency          TEXT NOT NULL CHECK (length(currency) = 3),
    subtotal_minor    INTEGER NOT NULL,
    shipping_minor    INTEGER NOT NULL DEFAULT 0,
    discount_minor    INTEGER NOT NULL DEFAULT 0,
    total_minor       INTEGER NOT NULL,
    ship_to_name      TEXT NOT NULL DEFAULT '',
    ship_to_address   TEXT NOT NULL DEFAULT '',
    note              TEXT NOT NULL DEFAULT '',
    cancel_reason     TEXT,
    placed_at         INTEGER,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    version           INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX orders_by_contact ON orders (contact_id, created_at);
CREATE INDEX orders_by_time ON orders (created_at, id);
CREATE INDEX orders_by_placing ON orders (placed_at) WHERE placed_at IS NOT NULL;
CREATE INDEX orders_by_status ON orders (status, created_at, id);

CREATE TABLE line_items (
    id               TEXT PRIMARY KEY NOT NULL,
    order_id         TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    position         INTEGER NOT NULL,
    variant_id       TEXT REFERENCES variants (id),
    title            TEXT NOT NULL,
    variant_title    TEXT NOT NULL DEFAULT '',
    sku              TEXT,
    quantity         INTEGER NOT NULL CHECK (quantity > 0),
    unit_price_minor INTEGER NOT NULL,
    UNIQUE (order_id, position)
) STRICT;

CREATE TABLE payments (
    id           TEXT PRIMARY KEY NOT NULL,
    order_id     TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
    method       TEXT NOT NULL CHECK (method IN
        ('card', 'cash', 'bank_transfer', 'gift_card', 'store_credit', 'on_delivery')),
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    state        TEXT NOT NULL CHECK (state IN ('pending', 'settled', 'failed')),
    reference    TEXT,
    paid_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX payments_by_order ON payments (order_id);

CREATE TABLE fulfilments (
    id              TEXT PRIMARY KEY NOT NULL,
    order_id        TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    state           TEXT NOT NULL CHECK (state IN
        ('preparing', 'in_transit', 'out_for_delivery', 'delivered', 'failed')),
    carrier         TEXT,
    tracking_number TEXT,
    tracking_url    TEXT,
    shipped_at      INTEGER,
    expected_on     TEXT,                    -- a date in the shop's zone, YYYY-MM-DD
    delivered_at    INTEGER,
    version         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX fulfilments_by_order ON fulfilments (order_id);
CREATE INDEX fulfilments_under_way ON fulfilments (expected_on)
    WHERE state IN ('preparing', 'in_transit', 'out_for_delivery');

CREATE TABLE fulfilment_lines (
    fulfilment_id TEXT NOT NULL REFERENCES fulfilments (id) ON DELETE CASCADE,
    line_item_id  TEXT NOT NULL REFERENCES line_items (id) ON DELETE CASCADE,
    quantity      INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (fulfilment_id, line_item_id)
) STRICT, WITHOUT ROWID;

-- Who moved an order from which status to which, when and why.
CREATE TABLE order_transitions (
    order_id    TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    from_status TEXT,
    to_status   TEXT NOT NULL,
    actor       TEXT NOT NULL,               -- 'owner', 'agent', 'customer', 'carrier', 'import'
    reason      TEXT NOT NULL DEFAULT '',
    moved_at    INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;
