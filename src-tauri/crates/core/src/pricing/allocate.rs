//! Division of an amount into shares that add up again, and the one way in which a part of a minor unit is rounded.

/// `numerator / denominator`, half a unit rounded away from zero ("commercial" rounding). The denominator is positive.
pub(super) fn divided(numerator: i128, denominator: i128) -> i64 {
    let doubled = numerator.abs() * 2 + denominator;
    let rounded = doubled / (denominator * 2);
    // Amounts and rates are bounded where a cart is taken in, so that every quotient fits.
    i64::try_from(if numerator < 0 { -rounded } else { rounded }).unwrap_or(i64::MAX)
}

/// Divides `total` (not negative) in proportion to `weights` (not negative): each share is rounded down, and what is left
/// goes, a unit each, to the largest remainders; among equal ones to the earlier. With no weight at all, the first takes
/// everything.
pub(super) fn shares(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum == 0 {
        let mut shares = vec![0; weights.len()];
        if let Some(first) = shares.first_mut() {
            *first = total;
        }
        return shares;
    }
    let parts: Vec<(i128, i128)> = weights
        .iter()
        .map(|weight| {
            let product = i128::from(total) * i128::from(*weight);
            (product / sum, product % sum)
        })
        .collect();
    let mut shares: Vec<i64> =
        parts.iter().map(|(whole, _)| i64::try_from(*whole).unwrap_or(i64::MAX)).collect();
    let left = total - shares.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(parts[*index].1));
    for index in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[index] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_a_unit_goes_away_from_zero() {
        for (numerator, denominator, rounded) in [
            (5, 10, 1),
            (4, 10, 0),
            (15, 10, 2),
            (-5, 10, -1),
            (-14, 10, -1),
            (0, 7, 0),
            (1, 3, 0),
            (2, 3, 1),
        ] {
            assert_eq!(divided(numerator, denominator), rounded, "{numerator}/{denominator}");
        }
    }

    #[test]
    fn the_largest_remainder_gets_what_is_left() {
        assert_eq!(shares(490, &[3998, 995]), [392, 98]);
        assert_eq!(shares(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shares(2, &[1, 1, 1]), [1, 1, 0]);
        assert_eq!(shares(5, &[0, 3, 0]), [0, 5, 0]);
        assert_eq!(shares(7, &[0, 0]), [7, 0]);
        assert_eq!(shares(0, &[]), [0; 0]);
    }

    proptest! {
        #[test]
        fn shares_add_up_and_are_fair(total in 0i64..10_000_000, weights in prop::collection::vec(0i64..1_000_000, 1..20)) {
            let divided = shares(total, &weights);
            prop_assert_eq!(divided.iter().sum::<i64>(), total);
            let sum: i64 = weights.iter().sum();
            if sum > 0 {
                for (share, weight) in divided.iter().zip(&weights) {
                    let exact = total as f64 * *weight as f64 / sum as f64;
                    prop_assert!((*share as f64 - exact).abs() < 1.000_001, "{share} {exact}");
                    prop_assert!(*weight > 0 || *share == 0);
                }
            }
        }
    }
}
