//! A code's way to the mail server: made, tried, recorded.
//!
//! The code is made in the write that records the try, and stands in no place but the mail: whoever is killed in between
//! leaves a code that counts if its mail arrived, and no way to send it again. SMTP has no name by which a mail could be
//! looked up afterwards, so one whose end nobody saw is not repeated; the customer may ask for another.

use std::time::Duration;

use super::{Ended, LIFE, MailState, secret};
use crate::agent::{HandoffReason, letters};
use crate::contacts;
use crate::conversations::{self, Handler, Handoff};
use crate::database::{Database, WriteTx};
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{Id, IdentityCode};
use crate::jobs::{self, ClaimedJob, Failure, Lease, Work};
use crate::mail::{Mail, MailOutcome, MailProblem, Mailer};
use crate::outbox;
use crate::settings::{self, ShopProfile};
use crate::store;
use crate::store::codes::StoredCode;

/// Tries to hand a mail over where what hinders it may pass: the customer waits for it.
const ATTEMPTS: u32 = 3;
/// How late a mail may be made: who asked before that does not wait for it any more.
const LATEST: Duration = LIFE;

/// What is to be done about a code's mail.
#[derive(Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Hand it over, then call [`finish`].
    Send { code_id: Id<IdentityCode>, mail: Mail },
    /// Nobody is to get one: see whether it could be sent, then call [`finish`].
    Check { code_id: Id<IdentityCode> },
    /// Nothing; the job is complete.
    Nothing,
}

/// What became of the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    Tried,
    Nothing,
}

/// Runs a `send_code` job to its recorded end.
///
/// # Errors
/// Those of storage; the job then stays running, and the caller fails it.
pub async fn deliver(
    database: &Database,
    mailer: &dyn Mailer,
    lease: &Lease,
    job: &ClaimedJob,
) -> Result<Carried> {
    let attempt = {
        let (lease, job) = (lease.clone(), job.clone());
        database.write(move |tx| begin(tx, &lease, &job)).await?
    };
    let (code_id, outcome) = match attempt {
        Attempt::Nothing => return Ok(Carried::Nothing),
        Attempt::Send { code_id, mail } => (code_id, mailer.send(&mail).await),
        Attempt::Check { code_id } => (code_id, mailer.check().await),
    };
    let (lease, job) = (lease.clone(), job.clone());
    database.write(move |tx| finish(tx, &lease, &job, code_id, &outcome)).await?;
    Ok(Carried::Tried)
}

/// Decides, makes code and mail, and records the try before the network is touched.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage.
pub fn begin(tx: &mut WriteTx<'_>, lease: &Lease, job: &ClaimedJob) -> Result<Attempt> {
    jobs::require_running(tx, lease, job)?;
    let Work::SendCode { code_id } = job.work else {
        return Err(Error::new(Code::Internal, "This job sends no code."));
    };
    let now = tx.now();
    let waiting = store::codes::find(tx.sql(), code_id)?;
    let Some(code) = waiting.filter(|code| code.ended.is_none()) else { return nothing(tx, lease, job) };
    match code.mail {
        MailState::Queued if now < code.created_at.plus(LATEST) => {}
        MailState::Queued => {
            store::codes::end(tx, code_id, Ended::Expired)?;
            return nothing(tx, lease, job);
        }
        MailState::Trying => {
            // Whoever tried it ended before the answer.
            store::codes::set_mail(tx, code_id, MailState::Unknown, None)?;
            tx.emit(EventKind::ConversationUpdated, code.conversation_id, serde_json::json!({}))?;
            return nothing(tx, lease, job);
        }
        MailState::Sent | MailState::Refused | MailState::Unsent | MailState::Unknown => {
            return nothing(tx, lease, job);
        }
    }
    let expires_at = now.plus(LIFE);
    let contact = code.contact_id.map(|id| contacts::get(tx.sql(), id)).transpose()?;
    // An address that was taken away in the meantime is none.
    let Some((contact, to)) = contact.and_then(|contact| contact.email.clone().map(|to| (contact, to)))
    else {
        store::codes::begin_attempt(tx, code_id, None, expires_at)?;
        return Ok(Attempt::Check { code_id });
    };
    let made = secret::make(tx.random(), code.conversation_id);
    store::codes::begin_attempt(tx, code_id, Some((&made.salt, &made.hash)), expires_at)?;
    let shop = settings::get::<ShopProfile>(tx.sql())?.value.name;
    let language = contact.language.as_deref().unwrap_or(&code.language);
    let letter = letters::code(language, &made.digits, &shop);
    Ok(Attempt::Send { code_id, mail: Mail { to, subject: letter.subject, text: letter.text } })
}

fn nothing(tx: &mut WriteTx<'_>, lease: &Lease, job: &ClaimedJob) -> Result<Attempt> {
    jobs::complete(tx, lease, job)?;
    Ok(Attempt::Nothing)
}

/// Records how the try ended; the job is complete or comes back.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage.
pub fn finish(
    tx: &mut WriteTx<'_>,
    lease: &Lease,
    job: &ClaimedJob,
    code_id: Id<IdentityCode>,
    outcome: &MailOutcome,
) -> Result<()> {
    jobs::require_running(tx, lease, job)?;
    let code = store::codes::find(tx.sql(), code_id)?.ok_or_else(|| Error::not_found("code"))?;
    match outcome {
        MailOutcome::Sent => store::codes::set_mail(tx, code_id, MailState::Sent, None)?,
        MailOutcome::Unknown => store::codes::set_mail(tx, code_id, MailState::Unknown, None)?,
        // Who learns that an address is refused learns that somebody has it: only the owner does.
        MailOutcome::NotSent { problem: problem @ MailProblem::RecipientRefused, .. } => {
            tracing::warn!("the mail server does not take mail for a customer's address");
            store::codes::set_mail(tx, code_id, MailState::Refused, Some(*problem))?;
            let id = code.conversation_id;
            store::conversations::flag(tx, id, HandoffReason::IdentityUnproved.as_str(), false)?;
            tx.emit(EventKind::ConversationUpdated, id, serde_json::json!({}))?;
        }
        MailOutcome::NotSent { problem, .. } if problem.is_passing() && code.attempts < ATTEMPTS => {
            store::codes::set_mail(tx, code_id, MailState::Queued, Some(*problem))?;
            let failure = Failure::lasting(problem.in_words());
            return jobs::fail(tx, lease, job, &failure).map(|_| ());
        }
        MailOutcome::NotSent { problem, .. } => {
            tracing::warn!(problem = problem.as_str(), "a code could not be mailed");
            store::codes::set_mail(tx, code_id, MailState::Unsent, Some(*problem))?;
            give_up(tx, &code, *problem)?;
        }
    }
    jobs::complete(tx, lease, job)
}

/// The job was given up by the queue.
pub(crate) fn given_up(tx: &mut WriteTx<'_>, code_id: Id<IdentityCode>) -> Result<()> {
    let Some(code) = store::codes::find(tx.sql(), code_id)? else { return Ok(()) };
    if code.mail == MailState::Queued {
        store::codes::set_mail(tx, code_id, MailState::Unsent, Some(MailProblem::Unreachable))?;
        give_up(tx, &code, MailProblem::Unreachable)?;
    }
    Ok(())
}

/// Tells the customer that no mail comes, and gives the conversation to the owner with the reason.
fn give_up(tx: &mut WriteTx<'_>, code: &StoredCode, problem: MailProblem) -> Result<()> {
    if code.ended.is_some() {
        return Ok(());
    }
    store::codes::end(tx, code.id, Ended::Void)?;
    let id = code.conversation_id;
    let agents = store::conversations::standing_of(tx.sql(), id)?
        .filter(|standing| standing.handler == Handler::Agent);
    let Some(standing) = agents else { return Ok(()) };
    let handoff = Handoff {
        conversation_id: id,
        reason: HandoffReason::IdentityUnproved.as_str().into(),
        summary: format!(
            "The customer was to prove who they are with a code by e-mail, and it could not be sent. {}",
            problem.in_words()
        ),
        parts: outbox::split(standing.channel, &letters::code_not_sent(&code.language)),
        order_id: None,
        run_id: None,
        take: true,
    };
    conversations::hand_off(tx, &handoff)?;
    Ok(())
}
