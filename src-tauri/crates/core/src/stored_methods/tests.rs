use crate::contacts::NewContact;
use crate::fixture::Fixture;
use crate::gift_cards::NewGiftCard;
use crate::money::Currency;

use super::*;

fn card(brand: &str, digits: &str) -> NewStoredMethod {
    NewStoredMethod {
        kind: StoredMethodKind::Card,
        label: String::new(),
        brand: Some(brand.into()),
        last_four: Some(digits.into()),
        reference: None,
        gift_card_id: None,
    }
}

fn gift(id: Id<id::GiftCard>) -> NewStoredMethod {
    NewStoredMethod {
        kind: StoredMethodKind::GiftCard,
        brand: None,
        last_four: None,
        gift_card_id: Some(id),
        ..card("", "")
    }
}

#[test]
fn a_contact_keeps_ways_to_pay_and_a_gift_card_belongs_to_one_contact() {
    let shop = Fixture::new();
    let contact = |name: &str| {
        let new = NewContact { display_name: name.into(), ..NewContact::default() };
        shop.write(move |tx| contacts::create(tx, new)).expect("contact").id
    };
    let (ada, bo) = (contact("Ada"), contact("Bo"));
    let issued = shop
        .write(|tx| {
            let amount = Money::new(2500, Currency::EUR);
            let new =
                NewGiftCard { amount, contact_id: None, expires_on: None, note: String::new(), code: None };
            gift_cards::issue(tx, new)
        })
        .expect("card");
    let visa = shop.write(move |tx| add(tx, ada, card("visa", "9212"))).expect("visa");
    assert_eq!(visa.label, "Visa •••• 9212");
    let kept = shop.write(move |tx| add(tx, ada, gift(issued.id))).expect("gift card");
    assert_eq!(kept.label, format!("Gift card {}", issued.code.masked()));
    assert_eq!(kept.gift_card.as_ref().map(|card| card.balance.amount), Some(2500));
    assert_eq!(shop.read(|c| gift_cards::get(c, issued.id)).contact_id, Some(ada));

    assert_eq!(shop.write(move |tx| add(tx, bo, gift(issued.id))).expect_err("Ada's").code, Code::Conflict);
    assert_eq!(shop.write(move |tx| add(tx, ada, gift(issued.id))).expect_err("twice").code, Code::Conflict);
    for digits in ["123", "12345", "12a4"] {
        let refused = shop.write(move |tx| add(tx, ada, card("visa", digits))).expect_err(digits);
        assert_eq!(refused.field.as_deref(), Some("last_four"));
    }
    let without = NewStoredMethod { gift_card_id: None, ..gift(issued.id) };
    assert_eq!(shop.write(move |tx| add(tx, ada, without)).expect_err("no card").code, Code::Invalid);

    let removed = shop.write(move |tx| remove(tx, visa.id)).expect("remove");
    assert!(removed.removed_at.is_some());
    assert_eq!(shop.write(move |tx| remove(tx, visa.id)).expect_err("again").code, Code::Conflict);
    let labels = |with_removed| shop.read(|c| of_contact(c, ada, with_removed)).len();
    assert_eq!((labels(false), labels(true)), (1, 2));
}
