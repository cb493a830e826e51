//! Single mails of the shop: what one is, and how handing it over can end. Who hands it over is outside ([`Mailer`]).

use crate::outbox::Sending;

/// One mail to one person, plain text.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Neither address nor text: a mail may hold a code.
impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mail(…)")
    }
}

crate::text_enum! {
    /// Why a mail was not taken.
    pub enum MailProblem {
        /// No account, or no password for it.
        NotSetUp = "not_set_up",
        /// The password cannot be read from the system's keyring.
        Keyring = "keyring",
        Unreachable = "unreachable",
        /// The server did not answer in time.
        TimedOut = "timed_out",
        /// The server cannot prove that it is the one it is called.
        Certificate = "certificate",
        /// The server offers no encryption.
        NoEncryption = "no_encryption",
        Password = "password",
        SenderRefused = "sender_refused",
        /// The server does not take mail for the customer's address.
        RecipientRefused = "recipient_refused",
        /// Later, the server says: too many, or it has trouble of its own.
        Busy = "busy",
        /// The mail itself is not taken.
        Refused = "refused",
    }
}

impl MailProblem {
    /// As the owner reads it, with what to do.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::NotSetUp => "No e-mail account is set up. Set one up in Settings, E-mail.",
            Self::Keyring => {
                "The e-mail password could not be read from the system's keyring. Unlock the keyring."
            }
            Self::Unreachable => {
                "The e-mail server could not be reached. Check the network, and the server in Settings, E-mail."
            }
            Self::TimedOut => "The e-mail server did not answer in time.",
            Self::Certificate => {
                "The e-mail server could not prove that it is the right one (its certificate is not trusted). Check its name in \
                 Settings, E-mail."
            }
            Self::NoEncryption => {
                "The e-mail server offers no encryption the way it is set. Try the other kind in Settings, E-mail."
            }
            Self::Password => {
                "The e-mail server refused the user or the password. Enter them again in Settings, E-mail."
            }
            Self::SenderRefused => {
                "The e-mail server does not let this account send from the shop's address. Check the sender in Settings, E-mail."
            }
            Self::RecipientRefused => {
                "The e-mail server does not take mail for the address that you have of this customer. Check it with the customer."
            }
            Self::Busy => "The e-mail server put it off (too much mail, or trouble of its own).",
            Self::Refused => "The e-mail server did not take the mail.",
        }
    }

    /// It may be gone in a moment.
    pub const fn is_passing(self) -> bool {
        matches!(self, Self::Unreachable | Self::TimedOut | Self::Busy)
    }
}

/// How handing over ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailOutcome {
    /// The server has it.
    Sent,
    /// It surely has it not. `answer`: what the server said, for the owner's eyes only.
    NotSent { problem: MailProblem, answer: Option<String> },
    /// It may have it: the connection broke after the text was on its way.
    Unknown,
}

/// Hands mails to the shop's server.
pub trait Mailer: Send + Sync {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a, MailOutcome>;

    /// Does all that sending does, but for the mail: connects, keeps it private, logs in.
    fn check(&self) -> Sending<'_, MailOutcome>;
}
