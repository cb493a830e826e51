//! Statements about products. Sizes, colours, prices and stock that are said together are proved by the same
//! variants: those of the product, the colours and the sizes that they are said of.

use super::super::evidence::{Availability, Evidence, FactValue};
use super::bind::{Judge, Verdict};
use super::context::{Proof, VariantFact, fact_in, variants};
use super::said::{Said, Statement};
use crate::money::Money;

#[derive(PartialEq, Clone, Copy)]
enum Attribute {
    Size,
    Colour,
    Price,
}

const fn attribute_of(said: &Said) -> Option<Attribute> {
    match said {
        Said::Size(_) => Some(Attribute::Size),
        Said::Colour(_) => Some(Attribute::Colour),
        Said::Money(_) => Some(Attribute::Price),
        _ => None,
    }
}

/// Sizes and colours, any of which a variant may have; none at all leaves it open.
#[derive(Debug, Default)]
struct Choice {
    sizes: Vec<String>,
    colours: Vec<String>,
}

fn is_among(names: &[String], name: Option<&str>) -> bool {
    names.is_empty() || name.is_some_and(|name| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

impl Choice {
    fn fits(&self, variant: &VariantFact<'_>) -> bool {
        is_among(&self.sizes, variant.size) && is_among(&self.colours, variant.colour)
    }
}

fn can_be_had(variant: &VariantFact<'_>) -> bool {
    variant.availability != Availability::SoldOut
}

impl<'a> Judge<'a, '_> {
    /// What is said of several products must hold for each. `prove` gets the products of one title.
    pub(super) fn each_title(
        &self,
        statement: &Statement,
        prove: impl Fn(&[&'a Evidence]) -> Option<Proof<'a>>,
    ) -> Option<Proof<'a>> {
        let products = self.products_of(statement);
        let mut first = None;
        for (i, product) in products.iter().enumerate() {
            if products[..i].iter().any(|earlier| earlier.label == product.label) {
                continue;
            }
            let same: Vec<&Evidence> =
                products.iter().copied().filter(|other| other.label == product.label).collect();
            let proof = prove(&same)?;
            first = first.or(Some(proof));
        }
        first
    }

    /// The products that a statement is about: those named last before it, else those named first after it, else
    /// those of the sentence before.
    fn products_of(&self, statement: &Statement) -> Vec<&'a Evidence> {
        match self.subject.titles_of(statement) {
            None => self.subject.products.clone(),
            Some(run) => {
                let named = |product: &&&Evidence| run.names.contains(&product.label);
                self.subject.products.iter().filter(named).copied().collect()
            }
        }
    }

    /// The sizes and colours that are said together with a statement. "S in navy, L in white" makes two choices:
    /// where sizes, colours or prices come in several runs, the kind that comes first in several begins each.
    fn choice(&self, statement: &Statement) -> Choice {
        let (from, to) = self.subject.span_of(statement);
        let said: Vec<(Attribute, &Statement)> = self
            .sentence
            .statements
            .iter()
            .filter(|s| from <= s.start && s.start < to)
            .filter_map(|s| attribute_of(&s.said).map(|attribute| (attribute, s)))
            .collect();
        let begins_run = |i: usize| i == 0 || said[i - 1].0 != said[i].0;
        let runs = |attribute: Attribute| {
            (0..said.len()).filter(|i| said[*i].0 == attribute && begins_run(*i)).collect::<Vec<usize>>()
        };
        let head = said.iter().map(|(attribute, _)| *attribute).find(|attribute| runs(*attribute).len() >= 2);
        let borders: Vec<usize> =
            head.map_or_else(Vec::new, |head| runs(head).into_iter().map(|i| said[i].1.start).collect());
        // What stands before the first border is said of every part.
        let common = borders.first().copied().unwrap_or(usize::MAX);
        // "…, but sold out in white": what follows a "but" belongs to the part that begins there.
        let (clause, clause_end) = self.clause_of(statement);
        let here: Vec<usize> =
            borders.iter().copied().filter(|at| clause <= *at && *at < clause_end).collect();
        let near = if here.is_empty() { &borders } else { &here };
        let earlier = near.iter().copied().rfind(|start| *start <= statement.start);
        let begin = earlier.or_else(|| near.first().copied()).unwrap_or(common);
        let end = borders.iter().copied().find(|start| *start > begin).unwrap_or(usize::MAX);
        let together = |s: &Statement| s.start < common || (begin <= s.start && s.start < end);
        let mut choice = Choice::default();
        for (_, s) in said.iter().filter(|(_, s)| together(s)) {
            match &s.said {
                Said::Size(size) => choice.sizes.push(size.clone()),
                Said::Colour(colour) => choice.colours.push(colour.clone()),
                _ => {}
            }
        }
        if choice.sizes.is_empty() && !self.subject.own_sizes {
            choice.sizes.clone_from(&self.subject.sizes);
        }
        if choice.colours.is_empty() && !self.subject.own_colours {
            choice.colours.clone_from(&self.subject.colours);
        }
        choice
    }

    /// The variants that a statement may be about.
    fn fitting(&self, products: &[&'a Evidence], statement: &Statement) -> Vec<VariantFact<'a>> {
        let choice = self.choice(statement);
        products.iter().flat_map(|product| variants(product)).filter(|v| choice.fits(v)).collect()
    }

    /// A price of the variants that are named; what is sold out has its price only where nothing else is left.
    pub(super) fn price(&self, money: Money, statement: &Statement) -> Option<Proof<'a>> {
        let (lead, _) = self.lead(statement);
        let mut choice = self.choice(statement);
        // A list that was cut short does not name them all.
        if self.has(&["more"]) {
            choice.sizes.truncate(usize::from(choice.sizes.len() == 1));
            choice.colours.truncate(usize::from(choice.colours.len() == 1));
        }
        self.each_title(statement, |products| {
            let fitting: Vec<VariantFact<'a>> =
                products.iter().flat_map(|product| variants(product)).filter(|v| choice.fits(v)).collect();
            let buyable: Vec<VariantFact<'a>> = fitting.iter().copied().filter(can_be_had).collect();
            let told = if buyable.is_empty() || self.denied(statement) { &fitting } else { &buyable };
            // "From €40" is the lowest of them.
            let lowest = told.iter().map(|v| v.price.amount).min();
            if lead == "from" && lowest.is_some_and(|lowest| lowest != money.amount) {
                return None;
            }
            told.iter().find(|variant| variant.price == money).map(|variant| variant.proof)
        })
    }

    pub(super) fn left(&self, left: i64, statement: &Statement) -> Option<Proof<'a>> {
        self.each_title(statement, |products| {
            let fitting = self.fitting(products, statement);
            let total: i64 = fitting.iter().map(|variant| variant.left).sum();
            (total == left && left > 0).then(|| fitting.iter().find(|v| v.left > 0).map(|v| v.proof))?
        })
    }

    /// A size or colour: of a variant that can be had, or, in a clause that denies it, one that cannot.
    pub(super) fn attribute(
        &self,
        size: Option<&str>,
        colour: Option<&str>,
        statement: &Statement,
    ) -> Verdict<'a> {
        let mut choice = self.choice(statement);
        if let Some(size) = size {
            choice.sizes = vec![size.to_owned()];
        }
        if let Some(colour) = colour {
            choice.colours = vec![colour.to_owned()];
        }
        let of = |products: &[&'a Evidence]| -> Vec<VariantFact<'a>> {
            products.iter().flat_map(|product| variants(product)).filter(|v| choice.fits(v)).collect()
        };
        if !self.denied(statement) {
            let buyable = self.each_title(statement, |products| {
                of(products).iter().find(|v| can_be_had(v)).map(|variant| variant.proof)
            });
            return buyable.into();
        }
        if !self.subject.products.is_empty() {
            let none = self.each_title(statement, |products| {
                let variants = of(products);
                if variants.iter().any(can_be_had) {
                    return None;
                }
                // Proved by the variant that is sold out, or by the product, which has none of it.
                let sold_out = variants.first().map(|variant| variant.proof);
                sold_out.or_else(|| products.first().and_then(|p| fact_in(p, |f| f.name == "title")))
            });
            return none.into();
        }
        // "Nothing in red": the search was for that and found none.
        let Some(request) = self.book.request else { return Verdict::Unproved };
        let asked = fact_in(request, |fact| match &fact.value {
            FactValue::Size(known) => size.is_some_and(|size| known.eq_ignore_ascii_case(size)),
            FactValue::Colour(known) => colour.is_some_and(|colour| known.eq_ignore_ascii_case(colour)),
            _ => false,
        });
        asked.into()
    }

    pub(super) fn in_stock(&self, statement: &Statement) -> Verdict<'a> {
        if statement.negated {
            return self.sold_out(statement);
        }
        self.each_title(statement, |products| {
            self.fitting(products, statement).iter().find(|v| can_be_had(v)).map(|v| v.proof)
        })
        .into()
    }

    /// "We have …" of a product says that it can be had.
    pub(super) fn offered(&self, statement: &Statement) -> Verdict<'a> {
        if self.subject.products.is_empty() || self.denied(statement) {
            return Verdict::NoClaim;
        }
        self.in_stock(statement)
    }

    pub(super) fn sold_out(&self, statement: &Statement) -> Verdict<'a> {
        self.each_title(statement, |products| {
            let fitting = self.fitting(products, statement);
            if fitting.iter().any(can_be_had) { None } else { fitting.first().map(|variant| variant.proof) }
        })
        .into()
    }
}
