//! What is known of a product's prices elsewhere: for the owner's screen, and for an agent's turn.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::searching::{self, PATIENCE};
use super::{Likeness, MarketSettings, Offer, Provider, Search, SearchState};
use crate::catalog;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::Money;
use crate::settings::{self, ShopProfile};
use crate::store;

/// The owner's view of a product beside other shops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarketView {
    /// `None`: market prices are off.
    pub provider: Option<Provider>,
    /// The newest search, of whichever provider.
    pub search: Option<Search>,
    /// It is neither too old nor of other words.
    pub is_fresh: bool,
    /// Of the newest search that found something; those that are the same product first.
    pub offers: Vec<Offer>,
    /// What would leave the laptop.
    pub query: String,
    /// The shop's own price, from and to.
    pub own: Option<(Money, Money)>,
    /// The highest that the shop pays for a variant; `None`: it is not known of all.
    pub cost: Option<Money>,
    /// Of offers that count.
    pub cheapest: Option<Price>,
    pub median: Option<Price>,
    pub searches_today: u32,
    pub daily_searches: u32,
}

/// A price elsewhere, beside the shop's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    pub price: Money,
    /// In percent of the lowest own price; negative: it is cheaper there.
    pub versus_own: Option<i64>,
    /// What would be left of this price after the cost, in percent of the price.
    pub margin: Option<i64>,
}

impl Price {
    fn of(price: Money, own: Option<Money>, cost: Option<Money>) -> Self {
        let percent = |part: i64, whole: i64| (whole > 0).then(|| (part * 100).div_euclid(whole));
        Self {
            price,
            versus_own: own.and_then(|own| percent(price.amount - own.amount, own.amount)),
            margin: cost.and_then(|cost| percent(price.amount - cost.amount, price.amount)),
        }
    }
}

/// What the owner sees.
///
/// # Errors
/// `NotFound`.
pub fn view(connection: &Connection, product: Id<id::Product>, now: Timestamp) -> Result<MarketView> {
    let rules = settings::get::<MarketSettings>(connection)?.value;
    let home = settings::get::<ShopProfile>(connection)?.value.currency;
    let query = searching::query_of(&super::words_of(connection, product)?);
    let standing = searching::standing(connection, product, &rules, now)?;
    let (search, is_fresh) = standing.map_or((None, false), |(search, stands)| (Some(search), stands));
    let offers = store::market::newest_offers(connection, product)?;
    let variants = catalog::variants(connection, product)?;
    let low = variants.iter().map(|variant| variant.price).min_by_key(|price| price.amount);
    let high = variants.iter().map(|variant| variant.price).max_by_key(|price| price.amount);
    let costs: Option<Vec<Money>> = variants.iter().map(|variant| variant.cost).collect();
    let cost = costs.and_then(|costs| costs.into_iter().max_by_key(|cost| cost.amount));
    let mut prices: Vec<i64> =
        offers.iter().filter(|offer| offer.counts(home)).map(|offer| offer.price.amount).collect();
    prices.sort_unstable();
    let priced = |amount: &i64| Price::of(Money::new(*amount, home), low, cost);
    // Of two in the middle the lower: it is a price that somebody asks.
    let median = prices.get(prices.len().saturating_sub(1) / 2);
    let searches_today = match rules.provider {
        Some(provider) => store::market::used(connection, &searching::day(connection, now)?, provider)?,
        None => 0,
    };
    Ok(MarketView {
        provider: rules.provider,
        is_fresh: is_fresh && search.as_ref().is_some_and(|search| search.state == SearchState::Done),
        search,
        cheapest: prices.first().map(priced),
        median: median.map(priced),
        offers,
        query,
        own: low.zip(high),
        cost,
        searches_today,
        daily_searches: rules.daily_searches,
    })
}

/// How searching is set up, and how much of the day is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    pub provider: Option<Provider>,
    pub searches_today: u32,
    pub daily_searches: u32,
    /// What the newest search failed with, if it did.
    pub last_problem: Option<String>,
}

/// # Errors
/// Those of the queries.
pub fn overview(connection: &Connection, now: Timestamp) -> Result<Overview> {
    let rules = settings::get::<MarketSettings>(connection)?.value;
    let searches_today = match rules.provider {
        Some(provider) => store::market::used(connection, &searching::day(connection, now)?, provider)?,
        None => 0,
    };
    Ok(Overview {
        provider: rules.provider,
        searches_today,
        daily_searches: rules.daily_searches,
        last_problem: store::market::newest_of_all(connection)?.and_then(|search| search.problem),
    })
}

/// What a turn learns of a product's prices elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "offers", rename_all = "snake_case")]
pub enum Comparison {
    /// It has to be searched; the turn waits for that.
    Missing,
    /// It cannot be known now.
    Unavailable,
    /// Offers of the same product; nothing else reaches an agent.
    Found(Vec<Offer>),
}

/// What a turn learns. `now` is the turn's.
///
/// # Errors
/// Those of the queries.
pub fn compared(connection: &Connection, product: Id<id::Product>, now: Timestamp) -> Result<Comparison> {
    let rules = settings::get::<MarketSettings>(connection)?.value;
    let Some(provider) = rules.provider else { return Ok(Comparison::Unavailable) };
    Ok(match searching::standing(connection, product, &rules, now)? {
        Some((search, true)) => match search.state {
            SearchState::Wanted if search.requested_at.plus(PATIENCE) > now => Comparison::Missing,
            SearchState::Wanted | SearchState::Failed => Comparison::Unavailable,
            SearchState::Done => {
                let mut offers = store::market::offers(connection, search.id)?;
                offers.retain(|offer| offer.likeness == Likeness::Same);
                Comparison::Found(offers)
            }
        },
        _ => {
            let used = store::market::used(connection, &searching::day(connection, now)?, provider)?;
            if used < rules.daily_searches { Comparison::Missing } else { Comparison::Unavailable }
        }
    })
}
