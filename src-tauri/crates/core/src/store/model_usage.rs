//! Table `model_usage`.

use rusqlite::{Connection, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Conversation, Id};
use crate::language_model::{Provider, Spent};

pub(crate) fn add(
    tx: &WriteTx<'_>,
    day: &str,
    conversation: Option<Id<Conversation>>,
    provider: Provider,
    model: &str,
    spent: &Spent,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO model_usage (day, conversation_id, provider, model, questions, failures, prompt_tokens,
                                      answer_tokens, cost_micros)
             VALUES (:day, :conversation, :provider, :model, :questions, :failures, :prompt, :answer, :cost)
             ON CONFLICT (day, conversation_id, provider, model) DO UPDATE SET
                 questions = questions + excluded.questions, failures = failures + excluded.failures,
                 prompt_tokens = prompt_tokens + excluded.prompt_tokens,
                 answer_tokens = answer_tokens + excluded.answer_tokens,
                 cost_micros = cost_micros + excluded.cost_micros",
        )?
        .execute(named_params! {
            ":day": day,
            ":conversation": conversation.map_or_else(String::new, |id| id.to_string()),
            ":provider": provider,
            ":model": model,
            ":questions": spent.questions,
            ":failures": spent.failures,
            ":prompt": spent.prompt_tokens,
            ":answer": spent.answer_tokens,
            ":cost": spent.cost_micros,
        })?;
    Ok(())
}

pub(crate) fn of_day(connection: &Connection, day: &str) -> Result<Spent> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(sum(questions), 0) AS questions, coalesce(sum(failures), 0) AS failures,
                    coalesce(sum(prompt_tokens), 0) AS prompt_tokens,
                    coalesce(sum(answer_tokens), 0) AS answer_tokens, coalesce(sum(cost_micros), 0) AS cost_micros
             FROM model_usage WHERE day = :day",
        )?
        .query_row(named_params! { ":day": day }, |row| {
            Ok(Spent {
                questions: row.get("questions")?,
                failures: row.get("failures")?,
                prompt_tokens: row.get("prompt_tokens")?,
                answer_tokens: row.get("answer_tokens")?,
                cost_micros: row.get("cost_micros")?,
            })
        })?)
}

/// In millionths of a US dollar.
pub(crate) fn cost_of(connection: &Connection, conversation: Id<Conversation>) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(sum(cost_micros), 0) FROM model_usage WHERE conversation_id = :conversation",
        )?
        .query_row(named_params! { ":conversation": conversation.to_string() }, |row| row.get(0))?)
}
