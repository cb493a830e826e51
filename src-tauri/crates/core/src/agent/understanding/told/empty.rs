//! Words that change nothing of a statement.

/// Before what is said.
#[rustfmt::skip]
pub(super) const FILLERS: &[&str] = &[
    "hi", "hello", "hey", "hiya", "so", "well", "oh", "ah", "actually", "sorry", "no", "yes", "ok", "and", "but",
    "also", "because", "since", "as", "by", "the", "way", "fyi", "btw", "usually", "normally", "unfortunately",
    "sadly", "note", "please", "that", "just", "correction", "wait", "now", "for", "info", "generally", "thanks",
    "thank", "you", "great", "hmm", "remember",
];

/// Within it, where they change nothing.
#[rustfmt::skip]
pub(super) const ADVERBS: &[&str] = &[
    "usually", "normally", "always", "generally", "mostly", "typically", "really", "just", "also", "actually", "now",
    "only", "personally", "absolutely", "definitely", "still", "severely", "very", "quite", "unfortunately", "sadly",
    "currently", "most", "often", "seriously", "highly", "terribly", "extremely", "simply", "about",
];

/// After it.
#[rustfmt::skip]
pub(super) const TRAIL: &[&str] = &[
    "now", "usually", "normally", "mostly", "generally", "always", "these", "days", "actually", "myself", "here",
    "too", "though", "please", "thanks", "thank", "you", "fyi", "btw", "currently", "in", "most", "things", "clothes",
    "clothing", "everything", "at", "all", "so", "much", "anymore", "any", "more", "sorry", "on", "me", "stuff",
    "either", "really", "anything", "general", "colour", "colours", "material", "materials", "fabric", "fabrics",
    "by", "the", "way",
];

/// They put right what was said before.
#[rustfmt::skip]
pub(super) const CORRECTS: &[&str] = &[
    "actually", "sorry", "correction", "wait", "now", "no", "days", "anymore",
];
