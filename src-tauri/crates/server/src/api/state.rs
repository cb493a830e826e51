//! What the handlers share.

use std::path::PathBuf;
use std::sync::Arc;

use std::sync::atomic::{AtomicBool, Ordering};

use haberdash_core::{Database, Timestamp};

use crate::channels::twilio::client::TwilioClient;
use crate::channels::twilio::webhook::WebhookState;

use crate::ending::Ending;
use crate::secrets::SecretStore;

/// Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    pub database: Database,
    pub twilio: TwilioClient,
    pub webhooks: WebhookState,
    pub secrets: Arc<dyn SecretStore>,
    pub about: Arc<About>,
}

/// Facts about this process.
pub struct About {
    pub data_dir: PathBuf,
    /// The data folder's own name, not its path.
    pub data_dir_name: String,
    pub started_at: Timestamp,
    pub ended: Ending,
    webhook_listening: AtomicBool,
}

impl About {
    pub fn new(data_dir: PathBuf, data_dir_name: String, started_at: Timestamp, ended: Ending) -> Self {
        Self { data_dir, data_dir_name, started_at, ended, webhook_listening: AtomicBool::new(false) }
    }

    /// Whether a port takes webhooks.
    pub fn is_webhook_listening(&self) -> bool {
        self.webhook_listening.load(Ordering::Relaxed)
    }

    pub fn set_webhook_listening(&self, listens: bool) {
        self.webhook_listening.store(listens, Ordering::Relaxed);
    }
}
