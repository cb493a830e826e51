//! The built-in planner: no model, no network. A small policy decides what to look up, and templates over the
//! evidence say it. What it says is checked like any other planner's draft.

mod offers;
mod orders;
mod pictures;
mod products;
mod shop;
mod wanted;

use jiff::civil::Date;

use super::acting;
use super::dialogue::DialogueState;
use super::escalation::pick;
use super::hours::weekday_name;
use super::input::{Author, Channel};
use super::intent::Intent;
use super::photos;
use super::run::HandoffReason;
use super::turn::{Draft, Move, Planner, Situation, ToolCall};
use super::understanding::is_about_products;
use super::validate::Problem;

/// Answers from the shop's records in English, with fixed wordings.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltinPlanner;

/// Said to what is none of the shop's business.
pub const REFUSALS: &[&str] = &[
    "I can only help with our shop: our clothes, your orders, shipping and returns. Is there anything of that I can do for you?",
    "Sorry, that's outside what I can help with. I'm here for our products, orders, shipping and returns.",
];

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
    pub text: String,
    /// The rest needs a person.
    pub handoff: Option<HandoffReason>,
}

impl Part {
    fn says(text: impl Into<String>) -> Self {
        Self { text: text.into(), handoff: None }
    }

    fn hands_over(text: impl Into<String>) -> Self {
        Self { text: text.into(), handoff: Some(HandoffReason::NeedsOwner) }
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
        if understanding.wordless && situation.escalation.is_none() && photos::sought(situation).is_none() {
            return Move::Silent { why: "There is nothing to answer in the message.".to_owned() };
        }
        if understanding.language != "en"
            && !acting::is_answer(situation)
            && !understanding.has(Intent::NewsletterOptout)
        {
            return Move::Handoff { reason: HandoffReason::LowConfidence };
        }
        if is_opt_out_keyword(situation) {
            return Move::Silent { why: "The channel itself confirms a STOP.".to_owned() };
        }
        match acting::think(situation) {
            acting::Thought::Pass => {}
            acting::Thought::Call(call) => return Move::Call { call },
            acting::Thought::Act(acts) => return Move::Call { call: ToolCall::Act { acts } },
            acting::Thought::Say(_) => return Move::Draft,
        }
        if let Some(call) = photos::next_lookup(situation) {
            return Move::Call { call };
        }
        if let Some(call) = products::next_lookup(situation) {
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
        if let acting::Thought::Say(said) = acting::think(situation) {
            return acted(situation, *said);
        }
        compose(situation, detail)
    }
}

/// The acting part's sentences as a reply.
fn acted(situation: &Situation, said: acting::Said) -> Draft {
    let mut text = said.text();
    if let Some(hello) = hello(situation) {
        text = format!("{hello}\n{text}");
    }
    let memory = DialogueState {
        pending: None,
        focus_order: said.agenda.focus.clone().or_else(|| situation.input.dialogue.focus_order.clone()),
        agenda: Box::new(said.agenda),
        ..situation.input.dialogue.clone()
    };
    Draft { text, handoff: said.handoff, order: said.order, memory: Some(memory) }
}

/// A single word that the channel's provider treats as an opt-out by itself.
fn is_opt_out_keyword(situation: &Situation) -> bool {
    let single = situation.input.messages.iter().all(|message| message.body.split_whitespace().count() <= 1);
    let handled_outside = matches!(situation.input.channel, Channel::Whatsapp | Channel::Sms);
    situation.understanding.has(Intent::NewsletterOptout) && single && handled_outside
}

fn compose(situation: &Situation, detail: Detail) -> Draft {
    let understanding = &situation.understanding;
    let mut memory = DialogueState { pending: None, ..situation.input.dialogue.clone() };
    let mut parts: Vec<Part> = Vec::new();
    if understanding.asks_if_bot {
        parts.push(Part::says(pick(
            situation,
            1,
            &[
                "I'm the shop's assistant, a computer program. If you'd rather write with a person, just say so.",
                "You're writing with the shop's automated assistant. If you'd like a person instead, just tell me.",
            ],
        )));
    }
    if understanding.off_topic {
        parts.push(Part::says(pick(situation, 2, REFUSALS)));
    }
    let mut order = None;
    let mut products_told = false;
    let mut orders_told = false;
    let mut pictured = false;
    if let Some((part, is_open)) = pictures::answer(situation, detail, &mut memory) {
        parts.push(part);
        pictured = true;
        products_told = !is_open;
    }
    for scored in &understanding.intents {
        let intent = scored.intent;
        if pictured && matches!(intent, Intent::Greeting | Intent::GoodbyeThanks | Intent::Other) {
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
                let policy = shop::returns(situation, Detail::Minimal);
                parts.push(Part { handoff: Some(HandoffReason::NeedsOwner), ..policy });
            }
            Intent::NewsletterOptout => parts.push(opt_out(situation)),
            Intent::Feedback => parts.push(feedback(situation)),
            Intent::Greeting if !understanding.asks_if_bot => parts.push(Part::says(pick(
                situation,
                3,
                &[
                    "How can I help?",
                    "What can I do for you?",
                    "Nice to hear from you. What can I do for you?",
                ],
            ))),
            Intent::GoodbyeThanks if !understanding.thanked => parts.push(Part::says(pick(
                situation,
                8,
                &[
                    "All right! Just write if you need anything.",
                    "Alright, I'm here if you need anything else.",
                ],
            ))),
            Intent::GoodbyeThanks => parts.push(Part::says(pick(
                situation,
                4,
                &["You're welcome!", "My pleasure!", "Any time! Just write if you need anything else."],
            ))),
            Intent::Other if understanding.asks_if_bot || understanding.off_topic => {}
            Intent::Other
                if says_yes(situation)
                    && situation.input.dialogue.offered.len() > 1
                    && situation.input.dialogue.focus_product.is_none() =>
            {
                parts.push(Part::says("Which one would you like to know more about?"));
            }
            Intent::Other => {
                parts.push(Part { text: String::new(), handoff: Some(HandoffReason::LowConfidence) });
            }
            Intent::Greeting => {}
            _ => parts.push(Part::hands_over("")),
        }
    }
    let handoff = parts.iter().find_map(|part| part.handoff);
    let mut text = parts
        .iter()
        .map(|part| part.text.trim())
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    if let Some(hello) = hello(situation)
        && situation.escalation.is_none()
    {
        let separator = if text.starts_with(['1', '-']) { "\n" } else { " " };
        text = if text.is_empty() && handoff.is_some() { hello } else { format!("{hello}{separator}{text}") };
    }
    Draft { text, handoff, order, memory: Some(memory) }
}

/// "Yes", and nothing else.
fn says_yes(situation: &Situation) -> bool {
    let bodies: Vec<&str> = situation.input.messages.iter().map(|message| message.body.as_str()).collect();
    let said: Vec<String> = bodies
        .iter()
        .flat_map(|body| body.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    !said.is_empty()
        && said
            .iter()
            .all(|word| matches!(word.as_str(), "yes" | "yeah" | "yep" | "yup" | "sure" | "please" | "ok"))
}

/// "Hi Maria!", where the customer greeted and nobody has greeted back yet.
fn hello(situation: &Situation) -> Option<String> {
    let answered_before =
        situation.input.history.iter().rev().take(6).any(|message| message.author != Author::Customer);
    if !situation.understanding.greeted
        || (answered_before && situation.understanding.primary() != Intent::Greeting)
    {
        return None;
    }
    let first = situation.input.contact_name.split_whitespace().next().unwrap_or("");
    let name_like =
        (2..=20).contains(&first.chars().count()) && first.chars().all(|c| c.is_alphabetic() || c == '-');
    Some(match (pick(situation, 5, &["Hi", "Hello", "Hi"]), name_like) {
        (hello, true) => format!("{hello} {first}!"),
        (hello, false) => format!("{hello}!"),
    })
}

fn opt_out(situation: &Situation) -> Part {
    match situation.input.channel {
        Channel::Whatsapp | Channel::Sms => {
            Part::says("Understood. Just reply STOP and you won't get any more messages from us here.")
        }
        _ => Part::hands_over("Understood, no more news from us."),
    }
}

fn feedback(situation: &Situation) -> Part {
    if situation.understanding.tone.sentiment >= 0.2 {
        Part::says(pick(
            situation,
            6,
            &[
                "Thank you so much, that's lovely to hear!",
                "That makes us really happy. Thank you for telling us!",
            ],
        ))
    } else {
        Part::hands_over("Thank you for telling us.")
    }
}

/// "Friday 13 March", with the year where it is another.
pub(crate) fn date_in_words(today: Date, date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month =
        usize::try_from(date.month()).ok().and_then(|m| MONTHS.get(m.wrapping_sub(1))).copied().unwrap_or("");
    let year = if date.year() == today.year() { String::new() } else { format!(" {}", date.year()) };
    format!("{} {} {month}{year}", weekday_name(date), date.day())
}

/// "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    joined(items, "and")
}

pub(super) fn joined(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A sentence of the owner's, with its full stop.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
