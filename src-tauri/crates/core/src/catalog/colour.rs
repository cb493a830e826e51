//! Colour names and the families people ask for: whoever asks for blue is shown navy too.

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

/// The family of a colour's name: "navy" → "blue", "dusty rose" → "pink". The last word that names a colour
/// counts ("rose gold" is a gold); `None` for a name outside the list.
pub fn family(colour: &str) -> Option<&'static str> {
    let lower = colour.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    words.iter().rev().find_map(|word| {
        FAMILIES.iter().find(|names| names.contains(word)).and_then(|names| names.first().copied())
    })
}

/// Whether a variant's colour is what was asked for: the same name, a name that holds all of its words
/// ("navy" in "dark navy"), or a member of the family that was asked for.
pub fn matches(asked: &str, variant_colour: &str) -> bool {
    let (asked, have) = (asked.trim().to_lowercase(), variant_colour.trim().to_lowercase());
    if asked.is_empty() || asked == have {
        return asked == have;
    }
    let words =
        |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let have_words = words(&have);
    if words(&asked).iter().all(|word| have_words.contains(word)) {
        return true;
    }
    let asked = if asked == "gray" { "grey" } else { asked.as_str() };
    family(&have).is_some_and(|name| name == asked)
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
