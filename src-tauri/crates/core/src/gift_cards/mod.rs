//! Gift cards: codes that are as good as money, each with an append-only ledger.
//!
//! What the owner does with a card ([`issue`], [`top_up`], [`void`], [`change`]) records an operation. What a payment
//! does ([`redeem`], [`refund`]) records none: it is a part of the payment's own. A balance is never below nothing, and
//! a payment moves a card's money once; the file itself holds both.

mod code;

use jiff::civil::Date;
use rusqlite::Connection;
use serde::Serialize;
use serde_json::json;

pub use code::GiftCardCode;

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Subject};
use crate::page::{Page, PageRequest};
use crate::settings::{self, ShopProfile};
use crate::{contacts, store};

/// The most that a card can hold, in minor units: a slipped decimal point is caught, a gift is not.
const LARGEST_MINOR: i64 = 100_000_000;

crate::text_enum! {
    /// Why a card's balance changed.
    pub enum EntryKind {
        Issued = "issued",
        ToppedUp = "topped_up",
        /// Spent on an order.
        Redeemed = "redeemed",
        /// Given back for an order.
        Refunded = "refunded",
        Voided = "voided",
        Adjusted = "adjusted",
        /// Held already when it was brought in from elsewhere.
        Imported = "imported",
    }
}

crate::text_enum! {
    pub enum GiftCardState {
        Active = "active",
        UsedUp = "used_up",
        Expired = "expired",
        Voided = "voided",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftCard {
    pub id: Id<id::GiftCard>,
    pub code: GiftCardCode,
    pub contact_id: Option<Id<id::Contact>>,
    /// Empty without a contact.
    pub contact_name: String,
    /// What it held when it was issued.
    pub initial: Money,
    pub balance: Money,
    /// The last day it can be used, in the shop's zone.
    pub expires_on: Option<Date>,
    pub note: String,
    pub voided_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub version: i64,
}

impl GiftCard {
    /// `today` is the date in the shop's zone.
    pub fn state(&self, today: Date) -> GiftCardState {
        if self.voided_at.is_some() {
            GiftCardState::Voided
        } else if self.expires_on.is_some_and(|last| last < today) {
            GiftCardState::Expired
        } else if self.balance.amount == 0 {
            GiftCardState::UsedUp
        } else {
            GiftCardState::Active
        }
    }
}

/// One entry of a card's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftCardEntry {
    pub id: Id<id::GiftCardEntry>,
    pub kind: EntryKind,
    /// What it added; negative took away.
    pub amount: Money,
    /// What the card held afterwards.
    pub balance: Money,
    pub order_id: Option<Id<id::Order>>,
    pub order_number: Option<String>,
    pub payment_id: Option<Id<id::Payment>>,
    pub note: String,
    pub actor: Actor,
    pub at: Timestamp,
}

#[derive(Debug, Clone)]
pub struct NewGiftCard {
    pub amount: Money,
    pub contact_id: Option<Id<id::Contact>>,
    pub expires_on: Option<Date>,
    pub note: String,
    /// A code of the shop's own; made here when left out.
    pub code: Option<String>,
}

/// What may be changed about a card; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct GiftCardChange {
    pub expires_on: Option<Option<Date>>,
    pub contact_id: Option<Option<Id<id::Contact>>>,
    pub note: Option<String>,
}

/// Which cards a list holds.
#[derive(Debug, Clone, Default)]
pub struct GiftCardFilter {
    pub state: Option<GiftCardState>,
    pub contact_id: Option<Id<id::Contact>>,
    /// A whole code, its last four characters, or a part of the contact's name.
    pub text: Option<String>,
}

/// A card around an operation. The code stands masked: the record is read by more people than the card.
#[derive(Serialize)]
struct State {
    code: String,
    contact_id: Option<Id<id::Contact>>,
    balance: Money,
    expires_on: Option<String>,
    note: String,
    voided: bool,
    version: i64,
}

impl From<&GiftCard> for State {
    fn from(card: &GiftCard) -> Self {
        Self {
            code: card.code.masked(),
            contact_id: card.contact_id,
            balance: card.balance,
            expires_on: card.expires_on.map(|date| date.to_string()),
            note: card.note.clone(),
            voided: card.voided_at.is_some(),
            version: card.version,
        }
    }
}

/// The date in the shop's zone.
///
/// # Errors
/// Those of the query.
pub fn today(connection: &Connection, now: Timestamp) -> Result<Date> {
    let zone = settings::get::<ShopProfile>(connection)?.value.zone();
    Ok(now.to_jiff().to_zoned_datetime(zone).date())
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::GiftCard>) -> Result<GiftCard> {
    store::gift_cards::find(connection, id)?.ok_or_else(|| Error::not_found("gift card"))
}

/// The card of a code as it was typed.
///
/// # Errors
/// `Invalid`, naming `code`, when a character is wrong; `NotFound` when no card has it.
pub fn look_up(connection: &Connection, code: &str) -> Result<GiftCard> {
    let code = GiftCardCode::parse(code)?;
    match store::gift_cards::by_code(connection, &code)? {
        Some(card) => Ok(card),
        None if code.is_mistyped() => {
            Err(Error::invalid("A character of this code is wrong. Please check it and type it again.")
                .at("code"))
        }
        None => Err(Error::new(Code::NotFound, "No gift card has this code.").at("code")),
    }
}

/// Cards, the newest first. `today` is the date in the shop's zone.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(
    connection: &Connection,
    filter: &GiftCardFilter,
    today: Date,
    page: &PageRequest,
) -> Result<Page<GiftCard>> {
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let rows = store::gift_cards::list(
        connection,
        &store::gift_cards::Listing { state: filter.state, contact_id: filter.contact_id, text, today },
        page.key::<(i64, String)>()?,
        page.rows_to_fetch(),
    )?;
    page.page(rows, |card| (card.created_at.as_millis(), card.id.to_string()))
}

/// A card's ledger, the newest entry first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn entries(
    connection: &Connection,
    id: Id<id::GiftCard>,
    page: &PageRequest,
) -> Result<Page<GiftCardEntry>> {
    let rows = store::gift_cards::entries(connection, id, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |entry| entry.id.to_string())
}

/// Makes a card that holds money from the start.
///
/// # Errors
/// `Invalid` for an amount that is not above zero or absurd, an expiry that has passed, a code of another form;
/// `Conflict` when a card has the code already.
pub fn issue(tx: &mut WriteTx<'_>, new: NewGiftCard) -> Result<GiftCard> {
    let card = enter(tx, new, EntryKind::Issued)?;
    let mut recording =
        operations::begin(tx, OperationKind::GiftCardIssued, json!({ "code": card.code.masked() }))?;
    recording.change(tx, Subject::GiftCard, card.id, None, Some(&State::from(&card)))?;
    recording.finish(tx)?;
    Ok(card)
}

/// As [`issue`], as a part of a larger act, which records itself: an import (the card may be empty), or a refund onto a
/// new card, which begins empty and gets its first entry from [`refund`].
///
/// # Errors
/// As [`issue`].
pub fn enter(tx: &mut WriteTx<'_>, new: NewGiftCard, kind: EntryKind) -> Result<GiftCard> {
    let imported = kind == EntryKind::Imported;
    if new.amount.amount > LARGEST_MINOR || new.amount.amount < i64::from(!imported) {
        return Err(Error::invalid(format!(
            "A gift card holds more than nothing and {} at most.",
            Money::new(LARGEST_MINOR, new.amount.currency)
        ))
        .at("amount"));
    }
    let today = today(tx.sql(), tx.now())?;
    if !imported && new.expires_on.is_some_and(|last| last < today) {
        return Err(
            Error::invalid("The last day of a new gift card cannot have passed already.").at("expires_on")
        );
    }
    if let Some(contact_id) = new.contact_id {
        contacts::get(tx.sql(), contact_id)?;
    }
    let code = match new.code.as_deref().map(str::trim).filter(|code| !code.is_empty()) {
        Some(own) => {
            let code = GiftCardCode::parse(own)?;
            if store::gift_cards::by_code(tx.sql(), &code)?.is_some() {
                return Err(Error::new(Code::Conflict, "Another gift card has this code already.").at("code"));
            }
            code
        }
        None => GiftCardCode::generate(tx.random()),
    };
    let card = GiftCard {
        id: tx.new_id(),
        code,
        contact_id: new.contact_id,
        contact_name: String::new(),
        initial: new.amount,
        balance: Money::new(0, new.amount.currency),
        expires_on: new.expires_on,
        note: new.note.trim().to_owned(),
        voided_at: None,
        created_at: tx.now(),
        last_used_at: None,
        version: 1,
    };
    store::gift_cards::insert(tx, &card)?;
    if new.amount.amount > 0 && kind != EntryKind::Refunded {
        add(tx, &card, &Entry::of(kind, new.amount.amount))?;
    }
    tx.emit(EventKind::GiftCardUpdated, card.id, json!({}))?;
    get(tx.sql(), card.id)
}

/// What a movement of a card's money is for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cause {
    pub order_id: Option<Id<id::Order>>,
    pub payment_id: Option<Id<id::Payment>>,
}

struct Entry<'a> {
    kind: EntryKind,
    amount_minor: i64,
    cause: Cause,
    note: &'a str,
}

impl Entry<'_> {
    fn of(kind: EntryKind, amount_minor: i64) -> Self {
        Self { kind, amount_minor, cause: Cause::default(), note: "" }
    }
}

/// Adds an entry and gives what the card holds then.
fn add(tx: &mut WriteTx<'_>, card: &GiftCard, entry: &Entry<'_>) -> Result<Money> {
    let balance = card
        .balance
        .amount
        .checked_add(entry.amount_minor)
        .filter(|balance| (0..=LARGEST_MINOR).contains(balance))
        .ok_or_else(|| Error::invalid("A gift card cannot hold this amount.").at("amount"))?;
    let currency = card.balance.currency;
    let row = GiftCardEntry {
        id: tx.new_id(),
        kind: entry.kind,
        amount: Money::new(entry.amount_minor, currency),
        balance: Money::new(balance, currency),
        order_id: entry.cause.order_id,
        order_number: None,
        payment_id: entry.cause.payment_id,
        note: entry.note.to_owned(),
        actor: tx.by().actor,
        at: tx.now(),
    };
    store::gift_cards::insert_entry(tx, card.id, &row)?;
    tx.emit(EventKind::GiftCardUpdated, card.id, json!({ "balance": balance }))?;
    Ok(row.balance)
}

fn same_currency(card: &GiftCard, amount: Money) -> Result<()> {
    if card.balance.currency == amount.currency {
        return Ok(());
    }
    Err(Error::new(
        Code::Conflict,
        format!("This gift card is in {}, not in {}.", card.balance.currency, amount.currency),
    ))
}

/// Pays `amount` with a card. A part of the payment's operation: records none itself.
///
/// # Errors
/// `Conflict` when the card is void or expired, is in another currency, or holds less; `Invalid` for nothing.
pub fn redeem(tx: &mut WriteTx<'_>, id: Id<id::GiftCard>, amount: Money, cause: Cause) -> Result<GiftCard> {
    let card = get(tx.sql(), id)?;
    if amount.amount <= 0 {
        return Err(Error::invalid("A payment must be above zero.").at("amount"));
    }
    same_currency(&card, amount)?;
    match card.state(today(tx.sql(), tx.now())?) {
        GiftCardState::Voided => return Err(Error::new(Code::Conflict, "This gift card was voided.")),
        GiftCardState::Expired => return Err(Error::new(Code::Conflict, "This gift card has expired.")),
        GiftCardState::Active | GiftCardState::UsedUp => {}
    }
    if card.balance.amount < amount.amount {
        return Err(Error::new(
            Code::Conflict,
            format!("This gift card holds {}, which does not cover {amount}.", card.balance),
        ));
    }
    add(tx, &card, &Entry { cause, ..Entry::of(EntryKind::Redeemed, -amount.amount) })?;
    store::gift_cards::set_used(tx, id)?;
    get(tx.sql(), id)
}

/// Gives `amount` back onto a card, at once. Also onto an expired one: the owner may extend it. Records no operation.
///
/// # Errors
/// `Conflict` when the card is void or in another currency; `Invalid` for nothing.
pub fn refund(tx: &mut WriteTx<'_>, id: Id<id::GiftCard>, amount: Money, cause: Cause) -> Result<GiftCard> {
    let card = get(tx.sql(), id)?;
    if amount.amount <= 0 {
        return Err(Error::invalid("A refund must be above zero.").at("amount"));
    }
    same_currency(&card, amount)?;
    if card.voided_at.is_some() {
        return Err(Error::new(
            Code::Conflict,
            "This gift card was voided, so nothing can be given back onto it. Choose store credit or a new card.",
        ));
    }
    add(tx, &card, &Entry { cause, ..Entry::of(EntryKind::Refunded, amount.amount) })?;
    get(tx.sql(), id)
}

/// Adds money to a card.
///
/// # Errors
/// `Invalid` for an amount that is not above zero or too much; `Conflict` when the card is void, has another version
/// or another currency.
pub fn top_up(
    tx: &mut WriteTx<'_>,
    id: Id<id::GiftCard>,
    amount: Money,
    note: &str,
    expected_version: i64,
) -> Result<GiftCard> {
    let before = current(tx, id, expected_version)?;
    if amount.amount <= 0 {
        return Err(Error::invalid("Say how much is added; it must be above zero.").at("amount"));
    }
    same_currency(&before, amount)?;
    if before.voided_at.is_some() {
        return Err(Error::new(Code::Conflict, "This gift card was voided."));
    }
    add(tx, &before, &Entry { note: note.trim(), ..Entry::of(EntryKind::ToppedUp, amount.amount) })?;
    let details = json!({ "code": before.code.masked(), "amount": amount });
    changed(tx, &before, OperationKind::GiftCardToppedUp, details)
}

/// Makes a card worthless for good; what it held is written off, with the reason.
///
/// # Errors
/// `Invalid` without a reason; `Conflict` when it is void already or has another version.
pub fn void(
    tx: &mut WriteTx<'_>,
    id: Id<id::GiftCard>,
    reason: &str,
    expected_version: i64,
) -> Result<GiftCard> {
    let before = current(tx, id, expected_version)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::invalid("Say why this card is made void.").at("reason"));
    }
    if before.voided_at.is_some() {
        return Err(Error::new(Code::Conflict, "This gift card is void already."));
    }
    if before.balance.amount > 0 {
        let all = -before.balance.amount;
        add(tx, &before, &Entry { note: reason, ..Entry::of(EntryKind::Voided, all) })?;
    }
    store::gift_cards::set_voided(tx, id)?;
    let details = json!({ "code": before.code.masked(), "reason": reason, "amount": before.balance });
    changed(tx, &before, OperationKind::GiftCardVoided, details)
}

/// Changes what a card says beside its money.
///
/// # Errors
/// `Conflict` when the card has another version; `NotFound` for an unknown contact.
pub fn change(
    tx: &mut WriteTx<'_>,
    id: Id<id::GiftCard>,
    change: &GiftCardChange,
    expected_version: i64,
) -> Result<GiftCard> {
    let before = current(tx, id, expected_version)?;
    let mut after = before.clone();
    if let Some(expires_on) = change.expires_on {
        after.expires_on = expires_on;
    }
    if let Some(contact_id) = change.contact_id {
        if let Some(contact_id) = contact_id {
            contacts::get(tx.sql(), contact_id)?;
        }
        after.contact_id = contact_id;
    }
    if let Some(note) = &change.note {
        after.note = note.trim().to_owned();
    }
    store::gift_cards::set_terms(tx, &after)?;
    let details = json!({ "code": before.code.masked() });
    changed(tx, &before, OperationKind::GiftCardChanged, details)
}

/// Gives a card to a contact, as a part of a larger act.
///
/// # Errors
/// `NotFound` for an unknown contact.
pub(crate) fn assign(tx: &mut WriteTx<'_>, card: &GiftCard, contact_id: Id<id::Contact>) -> Result<()> {
    contacts::get(tx.sql(), contact_id)?;
    store::gift_cards::set_terms(tx, &GiftCard { contact_id: Some(contact_id), ..card.clone() })?;
    tx.emit(EventKind::GiftCardUpdated, card.id, json!({}))
}

fn current(tx: &WriteTx<'_>, id: Id<id::GiftCard>, expected_version: i64) -> Result<GiftCard> {
    let card = get(tx.sql(), id)?;
    if card.version == expected_version {
        return Ok(card);
    }
    Err(Error::new(Code::Conflict, "This gift card was used or changed meanwhile. Look at it again."))
}

/// Records what an act of the owner did to a card.
fn changed(
    tx: &mut WriteTx<'_>,
    before: &GiftCard,
    kind: OperationKind,
    details: serde_json::Value,
) -> Result<GiftCard> {
    let after = get(tx.sql(), before.id)?;
    let mut recording = operations::begin(tx, kind, details)?;
    recording.change(
        tx,
        Subject::GiftCard,
        before.id,
        Some(&State::from(before)),
        Some(&State::from(&after)),
    )?;
    recording.finish(tx)?;
    tx.emit(EventKind::GiftCardUpdated, before.id, json!({}))?;
    Ok(after)
}

#[cfg(test)]
mod tests;
