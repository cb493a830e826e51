use crate::contacts::{self, NewContact};
use crate::error::Code;
use crate::fixture::Fixture;
use crate::money::{Currency, Money};
use crate::operations::{self, OperationFilter, changes};

use super::*;

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn new(amount: i64) -> NewGiftCard {
    NewGiftCard { amount: eur(amount), contact_id: None, expires_on: None, note: String::new(), code: None }
}

fn payment(n: u128) -> Cause {
    Cause { order_id: None, payment_id: Some(Id::from_uuid(uuid::Uuid::from_u128(n))) }
}

#[test]
fn a_card_is_issued_spent_refunded_and_its_ledger_tells_it() {
    let shop = Fixture::new();
    let card =
        shop.write(|tx| issue(tx, NewGiftCard { note: " Birthday ".into(), ..new(5000) })).expect("issue");
    assert_eq!((card.balance, card.initial, card.note.as_str()), (eur(5000), eur(5000), "Birthday"));
    assert!(!card.code.is_mistyped());
    let id = card.id;
    let spent = shop.write(move |tx| redeem(tx, id, eur(1999), payment(1))).expect("redeem");
    assert_eq!((spent.balance, spent.last_used_at), (eur(3001), Some(crate::fixture::START)));
    let back = shop.write(move |tx| refund(tx, id, eur(999), payment(2))).expect("refund");
    assert_eq!(back.balance, eur(4000));
    let ledger = shop.read(|c| entries(c, id, &PageRequest::default())).items;
    let told: Vec<(&str, i64, i64)> =
        ledger.iter().map(|e| (e.kind.as_str(), e.amount.amount, e.balance.amount)).collect();
    assert_eq!(told, [("refunded", 999, 4000), ("redeemed", -1999, 3001), ("issued", 5000, 5000)]);

    // What it does not hold is refused, and so is the same payment again; the balance stays.
    let short = shop.write(move |tx| redeem(tx, id, eur(4001), payment(3))).expect_err("short");
    assert_eq!((short.code, short.detail.contains("€40.00")), (Code::Conflict, true));
    let twice = shop.write(move |tx| redeem(tx, id, eur(1), payment(1))).expect_err("twice");
    assert_eq!(twice.code, Code::Conflict);
    assert_eq!(shop.read(|c| get(c, id)).balance, eur(4000));
    for nothing in [0, -5] {
        let refused = shop.write(move |tx| redeem(tx, id, eur(nothing), payment(9))).expect_err("nothing");
        assert_eq!(refused.code, Code::Invalid);
    }
    let dollars = Money::new(100, Currency::USD);
    assert_eq!(
        shop.write(move |tx| redeem(tx, id, dollars, payment(4))).expect_err("dollars").code,
        Code::Conflict
    );
}

#[test]
fn the_file_itself_keeps_the_ledger_and_the_balance_together() {
    let shop = Fixture::new();
    let card = shop.write(|tx| issue(tx, new(100))).expect("issue");
    for statement in [
        "UPDATE gift_card_entries SET amount_minor = 1",
        "DELETE FROM gift_card_entries",
        "UPDATE gift_cards SET balance_minor = -1",
        "INSERT INTO gift_card_entries (id, gift_card_id, kind, amount_minor, balance_minor, actor, at)
         SELECT 'gce_x', id, 'adjusted', 5, 100, 'owner', 0 FROM gift_cards",
        "INSERT INTO gift_card_entries (id, gift_card_id, kind, amount_minor, balance_minor, actor, at)
         SELECT 'gce_x', id, 'adjusted', -101, -1, 'owner', 0 FROM gift_cards",
    ] {
        let refused = shop.write(move |tx| Ok(tx.sql().execute(statement, [])?));
        assert!(refused.is_err(), "{statement}");
    }
    assert_eq!(shop.read(|c| get(c, card.id)).balance, eur(100));
}

#[test]
fn an_expired_card_pays_nothing_but_takes_a_refund_and_a_void_one_neither() {
    let shop = Fixture::new();
    let last = jiff::civil::date(2027, 1, 15);
    let card =
        shop.write(move |tx| issue(tx, NewGiftCard { expires_on: Some(last), ..new(2000) })).expect("issue");
    let id = card.id;
    // On its last day it still pays.
    shop.write(move |tx| redeem(tx, id, eur(500), payment(1))).expect("last day");
    shop.advance(24 * 60 * 60);
    assert_eq!(shop.read(|c| get(c, id)).state(jiff::civil::date(2027, 1, 16)), GiftCardState::Expired);
    let refused = shop.write(move |tx| redeem(tx, id, eur(500), payment(2))).expect_err("expired");
    assert_eq!(refused.code, Code::Conflict);
    let refunded = shop.write(move |tx| refund(tx, id, eur(500), payment(3))).expect("refund");
    assert_eq!(refunded.balance, eur(2000));

    let version = refunded.version;
    assert_eq!(
        shop.write(move |tx| void(tx, id, " ", version)).expect_err("why").field.as_deref(),
        Some("reason")
    );
    let gone = shop.write(move |tx| void(tx, id, "lost", version)).expect("void");
    assert_eq!((gone.balance, gone.state(last)), (eur(0), GiftCardState::Voided));
    for attempt in [
        shop.write(move |tx| redeem(tx, id, eur(1), payment(4))).map(|_| ()),
        shop.write(move |tx| refund(tx, id, eur(1), payment(5))).map(|_| ()),
        shop.write(move |tx| top_up(tx, id, eur(1), "", gone.version)).map(|_| ()),
        shop.write(move |tx| void(tx, id, "again", gone.version)).map(|_| ()),
    ] {
        assert_eq!(attempt.expect_err("void").code, Code::Conflict);
    }
}

#[test]
fn a_new_card_is_checked() {
    let shop = Fixture::new();
    let refused = |new: NewGiftCard| {
        let error = shop.write(move |tx| issue(tx, new)).expect_err("refused");
        (error.code, error.field.unwrap_or_default())
    };
    assert_eq!(refused(new(0)), (Code::Invalid, "amount".into()));
    assert_eq!(refused(new(-1)), (Code::Invalid, "amount".into()));
    assert_eq!(refused(new(i64::MAX)), (Code::Invalid, "amount".into()));
    let passed = Some(jiff::civil::date(2027, 1, 14));
    assert_eq!(refused(NewGiftCard { expires_on: passed, ..new(1) }), (Code::Invalid, "expires_on".into()));
    assert_eq!(refused(NewGiftCard { code: Some("!".into()), ..new(1) }), (Code::Invalid, "code".into()));
    let own = || NewGiftCard { code: Some("summer-27".into()), ..new(1000) };
    let card = shop.write(move |tx| issue(tx, own())).expect("own code");
    assert_eq!(card.code.grouped(), "SUMM-ER27");
    assert_eq!(refused(own()), (Code::Conflict, "code".into()));
}

#[test]
fn codes_are_looked_up_as_they_are_typed_and_the_record_shows_none() {
    let shop = Fixture::new();
    let card = shop.write(|tx| issue(tx, new(1000))).expect("issue");
    let typed = format!(" {} ", card.code.grouped().to_lowercase());
    assert_eq!(shop.read(|c| look_up(c, &typed)).id, card.id);
    let mut wrong = card.code.grouped();
    let last = wrong.pop().expect("filled");
    wrong.push(if last == 'Z' { 'Y' } else { 'Z' });
    let find = |code: &str| shop.database.read_blocking(|c| look_up(c, code)).expect_err("unknown").code;
    assert_eq!(find(&wrong), Code::Invalid);
    assert_eq!(find("UNKNOWN-OWN-1"), Code::NotFound);

    let page = shop.read(|c| operations::list(c, &OperationFilter::default(), &PageRequest::default()));
    let of_it = shop.read(|c| changes(c, page.items[0].id, &PageRequest::default()));
    let record = serde_json::to_string(&(&page.items, &of_it.items)).expect("json");
    assert!(record.contains(&card.code.masked()) && !record.contains(&card.code.grouped().replace('-', "")));
}

#[test]
fn lists_show_one_state_each_and_find_by_end_or_name() {
    let shop = Fixture::new();
    let today = jiff::civil::date(2027, 1, 16);
    let (full, empty, expired, gone) = shop
        .write(|tx| {
            let ada =
                contacts::create(tx, NewContact { display_name: "Ada".into(), ..NewContact::default() })?;
            let full = issue(tx, NewGiftCard { contact_id: Some(ada.id), ..new(100) })?;
            let empty = issue(tx, new(100))?;
            redeem(tx, empty.id, eur(100), Cause::default())?;
            let last = Some(jiff::civil::date(2027, 1, 15));
            let expired = issue(tx, NewGiftCard { expires_on: last, ..new(100) })?;
            let gone = issue(tx, new(100))?;
            void(tx, gone.id, "lost", gone.version)?;
            Ok((full.id, empty.id, expired.id, get(tx.sql(), gone.id)?))
        })
        .expect("cards");
    let found = |state: Option<GiftCardState>, text: Option<&str>| {
        let filter = GiftCardFilter { state, text: text.map(Into::into), contact_id: None };
        let mut ids = Vec::new();
        let mut page = PageRequest::first(1);
        loop {
            let part = shop.read(|c| list(c, &filter, today, &page));
            ids.extend(part.items.into_iter().map(|card| card.id));
            match part.next {
                Some(next) => page.after = Some(next),
                None => return ids,
            }
        }
    };
    assert_eq!(found(None, None), [gone.id, expired, empty, full]);
    assert_eq!(found(Some(GiftCardState::Active), None), [full]);
    assert_eq!(found(Some(GiftCardState::UsedUp), None), [empty]);
    assert_eq!(found(Some(GiftCardState::Expired), None), [expired]);
    assert_eq!(found(Some(GiftCardState::Voided), None), [gone.id]);
    assert_eq!(found(None, Some("ada")), [full]);
    assert_eq!(found(None, Some(&gone.code.end().to_lowercase())), [gone.id]);
    assert_eq!(found(None, Some(&gone.code.grouped())), [gone.id]);
    assert_eq!(found(None, Some("nobody")), []);
}

#[test]
fn terms_change_with_a_version_and_money_changes_it_too() {
    let shop = Fixture::new();
    let card = shop.write(|tx| issue(tx, new(100))).expect("issue");
    let id = card.id;
    let later = jiff::civil::date(2028, 1, 1);
    let terms =
        GiftCardChange { expires_on: Some(Some(later)), note: Some("for Bo".into()), contact_id: None };
    let changed = shop.write(move |tx| change(tx, id, &terms, 2)).expect("change");
    assert_eq!((changed.expires_on, changed.note.as_str()), (Some(later), "for Bo"));
    let stale = shop.write(move |tx| change(tx, id, &GiftCardChange::default(), 2)).expect_err("stale");
    assert_eq!(stale.code, Code::Conflict);
    shop.write(move |tx| redeem(tx, id, eur(1), Cause::default())).expect("redeem");
    let stale = shop.write(move |tx| top_up(tx, id, eur(1), "", changed.version)).expect_err("stale");
    assert_eq!(stale.code, Code::Conflict);
    let version = changed.version + 1;
    let filled = shop.write(move |tx| top_up(tx, id, eur(51), "present", version)).expect("top up");
    assert_eq!(filled.balance, eur(150));
}
