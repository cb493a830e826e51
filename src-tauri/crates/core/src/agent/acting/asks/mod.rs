//! Questions that the customer's own records and the catalog answer with a figure or a word: which ones a sentence asks.

mod answers;
mod sums;

use serde::{Deserialize, Serialize};

use super::choose;
use super::references::order_numbers;
use super::titles;
use super::words::{Atom, has, has_any, spoken, words};
use crate::agent::account::Account;

pub(super) use answers::{Around, answer, considered};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Tracking,
    /// How many variants can be had.
    Options,
    /// What comes back in total.
    Refund,
    OrderTotal,
    ItemPrice,
    /// All of a kind in all orders together.
    Spent,
    Balance,
    ShippedTo,
    Detail,
    DearestItem,
    Cheapest,
    /// All variants that can be had, with their prices.
    List,
    /// What the items that stay cost.
    Remaining,
    Status,
    /// What stands in their orders.
    Orders,
    /// Other variants of something that the customer has.
    Others,
    /// How much more another variant costs than what the customer has.
    Difference,
    /// Which of several of their own costs the most, or the least.
    DearestOf,
}

/// A question, with the words it was asked in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub about: About,
    pub text: String,
}

impl Ask {
    /// It speaks of a product rather than of orders or money.
    pub const fn is_about_goods(&self) -> bool {
        matches!(
            self.about,
            About::Options
                | About::Cheapest
                | About::List
                | About::Detail
                | About::Spent
                | About::Others
                | About::Difference
        )
    }

    /// It speaks of how things are when all is done.
    pub const fn waits(&self) -> bool {
        matches!(self.about, About::Refund | About::Balance | About::Remaining | About::OrderTotal)
    }
}

/// "Is there a taller version of my lamp?", "what would it cost in black?": of something that they have, in another variant.
fn compares(account: &Account, sentence: &[Atom]) -> bool {
    let asks = has(sentence, &["is", "there"])
        || has(sentence, &["are", "there"])
        || has(sentence, &["do", "you", "have"])
        || has(sentence, &["how", "much", "more"])
        || has_any(sentence, &["difference", "vs", "versus"]);
    let mine = has_any(sentence, &["my", "mine", "version", "vs", "versus", "than"]);
    let own = titles::named(&titles::mentioned(account, sentence));
    asks && mine
        && account
            .goods
            .iter()
            .filter(|goods| own.contains(&goods.title))
            .any(|goods| choose::choose(goods, None, &spoken(sentence)) != choose::Choice::Unsaid)
}

/// The questions of a sentence.
pub(super) fn read(account: &Account, sentence: &[Atom], all: &[Atom], acts: bool) -> Vec<Ask> {
    let mut found: Vec<About> = Vec::new();
    let word = |words: &[&str]| has_any(sentence, words);
    let asking = word(&[
        "know",
        "what",
        "which",
        "how",
        "where",
        "when",
        "check",
        "ask",
        "tell",
        "wonder",
        "confirm",
        "inquire",
        "provide",
        "whats",
        "want",
        "get",
        "need",
        "status",
        "find",
        "see",
        "total",
        "curious",
        "hear",
        "much",
        "many",
        "altogether",
        "did",
        "doe",
        "does",
        "give",
        "still",
    ]);
    if !asking
        && !word(&["tracking"])
        && !has(sentence, &["is", "there"])
        && !has(sentence, &["are", "there"])
    {
        return Vec::new();
    }
    let mentioned = !titles::mentioned(account, sentence).is_empty();
    let mentioned_nowhere = !mentioned && !word(&["discount", "coupon"]);
    let numbered = !order_numbers(account, sentence).is_empty();
    if word(&["tracking"]) {
        found.push(About::Tracking);
    }
    if has(sentence, &["how", "many"])
        && (word(&[
            "option",
            "type",
            "kind",
            "available",
            "variant",
            "version",
            "style",
            "different",
            "model",
            "choice",
            "stock",
            "sort",
            "offer",
            "sell",
            "carry",
        ]) || (word(&["buy", "choose", "pick"]) && !word(&["order"])))
    {
        found.push(About::Options);
    }
    let gift = word(&["giftcard"]) || has(sentence, &["gift", "card"]) || has(sentence, &["store", "credit"]);
    if word(&["balance"])
        || (gift
            && word(&["left", "remaining", "remains", "remain"])
            && word(&["much", "what", "know", "money"]))
        || (gift && has(sentence, &["how", "much"]) && word(&["on", "have"]) && !acts)
    {
        found.push(About::Balance);
    }
    let to_come =
        word(&["receive"]) || (word(&["get"]) && word(&["will", "ill", "would", "can"]) && mentioned_nowhere);
    let received = to_come && word(&["much", "money", "amount", "total"]) && !word(&["order"]);
    let back = word(&["back", "refund", "refunded", "reimbursed"]) || received;
    let gets = has_any(sentence, &["what"])
        && word(&["get", "receive"])
        && word(&["back"])
        && word(&["will", "ill", "do", "would"]);
    if back
        && (gets
            || has(sentence, &["how", "much"])
            || word(&["total", "amount", "much", "sum", "altogether"]))
    {
        found.push(About::Refund);
    }
    let owes = has(sentence, &["need", "to", "pay"])
        || has(sentence, &["have", "to", "pay"])
        || has(sentence, &["will", "i", "pay"])
        || has(sentence, &["will", "be", "charged"])
        || has(sentence, &["costs", "me"])
        || has(sentence, &["cost", "me"])
        || word(&["owe"]);
    if owes && word(&["total", "much", "altogether"]) {
        found.push(About::Refund);
    }
    let rest =
        word(&["remaining", "rest"]) || has(sentence, &["i", "keep"]) || has(sentence, &["im", "keeping"]);
    let rest = rest && word(&["total", "amount", "paid", "price", "cost", "costs", "worth", "value"]);
    if rest {
        found.push(About::Remaining);
    }
    let whole = word(&["order", "total"]) && !back && !rest && !word(&["remaining"]);
    if whole
        && (has(sentence, &["total", "price"])
            || has(sentence, &["how", "much"])
            || ((has(sentence, &["came", "to"]) || has(sentence, &["come", "to"]))
                && word(&["what", "how", "know", "tell", "much", "whats", "total"]))
            || word(&["paid", "total", "cost", "costs", "altogether", "sum", "amount", "worth"]))
    {
        if mentioned && word(&["all"]) {
            found.push(About::Spent);
        } else if !word(&["tracking"]) {
            found.push(About::OrderTotal);
        }
    }
    if mentioned
        && (word(&["price", "cost", "much"])
            || (word(&["pay", "paid"]) && word(&["what", "much", "did", "know"])))
        && !word(&["total"])
        && !back
        && !rest
        && !word(&["difference", "cheapest"])
    {
        found.push(About::ItemPrice);
    }
    let together = word(&["together", "altogether"]) || has(sentence, &["in", "total"]);
    let costs = word(&["cost", "costs", "pay", "paid", "spend", "spent"])
        || (has(sentence, &["how", "much"]) && word(&["were", "are", "was"]));
    if together && costs && !owes && !word(&["order"]) && !acts {
        found.retain(|about| *about != About::ItemPrice);
        found.push(About::Spent);
    }
    let extreme = has(sentence, &["more", "expensive"])
        || has(sentence, &["most", "expensive"])
        || has(sentence, &["least", "expensive"])
        || has(sentence, &["less", "expensive"])
        || word(&["dearer", "dearest", "pricier", "priciest", "cheaper"])
        || has(sentence, &["cost", "more"])
        || has(sentence, &["cost", "less"]);
    let of_mine = has(sentence, &["i", "have"])
        || word(&["my", "received", "bought", "ordered", "delivered", "pending", "own", "ive"]);
    if extreme && mentioned && of_mine && word(&["which"]) {
        found.retain(|about| *about != About::ItemPrice);
        found.push(About::DearestOf);
    }
    if has(sentence, &["most", "expensive", "item"]) && word(&["what", "which", "whats", "ask"]) {
        found.push(About::DearestItem);
    }
    let cheapest = word(&["cheapest"]) || has(sentence, &["least", "expensive"]);
    if cheapest && word(&["what", "which", "know", "whats"]) && !acts {
        found.push(About::Cheapest);
    }
    if (word(&["options", "option"]) && word(&["available", "all", "price", "prices"]))
        && !found.contains(&About::Options)
        && !word(&["many"])
    {
        found.push(About::List);
    }
    let of_place = word(&["city", "town", "state"]) && word(&["which", "what"]);
    let goes = word(&[
        "goe",
        "goes",
        "going",
        "go",
        "sent",
        "ship",
        "shipped",
        "shipping",
        "deliver",
        "delivered",
        "headed",
        "delivery",
    ]) && (word(&["order", "it", "they", "package", "parcel"]) || mentioned);
    if !acts && ((word(&["address"]) && word(&["which", "what", "where", "check"])) || (of_place && goes)) {
        found.push(About::ShippedTo);
    }
    let of_mine = mentioned && has_any(sentence, &["my", "the"]);
    if of_mine
        && !acts
        && (has(sentence, &["which", "order"])
            || (word(&["status", "state"]) && word(&["what", "which", "know", "tell"]))
            || (word(&["where", "wheres", "when"]) && word(&["order", "is", "arrive", "come", "get"])))
    {
        found.push(About::Status);
    }
    if word(&["transit", "arriving", "arrive", "arrived", "status", "shipped"])
        && !mentioned
        && (word(&["status", "when", "where", "still"]))
    {
        found.push(About::Status);
    }
    let bought = has(sentence, &["did", "i", "order"])
        || has(sentence, &["did", "i", "buy"])
        || has(sentence, &["have", "i", "ordered"])
        || has(sentence, &["have", "i", "bought"])
        || has(sentence, &["my", "orders"]);
    if bought && !acts && word(&["what", "which", "list", "show"]) && !mentioned && !numbered {
        found.push(About::Orders);
    }
    if !acts
        && mentioned
        && word(&["order"])
        && has(sentence, &["what", "was"])
        && !word(&["total", "cost", "price"])
    {
        found.push(About::Status);
    }
    let became = has(sentence, &["happened", "to"])
        || has(sentence, &["happened", "with"])
        || has(sentence, &["become", "of"])
        || has(sentence, &["became", "of"]);
    if became && (numbered || mentioned || word(&["order"])) {
        found.push(About::Status);
    }
    // "Which one is still coming?", of several alike.
    let comes = word(&["coming", "arriving", "way"]) && word(&["which", "when", "where", "still"]);
    if comes && !acts && (mentioned || has(sentence, &["which", "one"])) {
        found.push(About::Status);
    }
    // "Where is my order?" from somebody who had to say first who they are.
    let where_is = has(sentence, &["where", "is", "my"])
        || has(sentence, &["where", "is", "the"])
        || has(sentence, &["where", "are", "my"])
        // "Where's my order": the letter of "is" is dropped like that of a possessive.
        || has(sentence, &["where", "my"])
        || has(sentence, &["where", "the"]);
    if where_is && !word(&["address"]) && word(&["order", "package", "parcel", "delivery", "shipment"]) {
        found.push(About::Status);
    }
    let with_mine = has(sentence, &["how", "much", "more"]) && word(&["mine", "vs", "versus"]);
    if !acts && ((mentioned && compares(account, sentence)) || (!mentioned && with_mine)) {
        let dearer = word(&["more", "extra", "difference", "vs", "versus", "than"])
            && (word(&["much", "difference", "cost"]) || has(sentence, &["how", "many"]));
        found.retain(|about| *about != About::ItemPrice);
        found.push(if dearer { About::Difference } else { About::Others });
    }
    if !acts || has_any(sentence, &["check"]) {
        let named = account.goods.iter().any(|goods| {
            let own = titles::mentions(sentence, &[goods.title.as_str()]);
            let near = own.is_empty() && titles::mentions(all, &[goods.title.as_str()]).is_empty();
            !near
                && goods.options.iter().any(|option| {
                    let name = words(option);
                    name.iter().any(|w| {
                        w.len() > 3
                            && w != "size"
                            && sentence.iter().any(|a| a.text == *w || a.text == format!("{w}s"))
                    })
                })
        });
        if named
            && word(&["what", "which", "storage", "check", "know", "ask"])
            && !word(&["prefer"])
            && (mentioned || word(&["its", "it", "they"]))
        {
            found.push(About::Detail);
        }
    }
    let mut asks: Vec<Ask> = Vec::new();
    for about in found {
        if !asks.iter().any(|ask: &Ask| ask.about == about) {
            asks.push(Ask { about, text: spoken(sentence) });
        }
    }
    asks
}
