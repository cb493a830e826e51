//! Finding products: by the words people use, and by size, colour, material and price.
//!
//! Everything goes through the word index first (colours, sizes and materials are indexed too), and the number of
//! products looked at is bounded, so that a question costs the same in a shop of fifty products and of many
//! thousands. User text reaches the index only as quoted words.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use super::{Product, Variant, colour};
use crate::error::Result;
use crate::money::Money;
use crate::store;
use crate::store::products::PriceBounds;

/// Words of one question that are looked up; more than that is prose.
const MOST_WORDS: usize = 12;
/// Products that are taken for one lookup in the index: the newest that fit, first a few, then more while there are too few
/// hits among them. Most questions need the first few only.
const TAKEN: [usize; 3] = [16, 64, 320];
/// Products that are taken for one word of a question that no product answers whole.
const TAKEN_FOR_A_WORD: usize = 400;
/// Products whose variants are looked at for one question.
const EXAMINED: usize = 200;

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

/// The hard filters in FTS5's syntax. They narrow the lookup; each variant is compared all the same.
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

/// Where a word counts most, first. Ranking by BM25 would read every entry of every word; three lookups that stop
/// early say nearly as much.
const TIERS: [&str; 3] = ["title : ", "{title category tags} : ", ""];

/// Active products that fit, best first, at most `query.limit`: those with all words if there are any, else
/// those with the most words. Products that have the words in their title come before those that have them in
/// their category or tags, and those before the rest; equals are ordered newest first.
///
/// # Errors
/// Those of the queries.
pub fn search_products(connection: &Connection, query: &ProductQuery) -> Result<Vec<ProductHit>> {
    let words = words_of(&query.words.join(" "));
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let filters = filters(query);
    let mut search = Search { connection, query, seen: HashSet::new(), hits: Vec::new() };
    if quoted.is_empty() {
        if filters.is_empty() {
            let rows = store::products::newest_active(connection, &search.bounds(), EXAMINED)?;
            search.examine(rows.into_iter().map(|row| (row, 0)))?;
        } else {
            search.look_up(&filters.join(" AND "), 0)?;
        }
        return Ok(search.hits);
    }
    for tier in TIERS {
        search.look_up(&with_filters(tier, &quoted.join(" AND "), &filters), words.len())?;
        if search.is_full() {
            return Ok(search.hits);
        }
    }
    if search.hits.is_empty() && quoted.len() > 1 {
        search.by_most_words(&quoted, &filters)?;
    }
    Ok(search.hits)
}

/// `words` in the columns of `tier`, and the filters' words, in FTS5's syntax.
fn with_filters(tier: &str, words: &str, filters: &[String]) -> String {
    let mut terms = vec![format!("{tier}({words})")];
    terms.extend(filters.iter().cloned());
    terms.join(" AND ")
}

struct Search<'a> {
    connection: &'a Connection,
    query: &'a ProductQuery,
    seen: HashSet<i64>,
    hits: Vec<ProductHit>,
}

impl Search<'_> {
    fn is_full(&self) -> bool {
        self.hits.len() >= self.query.limit.clamp(1, 50)
    }

    fn bounds(&self) -> PriceBounds {
        PriceBounds {
            min: self.query.price_min.map(|price| price.amount),
            max: self.query.price_max.map(|price| price.amount),
        }
    }

    /// Looks at the newest products that match, until there are enough hits.
    fn look_up(&mut self, matching: &str, words_matched: usize) -> Result<()> {
        let mut before = None;
        for most in TAKEN {
            let rows = store::products::matching(self.connection, matching, &self.bounds(), before, most)?;
            let (taken, last) = (rows.len(), rows.last().map(|(row, _)| *row));
            let fitting = rows.into_iter().filter(|(_, fits)| *fits);
            self.examine(fitting.map(|(row, _)| (row, words_matched)))?;
            if taken < most || self.is_full() {
                break;
            }
            before = last;
        }
        Ok(())
    }

    /// Looks at products that have some of the words: those with the most first, then those with the rarer ones and
    /// with words in the title.
    fn by_most_words(&mut self, quoted: &[String], filters: &[String]) -> Result<()> {
        let mut found: HashMap<i64, (usize, f64)> = HashMap::new();
        for word in quoted {
            let having = |tier: &str| {
                let matching = with_filters(tier, word, filters);
                store::products::having(self.connection, &matching, TAKEN_FOR_A_WORD)
            };
            let rows = having("")?;
            // What many products have says little about one.
            let weight = 1.0 / (1.0 + rows.len() as f64).ln();
            for row in rows {
                let entry = found.entry(row).or_default();
                entry.0 += 1;
                entry.1 += weight;
            }
            for row in having("title : ")? {
                if let Some(entry) = found.get_mut(&row) {
                    entry.1 += weight;
                }
            }
        }
        let mut rows: Vec<(i64, usize, f64)> =
            found.into_iter().map(|(row, (count, weight))| (row, count, weight)).collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then(b.2.total_cmp(&a.2)).then(b.0.cmp(&a.0)));
        for (row, count, _) in rows {
            if self.is_full() || self.seen.len() >= EXAMINED {
                break;
            }
            if store::products::is_active_within(self.connection, row, &self.bounds())? {
                self.examine(std::iter::once((row, count)))?;
            }
        }
        Ok(())
    }

    /// Looks at the candidates' variants until there are enough hits.
    fn examine(&mut self, candidates: impl Iterator<Item = (i64, usize)>) -> Result<()> {
        for (row, words_matched) in candidates {
            if self.is_full() || self.seen.len() >= EXAMINED {
                break;
            }
            if !self.seen.insert(row) {
                continue;
            }
            let Some(product) = store::products::at_row(self.connection, row)? else { continue };
            let all_variants = store::variants::of_product(self.connection, product.id)?;
            let variants: Vec<Variant> =
                all_variants.iter().filter(|variant| fits(self.query, variant)).cloned().collect();
            if !variants.is_empty() {
                self.hits.push(ProductHit { product, variants, all_variants, words_matched });
            }
        }
        Ok(())
    }
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
