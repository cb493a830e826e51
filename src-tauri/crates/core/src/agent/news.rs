//! News and offers: whether a message wants none any more, or wants them. The first is recorded at once, the second after a yes to the
//! question. Pure: the policy decides, and [`crate::contacts::news`] keeps it.
//!
//! A message that only speaks of a newsletter says neither. What is recorded is told from its row.

use serde::{Deserialize, Serialize};

use super::acting::agenda::EXPIRES;
use super::evidence::{Source, SourceKind};
use super::intent::{Affirmation, Intent};
use super::phrases::{Language, Phrase, Speech};
use super::pointing::text_of;
use super::turn::{Situation, ToolCall, ToolResult};
use super::understanding::Folded;
use crate::clock::Timestamp;
use crate::conversations;
use crate::id::{self, Id};
use crate::policy::Rule;

/// Words of a message that is an answer to the question and nothing else.
const SHORT: usize = 8;
/// From here on the classifier alone is believed that no news are wanted.
const SURE: f32 = 0.6;

/// What holds for the customer's address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewsConsent {
    pub id: Id<id::Consent>,
    pub granted: bool,
    pub recorded_at: Timestamp,
}

/// What became of a wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", content = "with", rename_all = "snake_case")]
pub enum NewsChange {
    /// It is kept, as this row says.
    Recorded(NewsConsent),
    /// It held already.
    Known(NewsConsent),
    /// The customer has to say yes first.
    NeedsConfirmation,
    Refused(Rule),
}

struct Wording {
    code: &'static str,
    /// What news are called.
    news: &'static [&'static str],
    wants: &'static [&'static str],
    wants_none: &'static [&'static str],
}

/// Folded words; one that ends in `*` is the beginning of a word.
#[rustfmt::skip]
const WORDINGS: &[Wording] = &[
    Wording {
        code: "en",
        news: &["newsletter*", "mailing list", "email list", "e mail list", "news", "special offers", "promotional", "promotions",
                "marketing", "offers", "ads", "adverts", "advertising", "spam"],
        wants: &["sign me up", "sign up", "subscribe", "subscribe me", "put me on", "add me", "i would like to get", "i d like to get",
                 "i want to get", "i would like to receive", "i d like to receive", "i want to receive", "i d love to get",
                 "i want your", "i d like your", "send me your", "please send me", "can i get", "can i join", "i want to join"],
        wants_none: &["stop", "unsubscribe", "unsubscribed", "no more", "opt out", "opt me out", "remove me", "take me off", "get me off",
                      "do not", "don t", "dont", "not want", "no longer want", "cancel", "end", "enough", "leave me alone", "sick of",
                      "tired of", "no news", "without"],
    },
    Wording {
        code: "de",
        news: &["newsletter*", "werbung", "werbe*", "angebote", "neuigkeiten", "rundmail*", "verteiler"],
        wants: &["anmelden", "melden sie mich an", "melde mich an", "meldet mich an", "eintragen", "tragen sie mich", "abonnieren",
                 "ich mochte ihren", "ich mochte euren", "ich hatte gern", "ich will euren", "gerne bekommen", "gern bekommen", "gerne erhalten",
                 "gern erhalten"],
        wants_none: &["keine", "keinen", "abmelden", "melden sie mich ab", "melde mich ab", "meldet mich ab", "abbestellen", "austragen",
                      "nicht mehr", "stopp*", "kundigen", "aufhoren", "schluss", "nehmen sie mich", "nimm mich"],
    },
    Wording {
        code: "es",
        news: &["boletin*", "newsletter*", "publicidad", "promociones", "ofertas", "novedades", "lista de correo", "noticias"],
        wants: &["suscribirme", "suscribeme", "suscribame", "apuntame", "apunteme", "quiero recibir", "quisiera recibir", "me gustaria recibir",
                 "inscribirme", "inscribame"],
        wants_none: &["no quiero", "dar de baja", "darme de baja", "denme de baja", "dame de baja", "no me envi*", "no me mand*", "dejar de",
                      "dejen de", "deja de", "cancelar", "no mas", "basta", "eliminenme", "quitenme", "desuscribi*", "ya no"],
    },
    Wording {
        code: "fr",
        news: &["newsletter*", "lettre d information", "infolettre", "publicite*", "pub", "pubs", "promotions", "offres", "actualites",
                "liste de diffusion", "nouveautes"],
        wants: &["m inscrire", "inscrivez moi", "inscris moi", "m abonner", "abonnez moi", "je veux recevoir", "je voudrais recevoir",
                 "j aimerais recevoir", "je souhaite recevoir"],
        wants_none: &["ne veux plus", "ne souhaite plus", "ne veux pas", "desabonn*", "me desinscrire", "desinscri*", "arretez", "arreter",
                      "plus de", "pas de", "annuler mon abonnement", "retirez moi", "cessez", "stop"],
    },
    Wording {
        code: "pt",
        news: &["newsletter*", "boletim", "publicidade", "promocoes", "ofertas", "novidades", "lista de e mails", "lista de emails", "noticias"],
        wants: &["inscrever me", "me inscrever", "inscreva me", "me inscreva", "subscrever", "assinar", "quero receber", "gostaria de receber",
                 "queria receber", "me cadastre"],
        wants_none: &["nao quero", "cancelar", "parem de", "pare de", "parar de", "deixar de", "descadastr*", "remova*", "removam*", "sair da",
                      "chega de", "nao me envi*", "nao me mand*", "nao enviem", "anular"],
    },
    Wording {
        code: "it",
        news: &["newsletter*", "pubblicita", "promozioni", "offerte", "novita", "mailing list", "notizie"],
        wants: &["iscrivermi", "iscrivetemi", "mi iscriva", "iscrivimi", "vorrei ricevere", "voglio ricevere", "mi piacerebbe ricevere",
                 "abbonarmi"],
        wants_none: &["non voglio", "disiscri*", "cancellare", "cancellatemi", "cancellami", "smettete", "smetti", "basta", "non inviat*",
                      "non mandat*", "niente piu", "toglietemi", "annullare", "non desidero"],
    },
    Wording {
        code: "hi-Latn",
        news: &["newsletter*", "offers", "promotion*", "marketing", "ads", "news"],
        wants: &["subscribe kar*", "jod do", "jod dijiye", "sign up kar*", "bheja karo", "bheja kijiye", "chahiye"],
        wants_none: &["band kar*", "mat bhej*", "nahi chahiye", "nahin chahiye", "unsubscribe", "hata do", "hata dijiye", "stop"],
    },
    Wording {
        code: "hi",
        news: &["न्यूज़लेटर", "न्यूजलेटर", "ऑफर", "ऑफ़र", "प्रचार", "विज्ञापन", "समाचार"],
        wants: &["सब्सक्राइब", "जोड़ दीजिए", "जोड़ दो", "भेजा करें", "भेजा कीजिए", "चाहिए", "पाना चाहता", "पाना चाहती"],
        wants_none: &["बंद", "मत भेज*", "नहीं चाहिए", "ना भेज*", "न भेज*", "अनसब्सक्राइब", "हटा दीजिए", "हटा दो"],
    },
    Wording {
        code: "ar",
        news: &["النشره", "نشره*", "نشرتكم", "العروض", "عروضكم", "عروض", "اعلانات", "الاعلانات", "الاخبار", "اخباركم", "القايمه البريديه"],
        wants: &["اشترك", "الاشتراك في", "اريد ان اتلقي", "ارسلوا لي", "سجلوني", "سجلني", "اضيفوني", "اود ان اتلقي"],
        wants_none: &["لا اريد", "الغاء", "الغوا", "اوقفوا", "ايقاف", "توقفوا", "لا ترسلوا", "احذفوني", "لم اعد اريد"],
    },
];

/// Whether news are wanted, as the message says; `None`: it says neither.
fn wish(situation: &Situation) -> Option<bool> {
    situation.thoughts.of_news(|| read(situation))
}

fn read(situation: &Situation) -> Option<bool> {
    // A STOP is heard before the turn; where one answers what was asked, it is about that.
    if situation.input.messages.iter().any(|message| conversations::stop(&message.body).is_some()) {
        return None;
    }
    let said = Folded::new(&text_of(situation));
    let language = situation.understanding.language.as_str();
    let mut wordings = WORDINGS.iter().filter(|wording| wording.code == "en" || wording.code == language);
    let heard = wordings.find_map(|of| {
        if !said.says_any(of.news) {
            None
        } else if said.says_any(of.wants_none) {
            Some(false)
        } else {
            said.says_any(of.wants).then_some(true)
        }
    });
    let scored = || {
        let mut intents = situation.understanding.intents.iter();
        intents.find(|scored| scored.intent == Intent::NewsletterOptout)
    };
    match heard {
        // "Cancel my order and tell me of your offers": it is the understanding that no news are wanted, too.
        Some(false) => scored().map(|_| false),
        Some(true) => (!is_question(situation)).then_some(true),
        None => {
            let words = WORDINGS.iter().any(|of| said.says_any(of.wants_none));
            scored().filter(|scored| words && scored.confidence >= SURE).map(|_| false)
        }
    }
}

/// "How do I sign up for your newsletter?" asks how.
fn is_question(situation: &Situation) -> bool {
    let said = Folded::new(&text_of(situation));
    said.says_any(&["how do i", "how can i", "how to", "do you have"])
}

pub(super) fn now(situation: &Situation) -> Timestamp {
    Timestamp::from_millis(situation.input.now.timestamp().as_millisecond())
}

/// The yes to the question whether news are wanted.
fn accepts(situation: &Situation) -> bool {
    let dialogue = &situation.input.dialogue;
    let short = text_of(situation).split_whitespace().count() <= SHORT;
    let yes = situation.understanding.affirmation == Affirmation::Yes;
    let asked = dialogue.offered_news.is_some_and(|asked| asked.plus(EXPIRES) > now(situation));
    asked && yes && short && !dialogue.agenda.is_active()
}

/// What is to be done; `None`: nothing about news.
fn wanted(situation: &Situation) -> Option<ToolCall> {
    let (wants, confirmed) = if accepts(situation) { (true, true) } else { (wish(situation)?, false) };
    let message = situation.input.messages.last()?.id;
    Some(ToolCall::SubscribeOrOptOut { wants, confirmed, message })
}

/// Whether the turn is about news and nothing else that could be done.
pub(super) fn is_it(situation: &Situation) -> bool {
    let primary = situation.understanding.primary();
    wanted(situation).is_some()
        && (accepts(situation) || wish(situation) == Some(true) || primary == Intent::NewsletterOptout)
}

/// Whether no news are wanted any more: that is recorded, whoever answers the rest.
pub(super) fn opts_out(situation: &Situation) -> bool {
    matches!(wanted(situation), Some(ToolCall::SubscribeOrOptOut { wants: false, .. }))
}

/// What has to be done before it can be told.
pub(super) fn next_lookup(situation: &Situation) -> Option<ToolCall> {
    wanted(situation).filter(|call| situation.answer(call).is_none())
}

/// What became of it.
pub(super) fn outcome(situation: &Situation) -> Option<&NewsChange> {
    match situation.answer(&wanted(situation)?) {
        Some(ToolResult::News(change)) => Some(change),
        _ => None,
    }
}

/// A row in words.
pub(super) fn phrase(change: &NewsChange) -> Option<Phrase> {
    Some(Phrase::new(match change {
        NewsChange::Recorded(NewsConsent { granted: false, .. }) => "news-none",
        NewsChange::Known(NewsConsent { granted: false, .. }) => "news-none-already",
        NewsChange::Recorded(_) => "news-wanted",
        NewsChange::Known(_) => "news-wanted-already",
        NewsChange::NeedsConfirmation => "news-ask",
        NewsChange::Refused(_) => return None,
    }))
}

/// What a result proves: the sentence with its row.
pub(super) fn statement(situation: &Situation, result: &ToolResult) -> Option<(Source, String)> {
    let ToolResult::News(change) = result else { return None };
    let (NewsChange::Recorded(consent) | NewsChange::Known(consent)) = change else { return None };
    let source = Source::new(SourceKind::Consent, consent.id.to_string(), consent.recorded_at.as_millis());
    let today = situation.input.now.date();
    Some((source, Speech::from(phrase(change)?).say(Language::English, today)))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::time::Duration;

    use super::*;
    use crate::Result;
    use crate::agent::knowledge::{Knowledge, Order, Product, ProductHit, ProductQuery, ShopFacts};
    use crate::agent::testing::{FakeKnowledge, at, id};
    use crate::agent::understanding::folded_words;
    use crate::agent::{BuiltinPlanner, DialogueState, RunRecord, drive};
    use crate::policy::{Action, Decision, Facts, decide};

    /// A shop that records what was said about news.
    #[derive(Default)]
    struct Shop {
        base: FakeKnowledge,
        news: RefCell<Vec<bool>>,
    }

    impl Knowledge for Shop {
        fn search_products(&self, query: &ProductQuery) -> Result<Vec<ProductHit>> {
            self.base.search_products(query)
        }
        fn product(&self, id: Id<id::Product>) -> Result<Option<Product>> {
            self.base.product(id)
        }
        fn orders(&self, limit: usize) -> Result<Vec<Order>> {
            self.base.orders(limit)
        }
        fn order_by_number(&self, number: &str) -> Result<Option<Order>> {
            self.base.order_by_number(number)
        }
        fn shop(&self) -> Result<ShopFacts> {
            self.base.shop()
        }
        fn can_write(&self) -> bool {
            true
        }
        fn subscribe_or_opt_out(
            &self,
            wants: bool,
            confirmed: bool,
            message: Id<id::Message>,
        ) -> Result<NewsChange> {
            let row = NewsConsent { id: id(77), granted: wants, recorded_at: at("2026-03-10T12:00:00Z") };
            if self.news.borrow().last() == Some(&wants) {
                return Ok(NewsChange::Known(row));
            }
            let action = Action::SubscribeOrOptOut { wants, message };
            Ok(match decide(&action, &Facts { confirmed, ..Facts::default() }) {
                Decision::Allowed(_) => {
                    self.news.borrow_mut().push(wants);
                    NewsChange::Recorded(row)
                }
                Decision::Refused(rule) => NewsChange::Refused(rule),
                Decision::NeedsConfirmation(_) | Decision::NeedsApproval(_) => NewsChange::NeedsConfirmation,
            })
        }
    }

    fn answered(shop: &Shop, dialogue: &mut DialogueState, text: &str) -> RunRecord {
        let mut input = shop.base.input(&[text]);
        input.dialogue = dialogue.clone();
        input.can_act = true;
        let run = drive(input, shop, &BuiltinPlanner, &mut || Duration::ZERO).expect("a run");
        *dialogue = run.dialogue.clone();
        run
    }

    #[test]
    fn words_are_folded() {
        for of in WORDINGS {
            for phrase in [of.news, of.wants, of.wants_none].concat() {
                let bare = phrase.trim_end_matches('*');
                assert_eq!(folded_words(bare), bare, "{}", of.code);
            }
        }
    }

    #[test]
    fn who_wants_no_news_has_it_recorded_at_once_and_is_told_from_the_row() {
        for (message, told) in [
            ("please stop sending me your newsletter", "you get no more news and offers from us"),
            ("unsubscribe me from your mailing list please", "you get no more news and offers from us"),
            ("stop sending me these damn ads!!! I am furious", "you get no more news and offers from us"),
            ("no quiero recibir más publicidad", "no recibirá más novedades ni ofertas"),
            ("ich möchte den Newsletter abbestellen", "Sie bekommen keine Neuigkeiten und Angebote mehr"),
        ] {
            let shop = Shop::default();
            let run = answered(&shop, &mut DialogueState::default(), message);
            assert_eq!(shop.news.borrow().as_slice(), [false], "{message}: {:?}", run.proposal);
            let text = run.proposal.text().expect("a reply");
            assert!(text.contains(told), "{message}: {text}");
            let proof = run.proposal.claims().iter().find_map(|claim| {
                run.evidence.iter().find(|evidence| {
                    evidence.position == claim.evidence_position
                        && evidence.source.kind == SourceKind::Consent
                })
            });
            assert!(proof.is_some(), "{message}: {:?}", run.proposal.claims());
        }
    }

    #[test]
    fn news_are_sent_only_after_a_yes() {
        let shop = Shop::default();
        let mut dialogue = DialogueState::default();
        let run = answered(&shop, &mut dialogue, "Please sign me up for your newsletter");
        assert!(
            run.proposal.text().expect("a reply").contains("Please answer yes or no"),
            "{:?}",
            run.proposal
        );
        assert!(shop.news.borrow().is_empty());
        let run = answered(&shop, &mut dialogue, "yes please");
        assert_eq!(shop.news.borrow().as_slice(), [true]);
        assert!(run.proposal.text().expect("a reply").contains("you get our news and offers here"));
        // The question was answered: another yes is none to it.
        answered(&shop, &mut dialogue, "yes");
        assert_eq!(shop.news.borrow().len(), 1);

        for answer in ["no", "yes, but only once a year", "what are your opening hours?"] {
            let shop = Shop::default();
            let mut dialogue = DialogueState::default();
            answered(&shop, &mut dialogue, "I'd like to receive your newsletter");
            answered(&shop, &mut dialogue, answer);
            answered(&shop, &mut dialogue, "yes");
            assert!(shop.news.borrow().is_empty(), "{answer}");
        }
    }

    #[test]
    fn what_says_neither_records_nothing() {
        for message in [
            "do you have a newsletter?",
            "I saw it in your newsletter",
            "cancel my order 1042",
            "do you have any offers on dresses?",
            "yes",
            "cancel",
            "how do I sign up for your newsletter?",
        ] {
            let shop = Shop::default();
            answered(&shop, &mut DialogueState::default(), message);
            assert!(shop.news.borrow().is_empty(), "{message}");
        }
    }
}
