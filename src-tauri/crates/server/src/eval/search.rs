//! `haberdash eval search DIR`: how good is what search finds?
//!
//! Owns the reading of the files and the arithmetic. All products are imported into a fresh shop that is removed
//! afterwards, and every query goes through the search that serves customers.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use haberdash_ai::folders::Folders;
use haberdash_ai::{SentenceModel, UsearchIndex};
use haberdash_core::catalog::{self, NewProduct, NewVariant, ProductQuery, ProductStatus, Searcher};
use haberdash_core::database::Options;
use haberdash_core::retrieval::{Embedder, Learner, Meaning};
use haberdash_core::{Code, Currency, Database, Error, Id, Money, Result, SystemClock, WriteTx, id};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::bench::{Percentiles, Times};

/// Products that are written, or embedded, at once.
const AT_ONCE: usize = 256;
/// The cut-offs of the two measures.
const BEST: usize = 10;
const RECALLED: usize = 50;
/// The longest title that a shop takes; what is longer stands in the description as well.
const LONGEST_TITLE: usize = 255;
const LONGEST_BRAND: usize = 120;

#[derive(Deserialize)]
struct GivenProduct {
    asin: String,
    title: String,
    brand: Option<String>,
    color: Option<String>,
    bullet_points: Option<String>,
    description: Option<String>,
    price: Option<f64>,
}

#[derive(Deserialize)]
struct GivenQuery {
    qid: String,
    query: String,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    pub products: usize,
    pub queries: usize,
    /// The model's name; null when words alone counted.
    pub model: Option<String>,
    /// Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002), with the file's gains; the
    /// mean over all queries.
    pub ndcg_at_10: f64,
    /// Of the products with any gain, the part among the first fifty; the mean over the queries that have some.
    pub recall_at_50: f64,
    /// The same of the products with the full gain of 1.
    pub recall_at_50_exact: f64,
    /// One query, in milliseconds.
    pub search_ms: Percentiles,
    pub embedded_per_second: Option<f64>,
}

/// # Errors
/// `Invalid` when a file is missing or cannot be read, or the model cannot be loaded; those of the shop's file.
pub fn run(dir: &Path, words_only: bool) -> Result<Report> {
    let products: Vec<GivenProduct> = lines(&dir.join("products.jsonl"))?;
    let queries: Vec<GivenQuery> = lines(&dir.join("queries.jsonl"))?;
    let gains = read_gains(&dir.join("qrels.tsv"))?;
    if products.is_empty() || queries.is_empty() {
        return Err(Error::invalid(
            "The folder holds no products or no queries, so there is nothing to measure.",
        ));
    }
    let folder = tempfile::tempdir().map_err(|error| {
        Error::caused(Code::StorageUnavailable, "There is no room for a temporary shop.", error)
    })?;
    let database = Database::open(folder.path(), Options::new(Arc::new(SystemClock)))?;
    let count = products.len();
    let names = import(&database, products)?;
    let searcher = Searcher::default();
    let mut embedded_per_second = None;
    let mut model = None;
    if !words_only {
        let meaning = load()?;
        let started = Instant::now();
        let embedded = learn(&database, &meaning)?;
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = embedded as f64 / started.elapsed().as_secs_f64();
        embedded_per_second = Some(rate);
        model = Some(meaning.embedder().model().to_owned());
        searcher.set_meaning(meaning);
    }
    database.read_blocking(|c| searcher.warm(c))?;
    let (mut times, mut sums) = (Times::default(), Sums::default());
    let nothing = HashMap::new();
    for query in &queries {
        let asked = ProductQuery::of_text(&query.query, RECALLED);
        let started = Instant::now();
        let hits = database.read_blocking(|c| searcher.products(c, &asked))?;
        times.add(started.elapsed());
        let found: Vec<&str> =
            hits.iter().filter_map(|hit| Some(names.get(&hit.product.id)?.as_str())).collect();
        sums.add(&found, gains.get(&query.qid).unwrap_or(&nothing));
    }
    Ok(Report {
        products: count,
        queries: queries.len(),
        model,
        ndcg_at_10: sums.ndcg.mean(),
        recall_at_50: sums.recall.mean(),
        recall_at_50_exact: sums.recall_exact.mean(),
        search_ms: times
            .percentiles()
            .map_err(|error| Error::caused(Code::Internal, "No time was taken.", error))?,
        embedded_per_second,
    })
}

fn lines<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let read = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| {
            Error::caused(Code::Invalid, format!("'{name}', line {}: {error}.", number + 1), error)
        })
    };
    text(file)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(read).collect()
}

fn text(file: &Path) -> Result<String> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    std::fs::read_to_string(file)
        .map_err(|error| Error::caused(Code::Invalid, format!("'{name}' cannot be read: {error}."), error))
}

/// For each query, what each judged product is worth.
type Gains = HashMap<String, HashMap<String, f64>>;

/// Lines of query, product, label and gain; the first is a heading.
fn read_gains(file: &Path) -> Result<Gains> {
    let mut gains = Gains::new();
    for (number, line) in text(file)?.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty())
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let gain = fields.get(3).and_then(|gain| gain.trim().parse::<f64>().ok());
        let (Some(gain), true) = (gain, fields.len() >= 4) else {
            let detail =
                format!("'qrels.tsv', line {}: query, product, label and gain are expected.", number + 1);
            return Err(Error::invalid(detail));
        };
        gains.entry(fields[0].to_owned()).or_default().insert(fields[1].to_owned(), gain);
    }
    Ok(gains)
}

fn import(database: &Database, products: Vec<GivenProduct>) -> Result<HashMap<Id<id::Product>, String>> {
    let mut names = HashMap::new();
    let mut products = products.into_iter().peekable();
    while products.peek().is_some() {
        let batch: Vec<GivenProduct> = products.by_ref().take(AT_ONCE).collect();
        let write = move |tx: &mut WriteTx<'_>| {
            let make = |given: GivenProduct| -> Result<_> {
                let id = catalog::create_product(tx, &new_product(&given))?;
                Ok((id, given.asin))
            };
            batch.into_iter().map(make).collect::<Result<Vec<_>>>()
        };
        names.extend(database.write_blocking(write)?);
    }
    Ok(names)
}

fn new_product(given: &GivenProduct) -> NewProduct {
    let cut = |text: &str, most: usize| text.trim().chars().take(most).collect::<String>();
    let some = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let colour = cut(&some(&given.color), LONGEST_TITLE);
    let mut description = vec![some(&given.bullet_points), some(&given.description)];
    if given.title.chars().count() > LONGEST_TITLE {
        description.insert(0, given.title.clone());
    }
    description.retain(|part| !part.is_empty());
    let title = cut(&given.title, LONGEST_TITLE);
    #[expect(clippy::cast_possible_truncation, reason = "a price in cents; nothing here is paid")]
    let cents = (given.price.unwrap_or(0.0).max(0.0) * 100.0).round() as i64;
    NewProduct {
        title: if title.is_empty() { given.asin.clone() } else { title },
        description: cut(&description.join("\n"), 100_000),
        brand: cut(&some(&given.brand), LONGEST_BRAND),
        status: ProductStatus::Active,
        options: if colour.is_empty() { Vec::new() } else { vec!["Colour".into()] },
        variants: vec![NewVariant {
            values: if colour.is_empty() { Vec::new() } else { vec![colour] },
            ..NewVariant::priced(Money::new(cents, Currency::EUR))
        }],
        ..NewProduct::default()
    }
}

fn load() -> Result<Arc<Meaning>> {
    let failed = |error: haberdash_ai::EngineError| {
        let detail =
            format!("{error} Get the models with `cargo xtask models`, or measure with --words-only.");
        Error::caused(Code::Invalid, detail, error)
    };
    let model = SentenceModel::load(&Folders::of_shop(None)).map_err(failed)?;
    let index = UsearchIndex::in_memory(model.model(), model.dimension()).map_err(failed)?;
    Ok(Arc::new(Meaning::new(Arc::new(model), Arc::new(index))))
}

/// Embeds all products with two threads; how many texts that were.
pub(crate) fn learn(database: &Database, meaning: &Arc<Meaning>) -> Result<usize> {
    let mut learner = Learner::new(Arc::clone(meaning));
    let mut embedded = 0;
    while database.read_blocking(|c| learner.look(c))? > 0 {
        let mut lessons = database.read_blocking(|c| learner.next(c, AT_ONCE))?;
        embedded += lessons.unknown().len();
        crate::meaning::embed(&mut lessons, meaning, || true)?;
        let model = meaning.embedder().model().to_owned();
        let keep = move |tx: &mut WriteTx<'_>| Learner::keep(tx, &model, &lessons).map(|()| lessons);
        learner.put(database.write_blocking(keep)?)?;
    }
    Ok(embedded)
}

/// A mean in the making.
#[derive(Default)]
struct Sum {
    sum: f64,
    count: u32,
}

impl Sum {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    fn mean(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum / f64::from(self.count) }
    }
}

#[derive(Default)]
struct Sums {
    ndcg: Sum,
    recall: Sum,
    recall_exact: Sum,
}

impl Sums {
    fn add(&mut self, found: &[&str], gains: &HashMap<String, f64>) {
        let of = |name: &&str| gains.get(*name).copied().unwrap_or(0.0);
        let mut best: Vec<f64> = gains.values().copied().collect();
        best.sort_by(|a, b| b.total_cmp(a));
        let ideal = discounted(best.into_iter());
        self.ndcg.add(if ideal > 0.0 { discounted(found.iter().map(of)) / ideal } else { 0.0 });
        for (sum, least) in [(&mut self.recall, f64::MIN_POSITIVE), (&mut self.recall_exact, 1.0)] {
            let relevant = gains.values().filter(|gain| **gain >= least).count();
            let recalled = found.iter().take(RECALLED).filter(|name| of(name) >= least).count();
            if relevant > 0 {
                #[expect(clippy::cast_precision_loss, reason = "counts of judgments")]
                sum.add(recalled as f64 / relevant as f64);
            }
        }
    }
}

fn discounted(gains: impl Iterator<Item = f64>) -> f64 {
    gains.take(BEST).zip(2_u32..).map(|(gain, place)| gain / f64::from(place).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_are_those_of_the_books() {
        let gains: HashMap<String, f64> = [("a", 1.0), ("b", 0.1), ("c", 0.0)]
            .into_iter()
            .map(|(name, gain)| (name.to_owned(), gain))
            .collect();
        let check = |found: &[&str], ndcg: f64, recall: f64, exact: f64| {
            let mut sums = Sums::default();
            sums.add(found, &gains);
            let got = (sums.ndcg.mean(), sums.recall.mean(), sums.recall_exact.mean());
            let near = |a: f64, b: f64| (a - b).abs() < 1e-4;
            assert!(near(got.0, ndcg) && near(got.1, recall) && near(got.2, exact), "{found:?}: {got:?}");
        };
        check(&["a", "b"], 1.0, 1.0, 1.0);
        check(&[], 0.0, 0.0, 0.0);
        check(&["c", "a"], 0.5934, 0.5, 1.0);
        // (0.1 + 1/log2(3)) / (1 + 0.1/log2(3))
        check(&["b", "a", "x"], 0.6875, 1.0, 1.0);
    }

    #[test]
    fn a_folder_is_measured_by_words_and_what_is_wrong_in_it_is_named() {
        let dir = tempfile::tempdir().expect("dir");
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("file");
        let error = run(dir.path(), true).expect_err("empty");
        assert!(error.detail.contains("products.jsonl"), "{}", error.detail);
        let product = |asin: &str, title: &str| {
            format!(
                r#"{{"asin":"{asin}","title":"{title}","brand":null,"color":"Red","bullet_points":"","description":null,"price":null}}"#
            )
        };
        let long = "very ".repeat(80) + "long scarf";
        write(
            "products.jsonl",
            &[product("A", "Wool scarf"), product("B", "Rain hat"), product("C", &long)].join("\n"),
        );
        write("queries.jsonl", "{\"qid\":\"1\",\"query\":\"scarf\"}\n\n{\"qid\":\"2\",\"query\":\"hats\"}\n");
        write("qrels.tsv", "qid\tasin\tlabel\tgain\n1\tA\tE\t1.0\n1\tC\tS\t0.1\n2\tB\tE\n");
        let error = run(dir.path(), true).expect_err("a line without a gain");
        assert!(error.detail.contains("line 4"), "{}", error.detail);
        write("qrels.tsv", "qid\tasin\tlabel\tgain\n1\tA\tE\t1.0\n1\tC\tS\t0.1\n2\tB\tE\t1.0\n");
        let report = run(dir.path(), true).expect("measured");
        assert_eq!((report.products, report.queries, report.model), (3, 2, None));
        assert!((report.ndcg_at_10 - 1.0).abs() < 1e-9 && (report.recall_at_50 - 1.0).abs() < 1e-9);
    }
}
