//! Notifications that ask for the owner, and what their buttons do.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use axum::http::Method;
use haberdash_core::Id;
use haberdash_core::id::{AgentAct, Conversation};
use haberdash_server::notify::{Handoff, LowStockNotice, OwnerNotifier};
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::{Action, ActionPerformed, ActionType, NotificationExt};

use crate::arguments::conversation_path;
use crate::shop::{Shop, Stage};
use crate::window;

/// The set of buttons of a notification that asks for the owner.
const BUTTONS: &str = "escalation";
/// That of one that asks for the owner's word on a change.
const DECISION: &str = "approval";
const APPROVE: &str = "approve";
const DECLINE: &str = "decline";
const OPEN: &str = "open";
const TAKE_OVER: &str = "take-over";
/// A click on the notification itself, as the plugin names it.
const CLICK: &str = "tap";
/// Which conversation a notification is about.
const CONVERSATION: &str = "conversation";
/// Which change a notification asks about.
const APPROVAL: &str = "approval";
/// Marks a notification about goods that run low.
const LOW_STOCK: &str = "low-stock";
/// Where the window shows them.
const LOW_STOCK_PATH: &str = "/stock?show=low";

/// Tells the owner by notifications of the desktop.
pub struct Notifications {
    app: AppHandle,
    last: AtomicI32,
}

impl Notifications {
    pub fn new(app: &AppHandle) -> Arc<Self> {
        Arc::new(Self { app: app.clone(), last: AtomicI32::new(0) })
    }
}

impl OwnerNotifier for Notifications {
    fn notify(&self, handoff: Handoff) {
        let number = self.last.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        let asked = self.app.notification().builder().id(number);
        let asked = match handoff.approval {
            // Everything that is needed to decide stands in it: the sentence that the customer said yes to.
            Some(approval) => asked
                .title(format!("{} needs your approval", handoff.contact_name))
                .body(approval.agreed)
                .action_type_id(DECISION)
                .extra(APPROVAL, approval.id),
            None => asked
                .title(format!("{} needs you", handoff.contact_name))
                .body(handoff.summary)
                .action_type_id(BUTTONS),
        };
        let shown = asked.extra(CONVERSATION, handoff.conversation_id).show();
        if let Err(error) = shown {
            tracing::warn!(%error, conversation = %handoff.conversation_id, "the notification was not shown");
        }
    }

    fn low_stock(&self, notice: LowStockNotice) {
        let number = self.last.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        let shown = self
            .app
            .notification()
            .builder()
            .id(number)
            .title(notice.title)
            .body(notice.body)
            .extra(LOW_STOCK, true)
            .show();
        if let Err(error) = shown {
            tracing::warn!(%error, variants = notice.variants, "the notification was not shown");
        }
    }
}

/// Names the buttons and waits for clicks, from now on.
pub fn listen(app: &AppHandle) -> anyhow::Result<()> {
    let button = |id: &str, title: &str| Action::builder(id, title).foreground(true).build();
    let buttons = vec![button(OPEN, "Open"), button(TAKE_OVER, "Take over")];
    // A decision needs no window.
    let quiet = |id: &str, title: &str| Action::builder(id, title).foreground(false).build();
    let decision = vec![quiet(APPROVE, "Approve"), quiet(DECLINE, "Decline"), button(OPEN, "Open")];
    app.notification().register_action_types(vec![
        ActionType::builder(BUTTONS).actions(buttons).build(),
        ActionType::builder(DECISION).actions(decision).build(),
    ])?;
    let handle = app.clone();
    app.notification().on_action(move |performed| clicked(&handle, performed))?;
    Ok(())
}

fn clicked(app: &AppHandle, performed: &ActionPerformed) {
    let conversation = performed.notification().and_then(|notification| {
        serde_json::from_value(notification.extra().get(CONVERSATION)?.clone()).ok()
    });
    let approval: Option<Id<AgentAct>> = performed
        .notification()
        .and_then(|notification| serde_json::from_value(notification.extra().get(APPROVAL)?.clone()).ok());
    let low_stock =
        performed.notification().is_some_and(|notification| notification.extra().contains_key(LOW_STOCK));
    match (performed.action_id(), conversation) {
        (CLICK, None) if low_stock => window::go(app, LOW_STOCK_PATH),
        (OPEN | CLICK, Some(id)) => window::go(app, &conversation_path(id)),
        (TAKE_OVER, Some(id)) => take_over(app, id),
        (decision @ (APPROVE | DECLINE), Some(id)) => decide(app, id, approval, decision),
        (OPEN | CLICK, None) => window::show(app),
        (other, _) => tracing::warn!(action = other, "a notification has a button that is none of ours"),
    }
}

/// The owner answers from now on. The conversation is shown in any case: there the owner sees who answers.
fn take_over(app: &AppHandle, id: Id<Conversation>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let shop = Arc::clone(&app.state::<Arc<Shop>>());
        if let Stage::Open(open) = shop.settled().await {
            let path = format!("/api/v1/conversations/{id}/take-over");
            if let Err(error) = open.call(Method::POST, &path, None).await {
                tracing::warn!(error = format!("{error:#}"), conversation = %id, "the conversation was not taken over");
            }
        }
        window::go(&app, &conversation_path(id));
    });
}

/// The owner's word on a change, without the window. Where it cannot be carried out, the conversation is shown: what was asked
/// still stands there, with the reason when it is tried again.
fn decide(app: &AppHandle, conversation: Id<Conversation>, approval: Option<Id<AgentAct>>, decision: &str) {
    let Some(approval) = approval else { return window::go(app, &conversation_path(conversation)) };
    let (app, path) = (app.clone(), format!("/api/v1/approvals/{approval}/{decision}"));
    let told = if decision == APPROVE { "Approved and done" } else { "Declined" };
    tauri::async_runtime::spawn(async move {
        let shop = Arc::clone(&app.state::<Arc<Shop>>());
        let Stage::Open(open) = shop.settled().await else { return window::show(&app) };
        if let Err(error) = open.call(Method::POST, &path, None).await {
            tracing::warn!(error = format!("{error:#}"), %conversation, "a change was not decided");
            return window::go(&app, &conversation_path(conversation));
        }
        let shown = app
            .notification()
            .builder()
            .title(told)
            .body("The customer was told.")
            .action_type_id(BUTTONS)
            .extra(CONVERSATION, conversation)
            .show();
        if let Err(error) = shown {
            tracing::warn!(%error, "the notification was not shown");
        }
    });
}
