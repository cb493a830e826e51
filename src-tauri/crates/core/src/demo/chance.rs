//! Chance and time that repeat: the demo shop's only sources of both.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use uuid::Builder;

use crate::clock::{Clock, Timestamp};
use crate::id::{Id, Kind};

/// A clock that is moved along the shop's history.
pub(super) struct SetClock(AtomicI64);

impl SetClock {
    pub fn at(time: Timestamp) -> Self {
        Self(AtomicI64::new(time.as_millis()))
    }

    pub fn set(&self, time: Timestamp) {
        self.0.store(time.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

pub(super) const fn days(count: u64) -> Duration {
    Duration::from_secs(count * 24 * 60 * 60)
}

pub(super) const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

/// Randomness of one part of the shop: parts don't disturb each other when one of them changes.
pub(super) struct Chance(SmallRng);

impl Chance {
    /// `part` and `index` separate the streams (SplitMix64's mixing, as in `SmallRng::seed_from_u64`).
    pub fn new(seed: u64, part: u64, index: u64) -> Self {
        let mixed = seed
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .wrapping_add(part.wrapping_mul(0xBF58_476D_1CE4_E5B9))
            .wrapping_add(index.wrapping_mul(0x94D0_49BB_1331_11EB));
        Self(SmallRng::seed_from_u64(mixed))
    }

    /// An id whose time is `at`.
    pub fn id<K: Kind>(&mut self, at: Timestamp) -> Id<K> {
        let millis = u64::try_from(at.as_millis()).unwrap_or(0);
        Id::from_uuid(Builder::from_unix_timestamp_millis(millis, &self.0.random()).into_uuid())
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// An index below `count`, which must not be zero.
    pub fn index(&mut self, count: usize) -> usize {
        self.0.random_range(0..count)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.index(from.len())]
    }

    pub fn percent(&mut self, chance: u32) -> bool {
        self.0.random_range(0..100) < chance
    }

    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.0.random_range(0..10u8))).collect()
    }
}
