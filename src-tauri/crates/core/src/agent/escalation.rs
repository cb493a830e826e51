//! When a person is needed, what the customer is told about it, and what the owner reads.

use serde::{Deserialize, Serialize};

use super::dialogue::DialogueState;
use super::hours;
use super::input::{AttachmentKind, Author};
use super::intent::{Alarm, Intent};
use super::photos;
use super::phrases::{Break, Language, Phrase, Speech};
use super::run::HandoffReason;
use super::turn::{Draft, Situation};
use crate::id::{self, Id};

/// Said when nothing else could be proved. It states no fact but the handoff itself.
pub(super) fn plainest() -> Speech {
    Phrase::new("plainest").into()
}

/// Clearly negative, and strongly so.
const NEGATIVE: f32 = -0.35;
const FURIOUS: f32 = -0.75;
/// Equal questions in a row, this one included, after which a person answers.
const SAME_QUESTIONS: usize = 3;
const REMEMBERED_QUESTIONS: usize = 6;

/// A person is needed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Escalation {
    pub reason: HandoffReason,
    /// What can be answered is answered in the same message.
    pub answer_too: bool,
}

impl Escalation {
    pub const fn alone(reason: HandoffReason) -> Self {
        Self { reason, answer_too: false }
    }

    const fn besides(reason: HandoffReason) -> Self {
        Self { reason, answer_too: true }
    }
}

/// Whether a person is needed, by what was understood.
pub fn check(situation: &Situation) -> Option<Escalation> {
    let understanding = &situation.understanding;
    let tone = &understanding.tone;
    let dialogue = &situation.input.dialogue;
    let alarm = |alarm: Alarm| tone.alarms.contains(&alarm);
    if alarm(Alarm::Safety) {
        return Some(Escalation::alone(HandoffReason::SafetyWords));
    }
    if understanding.off_topic {
        return None;
    }
    // A mistyped word is no threat to somebody who wants something done.
    let holds = situation.may_act() && super::acting::holds(situation);
    // Words of other languages are never mended, so they are what they seem.
    let legal = alarm(Alarm::Legal) && (!holds || understanding.language != "en" || speaks_of_law(situation));
    let chargeback = alarm(Alarm::Chargeback) && !(holds && only_says_how_to_pay(situation));
    if legal || chargeback || alarm(Alarm::Police) {
        return Some(Escalation::alone(HandoffReason::LegalWords));
    }
    if understanding.wordless
        && photos::sought(situation).is_none()
        && situation.input.messages.iter().any(|message| !message.attachments.is_empty())
    {
        return Some(Escalation::alone(HandoffReason::UnreadableMedia));
    }
    // "Sim, pode ser": what answers the desk word for word is taken for nothing else.
    if understanding.has(Intent::HumanAgent) && !super::acting::is_sure_answer(situation) {
        return Some(Escalation::alone(HandoffReason::AsksForHuman));
    }
    if holds {
        return None;
    }
    if understanding.has(Intent::Complaint) || (alarm(Alarm::PublicShaming) && tone.sentiment < 0.0) {
        // "This is ridiculous, where is my order": the answer helps all the same.
        let answer_too = understanding.has(Intent::TrackOrder);
        return Some(Escalation { reason: HandoffReason::Complaint, answer_too });
    }
    let lasting = tone.sentiment <= NEGATIVE && dialogue.negative_turns >= 2;
    if tone.sentiment <= FURIOUS || (tone.profanity && tone.sentiment <= NEGATIVE) || lasting {
        return Some(Escalation::besides(HandoffReason::NegativeSentiment));
    }
    if tone.urgent {
        return Some(Escalation::besides(HandoffReason::Urgent));
    }
    let question = digest(situation);
    let same = dialogue.recent_questions.iter().rev().take_while(|earlier| **earlier == question).count();
    if !question.is_empty() && same + 1 >= SAME_QUESTIONS {
        return Some(Escalation::alone(HandoffReason::RepeatedQuestion));
    }
    None
}

/// "The difference shall go to PayPal" is no threat to go to PayPal.
fn only_says_how_to_pay(situation: &Situation) -> bool {
    const THREATS: &[&str] =
        &["dispute", "chargeback", "report", "call", "contact", "tell", "claim", "reverse"];
    const MONEY: &[&str] =
        &["difference", "refund", "money", "amount", "rest", "remainder", "payment", "price"];
    situation.input.messages.iter().all(|message| {
        let lower = message.body.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphabetic());
        !words.clone().any(|word| THREATS.contains(&word)) && words.any(|word| MONEY.contains(&word))
    })
}

/// A word of the law stands there as it is written.
fn speaks_of_law(situation: &Situation) -> bool {
    const WORDS: &[&str] = &[
        "lawyer",
        "attorney",
        "solicitor",
        "barrister",
        "legal",
        "sue",
        "sued",
        "suing",
        "lawsuit",
        "court",
        "claims",
        "standards",
        "consumer",
        "ombudsman",
    ];
    situation.input.messages.iter().any(|message| {
        let lower = message.body.to_lowercase();
        lower
            .split(|c: char| !c.is_alphabetic())
            .any(|word| WORDS.iter().any(|law| word == *law || word == format!("{law}s")))
    })
}

/// What was asked, without its wording. Empty for small talk.
fn digest(situation: &Situation) -> String {
    let understanding = &situation.understanding;
    let entities = &understanding.entities;
    let mut intents: Vec<&str> = understanding
        .intents
        .iter()
        .map(|scored| scored.intent)
        .filter(|intent| !matches!(intent, Intent::Greeting | Intent::GoodbyeThanks | Intent::Other))
        .map(Intent::as_str)
        .collect();
    if intents.is_empty() {
        return String::new();
    }
    intents.sort_unstable();
    let colours = entities.colours.iter().map(|mention| mention.said.as_str());
    let details = entities
        .order_numbers
        .iter()
        .chain(&entities.sizes)
        .chain(&entities.product_words)
        .chain(&entities.countries)
        .map(String::as_str)
        .chain(colours);
    let details: Vec<&str> = details.collect();
    let pointed = entities.reference.map_or(String::new(), |reference| format!("{reference:?}"));
    let day = entities.day.map_or(String::new(), |day| format!("{day:?}"));
    let asks = entities.asks.iter().fold(String::new(), |all, asked| format!("{all}{asked:?}"));
    let price = entities.price.max.map_or(String::new(), |price| price.to_string());
    format!("{}|{}|{pointed}{day}{price}{asks}", intents.join("+"), details.join(","))
}

/// What the conversation remembers after this turn.
pub(super) fn remember(situation: &Situation, memory: Option<DialogueState>) -> DialogueState {
    let before = &situation.input.dialogue;
    let mut memory = memory.unwrap_or_else(|| before.clone());
    memory.recent_questions.clone_from(&before.recent_questions);
    let question = digest(situation);
    if !question.is_empty() {
        memory.recent_questions.push(question);
        let surplus = memory.recent_questions.len().saturating_sub(REMEMBERED_QUESTIONS);
        memory.recent_questions.drain(..surplus);
    }
    memory.negative_turns = match situation.understanding.tone.sentiment {
        tone if tone <= NEGATIVE => before.negative_turns.saturating_add(1),
        _ => 0,
    };
    memory.turns = before.turns.saturating_add(1);
    super::recap::take_in(situation, &mut memory);
    // What answers the acting part is of the language in which it asked.
    let told = situation.understanding.language.clone();
    let tongue = situation.language();
    let answers = tongue != Language::English || super::acting::is_answer(situation);
    let kept = before.agenda.is_active() && answers;
    memory.language = Some(if kept { tongue.code().to_owned() } else { told });
    memory
}

/// The customer's own order that the turn is about, if there is no doubt which.
pub(super) fn order_in_question(situation: &Situation) -> Option<Id<id::Order>> {
    let named =
        situation.understanding.entities.order_numbers.iter().find_map(|number| situation.order(number));
    let focus = || situation.input.dialogue.focus_order.as_deref().and_then(|number| situation.order(number));
    let only = || match situation.orders() {
        [only] => Some(only),
        _ => None,
    };
    named.or_else(focus).or_else(only).map(|order| order.id)
}

/// Picks one of so many wordings: always the same for the same message.
pub(crate) fn pick(situation: &Situation, salt: u64, wordings: usize) -> usize {
    let id = situation.input.messages.last().map_or(0, |message| message.id.uuid().as_u128());
    // The lower half of a UUIDv7 is random; FNV-1a spreads it.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ salt;
    for byte in id.to_be_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    usize::try_from((hash >> 32) % wordings.max(1) as u64).unwrap_or(0)
}

/// Adds to a draft the truth about who takes over and when.
pub(super) fn hand_over(situation: &Situation, draft: &mut Draft, reason: HandoffReason) {
    let answer = draft.text.trim();
    let greets = draft.speech.as_ref().map_or_else(|| is_greeting(answer), Speech::only_greets);
    let answered = !answer.is_empty() && !greets;
    let mut handover = Speech::from(opening(situation, reason, answered));
    handover.push(hours::when_someone_answers(situation));
    let (language, today) = (situation.language(), situation.input.now.date());
    let mut speech = if answer.is_empty() { Some(Speech::default()) } else { draft.speech.take() };
    draft.text = match &mut speech {
        Some(speech) => {
            speech.append(if answered { Break::Paragraph } else { Break::Space }, handover);
            speech.say(language, today)
        }
        // The answer of a planner that speaks freely.
        None if answered => format!("{answer}\n\n{}", handover.say(language, today)),
        None => format!("{answer} {}", handover.say(language, today)),
    };
    draft.speech = speech;
}

/// "Hi Maria!" greets and answers nothing.
fn is_greeting(text: &str) -> bool {
    (text.starts_with("Hi") || text.starts_with("Hello"))
        && text.ends_with('!')
        && text.split_whitespace().count() <= 2
}

fn opening(situation: &Situation, reason: HandoffReason, answered: bool) -> Phrase {
    let key = match reason {
        HandoffReason::AsksForHuman => "person-asked-for",
        HandoffReason::Urgent if answered => "person-urgent-too",
        HandoffReason::Urgent => "person-urgent",
        HandoffReason::NegativeSentiment if answered => "person-upset-too",
        HandoffReason::NegativeSentiment => "person-upset",
        HandoffReason::Complaint => "person-complaint",
        HandoffReason::LegalWords => "person-legal",
        HandoffReason::SafetyWords => "person-safety",
        HandoffReason::RepeatedQuestion => "person-repeated",
        HandoffReason::LowConfidence => "person-unsure",
        HandoffReason::ValidationFailed => "person-unproved",
        HandoffReason::UnreadableMedia => match media(situation) {
            Some(AttachmentKind::Image) => "person-picture",
            Some(AttachmentKind::Audio) => "person-voice",
            _ => "person-file",
        },
        HandoffReason::AgentOff => "person-agent-off",
        HandoffReason::PutAside => "person-order",
        HandoffReason::NeedsOwner if situation.understanding.primary() == Intent::PlaceOrder => {
            "person-order"
        }
        HandoffReason::RefusalDisputed
        | HandoffReason::HighValueOrder
        | HandoffReason::NeedsOwner
        | HandoffReason::IdentityUnproved
            if answered =>
        {
            "person-rest"
        }
        HandoffReason::RefusalDisputed
        | HandoffReason::HighValueOrder
        | HandoffReason::NeedsOwner
        | HandoffReason::IdentityUnproved
        | HandoffReason::ToolNotAllowed => "person",
    };
    Phrase::picked(situation, 7, key)
}

fn media(situation: &Situation) -> Option<AttachmentKind> {
    situation.input.messages.iter().flat_map(|message| message.attachments.iter().copied()).next()
}

/// Why a person is needed, as the owner reads it.
const fn why(reason: HandoffReason) -> &'static str {
    match reason {
        HandoffReason::AsksForHuman => "The customer asked for a person",
        HandoffReason::Urgent => "It cannot wait",
        HandoffReason::NegativeSentiment => "The customer is upset",
        HandoffReason::Complaint => "It is a complaint",
        HandoffReason::LegalWords => "Lawyers, courts or the bank were named",
        HandoffReason::SafetyWords => "Somebody was or may be hurt",
        HandoffReason::RepeatedQuestion => "The same was asked several times",
        HandoffReason::LowConfidence => "The assistant was not sure what is wanted",
        HandoffReason::ValidationFailed => "The assistant found no answer that it could prove",
        HandoffReason::RefusalDisputed => "The customer does not accept a refusal",
        HandoffReason::HighValueOrder => "More money would move than the assistant may decide about",
        HandoffReason::NeedsOwner => "Only you can do this",
        HandoffReason::PutAside => "Goods are put aside for the customer",
        HandoffReason::UnreadableMedia => "The assistant cannot read what was sent",
        HandoffReason::IdentityUnproved => {
            "The customer did not prove who they are: nothing of a customer's was told or changed"
        }
        HandoffReason::AgentOff => "The agent that answers this is switched off",
        HandoffReason::ToolNotAllowed => "The agent may not look at what the answer needs",
    }
}

/// An intent in the owner's words.
fn subject(intent: Intent) -> String {
    match intent {
        Intent::HumanAgent => "talking to a person".into(),
        Intent::TrackOrder => "where an order is".into(),
        Intent::CancelOrder => "cancelling an order".into(),
        Intent::ChangeOrder => "changing an order".into(),
        Intent::ChangeShippingAddress => "another shipping address".into(),
        Intent::ReturnItem => "returning something".into(),
        Intent::ExchangeItem => "an exchange".into(),
        Intent::RefundStatus => "a refund".into(),
        Intent::PlaceOrder => "buying something".into(),
        Intent::PaymentIssue => "a payment".into(),
        Intent::AccountHelp => "their account".into(),
        Intent::NewsletterOptout => "the newsletter".into(),
        Intent::StoreContact => "the shop's hours or address".into(),
        Intent::ProductSearch | Intent::ProductQuestion => "a product".into(),
        Intent::PriceQuestion => "a price".into(),
        Intent::GoodbyeThanks => "thanks".into(),
        Intent::Other => "something else".into(),
        other => other.as_str().replace('_', " "),
    }
}

/// What the owner reads: what is wanted, in which tone, about which order, and the last words.
pub(super) fn summary(situation: &Situation, reason: HandoffReason) -> String {
    let understanding = &situation.understanding;
    let mut wanted: Vec<String> = understanding.intents.iter().map(|scored| subject(scored.intent)).collect();
    wanted.dedup();
    let tone = match understanding.tone.sentiment {
        tone if tone <= FURIOUS => "angry",
        tone if tone <= NEGATIVE => "unhappy",
        tone if tone >= 0.35 => "friendly",
        _ => "neutral",
    };
    let urgent = if understanding.tone.urgent { ", and it is urgent" } else { "" };
    let mut lines =
        vec![format!("It is about: {}. The tone is {tone}{urgent}. {}.", wanted.join(", "), why(reason))];
    if let Some(order) = order_in_question(situation)
        && let Some(order) = situation.order_by_id(order)
    {
        lines.push(format!("Order {}: {}, {}.", order.number, order.status.as_str(), order.total));
    }
    if understanding.language != "en" {
        let language = Language::parse(&understanding.language);
        let name = language.map_or(understanding.language.as_str(), |language| language.name());
        lines.push(format!("They write in {name}."));
    }
    let attachments: usize = situation.input.messages.iter().map(|message| message.attachments.len()).sum();
    if attachments > 0 {
        lines.push(format!("Attachments: {attachments}."));
    }
    let said = situation
        .input
        .history
        .iter()
        .filter(|message| message.author == Author::Customer)
        .map(|m| m.body.as_str());
    let now = situation.input.messages.iter().map(|message| message.body.as_str());
    let said: Vec<String> = said.chain(now).filter(|body| !body.trim().is_empty()).map(excerpt).collect();
    let last = said.len().saturating_sub(3);
    for body in &said[last..] {
        lines.push(format!("“{body}”"));
    }
    lines.join("\n")
}

fn excerpt(body: &str) -> String {
    const MOST: usize = 280;
    let body = super::understanding::words::clean(body).replace('\n', " ");
    if body.chars().count() <= MOST {
        return body;
    }
    let mut short: String = body.chars().take(MOST).collect();
    short.push('…');
    short
}
