//! What the demo shop's owner wrote for its customers: answers, a policy and two documents.

use crate::database::WriteTx;
use crate::error::Result;
use crate::knowledge_base::{self, EntryKind, EntryTerms, Format};

struct Answer {
    question: &'static str,
    wordings: &'static [&'static str],
    answer: &'static str,
}

const ANSWERS: [Answer; 4] = [
    Answer {
        question: "Do you offer gift wrapping?",
        wordings: &["Can you wrap it as a present?", "Is gift wrap available?"],
        answer: "Yes! We wrap anything in recycled paper with a linen ribbon, free of charge. Just write \"gift\" with your \
                 order, and we'll leave the price tag and the receipt out of the parcel.",
    },
    Answer {
        question: "Where can I park near the shop?",
        wordings: &["Is there parking?", "Is there a car park nearby?"],
        answer: "There is a car park in Lindenhof, two minutes on foot from us. Bicycles can stand in our yard.",
    },
    Answer {
        question: "Do you alter clothes?",
        wordings: &["Can you shorten trousers?", "Can a dress be taken in?", "Do you have a tailor?"],
        answer: "Yes: our tailor is here every Thursday. Shortening trousers and skirts is included in their price; for other \
                 changes she tells you what it takes before she begins.",
    },
    Answer {
        question: "Which ways to pay do you accept?",
        wordings: &["How can I pay?", "Can I pay with PayPal?", "Do you take credit cards?"],
        answer: "We take Visa, Mastercard, PayPal, bank transfer and our own gift cards, and cash in the shop.",
    },
];

const CARE: &str = "\
# Caring for your clothes

## Linen

Wash linen at 30 °C with like colours, and fill the drum only half. It may crease; iron it while it is still damp, or let it \
hang and wear it as it is. Linen gets softer with every wash.

## Wool and cashmere

Wool needs air more often than water: hang it outside overnight. If it must be washed, do it by hand in lukewarm water with wool \
detergent, press it out in a towel and dry it flat. Never tumble-dry wool.

Moths dislike lavender and cedar. Small knots of fibre come off with a wool comb.

## Leather shoes

Let wet shoes dry slowly, filled with newspaper, away from the heater. Then brush them and use a colourless cream. A spray against \
water should be renewed every few weeks in winter.
";

const SIZES: &str = "\
# Finding your size

## Measuring

Measure the chest at its widest point and the waist where it is narrowest, with the tape lying flat and not pulled tight. If you are \
between two sizes, take the larger one for knitwear and coats.

## How our cuts fit

Our dresses are cut true to size. Our linen shirts are cut wide: many customers take one size smaller. Coats leave room for a \
pullover beneath.
";

const REPAIRS: &str = "\
Seams and buttons of everything that we sold are mended free of charge for two years, with or without the receipt. Zips and linings \
cost what the tailor needs for them; she tells you beforehand. Bring the piece in, or send it to us.
";

/// Writes the entries.
pub(super) fn write(tx: &mut WriteTx<'_>) -> Result<()> {
    let text = |kind, title: &str, body: &str, source: Option<&str>| EntryTerms {
        kind,
        title: title.into(),
        wordings: Vec::new(),
        body: body.into(),
        format: Format::Markdown,
        language: "en".into(),
        source: source.map(Into::into),
        enabled: true,
    };
    let documents = [
        text(EntryKind::Document, "Caring for your clothes", CARE, Some("care.md")),
        text(EntryKind::Document, "Finding your size", SIZES, Some("sizes.md")),
        text(EntryKind::Policy, "Repairs", REPAIRS, None),
    ];
    let answers = ANSWERS.iter().rev().map(|known| EntryTerms {
        wordings: known.wordings.iter().map(|wording| (*wording).into()).collect(),
        format: Format::Plain,
        ..text(EntryKind::Question, known.question, known.answer, None)
    });
    for terms in documents.into_iter().chain(answers) {
        knowledge_base::create(tx, terms)?;
    }
    Ok(())
}
