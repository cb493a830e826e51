//! Which backups may go.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::{BackupName, BackupSettings, Reason};
use crate::clock::Timestamp;

/// Those made before an import, a restore or an update are kept this long whatever else there is.
const GUARDS_KEPT: Duration = Duration::from_hours(24 * 14);

/// The backups that may be deleted: everything but the newest of each of the last `keep_daily` days, `keep_weekly` weeks
/// and `keep_monthly` months that have one (in the shop's zone), those the owner made by hand, those that guard a recent
/// import, restore or update, and the newest of all. What is dated later than now is kept: a clock may have been set back.
pub fn superfluous(
    names: &[BackupName],
    settings: &BackupSettings,
    zone: &TimeZone,
    now: Timestamp,
) -> Vec<BackupName> {
    let mut sorted: Vec<BackupName> = names.to_vec();
    sorted.sort_by_key(|name| std::cmp::Reverse(name.made_at));
    let (mut days, mut weeks, mut months) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut superfluous = Vec::new();
    for (index, name) in sorted.iter().enumerate() {
        let date = zone.to_datetime(name.made_at.to_jiff()).date();
        let week = date.iso_week_date();
        let is_first = |seen: &mut BTreeSet<(i16, i8, i8)>, key, most: u16| {
            seen.len() < usize::from(most) && seen.insert(key)
        };
        // All three are asked: one backup may be the newest of its day, its week and its month.
        let of_day = is_first(&mut days, (date.year(), date.month(), date.day()), settings.keep_daily);
        let of_week = is_first(&mut weeks, (week.year(), week.week(), 0), settings.keep_weekly);
        let of_month = is_first(&mut months, (date.year(), date.month(), 0), settings.keep_monthly);
        let guards = !matches!(name.reason, Reason::Automatic | Reason::Manual)
            && now.since(name.made_at) < GUARDS_KEPT;
        let kept = index == 0 || name.reason == Reason::Manual || guards || name.made_at > now;
        if !(kept || of_day || of_week || of_month) {
            superfluous.push(*name);
        }
    }
    superfluous
}
