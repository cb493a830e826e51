//! Table `jobs`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Id, Job};
use crate::jobs::{ClaimedJob, JobKind, JobListing, JobState, Merge, NewJob, Work};

/// Inserts the job or merges it into the ready one with its key; the id is of the one that stands.
pub(crate) fn enqueue(tx: &mut WriteTx<'_>, job: &NewJob) -> Result<Id<Job>> {
    let id: Id<Job> = tx.new_id();
    let cap = match job.merge {
        Merge::KeepEarlier => None,
        Merge::Debounce { cap } => Some(i64::try_from(cap.as_millis()).unwrap_or(i64::MAX)),
    };
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO jobs (id, kind, payload, dedupe_key, state, run_at, max_attempts, created_at, updated_at)
         VALUES (:id, :kind, :payload, :key, 'ready', :run_at, :max_attempts, :now, :now)
         ON CONFLICT (kind, dedupe_key, CASE state WHEN 'dead' THEN id ELSE state END) WHERE dedupe_key IS NOT NULL
         DO UPDATE SET
             run_at = CASE
                 WHEN :cap IS NULL THEN min(run_at, excluded.run_at)
                 WHEN attempts > 0 THEN run_at
                 ELSE max(run_at, min(excluded.run_at, created_at + :cap)) END,
             payload = excluded.payload,
             updated_at = excluded.updated_at
         RETURNING id",
    )?;
    Ok(statement.query_row(
        named_params! {
            ":id": id,
            ":kind": job.work.kind(),
            ":payload": serde_json::to_string(&job.work)?,
            ":key": job.dedupe_key,
            ":run_at": job.run_at,
            ":max_attempts": job.max_attempts,
            ":now": tx.now(),
            ":cap": cap,
        },
        |row| row.get(0),
    )?)
}

const CLAIMED: &str = "id, kind, payload, dedupe_key, run_at, attempts, max_attempts, crashes";

fn claimed(row: &Row<'_>) -> rusqlite::Result<(ClaimedJob, String)> {
    let payload: String = row.get("payload")?;
    let job = ClaimedJob {
        id: row.get("id")?,
        kind: row.get("kind")?,
        // Read by the caller: a payload that an older program wrote must not stop the others.
        work: Work::Prune,
        dedupe_key: row.get("dedupe_key")?,
        run_at: row.get("run_at")?,
        attempts: row.get("attempts")?,
        max_attempts: row.get("max_attempts")?,
        crashes: row.get("crashes")?,
    };
    Ok((job, payload))
}

pub(crate) const NEXT_KIND: &str = "SELECT kind, run_at FROM jobs
    WHERE state = 'ready' AND kind > :after ORDER BY kind, run_at LIMIT 1";

/// The kinds that wait, each with the time of its first job: one step in the index for each, where asking for every kind there
/// is costs many times that. Kinds that this version does not know are left out.
pub(crate) fn waiting_kinds(connection: &Connection) -> Result<Vec<(JobKind, Timestamp)>> {
    let mut statement = connection.prepare_cached(NEXT_KIND)?;
    let mut kinds = Vec::new();
    let mut after = String::new();
    while let Some((kind, run_at)) = statement
        .query_row(named_params! { ":after": after }, |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
        .optional()?
    {
        if let Ok(known) = kind.parse() {
            kinds.push((known, run_at));
        }
        after = kind;
    }
    Ok(kinds)
}

pub(crate) const CLAIMABLE: &str = "SELECT j.id FROM jobs j
    WHERE j.state = 'ready' AND j.kind = :kind AND j.run_at <= :now
      AND (j.dedupe_key IS NULL OR NOT EXISTS (
          SELECT 1 FROM jobs r INDEXED BY jobs_once WHERE r.state = 'running' AND r.kind = j.kind AND r.dedupe_key = j.dedupe_key))
    ORDER BY j.run_at, j.id LIMIT :limit";

// The statistics are of quiet hours, when the table is nearly empty and reading all of it looks cheap: the index is named.
/// Marks due jobs of `kind` as running under `lease`, oldest first. A job whose twin runs waits for it.
pub(crate) fn claim(
    tx: &WriteTx<'_>,
    kind: JobKind,
    limit: usize,
    lease: &str,
) -> Result<Vec<(ClaimedJob, String)>> {
    let mut statement = tx.sql().prepare_cached(&format!(
        "UPDATE jobs SET state = 'running', lease = :lease, updated_at = :now WHERE id IN ({CLAIMABLE})
         RETURNING {CLAIMED}"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":lease": lease,
            ":now": tx.now(),
            ":kind": kind,
            ":limit": i64::try_from(limit).unwrap_or(i64::MAX),
        },
        claimed,
    )?;
    let mut jobs = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    jobs.sort_by_key(|(job, _)| (job.run_at, job.id));
    Ok(jobs)
}

/// Jobs that run under another lease than `lease`. Reads every job: asked at the start alone.
pub(crate) fn abandoned(tx: &WriteTx<'_>, lease: &str) -> Result<Vec<(ClaimedJob, String)>> {
    let mut statement = tx.sql().prepare(&format!(
        "SELECT {CLAIMED} FROM jobs WHERE state = 'running' AND lease IS NOT :lease ORDER BY id"
    ))?;
    let rows = statement.query_map(named_params! { ":lease": lease }, claimed)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Deletes a job that runs under `lease`; false when it does not.
pub(crate) fn delete_running(tx: &WriteTx<'_>, id: Id<Job>, lease: &str) -> Result<bool> {
    let deleted = tx
        .sql()
        .prepare_cached("DELETE FROM jobs WHERE id = :id AND state = 'running' AND lease = :lease")?
        .execute(named_params! { ":id": id, ":lease": lease })?;
    Ok(deleted == 1)
}

pub(crate) fn delete(tx: &WriteTx<'_>, id: Id<Job>) -> Result<()> {
    tx.sql().prepare_cached("DELETE FROM jobs WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}

pub(crate) fn delete_dead(tx: &WriteTx<'_>, id: Id<Job>) -> Result<bool> {
    let deleted = tx
        .sql()
        .prepare_cached("DELETE FROM jobs WHERE id = :id AND state = 'dead'")?
        .execute(named_params! { ":id": id })?;
    Ok(deleted == 1)
}

pub(crate) fn is_running(tx: &WriteTx<'_>, id: Id<Job>, lease: &str) -> Result<bool> {
    Ok(tx
        .sql()
        .prepare_cached("SELECT 1 FROM jobs WHERE id = :id AND state = 'running' AND lease = :lease")?
        .exists(named_params! { ":id": id, ":lease": lease })?)
}

/// The ready job with this key.
pub(crate) fn ready_twin(tx: &WriteTx<'_>, kind: JobKind, key: &str) -> Result<Option<Id<Job>>> {
    Ok(tx
        .sql()
        .prepare_cached("SELECT id FROM jobs INDEXED BY jobs_once WHERE kind = :kind AND dedupe_key = :key AND state = 'ready'")?
        .query_row(named_params! { ":kind": kind, ":key": key }, |row| row.get(0))
        .optional()?)
}

/// Puts a job back into the queue.
pub(crate) fn make_ready(tx: &WriteTx<'_>, job: &ClaimedJob, run_at: Timestamp, error: &str) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE jobs SET state = 'ready', lease = NULL, run_at = :run_at, attempts = :attempts, crashes = :crashes,
                    last_error = CASE WHEN :error = '' THEN last_error ELSE :error END, updated_at = :now
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": job.id,
            ":run_at": run_at,
            ":attempts": job.attempts,
            ":crashes": job.crashes,
            ":error": error,
            ":now": tx.now(),
        })?;
    Ok(())
}

/// A failed job leaves its count of tries and its wait to the ready one that does the same.
pub(crate) fn hand_on(tx: &WriteTx<'_>, twin: Id<Job>, job: &ClaimedJob, run_at: Timestamp) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE jobs SET attempts = max(attempts, :attempts), crashes = max(crashes, :crashes),
                    run_at = max(run_at, :run_at), updated_at = :now
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": twin,
            ":attempts": job.attempts,
            ":crashes": job.crashes,
            ":run_at": run_at,
            ":now": tx.now(),
        })?;
    Ok(())
}

pub(crate) fn bury(tx: &WriteTx<'_>, job: &ClaimedJob, error: &str) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE jobs SET state = 'dead', lease = NULL, attempts = :attempts, crashes = :crashes, last_error = :error,
                    updated_at = :now
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": job.id,
            ":attempts": job.attempts,
            ":crashes": job.crashes,
            ":error": error,
            ":now": tx.now(),
        })?;
    Ok(())
}

/// A dead job's key and payload.
pub(crate) fn dead(tx: &WriteTx<'_>, id: Id<Job>) -> Result<Option<(Option<String>, String)>> {
    Ok(tx
        .sql()
        .prepare_cached("SELECT dedupe_key, payload FROM jobs WHERE id = :id AND state = 'dead'")?
        .query_row(named_params! { ":id": id }, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

pub(crate) fn revive(tx: &WriteTx<'_>, id: Id<Job>) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE jobs SET state = 'ready', attempts = 0, crashes = 0, run_at = :now, updated_at = :now WHERE id = :id",
        )?
        .execute(named_params! { ":id": id, ":now": tx.now() })?;
    Ok(())
}

/// Jobs whose time was decided by a clock that showed a later time than now wait as long from now as they were
/// meant to wait then.
pub(crate) fn rebase(tx: &WriteTx<'_>) -> Result<usize> {
    Ok(tx
        .sql()
        .prepare_cached(
            "UPDATE jobs SET run_at = :now + max(0, run_at - updated_at), created_at = min(created_at, :now),
                    updated_at = :now
             WHERE state = 'ready' AND updated_at > :now",
        )?
        .execute(named_params! { ":now": tx.now() })?)
}

/// Makes every waiting job of a kind due.
pub(crate) fn make_due(tx: &WriteTx<'_>, kind: JobKind) -> Result<usize> {
    Ok(tx
        .sql()
        .prepare_cached(
            "UPDATE jobs SET run_at = :now, updated_at = :now
             WHERE state = 'ready' AND kind = :kind AND run_at > :now",
        )?
        .execute(named_params! { ":now": tx.now(), ":kind": kind })?)
}

pub(crate) const NEXT_DUE: &str = "SELECT j.run_at FROM jobs j
    WHERE j.state = 'ready' AND j.kind = :kind
      AND (j.dedupe_key IS NULL OR NOT EXISTS (
          SELECT 1 FROM jobs r INDEXED BY jobs_once WHERE r.state = 'running' AND r.kind = j.kind AND r.dedupe_key = j.dedupe_key))
    ORDER BY j.run_at, j.id LIMIT 1";

/// The earliest time at which a job of `kind` can be claimed.
pub(crate) fn next_due(connection: &Connection, kind: JobKind) -> Result<Option<Timestamp>> {
    Ok(connection
        .prepare_cached(NEXT_DUE)?
        .query_row(named_params! { ":kind": kind }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn list(
    connection: &Connection,
    state: JobState,
    after: Option<Id<Job>>,
    limit: u32,
) -> Result<Vec<JobListing>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let mut statement = connection.prepare_cached(
        "SELECT id, kind, state, run_at, attempts, max_attempts, last_error, created_at, updated_at FROM jobs
         WHERE state = :state AND id > :after ORDER BY id LIMIT :limit",
    )?;
    let rows =
        statement.query_map(named_params! { ":state": state, ":after": after, ":limit": limit }, |row| {
            Ok(JobListing {
                id: row.get("id")?,
                kind: row.get("kind")?,
                state: row.get("state")?,
                run_at: row.get("run_at")?,
                attempts: row.get("attempts")?,
                max_attempts: row.get("max_attempts")?,
                last_error: row.get("last_error")?,
                created_at: row.get("created_at")?,
                updated_at: row.get("updated_at")?,
            })
        })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

pub(crate) fn counts(connection: &Connection) -> Result<Vec<(JobState, JobKind, u64)>> {
    let mut statement = connection
        .prepare_cached("SELECT state, kind, count(*) FROM jobs GROUP BY state, kind ORDER BY state, kind")?;
    let rows = statement.query_map([], |row| {
        let count: i64 = row.get(2)?;
        Ok((row.get(0)?, row.get(1)?, u64::try_from(count).unwrap_or(0)))
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

#[cfg(test)]
pub(crate) fn tests_set_payload(tx: &WriteTx<'_>, id: Id<Job>, payload: &str) -> Result<()> {
    tx.sql().execute("UPDATE jobs SET payload = ?2 WHERE id = ?1", rusqlite::params![id, payload])?;
    Ok(())
}

pub(crate) fn delete_of_key(tx: &WriteTx<'_>, kind: JobKind, key: &str) -> Result<()> {
    tx.sql()
        .prepare_cached("DELETE FROM jobs WHERE kind = :kind AND dedupe_key = :key")?
        .execute(named_params! { ":kind": kind, ":key": key })?;
    Ok(())
}
