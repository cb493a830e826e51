//! A question goes to the first link that is well, and on to the next when that one fails, all within one budget of time. The answer
//! to a customer is never later than that: whoever gets nothing here goes on with the built-in planner.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::Clock;
use haberdash_core::agent::{Asking, Exchange, Tried};
use haberdash_core::language_model::{
    Breaker, Completion, Failure, Gate, LanguageModel, Mask, Message, Request,
};
use parking_lot::Mutex;
use tokio::time::Instant;

/// Less time than this is not worth a question.
const LEAST: Duration = Duration::from_millis(200);

/// A model, and how it did lately.
pub struct Link {
    model: Arc<dyn LanguageModel>,
    breaker: Mutex<Breaker>,
}

impl Link {
    pub fn new(model: Arc<dyn LanguageModel>) -> Self {
        Self { model, breaker: Mutex::default() }
    }
}

/// Links in the order in which they are asked.
pub struct Chain {
    links: Vec<Link>,
    clock: Arc<dyn Clock>,
    /// For one question, whoever answers it.
    budget: Duration,
}

/// Tells the breaker that nobody waited for the end.
struct Asked<'a>(&'a Link, bool);

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        if !self.1 {
            self.0.breaker.lock().abandoned();
        }
    }
}

impl Chain {
    pub fn new(links: Vec<Link>, clock: Arc<dyn Clock>, budget: Duration) -> Self {
        Self { links, clock, budget }
    }

    /// Asks. It takes no longer than the budget, and never fails: that nobody answered is an answer.
    pub async fn ask(&self, asking: &Asking) -> Exchange {
        let until = Instant::now() + self.budget;
        let mut exchange = Exchange::with_nobody(asking.request.clone());
        for (n, link) in self.links.iter().enumerate() {
            let began = Instant::now();
            let left = until.saturating_duration_since(began);
            // The next one needs time, too.
            let share = if n + 1 < self.links.len() { left * 2 / 3 } else { left };
            let (outcome, hidden) = if share < LEAST {
                (Err(Failure::TooLate), 0)
            } else {
                self.ask_one(link, asking, share).await
            };
            exchange.tried.push(Tried {
                link: link.model.name().to_owned(),
                model: link.model.model(),
                failure: outcome.as_ref().err().cloned(),
                took: began.elapsed(),
            });
            if let Ok(completion) = outcome {
                exchange.completion = Some(completion);
                exchange.hidden = hidden;
                break;
            }
        }
        exchange
    }

    async fn ask_one(
        &self,
        link: &Link,
        asking: &Asking,
        share: Duration,
    ) -> (Result<Completion, Failure>, usize) {
        if let Gate::Resting(_) = link.breaker.lock().ask(self.clock.now()) {
            return (Err(Failure::Resting), 0);
        }
        let mut asked = Asked(link, false);
        let mut mask = Mask::default();
        let request = if link.model.capabilities().is_remote {
            masked(asking, &mut mask)
        } else {
            asking.request.clone()
        };
        let outcome = match tokio::time::timeout(share, link.model.answer(&request, &|_| {})).await {
            Ok(Ok(completion)) => shaped(Completion { text: mask.restore(&completion.text), ..completion }),
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(Failure::TooLate),
        };
        asked.1 = true;
        let mut breaker = link.breaker.lock();
        match &outcome {
            Ok(_) => breaker.succeeded(),
            Err(failure) => breaker.failed(failure, self.clock.now()),
        }
        (outcome, mask.len())
    }
}

/// The question as it may leave the machine.
fn masked(asking: &Asking, mask: &mut Mask) -> Request {
    for (kind, text) in &asking.personal {
        mask.know(kind, text);
    }
    let messages = asking
        .request
        .messages
        .iter()
        .map(|message| Message { role: message.role, content: mask.hide(&message.content) })
        .collect();
    Request { messages, ..asking.request.clone() }
}

/// What is no object at all is no answer: the next link may have one.
fn shaped(completion: Completion) -> Result<Completion, Failure> {
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(completion.text.trim()) {
        Ok(_) => Ok(completion),
        Err(error) => Err(Failure::Malformed { detail: error.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use haberdash_core::agents::Seat;
    use haberdash_core::clock::ManualClock;
    use haberdash_core::language_model::{AnswerSchema, Answering, Capabilities, Role, Usage};

    use super::*;

    /// What a link does with a question.
    #[derive(Clone)]
    enum Does {
        Says(&'static str),
        Echoes,
        Fails(Failure),
        Stalls,
    }

    struct Scripted {
        name: &'static str,
        does: Mutex<Does>,
        remote: bool,
        asked: AtomicUsize,
        heard: Mutex<Vec<Request>>,
    }

    impl Scripted {
        fn new(name: &'static str, does: Does) -> Arc<Self> {
            Arc::new(Self {
                name,
                does: Mutex::new(does),
                remote: true,
                asked: AtomicUsize::default(),
                heard: Mutex::default(),
            })
        }
    }

    impl LanguageModel for Scripted {
        fn name(&self) -> &str {
            self.name
        }

        fn model(&self) -> String {
            format!("{}-1", self.name)
        }

        fn capabilities(&self) -> Capabilities {
            Capabilities { context_tokens: 8_000, holds_schema: true, is_remote: self.remote }
        }

        fn answer<'a>(&'a self, request: &'a Request, _: &'a (dyn Fn(&str) + Send + Sync)) -> Answering<'a> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.heard.lock().push(request.clone());
            let does = self.does.lock().clone();
            Box::pin(async move {
                let text = match does {
                    Does::Says(text) => text.to_owned(),
                    Does::Echoes => serde_json::json!({ "said": request.messages[0].content }).to_string(),
                    Does::Fails(failure) => return Err(failure),
                    Does::Stalls => std::future::pending().await,
                };
                Ok(Completion { text, model: self.model(), usage: Usage::default() })
            })
        }
    }

    fn asking(text: &str) -> Asking {
        let message = Message { role: Role::User, content: text.to_owned() };
        Asking {
            request: Request {
                messages: vec![message],
                answer: AnswerSchema { name: "step".into(), schema: serde_json::json!({}) },
                most_tokens: 10,
                temperature: 0.0,
            },
            after: 0,
            agent: Seat::default(),
            personal: vec![("name", "Maria Silva".into())],
        }
    }

    fn chain(models: &[&Arc<Scripted>], clock: &Arc<ManualClock>) -> Chain {
        let links =
            models.iter().map(|model| Link::new(Arc::clone(*model) as Arc<dyn LanguageModel>)).collect();
        Chain::new(links, Arc::clone(clock) as Arc<dyn Clock>, Duration::from_secs(9))
    }

    fn clock() -> Arc<ManualClock> {
        Arc::new(ManualClock::at(haberdash_core::Timestamp::from_millis(0)))
    }

    #[tokio::test(start_paused = true)]
    async fn the_next_one_answers_where_one_fails_stalls_or_rambles() {
        let refused = Failure::Unreachable { detail: "refused".into() };
        for does in [Does::Fails(refused), Does::Stalls, Does::Says("Sure thing!"), Does::Says("[1]")] {
            let (first, second) = (Scripted::new("first", does), Scripted::new("second", Does::Says("{}")));
            let chain = chain(&[&first, &second], &clock());
            let began = Instant::now();
            let exchange = chain.ask(&asking("hi")).await;
            assert!(began.elapsed() <= Duration::from_secs(9));
            assert_eq!(exchange.completion.expect("an answer").model, "second-1");
            let failed: Vec<bool> = exchange.tried.iter().map(|tried| tried.failure.is_some()).collect();
            assert_eq!(failed, [true, false]);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn when_all_stall_the_budget_ends_it() {
        let (first, second) = (Scripted::new("first", Does::Stalls), Scripted::new("second", Does::Stalls));
        let chain = chain(&[&first, &second], &clock());
        let began = Instant::now();
        let exchange = chain.ask(&asking("hi")).await;
        assert_eq!(exchange.completion, None);
        assert!(began.elapsed() <= Duration::from_secs(9) + Duration::from_millis(5));
        assert_eq!(exchange.tried.len(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_broken_link_is_left_alone_and_found_well_again() {
        let refused = Failure::Unreachable { detail: "refused".into() };
        let (first, second) =
            (Scripted::new("first", Does::Fails(refused)), Scripted::new("second", Does::Says("{}")));
        let clock = clock();
        let chain = chain(&[&first, &second], &clock);
        for _ in 0..5 {
            chain.ask(&asking("hi")).await;
        }
        assert_eq!(first.asked.load(Ordering::SeqCst), 3, "then it rests");
        *first.does.lock() = Does::Says("{}");
        clock.advance(Duration::from_secs(16));
        assert_eq!(chain.ask(&asking("hi")).await.completion.expect("an answer").model, "first-1");
        assert_eq!(chain.ask(&asking("hi")).await.completion.expect("an answer").model, "first-1");
    }

    #[tokio::test(start_paused = true)]
    async fn a_link_that_wants_to_be_left_alone_is() {
        let limited = Failure::Limited { retry_after: Some(Duration::from_secs(60)) };
        let (first, second) =
            (Scripted::new("first", Does::Fails(limited)), Scripted::new("second", Does::Says("{}")));
        let clock = clock();
        let chain = chain(&[&first, &second], &clock);
        chain.ask(&asking("hi")).await;
        clock.advance(Duration::from_secs(59));
        let exchange = chain.ask(&asking("hi")).await;
        assert_eq!(first.asked.load(Ordering::SeqCst), 1);
        assert_eq!(exchange.tried[0].failure, Some(Failure::Resting));
        clock.advance(Duration::from_secs(2));
        chain.ask(&asking("hi")).await;
        assert_eq!(first.asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn what_is_personal_stays_here_and_comes_back() {
        let said = "I am Maria Silva, maria@example.org, call +1 555 010 0123";
        let remote = Scripted::new("remote", Does::Echoes);
        let exchange = chain(&[&remote], &clock()).ask(&asking(said)).await;
        let left = remote.heard.lock()[0].messages[0].content.clone();
        for personal in ["Maria", "Silva", "example.org", "0123"] {
            assert!(!left.contains(personal), "{left}");
        }
        assert_eq!(exchange.hidden, 3);
        assert!(exchange.completion.expect("an answer").text.contains(said));
        assert_eq!(exchange.request.messages[0].content, said, "the records have it as it was");

        let local = Arc::new(Scripted {
            remote: false,
            ..Arc::into_inner(Scripted::new("local", Does::Echoes)).expect("one")
        });
        chain(&[&local], &clock()).ask(&asking(said)).await;
        assert_eq!(local.heard.lock()[0].messages[0].content, said, "nothing leaves, nothing is hidden");
    }
}
