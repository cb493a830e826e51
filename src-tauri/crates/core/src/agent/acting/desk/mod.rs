//! One turn at the desk: what was said is read onto the agenda, what was agreed is carried out, questions are answered,
//! and the next thing is asked for or stated.

mod answering;
mod asking;
mod proposing;
mod reporting;
mod theirs;
mod yes;

use super::agenda::{Agenda, Kind, Notice, Question, Stated};
use super::asked;
use super::asks::{About, Ask};
use super::code::{self, ForChanges};
use super::pick::Candidate;
use super::read;
use super::references::order_numbers;
use super::reply::{self, Reply};
use super::say::Statement;
use super::verbs::Verb;
use super::words::atoms;
use super::{Said, Thought, as_read, buying, cart, correct, is_open, text_of, typing, written};
use crate::agent::Intent;
use crate::agent::account::{Account, Act, Wanted};
use crate::agent::phrases::Language;
use crate::agent::run::HandoffReason;
use crate::agent::turn::Situation;
use crate::clock::Timestamp;
use crate::id::{self, Id};
use crate::policy::{Action, Rule};
use theirs::{asks_its_price, asks_where, takes_it};

/// Messages in a row that may not be understood before a person takes over.
const MOST_PUZZLED: u32 = 2;
const NOT_UNDERSTOOD: &str = "I'm not sure I understood that. What would you like me to do?";
const GIVEN_UP: &str = "I don't get any further here, so a person takes over.";
const FOUND: &str = "Thank you, I found your account. What can I do for you?";
const LEFT_AS_IT_IS: &str = "All right, everything stays as it is.";
const ANYTHING_ELSE: &str = "All right. Is there anything else I can do for you?";

/// Whether a message is about something that is no act: the shop, its goods, a greeting.
pub(super) fn interrupts(situation: &Situation) -> bool {
    let primary = situation.understanding.primary();
    (is_open(primary) || matches!(primary, Intent::TrackOrder | Intent::HumanAgent))
        && reply::read(&text_of(situation)) == Reply::Other
}

pub(super) struct Desk<'a> {
    pub situation: &'a Situation,
    pub account: &'a Account,
    pub agenda: Agenda,
    text: String,
    pub said: Vec<Statement>,
    handoff: Option<HandoffReason>,
    changed: bool,
    /// A question was asked, and what was said is no answer to it nor anything else.
    lost: bool,
    /// Something waits for a yes, and what was said is about something else.
    aside: bool,
    /// A way to pay or a reason was named, and nothing that it is for.
    only_hinted: bool,
    /// "Yes" was said to a question that asks which.
    agreed_to_a_choice: bool,
    /// The customer was found just now, and said nothing else that is understood.
    found: bool,
    /// What was suggested beside.
    pub suggested: Option<Id<id::Product>>,
}

impl<'a> Desk<'a> {
    pub fn new(situation: &'a Situation, account: &'a Account, agenda: Agenda, text: String) -> Self {
        // What was made of another language has no typing errors.
        let english = situation.language() == Language::English;
        let text = if english { typing::mended(&text, Some(account)) } else { text };
        Self {
            situation,
            account,
            agenda,
            text,
            said: Vec::new(),
            handoff: None,
            changed: false,
            lost: false,
            aside: false,
            agreed_to_a_choice: false,
            only_hinted: false,
            found: false,
            suggested: None,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.situation.input.now.timestamp().as_millisecond())
    }

    pub fn say(&mut self, statement: Statement) {
        if !self.said.iter().any(|known| known.text == statement.text) {
            self.said.push(statement);
        }
    }

    pub fn hand_over(&mut self, reason: HandoffReason) {
        self.handoff.get_or_insert(reason);
    }

    pub fn run(mut self) -> Thought {
        let was_active = self.agenda.is_active() || self.situation.is_proved();
        if self.situation.is_proved() {
            self.say(Statement::policy(code::RIGHT));
        }
        let acts = self.hear();
        if let Some(thought) = self.prove(&acts) {
            return thought;
        }
        if self.aside && interrupts(self.situation) && !asks_its_price(self.situation) {
            if self.situation.understanding.primary() != Intent::GoodbyeThanks {
                // What was stated still awaits its yes after that.
                return Thought::Pass;
            }
            self.say(Statement::policy("You're welcome. Nothing has been changed yet."));
        }
        if self.lost {
            if interrupts(self.situation) {
                // The question stays open and is answered after that.
                return Thought::Pass;
            }
            self.agenda.puzzled += 1;
            if self.agenda.puzzled > MOST_PUZZLED {
                self.agenda.asked = None;
                self.say(Statement::policy(GIVEN_UP));
                self.hand_over(HandoffReason::LowConfidence);
                return self.end();
            }
        }
        if !acts.is_empty() {
            match self.situation.acted() {
                None => return Thought::Act(acts),
                Some(acted) => self.report(&acts, acted),
            }
        }
        if !was_active
            && !self.changed
            && self.agenda.asks.is_empty()
            && !self.agenda.is_active()
            && self.name_what_is_theirs()
        {
            return self.end();
        }
        let was_active = was_active || self.changed;
        if !was_active && !self.changed && self.agenda.asks.is_empty() && !self.agenda.is_active() {
            let words = atoms(&self.text).iter().filter(|atom| !atom.mark).count();
            // "Ok. And can I still …?" answers nothing.
            let answer = match reply::read(&self.text) {
                Reply::Yes(_) | Reply::No if words > 4 || self.text.contains('?') => Reply::Other,
                answer => answer,
            };
            let lost = self.situation.understanding.has(Intent::Other);
            if self.agenda.spoke && (answer != Reply::Other || (lost && self.agenda.puzzled < MOST_PUZZLED)) {
                self.agenda.puzzled += 1;
                self.say(Statement::policy(if answer == Reply::Other {
                    NOT_UNDERSTOOD
                } else {
                    ANYTHING_ELSE
                }));
                return self.end();
            }
            return Thought::Pass;
        }
        if let Some(call) = self.answer(false) {
            return Thought::Call(call);
        }
        if let Some(call) = self.work() {
            return Thought::Call(call);
        }
        if let Some(call) = self.answer(true) {
            return Thought::Call(call);
        }
        if self.situation.is_proved() && self.said.len() == 1 && !self.agenda.is_active() {
            self.say(code::what_now());
        }
        if self.said.is_empty() {
            if !was_active && !self.changed {
                return Thought::Pass;
            }
            self.agenda.puzzled = if self.changed { 0 } else { self.agenda.puzzled + 1 };
            if self.agenda.puzzled > MOST_PUZZLED {
                self.say(Statement::policy(GIVEN_UP));
                self.hand_over(HandoffReason::LowConfidence);
                return self.end();
            }
            let nothing = self.agenda.notices.contains(&Notice::NothingFits);
            let unknown = self.agenda.notices.contains(&Notice::UnknownOrder);
            self.say(Statement::policy(if unknown {
                Rule::OrderUnknown.explanation()
            } else if nothing {
                "I don't see an order of yours for which that is possible."
            } else if self.found {
                FOUND
            } else if self.changed && !self.only_hinted {
                ANYTHING_ELSE
            } else {
                NOT_UNDERSTOOD
            }));
        }
        self.end()
    }

    /// Where the owner wants a code before anything is changed: asks for it, and keeps what is to be changed.
    fn prove(&mut self, acts: &[Act]) -> Option<Thought> {
        let changes = self.agenda.changes.iter().any(|change| change.kind != Kind::Buy);
        if !self.account.known
            || !self.situation.needs_code_for_changes()
            || !(changes || !self.agenda.unclear.is_empty() || !acts.is_empty())
        {
            return None;
        }
        for change in &mut self.agenda.changes {
            change.agreed = false;
        }
        self.agenda.stated.clear();
        match code::for_changes(self.situation) {
            ForChanges::Call(call) => return Some(Thought::Call(call)),
            ForChanges::Coming => {
                self.agenda.await_code(None);
                self.say(Statement::policy(code::COMING_FOR_CHANGES));
            }
            ForChanges::Not(why) => {
                self.agenda.forget_wishes();
                self.say(Statement::policy(why));
                self.hand_over(HandoffReason::IdentityUnproved);
            }
        }
        Some(self.ended())
    }

    fn end(mut self) -> Thought {
        self.ended()
    }

    fn ended(&mut self) -> Thought {
        self.agenda.notices.clear();
        self.agenda.spoke = true;
        self.agenda.spoke_at = Some(self.now());
        if self.changed {
            self.agenda.puzzled = 0;
        }
        let order =
            self.agenda.focus.as_deref().and_then(|number| self.account.order(number)).map(|order| order.id);
        Thought::Say(Box::new(Said {
            statements: std::mem::take(&mut self.said),
            agenda: std::mem::take(&mut self.agenda),
            order,
            handoff: self.handoff,
            focus_product: self.suggested,
        }))
    }

    /// Takes in what was said. What was agreed to comes back as acts.
    fn hear(&mut self) -> Vec<Act> {
        let now = self.now();
        self.agenda.stated.retain(|stated| stated.expires_at > now);
        let earlier = std::mem::take(&mut self.agenda.heard);
        if !earlier.is_empty() || self.agenda.asked == Some(Question::Identity) {
            self.agenda.asked = None;
            let english = self.situation.language() == Language::English;
            // Six digits are no part of what was wanted before them.
            let now = match self.situation.input.proving.typed {
                _ if english => self.text.clone(),
                Some(_) => String::new(),
                None => written(self.situation),
            };
            let whole = earlier.into_iter().chain([now]).collect::<Vec<_>>().join("\n");
            let whole = as_read(self.situation, &whole, self.account);
            self.agenda.identified = true;
            self.read(&whole);
            if !self.changed && self.agenda.asks.is_empty() && asks_where(&whole) {
                // What they came with is answered now that it is known who they are.
                self.agenda.asks.push(Ask { about: About::Status, text: whole });
            }
            self.found = !self.changed;
            self.changed = true;
            return Vec::new();
        }
        if let Some(heard) = cart::heard(self.situation, &self.agenda)
            && self.take_cart(heard)
        {
            self.changed = true;
            return Vec::new();
        }
        if !self.agenda.stated.is_empty() {
            return self.hear_answer();
        }
        let text = self.text.clone();
        if let Some(considered) = self.agenda.considered.take()
            && self.agenda.asked.is_none()
            && takes_it(self.account, &text)
        {
            let variant = considered.variant;
            let candidate = Candidate::new(&considered.order, considered.item.clone());
            read::add_one(self.account, &mut self.agenda, Verb::Swap, candidate, "");
            for item in self.agenda.changes.iter_mut().flat_map(|change| &mut change.items) {
                if item.variant == considered.item.variant {
                    item.picked = Some(variant);
                }
            }
            self.changed = true;
            return Vec::new();
        }
        if let Some(question) = self.agenda.asked.take() {
            let before = self.agenda.clone();
            let heard = asked::answer(self.account, &mut self.agenda, &question, &text);
            self.lost = self.agenda == before && heard.asks.is_empty();
            self.agreed_to_a_choice = self.lost
                && self.situation.language() == Language::English
                && matches!(reply::read(&text), Reply::Yes(_));
            self.changed = !self.lost;
            self.agenda.asks.extend(heard.asks);
            self.agenda.turn_to(&before, &question);
            return Vec::new();
        }
        if let Some(bought) = buying::wished(self.situation)
            .and_then(|product| self.account.goods(product))
            .and_then(|goods| buying::change(self.situation, goods))
        {
            let bought = cart::with_aside(self.account, &self.agenda, bought);
            self.agenda.add(bought);
            self.changed = true;
            return Vec::new();
        }
        self.read(&text);
        self.agenda.told_own = false;
        Vec::new()
    }

    fn read(&mut self, text: &str) {
        let heard = read::read(self.account, &mut self.agenda, text);
        self.only_hinted = heard.hinted && !heard.changed;
        self.changed |= heard.changed || heard.hinted;
        for ask in heard.asks {
            if !self.agenda.asks.contains(&ask) {
                self.agenda.asks.push(ask);
            }
        }
    }

    fn hear_answer(&mut self) -> Vec<Act> {
        let text = self.text.clone();
        self.changed = true;
        let is_cancellation = |stated: &Stated| Kind::of(&stated.wanted.action) == Some(Kind::Cancel);
        if reply::calls_off(&text) && !self.agenda.stated.iter().any(is_cancellation) {
            self.agenda.call_off();
            self.say(Statement::policy(LEFT_AS_IT_IS));
            return Vec::new();
        }
        let answer = match reply::read(&text) {
            // Another order is spoken of than those that something was stated about.
            Reply::Yes(_) if self.speaks_of_another() => Reply::Other,
            // Where a cancellation was stated, "cancel" alone is heard as that wish again, never as its yes.
            Reply::Other if reply::calls_off(&text) => Reply::No,
            answer => answer,
        };
        match answer {
            Reply::Yes(numbers) => self.agreed(&numbers),
            answer => {
                if answer == Reply::Other && self.says_again(&text) {
                    return self.agreed(&[]);
                }
                let before = self.agenda.clone();
                let heard = correct::correct(self.account, &mut self.agenda, &text, answer == Reply::No);
                self.aside = answer == Reply::Other
                    && self.agenda == before
                    && heard.asks.is_empty()
                    && self.situation.language() == Language::English
                    && !reply::opens_with_yes(&text);
                self.agenda.asks.extend(heard.asks);
                // What is wanted of an order goes before what is to be bought.
                self.agenda.changes.sort_by_key(|change| change.kind == Kind::Buy);
                Vec::new()
            }
        }
    }

    /// An order is spoken of, and what was stated is no change of one but something to buy.
    fn speaks_of_another(&self) -> bool {
        let buys = |stated: &Stated| matches!(stated.wanted.action, Action::PutAside { .. });
        self.agenda.stated.iter().all(buys) && !order_numbers(self.account, &atoms(&self.text)).is_empty()
    }

    /// A sentence about a wish: of the goods that are to be bought, else of the order.
    fn statement_of(&self, wanted: &Wanted, text: String) -> Statement {
        let bought = match &wanted.action {
            Action::PutAside { items } => items.first(),
            _ => None,
        };
        let goods =
            bought.and_then(|id| self.account.goods.iter().find(|goods| goods.variant(*id).is_some()));
        match goods {
            Some(goods) => Statement::of_goods(goods, text),
            None => self.statement(wanted.order.as_deref(), text),
        }
    }

    /// A sentence about an order; without one, about what is kept with the customer.
    fn statement(&self, order: Option<&str>, text: String) -> Statement {
        match order.and_then(|number| self.account.order(number)) {
            Some(order) => Statement::of_order(order, text),
            None => Statement::of_customer(self.account, text),
        }
    }
}
