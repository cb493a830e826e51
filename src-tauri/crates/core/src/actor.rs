//! Who acts: recorded with every operation and every step of an order's life.

use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// Who did something.
    pub enum Actor {
        Owner = "owner",
        Agent = "agent",
        Customer = "customer",
        Carrier = "carrier",
        /// A file that was read in.
        Import = "import",
        /// A script with a token.
        Api = "api",
        /// Haberdash by itself: a schedule, an expiry.
        System = "system",
    }
}

/// The party on whose behalf something is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    pub actor: Actor,
    /// The agent's, the file's or the script's name; empty where the word says enough.
    pub name: String,
}

impl By {
    pub const SYSTEM: Self = Self::new(Actor::System);
    pub const OWNER: Self = Self::new(Actor::Owner);

    pub const fn new(actor: Actor) -> Self {
        Self { actor, name: String::new() }
    }

    pub fn named(actor: Actor, name: impl Into<String>) -> Self {
        Self { actor, name: name.into() }
    }
}
