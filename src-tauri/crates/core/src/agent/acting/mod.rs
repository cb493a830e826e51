//! Acting for a customer: understanding what is wanted of their own orders, asking for what is missing, stating the exact
//! change with its money, and having it carried out after a yes.
//!
//! Pure, like everything in [`crate::agent`]: it works over what was looked up and gives back a question, a lookup, acts
//! or sentences. The policy decides ([`crate::policy`]) and the driver's transaction acts ([`crate::answer`]). Every
//! sentence is made here from rows; a planner may only repeat it word for word, which the validator checks.

pub mod agenda;
mod asked;
pub mod asks;
mod buying;
mod cart;
mod choose;
pub mod code;
mod correct;
mod desk;
mod fill;
mod identity;
mod methods;
mod options;
mod own;
mod pick;
mod places;
mod read;
mod reasons;
mod references;
mod reply;
mod say;
mod scales;
mod suggestion;
#[cfg(test)]
mod tests;
mod titles;
mod tongues;
mod troubles;
mod typing;
mod verbs;
mod words;

pub use agenda::Agenda;
use desk::Desk;
pub use say::Statement;
use tongues::Heard;

use super::account::{Account, Act, Acted, Claimed};
use super::input::CodeNeed;
use super::intent::Intent;
use super::phrases::{Language, Speech};
use super::remembered;
use super::run::HandoffReason;
use super::turn::{Situation, ToolCall, ToolResult};
use crate::clock::Timestamp;
use crate::id::{self, Id};

/// What the acting part makes of a turn so far.
#[derive(Debug, Clone, PartialEq)]
pub enum Thought {
    /// The message is none of its business.
    Pass,
    Call(ToolCall),
    Act(Vec<Act>),
    Say(Box<Said>),
}

/// The end of a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Each a sentence or a list, in their order.
    pub statements: Vec<Statement>,
    pub agenda: Agenda,
    pub order: Option<Id<id::Order>>,
    pub handoff: Option<HandoffReason>,
    /// What "it" means from now on, where that is another thing than before.
    pub focus_product: Option<Id<id::Product>>,
}

impl Said {
    /// The reply.
    pub fn text(&self) -> String {
        self.statements.iter().map(|statement| statement.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

impl Situation {
    /// The customer's file as it was read last.
    pub fn account(&self) -> Option<&Account> {
        self.results.iter().rev().find_map(|(_, result)| match result {
            ToolResult::Account(Some(account)) | ToolResult::Identified(Some(account)) => {
                Some(account.as_ref())
            }
            ToolResult::Acted { account: Some(account), .. }
            | ToolResult::CodeTried { account: Some(account), .. } => Some(account.as_ref()),
            _ => None,
        })
    }

    /// What became of the acts of this turn.
    pub fn acted(&self) -> Option<&[Acted]> {
        self.results.iter().find_map(|(_, result)| match result {
            ToolResult::Acted { acted, .. } => Some(acted.as_slice()),
            _ => None,
        })
    }
}

/// What the customer wrote.
fn written(situation: &Situation) -> String {
    situation.input.messages.iter().map(|message| message.body.as_str()).collect::<Vec<_>>().join("\n")
}

/// What the desk reads: the customer's English, or what was surely understood of another language, in English.
fn text_of(situation: &Situation) -> String {
    let text = written(situation);
    let agenda = &situation.input.dialogue.agenda;
    match tongues::hear(tongue(situation), &text, agenda, situation.account()) {
        // It is told where the order is, and what was stated goes on waiting.
        Some(heard) if heard.english.is_empty() && !agenda.stated.is_empty() && asks_where(situation) => {
            "where is my order".to_owned()
        }
        Some(heard) => heard.english,
        None => text,
    }
}

/// What was said before it was known who speaks, as the desk reads it now.
fn as_read(situation: &Situation, heard: &str, account: &Account) -> String {
    match tongues::hear(tongue(situation), heard, &Agenda::default(), Some(account)) {
        Some(heard) => heard.english,
        None => heard.to_owned(),
    }
}

fn asks_where(situation: &Situation) -> bool {
    matches!(situation.understanding.intents.as_slice(), [only] if only.intent == Intent::TrackOrder)
}

/// The language in which the customer is answered. What answers the desk is of the language in which it asked.
pub fn tongue(situation: &Situation) -> Language {
    let told = Language::parse(&situation.understanding.language).unwrap_or(Language::English);
    let agenda = &situation.input.dialogue.agenda;
    let spoken = situation.input.dialogue.language.as_deref().and_then(Language::parse);
    let heard = |language| tongues::hear(language, &written(situation), agenda, situation.account());
    let Some(spoken) = spoken.filter(|_| agenda.is_active()) else {
        return if is_answer(situation) { Language::English } else { told };
    };
    // A yes counts in the language of the question, and in English: "ja" is laughter in Spanish.
    let agrees =
        |heard: Option<Heard>| heard.is_some_and(|heard| heard.answer && heard.english.starts_with("yes"));
    let strange = told != spoken && agrees(heard(told));
    if spoken == Language::English {
        return if is_answer(situation) || strange { Language::English } else { told };
    }
    let answers = |heard: Option<Heard>| heard.is_some_and(|heard| heard.answer || heard.wish);
    if spoken == told || answers(heard(spoken)) {
        return spoken;
    }
    // An address or a name says little of the language that the talk is in.
    let names = matches!(
        agenda.asked,
        Some(agenda::Question::Address { .. } | agenda::Question::Identity | agenda::Question::Code { .. })
    );
    if names && reply::read(&written(situation)) == reply::Reply::Other && !answers(heard(told)) {
        return spoken;
    }
    if is_answer(situation) {
        return Language::English;
    }
    if strange { spoken } else { told }
}

/// Whether the desk may take the message: in other languages than English only what is surely understood, or what was said
/// where it asked something.
pub fn understands(situation: &Situation) -> bool {
    let language = tongue(situation);
    let agenda = &situation.input.dialogue.agenda;
    let Some(heard) = tongues::hear(language, &written(situation), agenda, situation.account()) else {
        return language == Language::English;
    };
    if agenda.is_active() {
        return agenda.changes.iter().all(|change| change.kind != agenda::Kind::Buy);
    }
    heard.wish || (agenda.spoke && heard.answer)
}

/// Whether the message answers, in another language than English, what the desk asked, and says nothing else.
pub fn is_sure_answer(situation: &Situation) -> bool {
    let agenda = &situation.input.dialogue.agenda;
    let heard = || tongues::hear(tongue(situation), &written(situation), agenda, situation.account());
    agenda.is_active() && heard().is_some_and(|heard| heard.answer)
}

/// What the desk says as phrases; `None`: some of it is said in English only.
pub fn spoken(said: &Said) -> Option<Speech> {
    tongues::speech(&said.statements)
}

const OWNER_AGREED: &str = "The owner agreed, and it is done.";
const OWNER_DECLINED: &str = "I'm sorry, the owner did not agree to this change. Nothing was changed.";

/// What the customer hears when the owner agreed. `language`: BCP 47, the customer's; `done`: what was carried out, as the policy
/// says it. What is said of it in English only is left out in another language.
pub fn agreed_by_owner(language: Option<&str>, done: &str) -> String {
    let whole = format!("{OWNER_AGREED} {done}");
    in_words_of(language, &whole).or_else(|| in_words_of(language, OWNER_AGREED)).unwrap_or(whole)
}

/// The owner did not.
pub fn declined_by_owner(language: Option<&str>) -> String {
    in_words_of(language, OWNER_DECLINED).unwrap_or_else(|| OWNER_DECLINED.to_owned())
}

/// A sentence of the desk's in another language; `None`: some of it is no phrase.
fn in_words_of(language: Option<&str>, text: &str) -> Option<String> {
    let language = language.and_then(Language::parse).filter(|language| *language != Language::English)?;
    let any_day = jiff::civil::Date::constant(2026, 1, 1);
    Some(tongues::speech(&[Statement::policy(text)])?.say(language, any_day))
}

/// Whether a message may be the acting part's, as far as its words and the memory tell. Cheap.
pub fn concerns(situation: &Situation) -> bool {
    let agenda = &situation.input.dialogue.agenda;
    let text = text_of(situation);
    let goes_on = agenda.spoke
        && (situation.understanding.has(Intent::Other) || reply::read(&text) != reply::Reply::Other);
    // "How do I return something?" asks for the rules.
    let rules = matches!(situation.understanding.primary(), Intent::ReturnPolicy | Intent::ShippingPolicy);
    let buys = buying::wished(situation).is_some() || about_cart(situation);
    if tongue(situation) != Language::English {
        return understands(situation);
    }
    agenda.is_active()
        || situation.input.may_identify
        || goes_on
        || buys
        || (has_wish(&text) && !rules)
        || wonders(situation)
}

/// Whether nothing was understood but words that may name something of theirs: "thinking about the boots", "cups??".
pub(super) fn wonders(situation: &Situation) -> bool {
    let understanding = &situation.understanding;
    let text = text_of(situation);
    let vague = match understanding.primary() {
        Intent::Greeting => text.contains('?'),
        intent => matches!(
            intent,
            Intent::Other
                | Intent::ChangeOrder
                | Intent::CancelOrder
                | Intent::ReturnItem
                | Intent::ExchangeItem
                | Intent::ChangeShippingAddress
                | Intent::Feedback
        ),
    };
    let words = text.split_whitespace().count();
    situation.input.can_act
        && tongue(situation) == Language::English
        && vague
        && !understanding.off_topic
        && !understanding.asks_if_bot
        && !understanding.wordless
        && understanding.tone.alarms.is_empty()
        && understanding.tone.sentiment > -0.4
        && (1..=20).contains(&words)
}

/// Whether it is about what the customer is about to buy.
pub fn about_cart(situation: &Situation) -> bool {
    cart::heard(situation, &situation.input.dialogue.agenda).is_some()
}

/// A word or two in answer to what the desk said: "no" is no Spanish here.
pub fn is_answer(situation: &Situation) -> bool {
    let agenda = &situation.input.dialogue.agenda;
    let text = written(situation);
    // An address and six digits are of no language.
    let proves = || match agenda.asked {
        Some(agenda::Question::Identity) => identity::claim(&text, &Claimed::default()).is_enough(),
        Some(agenda::Question::Code { .. }) => {
            situation.input.proving.typed.is_some()
                || identity::claim(&text, &Claimed::default()).email.is_some()
        }
        _ => false,
    };
    agenda.is_active() && (reply::read(&text) != reply::Reply::Other || proves())
}

/// Whether something is to become of an order, by the words alone.
fn asks_for_change(text: &str) -> bool {
    let atoms = words::atoms(&typing::mended(text, None));
    let pays_otherwise = || {
        words::has_any(&atoms, &["order"])
            && words::has_any(&atoms, &["pay", "use", "charge", "put", "bill"])
            && words::has_any(&atoms, &["instead", "rather", "different", "another", "other"])
            && !methods::named(&atoms).is_empty()
    };
    !verbs::places(&atoms).is_empty() || read::may_imply(&atoms) || pays_otherwise()
}

fn has_wish(text: &str) -> bool {
    let atoms = words::atoms(text);
    let mine = words::has_any(&atoms, &["my", "mine"]);
    let asks = words::has(&atoms, &["is", "there"])
        || words::has(&atoms, &["are", "there"])
        || words::has(&atoms, &["do", "you", "have"])
        || words::has(&atoms, &["how", "much", "more"])
        || words::has_any(&atoms, &["difference"]);
    let may = words::has(&atoms, &["can", "i"]) || words::has(&atoms, &["could", "i"]);
    asks_for_change(text)
        || (may && words::has_any(&atoms, &["use", "pay"]) && words::has_any(&atoms, &["order"]))
        || words::has_any(&atoms, &["instead"])
        || (mine && asks)
        || (words::has(&atoms, &["still", "coming"]) && words::has_any(&atoms, &["which", "what"]))
        || words::has_any(&atoms, &["tracking", "balance"])
        || (words::has(&atoms, &["what", "was"]) && words::has_any(&atoms, &["order"]))
        || (mine
            && words::has_any(&atoms, &["when", "where"])
            && words::has_any(&atoms, &["here", "arrive", "come", "coming", "ship"]))
        || words::has(&atoms, &["did", "i", "order"])
        || words::has(&atoms, &["did", "i", "buy"])
        || words::has(&atoms, &["have", "i", "ordered"])
        || words::has(&atoms, &["how", "many"])
        || (words::has(&atoms, &["gift", "card"]) && words::has_any(&atoms, &["left", "remaining"]))
        || (words::has_any(&atoms, &["order"]) && words::has_any(&atoms, &["cost", "altogether"]))
        || words::has(&atoms, &["total", "refund"])
        || words::has(&atoms, &["get", "back"])
}

/// Whether a person need not take over yet for the tone of the message: what is asked for can be done here.
pub fn holds(situation: &Situation) -> bool {
    let dialogue = &situation.input.dialogue;
    dialogue.agenda.is_active()
        || situation.input.may_identify
        || (situation.input.can_act && asks_for_change(&text_of(situation)))
}

/// Whether something is to be changed, or is being changed, as far as the words and the memory tell.
pub fn wants_change(situation: &Situation) -> bool {
    let agenda = &situation.input.dialogue.agenda;
    agenda.is_active() || (agenda.spoke && concerns(situation)) || asks_for_change(&text_of(situation))
}

/// Works out what comes next.
pub fn think(situation: &Situation) -> Thought {
    situation.thoughts.with(situation.results.len(), || sayable(situation, thought(situation)))
}

fn thought(situation: &Situation) -> Thought {
    if let Some(thought) = options::think(situation) {
        return thought;
    }
    if !concerns(situation) {
        return Thought::Pass;
    }
    let Some(account) = situation.account() else {
        return match situation.answer(&ToolCall::ReadAccount) {
            None => Thought::Call(ToolCall::ReadAccount),
            Some(_) => Thought::Pass,
        };
    };
    let agenda = situation.input.dialogue.agenda.as_ref().clone();
    let (agenda, text) = match code::hear(situation, agenda, &text_of(situation), &written(situation)) {
        code::Heard::GoOn(agenda, text) => (*agenda, text),
        code::Heard::Is(thought) => return thought,
    };
    let bought = buying::products(situation, &agenda);
    let about_cart = cart::heard(situation, &agenda).is_some();
    if !account.known && bought.is_empty() && !about_cart {
        let text = if tongue(situation) == Language::English { text } else { written(situation) };
        return stranger(situation, agenda, &text);
    }
    let mut account = account.clone();
    let confirmed = remembered::addresses(&situation.input);
    account.confirmed = confirmed.into_iter().map(|fact| fact.value.clone()).collect();
    for product in bought {
        if account.goods(product).is_some() {
            continue;
        }
        let call = ToolCall::ReadGoods { product };
        match situation.answer(&call) {
            None => return Thought::Call(call),
            Some(ToolResult::Goods(goods)) => account.goods.extend(goods.iter().cloned()),
            Some(_) => {}
        }
    }
    if let Some(call) = cart::lookup(situation, &agenda) {
        return Thought::Call(call);
    }
    if about_cart {
        for goods in cart::goods(situation) {
            if account.goods(goods.id).is_none() {
                account.goods.push(goods);
            }
        }
    }
    if let Some(call) = suggestion::lookup(situation, &agenda) {
        return Thought::Call(call);
    }
    Desk::new(situation, &account, agenda, text).run()
}

/// What cannot be said in the customer's language is for a person. What was done is told at least as that.
fn sayable(situation: &Situation, thought: Thought) -> Thought {
    let Thought::Say(mut said) = thought else { return thought };
    if tongue(situation) == Language::English || spoken(&said).is_some() {
        return Thought::Say(said);
    }
    if situation.acted().is_none() {
        return Thought::Pass;
    }
    said.statements.retain(|statement| tongues::speech(std::slice::from_ref(statement)).is_some());
    said.handoff.get_or_insert(HandoffReason::NeedsOwner);
    Thought::Say(said)
}

/// The shop, its goods and a greeting: what is told to anybody and changes nothing.
const fn is_open(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::Greeting
            | Intent::GoodbyeThanks
            | Intent::ProductSearch
            | Intent::ProductQuestion
            | Intent::PriceQuestion
            | Intent::ShippingPolicy
            | Intent::ReturnPolicy
            | Intent::StoreContact
    )
}

/// Whether nobody has to say who they are for an answer.
fn is_for_anybody(situation: &Situation, text: &str) -> bool {
    let understanding = &situation.understanding;
    let open = understanding.intents.iter().all(|scored| is_open(scored.intent));
    open && !understanding.intents.is_empty()
        && understanding.entities.order_numbers.is_empty()
        && !has_wish(text)
        && !identity::claim(text, &Claimed::default()).is_enough()
}

/// Nobody is known yet: what was said is kept until they said who they are.
fn stranger(situation: &Situation, mut agenda: Agenda, text: &str) -> Thought {
    if !agenda.is_active() && is_for_anybody(situation, text) {
        return Thought::Pass;
    }
    let claimed = identity::claim(text, &agenda.claimed);
    agenda.heard.push(text.to_owned());
    let mut failed = false;
    if claimed.is_enough() && situation.input.proving.needs == CodeNeed::Facts {
        agenda.claimed = Claimed::default();
        return code::ask_for_facts(situation, agenda, claimed);
    }
    if claimed.is_enough() {
        let call = ToolCall::Identify(claimed.clone());
        match situation.answer(&call) {
            None => return Thought::Call(call),
            Some(_) => failed = true,
        }
    }
    agenda.claimed = if failed { Claimed { name: claimed.name, ..Claimed::default() } } else { claimed };
    agenda.asked = Some(agenda::Question::Identity);
    agenda.spoke_at = Some(Timestamp::from_millis(situation.input.now.timestamp().as_millisecond()));
    let question = match (failed, &agenda.claimed) {
        (true, _) => {
            "I can't find an account with that. Please check it, or tell me your e-mail address, or your full name and \
             postal code."
        }
        (false, Claimed { name: Some(_), .. }) => "Thank you. And what is your postal code?",
        (false, Claimed { postal_code: Some(_), .. }) => "Thank you. And what is your full name?",
        _ => code::WHO,
    };
    Thought::Say(Box::new(Said {
        statements: vec![Statement::policy(question)],
        agenda,
        order: None,
        handoff: None,
        focus_product: None,
    }))
}
