//! What a question means, computed by a thread of its own while this one looks its words up: the two take about as long, and need
//! nothing of each other.

use std::cell::{Cell, OnceCell};
use std::thread::{Builder, Scope, ScopedJoinHandle};

type Point = Option<Vec<f32>>;

/// A point that is known, or will be. `None`: nobody knows.
pub(super) struct Meant<'scope> {
    coming: Cell<Option<ScopedJoinHandle<'scope, Point>>>,
    known: OnceCell<Point>,
}

impl<'scope> Meant<'scope> {
    pub fn known(point: Point) -> Self {
        Self { coming: Cell::default(), known: OnceCell::from(point) }
    }

    /// Has it computed meanwhile; at once, where the system gives no thread.
    pub fn begin(scope: &'scope Scope<'scope, '_>, compute: &'scope (impl Fn() -> Point + Sync)) -> Self {
        match Builder::new().name("haberdash-meant".into()).spawn_scoped(scope, compute) {
            Ok(coming) => Self { coming: Cell::new(Some(coming)), known: OnceCell::new() },
            Err(error) => {
                tracing::debug!(%error, "no thread for what a question means");
                Self::known(compute())
            }
        }
    }

    /// Waits for it.
    pub fn point(&self) -> Option<&[f32]> {
        // A model that panics is a model that fails: words alone count.
        let join = || self.coming.take().and_then(|coming| coming.join().ok().flatten());
        self.known.get_or_init(join).as_deref()
    }
}

impl Drop for Meant<'_> {
    /// Nobody asked for it: that its thread panicked is nobody's business, which the scope would make it.
    fn drop(&mut self) {
        self.point();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_computed_once_and_told_as_often_as_it_is_asked_for() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let computed = AtomicUsize::new(0);
        let compute = || {
            computed.fetch_add(1, Ordering::Relaxed);
            Some(vec![1.0, 2.0])
        };
        std::thread::scope(|scope| {
            let meant = Meant::begin(scope, &compute);
            assert_eq!((meant.point(), meant.point()), (Some(&[1.0, 2.0][..]), Some(&[1.0, 2.0][..])));
        });
        assert_eq!(computed.into_inner(), 1);
        assert_eq!(Meant::known(None).point(), None);
    }

    #[test]
    fn a_model_that_panics_is_not_known() {
        let compute = || -> Option<Vec<f32>> { panic!("a model") };
        std::thread::scope(|scope| assert_eq!(Meant::begin(scope, &compute).point(), None));
        std::thread::scope(|scope| drop(Meant::begin(scope, &compute)));
    }
}
