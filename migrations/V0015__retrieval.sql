-- Why: products are found by what is meant. An embedding belongs to a text, by the hash of its words, so that products that
-- say the same share one and a text that comes back needs no model. The index of meanings is made from these rows.
CREATE TABLE embeddings (
    model        TEXT NOT NULL,
    content_hash BLOB NOT NULL,              -- SHA-256 of the text
    vector       BLOB NOT NULL,              -- see `store::embeddings`
    PRIMARY KEY (model, content_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE product_embeddings (
    product_id   TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    model        TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    PRIMARY KEY (product_id, model)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_embeddings_by_content ON product_embeddings (model, content_hash);

-- The word index's own vocabulary, from which ranking reads which product has which word where (sqlite.org/fts5.html,
-- "The fts5vocab Virtual Table Module").
CREATE VIRTUAL TABLE products_vocabulary USING fts5vocab (products_fts, instance);
