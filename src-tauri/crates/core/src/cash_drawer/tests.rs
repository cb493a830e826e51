use crate::fixture::Fixture;
use crate::money::Currency;

use super::*;

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn counts(of: &[(i64, i64)]) -> Vec<Counted> {
    of.iter().map(|(denomination, count)| Counted { denomination: *denomination, count: *count }).collect()
}

#[test]
fn a_day_at_the_drawer_adds_up() {
    let shop = Fixture::new();
    let opened = shop.write(|tx| open(tx, eur(10_000), "")).expect("open");
    assert_eq!(opened.expected, eur(10_000));
    let id = opened.id;
    shop.write(move |tx| {
        note_sale(tx, eur(5_990), "Gift card •••• 7QK2")?;
        enter(tx, DrawerEntryKind::PayIn, eur(2_000), "change from the bank")?;
        enter(tx, DrawerEntryKind::PayOut, eur(1_250), "window cleaner")
    })
    .expect("entries");
    let open_now = shop.read(current).expect("open");
    assert_eq!(open_now.expected, eur(16_740));
    assert_eq!((open_now.sales, open_now.pay_in, open_now.pay_out), (eur(5_990), eur(2_000), eur(1_250)));

    // 150 + 10 + 5 + 2 + 0.40 is expected; 50 cents are missing.
    let version = open_now.version;
    let short = counts(&[(5_000, 3), (1_000, 1), (500, 1), (200, 0), (100, 1), (50, 1), (20, 2)]);
    let again = short.clone();
    let refused = shop.write(move |tx| close(tx, short, None, version)).expect_err("why");
    assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some("reason")));
    assert!(refused.detail.contains("€0.50 is missing"), "{}", refused.detail);
    let closed = shop.write(move |tx| close(tx, again, Some("given as a tip"), version)).expect("close");
    assert_eq!((closed.counted, closed.difference()), (Some(eur(16_690)), Some(eur(-50))));
    assert_eq!(closed.difference_reason.as_deref(), Some("given as a tip"));
    assert_eq!(shop.read(current), None);
    let entries = shop.read(|c| entries(c, id, &PageRequest::first(10))).items;
    assert_eq!(entries.iter().map(|entry| entry.amount.amount).collect::<Vec<_>>(), [5_990, 2_000, -1_250]);
    assert_eq!(shop.read(|c| sessions(c, &PageRequest::first(1))).items[0].id, id);
}

#[test]
fn there_is_one_open_drawer_and_a_closed_one_takes_nothing() {
    let shop = Fixture::new();
    let enter_one = |kind, amount| shop.write(move |tx| enter(tx, kind, eur(amount), "why"));
    assert_eq!(enter_one(DrawerEntryKind::PayIn, 1).expect_err("closed").code, Code::Conflict);
    let early = shop.write(|tx| close(tx, Vec::new(), None, 1)).expect_err("closed");
    assert_eq!(early.code, Code::Conflict);
    // A sale while it is closed is no fault: the payment itself is the record.
    shop.write(|tx| note_sale(tx, eur(100), "")).expect("nothing happens");
    let dollars = Money::new(1, Currency::USD);
    for (float, code) in [(eur(-1), Code::Invalid), (dollars, Code::Invalid)] {
        assert_eq!(shop.write(move |tx| open(tx, float, "")).expect_err("float").code, code);
    }
    let session = shop.write(|tx| open(tx, eur(500), "")).expect("open");
    assert_eq!(session.sales, eur(0));
    assert_eq!(shop.write(|tx| open(tx, eur(500), "")).expect_err("twice").code, Code::Conflict);
    assert_eq!(enter_one(DrawerEntryKind::PayOut, 501).expect_err("less").code, Code::Conflict);
    assert_eq!(enter_one(DrawerEntryKind::Sale, 1).expect_err("by payments").code, Code::Invalid);
    assert_eq!(enter_one(DrawerEntryKind::PayIn, 0).expect_err("nothing").code, Code::Invalid);
    let unsaid = shop.write(|tx| enter(tx, DrawerEntryKind::PayIn, eur(1), "  ")).expect_err("why");
    assert_eq!(unsaid.field.as_deref(), Some("reason"));

    // Cash that came while it was counted is not lost in the count.
    enter_one(DrawerEntryKind::PayIn, 100).expect("in");
    let version = session.version;
    let late = shop.write(move |tx| close(tx, counts(&[(500, 1)]), None, version)).expect_err("stale");
    assert_eq!(late.code, Code::Conflict);
    let version = shop.read(current).expect("open").version;
    for wrong in [&[(300, 2)][..], &[(500, -1)], &[(500, 1), (500, 1)]] {
        let wrong = counts(wrong);
        assert_eq!(
            shop.write(move |tx| close(tx, wrong, None, version)).expect_err("count").code,
            Code::Invalid
        );
    }
    let exact = shop.write(move |tx| close(tx, counts(&[(500, 1), (100, 1)]), None, version)).expect("close");
    assert_eq!((exact.difference(), exact.difference_reason), (Some(eur(0)), None));
    shop.write(|tx| open(tx, eur(600), "")).expect("the next day");
}

#[test]
fn every_currency_counts_down_to_its_smallest_piece() {
    for code in ["EUR", "GBP", "USD", "CHF", "DKK", "NOK", "SEK", "PLN", "JPY", "INR"] {
        let pieces = denominations(code.parse().expect(code));
        assert!(pieces.windows(2).all(|pair| pair[0] > pair[1]), "{code}");
        assert!(pieces.last().is_some_and(|smallest| *smallest >= 1), "{code}");
    }
}
