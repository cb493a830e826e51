//! Multinomial logistic regression over words, and over embeddings.

use std::collections::BTreeMap;

use haberdash_core::agent::intent::Intent;
use haberdash_core::agent::understanding::classifier::features::{Feature, Kind};
use haberdash_core::agent::understanding::classifier::weights::{INTENTS, Row, Table};
use haberdash_core::agent::understanding::classifier::{features_of, values};

use crate::optimise::minimise;
use crate::phrases::Corpus;

/// Penalty of large weights, against the mean loss of a phrase. Both chosen by cross-validation on our phrases.
const LEXICAL_PENALTY: f64 = 1.2e-5;
const MEANING_PENALTY: f64 = 2e-4;
/// Phrases that a feature must stand in: words and pieces of words.
const LEAST_WORDS: u32 = 2;
const LEAST_PIECES: u32 = 3;
/// Features kept: those with the largest weights. Bounds the size of the weights' file.
const MOST_FEATURES: usize = 34_000;

/// All examples as numbers.
pub struct Data {
    pub features: Vec<Vec<Feature>>,
    pub embeddings: Option<Vec<Vec<f32>>>,
    pub targets: Vec<Row>,
}

impl Data {
    pub fn new(corpus: &Corpus, embeddings: Option<Vec<Vec<f32>>>) -> Self {
        let features = corpus.examples.iter().map(|example| features_of(&example.text)).collect();
        let targets = corpus
            .examples
            .iter()
            .map(|example| {
                let mut row = [0.0; INTENTS];
                let share = 1.0 / example.intents.len() as f32;
                for intent in &example.intents {
                    row[place(*intent)] += share;
                }
                row
            })
            .collect();
        Self { features, embeddings, targets }
    }
}

/// An intent's place in a [`Row`].
pub fn place(intent: Intent) -> usize {
    Intent::ALL.iter().position(|other| *other == intent).unwrap_or(INTENTS - 1)
}

#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Ascending.
    pub hashes: Vec<u32>,
    /// Inverse document frequencies, in sixteenths.
    pub frequencies: Vec<u8>,
}

impl Vocabulary {
    pub fn values(&self, features: &[Feature]) -> Vec<(usize, f32)> {
        values(features, |hash| {
            let row = self.hashes.binary_search(&hash).ok()?;
            Some((row, f32::from(self.frequencies[row]) / 16.0))
        })
    }

    fn of(data: &Data, examples: &[usize]) -> Self {
        let mut counts: BTreeMap<u32, (u32, Kind)> = BTreeMap::new();
        for example in examples {
            for feature in &data.features[*example] {
                counts.entry(feature.hash).or_insert((0, feature.kind)).0 += 1;
            }
        }
        let mut vocabulary = Self::default();
        let all = examples.len() as f64;
        for (hash, (count, kind)) in counts {
            let least = if kind == Kind::Word { LEAST_WORDS } else { LEAST_PIECES };
            if count < least {
                continue;
            }
            let frequency = ((1.0 + all) / (1.0 + f64::from(count))).ln() + 1.0;
            vocabulary.hashes.push(hash);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 16")]
            vocabulary.frequencies.push((frequency * 16.0).round().clamp(1.0, 255.0) as u8);
        }
        vocabulary
    }

    fn kept(&self, keep: &[bool]) -> Self {
        let pick = |i: &usize| keep[*i];
        Self {
            hashes: (0..self.hashes.len()).filter(pick).map(|i| self.hashes[i]).collect(),
            frequencies: (0..self.hashes.len()).filter(pick).map(|i| self.frequencies[i]).collect(),
        }
    }
}

pub struct Model {
    pub vocabulary: Vocabulary,
    pub lexical: Table,
    pub meaning: Option<Table>,
}

/// Fits both forms to these examples. `bounded`: within the size that the weights' file may have.
pub fn fit(data: &Data, examples: &[usize], bounded: bool) -> Model {
    let targets: Vec<Row> = examples.iter().map(|i| data.targets[*i]).collect();
    let mut vocabulary = Vocabulary::of(data, examples);
    let rows = |vocabulary: &Vocabulary| -> Vec<Vec<(usize, f32)>> {
        examples.iter().map(|i| vocabulary.values(&data.features[*i])).collect()
    };
    let penalty = LEXICAL_PENALTY;
    let (mut weights, mut bias) = regress(&rows(&vocabulary), &targets, vocabulary.hashes.len(), penalty);
    if bounded && vocabulary.hashes.len() > MOST_FEATURES {
        let size = |row: &Row| row.iter().map(|weight| weight * weight).sum::<f32>();
        let mut sizes: Vec<f32> = weights.iter().map(size).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let least = sizes[MOST_FEATURES];
        let keep: Vec<bool> = weights.iter().map(|row| size(row) > least).collect();
        vocabulary = vocabulary.kept(&keep);
        (weights, bias) = regress(&rows(&vocabulary), &targets, vocabulary.hashes.len(), penalty);
    }
    let meaning = data.embeddings.as_ref().map(|embeddings| {
        let rows: Vec<Vec<(usize, f32)>> =
            examples.iter().map(|i| embeddings[*i].iter().copied().enumerate().collect()).collect();
        let dimension = embeddings.first().map_or(0, Vec::len);
        let (weights, bias) = regress(&rows, &targets, dimension, MEANING_PENALTY);
        Table::quantised(&weights, bias)
    });
    Model { vocabulary, lexical: Table::quantised(&weights, bias), meaning }
}

/// Weights and biases with the least mean cross entropy plus penalty.
fn regress(rows: &[Vec<(usize, f32)>], targets: &[Row], dimension: usize, penalty: f64) -> (Vec<Row>, Row) {
    let mut x = vec![0.0f64; (dimension + 1) * INTENTS];
    let share = 1.0 / rows.len() as f64;
    minimise(&mut x, |x, gradient| {
        let mut loss = 0.0;
        for (g, w) in gradient.iter_mut().zip(x) {
            *g = penalty * w;
            loss += 0.5 * penalty * w * w;
        }
        // Biases are free.
        let biases = dimension * INTENTS;
        for (g, w) in gradient[biases..].iter_mut().zip(&x[biases..]) {
            *g = 0.0;
            loss -= 0.5 * penalty * w * w;
        }
        for (row, target) in rows.iter().zip(targets) {
            let mut logits = [0.0f64; INTENTS];
            logits.copy_from_slice(&x[biases..]);
            for (feature, value) in row {
                let weights = &x[feature * INTENTS..(feature + 1) * INTENTS];
                for (logit, weight) in logits.iter_mut().zip(weights) {
                    *logit += f64::from(*value) * weight;
                }
            }
            let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = logits.iter().map(|logit| (logit - largest).exp()).sum();
            let mut errors = [0.0f64; INTENTS];
            for ((error, logit), target) in errors.iter_mut().zip(logits).zip(target) {
                let log = logit - largest - sum.ln();
                loss -= share * f64::from(*target) * log;
                *error = share * (log.exp() - f64::from(*target));
            }
            for (feature, value) in row {
                let gradient = &mut gradient[feature * INTENTS..(feature + 1) * INTENTS];
                for (g, error) in gradient.iter_mut().zip(errors) {
                    *g += f64::from(*value) * error;
                }
            }
            for (g, error) in gradient[biases..].iter_mut().zip(errors) {
                *g += error;
            }
        }
        loss
    });
    let row = |at: usize| {
        let mut row = [0.0f32; INTENTS];
        for (out, weight) in row.iter_mut().zip(&x[at * INTENTS..(at + 1) * INTENTS]) {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a weight needs no more than single precision"
            )]
            let weight = *weight as f32;
            *out = weight;
        }
        row
    };
    ((0..dimension).map(row).collect(), row(dimension))
}
