//! Plays recorded turns for the prompt lab, one turn and one commit after the other. Customers go first.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::jobs::{self, ClaimedJob};
use haberdash_core::language_model::LanguageModelSettings;
use haberdash_core::prompt_lab::{self, LabRun, Played, Stop};
use haberdash_core::{Clock, Id, Result, WriteTx, id, settings};

use super::Worker;
use crate::care::recovery::blocking;
use crate::language::LabTurns;

/// The pause while customers wait for answers.
const AFTER_CUSTOMERS: Duration = Duration::from_secs(2);

impl Worker {
    pub(super) async fn run_lab(&self, job: &ClaimedJob, id: Id<id::LabRun>) -> Result<()> {
        let database = &self.tools.database;
        let mut asked: Option<Arc<LabTurns>> = None;
        loop {
            let now = database.clock().now();
            let busy = database.read(move |connection| prompt_lab::customers_wait(connection, now)).await?;
            if self.ending.has_begun() || busy {
                let (lease, job) = (self.lease.clone(), job.clone());
                let until = if busy { now.plus(AFTER_CUSTOMERS) } else { now };
                let postpone = move |tx: &mut WriteTx<'_>| jobs::postpone(tx, &lease, &job, until);
                return database.write(postpone).await;
            }
            let Some((run, next)) = database.read(move |connection| prompt_lab::next(connection, id)).await?
            else {
                let (lease, job) = (self.lease.clone(), job.clone());
                let end = move |tx: &mut WriteTx<'_>| prompt_lab::nothing_left(tx, &lease, &job, id);
                return database.write(end).await;
            };
            let turns = match &asked {
                Some(turns) => Ok(Arc::clone(turns)),
                None => self.lab_turns(&run).await?,
            };
            let played = match turns {
                Ok(turns) => {
                    asked = Some(Arc::clone(&turns));
                    let database = database.clone();
                    blocking(move || prompt_lab::play(&database, &*turns, &next)).await?
                }
                Err(stop) => Played { came: Err(stop), spent_micros: 0 },
            };
            let (lease, job) = (self.lease.clone(), job.clone());
            let keep = move |tx: &mut WriteTx<'_>| prompt_lab::keep(tx, &lease, &job, id, &played);
            if !database.write(keep).await? {
                return Ok(());
            }
        }
    }

    async fn lab_turns(&self, run: &LabRun) -> Result<Result<Arc<LabTurns>, Stop>> {
        let database = &self.tools.database;
        let settings = database.read(settings::get::<LanguageModelSettings>).await?.value;
        let left = (run.cap_micros - run.spent_micros).max(0);
        let searcher = Arc::clone(&self.tools.searcher);
        let model = (run.provider, run.model.as_str());
        let ending = self.ending.clone();
        let turns = self.tools.languages.lab(database, searcher, &settings, model, left, ending);
        Ok(turns.map(Arc::new).map_err(Stop::Over))
    }
}
