//! What else an order can be changed in before it is sent: its address and its way to pay.

use super::Reader;
use crate::agent::account::AccountOrder;
use crate::agent::acting::agenda::{Change, Kind, Question};
use crate::agent::acting::choose;
use crate::agent::acting::methods;
use crate::agent::acting::places;
use crate::agent::acting::references::order_numbers;
use crate::agent::acting::titles;
use crate::agent::acting::verbs;
use crate::agent::acting::words::{Atom, find, has, has_any, spoken};

impl<'a> Reader<'a> {
    fn pending(&self) -> Vec<&'a AccountOrder> {
        self.account.orders.iter().filter(|order| order.is_pending()).collect()
    }

    /// Where an order, several orders or what is kept with the customer shall go.
    pub(super) fn address(&mut self, sentence: &[Atom], from: usize, to: usize) {
        let part = without_former(&sentence[from..to]);
        let text = spoken(&self.all);
        // "I moved to 1 Elm Street, …. Change it in my profile": the address stands elsewhere.
        let elsewhere = !places::is_written(&spoken(part), &self.account.address)
            && places::is_written(&text, &self.account.address);
        let back = has_any(part, &["original", "former", "previous", "old", "before"])
            && has_any(part, &["back", "original", "former", "previous"]);
        if back && let Some(former) = self.agenda.former_address.clone() {
            self.change_address(Kind::ProfileAddress, None, vec![former]);
            return;
        }
        // "My address should become …": what it is stands before.
        let becomes = (1..part.len()).find(|at| {
            part[*at].any(&["be", "become"])
                && part[at - 1].any(&["to", "should", "must", "shall"])
                && has_any(&part[..*at], &["address"])
        });
        // "… to the address in my profile" says where, not what.
        let what = part.iter().rposition(|atom| atom.is("to")).filter(|at| *at > 2).unwrap_or(part.len());
        let what = becomes.unwrap_or(what);
        let profile = has_any(&part[..what], &["user", "profile", "account"])
            || has(part, &["default", "address"])
                && !has(part, &["to", "my", "default"])
                && !has(part, &["to", "the", "default"])
            || has(part, &["my", "address"]) && !has_any(&part[..becomes.unwrap_or(part.len())], &["order"]);
        let about_order = has_any(
            &part[..becomes.unwrap_or(part.len())],
            &[
                "order",
                "pending",
                "ship",
                "shipping",
                "delivery",
                "package",
                "parcel",
                "shipment",
                "everything",
                "sent",
                "shipped",
                "open",
            ],
        ) || !order_numbers(self.account, part).is_empty();
        // What follows the last "to" is where.
        // "… sent to Oslo so that it goes to Bergen": the last of them is where.
        let so = part.iter().rposition(|atom| atom.is("so")).and_then(|so| {
            part[so..].iter().take(7).position(|atom| atom.any(&["to", "at"])).map(|at| so + at)
        });
        let connector = becomes.or(so).unwrap_or_else(|| {
            (0..part.len())
                .rev()
                .find(|at| part[*at].is("to") && part.get(at + 1).is_some_and(|next| !next.mark))
                .unwrap_or(0)
        });
        let target = &part[connector..];
        let mut numbers = order_numbers(self.account, &part[..connector.max(1).min(part.len())]);
        if numbers.is_empty() {
            // What stands before all verbs is said of each of them.
            let lead = verbs::places(sentence).first().map_or(sentence.len(), |first| first.at);
            numbers = order_numbers(self.account, &sentence[..lead]);
            if numbers.is_empty() {
                numbers = order_numbers(self.account, part);
            }
            numbers.truncate(1);
        }
        let pending = self.pending();
        let orders: Vec<String> = if !numbers.is_empty() {
            numbers
        } else if about_order || !profile {
            let before = &part[..connector.min(part.len())];
            let placed: Vec<&AccountOrder> = pending
                .iter()
                .copied()
                // A place where it shall go says nothing of what goes there.
                .filter(|order| {
                    places::speaks_of(before, &order.address) && !places::speaks_of(target, &order.address)
                })
                .collect();
            let mentions = titles::mentioned(self.account, before);
            let mut holding: Vec<&AccountOrder> = pending
                .iter()
                .copied()
                .filter(|order| order.lines.iter().any(|line| titles::mean(&mentions, &line.title)))
                .collect();
            if holding.len() > 1 {
                // "the navy cardigan", of two cardigans in two orders
                let said = spoken(before);
                let like = |order: &AccountOrder| {
                    let lines = order.lines.iter().filter(|line| titles::mean(&mentions, &line.title));
                    let likeness = lines.filter_map(|line| {
                        let goods = line.product.and_then(|id| self.account.goods(id))?;
                        Some(choose::likeness(goods, goods.variant(line.variant?)?, &said))
                    });
                    likeness.max().unwrap_or(0)
                };
                let best = holding.iter().map(|order| like(order)).max().unwrap_or(0);
                holding.retain(|order| like(order) == best);
            }
            let many = has_any(part, &["all", "both", "every", "any", "orders", "possible", "everything"]);
            let focus = self.agenda.focus.as_deref();
            if many && placed.is_empty() {
                numbers_of(&pending)
            } else if placed.len() == 1 {
                numbers_of(&placed)
            } else if holding.len() == 1 {
                numbers_of(&holding)
            } else if let Some(focus) = focus.filter(|focus| pending.iter().any(|o| o.number == **focus)) {
                vec![focus.to_owned()]
            } else {
                // Those that do not go there yet.
                numbers_of(&pending)
            }
        } else {
            Vec::new()
        };
        let target_text = if elsewhere { text.clone() } else { spoken(target) };
        // As it was written, where there is only one address in it: "apt 5B".
        let codes = |text: &str| places::postal_codes(text);
        let target_text = if !codes(&target_text).is_empty()
            && codes(&target_text) == codes(&self.raw)
            && places::is_written(&self.raw, &self.account.address)
        {
            self.raw.clone()
        } else {
            target_text
        };
        let postal = places::postal_codes(&target_text);
        for order in &orders {
            let mut address = places::meant(self.account, &target_text, Some(order));
            if address.is_empty() {
                address = places::meant(self.account, &text, Some(order));
            }
            let goes_there = |known: &AccountOrder| {
                address.first().is_some_and(|address| known.address == *address)
                    || (postal.is_empty() && places::names_town_of(target, &known.address))
            };
            if !self.account.order(order).is_some_and(goes_there) {
                self.change_address(Kind::Address, Some(order.clone()), address);
            }
        }
        if profile {
            let mut address = places::meant(self.account, &target_text, None);
            if address.is_empty() {
                address = places::meant(self.account, &text, None);
            }
            self.change_address(Kind::ProfileAddress, None, address);
        }
    }

    /// "My parcel is headed to Oslo although I live in Bergen. Please correct this." `true`: it was read so.
    pub(super) fn goes_wrong(&mut self, sentence: &[Atom]) -> bool {
        let mends = sentence.windows(2).any(|pair| {
            pair[0].any(&["correct", "fix", "change", "mend", "sort", "update"])
                && pair[1].any(&["this", "that", "it"])
        });
        let told = self.before.clone();
        let of_order = has_any(&told, &["order", "package", "parcel", "delivery", "shipment"])
            && has_any(&told, &["to", "at"])
            && has_any(&told, &["live", "home", "house", "myself"]);
        let own = self.account.address.clone();
        if !mends || !of_order || !(places::speaks_of(&told, &own) || has_any(&told, &["home"])) {
            return false;
        }
        let there: Vec<String> = self
            .pending()
            .into_iter()
            .filter(|order| order.address != own && places::speaks_of(&told, &order.address))
            .map(|order| order.number.clone())
            .collect();
        let [only] = there.as_slice() else { return false };
        self.change_address(Kind::Address, Some(only.clone()), vec![own]);
        true
    }

    fn change_address(&mut self, kind: Kind, order: Option<String>, address: Vec<String>) {
        self.heard.changed = true;
        if let Some(order) = &order {
            self.agenda.focus = Some(order.clone());
        }
        let address = if address.len() == 1 { address.into_iter().next() } else { None };
        self.agenda.add(Change { address, ..Change::new(kind, order) });
    }

    /// "Use PayPal for order 1042 instead of my card": a wish about how an order is paid, without a verb of change.
    pub(super) fn pays_otherwise(&self, words: &[Atom]) -> bool {
        // "Order 1042 went to my card, but I want to pay for it by PayPal instead."
        let of_it = self.agenda.focus.is_some() && has_any(words, &["pay"]) && has_any(words, &["it"]);
        let pays = has_any(words, &["pay", "paying", "charge", "charged", "use", "bill", "billed", "put"]);
        let other = has_any(words, &["instead", "rather", "different", "another", "other"]);
        // "Can I pay my order with the gift card?"
        let may = has_any(words, &["pay"])
            && has_any(words, &["by", "with", "using", "from", "through"])
            && (has(words, &["can", "i"])
                || has(words, &["could", "i"])
                || has_any(words, &["like", "want", "rather", "prefer"]));
        // "Can I use my gift card for that order?"
        let may = may
            || (has_any(words, &["use"])
                && has_any(words, &["for"])
                && (has(words, &["can", "i"]) || has(words, &["could", "i"]) || has(words, &["may", "i"])));
        let mentions = titles::mentioned(self.account, words);
        // "Put the boots on my gift card instead", of what is in one order that waits.
        let holds =
            |order: &&&AccountOrder| order.lines.iter().any(|line| titles::mean(&mentions, &line.title));
        let of_thing = has_any(words, &["put", "charge", "bill", "pay"])
            && has_any(words, &["on", "to", "by", "with"])
            && verbs::places(words).is_empty()
            && self.pending().iter().filter(holds).count() == 1;
        if of_thing
            && other
            && !methods::named(words).is_empty()
            && !has_any(words, &["refund", "difference"])
        {
            return true;
        }
        let beside = mentions.iter().all(|mention| {
            // "the lamp order"
            if words.get(mention.at + mention.length).is_some_and(|next| next.is("order")) {
                return true;
            }
            words[mention.at.saturating_sub(3)..mention.at]
                .iter()
                .any(|atom| atom.any(&["with", "for", "containing"]))
        });
        let of_held = has_any(words, &["pay"])
            && has_any(words, &["for"])
            && self.pending().iter().filter(holds).count() == 1;
        pays && (other || may)
            && (has_any(words, &["order"]) || of_it || of_held)
            && !methods::named(words).is_empty()
            && beside
            && !has_any(words, &["refund", "difference", "address"])
    }

    /// That another way to pay shall be used for an order.
    pub(super) fn payment(&mut self, sentence: &[Atom]) {
        let numbers = order_numbers(self.account, sentence);
        let pending = numbers_of(&self.pending());
        let mentions = titles::mentioned(self.account, sentence);
        let holds =
            |order: &&AccountOrder| order.lines.iter().any(|line| titles::mean(&mentions, &line.title));
        let holding: Vec<String> = numbers_of(&self.pending().into_iter().filter(holds).collect::<Vec<_>>());
        let order = numbers
            .first()
            .cloned()
            .or_else(|| if holding.len() == 1 { holding.first().cloned() } else { None })
            .or_else(|| self.agenda.focus.clone().filter(|focus| pending.contains(focus)))
            .or_else(|| if pending.len() == 1 { pending.first().cloned() } else { None });
        self.heard.changed = true;
        match order {
            Some(order) => {
                self.agenda.add(Change::new(Kind::Payment, Some(order)));
            }
            None => {
                self.agenda.asked = Some(Question::WhichOrder { kind: Kind::Payment, numbers: pending });
            }
        }
    }
}

/// Without what is no longer to be: "…, not to the office", "instead of my flat".
fn without_former(part: &[Atom]) -> &[Atom] {
    let ends: [&[&str]; 4] = [&["not", "to"], &["instead", "of"], &["rather", "than"], &["and", "not"]];
    let end = ends.iter().filter_map(|words| find(part, words)).filter(|at| *at > 3).min();
    end.map_or(part, |end| &part[..end])
}

fn numbers_of(orders: &[&AccountOrder]) -> Vec<String> {
    orders.iter().map(|order| order.number.clone()).collect()
}
