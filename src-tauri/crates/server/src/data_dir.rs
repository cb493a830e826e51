//! Where a shop's file stands when nobody says otherwise: the system's folder for application data.

use std::ffi::OsString;
use std::path::PathBuf;

use haberdash_core::{Code, Error, Result};

/// The same for the window and for the command line.
///
/// # Errors
/// `StorageUnavailable` when the environment names no home folder.
pub fn default() -> Result<PathBuf> {
    let system = if cfg!(windows) {
        System::Windows
    } else if cfg!(target_os = "macos") {
        System::MacOs
    } else {
        System::Other
    };
    system.folder(|name| std::env::var_os(name)).ok_or_else(|| {
        Error::new(Code::StorageUnavailable, "This account has no home folder. Name a folder with --data.")
    })
}

#[derive(Clone, Copy)]
enum System {
    Windows,
    MacOs,
    /// XDG Base Directory Specification 0.8; a relative path in its variable is to be ignored.
    Other,
}

impl System {
    fn folder(self, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
        let absolute = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        match self {
            Self::Windows => Some(absolute("APPDATA")?.join("Haberdash")),
            Self::MacOs => Some(absolute("HOME")?.join("Library/Application Support/Haberdash")),
            Self::Other => {
                let folder =
                    absolute("XDG_DATA_HOME").or_else(|| Some(absolute("HOME")?.join(".local/share")));
                Some(folder?.join("haberdash"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn the_environment_names_the_folder() {
        let check = |system: System, variables: &[(&str, &str)], expected: Option<&str>| {
            let variable = |name: &str| {
                variables.iter().find(|(other, _)| *other == name).map(|(_, value)| OsString::from(value))
            };
            assert_eq!(system.folder(variable), expected.map(PathBuf::from), "{variables:?}");
        };
        check(System::Other, &[("HOME", "/people/ana")], Some("/people/ana/.local/share/haberdash"));
        check(System::Other, &[("HOME", "/people/ana"), ("XDG_DATA_HOME", "/data")], Some("/data/haberdash"));
        check(System::Other, &[("HOME", "/h"), ("XDG_DATA_HOME", "data")], Some("/h/.local/share/haberdash"));
        check(System::Other, &[], None);
        check(
            System::MacOs,
            &[("HOME", "/Users/ana")],
            Some("/Users/ana/Library/Application Support/Haberdash"),
        );
        check(System::Windows, &[("HOME", "/h")], None);
    }
}
