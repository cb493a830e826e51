//! Tables `agent_runs`, `agent_steps`, `evidence`, `claims`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::agent::{Claim, Evidence, RunRecord, StepRecord};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{AgentRun, Conversation, Id, Message};
use crate::runs::{ClaimListing, EvidenceListing, RunListing, StepListing};

/// What a run is about and led to.
pub(crate) struct NewRun<'a> {
    pub id: Id<AgentRun>,
    pub conversation_id: Id<Conversation>,
    pub first_message_id: Id<Message>,
    pub last_message_id: Id<Message>,
    pub reply_message_id: Option<Id<Message>>,
    pub started_at: Timestamp,
    /// What the conversation remembered when the turn began.
    pub dialogue: Option<&'a str>,
    pub record: &'a RunRecord,
}

fn counted(micros: u64) -> i64 {
    i64::try_from(micros).unwrap_or(i64::MAX)
}

pub(crate) fn insert(tx: &WriteTx<'_>, run: &NewRun<'_>) -> Result<()> {
    let record = run.record;
    tx.sql()
        .prepare_cached(
            "INSERT INTO agent_runs (id, conversation_id, planner, model, prompt_version, first_message_id,
                                     last_message_id, outcome, handoff_reason, confidence, reply_message_id,
                                     reply_text, started_at, duration_us, agent_key, agent_version, dialogue)
             VALUES (:id, :conversation, :planner, :model, :prompt_version, :first, :last, :outcome, :reason,
                     :confidence, :reply, :reply_text, :started_at, :duration, :agent, :agent_version, :dialogue)",
        )?
        .execute(named_params! {
            ":id": run.id,
            ":conversation": run.conversation_id,
            ":planner": record.planner,
            ":model": record.model,
            ":prompt_version": record.prompt_version,
            ":first": run.first_message_id,
            ":last": run.last_message_id,
            ":outcome": record.proposal.outcome().as_str(),
            ":reason": record.proposal.handoff_reason().map(|reason| reason.as_str()),
            ":confidence": f64::from(record.confidence),
            ":reply": run.reply_message_id,
            ":reply_text": record.proposal.text(),
            ":started_at": run.started_at,
            ":duration": counted(record.duration_us),
            ":agent": record.agent.as_ref().map(|agent| agent.key),
            ":agent_version": record.agent.as_ref().map(|agent| agent.version),
            ":dialogue": run.dialogue,
        })?;
    insert_steps(tx, run.id, &record.steps)?;
    insert_evidence(tx, run.id, &record.evidence)?;
    insert_claims(tx, run.id, record.proposal.claims())
}

fn insert_steps(tx: &WriteTx<'_>, run: Id<AgentRun>, steps: &[StepRecord]) -> Result<()> {
    let run = run.to_string();
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO agent_steps (run_id, position, kind, input, output, duration_us)
         VALUES (:run, :position, :kind, :input, :output, :duration)",
    )?;
    for (position, step) in steps.iter().enumerate() {
        statement.execute(named_params! {
            ":run": run,
            ":position": i64::try_from(position).unwrap_or(i64::MAX),
            ":kind": step.kind.as_str(),
            ":input": step.input.to_string(),
            ":output": step.output.to_string(),
            ":duration": counted(step.duration_us),
        })?;
    }
    Ok(())
}

fn insert_evidence(tx: &WriteTx<'_>, run: Id<AgentRun>, evidence: &[Evidence]) -> Result<()> {
    let run = run.to_string();
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO evidence (run_id, position, source_kind, source_id, source_version, label, facts)
         VALUES (:run, :position, :kind, :id, :version, :label, :facts)",
    )?;
    for one in evidence {
        statement.execute(named_params! {
            ":run": run,
            ":position": one.position,
            ":kind": one.source.kind.as_str(),
            ":id": one.source.id,
            ":version": one.source.version,
            ":label": one.label,
            ":facts": serde_json::to_string(&one.facts)?,
        })?;
    }
    Ok(())
}

fn insert_claims(tx: &WriteTx<'_>, run: Id<AgentRun>, claims: &[Claim]) -> Result<()> {
    let run = run.to_string();
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO claims (run_id, position, kind, text, start_offset, end_offset, evidence_position, fact)
         VALUES (:run, :position, :kind, :text, :start, :end, :evidence, :fact)",
    )?;
    for claim in claims {
        statement.execute(named_params! {
            ":run": run,
            ":position": claim.position,
            ":kind": claim.kind.as_str(),
            ":text": claim.text,
            ":start": claim.start,
            ":end": claim.end,
            ":evidence": claim.evidence_position,
            ":fact": claim.fact,
        })?;
    }
    Ok(())
}

const RUN: &str = "id, conversation_id, planner, model, prompt_version, first_message_id, last_message_id, outcome, \
                   handoff_reason, confidence, reply_message_id, reply_text, started_at, duration_us, agent_key, agent_version";

fn run(row: &Row<'_>) -> rusqlite::Result<RunListing> {
    let duration: i64 = row.get("duration_us")?;
    Ok(RunListing {
        id: row.get("id")?,
        conversation_id: row.get("conversation_id")?,
        planner: row.get("planner")?,
        model: row.get("model")?,
        prompt_version: row.get("prompt_version")?,
        first_message_id: row.get("first_message_id")?,
        last_message_id: row.get("last_message_id")?,
        outcome: row.get("outcome")?,
        handoff_reason: row.get("handoff_reason")?,
        confidence: row.get("confidence")?,
        reply_message_id: row.get("reply_message_id")?,
        reply_text: row.get("reply_text")?,
        started_at: row.get("started_at")?,
        duration_us: u64::try_from(duration).unwrap_or(0),
        agent_key: row.get("agent_key")?,
        agent_version: row.get("agent_version")?,
    })
}

/// A run's draft was sent: its reply is there now.
pub(crate) fn set_reply(tx: &WriteTx<'_>, id: Id<AgentRun>, first: Id<Message>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE agent_runs SET reply_message_id = :reply WHERE id = :id")?
        .execute(named_params! { ":id": id, ":reply": first })?;
    Ok(())
}

pub(crate) fn get(connection: &Connection, id: Id<AgentRun>) -> Result<Option<RunListing>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {RUN} FROM agent_runs WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, run)
        .optional()?)
}

/// A conversation's runs before one, newest first.
pub(crate) fn of_conversation(
    connection: &Connection,
    conversation: Id<Conversation>,
    before: Option<Id<AgentRun>>,
    limit: i64,
) -> Result<Vec<RunListing>> {
    // '~' sorts after every id.
    let before = before.map_or_else(|| "~".to_owned(), |id| id.to_string());
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {RUN} FROM agent_runs WHERE conversation_id = :conversation AND id < :before
         ORDER BY id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! { ":conversation": conversation, ":before": before, ":limit": limit },
        run,
    )?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

pub(crate) fn steps(connection: &Connection, id: Id<AgentRun>) -> Result<Vec<StepListing>> {
    let mut statement = connection.prepare_cached(
        "SELECT position, kind, input, output, duration_us FROM agent_steps WHERE run_id = :id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        let duration: i64 = row.get("duration_us")?;
        Ok(StepListing {
            position: row.get("position")?,
            kind: row.get("kind")?,
            input: json(row, "input")?,
            output: json(row, "output")?,
            duration_us: u64::try_from(duration).unwrap_or(0),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

pub(crate) fn evidence(connection: &Connection, id: Id<AgentRun>) -> Result<Vec<EvidenceListing>> {
    let mut statement = connection.prepare_cached(
        "SELECT position, source_kind, source_id, source_version, label, facts FROM evidence
         WHERE run_id = :id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        Ok(EvidenceListing {
            position: row.get("position")?,
            source_kind: row.get("source_kind")?,
            source_id: row.get("source_id")?,
            source_version: row.get("source_version")?,
            label: row.get("label")?,
            facts: json(row, "facts")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

pub(crate) fn claims(connection: &Connection, id: Id<AgentRun>) -> Result<Vec<ClaimListing>> {
    let mut statement = connection.prepare_cached(
        "SELECT position, kind, text, start_offset, end_offset, evidence_position, fact FROM claims
         WHERE run_id = :id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        Ok(ClaimListing {
            position: row.get("position")?,
            kind: row.get("kind")?,
            text: row.get("text")?,
            start: row.get("start_offset")?,
            end: row.get("end_offset")?,
            evidence_position: row.get("evidence_position")?,
            fact: row.get("fact")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The ids of the messages that a run answered.
pub(crate) fn questions(connection: &Connection, run: &RunListing) -> Result<Vec<Id<Message>>> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM messages WHERE conversation_id = :conversation AND id BETWEEN :first AND :last
           AND direction = 'inbound' ORDER BY id LIMIT 200",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":conversation": run.conversation_id,
            ":first": run.first_message_id,
            ":last": run.last_message_id,
        },
        |row| row.get(0),
    )?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The ids of the messages that a run wrote.
pub(crate) fn replies(connection: &Connection, run: &RunListing) -> Result<Vec<Id<Message>>> {
    let Some(first) = run.reply_message_id else { return Ok(Vec::new()) };
    // The parts of a reply were inserted one after another.
    let mut statement = connection.prepare_cached(
        "SELECT id FROM (SELECT id, run_id FROM messages WHERE conversation_id = :conversation AND id >= :first
                         ORDER BY id LIMIT 20) WHERE run_id = :run",
    )?;
    let rows = statement.query_map(
        named_params! { ":conversation": run.conversation_id, ":first": first, ":run": run.id },
        |row| row.get(0),
    )?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}
