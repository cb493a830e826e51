//! Words in cells: headers compared without case, accents and punctuation; yes and no in the product's languages.

/// Lower case, letters and digits only, one space between words, common accents taken off.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        let c = plain(c);
        // Marks belong to the letters of Hindi and Arabic.
        if c.is_alphanumeric() || ('\u{900}'..='\u{97f}').contains(&c) || ('\u{64b}'..='\u{65f}').contains(&c)
        {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            if c == 'ß' { folded.push_str("ss") } else { folded.push(c) }
        } else if !matches!(c, '\'' | '’' | '\u{307}') {
            gap = true;
        }
    }
    folded
}

fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    }
}

/// Yes or no, as shops' files say it.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    match folded(text).as_str() {
        "true" | "yes" | "y" | "1" | "x" | "on" | "t" | "si" | "oui" | "ja" | "sim" | "vrai" | "wahr"
        | "verdadero" | "verdadeiro" | "vero" | "हाँ" | "हां" | "نعم" | "continue" | "visible"
        | "published" | "notify" => Some(true),
        "false" | "no" | "n" | "0" | "off" | "f" | "non" | "nein" | "nao" | "faux" | "falsch" | "falso"
        | "नहीं" | "لا" | "deny" | "hidden" | "unpublished" => Some(false),
        _ => match text.trim() {
            "✓" | "✔" | "☑" => Some(true),
            "✗" | "✘" | "☐" | "-" => Some(false),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_compared_without_accents_and_signs() {
        for (text, expected) in [
            ("Größe", "grosse"),
            ("  Prix_d'achat (€) ", "prix dachat"),
            ("Código de barras", "codigo de barras"),
            ("Variant SKU", "variant sku"),
            ("मूल्य", "मूल्य"),
            ("السعر", "السعر"),
            ("E-mail 1 - Value", "e mail 1 value"),
        ] {
            assert_eq!(folded(text), expected);
        }
    }

    #[test]
    fn yes_and_no_in_eight_languages() {
        for text in ["TRUE", "Sí", "oui", "Ja", "sim", "हाँ", "نعم", "1", "✓"] {
            assert_eq!(yes_or_no(text), Some(true), "{text}");
        }
        for text in ["false", "No", "non", "Nein", "não", "नहीं", "لا", "0"] {
            assert_eq!(yes_or_no(text), Some(false), "{text}");
        }
        assert_eq!(yes_or_no("maybe"), None);
        assert_eq!(yes_or_no(""), None);
    }
}
