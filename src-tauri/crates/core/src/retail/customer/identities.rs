//! Who a player says to be, from what the instructions say of them.

/// What the player knows of itself, as it would say it: addresses first, then the name with the postal code.
pub(super) fn identities(texts: &[&str]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut name: Option<String> = None;
    let mut code: Option<String> = None;
    for text in texts {
        for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';')) {
            let word = word.trim_matches(|c: char| matches!(c, '.' | '!' | '?' | ':'));
            if word.contains('@') {
                said.push(format!("My email is {word}."));
            } else if word.len() == 5 && word.chars().all(|c| c.is_ascii_digit()) {
                code.get_or_insert_with(|| word.to_owned());
            } else if let Some(user) = user_name(word) {
                name.get_or_insert(user);
            }
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        for i in 0..words.len().saturating_sub(2) {
            let lower = words[i].to_lowercase();
            let before = matches!(lower.as_str(), "are" | "you're" | "is" | "called" | "name");
            let clean = |word: &str| {
                word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-').to_owned()
            };
            let (first, last) = (clean(words[i + 1]), clean(words[i + 2]));
            let capital = |word: &str| {
                word.chars().next().is_some_and(char::is_uppercase)
                    && word.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '-')
            };
            let closes = words[i + 1].ends_with([',', '.', ';']);
            if before && !closes && capital(&first) && capital(&last) && name.is_none() {
                name = Some(format!("{first} {last}"));
            }
        }
    }
    if let (Some(name), Some(code)) = (name, code) {
        said.push(format!("My name is {name} and my postal code is {code}."));
    }
    said
}

/// "ada_lind_1234" is Ada Lind.
fn user_name(word: &str) -> Option<String> {
    let mut parts = word.split('_');
    let (first, last, number) = (parts.next()?, parts.next()?, parts.next()?);
    let letters = |text: &str| !text.is_empty() && text.chars().all(char::is_alphabetic);
    if parts.next().is_some()
        || !letters(first)
        || !letters(last)
        || !number.chars().all(|c| c.is_ascii_digit())
    {
        return None;
    }
    let capital = |text: &str| {
        let mut chars = text.chars();
        chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect::<String>())
    };
    Some(format!("{} {}", capital(first), capital(last)))
}
