//! An answer as it arrives from the child.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::live::Live;
use super::protocol::{Ask, Asked, Tell};
use crate::Error;
use crate::chat::{ChatAnswer, ChatEvent};

/// How much later than its deadline, or than its cancellation, an answer may end before the child is called stuck.
const PATIENCE: Duration = Duration::from_secs(5);

/// Yields the events of one answer. Dropped before the end, it cancels the answer.
pub struct ChatStream {
    id: u64,
    live: Arc<Live>,
    answers: mpsc::UnboundedReceiver<Result<Tell, Error>>,
    deadline: Option<Instant>,
    /// Whether the model is at it: before, it loads, which may take longer than any answer.
    started: bool,
    over: bool,
    cancelled: bool,
    finished: Box<dyn Fn() + Send + Sync>,
}

impl ChatStream {
    pub(super) fn new(
        id: u64,
        live: Arc<Live>,
        answers: mpsc::UnboundedReceiver<Result<Tell, Error>>,
        deadline: Option<Instant>,
        finished: Box<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self { id, live, answers, deadline, started: false, over: false, cancelled: false, finished }
    }

    /// The next event; none after [`ChatEvent::Finished`] or an error.
    ///
    /// # Errors
    /// What the engine says, [`Error::HostDied`] when the child ended, [`Error::Deadline`] and
    /// [`Error::Cancelled`] when it had not begun in time.
    pub async fn next(&mut self) -> Option<Result<ChatEvent, Error>> {
        if self.over {
            return None;
        }
        let received = match self.deadline {
            None => self.answers.recv().await,
            Some(deadline) => {
                // Until it has started it may be loading or wait behind another answer: the asker is not kept waiting for
                // that, and the child is left to it. It knows the deadline too.
                let limit = if self.started { deadline + PATIENCE } else { deadline };
                match tokio::time::timeout_at(limit, self.answers.recv()).await {
                    Ok(received) => received,
                    Err(_) => {
                        if self.started {
                            self.live.kill();
                        }
                        self.over = true;
                        return Some(Err(if self.cancelled { Error::Cancelled } else { Error::Deadline }));
                    }
                }
            }
        };
        match received {
            Some(Ok(Tell::Chat { event })) => {
                self.started = true;
                if matches!(event, ChatEvent::Finished { .. }) {
                    (self.finished)();
                    self.over = true;
                }
                Some(Ok(event))
            }
            Some(Ok(Tell::Failed { error }) | Err(error)) => {
                self.over = true;
                Some(Err(error))
            }
            Some(Ok(_)) => {
                self.over = true;
                Some(Err(Error::Protocol { reason: "no answer to this".to_owned() }))
            }
            None => {
                self.over = true;
                Some(Err(Error::HostDied { reason: "its pipe was closed".to_owned() }))
            }
        }
    }

    /// The whole answer.
    ///
    /// # Errors
    /// As [`ChatStream::next`].
    pub async fn finish(mut self) -> Result<ChatAnswer, Error> {
        while let Some(event) = self.next().await {
            if let ChatEvent::Finished { answer } = event? {
                return Ok(answer);
            }
        }
        Err(Error::Protocol { reason: "the answer never ended".to_owned() })
    }

    /// Ends the answer where it is; its last event still comes, if it had begun. A child that does not listen is ended.
    pub fn cancel(&mut self) {
        self.live.say(&Asked { id: 0, ask: Ask::Cancel { target: self.id } });
        self.cancelled = true;
        let now = Instant::now();
        self.deadline = Some(self.deadline.map_or(now, |deadline| deadline.min(now)));
    }
}

impl Drop for ChatStream {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        self.live.say(&Asked { id: 0, ask: Ask::Cancel { target: self.id } });
        let (true, Ok(runtime)) = (self.started, Handle::try_current()) else { return };
        // Nobody waits for its end any more, but the next answer does: a child that does not listen is ended.
        let (live, mut answers) = (Arc::clone(&self.live), std::mem::replace(&mut self.answers, closed()));
        runtime.spawn(async move {
            let ended = async {
                while let Some(Ok(Tell::Chat { event })) = answers.recv().await {
                    if matches!(event, ChatEvent::Finished { .. }) {
                        break;
                    }
                }
            };
            if tokio::time::timeout(PATIENCE, ended).await.is_err() {
                live.kill();
            }
        });
    }
}

fn closed<T>() -> mpsc::UnboundedReceiver<T> {
    mpsc::unbounded_channel().1
}
