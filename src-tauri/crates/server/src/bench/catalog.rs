//! The owner's catalog: search as it is typed, filters, windows anywhere in the list, and the first question after a
//! change; through the API's own router.

use anyhow::Context;
use serde::Serialize;
use serde_json::Value;

use super::queries::timed;
use super::times::{Percentiles, Times};
use crate::app::App;

/// What is typed, letter by letter.
const TYPED: [&str; 10] = [
    "linen dress",
    "bx-0123",
    "navy",
    "wool coat",
    "2000100",
    "relaxed shirt m",
    "jumpsuit",
    "organic",
    "Boxwood hoodie",
    "sky blue",
];

const FILTERS: [&str; 10] = [
    "in_stock=true&sort=stock_low",
    "colour=blue&size=M",
    "missing=cost",
    "status=all&sort=updated",
    "price_min=5000&price_max=9000&sort=price_low",
    "brand=Boxwood&sort=newest",
    "tag=linen%7Csilk&in_stock=true",
    "search=shirt&colour=navy&in_stock=true",
    "search=b&sort=price_high",
    "sort=stock_high",
];

/// Milliseconds of each kind of question.
#[derive(Debug, Serialize)]
pub struct CatalogSearch {
    /// Each letter of each text, over products and over variants in turn.
    pub as_you_type: Percentiles,
    /// Of those, texts of one and two letters.
    pub one_or_two_letters: Percentiles,
    pub filters: Percentiles,
    /// Windows of 100 rows anywhere in the whole list of variants.
    pub windows: Percentiles,
    /// The first question after a price was changed.
    pub after_a_change: Percentiles,
}

/// # Errors
/// When a request fails.
pub async fn search(app: &App, count: usize) -> anyhow::Result<CatalogSearch> {
    let router = app.in_process_router();
    // The catalog is learned when the program starts; nobody waits for that with the first letter.
    timed(&router, "/api/v1/products?limit=1").await?;
    let (mut typed, mut short) = (Times::default(), Times::default());
    for n in 0..count.div_ceil(40).max(1) {
        for text in TYPED {
            for end in 1..=text.len() {
                let words: String = form_urlencoded::byte_serialize(&text.as_bytes()[..end]).collect();
                let rows = if n % 2 == 0 { "products" } else { "variants" };
                let time = timed(&router, &format!("/api/v1/{rows}?search={words}&limit=50")).await?.1;
                typed.add(time);
                if end <= 2 {
                    short.add(time);
                }
            }
        }
    }
    let (mut filters, mut windows, mut changes) = (Times::default(), Times::default(), Times::default());
    for filter in FILTERS.iter().cycle().take(count) {
        filters.add(timed(&router, &format!("/api/v1/products?{filter}&limit=50")).await?.1);
    }
    let all = "/api/v1/variants?status=all&limit=100";
    let total = total(&timed(&router, all).await?.0)?;
    for n in 0..count {
        // Jumps over the whole list, never twice to the same place.
        let offset = n * 7919 % total.max(1);
        windows.add(timed(&router, &format!("{all}&offset={offset}")).await?.1);
    }
    for n in 0..count.div_ceil(10) {
        let path = format!("{all}&offset={}", n * 104_729 % total.max(1));
        let rows = timed(&router, &path).await?.0;
        reprice(app, &rows["items"][0]).await?;
        changes.add(timed(&router, &path).await?.1);
    }
    Ok(CatalogSearch {
        as_you_type: typed.percentiles()?,
        one_or_two_letters: short.percentiles()?,
        filters: filters.percentiles()?,
        windows: windows.percentiles()?,
        after_a_change: changes.percentiles()?,
    })
}

fn total(window: &Value) -> anyhow::Result<usize> {
    Ok(usize::try_from(window["total"].as_u64().context("the total")?)?)
}

/// Makes a variant one cent dearer.
async fn reprice(app: &App, row: &Value) -> anyhow::Result<()> {
    let variant = row["id"].as_str().context("a variant")?.parse()?;
    let product = row["product_id"].as_str().context("a product")?.parse()?;
    let price = row["price"]["amount"].as_i64().context("a price")? + 1;
    let change = haberdash_core::catalog::VariantChange {
        price_minor: Some(price),
        ..haberdash_core::catalog::VariantChange::of(variant)
    };
    app.database().write(move |tx| haberdash_core::catalog::edit_variants(tx, product, &[change])).await?;
    Ok(())
}
