//! Web pages: their headings, paragraphs, lists and rows, without what is only there to look at or to click.

use super::Document;
use crate::text::html;

pub(super) fn read(page: &str) -> Document {
    let title = between(page, "<title", "</title").map(|title| html::text(&title));
    let title = title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = html::markdown(page);
    let title = title.filter(|title| !title.is_empty()).or_else(|| super::first_heading(&text));
    Document { title: title.map(|title| title.chars().take(200).collect()), text, is_markdown: true }
}

/// What stands between a tag and its end, whatever its case.
fn between(page: &str, from: &str, to: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let start = lower.find(from)?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find(to)?;
    Some(page[start..end].to_owned())
}
