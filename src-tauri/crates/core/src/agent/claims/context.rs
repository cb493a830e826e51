//! What a sentence is about: which products, orders and shipping zones its statements belong to.

use super::super::evidence::{Availability, Evidence, Fact, FactValue, SourceKind};
use super::said::{Said, Sentence, Statement};

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

/// Names that stand together: "1042 and 1043".
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub start: usize,
    pub end: usize,
    pub names: Vec<String>,
}

/// The runs of what `pick` takes, in their order.
fn runs(sentence: &Sentence, pick: impl Fn(&Said) -> Option<String>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for statement in &sentence.statements {
        let Some(name) = pick(&statement.said) else { continue };
        let joined = runs.last().is_some_and(|run| {
            sentence.words.iter().filter(|w| w.start >= run.end && w.end <= statement.start).all(|w| {
                matches!(
                    w.lower.as_str(),
                    "," | "and"
                        | "or"
                        | "nor"
                        | "the"
                        | "&"
                        | "/"
                        | "order"
                        | "orders"
                        | "both"
                        | "your"
                        | "our"
                )
            })
        });
        match runs.last_mut().filter(|_| joined) {
            Some(run) => {
                run.end = statement.end;
                run.names.push(name);
            }
            None => runs.push(Run { start: statement.start, end: statement.end, names: vec![name] }),
        }
    }
    runs
}

/// The run that a statement belongs to: the last one that begins before it, else the first.
fn run_of<'r>(runs: &'r [Run], statement: &Statement) -> Option<&'r Run> {
    runs.iter().rev().find(|run| run.start <= statement.start).or_else(|| runs.first())
}

/// What a sentence is about, by its own words or by those of the sentences before.
#[derive(Debug, Clone, Default)]
pub(super) struct Subject<'a> {
    pub products: Vec<&'a Evidence>,
    pub orders: Vec<&'a Evidence>,
    /// Indices of shipping zones.
    pub zones: Vec<String>,
    pub own_product: bool,
    pub own_order: bool,
    pub own_zone: bool,
    /// Sizes and colours of the sentence, or of the one before where it only goes on about them.
    pub sizes: Vec<String>,
    pub colours: Vec<String>,
    pub own_sizes: bool,
    pub own_colours: bool,
    /// The sentence denies what it says.
    denied: bool,
    titles: Vec<Run>,
    numbers: Vec<Run>,
    /// Countries by the indices of their zones.
    countries: Vec<Run>,
}

impl<'a> Subject<'a> {
    pub fn numbers_of(&self, statement: &Statement) -> Option<&Run> {
        run_of(&self.numbers, statement)
    }

    pub fn titles_of(&self, statement: &Statement) -> Option<&Run> {
        run_of(&self.titles, statement)
    }

    pub fn zones_of(&self, statement: &Statement) -> &[String] {
        run_of(&self.countries, statement).map_or(&self.zones, |run| &run.names)
    }

    /// The part of the sentence that is about the same products as the statement, from and to.
    pub fn span_of(&self, statement: &Statement) -> (usize, usize) {
        let at = self.titles.iter().rposition(|run| run.start <= statement.start).unwrap_or(0);
        let from = if at == 0 { 0 } else { self.titles[at].start };
        (from, self.titles.get(at + 1).map_or(usize::MAX, |run| run.start))
    }

    pub fn next(&self, sentence: &Sentence, book: &Book<'a>) -> Self {
        let numbers = runs(sentence, |said| match said {
            Said::Order(number) => Some(number.clone()),
            _ => None,
        });
        let is_title = |text: &str| book.products.iter().any(|product| product.label == text);
        // Titles beside an order's number are its lines.
        let titles = if numbers.is_empty() {
            runs(sentence, |said| match said {
                Said::Literal(text) if is_title(text) => Some(text.clone()),
                _ => None,
            })
        } else {
            Vec::new()
        };
        let zone_of = |country: &str| {
            book.shipping?.facts.iter().find_map(|fact| match &fact.value {
                FactValue::Country(name) if name == country => fact.name.split('.').nth(1).map(str::to_owned),
                _ => None,
            })
        };
        let countries = runs(sentence, |said| match said {
            Said::Literal(text) => zone_of(text),
            _ => None,
        });
        let orders: Vec<&Evidence> = book
            .orders
            .iter()
            .copied()
            .filter(|entry| {
                numbers.iter().flat_map(|run| &run.names).any(|number| {
                    matches!(entry.fact("number").map(|f| &f.value), Some(FactValue::OrderNumber(n)) if n.eq_ignore_ascii_case(number))
                })
            })
            .collect();
        let titled = |entry: &&Evidence| titles.iter().any(|run| run.names.contains(&entry.label));
        let products: Vec<&Evidence> = book.products.iter().copied().filter(titled).collect();
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
        let (own_product, own_order, own_zone) =
            (!titles.is_empty(), !numbers.is_empty(), !countries.is_empty());
        let (own_sizes, own_colours) = (!sizes.is_empty(), !colours.is_empty());
        // A size or colour that was denied alone is not what the next sentence goes on about; of a size and a
        // colour denied together, one may be kept: "In white it's sold out in M. We have sizes S and L."
        let denied_alone = self.denied && (self.sizes.is_empty() || self.colours.is_empty());
        let goes_on = !own_product && !own_order && !denied_alone;
        let both = own_sizes && own_colours;
        let keep = |own: Vec<String>, before: &Vec<String>| {
            if !own.is_empty() || both || !goes_on { own } else { before.clone() }
        };
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
            zones: if own_zone {
                countries.iter().flat_map(|run| run.names.clone()).collect()
            } else if own_product || own_order {
                Vec::new()
            } else {
                self.zones.clone()
            },
            own_product,
            own_order,
            own_zone,
            own_sizes,
            own_colours,
            denied: sentence.negated(),
            sizes: keep(sizes, &self.sizes),
            colours: keep(colours, &self.colours),
            titles,
            numbers,
            countries,
        }
    }
}
