//! Descriptions: the markup of web shops as safe markup and as plain text, and plain text as markup that comes back.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Our own plain text inside markup, where paragraphs and breaks alone would not bring it back letter by letter.
const KEPT_START: &str = r#"<div class="haberdash-text" style="white-space:pre-wrap">"#;
const KEPT_END: &str = "</div>";

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("noopener noreferrer nofollow"));
    cleaner
});

/// As [`CLEANER`], without what a page has beside its text.
static READER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let beside = ["nav", "header", "footer", "aside"];
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .rm_tags(beside)
        .clean_content_tags(HashSet::from([
            "script", "style", "title", "nav", "footer", "aside", "noscript", "template", "svg", "form",
            "button", "select",
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]));
    cleaner
});

/// Does the text have markup? A lone "<" or "&" does not make it so.
pub(crate) fn has_markup(text: &str) -> bool {
    let tag = text.match_indices('<').any(|(at, _)| {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix(['/', '!']).unwrap_or(rest);
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') && rest.contains('>')
    });
    tag || text.match_indices('&').any(|(at, _)| {
        let rest = &text[at + 1..];
        rest.find(';').is_some_and(|end| {
            let name = &rest[..end];
            (2..=8).contains(&end)
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
                && name.starts_with(|c: char| c.is_ascii_lowercase() || c == '#')
        })
    })
}

/// Markup without anything that runs, loads or escapes, and whether anything was taken out that could do harm.
pub(crate) fn sanitised(html: &str) -> (String, bool) {
    let clean = CLEANER.clean(html).to_string();
    let lower = html.to_ascii_lowercase();
    let harmful = [
        "<script",
        "<iframe",
        "<object",
        "<embed",
        "<form",
        "javascript:",
        " onerror",
        " onload",
        " onclick",
    ]
    .iter()
    .any(|sign| lower.contains(sign));
    (clean, harmful)
}

/// Is it our own export of a plain text? Then that text.
pub(crate) fn kept_text(html: &str) -> Option<String> {
    if let Some(inner) = html.strip_prefix(KEPT_START).and_then(|rest| rest.strip_suffix(KEPT_END)) {
        return (!inner.contains('<')).then(|| unescaped(inner));
    }
    None
}

/// Plain text as markup, from which [`text`] makes the same text.
pub(crate) fn from_text(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", escaped(paragraph).replace('\n', "<br>")))
        .collect();
    let html = paragraphs.concat();
    if self::text(&html) == text { html } else { format!("{KEPT_START}{}{KEPT_END}", escaped(text)) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The text of a page with Markdown's marks for its headings and lists.
pub(crate) fn markdown(html: &str) -> String {
    let clean = READER.clean(html).to_string();
    walk(&clean, Lines { is_markdown: true, ..Lines::default() })
}

/// The readable text of any markup: paragraphs, line breaks and list items keep their lines.
pub(crate) fn text(html: &str) -> String {
    let clean = CLEANER.clean(html).to_string();
    walk(&clean, Lines::default())
}

fn walk(clean: &str, mut out: Lines) -> String {
    let mut rest = clean;
    while let Some(start) = rest.find('<') {
        out.words(&rest[..start]);
        let Some(end) = rest[start..].find('>') else { break };
        out.tag(&rest[start + 1..start + end]);
        rest = &rest[start + end + 1..];
    }
    out.words(rest);
    out.finish()
}

#[derive(Default)]
struct Lines {
    text: String,
    /// Line breaks that stand before the next word.
    breaks: usize,
    gap: bool,
    /// Headings and lists get their marks, and what looks like one is escaped.
    is_markdown: bool,
}

impl Lines {
    fn words(&mut self, source: &str) {
        for c in source
            .replace("&nbsp;", "\u{a0}")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
            .chars()
        {
            if matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
                self.gap = true;
                continue;
            }
            if self.breaks > 0 {
                if !self.text.is_empty() {
                    self.text.push_str(&"\n".repeat(self.breaks.min(2)));
                }
            } else if self.gap && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.breaks = 0;
            self.gap = false;
            if self.is_markdown && matches!(c, '*' | '_' | '`' | '[' | '<' | '\\') {
                self.text.push('\\');
            }
            self.text.push(c);
        }
    }

    fn mark(&mut self, mark: &str) {
        self.words(mark);
        self.gap = true;
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        let closing = tag.starts_with('/');
        match name {
            // A single line break is none in Markdown.
            "br" if self.is_markdown => self.breaks = self.breaks.max(2),
            "br" => self.breaks += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.is_markdown && !closing => {
                self.breaks = 2;
                let order = name[1..].parse().unwrap_or(1);
                self.mark(&"#".repeat(order));
            }
            "li" if self.is_markdown && !closing => {
                self.breaks = self.breaks.max(1);
                self.mark("-");
            }
            "div" | "tr" | "section" | "article" | "dt" | "dd" | "figure" if self.is_markdown => {
                self.breaks = self.breaks.max(2);
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table" | "blockquote" | "pre" => {
                self.breaks = self.breaks.max(2);
            }
            "li" if !closing => {
                self.breaks = self.breaks.max(1);
                self.words("•");
                self.gap = true;
            }
            "div" | "tr" | "section" | "article" | "dt" | "dd" | "figure" | "hr" => {
                self.breaks = self.breaks.max(1);
            }
            "td" | "th" => self.gap = true,
            _ => {}
        }
    }

    fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_becomes_readable_text() {
        for (html, expected) in [
            (
                "<p>Soft <b>linen</b> &amp; cotton.</p><p>Wash at 30&nbsp;°C<br>Line dry</p>",
                "Soft linen & cotton.\n\nWash at 30\u{a0}°C\nLine dry",
            ),
            ("<ul><li>Red</li><li>Blue</li></ul><div>End</div>", "• Red\n• Blue\n\nEnd"),
            ("plain\n  text", "plain text"),
            ("<script>alert(1)</script><p>ok", "ok"),
            ("a &lt;b&gt; c", "a <b> c"),
            ("<style>p{}</style>", ""),
            ("<table><tr><td>Size</td><td>M</td></tr><tr><td>Fit</td></tr></table>", "Size M\nFit"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn what_runs_is_taken_out() {
        for (html, expected, harmful) in [
            ("<p onclick=\"x()\">a</p>", "<p>a</p>", true),
            ("<a href=\"javascript:x()\">a</a>", "<a rel=\"noopener noreferrer nofollow\">a</a>", true),
            ("<img src=x onerror=alert(1)>", "<img>", true),
            ("<p>a</p>", "<p>a</p>", false),
            ("<iframe src=\"https://example.com\"></iframe>b", "b", true),
        ] {
            let (clean, taken) = sanitised(html);
            // A relative address stays, it loads nothing by itself in a text.
            assert_eq!(clean.replace(" src=\"x\"", ""), expected, "{html}");
            assert_eq!(taken, harmful, "{html}");
        }
    }

    #[test]
    fn markup_is_told_from_text() {
        for text in ["a < b and c > d", "Salt & pepper; more", "5 <6", "", "R&D;", "<3"] {
            assert!(!has_markup(text), "{text}");
        }
        for text in ["<p>x</p>", "x<br>y", "a &amp; b", "&#8211;", "<!-- x -->"] {
            assert!(has_markup(text), "{text}");
        }
    }

    fn comes_back(text: &str) -> bool {
        let html = from_text(text);
        kept_text(&html).unwrap_or_else(|| self::text(&html)) == text
    }

    #[test]
    fn simple_text_becomes_simple_markup() {
        assert_eq!(from_text("One.\nTwo & three.\n\nFour"), "<p>One.<br>Two &amp; three.</p><p>Four</p>");
        assert!(from_text("two  spaces").starts_with(KEPT_START));
        assert!(comes_back("\u{a0}"));
    }

    proptest! {
        #[test]
        fn text_comes_back(text in "[ \\na-c<>&;\u{a0}\t\r\"']{0,20}") {
            prop_assert!(comes_back(&text));
        }

        #[test]
        fn any_text_comes_back(text in any::<String>()) {
            prop_assert!(comes_back(&text));
        }
    }
}
