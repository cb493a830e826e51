//! A search: wanted once, counted, ended. What is asked of the provider is the product's brand and title, or its barcode; a
//! customer's words and links are never part of it.

use std::time::Duration;

use rusqlite::Connection;

use super::{
    Found, MarketSettings, Offer, ProductWords, Provider, Search, SearchState, clean, read_offers, words_of,
};
use crate::clock::Timestamp;
use crate::conversations;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Conversation, Id};
use crate::jobs::{self, NewJob, Work};
use crate::settings::{self, ShopProfile};
use crate::store;

/// How long a customer's turn waits for a search.
pub const PATIENCE: Duration = Duration::from_secs(45);
/// A failed search is not repeated for a customer before that.
const FAILED_FOR: Duration = Duration::from_mins(10);
/// A search that nobody ended by then was lost with its job.
const LOST_AFTER: Duration = Duration::from_mins(10);
/// Requests that one search may cost.
const MOST_TRIES: u32 = 3;
/// Searches that are kept.
const MOST_SEARCHES: u32 = 5000;
const LONGEST_QUERY: usize = 200;

/// What became of a wish to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// It is on its way.
    Started(Search),
    /// What was found is fresh.
    Fresh(Search),
    /// It failed a short while ago.
    Failed(Search),
}

/// What the provider is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub id: Id<id::MarketSearch>,
    pub provider: Provider,
    pub query: String,
    /// ISO 3166-1 alpha-2, lower case; empty: unknown.
    pub country: String,
    pub base_url: Option<String>,
}

/// How a search that failed goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It may be asked again.
    Again,
    For,
}

/// Nothing may be searched.
pub fn off() -> Error {
    Error::new(Code::Refused, "Market prices are off. Choose a provider in the settings first.")
}

/// What leaves the laptop: the brand and the title.
pub fn query_of(product: &ProductWords) -> String {
    let title = clean::line(&product.title, LONGEST_QUERY);
    let brand = clean::line(&product.brand, 60);
    let has_brand = title.to_lowercase().contains(&brand.to_lowercase());
    let query = if has_brand { title } else { format!("{brand} {title}") };
    clean::line(&query, LONGEST_QUERY)
}

fn normalised(query: &str) -> String {
    query.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The newest search of a product that still says something under these settings.
pub(super) fn standing(
    connection: &Connection,
    product: Id<id::Product>,
    rules: &MarketSettings,
    now: Timestamp,
) -> Result<Option<(Search, bool)>> {
    let Some(search) = store::market::newest(connection, product)? else { return Ok(None) };
    let query = normalised(&query_of(&words_of(connection, product)?));
    let same = rules.provider == Some(search.provider) && normalised(&search.query) == query;
    let life = Duration::from_hours(u64::from(rules.cache_hours));
    let stands = match search.state {
        SearchState::Wanted => search.requested_at.plus(LOST_AFTER) > now,
        SearchState::Done => search.ended_at.is_some_and(|ended| ended.plus(life) > now),
        SearchState::Failed => search.ended_at.is_some_and(|ended| ended.plus(FAILED_FOR) > now),
    };
    Ok(Some((search, same && stands)))
}

/// Has a product compared, unless what is known is fresh; `again`: even then. `waiting`: this conversation's turn is told when it
/// ends.
///
/// # Errors
/// `NotFound`; `Refused` when market prices are off or the day's searches are used up.
pub fn want(
    tx: &mut WriteTx<'_>,
    product: Id<id::Product>,
    waiting: Option<Id<Conversation>>,
    again: bool,
) -> Result<Wanted> {
    let rules = settings::get::<MarketSettings>(tx.sql())?.value;
    let words = words_of(tx.sql(), product)?;
    let provider = rules.provider.ok_or_else(off)?;
    let now = tx.now();
    if let Some((search, true)) = standing(tx.sql(), product, &rules, now)? {
        match search.state {
            SearchState::Wanted => {
                if let Some(conversation) = waiting {
                    store::market::wait(tx, search.id, conversation)?;
                }
                return Ok(Wanted::Started(search));
            }
            SearchState::Done if !again => return Ok(Wanted::Fresh(search)),
            SearchState::Failed if !again => return Ok(Wanted::Failed(search)),
            SearchState::Done | SearchState::Failed => {}
        }
    }
    within_the_day(tx.sql(), &rules, provider, now)?;
    let search = Search {
        id: tx.new_id(),
        product_id: product,
        provider,
        query: query_of(&words),
        state: SearchState::Wanted,
        problem: None,
        tries: 0,
        requested_at: now,
        ended_at: None,
    };
    store::market::insert(tx, &search)?;
    store::market::forget_old(tx, MOST_SEARCHES)?;
    if let Some(conversation) = waiting {
        store::market::wait(tx, search.id, conversation)?;
    }
    jobs::enqueue(tx, &NewJob::at(now, Work::SearchMarket { search_id: search.id }))?;
    tx.emit(EventKind::MarketUpdated, product, serde_json::json!({ "state": search.state }))?;
    Ok(Wanted::Started(search))
}

fn within_the_day(
    connection: &Connection,
    rules: &MarketSettings,
    provider: Provider,
    now: Timestamp,
) -> Result<()> {
    if store::market::used(connection, &day(connection, now)?, provider)? < rules.daily_searches {
        return Ok(());
    }
    let detail = format!(
        "Today's {} searches are used up. Raise the number in the settings, or wait until tomorrow.",
        rules.daily_searches
    );
    Err(Error::new(Code::Refused, detail))
}

/// The shop's day.
pub(super) fn day(connection: &Connection, now: Timestamp) -> Result<String> {
    let zone = settings::get::<ShopProfile>(connection)?.value.zone();
    Ok(now.to_jiff().to_zoned_datetime(zone).date().to_string())
}

/// Whom a search that is still wanted asks.
///
/// # Errors
/// Those of the query.
pub fn provider_of(connection: &Connection, id: Id<id::MarketSearch>) -> Result<Option<Provider>> {
    let search = store::market::find(connection, id)?.filter(|search| search.state == SearchState::Wanted);
    Ok(search.map(|search| search.provider))
}

/// Counts a request that is no search of a product: a key was tried.
///
/// # Errors
/// Those of storage.
pub fn count(tx: &mut WriteTx<'_>, provider: Provider) -> Result<()> {
    let now = tx.now();
    let day = day(tx.sql(), now)?;
    store::market::count_request(tx, &day, provider)
}

/// Counts a request that is about to be made. `None`: it is not to be made (any more): the search ended, was switched off or the
/// day is used up.
///
/// # Errors
/// Those of storage.
pub fn begin(tx: &mut WriteTx<'_>, id: Id<id::MarketSearch>) -> Result<Option<Ask>> {
    let Some(search) =
        store::market::find(tx.sql(), id)?.filter(|search| search.state == SearchState::Wanted)
    else {
        return Ok(None);
    };
    let rules = settings::get::<MarketSettings>(tx.sql())?.value;
    let now = tx.now();
    if rules.provider != Some(search.provider) {
        end(tx, &search, Some("Market prices were switched off meanwhile."))?;
        return Ok(None);
    }
    if let Err(error) = within_the_day(tx.sql(), &rules, search.provider, now) {
        end(tx, &search, Some(&error.detail))?;
        return Ok(None);
    }
    let day = day(tx.sql(), now)?;
    store::market::count_request(tx, &day, search.provider)?;
    store::market::tried(tx, id)?;
    let shop = settings::get::<ShopProfile>(tx.sql())?.value;
    Ok(Some(Ask {
        id,
        provider: search.provider,
        query: search.query,
        country: shop.country.to_lowercase(),
        base_url: rules.api_base_url,
    }))
}

/// Keeps what was found, as far as it is an offer, and brings back the turns that wait for it.
///
/// # Errors
/// Those of storage.
pub fn found(tx: &mut WriteTx<'_>, id: Id<id::MarketSearch>, pages: &[Found]) -> Result<()> {
    let Some(search) =
        store::market::find(tx.sql(), id)?.filter(|search| search.state == SearchState::Wanted)
    else {
        return Ok(());
    };
    let home = settings::get::<ShopProfile>(tx.sql())?.value.currency;
    let words = words_of(tx.sql(), search.product_id)?;
    let now = tx.now();
    for (position, new) in read_offers(pages, &words, home, search.provider).into_iter().enumerate() {
        let offer = Offer {
            id: tx.new_id(),
            title: new.title,
            merchant: new.merchant,
            url: new.url,
            price: new.price,
            condition: new.condition,
            in_stock: new.in_stock,
            likeness: new.judged.likeness,
            confidence: new.judged.confidence,
            seen_at: now,
            provider: search.provider,
        };
        store::market::insert_offer(tx, id, position, &offer)?;
    }
    end(tx, &search, None)
}

/// The provider did not answer as it should. `again`: another request may help. `problem` is a sentence for the owner; it must not
/// hold the key.
///
/// # Errors
/// Those of storage.
pub fn failed(tx: &mut WriteTx<'_>, id: Id<id::MarketSearch>, again: bool, problem: &str) -> Result<Ended> {
    let Some(search) =
        store::market::find(tx.sql(), id)?.filter(|search| search.state == SearchState::Wanted)
    else {
        return Ok(Ended::For);
    };
    if again && search.tries < MOST_TRIES {
        return Ok(Ended::Again);
    }
    end(tx, &search, Some(problem))?;
    Ok(Ended::For)
}

fn end(tx: &mut WriteTx<'_>, search: &Search, problem: Option<&str>) -> Result<()> {
    let state = if problem.is_some() { SearchState::Failed } else { SearchState::Done };
    let now = tx.now();
    store::market::end(tx, search.id, state, problem, now)?;
    tx.emit(EventKind::MarketUpdated, search.product_id, serde_json::json!({ "state": state }))?;
    for conversation in store::market::take_waiters(tx, search.id)? {
        conversations::answer_waited_for(tx, conversation)?;
    }
    Ok(())
}
