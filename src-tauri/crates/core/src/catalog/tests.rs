mod categories;
mod editing;
mod matrix;
mod pictures;

use std::sync::Arc;

use proptest::prelude::*;

use super::finder::{CatalogFilter, Finder};
use super::*;
use crate::clock::ManualClock;
use crate::clock::Timestamp;
use crate::database::Options;
use crate::database::WriteTx;
use crate::error::Code;
use crate::money::Currency;
use crate::money::Money;
use crate::page::PageRequest;
use crate::stock::{self, MovementReason, Wanted};
use crate::{Database, Error};

fn open() -> (tempfile::TempDir, Database) {
    let dir = tempfile::tempdir().expect("dir");
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000)));
    let database =
        Database::open(dir.path(), Options { id_seed: Some(1), ..Options::new(clock) }).expect("open");
    (dir, database)
}

pub(super) fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

/// A product that is nowhere stored.
pub(super) fn some_product(title: &str) -> Product {
    Product {
        id: Id::first_at(Timestamp::from_millis(1)),
        handle: sku::slug(title),
        title: title.into(),
        description: String::new(),
        brand: String::new(),
        category: String::new(),
        category_id: None,
        material: String::new(),
        care: String::new(),
        season: String::new(),
        tags: Vec::new(),
        status: ProductStatus::Active,
        tax_class: "standard".into(),
        publish_at: None,
        created_at: Timestamp::from_millis(1),
        updated_at: Timestamp::from_millis(1),
        version: 1,
    }
}

/// Its first variant.
pub(super) fn some_variant(product: &Product, values: &[&str]) -> Variant {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    let new = NewVariant { values, ..NewVariant::priced(eur(1000)) };
    Variant { position: 1, ..new.variant(Id::first_at(Timestamp::from_millis(2)), product.id) }
}

/// `variants`: "size colour price pieces", separated by commas.
fn goods(handle: &str, title: &str, material: &str, variants: &str) -> (NewProduct, Vec<i64>) {
    let mut new = NewProduct {
        handle: handle.into(),
        title: title.into(),
        description: String::new(),
        brand: "Linden".into(),
        category: "Women > Clothes".into(),
        material: material.into(),
        care: String::new(),
        season: String::new(),
        tags: Vec::new(),
        status: ProductStatus::Active,
        options: vec!["Size".into(), "Color".into()],
        ..NewProduct::default()
    };
    let mut pieces = Vec::new();
    for (i, text) in variants.split(", ").enumerate() {
        let [size, colour, price, count] = text.split(' ').collect::<Vec<_>>()[..] else { panic!("{text}") };
        new.variants.push(NewVariant {
            sku: Some(format!("{handle}-{i}")),
            values: vec![size.into(), colour.replace('_', " ")],
            ..NewVariant::priced(eur(price.parse().expect("price")))
        });
        pieces.push(count.parse().expect("count"));
    }
    (new, pieces)
}

fn shop() -> (tempfile::TempDir, Database) {
    let (dir, database) = open();
    database
        .write_blocking(|tx| {
            let location = stock::add_location(tx, "Shop")?;
            for (new, pieces) in [
                goods(
                    "linen-dress",
                    "Linen midi dress",
                    "100% linen",
                    "s Navy 8900 3, m Navy 8900 0, m Sage 8900 2",
                ),
                goods("wrap-dress", "Wrap dress", "60% viscose, 40% linen", "S Black 6500 1, M Black 6500 5"),
                goods("linen-shirt", "Shirt", "100% linen", "M White 4900 9, L Dusty_Rose 4500 2"),
                goods("old-dress", "Old dress", "cotton", "M Navy 100 9"),
                goods("cafe-shirt", "Café t-shirt", "cotton", "XXS Blue 1900 0"),
            ] {
                let status = if new.handle == "old-dress" { ProductStatus::Archived } else { new.status };
                let id = create_product(tx, &NewProduct { status, ..new })?;
                for (variant, count) in detail(tx.sql(), id)?.variants.iter().zip(pieces) {
                    if count > 0 {
                        let wanted =
                            Wanted { location_id: Some(location.id), ..Wanted::anywhere(variant.id, count) };
                        stock::put(tx, &wanted, MovementReason::Opening, None, "", None)?;
                    }
                }
            }
            Ok(())
        })
        .expect("shop");
    (dir, database)
}

fn query(words: &str) -> ProductQuery {
    ProductQuery {
        words: words.split_whitespace().map(str::to_owned).collect(),
        limit: 10,
        ..ProductQuery::default()
    }
}

#[test]
fn products_are_found_by_words_and_by_what_one_variant_is() {
    let (_dir, database) = shop();
    let mut wrong: Vec<String> = Vec::new();
    let mut check = |query: ProductQuery, expected: &str| {
        let hits = database.read_blocking(|c| Searcher::default().products(c, &query)).expect("search");
        let text: Vec<String> = hits
            .iter()
            .map(|hit| {
                let variants: Vec<String> = hit
                    .variants
                    .iter()
                    .map(|v| {
                        format!("{} {}", v.size.as_deref().unwrap_or("-"), v.colour.as_deref().unwrap_or("-"))
                    })
                    .collect();
                format!("{} {} [{}]", hit.product.handle, hit.words_matched, variants.join(", "))
            })
            .collect();
        if text.join("; ") != expected {
            wrong.push(format!("{query:?}\n got {}\n not {expected}", text.join("; ")));
        }
    };
    let linen = "linen-dress 2 [S navy, M navy, M sage]; wrap-dress 2 [S black, M black]";
    // Those with fewer of the words come after.
    let some_linen = format!("{linen}; linen-shirt 1 [M white, L dusty rose]");
    check(query("linen dress"), &some_linen);
    check(query("Dresses, LINEN!"), &some_linen);
    check(query("dress in linen"), &some_linen);
    check(query("shirts"), "cafe-shirt 1 [XXS blue]; linen-shirt 1 [M white, L dusty rose]");
    check(query("cafe"), "cafe-shirt 1 [XXS blue]");
    // No product has both words: the one with more of them, then the one they say more about.
    check(
        query("linen trousers"),
        "linen-dress 1 [S navy, M navy, M sage]; linen-shirt 1 [M white, L dusty rose]; wrap-dress 1 [S black, M black]",
    );
    check(query("trousers"), "");
    check(
        ProductQuery { size: Some("m".into()), ..query("dress") },
        "wrap-dress 1 [M black]; linen-dress 1 [M navy, M sage]",
    );
    check(
        ProductQuery { size: Some("M".into()), in_stock_only: true, ..query("linen dress") },
        "linen-dress 2 [M sage]; wrap-dress 2 [M black]; linen-shirt 1 [M white]",
    );
    check(
        ProductQuery { colours: vec!["blue".into()], ..query("") },
        "cafe-shirt 0 [XXS blue]; linen-dress 0 [S navy, M navy]",
    );
    check(
        ProductQuery { colours: vec!["navy".into()], in_stock_only: true, ..query("") },
        "linen-dress 0 [S navy]",
    );
    check(
        ProductQuery { colours: vec!["pink".into(), "sage".into()], ..query("") },
        "linen-shirt 0 [L dusty rose]; linen-dress 0 [M sage]",
    );
    check(
        ProductQuery { material: Some("viscose".into()), ..query("dress") },
        "wrap-dress 1 [S black, M black]",
    );
    check(
        ProductQuery { price_max: Some(eur(4500)), ..query("shirt") },
        "cafe-shirt 1 [XXS blue]; linen-shirt 1 [L dusty rose]",
    );
    check(ProductQuery { price_min: Some(eur(4501)), ..query("shirt") }, "linen-shirt 1 [M white]");
    check(ProductQuery { price_max: Some(Money::new(9900, Currency::USD)), ..query("shirt") }, "");
    check(
        ProductQuery { price_max: Some(eur(5000)), in_stock_only: true, ..query("") },
        "linen-shirt 0 [M white, L dusty rose]",
    );
    check(ProductQuery { limit: 1, ..query("") }, "cafe-shirt 0 [XXS blue]");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_sorts_by_title_filters_and_finds_by_the_start_of_words_and_by_code() {
    let (_dir, database) = shop();
    let finder = Finder::default();
    let window = |filter: CatalogFilter, offset, limit| {
        database.read_blocking(|c| finder.products(c, &filter, None, offset, limit)).expect("list")
    };
    let titles = |text: Option<&str>, status, in_stock: bool| {
        let filter = CatalogFilter {
            search: text.map(Into::into),
            status,
            in_stock: in_stock.then_some(true),
            ..CatalogFilter::default()
        };
        let titles: Vec<String> = window(filter, 0, 100).items.into_iter().map(|row| row.title).collect();
        titles.join(", ")
    };
    assert_eq!(titles(None, None, false), "Café t-shirt, Linen midi dress, Old dress, Shirt, Wrap dress");
    assert_eq!(titles(None, Some(ProductStatus::Archived), false), "Old dress");
    assert_eq!(titles(None, None, true), "Linen midi dress, Old dress, Shirt, Wrap dress");
    assert_eq!(titles(Some("dre"), Some(ProductStatus::Active), false), "Linen midi dress, Wrap dress");
    assert_eq!(titles(Some("lin mid"), None, false), "Linen midi dress");
    assert_eq!(titles(Some("wrap-dress-1"), None, false), "Wrap dress");
    assert_eq!(titles(Some("!?"), None, false), "");
    assert_eq!(titles(Some("cafe"), None, false), "Café t-shirt");
    let second = window(CatalogFilter::default(), 1, 2);
    assert_eq!((second.total, second.offset, second.items.len()), (5, 1, 2));
    let row = &second.items[0];
    assert_eq!(
        (row.price_from, row.price_to, row.variant_count, row.on_hand),
        (Some(eur(8900)), Some(eur(8900)), 3, 5)
    );
}

#[test]
fn a_product_s_rules_hold() {
    let (_dir, database) = open();
    let make = |change: fn(&mut NewProduct)| {
        let (mut new, _) = goods("a", "A", "wool", "M Navy 100 1, L Navy 120 1");
        change(&mut new);
        database.write_blocking(move |tx| create_product(tx, &new)).map_err(|error: Error| error.code)
    };
    assert_eq!(make(|new| new.title = " ".into()), Err(Code::Invalid));
    assert_eq!(make(|new| new.options = vec!["Size".into()]), Err(Code::Invalid));
    assert_eq!(make(|new| new.variants[1].values = new.variants[0].values.clone()), Err(Code::Invalid));
    assert_eq!(make(|new| new.variants[1].price.amount = -1), Err(Code::Invalid));
    assert_eq!(make(|new| new.variants[1].sku = new.variants[0].sku.clone()), Err(Code::Conflict));
    let id = make(|_| ()).expect("made");
    assert_eq!(make(|_| ()), Err(Code::Conflict));
    let detail = database.read_blocking(|c| detail(c, id)).expect("detail");
    assert_eq!(detail.options[0].values, ["M", "L"]);
    assert_eq!(detail.variants[0].title(), "M / Navy");
    assert_eq!(detail.variants[0].colour.as_deref(), Some("navy"));
    let missing = database.read_blocking(|c| image_bytes(c, Id::from_uuid(id.uuid()))).expect_err("none");
    assert_eq!(missing.code, Code::NotFound);
}

#[test]
fn no_text_breaks_the_search() {
    let (_dir, database) = shop();
    let finder = Finder::default();
    let strange =
        "\\PC{0,12}|[\"'*:^(){}+\\-. \\x00]{0,8}|(AND|OR|NOT|NEAR|title:| ){0,5}|[ⓐ①ﬁéß\u{0301}]{0,4}";
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(400));
    runner
        .run(
            &(proptest::collection::vec(strange, 0..4), strange, strange, strange),
            |(words, size, colour, material)| {
                let asked = ProductQuery {
                    words: words.clone(),
                    size: Some(size),
                    colours: vec![colour.clone()],
                    material: Some(material),
                    ..query("")
                };
                let filter = CatalogFilter {
                    search: Some(format!("{} {colour}", words.join(" "))),
                    colours: vec![colour],
                    ..CatalogFilter::default()
                };
                database.read_blocking(|c| Searcher::default().products(c, &asked)).expect("search");
                database
                    .read_blocking(|c| Searcher::default().products(c, &ProductQuery { words, ..query("") }))
                    .expect("search");
                database.read_blocking(|c| finder.variants(c, &filter, None, 0, 10)).expect("list");
                Ok(())
            },
        )
        .expect("every text");
}
