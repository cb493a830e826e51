//! Replaying tasks: each on the same shop, each compared with what should have become of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;
use serde::Serialize;
use serde_json::Value;

use super::format::{OrderChange, Payment, Task, UserChange};
use super::import::Imported;
use super::tools::{Called, Session};
use super::view::{self, OrderView, UserView};
use crate::database::{Database, WriteTx};
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::store;

/// What came of all tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub tasks: usize,
    pub passed: usize,
    pub failed: Vec<Failed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failed {
    pub id: String,
    pub why: String,
}

/// Replays every task on the imported shop. Each runs in a transaction of its own that is taken back, so that the next
/// finds the shop as it was.
///
/// # Errors
/// Those of the database; a task that fails is in the report.
pub fn replay(database: &Database, shop: &Imported, tasks: Vec<Task>) -> Result<Report> {
    let shop = Arc::new(shop.clone());
    let versions = Arc::new(database.read_blocking(Versions::read)?);
    let mut report = Report { tasks: tasks.len(), ..Report::default() };
    for task in tasks {
        let id = task.task_id.clone();
        match replay_one(database, &shop, &versions, task)? {
            None => report.passed += 1,
            Some(why) => report.failed.push(Failed { id, why }),
        }
    }
    Ok(report)
}

/// Why a task failed.
fn replay_one(
    database: &Database,
    shop: &Arc<Imported>,
    versions: &Arc<Versions>,
    task: Task,
) -> Result<Option<String>> {
    let verdict = Arc::new(Mutex::new(None));
    let (shop, versions, told) = (Arc::clone(shop), Arc::clone(versions), Arc::clone(&verdict));
    let taken_back: Result<()> = database.write_blocking(move |tx| {
        *told.lock() = Some(play(tx, &shop, &versions, &task)?);
        // An error takes the whole transaction back.
        Err(Error::new(Code::Conflict, "taken back"))
    });
    let verdict = verdict.lock().take();
    match (verdict, taken_back) {
        (Some(Verdict::Failed(why)), _) => Ok(Some(why)),
        (Some(Verdict::Compared(beside)), _) => database.read_blocking(|c| beside.differs(c)),
        (None, Err(error)) if error.code == Code::Malformed => Ok(Some(error.detail)),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(Error::new(Code::Internal, "A task ended without a verdict.")),
    }
}

/// What came of a task, as far as its own transaction can tell.
enum Verdict {
    Failed(String),
    /// What it names is as it should be; what else was touched is to be compared with the shop as it was.
    Compared(Beside),
}

fn play(tx: &mut WriteTx<'_>, shop: &Imported, versions: &Versions, task: &Task) -> Result<Verdict> {
    let named = match Named::of(tx.sql(), shop, task)? {
        Ok(named) => named,
        Err(why) => return Ok(Verdict::Failed(why)),
    };
    let mut session = Session::default();
    for (i, call) in task.actions.iter().enumerate() {
        let called = session.call(tx, shop, call)?;
        let why = match (&called, call.ok) {
            (Called::Done, true) | (Called::Refused(_), false) => continue,
            (Called::Refused(why), true) => format!("was refused: {why}"),
            (Called::Done, false) => "was done, but must be refused".to_owned(),
        };
        return Ok(Verdict::Failed(format!("action {} ({}) {why}", i + 1, call.name)));
    }
    Ok(match compare(tx.sql(), &named, versions)? {
        Err(why) => Verdict::Failed(why),
        Ok(beside) => Verdict::Compared(beside),
    })
}

/// Compares what a task names with what should have become of it, and gives what else was touched. The inner error is
/// the first difference.
pub(super) fn compare(
    connection: &Connection,
    named: &Named,
    versions: &Versions,
) -> Result<std::result::Result<Beside, String>> {
    for (name, (id, before, expected)) in &named.orders {
        let after = view::order(connection, *id)?;
        if let Some(field) = order_difference(before, expected, &after) {
            return Ok(Err(format!("order {name}: {field}")));
        }
    }
    for (name, (id, before, expected)) in &named.users {
        let after = view::user(connection, *id)?;
        if let Some(field) = user_difference(before, expected, &after) {
            return Ok(Err(format!("customer {name}: {field}")));
        }
    }
    Versions::read(connection)?.changed_beside(connection, versions, named).map(Ok)
}

/// The objects that a task names, as they were before, with what should become of them.
#[derive(Default)]
pub(super) struct Named {
    orders: BTreeMap<String, (Id<id::Order>, OrderView, OrderChange)>,
    users: BTreeMap<String, (Id<id::Contact>, UserView, UserChange)>,
}

impl Named {
    /// Those of a task, as they are now. The inner error says why an expectation cannot be met.
    pub(super) fn of(
        connection: &Connection,
        shop: &Imported,
        task: &Task,
    ) -> Result<std::result::Result<Self, String>> {
        let mut named = Self::default();
        for (key, change) in &task.expected_db_changes {
            if let Err(why) = named.add(connection, shop, key, change)? {
                return Ok(Err(why));
            }
        }
        Ok(Ok(named))
    }

    /// The inner error says why the expectation cannot be met.
    fn add(
        &mut self,
        connection: &Connection,
        shop: &Imported,
        key: &str,
        change: &Value,
    ) -> Result<std::result::Result<(), String>> {
        let unknown = || Ok(Err(format!("the expectation names '{key}', which is not in the shop")));
        match key.split_once('/') {
            Some(("orders", name)) => {
                let Some(id) = shop.orders.get(name) else { return unknown() };
                match serde_json::from_value(change.clone()) {
                    Ok(expected) => {
                        let before = view::order(connection, *id)?;
                        self.orders.insert(name.to_owned(), (*id, before, expected));
                        Ok(Ok(()))
                    }
                    Err(error) => {
                        Ok(Err(format!("the expectation for order {name} cannot be read: {error}")))
                    }
                }
            }
            Some(("users", name)) => {
                let Some(id) = shop.contacts.get(name) else { return unknown() };
                match serde_json::from_value(change.clone()) {
                    Ok(expected) => {
                        let before = view::user(connection, *id)?;
                        self.users.insert(name.to_owned(), (*id, before, expected));
                        Ok(Ok(()))
                    }
                    Err(error) => {
                        Ok(Err(format!("the expectation for customer {name} cannot be read: {error}")))
                    }
                }
            }
            _ => unknown(),
        }
    }
}

/// Entries of nothing say nothing: a swap at the same price may be recorded with or without one.
fn moved(payments: &[Payment]) -> Vec<&Payment> {
    payments.iter().filter(|payment| payment.amount.0 != 0).collect()
}

fn sorted(names: &[String]) -> Vec<&String> {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort();
    names
}

fn differs<T: PartialEq + std::fmt::Debug>(field: &str, expected: &T, found: &T) -> Option<String> {
    (expected != found).then(|| format!("{field} should be {expected:?} but is {found:?}"))
}

/// The first field that is not as it should be.
fn order_difference(before: &OrderView, expected: &OrderChange, after: &OrderView) -> Option<String> {
    let expected = expected.clone();
    let address = expected.address.map_or_else(|| before.address.clone(), |address| address.lines());
    let items = expected.items.unwrap_or_else(|| before.items.clone());
    let payments = expected.payment_history.unwrap_or_else(|| before.payment_history.clone());
    let list = |expected: Option<Vec<String>>, before: &[String]| expected.unwrap_or_else(|| before.to_vec());
    let text = |expected: Option<String>, before: &Option<String>| expected.or_else(|| before.clone());
    let returned = list(expected.return_items, &before.return_items);
    let exchanged = list(expected.exchange_items, &before.exchange_items);
    let new = list(expected.exchange_new_items, &before.exchange_new_items);
    let difference = expected.exchange_price_difference.or(before.exchange_price_difference);
    differs("status", &expected.status.unwrap_or_else(|| before.status.clone()), &after.status)
        .or_else(|| differs("address", &address, &after.address))
        .or_else(|| differs("items", &items, &after.items))
        .or_else(|| differs("payment_history", &moved(&payments), &moved(&after.payment_history)))
        .or_else(|| {
            let reason = text(expected.cancel_reason, &before.cancel_reason);
            differs("cancel_reason", &reason, &after.cancel_reason)
        })
        .or_else(|| differs("return_items", &sorted(&returned), &sorted(&after.return_items)))
        .or_else(|| {
            let method = text(expected.return_payment_method_id, &before.return_payment_method_id);
            differs("return_payment_method_id", &method, &after.return_payment_method_id)
        })
        .or_else(|| differs("exchange_items", &sorted(&exchanged), &sorted(&after.exchange_items)))
        .or_else(|| differs("exchange_new_items", &sorted(&new), &sorted(&after.exchange_new_items)))
        .or_else(|| {
            let method = text(expected.exchange_payment_method_id, &before.exchange_payment_method_id);
            differs("exchange_payment_method_id", &method, &after.exchange_payment_method_id)
        })
        .or_else(|| differs("exchange_price_difference", &difference, &after.exchange_price_difference))
}

fn user_difference(before: &UserView, expected: &UserChange, after: &UserView) -> Option<String> {
    let expected = expected.clone();
    let address = expected.address.map_or_else(|| before.address.clone(), |address| address.lines());
    let methods = expected.payment_methods.unwrap_or_else(|| before.payment_methods.clone());
    differs("address", &address, &after.address)
        .or_else(|| differs("payment_methods", &methods, &after.payment_methods))
}

/// The version of everything that a task could change: whatever changes an order, a customer or a gift card makes a new
/// version of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Versions {
    pub(super) orders: BTreeMap<Id<id::Order>, i64>,
    pub(super) contacts: BTreeMap<Id<id::Contact>, i64>,
    /// With the contact that has it.
    pub(super) gift_cards: BTreeMap<Id<id::GiftCard>, (i64, Option<Id<id::Contact>>)>,
}

/// Objects that a task did not name, as they are after it.
#[derive(Debug, Default)]
pub(super) struct Beside {
    orders: Vec<(Id<id::Order>, OrderView)>,
    users: Vec<(Id<id::Contact>, UserView)>,
    gift_cards: Vec<Id<id::GiftCard>>,
}

impl Versions {
    pub(super) fn read(connection: &Connection) -> Result<Self> {
        Ok(Self {
            orders: store::retail::order_versions(connection)?.into_iter().collect(),
            contacts: store::retail::contact_versions(connection)?.into_iter().collect(),
            gift_cards: store::retail::gift_card_versions(connection)?
                .into_iter()
                .map(|(card, version, owner)| (card, (version, owner)))
                .collect(),
        })
    }

    /// What has another version than before, or is new or gone, and is not named.
    fn changed_beside(&self, connection: &Connection, before: &Self, named: &Named) -> Result<Beside> {
        let orders: BTreeSet<_> = named.orders.values().map(|(id, ..)| *id).collect();
        let users: BTreeSet<_> = named.users.values().map(|(id, ..)| *id).collect();
        let mut beside = Beside::default();
        for id in changed(&before.orders, &self.orders).filter(|id| !orders.contains(id)) {
            beside.orders.push((id, view::order(connection, id)?));
        }
        let mut touched: BTreeSet<Id<id::Contact>> = changed(&before.contacts, &self.contacts).collect();
        for card in changed(&before.gift_cards, &self.gift_cards) {
            match self.gift_cards.get(&card).and_then(|(_, owner)| *owner) {
                Some(owner) => _ = touched.insert(owner),
                None => beside.gift_cards.push(card),
            }
        }
        for id in touched.into_iter().filter(|id| !users.contains(id)) {
            beside.users.push((id, view::user(connection, id)?));
        }
        Ok(beside)
    }
}

impl Beside {
    /// Without contacts that are new: whoever writes for the first time becomes one.
    pub(super) fn without_new(mut self, before: &Versions) -> Self {
        self.users.retain(|(id, _)| before.contacts.contains_key(id));
        self
    }

    /// The first object that is not as it was. What was changed and changed back is as it was. `connection` sees the
    /// shop without the task.
    pub(super) fn differs(&self, connection: &Connection) -> Result<Option<String>> {
        for (id, after) in &self.orders {
            if view::order(connection, *id)? != *after {
                return Ok(Some(format!("the order {id} was changed too")));
            }
        }
        for (id, after) in &self.users {
            if view::user(connection, *id)? != *after {
                return Ok(Some(format!("the customer {id} was changed too")));
            }
        }
        Ok(self.gift_cards.first().map(|id| format!("the gift card {id} was changed too")))
    }
}

fn changed<K: Ord + Copy, V: PartialEq>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
) -> impl Iterator<Item = K> {
    let keys: BTreeSet<K> = before.keys().chain(after.keys()).copied().collect();
    keys.into_iter().filter(|key| before.get(key) != after.get(key)).collect::<Vec<_>>().into_iter()
}
