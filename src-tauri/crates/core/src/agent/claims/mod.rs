//! Finds every checkable statement of a text and the fact that proves it.
//!
//! Trusts nothing but the text: whoever wrote it, template or model, is read the same way. It reads English; what is said
//! in another language must be phrases of the catalogue, and is read as these say it in English (`speech`).

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
mod speech;
#[cfg(test)]
mod tests;
mod wording;

pub(super) use bind::check;
pub(super) use speech::check_speech;
