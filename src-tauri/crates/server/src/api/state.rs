//! What the handlers share.

use std::path::PathBuf;
use std::sync::Arc;

use haberdash_core::{Database, Timestamp};

use crate::ending::Ending;

/// Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    pub database: Database,
    pub about: Arc<About>,
}

/// Facts about this process.
pub struct About {
    pub data_dir: PathBuf,
    /// The data folder's own name, not its path.
    pub data_dir_name: String,
    pub started_at: Timestamp,
    pub ended: Ending,
}
