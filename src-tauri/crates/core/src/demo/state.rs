//! Whether a file holds a shop, and whose.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::DemoReport;
use crate::error::Result;
use crate::store;

/// What stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShopState {
    /// No goods, people or settings yet.
    Empty,
    /// The demo shop, as it was made or used since.
    Demo,
    /// An owner's shop.
    Owned,
}

/// The row that marks a demo shop.
pub(super) const MARK: &str = "demo";

/// What made it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Mark {
    pub seed: u64,
}

/// # Errors
/// Those of the queries.
pub fn state(connection: &Connection) -> Result<ShopState> {
    if store::settings::find(connection, MARK)?.is_some() {
        return Ok(ShopState::Demo);
    }
    Ok(if store::demo::is_empty(connection)? { ShopState::Empty } else { ShopState::Owned })
}

/// What a shop holds.
///
/// # Errors
/// Those of the queries.
pub fn count(connection: &Connection) -> Result<DemoReport> {
    store::demo::count(connection)
}
