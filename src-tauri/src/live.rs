//! What happens in the shop, told to the page while it happens.

use std::sync::{Arc, Mutex, PoisonError};

use haberdash_core::event::DomainEvent;
use serde::Serialize;
use tauri::State;
use tauri::async_runtime::JoinHandle;
use tauri::ipc::Channel;
use tokio::sync::broadcast::error::RecvError;

use crate::shop::{Shop, Stage};

/// The page's subscription: there is one page, and a page that was loaded anew replaces its own.
#[derive(Default)]
pub struct Subscription(Mutex<Option<JoinHandle<()>>>);

impl Subscription {
    fn replace(&self, task: JoinHandle<()>) {
        let earlier = self.0.lock().unwrap_or_else(PoisonError::into_inner).replace(task);
        if let Some(earlier) = earlier {
            earlier.abort();
        }
    }
}

/// What the page is sent.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub enum Told {
    Event(Box<DomainEvent>),
    /// More happened than was kept for the page: it must read again what it shows.
    Resync {
        kind: &'static str,
    },
}

const RESYNC: Told = Told::Resync { kind: "resync" };

/// Tells the page every event from now on. Fails with the code of the trouble when the shop could not be opened.
#[tauri::command]
pub async fn subscribe(
    channel: Channel<Told>,
    shop: State<'_, Arc<Shop>>,
    subscription: State<'_, Subscription>,
) -> Result<(), String> {
    let Stage::Open(open) = shop.settled().await else { return Err("the shop is not open".to_owned()) };
    let mut events = open.subscribe();
    subscription.replace(tauri::async_runtime::spawn(async move {
        loop {
            let told = match events.recv().await {
                Ok(event) => Told::Event(Box::new(event)),
                Err(RecvError::Lagged(_)) => RESYNC,
                Err(RecvError::Closed) => break,
            };
            if channel.send(told).is_err() {
                break;
            }
        }
    }));
    Ok(())
}
