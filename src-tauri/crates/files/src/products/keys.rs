//! Which rows belong to one product.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::fields::Field;
use crate::layout::{Format, Kind, Layout};
use crate::products::woocommerce::{self, RowType};
use crate::text::escape::unescape;
use crate::text::records::Record;

/// A fingerprint of what the rows of one product have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key(u128);

impl Key {
    fn of(space: &str, text: &str) -> Self {
        let half = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            (seed, space, text).hash(&mut hasher);
            hasher.finish()
        };
        Self(u128::from(half(1)) << 64 | u128::from(half(2)))
    }

    /// The row is a product of its own.
    fn own(record: &Record) -> Self {
        Self::of("row", &record.position.row.to_string())
    }
}

/// 64 bits are enough to find what stands twice; the text is compared by people.
pub(crate) fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Which SKU of a WooCommerce product is which product: variations may call it by either name.
pub(crate) type Aliases = HashMap<Key, Key>;

/// Finds the key of one row after the other.
pub(crate) struct Keyer {
    rule: KeyRule,
    previous: Option<Key>,
    aliases: Arc<Aliases>,
}

#[derive(Clone)]
enum KeyRule {
    /// Each row is something of its own.
    Row,
    /// Shopify: the handle, always.
    Handle(usize),
    /// The first column that is filled; a row with none of them continues the one above.
    First(Vec<usize>),
    WooCommerce(woocommerce::KeyColumns),
}

impl Keyer {
    /// `aliases` as the survey found them; the survey itself begins with none.
    pub fn new(layout: &Layout, aliases: &Arc<Aliases>) -> Self {
        let column = |field: Field| layout.mapping.iter().position(|mapped| *mapped == Some(field));
        let rule = match (layout.kind, layout.format) {
            (Kind::Contacts, _) => KeyRule::Row,
            (Kind::Products, Format::ShopifyCsv) => {
                column(Field::Handle).map_or(KeyRule::Row, KeyRule::Handle)
            }
            (Kind::Products, Format::WoocommerceCsv) => {
                KeyRule::WooCommerce(woocommerce::KeyColumns::new(&layout.names))
            }
            (Kind::Products, _) => {
                let has_options = layout.mapping.iter().flatten().any(|field| field.is_option());
                let order: &[Field] = if has_options || column(Field::Handle).is_some() {
                    &[Field::Handle, Field::Title]
                } else {
                    &[]
                };
                let columns: Vec<usize> = order.iter().filter_map(|field| column(*field)).collect();
                if columns.is_empty() { KeyRule::Row } else { KeyRule::First(columns) }
            }
        };
        Self { rule, previous: None, aliases: Arc::clone(aliases) }
    }

    /// Is every row something of its own?
    pub fn is_by_row(&self) -> bool {
        matches!(self.rule, KeyRule::Row)
    }

    /// Is this the key of one row alone?
    pub fn is_own(&self, record: &Record, key: Key) -> bool {
        key == Key::own(record)
    }

    /// The same rule, for rows elsewhere in the file.
    pub fn afresh(&self) -> Self {
        Self { rule: self.rule.clone(), previous: None, aliases: Arc::clone(&self.aliases) }
    }

    /// The key of the row; rows must come in the order of the file.
    pub fn key(&mut self, record: &Record) -> Key {
        let key = self.find(record);
        self.previous = Some(key);
        key
    }

    fn find(&self, record: &Record) -> Key {
        match &self.rule {
            KeyRule::Row => Key::own(record),
            KeyRule::Handle(column) => match cell(record, *column) {
                "" => Key::own(record),
                handle => Key::of("handle", &handle.to_lowercase()),
            },
            KeyRule::First(columns) => columns
                .iter()
                .find_map(|column| {
                    let text = cell(record, *column);
                    (!text.is_empty()).then(|| Key::of(&column.to_string(), &text.to_lowercase()))
                })
                .or(self.previous)
                .unwrap_or_else(|| Key::own(record)),
            KeyRule::WooCommerce(columns) => {
                let row = columns.row(record);
                let named = match row.kind {
                    RowType::Variable => numbered(row.id).or(named(row.sku)),
                    RowType::Variation => parent(row.parent),
                    RowType::Single | RowType::Unsupported => None,
                };
                let key = named.unwrap_or_else(|| Key::own(record));
                self.aliases.get(&key).copied().unwrap_or(key)
            }
        }
    }

    /// A product's SKU is another name of it; the first product with the SKU has it.
    pub fn learn(&mut self, record: &Record, key: Key) {
        if let Some(other) = self.other_key(record).filter(|other| *other != key) {
            Arc::make_mut(&mut self.aliases).entry(other).or_insert(key);
        }
    }

    pub fn aliases(&self) -> &Arc<Aliases> {
        &self.aliases
    }

    /// For a WooCommerce product with number and SKU: the key of the SKU, by which variations elsewhere may call it.
    fn other_key(&self, record: &Record) -> Option<Key> {
        let KeyRule::WooCommerce(columns) = &self.rule else { return None };
        let row = columns.row(record);
        (row.kind == RowType::Variable && !row.id.is_empty()).then(|| named(row.sku)).flatten()
    }

    /// What the rows have in common, in words.
    pub fn text(&self, record: &Record) -> String {
        match &self.rule {
            KeyRule::Row => String::new(),
            KeyRule::Handle(column) => cell(record, *column).to_owned(),
            KeyRule::First(columns) => columns
                .iter()
                .map(|column| cell(record, *column))
                .find(|text| !text.is_empty())
                .unwrap_or_default()
                .to_owned(),
            KeyRule::WooCommerce(columns) => {
                let row = columns.row(record);
                match row.kind {
                    RowType::Variation => row.parent.to_owned(),
                    _ if row.sku.is_empty() => row.id.to_owned(),
                    _ => row.sku.to_owned(),
                }
            }
        }
    }
}

fn cell(record: &Record, column: usize) -> &str {
    unescape(record.get(column)).trim()
}

fn numbered(id: &str) -> Option<Key> {
    (!id.is_empty()).then(|| Key::of("id", id))
}

fn named(sku: &str) -> Option<Key> {
    (!sku.is_empty()).then(|| Key::of("sku", sku))
}

/// "id:44", or a SKU.
fn parent(reference: &str) -> Option<Key> {
    match reference.strip_prefix("id:") {
        Some(id) => numbered(id.trim()),
        None => named(reference),
    }
}
