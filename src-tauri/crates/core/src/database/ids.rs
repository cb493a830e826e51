//! Makes UUIDv7s that increase: ids made later sort later, also within a millisecond (RFC 9562, 6.2, method 2).

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

use crate::clock::Timestamp;

/// A source of ids. Give it a seed, and it gives the same ids at the same times.
pub struct IdSource {
    random: StdRng,
    last: u128,
}

impl IdSource {
    pub fn new(seed: Option<u64>) -> Self {
        let random = match seed {
            Some(seed) => StdRng::seed_from_u64(seed),
            None => StdRng::from_os_rng(),
        };
        Self { random, last: 0 }
    }

    /// Makes only ids greater than `newest`: whatever the clock says, what comes later sorts later.
    #[must_use]
    pub fn after(mut self, newest: Option<Uuid>) -> Self {
        self.last = self.last.max(newest.map_or(0, |newest| newest.as_u128()));
        self
    }

    pub fn next(&mut self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millis()).unwrap_or(0);
        let fresh = Builder::from_unix_timestamp_millis(millis, &self.random.random()).into_uuid().as_u128();
        let next = if fresh > self.last {
            fresh
        } else {
            // The same millisecond, or a clock set back: a random step up from the last one. The low 62 bits
            // hold room for 2^30 such steps before they reach the variant bits.
            self.last + 1 + u128::from(self.random.random::<u32>())
        };
        self.last = next;
        Uuid::from_u128(next)
    }

    /// Randomness for jitter and the like.
    pub fn random(&mut self) -> &mut StdRng {
        &mut self.random
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_increase_even_when_the_clock_is_set_back() {
        let mut source = IdSource::new(Some(7));
        let mut last = Uuid::nil();
        for step in 0..10_000i64 {
            let now = Timestamp::from_millis(1_800_000_000_000 + (step / 100) % 7 - step % 3);
            let id = source.next(now);
            assert!(id > last);
            assert_eq!(id.get_version_num(), 7);
            last = id;
        }
    }

    #[test]
    fn a_seed_repeats() {
        let now = Timestamp::from_millis(1_800_000_000_000);
        let ids = |seed| {
            let mut source = IdSource::new(Some(seed));
            [source.next(now), source.next(now)]
        };
        assert_eq!(ids(1), ids(1));
        assert_ne!(ids(1), ids(2));
    }
}
