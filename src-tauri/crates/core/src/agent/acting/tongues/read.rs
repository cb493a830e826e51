//! What a message in another language asks for or answers, as the English sentences that the desk reads. Every sentence is
//! made here: none of the customer's words is passed on but numbers, addresses and the names of their own things. What is
//! not surely understood says nothing.

use super::answers::act_of;
use super::lex::{self, Kind, Said, Token};
use super::table::{Act, Table, Tag};
use super::wish;
use crate::agent::account::Account;
use crate::agent::acting::agenda::{self, Agenda};
use crate::agent::phrases::Language;
use crate::agent::understanding::fold;

/// What was heard.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::agent::acting) struct Heard {
    /// For the desk; empty: nothing that is sure.
    pub english: String,
    /// Something is to become of an order.
    pub wish: bool,
    /// A yes, a no, or what answers a question.
    pub answer: bool,
}

/// Words that were not understood beside a wish, at most; more of them may say anything.
const MOST_UNKNOWN: usize = 2;

pub(super) struct Reader<'a> {
    pub agenda: &'a Agenda,
    pub account: Option<&'a Account>,
    pub said: &'a Said,
}

/// What a part of a sentence comes to.
#[derive(Debug, Default)]
struct Parts {
    out: Vec<String>,
    wish: bool,
    /// Some of it may mean anything: a person reads it.
    unsure: bool,
}

pub(super) fn hear(
    language: Language,
    table: &Table,
    text: &str,
    agenda: &Agenda,
    account: Option<&Account>,
) -> Heard {
    let said = lex::read(language, table, text, account);
    let reader = Reader { agenda, account, said: &said };
    if let Some(address) = reader.address_asked_for() {
        return Heard { english: address, wish: false, answer: true };
    }
    if let Some(answer) = reader.yes_or_no() {
        return Heard { english: answer, wish: false, answer: true };
    }
    if reader.calls_off() {
        return Heard { english: "cancel".to_owned(), wish: false, answer: true };
    }
    let parts = reader.parts();
    if parts.unsure {
        return Heard::default();
    }
    let answer = !parts.wish && !parts.out.is_empty();
    Heard { english: parts.out.join(". "), wish: parts.wish, answer }
}

impl Reader<'_> {
    fn open(&self) -> bool {
        self.agenda.is_active()
    }

    /// The sentences of the message, each as what it comes to.
    fn parts(&self) -> Parts {
        let mut parts = Parts::default();
        let mut pending: Option<std::ops::Range<usize>> = None;
        for sentence in self.sentences() {
            self.sentence(sentence, &mut parts, &mut pending);
        }
        // What hangs on something, or leaves something out, is a person's.
        parts.unsure |= parts.wish && self.has_condition();
        parts
    }

    fn has_condition(&self) -> bool {
        let tokens = &self.said.tokens;
        tokens.iter().enumerate().any(|(at, token)| {
            // "Si" without an accent is yes and if.
            let doubtful = || token.is(Tag::Yes) && token.raw.to_lowercase() == "si";
            let goes_on = || tokens.get(at + 1).is_some_and(|next| !next.is_mark());
            // "Instead of returning it, …": what comes after is not wanted.
            let instead = || {
                let next = tokens[at + 1..]
                    .iter()
                    .find(|next| !matches!(next.kind, Kind::Known | Kind::Tag(Tag::Plain | Tag::It)));
                next.is_some_and(|next| matches!(next.kind, Kind::Tag(Tag::Act(_) | Tag::Noun(_))))
            };
            let instead = token.is(Tag::InsteadOf) && (instead() || self.ends_in_act(at));
            instead || token.is(Tag::If) || token.is(Tag::Without) || (doubtful() && goes_on())
        })
    }

    /// "Statt den Schal zurückzugeben …": German puts the verb at the end of it.
    fn ends_in_act(&self, from: usize) -> bool {
        self.said.tokens[from + 1..].iter().take_while(|token| !token.is_mark()).any(|token| {
            matches!(token.kind, Kind::Tag(Tag::Act(_))) && fold(&token.raw).starts_with("zuruckzu")
        })
    }

    fn sentences(&self) -> Vec<std::ops::Range<usize>> {
        let tokens = &self.said.tokens;
        let mut sentences = Vec::new();
        let mut start = 0;
        for (at, token) in tokens.iter().enumerate() {
            if matches!(token.kind, Kind::End | Kind::Question) {
                sentences.push(start..at + 1);
                start = at + 1;
            }
        }
        sentences.push(start..tokens.len());
        sentences.retain(|sentence| tokens[sentence.clone()].iter().any(|token| !token.is_mark()));
        sentences
    }

    /// A sentence falls into parts at commas, "but", "because", and at an "and" between two wishes.
    fn units(&self, sentence: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
        let tokens = &self.said.tokens;
        let acts = |range: std::ops::Range<usize>| {
            tokens[range].iter().any(|token| matches!(token.kind, Kind::Tag(Tag::Act(_) | Tag::Noun(_))))
        };
        let mut units = Vec::new();
        let mut start = sentence.start;
        for at in sentence.clone() {
            let splits = match tokens[at].kind {
                Kind::Comma | Kind::Tag(Tag::But | Tag::Because) => true,
                Kind::Tag(Tag::And) => acts(start..at) && acts(at..sentence.end),
                _ => false,
            };
            if splits {
                units.push(start..at);
                start = at;
            }
        }
        units.push(start..sentence.end);
        units.retain(|unit| tokens[unit.clone()].iter().any(|token| !token.is_mark()));
        units
    }

    fn sentence(
        &self,
        sentence: std::ops::Range<usize>,
        parts: &mut Parts,
        objects: &mut Option<std::ops::Range<usize>>,
    ) {
        let tokens = &self.said.tokens;
        let question = tokens[sentence.clone()].iter().any(|token| token.kind == Kind::Question);
        let of = |range: &std::ops::Range<usize>, tag: Tag| {
            tokens[range.clone()].iter().any(|token| token.is(tag))
        };
        let acts_in = |range: &std::ops::Range<usize>| -> Vec<Act> {
            let mut acts: Vec<Act> = Vec::new();
            for token in &tokens[range.clone()] {
                if let Kind::Tag(Tag::Act(act)) = token.kind
                    && !acts.contains(&act)
                {
                    acts.push(act);
                }
            }
            acts
        };
        let mut wished = false;
        let mut refused = false;
        let mut last_wish: Option<std::ops::Range<usize>> = None;
        for (i, mut unit) in self.units(sentence).into_iter().enumerate() {
            while unit.start < unit.end && opens(&tokens[unit.start]) {
                unit.start += 1;
            }
            // "No, …" answers; "no quiero" denies.
            if i == 0 {
                let said = &tokens[unit.clone()];
                let alone =
                    said.iter().all(|token| token.is(Tag::No) || token.is(Tag::Polite) || token.is_mark());
                if alone && said.iter().any(|token| token.is(Tag::No)) {
                    if self.open() {
                        parts.out.push("no".to_owned());
                    }
                    continue;
                }
            }
            let negated = of(&unit, Tag::Not) || of(&unit, Tag::No) || of(&unit, Tag::Nothing);
            let wants = of(&unit, Tag::Want) || of(&unit, Tag::Polite);
            let mut acts = acts_in(&unit);
            let sends = acts.is_empty() && of(&unit, Tag::Send);
            let nouns: Vec<Act> = tokens[unit.clone()]
                .iter()
                .filter_map(|token| match token.kind {
                    Kind::Tag(Tag::Noun(act)) => Some(act),
                    _ => None,
                })
                .collect();
            if sends && (nouns.contains(&Act::Address) || self.address_from(unit.start).is_some()) {
                acts.push(Act::Address);
            }
            if acts.is_empty() && (of(&unit, Tag::Want) || wished) {
                acts.extend(nouns.iter().copied().filter(|act| *act != Act::Address));
                acts.dedup();
            }
            let swaps = of(&unit, Tag::InsteadOf) || of(&unit, Tag::InPlace);
            let implied = acts.is_empty() && of(&unit, Tag::Want) && swaps && !negated;
            if implied {
                acts.push(Act::Exchange);
            }
            if acts.is_empty() {
                refused |= negated && wants;
                let known = !tokens[unit.clone()].iter().any(|token| token.kind == Kind::Unknown);
                if negated && of(&unit, Tag::Want) && known && !question && !self.agenda.stated.is_empty() {
                    parts.out.push("no".to_owned());
                    continue;
                }
                wished |= wants && !negated;
                if let Some(last) = last_wish.clone()
                    && !negated
                    && self.only_things(&unit)
                {
                    // "Return the scarf, the belt and the hat."
                    let merged = last.start..unit.end;
                    if let Some(wish) = self.wish(&merged, &acts_in(&merged), &nouns, objects.as_ref()) {
                        parts.out.pop();
                        parts.out.push(wish);
                    }
                    continue;
                }
                // "The red scarf does not fit, I want to return it."
                if (!negated && tokens[unit.clone()].iter().any(is_object)) || self.names_things(&unit) {
                    *objects = Some(unit.clone());
                }
                self.fragment(&unit, negated, question, parts);
                continue;
            }
            let asks = of(&unit, Tag::Ask) || (question && !wants && !wished);
            if asks {
                continue;
            }
            if negated || (refused && !wants) || self.needless_to(&unit) {
                if self.open() {
                    parts.out.push("no".to_owned());
                }
                if self.names_things(&unit) {
                    *objects = Some(unit);
                }
                continue;
            }
            match self.wish(&unit, &acts, &nouns, objects.as_ref()) {
                Some(wish) => {
                    parts.wish = true;
                    parts.out.push(wish);
                    self.reasons(&unit, parts);
                    last_wish = Some(unit);
                }
                None => {
                    parts.unsure = true;
                    return;
                }
            }
        }
    }

    /// "No hace falta cancelar": what is not needed is the act itself, where nothing stands between the two.
    fn needless_to(&self, unit: &std::ops::Range<usize>) -> bool {
        let tokens = &self.said.tokens[unit.clone()];
        let acts: Vec<usize> =
            places(tokens, |token| matches!(token.kind, Kind::Tag(Tag::Act(_) | Tag::Noun(_))));
        let needless = places(tokens, |token| token.is(Tag::Needless));
        needless.iter().any(|at| {
            acts.iter().any(|act| {
                let between = &tokens[(*at).min(*act) + 1..(*at).max(*act)];
                !between.iter().any(|token| {
                    is_object(token) || token.is(Tag::Want) || token.is(Tag::Yes) || token.is(Tag::Polite)
                })
            })
        })
    }

    fn names_things(&self, unit: &std::ops::Range<usize>) -> bool {
        self.said.tokens[unit.clone()].iter().any(|token| matches!(token.kind, Kind::Name(_)))
    }

    /// Names of things and nothing else.
    fn only_things(&self, unit: &std::ops::Range<usize>) -> bool {
        let tokens = &self.said.tokens[unit.clone()];
        tokens.iter().any(|token| matches!(token.kind, Kind::Name(_)))
            && tokens.iter().all(|token| {
                matches!(
                    token.kind,
                    Kind::Name(_)
                        | Kind::Value(_)
                        | Kind::Known
                        | Kind::Comma
                        | Kind::End
                        | Kind::Tag(Tag::And | Tag::Plain | Tag::Size | Tag::Polite)
                )
            })
    }

    fn wish(
        &self,
        unit: &std::ops::Range<usize>,
        acts: &[Act],
        nouns: &[Act],
        objects: Option<&std::ops::Range<usize>>,
    ) -> Option<String> {
        let tokens = &self.said.tokens[unit.clone()];
        let unknown = tokens.iter().filter(|token| token.kind == Kind::Unknown).count();
        let count = tokens.iter().filter(|token| !token.is_mark()).count();
        let of_address = nouns.contains(&Act::Address) && matches!(acts, [Act::Exchange]);
        let act = match acts {
            _ if of_address => Act::Address,
            [only] => *only,
            _ => return None,
        };
        // "Cancel the return": another thing than either.
        if nouns.iter().any(|noun| *noun != act && *noun != Act::Address) {
            return None;
        }
        let tolerated = MOST_UNKNOWN.max(count / 3);
        if act != Act::Address && self.account.is_some() && unknown > tolerated {
            return None;
        }
        if act == Act::Return && tokens.iter().any(|token| token.is(Tag::Money)) {
            return None;
        }
        wish::english(self, act, unit, objects)
    }

    /// What was stated takes nothing away: "I don't want it any more" is no reason for it.
    fn keeps_what_it_has(&self) -> bool {
        let takes = |stated: &agenda::Stated| {
            matches!(act_of(&stated.wanted.action), Some(Act::Cancel | Act::Return))
        };
        !self.agenda.stated.is_empty() && !self.agenda.stated.iter().any(takes)
    }

    fn reasons(&self, unit: &std::ops::Range<usize>, parts: &mut Parts) {
        for token in &self.said.tokens[unit.clone()] {
            match token.kind {
                Kind::Tag(Tag::Mistake) => parts.out.push("I ordered it by mistake".to_owned()),
                Kind::Tag(Tag::Needless) if self.keeps_what_it_has() => parts.out.push("no".to_owned()),
                Kind::Tag(Tag::Needless) => parts.out.push("I no longer need it".to_owned()),
                _ => {}
            }
        }
    }

    /// What is no wish of its own may answer a question, say why, or name what is meant.
    fn fragment(&self, unit: &std::ops::Range<usize>, negated: bool, question: bool, parts: &mut Parts) {
        let tokens = &self.said.tokens[unit.clone()];
        if negated || self.has_condition() {
            return;
        }
        if self.agenda.awaits_code() && tokens.iter().any(|token| token.is(Tag::Again)) {
            parts.out.push("send it again".to_owned());
            return;
        }
        // "Could you cancel it, because I no longer need it?"
        if !question || parts.wish {
            self.reasons(unit, parts);
        }
        if tokens.iter().any(|token| token.is(Tag::Ask)) {
            return;
        }
        let unknown = tokens.iter().filter(|token| token.kind == Kind::Unknown).count();
        if question
            || !self.open()
            || unknown > MOST_UNKNOWN
            || self.agenda.asked.is_none() && self.agenda.stated.is_empty()
        {
            return;
        }
        if let Some(fragment) = wish::fragment(self, unit) {
            parts.out.push(fragment);
        }
    }
}

/// What begins a part and is none of it.
const fn opens(token: &Token) -> bool {
    token.is_mark() || matches!(token.kind, Kind::Tag(Tag::And | Tag::But | Tag::Because))
}

fn places(tokens: &[Token], is: impl Fn(&Token) -> bool) -> Vec<usize> {
    tokens.iter().enumerate().filter(|(_, token)| is(token)).map(|(at, _)| at).collect()
}

pub(super) const fn is_object(token: &Token) -> bool {
    matches!(
        token.kind,
        Kind::Number
            | Kind::Name(_)
            | Kind::Value(_)
            | Kind::Tag(Tag::Order | Tag::Orders | Tag::It | Tag::All | Tag::Both)
    )
}
