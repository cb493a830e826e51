//! Which intent a message has: a linear classifier over words and pieces of words, and over the meaning of the sentence
//! where an embedder is installed. Trained by `cargo xtask train-intents`; pure arithmetic here.

pub mod features;
pub mod weights;

use std::sync::LazyLock;

use self::features::{Feature, Kind};
use self::weights::{INTENTS, Row, Weights};
use super::words::{self, Segment};
use crate::agent::intent::{Intent, ScoredIntent};

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::from_bytes(include_bytes!("../../../../../../../models/intents/weights.bin"))
        .expect("invariant: the weights are built in and a test reads them")
});

/// Where the hashes that begin with each number begin: a hash is found in one look at memory instead of sixteen.
static BEGINS: LazyLock<Vec<usize>> = LazyLock::new(|| {
    (0..=1u64 << PREFIX)
        .map(|prefix| WEIGHTS.hashes.partition_point(|hash| u64::from(*hash) < prefix << (32 - PREFIX)))
        .collect()
});

/// Bits of a hash that find its part.
const PREFIX: u32 = 12;

/// The row of a feature that training has seen.
fn row_of(hash: u32) -> Option<usize> {
    let part = usize::try_from(hash >> (32 - PREFIX)).ok()?;
    let (from, to) = (*BEGINS.get(part)?, *BEGINS.get(part + 1)?);
    WEIGHTS.hashes.get(from..to)?.iter().position(|seen| *seen == hash).map(|place| from + place)
}

/// SHA-256 of the phrases that the built-in weights were trained from.
pub fn trained_from() -> [u8; 32] {
    WEIGHTS.digest
}

/// The features of a text, as training sees it.
pub fn features_of(text: &str) -> Vec<Feature> {
    features::of(&words::read(&[text]).segments)
}

/// Values of a message's features: rarer ones count more, words and pieces count alike however many there are.
/// `weight` gives a feature's row and inverse document frequency, or nothing for features that training has not seen.
pub fn values(features: &[Feature], weight: impl Fn(u32) -> Option<(usize, f32)>) -> Vec<(usize, f32)> {
    let mut values = Vec::with_capacity(features.len());
    for kind in [Kind::Word, Kind::Piece] {
        let begin = values.len();
        let mut square = 0.0;
        for feature in features.iter().filter(|feature| feature.kind == kind) {
            let Some((row, frequency)) = weight(feature.hash) else { continue };
            let value = (1.0 + feature.count.ln()) * frequency;
            square += value * value;
            values.push((row, value));
        }
        let norm = square.sqrt().max(f32::MIN_POSITIVE);
        for (_, value) in &mut values[begin..] {
            *value /= norm;
        }
    }
    values
}

/// How likely each intent is, in the order of [`Intent::ALL`]; sums to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likelihoods(pub Row);

impl Likelihoods {
    /// From logits, each times its factor.
    pub fn softmax(logits: &Row) -> Self {
        let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut row = logits.map(|logit| (logit - largest).exp());
        let sum: f32 = row.iter().sum();
        for value in &mut row {
            *value /= sum;
        }
        Self(row)
    }

    pub fn of(&self, intent: Intent) -> f32 {
        Intent::ALL.iter().position(|other| *other == intent).map_or(0.0, |place| self.0[place])
    }

    /// Surest first.
    pub fn ranked(&self) -> Vec<ScoredIntent> {
        let mut ranked: Vec<ScoredIntent> = Intent::ALL
            .iter()
            .zip(self.0)
            .map(|(intent, confidence)| ScoredIntent { intent: *intent, confidence })
            .collect();
        ranked.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.intent.cmp(&b.intent)));
        ranked
    }
}

/// How likely each intent is for these sentences. `embedding`: of the same text.
pub(super) fn classify<'a>(
    segments: impl IntoIterator<Item = &'a Segment>,
    embedding: Option<&[f32]>,
) -> Likelihoods {
    let weights = &*WEIGHTS;
    let features = features::of(segments);
    let seen = |hash: u32| {
        let row = row_of(hash)?;
        Some((row, f32::from(weights.frequencies[row]) / 16.0))
    };
    let lexical = weights.lexical.logits(values(&features, seen).into_iter());
    let meaning = match (&weights.meaning, embedding) {
        (Some(table), Some(embedding)) if table.len() == embedding.len() => {
            Some(table.logits(embedding.iter().copied().enumerate()))
        }
        _ => None,
    };
    Likelihoods::softmax(&join(&lexical, meaning.as_ref(), &weights.calibration))
}

/// Logits of both forms as one.
pub fn join(lexical: &Row, meaning: Option<&Row>, calibration: &weights::Calibration) -> Row {
    let mut joined = [0.0; INTENTS];
    for (i, sum) in joined.iter_mut().enumerate() {
        *sum = match meaning {
            Some(meaning) => calibration.joint[0] * lexical[i] + calibration.joint[1] * meaning[i],
            None => calibration.lexical * lexical[i],
        };
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_of_training_is_found_and_no_other() {
        for (row, hash) in WEIGHTS.hashes.iter().enumerate() {
            assert_eq!(row_of(*hash), Some(row));
        }
        for hash in [0, 1, u32::MAX / 3, u32::MAX - 1, u32::MAX] {
            assert_eq!(row_of(hash), WEIGHTS.hashes.binary_search(&hash).ok(), "{hash}");
        }
    }
}
