//! Ways of promising and telling that no fact of a shop can prove: bargains, things put aside, vague times, money on its way,
//! rules that nobody made.
//!
//! What our own templates say is never among them. Knows no evidence.

use super::super::evidence::ClaimKind;
use super::reader::Reader;
use super::said::Said;

/// Words one after the other; `a|b` is either, `…` stands for up to five words between.
const UNPROVABLE: &[(ClaimKind, &str)] = &[
    // Bargains.
    (ClaimKind::Promise, "half price|off"),
    (ClaimKind::Promise, "price of one"),
    (ClaimKind::Promise, "on sale"),
    (ClaimKind::Promise, "cheaper|reduced|rebate|bargain|bargains"),
    (ClaimKind::Promise, "match|beat … price|prices|offer"),
    (ClaimKind::Promise, "cost|costs nothing"),
    // Pieces put aside, and pieces that nobody counted.
    (ClaimKind::Promise, "reserved|aside"),
    (ClaimKind::Promise, "keeping|holding … for you"),
    (ClaimKind::Promise, "back in"),
    (ClaimKind::Promise, "restock|restocked|restocking"),
    (ClaimKind::Quantity, "dozen|dozens|hundreds|plenty"),
    // Times without a date.
    (ClaimKind::Date, "tonight|overnight|yesterday"),
    (ClaimKind::Date, "next|this week|weekend|month|year"),
    (ClaimKind::Duration, "within|in|after a|an day|week|fortnight|month|year|hour"),
    (ClaimKind::Time, "midnight"),
    (ClaimKind::Time, "around the clock"),
    (ClaimKind::Time, "open every|all day|days|night"),
    // Money.
    (ClaimKind::Promise, "money back"),
    (ClaimKind::Promise, "you|you'll|you’ll get|receive … back"),
    (ClaimKind::Promise, "the|your money … on its|the way"),
    (ClaimKind::Promise, "credited|transferred|wired"),
    (ClaimKind::Promise, "store credit"),
    (ClaimKind::Promise, "sent|issued|made|processed|sending|issuing … refund"),
    (ClaimKind::Money, "euro|euros|dollar|dollars|pound|pounds|cent|cents|€|$|£"),
    // Things done.
    (
        ClaimKind::Promise,
        "i've|we've|i’ve|we’ve|have|has|been changed|updated|modified|corrected|upgraded|booked|arranged|removed",
    ),
    (ClaimKind::Promise, "was|is|been|were accepted|approved|granted|authorised|authorized|waived"),
    // Rules.
    (ClaimKind::Policy, "warranty|warranties|lifetime|receipt"),
    (ClaimKind::Policy, "every|any|all country|countries"),
    (ClaimKind::Policy, "worldwide|everywhere"),
    (ClaimKind::Policy, "return|returns|returned … worn|used|washed|damaged|whenever|anytime|forever"),
    (ClaimKind::Policy, "can't|can’t|cannot be returned|exchanged|refunded"),
];

/// The most words that `…` stands for.
const GAP: usize = 5;

impl Reader<'_> {
    pub(super) fn wordings(&mut self) {
        for from in 0..self.len() {
            for (kind, wording) in UNPROVABLE {
                if self.free(from)
                    && let Some(to) = self.after(from, wording.split(' '))
                {
                    self.state(*kind, Said::Unprovable, from, to);
                }
            }
        }
    }

    /// The last word of what begins at `at`, if it is there in words that nothing else has read.
    fn after<'w>(&self, at: usize, mut elements: impl Iterator<Item = &'w str> + Clone) -> Option<usize> {
        let element = elements.next()?;
        if element == "…" {
            return (at..=at + GAP).find_map(|at| self.after(at, elements.clone()));
        }
        let word = self.lower(at);
        if word.is_empty() || !self.free(at) || !element.split('|').any(|wanted| wanted == word) {
            return None;
        }
        if elements.clone().next().is_none() { Some(at) } else { self.after(at + 1, elements) }
    }
}
