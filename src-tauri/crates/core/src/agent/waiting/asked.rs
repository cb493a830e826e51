//! Whether a message asks to be written to when something is there again, in each language that replies are written in.
//!
//! Phrases of folded words; one that ends in `*` is the beginning of a word. A message asks when it says "tell me" beside
//! "when it is back", or "once" beside "in stock"; "tell me if it is in stock" wants to know now.

use crate::agent::understanding::Folded;

struct Wording {
    code: &'static str,
    tell: &'static [&'static str],
    /// Of what is gone.
    again: &'static [&'static str],
    /// Of a time to come, …
    once: &'static [&'static str],
    /// … at which it is there.
    there: &'static [&'static str],
    /// Enough by themselves.
    list: &'static [&'static str],
}

#[rustfmt::skip]
const WORDINGS: &[Wording] = &[
    Wording {
        code: "en",
        tell: &["let me know", "let us know", "lmk", "tell me", "tell us", "notify me", "notify us", "text me", "message me",
                "write me", "write to me", "ping me", "email me", "mail me", "inform me", "alert me", "remind me", "drop me a",
                "give me a shout", "heads up", "keep me posted", "keep me updated", "contact me", "get in touch",
                "hear from you", "be notified", "get notified", "notification", "an alert", "be told", "msg me", "send me a"],
        again: &["is back", "it s back", "its back", "are back", "they re back", "theyre back", "be back", "back in", "comes back",
                 "come back", "gets back", "got it back", "restock*", "available again", "in stock again", "in again",
                 "have it again", "have them again", "have one again", "get it again", "have more", "get more", "new ones",
                 "more come*", "back on"],
        once: &["when", "once", "as soon as", "the moment", "whenever"],
        there: &["available", "in stock", "comes in", "come in", "you have", "you ve got", "you get", "arrive*", "turns up",
                 "shows up"],
        list: &["waiting list", "waitlist", "wait list", "back in stock alert", "back in stock notification"],
    },
    Wording {
        code: "de",
        tell: &["bescheid", "sag mir", "sagt mir", "sagen sie mir", "schreib mir", "schreibt mir", "schreiben sie mir",
                "benachrichtig*", "informier*", "meld dich", "melde dich", "meldet euch", "melden sie sich", "nachricht"],
        again: &["wieder da", "wieder auf lager", "wieder verfugbar", "wieder verfuegbar", "wieder lieferbar", "wieder rein*",
                 "wieder vorratig", "wieder gibt", "wieder habt", "wieder haben", "wieder im", "nachgeliefert", "reinkommt",
                 "wieder in"],
        once: &["sobald", "wenn"],
        there: &["verfugbar", "verfuegbar", "auf lager", "lieferbar", "vorratig", "da ist", "da sind", "ankommt"],
        list: &["warteliste"],
    },
    Wording {
        code: "es",
        tell: &["avisame", "aviseme", "avisenme", "me avisas", "me avisa", "me avisan", "avisar*", "dime", "digame", "escribeme",
                "escribame", "notifica*", "mandame", "hazme saber", "me escribes"],
        again: &["vuelva*", "vuelve", "vuelven", "de nuevo", "otra vez", "repong*", "reponer", "reposicion", "nuevamente"],
        once: &["cuando", "en cuanto", "apenas"],
        there: &["disponible*", "en stock", "tengan", "tengais", "haya", "llegue*", "existencias"],
        list: &["lista de espera"],
    },
    Wording {
        code: "fr",
        tell: &["prevenez moi", "previens moi", "me prevenir", "dites moi", "dis moi", "ecrivez moi", "ecris moi", "avertissez moi",
                "avertis moi", "informez moi", "tenez moi", "tiens moi", "me tenir", "notifiez moi", "alerte", "m avertir",
                "me faire signe", "faites moi signe", "me notifier", "faites moi savoir", "m informer"],
        again: &["de nouveau", "a nouveau", "revient", "reviennent", "revenu*", "de retour", "retour en stock", "reassort*",
                 "reapprovisionn*"],
        once: &["quand", "lorsque", "des que", "des qu", "lorsqu"],
        there: &["disponible*", "en stock", "vous l avez", "vous en avez", "arrive*"],
        list: &["liste d attente"],
    },
    Wording {
        code: "pt",
        tell: &["avisa me", "avise me", "me avisa", "me avise", "me avisem", "avisem me", "avisar*", "diga me", "me diga", "escreva me",
                "notifi*", "me fala", "me manda", "me escreve", "me escreva"],
        again: &["de novo", "novamente", "voltar", "voltarem", "volte", "volta", "outra vez", "repor", "reposicao", "de volta"],
        once: &["quando", "assim que", "logo que"],
        there: &["disponive*", "em stock", "em estoque", "tiverem", "houver", "chegar*"],
        list: &["lista de espera"],
    },
    Wording {
        code: "it",
        tell: &["avvisami", "avvisatemi", "mi avvisi", "mi avvisa", "mi avvisate", "avvisar*", "fammi sapere", "fatemi sapere",
                "mi faccia sapere", "dimmi", "ditemi", "scrivimi", "scrivetemi", "mi scriva", "notific*", "informatemi"],
        again: &["di nuovo", "nuovamente", "torna", "tornano", "ritorna", "ritornano", "ancora disponibile", "riassort*"],
        once: &["quando", "appena"],
        there: &["disponibil*", "in stock", "in magazzino", "arriva*", "avete"],
        list: &["lista d attesa", "lista di attesa"],
    },
    Wording {
        code: "hi-Latn",
        tell: &["bata dena", "bata dijiye", "batana", "bataiye", "bataiyega", "bata do", "inform kar*", "message kar*", "msg kar*",
                "notify kar*", "likh dena", "khabar kar*"],
        again: &["wapas", "vapas", "phir se", "fir se", "dobara"],
        once: &["jab", "jaise hi"],
        there: &["aaye", "aa jaye", "aayega", "available", "stock mein", "stock me", "mile"],
        list: &["waiting list"],
    },
    Wording {
        code: "hi",
        tell: &["बता देना", "बता दीजिए", "बताइए", "बताइएगा", "बताना", "बता दो", "सूचित", "मैसेज", "सूचना"],
        again: &["वापस", "फिर से", "दोबारा", "दुबारा"],
        once: &["जब", "जैसे ही"],
        there: &["आए", "आ जाए", "उपलब्ध", "स्टॉक में", "मिले"],
        list: &["प्रतीक्षा सूची", "वेटिंग लिस्ट"],
    },
    Wording {
        code: "ar",
        tell: &["اخبروني", "اخبرني", "ابلغوني", "ابلغني", "اعلموني", "اعلمني", "راسلوني", "راسلني", "نبهوني", "نبهني", "خبروني", "خبرني",
                "اشعار", "بلغوني", "بلغني"],
        again: &["مره اخري", "مجددا", "من جديد", "يعود", "تعود", "يرجع", "ترجع", "رجع"],
        once: &["عندما", "حين", "لما", "بمجرد", "اول ما"],
        there: &["متوفر*", "يتوفر", "تتوفر", "المخزون", "يصل", "تصل"],
        list: &["قايمه الانتظار"],
    },
];

/// What is written to about other things than goods.
#[rustfmt::skip]
const NOT_GOODS: &[&str] = &[
    "order", "orders", "parcel", "package", "refund", "delivery", "shipment", "money", "invoice", "return",
    "returns", "tracking", "bestellung*", "paket*", "lieferung*", "pedido*", "paquete*", "reembolso*", "commande*", "colis",
    "remboursement*", "encomenda*", "ordine", "pacco", "rimborso*",
];

/// Words of asking that name no goods.
pub(super) const CUE_WORDS: &[&str] = &[
    "let",
    "know",
    "tell",
    "notify",
    "text",
    "message",
    "write",
    "ping",
    "email",
    "mail",
    "inform",
    "alert",
    "remind",
    "drop",
    "shout",
    "heads",
    "posted",
    "updated",
    "contact",
    "touch",
    "hear",
    "back",
    "stock",
    "restock",
    "restocked",
    "available",
    "again",
    "waiting",
    "list",
    "waitlist",
    "wait",
    "put",
    "add",
    "join",
    "when",
    "once",
    "soon",
    "moment",
    "please",
    "comes",
    "come",
    "gets",
    "get",
    "more",
    "notification",
    "line",
    "note",
    "arrives",
    "arrive",
    "new",
    "ones",
    "one",
    "size",
    "sizes",
    "colour",
    "color",
    "it",
    "them",
    "that",
    "this",
    "these",
    "those",
    "can",
    "you",
    "me",
    "us",
];

/// Whether a text asks to be written to.
pub(super) fn asks(text: &str, language: &str) -> bool {
    let text = Folded::new(text);
    let wordings = WORDINGS.iter().filter(|wording| wording.code == "en" || wording.code == language);
    !text.says_any(NOT_GOODS)
        && wordings.into_iter().any(|of| {
            let awaited = text.says_any(of.again) || (text.says_any(of.once) && text.says_any(of.there));
            text.says_any(of.list) || (text.says_any(of.tell) && awaited)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_be_written_to_is_asked_for_in_many_ways() {
        for (text, language) in [
            ("Let me know when it's back in stock", "en"),
            ("pls notify me once the dress is available in M", "en"),
            ("can you text me if it comes back?", "en"),
            ("put me on the waiting list", "en"),
            ("lmk when u restock it", "en"),
            ("Sagen Sie mir bitte Bescheid, wenn es wieder verfügbar ist", "de"),
            ("Avísame cuando vuelva a estar disponible", "es"),
            ("Prévenez-moi dès qu'elle est de nouveau en stock", "fr"),
            ("Avise-me quando voltar a estar disponível, por favor", "pt"),
            ("Mi avvisi quando torna disponibile", "it"),
            ("jab wapas aaye to bata dena", "hi-Latn"),
            ("जब वापस आए तो बता दीजिए", "hi"),
            ("أخبروني عندما يتوفر مرة أخرى", "ar"),
        ] {
            assert!(asks(text, language), "{text}");
        }
    }

    #[test]
    fn other_things_are_told_otherwise() {
        for text in [
            "let me know if you have it in M",
            "tell me if it's in stock",
            "let me know when my order is back on its way",
            "when will it be back in stock?",
            "is it available again?",
            "please notify me when my refund comes back",
            "tell me about the linen dress",
        ] {
            assert!(!asks(text, "en"), "{text}");
        }
    }
}
