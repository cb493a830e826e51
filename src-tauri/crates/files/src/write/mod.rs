//! Writing: the same types as foreign files. Texts that a spreadsheet program would run are made harmless.

mod cell;
mod csv;
mod google;
mod sheet;
mod shopify;
mod table;
mod vcard;
mod woocommerce;

pub use cell::Cell;
pub use csv::CsvStyle;
pub use google::GoogleContactsWriter;
pub use sheet::SheetWriter;
pub use shopify::ShopifyWriter;
pub use table::TableWriter;
pub use vcard::{VcardVersion, VcardWriter};
pub use woocommerce::WooCommerceWriter;

pub(crate) use csv::CsvOut;
