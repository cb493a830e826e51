//! `haberdash reply`: one message from a simulated phone through the whole pipeline, and what came of it.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use haberdash_core::conversations::{self, Author, Handler, MessageStatus, Received};
use haberdash_core::database::FILE_NAME;
use haberdash_core::event::{DomainEvent, EventKind};
use haberdash_core::jobs::{self, JobKind};
use haberdash_core::settings::{self, AssistantSettings};
use haberdash_core::{Code, Database, Error, Id, Result, WriteTx, id, runs};
use serde::Serialize;
use tokio::sync::broadcast;

use super::Context;
use crate::api::wire::Run;
use crate::app::{App, AppOptions};
use crate::phone;

/// How long an answer may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, Args)]
pub struct ReplyArgs {
    /// The customer's phone number.
    #[arg(long, value_name = "NUMBER")]
    from: String,
    /// What the customer writes.
    text: String,
}

#[derive(Serialize)]
struct Trace {
    conversation_id: Id<id::Conversation>,
    message_id: Id<id::Message>,
    /// What the customer gets; null when the agent says nothing.
    reply: Option<String>,
    run: Run,
}

pub async fn run(context: &Context, arguments: ReplyArgs) -> anyhow::Result<ExitCode> {
    if !context.data_dir.join(FILE_NAME).exists() {
        let detail = format!(
            "There is no shop in {0} yet. Make the demo shop with: haberdash demo --data '{0}'",
            context.data_dir.display()
        );
        return Err(Error::new(Code::NotFound, detail).into());
    }
    let app = App::start(AppOptions::new(&context.data_dir)).await?;
    let answered = tokio::time::timeout(PATIENCE, answer(&app, arguments)).await;
    app.shutdown().await;
    let trace = answered.map_err(|_| {
        Error::new(Code::Internal, "No answer came. The log says what the agent was doing.")
    })??;
    if context.json {
        super::print_json(&trace)?;
    } else {
        println!("{}", trace.reply.as_deref().unwrap_or("(The agent says nothing.)"));
    }
    Ok(ExitCode::SUCCESS)
}

async fn answer(app: &App, arguments: ReplyArgs) -> Result<Trace> {
    let database = app.database();
    let mut events = app.subscribe();
    let (conversation_id, message_id) = send(database, arguments).await?;
    let run_id = loop {
        let event = next(&mut events).await?;
        if event.kind == EventKind::RunFinished && event.subject == conversation_id.to_string() {
            let run_id = event.payload["run_id"].as_str().and_then(|text| text.parse().ok());
            break run_id.ok_or_else(|| Error::new(Code::Internal, "The run has no id."))?;
        }
    };
    loop {
        let thread = database.read(move |c| conversations::thread_after(c, conversation_id, message_id, 100));
        let replies: Vec<_> = thread.await?.messages.into_iter().map(|reply| reply.message).collect();
        let is_under_way = |status| matches!(status, MessageStatus::Queued | MessageStatus::Sending);
        if !replies.iter().any(|reply| is_under_way(reply.status)) {
            let parts = replies.iter().filter(|reply| reply.author == Author::Agent);
            let parts: Vec<&str> = parts.map(|reply| reply.body.as_str()).collect();
            let reply = (!parts.is_empty()).then(|| parts.join("\n\n"));
            let run = database.read(move |c| runs::get(c, run_id)).await?.into();
            return Ok(Trace { conversation_id, message_id, reply, run });
        }
        next(&mut events).await?;
    }
}

/// Takes the message and has it answered at once, without waiting for more of a burst.
async fn send(database: &Database, arguments: ReplyArgs) -> Result<(Id<id::Conversation>, Id<id::Message>)> {
    let send = move |tx: &mut WriteTx<'_>| {
        if !settings::get::<AssistantSettings>(tx.sql())?.value.enabled {
            return Err(Error::new(Code::Conflict, "The assistant is switched off in the settings."));
        }
        let received = phone::receive(tx, &arguments.from, &arguments.text, None)?;
        let (Received::New { message_id, conversation_id }
        | Received::Duplicate { message_id, conversation_id }) = received;
        if conversations::conversation(tx.sql(), conversation_id)?.handler == Handler::Owner {
            return Err(Error::new(
                Code::Conflict,
                "The owner answers this conversation; hand it back to the agent first. The message was not kept.",
            ));
        }
        jobs::make_due(tx, JobKind::AnswerConversation)?;
        Ok((conversation_id, message_id))
    };
    database.write(send).await
}

async fn next(events: &mut broadcast::Receiver<DomainEvent>) -> Result<DomainEvent> {
    events.recv().await.map_err(|error| Error::caused(Code::Internal, "The events broke off.", error))
}
