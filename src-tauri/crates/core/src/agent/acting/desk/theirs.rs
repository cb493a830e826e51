//! What names something of the customer's own without a wish that was read: where it stands, and what they may want of it.

use super::Desk;
use crate::agent::Intent;
use crate::agent::account::{Account, AccountOrder};
use crate::agent::acting::agenda::{Change, Kind};
use crate::agent::acting::asks::{About, Ask};
use crate::agent::acting::say::{self, Statement};
use crate::agent::acting::titles;
use crate::agent::acting::verbs::{self, Verb};
use crate::agent::acting::words::{atoms, has_any};
use crate::agent::acting::{text_of, wonders};
use crate::agent::turn::Situation;

/// So sure must it be that something is to be cancelled or returned where no word of the wish says so.
const SURE: f32 = 0.45;

/// "How much more is that?", of what was stated: its sentence tells.
pub(super) fn asks_its_price(situation: &Situation) -> bool {
    let understanding = &situation.understanding;
    let said = atoms(&text_of(situation));
    understanding.primary() == Intent::PriceQuestion
        && understanding.entities.product_words.is_empty()
        && has_any(&said, &["that", "it", "this", "extra", "more", "difference", "total", "cost"])
}

/// "Swap it then", "ok, I'll take that one": of what was just told, with no word about another thing.
pub(super) fn takes_it(account: &Account, text: &str) -> bool {
    let said = atoms(text);
    let places = verbs::places(&said);
    let swaps = !places.is_empty() && places.iter().all(|place| place.verb == Verb::Swap && !place.negated);
    let takes = places.is_empty()
        && has_any(&said, &["take", "want", "get", "have"])
        && has_any(&said, &["it", "that", "one"]);
    let points = said.iter().filter(|atom| !atom.mark).count() <= 8;
    (swaps || takes) && points && titles::mentioned(account, &said).is_empty()
}

/// Whether it is asked what became of an order.
pub(super) fn asks_where(text: &str) -> bool {
    let said = atoms(text);
    let asked = has_any(&said, &["where", "wheres", "when", "track", "status", "still"]);
    asked
        && has_any(
            &said,
            &[
                "order", "package", "parcel", "it", "stuff", "delivery", "arrive", "come", "coming",
                "shipped", "ship",
            ],
        )
}

impl Desk<'_> {
    /// Something of theirs was named, and nothing said that is understood: where it stands, and what is wanted of it.
    /// `true`: it is said.
    pub(super) fn name_what_is_theirs(&mut self) -> bool {
        if !wonders(self.situation) {
            return false;
        }
        let said = atoms(&self.text);
        let mentions = titles::mentioned(self.account, &said);
        let named = titles::named(&mentions);
        let holds = |order: &&AccountOrder| order.lines.iter().any(|line| named.contains(&line.title));
        let orders: Vec<&AccountOrder> = self.account.orders.iter().filter(holds).take(3).collect();
        let Some(first) = orders.first() else {
            // "I have a question about my order."
            let asks =
                has_any(&said, &["question", "query"]) && has_any(&said, &["have", "got", "quick", "a"]);
            let only = asks
                && said.iter().filter(|atom| !atom.mark).count() <= 10
                && has_any(&said, &["order", "you"]);
            if only {
                self.say(Statement::policy("Gladly. What would you like to know?"));
            }
            return only;
        };
        if said.iter().filter(|atom| !atom.mark).count() <= 3 && self.text.contains('?') {
            let text = self.text.clone();
            self.agenda.asks.push(Ask { about: About::Status, text });
            self.answer(false);
            return !self.said.is_empty();
        }
        if self.situation.understanding.primary() == Intent::Feedback {
            return false;
        }
        if self.take_as_understood() {
            return false;
        }
        self.agenda.focus_title = named.first().cloned();
        self.agenda.told_own = true;
        if orders.len() == 1 {
            self.agenda.focus = Some(first.number.clone());
        }
        for order in orders {
            let lines: Vec<String> =
                order.lines.iter().filter(|line| named.contains(&line.title)).map(say::line).collect();
            let text =
                format!("{} in order {}: {}.", lines.join(" and "), order.number, say::stage(order.stage));
            self.say(self.statement(Some(&order.number), text));
        }
        self.say(Statement::policy("Is there anything that I can do for you there?"));
        true
    }

    /// No verb was read, but the whole is surely about cancelling or returning: that is what is to become of what was named.
    /// It is only stated. `true`: it is on the agenda.
    fn take_as_understood(&mut self) -> bool {
        let verb = self.situation.understanding.intents.iter().find_map(|scored| match scored.intent {
            Intent::CancelOrder if scored.confidence >= SURE => Some("cancel"),
            Intent::ReturnItem if scored.confidence >= SURE => Some("return"),
            _ => None,
        });
        let said = atoms(&self.text);
        let denied = has_any(
            &said,
            &[
                "not",
                "never",
                "how",
                "what",
                "when",
                "can",
                "could",
                "if",
                "cancelled",
                "canceled",
                "returned",
            ],
        );
        let Some(verb) = verb.filter(|_| !denied) else { return false };
        let wish = format!("{verb} my {}", self.text.replace(['\n', '.', '!', '?'], " "));
        let before = self.agenda.clone();
        self.read(&wish);
        let is_new = |change: &Change| change.number > before.last_number && change.kind == Kind::Cancel;
        if verb == "return" && self.agenda.changes.iter().any(is_new) {
            // What was not sent yet cannot come back, and nobody spoke of cancelling.
            self.agenda = before;
            self.changed = false;
        }
        self.changed
    }
}
