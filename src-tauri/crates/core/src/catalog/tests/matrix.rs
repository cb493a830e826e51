//! Options and the matrix of variants.

use super::*;
use crate::catalog::matrix::{
    NewCombinations, OptionChange, ValueChange, add_missing, missing, missing_of, set_options,
};
use crate::fixture::Fixture;
use crate::operations;

/// A product with sizes S and M, colours Red and Blue, and the variants S / Red and M / Blue.
fn half(shop: &Fixture) -> ProductDetail {
    let variant = |size: &str, colour: &str, price| NewVariant {
        values: vec![size.into(), colour.into()],
        ..NewVariant::priced(eur(price))
    };
    let new = NewProduct {
        title: "Shirt".into(),
        options: vec!["Size".into(), "Colour".into()],
        variants: vec![variant("S", "Red", 1000), variant("M", "Blue", 1000), variant("L", "Blue", 1500)],
        ..NewProduct::default()
    };
    let id = shop.write(move |tx| create_product(tx, &new)).expect("create");
    shop.read(|c| detail(c, id))
}

fn titles(shop: &Fixture, id: Id<id::Product>) -> String {
    shop.read(|c| variants(c, id)).iter().map(Variant::title).collect::<Vec<_>>().join(", ")
}

fn option(detail: &ProductDetail, i: usize, values: &[(&str, Option<&str>)]) -> OptionChange {
    OptionChange {
        id: Some(detail.options[i].id),
        name: detail.options[i].name.clone(),
        values: values
            .iter()
            .map(|(name, was)| ValueChange { name: (*name).into(), was: was.map(Into::into) })
            .collect(),
    }
}

#[test]
fn missing_combinations_are_made_at_the_commonest_price_in_the_matrix_s_order() {
    let shop = Fixture::new();
    let made = half(&shop);
    let id = made.product.id;
    let text = |all: Vec<Vec<String>>| all.iter().map(|v| v.join("/")).collect::<Vec<_>>().join(" ");
    assert_eq!(text(shop.read(|c| missing(c, id))), "S/Blue M/Red L/Red");
    let wrong = [vec!["S".to_owned(), "Green".to_owned()]];
    let error = shop
        .write(move |tx| add_missing(tx, id, 1, Some(&wrong), NewCombinations::default()))
        .expect_err("no such value");
    assert_eq!(error.field.as_deref(), Some("combinations[0]"));
    let fill = NewCombinations { fill_skus: true, fill_barcodes: true, price: None };
    let operation = shop
        .write(move |tx| {
            assert_eq!(add_missing(tx, id, 1, None, fill)?, 3);
            Ok(tx.operation())
        })
        .expect("add")
        .expect("an operation");
    assert_eq!(titles(&shop, id), "S / Red, S / Blue, M / Red, M / Blue, L / Red, L / Blue");
    let all = shop.read(|c| variants(c, id));
    assert_eq!(all[1].price, eur(1000));
    assert_eq!(all[1].sku.as_deref(), Some("SHIRT-S-BLUE"));
    assert!(all[1].barcode.is_some() && all[0].barcode.is_none());
    shop.write(move |tx| operations::undo(tx, operation)).expect("undo");
    assert_eq!(titles(&shop, id), "S / Red, M / Blue, L / Blue");
}

#[test]
fn a_matrix_of_four_by_five_has_twenty() {
    let option = |name: &str, count: usize| ProductOption {
        id: Id::first_at(Timestamp::from_millis(1)),
        position: 1,
        name: name.into(),
        values: (0..count).map(|i| i.to_string()).collect(),
    };
    assert_eq!(missing_of(&[option("a", 4), option("b", 5)], &[]).len(), 20);
    assert_eq!(missing_of(&[], &[]).len(), 1);
    // Millions are not even counted.
    let many: Vec<ProductOption> =
        ["a", "b", "c", "d", "e", "f"].iter().map(|name| option(name, 60)).collect();
    assert!(missing_of(&many, &[]).len() > MOST_VARIANTS);
}

#[test]
fn options_are_renamed_added_ordered_and_refused_where_variants_need_them() {
    let shop = Fixture::new();
    let made = half(&shop);
    let id = made.product.id;
    let set = |version, wanted: Vec<OptionChange>| {
        shop.write(move |tx| {
            set_options(tx, id, version, &wanted)?;
            Ok(tx.operation().expect("an operation"))
        })
    };
    // A value that a variant has cannot go.
    let error = set(
        1,
        vec![
            option(&made, 0, &[("S", None), ("M", None)]),
            option(&made, 1, &[("Red", None), ("Blue", None)]),
        ],
    )
    .expect_err("L is needed");
    assert_eq!(error.field.as_deref(), Some("options[0].values"));
    assert!(error.detail.contains("'L / Blue'"), "{}", error.detail);
    // Without the size, two would be the same.
    let error = set(1, vec![option(&made, 1, &[("Red", None), ("Blue", None)])]).expect_err("merged");
    assert!(error.detail.contains("'M / Blue' and 'L / Blue'"), "{}", error.detail);
    // Colour first, Blue becomes Navy, and a third option.
    let fabric = OptionChange {
        id: None,
        name: "Fabric".into(),
        values: ["Linen", "Wool"].map(|name| ValueChange { name: name.into(), was: None }).to_vec(),
    };
    let operation = set(
        1,
        vec![
            option(&made, 1, &[("Navy", Some("Blue")), ("Red", None), ("Green", None)]),
            option(&made, 0, &[("S", None), ("M", None), ("L", None)]),
            fabric,
        ],
    )
    .expect("change");
    assert_eq!(titles(&shop, id), "Red / S / Linen, Navy / M / Linen, Navy / L / Linen");
    let changed = shop.read(|c| detail(c, id));
    assert_eq!(changed.options[0].values, ["Navy", "Red", "Green"]);
    assert_eq!(changed.variants[1].colour.as_deref(), Some("navy"));
    assert_eq!(changed.variants[1].size.as_deref(), Some("M"));
    shop.write(move |tx| operations::undo(tx, operation)).expect("undo");
    let back = shop.read(|c| detail(c, id));
    assert_eq!(back.options, made.options);
    assert_eq!(titles(&shop, id), "S / Red, M / Blue, L / Blue");
    assert_eq!(back.variants[1].colour.as_deref(), Some("blue"));
}

#[test]
fn variants_are_ordered_and_removed_but_not_those_with_a_history() {
    let shop = Fixture::new();
    let made = half(&shop);
    let (id, ids) = (made.product.id, [2, 0, 1].map(|i: usize| made.variants[i].id));
    shop.write(move |tx| order_variants(tx, id, 1, &ids)).expect("order");
    assert_eq!(titles(&shop, id), "L / Blue, S / Red, M / Blue");
    let error = shop.write(move |tx| order_variants(tx, id, 2, &ids[..2])).expect_err("not all");
    assert_eq!(error.field.as_deref(), Some("variant_ids"));
    let first = ids[0];
    shop.write(move |tx| {
        let place = stock::add_location(tx, "Shop")?;
        stock::put(
            tx,
            &Wanted { variant_id: first, quantity: 1, location_id: Some(place.id) },
            MovementReason::Opening,
            None,
            "",
            None,
        )
    })
    .expect("stock");
    let error = shop.write(move |tx| remove_variants(tx, id, 2, &[first])).expect_err("in stock");
    assert!(error.detail.contains("'L / Blue'"), "{}", error.detail);
    let second = ids[1];
    let operation = shop
        .write(move |tx| {
            remove_variants(tx, id, 2, &[second])?;
            Ok(tx.operation().expect("an operation"))
        })
        .expect("remove");
    assert_eq!(titles(&shop, id), "L / Blue, M / Blue");
    shop.write(move |tx| operations::undo(tx, operation)).expect("undo");
    assert_eq!(shop.read(|c| variants(c, id)).len(), 3);
    assert_eq!(shop.read(|c| variant(c, second)).size.as_deref(), Some("S"));
}

#[test]
fn a_fourth_to_sixth_option_is_kept_and_a_seventh_refused() {
    let shop = Fixture::new();
    let with = |count: usize| NewProduct {
        title: format!("Lamp {count}"),
        options: (1..=count).map(|i| format!("Option {i}")).collect(),
        variants: vec![NewVariant {
            values: (1..=count).map(|i| format!("v{i}")).collect(),
            ..NewVariant::priced(eur(1))
        }],
        ..NewProduct::default()
    };
    let id = shop.write(move |tx| create_product(tx, &with(6))).expect("six");
    let kept = shop.read(|c| detail(c, id));
    assert_eq!(kept.variants[0].title(), "v1 / v2 / v3 / v4 / v5 / v6");
    let found = shop.read(|c| {
        let filter = CatalogFilter { search: Some("v6".into()), ..CatalogFilter::default() };
        Finder::default().variants(c, &filter, None, 0, 5)
    });
    assert_eq!(found.items[0].variant.id, kept.variants[0].id);
    let error = shop.write(move |tx| create_product(tx, &with(7))).expect_err("seven");
    assert_eq!(error.field.as_deref(), Some("options"));
}
