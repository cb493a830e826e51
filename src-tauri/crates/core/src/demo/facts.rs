//! What the demo shop says about itself.

use jiff::civil::Date;

use super::state::{MARK, Mark};
use crate::database::WriteTx;
use crate::error::Result;
use crate::money::Currency;
use crate::settings::{
    self, AssistantSettings, HoursException, LocalTime, OpeningHours, OpeningSpan, ReturnCost, ReturnPolicy,
    ShippingMethod, ShippingPolicy, ShopProfile, TaxSettings, TaxZone, Weekly, ZoneRate,
};
use crate::store;

pub(super) const SHOP_NAME: &str = "Linden & Lark";
pub(super) const TIME_ZONE: &str = "Europe/Berlin";
/// Shipping within the country is free from here on, in euro cents.
pub(super) const FREE_SHIPPING_FROM: i64 = 8000;
pub(super) const SHIPPING_PRICE: i64 = 490;
pub(super) const CARRIERS: [&str; 2] = ["Swift Parcel", "Heron Post"];

/// Writes the shop's settings, and the mark of a demo shop.
pub(super) fn write(tx: &mut WriteTx<'_>, seed: u64) -> Result<()> {
    settings::update(tx, profile(), 0)?;
    settings::update(tx, hours(tx)?, 0)?;
    settings::update(tx, shipping(), 0)?;
    settings::update(tx, returns(), 0)?;
    settings::update(tx, taxes(), 0)?;
    settings::update(
        tx,
        AssistantSettings {
            name: "Lark".into(),
            signature: "Your Linden & Lark team".into(),
            ..AssistantSettings::default()
        },
        0,
    )?;
    store::settings::replace(tx, MARK, &serde_json::to_string(&Mark { seed })?, 0)?;
    Ok(())
}

fn profile() -> ShopProfile {
    ShopProfile {
        name: SHOP_NAME.into(),
        currency: Currency::EUR,
        time_zone: TIME_ZONE.into(),
        country: "DE".into(),
        email: "hello@lindenandlark.example".into(),
        phone: "+15550100100".into(),
        address: "Lindenhof 12, 10999 Musterstadt".into(),
        website: "https://lindenandlark.example".into(),
    }
}

fn span(opens: u16, closes: u16) -> Result<Vec<OpeningSpan>> {
    Ok(vec![OpeningSpan { opens: LocalTime::new(opens, 0)?, closes: LocalTime::new(closes, 0)? }])
}

/// Tuesday to Friday 10–19, Saturday 10–17, closed on the holidays at the year's end.
fn hours(tx: &WriteTx<'_>) -> Result<OpeningHours> {
    let weekday = span(10, 19)?;
    let year = tx.now().to_jiff().to_zoned_datetime(jiff::tz::TimeZone::UTC).year();
    let mut exceptions = Vec::new();
    // The shop was opened more than a year before its present.
    for year in year..=year + 3 {
        for (month, day, label, spans) in [
            (12, 24, "Christmas Eve", span(10, 13)?),
            (12, 25, "Christmas Day", Vec::new()),
            (12, 26, "Boxing Day", Vec::new()),
            (12, 31, "New Year's Eve", span(10, 13)?),
            (1, 1, "New Year's Day", Vec::new()),
        ] {
            if let Ok(date) = Date::new(year, month, day) {
                exceptions.push(HoursException { date, label: label.into(), spans });
            }
        }
    }
    Ok(OpeningHours {
        weekly: Weekly {
            tuesday: weekday.clone(),
            wednesday: weekday.clone(),
            thursday: weekday.clone(),
            friday: weekday,
            saturday: span(10, 17)?,
            ..Weekly::default()
        },
        exceptions,
    })
}

fn shipping() -> ShippingPolicy {
    let countries = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    let method =
        |name: &str, codes: &[&str], price_minor, free_from_minor, days: (u16, u16)| ShippingMethod {
            name: name.into(),
            countries: countries(codes),
            price_minor,
            free_from_minor,
            days_min: days.0,
            days_max: days.1,
        };
    ShippingPolicy {
        methods: vec![
            method("Germany", &["DE"], SHIPPING_PRICE, Some(FREE_SHIPPING_FROM), (2, 3)),
            method(
                "Neighbouring countries",
                &["AT", "BE", "CZ", "DK", "FR", "LU", "NL", "PL"],
                990,
                Some(15000),
                (3, 5),
            ),
            method(
                "Rest of the EU",
                &["EE", "ES", "FI", "GR", "HR", "HU", "IE", "IT", "LT", "LV", "PT", "RO", "SE", "SI", "SK"],
                1490,
                None,
                (4, 7),
            ),
        ],
        carriers: CARRIERS.map(str::to_owned).to_vec(),
        note: "Orders placed before noon on a working day leave the same day.".into(),
    }
}

/// German VAT, in the prices.
pub(super) fn taxes() -> TaxSettings {
    let rate =
        |class: &str, name: &str, rate_ppm| ZoneRate { class: class.into(), name: name.into(), rate_ppm };
    let germany = TaxZone {
        name: "Germany".into(),
        countries: vec!["DE".into()],
        regions: Vec::new(),
        rates: vec![rate("standard", "VAT 19 %", 190_000), rate("reduced", "VAT 7 %", 70_000)],
    };
    TaxSettings { zones: vec![germany], ..TaxSettings::default() }
}

fn returns() -> ReturnPolicy {
    ReturnPolicy {
        days: 30,
        condition: "unworn and unwashed, with their tags".into(),
        refund_days: 7,
        exchange_allowed: true,
        paid_by: ReturnCost::Shop,
        cost_minor: 0,
        text: "Socks can be returned only in their sealed pack.".into(),
    }
}
