//! What language models cost, by the shop's days and by conversation, and whether there is something left to spend.

use rusqlite::Connection;

use super::{LanguageModelSettings, Provider, Usage};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Conversation, Id};
use crate::settings::{self, ShopProfile};
use crate::store;

/// Millionths of a dollar in a cent.
const CENT: i64 = 10_000;

/// What was asked and what it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    pub questions: i64,
    /// Of these, without an answer.
    pub failures: i64,
    pub prompt_tokens: i64,
    pub answer_tokens: i64,
    /// In millionths of a US dollar, as far as prices are known.
    pub cost_micros: i64,
}

/// What may still be spent, in millionths of a US dollar. `None`: as much as it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purse {
    pub day: Option<i64>,
    pub conversation: Option<i64>,
}

impl Purse {
    /// Why a question that may cost so much is not asked.
    pub fn refuses(self, cost: i64) -> Option<&'static str> {
        let over = |left: Option<i64>| left.is_some_and(|left| cost > left);
        if over(self.day) {
            Some("what it may cost in a day is spent")
        } else if over(self.conversation) {
            Some("what it may cost in a conversation is spent")
        } else {
            None
        }
    }

    /// While other conversations are about to spend this of the day's limit.
    #[must_use]
    pub fn less(self, cost: i64) -> Self {
        let less = |left: Option<i64>| left.map(|left| left.saturating_sub(cost));
        Self { day: less(self.day), ..self }
    }
}

/// What is left of the owner's limits.
///
/// # Errors
/// Those of the queries.
pub fn spent(
    connection: &Connection,
    limits: &LanguageModelSettings,
    conversation: Option<Id<Conversation>>,
    now: Timestamp,
) -> Result<Purse> {
    let left = |cents: u32, spent: i64| (i64::from(cents) * CENT).saturating_sub(spent);
    let day = match limits.daily_cents {
        Some(cents) => Some(left(cents, spent_today(connection, now)?.cost_micros)),
        None => None,
    };
    let here = match (limits.conversation_cents, conversation) {
        (Some(cents), Some(id)) => Some(left(cents, store::model_usage::cost_of(connection, id)?)),
        _ => None,
    };
    Ok(Purse { day, conversation: here })
}

/// All of the shop's day so far.
///
/// # Errors
/// Those of the queries.
pub fn spent_today(connection: &Connection, now: Timestamp) -> Result<Spent> {
    store::model_usage::of_day(connection, &day(connection, now)?)
}

/// Counts a question that was asked. `usage`: of its answer, if there was one; else it cost `at_most` millionths of a dollar.
///
/// # Errors
/// Those of storage.
pub fn count(
    tx: &mut WriteTx<'_>,
    conversation: Option<Id<Conversation>>,
    provider: Provider,
    model: &str,
    usage: Option<&Usage>,
    at_most: i64,
) -> Result<()> {
    let now = tx.now();
    let day = day(tx.sql(), now)?;
    let spent = Spent {
        questions: 1,
        failures: i64::from(usage.is_none()),
        prompt_tokens: usage.map_or(0, |usage| usage.prompt_tokens.into()),
        answer_tokens: usage.map_or(0, |usage| usage.answer_tokens.into()),
        cost_micros: usage.map_or(at_most, |usage| usage.cost_micros.unwrap_or(0)).max(0),
    };
    store::model_usage::add(tx, &day, conversation, provider, model, &spent)
}

fn day(connection: &Connection, now: Timestamp) -> Result<String> {
    let zone = settings::get::<ShopProfile>(connection)?.value.zone();
    Ok(now.to_jiff().to_zoned_datetime(zone).date().to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::{Clock, ManualClock};
    use crate::database::{Database, Options};

    #[test]
    fn what_was_spent_is_missing_from_the_purse_until_the_next_day() {
        let dir = tempfile::tempdir().expect("dir");
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_790_000_000_000)));
        let database =
            Database::open(dir.path(), Options::new(Arc::clone(&clock) as Arc<dyn Clock>)).expect("a shop");
        let limits = LanguageModelSettings {
            daily_cents: Some(2),
            conversation_cents: Some(1),
            ..LanguageModelSettings::default()
        };
        let (one, other) = database
            .write_blocking(|tx| Ok((tx.new_id::<Conversation>(), tx.new_id::<Conversation>())))
            .expect("ids");
        let usage =
            Usage { prompt_tokens: 100, answer_tokens: 20, cost_micros: Some(9_999), ..Usage::default() };
        database
            .write_blocking(move |tx| {
                count(tx, Some(one), Provider::Groq, "m", Some(&usage), 0)?;
                count(tx, Some(one), Provider::Groq, "m", None, 0)
            })
            .expect("counted");
        let purse = |conversation| {
            let (limits, now) = (limits.clone(), clock.now());
            database.read_blocking(move |c| spent(c, &limits, Some(conversation), now)).expect("a purse")
        };
        assert_eq!(purse(one), Purse { day: Some(10_001), conversation: Some(1) });
        assert_eq!(purse(other), Purse { day: Some(10_001), conversation: Some(10_000) });
        assert!(purse(one).refuses(2).is_some() && purse(one).refuses(1).is_none());
        assert!(purse(other).less(10_000).refuses(2).is_some());
        let now = clock.now();
        let today = database.read_blocking(move |c| spent_today(c, now)).expect("today");
        assert_eq!((today.questions, today.failures, today.prompt_tokens), (2, 1, 100));
        clock.advance(std::time::Duration::from_hours(25));
        assert_eq!(purse(one), Purse { day: Some(20_000), conversation: Some(1) });
    }
}
