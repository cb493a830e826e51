//! The tree of categories.

use super::*;
use crate::catalog::categories::{CategoryChange, by_path, change, create, delete, tree};
use crate::fixture::Fixture;
use crate::operations::{self, OperationKind};

fn make(shop: &Fixture, title: &str, category: &str) -> Id<id::Product> {
    let new = NewProduct { title: title.into(), category: category.into(), ..NewProduct::default() };
    shop.write(move |tx| create_product(tx, &new)).expect("create")
}

/// "name(own/with all below)", indented by depth with dots.
fn drawn(shop: &Fixture) -> String {
    let lines = shop.read(tree).into_iter().map(|node| {
        let dots = ".".repeat(node.depth);
        format!("{dots}{}({}/{})", node.category.name, node.product_count, node.total_count)
    });
    lines.collect::<Vec<_>>().join(" ")
}

fn id_of(shop: &Fixture, path: &str) -> (Id<id::Category>, i64) {
    let node = shop.read(tree).into_iter().find(|node| node.category.path == path).expect("a category");
    (node.category.id, node.category.version)
}

#[test]
fn a_path_makes_what_is_missing_and_products_are_counted_up_the_tree() {
    let shop = Fixture::new();
    make(&shop, "Dress", "Women > Dresses");
    make(&shop, "Skirt", "women>Skirts");
    make(&shop, "Shirt", " Men ");
    assert_eq!(drawn(&shop), "Women(0/2) .Dresses(1/1) .Skirts(1/1) Men(1/1)");
    let skirt = shop.read(|c| {
        let filter = CatalogFilter { search: Some("skirt".into()), ..CatalogFilter::default() };
        Finder::default().products(c, &filter, None, 0, 1)
    });
    assert_eq!(skirt.items[0].category, "Women > Skirts");
}

#[test]
fn products_follow_when_a_category_is_renamed_moved_or_deleted_and_all_comes_back() {
    let shop = Fixture::new();
    let dress = make(&shop, "Dress", "Women > Dresses > Long");
    let category = |shop: &Fixture| shop.read(|c| product(c, dress)).category;
    let (women, version) = id_of(&shop, "Women");
    let rename = CategoryChange { name: Some("Ladies".into()), ..CategoryChange::default() };
    let renamed = shop
        .write(move |tx| {
            change(tx, women, version, &rename)?;
            Ok(tx.operation().expect("an operation"))
        })
        .expect("rename");
    assert_eq!(category(&shop), "Ladies > Dresses > Long");
    let listed = |id| {
        shop.read(|c| {
            let filter = CatalogFilter { category: Some(id), ..CatalogFilter::default() };
            Finder::default().products(c, &filter, None, 0, 5)
        })
        .total
    };
    assert_eq!(listed(women), 1);
    let (dresses, version) = id_of(&shop, "Ladies > Dresses");
    let deleted = shop
        .write(move |tx| {
            delete(tx, dresses, version)?;
            Ok(tx.operation().expect("an operation"))
        })
        .expect("delete");
    assert_eq!(category(&shop), "Ladies > Long");
    shop.write(move |tx| operations::undo(tx, deleted)).expect("undo");
    assert_eq!(category(&shop), "Ladies > Dresses > Long");
    shop.write(move |tx| operations::undo(tx, renamed)).expect("undo");
    assert_eq!(category(&shop), "Women > Dresses > Long");
    let own_child = CategoryChange { parent_id: Some(Some(dresses)), ..CategoryChange::default() };
    let version = id_of(&shop, "Women").1;
    let error = shop.write(move |tx| change(tx, women, version, &own_child)).expect_err("a cycle");
    assert_eq!(error.field.as_deref(), Some("parent_id"));
}

#[test]
fn siblings_differ_and_keep_their_order() {
    let shop = Fixture::new();
    for name in ["A", "B", "C"] {
        shop.write(move |tx| create(tx, name, None)).expect("create");
    }
    assert_eq!(shop.write(|tx| create(tx, " a ", None)).expect_err("twice").code, Code::Conflict);
    assert_eq!(shop.write(|tx| create(tx, "A > B", None)).expect_err("a path").code, Code::Invalid);
    let (third, version) = id_of(&shop, "C");
    let first = CategoryChange { position: Some(1), ..CategoryChange::default() };
    let moved = shop
        .write(move |tx| {
            change(tx, third, version, &first)?;
            Ok(tx.operation().expect("an operation"))
        })
        .expect("move");
    assert_eq!(drawn(&shop), "C(0/0) A(0/0) B(0/0)");
    shop.write(move |tx| operations::undo(tx, moved)).expect("undo");
    assert_eq!(drawn(&shop), "A(0/0) B(0/0) C(0/0)");
}

#[test]
fn an_import_s_categories_belong_to_its_operation() {
    let shop = Fixture::new();
    let operation = shop
        .write(|tx| {
            let mut recording =
                operations::begin(tx, OperationKind::CategoryCreated, serde_json::json!({ "name": "x" }))?;
            let first = by_path(tx, "Women > Dresses", &mut recording)?;
            assert_eq!(by_path(tx, "women > dresses", &mut recording)?, first);
            assert_eq!(by_path(tx, " > ", &mut recording)?, None);
            recording.finish(tx)
        })
        .expect("make");
    let undone = shop.write(move |tx| operations::undo(tx, operation)).expect("undo");
    assert_eq!(undone.restored, 2);
    assert_eq!(drawn(&shop), "");
}
