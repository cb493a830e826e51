use std::sync::Arc;

use super::hear::{Step, decide};
use super::*;
use crate::clock::ManualClock;
use crate::contacts::{self, NewContact};
use crate::database::{Database, Options};
use crate::error::Code;
use crate::operations::{self, undo};
use crate::page::PageRequest;

fn open() -> (tempfile::TempDir, Database, Id<id::Contact>) {
    let dir = tempfile::tempdir().expect("dir");
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000)));
    let options = Options { id_seed: Some(1), ..Options::new(clock) };
    let database = Database::open(dir.path(), options).expect("open");
    let new = NewContact { display_name: "Amelia Hartwell".into(), ..NewContact::default() };
    let contact = database.write_blocking(|tx| contacts::add(tx, new)).expect("contact").id;
    (dir, database, contact)
}

fn noted(kind: FactKind, about: &str, value: &str) -> NewFact {
    NewFact { kind, about: about.into(), value: value.into(), system: None }
}

fn told(kind: FactKind, about: Option<&str>, value: &str) -> Told {
    Told {
        kind,
        about: about.map(str::to_owned),
        value: value.into(),
        system: (kind == FactKind::Size).then(|| system_of(value)),
        corrects: false,
        holds: true,
    }
}

fn write(database: &Database, contact: Id<id::Contact>, new: NewFact) -> Result<ContactFact> {
    database.write_blocking(move |tx| add(tx, contact, &new))
}

fn said(database: &Database, contact: Id<id::Contact>, all: Vec<Told>) -> usize {
    let message_id = Id::from_uuid(uuid::Uuid::from_u128(7));
    let heard: Vec<Heard> = all.into_iter().map(|told| Heard { message_id, told }).collect();
    database.write_blocking(move |tx| hear(tx, contact, &heard)).expect("heard")
}

/// "size shoes=38 customer".
fn facts(database: &Database, contact: Id<id::Contact>) -> Vec<String> {
    let shown = |fact: ContactFact| {
        let who = if fact.message_id.is_some() { "customer" } else { "owner" };
        format!("{} {}={} {who}", fact.kind, fact.about, fact.value)
    };
    database.read_blocking(move |c| of_contact(c, contact)).expect("facts").into_iter().map(shown).collect()
}

fn newest_operation(database: &Database) -> operations::Operation {
    let page = PageRequest::first(1);
    let filter = operations::OperationFilter::default();
    let list = database.read_blocking(move |c| operations::list(c, &filter, &page));
    list.expect("operations").items.swap_remove(0)
}

#[test]
fn the_owner_s_entries_are_typed() {
    let (_dir, database, contact) = open();
    for (kind, about, value, kept) in [
        (FactKind::Size, " Shoes ", "7.5", "size shoes=7.5 owner"),
        (FactKind::ColourLiked, "", "Navy  Blue", "colour_liked =navy blue owner"),
        (FactKind::MaterialAllergy, "", "Wool", "material_allergy =wool owner"),
        (FactKind::Fit, "dress", "Loose", "fit dress=loose owner"),
        (FactKind::Budget, "", "79.90", "budget =79.90 owner"),
        (FactKind::Called, "", "Amy-Lou O'Hara", "called =Amy-Lou O'Hara owner"),
    ] {
        write(&database, contact, noted(kind, about, value)).expect(value);
        assert!(facts(&database, contact).contains(&kept.to_owned()), "{kept}");
    }
    for (kind, about, value, field) in [
        (FactKind::Size, "", "as wide as it gets", "value"),
        (FactKind::Size, "<b>", "M", "about"),
        (FactKind::ColourLiked, "shoes", "navy", "about"),
        (FactKind::ColourLiked, "", "#00f", "value"),
        (FactKind::Fit, "", "spacious", "value"),
        (FactKind::Budget, "", "about 80", "value"),
        (FactKind::Budget, "", "80.", "value"),
        (FactKind::Called, "", "{name}", "value"),
        (FactKind::MaterialAvoided, "", "  ", "value"),
    ] {
        let error = write(&database, contact, noted(kind, about, value)).expect_err(value);
        assert_eq!((error.code, error.field.as_deref()), (Code::Invalid, Some(field)), "{kind} {value}");
    }
}

#[test]
fn one_size_for_each_kind_of_goods_and_no_colour_twice() {
    let (_dir, database, contact) = open();
    write(&database, contact, noted(FactKind::Size, "shoes", "38")).expect("shoes");
    write(&database, contact, noted(FactKind::Size, "", "M")).expect("clothes");
    write(&database, contact, noted(FactKind::ColourLiked, "", "navy")).expect("navy");
    write(&database, contact, noted(FactKind::ColourLiked, "", "red")).expect("red");
    for again in [
        noted(FactKind::Size, "Shoes", "39"),
        noted(FactKind::Size, "", "m"),
        noted(FactKind::ColourLiked, "", "Red"),
    ] {
        assert_eq!(write(&database, contact, again).expect_err("there").code, Code::Conflict);
    }
    // What cannot hold beside it goes, in the same operation.
    write(&database, contact, noted(FactKind::ColourAvoided, "", "red")).expect("no red");
    let now = facts(&database, contact);
    assert!(now.contains(&"colour_avoided =red owner".to_owned()), "{now:?}");
    assert!(!now.contains(&"colour_liked =red owner".to_owned()), "{now:?}");
    let operation = newest_operation(&database).id;
    database.write_blocking(move |tx| undo(tx, operation)).expect("undone");
    assert!(facts(&database, contact).contains(&"colour_liked =red owner".to_owned()));
}

#[test]
fn what_is_changed_or_deleted_can_be_taken_back() {
    let (_dir, database, contact) = open();
    let fact = write(&database, contact, noted(FactKind::Size, "", "M")).expect("noted");
    let changed = database.write_blocking(move |tx| change(tx, fact.id, 1, "", "L", None)).expect("changed");
    assert_eq!((changed.value.as_str(), changed.version), ("L", 2));
    let stale = database.write_blocking(move |tx| change(tx, fact.id, 1, "", "S", None)).expect_err("stale");
    assert_eq!(stale.code, Code::Conflict);
    let change = newest_operation(&database).id;
    database.write_blocking(move |tx| undo(tx, change)).expect("undone");
    assert_eq!(facts(&database, contact), ["size =M owner"]);
    let again = database.write_blocking(move |tx| remove(tx, fact.id, 2)).expect_err("stale");
    assert_eq!(again.code, Code::Conflict);
    database.write_blocking(move |tx| remove(tx, fact.id, 3)).expect("removed");
    assert!(facts(&database, contact).is_empty());
    let removal = newest_operation(&database).id;
    // Another stands in its place: it is not overwritten.
    let other = write(&database, contact, noted(FactKind::Size, "", "XL")).expect("noted");
    let refused = database.write_blocking(move |tx| undo(tx, removal)).expect_err("taken");
    assert_eq!(refused.code, Code::Conflict);
    database.write_blocking(move |tx| remove(tx, other.id, 1)).expect("removed");
    database.write_blocking(move |tx| undo(tx, removal)).expect("undone");
    assert_eq!(facts(&database, contact), ["size =M owner"]);
}

#[test]
fn the_customer_s_newest_word_counts_and_is_one_act_of_theirs() {
    let (_dir, database, contact) = open();
    write(&database, contact, noted(FactKind::Size, "", "M")).expect("noted");
    let first = vec![told(FactKind::Size, None, "L"), told(FactKind::MaterialAvoided, None, "wool")];
    assert_eq!(said(&database, contact, first.clone()), 2);
    assert_eq!(facts(&database, contact), ["material_avoided =wool customer", "size =L customer"]);
    let operation = newest_operation(&database);
    assert_eq!((operation.by.actor, operation.change_count), (crate::actor::Actor::Customer, 2));
    assert_eq!(said(&database, contact, first), 0, "known already");
    assert_eq!(newest_operation(&database).id, operation.id, "what changes nothing is no act");
    let id = operation.id;
    database.write_blocking(move |tx| undo(tx, id)).expect("undone");
    assert_eq!(facts(&database, contact), ["size =M owner"]);
}

#[test]
fn an_allergy_is_more_than_a_dislike_and_the_owner_s_stays() {
    let (_dir, database, contact) = open();
    said(&database, contact, vec![told(FactKind::MaterialAvoided, None, "wool")]);
    said(&database, contact, vec![told(FactKind::MaterialAllergy, None, "wool")]);
    assert_eq!(facts(&database, contact), ["material_allergy =wool customer"]);
    assert_eq!(said(&database, contact, vec![told(FactKind::MaterialAvoided, None, "wool")]), 0);
    let over = Told { holds: false, ..told(FactKind::MaterialAllergy, None, "wool") };
    assert_eq!(said(&database, contact, vec![over.clone()]), 1);
    assert!(facts(&database, contact).is_empty());
    write(&database, contact, noted(FactKind::MaterialAllergy, "", "wool")).expect("noted");
    assert_eq!(said(&database, contact, vec![over]), 0);
    assert_eq!(facts(&database, contact), ["material_allergy =wool owner"]);
}

#[test]
fn a_correction_puts_right_the_only_number() {
    let (_dir, database, contact) = open();
    said(&database, contact, vec![told(FactKind::Size, Some(SHOES), "38"), told(FactKind::Size, None, "M")]);
    let corrected = Told { corrects: true, ..told(FactKind::Size, None, "40") };
    said(&database, contact, vec![corrected.clone()]);
    assert_eq!(facts(&database, contact), ["size =M customer", "size shoes=40 customer"]);
    // With two of them nobody knows which; it is the size of clothes then.
    said(&database, contact, vec![told(FactKind::Size, Some("jeans"), "30")]);
    said(&database, contact, vec![Told { value: "42".into(), ..corrected }]);
    assert_eq!(
        facts(&database, contact),
        ["size =42 customer", "size jeans=30 customer", "size shoes=40 customer"]
    );
}

#[test]
fn what_is_malformed_too_much_or_the_owner_s_to_say_is_passed_over() {
    let known: Vec<ContactFact> = Vec::new();
    for told in [
        told(FactKind::Called, None, "Boss"),
        told(FactKind::Budget, None, "0"),
        told(FactKind::Size, None, "'; DROP TABLE contacts"),
        told(FactKind::ColourLiked, None, "<script>"),
        Told { about: Some("shoes\u{202e}".into()), ..told(FactKind::Size, None, "38") },
    ] {
        assert_eq!(decide(&known, &told), None, "{told:?}");
    }
    let (_dir, database, contact) = open();
    let many = (0..60).map(|n| {
        let letters = format!("{}{}", char::from(b'a' + n / 26), char::from(b'a' + n % 26));
        told(FactKind::ColourLiked, None, &letters)
    });
    assert_eq!(said(&database, contact, many.collect()), MOST);
    assert_eq!(said(&database, contact, vec![told(FactKind::MaterialAllergy, None, "wool")]), 0);
    assert_eq!(
        write(&database, contact, noted(FactKind::Fit, "", "slim")).expect_err("full").code,
        Code::Conflict
    );
    let full = database.read_blocking(move |c| of_contact(c, contact)).expect("facts");
    let size = Step::Add {
        kind: FactKind::Size,
        about: String::new(),
        value: "M".into(),
        system: Some(System::Letter),
    };
    assert_eq!(decide(&full[1..], &told(FactKind::Size, None, "M")), Some(size));
}

#[test]
fn confirmed_addresses_are_few_and_the_newest_yes_counts() {
    let (_dir, database, contact) = open();
    let street = |n: usize| format!("Musterweg {n}\n10115 Berlin");
    let confirmed = |n: usize| vec![told(FactKind::Address, None, &street(n))];
    for n in 1..=MOST_ADDRESSES {
        assert_eq!(said(&database, contact, confirmed(n)), 1);
    }
    // In one line and in capitals it is the same one, now the newest.
    let again = told(FactKind::Address, None, "MUSTERWEG 1, 10115 Berlin");
    let message = Id::from_uuid(uuid::Uuid::from_u128(8));
    let heard = [Heard { message_id: message, told: again }];
    database.write_blocking(move |tx| hear(tx, contact, &heard)).expect("heard");
    let known = || database.read_blocking(move |c| of_contact(c, contact)).expect("facts");
    let first = known().into_iter().find(|fact| fact.message_id == Some(message)).expect("the newest");
    assert_eq!((first.value.as_str(), first.version), ("MUSTERWEG 1, 10115 Berlin", 2));
    // One more takes the place of one of them; the owner's stays whatever is said.
    let id = known().into_iter().find(|fact| fact.value == street(2)).expect("the second").id;
    database
        .write_blocking(move |tx| change(tx, id, 1, "", "Rose Lane 9\nBristol BS1 4ST", None))
        .expect("edited");
    assert_eq!(said(&database, contact, confirmed(9)), 1);
    assert_eq!(
        said(&database, contact, vec![told(FactKind::Address, None, "Rose Lane 9, Bristol BS1 4ST")]),
        0
    );
    let now: Vec<String> = known().into_iter().map(|fact| fact.value).collect();
    assert_eq!(now.len(), MOST_ADDRESSES, "{now:?}");
    assert!(now.contains(&street(9)) && now.contains(&"Rose Lane 9\nBristol BS1 4ST".to_owned()), "{now:?}");
}

#[test]
fn an_address_is_kept_in_lines_and_nothing_else_is_one() {
    let (_dir, database, contact) = open();
    let fact =
        write(&database, contact, noted(FactKind::Address, "", " 7  Rose Lane \n\n Denver, CO 80279 "));
    assert_eq!(fact.expect("an address").value, "7 Rose Lane\nDenver, CO 80279");
    let twice = write(&database, contact, noted(FactKind::Address, "", "7 rose lane, Denver, CO 80279"));
    assert_eq!(twice.expect_err("known").code, Code::Conflict);
    let long = "Rose Lane ".repeat(40);
    for (about, value, field) in [
        ("shoes", "7 Rose Lane", "about"),
        ("", "80279", "value"),
        ("", " \n ", "value"),
        ("", "<b>7 Rose Lane</b>", "value"),
        ("", "7 Rose Lane\u{0007}", "value"),
        ("", "a\nb\nc\nd\ne\nf\ng\nh\ni", "value"),
        ("", long.as_str(), "value"),
    ] {
        let error = write(&database, contact, noted(FactKind::Address, about, value)).expect_err(value);
        assert_eq!((error.code, error.field.as_deref()), (Code::Invalid, Some(field)), "{value}");
    }
    let refused = vec![told(FactKind::Address, None, &long), told(FactKind::Address, None, "{name}")];
    assert_eq!(said(&database, contact, refused), 0);
    // As long as one may be.
    let longest = "ä".repeat(LONGEST_ADDRESS);
    assert_eq!(
        write(&database, contact, noted(FactKind::Address, "", &longest)).expect("it fits").value,
        longest
    );
}

#[test]
fn facts_go_with_their_contact_and_are_in_the_archive() {
    let (_dir, database, contact) = open();
    let added = newest_operation(&database).id;
    write(&database, contact, noted(FactKind::Size, "", "M")).expect("noted");
    let tables = database.read_blocking(crate::archive::tables).expect("tables");
    assert!(tables.contains(&"contact_facts".to_owned()));
    // A contact of whom something is remembered is not thrown away by taking its making back.
    let refused = database.write_blocking(move |tx| undo(tx, added)).expect_err("in use");
    assert_eq!(refused.code, Code::Conflict);
    database.write_blocking(move |tx| store::contacts::delete(tx, contact)).expect("deleted");
    assert!(facts(&database, contact).is_empty());
}
