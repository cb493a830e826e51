//! One mail over SMTP (RFC 5321), command by command: what was refused, and whether the server may have the mail, can only be
//! told by whoever knows how far it came.

use std::future::Future;
use std::io;
use std::time::Duration;

use haberdash_core::mail::{Mail, MailOutcome, MailProblem};
use haberdash_core::settings::Encryption;
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailParameter};

use super::EmailAccount;
use super::letter::{self, Letter};

/// For the server's word that it has the mail. RFC 5321, 4.5.3.2.6, allows it ten minutes; a job is not kept that long.
const PATIENCE_WITH_MAIL: Duration = Duration::from_mins(1);

/// Why it came no further.
struct Stopped {
    problem: MailProblem,
    /// The server's own words.
    answer: Option<String>,
}

impl From<MailProblem> for Stopped {
    fn from(problem: MailProblem) -> Self {
        Self { problem, answer: None }
    }
}

impl From<Stopped> for MailOutcome {
    fn from(stopped: Stopped) -> Self {
        Self::NotSent { problem: stopped.problem, answer: stopped.answer }
    }
}

pub(super) async fn check(account: &EmailAccount) -> MailOutcome {
    let talk = async {
        let sender: Address =
            account.settings.sender_address.parse().map_err(|_| MailProblem::SenderRefused)?;
        let mut session = open(account).await?;
        name_sender(&mut session, sender, false).await?;
        // Nothing was said that would have to be taken back; the server is told all the same.
        let _ = session.command(Rset).await;
        let _ = session.quit().await;
        Ok(())
    };
    match within(account.patience, talk).await {
        Ok(()) => MailOutcome::Sent,
        Err(stopped) => stopped.into(),
    }
}

pub(super) async fn send(account: &EmailAccount, mail: &Mail) -> MailOutcome {
    let letter = match letter::write(&account.settings, mail) {
        Ok(letter) => letter,
        Err(problem) => return Stopped::from(problem).into(),
    };
    let mut session = match within(account.patience, announce(account, &letter)).await {
        Ok(session) => session,
        Err(stopped) => return stopped.into(),
    };
    // From here on the server may have it, unless it says that it has not.
    let answered = tokio::time::timeout(PATIENCE_WITH_MAIL, session.message(&letter.bytes)).await;
    match answered {
        Ok(Ok(_)) => {
            let _ = tokio::time::timeout(Duration::from_secs(2), session.quit()).await;
            MailOutcome::Sent
        }
        Ok(Err(error)) if error.is_permanent() => stopped(&error, MailProblem::Refused).into(),
        Ok(Err(error)) if error.is_transient() => stopped(&error, MailProblem::Busy).into(),
        Ok(Err(_)) | Err(_) => MailOutcome::Unknown,
    }
}

async fn within<T>(patience: Duration, talk: impl Future<Output = Result<T, Stopped>>) -> Result<T, Stopped> {
    tokio::time::timeout(patience, talk).await.unwrap_or_else(|_| Err(MailProblem::TimedOut.into()))
}

/// Everything before the mail itself.
async fn announce(account: &EmailAccount, letter: &Letter) -> Result<AsyncSmtpConnection, Stopped> {
    let (Some(from), Some(to)) = (letter.envelope.from(), letter.envelope.to().first()) else {
        return Err(MailProblem::SenderRefused.into());
    };
    let mut session = open(account).await?;
    let foreign = [from, to].iter().any(|address| !AsRef::<str>::as_ref(*address).is_ascii());
    if foreign && !session.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Err(MailProblem::RecipientRefused.into());
    }
    name_sender(&mut session, from.clone(), foreign).await?;
    session.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(|error| {
        // A rule of the server's own (RFC 3463, X.7): it is not the recipient that is wrong.
        let rule = words_of(&error).is_some_and(|answer| answer.starts_with("5.7."));
        stopped(&error, if rule { MailProblem::SenderRefused } else { MailProblem::RecipientRefused })
    })?;
    session.command(Data).await.map_err(|error| stopped(&error, MailProblem::Refused))?;
    Ok(session)
}

async fn name_sender(session: &mut AsyncSmtpConnection, from: Address, foreign: bool) -> Result<(), Stopped> {
    let parameters = if foreign { vec![MailParameter::SmtpUtfEight] } else { Vec::new() };
    let named = session.command(MailFrom::new(Some(from), parameters)).await;
    named.map(|_| ()).map_err(|error| stopped(&error, MailProblem::SenderRefused))
}

/// Connected, private, logged in.
async fn open(account: &EmailAccount) -> Result<AsyncSmtpConnection, Stopped> {
    let settings = &account.settings;
    let host = settings.server.trim_start_matches('[').trim_end_matches(']').to_owned();
    let (address, hello) = ((host.as_str(), settings.port), letter::hello());
    let encryption = settings.encryption;
    if encryption == Encryption::None && !settings.is_own_machine() {
        return Err(MailProblem::NoEncryption.into());
    }
    let tls = match encryption {
        Encryption::None => None,
        Encryption::Tls | Encryption::Starttls => Some(trust(host.clone()).await?),
    };
    let at_once = tls.clone().filter(|_| encryption == Encryption::Tls);
    let mut session =
        AsyncSmtpConnection::connect_tokio1(address, Some(account.patience), &hello, at_once, None)
            .await
            .map_err(|error| stopped(&error, MailProblem::Busy))?;
    if encryption == Encryption::Starttls
        && let Some(tls) = tls
    {
        if !session.can_starttls() {
            return Err(MailProblem::NoEncryption.into());
        }
        session.starttls(tls, &hello).await.map_err(|error| stopped(&error, MailProblem::NoEncryption))?;
    }
    if !settings.user.is_empty() {
        let password = account.password.as_ref().ok_or(MailProblem::NotSetUp)?;
        let credentials = Credentials::new(settings.user.clone(), password.expose().to_owned());
        session
            .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
            .await
            .map_err(|error| stopped(&error, MailProblem::Password))?;
    }
    Ok(session)
}

/// The system's certificates are read from its files.
async fn trust(host: String) -> Result<TlsParameters, Stopped> {
    let read = tokio::task::spawn_blocking(move || TlsParameters::new(host)).await;
    match read {
        Ok(Ok(parameters)) => Ok(parameters),
        Ok(Err(_)) | Err(_) => Err(MailProblem::Certificate.into()),
    }
}

/// What an error means. `refused`: what a refusal of the last command means.
fn stopped(error: &Error, refused: MailProblem) -> Stopped {
    let answer = words_of(error);
    let problem = if error.is_permanent() {
        refused
    } else if error.is_transient() {
        // 454 in answer to AUTH and 421 at any time are the server's own trouble (RFC 4954, RFC 5321).
        MailProblem::Busy
    } else if error.is_timeout() {
        MailProblem::TimedOut
    } else if is_about_certificate(error) {
        MailProblem::Certificate
    } else if error.is_client() {
        // It offers no way to log in that we know.
        refused
    } else {
        MailProblem::Unreachable
    };
    Stopped { problem, answer }
}

/// The server's words, of one line.
fn words_of(error: &Error) -> Option<String> {
    if !(error.is_permanent() || error.is_transient()) {
        return None;
    }
    let said = std::error::Error::source(error)?.to_string();
    let line: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(line.chars().take(200).collect())
}

/// Whether the server could not prove who it is, or speaks no TLS where it was expected.
fn is_about_certificate(error: &Error) -> bool {
    if error.is_tls() {
        return true;
    }
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        let inside = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if inside.is_some_and(|inside| inside.is::<rustls::Error>()) || cause.is::<rustls::Error>() {
            return true;
        }
        next = cause.source();
    }
    false
}
