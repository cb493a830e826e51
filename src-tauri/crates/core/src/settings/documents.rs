//! The shop's profile and its policies.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{Document, validation};
use crate::error::{Error, Result};
use crate::money::Currency;

/// Who the shop is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShopProfile {
    pub name: String,
    pub currency: Currency,
    /// IANA name, such as `Europe/Berlin`.
    pub time_zone: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub email: String,
    /// E.164.
    pub phone: String,
    /// Postal address, one text.
    pub address: String,
    pub website: String,
}

impl Default for ShopProfile {
    fn default() -> Self {
        Self {
            name: "My shop".into(),
            currency: Currency::EUR,
            time_zone: "UTC".into(),
            country: String::new(),
            email: String::new(),
            phone: String::new(),
            address: String::new(),
            website: String::new(),
        }
    }
}

impl ShopProfile {
    /// The shop's zone; UTC when the stored name is unknown to this machine.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

impl Document for ShopProfile {
    const KEY: &'static str = "shop";

    fn validate(&self) -> Result<()> {
        validation::filled("name", "The shop needs a name.", &self.name)?;
        validation::at_most("name", "The shop's name", &self.name, 80)?;
        validation::at_most("address", "The shop's address", &self.address, 400)?;
        if TimeZone::get(&self.time_zone).is_err() {
            return Err(Error::invalid(format!(
                "'{}' is no time zone. Name one such as Europe/Berlin or America/New_York.",
                self.time_zone
            ))
            .at("time_zone"));
        }
        if !self.country.is_empty() {
            validation::country("country", "The shop's country", &self.country)?;
        }
        validation::email("email", "The shop's e-mail", &self.email)?;
        validation::phone("phone", "The shop's phone", &self.phone)?;
        validation::link("website", "The shop's website", &self.website)
    }
}

/// A way to send a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippingMethod {
    pub name: String,
    /// ISO 3166-1 alpha-2; empty: everywhere.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Minor units of the shop's currency.
    pub price_minor: i64,
    /// Orders of at least this much are sent free; `None`: never.
    #[serde(default)]
    pub free_from_minor: Option<i64>,
    /// Working days until delivery.
    pub days_min: u16,
    pub days_max: u16,
}

/// How parcels are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShippingPolicy {
    pub methods: Vec<ShippingMethod>,
    pub carriers: Vec<String>,
    pub note: String,
}

impl Document for ShippingPolicy {
    const KEY: &'static str = "shipping";

    fn validate(&self) -> Result<()> {
        for (path, count) in [("methods", self.methods.len()), ("carriers", self.carriers.len())] {
            if count > 30 {
                return Err(
                    Error::invalid("At most 30 shipping methods and 30 carriers can be kept.").at(path)
                );
            }
        }
        validation::at_most("note", "The shipping note", &self.note, 1000)?;
        for carrier in &self.carriers {
            validation::filled("carriers", "A carrier needs a name.", carrier)?;
            validation::at_most("carriers", "A carrier's name", carrier, 60)?;
        }
        for (index, method) in self.methods.iter().enumerate() {
            let path = |field: &str| format!("methods[{index}].{field}");
            validation::filled(&path("name"), "A shipping method needs a name.", &method.name)?;
            validation::at_most(&path("name"), "A shipping method's name", &method.name, 60)?;
            for country in &method.countries {
                let countries = format!("Each country of '{}'", method.name);
                validation::country(&path("countries"), &countries, country)?;
            }
            let prices =
                [("price_minor", Some(method.price_minor)), ("free_from_minor", method.free_from_minor)];
            for (field, price) in prices {
                if price.is_some_and(|price| price < 0) {
                    let detail = format!("The prices of '{}' cannot be negative.", method.name);
                    return Err(Error::invalid(detail).at(path(field)));
                }
            }
            if method.days_min > method.days_max || method.days_max > 120 {
                return Err(Error::invalid(format!(
                    "The delivery time of '{}' must go from fewer to more days, 120 at most.",
                    method.name
                ))
                .at(path("days_max")));
            }
        }
        Ok(())
    }
}

crate::text_enum! {
    /// Who pays for sending a return.
    pub enum ReturnCost {
        Shop = "shop",
        Customer = "customer",
    }
}

/// What may come back, and what happens then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReturnPolicy {
    /// Days after delivery; 0: no returns.
    pub days: u16,
    /// "unworn, with its tags".
    pub condition: String,
    /// Working days until the money is back, from the parcel's arrival.
    pub refund_days: u16,
    pub exchange_allowed: bool,
    pub paid_by: ReturnCost,
    /// What a return costs a customer who pays for it. Minor units of the shop's currency.
    pub cost_minor: i64,
    /// The policy in the shop's own words.
    pub text: String,
}

impl Default for ReturnPolicy {
    /// What European law asks of distance selling at least: 14 days to withdraw and 14 to refund
    /// (Directive 2011/83/EU, articles 9 and 13).
    fn default() -> Self {
        Self {
            days: 14,
            condition: "unworn and unwashed".into(),
            refund_days: 14,
            exchange_allowed: true,
            paid_by: ReturnCost::Shop,
            cost_minor: 0,
            text: String::new(),
        }
    }
}

impl Document for ReturnPolicy {
    const KEY: &'static str = "returns";

    fn validate(&self) -> Result<()> {
        if self.days > 730 {
            return Err(Error::invalid("Returns can be taken for 730 days at most.").at("days"));
        }
        if self.refund_days > 60 {
            return Err(Error::invalid("A refund must be made within 60 days.").at("refund_days"));
        }
        if self.cost_minor < 0 {
            return Err(Error::invalid("The cost of a return cannot be negative.").at("cost_minor"));
        }
        if (self.paid_by == ReturnCost::Customer) != (self.cost_minor > 0) {
            return Err(Error::invalid(
                "Say what a return costs when the customer pays for it, and leave the cost at zero when the shop does.",
            )
            .at("cost_minor"));
        }
        validation::at_most("condition", "The condition of returns", &self.condition, 200)?;
        validation::at_most("text", "The return policy", &self.text, 4000)
    }
}
