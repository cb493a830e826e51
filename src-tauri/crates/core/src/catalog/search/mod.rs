//! Finding products for customers: by the words they use, by what they mean, and by size, colour, material and price.
//!
//! Words are ranked by [`words`], meanings found by [`crate::retrieval`], both among the products that pass the hard
//! filters, which [`super::finder`] decides in memory; [`fuse`] makes one order of both. Where no model is installed, words
//! alone count. The rows themselves are read from the file, and looked at again, before anything is shown.

mod again;
mod alike;
mod fuse;
mod goods;
mod meant;
mod postings;
mod unwanted;
mod words;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use parking_lot::{Mutex, RwLock};
use rusqlite::Connection;

pub use again::Searches;
pub use alike::Alike;
pub use unwanted::Asked;

use super::finder::Finder;
use super::{Product, Variant};
use crate::error::Result;
use crate::knowledge_base::Library;
use crate::likeness::Likeness;
use crate::money::Money;
use crate::retrieval::Meaning;
use crate::store;
use fuse::{Candidate, fuse};
pub(in crate::catalog) use goods::VariantFilter;
use goods::{Found, Goods, examine};
use meant::Meant;
use unwanted::Has;
use words::WordIndex;

/// Words of one question that are looked up; more than that is prose.
const MOST_WORDS: usize = 16;
/// Candidates by words, and as many by meaning; more where too few of them may be shown.
const CANDIDATES: [usize; 2] = [200, 2_000];
/// Where nothing but the words puts them in order, the best of them are the answer, and a few suffice first.
const BY_WORDS: [usize; 3] = [32, 200, 2_000];
/// Where conditions leave few of all, and few of those are told, half as many: each is looked for among many that do not fit.
const AMONG_FEW: [usize; 3] = [100, 200, 2_000];
/// As many as an assistant tells at once, and few beside a hundred.
const FEW: usize = 12;
/// The most that one question gets.
const MOST_HITS: usize = 50;
/// What is neither named by a word nor nearer than this is no answer, however few answers there are.
const NEAR: f32 = 0.25;
/// An unwanted word still says what it is about: "bottle without straw" is about bottles that may have one.
const UNWANTED_WEIGHT: f32 = 0.5;
/// By how much a product with an unwanted thing falls behind, of the 1 between the best and the worst candidate.
const NAMED_UNWANTED: f32 = 0.15;
const UNWANTED_IN_PASSING: f32 = 0.1;
/// How many of the best candidates are looked at for unwanted things.
const LOOKED_AT: usize = 150;

/// What to look for. Words are alternatives; the rest must hold for one variant together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductQuery {
    pub words: Vec<String>,
    /// Things that it should not have. Hits that have them come later, and say so.
    pub without: Vec<String>,
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

impl ProductQuery {
    /// What a free text asks for, without filters.
    pub fn of_text(text: &str, limit: usize) -> Self {
        let Asked { words, without } = Asked::read(text);
        Self { words, without, limit, ..Self::default() }
    }

    /// Whether it asks for what most products are not. In stock most are.
    pub(super) fn has_conditions(&self) -> bool {
        self.size.is_some()
            || !self.colours.is_empty()
            || self.material.is_some()
            || self.price_min.is_some()
            || self.price_max.is_some()
    }
}

/// A product that fits, with those of its variants that fit.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductHit {
    pub product: Product,
    /// Never empty.
    pub variants: Vec<Variant>,
    /// All variants of the product, the fitting ones among them.
    pub all_variants: Vec<Variant>,
    /// How many of the query's words the product has (see [`words_of`]).
    pub words_matched: usize,
    /// The cosine of what was asked and what the product is about; `None` where that is not known.
    pub nearness: Option<f32>,
    /// Its title, category, material, tags or colours name a thing that is not wanted.
    pub has_unwanted: bool,
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

/// A candidate with its score and how many of the wanted words it has.
type Ranked = (Candidate, f32, usize);

/// Finds products for customers. One for each open shop; what it keeps in memory follows the file.
#[derive(Default)]
pub struct Searcher {
    finder: Arc<Finder>,
    words: RwLock<Option<WordIndex>>,
    /// Held by whoever reads all words anew.
    loading: Mutex<()>,
    meaning: OnceLock<Arc<Meaning>>,
    library: Library,
    likeness: Likeness,
}

impl Searcher {
    /// `finder` decides the hard filters; the owner's lists may share it.
    pub fn new(finder: Arc<Finder>) -> Self {
        Self { finder, ..Self::default() }
    }

    /// From now on meanings count too. The first one stays.
    pub fn set_meaning(&self, meaning: Arc<Meaning>) {
        if self.meaning.set(meaning).is_err() {
            tracing::warn!("meanings were set twice; the first stay");
        }
    }

    pub fn meaning(&self) -> Option<&Arc<Meaning>> {
        self.meaning.get()
    }

    /// What answers questions from the owner's entries: it stands here because whoever finds products finds them, too.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// What compares pictures.
    pub fn likeness(&self) -> &Likeness {
        &self.likeness
    }

    /// Learns the catalog ahead of the first question.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn warm(&self, connection: &Connection) -> Result<()> {
        self.finder.warm(connection)?;
        self.with_words(connection, |_| Ok(()))
    }

    /// Active products that fit, best first, at most `query.limit` (and 50). A question without words gets the newest.
    ///
    /// # Errors
    /// Those of the queries. A model that fails is logged, and words alone count.
    pub fn products(&self, connection: &Connection, query: &ProductQuery) -> Result<Vec<ProductHit>> {
        let goods = |row| Ok(Goods::read(connection, row)?.map(Arc::new));
        Ok(self.search(connection, query, &goods)?.1)
    }

    /// As [`Self::products`] of a turn that may have asked before.
    ///
    /// # Errors
    /// As there.
    pub fn products_again(
        &self,
        connection: &Connection,
        query: &ProductQuery,
        searches: &Searches,
    ) -> Result<Vec<ProductHit>> {
        let revision = store::catalog_index::revision(connection)?;
        let goods = |row| searches.goods(connection, revision, row);
        if let Some(found) = searches.found(revision, query) {
            let limit = found.len();
            return Ok(examine(&goods, query, found.into_iter(), limit)?.1);
        }
        let (found, hits) = self.search(connection, query, &goods)?;
        searches.keep(revision, query, found);
        Ok(hits)
    }

    /// What is found, and what it is; `goods` tells what the product at a row is.
    fn search(
        &self,
        connection: &Connection,
        query: &ProductQuery,
        goods: &impl Fn(i64) -> Result<Option<Arc<Goods>>>,
    ) -> Result<(Found, Vec<ProductHit>)> {
        let words = words_of(&query.words.join(" "));
        let limit = query.limit.clamp(1, MOST_HITS);
        if words.is_empty() {
            let rows = self.finder.with_fits(connection, query, |fits| Ok(fits.newest(CANDIDATES[0])))?;
            let plain = |row| Candidate { row, words: 0.0, nearness: None };
            return examine(goods, query, rows.into_iter().map(|row| (plain(row), 0)), limit);
        }
        let unwanted = words_of(&query.without.join(" "));
        let meaning = self.meaning.get().filter(|meaning| meaning.is_ready());
        let steps = match meaning {
            None if query.without.is_empty() => &BY_WORDS[..],
            _ if query.has_conditions() && limit <= FEW => &AMONG_FEW,
            _ => &CANDIDATES,
        };
        let texts = texts_of(query);
        let point = || meaning.and_then(|meaning| point_of(meaning, &texts));
        std::thread::scope(|scope| {
            let is_new = meaning.is_some_and(|meaning| !meaning.remembers(&texts));
            let meant = if is_new { Meant::begin(scope, &point) } else { Meant::known(point()) };
            for most in steps.iter().copied().filter(|most| *most >= limit) {
                let (found, is_all) =
                    self.candidates(connection, query, (&words, &unwanted), &meant, most)?;
                let found =
                    if query.without.is_empty() { found } else { set_back(connection, query, found)? };
                let examined = examine(
                    goods,
                    query,
                    found.into_iter().map(|(candidate, _, matched)| (candidate, matched)),
                    limit,
                )?;
                if examined.1.len() == limit || is_all || Some(&most) == steps.last() {
                    return Ok(examined);
                }
            }
            Ok((Found::new(), Vec::new()))
        })
    }

    /// The best candidates in their order, with their scores and how many of the words they have; and whether there
    /// are no others.
    fn candidates(
        &self,
        connection: &Connection,
        query: &ProductQuery,
        (wanted, unwanted): (&[String], &[String]),
        meant: &Meant<'_>,
        most: usize,
    ) -> Result<(Vec<Ranked>, bool)> {
        let asked: Vec<words::Asked<'_>> = wanted
            .iter()
            .map(|word| words::Asked { word, weight: 1.0 })
            .chain(unwanted.iter().map(|word| words::Asked { word, weight: UNWANTED_WEIGHT }))
            .collect();
        self.with_words(connection, |index| {
            let scores = index.scores(&asked)?;
            self.finder.with_fits(connection, query, |fits| {
                let best = scores.best(most, |row| fits.row(row));
                let mut is_all = best.len() < most;
                let mut seen: HashSet<i64> = HashSet::with_capacity(2 * most);
                let mut candidates = Vec::with_capacity(2 * most);
                let few =
                    self.meaning.get().filter(|meaning| meaning.is_ready()).and_then(|_| fits.few(most));
                if let (Some(meant), Some(meaning)) = (meant.point(), self.meaning.get()) {
                    let near = match few {
                        Some(rows) => meaning.nearest_of(meant, most, &rows)?,
                        None => meaning.nearest(meant, most, &|row| fits.row(row))?,
                    };
                    is_all &= near.len() < most;
                    for (row, nearness) in near {
                        let words = scores.of(row);
                        if (words > 0.0 || nearness >= NEAR) && seen.insert(row) {
                            candidates.push(Candidate { row, words, nearness: Some(nearness) });
                        }
                    }
                    let others: Vec<_> = best.into_iter().filter(|(row, _)| seen.insert(*row)).collect();
                    let rows: Vec<i64> = others.iter().map(|(row, _)| *row).collect();
                    for ((row, words), nearness) in others.into_iter().zip(meaning.cosines(meant, &rows)?) {
                        candidates.push(Candidate { row, words, nearness });
                    }
                } else {
                    let plain = |(row, words)| Candidate { row, words, nearness: None };
                    candidates.extend(best.into_iter().map(plain));
                }
                let fused = fuse(candidates).into_iter();
                let found = fused.map(|(candidate, score)| (candidate, score, scores.matched(candidate.row)));
                Ok((found.collect(), is_all))
            })
        })
    }

    /// Runs `work` on a word index that knows what this transaction sees; after very many changes perhaps not yet.
    fn with_words<T>(
        &self,
        connection: &Connection,
        work: impl FnOnce(&WordIndex) -> Result<T>,
    ) -> Result<T> {
        let revision = store::catalog_index::revision(connection)?;
        {
            let known = self.words.read();
            if let Some(index) = known.as_ref().filter(|index| index.revision() >= revision) {
                return work(index);
            }
        }
        let is_current = match self.words.write().as_mut() {
            Some(index) if index.revision() >= revision => true,
            Some(index) => index.refresh(connection, revision)?,
            None => false,
        };
        if !is_current {
            self.load_words(connection, revision)?;
        }
        match self.words.read().as_ref() {
            Some(index) => work(index),
            None => work(&WordIndex::load(connection, revision)?),
        }
    }

    /// Reads all words anew. One does it; meanwhile the others go on with what is known, or wait for the first.
    fn load_words(&self, connection: &Connection, revision: i64) -> Result<()> {
        let is_known = self.words.read().is_some();
        let loading = if is_known { self.loading.try_lock() } else { Some(self.loading.lock()) };
        let Some(_loading) = loading else { return Ok(()) };
        if self.words.read().as_ref().is_some_and(|index| index.revision() >= revision) {
            return Ok(());
        }
        let loaded = WordIndex::load(connection, revision)?;
        *self.words.write() = Some(loaded);
        Ok(())
    }
}

/// What is asked for, and, where something is not wanted, the whole question.
fn texts_of(query: &ProductQuery) -> Vec<String> {
    let wanted = query.words.join(" ");
    let whole = format!("{wanted} without {}", query.without.join(" or "));
    if query.without.is_empty() { vec![wanted] } else { vec![wanted, whole] }
}

/// The point of a question: in the middle of what its texts mean.
fn point_of(meaning: &Meaning, texts: &[String]) -> Option<Vec<f32>> {
    let embed = |text: &String| {
        let embedded = meaning.embed(text);
        embedded.inspect_err(|error| tracing::warn!(%error, "a question's meaning is not known")).ok()
    };
    let points = texts.iter().map(embed).collect::<Option<Vec<_>>>()?;
    points.into_iter().reduce(|a, b| a.iter().zip(&b).map(|(a, b)| f32::midpoint(*a, *b)).collect())
}

/// Puts what has unwanted things behind what has none.
fn set_back(connection: &Connection, query: &ProductQuery, found: Vec<Ranked>) -> Result<Vec<Ranked>> {
    let mut found = found;
    for (candidate, score, _) in found.iter_mut().take(LOOKED_AT) {
        let Some(product) = store::products::at_row(connection, candidate.row)? else { continue };
        *score -= match unwanted::has(&product, &query.without, &[]) {
            Has::Named => NAMED_UNWANTED,
            Has::InPassing => UNWANTED_IN_PASSING,
            Has::Not => 0.0,
        };
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    Ok(found)
}

#[cfg(test)]
mod tests;
