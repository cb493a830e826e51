//! The ways to pay that a contact keeps with the shop: a card by its brand and last digits, a wallet, a bank account, a
//! gift card. No number that moves money is ever stored; a removed one stays for the history of what it paid.

use rusqlite::Connection;
use serde::Serialize;
use serde_json::json;

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::gift_cards;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Recording, Subject};
use crate::orders::PaymentMethod;
use crate::{contacts, store};

crate::text_enum! {
    pub enum StoredMethodKind {
        Card = "card",
        Paypal = "paypal",
        BankAccount = "bank_account",
        GiftCard = "gift_card",
    }
}

impl StoredMethodKind {
    /// How an order's payment with it is recorded.
    pub const fn payment_method(self) -> PaymentMethod {
        match self {
            Self::Card => PaymentMethod::Card,
            Self::Paypal => PaymentMethod::Wallet,
            Self::BankAccount => PaymentMethod::BankTransfer,
            Self::GiftCard => PaymentMethod::GiftCard,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredMethod {
    pub id: Id<id::StoredMethod>,
    pub contact_id: Id<id::Contact>,
    pub kind: StoredMethodKind,
    /// "Visa •••• 9212".
    pub label: String,
    pub brand: Option<String>,
    pub last_four: Option<String>,
    /// What the terminal or the other system calls it.
    pub reference: Option<String>,
    pub gift_card: Option<StoredGiftCard>,
    pub created_at: Timestamp,
    pub removed_at: Option<Timestamp>,
}

/// The gift card behind a stored method, as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredGiftCard {
    pub id: Id<id::GiftCard>,
    pub masked: String,
    pub balance: Money,
}

#[derive(Debug, Clone)]
pub struct NewStoredMethod {
    pub kind: StoredMethodKind,
    /// Made from brand and digits when empty.
    pub label: String,
    pub brand: Option<String>,
    pub last_four: Option<String>,
    pub reference: Option<String>,
    /// Needed for a gift card, and only there.
    pub gift_card_id: Option<Id<id::GiftCard>>,
}

/// A contact's methods, the oldest first. Removed ones only when asked for.
///
/// # Errors
/// Those of the query.
pub fn of_contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    with_removed: bool,
) -> Result<Vec<StoredMethod>> {
    store::stored_methods::of_contact(connection, contact_id, with_removed)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::StoredMethod>) -> Result<StoredMethod> {
    store::stored_methods::find(connection, id)?.ok_or_else(|| Error::not_found("way to pay"))
}

/// A contact keeps a way to pay with the shop.
///
/// # Errors
/// `NotFound` for an unknown contact or card; `Invalid` for digits that are none; `Conflict` when the gift card is
/// another contact's or kept already.
pub fn add(tx: &mut WriteTx<'_>, contact_id: Id<id::Contact>, new: NewStoredMethod) -> Result<StoredMethod> {
    let name = contacts::get(tx.sql(), contact_id)?.display_name;
    let mut recording = operations::begin(
        tx,
        OperationKind::StoredMethodAdded,
        json!({ "contact_id": contact_id, "name": name, "kind": new.kind }),
    )?;
    let method = enter(tx, contact_id, new, &mut recording)?;
    recording.finish(tx)?;
    Ok(method)
}

/// As [`add`], within a larger act.
///
/// # Errors
/// As [`add`].
pub fn enter(
    tx: &mut WriteTx<'_>,
    contact_id: Id<id::Contact>,
    new: NewStoredMethod,
    recording: &mut Recording,
) -> Result<StoredMethod> {
    let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let (brand, last_four) = (filled(new.brand), filled(new.last_four));
    if last_four
        .as_deref()
        .is_some_and(|digits| digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(Error::invalid("Keep only the last four digits of the number.").at("last_four"));
    }
    if (new.kind == StoredMethodKind::GiftCard) != new.gift_card_id.is_some() {
        return Err(Error::invalid("A gift card is kept by its code.").at("gift_card_code"));
    }
    if let Some(id) = new.gift_card_id {
        let card = gift_cards::get(tx.sql(), id)?;
        match card.contact_id {
            Some(owner) if owner != contact_id => {
                return Err(Error::new(Code::Conflict, "This gift card belongs to another customer.")
                    .at("gift_card_code"));
            }
            Some(_) => {}
            None => gift_cards::assign(tx, &card, contact_id)?,
        }
        if store::stored_methods::by_gift_card(tx.sql(), id)?.is_some() {
            return Err(Error::new(Code::Conflict, "This gift card is kept already.").at("gift_card_code"));
        }
    }
    let method = store::stored_methods::Row {
        id: tx.new_id(),
        contact_id,
        kind: new.kind,
        label: new.label.trim().to_owned(),
        brand,
        last_four,
        reference: filled(new.reference),
        gift_card_id: new.gift_card_id,
    };
    store::stored_methods::insert(tx, &method)?;
    let method = get(tx.sql(), method.id)?;
    recording.change(tx, Subject::StoredMethod, method.id, None, Some(&method))?;
    tx.emit(EventKind::ContactUpdated, contact_id, serde_json::Value::Null)?;
    Ok(method)
}

/// A contact no longer keeps it with the shop. What it paid stays as it was.
///
/// # Errors
/// `NotFound`; `Conflict` when it was removed already.
pub fn remove(tx: &mut WriteTx<'_>, id: Id<id::StoredMethod>) -> Result<StoredMethod> {
    let before = get(tx.sql(), id)?;
    if before.removed_at.is_some() {
        return Err(Error::new(Code::Conflict, "This way to pay was removed already."));
    }
    store::stored_methods::set_removed(tx, id)?;
    let after = get(tx.sql(), id)?;
    let name = contacts::get(tx.sql(), before.contact_id)?.display_name;
    let mut recording = operations::begin(
        tx,
        OperationKind::StoredMethodRemoved,
        json!({ "contact_id": before.contact_id, "name": name, "kind": before.kind }),
    )?;
    recording.change(tx, Subject::StoredMethod, id, Some(&before), Some(&after))?;
    recording.finish(tx)?;
    tx.emit(EventKind::ContactUpdated, before.contact_id, serde_json::Value::Null)?;
    Ok(after)
}

/// What people call it: its own label, else the brand and last digits.
pub(crate) fn label(
    kind: StoredMethodKind,
    label: &str,
    brand: Option<&str>,
    last_four: Option<&str>,
    card: Option<&StoredGiftCard>,
) -> String {
    if !label.is_empty() {
        return label.to_owned();
    }
    let name = match kind {
        StoredMethodKind::Card => brand.unwrap_or("Card"),
        StoredMethodKind::Paypal => "PayPal",
        StoredMethodKind::BankAccount => "Bank account",
        StoredMethodKind::GiftCard => "Gift card",
    };
    let mut name_with_capital = name.chars();
    let name: String = name_with_capital
        .next()
        .map(|first| first.to_uppercase().chain(name_with_capital).collect())
        .unwrap_or_default();
    match (card, last_four) {
        (Some(card), _) => format!("{name} {}", card.masked),
        (None, Some(digits)) => format!("{name} •••• {digits}"),
        (None, None) => name,
    }
}

#[cfg(test)]
mod tests;
