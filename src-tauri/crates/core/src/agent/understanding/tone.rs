//! How something is said: sentiment, urgency, profanity, and words that call for a person.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{Words, stem};
use crate::agent::intent::{Alarm, Tone};

pub(super) const ALARMS: &[(Alarm, &str)] = &[
    (Alarm::Legal, "lawyer|lawyers|attorney|solicitor|solicitors|barrister"),
    (Alarm::Legal, "legal action|actions|steps|proceedings|advice|team|department"),
    (Alarm::Legal, "sue|suing|sued|lawsuit"),
    (Alarm::Legal, "take _ to court"),
    (Alarm::Legal, "small claims"),
    (Alarm::Legal, "see you in court"),
    (Alarm::Legal, "trading standards"),
    (Alarm::Legal, "consumer protection|rights|association|authority|agency|ombudsman"),
    (Alarm::Legal, "ombudsman"),
    (Alarm::Chargeback, "chargeback|chargebacks"),
    (Alarm::Chargeback, "charge back"),
    (Alarm::Chargeback, "dispute|disputing|reverse _ charge|payment|transaction|paypal|bank"),
    (Alarm::Chargeback, "call|contact|tell|go|report _ bank|paypal"),
    (Alarm::Police, "police|cops"),
    (Alarm::Police, "report you|this _ fraud|authorities"),
    (Alarm::Safety, "burn|burned|burnt _ me|skin|my|child|hand"),
    (Alarm::Safety, "burned|burnt my"),
    (Alarm::Safety, "caught fire"),
    (Alarm::Safety, "injured|injury|injure|wounded|bleeding|bled"),
    (Alarm::Safety, "allergic|allergy reaction"),
    (Alarm::Safety, "allergic|rash|blisters"),
    (Alarm::Safety, "hospital|ambulance|doctor"),
    (Alarm::Safety, "choke|choking|choked|suffocate"),
    (Alarm::Safety, "dangerous|unsafe|hazard|toxic|poisoned"),
    (Alarm::Safety, "needle _ in"),
    (Alarm::Safety, "kill|hurt|harm myself"),
    (Alarm::Safety, "suicide|suicidal"),
    (Alarm::PublicShaming, "bad|negative|terrible|one star|1 star review|reviews"),
    (Alarm::PublicShaming, "trustpilot"),
    (Alarm::PublicShaming, "tell everyone|everybody"),
    (Alarm::PublicShaming, "post|share _ everywhere|online|social"),
    (Alarm::PublicShaming, "expose|exposing you|this"),
    (Alarm::PublicShaming, "go|going viral"),
];

#[rustfmt::skip]
const FEELINGS: &[(&str, f32)] = &[
    ("love", 0.6), ("great", 0.5), ("amazing", 0.7), ("perfect", 0.6), ("excellent", 0.7), ("happy", 0.5),
    ("thanks", 0.3), ("thank", 0.3), ("nice", 0.3), ("lovely", 0.5), ("beautiful", 0.5), ("wonderful", 0.6),
    ("brilliant", 0.6), ("awesome", 0.6), ("fantastic", 0.7), ("pleased", 0.5), ("gorgeous", 0.5), ("helpful", 0.5),
    ("bad", -0.4), ("terrible", -0.8), ("awful", -0.8), ("horrible", -0.8), ("disgusting", -0.9), ("worst", -0.9),
    ("ridiculous", -0.8), ("unacceptable", -0.9), ("pathetic", -0.9), ("useless", -0.8), ("joke", -0.3), ("rubbish", -0.6),
    ("garbage", -0.7), ("crap", -0.7), ("shit", -0.8), ("fuck", -0.9), ("fucking", -0.9), ("damn", -0.4), ("hell", -0.3),
    ("bullshit", -0.9), ("angry", -0.8), ("furious", -1.0), ("livid", -1.0), ("annoyed", -0.6), ("annoying", -0.6),
    ("frustrated", -0.7), ("frustrating", -0.7), ("disappointed", -0.6), ("disappointing", -0.6), ("unhappy", -0.6),
    ("upset", -0.6), ("hate", -0.7), ("scam", -0.9), ("scammers", -1.0), ("fraud", -0.9), ("thieves", -1.0), ("liars", -0.9),
    ("lying", -0.7), ("stupid", -0.7), ("idiots", -0.9), ("idiot", -0.9), ("incompetent", -0.9), ("appalling", -0.9),
    ("shocking", -0.6), ("broken", -0.4), ("damaged", -0.4), ("torn", -0.4), ("ripped", -0.4), ("wrong", -0.3), ("late", -0.2),
    ("never", -0.2), ("worse", -0.4), ("poor", -0.4), ("rude", -0.7), ("ignored", -0.6), ("ignoring", -0.6), ("unbelievable", -0.5),
    ("sick", -0.4), ("waste", -0.6), ("fed", -0.4), ("shame", -0.5), ("outrageous", -0.9), ("dreadful", -0.8), ("ashamed", -0.7),
    ("cheated", -0.9), ("robbed", -0.9), ("asshole", -1.0), ("bastards", -1.0), ("wtf", -0.8), ("piss", -0.7), ("bloody", -0.5),
    ("disgrace", -0.9), ("disgraceful", -0.9), ("nightmare", -0.7), ("atrocious", -0.9), ("ruined", -0.7), ("faulty", -0.4),
];

const PROFANITY: &[&str] = &[
    "fuck", "fucking", "fucked", "shit", "shitty", "bullshit", "bastard", "bastards", "asshole", "assholes",
    "bitch", "crap", "dick", "piss", "pissed", "cunt", "wanker", "wankers", "damn", "bollocks", "arsehole",
];

const URGENT: &[&str] = &["urgent", "urgently", "asap", "emergency", "immediately", "desperate"];

static FEELING_OF: LazyLock<HashMap<String, f32>> =
    LazyLock::new(|| FEELINGS.iter().map(|(word, weight)| (stem(word), *weight)).collect());

/// Weighs words, negations, capitals, exclamation marks and emoji.
pub(super) fn of(words: &Words, alarms: Vec<Alarm>) -> Tone {
    let mut total = 0.0f32;
    let mut worst = 0.0f32;
    let mut profanity = false;
    let mut urgent = false;
    for segment in &words.segments {
        for (i, token) in segment.tokens.iter().enumerate() {
            profanity |= PROFANITY.contains(&token.word.as_str());
            urgent |= URGENT.contains(&token.word.as_str());
            let Some(mut weight) = FEELING_OF.get(&token.stem).copied() else { continue };
            let before = &segment.tokens[i.saturating_sub(3)..i];
            if before.iter().any(|t| matches!(t.word.as_str(), "not" | "no" | "never" | "without" | "hardly"))
            {
                weight *= -0.7;
            } else if before.iter().any(|t| {
                matches!(
                    t.word.as_str(),
                    "very" | "so" | "really" | "absolutely" | "extremely" | "totally" | "beyond"
                )
            }) {
                weight *= 1.3;
            }
            total += weight;
            worst = worst.min(weight);
        }
    }
    for emoji in &words.emoji {
        total += match emoji {
            '😡' | '🤬' | '😠' | '👿' | '💢' => -0.9,
            '👎' | '😤' | '😭' | '😞' | '😢' | '🙄' | '😒' => -0.4,
            '😍' | '🥰' | '😊' | '🙂' | '👍' | '🙏' | '😁' | '😀' | '❤' | '💕' | '🎉' | '🤩' => {
                0.4
            }
            _ => 0.0,
        };
    }
    let shouting = words.letters >= 12 && words.capitals * 10 >= words.letters * 7;
    if total < 0.0 {
        if shouting {
            total -= 0.4;
        }
        if words.exclamations >= 2 {
            total -= 0.3;
        }
    }
    // One furious word is not outweighed by a polite "thanks" at the end.
    let sentiment = if worst <= -0.7 { total.min(worst * 0.8) } else { total };
    Tone { sentiment: sentiment.clamp(-1.0, 1.0), urgent, profanity, alarms }
}
