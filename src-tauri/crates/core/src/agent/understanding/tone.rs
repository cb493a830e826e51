//! How something is said: sentiment, urgency, profanity, and words that call for a person.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tones;
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
    // Spanish
    ("malo", -0.4), ("mala", -0.4), ("pesimo", -0.9), ("pesima", -0.9), ("verguenza", -0.8), ("estafa", -0.9), ("enfadado", -0.8),
    ("enfadada", -0.8), ("enojado", -0.8), ("decepcionado", -0.6), ("decepcionada", -0.6), ("inaceptable", -0.9), ("mierda", -0.9),
    ("genial", 0.6), ("encanta", 0.6), ("perfecto", 0.5), ("excelente", 0.7), ("gracias", 0.3),
    // French
    ("honte", -0.8), ("arnaque", -0.9), ("inadmissible", -0.9), ("decu", -0.6), ("decue", -0.6), ("furieux", -1.0), ("furieuse", -1.0),
    ("scandaleux", -0.9), ("lamentable", -0.8), ("merde", -0.9), ("merci", 0.3), ("parfait", 0.6), ("adore", 0.6), ("magnifique", 0.6),
    ("contente", 0.4), ("nul", -0.6), ("nulle", -0.6),
    // German
    ("schlecht", -0.5), ("schlechter", -0.5), ("unverschamt", -0.9), ("frechheit", -0.9), ("betrug", -0.9), ("enttauscht", -0.6),
    ("wutend", -0.9), ("katastrophe", -0.7), ("mies", -0.6), ("scheisse", -0.9), ("scheiße", -0.9), ("kaputt", -0.4), ("danke", 0.3),
    ("toll", 0.5), ("zufrieden", 0.5), ("perfekt", 0.6), ("wunderschon", 0.6),
    // Portuguese
    ("pessimo", -0.9), ("pessima", -0.9), ("ruim", -0.5), ("vergonha", -0.8), ("golpe", -0.8), ("absurdo", -0.8), ("inaceitavel", -0.9),
    ("merda", -0.9), ("otimo", 0.6), ("otima", 0.6), ("adorei", 0.6), ("amei", 0.6), ("obrigado", 0.3), ("obrigada", 0.3), ("perfeito", 0.6),
    // Italian
    ("vergogna", -0.8), ("truffa", -0.9), ("deluso", -0.6), ("delusa", -0.6), ("inaccettabile", -0.9), ("arrabbiato", -0.8),
    ("arrabbiata", -0.8), ("schifo", -0.9), ("grazie", 0.3), ("ottimo", 0.6), ("ottima", 0.6), ("perfetto", 0.6), ("bellissimo", 0.6), ("adoro", 0.6),
    // Hindi
    ("bekar", -0.7), ("bakwas", -0.8), ("ghatiya", -0.9), ("dhokha", -0.9), ("gussa", -0.7), ("kharab", -0.5), ("badhiya", 0.6),
    ("accha", 0.4), ("shukriya", 0.3), ("dhanyavad", 0.3), ("बेकार", -0.7), ("बकवास", -0.8), ("घटिया", -0.9), ("धोखा", -0.9), ("खराब", -0.5),
    ("अच्छा", 0.4), ("शुक्रिया", 0.3), ("धन्यवाद", 0.3),
    // Arabic
    ("سيء", -0.6), ("سيئه", -0.6), ("زفت", -0.9), ("نصب", -0.9), ("نصابين", -1.0), ("فظيع", -0.8), ("غاضب", -0.8), ("زعلان", -0.6),
    ("محبط", -0.6), ("شكرا", 0.3), ("ممتاز", 0.7), ("ممتازه", 0.7), ("رائع", 0.7), ("جميل", 0.5),
];

const PROFANITY: &[&str] = &[
    "fuck", "fucking", "fucked", "shit", "shitty", "bullshit", "bastard", "bastards", "asshole", "assholes",
    "bitch", "crap", "dick", "piss", "pissed", "cunt", "wanker", "wankers", "damn", "bollocks", "arsehole",
];

const URGENT: &[&str] = &[
    "urgent",
    "urgently",
    "asap",
    "emergency",
    "immediately",
    "desperate",
    "urgente",
    "urgence",
    "dringend",
    "eilig",
    "sofort",
    "jaldi",
    "turant",
    "जल्दी",
    "तुरंत",
    "عاجل",
    "مستعجل",
    "ضروري",
];

#[rustfmt::skip]
const NEGATIONS: &[&str] = &[
    "not", "no", "never", "without", "hardly", "pas", "nicht", "kein", "keine", "nao", "non", "nahi", "nahin", "नहीं", "مش", "مو", "ليس",
    "sin", "sans", "ohne", "sem", "senza", "nunca", "jamais", "nie", "mai",
];

static FEELING_OF: LazyLock<HashMap<String, f32>> =
    LazyLock::new(|| FEELINGS.iter().map(|(word, weight)| (stem(word), *weight)).collect());

/// Weighs words, negations, capitals, exclamation marks and emoji.
/// `heard`: what the language of the message adds to the words that count in all.
pub(super) fn of(words: &Words, alarms: Vec<Alarm>, heard: &tones::Heard) -> Tone {
    let mut total: f32 = heard.feelings.iter().sum();
    let mut worst = heard.feelings.iter().fold(0.0f32, |worst, weight| worst.min(*weight));
    let mut profanity = false;
    let mut urgent = heard.urgent;
    for segment in &words.segments {
        for (i, token) in segment.tokens.iter().enumerate() {
            profanity |= PROFANITY.contains(&token.word.as_str());
            let typed = token.typed.as_deref().unwrap_or(&token.word);
            urgent |= URGENT.contains(&token.word.as_str()) || URGENT.contains(&typed);
            // What was typed may be a word of another language.
            let feeling = FEELING_OF.get(&stem(typed)).or_else(|| FEELING_OF.get(&token.stem));
            let Some(mut weight) = feeling.copied() else { continue };
            let before = &segment.tokens[i.saturating_sub(3)..i];
            if before.iter().any(|t| NEGATIONS.contains(&t.typed.as_deref().unwrap_or(&t.word))) {
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
