use serde_json::json;

use super::*;
use crate::actor::Actor;
use crate::error::Code;
use crate::fixture::Fixture;
use crate::settings::{self, ShopProfile};

fn named(name: &str) -> ShopProfile {
    ShopProfile { name: name.into(), ..ShopProfile::default() }
}

fn rename(shop: &Fixture, name: &str, version: i64) -> Id<id::Operation> {
    let profile = named(name);
    let recorded = shop.write(move |tx| {
        tx.act_as(By::OWNER);
        settings::update(tx, profile, version)?;
        Ok(tx.operation())
    });
    recorded.expect("update").expect("an operation")
}

fn name(shop: &Fixture) -> String {
    shop.read(settings::get::<ShopProfile>).value.name
}

#[test]
fn an_act_is_recorded_with_its_party_and_both_states() {
    let shop = Fixture::new();
    let first = rename(&shop, "A", 0);
    let second = rename(&shop, "B", 1);
    let page = PageRequest::default();
    let listed = shop.read(|c| list(c, &OperationFilter::default(), &page)).items;
    assert_eq!(listed.iter().map(|o| o.id).collect::<Vec<_>>(), [second, first]);
    assert_eq!((listed[0].kind, listed[0].by.actor), (OperationKind::SettingChanged, Actor::Owner));
    assert_eq!(listed[0].details, json!({ "key": "shop" }));
    let changes = shop.read(|c| changes(c, second, &page)).items;
    let names = |state: &Option<Value>| state.as_ref().map(|s| s["value"]["name"].clone());
    assert_eq!((names(&changes[0].before), names(&changes[0].after)), (Some(json!("A")), Some(json!("B"))));
    let about = |subject: &str, actor| OperationFilter { subject_id: Some(subject.into()), actor };
    assert_eq!(shop.read(|c| list(c, &about("shop", None), &page)).items.len(), 2);
    assert_eq!(shop.read(|c| list(c, &about("hours", None), &page)).items.len(), 0);
    assert_eq!(shop.read(|c| list(c, &about("shop", Some(Actor::Agent)), &page)).items.len(), 0);
}

#[test]
fn an_act_is_taken_back_once_and_the_taking_back_too() {
    let shop = Fixture::new();
    rename(&shop, "A", 0);
    let second = rename(&shop, "B", 1);
    let undone = shop.write(move |tx| undo(tx, second)).expect("undo");
    assert_eq!((name(&shop).as_str(), undone.restored, undone.next_position), ("A", 1, None));
    assert_eq!(shop.write(move |tx| undo(tx, second)).expect_err("again").code, Code::Conflict);
    let again = undone.operation_id;
    shop.write(move |tx| undo(tx, again)).expect("redo");
    assert_eq!(name(&shop), "B");
    assert_eq!(shop.read(|c| get(c, second)).undone_by, Some(again));
}

#[test]
fn what_was_changed_since_is_not_lost() {
    let shop = Fixture::new();
    let first = rename(&shop, "A", 0);
    rename(&shop, "B", 1);
    let error = shop.write(move |tx| undo(tx, first)).expect_err("changed since");
    assert_eq!((error.code, error.field.as_deref()), (Code::Conflict, Some("shop")));
    assert_eq!(name(&shop), "B");
    let undone = shop.write(move |tx| undo_some(tx, first, None, 100)).expect("some");
    assert_eq!((undone.restored, undone.left, name(&shop).as_str()), (0, vec!["shop".to_owned()], "B"));
}
