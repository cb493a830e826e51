//! Points as signed bytes, one after the other: to compare with many of them takes about as long as to read them.

use numkong::Dot;
use rustc_hash::FxHashMap;

/// What the largest number of a point becomes.
const LARGEST: f32 = 127.0;
/// Keys whose places are looked up together: they are rows, asked for in their order. A key far from all others costs a page.
const PAGE: usize = 64;

/// The places of points by their keys; 0 is none, 1 the first.
type Page = [usize; PAGE];

/// Points of one dimension.
pub(super) struct Bytes {
    dimension: usize,
    pages: FxHashMap<i64, Box<Page>>,
    numbers: Vec<i8>,
    /// One over the length of each, as its bytes have it; 0 of a point without length.
    shares: Vec<f32>,
    /// Places whose points were taken out.
    free: Vec<usize>,
}

/// A point as bytes: each number in parts of the largest.
struct Quantized {
    numbers: Vec<i8>,
    share: f32,
}

impl Quantized {
    fn new(vector: &[f32], dimension: usize) -> Self {
        let largest = vector.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = if largest > 0.0 { LARGEST / largest } else { 0.0 };
        #[expect(clippy::cast_possible_truncation, reason = "from -127 to 127")]
        let byte = |number: &f32| (number * scale).round() as i8;
        let mut numbers: Vec<i8> = vector.iter().map(byte).collect();
        numbers.resize(dimension, 0);
        let length = dot(&numbers, &numbers).sqrt();
        Self { numbers, share: if length > 0.0 { 1.0 / length } else { 0.0 } }
    }
}

impl Bytes {
    pub(super) fn new(dimension: usize) -> Self {
        let pages = FxHashMap::default();
        Self { dimension, pages, numbers: Vec::new(), shares: Vec::new(), free: Vec::new() }
    }

    /// Keeps a point, in place of the one of its key.
    pub(super) fn put(&mut self, key: i64, vector: &[f32]) {
        self.remove(key);
        let Quantized { numbers, share } = Quantized::new(vector, self.dimension);
        let place = if let Some(place) = self.free.pop() {
            let at = place - 1;
            self.numbers[at * self.dimension..][..self.dimension].copy_from_slice(&numbers);
            self.shares[at] = share;
            place
        } else {
            self.numbers.extend(numbers);
            self.shares.push(share);
            self.shares.len()
        };
        let (page, at) = page_of(key);
        self.pages.entry(page).or_insert_with(|| Box::new([0; PAGE]))[at] = place;
    }

    /// Takes a point out, if it is there.
    pub(super) fn remove(&mut self, key: i64) {
        let (page, at) = page_of(key);
        let Some(page) = self.pages.get_mut(&page) else { return };
        let place = std::mem::take(&mut page[at]);
        if place > 0 {
            self.free.push(place);
        }
    }

    /// The cosine of what is asked and each of these points; `None` for what is not there. Fastest where neighbours are asked for
    /// one after the other.
    pub(super) fn cosines(&self, vector: &[f32], keys: &[i64]) -> Vec<Option<f32>> {
        let asked = Quantized::new(vector, self.dimension);
        let mut last = None;
        let cosine = |key: &i64| {
            let (number, at) = page_of(*key);
            let page = match last {
                Some((known, page)) if known == number => page,
                _ => self.pages.get(&number)?,
            };
            last = Some((number, page));
            let place = page[at].checked_sub(1)?;
            let kept = &self.numbers[place * self.dimension..][..self.dimension];
            Some(dot(&asked.numbers, kept) * asked.share * self.shares[place])
        };
        keys.iter().map(cosine).collect()
    }
}

/// The page of a key, and where in it.
fn page_of(key: i64) -> (i64, usize) {
    let page = PAGE.cast_signed() as i64;
    (key.div_euclid(page), usize::try_from(key.rem_euclid(page)).unwrap_or_default())
}

fn dot(a: &[i8], b: &[i8]) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "hundreds of products of two bytes: seven digits")]
    i8::dot(a, b).map_or(0.0, |sum| sum as f32)
}
