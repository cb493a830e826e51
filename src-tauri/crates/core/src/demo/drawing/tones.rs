//! What follows from a cloth's colour and a seed: the colours of edges, linings and trimmings, the strength of
//! light and shade on it, and the small variety between two pictures of a kind.

use super::fabric;
use super::palette::{BLACK, Rgb, WHITE};

/// The colours that follow from the cloth's own.
pub(super) struct Tones {
    pub cloth: Rgb,
    /// Edges and seams: darker than the cloth, or lighter when the cloth is nearly black.
    pub line: Rgb,
    /// The cloth's inside, seen through a neck opening.
    pub inside: Rgb,
    /// Buttons, soles and other trimmings.
    pub trim: Rgb,
    pub ink: Rgb,
    pub accent: Rgb,
    pub leaf: Rgb,
    pub pale: bool,
    /// Opacities of the darkest shade and the brightest light on the cloth.
    pub shade: f64,
    pub light: f64,
    pub weave_dark: f64,
    pub weave_light: f64,
}

impl Tones {
    pub(super) fn of(cloth: Rgb) -> Self {
        let lightness = cloth.lightness();
        let (pale, deep) = (lightness > 0.82, lightness < 0.22);
        let (shade, light) = match () {
            () if pale => (0.2, 0.65),
            () if deep => (0.5, 0.2),
            () if lightness > 0.55 => (0.27, 0.34),
            () => (0.36, 0.24),
        };
        Self {
            cloth,
            line: if deep {
                cloth.mix(WHITE, 30)
            } else if pale {
                cloth.mix(Rgb::new(0x4a, 0x48, 0x4c), 58)
            } else {
                cloth.mix(BLACK, 46)
            },
            inside: if deep {
                cloth.mix(BLACK, 45)
            } else {
                cloth.mix(Rgb::new(0x20, 0x1e, 0x24), if pale { 24 } else { 36 })
            },
            trim: if lightness > 0.5 {
                cloth.mix(Rgb::new(0x4a, 0x3a, 0x2c), 42)
            } else {
                cloth.mix(Rgb::new(0xf0, 0xe8, 0xdc), 38)
            },
            ink: fabric::ink(cloth),
            accent: fabric::accent(cloth),
            leaf: if lightness > 0.5 { Rgb::new(0x5f, 0x7a, 0x5a) } else { Rgb::new(0x9d, 0xb6, 0x8e) },
            pale,
            shade,
            light,
            weave_dark: if pale {
                0.1
            } else if deep {
                0.4
            } else {
                0.17
            },
            weave_light: if pale {
                0.34
            } else if deep {
                0.1
            } else {
                0.16
            },
        }
    }
}

/// A small repeatable source of variety (SplitMix64): the same seed draws the same picture for ever.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let unit = f64::from(u32::try_from(mixed >> 32).unwrap_or(0)) / f64::from(u32::MAX);
        low + unit * (high - low)
    }
}
