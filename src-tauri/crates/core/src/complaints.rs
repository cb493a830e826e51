//! Complaints: what was handed to the owner, from open to resolved.

use rusqlite::Connection;
use serde::Serialize;

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, AgentRun, Contact, Conversation, Id, Order};
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    pub enum ComplaintStatus {
        Open = "open",
        InProgress = "in_progress",
        Resolved = "resolved",
    }
}

/// One complaint, with whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complaint {
    pub id: Id<id::Complaint>,
    pub conversation_id: Id<Conversation>,
    pub contact_id: Id<Contact>,
    pub contact_name: String,
    pub order_id: Option<Id<Order>>,
    /// What people call the order.
    pub order_number: Option<String>,
    pub run_id: Option<Id<AgentRun>>,
    /// Why it was escalated, as a word.
    pub reason: String,
    pub summary: String,
    pub status: ComplaintStatus,
    /// What was done about it; empty while nothing was.
    pub resolution: String,
    pub opened_at: Timestamp,
    pub resolved_at: Option<Timestamp>,
    pub version: i64,
}

/// Complaints, newest first; those of one status when given.
///
/// # Errors
/// `Malformed` for a cursor of another list.
pub fn list(
    connection: &Connection,
    status: Option<ComplaintStatus>,
    page: &PageRequest,
) -> Result<Page<Complaint>> {
    let rows = store::complaints::list(connection, status, page.key()?, page.rows_to_fetch())?;
    page.page(rows, |row| (row.opened_at, row.id))
}

/// A conversation's complaints, newest first.
///
/// # Errors
/// Those of the query.
pub fn of_conversation(connection: &Connection, id: Id<Conversation>) -> Result<Vec<Complaint>> {
    store::complaints::of_conversation(connection, id)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::Complaint>) -> Result<Complaint> {
    store::complaints::get(connection, id)?.ok_or_else(|| Error::not_found("complaint"))
}

/// Complaints that are not resolved.
///
/// # Errors
/// Those of the query.
pub fn open_count(connection: &Connection) -> Result<u32> {
    store::complaints::open_count(connection)
}

/// Sets status and resolution. With `version` only if nobody changed it since that was read.
///
/// # Errors
/// `NotFound`; `Conflict` when the version is another.
pub fn update(
    tx: &mut WriteTx<'_>,
    id: Id<id::Complaint>,
    status: ComplaintStatus,
    resolution: Option<&str>,
    version: Option<i64>,
) -> Result<Complaint> {
    let before = get(tx.sql(), id)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(Error::new(Code::Conflict, "The complaint was changed meanwhile."));
    }
    store::complaints::update(tx, id, status, resolution.unwrap_or(&before.resolution).trim())?;
    tx.emit(EventKind::ComplaintUpdated, id, serde_json::json!({ "status": status }))?;
    get(tx.sql(), id)
}
