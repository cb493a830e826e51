//! Backups, imports and exports as jobs.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::backups::{BackupSettings, Reason};
use haberdash_core::jobs::{self, ClaimedJob, NewJob, Work};
use haberdash_core::{Clock, Id, Result, WriteTx, exports as records, id, imports as rules, settings};

use super::Worker;
use crate::care::imports::Guard;
use crate::care::recovery::blocking;
use crate::care::{backups, exports, imports, pictures};

/// How often it is looked whether an automatic backup is due when the owner wants none.
const LOOKED_AFTER_EVERY: Duration = Duration::from_hours(24);

impl Worker {
    /// Sees to the automatic backup, which is always planned, at the earliest after `wait`.
    pub(super) async fn schedule_backup(&self, wait: Duration) -> Result<()> {
        let (database, data_dir) = (self.tools.database.clone(), self.tools.data_dir.clone());
        let due = blocking(move || backups::due(&database, &data_dir)).await?;
        let earliest = self.tools.database.clock().now().plus(wait);
        let job = NewJob::at(due.max(earliest), Work::BackUp { reason: Reason::Automatic });
        self.tools.database.write(move |tx| jobs::enqueue(tx, &job).map(|_| ())).await
    }

    pub(super) async fn back_up(&self, job: &ClaimedJob, reason: Reason) -> Result<()> {
        let (database, data_dir) = (self.tools.database.clone(), self.tools.data_dir.clone());
        let wanted = self.tools.database.read(settings::get::<BackupSettings>).await?.value.automatic;
        if reason != Reason::Automatic || wanted {
            blocking(move || backups::make(&database, &data_dir, reason)).await?;
        }
        self.complete(job).await?;
        if reason == Reason::Automatic {
            let wait = if wanted { Duration::ZERO } else { LOOKED_AFTER_EVERY };
            self.schedule_backup(wait).await?;
        }
        Ok(())
    }

    pub(super) async fn run_import(&self, job: &ClaimedJob, import: Id<id::Import>) -> Result<()> {
        let (database, data_dir) = (self.tools.database.clone(), self.tools.data_dir.clone());
        let (lease, claimed, ending) = (self.lease.clone(), job.clone(), self.ending.clone());
        // Another process may have taken the job over; its batches and ours must not both count.
        let guard: Guard = Arc::new(move |tx: &WriteTx<'_>| jobs::require_running(tx, &lease, &claimed));
        let worked = blocking(move || imports::run(&database, &data_dir, import, &guard, &ending)).await;
        match worked {
            Ok(imports::Ended::Through) => self.complete(job).await,
            // The next start goes on.
            Ok(imports::Ended::Interrupted) => self.postpone(job).await,
            Err(error) if error.is_transient() || error.code == haberdash_core::Code::Conflict => Err(error),
            // Another try would end the same: the owner is told and decides.
            Err(error) => {
                tracing::warn!(%import, code = %error.code, %error, "an import failed");
                let (lease, job) = (self.lease.clone(), job.clone());
                let failed = move |tx: &mut WriteTx<'_>| {
                    rules::fail(tx, import, &error)?;
                    jobs::complete(tx, &lease, &job)
                };
                self.tools.database.write(failed).await
            }
        }
    }

    pub(super) async fn run_export(&self, job: &ClaimedJob, export: Id<id::Export>) -> Result<()> {
        let (database, data_dir) = (self.tools.database.clone(), self.tools.data_dir.clone());
        let written = blocking(move || exports::run(&database, &data_dir, export)).await;
        match written {
            Ok(()) => self.complete(job).await,
            Err(error) => {
                tracing::warn!(%export, code = %error.code, %error, "an export failed");
                let (lease, job) = (self.lease.clone(), job.clone());
                let failed = move |tx: &mut WriteTx<'_>| {
                    records::fail(tx, export, &error.detail)?;
                    jobs::complete(tx, &lease, &job)
                };
                self.tools.database.write(failed).await
            }
        }
    }

    /// Fetches what waits, one after the other. Without a network it stops and tries again later.
    pub(super) async fn fetch_images(&self, job: &ClaimedJob, inline: bool) -> Result<()> {
        let client = pictures::client()?;
        let database = &self.tools.database;
        while let Some(pending) = database.read(move |c| rules::next_pending_image(c, inline)).await? {
            if self.ending.has_begun() {
                return self.postpone(job).await;
            }
            match pictures::fetch(&client, &pending).await {
                Ok(image) => {
                    let kept = move |tx: &mut WriteTx<'_>| rules::image_fetched(tx, &pending, image);
                    database.write(kept).await?;
                }
                Err(error) if error.is_transient() => return Err(error),
                Err(error) => {
                    let noted = move |tx: &mut WriteTx<'_>| rules::image_failed(tx, &pending, &error.detail);
                    database.write(noted).await?;
                }
            }
        }
        self.complete(job).await
    }

    /// Puts the job back for the next start.
    async fn postpone(&self, job: &ClaimedJob) -> Result<()> {
        let (lease, job) = (self.lease.clone(), job.clone());
        let now = self.tools.database.clock().now();
        self.tools.database.write(move |tx| jobs::postpone(tx, &lease, &job, now)).await
    }
}
