//! Finds every checkable statement of a text and the fact that proves it.
//!
//! Trusts nothing but the text: whoever wrote it, template or model, is read the same way.

mod bind;
mod context;
mod scan;
#[cfg(test)]
mod tests;

pub(super) use bind::check;
