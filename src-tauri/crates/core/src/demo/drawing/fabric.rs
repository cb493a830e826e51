//! Cloth: the tiles that stripe, check, print and weave a garment.
//!
//! A tile is drawn over the plain colour and leaves most of it to be seen, so that "the navy one" stays navy.

use super::palette::{BLACK, Rgb, WHITE};
use super::tones::Tones;

/// What is woven, knitted or printed into the cloth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pattern {
    Plain,
    Stripes,
    Pinstripe,
    Check,
    Tartan,
    Dots,
    Floral,
    Denim,
    Knit,
    Rib,
    Herringbone,
    Corduroy,
}

impl Pattern {
    pub const ALL: [Self; 12] = [
        Self::Plain,
        Self::Stripes,
        Self::Pinstripe,
        Self::Check,
        Self::Tartan,
        Self::Dots,
        Self::Floral,
        Self::Denim,
        Self::Knit,
        Self::Rib,
        Self::Herringbone,
        Self::Corduroy,
    ];
}

/// Width, height and content of the pattern's tile; `None` for plain cloth.
pub(super) fn tile(pattern: Pattern, tones: &Tones) -> Option<(u32, u32, String)> {
    let ink = tones.ink.css();
    let (dark, light) = (tones.weave_dark, tones.weave_light);
    let tile = match pattern {
        Pattern::Plain => return None,
        Pattern::Stripes => (40, 34, format!("<path d='M0 0h40v12H0z' fill='{ink}' fill-opacity='.92'/>")),
        Pattern::Pinstripe => (22, 40, format!("<path d='M0 0h2v40H0z' fill='{ink}' fill-opacity='.7'/>")),
        Pattern::Check => (
            44,
            44,
            format!(
                "<path d='M0 0h20v44H0zM0 0h44v20H0z' fill='{ink}' fill-opacity='.12'/><path d='M0 0h20v44H0z' fill='{ink}' fill-opacity='.34'/><path d='M0 0h44v20H0z' fill='{ink}' fill-opacity='.34'/>"
            ),
        ),
        Pattern::Tartan => {
            let (line, shade) =
                (tones.accent.css(), if tones.pale { ink.clone() } else { "#000".to_owned() });
            (
                96,
                96,
                format!(
                    "<g fill='{shade}' fill-opacity='.3'><path d='M0 0h30v96H0z'/><path d='M0 0h96v30H0z'/></g><g fill='{ink}' fill-opacity='.5'><path d='M62 0h4v96h-4z'/><path d='M0 62h96v4H0z'/></g><g fill='{line}' fill-opacity='.75'><path d='M14 0h3v96h-3z'/><path d='M0 14h96v3H0z'/></g>"
                ),
            )
        }
        Pattern::Dots => (
            36,
            36,
            format!(
                "<g fill='{ink}' fill-opacity='.92'><circle cx='9' cy='9' r='4.6'/><circle cx='27' cy='27' r='4.6'/></g>"
            ),
        ),
        Pattern::Floral => (92, 92, floral(tones)),
        Pattern::Denim => (
            6,
            6,
            format!(
                "<path d='M-1 7L7-1M-1 1L1-1M5 7L7 5' stroke='#fff' stroke-width='1.1' stroke-opacity='{light}'/><path d='M2 7L8 1M-1 4L4-1' stroke='#000' stroke-width='1' stroke-opacity='{dark}'/>"
            ),
        ),
        Pattern::Knit => (
            14,
            11,
            format!(
                "<path d='M0 1L7 8L14 1M0 12L7 19L14 12M0-10L7-3L14-10' fill='none' stroke='#000' stroke-width='2.2' stroke-opacity='{dark}'/><path d='M0 4L7 11L14 4M0-7L7 0L14-7' fill='none' stroke='#fff' stroke-width='1.6' stroke-opacity='{light}'/>"
            ),
        ),
        Pattern::Rib => (9, 20, ribs(9, dark, light)),
        Pattern::Herringbone => (
            28,
            10,
            format!(
                "<path d='M0-4L14 10L28-4M0 6L14 20L28 6M0-14L14 0L28-14' fill='none' stroke='#000' stroke-width='2.4' stroke-opacity='{dark}'/><path d='M0 1L14 15L28 1M0-9L14 5L28-9' fill='none' stroke='#fff' stroke-width='2.4' stroke-opacity='{light}'/>"
            ),
        ),
        Pattern::Corduroy => (8, 20, ribs(8, dark, light)),
    };
    Some(tile)
}

/// Vertical ribs `width` units apart.
pub(super) fn ribs(width: u32, dark: f64, light: f64) -> String {
    let valley = width - 3;
    format!(
        "<path d='M0 0h3v20H0z' fill='#fff' fill-opacity='{light}'/><path d='M{valley} 0h3v20h-3z' fill='#000' fill-opacity='{dark}'/>"
    )
}

/// Scattered five-petalled flowers with leaves, two sizes.
fn floral(tones: &Tones) -> String {
    let (petal, second, leaf) = (tones.ink.css(), tones.accent.css(), tones.leaf.css());
    let petals: String = (0..5)
        .map(|index| {
            let (sine, cosine) = (f64::from(index) * std::f64::consts::TAU / 5.0 + 0.3).sin_cos();
            format!("<circle cx='{:.1}' cy='{:.1}' r='6'/>", 8.4 * cosine, 8.4 * sine)
        })
        .collect();
    format!(
        "<defs><g id='fw'>{petals}<circle r='4' fill='#d9a441'/></g></defs><path d='M24 26q16 4 20 20q-16-2-20-20M24 26q-14 2-16 16q14-2 16-16M70 70q12 0 18 12q-14 2-18-12M70 70q2-14 14-18q2 12-14 18' fill='{leaf}'/><g fill='{petal}'><use href='#fw' x='24' y='24'/><use href='#fw' transform='translate(68 20) scale(.5)'/></g><use href='#fw' transform='translate(70 70) scale(.78)' fill='{second}'/>"
    )
}

/// The colour a print is made in, so that it shows on the cloth and suits it.
pub(super) fn ink(cloth: Rgb) -> Rgb {
    if cloth.lightness() > 0.62 {
        // A deep shade of the cloth's own hue; near-greys get navy.
        let spread = i16::from(cloth.red) - i16::from(cloth.blue);
        if spread.abs() < 34 { Rgb::new(0x2a, 0x38, 0x58) } else { cloth.mix(BLACK, 62) }
    } else {
        Rgb::new(0xf5, 0xf0, 0xe6)
    }
}

/// A second print colour that stands beside the first.
pub(super) fn accent(cloth: Rgb) -> Rgb {
    let warm = cloth.red > cloth.blue;
    let base = if warm { Rgb::new(0x2f, 0x4a, 0x6b) } else { Rgb::new(0xd0, 0x6a, 0x55) };
    if cloth.lightness() < 0.4 { base.mix(WHITE, if warm { 55 } else { 30 }) } else { base }
}
