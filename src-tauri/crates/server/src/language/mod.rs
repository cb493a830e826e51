//! Language models behind core's port: the chain that asks them one after the other, and the links.

mod chain;

pub use chain::{Chain, Link};
