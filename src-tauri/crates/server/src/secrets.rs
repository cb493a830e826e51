//! Where secrets live: the system's keyring, and nowhere else.
//!
//! Owns reading and writing of secrets. They never reach SQLite, a file, a log or a trace. A machine without a
//! keyring may pass them in environment variables, which are read and never written.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use haberdash_core::{Code, Error, Result};
use keyring_core::CredentialStore;
use parking_lot::Mutex;
use serde::Serialize;

/// A text nobody may see. Its debug form shows nothing, and it has no display form.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Which secret. Its text is the entry's name in the keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretName {
    /// Signs webhooks; may also authenticate REST calls.
    TwilioAuthToken,
    /// The secret of an API key, preferred over the auth token for REST calls.
    TwilioApiKeySecret,
    /// Logs in at the server that takes the shop's e-mail.
    SmtpPassword,
    /// Signs the bearer tokens of this shop's own API.
    ApiSigningKey,
    /// Searches the web for prices.
    TavilyKey,
    SerpapiKey,
    /// Ask language models.
    GroqKey,
    OpenaiKey,
    AnthropicKey,
    GeminiKey,
}

impl SecretName {
    pub const ALL: &[SecretName] = &[
        SecretName::TwilioAuthToken,
        SecretName::TwilioApiKeySecret,
        SecretName::SmtpPassword,
        SecretName::ApiSigningKey,
        SecretName::TavilyKey,
        SecretName::SerpapiKey,
        SecretName::GroqKey,
        SecretName::OpenaiKey,
        SecretName::AnthropicKey,
        SecretName::GeminiKey,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            SecretName::TwilioAuthToken => "twilio.auth_token",
            SecretName::TwilioApiKeySecret => "twilio.api_key_secret",
            SecretName::SmtpPassword => "email.smtp_password",
            SecretName::ApiSigningKey => "api.signing_key",
            SecretName::TavilyKey => "tavily.api_key",
            SecretName::SerpapiKey => "serpapi.api_key",
            SecretName::GroqKey => "groq.api_key",
            SecretName::OpenaiKey => "openai.api_key",
            SecretName::AnthropicKey => "anthropic.api_key",
            SecretName::GeminiKey => "gemini.api_key",
        }
    }

    /// The environment variable read when there is no keyring.
    pub const fn variable(self) -> &'static str {
        match self {
            SecretName::TwilioAuthToken => "HABERDASH_TWILIO_AUTH_TOKEN",
            SecretName::TwilioApiKeySecret => "HABERDASH_TWILIO_API_KEY_SECRET",
            SecretName::SmtpPassword => "HABERDASH_SMTP_PASSWORD",
            SecretName::ApiSigningKey => "HABERDASH_API_SIGNING_KEY",
            SecretName::TavilyKey => "HABERDASH_TAVILY_API_KEY",
            SecretName::SerpapiKey => "HABERDASH_SERPAPI_API_KEY",
            SecretName::GroqKey => "HABERDASH_GROQ_API_KEY",
            SecretName::OpenaiKey => "HABERDASH_OPENAI_API_KEY",
            SecretName::AnthropicKey => "HABERDASH_ANTHROPIC_API_KEY",
            SecretName::GeminiKey => "HABERDASH_GEMINI_API_KEY",
        }
    }
}

/// How secrets are kept on this machine, for the settings screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StoreState {
    /// The system's keyring is open.
    Keyring,
    /// No keyring; the named environment variables are used, and nothing can be saved.
    Environment { variables: Vec<&'static str> },
    /// No keyring and no variables.
    Unavailable { detail: String },
    /// Memory of this process only: tests and trials.
    Memory,
}

/// Keeps secrets. Calls may block on the system's keyring: keep them off the asynchronous threads.
pub trait SecretStore: Send + Sync + 'static {
    /// # Errors
    /// `KeyringUnavailable` when there is no keyring, or it is locked.
    fn get(&self, name: SecretName) -> Result<Option<Secret>>;

    /// # Errors
    /// `KeyringUnavailable`.
    fn set(&self, name: SecretName, secret: &Secret) -> Result<()>;

    /// Does nothing when there is none.
    ///
    /// # Errors
    /// `KeyringUnavailable`.
    fn delete(&self, name: SecretName) -> Result<()>;

    fn state(&self) -> StoreState;
}

type OpenStore = dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync;
type ReadVariable = dyn Fn(&str) -> Option<String> + Send + Sync;

/// The platform's keyring with the environment as what remains on a machine without one.
pub struct SystemSecrets {
    service: String,
    open: Box<OpenStore>,
    variable: Box<ReadVariable>,
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl SystemSecrets {
    /// `shop` separates several shops of one user, such as the id of the data folder.
    pub fn new(shop: &str) -> Self {
        Self {
            service: format!("haberdash/{shop}"),
            open: Box::new(open_platform_store),
            variable: Box::new(|name| std::env::var(name).ok()),
            store: Mutex::new(None),
        }
    }

    /// Connects on first use and again after a failure: a keyring may be started or unlocked while we run.
    fn store(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        let mut store = self.store.lock();
        if let Some(open) = store.as_ref() {
            return Ok(Arc::clone(open));
        }
        let opened = (self.open)()?;
        *store = Some(Arc::clone(&opened));
        Ok(opened)
    }

    fn entry(&self, name: SecretName) -> Result<keyring_core::Entry> {
        let entry = self.store().and_then(|store| store.build(&self.service, name.as_str(), None));
        entry.map_err(|error| unavailable(name, error))
    }

    fn in_environment(&self, name: SecretName) -> Option<Secret> {
        (self.variable)(name.variable()).filter(|text| !text.is_empty()).map(Secret::new)
    }

    fn failed(&self, name: SecretName, error: keyring_core::Error) -> Error {
        // A keyring that went away is connected anew next time.
        *self.store.lock() = None;
        unavailable(name, error)
    }
}

impl SecretStore for SystemSecrets {
    fn get(&self, name: SecretName) -> Result<Option<Secret>> {
        let found = self.entry(name).and_then(|entry| match entry.get_password() {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(self.failed(name, error)),
        });
        match found {
            Ok(Some(secret)) => Ok(Some(secret)),
            Ok(None) => Ok(self.in_environment(name)),
            Err(error) => self.in_environment(name).map(Some).ok_or(error),
        }
    }

    fn set(&self, name: SecretName, secret: &Secret) -> Result<()> {
        self.entry(name)?.set_password(secret.expose()).map_err(|error| self.failed(name, error))
    }

    fn delete(&self, name: SecretName) -> Result<()> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
            Err(error) => Err(self.failed(name, error)),
        }
    }

    fn state(&self) -> StoreState {
        let any = SecretName::TwilioAuthToken;
        match self.entry(any).map(|entry| entry.get_password()) {
            Ok(Ok(_) | Err(keyring_core::Error::NoEntry)) => StoreState::Keyring,
            Ok(Err(error)) => self.without_keyring(self.failed(any, error)),
            Err(error) => self.without_keyring(error),
        }
    }
}

impl SystemSecrets {
    fn without_keyring(&self, error: Error) -> StoreState {
        let variables: Vec<_> = SecretName::ALL
            .iter()
            .filter(|name| self.in_environment(**name).is_some())
            .map(|name| name.variable())
            .collect();
        if variables.is_empty() {
            StoreState::Unavailable { detail: error.detail }
        } else {
            StoreState::Environment { variables }
        }
    }
}

#[cfg(target_os = "linux")]
fn open_platform_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn open_platform_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "windows")]
fn open_platform_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

fn unavailable(name: SecretName, error: keyring_core::Error) -> Error {
    let detail = if cfg!(target_os = "linux") {
        format!(
            "The system's keyring cannot be used. Install and unlock one that offers the Secret Service, such as GNOME \
             Keyring or KWallet; on a machine without a desktop, set {} in the environment.",
            name.variable()
        )
    } else {
        "The system's keyring cannot be used. Unlock it and try again.".to_owned()
    };
    Error::caused(Code::KeyringUnavailable, detail, error)
}

/// Secrets in memory: for tests and for trying Haberdash out.
#[derive(Default)]
pub struct MemorySecrets {
    secrets: Mutex<HashMap<SecretName, Secret>>,
}

impl MemorySecrets {
    pub fn with(self, name: SecretName, text: &str) -> Self {
        self.secrets.lock().insert(name, Secret::new(text));
        self
    }
}

impl SecretStore for MemorySecrets {
    fn get(&self, name: SecretName) -> Result<Option<Secret>> {
        Ok(self.secrets.lock().get(&name).cloned())
    }

    fn set(&self, name: SecretName, secret: &Secret) -> Result<()> {
        self.secrets.lock().insert(name, secret.clone());
        Ok(())
    }

    fn delete(&self, name: SecretName) -> Result<()> {
        self.secrets.lock().remove(&name);
        Ok(())
    }

    fn state(&self) -> StoreState {
        StoreState::Memory
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use keyring_core::mock;

    use super::*;

    /// A keyring that can be locked, beside an environment.
    fn secrets(is_locked: &Arc<AtomicBool>, variables: &[(&'static str, &'static str)]) -> SystemSecrets {
        let keyring: Arc<CredentialStore> = mock::Store::new().expect("a keyring in memory");
        let (is_locked, variables) = (Arc::clone(is_locked), variables.to_vec());
        SystemSecrets {
            open: Box::new(move || {
                if is_locked.load(Ordering::SeqCst) {
                    return Err(keyring_core::Error::NoStorageAccess("locked".into()));
                }
                Ok(Arc::clone(&keyring))
            }),
            variable: Box::new(move |asked| {
                variables.iter().find(|(name, _)| *name == asked).map(|(_, value)| (*value).to_owned())
            }),
            ..SystemSecrets::new("linden")
        }
    }

    const NAME: SecretName = SecretName::TwilioAuthToken;

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(…)");
    }

    #[test]
    fn a_keyring_keeps_changes_and_forgets() {
        let secrets = secrets(&Arc::default(), &[]);
        assert_eq!(secrets.state(), StoreState::Keyring);
        assert_eq!(secrets.get(NAME).expect("readable"), None);
        secrets.set(NAME, &Secret::new("one")).expect("kept");
        secrets.set(NAME, &Secret::new("two")).expect("kept");
        assert_eq!(secrets.get(NAME).expect("readable"), Some(Secret::new("two")));
        assert_eq!(secrets.get(SecretName::TwilioApiKeySecret).expect("readable"), None);
        secrets.delete(NAME).expect("forgotten");
        secrets.delete(NAME).expect("forgetting twice is no fault");
        assert_eq!(secrets.get(NAME).expect("readable"), None);
    }

    #[test]
    fn without_a_keyring_the_environment_is_read_and_nothing_is_written() {
        let locked = Arc::new(AtomicBool::new(true));
        let secrets = secrets(&locked, &[("HABERDASH_TWILIO_AUTH_TOKEN", "from outside")]);
        assert_eq!(secrets.get(NAME).expect("readable"), Some(Secret::new("from outside")));
        assert_eq!(
            secrets.state(),
            StoreState::Environment { variables: vec!["HABERDASH_TWILIO_AUTH_TOKEN"] }
        );
        let refused = secrets.set(NAME, &Secret::new("new")).expect_err("nowhere to keep it");
        assert_eq!(refused.code, Code::KeyringUnavailable);
    }

    #[test]
    fn without_either_the_reason_says_what_to_do() {
        let locked = Arc::new(AtomicBool::new(true));
        let secrets = secrets(&locked, &[]);
        let error = secrets.get(NAME).expect_err("nothing to read");
        assert_eq!(error.code, Code::KeyringUnavailable);
        assert_eq!(secrets.state(), StoreState::Unavailable { detail: error.detail });
        if cfg!(target_os = "linux") {
            let error = secrets.get(SecretName::GroqKey).expect_err("nothing to read");
            assert!(
                error.detail.contains("HABERDASH_GROQ_API_KEY"),
                "of what is asked for: {}",
                error.detail
            );
        }
        // The owner unlocks it.
        locked.store(false, Ordering::SeqCst);
        assert_eq!(secrets.state(), StoreState::Keyring);
        secrets.set(NAME, &Secret::new("kept now")).expect("kept");
    }

    #[test]
    fn the_keyring_goes_before_the_environment() {
        let secrets = secrets(&Arc::default(), &[("HABERDASH_TWILIO_AUTH_TOKEN", "from outside")]);
        assert_eq!(secrets.get(NAME).expect("readable"), Some(Secret::new("from outside")));
        secrets.set(NAME, &Secret::new("kept")).expect("kept");
        assert_eq!(secrets.get(NAME).expect("readable"), Some(Secret::new("kept")));
    }
}
