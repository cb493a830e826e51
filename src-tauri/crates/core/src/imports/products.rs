//! A product of the file against the shop: found or new, what differs, and writing it.
//!
//! [`decide`] only reads, so that the dry run and the import cannot disagree; [`apply`] writes what was decided, through
//! the catalog's own rules.

use rusqlite::Connection;

use super::incoming::{IncomingProduct, IncomingVariant, Said};
use super::outcome::{Fate, FieldChange, Outcome};
use super::{Existing, ImageRule, ImportOptions, MatchBy, StockRule, stock};
use crate::catalog::write::{self, Loaded, NewVariant};
use crate::catalog::{
    CatalogSettings, Product, ProductOption, ProductStatus, Variant, categories, codes, sku,
};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::operations::Recording;
use crate::settings::{self, ShopProfile};
use crate::store;

/// What holds for all entries of an import.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub options: ImportOptions,
    pub currency: Currency,
    /// Where pieces are counted; `None` when there is no place yet.
    pub location: Option<Id<id::Location>>,
    pub tax_class: String,
}

impl Rules {
    pub fn of(connection: &Connection, options: &ImportOptions) -> Result<Self> {
        let location = match options.location_id {
            Some(id) => Some(id),
            None => store::imports::first_location(connection)?,
        };
        Ok(Self {
            currency: match options.currency {
                Some(currency) => currency,
                None => settings::get::<ShopProfile>(connection)?.value.currency,
            },
            tax_class: settings::get::<CatalogSettings>(connection)?.value.default_tax_class,
            location,
            options: options.clone(),
        })
    }

    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// What is to be written.
pub(super) enum Plan {
    Nothing,
    Create(Box<Draft>),
    Change(Box<Change>),
}

/// A product to be made. Its ids are given when it is written.
pub(super) struct Draft {
    product: Product,
    /// Names and values in order.
    options: Vec<(String, Vec<String>)>,
    variants: Vec<NewVariant>,
    /// In the order of the variants.
    stock: Vec<Option<i64>>,
    images: Vec<Picture>,
}

/// A link, the text beside it, and the variant that shows it (its place among the file's).
struct Picture {
    url: String,
    alt: String,
    variant: Option<usize>,
}

pub(super) struct Change {
    before: Loaded,
    after: Loaded,
    added: Vec<NewVariant>,
    /// Pieces that the file says, by the place among `after`'s variants followed by `added`.
    stock: Vec<(usize, i64)>,
    /// The file's variants in `after`'s order, as `stock`.
    images: Vec<Picture>,
}

/// What an entry is called in lists.
pub(super) fn title(product: &IncomingProduct) -> String {
    let said = [&product.title, &product.handle];
    let named = said.iter().find_map(|text| text.value().filter(|text| !text.trim().is_empty()));
    let sku = || product.variants.iter().find_map(|variant| variant.sku.value());
    named.or_else(sku).cloned().unwrap_or_default()
}

/// What becomes of a product, and what is to be written for it.
///
/// # Errors
/// Those of the queries. What is wrong with the entry is its fate.
pub(super) fn decide(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingProduct,
) -> Result<(Fate, Plan)> {
    let found = match find(connection, rules, incoming)? {
        Ok(found) => found,
        Err(fate) => return Ok((fate, Plan::Nothing)),
    };
    let Some(id) = found else { return Ok(draft(rules, incoming)) };
    let before = Loaded {
        product: crate::catalog::product(connection, id)?,
        options: store::products::options(connection, id)?,
        variants: store::variants::of_product(connection, id)?,
    };
    if rules.options.existing == Existing::Skip {
        let reason = format!("'{}' is in the shop already.", before.product.title);
        return Ok((Fate::skipped(reason, id.to_string()), Plan::Nothing));
    }
    change(connection, rules, incoming, before)
}

/// The product that the entry is about; or why that cannot be told.
fn find(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingProduct,
) -> Result<std::result::Result<Option<Id<id::Product>>, Fate>> {
    let match_by = rules.options.match_by;
    let by_handle = matches!(match_by, MatchBy::Auto | MatchBy::Handle);
    let explicit = filled(&incoming.handle);
    if by_handle
        && let Some(handle) = explicit
        && let Some(id) = store::imports::product_of_handle(connection, handle)?
    {
        return Ok(match taken(connection, incoming, id)? {
            Some(fate) => Err(fate),
            None => Ok(Some(id)),
        });
    }
    let mut found: Option<(Id<id::Product>, String)> = None;
    for variant in &incoming.variants {
        let mut owners = Vec::new();
        if matches!(match_by, MatchBy::Auto | MatchBy::Sku)
            && let Some(sku) = filled(&variant.sku)
        {
            owners.extend(store::imports::product_of_sku(connection, sku)?.map(|owner| ("SKU", sku, owner)));
        }
        if matches!(match_by, MatchBy::Auto | MatchBy::Barcode)
            && owners.is_empty()
            && let Some(barcode) = filled(&variant.barcode)
        {
            let owner = store::imports::product_of_gtin(connection, &codes::gtin(barcode))?;
            owners.extend(owner.map(|owner| ("barcode", barcode, owner)));
        }
        for (word, code, owner) in owners {
            match &found {
                Some((id, title)) if *id != owner.0 => {
                    let reason = format!(
                        "Its variants belong to two products of the shop: '{title}' and, by the {word} '{code}', '{}'.",
                        owner.1
                    );
                    return Ok(Err(Fate::rejected(reason, Some(word.to_lowercase()))));
                }
                _ => found = Some(owner),
            }
        }
    }
    // Codes say more than a name.
    if found.is_none()
        && by_handle
        && explicit.is_none()
        && let Some(slug) = handle(incoming)
    {
        return Ok(Ok(store::imports::product_of_handle(connection, &slug)?));
    }
    Ok(Ok(found.map(|(id, _)| id)))
}

/// A code of the entry that belongs to another product than the one it is about.
fn taken(connection: &Connection, incoming: &IncomingProduct, id: Id<id::Product>) -> Result<Option<Fate>> {
    for variant in &incoming.variants {
        let sku = match filled(&variant.sku) {
            Some(sku) => store::imports::product_of_sku(connection, sku)?.map(|owner| ("SKU", sku, owner)),
            None => None,
        };
        let barcode = match filled(&variant.barcode) {
            Some(barcode) => store::imports::product_of_gtin(connection, &codes::gtin(barcode))?
                .map(|owner| ("barcode", barcode, owner)),
            None => None,
        };
        for (word, code, (owner, title)) in sku.into_iter().chain(barcode) {
            if owner != id {
                let reason = format!("The {word} '{code}' belongs to '{title}' already.");
                return Ok(Some(Fate::rejected(reason, Some(word.to_lowercase()))));
            }
        }
    }
    Ok(None)
}

fn filled(said: &Said<String>) -> Option<&str> {
    said.value().map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// Its own handle, else the one that its title makes: so the same file finds the same product again.
fn handle(incoming: &IncomingProduct) -> Option<String> {
    match filled(&incoming.handle) {
        Some(handle) => Some(handle.to_owned()),
        None => filled(&incoming.title).map(sku::slug).filter(|slug| !slug.is_empty()),
    }
}

fn draft(rules: &Rules, incoming: &IncomingProduct) -> (Fate, Plan) {
    let reject = |reason: &str, field: &str| (Fate::rejected(reason, Some(field.to_owned())), Plan::Nothing);
    let Some(title) = filled(&incoming.title) else {
        return reject("It is not in the shop yet, and a new product needs a title.", "title");
    };
    let Some(handle) = handle(incoming) else {
        return reject("A new product needs a handle: its title holds no letters or digits.", "handle");
    };
    let unpriced = incoming.variants.iter().all(|variant| variant.price == Said::Nothing);
    let mut variants = Vec::with_capacity(incoming.variants.len());
    for variant in &incoming.variants {
        let price = match variant.price {
            Said::Value(price) => price,
            // A file without prices: the owner sets them before the product is shown.
            Said::Nothing if unpriced => 0,
            Said::Nothing | Said::Empty => return reject("A new product needs a price.", "price"),
        };
        variants.push(new_variant(rules, variant, price));
    }
    if variants.is_empty() {
        variants.push(NewVariant::priced(rules.money(0)));
    }
    let text = |said: &Said<String>| filled(said).unwrap_or_default().to_owned();
    let usual = rules.options.status.unwrap_or(ProductStatus::Active);
    let status = match incoming.status.value().copied().unwrap_or(usual) {
        ProductStatus::Active if unpriced => ProductStatus::Draft,
        status => status,
    };
    let product = Product {
        id: Id::from_uuid(uuid::Uuid::nil()),
        handle,
        title: title.to_owned(),
        description: incoming.description.value().cloned().unwrap_or_default(),
        brand: text(&incoming.brand),
        category: path(filled(&incoming.category).unwrap_or_default()),
        category_id: None,
        material: text(&incoming.material),
        care: text(&incoming.care),
        season: text(&incoming.season),
        tags: write::tidy_tags(incoming.tags.value().map_or(&[], Vec::as_slice)),
        status,
        tax_class: filled(&incoming.tax_class).unwrap_or(&rules.tax_class).to_owned(),
        publish_at: incoming.publish_at.value().copied(),
        created_at: crate::Timestamp::default(),
        updated_at: crate::Timestamp::default(),
        version: 1,
    };
    let stock: Vec<Option<i64>> = incoming.variants.iter().map(|variant| pieces(rules, variant)).collect();
    let fate = Fate::of(Outcome::Created, None, described(&product, &variants, &stock));
    let images = pictures(rules, incoming);
    let draft = Draft { product, options: incoming.options.clone(), variants, stock, images };
    (fate, Plan::Create(Box::new(draft)))
}

fn new_variant(rules: &Rules, incoming: &IncomingVariant, price: i64) -> NewVariant {
    NewVariant {
        sku: filled(&incoming.sku).map(str::to_owned),
        barcode: filled(&incoming.barcode).map(str::to_owned),
        values: incoming.values.clone(),
        compare_at: incoming.compare_at.value().map(|minor| rules.money(*minor)),
        cost_minor: incoming.cost.value().copied(),
        weight_grams: incoming.weight_grams.value().copied(),
        allow_backorder: incoming.allow_backorder.value().copied().unwrap_or_default(),
        ..NewVariant::priced(rules.money(price))
    }
}

/// How many pieces the place is to have. Below zero no shelf can be: some programs count what they oversold.
fn pieces(rules: &Rules, variant: &IncomingVariant) -> Option<i64> {
    if rules.options.stock == StockRule::Ignore || rules.location.is_none() {
        return None;
    }
    variant.stock.value().map(|pieces| (*pieces).max(0))
}

fn pictures(rules: &Rules, incoming: &IncomingProduct) -> Vec<Picture> {
    if rules.options.images == ImageRule::Ignore {
        return Vec::new();
    }
    let mut pictures: Vec<Picture> = Vec::new();
    for image in &incoming.images {
        let variant =
            incoming.variants.iter().position(|variant| variant.image_url.as_deref() == Some(&image.url));
        pictures.push(Picture { url: image.url.clone(), alt: image.alt.clone(), variant });
    }
    for (place, variant) in incoming.variants.iter().enumerate() {
        if let Some(url) = &variant.image_url
            && !pictures.iter().any(|picture| picture.url == *url)
        {
            pictures.push(Picture { url: url.clone(), alt: String::new(), variant: Some(place) });
        }
    }
    pictures
}

/// "Women>Dresses" and "Women > Dresses" are the same path.
fn path(text: &str) -> String {
    let parts: Vec<&str> = text.split('>').map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(" > ")
}

/// What a new product is, for the list.
fn described(product: &Product, variants: &[NewVariant], stock: &[Option<i64>]) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let mut add = |field: &str, after: String| {
        if !after.is_empty() {
            changes.push(FieldChange::new(field, None, Some(after)));
        }
    };
    add("title", product.title.clone());
    add("brand", product.brand.clone());
    add("category", product.category.clone());
    add("status", product.status.to_string());
    add("tags", product.tags.join(", "));
    add("variants", variants.len().to_string());
    let prices = || variants.iter().map(|variant| variant.price);
    if let (Some(low), Some(high)) = (prices().min_by_key(|p| p.amount), prices().max_by_key(|p| p.amount)) {
        add("price", if low == high { low.to_string() } else { format!("{low} – {high}") });
    }
    let pieces: i64 = stock.iter().flatten().sum();
    if pieces > 0 {
        add("stock", pieces.to_string());
    }
    changes
}

/// Writes into a field what the file says, as the owner's rule for existing things allows, and notes it.
struct Editor<'a> {
    rule: Existing,
    changes: &'a mut Vec<FieldChange>,
}

impl Editor<'_> {
    fn set<T: PartialEq + Clone>(
        &mut self,
        field: &str,
        now: &mut T,
        said: Option<T>,
        is_empty: impl Fn(&T) -> bool,
        text: impl Fn(&T) -> String,
    ) {
        let Some(said) = said else { return };
        let wanted = match self.rule {
            Existing::Update => true,
            Existing::Fill => is_empty(now),
            Existing::Skip => false,
        };
        if wanted && *now != said {
            self.changes.push(FieldChange::new(field, Some(text(now)), Some(text(&said))));
            *now = said;
        }
    }

    fn text(&mut self, field: &str, now: &mut String, said: &Said<String>) {
        let said = filled(said).map(str::to_owned);
        self.set(field, now, said, String::is_empty, Clone::clone);
    }
}

fn change(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingProduct,
    before: Loaded,
) -> Result<(Fate, Plan)> {
    let id = before.product.id.to_string();
    let Some(order) = option_order(&before.options, &incoming.options) else {
        let names = |options: &mut dyn Iterator<Item = &str>| match options.collect::<Vec<_>>().join(", ") {
            names if names.is_empty() => "no options".to_owned(),
            names => names,
        };
        let reason = format!(
            "In the shop it has {}; in the file, {}.",
            names(&mut before.options.iter().map(|option| option.name.as_str())),
            names(&mut incoming.options.iter().map(|(name, _)| name.as_str())),
        );
        return Ok((Fate::rejected(reason, Some("options".into())), Plan::Nothing));
    };
    let mut after = before.clone();
    let mut changes = Vec::new();
    let mut editor = Editor { rule: rules.options.existing, changes: &mut changes };
    let product = &mut after.product;
    editor.text("title", &mut product.title, &incoming.title);
    let description = incoming.description.value().filter(|text| !text.trim().is_empty()).cloned();
    editor.set("description", &mut product.description, description, String::is_empty, Clone::clone);
    editor.text("brand", &mut product.brand, &incoming.brand);
    let category = filled(&incoming.category).map(path);
    editor.set("category", &mut product.category, category, String::is_empty, Clone::clone);
    editor.text("material", &mut product.material, &incoming.material);
    editor.text("care", &mut product.care, &incoming.care);
    editor.text("season", &mut product.season, &incoming.season);
    let tags = incoming.tags.value().map(|tags| write::tidy_tags(tags));
    editor.set("tags", &mut product.tags, tags, Vec::is_empty, |tags| tags.join(", "));
    editor.set(
        "status",
        &mut product.status,
        incoming.status.value().copied(),
        |_| false,
        ToString::to_string,
    );
    editor.text("tax_class", &mut product.tax_class, &incoming.tax_class);
    let publish_at = incoming.publish_at.value().copied().map(Some);
    editor.set("publish_at", &mut product.publish_at, publish_at, Option::is_none, |at| {
        at.map(|at| at.to_string()).unwrap_or_default()
    });

    let mut added = Vec::new();
    let mut stock = Vec::new();
    // Where each of the file's variants went: among `after`'s, or behind them among the added ones.
    let mut places = Vec::new();
    for variant in &incoming.variants {
        let values: Vec<String> = order.iter().filter_map(|i| variant.values.get(*i)).cloned().collect();
        let place = match_variant(&after, variant, &values);
        let place = match place {
            Some(place) => {
                edit_variant(rules, &mut editor, &mut after.variants[place], variant);
                place
            }
            None => {
                let price =
                    variant.price.value().copied().or_else(|| after.variants.first().map(|v| v.price.amount));
                let Some(price) = price else {
                    return Ok((
                        Fate::rejected("A new variant needs a price.", Some("price".into())),
                        Plan::Nothing,
                    ));
                };
                let mut new = new_variant(rules, variant, price);
                if let Some(first) = after.variants.first() {
                    // Within a product there is one currency.
                    new.price.currency = first.price.currency;
                }
                new.values = values;
                editor.changes.push(FieldChange::new("variant", None, Some(describe(&new))));
                added.push(new);
                after.variants.len() + added.len() - 1
            }
        };
        places.push(place);
        if let Some(pieces) = pieces(rules, variant)
            && let Some(location) = rules.location
        {
            let existing = after.variants.get(place);
            let now = match existing {
                Some(variant) => store::imports::on_hand(connection, variant.id, location)?,
                None => 0,
            };
            let wanted = rules.options.existing == Existing::Update || now == 0;
            if wanted && pieces != now {
                let name = existing.map(Variant::title).unwrap_or_default();
                editor.changes.push(FieldChange::new(
                    named("stock", &name),
                    Some(now.to_string()),
                    Some(pieces.to_string()),
                ));
                stock.push((place, pieces));
            }
        }
    }
    let images = new_pictures(connection, rules, incoming, &before, &mut changes, &places)?;
    if changes.is_empty() {
        return Ok((Fate::of(Outcome::Unchanged, Some(id), changes), Plan::Nothing));
    }
    let fate = Fate::of(Outcome::Changed, Some(id), changes);
    Ok((fate, Plan::Change(Box::new(Change { before, after, added, stock, images }))))
}

/// For each option of the shop, its place among the file's; `None` when they are not the same options.
fn option_order(shop: &[ProductOption], file: &[(String, Vec<String>)]) -> Option<Vec<usize>> {
    if shop.len() != file.len() {
        return None;
    }
    shop.iter()
        .map(|option| {
            file.iter().position(|(name, _)| name.trim().to_lowercase() == option.name.to_lowercase())
        })
        .collect()
}

/// The variant that the file means: by its SKU, else its values, else its barcode.
fn match_variant(loaded: &Loaded, incoming: &IncomingVariant, values: &[String]) -> Option<usize> {
    let at = |is: &dyn Fn(&Variant) -> bool| loaded.variants.iter().position(is);
    let by_sku = filled(&incoming.sku).and_then(|sku| {
        at(&|variant| variant.sku.as_deref().is_some_and(|own| own.to_lowercase() == sku.to_lowercase()))
    });
    let trimmed: Vec<&str> = values.iter().map(|value| value.trim()).collect();
    let by_values = || at(&|variant| variant.values.iter().map(String::as_str).eq(trimmed.iter().copied()));
    let by_barcode = || {
        let gtin = codes::gtin(filled(&incoming.barcode)?);
        at(&|variant| variant.barcode.as_deref().is_some_and(|own| codes::gtin(own) == gtin))
    };
    by_sku.or_else(by_values).or_else(by_barcode)
}

fn edit_variant(rules: &Rules, editor: &mut Editor<'_>, variant: &mut Variant, incoming: &IncomingVariant) {
    let name = variant.title();
    let currency = variant.price.currency;
    let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, currency));
    let text = |price: &Option<Money>| price.map(|price| price.to_string()).unwrap_or_default();
    let sku = filled(&incoming.sku).map(|sku| Some(sku.to_owned()));
    editor.set(&named("sku", &name), &mut variant.sku, sku, Option::is_none, |sku| {
        sku.clone().unwrap_or_default()
    });
    let barcode = codes::tidy(filled(&incoming.barcode)).map(Some);
    editor.set(&named("barcode", &name), &mut variant.barcode, barcode, Option::is_none, |barcode| {
        barcode.clone().unwrap_or_default()
    });
    let price = money(incoming.price.value().copied());
    editor.set(
        &named("price", &name),
        &mut variant.price,
        price,
        |price| price.amount == 0,
        ToString::to_string,
    );
    // A blank cell ends a reduction; everywhere else it only says nothing.
    let compare_at = match &incoming.compare_at {
        Said::Value(minor) => Some(money(Some(*minor))),
        Said::Empty if rules.options.existing == Existing::Update => Some(None),
        Said::Empty | Said::Nothing => None,
    };
    editor.set(&named("compare_at", &name), &mut variant.compare_at, compare_at, Option::is_none, text);
    let cost = incoming.cost.value().map(|minor| money(Some(*minor)));
    editor.set(&named("cost", &name), &mut variant.cost, cost, Option::is_none, text);
    let weight = incoming.weight_grams.value().map(|grams| Some(*grams));
    editor.set(&named("weight", &name), &mut variant.weight_grams, weight, Option::is_none, |grams| {
        grams.map(|grams| format!("{grams} g")).unwrap_or_default()
    });
    let backorder = incoming.allow_backorder.value().copied();
    editor.set(
        &named("backorder", &name),
        &mut variant.allow_backorder,
        backorder,
        |_| false,
        ToString::to_string,
    );
}

/// "price (M / Navy)".
fn named(field: &str, variant: &str) -> String {
    if variant.is_empty() { field.to_owned() } else { format!("{field} ({variant})") }
}

fn describe(variant: &NewVariant) -> String {
    let mut parts = vec![variant.values.join(" / ")];
    parts.extend(variant.sku.clone());
    parts.push(variant.price.to_string());
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// Links that the shop does not know yet.
fn new_pictures(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingProduct,
    before: &Loaded,
    changes: &mut Vec<FieldChange>,
    places: &[usize],
) -> Result<Vec<Picture>> {
    let mut fresh = Vec::new();
    for mut picture in pictures(rules, incoming) {
        if !store::imports::knows_image(connection, before.product.id, &picture.url)? {
            picture.variant = picture.variant.and_then(|place| places.get(place).copied());
            fresh.push(picture);
        }
    }
    if rules.options.existing == Existing::Fill && store::imports::has_images(connection, before.product.id)?
    {
        fresh.clear();
    }
    if !fresh.is_empty() {
        changes.push(FieldChange::new("images", None, Some(fresh.len().to_string())));
    }
    Ok(fresh)
}

/// Writes what was decided; gives the product's id.
///
/// # Errors
/// The catalog's: then nothing of the entry may be kept.
pub(super) fn apply(
    tx: &mut WriteTx<'_>,
    rules: &Rules,
    plan: Plan,
    recording: &mut Recording,
) -> Result<Option<String>> {
    match plan {
        Plan::Nothing => Ok(None),
        Plan::Create(draft) => create(tx, rules, *draft, recording).map(|id| Some(id.to_string())),
        Plan::Change(change) => {
            let id = change.before.product.id;
            edit(tx, rules, *change, recording)?;
            Ok(Some(id.to_string()))
        }
    }
}

fn create(
    tx: &mut WriteTx<'_>,
    rules: &Rules,
    draft: Draft,
    recording: &mut Recording,
) -> Result<Id<id::Product>> {
    let mut product = draft.product;
    product.id = tx.new_id();
    product.created_at = tx.now();
    product.updated_at = tx.now();
    set_category(tx, &mut product, recording)?;
    let mut options = Vec::with_capacity(draft.options.len());
    for (name, values) in &draft.options {
        let values = values.iter().map(|value| value.trim().to_owned()).collect();
        options.push(ProductOption { id: tx.new_id(), position: 0, name: name.trim().to_owned(), values });
    }
    let mut variants = Vec::with_capacity(draft.variants.len());
    for new in &draft.variants {
        variants.push(new.variant(tx.new_id(), product.id));
    }
    let mut made = Loaded { product, options, variants };
    add_values(&mut made);
    write::insert(tx, &mut made, Some(recording))?;
    if let Some(location) = rules.location {
        for (variant, pieces) in made.variants.iter().zip(&draft.stock) {
            if let Some(pieces) = pieces.filter(|pieces| *pieces > 0) {
                stock::open(tx, variant.id, location, pieces, recording)?;
            }
        }
    }
    remember(tx, &made, &draft.images)?;
    Ok(made.product.id)
}

fn edit(tx: &mut WriteTx<'_>, rules: &Rules, change: Change, recording: &mut Recording) -> Result<()> {
    let Change { before, mut after, added, stock: wanted, images } = change;
    let known = after.variants.len();
    if after.product.category != before.product.category {
        set_category(tx, &mut after.product, recording)?;
    }
    for new in &added {
        after.variants.push(new.variant(tx.new_id(), before.product.id));
    }
    add_values(&mut after);
    write::save(tx, &before, after.clone(), recording)?;
    if let Some(location) = rules.location {
        for (place, pieces) in wanted {
            let variant = after.variants[place].id;
            if place < known {
                stock::set(tx, variant, location, pieces, recording)?;
            } else if pieces > 0 {
                stock::open(tx, variant, location, pieces, recording)?;
            }
        }
    }
    remember(tx, &after, &images)
}

fn set_category(tx: &mut WriteTx<'_>, product: &mut Product, recording: &mut Recording) -> Result<()> {
    let category = categories::ensure(tx, &product.category, Some(recording))?;
    product.category_id = category.as_ref().map(|category| category.id);
    product.category = category.map(|category| category.path).unwrap_or_default();
    Ok(())
}

/// Values that the options do not have yet, in the order of the variants.
fn add_values(loaded: &mut Loaded) {
    for variant in &loaded.variants {
        for (option, value) in loaded.options.iter_mut().zip(&variant.values) {
            if !option.values.contains(value) {
                option.values.push(value.clone());
            }
        }
    }
}

fn remember(tx: &WriteTx<'_>, loaded: &Loaded, pictures: &[Picture]) -> Result<()> {
    for (place, picture) in pictures.iter().enumerate() {
        let variant = picture.variant.and_then(|i| loaded.variants.get(i)).map(|variant| variant.id);
        let position = i64::try_from(place + 1).unwrap_or(i64::MAX);
        store::imports::add_pending_image(
            tx,
            loaded.product.id,
            variant,
            &picture.url,
            position,
            &picture.alt,
        )?;
    }
    Ok(())
}
