//! What discounts take off, and which of them.
//!
//! The stacking rule: a discount combines with others or not. The customer gets what is worth more: the best single one,
//! or all that combine, together. Those that combine are taken in this order: buy X get Y, percent, amount, free
//! shipping, the older first, each from what the ones before left and never below zero. The owner's own discount comes
//! last and always.

use crate::id::{self, Id};

use super::allocate::{divided, shares};
use super::cart::CartLine;
use super::tax::MILLION;

/// What a discount gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Benefit {
    /// Of each whole group of `buy + get` matching pieces, dearest first, the last `get` are reduced by this much.
    BuyGet {
        buy: i64,
        get: i64,
        rate_ppm: u32,
    },
    /// Off the matching lines.
    Percent {
        rate_ppm: u32,
    },
    /// Minor units, off the matching lines together.
    Amount {
        minor: i64,
    },
    FreeShipping,
}

impl Benefit {
    fn rank(&self) -> u8 {
        match self {
            Self::BuyGet { .. } => 0,
            Self::Percent { .. } => 1,
            Self::Amount { .. } => 2,
            Self::FreeShipping => 3,
        }
    }
}

/// What a discount is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Products(Vec<Id<id::Product>>),
    /// Paths such as "Women > Dresses", with what is below.
    Categories(Vec<String>),
}

impl Scope {
    fn matches(&self, line: &CartLine) -> bool {
        match self {
            Self::All => true,
            Self::Products(products) => line.product_id.is_some_and(|id| products.contains(&id)),
            Self::Categories(paths) => paths.iter().any(|path| {
                line.categories.iter().any(|own| {
                    own == path || own.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with(" > "))
                })
            }),
        }
    }
}

/// A discount that may be used now by this customer; whether the cart is right for it is decided here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountRule {
    pub id: Id<id::Discount>,
    pub title: String,
    pub code: Option<String>,
    pub benefit: Benefit,
    pub scope: Scope,
    /// Of the matching lines, before anything is taken off. Minor units.
    pub minimum_subtotal: Option<i64>,
    /// Pieces of the matching lines.
    pub minimum_quantity: Option<i64>,
    pub combines: bool,
}

/// Why a discount gives nothing for a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    Minimum,
    MatchesNothing,
    /// Another one, or several together, are worth more.
    Beaten,
}

/// What one discount takes off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    /// The rule's index; the owner's own discount has none.
    pub rule: Option<usize>,
    pub of_lines: Vec<i64>,
    pub of_shipping: i64,
}

impl Taken {
    pub fn amount(&self) -> i64 {
        self.of_lines.iter().sum::<i64>() + self.of_shipping
    }
}

/// What is left to take from.
#[derive(Clone)]
pub(super) struct Left {
    pub lines: Vec<i64>,
    pub shipping: i64,
}

impl Left {
    pub fn take(&mut self, taken: &Taken) {
        for (left, share) in self.lines.iter_mut().zip(&taken.of_lines) {
            *left -= share;
        }
        self.shipping -= taken.of_shipping;
    }
}

/// The discounts that are taken, in the order they are, and why each of the others is not.
pub(super) fn best(
    lines: &[CartLine],
    left: &Left,
    rules: &[DiscountRule],
) -> (Vec<Taken>, Vec<(usize, Miss)>) {
    let mut misses = Vec::new();
    let mut combining = Vec::new();
    let mut single = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        match fits(lines, rule) {
            Err(miss) => misses.push((index, miss)),
            Ok(()) if rule.combines => combining.push(index),
            Ok(()) => single.push(index),
        }
    }
    combining.sort_by_key(|index| rules[*index].benefit.rank());
    let mut chosen = together(lines, left.clone(), rules, &combining);
    let worth = |taken: &[Taken]| taken.iter().map(Taken::amount).sum::<i64>();
    for index in single {
        let alone = together(lines, left.clone(), rules, &[index]);
        if worth(&alone) > worth(&chosen) {
            chosen = alone;
        }
    }
    chosen.retain(|taken| taken.amount() > 0);
    for (index, rule) in rules.iter().enumerate() {
        let used = chosen.iter().any(|taken| taken.rule == Some(index));
        if !used && !misses.iter().any(|(missed, _)| *missed == index) {
            // With nothing else taken, there was nothing left for it: no shipping to be free, no whole group of pieces.
            let alone = together(lines, left.clone(), rules, &[index]);
            let miss = if worth(&alone) == 0 { Miss::MatchesNothing } else { Miss::Beaten };
            debug_assert!(rule.combines || miss == Miss::MatchesNothing || !chosen.is_empty());
            misses.push((index, miss));
        }
    }
    (chosen, misses)
}

fn fits(lines: &[CartLine], rule: &DiscountRule) -> Result<(), Miss> {
    let matching = || lines.iter().filter(|line| rule.scope.matches(line));
    if matching().next().is_none() {
        return Err(Miss::MatchesNothing);
    }
    let subtotal: i64 = matching().map(CartLine::subtotal).sum();
    let quantity: i64 = matching().map(|line| line.quantity).sum();
    if rule.minimum_subtotal.is_some_and(|minimum| subtotal < minimum)
        || rule.minimum_quantity.is_some_and(|minimum| quantity < minimum)
    {
        return Err(Miss::Minimum);
    }
    Ok(())
}

fn together(lines: &[CartLine], mut left: Left, rules: &[DiscountRule], order: &[usize]) -> Vec<Taken> {
    let mut all = Vec::new();
    for index in order {
        let rule = &rules[*index];
        let matching: Vec<bool> = lines.iter().map(|line| rule.scope.matches(line)).collect();
        let mut taken = Taken { rule: Some(*index), of_lines: vec![0; lines.len()], of_shipping: 0 };
        match rule.benefit {
            Benefit::BuyGet { buy, get, rate_ppm } => {
                taken.of_lines = buy_get(lines, &left, &matching, buy, get, rate_ppm);
            }
            Benefit::Percent { rate_ppm } => {
                let open = open(&left, &matching);
                let sum: i64 = open.iter().sum();
                taken.of_lines = shares(divided(i128::from(sum) * i128::from(rate_ppm), MILLION), &open);
            }
            Benefit::Amount { minor } => {
                let open = open(&left, &matching);
                taken.of_lines = shares(minor.min(open.iter().sum()), &open);
            }
            Benefit::FreeShipping => taken.of_shipping = left.shipping,
        }
        left.take(&taken);
        all.push(taken);
    }
    all
}

/// What is left of the matching lines; the others count nothing.
fn open(left: &Left, matching: &[bool]) -> Vec<i64> {
    left.lines.iter().zip(matching).map(|(left, matches)| if *matches { *left } else { 0 }).collect()
}

/// The owner's own discount, off all lines.
pub(super) fn by_hand(left: &Left, minor: Option<i64>, rate_ppm: Option<u32>) -> Taken {
    let sum: i64 = left.lines.iter().sum();
    let percent = rate_ppm.map_or(0, |rate| divided(i128::from(sum) * i128::from(rate), MILLION));
    let total = minor.unwrap_or(percent).clamp(0, sum);
    Taken { rule: None, of_lines: shares(total, &left.lines), of_shipping: 0 }
}

/// Pieces in a row, dearest first: of each whole group of `buy + get` the last `get` are reduced.
fn buy_get(
    lines: &[CartLine],
    left: &Left,
    matching: &[bool],
    buy: i64,
    get: i64,
    rate_ppm: u32,
) -> Vec<i64> {
    let mut order: Vec<usize> = (0..lines.len()).filter(|index| matching[*index]).collect();
    order.sort_by_key(|index| std::cmp::Reverse(lines[*index].unit_price));
    let group = buy + get;
    let pieces: i64 = order.iter().map(|index| lines[*index].quantity).sum();
    let grouped = pieces / group * group;
    // How many of the first `count` pieces are reduced.
    let reduced = |count: i64| {
        let count = count.min(grouped);
        count / group * get + (count % group - buy).max(0)
    };
    let mut taken = vec![0; lines.len()];
    let mut before = 0;
    for index in order {
        let line = &lines[index];
        let pieces = reduced(before + line.quantity) - reduced(before);
        before += line.quantity;
        let worth = divided(i128::from(line.unit_price) * i128::from(pieces) * i128::from(rate_ppm), MILLION);
        taken[index] = worth.min(left.lines[index]);
    }
    taken
}
