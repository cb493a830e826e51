//! Colour names and the families people ask for: whoever asks for blue is shown navy too.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words that name a colour, with its family. The family's own name stands first in each group.
const FAMILIES: &[&[&str]] = &[
    &["black", "jet", "onyx", "ebony"],
    &["white", "ivory", "cream", "ecru", "offwhite", "chalk", "snow", "eggshell"],
    &["grey", "gray", "charcoal", "anthracite", "slate", "silver", "graphite", "ash", "heather"],
    &[
        "blue", "navy", "indigo", "denim", "cobalt", "sky", "azure", "marine", "midnight", "petrol", "royal",
        "ink",
    ],
    &["turquoise", "teal", "aqua", "cyan", "lagoon"],
    &["green", "olive", "sage", "khaki", "mint", "emerald", "forest", "moss", "lime", "pine", "bottle"],
    &["red", "burgundy", "bordeaux", "crimson", "scarlet", "wine", "cherry", "ruby", "brick", "maroon"],
    &["pink", "rose", "blush", "fuchsia", "magenta", "raspberry", "salmon", "mauve"],
    &["purple", "violet", "lilac", "lavender", "plum", "aubergine", "berry"],
    &["orange", "rust", "terracotta", "coral", "apricot", "tangerine", "peach"],
    &["yellow", "mustard", "lemon", "ochre", "saffron", "gold", "butter"],
    &["brown", "chocolate", "cognac", "chestnut", "walnut", "coffee", "mocha", "tan", "espresso", "tortoise"],
    &["beige", "sand", "camel", "taupe", "oat", "stone", "nude", "natural", "oatmeal", "linen"],
];

/// Each word of the families, with the family's name.
static FAMILY_OF: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let named = |names: &'static [&str]| names.iter().map(|name| (*name, names[0]));
    FAMILIES.iter().flat_map(|names| named(names)).collect()
});

fn words(lower: &str) -> impl DoubleEndedIterator<Item = &str> + Clone {
    lower.split(|c: char| !c.is_alphanumeric())
}

fn family_of(lower: &str) -> Option<&'static str> {
    words(lower).rev().find_map(|word| FAMILY_OF.get(word).copied())
}

/// The family of a colour's name: "navy" → "blue", "dusty rose" → "pink". The last word that names a colour
/// counts ("rose gold" is a gold); `None` for a name outside the list.
pub fn family(colour: &str) -> Option<&'static str> {
    family_of(&colour.to_lowercase())
}

/// Colours that somebody asks for, any of them.
#[derive(Debug, Clone)]
pub struct AskedColours {
    /// In lower case.
    names: Vec<String>,
}

impl AskedColours {
    pub fn new(names: &[impl AsRef<str>]) -> Self {
        Self { names: names.iter().map(|name| name.as_ref().trim().to_lowercase()).collect() }
    }

    /// Whether a variant's colour is one that was asked for: the same name, a name that holds all of its words
    /// ("navy" in "dark navy"), or a member of the family that was asked for.
    pub fn have(&self, variant_colour: &str) -> bool {
        let have = variant_colour.trim().to_lowercase();
        self.names.iter().any(|asked| {
            if asked.is_empty() || *asked == have {
                return *asked == have;
            }
            let is_named = |word: &str| words(&have).any(|have| have == word);
            let family = if asked == "gray" { "grey" } else { asked };
            words(asked).all(is_named) || family_of(&have).is_some_and(|name| name == family)
        })
    }
}

/// As [`AskedColours::have`], of one colour.
pub fn matches(asked: &str, variant_colour: &str) -> bool {
    AskedColours::new(&[asked]).have(variant_colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_belongs_to_its_family() {
        for (name, expected) in [
            ("navy", Some("blue")),
            ("Dusty Rose", Some("pink")),
            ("forest green", Some("green")),
            ("off-white", Some("white")),
            ("rose gold", Some("yellow")),
            ("gray", Some("grey")),
            ("black", Some("black")),
            ("squid", None),
            ("", None),
        ] {
            assert_eq!(family(name), expected, "{name}");
        }
    }

    #[test]
    fn what_is_asked_for_is_matched() {
        for (asked, have, expected) in [
            ("blue", "navy", true),
            ("navy", "navy", true),
            ("navy", "blue", false),
            ("navy", "dark navy", true),
            ("gray", "charcoal", true),
            ("Red", "burgundy", true),
            ("red", "navy", false),
            ("", "navy", false),
            ("rose", "dusty rose", true),
        ] {
            assert_eq!(matches(asked, have), expected, "{asked} / {have}");
        }
    }

    #[test]
    fn no_word_stands_in_two_families() {
        let mut all: Vec<&str> = FAMILIES.iter().copied().flatten().copied().collect();
        all.sort_unstable();
        let before = all.len();
        all.dedup();
        assert_eq!(all.len(), before);
    }
}
