//! Any table as rows of JSON, and back: for archives, which must hold also those tables that are added later.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::types::{Value as SqlValue, ValueRef};
use rusqlite::{Connection, params_from_iter};
use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// What is not the shop's own: work that waits would be done twice by two shops. And what codes are compared with, which
/// counts for minutes and only here.
const LEFT_OUT: [&str; 3] = ["identity_codes", "jobs", "refinery_schema_history"];

/// Ordinary tables: no word index and none of its parts.
pub(crate) fn tables(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         ORDER BY name",
    )?;
    let names =
        statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(names.into_iter().filter(|name| !LEFT_OUT.contains(&name.as_str())).collect())
}

/// Columns that are stored (not those SQLite derives).
pub(crate) fn columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Visits every row in the order it is stored.
pub(crate) fn each_row(
    connection: &Connection,
    table: &str,
    columns: &[String],
    visit: &mut dyn FnMut(Map<String, Value>) -> Result<()>,
) -> Result<()> {
    let list: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let mut statement = connection.prepare(&format!("SELECT {} FROM {}", list.join(", "), quoted(table)))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut object = Map::new();
        for (index, column) in columns.iter().enumerate() {
            object.insert(column.clone(), json(row.get_ref(index)?)?);
        }
        visit(object)?;
    }
    Ok(())
}

fn json(value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map_err(|_| Error::invalid("A text in the shop's file is not UTF-8."))?
            .into(),
        ValueRef::Blob(bytes) => serde_json::json!({ "base64": STANDARD.encode(bytes) }),
    })
}

fn sql(value: &Value) -> Result<SqlValue> {
    let unreadable = || Error::invalid("a value is of a kind that no column holds");
    Ok(match value {
        Value::Null => SqlValue::Null,
        Value::Number(number) => match number.as_i64() {
            Some(integer) => SqlValue::Integer(integer),
            None => SqlValue::Real(number.as_f64().ok_or_else(unreadable)?),
        },
        Value::String(text) => SqlValue::Text(text.clone()),
        Value::Object(object) => {
            let text = object.get("base64").and_then(Value::as_str).ok_or_else(unreadable)?;
            SqlValue::Blob(STANDARD.decode(text).map_err(|_| unreadable())?)
        }
        Value::Bool(_) | Value::Array(_) => return Err(unreadable()),
    })
}

pub(crate) fn each_blob(
    connection: &Connection,
    visit: &mut dyn FnMut(&str, &[u8]) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare("SELECT content_hash, bytes FROM blobs")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let hash = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        visit(hash, bytes)?;
    }
    Ok(())
}

/// Begins one transaction in which rows go in as they are: without triggers, references in any order. Gives the
/// triggers' names and texts.
pub(crate) fn begin_load(connection: &Connection) -> Result<Vec<(String, String)>> {
    connection.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;")?;
    let mut statement = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql IS NOT NULL")?;
    let triggers = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {}", quoted(name)))?;
    }
    Ok(triggers)
}

/// Takes out what a migration put in: the archive tells all of it.
pub(crate) fn empty(connection: &Connection, table: &str) -> Result<()> {
    connection.execute(&format!("DELETE FROM {}", quoted(table)), [])?;
    Ok(())
}

pub(crate) fn insert_row(
    connection: &Connection,
    table: &str,
    row: &Map<String, Value>,
    bytes: Option<&[u8]>,
) -> Result<()> {
    let mut names: Vec<String> = row.keys().map(|name| quoted(name)).collect();
    let mut values = row.values().map(sql).collect::<Result<Vec<_>>>()?;
    if let Some(bytes) = bytes {
        names.push("bytes".into());
        values.push(SqlValue::Blob(bytes.to_vec()));
    }
    let marks = vec!["?"; names.len()].join(", ");
    connection
        .prepare_cached(&format!("INSERT INTO {} ({}) VALUES ({marks})", quoted(table), names.join(", ")))?
        .execute(params_from_iter(values))?;
    Ok(())
}

/// Lets the rules hold again, and commits.
pub(crate) fn end_load(connection: &Connection, triggers: &[(String, String)]) -> Result<()> {
    for (_, text) in triggers {
        connection.execute_batch(text)?;
    }
    connection.execute_batch("COMMIT; PRAGMA foreign_keys = ON;")?;
    Ok(())
}

/// Makes every index of words anew, in a file of this program's schema.
pub(crate) fn index_words(connection: &Connection) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    super::products::index_all(connection)?;
    connection.execute_batch(
        "DELETE FROM conversations_fts;
         INSERT INTO conversations_fts (rowid, name, address)
         SELECT v.search_row, c.display_name, i.address
         FROM conversations v JOIN contacts c ON c.id = v.contact_id
         JOIN contact_identities i ON i.id = v.identity_id;
         DELETE FROM orders_fts;
         INSERT INTO orders_fts (rowid, words) SELECT w.search_row, w.words FROM orders_words w;
         COMMIT;",
    )?;
    Ok(())
}
