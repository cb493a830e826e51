//! The upper body's shared parts: the trunk with its neck opening, sleeves, cuffs, hem bands, lapels.
//!
//! Measures are viewBox units from the middle line, for the picture's right side; the left is mirrored.

use super::canvas::{Canvas, Light, Piece};
use super::outline::{mirror, symmetric};

#[derive(Clone, Copy)]
pub(super) enum Neck {
    /// Rounded, `depth` below the shoulder line.
    Crew(f64),
    /// Pointed, `depth` below the shoulder line.
    Vee(f64),
}

pub(super) struct Torso {
    pub neck: Neck,
    pub neck_width: f64,
    pub neck_y: f64,
    pub shoulder: (f64, f64),
    pub underarm: (f64, f64),
    pub waist: (f64, f64),
    pub hem: (f64, f64),
    /// How far the hem's middle hangs below its ends.
    pub drop: f64,
}

pub(super) enum Sleeve {
    /// Outer and inner corner of the hem.
    Short { outer: (f64, f64), inner: (f64, f64) },
    /// Wrist from the middle line (outer, inner) and its height.
    Long { outer: f64, inner: f64, wrist: f64 },
}

impl Torso {
    fn neckline(&self) -> String {
        let (width, top) = (self.neck_width, self.neck_y);
        match self.neck {
            Neck::Crew(depth) => format!(
                "M300 {:.0}C{:.0} {:.0} {:.0} {:.0} {:.0} {top}",
                top + depth,
                300.0 + width * 0.62,
                top + depth,
                300.0 + width * 0.92,
                top + depth * 0.55,
                300.0 + width
            ),
            Neck::Vee(depth) => format!(
                "M300 {:.0}C{:.0} {:.0} {:.0} {:.0} {:.0} {top}",
                top + depth,
                300.0 + width * 0.36,
                top + depth * 0.62,
                300.0 + width * 0.84,
                top + depth * 0.34,
                300.0 + width
            ),
        }
    }

    fn half(&self) -> String {
        let (sx, sy) = (300.0 + self.shoulder.0, self.shoulder.1);
        let (ux, uy) = (300.0 + self.underarm.0, self.underarm.1);
        let (wx, wy) = (300.0 + self.waist.0, self.waist.1);
        let (hx, hy) = (300.0 + self.hem.0, self.hem.1);
        let (upper, lower) = ((wy - uy) * 0.5, (hy - wy) * 0.5);
        format!(
            "{}L{sx} {sy}C{:.0} {:.0} {:.0} {:.0} {ux} {uy}C{:.0} {:.0} {wx} {:.0} {wx} {wy}C{wx} {:.0} {:.0} {:.0} {hx} {hy}Q{:.0} {:.0} 300 {:.0}",
            self.neckline(),
            sx - 16.0,
            sy + 48.0,
            ux - 8.0,
            uy - 44.0,
            ux - 4.0,
            uy + upper * 0.7,
            wy - upper,
            wy + lower,
            hx - (self.hem.0 - self.waist.0) * 0.25,
            hy - lower * 0.7,
            300.0 + self.hem.0 * 0.5,
            hy + self.drop,
            hy + self.drop
        )
    }

    /// The trunk's closed outline.
    pub(super) fn outline(&self) -> String {
        symmetric(&self.half())
    }

    /// The whole neckline, open, from left shoulder to right.
    pub(super) fn whole_neckline(&self) -> String {
        let right = self.neckline();
        format!("{right}{}", mirror(&right))
    }

    /// The back of the garment seen through the neck opening, with its label.
    pub(super) fn back_of_neck(&self, canvas: &mut Canvas) {
        let (left, right) = (300.0 - self.neck_width, 300.0 + self.neck_width);
        let top = self.neck_y;
        let depth = match self.neck {
            Neck::Crew(depth) | Neck::Vee(depth) => depth,
        };
        let inside = canvas.tones.inside;
        let outline = format!(
            "M{left} {top}Q300 {:.0} {right} {top}L{:.0} {:.0}L300 {:.0}L{:.0} {:.0}Z",
            top + 20.0,
            right - 4.0,
            top + depth * 0.45,
            top + depth + 14.0,
            left + 4.0,
            top + depth * 0.45
        );
        canvas.part(&outline, inside, Light::Within, true);
        let label = inside.mix(super::palette::WHITE, if canvas.tones.pale { 70 } else { 45 }).css();
        canvas.raw(&format!(
            "<path d='M284 {0:.0}h32v15h-32z' fill='{label}'/><path d='M291 {1:.0}h18' stroke='#000' stroke-opacity='.35' stroke-width='1.6'/>",
            top + 16.0,
            top + 23.5
        ));
    }

    /// A band around the neckline, ribbed or bound.
    pub(super) fn neck_band(&self, canvas: &mut Canvas, width: f64, ribbed: bool) {
        // One ring: the front of the neckline and the back's edge above it.
        let back = self.neck_y + 10.0;
        let ring = symmetric(&format!(
            "{}Q{:.0} {back:.0} 300 {back:.0}",
            self.neckline(),
            300.0 + self.neck_width * 0.5
        ));
        let front = self.whole_neckline();
        let tones = &canvas.tones;
        let (cloth, edge, outer) = (tones.cloth.css(), tones.line.css(), width + 3.0);
        let ribs = if ribbed {
            let dark = tones.weave_dark * 1.3;
            format!("<path d='{front}' stroke='#000' stroke-opacity='{dark:.2}' stroke-dasharray='2 4.5'/>")
        } else {
            String::new()
        };
        canvas.raw(&format!(
            "<g fill='none' stroke-linejoin='round' stroke-width='{width}'><path d='{ring}' stroke='{edge}' stroke-width='{outer:.1}'/><path d='{ring}' stroke='{cloth}'/>{ribs}</g>"
        ));
    }

    fn sleeve_outline(&self, sleeve: &Sleeve) -> String {
        let (sx, sy) = (300.0 + self.shoulder.0, self.shoulder.1);
        let (ux, uy) = (300.0 + self.underarm.0, self.underarm.1);
        match *sleeve {
            Sleeve::Short { outer, inner } => {
                let (ox, oy) = (300.0 + outer.0, outer.1);
                let (ix, iy) = (300.0 + inner.0, inner.1);
                format!(
                    "M{:.0} {:.0}C{:.0} {:.0} {:.0} {:.0} {ox} {oy}Q{:.0} {:.0} {ix} {iy}C{:.0} {:.0} {:.0} {:.0} {:.0} {:.0}Z",
                    sx - 14.0,
                    sy - 4.0,
                    sx + 26.0,
                    sy + 8.0,
                    ox - 34.0,
                    oy - 90.0,
                    (ox + ix) * 0.5 + 4.0,
                    (oy + iy) * 0.5 + 8.0,
                    ix - 8.0,
                    iy - 18.0,
                    ux + 6.0,
                    uy + 8.0,
                    ux - 14.0,
                    uy - 16.0
                )
            }
            Sleeve::Long { outer, inner, wrist } => {
                let (ox, ix) = (300.0 + outer, 300.0 + inner);
                format!(
                    "M{:.0} {:.0}C{:.0} {:.0} {:.0} {:.0} {:.0} {:.0}C{:.0} {:.0} {:.0} {:.0} {ox} {wrist}Q{:.0} {:.0} {ix} {:.0}C{:.0} {:.0} {:.0} {:.0} {:.0} {:.0}Z",
                    sx - 14.0,
                    sy - 4.0,
                    sx + 34.0,
                    sy + 10.0,
                    sx + 46.0,
                    sy + 84.0,
                    sx + (ox - sx) * 0.62,
                    sy + (wrist - sy) * 0.45,
                    sx + (ox - sx) * 0.86,
                    sy + (wrist - sy) * 0.62,
                    ox - 3.0,
                    wrist - 70.0,
                    (ox + ix) * 0.5,
                    wrist + 12.0,
                    wrist + 8.0,
                    ix - 8.0,
                    wrist - 120.0,
                    ux + 14.0,
                    uy + 90.0,
                    ux - 12.0,
                    uy - 14.0
                )
            }
        }
    }

    /// Both sleeves with their folds; drawn before the trunk, whose armholes cover their tops.
    pub(super) fn sleeves(&self, canvas: &mut Canvas, sleeve: &Sleeve) {
        let right = self.sleeve_outline(sleeve);
        let grain = if matches!(sleeve, Sleeve::Short { .. }) { 22 } else { 7 };
        let (sx, sy) = self.shoulder;
        let (ux, uy) = self.underarm;
        let (light, other) = (Light::RightLimb, Light::LeftLimb);
        for (outline, light, grain, side) in
            [(mirror(&right), other, grain, -1.0), (right, light, -grain, 1.0)]
        {
            let piece = canvas.cloth(&outline, light, grain);
            let at = |x: f64| 300.0 + side * x;
            match *sleeve {
                Sleeve::Short { outer, inner } => {
                    canvas.folds(
                        piece,
                        &[
                            (
                                at(ux - 4.0),
                                uy - 10.0,
                                at(ux + 22.0),
                                uy - 40.0,
                                at(sx + 26.0),
                                sy + 40.0,
                                10.0,
                            ),
                            (at(ux + 4.0), uy + 8.0, at(ux + 36.0), uy - 10.0, at(sx + 58.0), sy + 84.0, 8.0),
                        ],
                    );
                    let hem = format!(
                        "M{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}",
                        at(outer.0 - 5.0),
                        outer.1 - 14.0,
                        at((outer.0 + inner.0) * 0.5),
                        (outer.1 + inner.1) * 0.5 - 6.0,
                        at(inner.0 - 6.0),
                        inner.1 - 14.0
                    );
                    canvas.stitch(&hem);
                }
                Sleeve::Long { outer, inner, wrist } => {
                    let elbow = sy + (wrist - sy) * 0.52;
                    let middle = (outer + inner) * 0.5;
                    canvas.folds(
                        piece,
                        &[
                            (at(ux), uy + 6.0, at(ux + 24.0), uy - 26.0, at(sx + 30.0), sy + 60.0, 11.0),
                            (
                                at(ux + 12.0),
                                elbow - 26.0,
                                at(middle - 10.0),
                                elbow - 12.0,
                                at(middle + 26.0),
                                elbow - 34.0,
                                9.0,
                            ),
                            (
                                at(ux + 20.0),
                                elbow + 14.0,
                                at(middle - 2.0),
                                elbow + 30.0,
                                at(middle + 22.0),
                                elbow + 8.0,
                                10.0,
                            ),
                            (
                                at(middle - 26.0),
                                wrist - 60.0,
                                at(middle),
                                wrist - 44.0,
                                at(middle + 24.0),
                                wrist - 62.0,
                                8.0,
                            ),
                            (
                                at(middle + 6.0),
                                elbow + 40.0,
                                at(middle + 14.0),
                                wrist - 130.0,
                                at(middle + 4.0),
                                wrist - 90.0,
                                8.0,
                            ),
                        ],
                    );
                }
            }
        }
    }

    /// Bands at both wrists, `height` tall; ribbed for knits, buttoned for shirts.
    pub(super) fn cuffs(
        &self,
        canvas: &mut Canvas,
        outer: f64,
        inner: f64,
        wrist: f64,
        height: f64,
        ribbed: bool,
    ) {
        let squeeze = if ribbed { 5.0 } else { 0.0 };
        let right = format!(
            "M{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}L{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}Z",
            300.0 + outer,
            wrist - 2.0,
            300.0 + (outer + inner) * 0.5,
            wrist + 12.0,
            300.0 + inner,
            wrist + 5.0,
            300.0 + inner + squeeze,
            wrist + height + 7.0,
            300.0 + (outer + inner) * 0.5,
            wrist + height + 13.0,
            300.0 + outer - squeeze,
            wrist + height
        );
        for (outline, light) in [(mirror(&right), Light::LeftLimb), (right, Light::RightLimb)] {
            let piece = canvas.cloth(&outline, light, 0);
            if ribbed {
                canvas.rib(piece, 0);
            }
        }
        if !ribbed {
            let (left, right) = (300.0 - outer + 16.0, 300.0 + outer - 16.0);
            canvas.buttons(&[(left, wrist + height * 0.6), (right, wrist + height * 0.6)], 5.0);
        }
    }

    /// A ribbed band below the hem.
    pub(super) fn hem_band(&self, canvas: &mut Canvas, height: f64) {
        let (hx, hy, drop) = (self.hem.0, self.hem.1, self.drop);
        let outline = symmetric(&format!(
            "M300 {:.0}Q{:.0} {:.0} {:.0} {hy}L{:.0} {:.0}Q{:.0} {:.0} 300 {:.0}",
            hy + drop,
            300.0 + hx * 0.5,
            hy + drop,
            300.0 + hx,
            300.0 + hx - 7.0,
            hy + height,
            300.0 + hx * 0.5,
            hy + height + drop,
            hy + height + drop
        ));
        let piece = canvas.cloth(&outline, Light::Front, 0);
        canvas.rib(piece, 0);
    }

    /// The trunk with armhole seams and the folds every worn body has.
    pub(super) fn trunk(&self, canvas: &mut Canvas) -> Piece {
        let piece = canvas.cloth(&self.outline(), Light::Front, 0);
        let (ux, uy) = self.underarm;
        let (wx, wy) = self.waist;
        let (hx, hy) = self.hem;
        let long = hy - wy;
        canvas.folds(
            piece,
            &[
                (302.0 - ux, uy - 4.0, 300.0 - ux * 0.74, uy - 22.0, 300.0 - ux * 0.5, uy - 74.0, 12.0),
                (298.0 + ux, uy - 4.0, 300.0 + ux * 0.76, uy - 20.0, 300.0 + ux * 0.52, uy - 66.0, 12.0),
                (300.0 - ux, uy + 16.0, 300.0 - ux * 0.8, uy + 40.0, 300.0 - ux * 0.66, uy + 120.0, 13.0),
                (300.0 + ux, uy + 12.0, 300.0 + ux * 0.78, uy + 50.0, 300.0 + ux * 0.62, uy + 150.0, 15.0),
                (
                    300.0 - wx * 0.62,
                    wy - 10.0,
                    300.0 - wx * 0.66,
                    wy + long * 0.5,
                    300.0 - hx * 0.56,
                    hy + 4.0,
                    16.0,
                ),
                (
                    300.0 + wx * 0.5,
                    wy - 40.0,
                    300.0 + wx * 0.62,
                    wy + long * 0.4,
                    300.0 + hx * 0.58,
                    hy + 4.0,
                    18.0,
                ),
                (
                    300.0 + wx * 0.1,
                    wy + 24.0,
                    300.0 + wx * 0.2,
                    wy + long * 0.6,
                    300.0 + hx * 0.14,
                    hy + 6.0,
                    13.0,
                ),
            ],
        );
        piece
    }

    /// The armhole seams, over sleeves and trunk.
    pub(super) fn armholes(&self, canvas: &mut Canvas) {
        let (sx, sy) = (300.0 + self.shoulder.0, self.shoulder.1);
        let (ux, uy) = (300.0 + self.underarm.0, self.underarm.1);
        canvas.seams(&format!(
            "M{sx} {sy}C{:.0} {:.0} {:.0} {:.0} {ux} {uy}",
            sx - 16.0,
            sy + 48.0,
            ux - 8.0,
            uy - 44.0
        ));
    }

    /// A line of stitching `up` above the hem.
    pub(super) fn hem_stitch(&self, canvas: &mut Canvas, up: f64) {
        let y = self.hem.1 - up;
        canvas.stitch(&format!(
            "M{:.0} {y:.0}Q300 {:.0} {:.0} {y:.0}",
            302.0 - self.hem.0,
            y + self.drop * 2.0,
            298.0 + self.hem.0
        ));
    }
}
