use super::*;
use crate::id::{self, Id};
use crate::money::Currency;

fn item(n: u128) -> Id<id::LineItem> {
    Id::from_uuid(uuid::Uuid::from_u128(n))
}

fn line(n: u128, quantity: i64, charged: i64, rate_ppm: i64) -> Line {
    Line {
        line_item_id: Some(item(n)),
        title: format!("Line {n}"),
        variant_title: String::new(),
        sku: String::new(),
        barcode: String::new(),
        shelf: String::new(),
        picture: None,
        quantity,
        unit_price: charged / quantity,
        amount: charged,
        charged,
        tax_rate_ppm: Some(rate_ppm),
    }
}

fn tax(rate_ppm: i64, net: i64, tax: i64) -> TaxLine {
    TaxLine { name: "VAT".into(), rate_ppm, net, tax }
}

fn bill(lines: Vec<Line>, totals: Totals) -> Body {
    Body {
        currency: Currency::EUR,
        order: None,
        customer: None,
        ship_to: None,
        lines,
        totals: Some(totals),
        payments: Vec::new(),
        parcel: None,
        return_number: None,
        corrects: None,
        reason: String::new(),
    }
}

/// 3 pieces for 100.00 at 19 % and 2 for 30.00 at 7 %, parcel 4.90 at 19 %: 134.90 with 16.75 + 1.96 tax inside.
fn inclusive() -> Body {
    let totals = Totals {
        tax_included: true,
        subtotal: 13_000,
        discounts: Vec::new(),
        shipping: Some(490),
        taxes: vec![tax(190_000, 8815, 1675), tax(70_000, 2804, 196)],
        total: 13_490,
        paid: 0,
        change: None,
    };
    bill(vec![line(1, 3, 10_000, 190_000), line(2, 2, 3000, 70_000)], totals)
}

/// 3 pieces for 100.00 net, 8.875 % on top: 108.88.
fn exclusive() -> Body {
    let totals = Totals {
        tax_included: false,
        subtotal: 10_000,
        discounts: Vec::new(),
        shipping: None,
        taxes: vec![tax(88_750, 10_000, 888)],
        total: 10_888,
        paid: 0,
        change: None,
    };
    bill(vec![line(1, 3, 10_000, 88_750)], totals)
}

fn pieces(n: u128, quantity: i64) -> Pieces {
    Pieces { line_item_id: item(n), quantity }
}

fn totals(body: &Body) -> &Totals {
    body.totals.as_ref().expect("totals")
}

fn figures(body: &Body) -> (i64, Vec<(i64, i64)>) {
    let totals = totals(body);
    (totals.total, totals.taxes.iter().map(|line| (line.net, line.tax)).collect())
}

/// Credits each step after the ones before and checks that together they are the invoice.
fn check(invoice: &Body, steps: &[Wanted<'_>]) -> Vec<Body> {
    let mut notes: Vec<Body> = Vec::new();
    for step in steps {
        let earlier: Vec<&Body> = notes.iter().collect();
        notes.push(body(invoice, &earlier, *step).expect("a note"));
    }
    let sum = |of: fn(&Totals) -> i64| notes.iter().map(|note| of(totals(note))).sum::<i64>();
    assert_eq!(sum(|t| t.total), totals(invoice).total);
    for rate in &totals(invoice).taxes {
        let same = |line: &&TaxLine| line.rate_ppm == rate.rate_ppm;
        let lines = || notes.iter().flat_map(|note| totals(note).taxes.iter().filter(same));
        assert_eq!(lines().map(|line| line.tax).sum::<i64>(), rate.tax, "tax at {}", rate.rate_ppm);
        assert_eq!(lines().map(|line| line.net).sum::<i64>(), rate.net, "net at {}", rate.rate_ppm);
    }
    let earlier: Vec<&Body> = notes.iter().collect();
    let more = body(invoice, &earlier, Wanted::Rest).expect_err("nothing is left");
    assert!(more.detail.contains("in full"), "{}", more.detail);
    notes
}

#[test]
fn the_whole_invoice_is_taken_back_as_it_was() {
    let note = &check(&inclusive(), &[Wanted::Rest])[0];
    assert_eq!(figures(note), (13_490, vec![(8815, 1675), (2804, 196)]));
    assert_eq!((totals(note).subtotal, totals(note).shipping, note.lines.len()), (13_000, Some(490), 2));
    check(&exclusive(), &[Wanted::Rest]);
}

#[test]
fn pieces_are_credited_with_their_tax_and_the_parts_add_up() {
    // 100.00 for three: 33.33, 33.34, 33.33. Of 16.75 tax on 104.90 gross: 5.32, 5.33 for the first two thirds.
    let (one, both) = ([pieces(1, 1)], [pieces(1, 1), pieces(2, 2)]);
    let notes = check(
        &inclusive(),
        &[Wanted::Pieces(&one), Wanted::Pieces(&one), Wanted::Pieces(&both), Wanted::Rest],
    );
    assert_eq!(figures(&notes[0]), (3333, vec![(2801, 532)]));
    assert_eq!(figures(&notes[1]), (3334, vec![(2801, 533)]));
    assert_eq!(figures(&notes[2]), (6333, vec![(2801, 532), (2804, 196)]));
    // Only the parcel is left.
    assert_eq!((notes[3].lines.len(), totals(&notes[3]).shipping), (0, Some(490)));
    assert_eq!(figures(&notes[3]), (490, vec![(412, 78), (0, 0)]));
    // 8.88 tax on top of 100.00: 2.96 for each third.
    let notes = check(&exclusive(), &[Wanted::Pieces(&one), Wanted::Pieces(&one), Wanted::Rest]);
    assert_eq!(figures(&notes[0]), (3333 + 296, vec![(3333, 296)]));
    assert_eq!(figures(&notes[1]), (3334 + 296, vec![(3334, 296)]));
}

#[test]
fn an_amount_is_divided_among_the_rates() {
    // 13.49 is a tenth: 10.49 at 19 % (8.81 + 1.68) and 3.00 at 7 % (2.80 + 0.20).
    let notes = check(&inclusive(), &[Wanted::Amount(1349), Wanted::Amount(5000), Wanted::Rest]);
    assert_eq!(figures(&notes[0]), (1349, vec![(881, 168), (280, 20)]));
    let rest = totals(&notes[2]);
    assert_eq!((rest.subtotal, rest.discounts[0].amount, rest.total), (13_000, 6349, 13_490 - 6349));
    check(&exclusive(), &[Wanted::Amount(1), Wanted::Amount(9999), Wanted::Rest]);
}

#[test]
fn more_than_is_left_is_refused_by_its_field() {
    let invoice = inclusive();
    let first = body(&invoice, &[], Wanted::Pieces(&[pieces(1, 2)])).expect("note");
    for (wanted, field) in [
        (Wanted::Pieces(&[pieces(1, 2)][..]), "lines[0].quantity"),
        (Wanted::Pieces(&[pieces(2, 0)][..]), "lines[0].quantity"),
        (Wanted::Pieces(&[pieces(2, 1), pieces(9, 1)][..]), "lines[1].line_item_id"),
        (Wanted::Pieces(&[pieces(2, 1), pieces(2, 1)][..]), "lines[1].line_item_id"),
        (Wanted::Amount(0), "amount_minor"),
        (Wanted::Amount(-5), "amount_minor"),
        (Wanted::Amount(13_490 - 6667 + 1), "amount_minor"),
    ] {
        let error = body(&invoice, &[&first], wanted).expect_err(field);
        assert_eq!(error.field.as_deref(), Some(field), "{}", error.detail);
    }
    // An amount took what the pieces would need.
    let amount = body(&invoice, &[], Wanted::Amount(13_000)).expect("note");
    let error = body(&invoice, &[&amount], Wanted::Pieces(&[pieces(1, 1)])).expect_err("too much");
    assert_eq!(error.field.as_deref(), Some("lines"));
}

#[test]
fn an_invoice_of_nothing_is_voided_once() {
    let free = bill(
        vec![line(1, 1, 0, 0)],
        Totals { subtotal: 0, shipping: None, taxes: Vec::new(), total: 0, ..totals(&inclusive()).clone() },
    );
    let note = body(&free, &[], Wanted::Rest).expect("note");
    assert!(body(&free, &[&note], Wanted::Rest).is_err());
}
