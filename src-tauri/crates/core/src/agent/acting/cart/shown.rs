//! What is in the cart, with what it comes to.

use crate::agent::account::Account;
use crate::agent::acting::agenda::{Agenda, Kind};
use crate::agent::acting::say::{self, Statement};
use crate::agent::evidence::{Source, SourceKind};

/// The cart as it stands: what is being put together, else what was put aside.
pub(super) fn statement(account: &Account, agenda: &Agenda) -> Statement {
    if let Some(open) = agenda.changes.iter().find(|change| change.kind == Kind::Buy) {
        let titles = counted(open.titles());
        let text = format!("In your cart: {}. Nothing is put aside yet.", titles.join(", "));
        return Statement::of_search("The customer's cart", 1, text);
    }
    let Some(aside) = &account.aside else {
        return Statement::policy("There is nothing in your cart.");
    };
    let lines: Vec<String> = aside
        .lines
        .iter()
        .map(|line| match line.quantity {
            1 => format!("{}, {}", say::line(line), line.price),
            several => format!("{several} × {}, {} each", say::line(line), line.price),
        })
        .collect();
    let text = format!("Put aside for you: {}. Together that is {}.", lines.join("; "), aside.total);
    Statement { text, source: Source::new(SourceKind::Order, aside.order.to_string(), aside.version) }
}

/// "2 × Wool Scarf".
fn counted(titles: Vec<&str>) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for title in titles {
        match counts.iter_mut().find(|(known, _)| *known == title) {
            Some((_, count)) => *count += 1,
            None => counts.push((title, 1)),
        }
    }
    let said = |(title, count): (&str, usize)| match count {
        1 => title.to_owned(),
        count => format!("{count} × {title}"),
    };
    counts.into_iter().map(said).collect()
}
