//! A shop in memory, for the tests of the agents and of those who drive them.

use jiff::civil::{date, time};
use uuid::Uuid;

use super::dialogue::DialogueState;
use super::input::{Channel, InboundMessage, Proving, TurnInput};
use super::knowledge::{
    Fulfilment, FulfilmentState, Knowledge, Opening, OpeningHours, Order, OrderLine, OrderStatus,
    PaymentStatus, Product, ProductHit, ProductQuery, ReturnPolicy, Setting, ShippingPolicy, ShippingZone,
    ShopContact, ShopFacts, Variant,
};
use crate::Result;
use crate::clock::Timestamp;
use crate::id::{self, Id, Kind};
use crate::money::{Currency, Money};

/// An id that is always the same for the same number.
pub fn id<K: Kind>(number: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | number))
}

fn euros(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect("a time of the fixture")
}

/// What one customer may know, kept in vectors.
#[derive(Debug, Clone)]
pub struct FakeKnowledge {
    pub products: Vec<Product>,
    pub orders: Vec<Order>,
    pub shop: ShopFacts,
}

impl Default for FakeKnowledge {
    fn default() -> Self {
        Self { products: products(), orders: orders(), shop: shop() }
    }
}

impl FakeKnowledge {
    /// A customer without orders.
    pub fn without_orders() -> Self {
        Self { orders: Vec::new(), ..Self::default() }
    }

    /// A customer with only these orders.
    pub fn with_orders(numbers: &[&str]) -> Self {
        let mut knowledge = Self::default();
        knowledge.orders.retain(|order| numbers.contains(&order.number.as_str()));
        knowledge
    }

    /// A turn of these messages, on a Tuesday at noon.
    pub fn input(&self, bodies: &[&str]) -> TurnInput {
        let messages = bodies
            .iter()
            .enumerate()
            .map(|(i, body)| InboundMessage {
                id: id(1000 + u128::try_from(i).unwrap_or(0)),
                body: (*body).to_owned(),
                attachments: Vec::new(),
                photos: Vec::new(),
            })
            .collect();
        TurnInput {
            messages,
            history: Vec::new(),
            has_older: false,
            dialogue: DialogueState::default(),
            contact_name: "Maria Silva".to_owned(),
            contact_address: String::new(),
            language: None,
            shop: self.shop.clone(),
            now: "2026-03-10T12:00:00+00:00[UTC]".parse().expect("a time of the fixture"),
            channel: Channel::Whatsapp,
            may_identify: false,
            proving: Proving::default(),
            can_act: false,
            policy: crate::agent::PolicyInForce::default(),
            agents: crate::agents::Roster::default(),
            facts: Vec::new(),
            market: false,
            prompt: crate::prompts::PromptInForce::default(),
        }
    }
}

/// The same word in another number: "dresses" and "dress".
fn root(word: &str) -> &str {
    word.strip_suffix("es").or_else(|| word.strip_suffix('s')).filter(|root| root.len() > 2).unwrap_or(word)
}

impl Knowledge for FakeKnowledge {
    fn search_products(&self, query: &ProductQuery) -> Result<Vec<ProductHit>> {
        let fits =
            |variant: &Variant| {
                query.size.as_ref().is_none_or(|size| {
                    variant.size.as_ref().is_some_and(|own| crate::sizes::is_same(own, size))
                }) && (query.colours.is_empty()
                    || variant.colour.as_ref().is_some_and(|colour| query.colours.contains(colour)))
                    && query.price_max.is_none_or(|max| variant.price.amount <= max.amount)
                    && query.price_min.is_none_or(|min| variant.price.amount >= min.amount)
                    && (!query.in_stock || variant.available > 0 || variant.allow_backorder)
            };
        let mut hits: Vec<ProductHit> = self
            .products
            .iter()
            .filter(|product| {
                query.material.as_ref().is_none_or(|m| product.material.to_lowercase().contains(m.as_str()))
                    && product.variants.iter().any(fits)
            })
            .filter_map(|product| {
                let text =
                    format!("{} {} {} {}", product.title, product.category, product.material, product.brand);
                let text = text.to_lowercase();
                let words_matched = query.words.iter().filter(|word| text.contains(root(word))).count();
                (query.words.is_empty() || words_matched > 0).then(|| ProductHit {
                    product: product.clone(),
                    words_matched,
                    nearness: None,
                })
            })
            .collect();
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.words_matched));
        hits.truncate(query.limit);
        Ok(hits)
    }

    fn product(&self, id: Id<id::Product>) -> Result<Option<Product>> {
        Ok(self.products.iter().find(|product| product.id == id).cloned())
    }

    fn orders(&self, limit: usize) -> Result<Vec<Order>> {
        Ok(self.orders.iter().take(limit).cloned().collect())
    }

    fn order_by_number(&self, number: &str) -> Result<Option<Order>> {
        Ok(self.orders.iter().find(|order| order.number.eq_ignore_ascii_case(number)).cloned())
    }

    fn shop(&self) -> Result<ShopFacts> {
        Ok(self.shop.clone())
    }
}

fn product(
    number: u128,
    title: &str,
    category: &str,
    material: &str,
    care: &str,
    variants: &[(&str, &str, i64, i64)],
) -> Product {
    Product {
        id: id(number),
        version: 3,
        title: title.to_owned(),
        category: category.to_owned(),
        brand: String::new(),
        material: material.to_owned(),
        care: care.to_owned(),
        description: String::new(),
        variants: variants
            .iter()
            .enumerate()
            .map(|(i, (size, colour, price, available))| Variant {
                id: id(number * 100 + u128::try_from(i).unwrap_or(0)),
                version: 1,
                size: (!size.is_empty()).then(|| (*size).to_owned()),
                colour: (!colour.is_empty()).then(|| (*colour).to_owned()),
                price: euros(*price),
                compare_at: None,
                available: *available,
                allow_backorder: false,
            })
            .collect(),
    }
}

fn products() -> Vec<Product> {
    vec![
        product(
            1,
            "Amalfi Linen Shirt",
            "Men > Shirts",
            "100% linen",
            "Machine wash at 30 °C",
            &[
                ("S", "white", 4990, 6),
                ("M", "white", 4990, 0),
                ("L", "white", 4990, 4),
                ("S", "navy", 4990, 2),
                ("M", "navy", 4990, 1),
                ("L", "navy", 4990, 0),
                ("XL", "navy", 5490, 8),
            ],
        ),
        product(
            2,
            "Porto Oxford Shirt",
            "Men > Shirts",
            "100% cotton",
            "Machine wash at 40 °C",
            &[("M", "light blue", 5900, 7), ("L", "light blue", 5900, 5), ("M", "white", 5900, 9)],
        ),
        product(
            3,
            "Sagres Wrap Dress",
            "Women > Dresses",
            "95% viscose, 5% elastane",
            "Hand wash",
            &[
                ("S", "burgundy", 7990, 3),
                ("M", "burgundy", 7990, 5),
                ("L", "burgundy", 7990, 0),
                ("M", "black", 7990, 4),
            ],
        ),
        product(
            4,
            "Tavira Linen Dress",
            "Women > Dresses",
            "55% linen, 45% cotton",
            "Machine wash at 30 °C",
            &[
                ("S", "sand", 8900, 5),
                ("M", "sand", 8900, 6),
                ("M", "olive", 8900, 4),
                ("L", "olive", 8900, 2),
            ],
        ),
        product(
            5,
            "Lagos Summer Dress",
            "Women > Dresses",
            "100% cotton",
            "Machine wash at 30 °C",
            &[("XS", "navy", 4500, 5), ("S", "navy", 4500, 6), ("M", "navy", 4500, 4)],
        ),
        product(
            6,
            "Estrela Wool Coat",
            "Women > Coats",
            "80% wool, 20% polyamide",
            "Dry clean only",
            &[("M", "camel", 18900, 0), ("L", "camel", 18900, 0)],
        ),
        product(
            7,
            "Douro Leather Belt",
            "Accessories > Belts",
            "100% leather",
            "Wipe clean",
            &[("", "brown", 3500, 12), ("", "black", 3500, 9)],
        ),
        product(
            8,
            "Sintra Jeans",
            "Women > Trousers",
            "99% cotton, 1% elastane",
            "Machine wash at 40 °C",
            &[("36", "indigo", 6900, 4), ("38", "indigo", 6900, 4), ("40", "indigo", 6900, 0)],
        ),
    ]
}

fn order(
    number: &str,
    status: OrderStatus,
    payment: PaymentStatus,
    placed: &str,
    total: i64,
    lines: &[(&str, i64)],
) -> Order {
    let digits: u128 = number.parse().unwrap_or(0);
    Order {
        id: id(digits),
        version: 4,
        number: number.to_owned(),
        status,
        payment_status: payment,
        total: euros(total),
        placed_at: Some(at(placed)),
        lines: lines
            .iter()
            .map(|(title, price)| OrderLine {
                title: (*title).to_owned(),
                variant_title: "M".to_owned(),
                quantity: 1,
                unit_price: euros(*price),
            })
            .collect(),
        fulfilments: Vec::new(),
        refunded: euros(0),
        status_since: None,
    }
}

fn orders() -> Vec<Order> {
    let shipped = Order {
        fulfilments: vec![Fulfilment {
            id: id(42),
            version: 2,
            state: FulfilmentState::InTransit,
            carrier: Some("DHL".to_owned()),
            tracking_number: Some("JD014600006281230".to_owned()),
            tracking_url: Some("https://track.example/JD014600006281230".to_owned()),
            shipped_at: Some(at("2026-03-08T09:00:00Z")),
            expected_on: Some(date(2026, 3, 13)),
            delivered_at: None,
        }],
        ..order(
            "1042",
            OrderStatus::Shipped,
            PaymentStatus::Paid,
            "2026-03-06T10:00:00Z",
            12890,
            &[("Amalfi Linen Shirt", 4990), ("Sagres Wrap Dress", 7900)],
        )
    };
    let placed = order(
        "1043",
        OrderStatus::Placed,
        PaymentStatus::Paid,
        "2026-03-09T18:00:00Z",
        3500,
        &[("Douro Leather Belt", 3500)],
    );
    let delivered = Order {
        fulfilments: vec![Fulfilment {
            id: id(43),
            version: 5,
            state: FulfilmentState::Delivered,
            carrier: Some("DHL".to_owned()),
            tracking_number: Some("JD014600006281111".to_owned()),
            tracking_url: None,
            shipped_at: Some(at("2026-02-16T09:00:00Z")),
            expected_on: Some(date(2026, 2, 19)),
            delivered_at: Some(at("2026-02-18T14:00:00Z")),
        }],
        ..order(
            "1030",
            OrderStatus::Delivered,
            PaymentStatus::Paid,
            "2026-02-14T10:00:00Z",
            6900,
            &[("Sintra Jeans", 6900)],
        )
    };
    let cancelled = Order {
        refunded: euros(4500),
        status_since: Some(at("2026-02-03T10:00:00Z")),
        ..order(
            "1021",
            OrderStatus::Cancelled,
            PaymentStatus::Refunded,
            "2026-02-01T10:00:00Z",
            4500,
            &[("Lagos Summer Dress", 4500)],
        )
    };
    vec![placed, shipped, delivered, cancelled]
}

fn shop() -> ShopFacts {
    let day = vec![Opening { from: time(10, 0, 0, 0), to: time(18, 30, 0, 0) }];
    let short = vec![Opening { from: time(10, 0, 0, 0), to: time(16, 0, 0, 0) }];
    let week = vec![day.clone(), day.clone(), day.clone(), day.clone(), day, short, Vec::new()];
    let zone = |name: &str, countries: &[&str], cost, free, days: (u32, u32)| ShippingZone {
        name: name.to_owned(),
        countries: countries.iter().map(|country| (*country).to_owned()).collect(),
        cost: euros(cost),
        free_from: Some(euros(free)),
        days_from: days.0,
        days_to: days.1,
    };
    ShopFacts {
        currency: Currency::EUR,
        name: Setting { key: "shop.name".to_owned(), version: 1, value: "Casa Lume".to_owned() },
        hours: Some(Setting {
            key: "shop.hours".to_owned(),
            version: 2,
            value: OpeningHours { week, exceptions: Vec::new() },
        }),
        contact: Some(Setting {
            key: "shop.contact".to_owned(),
            version: 1,
            value: ShopContact {
                address: Some("Rua das Flores 12, Lisbon".to_owned()),
                phone: Some("+1 555 010 0199".to_owned()),
                email: Some("hello@casalume.example".to_owned()),
                website: Some("https://casalume.example".to_owned()),
            },
        }),
        shipping: Some(Setting {
            key: "policy.shipping".to_owned(),
            version: 3,
            value: ShippingPolicy {
                zones: vec![
                    zone("Portugal", &[], 390, 5000, (1, 3)),
                    zone("the EU", &["Germany", "France", "Spain", "Italy", "Austria"], 890, 12000, (3, 6)),
                ],
                note: "Orders placed before noon leave the same day.".to_owned(),
            },
        }),
        returns: Some(Setting {
            key: "policy.returns".to_owned(),
            version: 1,
            value: ReturnPolicy {
                window_days: 30,
                return_cost: None,
                exchanges: true,
                refund_days: Some((5, 7)),
                conditions: "Items must be unworn, with their tags.".to_owned(),
            },
        }),
    }
}
