//! A planner on top of a language model. The graph, the tools, the policy and the validator are those of the built-in one; the model
//! chooses lookups and words, and nothing that it says is believed.
//!
//! Pure: where a model has to be asked the turn stops ([`super::Driven::Asking`]) and is worked out anew, with the answer, when
//! that is there. Same answers, same turn. What changes orders is not a model's: the acting part speaks for itself. Where a
//! model fails or goes on saying what cannot be proved, the built-in planner answers.

mod prompt;
mod step;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub(super) use prompt::fenced;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use step::{Kind, ModelStep};

use super::acting;
use super::news;
use super::personal;
use super::phrases::Language;
use super::planner::BuiltinPlanner;
use super::promo;
use super::recap;
use super::run::HandoffReason;
use super::turn::{Draft, Move, Planner, Situation};
use super::validate::Problem;
use crate::id::{self, Id};
use crate::language_model::{Completion, Failure, Message, Request, Role};
use crate::prompts::PromptInForce;

pub(crate) use prompt::sample;

/// Questions to a model in one turn.
const MOST_QUESTIONS: usize = 8;
/// Tokens of a step.
const STEP_TOKENS: u32 = 500;

/// What the planner knows of the models that it may ask.
pub struct Room<'a> {
    /// Tokens of question and answer together.
    pub context_tokens: usize,
    pub count: &'a (dyn Fn(&str) -> usize + Send + Sync),
}

/// A link that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    pub link: String,
    pub model: String,
    /// The host of the server that it stands on, with a port of its own. `None`: this computer, or it was not recorded yet.
    #[serde(default)]
    pub server: Option<String>,
    /// `None`: it answered.
    pub failure: Option<Failure>,
    pub took: Duration,
    /// What it cost, or cost at most where nobody tells, in millionths of a US dollar.
    #[serde(default)]
    pub cost_micros: i64,
    /// The question went to somebody else's computer, as [`Exchange::sent`] has it.
    #[serde(default)]
    pub sent: bool,
}

/// A question with what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    pub request: Request,
    /// Every link that was tried, in their order; the last is the one that answered, if one did.
    pub tried: Vec<Tried>,
    pub completion: Option<Completion>,
    /// Personal data that was hidden before the question left the machine.
    pub hidden: usize,
    /// What left the machine, message by message and with its stand-ins; `None`: word for word as it was asked. Empty: nothing left.
    #[serde(default)]
    pub sent: Vec<Option<String>>,
}

impl Exchange {
    /// There was nobody to ask.
    pub const fn with_nobody(request: Request) -> Self {
        Self { request, tried: Vec::new(), completion: None, hidden: 0, sent: Vec::new() }
    }
}

/// What models said in a turn that is worked out again and again until it has all that it asks for.
#[derive(Debug, Clone, Default)]
pub struct Consultation {
    told: Vec<Exchange>,
    asked: usize,
    spent: Duration,
}

impl Consultation {
    pub fn told(&self) -> &[Exchange] {
        &self.told
    }

    /// How long all questions of the turn took, also those whose answers no longer hold.
    pub const fn spent(&self) -> Duration {
        self.spent
    }

    /// Takes in an answer. What was said after the one that it follows no longer holds.
    pub fn take(&mut self, after: usize, exchange: Exchange) {
        self.spent += exchange.tried.iter().map(|tried| tried.took).sum::<Duration>();
        self.told.truncate(after);
        self.told.push(exchange);
        self.asked += 1;
    }

    /// Whether so much was asked that the turn has to do without: a shop that changes all the time asks for ever.
    pub const fn is_exhausted(&self) -> bool {
        self.asked >= MOST_QUESTIONS * 2
    }
}

/// What a planner needs of a model before its next move or draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    Nothing,
    /// It was asked, and this came of it.
    Told(Box<Exchange>),
    /// It has to be asked; `after`: answers of the turn that hold.
    Wait {
        request: Box<Request>,
        after: usize,
    },
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Want<'a> {
    Move,
    Draft { attempt: u8, problems: &'a [Problem] },
}

/// The chat of a turn so far.
#[derive(Default)]
struct Chat {
    messages: Vec<Message>,
    /// Evidence that the model was told.
    told: usize,
    /// Answers that were used.
    used: usize,
    /// The step that holds now.
    step: Option<ModelStep>,
    /// It failed; the built-in planner goes on alone.
    is_over: bool,
    /// Drafts that were the model's.
    drafted: u8,
    /// The last draft was, or the wish for a person.
    spoke: bool,
}

/// One turn's planner.
pub struct ModelPlanner<'a> {
    base: BuiltinPlanner,
    name: String,
    model: String,
    version: String,
    room: Room<'a>,
    answers: &'a [Exchange],
    chat: Mutex<Chat>,
}

impl<'a> ModelPlanner<'a> {
    /// `answers`: what models said in this turn so far, in order. `prompt`: that of the turn's input, for its name.
    pub fn new(
        name: &str,
        model: &str,
        room: Room<'a>,
        answers: &'a [Exchange],
        prompt: &PromptInForce,
    ) -> Self {
        Self {
            base: BuiltinPlanner,
            name: name.to_owned(),
            model: model.to_owned(),
            version: prompt.name(&format!("steps-{}", prompt::VERSION)),
            room,
            answers,
            chat: Mutex::default(),
        }
    }

    /// Whether what came of the turn is the model's: else the built-in planner answered, and is named in the records.
    pub fn spoke(&self) -> bool {
        self.chat.lock().spoke
    }

    /// Whether a model has a say: the built-in planner would write, and nothing of it is stated by the acting part.
    fn has_a_say(&self, situation: &Situation) -> bool {
        let writes = || match self.base.plan(situation) {
            Move::Draft => true,
            Move::Handoff { reason } => reason == HandoffReason::LowConfidence,
            Move::Call { .. } | Move::Silent { .. } => false,
        };
        // Only English can be proved of a text that is not made of phrases.
        situation.language() == Language::English
            && situation.escalation.is_none()
            && news::outcome(situation).is_none()
            && promo::outcome(situation).is_none()
            && (!situation.may_act() || acting::think(situation) == acting::Thought::Pass)
            && writes()
    }

    /// Takes the next answer, or says what to ask.
    fn exchange(&self, chat: &mut Chat, situation: &Situation, ask: String, reply_only: bool) -> Ask {
        if chat.used >= MOST_QUESTIONS {
            chat.is_over = true;
            return Ask::Nothing;
        }
        chat.messages.push(Message { role: Role::User, content: ask });
        let request = Request {
            messages: chat.messages.clone(),
            answer: step::schema(reply_only),
            most_tokens: STEP_TOKENS,
            temperature: 0.0,
        };
        chat.told = situation.evidence.len();
        // What was asked before the shop changed under the turn is asked anew.
        let Some(exchange) = self.answers.get(chat.used).filter(|exchange| exchange.request == request)
        else {
            return Ask::Wait { request: Box::new(request), after: chat.used };
        };
        chat.used += 1;
        match &exchange.completion {
            None => chat.is_over = true,
            Some(completion) => {
                chat.messages.push(Message { role: Role::Assistant, content: completion.text.clone() });
                match ModelStep::parse(&completion.text) {
                    Ok(step) => chat.step = Some(step),
                    Err(_) => chat.is_over = true,
                }
            }
        }
        Ask::Told(Box::new(exchange.clone()))
    }

    /// The first question, as long as the room allows: the oldest messages go first, and what they came to stands in their place;
    /// then lines of that, then what was found last. Whatever goes, goes whole.
    fn open(&self, chat: &mut Chat, situation: &Situation) -> Option<String> {
        let instructions = prompt::instructions(situation);
        let most = self.room.context_tokens.saturating_sub(STEP_TOKENS as usize * 2);
        let most = most.checked_sub((self.room.count)(&instructions))?;
        let all = situation.input.history.len();
        let mut earlier = all;
        let mut entries = situation.evidence.len();
        let came_to = recap::lines(&situation.input.dialogue);
        let mut lines = came_to.len();
        let text = loop {
            let is_cut = earlier < all || situation.input.has_older;
            let recap = if is_cut { &came_to[..lines] } else { &[] };
            let text = prompt::opening(situation, &situation.evidence[..entries], earlier, recap);
            if (self.room.count)(&text) <= most {
                break text;
            }
            match (earlier, lines, entries) {
                (1.., _, _) => earlier -= 1,
                (0, 1.., _) => lines -= 1,
                (0, 0, 1..) => entries -= 1,
                (0, 0, 0) => return None,
            }
        };
        chat.messages = vec![Message { role: Role::System, content: instructions }];
        Some(text)
    }

    /// Whether the whole chat and another question still fit.
    fn fits(&self, chat: &Chat, next: &str) -> bool {
        let said: usize = chat.messages.iter().map(|message| (self.room.count)(&message.content) + 8).sum();
        said + (self.room.count)(next) + STEP_TOKENS as usize <= self.room.context_tokens
    }

    fn ask_for_move(&self, chat: &mut Chat, situation: &Situation) -> Ask {
        let text = if chat.messages.is_empty() {
            self.open(chat, situation)
        } else {
            let text = prompt::news(situation.evidence.get(chat.told..).unwrap_or_default());
            self.fits(chat, &text).then_some(text)
        };
        match text {
            Some(text) => self.exchange(chat, situation, text, false),
            None => {
                chat.is_over = true;
                Ask::Nothing
            }
        }
    }

    /// What the conversation remembers of a model's reply: which goods it told of.
    fn remembered(&self, situation: &Situation, text: &str, draft: Draft) -> Draft {
        let told = told_products(situation, text);
        let memory = draft.memory.map(|mut memory| {
            memory.focus_product = told.first().copied().filter(|_| told.len() == 1).or(memory.focus_product);
            if !told.is_empty() {
                memory.offered = told;
            }
            memory
        });
        Draft { text: text.to_owned(), speech: None, handoff: None, order: draft.order, memory }
    }
}

/// Products that a text names, in its order.
fn told_products(situation: &Situation, text: &str) -> Vec<Id<id::Product>> {
    let text = text.to_lowercase();
    let mut told: Vec<(usize, Id<id::Product>)> = Vec::new();
    for (_, result) in &situation.results {
        let products: Vec<_> = match result {
            super::ToolResult::Products(hits) => hits.iter().map(|hit| &hit.product).collect(),
            super::ToolResult::Product(Some(product)) => vec![product.as_ref()],
            _ => continue,
        };
        for product in products {
            if let Some(place) = text.find(&product.title.to_lowercase())
                && !told.iter().any(|(_, id)| *id == product.id)
            {
                told.push((place, product.id));
            }
        }
    }
    told.sort_unstable_by_key(|(place, _)| *place);
    told.into_iter().map(|(_, id)| id).collect()
}

impl Planner for ModelPlanner<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn model(&self) -> Option<&str> {
        Some(&self.model)
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn ask(&self, situation: &Situation, want: Want<'_>) -> Ask {
        let mut chat = self.chat.lock();
        if chat.is_over || !self.has_a_say(situation) {
            return Ask::Nothing;
        }
        match want {
            Want::Move => self.ask_for_move(&mut chat, situation),
            Want::Draft { attempt: 1, problems } if chat.step.is_some() => {
                let reply = chat.step.as_ref().map_or("", |step| step.text.as_str());
                let text = prompt::corrections(reply, problems, &personal::of(situation));
                if self.fits(&chat, &text) {
                    self.exchange(&mut chat, situation, text, true)
                } else {
                    chat.is_over = true;
                    Ask::Nothing
                }
            }
            Want::Draft { .. } => Ask::Nothing,
        }
    }

    fn plan(&self, situation: &Situation) -> Move {
        let mut chat = self.chat.lock();
        let base = self.base.plan(situation);
        let Some(step) = chat.step.as_ref().filter(|_| !chat.is_over && self.has_a_say(situation)) else {
            return base;
        };
        match (step.step, step.call(situation)) {
            (Kind::HandOver, _) => {
                chat.spoke = true;
                Move::Handoff { reason: HandoffReason::NeedsOwner }
            }
            (_, None) => Move::Draft,
            (_, Some(call)) if situation.answer(&call).is_none() => Move::Call { call },
            // It goes round in circles.
            (_, Some(_)) => {
                chat.is_over = true;
                base
            }
        }
    }

    fn draft(&self, situation: &Situation, attempt: u8, problems: &[Problem]) -> Draft {
        let mut chat = self.chat.lock();
        let reply = chat.step.as_ref().filter(|step| {
            step.step == Kind::Reply && attempt < 2 && !chat.is_over && self.has_a_say(situation)
        });
        match reply {
            Some(step) => {
                let base = self.base.draft(situation, 0, problems);
                let draft = self.remembered(situation, step.text.trim(), base);
                chat.drafted = attempt + 1;
                chat.spoke = true;
                draft
            }
            // The last attempt is one that can be proved.
            None => {
                // A person is still what it wished for.
                chat.spoke &= chat.step.as_ref().is_some_and(|step| step.step == Kind::HandOver);
                self.base.draft(situation, attempt.saturating_sub(chat.drafted), problems)
            }
        }
    }
}
