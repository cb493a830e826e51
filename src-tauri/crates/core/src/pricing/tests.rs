//! Worked examples, each figured out by hand, and what must hold for every cart.

mod discounts;
mod properties;

use super::*;
use crate::money::{Currency, Money};
use crate::settings::{TaxSettings, TaxZone, ZoneRate};

pub(super) fn rate(class: &str, name: &str, rate_ppm: u32) -> ZoneRate {
    ZoneRate { class: class.into(), name: name.into(), rate_ppm }
}

pub(super) fn zone(name: &str, countries: &[&str], regions: &[&str], rates: Vec<ZoneRate>) -> TaxZone {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
    TaxZone { name: name.into(), countries: words(countries), regions: words(regions), rates }
}

/// German VAT, in the price.
pub(super) fn german(rounding: Rounding) -> TaxSettings {
    TaxSettings {
        rounding,
        zones: vec![
            zone(
                "Germany",
                &["DE"],
                &[],
                vec![rate("standard", "VAT 19 %", 190_000), rate("reduced", "VAT 7 %", 70_000)],
            ),
            zone("Austria", &["AT"], &[], vec![rate("standard", "VAT 20 %", 200_000)]),
        ],
        ..TaxSettings::default()
    }
}

/// Sales tax, on top of the price.
pub(super) fn american(rounding: Rounding) -> TaxSettings {
    TaxSettings {
        prices_include_tax: false,
        rounding,
        zones: vec![
            zone(
                "New York",
                &["US"],
                &["NY"],
                vec![
                    rate("standard", "New York State", 40_000),
                    rate("standard", "New York City", 45_000),
                    rate("standard", "Metropolitan district", 3_750),
                ],
            ),
            zone("Elsewhere in the US", &["US"], &[], Vec::new()),
        ],
        ..TaxSettings::default()
    }
}

pub(super) fn line(unit_price: i64, quantity: i64, tax_class: &str) -> CartLine {
    CartLine { product_id: None, categories: Vec::new(), unit_price, quantity, tax_class: tax_class.into() }
}

pub(super) fn to(country: &str, region: &str) -> Destination {
    Destination { country: country.into(), region: region.into() }
}

pub(super) fn cart(lines: Vec<CartLine>) -> Cart {
    Cart { lines, ..Cart::default() }
}

fn taxes(priced: &Priced) -> Vec<(u32, i64, i64)> {
    priced.taxes.iter().map(|tax| (tax.rate_ppm, tax.base, tax.amount)).collect()
}

#[test]
fn german_vat_is_in_the_price() {
    // 119.00 at 19 %: 119 × 19 ÷ 119 = 19.00.
    let priced = price(&cart(vec![line(11_900, 1, "standard")]), &german(Rounding::Line), &to("DE", ""))
        .expect("priced");
    assert_eq!((priced.total, priced.tax, taxes(&priced)), (11_900, 1900, vec![(190_000, 10_000, 1900)]));
    // 2 × 19.99 at 19 %: 39.98 × 19 ÷ 119 = 6.3834 → 6.38. 9.95 at 7 %: 9.95 × 7 ÷ 107 = 0.6509 → 0.65.
    // Shipping 4.90 in proportion 39.98 : 9.95 is 3.92 and 0.98: 0.6259 → 0.63 and 0.0641 → 0.06. Together 7.72.
    let goods = vec![line(1999, 2, "standard"), line(995, 1, "reduced")];
    let mixed = Cart { shipping: 490, ..cart(goods) };
    let priced = price(&mixed, &german(Rounding::Line), &to("DE", "")).expect("priced");
    assert_eq!((priced.subtotal, priced.total), (4993, 5483));
    assert_eq!(priced.lines.iter().map(|line| line.tax).collect::<Vec<_>>(), [638, 65]);
    assert_eq!((priced.shipping_tax, priced.tax), (69, 772));
    assert_eq!(taxes(&priced), [(190_000, 4390 - 701, 701), (70_000, 1093 - 71, 71)]);
    // Rounded once for each rate: 43.90 × 19 ÷ 119 = 7.0092 → 7.01; 10.93 × 7 ÷ 107 = 0.7150 → 0.72. Together 7.73.
    let priced = price(&mixed, &german(Rounding::Total), &to("DE", "")).expect("priced");
    assert_eq!((priced.total, priced.tax), (5483, 773));
    assert_eq!(taxes(&priced), [(190_000, 3689, 701), (70_000, 1021, 72)]);
    assert_eq!(priced.lines.iter().map(|line| line.tax).sum::<i64>() + priced.shipping_tax, 773);
}

#[test]
fn inclusive_prices_stay_the_same_wherever_they_go() {
    let goods = |country| {
        let sent = Cart { destination: to(country, ""), ..cart(vec![line(12_000, 1, "standard")]) };
        let priced = price(&sent, &german(Rounding::Line), &to("DE", "")).expect("priced");
        (priced.total, priced.tax)
    };
    // 120.00 × 19 ÷ 119 = 19.1597; 120.00 × 20 ÷ 120 = 20.00; Japan has no zone.
    assert_eq!((goods(""), goods("AT"), goods("JP")), ((12_000, 1916), (12_000, 2000), (12_000, 0)));
}

#[test]
fn american_sales_tax_comes_on_top() {
    let three = Cart { destination: to("US", "NY"), ..cart(vec![line(999, 1, "standard"); 3]) };
    // 9.99 × 8.875 % = 0.8866 → 0.89, three times 2.67.
    let by_line = price(&three, &american(Rounding::Line), &to("US", "NJ")).expect("priced");
    assert_eq!((by_line.subtotal, by_line.tax, by_line.total), (2997, 267, 3264));
    assert_eq!(by_line.lines[0].tax_rate_ppm, 88_750);
    // 29.97 × 8.875 % = 2.6598 → 2.66: 4 %, 4.5 % and 0.375 % share it 1.1988, 1.3487, 0.1123 → 1.20, 1.35, 0.11.
    let at_once = price(&three, &american(Rounding::Total), &to("US", "NJ")).expect("priced");
    assert_eq!((at_once.tax, at_once.total), (266, 3263));
    assert_eq!(taxes(&at_once), [(40_000, 2997, 120), (45_000, 2997, 135), (3_750, 2997, 11)]);
    // Another state of the country has none, and neither has the rest of the world.
    for destination in [to("US", "NJ"), to("DE", "")] {
        let free = Cart { destination, ..three.clone() };
        assert_eq!(price(&free, &american(Rounding::Line), &to("US", "NY")).expect("priced").total, 2997);
    }
    // A sale at the counter is where the shop is.
    let counter = cart(vec![line(10_000, 1, "standard")]);
    assert_eq!(price(&counter, &american(Rounding::Line), &to("US", "NY")).expect("priced").total, 10_888);
}

#[test]
fn currencies_without_and_with_three_decimals() {
    let japanese = |included| TaxSettings {
        prices_include_tax: included,
        zones: vec![zone(
            "Japan",
            &["JP"],
            &[],
            vec![rate("standard", "10 %", 100_000), rate("reduced", "8 %", 80_000)],
        )],
        ..TaxSettings::default()
    };
    // ¥1,980 × 10 ÷ 110 = 180; ¥108 × 8 ÷ 108 = 8. On top: ¥999 × 10 % = 99.9 → 100.
    let basket = cart(vec![line(1980, 1, "standard"), line(108, 1, "reduced")]);
    let priced = price(&basket, &japanese(true), &to("JP", "")).expect("priced");
    assert_eq!((priced.total, taxes(&priced)), (2088, vec![(100_000, 1800, 180), (80_000, 100, 8)]));
    let priced =
        price(&cart(vec![line(999, 1, "standard")]), &japanese(false), &to("JP", "")).expect("priced");
    assert_eq!((priced.tax, priced.total), (100, 1099));
    // KWD 12.345 and 5 % on top: 0.61725 → 0.617.
    let gulf = TaxSettings {
        prices_include_tax: false,
        zones: vec![zone("Everywhere", &[], &[], vec![rate("standard", "5 %", 50_000)])],
        ..TaxSettings::default()
    };
    let priced = price(&cart(vec![line(12_345, 1, "standard")]), &gulf, &to("KW", "")).expect("priced");
    assert_eq!((priced.tax, priced.total), (617, 12_962));
}

#[test]
fn shipping_can_have_a_class_of_its_own() {
    let rules = TaxSettings { shipping_class: Some("standard".into()), ..german(Rounding::Line) };
    // A book at 7 %: 20.00 × 7 ÷ 107 = 1.3084; shipping at 19 %: 4.90 × 19 ÷ 119 = 0.7824.
    let book = Cart { shipping: 490, ..cart(vec![line(2000, 1, "reduced")]) };
    let priced = price(&book, &rules, &to("DE", "")).expect("priced");
    assert_eq!((priced.lines[0].tax, priced.shipping_tax, priced.tax), (131, 78, 209));
    assert_eq!(taxes(&priced), [(70_000, 1869, 131), (190_000, 412, 78)]);
}

#[test]
fn the_tax_follows_the_discount() {
    // 100.00 − 25.00 by hand = 75.00: 75 × 19 ÷ 119 = 11.9748 → 11.97. With free goods there is no tax at all.
    let goods = cart(vec![line(10_000, 1, "standard")]);
    let by_hand = |manual| {
        let cart = Cart { manual: Some(manual), ..goods.clone() };
        let priced = price(&cart, &german(Rounding::Line), &to("DE", "")).expect("priced");
        (priced.discount, priced.total, priced.tax)
    };
    let reason = String::from("a stain");
    let amount = ManualDiscount::Amount { amount: 2500, reason: reason.clone() };
    assert_eq!(by_hand(amount), (2500, 7500, 1197));
    let percent = ManualDiscount::Percent { rate_ppm: 250_000, reason: reason.clone() };
    assert_eq!(by_hand(percent), (2500, 7500, 1197));
    assert_eq!(by_hand(ManualDiscount::Amount { amount: 99_999, reason }), (10_000, 0, 0));
}

#[test]
fn what_cannot_be_priced_is_named() {
    let wrong = |cart: Cart| {
        let error = price(&cart, &TaxSettings::default(), &to("DE", "")).expect_err("refused");
        error.field.expect("a field")
    };
    assert_eq!(wrong(cart(vec![line(100, 0, "standard")])), "lines[0].quantity");
    assert_eq!(wrong(cart(vec![line(100, 1, "standard"), line(-1, 1, "standard")])), "lines[1].unit_price");
    assert_eq!(wrong(cart(vec![line(100, 1_000_000, "standard")])), "lines[0].quantity");
    assert_eq!(wrong(Cart { shipping: -1, ..cart(Vec::new()) }), "shipping_price");
    let nothing = ManualDiscount::Amount { amount: 0, reason: String::new() };
    assert_eq!(wrong(Cart { manual: Some(nothing), ..cart(Vec::new()) }), "manual_discount.amount");
}

#[test]
fn a_second_currency_is_only_shown() {
    let shown = |amount, from: &str, to: &str, rate| {
        let currency: Currency = to.parse().expect("currency");
        display_amount(Money::new(amount, from.parse().expect("currency")), currency, rate).amount
    };
    // €19.99 at 1.085 is $21.68915; at 162.5 it is ¥3,248.375; KWD 12.345 at 3.25 is $40.12125.
    assert_eq!(shown(1999, "EUR", "USD", 1_085_000), 2169);
    assert_eq!(shown(1999, "EUR", "JPY", 162_500_000), 3248);
    assert_eq!(shown(12_345, "KWD", "USD", 3_250_000), 4012);
    assert_eq!(shown(3000, "JPY", "EUR", 6_150), 1845);
}
