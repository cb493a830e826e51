//! Finding by words and meaning in a shop of many products; the index of meanings; the model.
//!
//! To embed a hundred thousand products takes minutes and says nothing new, so the products' points are drawn (see
//! [`super::points`]); how fast the model embeds is measured on some of them. The questions are embedded by the model.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use haberdash_ai::folders::Folders;
use haberdash_ai::{SentenceModel, UsearchIndex};
use haberdash_core::catalog::{ProductQuery, Searcher};
use haberdash_core::database::Options;
use haberdash_core::demo::{self, DemoOptions};
use haberdash_core::retrieval::{Embedder, Learner, Meaning, Point, VectorIndex};
use haberdash_core::{Clock, Currency, Database, Money, Result, SystemClock};
use parking_lot::RwLock;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use serde::Serialize;

use super::points::{Around, near};
use super::times::{Percentiles, Times};
use crate::eval::search::learn;
use crate::turns;

/// Products whose texts are embedded by the model to measure it.
const EMBEDDED: usize = 20_000;
/// Products between two commits, as the background of a running shop does it.
const AT_ONCE: usize = 64;
/// Points that are looked for among all, to see what the index misses.
const RECALLED: usize = 200;
const NEAREST: usize = 10;

pub(super) const CUTS: [&str; 8] =
    ["midi dress", "shirt", "hoodie", "coat", "jeans", "scarf", "cardigan", "tote bag"];
pub(super) const MATERIALS: [&str; 6] = ["linen", "cotton", "wool", "silk", "organic cotton", "hemp"];
pub(super) const LIKE: [&str; 6] = [
    "something warm for winter",
    "for a summer wedding",
    "soft and light",
    "for the office",
    "without wool",
    "not in silk",
];
pub(super) const COLOURS: [&str; 5] = ["blue", "black", "green", "white", "red"];

/// What was measured. Times are milliseconds.
#[derive(Debug, Serialize)]
pub struct Retrieval {
    pub products: usize,
    /// `None`: the model is not installed, and nothing of this was measured. `cargo xtask models` installs it.
    pub meaning: Option<MeaningFigures>,
    /// The same questions, by words alone.
    pub words_search: Percentiles,
    /// The first question of a start, which reads all words.
    pub first_question: f64,
}

#[derive(Debug, Serialize)]
pub struct MeaningFigures {
    pub hybrid_search: Percentiles,
    /// Of hybrid searches, those with filters on size, colour, price or stock.
    pub filtered: Percentiles,
    /// One short question through the model.
    pub embed_question: Percentiles,
    /// Products whose texts the model embedded on two threads, read from the shop and written into it.
    pub products_embedded: usize,
    pub products_embedded_per_second: f64,
    /// All other products' points are drawn around those of some texts: the index is measured, not what search finds.
    pub points: &'static str,
    /// Of the ten truly nearest among all, the part that the index finds.
    pub recall_at_10: f64,
    /// From the stored embeddings, with nothing on the disk.
    pub index_rebuilt_in_seconds: f64,
    pub index_saved_in_seconds: f64,
    pub index_opened_in_seconds: f64,
}

/// Measures in a folder of its own inside `dir`, which is removed.
pub async fn measure(dir: &Path, products: usize, queries: usize) -> anyhow::Result<Retrieval> {
    let folder = dir.join("retrieval");
    tokio::task::spawn_blocking(move || {
        let measured = in_folder(&folder, products, queries);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        measured
    })
    .await?
}

fn in_folder(folder: &Path, products: usize, queries: usize) -> anyhow::Result<Retrieval> {
    let options = DemoOptions { products, messages: 0, orders: 0, ..DemoOptions::new(SystemClock.now()) };
    demo::create(folder, &options, &turns::builtin())?;
    let database = Database::open(folder, Options::new(Arc::new(SystemClock)))?;
    let asked = questions(queries);

    let searcher = Searcher::default();
    let started = Instant::now();
    database.read_blocking(|c| searcher.products(c, &asked[0].0))?;
    let first_question = started.elapsed().as_secs_f64() * 1000.0;
    let (words_search, _) = ask(&database, &searcher, &asked)?;
    let meaning = match SentenceModel::load(&Folders::of_shop(None)) {
        Ok(model) => Some(with_model(folder, &database, &searcher, (model, products), &asked)?),
        Err(error) => {
            tracing::warn!(%error, "finding by meaning is not measured");
            None
        }
    };
    Ok(Retrieval { products, meaning, words_search, first_question })
}

fn with_model(
    folder: &Path,
    database: &Database,
    searcher: &Searcher,
    (model, products): (SentenceModel, usize),
    asked: &[(ProductQuery, bool)],
) -> anyhow::Result<MeaningFigures> {
    let (model, products_embedded, products_embedded_per_second) = embed_some(database, model)?;

    let model = Arc::new(Around::new(model, "drawn", products)?);
    let vectors = folder.join("vectors");
    let open = || UsearchIndex::open(&vectors, model.model(), model.dimension());
    learn(database, &Arc::new(Meaning::new(Arc::clone(&model) as _, Arc::new(Forgets))))?;
    let index = Arc::new(Recording { index: open()?, points: RwLock::default() });
    let meaning = Arc::new(Meaning::new(Arc::clone(&model) as _, Arc::clone(&index) as _));
    let started = Instant::now();
    learn(database, &meaning)?;
    let index_rebuilt_in_seconds = started.elapsed().as_secs_f64();
    let recall_at_10 = recall(&index)?;
    let started = Instant::now();
    index.save()?;
    let index_saved_in_seconds = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let opened = open()?;
    let index_opened_in_seconds = started.elapsed().as_secs_f64();
    anyhow::ensure!(opened.tags() == index.tags(), "what was saved is not what was opened");
    drop(opened);

    model.ask();
    let mut embed = Times::default();
    for (question, _) in asked {
        let text = question.words.join(" ");
        let started = Instant::now();
        model.embed(&text)?;
        embed.add(started.elapsed());
    }
    searcher.set_meaning(meaning);
    let (hybrid_search, filtered) = ask(database, searcher, asked)?;
    Ok(MeaningFigures {
        hybrid_search,
        filtered,
        embed_question: embed.percentiles()?,
        products_embedded,
        products_embedded_per_second,
        points: "drawn",
        recall_at_10,
        index_rebuilt_in_seconds,
        index_saved_in_seconds,
        index_opened_in_seconds,
    })
}

/// How many products the model embeds in a second, as the background does it, but for the index.
fn embed_some(database: &Database, model: SentenceModel) -> anyhow::Result<(SentenceModel, usize, f64)> {
    let model = Arc::new(model);
    let meaning = Arc::new(Meaning::new(Arc::clone(&model) as _, Arc::new(Forgets)));
    let mut learner = Learner::new(Arc::clone(&meaning));
    let name = model.model().to_owned();
    let started = Instant::now();
    let mut embedded = 0;
    while embedded < EMBEDDED && database.read_blocking(|c| learner.look(c))? > 0 {
        let mut lessons = database.read_blocking(|c| learner.next(c, AT_ONCE))?;
        crate::meaning::embed(&mut lessons, &meaning, || true)?;
        let name = name.clone();
        embedded += lessons.each().count();
        database.write_blocking(move |tx| Learner::keep(tx, &name, &lessons))?;
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let per_second = embedded as f64 / started.elapsed().as_secs_f64();
    drop((learner, meaning));
    let model = Arc::try_unwrap(model).map_err(|_| anyhow::anyhow!("the model is still in use"))?;
    Ok((model, embedded, per_second))
}

/// Questions as customers ask them; every second has filters.
fn questions(count: usize) -> Vec<(ProductQuery, bool)> {
    let question = |n: usize| {
        let words = match n % 4 {
            0 => format!("{} {}", MATERIALS[n / 4 % MATERIALS.len()], CUTS[n / 3 % CUTS.len()]),
            1 => format!("{} {}", CUTS[n / 4 % CUTS.len()], LIKE[n / 5 % LIKE.len()]),
            2 => CUTS[n / 4 % CUTS.len()].to_owned(),
            _ => format!(
                "relaxed {} {} with pockets",
                MATERIALS[n / 4 % MATERIALS.len()],
                CUTS[n / 7 % CUTS.len()]
            ),
        };
        // No two are the same, for the points of the last questions are remembered.
        let mut query = ProductQuery::of_text(&format!("{n} {words}"), 10);
        let has_filters = n % 2 == 1;
        if has_filters {
            query.in_stock_only = true;
            query.colours = vec![COLOURS[n / 2 % COLOURS.len()].to_owned()];
            if n.is_multiple_of(3) {
                query.size = Some("M".into());
                query.price_max = Some(Money::new(9_000, Currency::EUR));
            }
        }
        (query, has_filters)
    };
    (0..count.max(4)).map(question).collect()
}

/// Every question's time, and those of the filtered ones.
fn ask(
    database: &Database,
    searcher: &Searcher,
    asked: &[(ProductQuery, bool)],
) -> anyhow::Result<(Percentiles, Percentiles)> {
    let (mut all, mut filtered) = (Times::default(), Times::default());
    for (query, has_filters) in asked {
        let started = Instant::now();
        let hits = database.read_blocking(|c| searcher.products(c, query))?;
        let took = started.elapsed();
        anyhow::ensure!(*has_filters || !hits.is_empty(), "nothing was found for {:?}", query.words);
        all.add(took);
        if *has_filters {
            filtered.add(took);
        }
    }
    Ok((all.percentiles()?, filtered.percentiles()?))
}

fn recall(index: &Recording) -> Result<f64> {
    let points = index.points.read();
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    // What was stored as signed bytes is of length 1 only nearly, and nearness is an angle.
    let lengths: HashMap<i64, f32> =
        points.iter().map(|point| (point.key, dot(&point.vector, &point.vector).sqrt())).collect();
    let nearness = |point: &Point, asked: &[f32]| dot(&point.vector, asked) / lengths[&point.key];
    let mut chance = SmallRng::seed_from_u64(3);
    let (mut found, mut sought) = (0_u32, 0_u32);
    let step = (points.len() / RECALLED).max(1);
    let places: HashMap<i64, &Point> = points.iter().map(|point| (point.key, point)).collect();
    for point in points.iter().step_by(step) {
        let asked = near(&point.vector, &mut chance);
        let mut all: Vec<f32> = points.iter().map(|point| nearness(point, &asked)).collect();
        all.sort_unstable_by(|a, b| b.total_cmp(a));
        let Some(least) = all.get(NEAREST - 1) else { continue };
        let answer = index.nearest(&asked, NEAREST, &|_| true)?;
        // Equals are as good as each other.
        let good = answer
            .iter()
            .filter(|(key, _)| places.get(key).is_some_and(|point| nearness(point, &asked) >= *least));
        found += u32::try_from(good.count()).unwrap_or(0);
        sought += 10;
    }
    Ok(f64::from(found) / f64::from(sought.max(1)))
}

/// For who wants the rows alone.
struct Forgets;

impl VectorIndex for Forgets {
    fn tags(&self) -> HashMap<i64, u64> {
        HashMap::new()
    }

    fn tags_of(&self, _keys: &[i64]) -> HashMap<i64, u64> {
        HashMap::new()
    }

    fn put(&self, _points: &[Point]) -> Result<()> {
        Ok(())
    }

    fn remove(&self, _keys: &[i64]) -> Result<()> {
        Ok(())
    }

    fn clear(&self) -> Result<()> {
        Ok(())
    }

    fn nearest(&self, _vector: &[f32], _most: usize, _keep: &dyn Fn(i64) -> bool) -> Result<Vec<(i64, f32)>> {
        Ok(Vec::new())
    }

    fn cosines(&self, _vector: &[f32], keys: &[i64]) -> Result<Vec<Option<f32>>> {
        Ok(vec![None; keys.len()])
    }

    fn save(&self) -> Result<()> {
        Ok(())
    }
}

/// The index, and what was put in, to compare with.
struct Recording {
    index: UsearchIndex,
    points: RwLock<Vec<Point>>,
}

impl VectorIndex for Recording {
    fn tags(&self) -> HashMap<i64, u64> {
        self.index.tags()
    }

    fn tags_of(&self, keys: &[i64]) -> HashMap<i64, u64> {
        self.index.tags_of(keys)
    }

    fn put(&self, points: &[Point]) -> Result<()> {
        self.points.write().extend_from_slice(points);
        self.index.put(points)
    }

    fn remove(&self, keys: &[i64]) -> Result<()> {
        self.index.remove(keys)
    }

    fn clear(&self) -> Result<()> {
        self.index.clear()
    }

    fn nearest(&self, vector: &[f32], most: usize, keep: &dyn Fn(i64) -> bool) -> Result<Vec<(i64, f32)>> {
        self.index.nearest(vector, most, keep)
    }

    fn cosines(&self, vector: &[f32], keys: &[i64]) -> Result<Vec<Option<f32>>> {
        self.index.cosines(vector, keys)
    }

    fn save(&self) -> Result<()> {
        self.index.save()
    }
}
