//! The batches: each one transaction that holds what it did and where to go on, so that a kill loses at most one.

use std::collections::HashMap;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::incoming::{Incoming, Item};
use super::outcome::{Fate, ImportRow, Outcome};
use super::state::{Act, ImportState};
use super::{Counts, Import, contacts, get, products, save};
use crate::actor::{Actor, By};
use crate::catalog::codes;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::jobs::{self, NewJob, Work};
use crate::operations::{self, OperationKind};
use crate::store;

/// Changes that one transaction takes back at most.
const TAKEN_BACK_AT_ONCE: u32 = 500;

/// Entries that follow each other in the file, and where to go on after them.
#[derive(Debug, Clone)]
pub struct Batch {
    pub entries: Vec<Incoming>,
    pub resume_at: Value,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    GoOn,
    /// It was paused, cancelled, or taken over: whoever did that has said so.
    Stop,
}

enum Rules {
    Products(products::Rules),
    Contacts(contacts::Rules),
}

impl Rules {
    fn of(connection: &Connection, import: &Import) -> Result<Self> {
        Ok(match import.kind {
            super::ImportKind::Contacts => Self::Contacts(contacts::Rules::of(connection, &import.options)?),
            _ => Self::Products(products::Rules::of(connection, &import.options)?),
        })
    }
}

enum Plan {
    Nothing,
    Product(products::Plan),
    Contact(contacts::Plan),
}

impl Plan {
    fn is_nothing(&self) -> bool {
        matches!(
            self,
            Self::Nothing | Self::Product(products::Plan::Nothing) | Self::Contact(contacts::Plan::Nothing)
        )
    }
}

fn decide(connection: &Connection, rules: &Rules, entry: &Incoming) -> Result<(Fate, Plan)> {
    Ok(match (&entry.item, rules) {
        (Item::Product(product), Rules::Products(rules)) => {
            let (fate, plan) = products::decide(connection, rules, product)?;
            (fate, Plan::Product(plan))
        }
        (Item::Contact(contact), Rules::Contacts(rules)) => {
            let (fate, plan) = contacts::decide(connection, rules, contact)?;
            (fate, Plan::Contact(plan))
        }
        (Item::Refused { reason, field, .. }, _) => {
            (Fate::rejected(reason.clone(), field.clone()), Plan::Nothing)
        }
        _ => (Fate::rejected("It is not what this import is for.", None), Plan::Nothing),
    })
}

fn row(entry: &Incoming, fate: Fate) -> ImportRow {
    let title = match &entry.item {
        Item::Product(product) => products::title(product),
        Item::Contact(contact) => contacts::title(contact),
        Item::Refused { title, .. } => title.clone(),
    };
    ImportRow {
        position: entry.index,
        first_row: entry.first_row,
        last_row: entry.last_row,
        title,
        source: (fate.outcome == Outcome::Rejected).then(|| entry.source.clone()),
        outcome: fate.outcome,
        reason: fate.reason,
        field: fate.field,
        subject_id: fate.subject_id,
        changes: fate.changes,
    }
}

fn count(counts: &mut Counts, outcome: Outcome) {
    let counter = match outcome {
        Outcome::Created => &mut counts.created,
        Outcome::Changed => &mut counts.changed,
        Outcome::Unchanged => &mut counts.unchanged,
        Outcome::Skipped => &mut counts.skipped,
        Outcome::Rejected => &mut counts.rejected,
    };
    *counter += 1;
}

/// The dry run: the shop as it is, and what the entries before would have made of it.
#[derive(Default)]
pub struct Checker {
    /// Handles, SKUs and barcodes of entries that came before, with their rows.
    claimed: HashMap<String, i64>,
}

impl Checker {
    /// What would become of these entries. Reads only.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn check(
        &mut self,
        connection: &Connection,
        id: Id<id::Import>,
        entries: &[Incoming],
    ) -> Result<Vec<ImportRow>> {
        let import = get(connection, id)?;
        let rules = Rules::of(connection, &import)?;
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let (mut fate, _) = decide(connection, &rules, entry)?;
            if matches!(fate.outcome, Outcome::Created | Outcome::Changed)
                && let Some(clash) = self.claim(entry)
            {
                fate = clash;
            }
            rows.push(row(entry, fate));
        }
        Ok(rows)
    }

    /// Two entries of one file cannot have the same code; the shop alone does not show that beforehand.
    fn claim(&mut self, entry: &Incoming) -> Option<Fate> {
        let Item::Product(product) = &entry.item else { return None };
        let mut wanted = Vec::new();
        for variant in &product.variants {
            let sku = variant.sku.value().map(|sku| ("SKU", sku.trim().to_lowercase(), sku));
            let barcode =
                variant.barcode.value().map(|barcode| ("barcode", codes::gtin(barcode.trim()), barcode));
            wanted.extend(sku.into_iter().chain(barcode).map(|found| (variant.row, found)));
        }
        for (row, (word, code, written)) in &wanted {
            if let Some(earlier) = self.claimed.get(&format!("{word} {code}"))
                && !code.is_empty()
            {
                let reason = format!("Row {row}: the {word} '{written}' stands in row {earlier} already.");
                return Some(Fate::rejected(reason, Some(word.to_lowercase())));
            }
        }
        for (row, (word, code, _)) in wanted {
            self.claimed.insert(format!("{word} {code}"), row);
        }
        None
    }
}

/// Keeps what the dry run found; `is_last`: it is through.
///
/// # Errors
/// `NotFound`; those of the writes.
pub fn store_checked(
    tx: &mut WriteTx<'_>,
    id: Id<id::Import>,
    rows: &[ImportRow],
    is_last: bool,
) -> Result<Progress> {
    let mut import = get(tx.sql(), id)?;
    if import.state != ImportState::Checking {
        return Ok(Progress::Stop);
    }
    for row in rows {
        count(&mut import.counts, row.outcome);
        // What stays as it is needs no line: a shop that is imported again would have nothing but those.
        if row.outcome != Outcome::Unchanged {
            store::imports::put_row(tx, id, row, false)?;
        }
    }
    import.done += i64::try_from(rows.len()).unwrap_or(i64::MAX);
    if is_last {
        import.state = import.state.after(Act::CheckEnded)?;
        import.total = Some(import.done);
    }
    save(tx, import)?;
    Ok(Progress::GoOn)
}

/// Imports a batch. Entries that are done already are passed over: a batch may come twice.
///
/// # Errors
/// `NotFound`; those of the writes. An entry that cannot be written is rejected alone.
pub fn run_batch(tx: &mut WriteTx<'_>, id: Id<id::Import>, batch: &Batch) -> Result<Progress> {
    let mut import = get(tx.sql(), id)?;
    if import.state != ImportState::Running {
        return Ok(Progress::Stop);
    }
    tx.act_as(By::named(Actor::Import, import.file_name.clone()));
    let rules = Rules::of(tx.sql(), &import)?;
    let mut recording = match import.operation_id {
        Some(operation) => Some(operations::resume(tx, operation)?),
        None => None,
    };
    let mut told = None;
    let from = import.done;
    for entry in batch.entries.iter().filter(|entry| entry.index >= from) {
        let (mut fate, plan) = decide(tx.sql(), &rules, entry)?;
        if !plan.is_nothing() {
            let recording = match &mut recording {
                Some(recording) => recording,
                None => {
                    let details =
                        json!({ "import_id": id, "file_name": import.file_name, "kind": import.kind });
                    let begun = operations::begin(tx, OperationKind::Import, details)?;
                    import.operation_id = Some(begun.id);
                    recording.insert(begun)
                }
            };
            match write(tx, &rules, plan, recording) {
                Ok(subject) => fate.subject_id = subject,
                Err(error) if is_of_the_entry(&error) => fate = Fate::rejected(error.detail, error.field),
                Err(error) => return Err(error),
            }
            told = fate.subject_id.clone().or(told);
        }
        count(&mut import.counts, fate.outcome);
        if fate.outcome == Outcome::Unchanged {
            store::imports::drop_row(tx, id, entry.index)?;
        } else {
            store::imports::put_row(tx, id, &row(entry, fate), true)?;
        }
        import.done = entry.index + 1;
    }
    import.resume_at = Some(batch.resume_at.clone());
    if let Some(recording) = recording {
        recording.finish(tx)?;
    }
    if let Some(subject) = told {
        // One event for all: lists read anew once.
        let kind = match rules {
            Rules::Products(_) => EventKind::ProductUpdated,
            Rules::Contacts(_) => EventKind::ContactUpdated,
        };
        tx.emit(kind, subject, json!({ "import_id": id }))?;
    }
    save(tx, import)?;
    Ok(Progress::GoOn)
}

/// Writes one entry whole or not at all.
fn write(
    tx: &mut WriteTx<'_>,
    rules: &Rules,
    plan: Plan,
    recording: &mut operations::Recording,
) -> Result<Option<String>> {
    let mark = recording.mark();
    store::imports::begin_entry(tx)?;
    let written = match (plan, rules) {
        (Plan::Product(plan), Rules::Products(rules)) => products::apply(tx, rules, plan, recording),
        (Plan::Contact(plan), _) => contacts::apply(tx, plan, recording),
        _ => Ok(None),
    };
    store::imports::end_entry(tx, written.is_ok())?;
    if written.is_err() {
        recording.back_to(mark);
    }
    written
}

/// A rule of the shop that this entry breaks, not a fault of the machine.
fn is_of_the_entry(error: &Error) -> bool {
    matches!(error.code, Code::Invalid | Code::Conflict | Code::NotFound | Code::TooLarge)
}

/// Ends an import that is through.
///
/// # Errors
/// `NotFound`; those of the writes.
pub fn finish(tx: &mut WriteTx<'_>, id: Id<id::Import>) -> Result<Progress> {
    let mut import = get(tx.sql(), id)?;
    if import.state != ImportState::Running {
        return Ok(Progress::Stop);
    }
    import.state = import.state.after(Act::Finish)?;
    import.total = Some(import.done);
    import.finished_at = Some(tx.now());
    if store::imports::next_pending_image(tx.sql(), true)?.is_some() {
        jobs::enqueue(tx, &NewJob::at(tx.now(), Work::FetchImages { inline: true }))?;
    }
    save(tx, import)?;
    Ok(Progress::GoOn)
}

/// Stops an import by a fault: it says why and can go on.
///
/// # Errors
/// `NotFound`; those of the writes.
pub fn fail(tx: &mut WriteTx<'_>, id: Id<id::Import>, error: &Error) -> Result<()> {
    let mut import = get(tx.sql(), id)?;
    let Ok(next) = import.state.after(Act::Fail) else { return Ok(()) };
    import.state = next;
    import.error = Some((error.code, error.detail.clone()));
    if next == ImportState::Analysed {
        import.counts = Counts::default();
        import.done = 0;
        store::imports::clear_rows(tx, id)?;
    }
    save(tx, import).map(|_| ())
}

/// Takes back a part of an import; gives whether to go on.
///
/// # Errors
/// `NotFound`; those of the domains.
pub fn undo_batch(tx: &mut WriteTx<'_>, id: Id<id::Import>) -> Result<Progress> {
    let mut import = get(tx.sql(), id)?;
    if import.state != ImportState::Undoing {
        return Ok(Progress::Stop);
    }
    tx.act_as(By::OWNER);
    let next = match (import.operation_id, import.undo_id, import.undo_next) {
        (None, ..) | (_, Some(_), None) => None,
        (Some(operation), undo, next) => {
            let undone = operations::undo_some(tx, operation, undo.zip(next), TAKEN_BACK_AT_ONCE)?;
            import.undo_id = Some(undone.operation_id);
            import.undo_left += i64::try_from(undone.left.len()).unwrap_or(i64::MAX);
            undone.next_position
        }
    };
    import.undo_next = next;
    if next.is_some() {
        save(tx, import)?;
        return Ok(Progress::GoOn);
    }
    import.state = import.state.after(Act::UndoEnded)?;
    import.finished_at = Some(tx.now());
    save(tx, import)?;
    Ok(Progress::Stop)
}
