use proptest::prelude::*;

use super::*;
use crate::id::Id;

fn lines() -> impl Strategy<Value = Vec<CartLine>> {
    let classes = prop::sample::select(vec!["standard", "reduced", "zero"]);
    let one = (0i64..200_000, 1i64..20, classes).prop_map(|(price, quantity, class)| CartLine {
        categories: vec![if price % 2 == 0 { "Women > Dresses".into() } else { "Men".into() }],
        ..line(price, quantity, class)
    });
    prop::collection::vec(one, 1..12)
}

fn benefit() -> impl Strategy<Value = Benefit> {
    prop_oneof![
        (1i64..4, 1i64..3, 1u32..=1_000_000).prop_map(|(buy, get, rate_ppm)| Benefit::BuyGet {
            buy,
            get,
            rate_ppm
        }),
        (1u32..=1_000_000).prop_map(|rate_ppm| Benefit::Percent { rate_ppm }),
        (1i64..500_000).prop_map(|minor| Benefit::Amount { minor }),
        Just(Benefit::FreeShipping),
    ]
}

fn rules() -> impl Strategy<Value = Vec<DiscountRule>> {
    let scope = prop_oneof![Just(Scope::All), Just(Scope::Categories(vec!["Women".into()]))];
    let one = (benefit(), scope, any::<bool>(), prop::option::of(1i64..300_000));
    prop::collection::vec(one, 0..5).prop_map(|rules| {
        let numbered = rules.into_iter().zip(1u128..);
        numbered
            .map(|((benefit, scope, combines, minimum_subtotal), n)| DiscountRule {
                id: Id::from_uuid(uuid::Uuid::from_u128(n)),
                title: String::new(),
                code: None,
                benefit,
                scope,
                minimum_subtotal,
                minimum_quantity: None,
                combines,
            })
            .collect()
    })
}

fn manual() -> impl Strategy<Value = Option<ManualDiscount>> {
    prop::option::of(prop_oneof![
        (1i64..300_000).prop_map(|amount| ManualDiscount::Amount { amount, reason: String::new() }),
        (1u32..=1_000_000).prop_map(|rate_ppm| ManualDiscount::Percent { rate_ppm, reason: String::new() }),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn every_cart_adds_up(
        lines in lines(), discounts in rules(), manual in manual(), shipping in 0i64..5000,
        included in any::<bool>(), total_rounding in any::<bool>(), own_class in any::<bool>(),
    ) {
        let rounding = if total_rounding { Rounding::Total } else { Rounding::Line };
        let shipping_class = own_class.then(|| "standard".to_owned());
        let rules = TaxSettings { prices_include_tax: included, shipping_class, ..german(rounding) };
        let cart = Cart { lines, shipping, discounts, manual, destination: to("DE", "") };
        let priced = price(&cart, &rules, &to("DE", "")).expect("priced");

        let sum = |of: fn(&PricedLine) -> i64| priced.lines.iter().map(of).sum::<i64>();
        prop_assert_eq!(sum(|l| l.subtotal), priced.subtotal);
        prop_assert_eq!(sum(|l| l.discount) + priced.shipping_discount, priced.discount);
        prop_assert_eq!(priced.discounts.iter().map(|d| d.amount).sum::<i64>(), priced.discount);
        prop_assert_eq!(sum(|l| l.tax) + priced.shipping_tax, priced.tax);
        prop_assert_eq!(priced.taxes.iter().map(|t| t.amount).sum::<i64>(), priced.tax);
        let charged = priced.subtotal - priced.discount + priced.shipping;
        prop_assert_eq!(priced.total, if included { charged } else { charged + priced.tax });
        prop_assert!(charged >= 0 && priced.tax >= 0 && priced.shipping_discount <= shipping);
        for line in &priced.lines {
            prop_assert!(line.total >= 0 && line.discount >= 0 && line.tax >= 0);
            prop_assert_eq!(line.total, line.subtotal - line.discount);
        }
        if included {
            prop_assert!(priced.tax <= priced.total);
        }
        // However it is rounded, each line is at most one unit away from the exact tax, and each rate half a unit a line.
        for tax in &priced.taxes {
            let exact = tax.base as f64 * f64::from(tax.rate_ppm) / 1e6;
            prop_assert!((tax.amount as f64 - exact).abs() <= 1.0 + cart.lines.len() as f64, "{tax:?}");
        }
    }

    #[test]
    fn more_discounts_never_cost_more(lines in lines(), discounts in rules()) {
        let total = |discounts: Vec<DiscountRule>| {
            let cart = Cart { lines: lines.clone(), shipping: 490, discounts, ..Cart::default() };
            price(&cart, &TaxSettings::default(), &to("DE", "")).expect("priced").total
        };
        let single: Vec<DiscountRule> =
            discounts.into_iter().map(|rule| DiscountRule { combines: false, ..rule }).collect();
        let all = total(single.clone());
        for rule in single {
            prop_assert!(all <= total(vec![rule]));
        }
    }
}
