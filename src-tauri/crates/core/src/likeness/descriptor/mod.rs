//! The built-in model of pictures: colour, texture and shape in one vector, by published formulas and without weights.
//!
//! Each part has length 1 before it is weighed, so that the dot product of two vectors is the weighed mean of how alike the
//! parts are. Which weights: `docs/adr/0016`, with what was measured.

mod colour;
mod shape;
mod texture;

use super::PictureModel;
use super::raster::Raster;
use super::subject::Subject;
use crate::error::Result;

/// Whoever changes what the numbers mean changes the number in the name: vectors are kept by it.
const NAME: &str = "colour-texture-shape-1";
/// How much each part counts; together 1.
const PARTS: [(usize, f32); 5] = [
    (colour::LENGTH, 0.40),
    (texture::LENGTH, 0.15),
    (shape::EDGES, 0.25),
    (shape::SILHOUETTE, 0.15),
    (shape::PROPORTION, 0.05),
];
const DIMENSION: usize =
    colour::LENGTH + texture::LENGTH + shape::EDGES + shape::SILHOUETTE + shape::PROPORTION;
/// Less alike is something else (`docs/adr/0016`).
const ALIKE: f32 = 0.75;

/// Side of the square that the goods are brought into, in pixels.
const SIDE: usize = 96;
/// L* of what is around goods that were cut out: about that of the backdrops that shops use.
const AROUND: f32 = 90.0;

/// Needs nothing but the picture.
#[derive(Debug, Clone, Copy, Default)]
pub struct Descriptor;

impl PictureModel for Descriptor {
    fn model(&self) -> &str {
        NAME
    }

    fn dimension(&self) -> usize {
        DIMENSION
    }

    fn describe(&self, raster: &Raster) -> Result<Vec<f32>> {
        let subject = Subject::of(raster);
        let patch = Patch::of(raster, &subject);
        let parts = [
            colour::histogram(raster, &subject),
            texture::patterns(&patch),
            shape::edges(&patch),
            shape::silhouette(&patch),
            shape::proportion(&patch),
        ];
        let mut vector = Vec::with_capacity(DIMENSION);
        for (mut part, (_, weight)) in parts.into_iter().zip(PARTS) {
            scale(&mut part, weight.sqrt());
            vector.append(&mut part);
        }
        scale(&mut vector, 1.0);
        Ok(vector)
    }

    fn alike(&self) -> f32 {
        ALIKE
    }

    fn without_colour(&self, vector: &[f32]) -> Option<Vec<f32>> {
        let mut vector = vector.to_vec();
        let (length, weight) = PARTS[0];
        vector.get_mut(..length)?.fill(0.0);
        // Of a stored vector only the rest can answer, which is that much shorter than the whole.
        scale(&mut vector, 1.0 / (1.0 - weight).sqrt());
        Some(vector)
    }
}

/// Brings a vector to a length; one of nothing stays nothing.
fn scale(vector: &mut [f32], length: f32) {
    let now = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    if now > 1e-6 {
        for number in vector {
            *number *= length / now;
        }
    }
}

/// Takes the mean off.
fn centre(numbers: &mut [f32]) {
    let mean = numbers.iter().sum::<f32>() / numbers.len().max(1) as f32;
    for number in numbers {
        *number -= mean;
    }
}

/// A number that is not negative as the whole one below and what is left.
fn split(value: f32) -> (usize, f32) {
    let whole = value.max(0.0).floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small, whole and not negative"
    )]
    let low = whole as usize;
    (low, value.max(0.0) - whole)
}

/// The goods alone, brought into a square: larger, smaller and elsewhere in the picture they are the same.
struct Patch {
    side: usize,
    light: Vec<f32>,
    weights: Vec<f32>,
    is_cut_out: bool,
    /// Width by height, before.
    proportion: f32,
}

impl Patch {
    fn of(raster: &Raster, subject: &Subject) -> Self {
        let (x, y) = (subject.x, subject.y);
        let (width, height) = ((x.1 - x.0) as f32, (y.1 - y.0) as f32);
        let mut light = Vec::with_capacity(SIDE * SIDE);
        let mut weights = Vec::with_capacity(SIDE * SIDE);
        for row in 0..SIDE {
            for column in 0..SIDE {
                let along = |at: usize, step: f32, from: usize, length: f32| {
                    from as f32 + (at as f32 + step) / SIDE as f32 * length - 0.5
                };
                let (mut lab, mut weight) = (0.0, 0.0);
                // The mean of four places: what is made smaller must not flicker.
                for (right, down) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    let (x, y) = (along(column, right, x.0, width), along(row, down, y.0, height));
                    let (light, counts) = mixed(raster, subject, x, y);
                    lab += light / 4.0;
                    weight += counts / 4.0;
                }
                let around = if subject.is_cut_out { 1.0 - weight } else { 0.0 };
                light.push(lab * (1.0 - around) + AROUND * around);
                weights.push(if subject.is_cut_out { weight } else { 1.0 });
            }
        }
        Self { side: SIDE, light, weights, is_cut_out: subject.is_cut_out, proportion: width / height }
    }

    fn light(&self, x: usize, y: usize) -> f32 {
        self.light[y * self.side + x]
    }

    fn weight(&self, x: usize, y: usize) -> f32 {
        self.weights[y * self.side + x]
    }

    /// Between pixels, by the four around.
    fn light_between(&self, x: f32, y: f32) -> f32 {
        let ((left, dx), (top, dy)) = (split(x), split(y));
        let (right, bottom) = ((left + 1).min(self.side - 1), (top + 1).min(self.side - 1));
        let upper = self.light(left, top) * (1.0 - dx) + self.light(right, top) * dx;
        let lower = self.light(left, bottom) * (1.0 - dx) + self.light(right, bottom) * dx;
        upper * (1.0 - dy) + lower * dy
    }
}

/// A picture's lightness and weight between pixels, by the four around.
fn mixed(raster: &Raster, subject: &Subject, x: f32, y: f32) -> (f32, f32) {
    let ((left, dx), (top, dy)) = (split(x), split(y));
    let (left, top) = (left.min(raster.width - 1), top.min(raster.height - 1));
    let (right, bottom) = ((left + 1).min(raster.width - 1), (top + 1).min(raster.height - 1));
    let (mut light, mut weight) = (0.0, 0.0);
    for (column, row, share) in [
        (left, top, (1.0 - dx) * (1.0 - dy)),
        (right, top, dx * (1.0 - dy)),
        (left, bottom, (1.0 - dx) * dy),
        (right, bottom, dx * dy),
    ] {
        light += raster.at(column, row).l * share;
        weight += subject.weights[row * raster.width + column] * share;
    }
    (light, weight)
}

#[cfg(test)]
mod tests;
