//! Order numbers, sizes, colours, prices and the like, read by grammar from the words of a message.

mod dates;
mod numbers;
mod payments;
mod people;
mod pieces;
mod places;
mod sizes;

use super::lexicon::{
    COLOURS, COUNTRIES, MATERIALS, NUMBER_WORDS, ORDINALS, PLAIN_WORDS, WEEKDAYS, is_garment,
};
use super::prices::{currency_of, prices};
use super::words::{Segment, Token, Words};
use crate::agent::dialogue::PendingQuestion;
use crate::agent::input::TurnInput;
use crate::agent::intent::{ColourMention, DayAsked, Entities, PriceBound, Reference};
use crate::money::Currency;

/// What a sentence holds, and which of its words were used up by it.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub entities: Entities,
    pub used: Vec<bool>,
    pub garment: bool,
}

impl Found {
    /// Something that only makes sense of a product.
    pub fn describes_product(&self) -> bool {
        self.garment
            || !self.entities.sizes.is_empty()
            || !self.entities.colours.is_empty()
            || !self.entities.materials.is_empty()
            || self.entities.price != PriceBound::default()
    }
}

pub(super) fn word(tokens: &[Token], i: usize) -> &str {
    tokens.get(i).map_or("", |token| token.word.as_str())
}

pub(super) fn before(tokens: &[Token], i: usize, back: usize) -> &str {
    i.checked_sub(back).map_or("", |j| word(tokens, j))
}

pub(super) fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// Reads one sentence. `short`: the whole message has only a few words, so that a lone "M" is a size.
pub(super) fn read(
    segment: &Segment,
    short: bool,
    pending: Option<&PendingQuestion>,
    offers: usize,
    currency: Currency,
) -> Found {
    let tokens = &segment.tokens;
    let mut found = Found { used: vec![false; tokens.len()], ..Found::default() };
    found.garment = tokens.iter().any(|token| is_garment(&token.word));
    prices(tokens, currency, &mut found);
    references(tokens, offers, &mut found);
    order_numbers(tokens, pending, short, &mut found);
    sizes::read(tokens, short, &mut found);
    colours(tokens, &mut found);
    for (i, token) in tokens.iter().enumerate() {
        let text = token.word.as_str();
        if let Some(material) = MATERIALS.iter().find(|material| **material == text) {
            let material = if *material == "woollen" { "wool" } else { material };
            found.entities.materials.push(material.to_owned());
            found.used[i] = true;
        } else if let Some((_, country)) = COUNTRIES.iter().find(|(name, _)| *name == text) {
            found.entities.countries.push((*country).to_owned());
            found.used[i] = true;
        } else if text == "us" && before(tokens, i, 1) == "the" {
            found.entities.countries.push("United States".to_owned());
        }
        day(tokens, i, &mut found);
        quantity(tokens, i, &mut found);
        if matches!(text, "code" | "coupon" | "voucher")
            && let Some(next) = tokens.get(i + 1)
            && !PLAIN_WORDS.contains_key(next.word.as_str())
            && next.word.len() > 2
        {
            let number = tokens.get(i + 2).filter(|t| is_number(&t.word)).map_or("", |t| t.word.as_str());
            found.entities.promo_code =
                Some(format!("{}{number}", next.typed.as_ref().unwrap_or(&next.word)).to_uppercase());
        }
    }
    found
}

fn order_numbers(tokens: &[Token], pending: Option<&PendingQuestion>, short: bool, found: &mut Found) {
    let asked = matches!(pending, Some(PendingQuestion::OrderNumber | PendingQuestion::WhichOrder { .. }));
    for i in 0..tokens.len() {
        let Some(number) = digits(word(tokens, i)) else { continue };
        if found.used[i] || !(3..=12).contains(&number.len()) {
            continue;
        }
        let hash = before(tokens, i, 1) == "#";
        let cue = (1..=5).any(|back| {
            matches!(
                before(tokens, i, back),
                "order" | "orders" | "purchase" | "parcel" | "package" | "reference" | "ref" | "ordernumber"
            )
        });
        let concerns = number.len() >= 4
            && (1..=5).any(|back| {
                matches!(
                    before(tokens, i, back),
                    "refund" | "return" | "cancel" | "invoice" | "track" | "tracking"
                )
            });
        let listed = matches!(before(tokens, i, 1), "and" | "or")
            && found.entities.order_numbers.iter().any(|known| known == before(tokens, i, 2));
        let numbered = (1..=3).any(|back| matches!(before(tokens, i, back), "number" | "no" | "id"));
        // "HB-1042": a few letters of the shop's own right before the digits.
        let lettered = i > 0
            && (1..=4).contains(&before(tokens, i, 1).len())
            && before(tokens, i, 1).bytes().all(|b| b.is_ascii_lowercase())
            && !PLAIN_WORDS.contains_key(before(tokens, i, 1))
            && number.len() >= 4;
        let unit = matches!(word(tokens, i + 1), "day" | "days" | "%" | "am" | "pm")
            || currency_of(word(tokens, i + 1)).is_some();
        let alone = number.len() >= 4 && (short || asked || tokens.len() <= 6);
        let year = number.len() == 4
            && (number.starts_with("19") || number.starts_with("20"))
            && !hash
            && !cue
            && !asked;
        if !unit
            && !year
            && (hash
                || cue
                || concerns
                || listed
                || lettered
                || asked
                || alone
                || (numbered && number.len() >= 4))
        {
            let number = number.to_owned();
            if !found.entities.order_numbers.contains(&number) {
                found.entities.order_numbers.push(number);
            }
            found.used[i] = true;
            if lettered {
                found.used[i - 1] = true;
            }
        }
    }
}

fn colours(tokens: &[Token], found: &mut Found) {
    for i in 0..tokens.len() {
        if found.used[i] {
            continue;
        }
        let pair = format!("{} {}", word(tokens, i), word(tokens, i + 1));
        let (hit, length) = match COLOURS.iter().find(|(said, _)| *said == pair) {
            Some(hit) => (Some(hit), 2),
            None => (COLOURS.iter().find(|(said, _)| *said == word(tokens, i)), 1),
        };
        let Some((said, names)) = hit else { continue };
        // "black friday" is no colour.
        if pair == "black friday" {
            continue;
        }
        for used in found.used.iter_mut().skip(i).take(length) {
            *used = true;
        }
        if !found.entities.colours.iter().any(|mention| mention.said == *said) {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            found.entities.colours.push(ColourMention { said: (*said).to_owned(), names });
        }
    }
}

fn references(tokens: &[Token], offers: usize, found: &mut Found) {
    for i in 0..tokens.len() {
        let text = word(tokens, i);
        let next = word(tokens, i + 1);
        let lead = before(tokens, i, 1);
        if let Some((_, ordinal)) = ORDINALS.iter().find(|(said, _)| *said == text) {
            let noun =
                matches!(next, "one" | "1" | "option" | "item" | "product" | "" | "please" | "in" | "is")
                    || is_garment(next);
            if noun && (offers > 0 || lead == "the") && !matches!(next, "time") {
                found.entities.reference = Some(Reference::Ordinal(*ordinal));
                return;
            }
        }
        // "1st" is read as a number and its ending.
        if let Some(n @ 1..=9) = digits(text).and_then(|number| number.parse::<u8>().ok())
            && matches!(next, "st" | "nd" | "rd" | "th")
            && offers > 0
        {
            found.entities.reference = Some(Reference::Ordinal(n));
            found.used[i] = true;
            return;
        }
        // "#2", "option 2", "number two", "no 2".
        if matches!(text, "#" | "option" | "number" | "no") && offers > 0 {
            let value = digits(next).and_then(|number| number.parse::<u8>().ok()).or_else(|| {
                NUMBER_WORDS.iter().find(|(said, _)| *said == next).and_then(|(_, n)| u8::try_from(*n).ok())
            });
            if let Some(value) = value.filter(|value| usize::from(*value) <= offers && *value > 0) {
                found.entities.reference = Some(Reference::Ordinal(value));
                found.used[i + 1] = true;
                return;
            }
        }
        if matches!(text, "cheapest" | "cheaper") && matches!(next, "one" | "") && offers > 0 {
            found.entities.reference = Some(Reference::Cheapest);
            return;
        }
        if text == "expensive" && next == "one" && offers > 0 {
            found.entities.reference = Some(Reference::Dearest);
            return;
        }
    }
    let focus = tokens.iter().enumerate().any(|(i, token)| match token.word.as_str() {
        "it" | "them" | "these" | "those" => true,
        "this" | "that" => {
            !matches!(word(tokens, i + 1), "morning" | "week" | "is" | "month" | "evening")
                || word(tokens, i + 1) == "is" && i == 0
        }
        _ => false,
    });
    if focus {
        found.entities.reference = Some(Reference::Focus);
    }
}

fn day(tokens: &[Token], i: usize, found: &mut Found) {
    if found.entities.day.is_some() {
        return;
    }
    let text = word(tokens, i);
    found.entities.day = match text {
        "today" | "tonight" => Some(DayAsked::Today),
        "tomorrow" => Some(DayAsked::Tomorrow),
        "now" | "currently" => Some(DayAsked::Now),
        _ => WEEKDAYS.iter().find(|(name, _)| *name == text).map(|(_, day)| DayAsked::Weekday(*day)),
    };
}

fn quantity(tokens: &[Token], i: usize, found: &mut Found) {
    let text = word(tokens, i);
    let value = NUMBER_WORDS
        .iter()
        .find(|(said, _)| *said == text)
        .map(|(_, value)| *value)
        .or_else(|| digits(text).filter(|d| d.len() <= 2).and_then(|d| d.parse().ok()));
    let Some(value) = value.filter(|value| (2..=99).contains(value)) else { return };
    let counted = (1..=3).any(|ahead| {
        let next = word(tokens, i + ahead);
        is_garment(next) || matches!(next, "items" | "pieces" | "pairs" | "copies")
    }) || word(tokens, i + 1) == "of";
    if counted && !found.used[i] {
        found.entities.quantity = Some(value);
        found.used[i] = true;
    }
}

/// Words of a sentence that may name a product.
pub(super) fn product_words(segment: &Segment, used: &[bool]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let tokens = &segment.tokens;
    for (i, token) in tokens.iter().enumerate() {
        if used.get(i).copied().unwrap_or(false) || words.len() >= 8 {
            continue;
        }
        let text = token.word.as_str();
        if text == "shirt" && before(tokens, i, 1) == "t" {
            words.push("t-shirt".to_owned());
            continue;
        }
        let letters = text.chars().all(char::is_alphabetic);
        if !letters || text.chars().count() < 3 || PLAIN_WORDS.contains_key(text) {
            continue;
        }
        // A correction counts where it led to a garment; else what was typed may be a product's own name.
        let chosen = match &token.typed {
            Some(typed) if !is_garment(text) => typed.as_str(),
            _ => text,
        };
        if !words.iter().any(|word| word == chosen) {
            words.push(chosen.to_owned());
        }
    }
    words
}

/// Telephone numbers: nine digits or more in a row, with the usual separators.
pub(super) fn phones(words: &Words) -> Vec<String> {
    let mut found = Vec::new();
    let mut run = String::new();
    for c in words.clean.chars().chain(['\n']) {
        if c.is_ascii_digit() || (run.is_empty() && c == '+') {
            run.push(c);
        } else if !run.is_empty() && matches!(c, ' ' | '-' | '(' | ')' | '/') {
            continue;
        } else {
            if run.len() >= 9 && run.len() <= 16 && (run.starts_with('+') || run.starts_with('0')) {
                found.push(run.clone());
            }
            run.clear();
        }
    }
    found
}

/// Reads what capitals and punctuation tell: people, places, days, ways to pay, numbers with letters.
pub(super) fn of_text(text: &str, input: &TurnInput, entities: &mut Entities) {
    let pieces = pieces::of(text);
    entities.names = people::names(&pieces);
    entities.addresses = places::addresses(&pieces);
    entities.postal_codes = places::postal_codes(&pieces);
    entities.payments = payments::payments(&pieces);
    entities.dates = dates::dates(&pieces, input.now.date(), input.shop.currency == Currency::USD);
    for code in entities.addresses.iter().map(|address| &address.postal_code).filter(|code| !code.is_empty())
    {
        if !entities.postal_codes.contains(code) {
            entities.postal_codes.push(code.clone());
        }
    }
    // "Anna Smith, 80279".
    let alone = |piece: &&pieces::Piece<'_>| piece.is_digits() && piece.text.len() == 5;
    let said_order = pieces.iter().any(|piece| matches!(piece.plain.as_str(), "order" | "number" | "#"));
    if !entities.names.is_empty()
        && entities.postal_codes.is_empty()
        && !said_order
        && let Some(code) = pieces.iter().find(alone)
    {
        entities.postal_codes.push(code.text.to_owned());
    }
    let lettered = numbers::lettered(&pieces);
    // The digits of a number with letters are not another number.
    entities.order_numbers.retain(|number| {
        let part = lettered.iter().any(|whole| whole != number && whole.ends_with(number.as_str()));
        let hashed = pieces.iter().any(|piece| piece.text.strip_prefix('#') == Some(number.as_str()));
        let other = entities.postal_codes.contains(number)
            || entities.payments.iter().any(|payment| payment.ending.as_ref() == Some(number))
            || entities.addresses.iter().any(|address| address.line1.split(' ').any(|word| word == number));
        !part && (hashed || !other)
    });
    for number in lettered.into_iter().chain(numbers::spelled_out(&pieces)) {
        if !entities.order_numbers.contains(&number) {
            entities.order_numbers.push(number);
        }
    }
    let mut words = std::mem::take(&mut entities.product_words);
    without_names(&mut words, entities);
    entities.product_words = words;
}

/// What a text says of persons: the kind and the words, as they are written.
pub(crate) fn personal(text: &str) -> Vec<(&'static str, String)> {
    let pieces = pieces::up_to(text, usize::MAX);
    let mut found = Vec::new();
    for (_, at) in places::located(&pieces, usize::MAX) {
        if let (Some(first), Some(last)) = (pieces.get(at.start), pieces.get(at.end - 1)) {
            found.push(("address", text[first.at..last.end()].to_owned()));
        }
    }
    found.extend(places::postal_codes(&pieces).into_iter().map(|code| ("address", code)));
    for name in people::names(&pieces) {
        found.push(("name", format!("{} {}", name.first, name.last)));
        found.push(("name", name.first));
        found.push(("name", name.last));
    }
    for parts in people::others(&pieces) {
        found.push(("name", parts.join(" ")));
        found.extend(parts.into_iter().map(|part| ("name", part.to_owned())));
    }
    found
}

/// Takes out words that name a person or a place: they name no product.
pub(super) fn without_names(words: &mut Vec<String>, entities: &Entities) {
    let mut taken: Vec<String> = Vec::new();
    let names = entities.names.iter().flat_map(|name| [&name.first, &name.last]);
    let places =
        entities.addresses.iter().flat_map(|address| [&address.line1, &address.city, &address.region]);
    for text in names.chain(places) {
        taken.extend(text.split([' ', '-', '\'']).map(super::words::fold));
    }
    words.retain(|word| !taken.contains(word));
}

/// Takes over what a later sentence adds.
pub(super) fn merge(into: &mut Entities, from: Entities) {
    fn add<T: PartialEq>(into: &mut Vec<T>, from: Vec<T>) {
        for value in from {
            if !into.contains(&value) {
                into.push(value);
            }
        }
    }
    add(&mut into.order_numbers, from.order_numbers);
    add(&mut into.sizes, from.sizes);
    add(&mut into.size_mentions, from.size_mentions);
    add(&mut into.amounts, from.amounts);
    add(&mut into.colours, from.colours);
    add(&mut into.materials, from.materials);
    add(&mut into.countries, from.countries);
    add(&mut into.product_words, from.product_words);
    into.price.min = from.price.min.or(into.price.min);
    into.price.max = from.price.max.or(into.price.max);
    into.quantity = into.quantity.or(from.quantity);
    into.reference = match (into.reference, from.reference) {
        (Some(Reference::Focus) | None, later @ Some(_)) => later,
        (earlier, _) => earlier,
    };
    into.day = into.day.or(from.day);
    into.promo_code = into.promo_code.take().or(from.promo_code);
}
