//! Filters of lists that the owner named: "Summer sale", "No picture yet". What a filter holds is its list's own matter.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, Change, OperationKind, Recording, Restored, Subject};
use crate::store;

const MOST_PER_LIST: usize = 100;
/// Bytes of a filter's JSON, at most.
const LARGEST: usize = 8 * 1024;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedFilter {
    pub id: Id<id::SavedFilter>,
    /// The list's name: `products`, `orders`, …
    pub list: String,
    pub name: String,
    pub filter: Value,
    /// Among its list's.
    pub position: i64,
    pub version: i64,
}

impl SavedFilter {
    fn same_as(&self, other: &Self) -> bool {
        Self { version: 0, ..self.clone() } == Self { version: 0, ..other.clone() }
    }
}

/// The filters of a list, in their order.
///
/// # Errors
/// Those of the query.
pub fn of_list(connection: &Connection, list: &str) -> Result<Vec<SavedFilter>> {
    store::saved_filters::of_list(connection, list)
}

/// Keeps a filter under a name, last in order.
///
/// # Errors
/// `Invalid` without a name, or when there are too many; `Conflict` when the list has one of that name.
pub fn create(tx: &mut WriteTx<'_>, list: &str, name: &str, filter: Value) -> Result<SavedFilter> {
    let existing = of_list(tx.sql(), list)?;
    if existing.len() >= MOST_PER_LIST {
        return Err(Error::invalid(format!("A list can have {MOST_PER_LIST} saved filters at most.")));
    }
    let saved = SavedFilter {
        id: tx.new_id(),
        list: list.trim().to_owned(),
        name: name.trim().to_owned(),
        filter,
        position: existing.last().map_or(1, |last| last.position + 1),
        version: 1,
    };
    check(&saved, &existing)?;
    let details = json!({ "name": saved.name });
    let mut recording = operations::begin(tx, OperationKind::SavedFilterCreated, details)?;
    store::saved_filters::insert(tx.sql(), &saved)?;
    recording.change(tx, Subject::SavedFilter, saved.id, None, Some(&saved))?;
    recording.finish(tx)?;
    tx.emit(EventKind::CatalogChanged, saved.id, json!({}))?;
    Ok(saved)
}

fn check(saved: &SavedFilter, existing: &[SavedFilter]) -> Result<()> {
    if saved.name.is_empty() || saved.name.chars().count() > 80 {
        return Err(Error::invalid("Give the filter a name of at most 80 characters.").at("name"));
    }
    if saved.list.is_empty() || saved.list.len() > 40 {
        return Err(Error::invalid("Say which list the filter is for.").at("list"));
    }
    if !saved.filter.is_object() || saved.filter.to_string().len() > LARGEST {
        return Err(Error::invalid("This filter is too large to be kept.").at("filter"));
    }
    let same_name =
        |other: &&SavedFilter| other.id != saved.id && other.name.to_lowercase() == saved.name.to_lowercase();
    if let Some(other) = existing.iter().find(same_name) {
        return Err(
            Error::new(Code::Conflict, format!("There is a filter '{}' already.", other.name)).at("name")
        );
    }
    Ok(())
}

/// What to change of a saved filter; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct SavedFilterChange {
    pub name: Option<String>,
    pub filter: Option<Value>,
    pub position: Option<i64>,
}

/// # Errors
/// `NotFound`; `Conflict` for a stale version or a name that is taken; `Invalid`.
pub fn change(
    tx: &mut WriteTx<'_>,
    id: Id<id::SavedFilter>,
    version: i64,
    change: SavedFilterChange,
) -> Result<SavedFilter> {
    let before = at_version(tx, id, version)?;
    let mut after = before.clone();
    if let Some(name) = change.name {
        name.trim().clone_into(&mut after.name);
    }
    after.filter = change.filter.unwrap_or(after.filter);
    after.position = change.position.unwrap_or(after.position);
    after.version += 1;
    check(&after, &of_list(tx.sql(), &after.list)?)?;
    let details = json!({ "name": after.name });
    let mut recording = operations::begin(tx, OperationKind::SavedFilterChanged, details)?;
    store::saved_filters::update(tx.sql(), &after)?;
    recording.change(tx, Subject::SavedFilter, id, Some(&before), Some(&after))?;
    recording.finish(tx)?;
    tx.emit(EventKind::CatalogChanged, id, json!({}))?;
    Ok(after)
}

fn at_version(tx: &WriteTx<'_>, id: Id<id::SavedFilter>, version: i64) -> Result<SavedFilter> {
    let saved = store::saved_filters::find(tx.sql(), id)?.ok_or_else(|| Error::not_found("saved filter"))?;
    if saved.version == version {
        return Ok(saved);
    }
    Err(Error::new(Code::Conflict, "This filter was changed meanwhile. Look at it again, then save."))
}

/// # Errors
/// `NotFound`; `Conflict` for a stale version.
pub fn delete(tx: &mut WriteTx<'_>, id: Id<id::SavedFilter>, version: i64) -> Result<()> {
    let saved = at_version(tx, id, version)?;
    let details = json!({ "name": saved.name });
    let mut recording = operations::begin(tx, OperationKind::SavedFilterDeleted, details)?;
    store::saved_filters::delete(tx.sql(), id)?;
    recording.change(tx, Subject::SavedFilter, id, Some(&saved), None)?;
    recording.finish(tx)?;
    tx.emit(EventKind::CatalogChanged, id, json!({}))
}

/// Puts a saved filter back as it was before a change, unless it was changed since.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let Ok(id) = change.subject_id.parse::<Id<id::SavedFilter>>() else { return Ok(Restored::ChangedSince) };
    let read = |state: &Option<Value>| -> Result<Option<SavedFilter>> {
        Ok(state.clone().map(serde_json::from_value).transpose()?)
    };
    let (before, after) = (read(&change.before)?, read(&change.after)?);
    let now = store::saved_filters::find(tx.sql(), id)?;
    let is_as_left = match (&now, &after) {
        (Some(now), Some(after)) => now.same_as(after),
        (now, after) => now.is_none() && after.is_none(),
    };
    if !is_as_left {
        return Ok(Restored::ChangedSince);
    }
    let version = now.as_ref().or(before.as_ref()).map_or(1, |saved| saved.version + 1);
    let next = before.map(|before| SavedFilter { version, ..before });
    if let Some(next) = &next
        && check(next, &of_list(tx.sql(), &next.list)?).is_err()
    {
        return Ok(Restored::ChangedSince);
    }
    match (&next, &now) {
        (Some(next), Some(_)) => store::saved_filters::update(tx.sql(), next)?,
        (Some(next), None) => store::saved_filters::insert(tx.sql(), next)?,
        (None, _) => store::saved_filters::delete(tx.sql(), id)?,
    }
    recording.change(tx, Subject::SavedFilter, id, now.as_ref(), next.as_ref())?;
    tx.emit(EventKind::CatalogChanged, id, json!({}))?;
    Ok(Restored::Done)
}
