//! One order out of two: how well the words fit, and how near the meaning is.
//!
//! Each is scaled to the range that it has among the candidates, and both count the same. This and the other ways that
//! were tried are measured in `docs/adr/0010`.

/// What is known of a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    pub row: i64,
    /// 0: it has none of the words.
    pub words: f32,
    /// The cosine; `None` where it is not known (yet).
    pub nearness: Option<f32>,
}

/// The candidates with their scores from 0 to 1, best first, newest first among equals.
pub(crate) fn fuse(candidates: Vec<Candidate>) -> Vec<(Candidate, f32)> {
    let words = Range::of(candidates.iter().map(|candidate| candidate.words));
    let nearness = Range::of(candidates.iter().filter_map(|candidate| candidate.nearness));
    let score = |candidate: &Candidate| {
        let by_words = words.place(candidate.words);
        match nearness {
            Range::Nothing => by_words,
            // What is not embedded yet is as near as the farthest.
            _ => f32::midpoint(by_words, candidate.nearness.map_or(0.0, |near| nearness.place(near))),
        }
    };
    let mut scored: Vec<(Candidate, f32)> =
        candidates.into_iter().map(|candidate| (candidate, score(&candidate))).collect();
    scored.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.row.cmp(&a.0.row)));
    scored
}

#[derive(Clone, Copy)]
enum Range {
    Nothing,
    From { least: f32, width: f32 },
}

impl Range {
    fn of(values: impl Iterator<Item = f32>) -> Self {
        let ends = values.fold(None, |ends: Option<(f32, f32)>, value| {
            Some(ends.map_or((value, value), |(least, most)| (least.min(value), most.max(value))))
        });
        match ends {
            None => Self::Nothing,
            Some((least, most)) => Self::From { least, width: most - least },
        }
    }

    fn place(self, value: f32) -> f32 {
        match self {
            Self::From { least, width } if width > 0.0 => (value - least) / width,
            // All are the same: they differ by the other.
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(candidates: &[(i64, f32, Option<f32>)]) -> Vec<(i64, f32)> {
        let candidates = candidates.iter().map(|(row, words, nearness)| Candidate {
            row: *row,
            words: *words,
            nearness: *nearness,
        });
        fuse(candidates.collect()).into_iter().map(|(candidate, score)| (candidate.row, score)).collect()
    }

    #[test]
    fn both_count_the_same_after_they_are_scaled() {
        assert_eq!(order(&[]), []);
        assert_eq!(order(&[(1, 8.0, None), (2, 4.0, None), (3, 8.0, None)]), [(3, 1.0), (1, 1.0), (2, 0.0)]);
        assert_eq!(
            order(&[(1, 8.0, Some(0.2)), (2, 0.0, Some(0.6)), (3, 6.0, Some(0.5)), (4, 4.0, None)]),
            [(3, 0.75), (2, 0.5), (1, 0.5), (4, 0.25)]
        );
        assert_eq!(order(&[(1, 0.0, Some(0.3)), (2, 0.0, Some(0.9))]), [(2, 0.5), (1, 0.0)]);
    }
}
