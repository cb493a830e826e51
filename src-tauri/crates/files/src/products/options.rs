//! Options and their values, from what each variant's row says.

use std::collections::HashMap;

use crate::fault::{Problem, ProblemCode};
use crate::products::{Product, ProductOption};
use crate::said::Said;

/// As many as the catalog holds.
const MOST: usize = 6;

/// The options of one variant's row: slot (a column), name and value; both may be blank.
#[derive(Debug, Default)]
pub(crate) struct OptionRow {
    slots: Vec<(usize, String, String)>,
}

impl OptionRow {
    pub fn push(&mut self, slot: usize, name: &str, value: &str) {
        self.slots.push((slot, name.to_owned(), value.to_owned()));
    }
}

/// Gives the product its options and each variant its values, in the order of the rows.
pub(crate) fn apply(product: &mut Product, rows: &[OptionRow], problems: &mut Vec<Problem>) {
    let mut slots: Vec<(usize, ProductOption)> = Vec::new();
    for (slot, name, value) in rows.iter().flat_map(|row| &row.slots) {
        let at = match slots.iter().position(|(known, _)| known == slot) {
            Some(at) => at,
            None => {
                slots.push((*slot, ProductOption { name: String::new(), values: Vec::new() }));
                slots.len() - 1
            }
        };
        let option = &mut slots[at].1;
        if option.name.is_empty() {
            option.name.clone_from(name);
        }
        if !value.is_empty() && !option.values.contains(value) {
            option.values.push(value.clone());
        }
    }
    let has_columns = !slots.is_empty();
    slots.retain(|(_, option)| !option.values.is_empty() && !is_default(option));
    name_the_nameless(&mut slots);
    let row = product.variants.first().map_or(1, |variant| variant.row);
    if slots.len() > MOST {
        problems.push(Problem::error(
            row,
            ProblemCode::TooManyOptions,
            format!("The product has {} options; six is the most.", slots.len()),
        ));
    }
    for (variant, row) in product.variants.iter_mut().zip(rows) {
        for (slot, option) in &slots {
            let value = row.slots.iter().find(|(of, ..)| of == slot).map_or("", |(.., value)| value.as_str());
            if value.is_empty() {
                problems.push(Problem::error(
                    variant.row,
                    ProblemCode::MissingOption,
                    format!("The variant has no {}.", option.name),
                ));
            }
            variant.values.push(value.to_owned());
        }
    }
    find_repeated(product, problems);
    product.options = match (has_columns, slots.is_empty()) {
        (false, _) => Said::Nothing,
        (true, true) => Said::Empty,
        (true, false) => Said::Value(slots.into_iter().map(|(_, option)| option).collect()),
    };
}

/// Shopify's sign for "there is but one variant".
fn is_default(option: &ProductOption) -> bool {
    option.values.len() == 1
        && option.values[0].eq_ignore_ascii_case("Default Title")
        && (option.name.is_empty() || option.name.eq_ignore_ascii_case("Title"))
}

fn name_the_nameless(slots: &mut [(usize, ProductOption)]) {
    for (at, (_, option)) in slots.iter_mut().enumerate() {
        if option.name.is_empty() {
            option.name = format!("Option {}", at + 1);
        }
    }
}

/// Two variants with the same values cannot be told apart.
fn find_repeated(product: &Product, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<&[String], u64> = HashMap::new();
    for variant in &product.variants {
        match seen.get(variant.values.as_slice()) {
            Some(first) => {
                let what = if variant.values.is_empty() {
                    format!(
                        "Rows {first} and {} say the same variant: no option tells them apart.",
                        variant.row
                    )
                } else {
                    format!("“{}” stands in row {first} already.", variant.values.join(" / "))
                };
                problems.push(Problem::error(variant.row, ProblemCode::DuplicateVariant, what));
            }
            None => {
                seen.insert(&variant.values, variant.row);
            }
        }
    }
}
