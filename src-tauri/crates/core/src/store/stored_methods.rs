//! Table `stored_methods`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::gift_cards::GiftCardCode;
use crate::id::{self, Id};
use crate::money::Money;
use crate::stored_methods::{StoredGiftCard, StoredMethod, StoredMethodKind, label};

const METHOD: &str =
    "m.id, m.contact_id, m.kind, m.label, m.brand, m.last_four, m.reference, m.created_at, m.removed_at,
     g.id AS gift_card_id, g.code, g.balance_minor, g.currency
     FROM stored_methods m LEFT JOIN gift_cards g ON g.id = m.gift_card_id";

fn method(row: &rusqlite::Row<'_>) -> rusqlite::Result<StoredMethod> {
    let gift_card = match row.get::<_, Option<Id<id::GiftCard>>>("gift_card_id")? {
        Some(id) => Some(StoredGiftCard {
            id,
            masked: row.get::<_, GiftCardCode>("code")?.masked(),
            balance: Money::new(row.get("balance_minor")?, row.get("currency")?),
        }),
        None => None,
    };
    let kind: StoredMethodKind = row.get("kind")?;
    let brand: Option<String> = row.get("brand")?;
    let last_four: Option<String> = row.get("last_four")?;
    let own: String = row.get("label")?;
    Ok(StoredMethod {
        id: row.get("id")?,
        contact_id: row.get("contact_id")?,
        kind,
        label: label(kind, &own, brand.as_deref(), last_four.as_deref(), gift_card.as_ref()),
        brand,
        last_four,
        reference: row.get("reference")?,
        gift_card,
        created_at: row.get("created_at")?,
        removed_at: row.get("removed_at")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::StoredMethod>) -> Result<Option<StoredMethod>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {METHOD} WHERE m.id = :id"))?
        .query_row(named_params! { ":id": id }, method)
        .optional()?)
}

/// The method that keeps this card, unless it was removed.
pub(crate) fn by_gift_card(connection: &Connection, id: Id<id::GiftCard>) -> Result<Option<StoredMethod>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {METHOD} WHERE m.gift_card_id = :id AND m.removed_at IS NULL"))?
        .query_row(named_params! { ":id": id }, method)
        .optional()?)
}

pub(crate) fn of_contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    with_removed: bool,
) -> Result<Vec<StoredMethod>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {METHOD} WHERE m.contact_id = :contact_id AND (:with_removed OR m.removed_at IS NULL)
         ORDER BY m.created_at, m.id"
    ))?;
    let rows = statement
        .query_map(named_params! { ":contact_id": contact_id, ":with_removed": with_removed }, method)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) struct Row {
    pub id: Id<id::StoredMethod>,
    pub contact_id: Id<id::Contact>,
    pub kind: StoredMethodKind,
    pub label: String,
    pub brand: Option<String>,
    pub last_four: Option<String>,
    pub reference: Option<String>,
    pub gift_card_id: Option<Id<id::GiftCard>>,
}

pub(crate) fn insert(tx: &WriteTx<'_>, row: &Row) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO stored_methods (id, contact_id, kind, label, brand, last_four, reference, gift_card_id,
                                         created_at)
             VALUES (:id, :contact_id, :kind, :label, :brand, :last_four, :reference, :gift_card_id, :now)",
        )?
        .execute(named_params! {
            ":id": row.id,
            ":contact_id": row.contact_id,
            ":kind": row.kind,
            ":label": row.label,
            ":brand": row.brand,
            ":last_four": row.last_four,
            ":reference": row.reference,
            ":gift_card_id": row.gift_card_id,
            ":now": tx.now(),
        })?;
    Ok(())
}

pub(crate) fn set_removed(tx: &WriteTx<'_>, id: Id<id::StoredMethod>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE stored_methods SET removed_at = :now WHERE id = :id")?
        .execute(named_params! { ":now": tx.now(), ":id": id })?;
    Ok(())
}
