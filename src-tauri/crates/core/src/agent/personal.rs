//! What of a turn is personal and known as such: names, and where people live. A question to somebody else's model goes without it
//! ([`crate::language_model::Mask`]); e-mail addresses and numbers are told by their form, and need no list.

#[cfg(test)]
mod tests;

use super::account::Account;
use super::turn::{Situation, ToolResult};
use super::understanding;
use crate::memory::FactKind;

/// Lines of an address that are looked for together.
const MOST_LINES: usize = 8;

/// Kinds and texts. A text may stand in another: the longer ones are hidden first.
pub(super) fn of(situation: &Situation) -> Vec<(&'static str, String)> {
    let input = &situation.input;
    let mut known = Known::default();
    known.name(&input.contact_name);
    for fact in input.facts.iter().filter(|fact| fact.kind == FactKind::Called) {
        known.name(&fact.value);
    }
    known.address(&input.contact_address);
    for fact in input.facts.iter().filter(|fact| fact.kind == FactKind::Address) {
        known.address(&fact.value);
    }
    for (_, result) in &situation.results {
        if let ToolResult::Account(Some(account)) | ToolResult::Identified(Some(account)) = result {
            known.account(account);
        }
    }
    let earlier = input.history.iter().map(|message| &message.body);
    for body in earlier.chain(input.messages.iter().map(|message| &message.body)) {
        for (kind, text) in understanding::personal(body) {
            known.add(kind, &super::modelled::fenced(&text));
        }
    }
    known.0
}

#[derive(Default)]
struct Known(Vec<(&'static str, String)>);

impl Known {
    fn add(&mut self, kind: &'static str, text: &str) {
        let text = text.trim();
        if !text.is_empty() && !self.0.iter().any(|(_, known)| known == text) {
            self.0.push((kind, text.to_owned()));
        }
    }

    fn name(&mut self, name: &str) {
        self.add("name", name);
        for part in name.split_whitespace() {
            self.add("name", part);
        }
    }

    fn account(&mut self, account: &Account) {
        self.name(&account.name);
        self.address(&account.address);
        for order in &account.orders {
            self.address(&order.address);
        }
    }

    /// An address in lines, as whole sentences and lines of tables write it: each run of lines in which a number stands, and a name
    /// above the street.
    fn address(&mut self, address: &str) {
        let lines: Vec<&str> =
            address.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST_LINES).collect();
        let numbered = |line: &str| line.chars().any(char::is_numeric);
        if let [first, second, ..] = lines.as_slice()
            && !numbered(first)
            && numbered(second)
        {
            self.name(first);
        }
        // "12 Rosenweg, 50667 Musterstadt" may stand in one line.
        let parts: Vec<&str> = address
            .split([',', '\n'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .take(MOST_LINES)
            .collect();
        for all in [&lines, &parts] {
            for from in 0..all.len() {
                for to in from + 1..=all.len() {
                    let run = &all[from..to];
                    if run.iter().any(|part| numbered(part)) {
                        self.add("address", &run.join(", "));
                        self.add("address", &run.join(" "));
                    }
                }
            }
        }
        // "Denver, CO 80279": the code says as much as the line.
        let codes = parts.iter().skip(1).flat_map(|part| part.split(' '));
        for code in codes.filter(|part| part.len() >= 4 && numbered(part)) {
            self.add("address", code);
        }
    }
}
