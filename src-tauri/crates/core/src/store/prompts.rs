//! Tables `prompt_versions`, `prompt_drafts`, `prompt_trials`, `prompt_uses`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, AgentRun, Conversation, Id};
use crate::prompts::{Draft, Figures, PromptOutcome, PromptUse, Template, Trial, Version};

fn template(text: &str) -> rusqlite::Result<Template> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn version(row: &Row<'_>) -> rusqlite::Result<Version> {
    let text: Option<String> = row.get("template")?;
    Ok(Version {
        version: row.get("version")?,
        template: text.as_deref().map(template).transpose()?,
        note: row.get("note")?,
        created_at: row.get("created_at")?,
    })
}

/// One publication; without a number the newest.
pub(crate) fn find(connection: &Connection, number: Option<i64>) -> Result<Option<Version>> {
    Ok(connection
        .prepare_cached(
            "SELECT version, template, note, created_at FROM prompt_versions
             WHERE version = coalesce(:version, (SELECT max(version) FROM prompt_versions))",
        )?
        .query_row(named_params! { ":version": number }, version)
        .optional()?)
}

/// The newest first, 500 at most.
pub(crate) fn history(connection: &Connection) -> Result<Vec<Version>> {
    let mut statement = connection.prepare_cached(
        "SELECT version, template, note, created_at FROM prompt_versions ORDER BY version DESC LIMIT 500",
    )?;
    Ok(statement.query_map([], version)?.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, version: &Version) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO prompt_versions (version, template, note, created_at)
             VALUES (:version, :template, :note, :now)",
        )?
        .execute(named_params! {
            ":version": version.version,
            ":template": version.template.as_ref().map(serde_json::to_string).transpose()?,
            ":note": version.note,
            ":now": version.created_at,
        })?;
    Ok(())
}

pub(crate) fn draft(connection: &Connection) -> Result<Option<Draft>> {
    Ok(connection
        .prepare_cached(
            "SELECT template, revision, based_on, updated_at FROM prompt_drafts WHERE only_row = 1",
        )?
        .query_row([], |row| {
            Ok(Draft {
                template: template(&row.get::<_, String>("template")?)?,
                revision: row.get("revision")?,
                based_on: row.get("based_on")?,
                updated_at: row.get("updated_at")?,
            })
        })
        .optional()?)
}

pub(crate) fn put_draft(tx: &WriteTx<'_>, draft: &Draft) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO prompt_drafts (only_row, template, revision, based_on, updated_at)
             VALUES (1, :template, :revision, :based_on, :now)
             ON CONFLICT (only_row) DO UPDATE SET template = excluded.template, revision = excluded.revision,
                 updated_at = excluded.updated_at",
        )?
        .execute(named_params! {
            ":template": serde_json::to_string(&draft.template)?,
            ":revision": draft.revision,
            ":based_on": draft.based_on,
            ":now": draft.updated_at,
        })?;
    Ok(())
}

pub(crate) fn delete_draft(tx: &WriteTx<'_>) -> Result<()> {
    tx.sql().prepare_cached("DELETE FROM prompt_drafts WHERE only_row = 1")?.execute([])?;
    Ok(())
}

const TRIAL: &str = "id, first_version, second_version, second_share, started_at, ended_at, chosen_version";

fn a_trial(row: &Row<'_>) -> rusqlite::Result<Trial> {
    Ok(Trial {
        id: row.get("id")?,
        first_version: row.get("first_version")?,
        second_version: row.get("second_version")?,
        second_share: row.get("second_share")?,
        started_at: row.get("started_at")?,
        ended_at: row.get("ended_at")?,
        chosen_version: row.get("chosen_version")?,
    })
}

pub(crate) fn trial(connection: &Connection, id: Id<id::PromptTrial>) -> Result<Option<Trial>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {TRIAL} FROM prompt_trials WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, a_trial)
        .optional()?)
}

pub(crate) fn open_trial(connection: &Connection) -> Result<Option<Trial>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {TRIAL} FROM prompt_trials WHERE ended_at IS NULL"))?
        .query_row([], a_trial)
        .optional()?)
}

/// The newest first, 100 at most.
pub(crate) fn trials(connection: &Connection) -> Result<Vec<Trial>> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT {TRIAL} FROM prompt_trials ORDER BY id DESC LIMIT 100"))?;
    Ok(statement.query_map([], a_trial)?.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert_trial(tx: &WriteTx<'_>, trial: &Trial) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO prompt_trials (id, first_version, second_version, second_share, started_at)
             VALUES (:id, :first, :second, :share, :now)",
        )?
        .execute(named_params! {
            ":id": trial.id,
            ":first": trial.first_version,
            ":second": trial.second_version,
            ":share": trial.second_share,
            ":now": trial.started_at,
        })?;
    Ok(())
}

pub(crate) fn close_trial(tx: &WriteTx<'_>, trial: &Trial) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE prompt_trials SET ended_at = :now, chosen_version = :chosen WHERE id = :id")?
        .execute(named_params! {
            ":id": trial.id,
            ":now": trial.ended_at,
            ":chosen": trial.chosen_version,
        })?;
    Ok(())
}

pub(crate) fn insert_use(
    tx: &WriteTx<'_>,
    run: Id<AgentRun>,
    conversation: Id<Conversation>,
    used: &PromptUse,
    figures: &Figures,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO prompt_uses (run_id, conversation_id, version, trial_id, spoke, questions, refusals,
                                      prompt_tokens, answer_tokens, cost_micros, took_us)
             VALUES (:run, :conversation, :version, :trial, :spoke, :questions, :refusals, :prompt, :answer, :cost,
                     :took)",
        )?
        .execute(named_params! {
            ":run": run,
            ":conversation": conversation,
            ":version": used.version,
            ":trial": used.trial,
            ":spoke": used.spoke,
            ":questions": figures.questions,
            ":refusals": figures.refusals,
            ":prompt": figures.prompt_tokens,
            ":answer": figures.answer_tokens,
            ":cost": figures.cost_micros,
            ":took": figures.took_us,
        })?;
    Ok(())
}

/// Which prompt a run's model was asked with.
pub(crate) fn use_of(connection: &Connection, run: Id<AgentRun>) -> Result<Option<PromptUse>> {
    Ok(connection
        .prepare_cached("SELECT version, trial_id, spoke FROM prompt_uses WHERE run_id = :run")?
        .query_row(named_params! { ":run": run }, |row| {
            Ok(PromptUse {
                version: row.get("version")?,
                trial: row.get("trial_id")?,
                spoke: row.get("spoke")?,
            })
        })
        .optional()?)
}

/// What came of the versions of a comparison.
pub(crate) fn outcomes(connection: &Connection, trial: Id<id::PromptTrial>) -> Result<Vec<PromptOutcome>> {
    let mut statement = connection.prepare_cached(
        "WITH uses AS (
             SELECT u.*, r.outcome, r.started_at FROM prompt_uses u JOIN agent_runs r ON r.id = u.run_id
             WHERE u.trial_id = :trial
         ), talks AS (
             SELECT version, conversation_id, min(started_at) AS since,
                    max(outcome = 'handed_off') AS handed_over
             FROM uses GROUP BY version, conversation_id
         ), judged AS (
             SELECT version,
                    handed_over OR EXISTS (
                        SELECT 1 FROM complaints c
                        WHERE c.conversation_id = talks.conversation_id AND c.opened_at >= talks.since
                          AND c.reason <> 'put_aside'
                    ) OR EXISTS (
                        SELECT 1 FROM messages m
                        WHERE m.conversation_id = talks.conversation_id AND m.author = 'owner'
                          AND m.created_at >= talks.since
                    ) AS needed_owner,
                    EXISTS (
                        SELECT 1 FROM complaints c
                        WHERE c.conversation_id = talks.conversation_id AND c.opened_at >= talks.since
                          AND c.reason IN ('complaint', 'negative_sentiment', 'legal_words', 'refusal_disputed')
                    ) AS complained
             FROM talks
         ), by_talk AS (
             SELECT version, count(*) AS conversations, sum(NOT needed_owner) AS without_owner,
                    sum(complained) AS complained
             FROM judged GROUP BY version
         )
         SELECT u.version, t.conversations, t.without_owner, t.complained, count(*) AS turns,
                sum(u.outcome = 'replied') AS answered, sum(u.outcome = 'handed_off') AS handed_over,
                sum(u.spoke) AS spoke, sum(u.refusals) AS refusals, sum(u.prompt_tokens) AS prompt_tokens,
                sum(u.answer_tokens) AS answer_tokens, sum(u.cost_micros) AS cost_micros,
                sum(u.took_us) AS took_us
         FROM uses u JOIN by_talk t ON t.version = u.version GROUP BY u.version",
    )?;
    let rows = statement.query_map(named_params! { ":trial": trial }, |row| {
        Ok(PromptOutcome {
            version: row.get("version")?,
            conversations: row.get("conversations")?,
            without_owner: row.get("without_owner")?,
            complained: row.get("complained")?,
            turns: row.get("turns")?,
            answered: row.get("answered")?,
            handed_over: row.get("handed_over")?,
            spoke: row.get("spoke")?,
            refusals: row.get("refusals")?,
            prompt_tokens: row.get("prompt_tokens")?,
            answer_tokens: row.get("answer_tokens")?,
            cost_micros: row.get("cost_micros")?,
            took_us: row.get("took_us")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
