//! A customer who plays a task by its instructions: tells what is wanted, gives what is asked for from what the instructions
//! say, says yes to what is right and no to what is not.
//!
//! It reads what the agent asks by its type. The task's right actions only tell it what to say yes to, and which of the
//! things that the agent itself lists is the one meant; all its words come from the instructions.

mod identities;
mod rights;

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::format::Task;
use super::import::Imported;
use super::person::{Script, Topic, When, first_person, script};
use super::tools;
use crate::agent::acting::Agenda;
use crate::agent::acting::agenda::{Change, Kind, Question, Stated};
use crate::error::Result;
use crate::policy::{Action, MethodRef};
use crate::stored_methods::{self, StoredMethodKind};
use identities::identities;
use rights::{Right, pieces};

/// What the customer sees of an answer.
pub(super) struct Hears<'a> {
    pub agenda: &'a Agenda,
}

#[derive(Debug)]
pub(super) struct Customer {
    script: Script,
    rights: Vec<Right>,
    identities: Vec<String>,
    /// What it knows of itself.
    about: String,
    given: usize,
    methods: BTreeMap<MethodRef, StoredMethodKind>,
    /// All of the instructions, in the first person.
    whole: String,
    repeated: usize,
    fallback: usize,
    refused: Vec<String>,
}

impl Customer {
    pub fn new(connection: &Connection, shop: &Imported, task: &Task) -> Result<Self> {
        let mut rights = Vec::new();
        for call in task.actions.iter().filter(|call| call.ok) {
            if let Some((order, action)) = tools::change(shop, call)? {
                rights.push(Right::new(order.as_deref(), action));
            }
        }
        let mut methods = BTreeMap::new();
        for method in shop.methods.values() {
            let method = stored_methods::get(connection, *method)?;
            methods.insert(method.id, method.kind);
        }
        let texts = [task.reason_for_call.as_str(), task.instruction.as_str()];
        let script = script(&texts, &task.task_instructions);
        let mut whole = script.opening.join(" ");
        for held in &script.held {
            whole.push(' ');
            whole.push_str(&held.say);
        }
        Ok(Self {
            identities: identities(&[task.known_info.as_str(), task.instruction.as_str()]),
            script,
            rights,
            about: first_person(&task.known_info),
            given: 0,
            methods,
            whole,
            repeated: 0,
            fallback: 0,
            refused: Vec::new(),
        })
    }

    pub fn opens(&self) -> Option<String> {
        let opening = self.script.opening.join(" ");
        Some(if opening.is_empty() { "Hello, I need help with my order.".into() } else { opening })
    }

    fn held(&mut self, when: When) -> Option<String> {
        let held = self.script.held.iter_mut().find(|held| held.when == when && !held.said)?;
        held.said = true;
        Some(held.say.clone())
    }

    pub fn answers(&mut self, hears: &Hears<'_>) -> Option<String> {
        for done in &hears.agenda.done {
            if let Some(right) = self.rights.iter_mut().find(|right| right.is(&done.wanted)) {
                right.done = true;
            }
        }
        if !hears.agenda.stated.is_empty() {
            return Some(self.hears_stated(hears));
        }
        if let Some(question) = &hears.agenda.asked {
            return self.hears_question(question, hears);
        }
        self.hears_nothing()
    }

    fn hears_stated(&mut self, hears: &Hears<'_>) -> String {
        if let Some(say) = self.held(When::Confirming) {
            return say;
        }
        let stated = &hears.agenda.stated;
        let fits: Vec<bool> = stated.iter().map(|one| self.is_right(one)).collect();
        if fits.iter().all(|fits| *fits) {
            return "Yes, please.".into();
        }
        if fits.iter().any(|fits| *fits) {
            let numbers: Vec<String> = fits
                .iter()
                .enumerate()
                .filter(|(_, fits)| **fits)
                .map(|(i, _)| (i + 1).to_string())
                .collect();
            return format!("Yes to number {}.", numbers.join(" and "));
        }
        let first = stated[0].clone();
        self.objects(&first, hears)
    }

    fn is_right(&self, stated: &Stated) -> bool {
        self.rights.iter().any(|right| right.is(&stated.wanted))
    }

    /// No, and what would be right, as far as the instructions say it.
    fn objects(&mut self, stated: &Stated, hears: &Hears<'_>) -> String {
        let near = self
            .rights
            .iter()
            .find(|right| {
                !right.done
                    && right.order == stated.wanted.order
                    && Kind::of(&right.action) == Kind::of(&stated.wanted.action)
            })
            .cloned();
        let repeated = self.refused.iter().filter(|sentence| **sentence == stated.sentence).count();
        self.refused.push(stated.sentence.clone());
        let Some(right) = near.filter(|_| repeated < 2) else {
            return "No, please don't do that.".into();
        };
        if pieces(&right.action) == pieces(&stated.wanted.action)
            && let (Some(method), Some(_)) = (right.action.method(), stated.wanted.action.method())
        {
            let word = match self.methods.get(&method) {
                Some(StoredMethodKind::Paypal) => "PayPal",
                Some(StoredMethodKind::GiftCard) => "gift card",
                _ if method_kind_is_same(&self.methods, method, stated) => "other card",
                _ => "credit card",
            };
            return format!("No, please use my {word} instead.");
        }
        if let (Action::CancelOrder { reason }, Action::CancelOrder { .. }) =
            (&right.action, &stated.wanted.action)
        {
            return format!("No, the reason is: {reason}.");
        }
        let change = hears.agenda.change(stated.change);
        let (wanted, _) = pieces(&right.action);
        let (said, _) = pieces(&stated.wanted.action);
        if let Some(change) = change
            && said.iter().any(|item| !wanted.contains(item))
            && wanted.iter().all(|item| said.contains(item))
        {
            let kept: Vec<String> = change
                .items
                .iter()
                .filter(|item| wanted.contains(&item.variant))
                .map(|item| format!("the {}", item.title))
                .collect();
            return format!("No, only {}.", kept.join(" and "));
        }
        match self.sentence_about(change) {
            Some(sentence) => format!("No, that is not right. {sentence}"),
            None => "No, that is not the right one.".into(),
        }
    }

    /// What the instructions say of the things of a change.
    fn sentence_about(&self, change: Option<&Change>) -> Option<String> {
        let titles: Vec<String> = change?.items.iter().map(|item| item.title.to_lowercase()).collect();
        self.script
            .opening
            .iter()
            .find(|sentence| {
                let lower = sentence.to_lowercase();
                titles.iter().any(|title| {
                    title
                        .split(' ')
                        .next_back()
                        .is_some_and(|word| lower.contains(word.trim_end_matches('s')))
                })
            })
            .cloned()
    }

    fn hears_question(&mut self, question: &Question, hears: &Hears<'_>) -> Option<String> {
        let topic = match question {
            Question::Identity | Question::Code { .. } => Topic::Identity,
            Question::WhichItem { .. } | Question::WhichItems { .. } | Question::WhichVariant { .. } => {
                Topic::Item
            }
            Question::WhichOrder { .. } => Topic::Order,
            Question::Reason { .. } => Topic::Reason,
            Question::Method { .. } => Topic::Method,
            Question::Address { .. } => Topic::Order,
        };
        if topic != Topic::Identity
            && let Some(say) = self.held(When::Asked(topic))
        {
            return Some(say);
        }
        let change = |number: &u32| hears.agenda.change(*number);
        Some(match question {
            // The customers of the tasks read no mail.
            Question::Code { .. } => return None,
            Question::Identity => {
                let said = self.identities.get(self.given).cloned()?;
                self.given += 1;
                said
            }
            Question::Reason { change: number } => {
                let reason = change(number).and_then(|change| {
                    self.rights.iter().filter(|right| right.order == change.order).find_map(|right| {
                        match &right.action {
                            Action::CancelOrder { reason } => Some(reason.clone()),
                            _ => None,
                        }
                    })
                });
                format!("It is {}.", reason.as_deref().unwrap_or("no longer needed"))
            }
            Question::Method { change: number, options } => {
                let right = change(number)
                    .and_then(|change| self.right_of(change))
                    .and_then(|right| right.action.method());
                match right.and_then(|right| options.iter().position(|option| *option == right)) {
                    Some(at) => format!("Option {}.", at + 1),
                    None => self.held(When::Refused).unwrap_or_else(|| "None of them.".into()),
                }
            }
            Question::WhichVariant { change: number, item, options } => {
                let right = change(number).and_then(|change| {
                    let old = change.items.get(*item)?.variant;
                    let right = self.right_of(change)?;
                    let (items, new) = pieces(&right.action);
                    let at: Vec<usize> = (0..items.len()).filter(|i| items[*i] == old).collect();
                    let at = if at.len() > 1 {
                        at.get(*item).or(at.first()).copied()
                    } else {
                        at.first().copied()
                    };
                    at.and_then(|at| new.get(at).copied())
                });
                match right.and_then(|right| options.iter().position(|option| *option == right)) {
                    Some(at) => format!("Option {}.", at + 1),
                    None => self
                        .held(When::Refused)
                        .or_else(|| self.falls_back())
                        .unwrap_or_else(|| "No, none of these. Leave that item as it is.".into()),
                }
            }
            Question::WhichItem { options } => {
                let meant: Vec<String> = options
                    .iter()
                    .enumerate()
                    .filter(|(_, (order, variant))| {
                        self.rights.iter().any(|right| {
                            !right.done
                                && right.order.as_deref() == Some(order)
                                && pieces(&right.action).0.contains(variant)
                        })
                    })
                    .map(|(i, _)| (i + 1).to_string())
                    .collect();
                if meant.is_empty() {
                    "No, none of them.".into()
                } else {
                    format!("Option {}.", meant.join(" and option "))
                }
            }
            Question::WhichOrder { numbers, .. } => {
                let meant: Vec<String> = numbers
                    .iter()
                    .filter(|number| {
                        self.rights.iter().any(|right| !right.done && right.order.as_ref() == Some(number))
                    })
                    .cloned()
                    .collect();
                if meant.is_empty() {
                    "No, none of them.".into()
                } else {
                    format!("Order {}.", meant.join(" and order "))
                }
            }
            Question::WhichItems { .. } | Question::Address { .. } => {
                if self.repeated >= 2 {
                    return None;
                }
                self.repeated += 1;
                if matches!(question, Question::Address { .. }) && self.repeated == 1 {
                    return Some(self.about.clone());
                }
                self.whole.clone()
            }
        })
    }

    fn right_of(&self, change: &Change) -> Option<&Right> {
        self.rights.iter().find(|right| {
            !right.done && right.order == change.order && Kind::of(&right.action) == Some(change.kind)
        })
    }

    fn falls_back(&mut self) -> Option<String> {
        let say = self.script.fallbacks.get(self.fallback).cloned()?;
        self.fallback += 1;
        Some(say)
    }

    /// The agent waits for nothing.
    fn hears_nothing(&mut self) -> Option<String> {
        if self.rights.iter().all(|right| right.done) {
            return self.held(When::Done);
        }
        if let Some(say) =
            self.held(When::Done).or_else(|| self.held(When::Refused)).or_else(|| self.held(When::Confirming))
        {
            return Some(say);
        }
        if let Some(say) = self.falls_back() {
            return Some(say);
        }
        // Says again what was asked for, piece by piece.
        let sentence = self.script.opening.get(self.repeated).cloned()?;
        self.repeated += 1;
        Some(sentence)
    }
}

fn method_kind_is_same(
    methods: &BTreeMap<MethodRef, StoredMethodKind>,
    right: MethodRef,
    stated: &Stated,
) -> bool {
    stated.wanted.action.method().is_some_and(|said| methods.get(&said) == methods.get(&right))
}
