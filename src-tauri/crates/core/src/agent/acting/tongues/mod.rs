//! Acting in other languages than English: what a customer writes becomes the English sentences that the desk reads, and
//! what the desk says becomes phrases of the catalogue. The desk itself, the policy and the yes are the same in all.

mod answers;
mod lex;
mod read;
mod table;
mod voice;
mod wish;

pub(super) use read::Heard;
pub(super) use voice::speech;

use super::agenda::Agenda;
use crate::agent::account::Account;
use crate::agent::phrases::Language;

/// What a message in this language says to the desk; `None`: it is English, which the desk reads itself.
pub(super) fn hear(
    language: Language,
    text: &str,
    agenda: &Agenda,
    account: Option<&Account>,
) -> Option<Heard> {
    let table = table::of(language)?;
    Some(read::hear(language, table, text, agenda, account))
}
