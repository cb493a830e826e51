//! What other shops ask for the shop's products: offers that a search provider found on the web, judged, kept for a while and
//! counted by day. Asking the provider is the server's ([`server::market`] there); nothing here touches a network.
//!
//! What comes from the web is a stranger's: it is cleaned, its price is read, it is compared, and shown as text. Of an offer that
//! is the same product an agent may tell price, merchant and link, in sentences that this program words; its title and its
//! text reach no customer, and nothing that stands in them does anything.

mod clean;
mod likeness;
mod price;
mod price_match;
mod rules;
mod searching;
#[cfg(test)]
mod tests;
mod view;

use serde::{Deserialize, Serialize};

pub use likeness::{Judged, ProductWords, judge};
pub use price::{Place, Read, read_prices};
pub use price_match::{GIVEN_FOR, Given, Matched};
pub(crate) use price_match::{facts, give, propose};
pub use rules::{MarketSettings, PriceMatch};
pub use searching::{
    Ask, Ended, PATIENCE, Wanted, begin, count, failed, found, off, provider_of, query_of, want,
};
pub use view::{Comparison, MarketView, Overview, Price, compared, overview, view};

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};

crate::text_enum! {
    /// Who searches the web.
    pub enum Provider {
        Tavily = "tavily",
        Serpapi = "serpapi",
    }
}

impl Provider {
    /// As it calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tavily => "Tavily",
            Self::Serpapi => "SerpAPI",
        }
    }

    /// Where its API stands.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Tavily => "https://api.tavily.com",
            Self::Serpapi => "https://serpapi.com",
        }
    }
}

crate::text_enum! {
    pub enum Condition {
        New = "new",
        Used = "used",
        Refurbished = "refurbished",
    }
}

crate::text_enum! {
    /// Whether an offer is of the shop's product.
    pub enum Likeness {
        /// The same product, as far as its words tell.
        Same = "same",
        /// Something like it, or one is not sure: never a reason for a price.
        Similar = "similar",
    }
}

crate::text_enum! {
    pub enum SearchState {
        Wanted = "wanted",
        Done = "done",
        Failed = "failed",
    }
}

/// What another shop asks, as its page said when it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub id: Id<id::MarketOffer>,
    /// Cleaned words of the page; for the owner's eyes only.
    pub title: String,
    pub merchant: String,
    /// `http` or `https`.
    pub url: String,
    /// In the page's own currency.
    pub price: Money,
    pub condition: Condition,
    /// `None`: the page does not say.
    pub in_stock: Option<bool>,
    pub likeness: Likeness,
    /// How sure [`Self::likeness`] is, 0…100.
    pub confidence: u8,
    pub seen_at: Timestamp,
    pub provider: Provider,
}

impl Offer {
    /// The same product, new, to be had as far as one knows, in this currency: what a price may be compared with.
    pub fn counts(&self, currency: Currency) -> bool {
        self.likeness == Likeness::Same
            && self.condition == Condition::New
            && self.in_stock != Some(false)
            && self.price.currency == currency
    }
}

/// The cheapest that counts.
pub fn best(offers: &[Offer], currency: Currency) -> Option<&Offer> {
    offers.iter().filter(|offer| offer.counts(currency)).min_by_key(|offer| offer.price.amount)
}

/// A search of a product, as it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Search {
    pub id: Id<id::MarketSearch>,
    pub product_id: Id<id::Product>,
    pub provider: Provider,
    /// What left the laptop.
    pub query: String,
    pub state: SearchState,
    /// Why it failed, for the owner.
    pub problem: Option<String>,
    pub tries: u32,
    pub requested_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// What a provider returned for one page, as it came. Nothing of it is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    pub title: String,
    /// Text of the page.
    pub text: String,
    pub url: String,
    /// Who sells it, where the provider says so.
    pub merchant: Option<String>,
    /// The price, where the provider has it apart: "€49.90".
    pub price: Option<String>,
    /// "used", "refurbished"; `None`: nothing is said.
    pub condition: Option<String>,
    /// The provider says that it is delivered.
    pub delivered: bool,
}

/// Characters of a title that are kept.
const LONGEST_TITLE: usize = 160;
/// Characters of a page's text that are read.
const LONGEST_TEXT: usize = 4000;
/// Offers of a search that are kept.
const MOST_OFFERS: usize = 20;

/// An offer before it has its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOffer {
    pub title: String,
    pub merchant: String,
    pub url: String,
    pub price: Money,
    pub condition: Condition,
    pub in_stock: Option<bool>,
    pub judged: Judged,
}

/// What a page offers; `None`: no price, or no link that one could follow.
pub fn read_offer(
    found: &Found,
    product: &ProductWords,
    home: Currency,
    provider: Provider,
) -> Option<NewOffer> {
    let title = clean::line(&found.title, LONGEST_TITLE);
    let text = clean::line(&found.text, LONGEST_TEXT);
    let url = clean::link(&found.url)?;
    let host = clean::host(&url)?;
    let place = match provider {
        // It is asked for the shop's country.
        Provider::Serpapi => Place::of_shop(home),
        Provider::Tavily => Place::of_host(&host, home),
    };
    let read = match found.price.as_deref() {
        Some(price) => price::read(&clean::line(price, 40), place),
        None => price::read(&title, place).or_else(|| price::read(&text, place)),
    }?;
    let merchant = found.merchant.as_deref().and_then(clean::merchant).unwrap_or_else(|| host.clone());
    let said = format!("{title} {text}").to_lowercase();
    let condition = likeness::condition(found.condition.as_deref().unwrap_or(""), &title.to_lowercase());
    let in_stock = likeness::in_stock(&said, found.delivered);
    let mut judged = judge(product, &title, &text, &merchant);
    if !read.is_sure || condition != Condition::New || likeness::is_too_good(product, read.price) {
        // Of several prices, which is the product's is a guess.
        judged.likeness = Likeness::Similar;
        judged.confidence = judged.confidence.min(60);
    }
    Some(NewOffer { title, merchant, url, price: read.price, condition, in_stock, judged })
}

/// All that pages offer, the same link once, the surest first and the cheapest of those.
pub fn read_offers(
    found: &[Found],
    product: &ProductWords,
    home: Currency,
    provider: Provider,
) -> Vec<NewOffer> {
    let mut offers: Vec<NewOffer> = Vec::new();
    for page in found {
        if let Some(offer) = read_offer(page, product, home, provider)
            && !offers.iter().any(|known| known.url == offer.url)
        {
            offers.push(offer);
        }
    }
    offers.sort_by_key(|offer| (offer.judged.likeness, offer.price.currency != home, offer.price.amount));
    offers.truncate(MOST_OFFERS);
    offers
}

/// The words of a product that leave the laptop and that offers are compared with.
///
/// # Errors
/// `NotFound`.
pub fn words_of(connection: &rusqlite::Connection, id: Id<id::Product>) -> Result<ProductWords> {
    let product = crate::catalog::product(connection, id)?;
    let variants = crate::catalog::variants(connection, id)?;
    let mut barcodes: Vec<String> = variants.iter().filter_map(|variant| variant.barcode.clone()).collect();
    barcodes.dedup();
    let mut options: Vec<String> = variants.iter().flat_map(|variant| variant.values.clone()).collect();
    options.sort();
    options.dedup();
    let colours = variants.iter().filter_map(|variant| variant.colour.clone()).collect();
    let price = variants.iter().map(|variant| variant.price).min_by_key(|price| price.amount);
    Ok(ProductWords { title: product.title, brand: product.brand, barcodes, options, colours, price })
}
