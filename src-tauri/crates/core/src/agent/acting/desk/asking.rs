//! How the questions of the agenda are asked, with what can be chosen.

use super::Desk;
use crate::agent::acting::agenda::{Kind, Question, Unclear};
use crate::agent::acting::say::{self, Statement};
use crate::agent::remembered;
use crate::memory::{ContactFact, is_same_address};

const WHICH_ONE: &str = "Which one do you mean? Its number is enough.";

impl<'a> Desk<'a> {
    /// Says the question that was set.
    pub(super) fn ask(&mut self) {
        let Some(question) = self.agenda.asked.clone() else { return };
        if self.is_agreed_to_a_choice() {
            self.say(Statement::policy(WHICH_ONE));
            return;
        }
        let statement = match &question {
            Question::Identity => {
                Statement::policy("Please tell me your e-mail address, or your full name and postal code.")
            }
            // The first is asked in other words each time, the second together with its list.
            Question::Code { .. } | Question::WhichItem { .. } => return,
            Question::WhichOrder { numbers, kind } => {
                let mut lines = vec![match kind {
                    Kind::Cancel => "Which order shall I cancel?".to_owned(),
                    _ => "Which order is it about?".to_owned(),
                }];
                for (i, number) in numbers.iter().enumerate() {
                    if let Some(order) = self.account.order(number) {
                        let titles: Vec<&str> = order.lines.iter().map(|line| line.title.as_str()).collect();
                        lines.push(format!("{}. Order {number}: {}", i + 1, titles.join(", ")));
                    }
                }
                Statement::policy(lines.join("\n"))
            }
            Question::WhichVariant { change, item, options } => {
                let Some(one) = self.agenda.change(*change).and_then(|change| change.items.get(*item)) else {
                    return;
                };
                let Some(goods) = self.account.goods(one.product) else { return };
                let buys = self.agenda.change(*change).is_some_and(|change| change.kind == Kind::Buy);
                let instead = if buys { "" } else { " instead" };
                let mut lines = vec![format!("Which {} would you like{instead}? Available:", goods.title)];
                for (i, id) in options.iter().take(10).enumerate() {
                    if let Some(variant) = goods.variant(*id) {
                        lines.push(format!("{}. {}, {}", i + 1, say::values(goods, variant), variant.price));
                    }
                }
                Statement::of_goods(goods, lines.join("\n"))
            }
            Question::Method { change, options } => {
                let kind = self.agenda.change(*change).map(|change| change.kind);
                let mut lines = vec![match kind {
                    Some(Kind::Return) => "Where shall the refund go?".to_owned(),
                    _ => "Which way to pay shall I use?".to_owned(),
                }];
                for (i, id) in options.iter().enumerate() {
                    if let Some(method) = self.account.method(*id) {
                        lines.push(format!("{}. {}", i + 1, method.label));
                    }
                }
                Statement::of_customer(self.account, lines.join("\n"))
            }
            Question::Reason { .. } => {
                Statement::policy("May I ask why: is it no longer needed, or was it ordered by mistake?")
            }
            Question::Address { change, .. } => match self.confirmed_before(*change) {
                Some(fact) => {
                    let proposed = Some(fact.value.clone());
                    self.agenda.asked = Some(Question::Address { change: *change, proposed });
                    let address = say::one_line(&fact.value);
                    Statement::of_memory(
                        fact,
                        format!(
                            "Do you mean the address that you confirmed before: {address}? If another one is meant, please \
                             write it out."
                        ),
                    )
                }
                None => Statement::policy(
                    "To which address? Please write the street, the town and the postal code, or say which known one.",
                ),
            },
            Question::WhichItems { kind } => Statement::policy(match kind {
                Kind::Return => "Which items would you like to return?",
                _ => "Which items is it about?",
            }),
        };
        self.say(statement);
    }

    /// The address that the customer confirmed last, where the change would come to another than there is, and they did not say
    /// that they mean none of those. It is only proposed: what it comes to is stated, and agreed to, like any other.
    fn confirmed_before(&self, change: u32) -> Option<&'a ContactFact> {
        let change = self.agenda.change(change).filter(|change| !change.another_address)?;
        let now = match change.order.as_deref() {
            Some(number) => self.account.order(number).map_or("", |order| &order.address),
            None => &self.account.address,
        };
        let mut confirmed = remembered::addresses(&self.situation.input).into_iter();
        confirmed.find(|fact| !is_same_address(&fact.value, now))
    }

    /// "Yes, please" to "which one?": the list stands above, so only the question is asked again.
    fn is_agreed_to_a_choice(&self) -> bool {
        self.agreed_to_a_choice
            && matches!(
                self.agenda.asked,
                Some(
                    Question::WhichItem { .. }
                        | Question::WhichVariant { .. }
                        | Question::WhichOrder { .. }
                        | Question::Method { .. }
                )
            )
    }

    /// Asks which of several things is meant.
    pub(super) fn ask_which(&mut self, unclear: &Unclear) {
        let mut lines = vec![format!("Which {} do you mean?", unclear.title)];
        let mut options = Vec::new();
        for (number, item) in &unclear.candidates {
            let Some(order) = self.account.order(number) else { continue };
            if options.contains(&(number.clone(), item.variant)) || options.len() >= 8 {
                continue;
            }
            if let Some(line) = order.lines.iter().find(|line| line.variant == Some(item.variant)) {
                options.push((number.clone(), item.variant));
                lines.push(format!("{}. {} in order {number}", options.len(), say::line(line)));
            }
        }
        self.agenda.asked = Some(Question::WhichItem { options });
        if self.is_agreed_to_a_choice() {
            self.say(Statement::policy(WHICH_ONE));
            return;
        }
        self.say(Statement::of_search("The customer's orders", 1, lines.join("\n")));
    }
}
