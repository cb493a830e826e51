//! A model's file on its way in: what has come of it so far, and the moment at which it takes its name.
//!
//! However a file comes (a download, the owner's own copy, `cargo xtask models`), its bytes gather beside its place, are
//! compared with the list, and take the name by one rename: a file of a model's name is never half of it by our doing.
//! A note beside the bytes says whether they are still wanted, so that a download goes on after a restart.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::manifest::{Model, Presence, presence_of, verify_file};

/// One model's way into one folder.
#[derive(Debug, Clone)]
pub struct Arrival {
    folder: PathBuf,
    model: Model,
}

/// What is known of a file that has not come yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// It is to be fetched until it is there, over restarts.
    pub wanted: bool,
    /// What the server called the version whose beginning has come (a strong entity tag, RFC 9110, 8.8.3).
    pub version: Option<String>,
    /// Why it was given up, for the owner.
    pub problem: Option<String>,
}

/// A file did not take its name. Nothing of it was kept, except after `Storage`.
#[derive(Debug, thiserror::Error)]
pub enum ArrivalError {
    #[error("{file} came out wrong: {presence}")]
    Wrong { file: String, presence: Presence },
    #[error("the disk is full")]
    DiskFull(#[source] io::Error),
    #[error("the folder of models cannot be written: {0}")]
    Storage(#[source] io::Error),
}

impl From<io::Error> for ArrivalError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::StorageFull { Self::DiskFull(error) } else { Self::Storage(error) }
    }
}

impl Arrival {
    pub fn new(model: &Model, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), model: model.clone() }
    }

    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Where the file will be.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.model.file))
    }

    fn part(&self) -> PathBuf {
        self.beside("part")
    }

    /// Bytes that have come.
    pub fn received(&self) -> u64 {
        fs::metadata(self.part()).map_or(0, |metadata| metadata.len())
    }

    /// `None` when nothing is known; a note that cannot be read is none.
    pub fn note(&self) -> Option<Note> {
        toml::from_str(&fs::read_to_string(self.beside("note")).ok()?).ok()
    }

    /// Writes the note down in one step.
    ///
    /// # Errors
    /// `DiskFull`, `Storage`.
    pub fn keep_note(&self, note: &Note) -> Result<(), ArrivalError> {
        fs::create_dir_all(&self.folder)?;
        let text = toml::to_string(note).map_err(io::Error::other)?;
        let unfinished = self.beside("note.new");
        fs::write(&unfinished, text)?;
        Ok(fs::rename(unfinished, self.beside("note"))?)
    }

    /// Takes more bytes after those that have come, or, from the start, in their place.
    ///
    /// # Errors
    /// `DiskFull`, `Storage`.
    pub fn open(&self, from_start: bool) -> Result<Incoming, ArrivalError> {
        fs::create_dir_all(&self.folder)?;
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(self.part())?;
        if from_start {
            // A device has no length to cut.
            if file.metadata()?.is_file() {
                file.set_len(0)?;
            }
        } else {
            file.seek(SeekFrom::End(0))?;
        }
        Ok(Incoming { file })
    }

    /// Forgets the bytes and the note.
    ///
    /// # Errors
    /// `Storage` when one cannot be removed.
    pub fn forget(&self) -> Result<(), ArrivalError> {
        self.clear()?;
        Ok(remove(&self.beside("note"))?)
    }

    /// Removes the bytes; the note stays.
    ///
    /// # Errors
    /// As [`Self::forget`].
    pub fn clear(&self) -> Result<(), ArrivalError> {
        Ok(remove(&self.part())?)
    }

    /// Compares what came with the list, and gives it its name. Another file than the listed one is removed.
    ///
    /// # Errors
    /// `Wrong`; `DiskFull`, `Storage`.
    pub fn take(&self) -> Result<(), ArrivalError> {
        let part = self.part();
        match verify_file(&self.model, &part) {
            Presence::Whole => {}
            presence => {
                self.clear()?;
                return Err(ArrivalError::Wrong { file: self.model.file.clone(), presence });
            }
        }
        File::open(&part)?.sync_all()?;
        fs::rename(&part, self.folder.join(&self.model.file))?;
        sync_folder(&self.folder)?;
        Ok(remove(&self.beside("note"))?)
    }

    /// Takes a whole file from elsewhere on this machine.
    ///
    /// # Errors
    /// As [`Self::take`]; `Storage` when it cannot be read.
    pub fn copy_from(&self, source: &Path) -> Result<(), ArrivalError> {
        match presence_of(&self.model, source) {
            Presence::Unverified => {}
            presence => return Err(ArrivalError::Wrong { file: self.model.file.clone(), presence }),
        }
        let mut incoming = self.open(true)?;
        let mut from = File::open(source)?;
        let mut buffer = vec![0; 1 << 18];
        loop {
            match from.read(&mut buffer)? {
                0 => break,
                read => incoming.write(&buffer[..read])?,
            }
        }
        drop(incoming);
        self.take()
    }
}

/// The end of the bytes that have come.
#[derive(Debug)]
pub struct Incoming {
    file: File,
}

impl Incoming {
    /// # Errors
    /// `DiskFull`, `Storage`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), ArrivalError> {
        Ok(self.file.write_all(bytes)?)
    }
}

fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })
}

/// After a power cut the rename is there, too.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Kind;

    /// SHA-256 of "abc": FIPS 180-2, appendix B.1.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn arrival(folder: &Path) -> Arrival {
        let model = Model {
            id: "a".into(),
            kind: Kind::Meaning,
            name: None,
            purpose: "answers".into(),
            file: "a.onnx".into(),
            licence: "MIT".into(),
            size: 3,
            sha256: ABC.into(),
            memory: 1,
            platform: None,
            source: "here".into(),
            address: None,
            required: false,
        };
        Arrival::new(&model, folder)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").file_name());
        let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn bytes_gather_over_interruptions_and_take_the_name_when_they_are_right() {
        let dir = tempfile::tempdir().expect("folder");
        let folder = dir.path().join("models");
        let arrival = arrival(&folder);
        assert_eq!((arrival.received(), arrival.note()), (0, None));
        arrival.open(false).expect("opens").write(b"a").expect("writes");
        let note = Note { wanted: true, version: Some("\"v1\"".into()), problem: None };
        arrival.keep_note(&note).expect("kept");
        assert_eq!((arrival.received(), arrival.note()), (1, Some(note)));
        arrival.open(false).expect("opens").write(b"bc").expect("writes");
        arrival.take().expect("it is whole");
        assert_eq!(arrival.model().verify(&folder), Presence::Whole);
        assert_eq!(names(&folder), ["a.onnx"]);
    }

    #[test]
    fn what_is_another_file_leaves_nothing_and_harms_nothing() {
        let dir = tempfile::tempdir().expect("folder");
        let arrival = arrival(dir.path());
        for (bytes, why) in [
            (&b"abd"[..], "another file than the listed one"),
            (b"ab", "incomplete: 2 of 3 bytes"),
            (b"abcd", "4 of 3 bytes"),
            (b"", "incomplete: 0 of 3 bytes"),
        ] {
            arrival.open(true).expect("opens").write(bytes).expect("writes");
            let error = arrival.take().expect_err("refused").to_string();
            assert!(error.starts_with("a.onnx came out wrong") && error.contains(why), "{error}");
            assert!(names(dir.path()).is_empty(), "{why}");
        }
        fs::write(dir.path().join("a.onnx"), "abc").expect("an older one");
        arrival.open(true).expect("opens").write(b"abd").expect("writes");
        arrival.take().expect_err("refused");
        assert_eq!(arrival.model().verify(dir.path()), Presence::Whole, "the one that was there stays");
        arrival.open(true).expect("opens").write(b"ab").expect("writes");
        arrival.keep_note(&Note::default()).expect("kept");
        arrival.forget().expect("forgotten");
        arrival.forget().expect("there is nothing left to forget");
        assert_eq!(names(dir.path()), ["a.onnx"]);
    }

    #[test]
    fn a_file_of_this_machine_is_copied_only_if_it_is_the_listed_one() {
        let dir = tempfile::tempdir().expect("folder");
        let (folder, source) = (dir.path().join("models"), dir.path().join("source"));
        let arrival = arrival(&folder);
        assert!(matches!(
            arrival.copy_from(&source),
            Err(ArrivalError::Wrong { presence: Presence::Missing, .. })
        ));
        fs::write(&source, "abd").expect("write");
        assert!(matches!(arrival.copy_from(&source), Err(ArrivalError::Wrong { .. })));
        fs::write(&source, "abc").expect("write");
        arrival.copy_from(&source).expect("copied");
        assert_eq!(names(&folder), ["a.onnx"]);
        assert!(source.exists());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_is_called_so() {
        let dir = tempfile::tempdir().expect("folder");
        let arrival = arrival(dir.path());
        std::os::unix::fs::symlink("/dev/full", dir.path().join("a.onnx.part")).expect("a full disk");
        let error = arrival.open(true).expect("opens").write(b"abc").expect_err("full");
        assert!(matches!(error, ArrivalError::DiskFull(_)), "{error}");
        arrival.clear().expect("removed");
        assert!(names(dir.path()).is_empty());
    }
}
