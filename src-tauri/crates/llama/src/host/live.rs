//! One running child: its pipes, its open questions, and its end.

use std::collections::{HashMap, VecDeque};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::{mpsc, watch};

use super::client::HostCommand;
use super::frame;
use super::protocol::{Asked, Status, Tell, Told};
use crate::Error;

/// Lines of the child's standard error that are kept, and bytes of each.
const LINES: usize = 200;
const LINE: usize = 500;
/// A child whose pipes are closed ends by itself; this long is waited before it is killed.
const PARTING: Duration = Duration::from_secs(5);

/// `CREATE_NO_WINDOW`: no black window opens with the model.
#[cfg(windows)]
const NO_WINDOW: u32 = 0x0800_0000;

/// The last lines that a child wrote, for diagnostics.
#[derive(Debug, Clone, Default)]
pub(super) struct Diagnostics(Arc<Mutex<VecDeque<String>>>);

impl Diagnostics {
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().iter().cloned().collect()
    }

    fn push(&self, line: &[u8]) {
        let mut lines = self.0.lock();
        if lines.len() >= LINES {
            lines.pop_front();
        }
        lines.push_back(String::from_utf8_lossy(line).into_owned());
    }
}

type Answers = mpsc::UnboundedSender<Result<Tell, Error>>;

/// Who waits for what. Closed when the child has ended, with why.
#[derive(Default)]
struct Open {
    waiting: HashMap<u64, Answers>,
    ended: Option<Error>,
}

/// A child that runs, or ran.
pub(super) struct Live {
    pub pid: Option<u32>,
    open: Arc<Mutex<Open>>,
    /// None when the child was told to end: its pipe is closed by that.
    questions: Mutex<Option<mpsc::UnboundedSender<Vec<u8>>>>,
    kill: watch::Sender<bool>,
    /// Closed for good when the child was reaped.
    pub gone: watch::Receiver<bool>,
}

impl Live {
    pub fn start(
        command: &HostCommand,
        diagnostics: &Diagnostics,
        status: watch::Sender<Status>,
    ) -> Result<Self, Error> {
        let unavailable = |error: std::io::Error| Error::HostUnavailable { reason: error.to_string() };
        let mut process = Command::new(&command.program);
        process.args(&command.arguments).envs(command.environment.iter().cloned());
        process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        // A Ctrl-C in the terminal is the parent's to answer; the child ends with its pipe.
        #[cfg(unix)]
        process.process_group(0);
        #[cfg(windows)]
        process.creation_flags(NO_WINDOW);
        let mut child = process.spawn().map_err(unavailable)?;
        let pid = child.id();
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(input), Some(output), Some(errors)) = pipes else {
            return Err(Error::HostUnavailable { reason: "it has no pipes".to_owned() });
        };
        let open = Arc::new(Mutex::new(Open::default()));
        let (questions, asked) = mpsc::unbounded_channel();
        let (kill, killed) = watch::channel(false);
        let (went, gone) = watch::channel(false);
        tokio::spawn(ask(input, asked));
        tokio::spawn(keep(errors, diagnostics.clone()));
        tokio::spawn(attend(child, output, Arc::clone(&open), killed, status, went));
        Ok(Self { pid, open, questions: Mutex::new(Some(questions)), kill, gone })
    }

    /// Whether it still answers.
    pub fn runs(&self) -> bool {
        self.open.lock().ended.is_none()
    }

    /// Asks, and gives where the answers come.
    pub fn ask(&self, asked: &Asked) -> Result<mpsc::UnboundedReceiver<Result<Tell, Error>>, Error> {
        let frame = frame::encode(asked).map_err(|error| Error::Request { reason: error.to_string() })?;
        let (answers, receiver) = mpsc::unbounded_channel();
        {
            let mut open = self.open.lock();
            if let Some(error) = &open.ended {
                return Err(error.clone());
            }
            open.waiting.insert(asked.id, answers);
        }
        // A pipe that is closed is a child that ends: the reader tells everybody who waits.
        self.send(frame);
        Ok(receiver)
    }

    /// Says something that has no answer.
    pub fn say(&self, asked: &Asked) {
        if let Ok(frame) = frame::encode(asked) {
            self.send(frame);
        }
    }

    fn send(&self, frame: Vec<u8>) {
        if let Some(questions) = &*self.questions.lock() {
            // Whoever writes it has ended with the child.
            let _ = questions.send(frame);
        }
    }

    /// Closes the child's pipe, by which it ends.
    pub fn close(&self) {
        self.questions.lock().take();
    }

    /// Ends it at once: native code that does not come back listens to nothing else.
    pub fn kill(&self) {
        let _ = self.kill.send(true);
    }
}

async fn ask(mut input: ChildStdin, mut asked: mpsc::UnboundedReceiver<Vec<u8>>) {
    while let Some(frame) = asked.recv().await {
        if input.write_all(&frame).await.is_err() || input.flush().await.is_err() {
            return;
        }
    }
}

/// Reads on whatever comes: a pipe that nobody empties would stop the child.
async fn keep(mut errors: ChildStderr, diagnostics: Diagnostics) {
    let mut piece = [0; 4096];
    let mut line = Vec::new();
    while let Ok(length @ 1..) = errors.read(&mut piece).await {
        for byte in &piece[..length] {
            if *byte == b'\n' {
                diagnostics.push(&line);
                line.clear();
            } else if line.len() < LINE {
                line.push(*byte);
            }
        }
    }
    if !line.is_empty() {
        diagnostics.push(&line);
    }
}

/// Hands out what the child tells until it ends, and then tells everybody that it ended.
async fn attend(
    mut child: Child,
    output: ChildStdout,
    open: Arc<Mutex<Open>>,
    mut killed: watch::Receiver<bool>,
    status: watch::Sender<Status>,
    went: watch::Sender<bool>,
) {
    let mut output = BufReader::new(output);
    let wrong = loop {
        tokio::select! {
            told = frame::read_async::<Told>(&mut output) => match told {
                Ok(Some(told)) => deliver(told, &open, &status),
                Ok(None) => break None,
                Err(error) => break Some(error.to_string()),
            },
            () = asked_to_die(&mut killed) => break Some("it did not answer and was ended".to_owned()),
        }
    };
    if wrong.is_some() {
        // It may be gone already.
        let _ = child.start_kill();
    }
    let exit = match tokio::time::timeout(PARTING, child.wait()).await {
        Ok(exit) => exit,
        Err(_) => {
            let _ = child.start_kill();
            child.wait().await
        }
    };
    let reason = match (wrong, exit) {
        (Some(wrong), _) => wrong,
        (None, Ok(exit)) => describe(exit),
        (None, Err(error)) => error.to_string(),
    };
    status.send_replace(Status::default());
    let waiting = {
        let mut open = open.lock();
        open.ended = Some(Error::HostDied { reason: reason.clone() });
        std::mem::take(&mut open.waiting)
    };
    for answers in waiting.into_values() {
        let _ = answers.send(Err(Error::HostDied { reason: reason.clone() }));
    }
    let _ = went.send(true);
}

async fn asked_to_die(killed: &mut watch::Receiver<bool>) {
    // An owner that is gone has dropped the pipe too, and the child ends by that.
    if killed.wait_for(|killed| *killed).await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn deliver(told: Told, open: &Mutex<Open>, status: &watch::Sender<Status>) {
    if let Tell::Changed { status: new } = told.tell {
        status.send_replace(new);
        return;
    }
    let last = match &told.tell {
        Tell::Chat { event } => matches!(event, crate::chat::ChatEvent::Finished { .. }),
        _ => true,
    };
    let mut open = open.lock();
    let answers = if last { open.waiting.remove(&told.id) } else { open.waiting.get(&told.id).cloned() };
    drop(open);
    if let Some(answers) = answers {
        // Whoever asked may not want to know any more.
        let _ = answers.send(Ok(told.tell));
    }
}

fn describe(exit: ExitStatus) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = exit.signal() {
            return format!("by signal {signal}");
        }
    }
    exit.code().map_or_else(|| exit.to_string(), |code| format!("with exit code {code}"))
}
