//! The colours fashion shops sell in: names to pixels, names to families, and the mixing of them.
//!
//! A family is what a customer says ("the blue one") when the label says "navy".

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

/// Name, pixels, family.
const COLOURS: &[(&str, u32, &str)] = &[
    ("white", 0xf8f8f6, "white"),
    ("off-white", 0xf4f1ea, "white"),
    ("ivory", 0xf5efdf, "white"),
    ("cream", 0xf3e9d2, "white"),
    ("ecru", 0xe6dcc5, "beige"),
    ("beige", 0xd9c7a7, "beige"),
    ("oatmeal", 0xd6cbb8, "beige"),
    ("sand", 0xd3bd95, "beige"),
    ("stone", 0xb9b0a0, "beige"),
    ("taupe", 0x8e8174, "brown"),
    ("khaki", 0x8f8560, "green"),
    ("camel", 0xbf8f57, "brown"),
    ("tan", 0xc39a6b, "brown"),
    ("cognac", 0x9a5a2f, "brown"),
    ("chestnut", 0x6f3d2a, "brown"),
    ("chocolate", 0x4b3025, "brown"),
    ("brown", 0x6b4a34, "brown"),
    ("black", 0x1c1c1e, "black"),
    ("charcoal", 0x3c4045, "grey"),
    ("anthracite", 0x303438, "grey"),
    ("slate", 0x5d6873, "grey"),
    ("grey", 0x8d9196, "grey"),
    ("gray", 0x8d9196, "grey"),
    ("heather grey", 0xa9acb0, "grey"),
    ("silver", 0xc3c6ca, "grey"),
    ("navy", 0x1f2d4d, "blue"),
    ("midnight", 0x182238, "blue"),
    ("indigo", 0x33406e, "blue"),
    ("denim", 0x44618a, "blue"),
    ("blue", 0x2e62ad, "blue"),
    ("cobalt", 0x1f4ea8, "blue"),
    ("royal blue", 0x2a4fb4, "blue"),
    ("sky blue", 0x9cc3e3, "blue"),
    ("light blue", 0xa9c6e0, "blue"),
    ("powder blue", 0xb8cfdf, "blue"),
    ("petrol", 0x1d5566, "blue"),
    ("teal", 0x1f7a78, "green"),
    ("turquoise", 0x3fb3b0, "blue"),
    ("mint", 0xa9d6bf, "green"),
    ("sage", 0x9cab8e, "green"),
    ("olive", 0x686b3a, "green"),
    ("moss", 0x5c6b3e, "green"),
    ("green", 0x3a7d4c, "green"),
    ("emerald", 0x0f7354, "green"),
    ("forest", 0x25503b, "green"),
    ("bottle green", 0x1b4434, "green"),
    ("lemon", 0xf3e27a, "yellow"),
    ("yellow", 0xebc441, "yellow"),
    ("mustard", 0xcb9a2d, "yellow"),
    ("ochre", 0xbf862f, "yellow"),
    ("gold", 0xc9a24a, "yellow"),
    ("apricot", 0xf0b183, "orange"),
    ("peach", 0xf3c3a5, "orange"),
    ("orange", 0xdc7a33, "orange"),
    ("rust", 0xa94f2a, "orange"),
    ("terracotta", 0xb9623f, "orange"),
    ("coral", 0xe8796a, "pink"),
    ("salmon", 0xe9967f, "pink"),
    ("blush", 0xe8c4bd, "pink"),
    ("rose", 0xcf8d93, "pink"),
    ("dusty rose", 0xc09094, "pink"),
    ("pink", 0xe59ab3, "pink"),
    ("fuchsia", 0xc32d7c, "pink"),
    ("red", 0xb92b30, "red"),
    ("scarlet", 0xc7352b, "red"),
    ("cherry", 0x9d1f35, "red"),
    ("burgundy", 0x661f30, "red"),
    ("wine", 0x5c2234, "red"),
    ("plum", 0x5e3152, "purple"),
    ("aubergine", 0x41263f, "purple"),
    ("purple", 0x6d4796, "purple"),
    ("mauve", 0xa98aa3, "purple"),
    ("lilac", 0xbfaed4, "purple"),
    ("lavender", 0xc5bade, "purple"),
];

fn entry(name: &str) -> Option<&'static (&'static str, u32, &'static str)> {
    let wanted = name.trim().to_lowercase().replace(['_', '-'], " ");
    COLOURS.iter().find(|(known, ..)| known.replace('-', " ") == wanted)
}

/// The pixels of a fashion colour's English name; case, hyphens and underscores don't matter.
#[must_use]
pub fn colour_rgb(name: &str) -> Option<Rgb> {
    entry(name).map(|&(_, code, _)| Rgb::hex(code))
}

/// The plain colour a customer would call it: navy is blue, rust is orange.
#[must_use]
pub fn colour_family(name: &str) -> Option<&'static str> {
    entry(name).map(|&(_, _, family)| family)
}

/// Every colour name known here, in the order of a colour card.
pub fn colour_names() -> impl Iterator<Item = &'static str> {
    COLOURS.iter().map(|&(name, ..)| name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_many_distinct_and_belong_to_a_family_that_is_itself_a_name() {
        let names: BTreeSet<_> = colour_names().collect();
        assert_eq!(names.len(), COLOURS.len());
        assert!(names.len() >= 40);
        for name in names {
            let family = colour_family(name).expect("every name has a family");
            assert_eq!(colour_family(family), Some(family), "{name}");
        }
    }

    #[test]
    fn spelling_is_forgiving_and_unknown_names_are_not_guessed() {
        assert_eq!(colour_rgb(" Off_White"), colour_rgb("off-white"));
        assert_eq!(colour_rgb("Navy"), Some(Rgb::new(0x1f, 0x2d, 0x4d)));
        assert_eq!(colour_family("rust"), Some("orange"));
        assert_eq!(colour_rgb("moonbeam"), None);
        assert_eq!(colour_family(""), None);
    }

    #[test]
    fn mixing_meets_its_ends() {
        assert_eq!(WHITE.mix(BLACK, 0), WHITE);
        assert_eq!(WHITE.mix(BLACK, 100), BLACK);
        assert_eq!(WHITE.mix(BLACK, 50), Rgb::new(128, 128, 128));
    }
}
