//! The drawing surface: pieces of cloth with colour, pattern, light, folds, seams and stitches on a lit backdrop.
//!
//! Owns the look that all garments share; what depends on the colour alone is in `tones`. Knows no garment. Light comes from the upper left. Softness is made
//! of stacked translucent shapes, because SVG filters are slow to paint.

use std::collections::BTreeSet;

use super::fabric::{self, Pattern};
use super::outline::{lens, mirror};
use super::palette::{BLACK, Rgb, WHITE};
use super::tones::{Dice, Tones};

/// How light falls over a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Light {
    /// A body seen from the front: bright left of the middle, falling off to the right.
    Front,
    /// A limb on the picture's left, and on its right.
    LeftLimb,
    RightLimb,
    /// A flat piece lying on another, such as a collar or a pocket.
    Flat,
    /// Light from above, dark below: shoes, bags, rolls.
    Above,
    /// Seen from within, in its own shadow.
    Within,
}

/// A piece already on the canvas, to be folded, seamed or painted over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece(u32);

/// One soft fold: start, bend, end, and how wide.
pub(super) type Fold = (f64, f64, f64, f64, f64, f64, f64);

pub(super) struct Canvas {
    pub tones: Tones,
    pub dice: Dice,
    pattern: Pattern,
    definitions: String,
    painting: String,
    shadow: String,
    known: BTreeSet<String>,
    pieces: u32,
    floor: Option<(f64, f64)>,
    /// Where the other of a pair stands.
    behind: Option<String>,
    /// Moves and scales the goods to fill the frame.
    placing: &'static str,
}

impl Canvas {
    pub(super) fn new(cloth: Rgb, pattern: Pattern, seed: u64) -> Self {
        Self {
            tones: Tones::of(cloth),
            dice: Dice::new(seed),
            pattern,
            definitions: String::new(),
            painting: String::new(),
            shadow: String::new(),
            known: BTreeSet::new(),
            pieces: 0,
            floor: None,
            behind: None,
            placing: "",
        }
    }

    /// Stands the goods on a floor at `y`, their shadow `half_width` to each side, instead of laying them flat.
    pub(super) fn stand(&mut self, y: f64, half_width: f64) {
        self.floor = Some((y, half_width));
    }

    /// Moves or scales the finished goods, with their shadow, by an SVG transform.
    pub(super) fn place(&mut self, transform: &'static str) {
        self.placing = transform;
    }

    pub(super) fn raw(&mut self, markup: &str) {
        self.painting.push_str(markup);
    }

    pub(super) fn define(&mut self, id: &str, markup: impl FnOnce(&Self) -> String) {
        if self.known.insert(id.to_owned()) {
            let text = markup(self);
            self.definitions.push_str(&text);
        }
    }

    fn outline(&mut self, outline: &str) -> Piece {
        let id = self.pieces;
        self.pieces += 1;
        self.definitions.push_str(&format!("<path id='a{id}' d='{outline}'/>"));
        Piece(id)
    }

    fn paint(&mut self, Piece(id): Piece, attributes: &str) {
        self.painting.push_str(&format!("<use href='#a{id}' {attributes}/>"));
    }

    /// The gradient for a way of being lit, defined on first use.
    fn lit(&mut self, light: Light) -> &'static str {
        let id = match light {
            Light::Front => "lf",
            Light::LeftLimb => "ll",
            Light::RightLimb => "lr",
            Light::Flat => "lo",
            Light::Above => "la",
            Light::Within => "lw",
        };
        self.define(id, |canvas| {
            let (dark, bright) = (canvas.tones.shade, canvas.tones.light);
            let stop = |offset: &str, colour: &str, opacity: f64| {
                format!("<stop offset='{offset}' stop-color='{colour}' stop-opacity='{opacity:.2}'/>")
            };
            let deep = "#0e0c14";
            let (axis, stops) = match light {
                Light::Front => (
                    "x1='0' y1='.1' x2='1' y2='.3'",
                    stop("0", deep, dark * 0.55)
                        + &stop(".12", deep, dark * 0.12)
                        + &stop(".3", "#fff", bright * 0.75)
                        + &stop(".5", "#fff", 0.0)
                        + &stop(".74", deep, dark * 0.25)
                        + &stop("1", deep, dark * 0.92),
                ),
                Light::LeftLimb => (
                    "x1='0' y1='.3' x2='1' y2='.5'",
                    stop("0", deep, dark * 0.5)
                        + &stop(".34", "#fff", bright * 0.8)
                        + &stop(".6", deep, dark * 0.1)
                        + &stop("1", deep, dark * 1.1),
                ),
                Light::RightLimb => (
                    "x1='0' y1='.5' x2='1' y2='.3'",
                    stop("0", deep, dark * 1.05)
                        + &stop(".3", deep, dark * 0.4)
                        + &stop(".52", "#fff", bright * 0.4)
                        + &stop(".72", deep, dark * 0.2)
                        + &stop("1", deep, dark * 1.1),
                ),
                Light::Flat => (
                    "x1='0' y1='0' x2='1' y2='1'",
                    stop("0", "#fff", bright * 0.6)
                        + &stop(".5", "#fff", bright * 0.1)
                        + &stop("1", deep, dark * 0.5),
                ),
                Light::Above => (
                    "x1='.3' y1='0' x2='.5' y2='1'",
                    stop("0", "#fff", bright * 0.9)
                        + &stop(".35", "#fff", bright * 0.15)
                        + &stop(".6", deep, dark * 0.2)
                        + &stop("1", deep, dark * 1.1),
                ),
                Light::Within => (
                    "x1='0' y1='0' x2='0' y2='1'",
                    stop("0", deep, dark * 0.5) + &stop("1", deep, dark * 1.5),
                ),
            };
            format!("<linearGradient id='{id}' {axis}>{stops}</linearGradient>")
        });
        id
    }

    /// The cloth's pattern turned by `grain` degrees, defined on first use; `None` when plain.
    fn woven(&mut self, grain: i32) -> Option<String> {
        let (width, height, content) = fabric::tile(self.pattern, &self.tones)?;
        self.define("w0", |_| {
            format!("<pattern id='w0' width='{width}' height='{height}' patternUnits='userSpaceOnUse'>{content}</pattern>")
        });
        if grain == 0 {
            return Some("w0".to_owned());
        }
        let id = format!("w{}{}", if grain < 0 { "m" } else { "p" }, grain.abs());
        self.define(&id, |_| format!("<pattern id='{id}' href='#w0' patternTransform='rotate({grain})'/>"));
        Some(id)
    }

    /// An outer piece of the garment's own cloth. It throws a shadow on the backdrop.
    pub(super) fn cloth(&mut self, outline: &str, light: Light, grain: i32) -> Piece {
        let piece = self.outline(outline);
        self.shadow.push_str(&format!("<use href='#a{}'/>", piece.0));
        self.dress(piece, light, grain);
        piece
    }

    /// A piece of cloth lying on another, with a small shadow beneath it: a collar, a pocket, a flap.
    pub(super) fn patch(&mut self, outline: &str, light: Light, grain: i32) -> Piece {
        let piece = self.outline(outline);
        let opacity = self.tones.shade * 0.42;
        self.paint(
            piece,
            &format!("fill='none' stroke='#0e0c14' stroke-opacity='{opacity:.2}' stroke-width='6' transform='translate(2 4)'"),
        );
        self.dress(piece, light, grain);
        piece
    }

    /// A piece in a colour other than the cloth's: a sole, a lining, a buckle. `outer` pieces throw a shadow.
    pub(super) fn part(&mut self, outline: &str, colour: Rgb, light: Light, outer: bool) -> Piece {
        let piece = self.outline(outline);
        if outer {
            self.shadow.push_str(&format!("<use href='#a{}'/>", piece.0));
        }
        self.paint(piece, &format!("fill='{}'", colour.css()));
        let lit = self.lit(light);
        let edge = if colour.lightness() < 0.22 { colour.mix(WHITE, 24) } else { colour.mix(BLACK, 45) };
        self.paint(piece, &format!("fill='url(#{lit})' stroke='{}' stroke-width='1.2'", edge.css()));
        piece
    }

    fn dress(&mut self, piece: Piece, light: Light, grain: i32) {
        let cloth = self.tones.cloth.css();
        self.paint(piece, &format!("fill='{cloth}'"));
        if let Some(woven) = self.woven(grain) {
            self.paint(piece, &format!("fill='url(#{woven})'"));
        }
        let lit = self.lit(light);
        let line = self.tones.line.css();
        self.paint(piece, &format!("fill='url(#{lit})' stroke='{line}' stroke-width='1.2'"));
    }

    /// Ribbing over a piece: cuffs, hems, neck bands.
    pub(super) fn rib(&mut self, piece: Piece, grain: i32) {
        let id = format!("r{}{}", if grain < 0 { "m" } else { "p" }, grain.abs());
        self.define(&id, |canvas| {
            let content = fabric::ribs(7, canvas.tones.weave_dark * 1.3, canvas.tones.weave_light);
            format!("<pattern id='{id}' width='7' height='20' patternUnits='userSpaceOnUse' patternTransform='rotate({grain})'>{content}</pattern>")
        });
        self.paint(piece, &format!("fill='url(#{id})'"));
    }

    /// A gradient or pattern that `define` made, over a piece.
    pub(super) fn wash(&mut self, piece: Piece, id: &str) {
        self.paint(piece, &format!("fill='url(#{id})'"));
    }

    /// More light and shade over a piece, at a share of its full strength.
    pub(super) fn relight(&mut self, piece: Piece, light: Light, share: f64) {
        let lit = self.lit(light);
        self.paint(piece, &format!("fill='url(#{lit})' fill-opacity='{share:.2}'"));
    }

    /// Paints `markup` only where the piece is.
    pub(super) fn within(&mut self, Piece(id): Piece, markup: &str) {
        self.define(&format!("c{id}"), |_| format!("<clipPath id='c{id}'><use href='#a{id}'/></clipPath>"));
        self.painting.push_str(&format!("<g clip-path='url(#c{id})'>{markup}</g>"));
    }

    /// Soft folds over a piece: a shadow in each hollow and a light on its ridge. The dice move them a little.
    pub(super) fn folds(&mut self, piece: Piece, folds: &[Fold]) {
        let (mut wide, mut core) = (String::new(), String::new());
        for &(sx, sy, bx, by, ex, ey, width) in folds {
            let (mx, my) = (self.dice.between(-6.0, 6.0), self.dice.between(-6.0, 6.0));
            let width = width * self.dice.between(0.85, 1.15);
            let (start, bend, end) = ((sx, sy), (bx + mx, by + my), (ex + mx, ey + my));
            wide.push_str(&lens(start, bend, end, width));
            core.push_str(&lens(start, bend, end, width * 0.45));
        }
        let (dark, bright) = (self.tones.shade * 0.25, self.tones.light * 0.2);
        // The ridge is the hollow's own shape, moved towards the light.
        let (Piece(hollow), Piece(middle)) = (self.outline(&wide), self.outline(&core));
        self.within(
            piece,
            &format!("<g fill='#fff' fill-opacity='{bright:.2}' transform='translate(-9 -4)'><use href='#a{hollow}'/><use href='#a{middle}'/></g><g fill='#0e0c14' fill-opacity='{dark:.2}'><use href='#a{hollow}'/><use href='#a{middle}'/></g>"),
        );
    }

    /// A sewn seam: a dark groove with light on its lower lip.
    pub(super) fn seam(&mut self, outline: &str) {
        let line = self.tones.line.css();
        let bright = self.tones.light * 0.9;
        self.painting.push_str(&format!(
            "<g fill='none'><path d='{outline}' transform='translate(1 1.5)' stroke='#fff' stroke-opacity='{bright:.2}' stroke-width='1.6'/><path d='{outline}' stroke='{line}' stroke-opacity='.75' stroke-width='1.6'/></g>"
        ));
    }

    /// A seam and its twin on the other side.
    pub(super) fn seams(&mut self, outline: &str) {
        self.seam(&format!("{outline}{}", mirror(outline)));
    }

    /// Top stitching in thread of `colour`.
    pub(super) fn stitch_in(&mut self, outline: &str, colour: Rgb) {
        self.painting.push_str(&format!(
            "<path d='{outline}' fill='none' stroke='{}' stroke-opacity='.8' stroke-width='1.5' stroke-dasharray='5 3.5'/>",
            colour.css()
        ));
    }

    pub(super) fn stitch(&mut self, outline: &str) {
        self.stitch_in(outline, self.tones.line);
    }

    /// The same stitching on both sides.
    pub(super) fn stitches(&mut self, outline: &str) {
        self.stitch(&format!("{outline}{}", mirror(outline)));
    }

    /// A band of cloth sewn flat within `piece`, whose edge it must not leave: a placket, a button band.
    pub(super) fn band(&mut self, piece: Piece, outline: &str) -> Piece {
        self.shade_along(piece, outline, 16.0);
        let band = self.outline(outline);
        self.dress(band, Light::Flat, 0);
        band
    }

    /// A soft dark line, for the shadow beside an edge.
    pub(super) fn shade_along(&mut self, piece: Piece, outline: &str, width: f64) {
        let dark = self.tones.shade * 0.32;
        let half = width * 0.45;
        self.within(
            piece,
            &format!("<g fill='none' stroke='#0e0c14' stroke-opacity='{dark:.3}'><path d='{outline}' stroke-width='{width}'/><path d='{outline}' stroke-width='{half:.1}'/></g>"),
        );
    }

    /// Sewn-on buttons of radius `radius` at the given places.
    pub(super) fn buttons(&mut self, places: &[(f64, f64)], radius: f64) {
        self.define("bt", |canvas| {
            let (face, rim) = (canvas.tones.trim.css(), canvas.tones.trim.mix(BLACK, 50).css());
            let hole = canvas.tones.trim.mix(BLACK, 65).css();
            format!("<g id='bt'><circle cx='1.2' cy='2' r='10.4' fill='#000' fill-opacity='.28'/><circle r='10' fill='{face}' stroke='{rim}' stroke-width='1.4'/><circle r='6.6' fill='none' stroke='{rim}' stroke-opacity='.45'/><path d='M-7-3A8 8 0 0 1 0-8' fill='none' stroke='#fff' stroke-opacity='.6' stroke-width='1.6'/><g fill='{hole}'><circle cx='-2' cy='-2' r='1.2'/><circle cx='2' cy='-2' r='1.2'/><circle cx='-2' cy='2' r='1.2'/><circle cx='2' cy='2' r='1.2'/></g></g>")
        });
        let scale = radius / 10.0;
        for (x, y) in places {
            self.painting.push_str(&format!(
                "<use href='#bt' transform='translate({x:.0} {y:.0}) scale({scale:.2})'/>"
            ));
        }
    }

    /// A zip fastener down (or along) an open path.
    pub(super) fn zip(&mut self, outline: &str, width: f64) {
        let tape = self.tones.cloth.mix(BLACK, if self.tones.pale { 18 } else { 34 }).css();
        let teeth = width * 0.45;
        self.painting.push_str(&format!(
            "<g fill='none'><path d='{outline}' stroke='{tape}' stroke-width='{width}'/><path d='{outline}' stroke='#b9bbc0' stroke-width='{teeth:.1}' stroke-dasharray='2.6 2'/></g>"
        ));
    }

    /// Starts a group that `paint_group` can paint again elsewhere, such as the other shoe of a pair.
    pub(super) fn pair(&mut self, behind: &str, draw: impl FnOnce(&mut Self)) {
        self.behind = Some(behind.to_owned());
        let before = std::mem::take(&mut self.painting);
        let shadow = std::mem::take(&mut self.shadow);
        draw(self);
        let one = std::mem::replace(&mut self.painting, before);
        let silhouette = std::mem::replace(&mut self.shadow, shadow);
        self.definitions.push_str(&format!("<g id='one'>{one}</g><g id='sil'>{silhouette}</g>"));
        self.shadow.push_str(&format!("<use href='#sil'/><use href='#sil' transform='{behind}'/>"));
        self.painting.push_str(&format!(
            "<g transform='{behind}'><use href='#one'/><use href='#sil' fill='#0e0c14' opacity='.16'/></g><use href='#one'/>"
        ));
    }

    /// The finished picture.
    pub(super) fn finish(self) -> String {
        // Pale goods stand on a darker backdrop, or their edges would be lost.
        let (top, bottom) = if self.tones.pale {
            (Rgb::new(0xdd, 0xda, 0xd6), Rgb::new(0xb9, 0xb4, 0xae))
        } else {
            (Rgb::new(0xf4, 0xf2, 0xef), Rgb::new(0xd8, 0xd4, 0xce))
        };
        let ground = match self.floor {
            Some((y, half)) => {
                let second = match &self.behind {
                    Some(behind) => format!("<use href='#fs' transform='{behind}' opacity='.7'/>"),
                    None => String::new(),
                };
                format!(
                    "<radialGradient id='fl'><stop offset='0' stop-color='#2a2420' stop-opacity='.5'/><stop offset='.55' stop-color='#2a2420' stop-opacity='.2'/><stop offset='1' stop-color='#2a2420' stop-opacity='0'/></radialGradient>{second}<ellipse id='fs' cx='310' cy='{y}' rx='{half}' ry='{:.0}' fill='url(#fl)'/>",
                    half * 0.13
                )
            }
            // Many faint rims make an edge that looks blurred.
            None => {
                [60, 50, 41, 33, 26, 19, 13, 8, 3]
                    .iter()
                    .map(|width| format!("<use href='#sh' stroke-width='{width}'/>"))
                    .fold(String::from("<g transform='translate(9 17)'>"), |all, rim| all + &rim)
                    + "</g>"
            }
        };
        let sweep = match self.floor {
            // The studio's paper sweep: wall turns into floor without an edge.
            Some((y, _)) => format!(
                "<linearGradient id='sw' x1='0' y1='0' x2='0' y2='1'><stop offset='0' stop-color='#fff' stop-opacity='0'/><stop offset='.25' stop-color='#fff' stop-opacity='.3'/><stop offset='1' stop-color='#fff' stop-opacity='.05'/></linearGradient><path d='M0 {0:.0}H600V800H0z' fill='url(#sw)'/>",
                y - 150.0
            ),
            None => String::new(),
        };
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 600 800' width='600' height='800'><defs><radialGradient id='bd' cx='.36' cy='.24' r='.95'><stop offset='0' stop-color='{}'/><stop offset='1' stop-color='{}'/></radialGradient>{}<g id='sh' fill='#2a2420' stroke='#2a2420' stroke-linejoin='round' opacity='.021'>{}</g></defs><path d='M0 0H600V800H0z' fill='url(#bd)'/>{sweep}<g stroke-linejoin='round' transform='{}'>{ground}{}</g></svg>",
            top.css(),
            bottom.css(),
            self.definitions,
            self.shadow,
            self.placing,
            self.painting
        )
    }
}
