use jiff::tz::TimeZone;

use super::*;
use crate::fixture::{Fixture, START};

fn at(days_ago: u64, hours: u64, reason: Reason) -> BackupName {
    let made_at = START.minus(std::time::Duration::from_hours(24 * days_ago + hours));
    BackupName { made_at, reason, schema: 13 }
}

#[test]
fn a_name_is_read_back_and_nothing_else_is_taken_for_one() {
    for reason in Reason::ALL {
        let name =
            BackupName { made_at: Timestamp::from_millis(1_800_000_000_007), reason: *reason, schema: 13 };
        assert_eq!(name.to_string().parse::<BackupName>().expect("own text"), name);
    }
    assert_eq!(at(0, 0, Reason::Manual).to_string(), "shop-20270115T080000.000Z-manual-13.sqlite");
    for text in [
        "",
        "shop.sqlite",
        "../shop-20270115T080000.000Z-manual-13.sqlite",
        "shop-20270115T080000.000Z-manual-13.sqlite-wal",
        "shop-20270115T080000.000Z-manual-013.sqlite",
        "shop-20271315T080000.000Z-manual-13.sqlite",
        "shop-20270115T080000.1000Z-manual-13.sqlite",
        "shop-20270115T080000.000Z-whim-13.sqlite",
    ] {
        assert!(text.parse::<BackupName>().is_err(), "{text}");
    }
}

#[test]
fn the_newest_of_each_day_week_and_month_stay() {
    // Three a day for two years.
    let names: Vec<BackupName> =
        (0..730).flat_map(|day| [0, 5, 10].map(|hour| at(day, hour, Reason::Automatic))).collect();
    let settings = BackupSettings::default();
    let gone = superfluous(&names, &settings, &TimeZone::UTC, START);
    let kept: Vec<&BackupName> = names.iter().filter(|name| !gone.contains(name)).collect();
    // 2027-01-15 is a Friday: 7 days (two weeks, one month among them), 2 further weeks, 11 further months; the last day
    // of December is the newest of its month and of no kept week.
    assert_eq!(kept.len(), 7 + 2 + 11, "{kept:?}");
    assert!(
        superfluous(&kept.into_iter().copied().collect::<Vec<_>>(), &settings, &TimeZone::UTC, START)
            .is_empty()
    );
}

#[test]
fn what_somebody_may_still_want_stays() {
    let check = |name: BackupName, stays: bool| {
        let mut names: Vec<BackupName> = (0..400).map(|day| at(day, 0, Reason::Automatic)).collect();
        names.push(name);
        let gone = superfluous(&names, &BackupSettings::default(), &TimeZone::UTC, START);
        assert_eq!(!gone.contains(&name), stays, "{name}");
    };
    check(at(300, 3, Reason::Manual), true);
    check(at(10, 3, Reason::BeforeImport), true);
    check(at(10, 3, Reason::BeforeRestore), true);
    check(at(16, 3, Reason::BeforeUpdate), false);
    check(at(10, 3, Reason::Automatic), false);
    let ahead = BackupName {
        made_at: START.plus(std::time::Duration::from_hours(48)),
        ..at(0, 0, Reason::Automatic)
    };
    check(ahead, true);
    let alone = [at(3000, 0, Reason::Automatic)];
    assert!(superfluous(&alone, &BackupSettings::default(), &TimeZone::UTC, START).is_empty());
}

#[test]
fn settings_are_judged() {
    let check = |settings: BackupSettings, field: Option<&str>| {
        assert_eq!(settings.validate().err().and_then(|error| error.field).as_deref(), field, "{settings:?}");
    };
    check(BackupSettings::default(), None);
    check(BackupSettings { folder: "stick".into(), ..BackupSettings::default() }, Some("folder"));
    check(BackupSettings { keep_daily: 0, ..BackupSettings::default() }, Some("keep_daily"));
    check(BackupSettings { keep_monthly: 400, ..BackupSettings::default() }, Some("keep_monthly"));
}

#[test]
fn the_end_of_a_backup_is_noted_and_the_next_is_due_a_day_later() {
    let shop = Fixture::new();
    assert_eq!(shop.read(last), LastBackup::default());
    shop.write(|tx| note(tx, None, Some("The disk is full.".into()))).expect("note");
    assert_eq!(shop.read(last).error.as_deref(), Some("The disk is full."));
    shop.write(|tx| note(tx, Some("shop-x"), None)).expect("note");
    assert_eq!(shop.read(last), LastBackup { at: Some(START), error: None });
    let hours = |hours| START.plus(std::time::Duration::from_hours(hours));
    assert_eq!(next_due(None, START), START);
    assert_eq!(next_due(Some(START), hours(1)), hours(24));
    assert_eq!(next_due(Some(START), hours(100)), hours(100));
}
