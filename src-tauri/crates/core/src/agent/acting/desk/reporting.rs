//! Tells what became of what was agreed, and takes it off the agenda.

use super::Desk;
use crate::agent::account::{Account, Act, Acted};
use crate::agent::acting::agenda::{Change, Done, Kind};
use crate::agent::acting::say::Statement;
use crate::agent::acting::{suggestion, troubles};
use crate::agent::run::HandoffReason;
use crate::agent::turn::ToolResult;
use crate::policy::{self, Action, Rule};

impl Desk<'_> {
    /// Tells what became of the acts.
    pub(super) fn report(&mut self, acts: &[Act], acted: &[Acted]) {
        for (act, acted) in acts.iter().zip(acted) {
            let order = act.wanted.order.as_deref();
            let change = self.agenda.changes.iter_mut().find(|change| {
                change.agreed
                    && change.order.as_deref() == order
                    && Some(change.kind) == Kind::of(&act.wanted.action)
            });
            if let Acted::Changed(_) = acted {
                if let Some(change) = change {
                    change.agreed = false;
                }
                self.say(Statement::policy("Something changed in the meantime, so I say it again."));
                continue;
            }
            let change = change.cloned();
            if let Some(change) = &change {
                self.agenda.drop_change(change.number);
            }
            match acted {
                Acted::Done(summary) => {
                    self.say(self.statement_of(&act.wanted, policy::done(summary)));
                    if let Action::PutAside { .. } = &act.wanted.action {
                        // How it is paid and sent is the owner's to say.
                        suggestion::make(self);
                        self.hand_over(HandoffReason::PutAside);
                    }
                    if let Action::ModifyCustomerAddress { .. } = &act.wanted.action {
                        self.agenda.former_address = self.read_first().map(|account| account.address.clone());
                    }
                    self.agenda.done.push(Done {
                        wanted: act.wanted.clone(),
                        sentence: summary.done.clone(),
                        difference: summary.difference.map_or(0, |money| money.amount),
                    });
                    let titles = change.as_ref().map(Change::titles).unwrap_or_default();
                    if let Some(consequence) = troubles::wish_after(&mut self.agenda, &titles) {
                        self.read(&consequence);
                    }
                }
                Acted::NeedsApproval(summary) => {
                    self.say(self.statement_of(&act.wanted, policy::waits_for_owner(summary)));
                    let large = self.situation.input.policy.rules.is_large(summary.difference);
                    self.handoff =
                        Some(if large { HandoffReason::HighValueOrder } else { HandoffReason::NeedsOwner });
                }
                Acted::Refused(rule) => self.refuse(*rule),
                Acted::Failed => {
                    self.say(Statement::policy("I could not do this; nothing was changed."));
                    self.handoff = Some(HandoffReason::NeedsOwner);
                }
                Acted::Changed(_) => {}
            }
        }
    }

    /// Names the rule; what the owner may do nevertheless is the owner's then.
    pub fn refuse(&mut self, rule: Rule) {
        self.say(Statement::policy(rule.explanation()));
        if rule.is_for_owner() {
            self.handoff.get_or_insert(HandoffReason::NeedsOwner);
        }
    }

    /// The customer's file as it was before anything was done.
    fn read_first(&self) -> Option<&Account> {
        self.situation.results.iter().find_map(|(_, result)| match result {
            ToolResult::Account(Some(account)) => Some(account.as_ref()),
            _ => None,
        })
    }
}
