//! One wish, or what answers a question, in the words of the desk: "please exchange the red scarf of order 2002 for a green
//! one".

use std::ops::Range;

use super::lex::{Kind, Token, is_number_of};
use super::read::{Reader, is_object};
use super::table::{Act, Tag};

/// Things with what they are like: "the red scarf and the kettle".
#[derive(Default)]
struct Things {
    groups: Vec<Group>,
}

#[derive(Default, Clone)]
struct Group {
    before: Vec<&'static str>,
    values: Vec<String>,
    names: Vec<String>,
    sizes: Vec<String>,
}

impl Group {
    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.names.is_empty() && self.sizes.is_empty() && self.before.is_empty()
    }

    fn said(&self, article: &str) -> String {
        let mut words: Vec<&str> = Vec::new();
        let degrees = self.before.iter().any(|word| matches!(*word, "bigger" | "smaller" | "cheaper"));
        match self.before.as_slice() {
            [first, ..] if *first == "both" => words.push("both"),
            _ if !self.sizes.is_empty() && self.values.is_empty() && self.names.is_empty() && !degrees => {}
            _ => words.push(article),
        }
        words.extend(self.before.iter().filter(|word| **word != "both"));
        words.extend(self.values.iter().map(String::as_str));
        let one = ["one".to_owned()];
        let bare = self.sizes.is_empty() || !self.values.is_empty() || degrees;
        let names: &[String] = if self.names.is_empty() && bare { &one } else { &self.names };
        words.extend(names.iter().map(String::as_str));
        let mut text = words.join(" ");
        for size in &self.sizes {
            let size = format!("size {size}");
            text = if text.is_empty() { size } else { format!("{text} {size}") };
        }
        text
    }
}

impl Things {
    fn read<'a>(tokens: impl Iterator<Item = &'a Token>) -> Self {
        let mut groups = vec![Group::default()];
        let mut after_size = false;
        for token in tokens {
            let group = groups.last_mut().expect("invariant: there is one from the beginning");
            let sized = std::mem::replace(&mut after_size, false);
            match &token.kind {
                Kind::Comma | Kind::Tag(Tag::And) if !group.is_empty() => groups.push(Group::default()),
                Kind::Name(name) => group.names.push(name.clone()),
                Kind::Value(value) if sized => group.sizes.push(value.clone()),
                Kind::Value(value) => group.values.push(value.clone()),
                Kind::Tag(Tag::Size) => after_size = true,
                Kind::Tag(Tag::Both) => group.before.push("both"),
                Kind::Tag(Tag::Bigger) => group.before.push("bigger"),
                Kind::Tag(Tag::Smaller) => group.before.push("smaller"),
                Kind::Tag(Tag::Cheaper) => group.before.push("cheaper"),
                Kind::Tag(Tag::Other) => group.before.push("other"),
                _ => {}
            }
        }
        groups.retain(|group| !group.is_empty());
        Self { groups }
    }

    fn has_name(&self) -> bool {
        self.groups.iter().any(|group| !group.names.is_empty())
    }

    fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    fn said(&self, article: &str) -> String {
        self.groups.iter().map(|group| group.said(article)).collect::<Vec<_>>().join(" and ")
    }
}

fn has(tokens: &[Token], tag: Tag) -> bool {
    tokens.iter().any(|token| token.is(tag))
}

/// Numbers of orders, as they stand there: with "order" before them or long enough.
fn numbers(reader: &Reader<'_>, range: &Range<usize>) -> Vec<String> {
    let tokens = &reader.said.tokens;
    let known = |raw: &str| {
        reader
            .account
            .is_some_and(|account| account.orders.iter().any(|order| is_number_of(&order.number, raw)))
    };
    let mut numbers: Vec<String> = Vec::new();
    for at in range.clone() {
        if tokens[at].kind != Kind::Number {
            continue;
        }
        let near = at.saturating_sub(3).max(range.start)..at;
        let of_order = tokens[near].iter().any(|token| token.is(Tag::Order) || token.is(Tag::Orders));
        let raw = &tokens[at].raw;
        let year = raw.len() == 4 && (raw.starts_with("19") || raw.starts_with("20"));
        if (known(raw) || (of_order && raw.len() >= 3) || (raw.len() >= 4 && !year)) && !numbers.contains(raw)
        {
            numbers.push(raw.clone());
        }
    }
    numbers
}

/// A wish as an English sentence; `None`: it is not sure what it is about.
pub(super) fn english(
    reader: &Reader<'_>,
    act: Act,
    unit: &Range<usize>,
    earlier: Option<&Range<usize>>,
) -> Option<String> {
    if act == Act::Address {
        return address(reader, unit, earlier);
    }
    let tokens = &reader.said.tokens[unit.clone()];
    // "Order 2001: please cancel."
    let lent = earlier.filter(|_| !tokens.iter().any(|token| is_object(token) && !token.is(Tag::It)));
    let range = lent.unwrap_or(unit);
    let of = &reader.said.tokens[range.clone()];
    let mut numbers = numbers(reader, range);
    if numbers.is_empty() {
        numbers = only_number(reader);
    }
    let place = if has(of, Tag::Received) { " that I received" } else { "" };
    let pending = if has(of, Tag::Pending) { "pending " } else { "" };
    if act == Act::Exchange {
        let before = earlier.map(|earlier| &reader.said.tokens[earlier.clone()]).unwrap_or_default();
        return exchange(tokens, before, &numbers, place);
    }
    let things = Things::read(of.iter());
    let order = match numbers.as_slice() {
        [] if has(of, Tag::Orders) && has(of, Tag::All) => format!("all my {pending}orders"),
        [] if has(of, Tag::Order) || has(of, Tag::Orders) => format!("my {pending}order"),
        [] => String::new(),
        several => several.iter().map(|number| format!("order {number}")).collect::<Vec<_>>().join(" and "),
    };
    let verb = if act == Act::Cancel { "please cancel" } else { "I want to return" };
    if things.has_name() || (!things.is_empty() && has(of, Tag::Received)) {
        let of_order = if order.is_empty() { String::new() } else { format!(" of {order}") };
        return Some(format!("{verb} {}{place}{of_order}", things.said("the")));
    }
    let unknown = of.iter().any(|token| token.kind == Kind::Unknown);
    if !order.is_empty() {
        let all = if has(of, Tag::All) && act == Act::Return && !order.starts_with("all") {
            "everything of "
        } else {
            ""
        };
        return Some(format!("{verb} {all}{order}"));
    }
    if has(of, Tag::All) && !unknown {
        return Some(format!("{verb} everything{place}"));
    }
    if !things.is_empty() && !unknown {
        return Some(format!("{verb} {}{place}", things.said("the")));
    }
    if has(of, Tag::It) && !unknown {
        return Some(format!("{verb} it"));
    }
    let what = if act == Act::Return { "something" } else { "it" };
    (!unknown).then(|| format!("{verb} {what}"))
}

/// The only number of an order in the whole message.
fn only_number(reader: &Reader<'_>) -> Vec<String> {
    let all = numbers(reader, &(0..reader.said.tokens.len()));
    if all.len() == 1 { all } else { Vec::new() }
}

/// `before`: what was spoken of just before.
fn exchange(tokens: &[Token], before: &[Token], numbers: &[String], place: &str) -> Option<String> {
    let strong = tokens
        .iter()
        .position(|token| matches!(token.kind, Kind::Tag(Tag::For | Tag::InPlace | Tag::InsteadOf)));
    // "in Größe M", "en vert".
    let into = |at: &usize| {
        let says = |token: &&Token| !matches!(token.kind, Kind::Known | Kind::Tag(Tag::Plain));
        let what = |token: &Token| {
            matches!(
                token.kind,
                Kind::Value(_) | Kind::Tag(Tag::Size | Tag::Other | Tag::Bigger | Tag::Smaller)
            )
        };
        tokens[*at].is(Tag::Into) && tokens[at + 1..].iter().find(says).is_some_and(what)
    };
    let marker = strong.or_else(|| (0..tokens.len()).rev().find(into));
    let (item, wanted) = match marker {
        Some(at) if tokens[at].is(Tag::InsteadOf) => (&tokens[at + 1..], &tokens[..at]),
        Some(at) => (&tokens[..at], &tokens[at + 1..]),
        None => (tokens, &tokens[..0]),
    };
    let (mut item, mut wanted) = (Things::read(item.iter()), Things::read(wanted.iter()));
    if marker.is_none() {
        // What is said of a size or "a bigger one" is what is wanted; a colour belongs to the thing.
        let mut asked = Group::default();
        for group in &mut item.groups {
            asked.sizes.append(&mut group.sizes);
            let degrees = group.before.iter().copied().filter(|word| *word != "both").collect::<Vec<_>>();
            group.before.retain(|word| *word == "both");
            asked.before.extend(degrees);
        }
        item.groups.retain(|group| !group.is_empty());
        if !asked.is_empty() {
            wanted.groups.push(asked);
        }
    }
    if !item.has_name() {
        let spoken_of = Things::read(before.iter());
        if spoken_of.has_name() {
            item = spoken_of;
        }
    }
    let of_order = match numbers {
        [] => String::new(),
        several => {
            format!(
                " of {}",
                several.iter().map(|number| format!("order {number}")).collect::<Vec<_>>().join(" and ")
            )
        }
    };
    let known = item.has_name() || !of_order.is_empty() || !place.is_empty() || has(tokens, Tag::It);
    if !known && wanted.is_empty() {
        return None;
    }
    let thing = if item.is_empty() { "it".to_owned() } else { item.said("the") };
    let instead = if wanted.is_empty() { String::new() } else { format!(" for {}", wanted.said("a")) };
    Some(format!("please exchange {thing}{place}{of_order}{instead}"))
}

/// "Send order 2001 to …".
fn address(reader: &Reader<'_>, unit: &Range<usize>, earlier: Option<&Range<usize>>) -> Option<String> {
    let mut numbers = numbers(reader, unit);
    numbers.retain(|number| is_order(reader, number) || numbers_only_before(reader, unit, number));
    if numbers.is_empty() {
        numbers = earlier.map(|earlier| self::numbers(reader, earlier)).unwrap_or_default();
    }
    let order = match numbers.as_slice() {
        [] => "my order".to_owned(),
        [only] => format!("order {only}"),
        _ => return None,
    };
    let from = reader.said.tokens[unit.clone()].iter().position(|token| {
        matches!(
            token.kind,
            Kind::Tag(Tag::Act(Act::Address | Act::Exchange) | Tag::Send | Tag::Noun(Act::Address))
        )
    })?;
    let to = reader
        .address_from(unit.start + from + 1)
        .map(|address| format!(" to {address}"))
        .unwrap_or_default();
    Some(format!("please change the delivery address of {order}{to}"))
}

fn is_order(reader: &Reader<'_>, number: &str) -> bool {
    reader
        .account
        .is_some_and(|account| account.orders.iter().any(|order| is_number_of(&order.number, number)))
}

/// A number right after "order".
fn numbers_only_before(reader: &Reader<'_>, unit: &Range<usize>, number: &str) -> bool {
    let tokens = &reader.said.tokens[unit.clone()];
    tokens.iter().enumerate().any(|(at, token)| {
        token.raw == number && tokens[at.saturating_sub(2)..at].iter().any(|before| before.is(Tag::Order))
    })
}

/// What may answer a question: a place in a list, a way to pay, a thing, a number.
pub(super) fn fragment(reader: &Reader<'_>, unit: &Range<usize>) -> Option<String> {
    let tokens = &reader.said.tokens[unit.clone()];
    let mut out: Vec<String> = Vec::new();
    let things = Things::read(tokens.iter());
    let mut named = false;
    for token in tokens {
        match &token.kind {
            Kind::Tag(Tag::Ordinal(ordinal)) => out.push((*ordinal).to_owned()),
            Kind::Tag(Tag::Method(method)) => out.push((*method).to_owned()),
            Kind::Tag(Tag::All) => out.push("all".to_owned()),
            Kind::Number => out.push(token.raw.clone()),
            Kind::Name(_)
            | Kind::Value(_)
            | Kind::Tag(Tag::Bigger | Tag::Smaller | Tag::Cheaper | Tag::Both)
                if !named =>
            {
                named = true;
                out.push(things.said("the"));
            }
            _ => {}
        }
    }
    (!out.is_empty()).then(|| out.join(" "))
}
