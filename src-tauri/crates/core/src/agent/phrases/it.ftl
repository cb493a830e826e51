# Italian. A product's name takes no gender here: sentences are built so that none is needed.

x-sizes = { $count ->
    [one] taglia
   *[other] taglie
}
x-working-days = { $count ->
    [one] giorno lavorativo
   *[other] giorni lavorativi
}

## Lists, days and times

and = { $first } e { $last }
or = { $first } o { $last }
and-more = { $items } e altro
today = oggi
tomorrow = domani
on-date = { $date }
days = Da { $from } a { $to }
span = dalle { $from } alle { $to }
range = da { $from } a { $to }

## Talk

hello-name = Salve { $name }!
hello = Salve!
how-can-i-help = Come posso aiutarla?
    .b = Cosa posso fare per lei?
    .c = Grazie per averci scritto! Come posso aiutarla?
bye = Va bene! Ci scriva quando ha bisogno.
    .b = D'accordo, sono qui se le serve altro.
welcome = Prego!
    .b = È un piacere!
    .c = Si figuri! Ci scriva se le serve altro.
bot = Sono l'assistente del negozio, un programma informatico. Se preferisce scrivere con una persona, me lo dica.
refusal = Posso aiutarla solo per il nostro negozio: i nostri articoli, i suoi ordini, le spedizioni e i resi. Posso esserle utile in qualcosa di questo?
    .b = Mi dispiace, in questo non posso aiutarla. Sono qui per i nostri articoli, gli ordini, le spedizioni e i resi.
which-more = Su quale vorrebbe sapere di più?
opt-out-stop = Va bene. Risponda STOP e qui non riceverà più messaggi da noi.
opt-out = Va bene, non le invieremo più novità.
news-none = Capito: non riceverà più novità e offerte da noi.
news-none-already = Non riceve novità e offerte da noi: è già annotato.
news-stop = Per non ricevere più alcun messaggio, risponda STOP.
news-ask = Annoto che desidera ricevere qui le nostre novità e offerte? Può smettere in qualsiasi momento. Risponda sì o no, per favore.
news-wanted = Grazie, è annotato: riceverà qui le nostre novità e offerte. Per smettere, basta scrivere che non vuole più novità.
news-wanted-already = Riceve qui le nostre novità e offerte: è già annotato.
feedback-lovely = Grazie mille, ci fa molto piacere!
    .b = Ci rende davvero felici. Grazie per avercelo scritto!
feedback = Grazie per avercelo detto.
own = { $text }
own-quoted = Con le parole del negozio: «{ $text }»

## A person takes over

plainest = Chiedo a una persona di aiutarla. Le risponderà qui.
when-soon = Le risponderà qui appena possibile.
when-open = Le risponderà qui appena possibile; oggi siamo aperti fino alle { $time }.
when-closed = In questo momento siamo chiusi; le risponderà qui dopo l'apertura, { $day } alle { $time }.
person-asked-for = Certo, avviso una persona del nostro team.
person-urgent-too = Dato che è urgente, ho avvisato anche una persona del nostro team.
person-urgent = Vedo che è urgente: ho avvisato subito una persona del nostro team.
person-upset-too = Mi dispiace per il disagio. Ho chiesto a una persona del nostro team di occuparsene con lei.
person-upset = Mi dispiace, capisco quanto sia spiacevole. Ho chiesto a una persona del nostro team di occuparsene.
person-complaint = Mi dispiace davvero. Ho passato tutto quello che ha scritto a una persona del nostro team.
    .b = Mi dispiace, non dovrebbe succedere. Una persona del nostro team ha ora il suo messaggio.
person-legal = Grazie per averci avvisato. Ho passato il suo messaggio alla persona responsabile del negozio.
person-safety = Mi dispiace moltissimo e spero che stia bene. Se qualcuno ha bisogno di cure, chiami un medico o il pronto soccorso. Ho avvisato con priorità una persona del nostro team.
person-repeated = A quanto pare non riesco ad aiutarla, mi dispiace. Avviso una persona del nostro team.
person-unsure = Non ho la certezza di aver capito bene, quindi avviso una persona del nostro team.
    .b = Non vorrei dirle qualcosa di sbagliato, quindi avviso una persona del nostro team.
person-unproved = Voglio che riceva la risposta giusta, quindi avviso una persona del nostro team.
person-picture = Grazie per la foto! Non so ancora valutare le immagini, quindi la guarderà una persona del nostro team.
person-voice = Grazie! Non posso ancora ascoltare i messaggi vocali, quindi lo ascolterà una persona del nostro team. Può anche scrivermi.
person-file = Grazie! Non posso ancora aprire questo file, quindi lo guarderà una persona del nostro team.
person-agent-off = A questo risponde una persona del nostro team: le ho passato il suo messaggio.
person-order = Da qui se ne occupa una persona del nostro team.
person-rest = Per il resto, avviso una persona del nostro team.
person = Di questo deve occuparsi una persona del nostro team: la avviso subito.
    .b = Questo non posso farlo io, ma una persona del nostro team sì. Le ho passato il suo messaggio.

## Opening hours and contact

open-now = Adesso siamo aperti, oggi fino alle { $time }.
closed-now-until = In questo momento siamo chiusi e riapriamo { $day } alle { $time }.
closed-now = In questo momento siamo chiusi.
closed-tomorrow = Mi dispiace, domani siamo chiusi.
open-tomorrow = Domani siamo aperti { $spans }.
reopens = Riapriamo { $day } alle { $time }.
closed-weekday = Mi dispiace, { $weekday } siamo chiusi.
open-weekday = Siamo aperti { $weekday } { $spans }.
hours = I nostri orari:
hours-open = { $days }: { $spans }
hours-closed = { $days }: chiuso
address = Ci trova qui: { $address }
    .b = Il nostro negozio è qui: { $address }
reach = Può { $ways }.
call = chiamarci al { $to }
write = scriverci a { $to }

## Shipping and returns

free = gratis
zone = { $cost }, { $days } { x-working-days }
zone-free-from = { $cost }, { $days } { x-working-days }, gratis da { $free }
ships-to = Sì, spediamo anche lì. { $country }: { $zone }.
ships-not-to = Mi dispiace, non spediamo in questo Paese ({ $country }).
ships-where = Le nostre destinazioni: { $zones }.
shipping = Ecco quanto costa la spedizione:
shipping-zone = { $country }: { $zone }
shipping-one = Spedizione – { $country }: { $zone }.
return-window = Può restituire gli articoli entro { $days } giorni dalla consegna.
    .b = Ha { $days } giorni dalla consegna per restituire un articolo.
returns-free = Il reso è gratuito.
return-cost = Un reso costa { $cost }.
refund-days = Il rimborso richiede { $days } { x-working-days } da quando riceviamo il pacco.
exchanges = È possibile anche cambiare gli articoli.

## Orders

order = ordine { $number }
order-with = ordine { $number } ({ $titles })
order-of = { $number } (effettuato { $date })
several-orders = Ha più di un ordine in corso da noi.
which-order = A quale ordine si riferisce: { $orders }?
no-orders = Non trovo nessun ordine per il numero da cui scrive. Potrebbe inviarmi il numero del suo ordine?
order-not-found = Non trovo l'ordine { $numbers } per il numero da cui scrive. Potrebbe controllare il numero? Se ha ordinato con un altro telefono, ci scriva da quello, per favore.
order-placed-on = Abbiamo ricevuto il suo { $order }, effettuato { $date }. Non è ancora partito.
order-placed = Abbiamo ricevuto il suo { $order }. Non è ancora partito.
order-preparing = Stiamo preparando il suo { $order } in questo momento; non è ancora partito.
order-shipped = Il suo { $order } è partito.
order-out-with = Il suo { $order } è in consegna con { $carrier }.
order-out = Il suo { $order } è in consegna.
order-failed-with = Il suo { $order } è partito con { $carrier }, ma non è stato possibile consegnarlo.
order-failed = Il suo { $order } è partito, ma non è stato possibile consegnarlo.
order-under-way-with = Buone notizie: il suo { $order } è in viaggio con { $carrier }.
    .b = Il suo { $order } è partito ed è in viaggio con { $carrier }.
order-under-way = Buone notizie: il suo { $order } è in viaggio.
    .b = Il suo { $order } è partito ed è in viaggio.
order-late = Era previsto per { $date }, quindi è in ritardo. Ci scusiamo!
order-expected = La consegna è prevista per { $date }.
tracking = Numero di tracciamento: { $number }
follow = Può seguirlo qui:
url = { $url }
order-delivered-on = Il suo { $order } è stato consegnato { $date }.
order-delivered = Il suo { $order } è stato consegnato.
not-with-you = Se non l'ha ricevuto, me lo dica e chiederò a qualcuno di controllare.
order-cancelled-on = Il suo { $order } è stato annullato { $date }.
order-cancelled = Il suo { $order } è stato annullato.
order-returned-on = Il suo { $order } è stato restituito { $date }.
order-returned = Il suo { $order } è stato restituito.
refunded = Sono stati rimborsati { $money }.
not-refunded = Non è ancora stato rimborsato.
refund-made = Sono stati rimborsati { $money } per il suo ordine { $number }. Quando vedrà l'importo dipende dalla sua banca.

## Products

which-one = Quale desidera?
which-piece = Di quale articolo parla? Mi dica il nome e lo cerco.
what-kind = Con piacere! Cosa cerca, e in quale taglia o colore?
nothing-found = Mi dispiace, non trovo niente del genere nel nostro negozio. Può descriverlo con altre parole?
    .b = Temo che non abbiamo niente del genere. Posso cercare qualcos'altro?
nothing-cheaper = Non abbiamo niente come { $title } che costi meno di { $money }.
good-choice = Ottima scelta!
offers = Ecco cosa ho trovato per lei:
    .b = Forse le piace uno di questi articoli:
offers-other-colours = Non lo trovo in { $colour }, ma abbiamo questi articoli in altri colori:
offers-dearer = Non trovo niente sotto { $money }. La cosa più vicina che abbiamo:
offers-cheaper = Non trovo niente sopra { $money }. La cosa più vicina che abbiamo:
offers-closest = La cosa più vicina che abbiamo:
offers-other-sizes = Non lo trovo nella taglia { $size }, ma abbiamo questi articoli in altre taglie:
offers-near = Non trovo esattamente questo, ma questi articoli ci si avvicinano:
offers-question = Vuole sapere di più su uno di questi?
photo-alike = Ecco ciò che assomiglia di più alla sua foto:
photo-alike-one = Ecco ciò che assomiglia di più alla sua foto:
photo-sold-out = Ciò che assomiglia di più alla sua foto è esaurito, mi dispiace:
photo-other-colour = Non ne trovo uno simile in { $colour }, ma ecco ciò che assomiglia di più alla sua foto:
photo-other-size = Non ne trovo uno simile nella taglia { $size }, ma ecco ciò che assomiglia di più alla sua foto:
photo-dearer = Non ne trovo uno simile sotto { $money }, ma ecco ciò che assomiglia di più alla sua foto:
photo-near = Non trovo esattamente questo, ma ecco ciò che assomiglia di più alla sua foto:
photo-nothing = Grazie per la foto! Non trovo niente di simile nel nostro negozio. Cosa sta cercando?
photo-coming = La sua foto non mi è ancora arrivata. Può inviarla di nuovo, o dirmi cosa mostra?
photo-unreadable = Mi dispiace, non sono riuscito a vedere la sua foto. Può inviarla di nuovo come foto normale, o dirmi cosa sta cercando?
market-offer = { $title } da { $merchant }: { $price } – { $url }
market-offer-plain = { $title } da { $merchant }: { $price }
market-not-cheaper = Ho confrontato i prezzi in rete e non ne ho trovato uno più basso per lo stesso articolo: { $title }, da noi { $price }.
market-code = Con il codice { $code } può avere un pezzo a { $price }: { $title }. Il codice è solo suo e vale 48 ore.
market-waits = Ho chiesto al responsabile del negozio riguardo a questo prezzo.
market-off = Mi dispiace, i nostri prezzi restano come sono.
market-already = Ha già un codice per questo articolo, oppure è già stato chiesto al responsabile.
market-refused = Mi dispiace, il nostro prezzo per questo articolo resta com'è.
market-unavailable = Mi dispiace, non sono riuscito a confrontare i prezzi con altri negozi.
market-approved = Buone notizie: il responsabile è d'accordo. Con il codice { $code } può avere un pezzo al prezzo di cui abbiamo parlato. Il codice è solo suo e vale 48 ore.
market-declined = Mi dispiace, il responsabile non ha accettato questo prezzo. Il nostro prezzo resta com'è.
promo-percent = Il codice { $code } toglie il { $percent } %.
promo-amount = Il codice { $code } toglie { $money }.
promo-shipping = Con il codice { $code } la spedizione è gratuita.
promo-buy-get = Con il codice { $code }, chi ne compra { $buy } ne riceve altri { $get } con il { $percent } % di sconto.
promo-buy-get-free = Con il codice { $code }, chi ne compra { $buy } ne riceve altri { $get } gratis.
promo-some-goods = Vale solo per una parte dei nostri articoli.
promo-minimum = Vale per ordini da { $money } in su.
promo-minimum-pieces = Vale da { $pieces } pezzi in su.
promo-once = Si può usare una volta.
promo-until = Vale fino a { $date }.
promo-how = Basta indicarlo al momento dell'ordine.
promo-unknown = Non conosco un codice { $code }, quindi non dà alcuno sconto.
promo-not-yet = Il codice { $code } non è ancora valido.
promo-expired = Il codice { $code } non è più valido.
promo-used-up = Il codice { $code } è già stato usato tutte le volte possibili.
promo-used-already = Ha già usato il codice { $code }.
offer = { $line }. { $title } – { $price }
offer-sold-out = { $line }. { $title } – { $price }, al momento non disponibile
offer-colours = { $line }. { $title } – { $price }, in { $colours }
offer-sizes = { $line }. { $title } – { $price }, { x-sizes } { $sizes }
offer-colours-sizes = { $line }. { $title } – { $price }, in { $colours }, { x-sizes } { $sizes }
piece = { $title }: il prezzo è { $price }.
piece-price = { $title }: il prezzo è { $price }.
piece-in-stock = Sì, { $title } è disponibile. Prezzo: { $price }.
piece-dearer = Non trovo niente sotto { $money }. La cosa più vicina che abbiamo è { $title }. Prezzo: { $price }.
piece-closest = La cosa più vicina che abbiamo è { $title }. Prezzo: { $price }.
piece-sold-out = Mi dispiace, { $title } al momento non è disponibile. Prezzo: { $price }.
piece-material = { $title } – composizione: { $text }
comes-in-colours = Abbiamo questo articolo in { $colours }.
comes-in-sizes = { $count ->
    [one] Abbiamo questo articolo nella taglia { $sizes }.
   *[other] Abbiamo questo articolo nelle taglie { $sizes }.
}
comes-in-both = Abbiamo questo articolo in { $colours }, { x-sizes } { $sizes }.
chosen = { $title }, prezzo { $price }
chosen-colour = { $title } in { $colours }, prezzo { $price }
chosen-size = { $title } nella taglia { $size }, prezzo { $price }
chosen-both = { $title } in { $colours }, taglia { $size }, prezzo { $price }
have = Sì, abbiamo { $piece }.
have-dearer = Non trovo niente sotto { $money }. La cosa più vicina che abbiamo è { $piece }.
last-one = È l'ultimo pezzo!
few-left = { $count ->
    [one] Ne resta solo { $count }.
   *[other] Ne restano solo { $count }.
}
sizes-in-stock = { $count ->
    [one] Taglia disponibile: { $sizes }.
   *[other] Taglie disponibili: { $sizes }.
}
colours-in-stock = { $count ->
    [one] Colore disponibile in questa taglia: { $colours }.
   *[other] Colori disponibili in questa taglia: { $colours }.
}
gone-both = Mi dispiace, { $title } in { $colour } non è disponibile nella taglia { $size }.
gone-colour = Mi dispiace, { $title } non è disponibile in { $colour }.
gone-size = Mi dispiace, { $title } non è disponibile nella taglia { $size }.
never-colour = Mi dispiace, { $title } non esiste in { $colour }.
never-size = Mi dispiace, { $title } non esiste nella taglia { $size }.
size-own = Le taglie di { $title } non indicano il loro sistema, quindi non posso dire con certezza quale sia la taglia { $size }.
sizes-own = Le taglie qui non indicano il loro sistema, quindi non posso dire con certezza quale sia la taglia { $size }.
size-usual = Nella maggior parte delle tabelle la più vicina è { x-sizes } { $sizes }, ma cambia da un produttore all'altro: La prego di confrontare.
left-in-colour = In { $colour } abbiamo { $count ->
    [one] la taglia { $sizes }.
   *[other] le taglie { $sizes }.
}
left-in-size = Nella taglia { $size } l'abbiamo in { $colours }, prezzo { $price }.
material = Composizione: { $text }
care = Cura: { $text }

## Aspettare ciò che è esaurito

piece-name = { $title }
piece-colour = { $title } in { $colours }
piece-size = { $title } nella taglia { $size }
piece-both = { $title } in { $colours }, taglia { $size }
offer-to-write = Vuole che le scriva quando sarà di nuovo disponibile?
will-write = Le scriverò qui appena { $piece } sarà di nuovo disponibile. Vale fino al giorno { $date }.
still-write = È già annotato: le scriverò qui appena { $piece } sarà di nuovo disponibile, fino al giorno { $date }.
back-in-stock = Buone notizie: { $piece } è di nuovo disponibile, prezzo { $price }. Mi aveva chiesto di scriverle.

## Consigli

taste-because = Ha comprato { $piece }. Questo è simile e disponibile:
taste-because-new = Ha comprato { $piece }. Questo è arrivato da poco ed è simile:
taste-bestsellers = Non conosco ancora i suoi gusti. Questo è ciò che si è venduto di più negli ultimi { $days } giorni:
taste-new = Questo è arrivato per ultimo:
taste-ask = Mi dica una taglia, un colore o un'occasione e cerco meglio.
remembered-left-out = Ho lasciato fuori ciò che contiene un materiale che le dà allergia.
remembered-all-left-out = Quello che abbiamo contiene un materiale che le dà allergia, quindi preferisco non proporglielo. Cerco qualcos'altro?
remembered-harms = Tenga presente che contiene un materiale che, come ci ha detto, le dà allergia.
remembered-noted = Grazie, buono a sapersi.
goes-with = Chi ha comprato { $piece } ha preso anche:
goes-with-look = Questo starebbe bene con { $piece }:

## The code that proves who somebody is, by e-mail

code-mail-subject = Il tuo codice per { $shop }
code-mail = { $code } è il tuo codice.
code-mail-life = Vale dieci minuti, e solo nella conversazione in cui è stato chiesto.
code-mail-why = Ricevi questa e-mail perché qualcuno scrive a { $shop } e dice di essere te.
code-mail-not-you = Se non sei tu, non devi fare nulla. Non dire il codice a nessuno.
code-not-sent = Non sono riuscito a inviare l’e-mail con il codice, quindi se ne occupa una persona. Ti risponderà qui.

## Modifiche di ordini

act-cancel-would = L'ordine { $order } verrebbe annullato.
act-cancel-done = L'ordine { $order } è annullato.
act-nothing-paid = Non è stato pagato nulla.
act-back = Le vengono restituiti { $parts }.
act-part-back-days = { $money } su { $method } entro 5–7 giorni lavorativi
act-part-back-now = { $money } su { $method } subito
act-part-back-paid = { $money } con lo stesso metodo usato per pagare
act-return = Restituisce { $items } dell'ordine { $order }.
act-return-now = Quando sarà arrivato, { $money } vanno subito su { $method }.
act-return-days = Quando sarà arrivato, { $money } vanno su { $method } entro 5–7 giorni lavorativi.
act-return-unpaid = Quando sarà arrivato, { $money } non saranno più da pagare.
act-return-paid = Quando sarà arrivato, { $money } tornano con lo stesso metodo usato per pagare.
act-address-would = L'ordine { $order } verrebbe spedito a: { $address }.
act-address-done = L'ordine { $order } verrà spedito a: { $address }.
act-pay-would = L'ordine { $order } verrebbe pagato invece con { $method }: { $money } vengono addebitati lì e restituiti dove erano stati pagati.
act-pay-done = L'ordine { $order } è ora pagato con { $method }: { $money } vengono addebitati lì e restituiti dove erano stati pagati.
act-swap-exchange-one-would = Nell'ordine { $order } verrebbe cambiato un articolo: { $changes }.
act-swap-exchange-one-done = Nell'ordine { $order } viene cambiato un articolo: { $changes }.
act-swap-change-one-would = Nell'ordine { $order } verrebbe modificato un articolo: { $changes }.
act-swap-change-one-done = Nell'ordine { $order } è stato modificato un articolo: { $changes }.
act-swap-exchange-more-would = Nell'ordine { $order } verrebbero cambiati questi articoli: { $changes }.
act-swap-exchange-more-done = Nell'ordine { $order } vengono cambiati questi articoli: { $changes }.
act-swap-change-more-would = Nell'ordine { $order } verrebbero modificati questi articoli: { $changes }.
act-swap-change-more-done = Nell'ordine { $order } sono stati modificati questi articoli: { $changes }.
act-part-change = { $item } con { $new }
act-part-changes = { $first }; { $rest }
act-price-same = Il prezzo resta lo stesso.
act-price-more = Vengono addebitati { $money } in più su { $method }.
act-price-more-shop = Restano da pagare { $money } in più; il negozio Le dirà come.
act-price-less = { $money } tornano su { $method }.
act-price-less-unpaid = Restano da pagare { $money } in meno.
act-price-less-paid = { $money } tornano con lo stesso metodo usato per pagare.
act-only-once = Si può fare una volta sola.
act-done = Fatto.
act-owner-first = Il titolare del negozio deve prima acconsentire, e gli è stato chiesto:
act-owner-after = Le risponderemo qui.
act-owner-agreed = Il titolare del negozio è d'accordo, ed è fatto.
act-owner-declined = Mi dispiace, il titolare del negozio non ha accettato questa modifica. Non è stato cambiato nulla.
act-own-address-would = Il Suo indirizzo diventerebbe: { $address }.
act-own-address-done = Il Suo indirizzo ora è: { $address }.
act-shall-i = Procedo?
act-yes-or-no = Risponda sì o no, per favore.
act-ask-owner = Il titolare del negozio deve acconsentire. Devo chiederglielo?
act-rivals = Per uno stesso ordine è possibile solo una delle due cose: un reso o un cambio. Quale faccio, la prima o la seconda?
act-changed-meanwhile = Nel frattempo qualcosa è cambiato, perciò lo ripeto.
act-could-not = Non ci sono riuscito; non è stato cambiato nulla.
act-which-cancel = Quale ordine devo annullare?
act-which-order = Di quale ordine si tratta?
act-option-order = { $n }. Ordine { $order }: { $items }
act-option-item = { $n }. { $item } dell'ordine { $order }
act-option = { $n }. { $what }
act-which-instead = Quale { $title } desidera al suo posto? Disponibili:
act-which-mean = Quale { $title } intende?
act-refund-where = Dove deve andare il rimborso?
act-which-method = Quale metodo di pagamento devo usare?
act-why = Posso chiederLe il motivo: non serve più, o è stato ordinato per errore?
act-address-which = A quale indirizzo? Scriva via, città e CAP, oppure dica quale di quelli noti.
act-address-before = Intende l'indirizzo che ha già confermato: { $address }? Se è un altro, lo scriva per intero, per favore.
act-items-return = Quali articoli desidera restituire?
act-items = Di quali articoli si tratta?
act-whole-only = Non si può annullare un solo articolo, ma solo l'intero ordine con tutto ciò che contiene.
act-cancel-instead = Questo ordine non è ancora stato spedito, quindi non c'è nulla da restituire; può essere annullato per intero.
act-return-instead = Questo ordine è già stato consegnato, quindi può essere restituito, non annullato.
act-not-understood = Non sono sicuro di aver capito. Che cosa desidera che faccia?
act-given-up = Non riesco ad andare avanti, quindi subentra una persona.
act-found = Grazie, ho trovato il Suo account. Che cosa posso fare per Lei?
act-left-as-it-is = Va bene, resta tutto com'è.
act-anything-else = Va bene. Posso fare altro per Lei?
act-nothing-fits = Non vedo nessun Suo ordine per cui sia possibile.
act-not-like-that = { $title } non è disponibile così.
act-too-dear = Costerebbe { $money } in più.
act-no-other-method = Nel Suo account non è salvato nessun altro metodo di pagamento.
act-sent-cancel = L'ordine { $order } è già in spedizione, quindi non può più essere annullato.
act-came-cancel = L'ordine { $order } è già stato consegnato, quindi non può più essere annullato.
act-sent-change = L'ordine { $order } è già in spedizione, quindi non può più essere modificato.
act-came-change = L'ordine { $order } è già stato consegnato, quindi non può più essere modificato.
act-then-return = Quando sarà arrivato, potrà restituirlo.
act-way-return = L'ordine { $order } è ancora in viaggio; quando sarà arrivato, potrà essere restituito.
act-way-exchange = L'ordine { $order } è ancora in viaggio; quando sarà arrivato, potrà essere cambiato.
act-cancelled-already = L'ordine { $order } è già annullato.
act-rule-unknown = Non trovo questo ordine tra i Suoi.
act-rule-not-pending = Solo un ordine ancora in attesa può essere modificato o annullato.
act-rule-not-delivered = Solo un ordine consegnato può essere restituito o cambiato.
act-rule-items-changed = Gli articoli di questo ordine sono già stati modificati; non può più essere modificato né annullato.
act-rule-requested = Per questo ordine è già stato chiesto un reso o un cambio; ce ne può essere solo uno.
act-rule-reason = Un ordine può essere annullato perché non serve più o è stato fatto per errore, non per altri motivi.
act-rule-nothing-named = Dica, per favore, di quali articoli si tratta.
act-rule-not-in-order = Questo ordine non contiene quell'articolo, o non così tanti.
act-rule-other-product = Un articolo può essere cambiato solo con un'altra variante dello stesso prodotto.
act-rule-same-variant = Il nuovo articolo deve essere diverso dal precedente.
act-rule-variant-gone = L'articolo desiderato al suo posto non è disponibile.
act-rule-method-unknown = Questo metodo di pagamento non è salvato nel Suo account.
act-rule-gift-card-short = Il saldo della carta regalo non copre l'importo.
act-rule-refund-method = Il rimborso può andare al metodo con cui l'ordine è stato pagato, o a una carta regalo salvata nel Suo account.
act-rule-window = Il termine per restituire o cambiare questo ordine è scaduto.
act-rule-address-missing = Indichi l'indirizzo completo, per favore.
act-rule-owner = Questo tipo di modifica lo fa una persona del nostro team.
act-rule-owner-days = Così tanto tempo dopo la consegna decide una persona del nostro team.
act-tracking = Il numero di tracciamento dell'ordine { $order } è { $tracking }.
act-no-tracking = L'ordine { $order } non ha un numero di tracciamento.
act-who = Volentieri. Prima devo trovare il Suo account: mi dica il Suo indirizzo e-mail, o nome e cognome e CAP.
act-who-again = Non trovo nessun account con questi dati. Controlli, o mi dica il Suo indirizzo e-mail, o nome e cognome e CAP.
act-who-code = Grazie. E qual è il Suo CAP?
act-who-name = Grazie. E qual è il Suo nome completo?
act-stage-pending = L'ordine { $order } è in attesa: non è ancora stato spedito.
act-stage-changed = L'ordine { $order } è in attesa, con gli articoli modificati.
act-stage-sent = L'ordine { $order } è in viaggio: è stato elaborato e non può più essere modificato.
act-stage-delivered = L'ordine { $order } è consegnato.
act-stage-return = L'ordine { $order } è consegnato, ed è stato chiesto un reso o un cambio.
act-code-coming = Se questo appartiene a uno dei nostri clienti, un codice è in arrivo all'indirizzo e-mail che abbiamo (ne inviamo al massimo alcuni all'ora).
act-code-digits = Mi dica le sei cifre, per favore.
act-code-first = Prima di cambiare qualcosa, mi assicuro che sia Lei: un codice è in arrivo all'indirizzo e-mail che abbiamo.
act-code-right = Grazie, il codice è corretto.
act-code-no-mail = Per essere sicuro di chi Lei sia dovrei inviarLe un codice via e-mail, e al momento non posso.
act-code-again = Se questo appartiene a uno dei nostri clienti, un altro codice è in arrivo.
act-code-another = Un altro codice è in arrivo.
act-code-earlier = Quello precedente non vale più.
act-code-too-many = Per ora non posso inviare altri codici.
act-code-expired = Quel codice non vale più: un codice dura dieci minuti. Ne invio un altro?
act-code-void = Non era nemmeno questo il codice, e ora non vale più.
act-code-what-now = Che cosa desidera che faccia?
act-code-no-access = Posso inviare un codice solo all'indirizzo e-mail che abbiamo.
act-code-six = Il codice ha sei cifre. Me le dica tutte, come sono nell'e-mail.
act-code-only = Posso continuare solo con le sei cifre dell'e-mail. Può essere nella cartella spam. Dica «di nuovo» per un altro codice, o «una persona» se non può accedere a quella casella.
act-code-given-up = Senza il codice non posso andare avanti.
act-code-wrong = Non è questo il codice. Guardi di nuovo l'e-mail più recente; restano { $n } tentativi.
act-code-wrong-once = Non è questo il codice. Guardi di nuovo l'e-mail più recente; resta un tentativo.
