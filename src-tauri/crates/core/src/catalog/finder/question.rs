//! Answering one question: which rows fit, in which order.

use std::collections::HashSet;

use rusqlite::Connection;

use super::index::{Entry, Index, VariantEntry, folded, head, words};
use super::{CatalogFilter, Missing, Sort, Spot};
use crate::catalog::categories;
use crate::catalog::colour::AskedColours;
use crate::error::Result;
use crate::id::{self, Id};

/// Words of a search that count; more is prose.
const MOST_WORDS: usize = 16;

/// What a search asks for. Each word has a bit; a row fits when it has all of them.
struct Search {
    /// Folded, whole.
    text: String,
    parts: Vec<Part>,
    all: u16,
    /// For each word of the vocabulary, the bits of what it begins with.
    by_word: Vec<u16>,
    /// The same for each set of option values.
    by_values: Vec<u16>,
}

/// What stands between two spaces: words, or the start of a code.
struct Part {
    text: String,
    /// A UPC-A's twelve digits as the EAN-13 that may be printed instead.
    as_ean: Option<String>,
    bits: u16,
}

impl Search {
    /// `None` when there is nothing to search for.
    fn read(index: &Index, text: Option<&str>) -> Option<Self> {
        let text = folded(text?.trim());
        let mut search = Self {
            parts: Vec::new(),
            all: 0,
            by_word: vec![0; index.vocabulary.len()],
            by_values: Vec::new(),
            text,
        };
        let mut count = 0;
        for part in search.text.split_whitespace() {
            let mut bits = 0;
            for word in words(part) {
                if count == MOST_WORDS {
                    break;
                }
                for number in index.vocabulary.beginning(word) {
                    search.by_word[number] |= 1 << count;
                }
                bits |= 1 << count;
                count += 1;
            }
            if bits != 0 {
                search.all |= bits;
                let is_upc = part.len() == 12 && part.bytes().all(|b| b.is_ascii_digit());
                search.parts.push(Part {
                    text: part.to_owned(),
                    as_ean: is_upc.then(|| format!("0{part}")),
                    bits,
                });
            }
        }
        if search.all == 0 && search.text.is_empty() {
            return None;
        }
        search.by_values = index.value_words.iter().map(|words| search.bits_of(words)).collect();
        Some(search)
    }

    fn bits_of(&self, words: &[u32]) -> u16 {
        words.iter().fold(0, |bits, word| bits | self.by_word[*word as usize])
    }

    /// The bits that a variant has beside its product's.
    fn of_variant(&self, variant: &VariantEntry, product: u16) -> u16 {
        let mut bits = product | self.by_values[variant.values as usize];
        if bits == self.all {
            return bits;
        }
        for part in &self.parts {
            if bits & part.bits != part.bits && part.begins_code_of(variant) {
                bits |= part.bits;
            }
        }
        bits
    }

    /// 0 for the best.
    fn class(&self, entry: &Entry, title: u16, has_code: bool) -> u64 {
        if has_code {
            0
        } else if title != self.all {
            3
        } else if begins_title(entry, &self.text) {
            1
        } else {
            2
        }
    }

    fn is_code_of(&self, variant: &VariantEntry) -> bool {
        let [part] = &self.parts[..] else { return false };
        let is = |text: &str| {
            (variant.sku_head == head(text) && variant.sku() == text)
                || (variant.barcode_head == head(text) && variant.barcode() == text)
        };
        is(&part.text) || part.as_ean.as_deref().is_some_and(is)
    }
}

impl Part {
    fn begins_code_of(&self, variant: &VariantEntry) -> bool {
        let begins = |text: &str| {
            begins(variant.sku_head, text, || variant.sku())
                || begins(variant.barcode_head, text, || variant.barcode())
        };
        begins(&self.text) || self.as_ean.as_deref().is_some_and(begins)
    }
}

/// Whether a code begins with a text, by its first eight bytes and, where those agree, by the rest.
fn begins<'a>(code_head: u64, text: &str, code: impl Fn() -> &'a str) -> bool {
    let shift = 64 - 8 * text.len().min(8);
    (code_head ^ head(text)).checked_shr(u32::try_from(shift).unwrap_or(0)).unwrap_or(0) == 0
        && (text.len() <= 8 || code().starts_with(text))
}

fn begins_title(entry: &Entry, text: &str) -> bool {
    begins(entry.title_head, text, || "")
        || (text.len() > 8
            && begins(entry.title_head, text.get(..8).unwrap_or_default(), || "")
            && folded(&entry.title).starts_with(text))
}

/// The filter with its texts as numbers.
struct Filter<'a> {
    asked: &'a CatalogFilter,
    categories: Option<HashSet<Id<id::Category>>>,
    brands: Option<Vec<bool>>,
    tags: Option<Vec<bool>>,
    seasons: Option<Vec<bool>>,
    tax_classes: Option<Vec<bool>>,
    colours: Option<Vec<bool>>,
    sizes: Option<Vec<bool>>,
}

fn has(wanted: Option<&Vec<bool>>, number: u32) -> bool {
    wanted.is_none_or(|wanted| wanted.get(number as usize).copied().unwrap_or(false))
}

impl<'a> Filter<'a> {
    fn read(connection: &Connection, index: &Index, asked: &'a CatalogFilter) -> Result<Self> {
        let any_of = |names: &super::index::Names, wanted: &[String]| {
            let wanted: Vec<String> = wanted.iter().map(|text| folded(text.trim())).collect();
            (!wanted.is_empty()).then(|| names.fitting(|text| wanted.contains(&folded(text))))
        };
        let named = &index.names;
        let one = |text: &Option<String>| text.iter().cloned().collect::<Vec<_>>();
        Ok(Self {
            asked,
            categories: match asked.category {
                Some(id) => Some(categories::subtree(connection, id)?.into_iter().collect()),
                None => None,
            },
            brands: any_of(&named.brands, &asked.brands),
            tags: any_of(&named.tags, &asked.tags),
            seasons: any_of(&named.seasons, &one(&asked.season)),
            tax_classes: any_of(&named.tax_classes, &one(&asked.tax_class)),
            sizes: any_of(&named.sizes, &asked.sizes),
            colours: (!asked.colours.is_empty()).then(|| {
                let colours = AskedColours::new(&asked.colours);
                named.colours.fitting(|have| colours.have(have))
            }),
        })
    }

    fn fits_product(&self, entry: &Entry) -> bool {
        let category = self
            .categories
            .as_ref()
            .is_none_or(|wanted| entry.category.is_some_and(|category| wanted.contains(&category)));
        let tags = self.tags.is_none() || entry.tags.iter().any(|tag| has(self.tags.as_ref(), *tag));
        self.asked.status.is_none_or(|status| status == entry.status)
            && category
            && tags
            && has(self.brands.as_ref(), entry.brand)
            && has(self.seasons.as_ref(), entry.season)
            && has(self.tax_classes.as_ref(), entry.tax_class)
            && (!entry.has_image || !self.asked.missing.contains(&Missing::Image))
    }

    fn fits_variant(&self, variant: &VariantEntry) -> bool {
        let asked = self.asked;
        let lacks = |missing: &Missing| match missing {
            Missing::Barcode => variant.barcode().is_empty(),
            Missing::Sku => variant.sku().is_empty(),
            Missing::Cost => !variant.has_cost,
            Missing::Image => true,
        };
        asked.in_stock.is_none_or(|wanted| wanted == (variant.available > 0))
            && asked.price_min.is_none_or(|min| variant.price >= min)
            && asked.price_max.is_none_or(|max| variant.price <= max)
            && has(self.colours.as_ref(), variant.colour)
            && has(self.sizes.as_ref(), variant.size)
            && asked.missing.iter().all(lacks)
    }
}

/// A fitting row with what it is sorted by: the sort's own key, then the order of titles and of a product's variants.
type Found = (u64, u64, Spot);

/// A number that grows as `value` does, or falls.
fn ordered(value: i64, falls: bool) -> u64 {
    let grows = value.cast_unsigned() ^ (1 << 63);
    if falls { !grows } else { grows }
}

/// The rows that fit, in order.
pub(super) fn answer(
    connection: &Connection,
    index: &Index,
    asked: &CatalogFilter,
    sort: Sort,
    of_variants: bool,
) -> Result<Vec<Spot>> {
    let search = Search::read(index, asked.search.as_deref());
    let filter = Filter::read(connection, index, asked)?;
    let about_variants = asked.is_about_variants();
    let mut found: Vec<Found> = Vec::new();
    for (place, entry) in index.entries.iter().enumerate() {
        let Some(entry) = entry.as_ref().filter(|entry| filter.fits_product(entry)) else { continue };
        let title = search.as_ref().map_or(0, |search| search.bits_of(&entry.words[..entry.title_words]));
        let product =
            search.as_ref().map_or(0, |search| title | search.bits_of(&entry.words[entry.title_words..]));
        // What is typed without any letter or digit is no word; only nothing fits it.
        let fits = |variant: &VariantEntry| {
            filter.fits_variant(variant)
                && search
                    .as_ref()
                    .is_none_or(|search| search.all != 0 && search.of_variant(variant, product) == search.all)
        };
        let class = |has_code: bool| search.as_ref().map_or(0, |search| search.class(entry, title, has_code));
        let is_code =
            |variant: &VariantEntry| search.as_ref().is_some_and(|search| search.is_code_of(variant));
        let rank = u64::from(index.rank[place]) << 32;
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        if of_variants {
            for (i, variant) in entry.variants.iter().enumerate().filter(|(_, variant)| fits(variant)) {
                let key = key(sort, entry, std::slice::from_ref(variant), || class(is_code(variant)));
                let i = u32::try_from(i).unwrap_or(u32::MAX);
                found.push((key, rank | u64::from(i), Spot { place, variant: Some(i) }));
            }
            continue;
        }
        let all_words = search.as_ref().is_none_or(|search| search.all != 0 && product == search.all);
        let fits = if entry.variants.is_empty() {
            all_words && asked.is_open_to_no_variants()
        } else {
            !about_variants || entry.variants.iter().any(fits)
        };
        if fits {
            let key = key(sort, entry, &entry.variants, || class(entry.variants.iter().any(is_code)));
            found.push((key, rank, Spot { place, variant: None }));
        }
    }
    found.sort_unstable_by_key(|(key, then, _)| (*key, *then));
    Ok(found.into_iter().map(|(.., spot)| spot).collect())
}

/// What a row is sorted by; equals are in the order of titles.
fn key(sort: Sort, entry: &Entry, variants: &[VariantEntry], class: impl Fn() -> u64) -> u64 {
    let prices = || variants.iter().map(|variant| variant.price);
    let pieces = || variants.iter().map(|variant| variant.available).sum();
    match sort {
        Sort::Title => 0,
        Sort::Relevance => class(),
        Sort::Newest => ordered(entry.row, true),
        Sort::Oldest => ordered(entry.row, false),
        Sort::PriceLow => ordered(prices().min().unwrap_or(i64::MAX), false),
        Sort::PriceHigh => ordered(prices().max().unwrap_or(i64::MIN), true),
        Sort::StockLow => ordered(pieces(), false),
        Sort::StockHigh => ordered(pieces(), true),
        Sort::Updated => ordered(entry.updated, true),
    }
}

impl CatalogFilter {
    /// Whether a product without variants can fit.
    fn is_open_to_no_variants(&self) -> bool {
        self.in_stock != Some(true)
            && self.colours.is_empty()
            && self.sizes.is_empty()
            && self.price_min.is_none()
            && self.price_max.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_of_a_code_is_told_by_its_first_bytes_and_the_rest() {
        let check = |code: &str, text: &str| begins(head(code), text, || code);
        for (code, text, expected) in [
            ("bx-000123-1", "b", true),
            ("bx-000123-1", "bx-00012", true),
            ("bx-000123-1", "bx-000123", true),
            ("bx-000123-1", "bx-000124", false),
            ("bx-000123-1", "bx-00013", false),
            ("bx", "bx-", false),
            ("bx", "bx", true),
            ("", "b", false),
        ] {
            assert_eq!(check(code, text), expected, "{code} {text}");
        }
    }

    #[test]
    fn numbers_are_ordered_both_ways() {
        let values = [i64::MIN, -5, 0, 7, i64::MAX];
        assert!(values.map(|value| ordered(value, false)).is_sorted());
        assert!(values.map(|value| !ordered(value, true)).is_sorted());
    }
}
