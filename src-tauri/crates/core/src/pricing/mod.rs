//! What a cart costs: discounts, shipping and taxes, to the last minor unit. Pure: what holds outside the cart (whether a
//! code is valid today, what a variant costs) is decided by the callers.
//!
//! Rules, all of them tested against examples worked out by hand:
//! - The subtotal is what the lines cost before anything is taken off. Discounts are divided among the lines they are
//!   for in proportion to what is left of each, by largest remainder ([`allocate`]).
//! - Tax is worked out on what is left after discounts, shipping included; half a minor unit is rounded away from zero.
//!   Rounding per line rounds each line's tax; rounding per total rounds once for all that has the same rates, and
//!   divides that among the lines.
//! - Prices that include tax stay what they are wherever they are sent; only the tax in them differs.

mod allocate;
mod cart;
mod discount;
mod display;
mod tax;

pub use cart::{
    AppliedDiscount, Cart, CartLine, Destination, ManualDiscount, Priced, PricedLine, TaxTotal, price,
};
pub use discount::{Benefit, DiscountRule, Miss, Scope};
pub use display::display_amount;
pub use tax::{Rate, Rounding};

#[cfg(test)]
mod tests;
