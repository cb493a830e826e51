//! Ways to pay that a customer names, and the cards' last digits.

use super::pieces::Piece;
use crate::agent::intent::{PaymentKind, PaymentMention};

const CARDS: &[&str] = &[
    "visa",
    "mastercard",
    "amex",
    "maestro",
    "discover",
    "card",
    "cards",
    "creditcard",
    "karte",
    "carte",
    "tarjeta",
    "cartao",
    "carta",
];

fn kind(pieces: &[Piece<'_>], at: usize) -> Option<PaymentKind> {
    let word = |i: usize| pieces.get(i).map_or("", |piece| piece.plain.as_str());
    let before = |back: usize| at.checked_sub(back).map_or("", word);
    match word(at) {
        "card" | "cards" | "voucher" if before(1) == "gift" => Some(PaymentKind::GiftCard),
        "giftcard" | "giftcards" => Some(PaymentKind::GiftCard),
        "paypal" => Some(PaymentKind::Paypal),
        "pal" if before(1) == "pay" => Some(PaymentKind::Paypal),
        "credit" if before(1) == "store" || before(1) == "shop" => Some(PaymentKind::StoreCredit),
        "method" | "payment" | "card" | "account" if before(1) == "original" || before(2) == "original" => {
            Some(PaymentKind::Original)
        }
        "transfer" if matches!(before(1), "bank" | "wire") => Some(PaymentKind::BankTransfer),
        "iban" | "sepa" => Some(PaymentKind::BankTransfer),
        "cash" if word(at + 1) != "back" => Some(PaymentKind::Cash),
        "way" if before(1) == "same" && word(at + 1) == "i" && word(at + 2) == "paid" => {
            Some(PaymentKind::Original)
        }
        // "A card" may be a postcard; one that pays is called so or has a name or digits.
        "card" | "cards"
            if matches!(
                before(1),
                "credit" | "debit" | "bank" | "my" | "other" | "visa" | "mastercard" | "different"
            ) || ending(pieces, at).is_some() =>
        {
            Some(PaymentKind::Card)
        }
        "visa" | "mastercard" | "amex" | "maestro" if !matches!(word(at + 1), "card") => {
            Some(PaymentKind::Card)
        }
        "creditcard" => Some(PaymentKind::Card),
        _ => None,
    }
}

/// "ending in 1234", "(1234)", "•••• 1234".
fn ending(pieces: &[Piece<'_>], at: usize) -> Option<String> {
    let mut cued = false;
    for piece in pieces.iter().skip(at + 1).take(6) {
        cued |= matches!(
            piece.plain.as_str(),
            "ending" | "ends" | "end" | "in" | "with" | "number" | "last" | "digits"
        );
        let digits: String = piece.text.chars().filter(char::is_ascii_digit).collect();
        let masked = piece.text.chars().any(|c| matches!(c, '•' | 'x' | 'X' | '*'));
        if digits.len() == 4 && (cued || masked || piece.is_digits()) {
            return Some(digits);
        }
        if CARDS.contains(&piece.plain.as_str()) || piece.has_digit() {
            return None;
        }
    }
    None
}

pub(super) fn payments(pieces: &[Piece<'_>]) -> Vec<PaymentMention> {
    let mut found: Vec<PaymentMention> = Vec::new();
    for at in 0..pieces.len() {
        let Some(kind) = kind(pieces, at) else { continue };
        let ending = if kind == PaymentKind::Card { ending(pieces, at) } else { None };
        // "My Visa card ending in 1234" is one.
        if let Some(known) =
            found.iter_mut().find(|known| known.kind == kind && (known.ending.is_none() || ending.is_none()))
        {
            known.ending = known.ending.take().or(ending);
            continue;
        }
        let mention = PaymentMention { kind, ending };
        if !found.contains(&mention) {
            found.push(mention);
        }
    }
    found.truncate(6);
    found
}

#[cfg(test)]
mod tests {
    use super::super::pieces;
    use super::*;

    #[test]
    fn ways_to_pay_are_told_apart() {
        use PaymentKind::{BankTransfer, Card, Cash, GiftCard, Original, Paypal, StoreCredit};
        for (text, expected) in [
            ("refund it to my visa ending in 1234 please", &[(Card, Some("1234"))][..]),
            ("my credit card ending with 9921", &[(Card, Some("9921"))]),
            ("put it on the gift card", &[(GiftCard, None)]),
            ("use paypal, not my credit card", &[(Paypal, None), (Card, None)]),
            ("back to the original payment method", &[(Original, None)]),
            ("I'd rather have store credit", &[(StoreCredit, None)]),
            ("can I pay by bank transfer or in cash?", &[(BankTransfer, None), (Cash, None)]),
            ("the mastercard 5521 instead of the visa 1111", &[(Card, Some("5521")), (Card, Some("1111"))]),
            ("do you have a birthday card", &[]),
            ("where is order 1234", &[]),
        ] {
            let read: Vec<(PaymentKind, Option<String>)> =
                payments(&pieces::of(text)).into_iter().map(|m| (m.kind, m.ending)).collect();
            let read: Vec<(PaymentKind, Option<&str>)> =
                read.iter().map(|(k, e)| (*k, e.as_deref())).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
}
