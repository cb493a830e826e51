//! Files that are written out: what was asked for, how far it is, and where it stands afterwards.
//!
//! Owns the record. Formats and files are the server's; what goes into them is read from the domains.

use rusqlite::Connection;
use serde::Serialize;
use serde_json::json;

use crate::catalog::{self, ProductDetail};
use crate::clock::Timestamp;
use crate::contacts::{self, ContactDetail};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::jobs::{self, NewJob, Work};
use crate::money::Money;
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    pub enum ExportContent {
        Products = "products",
        Contacts = "contacts",
        Orders = "orders",
        Everything = "everything",
    }
}

crate::text_enum! {
    pub enum ExportFormat {
        ShopifyCsv = "shopify_csv",
        WoocommerceCsv = "woocommerce_csv",
        GoogleContactsCsv = "google_contacts_csv",
        Vcard = "vcard",
        Csv = "csv",
        Xlsx = "xlsx",
        Archive = "archive",
    }
}

impl ExportFormat {
    /// Whether this format can hold that.
    pub fn holds(self, what: ExportContent) -> bool {
        match what {
            ExportContent::Products => {
                matches!(self, Self::ShopifyCsv | Self::WoocommerceCsv | Self::Csv | Self::Xlsx)
            }
            ExportContent::Contacts => {
                matches!(self, Self::GoogleContactsCsv | Self::Vcard | Self::Csv | Self::Xlsx)
            }
            ExportContent::Orders => matches!(self, Self::Csv | Self::Xlsx),
            ExportContent::Everything => self == Self::Archive,
        }
    }

    pub const fn extension(self) -> &'static str {
        match self {
            Self::ShopifyCsv | Self::WoocommerceCsv | Self::GoogleContactsCsv | Self::Csv => "csv",
            Self::Vcard => "vcf",
            Self::Xlsx => "xlsx",
            Self::Archive => "zip",
        }
    }
}

crate::text_enum! {
    pub enum ExportState {
        Running = "running",
        Done = "done",
        Failed = "failed",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Export {
    pub id: Id<id::Export>,
    pub what: ExportContent,
    pub format: ExportFormat,
    /// Where the owner wants the file; `None`: in the data folder.
    pub folder: Option<String>,
    pub state: ExportState,
    pub file_name: Option<String>,
    pub byte_count: Option<i64>,
    pub done: i64,
    pub total: Option<i64>,
    pub error: Option<String>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

/// Asks for a file; a job writes it.
///
/// # Errors
/// `Invalid` when the format cannot hold that, or the folder is no whole path.
pub fn begin(
    tx: &mut WriteTx<'_>,
    what: ExportContent,
    format: ExportFormat,
    folder: Option<String>,
) -> Result<Export> {
    if !format.holds(what) {
        return Err(Error::invalid("This kind of file cannot hold that. Choose another.").at("format"));
    }
    if folder.as_deref().is_some_and(|folder| !std::path::Path::new(folder).is_absolute()) {
        return Err(Error::invalid("Name the folder with its whole path.").at("folder"));
    }
    let export = Export {
        id: tx.new_id(),
        what,
        format,
        folder,
        state: ExportState::Running,
        file_name: None,
        byte_count: None,
        done: 0,
        total: None,
        error: None,
        created_at: tx.now(),
        finished_at: None,
    };
    store::exports::insert(tx, &export)?;
    jobs::enqueue(tx, &NewJob::at(tx.now(), Work::RunExport { export_id: export.id }))?;
    tell(tx, &export)?;
    Ok(export)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::Export>) -> Result<Export> {
    store::exports::find(connection, id)?.ok_or_else(|| Error::not_found("export"))
}

/// Exports, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(connection: &Connection, page: &PageRequest) -> Result<Page<Export>> {
    let rows = store::exports::list(connection, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.id.to_string())
}

/// Notes how far it is.
///
/// # Errors
/// `NotFound`.
pub fn progress(tx: &mut WriteTx<'_>, id: Id<id::Export>, done: i64, total: Option<i64>) -> Result<()> {
    let mut export = get(tx.sql(), id)?;
    (export.done, export.total) = (done, total);
    store::exports::update(tx, &export)?;
    tell(tx, &export)
}

/// Notes the finished file.
///
/// # Errors
/// `NotFound`.
pub fn finish(
    tx: &mut WriteTx<'_>,
    id: Id<id::Export>,
    file_name: String,
    byte_count: i64,
    done: i64,
) -> Result<()> {
    let mut export = get(tx.sql(), id)?;
    export.state = ExportState::Done;
    export.file_name = Some(file_name);
    export.byte_count = Some(byte_count);
    (export.done, export.total) = (done, Some(done));
    export.finished_at = Some(tx.now());
    store::exports::update(tx, &export)?;
    tell(tx, &export)
}

/// Notes why there is no file.
///
/// # Errors
/// `NotFound`.
pub fn fail(tx: &mut WriteTx<'_>, id: Id<id::Export>, error: &str) -> Result<()> {
    let mut export = get(tx.sql(), id)?;
    export.state = ExportState::Failed;
    export.error = Some(error.to_owned());
    export.finished_at = Some(tx.now());
    store::exports::update(tx, &export)?;
    tell(tx, &export)
}

/// Forgets an export.
///
/// # Errors
/// `NotFound`; `Conflict` while it is written.
pub fn delete(tx: &mut WriteTx<'_>, id: Id<id::Export>) -> Result<Export> {
    let export = get(tx.sql(), id)?;
    if export.state == ExportState::Running {
        return Err(Error::new(crate::Code::Conflict, "The file is being written. Wait for it."));
    }
    store::exports::delete(tx, id)?;
    Ok(export)
}

/// A link of a picture that came with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageLink {
    pub url: String,
    pub alt: String,
    pub position: i64,
    pub variant_id: Option<Id<id::Variant>>,
}

/// Visits every product with all that belongs to it, the oldest first.
///
/// # Errors
/// Those of the queries and of `visit`.
pub fn each_product(
    connection: &Connection,
    visit: &mut dyn FnMut(ProductDetail, Vec<ImageLink>) -> Result<()>,
) -> Result<()> {
    store::exports::each_product_id(connection, &mut |id| {
        visit(catalog::detail(connection, id)?, store::exports::image_links(connection, id)?)
    })
}

/// The most options that any product has.
///
/// # Errors
/// Those of the query.
pub fn most_options(connection: &Connection) -> Result<i64> {
    store::exports::most_options(connection)
}

/// Visits every contact with its addresses, the oldest first.
///
/// # Errors
/// Those of the queries and of `visit`.
pub fn each_contact(
    connection: &Connection,
    visit: &mut dyn FnMut(ContactDetail) -> Result<()>,
) -> Result<()> {
    store::exports::each_contact_id(connection, &mut |id| visit(contacts::detail(connection, id)?))
}

/// An order as it stands in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedOrder {
    pub number: String,
    pub status: String,
    pub payment_status: String,
    pub placed_at: Option<Timestamp>,
    pub subtotal: Money,
    pub shipping: Money,
    pub discount: Money,
    pub total: Money,
    pub lines: Vec<ExportedLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedLine {
    pub position: i64,
    pub sku: Option<String>,
    pub title: String,
    pub variant_title: String,
    pub quantity: i64,
    pub unit_price: Money,
}

/// Visits every order with its lines and its customer's name, the oldest first.
///
/// # Errors
/// Those of the queries and of `visit`.
pub fn each_order(
    connection: &Connection,
    visit: &mut dyn FnMut(ExportedOrder, &str) -> Result<()>,
) -> Result<()> {
    store::exports::each_order(connection, visit)
}

fn tell(tx: &mut WriteTx<'_>, export: &Export) -> Result<()> {
    let told = json!({ "state": export.state, "done": export.done, "total": export.total });
    tx.emit(EventKind::ExportUpdated, export.id, told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;
    use crate::fixture::Fixture;
    use crate::jobs::JobKind;

    #[test]
    fn an_export_is_asked_for_written_and_forgotten() {
        let shop = Fixture::new();
        let refused = shop.write(|tx| begin(tx, ExportContent::Contacts, ExportFormat::ShopifyCsv, None));
        assert_eq!(refused.expect_err("refused").field.as_deref(), Some("format"));
        let folder = Some("stick".to_owned());
        let refused = shop.write(|tx| begin(tx, ExportContent::Products, ExportFormat::Csv, folder));
        assert_eq!(refused.expect_err("refused").field.as_deref(), Some("folder"));
        let id =
            shop.write(|tx| begin(tx, ExportContent::Products, ExportFormat::Csv, None)).expect("begun").id;
        assert_eq!(shop.claim(JobKind::RunExport).len(), 1);
        assert_eq!(shop.write(move |tx| delete(tx, id)).expect_err("at work").code, Code::Conflict);
        shop.write(move |tx| progress(tx, id, 3, Some(7))).expect("progress");
        shop.write(move |tx| finish(tx, id, "products.csv".into(), 120, 7)).expect("finish");
        let export = shop.read(|c| get(c, id));
        assert_eq!((export.state, export.done, export.total), (ExportState::Done, 7, Some(7)));
        shop.write(move |tx| delete(tx, id)).expect("forgotten");
        assert!(shop.read(|c| list(c, &PageRequest::default())).items.is_empty());
    }

    #[test]
    fn each_kind_of_file_holds_what_it_can() {
        let held: usize = ExportFormat::ALL
            .iter()
            .map(|format| ExportContent::ALL.iter().filter(|what| format.holds(**what)).count())
            .sum();
        assert_eq!(held, 4 + 4 + 2 + 1);
    }
}
