//! Fakes of the ports: a model that knows a few synonyms, and an index that compares with all.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;

use super::{Embedder, Point, VectorIndex};
use crate::error::Result;

const DIMENSION: usize = 64;

/// Texts are near when they share words, or words of one group.
#[derive(Default)]
pub struct WordsModel {
    groups: Vec<Vec<&'static str>>,
    /// Texts that were embedded.
    pub embedded: AtomicUsize,
}

impl WordsModel {
    pub fn with_synonyms(groups: &[&[&'static str]]) -> Self {
        Self { groups: groups.iter().map(|group| group.to_vec()).collect(), ..Self::default() }
    }
}

impl Embedder for WordsModel {
    fn model(&self) -> &'static str {
        "words"
    }

    fn dimension(&self) -> usize {
        DIMENSION
    }

    /// Its pieces are words.
    fn embed_beginning(&self, text: &str, pieces: usize) -> Result<Vec<f32>> {
        self.embed(&text.split_whitespace().take(pieces).collect::<Vec<_>>().join(" "))
    }

    fn embed(&self, text: &str) -> Result<Vec<f32>> {
        self.embedded.fetch_add(1, Ordering::Relaxed);
        let mut vector = vec![0.0_f32; DIMENSION];
        for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
        {
            let group =
                self.groups.iter().find(|group| group.contains(&word)).and_then(|group| group.first());
            let word = group.copied().unwrap_or(word);
            let number = word.bytes().fold(7_usize, |hash, byte| (hash * 31 + usize::from(byte)) % 9973);
            vector[number % DIMENSION] += 1.0;
        }
        let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt().max(1e-6);
        Ok(vector.into_iter().map(|number| number / length).collect())
    }
}

/// Exact, and as slow as that is.
#[derive(Default)]
pub struct AllVectors {
    points: Mutex<HashMap<i64, Point>>,
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl VectorIndex for AllVectors {
    fn tags(&self) -> HashMap<i64, u64> {
        self.points.lock().values().map(|point| (point.key, point.tag)).collect()
    }

    fn tags_of(&self, keys: &[i64]) -> HashMap<i64, u64> {
        let mut tags = self.tags();
        tags.retain(|key, _| keys.contains(key));
        tags
    }

    fn put(&self, points: &[Point]) -> Result<()> {
        self.points.lock().extend(points.iter().map(|point| (point.key, point.clone())));
        Ok(())
    }

    fn remove(&self, keys: &[i64]) -> Result<()> {
        self.points.lock().retain(|key, _| !keys.contains(key));
        Ok(())
    }

    fn clear(&self) -> Result<()> {
        self.points.lock().clear();
        Ok(())
    }

    fn nearest(&self, vector: &[f32], most: usize, keep: &dyn Fn(i64) -> bool) -> Result<Vec<(i64, f32)>> {
        let points = self.points.lock();
        let kept = points.values().filter(|point| keep(point.key));
        let mut found: Vec<_> = kept.map(|point| (point.key, cosine(&point.vector, vector))).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(most);
        Ok(found)
    }

    fn cosines(&self, vector: &[f32], keys: &[i64]) -> Result<Vec<Option<f32>>> {
        let points = self.points.lock();
        Ok(keys.iter().map(|key| points.get(key).map(|point| cosine(&point.vector, vector))).collect())
    }

    fn save(&self) -> Result<()> {
        Ok(())
    }
}
