//! A question goes to the first link that is well, and on to the next when that one fails, all within one budget of time. The answer
//! to a customer is never later than that: whoever gets nothing here goes on with the built-in planner.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::Clock;
use haberdash_core::agent::{Asking, Exchange, Tried};
use haberdash_core::language_model::{Completion, Failure, Gate, Mask, Message, Purse, Request};
use parking_lot::Mutex;
use tokio::time::Instant;

use super::link::Link;
use crate::ending::Ending;

/// Less time than this is not worth a question.
const LEAST: Duration = Duration::from_millis(200);

/// Links in the order in which they are asked.
pub struct Chain {
    links: Vec<Link>,
    clock: Arc<dyn Clock>,
    /// For all questions of an answer, whoever answers them.
    budget: Duration,
    under_way: UnderWay,
}

/// What the questions under way may cost: two at once must not spend the same cent. It outlives a chain, for the settings may change
/// in the middle of a question.
pub type UnderWay = Arc<Mutex<i64>>;

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
    pub fn new(links: Vec<Link>, clock: Arc<dyn Clock>, budget: Duration, under_way: UnderWay) -> Self {
        Self { links, clock, budget, under_way }
    }

    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Tokens that every link can read.
    pub fn context_tokens(&self) -> usize {
        let models = self.links.iter().filter_map(|link| link.now().ok());
        let least = models.map(|model| model.capabilities().context_tokens).min();
        usize::try_from(least.unwrap_or(0)).unwrap_or(0)
    }

    /// Tokens of a text, by the link that counts most.
    pub fn count(&self, text: &str) -> usize {
        self.links.iter().map(|link| link.count(text)).max().unwrap_or(0)
    }

    /// Asks. It takes no longer than what is left of the budget, and never fails: that nobody answered is an answer. When the program
    /// ends nobody is asked any more, and nobody is waited for.
    pub async fn ask(&self, asking: &Asking, spent: Duration, purse: Purse, ending: &Ending) -> Exchange {
        let until = Instant::now() + self.budget.saturating_sub(spent);
        let mut exchange = Exchange::with_nobody(asking.request.clone());
        for (n, link) in self.links.iter().enumerate() {
            if ending.has_begun() {
                break;
            }
            let began = Instant::now();
            let left = until.saturating_duration_since(began);
            // The next one needs time, too.
            let share = if n + 1 < self.links.len() { left * 2 / 3 } else { left };
            let End { outcome, hidden, cost_micros, sent } = if share < LEAST {
                End::without(Failure::TooLate)
            } else {
                self.ask_one(link, asking, share, purse, ending).await
            };
            match &outcome {
                // That it rests or had no time says less than why.
                Err(Failure::TooLate) if share < LEAST || ending.has_begun() => {}
                Err(Failure::Resting) => {}
                outcome => link.note(outcome.as_ref().err()),
            }
            exchange.tried.push(Tried {
                link: link.name(),
                model: link.model(),
                server: link.host(),
                failure: outcome.as_ref().err().cloned(),
                took: began.elapsed(),
                cost_micros,
                sent: sent.is_some(),
            });
            // Each gets the same: what is hidden depends on the question alone.
            if let Some(sent) = sent {
                exchange.sent = sent;
                exchange.hidden = hidden;
            }
            if let Ok(completion) = outcome {
                exchange.completion = Some(completion);
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
        ending: &Ending,
    ) -> End {
        let model = match link.now() {
            Ok(model) => model,
            Err(failure) => return End::without(failure),
        };
        let cost = link.most_cost(model.as_ref(), &asking.request);
        let _aside = {
            let mut under_way = self.under_way.lock();
            if cost > 0
                && let Some(why) = purse.less(*under_way).refuses(cost)
            {
                return End::without(Failure::CapReached { detail: why.to_owned() });
            }
            *under_way += cost;
            SetAside(&self.under_way, cost)
        };
        if let Gate::Resting(_) = link.breaker.lock().ask(self.clock.now()) {
            return End::without(Failure::Resting);
        }
        let mut asked = Asked(link, false);
        let mut mask = Mask::default();
        let is_remote = model.capabilities().is_remote;
        let request = if is_remote { masked(asking, &mut mask) } else { asking.request.clone() };
        let sent = is_remote.then(|| changed(&asking.request, &request));
        let answered = tokio::select! {
            biased;
            answered = tokio::time::timeout(share, model.answer(&request, &|_| {})) => answered,
            // It is paid for all the same.
            () = ending.wait() => {
                return End { outcome: Err(Failure::TooLate), hidden: mask.len(), cost_micros: cost, sent };
            }
        };
        let outcome = match answered {
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
        // Without a connection nothing left.
        let sent = sent.filter(|_| !matches!(outcome, Err(Failure::Unreachable { .. })));
        End { outcome, hidden: mask.len(), cost_micros: spent, sent }
    }
}

/// What came of asking one link.
struct End {
    outcome: Result<Completion, Failure>,
    hidden: usize,
    cost_micros: i64,
    /// What left the machine: see [`Exchange::sent`]. `None`: nothing.
    sent: Option<Vec<Option<String>>>,
}

impl End {
    /// It was not asked.
    const fn without(failure: Failure) -> Self {
        Self { outcome: Err(failure), hidden: 0, cost_micros: 0, sent: None }
    }
}

/// What of a question left in other words than it was asked.
fn changed(asked: &Request, sent: &Request) -> Vec<Option<String>> {
    let pairs = asked.messages.iter().zip(&sent.messages);
    pairs.map(|(asked, sent)| (asked.content != sent.content).then(|| sent.content.clone())).collect()
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
mod tests;
