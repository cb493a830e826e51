//! What can go wrong, as codes that the window maps to words and a next action.
//!
//! A code is added here only together with its text in `ui/src/lib/i18n`; a test there proves it.

use std::fmt;

use serde::{Deserialize, Serialize};

pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)*) => {
        /// A stable, machine-readable reason.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// The HTTP status under which the API reports it.
            pub const fn http_status(self) -> u16 {
                match self { $(Code::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// The object does not exist.
    NotFound = "not_found", 404;
    /// The request's form or values are wrong; the detail says which.
    Invalid = "invalid", 422;
    /// The request cannot be read at all.
    Malformed = "malformed", 400;
    /// No or a wrong token.
    Unauthorized = "unauthorized", 401;
    /// The token's role may not do this.
    Forbidden = "forbidden", 403;
    /// The object changed meanwhile, or is in a state that does not allow this.
    Conflict = "conflict", 409;
    /// A rule of the shop, or the object's state, does not allow it; [`Error::rule`] names it.
    Refused = "refused", 409;
    /// Fewer pieces are left than asked for; [`crate::stock::Shortage`] says how many.
    OutOfStock = "out_of_stock", 409;
    /// More came than was ordered, and nobody said that this is right.
    OverReceipt = "over_receipt", 409;
    /// More bytes than are taken.
    TooLarge = "too_large", 413;
    /// No such route for this method.
    MethodNotAllowed = "method_not_allowed", 405;
    /// A webhook's signature does not match.
    BadSignature = "bad_signature", 403;
    /// Another process has the shop's file.
    DatabaseLocked = "database_locked", 503;
    /// The shop's file was written by a newer Haberdash.
    DatabaseNewer = "database_newer", 500;
    /// The shop's file is damaged.
    DatabaseCorrupt = "database_corrupt", 500;
    /// The disk is full; nothing was written.
    DiskFull = "disk_full", 507;
    /// The file could not be read or written.
    StorageUnavailable = "storage_unavailable", 503;
    /// This system has no keyring, or it is locked.
    KeyringUnavailable = "keyring_unavailable", 503;
    /// The channel has no credentials yet.
    ChannelNotConnected = "channel_not_connected", 409;
    /// The provider refused the credentials.
    ChannelUnauthorized = "channel_unauthorized", 502;
    /// The provider asks to slow down.
    ChannelRateLimited = "channel_rate_limited", 503;
    /// The provider could not be reached, or failed.
    ChannelUnavailable = "channel_unavailable", 502;
    /// The provider refused the message for good.
    ChannelRejected = "channel_rejected", 502;
    /// WhatsApp's 24-hour window has closed.
    WindowClosed = "window_closed", 409;
    /// The contact opted out.
    OptedOut = "opted_out", 409;
    /// A fault of ours.
    Internal = "internal", 500;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error with its code, a sentence for people, and its cause.
#[derive(Debug, thiserror::Error)]
#[error("{detail}")]
pub struct Error {
    pub code: Code,
    /// A sentence for people. Never a message body, address or secret.
    pub detail: String,
    /// The path of the wrong value inside the document it came in: `methods[0].name`.
    pub field: Option<String>,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), field: None, source: None }
    }

    pub fn caused(
        code: Code,
        detail: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { code, detail: detail.into(), field: None, source: Some(source.into()) }
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("There is no such {what}."))
    }

    /// Which pieces were missing, when the code is [`Code::OutOfStock`].
    pub fn shortage(&self) -> Option<&crate::stock::Shortage> {
        self.source.as_ref()?.downcast_ref()
    }

    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::new(Code::Invalid, detail)
    }

    /// What lies behind it: typed causes tell more than the code.
    pub(crate) fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.source.as_deref()
    }

    /// Names the wrong value by its path.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Worth trying again later with the same input.
    pub fn is_transient(&self) -> bool {
        matches!(
            self.code,
            Code::DatabaseLocked
                | Code::DiskFull
                | Code::StorageUnavailable
                | Code::KeyringUnavailable
                | Code::ChannelRateLimited
                | Code::ChannelUnavailable
        )
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Sql;
        if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
            return Self::caused(Code::NotFound, "There is no such entry.", error);
        }
        let (code, detail) = match error.sqlite_error_code() {
            Some(Sql::DiskFull) => {
                (Code::DiskFull, "The disk is full. Nothing was changed; free some space and try again.")
            }
            Some(Sql::DatabaseBusy | Sql::DatabaseLocked) => {
                (Code::DatabaseLocked, "Another program is using the shop's file.")
            }
            Some(Sql::DatabaseCorrupt | Sql::NotADatabase) => {
                (Code::DatabaseCorrupt, "The shop's file is damaged or is not a Haberdash file.")
            }
            Some(Sql::CannotOpen | Sql::ReadOnly | Sql::PermissionDenied | Sql::SystemIoFailure) => {
                (Code::StorageUnavailable, "The shop's file cannot be read or written.")
            }
            Some(Sql::ConstraintViolation) => (Code::Conflict, "This conflicts with what is stored already."),
            _ => (Code::Internal, "The shop's file could not be used as expected."),
        };
        Self::caused(code, detail, error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::caused(Code::Internal, "Stored data could not be read.", error)
    }
}
