//! Words that call for a person, urgency and feelings in other languages than English, one file per language. A word counts
//! in the language that the message is in and in no other: "die" is an article in German.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{self, Words};
use crate::agent::intent::Alarm;

/// Words that a gap spans at most.
const GAP: usize = 3;

enum Sign {
    Alarm(Alarm),
    Urgent,
    /// From -1 (furious) on.
    Feeling(f32),
}

/// Words one after the other; `None` is a gap.
type Form = Vec<Option<String>>;

pub(super) struct Tones {
    /// By the first word.
    signs: HashMap<String, Vec<(Form, usize)>>,
    meanings: Vec<Sign>,
}

/// What was heard.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Heard {
    pub alarms: Vec<Alarm>,
    pub urgent: bool,
    /// The weights of the words that were found.
    pub feelings: Vec<f32>,
}

fn sign(name: &str) -> Option<Sign> {
    Some(match name {
        "legal" => Sign::Alarm(Alarm::Legal),
        "chargeback" => Sign::Alarm(Alarm::Chargeback),
        "police" => Sign::Alarm(Alarm::Police),
        "safety" => Sign::Alarm(Alarm::Safety),
        "shaming" => Sign::Alarm(Alarm::PublicShaming),
        "urgent" => Sign::Urgent,
        weight => Sign::Feeling(weight.parse().ok()?),
    })
}

fn read(text: &str) -> Tones {
    let mut tones = Tones { signs: HashMap::new(), meanings: Vec::new() };
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, forms)) = line.split_once(':') else { continue };
        let meaning = tones.meanings.len();
        tones
            .meanings
            .push(sign(name).expect("invariant: the files are built in and a test reads each of them"));
        for form in forms.split(',') {
            let form: Form =
                form.split_whitespace().map(|word| (word != "_").then(|| words::fold(word))).collect();
            if let Some(Some(first)) = form.first() {
                tones.signs.entry(first.clone()).or_default().push((form, meaning));
            }
        }
    }
    tones
}

macro_rules! tones {
    ($($code:literal),*) => {
        /// The words of a language, by its BCP 47 code. English has its own.
        pub(super) fn of(code: &str) -> Option<&'static Tones> {
            match code {
                $($code => {
                    static TONES: LazyLock<Tones> = LazyLock::new(|| read(include_str!(concat!("tones/", $code, ".txt"))));
                    Some(&TONES)
                })*
                _ => None,
            }
        }

        #[cfg(test)]
        const CODES: &[&str] = &[$($code),*];
    };
}

tones!("es", "fr", "de", "pt", "it", "hi", "hi-Latn", "ar");

/// Whether a form begins the words.
fn fits(form: &[Option<String>], words: &[String]) -> bool {
    match form.split_first() {
        None => true,
        Some((Some(own), rest)) => words.first() == Some(own) && fits(rest, &words[1..]),
        Some((None, rest)) => (0..=GAP.min(words.len())).any(|skip| fits(rest, &words[skip..])),
    }
}

/// What stands before a feeling and turns it: "no estoy enfadado".
const DENIED: &[&str] = &[
    "no",
    "ni",
    "nunca",
    "pas",
    "jamais",
    "nicht",
    "kein",
    "keine",
    "nie",
    "nao",
    "nem",
    "non",
    "mai",
    "nahi",
    "nahin",
    "नहीं",
    "नही",
    "لا",
    "مش",
    "مو",
    "ليس",
    "لست",
    "غير",
];

impl Tones {
    pub fn hear(&self, words: &Words) -> Heard {
        let mut heard = Heard::default();
        for sentence in words.clean.split(['.', '!', '?', '\n', ';', '؟', '।']) {
            let split = |c: char| {
                !(c.is_alphanumeric()
                    || matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{64b}'..='\u{65f}'))
            };
            let said: Vec<String> =
                sentence.split(split).filter(|word| !word.is_empty()).map(words::fold).collect();
            for at in 0..said.len() {
                let Some(forms) = self.signs.get(&said[at]) else { continue };
                let mut felt: Option<f32> = None;
                for (_, meaning) in forms.iter().filter(|(form, _)| fits(form, &said[at..])) {
                    match &self.meanings[*meaning] {
                        Sign::Alarm(alarm) if !heard.alarms.contains(alarm) => heard.alarms.push(*alarm),
                        Sign::Alarm(_) => {}
                        Sign::Urgent => heard.urgent = true,
                        Sign::Feeling(weight) => {
                            felt = Some(felt.map_or(*weight, |known| known.min(*weight)));
                        }
                    }
                }
                let denied =
                    said[at.saturating_sub(2)..at].iter().any(|word| DENIED.contains(&word.as_str()));
                heard.feelings.extend(felt.filter(|_| !denied));
            }
        }
        heard
    }
}

#[cfg(test)]
mod tests {
    use super::super::understand;
    use super::*;
    use crate::agent::intent::Tone;
    use crate::agent::testing::FakeKnowledge;

    fn tone(message: &str) -> Tone {
        understand(&FakeKnowledge::default().input(&[message]), None).tone
    }

    #[test]
    fn every_file_is_read() {
        for code in CODES {
            let tones = of(code).expect("a file");
            assert_eq!(tones.meanings.len(), 9, "{code}");
        }
    }

    #[test]
    fn threats_are_heard_in_every_language() {
        for (alarm, messages) in [
            (
                Alarm::Legal,
                &[
                    "Si no me devuelven el dinero hablaré con mi abogado",
                    "je vais porter plainte contre votre boutique",
                    "Ich werde meinen Anwalt einschalten",
                    "vou falar com o meu advogado amanhã",
                    "procederò per vie legali contro di voi",
                    "मैं वकील से बात करूँगा",
                    "main consumer court jaunga aap logon ke khilaf",
                    "سأتصل بالمحامي وأرفع قضية عليكم",
                ][..],
            ),
            (
                Alarm::Chargeback,
                &[
                    "voy a pedir un contracargo a mi tarjeta",
                    "je vais contester le paiement auprès de ma banque",
                    "Dann lasse ich das Geld über meine Bank zurückbuchen",
                    "vou contestar a compra no banco",
                    "voglio contestare il pagamento con la banca",
                    "main bank mein shikayat kar dunga aapki",
                ],
            ),
            (
                Alarm::Police,
                &[
                    "voy a llamar a la policía porque nadie me contesta",
                    "je vais à la police",
                    "ich gehe zur Polizei",
                    "मैं पुलिस में जाऊँगा",
                    "سأبلغ الشرطة",
                ],
            ),
            (
                Alarm::Safety,
                &[
                    "el producto me quemó la mano",
                    "mon enfant a eu une réaction allergique",
                    "ich habe mich an dem Kessel verletzt",
                    "tive uma reação alérgica com o tecido",
                    "mi sono bruciata con il bollitore",
                    "mere bachche ko chot lagi isse",
                    "ابني في المستشفى بسبب هذا المنتج",
                ],
            ),
        ] {
            for message in messages {
                assert!(tone(message).alarms.contains(&alarm), "{alarm:?}: {message}");
            }
        }
    }

    #[test]
    fn anger_and_haste_are_heard_in_every_language() {
        for message in [
            "esto es una vergüenza, son unos ladrones",
            "c'est scandaleux, bande de voleurs",
            "das ist eine Unverschämtheit, ihr Betrüger",
            "isso é uma palhaçada, que vergonha",
            "è una vergogna, siete dei ladri",
            "ये बहुत घटिया है, सब चोर हैं",
            "ye log chor hain, ekdum bakwas service",
            "هذا نصب واحتيال، أنتم نصابون",
        ] {
            assert!(tone(message).sentiment <= -0.75, "{message}: {}", tone(message).sentiment);
        }
        for message in [
            "lo necesito cuanto antes por favor",
            "j'en ai besoin au plus vite",
            "ich brauche es dringend bis morgen",
            "preciso disso o mais rápido possível",
            "mi serve il prima possibile",
            "मुझे यह तुरंत चाहिए",
            "mujhe ye turant chahiye",
            "أحتاجه في أسرع وقت",
        ] {
            assert!(tone(message).urgent, "{message}");
        }
    }

    #[test]
    fn a_word_counts_in_its_own_language_only() {
        for message in [
            "die Hose ist zu groß, ich möchte sie umtauschen",
            "quiero devolver la bufanda roja, gracias",
            "je voudrais savoir où est ma commande",
            "the red roto blanket is very nice, thank you",
            "where is my order please, do you have a causa lamp?",
            "no estoy enfadado, solo quiero saber dónde está mi pedido",
        ] {
            let tone = tone(message);
            assert!(tone.alarms.is_empty() && tone.sentiment > -0.35 && !tone.urgent, "{message}: {tone:?}");
        }
    }
}
