//! Where goods come from.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Subject};
use crate::store;

/// What the owner writes about a supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierFields {
    pub name: String,
    pub contact_name: String,
    pub email: String,
    pub phone: String,
    pub website: String,
    pub note: String,
    /// The usual days between an order and the goods.
    pub lead_time_days: i64,
    /// No longer ordered from; kept for its orders.
    pub archived: bool,
}

impl SupplierFields {
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            contact_name: String::new(),
            email: String::new(),
            phone: String::new(),
            website: String::new(),
            note: String::new(),
            lead_time_days: 14,
            archived: false,
        }
    }

    fn checked(mut self) -> Result<Self> {
        let texts = [
            ("name", &mut self.name, 200),
            ("contact_name", &mut self.contact_name, 200),
            ("email", &mut self.email, 320),
            ("phone", &mut self.phone, 50),
            ("website", &mut self.website, 500),
            ("note", &mut self.note, 5000),
        ];
        for (field, text, longest) in texts {
            *text = text.trim().to_owned();
            if text.chars().count() > longest {
                return Err(Error::invalid(format!("This may have {longest} characters at most.")).at(field));
            }
        }
        if self.name.is_empty() {
            return Err(Error::invalid("A supplier needs a name.").at("name"));
        }
        if !self.email.is_empty() && !self.email.contains('@') {
            return Err(Error::invalid("This is no e-mail address.").at("email"));
        }
        if !(0..=365).contains(&self.lead_time_days) {
            return Err(Error::invalid("The usual wait is between 0 and 365 days.").at("lead_time_days"));
        }
        Ok(self)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    pub id: Id<id::Supplier>,
    #[serde(flatten)]
    pub fields: SupplierFields,
    pub created_at: Timestamp,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SupplierListing {
    pub supplier: Supplier,
    /// Orders to it of which goods are still to come.
    pub open_orders: i64,
}

/// # Errors
/// `Invalid` when a rule is broken or another supplier has the name.
pub fn create_supplier(tx: &mut WriteTx<'_>, fields: SupplierFields) -> Result<Supplier> {
    let fields = fields.checked()?;
    require_own_name(tx, &fields.name, None)?;
    let supplier = Supplier { id: tx.new_id(), fields, created_at: tx.now(), version: 1 };
    store::stock::suppliers::insert(tx, &supplier)?;
    record(tx, None, &supplier)?;
    Ok(supplier)
}

/// Replaces what is written about a supplier.
///
/// # Errors
/// `NotFound`; `Conflict` when it was changed since `version`; as [`create_supplier`].
pub fn change_supplier(
    tx: &mut WriteTx<'_>,
    id: Id<id::Supplier>,
    version: i64,
    fields: SupplierFields,
) -> Result<Supplier> {
    let before = supplier(tx.sql(), id)?.supplier;
    if before.version != version {
        return Err(Error::new(
            Code::Conflict,
            "This supplier was changed meanwhile. Look at it again, then save.",
        ));
    }
    let fields = fields.checked()?;
    require_own_name(tx, &fields.name, Some(id))?;
    let after = Supplier { fields, version: version + 1, ..before.clone() };
    store::stock::suppliers::update(tx, &after)?;
    record(tx, Some(&before), &after)?;
    Ok(after)
}

fn require_own_name(tx: &WriteTx<'_>, name: &str, own: Option<Id<id::Supplier>>) -> Result<()> {
    match store::stock::suppliers::by_name(tx.sql(), name)? {
        Some(other) if Some(other) != own => {
            Err(Error::invalid(format!("There is a supplier called '{name}' already.")).at("name"))
        }
        _ => Ok(()),
    }
}

fn record(tx: &mut WriteTx<'_>, before: Option<&Supplier>, after: &Supplier) -> Result<()> {
    let details = serde_json::json!({ "name": after.fields.name });
    let mut recording = operations::begin(tx, OperationKind::SupplierSaved, details)?;
    recording.change(tx, Subject::Supplier, after.id, before, Some(after))?;
    recording.finish(tx)?;
    tx.emit(EventKind::SupplierUpdated, after.id, serde_json::Value::Null)
}

/// # Errors
/// `NotFound`.
pub fn supplier(connection: &Connection, id: Id<id::Supplier>) -> Result<SupplierListing> {
    store::stock::suppliers::find(connection, id)?.ok_or_else(|| Error::not_found("supplier"))
}

/// Suppliers by name; those that are no longer ordered from only when asked for. The first 500.
///
/// # Errors
/// Those of the query.
pub fn suppliers(
    connection: &Connection,
    text: Option<&str>,
    archived: bool,
) -> Result<Vec<SupplierListing>> {
    store::stock::suppliers::list(connection, text.unwrap_or("").trim(), archived)
}
