//! Whether a message asks for a recommendation, or for what goes with something, in each language that replies are written
//! in. Phrases of folded words; one that ends in `*` is the beginning of a word.

use crate::agent::understanding::Folded;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::agent) enum Asked {
    /// "What would you recommend for me?", "something like what I bought".
    Taste,
    /// "Anything new for me?"
    New,
    /// "What goes with this dress?"
    GoesWith,
}

struct Wording {
    code: &'static str,
    taste: &'static [&'static str],
    new: &'static [&'static str],
    goes_with: &'static [&'static str],
}

#[rustfmt::skip]
const WORDINGS: &[Wording] = &[
    Wording {
        code: "en",
        taste: &["recommend for me", "recommend me something", "recommend something", "recommend to me", "you recommend for",
                 "would you recommend", "do you recommend", "can you recommend", "could you recommend", "any recommendation*",
                 "recommendations for me", "suggest something", "suggest me something", "you suggest for me", "any suggestion*",
                 "have something for me", "find something for me", "like what i bought", "like the one i bought", "like the last one i bought",
                 "like what i ordered", "similar to what i bought", "similar to what i ordered", "similar to my last",
                 "like my last order", "surprise me", "would suit me", "what suits me", "my style", "my taste",
                 "what should i buy", "what should i get", "pick something for me", "inspire me"],
        new: &["anything new", "something new", "what s new", "whats new", "what is new", "new arrivals", "just came in",
               "latest arrivals", "new stuff", "new things"],
        goes_with: &["goes with", "would go with", "could go with", "to go with", "goes well with", "go well with", "to pair with", "can i pair with", "i pair with", "pair it with", "pairs with", "wear with",
                     "wear it with", "combine with", "combine it with", "matches this", "matches it", "match this", "complete the look", "style it with", "style with"],
    },
    Wording {
        code: "de",
        taste: &["empfehl*", "vorschlag fur mich", "vorschlagen", "etwas fur mich", "wie das was ich gekauft",
                 "ahnlich wie das", "passt zu mir", "mein stil", "mein geschmack", "meinem geschmack", "uberrasch*"],
        new: &["etwas neues", "was neues", "neues fur mich", "neu eingetroffen", "neuheiten", "was gibt es neues", "was gibts neues"],
        goes_with: &["passt dazu", "passt zu dem", "passt zu der", "passt zu diesem", "passt zu dieser", "passt zum", "passt zur",
                     "dazu passen*", "kombinier*", "dazu tragen", "dazu anziehen"],
    },
    Wording {
        code: "es",
        taste: &["me recomienda*", "me recomendari*", "recomendacion*", "recomiendame", "recomiendeme", "me sugier*",
                 "parecido a lo que compre", "como lo que compre", "mi estilo", "mi gusto", "sorprendeme"],
        new: &["algo nuevo", "novedades", "que hay de nuevo", "nuevo para mi"],
        goes_with: &["combina con", "combinan con", "queda bien con", "que va con", "va bien con", "a juego", "combinar con",
                     "lo combino"],
    },
    Wording {
        code: "fr",
        taste: &["me recommand*", "me conseill*", "recommandation*", "quelque chose pour moi", "comme ce que j ai achete",
                 "semblable a ce que", "mon style", "mon gout", "mes gouts", "surprenez moi"],
        new: &["quelque chose de nouveau", "du nouveau", "nouveautes", "quoi de neuf", "nouveau pour moi"],
        goes_with: &["va avec", "vont avec", "irait avec", "va bien avec", "porter avec", "assort*", "se marie avec", "associer"],
    },
    Wording {
        code: "pt",
        taste: &["me recomenda*", "recomenda me", "recomendacao", "recomendacoes", "me sugere*", "sugestao",
                 "parecido com o que comprei", "como o que comprei", "meu estilo", "meu gosto", "surpreenda*"],
        new: &["algo novo", "novidades", "o que ha de novo", "alguma novidade"],
        goes_with: &["combina com", "combinam com", "fica bem com", "vai bem com", "usar com", "combinar com"],
    },
    Wording {
        code: "it",
        taste: &["mi consigli*", "consigliami", "mi raccomand*", "qualcosa per me", "mi suggeri*", "simile a quello che ho comprato",
                 "come quello che ho comprato", "il mio stile", "i miei gusti", "sorprendimi", "mi sorprenda"],
        new: &["qualcosa di nuovo", "novita", "cosa c e di nuovo", "nuovi arrivi"],
        goes_with: &["sta bene con", "stanno bene con", "si abbina", "abbin*", "va bene con", "mettere con"],
    },
    Wording {
        code: "hi-Latn",
        taste: &["recommend", "suggest", "mere liye kuch", "meri pasand", "mera style", "pehle kharida"],
        new: &["kuch naya", "naya kya", "kya naya", "new arrivals"],
        goes_with: &["ke saath kya", "ke sath kya", "match karega", "match kare", "saath pehen*"],
    },
    Wording {
        code: "hi",
        taste: &["सुझाव", "सुझाएं", "सुझाइए", "मेरे लिए कुछ", "मेरी पसंद", "सिफारिश"],
        new: &["कुछ नया", "नया क्या", "क्या नया"],
        goes_with: &["के साथ क्या", "मैच करेगा", "साथ पहन*"],
    },
    Wording {
        code: "ar",
        taste: &["تنصح*", "ترشح*", "تقترح*", "اقترحوا", "اقترح", "شيء لي", "يناسبني", "ذوقي", "مثل ما اشتريت"],
        new: &["شيء جديد", "الجديد", "ما الجديد", "وصل حديثا"],
        goes_with: &["يتناسب مع", "يناسب هذا", "تناسب هذا", "يليق مع", "يتماشي مع", "البس مع", "ارتدي مع"],
    },
];

/// What has a meaning of its own beside these words.
#[rustfmt::skip]
const OTHERWISE: &[&str] = &[
    "price match*", "match the price", "match your price", "order*", "refund*", "exchang*", "replac*", "a new pair", "return policy", "parcel*", "package*",
    "shipment*", "delivery", "bestell*", "paket*", "lieferung*", "pedido*", "paquete*", "reembolso*", "commande*", "colis",
    "remboursement*", "encomenda*", "ordine*", "pacco", "rimborso*",
];

/// Words of asking that name no goods.
pub(in crate::agent) const CUE_WORDS: &[&str] = &[
    "recommend",
    "recommendation",
    "recommendations",
    "suggest",
    "suggestion",
    "suggestions",
    "something",
    "anything",
    "new",
    "like",
    "similar",
    "bought",
    "buy",
    "style",
    "taste",
    "suit",
    "suits",
    "surprise",
    "inspire",
    "arrivals",
    "latest",
    "goes",
    "go",
    "match",
    "matches",
    "matching",
    "pair",
    "wear",
    "combine",
    "look",
    "complete",
    "well",
    "what",
    "would",
    "could",
    "this",
    "that",
    "these",
    "those",
    "it",
    "them",
    "me",
    "my",
    "stuff",
    "things",
    "thing",
    "last",
    "time",
    "one",
    "shop",
    "going",
    "with",
    "else",
    "season",
    "nice",
    "good",
];

/// What a text asks for of these.
pub(super) fn asks(text: &str, language: &str) -> Option<Asked> {
    let text = Folded::new(text);
    if text.says_any(OTHERWISE)
        && !text.says_any(&["like what i ordered", "like my last order", "similar to what i ordered"])
    {
        return None;
    }
    let wordings = || WORDINGS.iter().filter(|wording| wording.code == "en" || wording.code == language);
    let any =
        |of: fn(&Wording) -> &'static [&'static str]| wordings().any(|wording| text.says_any(of(wording)));
    if any(|wording| wording.goes_with) {
        Some(Asked::GoesWith)
    } else if any(|wording| wording.new) {
        Some(Asked::New)
    } else {
        any(|wording| wording.taste).then_some(Asked::Taste)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_told_apart() {
        for (text, language, expected) in [
            ("What would you recommend for me?", "en", Some(Asked::Taste)),
            ("something like what I bought last time", "en", Some(Asked::Taste)),
            ("hi, anything new for me?", "en", Some(Asked::New)),
            ("What goes with this dress?", "en", Some(Asked::GoesWith)),
            ("any belts to go with it", "en", Some(Asked::GoesWith)),
            ("Was können Sie mir empfehlen?", "de", Some(Asked::Taste)),
            ("¿Tienen novedades?", "es", Some(Asked::New)),
            ("Qu'est-ce qui va avec cette robe ?", "fr", Some(Asked::GoesWith)),
            ("I'll go with the second one", "en", None),
            ("avez-vous du nouveau sur ma commande ?", "fr", None),
            ("do you price match?", "en", None),
            ("the boots look worn, I'd like a pair with the same heel instead", "en", None),
            ("swap the lamp for something new, an exchange please", "en", None),
            ("what can I pair with this skirt?", "en", Some(Asked::GoesWith)),
            ("where is my order", "en", None),
            ("show me linen shirts in M", "en", None),
        ] {
            assert_eq!(asks(text, language), expected, "{text}");
        }
    }
}
