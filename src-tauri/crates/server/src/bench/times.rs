//! Durations and their percentiles.

use std::time::Duration;

use serde::Serialize;

/// Durations in the order they were taken.
#[derive(Debug, Default)]
pub struct Times(Vec<Duration>);

/// Milliseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Percentiles {
    pub count: usize,
    pub p50: f64,
    pub p99: f64,
    pub max: f64,
}

impl Times {
    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By nearest rank.
    ///
    /// # Errors
    /// When nothing was measured.
    pub fn percentiles(mut self) -> anyhow::Result<Percentiles> {
        self.0.sort_unstable();
        let at = |percent: usize| {
            let rank = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
            self.0.get(rank).map(|time| time.as_secs_f64() * 1000.0)
        };
        match (at(50), at(99), at(100)) {
            (Some(p50), Some(p99), Some(max)) => Ok(Percentiles { count: self.0.len(), p50, p99, max }),
            _ => anyhow::bail!("nothing was measured"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let mut times = Times::default();
        for millis in (1..=200).rev() {
            times.add(Duration::from_millis(millis));
        }
        let found = times.percentiles().expect("some");
        assert_eq!((found.count, found.p50, found.p99, found.max), (200, 100.0, 198.0, 200.0));
        let mut one = Times::default();
        one.add(Duration::from_millis(7));
        let found = one.percentiles().expect("one");
        assert_eq!((found.p50, found.p99), (7.0, 7.0));
        assert!(Times::default().percentiles().is_err());
    }
}
