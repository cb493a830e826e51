//! Who somebody is by what they say of themselves, and where they live.
//!
//! What somebody says is no proof: what a customer may see needs a [`crate::scope::CustomerScope`].

use rusqlite::Connection;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Channel, Contact, ContactChange, change, get, normalise};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::store;

/// The contact with this e-mail address, in whatever case it is written; the one who came first when several have it.
///
/// # Errors
/// Those of the query.
pub fn by_email(connection: &Connection, email: &str) -> Result<Option<Contact>> {
    match normalise(Channel::Email, email) {
        Ok(email) => store::contacts::by_email(connection, &email),
        // What is no address belongs to nobody.
        Err(_) => Ok(None),
    }
}

/// The contact of this name whose address has this postal code. Names are compared without regard to case and accents;
/// the code must stand as a word of its own below the address's first line, where house numbers are.
///
/// # Errors
/// Those of the query.
pub fn by_name_and_postal_code(connection: &Connection, name: &str, code: &str) -> Result<Option<Contact>> {
    let (name, code) = (folded(name), code.trim());
    if name.is_empty() || code.is_empty() {
        return Ok(None);
    }
    let near = store::contacts::with_address_like(connection, code)?;
    Ok(near.into_iter().find(|contact| {
        let mut words = contact.address.lines().skip(1).flat_map(str::split_whitespace);
        folded(&contact.display_name) == name
            && words.any(|word| word.trim_matches(|c: char| !c.is_alphanumeric()) == code)
    }))
}

/// Lower case, without accents, with single spaces.
fn folded(name: &str) -> String {
    let plain: String = name.nfd().filter(|c| !is_combining_mark(*c)).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Keeps another postal address of a contact.
///
/// # Errors
/// `NotFound`; `Invalid` when it is empty or too long.
pub fn change_address(tx: &mut WriteTx<'_>, id: Id<id::Contact>, address: &str) -> Result<Contact> {
    let contact = get(tx.sql(), id)?;
    let address = address.trim();
    if address.is_empty() {
        return Err(Error::invalid("An address cannot be empty.").at("address"));
    }
    if contact.address == address {
        return Ok(contact);
    }
    let wanted = ContactChange { address: Some(address.to_owned()), ..ContactChange::default() };
    change(tx, id, contact.version, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contacts::{NewContact, create};
    use crate::fixture::Fixture;

    #[test]
    fn somebody_is_found_by_all_that_they_say_and_not_by_a_part() {
        let shop = Fixture::new();
        let made = shop
            .write(|tx| {
                create(
                    tx,
                    NewContact {
                        display_name: "Ana Vázquez".into(),
                        email: Some("Ana.V@Example.com".into()),
                        address: "10115 Elm Street\nSuite 259\nDenver, CO 80279\nUSA".into(),
                        ..NewContact::default()
                    },
                )
            })
            .expect("contact");
        for (name, code, found) in [
            ("ana vazquez", "80279", true),
            ("Ana  Vázquez", " 80279 ", true),
            ("Ana Vazquez", "10115", false),
            ("Ana Vazquez", "8027", false),
            ("Ana Vazquez", "%", false),
            ("Ana", "80279", false),
            ("Ana Vazquez", "", false),
            ("", "80279", false),
        ] {
            let contact = shop.read(|c| by_name_and_postal_code(c, name, code));
            assert_eq!(contact.map(|contact| contact.id), found.then_some(made.id), "{name} {code}");
        }
        for (email, found) in
            [("ana.v@example.COM ", true), ("ana@example.com", false), ("no address", false)]
        {
            assert_eq!(shop.read(|c| by_email(c, email)).is_some(), found, "{email}");
        }
        let id = made.id;
        let moved =
            shop.write(move |tx| change_address(tx, id, " 1 Oak Road\n80001 Denver ")).expect("moved");
        assert_eq!((moved.address.as_str(), moved.version), ("1 Oak Road\n80001 Denver", 2));
        assert!(shop.write(move |tx| change_address(tx, id, " \n")).is_err());
        let same = shop.write(move |tx| change_address(tx, id, "1 Oak Road\n80001 Denver")).expect("same");
        assert_eq!(same.version, 2);
    }
}
