//! Conversations in other languages, through the driver: what is asked, the reply in the customer's language, and the values
//! of the rows in it.

mod proofs;

use std::time::Duration;

use super::run::{HandoffReason, Outcome};
use super::testing::FakeKnowledge;
use super::{BuiltinPlanner, DialogueState, Language, RunRecord, drive};

fn converse(knowledge: &FakeKnowledge, messages: &[&str]) -> Vec<RunRecord> {
    let mut dialogue = DialogueState::default();
    let mut runs = Vec::new();
    for message in messages {
        let mut input = knowledge.input(&[message]);
        input.dialogue = dialogue;
        let run = drive(input, knowledge, &BuiltinPlanner, &mut || Duration::ZERO).expect("a run");
        dialogue = run.dialogue.clone();
        runs.push(run);
    }
    runs
}

fn text(run: &RunRecord) -> &str {
    run.proposal.text().unwrap_or("")
}

/// A message, and what must stand in its reply.
type Told<'a> = (&'a str, &'a [&'a str]);

#[track_caller]
fn check(language: Language, told: &[Told<'_>]) {
    let knowledge = FakeKnowledge::with_orders(&["1042"]);
    let messages: Vec<&str> = told.iter().map(|(message, _)| *message).collect();
    let runs = converse(&knowledge, &messages);
    let mut wrong = Vec::new();
    for ((message, parts), run) in told.iter().zip(&runs) {
        let said = text(run);
        let missing: Vec<&&str> = parts.iter().filter(|part| !said.contains(**part)).collect();
        let foreign = Language::parse(&run.dialogue.language.clone().unwrap_or_default()) != Some(language);
        if !missing.is_empty() || foreign || run.proposal.outcome() != Outcome::Replied {
            wrong.push(format!(
                "> {message}\n{said}\n  lacks {missing:?}, {:?}, {:?}",
                run.dialogue.language,
                run.proposal.handoff_reason()
            ));
        }
        // Every statement is proved by a row, where it stands.
        for claim in run.proposal.claims() {
            let evidence = run.evidence.iter().find(|evidence| evidence.position == claim.evidence_position);
            assert!(evidence.is_some_and(|evidence| evidence.fact(&claim.fact).is_some()), "{claim:?}");
            let length = usize::try_from(claim.end - claim.start).expect("a length");
            let start = usize::try_from(claim.start).expect("a place");
            let there: String = said.chars().skip(start).take(length).collect();
            assert_eq!(there, claim.text);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_dialogue_in_spanish() {
    check(
        Language::Spanish,
        &[
            (
                "hola, ¿dónde está mi pedido?",
                &[
                    "¡Hola, Maria!",
                    "pedido 1042",
                    "en camino con DHL",
                    "viernes 13 de marzo",
                    "JD014600006281230",
                ],
            ),
            (
                "¿tienen camisas de lino en la talla M?",
                &["Amalfi Linen Shirt", "€49.90", "talla M", "última unidad", "azul marino"],
            ),
            ("¿cuánto cuesta el vestido Sagres?", &["Sagres Wrap Dress", "€79.90", "burdeos y negro"]),
            (
                "¿qué horario tienen?",
                &[
                    "Nuestro horario:",
                    "De lunes a viernes: de 10:00 a 18:30",
                    "Domingo: cerrado",
                    "hasta las 18:30",
                ],
            ),
            (
                "¿cuánto cuesta el envío a Alemania?",
                &["Alemania: €8.90, 3–6 días laborables", "a partir de €120.00"],
            ),
            (
                "¿cuál es la política de devoluciones?",
                &["30 días", "5–7 días laborables", "Items must be unworn"],
            ),
            ("¿dónde está la tienda?", &["Rua das Flores 12, Lisbon"]),
            ("muchas gracias", &["!"]),
        ],
    );
}

#[test]
fn a_dialogue_in_french() {
    check(
        Language::French,
        &[
            (
                "bonjour, où est ma commande ?",
                &[
                    "Bonjour Maria",
                    "commande 1042",
                    "en route avec DHL",
                    "vendredi 13 mars",
                    "JD014600006281230",
                ],
            ),
            (
                "avez-vous des chemises en lin en taille M ?",
                &["Amalfi Linen Shirt", "€49.90", "taille M", "dernière pièce", "bleu marine"],
            ),
            ("combien coûte la robe Sagres ?", &["Sagres Wrap Dress", "€79.90", "bordeaux et noir"]),
            (
                "quels sont vos horaires d'ouverture ?",
                &["Du lundi au vendredi : de 10:00 à 18:30", "Dimanche : fermé", "jusqu'à 18:30"],
            ),
            (
                "combien coûte la livraison en Allemagne ?",
                &["Allemagne : €8.90, 3–6 jours ouvrés", "gratuit à partir de €120.00"],
            ),
            ("quelle est votre politique de retour ?", &["30 jours", "5–7 jours ouvrés", "unworn"]),
            ("quelle est l'adresse de la boutique ?", &["Rua das Flores 12, Lisbon"]),
            ("merci beaucoup", &["!"]),
        ],
    );
}

#[test]
fn a_dialogue_in_german() {
    check(
        Language::German,
        &[
            (
                "Hallo, wo ist meine Bestellung?",
                &["Maria!", "Bestellung 1042", "mit DHL unterwegs", "Freitag, 13. März", "JD014600006281230"],
            ),
            (
                "Haben Sie Leinenhemden in Größe M?",
                &["Amalfi Linen Shirt", "€49.90", "Größe M", "letzte Stück", "Marineblau"],
            ),
            ("Was kostet das Kleid Sagres?", &["Sagres Wrap Dress", "€79.90", "Bordeaux und Schwarz"]),
            (
                "Wie sind Ihre Öffnungszeiten?",
                &[
                    "Montag bis Freitag: von 10:00 bis 18:30 Uhr",
                    "Sonntag: geschlossen",
                    "heute bis 18:30 Uhr",
                ],
            ),
            (
                "Wie viel kostet der Versand nach Frankreich?",
                &["Frankreich: €8.90, 3–6 Werktage", "kostenlos ab €120.00"],
            ),
            ("Was sind Ihre Rückgabebedingungen?", &["30 Tage", "5–7 Werktage", "unworn"]),
            ("Wo ist Ihr Laden?", &["Rua das Flores 12, Lisbon"]),
            ("vielen Dank", &["!"]),
        ],
    );
}

#[test]
fn a_dialogue_in_portuguese() {
    check(
        Language::Portuguese,
        &[
            (
                "olá, onde está o meu pedido?",
                &[
                    "Olá, Maria!",
                    "pedido 1042",
                    "a caminho com a transportadora DHL",
                    "13 de março (sexta-feira)",
                    "JD014600006281230",
                ],
            ),
            (
                "vocês têm camisas de linho no tamanho M?",
                &["Amalfi Linen Shirt", "€49.90", "tamanho M", "última unidade", "azul-marinho"],
            ),
            ("quanto custa o vestido Sagres?", &["Sagres Wrap Dress", "€79.90", "bordô e preto"]),
            (
                "qual é o horário de funcionamento?",
                &["De segunda-feira a sexta-feira: das 10:00 às 18:30", "Domingo: fechado", "até às 18:30"],
            ),
            (
                "quanto custa o envio para a Alemanha?",
                &["Alemanha: €8.90, 3–6 dias úteis", "a partir de €120.00"],
            ),
            ("qual é a política de devolução?", &["30 dias", "5–7 dias úteis", "unworn"]),
            ("onde fica a loja?", &["Rua das Flores 12, Lisbon"]),
            ("muito obrigada", &["!"]),
        ],
    );
}

#[test]
fn a_dialogue_in_italian() {
    check(
        Language::Italian,
        &[
            (
                "buongiorno, dov'è il mio ordine?",
                &[
                    "Salve Maria!",
                    "ordine 1042",
                    "in viaggio con DHL",
                    "venerdì 13 marzo",
                    "JD014600006281230",
                ],
            ),
            (
                "avete camicie di lino nella taglia M?",
                &["Amalfi Linen Shirt", "€49.90", "taglia M", "ultimo pezzo", "blu navy"],
            ),
            ("quanto costa il vestito Sagres?", &["Sagres Wrap Dress", "€79.90", "bordeaux e nero"]),
            (
                "quali sono gli orari di apertura?",
                &["Da lunedì a venerdì: dalle 10:00 alle 18:30", "Domenica: chiuso", "fino alle 18:30"],
            ),
            (
                "quanto costa la spedizione in Germania?",
                &["Germania: €8.90, 3–6 giorni lavorativi", "gratis da €120.00"],
            ),
            ("qual è la vostra politica di reso?", &["30 giorni", "5–7 giorni lavorativi", "unworn"]),
            ("dove si trova il negozio?", &["Rua das Flores 12, Lisbon"]),
            ("grazie mille", &["!"]),
        ],
    );
}

#[test]
fn a_dialogue_in_hindi() {
    check(
        Language::Hindi,
        &[
            (
                "नमस्ते, मेरा ऑर्डर कहाँ है?",
                &["नमस्ते Maria जी!", "ऑर्डर 1042", "DHL के साथ रास्ते में", "शुक्रवार, 13 मार्च", "JD014600006281230"],
            ),
            (
                "क्या आपके पास साइज़ M में लिनन शर्ट है?",
                &["Amalfi Linen Shirt", "€49.90", "साइज़ M", "आख़िरी पीस", "नेवी ब्लू"],
            ),
            ("Sagres ड्रेस की कीमत कितनी है?", &["Sagres Wrap Dress", "€79.90", "बरगंडी और काला"]),
            ("दुकान कब खुलती है?", &["10:00 से 18:30 बजे तक", "सोमवार से शुक्रवार", "रविवार: बंद"]),
            ("जर्मनी में डिलीवरी का कितना लगता है?", &["जर्मनी: €8.90, 3–6 कार्य दिवस", "€120.00"]),
            ("वापसी की नीति क्या है?", &["30 दिनों", "5–7 कार्य दिवस", "unworn"]),
            ("आपकी दुकान का पता क्या है?", &["Rua das Flores 12, Lisbon"]),
            ("धन्यवाद", &["!"]),
        ],
    );
}

#[test]
fn a_dialogue_in_hindi_in_latin_letters() {
    check(
        Language::HindiLatin,
        &[
            (
                "namaste, mera order kahan hai?",
                &[
                    "Namaste Maria ji!",
                    "order 1042",
                    "DHL ke saath raaste mein",
                    "Shukravar, 13 March",
                    "JD014600006281230",
                ],
            ),
            (
                "kya aapke paas size M mein linen shirt hai?",
                &["Amalfi Linen Shirt", "€49.90", "size M", "aakhri piece", "navy blue"],
            ),
            ("sagres dress kitne ka hai?", &["Sagres Wrap Dress", "€79.90", "burgundy aur kaala"]),
            (
                "aapki dukan kab khulti hai?",
                &["10:00 se 18:30 baje tak", "Somvar se Shukravar", "Ravivar: band"],
            ),
            ("germany mein delivery ka kitna lagega?", &["Germany: €8.90, 3–6 working days", "€120.00"]),
            ("return policy kya hai aapki?", &["30 dinon", "5–7 working days", "unworn"]),
            ("aapki dukan ka pata kya hai?", &["Rua das Flores 12, Lisbon"]),
            ("bahut shukriya", &["!"]),
        ],
    );
}

#[test]
fn a_dialogue_in_arabic() {
    check(
        Language::Arabic,
        &[
            (
                "مرحبا، أين طلبي؟",
                &[
                    "مرحبًا Maria!",
                    "الطلب رقم 1042",
                    "في الطريق إليكم مع DHL",
                    "الجمعة 13 مارس",
                    "JD014600006281230",
                ],
            ),
            (
                "هل لديكم قميص كتان بمقاس M؟",
                &["Amalfi Linen Shirt", "€49.90", "بالمقاس M", "آخر قطعة", "الكحلي"],
            ),
            ("كم سعر فستان Sagres؟", &["Sagres Wrap Dress", "€79.90", "العنابي والأسود"]),
            (
                "ما هي أوقات العمل؟",
                &["من الاثنين إلى الجمعة: من 10:00 إلى 18:30", "الأحد: مغلق", "18:30 اليوم"],
            ),
            ("كم تكلفة الشحن إلى ألمانيا؟", &["ألمانيا: €8.90، خلال 3–6 أيام عمل", "€120.00"]),
            ("ما هي سياسة الإرجاع؟", &["30 يومًا", "5–7 أيام عمل", "unworn"]),
            ("ما هو عنوان المتجر؟", &["Rua das Flores 12, Lisbon"]),
            ("شكرا جزيلا", &["!"]),
        ],
    );
}

/// What to change something is answered with: the owner does it, and says so in the customer's language.
#[test]
fn a_wish_to_change_something_goes_to_the_owner_in_the_customer_s_language() {
    for (message, said) in [
        ("quiero cancelar mi pedido 1042", "persona de nuestro equipo"),
        ("je voudrais annuler ma commande 1042", "personne de notre équipe"),
        ("ich möchte meine Bestellung 1042 stornieren", "unserem Team"),
        ("quero cancelar o meu pedido 1042", "pessoa da nossa equipa"),
        ("vorrei annullare il mio ordine 1042", "persona del nostro team"),
        ("मैं अपना ऑर्डर 1042 रद्द करना चाहता हूँ", "हमारी टीम"),
        ("mujhe apna order 1042 cancel karna hai", "team se koi"),
        ("أريد إلغاء طلبي رقم 1042", "أفراد فريقنا"),
    ] {
        for can_act in [false, true] {
            let knowledge = FakeKnowledge::with_orders(&["1042"]);
            let mut input = knowledge.input(&[message]);
            input.can_act = can_act;
            input.may_identify = can_act;
            let run = drive(input, &knowledge, &BuiltinPlanner, &mut || Duration::ZERO).expect("a run");
            assert_eq!(
                run.proposal.handoff_reason(),
                Some(HandoffReason::NeedsOwner),
                "{message}: {}",
                text(&run)
            );
            assert!(text(&run).contains(said) && text(&run).contains("18:30"), "{message}: {}", text(&run));
        }
    }
}
