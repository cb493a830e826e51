//! E-mail through the owner's own server: single mails go out, nothing comes in.
//!
//! Owns the connection, its privacy and what an answer of the server means. Whether a mail is sent at all, and how often,
//! is decided in core.

mod letter;
mod smtp;

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::mail::{Mail, MailOutcome, MailProblem, Mailer};
use haberdash_core::outbox::Sending;
use haberdash_core::settings::{self, EmailSettings};
use haberdash_core::{Code, Database, Error, Result};

use crate::secrets::{Secret, SecretName, SecretStore};

const PATIENCE: Duration = Duration::from_secs(20);

/// An account with what it takes to use it.
#[derive(Debug, Clone)]
pub struct EmailAccount {
    pub settings: EmailSettings,
    /// Not needed where the server asks for no user.
    pub password: Option<Secret>,
    /// For everything up to the mail itself: a customer waits.
    pub patience: Duration,
}

impl EmailAccount {
    pub fn new(settings: EmailSettings, password: Option<Secret>) -> Self {
        Self { settings, password, patience: PATIENCE }
    }

    /// Connects, keeps it private, logs in and names the sender; no mail is sent.
    pub async fn check(&self) -> MailOutcome {
        smtp::check(self).await
    }

    pub async fn send(&self, mail: &Mail) -> MailOutcome {
        smtp::send(self, mail).await
    }
}

/// Sends by the account that is set up, as it is at that moment.
pub struct ShopMailer {
    database: Database,
    secrets: Arc<dyn SecretStore>,
}

impl ShopMailer {
    pub fn new(database: Database, secrets: Arc<dyn SecretStore>) -> Self {
        Self { database, secrets }
    }

    /// The account, or why there is none.
    async fn account(&self) -> std::result::Result<EmailAccount, MailProblem> {
        let stored = self.database.read(settings::get::<EmailSettings>).await;
        let settings = stored.map_err(|error| {
            tracing::warn!(code = %error.code, "the e-mail account could not be read");
            MailProblem::NotSetUp
        })?;
        let settings = settings.value;
        if !settings.is_set_up() {
            return Err(MailProblem::NotSetUp);
        }
        let password = password(&self.secrets).await.map_err(|error| {
            tracing::warn!(code = %error.code, "the e-mail password could not be read");
            MailProblem::Keyring
        })?;
        if password.is_none() && !settings.user.is_empty() {
            return Err(MailProblem::NotSetUp);
        }
        Ok(EmailAccount::new(settings, password))
    }
}

/// The account's password, as the keyring has it.
///
/// # Errors
/// `KeyringUnavailable`.
pub async fn password(secrets: &Arc<dyn SecretStore>) -> Result<Option<Secret>> {
    let secrets = Arc::clone(secrets);
    // The keyring may ask its owner for a password, and waits meanwhile.
    let read = tokio::task::spawn_blocking(move || secrets.get(SecretName::SmtpPassword)).await;
    read.map_err(|error| Error::caused(Code::Internal, "Reading the secrets ended unexpectedly.", error))?
}

impl Mailer for ShopMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a, MailOutcome> {
        Box::pin(async move {
            match self.account().await {
                Ok(account) => account.send(mail).await,
                Err(problem) => MailOutcome::NotSent { problem, answer: None },
            }
        })
    }

    fn check(&self) -> Sending<'_, MailOutcome> {
        Box::pin(async move {
            match self.account().await {
                Ok(account) => account.check().await,
                Err(problem) => MailOutcome::NotSent { problem, answer: None },
            }
        })
    }
}
