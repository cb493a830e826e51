-- Why: an order is sold at a counter without a customer, priced with taxes and discounts, paid in parts, sent in parts, and
-- found by any filter among hundreds of thousands. `search_row` is local: the index of words needs an integer key, and this
-- one grows with the time of creation (seconds × 16384 + a count), so that every filter comes out newest first.
CREATE TABLE orders_new (
    search_row         INTEGER PRIMARY KEY,
    id                 TEXT NOT NULL UNIQUE,
    number             TEXT NOT NULL UNIQUE,  -- "1042"; a draft has "D12" until it is placed
    contact_id         TEXT REFERENCES contacts (id), -- NULL: a counter sale to nobody in particular
    status             TEXT NOT NULL CHECK (status IN
        ('draft', 'placed', 'processing', 'shipped', 'delivered', 'cancelled', 'returned')),
    payment_status     TEXT NOT NULL CHECK (payment_status IN
        ('unpaid', 'partly_paid', 'paid', 'partly_refunded', 'refunded')),
    fulfilment_status  TEXT NOT NULL CHECK (fulfilment_status IN ('unfulfilled', 'partly_fulfilled', 'fulfilled')),
    return_status      TEXT NOT NULL DEFAULT 'none', -- core::orders::ReturnStatus
    channel            TEXT NOT NULL CHECK (channel IN ('counter', 'online', 'agent', 'office')),
    currency           TEXT NOT NULL CHECK (length(currency) = 3),
    prices_include_tax INTEGER NOT NULL DEFAULT 1 CHECK (prices_include_tax IN (0, 1)),
    subtotal_minor     INTEGER NOT NULL,
    shipping_minor     INTEGER NOT NULL DEFAULT 0,
    discount_minor     INTEGER NOT NULL DEFAULT 0,
    tax_minor          INTEGER NOT NULL DEFAULT 0,
    -- subtotal + shipping − discount, and the tax where prices come without it
    total_minor        INTEGER NOT NULL,
    paid_minor         INTEGER NOT NULL DEFAULT 0, -- settled payments
    refunded_minor     INTEGER NOT NULL DEFAULT 0, -- refunds that did not fail
    item_count         INTEGER NOT NULL DEFAULT 0,
    ship_to_name       TEXT NOT NULL DEFAULT '',
    ship_to_address    TEXT NOT NULL DEFAULT '',
    ship_to_country    TEXT NOT NULL DEFAULT '', -- ISO 3166-1 alpha-2
    ship_to_region     TEXT NOT NULL DEFAULT '', -- a state, where taxes depend on it
    shipping_method    TEXT,
    shipping_override_minor INTEGER,             -- agreed instead of the method's price
    discount_codes     TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(discount_codes)),
    manual_discount    TEXT CHECK (manual_discount IS NULL OR json_valid(manual_discount)),
    discounts          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(discounts)), -- what was taken off, and why
    taxes              TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(taxes)),     -- name, rate, base, amount
    note               TEXT NOT NULL DEFAULT '',
    tags               TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    cancel_reason      TEXT,
    items_changed_at   INTEGER,                  -- the customer's one change of items
    archived_at        INTEGER,
    location_id        TEXT REFERENCES locations (id), -- where the pieces come from; NULL: wherever they are
    request_key        TEXT,                     -- the same request twice makes one order
    search_text        TEXT NOT NULL DEFAULT '', -- SKUs and tracking numbers
    placed_at          INTEGER,
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    version            INTEGER NOT NULL DEFAULT 1
) STRICT;

INSERT INTO orders_new (search_row, id, number, contact_id, status, payment_status, fulfilment_status, channel, currency,
                        subtotal_minor, shipping_minor, discount_minor, total_minor, paid_minor, refunded_minor,
                        item_count, ship_to_name, ship_to_address, note, cancel_reason, search_text, placed_at,
                        created_at, updated_at, version)
SELECT o.created_at / 1000 * 16384 + row_number() OVER (PARTITION BY o.created_at / 1000 ORDER BY o.created_at, o.id),
       o.id, o.number, o.contact_id, o.status, o.payment_status,
       CASE WHEN o.status IN ('shipped', 'delivered', 'returned') THEN 'fulfilled' ELSE 'unfulfilled' END, 'online',
       o.currency, o.subtotal_minor, o.shipping_minor, o.discount_minor, o.total_minor,
       (SELECT coalesce(sum(p.amount_minor), 0) FROM payments p
        WHERE p.order_id = o.id AND p.kind = 'payment' AND p.state = 'settled'),
       (SELECT coalesce(sum(p.amount_minor), 0) FROM payments p
        WHERE p.order_id = o.id AND p.kind = 'refund' AND p.state <> 'failed'),
       (SELECT coalesce(sum(l.quantity), 0) FROM line_items l WHERE l.order_id = o.id),
       o.ship_to_name, o.ship_to_address, o.note, o.cancel_reason,
       coalesce((SELECT group_concat(l.sku, ' ') FROM line_items l WHERE l.order_id = o.id), '') || ' ' ||
       coalesce((SELECT group_concat(f.tracking_number, ' ') FROM fulfilments f WHERE f.order_id = o.id), ''),
       o.placed_at, o.created_at, o.updated_at, o.version
FROM orders o;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
CREATE INDEX orders_by_contact ON orders (contact_id, search_row);
CREATE INDEX orders_by_placing ON orders (placed_at) WHERE placed_at IS NOT NULL;
CREATE INDEX orders_by_status ON orders (status, search_row);
CREATE INDEX orders_by_total ON orders (total_minor, search_row);
CREATE UNIQUE INDEX orders_by_request ON orders (request_key) WHERE request_key IS NOT NULL;

-- One row a list filters by: the words people look for, and each status as a word that nobody can type (`_`), so that
-- any filters together are one intersection of sorted lists, newest first.
CREATE VIRTUAL TABLE orders_fts USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '1 2 3',
    tokenize = "unicode61 remove_diacritics 2 tokenchars '_'"
);
CREATE VIEW orders_words (search_row, contact_id, words) AS
SELECT o.search_row, o.contact_id,
       replace(o.number || ' ' || o.search_text || ' ' || o.ship_to_name || ' ' || coalesce(c.display_name, ''), '_', ' ') ||
       ' _s' || o.status || ' _m' || o.payment_status || ' _f' || o.fulfilment_status || ' _r' || o.return_status ||
       ' _c' || o.channel || ' _a' || (o.archived_at IS NOT NULL) || ' _k' || coalesce(o.contact_id, '')
FROM orders o LEFT JOIN contacts c ON c.id = o.contact_id;
CREATE TRIGGER orders_found AFTER INSERT ON orders BEGIN
    INSERT INTO orders_fts (rowid, words)
    SELECT w.search_row, w.words FROM orders_words w WHERE w.search_row = NEW.search_row;
END;
CREATE TRIGGER orders_moved AFTER UPDATE ON orders
WHEN NEW.number <> OLD.number OR NEW.search_text <> OLD.search_text OR NEW.ship_to_name <> OLD.ship_to_name
    OR NEW.contact_id IS NOT OLD.contact_id OR NEW.status <> OLD.status OR NEW.payment_status <> OLD.payment_status
    OR NEW.fulfilment_status <> OLD.fulfilment_status OR NEW.return_status <> OLD.return_status
    OR NEW.channel <> OLD.channel OR (NEW.archived_at IS NULL) <> (OLD.archived_at IS NULL)
BEGIN
    INSERT OR REPLACE INTO orders_fts (rowid, words)
    SELECT w.search_row, w.words FROM orders_words w WHERE w.search_row = NEW.search_row;
END;
CREATE TRIGGER orders_lost AFTER DELETE ON orders BEGIN
    DELETE FROM orders_fts WHERE rowid = OLD.search_row;
END;
CREATE TRIGGER orders_renamed AFTER UPDATE OF display_name ON contacts WHEN NEW.display_name <> OLD.display_name BEGIN
    INSERT OR REPLACE INTO orders_fts (rowid, words)
    SELECT w.search_row, w.words FROM orders_words w WHERE w.contact_id = NEW.id;
END;
INSERT INTO orders_fts (rowid, words) SELECT w.search_row, w.words FROM orders_words w;

ALTER TABLE line_items ADD COLUMN discount_minor INTEGER NOT NULL DEFAULT 0; -- its share of the order's discounts
ALTER TABLE line_items ADD COLUMN tax_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE line_items ADD COLUMN tax_class TEXT NOT NULL DEFAULT 'standard';
ALTER TABLE line_items ADD COLUMN tax_rate_ppm INTEGER NOT NULL DEFAULT 0;   -- parts per million: 190000 is 19 %
ALTER TABLE line_items ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;       -- pieces that came back

CREATE TABLE payments_new (
    id               TEXT PRIMARY KEY NOT NULL,
    order_id         TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    kind             TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
    method           TEXT NOT NULL CHECK (method IN
        ('card', 'cash', 'bank_transfer', 'gift_card', 'store_credit', 'on_delivery', 'wallet')),
    amount_minor     INTEGER NOT NULL CHECK (amount_minor >= 0),
    state            TEXT NOT NULL CHECK (state IN ('pending', 'settled', 'failed')),
    reference        TEXT,                      -- the terminal's slip, the transfer's purpose
    tendered_minor   INTEGER CHECK (tendered_minor >= amount_minor), -- cash that was handed over; the rest is change
    refund_of        TEXT,                      -- the payment that a refund gives back
    stored_method_id TEXT,
    gift_card_id     TEXT,
    return_id        TEXT,
    reason           TEXT NOT NULL DEFAULT '',
    paid_at          INTEGER NOT NULL
) STRICT;
INSERT INTO payments_new (id, order_id, kind, method, amount_minor, state, reference, paid_at)
SELECT id, order_id, kind, method, amount_minor, state, reference, paid_at FROM payments;
DROP TABLE payments;
ALTER TABLE payments_new RENAME TO payments;
CREATE INDEX payments_by_order ON payments (order_id);

ALTER TABLE order_transitions ADD COLUMN actor_name TEXT NOT NULL DEFAULT '';

-- What happened to an order beside its moves from status to status.
CREATE TABLE order_events (
    order_id   TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    kind       TEXT NOT NULL,                   -- core::orders::HappeningKind
    actor      TEXT NOT NULL,
    actor_name TEXT NOT NULL DEFAULT '',
    reason     TEXT NOT NULL DEFAULT '',
    details    TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
    at         INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

-- The next number of each series. Taken in the transaction that uses it, so that a series has no gap.
CREATE TABLE order_numbers (
    series TEXT PRIMARY KEY NOT NULL CHECK (series IN ('order', 'draft')),
    next   INTEGER NOT NULL CHECK (next > 0)
) STRICT, WITHOUT ROWID;
INSERT INTO order_numbers (series, next)
SELECT 'order', max(CAST(number AS INTEGER)) + 1 FROM orders HAVING max(CAST(number AS INTEGER)) > 0;

CREATE TABLE discounts (
    id                     TEXT PRIMARY KEY NOT NULL,
    title                  TEXT NOT NULL,
    code                   TEXT,                -- upper case; NULL: applies by itself
    kind                   TEXT NOT NULL CHECK (kind IN ('amount', 'percent', 'buy_x_get_y', 'free_shipping')),
    amount_minor           INTEGER CHECK (amount_minor > 0),
    rate_ppm               INTEGER CHECK (rate_ppm BETWEEN 1 AND 1000000),
    buy                    INTEGER CHECK (buy > 0),
    get                    INTEGER CHECK (get > 0),
    currency               TEXT NOT NULL CHECK (length(currency) = 3),
    applies_to             TEXT NOT NULL CHECK (applies_to IN ('all', 'products', 'categories')),
    product_ids            TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(product_ids)),
    categories             TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(categories)),
    minimum_subtotal_minor INTEGER CHECK (minimum_subtotal_minor > 0),
    minimum_quantity       INTEGER CHECK (minimum_quantity > 0),
    starts_at              INTEGER,
    ends_at                INTEGER,             -- the first moment at which it no longer holds
    usage_limit            INTEGER CHECK (usage_limit > 0),
    per_customer_limit     INTEGER CHECK (per_customer_limit > 0),
    contact_ids            TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(contact_ids)),
    combines               INTEGER NOT NULL DEFAULT 0 CHECK (combines IN (0, 1)),
    active                 INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    times_used             INTEGER NOT NULL DEFAULT 0 CHECK (times_used >= 0), -- redemptions of orders that stand
    created_at             INTEGER NOT NULL,
    updated_at             INTEGER NOT NULL,
    version                INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX discounts_by_code ON discounts (code) WHERE code IS NOT NULL;
CREATE INDEX discounts_automatic ON discounts (id) WHERE code IS NULL AND active = 1;

-- Which order used which discount; the row goes when the order is cancelled, so that the use is given back.
CREATE TABLE discount_redemptions (
    discount_id  TEXT NOT NULL REFERENCES discounts (id),
    order_id     TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    contact_id   TEXT,
    amount_minor INTEGER NOT NULL,
    redeemed_at  INTEGER NOT NULL,
    PRIMARY KEY (discount_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX discount_redemptions_by_contact ON discount_redemptions (discount_id, contact_id);
CREATE INDEX discount_redemptions_by_order ON discount_redemptions (order_id);
