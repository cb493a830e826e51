//! What the REST API says and hears: one explicit type for each JSON shape, apart from core's own types.
//!
//! Owns names and forms on the wire. It decides nothing; conversions from core's types stand beside each shape.

mod agent;
mod care;
mod catalog;
mod catalog_changes;
mod catalog_lists;
mod channel;
mod contacts;
mod conversations;
mod discounts;
mod documents;
mod drawer;
mod imports;
mod instruments;
mod operations;
mod order_requests;
mod orders;
mod phone;
mod purchasing;
mod returns;
mod scalar;
mod stock;
mod system;
mod today;
mod words;

pub use agent::*;
pub use care::*;
pub use catalog::*;
pub(crate) use catalog::{image_url, image_url_at};
pub use catalog_changes::*;
pub use catalog_lists::*;
pub use channel::*;
pub use contacts::*;
pub use conversations::*;
pub use discounts::*;
pub use documents::*;
pub use drawer::*;
pub use imports::*;
pub use instruments::*;
pub use operations::*;
pub use order_requests::*;
pub use orders::*;
pub use phone::*;
pub use purchasing::*;
pub use returns::*;
pub(crate) use scalar::present;
pub use scalar::*;
pub use stock::*;
pub use system::*;
pub use today::*;
pub(crate) use words::count;
use words::wire_words;
