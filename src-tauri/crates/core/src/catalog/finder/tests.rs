use super::*;
use crate::catalog::search::{ProductQuery, VariantFilter};
use crate::catalog::{self, NewProduct, NewVariant, ProductChange};
use crate::clock::Timestamp;
use crate::fixture::Fixture;
use crate::money::{Currency, Money};
use crate::stock;

struct Shop {
    base: Fixture,
    finder: Finder,
}

/// `variants`: "size colour price pieces sku", separated by commas.
fn make(shop: &Fixture, title: &str, brand: &str, tags: &str, variants: &str) -> Id<id::Product> {
    let mut pieces = Vec::new();
    let mut new = NewProduct {
        title: title.into(),
        brand: brand.into(),
        tags: tags.split(' ').map(Into::into).collect(),
        status: ProductStatus::Active,
        options: vec!["Size".into(), "Colour".into()],
        ..NewProduct::default()
    };
    for text in variants.split(", ") {
        let [size, colour, price, count, sku] = text.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{text}")
        };
        let price = Money::new(price.parse().expect("price"), Currency::EUR);
        new.variants.push(NewVariant {
            sku: (sku != "-").then(|| sku.to_owned()),
            values: vec![size.into(), colour.into()],
            ..NewVariant::priced(price)
        });
        pieces.push(count.parse::<i64>().expect("count"));
    }
    shop.write(move |tx| {
        let id = catalog::create_product(tx, &new)?;
        let place = match stock::locations(tx.sql())?.first() {
            Some(place) => place.clone(),
            None => stock::add_location(tx, "Shop")?,
        };
        for (variant, count) in catalog::variants(tx.sql(), id)?.iter().zip(pieces) {
            if count > 0 {
                stock::put(
                    tx,
                    &stock::Wanted { variant_id: variant.id, quantity: count, location_id: Some(place.id) },
                    stock::MovementReason::Opening,
                    None,
                    "",
                    None,
                )?;
            }
        }
        Ok(id)
    })
    .expect("make")
}

fn shop() -> Shop {
    let base = Fixture::new();
    make(
        &base,
        "Linen shirt",
        "Linden",
        "summer",
        "S Navy 4900 3 LS-S-N, M Navy 4900 0 LS-M-N, M White 5900 2 -",
    );
    make(&base, "Wool coat", "Boxwood", "winter", "M Black 19900 1 WC-M-B");
    make(&base, "Shirt dress", "Linden", "summer sale", "M Sage 8900 0 SD-M-S, L Navy 7900 9 SD-L-N");
    Shop { base, finder: Finder::default() }
}

impl Shop {
    fn products(&self, filter: &CatalogFilter, sort: Option<Sort>) -> String {
        let window = self.base.read(|c| self.finder.products(c, filter, sort, 0, 50));
        assert_eq!(window.total, window.items.len());
        window.items.into_iter().map(|row| row.title).collect::<Vec<_>>().join(", ")
    }

    fn variants(&self, filter: &CatalogFilter, sort: Option<Sort>) -> String {
        let window = self.base.read(|c| self.finder.variants(c, filter, sort, 0, 50));
        let rows =
            window.items.into_iter().map(|row| format!("{}: {}", row.product_title, row.variant.title()));
        rows.collect::<Vec<_>>().join(", ")
    }
}

fn search(text: &str) -> CatalogFilter {
    CatalogFilter { search: Some(text.into()), ..CatalogFilter::default() }
}

#[test]
fn what_is_typed_finds_words_codes_tags_and_colours() {
    let shop = shop();
    for (text, expected) in [
        ("s", "Shirt dress, Linen shirt"), // the title begins with it, or has it
        ("shirt", "Shirt dress, Linen shirt"),
        ("SH", "Shirt dress, Linen shirt"),
        ("lin", "Linen shirt, Shirt dress"), // the title before the brand
        ("ls-m", "Linen shirt"),
        ("wc-m-b", "Wool coat"),
        ("sale navy", "Shirt dress"),
        ("blue shirt", "Linen shirt, Shirt dress"), // navy is a blue; no title has both words
        ("white", "Linen shirt"),
        ("white wc", ""),
        ("xyz", ""),
        ("   ", "Linen shirt, Shirt dress, Wool coat"),
    ] {
        assert_eq!(shop.products(&search(text), None), expected, "{text}");
    }
    assert_eq!(
        shop.variants(&search("navy"), None),
        "Linen shirt: S / Navy, Linen shirt: M / Navy, Shirt dress: L / Navy"
    );
    assert_eq!(shop.variants(&search("ls-"), None), "Linen shirt: S / Navy, Linen shirt: M / Navy");
}

#[test]
fn filters_hold_for_one_variant_together() {
    let shop = shop();
    let default = CatalogFilter::default;
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    for (filter, expected) in [
        (CatalogFilter { colours: texts(&["blue"]), ..default() }, "Linen shirt, Shirt dress"),
        // M in navy is sold out, M in white is not navy.
        (
            CatalogFilter {
                colours: texts(&["navy"]),
                sizes: texts(&["m"]),
                in_stock: Some(true),
                ..default()
            },
            "",
        ),
        (CatalogFilter { brands: texts(&["boxwood", "Nobody"]), ..default() }, "Wool coat"),
        (CatalogFilter { tags: texts(&["SALE"]), ..default() }, "Shirt dress"),
        (
            CatalogFilter { price_min: Some(5900), price_max: Some(8000), ..default() },
            "Linen shirt, Shirt dress",
        ),
        (CatalogFilter { missing: vec![Missing::Sku], ..default() }, "Linen shirt"),
        (
            CatalogFilter { missing: vec![Missing::Image, Missing::Cost], ..default() },
            "Linen shirt, Shirt dress, Wool coat",
        ),
        (CatalogFilter { status: Some(ProductStatus::Draft), ..default() }, ""),
        (
            CatalogFilter { tax_class: Some("Standard".into()), tags: texts(&["winter"]), ..default() },
            "Wool coat",
        ),
    ] {
        assert_eq!(shop.products(&filter, None), expected, "{filter:?}");
    }
}

#[test]
fn rows_are_sorted_and_windows_cut_out() {
    let shop = shop();
    for (sort, expected) in [
        (Sort::Title, "Linen shirt, Shirt dress, Wool coat"),
        (Sort::Newest, "Shirt dress, Wool coat, Linen shirt"),
        (Sort::Oldest, "Linen shirt, Wool coat, Shirt dress"),
        (Sort::PriceLow, "Linen shirt, Shirt dress, Wool coat"),
        (Sort::PriceHigh, "Wool coat, Shirt dress, Linen shirt"),
        (Sort::StockHigh, "Shirt dress, Linen shirt, Wool coat"),
        (Sort::StockLow, "Wool coat, Linen shirt, Shirt dress"),
    ] {
        assert_eq!(shop.products(&CatalogFilter::default(), Some(sort)), expected, "{sort}");
    }
    let window =
        shop.base.read(|c| shop.finder.variants(c, &CatalogFilter::default(), Some(Sort::PriceLow), 4, 5));
    assert_eq!((window.total, window.offset), (6, 4));
    let prices: Vec<i64> = window.items.iter().map(|row| row.variant.price.amount).collect();
    assert_eq!(prices, [8900, 19900]);
    let beyond = shop.base.read(|c| shop.finder.products(c, &CatalogFilter::default(), None, 99, 5));
    assert_eq!((beyond.total, beyond.items.len()), (3, 0));
}

#[test]
fn a_list_shows_every_change_as_soon_as_it_is_committed() {
    let shop = shop();
    assert_eq!(shop.products(&CatalogFilter::default(), None), "Linen shirt, Shirt dress, Wool coat");
    let coat = make(&shop.base, "Apron", "Linden", "kitchen", "M Red 2500 0 AP-1");
    assert_eq!(shop.products(&CatalogFilter::default(), None), "Apron, Linen shirt, Shirt dress, Wool coat");
    let rename = ProductChange { title: Some("Zebra apron".into()), ..ProductChange::default() };
    shop.base.write(move |tx| catalog::edit_product(tx, coat, 1, &rename)).expect("rename");
    assert_eq!(
        shop.products(&CatalogFilter::default(), None),
        "Linen shirt, Shirt dress, Wool coat, Zebra apron"
    );
    assert_eq!(shop.products(&search("zeb"), None), "Zebra apron");
    let in_stock =
        CatalogFilter { in_stock: Some(true), tags: vec!["kitchen".into()], ..CatalogFilter::default() };
    assert_eq!(shop.products(&in_stock, None), "");
    shop.base
        .write(move |tx| {
            let place = stock::locations(tx.sql())?[0].id;
            let variant = catalog::variants(tx.sql(), coat)?[0].id;
            stock::put(
                tx,
                &stock::Wanted { variant_id: variant, quantity: 1, location_id: Some(place) },
                stock::MovementReason::Received,
                None,
                "",
                None,
            )
        })
        .expect("stock");
    assert_eq!(shop.products(&in_stock, None), "Zebra apron");
    let draft = shop.base.write(|tx| {
        catalog::create_product(tx, &NewProduct { title: "Draft".into(), ..NewProduct::default() })
    });
    let draft = draft.expect("draft");
    assert_eq!(shop.products(&search("draft"), None), "Draft");
    // A bulk edit of what is listed reaches it too, though it has no variant.
    let targets = shop.base.read(|c| shop.finder.targets(c, &search("draft")));
    assert_eq!(targets, [Target { product_id: draft, variant_ids: Some(Vec::new()) }]);
    shop.base.write(move |tx| catalog::delete_draft(tx, draft, 1)).expect("delete");
    assert_eq!(shop.products(&search("draft"), None), "");
    // An index that is made anew says the same.
    let all = |finder: &Finder| {
        let read =
            |sort| shop.base.read(|c| finder.variants(c, &CatalogFilter::default(), Some(sort), 0, 50));
        Sort::ALL.iter().map(|sort| read(*sort)).collect::<Vec<_>>()
    };
    assert_eq!(all(&shop.finder), all(&Finder::default()));
}

#[test]
fn facets_count_products() {
    let shop = shop();
    let facets = shop.base.read(|c| shop.finder.facets(c));
    let text = |values: &[FacetValue]| {
        values.iter().map(|value| format!("{} {}", value.value, value.count)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(text(&facets.brands), "Linden 2, Boxwood 1");
    assert_eq!(text(&facets.tags), "summer 2, sale 1, winter 1");
    assert_eq!(text(&facets.colours), "navy 2, black 1, sage 1, white 1");
    assert_eq!(text(&facets.sizes), "M 3, L 1, S 1");
    assert_eq!(text(&facets.tax_classes), "standard 3");
}

#[test]
fn a_scanned_upc_finds_the_ean_that_is_printed() {
    let shop = shop();
    let coat = make(&shop.base, "Belt", "Linden", "x", "M Red 2500 0 BE-1");
    shop.base
        .write(move |tx| {
            let variant = catalog::variants(tx.sql(), coat)?[0].id;
            let change = catalog::VariantChange {
                barcode: Some(Some("0036000291452".into())),
                ..catalog::VariantChange::of(variant)
            };
            catalog::edit_variants(tx, coat, &[change])
        })
        .expect("barcode");
    for text in ["036000291452", "0036000291452", "003600"] {
        assert_eq!(shop.products(&search(text), None), "Belt", "{text}");
    }
    assert!(Timestamp::default() < Timestamp::from_millis(1));
}

/// Of each question, the rows that fit: by memory, and by every variant in the file.
fn fitting(base: &Fixture, finder: &Finder, questions: &[ProductQuery]) -> Vec<usize> {
    let fitting = |question: &ProductQuery| {
        let filter = VariantFilter::new(question);
        base.read(|c| {
            let mut truth = Vec::new();
            for row in store::products::search_rows(c)? {
                let product = store::products::at_row(c, row)?.expect("there");
                let variants = store::variants::of_product(c, product.id)?;
                let has = |material: &str| product.material.contains(material);
                if product.status == ProductStatus::Active
                    && question.material.as_deref().is_none_or(has)
                    && variants.iter().any(|variant| filter.fits(variant))
                {
                    truth.push(row);
                }
            }
            finder.with_fits(c, question, |fits| {
                let mut few = fits.few(1_000_000).expect("fewer than a million");
                few.sort_unstable();
                truth.sort_unstable();
                assert_eq!(few, truth, "{question:?}");
                let rows = store::products::search_rows(c)?.into_iter();
                let mut one_by_one: Vec<i64> = rows.filter(|row| fits.row(*row)).collect();
                one_by_one.sort_unstable();
                assert_eq!(one_by_one, truth, "{question:?}");
                let worth = 10 * fits.index.offers.len().isqrt();
                if question.has_conditions() || fits.index.offers.len() <= 2 * worth {
                    assert_eq!(fits.few(1).is_some(), few.len() <= worth, "{question:?}");
                }
                Ok(few.len())
            })
        })
    };
    questions.iter().map(fitting).collect()
}

fn questions(colours: [&str; 3]) -> Vec<ProductQuery> {
    let money = |amount| Some(Money::new(amount, Currency::EUR));
    let plain = ProductQuery::default();
    let in_stock = ProductQuery { in_stock_only: true, ..plain.clone() };
    let of = |colour: &str| vec![colour.to_owned()];
    vec![
        plain.clone(),
        in_stock.clone(),
        ProductQuery { size: Some("m".into()), ..in_stock.clone() },
        ProductQuery { colours: of(colours[0]), ..plain.clone() },
        ProductQuery { colours: of(colours[1]), ..in_stock.clone() },
        ProductQuery { colours: of(colours[2]), size: Some("L".into()), ..plain.clone() },
        ProductQuery { colours: of(colours[2]), size: Some("L".into()), ..in_stock.clone() },
        ProductQuery { price_min: money(2_000), price_max: money(3_000), ..in_stock },
        ProductQuery { price_min: money(90_000), ..plain.clone() },
        ProductQuery { size: Some("XXL".into()), ..plain.clone() },
        ProductQuery { colours: of("green"), ..plain.clone() },
        ProductQuery { material: Some("silk".into()), ..plain },
    ]
}

#[test]
fn the_few_that_fit_are_those_whose_variants_do() {
    let base = Fixture::new();
    let finder = Finder::default();
    let (sizes, colours) = (["S", "M", "L"], ["navy", "red", "white", "black", "beige"]);
    let mut made = Vec::new();
    for n in 0..60_usize {
        let one = |k: usize| {
            let price = 1_000 + 700 * ((n * 7 + k * 3) % 13);
            format!("{} {} {price} {} -", sizes[(n + k) % 3], colours[(n / 3 + k) % 5], (n + k) % 5 % 4 / 2)
        };
        made.push(make(&base, &format!("Thing {n}"), "", "", &[one(0), one(1)].join(", ")));
    }
    let questions = questions(["blue", "red", "white"]);
    let counts = fitting(&base, &finder, &questions);
    assert_eq!((counts[0], &counts[8..]), (60, &[0, 0, 0, 0][..]));
    assert!(counts[1..8].iter().all(|count| (1..60).contains(count)), "{counts:?}");
    assert!(counts[6] < counts[5], "some are sold out: {counts:?}");

    // What changes is followed: one is not sold any more, another is there again.
    base.write(move |tx| {
        let archived = ProductChange { status: Some(ProductStatus::Archived), ..ProductChange::default() };
        catalog::edit_product(tx, made[4], 1, &archived)?;
        let place = stock::locations(tx.sql())?[0].id;
        for variant in catalog::variants(tx.sql(), made[8])? {
            let wanted = stock::Wanted { variant_id: variant.id, quantity: 9, location_id: Some(place) };
            stock::put(tx, &wanted, stock::MovementReason::Opening, None, "", None)?;
        }
        Ok(())
    })
    .expect("changed");
    let changed = fitting(&base, &finder, &questions);
    assert_eq!(changed[0], 59);
    assert_ne!(changed, counts);
}

#[test]
fn more_colours_than_there_are_marks_are_told_apart() {
    let base = Fixture::new();
    let finder = Finder::default();
    // Each colour shares its mark with one that is 64 further on.
    for n in 0..140_usize {
        let one = |k: usize| format!("{} shade{} 1000 {} -", ["M", "L"][k], n / 2 * 2 + k, (n + k) % 2);
        make(&base, &format!("Thing {n}"), "", "", &[one(0), one(1)].join(", "));
    }
    let counts = fitting(&base, &finder, &questions(["shade3", "shade66", "shade131"]));
    assert_eq!(counts[3..7], [2, 1, 2, 1]);
}
