//! Fewer pieces than asked for, as a typed error.

use crate::error::{Code, Error};
use crate::id::{self, Id};

/// How many pieces were asked for and how many are left.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{left} of {wanted} pieces of {variant_id} are left")]
pub struct Shortage {
    pub variant_id: Id<id::Variant>,
    /// "Linen dress, M / navy".
    pub title: String,
    pub wanted: i64,
    /// Never negative.
    pub left: i64,
}

impl From<Shortage> for Error {
    fn from(shortage: Shortage) -> Self {
        let Shortage { title, wanted, left, .. } = &shortage;
        let detail = match left {
            0 => format!("{title} is sold out: none is left that was not promised to somebody."),
            1 => format!("Only one of {title} is left; {wanted} were asked for."),
            _ => format!("Only {left} of {title} are left; {wanted} were asked for."),
        };
        Self::caused(Code::OutOfStock, detail, shortage)
    }
}
