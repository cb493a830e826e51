//! A question goes to the first link that is well, and on to the next when that one fails, all within one budget of time. The answer
//! to a customer is never later than that: whoever gets nothing here goes on with the built-in planner.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::Clock;
use haberdash_core::agent::{Asking, Exchange, Tried};
use haberdash_core::language_model::{
    Breaker, Completion, Failure, Gate, LanguageModel, Mask, Message, Price, Provider, Purse, Request,
};
use parking_lot::Mutex;
use tokio::time::Instant;

use super::remote;

/// Less time than this is not worth a question.
const LEAST: Duration = Duration::from_millis(200);

/// A model, and how it did lately.
pub struct Link {
    pub provider: Provider,
    model: Arc<dyn LanguageModel>,
    price: Option<Price>,
    breaker: Mutex<Breaker>,
    /// Why it did not answer when it was asked last.
    last_failure: Mutex<Option<Failure>>,
}

impl Link {
    pub fn new(provider: Provider, model: Arc<dyn LanguageModel>, price: Option<Price>) -> Self {
        Self { provider, model, price, breaker: Mutex::default(), last_failure: Mutex::default() }
    }

    pub fn model(&self) -> String {
        self.model.model()
    }

    pub fn last_failure(&self) -> Option<Failure> {
        self.last_failure.lock().clone()
    }

    /// What a question costs at most, in millionths of a dollar.
    fn most_cost(&self, request: &Request) -> i64 {
        let tokens: usize =
            request.messages.iter().map(|message| self.model.count(&message.content) + 8).sum();
        let schema = self.model.count(&request.answer.schema.to_string());
        let tokens = u32::try_from(tokens + schema).unwrap_or(u32::MAX);
        let thinking = if self.model.capabilities().is_remote { remote::THINKING } else { 0 };
        self.price.map_or(0, |price| price.of_tokens(tokens, request.most_tokens.saturating_add(thinking)))
    }
}

/// Links in the order in which they are asked.
pub struct Chain {
    links: Vec<Link>,
    clock: Arc<dyn Clock>,
    /// For all questions of an answer, whoever answers them.
    budget: Duration,
    /// What the questions under way may cost: two at once must not spend the same cent.
    under_way: Mutex<i64>,
}

/// Gives back what was set aside for a question.
struct SetAside<'a>(&'a Mutex<i64>, i64);

impl Drop for SetAside<'_> {
    fn drop(&mut self) {
        *self.0.lock() -= self.1;
    }
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
        Self { links, clock, budget, under_way: Mutex::new(0) }
    }

    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Tokens that every link can read.
    pub fn context_tokens(&self) -> usize {
        let least = self.links.iter().map(|link| link.model.capabilities().context_tokens).min();
        usize::try_from(least.unwrap_or(0)).unwrap_or(0)
    }

    /// Tokens of a text, by the link that counts most.
    pub fn count(&self, text: &str) -> usize {
        self.links.iter().map(|link| link.model.count(text)).max().unwrap_or(0)
    }

    /// Asks. It takes no longer than what is left of the budget, and never fails: that nobody answered is an answer.
    pub async fn ask(&self, asking: &Asking, spent: Duration, purse: Purse) -> Exchange {
        let until = Instant::now() + self.budget.saturating_sub(spent);
        let mut exchange = Exchange::with_nobody(asking.request.clone());
        for (n, link) in self.links.iter().enumerate() {
            let began = Instant::now();
            let left = until.saturating_duration_since(began);
            // The next one needs time, too.
            let share = if n + 1 < self.links.len() { left * 2 / 3 } else { left };
            let (outcome, hidden, cost_micros) = if share < LEAST {
                (Err(Failure::TooLate), 0, 0)
            } else {
                self.ask_one(link, asking, share, purse).await
            };
            *link.last_failure.lock() = match &outcome {
                // That it rests or had no time says less than why.
                Err(Failure::Resting | Failure::TooLate) if share < LEAST => link.last_failure(),
                Err(Failure::Resting) => link.last_failure(),
                outcome => outcome.as_ref().err().cloned(),
            };
            exchange.tried.push(Tried {
                link: link.model.name().to_owned(),
                model: link.model.model(),
                failure: outcome.as_ref().err().cloned(),
                took: began.elapsed(),
                cost_micros,
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
        purse: Purse,
    ) -> (Result<Completion, Failure>, usize, i64) {
        let cost = link.most_cost(&asking.request);
        let _aside = {
            let mut under_way = self.under_way.lock();
            if cost > 0
                && let Some(why) = purse.less(*under_way).refuses(cost)
            {
                return (Err(Failure::CapReached { detail: why.to_owned() }), 0, 0);
            }
            *under_way += cost;
            SetAside(&self.under_way, cost)
        };
        if let Gate::Resting(_) = link.breaker.lock().ask(self.clock.now()) {
            return (Err(Failure::Resting), 0, 0);
        }
        let mut asked = Asked(link, false);
        let mut mask = Mask::default();
        let request = if link.model.capabilities().is_remote {
            masked(asking, &mut mask)
        } else {
            asking.request.clone()
        };
        let outcome = match tokio::time::timeout(share, link.model.answer(&request, &|_| {})).await {
            Ok(Ok(mut completion)) => {
                completion.text = mask.restore_in_json(&completion.text);
                // Who tells no tokens may have taken the most.
                let is_told = completion.usage.answer_tokens > 0;
                let told = link.price.filter(|_| is_told).map(|price| price.of(&completion.usage));
                completion.usage.cost_micros = told.or(link.price.map(|_| cost));
                shaped(completion)
            }
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(Failure::TooLate),
        };
        asked.1 = true;
        let mut breaker = link.breaker.lock();
        match &outcome {
            Ok(_) => breaker.succeeded(),
            Err(failure) => breaker.failed(failure, self.clock.now()),
        }
        let spent = match &outcome {
            Ok(completion) => completion.usage.cost_micros.unwrap_or(0),
            // It worked on an answer that is of no use, and will be paid for it.
            Err(Failure::TooLate | Failure::Malformed { .. } | Failure::Broken { .. }) => cost,
            Err(_) => 0,
        };
        (outcome, mask.len(), spent)
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
        // Not the parser's words: they repeat what it read.
        Err(_) => Err(Failure::Malformed { detail: "it is no JSON object".to_owned() }),
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

    fn link(model: &Arc<Scripted>) -> Link {
        let price = Price { question: 1_000_000, answer: 1_000_000 };
        Link::new(Provider::Groq, Arc::clone(model) as Arc<dyn LanguageModel>, Some(price))
    }

    fn chain(models: &[&Arc<Scripted>], clock: &Arc<ManualClock>) -> Chain {
        let links = models.iter().map(|model| link(model)).collect();
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
            let exchange = chain.ask(&asking("hi"), Duration::ZERO, Purse::default()).await;
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
        let exchange = chain.ask(&asking("hi"), Duration::ZERO, Purse::default()).await;
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
            chain.ask(&asking("hi"), Duration::ZERO, Purse::default()).await;
        }
        assert_eq!(first.asked.load(Ordering::SeqCst), 3, "then it rests");
        *first.does.lock() = Does::Says("{}");
        clock.advance(Duration::from_secs(16));
        for _ in 0..2 {
            let exchange = chain.ask(&asking("hi"), Duration::ZERO, Purse::default()).await;
            assert_eq!(exchange.completion.expect("an answer").model, "first-1");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_link_that_wants_to_be_left_alone_is() {
        let limited = Failure::Limited { retry_after: Some(Duration::from_secs(60)) };
        let (first, second) =
            (Scripted::new("first", Does::Fails(limited)), Scripted::new("second", Does::Says("{}")));
        let clock = clock();
        let chain = chain(&[&first, &second], &clock);
        chain.ask(&asking("hi"), Duration::ZERO, Purse::default()).await;
        clock.advance(Duration::from_secs(59));
        let exchange = chain.ask(&asking("hi"), Duration::ZERO, Purse::default()).await;
        assert_eq!(first.asked.load(Ordering::SeqCst), 1);
        assert_eq!(exchange.tried[0].failure, Some(Failure::Resting));
        clock.advance(Duration::from_secs(2));
        chain.ask(&asking("hi"), Duration::ZERO, Purse::default()).await;
        assert_eq!(first.asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn what_is_personal_stays_here_and_comes_back() {
        let said = "I am Maria Silva, maria@example.org, call +1 555 010 0123";
        let remote = Scripted::new("remote", Does::Echoes);
        let exchange = chain(&[&remote], &clock()).ask(&asking(said), Duration::ZERO, Purse::default()).await;
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
        chain(&[&local], &clock()).ask(&asking(said), Duration::ZERO, Purse::default()).await;
        assert_eq!(local.heard.lock()[0].messages[0].content, said, "nothing leaves, nothing is hidden");
    }

    #[tokio::test(start_paused = true)]
    async fn all_questions_of_an_answer_share_its_time() {
        let first = Scripted::new("first", Does::Stalls);
        let chain = chain(&[&first], &clock());
        let began = Instant::now();
        let exchange = chain.ask(&asking("hi"), Duration::from_secs(8), Purse::default()).await;
        assert!(began.elapsed() <= Duration::from_millis(1005));
        assert_eq!(exchange.tried[0].failure, Some(Failure::TooLate));
        let exchange = chain.ask(&asking("hi"), Duration::from_secs(10), Purse::default()).await;
        assert_eq!((exchange.completion, first.asked.load(Ordering::SeqCst)), (None, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn what_may_not_be_spent_is_not_asked_also_where_two_ask_at_once() {
        let (dear, free) = (Scripted::new("dear", Does::Stalls), Scripted::new("free", Does::Says("{}")));
        let links =
            vec![link(&dear), Link::new(Provider::Local, Arc::clone(&free) as Arc<dyn LanguageModel>, None)];
        let chain = Chain::new(links, clock(), Duration::from_secs(9));
        let most = chain.links[0].most_cost(&asking("hi").request);
        assert!(most > 10, "the answer's tokens alone");
        let purse = Purse { day: Some(most + 1), conversation: None };
        let (hi, ho) = (asking("hi"), asking("hi"));
        let (one, other) =
            tokio::join!(chain.ask(&hi, Duration::ZERO, purse), chain.ask(&ho, Duration::ZERO, purse));
        assert_eq!(dear.asked.load(Ordering::SeqCst), 1);
        let capped =
            |exchange: &Exchange| matches!(exchange.tried[0].failure, Some(Failure::CapReached { .. }));
        assert!(capped(&one) != capped(&other));
        assert!(one.completion.is_some() && other.completion.is_some());
        let purse = Purse { day: None, conversation: Some(most - 1) };
        assert!(capped(&chain.ask(&hi, Duration::ZERO, purse).await));
    }
}
