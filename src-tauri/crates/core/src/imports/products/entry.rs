//! What an entry of the file says of a product, tidied. Looks at no shop.

use super::{Picture, Rules};
use crate::catalog::{NewVariant, sku};
use crate::imports::incoming::{IncomingProduct, IncomingVariant, Said};
use crate::imports::{ImageRule, StockRule};

/// What an entry is called in lists.
pub(in super::super) fn title(product: &IncomingProduct) -> String {
    let said = [&product.title, &product.handle];
    let named = said.iter().find_map(|text| text.value().filter(|text| !text.trim().is_empty()));
    let sku = || product.variants.iter().find_map(|variant| variant.sku.value());
    named.or_else(sku).cloned().unwrap_or_default()
}

pub(super) fn filled(said: &Said<String>) -> Option<&str> {
    said.value().map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// Its own handle, else the one that its title makes: so the same file finds the same product again.
pub(super) fn handle(incoming: &IncomingProduct) -> Option<String> {
    match filled(&incoming.handle) {
        Some(handle) => Some(handle.to_owned()),
        None => filled(&incoming.title).map(sku::slug).filter(|slug| !slug.is_empty()),
    }
}

pub(super) fn new_variant(rules: &Rules, incoming: &IncomingVariant, price: i64) -> NewVariant {
    NewVariant {
        sku: filled(&incoming.sku).map(str::to_owned),
        barcode: filled(&incoming.barcode).map(str::to_owned),
        values: incoming.values.clone(),
        compare_at: incoming.compare_at.value().map(|minor| rules.money(*minor)),
        cost_minor: incoming.cost.value().copied(),
        weight_grams: incoming.weight_grams.value().copied(),
        allow_backorder: incoming.allow_backorder.value().copied().unwrap_or_default(),
        ..NewVariant::priced(rules.money(price))
    }
}

/// How many pieces the place is to have. Below zero no shelf can be: some programs count what they oversold.
pub(super) fn pieces(rules: &Rules, variant: &IncomingVariant) -> Option<i64> {
    if rules.options.stock == StockRule::Ignore || rules.location.is_none() {
        return None;
    }
    variant.stock.value().map(|pieces| (*pieces).max(0))
}

pub(super) fn pictures(rules: &Rules, incoming: &IncomingProduct) -> Vec<Picture> {
    if rules.options.images == ImageRule::Ignore {
        return Vec::new();
    }
    let mut pictures: Vec<Picture> = Vec::new();
    for image in &incoming.images {
        let variant =
            incoming.variants.iter().position(|variant| variant.image_url.as_deref() == Some(&image.url));
        pictures.push(Picture { url: image.url.clone(), alt: image.alt.clone(), variant });
    }
    for (place, variant) in incoming.variants.iter().enumerate() {
        if let Some(url) = &variant.image_url
            && !pictures.iter().any(|picture| picture.url == *url)
        {
            pictures.push(Picture { url: url.clone(), alt: String::new(), variant: Some(place) });
        }
    }
    pictures
}

/// "Women>Dresses" and "Women > Dresses" are the same path.
pub(super) fn path(text: &str) -> String {
    let parts: Vec<&str> = text.split('>').map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(" > ")
}
