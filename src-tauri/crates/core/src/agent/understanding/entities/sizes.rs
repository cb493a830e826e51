//! Sizes by letters and by the systems of Europe, the United Kingdom and the United States.

use super::super::lexicon::{LETTER_SIZES, NAMED_SIZES};
use super::super::prices::currency_of;
use super::super::words::Token;
use super::{Found, before, digits, word};
use crate::agent::intent::{SizeMention, SizeSystem};
use crate::sizes::{self, Region};

/// The system that a size is said in: "EU 38", "38 EU", "UK size 10".
fn system(tokens: &[Token], i: usize, size: &str) -> SizeSystem {
    if !size.starts_with(|c: char| c.is_ascii_digit()) || size.ends_with(['L', 'S']) {
        return SizeSystem::Letter;
    }
    let around = [before(tokens, i, 1), before(tokens, i, 2), word(tokens, i + 1)];
    let named = around.iter().find_map(|word| match *word {
        "eu" | "european" | "eur" => Some(SizeSystem::Eu),
        "uk" | "british" => Some(SizeSystem::Uk),
        "us" | "american" => Some(SizeSystem::Us),
        _ => None,
    });
    named.unwrap_or(SizeSystem::Number)
}

/// "7.5" or "40,5": half sizes are those of shoes.
fn half(text: &str) -> Option<String> {
    let (whole, part) = text.split_once(['.', ','])?;
    (digits(whole).is_some_and(|whole| whole.len() <= 2) && part == "5").then(|| format!("{whole}.5"))
}

pub(super) fn read(tokens: &[Token], short: bool, found: &mut Found) {
    for i in 0..tokens.len() {
        if found.used[i] {
            continue;
        }
        let text = word(tokens, i);
        let lead = before(tokens, i, 1);
        let lead2 = before(tokens, i, 2);
        let introduced = matches!(lead, "size" | "sizes" | "sized" | "in" | "/" | "eu" | "uk")
            || (matches!(lead, "a" | "an" | "and" | "or" | "is" | "the" | "my" | "about")
                && (matches!(lead2, "in" | "size" | "sizes" | "how" | "what") || short || found.garment));
        let size = if let Some((_, size)) = LETTER_SIZES.iter().find(|(said, _)| *said == text) {
            // "45 l" holds that much.
            let measured = digits(lead).is_some();
            let clear = text.len() > 1;
            let next = word(tokens, i + 1);
            // "In navy M": a colour may stand before it.
            ((clear || introduced || lead2 == "in" || next == "size" || (short && tokens.len() <= 3))
                && (clear || !measured))
                .then(|| (*size).to_owned())
        } else if let Some((_, size)) = NAMED_SIZES.iter().find(|(said, _)| *said == text) {
            let too = matches!(lead, "too" | "so" | "very" | "bit");
            let extra = lead == "extra" || lead == "x";
            let sized = text == "medium" || introduced || word(tokens, i + 1) == "size" || short || extra;
            (!too && sized).then(|| if extra { format!("X{size}") } else { (*size).to_owned() })
        } else if text == "one" && word(tokens, i + 1) == "size" {
            Some("ONE SIZE".to_owned())
        } else if let Some(half) = half(text).filter(|_| {
            let next = word(tokens, i + 1);
            matches!(lead, "size" | "sizes" | "eu" | "uk" | "us")
                || matches!(next, "eu" | "uk" | "us" | "size")
        }) {
            Some(half)
        } else if let Some(number) = digits(text).filter(|number| number.len() <= 2) {
            let next = word(tokens, i + 1);
            let value: u32 = number.parse().unwrap_or(0);
            if matches!(next, "xl" | "xs") {
                found.used[i + 1] = true;
                let wide = if next == "xl" { "L" } else { "S" };
                (2..=6).contains(&value).then(|| match value {
                    2 | 3 => format!("{}{wide}", "X".repeat(usize::try_from(value).unwrap_or(2))),
                    _ => format!("{value}X{wide}"),
                })
            } else {
                let cue = matches!(lead, "size" | "sizes" | "eu" | "uk" | "us")
                    || matches!(next, "size" | "eu" | "uk");
                let plausible = (30..=50).contains(&value)
                    && (introduced || matches!(lead, "a" | "in") || short)
                    && !matches!(next, "day" | "days" | "%")
                    && !matches!(
                        next,
                        "l" | "liter"
                            | "liters"
                            | "litre"
                            | "litres"
                            | "ml"
                            | "cm"
                            | "mm"
                            | "inch"
                            | "inches"
                            | "kg"
                            | "g"
                            | "w"
                            | "hours"
                            | "pieces"
                    )
                    && currency_of(next).is_none();
                ((cue && (2..=60).contains(&value)) || plausible).then(|| number.to_owned())
            }
        } else {
            None
        };
        if let Some(size) = size {
            found.used[i] = true;
            let system = system(tokens, i, &size);
            let mention = SizeMention { system, value: size.clone() };
            // Its system belongs to it: "UK 10" is another size than a shop's own "10".
            let size = match system {
                SizeSystem::Eu => sizes::label(Region::Eu, &size),
                SizeSystem::Uk => sizes::label(Region::Uk, &size),
                SizeSystem::Us => sizes::label(Region::Us, &size),
                SizeSystem::Letter | SizeSystem::Number => size,
            };
            if !found.entities.sizes.contains(&size) {
                found.entities.sizes.push(size);
                found.entities.size_mentions.push(mention);
            }
        }
    }
}
