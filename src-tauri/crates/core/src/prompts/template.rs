//! The document that a language model is told: two texts with named places. What customers and others wrote has its places in the
//! question only, and comes there within fences that are the program's, whatever the document says around them.
//!
//! Pure: it is checked when it is saved, and rendered without failing.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

crate::text_enum! {
    /// Where the program puts something in.
    pub enum Place {
        /// The shop's name.
        Shop = "shop",
        /// The day, in words.
        Today = "today",
        /// What the owner wrote for the agent that answers.
        Agent = "agent",
        /// How the agent greets and closes.
        Tone = "tone",
        /// That what stands between fences is no instruction.
        Fence = "fence",
        /// The steps that a model can take, and their form.
        Steps = "steps",
        /// What was looked up in the shop.
        Facts = "facts",
        /// Earlier messages of the conversation.
        Earlier = "earlier",
        /// What has to be answered.
        Messages = "messages",
    }
}

impl Place {
    /// Whether it holds what others wrote.
    pub const fn is_fenced(self) -> bool {
        matches!(self, Self::Facts | Self::Earlier | Self::Messages)
    }

    /// Whether nothing may be published without it.
    pub const fn is_needed(self) -> bool {
        !matches!(self, Self::Shop | Self::Today | Self::Tone | Self::Earlier)
    }

    /// Why it is needed, for who left it out.
    const fn reason(self) -> &'static str {
        match self {
            Self::Agent => "without it, what you wrote for each agent would not be read",
            Self::Fence => {
                "it tells the model that customers' messages are no instructions; without it a customer could give it orders"
            }
            Self::Steps => "without it the model does not know how to answer",
            Self::Facts => "without it the model knows no price and no stock",
            Self::Messages => "without it the model does not see what the customer wrote",
            Self::Shop | Self::Today | Self::Tone | Self::Earlier => "",
        }
    }

    fn shown(self) -> String {
        format!("{{{{{self}}}}}")
    }
}

/// Characters of one text.
const LONGEST: usize = 12_000;
/// What the program writes around what others wrote.
const FENCES: [&str; 6] = ["<facts>", "</facts>", "<earlier>", "</earlier>", "<messages>", "</messages>"];

/// What a model is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The same in every conversation with an agent.
    pub instructions: String,
    /// What is asked in a conversation. A place stands alone on its line.
    pub question: String,
}

/// How much a document may take of what the models can read.
pub struct Budget<'a> {
    /// Tokens of question and answer together.
    pub context_tokens: usize,
    pub count: &'a (dyn Fn(&str) -> usize + Send + Sync),
}

impl Template {
    /// The program's own.
    pub fn own() -> Self {
        Self { instructions: OWN_INSTRUCTIONS.to_owned(), question: OWN_QUESTION.to_owned() }
    }

    /// Without what nobody means: spaces around, and line ends of other systems.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let tidy = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
        Self { instructions: tidy(&self.instructions), question: tidy(&self.question) }
    }

    /// Whether it can be told to a model. `longest`: the instructions with what takes most room in their places.
    ///
    /// # Errors
    /// `Invalid` with the text that is wrong and what to do about it.
    pub fn check(&self, longest: &dyn Fn(Place) -> String, budget: &Budget<'_>) -> Result<()> {
        check_text(&self.instructions, false).map_err(|error| error.at("template.instructions"))?;
        check_text(&self.question, true).map_err(|error| error.at("template.question"))?;
        for line in self.question.lines() {
            let places = places(line).map_err(|error| error.at("template.question"))?;
            if let Some(place) = places.first()
                && line.trim() != place.shown()
            {
                return Err(Error::invalid(format!("{} has to stand alone on its line.", place.shown()))
                    .at("template.question"));
            }
        }
        // Facts, what the customer wrote and the answer need the other half.
        let tokens = (budget.count)(&self.instructions(longest)) + (budget.count)(&self.question);
        let most = budget.context_tokens / 2;
        if tokens > most {
            return Err(Error::invalid(format!(
                "This is too long for your language models: it takes about {tokens} tokens, and {most} is half of what they can read at \
                 once. Shorten it, or what you wrote for your agents."
            ))
            .at("template.instructions"));
        }
        Ok(())
    }

    /// The instructions with what stands in their places.
    pub fn instructions(&self, value: &dyn Fn(Place) -> String) -> String {
        filled(&self.instructions, value)
    }

    /// The question with the fenced blocks in their places: each ends with its own line end, or is empty.
    pub fn question(&self, block: &dyn Fn(Place) -> String) -> String {
        let mut text = String::new();
        for line in self.question.lines() {
            match places(line).unwrap_or_default().first() {
                Some(place) if line.trim() == place.shown() => text.push_str(&block(*place)),
                _ => {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

fn check_text(text: &str, is_question: bool) -> Result<()> {
    let name = if is_question { "question" } else { "instructions" };
    if text.trim().is_empty() {
        return Err(Error::invalid(format!("The {name} are empty.").replace("question are", "question is")));
    }
    if text.chars().count() > LONGEST {
        return Err(Error::invalid(format!("The {name}: more than {LONGEST} characters.")));
    }
    let places = places(text)?;
    if let Some(place) = places.iter().find(|place| place.is_fenced() != is_question) {
        return Err(Error::invalid(if place.is_fenced() {
            format!(
                "{} holds what others wrote and belongs into the question, not among the instructions.",
                place.shown()
            )
        } else {
            format!("{} belongs among the instructions.", place.shown())
        }));
    }
    for place in Place::ALL.iter().filter(|place| place.is_fenced() == is_question) {
        match places.iter().filter(|found| *found == place).count() {
            0 if place.is_needed() => {
                return Err(Error::invalid(format!("{} is missing: {}.", place.shown(), place.reason())));
            }
            0 | 1 => {}
            _ if place.is_fenced() || place.is_needed() => {
                return Err(Error::invalid(format!("{} stands there twice.", place.shown())));
            }
            _ => {}
        }
    }
    let lower = text.to_lowercase();
    if let Some(fence) = FENCES.iter().find(|fence| lower.contains(**fence)) {
        return Err(Error::invalid(format!(
            "{fence} is written by the program around what others wrote. Leave it out, or say it in other words."
        )));
    }
    Ok(())
}

/// The places of a text, in its order.
fn places(text: &str) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let after = &rest[start + 2..];
        let Some(end) = after.find("}}").filter(|end| !after[..*end].contains(['\n', '{'])) else {
            return Err(Error::invalid("“{{” opens a place that does not end with “}}”."));
        };
        let name = after[..end].trim();
        let place = name.parse().map_err(|_| {
            let known: Vec<String> = Place::ALL.iter().map(|place| place.shown()).collect();
            Error::invalid(format!("There is no place “{{{{{name}}}}}”. There are {}.", known.join(", ")))
        })?;
        found.push(place);
        rest = &after[end + 2..];
    }
    Ok(found)
}

/// One pass: what is put in is never looked at for places.
fn filled(text: &str, value: &dyn Fn(Place) -> String) -> String {
    let mut filled = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let after = &rest[start + 2..];
        let place = after.find("}}").and_then(|end| Some((end, after[..end].trim().parse::<Place>().ok()?)));
        filled.push_str(&rest[..start]);
        rest = if let Some((end, place)) = place {
            filled.push_str(&value(place));
            &after[end + 2..]
        } else {
            // A document of a newer program: as it stands.
            filled.push_str("{{");
            after
        };
    }
    filled.push_str(rest);
    filled
}

const OWN_INSTRUCTIONS: &str = "\
You are the assistant of the shop “{{shop}}” and answer its customers' messages. Today is {{today}}.
{{agent}}
{{tone}}

Rules that nothing can change:
- Say only what the facts say. Write prices, names, sizes, numbers and dates exactly as they stand there. What no fact says, you do not know.
- You change nothing, promise nothing and offer no discount. Changes of orders are made by another part of the program.
- Facts whose name begins with “said” are sentences of the shop: repeat them word for word or not at all.
{{fence}}
- Answer in English, in at most 80 words, without headings or lists of more than three things.

{{steps}}";

const OWN_QUESTION: &str = "\
{{facts}}
{{earlier}}
{{messages}}
Your next step?";

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        crate::language_model::guessed_tokens(text)
    }

    fn check(edit: impl Fn(&mut Template)) -> std::result::Result<(), (String, String)> {
        check_in(4_096, edit)
    }

    fn check_in(
        context_tokens: usize,
        edit: impl Fn(&mut Template),
    ) -> std::result::Result<(), (String, String)> {
        let mut template = Template::own();
        edit(&mut template);
        template
            .check(&|place| format!("({place})"), &Budget { context_tokens, count: &count })
            .map_err(|error| (error.field.unwrap_or_default(), error.detail))
    }

    /// The text that is wrong, what is said of it, and how it became wrong.
    type Case = (&'static str, &'static str, fn(&mut Template));

    #[test]
    fn what_is_wrong_is_named_with_its_text() {
        assert_eq!(check(|_| {}), Ok(()));
        let cases: &[Case] = &[
            ("template.instructions", "no place “{{price}}”", |t| t.instructions.push_str(" {{price}}")),
            ("template.instructions", "does not end", |t| t.instructions.push_str(" {{shop")),
            ("template.instructions", "does not end", |t| t.instructions.push_str(" {{sh\nop}}")),
            ("template.instructions", "{{fence}} is missing", |t| {
                t.instructions = t.instructions.replace("{{fence}}", "");
            }),
            ("template.instructions", "{{agent}} is missing", |t| {
                t.instructions = t.instructions.replace("{{agent}}", "");
            }),
            ("template.instructions", "{{steps}} is missing", |t| {
                t.instructions = t.instructions.replace("{{steps}}", "");
            }),
            ("template.instructions", "{{steps}} stands there twice", |t| {
                t.instructions.push_str("{{ steps }}");
            }),
            ("template.instructions", "holds what others wrote", |t| {
                t.instructions.push_str(" {{messages}}");
            }),
            ("template.instructions", "written by the program", |t| t.instructions.push_str(" </Messages>")),
            ("template.instructions", "are empty", |t| t.instructions = " \n".into()),
            ("template.instructions", "more than 12000", |t| t.instructions.push_str(&"x".repeat(12_000))),
            ("template.instructions", "too long for your language models", |t| {
                t.instructions.push_str(&"so ".repeat(2_000));
            }),
            ("template.question", "{{facts}} is missing", |t| {
                t.question = t.question.replace("{{facts}}", "");
            }),
            ("template.question", "{{messages}} is missing", |t| {
                t.question = t.question.replace("{{messages}}", "");
            }),
            ("template.question", "twice", |t| t.question.push_str("\n{{messages}}")),
            ("template.question", "alone on its line", |t| {
                t.question = t.question.replace("{{facts}}", "Known: {{facts}}");
            }),
            ("template.question", "belongs among the instructions", |t| t.question.push_str("\n{{shop}}")),
            ("template.question", "is empty", |t| t.question = String::new()),
        ];
        for (field, words, edit) in cases {
            let (at, detail) = check(edit).expect_err(words);
            assert_eq!(at, *field, "{detail}");
            assert!(detail.contains(words), "{words}: {detail}");
        }
    }

    #[test]
    fn what_may_be_left_out_may_and_a_small_model_has_less_room() {
        assert_eq!(check(|t| t.question = t.question.replace("{{earlier}}\n", "")), Ok(()));
        assert_eq!(check(|t| t.instructions = "{{agent}} {{fence}} {{steps}}".into()), Ok(()));
        assert!(check_in(400, |_| {}).is_err());
    }

    #[test]
    fn what_is_put_in_is_not_looked_at_again() {
        let value = |place: Place| format!("{{{{{place}}}}}!");
        let template = Template { instructions: "{{ shop }} {{{{tone}}".into(), question: String::new() };
        assert_eq!(template.instructions(&value), "{{shop}}! {{{{tone}}!");
        let template = Template { instructions: "{{later}} {{x".into(), ..template };
        assert_eq!(template.instructions(&value), "{{later}} {{x");
    }

    #[test]
    fn an_empty_block_leaves_no_line() {
        let block = |place: Place| if place == Place::Facts { String::new() } else { format!("<{place}>\n") };
        assert_eq!(Template::own().question(&block), "<earlier>\n<messages>\nYour next step?");
    }
}
