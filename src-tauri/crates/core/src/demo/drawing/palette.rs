//! The colours fashion shops sell in: names to pixels, and the mixing of them. Which family a name belongs to ("the blue
//! one" when the label says "navy") is [`crate::catalog::colour`]'s to say.

/// A colour in sRGB, eight bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

impl Rgb {
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    const fn hex(code: u32) -> Self {
        let [_, red, green, blue] = code.to_be_bytes();
        Self { red, green, blue }
    }

    /// `#rrggbb`.
    #[must_use]
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// How light the colour looks, 0 (black) to 1 (white): the luma weights of Rec. 601.
    #[must_use]
    pub fn lightness(self) -> f64 {
        (0.299 * f64::from(self.red) + 0.587 * f64::from(self.green) + 0.114 * f64::from(self.blue)) / 255.0
    }

    /// This colour with `percent` of `other` in it.
    #[must_use]
    pub fn mix(self, other: Self, percent: u8) -> Self {
        let share = u16::from(percent.min(100));
        let blend = |from: u8, to: u8| {
            let sum = u16::from(from) * (100 - share) + u16::from(to) * share;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self {
            red: blend(self.red, other.red),
            green: blend(self.green, other.green),
            blue: blend(self.blue, other.blue),
        }
    }
}

pub(super) const WHITE: Rgb = Rgb::hex(0x00ff_ffff);
pub(super) const BLACK: Rgb = Rgb::hex(0x0000_0000);

/// Name and pixels.
const COLOURS: &[(&str, u32)] = &[
    ("white", 0xf8f8f6),
    ("off-white", 0xf4f1ea),
    ("ivory", 0xf5efdf),
    ("cream", 0xf3e9d2),
    ("ecru", 0xe6dcc5),
    ("beige", 0xd9c7a7),
    ("oatmeal", 0xd6cbb8),
    ("sand", 0xd3bd95),
    ("stone", 0xb9b0a0),
    ("taupe", 0x8e8174),
    ("khaki", 0x8f8560),
    ("camel", 0xbf8f57),
    ("tan", 0xc39a6b),
    ("cognac", 0x9a5a2f),
    ("chestnut", 0x6f3d2a),
    ("chocolate", 0x4b3025),
    ("brown", 0x6b4a34),
    ("black", 0x1c1c1e),
    ("charcoal", 0x3c4045),
    ("anthracite", 0x303438),
    ("slate", 0x5d6873),
    ("grey", 0x8d9196),
    ("gray", 0x8d9196),
    ("heather grey", 0xa9acb0),
    ("silver", 0xc3c6ca),
    ("navy", 0x1f2d4d),
    ("midnight", 0x182238),
    ("indigo", 0x33406e),
    ("denim", 0x44618a),
    ("blue", 0x2e62ad),
    ("cobalt", 0x1f4ea8),
    ("royal blue", 0x2a4fb4),
    ("sky blue", 0x9cc3e3),
    ("light blue", 0xa9c6e0),
    ("powder blue", 0xb8cfdf),
    ("petrol", 0x1d5566),
    ("teal", 0x1f7a78),
    ("turquoise", 0x3fb3b0),
    ("mint", 0xa9d6bf),
    ("sage", 0x9cab8e),
    ("olive", 0x686b3a),
    ("moss", 0x5c6b3e),
    ("green", 0x3a7d4c),
    ("emerald", 0x0f7354),
    ("forest", 0x25503b),
    ("bottle green", 0x1b4434),
    ("lemon", 0xf3e27a),
    ("yellow", 0xebc441),
    ("mustard", 0xcb9a2d),
    ("ochre", 0xbf862f),
    ("gold", 0xc9a24a),
    ("apricot", 0xf0b183),
    ("peach", 0xf3c3a5),
    ("orange", 0xdc7a33),
    ("rust", 0xa94f2a),
    ("terracotta", 0xb9623f),
    ("coral", 0xe8796a),
    ("salmon", 0xe9967f),
    ("blush", 0xe8c4bd),
    ("rose", 0xcf8d93),
    ("dusty rose", 0xc09094),
    ("pink", 0xe59ab3),
    ("fuchsia", 0xc32d7c),
    ("red", 0xb92b30),
    ("scarlet", 0xc7352b),
    ("cherry", 0x9d1f35),
    ("burgundy", 0x661f30),
    ("wine", 0x5c2234),
    ("plum", 0x5e3152),
    ("aubergine", 0x41263f),
    ("purple", 0x6d4796),
    ("mauve", 0xa98aa3),
    ("lilac", 0xbfaed4),
    ("lavender", 0xc5bade),
];

/// The pixels of a fashion colour's English name; case, hyphens and underscores don't matter.
#[must_use]
pub fn colour_rgb(name: &str) -> Option<Rgb> {
    let wanted = name.trim().to_lowercase().replace(['_', '-'], " ");
    let known = COLOURS.iter().find(|(known, _)| known.replace('-', " ") == wanted);
    known.map(|&(_, code)| Rgb::hex(code))
}

/// Every colour name known here, in the order of a colour card.
pub fn colour_names() -> impl Iterator<Item = &'static str> {
    COLOURS.iter().map(|&(name, _)| name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_many_distinct_and_found_by_their_family() {
        let names: BTreeSet<_> = colour_names().collect();
        assert_eq!(names.len(), COLOURS.len());
        assert!(names.len() >= 40);
        for name in names {
            let family = crate::catalog::colour::family(name);
            assert!(family.is_some_and(|family| crate::catalog::colour::matches(family, name)), "{name}");
        }
    }

    #[test]
    fn spelling_is_forgiving_and_unknown_names_are_not_guessed() {
        assert_eq!(colour_rgb(" Off_White"), colour_rgb("off-white"));
        assert_eq!(colour_rgb("Navy"), Some(Rgb::new(0x1f, 0x2d, 0x4d)));
        assert_eq!(colour_rgb("moonbeam"), None);
    }

    #[test]
    fn mixing_meets_its_ends() {
        assert_eq!(WHITE.mix(BLACK, 0), WHITE);
        assert_eq!(WHITE.mix(BLACK, 100), BLACK);
        assert_eq!(WHITE.mix(BLACK, 50), Rgb::new(128, 128, 128));
    }
}
