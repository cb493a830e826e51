//! What a sentence is about: which products, orders and shipping zones its statements belong to.

use super::super::evidence::{Availability, Evidence, Fact, FactValue, SourceKind};
use super::scan::{Said, Sentence};

/// A fact with its evidence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proof<'a> {
    pub evidence: &'a Evidence,
    pub fact: &'a Fact,
}

/// A product's variant as its fact tells it.
#[derive(Debug, Clone, Copy)]
pub(super) struct VariantFact<'a> {
    pub proof: Proof<'a>,
    pub size: Option<&'a str>,
    pub colour: Option<&'a str>,
    pub price: crate::money::Money,
    pub availability: Availability,
    pub left: i64,
}

pub(super) fn variants(product: &Evidence) -> impl Iterator<Item = VariantFact<'_>> {
    product.facts.iter().filter_map(move |fact| match &fact.value {
        FactValue::Variant { size, colour, price, availability, left } => Some(VariantFact {
            proof: Proof { evidence: product, fact },
            size: size.as_deref(),
            colour: colour.as_deref(),
            price: *price,
            availability: *availability,
            left: *left,
        }),
        _ => None,
    })
}

/// The evidence by what it is about.
pub(super) struct Book<'a> {
    pub all: &'a [Evidence],
    pub products: Vec<&'a Evidence>,
    pub orders: Vec<&'a Evidence>,
    pub hours: Option<&'a Evidence>,
    pub shipping: Option<&'a Evidence>,
    pub returns: Option<&'a Evidence>,
    pub request: Option<&'a Evidence>,
}

impl<'a> Book<'a> {
    pub fn of(all: &'a [Evidence]) -> Self {
        let of_kind = |kind| all.iter().filter(move |entry| entry.source.kind == kind);
        let setting = |fact: &str| of_kind(SourceKind::Setting).find(|entry| entry.fact(fact).is_some());
        Self {
            all,
            products: of_kind(SourceKind::Product).collect(),
            orders: of_kind(SourceKind::Order).collect(),
            hours: setting("monday"),
            shipping: setting("zone.0.cost"),
            returns: setting("window"),
            request: of_kind(SourceKind::Message).next(),
        }
    }

    /// Facts of all evidence that fit.
    pub fn find(&self, fits: impl Fn(&Evidence, &Fact) -> bool) -> Option<Proof<'a>> {
        self.all.iter().find_map(|evidence| {
            evidence.facts.iter().find(|fact| fits(evidence, fact)).map(|fact| Proof { evidence, fact })
        })
    }
}

pub(super) fn fact_in<'a>(evidence: &'a Evidence, fits: impl Fn(&Fact) -> bool) -> Option<Proof<'a>> {
    evidence.facts.iter().find(|fact| fits(fact)).map(|fact| Proof { evidence, fact })
}

/// The subjects of a sentence, its own or those of the sentences before.
#[derive(Debug, Clone, Default)]
pub(super) struct Subject<'a> {
    pub products: Vec<&'a Evidence>,
    pub orders: Vec<&'a Evidence>,
    /// Indices of shipping zones named in this sentence.
    pub zones: Vec<String>,
    pub own_product: bool,
    pub own_order: bool,
    /// Sizes and colours of the sentence, or of the one before where it only goes on about them.
    pub sizes: Vec<String>,
    pub colours: Vec<String>,
}

impl<'a> Subject<'a> {
    pub fn next(&self, sentence: &Sentence, book: &Book<'a>) -> Self {
        let literal = |statement: &super::scan::Statement| match &statement.said {
            Said::Literal(text) => Some(text.clone()),
            _ => None,
        };
        let literals: Vec<String> = sentence.statements.iter().filter_map(literal).collect();
        let titled = |entry: &&Evidence| literals.contains(&entry.label);
        let numbers: Vec<&str> = sentence
            .statements
            .iter()
            .filter_map(|s| match &s.said {
                Said::Order(number) => Some(number.as_str()),
                _ => None,
            })
            .collect();
        let orders: Vec<&Evidence> = book
            .orders
            .iter()
            .copied()
            .filter(|entry| {
                numbers.iter().any(|number| {
                    matches!(entry.fact("number").map(|f| &f.value), Some(FactValue::OrderNumber(n)) if n.eq_ignore_ascii_case(number))
                })
            })
            .collect();
        // Titles beside an order's number are its lines.
        let products: Vec<&Evidence> = if numbers.is_empty() {
            book.products.iter().copied().filter(titled).collect()
        } else {
            Vec::new()
        };
        let zones = book.shipping.map_or_else(Vec::new, |shipping| {
            let mut zones: Vec<String> = shipping
                .facts
                .iter()
                .filter(|fact| matches!(&fact.value, FactValue::Country(name) if literals.contains(name)))
                .filter_map(|fact| fact.name.split('.').nth(1).map(str::to_owned))
                .collect();
            zones.dedup();
            zones
        });
        let collect = |pick: &dyn Fn(&Said) -> Option<String>| -> Vec<String> {
            sentence.statements.iter().filter_map(|s| pick(&s.said)).collect()
        };
        let sizes = collect(&|said| match said {
            Said::Size(size) => Some(size.clone()),
            _ => None,
        });
        let colours = collect(&|said| match said {
            Said::Colour(colour) => Some(colour.clone()),
            _ => None,
        });
        let own_product = !products.is_empty();
        let own_order = !orders.is_empty() || !numbers.is_empty();
        let fresh = sizes.is_empty() && colours.is_empty() && !own_product;
        Self {
            // An unknown order's sentence is about no other order.
            orders: if own_order {
                orders
            } else if own_product {
                Vec::new()
            } else {
                self.orders.clone()
            },
            products: if own_product {
                products
            } else if own_order {
                Vec::new()
            } else {
                self.products.clone()
            },
            zones,
            own_product,
            own_order,
            sizes: if fresh { self.sizes.clone() } else { sizes },
            colours: if fresh { self.colours.clone() } else { colours },
        }
    }
}
