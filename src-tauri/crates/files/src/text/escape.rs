//! Cells that a spreadsheet program would run as a formula: made harmless on export, and taken back on import.
//!
//! An apostrophe goes before the cell, as spreadsheet programs write text themselves. A cell that begins with
//! apostrophes before such a sign gets one more, so that taking one away gives back every text.

use std::borrow::Cow;

/// Would a spreadsheet program run it? Numbers, and phone numbers, cannot do harm.
fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) && !is_number_like(text)
}

/// A sign, then digits and what stands between the digits of amounts and phone numbers.
fn is_number_like(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['+', '-']) else { return false };
    rest.starts_with(|first: char| first.is_ascii_digit() || first == '(')
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '(' | ')' | '-'))
        && rest.ends_with(|last: char| last.is_ascii_digit())
}

pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if runs(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

pub(crate) fn unescape(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if runs(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_run_is_escaped() {
        for text in [
            "=HYPERLINK(\"http://x\")",
            "+cmd|' /C calc'!A0",
            "-1+cmd",
            "@SUM(A1)",
            "\tx",
            "\r=1",
            "=1",
            "－1",
            "+1 (555) x",
            "-",
        ] {
            assert_eq!(escape(text), format!("'{text}"));
            assert_eq!(unescape(&escape(text)), text);
        }
        for text in ["-5", "+3.5", "-1,234.50", "+1 (555) 010-0123", "a=b", "'quoted'", "it's", "", "1-2"] {
            assert_eq!(escape(text), text);
            assert_eq!(unescape(text), text);
        }
        assert_eq!(escape("'=x"), "''=x");
    }

    proptest! {
        #[test]
        fn taking_back_gives_the_text(text in "['=+@\\-\\t\\ra1(. ]{0,6}") {
            let escaped = escape(&text);
            prop_assert_eq!(unescape(&escaped), text.as_str());
            prop_assert!(!runs(&escaped));
        }

        #[test]
        fn any_text_survives(text in any::<String>()) {
            let escaped = escape(&text);
            prop_assert_eq!(unescape(&escaped), text.as_str());
        }
    }
}
