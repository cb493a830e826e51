//! Six digits, and what they are compared with.

use hmac::{Hmac, Mac};
use rand::Rng;
use rand::rngs::StdRng;
use sha2::Sha256;

use crate::id::{Conversation, Id};

pub(super) const DIGITS: usize = 6;

/// A code that was made and is about to be mailed.
pub(super) struct Made {
    pub digits: String,
    pub salt: [u8; 32],
    pub hash: [u8; 32],
}

pub(super) fn make(random: &mut StdRng, conversation: Id<Conversation>) -> Made {
    let digits = format!("{:06}", random.random_range(0..1_000_000_u32));
    let salt: [u8; 32] = random.random();
    let hash = keyed(&salt, conversation, &digits).finalize().into_bytes().into();
    Made { digits, salt, hash }
}

/// Compares in a time that does not depend on the digits.
pub(super) fn fits(salt: &[u8], hash: &[u8], conversation: Id<Conversation>, digits: &str) -> bool {
    keyed(salt, conversation, digits).verify_slice(hash).is_ok()
}

/// A code counts in its conversation only.
fn keyed(salt: &[u8], conversation: Id<Conversation>, digits: &str) -> Hmac<Sha256> {
    let mut keyed =
        Hmac::<Sha256>::new_from_slice(salt).expect("invariant: HMAC takes a key of any length (RFC 2104)");
    keyed.update(conversation.to_string().as_bytes());
    keyed.update(&[0]);
    keyed.update(digits.as_bytes());
    keyed
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_code_fits_itself_in_its_conversation_and_nothing_else() {
        let mut random = StdRng::seed_from_u64(1);
        let here: Id<Conversation> = Id::from_uuid(uuid::Uuid::from_u128(1));
        let there: Id<Conversation> = Id::from_uuid(uuid::Uuid::from_u128(2));
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            let made = make(&mut random, here);
            assert!(made.digits.len() == DIGITS && made.digits.bytes().all(|b| b.is_ascii_digit()));
            assert!(fits(&made.salt, &made.hash, here, &made.digits));
            assert!(!fits(&made.salt, &made.hash, there, &made.digits));
            assert!(!fits(&[1; 32], &made.hash, here, &made.digits));
            let other = format!("{:06}", (made.digits.parse::<u32>().expect("digits") + 1) % 1_000_000);
            assert!(!fits(&made.salt, &made.hash, here, &other));
            seen.insert(made.digits);
        }
        assert!(seen.len() > 195, "{seen:?}");
    }
}
