//! The whole course of a download: tried until the file is there, the owner stops it, or it can never come.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use haberdash_ai::arrival::{Arrival, ArrivalError, Note};
use haberdash_ai::manifest::Model;
use haberdash_core::Result;
use tokio::sync::{Notify, watch};

use super::download::{self, Broke, Download};
use super::{Models, Phase, Stop, unusable};
use crate::care::recovery::blocking;

/// The wait after a first failure; it doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

impl Models {
    /// The whole course of a download, and what is left of it.
    pub(super) async fn bring(
        &self,
        model: &Model,
        mut told: watch::Receiver<Option<Stop>>,
        nudge: &Notify,
        received: Arc<AtomicU64>,
    ) {
        let course = self.try_until_it_came(model, &mut told, nudge, received).await;
        let stop = *told.borrow();
        let ended = match self.arrival(model) {
            Ok(arrival) => {
                blocking(move || match (course, stop) {
                    (Ok(()), _) => Ok(true),
                    (Err(Broke::Stopped), None) => Ok(false),
                    (Err(_), Some(stop)) => stopped(&arrival, stop).map(|()| false),
                    (Err(Broke::Passing { reason, .. } | Broke::Lasting { reason }), None) => {
                        tracing::warn!(
                            file = arrival.model().file,
                            reason,
                            "a model file could not be downloaded"
                        );
                        arrival.clear().map_err(unusable)?;
                        let note = Note { wanted: false, version: None, problem: Some(reason) };
                        arrival.keep_note(&note).map_err(unusable)?;
                        Ok(false)
                    }
                })
                .await
            }
            Err(error) => Err(error),
        };
        self.0.going.lock().remove(&model.id);
        match ended {
            Ok(true) => self.note_change(),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the end of a model's download could not be noted"),
        }
        self.tell(&model.id).await;
    }

    async fn try_until_it_came(
        &self,
        model: &Model,
        told: &mut watch::Receiver<Option<Stop>>,
        nudge: &Notify,
        received: Arc<AtomicU64>,
    ) -> Result<(), Broke> {
        let lasting = |reason: &str| Broke::Lasting { reason: reason.to_owned() };
        let address = self.0.source.address_of(model).ok_or_else(|| lasting("No place offers this file."))?;
        let arrival = self.arrival(model).map_err(|error| lasting(&error.detail))?;
        let mut download = Download::new(self.clone(), arrival.clone(), address, received)?;
        let (mut failures, mut is_fresh) = (0_u32, arrival.received() == 0);
        loop {
            self.set_phase(&model.id, Phase::Downloading);
            let before = arrival.received();
            let tried = download.try_once(told, &self.0.ending).await;
            match tried {
                Ok(()) => {
                    self.set_phase(&model.id, Phase::Checking);
                    self.tell(&model.id).await;
                    let came = arrival.clone();
                    match tokio::task::spawn_blocking(move || came.take()).await {
                        Ok(Ok(())) => return Ok(()),
                        // Two versions may have been put together: once more from the start.
                        Ok(Err(ArrivalError::Wrong { .. })) if !is_fresh => is_fresh = true,
                        Ok(Err(ArrivalError::Wrong { .. })) => {
                            return Err(lasting(
                                "What came is another file than the listed one (its SHA-256 differs). It was removed.",
                            ));
                        }
                        Ok(Err(error)) => return Err(lasting(&unusable(error).detail)),
                        Err(_) => return Err(lasting("Comparing the file ended unexpectedly.")),
                    }
                }
                Err(Broke::Passing { reason, retry_after }) => {
                    if arrival.received() > before {
                        // It moves: no reason to wait.
                        (failures, is_fresh) = (0, false);
                        continue;
                    }
                    let wait = retry_after.unwrap_or_else(|| wait_after(failures));
                    failures = failures.saturating_add(1);
                    self.set_phase(&model.id, Phase::Waiting(reason));
                    self.tell(&model.id).await;
                    tokio::select! {
                        () = download::told_to_stop(told, &self.0.ending) => return Err(Broke::Stopped),
                        () = nudge.notified() => {}
                        () = tokio::time::sleep(wait) => {}
                    }
                }
                Err(other) => return Err(other),
            }
        }
    }
}

/// What stopping means for the bytes and their note.
pub(super) fn stopped(arrival: &Arrival, stop: Stop) -> Result<()> {
    let kept = match (stop, arrival.note()) {
        (Stop::Pause, Some(note)) if note.problem.is_none() => {
            arrival.keep_note(&Note { wanted: false, ..note })
        }
        (Stop::Pause, _) => Ok(()),
        (Stop::Cancel, _) => arrival.forget(),
    };
    kept.map_err(unusable)
}

fn wait_after(failures: u32) -> Duration {
    FIRST_WAIT.saturating_mul(1 << failures.min(8)).min(LONGEST_WAIT)
}
