//! Which taxes there are and where, how prices stand to them, and how orders are numbered.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Document, validation};
use crate::error::{Error, Result};
use crate::money::Currency;
use crate::pricing::{Destination, Rate, Rounding};

/// The class of goods for which nothing else is said.
pub const STANDARD_CLASS: &str = "standard";

/// The taxes of a class of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneRate {
    /// One of [`TaxSettings::classes`].
    pub class: String,
    /// "VAT 19 %", as it stands on an invoice.
    pub name: String,
    /// Parts per million: 190000 is 19 %.
    pub rate_ppm: u32,
}

/// A part of the world with the same taxes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxZone {
    pub name: String,
    /// ISO 3166-1 alpha-2; empty: everywhere that no other zone names.
    #[serde(default)]
    pub countries: Vec<String>,
    /// States of those countries; empty: the whole of them.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Several of one class add up.
    #[serde(default)]
    pub rates: Vec<ZoneRate>,
}

/// A second currency that prices are shown in. Nothing is charged in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisplayCurrency {
    pub currency: Currency,
    /// One unit of the shop's currency is this many millionths of a unit of the other.
    pub rate_millionths: i64,
    /// When the rate was looked up.
    pub as_of: Date,
}

/// How goods are taxed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TaxSettings {
    pub prices_include_tax: bool,
    pub rounding: Rounding,
    pub classes: Vec<String>,
    pub zones: Vec<TaxZone>,
    /// `None`: shipping is taxed like the goods, in proportion to what they cost.
    pub shipping_class: Option<String>,
    /// The state in which the shop is, where taxes depend on it. Its country stands in the shop's profile.
    pub home_region: String,
    pub display: Option<DisplayCurrency>,
}

impl Default for TaxSettings {
    fn default() -> Self {
        Self {
            prices_include_tax: true,
            rounding: Rounding::Line,
            classes: vec![STANDARD_CLASS.into(), "reduced".into(), "zero".into()],
            zones: Vec::new(),
            shipping_class: None,
            home_region: String::new(),
            display: None,
        }
    }
}

impl TaxSettings {
    /// The rates of a class at a destination. The most exact zone counts: its region, then its country, then everywhere.
    /// None: no tax there.
    pub fn rates(&self, destination: &Destination, class: &str) -> Vec<Rate> {
        let names = |list: &[String], word: &str| list.iter().any(|own| own.eq_ignore_ascii_case(word));
        let exact = |zone: &&TaxZone| {
            names(&zone.countries, &destination.country) && names(&zone.regions, &destination.region)
        };
        let country =
            |zone: &&TaxZone| zone.regions.is_empty() && names(&zone.countries, &destination.country);
        let anywhere = |zone: &&TaxZone| zone.countries.is_empty();
        let zones = || self.zones.iter();
        let zone = zones().find(exact).or_else(|| zones().find(country)).or_else(|| zones().find(anywhere));
        let rates = zone.map(|zone| zone.rates.as_slice()).unwrap_or_default();
        let own = rates.iter().filter(|rate| rate.class == class && rate.rate_ppm > 0);
        own.map(|rate| Rate { name: rate.name.clone(), rate_ppm: rate.rate_ppm }).collect()
    }
}

impl Document for TaxSettings {
    const KEY: &'static str = "taxes";

    fn validate(&self) -> Result<()> {
        if self.classes.is_empty() || self.classes.len() > 20 {
            return Err(Error::invalid("Name from 1 to 20 tax classes.").at("classes"));
        }
        for (index, class) in self.classes.iter().enumerate() {
            let path = format!("classes[{index}]");
            validation::filled(&path, "A tax class needs a name.", class)?;
            validation::at_most(&path, "A tax class's name", class, 40)?;
            if self.classes[..index].contains(class) {
                return Err(Error::invalid(format!("The tax class '{class}' is there twice.")).at(path));
            }
        }
        let known = |path: String, class: &String| {
            if self.classes.contains(class) {
                return Ok(());
            }
            Err(Error::invalid(format!("There is no tax class '{class}'.")).at(path))
        };
        if let Some(class) = &self.shipping_class {
            known("shipping_class".into(), class)?;
        }
        validation::at_most("home_region", "The shop's state", &self.home_region, 40)?;
        if self.zones.len() > 300 {
            return Err(Error::invalid("At most 300 tax zones can be kept.").at("zones"));
        }
        for (index, zone) in self.zones.iter().enumerate() {
            let path = |field: &str| format!("zones[{index}].{field}");
            validation::filled(&path("name"), "A tax zone needs a name.", &zone.name)?;
            validation::at_most(&path("name"), "A tax zone's name", &zone.name, 60)?;
            for country in &zone.countries {
                let countries = format!("Each country of '{}'", zone.name);
                validation::country(&path("countries"), &countries, country)?;
            }
            if !zone.regions.is_empty() && zone.countries.len() != 1 {
                let detail = format!("'{}' names states, so it must name their one country.", zone.name);
                return Err(Error::invalid(detail).at(path("regions")));
            }
            for region in &zone.regions {
                validation::filled(&path("regions"), "A state needs a name.", region)?;
                validation::at_most(&path("regions"), "A state's name", region, 40)?;
            }
            if zone.rates.len() > 60 {
                return Err(Error::invalid("A zone can have 60 rates at most.").at(path("rates")));
            }
            for (row, rate) in zone.rates.iter().enumerate() {
                let path = |field: &str| format!("zones[{index}].rates[{row}].{field}");
                known(path("class"), &rate.class)?;
                validation::filled(&path("name"), "A tax needs a name, such as VAT 19 %.", &rate.name)?;
                validation::at_most(&path("name"), "A tax's name", &rate.name, 40)?;
                if rate.rate_ppm > 1_000_000 {
                    return Err(Error::invalid("A tax is 100 percent at most.").at(path("rate_ppm")));
                }
            }
        }
        if self.display.as_ref().is_some_and(|display| display.rate_millionths <= 0) {
            return Err(
                Error::invalid("The second currency needs a rate above zero.").at("display.rate_millionths")
            );
        }
        Ok(())
    }
}

/// How orders are numbered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OrderNumbers {
    /// Stands before each number: "A-".
    pub prefix: String,
    /// Of the first order ever; later ones count on.
    pub first: i64,
}

impl Default for OrderNumbers {
    fn default() -> Self {
        Self { prefix: String::new(), first: 1001 }
    }
}

impl Document for OrderNumbers {
    const KEY: &'static str = "order_numbers";

    fn validate(&self) -> Result<()> {
        validation::at_most("prefix", "The prefix", &self.prefix, 8)?;
        if self.prefix.chars().any(|c| !c.is_ascii_alphanumeric() && !"-/.".contains(c)) {
            return Err(
                Error::invalid("A prefix is made of letters, digits and the signs - / .").at("prefix")
            );
        }
        // Drafts are "D12".
        if self.prefix.eq_ignore_ascii_case("d") {
            return Err(Error::invalid("'D' alone stands for drafts. Choose another prefix.").at("prefix"));
        }
        if !(1..=1_000_000_000).contains(&self.first) {
            return Err(Error::invalid("The first number is from 1 to a billion.").at("first"));
        }
        Ok(())
    }
}
