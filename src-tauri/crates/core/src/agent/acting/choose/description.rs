//! What was said of a product, per option and of the whole. Holds it, and knows nothing of words or variants.

use crate::agent::acting::scales::Direction;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByPrice {
    Cheapest,
    Dearest,
}

/// Per option what was said of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// Any of these values.
    pub must: Vec<String>,
    pub never: Vec<String>,
    pub keep: bool,
    pub free: bool,
    pub degree: Option<(Direction, bool)>,
    /// Exactly so much more or less.
    pub delta: Option<i64>,
    /// Preferred values, best first; those of one rank together.
    pub prefer: Vec<Vec<String>>,
}

impl Said {
    /// Nothing tells one value of the option from another.
    pub fn says_nothing(&self) -> bool {
        self.must.is_empty()
            && self.never.is_empty()
            && self.degree.is_none()
            && self.delta.is_none()
            && self.prefer.is_empty()
    }

    /// Nobody mentioned what it shall be, nor that it does not matter.
    pub fn is_unmentioned(&self) -> bool {
        self.must.is_empty()
            && self.degree.is_none()
            && self.delta.is_none()
            && !self.free
            && self.prefer.is_empty()
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Description {
    /// In the order of the product's options.
    pub options: Vec<Said>,
    pub by_price: Option<ByPrice>,
    pub cheaper_than_now: Option<Direction>,
    pub price_max: Option<i64>,
    pub keep_all: bool,
    pub free_all: bool,
    pub sku: Option<String>,
    pub same_item: bool,
    /// A size was said in a system that the product's sizes do not say.
    pub foreign_size: bool,
}

impl Description {
    pub fn says_nothing(&self) -> bool {
        self.by_price.is_none()
            && self.cheaper_than_now.is_none()
            && self.sku.is_none()
            && !self.same_item
            && !self.foreign_size
            && self.options.iter().all(Said::says_nothing)
    }
}
