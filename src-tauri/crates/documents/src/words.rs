//! The words that stand on documents, in every language that they can be printed in.
//!
//! A shop's own words (titles, notes, reasons) are printed as they are.

use haberdash_core::documents::DocumentKind;
use haberdash_core::settings::DocumentLanguage;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $es:literal, $fr:literal, $de:literal, $pt:literal, $it:literal, $hi:literal, $ar:literal;)*) => {
        /// Every word in one language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Words { $($(#[$doc])* pub $name: &'static str,)* }

        const ENGLISH: Words = Words { $($name: $en,)* };
        const SPANISH: Words = Words { $($name: $es,)* };
        const FRENCH: Words = Words { $($name: $fr,)* };
        const GERMAN: Words = Words { $($name: $de,)* };
        const PORTUGUESE: Words = Words { $($name: $pt,)* };
        const ITALIAN: Words = Words { $($name: $it,)* };
        const HINDI: Words = Words { $($name: $hi,)* };
        const ARABIC: Words = Words { $($name: $ar,)* };

        #[cfg(test)]
        impl Words {
            pub(crate) fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

words! {
    invoice: "Invoice", "Factura", "Facture", "Rechnung", "Fatura", "Fattura", "बीजक", "فاتورة";
    receipt: "Receipt", "Recibo", "Reçu", "Kassenbon", "Recibo", "Ricevuta", "रसीद", "إيصال";
    packing_slip: "Packing slip", "Albarán", "Bon de livraison", "Lieferschein", "Guia de remessa", "Documento di trasporto", "पैकिंग पर्ची", "قسيمة التعبئة";
    return_label: "Return label", "Etiqueta de devolución", "Étiquette de retour", "Rücksendeschein", "Etiqueta de devolução", "Etichetta di reso", "वापसी लेबल", "ملصق الإرجاع";
    credit_note: "Credit note", "Nota de crédito", "Avoir", "Gutschrift", "Nota de crédito", "Nota di credito", "क्रेडिट नोट", "إشعار دائن";
    bill_to: "Bill to", "Facturar a", "Facturé à", "Rechnung an", "Faturar para", "Intestatario", "बिल प्राप्तकर्ता", "فاتورة إلى";
    ship_to: "Ship to", "Enviar a", "Livré à", "Lieferung an", "Enviar para", "Spedire a", "डिलीवरी पता", "الشحن إلى";
    customer: "Customer", "Cliente", "Client", "Kunde", "Cliente", "Cliente", "ग्राहक", "العميل";
    number: "Number", "Número", "Numéro", "Nummer", "Número", "Numero", "संख्या", "الرقم";
    date: "Date", "Fecha", "Date", "Datum", "Data", "Data", "दिनांक", "التاريخ";
    due_on: "Due on", "Vencimiento", "Échéance", "Fällig am", "Vencimento", "Scadenza", "देय तिथि", "تاريخ الاستحقاق";
    order: "Order", "Pedido", "Commande", "Bestellung", "Pedido", "Ordine", "ऑर्डर", "الطلب";
    ordered_on: "Ordered on", "Fecha del pedido", "Commandé le", "Bestellt am", "Data do pedido", "Ordinato il", "ऑर्डर दिनांक", "تاريخ الطلب";
    item: "Item", "Artículo", "Article", "Artikel", "Artigo", "Articolo", "वस्तु", "الصنف";
    quantity: "Qty", "Cant.", "Qté", "Menge", "Qtd.", "Q.tà", "मात्रा", "الكمية";
    unit_price: "Unit price", "Precio unitario", "Prix unitaire", "Einzelpreis", "Preço unitário", "Prezzo unitario", "इकाई मूल्य", "سعر الوحدة";
    amount: "Amount", "Importe", "Montant", "Betrag", "Valor", "Importo", "राशि", "المبلغ";
    tax: "Tax", "Impuesto", "Taxe", "Steuer", "Imposto", "Imposta", "कर", "الضريبة";
    net: "Net", "Base imponible", "Hors taxe", "Netto", "Base tributável", "Imponibile", "कर-पूर्व", "الصافي";
    gross: "Gross", "Total", "TTC", "Brutto", "Total", "Lordo", "कुल", "الإجمالي";
    rate: "Rate", "Tipo", "Taux", "Satz", "Taxa", "Aliquota", "दर", "النسبة";
    subtotal: "Subtotal", "Subtotal", "Sous-total", "Zwischensumme", "Subtotal", "Subtotale", "उप-योग", "المجموع الفرعي";
    discount: "Discount", "Descuento", "Remise", "Rabatt", "Desconto", "Sconto", "छूट", "الخصم";
    shipping: "Shipping", "Envío", "Livraison", "Versand", "Envio", "Spedizione", "डिलीवरी", "الشحن";
    total: "Total", "Total", "Total", "Gesamtbetrag", "Total", "Totale", "कुल योग", "الإجمالي";
    credit_total: "Amount credited", "Importe abonado", "Montant crédité", "Gutschriftbetrag", "Valor creditado", "Importo accreditato", "जमा राशि", "المبلغ المقيد";
    /// Beside a tax that the total contains.
    of_which: "includes {tax}", "incluye {tax}", "dont {tax}", "enthält {tax}", "inclui {tax}", "include {tax}", "{tax} सहित", "يشمل {tax}";
    paid: "Paid", "Pagado", "Payé", "Bezahlt", "Pago", "Pagato", "भुगतान किया", "المدفوع";
    due: "Amount due", "Importe pendiente", "Reste à payer", "Offener Betrag", "Valor em aberto", "Da pagare", "देय राशि", "المبلغ المستحق";
    paid_in_full: "Paid in full. Thank you.", "Pagado en su totalidad. Gracias.", "Réglé en totalité. Merci.", "Vollständig bezahlt. Vielen Dank.", "Totalmente pago. Obrigado.", "Saldato. Grazie.", "पूरा भुगतान प्राप्त। धन्यवाद।", "مدفوع بالكامل. شكرا لكم.";
    tendered: "Cash given", "Efectivo entregado", "Espèces reçues", "Gegeben", "Valor entregue", "Contanti ricevuti", "दी गई नकदी", "النقد المستلم";
    change: "Change", "Cambio", "Monnaie rendue", "Rückgeld", "Troco", "Resto", "वापस दी गई राशि", "الباقي";
    already_credited: "Credited before", "Ya abonado", "Déjà crédité", "Bereits gutgeschrieben", "Já creditado", "Già accreditato", "पहले जमा किया गया", "قيد سابقا";
    refund: "Refund", "Reembolso", "Remboursement", "Erstattung", "Reembolso", "Rimborso", "धन वापसी", "استرداد";
    card: "Card", "Tarjeta", "Carte", "Karte", "Cartão", "Carta", "कार्ड", "بطاقة";
    cash: "Cash", "Efectivo", "Espèces", "Bar", "Dinheiro", "Contanti", "नकद", "نقدا";
    bank_transfer: "Bank transfer", "Transferencia", "Virement", "Überweisung", "Transferência", "Bonifico", "बैंक अंतरण", "تحويل بنكي";
    gift_card: "Gift card", "Tarjeta regalo", "Carte cadeau", "Geschenkkarte", "Cartão-presente", "Carta regalo", "उपहार कार्ड", "بطاقة هدية";
    store_credit: "Store credit", "Saldo a favor", "Avoir client", "Guthaben", "Crédito da loja", "Credito negozio", "स्टोर क्रेडिट", "رصيد المتجر";
    on_delivery: "On delivery", "Contra reembolso", "À la livraison", "Nachnahme", "Na entrega", "Alla consegna", "डिलीवरी पर", "عند التسليم";
    wallet: "Online wallet", "Monedero digital", "Portefeuille en ligne", "Online-Bezahldienst", "Carteira digital", "Portafoglio digitale", "ऑनलाइन वॉलेट", "محفظة إلكترونية";
    tax_number: "Tax no.", "NIF", "N° TVA", "USt-IdNr. / Steuernr.", "NIF", "P. IVA", "कर संख्या", "الرقم الضريبي";
    pay_to: "Please pay to", "Pagar a", "À régler sur", "Bitte überweisen an", "Pagar para", "Pagare a", "कृपया यहाँ भुगतान करें", "يرجى الدفع إلى";
    reference: "Reference", "Referencia", "Référence", "Verwendungszweck", "Referência", "Causale", "संदर्भ", "المرجع";
    page: "Page {page} of {pages}", "Página {page} de {pages}", "Page {page} sur {pages}", "Seite {page} von {pages}", "Página {page} de {pages}", "Pagina {page} di {pages}", "पृष्ठ {page} / {pages}", "صفحة {page} من {pages}";
    sku: "SKU", "Ref.", "Réf.", "Art.-Nr.", "Ref.", "Cod.", "SKU", "الرمز";
    shelf: "Shelf", "Estante", "Rayon", "Regal", "Prateleira", "Scaffale", "शेल्फ़", "الرف";
    pieces: "Pieces", "Unidades", "Pièces", "Stück", "Unidades", "Pezzi", "नग", "عدد القطع";
    carrier: "Carrier", "Transportista", "Transporteur", "Versand mit", "Transportadora", "Corriere", "कूरियर", "شركة الشحن";
    tracking: "Tracking", "Seguimiento", "Suivi", "Sendungsnummer", "Rastreamento", "Tracciamento", "ट्रैकिंग", "رقم التتبع";
    corrects: "For invoice", "De la factura", "Sur facture", "Zur Rechnung", "Da fatura", "Della fattura", "बीजक के लिए", "عن الفاتورة";
    reason: "Reason", "Motivo", "Motif", "Grund", "Motivo", "Motivo", "कारण", "السبب";
    return_number: "Return", "Devolución", "Retour", "Rücksendung", "Devolução", "Reso", "वापसी", "الإرجاع";
    from: "From", "Remitente", "Expéditeur", "Absender", "Remetente", "Mittente", "प्रेषक", "من";
    to: "To", "Destinatario", "Destinataire", "Empfänger", "Destinatário", "Destinatario", "प्राप्तकर्ता", "إلى";
    cut_here: "Cut here and put this label on the parcel", "Recorte aquí y pegue esta etiqueta en el paquete", "Découpez ici et collez cette étiquette sur le colis", "Hier abschneiden und auf das Paket kleben", "Recorte aqui e cole esta etiqueta no pacote", "Ritagliare qui e applicare l'etichetta sul pacco", "यहाँ काटें और यह लेबल पार्सल पर चिपकाएँ", "قص هنا وألصق هذا الملصق على الطرد";
    put_in_parcel: "Put this part in the parcel", "Incluya esta parte en el paquete", "Joignez cette partie au colis", "Diesen Teil bitte in das Paket legen", "Coloque esta parte no pacote", "Inserire questa parte nel pacco", "यह भाग पार्सल में रखें", "ضع هذا الجزء داخل الطرد";
    comes_back: "What comes back", "Artículos devueltos", "Articles retournés", "Zurückgesendete Artikel", "Artigos devolvidos", "Articoli resi", "वापस आने वाली वस्तुएँ", "الأصناف المعادة";
    was: "was", "antes", "avant", "statt", "antes", "prima", "पहले", "كان";
}

impl Words {
    pub const fn of(language: DocumentLanguage) -> &'static Self {
        match language {
            DocumentLanguage::English => &ENGLISH,
            DocumentLanguage::Spanish => &SPANISH,
            DocumentLanguage::French => &FRENCH,
            DocumentLanguage::German => &GERMAN,
            DocumentLanguage::Portuguese => &PORTUGUESE,
            DocumentLanguage::Italian => &ITALIAN,
            DocumentLanguage::Hindi => &HINDI,
            DocumentLanguage::Arabic => &ARABIC,
        }
    }

    pub const fn title(&self, kind: DocumentKind) -> &'static str {
        match kind {
            DocumentKind::Invoice => self.invoice,
            DocumentKind::Receipt => self.receipt,
            DocumentKind::PackingSlip => self.packing_slip,
            DocumentKind::ReturnLabel => self.return_label,
            DocumentKind::CreditNote => self.credit_note,
        }
    }

    /// A word of `haberdash_core::orders::PaymentMethod`; one that has none here stays as it is.
    pub fn method<'a>(&self, method: &'a str) -> &'a str {
        match method {
            "card" => self.card,
            "cash" => self.cash,
            "bank_transfer" => self.bank_transfer,
            "gift_card" => self.gift_card,
            "store_credit" => self.store_credit,
            "on_delivery" => self.on_delivery,
            "wallet" => self.wallet,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use haberdash_core::orders::PaymentMethod;

    use super::*;

    #[test]
    fn every_language_has_every_word_with_the_same_placeholders() {
        let english = Words::of(DocumentLanguage::English).all();
        for language in DocumentLanguage::ALL {
            for ((name, text), (_, original)) in Words::of(*language).all().into_iter().zip(&english) {
                assert!(!text.trim().is_empty(), "{language}: {name}");
                for placeholder in ["{page}", "{pages}", "{tax}"] {
                    assert_eq!(
                        text.contains(placeholder),
                        original.contains(placeholder),
                        "{language}: {name}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_way_to_pay_has_a_word() {
        for method in PaymentMethod::ALL {
            let word = Words::of(DocumentLanguage::German).method(method.as_str());
            assert!(word.chars().next().is_some_and(char::is_uppercase), "{method}: {word}");
        }
    }
}
