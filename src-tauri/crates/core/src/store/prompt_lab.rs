//! Tables `lab_runs`, `lab_turns`, `lab_results`. Recorded runs and waiting jobs are only looked at here.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::answer::RecordedTurn;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, AgentRun, Id};
use crate::jobs::JobKind;
use crate::prompt_lab::{Arm, LabResult, LabRun};
use crate::prompts::Figures;

/// Runs that are looked at for recent conversations.
const LOOKED_AT: i64 = 2_000;

const RUN: &str = "id, template, against_version, provider, model, conversations, cap_micros, spent_micros, state, \
                   problem, total, done, waits, created_at, ended_at";

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn run(row: &Row<'_>) -> rusqlite::Result<LabRun> {
    Ok(LabRun {
        id: row.get("id")?,
        template: json(row, "template")?,
        against_version: row.get("against_version")?,
        provider: row.get("provider")?,
        model: row.get("model")?,
        conversations: row.get("conversations")?,
        cap_micros: row.get("cap_micros")?,
        spent_micros: row.get("spent_micros")?,
        state: row.get("state")?,
        problem: row.get("problem")?,
        total: row.get("total")?,
        done: row.get("done")?,
        waits: row.get("waits")?,
        created_at: row.get("created_at")?,
        ended_at: row.get("ended_at")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::LabRun>) -> Result<Option<LabRun>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {RUN} FROM lab_runs WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, run)
        .optional()?)
}

pub(crate) fn running(connection: &Connection) -> Result<Option<LabRun>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {RUN} FROM lab_runs WHERE state = 'running' LIMIT 1"))?
        .query_row([], run)
        .optional()?)
}

pub(crate) fn list(connection: &Connection, before: Option<String>, limit: i64) -> Result<Vec<LabRun>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {RUN} FROM lab_runs WHERE :before IS NULL OR id < :before ORDER BY id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(named_params! { ":before": before, ":limit": limit }, run)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The newest runs of the conversations that were answered last, conversation by conversation, oldest first in each.
pub(crate) fn recent_runs(
    connection: &Connection,
    conversations: u32,
    of_one: u32,
) -> Result<Vec<Id<AgentRun>>> {
    let mut statement = connection.prepare_cached(
        "WITH recent AS (SELECT id, conversation_id FROM agent_runs ORDER BY id DESC LIMIT :looked_at),
              talks AS (SELECT conversation_id, max(id) AS newest FROM recent GROUP BY conversation_id
                        ORDER BY newest DESC LIMIT :conversations),
              ranked AS (SELECT r.id, t.newest,
                                row_number() OVER (PARTITION BY r.conversation_id ORDER BY r.id DESC) AS place
                         FROM recent r JOIN talks t ON t.conversation_id = r.conversation_id)
         SELECT id FROM ranked WHERE place <= :of_one ORDER BY newest DESC, id",
    )?;
    let rows = statement.query_map(
        named_params! { ":looked_at": LOOKED_AT, ":conversations": conversations, ":of_one": of_one },
        |row| row.get(0),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, run: &LabRun, recorded: &[Id<AgentRun>]) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO lab_runs (id, template, against_version, provider, model, conversations, cap_micros, state,
                                   total, created_at)
             VALUES (:id, :template, :against, :provider, :model, :conversations, :cap, :state, :total, :now)",
        )?
        .execute(named_params! {
            ":id": run.id,
            ":template": serde_json::to_string(&run.template)?,
            ":against": run.against_version,
            ":provider": run.provider,
            ":model": run.model,
            ":conversations": run.conversations,
            ":cap": run.cap_micros,
            ":state": run.state,
            ":total": run.total,
            ":now": run.created_at,
        })?;
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO lab_turns (lab_run_id, position, run_id) VALUES (:lab, :position, :run)",
    )?;
    for (position, recorded) in recorded.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        statement.execute(named_params! { ":lab": run.id, ":position": position, ":run": recorded })?;
    }
    Ok(())
}

pub(crate) fn update(tx: &WriteTx<'_>, run: &LabRun) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE lab_runs SET spent_micros = :spent, state = :state, problem = :problem, done = :done,
                    waits = :waits, ended_at = :ended
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": run.id,
            ":spent": run.spent_micros,
            ":state": run.state,
            ":problem": run.problem,
            ":done": run.done,
            ":waits": run.waits,
            ":ended": run.ended_at,
        })?;
    Ok(())
}

pub(crate) fn delete(tx: &WriteTx<'_>, id: Id<id::LabRun>) -> Result<()> {
    tx.sql().prepare_cached("DELETE FROM lab_runs WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}

/// Ended runs that are older.
pub(crate) fn prune(tx: &WriteTx<'_>, before: Timestamp) -> Result<usize> {
    Ok(tx
        .sql()
        .prepare_cached("DELETE FROM lab_runs WHERE state <> 'running' AND ended_at < :before")?
        .execute(named_params! { ":before": before })?)
}

fn recorded(row: &Row<'_>) -> rusqlite::Result<RecordedTurn> {
    Ok(RecordedTurn {
        run_id: row.get("run_id")?,
        conversation_id: row.get("conversation_id")?,
        first_message_id: row.get("first_message_id")?,
        last_message_id: row.get("last_message_id")?,
        dialogue: row.get("dialogue")?,
        at: row.get("started_at")?,
    })
}

const RECORDED: &str = "t.position, t.run_id, r.conversation_id, r.first_message_id, r.last_message_id, r.dialogue, r.started_at";

/// The first turn and prompt without a result.
pub(crate) fn unplayed(
    connection: &Connection,
    id: Id<id::LabRun>,
) -> Result<Option<(i64, Arm, RecordedTurn)>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT a.arm, {RECORDED}
             FROM lab_turns t JOIN agent_runs r ON r.id = t.run_id
             JOIN (SELECT 0 AS place, 'published' AS arm UNION ALL SELECT 1, 'draft') a
             WHERE t.lab_run_id = :id AND NOT EXISTS (
                 SELECT 1 FROM lab_results l
                 WHERE l.lab_run_id = t.lab_run_id AND l.position = t.position AND l.arm = a.arm)
             ORDER BY t.position, a.place LIMIT 1"
        ))?
        .query_row(named_params! { ":id": id }, |row| {
            Ok((row.get("position")?, row.get("arm")?, recorded(row)?))
        })
        .optional()?)
}

pub(crate) fn turns(
    connection: &Connection,
    id: Id<id::LabRun>,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, RecordedTurn)>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {RECORDED} FROM lab_turns t JOIN agent_runs r ON r.id = t.run_id
         WHERE t.lab_run_id = :id AND t.position > :after ORDER BY t.position LIMIT :limit"
    ))?;
    let rows = statement.query_map(named_params! { ":id": id, ":after": after, ":limit": limit }, |row| {
        Ok((row.get("position")?, recorded(row)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert_result(tx: &WriteTx<'_>, id: Id<id::LabRun>, result: &LabResult) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO lab_results (lab_run_id, position, arm, outcome, handoff_reason, asked, spoke, text, problems,
                                      refusals, questions, prompt_tokens, answer_tokens, cost_micros, took_us, failure)
             VALUES (:id, :position, :arm, :outcome, :reason, :asked, :spoke, :text, :problems, :refusals, :questions,
                     :prompt, :answer, :cost, :took, :failure)",
        )?
        .execute(named_params! {
            ":id": id,
            ":position": result.position,
            ":arm": result.arm,
            ":outcome": result.outcome,
            ":reason": result.handoff_reason,
            ":asked": result.asked,
            ":spoke": result.spoke,
            ":text": result.text,
            ":problems": serde_json::to_string(&result.problems)?,
            ":refusals": result.figures.refusals,
            ":questions": result.figures.questions,
            ":prompt": result.figures.prompt_tokens,
            ":answer": result.figures.answer_tokens,
            ":cost": result.figures.cost_micros,
            ":took": result.figures.took_us,
            ":failure": result.failure,
        })?;
    Ok(())
}

/// The results of the turns behind one position, up to another.
pub(crate) fn results(
    connection: &Connection,
    id: Id<id::LabRun>,
    after: i64,
    to: i64,
) -> Result<Vec<LabResult>> {
    let mut statement = connection.prepare_cached(
        "SELECT position, arm, outcome, handoff_reason, asked, spoke, text, problems, refusals, questions, prompt_tokens,
                answer_tokens, cost_micros, took_us, failure
         FROM lab_results WHERE lab_run_id = :id AND position > :after AND position <= :to ORDER BY position, arm",
    )?;
    let rows = statement.query_map(named_params! { ":id": id, ":after": after, ":to": to }, |row| {
        Ok(LabResult {
            position: row.get("position")?,
            arm: row.get("arm")?,
            outcome: row.get("outcome")?,
            handoff_reason: row.get("handoff_reason")?,
            asked: row.get("asked")?,
            spoke: row.get("spoke")?,
            text: row.get("text")?,
            problems: json(row, "problems")?,
            figures: Figures {
                refusals: row.get("refusals")?,
                questions: row.get("questions")?,
                prompt_tokens: row.get("prompt_tokens")?,
                answer_tokens: row.get("answer_tokens")?,
                cost_micros: row.get("cost_micros")?,
                took_us: row.get("took_us")?,
            },
            failure: row.get("failure")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether a turn is being answered or is due.
pub(crate) fn customers_wait(connection: &Connection, now: Timestamp) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND kind = :kind)
                 OR EXISTS (SELECT 1 FROM jobs WHERE state = 'ready' AND kind = :kind AND run_at <= :now)",
        )?
        .query_row(named_params! { ":kind": JobKind::AnswerConversation, ":now": now }, |row| row.get(0))?)
}
