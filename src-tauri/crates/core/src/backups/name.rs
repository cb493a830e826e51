//! A backup's name says when and why it was made, so that a folder can be listed without opening a file.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::clock::Timestamp;
use crate::error::{Code, Error};

crate::text_enum! {
    /// Why a backup was made.
    pub enum Reason {
        Manual = "manual",
        Automatic = "automatic",
        /// Before the file was brought up to date.
        BeforeUpdate = "before_update",
        BeforeImport = "before_import",
        BeforeRestore = "before_restore",
    }
}

/// `shop-20270115T080000.000Z-manual-13.sqlite`: when, why, and the schema's version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BackupName {
    pub made_at: Timestamp,
    pub reason: Reason,
    pub schema: u32,
}

impl fmt::Display for BackupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stamp = self.made_at.to_jiff().strftime("%Y%m%dT%H%M%S");
        let millis = self.made_at.as_millis().rem_euclid(1000);
        write!(f, "shop-{stamp}.{millis:03}Z-{}-{}.sqlite", self.reason, self.schema)
    }
}

impl FromStr for BackupName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        read(text).ok_or_else(|| Error::new(Code::NotFound, "There is no such backup."))
    }
}

fn read(text: &str) -> Option<BackupName> {
    let rest = text.strip_prefix("shop-")?.strip_suffix(".sqlite")?;
    let mut parts = rest.split('-');
    let (stamp, reason, schema) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (seconds, millis) = stamp.strip_suffix('Z')?.split_once('.')?;
    let civil = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", seconds).ok()?;
    let at = jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()?.as_millisecond();
    let name = BackupName {
        made_at: Timestamp::from_millis(at + millis.parse::<i64>().ok().filter(|m| (0..1000).contains(m))?),
        reason: reason.parse().ok()?,
        schema: schema.parse().ok()?,
    };
    // One text for each name: nothing else is taken for a file's name.
    (name.to_string() == text).then_some(name)
}
