//! Keeps the connection to Twilio as the settings and the keyring say, also when they change.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::event::EventKind;
use haberdash_core::settings::{self, Document, TwilioSettings};
use haberdash_core::{Code, Database, Error, Result};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

use crate::channels::twilio::config::TwilioConnection;
use crate::ending::Ending;
use crate::secrets::SecretStore;
use crate::worker::poll;

const FIRST_RETRY: Duration = Duration::from_secs(5);
const LAST_RETRY: Duration = Duration::from_mins(10);

/// Reads settings and secrets anew, tells the window how the connection is, and polls when it may.
///
/// # Errors
/// Those of the settings and of the keyring; the connection is closed then, and its health says why.
pub async fn reload(
    database: &Database,
    connection: &TwilioConnection,
    secrets: &Arc<dyn SecretStore>,
) -> Result<()> {
    let settings = database.read(settings::get::<TwilioSettings>).await?.value;
    let (kept, store) = (connection.clone(), Arc::clone(secrets));
    let before = connection.health();
    // The keyring may ask its owner for a password, and waits meanwhile.
    let loaded = tokio::task::spawn_blocking(move || kept.reload(&settings, &*store)).await;
    let health = connection.health();
    if health != before {
        let told = database
            .write(move |tx| tx.emit(EventKind::ChannelState, poll::TWILIO, serde_json::to_value(&health)?));
        told.await?;
    }
    if connection.current().is_some_and(|config| config.polling) {
        poll::poll_now(database).await?;
    }
    loaded.map_err(|error| Error::caused(Code::Internal, "Reading the secrets ended unexpectedly.", error))?
}

/// The wait before loading is tried again after so many failures in a row.
fn retry_in(failures: u32) -> Duration {
    FIRST_RETRY.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(LAST_RETRY)
}

/// Loads the connection, and again whenever the settings of Twilio change, until the end.
pub fn keep_current(
    database: Database,
    connection: TwilioConnection,
    secrets: Arc<dyn SecretStore>,
    ending: Ending,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut events = database.subscribe();
        let mut failures = 0u32;
        loop {
            match reload(&database, &connection, &secrets).await {
                Ok(()) => failures = 0,
                Err(error) => {
                    if failures == 0 {
                        tracing::warn!(code = %error.code, "the connection to Twilio could not be loaded");
                    }
                    failures = failures.saturating_add(1);
                }
            }
            loop {
                let event = tokio::select! {
                    () = ending.wait() => return,
                    event = events.recv() => event,
                    // A keyring is unlocked after the login, a disk is emptied: nobody tells.
                    () = tokio::time::sleep(retry_in(failures)), if failures > 0 => break,
                };
                match event {
                    Ok(event) if event.kind == EventKind::SettingsUpdated => {
                        if event.subject == TwilioSettings::KEY {
                            break;
                        }
                    }
                    Ok(_) => {}
                    // Something was missed; it may have been this.
                    Err(RecvError::Lagged(_)) => break,
                    Err(RecvError::Closed) => return,
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loading_is_tried_again_soon_and_then_more_seldom_but_never_given_up() {
        assert_eq!(retry_in(1), FIRST_RETRY);
        let mut last = Duration::ZERO;
        for failures in 1..100 {
            let wait = retry_in(failures);
            assert!(wait >= last && wait <= LAST_RETRY, "{failures}: {wait:?}");
            last = wait;
        }
        assert_eq!(retry_in(u32::MAX), LAST_RETRY);
    }
}
