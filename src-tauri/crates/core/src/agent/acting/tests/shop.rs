//! A shop in memory with one customer, whose agents act under the real policy, and a talk with them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use crate::Result;
use crate::agent::account::{
    Account, AccountLine, AccountMethod, AccountOrder, Act, Acted, Aside, Considered, Goods, GoodsVariant,
    Wanted,
};
use crate::agent::knowledge::{Knowledge, Order, Product, ProductHit, ProductQuery, ShopFacts};
use crate::agent::phrases::Language;
use crate::agent::run::HandoffReason;
use crate::agent::testing::{FakeKnowledge, id};
use crate::agent::{BuiltinPlanner, DialogueState, Driven, RunRecord, resume, start};
use crate::clock::Timestamp;
use crate::id::{self as kinds, Id};
use crate::memory::{ContactFact, FactKind, Told};
use crate::money::{Currency, Money};
use crate::policy::{
    Action, Decision, Facts, LineFacts, MethodFacts, OrderFacts, OrderStage, PaidWith, VariantFacts, decide,
};
use crate::stored_methods::StoredMethodKind;

fn euros(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub(super) fn goods(number: u128, title: &str, options: &[&str], variants: &[(&[&str], i64, bool)]) -> Goods {
    Goods {
        id: id(number),
        version: 1,
        title: title.into(),
        handle: title.to_lowercase(),
        options: options.iter().map(|name| (*name).into()).collect(),
        variants: (1..)
            .zip(variants)
            .map(|(i, (values, price, available))| GoodsVariant {
                id: id(number * 100 + i),
                version: 1,
                sku: Some(format!("{}", number * 1_000_000 + i)),
                values: values.iter().map(|value| (*value).into()).collect(),
                price: euros(*price),
                available: *available,
            })
            .collect(),
    }
}

pub(super) fn kettle() -> Goods {
    goods(
        7,
        "Travel Kettle",
        &["voltage", "capacity", "finish"],
        &[
            (&["110V", "500 ml", "steel"], 3000, true),
            (&["230V", "500 ml", "steel"], 3100, true),
            (&["230V", "1 l", "steel"], 3600, true),
            (&["230V", "1 l", "copper"], 5200, true),
            (&["110V", "1 l", "steel"], 3500, false),
            (&["230V", "2 l", "copper"], 6100, true),
        ],
    )
}

pub(super) fn scarf() -> Goods {
    goods(
        8,
        "Wool Scarf",
        &["colour", "length"],
        &[
            (&["red", "short"], 2000, true),
            (&["navy", "short"], 2000, true),
            (&["navy", "long"], 2600, true),
            (&["green", "long"], 2600, true),
        ],
    )
}

pub(super) fn shirt() -> Goods {
    goods(
        10,
        "Linen Shirt",
        &["size", "colour"],
        &[
            (&["M", "blue"], 4500, true),
            (&["L", "blue"], 4500, true),
            (&["M", "white"], 4500, true),
            (&["L", "white"], 4500, true),
        ],
    )
}

pub(super) fn belt() -> Goods {
    goods(9, "Leather Belt", &["colour"], &[(&["brown"], 3500, true), (&["black"], 3500, true)])
}

pub(super) fn line(goods: &Goods, variant: usize) -> AccountLine {
    let chosen = &goods.variants[variant - 1];
    AccountLine {
        variant: Some(chosen.id),
        product: Some(goods.id),
        title: goods.title.clone(),
        variant_title: chosen.values.join(" / "),
        quantity: 1,
        price: chosen.price,
    }
}

fn order(number: &str, stage: OrderStage, lines: Vec<AccountLine>) -> AccountOrder {
    let total: i64 = lines.iter().map(|line| line.price.amount).sum();
    AccountOrder {
        id: id(number.len() as u128 + 9000),
        version: 1,
        number: number.into(),
        stage,
        total: euros(total),
        address: "Elm Road 1\nPorto, PT 40001\nPortugal".into(),
        placed_at: None,
        lines,
        paid_with: vec![(Some(id(501)), euros(total))],
        tracking: vec![format!("TR{number}")],
    }
}

/// One customer: a pending order of a kettle, a delivered one of two scarves and a kettle.
pub(super) fn account() -> Account {
    let (kettle, scarf) = (kettle(), scarf());
    let method = |number, kind, label: &str, balance| AccountMethod {
        id: id(number),
        kind,
        label: label.into(),
        brand: None,
        last_four: None,
        balance,
    };
    Account {
        known: true,
        id: id(1),
        version: 1,
        name: "Maria Silva".into(),
        address: "Rua Nova 5\nLisbon, PT 10002\nPortugal".into(),
        methods: vec![
            method(501, StoredMethodKind::Card, "Visa •••• 1111", None),
            method(502, StoredMethodKind::GiftCard, "Gift card •••• 22", Some(euros(1000))),
            method(503, StoredMethodKind::Paypal, "PayPal", None),
        ],
        orders: vec![
            order("2001", OrderStage::Pending, vec![line(&kettle, 2)]),
            order("2002", OrderStage::Delivered, vec![line(&scarf, 1), line(&scarf, 3), line(&kettle, 1)]),
        ],
        goods: vec![kettle, scarf],
        aside: None,
        confirmed: Vec::new(),
    }
}

/// The same customer, with a delivered shirt besides.
pub(super) fn with_shirt() -> Account {
    let mut account = account();
    account.orders.push(order("20030", OrderStage::Delivered, vec![line(&shirt(), 1)]));
    account.goods.push(shirt());
    account
}

pub(super) struct Shop {
    base: FakeKnowledge,
    account: RefCell<Account>,
    acts: RefCell<Vec<Wanted>>,
    /// What else the catalog has.
    shelf: Vec<Goods>,
    writes: bool,
}

impl Shop {
    fn facts(&self, wanted: &Wanted, confirmed: bool) -> Facts {
        let account = self.account.borrow();
        let order =
            wanted.order.as_deref().and_then(|number| account.order(number)).map(|order| OrderFacts {
                number: order.number.clone(),
                stage: order.stage,
                total: order.total,
                lines: order
                    .lines
                    .iter()
                    .map(|line| LineFacts {
                        line_item_id: id(1),
                        variant_id: line.variant,
                        product_id: line.product,
                        title: line.title.clone(),
                        quantity: line.quantity,
                        unit_price: line.price,
                    })
                    .collect(),
                paid_with: order
                    .paid_with
                    .iter()
                    .map(|(id, amount)| PaidWith { method_id: *id, amount: *amount })
                    .collect(),
                payment_count: 1,
                return_window_over: false,
                days_since_delivery: None,
            });
        let mut variants = BTreeMap::new();
        for goods in account.goods.iter().chain(&self.shelf) {
            for variant in &goods.variants {
                variants.insert(
                    variant.id,
                    VariantFacts {
                        product_id: goods.id,
                        title: format!("{}, {}", goods.title, variant.values.join(" / ")),
                        price: variant.price,
                        available: Some(i64::from(variant.available) * 5),
                        sold: true,
                    },
                );
            }
        }
        let methods = account
            .methods
            .iter()
            .map(|method| MethodFacts {
                id: method.id,
                kind: method.kind,
                label: method.label.clone(),
                gift_balance: method.balance,
            })
            .collect();
        let policy = crate::policy::Policy::default();
        Facts { order, methods, variants, confirmed, policy, price_match: None }
    }
}

impl Knowledge for Shop {
    fn search_products(&self, query: &ProductQuery) -> Result<Vec<ProductHit>> {
        self.base.search_products(query)
    }
    fn product(&self, id: Id<kinds::Product>) -> Result<Option<Product>> {
        self.base.product(id)
    }
    fn orders(&self, limit: usize) -> Result<Vec<Order>> {
        self.base.orders(limit)
    }
    fn order_by_number(&self, number: &str) -> Result<Option<Order>> {
        self.base.order_by_number(number)
    }
    fn shop(&self) -> Result<ShopFacts> {
        self.base.shop()
    }
    fn account(&self) -> Result<Option<Account>> {
        Ok(Some(self.account.borrow().clone()))
    }
    fn goods(&self, words: &[String]) -> Result<Vec<Goods>> {
        let named = |goods: &&Goods| {
            let title = goods.title.to_lowercase();
            words.iter().any(|word| title.contains(word.as_str()))
        };
        Ok(self.shelf.iter().filter(named).cloned().collect())
    }
    fn goods_of(&self, product: Id<kinds::Product>) -> Result<Option<Goods>> {
        Ok(self.shelf.iter().find(|goods| goods.id == product).cloned())
    }
    fn consider(&self, wanted: &Wanted) -> Result<Considered> {
        Ok(match decide(&wanted.action, &self.facts(wanted, false)) {
            Decision::Refused(rule) => Considered::Refused(rule),
            Decision::Allowed(summary)
            | Decision::NeedsApproval(summary)
            | Decision::NeedsConfirmation(summary) => Considered::Possible(summary),
        })
    }
    fn can_write(&self) -> bool {
        self.writes
    }
    fn act(&self, acts: &[Act]) -> Result<Vec<Acted>> {
        Ok(acts
            .iter()
            .map(|act| match decide(&act.wanted.action, &self.facts(&act.wanted, true)) {
                Decision::Refused(rule) => Acted::Refused(rule),
                Decision::NeedsApproval(summary) => Acted::NeedsApproval(summary),
                Decision::Allowed(summary) | Decision::NeedsConfirmation(summary)
                    if summary.sentence != act.agreed =>
                {
                    Acted::Changed(summary)
                }
                Decision::Allowed(summary) | Decision::NeedsConfirmation(summary) => {
                    self.acts.borrow_mut().push(act.wanted.clone());
                    let stage = match act.wanted.action {
                        Action::CancelOrder { .. } => Some(OrderStage::Cancelled),
                        Action::ReturnItems { .. } | Action::ExchangeItems { .. } => {
                            Some(OrderStage::ReturnOrExchangeRequested)
                        }
                        Action::ModifyItems { .. } => Some(OrderStage::PendingItemsChanged),
                        _ => None,
                    };
                    let mut account = self.account.borrow_mut();
                    if let Action::PutAside { items } = &act.wanted.action {
                        account.aside = self.aside(items);
                    }
                    if let (Some(stage), Some(number)) = (stage, act.wanted.order.clone())
                        && let Some(order) = account.orders.iter_mut().find(|order| order.number == number)
                    {
                        order.stage = stage;
                    }
                    Acted::Done(summary)
                }
            })
            .collect())
    }
}

impl Shop {
    fn aside(&self, items: &[Id<kinds::Variant>]) -> Option<Aside> {
        let mut lines: Vec<AccountLine> = Vec::new();
        for item in items {
            if let Some(line) = lines.iter_mut().find(|line| line.variant == Some(*item)) {
                line.quantity += 1;
                continue;
            }
            let goods = self.shelf.iter().find(|goods| goods.variant(*item).is_some())?;
            let at = goods.variants.iter().position(|variant| variant.id == *item)?;
            lines.push(line(goods, at + 1));
        }
        let total = lines.iter().map(|line| line.price.amount * line.quantity).sum();
        (!lines.is_empty()).then(|| Aside { order: id(9_900), version: 1, lines, total: euros(total) })
    }
}

pub(super) struct Talk {
    shop: Shop,
    dialogue: DialogueState,
    last: String,
    number: u128,
    handed_over: Option<HandoffReason>,
    waited: Duration,
    facts: Vec<ContactFact>,
    heard: Vec<Told>,
}

impl Talk {
    pub fn new() -> Self {
        Self::with(account())
    }

    pub fn with(account: Account) -> Self {
        let shop = Shop {
            base: FakeKnowledge::without_orders(),
            account: RefCell::new(account),
            acts: RefCell::new(Vec::new()),
            shelf: vec![kettle(), scarf(), belt()],
            writes: false,
        };
        Self {
            shop,
            dialogue: DialogueState::default(),
            last: String::new(),
            number: 0,
            handed_over: None,
            waited: Duration::ZERO,
            facts: Vec::new(),
            heard: Vec::new(),
        }
    }

    /// The customer confirmed this address once; what was confirmed later comes later.
    pub fn confirmed(&mut self, address: &str) {
        let number = self.facts.len() as u128;
        self.facts.push(ContactFact {
            id: id(70_000 + number),
            contact_id: id(1),
            kind: FactKind::Address,
            about: String::new(),
            value: address.into(),
            system: None,
            message_id: Some(id(80_000 + number)),
            said_at: Timestamp::from_millis(i64::try_from(number).unwrap_or(0)),
            version: 1,
        });
    }

    /// What the last turn heard of the customer, to be remembered.
    pub fn heard(&self) -> &[Told] {
        &self.heard
    }

    /// Says it, and gives what was answered.
    pub fn says(&mut self, text: &str) -> String {
        self.number += 1;
        let mut input = self.shop.base.input(&[text]);
        input.messages[0].id = id(50_000 + self.number);
        input.dialogue = self.dialogue.clone();
        input.can_act = true;
        input.facts.clone_from(&self.facts);
        let record: RunRecord =
            match start(input, &self.shop, &BuiltinPlanner, &mut || Duration::ZERO).expect("a turn") {
                Driven::Finished(record) => *record,
                Driven::Asking(_) => panic!("there is no model"),
                Driven::Paused(paused) => {
                    self.shop.writes = true;
                    let record = resume(*paused, &self.shop).expect("a turn");
                    self.shop.writes = false;
                    record
                }
                Driven::Waits(product) => panic!("waits for prices of {product}"),
            };
        self.dialogue = record.dialogue.clone();
        self.heard = record.heard.iter().map(|heard| heard.told.clone()).collect();
        self.last = record.proposal.text().unwrap_or("").to_owned();
        self.handed_over = record.proposal.handoff_reason();
        self.last.clone()
    }

    /// As [`Talk::say`]; a person does not take over.
    #[track_caller]
    pub fn say(&mut self, text: &str) -> String {
        let last = self.says(text);
        assert!(self.handed_over.is_none(), "{text}: handed over {:?}: {last}", self.handed_over);
        last
    }

    /// Says it; a person takes over for this reason.
    #[track_caller]
    pub fn hands_over(&mut self, text: &str, reason: HandoffReason) {
        let last = self.says(text);
        assert_eq!(self.handed_over, Some(reason), "{text}: {last}");
    }

    /// The talk is about this product.
    pub fn speaks_of(&mut self, product: Id<kinds::Product>) {
        self.dialogue.focus_product = Some(product);
    }

    pub fn last(&self) -> &str {
        &self.last
    }

    pub fn is_handed_over(&self) -> bool {
        self.handed_over.is_some()
    }

    /// The language that the talk is in.
    pub fn language(&self) -> Option<Language> {
        self.dialogue.language.as_deref().and_then(Language::parse)
    }

    pub fn is_open(&self) -> bool {
        self.dialogue.agenda.is_active()
    }

    /// Lets time pass.
    pub fn wait(&mut self, how_long: Duration) {
        self.waited += how_long;
        let now = Timestamp::from_millis(self.shop.base.input(&[""]).now.timestamp().as_millisecond());
        self.dialogue.agenda.expire(now.plus(self.waited));
    }

    #[track_caller]
    pub fn hears(&self, part: &str) {
        assert!(self.last.contains(part), "no '{part}' in: {}", self.last);
    }

    pub fn acts(&self) -> Vec<Wanted> {
        self.shop.acts.borrow().clone()
    }
}

pub(super) fn variant(goods: u128, number: u128) -> Id<kinds::Variant> {
    id(goods * 100 + number)
}
