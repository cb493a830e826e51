//! Conversations in other languages, through the driver: what is asked, the reply in the customer's language, and the values
//! of the rows in it; and what a lie becomes there.

use std::collections::BTreeSet;
use std::time::Duration;

use super::knowledge::{FulfilmentState, OrderStatus};
use super::phrases::{Language, Phrase, Speech, Value};
use super::run::{HandoffReason, Outcome};
use super::testing::FakeKnowledge;
use super::turn::{Observation, Step, Turn};
use super::{
    BuiltinPlanner, DialogueState, Draft, Move, Planner, RunRecord, Situation, StepKind, answer, drive,
    escalation, understanding, validate,
};

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
                    "domingo: cerrado",
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
                &["Du lundi au vendredi : de 10:00 à 18:30", "dimanche : fermé", "jusqu'à 18:30"],
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
            ("Wie lange kann ich etwas zurückgeben?", &["30 Tage", "5–7 Werktage", "unworn"]),
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
                    "a caminho com DHL",
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
                &["De segunda-feira a sexta-feira: das 10:00 às 18:30", "domingo: fechado", "até às 18:30"],
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
                &["Da lunedì a venerdì: dalle 10:00 alle 18:30", "domenica: chiuso", "fino alle 18:30"],
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
            ("أين يقع المتجر؟", &["Rua das Flores 12, Lisbon"]),
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

/// A turn of an English message, as if it had been written in another language.
fn in_language(
    knowledge: &FakeKnowledge,
    message: &str,
    language: Language,
    salt: u128,
) -> (Situation, Vec<Draft>) {
    let mut input = knowledge.input(&[message]);
    input.messages[0].id = super::testing::id(salt);
    let mut turn = Turn::new(input);
    let (mut seen, mut drafts) = (Observation::Started, Vec::new());
    loop {
        let step = turn.next(seen);
        let situation = turn.situation();
        seen = match step {
            Step::Classify => {
                let mut understood = understanding::understand(&situation.input, None);
                language.code().clone_into(&mut understood.language);
                Observation::Understood(Box::new(understood))
            }
            Step::Retrieve { calls } => {
                Observation::Retrieved(calls.iter().map(|call| answer(call, knowledge).unwrap()).collect())
            }
            Step::CheckEscalation => Observation::Escalation(escalation::check(situation)),
            Step::Plan => Observation::Planned(BuiltinPlanner.plan(situation)),
            Step::CallTool { call } => Observation::ToolAnswered(answer(&call, knowledge).unwrap()),
            Step::Draft { attempt, problems, ask_planner } => Observation::Drafted(if ask_planner {
                BuiltinPlanner.draft(situation, attempt, &problems)
            } else {
                Draft::default()
            }),
            Step::Validate { draft } => {
                let verdict = validate::validate(situation, &draft);
                assert!(verdict.problems.is_empty(), "{language:?} {message}: {}\n{verdict:#?}", draft.text);
                drafts.push(draft);
                Observation::Judged(verdict)
            }
            Step::Propose { .. } => return (situation.clone(), drafts),
        };
    }
}

/// Messages that need every phrase between them.
const EVERYTHING: &[&str] = &[
    "hi",
    "where is my order?",
    "where is order 9999",
    "where is order 1042 and order 1021",
    "where's my refund for order 1021",
    "do you have a linen shirt in M under 60?",
    "amalfi linen shirt in white size M?",
    "linen shirt in red?",
    "amalfi linen shirt in size 48",
    "amalfi linen shirt in white size S",
    "linen shirts under 20 euros",
    "dresses in M",
    "dresses in red",
    "dresses under 20 euros",
    "dresses over 500 euros",
    "dresses in size 48",
    "jeans in size 40",
    "show me coats",
    "do you have the estrela wool coat?",
    "is the porto oxford shirt in stock",
    "which sizes does the porto oxford shirt come in",
    "which colours does the porto oxford shirt come in",
    "porto oxford shirt in light blue",
    "douro leather belt in black",
    "do you sell surfboards",
    "i want to buy something",
    "how much is it",
    "what is the sagres wrap dress made of?",
    "how do i wash the tavira linen dress",
    "is the sagres wrap dress warm",
    "i'll take the sagres wrap dress",
    "how much is shipping to germany",
    "how much is shipping",
    "do you ship to Japan?",
    "what is your return policy?",
    "i want to return my jeans",
    "are you open on sunday?",
    "are you open on saturday?",
    "are you open tomorrow?",
    "are you open now",
    "opening hours",
    "where is your shop",
    "what's your phone number",
    "what's your email",
    "are you a bot?",
    "write me a poem",
    "bye",
    "thanks",
    "I want to talk to a person",
    "the dress arrived torn!!",
    "I will sue you, my lawyer will write",
    "the dye gave me an allergic reaction",
    "URGENT: do you have a black dress in M",
    "URGENT please help",
    "cancel order 1042",
    "wtf where is my fucking order",
    "love the dress, thank you so much, great shop, I leave five stars",
    "unsubscribe me from your newsletter please",
];

#[test]
fn what_is_said_in_any_language_is_proved() {
    for language in Language::ALL {
        let mut texts = BTreeSet::new();
        for message in EVERYTHING {
            for salt in 0..2u128 {
                let (_, drafts) = in_language(&FakeKnowledge::default(), message, language, salt);
                texts.extend(drafts.into_iter().map(|draft| draft.text));
                let knowledge = FakeKnowledge::with_orders(&["1042", "1021"]);
                let (_, drafts) = in_language(&knowledge, message, language, salt);
                texts.extend(drafts.into_iter().map(|draft| draft.text));
            }
        }
        assert!(texts.len() > 60, "{language:?}: {}", texts.len());
        if language != Language::English {
            let english = texts.iter().filter(|text| text.contains(" your ") || text.contains("We "));
            let english: Vec<&String> = english.filter(|text| !text.contains("unworn")).collect();
            assert!(english.is_empty(), "{language:?}: {english:#?}");
        }
    }
}

#[test]
fn every_state_of_an_order_is_told_in_any_language() {
    for (status, state) in [
        (OrderStatus::Placed, None),
        (OrderStatus::Processing, None),
        (OrderStatus::Shipped, None),
        (OrderStatus::Shipped, Some(FulfilmentState::InTransit)),
        (OrderStatus::Shipped, Some(FulfilmentState::OutForDelivery)),
        (OrderStatus::Shipped, Some(FulfilmentState::Failed)),
        (OrderStatus::Delivered, Some(FulfilmentState::Delivered)),
        (OrderStatus::Cancelled, None),
        (OrderStatus::Returned, Some(FulfilmentState::Delivered)),
    ] {
        for language in Language::ALL {
            let mut knowledge = FakeKnowledge::with_orders(&["1042"]);
            knowledge.orders[0].status = status;
            match state {
                Some(state) => knowledge.orders[0].fulfilments[0].state = state,
                None => knowledge.orders[0].fulfilments.clear(),
            }
            for salt in 0..3u128 {
                let (_, drafts) = in_language(&knowledge, "where is my order?", language, salt);
                assert!(drafts[0].text.contains("1042"), "{language:?}: {}", drafts[0].text);
            }
        }
    }
}

/// What a lying planner says of order 1042, which is on its way and expected on 13 March, and of the Amalfi Linen Shirt,
/// which costs €49.90 to €54.90.
fn lies() -> Vec<Phrase> {
    let order = || Value::Phrase(Phrase::new("order").with("number", "1042"));
    let shirt = |key| Phrase::new(key).with("title", "Amalfi Linen Shirt").with("number", "one");
    let money = |amount| crate::money::Money::new(amount, crate::money::Currency::EUR);
    vec![
        shirt("piece").with("price", money(3990)),
        shirt("piece-sold-out").with("price", money(4990)),
        shirt("gone-colour").with("colour", Value::Colour("navy".to_owned())),
        Phrase::new("have").with(
            "piece",
            shirt("chosen-colour")
                .with("colours", Value::Colour("red".to_owned()))
                .with("price", money(4990)),
        ),
        shirt("never-colour").with("colour", Value::Colour("white".to_owned())),
        Phrase::new("order-delivered").with("order", order()),
        Phrase::new("order-cancelled").with("order", order()),
        Phrase::new("refund-made").with("number", "1042").with("money", money(12890)),
        Phrase::new("order-delivered-on")
            .with("order", order())
            .with("date", Value::Date(jiff::civil::date(2026, 3, 9))),
        Phrase::new("tracking").with("number", "JD014600006281231"),
        Phrase::new("url").with("url", "https://evil.example/login"),
        Phrase::new("return-window").with("days", 90u32),
        Phrase::new("return-cost").with("cost", money(100)),
        Phrase::new("open-now").with("time", Value::Clock(jiff::civil::time(20, 0, 0, 0))),
        Phrase::new("closed-now"),
        Phrase::new("own").with("text", "You get a 50% discount with the code SAVE50."),
        Phrase::new("hello-name").with("name", "Joana"),
    ]
}

#[test]
fn a_lie_is_believed_in_no_language() {
    let knowledge = FakeKnowledge::with_orders(&["1042"]);
    let message = "where is my order 1042 and do you have the amalfi linen shirt";
    for language in Language::ALL {
        let (situation, drafts) = in_language(&knowledge, message, language, 1);
        let today = situation.input.now.date();
        let honest = drafts[0].clone();
        for lie in lies() {
            let speech = Speech::from(lie.clone());
            let text = speech.say(language, today);
            let draft = Draft { text: text.clone(), speech: Some(speech.clone()), ..Draft::default() };
            let verdict = validate::validate(&situation, &draft);
            assert!(!verdict.problems.is_empty(), "{language:?} was believed: {text}\n{:#?}", verdict.claims);
            // The lie is no better under true phrases.
            if language != Language::English {
                let draft = Draft { text, speech: honest.speech.clone(), ..Draft::default() };
                assert!(!validate::validate(&situation, &draft).problems.is_empty(), "{language:?}");
            }
        }
    }
}

/// Writes freely, as a model might.
struct Free(&'static str);

impl Planner for Free {
    fn name(&self) -> &str {
        "free"
    }
    fn model(&self) -> Option<&str> {
        None
    }
    fn version(&self) -> &str {
        "1"
    }
    fn plan(&self, _: &Situation) -> Move {
        Move::Draft
    }
    fn draft(&self, _: &Situation, _: u8, _: &[validate::Problem]) -> Draft {
        Draft { text: self.0.to_owned(), ..Draft::default() }
    }
}

#[test]
fn free_text_in_another_language_is_not_sent() {
    for (message, free, handed) in [
        ("hola, ¿dónde está mi pedido?", "Su pedido 1042 llega mañana y le devolvemos €20.00.", "equipo"),
        ("hola, ¿dónde está mi pedido?", "Your order 1042 is on its way.", "equipo"),
        ("wo ist meine Bestellung?", "Ihre Bestellung 1042 wurde gestern zugestellt.", "Team"),
        ("où est ma commande ?", "Nous vous rembourserons demain, c'est promis.", "équipe"),
        ("onde está o meu pedido?", "O seu pedido chega amanhã.", "equipa"),
        ("dov'è il mio ordine?", "Le rimborsiamo tutto.", "team"),
        ("मेरा ऑर्डर कहाँ है?", "आपके पैसे लौटा दिए जाएँगे।", "टीम"),
        ("mera order kahan hai?", "Aapke paise kal wapas mil jayenge.", "team"),
        ("أين طلبي؟", "سنعيد لكم المبلغ غدًا.", "فريقنا"),
    ] {
        let knowledge = FakeKnowledge::with_orders(&["1042"]);
        let run = drive(knowledge.input(&[message]), &knowledge, &Free(free), &mut || Duration::ZERO)
            .expect("a run");
        assert_eq!(run.proposal.handoff_reason(), Some(HandoffReason::ValidationFailed), "{}", text(&run));
        assert!(text(&run).contains(handed) && !text(&run).contains(free), "{}", text(&run));
        assert_eq!(run.steps.iter().filter(|step| step.kind == StepKind::Draft).count(), 4);
    }
}
