use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::Database;
use crate::clock::ManualClock;
use crate::database::Options;

fn open() -> (tempfile::TempDir, Database) {
    let dir = tempfile::tempdir().expect("dir");
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000)));
    let database =
        Database::open(dir.path(), Options { id_seed: Some(1), ..Options::new(clock) }).expect("open");
    (dir, database)
}

#[test]
fn an_address_has_one_form() {
    use Channel::{Email, Linkedin, Sms, Whatsapp};
    for (channel, text, expected) in [
        (Whatsapp, "whatsapp:+15550100123", Some("+15550100123")),
        (Whatsapp, " +1 (555) 010-0123 ", Some("+15550100123")),
        (Whatsapp, "whatsapp:US.abc123XYZ", Some("US.abc123XYZ")),
        (Whatsapp, "US.", None),
        (Whatsapp, "USA.abc", None),
        (Whatsapp, "US.abc def", None),
        (Sms, "0015550100123", Some("+15550100123")),
        (Sms, "+1 555.010/0123", Some("+15550100123")),
        (Sms, "+１５５５０１００１２３", Some("+15550100123")),
        (Sms, "\u{202a}+15550100123\u{202c}", Some("+15550100123")),
        (Sms, "5550100123", None),
        (Sms, "+0555010012", None),
        (Sms, "+155", None),
        (Sms, "+1555010012345678", None),
        (Sms, "++15550100123", None),
        (Sms, "call me", None),
        (Sms, "", None),
        (Email, " Ada@Example.com ", Some("ada@example.com")),
        (Email, "ada@example", None),
        (Email, "ada@@example.com", None),
        (Email, "ada b@example.com", None),
        (Email, "<ada@example.com>", None),
        (Email, "ada@-example.com", None),
        (Linkedin, "urn:li:person:abc", Some("urn:li:person:abc")),
        (Linkedin, "a b", None),
    ] {
        match (normalise(channel, text), expected) {
            (Ok(address), Some(expected)) => assert_eq!(address, expected, "{text}"),
            (Err(error), None) => assert_eq!(error.code, Code::Invalid, "{text}"),
            (other, _) => panic!("{channel} {text}: {other:?}"),
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_judged_and_the_form_is_stable(text: String) {
        for channel in Channel::ALL {
            if let Ok(address) = normalise(*channel, &text) {
                prop_assert_eq!(normalise(*channel, &address).expect("stable"), address);
            }
        }
    }
}

#[test]
fn an_address_that_writes_twice_is_one_contact_who_gets_a_name_once() {
    let (_dir, database) = open();
    let write = |address: &'static str, name: Option<&'static str>| {
        database
            .write_blocking(move |tx| find_or_create(tx, Channel::Whatsapp, address, name))
            .expect("write")
    };
    let first = write("whatsapp:+15550100123", None);
    let again = write("+1 555 010 0123", Some("Ada"));
    let renamed = write("+15550100123", Some("Ada L."));
    assert_eq!((first.id, first.contact_id), (again.id, again.contact_id));
    assert_eq!(renamed.profile_name.as_deref(), Some("Ada L."));
    let contact = database.read_blocking(|c| get(c, first.contact_id)).expect("contact");
    assert_eq!((contact.display_name.as_str(), contact.phone.as_deref()), ("Ada", Some("+15550100123")));
    assert_eq!(contact.version, 2);
    let other = write("US.someone", Some("Bo"));
    assert_ne!(other.contact_id, first.contact_id);
    let contact = database.read_blocking(|c| get(c, other.contact_id)).expect("contact");
    assert_eq!(contact.phone, None);
    let taken = database.write_blocking(move |tx| {
        add_identity(tx, other.contact_id, Channel::Whatsapp, "+15550100123", None)
    });
    assert_eq!(taken.expect_err("taken").code, Code::Conflict);
}

#[test]
fn the_list_pages_by_name_and_finds_parts_of_names_and_numbers() {
    let (_dir, database) = open();
    database
        .write_blocking(|tx| {
            for (name, phone, email) in [
                ("Émile 100%", None, Some("emile@example.com")),
                ("ada", Some("+15550100111"), None),
                ("Ada", Some("+15550100222"), None),
                ("Zoë_Z", None, None),
                ("", None, Some("nameless@example.com")),
                ("bo", Some("+15550100333"), None),
            ] {
                create(
                    tx,
                    NewContact {
                        display_name: name.into(),
                        phone: phone.map(Into::into),
                        email: email.map(Into::into),
                        ..NewContact::default()
                    },
                )?;
            }
            Ok(())
        })
        .expect("write");
    let names = |text: Option<&str>| {
        let mut names = Vec::new();
        let mut page = PageRequest::first(2);
        loop {
            let part = database.read_blocking(|c| list(c, text, &page)).expect("page");
            names.extend(part.items.into_iter().map(|row| row.contact.display_name));
            match part.next {
                Some(next) => page.after = Some(next),
                None => return names,
            }
        }
    };
    assert_eq!(names(None), ["", "ada", "Ada", "bo", "Zoë_Z", "Émile 100%"]);
    assert_eq!(names(Some("ADA")), ["ada", "Ada"]);
    assert_eq!(names(Some("0%")), ["Émile 100%"]);
    assert_eq!(names(Some("_")), ["Zoë_Z"]);
    assert_eq!(names(Some("555 0100-222")), ["Ada"]);
    assert_eq!(names(Some("nameless@")), [""]);
    assert_eq!(names(Some("nobody")), Vec::<String>::new());
}

#[test]
fn the_newest_consent_counts() {
    let (_dir, database) = open();
    let identity = database
        .write_blocking(|tx| find_or_create(tx, Channel::Whatsapp, "+15550100123", None))
        .expect("write");
    let held = |purpose| {
        database.read_blocking(|c| consent(c, identity.id, purpose)).expect("read").map(|c| c.granted)
    };
    assert_eq!(held(Purpose::Marketing), None);
    let id = identity.id;
    for granted in [true, false, true, false] {
        database
            .write_blocking(move |tx| record_consent(tx, id, Purpose::Marketing, granted, None))
            .expect("write");
        assert_eq!(held(Purpose::Marketing), Some(granted));
    }
    database.write_blocking(move |tx| record_consent(tx, id, Purpose::Service, true, None)).expect("write");
    let detail = database.read_blocking(|c| detail(c, identity.contact_id)).expect("detail");
    let consents: Vec<_> = detail.consents.iter().map(|c| (c.purpose, c.granted)).collect();
    assert_eq!(consents, [(Purpose::Marketing, false), (Purpose::Service, true)]);
    assert_eq!(detail.identities, [identity]);
}
