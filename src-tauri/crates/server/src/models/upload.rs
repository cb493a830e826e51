//! The owner's own copy of a model file on its way in.

use std::sync::atomic::Ordering;

use haberdash_ai::arrival::{Arrival, ArrivalError, Incoming};
use haberdash_ai::manifest::{Model, Presence};
use haberdash_core::{Error, Result};

use super::{Models, Phase, unusable};
use crate::care::recovery::blocking;

/// The owner's own copy on its way in. Dropped before [`Upload::finish`], it leaves nothing.
pub struct Upload {
    end: UploadEnd,
    incoming: Incoming,
    received: u64,
}

struct UploadEnd {
    models: Models,
    id: String,
    arrival: Arrival,
    is_kept: bool,
}

impl Upload {
    /// Makes room for it; what had come before is forgotten.
    ///
    /// # Errors
    /// `DiskFull`, `StorageUnavailable`.
    pub(super) async fn begin(models: Models, id: &str, arrival: Arrival) -> Result<Self> {
        let end = UploadEnd { models, id: id.to_owned(), arrival: arrival.clone(), is_kept: false };
        let incoming = blocking(move || {
            arrival.forget().map_err(unusable)?;
            arrival.open(true).map_err(unusable)
        })
        .await?;
        Ok(Self { end, incoming, received: 0 })
    }

    /// # Errors
    /// `Invalid` when it is longer than the listed file; `DiskFull`, `StorageUnavailable`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.received += bytes.len() as u64;
        if self.received > self.end.arrival.model().size {
            return Err(another(self.end.arrival.model(), "it is longer"));
        }
        if let Some(going) = self.end.models.0.going.lock().get(&self.end.id) {
            going.received.store(self.received, Ordering::Relaxed);
        }
        self.incoming.write(bytes).map_err(unusable)
    }

    /// # Errors
    /// `Invalid` when it is another file than the listed one; `DiskFull`, `StorageUnavailable`.
    pub fn finish(self) -> Result<()> {
        let Self { mut end, incoming, .. } = self;
        drop(incoming);
        end.models.set_phase(&end.id, Phase::Checking);
        let model = end.arrival.model();
        end.arrival.take().map_err(|error| match error {
            ArrivalError::Wrong { presence: Presence::WrongSize { .. }, .. } => {
                another(model, "it is shorter")
            }
            ArrivalError::Wrong { .. } => another(model, "its SHA-256 differs"),
            other => unusable(other),
        })?;
        end.is_kept = true;
        end.models.note_change();
        Ok(())
    }
}

impl Drop for UploadEnd {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = self.arrival.forget()
        {
            tracing::warn!(%error, "what came of a model file could not be removed");
        }
        self.models.0.going.lock().remove(&self.id);
    }
}

fn another(model: &Model, how: &str) -> Error {
    let detail =
        format!("This is another file than {}, which is listed: {how}. Nothing was kept.", model.file);
    Error::invalid(detail)
}
