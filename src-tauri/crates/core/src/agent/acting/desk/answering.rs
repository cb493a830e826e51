//! Answers the customer's questions: at once where rows tell, after a look-up where they do not, at the end where the
//! changes decide.

use super::Desk;
use crate::agent::account::Goods;
use crate::agent::acting::asks::{self, About, Around};
use crate::agent::acting::say::Statement;
use crate::agent::acting::words::{atoms, words};
use crate::agent::turn::{ToolCall, ToolResult};

impl Desk<'_> {
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
    pub(super) fn answer(&mut self, end: bool) -> Option<ToolCall> {
        let open = !self.agenda.changes.is_empty() || !self.agenda.unclear.is_empty();
        let asks = std::mem::take(&mut self.agenda.asks);
        let goods = self.found_goods();
        let mut kept = Vec::new();
        let mut said: Vec<Statement> = Vec::new();
        for ask in asks {
            if ask.waits() != end || (ask.waits() && open) {
                kept.push(ask);
                continue;
            }
            let answer = asks::answer(&ask, &around_of(self, &goods));
            if answer.is_empty() && matches!(ask.about, About::Options | About::Cheapest | About::List) {
                let call = ToolCall::FindGoods { words: naming(&ask.text) };
                if self.situation.answer(&call).is_none() {
                    return Some(call);
                }
            }
            if ask.about == About::Balance && !answer.is_empty() {
                self.agenda.balance_told = true;
            }
            if ask.about == About::ShippedTo
                && let [only] = answer.as_slice()
            {
                let told = self.account.orders.iter().find(|order| only.text.contains(&order.number));
                self.agenda.address_told = told.map(|order| order.number.clone());
            }
            if matches!(ask.about, About::Others | About::Difference) {
                self.agenda.considered = asks::considered(&ask, &around_of(self, &goods));
            }
            said.extend(answer);
        }
        self.agenda.asks = kept;
        for statement in said {
            self.say(statement);
        }
        None
    }
}

fn around_of<'a>(desk: &'a Desk<'_>, goods: &'a [Goods]) -> Around<'a> {
    Around {
        account: desk.account,
        goods,
        focus: desk.agenda.focus.as_deref(),
        focus_title: desk.agenda.focus_title.as_deref(),
        changes: &desk.agenda.changes,
        done: &desk.agenda.done,
    }
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
