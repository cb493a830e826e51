//! Goes through the agenda: what is missing is asked for, what the policy allows is stated with its money, and what it
//! refuses is a trouble.

use super::Desk;
use crate::agent::account::{Considered, Wanted};
use crate::agent::acting::agenda::{Change, EXPIRES, Instead, Kind, Question, Stated};
use crate::agent::acting::fill::{Filled, Trouble, fill};
use crate::agent::acting::say::Statement;
use crate::agent::acting::troubles;
use crate::agent::turn::{ToolCall, ToolResult};
use crate::policy::{self, Permission, Rule, Summary};

/// Troubles of one turn that are gone through; more would be a circle.
const MOST_ROUNDS: usize = 24;

const ONLY_WHOLE: &str = "A single item cannot be cancelled, only the whole order with everything in it.";

impl<'a> Desk<'a> {
    /// Goes through the agenda until something must be asked or confirmed.
    pub(super) fn work(&mut self) -> Option<ToolCall> {
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
                self.say(self.statement(self.agenda.focus.as_deref(), sentence));
            }
            self.say(Statement::policy("Shall I do that? Please answer yes or no."));
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
            if self.permission(&change) == Some(Permission::Owner) {
                // Nothing is asked for what the assistant may not do.
                troubles::handle(self, &change, Trouble::Rule(Rule::OwnerOnly));
                continue;
            }
            match fill(self.account, &mut self.agenda, change.number) {
                Filled::Ready(wanted) => match self.consider(&change, wanted) {
                    Err(call) => return Some(*call),
                    Ok(true) => return self.state_more(change.kind),
                    Ok(false) => {}
                },
                Filled::Ask(question) => {
                    if matches!(question, Question::Reason { .. })
                        && change.instead == Some(Instead::WholeOrder)
                    {
                        self.say(Statement::policy(ONLY_WHOLE));
                    }
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

    /// Who makes such a change; `None` while it is not known which order it is about.
    fn permission(&self, change: &Change) -> Option<Permission> {
        let order = change.order.as_deref().and_then(|number| self.account.order(number));
        let kind = match change.kind {
            Kind::Cancel => policy::Change::Cancel,
            Kind::Address => policy::Change::Address,
            Kind::Payment => policy::Change::Payment,
            Kind::Return => policy::Change::Return,
            Kind::ProfileAddress => policy::Change::OwnAddress,
            Kind::Buy => policy::Change::PutAside,
            Kind::Swap if order?.is_delivered() => policy::Change::Exchange,
            Kind::Swap => policy::Change::Items,
        };
        Some(self.situation.input.policy.rules.changes.of(kind))
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

    /// What the policy says to a wish; `None`: it cannot say. `Err`: it has to be asked first.
    fn considered(&self, wanted: &Wanted) -> Result<Option<&'a Considered>, Box<ToolCall>> {
        let call = ToolCall::Consider { wanted: wanted.clone(), after: self.situation.acted().is_some() };
        match self.situation.answer(&call) {
            None => Err(Box::new(call)),
            Some(ToolResult::Considered(considered)) => Ok(Some(considered)),
            Some(_) => Ok(None),
        }
    }

    /// Asks the policy; `Ok(true)`: stated.
    fn consider(&mut self, change: &Change, wanted: Wanted) -> Result<bool, Box<ToolCall>> {
        match self.considered(&wanted)? {
            Some(Considered::Possible(summary)) => {
                self.state(change, wanted, summary);
                return Ok(true);
            }
            Some(Considered::Refused(rule)) => troubles::refused(self, change, &wanted, *rule),
            None => self.agenda.drop_change(change.number),
        }
        Ok(false)
    }

    fn state(&mut self, change: &Change, wanted: Wanted, summary: &Summary) {
        match change.instead {
            Some(Instead::WholeOrder) => self.say(Statement::policy(ONLY_WHOLE)),
            Some(Instead::CancelIt) => self.say(Statement::policy(
                "This order was not sent yet, so there is nothing to return; it can be cancelled as a whole.",
            )),
            Some(Instead::ReturnIt) => {
                self.say(Statement::policy(
                    "This order was delivered already, so it can be returned, not cancelled.",
                ));
            }
            None => {}
        }
        let number = self.agenda.stated.len() + 1;
        let first =
            self.situation.input.messages.first().map(|message| message.id.to_string()).unwrap_or_default();
        self.agenda.focus = wanted.order.clone().or(self.agenda.focus.take());
        self.say(self.statement_of(&wanted, summary.sentence.clone()));
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
                    other.kind == kind
                        || (kind != Kind::Cancel
                            && matches!(other.kind, Kind::Address | Kind::ProfileAddress))
                })
                .filter(|other| other.instead.is_none())
                .cloned()
                .collect();
            for other in others {
                match self.state_too(&other) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(call) => return Some(*call),
                }
            }
        }
        if matches!(kind, Kind::Return | Kind::Swap)
            && let Some(call) = self.state_rival(kind)
        {
            return Some(call);
        }
        let changes = &self.situation.input.policy.rules.changes;
        let waits = self
            .agenda
            .stated
            .iter()
            .filter_map(|stated| policy::Change::of(&stated.wanted.action))
            .any(|change| changes.of(change) == Permission::Approval);
        self.say(Statement::policy(if self.agenda.stated.len() > 1 && matches!(kind, Kind::Return | Kind::Swap) {
            "Only one of the two is possible for one order: a return or an exchange. Which shall I do, the first or the second?"
        } else if waits {
            "The owner has to agree to it. Shall I ask? Please answer yes or no."
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
        self.state_too(&rival).err().map(|call| *call)
    }

    /// States a change beside the first one, if nothing about it is missing and the policy allows it; `Ok(true)`: stated.
    fn state_too(&mut self, change: &Change) -> Result<bool, Box<ToolCall>> {
        if let Filled::Ready(wanted) = fill(self.account, &mut self.agenda, change.number)
            && let Some(Considered::Possible(summary)) = self.considered(&wanted)?
        {
            self.state(change, wanted, summary);
            return Ok(true);
        }
        Ok(false)
    }
}
