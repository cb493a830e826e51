//! Performs a turn's steps over a [`Knowledge`] and a [`Planner`] that answer at once, and records them.

use std::time::Duration;

use serde_json::{Value, json};

use super::input::TurnInput;
use super::knowledge::Knowledge;
use super::modelled::{Ask, Exchange, Want};
use super::run::{CodeWish, Proposal, RunAgent, RunRecord, StepKind, StepRecord};
use super::turn::{Draft, Move, Observation, Planner, Situation, Step, ToolCall, ToolResult, Turn};
use super::validate::{Verdict, validate};
use super::{describe, escalation, personal, understanding};
use crate::Result;
use crate::agents::Seat;
use crate::codes::Asked;
use crate::id::{self, Id};
use crate::language_model::Request;
use crate::market::Comparison;
use crate::prompts::PromptUse;

/// The customer's orders that are looked at.
const ORDERS_READ: usize = 10;
/// No turn takes more steps than this; more would be a fault of the machine.
const MOST_STEPS: usize = 160;

/// How far a turn came.
#[derive(Debug, Clone)]
pub enum Driven {
    Finished(Box<RunRecord>),
    /// It has to go on where one can write: something is to be carried out.
    Paused(Box<Paused>),
    /// It begins anew when prices elsewhere are known: they have to be searched for.
    Waits(Id<id::Product>),
    /// A language model has to be asked; with its answer the turn is worked out anew.
    Asking(Box<Asking>),
}

/// A turn that waits for a language model.
#[derive(Debug, Clone)]
pub struct Asking {
    pub request: Request,
    /// Answers of the turn that it follows.
    pub after: usize,
    /// Which agent asks.
    pub agent: Seat,
    /// Texts that must not leave the machine, with their kinds.
    pub personal: Vec<(&'static str, String)>,
}

/// A turn that waits to act.
#[derive(Debug, Clone)]
pub struct Paused {
    turn: Turn,
    steps: Vec<StepRecord>,
    planner: String,
    model: Option<String>,
    version: String,
    call: ToolCall,
    spent: Duration,
}

impl Driven {
    /// As the built-in planner's work: whatever else could have had a say said nothing that counts.
    #[must_use]
    pub fn as_builtin(mut self) -> Self {
        let own = super::BuiltinPlanner;
        let name = Planner::name(&own).to_owned();
        let version = Planner::version(&own).to_owned();
        match &mut self {
            Self::Finished(record) => {
                (record.planner, record.model, record.prompt_version) = (name, None, version);
                if let Some(used) = &mut record.prompt {
                    used.spoke = false;
                }
            }
            Self::Paused(paused) => (paused.planner, paused.model, paused.version) = (name, None, version),
            Self::Waits(_) | Self::Asking(_) => {}
        }
        self
    }
}

impl Paused {
    /// What was done until now.
    pub fn steps(&self) -> &[StepRecord] {
        &self.steps
    }

    /// What it would do, for people.
    pub fn wish(&self) -> String {
        describe::call(&self.call)
    }

    /// Which agent it is.
    pub fn agent(&self) -> &Seat {
        &self.turn.situation().agent
    }
}

/// Runs a turn to its end. `stopwatch` tells the time since any fixed moment; it only measures.
///
/// # Errors
/// Those of the knowledge: nothing was decided, and the turn may be run again.
pub fn drive(
    input: TurnInput,
    knowledge: &dyn Knowledge,
    planner: &dyn Planner,
    stopwatch: &mut dyn FnMut() -> Duration,
) -> Result<RunRecord> {
    match start(input, knowledge, planner, stopwatch)? {
        Driven::Finished(record) => Ok(*record),
        Driven::Paused(_) | Driven::Waits(_) => {
            Err(crate::Error::new(crate::Code::Internal, "A turn wants to act where nothing can be written."))
        }
        Driven::Asking(_) => {
            Err(crate::Error::new(crate::Code::Internal, "A turn wants to ask a model where there is none."))
        }
    }
}

/// Runs a turn to its end, or to where it has to act.
///
/// # Errors
/// Those of the knowledge.
pub fn start(
    input: TurnInput,
    knowledge: &dyn Knowledge,
    planner: &dyn Planner,
    stopwatch: &mut dyn FnMut() -> Duration,
) -> Result<Driven> {
    let paused = Paused {
        turn: Turn::new(input),
        steps: Vec::new(),
        planner: planner.name().to_owned(),
        model: planner.model().map(str::to_owned),
        version: planner.version().to_owned(),
        call: ToolCall::ReadAccount,
        spent: Duration::ZERO,
    };
    go_on(paused, Observation::Started, knowledge, planner, stopwatch)
}

/// Acts, and runs a paused turn to its end. What became of the acts is told by the built-in planner, whoever planned
/// them: it is worded inside the transaction that did them.
///
/// # Errors
/// Those of the knowledge; nothing must be kept then.
pub fn resume(paused: Paused, knowledge: &dyn Knowledge) -> Result<RunRecord> {
    let call = paused.call.clone();
    let result = answer(&call, knowledge)?;
    let mut paused = paused;
    let summary = format!("{} — {}", describe::call(&call), describe::result(&result));
    let output = json!({"summary": summary, "result": brief(&result)});
    paused.steps.push(record(StepKind::Tool, serde_json::to_value(&call)?, output, Duration::ZERO));
    let planner = super::BuiltinPlanner;
    match go_on(paused, Observation::ToolAnswered(result), knowledge, &planner, &mut || Duration::ZERO)? {
        Driven::Finished(record) => Ok(*record),
        Driven::Paused(_) | Driven::Waits(_) | Driven::Asking(_) => {
            Err(crate::Error::new(crate::Code::Internal, "A turn wants to act twice."))
        }
    }
}

fn go_on(
    paused: Paused,
    seen: Observation,
    knowledge: &dyn Knowledge,
    planner: &dyn Planner,
    stopwatch: &mut dyn FnMut() -> Duration,
) -> Result<Driven> {
    let Paused { mut turn, mut steps, planner: name, model, version, spent, .. } = paused;
    let started = stopwatch();
    let mut seen = seen;
    for _ in 0..MOST_STEPS {
        let step = turn.next(seen);
        let began = stopwatch();
        if let Step::Propose { proposal, memory, confidence } = step {
            let output = json!({
                "summary": match proposal.handoff_reason() {
                    Some(reason) => format!("Hands over to a person: {}", reason.as_str().replace('_', " ")),
                    None => format!("Proposes: {}", proposal.outcome().as_str()),
                },
                "outcome": proposal.outcome(),
                "confidence": confidence,
            });
            steps.push(record(StepKind::Propose, Value::Null, output, Duration::ZERO));
            let identified = turn.situation().results.iter().find_map(|(_, result)| match result {
                ToolResult::Identified(Some(account)) => Some(account.id),
                _ => None,
            });
            return Ok(Driven::Finished(Box::new(RunRecord {
                planner: name,
                model,
                prompt_version: version,
                agent: Some(RunAgent::of(&turn.situation().agent)),
                identified,
                code_asked: code_asked(turn.situation(), &proposal),
                prompt: PromptUse::of(&turn.situation().input.prompt, &steps),
                heard: turn.situation().heard.clone(),
                confidence,
                proposal,
                steps,
                evidence: turn.into_evidence(),
                dialogue: memory,
                duration_us: micros(spent + stopwatch().saturating_sub(started)),
            })));
        }
        if let Step::CallTool { call: ToolCall::ComparePrices { product } } = &step
            && knowledge.compare_prices(*product)? == Comparison::Missing
        {
            return Ok(Driven::Waits(*product));
        }
        if let Step::CallTool {
            call:
                call @ (ToolCall::Act { .. }
                | ToolCall::TryCode { .. }
                | ToolCall::MatchPrice { .. }
                | ToolCall::SubscribeOrOptOut { .. }),
        } = &step
            && !knowledge.can_write()
        {
            let spent = spent + stopwatch().saturating_sub(started);
            let call = call.clone();
            return Ok(Driven::Paused(Box::new(Paused {
                turn,
                steps,
                planner: name,
                model,
                version,
                call,
                spent,
            })));
        }
        match planner_s_question(&step, turn.situation(), planner) {
            Ask::Nothing => {}
            Ask::Told(exchange) => steps.push(asked(&exchange)),
            Ask::Wait { request, after } => {
                let situation = turn.situation();
                return Ok(Driven::Asking(Box::new(Asking {
                    request: *request,
                    after,
                    agent: situation.agent.clone(),
                    personal: personal::of(situation),
                })));
            }
        }
        let (kind, input, output, observation) = perform(&step, turn.situation(), knowledge, planner)?;
        let duration = stopwatch().saturating_sub(began);
        steps.push(record(kind, input, output, duration));
        seen = observation;
    }
    Err(crate::Error::new(crate::Code::Internal, "A turn did not come to an end."))
}

/// Whom a code goes to, by what was found that it may. Who hands over promises none.
fn code_asked(situation: &Situation, proposal: &Proposal) -> Option<CodeWish> {
    if !matches!(proposal, Proposal::Reply { .. }) {
        return None;
    }
    situation.results.iter().find_map(|(call, result)| match (call, result) {
        (ToolCall::AskCode { claimed }, ToolResult::CodeAsked(Asked::Coming)) => {
            Some(CodeWish { claimed: claimed.clone(), language: situation.language().code().to_owned() })
        }
        _ => None,
    })
}

/// What a model has to be asked before a step.
fn planner_s_question(step: &Step, situation: &Situation, planner: &dyn Planner) -> Ask {
    match step {
        Step::Plan => planner.ask(situation, Want::Move),
        Step::Draft { attempt, problems, ask_planner: true } => {
            planner.ask(situation, Want::Draft { attempt: *attempt, problems })
        }
        _ => Ask::Nothing,
    }
}

/// A question to a model as the inspector shows it.
fn asked(exchange: &Exchange) -> StepRecord {
    let took = exchange.tried.iter().map(|tried| tried.took).sum();
    let others: Vec<String> = exchange
        .tried
        .iter()
        .filter_map(|tried| tried.failure.as_ref().map(|failure| format!("{}: {failure}", tried.link)))
        .collect();
    let answered = exchange.completion.as_ref().zip(exchange.tried.last());
    let mut summary = match answered {
        Some((completion, tried)) => format!("{} answered ({})", tried.link, completion.model),
        None => "No model answered; the built-in planner goes on".to_owned(),
    };
    if !others.is_empty() {
        summary = format!("{summary}. Not asked or without an answer: {}", others.join("; "));
    }
    let mut output = json!({
        "summary": summary,
        "text": exchange.completion.as_ref().map(|completion| &completion.text),
        "usage": exchange.completion.as_ref().map(|completion| completion.usage),
        "tried": exchange.tried,
        "hidden": exchange.hidden,
    });
    // As it left, and never what its stand-ins stand for. Most of a question is the shop's own words, which left as they are: those
    // are not kept twice.
    if !exchange.sent.is_empty() {
        output["sent"] = json!(exchange.sent);
    }
    let input = json!({ "messages": exchange.request.messages, "most_tokens": exchange.request.most_tokens });
    record(StepKind::Model, input, output, took)
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn record(kind: StepKind, input: Value, output: Value, duration: Duration) -> StepRecord {
    StepRecord { kind, input, output, duration_us: micros(duration) }
}

/// Answers a tool call.
///
/// # Errors
/// Those of the knowledge.
pub fn answer(call: &ToolCall, knowledge: &dyn Knowledge) -> Result<ToolResult> {
    Ok(match call {
        ToolCall::SearchProducts(query) => ToolResult::Products(knowledge.search_products(query)?),
        ToolCall::ReadProduct { product } => ToolResult::Product(knowledge.product(*product)?.map(Box::new)),
        ToolCall::FindAlike { picture, query } => ToolResult::Products(knowledge.alike(picture, query)?),
        ToolCall::ListOrders => ToolResult::Orders(knowledge.orders(ORDERS_READ)?),
        ToolCall::ReadOrder { number } => ToolResult::Order(knowledge.order_by_number(number)?.map(Box::new)),
        ToolCall::ReadAccount => ToolResult::Account(knowledge.account()?.map(Box::new)),
        ToolCall::Identify(claimed) => ToolResult::Identified(knowledge.identify(claimed)?.map(Box::new)),
        ToolCall::AskCode { claimed } => ToolResult::CodeAsked(knowledge.ask_code(claimed.as_ref())?),
        ToolCall::TryCode { code } => {
            let (tried, account) = knowledge.try_code(code)?;
            ToolResult::CodeTried { tried, account: account.map(Box::new) }
        }
        ToolCall::FindGoods { words } => ToolResult::Goods(knowledge.goods(words)?),
        ToolCall::AskKnowledge { question, language } => {
            ToolResult::Passages(knowledge.answers(question, language)?)
        }
        ToolCall::ReadTaste => ToolResult::Taste(Box::new(knowledge.taste()?)),
        ToolCall::FindTogether { product } => ToolResult::Together(knowledge.together(*product)?),
        ToolCall::ReadWaiting { .. } => ToolResult::Waiting(knowledge.waiting()?),
        ToolCall::ReadGoods { product } => {
            ToolResult::Goods(knowledge.goods_of(*product)?.into_iter().collect())
        }
        ToolCall::Consider { wanted, .. } => ToolResult::Considered(knowledge.consider(wanted)?),
        ToolCall::ComparePrices { product } => ToolResult::Compared(knowledge.compare_prices(*product)?),
        ToolCall::MatchPrice { product, offer } => {
            ToolResult::Matched(knowledge.match_price(*product, *offer)?)
        }
        ToolCall::SubscribeOrOptOut { wants, confirmed, message } => {
            ToolResult::News(knowledge.subscribe_or_opt_out(*wants, *confirmed, *message)?)
        }
        ToolCall::ReadCode { code } => ToolResult::Code(knowledge.promo_code(code)?),
        ToolCall::Act { acts } => {
            let acted = knowledge.act(acts)?;
            ToolResult::Acted { acted, account: knowledge.account()?.map(Box::new) }
        }
    })
}

/// What a result is recorded as: which rows, not all they hold.
fn brief(result: &ToolResult) -> Value {
    match result {
        ToolResult::Products(hits) => hits
            .iter()
            .map(|hit| json!({"id": hit.product.id, "title": hit.product.title, "words_matched": hit.words_matched}))
            .collect(),
        ToolResult::Product(product) => json!(product.as_ref().map(|p| json!({"id": p.id, "title": p.title}))),
        ToolResult::Orders(orders) => {
            orders.iter().map(|order| json!({"number": order.number, "status": order.status})).collect()
        }
        ToolResult::Order(order) => json!(order.as_ref().map(|o| json!({"number": o.number, "status": o.status}))),
        ToolResult::Account(account) | ToolResult::Identified(account) => {
            json!(account.as_ref().map(|a| json!({"id": a.id, "known": a.known, "orders": a.orders.len()})))
        }
        ToolResult::Goods(goods) => goods.iter().map(|goods| json!({"id": goods.id, "title": goods.title})).collect(),
        ToolResult::Passages(passages) => passages
            .iter()
            .map(|passage| {
                json!({
                    "id": passage.entry,
                    "title": passage.title,
                    "version": passage.version,
                    "chunk": passage.chunk,
                    "words": passage.words,
                    "meaning": passage.meaning,
                })
            })
            .collect(),
        ToolResult::Waiting(rows) => json!(rows),
        ToolResult::Taste(taste) => json!(taste),
        ToolResult::Together(all) => all
            .iter()
            .map(|with| json!({"id": with.product.id, "title": with.product.title, "orders": with.orders, "lift_percent": with.lift_percent}))
            .collect(),
        ToolResult::CodeAsked(asked) => json!(asked),
        ToolResult::CodeTried { tried, .. } => json!(tried),
        ToolResult::Considered(considered) => json!(considered),
        ToolResult::Compared(Comparison::Found(offers)) => {
            offers.iter().map(|offer| json!({"id": offer.id, "price": offer.price})).collect()
        }
        ToolResult::Compared(comparison) => json!(comparison),
        ToolResult::Matched(matched) => json!(matched),
        ToolResult::News(change) => json!(change),
        ToolResult::Code(standing) => json!(standing),
        ToolResult::Acted { acted, .. } => json!(acted),
    }
}

type Performed = (StepKind, Value, Value, Observation);

fn perform(
    step: &Step,
    situation: &Situation,
    knowledge: &dyn Knowledge,
    planner: &dyn Planner,
) -> Result<Performed> {
    Ok(match step {
        Step::Classify => {
            let understood = understanding::understand(&situation.input, knowledge.embedder());
            let texts: Vec<&str> =
                situation.input.messages.iter().map(|message| message.body.as_str()).collect();
            let characters: usize = texts.iter().map(|text| text.chars().count()).sum();
            let intents: Vec<String> = understood
                .intents
                .iter()
                .map(|scored| {
                    format!("{} {:.0} %", scored.intent.as_str().replace('_', " "), scored.confidence * 100.0)
                })
                .collect();
            let mut output = serde_json::to_value(&understood)?;
            output["summary"] = json!(format!("Understood: {}", intents.join(", ")));
            let input = json!({"messages": texts.len(), "characters": characters});
            (StepKind::Classify, input, output, Observation::Understood(Box::new(understood)))
        }
        Step::Retrieve { calls } => {
            let mut results = Vec::with_capacity(calls.len());
            let mut lines = Vec::with_capacity(calls.len());
            for call in calls {
                let result = answer(call, knowledge)?;
                lines.push(format!("{} — {}", describe::call(call), describe::result(&result)));
                results.push(result);
            }
            let output = json!({
                "summary": lines.join("\n"),
                "results": results.iter().map(brief).collect::<Vec<_>>(),
            });
            (StepKind::Retrieve, serde_json::to_value(calls)?, output, Observation::Retrieved(results))
        }
        Step::CheckEscalation => {
            let escalation = escalation::check(situation);
            let summary = match &escalation {
                Some(needed) => format!("A person is needed: {}", needed.reason.as_str().replace('_', " ")),
                None => "No person is needed".to_owned(),
            };
            let tone = &situation.understanding.tone;
            let output = json!({"summary": summary, "escalation": escalation});
            (
                StepKind::CheckEscalation,
                serde_json::to_value(tone)?,
                output,
                Observation::Escalation(escalation),
            )
        }
        Step::Plan => {
            let wanted = planner.plan(situation);
            let output = json!({"summary": describe::wanted(&wanted), "move": wanted});
            let input = json!({"lookups": situation.results.len()});
            (StepKind::Plan, input, output, Observation::Planned(wanted))
        }
        Step::CallTool { call } => {
            let result = answer(call, knowledge)?;
            let summary = format!("{} — {}", describe::call(call), describe::result(&result));
            let output = json!({"summary": summary, "result": brief(&result)});
            (StepKind::Tool, serde_json::to_value(call)?, output, Observation::ToolAnswered(result))
        }
        Step::Draft { attempt, problems, ask_planner } => {
            let draft =
                if *ask_planner { planner.draft(situation, *attempt, problems) } else { Draft::default() };
            let output = json!({"summary": format!("Draft {}", attempt + 1), "text": draft.text});
            let input = json!({"attempt": attempt, "problems": problems});
            (StepKind::Draft, input, output, Observation::Drafted(draft))
        }
        Step::Validate { draft } => {
            let verdict = validate(situation, draft);
            let output = json!({"summary": verdict_line(&verdict), "verdict": verdict});
            (StepKind::Validate, json!({"text": draft.text}), output, Observation::Judged(verdict))
        }
        Step::Propose { .. } => {
            // The end is taken by the caller; a planner is never asked for it.
            (StepKind::Propose, Value::Null, Value::Null, Observation::Planned(Move::Draft))
        }
    })
}

fn verdict_line(verdict: &Verdict) -> String {
    match verdict.problems.first() {
        None => format!("Every statement is proved ({})", verdict.claims.len()),
        Some(problem) => format!("Not sent: {} — “{}”", problem.detail, problem.text),
    }
}
