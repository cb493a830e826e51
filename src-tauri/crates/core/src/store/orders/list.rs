//! The order list by any filter.
//!
//! Filters that stand in `orders_fts` are one match expression: an intersection of lists that are sorted by the time of
//! creation already, walked from the newest (or the oldest) and stopped after a page. Only sorting by amount needs more:
//! the index of amounts is walked, and each of its rows looked up among the matches.

use rusqlite::{Connection, Row, ToSql, named_params};
use unicode_normalization::UnicodeNormalization;

use crate::error::Result;
use crate::id::{self, Id};
use crate::money::Money;
use crate::orders::{FilterCounts, OrderFilter, OrderSort, OrderStatus, OrderSummary, PaymentStatus};

const SUMMARY: &str =
    "o.search_row, o.id, o.number, o.contact_id, coalesce(c.display_name, '') AS contact_name, o.status,
     o.payment_status, o.fulfilment_status, o.return_status, o.channel, o.currency, o.total_minor, o.paid_minor,
     o.refunded_minor, o.item_count, o.tags, o.archived_at, o.placed_at, o.created_at, o.updated_at, o.version,
     (SELECT (SELECT i.id FROM images i WHERE i.product_id = v.product_id
              ORDER BY i.colour IS v.colour DESC, i.position LIMIT 1)
      FROM line_items l JOIN variants v ON v.id = l.variant_id
      WHERE l.order_id = o.id ORDER BY l.position LIMIT 1) AS image_id";

/// From so many matches on, a list by amount looks at one order after the other.
const FEW: i64 = if cfg!(test) { 4 } else { 20_000 };

/// Orders that stand and are not fully paid.
const DUE: &str = "(\"_munpaid\" OR \"_mpartly_paid\") AND
    (\"_splaced\" OR \"_sprocessing\" OR \"_sshipped\" OR \"_sdelivered\")";

fn summary(row: &Row<'_>) -> Result<OrderSummary> {
    let currency = row.get("currency")?;
    let status: OrderStatus = row.get("status")?;
    let total: i64 = row.get("total_minor")?;
    let due = total - row.get::<_, i64>("paid_minor")? + row.get::<_, i64>("refunded_minor")?;
    let alive = !matches!(status, OrderStatus::Cancelled | OrderStatus::Returned);
    Ok(OrderSummary {
        id: row.get("id")?,
        number: row.get("number")?,
        contact_id: row.get("contact_id")?,
        contact_name: row.get("contact_name")?,
        status,
        payment_status: row.get("payment_status")?,
        fulfilment_status: row.get("fulfilment_status")?,
        return_status: row.get("return_status")?,
        channel: row.get("channel")?,
        total: Money::new(total, currency),
        due: Money::new(if alive { due.max(0) } else { 0 }, currency),
        item_count: row.get("item_count")?,
        tags: serde_json::from_str(&row.get::<_, String>("tags")?)?,
        archived: row.get::<_, Option<i64>>("archived_at")?.is_some(),
        image_id: row.get("image_id")?,
        placed_at: row.get("placed_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

/// A search in the index's language: each part between blanks is a phrase whose last word need only begin like this
/// (unless a sign follows it: "A-" is a whole word). `None` when there is nothing to look for.
fn words(text: &str) -> Option<String> {
    let plain: String = text.nfc().collect();
    let phrases: Vec<String> = plain
        .split_whitespace()
        .take(8)
        .filter_map(|part| {
            let words = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let phrase = words.collect::<Vec<_>>().join(" ");
            let begins = if part.ends_with(char::is_alphanumeric) { " *" } else { "" };
            (!phrase.is_empty()).then(|| format!("\"{phrase}\"{begins}"))
        })
        .collect();
    (!phrases.is_empty()).then(|| phrases.join(" AND "))
}

/// The filter as a match expression: `None` matches everything, `Some(None)` nothing.
fn matching(filter: &OrderFilter) -> Option<Option<String>> {
    let mut parts = Vec::new();
    let mut one = |prefix: &str, word: Option<&str>| {
        if let Some(word) = word {
            parts.push(format!("\"_{prefix}{word}\""));
        }
    };
    one("s", filter.status.map(OrderStatus::as_str));
    one("m", filter.payment_status.map(PaymentStatus::as_str));
    one("f", filter.fulfilment_status.map(|status| status.as_str()));
    one("r", filter.return_status.map(|status| status.as_str()));
    one("c", filter.channel.map(|channel| channel.as_str()));
    one("a", filter.archived.map(|archived| if archived { "1" } else { "0" }));
    let contact = filter.contact_id.map(|id| id.to_string());
    one("k", contact.as_deref());
    if filter.open {
        parts.push("(\"_splaced\" OR \"_sprocessing\")".to_owned());
    }
    if filter.due {
        parts.push(format!("({DUE})"));
    }
    if filter.returning {
        parts.push("(\"_rreturn_requested\" OR \"_rexchange_requested\")".to_owned());
    }
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        match words(text) {
            Some(words) => parts.push(words),
            None => return Some(None),
        }
    }
    (!parts.is_empty()).then(|| Some(parts.join(" AND ")))
}

/// Where a page continues: the amount it is sorted by (0 when by time), and the row.
pub(crate) type ListKey = (i64, i64);

/// A page of the list, each with its key. `rows` bounds the creation (see [`super::row_at`]).
pub(crate) fn list(
    connection: &Connection,
    filter: &OrderFilter,
    rows: (i64, i64),
    after: Option<ListKey>,
    limit: i64,
) -> Result<Vec<(ListKey, OrderSummary)>> {
    let expression = match matching(filter) {
        Some(None) => return Ok(Vec::new()),
        Some(Some(expression)) => Some(expression),
        None => None,
    };
    match filter.sort {
        OrderSort::Newest | OrderSort::Oldest => {
            by_time(connection, expression.as_deref(), filter.sort, rows, after, limit)
        }
        OrderSort::TotalHigh | OrderSort::TotalLow => {
            by_total(connection, filter, expression.as_deref(), rows, after, limit)
        }
    }
}

fn by_time(
    connection: &Connection,
    expression: Option<&str>,
    sort: OrderSort,
    (mut from, mut to): (i64, i64),
    after: Option<ListKey>,
    limit: i64,
) -> Result<Vec<(ListKey, OrderSummary)>> {
    let down = sort == OrderSort::Newest;
    match after {
        Some((_, row)) if down => to = to.min(row - 1),
        Some((_, row)) => from = from.max(row + 1),
        None => {}
    }
    let direction = if down { "DESC" } else { "ASC" };
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":from", &from), (":to", &to), (":limit", &limit)];
    let statement = match &expression {
        Some(expression) => {
            parameters.push((":match", expression));
            format!(
                "SELECT {SUMMARY} FROM orders_fts f CROSS JOIN orders o ON o.search_row = f.rowid
                 LEFT JOIN contacts c ON c.id = o.contact_id
                 WHERE orders_fts MATCH :match AND f.rowid BETWEEN :from AND :to
                 ORDER BY f.rowid {direction} LIMIT :limit"
            )
        }
        None => format!(
            "SELECT {SUMMARY} FROM orders o LEFT JOIN contacts c ON c.id = o.contact_id
             WHERE o.search_row BETWEEN :from AND :to ORDER BY o.search_row {direction} LIMIT :limit"
        ),
    };
    collect(connection, &statement, &parameters, false)
}

fn by_total(
    connection: &Connection,
    filter: &OrderFilter,
    expression: Option<&str>,
    rows: (i64, i64),
    after: Option<ListKey>,
    limit: i64,
) -> Result<Vec<(ListKey, OrderSummary)>> {
    let down = filter.sort == OrderSort::TotalHigh;
    let (direction, beyond) = if down { ("DESC", "<") } else { ("ASC", ">") };
    let (from, to) = rows;
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":from", &from), (":to", &to), (":limit", &limit)];
    let mut conditions = vec!["o.search_row BETWEEN :from AND :to".to_owned()];
    let (total, row) = after.unwrap_or_default();
    if after.is_some() {
        conditions.push(format!("(o.total_minor, o.search_row) {beyond} (:total, :row)"));
        parameters.push((":total", &total));
        parameters.push((":row", &row));
    }
    // Where few fit, they are found in the match expression at once. Where many do, a page is full soon, and each order along
    // the index is looked at itself: in its own columns or, when words are looked for, among the matches, which know its row.
    let few = match expression {
        Some(expression) => count_rows(connection, expression, rows, FEW)? < FEW,
        None => false,
    };
    let found = expression.filter(|_| few || filter.text.is_some());
    if found.is_some() {
        conditions.push(if few {
            "o.search_row IN (SELECT rowid FROM orders_fts
                              WHERE orders_fts MATCH :match AND rowid BETWEEN :from AND :to)"
                .to_owned()
        } else {
            "EXISTS (SELECT 1 FROM orders_fts WHERE orders_fts MATCH :match AND rowid = o.search_row)"
                .to_owned()
        });
        parameters.push((":match", &found));
    } else {
        let columns: [(&str, &str, &dyn ToSql, bool); 6] = [
            ("o.status", ":status", &filter.status, filter.status.is_some()),
            ("o.payment_status", ":payment", &filter.payment_status, filter.payment_status.is_some()),
            (
                "o.fulfilment_status",
                ":fulfilment",
                &filter.fulfilment_status,
                filter.fulfilment_status.is_some(),
            ),
            ("o.return_status", ":return", &filter.return_status, filter.return_status.is_some()),
            ("o.channel", ":channel", &filter.channel, filter.channel.is_some()),
            ("o.contact_id", ":contact", &filter.contact_id, filter.contact_id.is_some()),
        ];
        for (column, name, value, _) in columns.into_iter().filter(|(.., given)| *given) {
            conditions.push(format!("{column} = {name}"));
            parameters.push((name, value));
        }
        if let Some(archived) = filter.archived {
            conditions.push(format!("o.archived_at IS {}NULL", if archived { "NOT " } else { "" }));
        }
        if filter.open {
            conditions.push("o.status IN ('placed', 'processing')".to_owned());
        }
        if filter.returning {
            conditions.push("o.return_status IN ('return_requested', 'exchange_requested')".to_owned());
        }
        if filter.due {
            conditions.push(
                "o.payment_status IN ('unpaid', 'partly_paid')
                 AND o.status IN ('placed', 'processing', 'shipped', 'delivered')"
                    .to_owned(),
            );
        }
    }
    // The page first, then what is shown of it: what is passed over is not worked out.
    let statement = format!(
        "WITH page (search_row) AS MATERIALIZED (
             SELECT o.search_row FROM orders o INDEXED BY orders_by_total WHERE {}
             ORDER BY o.total_minor {direction}, o.search_row {direction} LIMIT :limit)
         SELECT {SUMMARY} FROM page CROSS JOIN orders o ON o.search_row = page.search_row
         LEFT JOIN contacts c ON c.id = o.contact_id
         ORDER BY o.total_minor {direction}, o.search_row {direction}",
        conditions.join(" AND ")
    );
    collect(connection, &statement, &parameters, true)
}

fn collect(
    connection: &Connection,
    statement: &str,
    parameters: &[(&str, &dyn ToSql)],
    by_total: bool,
) -> Result<Vec<(ListKey, OrderSummary)>> {
    let mut statement = connection.prepare_cached(statement)?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let summary = summary(row)?;
        let key = (if by_total { summary.total.amount } else { 0 }, row.get("search_row")?);
        found.push((key, summary));
    }
    Ok(found)
}

fn count_rows(connection: &Connection, expression: &str, rows: (i64, i64), cap: i64) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM orders_fts
                                   WHERE orders_fts MATCH :match AND rowid BETWEEN :from AND :to LIMIT :cap)",
        )?
        .query_row(
            named_params! { ":match": expression, ":from": rows.0, ":to": rows.1, ":cap": cap },
            |row| row.get(0),
        )?)
}

/// How many orders each filter shows, each counted up to `cap`.
pub(crate) fn filter_counts(
    connection: &Connection,
    contact_id: Option<Id<id::Contact>>,
    cap: i64,
) -> Result<FilterCounts> {
    let contact = contact_id.map(|id| format!(" AND \"_k{id}\"")).unwrap_or_default();
    let count = |expression: &str| {
        count_rows(connection, &format!("({expression}){contact}"), (i64::MIN, i64::MAX), cap)
    };
    let status = |status: &str| count(&format!("\"_s{status}\" AND \"_a0\""));
    Ok(FilterCounts {
        draft: status("draft")?,
        placed: status("placed")?,
        processing: status("processing")?,
        shipped: status("shipped")?,
        delivered: status("delivered")?,
        cancelled: status("cancelled")?,
        returned: status("returned")?,
        to_ship: count("\"_splaced\" OR \"_sprocessing\"")?,
        unpaid: count(DUE)?,
        partly_fulfilled: count("\"_fpartly_fulfilled\"")?,
        return_requested: count("\"_rreturn_requested\"")?,
        exchange_requested: count("\"_rexchange_requested\"")?,
        archived: count("\"_a1\"")?,
    })
}

/// A contact's orders, the newest first.
pub(crate) fn of_contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    after: Option<ListKey>,
    limit: i64,
) -> Result<Vec<(ListKey, OrderSummary)>> {
    let before = after.map_or(i64::MAX, |(_, row)| row);
    let statement = format!(
        "SELECT {SUMMARY} FROM orders o LEFT JOIN contacts c ON c.id = o.contact_id
         WHERE o.contact_id = :contact_id AND o.search_row < :before ORDER BY o.search_row DESC LIMIT :limit"
    );
    let parameters: [(&str, &dyn ToSql); 3] =
        [(":contact_id", &contact_id), (":before", &before), (":limit", &limit)];
    collect(connection, &statement, &parameters, false)
}
