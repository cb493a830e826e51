//! The demo shop's goods, written by hand: what a small fashion shop in a European town would carry.

mod accessories;
mod men;
mod shoes;
mod women;

use super::drawing::{GarmentKind, Pattern};

/// One product as it stands in the assortment, before it is split into variants.
pub(super) struct Goods {
    pub title: &'static str,
    pub brand: &'static str,
    /// "Women > Dresses".
    pub category: &'static str,
    pub kind: GarmentKind,
    pub pattern: Pattern,
    pub material: &'static str,
    pub care: &'static str,
    pub season: &'static str,
    pub tags: &'static [&'static str],
    /// Euro cents.
    pub price: i64,
    /// The price before a reduction, in euro cents.
    pub was: Option<i64>,
    pub sizes: Sizes,
    /// Names that [`super::drawing::colour_rgb`] knows.
    pub colours: &'static [&'static str],
    pub description: &'static str,
}

/// Which sizes a product comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sizes {
    /// XS to XL.
    Letters,
    /// S to XXL.
    MenLetters,
    /// EU dress sizes.
    Dress,
    /// Waist in inches.
    Waist,
    ShoesWomen,
    ShoesMen,
    Socks,
    /// No size option at all.
    One,
}

impl Sizes {
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::Letters => &["XS", "S", "M", "L", "XL"],
            Self::MenLetters => &["S", "M", "L", "XL", "XXL"],
            Self::Dress => &["34", "36", "38", "40", "42", "44"],
            Self::Waist => &["29", "30", "31", "32", "33", "34", "36"],
            Self::ShoesWomen => &["36", "37", "38", "39", "40", "41"],
            Self::ShoesMen => &["41", "42", "43", "44", "45", "46"],
            Self::Socks => &["35-38", "39-42", "43-46"],
            Self::One => &[],
        }
    }
}

const WASH_30: &str = "Machine wash at 30 °C, line dry, iron warm";
const WASH_40: &str = "Machine wash at 40 °C, tumble dry low";
const HAND_WASH: &str = "Hand wash cold, dry flat, do not tumble dry";
const DRY_CLEAN: &str = "Dry clean only";
const WIPE: &str = "Wipe with a damp cloth, keep away from direct heat";

/// The whole assortment.
pub(super) fn all() -> impl Iterator<Item = &'static Goods> {
    women::GOODS.iter().chain(men::GOODS).chain(shoes::GOODS).chain(accessories::GOODS)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::drawing::colour_rgb;
    use super::*;

    #[test]
    fn the_assortment_is_whole() {
        let titles: HashSet<&str> = all().map(|goods| goods.title).collect();
        assert_eq!(titles.len(), all().count());
        assert!((58..=64).contains(&titles.len()), "{}", titles.len());
        let variants: usize =
            all().map(|goods| goods.colours.len() * goods.sizes.values().len().max(1)).sum();
        assert!((700..=900).contains(&variants), "{variants}");
        for goods in all() {
            for colour in goods.colours {
                assert!(colour_rgb(colour).is_some(), "{}: {colour}", goods.title);
            }
            assert!(goods.price > 0 && goods.was.is_none_or(|was| was > goods.price), "{}", goods.title);
            assert!(goods.category.contains(" > ") && goods.description.len() > 40, "{}", goods.title);
        }
    }
}
