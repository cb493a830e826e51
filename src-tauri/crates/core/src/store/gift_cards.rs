//! Tables `gift_cards`, `gift_card_entries`.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};

use super::contacts::containing;
use super::scalar::date;
use crate::database::WriteTx;
use crate::error::Result;
use crate::gift_cards::{GiftCard, GiftCardCode, GiftCardEntry, GiftCardState};
use crate::id::{self, Id};
use crate::money::{Currency, Money};

const CARD: &str = "g.id, g.code, g.contact_id, coalesce(c.display_name, '') AS contact_name, g.currency,
     g.initial_minor, g.balance_minor, g.expires_on, g.note, g.voided_at, g.created_at, g.last_used_at, g.version
     FROM gift_cards g LEFT JOIN contacts c ON c.id = g.contact_id";

fn card(row: &Row<'_>) -> rusqlite::Result<GiftCard> {
    let currency: Currency = row.get("currency")?;
    Ok(GiftCard {
        id: row.get("id")?,
        code: row.get("code")?,
        contact_id: row.get("contact_id")?,
        contact_name: row.get("contact_name")?,
        initial: Money::new(row.get("initial_minor")?, currency),
        balance: Money::new(row.get("balance_minor")?, currency),
        expires_on: row.get::<_, Option<String>>("expires_on")?.as_deref().map(date).transpose()?,
        note: row.get("note")?,
        voided_at: row.get("voided_at")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        version: row.get("version")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::GiftCard>) -> Result<Option<GiftCard>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {CARD} WHERE g.id = :id"))?
        .query_row(named_params! { ":id": id }, card)
        .optional()?)
}

pub(crate) fn by_code(connection: &Connection, code: &GiftCardCode) -> Result<Option<GiftCard>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {CARD} WHERE g.code = :code"))?
        .query_row(named_params! { ":code": code }, card)
        .optional()?)
}

pub(crate) struct Listing<'a> {
    pub state: Option<GiftCardState>,
    pub contact_id: Option<Id<id::Contact>>,
    pub text: Option<&'a str>,
    pub today: Date,
}

/// Newest first. Each filter that is absent leaves no trace in the statement, so that its index is used.
pub(crate) fn list(
    connection: &Connection,
    listing: &Listing<'_>,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<GiftCard>> {
    let today = listing.today.to_string();
    let code = listing.text.and_then(|text| GiftCardCode::parse(text).ok());
    let end = listing.text.map(|text| text.trim_start_matches(['•', ' ']).to_uppercase());
    let name = listing.text.map(containing);
    let (after_time, after_id) = after.unzip();
    let mut conditions = vec!["1"];
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit)];
    if let Some(state) = listing.state {
        conditions.push(match state {
            GiftCardState::Active => {
                "g.voided_at IS NULL AND g.balance_minor > 0 AND (g.expires_on IS NULL OR g.expires_on >= :today)"
            }
            GiftCardState::UsedUp => {
                "g.voided_at IS NULL AND g.balance_minor = 0 AND (g.expires_on IS NULL OR g.expires_on >= :today)"
            }
            GiftCardState::Expired => "g.voided_at IS NULL AND g.expires_on < :today",
            GiftCardState::Voided => "g.voided_at IS NOT NULL",
        });
        if state != GiftCardState::Voided {
            parameters.push((":today", &today));
        }
    }
    if listing.contact_id.is_some() {
        conditions.push("g.contact_id = :contact_id");
        parameters.push((":contact_id", &listing.contact_id));
    }
    if listing.text.is_some() {
        conditions.push(r"(g.code = :code OR g.code_end = :end OR c.display_name LIKE :name ESCAPE '\')");
        parameters.push((":code", &code));
        parameters.push((":end", &end));
        parameters.push((":name", &name));
    }
    if after_time.is_some() {
        conditions.push("(g.created_at, g.id) < (:after_time, :after_id)");
        parameters.push((":after_time", &after_time));
        parameters.push((":after_id", &after_id));
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {CARD} WHERE {} ORDER BY g.created_at DESC, g.id DESC LIMIT :limit",
        conditions.join(" AND ")
    ))?;
    let rows = statement.query_map(parameters.as_slice(), card)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Newest first.
pub(crate) fn entries(
    connection: &Connection,
    id: Id<id::GiftCard>,
    before: Option<String>,
    limit: i64,
) -> Result<Vec<GiftCardEntry>> {
    let mut statement = connection.prepare_cached(
        "SELECT e.id, e.kind, e.amount_minor, e.balance_minor, g.currency, e.order_id, o.number, e.payment_id, e.note,
                e.actor, e.at
         FROM gift_card_entries e JOIN gift_cards g ON g.id = e.gift_card_id LEFT JOIN orders o ON o.id = e.order_id
         WHERE e.gift_card_id = :id AND (:before IS NULL OR e.id < :before)
         ORDER BY e.id DESC LIMIT :limit",
    )?;
    let rows =
        statement.query_map(named_params! { ":id": id, ":before": before, ":limit": limit }, |row| {
            let currency: Currency = row.get("currency")?;
            Ok(GiftCardEntry {
                id: row.get("id")?,
                kind: row.get("kind")?,
                amount: Money::new(row.get("amount_minor")?, currency),
                balance: Money::new(row.get("balance_minor")?, currency),
                order_id: row.get("order_id")?,
                order_number: row.get("number")?,
                payment_id: row.get("payment_id")?,
                note: row.get("note")?,
                actor: row.get("actor")?,
                at: row.get("at")?,
            })
        })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The balance begins at nothing: the first entry fills it.
pub(crate) fn insert(tx: &WriteTx<'_>, card: &GiftCard) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO gift_cards (id, code, code_end, contact_id, currency, initial_minor, expires_on, note,
                                     created_at, version)
             VALUES (:id, :code, :code_end, :contact_id, :currency, :initial_minor, :expires_on, :note, :created_at,
                     :version)",
        )?
        .execute(named_params! {
            ":id": card.id,
            ":code": card.code,
            ":code_end": card.code.end(),
            ":contact_id": card.contact_id,
            ":currency": card.initial.currency,
            ":initial_minor": card.initial.amount,
            ":expires_on": card.expires_on.map(|date| date.to_string()),
            ":note": card.note,
            ":created_at": card.created_at,
            ":version": card.version,
        })?;
    Ok(())
}

/// The trigger adds it to the balance and refuses one that does not lead to `entry.balance`.
pub(crate) fn insert_entry(tx: &WriteTx<'_>, id: Id<id::GiftCard>, entry: &GiftCardEntry) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO gift_card_entries (id, gift_card_id, kind, amount_minor, balance_minor, order_id, payment_id,
                                            note, actor, at)
             VALUES (:id, :gift_card_id, :kind, :amount_minor, :balance_minor, :order_id, :payment_id, :note, :actor,
                     :at)",
        )?
        .execute(named_params! {
            ":id": entry.id,
            ":gift_card_id": id,
            ":kind": entry.kind,
            ":amount_minor": entry.amount.amount,
            ":balance_minor": entry.balance.amount,
            ":order_id": entry.order_id,
            ":payment_id": entry.payment_id,
            ":note": entry.note,
            ":actor": entry.actor,
            ":at": entry.at,
        })?;
    tx.sql()
        .prepare_cached("UPDATE gift_cards SET version = version + 1 WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

pub(crate) fn set_used(tx: &WriteTx<'_>, id: Id<id::GiftCard>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE gift_cards SET last_used_at = :now WHERE id = :id")?
        .execute(named_params! { ":now": tx.now(), ":id": id })?;
    Ok(())
}

pub(crate) fn set_voided(tx: &WriteTx<'_>, id: Id<id::GiftCard>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE gift_cards SET voided_at = :now, version = version + 1 WHERE id = :id")?
        .execute(named_params! { ":now": tx.now(), ":id": id })?;
    Ok(())
}

pub(crate) fn set_terms(tx: &WriteTx<'_>, card: &GiftCard) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE gift_cards SET contact_id = :contact_id, expires_on = :expires_on, note = :note,
                                   version = version + 1 WHERE id = :id",
        )?
        .execute(named_params! {
            ":contact_id": card.contact_id,
            ":expires_on": card.expires_on.map(|date| date.to_string()),
            ":note": card.note,
            ":id": card.id,
        })?;
    Ok(())
}
