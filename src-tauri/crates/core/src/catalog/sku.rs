//! SKUs by a pattern: `{handle}-{size}-{colour}` makes `LINEN-DRESS-M-NAVY`.
//!
//! Codes hold A to Z, 0 to 9 and dashes only, so that every printer, scanner and foreign shop takes them.

use unicode_normalization::UnicodeNormalization;

use super::model::{MOST_OPTIONS, Product, Variant};
use crate::error::{Error, Result};

/// A pattern, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// The value, and how many of its letters at most.
    Value(Value, Option<usize>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    Handle,
    Title,
    Brand,
    Category,
    Size,
    Colour,
    /// Counted from zero.
    Option(usize),
    /// The place of the variant in its product.
    Number,
}

impl Pattern {
    /// # Errors
    /// `Invalid` at `sku_pattern`, naming the part that means nothing.
    pub fn read(text: &str) -> Result<Self> {
        let wrong = |detail: String| Error::invalid(detail).at("sku_pattern");
        if text.trim().is_empty() || text.chars().count() > 120 {
            return Err(wrong(
                "A SKU pattern has 1 to 120 characters, such as {handle}-{size}-{colour}.".into(),
            ));
        }
        let mut parts = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (before, after) = rest.split_once('{').unwrap_or((rest, ""));
            if before.contains('}') {
                return Err(wrong("A closing bracket has no opening one before it.".into()));
            }
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            if before.len() == rest.len() {
                break;
            }
            let Some((name, after)) = after.split_once('}') else {
                return Err(wrong("An opening bracket is not closed.".into()));
            };
            parts.push(value_part(name).ok_or_else(|| {
                wrong(format!(
                    "'{{{name}}}' is none of {{handle}}, {{title}}, {{brand}}, {{category}}, {{size}}, {{colour}}, {{option1}} to {{option6}}, {{number}}; a length follows a colon, as in {{brand:3}}."
                ))
            })?);
            rest = after;
        }
        if !parts.iter().any(|part| matches!(part, Part::Value(..))) {
            return Err(wrong("A SKU pattern needs at least one part in brackets, such as {handle}.".into()));
        }
        Ok(Self { parts })
    }

    /// The SKU of a variant; parts that are empty leave no double dash behind.
    pub fn sku(&self, product: &Product, variant: &Variant) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(fixed) => text.push_str(fixed),
                Part::Value(value, most) => {
                    let code = code(&value.of(product, variant));
                    let cut: String = match most {
                        Some(most) => code.chars().filter(|c| *c != '-').take(*most).collect(),
                        None => code,
                    };
                    text.push_str(&cut);
                }
            }
        }
        code(&text)
    }
}

fn value_part(name: &str) -> Option<Part> {
    let (name, most) = match name.split_once(':') {
        Some((name, digits)) => (name, Some(digits.trim().parse().ok().filter(|n| (1..=40).contains(n))?)),
        None => (name, None),
    };
    let value = match name.trim().to_lowercase().as_str() {
        "handle" => Value::Handle,
        "title" => Value::Title,
        "brand" => Value::Brand,
        "category" => Value::Category,
        "size" => Value::Size,
        "colour" | "color" => Value::Colour,
        "number" => Value::Number,
        other => {
            let number: usize = other.strip_prefix("option")?.parse().ok()?;
            Value::Option(number.checked_sub(1).filter(|i| *i < MOST_OPTIONS)?)
        }
    };
    Some(Part::Value(value, most))
}

impl Value {
    fn of(self, product: &Product, variant: &Variant) -> String {
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        match self {
            Self::Handle => product.handle.clone(),
            Self::Title => product.title.clone(),
            Self::Brand => product.brand.clone(),
            Self::Category => product.category.rsplit(" > ").next().unwrap_or_default().to_owned(),
            Self::Size => text(variant.size.as_ref()),
            Self::Colour => text(variant.colour.as_ref()),
            Self::Option(i) => text(variant.values.get(i)),
            Self::Number => format!("{:03}", variant.position),
        }
    }
}

/// Upper case, letters and digits of ASCII, single dashes between.
fn code(text: &str) -> String {
    plain(text).to_ascii_uppercase()
}

/// A text as a part of a link: "Crème brûlée & co" → "creme-brulee-co".
pub fn slug(text: &str) -> String {
    plain(text).to_ascii_lowercase()
}

fn plain(text: &str) -> String {
    let mut plain = String::new();
    // Letters that decomposition does not bring to ASCII, as their languages write them without.
    let spelled =
        text.replace('ß', "ss").replace(['æ', 'Æ'], "ae").replace(['ø', 'Ø'], "o").replace('ł', "l");
    for c in spelled
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c) && *c != '\'' && *c != '’')
    {
        if c.is_ascii_alphanumeric() {
            plain.push(c);
        } else if !plain.ends_with('-') && !plain.is_empty() {
            plain.push('-');
        }
    }
    plain.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::tests::{some_product, some_variant};

    #[test]
    fn a_pattern_makes_codes_that_every_scanner_takes() {
        let mut product = some_product("Crème brûlée dress");
        product.brand = "Linden & Lark".into();
        product.category = "Women > Dresses".into();
        let mut variant = some_variant(&product, &["M", "Navy Blue"]);
        variant.size = Some("M".into());
        variant.colour = Some("navy blue".into());
        for (pattern, sku) in [
            ("{handle}-{size}-{colour}", "CREME-BRULEE-DRESS-M-NAVY-BLUE"),
            ("{brand:2}{category:3}-{number}", "LIDRE-001"),
            ("{title:4}/{option2:3}.{option1}", "CREM-NAV-M"),
            ("X-{option3}-{size}", "X-M"),
            ("{color}", "NAVY-BLUE"),
        ] {
            assert_eq!(Pattern::read(pattern).expect(pattern).sku(&product, &variant), sku, "{pattern}");
        }
    }

    #[test]
    fn what_means_nothing_is_named() {
        for (pattern, part) in [
            ("", "1 to 120"),
            ("ABC", "at least one part"),
            ("{heandle}", "'{heandle}'"),
            ("{option7}", "'{option7}'"),
            ("{brand:0}", "'{brand:0}'"),
            ("{size", "not closed"),
            ("size}-{colour}", "no opening"),
        ] {
            let error = Pattern::read(pattern).expect_err(pattern);
            assert!(error.detail.contains(part), "{pattern}: {}", error.detail);
            assert_eq!(error.field.as_deref(), Some("sku_pattern"));
        }
    }

    #[test]
    fn a_slug_is_plain() {
        for (text, expected) in [
            ("Women's A-line skirt!", "womens-a-line-skirt"),
            ("Größe ß", "grosse-ss"),
            ("  ", ""),
            ("日本 shirt", "shirt"),
        ] {
            assert_eq!(slug(text), expected);
        }
    }
}
