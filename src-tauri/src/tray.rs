//! The icon in the tray: how many conversations have unread messages, and the few things one can do without the window.

use std::sync::Arc;

use axum::http::Method;
use serde_json::json;
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use crate::shop::{OpenShop, Shop, Stage};
use crate::window;

const OPEN: &str = "open";
const PAUSE: &str = "pause";
const QUIT: &str = "quit";

const QUIET: Image<'_> = tauri::include_image!("../icons/tray@2x.png");
const UNREAD: Image<'_> = tauri::include_image!("../icons/tray-unread@2x.png");

/// What the tray shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Face {
    /// Conversations with unread messages.
    pub unread: u64,
    /// The assistant answers nobody.
    pub paused: bool,
}

impl Face {
    fn tooltip(self) -> String {
        let unread = match self.unread {
            0 => "no unread messages".to_owned(),
            1 => "1 unread conversation".to_owned(),
            count => format!("{count} unread conversations"),
        };
        let paused = if self.paused { ", assistant paused" } else { "" };
        format!("Haberdash: {unread}{paused}")
    }

    /// Beside the icon, where the desktop shows text there; nothing when there is nothing to say.
    fn label(self) -> Option<String> {
        (self.unread > 0).then(|| if self.unread > 99 { "99+".to_owned() } else { self.unread.to_string() })
    }

    const fn pause_words(self) -> &'static str {
        if self.paused { "Resume the assistant" } else { "Pause the assistant" }
    }
}

/// The tray's parts that change.
pub struct Tray {
    icon: TrayIcon<Wry>,
    pause: MenuItem<Wry>,
}

pub fn create(app: &AppHandle) -> anyhow::Result<()> {
    let face = Face::default();
    let pause = MenuItem::with_id(app, PAUSE, face.pause_words(), true, None::<&str>)?;
    let menu = Menu::with_items(
        app,
        &[
            &MenuItem::with_id(app, OPEN, "Open Haberdash", true, None::<&str>)?,
            &pause,
            &PredefinedMenuItem::separator(app)?,
            &MenuItem::with_id(app, QUIT, "Quit", true, None::<&str>)?,
        ],
    )?;
    let icon = TrayIconBuilder::with_id("haberdash")
        .icon(QUIET)
        .tooltip(face.tooltip())
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => window::show(app),
            PAUSE => toggle_pause(app),
            QUIT => app.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                window::show(icon.app_handle());
            }
        })
        .build(app)?;
    app.manage(Tray { icon, pause });
    Ok(())
}

/// Shows what `face` says.
pub fn show(app: &AppHandle, face: Face) {
    let tray = app.state::<Tray>();
    let image = if face.unread > 0 { UNREAD } else { QUIET };
    let shown = tray
        .icon
        .set_icon(Some(image))
        .and_then(|()| tray.icon.set_tooltip(Some(face.tooltip())))
        .and_then(|()| tray.icon.set_title(face.label()))
        .and_then(|()| tray.pause.set_text(face.pause_words()));
    if let Err(error) = shown {
        tracing::warn!(%error, "the tray icon was not changed");
    }
}

/// What the shop says now.
pub async fn look(shop: &OpenShop) -> anyhow::Result<Face> {
    let counts = shop.call(Method::GET, "/api/v1/conversations/counts", None).await?;
    let settings = shop.call(Method::GET, "/api/v1/settings", None).await?;
    Ok(Face {
        unread: counts["unread"].as_u64().unwrap_or_default(),
        paused: settings["assistant"]["value"]["enabled"] == false,
    })
}

fn toggle_pause(app: &AppHandle) {
    let shop = Arc::clone(&app.state::<Arc<Shop>>());
    tauri::async_runtime::spawn(async move {
        let Stage::Open(open) = shop.settled().await else { return };
        if let Err(error) = change_pause(&open).await {
            tracing::warn!(error = format!("{error:#}"), "the assistant was not paused or resumed");
        }
    });
}

/// The tray shows the change when the shop tells that its settings changed.
async fn change_pause(shop: &OpenShop) -> anyhow::Result<()> {
    let settings = shop.call(Method::GET, "/api/v1/settings", None).await?;
    let mut assistant = settings["assistant"].clone();
    let enabled = assistant["value"]["enabled"] != false;
    assistant["value"]["enabled"] = json!(!enabled);
    let change = json!({ "value": assistant["value"], "version": assistant["version"] });
    shop.call(Method::PUT, "/api/v1/settings/assistant", Some(change)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tray_tells_what_waits_and_who_rests() {
        let check = |unread, paused, tooltip: &str, label: Option<&str>, pause: &str| {
            let face = Face { unread, paused };
            assert_eq!(face.tooltip(), tooltip);
            assert_eq!(face.label().as_deref(), label);
            assert_eq!(face.pause_words(), pause);
        };
        check(0, false, "Haberdash: no unread messages", None, "Pause the assistant");
        check(1, false, "Haberdash: 1 unread conversation", Some("1"), "Pause the assistant");
        check(
            120,
            true,
            "Haberdash: 120 unread conversations, assistant paused",
            Some("99+"),
            "Resume the assistant",
        );
    }
}
