//! What comes back is worth, and who owes whom.
//!
//! A piece is worth its share of what was charged for its line, discounts and taxes included. Shares are cut so that
//! pieces that come back one by one are worth together exactly what the line was: the share of the pieces `a+1 ..= a+n`
//! of a line of `q` that cost `c` is `⌊c·(a+n)/q⌋ − ⌊c·a/q⌋`.

/// What `pieces` of a line are worth, in minor units, when `already` of its `quantity` pieces were counted before.
pub fn share(charged: i64, quantity: i64, already: i64, pieces: i64) -> i64 {
    if quantity <= 0 {
        return 0;
    }
    let up_to = |count: i64| {
        let whole = i128::from(charged) * i128::from(count.clamp(0, quantity)) / i128::from(quantity);
        i64::try_from(whole).unwrap_or(charged)
    };
    up_to(already + pieces) - up_to(already)
}

/// The amounts of a settlement, in minor units of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Worth of what is accepted.
    pub goods: i64,
    /// Price of what goes out instead.
    pub replacements: i64,
    pub restocking_fee: i64,
    pub shipping_refund: i64,
}

impl Balance {
    /// What the customer gets back; below zero: has to pay.
    pub const fn due(self) -> i64 {
        self.goods + self.shipping_refund - self.restocking_fee - self.replacements
    }
}

/// Divides a refund among payments, the earliest first, each no more than it still holds. `None` when together they
/// hold less.
pub fn divide(amount: i64, held: &[i64]) -> Option<Vec<i64>> {
    let mut left = amount;
    let parts = held
        .iter()
        .map(|held| {
            let part = left.min((*held).max(0));
            left -= part;
            part
        })
        .collect();
    (left == 0).then_some(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pieces_that_come_back_one_by_one_are_worth_the_line() {
        // Three for 10.00: 3.33, 3.33, 3.34.
        assert_eq!([share(1000, 3, 0, 1), share(1000, 3, 1, 1), share(1000, 3, 2, 1)], [333, 333, 334]);
        assert_eq!(share(1000, 3, 0, 2), 666);
        assert_eq!(share(1000, 3, 1, 2), 667);
        assert_eq!(share(4999, 1, 0, 1), 4999);
        assert_eq!(share(0, 5, 2, 2), 0);
        assert_eq!(share(i64::MAX, i64::MAX, 0, 1), 1);
    }

    #[test]
    fn who_owes_whom() {
        for (goods, replacements, fee, shipping, due) in [
            (5000, 0, 0, 0, 5000),
            (5000, 0, 500, 490, 4990),
            (5000, 5000, 0, 0, 0),
            (5000, 6500, 0, 0, -1500),
            (6500, 5000, 300, 0, 1200),
        ] {
            let balance = Balance { goods, replacements, restocking_fee: fee, shipping_refund: shipping };
            assert_eq!(balance.due(), due);
        }
    }

    #[test]
    fn a_refund_goes_to_the_earliest_payment_first() {
        assert_eq!(divide(700, &[500, 500]), Some(vec![500, 200]));
        assert_eq!(divide(500, &[500, 500]), Some(vec![500, 0]));
        assert_eq!(divide(0, &[]), Some(vec![]));
        assert_eq!(divide(1001, &[500, 500]), None);
        assert_eq!(divide(100, &[-50, 100]), Some(vec![0, 100]));
    }

    proptest! {
        #[test]
        fn any_cut_of_a_line_adds_up(charged in 0i64..10_000_000, cuts in proptest::collection::vec(1i64..5, 1..6)) {
            let quantity: i64 = cuts.iter().sum();
            let mut already = 0;
            let mut sum = 0;
            for cut in cuts {
                let part = share(charged, quantity, already, cut);
                prop_assert!(part >= 0);
                already += cut;
                sum += part;
            }
            prop_assert_eq!(sum, charged);
        }

        #[test]
        fn a_division_gives_all_and_never_more_than_is_held(held in proptest::collection::vec(0i64..1000, 0..6), amount in 0i64..4000) {
            match divide(amount, &held) {
                Some(parts) => {
                    prop_assert_eq!(parts.iter().sum::<i64>(), amount);
                    prop_assert!(parts.iter().zip(&held).all(|(part, held)| part <= held));
                }
                None => prop_assert!(held.iter().sum::<i64>() < amount),
            }
        }
    }
}
