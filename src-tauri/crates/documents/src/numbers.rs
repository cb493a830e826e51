//! Money, dates and numbers as a language writes them (CLDR, through ICU4X).
//!
//! Digits are always Western: they stand beside order numbers, SKUs and barcodes, which are.

use haberdash_core::Currency;
use haberdash_core::settings::DocumentLanguage;
use icu_calendar::Gregorian;
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date as IcuDate;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::{Locale, locale};
use jiff::civil::Date;

use crate::error::{Problem, Result};

/// Writes the numbers of one language.
pub struct Numbers {
    language: DocumentLanguage,
    decimal: DecimalFormatter,
    date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
}

/// A language with Western digits.
fn locale(language: DocumentLanguage) -> Locale {
    match language {
        DocumentLanguage::English => locale!("en"),
        DocumentLanguage::Spanish => locale!("es"),
        DocumentLanguage::French => locale!("fr"),
        DocumentLanguage::German => locale!("de"),
        DocumentLanguage::Portuguese => locale!("pt"),
        DocumentLanguage::Italian => locale!("it"),
        DocumentLanguage::Hindi => locale!("hi-u-nu-latn"),
        DocumentLanguage::Arabic => locale!("ar-u-nu-latn"),
    }
}

/// Where a currency's sign stands: before the number, with or without a space, or behind it.
enum Sign {
    Before,
    BeforeWithSpace,
    Behind,
}

const NO_BREAK: char = '\u{a0}';

impl Numbers {
    /// # Errors
    /// [`Problem::Locale`] when the built-in data has no such language.
    pub fn of(language: DocumentLanguage) -> Result<Self> {
        let locale = locale(language);
        let decimal = DecimalFormatter::try_new((&locale).into(), Default::default())
            .map_err(|error| Problem::Locale(error.to_string()))?;
        let date = FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::long())
            .map_err(|error| Problem::Locale(error.to_string()))?;
        Ok(Self { language, decimal, date })
    }

    /// "€1,234.50", "1.234,50 €", "₹1,23,456.00", "¥1,235".
    pub fn money(&self, minor: i64, currency: Currency) -> String {
        let number = self.scaled(i128::from(minor).abs(), currency.exponent());
        let (sign, is_code) = match symbol(currency) {
            Some(symbol) => (symbol, false),
            None => (currency.as_str(), true),
        };
        let minus = if minor < 0 { "\u{2212}" } else { "" };
        match self.sign() {
            Sign::Before if !is_code => format!("{minus}{sign}{number}"),
            Sign::Before | Sign::BeforeWithSpace => format!("{minus}{sign}{NO_BREAK}{number}"),
            Sign::Behind => format!("{minus}{number}{NO_BREAK}{sign}"),
        }
    }

    /// CLDR's standard currency patterns.
    fn sign(&self) -> Sign {
        match self.language {
            DocumentLanguage::English | DocumentLanguage::Hindi => Sign::Before,
            DocumentLanguage::Portuguese => Sign::BeforeWithSpace,
            _ => Sign::Behind,
        }
    }

    pub fn integer(&self, number: i64) -> String {
        self.decimal.format(&Decimal::from(number)).to_string()
    }

    /// A rate in parts of a million as a percentage with as many decimals as it needs: "19%", "8,875 %".
    pub fn percent(&self, ppm: i64) -> String {
        let mut number = Decimal::from(ppm);
        number.multiply_pow10(-4);
        number.trim_end();
        let number = self.decimal.format(&number).to_string();
        match self.language {
            DocumentLanguage::Spanish | DocumentLanguage::French | DocumentLanguage::German => {
                format!("{number}{NO_BREAK}%")
            }
            _ => format!("{number}%"),
        }
    }

    /// "November 26, 2026", "26. November 2026".
    pub fn date(&self, date: Date) -> String {
        let (year, month, day) =
            (i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs());
        match IcuDate::try_new_gregorian(year, month, day) {
            Ok(date) => self.date.format(&date).to_string(),
            Err(_) => date.to_string(),
        }
    }

    fn scaled(&self, minor: i128, exponent: u32) -> String {
        let mut number = Decimal::from(minor);
        number.multiply_pow10(-i16::try_from(exponent).unwrap_or(0));
        self.decimal.format(&number).to_string()
    }
}

/// The sign that is usual for a currency where no other currency of a shop's surroundings shares it.
fn symbol(currency: Currency) -> Option<&'static str> {
    currency.symbol().or(match currency.as_str() {
        "BRL" => Some("R$"),
        "KRW" => Some("₩"),
        "ILS" => Some("₪"),
        "VND" => Some("₫"),
        "UAH" => Some("₴"),
        "PLN" => Some("zł"),
        "CZK" => Some("Kč"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use haberdash_core::settings::DocumentLanguage as L;

    use super::*;

    fn money(language: L, minor: i64, code: &str) -> String {
        let text = Numbers::of(language).expect("numbers").money(minor, code.parse().expect("currency"));
        text.replace([NO_BREAK, '\u{202f}'], " ")
    }

    #[test]
    fn money_is_written_as_each_language_writes_it() {
        for (language, minor, code, text) in [
            (L::English, 123_450, "EUR", "€1,234.50"),
            (L::English, -500, "USD", "\u{2212}$5.00"),
            (L::English, 1250, "CHF", "CHF 12.50"),
            (L::German, 123_450, "EUR", "1.234,50 €"),
            (L::German, -500, "EUR", "\u{2212}5,00 €"),
            (L::German, 1_234_567, "JPY", "1.234.567 ¥"),
            (L::French, 123_450, "EUR", "1 234,50 €"),
            (L::Spanish, 123_450, "EUR", "1234,50 €"),
            (L::Spanish, 1_234_550, "EUR", "12.345,50 €"),
            (L::Italian, 123_450, "EUR", "1234,50 €"),
            (L::Portuguese, 123_450, "BRL", "R$ 1.234,50"),
            (L::Hindi, 12_345_600, "INR", "₹1,23,456.00"),
            (L::Arabic, 123_450, "EUR", "1,234.50 €"),
            (L::English, 12_345, "KWD", "KWD 12.345"),
            (L::English, 0, "JPY", "¥0"),
            (L::English, i64::MIN, "JPY", "\u{2212}¥9,223,372,036,854,775,808"),
        ] {
            assert_eq!(money(language, minor, code), text, "{language} {minor} {code}");
        }
    }

    #[test]
    fn dates_and_rates_are_written_as_each_language_writes_them() {
        let date: Date = "2026-11-05".parse().expect("date");
        for (language, day, rate) in [
            (L::English, "November 5, 2026", "8.875%"),
            (L::German, "5. November 2026", "8,875 %"),
            (L::French, "5 novembre 2026", "8,875 %"),
            (L::Spanish, "5 de noviembre de 2026", "8,875 %"),
            (L::Italian, "5 novembre 2026", "8,875%"),
            (L::Portuguese, "5 de novembro de 2026", "8,875%"),
            (L::Hindi, "5 नवंबर, 2026", "8.875%"),
            (L::Arabic, "5 نوفمبر 2026", "8.875%"),
        ] {
            let numbers = Numbers::of(language).expect("numbers");
            assert_eq!(numbers.date(date), day);
            assert_eq!(numbers.percent(88_750).replace(NO_BREAK, " "), rate);
        }
        let english = Numbers::of(L::English).expect("numbers");
        assert_eq!((english.percent(190_000).as_str(), english.percent(0).as_str()), ("19%", "0%"));
        assert_eq!(english.integer(12_345), "12,345");
    }
}
