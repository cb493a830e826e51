//! A big shop: products and conversations in any number, made of parts, for seeing how the program carries weight.
//!
//! Batches are made inside the write that stores them, so that memory does not grow with the shop. Nobody's words
//! here are the assistant's: past conversations are between customers and the owner.

use std::collections::HashMap;

use super::DemoOptions;
use super::assortment::{capitalised, handle, past_movement, picture, weight};
use super::chance::{Chance, days};
use super::drawing::{GarmentKind, Pattern};
use super::people::some_name;
use super::talks::SHOP_ADDRESS;
use super::{goods, lines};
use crate::catalog::categories;
use crate::catalog::codes::own_number;
use crate::catalog::{Image, Product, ProductOption, ProductStatus, Variant};
use crate::clock::Timestamp;
use crate::contacts::{Channel, Contact, Identity};
use crate::conversations::{Author, Direction, MessageStatus, Provider, preview};
use crate::database::{Database, WriteTx};
use crate::error::Result;
use crate::id::Id;
use crate::money::{Currency, Money};
use crate::stock::MovementReason;
use crate::store;
use crate::store::demo::{PastConversation, PastMessage};

const PRODUCTS: u64 = 11;
const CONVERSATIONS: u64 = 12;
const PRODUCTS_AT_ONCE: usize = 2000;
const CONVERSATIONS_AT_ONCE: usize = 1000;
const MESSAGES_EACH: usize = 20;

/// A kind of garment in the big shop.
struct Cut {
    name: &'static str,
    category: &'static str,
    kind: GarmentKind,
    pattern: Pattern,
    sized: bool,
    price: i64,
}

const fn cut(
    name: &'static str,
    category: &'static str,
    kind: GarmentKind,
    pattern: Pattern,
    sized: bool,
    price: i64,
) -> Cut {
    Cut { name, category, kind, pattern, sized, price }
}

const CUTS: [Cut; 20] = [
    cut("midi dress", "Women > Dresses", GarmentKind::Dress, Pattern::Plain, true, 7900),
    cut("maxi dress", "Women > Dresses", GarmentKind::MaxiDress, Pattern::Floral, true, 9900),
    cut("jumpsuit", "Women > Jumpsuits", GarmentKind::Jumpsuit, Pattern::Plain, true, 8900),
    cut("blouse", "Women > Blouses", GarmentKind::Blouse, Pattern::Dots, true, 5900),
    cut("skirt", "Women > Skirts", GarmentKind::Skirt, Pattern::Plain, true, 5500),
    cut("cardigan", "Women > Knitwear", GarmentKind::Cardigan, Pattern::Knit, true, 7900),
    cut("t-shirt", "Men > T-shirts", GarmentKind::TShirt, Pattern::Plain, true, 2490),
    cut("long-sleeve top", "Women > Tops", GarmentKind::LongSleeve, Pattern::Stripes, true, 3490),
    cut("shirt", "Men > Shirts", GarmentKind::Shirt, Pattern::Check, true, 5900),
    cut("sweater", "Men > Knitwear", GarmentKind::Sweater, Pattern::Knit, true, 8900),
    cut("hoodie", "Men > Sweatshirts", GarmentKind::Hoodie, Pattern::Plain, true, 5900),
    cut("jacket", "Men > Jackets and coats", GarmentKind::Jacket, Pattern::Plain, true, 12900),
    cut("coat", "Women > Jackets and coats", GarmentKind::Coat, Pattern::Herringbone, true, 22900),
    cut("blazer", "Women > Jackets and coats", GarmentKind::Blazer, Pattern::Pinstripe, true, 14900),
    cut("trousers", "Men > Trousers", GarmentKind::Trousers, Pattern::Plain, true, 6900),
    cut("jeans", "Women > Jeans", GarmentKind::Jeans, Pattern::Denim, true, 8900),
    cut("shorts", "Men > Shorts", GarmentKind::Shorts, Pattern::Plain, true, 4500),
    cut("tote bag", "Accessories > Bags", GarmentKind::Bag, Pattern::Plain, false, 8900),
    cut("scarf", "Accessories > Scarves", GarmentKind::Scarf, Pattern::Tartan, false, 3900),
    cut("beanie", "Accessories > Hats", GarmentKind::Hat, Pattern::Knit, false, 2490),
];
const MATERIALS: [&str; 10] =
    ["linen", "cotton", "organic cotton", "wool", "merino", "viscose", "lyocell", "hemp", "alpaca", "silk"];
const LOOKS: [&str; 20] = [
    "relaxed",
    "tailored",
    "cropped",
    "oversized",
    "light",
    "heavy",
    "soft",
    "washed",
    "classic",
    "slim",
    "boxy",
    "flowing",
    "lined",
    "ribbed",
    "pleated",
    "quilted",
    "brushed",
    "airy",
    "structured",
    "everyday",
];
/// Names of series; with the other parts they make more titles than any shop needs, each used once.
const SERIES: [&str; 50] = [
    "Aske", "Birk", "Calla", "Dagny", "Elna", "Fjord", "Gaia", "Holm", "Iris", "Juno", "Kite", "Linde",
    "Mira", "Nova", "Odin", "Petra", "Quill", "Runa", "Saga", "Tove", "Una", "Vela", "Wren", "Xenia", "Ylva",
    "Zora", "Alder", "Briar", "Cedar", "Dune", "Ember", "Fern", "Grove", "Heath", "Isle", "Jade", "Kelp",
    "Larch", "Moor", "Nettle", "Oak", "Pine", "Reed", "Sorrel", "Thyme", "Umber", "Vale", "Willow", "Yarrow",
    "Zephyr",
];
const COLOURS: [&str; 16] = [
    "black",
    "white",
    "navy",
    "grey",
    "beige",
    "olive",
    "burgundy",
    "camel",
    "sky blue",
    "sage",
    "rust",
    "cream",
    "charcoal",
    "dusty rose",
    "mustard",
    "forest",
];
const SIZES: [&str; 3] = ["S", "M", "L"];

/// Adds products until there are `options.products`.
pub(super) fn products(
    database: &Database,
    options: &DemoOptions,
    location: Id<crate::id::Location>,
) -> Result<()> {
    let (seed, opened) = (options.seed, options.now.minus(days(380)));
    let mut next = goods::all().count();
    while next < options.products {
        let batch = next..(next + PRODUCTS_AT_ONCE).min(options.products);
        next = batch.end;
        database.write_blocking(move |tx| {
            let mut room =
                Room { location_id: location, categories: HashMap::new(), pictures: HashMap::new() };
            for cut in &CUTS {
                let found = categories::ensure(tx, cut.category, None)?;
                room.categories.extend(found.map(|category| (cut.category, category.id)));
            }
            for index in batch {
                product(tx, seed, index, opened, &mut room)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// What products of a batch share.
struct Room {
    location_id: Id<crate::id::Location>,
    categories: HashMap<&'static str, Id<crate::id::Category>>,
    pictures: HashMap<(GarmentKind, &'static str), String>,
}

/// A title that no other index below 200,000 has: mixed digits of the index.
fn title(index: usize) -> (String, &'static Cut, &'static str, &'static str) {
    let cut = &CUTS[index % CUTS.len()];
    let index = index / CUTS.len();
    let material = MATERIALS[index % MATERIALS.len()];
    let index = index / MATERIALS.len();
    let look = LOOKS[index % LOOKS.len()];
    let index = index / LOOKS.len();
    let series = SERIES[index % SERIES.len()];
    let round = index / SERIES.len();
    let mut title = format!("{series} {look} {material} {}", cut.name);
    if round > 0 {
        title = format!("{title} {}", round + 1);
    }
    (title, cut, material, look)
}

fn product(tx: &WriteTx<'_>, seed: u64, index: usize, opened: Timestamp, room: &mut Room) -> Result<()> {
    let mut chance = Chance::new(seed, PRODUCTS, index as u64);
    let (title, cut, material, look) = title(index);
    let colour = *chance.pick(&COLOURS);
    let created_at = Timestamp::from_millis(opened.as_millis() + i64::try_from(index).unwrap_or(0) * 60_000);
    let price = Money::new(cut.price + chance.between(-8, 12) * 100, Currency::EUR);
    let product = Product {
        id: chance.id(created_at),
        handle: handle(&format!("{title} {index}")),
        description: format!(
            "A {look} {} in {material}, made to be worn often and mended when it needs it.",
            cut.name
        ),
        title,
        brand: "Boxwood".into(),
        category: cut.category.into(),
        category_id: room.categories.get(cut.category).copied(),
        material: format!("100% {material}"),
        care: "Machine wash at 30 °C, line dry".into(),
        season: "All year".into(),
        tags: vec![look.to_owned(), material.to_owned()],
        status: ProductStatus::Active,
        tax_class: "standard".into(),
        publish_at: None,
        created_at,
        updated_at: created_at,
        version: 1,
    };
    let mut options = Vec::new();
    if cut.sized {
        let values = SIZES.map(str::to_owned).to_vec();
        options.push(ProductOption { id: chance.id(created_at), position: 1, name: "Size".into(), values });
    }
    let position = i64::try_from(options.len() + 1).unwrap_or(1);
    let values = vec![capitalised(colour)];
    options.push(ProductOption { id: chance.id(created_at), position, name: "Colour".into(), values });
    let sizes = if cut.sized { &SIZES[..] } else { &[""] };
    let variants: Vec<Variant> = sizes
        .iter()
        .enumerate()
        .map(|(i, size)| Variant {
            id: chance.id(created_at),
            product_id: product.id,
            position: i64::try_from(i + 1).unwrap_or(i64::MAX),
            sku: Some(format!("BX-{index:06}-{}", i + 1)),
            barcode: Some(own_number("20", 100_000_000 + (index * 10 + i) as u64)),
            values: if cut.sized {
                vec![(*size).to_owned(), capitalised(colour)]
            } else {
                vec![capitalised(colour)]
            },
            size: cut.sized.then(|| (*size).to_owned()),
            colour: Some(colour.to_owned()),
            price,
            compare_at: None,
            cost: Some(Money::new(price.amount * 42 / 100, price.currency)),
            weight_grams: Some(weight(cut.kind)),
            allow_backorder: false,
            version: 1,
            on_hand: 0,
            reserved: 0,
            stock_version: 0,
        })
        .collect();
    store::products::insert(tx.sql(), &product, &options, &variants)?;
    for variant in &variants {
        // One in ten is sold out: it never came.
        let quantity = if chance.percent(10) { 0 } else { chance.between(1, 40) };
        if quantity > 0 {
            let (id, reason) = (chance.id(created_at), MovementReason::Opening);
            let movement = past_movement(id, variant.id, room.location_id, quantity, reason, created_at);
            store::stock::ledger::insert(tx.sql(), &movement)?;
        }
    }
    let content_hash = match room.pictures.get(&(cut.kind, colour)) {
        Some(hash) => hash.clone(),
        None => {
            let hash = picture(tx, cut.kind, cut.pattern, colour, 0)?;
            room.pictures.insert((cut.kind, colour), hash.clone());
            hash
        }
    };
    let image = Image {
        id: chance.id(created_at),
        product_id: product.id,
        position: 1,
        colour: Some(colour.to_owned()),
        alt: format!("{} in {colour}", product.title),
        content_hash,
        variant_ids: Vec::new(),
        picture: None,
    };
    store::images::insert(tx.sql(), &image)
}

/// Adds past conversations that hold about `options.messages` messages together.
pub(super) fn messages(database: &Database, options: &DemoOptions) -> Result<()> {
    let (seed, now) = (options.seed, options.now);
    let total = options.messages / MESSAGES_EACH;
    let mut next = 0;
    while next < total {
        let batch = next..(next + CONVERSATIONS_AT_ONCE).min(total);
        next = batch.end;
        database.write_blocking(move |tx| {
            for index in batch {
                conversation(tx, seed, index, total, now)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Numbers that no subscriber has: +1, an area code, 555-01xx; beyond those, WhatsApp's user ids.
fn address(index: usize) -> String {
    let area = 200 + index / 100;
    if area <= 999 { format!("+1{area}55501{:02}", index % 100) } else { format!("US.demo{index:010}") }
}

fn conversation(tx: &WriteTx<'_>, seed: u64, index: usize, total: usize, now: Timestamp) -> Result<()> {
    let mut chance = Chance::new(seed, CONVERSATIONS, index as u64);
    // Spread over a year, the newest ones a week ago: ids grow with the index, which keeps inserting cheap.
    let span = days(358).as_millis();
    let ago = days(7).as_millis() + span - span * index as u128 / total.max(1) as u128;
    let start = Timestamp::from_millis(now.as_millis() - i64::try_from(ago).unwrap_or(0));
    let name = some_name(&mut chance);
    let address = address(index);
    let channel = if address.starts_with('+') { Channel::Phone } else { Channel::Whatsapp };
    let contact = Contact {
        id: chance.id(start),
        display_name: name.clone(),
        email: None,
        phone: address.starts_with('+').then(|| address.clone()),
        language: None,
        notes: String::new(),
        address: String::new(),
        created_at: start,
        updated_at: start,
        version: 1,
    };
    store::contacts::insert(tx.sql(), &contact)?;
    let identity = Identity {
        id: chance.id(start),
        contact_id: contact.id,
        channel,
        address,
        profile_name: Some(name),
        created_at: start,
    };
    store::contacts::insert_identity(tx.sql(), &identity)?;
    let conversation = PastConversation {
        id: chance.id(start),
        contact_id: contact.id,
        identity_id: identity.id,
        channel,
        shop_address: SHOP_ADDRESS,
        created_at: start,
    };
    let mut at = start;
    let mut written: Vec<PastMessage<'_>> = Vec::with_capacity(MESSAGES_EACH);
    for _ in 0..MESSAGES_EACH / 2 {
        let (question, answer) = *chance.pick(&lines::EXCHANGES);
        for (body, inbound) in [(question, true), (answer, false)] {
            at = Timestamp::from_millis(at.as_millis() + chance.between(20, 900) * 1000);
            written.push(PastMessage {
                id: chance.id(at),
                direction: if inbound { Direction::Inbound } else { Direction::Outbound },
                author: if inbound { Author::Customer } else { Author::Owner },
                body,
                status: if inbound { MessageStatus::Received } else { MessageStatus::Read },
                provider: Provider::Phone,
                at,
            });
        }
    }
    let last_inbound =
        written.iter().rev().find(|message| message.direction == Direction::Inbound).map(|m| m.at);
    if let Some(last) = written.last() {
        store::demo::insert_conversation(tx.sql(), &conversation, last, &preview(last.body), last_inbound)?;
    }
    for message in &written {
        store::demo::insert_message(tx.sql(), conversation.id, message)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn titles_and_addresses_are_not_used_twice() {
        let titles: HashSet<String> = (0..100_000).map(|index| title(index).0).collect();
        assert_eq!(titles.len(), 100_000);
        let addresses: HashSet<String> = (0..100_000).map(address).collect();
        assert_eq!(addresses.len(), 100_000);
        for index in [0, 79_999, 80_000] {
            let text = address(index);
            assert_eq!(crate::contacts::normalise(Channel::Whatsapp, &text).expect("valid"), text);
        }
    }
}
