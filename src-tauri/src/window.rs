//! The shop's one window: made hidden, shown when its page is there, hidden again when it is closed.

use std::fs;
use std::sync::Mutex;
use std::time::Instant;

use anyhow::Context;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::window::Color;
use tauri::{
    AppHandle, Emitter, Manager, State, Theme, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent,
};
use tauri_plugin_notification::NotificationExt;
use tauri_plugin_window_state::AppHandleExt;

use crate::{WINDOW_STATE, printing, saving};

pub const LABEL: &str = "main";
/// The scheme under which the page and the API are reached.
pub const SCHEME: &str = "haberdash";
/// The event that asks the page for another screen; its payload is a path.
const NAVIGATE: &str = "navigate";

/// The page's `--canvas`, so that no white shows before it does.
const LIGHT: Color = Color(0xf9, 0xf7, 0xf8, 0xff);
const DARK: Color = Color(0x14, 0x12, 0x14, 0xff);

/// What is known of the page in the window.
pub struct Page {
    started: Instant,
    state: Mutex<PageState>,
}

#[derive(Default)]
struct PageState {
    /// The page has painted, so it listens.
    painted: bool,
    /// A page has painted before, in this window.
    painted_before: bool,
    /// The screen to show once it listens.
    wanted: Option<String>,
    /// The window stays hidden until it is asked for.
    in_background: bool,
}

impl Page {
    pub fn new(started: Instant) -> Self {
        Self { started, state: Mutex::default() }
    }

    fn change<T>(&self, change: impl FnOnce(&mut PageState) -> T) -> T {
        // Nothing panics while it is held; and if it did, the state would still be whole.
        change(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

/// The window's address of a page. Elsewhere than on Windows the scheme itself is the address's.
fn address(path: &str) -> anyhow::Result<Url> {
    let base =
        if cfg!(windows) { format!("http://{SCHEME}.localhost") } else { format!("{SCHEME}://localhost") };
    Url::parse(&format!("{base}{path}")).context("the page's address")
}

pub fn create(app: &AppHandle, path: &str, in_background: bool) -> anyhow::Result<()> {
    app.state::<Page>().change(|state| state.in_background = in_background);
    let handle = app.clone();
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::CustomProtocol(address(path)?))
        .title("Haberdash")
        .inner_size(1280.0, 800.0)
        .min_inner_size(720.0, 480.0)
        .visible(false)
        .on_navigation(may_stay)
        .on_new_window(|url, _| {
            open_elsewhere(&url);
            NewWindowResponse::Deny
        })
        .on_download(move |page, event| saving::follow(page.app_handle(), event))
        .on_page_load(move |_, load| page_loads(&handle, load.event()))
        .build()
        .context("the window could not be made")?;
    printing::follow(&window)?;
    let theme = window.theme().unwrap_or(Theme::Light);
    window.set_background_color(Some(if theme == Theme::Dark { DARK } else { LIGHT }))?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            hide(&handle);
        }
    });
    Ok(())
}

fn page_loads(app: &AppHandle, event: PageLoadEvent) {
    let page = app.state::<Page>();
    match event {
        PageLoadEvent::Started => page.change(|state| state.painted = false),
        PageLoadEvent::Finished => {
            let show_now = page.change(|state| !state.in_background && !state.painted_before);
            if show_now {
                show(app);
            }
        }
    }
}

/// Whether this is an address of ours, or of bytes that our page made (`blob:` before an address of ours).
pub fn is_own(url: &Url) -> bool {
    if url.scheme() == "blob" {
        return Url::parse(url.path()).is_ok_and(|inner| inner.scheme() != "blob" && is_own(&inner));
    }
    address("/").is_ok_and(|own| own.scheme() == url.scheme() && own.host_str() == url.host_str())
}

/// Only our own pages are shown in the window; the rest of the world has a browser.
fn may_stay(url: &Url) -> bool {
    let stays = is_own(url) || url.as_str() == "about:blank";
    if !stays {
        open_elsewhere(url);
    }
    stays
}

fn open_elsewhere(url: &Url) {
    if !matches!(url.scheme(), "http" | "https" | "mailto" | "tel") {
        tracing::warn!(scheme = url.scheme(), "the page wanted to open an address that is none of ours");
    } else if let Err(error) = tauri_plugin_opener::open_url(url.as_str(), None::<&str>) {
        tracing::warn!(%error, "the system's browser did not open");
    }
}

fn main_window(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(LABEL)
}

/// Brings the window to the front, wherever it is.
pub fn show(app: &AppHandle) {
    app.state::<Page>().change(|state| state.in_background = false);
    let Some(window) = main_window(app) else { return };
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window did not come to the front");
    }
}

/// Brings the window to the front with this screen, at once or as soon as the page listens.
pub fn go(app: &AppHandle, path: &str) {
    let listens = app.state::<Page>().change(|state| {
        if !state.painted {
            state.wanted = Some(path.to_owned());
        }
        state.painted
    });
    show(app);
    if listens {
        navigate(app, path);
    }
}

fn navigate(app: &AppHandle, path: &str) {
    if let Err(error) = app.emit_to(LABEL, NAVIGATE, path) {
        tracing::warn!(%error, "the page was not told where to go");
    }
}

/// Loads the page anew: what it is depends on whether the shop could be opened.
pub fn reload(app: &AppHandle) {
    let reloaded =
        main_window(app).context("no window").and_then(|window| Ok(window.navigate(address("/")?)?));
    if let Err(error) = reloaded {
        tracing::warn!(%error, "the page was not loaded anew");
    }
}

fn hide(app: &AppHandle) {
    if let Some(window) = main_window(app)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window was not hidden");
    }
    // Where a session ends without telling us, the window still comes back as it was.
    if let Err(error) = app.save_window_state(WINDOW_STATE) {
        tracing::warn!(%error, "the window's place was not kept");
    }
    if let Err(error) = tell_once(app) {
        tracing::warn!(
            error = format!("{error:#}"),
            "the owner was not told that the assistant goes on working"
        );
    }
}

/// The first time that the window is closed, says that the assistant goes on and where the window is found.
fn tell_once(app: &AppHandle) -> anyhow::Result<()> {
    let folder = app.path().app_config_dir()?;
    let told = folder.join("told-about-tray");
    if told.exists() {
        return Ok(());
    }
    fs::create_dir_all(&folder)?;
    fs::write(&told, "")?;
    app.notification()
        .builder()
        .title("Haberdash keeps answering")
        .body("The window is closed, the assistant goes on working. Open or quit Haberdash from its icon in the tray.")
        .show()?;
    Ok(())
}

/// The page says that it has painted and listens.
#[tauri::command]
pub fn first_paint(app: AppHandle, page: State<'_, Page>) {
    let (first, wanted) = page.change(|state| {
        state.painted = true;
        (!std::mem::replace(&mut state.painted_before, true), state.wanted.take())
    });
    if first {
        // Tests and the person who looks for a slow start read this line.
        println!("first-paint {}", page.started.elapsed().as_millis());
    }
    if let Some(path) = wanted {
        navigate(&app, &path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_windows_own_pages_stay_in_it() {
        let own = address("/inbox/cnv_1?filter=all").expect("an address");
        assert!(may_stay(&own));
        assert_eq!(own.path(), "/inbox/cnv_1");
        // What the page made itself may be saved.
        assert!(is_own(&Url::parse(&format!("blob:{own}")).expect("an address")));
        assert!(!is_own(&Url::parse("blob:https://example.com/7").expect("an address")));
        // Not opened elsewhere either: the scheme is none that a browser should get from us.
        assert!(!may_stay(&Url::parse("file:///etc/hostname").expect("an address")));
        assert!(!may_stay(&Url::parse("haberdash://elsewhere/").expect("an address")));
    }
}
