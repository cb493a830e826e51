//! The places that hold stock. Orders take from the place with the lowest position first.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Subject};
use crate::store;

/// What the first place is called until the owner names it.
const FIRST: &str = "Shop";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    pub id: Id<id::Location>,
    pub name: String,
    /// Lower ones are taken from first.
    pub position: i64,
    /// Offered in choices. Only an empty place can be put out of use.
    pub active: bool,
    pub version: i64,
}

/// What changes about a place; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct LocationChange {
    pub name: Option<String>,
    pub position: Option<i64>,
    pub active: Option<bool>,
}

/// Adds a place, without recording an operation.
///
/// # Errors
/// `Invalid` without a name or when another place has it.
pub fn add_location(tx: &mut WriteTx<'_>, name: &str) -> Result<Location> {
    let name = checked_name(tx, name, None)?;
    let position = store::stock::locations::last_position(tx.sql())? + 1;
    let location = Location { id: tx.new_id(), name, position, active: true, version: 1 };
    store::stock::locations::insert(tx, &location)?;
    tx.emit(EventKind::LocationUpdated, location.id, serde_json::Value::Null)?;
    Ok(location)
}

fn checked_name(tx: &WriteTx<'_>, name: &str, own: Option<Id<id::Location>>) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::invalid("A place needs a name of at most 100 characters.").at("name"));
    }
    let taken = locations(tx.sql())?
        .iter()
        .any(|other| Some(other.id) != own && other.name.to_lowercase() == name.to_lowercase());
    if taken {
        return Err(Error::invalid(format!("There is a place called '{name}' already.")).at("name"));
    }
    Ok(name.to_owned())
}

/// Adds a place.
///
/// # Errors
/// As [`add_location`].
pub fn create_location(tx: &mut WriteTx<'_>, name: &str) -> Result<Location> {
    let location = add_location(tx, name)?;
    record(tx, None, Some(&location))?;
    Ok(location)
}

/// # Errors
/// `NotFound`; `Conflict` when it was changed since `version`, when it holds pieces or promises and is to go out of use,
/// or when it is the last one; `Invalid` for its name.
pub fn change_location(
    tx: &mut WriteTx<'_>,
    id: Id<id::Location>,
    version: i64,
    change: LocationChange,
) -> Result<Location> {
    let before = location(tx.sql(), id)?;
    if before.version != version {
        return Err(Error::new(
            Code::Conflict,
            "This place was changed meanwhile. Look at it again, then save.",
        ));
    }
    let mut after = Location { version: version + 1, ..before.clone() };
    if let Some(name) = &change.name {
        after.name = checked_name(tx, name, Some(id))?;
    }
    after.position = change.position.unwrap_or(after.position);
    after.active = change.active.unwrap_or(after.active);
    if before.active && !after.active {
        if store::stock::locations::is_used(tx.sql(), id)? {
            return Err(Error::new(
                Code::Conflict,
                format!("'{}' still holds pieces or awaits goods. Move them away first.", before.name),
            ));
        }
        if locations(tx.sql())?.iter().filter(|other| other.active).count() == 1 {
            return Err(Error::new(Code::Conflict, "A shop needs one place for its goods at least."));
        }
    }
    store::stock::locations::update(tx, &after)?;
    record(tx, Some(&before), Some(&after))?;
    tx.emit(EventKind::LocationUpdated, id, serde_json::Value::Null)?;
    Ok(after)
}

fn record(tx: &mut WriteTx<'_>, before: Option<&Location>, after: Option<&Location>) -> Result<()> {
    let Some(named) = after.or(before) else { return Ok(()) };
    let details = serde_json::json!({ "name": named.name });
    let mut recording = operations::begin(tx, OperationKind::LocationSaved, details)?;
    recording.change(tx, Subject::Location, named.id, before, after)?;
    recording.finish(tx).map(|_| ())
}

/// # Errors
/// `NotFound`.
pub fn location(connection: &Connection, id: Id<id::Location>) -> Result<Location> {
    store::stock::locations::find(connection, id)?.ok_or_else(|| Error::not_found("place"))
}

/// All places in the order in which they are taken from.
///
/// # Errors
/// Those of the query.
pub fn locations(connection: &Connection) -> Result<Vec<Location>> {
    store::stock::locations::all(connection)
}

/// All places with their pieces.
///
/// # Errors
/// Those of the query.
pub fn locations_with_pieces(connection: &Connection) -> Result<Vec<(Location, i64)>> {
    let pieces = store::stock::locations::pieces(connection)?;
    let held = |id| pieces.iter().find(|(place, _)| *place == id).map_or(0, |(_, pieces)| *pieces);
    let with_pieces = |location: Location| {
        let on_hand = held(location.id);
        (location, on_hand)
    };
    Ok(locations(connection)?.into_iter().map(with_pieces).collect())
}

/// The place that goods go to when none is named; a shop's first goods make its first place.
pub(super) fn first(tx: &mut WriteTx<'_>) -> Result<Location> {
    match locations(tx.sql())?.into_iter().find(|location| location.active) {
        Some(location) => Ok(location),
        None => add_location(tx, FIRST),
    }
}
