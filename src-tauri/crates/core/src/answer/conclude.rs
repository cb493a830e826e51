//! What a turn came to, kept in one write with the end of its job.

use super::{
    Answered, PlannedTurn, acting, conversation_of, has_opted_out, is_agents, photos, prices, proving,
};
use crate::agent::{Driven, HandoffReason, Proposal, RunRecord};
use crate::codes;
use crate::conversations::{self, Author, Handoff, Standing};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{AgentRun, Conversation, Id, Message};
use crate::jobs::{self, ClaimedJob, Failure, Lease};
use crate::memory;
use crate::outbox::{self, NewReply};
use crate::policy::Policy;
use crate::prompts::Figures;
use crate::scope::{self, Proof};
use crate::settings::{self, AssistantSettings};
use crate::store;
use crate::store::runs::NewRun;

/// Keeps what a turn came to, together with the end of its job.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage.
pub fn conclude(
    tx: &mut WriteTx<'_>,
    lease: &Lease,
    job: &ClaimedJob,
    planned: Result<Option<PlannedTurn>>,
) -> Result<Answered> {
    match planned {
        Ok(Some(planned)) => keep(tx, lease, job, &planned),
        Ok(None) => {
            let id = conversation_of(job)?;
            let now = tx.now();
            if let Some(until) = photos::awaited_in(tx.sql(), id, now)? {
                jobs::postpone(tx, lease, job, until)?;
                return Ok(Answered::Again);
            }
            shelve(tx, id)?;
            jobs::complete(tx, lease, job)?;
            Ok(Answered::NothingToDo)
        }
        Err(error) => {
            tracing::warn!(job = %job.id, code = %error.code, %error, "a turn could not be worked out");
            jobs::fail(tx, lease, job, &Failure::from(&error)).map(Answered::Failed)
        }
    }
}

/// A customer who stopped messages and yet wrote gets no automatic answer; the owner sees it.
fn shelve(tx: &mut WriteTx<'_>, id: Id<Conversation>) -> Result<()> {
    let Some(standing) = store::conversations::standing_of(tx.sql(), id)? else { return Ok(()) };
    let waits = standing.awaiting_since.is_some() && is_agents(&standing) && !standing.needs_owner;
    if waits && has_opted_out(tx.sql(), &standing)? {
        store::conversations::flag(tx, id, Code::OptedOut.as_str(), false)?;
        tx.emit(EventKind::ConversationUpdated, id, serde_json::json!({}))?;
    }
    Ok(())
}

fn keep(tx: &mut WriteTx<'_>, lease: &Lease, job: &ClaimedJob, planned: &PlannedTurn) -> Result<Answered> {
    let id = planned.conversation_id;
    let standing = store::conversations::standing_of(tx.sql(), id)?;
    let Some(standing) = standing.filter(|standing| is_agents(standing) && standing.awaiting_since.is_some())
    else {
        // The owner took over, answered or closed it.
        jobs::complete(tx, lease, job)?;
        return Ok(Answered::NothingToDo);
    };
    let policy = settings::get::<Policy>(tx.sql())?.value;
    if !settings::get::<AssistantSettings>(tx.sql())?.value.enabled {
        // Switched off meanwhile: it waits, as everything that comes now does.
        jobs::complete(tx, lease, job)?;
        return Ok(Answered::NothingToDo);
    }
    if store::messages::inbound_after(tx.sql(), id, planned.last_message_id)? {
        let now = tx.now();
        jobs::postpone(tx, lease, job, now)?;
        return Ok(Answered::Again);
    }
    if let Driven::Waits(product) = planned.driven {
        let until = prices::awaited(tx, id, product)?;
        jobs::postpone(tx, lease, job, until)?;
        return Ok(Answered::Again);
    }
    let run_id: Id<AgentRun> = tx.new_id();
    let finished;
    let record = match &planned.driven {
        Driven::Finished(record) => record.as_ref(),
        Driven::Paused(paused) => {
            let who = scope::Standing::of(tx.sql(), id)?;
            let allowed = proving::may_act(tx.sql(), &policy, who, id, tx.now())?;
            finished = acting::act(tx, id, who, allowed, paused.as_ref().clone())?;
            &finished
        }
        Driven::Waits(_) => return Err(Error::new(Code::Internal, "A turn that waits was kept.")),
        Driven::Asking(_) => {
            return Err(Error::new(Code::Internal, "A turn that waits for a model cannot be kept."));
        }
    };
    if let Some(contact) = record.identified
        && policy.trusts_claims()
    {
        store::scope::bind(tx, id, contact, Proof::Claim, tx.now())?;
    }
    if !record.heard.is_empty() {
        let who = scope::Standing::of(tx.sql(), id)?;
        let writer = scope::remembered(tx.sql(), id, who)?;
        memory::hear(tx, writer, &record.heard)?;
    }
    let drafts = record.agent.as_ref().is_some_and(|agent| agent.drafts);
    if let Some(wish) = &record.code_asked
        && !drafts
        && policy.asks_for_code()
    {
        codes::ask(tx, id, wish.claimed.as_ref(), &wish.language)?;
    }
    let dialogue = serde_json::to_string(&record.dialogue)?;
    let replies = if drafts && record.proposal.text().is_some() {
        hold_back(tx, id, run_id, record, &dialogue)?;
        Vec::new()
    } else {
        store::reply_drafts::delete(tx, id)?;
        carry_out(tx, &standing, run_id, &record.proposal, &dialogue)?
    };
    store::runs::insert(
        tx,
        &NewRun {
            id: run_id,
            conversation_id: id,
            first_message_id: planned.first_message_id,
            last_message_id: planned.last_message_id,
            reply_message_id: replies.first().copied(),
            started_at: planned.started_at,
            dialogue: Some(standing.dialogue.as_str()).filter(|kept| *kept != "{}"),
            record,
        },
    )?;
    if let Some(used) = &record.prompt {
        store::prompts::insert_use(tx, run_id, id, used, &Figures::of(&record.steps))?;
    }
    let outcome = record.proposal.outcome();
    tx.emit(EventKind::RunFinished, id, serde_json::json!({ "run_id": run_id, "outcome": outcome }))?;
    jobs::complete(tx, lease, job)?;
    Ok(Answered::Done(run_id))
}

/// Keeps what an agent that only drafts would have said. A handover still happens, without a word to the customer.
fn hold_back(
    tx: &mut WriteTx<'_>,
    id: Id<Conversation>,
    run_id: Id<AgentRun>,
    record: &RunRecord,
    dialogue: &str,
) -> Result<()> {
    if let Proposal::Handoff { reason, summary, order, .. } = &record.proposal {
        let handoff = Handoff {
            conversation_id: id,
            reason: reason.as_str().into(),
            summary: summary.clone(),
            parts: Vec::new(),
            order_id: *order,
            run_id: Some(run_id),
            take: true,
        };
        conversations::hand_off(tx, &handoff)?;
    }
    let flag = matches!(record.proposal, Proposal::Reply { .. });
    let text = record.proposal.text().unwrap_or_default();
    conversations::keep_draft(tx, id, run_id, text, dialogue, flag)
}

fn carry_out(
    tx: &mut WriteTx<'_>,
    standing: &Standing,
    run_id: Id<AgentRun>,
    proposal: &Proposal,
    dialogue: &str,
) -> Result<Vec<Id<Message>>> {
    let id = standing.id;
    let messages = match proposal {
        Proposal::Reply { text, .. } => {
            let parts = outbox::split(standing.channel, text);
            let reply = NewReply { conversation_id: id, author: Author::Agent, parts, run_id: Some(run_id) };
            return outbox::queue_answer(tx, &reply, dialogue);
        }
        Proposal::Handoff { reason, summary, customer_text, order, .. } => {
            let handoff = Handoff {
                conversation_id: id,
                reason: reason.as_str().into(),
                summary: summary.clone(),
                parts: outbox::split(standing.channel, customer_text),
                order_id: *order,
                run_id: Some(run_id),
                // More may be added to what is put aside.
                take: *reason != HandoffReason::PutAside,
            };
            conversations::hand_off(tx, &handoff)?.1
        }
        Proposal::Silent { .. } => Vec::new(),
    };
    store::conversations::set_dialogue(tx, id, dialogue, true)?;
    Ok(messages)
}
