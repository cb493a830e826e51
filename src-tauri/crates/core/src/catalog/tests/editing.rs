//! Making, changing and deleting products, with codes and prices, and taking it back.

use super::*;
use crate::actor::{Actor, By};
use crate::clock::Clock;
use crate::fixture::Fixture;
use crate::jobs::JobKind;
use crate::operations;

fn new(title: &str, skus: &[&str]) -> NewProduct {
    let variants = skus.iter().enumerate().map(|(i, sku)| NewVariant {
        sku: Some((*sku).into()),
        values: vec![["S", "M", "L", "XL"][i].into()],
        ..NewVariant::priced(eur(1000))
    });
    NewProduct {
        title: title.into(),
        options: vec!["Size".into()],
        variants: variants.collect(),
        ..NewProduct::default()
    }
}

fn make(shop: &Fixture, title: &str, skus: &[&str]) -> ProductDetail {
    let new = new(title, skus);
    let id = shop.write(move |tx| create_product(tx, &new)).expect("create");
    shop.read(|c| detail(c, id))
}

/// Runs `work` and returns the operation it recorded.
fn act(
    shop: &Fixture,
    work: impl FnOnce(&mut WriteTx<'_>) -> Result<()> + Send + 'static,
) -> Id<id::Operation> {
    let recorded = shop.write(move |tx| {
        tx.act_as(By::OWNER);
        work(tx)?;
        Ok(tx.operation())
    });
    recorded.expect("act").expect("an operation")
}

fn undo(shop: &Fixture, operation: Id<id::Operation>) -> Result<operations::Undone> {
    shop.write(move |tx| operations::undo(tx, operation))
}

#[test]
fn a_title_alone_makes_a_handle_and_equal_titles_differ() {
    let shop = Fixture::new();
    let handles: Vec<String> =
        ["Crème dress", "Creme Dress!", "日本"].map(|title| make(&shop, title, &[]).product.handle).to_vec();
    assert_eq!(handles, ["creme-dress", "creme-dress-2", "product"]);
}

#[test]
fn a_code_that_another_has_is_refused_with_its_name() {
    let shop = Fixture::new();
    make(&shop, "Linen dress", &["LD-S", "LD-M"]);
    let error = shop.write(|tx| create_product(tx, &new("Other", &["ld-m"]))).expect_err("taken");
    assert_eq!(error.code, Code::Conflict);
    assert_eq!(error.field.as_deref(), Some("variants[0].sku"));
    assert_eq!(error.detail, "The SKU 'ld-m' belongs to 'Linen dress, M' already.");

    let other = make(&shop, "Shirt", &["SH-S", "SH-M"]);
    let [first, second] = [other.variants[0].id, other.variants[1].id];
    let barcode =
        |id, code: &str| VariantChange { barcode: Some(Some(code.into())), ..VariantChange::of(id) };
    let (product_id, upc) = (other.product.id, "036000291452");
    act(&shop, move |tx| edit_variants(tx, product_id, &[barcode(first, upc)]));
    // The same number, as an EAN-13.
    let error = shop
        .write(move |tx| {
            edit_variants(tx, product_id, &[VariantChange::of(first), barcode(second, "0036000291452")])
        })
        .expect_err("taken");
    assert_eq!(error.field.as_deref(), Some("changes[1].barcode"));
    assert!(error.detail.contains("'Shirt, S'"), "{}", error.detail);
    let error = shop
        .write(move |tx| edit_variants(tx, product_id, &[barcode(second, "036000291453")]))
        .expect_err("a wrong digit");
    assert!(error.detail.contains("should be 2"), "{}", error.detail);
    for code in [upc, "0036000291452", " sh-s "] {
        assert_eq!(shop.read(|c| variant_by_code(c, code)).variant.id, first, "{code}");
    }
    let missing = shop.database.read_blocking(|c| variant_by_code(c, "SH-XL")).expect_err("none");
    assert_eq!(missing.code, Code::NotFound);
}

#[test]
fn two_variants_can_swap_their_skus() {
    let shop = Fixture::new();
    let made = make(&shop, "Shirt", &["A", "B"]);
    let (id, [first, second]) = (made.product.id, [made.variants[0].id, made.variants[1].id]);
    let sku = |id, sku: &str| VariantChange { sku: Some(Some(sku.into())), ..VariantChange::of(id) };
    act(&shop, move |tx| edit_variants(tx, id, &[sku(first, "B"), sku(second, "A")]));
    let skus = shop.read(|c| variants(c, id)).into_iter().map(|v| v.sku.unwrap_or_default());
    assert_eq!(skus.collect::<Vec<_>>(), ["B", "A"]);
}

#[test]
fn a_stale_form_loses_nothing_and_a_grid_edit_does_not_make_the_form_stale() {
    let shop = Fixture::new();
    let made = make(&shop, "Shirt", &["A"]);
    let (id, variant, version) = (made.product.id, made.variants[0].id, made.product.version);
    let price = VariantChange { version: Some(1), price_minor: Some(1200), ..VariantChange::of(variant) };
    let again = price.clone();
    act(&shop, move |tx| edit_variants(tx, id, &[price]));
    let error = shop.write(move |tx| edit_variants(tx, id, &[again])).expect_err("stale");
    assert_eq!((error.code, error.field.as_deref()), (Code::Conflict, Some("changes[0].version")));
    let brand = ProductChange { brand: Some("Linden".into()), ..ProductChange::default() };
    let other = brand.clone();
    act(&shop, move |tx| edit_product(tx, id, version, &brand));
    let error = shop.write(move |tx| edit_product(tx, id, version, &other)).expect_err("stale");
    assert_eq!(error.code, Code::Conflict);
}

#[test]
fn an_edit_is_taken_back_and_the_one_before_it_too() {
    let shop = Fixture::new();
    let made = make(&shop, "Shirt", &["A"]);
    let id = made.product.id;
    let edit = |title: &str, version| {
        let change = ProductChange {
            title: Some(title.into()),
            tags: Some(vec!["new".into(), " New ".into(), "sale".into()]),
            ..ProductChange::default()
        };
        act(&shop, move |tx| edit_product(tx, id, version, &change))
    };
    let first = edit("Blouse", 1);
    let second = edit("Tunic", 2);
    let title = || shop.read(|c| product(c, id)).title;
    assert_eq!(shop.read(|c| product(c, id)).tags, ["new", "sale"]);
    undo(&shop, second).expect("undo");
    assert_eq!(title(), "Blouse");
    undo(&shop, first).expect("undo");
    assert_eq!(title(), "Shirt");
    // What was changed since stays.
    let third = edit("Jacket", shop.read(|c| product(c, id)).version);
    edit("Coat", shop.read(|c| product(c, id)).version);
    assert_eq!(undo(&shop, third).expect_err("changed since").code, Code::Conflict);
    assert_eq!(title(), "Coat");
    let words = ProductQuery { words: vec!["coat".into()], limit: 5, ..ProductQuery::default() };
    // The word index follows; drafts are not found, so it is made active first.
    let version = shop.read(|c| product(c, id)).version;
    let active = ProductChange { status: Some(ProductStatus::Active), ..ProductChange::default() };
    act(&shop, move |tx| edit_product(tx, id, version, &active));
    assert_eq!(shop.read(|c| Searcher::default().products(c, &words)).len(), 1);
}

#[test]
fn making_is_taken_back_unless_something_hangs_on_it() {
    let shop = Fixture::new();
    let new_one = new("Shirt", &["A", "B"]);
    let operation = act(&shop, move |tx| create_product(tx, &new_one).map(|_| ()));
    let undone = undo(&shop, operation).expect("undo");
    assert_eq!(undone.restored, 3);
    let left = |shop: &Fixture| {
        shop.read(|c| Finder::default().variants(c, &CatalogFilter::default(), None, 0, 10)).total
    };
    assert_eq!(left(&shop), 0);
    undo(&shop, undone.operation_id).expect("redo");
    assert_eq!(left(&shop), 2);
    let new_two = new("Jacket", &["C"]);
    let operation = act(&shop, move |tx| {
        let id = create_product(tx, &new_two)?;
        let place = stock::add_location(tx, "Shop")?;
        let variant = variants(tx.sql(), id)?[0].id;
        stock::put(
            tx,
            &Wanted { variant_id: variant, quantity: 3, location_id: Some(place.id) },
            MovementReason::Opening,
            None,
            "",
            None,
        )
        .map(|_| ())
    });
    assert_eq!(undo(&shop, operation).expect_err("in stock").code, Code::Conflict);
    assert_eq!(left(&shop), 3);
}

#[test]
fn prices_have_a_history_with_who_and_when() {
    let shop = Fixture::new();
    let made = make(&shop, "Shirt", &["A"]);
    let (id, variant) = (made.product.id, made.variants[0].id);
    let price = move |amount| VariantChange { price_minor: Some(amount), ..VariantChange::of(variant) };
    act(&shop, move |tx| edit_variants(tx, id, &[price(1200)]));
    shop.advance(60);
    let second = act(&shop, move |tx| edit_variants(tx, id, &[price(900)]));
    let weight = VariantChange { weight_grams: Some(Some(250)), ..VariantChange::of(variant) };
    act(&shop, move |tx| edit_variants(tx, id, &[weight]));
    let history = || shop.read(|c| prices::history(c, variant, &PageRequest::default())).items;
    let amounts: Vec<(i64, i64)> =
        history().iter().map(|change| (change.price_before.amount, change.price.amount)).collect();
    assert_eq!(amounts, [(1200, 900), (1000, 1200)]);
    let newest = &history()[0];
    assert_eq!(
        (newest.by.actor, newest.at, newest.operation_id),
        (Actor::Owner, shop.clock.now(), Some(second))
    );
    undo(&shop, second).expect_err("its weight changed since");
    let summary = shop.read(|c| Finder::default().products(c, &CatalogFilter::default(), None, 0, 1));
    assert_eq!(summary.items[0].price_from, Some(eur(900)));
}

#[test]
fn only_a_draft_that_nothing_names_is_deleted_and_it_comes_back_whole() {
    let shop = Fixture::new();
    let made = make(&shop, "Shirt", &["A", "B"]);
    let id = made.product.id;
    let before = shop.read(|c| detail(c, id));
    let operation = act(&shop, move |tx| delete_draft(tx, id, 1));
    assert_eq!(shop.database.read_blocking(|c| product(c, id)).expect_err("gone").code, Code::NotFound);
    undo(&shop, operation).expect("undo");
    let after = shop.read(|c| detail(c, id));
    let skus = |detail: &ProductDetail| {
        detail.variants.iter().map(|v| (v.sku.clone(), v.size.clone())).collect::<Vec<_>>()
    };
    assert_eq!(skus(&after), skus(&before));
    assert_eq!(after.options, before.options);
    let version = after.product.version;
    let active = ProductChange { status: Some(ProductStatus::Active), ..ProductChange::default() };
    act(&shop, move |tx| edit_product(tx, id, version, &active));
    let error = shop.write(move |tx| delete_draft(tx, id, version + 1)).expect_err("no draft");
    assert!(error.detail.contains("Archive"), "{}", error.detail);
}

#[test]
fn a_draft_becomes_active_at_its_time() {
    let shop = Fixture::new();
    let made = make(&shop, "Shirt", &["A"]);
    let (id, at) = (made.product.id, shop.clock.now().plus(std::time::Duration::from_secs(3600)));
    let change = ProductChange { publish_at: Some(Some(at)), ..ProductChange::default() };
    act(&shop, move |tx| edit_product(tx, id, 1, &change));
    assert_eq!(shop.due_in(JobKind::PublishProducts), Some(3600));
    assert_eq!(shop.write(publish::publish_due).expect("too early"), 0);
    shop.advance(3600);
    assert_eq!(shop.write(publish::publish_due).expect("publish"), 1);
    let published = shop.read(|c| product(c, id));
    assert_eq!((published.status, published.publish_at), (ProductStatus::Active, None));
}

#[test]
fn codes_are_filled_in_by_pattern_and_from_the_shop_s_own_range() {
    let shop = Fixture::new();
    let made = make(&shop, "Linen dress", &["A", "B"]);
    let id = made.product.id;
    act(&shop, move |tx| fill_codes(tx, id, 1, &[], false, true, false));
    let filled = shop.read(|c| variants(c, id));
    let codes: Vec<&str> = filled.iter().filter_map(|v| v.barcode.as_deref()).collect();
    assert_eq!(codes, ["2000000000015", "2000000000022"]);
    act(&shop, move |tx| fill_codes(tx, id, 1, &[], true, true, true));
    let skus = shop.read(|c| variants(c, id)).into_iter().filter_map(|v| v.sku).collect::<Vec<_>>();
    assert_eq!(skus, ["LINEN-DRESS-S", "LINEN-DRESS-M"]);
    // Another dress of the same name gets numbers behind.
    let twin = shop.write(move |tx| duplicate(tx, id, Some("Linen dress"))).expect("duplicate");
    let copy = shop.read(|c| detail(c, twin));
    assert!(copy.variants.iter().all(|v| v.sku.is_none() && v.barcode.is_none()));
    assert_eq!(copy.product.handle, "linen-dress-2");
    act(&shop, move |tx| fill_codes(tx, twin, 1, &[], true, false, false));
    let skus = shop.read(|c| variants(c, twin)).into_iter().filter_map(|v| v.sku).collect::<Vec<_>>();
    assert_eq!(skus, ["LINEN-DRESS-2-S", "LINEN-DRESS-2-M"]);
}

#[test]
fn prices_that_cannot_be_are_refused_by_their_place() {
    let shop = Fixture::new();
    let check = |change: fn(&mut NewProduct), field: &str| {
        let mut wrong = new("Shirt", &["A", "B"]);
        change(&mut wrong);
        let error = shop.write(move |tx| create_product(tx, &wrong)).expect_err(field);
        assert_eq!((error.code, error.field.as_deref()), (Code::Invalid, Some(field)));
    };
    check(|new| new.variants[1].price.amount = -1, "variants[1].price");
    check(|new| new.variants[0].cost_minor = Some(-1), "variants[0].cost");
    check(|new| new.variants[0].price.amount = i64::MAX, "variants[0].price");
    check(|new| new.variants[1].values = vec!["S".into()], "variants[1].option_values");
    check(|new| new.variants[1].values = Vec::new(), "variants[1].option_values");
    check(|new| new.variants[1].values = vec![" ".into()], "variants[1].option_values");
    check(|new| new.options = vec![" ".into()], "options[0].name");
    check(|new| new.title = "  ".into(), "title");
    check(|new| new.handle = "with space".into(), "handle");
    check(|new| new.variants[0].weight_grams = Some(-5), "variants[0].weight_grams");
}
