# German.

x-size = { $count ->
    [one] Größe
   *[other] Größen
}
x-working-days = { $count ->
    [one] Werktag
   *[other] Werktage
}

## Lists, days and times

and = { $first } und { $last }
or = { $first } oder { $last }
and-more = { $items } und weitere
today = heute
tomorrow = morgen
on-date = am { $date }
days = { $from } bis { $to }
span = von { $from } bis { $to } Uhr
range = { $from } bis { $to }

## Talk

hello-name = Hallo { $name }!
    .b = Guten Tag, { $name }!
    .c = Hallo { $name }!
hello = Hallo!
    .b = Guten Tag!
    .c = Hallo!
how-can-i-help = Wie kann ich Ihnen helfen?
    .b = Was kann ich für Sie tun?
    .c = Schön, von Ihnen zu hören. Was kann ich für Sie tun?
bye = Alles klar! Schreiben Sie einfach, wenn Sie etwas brauchen.
    .b = Gut, ich bin da, wenn Sie noch etwas brauchen.
welcome = Gern geschehen!
    .b = Sehr gern!
    .c = Jederzeit! Schreiben Sie einfach, wenn Sie noch etwas brauchen.
bot = Ich bin der Assistent des Ladens, ein Computerprogramm. Wenn Sie lieber mit einem Menschen schreiben möchten, sagen Sie es einfach.
refusal = Ich kann nur bei unserem Laden helfen: bei unseren Artikeln, Ihren Bestellungen, dem Versand und Rückgaben. Kann ich davon etwas für Sie tun?
    .b = Tut mir leid, dabei kann ich nicht helfen. Ich bin für unsere Artikel, Bestellungen, Versand und Rückgaben da.
which-more = Über welchen Artikel möchten Sie mehr wissen?
opt-out-stop = Verstanden. Antworten Sie einfach mit STOP, dann bekommen Sie hier keine Nachrichten mehr von uns.
opt-out = Verstanden, Sie bekommen keine Neuigkeiten mehr von uns.
news-none = Verstanden: Sie bekommen keine Neuigkeiten und Angebote mehr von uns.
news-none-already = Sie bekommen keine Neuigkeiten und Angebote von uns: Das ist bereits vermerkt.
news-stop = Wenn Sie gar keine Nachrichten mehr möchten, antworten Sie mit STOP.
news-ask = Soll ich vermerken, dass Sie hier unsere Neuigkeiten und Angebote möchten? Sie können das jederzeit beenden. Bitte antworten Sie mit Ja oder Nein.
news-wanted = Danke, es ist vermerkt: Sie bekommen hier unsere Neuigkeiten und Angebote. Um das zu beenden, schreiben Sie einfach, dass Sie keine Neuigkeiten mehr möchten.
news-wanted-already = Sie bekommen hier unsere Neuigkeiten und Angebote: Das ist bereits vermerkt.
feedback-lovely = Vielen Dank, das freut uns sehr!
    .b = Damit machen Sie uns eine große Freude. Danke, dass Sie es uns schreiben!
feedback = Danke, dass Sie es uns sagen.
own = { $text }
own-quoted = In den Worten des Ladens: „{ $text }“

## A person takes over

plainest = Ich hole jemanden aus unserem Team dazu. Sie bekommen hier eine Antwort.
when-soon = Sie bekommen hier so bald wie möglich eine Antwort.
when-open = Sie bekommen hier so bald wie möglich eine Antwort; wir haben heute bis { $time } Uhr geöffnet.
when-closed = Im Moment ist geschlossen; Sie bekommen hier eine Antwort, nachdem wir { $day } um { $time } Uhr öffnen.
person-asked-for = Natürlich, ich hole jemanden aus unserem Team dazu.
    .b = Gern, ich gebe das an jemanden aus unserem Team weiter.
person-urgent-too = Weil es dringend ist, habe ich auch unserem Team Bescheid gegeben.
person-urgent = Ich sehe, dass es dringend ist, und habe es direkt an unser Team weitergegeben.
person-upset-too = Das tut mir leid. Ich habe jemanden aus unserem Team gebeten, sich das mit Ihnen anzusehen.
person-upset = Es tut mir leid, ich verstehe, wie ärgerlich das ist. Ich habe jemanden aus unserem Team gebeten, zu übernehmen.
person-complaint = Das tut mir wirklich leid. Ich habe alles, was Sie geschrieben haben, an unser Team weitergegeben.
    .b = Das sollte nicht passieren, es tut mir leid. Unser Team hat Ihre Nachricht jetzt.
person-legal = Danke, dass Sie uns das mitteilen. Ich habe Ihre Nachricht an die Geschäftsleitung weitergegeben.
person-safety = Das tut mir sehr leid, und ich hoffe, dass es Ihnen gut geht. Wenn jemand medizinische Hilfe braucht, rufen Sie bitte einen Arzt oder den Notruf an. Ich habe das mit Vorrang an unser Team weitergegeben.
person-repeated = Ich kann Ihnen dabei offenbar nicht helfen, es tut mir leid. Ich hole jemanden aus unserem Team dazu.
person-unsure = Ich bin nicht sicher, ob ich das richtig verstanden habe, deshalb hole ich jemanden aus unserem Team dazu.
    .b = Ich möchte Ihnen nichts Falsches sagen, deshalb hole ich jemanden aus unserem Team dazu.
person-unproved = Sie sollen die richtige Antwort bekommen, deshalb hole ich jemanden aus unserem Team dazu.
person-picture = Danke für das Bild! Bilder kann ich noch nicht beurteilen, deshalb sieht es sich jemand aus unserem Team an.
person-voice = Danke! Sprachnachrichten kann ich noch nicht anhören, deshalb hört sie jemand aus unserem Team an. Sie können mir auch schreiben.
person-file = Danke! Das kann ich noch nicht öffnen, deshalb sieht es sich jemand aus unserem Team an.
person-agent-off = Das beantwortet bei uns ein Mensch, ich habe es weitergegeben.
person-order = Ab hier übernimmt jemand aus unserem Team.
person-rest = Für alles Weitere hole ich jemanden aus unserem Team dazu.
person = Das muss jemand aus unserem Team für Sie erledigen, ich gebe es weiter.
    .b = Das kann ich nicht selbst erledigen, aber jemand aus unserem Team. Ich habe es weitergegeben.

## Opening hours and contact

open-now = Wir haben jetzt geöffnet, heute bis { $time } Uhr.
closed-now-until = Im Moment haben wir geschlossen und öffnen { $day } um { $time } Uhr wieder.
closed-now = Im Moment haben wir geschlossen.
closed-tomorrow = Morgen haben wir leider geschlossen.
open-tomorrow = Morgen haben wir { $spans } geöffnet.
reopens = Wir öffnen { $day } um { $time } Uhr wieder.
closed-weekday = Am { $weekday } haben wir leider geschlossen.
open-weekday = Am { $weekday } haben wir { $spans } geöffnet.
hours = Unsere Öffnungszeiten:
hours-open = { $days }: { $spans }
hours-closed = { $days }: geschlossen
address = Sie finden uns hier: { $address }
    .b = Unser Laden ist hier: { $address }
reach = Sie können { $ways }.
call = uns unter { $to } anrufen
write = uns an { $to } schreiben

## Shipping and returns

free = kostenlos
zone = { $cost }, { $days } { x-working-days }
zone-free-from = { $cost }, { $days } { x-working-days }, kostenlos ab { $free }
ships-to = Ja, dorthin liefern wir. { $country }: { $zone }.
ships-not-to = In dieses Land ({ $country }) liefern wir leider nicht.
ships-where = Unsere Liefergebiete: { $zones }.
shipping = Das kostet der Versand:
shipping-zone = { $country }: { $zone }
shipping-one = Versand – { $country }: { $zone }.
return-window = Sie können Artikel innerhalb von { $days } Tagen nach der Lieferung zurückgeben.
    .b = Sie haben nach der Lieferung { $days } Tage Zeit, etwas zurückzugeben.
returns-free = Die Rückgabe ist kostenlos.
return-cost = Eine Rückgabe kostet { $cost }.
refund-days = Die Erstattung dauert { $days } { x-working-days }, sobald das Paket wieder bei uns ist.
exchanges = Ein Umtausch ist auch möglich.

## Orders

order = Bestellung { $number }
order-with = Bestellung { $number } ({ $titles })
order-of = { $number } (aufgegeben am { $date })
several-orders = Sie haben mehr als eine offene Bestellung bei uns.
which-order = Welche Bestellung meinen Sie: { $orders }?
no-orders = Ich finde keine Bestellung zu der Nummer, von der Sie schreiben. Können Sie mir Ihre Bestellnummer schicken?
order-not-found = Ich finde die Bestellung { $numbers } nicht zu der Nummer, von der Sie schreiben. Können Sie die Nummer bitte prüfen? Wenn Sie mit einem anderen Telefon bestellt haben, schreiben Sie uns bitte von dort.
order-placed-on = Wir haben Ihre { $order }, aufgegeben am { $date }. Sie ist noch nicht verschickt.
order-placed = Wir haben Ihre { $order }. Sie ist noch nicht verschickt.
order-preparing = Ihre { $order } wird gerade vorbereitet. Sie ist noch nicht verschickt.
order-shipped = Ihre { $order } ist verschickt.
order-out-with = Ihre { $order } wird gerade mit { $carrier } zugestellt.
order-out = Ihre { $order } wird gerade zugestellt.
order-failed-with = Ihre { $order } wurde mit { $carrier } verschickt, konnte aber nicht zugestellt werden.
order-failed = Ihre { $order } wurde verschickt, konnte aber nicht zugestellt werden.
order-under-way-with = Gute Nachrichten: Ihre { $order } ist mit { $carrier } unterwegs.
    .b = Ihre { $order } ist verschickt und mit { $carrier } unterwegs.
order-under-way = Gute Nachrichten: Ihre { $order } ist unterwegs.
    .b = Ihre { $order } ist verschickt und unterwegs.
order-late = Sie sollte am { $date } ankommen und ist also verspätet. Das tut uns leid!
order-expected = Sie kommt voraussichtlich am { $date } an.
tracking = Sendungsnummer: { $number }
follow = Hier können Sie sie verfolgen:
url = { $url }
order-delivered-on = Ihre { $order } wurde am { $date } zugestellt.
order-delivered = Ihre { $order } wurde zugestellt.
not-with-you = Wenn sie nicht bei Ihnen ist, sagen Sie es mir, dann bitte ich jemanden, nachzusehen.
order-cancelled-on = Ihre { $order } wurde am { $date } storniert.
order-cancelled = Ihre { $order } wurde storniert.
order-returned-on = Ihre { $order } wurde am { $date } zurückgegeben.
order-returned = Ihre { $order } wurde zurückgegeben.
refunded = { $money } wurden erstattet.
not-refunded = Sie wurde noch nicht erstattet.
refund-made = { $money } wurden für Ihre Bestellung { $number } erstattet. Wann der Betrag zu sehen ist, hängt von Ihrer Bank ab.

## Products

which-one = Welchen Artikel möchten Sie?
which-piece = Welchen Artikel meinen Sie? Nennen Sie mir den Namen, dann sehe ich nach.
what-kind = Ich helfe Ihnen gern! Was suchen Sie, und in welcher Größe oder Farbe?
nothing-found = So etwas finde ich bei uns leider nicht. Können Sie es mit anderen Worten beschreiben?
    .b = Das haben wir leider nicht. Kann ich etwas anderes für Sie suchen?
nothing-cheaper = Etwas wie { $title }, das weniger als { $money } kostet, haben wir leider nicht.
good-choice = Eine sehr gute Wahl!
offers = Das habe ich für Sie gefunden:
    .b = Das könnte etwas für Sie sein:
offers-other-colours = In { $colour } finde ich das nicht, aber diese Artikel haben wir in anderen Farben:
offers-dearer = Unter { $money } finde ich das nicht. Am nächsten kommt:
offers-cheaper = Über { $money } finde ich das nicht. Am nächsten kommt:
offers-closest = Am nächsten kommt:
offers-other-sizes = In Größe { $size } finde ich das nicht, aber diese Artikel haben wir in anderen Größen:
offers-near = Genau das finde ich nicht, aber das kommt dem nahe:
offers-question = Möchten Sie über einen davon mehr wissen?
photo-alike = Das sieht Ihrem Foto am ähnlichsten:
photo-alike-one = Das sieht Ihrem Foto am ähnlichsten:
photo-sold-out = Was Ihrem Foto am ähnlichsten sieht, ist leider ausverkauft:
photo-other-colour = So etwas finde ich nicht in { $colour }, aber das sieht Ihrem Foto am ähnlichsten:
photo-other-size = So etwas finde ich nicht in Größe { $size }, aber das sieht Ihrem Foto am ähnlichsten:
photo-dearer = So etwas finde ich nicht unter { $money }, aber das sieht Ihrem Foto am ähnlichsten:
photo-near = Genau das finde ich nicht, aber das sieht Ihrem Foto am ähnlichsten:
photo-nothing = Danke für das Bild! Etwas Ähnliches finde ich bei uns leider nicht. Was suchen Sie?
photo-coming = Ihr Bild ist noch nicht bei mir angekommen. Können Sie es noch einmal schicken oder mir sagen, was darauf zu sehen ist?
photo-unreadable = Ihr Bild konnte ich leider nicht ansehen. Können Sie es noch einmal als gewöhnliches Foto schicken oder mir sagen, was Sie suchen?
market-offer = { $title } bei { $merchant }: { $price } – { $url }
market-offer-plain = { $title } bei { $merchant }: { $price }
market-not-cheaper = Ich habe im Netz verglichen und keinen niedrigeren Preis für denselben Artikel gefunden: { $title }, bei uns { $price }.
market-code = Mit dem Code { $code } bekommen Sie ein Stück davon für { $price }: { $title }. Der Code gilt nur für Sie und 48 Stunden lang.
market-waits = Ich habe für Sie die Geschäftsleitung nach diesem Preis gefragt.
market-off = Unsere Preise bleiben leider, wie sie sind.
market-already = Für diesen Artikel haben Sie schon einen Code, oder die Geschäftsleitung ist bereits gefragt.
market-refused = Unser Preis für diesen Artikel bleibt leider, wie er ist.
market-unavailable = Ich konnte die Preise leider nicht mit anderen Geschäften vergleichen.
market-approved = Gute Nachricht: Die Geschäftsleitung ist einverstanden. Mit dem Code { $code } bekommen Sie ein Stück zu dem Preis, über den wir gesprochen haben. Der Code gilt nur für Sie und 48 Stunden lang.
market-declined = Die Geschäftsleitung war mit diesem Preis leider nicht einverstanden. Unser Preis bleibt, wie er ist.
promo-percent = Mit dem Code { $code } bekommen Sie { $percent } % Rabatt.
promo-amount = Mit dem Code { $code } bekommen Sie { $money } Rabatt.
promo-shipping = Mit dem Code { $code } ist der Versand kostenlos.
promo-buy-get = Mit dem Code { $code } bekommt, wer { $buy } kauft, { $get } weitere mit { $percent } % Rabatt.
promo-buy-get-free = Mit dem Code { $code } bekommt, wer { $buy } kauft, { $get } weitere kostenlos.
promo-some-goods = Er gilt nur für einen Teil unserer Artikel.
promo-minimum = Er gilt für Bestellungen ab { $money }.
promo-minimum-pieces = Er gilt ab { $pieces } Stück.
promo-once = Er kann einmal verwendet werden.
promo-until = Er gilt bis { $date }.
promo-how = Nennen Sie ihn einfach bei der Bestellung.
promo-unknown = Einen Code { $code } kenne ich nicht; damit gibt es keinen Rabatt.
promo-not-yet = Der Code { $code } gilt noch nicht.
promo-expired = Der Code { $code } gilt nicht mehr.
promo-used-up = Der Code { $code } wurde bereits so oft verwendet wie möglich.
promo-used-already = Sie haben den Code { $code } bereits verwendet.
offer = { $line }. { $title } – { $price }
offer-sold-out = { $line }. { $title } – { $price }, zurzeit ausverkauft
offer-colours = { $line }. { $title } – { $price }, in { $colours }
offer-sizes = { $line }. { $title } – { $price }, { x-size } { $sizes }
offer-colours-sizes = { $line }. { $title } – { $price }, in { $colours }, { x-size } { $sizes }
piece = Der Preis für { $title } beträgt { $price }.
piece-price = Der Preis für { $title } beträgt { $price }.
piece-in-stock = Ja, { $title } haben wir für { $price } vorrätig.
piece-dearer = Unter { $money } finde ich das nicht. Am nächsten kommt { $title } für { $price }.
piece-closest = Am nächsten kommt { $title } für { $price }.
piece-sold-out = { $title } ist zurzeit leider ausverkauft. Der Preis beträgt { $price }.
piece-material = { $title } – Material: { $text }
comes-in-colours = Wir haben den Artikel in { $colours }.
comes-in-sizes = Wir haben den Artikel in { x-size } { $sizes }.
comes-in-both = Wir haben den Artikel in { $colours }, in { x-size } { $sizes }.
chosen = { $title } für { $price }
chosen-colour = { $title } in { $colours } für { $price }
chosen-size = { $title } in Größe { $size } für { $price }
chosen-both = { $title } in { $colours } in Größe { $size } für { $price }
have = Ja, wir haben { $piece }.
have-dearer = Unter { $money } finde ich das nicht. Am nächsten kommt { $piece }.
last-one = Das ist das letzte Stück!
few-left = Nur noch { $count } Stück da.
sizes-in-stock = Vorrätige { x-size }: { $sizes }.
colours-in-stock = { $count ->
    [one] Vorrätige Farbe in dieser Größe: { $colours }.
   *[other] Vorrätige Farben in dieser Größe: { $colours }.
}
gone-both = { $title } in { $colour } ist in Größe { $size } leider ausverkauft.
gone-colour = { $title } ist in { $colour } leider ausverkauft.
gone-size = { $title } ist in Größe { $size } leider ausverkauft.
never-colour = { $title } gibt es leider nicht in { $colour }.
never-size = { $title } gibt es leider nicht in Größe { $size }.
size-own = Bei den Größen von { $title } steht kein Größensystem dabei; deshalb kann ich nicht sicher sagen, welche davon Größe { $size } ist.
sizes-own = Bei den Größen hier steht kein Größensystem dabei; deshalb kann ich nicht sicher sagen, welche davon Größe { $size } ist.
size-usual = In den meisten Tabellen kommt { x-size } { $sizes } am nächsten, aber Hersteller unterscheiden sich; bitte vergleichen Sie.
left-in-colour = In { $colour } haben wir { x-size } { $sizes }.
left-in-size = In Größe { $size } haben wir den Artikel in { $colours } für { $price }.
material = Material: { $text }
care = Pflege: { $text }

## Warten auf Ausverkauftes

piece-name = { $title }
piece-colour = { $title } in { $colours }
piece-size = { $title } in Größe { $size }
piece-both = { $title } in { $colours } in Größe { $size }
offer-to-write = Soll ich Ihnen schreiben, sobald wieder etwas da ist?
will-write = Ich schreibe Ihnen hier, sobald { $piece } wieder verfügbar ist. Das gilt bis { $date }.
still-write = Das ist schon notiert: Ich schreibe Ihnen hier, sobald { $piece } wieder verfügbar ist, bis { $date }.
back-in-stock = Gute Nachricht: { $piece } ist wieder verfügbar, für { $price }. Sie wollten, dass ich Ihnen dazu schreibe.

## Empfehlungen

taste-because = Sie haben { $piece } gekauft. Das ist ähnlich und vorrätig:
taste-because-new = Sie haben { $piece } gekauft. Das ist neu gekommen und ähnlich:
taste-bestsellers = Ihren Geschmack kenne ich noch nicht. Das wurde in den letzten { $days } Tagen am meisten gekauft:
taste-new = Das ist zuletzt gekommen:
taste-ask = Nennen Sie mir eine Größe, eine Farbe oder einen Anlass, dann suche ich genauer.
remembered-left-out = Was ein Material enthält, gegen das Sie allergisch sind, habe ich weggelassen.
remembered-all-left-out = Was wir davon haben, enthält ein Material, gegen das Sie allergisch sind. Darum schlage ich es lieber nicht vor. Soll ich etwas anderes suchen?
remembered-harms = Bitte beachten Sie: Darin ist ein Material, gegen das Sie, wie Sie uns sagten, allergisch sind.
remembered-noted = Danke, gut zu wissen.
goes-with = Wer { $piece } gekauft hat, nahm auch:
goes-with-look = Das würde zu { $piece } passen:

## The code that proves who somebody is, by e-mail

code-mail-subject = Ihr Code für { $shop }
code-mail = { $code } ist Ihr Code.
code-mail-life = Er gilt zehn Minuten, und nur in dem Gespräch, in dem nach ihm gefragt wurde.
code-mail-why = Sie bekommen diese E-Mail, weil jemand an { $shop } schreibt und sagt, Sie zu sein.
code-mail-not-you = Wenn Sie das nicht sind, brauchen Sie nichts zu tun. Geben Sie den Code niemandem.
code-not-sent = Ich konnte die E-Mail mit dem Code nicht senden, deshalb übernimmt ein Mensch. Er antwortet Ihnen hier.

## Änderungen von Bestellungen

act-cancel-would = Die Bestellung { $order } würde storniert.
act-cancel-done = Die Bestellung { $order } ist storniert.
act-nothing-paid = Es wurde noch nichts bezahlt.
act-back = Sie bekommen { $parts } zurück.
act-part-back-days = { $money } auf { $method } innerhalb von 5 bis 7 Werktagen
act-part-back-now = { $money } sofort auf { $method }
act-part-back-paid = { $money } auf dem Weg der Zahlung
act-return = Sie schicken { $items } aus der Bestellung { $order } zurück.
act-return-now = Sobald alles eingetroffen ist, gehen { $money } sofort auf { $method }.
act-return-days = Sobald alles eingetroffen ist, gehen { $money } innerhalb von 5 bis 7 Werktagen auf { $method }.
act-return-unpaid = Sobald alles eingetroffen ist, sind { $money } davon nicht mehr zu zahlen.
act-return-paid = Sobald alles eingetroffen ist, gehen { $money } auf dem Weg der Zahlung zurück.
act-address-would = Die Bestellung { $order } würde an diese Adresse geschickt: { $address }.
act-address-done = Die Bestellung { $order } wird an diese Adresse geschickt: { $address }.
act-pay-would = Die Bestellung { $order } würde stattdessen mit { $method } bezahlt: { $money } werden dort abgebucht und dort zurückgegeben, wo bezahlt wurde.
act-pay-done = Die Bestellung { $order } wird nun mit { $method } bezahlt: { $money } werden dort abgebucht und dort zurückgegeben, wo bezahlt wurde.
act-swap-exchange-one-would = In der Bestellung { $order } würde ein Artikel umgetauscht: { $changes }.
act-swap-exchange-one-done = In der Bestellung { $order } wird ein Artikel umgetauscht: { $changes }.
act-swap-change-one-would = In der Bestellung { $order } würde ein Artikel geändert: { $changes }.
act-swap-change-one-done = In der Bestellung { $order } wird ein Artikel geändert: { $changes }.
act-swap-exchange-more-would = In der Bestellung { $order } würden diese Artikel umgetauscht: { $changes }.
act-swap-exchange-more-done = In der Bestellung { $order } werden diese Artikel umgetauscht: { $changes }.
act-swap-change-more-would = In der Bestellung { $order } würden diese Artikel geändert: { $changes }.
act-swap-change-more-done = In der Bestellung { $order } werden diese Artikel geändert: { $changes }.
act-part-change = { $item } gegen { $new }
act-part-changes = { $first }; { $rest }
act-price-same = Der Preis bleibt gleich.
act-price-more = { $money } mehr werden von { $method } abgebucht.
act-price-more-shop = { $money } mehr sind zu zahlen; der Laden sagt Ihnen, wie.
act-price-less = { $money } gehen zurück auf { $method }.
act-price-less-unpaid = { $money } weniger sind zu zahlen.
act-price-less-paid = { $money } gehen auf dem Weg der Zahlung zurück.
act-only-once = Das geht nur einmal.
act-done = Erledigt.
act-owner-first = Dem muss zuerst die Leitung des Ladens zustimmen; sie wurde gefragt:
act-owner-after = Sie hören hier von uns.
act-owner-agreed = Die Leitung des Ladens hat zugestimmt, und es ist erledigt.
act-owner-declined = Es tut mir leid, die Leitung des Ladens hat dieser Änderung nicht zugestimmt. Es wurde nichts geändert.
act-own-address-would = Ihre Adresse würde zu: { $address }.
act-own-address-done = Ihre Adresse ist jetzt: { $address }.
act-shall-i = Soll ich das tun?
act-yes-or-no = Bitte antworten Sie mit Ja oder Nein.
act-ask-owner = Dem muss die Leitung des Ladens zustimmen. Soll ich fragen?
act-rivals = Bei einer Bestellung geht nur eines von beidem: Rückgabe oder Umtausch. Was soll ich tun, das Erste oder das Zweite?
act-changed-meanwhile = Inzwischen hat sich etwas geändert, deshalb sage ich es noch einmal.
act-could-not = Das ging nicht; es wurde nichts geändert.
act-which-cancel = Welche Bestellung soll ich stornieren?
act-which-order = Um welche Bestellung geht es?
act-option-order = { $n }. Bestellung { $order }: { $items }
act-option-item = { $n }. { $item } aus der Bestellung { $order }
act-option = { $n }. { $what }
act-which-instead = Welche Ausführung von { $title } möchten Sie stattdessen? Verfügbar:
act-which-mean = Welchen Artikel { $title } meinen Sie?
act-refund-where = Wohin soll die Erstattung gehen?
act-which-method = Welche Zahlungsart soll ich nehmen?
act-why = Darf ich fragen, warum: Wird sie nicht mehr gebraucht, oder wurde aus Versehen bestellt?
act-address-which = An welche Adresse? Bitte schreiben Sie Straße, Ort und Postleitzahl, oder sagen Sie, welche der bekannten.
act-address-before = Meinen Sie die Adresse, die Sie schon einmal bestätigt haben: { $address }? Wenn Sie eine andere meinen, schreiben Sie sie bitte aus.
act-items-return = Welche Artikel möchten Sie zurückgeben?
act-items = Um welche Artikel geht es?
act-whole-only = Ein einzelner Artikel kann nicht storniert werden, nur die ganze Bestellung mit allem darin.
act-cancel-instead = Diese Bestellung wurde noch nicht verschickt, es gibt also nichts zurückzugeben; sie kann als Ganzes storniert werden.
act-return-instead = Diese Bestellung wurde bereits geliefert; sie kann also zurückgegeben, aber nicht storniert werden.
act-not-understood = Ich bin nicht sicher, ob ich das verstanden habe. Was soll ich tun?
act-given-up = Ich komme hier nicht weiter, deshalb übernimmt ein Mensch.
act-found = Danke, ich habe Ihr Konto gefunden. Was kann ich für Sie tun?
act-left-as-it-is = In Ordnung, es bleibt alles, wie es ist.
act-anything-else = In Ordnung. Kann ich sonst noch etwas für Sie tun?
act-nothing-fits = Ich sehe keine Bestellung von Ihnen, bei der das möglich ist.
act-not-like-that = { $title } ist so nicht verfügbar.
act-too-dear = Das würde { $money } mehr kosten.
act-no-other-method = In Ihrem Konto ist keine andere Zahlungsart hinterlegt.
act-sent-cancel = Die Bestellung { $order } wird bereits verschickt und kann daher nicht mehr storniert werden.
act-came-cancel = Die Bestellung { $order } wurde bereits geliefert und kann daher nicht mehr storniert werden.
act-sent-change = Die Bestellung { $order } wird bereits verschickt und kann daher nicht mehr geändert werden.
act-came-change = Die Bestellung { $order } wurde bereits geliefert und kann daher nicht mehr geändert werden.
act-then-return = Sobald sie angekommen ist, können Sie sie zurückgeben.
act-way-return = Die Bestellung { $order } ist noch unterwegs; sobald sie angekommen ist, kann sie zurückgegeben werden.
act-way-exchange = Die Bestellung { $order } ist noch unterwegs; sobald sie angekommen ist, kann sie umgetauscht werden.
act-cancelled-already = Die Bestellung { $order } ist bereits storniert.
act-rule-unknown = Ich finde diese Bestellung nicht unter Ihren.
act-rule-not-pending = Nur eine Bestellung, die noch nicht bearbeitet ist, kann geändert oder storniert werden.
act-rule-not-delivered = Nur eine gelieferte Bestellung kann zurückgegeben oder umgetauscht werden.
act-rule-items-changed = Die Artikel dieser Bestellung wurden bereits geändert; sie kann nicht mehr geändert oder storniert werden.
act-rule-requested = Für diese Bestellung wurde bereits eine Rückgabe oder ein Umtausch gewünscht; es geht nur einmal.
act-rule-reason = Eine Bestellung kann storniert werden, weil sie nicht mehr gebraucht wird oder aus Versehen erfolgte, aus keinem anderen Grund.
act-rule-nothing-named = Bitte sagen Sie, um welche Artikel es geht.
act-rule-not-in-order = Diese Bestellung enthält diesen Artikel nicht oder nicht so viele davon.
act-rule-other-product = Ein Artikel kann nur gegen eine andere Ausführung desselben Produkts getauscht werden.
act-rule-same-variant = Der neue Artikel muss sich vom alten unterscheiden.
act-rule-variant-gone = Der Artikel, der stattdessen gewünscht wird, ist nicht verfügbar.
act-rule-method-unknown = Diese Zahlungsart ist in Ihrem Konto nicht hinterlegt.
act-rule-gift-card-short = Das Guthaben der Geschenkkarte reicht für den Betrag nicht aus.
act-rule-refund-method = Die Erstattung kann dorthin gehen, womit die Bestellung bezahlt wurde, oder auf eine in Ihrem Konto hinterlegte Geschenkkarte.
act-rule-window = Die Frist für Rückgabe und Umtausch dieser Bestellung ist abgelaufen.
act-rule-address-missing = Bitte nennen Sie die vollständige Adresse.
act-rule-owner = Solche Änderungen macht ein Mensch aus unserem Team.
act-rule-owner-days = So lange nach der Lieferung entscheidet darüber ein Mensch aus unserem Team.
act-tracking = Die Sendungsnummer der Bestellung { $order } ist { $tracking }.
act-no-tracking = Die Bestellung { $order } hat keine Sendungsnummer.
act-who = Gern. Zuerst muss ich Ihr Konto finden: Bitte nennen Sie mir Ihre E-Mail-Adresse oder Ihren vollen Namen und Ihre Postleitzahl.
act-who-again = Damit finde ich kein Konto. Bitte prüfen Sie es, oder nennen Sie mir Ihre E-Mail-Adresse oder Ihren vollen Namen und Ihre Postleitzahl.
act-who-code = Danke. Und wie lautet Ihre Postleitzahl?
act-who-name = Danke. Und wie ist Ihr voller Name?
act-stage-pending = Die Bestellung { $order } ist noch offen: Sie wurde noch nicht verschickt.
act-stage-changed = Die Bestellung { $order } ist noch offen, mit geänderten Artikeln.
act-stage-sent = Die Bestellung { $order } ist unterwegs: Sie wurde bearbeitet und kann nicht mehr geändert werden.
act-stage-delivered = Die Bestellung { $order } ist geliefert.
act-stage-return = Die Bestellung { $order } ist geliefert, eine Rückgabe oder ein Umtausch ist gewünscht.
act-code-coming = Falls das zu einer Kundin oder einem Kunden von uns gehört, ist ein Code an die hinterlegte E-Mail-Adresse unterwegs (wir senden höchstens einige pro Stunde).
act-code-digits = Bitte nennen Sie mir die sechs Ziffern.
act-code-first = Bevor ich etwas ändere, vergewissere ich mich, dass Sie es sind: Ein Code ist an Ihre hinterlegte E-Mail-Adresse unterwegs.
act-code-right = Danke, der Code stimmt.
act-code-no-mail = Um sicher zu sein, wer Sie sind, müsste ich Ihnen einen Code per E-Mail senden, und das geht gerade nicht.
act-code-again = Falls das zu einer Kundin oder einem Kunden von uns gehört, ist ein weiterer Code unterwegs.
act-code-another = Ein weiterer Code ist unterwegs.
act-code-earlier = Der frühere gilt nicht mehr.
act-code-too-many = Mehr Codes darf ich im Moment nicht senden.
act-code-expired = Dieser Code gilt nicht mehr: Ein Code gilt zehn Minuten. Soll ich einen neuen senden?
act-code-void = Das war der Code auch nicht, und er gilt jetzt nicht mehr.
act-code-what-now = Was soll ich tun?
act-code-no-access = Ich kann einen Code nur an die hinterlegte E-Mail-Adresse senden.
act-code-six = Der Code hat sechs Ziffern. Bitte nennen Sie alle, wie sie in der E-Mail stehen.
act-code-only = Weiter geht es nur mit den sechs Ziffern aus der E-Mail. Sie kann im Spam-Ordner liegen. Sagen Sie „noch einmal“ für einen neuen Code oder „ein Mensch“, wenn Sie nicht an das Postfach kommen.
act-code-given-up = Ohne den Code komme ich nicht weiter.
act-code-wrong = Das ist nicht der Code. Bitte sehen Sie noch einmal in die neueste E-Mail; { $n } Versuche bleiben.
act-code-wrong-once = Das ist nicht der Code. Bitte sehen Sie noch einmal in die neueste E-Mail; ein Versuch bleibt.
