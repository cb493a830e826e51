//! What the benchmark's instructions say to a player, as the player would say it: "You want to return your lamp." becomes
//! "I want to return my lamp.", and what is only to be said when the agent does something is kept until then.

/// When a held sentence is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// The agent asks for a yes.
    Confirming,
    /// The agent asks for this: a word of the question's kind.
    Asked(Topic),
    /// Something is not possible.
    Refused,
    /// All is done.
    Done,
    /// It only tells the player how to play.
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Item,
    Order,
    Reason,
    Method,
    Identity,
}

#[derive(Debug, Clone)]
pub(super) struct Held {
    pub when: When,
    pub say: String,
    pub said: bool,
}

/// What a player says at first, and what later.
#[derive(Debug, Clone, Default)]
pub(super) struct Script {
    pub opening: Vec<String>,
    pub held: Vec<Held>,
    /// What is wanted where something is not possible: said again when it comes to that.
    pub fallbacks: Vec<String>,
}

/// The first person of a sentence in the second. A rule of grammar: "you" is "I" as a subject and "me" as an object.
pub(super) fn first_person(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let text =
        text.replace("a customer service agent", "the agent").replace("customer service agent", "agent");
    let raw: Vec<&str> = text.split_whitespace().collect();
    let mut i = 0;
    while i < raw.len() {
        let (front, core, back) = trimmed(raw[i]);
        let lower = core.to_lowercase().replace('’', "'");
        let next = raw.get(i + 1).map(|word| trimmed(word).1.to_lowercase());
        let before = words.last().map(|word| trimmed(word).1.to_lowercase()).unwrap_or_default();
        let agent = |word: &str| matches!(word, "agent" | "agent's");
        let replaced = match lower.as_str() {
            "the" if next.as_deref().is_some_and(agent) => {
                let (_, word, end) = trimmed(raw[i + 1]);
                i += 1;
                let said = if word.ends_with("'s") { "your" } else { "you" };
                words.push(format!("{front}{said}{end}"));
                i += 1;
                continue;
            }
            "agent" => "you".to_owned(),
            "you" if next.as_deref() == Some("are") => {
                let (_, _, end) = trimmed(raw[i + 1]);
                i += 2;
                words.push(format!("{front}I am{end}"));
                continue;
            }
            "you" => {
                let object = matches!(
                    before.as_str(),
                    "to" | "for"
                        | "with"
                        | "of"
                        | "from"
                        | "on"
                        | "at"
                        | "by"
                        | "tell"
                        | "give"
                        | "help"
                        | "let"
                        | "ask"
                        | "asks"
                        | "show"
                        | "tells"
                        | "gives"
                        | "told"
                        | "suit"
                        | "suits"
                        | "fit"
                        | "fits"
                        | "send"
                        | "offer"
                        | "offers"
                        | "charge"
                        | "cost"
                        | "costs"
                        | "refund"
                );
                if object && !before.is_empty() { "me".into() } else { "I".into() }
            }
            "you're" => "I'm".into(),
            "you've" => "I've".into(),
            "you'd" => "I'd".into(),
            "you'll" => "I'll".into(),
            "your" => "my".into(),
            "yours" => "mine".into(),
            "yourself" => "myself".into(),
            _ => core.to_owned(),
        };
        let replaced = match core.chars().next() {
            Some(c) if c.is_uppercase() && !lower.starts_with("you'") && lower != "you" => {
                let mut chars = replaced.chars();
                chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
            }
            _ => replaced,
        };
        words.push(format!("{front}{replaced}{back}"));
        i += 1;
    }
    words.join(" ")
}

/// Marks before, the word, marks after.
fn trimmed(word: &str) -> (&str, &str, &str) {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '#' | '$' | '-' | '@' | '_');
    let start = word.find(inner).unwrap_or(word.len());
    let end = word.rfind(inner).map_or(start, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
    (&word[..start], &word[start..end], &word[end..])
}

/// Sentences with their marks; a number's point does not end one.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut sentence = String::new();
    let chars: Vec<char> = text.chars().collect();
    let mut depth = 0_i32;
    for (i, c) in chars.iter().enumerate() {
        sentence.push(*c);
        match c {
            '(' | '{' => depth += 1,
            ')' | '}' => depth -= 1,
            _ => {}
        }
        let ends = matches!(c, '.' | '?' | '!')
            && depth <= 0
            && chars.get(i + 1).is_none_or(|next| next.is_whitespace());
        let short = sentence.trim_end_matches('.').rsplit(' ').next().is_some_and(|word| word == "St");
        if (ends && !short) || *c == '\n' {
            sentences.push(std::mem::take(&mut sentence));
        }
    }
    sentences.push(sentence);
    sentences
        .into_iter()
        .map(|sentence| sentence.trim().to_owned())
        .filter(|sentence| sentence.chars().any(char::is_alphanumeric))
        .collect()
}

/// Whether it only tells the player how to play.
fn is_direction(lower: &str) -> bool {
    const STARTS: &[&str] = &[
        "make sure you",
        "make sure to mention",
        "do not mention",
        "do not reveal",
        "don't reveal",
        "be ",
        "try to make",
        "mention ",
        "make everything",
        "do not end",
        "you like to",
        "you are not familiar",
    ];
    const PARTS: &[&str] = &[
        "not reveal",
        "not want to reveal",
        "n't reveal",
        "n't want to reveal",
        "not share",
        "n't share",
        "do not want to mention",
        "speak too many",
    ];
    STARTS.iter().any(|start| lower.starts_with(start))
        || PARTS.iter().any(|part| lower.contains(part))
            && !lower.contains("want to modify")
            && !lower.contains("want to change")
            && !lower.contains("want to cancel")
            && !lower.contains("exchange")
}

/// "You are polite."
fn is_manner(lower: &str) -> bool {
    let acts = ["cancel", "return", "exchange", "refund", "okay with", "change the", "modify"];
    ["you are", "you're", "you like", "you speak", "you want to talk", "your approach", "."]
        .iter()
        .any(|start| lower.starts_with(start))
        && !acts.iter().any(|act| lower.contains(act))
}

/// Without brackets that only the player may read.
fn without_asides(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let Some(close) = rest[open..].find(')').map(|at| at + open) else { break };
        let inside = rest[open..=close].to_lowercase();
        kept.push_str(&rest[..open]);
        if !["reveal", "share", "mention it", "agent can look"].iter().any(|word| inside.contains(word)) {
            kept.push_str(&rest[open..=close]);
        }
        rest = &rest[close + 1..];
    }
    kept.push_str(rest);
    kept
}

/// Reads an instruction.
/// `manner`: how to behave; of it only what asks for something is said.
pub(super) fn script(texts: &[&str], manner: &str) -> Script {
    let mut script = Script::default();
    for (text, of_manner) in texts.iter().map(|text| (*text, false)).chain([(manner, true)]) {
        for sentence in sentences(text) {
            if sentence.to_lowercase().contains("do not share") {
                continue;
            }
            let sentence = without_asides(&sentence);
            let lower = sentence.to_ascii_lowercase();
            if let Some(held) = held(&sentence, &lower) {
                script.held.push(held);
                continue;
            }
            if is_direction(&lower) || (of_manner && is_manner(&lower)) {
                continue;
            }
            if let Some(consequence) = fallback(&sentence, &lower) {
                script.fallbacks.push(first_person(&consequence));
            }
            script.opening.push(first_person(&sentence));
        }
    }
    script
}

/// What follows "If that is not possible, …".
fn fallback(sentence: &str, lower: &str) -> Option<String> {
    let at = lower.find("if ")?;
    let impossible =
        ["possible", "not available", "cannot", "can't", "no ", "issue", "doesn't allow", "would require"];
    if at > 6 || !impossible.iter().any(|word| lower[at..].contains(word)) {
        return None;
    }
    let comma = sentence[at..].find(", ").map(|comma| comma + at + 2)?;
    Some(sentence[comma..].to_owned())
}

/// A sentence that waits for what the agent does.
fn held(sentence: &str, lower: &str) -> Option<Held> {
    let condition = [
        "if the agent",
        "when the agent",
        "when asked",
        "if asked",
        "once the agent",
        "if for a given order the agent",
        "if you are asked",
        "if you're asked",
    ];
    let at = condition.iter().filter_map(|start| lower.find(start)).min()?;
    let clause_end = [", ", " then "]
        .iter()
        .filter_map(|end| sentence[at..].find(end).map(|i| (i + at, end.len())))
        .min()?;
    let clause = &lower[at..clause_end.0];
    let say = sentence[clause_end.0 + clause_end.1..].trim();
    let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    // "If the agent can help you …" asks for it.
    if has(&["can help", "can do", "is able"]) {
        return None;
    }
    let when = if has(&["confirmed"]) {
        When::Done
    } else if has(&["which"]) {
        When::Asked(Topic::Item)
    } else if has(&["reason"]) {
        When::Asked(Topic::Reason)
    } else if has(&["order id", "order number"]) {
        When::Asked(Topic::Order)
    } else if has(&["payment", "card"]) && has(&["ask"]) {
        When::Asked(Topic::Method)
    } else if has(&["zip", "email", "name"]) {
        When::Asked(Topic::Identity)
    } else if has(&["confirm", "proceed", "double check"]) {
        When::Confirming
    } else if has(&[
        "possible",
        "cannot",
        "can't",
        "allow",
        "available",
        "not ",
        "find",
        "refuse",
        "unable",
        "says no",
        "won't",
        "declines",
    ]) {
        When::Refused
    } else {
        When::Never
    };
    let mut say = first_person(say);
    for lead in ["I say ", "say that ", "mention that ", "mention ", "say ", "tell you ", "tell me "] {
        if let Some(rest) = say.strip_prefix(lead) {
            say = rest.to_owned();
        }
    }
    Some(Held { when, say, said: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_person_becomes_the_first() {
        for (from, to) in [
            ("You want to return your lamp.", "I want to return my lamp."),
            ("You're in a rush; ask the agent to help you.", "I'm in a rush; ask you to help me."),
            ("You are Ada Lind.", "I am Ada Lind."),
            ("Things you bought for yourself, your way", "Things I bought for myself, my way"),
        ] {
            assert_eq!(first_person(from), to);
        }
    }

    #[test]
    fn what_waits_for_the_agent_is_held() {
        let script = script(
            &["You want to swap the lamp. If the agent asks for confirmation, only swap the mat."],
            "",
        );
        assert_eq!(script.opening, ["I want to swap the lamp."]);
        assert_eq!(script.held[0].when, When::Confirming);
        assert_eq!(script.held[0].say, "only swap the mat.");
    }
}
