//! Which language a message is in: by its script, then by the commonest words of each language, then by how its letters
//! follow each other (whatlang). Short messages are told by their words, long ones by both.

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use super::words::{self, Words};

/// What is told apart, as BCP 47. Hindi is often written in Latin letters.
#[rustfmt::skip]
const COMMON: &[(&str, &str)] = &[
    ("en", "the i to my you it and for is can of have your what how with that please from this there be back are would \
        like at get could or not want but need when about if where got does by we do did has any been take all still go \
        which just only who why was were will am an they she he them our us me so hello hi hey thanks thank order item \
        delivery shipping refund return cancel dress shirt size price much many long don doesn isn wheres whats im ive \
        cant u ur pls thx now out up on in as then been some one than more here everything something anything yes"),
    ("es", "el y quiero los las puede puedo hay necesito cuanto tienda talla pero hola dos devolucion desde tengo precio \
        cambiar buenas ayer tienen quisiera otra gracias todavia llego donde dinero muy hacer alguien ustedes tarjeta cuando \
        veo falta esto estan direccion cuenta yo hoy hasta pedido mi que una para por favor esta es en de la lo se si no \
        como mas del con su un me le ya al qué estoy mis donde esta cual ese este tambien ahora bien vale adios hacen envio envios cuesta abren horario"),
    ("fr", "je le vous est pas pour mon et ca une commande des au sur avez moi ce remboursement veux avec svp combien chez \
        dans comment votre retour quoi plus deux prix trop taille peut voudrais peux merci pouvez meme livraison encore \
        rien recu quelle faut bonjour toujours sans quand jours colis achat suis fois faire echange contre argent sont quel \
        que qui la les ma mes un en de du ne se il elle nous est ou oui non jai c qu l d j salut au revoir livrez coute ouverts horaires"),
    ("de", "ich das die ihr ist der und mir bitte noch wie nicht auf kann fur den sie bei euch mit zu meine oder von habt \
        bestellung mein geht aus auch eine gern zum zuruck wurde mich man geld ein wann nur mochte schon kommt bin \
        nach guten gestern vor meiner gibts einen aber welche preis nichts muss wo was haben viel hallo danke es wir du dem \
        im am ja nein paket rechnung umtauschen habe wird dass kein keine gibt ihre ihren einem kostet geoffnet liefern"),
    ("pt", "o nao pra um meu tem quero vcs uma minha ja qual eu ainda devolucao loja preciso pode ontem trocar foi faz \
        os isso dinheiro voces encomenda ao valor vai tamanho sem preco mesmo hoje agora tenho oi gostaria comprei cartao \
        boa alguem onde muito esse vc recebi outro fazer endereco chegou e de do da que para com por favor obrigado obrigada \
        quando quanto meus as no na em bom dia ola esta sim tchau tarde noite pedido enviam custa abrem horario envio"),
    ("it", "di che per non avete ordine mio rimborso piu ancora due sono della voi tutto reso puo mia voglio ieri spedizione \
        prezzo grazie ci vorrei negozio ciao soldi niente gli giorni fate taglia indirizzo qualcuno pacco dove devo consegna \
        vostro siete senza ora nel fare bene quando il la lo un una e mi del al con come quanto posso ho ha si no buongiorno \
        questo cosa perche anche salve arrivederci spedite costa aperti orari"),
    ("hi-Latn", "hai nahi kya ka ke aur ki gaya kar chahiye tha kuch abhi raha hu ko kaise wala paise ek bhi wapas aaya \
        mujhe karo tak mera liye kab diya din ye kiya kitne baat rahi karna jagah hua baar aayega koi bhejo sakte rahe \
        milega kaha jayega hota gaye batao aapki aapke aap yaha wale hoga gayi band bahut aata meri mere se mein hain \
        kahan kitna kitni bhai ji haan namaste dhanyavad shukriya apna kyun kyu lekin par mat karo kardo krdo karna karni \
        kijiye dijiye zaroorat zarurat jarurat galti rehne theek thik badalna badal apni apne \
        hua tha"),
];

static LANGUAGES_OF: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut languages: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (place, (_, list)) in COMMON.iter().enumerate() {
        for word in list.split_whitespace() {
            let places = languages.entry(word).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    languages
});

static LETTERS: LazyLock<Detector> = LazyLock::new(|| {
    Detector::with_allowlist(vec![Lang::Eng, Lang::Spa, Lang::Fra, Lang::Deu, Lang::Por, Lang::Ita])
});

/// Scripts of other letters, by most of which a text is told.
const SCRIPTS: &[(&str, std::ops::RangeInclusive<char>)] = &[
    ("ar", '\u{600}'..='\u{6ff}'),
    ("hi", '\u{900}'..='\u{97f}'),
    ("ru", '\u{400}'..='\u{4ff}'),
    ("el", '\u{370}'..='\u{3ff}'),
    ("he", '\u{590}'..='\u{5ff}'),
    ("th", '\u{e00}'..='\u{e7f}'),
    ("ko", '\u{ac00}'..='\u{d7af}'),
    ("ja", '\u{3040}'..='\u{30ff}'),
    ("zh", '\u{4e00}'..='\u{9fff}'),
];

/// Letters that a text must have for their sequence to tell more than its words.
const TELLING: usize = 24;
/// Words that are looked at.
const MOST_WORDS: usize = 120;
/// What it counts for a language that the customer wrote it before.
const GOES_ON: f32 = 0.2;
/// Words that are Hindi and nothing else, from which on a message is Hindi whatever English stands beside, and what that counts.
const SURELY_HINDI: u32 = 3;
const HINDI_AND_ENGLISH: f32 = 0.3;
/// What the sequence of its letters counts for a language: so much, and so much more as it is sure.
const LETTERS_LEAST: f32 = 0.1;
const LETTERS_MORE: f32 = 0.15;
/// Less than this says nothing.
const LEAST: f32 = 0.12;

/// The language of a text of ours.
pub(crate) fn language_of(text: &str) -> String {
    language(&words::read(&[text]), None, None)
}

/// The language of a message: of one that says too little the one `spoken` before, then the one that is `known` of the
/// contact, or English.
pub(super) fn language(words: &Words, spoken: Option<&str>, known: Option<&str>) -> String {
    of_text(&words.clean, spoken).or(spoken).or(known).unwrap_or("en").to_owned()
}

/// The commonest words of a language.
pub(super) fn common(code: &str) -> impl Iterator<Item = &'static str> {
    let lists = COMMON.iter().filter(move |(language, _)| *language == code);
    lists.flat_map(|(_, list)| list.split_whitespace())
}

fn of_text(text: &str, spoken: Option<&str>) -> Option<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    for (language, range) in SCRIPTS {
        // Japanese mixes its letters with Chinese ones.
        let share = if *language == "ja" { 5 } else { 2 };
        if letters > 0 && share * text.chars().filter(|c| range.contains(c)).count() > letters {
            return Some(language);
        }
    }
    let mut scores = [0.0f32; COMMON.len()];
    let mut of_one = [0u32; COMMON.len()];
    let mut count = 0.0f32;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(MOST_WORDS) {
        count += 1.0;
        let folded = words::fold(word);
        if let Some(places) = LANGUAGES_OF.get(folded.as_str()) {
            // A word of several languages says little of each.
            let share = 1.0 / (places.len() as f32).powf(1.5);
            places.iter().for_each(|place| scores[*place] += share);
            if let [only] = places.as_slice() {
                of_one[*only] += 1;
            }
        }
    }
    // "L" is a size, and no French article.
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    if count == 0.0 || words.all(|word| word.chars().count() == 1) {
        return None;
    }
    scores.iter_mut().for_each(|score| *score /= count);
    // Whoever writes Hindi in Latin letters takes "order", "cancel", "please" from English; nobody does it the other way round.
    let hindi = COMMON.iter().position(|(language, _)| *language == "hi-Latn");
    if let Some(hindi) = hindi
        && of_one.get(hindi).is_some_and(|words| *words >= SURELY_HINDI)
    {
        scores[hindi] += HINDI_AND_ENGLISH;
    }
    // "No" is a word of many languages: people go on in the one they wrote before.
    for (score, (language, _)) in scores.iter_mut().zip(COMMON) {
        *score += if spoken == Some(*language) { GOES_ON } else { 0.0 };
    }
    if letters >= TELLING
        && !is_settled(&scores)
        && let Some(told) = LETTERS.detect(text)
    {
        #[expect(clippy::cast_possible_truncation, reason = "0…1")]
        let sure = told.confidence() as f32;
        let code = match told.lang() {
            Lang::Spa => "es",
            Lang::Fra => "fr",
            Lang::Deu => "de",
            Lang::Por => "pt",
            Lang::Ita => "it",
            _ => "en",
        };
        // Names and brands mislead it: it adds to the words and does not outvote them.
        for (score, (language, _)) in scores.iter_mut().zip(COMMON) {
            *score += if *language == code { LETTERS_LEAST + LETTERS_MORE * sure } else { 0.0 };
        }
    }
    // English where nothing speaks against it: the first of the best.
    let (place, best) = scores
        .iter()
        .enumerate()
        .fold((0, f32::MIN), |best, (i, s)| if *s > best.1 { (i, *s) } else { best });
    (best >= LEAST).then_some(COMMON[place].0)
}

/// Whether nothing that letters could say would change which language is the best. They take longer than all words.
fn is_settled(scores: &[f32]) -> bool {
    let (mut best, mut second) = (f32::MIN, f32::MIN);
    for score in scores {
        if *score > best {
            (best, second) = (*score, best);
        } else {
            second = second.max(*score);
        }
    }
    best >= LEAST && best - second > LETTERS_LEAST + LETTERS_MORE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_messages_are_told_apart() {
        for (language, messages) in [
            (
                "en",
                &[
                    "where is my order",
                    "hi",
                    "do you have it in blue?",
                    "refund pls",
                    "STOP",
                    "amalfi linen shirt",
                ][..],
            ),
            (
                "es",
                &[
                    "dónde está mi pedido",
                    "hola, quiero devolver esto",
                    "cuanto cuesta el vestido",
                    "gracias",
                ],
            ),
            (
                "fr",
                &[
                    "où est ma commande",
                    "bonjour, je voudrais un remboursement",
                    "c'est combien ?",
                    "merci beaucoup",
                ],
            ),
            (
                "de",
                &[
                    "wo ist meine bestellung",
                    "ich möchte das zurückgeben",
                    "wie viel kostet der Mantel?",
                    "danke",
                ],
            ),
            (
                "pt",
                &["onde está minha encomenda", "quero trocar o tamanho", "vocês têm em preto?", "obrigada"],
            ),
            ("it", &["dov'è il mio ordine", "vorrei un rimborso", "quanto costa la giacca", "grazie mille"]),
            ("hi-Latn", &["mera order kahan hai", "paise kab wapas milenge", "kya ye blue mein hai"]),
            ("hi", &["मेरा ऑर्डर कहाँ है", "नमस्ते"]),
            ("ar", &["وين طلبي", "مرحبا", "اريد استرجاع المبلغ"]),
            ("ru", &["где мой заказ"]),
        ] {
            for message in messages {
                assert_eq!(language_of(message), language, "{message}");
            }
        }
    }

    #[test]
    fn what_says_nothing_is_in_the_language_that_is_known() {
        for message in ["1042", "👍", "", "HB-1042 xl", "L", "s, m?"] {
            assert_eq!(language(&words::read(&[message]), None, Some("fr")), "fr", "{message}");
            assert_eq!(language(&words::read(&[message]), Some("es"), Some("fr")), "es", "{message}");
            assert_eq!(language(&words::read(&[message]), None, None), "en", "{message}");
        }
    }

    #[test]
    fn a_word_of_many_languages_is_one_of_that_spoken_before() {
        for (spoken, message, told) in [
            ("en", "no", "en"),
            ("it", "no", "it"),
            ("en", "hola", "es"),
            ("es", "do you have it in blue?", "en"),
        ] {
            assert_eq!(language(&words::read(&[message]), Some(spoken), None), told, "{spoken}: {message}");
        }
    }

    #[test]
    fn letters_are_asked_only_where_they_could_change_the_language() {
        assert!(is_settled(&[0.5, 0.2, 0.0]), "they count a quarter at most");
        assert!(!is_settled(&[0.5, 0.3, 0.0]), "the second could become the first");
        assert!(!is_settled(&[0.3, 0.5, 0.3]), "whichever stands first");
        assert!(!is_settled(&[0.1, 0.0, 0.0]), "too little is known of any");
    }

    #[test]
    fn letters_decide_where_one_borrowed_word_is_all_that_is_known() {
        for (text, language) in [
            ("order wintermantel dunkelgruen gefuettert kapuze abnehmbar wasserdicht knielang", "de"),
            ("order manteau impermeable fourrure capuche amovible doublure matelassee", "fr"),
        ] {
            assert_eq!(of_text(text, None), Some(language), "{text}");
        }
    }
}
