//! Cuts a long reply into messages that the channel takes.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::conversations::Channel;

/// Twilio's limit of a message body, in characters.
const TWILIO_LIMIT: usize = 1600;

/// The parts of `text`, in order, each within the channel's limit: cut at a paragraph's end if there is one late enough,
/// else a sentence's, else a word's, and in the middle of a word only when it alone is too long. What a reader sees as one
/// character is never cut. Only white space between parts is lost; no part is empty.
pub fn split(channel: Channel, text: &str) -> Vec<String> {
    let limit = match channel {
        Channel::Whatsapp | Channel::Sms | Channel::Phone => TWILIO_LIMIT,
        Channel::Email | Channel::Tiktok | Channel::Linkedin => usize::MAX,
    };
    cut(text, limit)
}

fn cut(text: &str, limit: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while let Some((overflow, _)) = rest.char_indices().nth(limit) {
        let (part, behind) = rest.split_at(end_of_part(rest, overflow));
        parts.extend(Some(part.trim_end().to_owned()).filter(|part| !part.is_empty()));
        rest = behind.trim_start();
    }
    parts.extend(Some(rest.to_owned()).filter(|part| !part.is_empty()));
    parts
}

/// Where to cut, at `overflow` bytes at the latest.
fn end_of_part(text: &str, overflow: usize) -> usize {
    let head = &text[..overflow];
    // An end in the first half would make many small messages.
    let late = |end: &usize| *end > overflow / 2;
    let paragraph = || head.rfind("\n\n").filter(late);
    let sentence = || {
        text.split_sentence_bound_indices()
            .map(|(start, _)| start)
            .take_while(|start| *start <= overflow)
            .last()
            .filter(late)
    };
    let line = || head.rfind('\n').filter(late);
    let word = || head.rfind(char::is_whitespace).filter(|end| *end > 0);
    let character = || {
        text.grapheme_indices(true)
            .map(|(start, _)| start)
            .take_while(|start| *start <= overflow)
            .last()
            .filter(|at| *at > 0)
    };
    // A single "character" longer than a message is no text any more.
    paragraph().or_else(sentence).or_else(line).or_else(word).or_else(character).unwrap_or(overflow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, limit: usize, expected: &[&str]) {
        assert_eq!(cut(text, limit), expected);
    }

    #[test]
    fn the_best_end_within_the_limit_is_taken() {
        check("", 10, &[]);
        check("  short  ", 10, &["short"]);
        check("One sentence. Another one.", 16, &["One sentence.", "Another one."]);
        check("It costs €1.50 today. Really.", 24, &["It costs €1.50 today.", "Really."]);
        check("First part\n\nSecond. Third", 19, &["First part", "Second. Third"]);
        check("no full stop anywhere here", 10, &["no full", "stop", "anywhere", "here"]);
        check("abcdefghij", 4, &["abcd", "efgh", "ij"]);
        check("👩‍👩‍👧👩‍👩‍👧", 7, &["👩‍👩‍👧", "👩‍👩‍👧"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_part_fits(text in "\\PC{0,60}[ .!?\n]{0,4}\\PC{0,60}", limit in 1usize..40) {
            let parts = cut(&text, limit);
            for part in &parts {
                prop_assert!(!part.is_empty());
                prop_assert!(part.chars().count() <= limit);
            }
            let words = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(words(&parts.concat()), words(&text));
        }
    }
}
