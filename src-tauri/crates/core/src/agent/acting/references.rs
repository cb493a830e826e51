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
