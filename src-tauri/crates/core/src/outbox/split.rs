//! Long replies become several messages, cut where a reader would pause.

use unicode_segmentation::UnicodeSegmentation;

use crate::conversations::Channel;

/// Twilio's limit of a message's body (error 21617), in characters.
const LONGEST_BODY: usize = 1600;

/// The parts of a text, each within the channel's limit: cut between paragraphs, else sentences, else words, else
/// graphemes. An empty text has no parts.
pub fn split(channel: Channel, text: &str) -> Vec<String> {
    match channel {
        Channel::Email => Some(text.trim().to_owned()).filter(|text| !text.is_empty()).into_iter().collect(),
        Channel::Whatsapp | Channel::Sms | Channel::Tiktok | Channel::Linkedin | Channel::Phone => {
            parts(text, LONGEST_BODY)
        }
    }
}

fn parts(text: &str, longest: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let cut = cut(rest, longest);
        let (part, after) = rest.split_at(cut);
        let part = part.trim_end();
        if !part.is_empty() {
            parts.push(part.to_owned());
        }
        rest = after.trim_start();
    }
    parts
}

/// Where the first part of `text` ends, in bytes; never 0.
fn cut(text: &str, longest: usize) -> usize {
    let Some((limit, _)) = text.char_indices().nth(longest) else { return text.len() };
    let head = &text[..limit];
    // A very short first part would read oddly; a later, lesser pause is better.
    let early = limit / 3;
    let paragraph = head.rfind("\n\n");
    let line = head.rfind('\n');
    let sentence = head
        .rmatch_indices(['.', '!', '?', '…'])
        .map(|(at, sign)| at + sign.len())
        .find(|&end| text[end..].starts_with(char::is_whitespace));
    let word = if text[limit..].starts_with(char::is_whitespace) {
        Some(limit)
    } else {
        head.rfind(char::is_whitespace)
    };
    for pause in [paragraph, line, sentence].into_iter().flatten() {
        if pause > early {
            return pause;
        }
    }
    if let Some(word) = word.filter(|&word| word > 0) {
        return word;
    }
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if at + grapheme.len() > limit {
            break;
        }
        end = at + grapheme.len();
    }
    // One grapheme alone can be longer than the limit: then it is cut between characters.
    if end == 0 { limit } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_where_a_reader_pauses() {
        for (text, wanted) in [
            ("", &[][..]),
            ("   \n ", &[]),
            ("short", &["short"]),
            ("First sentence. Second one.", &["First sentence.", "Second one."]),
            ("A 12.50 price is one word", &["A 12.50 price is one", "word"]),
            ("first paragraph\n\nsecond one", &["first paragraph", "second one"]),
            ("abcdefghijklmnopqrstuvwxyz", &["abcdefghijklmnopqrst", "uvwxyz"]),
        ] {
            assert_eq!(parts(text, 20), wanted, "{text}");
        }
        assert_eq!(split(Channel::Email, &"a ".repeat(4000)).len(), 1);
        assert_eq!(split(Channel::Whatsapp, &"One more sentence. ".repeat(200)).len(), 3);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_part_is_too_long(text in "[a-z.!\n éü👩\u{200d}👧]{0,200}") {
            let got = parts(&text, 24);
            for part in &got {
                prop_assert!(part.chars().count() <= 24 && !part.trim().is_empty());
            }
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&got.concat()), letters(&text));
        }
    }
}
