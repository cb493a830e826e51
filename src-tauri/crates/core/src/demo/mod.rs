//! The demo shop: what an owner sees before any goods of their own are in.
//!
//! Everything here is made by our own code, so it needs no network and no licence. It must not be reached
//! from a shop that holds real goods, except where the owner asks for it. The same seed and the same moment give
//! the same rows. [`create`] opens the file itself with a clock of its own, because a shop's history lies in the past.

mod assortment;
mod bulk;
mod bulk_orders;
mod chance;
pub mod drawing;
mod facts;
mod goods;
mod knowledge;
mod lines;
mod ordering;
mod people;
mod state;
mod stockroom;
mod talks;

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

pub use state::{ShopState, count, state};

use crate::answer::Turns;
use crate::clock::Timestamp;
use crate::database::{Database, Options, Pragmas};
use crate::error::{Code, Error, Result};
use chance::SetClock;

/// What to make.
#[derive(Debug, Clone, Copy)]
pub struct DemoOptions {
    pub seed: u64,
    /// Products in all; the hand-written ones come first and are always there.
    pub products: usize,
    /// Messages in all, about; those of the conversations in progress are always there.
    pub messages: usize,
    /// Orders in all; those of the conversations are always there.
    pub orders: usize,
    /// The shop's present: everything else lies before it.
    pub now: Timestamp,
    /// Throw an earlier demo shop away first.
    pub reset: bool,
}

impl DemoOptions {
    pub fn new(now: Timestamp) -> Self {
        Self { seed: 1, products: 0, messages: 0, orders: 0, now, reset: false }
    }
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DemoReport {
    pub products: i64,
    pub variants: i64,
    pub contacts: i64,
    pub orders: i64,
    pub conversations: i64,
    pub messages: i64,
}

/// Makes the demo shop in `dir`. `turns` works out what the assistant answers in its conversations.
///
/// # Errors
/// `Conflict` when a shop is there already, unless it is a demo shop and `reset` is asked for; those of opening
/// and writing the file.
pub fn create(dir: &Path, options: &DemoOptions, turns: &dyn Turns) -> Result<DemoReport> {
    let mut database = open(dir, options)?;
    match (database.0.read_blocking(state)?, options.reset) {
        (ShopState::Empty, _) => {}
        (ShopState::Demo, true) => {
            let path = database.0.path().to_owned();
            drop(database);
            remove(&path)?;
            database = open(dir, options)?;
        }
        (ShopState::Demo, false) => {
            return Err(Error::new(
                Code::Conflict,
                "The demo shop is here already. Ask for a reset to make it anew.",
            ));
        }
        (ShopState::Owned, _) => {
            return Err(Error::new(
                Code::Conflict,
                "This folder holds a shop of its own; the demo shop would mix with it. Choose another folder.",
            ));
        }
    }
    let (database, clock) = database;
    clock.set(options.now.minus(chance::days(400)));
    let (seed, now) = (options.seed, options.now);
    let (shelf, customers, orders) = database.write_blocking(move |tx| {
        facts::write(tx, seed)?;
        knowledge::write(tx)?;
        let mut shelf = assortment::write(tx, seed)?;
        let customers = people::write(tx, seed, now)?;
        let orders = ordering::write(tx, seed, now, &mut shelf.variants, &shelf.location, &customers)?;
        Ok((shelf, customers, orders))
    })?;
    bulk::products(&database, options, shelf.location.id)?;
    bulk::messages(&database, options)?;
    bulk_orders::orders(&database, options)?;
    talks::hold(&database, &clock, turns, now, &customers, &orders)?;
    stockroom::write(&database, &clock, seed, now, shelf.location.id, &shelf.variants)?;
    clock.set(now);
    database.read_blocking(count)
}

fn open(dir: &Path, options: &DemoOptions) -> Result<(Database, Arc<SetClock>)> {
    let clock = Arc::new(SetClock::at(options.now));
    let database = Database::open(
        dir,
        Options {
            id_seed: Some(options.seed),
            readers: 1,
            // One file being written in bulk is worth more cache than a shop at work.
            pragmas: Pragmas { writer_cache_kib: 64 * 1024, ..Pragmas::default() },
            ..Options::new(Arc::<SetClock>::clone(&clock))
        },
    )?;
    Ok((database, clock))
}

/// Removes a demo shop's file and its log.
fn remove(path: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::caused(
                    Code::StorageUnavailable,
                    "The old demo shop cannot be removed.",
                    error,
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
