//! What a customer likes, as far as their own orders tell: sizes per kind of garment, colours, prices. What came back
//! counts against. Pure sums over rows; nothing is guessed.

use crate::agent::knowledge::{Bought, Product, Variant};
use crate::agent::planner::can_buy;
use crate::agent::remembered;
use crate::id::{self, Id};
use crate::memory::{ContactFact, FactKind, system_of};

/// Neighbours of the prices paid, in percent.
const CHEAPER: i64 = 60;
const DEARER: i64 = 150;

/// What is known of one kind of goods.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kind {
    /// The last part of the category: "Dresses".
    pub name: String,
    /// Pieces that were kept.
    pub kept: i64,
    /// The size that was kept most often, the last one among equals.
    pub size: Option<String>,
    /// The last one that was kept.
    pub example: Bought,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    /// Most bought first, the last one among equals.
    pub kinds: Vec<Kind>,
    /// Kept colours with how often.
    pub colours: Vec<(String, i64)>,
    /// Colours that only came back.
    pub unliked: Vec<String>,
    pub kept: Vec<Id<id::Product>>,
    pub came_back: Vec<Id<id::Product>>,
    /// The lowest and highest price paid for what was kept, in minor units.
    pub prices: (i64, i64),
}

/// Why a product is recommended, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Score {
    pub colour: i64,
    pub price: i64,
    pub came_back: i64,
}

impl Score {
    pub fn total(self) -> i64 {
        self.colour + self.price + self.came_back
    }
}

fn count(list: &mut Vec<(String, i64)>, value: Option<&String>, pieces: i64) {
    let Some(value) = value else { return };
    match list.iter_mut().find(|(known, _)| known == value) {
        Some((_, count)) => *count += pieces,
        None => list.push((value.clone(), pieces)),
    }
}

impl Profile {
    /// `None`: nothing was kept. `bought`: the newest first.
    pub fn of(bought: &[Bought]) -> Option<Self> {
        let kept_of = |line: &Bought| (line.quantity - line.returned).max(0);
        let kept: Vec<&Bought> = bought.iter().filter(|line| kept_of(line) > 0).collect();
        let first = kept.first()?;
        let mut kinds: Vec<Kind> = Vec::new();
        let (mut colours, mut returned) = (Vec::new(), Vec::new());
        let mut prices = (first.price.amount, first.price.amount);
        for line in &kept {
            if !kinds.iter().any(|kind| kind.example.category == line.category) {
                let same = |other: &&&Bought| other.category == line.category;
                let of_kind: Vec<&&Bought> = kept.iter().filter(same).collect();
                let mut sizes = Vec::new();
                for other in &of_kind {
                    count(&mut sizes, other.size.as_ref(), kept_of(other));
                }
                // Counted in the order of the newest: the first of the most is the last that was bought.
                let most = sizes.iter().map(|(_, pieces)| *pieces).max();
                let size = sizes.into_iter().find(|(_, pieces)| Some(*pieces) == most).map(|(size, _)| size);
                let pieces = of_kind.iter().map(|other| kept_of(other)).sum();
                kinds.push(Kind { name: line.kind.clone(), kept: pieces, size, example: (*line).clone() });
            }
            count(&mut colours, line.colour.as_ref(), kept_of(line));
            prices = (prices.0.min(line.price.amount), prices.1.max(line.price.amount));
        }
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.kept));
        for line in bought.iter().filter(|line| line.returned > 0) {
            count(&mut returned, line.colour.as_ref(), line.returned);
        }
        let unliked = returned
            .into_iter()
            .map(|(colour, _)| colour)
            .filter(|colour| !colours.iter().any(|(liked, _)| liked == colour))
            .collect();
        Some(Self {
            kinds,
            colours,
            unliked,
            kept: kept.iter().filter_map(|line| line.product).collect(),
            came_back: bought.iter().filter(|l| kept_of(l) == 0).filter_map(|l| l.product).collect(),
            prices,
        })
    }

    /// As the customer says themselves: the size that they wear, in the same notation, and colours.
    #[must_use]
    pub fn with_memory(mut self, facts: &[ContactFact]) -> Self {
        for kind in &mut self.kinds {
            let name = format!("{} {}", kind.name, kind.example.title);
            let worn = remembered::size_named(facts, &name).map(|fact| fact.value.clone());
            let alike =
                |worn: &String| kind.size.as_ref().is_some_and(|own| system_of(own) == system_of(worn));
            if let Some(worn) = worn.filter(alike) {
                kind.size = Some(worn);
            }
        }
        for fact in facts {
            let known = |colours: &[(String, i64)]| colours.iter().any(|(colour, _)| *colour == fact.value);
            match fact.kind {
                FactKind::ColourLiked if !known(&self.colours) => self.colours.push((fact.value.clone(), 1)),
                FactKind::ColourAvoided => {
                    self.colours.retain(|(colour, _)| *colour != fact.value);
                    self.unliked.push(fact.value.clone());
                }
                _ => {}
            }
        }
        self
    }

    /// How well a product fits, as it can be had in a size; `None`: it cannot, or the customer has it.
    pub fn score(&self, product: &Product, size: Option<&str>) -> Option<Score> {
        if self.kept.contains(&product.id) {
            return None;
        }
        let fits = |variant: &&Variant| {
            can_buy(variant)
                && size.is_none_or(|size| {
                    variant.size.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(size))
                })
        };
        let there: Vec<&Variant> = product.variants.iter().filter(fits).collect();
        let cheapest = there.iter().map(|variant| variant.price.amount).min()?;
        let liked = |variant: &&Variant| {
            let own = variant.colour.as_ref()?;
            self.colours.iter().find(|(colour, _)| colour == own).map(|(_, times)| *times)
        };
        let colour = match there.iter().filter_map(liked).max() {
            Some(times) => 2 + times.min(3),
            None if there.iter().all(|v| v.colour.as_ref().is_some_and(|own| self.unliked.contains(own))) => {
                -3
            }
            None => 0,
        };
        let (low, high) = (self.prices.0 * CHEAPER / 100, self.prices.1 * DEARER / 100);
        let price = if (low..=high).contains(&cheapest) { 2 } else { 0 };
        let came_back = if self.came_back.contains(&product.id) { -5 } else { 0 };
        Some(Score { colour, price, came_back })
    }
}
