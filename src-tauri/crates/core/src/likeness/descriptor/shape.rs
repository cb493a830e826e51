//! What form the goods have: where which edges run (histograms of oriented gradients: Dalal and Triggs 2005), where cloth is
//! and where none (the silhouette), and how wide they are for their height.
//!
//! Edges and silhouette are taken less their mean, so that the dot product of two is their correlation: what all goods have in
//! common, an outline in the middle, makes none of them alike.

use super::Patch;

const CELLS: usize = 6;
const DIRECTIONS: usize = 8;
pub(super) const EDGES: usize = CELLS * CELLS * DIRECTIONS;
const OUTLINE: usize = 8;
pub(super) const SILHOUETTE: usize = OUTLINE * OUTLINE;
pub(super) const PROPORTION: usize = 6;
/// A gradient weaker than this is noise: L* a pixel.
const WEAKEST: f32 = 1.0;

/// Each gradient is shared between the cells and directions that it lies between.
pub(super) fn edges(patch: &Patch) -> Vec<f32> {
    let mut sums = vec![0.0_f32; EDGES];
    let cell = patch.side as f32 / CELLS as f32;
    for y in 1..patch.side - 1 {
        for x in 1..patch.side - 1 {
            let dx = patch.light(x + 1, y) - patch.light(x - 1, y);
            let dy = patch.light(x, y + 1) - patch.light(x, y - 1);
            let strength = dx.hypot(dy);
            if strength < WEAKEST {
                continue;
            }
            let weight = strength.sqrt();
            // An edge has no sides: half a turn is the same direction.
            let turn = dy.atan2(dx) / std::f32::consts::PI;
            let (direction, of_direction) = super::split(turn.rem_euclid(1.0) * DIRECTIONS as f32);
            let (column, of_column) = super::split(((x as f32 + 0.5) / cell - 0.5).max(0.0));
            let (row, of_row) = super::split(((y as f32 + 0.5) / cell - 0.5).max(0.0));
            for (r, pr) in [(row, 1.0 - of_row), (row + 1, of_row)] {
                for (c, pc) in [(column, 1.0 - of_column), (column + 1, of_column)] {
                    if r >= CELLS || c >= CELLS {
                        continue;
                    }
                    for (d, pd) in [(direction, 1.0 - of_direction), (direction + 1, of_direction)] {
                        sums[(r * CELLS + c) * DIRECTIONS + d % DIRECTIONS] += weight * pr * pc * pd;
                    }
                }
            }
        }
    }
    for sum in &mut sums {
        *sum = sum.sqrt();
    }
    super::centre(&mut sums);
    sums
}

pub(super) fn silhouette(patch: &Patch) -> Vec<f32> {
    if !patch.is_cut_out {
        return vec![0.0; SILHOUETTE];
    }
    let cell = patch.side / OUTLINE;
    let mut filled = Vec::with_capacity(SILHOUETTE);
    for row in 0..OUTLINE {
        for column in 0..OUTLINE {
            let mut sum = 0.0;
            for y in row * cell..(row + 1) * cell {
                for x in column * cell..(column + 1) * cell {
                    sum += patch.weight(x, y);
                }
            }
            filled.push(sum / (cell * cell) as f32);
        }
    }
    super::centre(&mut filled);
    filled
}

/// Width for height on a logarithmic scale from 1:4 to 4:1, shared between two bins.
pub(super) fn proportion(patch: &Patch) -> Vec<f32> {
    let mut bins = vec![0.0; PROPORTION];
    if patch.is_cut_out {
        let value = (patch.proportion.log2() / 4.0 + 0.5).clamp(0.0, 1.0) * (PROPORTION - 1) as f32;
        let (low, share) = super::split(value);
        bins[low] += 1.0 - share;
        bins[(low + 1).min(PROPORTION - 1)] += share;
    }
    bins
}
