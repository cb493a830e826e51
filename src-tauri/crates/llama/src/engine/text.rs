//! From tokens' bytes to text that can be shown: whole characters, and nothing of what ends the answer.

/// The answer as it grows.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// Everything so far, whole characters.
    whole: String,
    /// Bytes of a character that is not complete.
    rest: Vec<u8>,
    /// Bytes of `whole` that were shown.
    shown: usize,
    stops: Vec<String>,
}

impl Text {
    pub fn new(stops: &[String]) -> Self {
        let stops = stops.iter().filter(|stop| !stop.is_empty()).cloned().collect();
        Self { stops, ..Self::default() }
    }

    /// Takes a token's bytes. True when the answer ended before one of the stops, which is cut off.
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        let before = self.whole.len();
        self.rest.extend_from_slice(bytes);
        self.take_characters();
        let longest = self.stops.iter().map(String::len).max().unwrap_or(0);
        // A stop may have begun in what was there before.
        let mut from = before.saturating_sub(longest);
        while !self.whole.is_char_boundary(from) {
            from -= 1;
        }
        let found = self.stops.iter().filter_map(|stop| self.whole[from..].find(stop.as_str())).min();
        if let Some(at) = found {
            self.whole.truncate(from + at);
            self.rest.clear();
            return true;
        }
        false
    }

    /// What may be shown now: not the beginning of something that may become a stop.
    pub fn next(&mut self) -> Option<String> {
        let end = self.whole.len() - self.held();
        self.show_to(end)
    }

    /// What was held back.
    pub fn last(&mut self) -> Option<String> {
        if !self.rest.is_empty() {
            self.whole.push(char::REPLACEMENT_CHARACTER);
            self.rest.clear();
        }
        self.show_to(self.whole.len())
    }

    pub fn into_string(self) -> String {
        self.whole
    }

    fn show_to(&mut self, end: usize) -> Option<String> {
        if end <= self.shown {
            return None;
        }
        let text = self.whole[self.shown..end].to_owned();
        self.shown = end;
        Some(text)
    }

    fn held(&self) -> usize {
        let longest = |stop: &String| {
            (1..=stop.len().min(self.whole.len()))
                .rev()
                .find(|length| stop.is_char_boundary(*length) && self.whole.ends_with(&stop[..*length]))
        };
        self.stops.iter().filter_map(longest).max().unwrap_or(0)
    }

    fn take_characters(&mut self) {
        loop {
            match str::from_utf8(&self.rest) {
                Ok(text) => {
                    self.whole.push_str(text);
                    self.rest.clear();
                    return;
                }
                Err(error) => {
                    let valid = error.valid_up_to();
                    self.whole.push_str(&String::from_utf8_lossy(&self.rest[..valid]));
                    let Some(wrong) = error.error_len() else {
                        self.rest.drain(..valid);
                        return;
                    };
                    self.whole.push(char::REPLACEMENT_CHARACTER);
                    self.rest.drain(..valid + wrong);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(stops: &[&str], pieces: &[&[u8]]) -> (Vec<String>, bool) {
        let stops: Vec<String> = stops.iter().map(|stop| (*stop).to_owned()).collect();
        let mut text = Text::new(&stops);
        let mut shown = Vec::new();
        let mut stopped = false;
        for piece in pieces {
            stopped = text.push(piece);
            shown.extend(text.next());
            if stopped {
                break;
            }
        }
        shown.extend(text.last());
        assert_eq!(shown.concat(), text.into_string());
        (shown, stopped)
    }

    #[test]
    fn characters_are_shown_whole() {
        let dress = "👗".as_bytes();
        let (shown, stopped) = run(&[], &[b"a", &dress[..1], &dress[1..3], &dress[3..], b"b"]);
        assert_eq!((shown, stopped), (vec!["a".to_owned(), "👗".to_owned(), "b".to_owned()], false));
        assert_eq!(run(&[], &[b"a\xff", b"\xe2\x82"]).0.concat(), "a\u{fffd}\u{fffd}");
    }

    #[test]
    fn nothing_of_a_stop_is_shown() {
        let (shown, stopped) = run(&["END", "ENOUGH"], &[b"yes", b" E", b"N", b"D more", b"!"]);
        assert_eq!((shown.concat(), stopped), ("yes ".to_owned(), true));
        let (shown, stopped) = run(&["END"], &[b"yes E", b"N", b"VY"]);
        assert_eq!((shown, stopped), (vec!["yes ".to_owned(), "ENVY".to_owned()], false));
        let (shown, stopped) = run(&["é!"], &[b"caf\xc3", b"\xa9", b"!"]);
        assert_eq!((shown.concat(), stopped), ("caf".to_owned(), true));
        assert_eq!(run(&["END"], &[b"EN"]).0, ["EN"]);
    }
}
