//! A cart of several things: what a customer adds, leaves out and changes in number, before the yes and after it. It is one
//! change on the agenda, whose items are all pieces that shall be put aside then; what was put aside already is its
//! beginning ([`crate::orders::aside_of`]).

mod heard;
mod shown;

pub(super) use heard::{Heard, Line, Op, heard, is_open};

use super::agenda::{Agenda, Change, Item, Kind};
use super::choose::{self, Choice};
use super::desk::Desk;
use super::say::Statement;
use super::words::words;
use crate::agent::account::{Account, Goods};
use crate::agent::turn::{Situation, ToolCall, ToolResult};

/// Pieces of a cart; more is a matter for a person.
const MOST_IN_CART: usize = 40;
/// Things that one message names.
const MOST_NAMED: usize = 6;

/// What has to be looked up before a cart can be read.
pub(super) fn lookup(situation: &Situation, agenda: &Agenda) -> Option<ToolCall> {
    let Some(Heard::Lines(lines)) = heard(situation, agenda) else { return None };
    let named = lines.iter().filter(|line| !line.named.is_empty()).take(MOST_NAMED);
    named.map(call).find(|call| situation.answer(call).is_none())
}

fn call(line: &Line) -> ToolCall {
    ToolCall::FindGoods { words: line.named.clone() }
}

/// The goods that were looked up for it.
pub(super) fn goods(situation: &Situation) -> Vec<Goods> {
    let found = situation.results.iter().filter_map(|(_, result)| match result {
        ToolResult::Goods(goods) => Some(goods.as_slice()),
        _ => None,
    });
    found.flatten().cloned().collect()
}

/// Which thing is meant.
enum Meant<'a> {
    One(&'a Goods),
    Several(Vec<&'a Goods>),
    Nothing,
}

fn meant<'a>(situation: &Situation, account: &'a Account, cart: &[Item], line: &Line) -> Meant<'a> {
    let in_cart = |goods: &&Goods| cart.iter().any(|item| item.product == goods.id);
    if line.named.is_empty() {
        let last = cart.last().map(|item| item.product);
        let dialogue = &situation.input.dialogue;
        let spoken_of = if line.op == Op::Add { dialogue.focus_product.or(last) } else { last };
        return spoken_of.and_then(|id| account.goods(id)).map_or(Meant::Nothing, Meant::One);
    }
    let found: Vec<&Goods> = match (line.op, situation.answer(&call(line))) {
        (Op::Add, Some(ToolResult::Goods(goods))) => {
            goods.iter().filter_map(|goods| account.goods(goods.id)).collect()
        }
        (Op::Add, _) => Vec::new(),
        _ => account.goods.iter().filter(in_cart).collect(),
    };
    let score = |goods: &Goods| {
        let title = words(&goods.title);
        line.named.iter().filter(|word| title.contains(word)).count()
    };
    let most = found.iter().map(|goods| score(goods)).max().unwrap_or(0);
    let mut best: Vec<&Goods> = found.into_iter().filter(|goods| most > 0 && score(goods) == most).collect();
    best.dedup_by_key(|goods| goods.id);
    if best.len() > 1 {
        narrow(&mut best, |goods| {
            line.described.is_empty()
                || matches!(choose::choose(goods, None, &line.described), Choice::One(_) | Choice::Several(_))
        });
    }
    if best.len() > 1 {
        let dialogue = &situation.input.dialogue;
        narrow(&mut best, |goods| {
            dialogue.focus_product == Some(goods.id) || dialogue.offered.contains(&goods.id)
        });
    }
    match best.as_slice() {
        [] => Meant::Nothing,
        [only] => Meant::One(only),
        _ => Meant::Several(best),
    }
}

/// Keeps those that fit, if any do.
fn narrow(list: &mut Vec<&Goods>, fits: impl Fn(&Goods) -> bool) {
    if list.iter().any(|goods| fits(goods)) {
        list.retain(|goods| fits(goods));
    }
}

/// What was put aside already, piece by piece.
fn aside(account: &Account) -> Vec<Item> {
    let lines = account.aside.iter().flat_map(|aside| &aside.lines);
    lines
        .filter_map(|line| Some((line, line.variant?, line.product?)))
        .flat_map(|(line, variant, product)| {
            let item = Item {
                variant,
                product,
                title: line.title.clone(),
                wanted: String::new(),
                picked: Some(variant),
            };
            vec![item; usize::try_from(line.quantity).unwrap_or(1).min(MOST_IN_CART)]
        })
        .collect()
}

/// With what was put aside before: both are one.
pub(super) fn with_aside(account: &Account, agenda: &Agenda, change: Change) -> Change {
    if agenda.changes.iter().any(|open| open.kind == Kind::Buy) {
        return change;
    }
    let items = aside(account).into_iter().chain(change.items.clone()).collect();
    Change { items, ..change }
}

impl Desk<'_> {
    /// Does with the cart what was said. `false`: nothing of it could be understood.
    pub(super) fn take_cart(&mut self, heard: Heard) -> bool {
        match heard {
            Heard::Show => {
                if self.agenda.stated.is_empty() {
                    let shown = shown::statement(self.account, &self.agenda);
                    self.say(shown);
                }
                true
            }
            Heard::Clear => {
                self.put(Vec::new());
                true
            }
            Heard::Lines(lines) => self.take_lines(&lines),
        }
    }

    fn take_lines(&mut self, lines: &[Line]) -> bool {
        let open = self.agenda.changes.iter().find(|change| change.kind == Kind::Buy);
        let before = open.map_or_else(|| aside(self.account), |change| change.items.clone());
        let mut items = before.clone();
        self.agenda.cart_asked = None;
        let mut understood = false;
        for line in lines {
            match meant(self.situation, self.account, &items, line) {
                Meant::One(goods) => {
                    understood |= apply(&mut items, line, goods);
                }
                Meant::Several(several) => {
                    understood = true;
                    let titles: Vec<&str> =
                        several.iter().take(4).map(|goods| goods.title.as_str()).collect();
                    self.agenda.cart_asked = (line.op == Op::Add).then(|| line.clause.clone());
                    let (last, first) = titles.split_last().unwrap_or((&"", &[]));
                    let text = format!("Which one do you mean: {} or {last}?", first.join(", "));
                    self.say(Statement::of_search("Goods by these words", 1, text));
                }
                Meant::Nothing if line.named.is_empty() || !line.sure => {}
                Meant::Nothing => {
                    understood = true;
                    let what = line.named.join(" ");
                    let text = match line.op {
                        Op::Add => format!("I find no {what} in the shop."),
                        _ => format!("There is no {what} in your cart."),
                    };
                    self.say(Statement::of_search("Goods by these words", 1, text));
                }
            }
        }
        items.truncate(MOST_IN_CART);
        if items != before {
            self.put(items);
        }
        understood
    }

    /// These pieces and no others are wanted from now on.
    fn put(&mut self, items: Vec<Item>) {
        let open = self.agenda.changes.iter().find(|change| change.kind == Kind::Buy).map(|open| open.number);
        if let Some(number) = open {
            self.agenda.stated.retain(|stated| stated.change != number);
            if self.agenda.asked.as_ref().is_some_and(|asked| asked.change() == Some(number)) {
                self.agenda.asked = None;
            }
        }
        let leaves_nothing = items.is_empty() && self.account.aside.is_none();
        match open {
            Some(number) if leaves_nothing => {
                self.agenda.drop_change(number);
                self.say(Statement::policy("All right, nothing is left in your cart."));
            }
            None if leaves_nothing => self.say(Statement::policy("There is nothing in your cart.")),
            Some(number) => {
                if let Some(change) = self.agenda.change_mut(number) {
                    change.items = items;
                }
            }
            None => {
                self.agenda.add(Change { items, ..Change::new(Kind::Buy, None) });
            }
        }
    }
}

/// What is said of it besides its name: "navy, short".
fn described(line: &Line, goods: &Goods) -> String {
    let title = words(&goods.title);
    let others = line.named.iter().filter(|word| !title.contains(word)).map(String::as_str);
    let described = Some(line.described.as_str()).filter(|text| !text.is_empty());
    described.into_iter().chain(others).collect::<Vec<_>>().join(", ")
}

/// Changes the pieces by one line. `false`: it changes nothing.
fn apply(items: &mut Vec<Item>, line: &Line, goods: &Goods) -> bool {
    let described = described(line, goods);
    let is_it = |item: &Item| {
        let fits = |id| choose::fitting(goods, None, &described).contains(&id);
        item.product == goods.id
            && (described.is_empty() || item.wanted == described || item.picked.is_some_and(fits))
    };
    let there = items.iter().filter(|item| is_it(item)).count();
    match line.op {
        Op::Add => {
            let Some(any) =
                goods.variants.iter().find(|variant| variant.available).or(goods.variants.first())
            else {
                return false;
            };
            let item = Item {
                variant: any.id,
                product: goods.id,
                title: goods.title.clone(),
                wanted: described.clone(),
                picked: None,
            };
            let pieces = line.quantity.unwrap_or(1) as usize;
            items.extend(std::iter::repeat_n(item, pieces));
            true
        }
        Op::Remove => {
            let mut left = line.quantity.map_or(there, |quantity| quantity as usize);
            items.retain(|item| {
                let goes = left > 0 && is_it(item);
                left -= usize::from(goes);
                !goes
            });
            there > 0
        }
        Op::Set => {
            let wanted = line.quantity.unwrap_or(1) as usize;
            let Some(model) = items.iter().find(|item| is_it(item)).cloned() else { return false };
            if wanted > there {
                items.extend(std::iter::repeat_n(model, wanted - there));
            } else {
                let mut kept = 0;
                items.retain(|item| {
                    kept += usize::from(is_it(item));
                    !is_it(item) || kept <= wanted
                });
            }
            true
        }
    }
}
