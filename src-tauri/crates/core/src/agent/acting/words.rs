//! A customer's words in a form that can be compared: lower case, without plural, units and numbers written one way.

/// A word, or a mark that divides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    /// Compared form: "inch" for "inches", "2" for "two".
    pub text: String,
    /// As written.
    pub said: String,
    pub mark: bool,
}

impl Atom {
    pub fn is(&self, word: &str) -> bool {
        self.text == word
    }

    pub fn any(&self, words: &[&str]) -> bool {
        words.contains(&self.text.as_str())
    }
}

/// Words one after the other, as they are compared.
pub(super) fn atoms(text: &str) -> Vec<Atom> {
    let chars: Vec<char> = text.chars().collect();
    let mut atoms = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c.is_alphanumeric() {
            let start = i;
            while i < chars.len() && goes_on(&chars, i) {
                i += 1;
            }
            let said: String = chars[start..i].iter().collect();
            word(&said, &mut atoms);
            continue;
        }
        if matches!(c, '.' | ',' | ';' | '?' | '!' | ':' | '(' | ')' | '\n' | '>' | '/' | '{' | '}') {
            atoms.push(Atom { text: c.to_string(), said: c.to_string(), mark: true });
        } else if matches!(c, '–' | '—') {
            atoms.push(Atom { text: ",".into(), said: c.to_string(), mark: true });
        } else if matches!(c, '$' | '€' | '£' | '#' | '@') {
            // Kept with what follows.
        }
        i += 1;
    }
    atoms
}

/// A letter or digit, an apostrophe inside a word, a decimal point or comma inside a number.
fn goes_on(chars: &[char], i: usize) -> bool {
    let c = chars[i];
    let next_is = |test: fn(&char) -> bool| chars.get(i + 1).is_some_and(test);
    let before_digit = i > 0 && chars[i - 1].is_ascii_digit();
    c.is_alphanumeric()
        || (matches!(c, '\'' | '’') && next_is(|c| c.is_alphabetic()))
        || (c == '.' && before_digit && next_is(char::is_ascii_digit))
        || (c == ','
            && before_digit
            && chars[i + 1..].iter().take(3).filter(|c| c.is_ascii_digit()).count() == 3
            && !chars.get(i + 4).is_some_and(char::is_ascii_digit))
}

fn word(said: &str, atoms: &mut Vec<Atom>) {
    let plain: String = said.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '’' | ',')).collect();
    let digits = plain.chars().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let (number, unit) = plain.split_at(digits);
    if digits > 0 && !unit.is_empty() && unit.chars().all(char::is_alphabetic) {
        atoms.push(Atom { text: number.into(), said: number.into(), mark: false });
        atoms.push(Atom { text: root(unit), said: unit.into(), mark: false });
        return;
    }
    // A possessive's letter says nothing: "puzzle's".
    let bare =
        if said.ends_with("'s") || said.ends_with("’s") { &plain[..plain.len() - 1] } else { &plain };
    atoms.push(Atom { text: root(bare), said: said.into(), mark: false });
}

/// The form that is compared.
fn root(word: &str) -> String {
    let same = match word {
        "one" => "one",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "inch" | "inches" | "in" if word != "in" => "inch",
        "foot" | "feet" | "ft" => "ft",
        "liter" | "liters" | "litre" | "litres" | "l" => "l",
        "milliliter" | "milliliters" | "ml" => "ml",
        "hour" | "hours" | "hrs" => "hour",
        "grey" => "gray",
        "colour" | "colours" | "colors" => "color",
        "size" | "sized" | "sizes" => "size",
        "resistent" => "resistant",
        "pcs" | "pc" | "pce" => "piece",
        "address" | "addresses" | "adress" | "destination" => "address",
        "less" | "lens" | "is" | "this" | "its" | "as" | "was" | "has" | "yes" | "us" | "gas" | "plus"
        | "canvas" | "wireless" | "bagless" | "always" | "cordless" | "process" | "besides" | "unless"
        | "across" | "brass" | "glass" | "previous" | "various" | "does" => word,
        _ => {
            return match word.strip_suffix('s') {
                Some(stem) if stem.chars().count() >= 3 && !stem.ends_with(['s', 'u', 'i']) => {
                    if let Some(long) = stem.strip_suffix("ie").filter(|long| long.len() >= 3) {
                        return format!("{long}y");
                    }
                    match stem.strip_suffix('e') {
                        // "watches", "dresses", "boxes"
                        Some(short)
                            if short.ends_with("ch")
                                || short.ends_with("sh")
                                || short.ends_with("ss")
                                || short.ends_with('x') =>
                        {
                            short.into()
                        }
                        // "shelves", "scarves"
                        Some(short) if short.ends_with("lv") || short.ends_with("arv") => {
                            format!("{}f", &short[..short.len() - 1])
                        }
                        _ => stem.into(),
                    }
                }
                _ => word.into(),
            };
        }
    };
    same.into()
}

/// The words of a name, compared form.
pub(super) fn words(text: &str) -> Vec<String> {
    atoms(text).into_iter().filter(|atom| !atom.mark).map(|atom| atom.text).collect()
}

/// Where `needle` stands in `atoms`, words one after the other.
pub(super) fn find(atoms: &[Atom], needle: &[&str]) -> Option<usize> {
    if needle.is_empty() || atoms.len() < needle.len() {
        return None;
    }
    (0..=atoms.len() - needle.len())
        .find(|at| atoms[*at..].iter().zip(needle).all(|(atom, word)| atom.is(word)))
}

pub(super) fn has(atoms: &[Atom], phrase: &[&str]) -> bool {
    find(atoms, phrase).is_some()
}

pub(super) fn has_any(atoms: &[Atom], words: &[&str]) -> bool {
    atoms.iter().any(|atom| atom.any(words))
}

/// Sentences: ended by a full stop, a question mark, a semicolon or a line.
pub(super) fn sentences(atoms: &[Atom]) -> Vec<&[Atom]> {
    atoms
        .split(|atom| atom.mark && matches!(atom.text.as_str(), "." | "?" | "!" | ";" | "\n"))
        .filter(|sentence| sentence.iter().any(|atom| !atom.mark))
        .collect()
}

/// The atoms as text that reads into the same atoms.
pub(super) fn spoken(atoms: &[Atom]) -> String {
    let mut text = String::new();
    for atom in atoms {
        if !atom.mark && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(if atom.mark { &atom.text } else { &atom.said });
    }
    text
}

/// Adds to what was said of a thing; the same words twice say nothing more.
pub(super) fn append(text: &mut String, more: &str) {
    let more = more.trim();
    if more.is_empty() || text.contains(more) {
        return;
    }
    if !text.is_empty() {
        text.push_str(" . ");
    }
    text.push_str(more);
}
