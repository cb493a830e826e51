//! Sizes that say their system: "UK 10", "EU 38", "7.5 US". Whether a shop's own size is the one that a customer asked for, and what
//! the usual tables put beside it.
//!
//! A shop's bare "10" is the shop's own: nobody knows in which system. It is never taken for a "UK 10".

/// The systems that are told apart. Letters and bare numbers are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    Eu,
    Uk,
    Us,
}

impl Region {
    const fn mark(self) -> &'static str {
        match self {
            Self::Eu => "EU",
            Self::Uk => "UK",
            Self::Us => "US",
        }
    }

    /// "EU", "european", "eur".
    pub fn of_word(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "eu" | "eur" | "european" => Some(Self::Eu),
            "uk" | "british" => Some(Self::Uk),
            "us" | "usa" | "american" => Some(Self::Us),
            _ => None,
        }
    }
}

/// A size with its system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    pub region: Region,
    /// In halves: "7.5" is 15.
    halves: u32,
}

/// Whether a size of a shop's is the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    Same,
    Other,
    /// The one says a system and the other says none, or another one.
    Unsure,
}

/// What a table is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Shoes(Option<Worn>),
    Clothes(Worn),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worn {
    Women,
    Men,
}

/// "7", "7.5", "7,5" in halves.
fn halves(text: &str) -> Option<u32> {
    let (whole, half) = match text.split_once(['.', ',']) {
        Some((whole, "5")) => (whole, 1),
        Some((whole, "0")) => (whole, 0),
        Some(_) => return None,
        None => (text, 0),
    };
    let is_number = (1..=2).contains(&whole.len()) && whole.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| whole.parse::<u32>().ok().map(|whole| whole * 2 + half)).flatten()
}

/// A size that says its system: the mark before it or after it, and nothing else.
pub fn marked(text: &str) -> Option<Marked> {
    let text = text.trim();
    let first_digit = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let bare = |part: &str| part.trim_matches(|c: char| c.is_whitespace() || "-:/()".contains(c)).to_owned();
    let (before, after) = (bare(&text[..first_digit]), bare(&text[end..]));
    let word = match (before.is_empty(), after.is_empty()) {
        (false, true) => before,
        (true, false) => after,
        _ => return None,
    };
    Some(Marked { region: Region::of_word(&word)?, halves: halves(&text[first_digit..end])? })
}

/// As it is written: "UK 10".
pub fn label(region: Region, value: &str) -> String {
    format!("{} {value}", region.mark())
}

/// Whether a shop's `own` size is the one that was `asked` for. A number without a system means the shop's own, whatever the shop's
/// sizes are marked with.
pub fn fit(own: &str, asked: &str) -> Fit {
    let same = |a: &str, b: &str| a.trim().eq_ignore_ascii_case(b.trim());
    match (marked(own), marked(asked)) {
        _ if same(own, asked) => Fit::Same,
        (Some(own), Some(asked)) if own == asked => Fit::Same,
        (Some(own), Some(asked)) if own.region == asked.region => Fit::Other,
        (_, Some(_)) => Fit::Unsure,
        (Some(own), None) if halves(asked.trim()) == Some(own.halves) => Fit::Same,
        _ => Fit::Other,
    }
}

pub fn is_same(own: &str, asked: &str) -> bool {
    fit(own, asked) == Fit::Same
}

/// What a product is, by its category and title: "Women > Dresses", "Running Shoes for men".
fn made(category: &str, title: &str) -> Option<Made> {
    const SHOES: &[&str] = &[
        "shoe",
        "shoes",
        "footwear",
        "sneaker",
        "sneakers",
        "trainers",
        "boot",
        "boots",
        "sandal",
        "sandals",
        "loafer",
        "loafers",
        "heels",
        "pumps",
        "slippers",
        "espadrilles",
        "clogs",
        "mules",
        "schuhe",
        "stiefel",
        "sandalen",
        "zapatos",
        "zapatillas",
        "botas",
        "chaussures",
        "bottes",
        "baskets",
        "sapatos",
        "tenis",
        "scarpe",
        "stivali",
    ];
    const WOMEN: &[&str] = &[
        "women", "womens", "woman", "ladies", "damen", "femme", "femmes", "mujer", "mujeres", "mulher",
        "mulheres", "donna", "donne",
    ];
    const MEN: &[&str] = &[
        "men", "mens", "man", "herren", "homme", "hommes", "hombre", "hombres", "homem", "homens", "uomo",
        "uomini",
    ];
    const CHILDREN: &[&str] =
        &["kids", "children", "child", "boys", "girls", "baby", "kinder", "enfants", "bambini"];
    /// What only women's sizes are counted for.
    const DRESSES: &[&str] = &["dress", "dresses", "skirt", "skirts", "blouse", "blouses"];
    /// What men's sizes are counted for by the chest.
    const JACKETS: &[&str] = &[
        "suit",
        "suits",
        "jacket",
        "jackets",
        "blazer",
        "blazers",
        "coat",
        "coats",
        "waistcoat",
        "waistcoats",
    ];
    let name = format!("{category} {title}").to_lowercase();
    let has = |known: &[&str]| name.split(|c: char| !c.is_alphanumeric()).any(|word| known.contains(&word));
    if has(CHILDREN) {
        return None;
    }
    let worn = match (has(WOMEN), has(MEN)) {
        (true, false) => Some(Worn::Women),
        (false, true) => Some(Worn::Men),
        _ => None,
    };
    if has(SHOES) {
        return Some(Made::Shoes(worn));
    }
    match worn {
        Some(Worn::Men) => has(JACKETS).then_some(Made::Clothes(Worn::Men)),
        Some(Worn::Women) => Some(Made::Clothes(Worn::Women)),
        None => has(DRESSES).then_some(Made::Clothes(Worn::Women)),
    }
}

/// Where a size lies on a scale that all systems of its kind share, in hundredths; `None`: it has no place there.
///
/// - Shoes, in EU sizes, by the lengths that ISO/TS 19407:2015 (conversion of sizing systems of footwear) counts them by: a Paris point is
///   2/3 cm of the last, a British size 1/3 inch and size 0 lies 25 of them up, so EU = 1.27 × (UK + 25). US men's sizes are 1 above
///   the British ones. US women's are 2 above in most charts, between 1½ and 2½ in others.
/// - Women's clothes, in EU (German) sizes: EU = UK + 28 and US = UK − 4, as most retailers' charts have it. No standard says so: BS
///   3666:1982 and EN 13402-3 size by the body's measurements, and by those a maker's 10 may be another's 8 or 12.
/// - Men's jackets by the chest: EN 13402-3's half girth in centimetres, in Britain and the US the girth in inches: EU = UK + 10.
fn place(made: Made, size: Marked) -> Option<u32> {
    let halves = size.halves;
    let (range, place) = match (made, size.region) {
        (Made::Shoes(_), Region::Eu) => (66..=104, halves * 50),
        (Made::Shoes(_), Region::Uk) => (4..=32, british(halves)),
        (Made::Shoes(Some(Worn::Men)), Region::Us) => (8..=34, british(halves.saturating_sub(2))),
        (Made::Shoes(Some(Worn::Women)), Region::Us) => (8..=28, british(halves.saturating_sub(4))),
        (Made::Shoes(None), Region::Us) => return None,
        (Made::Clothes(Worn::Women), Region::Eu) => (64..=104, halves * 50),
        (Made::Clothes(Worn::Women), Region::Uk) => (8..=48, halves * 50 + 2_800),
        (Made::Clothes(Worn::Women), Region::Us) => (0..=40, halves * 50 + 3_200),
        (Made::Clothes(Worn::Men), Region::Eu) => (80..=128, halves * 50),
        (Made::Clothes(Worn::Men), Region::Uk | Region::Us) => (60..=108, halves * 50 + 1_000),
    };
    range.contains(&halves).then_some(place)
}

/// A British shoe size, given in halves, as hundredths of an EU size.
const fn british(halves: u32) -> u32 {
    (halves + 50) * 127 / 2
}

/// Hundredths of a size that two sizes may lie apart and still stand beside each other in the tables.
const BESIDE: u32 = 50;

/// Those of a product's `own` sizes that the usual tables put beside the one that was `asked` for. Makers differ: it is a hint and never
/// the same size. Empty where no table can tell.
pub fn beside<'a>(
    category: &str,
    title: &str,
    asked: &str,
    own: impl Iterator<Item = &'a str>,
) -> Vec<&'a str> {
    let Some((made, asked)) = made(category, title).zip(marked(asked)) else { return Vec::new() };
    let Some(wanted) = place(made, asked) else { return Vec::new() };
    let mut sizes: Vec<&str> = Vec::new();
    for size in own {
        let near = marked(size)
            .filter(|own| own.region != asked.region)
            .and_then(|own| place(made, own))
            .is_some_and(|there| there.abs_diff(wanted) <= BESIDE);
        if near && !sizes.contains(&size) {
            sizes.push(size);
        }
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_says_its_system_before_or_after() {
        for (text, region, halves) in [
            ("UK 10", Region::Uk, 20),
            ("10 uk", Region::Uk, 20),
            ("EU38", Region::Eu, 76),
            ("US-7.5", Region::Us, 15),
            ("7,5 US", Region::Us, 15),
            ("38 (EU)", Region::Eu, 76),
        ] {
            assert_eq!(marked(text), Some(Marked { region, halves }), "{text}");
        }
        for text in ["10", "M", "UK", "UK M", "IT 42", "35-38", "UK 10 / EU 38", "500 ml", "UK 110", ""] {
            assert_eq!(marked(text), None, "{text}");
        }
    }

    #[test]
    fn a_bare_size_is_the_shop_s_own() {
        for (own, asked, expected) in [
            ("UK 10", "UK 10", Fit::Same),
            ("10 UK", "UK 10", Fit::Same),
            ("UK 12", "UK 10", Fit::Other),
            ("10", "UK 10", Fit::Unsure),
            ("M", "UK 10", Fit::Unsure),
            ("EU 38", "UK 10", Fit::Unsure),
            ("EU 10", "UK 10", Fit::Unsure),
            ("UK 10", "10", Fit::Same),
            ("UK 12", "10", Fit::Other),
            ("10", "10", Fit::Same),
            ("m", "M", Fit::Same),
            ("M", "L", Fit::Other),
        ] {
            assert_eq!(fit(own, asked), expected, "{own} for {asked}");
        }
    }

    #[test]
    fn tables_put_sizes_beside_each_other() {
        let shoes: &[&str] =
            &["EU 37", "EU 38", "EU 39", "EU 40", "EU 41", "EU 42", "EU 43", "EU 44", "EU 45"];
        let dresses: &[&str] = &["EU 34", "EU 36", "EU 38", "EU 40"];
        for (category, title, asked, own, expected) in [
            ("Women > Shoes", "Court Shoe", "UK 5", shoes, &["EU 38"][..]),
            ("Shoes", "Trail Runner", "UK 8", shoes, &["EU 42"]),
            ("Men > Shoes", "Trail Runner", "US 9", shoes, &["EU 42"]),
            ("Women > Shoes", "Trail Runner", "US 7", shoes, &["EU 38"]),
            ("Shoes", "Trail Runner", "US 9", shoes, &[]),
            ("Women > Dresses", "Linen Dress", "UK 10", dresses, &["EU 38"]),
            ("Dresses", "Linen Dress", "US 6", dresses, &["EU 38"]),
            ("Women > Dresses", "Linen Dress", "UK 99", dresses, &[]),
            ("Men > Jackets", "Wool Blazer", "UK 38", &["EU 46", "EU 48"], &["EU 48"]),
            ("Girls > Dresses", "Linen Dress", "UK 10", dresses, &[]),
            ("Bags", "Tote", "UK 10", dresses, &[]),
            ("Women > Dresses", "Linen Dress", "UK 10", &["38", "M"], &[]),
        ] {
            let found = beside(category, title, asked, own.iter().copied());
            assert_eq!(found, expected, "{title}, {asked}");
        }
    }
}
