//! What was evaluated, kept over restarts: llama.cpp's own file of it, and beside it what tells whether it still fits.
//!
//! Only the beginning that every request shares is kept (the instructions and the tools): it is what costs time at a start,
//! and a customer's words have no business in a cache file.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::ModelDescription;

/// Counts up when the files' meaning changes.
const VERSION: u32 = 1;
/// llama.cpp's own format has no promise between releases.
const ENGINE: &str = "llama-cpp-2 0.1.160";

/// What stands beside the file of a state.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seal {
    version: u32,
    engine: String,
    fingerprint: String,
    context: u32,
    tokens: usize,
    sha256: String,
}

/// The two files of a model's state.
pub(super) struct StateFiles {
    folder: PathBuf,
    stem: String,
    fingerprint: String,
    context: u32,
}

impl StateFiles {
    pub fn new(folder: &Path, description: &ModelDescription) -> Self {
        let short = description.fingerprint.get(..16).unwrap_or(&description.fingerprint);
        Self {
            folder: folder.to_owned(),
            stem: format!("{short}-{}", description.context),
            fingerprint: description.fingerprint.clone(),
            context: description.context,
        }
    }

    fn state(&self) -> PathBuf {
        self.folder.join(format!("{}.kv", self.stem))
    }

    fn seal(&self) -> PathBuf {
        self.folder.join(format!("{}.json", self.stem))
    }

    /// Keeps what `write` writes into the file that it is given. A kill at any instant leaves a pair that fits, or one that
    /// does not and is ignored.
    pub fn save(&self, tokens: usize, write: impl FnOnce(&Path) -> Result<(), String>) -> Result<(), String> {
        private_folder(&self.folder).map_err(|error| error.to_string())?;
        let draft = self.folder.join(format!("{}.new", self.stem));
        write(&draft)?;
        let kept = (|| {
            let seal = Seal {
                version: VERSION,
                engine: ENGINE.to_owned(),
                fingerprint: self.fingerprint.clone(),
                context: self.context,
                tokens,
                sha256: digest(&draft)?,
            };
            fs::rename(&draft, self.state())?;
            fs::write(&draft, serde_json::to_vec(&seal)?)?;
            fs::rename(&draft, self.seal())
        })();
        if kept.is_err() {
            // What is left of it would only take room.
            let _ = fs::remove_file(&draft);
        }
        kept.map_err(|error| error.to_string())
    }

    /// The state's file and its number of tokens, when it is whole and of this model. What is not is removed.
    pub fn usable(&self) -> Option<(PathBuf, usize)> {
        let seal: Option<Seal> =
            fs::read(self.seal()).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let fits = seal.filter(|seal| {
            seal.version == VERSION
                && seal.engine == ENGINE
                && seal.fingerprint == self.fingerprint
                && seal.context == self.context
                && digest(&self.state()).is_ok_and(|digest| digest == seal.sha256)
        });
        match fits {
            Some(seal) => Some((self.state(), seal.tokens)),
            None => {
                self.remove();
                None
            }
        }
    }

    pub fn remove(&self) {
        // Nothing may be there; what cannot be removed is looked at again next time.
        let _ = fs::remove_file(self.state());
        let _ = fs::remove_file(self.seal());
    }
}

fn digest(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let length = file.read(&mut piece)?;
        if length == 0 {
            return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hash.update(&piece[..length]);
    }
}

/// The instructions in it are the shop's own.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}
