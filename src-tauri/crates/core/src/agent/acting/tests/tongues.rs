//! Dialogues about changes in other languages, from a file per language: what is said, what must stand in the answers, and
//! what was done in the end.

use super::shop::{Talk, belt, kettle, scarf, shirt, with_shirt};
use crate::agent::account::Wanted;
use crate::agent::acting::agenda::Agenda;
use crate::agent::acting::tongues;
use crate::agent::phrases::Language;
use crate::agent::testing::id;
use crate::id::{self, Id};
use crate::policy::Action;

fn piece(variant: Id<id::Variant>) -> String {
    let goods = [kettle(), scarf(), belt(), shirt()];
    let named = goods.iter().find_map(|goods| {
        goods.variant(variant).map(|variant| format!("{} {}", goods.title, variant.values.join("/")))
    });
    named.unwrap_or_else(|| variant.to_string())
}

fn pieces(variants: &[Id<id::Variant>]) -> String {
    variants.iter().map(|variant| piece(*variant)).collect::<Vec<_>>().join(", ")
}

fn told(wanted: &Wanted) -> String {
    let order = wanted.order.clone().unwrap_or_default();
    match &wanted.action {
        Action::CancelOrder { reason } => format!("cancel {order} {reason}"),
        Action::ReturnItems { items, refund_to } => {
            let to = if *refund_to == Some(id(502)) { " to gift card" } else { "" };
            format!("return {order} {}{to}", pieces(items))
        }
        Action::ExchangeItems { items, new_items, .. } => {
            format!("exchange {order} {} > {}", pieces(items), pieces(new_items))
        }
        Action::ModifyItems { items, new_items, .. } => {
            format!("change {order} {} > {}", pieces(items), pieces(new_items))
        }
        Action::ModifyAddress { address } => format!("address {order} {}", address.replace('\n', ", ")),
        other => format!("{order} {other:?}"),
    }
}

/// One dialogue; what is wrong with it.
fn play(language: Language, dialogue: &str) -> Option<String> {
    let mut talk = Talk::new();
    let mut wrong = Vec::new();
    let mut seen = String::new();
    let mut expected = Vec::new();
    for line in dialogue.lines() {
        let Some((sign, text)) = line.split_at_checked(1) else { continue };
        let text = text.trim();
        match sign {
            ">" => {
                talk.says(text);
                seen.push_str(&format!("> {text}\n{}\n", talk.last()));
                if talk.language() != Some(language) {
                    wrong.push(format!("{text} is taken for {:?}", talk.language()));
                }
            }
            "<" if !talk.last().contains(text) => wrong.push(format!("no '{text}'")),
            "!" if !talk.is_handed_over() => wrong.push("no person takes over".to_owned()),
            "=" if text != "nothing" => expected.push(text.to_owned()),
            _ => {}
        }
    }
    let acts: Vec<String> = talk.acts().iter().map(told).collect();
    if acts != expected {
        wrong.push(format!("done: {acts:?}"));
    }
    let title = dialogue.lines().next().unwrap_or("");
    (!wrong.is_empty()).then(|| format!("## {title}\n{seen}  {}", wrong.join("\n  ")))
}

#[track_caller]
fn check(language: Language, text: &str) {
    let dialogues: Vec<&str> = text.split("## ").skip(1).collect();
    assert!(dialogues.len() >= 12, "{} dialogues", dialogues.len());
    let wrong: Vec<String> = dialogues.iter().filter_map(|dialogue| play(language, dialogue)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), dialogues.len(), wrong.join("\n\n"));
}

macro_rules! dialogues {
    ($($name:ident $language:ident $file:literal),*) => {
        $(#[test]
        fn $name() {
            check(Language::$language, include_str!(concat!("dialogues/", $file, ".txt")));
        })*
    };
}

dialogues!(
    changes_are_made_in_spanish Spanish "es",
    changes_are_made_in_french French "fr",
    changes_are_made_in_german German "de",
    changes_are_made_in_portuguese Portuguese "pt",
    changes_are_made_in_italian Italian "it",
    changes_are_made_in_hindi Hindi "hi",
    changes_are_made_in_hindi_in_latin_letters HindiLatin "hi-Latn",
    changes_are_made_in_arabic Arabic "ar"
);

/// Sentences that wish for something in one language.
const WISHES: &[(Language, &[&str])] = &[
    (
        Language::Spanish,
        &["quiero cancelar el pedido 2001, ya no lo necesito", "quiero devolver la bufanda roja"],
    ),
    (
        Language::French,
        &[
            "je veux annuler la commande 2001, je n'en ai plus besoin",
            "je voudrais retourner l'écharpe rouge",
        ],
    ),
    (
        Language::German,
        &["ich möchte die Bestellung 2001 stornieren", "ich will den roten Schal zurückgeben"],
    ),
    (
        Language::Portuguese,
        &["quero cancelar a encomenda 2001, já não preciso", "quero devolver o cachecol vermelho"],
    ),
    (
        Language::Italian,
        &["vorrei annullare l'ordine 2001, non mi serve più", "voglio restituire la sciarpa rossa"],
    ),
    (Language::Hindi, &["मुझे ऑर्डर 2001 रद्द करना है", "मुझे लाल स्कार्फ वापस करना है"]),
    (Language::HindiLatin, &["mujhe order 2001 radd karna hai", "mujhe lal scarf wapas karna hai"]),
    (Language::Arabic, &["أريد إلغاء الطلب رقم 2001", "أريد إرجاع الوشاح الأحمر"]),
];

/// Languages that have wishes in common: the verb is the same word there.
const KIN: &[(Language, Language)] =
    &[(Language::Spanish, Language::Portuguese), (Language::Portuguese, Language::Spanish)];

#[test]
fn no_language_wishes_by_another_one_s_words() {
    let (account, agenda) = (super::shop::account(), Agenda::default());
    for (spoken, messages) in WISHES {
        for message in *messages {
            let own = tongues::hear(*spoken, message, &agenda, Some(&account)).expect("a table");
            assert!(own.wish, "{spoken:?}: {message}");
            for other in
                Language::ALL.into_iter().filter(|other| other != spoken && !KIN.contains(&(*spoken, *other)))
            {
                let heard = tongues::hear(other, message, &agenda, Some(&account));
                assert!(heard.is_none_or(|heard| !heard.wish), "{message} is a wish in {other:?}");
            }
        }
    }
    for message in [
        "please cancel order 2001, I no longer need it",
        "I want to return the red scarf",
        "exchange the red scarf for a green one",
    ] {
        for other in Language::ALL
            .into_iter()
            .filter(|other| !matches!(other, Language::English | Language::HindiLatin))
        {
            let heard = tongues::hear(other, message, &agenda, Some(&account)).expect("a table");
            assert!(!heard.wish, "{message} is a wish in {other:?}: {}", heard.english);
        }
    }
}

/// Small words that mean something else next door.
#[test]
fn a_yes_is_a_yes_of_the_language_that_is_spoken() {
    for (opening, no_yes) in [
        (
            "quiero cancelar el pedido 2001, lo pedí por error",
            &[
                "ya",
                "no sé",
                "si puede ser mañana",
                "sí pero espera",
                "ja",
                "oui",
                "tal vez",
                "claro que no",
                "¿sí?",
            ][..],
        ),
        (
            "je veux annuler la commande 2001, c'était une erreur",
            &["si", "ou", "ja", "peut-être", "oui ?", "oui sauf si c'est trop tard", "pas encore"],
        ),
        (
            "bitte bestellung 2001 stornieren, aus versehen bestellt",
            &["na ja", "man", "si", "alt", "vielleicht", "ja?", "ja aber warten Sie", "noch nicht", "jein"],
        ),
        (
            "quero cancelar a encomenda 2001, foi engano",
            &["si", "ja", "no", "talvez", "sim mas espera", "ainda não", "sim?"],
        ),
        (
            "annullate l'ordine 2001, è stato un errore",
            &["ja", "forse", "si può fare dopo?", "sì ma aspetta", "non ancora", "sì?"],
        ),
        (
            "mera order 2001 cancel kar do, galti se kiya tha",
            &["ya", "si", "shayad", "haan lekin ruko", "abhi nahi", "kal karo"],
        ),
        ("ऑर्डर 2001 रद्द कर दो, गलती से किया", &["शायद", "हाँ लेकिन रुको", "अभी नहीं", "कल"]),
        ("أريد إلغاء الطلب رقم 2001، طلبته بالخطأ", &["ربما", "نعم لكن انتظر", "ليس الآن", "غدا"]),
    ] {
        for message in no_yes {
            let mut talk = Talk::new();
            talk.says(opening);
            talk.says(message);
            assert!(talk.acts().is_empty(), "{opening} > {message}: {:?}", talk.acts());
        }
    }
}

#[test]
fn sizes_are_changed_in_every_language() {
    let mut wrong = Vec::new();
    for (messages, yes) in [
        (
            &[
                "quiero cambiar la camisa de lino por una talla L",
                "la camisa me queda pequeña, quiero cambiarla por una talla L",
                "¿me podéis cambiar la camisa por la talla L? gracias",
            ][..],
            "sí",
        ),
        (
            &[
                "je voudrais échanger la chemise en lin contre une taille L",
                "pouvez-vous échanger ma chemise contre la taille L ?",
            ],
            "oui",
        ),
        (
            &[
                "ich möchte das Leinenhemd gegen Größe L umtauschen",
                "das Hemd ist zu klein, ich möchte es in Größe L umtauschen",
            ],
            "ja",
        ),
        (
            &[
                "quero trocar a camisa de linho por um tamanho L",
                "a camisa ficou pequena, quero trocar a camisa pelo tamanho L",
            ],
            "sim",
        ),
        (
            &[
                "vorrei cambiare la camicia di lino con una taglia L",
                "vorrei cambiare la camicia con la taglia L",
            ],
            "sì",
        ),
        (&["मुझे शर्ट साइज़ L में बदलनी है"], "हाँ"),
        (
            &["mujhe shirt ko size L mein exchange karna hai", "mujhe shirt exchange karni hai size L mein"],
            "haan",
        ),
        (&["أريد استبدال القميص بمقاس L", "أريد تبديل القميص بمقاس L من فضلكم"], "نعم"),
    ] {
        for message in messages {
            let mut talk = Talk::with(with_shirt());
            let first = talk.says(message);
            talk.says(yes);
            let acts: Vec<String> = talk.acts().iter().map(told).collect();
            if acts != ["exchange 20030 Linen Shirt M/blue > Linen Shirt L/blue"] {
                wrong.push(format!("{message}\n{first}\n{}\n{acts:?}", talk.last()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Sentences with the words of a wish that wish for nothing.
#[test]
fn words_of_a_wish_that_are_none_change_nothing() {
    for (yes, messages) in [
        (
            "sí",
            &[
                "¿por qué cancelaron mi pedido 2001?",
                "todavía no he decidido si cancelar el pedido 2001",
                "mi hermana me dijo que no devuelva la bufanda roja",
                "prefiero no cancelar el pedido 2001",
                "gracias por cancelar el pedido",
                "nunca quise cancelar el pedido 2001",
                "ya no quiero devolver la bufanda roja",
                "en vez de devolver la bufanda roja me la quedo",
                "¿cuál es el plazo para devolver la bufanda?",
                "quiero cancelar la suscripción al boletín",
                "quiero saber si puedo cambiar la bufanda roja por una verde",
            ][..],
        ),
        (
            "oui",
            &[
                "je n'ai jamais voulu annuler la commande 2001",
                "je ne souhaite plus retourner l'écharpe rouge",
                "pourquoi avez-vous annulé ma commande ?",
                "peut-on retourner une écharpe soldée ?",
                "je me demande si je dois annuler la commande 2001",
                "au lieu de retourner l'écharpe rouge je la garde",
                "quel est le délai pour retourner l'écharpe ?",
                "je voudrais annuler mon abonnement à la newsletter",
            ],
        ),
        (
            "ja",
            &[
                "ich habe nie gesagt, dass ich die Bestellung 2001 stornieren will",
                "ich will den roten Schal doch nicht zurückgeben",
                "bitte stornieren Sie die Bestellung 2001 auf keinen Fall",
                "wurde meine Bestellung 2001 storniert?",
                "wie lange kann ich den Schal zurückgeben?",
                "statt den roten Schal zurückzugeben behalte ich ihn",
                "ich überlege, ob ich die Bestellung 2001 stornieren soll",
                "ich möchte den Newsletter abbestellen",
            ],
        ),
        (
            "sim",
            &[
                "não quero mais devolver o cachecol vermelho",
                "nunca pedi para cancelar o pedido 2001",
                "por que cancelaram o meu pedido?",
                "até quando posso devolver o cachecol?",
                "em vez de devolver o cachecol vermelho fico com ele",
                "quero cancelar a assinatura da newsletter",
            ],
        ),
        (
            "sì",
            &[
                "non voglio più restituire la sciarpa rossa",
                "perché avete annullato il mio ordine?",
                "si può restituire una sciarpa in saldo?",
                "entro quando posso restituire la sciarpa?",
                "invece di restituire la sciarpa rossa la tengo",
                "vorrei cancellare l'iscrizione alla newsletter",
            ],
        ),
        ("हाँ", &["मैं लाल स्कार्फ वापस नहीं करना चाहता", "मेरा ऑर्डर 2001 क्यों रद्द हुआ?", "क्या ऑर्डर रद्द हो सकता है?"]),
        (
            "haan",
            &[
                "mujhe lal scarf return nahi karna hai ab",
                "mera order 2001 cancel kyun hua",
                "kya scarf return ho sakta hai",
                "main soch raha hoon ki order 2001 cancel karun ya nahi",
            ],
        ),
        (
            "نعم",
            &[
                "لم أطلب إلغاء الطلب رقم 2001",
                "لا أريد إرجاع الوشاح الأحمر",
                "لماذا تم إلغاء طلبي؟",
                "هل يمكن إرجاع الوشاح؟",
                "ما هي مدة إرجاع الوشاح؟",
            ],
        ),
    ] {
        for message in messages {
            let mut talk = Talk::new();
            let first = talk.says(message);
            talk.says(yes);
            assert!(talk.acts().is_empty(), "{message}: {first}: {:?}", talk.acts());
            assert!(!first.contains("2001") || !first.contains("€31.00"), "{message}: {first}");
        }
    }
}

#[test]
fn orders_have_numbers_with_letters_too() {
    for (wish, yes) in [
        ("quiero cancelar mi pedido W1000041, lo pedí por error", "sí"),
        ("je veux annuler la commande n° W1000041, c'était une erreur", "oui"),
        ("bitte stornieren Sie meine Bestellung #W1000041, das war ein Versehen", "ja"),
    ] {
        for (number, done) in [("W1000041", 1), ("W1000042", 0)] {
            let mut account = super::shop::account();
            account.orders[0].number = number.into();
            let mut talk = Talk::with(account);
            talk.says(wish);
            talk.says(yes);
            assert_eq!(talk.acts().len(), done, "{wish}: {}", talk.last());
        }
    }
}

#[test]
fn cancel_alone_calls_off_what_was_stated_in_every_language() {
    let mut wrong = Vec::new();
    for (wish, calls_off, yes, said) in [
        (
            "quiero cambiar la camisa de lino por una talla L",
            &["cancelar", "Cancela.", "cancelar por favor", "cancel"][..],
            "sí",
            "De acuerdo, todo se queda como está.",
        ),
        (
            "je voudrais échanger la chemise en lin contre une taille L",
            &["annuler", "Annulez svp", "cancel"],
            "oui",
            "Très bien, tout reste comme c'est.",
        ),
        (
            "ich möchte das Leinenhemd gegen Größe L umtauschen",
            &["stornieren", "Bitte stornieren!", "cancel"],
            "ja",
            "In Ordnung, es bleibt alles, wie es ist.",
        ),
        (
            "quero trocar a camisa de linho por um tamanho L",
            &["cancelar", "cancela por favor", "cancel"],
            "sim",
            "Está bem, fica tudo como está.",
        ),
        (
            "vorrei cambiare la camicia di lino con una taglia L",
            &["annulla", "Annullare, grazie", "cancel"],
            "sì",
            "Va bene, resta tutto com'è.",
        ),
        ("मुझे शर्ट साइज़ L में बदलनी है", &["कैंसिल", "रद्द कर दो", "cancel"], "हाँ", "ठीक है, सब कुछ वैसा ही रहेगा।"),
        (
            "mujhe shirt ko size L mein exchange karna hai",
            &["cancel", "cancel kar do", "radd karo please"],
            "haan",
            "Theek hai, sab kuch waisa hi rahega.",
        ),
        (
            "أريد استبدال القميص بمقاس L",
            &["إلغاء", "الغاء من فضلك", "cancel"],
            "نعم",
            "حسنًا، يبقى كل شيء كما هو.",
        ),
    ] {
        for message in calls_off {
            let mut talk = Talk::with(with_shirt());
            let stated = talk.says(wish);
            let last = talk.says(message);
            if last != said || talk.is_handed_over() {
                wrong.push(format!("{message}\n{stated}\n{last}"));
            }
            talk.says(yes);
            assert!(talk.acts().is_empty(), "{message}: {:?}", talk.acts());
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn cancel_with_a_question_mark_calls_nothing_off() {
    let mut talk = Talk::with(with_shirt());
    talk.says("ich möchte das Leinenhemd gegen Größe L umtauschen");
    talk.says("stornieren?");
    assert!(!talk.last().contains("es bleibt alles"), "{}", talk.last());
    assert!(talk.acts().is_empty());
}
