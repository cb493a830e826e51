# Spanish. A product's name takes no gender here: sentences are built so that none is needed.

x-sizes = { $count ->
    [one] talla
   *[other] tallas
}
x-working-days = { $count ->
    [one] día laborable
   *[other] días laborables
}

## Lists, days and times

and = { $first } y { $last }
or = { $first } o { $last }
and-more = { $items } y más
today = hoy
tomorrow = mañana
on-date = el { $date }
days = De { $from } a { $to }
span = de { $from } a { $to }
range = { $from } a { $to }

## Talk

hello-name = ¡Hola, { $name }!
hello = ¡Hola!
how-can-i-help = ¿En qué puedo ayudarle?
    .b = ¿Qué puedo hacer por usted?
    .c = ¡Gracias por escribirnos! ¿En qué puedo ayudarle?
bye = De acuerdo. Escríbanos cuando lo necesite.
    .b = Muy bien, aquí estoy si necesita algo más.
welcome = ¡De nada!
    .b = ¡Con mucho gusto!
    .c = ¡A usted! Escríbanos si necesita algo más.
bot = Soy el asistente de la tienda, un programa informático. Si prefiere escribir con una persona, dígamelo.
refusal = Solo puedo ayudarle con nuestra tienda: nuestros productos, sus pedidos, los envíos y las devoluciones. ¿Puedo ayudarle con algo de eso?
    .b = Lo siento, con eso no puedo ayudarle. Estoy aquí para nuestros productos, los pedidos, los envíos y las devoluciones.
which-more = ¿Sobre cuál le gustaría saber más?
opt-out-stop = Entendido. Responda STOP y no recibirá más mensajes nuestros por aquí.
opt-out = Entendido, no le enviaremos más novedades.
news-none = Entendido: no recibirá más novedades ni ofertas nuestras.
news-none-already = No recibe novedades ni ofertas nuestras: ya está anotado.
news-stop = Para no recibir ningún mensaje, responda STOP.
news-ask = ¿Anoto que desea recibir aquí nuestras novedades y ofertas? Puede terminarlo cuando quiera. Responda sí o no, por favor.
news-wanted = Gracias, queda anotado: recibirá aquí nuestras novedades y ofertas. Para terminarlo, escriba simplemente que no quiere más novedades.
news-wanted-already = Recibe aquí nuestras novedades y ofertas: ya está anotado.
feedback-lovely = ¡Muchas gracias, nos alegra mucho leerlo!
    .b = Nos hace muy felices. ¡Gracias por contárnoslo!
feedback = Gracias por contárnoslo.
own = { $text }
own-quoted = En palabras de la tienda: «{ $text }»

## A person takes over

plainest = Voy a pedir a una persona que le ayude con esto. Le responderá por aquí.
when-soon = Le responderá por aquí en cuanto pueda.
when-open = Le responderá por aquí en cuanto pueda; hoy abrimos hasta las { $time }.
when-closed = Ahora mismo la tienda está cerrada; le responderá por aquí cuando abramos, { $day } a las { $time }.
person-asked-for = Por supuesto, aviso a una persona de nuestro equipo.
person-urgent-too = Como es urgente, también he avisado a una persona de nuestro equipo.
person-urgent = Veo que es urgente: ya he avisado a una persona de nuestro equipo.
person-upset-too = Siento las molestias. He pedido a una persona de nuestro equipo que lo revise con usted.
person-upset = Lo siento, entiendo que es muy molesto. He pedido a una persona de nuestro equipo que se encargue.
person-complaint = Lo siento mucho. He pasado todo lo que ha escrito a una persona de nuestro equipo.
    .b = Lo siento, esto no debería ocurrir. Una persona de nuestro equipo ya tiene su mensaje.
person-legal = Gracias por avisarnos. He pasado su mensaje a la persona responsable de la tienda.
person-safety = Lo siento muchísimo y espero que se encuentre bien. Si alguien necesita atención médica, llame a un médico o a los servicios de emergencia. He avisado con prioridad a una persona de nuestro equipo.
person-repeated = Parece que no le estoy ayudando con esto, lo siento. Aviso a una persona de nuestro equipo.
person-unsure = No tengo la seguridad de haberlo entendido bien, así que aviso a una persona de nuestro equipo.
    .b = No quiero decirle nada equivocado, así que aviso a una persona de nuestro equipo.
person-unproved = Quiero que reciba la respuesta correcta, así que aviso a una persona de nuestro equipo.
person-picture = ¡Gracias por la foto! Todavía no puedo valorar imágenes, así que la verá una persona de nuestro equipo.
person-voice = ¡Gracias! Todavía no puedo escuchar mensajes de voz, así que lo escuchará una persona de nuestro equipo. También puede escribirme.
person-file = ¡Gracias! Todavía no puedo abrir ese archivo, así que lo verá una persona de nuestro equipo.
person-agent-off = De esto se ocupa una persona de nuestro equipo; ya le he pasado su mensaje.
person-order = Una persona de nuestro equipo se encarga a partir de aquí.
person-rest = Para lo demás, aviso a una persona de nuestro equipo.
person = De eso tiene que encargarse una persona de nuestro equipo; ya la aviso.
    .b = Eso no puedo hacerlo yo, pero sí una persona de nuestro equipo. Ya le he pasado su mensaje.

## Opening hours and contact

open-now = Ahora está abierto, hoy hasta las { $time }.
closed-now-until = Ahora está cerrado; volvemos a abrir { $day } a las { $time }.
closed-now = Ahora está cerrado.
closed-tomorrow = Lo siento, mañana cerramos.
open-tomorrow = Mañana abrimos { $spans }.
reopens = Volvemos a abrir { $day } a las { $time }.
closed-weekday = Lo siento, el { $weekday } cerramos.
open-weekday = El { $weekday } abrimos { $spans }.
hours = Nuestro horario:
hours-open = { $days }: { $spans }
hours-closed = { $days }: cerrado
address = Nos encontrará en: { $address }
    .b = Nuestra tienda está en: { $address }
reach = Puede { $ways }.
call = llamarnos al { $to }
write = escribirnos a { $to }

## Shipping and returns

free = gratis
zone = { $cost }, { $days } { x-working-days }
zone-free-from = { $cost }, { $days } { x-working-days }, gratis a partir de { $free }
ships-to = Sí, hacemos envíos a { $country }: { $zone }.
ships-not-to = Lo siento, no hacemos envíos a { $country }.
ships-where = Nuestros destinos: { $zones }.
shipping = Esto cuestan los envíos:
shipping-zone = { $country }: { $zone }
shipping-one = Envío a { $country }: { $zone }.
return-window = Puede devolver sus artículos dentro de los { $days } días siguientes a la entrega.
    .b = Tiene { $days } días desde la entrega para devolver un artículo.
returns-free = La devolución es gratis.
return-cost = La devolución cuesta { $cost }.
refund-days = El reembolso tarda { $days } { x-working-days } desde que recibimos el paquete.
exchanges = También es posible cambiar artículos.

## Orders

order = pedido { $number }
order-with = pedido { $number } ({ $titles })
order-of = { $number } (realizado el { $date })
several-orders = Tiene más de un pedido en curso con nosotros.
which-order = ¿A qué pedido se refiere: { $orders }?
no-orders = No encuentro ningún pedido con el número desde el que escribe. ¿Podría enviarme su número de pedido?
order-not-found = No encuentro el pedido { $numbers } con el número desde el que escribe. ¿Podría comprobarlo? Si lo hizo con otro teléfono, escríbanos desde ese, por favor.
order-placed-on = Hemos recibido su { $order }, realizado el { $date }. Todavía no ha salido.
order-placed = Hemos recibido su { $order }. Todavía no ha salido.
order-preparing = Estamos preparando su { $order } en este momento; todavía no ha salido.
order-shipped = Su { $order } ya ha salido.
order-out-with = Su { $order } está en reparto con { $carrier }.
order-out = Su { $order } está en reparto.
order-failed-with = Su { $order } salió con { $carrier }, pero no se pudo entregar.
order-failed = Su { $order } salió, pero no se pudo entregar.
order-under-way-with = Buenas noticias: su { $order } está en camino con { $carrier }.
    .b = Su { $order } ha salido y está en camino con { $carrier }.
order-under-way = Buenas noticias: su { $order } está en camino.
    .b = Su { $order } ha salido y está en camino.
order-late = La entrega estaba prevista para el { $date }, así que va con retraso. ¡Disculpe las molestias!
order-expected = La entrega está prevista para el { $date }.
tracking = Número de seguimiento: { $number }
follow = Puede seguirlo aquí:
url = { $url }
order-delivered-on = Su { $order } se entregó el { $date }.
order-delivered = Su { $order } ya se entregó.
not-with-you = Si no lo tiene, dígamelo y pediré a alguien que lo revise.
order-cancelled-on = Su { $order } se canceló el { $date }.
order-cancelled = Su { $order } está cancelado.
order-returned-on = Su { $order } se devolvió el { $date }.
order-returned = Su { $order } se ha devuelto.
refunded = Se han reembolsado { $money }.
not-refunded = Todavía no se ha reembolsado.
refund-made = Se han reembolsado { $money } de su pedido { $number }. Cuándo lo verá en su cuenta depende de su banco.

## Products

which-one = ¿Cuál le gustaría?
which-piece = ¿A qué artículo se refiere? Dígame su nombre y lo busco.
what-kind = ¡Con mucho gusto le ayudo! ¿Qué está buscando, y en qué talla o color?
nothing-found = Lo siento, no encuentro nada así en nuestra tienda. ¿Podría describirlo con otras palabras?
    .b = Me temo que no tenemos nada así. ¿Puedo buscarle otra cosa?
nothing-cheaper = No tenemos nada como { $title } que cueste menos de { $money }.
good-choice = ¡Muy buena elección!
offers = Esto es lo que he encontrado para usted:
    .b = Quizá le guste alguno de estos artículos:
offers-other-colours = No lo encuentro en { $colour }, pero tenemos estos artículos en otros colores:
offers-dearer = No encuentro nada por menos de { $money }. Lo más parecido que tenemos:
offers-cheaper = No encuentro nada por más de { $money }. Lo más parecido que tenemos:
offers-closest = Lo más parecido que tenemos:
offers-other-sizes = No lo encuentro en la talla { $size }, pero tenemos estos artículos en otras tallas:
offers-near = No encuentro exactamente eso, pero esto se le parece:
offers-question = ¿Le gustaría saber más sobre alguno?
photo-alike = Esto es lo que más se parece a su foto:
photo-alike-one = Esto es lo que más se parece a su foto:
photo-sold-out = Lo que más se parece a su foto está agotado, lo siento:
photo-other-colour = No encuentro uno así en { $colour }, pero esto es lo que más se parece a su foto:
photo-other-size = No encuentro uno así en la talla { $size }, pero esto es lo que más se parece a su foto:
photo-dearer = No encuentro uno así por menos de { $money }, pero esto es lo que más se parece a su foto:
photo-near = No encuentro exactamente eso, pero esto es lo que más se parece a su foto:
photo-nothing = ¡Gracias por la foto! No encuentro nada parecido en nuestra tienda. ¿Qué está buscando?
photo-coming = Su foto todavía no me ha llegado. ¿Podría enviarla otra vez, o decirme qué se ve en ella?
photo-unreadable = Lo siento, no he podido ver su foto. ¿Podría enviarla otra vez como foto normal, o decirme qué está buscando?
market-offer = { $title } en { $merchant }: { $price } – { $url }
market-offer-plain = { $title } en { $merchant }: { $price }
market-not-cheaper = He comparado precios en internet y no he encontrado ninguno más bajo para el mismo artículo: { $title }, aquí { $price }.
market-code = Con el código { $code } puede comprar una unidad por { $price }: { $title }. El código es solo para usted y vale 48 horas.
market-waits = He preguntado por este precio al responsable de la tienda.
market-off = Lo siento, nuestros precios se quedan como están.
market-already = Ya tiene un código para este artículo, o ya se ha preguntado al responsable.
market-refused = Lo siento, nuestro precio para este artículo se queda como está.
market-unavailable = Lo siento, no he podido comparar precios con otras tiendas.
market-approved = Buenas noticias: el responsable está de acuerdo. Con el código { $code } puede comprar una unidad al precio del que hablamos. El código es solo para usted y vale 48 horas.
market-declined = Lo siento, el responsable no ha aceptado este precio. Nuestro precio se queda como está.
promo-percent = El código { $code } descuenta un { $percent } %.
promo-amount = El código { $code } descuenta { $money }.
promo-shipping = Con el código { $code } el envío es gratis.
promo-buy-get = Con el código { $code }, quien compra { $buy } recibe { $get } más con un { $percent } % de descuento.
promo-buy-get-free = Con el código { $code }, quien compra { $buy } recibe { $get } más gratis.
promo-some-goods = Solo vale para algunos de nuestros artículos.
promo-minimum = Vale para pedidos a partir de { $money }.
promo-minimum-pieces = Vale a partir de { $pieces } artículos.
promo-once = Se puede usar una vez.
promo-until = Vale hasta el { $date }.
promo-how = Basta con decirlo al hacer el pedido.
promo-unknown = No conozco ningún código { $code }, así que no descuenta nada.
promo-not-yet = El código { $code } todavía no es válido.
promo-expired = El código { $code } ya no es válido.
promo-used-up = El código { $code } ya se ha usado todas las veces posibles.
promo-used-already = Ya ha usado el código { $code }.
offer = { $line }. { $title } – { $price }
offer-sold-out = { $line }. { $title } – { $price }, sin existencias por el momento
offer-colours = { $line }. { $title } – { $price }, en { $colours }
offer-sizes = { $line }. { $title } – { $price }, { x-sizes } { $sizes }
offer-colours-sizes = { $line }. { $title } – { $price }, en { $colours }, { x-sizes } { $sizes }
piece = El precio de { $title } es de { $price }.
piece-price = El precio de { $title } es de { $price }.
piece-in-stock = Sí, tenemos { $title } en existencias por { $price }.
piece-dearer = No lo encuentro por menos de { $money }. Lo más parecido que tenemos es { $title } por { $price }.
piece-closest = Lo más parecido que tenemos es { $title } por { $price }.
piece-sold-out = Lo siento, por el momento no nos queda { $title } en existencias. El precio es de { $price }.
piece-material = { $title } – composición: { $text }
comes-in-colours = Lo tenemos en { $colours }.
comes-in-sizes = Lo tenemos en { x-sizes } { $sizes }.
comes-in-both = Lo tenemos en { $colours }, { x-sizes } { $sizes }.
chosen = { $title } por { $price }
chosen-colour = { $title } en { $colours } por { $price }
chosen-size = { $title } en la talla { $size } por { $price }
chosen-both = { $title } en { $colours }, talla { $size }, por { $price }
have = Sí, tenemos { $piece }.
have-dearer = No lo encuentro por menos de { $money }. Lo más parecido que tenemos es { $piece }.
last-one = ¡Es la última unidad!
few-left = { $count ->
    [one] Solo queda { $count } unidad.
   *[other] Solo quedan { $count } unidades.
}
sizes-in-stock = { $count ->
    [one] Talla disponible: { $sizes }.
   *[other] Tallas disponibles: { $sizes }.
}
colours-in-stock = { $count ->
    [one] Color disponible en esa talla: { $colours }.
   *[other] Colores disponibles en esa talla: { $colours }.
}
gone-both = Lo siento, { $title } en { $colour } no nos queda en la talla { $size }.
gone-colour = Lo siento, { $title } no nos queda en { $colour }.
gone-size = Lo siento, { $title } no nos queda en la talla { $size }.
never-colour = Lo siento, { $title } no existe en { $colour }.
never-size = Lo siento, { $title } no existe en la talla { $size }.
size-own = Las tallas de { $title } no indican su sistema, así que no puedo decir con seguridad cuál de ellas es la talla { $size }.
sizes-own = Las tallas de aquí no indican su sistema, así que no puedo decir con seguridad cuál de ellas es la talla { $size }.
size-usual = En la mayoría de las tablas lo más parecido es { x-sizes } { $sizes }, pero cada fabricante es distinto; compárelo, por favor.
left-in-colour = En { $colour } tenemos { x-sizes } { $sizes }.
left-in-size = En la talla { $size } lo tenemos en { $colours } por { $price }.
material = Composición: { $text }
care = Cuidado: { $text }

## Esperar lo agotado

piece-name = { $title }
piece-colour = { $title } en { $colours }
piece-size = { $title } en la talla { $size }
piece-both = { $title } en { $colours }, talla { $size }
offer-to-write = ¿Quiere que le escriba cuando vuelva a haber?
will-write = Le escribiré por aquí en cuanto { $piece } vuelva a estar disponible. Vale hasta el { $date }.
still-write = Ya lo tengo anotado: le escribiré por aquí en cuanto { $piece } vuelva a estar disponible, hasta el { $date }.
back-in-stock = Buenas noticias: { $piece } vuelve a estar disponible, por { $price }. Me pidió que le escribiera.

## Recomendaciones

taste-because = Usted compró { $piece }. Esto se le parece y está en existencias:
taste-because-new = Usted compró { $piece }. Esto ha llegado hace poco y se le parece:
taste-bestsellers = Aún no conozco su gusto. Esto es lo más vendido de los últimos { $days } días:
taste-new = Esto es lo último que ha llegado:
taste-ask = Dígame una talla, un color o una ocasión y busco mejor.
remembered-left-out = He dejado fuera lo que contiene algo que le da alergia.
remembered-all-left-out = Lo que tenemos de eso contiene algo que le da alergia, así que prefiero no proponérselo. ¿Le busco otra cosa?
remembered-harms = Tenga en cuenta que contiene algo que, según nos dijo, le da alergia.
remembered-noted = Gracias, es bueno saberlo.
goes-with = Quienes compraron { $piece } también se llevaron:
goes-with-look = Esto iría bien con { $piece }:

## The code that proves who somebody is, by e-mail

code-mail-subject = Su código para { $shop }
code-mail = { $code } es su código.
code-mail-life = Vale durante diez minutos y solo en la conversación en la que se pidió.
code-mail-why = Recibe este correo porque alguien escribe a { $shop } y dice ser usted.
code-mail-not-you = Si no es usted, no tiene que hacer nada. No le diga el código a nadie.
code-not-sent = No he podido enviar el correo con el código, así que se encarga una persona. Le responderá aquí.

## Cambios de pedidos

act-cancel-would = Se cancelaría el pedido { $order }.
act-cancel-done = El pedido { $order } está cancelado.
act-nothing-paid = No se ha pagado nada.
act-back = Se le devuelven { $parts }.
act-part-back-days = { $money } en { $method } en un plazo de 5 a 7 días laborables
act-part-back-now = { $money } en { $method } de inmediato
act-part-back-paid = { $money } por el mismo medio con que se pagó
act-return = Devuelve { $items } del pedido { $order }.
act-return-now = Cuando haya llegado, se abonan { $money } en { $method } de inmediato.
act-return-days = Cuando haya llegado, se abonan { $money } en { $method } en un plazo de 5 a 7 días laborables.
act-return-unpaid = Cuando haya llegado, { $money } ya no se tienen que pagar.
act-return-paid = Cuando haya llegado, se devuelven { $money } por el mismo medio con que se pagó.
act-address-would = El pedido { $order } se enviaría a: { $address }.
act-address-done = El pedido { $order } se enviará a: { $address }.
act-pay-would = El pedido { $order } se pagaría en su lugar con { $method }: { $money } se cobran ahí y se devuelven donde se pagaron.
act-pay-done = El pedido { $order } se paga ahora con { $method }: { $money } se cobran ahí y se devuelven donde se pagaron.
act-swap-exchange-one-would = En el pedido { $order } se cambiaría un artículo: { $changes }.
act-swap-exchange-one-done = En el pedido { $order } se cambia un artículo: { $changes }.
act-swap-change-one-would = En el pedido { $order } se modificaría un artículo: { $changes }.
act-swap-change-one-done = En el pedido { $order } se ha modificado un artículo: { $changes }.
act-swap-exchange-more-would = En el pedido { $order } se cambiarían estos artículos: { $changes }.
act-swap-exchange-more-done = En el pedido { $order } se cambian estos artículos: { $changes }.
act-swap-change-more-would = En el pedido { $order } se modificarían estos artículos: { $changes }.
act-swap-change-more-done = En el pedido { $order } se han modificado estos artículos: { $changes }.
act-part-change = { $item } por { $new }
act-part-changes = { $first }; { $rest }
act-price-same = El precio no cambia.
act-price-more = Se cobran { $money } más en { $method }.
act-price-more-shop = Hay que pagar { $money } más; la tienda le dirá cómo.
act-price-less = Se devuelven { $money } en { $method }.
act-price-less-unpaid = Hay que pagar { $money } menos.
act-price-less-paid = Se devuelven { $money } por el mismo medio con que se pagó.
act-only-once = Esto solo se puede hacer una vez.
act-done = Hecho.
act-owner-first = La persona responsable de la tienda tiene que aceptarlo antes, y se le ha preguntado:
act-owner-after = Le responderemos aquí.
act-owner-agreed = La persona responsable de la tienda está de acuerdo, y ya está hecho.
act-owner-declined = Lo siento, la persona responsable de la tienda no ha aceptado este cambio. No se ha cambiado nada.
act-own-address-would = Su dirección pasaría a ser: { $address }.
act-own-address-done = Su dirección es ahora: { $address }.
act-shall-i = ¿Lo hago?
act-yes-or-no = Responda sí o no, por favor.
act-ask-owner = La persona responsable de la tienda tiene que aceptarlo. ¿Le pregunto?
act-rivals = Para un mismo pedido solo es posible una de las dos cosas: una devolución o un cambio. ¿Cuál hago, la primera o la segunda?
act-changed-meanwhile = Algo ha cambiado entretanto, así que lo repito.
act-could-not = No he podido hacerlo; no se ha cambiado nada.
act-which-cancel = ¿Qué pedido cancelo?
act-which-order = ¿De qué pedido se trata?
act-option-order = { $n }. Pedido { $order }: { $items }
act-option-item = { $n }. { $item } del pedido { $order }
act-option = { $n }. { $what }
act-which-instead = ¿Qué { $title } prefiere en su lugar? Disponibles:
act-which-mean = ¿A qué { $title } se refiere?
act-refund-where = ¿Adónde debe ir el reembolso?
act-which-method = ¿Qué forma de pago uso?
act-why = ¿Puedo preguntar el motivo: ya no lo necesita o lo pidió por error?
act-address-which = ¿A qué dirección? Escriba la calle, la localidad y el código postal, o diga cuál de las conocidas.
act-address-before = ¿Se refiere a la dirección que confirmó antes: { $address }? Si es otra, escríbala completa, por favor.
act-items-return = ¿Qué artículos quiere devolver?
act-items = ¿De qué artículos se trata?
act-whole-only = No se puede cancelar un solo artículo, solo el pedido entero con todo lo que contiene.
act-cancel-instead = Este pedido aún no se ha enviado, así que no hay nada que devolver; se puede cancelar entero.
act-return-instead = Este pedido ya se ha entregado, así que se puede devolver, pero no cancelar.
act-not-understood = No estoy seguro de haberlo entendido. ¿Qué quiere que haga?
act-given-up = No puedo avanzar más aquí, así que sigue una persona.
act-found = Gracias, he encontrado su cuenta. ¿Qué puedo hacer por usted?
act-left-as-it-is = De acuerdo, todo se queda como está.
act-anything-else = De acuerdo. ¿Puedo hacer algo más por usted?
act-nothing-fits = No veo ningún pedido suyo para el que eso sea posible.
act-not-like-that = { $title } no está disponible así.
act-too-dear = Eso costaría { $money } más.
act-no-other-method = Su cuenta no tiene guardada otra forma de pago.
act-sent-cancel = El pedido { $order } ya se está enviando, así que ya no se puede cancelar.
act-came-cancel = El pedido { $order } ya se ha entregado, así que ya no se puede cancelar.
act-sent-change = El pedido { $order } ya se está enviando, así que ya no se puede modificar.
act-came-change = El pedido { $order } ya se ha entregado, así que ya no se puede modificar.
act-then-return = Cuando haya llegado, puede devolverlo.
act-way-return = El pedido { $order } aún está en camino; cuando haya llegado, se puede devolver.
act-way-exchange = El pedido { $order } aún está en camino; cuando haya llegado, se puede cambiar.
act-cancelled-already = El pedido { $order } ya está cancelado.
act-rule-unknown = No encuentro este pedido entre los suyos.
act-rule-not-pending = Solo se puede modificar o cancelar un pedido que aún esté pendiente.
act-rule-not-delivered = Solo se puede devolver o cambiar un pedido entregado.
act-rule-items-changed = Los artículos de este pedido ya se modificaron; ya no se puede modificar ni cancelar.
act-rule-requested = Ya se pidió una devolución o un cambio de este pedido; solo puede haber una.
act-rule-reason = Un pedido se puede cancelar porque ya no se necesita o porque se pidió por error, no por otro motivo.
act-rule-nothing-named = Diga, por favor, de qué artículos se trata.
act-rule-not-in-order = Este pedido no contiene ese artículo, o no tantos.
act-rule-other-product = Un artículo solo se puede cambiar por otra variante del mismo producto.
act-rule-same-variant = El artículo nuevo tiene que ser distinto del anterior.
act-rule-variant-gone = El artículo que se quiere en su lugar no está disponible.
act-rule-method-unknown = Esta forma de pago no está guardada en su cuenta.
act-rule-gift-card-short = El saldo de la tarjeta regalo no cubre el importe.
act-rule-refund-method = El reembolso puede ir al medio con que se pagó el pedido o a una tarjeta regalo guardada en su cuenta.
act-rule-window = El plazo para devolver o cambiar este pedido ha pasado.
act-rule-address-missing = Indique la dirección completa, por favor.
act-rule-owner = Este tipo de cambio lo hace una persona de nuestro equipo.
act-rule-owner-days = Tanto tiempo después de la entrega, lo decide una persona de nuestro equipo.
act-tracking = El número de seguimiento del pedido { $order } es { $tracking }.
act-no-tracking = El pedido { $order } no tiene número de seguimiento.
act-who = Con mucho gusto. Primero tengo que encontrar su cuenta: dígame su correo electrónico, o su nombre completo y código postal.
act-who-again = No encuentro ninguna cuenta con eso. Compruébelo, o dígame su correo electrónico, o su nombre completo y código postal.
act-who-code = Gracias. ¿Y cuál es su código postal?
act-who-name = Gracias. ¿Y cuál es su nombre completo?
act-stage-pending = El pedido { $order } está pendiente: aún no se ha enviado.
act-stage-changed = El pedido { $order } está pendiente, con sus artículos modificados.
act-stage-sent = El pedido { $order } está en camino: ya se ha procesado y no se puede modificar.
act-stage-delivered = El pedido { $order } se ha entregado.
act-stage-return = El pedido { $order } se ha entregado, y se ha pedido una devolución o un cambio.
act-code-coming = Si esto pertenece a uno de nuestros clientes, un código va de camino al correo electrónico que tenemos suyo (enviamos unos pocos por hora como mucho).
act-code-digits = Dígame sus seis cifras, por favor.
act-code-first = Antes de cambiar nada, compruebo que es usted: un código va de camino al correo electrónico que tenemos suyo.
act-code-right = Gracias, el código es correcto.
act-code-no-mail = Para saber con seguridad quién es tendría que enviarle un código por correo electrónico, y ahora no puedo enviar correos.
act-code-again = Si esto pertenece a uno de nuestros clientes, otro código va de camino.
act-code-another = Otro código va de camino.
act-code-earlier = El anterior ya no vale.
act-code-too-many = Por ahora no puedo enviar más códigos.
act-code-expired = Ese código ya no vale: un código dura diez minutos. ¿Envío otro?
act-code-void = Tampoco era ese el código, y ya no vale.
act-code-what-now = ¿Qué quiere que haga?
act-code-no-access = Solo puedo enviar un código al correo electrónico que tenemos.
act-code-six = El código tiene seis cifras. Dígamelas todas, como están en el correo.
act-code-only = Solo puedo seguir con las seis cifras del correo. Puede estar en la carpeta de spam. Diga «otra vez» para recibir otro código, o «una persona» si no puede entrar en ese buzón.
act-code-given-up = Sin el código no puedo seguir.
act-code-wrong = Ese no es el código. Mire otra vez el correo más reciente; quedan { $n } intentos.
act-code-wrong-once = Ese no es el código. Mire otra vez el correo más reciente; queda un intento.
