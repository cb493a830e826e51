//! One-time codes: whoever says to be a customer proves it by six digits that go to the e-mail address the shop has for that
//! customer, and to no other (docs/adr/0019-a-code-is-made-with-its-mail.md).
//!
//! Owns who may have one, how long and how often one counts, and when its mail is sent. It never tells whether somebody is a
//! customer: for who is unknown all goes the same way, except that no mail is handed over in the end.

mod deliver;
mod secret;
mod typed;

use std::time::Duration;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub(crate) use deliver::given_up;
pub use deliver::{Attempt, Carried, begin, deliver, finish};
pub use typed::{TypedCode, take_typed};

use crate::agent::account::Claimed;
use crate::clock::Timestamp;
use crate::contacts;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Contact, Conversation, Id, IdentityCode};
use crate::jobs::{self, NewJob, Work};
use crate::mail::MailProblem;
use crate::scope::{CustomerScope, Proof};
use crate::settings::{self, EmailSettings};
use crate::store;
use crate::store::codes::NewCode;

/// How long a code counts from the time its mail is made.
pub const LIFE: Duration = Duration::from_mins(10);
/// Wrong ones after which it counts no more.
pub const TRIES: u32 = 5;
/// Codes that one conversation may ask for within an hour.
pub const PER_CONVERSATION: u32 = 3;
/// Codes that may be asked for by the same words, and codes that go to one address, within an hour.
pub const PER_CUSTOMER: u32 = 5;
/// Codes that go to one address within a day: with [`TRIES`] each, guessing on for a year succeeds once in 55.
pub const PER_CUSTOMER_A_DAY: u32 = 10;

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

crate::text_enum! {
    /// What became of a code's mail.
    pub enum MailState {
        Queued = "queued",
        /// A server is or was being asked to take it; who ended meanwhile does not know.
        Trying = "trying",
        Sent = "sent",
        /// The server does not take mail for that address.
        Refused = "refused",
        /// It was given up, and the customer was told.
        Unsent = "unsent",
        /// The server may have it. It is not sent again.
        Unknown = "unknown",
    }
}

crate::text_enum! {
    /// Why a code counts no more.
    pub enum Ended {
        Used = "used",
        /// Too many wrong ones, or its mail could not be sent.
        Void = "void",
        Expired = "expired",
        /// Another one was asked for.
        Replaced = "replaced",
    }
}

/// Whether a code can be asked for. The same for those who are customers and those who are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// If this is one of the shop's customers, a mail is on its way.
    Coming,
    /// Too many were asked for lately.
    TooMany,
    /// The shop can send no mail.
    NoMail,
}

/// What a typed code came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tried {
    Right,
    /// So many tries are left.
    Wrong {
        left: u32,
    },
    /// That was one too many.
    Void,
    /// It came too late, or nothing is open any more.
    Expired,
}

/// Whether this conversation may have a code sent to whom `claimed` names; without it, to the customer whom the conversation
/// was found to be.
///
/// # Errors
/// Those of the queries.
pub fn may_ask(
    connection: &Connection,
    conversation: Id<Conversation>,
    claimed: Option<&Claimed>,
    now: Timestamp,
) -> Result<Asked> {
    if !settings::get::<EmailSettings>(connection)?.value.is_set_up() {
        return Ok(Asked::NoMail);
    }
    let since = now.minus(HOUR);
    let claim = digest(conversation, claimed);
    let too_many = store::codes::of_conversation(connection, conversation, since)? >= PER_CONVERSATION
        || store::codes::of_claim(connection, &claim, since)? >= PER_CUSTOMER;
    Ok(if too_many { Asked::TooMany } else { Asked::Coming })
}

/// Asks for a code; an earlier one of the conversation counts no more. Its mail is a job.
///
/// # Errors
/// Those of storage.
pub fn ask(
    tx: &mut WriteTx<'_>,
    conversation: Id<Conversation>,
    claimed: Option<&Claimed>,
    language: &str,
) -> Result<Asked> {
    let now = tx.now();
    let asked = may_ask(tx.sql(), conversation, claimed, now)?;
    if asked != Asked::Coming {
        return Ok(asked);
    }
    let contact_id = recipient(tx.sql(), conversation, claimed, now)?;
    store::codes::end_all(tx, conversation, Ended::Replaced)?;
    let id: Id<IdentityCode> = tx.new_id();
    store::codes::insert(
        tx,
        &NewCode {
            id,
            conversation_id: conversation,
            contact_id,
            claim: &digest(conversation, claimed),
            language,
            created_at: now,
            expires_at: now.plus(LIFE),
        },
    )?;
    jobs::enqueue(tx, &NewJob::at(now, Work::SendCode { code_id: id }))?;
    Ok(asked)
}

/// To whom the mail goes: a customer with an address that had not too many already. `None`: no mail, and nobody learns it.
fn recipient(
    connection: &Connection,
    conversation: Id<Conversation>,
    claimed: Option<&Claimed>,
    now: Timestamp,
) -> Result<Option<Id<Contact>>> {
    let scope = match claimed {
        Some(claimed) => CustomerScope::from_claim(connection, claimed)?,
        None => Some(CustomerScope::from_conversation(connection, conversation)?),
    };
    let Some(scope) = scope else { return Ok(None) };
    let Some(email) = contacts::get(connection, scope.contact_id())?.email else { return Ok(None) };
    let within = |span| store::codes::of_address(connection, &email, now.minus(span));
    if within(HOUR)? >= PER_CUSTOMER || within(DAY)? >= PER_CUSTOMER_A_DAY {
        tracing::warn!("too many codes were asked for one customer; no more are mailed for now");
        return Ok(None);
    }
    Ok(Some(scope.contact_id()))
}

/// Who is named, without the words themselves. Nobody in particular: whom the conversation belongs to.
fn digest(conversation: Id<Conversation>, claimed: Option<&Claimed>) -> [u8; 32] {
    let mut digest = Sha256::new();
    match claimed {
        None => digest.update(conversation.to_string().as_bytes()),
        // As they are looked up: the address before the name.
        Some(Claimed { email: Some(email), .. }) => digest.update(email.trim().to_lowercase().as_bytes()),
        Some(Claimed { name, postal_code, .. }) => {
            for part in [name, postal_code] {
                digest.update(part.as_deref().unwrap_or_default().trim().to_lowercase().as_bytes());
                digest.update([0]);
            }
        }
    }
    digest.finalize().into()
}

/// Tries what was typed. The right one makes the conversation its customer's.
///
/// # Errors
/// Those of storage.
pub fn try_code(
    tx: &mut WriteTx<'_>,
    conversation: Id<Conversation>,
    typed: &TypedCode,
) -> Result<(Tried, Option<CustomerScope>)> {
    let now = tx.now();
    let Some(open) = store::codes::open(tx.sql(), conversation)? else { return Ok((Tried::Expired, None)) };
    if now >= open.expires_at {
        store::codes::end(tx, open.id, Ended::Expired)?;
        return Ok((Tried::Expired, None));
    }
    store::codes::count_try(tx, open.id)?;
    let fits = match (&open.salt, &open.hash) {
        (Some(salt), Some(hash)) => secret::fits(salt, hash, conversation, typed.digits()),
        // Its mail is not made yet, or it is nobody's.
        _ => false,
    };
    if fits && let Some(contact) = open.contact_id {
        store::codes::end(tx, open.id, Ended::Used)?;
        store::scope::bind(tx, conversation, contact, Proof::Code, now)?;
        return Ok((Tried::Right, Some(CustomerScope::from_conversation(tx.sql(), conversation)?)));
    }
    let left = TRIES.saturating_sub(open.tries + 1);
    if left == 0 {
        store::codes::end(tx, open.id, Ended::Void)?;
        return Ok((Tried::Void, None));
    }
    Ok((Tried::Wrong { left }, None))
}

/// How the newest mail with a code fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastMail {
    pub at: Timestamp,
    pub state: MailState,
    pub problem: Option<MailProblem>,
}

/// # Errors
/// Those of the query.
pub fn last_mail(connection: &Connection) -> Result<Option<LastMail>> {
    let newest = store::codes::newest_attempt(connection)?;
    Ok(newest.map(|(at, state, problem)| LastMail { at, state, problem }))
}
