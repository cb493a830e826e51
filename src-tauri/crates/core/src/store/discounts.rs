//! Tables `discounts`, `discount_redemptions`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::contacts::containing;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::discounts::{Discount, DiscountState, DiscountTerms, Redemption};
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};

const DISCOUNT: &str = "d.id, d.title, d.code, d.kind, d.amount_minor, d.rate_ppm, d.buy, d.get, d.currency,
     d.applies_to, d.product_ids, d.categories, d.minimum_subtotal_minor, d.minimum_quantity, d.starts_at, d.ends_at,
     d.usage_limit, d.per_customer_limit, d.contact_ids, d.combines, d.active, d.times_used, d.created_at, d.updated_at,
     d.version";

fn discount(row: &Row<'_>) -> Result<Discount> {
    fn list<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<Vec<T>> {
        Ok(serde_json::from_str(&row.get::<_, String>(column)?)?)
    }
    Ok(Discount {
        id: row.get("id")?,
        terms: DiscountTerms {
            title: row.get("title")?,
            code: row.get("code")?,
            kind: row.get("kind")?,
            amount: row.get("amount_minor")?,
            rate_ppm: row.get("rate_ppm")?,
            buy: row.get("buy")?,
            get: row.get("get")?,
            applies_to: row.get("applies_to")?,
            product_ids: list(row, "product_ids")?,
            categories: list(row, "categories")?,
            minimum_subtotal: row.get("minimum_subtotal_minor")?,
            minimum_quantity: row.get("minimum_quantity")?,
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
            usage_limit: row.get("usage_limit")?,
            per_customer_limit: row.get("per_customer_limit")?,
            contact_ids: list(row, "contact_ids")?,
            combines: row.get("combines")?,
            active: row.get("active")?,
        },
        currency: row.get("currency")?,
        times_used: row.get("times_used")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

fn json(list: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(list)?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, discount: &Discount) -> Result<()> {
    write(
        tx,
        discount,
        "INSERT INTO discounts (id, title, code, kind, amount_minor, rate_ppm, buy, get, currency, applies_to,
                                product_ids, categories, minimum_subtotal_minor, minimum_quantity, starts_at, ends_at,
                                usage_limit, per_customer_limit, contact_ids, combines, active, times_used, created_at,
                                updated_at, version)
         VALUES (:id, :title, :code, :kind, :amount, :rate_ppm, :buy, :get, :currency, :applies_to, :product_ids,
                 :categories, :minimum_subtotal, :minimum_quantity, :starts_at, :ends_at, :usage_limit,
                 :per_customer_limit, :contact_ids, :combines, :active, 0, :created_at, :updated_at, :version)",
    )
}

/// Writes what the owner says of it; its uses are counted apart.
pub(crate) fn update(tx: &WriteTx<'_>, discount: &Discount) -> Result<()> {
    write(
        tx,
        discount,
        "UPDATE discounts SET title = :title, code = :code, kind = :kind, amount_minor = :amount, rate_ppm = :rate_ppm,
                buy = :buy, get = :get, currency = :currency, applies_to = :applies_to, product_ids = :product_ids,
                categories = :categories, minimum_subtotal_minor = :minimum_subtotal,
                minimum_quantity = :minimum_quantity, starts_at = :starts_at, ends_at = :ends_at,
                usage_limit = :usage_limit, per_customer_limit = :per_customer_limit, contact_ids = :contact_ids,
                combines = :combines, active = :active, created_at = :created_at, updated_at = :updated_at,
                version = :version
         WHERE id = :id",
    )
}

fn write(tx: &WriteTx<'_>, discount: &Discount, statement: &str) -> Result<()> {
    let terms = &discount.terms;
    tx.sql().prepare_cached(statement)?.execute(named_params! {
        ":id": discount.id,
        ":title": terms.title,
        ":code": terms.code,
        ":kind": terms.kind,
        ":amount": terms.amount,
        ":rate_ppm": terms.rate_ppm,
        ":buy": terms.buy,
        ":get": terms.get,
        ":currency": discount.currency,
        ":applies_to": terms.applies_to,
        ":product_ids": json(&terms.product_ids)?,
        ":categories": json(&terms.categories)?,
        ":minimum_subtotal": terms.minimum_subtotal,
        ":minimum_quantity": terms.minimum_quantity,
        ":starts_at": terms.starts_at,
        ":ends_at": terms.ends_at,
        ":usage_limit": terms.usage_limit,
        ":per_customer_limit": terms.per_customer_limit,
        ":contact_ids": json(&terms.contact_ids)?,
        ":combines": terms.combines,
        ":active": terms.active,
        ":created_at": discount.created_at,
        ":updated_at": discount.updated_at,
        ":version": discount.version,
    })?;
    Ok(())
}

pub(crate) fn delete(tx: &WriteTx<'_>, id: Id<id::Discount>) -> Result<()> {
    tx.sql().prepare_cached("DELETE FROM discounts WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}

pub(crate) fn find(connection: &Connection, id: Id<id::Discount>) -> Result<Option<Discount>> {
    connection
        .prepare_cached(&format!("SELECT {DISCOUNT} FROM discounts d WHERE d.id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok(discount(row)))
        .optional()?
        .transpose()
}

/// Codes stand in upper case.
pub(crate) fn by_code(connection: &Connection, code: &str) -> Result<Option<Discount>> {
    connection
        .prepare_cached(&format!("SELECT {DISCOUNT} FROM discounts d WHERE d.code = :code"))?
        .query_row(named_params! { ":code": code.to_uppercase() }, |row| Ok(discount(row)))
        .optional()?
        .transpose()
}

/// Those that apply by themselves and are not switched off, the older first.
pub(crate) fn automatic(connection: &Connection) -> Result<Vec<Discount>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {DISCOUNT} FROM discounts d WHERE d.code IS NULL AND d.active = 1 ORDER BY d.id"
    ))?;
    let mut rows = statement.query([])?;
    let mut discounts = Vec::new();
    while let Some(row) = rows.next()? {
        discounts.push(discount(row)?);
    }
    Ok(discounts)
}

pub(crate) fn list(
    connection: &Connection,
    state: Option<DiscountState>,
    text: Option<&str>,
    now: Timestamp,
    before: Option<String>,
    limit: i64,
) -> Result<Vec<Discount>> {
    let like = text.map(containing);
    let mut statement = connection.prepare_cached(&format!(
        r"SELECT {DISCOUNT} FROM discounts d
          WHERE (:before IS NULL OR d.id < :before)
            AND (:text IS NULL OR d.title LIKE :text ESCAPE '\' OR d.code LIKE :text ESCAPE '\')
            AND (:state IS NULL OR :state = CASE
                WHEN NOT d.active THEN 'off'
                WHEN d.ends_at <= :now THEN 'expired'
                WHEN d.times_used >= d.usage_limit THEN 'used_up'
                WHEN d.starts_at > :now THEN 'scheduled'
                ELSE 'active' END)
          ORDER BY d.id DESC LIMIT :limit"
    ))?;
    let mut rows = statement.query(named_params! {
        ":before": before, ":text": like, ":state": state, ":now": now, ":limit": limit,
    })?;
    let mut discounts = Vec::new();
    while let Some(row) = rows.next()? {
        discounts.push(discount(row)?);
    }
    Ok(discounts)
}

pub(crate) fn is_used(connection: &Connection, id: Id<id::Discount>) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM discount_redemptions WHERE discount_id = :id)")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?)
}

pub(crate) fn uses_of_contact(
    connection: &Connection,
    id: Id<id::Discount>,
    contact_id: Id<id::Contact>,
) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM discount_redemptions WHERE discount_id = :id AND contact_id = :contact_id",
        )?
        .query_row(named_params! { ":id": id, ":contact_id": contact_id }, |row| row.get(0))?)
}

/// Counts a use.
pub(crate) fn redeem(
    tx: &WriteTx<'_>,
    id: Id<id::Discount>,
    order_id: Id<id::Order>,
    contact_id: Option<Id<id::Contact>>,
    amount: i64,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO discount_redemptions (discount_id, order_id, contact_id, amount_minor, redeemed_at)
             VALUES (:id, :order_id, :contact_id, :amount, :now)",
        )?
        .execute(named_params! {
            ":id": id, ":order_id": order_id, ":contact_id": contact_id, ":amount": amount, ":now": tx.now(),
        })?;
    tx.sql()
        .prepare_cached("UPDATE discounts SET times_used = times_used + 1 WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

/// Gives the uses of an order back.
pub(crate) fn give_back(tx: &WriteTx<'_>, order_id: Id<id::Order>) -> Result<()> {
    let parameters = named_params! { ":order_id": order_id };
    tx.sql()
        .prepare_cached(
            "UPDATE discounts SET times_used = times_used - 1
             WHERE id IN (SELECT discount_id FROM discount_redemptions WHERE order_id = :order_id)",
        )?
        .execute(parameters)?;
    tx.sql()
        .prepare_cached("DELETE FROM discount_redemptions WHERE order_id = :order_id")?
        .execute(parameters)?;
    Ok(())
}

pub(crate) fn redemptions(
    connection: &Connection,
    id: Id<id::Discount>,
    currency: Currency,
    before: Option<String>,
    limit: i64,
) -> Result<Vec<Redemption>> {
    let mut statement = connection.prepare_cached(
        "SELECT r.order_id, o.number, r.contact_id, coalesce(c.display_name, '') AS contact_name, r.amount_minor,
                r.redeemed_at
         FROM discount_redemptions r JOIN orders o ON o.id = r.order_id LEFT JOIN contacts c ON c.id = r.contact_id
         WHERE r.discount_id = :id AND (:before IS NULL OR r.order_id < :before)
         ORDER BY r.order_id DESC LIMIT :limit",
    )?;
    let rows =
        statement.query_map(named_params! { ":id": id, ":before": before, ":limit": limit }, |row| {
            Ok(Redemption {
                order_id: row.get("order_id")?,
                order_number: row.get("number")?,
                contact_id: row.get("contact_id")?,
                contact_name: row.get("contact_name")?,
                amount: Money::new(row.get("amount_minor")?, currency),
                redeemed_at: row.get("redeemed_at")?,
            })
        })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
