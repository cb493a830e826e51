//! Table `complaints`.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};

use crate::clock::Timestamp;
use crate::complaints::{Complaint, ComplaintStatus};
use crate::conversations::Handoff;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Contact, Conversation, Id};

pub(crate) fn insert(
    tx: &WriteTx<'_>,
    id: Id<id::Complaint>,
    contact: Id<Contact>,
    handoff: &Handoff,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO complaints
                 (id, conversation_id, contact_id, order_id, run_id, reason, summary, status, opened_at)
             VALUES (:id, :conversation, :contact, :order, :run, :reason, :summary, 'open', :now)",
        )?
        .execute(named_params! {
            ":id": id,
            ":conversation": handoff.conversation_id,
            ":contact": contact,
            ":order": handoff.order_id,
            ":run": handoff.run_id,
            ":reason": handoff.reason,
            ":summary": handoff.summary,
            ":now": tx.now(),
        })?;
    Ok(())
}

const FROM: &str = "SELECT k.id, k.conversation_id, k.contact_id, p.display_name, k.order_id, o.number, k.run_id, k.reason, \
                    k.summary, k.status, k.resolution, k.opened_at, k.resolved_at, k.version \
                    FROM complaints k JOIN contacts p ON p.id = k.contact_id LEFT JOIN orders o ON o.id = k.order_id";

fn complaint(row: &Row<'_>) -> rusqlite::Result<Complaint> {
    Ok(Complaint {
        id: row.get("id")?,
        conversation_id: row.get("conversation_id")?,
        contact_id: row.get("contact_id")?,
        contact_name: row.get("display_name")?,
        order_id: row.get("order_id")?,
        order_number: row.get("number")?,
        run_id: row.get("run_id")?,
        reason: row.get("reason")?,
        summary: row.get("summary")?,
        status: row.get("status")?,
        resolution: row.get("resolution")?,
        opened_at: row.get("opened_at")?,
        resolved_at: row.get("resolved_at")?,
        version: row.get("version")?,
    })
}

pub(crate) fn get(connection: &Connection, id: Id<id::Complaint>) -> Result<Option<Complaint>> {
    Ok(connection
        .prepare_cached(&format!("{FROM} WHERE k.id = :id"))?
        .query_row(named_params! { ":id": id }, complaint)
        .optional()?)
}

pub(crate) fn of_conversation(connection: &Connection, id: Id<Conversation>) -> Result<Vec<Complaint>> {
    let mut statement = connection
        .prepare_cached(&format!("{FROM} WHERE k.conversation_id = :id ORDER BY k.id DESC LIMIT 50"))?;
    let rows = statement.query_map(named_params! { ":id": id }, complaint)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

pub(crate) fn list(
    connection: &Connection,
    status: Option<ComplaintStatus>,
    after: Option<(Timestamp, Id<id::Complaint>)>,
    limit: i64,
) -> Result<Vec<Complaint>> {
    let of_status = if status.is_some() { "k.status = :status" } else { "true" };
    let from = if after.is_some() { "(k.opened_at, k.id) < (:at, :id)" } else { "true" };
    let mut statement = connection.prepare_cached(&format!(
        "{FROM} WHERE {of_status} AND {from} ORDER BY k.opened_at DESC, k.id DESC LIMIT :limit"
    ))?;
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit)];
    if let Some(status) = &status {
        parameters.push((":status", status));
    }
    if let Some((at, id)) = &after {
        parameters.push((":at", at));
        parameters.push((":id", id));
    }
    Ok(statement.query_map(parameters.as_slice(), complaint)?.collect::<rusqlite::Result<Vec<_>>>()?)
}

pub(crate) fn open_count(connection: &Connection) -> Result<u32> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM complaints WHERE status IN ('open', 'in_progress')")?
        .query_row([], |row| row.get(0))?)
}

pub(crate) fn update(
    tx: &WriteTx<'_>,
    id: Id<id::Complaint>,
    status: ComplaintStatus,
    resolution: &str,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE complaints SET status = :status, resolution = :resolution,
                    resolved_at = CASE WHEN :status = 'resolved' THEN coalesce(resolved_at, :now) END,
                    version = version + 1
             WHERE id = :id",
        )?
        .execute(
            named_params! { ":id": id, ":status": status, ":resolution": resolution, ":now": tx.now() },
        )?;
    Ok(())
}
