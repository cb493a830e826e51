//! What the owner does with a card. Each act records an operation, unless a larger act does.

use serde::Serialize;
use serde_json::json;

use super::ledger::{Entry, LARGEST_MINOR, add, same_currency};
use super::model::{EntryKind, GiftCard, GiftCardChange, NewGiftCard};
use super::{GiftCardCode, get, today};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Subject};
use crate::{contacts, store};

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
/// new card, which begins empty and gets its first entry from [`refund`](super::refund).
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
