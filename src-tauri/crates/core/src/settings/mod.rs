//! What the shop says about itself: name, hours, shipping, returns, and how the assistant and channels work.
//!
//! Each document is one row with a version: replies name the version they rest on, and two editors cannot
//! overwrite each other unseen. Secrets never stand here; they are in the system's keyring.

mod channel;
mod countries;
mod documents;
mod email;
mod hours;
mod printed;
mod taxes;
pub(crate) mod validation;

use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use channel::{AssistantSettings, NotificationSettings, TwilioSettings};
pub use countries::country_name;
pub use documents::{ReturnCost, ReturnPolicy, ShippingMethod, ShippingPolicy, ShopProfile};
pub use email::{EmailSettings, Encryption};
pub use hours::{HoursException, LocalTime, OpeningHours, OpeningSpan, OpeningState, Weekly};
pub use printed::{
    DocumentFont, DocumentLanguage, DocumentSettings, NumberSeries, NumberStart, Numbering, Paper,
};

pub use taxes::{DisplayCurrency, OrderNumbers, STANDARD_CLASS, TaxSettings, TaxZone, ZoneRate};

use crate::backups::BackupSettings;
use crate::catalog::CatalogSettings;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::language_model::LanguageModelSettings;
use crate::market::MarketSettings;
use crate::operations::{self, Change, OperationKind, Recording, Restored, Subject};
use crate::policy::Policy;
use crate::store;

/// A document of settings. Its default holds until the owner sets it.
pub trait Document: Default + Serialize + DeserializeOwned {
    /// The row's key.
    const KEY: &'static str;

    /// # Errors
    /// `Invalid`, with a sentence for people and the path of the wrong value.
    fn validate(&self) -> Result<()>;
}

/// A document as stored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Setting<T> {
    pub value: T,
    /// 0 while nothing is stored and the default holds; grows by one with each change.
    pub version: i64,
    pub updated_at: Option<Timestamp>,
}

impl<T: Default> Default for Setting<T> {
    fn default() -> Self {
        Self { value: T::default(), version: 0, updated_at: None }
    }
}

/// One document.
///
/// # Errors
/// Those of the query; `Internal` when what is stored is not such a document.
pub fn get<T: Document>(connection: &Connection) -> Result<Setting<T>> {
    store::settings::find(connection, T::KEY)?.map_or_else(|| Ok(Setting::default()), |row| read(&row))
}

/// Replaces a document.
///
/// # Errors
/// `Invalid` when a rule is broken; `Conflict` when the stored version is not `expected_version` (0: unset).
pub fn update<T: Document>(tx: &mut WriteTx<'_>, value: T, expected_version: i64) -> Result<Setting<T>> {
    value.validate()?;
    let before = store::settings::find(tx.sql(), T::KEY)?;
    let json = serde_json::to_string(&value)?;
    let updated_at = tx.now();
    if !store::settings::replace(tx, T::KEY, &json, expected_version)? {
        return Err(Error::new(
            Code::Conflict,
            "These settings were changed meanwhile. Look at them again, then save.",
        ));
    }
    let version = expected_version + 1;
    let mut recording =
        operations::begin(tx, OperationKind::SettingChanged, serde_json::json!({ "key": T::KEY }))?;
    let before = before.map(|row| State::of(&row)).transpose()?;
    let after = State { value: serde_json::to_value(&value)?, version };
    recording.change(tx, Subject::Setting, T::KEY, before.as_ref(), Some(&after))?;
    recording.finish(tx)?;
    tx.emit(EventKind::SettingsUpdated, T::KEY, serde_json::json!({ "version": version }))?;
    Ok(Setting { value, version, updated_at: Some(updated_at) })
}

/// A document around an operation.
#[derive(Serialize, Deserialize)]
struct State {
    value: serde_json::Value,
    version: i64,
}

impl State {
    fn of(row: &store::settings::SettingRow) -> Result<Self> {
        Ok(Self { value: serde_json::from_str(&row.value)?, version: row.version })
    }
}

/// Puts a document back as it was before a change, unless it was changed since. A document that was not set before
/// gets its default's text, so that versions only grow.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let key = change.subject_id.as_str();
    let Some(row) = store::settings::find(tx.sql(), key)? else { return Ok(Restored::ChangedSince) };
    let now = State::of(&row)?;
    let after: Option<State> = change.after.clone().map(serde_json::from_value).transpose()?;
    if after.is_none_or(|after| after.version != now.version) {
        return Ok(Restored::ChangedSince);
    }
    let before: Option<State> = change.before.clone().map(serde_json::from_value).transpose()?;
    // An empty document reads as the default: every document fills what is missing.
    let value = before.map_or_else(|| serde_json::json!({}), |before| before.value);
    if !store::settings::replace(tx, key, &value.to_string(), now.version)? {
        return Ok(Restored::ChangedSince);
    }
    let version = now.version + 1;
    recording.change(tx, Subject::Setting, key, Some(&now), Some(&State { value, version }))?;
    tx.emit(EventKind::SettingsUpdated, key, serde_json::json!({ "version": version }))?;
    Ok(Restored::Done)
}

fn read<T: Document>(row: &store::settings::SettingRow) -> Result<Setting<T>> {
    Ok(Setting {
        value: serde_json::from_str(&row.value)?,
        version: row.version,
        updated_at: Some(row.updated_at),
    })
}

/// All documents as of one moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ShopSettings {
    pub shop: Setting<ShopProfile>,
    pub hours: Setting<OpeningHours>,
    pub shipping: Setting<ShippingPolicy>,
    pub returns: Setting<ReturnPolicy>,
    pub assistant: Setting<AssistantSettings>,
    pub twilio: Setting<TwilioSettings>,
    pub email: Setting<EmailSettings>,
    pub notifications: Setting<NotificationSettings>,
    pub backups: Setting<BackupSettings>,
    pub documents: Setting<DocumentSettings>,
    pub taxes: Setting<TaxSettings>,
    pub order_numbers: Setting<OrderNumbers>,
    pub catalog: Setting<CatalogSettings>,
    pub policy: Setting<Policy>,
    pub market: Setting<MarketSettings>,
    pub language_models: Setting<LanguageModelSettings>,
}

type Rows = Vec<(String, store::settings::SettingRow)>;

/// The rows that were read last, of whatever shop, and what they say: every turn reads them, and they hardly ever change.
static READ_LAST: Mutex<Option<(Rows, Arc<ShopSettings>)>> = Mutex::new(None);

impl ShopSettings {
    /// Reads all documents with one query.
    ///
    /// # Errors
    /// As [`get`].
    pub fn load(connection: &Connection) -> Result<Arc<Self>> {
        let rows = store::settings::all(connection)?;
        let same = |(read, said): &(Rows, Arc<Self>)| (*read == rows).then(|| Arc::clone(said));
        let known = READ_LAST.lock().as_ref().and_then(same);
        if let Some(said) = known {
            return Ok(said);
        }
        let said = Arc::new(Self::of(&rows)?);
        *READ_LAST.lock() = Some((rows, Arc::clone(&said)));
        Ok(said)
    }

    /// What rows say.
    fn of(rows: &Rows) -> Result<Self> {
        let mut all = Self::default();
        for (key, row) in rows {
            match key.as_str() {
                ShopProfile::KEY => all.shop = read(row)?,
                OpeningHours::KEY => all.hours = read(row)?,
                ShippingPolicy::KEY => all.shipping = read(row)?,
                ReturnPolicy::KEY => all.returns = read(row)?,
                AssistantSettings::KEY => all.assistant = read(row)?,
                TwilioSettings::KEY => all.twilio = read(row)?,
                EmailSettings::KEY => all.email = read(row)?,
                NotificationSettings::KEY => all.notifications = read(row)?,
                BackupSettings::KEY => all.backups = read(row)?,
                DocumentSettings::KEY => all.documents = read(row)?,
                TaxSettings::KEY => all.taxes = read(row)?,
                OrderNumbers::KEY => all.order_numbers = read(row)?,
                CatalogSettings::KEY => all.catalog = read(row)?,
                Policy::KEY => all.policy = read(row)?,
                MarketSettings::KEY => all.market = read(row)?,
                LanguageModelSettings::KEY => all.language_models = read(row)?,
                // Rows of other modules (the demo's mark, for one) stand in the same table.
                _ => {}
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests;
