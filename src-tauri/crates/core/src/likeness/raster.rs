//! A decoded picture as it is looked at: small, upright, without transparency, and its colours as the eye tells them apart.

use crate::error::{Error, Result};

/// The longer side of what is looked at, in pixels. More shows no more of what a garment is, and takes longer.
pub const LONGEST: u32 = 256;
/// The shorter side at least: less has no shape.
const SHORTEST: u32 = 8;

/// A colour by CIE 1976 L*a*b*: equal distances look about equally different. L* is 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Lab {
    pub l: f32,
    pub a: f32,
    pub b: f32,
}

impl Lab {
    /// From 8-bit sRGB (IEC 61966-2-1), white D65 (CIE 15:2004, 8.2.1).
    fn of_srgb(rgb: [u8; 3], linear: &[f32; 256]) -> Self {
        let [r, g, b] = rgb.map(|channel| linear[usize::from(channel)]);
        let x = (0.412_456 * r + 0.357_576 * g + 0.180_438 * b) / 0.950_47;
        let y = 0.212_673 * r + 0.715_152 * g + 0.072_175 * b;
        let z = (0.019_334 * r + 0.119_192 * g + 0.950_304 * b) / 1.088_83;
        let f = |t: f32| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let (fx, fy, fz) = (f(x), f(y), f(z));
        Self { l: 116.0 * fy - 16.0, a: 500.0 * (fx - fy), b: 200.0 * (fy - fz) }
    }

    /// ΔE*ab.
    pub fn distance(self, other: Self) -> f32 {
        let (l, a, b) = (self.l - other.l, self.a - other.a, self.b - other.b);
        (l * l + a * a + b * b).sqrt()
    }
}

/// A picture's pixels. Whoever decodes makes it small, turns it upright and lays it on white.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Row by row.
    pub(crate) pixels: Vec<Lab>,
    rgb: Vec<u8>,
}

impl Raster {
    /// From 8-bit sRGB, row by row, three bytes a pixel.
    ///
    /// # Errors
    /// `Invalid` for a side longer than [`LONGEST`] or too short to show anything, or too few or many bytes.
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Result<Self> {
        let (short, long) = (width.min(height), width.max(height));
        let (columns, rows) = (width as usize, height as usize);
        if short < SHORTEST || long > LONGEST || rgb.len() != columns * rows * 3 {
            return Err(Error::invalid("This picture is too small to show anything."));
        }
        let mut linear = [0.0_f32; 256];
        for (value, linear) in (0_u16..).zip(linear.iter_mut()) {
            let value = f32::from(value) / 255.0;
            *linear = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        }
        let (pixels, _) = rgb.as_chunks::<3>();
        let pixels = pixels.iter().map(|rgb| Lab::of_srgb(*rgb, &linear)).collect();
        Ok(Self { width: columns, height: rows, pixels, rgb })
    }

    pub const fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// 8-bit sRGB, row by row, three bytes a pixel.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> Lab {
        self.pixels[y * self.width + x]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_standard() {
        let raster = |rgb: [u8; 3]| Raster::new(8, 8, rgb.repeat(64)).expect("a raster").at(3, 3);
        // The corners of sRGB in CIELAB, D65 (brucelindbloom.com's calculator agrees to a tenth).
        for (rgb, l, a, b) in [
            ([255, 255, 255], 100.0, 0.0, 0.0),
            ([0, 0, 0], 0.0, 0.0, 0.0),
            ([255, 0, 0], 53.24, 80.09, 67.20),
            ([0, 255, 0], 87.73, -86.18, 83.18),
            ([0, 0, 255], 32.30, 79.19, -107.86),
        ] {
            let lab = raster(rgb);
            assert!(lab.distance(Lab { l, a, b }) < 0.2, "{rgb:?}: {lab:?}");
        }
    }

    #[test]
    fn what_is_too_large_too_small_or_cut_off_is_refused() {
        for (width, height, bytes) in [(257, 100, 257 * 300), (100, 7, 2100), (0, 0, 0), (10, 10, 299)] {
            assert!(Raster::new(width, height, vec![0; bytes]).is_err(), "{width}×{height}");
        }
    }
}
