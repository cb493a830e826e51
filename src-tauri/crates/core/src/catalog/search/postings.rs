//! The entries of one word, packed: the distance of each product's place to the one before in groups of seven bits, the lowest
//! first (as LEB128), and a byte of weight. Most distances of a common word need one byte.

/// In the order of places.
#[derive(Default)]
pub(super) struct Postings {
    bytes: Vec<u8>,
    last: u32,
    len: u32,
}

impl Postings {
    /// Entries.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// `place` is behind all that are in already.
    pub fn push(&mut self, place: u32, weight: u8) {
        debug_assert!(self.len == 0 || place > self.last, "places only grow");
        let mut distance = place - self.last;
        while distance >= 0x80 {
            self.bytes.push(distance.to_le_bytes()[0] | 0x80);
            distance >>= 7;
        }
        self.bytes.push(distance.to_le_bytes()[0]);
        self.bytes.push(weight);
        self.last = place;
        self.len += 1;
    }

    /// Places with their weights.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u8)> + '_ {
        let (mut bytes, mut place) = (self.bytes.iter(), 0_u32);
        std::iter::from_fn(move || {
            let (mut distance, mut shift) = (0, 0);
            loop {
                let byte = *bytes.next()?;
                distance |= u32::from(byte & 0x7F) << shift;
                if byte & 0x80 == 0 {
                    break;
                }
                shift += 7;
            }
            place += distance;
            Some((place, *bytes.next()?))
        })
    }
}

/// From entries in the order of their places.
impl FromIterator<(u32, u8)> for Postings {
    fn from_iter<I: IntoIterator<Item = (u32, u8)>>(entries: I) -> Self {
        let mut postings = Self::default();
        for (place, weight) in entries {
            postings.push(place, weight);
        }
        postings.bytes.shrink_to_fit();
        postings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_whatever_the_distances() {
        let far = [0, 1, 2, 127, 128, 255, 16_383, 16_384 + 16_383, 3_000_000, u32::MAX];
        let entries: Vec<(u32, u8)> = far.into_iter().zip([1, 0, 255, 3, 4, 5, 6, 7, 8, 9]).collect();
        let mut postings: Postings = entries[..4].iter().copied().collect();
        entries[4..].iter().for_each(|(place, weight)| postings.push(*place, *weight));
        assert_eq!(postings.iter().collect::<Vec<_>>(), entries);
        assert_eq!(postings.len(), 10);
        assert_eq!(Postings::default().iter().count(), 0);
        let common: Postings = (5..1005).map(|place| (place, 2)).collect();
        assert_eq!(common.bytes.len(), 2000, "a byte of distance and one of weight");
    }
}
