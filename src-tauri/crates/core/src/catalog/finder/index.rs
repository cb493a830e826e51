//! What is known of every product and variant, packed: texts are numbers, words are numbers, codes keep their first
//! eight bytes beside the row, so that a question reads memory in order.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rusqlite::Connection;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::{FacetValue, Facets, Hit, Spot};
use crate::catalog::colour;
use crate::catalog::model::ProductStatus;
use crate::error::Result;
use crate::id::{self, Id};
use crate::store;
use crate::store::catalog_index::{IndexProduct, IndexVariant};

/// Lower case, without marks: "Café" is found by "cafe".
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of a folded text.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The first eight bytes of a text, in an order that compares as the text does.
pub(super) fn head(text: &str) -> u64 {
    let mut bytes = [0; 8];
    let count = text.len().min(8);
    bytes[..count].copy_from_slice(&text.as_bytes()[..count]);
    u64::from_be_bytes(bytes)
}

/// Texts by number.
#[derive(Default)]
pub(super) struct Names {
    ids: BTreeMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Names {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let text: Arc<str> = text.into();
        let id = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.ids.insert(Arc::clone(&text), id);
        self.texts.push(text);
        id
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The numbers of the texts that begin so.
    pub fn beginning<'a>(&'a self, start: &'a str) -> impl Iterator<Item = usize> + 'a {
        let from: (std::ops::Bound<&str>, std::ops::Bound<&str>) =
            (std::ops::Bound::Included(start), std::ops::Bound::Unbounded);
        self.ids
            .range::<str, _>(from)
            .take_while(move |(text, _)| text.starts_with(start))
            .map(|(_, id)| *id as usize)
    }

    /// For each number, whether its text fits.
    pub fn fitting(&self, fits: impl Fn(&str) -> bool) -> Vec<bool> {
        self.texts.iter().map(|text| fits(text)).collect()
    }
}

/// No text.
pub(super) const NONE: u32 = u32::MAX;

pub(super) struct Entry {
    pub row: i64,
    pub id: Id<id::Product>,
    pub title: Box<str>,
    /// Of the folded title.
    pub title_head: u64,
    /// Numbers of words; those of the title first.
    pub words: Box<[u32]>,
    pub title_words: usize,
    pub status: ProductStatus,
    pub category: Option<Id<id::Category>>,
    pub brand: u32,
    pub season: u32,
    pub tax_class: u32,
    pub material: u32,
    pub tags: Box<[u32]>,
    pub has_image: bool,
    pub updated: i64,
    pub variants: Box<[VariantEntry]>,
}

/// What a question asks first of a product, beside those of all others and apart from the rest: most that do not fit are told by it.
#[derive(Clone, Copy)]
pub(super) struct Offers {
    pub row: i64,
    /// Of its variants' prices.
    pub lowest: i64,
    pub highest: i64,
    /// A [`mark`] for each that a variant has.
    pub colours: u64,
    pub sizes: u64,
    /// The same of the variants that can be bought now.
    pub colours_now: u64,
    pub sizes_now: u64,
    pub material: u32,
    pub is_active: bool,
    pub has_variants: bool,
    /// A variant can be bought now.
    pub is_available: bool,
}

/// So many names have a bit of their own.
pub(super) const MARKS: usize = u64::BITS as usize;

/// One bit for a name's number. Where there are more names than [`MARKS`], others may have the same.
pub(super) const fn mark(number: u32) -> u64 {
    if number == NONE { 0 } else { 1 << (number % u64::BITS) }
}

impl Offers {
    /// Where a product went.
    const NOTHING: Self = Self {
        row: 0,
        lowest: i64::MAX,
        highest: i64::MIN,
        colours: 0,
        sizes: 0,
        colours_now: 0,
        sizes_now: 0,
        material: NONE,
        is_active: false,
        has_variants: false,
        is_available: false,
    };

    fn of(entry: &Entry) -> Self {
        let mut offers = Self {
            row: entry.row,
            material: entry.material,
            is_active: entry.status == ProductStatus::Active,
            has_variants: !entry.variants.is_empty(),
            ..Self::NOTHING
        };
        for variant in &entry.variants {
            offers.lowest = offers.lowest.min(variant.price);
            offers.highest = offers.highest.max(variant.price);
            offers.colours |= mark(variant.colour);
            offers.sizes |= mark(variant.size);
            if variant.is_available() {
                offers.is_available = true;
                offers.colours_now |= mark(variant.colour);
                offers.sizes_now |= mark(variant.size);
            }
        }
        offers
    }
}

pub(super) struct VariantEntry {
    pub id: Id<id::Variant>,
    pub sku_head: u64,
    pub barcode_head: u64,
    /// SKU, line feed, barcode; folded.
    pub codes: Box<str>,
    pub price: i64,
    pub available: i64,
    pub colour: u32,
    pub size: u32,
    /// Number of its values' words in [`Index::value_words`].
    pub values: u32,
    pub has_cost: bool,
    pub allow_backorder: bool,
}

impl VariantEntry {
    /// It can be bought now.
    pub const fn is_available(&self) -> bool {
        self.available > 0 || self.allow_backorder
    }

    pub fn sku(&self) -> &str {
        self.codes.split_once('\n').map_or("", |(sku, _)| sku)
    }

    pub fn barcode(&self) -> &str {
        self.codes.split_once('\n').map_or("", |(_, barcode)| barcode)
    }
}

#[derive(Default)]
pub(super) struct Index {
    revision: i64,
    /// In no order; `None` where a product went.
    pub entries: Vec<Option<Entry>>,
    /// Of each entry.
    pub offers: Vec<Offers>,
    places: FxHashMap<i64, usize>,
    /// Places in the order of titles, and each place's rank in it.
    by_title: Vec<u32>,
    pub rank: Vec<u32>,
    pub vocabulary: Names,
    pub names: Named,
    /// The words of each distinct set of option values.
    pub value_words: Vec<Box<[u32]>>,
    value_sets: HashMap<Box<str>, u32>,
}

/// Texts that lists filter by.
#[derive(Default)]
pub(super) struct Named {
    pub brands: Names,
    pub tags: Names,
    pub colours: Names,
    pub sizes: Names,
    pub seasons: Names,
    pub tax_classes: Names,
    pub materials: Names,
}

fn number(names: &mut Names, text: &str) -> u32 {
    if text.is_empty() { NONE } else { names.number(text) }
}

impl Index {
    pub fn load(connection: &Connection, revision: i64) -> Result<Self> {
        let mut index = Self::default();
        store::catalog_index::each(connection, None, |product| {
            index.place(&product);
        })?;
        index.revision = revision;
        let mut all: Vec<u32> = (0..u32::try_from(index.entries.len()).unwrap_or(u32::MAX)).collect();
        index.sort_by_title(&mut all);
        index.by_title = all;
        index.rank_all();
        Ok(index)
    }

    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// Learns what changed since.
    pub fn refresh(&mut self, connection: &Connection, revision: i64) -> Result<()> {
        let changed = store::catalog_index::changed_since(connection, self.revision)?;
        let mut moved = Vec::new();
        for row in &changed {
            let old = self.places.get(row).copied();
            let old_title =
                old.and_then(|place| self.entries[place].as_ref()).map(|entry| entry.title.clone());
            let mut found = None;
            store::catalog_index::each(connection, Some(*row), |product| {
                found = Some(product);
            })?;
            let place = match found {
                Some(product) => self.place(&product),
                None => {
                    let Some(place) = old else { continue };
                    self.entries[place] = None;
                    self.offers[place] = Offers::NOTHING;
                    place
                }
            };
            let title = self.entries[place].as_ref().map(|entry| entry.title.clone());
            if title != old_title {
                moved.push(u32::try_from(place).unwrap_or(u32::MAX));
            }
        }
        if !moved.is_empty() {
            self.reorder(moved);
        }
        self.revision = revision;
        Ok(())
    }

    /// Puts the places whose titles changed where they belong now.
    fn reorder(&mut self, mut moved: Vec<u32>) {
        moved.sort_unstable();
        moved.dedup();
        let mut by_title = std::mem::take(&mut self.by_title);
        by_title.retain(|place| moved.binary_search(place).is_err());
        moved.retain(|place| self.entry(*place).is_some());
        self.sort_by_title(&mut moved);
        let mut merged = Vec::with_capacity(by_title.len() + moved.len());
        let mut rest = by_title.into_iter().peekable();
        for place in moved {
            while let Some(next) = rest.next_if(|next| self.title_key(*next) <= self.title_key(place)) {
                merged.push(next);
            }
            merged.push(place);
        }
        merged.extend(rest);
        self.by_title = merged;
        self.rank_all();
    }

    /// The place of an index row.
    pub fn place_of(&self, row: i64) -> Option<usize> {
        self.places.get(&row).copied()
    }

    fn entry(&self, place: u32) -> Option<&Entry> {
        self.entries.get(place as usize).and_then(Option::as_ref)
    }

    fn title_key(&self, place: u32) -> (String, i64) {
        self.entry(place).map_or_else(|| (String::new(), 0), |entry| (folded(&entry.title), entry.row))
    }

    fn sort_by_title(&self, places: &mut [u32]) {
        places.sort_by_cached_key(|place| self.title_key(*place));
    }

    fn rank_all(&mut self) {
        self.rank = vec![0; self.entries.len()];
        for (rank, place) in self.by_title.iter().enumerate() {
            self.rank[*place as usize] = u32::try_from(rank).unwrap_or(u32::MAX);
        }
    }

    /// Takes a product in, in place of what was known of it.
    fn place(&mut self, product: &IndexProduct) -> usize {
        let entry = self.entry_of(product);
        let offers = Offers::of(&entry);
        match self.places.get(&product.row) {
            Some(place) => {
                self.entries[*place] = Some(entry);
                self.offers[*place] = offers;
                *place
            }
            None => {
                self.entries.push(Some(entry));
                self.offers.push(offers);
                self.places.insert(product.row, self.entries.len() - 1);
                self.entries.len() - 1
            }
        }
    }

    fn entry_of(&mut self, product: &IndexProduct) -> Entry {
        let mut numbers = Vec::new();
        let mut add = |text: &str, vocabulary: &mut Names| {
            for word in words(&folded(text)) {
                let number = vocabulary.number(word);
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
            numbers.len()
        };
        let title_words = add(&product.title, &mut self.vocabulary);
        for text in [&product.brand, &product.category].into_iter().chain(&product.tags) {
            add(text, &mut self.vocabulary);
        }
        let tags = product.tags.iter().map(|tag| self.names.tags.number(tag)).collect();
        let variants: Box<[VariantEntry]> =
            product.variants.iter().map(|variant| self.variant_of(variant)).collect();
        Entry {
            row: product.row,
            id: product.id,
            title: product.title.as_str().into(),
            title_head: head(&folded(&product.title)),
            words: numbers.into(),
            title_words,
            status: product.status,
            category: product.category_id,
            brand: number(&mut self.names.brands, &product.brand),
            season: number(&mut self.names.seasons, &product.season),
            tax_class: number(&mut self.names.tax_classes, &product.tax_class),
            material: number(&mut self.names.materials, &product.material),
            tags,
            has_image: product.has_image,
            updated: product.updated,
            variants,
        }
    }

    fn variant_of(&mut self, variant: &IndexVariant) -> VariantEntry {
        let (sku, barcode) = (folded(&variant.sku), folded(&variant.barcode));
        let values = match self.value_sets.get(variant.title.as_str()) {
            Some(values) => *values,
            None => {
                let mut numbers = Vec::new();
                let family = variant.colour.as_deref().and_then(colour::family).unwrap_or_default();
                for text in [folded(&variant.title), family.to_owned()] {
                    numbers.extend(words(&text).map(|word| self.vocabulary.number(word)));
                }
                let values = u32::try_from(self.value_words.len()).unwrap_or(u32::MAX);
                self.value_words.push(numbers.into());
                self.value_sets.insert(variant.title.as_str().into(), values);
                values
            }
        };
        VariantEntry {
            id: variant.id,
            sku_head: head(&sku),
            barcode_head: head(&barcode),
            codes: format!("{sku}\n{barcode}").into(),
            price: variant.price,
            available: variant.available,
            colour: variant.colour.as_deref().map_or(NONE, |text| self.names.colours.number(text)),
            size: variant.size.as_deref().map_or(NONE, |text| self.names.sizes.number(text)),
            values,
            has_cost: variant.has_cost,
            allow_backorder: variant.allow_backorder,
        }
    }

    /// The ids of a row.
    pub fn ids(&self, spot: Spot) -> Option<Hit> {
        let entry = self.entry(spot.place)?;
        let variant = match spot.variant {
            Some(i) => Some(entry.variants.get(i as usize)?.id),
            None => None,
        };
        Some((entry.id, variant))
    }

    pub fn facets(&self) -> Facets {
        let named = &self.names;
        let all = || self.entries.iter().flatten();
        let once = |numbers: Vec<u32>| {
            let mut numbers = numbers;
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        Facets {
            brands: count(&named.brands, all().map(|entry| entry.brand)),
            tags: count(&named.tags, all().flat_map(|entry| entry.tags.iter().copied())),
            colours: count(
                &named.colours,
                all().flat_map(|entry| once(entry.variants.iter().map(|variant| variant.colour).collect())),
            ),
            sizes: count(
                &named.sizes,
                all().flat_map(|entry| once(entry.variants.iter().map(|variant| variant.size).collect())),
            ),
            seasons: count(&named.seasons, all().map(|entry| entry.season)),
            tax_classes: count(&named.tax_classes, all().map(|entry| entry.tax_class)),
            materials: count(&named.materials, all().map(|entry| entry.material)),
        }
    }
}

/// Values of one facet at most: more than anybody looks through.
const MOST_VALUES: usize = 500;

fn count(names: &Names, numbers: impl Iterator<Item = u32>) -> Vec<FacetValue> {
    let mut counts = vec![0; names.len()];
    for number in numbers {
        if let Some(count) = counts.get_mut(number as usize) {
            *count += 1;
        }
    }
    let mut values: Vec<FacetValue> = names
        .texts
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(text, count)| FacetValue { value: text.to_string(), count })
        .collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    values.truncate(MOST_VALUES);
    values
}
