//! The same in other languages.

use super::*;

#[test]
fn a_stranger_proves_who_they_are_in_their_own_language() {
    for (wish, mine, coming, again, another, right, asks, yes, done) in [
        (
            "Hola, quiero cancelar el pedido W1, ya no lo necesito",
            "mi correo es ada@example.com",
            "un código va de camino",
            "no me ha llegado, ¿lo envía otra vez?",
            "otro código va de camino",
            "Gracias, el código es correcto.",
            "Se cancelaría el pedido W1.",
            "sí, por favor",
            "Hecho.",
        ),
        (
            "Hallo, ich möchte die Bestellung W1 stornieren, ich brauche sie nicht mehr",
            "ada@example.com",
            "ist ein Code an die hinterlegte E-Mail-Adresse unterwegs",
            "bitte noch einmal senden",
            "ist ein weiterer Code unterwegs",
            "Danke, der Code stimmt.",
            "Die Bestellung W1 würde storniert.",
            "ja bitte",
            "Erledigt.",
        ),
        (
            "أريد إلغاء الطلب W1، لم أعد أحتاجه",
            "ada@example.com",
            "رمزًا في الطريق",
            "لم يصلني الرمز",
            "رمزًا آخر في الطريق",
            "شكرًا، الرمز صحيح.",
            "سيُلغى الطلب رقم W1.",
            "نعم",
            "تم.",
        ),
    ] {
        let shop = open(CodeFor::Facts);
        let stranger = shop.stranger(1);
        let who = stranger.says(wish);
        assert!(!who.is_empty() && !stranger.is_with_owner(), "{wish}: {who}");
        let said = stranger.says(mine);
        assert!(said.contains(coming), "{mine}: {said}");
        let _ = shop.code();
        let said = stranger.says(again);
        assert!(said.contains(another), "{again}: {said}");
        let code = shop.code();
        let said = stranger.says(&code);
        assert!(said.contains(right) && said.contains(asks), "{said}");
        assert_ne!(shop.status("#W1"), OrderStatus::Cancelled);
        let said = stranger.says(yes);
        assert!(said.contains(done), "{yes}: {said}");
        assert_eq!(shop.status("#W1"), OrderStatus::Cancelled);
    }
}
