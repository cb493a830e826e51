//! Gift cards: codes that are as good as money, each with an append-only ledger.
//!
//! What the owner does with a card ([`issue`], [`top_up`], [`void`], [`change`]) records an operation. What a payment
//! does ([`redeem`], [`refund`]) records none: it is a part of the payment's own. A balance is never below nothing, and
//! a payment moves a card's money once; the file itself holds both.

mod acts;
mod code;
mod ledger;
mod model;

use jiff::civil::Date;
use rusqlite::Connection;

pub(crate) use acts::assign;
pub use acts::{change, enter, issue, top_up, void};
pub use code::GiftCardCode;
pub use ledger::{Cause, redeem, refund};
pub use model::{
    EntryKind, GiftCard, GiftCardChange, GiftCardEntry, GiftCardFilter, GiftCardState, NewGiftCard,
};

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::page::{Page, PageRequest};
use crate::settings::{self, ShopProfile};
use crate::store;

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

#[cfg(test)]
mod tests;
