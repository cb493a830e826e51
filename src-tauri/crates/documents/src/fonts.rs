//! The fonts that documents are set in: a few that are part of the program, and the system's for scripts that they lack.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::Font;
use typst_kit::fonts::FontStore;

/// Inter for sans, Noto Serif for serif (Latin, Greek, Cyrillic), Noto Sans Arabic and Devanagari. All under the SIL
/// Open Font License 1.1, see `fonts/LICENSE.txt`.
const EMBEDDED: [&[u8]; 8] = [
    include_bytes!("../fonts/Inter-Regular.otf"),
    include_bytes!("../fonts/Inter-SemiBold.otf"),
    include_bytes!("../fonts/NotoSerif-Regular.ttf"),
    include_bytes!("../fonts/NotoSerif-Bold.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("../fonts/NotoSansDevanagari-Bold.ttf"),
];

fn embedded() -> Vec<Font> {
    EMBEDDED.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect()
}

static OWN: LazyLock<FontStore> = LazyLock::new(|| {
    let mut store = FontStore::new();
    store.extend(embedded().into_iter().map(|font| (font.clone(), font.info().clone())));
    store
});

/// The system's fonts come last, so that they only fill in.
static WITH_SYSTEM: LazyLock<FontStore> = LazyLock::new(|| {
    let mut store = FontStore::new();
    store.extend(embedded().into_iter().map(|font| (font.clone(), font.info().clone())));
    store.extend(typst_kit::fonts::system());
    store
});

/// The fonts that this text needs. The system's are looked for only when a letter is in none of ours.
pub(crate) fn for_text(text: &str) -> &'static FontStore {
    if text.chars().all(is_covered) { &OWN } else { &WITH_SYSTEM }
}

/// Whether one of our fonts has the letter, or it needs none.
fn is_covered(c: char) -> bool {
    let turns_direction = matches!(c, '\u{2066}'..='\u{2069}');
    if c.is_ascii() || c.is_whitespace() || c.is_control() || turns_direction {
        return true;
    }
    (0..EMBEDDED.len())
        .filter_map(|index| OWN.font(index))
        .any(|font| font.info().coverage.contains(u32::from(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_font_is_read() {
        assert_eq!(embedded().len(), EMBEDDED.len());
    }

    #[test]
    fn the_languages_of_the_product_need_no_font_of_the_system() {
        for language in haberdash_core::settings::DocumentLanguage::ALL {
            for (name, text) in crate::words::Words::of(*language).all() {
                assert!(text.chars().all(is_covered), "{language}: {name}: {text}");
            }
        }
        for text in ["Ελληνικά", "Українська", "Türkçe İı", "Tiếng Việt", "€ ₹ ¥ £ ₩ − × · …"]
        {
            assert!(text.chars().all(is_covered), "{text}");
        }
        assert!(!is_covered('漢'));
    }
}
