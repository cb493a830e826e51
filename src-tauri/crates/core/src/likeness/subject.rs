//! What a picture is of: goods before a plain background are cut out of it, and anything else counts more in the middle.
//!
//! A studio's backdrop is one colour that the light makes brighter on one side: in L*a*b* a plane over the picture, fitted to
//! its border by least squares, twice, the second time without what does not fit. Where most of the border fits, what can be
//! reached from it without leaving that plane is background (seeded region growing: Adams and Bischof 1994).

use super::raster::{Lab, Raster};

/// The border's width, as a part of the shorter side.
const BORDER: usize = 32;
/// How much of the border must fit the plane, and how near: ΔE*ab.
const FITTING: f32 = 0.6;
const FITS: f32 = 8.0;
/// How far background may be from the plane, as multiples of how far the border is from it; and the bounds of that.
const SPREAD: f32 = 3.0;
const NEAREST: f32 = 4.5;
const FARTHEST: f32 = 10.0;
/// Parts of all pixels between which a cut-out makes sense.
const LEAST: f32 = 0.02;
const MOST: f32 = 0.95;
/// What sticks out farther than all but this part is left out of the bounds: a thread, a speck.
const OUTLYING: f32 = 0.004;

/// What the picture is of.
#[derive(Debug)]
pub(super) struct Subject {
    /// How much each pixel counts, 0 to 1.
    pub weights: Vec<f32>,
    /// In pixels: from `x.0` up to, without, `x.1`.
    pub x: (usize, usize),
    pub y: (usize, usize),
    /// It stands before a plain background; then the weights are 0 and 1.
    pub is_cut_out: bool,
}

impl Subject {
    pub fn of(raster: &Raster) -> Self {
        cut_out(raster).unwrap_or_else(|| middle(raster))
    }
}

fn middle(raster: &Raster) -> Subject {
    let (width, height) = (raster.width, raster.height);
    let mut weights = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let from = |at: usize, all: usize| (at as f32 + 0.5) / all as f32 - 0.5;
            let (dx, dy) = (from(x, width), from(y, height));
            // A Gaussian whose standard deviation is three tenths of each side.
            weights.push((-(dx * dx + dy * dy) / 0.18).exp());
        }
    }
    Subject { weights, x: (0, width), y: (0, height), is_cut_out: false }
}

fn cut_out(raster: &Raster) -> Option<Subject> {
    let (width, height) = (raster.width, raster.height);
    let ring = (width.min(height) / BORDER).max(2);
    let is_border = |x: usize, y: usize| {
        x < ring || y < ring || x >= width.saturating_sub(ring) || y >= height.saturating_sub(ring)
    };
    let border: Vec<(usize, usize)> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .filter(|(x, y)| is_border(*x, *y))
        .collect();
    let usual = median(raster, &border);
    let near: Vec<_> =
        border.iter().copied().filter(|(x, y)| raster.at(*x, *y).distance(usual) < 2.5 * FITS).collect();
    let plane = Plane::fit(raster, &near)?;
    let fitting: Vec<_> =
        border.iter().copied().filter(|(x, y)| raster.at(*x, *y).distance(plane.at(*x, *y)) < FITS).collect();
    if (fitting.len() as f32) < FITTING * border.len() as f32 {
        return None;
    }
    let plane = Plane::fit(raster, &fitting)?;
    let squares: f32 =
        fitting.iter().map(|(x, y)| raster.at(*x, *y).distance(plane.at(*x, *y)).powi(2)).sum();
    let spread = (squares / fitting.len() as f32).sqrt();
    let limit = (SPREAD * spread).clamp(NEAREST, FARTHEST);
    let weights = grown(raster, &border, |x, y| raster.at(x, y).distance(plane.at(x, y)) < limit);
    let part = weights.iter().sum::<f32>() / weights.len() as f32;
    if !(LEAST..=MOST).contains(&part) {
        return None;
    }
    let column = |x: usize| (0..height).map(|y| weights[y * width + x]).sum::<f32>();
    let row = |y: usize| weights[y * width..(y + 1) * width].iter().sum::<f32>();
    let x = bounds(&(0..width).map(column).collect::<Vec<_>>());
    let y = bounds(&(0..height).map(row).collect::<Vec<_>>());
    (x.1 - x.0 >= 4 && y.1 - y.0 >= 4).then_some(Subject { weights, x, y, is_cut_out: true })
}

fn median(raster: &Raster, places: &[(usize, usize)]) -> Lab {
    let of = |channel: fn(Lab) -> f32| {
        let mut values: Vec<f32> = places.iter().map(|(x, y)| channel(raster.at(*x, *y))).collect();
        values.sort_unstable_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Lab { l: of(|lab| lab.l), a: of(|lab| lab.a), b: of(|lab| lab.b) }
}

/// Pixels that cannot be reached from the border over background: 1, the others 0.
fn grown(
    raster: &Raster,
    border: &[(usize, usize)],
    is_background: impl Fn(usize, usize) -> bool,
) -> Vec<f32> {
    let (width, height) = (raster.width, raster.height);
    let mut weights = vec![1.0; width * height];
    let mut reached: Vec<(usize, usize)> = Vec::new();
    let mut reach = |x: usize, y: usize, reached: &mut Vec<(usize, usize)>| {
        let weight = &mut weights[y * width + x];
        if *weight > 0.0 && is_background(x, y) {
            *weight = 0.0;
            reached.push((x, y));
        }
    };
    for (x, y) in border {
        reach(*x, *y, &mut reached);
    }
    while let Some((x, y)) = reached.pop() {
        if x > 0 {
            reach(x - 1, y, &mut reached);
        }
        if y > 0 {
            reach(x, y - 1, &mut reached);
        }
        if x + 1 < width {
            reach(x + 1, y, &mut reached);
        }
        if y + 1 < height {
            reach(x, y + 1, &mut reached);
        }
    }
    weights
}

/// Where a line of weights begins and ends, without what lies far out.
fn bounds(sums: &[f32]) -> (usize, usize) {
    let outlying = OUTLYING * sums.iter().sum::<f32>();
    let reach = |sums: &mut dyn Iterator<Item = f32>| {
        let mut all = 0.0;
        sums.take_while(|sum| {
            all += sum;
            all <= outlying
        })
        .count()
    };
    let first = reach(&mut sums.iter().copied());
    let last = sums.len() - reach(&mut sums.iter().rev().copied());
    (first.min(last), last.max(first))
}

/// A colour that changes evenly over the picture: for each channel c + x·dx + y·dy.
struct Plane {
    l: [f32; 3],
    a: [f32; 3],
    b: [f32; 3],
}

impl Plane {
    /// By least squares; `None` where the places do not span a plane.
    fn fit(raster: &Raster, places: &[(usize, usize)]) -> Option<Self> {
        let channel = |of: fn(Lab) -> f32| {
            // Normal equations of three unknowns.
            let mut sums = [[0.0_f64; 4]; 3];
            for (x, y) in places {
                let terms = [1.0, *x as f64, *y as f64];
                let value = f64::from(of(raster.at(*x, *y)));
                for (row, term) in sums.iter_mut().zip(terms) {
                    for (sum, other) in row.iter_mut().zip([terms[0], terms[1], terms[2], value]) {
                        *sum += term * other;
                    }
                }
            }
            solved(sums)
        };
        Some(Self { l: channel(|lab| lab.l)?, a: channel(|lab| lab.a)?, b: channel(|lab| lab.b)? })
    }

    fn at(&self, x: usize, y: usize) -> Lab {
        let of = |[c, dx, dy]: [f32; 3]| c + dx * x as f32 + dy * y as f32;
        Lab { l: of(self.l), a: of(self.a), b: of(self.b) }
    }
}

/// Gauss's elimination with pivots.
fn solved(mut rows: [[f64; 4]; 3]) -> Option<[f32; 3]> {
    for pivot in 0..3 {
        let best = (pivot..3).max_by(|a, b| rows[*a][pivot].abs().total_cmp(&rows[*b][pivot].abs()))?;
        rows.swap(pivot, best);
        if rows[pivot][pivot].abs() < 1e-6 {
            return None;
        }
        let own = rows[pivot].map(|value| value / rows[pivot][pivot]);
        rows[pivot] = own;
        for (other, row) in rows.iter_mut().enumerate() {
            if other != pivot {
                let factor = row[pivot];
                for (value, own) in row.iter_mut().zip(own) {
                    *value -= factor * own;
                }
            }
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "a colour needs no more digits")]
    Some(rows.map(|row| row[3] as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of `size`, by what each pixel is.
    fn picture(size: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Raster {
        let rgb =
            (0..size).flat_map(|y| (0..size).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
        Raster::new(size, size, rgb).expect("a raster")
    }

    fn shade(of: u32) -> u8 {
        u8::try_from(235 - of / 4).expect("a shade")
    }

    #[test]
    fn goods_before_a_backdrop_are_cut_out() {
        let raster = picture(100, |x, y| {
            if (30..60).contains(&x) && (20..80).contains(&y) { [120, 30, 40] } else { [shade(x + y); 3] }
        });
        let subject = Subject::of(&raster);
        assert!(subject.is_cut_out);
        assert_eq!((subject.x, subject.y), ((30, 60), (20, 80)));
        assert_eq!(subject.weights.iter().sum::<f32>(), 1800.0);
    }

    #[test]
    fn a_scene_counts_in_its_middle() {
        let raster = picture(64, |x, y| {
            let number = (x * 7 + y * 13) * 31 % 251;
            [u8::try_from(number).expect("byte"), u8::try_from(250 - number).expect("byte"), 90]
        });
        let subject = Subject::of(&raster);
        assert!(!subject.is_cut_out && subject.x == (0, 64));
        let at = |x: usize, y: usize| subject.weights[y * 64 + x];
        assert!(at(32, 32) > 0.95 && at(0, 0) < 0.1, "{} {}", at(32, 32), at(0, 0));
    }

    #[test]
    fn an_empty_picture_has_no_cut_out() {
        assert!(!Subject::of(&picture(32, |_, _| [200, 200, 200])).is_cut_out);
    }
}
