//! A yes: what it agrees to, and whether what follows it only says the same wish again.

use super::Desk;
use crate::agent::account::Act;
use crate::agent::acting::agenda::{Agenda, Change};
use crate::agent::acting::{read, reply};

impl Desk<'_> {
    /// What was stated under these numbers is agreed to; without numbers all of it.
    pub(super) fn agreed(&mut self, numbers: &[usize]) -> Vec<Act> {
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

    /// "Ok, yes, swap the clock": a yes to the one thing that was stated, and the same wish once more, nothing else.
    pub(super) fn says_again(&self, text: &str) -> bool {
        if self.agenda.stated.len() != 1 || !reply::begins_with_yes(text) || self.speaks_of_another() {
            return false;
        }
        let mut again = self.agenda.clone();
        let heard = read::read(self.account, &mut again, text);
        let wishes = |agenda: &Agenda| -> Vec<_> {
            let plain = |change: &Change| {
                let items: Vec<_> =
                    change.items.iter().map(|item| (item.variant, item.wanted.clone())).collect();
                let more = (change.method, change.reason.clone(), change.address.clone());
                (change.number, change.kind, change.order.clone(), items, more)
            };
            agenda.changes.iter().map(plain).collect()
        };
        heard.asks.is_empty()
            && wishes(&again) == wishes(&self.agenda)
            && again.unclear == self.agenda.unclear
            && again.otherwise == self.agenda.otherwise
            && again.methods == self.agenda.methods
            && again.most_extra == self.agenda.most_extra
    }
}
