//! Tables `market_searches`, `market_offers`, `market_waiters` and `market_usage`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Conversation, Id, MarketOffer, MarketSearch, Product};
use crate::market::{Offer, Provider, Search, SearchState};
use crate::money::Money;

const SEARCH: &str = "id, product_id, provider, query, state, problem, tries, requested_at, ended_at";

fn search(row: &Row<'_>) -> rusqlite::Result<Search> {
    Ok(Search {
        id: row.get("id")?,
        product_id: row.get("product_id")?,
        provider: row.get("provider")?,
        query: row.get("query")?,
        state: row.get("state")?,
        problem: row.get("problem")?,
        tries: row.get("tries")?,
        requested_at: row.get("requested_at")?,
        ended_at: row.get("ended_at")?,
    })
}

const OFFER: &str = "o.id, o.title, o.merchant, o.url, o.amount, o.currency, o.condition, o.in_stock, o.likeness, o.confidence,
                     o.seen_at, s.provider
                     FROM market_offers o JOIN market_searches s ON s.id = o.search_id";

fn offer(row: &Row<'_>) -> rusqlite::Result<Offer> {
    Ok(Offer {
        id: row.get("id")?,
        title: row.get("title")?,
        merchant: row.get("merchant")?,
        url: row.get("url")?,
        price: Money::new(row.get("amount")?, row.get("currency")?),
        condition: row.get("condition")?,
        in_stock: row.get("in_stock")?,
        likeness: row.get("likeness")?,
        confidence: row.get("confidence")?,
        seen_at: row.get("seen_at")?,
        provider: row.get("provider")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<MarketSearch>) -> Result<Option<Search>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {SEARCH} FROM market_searches WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, search)
        .optional()?)
}

/// The newest search of a product.
pub(crate) fn newest(connection: &Connection, product: Id<Product>) -> Result<Option<Search>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {SEARCH} FROM market_searches WHERE product_id = :product ORDER BY id DESC LIMIT 1"
        ))?
        .query_row(named_params! { ":product": product }, search)
        .optional()?)
}

/// The newest search of all that ended.
pub(crate) fn newest_of_all(connection: &Connection) -> Result<Option<Search>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {SEARCH} FROM market_searches WHERE state <> 'wanted' ORDER BY id DESC LIMIT 1"
        ))?
        .query_row([], search)
        .optional()?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, search: &Search) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO market_searches (id, product_id, provider, query, state, requested_at)
             VALUES (:id, :product, :provider, :query, :state, :now)",
        )?
        .execute(named_params! {
            ":id": search.id,
            ":product": search.product_id,
            ":provider": search.provider,
            ":query": search.query,
            ":state": search.state,
            ":now": search.requested_at,
        })?;
    Ok(())
}

/// Keeps the newest `most` searches.
pub(crate) fn forget_old(tx: &WriteTx<'_>, most: u32) -> Result<usize> {
    Ok(tx
        .sql()
        .prepare_cached(
            "DELETE FROM market_searches
             WHERE id <= (SELECT id FROM market_searches ORDER BY id DESC LIMIT 1 OFFSET :most)",
        )?
        .execute(named_params! { ":most": most })?)
}

/// Deletes up to `limit` searches that are older than `before`, with their offers.
pub(crate) fn prune(tx: &WriteTx<'_>, before: Timestamp, limit: u32) -> Result<usize> {
    let first = Id::<MarketSearch>::first_at(before);
    Ok(tx
        .sql()
        .prepare_cached(
            "DELETE FROM market_searches WHERE id IN
             (SELECT id FROM market_searches WHERE id < :first ORDER BY id LIMIT :limit)",
        )?
        .execute(named_params! { ":first": first, ":limit": limit })?)
}

pub(crate) fn tried(tx: &WriteTx<'_>, id: Id<MarketSearch>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE market_searches SET tries = tries + 1 WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

pub(crate) fn end(
    tx: &WriteTx<'_>,
    id: Id<MarketSearch>,
    state: SearchState,
    problem: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE market_searches SET state = :state, problem = :problem, ended_at = :now WHERE id = :id",
        )?
        .execute(named_params! { ":id": id, ":state": state, ":problem": problem, ":now": now })?;
    Ok(())
}

pub(crate) fn insert_offer(
    tx: &WriteTx<'_>,
    search: Id<MarketSearch>,
    position: usize,
    offer: &Offer,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO market_offers (id, search_id, position, title, merchant, url, amount, currency, condition, in_stock,
                                        likeness, confidence, seen_at)
             VALUES (:id, :search, :position, :title, :merchant, :url, :amount, :currency, :condition, :in_stock, :likeness,
                     :confidence, :seen_at)",
        )?
        .execute(named_params! {
            ":id": offer.id,
            ":search": search,
            ":position": i64::try_from(position).unwrap_or(i64::MAX),
            ":title": offer.title,
            ":merchant": offer.merchant,
            ":url": offer.url,
            ":amount": offer.price.amount,
            ":currency": offer.price.currency,
            ":condition": offer.condition,
            ":in_stock": offer.in_stock,
            ":likeness": offer.likeness,
            ":confidence": offer.confidence,
            ":seen_at": offer.seen_at,
        })?;
    Ok(())
}

/// What a search found, in its order.
pub(crate) fn offers(connection: &Connection, id: Id<MarketSearch>) -> Result<Vec<Offer>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {OFFER} WHERE o.search_id = :id ORDER BY o.position"))?;
    Ok(statement.query_map(named_params! { ":id": id }, offer)?.collect::<rusqlite::Result<_>>()?)
}

/// What the newest search of a product that ended well found.
pub(crate) fn newest_offers(connection: &Connection, product: Id<Product>) -> Result<Vec<Offer>> {
    let done: Option<Id<MarketSearch>> = connection
        .prepare_cached(
            "SELECT id FROM market_searches WHERE product_id = :product AND state = 'done' ORDER BY id DESC LIMIT 1",
        )?
        .query_row(named_params! { ":product": product }, |row| row.get(0))
        .optional()?;
    done.map_or_else(|| Ok(Vec::new()), |id| offers(connection, id))
}

/// An offer with the product that it was found for.
pub(crate) fn offer_of(connection: &Connection, id: Id<MarketOffer>) -> Result<Option<(Id<Product>, Offer)>> {
    Ok(connection
        .prepare_cached(&format!("SELECT s.product_id, {OFFER} WHERE o.id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok((row.get("product_id")?, offer(row)?)))
        .optional()?)
}

/// A conversation's turn waits for a search.
pub(crate) fn wait(tx: &WriteTx<'_>, id: Id<MarketSearch>, conversation: Id<Conversation>) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT OR IGNORE INTO market_waiters (search_id, conversation_id) VALUES (:id, :conversation)",
        )?
        .execute(named_params! { ":id": id, ":conversation": conversation })?;
    Ok(())
}

/// Those that waited for a search; they do no more.
pub(crate) fn take_waiters(tx: &WriteTx<'_>, id: Id<MarketSearch>) -> Result<Vec<Id<Conversation>>> {
    let mut statement = tx
        .sql()
        .prepare_cached("DELETE FROM market_waiters WHERE search_id = :id RETURNING conversation_id")?;
    let waited = statement.query_map(named_params! { ":id": id }, |row| row.get(0))?;
    Ok(waited.collect::<rusqlite::Result<_>>()?)
}

/// Requests of a day.
pub(crate) fn used(connection: &Connection, day: &str, provider: Provider) -> Result<u32> {
    Ok(connection
        .prepare_cached("SELECT requests FROM market_usage WHERE day = :day AND provider = :provider")?
        .query_row(named_params! { ":day": day, ":provider": provider }, |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}

pub(crate) fn count_request(tx: &WriteTx<'_>, day: &str, provider: Provider) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO market_usage (day, provider, requests) VALUES (:day, :provider, 1)
             ON CONFLICT (day, provider) DO UPDATE SET requests = requests + 1",
        )?
        .execute(named_params! { ":day": day, ":provider": provider })?;
    Ok(())
}
