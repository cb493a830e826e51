//! Files and folders that the owner points at in the system's own dialog. The page learns where they lie, nothing more; what is
//! read or written there goes through the API.

use std::path::Path;

use serde::Deserialize;
use tauri::{AppHandle, WebviewWindow};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

/// What is looked for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// A file that is there, with one of these endings (without the dot).
    File { kind: String, endings: Vec<String> },
    /// A folder.
    Folder,
}

/// Asks the owner; `from` is where they look first, if it is there. Nothing when they changed their mind.
#[tauri::command]
pub async fn choose_path(
    app: AppHandle,
    window: WebviewWindow,
    title: String,
    wanted: Wanted,
    from: Option<String>,
) -> Option<String> {
    let mut dialog = app.dialog().file().set_parent(&window).set_title(title);
    if let Some(folder) = from.as_deref().and_then(nearest_folder) {
        dialog = dialog.set_directory(folder);
    }
    let (told, answer) = oneshot::channel();
    let tell = move |path| {
        // Nobody listens when the page was loaded anew meanwhile.
        let _ = told.send(path);
    };
    match wanted {
        Wanted::File { kind, endings } => {
            let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
            dialog.add_filter(kind, &endings).pick_file(tell);
        }
        Wanted::Folder => dialog.pick_folder(tell),
    }
    let path = answer.await.ok().flatten()?.into_path().ok()?;
    // The API takes text. A name that is none cannot be said to it, and a wrong one must not be.
    path.to_str().map(str::to_owned)
}

/// The folder itself, or the first above it that is there.
fn nearest_folder(path: &str) -> Option<&Path> {
    Path::new(path).ancestors().find(|folder| folder.is_absolute() && folder.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_begins_in_the_nearest_folder_that_is_there() {
        let dir = std::env::temp_dir();
        let inside = dir.join("no such folder").join("model.gguf");
        assert_eq!(nearest_folder(inside.to_str().expect("text")), Some(dir.as_path()));
        assert_eq!(nearest_folder("model.gguf"), None);
        assert_eq!(nearest_folder(""), None);
    }
}
