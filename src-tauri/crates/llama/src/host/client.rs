//! The parent's side: starts the child when somebody asks, and again after it ended.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, mpsc, watch};
use tokio::time::Instant;

use super::live::{Diagnostics, Live};
use super::protocol::{Ask, Asked, PROTOCOL, Status, Tell};
use super::stream::ChatStream;
use crate::Error;
use crate::chat::ChatRequest;
use crate::model::{ModelDescription, ModelSpec};

/// A child that says nothing for so long after its start is none of ours.
const INTRODUCTION: Duration = Duration::from_secs(20);

/// How long a child that was told to end may take to keep what it read, and to end.
const PARTING: Duration = Duration::from_secs(10);

/// How the child is started: the same program, by its subcommand.
#[derive(Debug, Clone)]
pub struct HostCommand {
    pub program: PathBuf,
    pub arguments: Vec<OsString>,
    pub environment: Vec<(OsString, OsString)>,
}

#[derive(Debug, Clone)]
pub struct HostSettings {
    /// A model that nobody asks for so long is unloaded; none, never.
    pub idle_unload: Option<Duration>,
    /// The first start after a child's end is made at once; the next waits this long, and each one after it twice as long.
    pub first_pause: Duration,
    pub longest_pause: Duration,
}

impl Default for HostSettings {
    fn default() -> Self {
        Self {
            idle_unload: Some(Duration::from_mins(10)),
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
        }
    }
}

/// Asks a model that lives in a child process. Clones share the child.
#[derive(Clone)]
pub struct Host(Arc<Inner>);

struct Inner {
    command: HostCommand,
    settings: HostSettings,
    current: Mutex<Current>,
    next_id: AtomicU64,
    /// Children in a row that ended before they finished an answer.
    failures: Arc<AtomicU32>,
    diagnostics: Diagnostics,
    status: watch::Sender<Status>,
}

#[derive(Default)]
struct Current {
    live: Option<Arc<Live>>,
    /// Before this no new child is started.
    not_before: Option<Instant>,
}

impl Host {
    /// Starts nothing yet.
    pub fn new(command: HostCommand, settings: HostSettings) -> Self {
        Self(Arc::new(Inner {
            command,
            settings,
            current: Mutex::default(),
            next_id: AtomicU64::new(1),
            failures: Arc::default(),
            diagnostics: Diagnostics::default(),
            status: watch::channel(Status::default()).0,
        }))
    }

    /// Loads a model, or finds it loaded.
    ///
    /// # Errors
    /// What the engine says of the file, [`Error::HostDied`], [`Error::HostUnavailable`].
    pub async fn load(&self, model: &ModelSpec) -> Result<ModelDescription, Error> {
        match self.question(Ask::Load { model: model.clone() }).await? {
            Tell::Loaded { model } => Ok(*model),
            other => Err(unexpected(&other)),
        }
    }

    /// Begins an answer; the model is loaded first where it is not. The request's deadline counts from now.
    ///
    /// # Errors
    /// [`Error::HostUnavailable`], [`Error::HostDied`], [`Error::Deadline`]. What goes wrong later comes from the stream.
    pub async fn chat(&self, model: &ModelSpec, mut request: ChatRequest) -> Result<ChatStream, Error> {
        let deadline = match request.deadline_ms {
            Some(after) => Instant::now().checked_add(Duration::from_millis(after)),
            None => None,
        };
        let live = match deadline {
            Some(deadline) => {
                tokio::time::timeout_at(deadline, self.live()).await.map_err(|_| Error::Deadline)??
            }
            None => self.live().await?,
        };
        if let Some(deadline) = deadline {
            let left = deadline.saturating_duration_since(Instant::now());
            request.deadline_ms = Some(u64::try_from(left.as_millis()).unwrap_or(u64::MAX));
        }
        let ask = Ask::Chat { model: model.clone(), request: Box::new(request) };
        let (id, answers) = self.ask(&live, ask)?;
        let failures = Arc::clone(&self.0.failures);
        let finished = Box::new(move || failures.store(0, Ordering::Relaxed));
        Ok(ChatStream::new(id, live, answers, deadline, finished))
    }

    /// Tokens of a text by itself, as the model counts. Neither loads the model nor waits for an answer that is under way.
    ///
    /// # Errors
    /// As [`Host::load`], but for what the weights or the memory lack.
    pub async fn count_text(&self, model: &ModelSpec, text: &str) -> Result<u64, Error> {
        counted(&self.question(Ask::CountText { model: model.clone(), text: text.to_owned() }).await?)
    }

    /// Tokens of the prompt that a request becomes.
    ///
    /// # Errors
    /// As [`Host::load`], [`Error::Template`], [`Error::Request`].
    pub async fn count_request(&self, model: &ModelSpec, request: &ChatRequest) -> Result<u64, Error> {
        let ask = Ask::CountRequest { model: model.clone(), request: Box::new(request.clone()) };
        counted(&self.question(ask).await?)
    }

    /// Unloads the model; the child stays. Without a child there is nothing to do.
    ///
    /// # Errors
    /// [`Error::HostDied`].
    pub async fn unload(&self) -> Result<(), Error> {
        let live = self.0.current.lock().await.live.clone().filter(|live| live.runs());
        let Some(live) = live else { return Ok(()) };
        let (_, answers) = self.ask(&live, Ask::Unload)?;
        match answer(answers).await? {
            Tell::Done => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    /// How the child stands; asks it, so it also tells whether it lives. Without a child: nothing is loaded.
    ///
    /// # Errors
    /// [`Error::HostDied`].
    pub async fn status(&self) -> Result<Status, Error> {
        let live = self.0.current.lock().await.live.clone().filter(|live| live.runs());
        let Some(live) = live else { return Ok(Status::default()) };
        let (_, answers) = self.ask(&live, Ask::Status)?;
        match answer(answers).await? {
            Tell::Status { status } => Ok(status),
            other => Err(unexpected(&other)),
        }
    }

    /// Follows what the child holds, without asking.
    pub fn watch(&self) -> watch::Receiver<Status> {
        self.0.status.subscribe()
    }

    /// Ends the child after it has kept what it read, and waits until it is gone. The next question starts another.
    pub async fn stop(&self) {
        // What it cannot keep, or not in time, is read again.
        let _ = tokio::time::timeout(PARTING, self.unload()).await;
        let live = self.0.current.lock().await.live.take();
        if let Some(live) = live {
            live.close();
            let mut gone = live.gone.clone();
            let ended = async {
                // Its sender is dropped only after it has told.
                let _ = gone.wait_for(|gone| *gone).await;
            };
            if tokio::time::timeout(PARTING, ended).await.is_err() {
                live.kill();
                let _ = gone.wait_for(|gone| *gone).await;
            }
        }
    }

    /// The child's process, while it runs.
    pub async fn pid(&self) -> Option<u32> {
        let current = self.0.current.lock().await;
        current.live.as_ref().filter(|live| live.runs()).and_then(|live| live.pid)
    }

    /// The last lines that children wrote on their standard error. They hold no words of a prompt.
    pub fn diagnostics(&self) -> Vec<String> {
        self.0.diagnostics.lines()
    }

    async fn question(&self, ask: Ask) -> Result<Tell, Error> {
        let live = self.live().await?;
        let (_, answers) = self.ask(&live, ask)?;
        answer(answers).await
    }

    fn ask(
        &self,
        live: &Live,
        ask: Ask,
    ) -> Result<(u64, mpsc::UnboundedReceiver<Result<Tell, Error>>), Error> {
        let id = self.0.next_id.fetch_add(1, Ordering::Relaxed);
        Ok((id, live.ask(&Asked { id, ask })?))
    }

    /// The child, started where none runs.
    async fn live(&self) -> Result<Arc<Live>, Error> {
        let mut current = self.0.current.lock().await;
        if let Some(live) = &current.live {
            if live.runs() {
                return Ok(Arc::clone(live));
            }
            current.live = None;
            let failures = self.0.failures.fetch_add(1, Ordering::Relaxed);
            current.not_before = Instant::now().checked_add(self.pause(failures));
        }
        if let Some(not_before) = current.not_before {
            tokio::time::sleep_until(not_before).await;
        }
        let started = self.start().await;
        if started.is_err() {
            let failures = self.0.failures.fetch_add(1, Ordering::Relaxed);
            current.not_before = Instant::now().checked_add(self.pause(failures));
        }
        let live = Arc::new(started?);
        current.live = Some(Arc::clone(&live));
        Ok(live)
    }

    fn pause(&self, failures: u32) -> Duration {
        let HostSettings { first_pause, longest_pause, .. } = self.0.settings;
        match failures {
            0 => Duration::ZERO,
            more => first_pause.saturating_mul(1 << (more - 1).min(16)).min(longest_pause),
        }
    }

    async fn start(&self) -> Result<Live, Error> {
        let live = Live::start(&self.0.command, &self.0.diagnostics, self.0.status.clone())?;
        let idle = self.0.settings.idle_unload;
        let idle_ms = idle.map(|idle| u64::try_from(idle.as_millis()).unwrap_or(u64::MAX));
        let (_, answers) = self.ask(&live, Ask::Open { protocol: PROTOCOL, idle_ms })?;
        match tokio::time::timeout(INTRODUCTION, answer(answers)).await {
            Ok(Ok(Tell::Opened { protocol: PROTOCOL })) => Ok(live),
            Ok(Ok(other)) => Err(unexpected(&other)),
            Ok(Err(Error::HostDied { reason })) => {
                Err(Error::HostUnavailable { reason: format!("it ended {reason}") })
            }
            Ok(Err(error)) => Err(error),
            Err(_) => {
                live.kill();
                Err(Error::HostUnavailable { reason: "it says nothing".to_owned() })
            }
        }
    }
}

async fn answer(mut answers: mpsc::UnboundedReceiver<Result<Tell, Error>>) -> Result<Tell, Error> {
    match answers.recv().await {
        Some(Ok(Tell::Failed { error }) | Err(error)) => Err(error),
        Some(Ok(tell)) => Ok(tell),
        None => Err(Error::HostDied { reason: "its pipe was closed".to_owned() }),
    }
}

fn counted(tell: &Tell) -> Result<u64, Error> {
    match tell {
        Tell::Counted { tokens } => Ok(*tokens),
        other => Err(unexpected(other)),
    }
}

fn unexpected(tell: &Tell) -> Error {
    let what = match tell {
        Tell::Opened { .. } => "opened",
        Tell::Loaded { .. } => "loaded",
        Tell::Chat { .. } => "chat",
        Tell::Counted { .. } => "counted",
        Tell::Status { .. } => "status",
        Tell::Done => "done",
        Tell::Changed { .. } => "changed",
        Tell::Failed { .. } => "failed",
    };
    Error::Protocol { reason: format!("\"{what}\" answers another question") }
}
