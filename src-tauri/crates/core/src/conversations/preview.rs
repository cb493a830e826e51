//! The line of a message that lists show.

use unicode_segmentation::UnicodeSegmentation;

/// Characters (Unicode scalar values) of a preview at most, its ellipsis included.
const LONGEST: usize = 140;

/// The text on one line, cut between graphemes so that no letter or emoji is torn.
pub fn preview(body: &str) -> String {
    // Most messages are one short line already.
    if body.len() <= LONGEST && !body.contains(|c: char| c.is_control() || c.is_whitespace() && c != ' ') {
        return body.trim().to_owned();
    }
    // What lies far beyond the cut is not even looked at.
    let head: String = body.chars().take(LONGEST * 8).collect();
    let line = head.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    if line.chars().count() <= LONGEST {
        return line;
    }
    let mut cut = String::new();
    let mut length = 0;
    for grapheme in line.graphemes(true) {
        length += grapheme.chars().count();
        if length > LONGEST - 1 {
            break;
        }
        cut.push_str(grapheme);
    }
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn previews_are_one_line() {
        for (body, line) in [
            ("", ""),
            (" hello ", "hello"),
            ("two\nlines\t and  more", "two lines and more"),
            ("bell\u{7}", "bell"),
        ] {
            assert_eq!(preview(body), line);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_graphemes() {
        let family = "👩‍👩‍👧‍👦";
        let cut = preview(&family.repeat(40));
        assert!(cut.chars().count() <= LONGEST);
        assert_eq!(cut.trim_end_matches('…').graphemes(true).filter(|g| *g != family).count(), 0);
        assert!(cut.ends_with('…'));
    }

    proptest! {
        #[test]
        fn never_longer_than_allowed(body: String) {
            let line = preview(&body.repeat(5));
            prop_assert!(line.chars().count() <= LONGEST);
            prop_assert!(!line.contains('\n'));
        }
    }
}
