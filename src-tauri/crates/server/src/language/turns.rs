//! Works out turns with the language models where the owner has some, and without where not.

use std::sync::Arc;
use std::time::{Duration, Instant};

use haberdash_core::agent::{self, Driven, Exchange, Knowledge, ModelPlanner, Room, RunRecord, TurnInput};
use haberdash_core::answer::{Consulting, Turns};
use haberdash_core::id::Conversation;
use haberdash_core::language_model::{self, LanguageModelSettings, Provider, Purse};
use haberdash_core::{Clock, Database, Id, Result, settings};
use tokio::runtime::Handle;

use super::{Chain, Languages};
use crate::ending::Ending;

/// The chain, with what works out turns when there is none.
pub struct ModelTurns {
    languages: Languages,
    without: Arc<dyn Turns>,
    database: Database,
    runtime: Handle,
    ending: Ending,
    started: Instant,
}

impl ModelTurns {
    pub fn new(
        languages: Languages,
        without: Arc<dyn Turns>,
        database: Database,
        runtime: Handle,
        ending: Ending,
    ) -> Self {
        Self { languages, without, database, runtime, ending, started: Instant::now() }
    }

    /// What is left of the owner's limits. What cannot be read is not spent.
    fn purse(&self, question: &Consulting<'_>) -> Purse {
        let (conversation, now) = (question.conversation, self.database.clock().now());
        let purse = self.database.read_blocking(move |connection| {
            let limits = settings::get::<LanguageModelSettings>(connection)?.value;
            language_model::spent(connection, &limits, Some(conversation), now)
        });
        purse.unwrap_or(Purse { day: Some(0), conversation: Some(0) })
    }
}

/// Counts what links took for an exchange.
pub(super) fn count(
    database: &Database,
    chain: &Chain,
    conversation: Option<Id<Conversation>>,
    exchange: &Exchange,
) {
    let asked: Vec<_> = chain
        .links()
        .iter()
        .zip(&exchange.tried)
        .filter(|(_, tried)| tried.failure.as_ref().is_none_or(language_model::Failure::was_asked))
        .map(|(link, tried)| {
            let usage = exchange.completion.as_ref().filter(|_| tried.failure.is_none());
            (link.provider, tried.model.clone(), usage.map(|completion| completion.usage), tried.cost_micros)
        })
        .collect();
    if asked.is_empty() {
        return;
    }
    let counted = database.write_blocking(move |tx| {
        for (provider, model, usage, at_most) in &asked {
            language_model::count(tx, conversation, *provider, model, usage.as_ref(), *at_most)?;
        }
        Ok(())
    });
    if let Err(error) = counted {
        tracing::error!(code = %error.code, "what a language model cost could not be counted");
    }
}

/// Works a turn out with what a chain said so far.
pub(super) fn start_with(
    chain: &Chain,
    input: TurnInput,
    knowledge: &dyn Knowledge,
    told: &[Exchange],
    stopwatch: &mut dyn FnMut() -> Duration,
) -> Result<Driven> {
    let (name, model) = planner_of(chain, told);
    let count = |text: &str| chain.count(text);
    let room = Room { context_tokens: chain.context_tokens(), count: &count };
    let planner = ModelPlanner::new(&name, &model, room, told, &input.prompt);
    let driven = agent::start(input, knowledge, &planner, stopwatch)?;
    Ok(if planner.spoke() { driven } else { driven.as_builtin() })
}

/// As the records call who planned: the link that answered last, or the first that would be asked.
fn planner_of(chain: &Chain, told: &[Exchange]) -> (String, String) {
    let answered = told.iter().rev().find_map(|exchange| {
        let completion = exchange.completion.as_ref()?;
        Some((exchange.tried.last()?.link.clone(), completion.model.clone()))
    });
    answered.unwrap_or_else(|| match chain.links().first() {
        Some(link) => (link.provider.as_str().to_owned(), link.model()),
        None => (Provider::Local.as_str().to_owned(), String::new()),
    })
}

impl Turns for ModelTurns {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        self.without.run(input, knowledge)
    }

    fn start(&self, input: TurnInput, knowledge: &dyn Knowledge, told: &[Exchange]) -> Result<Driven> {
        let Some(chain) = self.languages.chain() else { return self.without.start(input, knowledge, told) };
        start_with(&chain, input, knowledge, told, &mut || self.started.elapsed())
    }

    fn consult(&self, question: &Consulting<'_>) -> Option<Exchange> {
        let Some(chain) = self.languages.chain() else {
            return Some(Exchange::with_nobody(question.asking.request.clone()));
        };
        let began = Instant::now();
        let purse = self.purse(question);
        let spent = question.spent + began.elapsed();
        let exchange = self.runtime.block_on(chain.ask(question.asking, spent, purse, &self.ending));
        count(&self.database, &chain, Some(question.conversation), &exchange);
        // An answer that came in time counts; for none the customer waits until the next start.
        let is_cut_off = self.ending.has_begun() && exchange.completion.is_none();
        (!is_cut_off).then_some(exchange)
    }
}
