//! Changing many products at once: prices, status, tags and the like, as one operation that is undone as one.
//!
//! Up to [`AT_ONCE`] products are changed in the transaction that asks; more are changed by a job, a batch in each
//! transaction, so that the shop goes on meanwhile. What a kind of change does to one product stands in [`rule`].

mod rule;

use std::collections::HashMap;

use rusqlite::Connection;
use serde::Serialize;
use serde_json::json;

pub use rule::{AmountRule, BulkChange, CompareAtRule, PriceRule};

use super::finder::{CatalogFilter, Finder};
use super::write::{Loaded, save};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::jobs::{self, NewJob, Work};
use crate::operations::{self, OperationKind, Recording};
use crate::store;

/// Products that are changed in the transaction that asks.
pub const AT_ONCE: usize = 1000;
/// Products that a job changes in one transaction.
const BATCH: i64 = 250;
/// Examples and reasons that a preview names.
const NAMED: usize = 20;

/// Which products, and which of their variants.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there is one per request")]
pub enum Selection {
    Products(Vec<Id<id::Product>>),
    /// Changes of products act on the products of these.
    Variants(Vec<Id<id::Variant>>),
    /// Changes of variants act on those that fit.
    Filter {
        filter: CatalogFilter,
        except: Vec<Id<id::Product>>,
    },
}

/// A product to change; `None`: all its variants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub product_id: Id<id::Product>,
    pub variant_ids: Option<Vec<Id<id::Variant>>>,
}

impl Selection {
    /// The products that are meant now.
    ///
    /// # Errors
    /// `Invalid` when nothing is.
    pub fn targets(&self, connection: &Connection, finder: &Finder) -> Result<Vec<Target>> {
        let targets = match self {
            Self::Products(ids) => {
                let mut targets: Vec<Target> = Vec::new();
                for id in ids {
                    if !targets.iter().any(|target| target.product_id == *id) {
                        targets.push(Target { product_id: *id, variant_ids: None });
                    }
                }
                targets
            }
            Self::Variants(ids) => by_product(connection, ids)?,
            Self::Filter { filter, except } => {
                let mut targets = finder.targets(connection, filter)?;
                targets.retain(|target| !except.contains(&target.product_id));
                targets
            }
        };
        if targets.is_empty() {
            return Err(Error::invalid("Nothing is selected.").at("select"));
        }
        Ok(targets)
    }
}

fn by_product(connection: &Connection, ids: &[Id<id::Variant>]) -> Result<Vec<Target>> {
    let mut places: HashMap<Id<id::Product>, usize> = HashMap::new();
    let mut targets: Vec<Target> = Vec::new();
    for id in ids {
        let product_id = super::variant(connection, *id)?.product_id;
        let place = *places.entry(product_id).or_insert_with(|| {
            targets.push(Target { product_id, variant_ids: Some(Vec::new()) });
            targets.len() - 1
        });
        if let Some(chosen) = &mut targets[place].variant_ids {
            chosen.push(*id);
        }
    }
    Ok(targets)
}

crate::text_enum! {
    pub enum BulkState {
        Running = "running",
        Done = "done",
        Cancelled = "cancelled",
    }
}

/// A bulk edit and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BulkEdit {
    pub id: Id<id::BulkEdit>,
    pub operation_id: Id<id::Operation>,
    pub state: BulkState,
    /// Products to look at, and looked at.
    pub total: i64,
    pub done: i64,
    /// Changed.
    pub products: i64,
    pub variants: i64,
    /// Products that could not be changed, such as a draft whose new price is none.
    pub skipped: i64,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// One thing that would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The product's or variant's public id.
    pub id: String,
    pub title: String,
    pub field: &'static str,
    /// Texts for people; amounts are written with their currency.
    pub before: String,
    pub after: String,
}

/// What a bulk edit would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Looked at.
    pub products: usize,
    pub variants: usize,
    /// Products that would differ.
    pub changed: usize,
    pub examples: Vec<Example>,
    pub skipped: Vec<Skipped>,
}

/// A product that cannot be changed, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub id: Id<id::Product>,
    pub title: String,
    pub reason: String,
}

/// What the changes would do to the targets; nothing is written. Codes are not tried out: they need the writer.
///
/// # Errors
/// `Invalid` for a rule that makes no sense.
pub fn preview(connection: &Connection, targets: &[Target], changes: &[BulkChange]) -> Result<Preview> {
    rule::check(connection, changes)?;
    let mut preview = Preview { products: targets.len(), ..Preview::default() };
    for target in targets {
        let Some(product) = store::products::find(connection, target.product_id)? else { continue };
        let before = Loaded {
            options: store::products::options(connection, product.id)?,
            variants: store::variants::of_product(connection, product.id)?,
            product,
        };
        let all = before.variants.len();
        preview.variants += target.variant_ids.as_ref().map_or(all, Vec::len);
        let mut after = before.clone();
        match rule::apply(connection, &mut after, target.variant_ids.as_deref(), changes) {
            Ok(()) if after != before => {
                preview.changed += 1;
                rule::examples(&before, &after, NAMED, &mut preview.examples);
            }
            Ok(()) => {}
            Err(error) if preview.skipped.len() < NAMED => preview.skipped.push(Skipped {
                id: before.product.id,
                title: before.product.title,
                reason: error.detail,
            }),
            Err(_) => {}
        }
    }
    Ok(preview)
}

/// Begins a bulk edit: at once when it is small, else by a job.
///
/// # Errors
/// `Invalid` for a rule that makes no sense, or without changes.
pub fn start(tx: &mut WriteTx<'_>, targets: &[Target], changes: &[BulkChange]) -> Result<BulkEdit> {
    rule::check(tx.sql(), changes)?;
    let kinds: Vec<&str> = changes.iter().map(BulkChange::kind).collect();
    let details = json!({ "products": targets.len(), "changes": kinds });
    let recording = operations::begin(tx, OperationKind::CatalogBulk, details)?;
    let mut edit = BulkEdit {
        id: tx.new_id(),
        operation_id: recording.id,
        state: BulkState::Running,
        total: i64::try_from(targets.len()).unwrap_or(i64::MAX),
        done: 0,
        products: 0,
        variants: 0,
        skipped: 0,
        started_at: tx.now(),
        ended_at: None,
    };
    store::bulk_edits::insert(tx.sql(), &edit, changes)?;
    if targets.len() > AT_ONCE {
        store::bulk_edits::insert_targets(tx.sql(), edit.id, targets)?;
        recording.finish(tx)?;
        jobs::enqueue(tx, &NewJob::at(tx.now(), Work::EditInBulk { bulk_edit_id: edit.id }))?;
        return Ok(edit);
    }
    run(tx, &mut edit, targets, changes, recording)?;
    end(tx, &mut edit, BulkState::Done)?;
    Ok(edit)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::BulkEdit>) -> Result<BulkEdit> {
    store::bulk_edits::find(connection, id)?.ok_or_else(|| Error::not_found("bulk edit"))
}

/// Does the next batch of a large edit. Returns whether there is more to do.
///
/// # Errors
/// Those of saving.
pub fn go_on(tx: &mut WriteTx<'_>, id: Id<id::BulkEdit>) -> Result<bool> {
    let mut edit = get(tx.sql(), id)?;
    if edit.state != BulkState::Running {
        return Ok(false);
    }
    let by = operations::get(tx.sql(), edit.operation_id)?.by;
    tx.act_as(by);
    let changes = store::bulk_edits::changes(tx.sql(), id)?;
    let targets = store::bulk_edits::targets(tx.sql(), id, edit.done, BATCH)?;
    let recording = operations::resume(tx, edit.operation_id)?;
    run(tx, &mut edit, &targets, &changes, recording)?;
    if edit.done >= edit.total || targets.is_empty() {
        end(tx, &mut edit, BulkState::Done)?;
        return Ok(false);
    }
    store::bulk_edits::update(tx.sql(), &edit)?;
    tell(tx, &edit)?;
    Ok(true)
}

/// Stops a large edit: what is done stays, and can be undone.
///
/// # Errors
/// `NotFound`; `Conflict` when it has ended.
pub fn cancel(tx: &mut WriteTx<'_>, id: Id<id::BulkEdit>) -> Result<BulkEdit> {
    let mut edit = get(tx.sql(), id)?;
    if edit.state != BulkState::Running {
        return Err(Error::new(Code::Conflict, "This change has ended already."));
    }
    end(tx, &mut edit, BulkState::Cancelled)?;
    Ok(edit)
}

fn run(
    tx: &mut WriteTx<'_>,
    edit: &mut BulkEdit,
    targets: &[Target],
    changes: &[BulkChange],
    mut recording: Recording,
) -> Result<()> {
    for target in targets {
        edit.done += 1;
        match one(tx, target, changes, &mut recording) {
            Ok(None) => {}
            Ok(Some(variants)) => {
                edit.products += 1;
                edit.variants += i64::try_from(variants).unwrap_or(i64::MAX);
            }
            // A product that breaks a rule stays as it is; the others are changed.
            Err(error) if matches!(error.code, Code::Invalid | Code::Conflict | Code::NotFound) => {
                edit.skipped += 1;
            }
            Err(error) => return Err(error),
        }
    }
    recording.finish(tx)?;
    Ok(())
}

/// Changes one product; `None` when nothing differs, else how many of its variants do. What fails is checked before
/// anything of the product is written.
fn one(
    tx: &mut WriteTx<'_>,
    target: &Target,
    changes: &[BulkChange],
    recording: &mut Recording,
) -> Result<Option<usize>> {
    let before = Loaded::find(tx, target.product_id)?;
    let mut after = before.clone();
    let chosen = target.variant_ids.as_deref();
    rule::apply(tx.sql(), &mut after, chosen, changes)?;
    rule::fill_codes(tx, &mut after, chosen, changes)?;
    let saved = save(tx, &before, after, recording)?;
    Ok(saved.any().then_some(saved.variants))
}

fn end(tx: &mut WriteTx<'_>, edit: &mut BulkEdit, state: BulkState) -> Result<()> {
    edit.state = state;
    edit.ended_at = Some(tx.now());
    store::bulk_edits::update(tx.sql(), edit)?;
    store::bulk_edits::delete_targets(tx.sql(), edit.id)?;
    tell(tx, edit)?;
    tx.emit(EventKind::CatalogChanged, edit.id, json!({}))
}

fn tell(tx: &mut WriteTx<'_>, edit: &BulkEdit) -> Result<()> {
    let payload = json!({ "done": edit.done, "total": edit.total, "state": edit.state });
    tx.emit(EventKind::BulkEditProgress, edit.id, payload)
}

#[cfg(test)]
mod tests;
