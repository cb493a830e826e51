//! Cutting a text into chunks: by its headings and paragraphs, none larger than is read at a glance. The same text is always
//! cut the same way.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation;

use super::{EntryKind, EntryTerms, Format, is_planted};

/// Characters of a chunk.
pub(super) const LARGEST: usize = 700;
/// Between headings of different depth.
const WITHIN: &str = " › ";

/// A piece of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// From 1.
    pub position: i64,
    /// The question, or the title and the headings above it.
    pub heading: String,
    /// What may be said of it, word for word.
    pub text: String,
}

impl Chunk {
    /// It is never said: it speaks to the assistant, or asks customers for what no shop asks for.
    pub fn is_held_back(&self) -> bool {
        is_planted(&self.heading) || is_planted(&self.text)
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Block {
    Heading(u8, String),
    Text(String),
}

/// The chunks of an entry. A question has one for each way to ask it.
pub fn chunks(terms: &EntryTerms) -> Vec<Chunk> {
    if terms.kind == EntryKind::Question {
        let asked = std::iter::once(&terms.title).chain(&terms.wordings);
        let chunk = |(position, heading): (i64, &String)| Chunk {
            position,
            heading: heading.clone(),
            text: terms.body.trim().to_owned(),
        };
        return (1..).zip(asked).map(chunk).collect();
    }
    let blocks = match terms.format {
        Format::Plain => plain(&terms.body),
        Format::Markdown => markdown(&terms.body),
    };
    let mut cutter =
        Cutter { title: &terms.title, path: Vec::new(), text: String::new(), chunks: Vec::new() };
    for block in blocks {
        match block {
            Block::Heading(level, heading) => cutter.heading(level, heading),
            Block::Text(text) => cutter.paragraph(&text),
        }
    }
    cutter.close();
    cutter.chunks
}

struct Cutter<'a> {
    title: &'a str,
    path: Vec<(u8, String)>,
    text: String,
    chunks: Vec<Chunk>,
}

impl Cutter<'_> {
    fn heading(&mut self, level: u8, heading: String) {
        self.close();
        while self.path.last().is_some_and(|(above, _)| *above >= level) {
            self.path.pop();
        }
        self.path.push((level, heading));
    }

    fn paragraph(&mut self, paragraph: &str) {
        for piece in pieces(paragraph) {
            let joined = self.text.chars().count() + 1 + piece.chars().count();
            if !self.text.is_empty() && joined > LARGEST {
                self.close();
            }
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(&piece);
        }
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return;
        }
        let mut headings = vec![self.title];
        // A document often begins with its own title.
        headings.extend(self.path.iter().map(|(_, heading)| heading.as_str()).filter(|h| *h != self.title));
        let position = i64::try_from(self.chunks.len() + 1).unwrap_or(i64::MAX);
        self.chunks.push(Chunk { position, heading: headings.join(WITHIN), text });
    }
}

/// A paragraph in parts of at most [`LARGEST`] characters: whole sentences where they fit, else whole words.
fn pieces(paragraph: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut add = |part: &str, new: bool| match pieces.last_mut() {
        Some(last) if !new && last.chars().count() + part.chars().count() <= LARGEST => last.push_str(part),
        _ => pieces.push(part.to_owned()),
    };
    for sentence in paragraph.split_sentence_bounds() {
        if sentence.chars().count() <= LARGEST {
            add(sentence, false);
            continue;
        }
        let mut rest = sentence;
        while let Some((end, _)) = rest.char_indices().nth(LARGEST) {
            let cut = rest[..end].rfind(char::is_whitespace).filter(|at| *at > 0).unwrap_or(end);
            add(&rest[..cut], true);
            rest = rest[cut..].trim_start();
        }
        add(rest, true);
    }
    pieces.iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

/// Paragraphs stand between empty lines.
fn plain(body: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    for line in body.lines().map(str::trim_end).chain([""]) {
        if line.trim().is_empty() {
            if !paragraph.is_empty() {
                blocks.push(Block::Text(paragraph.join("\n").trim().to_owned()));
                paragraph.clear();
            }
        } else {
            paragraph.push(line);
        }
    }
    blocks
}

/// Headings, paragraphs, list items and rows of tables, without their markup.
fn markdown(body: &str) -> Vec<Block> {
    let mut reader = MarkdownReader::default();
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.take(event);
    }
    reader.end_block();
    reader.blocks
}

#[derive(Default)]
struct MarkdownReader {
    blocks: Vec<Block>,
    text: String,
    heading: Option<u8>,
    /// Numbers of the lists that are open; `None` counts nothing.
    lists: Vec<Option<u64>>,
    link: Option<(String, usize)>,
}

impl MarkdownReader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.end_block();
                self.heading = Some(depth(level));
            }
            Event::Start(Tag::List(first)) => {
                self.end_block();
                self.lists.push(first);
            }
            Event::Start(Tag::Item) => {
                self.end_block();
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        self.text = format!("{number}. ");
                        *number += 1;
                    }
                    _ => self.text.push_str("- "),
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.link = Some((dest_url.into_string(), self.text.len()));
            }
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Start(Tag::TableCell) if !self.text.is_empty() => self.text.push_str(" | "),
            Event::End(TagEnd::List(_)) => {
                self.end_block();
                self.lists.pop();
            }
            Event::End(
                TagEnd::Heading(_)
                | TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::BlockQuote(_),
            ) => self.end_block(),
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            // Markup is left out, unless it speaks to the assistant: then whatever stands in it is held back.
            Event::Html(markup) | Event::InlineHtml(markup) if is_planted(&markup) => {
                self.text.push_str(&markup);
            }
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            _ => {}
        }
    }

    /// A link's address is worth saying, unless it is its text already.
    fn end_link(&mut self) {
        let Some((address, start)) = self.link.take() else { return };
        let bare = address.trim_start_matches("mailto:").trim_start_matches("tel:");
        let is_told = self.text.get(start..).is_some_and(|said| said.contains(bare));
        if !is_told && !bare.is_empty() && !bare.starts_with('#') {
            self.text.push_str(&format!(" ({bare})"));
        }
    }

    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        let heading = self.heading.take();
        if text.is_empty() || text == "-" {
            return;
        }
        self.blocks.push(match heading {
            Some(level) => Block::Heading(level, text.split_whitespace().collect::<Vec<_>>().join(" ")),
            None => Block::Text(text.to_owned()),
        });
    }
}

const fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
