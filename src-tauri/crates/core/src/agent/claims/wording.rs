//! Ways of promising and telling that no fact of a shop can prove: bargains, things put aside, vague times, money on its way,
//! rules that nobody made.
//!
//! What our own templates say is never among them. Knows no evidence.

use std::collections::HashMap;
use std::sync::LazyLock;

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

/// What a wording goes on with, after its first word.
enum Element {
    Either(Vec<&'static str>),
    Gap,
}

type Wording = (ClaimKind, Vec<Element>);

/// The wordings by their first words, each in the order above: all are looked for at every word of a reply.
static BY_FIRST: LazyLock<HashMap<&str, Vec<Wording>>> = LazyLock::new(|| {
    let element = |element: &'static str| match element {
        "…" => Element::Gap,
        words => Element::Either(words.split('|').collect()),
    };
    let mut all: HashMap<&str, Vec<Wording>> = HashMap::new();
    for (kind, wording) in UNPROVABLE {
        let mut elements = wording.split(' ');
        for first in elements.next().unwrap_or_default().split('|') {
            all.entry(first).or_default().push((*kind, elements.clone().map(element).collect()));
        }
    }
    all
});

impl Reader<'_> {
    pub(super) fn wordings(&mut self) {
        for from in 0..self.len() {
            for (kind, rest) in BY_FIRST.get(self.lower(from)).into_iter().flatten() {
                if self.free(from)
                    && let Some(to) = self.ends(from, rest)
                {
                    self.state(*kind, Said::Unprovable, from, to);
                }
            }
        }
    }

    /// The last word of what goes on after `at` in words that nothing else has read.
    fn ends(&self, at: usize, rest: &[Element]) -> Option<usize> {
        let Some((element, rest)) = rest.split_first() else { return Some(at) };
        match element {
            Element::Gap => (at..=at + GAP).find_map(|at| self.ends(at, rest)),
            Element::Either(words) => {
                let fits = self.free(at + 1) && words.contains(&self.lower(at + 1));
                fits.then(|| self.ends(at + 1, rest)).flatten()
            }
        }
    }
}
