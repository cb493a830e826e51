//! Finds every checkable statement of a text and the fact that proves it.
//!
//! Trusts nothing but the text: whoever wrote it, template or model, is read the same way.

mod bind;
mod context;
mod dates;
mod goods;
#[cfg(test)]
mod lies;
mod orders;
mod products;
mod reader;
mod said;
mod scan;
mod shop;
#[cfg(test)]
mod tests;
mod wording;

pub(super) use bind::check;
