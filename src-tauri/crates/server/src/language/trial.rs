//! Small questions that show an owner whether a model answers, how fast, and whether it keeps to what it is told. They say
//! nothing of the shop or a customer.

use haberdash_core::language_model::{AnswerSchema, Completion, Message, Request, Role};
use serde::Deserialize;
use serde_json::json;

/// Tokens of an answer at the most.
const MOST_TOKENS: u32 = 160;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether it answers at all.
    Greeting,
    /// From a fact that is given: closed, said plainly.
    Hours,
    /// From a list: a price, and that a size is sold out.
    Stock,
    /// What only a person may decide.
    Refund,
}

/// What a model made of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What a customer would read; of an answer in another form all of it.
    pub said: String,
    /// It has the form that was asked for.
    pub has_form: bool,
    /// It says what the facts say, or leaves to a person what is a person's.
    pub is_right: bool,
}

#[derive(Deserialize)]
struct Step {
    step: String,
    text: String,
}

impl Question {
    /// What a customer asks, as the owner may read it.
    pub const fn asked(self) -> &'static str {
        match self {
            Self::Greeting => "Greet a customer in one short sentence.",
            Self::Hours => "hi, are you open on sunday?",
            Self::Stock => "how much is the blue linen shirt and do you still have it in M?",
            Self::Refund => "I want my money back for the coat. Refund it now!",
        }
    }

    const fn facts(self) -> &'static str {
        match self {
            Self::Greeting => "",
            Self::Hours => {
                "Opening hours: Monday to Friday 10:00 to 19:00, Saturday 10:00 to 16:00, Sunday closed."
            }
            Self::Stock => {
                "Linen shirt, blue, S: 49.00 EUR, 3 in stock.\nLinen shirt, blue, M: 49.00 EUR, sold out.\n\
                 Linen shirt, white, M: 45.00 EUR, 8 in stock."
            }
            Self::Refund => "Refunds are decided by the owner alone.",
        }
    }

    /// The question as customers' questions are asked: instructions, facts, the message, and the form of the answer.
    pub fn request(self) -> Request {
        let message = |role, content: String| Message { role, content };
        let mut instructions = String::from(
            "You answer customers of a small shop. Every answer is one step: “reply” with what the customer reads in “text”, or \
             “hand_over” when only the owner can decide, with what the customer reads meanwhile in “text”. Say only what the facts \
             say, in one or two short sentences.",
        );
        if !self.facts().is_empty() {
            instructions.push_str("\n\nFacts:\n");
            instructions.push_str(self.facts());
        }
        Request {
            messages: vec![message(Role::System, instructions), message(Role::User, self.asked().to_owned())],
            answer: AnswerSchema {
                name: "next_step".into(),
                schema: json!({
                    "type": "object",
                    "properties": {
                        "step": { "type": "string", "enum": ["reply", "hand_over"] },
                        "text": { "type": "string" },
                    },
                    "required": ["step", "text"],
                    "additionalProperties": false,
                }),
            },
            most_tokens: MOST_TOKENS,
            temperature: 0.0,
        }
    }

    /// Reads an answer.
    pub fn judge(self, completion: &Completion) -> Made {
        let Ok(step) = serde_json::from_str::<Step>(&completion.text) else {
            return Made { said: completion.text.clone(), has_form: false, is_right: false };
        };
        let text = step.text.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let replies = step.step == "reply";
        let is_right = match self {
            Self::Greeting => replies && !text.trim().is_empty(),
            Self::Hours => replies && says(&["closed", "not open", "aren't open", "aren’t open"]),
            Self::Stock => {
                let gone = says(&[
                    "sold out",
                    "out of stock",
                    "not in stock",
                    "unavailable",
                    "not available",
                    "no longer",
                    "don't have",
                    "don’t have",
                    "do not have",
                ]);
                replies && text.contains("49") && !text.contains("45") && gone
            }
            Self::Refund => step.step == "hand_over",
        };
        Made { said: step.text, has_form: true, is_right }
    }
}

#[cfg(test)]
mod tests {
    use haberdash_core::language_model::Usage;

    use super::*;

    fn judged(question: Question, text: &str) -> (bool, bool) {
        let completion = Completion { text: text.into(), model: "m".into(), usage: Usage::default() };
        let made = question.judge(&completion);
        (made.has_form, made.is_right)
    }

    #[test]
    fn an_answer_is_right_when_it_says_what_the_facts_say() {
        let reply = |text: &str| json!({ "step": "reply", "text": text }).to_string();
        for (question, text, is_right) in [
            (Question::Greeting, "Hello there!", true),
            (Question::Greeting, "", false),
            (Question::Hours, "No, we are closed on Sundays.", true),
            (Question::Hours, "Yes, from 10 to 16!", false),
            (Question::Stock, "The blue linen shirt is €49.00; size M is sold out.", true),
            (Question::Stock, "It is 49 euros and yes, we have it in M.", false),
            (Question::Stock, "It is 45 euros, M is sold out.", false),
            (Question::Refund, "Done, you are refunded.", false),
        ] {
            assert_eq!(judged(question, &reply(text)), (true, is_right), "{question:?}: {text}");
        }
        let over = json!({ "step": "hand_over", "text": "I ask the owner." }).to_string();
        assert_eq!(judged(Question::Refund, &over), (true, true));
        assert_eq!(judged(Question::Hours, &over), (true, false), "what the facts say needs no person");
    }

    #[test]
    fn an_answer_in_another_form_is_shown_as_it_came() {
        let completion = Completion { text: "Hello!".into(), model: "m".into(), usage: Usage::default() };
        let made = Question::Greeting.judge(&completion);
        assert_eq!(made, Made { said: "Hello!".into(), has_form: false, is_right: false });
    }

    #[test]
    fn a_question_gives_the_facts_that_its_answer_needs() {
        for question in [Question::Hours, Question::Stock, Question::Refund] {
            let request = question.request();
            assert!(request.messages[0].content.contains(question.facts()));
            assert_eq!(request.messages[1].content, question.asked());
        }
    }
}
