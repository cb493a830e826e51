//! The list of model files, `models/manifest.toml`, and the state of each on this machine.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Every model file that Haberdash knows of. The weights themselves are never part of the project.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    #[serde(default, rename = "model")]
    pub models: Vec<Model>,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Understands messages, finds products: a part of the program, which everybody may want.
    #[default]
    Meaning,
    /// Writes answers: large, and one of them is enough.
    Language,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Short and stable: lower-case letters, digits, hyphens and dots.
    pub id: String,
    #[serde(default)]
    pub kind: Kind,
    /// What it is called; its file's name when absent.
    #[serde(default)]
    pub name: Option<String>,
    /// What it makes possible, in the owner's words.
    pub purpose: String,
    /// Its name in the folder of models.
    pub file: String,
    /// SPDX expression, or the licence's own name where SPDX has none.
    pub licence: String,
    /// Bytes.
    pub size: u64,
    /// Of the whole file, in lower-case hexadecimal.
    pub sha256: String,
    /// What the program needs more of it while the file is in use, about, in bytes.
    #[serde(default)]
    pub memory: u64,
    /// The only system that it is for, `OS-ARCH` as Rust names them; every system when absent.
    #[serde(default)]
    pub platform: Option<String>,
    /// Where a person gets it: an address, or words.
    pub source: String,
    /// Where the program gets it by itself, if the file is published as it is.
    #[serde(default)]
    pub address: Option<String>,
    /// Whether Haberdash refuses to start without it.
    #[serde(default)]
    pub required: bool,
}

/// The list cannot be used. It is part of the project, so this is a fault of ours, not of the owner's.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    #[error("{path} cannot be read")]
    Unreadable { path: String, source: io::Error },
    #[error("the list of models is not valid TOML of the agreed shape")]
    Malformed(#[from] toml::de::Error),
    #[error("model `{id}`: {problem}")]
    Wrong { id: String, problem: &'static str },
}

/// A model file as it is found here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// There, of the right length and content.
    Whole,
    /// There, of the right length; its content was not looked at.
    Unverified,
    Missing,
    /// Bytes found and bytes expected: usually a download that was cut off.
    WrongSize {
        found: u64,
        expected: u64,
    },
    /// Of the right length, but another file.
    WrongContent,
    Unreadable(String),
}

impl Manifest {
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let manifest: Self = toml::from_str(text)?;
        for (position, model) in manifest.models.iter().enumerate() {
            let repeated = manifest.models[..position].iter().any(|other| other.id == model.id);
            let problem = if repeated { Some("the id is used twice") } else { model.problem() };
            if let Some(problem) = problem {
                return Err(ManifestError::Wrong { id: model.id.clone(), problem });
            }
        }
        Ok(manifest)
    }

    /// The list that this program was made with.
    ///
    /// # Errors
    /// Those of [`Self::parse`]; a test proves that there are none.
    pub fn own() -> Result<Self, ManifestError> {
        Self::parse(include_str!("../../../../models/manifest.toml"))
    }

    /// The models that this system can use.
    pub fn here(&self) -> impl Iterator<Item = &Model> {
        self.models.iter().filter(|model| model.is_for_this_system())
    }

    /// The language model that a computer with so many bytes of memory should have: the largest that takes at most a quarter,
    /// so that the shop, a browser and the system keep theirs, and no answer waits for a model that swaps.
    pub fn recommended(&self, memory: u64) -> Option<&Model> {
        self.here()
            .filter(|model| model.kind == Kind::Language && model.memory <= memory / 4)
            .max_by_key(|model| model.memory)
    }

    /// The model of this id, or, where each system has its own, the one that begins so and is for this system.
    pub fn find(&self, id: &str) -> Option<&Model> {
        self.here().find(|model| {
            model.id == id || (model.platform.is_some() && model.id.starts_with(&format!("{id}-")))
        })
    }

    pub fn read(path: &Path) -> Result<Self, ManifestError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ManifestError::Unreadable { path: path.display().to_string(), source })?;
        Self::parse(&text)
    }
}

impl Model {
    fn problem(&self) -> Option<&'static str> {
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        let mut components = Path::new(&self.file).components();
        let plain_name = matches!((components.next(), components.next()), (Some(Component::Normal(_)), None));
        if self.id.is_empty() || !self.id.chars().all(is_id) {
            Some("the id must be lower-case letters, digits, hyphens and dots")
        } else if self.licence.trim().is_empty() {
            Some("the licence is not named")
        } else if self.sha256.len() != 64 || !self.sha256.chars().all(is_hex) {
            Some("sha256 must be 64 lower-case hexadecimal digits")
        } else if !plain_name {
            Some("the file must be a plain name, without folders")
        } else if self.size == 0 {
            Some("the size must be given in bytes")
        } else if self.address.as_ref().is_some_and(|address| !address.starts_with("https://")) {
            Some("the address must begin with https://")
        } else {
            None
        }
    }

    /// Whether this system can use it.
    pub fn is_for_this_system(&self) -> bool {
        let here = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
        self.platform.as_deref().is_none_or(|platform| platform == here)
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.file)
    }

    /// What `folder` has of it, judged by name and length alone: immediate, even for many gigabytes.
    pub fn presence(&self, folder: &Path) -> Presence {
        presence_of(self, &folder.join(&self.file))
    }

    /// Reads the whole file and compares its digest: about a second for each gigabyte.
    pub fn verify(&self, folder: &Path) -> Presence {
        verify_file(self, &folder.join(&self.file))
    }
}

/// As [`Model::presence`], of a file of any name.
pub(crate) fn presence_of(model: &Model, path: &Path) -> Presence {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.len() != model.size => {
            Presence::WrongSize { found: metadata.len(), expected: model.size }
        }
        Ok(_) => Presence::Unverified,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Presence::Missing,
        Err(error) => Presence::Unreadable(error.to_string()),
    }
}

/// As [`Model::verify`], of a file of any name.
pub(crate) fn verify_file(model: &Model, path: &Path) -> Presence {
    let presence = presence_of(model, path);
    if presence != Presence::Unverified {
        return presence;
    }
    match sha256_of(path) {
        Ok(digest) if digest == model.sha256 => Presence::Whole,
        Ok(_) => Presence::WrongContent,
        Err(error) => Presence::Unreadable(error.to_string()),
    }
}

/// SHA-256 of a file's content, in lower-case hexadecimal.
///
/// # Errors
/// When it cannot be read.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

impl fmt::Display for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("present and verified"),
            Self::Unverified => f.write_str("present"),
            Self::Missing => f.write_str("not downloaded"),
            Self::WrongSize { found, expected } => {
                write!(f, "incomplete: {found} of {expected} bytes; delete it and download it again")
            }
            Self::WrongContent => {
                f.write_str("another file than the listed one; delete it and download it again")
            }
            Self::Unreadable(reason) => write!(f, "cannot be read: {reason}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-256 of "abc": FIPS 180-2, appendix B.1.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn entry(id: &str, file: &str, sha256: &str) -> String {
        format!(
            "[[model]]\nid = \"{id}\"\npurpose = \"answers\"\nfile = \"{file}\"\nlicence = \"Apache-2.0\"\n\
             size = 3\nsha256 = \"{sha256}\"\nsource = \"https://example.com\"\n"
        )
    }

    #[test]
    fn the_projects_own_list_is_valid_and_requires_nothing() {
        let manifest = Manifest::own().expect("valid");
        assert!(manifest.models.iter().all(|model| !model.required && model.memory > 0));
        // Each system has at most one of those that belong to a system.
        let mut libraries: Vec<_> = manifest.models.iter().filter_map(|m| m.platform.as_ref()).collect();
        let all = libraries.len();
        libraries.sort();
        libraries.dedup();
        assert!(all > 0 && libraries.len() == all);
    }

    /// Laptops tell less than what is printed on them: the graphics processor and the firmware have taken theirs.
    #[test]
    fn every_usual_laptop_gets_a_language_model_that_leaves_room_for_the_rest() {
        let manifest = Manifest::own().expect("valid");
        let recommended = |gigabytes: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a small positive size"
            )]
            let bytes = (gigabytes * f64::from(1 << 30)) as u64;
            manifest.recommended(bytes).map(|model| (model.id.as_str(), model.memory * 4 <= bytes))
        };
        assert_eq!(recommended(3.7), None);
        for small in [7.4, 7.8, 8.0] {
            assert_eq!(recommended(small), Some(("qwen2.5-1.5b-instruct-q4-k-m", true)), "{small}");
        }
        for middle in [15.2, 15.6, 16.0] {
            assert_eq!(recommended(middle), Some(("qwen3-4b-instruct-2507-q4-k-m", true)), "{middle}");
        }
        for large in [31.0, 32.0, 64.0] {
            assert_eq!(recommended(large), Some(("qwen2.5-7b-instruct-q4-k-m", true)), "{large}");
        }
    }

    #[test]
    fn a_list_with_a_wrong_entry_is_refused_and_the_entry_named() {
        let check = |text: &str, expected: &str| {
            let error = Manifest::parse(text).expect_err("refused").to_string();
            assert!(error.contains(expected), "{error} should say: {expected}");
        };
        check(&entry("Big", "a.gguf", ABC), "model `Big`: the id must be lower-case");
        check(&entry("a", "../a.gguf", ABC), "without folders");
        check(&entry("a", "", ABC), "without folders");
        check(&entry("a", "a.gguf", &ABC.to_uppercase()), "hexadecimal");
        check(&entry("a", "a.gguf", "abc"), "hexadecimal");
        check(&(entry("a", "a.gguf", ABC) + &entry("a", "b.gguf", ABC)), "used twice");
        check(&entry("a", "a.gguf", ABC).replace("Apache-2.0", " "), "licence");
        check(&entry("a", "a.gguf", ABC).replace("size = 3", "size = 0"), "size");
        check(&(entry("a", "a.gguf", ABC) + "colour = \"red\"\n"), "agreed shape");
        check(&(entry("a", "a.gguf", ABC) + "address = \"http://example.com/a\"\n"), "https://");
        let missing = Manifest::read(Path::new("no-such-list.toml")).expect_err("missing");
        assert_eq!(missing.to_string(), "no-such-list.toml cannot be read");
    }

    #[test]
    fn a_file_is_judged_by_length_and_content() {
        let folder = tempfile::tempdir().expect("folder");
        let manifest = Manifest::parse(&entry("a", "a.gguf", ABC)).expect("valid");
        let model = &manifest.models[0];
        let path = folder.path().join("a.gguf");
        let state = || (model.presence(folder.path()), model.verify(folder.path()));

        assert_eq!(state(), (Presence::Missing, Presence::Missing));
        std::fs::write(&path, "ab").expect("write");
        let cut_off = Presence::WrongSize { found: 2, expected: 3 };
        assert_eq!(state(), (cut_off.clone(), cut_off));
        std::fs::write(&path, "abd").expect("write");
        assert_eq!(state(), (Presence::Unverified, Presence::WrongContent));
        std::fs::write(&path, "abc").expect("write");
        assert_eq!(state(), (Presence::Unverified, Presence::Whole));
    }
}
