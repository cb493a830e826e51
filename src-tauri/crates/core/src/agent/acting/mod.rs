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
mod choose;
mod correct;
mod desk;
mod fill;
mod identity;
mod methods;
mod pick;
mod places;
mod read;
mod reasons;
mod references;
mod reply;
mod say;
mod scales;
#[cfg(test)]
mod tests;
mod titles;
mod troubles;
mod typing;
mod verbs;
mod words;

pub use agenda::Agenda;
use desk::Desk;
pub use say::Statement;

use super::account::{Account, Act, Acted, Claimed};
use super::run::HandoffReason;
use super::turn::{Situation, ToolCall, ToolResult};
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
            ToolResult::Acted { account: Some(account), .. } => Some(account.as_ref()),
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

fn text_of(situation: &Situation) -> String {
    situation.input.messages.iter().map(|message| message.body.as_str()).collect::<Vec<_>>().join("\n")
}

/// Whether a message may be the acting part's, as far as its words and the memory tell. Cheap.
pub fn concerns(situation: &Situation) -> bool {
    let agenda = &situation.input.dialogue.agenda;
    let text = text_of(situation);
    let goes_on = agenda.spoke
        && (situation.understanding.has(super::Intent::Other) || reply::read(&text) != reply::Reply::Other);
    // "How do I return something?" asks for the rules.
    let rules = matches!(
        situation.understanding.primary(),
        super::Intent::ReturnPolicy | super::Intent::ShippingPolicy
    );
    let buys = buying::wished(situation).is_some();
    agenda.is_active() || situation.input.may_identify || goes_on || buys || (has_wish(&text) && !rules)
}

/// A word or two in answer to what the desk said: "no" is no Spanish here.
pub fn is_answer(situation: &Situation) -> bool {
    situation.input.dialogue.agenda.is_active() && reply::read(&text_of(situation)) != reply::Reply::Other
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
    asks_for_change(text)
        || words::has_any(&atoms, &["tracking", "balance"])
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
        || (situation.input.can_act
            && !verbs::places(&words::atoms(&typing::mended(&text_of(situation), None))).is_empty())
}

/// Whether something is to be changed, or is being changed, as far as the words and the memory tell.
pub fn wants_change(situation: &Situation) -> bool {
    let agenda = &situation.input.dialogue.agenda;
    agenda.is_active() || (agenda.spoke && concerns(situation)) || asks_for_change(&text_of(situation))
}

/// Works out what comes next.
pub fn think(situation: &Situation) -> Thought {
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
    let text = text_of(situation);
    let bought = buying::products(situation, &agenda);
    if !account.known && bought.is_empty() {
        return stranger(situation, agenda, &text);
    }
    let mut account = account.clone();
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
    Desk::new(situation, &account, agenda, text).run()
}

/// Nobody is known yet: what was said is kept until they said who they are.
fn stranger(situation: &Situation, mut agenda: Agenda, text: &str) -> Thought {
    let claimed = identity::claim(text, &agenda.claimed);
    agenda.heard.push(text.to_owned());
    let mut failed = false;
    if claimed.is_enough() {
        let call = ToolCall::Identify(claimed.clone());
        match situation.answer(&call) {
            None => return Thought::Call(call),
            Some(_) => failed = true,
        }
    }
    agenda.claimed = if failed { Claimed { name: claimed.name, ..Claimed::default() } } else { claimed };
    agenda.asked = Some(agenda::Question::Identity);
    let question = match (failed, &agenda.claimed) {
        (true, _) => {
            "I can't find an account with that. Please check it, or tell me your e-mail address, or your full name and \
             postal code."
        }
        (false, Claimed { name: Some(_), .. }) => "Thank you. And what is your postal code?",
        (false, Claimed { postal_code: Some(_), .. }) => "Thank you. And what is your full name?",
        _ => {
            "I'm happy to help. First I need to find your account: please tell me your e-mail address, or your full \
             name and postal code."
        }
    };
    Thought::Say(Box::new(Said {
        statements: vec![Statement::policy(question)],
        agenda,
        order: None,
        handoff: None,
    }))
}
