use crate::contacts::NewContact;
use crate::fixture::Fixture;

use super::*;

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn with_contact() -> (Fixture, Id<id::Contact>) {
    let shop = Fixture::new();
    let ada = shop
        .write(|tx| contacts::create(tx, NewContact { display_name: "Ada".into(), ..NewContact::default() }))
        .expect("contact");
    (shop, ada.id)
}

fn payment(n: u128) -> Cause {
    Cause { order_id: None, payment_id: Some(Id::from_uuid(uuid::Uuid::from_u128(n))) }
}

#[test]
fn credit_is_given_spent_given_back_and_taken_away() {
    let (shop, ada) = with_contact();
    assert_eq!(shop.write(move |tx| grant(tx, ada, eur(3000), "sorry")).expect("grant"), eur(3000));
    assert_eq!(shop.write(move |tx| spend(tx, ada, eur(1250), payment(1))).expect("spend"), eur(1750));
    assert_eq!(shop.write(move |tx| refund(tx, ada, eur(250), payment(2))).expect("refund"), eur(2000));
    assert_eq!(shop.write(move |tx| grant(tx, ada, eur(-500), "mistake")).expect("take"), eur(1500));
    // Another currency is another purse.
    let dollars = Money::new(700, Currency::USD);
    shop.write(move |tx| grant(tx, ada, dollars, "")).expect("dollars");
    assert_eq!(shop.read(|c| balances(c, ada)), [eur(1500), dollars]);

    let ledger = shop.read(|c| entries(c, ada, &PageRequest::first(10))).items;
    let told: Vec<(&str, i64, i64)> =
        ledger.iter().map(|e| (e.kind.as_str(), e.amount.amount, e.balance.amount)).collect();
    assert_eq!(
        told,
        [
            ("granted", 700, 700),
            ("adjusted", -500, 1500),
            ("refunded", 250, 2000),
            ("spent", -1250, 1750),
            ("granted", 3000, 3000),
        ]
    );
    let found = shop.read(|c| holders(c, Some("ad"), &PageRequest::first(1)));
    assert_eq!(found.items.len(), 1);
    let rest = PageRequest { after: found.next, limit: 1 };
    assert_eq!(shop.read(|c| holders(c, None, &rest)).items.len(), 1);
}

#[test]
fn what_is_not_there_cannot_be_spent_and_a_payment_moves_it_once() {
    let (shop, ada) = with_contact();
    shop.write(move |tx| grant(tx, ada, eur(1000), "")).expect("grant");
    shop.write(move |tx| spend(tx, ada, eur(400), payment(1))).expect("spend");
    for (amount, cause, code) in [
        (601, payment(2), Code::Conflict),
        (100, payment(1), Code::Conflict),
        (0, payment(3), Code::Invalid),
        (-1, payment(4), Code::Invalid),
    ] {
        let refused = shop.write(move |tx| spend(tx, ada, eur(amount), cause)).expect_err("refused");
        assert_eq!(refused.code, code, "{amount}");
    }
    assert_eq!(shop.write(move |tx| grant(tx, ada, eur(-100), " ")).expect_err("why").code, Code::Invalid);
    assert_eq!(shop.write(move |tx| grant(tx, ada, eur(-601), "x")).expect_err("less").code, Code::Conflict);
    assert_eq!(shop.read(|c| balance(c, ada, Currency::EUR)), eur(600));
    let nobody = Id::from_uuid(uuid::Uuid::from_u128(7));
    assert_eq!(shop.write(move |tx| grant(tx, nobody, eur(1), "")).expect_err("nobody").code, Code::NotFound);
    for statement in ["DELETE FROM store_credit_entries", "UPDATE store_credit_entries SET amount_minor = 0"]
    {
        assert!(shop.write(move |tx| Ok(tx.sql().execute(statement, [])?)).is_err(), "{statement}");
    }
}
