use serde_json::json;

use super::*;
use crate::actor::Actor;
use crate::catalog;
use crate::contacts;
use crate::exports;
use crate::fixture::Fixture;
use crate::jobs::JobKind;
use crate::operations::{self, OperationFilter};
use crate::stock;

fn value<T>(value: T) -> Said<T> {
    Said::Value(value)
}

fn text(text: &str) -> Said<String> {
    Said::Value(text.to_owned())
}

fn variant(sku: &str, values: &[&str], price: i64, stock: i64) -> IncomingVariant {
    IncomingVariant {
        row: 2,
        sku: text(sku),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        price: value(price),
        stock: value(stock),
        ..IncomingVariant::default()
    }
}

/// A shirt in two sizes.
fn shirt() -> IncomingProduct {
    IncomingProduct {
        handle: text("linen-shirt"),
        title: text("Linen shirt"),
        description: text("A shirt."),
        brand: text("Boxwood"),
        category: text("Men > Shirts"),
        tags: value(vec!["linen".into(), "summer".into()]),
        options: vec![("Size".into(), vec!["M".into(), "S".into()])],
        variants: vec![variant("LS-S", &["S"], 4900, 3), variant("LS-M", &["M"], 4900, 0)],
        images: vec![IncomingImage { url: "https://shop.example/a.jpg".into(), alt: "front".into() }],
        ..IncomingProduct::default()
    }
}

fn hat() -> IncomingProduct {
    IncomingProduct {
        title: text("Straw hat"),
        variants: vec![variant("HAT", &[], 2500, 7)],
        ..IncomingProduct::default()
    }
}

fn entries(products: Vec<IncomingProduct>) -> Vec<Incoming> {
    let items = products.into_iter().map(|product| Item::Product(Box::new(product)));
    numbered(items.collect())
}

fn numbered(items: Vec<Item>) -> Vec<Incoming> {
    let place = |index: usize| i64::try_from(index).expect("small");
    items
        .into_iter()
        .enumerate()
        .map(|(index, item)| Incoming {
            index: place(index),
            first_row: place(index) + 2,
            last_row: place(index) + 2,
            item,
            source: json!({ "at": index }),
        })
        .collect()
}

struct Shop(Fixture);

impl Shop {
    fn new() -> Self {
        let shop = Fixture::new();
        shop.write(|tx| stock::create_location(tx, "Shop").map(|_| ())).expect("a place");
        Self(shop)
    }

    fn take_up(&self, kind: ImportKind, options: ImportOptions) -> Id<id::Import> {
        let new = NewImport {
            file_name: "products.csv".into(),
            byte_count: 10,
            kind,
            reading: json!({}),
            options,
            total: None,
            notices: Vec::new(),
        };
        self.0
            .write(move |tx| {
                let id = tx.new_id();
                create(tx, id, new)
            })
            .expect("taken up")
            .id
    }

    fn get(&self, id: Id<id::Import>) -> Import {
        self.0.read(|c| get(c, id))
    }

    fn check(&self, id: Id<id::Import>, entries: &[Incoming]) -> Counts {
        self.0.write(move |tx| check(tx, id)).expect("check");
        let mut checker = Checker::default();
        // Two at a time, and an empty end.
        for batch in entries.chunks(2) {
            let rows = self.0.read(|c| checker.check(c, id, batch));
            let progress = self.0.write(move |tx| store_checked(tx, id, &rows, false)).expect("stored");
            assert_eq!(progress, Progress::GoOn);
        }
        self.0.write(move |tx| store_checked(tx, id, &[], true)).expect("ended");
        let import = self.get(id);
        assert_eq!(import.state, ImportState::Checked);
        import.counts
    }

    fn run(&self, id: Id<id::Import>, entries: &[Incoming]) -> Counts {
        self.0.write(move |tx| start(tx, id)).expect("start");
        for batch in entries.chunks(2) {
            self.batch(id, batch);
        }
        self.0.write(move |tx| finish(tx, id)).expect("finish");
        let import = self.get(id);
        assert_eq!(import.state, ImportState::Done);
        import.counts
    }

    fn batch(&self, id: Id<id::Import>, entries: &[Incoming]) -> Progress {
        let resume_at = json!({ "index": entries.last().map_or(0, |entry| entry.index + 1) });
        let batch = Batch { entries: entries.to_vec(), resume_at };
        self.0.write(move |tx| run_batch(tx, id, &batch)).expect("a batch")
    }

    /// Checks and imports; both must say the same.
    fn import(&self, products: Vec<IncomingProduct>, options: ImportOptions) -> Import {
        let id = self.take_up(ImportKind::Products, options);
        let entries = entries(products);
        let planned = self.check(id, &entries);
        assert_eq!(self.run(id, &entries), planned, "the dry run foresees what happens");
        self.get(id)
    }

    fn take_back(&self, id: Id<id::Import>) -> Import {
        self.0.write(move |tx| undo(tx, id)).expect("undo");
        while self.0.write(move |tx| undo_batch(tx, id)).expect("a part") == Progress::GoOn {}
        self.get(id)
    }

    fn rows(&self, id: Id<id::Import>, outcome: Option<Outcome>) -> Vec<ImportRow> {
        self.0.read(|c| rows(c, id, outcome, &PageRequest::default())).items
    }

    /// Every product as text, without ids, versions and times.
    fn catalog(&self) -> Vec<String> {
        let mut shown = Vec::new();
        self.0.read(|c| {
            exports::each_product(c, &mut |detail, _| {
                let (product, options) = (detail.product, detail.options);
                let options: Vec<_> =
                    options.iter().map(|o| format!("{}={}", o.name, o.values.join("/"))).collect();
                let variants: Vec<_> = detail
                    .variants
                    .iter()
                    .map(|v| format!("{:?} {} {} x{}", v.sku, v.title(), v.price, v.on_hand))
                    .collect();
                shown.push(format!(
                    "{} | {} | {} | {} | {:?} | {options:?} | {variants:?}",
                    product.handle, product.title, product.brand, product.category, product.tags
                ));
                Ok(())
            })
        });
        shown.sort();
        shown
    }

    fn count(&self, table: &str) -> i64 {
        self.0.read(|c| Ok(c.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?))
    }

    fn product(&self, handle: &str) -> Id<id::Product> {
        self.0.read(|c| store::imports::product_of_handle(c, handle)).expect("a product")
    }
}

fn counts(created: i64, changed: i64, unchanged: i64, skipped: i64, rejected: i64) -> Counts {
    Counts { created, changed, unchanged, skipped, rejected }
}

#[test]
fn a_file_is_imported_once_and_the_same_file_again_changes_nothing() {
    let shop = Shop::new();
    let first = shop.import(vec![shirt(), hat()], ImportOptions::default());
    assert_eq!(first.counts, counts(2, 0, 0, 0, 0));
    let made = shop.catalog();
    assert_eq!(
        made,
        [
            "linen-shirt | Linen shirt | Boxwood | Men > Shirts | [\"linen\", \"summer\"] | [\"Size=M/S\"] | \
             [\"Some(\\\"LS-S\\\") S €49.00 x3\", \"Some(\\\"LS-M\\\") M €49.00 x0\"]",
            "straw-hat | Straw hat |  |  | [] | [] | [\"Some(\\\"HAT\\\")  €25.00 x7\"]",
        ]
    );
    assert_eq!(shop.0.read(count_pending_images), 1);
    let operation = shop.0.read(|c| operations::get(c, first.operation_id.expect("an operation")));
    assert_eq!((operation.by.actor, operation.by.name.as_str()), (Actor::Import, "products.csv"));

    let again = shop.import(vec![shirt(), hat()], ImportOptions::default());
    assert_eq!(again.counts, counts(0, 0, 2, 0, 0));
    assert_eq!(again.operation_id, None, "nothing happened");
    assert_eq!(shop.catalog(), made);
    let imports = OperationFilter { actor: Some(Actor::Import), ..OperationFilter::default() };
    assert_eq!(shop.0.read(|c| operations::list(c, &imports, &PageRequest::default())).items.len(), 1);
    assert!(shop.rows(again.id, None).is_empty());
}

#[test]
fn what_differs_is_told_field_by_field_before_it_happens() {
    let shop = Shop::new();
    shop.import(vec![shirt()], ImportOptions::default());
    let mut changed = shirt();
    changed.title = text("Linen shirt, long");
    changed.brand = Said::Empty;
    changed.season = Said::Nothing;
    changed.variants[0].price = value(5900);
    changed.variants[0].stock = value(5);
    changed.variants.push(variant("LS-L", &["L"], 5200, 2));
    let id = shop.take_up(ImportKind::Products, ImportOptions::default());
    let entries = entries(vec![changed]);
    assert_eq!(shop.check(id, &entries), counts(0, 1, 0, 0, 0));
    let planned = shop.rows(id, Some(Outcome::Changed)).remove(0);
    let told: Vec<String> = planned
        .changes
        .iter()
        .map(|c| {
            format!(
                "{}: {} > {}",
                c.field,
                c.before.as_deref().unwrap_or("-"),
                c.after.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "title: Linen shirt > Linen shirt, long",
            "price (S): €49.00 > €59.00",
            "stock (S): 3 > 5",
            "variant: - > L, LS-L, €52.00",
            "stock: 0 > 2",
        ]
    );
    assert_eq!(shop.catalog().len(), 1);
    assert!(shop.catalog()[0].contains("€49.00 x3"), "a dry run changes nothing");
    shop.run(id, &entries);
    let after = shop.catalog().remove(0);
    for part in ["Linen shirt, long | Boxwood", "Size=M/S/L", "S €59.00 x5", "L €52.00 x2"] {
        assert!(after.contains(part), "{part}: {after}");
    }
    assert_eq!(shop.count("stock_movements"), 3, "the opening, a difference, and the new variant's opening");
}

#[test]
fn the_owner_decides_what_happens_to_what_is_there() {
    let check = |existing: Existing, expected: Counts, title: &str, brand: &str| {
        let shop = Shop::new();
        let bare = IncomingProduct { brand: Said::Nothing, ..shirt() };
        shop.import(vec![bare], ImportOptions::default());
        let other = IncomingProduct { title: text("Other"), ..shirt() };
        let import = shop.import(vec![other], ImportOptions { existing, ..ImportOptions::default() });
        assert_eq!(import.counts, expected, "{existing}");
        assert!(shop.catalog()[0].starts_with(&format!("linen-shirt | {title} | {brand} |")), "{existing}");
    };
    check(Existing::Update, counts(0, 1, 0, 0, 0), "Other", "Boxwood");
    check(Existing::Fill, counts(0, 1, 0, 0, 0), "Linen shirt", "Boxwood");
    check(Existing::Skip, counts(0, 0, 0, 1, 0), "Linen shirt", "");
    let shop = Shop::new();
    let ignoring =
        ImportOptions { stock: StockRule::Ignore, images: ImageRule::Ignore, ..ImportOptions::default() };
    shop.import(vec![shirt()], ignoring);
    assert!(shop.catalog()[0].contains("x0"), "{:?}", shop.catalog());
    assert_eq!(shop.0.read(count_pending_images), 0);
}

#[test]
fn what_cannot_be_is_rejected_alone_with_its_reason() {
    let shop = Shop::new();
    shop.import(vec![shirt(), hat()], ImportOptions::default());
    let bad = |change: fn(&mut IncomingProduct), words: &str, field: Option<&str>| {
        let mut product = IncomingProduct { handle: text("new-one"), title: text("New one"), ..hat() };
        product.variants[0].sku = text("NEW");
        change(&mut product);
        let import = shop.import(vec![product], ImportOptions::default());
        assert_eq!(import.counts, counts(0, 0, 0, 0, 1), "{words}");
        assert_eq!(import.operation_id, None, "{words}");
        let row = shop.rows(import.id, Some(Outcome::Rejected)).remove(0);
        assert!(row.reason.as_deref().is_some_and(|reason| reason.contains(words)), "{words}: {row:?}");
        assert_eq!(row.field.as_deref(), field, "{words}");
        assert_eq!(row.source, Some(json!({ "at": 0 })));
    };
    bad(|p| p.title = Said::Empty, "needs a title", Some("title"));
    bad(|p| p.variants[0].price = Said::Empty, "needs a price", Some("price"));
    bad(
        |p| p.variants = vec![variant("LS-S", &[], 1, 0), variant("HAT", &[], 1, 0)],
        "two products of the shop",
        Some("sku"),
    );
    bad(
        |p| {
            p.handle = text("linen-shirt");
            p.options = Vec::new();
        },
        "In the shop it has Size; in the file, no options",
        Some("options"),
    );
    bad(
        |p| {
            p.handle = text("linen-shirt");
            p.options = vec![("Size".into(), vec!["S".into()])];
            p.variants = vec![variant("HAT", &["S"], 1, 0)];
        },
        "The SKU 'HAT' belongs to 'Straw hat' already.",
        Some("sku"),
    );
    // A handle with spaces is the catalog's own rule: it shows when it is written.
    let mut odd = hat();
    odd.handle = text("a b");
    odd.variants[0].sku = text("ODD");
    let id = shop.take_up(ImportKind::Products, ImportOptions::default());
    let both = entries(vec![odd, IncomingProduct { handle: text("fine"), title: text("Fine"), ..hat() }]);
    let mut both = both;
    if let Item::Product(product) = &mut both[1].item {
        product.variants[0].sku = text("FINE");
    }
    shop.check(id, &both);
    assert_eq!(shop.run(id, &both), counts(1, 0, 0, 0, 1));
    assert_eq!(shop.catalog().len(), 3);
}

#[test]
fn the_same_code_twice_in_a_file_is_foreseen() {
    let shop = Shop::new();
    let other = IncomingProduct { handle: text("other"), title: text("Other"), ..hat() };
    let id = shop.take_up(ImportKind::Products, ImportOptions::default());
    let entries = entries(vec![hat(), other]);
    assert_eq!(shop.check(id, &entries), counts(1, 0, 0, 0, 1));
    let row = shop.rows(id, Some(Outcome::Rejected)).remove(0);
    assert_eq!(row.reason.as_deref(), Some("Row 2: the SKU 'HAT' stands in row 2 already."));
}

#[test]
fn it_is_stopped_goes_on_and_a_batch_that_comes_twice_counts_once() {
    let shop = Shop::new();
    let id = shop.take_up(ImportKind::Products, ImportOptions::default());
    let entries = entries(vec![shirt(), hat()]);
    shop.check(id, &entries);
    shop.0.write(move |tx| start(tx, id)).expect("start");
    assert_eq!(shop.batch(id, &entries[..1]), Progress::GoOn);
    shop.0.write(move |tx| pause(tx, id)).expect("pause");
    assert_eq!(shop.batch(id, &entries[1..]), Progress::Stop);
    assert_eq!(shop.catalog().len(), 1);
    let paused = shop.get(id);
    assert_eq!((paused.done, paused.resume_at), (1, Some(json!({ "index": 1 }))));
    shop.0.write(move |tx| start(tx, id)).expect("go on");
    assert_eq!(shop.batch(id, &entries), Progress::GoOn, "from the beginning: what is done is passed over");
    shop.0.write(move |tx| finish(tx, id)).expect("finish");
    assert_eq!(shop.get(id).counts, counts(2, 0, 0, 0, 0));
    assert_eq!(shop.catalog().len(), 2);
    assert_eq!(shop.0.claim(JobKind::RunImport).len(), 1);
}

#[test]
fn one_click_takes_all_of_it_back_and_leaves_what_was_changed_since() {
    let shop = Shop::new();
    shop.import(vec![hat()], ImportOptions::default());
    let before = shop.catalog();
    let mut more = hat();
    more.variants[0].price = value(2900);
    more.variants[0].stock = value(9);
    let import = shop.import(vec![shirt(), more], ImportOptions::default());
    assert_eq!(import.counts, counts(1, 1, 0, 0, 0));
    let undone = shop.take_back(import.id);
    assert_eq!((undone.state, undone.undo_left), (ImportState::Undone, 0));
    assert_eq!(shop.catalog(), before);
    assert_eq!(shop.count("variants"), 1, "nothing is left of the shirt");
    assert!(shop.0.read(stock::check_levels).is_empty());

    // Again, and then somebody works with it.
    let import = shop.import(vec![shirt()], ImportOptions::default());
    let product = shop.product("linen-shirt");
    let sold = shop.0.read(|c| catalog::variants(c, product)).remove(0).id;
    let wanted = stock::Wanted { variant_id: sold, quantity: 1, location_id: None };
    shop.0
        .write(move |tx| stock::take(tx, &wanted, stock::MovementReason::Sold, None, "").map(|_| ()))
        .expect("sold");
    let undone = shop.take_back(import.id);
    assert_eq!(undone.state, ImportState::Undone);
    assert!(undone.undo_left > 0);
    assert_eq!(shop.catalog().len(), 2, "a product with a history stays");
    assert!(shop.0.read(stock::check_levels).is_empty());
}

#[test]
fn nothing_leaves_the_ledger_but_through_an_import_that_is_taken_back() {
    let shop = Shop::new();
    shop.import(vec![hat()], ImportOptions::default());
    let refused = shop.0.write(|tx| Ok(tx.sql().execute("DELETE FROM stock_movements", [])?));
    assert!(refused.is_err());
}

fn ana() -> IncomingContact {
    IncomingContact {
        display_name: "Ana Example".into(),
        emails: vec!["Ana@Example.com".into(), "not an address".into()],
        phones: vec!["+1 555 010 0123".into(), "extension 7".into()],
        address: "1 Sample Street\nTown".into(),
        language: None,
        notes: "Birthday: 1990-03-07".into(),
    }
}

fn people(people: Vec<IncomingContact>) -> Vec<Incoming> {
    numbered(people.into_iter().map(|person| Item::Contact(Box::new(person))).collect())
}

#[test]
fn people_are_found_by_their_addresses_and_imported_once() {
    let shop = Shop::new();
    let id = shop.take_up(ImportKind::Contacts, ImportOptions::default());
    let nameless = IncomingContact { display_name: "Only A Name".into(), ..IncomingContact::default() };
    let file = people(vec![ana(), nameless, IncomingContact::default()]);
    assert_eq!(shop.check(id, &file), counts(2, 0, 0, 0, 1));
    assert_eq!(shop.run(id, &file), counts(2, 0, 0, 0, 1));
    let found = shop.0.read(|c| contacts::find_identity(c, contacts::Channel::Whatsapp, "+15550100123"));
    let contact = shop.0.read(|c| contacts::get(c, found.as_ref().expect("known").contact_id));
    assert_eq!(
        (contact.email.as_deref(), contact.phone.as_deref()),
        (Some("ana@example.com"), Some("+15550100123"))
    );
    assert_eq!(contact.notes, "Birthday: 1990-03-07\nPhone: extension 7\nE-mail: not an address");

    let again = shop.take_up(ImportKind::Contacts, ImportOptions::default());
    assert_eq!(shop.check(again, &file), counts(0, 0, 2, 0, 1));
    assert_eq!(shop.run(again, &file), counts(0, 0, 2, 0, 1));

    let mut moved = ana();
    moved.address = "2 Other Road".into();
    moved.emails.push("second@example.com".into());
    let file = people(vec![moved]);
    let third = shop.take_up(ImportKind::Contacts, ImportOptions::default());
    assert_eq!(shop.check(third, &file), counts(0, 1, 0, 0, 0));
    shop.run(third, &file);
    let state = |shop: &Shop| shop.0.read(|c| contacts::detail(c, contact.id));
    assert_eq!((state(&shop).contact.address.as_str(), state(&shop).identities.len()), ("2 Other Road", 3));
    assert_eq!(shop.take_back(third).undo_left, 0);
    assert_eq!(
        (state(&shop).contact.address.as_str(), state(&shop).identities.len()),
        ("1 Sample Street\nTown", 2)
    );
    assert_eq!(shop.take_back(id).undo_left, 0);
    let left = shop.0.read(|c| contacts::list(c, None, &PageRequest::default())).items;
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_person_who_could_be_two_is_left_to_the_owner() {
    let shop = Shop::new();
    for (name, email, phone) in [("A", Some("ana@example.com"), None), ("B", None, Some("+15550100123"))] {
        let new = contacts::NewContact {
            display_name: name.into(),
            email: email.map(str::to_owned),
            phone: phone.map(str::to_owned),
            ..contacts::NewContact::default()
        };
        shop.0.write(move |tx| contacts::create(tx, new).map(|_| ())).expect("contact");
    }
    let id = shop.take_up(ImportKind::Contacts, ImportOptions::default());
    assert_eq!(shop.check(id, &people(vec![ana()])), counts(0, 0, 0, 0, 1));
    let row = shop.rows(id, None).remove(0);
    assert_eq!(
        row.reason.as_deref(),
        Some("Its e-mail and phone number belong to two contacts: 'A' and 'B'.")
    );
}

#[test]
fn a_failure_is_told_and_the_import_can_go_on_or_be_forgotten() {
    let shop = Shop::new();
    let id = shop.take_up(ImportKind::Products, ImportOptions::default());
    shop.0.write(move |tx| check(tx, id)).expect("check");
    let error = Error::new(Code::StorageUnavailable, "The file is gone.");
    shop.0.write(move |tx| fail(tx, id, &error)).expect("fail");
    let failed = shop.get(id);
    assert_eq!(failed.state, ImportState::Analysed);
    assert_eq!(failed.error, Some((Code::StorageUnavailable, "The file is gone.".into())));
    let stale = shop.0.write(move |tx| {
        set_up(tx, id, 1, ImportKind::Products, json!({}), ImportOptions::default()).map(|_| ())
    });
    assert_eq!(stale.expect_err("stale").code, Code::Conflict);
    shop.0.write(move |tx| delete(tx, id)).expect("deleted");
    assert!(shop.0.read(|c| list(c, &PageRequest::default())).items.is_empty());
}
