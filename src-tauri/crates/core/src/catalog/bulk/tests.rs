use super::*;
use crate::actor::{Actor, By};
use crate::catalog::prices::{Percent, Rounding, RoundingMode};
use crate::catalog::{self, NewProduct, NewVariant, ProductStatus};
use crate::fixture::Fixture;
use crate::jobs::JobKind;
use crate::money::{Currency, Money};

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn make(shop: &Fixture, title: &str, prices: &[i64]) -> Id<id::Product> {
    let variants = prices.iter().enumerate().map(|(i, price)| NewVariant {
        values: vec![i.to_string()],
        cost_minor: Some(price / 2),
        ..NewVariant::priced(eur(*price))
    });
    let new = NewProduct {
        title: title.into(),
        tags: vec!["old".into()],
        options: vec!["Number".into()],
        variants: variants.collect(),
        ..NewProduct::default()
    };
    shop.write(move |tx| catalog::create_product(tx, &new)).expect("create")
}

fn prices(shop: &Fixture, id: Id<id::Product>) -> Vec<(i64, Option<i64>)> {
    let all = shop.read(|c| catalog::variants(c, id));
    all.iter().map(|v| (v.price.amount, v.compare_at.map(|price| price.amount))).collect()
}

fn run_now(shop: &Fixture, selection: Selection, changes: Vec<BulkChange>) -> BulkEdit {
    let edit = shop.write(move |tx| {
        tx.act_as(By::OWNER);
        let targets = selection.targets(tx.sql(), &Finder::default())?;
        start(tx, &targets, &changes)
    });
    edit.expect("bulk edit")
}

fn price(how: PriceRule, rounding: Option<Rounding>, keep: bool) -> BulkChange {
    BulkChange::Price { how, rounding, keep_as_compare_at: keep }
}

#[test]
fn each_rule_gives_the_price_that_is_written_on_the_label() {
    let shop = Fixture::new();
    let percent = |text: &str| PriceRule::Percent(text.parse::<Percent>().expect("percent"));
    let ending = Some(Rounding::Ending { ending: 99 });
    let step = Some(Rounding::Step { to: 5, mode: RoundingMode::Nearest });
    for (how, rounding, keep, before, expected) in [
        (PriceRule::Set(1500), None, false, 1990, (1500, None)),
        // 8900 less 20 % is 7120; the nearest that ends in 99 is 7099.
        (percent("-20"), ending, true, 8900, (7099, Some(8900))),
        (percent("-20"), None, false, 8900, (7120, None)),
        // 1999 and 7.5 % is 2148.925, so 2149; to five cents 2150.
        (percent("7.5"), step, true, 1999, (2150, None)),
        (PriceRule::Amount(-500), None, false, 300, (0, None)),
        (PriceRule::Amount(250), None, false, 300, (550, None)),
        (PriceRule::FromCostPercent("250".parse().expect("percent")), None, false, 4000, (5000, None)),
        (PriceRule::FromCompareAt(true), None, false, 4000, (4000, None)),
    ] {
        let id = make(&shop, "Shirt", &[before]);
        run_now(&shop, Selection::Products(vec![id]), vec![price(how.clone(), rounding, keep)]);
        assert_eq!(prices(&shop, id), [expected], "{how:?}");
    }
}

#[test]
fn a_sale_begins_and_ends() {
    let shop = Fixture::new();
    let id = make(&shop, "Shirt", &[10_000, 5000]);
    let less = PriceRule::Percent("-30".parse().expect("percent"));
    run_now(&shop, Selection::Products(vec![id]), vec![price(less, None, true)]);
    assert_eq!(prices(&shop, id), [(7000, Some(10_000)), (3500, Some(5000))]);
    run_now(&shop, Selection::Products(vec![id]), vec![price(PriceRule::FromCompareAt(true), None, false)]);
    assert_eq!(prices(&shop, id), [(10_000, None), (5000, None)]);
}

#[test]
fn one_edit_of_many_is_taken_back_as_one() {
    let shop = Fixture::new();
    let ids: Vec<_> = (0..5).map(|i| make(&shop, &format!("Shirt {i}"), &[1000 + i, 2000])).collect();
    let before: Vec<_> = ids.iter().map(|id| shop.read(|c| catalog::detail(c, *id))).collect();
    let edit = run_now(
        &shop,
        Selection::Filter { filter: CatalogFilter::default(), except: vec![ids[4]] },
        vec![
            price(PriceRule::Percent("10".parse().expect("percent")), None, false),
            BulkChange::Status { status: ProductStatus::Active },
            BulkChange::AddTags { tags: vec!["new".into(), "OLD".into()] },
            BulkChange::Brand { text: " Linden ".into() },
            BulkChange::Backorder { allow: true },
        ],
    );
    assert_eq!((edit.state, edit.products, edit.variants, edit.skipped), (BulkState::Done, 4, 8, 0));
    let first = shop.read(|c| catalog::detail(c, ids[0]));
    assert_eq!(first.product.tags, ["old", "new"]);
    assert_eq!((first.product.brand.as_str(), first.product.status), ("Linden", ProductStatus::Active));
    assert_eq!(prices(&shop, ids[0]), [(1100, None), (2200, None)]);
    assert_eq!(prices(&shop, ids[4]), [(1004, None), (2000, None)]);
    let operation = shop.read(|c| operations::get(c, edit.operation_id));
    assert_eq!((operation.change_count, operation.by.actor), (12, Actor::Owner));
    let undone = shop.write(move |tx| operations::undo(tx, edit.operation_id)).expect("undo");
    assert_eq!(undone.restored, 12);
    for (id, before) in ids.iter().zip(before) {
        let after = shop.read(|c| catalog::detail(c, *id));
        let plain = |detail: &catalog::ProductDetail| {
            let product = &detail.product;
            let prices: Vec<_> = detail.variants.iter().map(|v| (v.price, v.allow_backorder)).collect();
            (product.tags.clone(), product.brand.clone(), product.status, prices)
        };
        assert_eq!(plain(&after), plain(&before));
    }
}

#[test]
fn chosen_variants_alone_are_changed() {
    let shop = Fixture::new();
    let id = make(&shop, "Shirt", &[1000, 2000, 3000]);
    let variants = shop.read(|c| catalog::variants(c, id));
    run_now(&shop, Selection::Variants(vec![variants[1].id]), vec![price(PriceRule::Set(1), None, false)]);
    assert_eq!(prices(&shop, id), [(1000, None), (1, None), (3000, None)]);
    let dear = CatalogFilter { price_min: Some(2500), ..CatalogFilter::default() };
    let selection = Selection::Filter { filter: dear, except: Vec::new() };
    run_now(&shop, selection, vec![BulkChange::FillCodes { skus: true, barcodes: true }]);
    let filled: Vec<bool> = shop
        .read(|c| catalog::variants(c, id))
        .iter()
        .map(|v| v.sku.is_some() && v.barcode.is_some())
        .collect();
    assert_eq!(filled, [false, false, true]);
}

#[test]
fn a_preview_says_what_would_change_and_changes_nothing() {
    let shop = Fixture::new();
    let ids: Vec<_> = (0..3).map(|i| make(&shop, &format!("Shirt {i}"), &[1000, 2000])).collect();
    let changes = [price(PriceRule::Set(1000), None, false)];
    let targets: Vec<Target> = ids.iter().map(|id| Target { product_id: *id, variant_ids: None }).collect();
    let seen = shop.read(|c| preview(c, &targets, &changes));
    assert_eq!((seen.products, seen.variants, seen.changed), (3, 6, 3));
    let example = &seen.examples[0];
    assert_eq!((example.title.as_str(), example.field), ("Shirt 0, 1", "price"));
    assert_eq!((example.before.as_str(), example.after.as_str()), ("€20.00", "€10.00"));
    assert_eq!(prices(&shop, ids[0]), [(1000, None), (2000, None)]);
}

#[test]
fn a_large_edit_is_done_in_batches_can_be_cancelled_and_is_still_one_operation() {
    let shop = Fixture::new();
    let ids: Vec<_> = shop
        .write(|tx| {
            (0..=AT_ONCE)
                .map(|i| {
                    let variants = vec![NewVariant::priced(eur(1000))];
                    let new = NewProduct { title: format!("Sock {i}"), variants, ..NewProduct::default() };
                    Ok(catalog::insert_new(tx, &new, None)?.product.id)
                })
                .collect::<Result<Vec<_>>>()
        })
        .expect("make");
    let edit = run_now(&shop, Selection::Products(ids.clone()), vec![price(PriceRule::Set(5), None, false)]);
    assert_eq!((edit.state, edit.done, edit.total), (BulkState::Running, 0, 1001));
    assert_eq!(shop.claim(JobKind::EditInBulk).len(), 1);
    let id = edit.id;
    assert!(shop.write(move |tx| go_on(tx, id)).expect("batch"));
    let now = shop.read(|c| get(c, id));
    assert_eq!((now.done, now.products, now.variants), (250, 250, 250));
    let cancelled = shop.write(move |tx| cancel(tx, id)).expect("cancel");
    assert_eq!(cancelled.state, BulkState::Cancelled);
    assert!(!shop.write(move |tx| go_on(tx, id)).expect("nothing more"));
    assert_eq!(prices(&shop, ids[0]), [(5, None)]);
    assert_eq!(prices(&shop, ids[1000]), [(1000, None)]);
    let operation = shop.read(|c| operations::get(c, edit.operation_id));
    assert_eq!((operation.change_count, operation.by.actor), (250, Actor::Owner));
    shop.write(move |tx| operations::undo(tx, edit.operation_id)).expect("undo");
    assert_eq!(prices(&shop, ids[0]), [(1000, None)]);
}

#[test]
fn a_product_that_breaks_a_rule_is_skipped_and_senseless_changes_are_refused() {
    let shop = Fixture::new();
    let id = make(&shop, "Shirt", &[1000]);
    let check = |changes: Vec<BulkChange>, field: &str| {
        let targets = [Target { product_id: id, variant_ids: None }];
        let error = shop.write(move |tx| start(tx, &targets, &changes)).expect_err(field);
        assert_eq!(error.field.as_deref(), Some(field));
    };
    check(Vec::new(), "changes");
    check(vec![price(PriceRule::Set(-1), None, false)], "changes[0].how.set");
    check(
        vec![price(PriceRule::Set(1), Some(Rounding::Ending { ending: 100 }), false)],
        "changes[0].rounding.ending",
    );
    check(vec![BulkChange::AddTags { tags: vec![" ".into()] }], "changes[0].tags");
    let long = BulkChange::Brand { text: "x".repeat(500) };
    let edit = run_now(&shop, Selection::Products(vec![id]), vec![long]);
    assert_eq!((edit.products, edit.skipped), (0, 1));
}

#[test]
fn changes_are_read_from_their_json() {
    for text in [
        r#"{"kind":"price","how":{"percent":"-12.5"},"rounding":{"ending":99},"keep_as_compare_at":true}"#,
        r#"{"kind":"price","how":{"set":1999}}"#,
        r#"{"kind":"compare_at","how":{"clear":true}}"#,
        r#"{"kind":"status","status":"archived"}"#,
        r#"{"kind":"category","category_id":null}"#,
        r#"{"kind":"fill_codes","skus":true}"#,
    ] {
        let change: BulkChange = serde_json::from_str(text).expect(text);
        let again = serde_json::to_string(&change).expect("json");
        assert_eq!(serde_json::from_str::<BulkChange>(&again).expect("again"), change);
    }
    assert!(serde_json::from_str::<BulkChange>(r#"{"kind":"price","how":{"set":1},"oops":1}"#).is_err());
}
