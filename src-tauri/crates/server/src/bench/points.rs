//! Points for a measured shop's products: drawn around those of some real texts, clustered as a shop's are.
//!
//! Nothing of what search finds by them is right, and everything costs what it costs with the model's own.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use haberdash_ai::folders::Folders;
use haberdash_ai::{SentenceModel, UsearchIndex};
use haberdash_core::database::Options;
use haberdash_core::retrieval::{Embedder, Meaning};
use haberdash_core::{Database, Result, SystemClock};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use super::retrieval::{COLOURS, CUTS, LIKE, MATERIALS};
use crate::eval::search::learn;
use crate::meaning::FOLDER;

/// Real texts around which points are drawn.
const CENTRES: usize = 2_000;
/// How far a point is from its centre, in every direction.
const SPREAD: f32 = 0.02;

/// Gives the shop in `dir` a point for each product under the model's own name, so that a started program finds
/// everything learned. `false`: the model is not installed.
///
/// # Errors
/// Those of the shop's file, of the model and of the index.
pub fn fill(dir: &Path, products: usize) -> anyhow::Result<bool> {
    let model = match SentenceModel::load(&Folders::of_shop(Some(dir))) {
        Ok(model) => model,
        Err(error) => {
            tracing::warn!(%error, "messages are answered by words alone");
            return Ok(false);
        }
    };
    let database = Database::open(dir, Options::new(Arc::new(SystemClock)))?;
    let index = UsearchIndex::open(&dir.join(FOLDER), model.model(), model.dimension())?;
    let name = model.model().to_owned();
    let drawn = Around::new(model, name, products)?;
    let meaning = Arc::new(Meaning::new(Arc::new(drawn), Arc::new(index)));
    learn(&database, &meaning)?;
    meaning.index().save()?;
    Ok(true)
}

/// As long as a product's text usually is.
fn product_text(n: usize) -> String {
    let (cut, material) = (CUTS[n % CUTS.len()], MATERIALS[n / CUTS.len() % MATERIALS.len()]);
    let colour = COLOURS[n / 3 % COLOURS.len()];
    format!(
        "Relaxed {material} {cut} no. {n} Boxwood {colour} Women > Clothing 100% {material} new {material} \
         A {cut} in {material} for every day, cut to be worn {} and washed at 30 degrees. Made in small numbers.",
        LIKE[n / 11 % LIKE.len()]
    )
}

fn embed_by_two(model: &SentenceModel, texts: &[String]) -> Result<Vec<Vec<f32>>> {
    let (first, second) = texts.split_at(texts.len() / 2);
    let embed = |texts: &[String]| texts.iter().map(|text| model.embed(text)).collect::<Result<Vec<_>>>();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| embed(second));
        let mut vectors = embed(first)?;
        vectors.extend(other.join().unwrap_or_else(|_| Ok(Vec::new()))?);
        Ok(vectors)
    })
}

pub fn near(centre: &[f32], chance: &mut SmallRng) -> Vec<f32> {
    // The sum of three is nearly normal.
    let mut draw =
        || (chance.random::<f32>() + chance.random::<f32>() + chance.random::<f32>() - 1.5) * 2.0 * SPREAD;
    let vector: Vec<f32> = centre.iter().map(|number| number + draw()).collect();
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    vector.into_iter().map(|number| number / length).collect()
}

/// The model for questions; for products, points around some of the model's.
pub struct Around {
    model: SentenceModel,
    name: String,
    centres: Vec<Vec<f32>>,
    is_asking: AtomicBool,
}

impl Around {
    /// `name` is the model's whose points they pass for; few products need few centres.
    ///
    /// # Errors
    /// The model's.
    pub fn new(model: SentenceModel, name: impl Into<String>, products: usize) -> Result<Self> {
        let texts: Vec<String> = (0..CENTRES.min(products.max(1))).map(product_text).collect();
        let centres = embed_by_two(&model, &texts)?;
        Ok(Self { model, name: name.into(), centres, is_asking: AtomicBool::new(false) })
    }

    /// From now on every text is a question.
    pub fn ask(&self) {
        self.is_asking.store(true, Ordering::Release);
    }
}

impl Embedder for Around {
    fn model(&self) -> &str {
        &self.name
    }

    fn dimension(&self) -> usize {
        self.model.dimension()
    }

    fn embed_beginning(&self, text: &str, _pieces: usize) -> Result<Vec<f32>> {
        self.embed(text)
    }

    fn embed(&self, text: &str) -> Result<Vec<f32>> {
        if self.is_asking.load(Ordering::Acquire) {
            return self.model.embed(text);
        }
        let seed = text.bytes().fold(17_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
        let mut chance = SmallRng::seed_from_u64(seed);
        let centre = chance.random_range(0..self.centres.len());
        Ok(near(&self.centres[centre], &mut chance))
    }
}
