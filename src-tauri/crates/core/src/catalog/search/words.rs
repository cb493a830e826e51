//! Ranking by words: Okapi BM25 with field weights, over what the word index in the file holds.
//!
//! FTS5 ranks by reading, for each question, every entry of every word from the file: a tenth of a second for a common word
//! among 100,000 products. So its vocabulary is held in memory, with each entry's field weights added up, two to three bytes
//! an entry, and a question costs a few nanoseconds for each. The file's index stays the truth: words are split and
//! stemmed by it alone, and the memory follows it by the numbers of changes (`product_changes`).

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use parking_lot::Mutex;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use super::postings::Postings;
use crate::error::Result;
use crate::store;
use crate::store::words::Stemmer;

/// How much a word counts in each field of the word index (title, category, colours, sizes, material, tags, brand,
/// description): from the measurement in `docs/adr/0010`.
const WEIGHTS: [u8; 8] = [5, 3, 3, 2, 3, 3, 4, 1];
/// As FTS5's bm25() has them (sqlite.org/fts5.html, "The bm25() function").
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// A word that more than half of all products have says nearly nothing; as FTS5.
const LEAST_RARITY: f32 = 1e-6;
/// More changes than this, and all is read anew: that is faster then.
const MOST_CHANGES: usize = 1000;

/// The word index in memory.
pub(crate) struct WordIndex {
    revision: i64,
    words: HashMap<Box<str>, Postings>,
    /// Index rows by place; `None` where a product changed or went: it has another place then, or none.
    rows: Vec<Option<i64>>,
    /// Words of the product at each place.
    lengths: Vec<u32>,
    /// Of all words and weights of the product at each place, so that a change of its stock alone is told apart.
    prints: Vec<u64>,
    places: FxHashMap<i64, u32>,
    total_length: u64,
    /// Shared by the versions that follow each other.
    stemmer: Mutex<Stemmer>,
    /// What earlier questions counted on, all zero: one score for each product is too much to make anew each time.
    sheets: Mutex<Vec<Sheet>>,
}

/// A score for each place, and how many of the wanted words it has.
#[derive(Default)]
struct Sheet {
    scores: Vec<f32>,
    matched: Vec<u8>,
}

/// As many times more are looked at first than are wanted.
const FEW: usize = 8;

/// So many are kept: as many questions as are usually answered at once.
const MOST_SHEETS: usize = 4;

/// A word of a question: what is typed, and how much it counts.
pub(crate) struct Asked<'a> {
    pub word: &'a str,
    pub weight: f32,
}

/// What each place has of a question.
pub(crate) struct Scores<'a> {
    index: &'a WordIndex,
    sheet: Sheet,
    /// The places that have a score.
    scored: Vec<u32>,
}

impl WordIndex {
    pub fn load(connection: &Connection, revision: i64) -> Result<Self> {
        let mut index = Self {
            revision,
            words: HashMap::new(),
            rows: Vec::new(),
            lengths: Vec::new(),
            prints: Vec::new(),
            places: FxHashMap::default(),
            total_length: 0,
            stemmer: Mutex::new(Stemmer::new()?),
            sheets: Mutex::default(),
        };
        let (mut word, mut entries) = (String::new(), Vec::new());
        store::words::each(connection, |term, row, field| {
            if term != word {
                index.keep(&word, &mut entries);
                term.clone_into(&mut word);
            }
            let place = index.place(row);
            index.lengths[place as usize] += 1;
            match entries.last_mut() {
                Some((last, weight)) if *last == place => *weight = WEIGHTS[field].saturating_add(*weight),
                _ => entries.push((place, WEIGHTS[field])),
            }
        })?;
        index.keep(&word, &mut entries);
        index.words.shrink_to_fit();
        index.total_length = index.lengths.iter().copied().map(u64::from).sum();
        Ok(index)
    }

    pub fn revision(&self) -> i64 {
        self.revision
    }

    fn place(&mut self, row: i64) -> u32 {
        if let Some(place) = self.places.get(&row) {
            return *place;
        }
        let place = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(Some(row));
        self.lengths.push(0);
        self.prints.push(0);
        self.places.insert(row, place);
        place
    }

    /// Takes in the entries of a word and leaves none of them behind.
    fn keep(&mut self, word: &str, entries: &mut Vec<(u32, u8)>) {
        if entries.is_empty() {
            return;
        }
        for (place, weight) in entries.iter() {
            let print = &mut self.prints[*place as usize];
            *print = print.wrapping_add(print_of(word, *weight));
        }
        // A product's place is that of its first word, so a word's products come in the order of rows, not of places.
        entries.sort_unstable();
        self.words.insert(word.into(), entries.drain(..).collect());
    }

    /// Learns what changed since; `false` when that is so much that it should be loaded anew.
    pub fn refresh(&mut self, connection: &Connection, revision: i64) -> Result<bool> {
        let changed = store::catalog_index::changed_since(connection, self.revision)?;
        let gone = self.rows.len() - self.places.len();
        if changed.len() > MOST_CHANGES || gone > self.places.len() / 4 + MOST_CHANGES {
            return Ok(false);
        }
        for row in changed {
            let fields = store::words::fields_of(connection, row)?;
            let Some(fields) = fields else {
                self.forget(row);
                continue;
            };
            let mut counted: HashMap<String, u8> = HashMap::new();
            let mut length = 0;
            self.stemmer.lock().tokenizer().each(&fields, |term, field| {
                let weight = counted.entry(term.to_owned()).or_default();
                *weight = weight.saturating_add(WEIGHTS[field]);
                length += 1;
            })?;
            let print = counted
                .iter()
                .fold(0_u64, |print, (word, weight)| print.wrapping_add(print_of(word, *weight)));
            if self.places.get(&row).is_some_and(|place| self.prints[*place as usize] == print) {
                continue;
            }
            self.forget(row);
            let place = self.place(row);
            self.lengths[place as usize] = length;
            self.prints[place as usize] = print;
            self.total_length += u64::from(length);
            for (word, weight) in counted {
                self.words.entry(word.into()).or_default().push(place, weight);
            }
        }
        self.revision = revision;
        Ok(true)
    }

    fn forget(&mut self, row: i64) {
        if let Some(place) = self.places.remove(&row) {
            self.rows[place as usize] = None;
            self.total_length -= u64::from(self.lengths[place as usize]);
        }
    }

    /// The words of the index that a typed word is.
    fn stems(&self, word: &str) -> Result<Vec<String>> {
        self.stemmer.lock().stems(word)
    }

    /// Scores every product: the sum of what each word says (Robertson and Zaragoza, "The Probabilistic Relevance
    /// Framework", 2009, section 3.5, with weighted fields).
    pub fn scores(&self, asked: &[Asked<'_>]) -> Result<Scores<'_>> {
        let mut sheet = self.sheets.lock().pop().unwrap_or_default();
        sheet.scores.resize(self.rows.len(), 0.0);
        sheet.matched.resize(self.rows.len(), 0);
        let mut found = Scores { index: self, sheet, scored: Vec::new() };
        #[expect(clippy::cast_precision_loss, reason = "statistics of a shop's catalog")]
        let (count, average) = {
            let count = self.places.len() as f32;
            (count, (self.total_length as f32 / count.max(1.0)).max(1.0))
        };
        for Asked { word, weight } in asked {
            for stem in self.stems(word)? {
                let Some(postings) = self.words.get(stem.as_str()) else { continue };
                #[expect(clippy::cast_precision_loss, reason = "statistics of a shop's catalog")]
                let having = postings.len() as f32;
                let rarity = ((count - having + 0.5) / (having + 0.5)).ln().max(LEAST_RARITY) * weight;
                for (place_number, frequency) in postings.iter() {
                    let place = place_number as usize;
                    let frequency = f32::from(frequency);
                    #[expect(clippy::cast_precision_loss, reason = "words of one product")]
                    let length = self.lengths[place] as f32;
                    let saturation = K1 * (1.0 - B + B * length / average);
                    let score = &mut found.sheet.scores[place];
                    if *score == 0.0 {
                        found.scored.push(place_number);
                    }
                    *score += rarity * frequency * (K1 + 1.0) / (frequency + saturation);
                    if *weight >= 1.0 {
                        let matched = &mut found.sheet.matched[place];
                        *matched = matched.saturating_add(1);
                    }
                }
            }
        }
        Ok(found)
    }
}

fn print_of(word: &str, weight: u8) -> u64 {
    let mut hasher = DefaultHasher::new();
    (word, weight).hash(&mut hasher);
    hasher.finish()
}

impl Scores<'_> {
    /// The rows of the highest scores above 0 among those that fit, best first, newest first among equals.
    pub fn best(&self, most: usize, fits: impl Fn(i64) -> bool) -> Vec<(i64, f32)> {
        // A common word is in tens of thousands of products, and some hundreds of the best are mostly enough.
        let few = self.top(most.saturating_mul(FEW));
        let is_all = few.len() < most.saturating_mul(FEW);
        let found: Vec<_> = few.into_iter().filter(|(row, _)| fits(*row)).take(most).collect();
        if is_all || found.len() == most { found } else { self.best_of_all(most, fits) }
    }

    /// The highest scores, best first, without sorting or even keeping the others.
    fn top(&self, most: usize) -> Vec<(i64, f32)> {
        let mut kept: Vec<(i64, f32)> = Vec::with_capacity(most * 2);
        let mut least = f32::NEG_INFINITY;
        for place in &self.scored {
            let score = self.sheet.scores[*place as usize];
            if score < least {
                continue;
            }
            let Some(row) = self.index.rows[*place as usize] else { continue };
            kept.push((row, score));
            if kept.len() == most * 2 {
                kept.select_nth_unstable_by(most, better);
                kept.truncate(most);
                least = kept.iter().map(|(_, score)| *score).fold(f32::INFINITY, f32::min);
            }
        }
        kept.sort_unstable_by(better);
        kept.truncate(most);
        kept
    }

    fn best_of_all(&self, most: usize, fits: impl Fn(i64) -> bool) -> Vec<(i64, f32)> {
        let row_of = |place: &u32| {
            self.index.rows[*place as usize].map(|row| (row, self.sheet.scores[*place as usize]))
        };
        let mut scored: Vec<(i64, f32)> = self.scored.iter().filter_map(row_of).collect();
        // Whether one fits costs more than its score: only as many are looked at as are needed, the best of the rest at a time.
        let (mut rest, mut part) = (scored.as_mut_slice(), most * 2);
        let mut found = Vec::with_capacity(most);
        while !rest.is_empty() && found.len() < most {
            let count = part.clamp(1, rest.len());
            if count < rest.len() {
                rest.select_nth_unstable_by(count, better);
            }
            let (next, others) = rest.split_at_mut(count);
            next.sort_unstable_by(better);
            found.extend(next.iter().filter(|(row, _)| fits(*row)).take(most - found.len()));
            (rest, part) = (others, part * 4);
        }
        found
    }

    pub fn of(&self, row: i64) -> f32 {
        self.index.places.get(&row).map_or(0.0, |place| self.sheet.scores[*place as usize])
    }

    /// How many of the words that are wanted the product has.
    pub fn matched(&self, row: i64) -> usize {
        self.index.places.get(&row).map_or(0, |place| usize::from(self.sheet.matched[*place as usize]))
    }
}

impl Drop for Scores<'_> {
    fn drop(&mut self) {
        let mut sheet = std::mem::take(&mut self.sheet);
        for place in self.scored.drain(..) {
            sheet.scores[place as usize] = 0.0;
            sheet.matched[place as usize] = 0;
        }
        let mut sheets = self.index.sheets.lock();
        if sheets.len() < MOST_SHEETS {
            sheets.push(sheet);
        }
    }
}

fn better(a: &(i64, f32), b: &(i64, f32)) -> std::cmp::Ordering {
    b.1.total_cmp(&a.1).then(b.0.cmp(&a.0))
}
