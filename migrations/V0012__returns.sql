-- Why: cards and credit that are as good as money, the drawer that holds the cash, and what comes back or is exchanged.
-- Each kind of money has an append-only ledger; the balance beside it is the sum that a trigger keeps at hand, and it is
-- never below nothing.
CREATE TABLE gift_cards (
    id            TEXT PRIMARY KEY NOT NULL,
    code          TEXT NOT NULL UNIQUE,      -- upper case, without dashes; shown masked in lists
    code_end      TEXT NOT NULL,             -- its last four characters, which is what people look for
    contact_id    TEXT REFERENCES contacts (id),
    currency      TEXT NOT NULL CHECK (length(currency) = 3),
    initial_minor INTEGER NOT NULL CHECK (initial_minor >= 0),
    balance_minor INTEGER NOT NULL DEFAULT 0 CHECK (balance_minor >= 0),
    expires_on    TEXT,                      -- the last day it can be used, in the shop's zone, YYYY-MM-DD
    note          TEXT NOT NULL DEFAULT '',
    voided_at     INTEGER,
    created_at    INTEGER NOT NULL,
    last_used_at  INTEGER,
    version       INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX gift_cards_by_time ON gift_cards (created_at, id);
CREATE INDEX gift_cards_by_contact ON gift_cards (contact_id, created_at) WHERE contact_id IS NOT NULL;
CREATE INDEX gift_cards_by_end ON gift_cards (code_end);
CREATE INDEX gift_cards_filled ON gift_cards (created_at, id) WHERE voided_at IS NULL AND balance_minor > 0;
CREATE INDEX gift_cards_empty ON gift_cards (created_at, id) WHERE voided_at IS NULL AND balance_minor = 0;
CREATE INDEX gift_cards_void ON gift_cards (created_at, id) WHERE voided_at IS NOT NULL;

CREATE TABLE gift_card_entries (
    id            TEXT PRIMARY KEY NOT NULL,
    gift_card_id  TEXT NOT NULL REFERENCES gift_cards (id),
    kind          TEXT NOT NULL CHECK (kind IN
        ('issued', 'topped_up', 'redeemed', 'refunded', 'voided', 'adjusted', 'imported')),
    amount_minor  INTEGER NOT NULL,          -- what it adds to the balance; negative takes away
    balance_minor INTEGER NOT NULL,          -- what the card held afterwards
    order_id      TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED, -- may be written after its payment
    payment_id    TEXT,                      -- the payment or refund that it is the other side of
    note          TEXT NOT NULL DEFAULT '',
    actor         TEXT NOT NULL,
    at            INTEGER NOT NULL
) STRICT;
CREATE INDEX gift_card_entries_by_card ON gift_card_entries (gift_card_id, id);
-- A payment moves a card's money once.
CREATE UNIQUE INDEX gift_card_entries_by_payment ON gift_card_entries (payment_id) WHERE payment_id IS NOT NULL;

CREATE TRIGGER gift_card_entries_sum AFTER INSERT ON gift_card_entries BEGIN
    UPDATE gift_cards SET balance_minor = balance_minor + NEW.amount_minor WHERE id = NEW.gift_card_id;
    SELECT RAISE(ABORT, 'a gift card''s entry does not lead to its balance')
    WHERE (SELECT balance_minor FROM gift_cards WHERE id = NEW.gift_card_id) != NEW.balance_minor;
END;
CREATE TRIGGER gift_card_entries_keep BEFORE UPDATE ON gift_card_entries BEGIN
    SELECT RAISE(ABORT, 'the gift cards'' ledger is append-only');
END;
CREATE TRIGGER gift_card_entries_stay BEFORE DELETE ON gift_card_entries BEGIN
    SELECT RAISE(ABORT, 'the gift cards'' ledger is append-only');
END;

-- What a contact has to spend in this shop, per currency.
CREATE TABLE store_credit_balances (
    contact_id    TEXT NOT NULL REFERENCES contacts (id),
    currency      TEXT NOT NULL CHECK (length(currency) = 3),
    balance_minor INTEGER NOT NULL CHECK (balance_minor >= 0),
    last_entry_at INTEGER NOT NULL,
    PRIMARY KEY (contact_id, currency)
) STRICT, WITHOUT ROWID;
CREATE INDEX store_credit_balances_by_time ON store_credit_balances (last_entry_at, contact_id, currency)
    WHERE balance_minor > 0;

CREATE TABLE store_credit_entries (
    id            TEXT PRIMARY KEY NOT NULL,
    contact_id    TEXT NOT NULL REFERENCES contacts (id),
    kind          TEXT NOT NULL CHECK (kind IN ('granted', 'spent', 'refunded', 'adjusted', 'imported')),
    currency      TEXT NOT NULL CHECK (length(currency) = 3),
    amount_minor  INTEGER NOT NULL,
    balance_minor INTEGER NOT NULL,
    order_id      TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED, -- may be written after its payment
    payment_id    TEXT,
    note          TEXT NOT NULL DEFAULT '',
    actor         TEXT NOT NULL,
    at            INTEGER NOT NULL
) STRICT;
CREATE INDEX store_credit_entries_by_contact ON store_credit_entries (contact_id, id);
CREATE UNIQUE INDEX store_credit_entries_by_payment ON store_credit_entries (payment_id) WHERE payment_id IS NOT NULL;

CREATE TRIGGER store_credit_entries_sum AFTER INSERT ON store_credit_entries BEGIN
    INSERT INTO store_credit_balances (contact_id, currency, balance_minor, last_entry_at)
    VALUES (NEW.contact_id, NEW.currency, 0, NEW.at) ON CONFLICT (contact_id, currency) DO NOTHING;
    UPDATE store_credit_balances SET balance_minor = balance_minor + NEW.amount_minor, last_entry_at = NEW.at
    WHERE contact_id = NEW.contact_id AND currency = NEW.currency;
    SELECT RAISE(ABORT, 'a store credit entry does not lead to its balance')
    WHERE (SELECT balance_minor FROM store_credit_balances
           WHERE contact_id = NEW.contact_id AND currency = NEW.currency) != NEW.balance_minor;
END;
CREATE TRIGGER store_credit_entries_keep BEFORE UPDATE ON store_credit_entries BEGIN
    SELECT RAISE(ABORT, 'the store credit ledger is append-only');
END;
CREATE TRIGGER store_credit_entries_stay BEFORE DELETE ON store_credit_entries BEGIN
    SELECT RAISE(ABORT, 'the store credit ledger is append-only');
END;

-- Ways to pay that a contact keeps with the shop. No card number is ever stored: what moves money is elsewhere.
CREATE TABLE stored_methods (
    id           TEXT PRIMARY KEY NOT NULL,
    contact_id   TEXT NOT NULL REFERENCES contacts (id),
    kind         TEXT NOT NULL CHECK (kind IN ('card', 'paypal', 'bank_account', 'gift_card')),
    label        TEXT NOT NULL DEFAULT '',
    brand        TEXT,
    last_four    TEXT,
    reference    TEXT,                       -- what the terminal or the other system calls it
    gift_card_id TEXT REFERENCES gift_cards (id),
    created_at   INTEGER NOT NULL,
    removed_at   INTEGER,
    CHECK ((kind = 'gift_card') = (gift_card_id IS NOT NULL))
) STRICT;
CREATE INDEX stored_methods_by_contact ON stored_methods (contact_id, created_at, id);
CREATE UNIQUE INDEX stored_methods_by_gift_card ON stored_methods (gift_card_id)
    WHERE gift_card_id IS NOT NULL AND removed_at IS NULL;

-- From opening to counting: one drawer, one session at a time.
CREATE TABLE drawer_sessions (
    id                TEXT PRIMARY KEY NOT NULL,
    currency          TEXT NOT NULL CHECK (length(currency) = 3),
    opened_at         INTEGER NOT NULL,
    opened_by         TEXT NOT NULL,
    float_minor       INTEGER NOT NULL CHECK (float_minor >= 0),
    note              TEXT NOT NULL DEFAULT '',
    closed_at         INTEGER,
    counts            TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(counts)), -- [{denomination, count}], minor units
    expected_minor    INTEGER,               -- as it was at closing
    counted_minor     INTEGER,
    difference_reason TEXT,
    version           INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX drawer_sessions_open ON drawer_sessions ((closed_at IS NULL)) WHERE closed_at IS NULL;
CREATE INDEX drawer_sessions_by_time ON drawer_sessions (opened_at, id);

CREATE TABLE drawer_entries (
    id           TEXT PRIMARY KEY NOT NULL,
    session_id   TEXT NOT NULL REFERENCES drawer_sessions (id),
    kind         TEXT NOT NULL CHECK (kind IN ('sale', 'refund', 'pay_in', 'pay_out')),
    amount_minor INTEGER NOT NULL,           -- into the drawer; negative out of it
    order_id     TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    payment_id   TEXT,
    reason       TEXT NOT NULL DEFAULT '',
    actor        TEXT NOT NULL,
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX drawer_entries_by_session ON drawer_entries (session_id, id);
CREATE UNIQUE INDEX drawer_entries_by_payment ON drawer_entries (payment_id) WHERE payment_id IS NOT NULL;
CREATE TRIGGER drawer_entries_keep BEFORE UPDATE ON drawer_entries BEGIN
    SELECT RAISE(ABORT, 'the drawer''s entries are append-only');
END;
CREATE TRIGGER drawer_entries_stay BEFORE DELETE ON drawer_entries BEGIN
    SELECT RAISE(ABORT, 'the drawer''s entries are append-only');
END;

-- What a customer sends back, for money or for other variants.
CREATE TABLE returns (
    id                    TEXT PRIMARY KEY NOT NULL,
    number                TEXT NOT NULL UNIQUE,  -- the order's number and a count: "1042-R1"
    order_id              TEXT NOT NULL REFERENCES orders (id),
    contact_id            TEXT REFERENCES contacts (id), -- NULL: a counter sale to nobody in particular
    kind                  TEXT NOT NULL CHECK (kind IN ('return', 'exchange')),
    state                 TEXT NOT NULL CHECK (state IN
        ('requested', 'approved', 'received', 'settled', 'closed', 'refused', 'cancelled')),
    currency              TEXT NOT NULL CHECK (length(currency) = 3),
    item_count            INTEGER NOT NULL,
    goods_minor           INTEGER NOT NULL,      -- worth of what comes back, as it was paid
    replacements_minor    INTEGER NOT NULL DEFAULT 0,
    restocking_fee_minor  INTEGER NOT NULL DEFAULT 0 CHECK (restocking_fee_minor >= 0),
    shipping_refund_minor INTEGER NOT NULL DEFAULT 0 CHECK (shipping_refund_minor >= 0),
    refund_to             TEXT NOT NULL CHECK (json_valid(refund_to)), -- core::returns::RefundTo
    note                  TEXT NOT NULL DEFAULT '',
    reason                TEXT,                  -- of a refusal or cancellation
    issued_gift_card_id   TEXT REFERENCES gift_cards (id),
    created_at            INTEGER NOT NULL,
    updated_at            INTEGER NOT NULL,
    version               INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX returns_by_order ON returns (order_id, created_at);
CREATE INDEX returns_by_contact ON returns (contact_id, created_at);
CREATE INDEX returns_by_time ON returns (created_at, id);
CREATE INDEX returns_by_state ON returns (state, created_at, id);
CREATE INDEX returns_open ON returns (created_at, id) WHERE state IN ('requested', 'approved', 'received', 'settled');

CREATE TABLE return_lines (
    id                      TEXT PRIMARY KEY NOT NULL,
    return_id               TEXT NOT NULL REFERENCES returns (id) ON DELETE CASCADE,
    position                INTEGER NOT NULL,
    line_item_id            TEXT NOT NULL REFERENCES line_items (id),
    quantity                INTEGER NOT NULL CHECK (quantity > 0),
    reason                  TEXT NOT NULL,
    note                    TEXT NOT NULL DEFAULT '',
    refund_minor            INTEGER NOT NULL,    -- of all its pieces
    replacement_variant_id  TEXT REFERENCES variants (id),
    replacement_title       TEXT NOT NULL DEFAULT '',
    replacement_sku         TEXT,
    replacement_price_minor INTEGER,             -- of one piece
    accepted                INTEGER,             -- pieces found acceptable on arrival
    condition               TEXT,
    disposition             TEXT,
    UNIQUE (return_id, position)
) STRICT;
CREATE INDEX return_lines_by_item ON return_lines (line_item_id);

CREATE TABLE return_transitions (
    return_id  TEXT NOT NULL REFERENCES returns (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    from_state TEXT,
    to_state   TEXT NOT NULL,
    actor      TEXT NOT NULL,
    note       TEXT NOT NULL DEFAULT '',
    moved_at   INTEGER NOT NULL,
    PRIMARY KEY (return_id, position)
) STRICT, WITHOUT ROWID;
