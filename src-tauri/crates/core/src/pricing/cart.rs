//! A cart, and its price.

use serde::{Deserialize, Serialize};

use super::allocate::shares;
use super::discount::{DiscountRule, Left, Miss, best, by_hand};
use super::tax::{Rate, Taxed, taxes};
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::settings::TaxSettings;

/// Bounds that keep every product of prices, quantities and rates far from overflow.
const MOST_LINES: usize = 1000;
const MOST_PIECES: i64 = 100_000;
const DEAREST: i64 = 10_000_000_000;

/// Where the goods go, as far as taxes depend on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Destination {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub region: String,
}

/// What is to be bought. All amounts are minor units of one currency.
#[derive(Debug, Clone, Default)]
pub struct Cart {
    pub lines: Vec<CartLine>,
    /// Before discounts; with tax when the prices are.
    pub shipping: i64,
    pub destination: Destination,
    /// Those that this customer may use now, the older first.
    pub discounts: Vec<DiscountRule>,
    pub manual: Option<ManualDiscount>,
}

#[derive(Debug, Clone)]
pub struct CartLine {
    pub product_id: Option<Id<id::Product>>,
    /// Paths such as "Women > Dresses".
    pub categories: Vec<String>,
    pub unit_price: i64,
    pub quantity: i64,
    pub tax_class: String,
}

impl CartLine {
    pub fn subtotal(&self) -> i64 {
        self.unit_price * self.quantity
    }
}

/// A discount that the owner gives by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ManualDiscount {
    /// Minor units.
    Amount {
        amount: i64,
        reason: String,
    },
    Percent {
        rate_ppm: u32,
        reason: String,
    },
}

impl ManualDiscount {
    pub fn reason(&self) -> &str {
        match self {
            Self::Amount { reason, .. } | Self::Percent { reason, .. } => reason,
        }
    }
}

/// What was taken off, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedDiscount {
    /// `None`: given by hand.
    pub discount_id: Option<Id<id::Discount>>,
    pub title: String,
    pub code: Option<String>,
    /// Minor units.
    pub amount: i64,
}

/// All tax of one rate in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTotal {
    pub name: String,
    pub rate_ppm: u32,
    /// Net, minor units.
    pub base: i64,
    pub amount: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedLine {
    pub subtotal: i64,
    /// Its share of all discounts.
    pub discount: i64,
    /// Subtotal − discount.
    pub total: i64,
    /// In the total when prices include tax, else on top of it.
    pub tax: i64,
    /// All rates together.
    pub tax_rate_ppm: u32,
}

/// What a cart costs. Minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    pub prices_include_tax: bool,
    pub lines: Vec<PricedLine>,
    pub subtotal: i64,
    pub shipping: i64,
    /// Of the lines and of shipping; the sum of `discounts`.
    pub discount: i64,
    pub shipping_discount: i64,
    /// Of the lines and of shipping; the sum of `taxes`.
    pub tax: i64,
    pub shipping_tax: i64,
    /// Subtotal − discount + shipping, and the tax where prices come without it.
    pub total: i64,
    pub discounts: Vec<AppliedDiscount>,
    pub taxes: Vec<TaxTotal>,
    /// Rules of the cart (by index) that gave nothing, and why.
    pub misses: Vec<(usize, Miss)>,
}

/// Prices a cart. `home` is where goods go when nothing is said.
///
/// # Errors
/// `Invalid` when a quantity, price or the number of lines is out of bounds, with the line's field.
pub fn price(cart: &Cart, rules: &TaxSettings, home: &Destination) -> Result<Priced> {
    check(cart)?;
    let mut left =
        Left { lines: cart.lines.iter().map(CartLine::subtotal).collect(), shipping: cart.shipping };
    let subtotal: i64 = left.lines.iter().sum();
    let (mut taken, misses) = best(&cart.lines, &left, &cart.discounts);
    for one in &taken {
        left.take(one);
    }
    if let Some(manual) = &cart.manual {
        let one = match manual {
            ManualDiscount::Amount { amount, .. } => by_hand(&left, Some(*amount), None),
            ManualDiscount::Percent { rate_ppm, .. } => by_hand(&left, None, Some(*rate_ppm)),
        };
        left.take(&one);
        taken.push(one);
    }
    let discounts: Vec<AppliedDiscount> = taken
        .iter()
        .filter(|one| one.amount() > 0)
        .map(|one| {
            let rule = one.rule.map(|index| &cart.discounts[index]);
            AppliedDiscount {
                discount_id: rule.map(|rule| rule.id),
                title: rule.map_or_else(
                    || cart.manual.as_ref().map(|m| m.reason().to_owned()).unwrap_or_default(),
                    |rule| rule.title.clone(),
                ),
                code: rule.and_then(|rule| rule.code.clone()),
                amount: one.amount(),
            }
        })
        .collect();

    let (line_taxes, shipping_tax, totals) = tax(cart, &left, rules, home);
    let lines: Vec<PricedLine> = cart
        .lines
        .iter()
        .zip(&left.lines)
        .zip(line_taxes)
        .map(|((line, total), (tax, tax_rate_ppm))| PricedLine {
            subtotal: line.subtotal(),
            discount: line.subtotal() - total,
            total: *total,
            tax,
            tax_rate_ppm,
        })
        .collect();
    let tax = lines.iter().map(|line| line.tax).sum::<i64>() + shipping_tax;
    let discount = discounts.iter().map(|one| one.amount).sum();
    let on_top = if rules.prices_include_tax { 0 } else { tax };
    Ok(Priced {
        prices_include_tax: rules.prices_include_tax,
        lines,
        subtotal,
        shipping: cart.shipping,
        discount,
        shipping_discount: cart.shipping - left.shipping,
        tax,
        shipping_tax,
        total: subtotal - discount + cart.shipping + on_top,
        discounts,
        taxes: totals,
        misses,
    })
}

fn check(cart: &Cart) -> Result<()> {
    if cart.lines.len() > MOST_LINES {
        return Err(Error::invalid(format!("An order can have {MOST_LINES} lines at most.")).at("lines"));
    }
    for (index, line) in cart.lines.iter().enumerate() {
        let at = |field: &str| format!("lines[{index}].{field}");
        if !(1..=MOST_PIECES).contains(&line.quantity) {
            return Err(
                Error::invalid(format!("A line holds from 1 to {MOST_PIECES} pieces.")).at(at("quantity"))
            );
        }
        if !(0..=DEAREST).contains(&line.unit_price) {
            return Err(Error::invalid("A price cannot be negative or this large.").at(at("unit_price")));
        }
    }
    if !(0..=DEAREST).contains(&cart.shipping) {
        return Err(Error::invalid("Shipping cannot be negative or cost this much.").at("shipping_price"));
    }
    match &cart.manual {
        Some(ManualDiscount::Amount { amount, .. }) if !(1..=DEAREST).contains(amount) => {
            Err(Error::invalid("A discount takes something off.").at("manual_discount.amount"))
        }
        Some(ManualDiscount::Percent { rate_ppm, .. }) if !(1..=1_000_000).contains(rate_ppm) => {
            Err(Error::invalid("A discount is more than 0 and at most 100 percent.")
                .at("manual_discount.rate_ppm"))
        }
        _ => Ok(()),
    }
}

/// The tax and rate of each line, the tax of shipping, and the sums by rate.
fn tax(
    cart: &Cart,
    left: &Left,
    rules: &TaxSettings,
    home: &Destination,
) -> (Vec<(i64, u32)>, i64, Vec<TaxTotal>) {
    let destination = if cart.destination.country.is_empty() { home } else { &cart.destination };
    let mut classes: Vec<&str> = Vec::new();
    for line in &cart.lines {
        if !classes.contains(&line.tax_class.as_str()) {
            classes.push(&line.tax_class);
        }
    }
    // Shipping is taxed as its own class, or shares the fate of the goods in proportion to what they cost.
    let mut shipping_of: Vec<i64> = vec![0; classes.len()];
    match &rules.shipping_class {
        Some(class) => {
            let index = classes.iter().position(|known| known == class).unwrap_or_else(|| {
                classes.push(class);
                shipping_of.push(0);
                classes.len() - 1
            });
            shipping_of[index] = left.shipping;
        }
        None => {
            let weights: Vec<i64> = classes
                .iter()
                .map(|class| {
                    let own = cart.lines.iter().zip(&left.lines).filter(|(line, _)| line.tax_class == *class);
                    own.map(|(_, left)| left).sum()
                })
                .collect();
            shipping_of = shares(left.shipping, &weights);
        }
    }
    let mut of_lines = vec![(0, 0); cart.lines.len()];
    let mut of_shipping = 0;
    let mut totals: Vec<TaxTotal> = Vec::new();
    for (class, shipping) in classes.iter().zip(shipping_of) {
        let rates: Vec<Rate> = rules.rates(destination, class);
        if rates.is_empty() {
            continue;
        }
        let own: Vec<usize> =
            (0..cart.lines.len()).filter(|index| cart.lines[*index].tax_class == *class).collect();
        let mut amounts: Vec<i64> = own.iter().map(|index| left.lines[*index]).collect();
        amounts.push(shipping);
        let taxed = Taxed { rates: &rates, amounts };
        let mut tax = taxes(&taxed, rules.prices_include_tax, rules.rounding);
        of_shipping += tax.of_amounts.pop().unwrap_or(0);
        let rate_ppm = rates.iter().map(|rate| rate.rate_ppm).sum();
        for (index, tax) in own.into_iter().zip(tax.of_amounts) {
            of_lines[index] = (tax, rate_ppm);
        }
        for (rate, (base, amount)) in rates.into_iter().zip(tax.of_rates) {
            match totals.iter_mut().find(|t| t.name == rate.name && t.rate_ppm == rate.rate_ppm) {
                Some(total) => {
                    total.base += base;
                    total.amount += amount;
                }
                None => totals.push(TaxTotal { name: rate.name, rate_ppm: rate.rate_ppm, base, amount }),
            }
        }
    }
    totals.retain(|total| total.base > 0);
    (of_lines, of_shipping, totals)
}
