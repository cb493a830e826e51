//! Why an order is to be cancelled: which of the reasons that count a text gives.

use super::words::{Atom, has};

/// The reasons that count, when one is given.
pub(super) fn reason(atoms: &[Atom]) -> Option<String> {
    let any = |words: &[&str]| atoms.iter().any(|atom| atom.any(words));
    let mistake = has(atoms, &["by", "mistake"])
        || has(atoms, &["by", "accident"])
        || has(atoms, &["by", "error"])
        || has(atoms, &["in", "error"])
        || any(&["mistakenly", "accidentally", "accidently"])
        || has(atoms, &["ordered", "wrong"])
        || (any(&["mistake", "accident"]) && any(&["was", "were", "is", "are"]) && !any(&["you", "your"]))
        || (any(&["didnt", "never", "not"])
            && has(atoms, &["to", "order"])
            && any(&["mean", "meant", "intend"]));
    // "I don't need it": of the thing itself, not of what it should be like.
    let denied = |word: &str| {
        const THINGS: &[&str] = &[
            "it", "them", "this", "that", "these", "those", "anymore", "the", "my", "both", "all", "order",
            "any",
        ];
        atoms.iter().enumerate().any(|(at, atom)| {
            let next = |on: usize| atoms.get(at + on);
            atom.is(word)
                && atoms[at.saturating_sub(3)..at].iter().any(|atom| atom.any(&["dont", "not", "doesnt"]))
                && next(1).is_none_or(|next| next.mark || next.any(THINGS))
                && !next(2).is_some_and(|next| next.is("to"))
        })
    };
    let needless = has(atoms, &["no", "longer", "need"])
        || has(atoms, &["no", "longer", "needed"])
        || has(atoms, &["no", "longer", "want"])
        || has(atoms, &["no", "longer", "wanted"])
        || has(atoms, &["no", "more", "need"])
        || has(atoms, &["no", "more", "needed"])
        || has(atoms, &["no", "need"])
        || has(atoms, &["no", "use", "for"])
        || has(atoms, &["not", "needing"])
        || (any(&["wont", "not"]) && has(atoms, &["be", "needing"]))
        || has(atoms, &["changed", "my", "mind"])
        || denied("need")
        || denied("needed")
        || (denied("want") && any(&["it", "anymore", "more", "them"]));
    if mistake {
        Some(crate::policy::CANCEL_REASONS[1].to_owned())
    } else if needless {
        Some(crate::policy::CANCEL_REASONS[0].to_owned())
    } else {
        None
    }
}
