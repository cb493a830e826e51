//! Where things stand: the checkout, the target folder, and whether an output is older than its sources.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};

/// Folders that hold outputs, never sources.
const OUTPUTS: [&str; 4] = ["node_modules", "build", ".svelte-kit", "target"];

/// The checkout that this program was built from.
pub struct Tree {
    /// The checkout's root.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the developer or CI keeps it.
    pub target: PathBuf,
}

impl Tree {
    pub fn find() -> Result<Self> {
        let root = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = root.ancestors().nth(3).context("the checkout's root")?.to_owned();
        ensure!(root.join("Cargo.toml").is_file(), "{} is not a checkout of Haberdash", root.display());
        // This program runs as <target>/<profile>/xtask.
        let program = std::env::current_exe().context("this program's own path")?;
        let target = program.ancestors().nth(2).context("the target folder")?.to_owned();
        Ok(Self { root, target })
    }

    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A program of the workspace, built with the development or the release profile.
    pub fn program(&self, name: &str, release: bool) -> PathBuf {
        let profile = if release { "release" } else { "debug" };
        self.target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Logs, markers and tools of these commands.
    pub fn scratch(&self, name: &str) -> Result<PathBuf> {
        let folder = self.target.join("xtask").join(name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }
}

/// Whether `output` is missing, or older than any file in or below `sources`.
pub fn is_stale(output: &Path, sources: &[PathBuf]) -> bool {
    let Ok(made) = output.metadata().and_then(|metadata| metadata.modified()) else { return true };
    sources.iter().any(|source| newest(source).is_some_and(|changed| changed > made))
}

/// The latest change in or below `path`. Output folders do not count.
fn newest(path: &Path) -> Option<SystemTime> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let own = metadata.modified().ok();
    if !metadata.is_dir() {
        return own;
    }
    let entries = fs::read_dir(path).ok()?;
    let below = entries
        .filter_map(Result::ok)
        .filter(|entry| !OUTPUTS.iter().any(|output| entry.file_name() == OsStr::new(output)))
        .filter_map(|entry| newest(&entry.path()))
        .max();
    // The folder's own time tells of files that were removed.
    own.max(below)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;

    fn write_at(path: &Path, seconds: u64) {
        fs::write(path, "x").expect("write");
        set_time(path, seconds);
    }
    fn set_time(path: &Path, seconds: u64) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        File::open(path).and_then(|file| file.set_modified(time)).expect("set the time");
    }

    #[test]
    fn an_output_is_stale_when_a_source_is_newer_or_was_removed() {
        let folder = tempfile::tempdir().expect("folder");
        let sources = folder.path().join("src");
        fs::create_dir_all(sources.join("node_modules")).expect("create");
        let output = folder.path().join("stamp");
        let stale = || is_stale(&output, std::slice::from_ref(&sources));
        let source = sources.join("a.ts");
        write_at(&source, 100);
        set_time(&sources, 100);
        assert!(stale(), "no output yet");

        write_at(&output, 200);
        assert!(!stale());

        write_at(&sources.join("node_modules").join("b.js"), 300);
        set_time(&sources, 100);
        assert!(!stale(), "packages are no sources");

        write_at(&source, 300);
        assert!(stale());

        set_time(&source, 100);
        set_time(&sources, 300);
        assert!(stale(), "a removed file shows in the folder's time");
    }
}
