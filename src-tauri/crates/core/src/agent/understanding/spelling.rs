//! Typing errors: the known word that an unknown one was meant to be.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexicon;
use super::words::stem;

pub(super) fn squeeze(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let (mut last, mut run) = ('\0', 0);
    for c in word.chars() {
        run = if c == last { run + 1 } else { 1 };
        last = c;
        if run < 3 {
            out.push(c);
        }
    }
    if !is_known(&out) {
        // "hellooo" was cut to "helloo": one letter more is too many.
        let mut single = out.clone();
        single.dedup_tail();
        if is_known(&single) {
            return single;
        }
    }
    out
}

trait DedupTail {
    fn dedup_tail(&mut self);
}

impl DedupTail for String {
    fn dedup_tail(&mut self) {
        let mut back = self.chars().rev();
        if back.next().is_some_and(|last| back.next() == Some(last)) {
            self.pop();
        }
    }
}

/// Known words by their first letter, with those worth correcting to.
struct Vocabulary {
    known: HashMap<&'static str, ()>,
    targets: HashMap<char, Vec<&'static str>>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut known = HashMap::new();
    let mut targets: HashMap<char, Vec<&'static str>> = HashMap::new();
    // Where two words are equally near, what is wanted matters more than what it is like.
    for word in lexicon::shop_words().chain(super::patterns::words()).chain(lexicon::target_words()) {
        if known.insert(word, ()).is_none()
            && word.len() >= 4
            && let Some(first) = word.chars().next()
        {
            targets.entry(first).or_default().push(word);
        }
    }
    for word in lexicon::common_words() {
        known.insert(word, ());
    }
    Vocabulary { known, targets }
});

pub(super) fn is_known(word: &str) -> bool {
    VOCABULARY.known.contains_key(word)
}

/// Known as it is, or as a form of a known word.
pub(in crate::agent) fn is_word(word: &str) -> bool {
    is_known(word) || is_known(&stem(word)) || is_known(word.strip_suffix('s').unwrap_or(word))
}

/// The known word that an unknown one is a typing error of: one error in a short word, two in a long one.
pub(super) fn correct(word: &str) -> Option<&'static str> {
    let length = word.len();
    if !(4..=18).contains(&length) || !word.is_ascii() || is_known(word) {
        return None;
    }
    let stemmed = stem(word);
    // "shipping" of "ship", "dresses" of "dress": an inflection is no error.
    if is_known(&stemmed) || is_known(word.strip_suffix('s').unwrap_or(word)) {
        return None;
    }
    let budget = if length >= 8 { 2 } else { 1 };
    let first = word.chars().next()?;
    let second = word.chars().nth(1)?;
    let mut best: Option<(usize, &'static str)> = None;
    for start in [first, second] {
        for target in VOCABULARY.targets.get(&start).into_iter().flatten() {
            if target.len().abs_diff(length) > budget {
                continue;
            }
            // A swapped pair in front is the only error that may change the first letter.
            if start != first && target.chars().nth(1) != Some(first) {
                continue;
            }
            // A short word with one letter changed is most likely another word.
            let same_letters = || {
                let (mut a, mut b) = (word.as_bytes().to_vec(), target.as_bytes().to_vec());
                a.sort_unstable();
                b.sort_unstable();
                a == b
            };
            if length <= 4 && target.len() == length && !same_letters() {
                continue;
            }
            let distance = distance(word.as_bytes(), target.as_bytes(), budget);
            if distance <= budget && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, target));
            }
        }
    }
    best.map(|(_, target)| target)
}

/// Optimal string alignment distance, or anything above `budget` once it must be larger.
pub(in crate::agent) fn distance(a: &[u8], b: &[u8], budget: usize) -> usize {
    const WIDTH: usize = 24;
    if a.len() >= WIDTH || b.len() >= WIDTH {
        return budget + 1;
    }
    let mut rows = [[0usize; WIDTH]; 3];
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        let mut least = i;
        rows[i % 3][0] = i;
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut value =
                (rows[(i - 1) % 3][j] + 1).min(rows[i % 3][j - 1] + 1).min(rows[(i - 1) % 3][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                value = value.min(rows[(i - 2) % 3][j - 2] + 1);
            }
            rows[i % 3][j] = value;
            least = least.min(value);
        }
        if least > budget {
            return budget + 1;
        }
    }
    rows[a.len() % 3][b.len()]
}
