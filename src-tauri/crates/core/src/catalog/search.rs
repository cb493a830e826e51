//! Finding products: by the words people use, and by size, colour, material and price.
//!
//! Everything goes through the word index first (colours, sizes and materials are indexed too), and the number of
//! products looked at is bounded, so that a question costs the same in a shop of fifty products and of many
//! thousands. User text reaches the index only as quoted words.

use std::collections::HashMap;

use rusqlite::Connection;

use super::{Product, ProductFilter, ProductSummary, Variant, colour};
use crate::error::Result;
use crate::money::Money;
use crate::page::{Cursor, Page, PageRequest};
use crate::store;

/// Words of one question that are looked up; more than that is prose.
const MOST_WORDS: usize = 12;
/// Products that are ranked for one question: the newest that fit.
const RANKED: usize = 512;
/// Products that are looked at for one word, when no product has all words.
const PER_WORD: usize = 2000;
/// Products whose variants are looked at for one question.
const EXAMINED: usize = 600;

/// What to look for. Words are alternatives, ranked by how many fit; the rest must hold for one variant together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductQuery {
    pub words: Vec<String>,
    /// Compared without regard to case.
    pub size: Option<String>,
    /// Any of these; a family ("blue") stands for its members ("navy").
    pub colours: Vec<String>,
    /// Words of the product's material.
    pub material: Option<String>,
    pub price_min: Option<Money>,
    pub price_max: Option<Money>,
    /// Only variants that can be bought now.
    pub in_stock_only: bool,
    pub limit: usize,
}

/// A product that fits, with those of its variants that fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductHit {
    pub product: Product,
    /// Never empty.
    pub variants: Vec<Variant>,
    /// All variants of the product, the fitting ones among them.
    pub all_variants: Vec<Variant>,
    /// How many of the query's words the product has (see [`words_of`]).
    pub words_matched: usize,
}

/// The searchable words of a text: lower case, letters and digits only.
pub fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        if !words.contains(&word) {
            words.push(word);
            if words.len() == MOST_WORDS {
                break;
            }
        }
    }
    words
}

/// A phrase in FTS5's syntax that means these words and nothing else; `None` without words.
fn phrase(text: &str) -> Option<String> {
    let words = words_of(text);
    (!words.is_empty()).then(|| format!("\"{}\"", words.join(" ")))
}

/// The hard filters in FTS5's syntax.
fn filters(query: &ProductQuery) -> Vec<String> {
    let mut terms = Vec::new();
    let colours: Vec<String> = query.colours.iter().filter_map(|name| phrase(name)).collect();
    if !colours.is_empty() {
        terms.push(format!("colours : ({})", colours.join(" OR ")));
    }
    if let Some(size) = query.size.as_deref().and_then(phrase) {
        terms.push(format!("sizes : {size}"));
    }
    for word in query.material.as_deref().map(words_of).unwrap_or_default() {
        terms.push(format!("material : \"{word}\""));
    }
    terms
}

/// Active products that fit, best first, at most `query.limit`: those with all words if there are any, else
/// those with the most words.
///
/// # Errors
/// Those of the queries.
pub fn search_products(connection: &Connection, query: &ProductQuery) -> Result<Vec<ProductHit>> {
    let words = words_of(&query.words.join(" "));
    let filters = filters(query);
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let all: Vec<String> = quoted.iter().chain(&filters).cloned().collect();
    let candidates = if all.is_empty() {
        store::products::newest_active(connection, EXAMINED)?
    } else {
        store::products::matching(connection, &all.join(" AND "), RANKED, !words.is_empty())?
    };
    let mut hits = examine(connection, query, candidates.into_iter().map(|row| (row, words.len())))?;
    if hits.is_empty() && words.len() > 1 {
        hits = examine(connection, query, by_most_words(connection, &quoted, &filters)?)?;
    }
    Ok(hits)
}

/// Products that have some of the words, those with the most first; BM25 decides between equals (it is a sum
/// over words, so the words' ranks add up to the rank of the whole).
fn by_most_words(
    connection: &Connection,
    quoted: &[String],
    filters: &[String],
) -> Result<impl Iterator<Item = (i64, usize)>> {
    let mut found: HashMap<i64, (usize, f64)> = HashMap::new();
    for word in quoted {
        let terms: Vec<&str> = std::iter::once(word).chain(filters).map(String::as_str).collect();
        for (row, rank) in store::products::ranked(connection, &terms.join(" AND "), PER_WORD)? {
            let entry = found.entry(row).or_default();
            entry.0 += 1;
            entry.1 += rank;
        }
    }
    let mut rows: Vec<(i64, usize, f64)> =
        found.into_iter().map(|(row, (count, rank))| (row, count, rank)).collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.2.total_cmp(&b.2)).then(a.0.cmp(&b.0)));
    Ok(rows.into_iter().map(|(row, count, _)| (row, count)))
}

fn examine(
    connection: &Connection,
    query: &ProductQuery,
    candidates: impl Iterator<Item = (i64, usize)>,
) -> Result<Vec<ProductHit>> {
    let limit = query.limit.clamp(1, 50);
    let mut hits = Vec::new();
    for (row, words_matched) in candidates.take(EXAMINED) {
        let Some(product) = store::products::active_in_price_range(
            connection,
            row,
            query.price_min.map(|price| price.amount),
            query.price_max.map(|price| price.amount),
        )?
        else {
            continue;
        };
        let all_variants = store::variants::of_product(connection, product.id)?;
        let variants: Vec<Variant> =
            all_variants.iter().filter(|variant| fits(query, variant)).cloned().collect();
        if !variants.is_empty() {
            hits.push(ProductHit { product, variants, all_variants, words_matched });
            if hits.len() == limit {
                break;
            }
        }
    }
    Ok(hits)
}

fn fits(query: &ProductQuery, variant: &Variant) -> bool {
    let size = query.size.as_deref().is_none_or(|asked| {
        variant.size.as_deref().is_some_and(|have| have.to_lowercase() == asked.trim().to_lowercase())
    });
    let colour = query.colours.is_empty()
        || variant
            .colour
            .as_deref()
            .is_some_and(|have| query.colours.iter().any(|asked| colour::matches(asked, have)));
    let at_least = query
        .price_min
        .is_none_or(|min| min.currency == variant.price.currency && variant.price.amount >= min.amount);
    let at_most = query
        .price_max
        .is_none_or(|max| max.currency == variant.price.currency && variant.price.amount <= max.amount);
    size && colour && at_least && at_most && (!query.in_stock_only || variant.is_available())
}

/// The catalog's list for a text: a whole SKU or barcode, else products that have words starting so.
pub(super) fn list(
    connection: &Connection,
    text: &str,
    filter: &ProductFilter,
    page: &PageRequest,
) -> Result<Page<ProductSummary>> {
    let offset = page.key::<usize>()?.unwrap_or(0);
    let mut rows = store::products::rows_by_code(connection, text)?;
    if rows.is_empty() {
        let words: Vec<String> = words_of(text).iter().map(|word| format!("\"{word}\" *")).collect();
        if words.is_empty() {
            return Ok(Page { items: Vec::new(), next: None });
        }
        rows = store::products::matching(connection, &words.join(" AND "), RANKED, true)?;
    }
    let mut items = Vec::new();
    let mut position = 0;
    for (i, row) in rows.iter().enumerate().skip(offset) {
        position = i + 1;
        items.extend(store::products::summary(connection, *row, filter)?);
        if items.len() == page.limit() {
            break;
        }
    }
    let next = if items.len() == page.limit() && position < rows.len() {
        Some(Cursor::of(&position)?)
    } else {
        None
    };
    Ok(Page { items, next })
}
