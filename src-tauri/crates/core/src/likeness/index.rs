//! All vectors of a model in memory, a byte for each number, and one question compared with each of them.
//!
//! That is exact, needs no building, and takes milliseconds for the pictures of a large shop (`docs/adr/0016`).

use crate::store::embeddings::packed_parts;

pub(super) struct Index {
    dimension: usize,
    /// The last row of the file that was read.
    seen: i64,
    hashes: Vec<Box<str>>,
    scales: Vec<f32>,
    /// Those of one picture after the other's.
    numbers: Vec<i8>,
}

impl Index {
    pub fn new(dimension: usize) -> Self {
        Self { dimension, seen: 0, hashes: Vec::new(), scales: Vec::new(), numbers: Vec::new() }
    }

    pub const fn seen(&self) -> i64 {
        self.seen
    }

    pub const fn set_seen(&mut self, row: i64) {
        self.seen = row;
    }

    /// Takes in a vector as it is stored. One of another length is none of this model's.
    pub fn put(&mut self, content_hash: &str, packed: &[u8]) {
        let Some((scale, numbers)) = packed_parts(packed) else { return };
        if numbers.len() == self.dimension {
            self.hashes.push(content_hash.into());
            self.scales.push(scale);
            self.numbers.extend(numbers.iter().map(|number| number.cast_signed()));
        }
    }

    /// Pictures with their cosine to `vector`, nearest first.
    pub fn nearest(&self, vector: &[f32]) -> Vec<(String, f32)> {
        let (scale, sought) = whole_numbers(vector);
        let mut near: Vec<(usize, f32)> = self
            .numbers
            .chunks_exact(self.dimension.max(1))
            .zip(&self.scales)
            .map(|(numbers, own)| product(numbers, &sought) * own * scale)
            .enumerate()
            .collect();
        let nearer = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if near.len() > MOST {
            near.select_nth_unstable_by(MOST, nearer);
            near.truncate(MOST);
        }
        near.sort_unstable_by(nearer);
        near.into_iter().map(|(place, nearness)| (self.hashes[place].to_string(), nearness)).collect()
    }
}

/// Pictures that one question gets.
const MOST: usize = 2_000;

/// The question in finer steps than what it is compared with: 12 bits, so that a sum of products fits 32.
fn whole_numbers(vector: &[f32]) -> (f32, Vec<i16>) {
    let largest = vector.iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
    let scale = if largest > 0.0 { largest / 2047.0 } else { 1.0 };
    #[expect(clippy::cast_possible_truncation, reason = "within ±2047 by the scale")]
    let numbers = vector.iter().map(|number| (number / scale).round() as i16).collect();
    (scale, numbers)
}

fn product(numbers: &[i8], sought: &[i16]) -> f32 {
    let sum: i32 = numbers.iter().zip(sought).map(|(a, b)| i32::from(i16::from(*a)) * i32::from(*b)).sum();
    sum as f32
}
