//! Ways to pay by the words people use for them.

use super::agenda::{MethodKind, MethodWish};
use super::words::{Atom, find, has, has_any};
use crate::agent::account::{Account, AccountMethod, AccountOrder};
use crate::policy::MethodRef;
use crate::stored_methods::StoredMethodKind;

const BRANDS: &[(&str, &str)] = &[
    ("visa", "visa"),
    ("mastercard", "mastercard"),
    ("amex", "amex"),
    ("discover", "discover"),
    ("maestro", "maestro"),
];

/// The ways to pay that are named, in their order.
pub(super) fn named(atoms: &[Atom]) -> Vec<MethodWish> {
    let mut all: Vec<(usize, MethodWish)> = Vec::new();
    let plain = |kind| MethodWish { kind, brand: None, last_four: None, other: false };
    let phrases: &[(&[&str], MethodKind)] = &[
        (&["paypal"], MethodKind::Paypal),
        (&["pay", "pal"], MethodKind::Paypal),
        (&["gift", "card"], MethodKind::GiftCard),
        (&["giftcard"], MethodKind::GiftCard),
        (&["gc"], MethodKind::GiftCard),
        (&["credit", "card"], MethodKind::Card),
        (&["debit", "card"], MethodKind::Card),
        (&["creditcard"], MethodKind::Card),
        (&["other", "card"], MethodKind::Card),
        (&["another", "card"], MethodKind::Card),
        (&["bank", "account"], MethodKind::BankAccount),
        (&["original", "payment"], MethodKind::Original),
        (&["original", "method"], MethodKind::Original),
        (&["original", "form"], MethodKind::Original),
        (&["original", "card"], MethodKind::Original),
        (&["original", "way"], MethodKind::Original),
        (&["same", "payment"], MethodKind::Original),
        (&["other", "payment"], MethodKind::Any),
        (&["other", "method"], MethodKind::Any),
    ];
    for (phrase, kind) in phrases {
        let mut from = 0;
        while let Some(at) = find(&atoms[from..], phrase).map(|at| at + from) {
            from = at + 1;
            // "instead of my card" is the way that is left.
            let left = &atoms[at.saturating_sub(4)..at];
            if has(left, &["instead", "of"]) || has_any(left, &["than", "not"]) {
                continue;
            }
            let mut wish = plain(*kind);
            let before = &atoms[at.saturating_sub(2)..=at];
            wish.other = before.iter().any(|atom| atom.any(&["other", "another", "different"]));
            let after = &atoms[at..(at + 8).min(atoms.len())];
            if *kind == MethodKind::Card {
                wish.last_four = after
                    .iter()
                    .find(|atom| atom.text.len() == 4 && atom.text.chars().all(|c| c.is_ascii_digit()))
                    .map(|atom| atom.text.clone());
                let near = &atoms[at.saturating_sub(2)..(at + 3).min(atoms.len())];
                wish.brand = BRANDS
                    .iter()
                    .find(|(word, _)| near.iter().any(|atom| atom.is(word)))
                    .map(|(_, brand)| (*brand).to_owned());
            }
            all.push((at, wish));
        }
    }
    for (word, brand) in BRANDS {
        if let Some(at) = atoms.iter().position(|atom| atom.is(word))
            && !has(&atoms[at.saturating_sub(4)..at], &["instead", "of"])
            && !has(&atoms[at.saturating_sub(4)..at], &["rather", "than"])
            && !all.iter().any(|(_, wish)| wish.brand.as_deref() == Some(brand))
        {
            let wish = MethodWish { brand: Some((*brand).to_owned()), ..plain(MethodKind::Card) };
            all.push((at, wish));
        }
    }
    all.sort_by_key(|(at, _)| *at);
    let mut wishes: Vec<MethodWish> = Vec::new();
    for (_, wish) in all {
        if !wishes.contains(&wish) {
            wishes.push(wish);
        }
    }
    wishes
}

fn fits(method: &AccountMethod, wish: &MethodWish) -> bool {
    let kind = match wish.kind {
        MethodKind::Card => method.kind == StoredMethodKind::Card,
        MethodKind::Paypal => method.kind == StoredMethodKind::Paypal,
        MethodKind::GiftCard => method.kind == StoredMethodKind::GiftCard,
        MethodKind::BankAccount => method.kind == StoredMethodKind::BankAccount,
        MethodKind::Original | MethodKind::Any => true,
    };
    kind && wish.brand.as_ref().is_none_or(|brand| {
        method.brand.as_ref().is_some_and(|own| own.to_lowercase().contains(brand.as_str()))
    }) && wish.last_four.as_ref().is_none_or(|four| method.last_four.as_ref() == Some(four))
}

/// The kept ways to pay that a wish may mean for an order: the order's own first.
pub(super) fn meant(account: &Account, order: Option<&AccountOrder>, wish: &MethodWish) -> Vec<MethodRef> {
    let original = order.and_then(AccountOrder::original_method);
    if wish.kind == MethodKind::Original {
        return original.into_iter().collect();
    }
    let fitting: Vec<MethodRef> = account
        .methods
        .iter()
        .filter(|method| fits(method, wish) && !(wish.other && Some(method.id) == original))
        .map(|method| method.id)
        .collect();
    match original.filter(|id| fitting.contains(id)) {
        Some(id) => vec![id],
        None => fitting,
    }
}
