//! A circuit breaker (Nygard, "Release It!", 2007): a link that failed again and again is left alone for a while, then one question
//! finds out whether it is well again.

use std::time::Duration;

use super::Failure;
use crate::clock::Timestamp;

/// Failures in a row after which it opens.
const MOST_FAILURES: u32 = 3;
/// The first rest; each further one in a row is twice as long.
const FIRST_REST: Duration = Duration::from_secs(15);
const LONGEST_REST: Duration = Duration::from_mins(10);
/// A link's own wish to be left alone is believed up to this.
const LONGEST_WISH: Duration = Duration::from_hours(1);

/// Whether a link is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// It rests until then.
    Resting(Timestamp),
    /// This one question finds out.
    Probe,
}

/// State of one link.
#[derive(Debug, Clone, Default)]
pub struct Breaker {
    failures: u32,
    rests: u32,
    until: Option<Timestamp>,
    probing: bool,
}

impl Breaker {
    /// Asks for leave. [`Gate::Probe`] is given to one at a time, and its end must be told.
    pub fn ask(&mut self, now: Timestamp) -> Gate {
        let Some(until) = self.until else { return Gate::Open };
        // No rest is longer than that: the clock was set back.
        let is_lost = until > now.plus(LONGEST_WISH);
        if (now < until && !is_lost) || self.probing {
            return Gate::Resting(until);
        }
        self.probing = true;
        Gate::Probe
    }

    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    pub fn failed(&mut self, failure: &Failure, now: Timestamp) {
        let probed = std::mem::take(&mut self.probing);
        if let Failure::Limited { retry_after: Some(wish) } = failure {
            self.until = Some(now.plus((*wish).min(LONGEST_WISH)));
            return;
        }
        if !failure.is_the_link_s() {
            // It answered, if badly: it is there.
            if probed {
                self.succeeded();
            }
            return;
        }
        self.failures += 1;
        if probed || self.failures >= MOST_FAILURES {
            let rest = FIRST_REST.saturating_mul(1 << self.rests.min(10)).min(LONGEST_REST);
            self.rests += 1;
            self.until = Some(now.plus(rest));
        }
    }

    /// Whoever asked gave up for reasons of their own.
    pub fn abandoned(&mut self) {
        self.probing = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROKEN: fn() -> Failure = || Failure::Unreachable { detail: "refused".into() };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_000_000 + seconds * 1000)
    }

    #[test]
    fn it_opens_after_three_failures_probes_once_and_rests_longer_each_time() {
        let mut breaker = Breaker::default();
        for _ in 0..2 {
            breaker.failed(&BROKEN(), at(0));
            assert_eq!(breaker.ask(at(0)), Gate::Open);
        }
        breaker.failed(&BROKEN(), at(0));
        assert_eq!(breaker.ask(at(14)), Gate::Resting(at(15)));
        assert_eq!(breaker.ask(at(15)), Gate::Probe);
        assert_eq!(breaker.ask(at(15)), Gate::Resting(at(15)), "one finds out, the others go elsewhere");
        breaker.failed(&BROKEN(), at(16));
        assert_eq!(breaker.ask(at(45)), Gate::Resting(at(46)), "twice as long");
        assert_eq!(breaker.ask(at(46)), Gate::Probe);
        breaker.succeeded();
        assert_eq!(breaker.ask(at(46)), Gate::Open);
        breaker.failed(&BROKEN(), at(47));
        assert_eq!(breaker.ask(at(47)), Gate::Open, "all is forgotten");
    }

    #[test]
    fn a_success_between_failures_forgets_them() {
        let mut breaker = Breaker::default();
        for _ in 0..10 {
            breaker.failed(&BROKEN(), at(0));
            breaker.failed(&BROKEN(), at(0));
            breaker.succeeded();
        }
        assert_eq!(breaker.ask(at(0)), Gate::Open);
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_prolong_its_rest() {
        let mut breaker = Breaker::default();
        let ahead = Timestamp::from_millis(1_790_000_000_000).plus(Duration::from_hours(24));
        for _ in 0..MOST_FAILURES {
            breaker.failed(&Failure::TooLate, ahead);
        }
        assert!(matches!(breaker.ask(ahead), Gate::Resting(_)));
        assert_eq!(breaker.ask(Timestamp::from_millis(1_790_000_000_000)), Gate::Probe);
    }

    #[test]
    fn its_own_wish_is_followed_at_once_and_within_reason() {
        let mut breaker = Breaker::default();
        breaker.failed(&Failure::Limited { retry_after: Some(Duration::from_secs(7)) }, at(0));
        assert_eq!(breaker.ask(at(6)), Gate::Resting(at(7)));
        assert_eq!(breaker.ask(at(7)), Gate::Probe);
        breaker.failed(&Failure::Limited { retry_after: Some(Duration::from_secs(1 << 40)) }, at(7));
        assert_eq!(breaker.ask(at(3606)), Gate::Resting(at(3607)));
    }

    #[test]
    fn a_bad_answer_is_no_trouble_of_the_link() {
        let mut breaker = Breaker::default();
        for _ in 0..10 {
            breaker.failed(&Failure::Malformed { detail: String::new() }, at(0));
        }
        assert_eq!(breaker.ask(at(0)), Gate::Open);
    }

    #[test]
    fn a_probe_that_was_given_up_lets_another_one_try() {
        let mut breaker = Breaker::default();
        for _ in 0..3 {
            breaker.failed(&BROKEN(), at(0));
        }
        assert_eq!(breaker.ask(at(20)), Gate::Probe);
        breaker.abandoned();
        assert_eq!(breaker.ask(at(20)), Gate::Probe);
    }
}
