//! The account that e-mail is sent from, on the wire.

use haberdash_core::Result;
use haberdash_core::codes::LastMail;
use haberdash_core::mail::MailProblem;
use haberdash_core::settings::{EmailSettings, Setting};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;

/// The account as it is kept. Never holds the password.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EmailStatus {
    /// There is one.
    pub set_up: bool,
    /// The document: server, port, encryption (`tls`, `starttls`, `none`), user, sender_name, sender_address.
    pub account: serde_json::Value,
    pub version: i64,
    pub has_password: bool,
    /// The newest mail with a code; null: none was tried lately.
    pub last_mail: Option<LastCodeMail>,
}

/// How a mail fared.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LastCodeMail {
    pub at: Time,
    /// `sent`, `refused`, `unsent`, `unknown`, `trying` or `queued`.
    pub state: String,
    /// What hindered it, for people.
    pub detail: Option<String>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailChange {
    pub account: serde_json::Value,
    /// For the system's keyring; nothing reads it back. Left out: as it is.
    pub password: Option<String>,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailTestTo {
    pub to: String,
}

/// What the server made of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EmailAnswer {
    pub ok: bool,
    /// A word of its own for each kind of trouble: `password`, `certificate`, …
    pub problem: Option<String>,
    /// For people, with what to do.
    pub detail: Option<String>,
    /// The server's own words.
    pub answer: Option<String>,
    pub status: EmailStatus,
}

impl EmailStatus {
    pub fn of(setting: &Setting<EmailSettings>, has_password: bool, last: Option<LastMail>) -> Result<Self> {
        Ok(Self {
            set_up: setting.value.is_set_up(),
            account: serde_json::to_value(&setting.value)?,
            version: setting.version,
            has_password,
            last_mail: last.map(|last| LastCodeMail {
                at: Time(last.at),
                state: last.state.as_str().to_owned(),
                detail: last.problem.map(|problem| problem.in_words().to_owned()),
            }),
        })
    }
}

impl EmailAnswer {
    pub fn good(status: EmailStatus) -> Self {
        Self { ok: true, problem: None, detail: None, answer: None, status }
    }

    pub fn refused(problem: MailProblem, answer: Option<String>, status: EmailStatus) -> Self {
        Self {
            ok: false,
            problem: Some(problem.as_str().to_owned()),
            detail: Some(problem.in_words().to_owned()),
            answer,
            status,
        }
    }

    pub fn unknown(status: EmailStatus) -> Self {
        Self {
            ok: false,
            problem: Some("unknown".to_owned()),
            detail: Some(
                "The connection broke before the server said that it has the mail. Look whether it came."
                    .to_owned(),
            ),
            answer: None,
            status,
        }
    }
}
