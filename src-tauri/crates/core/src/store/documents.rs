//! Tables `documents` and `document_counters`.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};

use super::contacts::containing;
use crate::catalog::images::PictureSize;
use crate::database::WriteTx;
use crate::documents::{Content, DocumentFilter, DocumentKind, IssuedDocument};
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::Money;

const COLUMNS: &str = "d.id, d.kind, d.number, d.year, d.sequence, d.order_id, o.number AS order_number, d.contact_id,
     c.display_name AS contact_name, d.corrects, i.number AS corrected_number, d.total_minor, d.currency, d.language,
     d.paper, d.issued_on, d.issued_at,
     (SELECT sum(n.total_minor) FROM documents n WHERE n.corrects = d.id) AS credited_minor";

const FROM: &str =
    "documents d LEFT JOIN orders o ON o.id = d.order_id LEFT JOIN contacts c ON c.id = d.contact_id
     LEFT JOIN documents i ON i.id = d.corrects";

fn document(row: &Row<'_>) -> rusqlite::Result<IssuedDocument> {
    let currency = row.get("currency")?;
    let money = |column: &str| -> rusqlite::Result<Option<Money>> {
        Ok(row.get::<_, Option<i64>>(column)?.map(|amount| Money::new(amount, currency)))
    };
    let order_id: Option<Id<id::Order>> = row.get("order_id")?;
    let contact_id: Option<Id<id::Contact>> = row.get("contact_id")?;
    let corrects: Option<Id<id::Document>> = row.get("corrects")?;
    let named = |column: &str| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
    let issued_on: String = row.get("issued_on")?;
    Ok(IssuedDocument {
        id: row.get("id")?,
        kind: row.get("kind")?,
        number: row.get("number")?,
        year: row.get("year")?,
        sequence: row.get("sequence")?,
        order: order_id.map(|id| Ok::<_, rusqlite::Error>((id, named("order_number")?))).transpose()?,
        contact: contact_id.map(|id| Ok::<_, rusqlite::Error>((id, named("contact_name")?))).transpose()?,
        corrects: corrects
            .map(|id| Ok::<_, rusqlite::Error>((id, named("corrected_number")?)))
            .transpose()?,
        total: money("total_minor")?,
        credited: money("credited_minor")?,
        language: row.get("language")?,
        paper: row.get("paper")?,
        issued_on: issued_on.parse::<Date>().map_err(rusqlite::types::FromSqlError::other)?,
        issued_at: row.get("issued_at")?,
    })
}

/// Takes the number after the last one; `first` when none of the year is taken.
pub(crate) fn next_number(tx: &WriteTx<'_>, kind: DocumentKind, year: i16, first: i64) -> Result<i64> {
    let number = tx
        .sql()
        .prepare_cached(
            "INSERT INTO document_counters (kind, year, last) VALUES (:kind, :year, :first)
             ON CONFLICT (kind, year) DO UPDATE SET last = last + 1 RETURNING last",
        )?
        .query_row(named_params! { ":kind": kind, ":year": year, ":first": first }, |row| row.get(0))?;
    Ok(number)
}

pub(crate) fn insert(
    tx: &WriteTx<'_>,
    id: Id<id::Document>,
    sequence: i64,
    order_id: Id<id::Order>,
    contact_id: Option<Id<id::Contact>>,
    corrects: Option<Id<id::Document>>,
    content: &Content,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO documents (id, kind, year, sequence, number, order_id, contact_id, corrects, total_minor, currency,
                                    language, paper, issued_on, issued_at, content)
             VALUES (:id, :kind, :year, :sequence, :number, :order_id, :contact_id, :corrects, :total_minor, :currency,
                     :language, :paper, :issued_on, :issued_at, :content)",
        )?
        .execute(named_params! {
            ":id": id,
            ":kind": content.kind,
            ":year": content.issued_on.year(),
            ":sequence": sequence,
            ":number": content.number,
            ":order_id": order_id,
            ":contact_id": contact_id,
            ":corrects": corrects,
            ":total_minor": content.body.totals.as_ref().map(|totals| totals.total),
            ":currency": content.body.currency,
            ":language": content.language,
            ":paper": content.paper,
            ":issued_on": content.issued_on.to_string(),
            ":issued_at": tx.now(),
            ":content": serde_json::to_string(content)?,
        })?;
    Ok(())
}

pub(crate) fn find(connection: &Connection, id: Id<id::Document>) -> Result<Option<IssuedDocument>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM {FROM} WHERE d.id = :id"))?
        .query_row(named_params! { ":id": id }, document)
        .optional()?)
}

pub(crate) fn content(connection: &Connection, id: Id<id::Document>) -> Result<Option<Content>> {
    let text: Option<String> = connection
        .prepare_cached("SELECT content FROM documents WHERE id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))
        .optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// An order's documents with what they say, the newest first.
pub(crate) fn of_order(
    connection: &Connection,
    order_id: Id<id::Order>,
) -> Result<Vec<(IssuedDocument, Content)>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS}, d.content FROM {FROM} WHERE d.order_id = :order_id ORDER BY d.id DESC"
    ))?;
    let mut rows = statement.query(named_params! { ":order_id": order_id })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((document(row)?, serde_json::from_str(&row.get::<_, String>("content")?)?));
    }
    Ok(found)
}

/// Newest first. Each filter that is absent leaves no trace in the statement, so that its index is used.
pub(crate) fn list(
    connection: &Connection,
    filter: &DocumentFilter,
    before: Option<String>,
    limit: i64,
) -> Result<Vec<IssuedDocument>> {
    let mut conditions = vec!["1"];
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit)];
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let number = text.map(|text| containing(text).split_off(1));
    let sequence = text.and_then(|text| text.parse::<i64>().ok());
    if filter.kind.is_some() {
        conditions.push("d.kind = :kind");
        parameters.push((":kind", &filter.kind));
    }
    if filter.order_id.is_some() {
        conditions.push("d.order_id = :order_id");
        parameters.push((":order_id", &filter.order_id));
    }
    if filter.contact_id.is_some() {
        conditions.push("d.contact_id = :contact_id");
        parameters.push((":contact_id", &filter.contact_id));
    }
    if filter.year.is_some() {
        conditions.push("d.year = :year");
        parameters.push((":year", &filter.year));
    }
    if text.is_some() {
        conditions.push(
            r"d.id IN (SELECT id FROM documents WHERE number LIKE :number ESCAPE '\'
                       UNION SELECT id FROM documents WHERE sequence = :sequence
                       UNION SELECT id FROM documents WHERE order_id = (SELECT id FROM orders WHERE number = :text))",
        );
        parameters.push((":number", &number));
        parameters.push((":sequence", &sequence));
        parameters.push((":text", &text));
    }
    if before.is_some() {
        conditions.push("d.id < :before");
        parameters.push((":before", &before));
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE {} ORDER BY d.id DESC LIMIT :limit",
        conditions.join(" AND ")
    ))?;
    let rows = statement.query_map(parameters.as_slice(), document)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The content hash of a picture as it is printed: small where that was made already.
pub(crate) fn picture(connection: &Connection, id: Id<id::Image>) -> Result<Option<String>> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce((SELECT s.rendition_hash FROM picture_sizes s
                              WHERE s.content_hash = i.content_hash AND s.size = :size), i.content_hash)
             FROM images i WHERE i.id = :id",
        )?
        .query_row(named_params! { ":id": id, ":size": PictureSize::Medium }, |row| row.get(0))
        .optional()?)
}
