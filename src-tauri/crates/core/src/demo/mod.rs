//! The demo shop: what an owner sees before any goods of their own are in.
//!
//! Everything here is made by our own code, so it needs no network and no licence. It must not be reached
//! from a shop that holds real goods, except where the owner asks for it.

pub mod drawing;
