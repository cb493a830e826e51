//! The built-in planner: no model, no network. A small policy decides what to look up, and phrases over the evidence say
//! it in the customer's language. What it says is checked like any other planner's draft.

mod cheaper;
mod knowledge;
mod market;
mod news;
mod offers;
mod orders;
mod pictures;
mod products;
mod promo;
mod shop;
mod taste;
mod wanted;

use super::acting;
use super::dialogue::DialogueState;
use super::input::{Author, Channel};
use super::intent::Intent;
use super::photos;
use super::phrases::{Break, Joint, Language, Phrase, Speech, Value};
use super::remembered;
use super::run::HandoffReason;
use super::turn::{Draft, Move, Planner, Situation, ToolCall};
use super::understanding::{self, is_about_products};
use super::validate::Problem;
use super::waiting;
use crate::agents::Tone;
use crate::conversations::{self, Stop};

pub(in crate::agent) use offers::number_of;
pub(in crate::agent) use wanted::can_buy;

/// Answers from the shop's records, with the phrases of the catalogue.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltinPlanner;

/// How much a draft says: everything useful, the core, or as little as answers the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Detail {
    Minimal,
    Short,
    Full,
}

/// A part of the reply.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub speech: Speech,
    /// The rest needs a person.
    pub handoff: Option<HandoffReason>,
}

impl Part {
    fn says(speech: impl Into<Speech>) -> Self {
        Self { speech: speech.into(), handoff: None }
    }

    fn hands_over(speech: impl Into<Speech>) -> Self {
        Self { speech: speech.into(), handoff: Some(HandoffReason::NeedsOwner) }
    }

    /// A person does it all.
    fn nothing(reason: HandoffReason) -> Self {
        Self { speech: Speech::default(), handoff: Some(reason) }
    }
}

impl Planner for BuiltinPlanner {
    fn name(&self) -> &str {
        "builtin"
    }

    fn model(&self) -> Option<&str> {
        None
    }

    fn version(&self) -> &str {
        "builtin-1"
    }

    fn plan(&self, situation: &Situation) -> Move {
        let understanding = &situation.understanding;
        if understanding.wordless
            && situation.escalation.is_none()
            && photos::sought(situation).is_none()
            && !(situation.may_act() && acting::is_answer(situation))
        {
            return Move::Silent { why: "There is nothing to answer in the message.".to_owned() };
        }
        // What is written in a language that we do not write is for a person.
        if Language::parse(&understanding.language).is_none()
            && !acting::is_answer(situation)
            && !understanding.has(Intent::NewsletterOptout)
        {
            return Move::Handoff { reason: HandoffReason::LowConfidence };
        }
        let asks_market = super::market::asked(situation);
        if is_opt_out_keyword(situation) {
            return Move::Silent { why: "A STOP is heard before the turn.".to_owned() };
        }
        if let Some(call) = super::news::next_lookup(situation) {
            return Move::Call { call };
        }
        if let Some(call) = super::promo::next_lookup(situation) {
            return Move::Call { call };
        }
        if super::news::is_it(situation) || super::promo::outcome(situation).is_some() {
            return Move::Draft;
        }
        if asks_market {
            return super::market::next_lookup(situation).map_or(Move::Draft, |call| Move::Call { call });
        }
        if cheaper::asked(situation) {
            return cheaper::next_lookup(situation).map_or(Move::Draft, |call| Move::Call { call });
        }
        match waiting::think(situation) {
            waiting::Thought::Pass => {}
            waiting::Thought::Call(call) => return Move::Call { call },
            waiting::Thought::Act(acts) => return Move::Call { call: ToolCall::Act { acts } },
            waiting::Thought::Say(_) => return Move::Draft,
            waiting::Thought::HandOver => return Move::Handoff { reason: waiting::HANDED_OVER },
        }
        match super::taste::think(situation) {
            super::taste::Thought::Pass => {}
            super::taste::Thought::Call(call) => return Move::Call { call },
            super::taste::Thought::Tell(_) => return Move::Draft,
        }
        if situation.may_act() {
            match acting::think(situation) {
                acting::Thought::Pass => {}
                acting::Thought::Call(call) => return Move::Call { call },
                acting::Thought::Act(acts) => return Move::Call { call: ToolCall::Act { acts } },
                acting::Thought::Say(_) => return Move::Draft,
            }
        }
        if let Some(call) = photos::next_lookup(situation) {
            return Move::Call { call };
        }
        if let Some(call) = knowledge::next_lookup(situation).or_else(|| products::next_lookup(situation)) {
            return Move::Call { call };
        }
        Move::Draft
    }

    fn draft(&self, situation: &Situation, attempt: u8, _problems: &[Problem]) -> Draft {
        let detail = match attempt {
            0 => Detail::Full,
            1 => Detail::Short,
            _ => Detail::Minimal,
        };
        if cheaper::asked(situation)
            || super::news::is_it(situation)
            || super::promo::outcome(situation).is_some()
        {
            return compose(situation, detail);
        }
        if let waiting::Thought::Say(said) = waiting::think(situation) {
            return promised(situation, *said);
        }
        if let super::taste::Thought::Tell(told) = super::taste::think(situation) {
            return taste::draft(situation, *told, detail);
        }
        if situation.may_act()
            && !super::market::asked(situation)
            && let acting::Thought::Say(said) = acting::think(situation)
        {
            return acted(situation, *said);
        }
        compose(situation, detail)
    }
}

/// The promise to write as a reply.
fn promised(situation: &Situation, said: waiting::Said) -> Draft {
    let memory = waiting::remember(situation, &said);
    let mut speech = Speech::default();
    if let Some(hello) = hello(situation) {
        speech.push(hello);
    }
    speech.append(Break::Space, said.speech);
    let text = speech.say(situation.language(), situation.input.now.date());
    Draft { text, speech: Some(speech), memory: Some(Box::new(memory)), ..Draft::default() }
}

/// The acting part's sentences as a reply.
fn acted(situation: &Situation, said: acting::Said) -> Draft {
    let (language, today) = (situation.language(), situation.input.now.date());
    let hello = hello(situation);
    let news = super::news::outcome(situation).and_then(super::news::phrase).map(Speech::from);
    let (text, speech) = if language == Language::English {
        let mut text = said.text();
        if let Some(news) = news {
            text = format!("{}\n{text}", news.say(Language::English, today));
        }
        if let Some(hello) = hello {
            let hello = Speech::from(hello).say(Language::English, today);
            text = format!("{hello}\n{text}");
        }
        (text, None)
    } else {
        let mut speech = hello.map(Speech::from).unwrap_or_default();
        speech.append(Break::Line, news.unwrap_or_default());
        speech.append(Break::Line, acting::spoken(&said).unwrap_or_default());
        (speech.say(language, today), Some(speech))
    };
    let memory = DialogueState {
        pending: None,
        offered_wait: None,
        offered_news: None,
        focus_product: said.focus_product.or(situation.input.dialogue.focus_product),
        focus_order: said.agenda.focus.clone().or_else(|| situation.input.dialogue.focus_order.clone()),
        agenda: Box::new(said.agenda),
        ..situation.input.dialogue.clone()
    };
    Draft { text, speech, handoff: said.handoff, order: said.order, memory: Some(Box::new(memory)) }
}

/// A message that stops messages by itself.
fn is_opt_out_keyword(situation: &Situation) -> bool {
    let asked = situation.input.dialogue.awaits_answer();
    let keyword = |body: &str| match conversations::stop(body) {
        Some(Stop::Always) => true,
        // It answers a question as well.
        Some(Stop::UnlessAsked) => !asked,
        None => body.trim().is_empty(),
    };
    let handled_outside = matches!(situation.input.channel, Channel::Whatsapp | Channel::Sms);
    situation.understanding.has(Intent::NewsletterOptout)
        && situation.input.messages.iter().all(|message| keyword(&message.body))
        && handled_outside
}

/// What is answered in the same reply as a discount code.
const fn is_told_beside_a_code(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::ShippingPolicy | Intent::ReturnPolicy | Intent::StoreContact | Intent::TrackOrder
    )
}

fn compose(situation: &Situation, detail: Detail) -> Draft {
    let understanding = &situation.understanding;
    let mut memory = DialogueState {
        pending: None,
        offered_wait: None,
        offered_news: None,
        ..situation.input.dialogue.clone()
    };
    let mut parts: Vec<Part> = Vec::new();
    let about_news = news::answer(situation, &mut memory).map(|part| parts.push(part)).is_some();
    let code = promo::answer(situation);
    let about_code = code.is_some();
    parts.extend(code);
    // A wish for news, or the yes to the question, says nothing else.
    let only_news = about_news && !super::news::opts_out(situation);
    if understanding.asks_if_bot {
        parts.push(Part::says(Phrase::picked(situation, 1, "bot")));
    }
    let told = knowledge::tell(situation);
    if understanding.off_topic && told.texts.is_empty() && !about_news && !about_code {
        parts.push(Part::says(Phrase::picked(situation, 2, "refusal")));
    }
    parts.extend(told.texts.iter().map(|text| Part::says(Phrase::own(situation, text))));
    let mut order = None;
    let mut products_told = false;
    let mut orders_told = false;
    let mut pictured = false;
    if let Some((part, is_open)) = pictures::answer(situation, detail, &mut memory) {
        parts.push(part);
        pictured = true;
        products_told = !is_open;
    }
    let less = cheaper::answer(situation, detail, &mut memory);
    let about_less = less.is_some();
    products_told |= about_less;
    parts.extend(less);
    let prices = market::answer(situation, &mut memory);
    let about_prices = prices.is_some();
    products_told |= about_prices;
    parts.extend(prices);
    for scored in &understanding.intents {
        let intent = scored.intent;
        if told.instead_of.contains(&intent)
            || only_news
            // What it is to be used for is told with it.
            || (about_code && !(super::promo::says_more(situation) && is_told_beside_a_code(intent)))
            || (about_news && intent == Intent::NewsletterOptout)
            || ((pictured || about_prices || about_less || about_news)
                && matches!(intent, Intent::Greeting | Intent::GoodbyeThanks | Intent::Other))
        {
            continue;
        }
        if is_about_products(intent) {
            if !products_told {
                products_told = true;
                parts.push(products::answer(situation, intent, detail, &mut memory));
            }
            continue;
        }
        match intent {
            Intent::TrackOrder => {
                if !orders_told {
                    orders_told = true;
                    let (part, about) = orders::track(situation, detail, &mut memory);
                    order = about.or(order);
                    parts.push(part);
                }
            }
            Intent::RefundStatus => {
                let (part, about) = orders::refund(situation, &mut memory);
                order = about.or(order);
                parts.push(part);
            }
            Intent::ShippingPolicy => parts.push(shop::shipping(situation, detail)),
            Intent::ReturnPolicy => parts.push(shop::returns(situation, detail)),
            Intent::StoreContact => parts.push(shop::contact(situation, detail)),
            Intent::ReturnItem => {
                // The rules are told once.
                let told = understanding.has(Intent::ReturnPolicy);
                let policy = if told { Part::default() } else { shop::returns(situation, Detail::Minimal) };
                parts.push(Part { handoff: Some(HandoffReason::NeedsOwner), ..policy });
            }
            Intent::NewsletterOptout => parts.push(opt_out(situation)),
            Intent::Feedback => parts.push(feedback(situation)),
            Intent::Greeting if !understanding.asks_if_bot => {
                parts.push(Part::says(Phrase::picked(situation, 3, "how-can-i-help")));
            }
            Intent::GoodbyeThanks if !understanding.thanked => {
                parts.push(Part::says(Phrase::picked(situation, 8, "bye")));
            }
            Intent::GoodbyeThanks if situation.agent.tone != Tone::Warm => {
                parts.push(Part::says(Phrase::new("welcome")));
            }
            Intent::GoodbyeThanks => parts.push(Part::says(Phrase::picked(situation, 4, "welcome"))),
            Intent::Other if understanding.asks_if_bot || understanding.off_topic => {}
            Intent::Other
                if says_yes(situation)
                    && situation.input.dialogue.offered.len() > 1
                    && situation.input.dialogue.focus_product.is_none() =>
            {
                parts.push(Part::says(Phrase::new("which-more")));
            }
            Intent::Other if remembered::only_tells(situation) => {
                parts.push(Part::says(Phrase::new("remembered-noted")));
            }
            Intent::Other => parts.push(Part::nothing(HandoffReason::LowConfidence)),
            Intent::Greeting => {}
            _ => parts.push(Part::nothing(HandoffReason::NeedsOwner)),
        }
    }
    // Nobody but the owner can say whether another shop's price is met.
    if super::market::is_left_to_owner(situation) {
        parts.push(Part::nothing(HandoffReason::NeedsOwner));
    }
    let handoff = parts.iter().find_map(|part| part.handoff);
    let mut speech = Speech::default();
    for part in parts {
        speech.append(Break::Paragraph, part.speech);
    }
    if let Some(hello) = hello(situation)
        && situation.escalation.is_none()
    {
        let said = std::mem::replace(&mut speech, Speech::from(hello));
        speech.append(Break::Space, said);
    }
    let text = speech.say(situation.language(), situation.input.now.date());
    Draft { text, speech: Some(speech), handoff, order, memory: Some(Box::new(memory)) }
}

/// "Yes", and nothing else.
fn says_yes(situation: &Situation) -> bool {
    let language = &situation.understanding.language;
    let bodies = situation.input.messages.iter().map(|message| message.body.as_str());
    let said: Vec<String> = bodies.flat_map(|body| understanding::in_english(body, language)).collect();
    !said.is_empty()
        && said
            .iter()
            .all(|word| matches!(word.as_str(), "yes" | "yeah" | "yep" | "yup" | "sure" | "please" | "ok"))
}

/// "Hi Maria!", where the customer greeted and nobody has greeted back yet.
fn hello(situation: &Situation) -> Option<Phrase> {
    let answered_before =
        situation.input.history.iter().rev().take(6).any(|message| message.author != Author::Customer);
    if !situation.understanding.greeted
        || (answered_before && situation.understanding.primary() != Intent::Greeting)
    {
        return None;
    }
    let first = remembered::called(situation).unwrap_or(&situation.input.contact_name);
    let first = first.split_whitespace().next().unwrap_or("");
    let name_like =
        (2..=20).contains(&first.chars().count()) && first.chars().all(|c| c.is_alphabetic() || c == '-');
    match situation.agent.tone {
        Tone::Warm => {}
        Tone::Neutral => return Some(Phrase::new("hello")),
        // A greeting is greeted; a question is answered.
        Tone::Brief => {
            let only = situation.understanding.primary() == Intent::Greeting;
            return only.then(|| Phrase::new("hello"));
        }
    }
    Some(if name_like {
        Phrase::picked(situation, 5, "hello-name").with("name", first)
    } else {
        Phrase::picked(situation, 5, "hello")
    })
}

fn opt_out(situation: &Situation) -> Part {
    match situation.input.channel {
        Channel::Whatsapp | Channel::Sms => Part::says(Phrase::new("opt-out-stop")),
        _ => Part::hands_over(Phrase::new("opt-out")),
    }
}

fn feedback(situation: &Situation) -> Part {
    if situation.understanding.tone.sentiment >= 0.2 {
        Part::says(Phrase::picked(situation, 6, "feedback-lovely"))
    } else {
        Part::hands_over(Phrase::new("feedback"))
    }
}

/// "a, b and c".
pub(super) fn list(items: impl IntoIterator<Item = impl Into<Value>>) -> Value {
    Value::List(items.into_iter().map(Into::into).collect(), Joint::And)
}

/// "a, b or c".
pub(super) fn either(items: impl IntoIterator<Item = impl Into<Value>>) -> Value {
    Value::List(items.into_iter().map(Into::into).collect(), Joint::Or)
}

/// A sentence of the owner's, with its full stop.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
