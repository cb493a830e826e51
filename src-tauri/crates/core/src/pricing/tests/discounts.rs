use super::*;
use crate::id::{Id, Product};

fn id<K: crate::id::Kind>(n: u128) -> Id<K> {
    Id::from_uuid(uuid::Uuid::from_u128(n))
}

fn rule(n: u128, benefit: Benefit, combines: bool) -> DiscountRule {
    DiscountRule {
        id: id(n),
        title: format!("no. {n}"),
        code: None,
        benefit,
        scope: Scope::All,
        minimum_subtotal: None,
        minimum_quantity: None,
        combines,
    }
}

fn percent(rate_ppm: u32) -> Benefit {
    Benefit::Percent { rate_ppm }
}

/// The amounts of the discounts that are taken, by number, and the lines' shares.
fn taken(lines: Vec<CartLine>, shipping: i64, discounts: Vec<DiscountRule>) -> (Vec<(u128, i64)>, Vec<i64>) {
    let cart = Cart { lines, shipping, discounts, ..Cart::default() };
    let priced = price(&cart, &TaxSettings::default(), &Destination::default()).expect("priced");
    let amounts =
        priced.discounts.iter().map(|one| (one.discount_id.expect("a rule").uuid().as_u128(), one.amount));
    (amounts.collect(), priced.lines.iter().map(|line| line.discount).collect())
}

fn goods() -> Vec<CartLine> {
    vec![line(1000, 1, "standard"), line(2000, 1, "standard"), line(333, 3, "standard")]
}

#[test]
fn an_order_s_discount_is_divided_to_the_last_cent() {
    // 10 % of 39.99 is 3.999 → 4.00: by 10.00 : 20.00 : 9.99 that is 1.00025, 2.0005, 0.99925.
    assert_eq!(
        taken(goods(), 0, vec![rule(1, percent(100_000), false)]),
        (vec![(1, 400)], vec![100, 200, 100])
    );
    // 10.00 of 39.99: 2.5006, 5.0013, 2.4981.
    let amount = Benefit::Amount { minor: 1000 };
    assert_eq!(taken(goods(), 0, vec![rule(1, amount, false)]), (vec![(1, 1000)], vec![250, 500, 250]));
    // Never more than there is.
    let much = Benefit::Amount { minor: 100_000 };
    assert_eq!(taken(goods(), 0, vec![rule(1, much, false)]), (vec![(1, 3999)], vec![1000, 2000, 999]));
}

#[test]
fn the_customer_gets_the_best_one_or_all_that_combine() {
    let ten = |combines| rule(1, percent(100_000), combines);
    let five_off = |combines| rule(2, Benefit::Amount { minor: 500 }, combines);
    let shipped_free = |combines| rule(3, Benefit::FreeShipping, combines);
    let amounts = |rules| taken(vec![line(10_000, 1, "standard")], 490, rules).0;
    // 10.00 or 5.00 or 4.90.
    assert_eq!(amounts(vec![ten(false), five_off(false), shipped_free(false)]), [(1, 1000)]);
    // 10.00 against 5.00 + 4.90; against 10 % + 5.00 + 4.90.
    assert_eq!(amounts(vec![ten(false), five_off(true), shipped_free(true)]), [(1, 1000)]);
    assert_eq!(amounts(vec![ten(true), five_off(true), shipped_free(true)]), [(1, 1000), (2, 500), (3, 490)]);
    // Percent before amount, whatever the order they are written in.
    assert_eq!(amounts(vec![five_off(true), ten(true)]), [(1, 1000), (2, 500)]);
    // Two percents: each from what is left.
    assert_eq!(amounts(vec![ten(true), rule(4, percent(200_000), true)]), [(1, 1000), (4, 1800)]);
}

#[test]
fn buy_two_get_one_takes_the_cheapest_of_each_group() {
    let three_for_two = || vec![rule(1, Benefit::BuyGet { buy: 2, get: 1, rate_ppm: 1_000_000 }, false)];
    let shares = |lines| taken(lines, 0, three_for_two()).1;
    assert_eq!(shares(vec![line(1000, 2, "standard")]), [0]);
    assert_eq!(shares(vec![line(1000, 3, "standard")]), [1000]);
    // Dearest first: 20 20 10 | 10 10 5 | 5: one of 10, one of 5; the last piece is in no whole group.
    let mixed = vec![line(500, 2, "standard"), line(2000, 2, "standard"), line(1000, 3, "standard")];
    assert_eq!(shares(mixed), [500, 0, 1000]);
    assert_eq!(shares(vec![line(700, 100_000, "standard")]), [33_333 * 700]);
    // Half off the second: 15.99 ÷ 2 = 7.995 → 8.00.
    let half = vec![rule(1, Benefit::BuyGet { buy: 1, get: 1, rate_ppm: 500_000 }, false)];
    assert_eq!(taken(vec![line(1599, 2, "standard")], 0, half).1, [800]);
}

#[test]
fn a_discount_keeps_to_what_it_is_for() {
    let of = |categories: &[&str], product: u128| CartLine {
        product_id: Some(id::<Product>(product)),
        categories: categories.iter().map(|path| (*path).to_owned()).collect(),
        ..line(1000, 1, "standard")
    };
    let lines =
        || vec![of(&["Women > Dresses > Midi"], 1), of(&["Women"], 2), of(&["Women > Dressesque"], 3)];
    let scoped = |scope| {
        let rule = DiscountRule { scope, ..rule(1, percent(500_000), false) };
        taken(lines(), 0, vec![rule]).1
    };
    assert_eq!(scoped(Scope::Categories(vec!["Women > Dresses".into()])), [500, 0, 0]);
    assert_eq!(scoped(Scope::Categories(vec!["Women".into()])), [500, 500, 500]);
    assert_eq!(scoped(Scope::Products(vec![id(2), id(3)])), [0, 500, 500]);
}

#[test]
fn what_gives_nothing_says_why() {
    let misses = |discounts| {
        let cart = Cart { lines: goods(), discounts, ..Cart::default() };
        price(&cart, &TaxSettings::default(), &Destination::default()).expect("priced").misses
    };
    let poor = DiscountRule { minimum_subtotal: Some(4000), ..rule(1, percent(100_000), false) };
    let few = DiscountRule { minimum_quantity: Some(6), ..rule(2, percent(100_000), false) };
    let nothing = DiscountRule { scope: Scope::Products(Vec::new()), ..rule(3, percent(100_000), false) };
    let no_shipping = rule(4, Benefit::FreeShipping, false);
    let best = rule(5, percent(200_000), false);
    let beaten = rule(6, percent(50_000), true);
    let all = vec![poor, few, nothing, no_shipping, best, beaten];
    assert_eq!(
        misses(all),
        [
            (0, Miss::Minimum),
            (1, Miss::Minimum),
            (2, Miss::MatchesNothing),
            (3, Miss::MatchesNothing),
            (5, Miss::Beaten),
        ]
    );
    let enough = DiscountRule { minimum_subtotal: Some(3999), ..rule(1, percent(100_000), false) };
    assert_eq!(misses(vec![enough]), []);
}
