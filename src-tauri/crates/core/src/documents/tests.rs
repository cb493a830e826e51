use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::contacts;
use crate::contacts::NewContact;
use crate::database::WriteTx;
use crate::error::Code;
use crate::fixture::Fixture;
use crate::money::Currency;
use crate::operations;
use crate::orders::{
    self, Fulfilment, FulfilmentLine, FulfilmentState, Instrument, LineItem, Order, OrderDetail, OrderStatus,
    Payment, PaymentKind, PaymentMethod, PaymentState, PaymentStatus, ShipTo,
};
use crate::pricing::TaxTotal;
use crate::settings::{self, DocumentSettings, NumberSeries, NumberStart, ShopProfile};

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn item(tx: &mut WriteTx<'_>, position: i64, quantity: i64, unit_price: i64) -> LineItem {
    LineItem {
        id: tx.new_id(),
        position,
        variant_id: None,
        title: format!("Hat {position}"),
        variant_title: "M".into(),
        sku: Some(format!("HAT-{position}")),
        quantity,
        unit_price: eur(unit_price),
        discount: eur(0),
        tax: eur(0),
        tax_class: "standard".into(),
        tax_rate_ppm: 190_000,
        returned: 0,
        product_id: None,
        image_id: None,
    }
}

fn payment(tx: &mut WriteTx<'_>, amount: i64) -> Payment {
    Payment {
        id: tx.new_id(),
        kind: PaymentKind::Payment,
        method: PaymentMethod::Cash,
        amount: eur(amount),
        state: PaymentState::Settled,
        reference: None,
        tendered: Some(eur(amount + 500)),
        refund_of: None,
        instrument: Instrument::default(),
        reason: String::new(),
        paid_at: tx.now(),
    }
}

/// Two hats for 25.00 and one for 40.00, prices with 19 % tax, placed and not paid.
fn order(
    tx: &mut WriteTx<'_>,
    number: &str,
    change: impl FnOnce(&mut WriteTx<'_>, &mut OrderDetail),
) -> Result<Id<id::Order>> {
    let contact = NewContact {
        display_name: "Ada Berg".into(),
        language: Some("de-AT".into()),
        address: "Ringstraße 1\n1010 Wien".into(),
        ..NewContact::default()
    };
    let contact_id = contacts::create(tx, contact)?.id;
    let now = tx.now();
    let items = vec![item(tx, 1, 2, 2500), item(tx, 2, 1, 4000)];
    let mut detail = OrderDetail {
        order: Order {
            contact_id: Some(contact_id),
            status: OrderStatus::Placed,
            payment_status: PaymentStatus::Unpaid,
            subtotal: eur(9000),
            total: eur(9000),
            tax: eur(1437),
            taxes: vec![TaxTotal { name: "USt.".into(), rate_ppm: 190_000, base: 7563, amount: 1437 }],
            placed_at: Some(now),
            ..Order::blank(tx.new_id(), number.into(), Currency::EUR, now)
        },
        contact_name: String::new(),
        conversation_id: None,
        items,
        payments: Vec::new(),
        fulfilments: Vec::new(),
        transitions: Vec::new(),
        happenings: Vec::new(),
    };
    change(tx, &mut detail);
    let id = detail.order.id;
    store::orders::insert(tx.sql(), &detail)?;
    Ok(id)
}

fn placed(shop: &Fixture, number: &'static str) -> Id<id::Order> {
    shop.write(move |tx| order(tx, number, |_, _| {})).expect("order")
}

fn ask(shop: &Fixture, order_id: Id<id::Order>, request: DocumentRequest) -> Result<Issued> {
    shop.write(move |tx| issue(tx, order_id, &request))
}

fn issued(shop: &Fixture, order_id: Id<id::Order>, kind: DocumentKind) -> Issued {
    ask(shop, order_id, DocumentRequest::new(kind)).expect("issued")
}

fn set(shop: &Fixture, settings: DocumentSettings) {
    let version = shop.read(settings::get::<DocumentSettings>).version;
    shop.write(move |tx| settings::update(tx, settings, version)).expect("settings");
}

fn numbers(shop: &Fixture, kind: DocumentKind) -> Vec<i64> {
    let filter = DocumentFilter { kind: Some(kind), ..DocumentFilter::default() };
    let mut all: Vec<i64> = shop
        .read(|c| list(c, &filter, &PageRequest::first(200)))
        .items
        .iter()
        .map(|document| document.sequence)
        .collect();
    all.reverse();
    all
}

#[test]
fn an_invoice_holds_what_was_agreed_and_is_issued_once() {
    let shop = Fixture::new();
    let id = placed(&shop, "1001");
    let first = issued(&shop, id, DocumentKind::Invoice);
    assert!(first.is_new);
    assert_eq!((first.document.number.as_str(), first.document.total), ("INV-2027-00001", Some(eur(9000))));
    assert_eq!(
        (first.document.language, first.document.file_name().as_str()),
        (DocumentLanguage::German, "INV-2027-00001.pdf")
    );
    let again = issued(&shop, id, DocumentKind::Invoice);
    assert!(!again.is_new);
    assert_eq!(again.document.id, first.document.id);
    let content = shop.read(|c| content(c, first.document.id));
    let totals = content.body.totals.as_ref().expect("totals");
    assert_eq!(
        (content.body.lines.len(), totals.total, totals.due(), totals.taxes[0].tax),
        (2, 9000, 9000, 1437)
    );
    assert_eq!(content.due_on, Some(jiff::civil::date(2027, 1, 29)));
    assert_eq!(content.body.customer.expect("customer").name, "Ada Berg");
    assert_eq!(numbers(&shop, DocumentKind::Invoice), [1]);
}

#[test]
fn numbers_have_no_gaps_whatever_fails_and_whoever_comes_first() {
    const THREADS: usize = 8;
    const EACH: usize = 12;
    let shop = Fixture::new();
    let orders: Vec<Id<id::Order>> = shop
        .write(|tx| (0..THREADS * EACH).map(|n| order(tx, &(1000 + n).to_string(), |_, _| {})).collect())
        .expect("orders");
    let failed = Arc::new(AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for mine in orders.chunks(EACH) {
            let (shop, failed) = (&shop, Arc::clone(&failed));
            scope.spawn(move || {
                for (n, id) in mine.iter().copied().enumerate() {
                    // A third fails after the number was taken, in one of three ways.
                    let outcome = shop.write(move |tx| {
                        let issued = issue(tx, id, &DocumentRequest::new(DocumentKind::Invoice))?;
                        match n % 9 {
                            2 => Err(Error::new(Code::Refused, "refused afterwards")),
                            5 => panic!("the power is gone"),
                            8 => issue(tx, id, &DocumentRequest::new(DocumentKind::Receipt)).map(|_| issued),
                            _ => Ok(issued),
                        }
                    });
                    if outcome.is_err() {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let failed = failed.load(Ordering::Relaxed);
    assert!(failed >= THREADS * 3, "{failed}");
    let last = i64::try_from(orders.len() - failed).expect("count");
    assert_eq!(numbers(&shop, DocumentKind::Invoice), (1..=last).collect::<Vec<_>>());
    assert_eq!(numbers(&shop, DocumentKind::Receipt), [0_i64; 0]);
}

#[test]
fn the_year_is_the_shop_s_and_numbers_begin_anew_with_it() {
    let shop = Fixture::new();
    let profile = ShopProfile { time_zone: "Europe/Berlin".into(), ..ShopProfile::default() };
    shop.write(move |tx| settings::update(tx, profile, 0)).expect("shop");
    let starts = Some(NumberStart { year: 2027, number: 347 });
    let mut printed = DocumentSettings::default();
    printed.numbering.invoice = NumberSeries { pattern: "RE-{year}/{number:04}".into(), starts };
    set(&shop, printed);
    let take = |time: &str, number: &'static str| {
        shop.clock.set(time.parse().expect("time"));
        issued(&shop, placed(&shop, number), DocumentKind::Invoice).document
    };
    assert_eq!(take("2027-06-01T10:00:00Z", "1").number, "RE-2027/0347");
    let new_year = take("2027-12-31T23:30:00Z", "2");
    assert_eq!(
        (new_year.number.as_str(), new_year.issued_on),
        ("RE-2028/0001", jiff::civil::date(2028, 1, 1))
    );
    assert_eq!(new_year.file_name(), "RE-2028-0001.pdf");
    // A clock that was set back: the old year goes on where it was.
    assert_eq!(take("2027-12-31T22:30:00Z", "3").number, "RE-2027/0348");
    assert_eq!(take("2028-01-01T09:00:00Z", "4").number, "RE-2028/0002");
}

#[test]
fn a_changed_order_needs_a_credit_note_before_its_new_invoice() {
    let shop = Fixture::new();
    let id = placed(&shop, "1001");
    let first = issued(&shop, id, DocumentKind::Invoice).document;
    // Money that came in changes nothing about what is billed.
    shop.write(move |tx| {
        let payment = payment(tx, 9000);
        tx.sql().execute(
            "INSERT INTO payments (id, order_id, kind, method, amount_minor, state, paid_at) VALUES (?1, ?2, 'payment', 'cash', 9000, 'settled', ?3)",
            rusqlite::params![payment.id, id, payment.paid_at],
        )?;
        Ok(())
    })
    .expect("paid");
    assert_eq!(issued(&shop, id, DocumentKind::Invoice).document.id, first.id);
    shop.write(move |tx| {
        tx.sql().execute("UPDATE line_items SET title = 'Cap' WHERE order_id = ?1 AND position = 1", [id])?;
        Ok(())
    })
    .expect("changed");
    let refused = ask(&shop, id, DocumentRequest::new(DocumentKind::Invoice)).expect_err("changed");
    assert_eq!(refused.code, Code::Refused);
    assert!(refused.detail.contains(&first.number), "{}", refused.detail);
    let request =
        DocumentRequest { reason: "Wrong item".into(), ..DocumentRequest::new(DocumentKind::CreditNote) };
    let note = ask(&shop, id, request).expect("credit note").document;
    assert_eq!((note.number.as_str(), note.total), ("CN-2027-00001", Some(eur(9000))));
    assert_eq!(note.corrects, Some((first.id, first.number.clone())));
    assert!(shop.read(|c| get(c, first.id)).is_voided());
    let second = issued(&shop, id, DocumentKind::Invoice);
    assert!(second.is_new);
    assert_eq!(second.document.number, "INV-2027-00002");
    let over =
        DocumentRequest { invoice_id: Some(first.id), ..DocumentRequest::new(DocumentKind::CreditNote) };
    assert_eq!(ask(&shop, id, over).expect_err("credited").code, Code::Invalid);
}

#[test]
fn pieces_and_amounts_are_credited_one_after_the_other() {
    let shop = Fixture::new();
    let id = placed(&shop, "1001");
    let invoice = issued(&shop, id, DocumentKind::Invoice).document;
    let hat = shop.read(|c| orders::detail(c, id)).items[0].id;
    let pieces = vec![Pieces { line_item_id: hat, quantity: 1 }];
    let some = DocumentRequest { lines: pieces, ..DocumentRequest::new(DocumentKind::CreditNote) };
    assert_eq!(ask(&shop, id, some).expect("pieces").document.total, Some(eur(2500)));
    let amount = DocumentRequest { amount: Some(1000), ..DocumentRequest::new(DocumentKind::CreditNote) };
    assert_eq!(ask(&shop, id, amount.clone()).expect("amount").document.total, Some(eur(1000)));
    let after = shop.read(|c| get(c, invoice.id));
    assert_eq!((after.credited, after.is_voided()), (Some(eur(3500)), false));
    assert_eq!(issued(&shop, id, DocumentKind::CreditNote).document.total, Some(eur(5500)));
    assert_eq!(ask(&shop, id, amount).expect_err("nothing left").code, Code::Refused);
    assert_eq!(numbers(&shop, DocumentKind::CreditNote), [1, 2, 3]);
}

#[test]
fn a_receipt_is_for_money_that_came() {
    let shop = Fixture::new();
    let id = placed(&shop, "1001");
    let refused = ask(&shop, id, DocumentRequest::new(DocumentKind::Receipt)).expect_err("unpaid");
    assert_eq!(refused.code, Code::Refused);
    let paid = shop
        .write(|tx| {
            order(tx, "1002", |tx, detail| {
                detail.order.contact_id = None;
                detail.payments = vec![payment(tx, 9000)];
            })
        })
        .expect("order");
    let receipt = issued(&shop, paid, DocumentKind::Receipt);
    assert_eq!((receipt.document.number.as_str(), receipt.document.paper), ("R-2027-00001", Paper::Roll));
    assert_eq!(receipt.document.contact, None);
    let content = shop.read(|c| content(c, receipt.document.id));
    let totals = content.body.totals.as_ref().expect("totals");
    assert_eq!(
        (totals.paid, totals.change, content.body.payments[0].tendered),
        (9000, Some(500), Some(9500))
    );
    assert!(!issued(&shop, paid, DocumentKind::Receipt).is_new);
}

#[test]
fn a_packing_slip_lists_a_parcel_or_what_is_left_to_send() {
    let shop = Fixture::new();
    let (id, parcel) = shop
        .write(|tx| {
            let mut parcel_id = None;
            let id = order(tx, "1001", |tx, detail| {
                let parcel = Fulfilment {
                    id: tx.new_id(),
                    state: FulfilmentState::InTransit,
                    carrier: Some("DHL".into()),
                    tracking_number: Some("0034".into()),
                    tracking_url: None,
                    shipped_at: Some(tx.now()),
                    expected_on: None,
                    delivered_at: None,
                    version: 1,
                    lines: vec![FulfilmentLine { line_item_id: detail.items[0].id, quantity: 1 }],
                };
                parcel_id = Some(parcel.id);
                detail.fulfilments = vec![parcel];
                detail.order.ship_to = ShipTo {
                    name: "Bo Lind".into(),
                    address: "Storgatan 2\n111 23 Stockholm".into(),
                    country: "SE".into(),
                    region: String::new(),
                };
            })?;
            Ok((id, parcel_id))
        })
        .expect("order");
    let quantities = |document: &IssuedDocument| -> Vec<i64> {
        shop.read(|c| content(c, document.id)).body.lines.iter().map(|line| line.quantity).collect()
    };
    let rest = issued(&shop, id, DocumentKind::PackingSlip).document;
    assert_eq!((quantities(&rest), rest.total), (vec![1, 1], None));
    let request =
        DocumentRequest { fulfilment_id: parcel, ..DocumentRequest::new(DocumentKind::PackingSlip) };
    let sent = ask(&shop, id, request.clone()).expect("parcel").document;
    assert_eq!(quantities(&sent), [1]);
    let body = shop.read(|c| content(c, sent.id)).body;
    assert_eq!(body.parcel.expect("parcel").tracking_number, "0034");
    assert_eq!(body.ship_to.expect("address").address, "Storgatan 2\n111 23 Stockholm\nSweden");
    assert!(!ask(&shop, id, request).expect("again").is_new);
    assert_eq!(numbers(&shop, DocumentKind::PackingSlip), [1, 2]);
}

#[test]
fn requests_that_do_not_fit_are_refused_by_their_field() {
    let shop = Fixture::new();
    let id = placed(&shop, "1001");
    let line = Pieces { line_item_id: shop.read(|c| orders::detail(c, id)).items[0].id, quantity: 3 };
    let of = DocumentRequest::new;
    for (request, field) in [
        (DocumentRequest { lines: vec![line], ..of(DocumentKind::Invoice) }, "lines"),
        (DocumentRequest { amount: Some(1), ..of(DocumentKind::Receipt) }, "amount_minor"),
        (
            DocumentRequest { amount: Some(1), lines: vec![line], ..of(DocumentKind::CreditNote) },
            "amount_minor",
        ),
        (DocumentRequest { lines: vec![line], ..of(DocumentKind::ReturnLabel) }, "lines[0].quantity"),
        (DocumentRequest { reason: "x".repeat(301), ..of(DocumentKind::CreditNote) }, "reason"),
    ] {
        let error = ask(&shop, id, request).expect_err(field);
        assert_eq!((error.code, error.field.as_deref()), (Code::Invalid, Some(field)), "{}", error.detail);
    }
    for (status, kind) in [
        (OrderStatus::Draft, DocumentKind::Invoice),
        (OrderStatus::Draft, DocumentKind::PackingSlip),
        (OrderStatus::Cancelled, DocumentKind::Invoice),
    ] {
        let number = format!("{status}-{kind}");
        let id = shop
            .write(move |tx| order(tx, &number, |_, detail| detail.order.status = status))
            .expect("order");
        assert_eq!(ask(&shop, id, of(kind)).expect_err("state").code, Code::Refused, "{status} {kind}");
    }
    assert_eq!(ask(&shop, id, of(DocumentKind::CreditNote)).expect_err("no invoice").code, Code::Refused);
    assert!(DocumentKind::ALL.iter().all(|kind| numbers(&shop, *kind).is_empty()), "nothing took a number");
}

#[test]
fn an_issued_document_cannot_be_changed_removed_or_taken_back() {
    let shop = Fixture::new();
    let id = placed(&shop, "1001");
    let operation = shop
        .write(move |tx| {
            issue(tx, id, &DocumentRequest::new(DocumentKind::Invoice))?;
            Ok(tx.operation())
        })
        .expect("issued")
        .expect("recorded");
    for statement in [
        "UPDATE documents SET number = 'X'",
        "DELETE FROM documents",
        "UPDATE document_counters SET last = 7",
    ] {
        assert!(shop.write(move |tx| Ok(tx.sql().execute(statement, [])?)).is_err(), "{statement}");
    }
    let refused = shop.write(move |tx| operations::undo(tx, operation)).expect_err("for good");
    assert_eq!(refused.code, Code::Conflict);
    assert!(refused.detail.contains("credit note"), "{}", refused.detail);
}

#[test]
fn documents_are_listed_by_kind_order_year_and_number() {
    let shop = Fixture::new();
    let orders: Vec<Id<id::Order>> =
        ["1001", "1002", "1003"].into_iter().map(|number| placed(&shop, number)).collect();
    for id in &orders {
        issued(&shop, *id, DocumentKind::Invoice);
        issued(&shop, *id, DocumentKind::PackingSlip);
    }
    let found = |filter: DocumentFilter| -> Vec<String> {
        let page = shop.read(|c| list(c, &filter, &PageRequest::default()));
        page.items.into_iter().map(|document| document.number).collect()
    };
    assert_eq!(found(DocumentFilter::default()).len(), 6);
    let text = |text: &str| DocumentFilter { text: Some(text.into()), ..DocumentFilter::default() };
    assert_eq!(found(text("inv-2027-00002")), ["INV-2027-00002"]);
    assert_eq!(found(text("3")), ["PS-2027-00003", "INV-2027-00003"]);
    assert_eq!(found(text("1002")), ["PS-2027-00002", "INV-2027-00002"]);
    assert_eq!(found(text("%")), [""; 0]);
    let of_order = DocumentFilter {
        order_id: Some(orders[0]),
        kind: Some(DocumentKind::Invoice),
        ..DocumentFilter::default()
    };
    assert_eq!(found(of_order), ["INV-2027-00001"]);
    assert_eq!(found(DocumentFilter { year: Some(2026), ..DocumentFilter::default() }), [""; 0]);
    let first = shop.read(|c| list(c, &DocumentFilter::default(), &PageRequest::first(4)));
    let rest = PageRequest { after: first.next, limit: 4 };
    let rest = shop.read(|c| list(c, &DocumentFilter::default(), &rest));
    assert_eq!((first.items.len(), rest.items.len(), rest.next.is_none()), (4, 2, true));
}

#[test]
fn the_printed_settings_rules_are_told_by_their_field() {
    let good = DocumentSettings::default;
    settings::Document::validate(&good()).expect("the default is valid");
    let series = |pattern: &str| NumberSeries { pattern: pattern.into(), starts: None };
    let with = |change: &dyn Fn(&mut DocumentSettings)| {
        let mut settings = good();
        change(&mut settings);
        settings
    };
    for (settings, field) in [
        (with(&|s| s.paper = Paper::Roll), "paper"),
        (with(&|s| s.accent = "red".into()), "accent"),
        (with(&|s| s.logo = "../logo.png".into()), "logo"),
        (with(&|s| s.footer = "x".repeat(301)), "footer"),
        (with(&|s| s.legal_lines = vec!["a".into(), "x".repeat(501)]), "legal_lines[1]"),
        (with(&|s| s.product_link = "https://example.com/products".into()), "product_link"),
        (with(&|s| s.payment_terms_days = 400), "payment_terms_days"),
        (with(&|s| s.numbering.receipt = series("R-{number}")), "numbering.receipt.pattern"),
        (
            with(&|s| s.numbering.credit_note = series("INV-{year}-{number:05}")),
            "numbering.credit_note.pattern",
        ),
        (
            with(&|s| s.numbering.invoice.starts = Some(NumberStart { year: 2027, number: 0 })),
            "numbering.invoice.starts.number",
        ),
    ] {
        let error = settings::Document::validate(&settings).expect_err(field);
        assert_eq!(error.field.as_deref(), Some(field), "{}", error.detail);
    }
    let german = DocumentSettings { language: DocumentLanguage::German, ..good() };
    assert_eq!(german.language_for(Some("pt-BR")), DocumentLanguage::Portuguese);
    assert_eq!(german.language_for(Some("ja")), DocumentLanguage::German);
    assert_eq!(german.language_for(None), DocumentLanguage::German);
    let own = DocumentSettings { use_customer_language: false, ..german };
    assert_eq!(own.language_for(Some("fr")), DocumentLanguage::German);
}
