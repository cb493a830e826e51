//! What a language model may say: one typed step. Anything else is no answer.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::agent::knowledge::ProductQuery;
use crate::agent::turn::{Situation, ToolCall};
use crate::language_model::AnswerSchema;
use crate::money::{Currency, Money};

/// Characters of one field that are looked at; more is no answer.
const LONGEST_FIELD: usize = 4_000;
/// Goods that a model gets at once.
const FOUND: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Reply,
    FindProducts,
    ReadOrder,
    ListOrders,
    AskShop,
    HandOver,
}

/// A step as a model writes it. Every field is there always, as strict schemas want; what a step does not need is empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelStep {
    pub step: Kind,
    /// The reply, or the question to the shop's own texts.
    pub text: String,
    /// What is sought, in a few words.
    pub words: String,
    pub size: String,
    pub colour: String,
    /// A number in the shop's currency.
    pub at_most: String,
    pub order_number: String,
}

impl ModelStep {
    /// # Errors
    /// What is wrong with it, for the model and the inspector.
    pub fn parse(text: &str) -> Result<Self, String> {
        let step: Self = serde_json::from_str(text.trim()).map_err(|error| error.to_string())?;
        let fields = [&step.text, &step.words, &step.size, &step.colour, &step.at_most, &step.order_number];
        if fields.iter().any(|field| field.chars().count() > LONGEST_FIELD) {
            return Err(format!("a field has more than {LONGEST_FIELD} characters"));
        }
        if matches!(step.step, Kind::Reply | Kind::AskShop) && step.text.trim().is_empty() {
            return Err("the text is empty".into());
        }
        if step.step == Kind::ReadOrder && step.order_number.trim().is_empty() {
            return Err("there is no order number".into());
        }
        Ok(step)
    }

    /// The lookup that the step asks for; `None`: it asks for none.
    pub fn call(&self, situation: &Situation) -> Option<ToolCall> {
        Some(match self.step {
            Kind::Reply | Kind::HandOver => return None,
            Kind::FindProducts => ToolCall::SearchProducts(self.query(situation)),
            Kind::ReadOrder => {
                ToolCall::ReadOrder { number: self.order_number.trim().trim_start_matches('#').to_owned() }
            }
            Kind::ListOrders => ToolCall::ListOrders,
            Kind::AskShop => ToolCall::AskKnowledge {
                question: self.text.trim().to_owned(),
                language: situation.language().code().to_owned(),
            },
        })
    }

    fn query(&self, situation: &Situation) -> ProductQuery {
        let words = self.words.split(|c: char| !c.is_alphanumeric() && c != '-');
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        ProductQuery {
            words: words.filter(|word| !word.is_empty()).take(12).map(str::to_lowercase).collect(),
            size: filled(&self.size).map(|size| size.to_uppercase()),
            colours: filled(&self.colour).map(|colour| colour.to_lowercase()).into_iter().collect(),
            price_max: amount(&self.at_most, situation.input.shop.currency),
            in_stock: true,
            limit: FOUND,
            ..ProductQuery::default()
        }
    }
}

/// "60" or "59.90"; anything else is no bound.
fn amount(text: &str, currency: Currency) -> Option<Money> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = usize::try_from(currency.exponent()).ok()?;
    if part.len() > digits || !whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit()) {
        return None;
    }
    let minor: i64 = format!("{whole}{part:0<digits$}").parse().ok()?;
    (minor > 0).then(|| Money::new(minor, currency))
}

/// The form of a step. Where only a reply helps any more, nothing else can be said.
pub(super) fn schema(reply_only: bool) -> AnswerSchema {
    let steps: &[&str] = if reply_only {
        &["reply", "hand_over"]
    } else {
        &["reply", "find_products", "read_order", "list_orders", "ask_shop", "hand_over"]
    };
    let text = json!({ "type": "string" });
    AnswerSchema {
        name: "next_step".into(),
        schema: json!({
            "type": "object",
            "properties": {
                "step": { "type": "string", "enum": steps },
                "text": text, "words": text, "size": text, "colour": text, "at_most": text, "order_number": text,
            },
            "required": ["step", "text", "words", "size", "colour", "at_most", "order_number"],
            "additionalProperties": false,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_digits_and_one_point() {
        let euros = |text| amount(text, Currency::EUR).map(|money| money.amount);
        assert_eq!(euros("60"), Some(6000));
        assert_eq!(euros(" 59.9 "), Some(5990));
        for wrong in ["", "0", "-5", "5.999", "€5", "1e9", "5,90", "99999999999999999999", "."] {
            assert_eq!(euros(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_not_a_step_is_none() {
        let whole =
            r#"{"step":"reply","text":"Hi","words":"","size":"","colour":"","at_most":"","order_number":""}"#;
        assert!(ModelStep::parse(whole).is_ok());
        for wrong in [
            "",
            "Hi!",
            r#"{"step":"reply"}"#,
            &whole.replace("reply", "refund"),
            &whole.replace("\"Hi\"", "\" \""),
            &whole.replace("\"Hi\"", "7"),
            &whole.replace("\"size\"", "\"shell\":\"rm\",\"size\""),
            &whole.replace("reply", "read_order"),
            &whole.replace("Hi", &"x".repeat(5000)),
        ] {
            assert!(ModelStep::parse(wrong).is_err(), "{wrong}");
        }
    }
}
