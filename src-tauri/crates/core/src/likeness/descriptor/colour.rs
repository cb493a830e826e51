//! How much of which colour: a histogram over hue, chroma and lightness of CIELAB, each pixel shared between the bins that it
//! lies between, so that a little more light moves little.
//!
//! The square root of each part makes the dot product of two histograms their Bhattacharyya coefficient (Bhattacharyya 1943;
//! as RootSIFT, Arandjelović and Zisserman 2012).

use super::super::raster::Raster;
use super::super::subject::Subject;

const HUES: usize = 12;
const CHROMAS: usize = 2;
const LIGHTNESSES: usize = 3;
/// Black, greys and white.
const GREYS: usize = 6;
pub(super) const LENGTH: usize = GREYS + HUES * CHROMAS * LIGHTNESSES;
/// C*ab from which a colour is none of the greys, and from which it is wholly a colour.
const PALE: f32 = 5.0;
const COLOURED: f32 = 14.0;
/// C*ab of the middle of the weak and of the strong colours.
const WEAK: f32 = 18.0;
const STRONG: f32 = 50.0;

pub(super) fn histogram(raster: &Raster, subject: &Subject) -> Vec<f32> {
    let mut sums = vec![0.0_f32; LENGTH];
    for (lab, weight) in raster.pixels.iter().zip(&subject.weights) {
        if *weight <= 0.0 {
            continue;
        }
        let chroma = lab.a.hypot(lab.b);
        let coloured = ((chroma - PALE) / (COLOURED - PALE)).clamp(0.0, 1.0);
        if coloured < 1.0 {
            for (bin, part) in between(lab.l / 100.0, GREYS) {
                sums[bin] += weight * (1.0 - coloured) * part;
            }
        }
        if coloured > 0.0 {
            let strong = ((chroma - WEAK) / (STRONG - WEAK)).clamp(0.0, 1.0);
            let turn = lab.b.atan2(lab.a) / std::f32::consts::TAU + 0.5;
            for (hue, of_hue) in around(turn, HUES) {
                for (lightness, of_lightness) in between(lab.l / 100.0, LIGHTNESSES) {
                    for (level, of_chroma) in [(0, 1.0 - strong), (1, strong)] {
                        let bin = GREYS + (hue * CHROMAS + level) * LIGHTNESSES + lightness;
                        sums[bin] += weight * coloured * of_hue * of_lightness * of_chroma;
                    }
                }
            }
        }
    }
    let all = sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    sums.into_iter().map(|sum| (sum / all).sqrt()).collect()
}

/// The two bins of a line of `bins` that a value of 0 to 1 lies between, with their shares.
fn between(value: f32, bins: usize) -> [(usize, f32); 2] {
    let (low, share) =
        super::split((value.clamp(0.0, 1.0) * bins as f32 - 0.5).clamp(0.0, bins as f32 - 1.0));
    [(low, 1.0 - share), ((low + 1).min(bins - 1), share)]
}

/// As [`between`], on a circle.
fn around(turn: f32, bins: usize) -> [(usize, f32); 2] {
    let (low, share) = super::split(turn.rem_euclid(1.0) * bins as f32);
    [(low % bins, 1.0 - share), ((low + 1) % bins, share)]
}
