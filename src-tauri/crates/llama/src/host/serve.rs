//! The child: one engine, asked over a pipe.
//!
//! One thread reads, so that a cancellation arrives while another works. One answers; a third counts tokens with a tokenizer of
//! its own, for nobody who plans a prompt shall wait for somebody else's answer. The end of the pipe ends the process, whatever
//! it does: no model outlives the shop, however that ended.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::frame;
use super::protocol::{Ask, Asked, PROTOCOL, Status, Tell, Told};
use crate::chat::{ChatAnswer, ChatEvent, ChatRequest, Finish, Usage};
use crate::engine::{Control, Engine, Vocabulary};
use crate::model::ModelSpec;
use crate::{Error, Machine};

/// How long work that was told to end may take to do so when the parent is gone.
const PARTING: Duration = Duration::from_secs(2);

struct Job {
    id: u64,
    ask: Ask,
    control: Control,
}

/// What all threads look at.
struct Shared {
    output: Mutex<Box<dyn Write + Send>>,
    open: Mutex<HashMap<u64, Arc<AtomicBool>>>,
    status: Mutex<Status>,
    /// Set when the parent is gone. It alone ends a load: who gave up waiting for an answer will ask again, and would find
    /// the model as little loaded as before.
    closing: Arc<AtomicBool>,
}

impl Shared {
    /// A parent that does not listen any more has closed the other pipe too, which ends this process.
    fn tell(&self, id: u64, tell: Tell) {
        let told = Told { id, tell };
        if let Err(error) = frame::write(&mut *self.output.lock(), &told)
            && error.kind() == io::ErrorKind::InvalidInput
        {
            let error = Error::Protocol { reason: error.to_string() };
            let _ = frame::write(&mut *self.output.lock(), &Told { id, tell: Tell::Failed { error } });
        }
    }

    fn status(&self) -> Status {
        Status { open: self.open.lock().len(), ..self.status.lock().clone() }
    }
}

/// Serves one parent until it closes the pipe. The caller ends the process then.
///
/// # Errors
/// When what arrives is no message of this protocol.
pub fn serve(mut input: impl Read, output: impl Write + Send + 'static) -> io::Result<()> {
    let shared = Arc::new(Shared {
        output: Mutex::new(Box::new(output)),
        open: Mutex::default(),
        status: Mutex::default(),
        closing: Arc::default(),
    });
    let Some(Asked { id, ask: Ask::Open { protocol, idle_ms } }) = frame::read(&mut input)? else {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the parent did not introduce itself"));
    };
    if protocol != PROTOCOL {
        let reason = format!("protocol {protocol} was asked for, this program speaks {PROTOCOL}");
        shared.tell(id, Tell::Failed { error: Error::Protocol { reason } });
        return Ok(());
    }
    shared.tell(id, Tell::Opened { protocol: PROTOCOL });

    let idle = idle_ms.map(Duration::from_millis);
    let (jobs, waiting) = channel();
    let (counts, to_count) = channel();
    let (ended, end) = channel::<()>();
    let worker = {
        let shared = Arc::clone(&shared);
        std::thread::Builder::new().name("model".to_owned()).spawn(move || {
            run(&mut Worker { shared, current: None }, idle, &waiting);
            drop(ended);
        })?
    };
    {
        let shared = Arc::clone(&shared);
        let counter = std::thread::Builder::new().name("tokenizer".to_owned());
        counter.spawn(move || run(&mut Counter { shared, current: None }, idle, &to_count))?;
    }
    let read = take(&mut input, &shared, &jobs, &counts);
    drop((jobs, counts));
    shared.closing.store(true, Ordering::Relaxed);
    for cancelled in shared.open.lock().values() {
        cancelled.store(true, Ordering::Relaxed);
    }
    // Nothing is ever sent: it closes when the worker has ended.
    if end.recv_timeout(PARTING) == Err(RecvTimeoutError::Disconnected) {
        let _ = worker.join();
    }
    read
}

fn take(input: &mut impl Read, shared: &Shared, jobs: &Sender<Job>, counts: &Sender<Job>) -> io::Result<()> {
    while let Some(Asked { id, ask }) = frame::read(input)? {
        match ask {
            Ask::Status => shared.tell(id, Tell::Status { status: shared.status() }),
            Ask::Cancel { target } => {
                if let Some(cancelled) = shared.open.lock().get(&target) {
                    cancelled.store(true, Ordering::Relaxed);
                }
            }
            Ask::Open { .. } => {
                let error = Error::Protocol { reason: "the parent introduced itself twice".to_owned() };
                shared.tell(id, Tell::Failed { error });
            }
            ask => {
                let cancelled = Arc::new(AtomicBool::new(false));
                shared.open.lock().insert(id, Arc::clone(&cancelled));
                let deadline = match &ask {
                    Ask::Chat { request, .. } => request.deadline_ms.map(Duration::from_millis),
                    _ => None,
                };
                let deadline = deadline.and_then(|after| Instant::now().checked_add(after));
                let queue = if matches!(ask, Ask::CountText { .. }) { counts } else { jobs };
                let job = Job { id, ask, control: Control { cancelled, deadline } };
                if queue.send(job).is_err() {
                    return Err(io::Error::other("the engine's thread has ended"));
                }
            }
        }
    }
    Ok(())
}

/// Does one job after another on a thread of its own.
trait Works {
    fn shared(&self) -> &Shared;
    fn is_loaded(&self) -> bool;
    fn work(&mut self, job: Job) -> Result<Tell, Error>;
    /// Gives the memory back.
    fn unload(&mut self);
    /// Drops what a panic left in a state that nobody knows.
    fn abandon(&mut self);
}

fn run(works: &mut impl Works, idle: Option<Duration>, jobs: &Receiver<Job>) {
    loop {
        let job = match idle.filter(|_| works.is_loaded()) {
            Some(idle) => match jobs.recv_timeout(idle) {
                Ok(job) => job,
                Err(RecvTimeoutError::Timeout) => {
                    works.unload();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            },
            None => match jobs.recv() {
                Ok(job) => job,
                Err(_) => return,
            },
        };
        if works.shared().closing.load(Ordering::Relaxed) {
            return;
        }
        let id = job.id;
        // A panic in the engine costs the model, not the process.
        let done = catch_unwind(AssertUnwindSafe(|| works.work(job)));
        let tell = match done {
            Ok(Ok(tell)) => tell,
            Ok(Err(error)) => Tell::Failed { error },
            Err(_) => {
                works.abandon();
                Tell::Failed { error: Error::engine("the engine panicked") }
            }
        };
        works.shared().open.lock().remove(&id);
        works.shared().tell(id, tell);
    }
}

/// Counts with a tokenizer that it loads by itself.
struct Counter {
    shared: Arc<Shared>,
    current: Option<(ModelSpec, Vocabulary)>,
}

impl Counter {
    fn vocabulary(&mut self, spec: &ModelSpec) -> Result<&Vocabulary, Error> {
        if self.current.as_ref().is_none_or(|(current, _)| current != spec) {
            self.current = None;
            let control = Control { cancelled: Arc::clone(&self.shared.closing), deadline: None };
            self.current = Some((spec.clone(), Vocabulary::load(spec, &control)?));
        }
        let current = self.current.as_ref().map(|(_, vocabulary)| vocabulary);
        current.ok_or_else(|| Error::engine("the tokenizer was not loaded"))
    }
}

impl Works for Counter {
    fn shared(&self) -> &Shared {
        &self.shared
    }

    fn is_loaded(&self) -> bool {
        self.current.is_some()
    }

    fn work(&mut self, job: Job) -> Result<Tell, Error> {
        let Ask::CountText { model, text } = job.ask else {
            return Err(Error::Protocol { reason: "no question for the tokenizer".to_owned() });
        };
        let tokens = self.vocabulary(&model)?.count(&text);
        Ok(Tell::Counted { tokens: tokens as u64 })
    }

    fn unload(&mut self) {
        self.current = None;
    }

    fn abandon(&mut self) {
        self.current = None;
    }
}

struct Worker {
    shared: Arc<Shared>,
    current: Option<(ModelSpec, Engine)>,
}

impl Works for Worker {
    fn shared(&self) -> &Shared {
        &self.shared
    }

    fn is_loaded(&self) -> bool {
        self.current.is_some()
    }

    fn work(&mut self, job: Job) -> Result<Tell, Error> {
        let Job { id, ask, control } = job;
        match ask {
            Ask::Load { model } => {
                let description = self.engine(&model)?.description().clone();
                Ok(Tell::Loaded { model: Box::new(description) })
            }
            Ask::Chat { model, request } => self.chat(id, &model, &request, &control),
            Ask::CountRequest { model, request } => {
                let tokens = self.engine(&model)?.count_request(&request)?;
                Ok(Tell::Counted { tokens: tokens as u64 })
            }
            Ask::Unload => {
                self.unload();
                Ok(Tell::Done)
            }
            Ask::Open { .. } | Ask::Status | Ask::Cancel { .. } | Ask::CountText { .. } => {
                Err(Error::Protocol { reason: "no question for the engine".to_owned() })
            }
        }
    }

    fn unload(&mut self) {
        if let Some((_, mut engine)) = self.current.take() {
            engine.save_state();
            drop(engine);
            self.changed();
        }
    }

    fn abandon(&mut self) {
        self.current = None;
        self.changed();
    }
}

impl Worker {
    fn chat(
        &mut self,
        id: u64,
        model: &ModelSpec,
        request: &ChatRequest,
        control: &Control,
    ) -> Result<Tell, Error> {
        // It may have waited behind another answer.
        let late = control.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        if late || control.cancelled.load(Ordering::Relaxed) {
            let finish = if late { Finish::Deadline } else { Finish::Cancelled };
            let answer =
                ChatAnswer { text: String::new(), tool_calls: Vec::new(), finish, usage: Usage::default() };
            return Ok(Tell::Chat { event: ChatEvent::Finished { answer } });
        }
        let shared = Arc::clone(&self.shared);
        let answer = self.engine(model)?.chat(request, control, &mut |event| {
            // The last one is told when the question is closed.
            if !matches!(event, ChatEvent::Finished { .. }) {
                shared.tell(id, Tell::Chat { event });
            }
        })?;
        Ok(Tell::Chat { event: ChatEvent::Finished { answer } })
    }

    fn engine(&mut self, spec: &ModelSpec) -> Result<&mut Engine, Error> {
        if self.current.as_ref().is_none_or(|(current, _)| current != spec) {
            self.unload();
            let control = Control { cancelled: Arc::clone(&self.shared.closing), deadline: None };
            let engine = Engine::load(spec, Machine::here(), &control)?;
            self.current = Some((spec.clone(), engine));
            self.changed();
        }
        let current = self.current.as_mut().map(|(_, engine)| engine);
        current.ok_or_else(|| Error::engine("the model was not loaded"))
    }

    fn changed(&self) {
        self.shared.status.lock().model =
            self.current.as_ref().map(|(_, engine)| engine.description().clone());
        self.shared.tell(0, Tell::Changed { status: self.shared.status() });
    }
}
