//! Prices elsewhere, on the wire.

use haberdash_core::market;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Money, Time};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarketProvider {
    Tavily,
    Serpapi,
}

impl From<market::Provider> for MarketProvider {
    fn from(provider: market::Provider) -> Self {
        match provider {
            market::Provider::Tavily => Self::Tavily,
            market::Provider::Serpapi => Self::Serpapi,
        }
    }
}

impl From<MarketProvider> for market::Provider {
    fn from(provider: MarketProvider) -> Self {
        match provider {
            MarketProvider::Tavily => Self::Tavily,
            MarketProvider::Serpapi => Self::Serpapi,
        }
    }
}

/// How searching the web is set up. Never holds a key.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MarketStatus {
    /// Null: market prices are off.
    pub provider: Option<MarketProvider>,
    /// Providers whose key is in the keyring.
    pub keys: Vec<MarketProvider>,
    /// Why keys cannot be read or kept, for people.
    pub keyring_problem: Option<String>,
    pub searches_today: u32,
    pub daily_searches: u32,
    /// What the last search failed with, if it did.
    pub last_problem: Option<String>,
}

/// A key for the system's keyring. Nothing reads it back.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketKey {
    pub provider: MarketProvider,
    pub key: String,
}

/// What came of trying a key.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MarketKeyTest {
    /// Null: it could not be tried now.
    pub works: Option<bool>,
    /// It is in the keyring.
    pub kept: bool,
    /// For people.
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferLikeness {
    Same,
    Similar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferCondition {
    New,
    Used,
    Refurbished,
}

/// What another shop asks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MarketOffer {
    pub id: String,
    /// A stranger's words: to be shown as text.
    pub title: String,
    pub merchant: String,
    pub url: String,
    /// In the page's own currency.
    pub price: Money,
    pub condition: OfferCondition,
    /// Null: the page does not say.
    pub in_stock: Option<bool>,
    pub likeness: OfferLikeness,
    /// 0 to 100.
    pub confidence: u8,
    pub seen_at: Time,
    pub provider: MarketProvider,
}

impl From<market::Offer> for MarketOffer {
    fn from(offer: market::Offer) -> Self {
        Self {
            id: offer.id.to_string(),
            title: offer.title,
            merchant: offer.merchant,
            url: offer.url,
            price: offer.price.into(),
            condition: match offer.condition {
                market::Condition::New => OfferCondition::New,
                market::Condition::Used => OfferCondition::Used,
                market::Condition::Refurbished => OfferCondition::Refurbished,
            },
            in_stock: offer.in_stock,
            likeness: match offer.likeness {
                market::Likeness::Same => OfferLikeness::Same,
                market::Likeness::Similar => OfferLikeness::Similar,
            },
            confidence: offer.confidence,
            seen_at: offer.seen_at.into(),
            provider: offer.provider.into(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarketSearchState {
    Wanted,
    Done,
    Failed,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MarketSearch {
    pub state: MarketSearchState,
    pub provider: MarketProvider,
    /// What left the laptop.
    pub query: String,
    /// Why it failed, for people.
    pub problem: Option<String>,
    pub requested_at: Time,
    pub ended_at: Option<Time>,
}

impl From<market::Search> for MarketSearch {
    fn from(search: market::Search) -> Self {
        Self {
            state: match search.state {
                market::SearchState::Wanted => MarketSearchState::Wanted,
                market::SearchState::Done => MarketSearchState::Done,
                market::SearchState::Failed => MarketSearchState::Failed,
            },
            provider: search.provider.into(),
            query: search.query,
            problem: search.problem,
            requested_at: search.requested_at.into(),
            ended_at: search.ended_at.map(Time),
        }
    }
}

/// A price elsewhere, beside the shop's own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MarketPrice {
    pub price: Money,
    /// Percent of the lowest own price; negative: it is less there.
    pub versus_own: Option<i64>,
    /// What this price would leave after the cost, in percent of the price.
    pub margin: Option<i64>,
}

impl From<market::Price> for MarketPrice {
    fn from(price: market::Price) -> Self {
        Self { price: price.price.into(), versus_own: price.versus_own, margin: price.margin }
    }
}

/// A product beside other shops.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductMarket {
    /// Null: market prices are off.
    pub provider: Option<MarketProvider>,
    /// The newest search.
    pub search: Option<MarketSearch>,
    /// It is neither too old nor of other words.
    pub is_fresh: bool,
    /// Those of the same product first.
    pub offers: Vec<MarketOffer>,
    /// What a search sends: nothing else of the shop's leaves.
    pub query: String,
    pub own_low: Option<Money>,
    pub own_high: Option<Money>,
    /// The highest cost of a variant; null where one is not known.
    pub cost: Option<Money>,
    pub cheapest: Option<MarketPrice>,
    pub median: Option<MarketPrice>,
    pub searches_today: u32,
    pub daily_searches: u32,
}

impl From<market::MarketView> for ProductMarket {
    fn from(view: market::MarketView) -> Self {
        let (low, high) = view.own.unzip();
        Self {
            provider: view.provider.map(Into::into),
            search: view.search.map(Into::into),
            is_fresh: view.is_fresh,
            offers: view.offers.into_iter().map(Into::into).collect(),
            query: view.query,
            own_low: low.map(Into::into),
            own_high: high.map(Into::into),
            cost: view.cost.map(Into::into),
            cheapest: view.cheapest.map(Into::into),
            median: view.median.map(Into::into),
            searches_today: view.searches_today,
            daily_searches: view.daily_searches,
        }
    }
}
