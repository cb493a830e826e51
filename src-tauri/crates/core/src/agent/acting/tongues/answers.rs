//! Answers that are read as a whole: a yes or a no, and an address that was asked for.

use super::lex::{Kind, Token, is_number_of};
use super::read::Reader;
use super::table::{Act, Tag};
use crate::agent::acting::agenda::{self, Question};
use crate::agent::acting::{verbs, words};
use crate::policy::Action;

impl Reader<'_> {
    /// The whole message is a yes or a no, and nothing of it is anything else.
    pub(super) fn yes_or_no(&self) -> Option<String> {
        let tokens: Vec<&Token> = self.said.tokens.iter().filter(|token| !token.is_mark()).collect();
        let asks = self.said.tokens.iter().any(|token| token.kind == Kind::Question);
        let has = |tag: Tag| tokens.iter().any(|token| token.is(tag));
        let only = |tags: &[Tag]| tokens.iter().all(|token| tags.iter().any(|tag| token.is(*tag)));
        if tokens.is_empty() || asks {
            return None;
        }
        if (has(Tag::No) || has(Tag::Nothing)) && only(&[Tag::No, Tag::Nothing, Tag::Polite, Tag::Not]) {
            return Some("no".to_owned());
        }
        if !has(Tag::Yes) || !tokens.iter().all(|token| self.goes_with_yes(token)) {
            return None;
        }
        let several = self.agenda.stated.len() > 1;
        let chosen: Vec<&str> = tokens
            .iter()
            .filter_map(|token| match &token.kind {
                Kind::Tag(Tag::Ordinal("first")) => Some("1"),
                Kind::Tag(Tag::Ordinal("second")) => Some("2"),
                Kind::Tag(Tag::Ordinal("third")) => Some("3"),
                _ => None,
            })
            .collect();
        match (several, chosen.as_slice()) {
            (_, []) => Some("yes".to_owned()),
            (true, chosen) => Some(format!("yes to {}", chosen.join(" and "))),
            (false, _) => None,
        }
    }

    /// "Cancel" and nothing else, where what was stated is no cancellation: in the words of the language, or the English one.
    pub(super) fn calls_off(&self) -> bool {
        let is_cancel = |token: &Token| {
            matches!(token.kind, Kind::Tag(Tag::Act(Act::Cancel) | Tag::Noun(Act::Cancel)))
                || token.raw.eq_ignore_ascii_case("cancel")
        };
        // "Cancel kar do": what means a yes elsewhere is part of the verb.
        let beside = |token: &Token| matches!(token.kind, Kind::Tag(Tag::Polite | Tag::Plain | Tag::Yes));
        let stated = self.agenda.stated.iter().map(|stated| act_of(&stated.wanted.action));
        let asks = self.said.tokens.iter().any(|token| token.kind == Kind::Question);
        let words: Vec<&Token> = self.said.tokens.iter().filter(|token| !token.is_mark()).collect();
        !self.agenda.stated.is_empty()
            && stated.into_iter().all(|act| act != Some(Act::Cancel))
            && !asks
            && words.len() <= 4
            && words.iter().filter(|token| is_cancel(token)).count() == 1
            && words.iter().all(|token| is_cancel(token) || beside(token))
    }

    /// What may stand beside a yes: it says no more than what was stated.
    fn goes_with_yes(&self, token: &Token) -> bool {
        let kinds: Vec<Act> =
            self.agenda.stated.iter().filter_map(|stated| act_of(&stated.wanted.action)).collect();
        match &token.kind {
            Kind::Tag(Tag::Yes | Tag::Polite | Tag::Want | Tag::It | Tag::Both | Tag::All | Tag::Order) => {
                true
            }
            Kind::Tag(Tag::Ordinal(_)) => self.agenda.stated.len() > 1,
            Kind::Tag(Tag::Act(act)) => kinds.contains(act),
            Kind::Number => self.agenda.stated.iter().any(|stated| {
                stated.wanted.order.as_deref().is_some_and(|number| is_number_of(number, &token.raw))
            }),
            _ => false,
        }
    }

    /// The address that was asked for, as it was written.
    pub(super) fn address_asked_for(&self) -> Option<String> {
        if !matches!(self.agenda.asked, Some(Question::Address { .. })) {
            return None;
        }
        let refuses = |token: &Token| {
            matches!(
                token.kind,
                Kind::Tag(Tag::Not | Tag::If | Tag::Ask | Tag::Nothing | Tag::Act(Act::Cancel | Act::Return))
            )
        };
        if self.said.tokens.iter().any(refuses) {
            return None;
        }
        self.address_from(0)
    }

    /// An address that is written out from this token on.
    pub(super) fn address_from(&self, from: usize) -> Option<String> {
        let tokens = &self.said.tokens;
        let of_an_order = |at: usize| {
            let mine = |number: &str| {
                self.account.is_some_and(|account| {
                    account.orders.iter().any(|order| is_number_of(&order.number, number))
                })
            };
            tokens[at.saturating_sub(2)..at].iter().any(|token| token.is(Tag::Order)) || mine(&tokens[at].raw)
        };
        let begins = |at: usize| match tokens[at].kind {
            Kind::Unknown | Kind::Name(_) | Kind::Value(_) => true,
            Kind::Number => !of_an_order(at),
            _ => false,
        };
        let mut first = (from..tokens.len()).find(|at| begins(*at))?;
        // "Am Ring 5": a small word with a capital belongs to the street.
        let small =
            |token: &Token| matches!(token.kind, Kind::Known | Kind::Tag(Tag::Plain | Tag::To | Tag::Into));
        while first > from && small(&tokens[first - 1]) && tokens[first - 1].is_capital() {
            first -= 1;
        }
        let last = (first..tokens.len()).rev().find(|at| begins(*at) || tokens[*at].kind == Kind::Known)?;
        let end = tokens[last].at + tokens[last].raw.len();
        let address = self.said.text.get(tokens[first].at..end)?.replace('\n', ", ").replace('،', ",");
        let words = address.split_whitespace().count();
        let digits = address.chars().any(|c| c.is_ascii_digit());
        // It is read as English from here on.
        let quiet = verbs::places(&words::atoms(&address)).is_empty();
        (words >= 3 && digits && quiet).then_some(address)
    }
}

pub(super) fn act_of(action: &Action) -> Option<Act> {
    Some(match agenda::Kind::of(action)? {
        agenda::Kind::Cancel => Act::Cancel,
        agenda::Kind::Return => Act::Return,
        agenda::Kind::Swap => Act::Exchange,
        agenda::Kind::Address | agenda::Kind::ProfileAddress => Act::Address,
        agenda::Kind::Payment | agenda::Kind::Buy => return None,
    })
}
