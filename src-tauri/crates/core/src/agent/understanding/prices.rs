//! Amounts of money and the bounds that a customer sets.

use super::entities::{Found, before, is_number, word};
use super::words::Token;
use crate::agent::intent::PriceBound;
use crate::money::{Currency, Money};

pub(super) fn currency_of(text: &str) -> Option<Currency> {
    match text {
        "€" | "eur" | "euro" | "euros" => Some(Currency::EUR),
        "$" | "usd" | "dollar" | "dollars" => Some(Currency::USD),
        "£" | "gbp" | "pound" | "pounds" | "quid" => Some(Currency::GBP),
        _ => None,
    }
}

/// Minor units of a written amount: "49,90", "49.9", "1.200", "50".
pub(crate) fn amount(text: &str, currency: Currency) -> Option<i64> {
    let exponent = usize::try_from(currency.exponent()).ok()?;
    let (whole, fraction) = match text.rfind(['.', ',']) {
        // Three digits after the only separator are thousands.
        Some(at) if text.len() - at - 1 <= 2 && exponent > 0 => (&text[..at], &text[at + 1..]),
        _ => (text, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    if whole.is_empty() || whole.len() > 12 || fraction.len() > exponent {
        return None;
    }
    let fraction = format!("{fraction:0<exponent$}");
    format!("{whole}{fraction}").parse().ok()
}

pub(super) fn prices(tokens: &[Token], currency: Currency, found: &mut Found) {
    let mut i = 0;
    while i < tokens.len() {
        let text = word(tokens, i);
        if !is_number(text) || found.used[i] {
            i += 1;
            continue;
        }
        let prefix = currency_of(before(tokens, i, 1));
        let second = match (word(tokens, i + 1), word(tokens, i + 2)) {
            ("to" | "and", next) if is_number(next) => Some(i + 2),
            (sign, "to" | "and") if currency_of(sign).is_some() && is_number(word(tokens, i + 3)) => {
                Some(i + 3)
            }
            (sign, "to" | "and") if currency_of(sign).is_some() && is_number(word(tokens, i + 4)) => {
                Some(i + 4)
            }
            ("to" | "and", sign) if currency_of(sign).is_some() && is_number(word(tokens, i + 3)) => {
                Some(i + 3)
            }
            (next, _) if is_number(next) => Some(i + 1),
            _ => None,
        };
        let suffix_at = second.unwrap_or(i) + 1;
        let named = prefix
            .or_else(|| currency_of(word(tokens, i + 1)))
            .or_else(|| currency_of(word(tokens, suffix_at)));
        let unit = named.unwrap_or(currency);
        // Up to three words before the number, skipping a currency sign.
        let lead: Vec<&str> =
            (1..=4).map(|back| before(tokens, i, back)).filter(|w| currency_of(w).is_none()).collect();
        let lead_has = |words: &[&str]| lead.iter().take(3).any(|w| words.contains(w));
        // "Size M under 50" ends in a price.
        let bounded = matches!(lead.first(), Some(&("under" | "below" | "over" | "above" | "max" | "than")));
        let not_price = (lead_has(&["order", "number", "size", "#", "sizes"]) || lead.first() == Some(&"no"))
            && named.is_none()
            && !bounded;
        let value = amount(text, unit).filter(|_| !not_price);
        let Some(value) = value else {
            i += 1;
            continue;
        };
        let money = Money::new(value, unit);
        if named.is_some() && !found.entities.amounts.contains(&money) {
            found.entities.amounts.push(money);
        }
        let days = matches!(
            word(tokens, i + 1),
            "day" | "days" | "week" | "weeks" | "%" | "percent" | "am" | "pm" | "hours" | "year" | "years"
        );
        let near = lead.first().copied().unwrap_or("");
        if days && named.is_none() {
            i += 1;
            continue;
        }
        if let Some(second) = second.filter(|_| named.is_some() || lead_has(&["between", "from"]))
            && let Some(high) = amount(word(tokens, second), unit)
        {
            let (low, high) = (value.min(high), value.max(high));
            found.entities.price =
                PriceBound { min: Some(Money::new(low, unit)), max: Some(Money::new(high, unit)) };
            mark(found, i, suffix_at);
            i = suffix_at;
            continue;
        }
        let less = lead_has(&[
            "under", "below", "less", "max", "maximum", "within", "budget", "most", "cheaper", "until",
        ]) || (lead_has(&["up"]) && lead_has(&["to"]))
            || (lead_has(&["not", "no"]) && lead_has(&["over", "more", "above"]))
            || matches!(word(tokens, suffix_at), "max" | "maximum")
            || matches!(word(tokens, suffix_at + 1), "max" | "maximum" | "tops")
            || matches!(word(tokens, suffix_at + usize::from(named.is_some() && prefix.is_none())), "or")
                && tokens
                    .iter()
                    .skip(suffix_at)
                    .any(|t| matches!(t.word.as_str(), "less" | "under" | "below" | "cheaper"));
        let more = !less && lead_has(&["over", "above", "more", "least", "min", "minimum"]);
        if less {
            found.entities.price.max = Some(money);
        } else if more {
            found.entities.price.min = Some(money);
        } else if named.is_some()
            && (found.garment && matches!(near, "for" | "a" | "to" | "spend") || lead_has(&["spend"]))
        {
            // "a dress for 40 euros": that much is to be spent, not more.
            found.entities.price.max = Some(money);
        }
        if less || more || named.is_some() {
            mark(found, i, suffix_at);
        }
        i = suffix_at;
    }
}

fn mark(found: &mut Found, from: usize, to: usize) {
    for used in found.used.iter_mut().take(to + 1).skip(from) {
        *used = true;
    }
    // The sign after it is marked only if it is one; a word too many marked costs a search word at most.
}
