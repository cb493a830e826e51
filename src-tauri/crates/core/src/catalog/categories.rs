//! Categories: a tree of names. A product's `category` text is the path of its category, kept equal here.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::state::states;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, Change, OperationKind, Recording, Restored, Subject};
use crate::store;

/// What stands between the names of a path.
pub const SEPARATOR: &str = " > ";
const DEEPEST: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: Id<id::Category>,
    pub parent_id: Option<Id<id::Category>>,
    pub name: String,
    /// "Women > Dresses".
    pub path: String,
    /// Among its siblings.
    pub position: i64,
    pub version: i64,
}

impl Category {
    fn same_as(&self, other: &Self) -> bool {
        (self.parent_id, &self.name, self.position) == (other.parent_id, &other.name, other.position)
    }
}

/// A category in its tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryNode {
    pub category: Category,
    /// 0 for the uppermost.
    pub depth: usize,
    /// Products that stand in it, and in all below it too.
    pub product_count: i64,
    pub total_count: i64,
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::Category>) -> Result<Category> {
    store::categories::find(connection, id)?.ok_or_else(|| Error::not_found("category"))
}

/// The whole tree, depth first.
///
/// # Errors
/// Those of the query.
pub fn tree(connection: &Connection) -> Result<Vec<CategoryNode>> {
    let all = store::categories::all(connection)?;
    let mut nodes = Vec::with_capacity(all.len());
    descend(&all, None, 0, &mut nodes);
    Ok(nodes)
}

fn descend(
    all: &[(Category, i64)],
    parent: Option<Id<id::Category>>,
    depth: usize,
    nodes: &mut Vec<CategoryNode>,
) -> i64 {
    let mut sum = 0;
    for (category, count) in all.iter().filter(|(category, _)| category.parent_id == parent) {
        let place = nodes.len();
        nodes.push(CategoryNode {
            category: category.clone(),
            depth,
            product_count: *count,
            total_count: *count,
        });
        if depth < DEEPEST {
            nodes[place].total_count += descend(all, Some(category.id), depth + 1, nodes);
        }
        sum += nodes[place].total_count;
    }
    sum
}

/// The category and all below it.
///
/// # Errors
/// Those of the query.
pub fn subtree(connection: &Connection, id: Id<id::Category>) -> Result<Vec<Id<id::Category>>> {
    let all = store::categories::all(connection)?;
    let mut found = vec![id];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        for (category, _) in &all {
            if category.parent_id == Some(parent) && !found.contains(&category.id) {
                found.push(category.id);
            }
        }
        next += 1;
    }
    Ok(found)
}

/// The category of a path; what is missing of it is made, in this operation. `None` for an empty path.
///
/// # Errors
/// `Invalid` when it is too deep.
pub fn by_path(
    tx: &mut WriteTx<'_>,
    path: &str,
    recording: &mut Recording,
) -> Result<Option<Id<id::Category>>> {
    Ok(ensure(tx, path, Some(recording))?.map(|category| category.id))
}

/// As [`by_path`]; `None` records nothing.
pub(crate) fn ensure(
    tx: &mut WriteTx<'_>,
    path: &str,
    mut recording: Option<&mut Recording>,
) -> Result<Option<Category>> {
    let names: Vec<&str> = path.split('>').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Ok(None);
    }
    if let Some(found) = store::categories::by_path(tx.sql(), &names.join(SEPARATOR))? {
        return Ok(Some(found));
    }
    let mut parent: Option<Category> = None;
    for name in names {
        let parent_id = parent.as_ref().map(|parent| parent.id);
        parent = Some(match store::categories::child(tx.sql(), parent_id, name)? {
            Some(found) => found,
            None => add(tx, name, parent.as_ref(), recording.as_deref_mut())?,
        });
    }
    Ok(parent)
}

fn add(
    tx: &mut WriteTx<'_>,
    name: &str,
    parent: Option<&Category>,
    recording: Option<&mut Recording>,
) -> Result<Category> {
    let parent_id = parent.map(|parent| parent.id);
    let category = Category {
        id: tx.new_id(),
        parent_id,
        name: name.to_owned(),
        path: path_of(parent, name),
        position: store::categories::next_position(tx.sql(), parent_id)?,
        version: 1,
    };
    check(tx, &category)?;
    store::categories::insert(tx.sql(), &category)?;
    if let Some(recording) = recording {
        recording.change(tx, Subject::Category, category.id, None, Some(&category))?;
    }
    Ok(category)
}

fn path_of(parent: Option<&Category>, name: &str) -> String {
    parent.map_or_else(|| name.to_owned(), |parent| format!("{}{SEPARATOR}{name}", parent.path))
}

fn check(tx: &WriteTx<'_>, category: &Category) -> Result<()> {
    let wrong = |detail: &str| Err(Error::invalid(detail).at("name"));
    if category.name.is_empty() || category.name.chars().count() > 120 {
        return wrong("A category needs a name of at most 120 characters.");
    }
    if category.name.contains('>') {
        return wrong("A category's name cannot hold '>': it stands between the names of a path.");
    }
    if category.path.split(SEPARATOR).count() > DEEPEST {
        return wrong("Categories can be eight levels deep at most.");
    }
    match store::categories::child(tx.sql(), category.parent_id, &category.name)? {
        Some(other) if other.id != category.id => {
            Err(Error::new(Code::Conflict, format!("There is a category '{}' already.", other.path))
                .at("name"))
        }
        _ => Ok(()),
    }
}

/// Adds a category, last among its siblings.
///
/// # Errors
/// `Invalid` for a name that is none, `Conflict` when a sibling has it, `NotFound` for an unknown parent.
pub fn create(tx: &mut WriteTx<'_>, name: &str, parent_id: Option<Id<id::Category>>) -> Result<Category> {
    let name = name.trim();
    let parent = parent_id.map(|id| get(tx.sql(), id)).transpose()?;
    let mut recording = operations::begin(tx, OperationKind::CategoryCreated, json!({ "name": name }))?;
    let category = add(tx, name, parent.as_ref(), Some(&mut recording))?;
    recording.finish(tx)?;
    tx.emit(EventKind::CatalogChanged, category.id, json!({}))?;
    Ok(category)
}

/// What to change of a category; `None` leaves it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CategoryChange {
    pub name: Option<String>,
    pub parent_id: Option<Option<Id<id::Category>>>,
    /// Its place among its siblings, from 1.
    pub position: Option<i64>,
}

/// Renames or moves a category; its products' texts follow.
///
/// # Errors
/// `Conflict` for a stale version or a sibling of that name; `Invalid` when it would stand below itself.
pub fn change(
    tx: &mut WriteTx<'_>,
    id: Id<id::Category>,
    version: i64,
    change: &CategoryChange,
) -> Result<Category> {
    let before = at_version(tx, id, version)?;
    let mut after = before.clone();
    if let Some(name) = &change.name {
        name.trim().clone_into(&mut after.name);
    }
    if let Some(parent_id) = change.parent_id {
        after.parent_id = parent_id;
    }
    if before.parent_id != after.parent_id {
        after.position = store::categories::next_position(tx.sql(), after.parent_id)?;
    }
    let details = json!({ "name": after.name });
    let mut recording = operations::begin(tx, OperationKind::CategoryChanged, details)?;
    place(tx, &before, &mut after)?;
    if let Some(position) = change.position {
        reorder(tx, &mut after, position, &mut recording)?;
    }
    if !after.same_as(&before) {
        recording.change(tx, Subject::Category, id, Some(&before), Some(&after))?;
    }
    recording.finish(tx)?;
    tx.emit(EventKind::CatalogChanged, id, json!({}))?;
    Ok(after)
}

fn at_version(tx: &WriteTx<'_>, id: Id<id::Category>, version: i64) -> Result<Category> {
    let category = get(tx.sql(), id)?;
    if category.version == version {
        return Ok(category);
    }
    Err(Error::new(Code::Conflict, "This category was changed meanwhile. Look at it again, then save."))
}

/// Writes a category whose name or parent may differ, and the paths that follow from it.
fn place(tx: &mut WriteTx<'_>, before: &Category, after: &mut Category) -> Result<()> {
    let parent = after.parent_id.map(|id| get(tx.sql(), id)).transpose()?;
    if let Some(parent) = &parent
        && subtree(tx.sql(), after.id)?.contains(&parent.id)
    {
        return Err(Error::invalid("A category cannot stand below itself.").at("parent_id"));
    }
    after.path = path_of(parent.as_ref(), &after.name);
    after.version = before.version + 1;
    check(tx, after)?;
    store::categories::update(tx.sql(), after)?;
    if after.path != before.path {
        follow(tx, after)?;
    }
    Ok(())
}

/// Brings the paths below a category, and the texts of the products in them, up to date.
fn follow(tx: &mut WriteTx<'_>, category: &Category) -> Result<()> {
    let mut below = vec![category.clone()];
    while let Some(next) = below.pop() {
        for product_id in store::products::of_category(tx.sql(), next.id)? {
            store::products::set_category(tx.sql(), product_id, Some(&next))?;
            reindex(tx, product_id)?;
        }
        for mut child in store::categories::children(tx.sql(), Some(next.id))? {
            child.path = path_of(Some(&next), &child.name);
            store::categories::update(tx.sql(), &child)?;
            below.push(child);
        }
    }
    Ok(())
}

fn reindex(tx: &WriteTx<'_>, product_id: Id<id::Product>) -> Result<()> {
    let product = super::product(tx.sql(), product_id)?;
    store::products::reindex(tx.sql(), &product, &super::variants(tx.sql(), product_id)?)
}

/// Gives a category its place among its siblings; the others close up.
fn reorder(
    tx: &mut WriteTx<'_>,
    category: &mut Category,
    position: i64,
    recording: &mut Recording,
) -> Result<()> {
    let mut siblings = store::categories::children(tx.sql(), category.parent_id)?;
    siblings.retain(|sibling| sibling.id != category.id);
    let place = usize::try_from(position.max(1) - 1).unwrap_or(0).min(siblings.len());
    siblings.insert(place, category.clone());
    for (i, sibling) in siblings.iter_mut().enumerate() {
        let position = super::write::position(i);
        if sibling.id == category.id {
            category.position = position;
            store::categories::update(tx.sql(), category)?;
        } else if sibling.position != position {
            let before = sibling.clone();
            (sibling.position, sibling.version) = (position, before.version + 1);
            store::categories::update(tx.sql(), sibling)?;
            recording.change(tx, Subject::Category, sibling.id, Some(&before), Some(&*sibling))?;
        }
    }
    Ok(())
}

/// Deletes a category: its products and what is below it move up to its parent.
///
/// # Errors
/// `Conflict` for a stale version, or when a category that would move up has the name of one that is there.
pub fn delete(tx: &mut WriteTx<'_>, id: Id<id::Category>, version: i64) -> Result<()> {
    let category = at_version(tx, id, version)?;
    let parent = category.parent_id.map(|id| get(tx.sql(), id)).transpose()?;
    let details = json!({ "name": category.name });
    let mut recording = operations::begin(tx, OperationKind::CategoryDeleted, details)?;
    for product_id in store::products::of_category(tx.sql(), id)? {
        let change = super::ProductChange { category_id: Some(category.parent_id), ..Default::default() };
        super::change_product(tx, product_id, &change, &mut recording)?;
    }
    for child in store::categories::children(tx.sql(), Some(id))? {
        let mut moved = child.clone();
        moved.parent_id = parent.as_ref().map(|parent| parent.id);
        moved.position = store::categories::next_position(tx.sql(), moved.parent_id)?;
        place(tx, &child, &mut moved)?;
        recording.change(tx, Subject::Category, child.id, Some(&child), Some(&moved))?;
    }
    recording.change(tx, Subject::Category, id, Some(&category), None)?;
    store::categories::delete(tx.sql(), id)?;
    recording.finish(tx)?;
    tx.emit(EventKind::CatalogChanged, id, json!({}))
}

/// Puts a category back as it was before a change, unless it was changed since.
pub(super) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let Ok(id) = change.subject_id.parse::<Id<id::Category>>() else { return Ok(Restored::ChangedSince) };
    let (before, after) = states::<Category>(change)?;
    let now = store::categories::find(tx.sql(), id)?;
    match (before, after, now) {
        (Some(mut before), None, None) => {
            let parent = match before.parent_id {
                Some(parent) => match store::categories::find(tx.sql(), parent)? {
                    Some(parent) => Some(parent),
                    None => return Ok(Restored::ChangedSince),
                },
                None => None,
            };
            before.path = path_of(parent.as_ref(), &before.name);
            before.version += 1;
            if check(tx, &before).is_err() {
                return Ok(Restored::ChangedSince);
            }
            store::categories::insert(tx.sql(), &before)?;
            recording.change(tx, Subject::Category, id, None, Some(&before))?;
        }
        (None, Some(after), Some(now)) => {
            let in_use = !store::products::of_category(tx.sql(), id)?.is_empty()
                || !store::categories::children(tx.sql(), Some(id))?.is_empty();
            if in_use || !now.same_as(&after) {
                return Ok(Restored::ChangedSince);
            }
            recording.change(tx, Subject::Category, id, Some(&now), None)?;
            store::categories::delete(tx.sql(), id)?;
        }
        (Some(mut before), Some(after), Some(now)) if now.same_as(&after) => {
            if let Err(error) = place(tx, &now, &mut before) {
                return match error.code {
                    Code::Conflict | Code::Invalid | Code::NotFound => Ok(Restored::ChangedSince),
                    _ => Err(error),
                };
            }
            recording.change(tx, Subject::Category, id, Some(&now), Some(&before))?;
        }
        _ => return Ok(Restored::ChangedSince),
    }
    tx.emit(EventKind::CatalogChanged, id, json!({}))?;
    Ok(Restored::Done)
}
