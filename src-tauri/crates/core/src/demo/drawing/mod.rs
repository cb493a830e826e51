//! Pictures of garments, drawn as SVG in the manner of a calm studio photograph.
//!
//! The demo shop's goods have these instead of photographs. A picture is a pure function of its
//! [`GarmentSpec`]; it uses no filter, script, text, font or outside file, so it paints fast anywhere an
//! `<img>` does. Nothing here knows a product, a price or the database.
//!
//! `outline` is geometry, `canvas` is light and cloth, `fabric` is patterns; a family of garments has a
//! file each, and `torso` holds what upper-body garments share.

mod accessories;
mod bottoms;
mod canvas;
mod dresses;
mod fabric;
mod outerwear;
mod outline;
mod palette;
mod shoes;
mod tones;
mod tops;
mod torso;

pub use fabric::Pattern;
pub use palette::{Rgb, colour_names, colour_rgb};

use canvas::Canvas;

/// What can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GarmentKind {
    TShirt,
    LongSleeve,
    Shirt,
    Blouse,
    Sweater,
    Cardigan,
    Hoodie,
    Jacket,
    Coat,
    Blazer,
    Trousers,
    Jeans,
    Shorts,
    Skirt,
    Dress,
    MaxiDress,
    Jumpsuit,
    Sneaker,
    Boot,
    Sandal,
    Bag,
    Scarf,
    /// A felt hat; a beanie when the pattern is a knit.
    Hat,
    Belt,
    Socks,
    Sunglasses,
}

impl GarmentKind {
    pub const ALL: [Self; 26] = [
        Self::TShirt,
        Self::LongSleeve,
        Self::Shirt,
        Self::Blouse,
        Self::Sweater,
        Self::Cardigan,
        Self::Hoodie,
        Self::Jacket,
        Self::Coat,
        Self::Blazer,
        Self::Trousers,
        Self::Jeans,
        Self::Shorts,
        Self::Skirt,
        Self::Dress,
        Self::MaxiDress,
        Self::Jumpsuit,
        Self::Sneaker,
        Self::Boot,
        Self::Sandal,
        Self::Bag,
        Self::Scarf,
        Self::Hat,
        Self::Belt,
        Self::Socks,
        Self::Sunglasses,
    ];
}

/// One picture to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GarmentSpec {
    pub kind: GarmentKind,
    pub colour: Rgb,
    pub pattern: Pattern,
    /// Moves the folds a little, so that two of a kind don't look stamped.
    pub seed: u64,
}

/// The picture as a whole SVG document, 600 by 800, the same for the same spec.
#[must_use]
pub fn garment_svg(spec: &GarmentSpec) -> String {
    let mut canvas = Canvas::new(spec.colour, spec.pattern, spec.seed);
    let on = &mut canvas;
    match spec.kind {
        GarmentKind::TShirt => tops::t_shirt(on),
        GarmentKind::LongSleeve => tops::long_sleeve(on),
        GarmentKind::Shirt => tops::shirt(on),
        GarmentKind::Blouse => tops::blouse(on),
        GarmentKind::Sweater => tops::sweater(on),
        GarmentKind::Cardigan => tops::cardigan(on),
        GarmentKind::Hoodie => tops::hoodie(on),
        GarmentKind::Jacket => outerwear::jacket(on),
        GarmentKind::Coat => outerwear::coat(on),
        GarmentKind::Blazer => outerwear::blazer(on),
        GarmentKind::Trousers => bottoms::trousers(on),
        GarmentKind::Jeans => bottoms::jeans(on, spec.pattern),
        GarmentKind::Shorts => bottoms::shorts(on),
        GarmentKind::Skirt => bottoms::skirt(on),
        GarmentKind::Dress => dresses::dress(on),
        GarmentKind::MaxiDress => dresses::maxi_dress(on),
        GarmentKind::Jumpsuit => dresses::jumpsuit(on),
        GarmentKind::Sneaker => shoes::sneaker(on),
        GarmentKind::Boot => shoes::boot(on),
        GarmentKind::Sandal => shoes::sandal(on),
        GarmentKind::Bag => accessories::bag(on),
        GarmentKind::Scarf => accessories::scarf(on),
        GarmentKind::Hat => accessories::hat(on, spec.pattern),
        GarmentKind::Belt => accessories::belt(on),
        GarmentKind::Socks => shoes::socks(on),
        GarmentKind::Sunglasses => accessories::sunglasses(on),
    }
    canvas.finish()
}

#[cfg(test)]
mod tests;
