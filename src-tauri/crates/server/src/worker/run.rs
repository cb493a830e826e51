//! What each kind of job does. The effect and the job's end are one transaction.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::catalog::{self, images};
use haberdash_core::jobs::{self, ClaimedJob, NewJob, Work};
use haberdash_core::likeness::Description;
use haberdash_core::settings::{self, NotificationSettings};
use haberdash_core::{Code, Error, Id, Result, WriteTx, id};
use haberdash_core::{approvals, codes, complaints, conversations, outbox, retention, stock, waiting_list};

use super::Worker;
use crate::channels::twilio::media::{self, MediaError};
use crate::likeness;
use crate::notify::{ApprovalAsked, Handoff, LowStockNotice};
use crate::pictures;

const PRUNED_EVERY: Duration = Duration::from_hours(6);

impl Worker {
    pub(super) async fn perform(&self, job: &ClaimedJob) -> Result<()> {
        match &job.work {
            // Answers are worked out together: see `Worker::set_answers_going`.
            Work::AnswerConversation { .. } => {
                Err(Error::new(Code::Internal, "An answer is not a job that runs alone."))
            }
            Work::SendMessage { .. } => {
                let (database, sender) = (&self.tools.database, &*self.tools.sender);
                outbox::deliver(database, sender, &self.lease, job, self.tools.send_grace).await.map(|_| ())
            }
            Work::SendCode { .. } => {
                let (database, mailer) = (&self.tools.database, &*self.tools.mailer);
                codes::deliver(database, mailer, &self.lease, job).await.map(|_| ())
            }
            Work::FetchMedia { attachment_id } => self.fetch_media(job, *attachment_id).await,
            Work::NotifyOwner { complaint_id, .. } => self.notify_owner(job, *complaint_id).await,
            Work::PollChannel { .. } => self.poll_channel(job).await,
            Work::Prune => self.prune(job).await,
            Work::FetchImages { inline } => self.fetch_images(job, *inline).await,
            Work::BackUp { reason } => self.back_up(job, *reason).await,
            Work::RunImport { import_id } => self.run_import(job, *import_id).await,
            Work::RunExport { export_id } => self.run_export(job, *export_id).await,
            Work::ExpireReservations => self.expire_reservations(job).await,
            Work::TellLowStock => self.tell_low_stock(job).await,
            Work::PreparePicture { content_hash } => self.prepare_picture(job, content_hash.clone()).await,
            Work::PublishProducts => self.publish_products(job).await,
            Work::TellWaiting { variant_id } => {
                let (lease, job, variant) = (self.lease.clone(), job.clone(), *variant_id);
                let keep = move |tx: &mut WriteTx<'_>| waiting_list::keep(tx, &lease, &job, variant);
                self.tools.database.write(keep).await
            }
            Work::EditInBulk { bulk_edit_id } => self.edit_in_bulk(job, *bulk_edit_id).await,
            Work::RunLab { lab_run_id } => self.run_lab(job, *lab_run_id).await,
            Work::SearchMarket { search_id } => self.search_market(job, *search_id).await,
        }
    }

    async fn fetch_media(&self, job: &ClaimedJob, attachment: Id<id::Attachment>) -> Result<()> {
        let database = &self.tools.database;
        let pending = database.read(move |c| conversations::pending_media(c, attachment)).await?;
        let fetched = match pending {
            None => None,
            Some(pending) => {
                let declared = pending.declared_type.as_deref();
                Some(media::fetch(&self.tools.twilio, &pending.url, declared).await)
            }
        };
        let seen = match &fetched {
            Some(Ok(file)) if file.media_type.starts_with("image/") => Some(self.look_at(&file.bytes).await?),
            _ => None,
        };
        let (lease, job) = (self.lease.clone(), job.clone());
        let work = move |tx: &mut WriteTx<'_>| {
            match fetched {
                None => {}
                Some(Ok(file)) => {
                    let seen = seen.as_deref().unwrap_or_default();
                    conversations::media_stored(tx, attachment, file.media_type, &file.bytes, seen)?;
                }
                Some(Err(MediaError::Refused(problem))) => {
                    conversations::media_failed(tx, attachment, true, &problem)?;
                }
                Some(Err(later)) => return Err(Error::from(later)),
            }
            jobs::complete(tx, &lease, &job)
        };
        database.write(work).await
    }

    /// What models make of a customer's picture, also that they cannot read it.
    async fn look_at(&self, bytes: &[u8]) -> Result<Vec<Description>> {
        let (searcher, bytes) = (Arc::clone(&self.tools.searcher), bytes.to_vec());
        let looked = tokio::task::spawn_blocking(move || likeness::seen(&searcher, &bytes));
        looked
            .await
            .map_err(|error| Error::caused(Code::Internal, "A picture could not be looked at.", error))?
    }

    async fn notify_owner(&self, job: &ClaimedJob, complaint: Id<id::Complaint>) -> Result<()> {
        let database = &self.tools.database;
        let asked = database.read(move |connection| {
            let wanted = settings::get::<NotificationSettings>(connection)?.value.escalations;
            match complaints::get(connection, complaint) {
                Ok(complaint) if wanted => {
                    let approval = approvals::only_one(connection, complaint.conversation_id)?;
                    Ok(Some((complaint, approval)))
                }
                Ok(_) => Ok(None),
                Err(error) if error.code == Code::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        });
        if let Some((complaint, approval)) = asked.await? {
            let handoff = Handoff {
                conversation_id: complaint.conversation_id,
                complaint_id: complaint.id,
                contact_name: complaint.contact_name,
                reason: complaint.reason,
                summary: complaint.summary,
                approval: approval.map(|asked| ApprovalAsked { id: asked.id, agreed: asked.agreed }),
            };
            let notifier = Arc::clone(&self.tools.notifier);
            let shown = tokio::task::spawn_blocking(move || notifier.notify(handoff)).await;
            shown.map_err(|error| Error::caused(Code::Internal, "The notification failed.", error))?;
        }
        self.complete(job).await
    }

    async fn prune(&self, job: &ClaimedJob) -> Result<()> {
        let database = &self.tools.database;
        while database.write(retention::prune).await? > 0 {}
        let (lease, job) = (self.lease.clone(), job.clone());
        let again = move |tx: &mut WriteTx<'_>| {
            jobs::complete(tx, &lease, &job)?;
            jobs::enqueue(tx, &NewJob::at(tx.now().plus(PRUNED_EVERY), Work::Prune)).map(|_| ())
        };
        database.write(again).await
    }

    async fn expire_reservations(&self, job: &ClaimedJob) -> Result<()> {
        let database = &self.tools.database;
        loop {
            let (lease, job) = (self.lease.clone(), job.clone());
            let some = move |tx: &mut WriteTx<'_>| {
                let (ended, next) = stock::expire(tx)?;
                if next.is_some_and(|next| next <= tx.now()) {
                    return Ok(true);
                }
                jobs::complete(tx, &lease, &job)?;
                if let Some(next) = next {
                    jobs::enqueue(tx, &NewJob::at(next, Work::ExpireReservations))?;
                }
                tracing::debug!(ended, "expired reservations ended");
                Ok(false)
            };
            if !database.write(some).await? {
                return Ok(());
            }
        }
    }

    /// One notification for all that fell to its low level lately.
    async fn tell_low_stock(&self, job: &ClaimedJob) -> Result<()> {
        let database = &self.tools.database;
        let asked = database.read(|connection| {
            let wanted = settings::get::<NotificationSettings>(connection)?.value.low_stock;
            Ok((wanted, stock::alerts(connection)?))
        });
        let (wanted, alerts) = asked.await?;
        if wanted && !alerts.is_empty() {
            let notifier = Arc::clone(&self.tools.notifier);
            let notice = LowStockNotice::of(&alerts);
            let shown = tokio::task::spawn_blocking(move || notifier.low_stock(notice)).await;
            shown.map_err(|error| Error::caused(Code::Internal, "The notification failed.", error))?;
        }
        let (lease, job) = (self.lease.clone(), job.clone());
        let told = move |tx: &mut WriteTx<'_>| {
            stock::take_alerts(tx, &alerts)?;
            jobs::complete(tx, &lease, &job)
        };
        database.write(told).await
    }

    async fn prepare_picture(&self, job: &ClaimedJob, content_hash: String) -> Result<()> {
        let database = &self.tools.database;
        let hash = content_hash.clone();
        let waiting = database.read(move |c| images::to_prepare(c, &hash)).await?;
        let made = match waiting {
            None => None,
            Some(blob) => {
                let made = tokio::task::spawn_blocking(move || pictures::renditions(&blob.bytes)).await;
                // What a decoder cannot survive is a damaged picture too.
                Some(made.unwrap_or_else(|_| Err(Error::invalid("This picture cannot be read."))))
            }
        };
        let (lease, job) = (self.lease.clone(), job.clone());
        let work = move |tx: &mut WriteTx<'_>| {
            match made {
                None => {}
                Some(Ok(renditions)) => images::prepared(tx, &content_hash, &renditions)?,
                Some(Err(error)) => images::not_prepared(tx, &content_hash, &error.detail)?,
            }
            jobs::complete(tx, &lease, &job)
        };
        database.write(work).await
    }

    async fn publish_products(&self, job: &ClaimedJob) -> Result<()> {
        let (lease, job) = (self.lease.clone(), job.clone());
        let work = move |tx: &mut WriteTx<'_>| {
            jobs::complete(tx, &lease, &job)?;
            catalog::publish::publish_due(tx).map(|_| ())
        };
        self.tools.database.write(work).await
    }

    /// Each batch is kept by itself, so that a kill costs one at most.
    async fn edit_in_bulk(&self, job: &ClaimedJob, id: Id<id::BulkEdit>) -> Result<()> {
        while self.tools.database.write(move |tx| catalog::bulk::go_on(tx, id)).await? {}
        self.complete(job).await
    }

    pub(super) async fn complete(&self, job: &ClaimedJob) -> Result<()> {
        let (lease, job) = (self.lease.clone(), job.clone());
        self.tools.database.write(move |tx| jobs::complete(tx, &lease, &job)).await
    }
}
