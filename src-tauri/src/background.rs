//! What goes on beside the window for as long as the program lives: the tray follows the shop, a shop that could not
//! be opened shows its trouble, and a request to end is heard.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::event::EventKind;
use tauri::AppHandle;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::sleep;

use crate::shop::{OpenShop, Shop, Stage};
use crate::tray::{self, Face};
use crate::window;

/// A burst of messages changes the tray once.
const BURST: Duration = Duration::from_millis(150);

pub fn watch(app: &AppHandle, shop: &Arc<Shop>) {
    tauri::async_runtime::spawn(follow_stages(app.clone(), Arc::clone(shop)));
    tauri::async_runtime::spawn(end_when_asked(app.clone()));
}

async fn follow_stages(app: AppHandle, shop: Arc<Shop>) {
    let mut stages = shop.stages();
    loop {
        let stage = stages.borrow_and_update().clone();
        match stage {
            Stage::Opening => {}
            Stage::Failed(_) => {
                window::reload(&app);
                // In the background nobody would see it.
                window::show(&app);
            }
            Stage::Open(open) => {
                tauri::async_runtime::spawn(follow_shop(app.clone(), open));
            }
        }
        if stages.changed().await.is_err() {
            return;
        }
    }
}

/// Keeps the tray true until the shop closes.
async fn follow_shop(app: AppHandle, shop: Arc<OpenShop>) {
    let mut events = shop.subscribe();
    let mut shown = Face::default();
    loop {
        match tray::look(&shop).await {
            Ok(face) if face != shown => {
                shown = face;
                tray::show(&app, face);
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the tray could not be brought up to date");
            }
        }
        loop {
            match events.recv().await {
                Ok(event) if concerns_tray(event.kind) => break,
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return,
            }
        }
        sleep(BURST).await;
    }
}

const fn concerns_tray(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::MessageReceived
            | EventKind::ConversationUpdated
            | EventKind::HandoffStarted
            | EventKind::SettingsUpdated
    )
}

/// Ends in good order when the session ends or the developer presses Ctrl-C.
#[cfg(unix)]
async fn end_when_asked(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt), Ok(mut hang_up)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()), signal(SignalKind::hangup()))
    else {
        tracing::warn!("signals are not heard: a request to end will end the program at once");
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hang_up.recv() => {}
    }
    app.exit(0);
}

#[cfg(not(unix))]
async fn end_when_asked(app: AppHandle) {
    if tokio::signal::ctrl_c().await.is_ok() {
        app.exit(0);
    }
}
