//! What the shop remembers of a contact: typed facts, each with the message that proves it or as the owner wrote it down.
//!
//! A fact is a kind and a value of that kind: no sentence of a customer is kept here. What a customer's messages tell is read by
//! [`crate::agent::understanding`], as a proposal ([`Heard`]); what becomes of it is decided here ([`hear`]). Nothing that is
//! remembered allows anything: it only orders and leaves out what is offered.

mod edit;
mod hear;
mod state;
#[cfg(test)]
mod tests;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

pub use edit::{NewFact, add, change, remove};
pub use hear::hear;
pub(crate) use state::restore;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::policy::Action;
use crate::store;

/// Facts of one contact at most. More is no memory but a file.
pub const MOST: usize = 40;
/// Characters of the longest value that the owner may write.
const LONGEST: usize = 60;
/// Addresses among them at most: the one that was confirmed longest ago makes room.
pub const MOST_ADDRESSES: usize = 5;
/// Characters of the longest address.
const LONGEST_ADDRESS: usize = 300;
/// Lines of one.
const MOST_LINES: usize = 8;
/// Characters of the longest kind of goods.
const LONGEST_ABOUT: usize = 40;

crate::text_enum! {
    pub enum FactKind {
        /// The value is as variants have it: "M", "38", "7.5".
        Size = "size",
        /// By the word that customers use: "navy".
        ColourLiked = "colour_liked",
        ColourAvoided = "colour_avoided",
        /// "wool".
        MaterialAvoided = "material_avoided",
        /// It must not be offered to them unasked.
        MaterialAllergy = "material_allergy",
        /// One of [`FITS`].
        Fit = "fit",
        /// What they mean to spend at most, in the shop's currency: "80" or "79.90".
        Budget = "budget",
        /// The name that they want to be called by.
        Called = "called",
        /// Where something was to be sent and the customer said yes to it, in lines.
        Address = "address",
    }
}

crate::text_enum! {
    /// The system of a size.
    pub enum System {
        Letter = "letter",
        Eu = "eu",
        Uk = "uk",
        Us = "us",
        /// A bare number.
        Number = "number",
    }
}

/// How something may sit.
pub const FITS: &[&str] = &["slim", "regular", "loose", "oversized"];
/// The kind of goods that feet are about.
pub const SHOES: &str = "shoes";

impl FactKind {
    /// Whether there is one for each kind of goods, so that a newer one takes the place of the older.
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Size | Self::Fit | Self::Budget | Self::Called)
    }

    /// Whether it may be about one kind of goods.
    const fn has_about(self) -> bool {
        matches!(self, Self::Size | Self::Fit | Self::Budget)
    }

    fn is_same_value(self, one: &str, other: &str) -> bool {
        if self == Self::Address { is_same_address(one, other) } else { one == other }
    }

    /// What cannot hold beside it, of the same value.
    const fn excludes(self) -> &'static [Self] {
        match self {
            Self::ColourLiked => &[Self::ColourAvoided],
            Self::ColourAvoided => &[Self::ColourLiked],
            Self::MaterialAllergy => &[Self::MaterialAvoided],
            _ => &[],
        }
    }
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFact {
    pub id: Id<id::ContactFact>,
    pub contact_id: Id<id::Contact>,
    pub kind: FactKind,
    /// A kind of goods, lower case: "shoes", "dress"; empty: clothes as such, or nothing of that sort.
    pub about: String,
    pub value: String,
    /// Of a size.
    pub system: Option<System>,
    /// `None`: the owner wrote it down.
    pub message_id: Option<Id<id::Message>>,
    /// When the customer said it, or the owner wrote it.
    pub said_at: Timestamp,
    pub version: i64,
}

impl ContactFact {
    /// Whether they are the same but for their version.
    fn says_the_same(&self, other: &Self) -> bool {
        let timeless = |fact: &Self| Self { version: 0, ..fact.clone() };
        timeless(self) == timeless(other)
    }
}

/// What a customer said of themselves, as it was read: a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub kind: FactKind,
    /// `None`: it was not said what it is about.
    pub about: Option<String>,
    pub value: String,
    pub system: Option<System>,
    /// It puts right what was said before: "actually", "now".
    pub corrects: bool,
    /// `false`: it holds no longer ("I'm not allergic to wool").
    pub holds: bool,
}

impl Told {
    /// The address that was agreed to with an act.
    pub(crate) fn of_action(action: &Action) -> Option<Self> {
        let (Action::ModifyAddress { address } | Action::ModifyCustomerAddress { address }) = action else {
            return None;
        };
        Some(Self {
            kind: FactKind::Address,
            about: None,
            value: address.clone(),
            system: None,
            corrects: false,
            holds: true,
        })
    }
}

/// What a message told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    pub message_id: Id<id::Message>,
    pub told: Told,
}

/// What is remembered of a contact, by kind and the oldest first.
///
/// # Errors
/// Those of the query.
pub fn of_contact(connection: &Connection, contact: Id<id::Contact>) -> Result<Vec<ContactFact>> {
    store::contact_facts::of_contact(connection, contact)
}

/// As [`of_contact`], each with the conversation in which the customer said it.
///
/// # Errors
/// Those of the query.
pub fn with_places(
    connection: &Connection,
    contact: Id<id::Contact>,
) -> Result<Vec<(ContactFact, Option<Id<id::Conversation>>)>> {
    let facts = of_contact(connection, contact)?.into_iter();
    facts.map(|fact| conversation_of(connection, &fact).map(|place| (fact, place))).collect()
}

/// The conversation in which the customer said it; `None`: the owner wrote it, or the message is gone.
///
/// # Errors
/// Those of the query.
pub fn conversation_of(connection: &Connection, fact: &ContactFact) -> Result<Option<Id<id::Conversation>>> {
    let Some(message) = fact.message_id else { return Ok(None) };
    Ok(store::messages::get(connection, message)?.map(|message| message.conversation_id))
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::ContactFact>) -> Result<ContactFact> {
    store::contact_facts::find(connection, id)?.ok_or_else(|| Error::not_found("remembered fact"))
}

/// Kind, about, value and system in their stored form.
///
/// # Errors
/// `Invalid` with the field.
fn tidy(
    kind: FactKind,
    about: &str,
    value: &str,
    system: Option<System>,
) -> Result<(String, String, Option<System>)> {
    if kind == FactKind::Address {
        return Ok((no_kind_of_goods(about)?, tidy_address(value)?, None));
    }
    let one_space = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (about, value) = (one_space(about).to_lowercase(), one_space(value));
    let plain = |text: &str, more: &str| text.chars().all(|c| c.is_alphanumeric() || more.contains(c));
    if !about.is_empty()
        && (!kind.has_about() || about.chars().count() > LONGEST_ABOUT || !plain(&about, " -&"))
    {
        return Err(Error::invalid("Write a kind of goods here, such as shoes, or nothing.").at("about"));
    }
    if value.is_empty() || value.chars().count() > LONGEST {
        return Err(Error::invalid(format!("Write something of at most {LONGEST} characters.")).at("value"));
    }
    let wrong = |detail: &str| Err(Error::invalid(detail.to_owned()).at("value"));
    let value = match kind {
        FactKind::Size if value.chars().count() > 12 || !plain(&value, " ./-") => {
            return wrong("A size is short, such as M, 38 or 7.5.");
        }
        FactKind::Size => value.to_uppercase(),
        FactKind::ColourLiked
        | FactKind::ColourAvoided
        | FactKind::MaterialAvoided
        | FactKind::MaterialAllergy => {
            if !plain(&value, " -") {
                return wrong("Write one colour or material, in letters.");
            }
            value.to_lowercase()
        }
        FactKind::Fit => {
            let fit = value.to_lowercase();
            if !FITS.contains(&fit.as_str()) {
                return wrong("A fit is slim, regular, loose or oversized.");
            }
            fit
        }
        FactKind::Budget => {
            let (whole, part) = value.split_once('.').unwrap_or((&value, ""));
            let digits = |text: &str, most| text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
            if whole.is_empty() || !digits(whole, 7) || !digits(part, 2) || value.ends_with('.') {
                return wrong("Write an amount such as 80 or 79.90.");
            }
            value
        }
        FactKind::Called if !plain(&value, " '’.-") || value.chars().count() > LONGEST_ABOUT => {
            return wrong("Write a name of letters.");
        }
        FactKind::Called | FactKind::Address => value,
    };
    let system = match kind {
        FactKind::Size => Some(system.unwrap_or_else(|| system_of(&value))),
        _ => None,
    };
    Ok((about, value, system))
}

fn no_kind_of_goods(about: &str) -> Result<String> {
    if about.trim().is_empty() {
        return Ok(String::new());
    }
    Err(Error::invalid("An address is about no kind of goods. Leave this empty.").at("about"))
}

/// An address in lines, without empty ones.
fn tidy_address(value: &str) -> Result<String> {
    let lines: Vec<String> = value
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    let address = lines.join("\n");
    let strange = |c: char| (c.is_control() && c != '\n') || matches!(c, '<' | '>' | '{' | '}');
    if lines.len() > MOST_LINES || address.chars().count() > LONGEST_ADDRESS || address.chars().any(strange) {
        let detail = format!("An address has at most {MOST_LINES} lines and {LONGEST_ADDRESS} characters.");
        return Err(Error::invalid(detail).at("value"));
    }
    if !address.chars().any(char::is_alphabetic) {
        return Err(Error::invalid("Write the street, the town and the postal code.").at("value"));
    }
    Ok(address)
}

/// Whether two addresses are the same but for their lines and capitals.
pub(crate) fn is_same_address(one: &str, other: &str) -> bool {
    let plain = |address: &str| {
        let words = address.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ").to_lowercase()
    };
    plain(one) == plain(other)
}

/// The system of a size that names none.
pub(crate) fn system_of(size: &str) -> System {
    if size.bytes().all(|b| b.is_ascii_digit() || b == b'.') { System::Number } else { System::Letter }
}
