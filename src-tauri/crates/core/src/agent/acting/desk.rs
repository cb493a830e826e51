//! One turn at the desk: what was said is read onto the agenda, what was agreed is carried out, questions are answered,
//! and the next thing is asked for or stated.

use std::time::Duration;

use super::agenda::{Agenda, Change, Done, Instead, Kind, Question, Stated};
use super::asks::{self, About, Answer, Around, Statement};
use super::fill::{Filled, fill};
use super::read;
use super::reply::{self, Reply};
use super::troubles;
use super::words::{atoms, words};
use super::{Said, Thought, correct, policy};
use crate::agent::account::{Account, Act, Acted, Considered, Goods, Wanted};
use crate::agent::evidence::{Source, SourceKind};
use crate::agent::run::HandoffReason;
use crate::agent::turn::{Situation, ToolCall, ToolResult};
use crate::clock::Timestamp;
use crate::policy::{Action, Rule, Summary};

/// How long a yes may take. What was stated is looked at anew before it is done.
const EXPIRES: Duration = Duration::from_hours(24);
/// Troubles of one turn that are gone through; more would be a circle.
const MOST_ROUNDS: usize = 24;
/// Messages in a row that may not be understood before a person takes over.
const MOST_PUZZLED: u32 = 2;

pub(super) struct Desk<'a> {
    pub situation: &'a Situation,
    pub account: &'a Account,
    pub agenda: Agenda,
    text: String,
    pub said: Vec<Statement>,
    handoff: Option<HandoffReason>,
    changed: bool,
}

impl<'a> Desk<'a> {
    pub fn new(situation: &'a Situation, account: &'a Account, agenda: Agenda, text: String) -> Self {
        Self { situation, account, agenda, text, said: Vec::new(), handoff: None, changed: false }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.situation.input.now.timestamp().as_millisecond())
    }

    pub fn say(&mut self, statement: Statement) {
        if !self.said.iter().any(|known| known.text == statement.text) {
            self.said.push(statement);
        }
    }

    pub fn run(mut self) -> Thought {
        let was_active = self.agenda.is_active();
        let acts = self.hear();
        if !acts.is_empty() {
            match self.situation.acted() {
                None => return Thought::Act(acts),
                Some(acted) => {
                    let acted = acted.to_vec();
                    self.report(&acts, &acted);
                }
            }
        }
        if !was_active && !self.changed && self.agenda.asks.is_empty() && !self.agenda.is_active() {
            let answer = reply::read(&self.text);
            let lost = self.situation.understanding.has(crate::agent::Intent::Other);
            if self.agenda.spoke && (answer != Reply::Other || (lost && self.agenda.puzzled < MOST_PUZZLED)) {
                self.agenda.puzzled += 1;
                self.say(policy(if answer == Reply::Other {
                    "I'm not sure I understood that. What would you like me to do?"
                } else {
                    "All right. Is there anything else I can do for you?"
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
        if self.said.is_empty() {
            if !was_active && !self.changed {
                return Thought::Pass;
            }
            self.agenda.puzzled = if self.changed { 0 } else { self.agenda.puzzled + 1 };
            let nothing = self.agenda.refused.iter().any(|reason| reason == "nothing fits");
            self.say(policy(if nothing {
                "I don't see an order of yours for which that is possible."
            } else if self.changed {
                "All right. Is there anything else I can do for you?"
            } else {
                "I'm not sure I understood that. What would you like me to do?"
            }));
        }
        self.end()
    }

    fn end(mut self) -> Thought {
        self.agenda.refused.clear();
        self.agenda.spoke = true;
        let order =
            self.agenda.focus.as_deref().and_then(|number| self.account.order(number)).map(|order| order.id);
        Thought::Say(Box::new(Said {
            statements: self.said,
            agenda: self.agenda,
            order,
            handoff: self.handoff,
        }))
    }

    /// Takes in what was said. What was agreed to comes back as acts.
    fn hear(&mut self) -> Vec<Act> {
        let now = self.now();
        self.agenda.stated.retain(|stated| stated.expires_at > now);
        let earlier = std::mem::take(&mut self.agenda.heard);
        if !earlier.is_empty() || self.agenda.asked == Some(Question::Identity) {
            self.agenda.asked = None;
            let whole = earlier.into_iter().chain([self.text.clone()]).collect::<Vec<_>>().join("\n");
            self.changed = true;
            self.read(&whole);
            return Vec::new();
        }
        if !self.agenda.stated.is_empty() {
            return self.hear_answer();
        }
        let text = self.text.clone();
        if let Some(question) = self.agenda.asked.take() {
            let heard = correct::answer(self.account, &mut self.agenda, &question, &text);
            self.changed = true;
            self.agenda.asks.extend(heard.asks);
            return Vec::new();
        }
        self.read(&text);
        Vec::new()
    }

    fn read(&mut self, text: &str) {
        let heard = read::read(self.account, &mut self.agenda, text);
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
        match reply::read(&text) {
            Reply::Yes(numbers) => {
                let stated = std::mem::take(&mut self.agenda.stated);
                let mut acts = Vec::new();
                for (i, one) in stated.into_iter().enumerate() {
                    if numbers.is_empty() || numbers.contains(&(i + 1)) {
                        acts.push(Act { proposal: one.proposal, wanted: one.wanted, agreed: one.sentence });
                        // Kept until it is known what became of it.
                        if let Some(change) = self.agenda.change_mut(one.change) {
                            change.agreed = true;
                        }
                    } else {
                        self.agenda.drop_change(one.change);
                    }
                }
                acts
            }
            answer => {
                let heard = correct::correct(self.account, &mut self.agenda, &text, answer == Reply::No);
                self.agenda.asks.extend(heard.asks);
                Vec::new()
            }
        }
    }

    /// Tells what became of the acts.
    fn report(&mut self, acts: &[Act], acted: &[Acted]) {
        for (act, acted) in acts.iter().zip(acted) {
            let change = self
                .agenda
                .changes
                .iter()
                .find(|change| {
                    change.agreed && change.order == act.wanted.order && kind_fits(change, &act.wanted.action)
                })
                .map(|change| change.number);
            let source = self.source_of(act.wanted.order.as_deref());
            match acted {
                Acted::Done(summary) => {
                    let text = format!("Done. {}", summary.sentence);
                    self.say(Statement { text, source });
                    if let Action::ModifyCustomerAddress { .. } = &act.wanted.action {
                        let former = self.situation.results.iter().find_map(|(_, result)| match result {
                            ToolResult::Account(Some(account)) => Some(account.address.clone()),
                            _ => None,
                        });
                        self.agenda.former_address = former;
                    }
                    self.agenda.done.push(Done {
                        wanted: act.wanted.clone(),
                        sentence: summary.sentence.clone(),
                        difference: summary.difference.map_or(0, |money| money.amount),
                    });
                    let titles: Vec<String> = change
                        .and_then(|number| self.agenda.change(number))
                        .map(|change| change.items.iter().map(|item| item.title.clone()).collect())
                        .unwrap_or_default();
                    if let Some(number) = change {
                        self.agenda.drop_change(number);
                    }
                    if let Some(consequence) = troubles::wish_after(self, &titles) {
                        self.read(&consequence);
                    }
                }
                Acted::Changed(_) => {
                    self.say(policy("Something changed in the meantime, so I say it again."));
                    if let Some(change) = change.and_then(|number| self.agenda.change_mut(number)) {
                        change.agreed = false;
                    }
                }
                Acted::NeedsApproval(summary) => {
                    let text = format!(
                        "The owner has to agree to this first, and was asked: {} You hear from us here.",
                        summary.sentence
                    );
                    self.say(Statement { text, source });
                    self.handoff = Some(HandoffReason::HighValueOrder);
                    if let Some(number) = change {
                        self.agenda.drop_change(number);
                    }
                }
                Acted::Refused(rule) => {
                    self.say(policy(rule.explanation()));
                    if let Some(number) = change {
                        self.agenda.drop_change(number);
                    }
                }
                Acted::Failed => {
                    self.say(policy("I could not do this; nothing was changed."));
                    self.handoff = Some(HandoffReason::NeedsOwner);
                    if let Some(number) = change {
                        self.agenda.drop_change(number);
                    }
                }
            }
        }
    }

    fn source_of(&self, order: Option<&str>) -> Source {
        match order.and_then(|number| self.account.order(number)) {
            Some(order) => Source::new(SourceKind::Order, order.id.to_string(), order.version),
            None => Source::new(SourceKind::Contact, self.account.id.to_string(), self.account.version),
        }
    }

    /// Goods that were looked up for questions.
    fn found_goods(&self) -> Vec<Goods> {
        self.situation
            .results
            .iter()
            .filter_map(|(_, result)| match result {
                ToolResult::Goods(goods) => Some(goods.clone()),
                _ => None,
            })
            .flatten()
            .collect()
    }

    /// Answers what can be answered. At the `end`, also what waits for the changes.
    fn answer(&mut self, end: bool) -> Option<ToolCall> {
        let open = !self.agenda.changes.is_empty() || !self.agenda.unclear.is_empty();
        let asks = std::mem::take(&mut self.agenda.asks);
        let goods = self.found_goods();
        let mut kept = Vec::new();
        let mut said: Vec<Statement> = Vec::new();
        for ask in asks {
            let waits = ask.waits() && (open || !end);
            if waits || (!ask.waits() && end) {
                kept.push(ask);
                continue;
            }
            let around = Around {
                account: self.account,
                goods: &goods,
                focus: self.agenda.focus.as_deref(),
                focus_title: self.agenda.focus_title.as_deref(),
                changes: &self.agenda.changes,
                done: &self.agenda.done,
            };
            match asks::answer(&ask, &around) {
                Answer::Say(statements) => said.extend(statements),
                Answer::Unknown if matches!(ask.about, About::Options | About::Cheapest | About::List) => {
                    let call = ToolCall::FindGoods { words: naming(&ask.text) };
                    if self.situation.answer(&call).is_none() {
                        return Some(call);
                    }
                }
                Answer::Unknown => {}
            }
        }
        self.agenda.asks = kept;
        for statement in said {
            self.say(statement);
        }
        None
    }

    /// Goes through the agenda until something must be asked or confirmed.
    fn work(&mut self) -> Option<ToolCall> {
        if self.agenda.asked.is_some() {
            // The reader itself found that something must be asked.
            self.ask();
            return None;
        }
        if !self.agenda.stated.is_empty() {
            // What was stated before still awaits its yes.
            let again: Vec<String> =
                self.agenda.stated.iter().map(|stated| stated.sentence.clone()).collect();
            for sentence in again {
                let source = self.source_of(self.agenda.focus.as_deref());
                self.say(Statement { text: sentence, source });
            }
            self.say(policy("Shall I do that?"));
            return None;
        }
        for _ in 0..MOST_ROUNDS {
            if let Some(unclear) = self.agenda.unclear.first().cloned() {
                self.ask_which(&unclear);
                return None;
            }
            let change = self.next_change()?;
            if let Some(instead) = change.instead.filter(|_| !change.told)
                && troubles::not_as_asked(self, &change, instead)
            {
                continue;
            }
            match fill(self.account, &mut self.agenda, change.number) {
                Filled::Ready(wanted) => match self.consider(&change, wanted) {
                    Err(call) => return Some(*call),
                    Ok(true) => return self.state_more(change.kind),
                    Ok(false) => {}
                },
                Filled::Ask(question) => {
                    self.agenda.asked = Some(question);
                    self.ask();
                    return None;
                }
                Filled::Trouble(trouble) => troubles::handle(self, &change, trouble),
            }
            if self.agenda.asked.is_some() {
                self.ask();
                return None;
            }
        }
        None
    }

    /// The first of the agenda. Once an order's items were changed it takes no other change, so those go before.
    fn next_change(&self) -> Option<Change> {
        let first = self.agenda.changes.first()?;
        let before = self.agenda.changes.iter().find(|other| {
            first.kind == Kind::Swap
                && other.order.is_some()
                && other.order == first.order
                && matches!(other.kind, Kind::Address | Kind::Payment)
        });
        Some(before.unwrap_or(first).clone())
    }

    /// Asks the policy; `Ok(true)`: stated.
    fn consider(&mut self, change: &Change, wanted: Wanted) -> Result<bool, Box<ToolCall>> {
        let call = ToolCall::Consider { wanted: wanted.clone(), after: self.situation.acted().is_some() };
        match self.situation.answer(&call) {
            None => Err(Box::new(call)),
            Some(ToolResult::Considered(Considered::Possible(summary))) => {
                let summary = summary.clone();
                self.state(change, wanted, &summary);
                Ok(true)
            }
            Some(ToolResult::Considered(Considered::Refused(rule))) => {
                let rule: Rule = *rule;
                troubles::refused(self, change, &wanted, rule);
                Ok(false)
            }
            Some(_) => {
                self.agenda.drop_change(change.number);
                Ok(false)
            }
        }
    }

    fn state(&mut self, change: &Change, wanted: Wanted, summary: &Summary) {
        match change.instead {
            Some(Instead::WholeOrder) => self.say(policy(
                "A single item cannot be cancelled, only the whole order with everything in it.",
            )),
            Some(Instead::CancelIt) => self.say(policy(
                "This order was not sent yet, so there is nothing to return; it can be cancelled as a whole.",
            )),
            Some(Instead::ReturnIt) => {
                self.say(policy("This order was delivered already, so it can be returned, not cancelled."));
            }
            None => {}
        }
        let source = self.source_of(wanted.order.as_deref());
        let number = self.agenda.stated.len() + 1;
        let first =
            self.situation.input.messages.first().map(|message| message.id.to_string()).unwrap_or_default();
        self.agenda.focus = wanted.order.clone().or(self.agenda.focus.take());
        self.say(Statement { text: summary.sentence.clone(), source });
        self.agenda.stated.push(Stated {
            change: change.number,
            proposal: format!("{first}.{number}"),
            wanted,
            sentence: summary.sentence.clone(),
            expires_at: self.now().plus(EXPIRES),
        });
    }

    /// Changes that can be confirmed together follow the first one.
    fn state_more(&mut self, kind: Kind) -> Option<ToolCall> {
        if matches!(kind, Kind::Cancel | Kind::Address | Kind::ProfileAddress) {
            let others: Vec<Change> = self
                .agenda
                .changes
                .iter()
                .filter(|other| !self.agenda.stated.iter().any(|stated| stated.change == other.number))
                .take_while(|other| {
                    other.kind == kind || (kind != Kind::Cancel && other.kind == Kind::ProfileAddress)
                })
                .filter(|other| other.instead.is_none())
                .cloned()
                .collect();
            for other in others {
                if let Filled::Ready(wanted) = fill(self.account, &mut self.agenda, other.number) {
                    let call = ToolCall::Consider {
                        wanted: wanted.clone(),
                        after: self.situation.acted().is_some(),
                    };
                    match self.situation.answer(&call) {
                        None => return Some(call),
                        Some(ToolResult::Considered(Considered::Possible(summary))) => {
                            let summary = summary.clone();
                            self.state(&other, wanted, &summary);
                        }
                        Some(_) => break,
                    }
                } else {
                    break;
                }
            }
        }
        if matches!(kind, Kind::Return | Kind::Swap)
            && let Some(call) = self.state_rival(kind)
        {
            return Some(call);
        }
        self.say(policy(if self.agenda.stated.len() > 1 && matches!(kind, Kind::Return | Kind::Swap) {
            "Only one of the two is possible for one order: a return or an exchange. Which shall I do, the first or the second?"
        } else {
            "Shall I do that? Please answer yes or no."
        }));
        None
    }

    /// A return and an exchange of the same order exclude each other: both are stated with their money.
    fn state_rival(&mut self, kind: Kind) -> Option<ToolCall> {
        let other = if kind == Kind::Return { Kind::Swap } else { Kind::Return };
        let order = self.agenda.stated.first().and_then(|stated| stated.wanted.order.clone());
        let rival = self
            .agenda
            .changes
            .iter()
            .find(|change| change.kind == other && change.order == order && order.is_some())
            .cloned()?;
        if !self.account.order(rival.order.as_deref()?)?.is_delivered() {
            return None;
        }
        if let Filled::Ready(wanted) = fill(self.account, &mut self.agenda, rival.number) {
            let call = ToolCall::Consider { wanted: wanted.clone(), after: self.situation.acted().is_some() };
            match self.situation.answer(&call) {
                None => return Some(call),
                Some(ToolResult::Considered(Considered::Possible(summary))) => {
                    let summary = summary.clone();
                    self.state(&rival, wanted, &summary);
                }
                Some(_) => {}
            }
        }
        None
    }
}

fn kind_fits(change: &Change, action: &Action) -> bool {
    matches!(
        (change.kind, action),
        (Kind::Cancel, Action::CancelOrder { .. })
            | (Kind::Return, Action::ReturnItems { .. })
            | (Kind::Swap, Action::ModifyItems { .. } | Action::ExchangeItems { .. })
            | (Kind::Address, Action::ModifyAddress { .. })
            | (Kind::ProfileAddress, Action::ModifyCustomerAddress { .. })
            | (Kind::Payment, Action::ModifyPayment { .. })
    )
}

/// Words that may name goods.
fn naming(text: &str) -> Vec<String> {
    const EMPTY: &[&str] = &[
        "i",
        "want",
        "to",
        "know",
        "how",
        "many",
        "option",
        "are",
        "available",
        "in",
        "the",
        "online",
        "store",
        "right",
        "now",
        "exactly",
        "what",
        "is",
        "cheapest",
        "of",
        "a",
        "an",
        "and",
        "do",
        "you",
        "have",
        "price",
        "which",
        "it",
        "there",
        "any",
        "for",
        "me",
        "tell",
        "my",
        "all",
        "type",
        "kind",
        "please",
        "can",
        "if",
        "less",
        "than",
        "id",
    ];
    words(text)
        .into_iter()
        .filter(|word| !EMPTY.contains(&word.as_str()) && word.len() > 2 && atoms(word).len() == 1)
        .take(6)
        .collect()
}
