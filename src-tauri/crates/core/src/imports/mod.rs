//! Reading other programs' files in: what each entry would do, doing it in parts that survive a kill, and taking all of it
//! back.
//!
//! Owns the life of an import ([`state`]), what becomes of an entry ([`products`], [`contacts`]) and the batches that do it
//! ([`work`]). It knows no file format: a reader outside core hands over [`Incoming`] entries, and its own description of
//! the file is kept here unread ([`Import::reading`]).

mod contacts;
mod incoming;
mod outcome;
mod pictures;
mod products;
mod state;
mod stock;
mod work;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use incoming::{Incoming, IncomingContact, IncomingImage, IncomingProduct, IncomingVariant, Item, Said};
pub use outcome::{FieldChange, ImportRow, Outcome};
pub use pictures::{
    PendingImage, count_pending_images, fetch_images, image_failed, image_fetched, next_pending_image,
};
pub use state::{Act, ImportState};
pub(crate) use stock::restore as restore_stock;
pub use work::{Batch, Checker, Progress, fail, finish, run_batch, store_checked, undo_batch};

use crate::catalog::ProductStatus;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::jobs::{self, NewJob, Work};
use crate::money::Currency;
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    /// What a file holds.
    pub enum ImportKind {
        Products = "products",
        Contacts = "contacts",
        /// A whole shop, written by an export.
        Archive = "archive",
    }
}

crate::text_enum! {
    /// By what an entry of the file is found in the shop.
    pub enum MatchBy {
        /// By the handle, else by a SKU, else by a barcode.
        Auto = "auto",
        Handle = "handle",
        Sku = "sku",
        Barcode = "barcode",
    }
}

crate::text_enum! {
    /// What happens to what the shop has already.
    pub enum Existing {
        /// It becomes what the file says.
        Update = "update",
        /// Only what is empty is filled.
        Fill = "fill",
        Skip = "skip",
    }
}

crate::text_enum! {
    /// What happens to the numbers of pieces.
    pub enum StockRule {
        /// The place has as many as the file says.
        Set = "set",
        Ignore = "ignore",
    }
}

crate::text_enum! {
    /// What happens to links of pictures.
    pub enum ImageRule {
        /// They are kept, to be fetched when the owner asks.
        Remember = "remember",
        Ignore = "ignore",
    }
}

/// How a file is imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ImportOptions {
    pub match_by: MatchBy,
    pub existing: Existing,
    /// `None`: the shop's.
    pub currency: Option<Currency>,
    pub stock: StockRule,
    /// `None`: the first place.
    pub location_id: Option<Id<id::Location>>,
    pub images: ImageRule,
    /// For entries that do not say theirs.
    pub status: Option<ProductStatus>,
    /// ISO 3166-1 alpha-2: the country of phone numbers that name none.
    pub default_country: Option<String>,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            match_by: MatchBy::Auto,
            existing: Existing::Update,
            currency: None,
            stock: StockRule::Set,
            location_id: None,
            images: ImageRule::Remember,
            status: None,
            default_country: None,
        }
    }
}

/// How many entries became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub created: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub skipped: i64,
    pub rejected: i64,
}

/// A file that is or was read in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Import {
    pub id: Id<id::Import>,
    pub file_name: String,
    pub byte_count: i64,
    pub kind: ImportKind,
    pub state: ImportState,
    /// The reader's description of the file, not read here.
    pub reading: Value,
    pub options: ImportOptions,
    pub total: Option<i64>,
    pub done: i64,
    /// The reader's place after `done` entries.
    pub resume_at: Option<Value>,
    pub counts: Counts,
    pub backup_name: Option<String>,
    pub operation_id: Option<Id<id::Operation>>,
    pub undo_id: Option<Id<id::Operation>>,
    pub undo_next: Option<i64>,
    /// Objects that were changed since and therefore stay.
    pub undo_left: i64,
    pub error: Option<(Code, String)>,
    pub notices: Vec<String>,
    pub created_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub version: i64,
}

/// What is known of a file when it has been looked at.
#[derive(Debug, Clone)]
pub struct NewImport {
    pub file_name: String,
    pub byte_count: i64,
    pub kind: ImportKind,
    pub reading: Value,
    pub options: ImportOptions,
    pub total: Option<i64>,
    pub notices: Vec<String>,
}

/// Takes up a file that can be read.
///
/// # Errors
/// Those of the insertion.
pub fn create(tx: &mut WriteTx<'_>, id: Id<id::Import>, new: NewImport) -> Result<Import> {
    let import = Import {
        id,
        file_name: new.file_name,
        byte_count: new.byte_count,
        kind: new.kind,
        state: ImportState::Analysed,
        reading: new.reading,
        options: new.options,
        total: new.total,
        done: 0,
        resume_at: None,
        counts: Counts::default(),
        backup_name: None,
        operation_id: None,
        undo_id: None,
        undo_next: None,
        undo_left: 0,
        error: None,
        notices: new.notices,
        created_at: tx.now(),
        started_at: None,
        finished_at: None,
        version: 1,
    };
    store::imports::insert(tx, &import)?;
    tell(tx, &import)?;
    Ok(import)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::Import>) -> Result<Import> {
    store::imports::find(connection, id)?.ok_or_else(|| Error::not_found("import"))
}

/// Imports, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(connection: &Connection, page: &PageRequest) -> Result<Page<Import>> {
    let rows = store::imports::list(connection, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.id.to_string())
}

/// What becomes, or became, of each entry, in the order of the file.
///
/// # Errors
/// `NotFound`; `Malformed` for a foreign cursor.
pub fn rows(
    connection: &Connection,
    id: Id<id::Import>,
    outcome: Option<Outcome>,
    page: &PageRequest,
) -> Result<Page<ImportRow>> {
    let begun = get(connection, id)?.state.has_begun();
    let rows =
        store::imports::rows(connection, id, begun, outcome, page.key::<i64>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.position)
}

/// Where the rejected entries stand in the file and why, after `position`, a part at a time.
///
/// # Errors
/// `NotFound`.
pub fn rejected(
    connection: &Connection,
    id: Id<id::Import>,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<ImportRow>> {
    let begun = get(connection, id)?.state.has_begun();
    store::imports::rows(connection, id, begun, Some(Outcome::Rejected), after, limit)
}

/// The import that an operation recorded.
///
/// # Errors
/// Those of the query.
pub fn of_operation(connection: &Connection, operation: Id<id::Operation>) -> Result<Option<Id<id::Import>>> {
    store::imports::of_operation(connection, operation)
}

/// Says anew how the file is read and imported. A check that was made is void.
///
/// # Errors
/// `NotFound`; `Conflict` for a stale version or a state that does not allow it; `Invalid` for options that cannot be.
pub fn set_up(
    tx: &mut WriteTx<'_>,
    id: Id<id::Import>,
    version: i64,
    kind: ImportKind,
    reading: Value,
    options: ImportOptions,
) -> Result<Import> {
    let mut import = get(tx.sql(), id)?;
    import.state = import.state.after(Act::SetUp)?;
    if import.version != version {
        return Err(Error::new(Code::Conflict, "This import was changed meanwhile. Look at it again."));
    }
    if let Some(location) = options.location_id
        && !store::imports::has_location(tx.sql(), location)?
    {
        return Err(Error::invalid("There is no such place.").at("options.location_id"));
    }
    import.kind = kind;
    import.reading = reading;
    import.options = options;
    import.counts = Counts::default();
    import.done = 0;
    import.error = None;
    store::imports::clear_rows(tx, id)?;
    save(tx, import)
}

/// Begins the dry run.
///
/// # Errors
/// `NotFound`, `Conflict`.
pub fn check(tx: &mut WriteTx<'_>, id: Id<id::Import>) -> Result<Import> {
    let mut import = get(tx.sql(), id)?;
    import.state = import.state.after(Act::Check)?;
    import.counts = Counts::default();
    import.done = 0;
    import.resume_at = None;
    import.error = None;
    store::imports::clear_rows(tx, id)?;
    work_on(tx, import)
}

/// Begins to import, or goes on.
///
/// # Errors
/// `NotFound`, `Conflict`.
pub fn start(tx: &mut WriteTx<'_>, id: Id<id::Import>) -> Result<Import> {
    let mut import = get(tx.sql(), id)?;
    let before = import.state;
    import.state = before.after(Act::Start)?;
    if before == ImportState::Checked {
        // The plan's figures give way to what is done.
        import.counts = Counts::default();
        import.done = 0;
        import.resume_at = None;
        import.started_at = Some(tx.now());
    }
    if before == ImportState::Failed && import.undo_id.is_some() {
        return Err(Error::new(Code::Conflict, "This import is half taken back. Take the rest back, too."));
    }
    import.error = None;
    work_on(tx, import)
}

/// # Errors
/// `NotFound`, `Conflict`.
pub fn pause(tx: &mut WriteTx<'_>, id: Id<id::Import>) -> Result<Import> {
    let mut import = get(tx.sql(), id)?;
    import.state = import.state.after(Act::Pause)?;
    save(tx, import)
}

/// Stops a check, or an import for good. What was imported stays and can be taken back.
///
/// # Errors
/// `NotFound`, `Conflict`.
pub fn cancel(tx: &mut WriteTx<'_>, id: Id<id::Import>) -> Result<Import> {
    let mut import = get(tx.sql(), id)?;
    import.state = import.state.after(Act::Cancel)?;
    if import.state == ImportState::Analysed {
        import.counts = Counts::default();
        import.done = 0;
        store::imports::clear_rows(tx, id)?;
    } else {
        import.finished_at = Some(tx.now());
    }
    save(tx, import)
}

/// Begins to take the whole import back.
///
/// # Errors
/// `NotFound`, `Conflict`.
pub fn undo(tx: &mut WriteTx<'_>, id: Id<id::Import>) -> Result<Import> {
    let mut import = get(tx.sql(), id)?;
    import.state = import.state.after(Act::Undo)?;
    import.error = None;
    work_on(tx, import)
}

/// Forgets an import: its file goes, and what was imported stays.
///
/// # Errors
/// `NotFound`, `Conflict`.
pub fn delete(tx: &mut WriteTx<'_>, id: Id<id::Import>) -> Result<()> {
    get(tx.sql(), id)?.state.after(Act::Delete)?;
    store::imports::delete(tx, id)
}

/// Notes the copy of the shop that was made before.
///
/// # Errors
/// `NotFound`.
pub fn note_backup(tx: &mut WriteTx<'_>, id: Id<id::Import>, name: &str) -> Result<()> {
    let mut import = get(tx.sql(), id)?;
    import.backup_name = Some(name.to_owned());
    save(tx, import).map(|_| ())
}

/// Saves it and has a job go on with it.
fn work_on(tx: &mut WriteTx<'_>, import: Import) -> Result<Import> {
    jobs::enqueue(tx, &NewJob::at(tx.now(), Work::RunImport { import_id: import.id }))?;
    save(tx, import)
}

fn save(tx: &mut WriteTx<'_>, mut import: Import) -> Result<Import> {
    import.version += 1;
    store::imports::update(tx, &import)?;
    tell(tx, &import)?;
    Ok(import)
}

fn tell(tx: &mut WriteTx<'_>, import: &Import) -> Result<()> {
    let told =
        serde_json::json!({ "state": import.state, "done_rows": import.done, "total_rows": import.total });
    tx.emit(EventKind::ImportUpdated, import.id, told)
}

#[cfg(test)]
mod tests;
