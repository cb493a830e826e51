use std::sync::Arc;

use jiff::tz::TimeZone;

use super::*;
use crate::Database;
use crate::clock::ManualClock;
use crate::database::Options;

fn open() -> (tempfile::TempDir, Database) {
    let dir = tempfile::tempdir().expect("dir");
    let clock = Arc::new(ManualClock::at("2026-03-02T10:00:00Z".parse().expect("time")));
    let database =
        Database::open(dir.path(), Options { id_seed: Some(1), ..Options::new(clock) }).expect("open");
    (dir, database)
}

#[test]
fn defaults_hold_until_set_and_a_stale_change_is_refused() {
    let (_dir, database) = open();
    assert_eq!(*database.read_blocking(ShopSettings::load).expect("load"), ShopSettings::default());
    let named = |name: &str| ShopProfile { name: name.into(), ..ShopProfile::default() };
    let (a, b, c) = (named("A"), named("B"), named("C"));
    let set = database.write_blocking(move |tx| update(tx, a, 0)).expect("first");
    assert_eq!((set.value.name.as_str(), set.version), ("A", 1));
    let stale = b.clone();
    let error = database.write_blocking(move |tx| update(tx, stale, 0)).expect_err("stale");
    assert_eq!(error.code, Code::Conflict);
    let set = database.write_blocking(move |tx| update(tx, b, 1)).expect("second");
    assert_eq!(set.version, 2);
    let error = database.write_blocking(move |tx| update(tx, c, 1)).expect_err("stale");
    assert_eq!(error.code, Code::Conflict);
    let all = database.read_blocking(ShopSettings::load).expect("load");
    assert_eq!((all.shop.value.name.as_str(), all.shop.version), ("B", 2));
    assert_eq!(all.shop, database.read_blocking(get::<ShopProfile>).expect("get"));
    assert_eq!(all.hours.version, 0);
}

#[test]
fn every_document_is_read_back_as_it_was_written() {
    let (_dir, database) = open();
    let spans = |text: &str| {
        let (opens, closes) = text.split_once('-').expect("span");
        vec![OpeningSpan { opens: opens.parse().expect("time"), closes: closes.parse().expect("time") }]
    };
    let hours = OpeningHours {
        weekly: Weekly { monday: spans("10:00-19:00"), ..Weekly::default() },
        exceptions: vec![HoursException {
            date: "2026-12-24".parse().expect("date"),
            label: "Christmas Eve".into(),
            spans: spans("10:00-13:00"),
        }],
    };
    let shipping = ShippingPolicy {
        methods: vec![ShippingMethod {
            name: "Standard".into(),
            countries: vec!["DE".into()],
            price_minor: 490,
            free_from_minor: Some(8000),
            days_min: 1,
            days_max: 3,
        }],
        carriers: vec!["DHL".into()],
        note: String::new(),
    };
    let (h, s) = (hours.clone(), shipping.clone());
    database
        .write_blocking(move |tx| {
            update(tx, h, 0)?;
            update(tx, s, 0)?;
            update(tx, ReturnPolicy { days: 30, ..ReturnPolicy::default() }, 0)?;
            update(tx, AssistantSettings { burst_window_ms: 0, ..AssistantSettings::default() }, 0)?;
            update(tx, TwilioSettings { polling_enabled: true, ..TwilioSettings::default() }, 0)?;
            update(tx, NotificationSettings { low_stock_at: 5, ..NotificationSettings::default() }, 0)
        })
        .expect("write");
    let all = database.read_blocking(ShopSettings::load).expect("load");
    assert_eq!((&all.hours.value, all.hours.version), (&hours, 1));
    assert_eq!(all.shipping.value, shipping);
    assert_eq!(all.returns.value.days, 30);
    assert_eq!(all.assistant.value.burst_window_ms, 0);
    assert!(all.twilio.value.polling_enabled);
    assert_eq!(all.notifications.value.low_stock_at, 5);
}

/// The path must lead to something in the document, so that the window can mark it.
fn assert_names_a_value<T: Document>(json: &str, path: Option<&str>) {
    let path = path.unwrap_or_else(|| panic!("{json} is refused without naming a value"));
    let document = serde_json::to_value(serde_json::from_str::<T>(json).expect("read")).expect("json");
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    assert!(document.pointer(&pointer).is_some(), "{path} is nothing in {document}");
}

/// `json` is merged over the default document; an empty `problem` means that it is valid.
fn check<T: Document>(json: &str, problem: &str) {
    let outcome = serde_json::from_str::<T>(json).map_err(|e| e.to_string()).and_then(|document| {
        document.validate().map_err(|error| {
            assert_eq!(error.code, Code::Invalid);
            assert_names_a_value::<T>(json, error.field.as_deref());
            error.detail
        })
    });
    match outcome {
        Ok(()) => assert!(problem.is_empty(), "{json} was taken"),
        Err(detail) => assert!(!problem.is_empty() && detail.contains(problem), "{json}: {detail}"),
    }
}

#[test]
fn a_document_s_rules_are_told_in_a_sentence() {
    check::<ShopProfile>(r#"{"name": "Linden", "time_zone": "Europe/Berlin", "currency": "EUR"}"#, "");
    check::<ShopProfile>(r#"{"name": "  "}"#, "needs a name");
    check::<ShopProfile>(r#"{"time_zone": "Europe/Atlantis"}"#, "no time zone");
    check::<ShopProfile>(r#"{"currency": "EURO"}"#, "three letters");
    check::<ShopProfile>(r#"{"country": "Germany"}"#, "two letters");
    check::<ShopProfile>(r#"{"email": "hello"}"#, "e-mail");
    check::<ShopProfile>(r#"{"phone": "030 1234"}"#, "phone number");
    check::<ShopProfile>(r#"{"website": "http://example.com"}"#, "https://");
    check::<ShopProfile>(r#"{"website": "https://"}"#, "https://");
    check::<ShopProfile>(r#"{"website": "https://a b"}"#, "https://");
    check::<ShopProfile>(r#"{"website": "https://me:secret@example.com"}"#, "password");
    check::<ShopProfile>(r#"{"website": "https://example.com/shop?x=1"}"#, "");
    check::<ShopProfile>(r#"{"web": "https://example.com"}"#, "unknown field");

    let day = |spans: &str| format!(r#"{{"weekly": {{"monday": [{spans}]}}}}"#);
    check::<OpeningHours>(
        &day(r#"{"opens": "09:00", "closes": "12:30"}, {"opens": "14:00", "closes": "24:00"}"#),
        "",
    );
    check::<OpeningHours>(&day(r#"{"opens": "12:00", "closes": "09:00"}"#), "Monday");
    check::<OpeningHours>(
        &day(r#"{"opens": "09:00", "closes": "12:00"}, {"opens": "11:00", "closes": "13:00"}"#),
        "overlap",
    );
    check::<OpeningHours>(&day(r#"{"opens": "9am", "closes": "12:00"}"#), "no time of day");
    check::<OpeningHours>(&day(r#"{"opens": "25:00", "closes": "26:00"}"#), "no time of day");
    check::<OpeningHours>(&day(r#"{"opens": "+9:00", "closes": "12:00"}"#), "no time of day");
    check::<OpeningHours>(r#"{"exceptions": [{"date": "2026-02-30"}]}"#, "date");
    check::<OpeningHours>(r#"{"exceptions": [{"date": "2026-12-24"}, {"date": "2026-12-24"}]}"#, "twice");

    let method = |rest: &str| {
        format!(r#"{{"methods": [{{"name": "Standard", "days_min": 1, "days_max": 3, {rest}}}]}}"#)
    };
    check::<ShippingPolicy>(&method(r#""price_minor": 490, "countries": ["DE", "AT"]"#), "");
    check::<ShippingPolicy>(&method(r#""price_minor": -1"#), "negative");
    check::<ShippingPolicy>(&method(r#""price_minor": 1, "countries": ["de"]"#), "two letters");
    check::<ShippingPolicy>(
        r#"{"methods": [{"name": "X", "price_minor": 0, "days_min": 4, "days_max": 3}]}"#,
        "fewer",
    );
    check::<ShippingPolicy>(r#"{"carriers": [" "]}"#, "carrier");

    check::<ReturnPolicy>(r#"{"days": 30, "paid_by": "shop"}"#, "");
    check::<ReturnPolicy>(r#"{"paid_by": "customer", "cost_minor": 490}"#, "");
    check::<ReturnPolicy>(r#"{"paid_by": "customer"}"#, "what a return costs");
    check::<ReturnPolicy>(r#"{"paid_by": "shop", "cost_minor": 490}"#, "what a return costs");
    check::<ReturnPolicy>(r#"{"days": 1000}"#, "730");
    check::<ReturnPolicy>(r#"{"refund_days": 90}"#, "60 days");
    check::<ReturnPolicy>(r#"{"paid_by": "nobody"}"#, "none of");

    check::<AssistantSettings>(r#"{"burst_window_ms": 60001}"#, "60 seconds");
    check::<AssistantSettings>(r#"{"name": ""}"#, "name");

    let sid = |prefix: &str| format!("{prefix}{}", "0123456789abcdef".repeat(2));
    check::<TwilioSettings>(
        &format!(
            r#"{{"account_sid": "{}", "api_key_sid": "{}", "sender": "whatsapp:+15550100001"}}"#,
            sid("AC"),
            sid("SK")
        ),
        "",
    );
    check::<TwilioSettings>(r#"{"account_sid": "AC123"}"#, "account SID");
    check::<TwilioSettings>(&format!(r#"{{"account_sid": "{}"}}"#, sid("SK")), "account SID");
    check::<TwilioSettings>(r#"{"sender": "whatsapp:015550100001"}"#, "sender");
    check::<TwilioSettings>(r#"{"webhook_public_url": "http://example.com"}"#, "https://");
    check::<TwilioSettings>(r#"{"api_base_url": "http://127.0.0.1:4010"}"#, "");
    check::<TwilioSettings>(r#"{"auth_token": "x"}"#, "unknown field");
    check::<NotificationSettings>(r#"{"low_stock_at": 10001}"#, "10,000");
}

#[test]
fn the_shop_knows_whether_it_is_open() {
    let hours: OpeningHours = serde_json::from_str(
        r#"{"weekly": {
              "monday": [{"opens": "10:00", "closes": "13:00"}, {"opens": "14:00", "closes": "19:00"}],
              "saturday": [{"opens": "22:00", "closes": "24:00"}],
              "sunday": [{"opens": "02:30", "closes": "06:00"}]},
            "exceptions": [{"date": "2026-03-09", "label": "Stocktaking"}]}"#,
    )
    .expect("hours");
    hours.validate().expect("valid");
    let zone = TimeZone::get("Europe/Berlin").expect("zone");
    let open = |text: &str| OpeningState::Open { until: text.parse().expect("time") };
    let closed = |text: &str| OpeningState::Closed { opens: text.parse().expect("time") };
    for (now, expected) in [
        ("2026-03-02T08:59:59Z", closed("2026-03-02T09:00:00Z")),
        ("2026-03-02T09:00:00Z", open("2026-03-02T12:00:00Z")),
        ("2026-03-02T12:00:00Z", closed("2026-03-02T13:00:00Z")),
        ("2026-03-02T18:00:00Z", closed("2026-03-07T21:00:00Z")),
        ("2026-03-07T22:59:59Z", open("2026-03-07T23:00:00Z")),
        // The Monday of the exception is closed; the next opening is on Saturday.
        ("2026-03-09T10:00:00Z", closed("2026-03-14T21:00:00Z")),
        // On 29 March 02:30 does not exist in Berlin: the moment after the gap counts.
        ("2026-03-29T00:00:00Z", closed("2026-03-29T01:30:00Z")),
    ] {
        assert_eq!(hours.state(now.parse().expect("time"), &zone), expected, "{now}");
    }
    let never = OpeningHours::default();
    assert_eq!(never.state("2026-03-02T08:00:00Z".parse().expect("time"), &zone), OpeningState::Unknown);
}
