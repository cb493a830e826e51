//! Files that the page saves: they go into the Downloads folder, and the page is told when one is there.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tauri::webview::DownloadEvent;
use tauri::{AppHandle, Emitter, Manager, State};

use crate::window;

/// The event that tells the page of a file; its payload is a [`SavedFile`].
const SAVED: &str = "saved";

/// What was saved in this run.
#[derive(Default)]
pub struct Saved(Mutex<Files>);

#[derive(Default)]
struct Files {
    /// Where each address that is being saved goes. Not every system says so again at the end.
    under_way: HashMap<String, PathBuf>,
    last: Option<PathBuf>,
}

impl Saved {
    fn change<T>(&self, change: impl FnOnce(&mut Files) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Clone, Serialize)]
struct SavedFile {
    /// Its name without the folder.
    name: String,
    success: bool,
}

/// Lets our own files be saved, and nothing else; tells the page how it went.
pub fn follow(app: &AppHandle, event: DownloadEvent<'_>) -> bool {
    let saved = app.state::<Saved>();
    match event {
        DownloadEvent::Requested { url, destination } => {
            let own = window::is_own(&url);
            if own {
                saved.change(|files| files.under_way.insert(url.to_string(), destination.clone()));
            }
            own
        }
        DownloadEvent::Finished { url, path, success } => {
            let path = saved.change(|files| {
                let path = path.or_else(|| files.under_way.remove(url.as_str()));
                files.under_way.remove(url.as_str());
                if success {
                    files.last.clone_from(&path);
                }
                path
            });
            let name = path.as_deref().and_then(|path| path.file_name()).unwrap_or_default();
            let file = SavedFile { name: name.to_string_lossy().into_owned(), success };
            if let Err(error) = app.emit_to(window::LABEL, SAVED, file) {
                tracing::warn!(%error, "the page was not told of a saved file");
            }
            true
        }
        // A later version of the library may know more.
        _ => true,
    }
}

/// Shows the file that was saved last in its folder.
#[tauri::command]
pub fn show_saved(saved: State<'_, Saved>) {
    let Some(path) = saved.change(|files| files.last.clone()) else { return };
    if let Err(error) = tauri_plugin_opener::reveal_item_in_dir(&path) {
        tracing::warn!(%error, "the folder of a saved file was not shown");
    }
}
