//! What the cloth looks like near by: rotation-invariant uniform local binary patterns at three radii (Ojala, Pietikäinen and
//! Mäenpää 2002), over the lightness of the goods. A neighbour counts as lighter from a small difference on, so that a smooth
//! surface stays smooth when a photograph is compressed.

use super::Patch;

/// Neighbours on each circle, and the circles' radii in pixels of the patch.
const NEIGHBOURS: usize = 8;
const RADII: [f32; 3] = [1.0, 2.0, 4.0];
/// Patterns with at most two changes around the circle, by how many neighbours are lighter; and all others.
const PATTERNS: usize = NEIGHBOURS + 2;
pub(super) const LENGTH: usize = PATTERNS * RADII.len();
/// L* by which a neighbour must be lighter.
const LIGHTER: f32 = 2.0;

pub(super) fn patterns(patch: &Patch) -> Vec<f32> {
    let mut all = Vec::with_capacity(LENGTH);
    for radius in RADII {
        let circle: Vec<(f32, f32)> = (0..NEIGHBOURS)
            .map(|n| {
                let angle = std::f32::consts::TAU * n as f32 / NEIGHBOURS as f32;
                (radius * angle.cos(), radius * angle.sin())
            })
            .collect();
        let mut sums = [0.0_f32; PATTERNS];
        let margin = 4;
        for y in margin..patch.side - margin {
            for x in margin..patch.side - margin {
                let weight = patch.weight(x, y);
                if weight < 0.5 {
                    continue;
                }
                let here = patch.light(x, y);
                let mut lighter = [false; NEIGHBOURS];
                for (is_lighter, (dx, dy)) in lighter.iter_mut().zip(&circle) {
                    *is_lighter = patch.light_between(x as f32 + dx, y as f32 + dy) - here > LIGHTER;
                }
                let changes =
                    (0..NEIGHBOURS).filter(|n| lighter[*n] != lighter[(n + 1) % NEIGHBOURS]).count();
                let count = lighter.iter().filter(|is| **is).count();
                sums[if changes <= 2 { count } else { PATTERNS - 1 }] += 1.0;
            }
        }
        let whole = sums.iter().sum::<f32>().max(1.0);
        all.extend(sums.iter().map(|sum| (sum / whole).sqrt()));
    }
    all
}
