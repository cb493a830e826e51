//! What the owner says about searching the web: by whom, how often, how long it is kept, and what becomes of a customer who saw it
//! cheaper. The provider's key is in the keyring.

use serde::{Deserialize, Serialize};

use super::Provider;
use crate::error::{Error, Result};
use crate::settings::{Document, validation};

crate::text_enum! {
    /// What becomes of a cheaper offer that a customer names.
    pub enum PriceMatch {
        /// No price is matched.
        Off = "off",
        /// Each one waits for the owner.
        Approval = "approval",
        /// The assistant matches within the limits; beyond them it waits for the owner.
        Limits = "limits",
    }
}

/// The document. Its default is off: nothing is searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MarketSettings {
    /// `null`: nothing is searched, and nothing leaves the laptop.
    pub provider: Option<Provider>,
    /// Requests of one day at most, in the shop's zone.
    pub daily_searches: u32,
    /// How long what was found is kept before it is searched anew.
    pub cache_hours: u32,
    pub price_match: PriceMatch,
    /// Within the limits: at most so many percent below the own price.
    pub most_percent: u32,
    /// Within the limits: never below the cost and so many percent on it.
    pub least_margin_percent: u32,
    /// Another server than the provider's own, for a proxy or a simulator.
    pub api_base_url: Option<String>,
}

impl Default for MarketSettings {
    fn default() -> Self {
        Self {
            provider: None,
            daily_searches: 20,
            cache_hours: 24,
            price_match: PriceMatch::Approval,
            most_percent: 10,
            least_margin_percent: 20,
            api_base_url: None,
        }
    }
}

impl MarketSettings {
    pub const fn is_on(&self) -> bool {
        self.provider.is_some()
    }
}

impl Document for MarketSettings {
    const KEY: &'static str = "market";

    fn validate(&self) -> Result<()> {
        let within = |path: &str, value: u32, least: u32, most: u32, what: &str| {
            if (least..=most).contains(&value) {
                return Ok(());
            }
            Err(Error::invalid(format!("{what} must be from {least} to {most}.")).at(path))
        };
        within("daily_searches", self.daily_searches, 1, 10_000, "The searches of a day")?;
        within("cache_hours", self.cache_hours, 1, 720, "The hours that offers are kept")?;
        within("most_percent", self.most_percent, 1, 90, "The percentage below your own price")?;
        within("least_margin_percent", self.least_margin_percent, 0, 1000, "The percentage on the cost")?;
        validation::link("api_base_url", "The provider's address", self.api_base_url.as_deref().unwrap_or(""))
    }
}
