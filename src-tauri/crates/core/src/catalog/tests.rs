use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::clock::ManualClock;
use crate::database::Options;
use crate::error::Code;
use crate::money::Currency;
use crate::stock::{self, MovementReason, Wanted};
use crate::{Database, Error};

fn open() -> (tempfile::TempDir, Database) {
    let dir = tempfile::tempdir().expect("dir");
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000)));
    let database =
        Database::open(dir.path(), Options { id_seed: Some(1), ..Options::new(clock) }).expect("open");
    (dir, database)
}

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

/// `variants`: "size colour price pieces", separated by commas.
fn product(handle: &str, title: &str, material: &str, variants: &str) -> (NewProduct, Vec<i64>) {
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
        variants: Vec::new(),
    };
    let mut pieces = Vec::new();
    for (i, text) in variants.split(", ").enumerate() {
        let [size, colour, price, count] = text.split(' ').collect::<Vec<_>>()[..] else { panic!("{text}") };
        new.variants.push(NewVariant {
            sku: Some(format!("{handle}-{i}")),
            barcode: None,
            values: vec![size.into(), colour.replace('_', " ")],
            price: eur(price.parse().expect("price")),
            compare_at: None,
            cost_minor: None,
            allow_backorder: false,
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
                product(
                    "linen-dress",
                    "Linen midi dress",
                    "100% linen",
                    "s Navy 8900 3, m Navy 8900 0, m Sage 8900 2",
                ),
                product(
                    "wrap-dress",
                    "Wrap dress",
                    "60% viscose, 40% linen",
                    "S Black 6500 1, M Black 6500 5",
                ),
                product("linen-shirt", "Shirt", "100% linen", "M White 4900 9, L Dusty_Rose 4500 2"),
                product("old-dress", "Old dress", "cotton", "M Navy 100 9"),
                product("cafe-shirt", "Café t-shirt", "cotton", "XXS Blue 1900 0"),
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
    let check = |query: ProductQuery, expected: &str| {
        let hits = database.read_blocking(|c| search_products(c, &query)).expect("search");
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
        assert_eq!(text.join("; "), expected, "{query:?}");
    };
    let linen = "linen-dress 2 [S navy, M navy, M sage]; wrap-dress 2 [S black, M black]";
    check(query("linen dress"), linen);
    check(query("Dresses, LINEN!"), linen);
    check(query("dress in linen"), &format!("{linen}; linen-shirt 1 [M white, L dusty rose]"));
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
        "linen-dress 2 [M sage]; wrap-dress 2 [M black]",
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
}

#[test]
fn the_list_pages_by_title_filters_and_finds_by_the_start_of_words_and_by_code() {
    let (_dir, database) = shop();
    let titles = |text: Option<&str>, status, in_stock| {
        let filter = ProductFilter { text: text.map(Into::into), status, in_stock };
        let mut titles = Vec::new();
        let mut page = PageRequest::first(2);
        loop {
            let part = database.read_blocking(|c| list(c, &filter, &page)).expect("page");
            titles.extend(part.items.into_iter().map(|row| row.title));
            match part.next {
                Some(next) => page.after = Some(next),
                None => return titles.join(", "),
            }
        }
    };
    assert_eq!(titles(None, None, false), "Café t-shirt, Linen midi dress, Old dress, Shirt, Wrap dress");
    assert_eq!(titles(None, Some(ProductStatus::Archived), false), "Old dress");
    assert_eq!(titles(None, None, true), "Linen midi dress, Old dress, Shirt, Wrap dress");
    assert_eq!(titles(Some("dre"), Some(ProductStatus::Active), false), "Wrap dress, Linen midi dress");
    assert_eq!(titles(Some("lin mid"), None, false), "Linen midi dress");
    assert_eq!(titles(Some("wrap-dress-1"), None, false), "Wrap dress");
    assert_eq!(titles(Some("!?"), None, false), "");
    let first =
        database.read_blocking(|c| list(c, &ProductFilter::default(), &PageRequest::first(2))).expect("page");
    let row = &first.items[1];
    assert_eq!(
        (row.price_from, row.price_to, row.variant_count, row.on_hand),
        (Some(eur(8900)), Some(eur(8900)), 3, 5)
    );
    let foreign = PageRequest { after: Some("zz".parse().expect("text")), limit: 2 };
    let error =
        database.read_blocking(|c| list(c, &ProductFilter::default(), &foreign)).expect_err("foreign");
    assert_eq!(error.code, Code::Malformed);
}

#[test]
fn a_product_s_rules_hold() {
    let (_dir, database) = open();
    let make = |change: fn(&mut NewProduct)| {
        let (mut new, _) = product("a", "A", "wool", "M Navy 100 1, L Navy 120 1");
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
                let filter = ProductFilter {
                    text: Some(format!("{} {colour}", words.join(" "))),
                    ..ProductFilter::default()
                };
                database.read_blocking(|c| search_products(c, &asked)).expect("search");
                database
                    .read_blocking(|c| search_products(c, &ProductQuery { words, ..query("") }))
                    .expect("search");
                database.read_blocking(|c| list(c, &filter, &PageRequest::default())).expect("list");
                Ok(())
            },
        )
        .expect("every text");
}
