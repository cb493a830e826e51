//! What a message does with the cart: what it adds, leaves out, changes in number, or asks about it.

use crate::agent::acting::agenda::{Agenda, Kind};
use crate::agent::acting::verbs;
use crate::agent::acting::words::{Atom, atoms, has, has_any, spoken};
use crate::agent::phrases::Language;
use crate::agent::turn::Situation;
use crate::agent::understanding::colour_names;
use crate::agent::{Affirmation, Intent};
use crate::policy::Action;

/// Pieces of one thing in one message; a larger number is a size.
const MOST_PIECES: u32 = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::agent::acting) enum Op {
    Add,
    Remove,
    /// So many of it, not more and not fewer.
    Set,
}

/// A thing that is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::agent::acting) struct Line {
    pub op: Op,
    pub quantity: Option<u32>,
    /// Words that name it; none: what was spoken of last.
    pub named: Vec<String>,
    /// Size, colour and whatever else describes it.
    pub described: String,
    /// As it was said.
    pub clause: String,
    /// It is surely meant for the cart: "I need help" is not.
    pub sure: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::agent::acting) enum Heard {
    /// "What's in my cart?"
    Show,
    /// "Empty it."
    Clear,
    Lines(Vec<Line>),
}

/// The customer's cart, as no shop calls a thing it sells.
fn speaks_of_cart(said: &[Atom]) -> bool {
    has(said, &["my", "cart"])
        || has(said, &["the", "cart"])
        || has(said, &["shopping", "cart"])
        || has(said, &["my", "basket"])
        || has(said, &["my", "trolley"])
        || has(said, &["shopping", "basket"])
}

const REMOVE: &[&str] = &["remove", "drop", "delete", "without", "skip", "scratch", "minus", "except"];
/// Say that something comes besides.
const BESIDES: &[&str] =
    &["add", "also", "too", "another", "plus", "include", "additionally", "throw", "besides"];
const TAKE: &[&str] =
    &["take", "buy", "order", "want", "like", "need", "have", "put", "get", "give", "grab", "ill", "id"];
/// What asks or tells something else than what is to be bought.
const OTHERWISE: &[&str] = &[
    "tell",
    "know",
    "ask",
    "when",
    "where",
    "how",
    "why",
    "what",
    "which",
    "ship",
    "deliver",
    "delivery",
    "shipping",
    "return",
    "exchange",
    "cancel",
    "refund",
    "address",
    "pay",
    "paid",
    "code",
    "discount",
    "who",
    "does",
    "is",
    "are",
    "swap",
    "change",
    "instead",
    "notify",
    "recommend",
    "suggest",
    "show",
    "goes",
    "wait",
];
/// Words that name no goods.
#[rustfmt::skip]
const NAMELESS: &[&str] = &[
    "i", "id", "ill", "im", "would", "will", "want", "like", "need", "have", "take", "buy", "order", "get", "give", "grab", "put",
    "me", "my", "the", "a", "an", "of", "in", "into", "on", "to", "for", "with", "out", "off", "away", "it", "them", "that",
    "this", "these", "those", "one", "ones", "some", "please", "pls", "thank", "thanks", "you", "can", "could", "may", "just",
    "only", "actually", "sorry", "ok", "okay", "yes", "yeah", "no", "not", "dont", "do", "so", "well", "too", "also", "as",
    "add", "another", "more", "plus", "and", "then", "but", "leave", "remove", "drop", "delete", "without", "skip", "scratch",
    "minus", "except", "forget", "about", "make", "size", "color", "pair", "piece", "couple", "x", "cart", "basket", "trolley",
    "hi", "hello", "hey", "great", "perfect", "after", "all", "let", "lets", "from", "your", "there", "here", "be", "if",
    "possible", "aside", "set", "keep", "throw", "include", "besides", "additionally", "instead", "now", "both", "each", "again",
    "any", "longer", "same", "go", "ahead", "changed", "mind", "rather", "still", "else", "and", "or", "at", "is",
];
const SIZES: &[&str] = &["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"];

/// Something is being put together, or was put aside in this conversation.
pub(in crate::agent::acting) fn is_open(agenda: &Agenda) -> bool {
    agenda.cart_asked.is_some()
        || agenda.changes.iter().any(|change| change.kind == Kind::Buy)
        || agenda.done.iter().any(|done| matches!(done.wanted.action, Action::PutAside { .. }))
}

fn is_colour(word: &str) -> bool {
    colour_names().any(|name| name == word) || word == "gray"
}

fn is_size(atom: &Atom) -> bool {
    SIZES.contains(&atom.text.as_str())
}

/// What the message does with the cart; `None`: nothing.
pub(in crate::agent::acting) fn heard(situation: &Situation, agenda: &Agenda) -> Option<Heard> {
    // Buying is talked about in English.
    if situation.language() != Language::English {
        return None;
    }
    let text = crate::agent::acting::text_of(situation);
    let said = atoms(&text);
    let words = said.iter().filter(|atom| !atom.mark).count();
    let of_an_order =
        has(&said, &["my", "order"]) || !situation.understanding.entities.order_numbers.is_empty();
    if !situation.input.can_act || words == 0 || of_an_order {
        return None;
    }
    let open = is_open(agenda);
    let cart = speaks_of_cart(&said);
    let together = has(&said, &["all", "together"])
        || has_any(&said, &["altogether", "total"])
        || has(&said, &["so", "far"])
        || has(&said, &["in", "all"]);
    let asks = has_any(&said, &["what", "how", "show", "see", "much", "which", "list"]);
    if asks && (cart || (open && together)) {
        return Some(Heard::Show);
    }
    let empties = has_any(&said, &["empty", "clear"]) || has(&said, &["start", "over"]);
    if empties && (cart || open) {
        return Some(Heard::Clear);
    }
    if let Some(clause) = &agenda.cart_asked {
        // "Which one?" was asked: what names it says it again with its number.
        let plain = words <= 8 && situation.understanding.affirmation != Affirmation::No;
        if plain && !has_any(&said, OTHERWISE) {
            let whole = format!("{clause} {text}");
            return Some(Heard::Lines(lines_of(&atoms(&whole), Some(Op::Add), true)));
        }
    }
    let buys = situation.understanding.primary() == Intent::PlaceOrder;
    // Another verb wants something of an order.
    if !open && !cart && (!buys || !verbs::places(&said).is_empty()) {
        return None;
    }
    let lines = lines_of(&said, None, false);
    let named = lines.iter().filter(|line| !line.named.is_empty()).count();
    let strong =
        lines.iter().any(|line| line.op != Op::Add) || has_any(&said, BESIDES) || has(&said, &["as", "well"]);
    let is_it = if open { strong || named > 0 } else { (cart && named > 0) || named > 1 };
    (is_it && !lines.is_empty()).then_some(Heard::Lines(lines))
}

/// Reads the clauses. `known`: what each does where it does not say. `whole`: it is one clause.
fn lines_of(said: &[Atom], known: Option<Op>, whole: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut before = known;
    let mut carried: Vec<Atom> = Vec::new();
    for clause in clauses(said, whole) {
        if has_any(&clause, OTHERWISE) {
            carried.clear();
            continue;
        }
        let Some(op) = op(&clause).or(before) else { continue };
        let mut clause: Vec<Atom> = std::mem::take(&mut carried).into_iter().chain(clause).collect();
        let line = line(op, &clause);
        before = Some(op);
        // "black and white shirts": the first colour waits for its thing.
        let only_colour =
            line.named.is_empty() && line.quantity.is_none() && clause.iter().all(|a| is_colour(&a.text));
        if only_colour && !clause.is_empty() {
            carried.append(&mut clause);
            continue;
        }
        let says = !line.named.is_empty() || line.quantity.is_some() || !line.described.is_empty();
        if says || op == Op::Remove {
            lines.push(line);
        }
    }
    lines
}

fn clauses(said: &[Atom], whole: bool) -> Vec<Vec<Atom>> {
    let mut clauses = vec![Vec::new()];
    for atom in said {
        let divides = !whole && (atom.mark || atom.any(&["and", "plus", "then", "but"]));
        if divides {
            clauses.push(Vec::new());
        } else if !atom.mark
            && let Some(last) = clauses.last_mut()
        {
            last.push(atom.clone());
        }
    }
    clauses.retain(|clause| !clause.is_empty());
    clauses
}

fn op(clause: &[Atom]) -> Option<Op> {
    let away = has_any(clause, &["out", "off", "away"]) && has_any(clause, &["leave", "take"]);
    let unwanted = has(clause, &["dont", "want"])
        || has(clause, &["do", "not", "want"])
        || has(clause, &["dont", "need"])
        || has(clause, &["not", "the"])
        || has_any(clause, &["forget"]);
    if has_any(clause, REMOVE) || away || unwanted {
        return Some(Op::Remove);
    }
    let number = quantity(clause).is_some();
    let exactly = has(clause, &["make", "it"])
        || has(clause, &["make", "that"])
        || clause.first().is_some_and(|atom| atom.any(&["only", "just"]));
    if exactly && number {
        return Some(Op::Set);
    }
    (has_any(clause, BESIDES) || has_any(clause, TAKE)).then_some(Op::Add)
}

fn quantity(clause: &[Atom]) -> Option<u32> {
    clause.iter().enumerate().find_map(|(i, atom)| {
        let before = i.checked_sub(1).and_then(|i| clause.get(i));
        if before.is_some_and(|atom| atom.any(&["size", "number", "no", "in"])) {
            return None;
        }
        if atom.any(&["couple"]) {
            return Some(2);
        }
        if atom.is("one") && clause.get(i + 1).is_some_and(|next| !next.any(&["in", "too", "please"])) {
            return Some(1);
        }
        atom.text.parse().ok().filter(|number| (1..=MOST_PIECES).contains(number))
    })
}

fn line(op: Op, clause: &[Atom]) -> Line {
    let quantity = quantity(clause);
    let number = quantity.map(|quantity| quantity.to_string());
    let is_number = |atom: &Atom| atom.text.parse::<u32>().is_ok();
    let named: Vec<String> = clause
        .iter()
        .filter(|atom| !atom.any(NAMELESS) && !is_colour(&atom.text) && !is_size(atom) && !is_number(atom))
        .map(|atom| atom.text.clone())
        .collect();
    let described: Vec<String> = clause
        .iter()
        .filter(|atom| is_colour(&atom.text) || is_size(atom) || is_number(atom))
        .filter(|atom| number.as_ref() != Some(&atom.text))
        .map(|atom| if is_colour(&atom.text) { atom.text.clone() } else { format!("size {}", atom.said) })
        .collect();
    let sure = op != Op::Add
        || has_any(clause, BESIDES)
        || has_any(clause, &["take", "buy", "order"])
        || speaks_of_cart(clause);
    Line { op, quantity, named, described: described.join(", "), clause: spoken(clause), sure }
}
