//! Where model files stand: the folder that the environment names, or the shop's own and the user's cache.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::manifest::{Model, Presence};

/// Names the only folder of models.
pub const VARIABLE: &str = "HABERDASH_MODELS";

/// Folders of model files. The first that has a file, whole or not, is asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders(Vec<PathBuf>);

impl Folders {
    pub fn only(folder: impl Into<PathBuf>) -> Self {
        Self(vec![folder.into()])
    }

    /// The folder that [`VARIABLE`] names, alone; else `models` inside the shop's folder, and then the user's cache.
    pub fn of_shop(data_dir: Option<&Path>) -> Self {
        Self::named(data_dir, |name| std::env::var_os(name))
    }

    fn named(data_dir: Option<&Path>, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        if let Some(folder) = variable(VARIABLE).filter(|folder| !folder.is_empty()) {
            return Self::only(folder);
        }
        let own = data_dir.map(|folder| folder.join("models"));
        Self(own.into_iter().chain(cache_of(variable)).collect())
    }

    /// The folder into which a file goes that none has.
    pub fn first(&self) -> Option<&Path> {
        self.0.first().map(PathBuf::as_path)
    }

    /// All of them, in their order.
    pub fn all(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().map(PathBuf::as_path)
    }

    /// A file of this name, in the first folder that has one.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        self.0.iter().map(|folder| folder.join(name)).find(|path| path.is_file())
    }

    /// Where the model's file stands, by its name and length, and the folder itself.
    pub fn look_for<'a>(&'a self, model: &Model) -> Option<(&'a Path, Presence)> {
        let states = self.0.iter().map(|folder| (folder.as_path(), model.presence(folder)));
        states.into_iter().find(|(_, presence)| *presence != Presence::Missing)
    }

    /// As [`Self::look_for`], for who needs no folder.
    pub fn presence(&self, model: &Model) -> Presence {
        self.look_for(model).map_or(Presence::Missing, |(_, presence)| presence)
    }
}

/// The folder of models in the user's cache, where `cargo xtask models` puts them. `None` without a home folder.
pub fn cache() -> Option<PathBuf> {
    cache_of(|name| std::env::var_os(name))
}

/// XDG Base Directory Specification 0.8 where the system has no folder of its own kind.
fn cache_of(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let caches = if cfg!(windows) {
        absolute("LOCALAPPDATA")?.join("Haberdash")
    } else if cfg!(target_os = "macos") {
        absolute("HOME")?.join("Library/Caches/Haberdash")
    } else {
        absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?.join("haberdash")
    };
    Some(caches.join("models"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn the_environment_the_shop_and_the_cache_name_folders() {
        let check = |variables: &[(&str, &str)], expected: &[&str]| {
            let variable = |name: &str| {
                variables.iter().find(|(other, _)| *other == name).map(|(_, value)| OsString::from(value))
            };
            let folders = Folders::named(Some(Path::new("/shop")), variable);
            assert_eq!(folders.0, expected.iter().map(PathBuf::from).collect::<Vec<_>>());
        };
        check(&[("HOME", "/people/ana")], &["/shop/models", "/people/ana/.cache/haberdash/models"]);
        check(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/c")], &["/shop/models", "/c/haberdash/models"]);
        check(&[("HOME", "/h"), ("HABERDASH_MODELS", "/m")], &["/m"]);
        check(&[], &["/shop/models"]);
    }
}
