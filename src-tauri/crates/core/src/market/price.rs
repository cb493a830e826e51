//! Prices in a stranger's text: "€49.90", "49,90 €", "1.299,00 EUR", "CHF 1'299.-". Both decimal conventions are read; what
//! could be either is none. Not a price of the product: postage, what is saved, what it was before, what it costs a month.

use crate::money::{Currency, Money};

/// What signs mean at a place: a dollar is somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    dollar: Currency,
    krone: Option<Currency>,
    yen: Currency,
}

fn currency(code: &str) -> Currency {
    code.parse().unwrap_or(Currency::EUR)
}

const DOLLARS: &[&str] = &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP", "COP", "ARS", "TWD"];
const KRONER: &[&str] = &["SEK", "NOK", "DKK", "ISK"];

impl Place {
    /// Where the shop's money is used.
    pub fn of_shop(home: Currency) -> Self {
        let code = home.as_str();
        Self {
            dollar: if DOLLARS.contains(&code) { home } else { Currency::USD },
            krone: KRONER.contains(&code).then_some(home),
            yen: currency(if code == "CNY" { "CNY" } else { "JPY" }),
        }
    }

    /// By the end of a host's name; what it leaves open is as in the shop's country.
    pub fn of_host(host: &str, home: Currency) -> Self {
        let own = Self::of_shop(home);
        let end = host.rsplit('.').next().unwrap_or("");
        let dollar = match end {
            "us" | "com" => "USD",
            "ca" => "CAD",
            "au" => "AUD",
            "nz" => "NZD",
            "sg" => "SGD",
            "hk" => "HKD",
            "mx" => "MXN",
            _ => return own.with_krone(end),
        };
        // A `.com` may be of the shop's own country.
        let dollar = if end == "com" && own.dollar != Currency::USD { own.dollar } else { currency(dollar) };
        Self { dollar, ..own }
    }

    fn with_krone(self, end: &str) -> Self {
        let krone = match end {
            "se" => Some(currency("SEK")),
            "no" => Some(currency("NOK")),
            "dk" => Some(currency("DKK")),
            "is" => Some(currency("ISK")),
            _ => self.krone,
        };
        let yen = if end == "cn" { currency("CNY") } else { self.yen };
        Self { krone, yen, ..self }
    }

    fn meaning(self, mark: &str) -> Option<Currency> {
        Some(match mark {
            "€" | "euro" | "euros" => Currency::EUR,
            "£" => Currency::GBP,
            "us$" | "us $" => Currency::USD,
            "ca$" | "c$" => currency("CAD"),
            "au$" | "a$" => currency("AUD"),
            "nz$" => currency("NZD"),
            "hk$" => currency("HKD"),
            "s$" => currency("SGD"),
            "mx$" => currency("MXN"),
            "r$" => currency("BRL"),
            "$" => self.dollar,
            "¥" | "￥" => self.yen,
            "₹" | "rs" | "rs." => currency("INR"),
            "zł" => currency("PLN"),
            "kč" => currency("CZK"),
            "ft" => currency("HUF"),
            "₺" => currency("TRY"),
            "₪" => currency("ILS"),
            "fr." | "sfr" => currency("CHF"),
            "kr" | "kr." => self.krone?,
            code if CODES.contains(&code) => currency(code),
            _ => return None,
        })
    }
}

/// Codes of money that stand in texts, lower case.
const CODES: &[&str] = &[
    "eur", "usd", "gbp", "chf", "cad", "aud", "nzd", "jpy", "cny", "inr", "sek", "nok", "dkk", "isk", "pln",
    "czk", "huf", "ron", "bgn", "brl", "mxn", "zar", "aed", "sar", "egp", "try", "sgd", "hkd", "krw", "ils",
    "mad", "tnd", "kwd",
];
/// Signs, the longer before those that they hold.
const SIGNS: &[&str] = &[
    "us $", "us$", "ca$", "au$", "nz$", "hk$", "mx$", "c$", "a$", "s$", "r$", "euros", "euro", "sfr", "fr.",
    "kr.", "rs.", "kr", "rs", "zł", "kč", "ft", "€", "£", "$", "¥", "￥", "₹", "₺", "₪",
];
/// Words before an amount that is not what the product costs now.
const NOT_BEFORE: &[&str] = &[
    "was",
    "rrp",
    "msrp",
    "save",
    "saving",
    "savings",
    "shipping",
    "delivery",
    "postage",
    "statt",
    "uvp",
    "versand",
    "lieferung",
    "zzgl",
    "before",
    "originally",
    "instead",
    "list",
    "livraison",
    "envío",
    "envio",
    "spedizione",
    "antes",
    "avant",
    "over",
    "above",
    "ab",
    "from",
    "plus",
    "deposit",
    "up",
    "voucher",
    "orders",
    "barré",
    "conseillé",
    "vorher",
    "ehemals",
];
const NOT_AFTER: &[&str] = &[
    "off",
    "shipping",
    "versand",
    "delivery",
    "discount",
    "rabatt",
    "versandkosten",
    "postage",
    "month",
    "mo",
    "monat",
    "mtl",
    "week",
    "voucher",
    "livraison",
    "gutschein",
    "cashback",
    "mois",
    "mes",
];
/// Minor units beyond which it is no price.
const MOST: i64 = 10_000_000_000;

/// A price, and whether the text has only this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    pub price: Money,
    pub is_sure: bool,
}

/// The first price of a text.
pub(super) fn read(text: &str, place: Place) -> Option<Read> {
    let all = read_prices(text, place);
    let price = *all.first()?;
    Some(Read { price, is_sure: all.iter().all(|other| *other == price) })
}

/// Every price that a text names, in its order.
pub fn read_prices(text: &str, place: Place) -> Vec<Money> {
    let chars: Vec<char> = text.to_lowercase().chars().collect();
    let mut prices = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = number_end(&chars, at);
        // "A4", "model2" and "v1.2" are no amounts.
        let own = at == 0 || !chars[at - 1].is_alphanumeric() || mark_before(&chars, at, place).is_some();
        if own && let Some(money) = amount_at(&chars, at, end, place) {
            prices.push(money);
        }
        at = end.max(at + 1);
    }
    prices
}

fn amount_at(chars: &[char], start: usize, end: usize, place: Place) -> Option<Money> {
    let before = mark_before(chars, start, place);
    let after = mark_after(chars, end, place);
    let (currency, from, to) = match (before, after) {
        (Some((currency, from)), _) => (currency, from, dash_end(chars, end)),
        (None, Some((currency, to))) => (currency, start, to),
        (None, None) => return None,
    };
    let near = |words: &[&str], word: Option<String>| word.is_some_and(|word| words.contains(&word.as_str()));
    if near(NOT_BEFORE, word_before(chars, from)) || near(NOT_AFTER, word_after(chars, to)) {
        return None;
    }
    let digits: String = chars[start..end].iter().collect();
    let amount = minor(&digits, currency.exponent())?;
    (amount > 0 && amount <= MOST).then(|| Money::new(amount, currency))
}

/// Past the digits with what separates them.
fn number_end(chars: &[char], start: usize) -> usize {
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let mut end = start;
    while end < chars.len() {
        let c = chars[end];
        let joins = matches!(c, '.' | ',' | '\'' | '’') && digit(end + 1);
        // "1 299,00": a space before exactly three digits.
        let spaced = matches!(c, ' ' | '\u{a0}' | '\u{202f}')
            && digit(end + 1)
            && digit(end + 2)
            && digit(end + 3)
            && !digit(end + 4)
            && end - start <= 3;
        if digit(end) || joins || spaced {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// ".-", ",-" and ",–" after whole amounts.
fn dash_end(chars: &[char], end: usize) -> usize {
    let dashes = |c: Option<&char>| matches!(c, Some('-' | '–' | '—'));
    if matches!(chars.get(end), Some('.' | ',')) && dashes(chars.get(end + 1)) {
        end + 2 + usize::from(dashes(chars.get(end + 2)))
    } else {
        end
    }
}

fn mark_before(chars: &[char], start: usize, place: Place) -> Option<(Currency, usize)> {
    let mut end = start;
    while end > 0 && chars[end - 1].is_whitespace() && start - end < 2 {
        end -= 1;
    }
    for sign in SIGNS.iter().chain(CODES) {
        let length = sign.chars().count();
        let Some(from) = end.checked_sub(length) else { continue };
        if chars[from..end].iter().copied().eq(sign.chars())
            && (!sign.starts_with(char::is_alphabetic) || from == 0 || !chars[from - 1].is_alphanumeric())
            && let Some(currency) = place.meaning(sign)
        {
            return Some((currency, from));
        }
    }
    None
}

fn mark_after(chars: &[char], end: usize, place: Place) -> Option<(Currency, usize)> {
    let mut from = dash_end(chars, end);
    let begun = from;
    while chars.get(from).is_some_and(|c| c.is_whitespace()) && from - begun < 2 {
        from += 1;
    }
    for sign in SIGNS.iter().chain(CODES) {
        let to = from + sign.chars().count();
        if chars.get(from..to).is_some_and(|part| part.iter().copied().eq(sign.chars()))
            && (!sign.ends_with(char::is_alphabetic) || chars.get(to).is_none_or(|c| !c.is_alphanumeric()))
            // "49 $50": the sign is the next amount's.
            && (sign.ends_with(char::is_alphabetic) || chars.get(to).is_none_or(|c| !c.is_ascii_digit()))
            && let Some(currency) = place.meaning(sign)
        {
            return Some((currency, to));
        }
    }
    None
}

fn word_before(chars: &[char], from: usize) -> Option<String> {
    let mut end = from;
    while end > 0 && !chars[end - 1].is_alphabetic() {
        // A sentence's end, or another amount, parts them.
        if chars[end - 1].is_ascii_digit()
            || matches!(chars[end - 1], '|' | ';' | '!' | '?')
            || from - end > 4
        {
            return None;
        }
        end -= 1;
    }
    let mut start = end;
    while start > 0 && chars[start - 1].is_alphabetic() {
        start -= 1;
    }
    (start < end).then(|| chars[start..end].iter().collect())
}

fn word_after(chars: &[char], to: usize) -> Option<String> {
    let mut start = to;
    while let Some(c) = chars.get(start).filter(|c| !c.is_alphabetic()) {
        if c.is_ascii_digit() || matches!(c, '|' | ';' | ',' | '.' | '!' | '?' | '(') || start - to > 3 {
            return None;
        }
        start += 1;
    }
    // "€9.99 per month", "10 € pro Monat".
    let word = |from: usize| -> String { chars[from..].iter().take_while(|c| c.is_alphabetic()).collect() };
    let first = word(start);
    if matches!(first.as_str(), "per" | "a" | "pro" | "par") {
        let next = start + first.chars().count() + 1;
        return Some(chars.get(next..).map_or_else(String::new, |_| word(next)));
    }
    (!first.is_empty()).then_some(first)
}

/// Minor units of a number as it is written; `None`: it could be read in two ways, or in none.
fn minor(digits: &str, exponent: u32) -> Option<i64> {
    let bare: String =
        digits.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
    let points = bare.matches('.').count();
    let commas = bare.matches(',').count();
    let last = bare.rfind(['.', ',']);
    let (whole, part) = match (points, commas, last) {
        (0, 0, _) | (_, _, None) => (bare.clone(), ""),
        // The last of two kinds parts the fraction, and stands once.
        (1.., 1.., Some(at)) => {
            let sign = bare[at..].chars().next()?;
            if bare.matches(sign).count() != 1 {
                return None;
            }
            grouped(&bare[..at])?;
            (bare[..at].to_owned(), &bare[at + 1..])
        }
        (2.., 0, _) | (0, 2.., _) => {
            grouped(&bare)?;
            (bare.clone(), "")
        }
        (_, _, Some(at)) => {
            let part = &bare[at + 1..];
            // Three digits are thousands, but where money has three decimals: there it may be either.
            if part.len() == 3 {
                if exponent == 3 {
                    return None;
                }
                grouped(&bare)?;
                (bare.clone(), "")
            } else {
                (bare[..at].to_owned(), part)
            }
        }
    };
    let places = usize::try_from(exponent).ok()?;
    let zeros = part.chars().all(|c| c == '0');
    if part.len() > places && !zeros {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole: i64 = whole.parse().ok().filter(|whole| *whole <= MOST)?;
    let mut fraction: String = part.chars().take(places).collect();
    while fraction.len() < places {
        fraction.push('0');
    }
    let fraction: i64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    whole.checked_mul(10_i64.checked_pow(exponent)?)?.checked_add(fraction)
}

/// Groups of three after the first.
fn grouped(text: &str) -> Option<()> {
    let mut groups = text.split(['.', ',']);
    let first = groups.next()?;
    ((1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, home: &str, expect: &[(i64, &str)]) {
        let read = read_prices(text, Place::of_shop(currency(home)));
        let expected: Vec<Money> =
            expect.iter().map(|(amount, code)| Money::new(*amount, currency(code))).collect();
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn both_conventions_are_read_with_their_currency() {
        for (text, amount, code) in [
            ("€49.90", 4990, "EUR"),
            ("49,90 €", 4990, "EUR"),
            ("49.90€", 4990, "EUR"),
            ("EUR 49", 4900, "EUR"),
            ("49 Euro", 4900, "EUR"),
            ("49,- €", 4900, "EUR"),
            ("1.299,00 €", 129_900, "EUR"),
            ("€1,299.00", 129_900, "EUR"),
            ("€1,299", 129_900, "EUR"),
            ("1.299 €", 129_900, "EUR"),
            ("1 299,50 €", 129_950, "EUR"),
            ("1\u{202f}299,50\u{a0}€", 129_950, "EUR"),
            ("CHF 1'299.-", 129_900, "CHF"),
            ("CHF 1'299.50", 129_950, "CHF"),
            ("$1,234,567.89", 123_456_789, "USD"),
            ("US$ 20", 2000, "USD"),
            ("C$20.5", 2050, "CAD"),
            ("A$ 20.50", 2050, "AUD"),
            ("R$ 199,90", 19990, "BRL"),
            ("£19.99", 1999, "GBP"),
            ("¥1,299", 1299, "JPY"),
            ("₹1,299.00", 129_900, "INR"),
            ("129 zł", 12900, "PLN"),
            ("1 290 Kč", 129_000, "CZK"),
            ("KWD 12.500", 0, "KWD"),
            ("price: 12.50 usd.", 1250, "USD"),
        ] {
            if amount == 0 {
                check(text, "EUR", &[]);
            } else {
                check(text, "EUR", &[(amount, code)]);
            }
        }
    }

    #[test]
    fn a_sign_means_what_it_means_there() {
        check("$20.00", "CAD", &[(2000, "CAD")]);
        check("399 kr", "SEK", &[(39900, "SEK")]);
        check("399 kr", "EUR", &[]);
        let at = |host: &str, text: &str| read_prices(text, Place::of_host(host, Currency::EUR));
        assert_eq!(at("shop.com.au", "$20"), [Money::new(2000, currency("AUD"))]);
        assert_eq!(at("shop.ca", "$20"), [Money::new(2000, currency("CAD"))]);
        assert_eq!(at("shop.com", "$20"), [Money::new(2000, Currency::USD)]);
        assert_eq!(at("shop.dk", "20 kr."), [Money::new(2000, currency("DKK"))]);
    }

    #[test]
    fn what_is_no_price_of_the_product_is_none() {
        for text in [
            "",
            "Linen dress, size 38",
            "501 Original",
            "20 % off",
            "4.5 stars",
            "in 3 colours",
            "€",
            "EUR",
            "€0.00",
            "€0",
            "free shipping over €50",
            "save €10",
            "€5 off",
            "plus €4.95 shipping",
            "was €79.90",
            "statt 79,90 €",
            "zzgl. 4,95 € Versand",
            "UVP 99,00 €",
            "€9.99 per month",
            "9,99 € pro Monat",
            "€12.3456",
            "1.23.456 €",
            "€99999999999999999999",
            "12,34,567.89 €",
            "€4.95 delivery",
        ] {
            check(text, "EUR", &[]);
        }
    }

    #[test]
    fn of_several_the_first_is_told_and_is_not_sure() {
        let place = Place::of_shop(Currency::EUR);
        let told = |text: &str| read(text, place).map(|read| (read.price.amount, read.is_sure));
        assert_eq!(told("Now €49.90, was €79.90"), Some((4990, true)));
        assert_eq!(told("€49.90 - €59.90"), Some((4990, false)));
        assert_eq!(told("€49.90 and again 49,90 €"), Some((4990, true)));
        assert_eq!(told("nothing"), None);
    }
}
