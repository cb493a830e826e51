//! What leaves the machine without being needed there is hidden before and put back after: names and postal addresses, as far as they
//! are known ([`Mask::know`]), e-mail addresses, telephone, card and account numbers. A hidden text stands as `[email-1]`; the same text always stands as the same.
//!
//! It errs towards hiding: what is hidden comes back to the letter, wherever the answer repeats it.

/// What was hidden in one question.
#[derive(Debug, Clone, Default)]
pub struct Mask {
    /// What is known to be personal: kind and text.
    known: Vec<(&'static str, String)>,
    /// Stand-in and text, in the order they were met.
    hidden: Vec<(String, String)>,
}

/// Digits from which a number may be a telephone's. Fewer say nothing about a person.
const FEWEST_DIGITS: usize = 7;
/// Digits of a bank account (ISO 13616: the shortest has fifteen characters), at least.
const FEWEST_OF_ACCOUNT: usize = 10;

impl Mask {
    /// Hides this text wherever it stands, in any case. What is shorter than three letters is too common to be hidden.
    pub fn know(&mut self, kind: &'static str, text: &str) {
        let text = text.trim();
        if text.chars().count() >= 3 && !self.known.iter().any(|(_, known)| known == text) {
            self.known.push((kind, text.to_owned()));
            // The longest first: "Anna Smith" before "Anna".
            self.known.sort_by_key(|(_, text)| std::cmp::Reverse(text.len()));
        }
    }

    /// How much is hidden so far.
    pub fn len(&self) -> usize {
        self.hidden.len()
    }

    pub fn is_empty(&self) -> bool {
        self.hidden.is_empty()
    }

    /// The text with stand-ins.
    pub fn hide(&mut self, text: &str) -> String {
        // Addresses first: a name may be part of one.
        let mut text = self.hide_emails(text);
        for (kind, known) in self.known.clone() {
            text = self.hide_known(kind, &known, &text);
        }
        self.hide_numbers(&text)
    }

    /// Puts back what was hidden.
    pub fn restore(&self, text: &str) -> String {
        // From the last: who is called Email has a stand-in inside another.
        self.hidden
            .iter()
            .rev()
            .fold(text.to_owned(), |text, (stand_in, hidden)| text.replace(stand_in, hidden))
    }

    /// As [`Self::restore`], into JSON: a name with quotation marks in it stays inside its string.
    pub fn restore_in_json(&self, json: &str) -> String {
        self.hidden.iter().rev().fold(json.to_owned(), |json, (stand_in, hidden)| {
            let quoted = serde_json::Value::from(hidden.as_str()).to_string();
            json.replace(stand_in, &quoted[1..quoted.len() - 1])
        })
    }

    fn stand_in(&mut self, kind: &str, text: &str) -> String {
        if let Some((stand_in, _)) =
            self.hidden.iter().find(|(name, hidden)| hidden == text && name.starts_with(&format!("[{kind}-")))
        {
            return stand_in.clone();
        }
        let stand_in = format!("[{kind}-{}]", self.hidden.len() + 1);
        self.hidden.push((stand_in.clone(), text.to_owned()));
        stand_in
    }

    fn hide_known(&mut self, kind: &'static str, known: &str, text: &str) -> String {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((start, end)) = find_word(rest, known) {
            out.push_str(&rest[..start]);
            let stand_in = self.stand_in(kind, &rest[start..end]);
            out.push_str(&stand_in);
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }

    fn hide_emails(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for piece in text.split_inclusive(|c: char| c.is_whitespace() || "<>()\",;".contains(c)) {
            let end = piece.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            let word = &piece[..end];
            let start = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
            let address = &word[start..];
            let is_address = address
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
            if is_address {
                out.push_str(&piece[..start]);
                let stand_in = self.stand_in("email", address);
                out.push_str(&stand_in);
                out.push_str(&piece[end..]);
            } else {
                out.push_str(piece);
            }
        }
        out
    }

    fn hide_numbers(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_numeric() || c == '+') {
            out.push_str(&rest[..start]);
            let run = &rest[start..];
            let end = run
                .char_indices()
                .find(|(n, c)| !(c.is_numeric() || " -()/.".contains(*c) || (*n == 0 && *c == '+')))
                .map_or(run.len(), |(n, _)| n);
            let end = run[..end].trim_end_matches(|c: char| !c.is_numeric()).len().max(1);
            let number = &run[..end];
            if is_plain(number) {
                // Dates and prices stand among other numbers: each is looked at alone.
                for part in number.split_inclusive(' ') {
                    let bare = part.trim_end();
                    let hides =
                        digits(bare) >= FEWEST_DIGITS && !is_plain(bare) && !names_a_thing(&out, bare);
                    out.push_str(&if hides { self.stand_in("number", bare) } else { bare.to_owned() });
                    out.push_str(&part[bare.len()..]);
                }
            } else if digits(number) >= FEWEST_DIGITS && !names_a_thing(&out, number) {
                let stand_in = self.stand_in("number", number);
                out.push_str(&stand_in);
            } else {
                out.push_str(number);
            }
            rest = &run[end..];
        }
        out.push_str(rest);
        out
    }
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_numeric()).count()
}

/// "W1234567" and "#1042" name things of the shop; "DE89 3704 0044 …" is a bank account.
fn names_a_thing(before: &str, number: &str) -> bool {
    let letters = before.chars().rev().take_while(char::is_ascii_uppercase).count();
    let opens = before.chars().rev().nth(letters).is_none_or(|c| !c.is_alphanumeric());
    let is_account = letters == 2
        && opens
        && number.starts_with(|c: char| c.is_ascii_digit())
        && digits(number.split(' ').next().unwrap_or_default()) >= 2
        && digits(number) >= FEWEST_OF_ACCOUNT;
    let mut last = before.chars().rev();
    let joined = match last.next() {
        Some('-') => last.next().is_some_and(char::is_alphanumeric),
        Some(c) => c.is_alphanumeric() || "#_".contains(c),
        None => false,
    };
    joined && !is_account
}

/// A date or a price is in it, which facts hold.
fn is_plain(number: &str) -> bool {
    let is_price = |part: &str| {
        part.split_once('.').is_some_and(|(whole, cents)| {
            let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
            plain(whole) && plain(cents) && whole.len() <= 6 && cents.len() <= 2
        })
    };
    has_date(number) || number.split(' ').any(is_price)
}

/// "2026-11-25", which facts hold.
fn has_date(number: &str) -> bool {
    number.split([' ', '/', '(', ')']).any(|part| {
        let parts: Vec<&str> = part.split('-').collect();
        parts.len() == 3 && parts[0].len() == 4 && parts[1].len() == 2 && parts[2].len() == 2
    })
}

/// Where `word` stands in `text` in any case, with no letter or digit on either side.
fn find_word(text: &str, word: &str) -> Option<(usize, usize)> {
    let is_inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut before = None;
    for (start, c) in text.char_indices() {
        let opens = !is_inner(before);
        before = Some(c);
        if !opens {
            continue;
        }
        let mut rest = text[start..].chars();
        let is_same = word
            .chars()
            .all(|w| rest.next().is_some_and(|c| c == w || c.to_lowercase().eq(w.to_lowercase())));
        let left = rest.as_str();
        if is_same && !is_inner(left.chars().next()) {
            return Some((start, text.len() - left.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> String {
        let mut mask = Mask::default();
        mask.know("name", "Anna Smith");
        mask.know("name", "Anna");
        mask.know("address", "3 High Street");
        let hidden = mask.hide(text);
        assert_eq!(mask.restore(&hidden), text, "nothing is lost");
        hidden
    }

    #[test]
    fn numbers_of_persons_are_hidden_in_every_form() {
        for text in [
            "Call 01.23.45.67.89",
            "Tel.01555012345",
            "IBAN DE89 3704 0044 0532 0130 00",
            "born 2026-11-25 5550101234",
            "रिंग ९८७६५४३२१०",
            "رقمي ٠١٢٣٤٥٦٧٨٩",
            "+1 (555) 010-1234, thanks",
        ] {
            assert!(hidden(text).contains("[number-1]"), "{}", hidden(text));
        }
        for text in [
            "Order W1234567 came on 2026-11-25, 40.10 and 85.00",
            "The lamp is 1299.00 and the blanket 85.00 now",
            "SKU LAMP-1234567",
            "#1234567",
        ] {
            assert!(!hidden(text).contains("number"), "{}", hidden(text));
        }
    }

    #[test]
    fn a_name_with_quotation_marks_stays_inside_its_string() {
        let mut mask = Mask::default();
        mask.know("name", "Mia \"Mimi\" \\ Silva");
        let hidden = mask.hide("Greet Mia \"Mimi\" \\ Silva");
        assert_eq!(hidden, "Greet [name-1]");
        let json = mask.restore_in_json(r#"{"text":"Hi [name-1]!"}"#);
        let read: serde_json::Value = serde_json::from_str(&json).expect("still JSON");
        assert_eq!(read["text"], "Hi Mia \"Mimi\" \\ Silva!");
    }

    #[test]
    fn what_tells_of_a_person_is_hidden_and_comes_back() {
        for (text, expected) in [
            ("I'm anna smith (anna@example.org).", "I'm [name-2] ([email-1])."),
            ("Anna, ANNA and Annabel", "[name-1], [name-2] and Annabel"),
            ("Send it to 3 High Street, please", "Send it to [address-1], please"),
            ("Call +1 (555) 010-1234 or 0155 501 01234.", "Call [number-1] or [number-2]."),
            ("card 4111 1111 1111 1111, twice 4111 1111 1111 1111", "card [number-1], twice [number-1]"),
        ] {
            assert_eq!(hidden(text), expected, "{text}");
        }
    }

    #[test]
    fn what_the_answer_needs_stays() {
        for text in [
            "Order W7041963 of 2026-11-25 for $1,234.50, 49.99 in size 42, #1042",
            "a@b is no address; 12:30 to 18:00, 100 % linen, 3–5 days",
            "",
            "+",
        ] {
            assert_eq!(hidden(text), text);
        }
    }

    #[test]
    fn who_is_called_like_a_stand_in_is_hidden_all_the_same() {
        let mut mask = Mask::default();
        mask.know("name", "Email");
        let text = "Email, email@example.org";
        let hidden = mask.hide(text);
        assert!(!hidden.contains("example"), "{hidden}");
        assert_eq!(mask.restore(&hidden), text);
    }

    #[test]
    fn odd_letters_and_lengths_do_no_harm() {
        for text in ["İstanbul ANNA ß", "日本語 anna 12345678", "é+49 30 1234567é", "@@@ x@y.z@w.v"] {
            hidden(text);
        }
    }
}
