//! Works out recorded turns for the prompt lab: one model and nobody else, with its own circuit breaker, so that nothing that happens here
//! tells on how customers are answered. What it costs is counted like all that models cost, and bounded by the lab run besides.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use haberdash_core::agent::{self, BuiltinPlanner, Driven, Exchange, Knowledge, RunRecord, TurnInput};
use haberdash_core::answer::{Consulting, Turns};
use haberdash_core::catalog::Searcher;
use haberdash_core::language_model::{self, Failure, LanguageModelSettings, LinkSettings, Provider, Purse};
use haberdash_core::{Clock, Database, Result, settings};
use tokio::runtime::Handle;

use super::turns::{count, start_with};
use super::{Chain, Languages};
use crate::ending::Ending;

/// The chain of one model.
pub struct LabTurns {
    chain: Chain,
    searcher: Arc<Searcher>,
    database: Database,
    runtime: Handle,
    ending: Ending,
    started: Instant,
    /// What the run may still spend, in millionths of a US dollar.
    left: AtomicI64,
}

impl Languages {
    /// The link of the settings that has a model; `None`: it is not set up (any more).
    pub fn link_of<'a>(
        settings: &'a LanguageModelSettings,
        provider: Provider,
        model: &str,
    ) -> Option<&'a LinkSettings> {
        settings.chain.iter().find(|link| link.provider == provider && link.model == model)
    }

    /// Turns that ask one model of the settings, until the end begins. `left`: what they may cost, in millionths of a US dollar.
    ///
    /// # Errors
    /// [`Failure::NotSetUp`] when the settings do not have it.
    pub fn lab(
        &self,
        database: &Database,
        searcher: Arc<Searcher>,
        settings: &LanguageModelSettings,
        (provider, model): (Provider, &str),
        left: i64,
        ending: Ending,
    ) -> Result<LabTurns, Failure> {
        let link = Self::link_of(settings, provider, model).ok_or_else(|| Failure::NotSetUp {
            detail: format!("“{model}” is not one of your language models any more"),
        })?;
        let budget = Duration::from_secs(settings.answer_seconds.into());
        Ok(LabTurns {
            chain: Chain::new(
                vec![self.link(link)],
                Arc::clone(&self.0.clock),
                budget,
                Arc::clone(&self.0.under_way),
            ),
            searcher,
            database: database.clone(),
            runtime: Handle::current(),
            ending,
            started: Instant::now(),
            left: AtomicI64::new(left),
        })
    }
}

impl LabTurns {
    /// What is left of the day and of the run. What cannot be read is not spent.
    fn purse(&self) -> Purse {
        let now = self.database.clock().now();
        let day = self.database.read_blocking(move |connection| {
            let limits = settings::get::<LanguageModelSettings>(connection)?.value;
            language_model::spent(connection, &limits, None, now)
        });
        let day = day.map_or(Some(0), |purse| purse.day);
        Purse { day, conversation: Some(self.left.load(Ordering::Acquire)) }
    }
}

impl Turns for LabTurns {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        agent::drive(input, knowledge, &BuiltinPlanner, &mut || self.started.elapsed())
    }

    fn start(&self, input: TurnInput, knowledge: &dyn Knowledge, told: &[Exchange]) -> Result<Driven> {
        start_with(&self.chain, input, knowledge, told, &mut || self.started.elapsed())
    }

    fn consult(&self, question: &Consulting<'_>) -> Option<Exchange> {
        let asked = self.chain.ask(question.asking, question.spent, self.purse(), &self.ending);
        let exchange = self.runtime.block_on(asked);
        // Not the conversation's: its customer is not to get less because of it.
        count(&self.database, &self.chain, None, &exchange);
        let cost = exchange.tried.iter().map(|tried| tried.cost_micros.max(0)).sum::<i64>();
        self.left.fetch_sub(cost, Ordering::AcqRel);
        let is_cut_off = self.ending.has_begun() && exchange.completion.is_none();
        (!is_cut_off).then_some(exchange)
    }

    fn searcher(&self) -> Option<&Searcher> {
        Some(&self.searcher)
    }
}
