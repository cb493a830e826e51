//! The end of the program, told to everything that runs.

use std::sync::Arc;

use tokio::sync::watch;

/// Cheap to clone; all clones learn of the end.
#[derive(Debug, Clone)]
pub struct Ending(Arc<watch::Sender<bool>>);

impl Default for Ending {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Ending {
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when the end has begun.
    pub async fn wait(&self) {
        // It fails only when the sender is gone, and we hold it.
        let _ = self.0.subscribe().wait_for(|ended| *ended).await;
    }
}
