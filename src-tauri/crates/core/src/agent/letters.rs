//! What is written to a customer outside a conversation's turn: the mail with a code, and that none could be sent. Phrases
//! of the catalogue, like everything else that is said.

use jiff::civil::Date;

use super::phrases::{Break, Language, Phrase, Speech};

/// A mail's words.
pub struct Letter {
    pub subject: String,
    pub text: String,
}

/// The mail that carries a code. It names nobody: only who reads that mailbox is to learn from it.
pub fn code(language: &str, digits: &str, shop: &str) -> Letter {
    let language = Language::parse(language).unwrap_or(Language::English);
    let mut text = Speech::from(Phrase::new("code-mail").with("code", digits));
    for key in ["code-mail-life", "code-mail-why", "code-mail-not-you"] {
        let mut next = Speech::default();
        next.push(Phrase::new(key).with("shop", shop));
        text.append(Break::Paragraph, next);
    }
    let mut signature = Speech::default();
    signature.push(Phrase::new("own").with("text", shop));
    text.append(Break::Paragraph, signature);
    let subject = Speech::from(Phrase::new("code-mail-subject").with("shop", shop));
    Letter { subject: said(&subject, language), text: said(&text, language) }
}

/// That the mail with the code could not be sent, and who helps now.
pub fn code_not_sent(language: &str) -> String {
    let language = Language::parse(language).unwrap_or(Language::English);
    said(&Phrase::new("code-not-sent").into(), language)
}

/// No day is named.
fn said(speech: &Speech, language: Language) -> String {
    speech.say(language, Date::constant(2026, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mail_holds_the_code_once_in_every_language() {
        for language in Language::ALL {
            let letter = code(language.code(), "012345", "Linden & Lark");
            assert_eq!(letter.text.matches("012345").count(), 1, "{}", letter.text);
            assert!(!letter.subject.contains("012345"), "it would stand on a locked screen");
            assert!(letter.subject.contains("Linden & Lark") && letter.text.contains("Linden & Lark"));
            assert_eq!(letter.text.split("\n\n").count(), 5, "{}", letter.text);
            assert!(!letter.text.contains('{') && !code_not_sent(language.code()).is_empty());
        }
        assert!(code("xx", "012345", "Shop").text.starts_with("012345 is your code"));
    }
}
