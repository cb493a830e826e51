//! Tokens of texts that were counted once: instructions, a history and facts come again at each step of a turn.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use parking_lot::Mutex;

const KEPT: usize = 1000;

#[derive(Default)]
pub(super) struct Counts {
    hashes: RandomState,
    known: Mutex<HashMap<u64, usize>>,
}

impl Counts {
    /// What is known of a text, or what `count` makes of it.
    ///
    /// # Errors
    /// Those of `count`, which are not kept.
    pub(super) fn of<E>(&self, text: &str, count: impl FnOnce() -> Result<usize, E>) -> Result<usize, E> {
        let key = self.hashes.hash_one(text);
        if let Some(tokens) = self.known.lock().get(&key) {
            return Ok(*tokens);
        }
        let tokens = count()?;
        let mut known = self.known.lock();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, tokens);
        Ok(tokens)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_counted_once_and_a_failure_is_none() {
        let counts = Counts::default();
        assert_eq!(counts.of("a linen shirt", || Err("gone")), Err("gone"));
        assert_eq!(counts.of("a linen shirt", || Ok::<_, ()>(4)), Ok(4));
        assert_eq!(counts.of::<()>("a linen shirt", || panic!("it is known")), Ok(4));
        for n in 0..KEPT {
            assert_eq!(counts.of(&n.to_string(), || Ok::<_, ()>(n)), Ok(n));
        }
        assert!(counts.known.lock().len() <= KEPT, "memory has a bound");
    }
}
