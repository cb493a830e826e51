//! How a customer points at their own orders: by number, or at all of them.

use super::words::Atom;
use crate::agent::account::Account;

/// The customer's orders that are named by number: in full, or by its digits alone.
pub(super) fn order_numbers(account: &Account, atoms: &[Atom]) -> Vec<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut numbers: Vec<String> = Vec::new();
    for atom in atoms.iter().filter(|atom| !atom.mark) {
        let whole = account.orders.iter().find(|order| order.number.eq_ignore_ascii_case(&atom.said));
        let by_digits = || {
            let bare = atom.said.len() >= 4 && atom.said.chars().all(|c| c.is_ascii_digit());
            account.orders.iter().find(|order| bare && digits(&order.number) == atom.said)
        };
        if let Some(order) = whole.or_else(by_digits)
            && !numbers.contains(&order.number)
        {
            numbers.push(order.number.clone());
        }
    }
    numbers
}

/// Whether an order is named by a number that is none of the customer's: "order W1000002", "order number is 4711", and what is
/// written as their own numbers are ("the address of W1000002").
pub(super) fn names_another_order(account: &Account, atoms: &[Atom]) -> bool {
    let words: Vec<&Atom> = atoms.iter().filter(|atom| !atom.mark).collect();
    let mut after_order = false;
    let written_alike = |word: &str| {
        let shape = |number: &str| {
            let lead = number.chars().take_while(char::is_ascii_alphabetic).count();
            (number[..lead].to_ascii_uppercase(), number.len() - lead)
        };
        let (lead, digits) = shape(word);
        !lead.is_empty()
            && account.orders.iter().any(|order| {
                let own = shape(&order.number);
                own.0 == lead && own.1.abs_diff(digits) <= 1
            })
    };
    for word in words {
        let digits = word.said.chars().filter(char::is_ascii_digit).count();
        let letters = word.said.chars().take_while(|c| c.is_ascii_alphabetic()).count();
        let like_a_number = digits >= 3 && letters <= 3 && digits + letters == word.said.chars().count();
        let meant = like_a_number && (after_order || written_alike(&word.said));
        if meant && order_numbers(account, std::slice::from_ref(word)).is_empty() {
            return true;
        }
        after_order = word.is("order")
            || (after_order && word.any(&["number", "no", "nr", "num", "id", "is", "with", "the", "my"]));
    }
    false
}

/// The words with this number instead of one that is none of the customer's.
pub(super) fn with_number(account: &Account, atoms: &[Atom], number: &str) -> Vec<Atom> {
    let mut words = atoms.to_vec();
    let unknown = (0..words.len()).find(|at| {
        let until = &atoms[..=*at];
        names_another_order(account, until)
    });
    if let Some(word) = unknown.and_then(|at| words.get_mut(at)) {
        number.clone_into(&mut word.said);
        word.text = number.to_lowercase();
    }
    words
}

/// "Everything", "all of it", "the whole order".
pub(super) fn is_everything(part: &[Atom]) -> bool {
    part.iter().enumerate().any(|(i, atom)| {
        atom.any(&["everything", "anything"])
            || (atom.any(&["all", "every", "both", "each"])
                && part[i + 1..]
                    .iter()
                    .take(5)
                    .any(|next| next.any(&["order", "item", "thing", "of", "it", "them", "possible"])))
            || (atom.any(&["whole", "entire"]) && part.get(i + 1).is_some_and(|next| next.is("order")))
    })
}
