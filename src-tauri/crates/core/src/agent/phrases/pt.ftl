# Portuguese, in words of both sides of the ocean. A product's name takes no gender here.

x-sizes = { $count ->
    [one] tamanho
   *[other] tamanhos
}
x-working-days = { $count ->
    [one] dia útil
   *[other] dias úteis
}

## Lists, days and times

and = { $first } e { $last }
or = { $first } ou { $last }
and-more = { $items } e mais
today = hoje
tomorrow = amanhã
on-date = no dia { $date }
days = De { $from } a { $to }
span = das { $from } às { $to }
range = { $from } a { $to }

## Talk

hello-name = Olá, { $name }!
hello = Olá!
how-can-i-help = Em que posso ajudar?
    .b = O que posso fazer por si?
    .c = Obrigado pelo contacto! Em que posso ajudar?
bye = Combinado! Escreva quando precisar.
    .b = Está bem, estou aqui se precisar de mais alguma coisa.
welcome = De nada!
    .b = Com todo o gosto!
    .c = Sempre às ordens! Escreva se precisar de mais alguma coisa.
bot = Sou o assistente da loja, um programa de computador. Se preferir falar com uma pessoa, é só dizer.
refusal = Só posso ajudar com a nossa loja: os nossos artigos, os seus pedidos, envios e devoluções. Posso ajudar com algum destes assuntos?
    .b = Lamento, nisso não posso ajudar. Estou aqui para os nossos artigos, pedidos, envios e devoluções.
which-more = Sobre qual gostaria de saber mais?
opt-out-stop = Entendido. Responda STOP e não receberá mais mensagens nossas por aqui.
opt-out = Entendido, não enviaremos mais novidades.
news-none = Entendido: não vai receber mais novidades nem ofertas nossas.
news-none-already = Não recebe novidades nem ofertas nossas: já está anotado.
news-stop = Para não receber nenhuma mensagem, responda STOP.
news-ask = Devo anotar que deseja receber aqui as nossas novidades e ofertas? Pode terminar quando quiser. Responda sim ou não, por favor.
news-wanted = Obrigado, está anotado: vai receber aqui as nossas novidades e ofertas. Para terminar, basta escrever que não quer mais novidades.
news-wanted-already = Recebe aqui as nossas novidades e ofertas: já está anotado.
feedback-lovely = Muito obrigado, ficamos muito contentes!
    .b = Isso deixa-nos muito felizes. Obrigado por nos dizer!
feedback = Obrigado por nos dizer.
own = { $text }
own-quoted = Nas palavras da loja: “{ $text }”

## A person takes over

plainest = Vou pedir a uma pessoa que ajude com isto. A resposta chega por aqui.
when-soon = A resposta chega por aqui assim que possível.
when-open = A resposta chega por aqui assim que possível; hoje estamos abertos até às { $time }.
when-closed = Neste momento estamos fechados; a resposta chega por aqui depois de abrirmos, { $day } às { $time }.
person-asked-for = Claro, vou chamar uma pessoa da nossa equipa.
person-urgent-too = Como é urgente, também avisei uma pessoa da nossa equipa.
person-urgent = Vejo que é urgente: já avisei uma pessoa da nossa equipa.
person-upset-too = Lamento o incómodo. Pedi a uma pessoa da nossa equipa que veja isto consigo.
person-upset = Lamento, percebo que isto é muito aborrecido. Pedi a uma pessoa da nossa equipa que trate do assunto.
person-complaint = Lamento muito. Passei tudo o que escreveu a uma pessoa da nossa equipa.
    .b = Lamento, isto não devia acontecer. Uma pessoa da nossa equipa já tem a sua mensagem.
person-legal = Obrigado por nos avisar. Passei a sua mensagem à pessoa responsável pela loja.
person-safety = Lamento muito e espero que esteja bem. Se alguém precisar de cuidados médicos, ligue para um médico ou para a emergência. Avisei com prioridade uma pessoa da nossa equipa.
person-repeated = Parece que não estou a conseguir ajudar, lamento. Vou chamar uma pessoa da nossa equipa.
person-unsure = Não tenho a certeza de ter percebido bem, por isso vou chamar uma pessoa da nossa equipa.
    .b = Não quero dizer nada errado, por isso vou chamar uma pessoa da nossa equipa.
person-unproved = Quero que receba a resposta certa, por isso vou chamar uma pessoa da nossa equipa.
person-picture = Obrigado pela foto! Ainda não consigo avaliar imagens, por isso uma pessoa da nossa equipa vai ver.
person-voice = Obrigado! Ainda não consigo ouvir mensagens de voz, por isso uma pessoa da nossa equipa vai ouvir. Também me pode escrever.
person-file = Obrigado! Ainda não consigo abrir esse ficheiro, por isso uma pessoa da nossa equipa vai ver.
person-agent-off = A isto responde uma pessoa da nossa equipa; já passei a sua mensagem.
person-order = A partir daqui trata disso uma pessoa da nossa equipa.
person-rest = Para o resto, vou chamar uma pessoa da nossa equipa.
person = Isso tem de ser feito por uma pessoa da nossa equipa; já passei o pedido.
    .b = Isso não consigo fazer, mas uma pessoa da nossa equipa consegue. Já passei a sua mensagem.

## Opening hours and contact

open-now = Estamos abertos agora, hoje até às { $time }.
closed-now-until = Neste momento estamos fechados e voltamos a abrir { $day } às { $time }.
closed-now = Neste momento estamos fechados.
closed-tomorrow = Lamento, amanhã estamos fechados.
open-tomorrow = Amanhã estamos abertos { $spans }.
reopens = Voltamos a abrir { $day } às { $time }.
closed-weekday = Lamento, { $on } estamos fechados.
open-weekday = Estamos abertos { $on } { $spans }.
hours = O nosso horário:
hours-open = { $days }: { $spans }
hours-closed = { $days }: fechado
address = Encontra-nos em: { $address }
    .b = A nossa loja fica em: { $address }
reach = Pode { $ways }.
call = ligar para { $to }
write = escrever para { $to }

## Shipping and returns

free = grátis
zone = { $cost }, { $days } { x-working-days }
zone-free-from = { $cost }, { $days } { x-working-days }, grátis a partir de { $free }
ships-to = Sim, enviamos para lá. { $country }: { $zone }.
ships-not-to = Lamento, não enviamos para esse país ({ $country }).
ships-where = Os nossos destinos: { $zones }.
shipping = Estes são os custos de envio:
shipping-zone = { $country }: { $zone }
shipping-one = Envio – { $country }: { $zone }.
return-window = Pode devolver artigos até { $days } dias após a entrega.
    .b = Tem { $days } dias após a entrega para devolver um artigo.
returns-free = A devolução é grátis.
return-cost = A devolução custa { $cost }.
refund-days = O reembolso demora { $days } { x-working-days } depois de a encomenda voltar a chegar até nós.
exchanges = Também é possível trocar artigos.

## Orders

order = pedido { $number }
order-with = pedido { $number } ({ $titles })
order-of = { $number } (feito no dia { $date })
several-orders = Tem mais do que um pedido em curso connosco.
which-order = A que pedido se refere: { $orders }?
no-orders = Não encontro nenhum pedido para o número de onde está a escrever. Pode enviar-me o número do pedido?
order-not-found = Não encontro o pedido { $numbers } para o número de onde está a escrever. Pode confirmar o número? Se fez o pedido com outro telefone, escreva-nos a partir desse, por favor.
order-placed-on = Recebemos o seu { $order }, feito no dia { $date }. Ainda não foi enviado.
order-placed = Recebemos o seu { $order }. Ainda não foi enviado.
order-preparing = Estamos a preparar o seu { $order } neste momento; ainda não foi enviado.
order-shipped = O seu { $order } já foi enviado.
order-out-with = O seu { $order } saiu para entrega com a transportadora { $carrier }.
order-out = O seu { $order } saiu para entrega.
order-failed-with = O seu { $order } foi enviado com a transportadora { $carrier }, mas não foi possível entregar.
order-failed = O seu { $order } foi enviado, mas não foi possível entregar.
order-under-way-with = Boas notícias: o seu { $order } está a caminho com a transportadora { $carrier }.
    .b = O seu { $order } foi enviado e está a caminho com a transportadora { $carrier }.
order-under-way = Boas notícias: o seu { $order } está a caminho.
    .b = O seu { $order } foi enviado e está a caminho.
order-late = Devia ter chegado no dia { $date }, por isso está atrasado. Pedimos desculpa!
order-expected = A entrega está prevista para o dia { $date }.
tracking = Código de rastreio: { $number }
follow = Pode acompanhar aqui:
url = { $url }
order-delivered-on = O seu { $order } foi entregue no dia { $date }.
order-delivered = O seu { $order } foi entregue.
not-with-you = Se não o tiver consigo, diga-me e peço a alguém que verifique.
order-cancelled-on = O seu { $order } foi cancelado no dia { $date }.
order-cancelled = O seu { $order } foi cancelado.
order-returned-on = O seu { $order } foi devolvido no dia { $date }.
order-returned = O seu { $order } foi devolvido.
refunded = Já foi feito o reembolso de { $money }.
not-refunded = Ainda não foi reembolsado.
refund-made = Já foi feito o reembolso de { $money } do seu pedido { $number }. Quando aparece na conta depende do seu banco.

## Products

which-one = Qual gostaria?
which-piece = A que artigo se refere? Diga-me o nome e eu procuro.
what-kind = Com todo o gosto! O que procura, e em que tamanho ou cor?
nothing-found = Lamento, não encontro nada assim na nossa loja. Pode descrever por outras palavras?
    .b = Receio que não tenhamos nada assim. Posso procurar outra coisa?
nothing-cheaper = Não temos nada como { $title } que custe menos de { $money }.
good-choice = Ótima escolha!
offers = Foi isto que encontrei:
    .b = Talvez goste de um destes artigos:
offers-other-colours = Não encontro isso em { $colour }, mas temos estes artigos noutras cores:
offers-dearer = Não encontro nada por menos de { $money }. O mais parecido que temos:
offers-cheaper = Não encontro nada por mais de { $money }. O mais parecido que temos:
offers-closest = O mais parecido que temos:
offers-other-sizes = Não encontro isso no tamanho { $size }, mas temos estes artigos noutros tamanhos:
offers-near = Não encontro exatamente isso, mas isto é parecido:
offers-question = Gostaria de saber mais sobre algum?
photo-alike = Isto é o mais parecido com a sua foto:
photo-alike-one = Isto é o mais parecido com a sua foto:
photo-sold-out = O mais parecido com a sua foto está esgotado, lamento:
photo-other-colour = Não encontro um assim em { $colour }, mas isto é o mais parecido com a sua foto:
photo-other-size = Não encontro um assim no tamanho { $size }, mas isto é o mais parecido com a sua foto:
photo-dearer = Não encontro um assim por menos de { $money }, mas isto é o mais parecido com a sua foto:
photo-near = Não encontro exatamente isso, mas isto é o mais parecido com a sua foto:
photo-nothing = Obrigado pela foto! Não encontro nada parecido na nossa loja. O que procura?
photo-coming = A sua foto ainda não me chegou. Pode enviá-la outra vez, ou dizer-me o que mostra?
photo-unreadable = Lamento, não consegui ver a sua foto. Pode enviá-la outra vez como foto normal, ou dizer-me o que procura?
market-offer = { $title } em { $merchant }: { $price } – { $url }
market-offer-plain = { $title } em { $merchant }: { $price }
market-not-cheaper = Comparei os preços na internet e não encontrei nenhum mais baixo para o mesmo artigo: { $title }, aqui { $price }.
market-code = Com o código { $code } pode comprar uma unidade por { $price }: { $title }. O código é só seu e vale 48 horas.
market-waits = Perguntei ao responsável da loja por este preço.
market-off = Lamento, os nossos preços ficam como estão.
market-already = Já tem um código para este artigo, ou o responsável já foi consultado.
market-refused = Lamento, o nosso preço para este artigo fica como está.
market-unavailable = Lamento, não consegui comparar os preços com outras lojas.
market-approved = Boas notícias: o responsável concordou. Com o código { $code } pode comprar uma unidade pelo preço de que falámos. O código é só seu e vale 48 horas.
market-declined = Lamento, o responsável não aceitou este preço. O nosso preço fica como está.
promo-percent = O código { $code } desconta { $percent } %.
promo-amount = O código { $code } desconta { $money }.
promo-shipping = Com o código { $code }, o envio é grátis.
promo-buy-get = Com o código { $code }, quem compra { $buy } recebe mais { $get } com { $percent } % de desconto.
promo-buy-get-free = Com o código { $code }, quem compra { $buy } recebe mais { $get } grátis.
promo-some-goods = Só vale para alguns dos nossos artigos.
promo-minimum = Vale para encomendas a partir de { $money }.
promo-minimum-pieces = Vale a partir de { $pieces } peças.
promo-once = Pode ser usado uma vez.
promo-until = Vale até { $date }.
promo-how = Basta indicá-lo ao encomendar.
promo-unknown = Não conheço nenhum código { $code }, por isso não dá desconto.
promo-not-yet = O código { $code } ainda não é válido.
promo-expired = O código { $code } já não é válido.
promo-used-up = O código { $code } já foi usado todas as vezes possíveis.
promo-used-already = Já usou o código { $code }.
offer = { $line }. { $title } – { $price }
offer-sold-out = { $line }. { $title } – { $price }, indisponível de momento
offer-colours = { $line }. { $title } – { $price }, em { $colours }
offer-sizes = { $line }. { $title } – { $price }, { x-sizes } { $sizes }
offer-colours-sizes = { $line }. { $title } – { $price }, em { $colours }, { x-sizes } { $sizes }
piece = O preço de { $title } é { $price }.
piece-price = O preço de { $title } é { $price }.
piece-in-stock = Sim, temos { $title } disponível por { $price }.
piece-dearer = Não encontro nada por menos de { $money }. O mais parecido que temos é { $title } por { $price }.
piece-closest = O mais parecido que temos é { $title } por { $price }.
piece-sold-out = Lamento, { $title } não está disponível de momento. O preço é { $price }.
piece-material = { $title } – composição: { $text }
comes-in-colours = Temos este artigo em { $colours }.
comes-in-sizes = { $count ->
    [one] Temos este artigo no tamanho { $sizes }.
   *[other] Temos este artigo nos tamanhos { $sizes }.
}
comes-in-both = Temos este artigo em { $colours }, { x-sizes } { $sizes }.
chosen = { $title } por { $price }
chosen-colour = { $title } em { $colours } por { $price }
chosen-size = { $title } no tamanho { $size } por { $price }
chosen-both = { $title } em { $colours }, tamanho { $size }, por { $price }
have = Sim, temos { $piece }.
have-dearer = Não encontro nada por menos de { $money }. O mais parecido que temos é { $piece }.
last-one = É a última unidade!
few-left = { $count ->
    [one] Só resta { $count } unidade.
   *[other] Só restam { $count } unidades.
}
sizes-in-stock = { $count ->
    [one] Tamanho disponível: { $sizes }.
   *[other] Tamanhos disponíveis: { $sizes }.
}
colours-in-stock = { $count ->
    [one] Cor disponível nesse tamanho: { $colours }.
   *[other] Cores disponíveis nesse tamanho: { $colours }.
}
gone-both = Lamento, { $title } em { $colour } não está disponível no tamanho { $size }.
gone-colour = Lamento, { $title } não está disponível em { $colour }.
gone-size = Lamento, { $title } não está disponível no tamanho { $size }.
never-colour = Lamento, { $title } não existe em { $colour }.
never-size = Lamento, { $title } não existe no tamanho { $size }.
size-own = Os tamanhos de { $title } não indicam o seu sistema, por isso não posso dizer com certeza qual deles é o tamanho { $size }.
sizes-own = Os tamanhos aqui não indicam o seu sistema, por isso não posso dizer com certeza qual deles é o tamanho { $size }.
size-usual = Na maioria das tabelas, o mais próximo é { x-sizes } { $sizes }, mas varia de fabricante para fabricante; compare, por favor.
left-in-colour = Em { $colour } temos { x-sizes } { $sizes }.
left-in-size = No tamanho { $size } temos em { $colours } por { $price }.
material = Composição: { $text }
care = Cuidados: { $text }

## Esperar pelo que está esgotado

piece-name = { $title }
piece-colour = { $title } em { $colours }
piece-size = { $title } no tamanho { $size }
piece-both = { $title } em { $colours }, tamanho { $size }
offer-to-write = Quer que lhe escreva quando voltar a haver?
will-write = Escrevo-lhe por aqui assim que { $piece } voltar a estar disponível. Isto vale até { $date }.
still-write = Já está anotado: escrevo-lhe por aqui assim que { $piece } voltar a estar disponível, até { $date }.
back-in-stock = Boas notícias: { $piece } voltou a estar disponível, por { $price }. Pediu-me que lhe escrevesse.

## Recomendações

taste-because = Comprou { $piece }. Isto é parecido e está em stock:
taste-because-new = Comprou { $piece }. Isto chegou há pouco e é parecido:
taste-bestsellers = Ainda não conheço o seu gosto. Isto foi o mais vendido nos últimos { $days } dias:
taste-new = Isto foi o que chegou por último:
taste-ask = Diga-me um tamanho, uma cor ou uma ocasião e eu procuro melhor.
remembered-left-out = Deixei de fora o que contém um material a que tem alergia.
remembered-all-left-out = O que temos contém um material a que tem alergia, por isso prefiro não o sugerir. Procuro outra coisa?
remembered-harms = Tenha em conta que contém um material a que nos disse ter alergia.
remembered-noted = Agradeço, é bom saber.
goes-with = Quem comprou { $piece } também levou:
goes-with-look = Isto ficaria bem com { $piece }:

## The code that proves who somebody is, by e-mail

code-mail-subject = O seu código para { $shop }
code-mail = { $code } é o seu código.
code-mail-life = É válido durante dez minutos e apenas na conversa em que foi pedido.
code-mail-why = Recebe este e-mail porque alguém escreve para { $shop } e diz ser você.
code-mail-not-you = Se não for você, não precisa de fazer nada. Não diga o código a ninguém.
code-not-sent = Não consegui enviar o e-mail com o código, por isso uma pessoa vai continuar. Responde-lhe aqui.

## Alterações de pedidos

act-cancel-would = O pedido { $order } seria cancelado.
act-cancel-done = O pedido { $order } está cancelado.
act-nothing-paid = Nada foi pago.
act-back = São-lhe devolvidos { $parts }.
act-part-back-days = { $money } para { $method } em 5 a 7 dias úteis
act-part-back-now = { $money } para { $method } de imediato
act-part-back-paid = { $money } pela mesma forma de pagamento
act-return = Devolve { $items } do pedido { $order }.
act-return-now = Quando chegar, { $money } vão de imediato para { $method }.
act-return-days = Quando chegar, { $money } vão para { $method } em 5 a 7 dias úteis.
act-return-unpaid = Quando chegar, { $money } deixam de ter de ser pagos.
act-return-paid = Quando chegar, { $money } são devolvidos pela mesma forma de pagamento.
act-address-would = O pedido { $order } seria enviado para: { $address }.
act-address-done = O pedido { $order } será enviado para: { $address }.
act-pay-would = O pedido { $order } seria antes pago com { $method }: { $money } são cobrados aí e devolvidos onde foram pagos.
act-pay-done = O pedido { $order } é agora pago com { $method }: { $money } são cobrados aí e devolvidos onde foram pagos.
act-swap-exchange-one-would = No pedido { $order }, um artigo seria trocado: { $changes }.
act-swap-exchange-one-done = No pedido { $order }, um artigo é trocado: { $changes }.
act-swap-change-one-would = No pedido { $order }, um artigo seria alterado: { $changes }.
act-swap-change-one-done = No pedido { $order }, um artigo foi alterado: { $changes }.
act-swap-exchange-more-would = No pedido { $order }, estes artigos seriam trocados: { $changes }.
act-swap-exchange-more-done = No pedido { $order }, estes artigos são trocados: { $changes }.
act-swap-change-more-would = No pedido { $order }, estes artigos seriam alterados: { $changes }.
act-swap-change-more-done = No pedido { $order }, estes artigos foram alterados: { $changes }.
act-part-change = { $item } por { $new }
act-part-changes = { $first }; { $rest }
act-price-same = O preço mantém-se.
act-price-more = São cobrados mais { $money } em { $method }.
act-price-more-shop = Há mais { $money } a pagar; a loja diz-lhe como.
act-price-less = { $money } voltam para { $method }.
act-price-less-unpaid = Há menos { $money } a pagar.
act-price-less-paid = { $money } são devolvidos pela mesma forma de pagamento.
act-only-once = Isto só pode ser feito uma vez.
act-done = Feito.
act-owner-first = A pessoa responsável pela loja tem primeiro de concordar, e já lhe foi perguntado:
act-owner-after = Responderemos aqui.
act-owner-agreed = A pessoa responsável pela loja concordou, e já está feito.
act-owner-declined = Lamento, a pessoa responsável pela loja não concordou com esta alteração. Nada foi alterado.
act-own-address-would = A sua morada passaria a ser: { $address }.
act-own-address-done = A sua morada é agora: { $address }.
act-shall-i = Devo fazê-lo?
act-yes-or-no = Responda sim ou não, por favor.
act-ask-owner = A pessoa responsável pela loja tem de concordar. Devo perguntar?
act-rivals = Para um mesmo pedido só é possível uma das duas coisas: uma devolução ou uma troca. Qual devo fazer, a primeira ou a segunda?
act-changed-meanwhile = Algo mudou entretanto, por isso digo-o de novo.
act-could-not = Não consegui fazê-lo; nada foi alterado.
act-which-cancel = Qual pedido devo cancelar?
act-which-order = De qual pedido se trata?
act-option-order = { $n }. Pedido { $order }: { $items }
act-option-item = { $n }. { $item } do pedido { $order }
act-option = { $n }. { $what }
act-which-instead = Qual { $title } prefere em troca? Disponíveis:
act-which-mean = A qual { $title } se refere?
act-refund-where = Para onde deve ir o reembolso?
act-which-method = Qual forma de pagamento devo usar?
act-why = Posso perguntar o motivo: já não precisa, ou foi pedido por engano?
act-address-which = Para qual morada? Escreva a rua, a localidade e o código postal, ou diga qual das conhecidas.
act-address-before = Refere-se à morada que já confirmou: { $address }? Se for outra, escreva-a por inteiro, por favor.
act-items-return = Quais artigos quer devolver?
act-items = De quais artigos se trata?
act-whole-only = Não se pode cancelar um único artigo, só o pedido inteiro com tudo o que tem.
act-cancel-instead = Este pedido ainda não foi enviado, por isso não há nada a devolver; pode ser cancelado por inteiro.
act-return-instead = Este pedido já foi entregue, por isso pode ser devolvido, mas não cancelado.
act-not-understood = Não tenho a certeza de ter entendido. O que quer que eu faça?
act-given-up = Não consigo avançar mais, por isso uma pessoa continua.
act-found = Obrigado, encontrei a sua conta. Em que posso ajudar?
act-left-as-it-is = Está bem, fica tudo como está.
act-anything-else = Está bem. Posso ajudar em mais alguma coisa?
act-nothing-fits = Não vejo nenhum pedido seu para o qual isso seja possível.
act-not-like-that = { $title } não está disponível assim.
act-too-dear = Isso custaria mais { $money }.
act-no-other-method = A sua conta não tem guardada outra forma de pagamento.
act-sent-cancel = O pedido { $order } já está a ser enviado, por isso já não pode ser cancelado.
act-came-cancel = O pedido { $order } já foi entregue, por isso já não pode ser cancelado.
act-sent-change = O pedido { $order } já está a ser enviado, por isso já não pode ser alterado.
act-came-change = O pedido { $order } já foi entregue, por isso já não pode ser alterado.
act-then-return = Quando chegar, pode devolvê-lo.
act-way-return = O pedido { $order } ainda está a caminho; quando chegar, pode ser devolvido.
act-way-exchange = O pedido { $order } ainda está a caminho; quando chegar, pode ser trocado.
act-cancelled-already = O pedido { $order } já está cancelado.
act-rule-unknown = Não encontro este pedido entre os seus.
act-rule-not-pending = Só um pedido ainda pendente pode ser alterado ou cancelado.
act-rule-not-delivered = Só um pedido entregue pode ser devolvido ou trocado.
act-rule-items-changed = Os artigos deste pedido já foram alterados; já não pode ser alterado nem cancelado.
act-rule-requested = Já foi pedida uma devolução ou troca deste pedido; só pode haver uma.
act-rule-reason = Um pedido pode ser cancelado porque já não é preciso ou foi feito por engano, não por outro motivo.
act-rule-nothing-named = Diga, por favor, de quais artigos se trata.
act-rule-not-in-order = Este pedido não tem esse artigo, ou não tantos.
act-rule-other-product = Um artigo só pode ser trocado por outra variante do mesmo produto.
act-rule-same-variant = O artigo novo tem de ser diferente do antigo.
act-rule-variant-gone = O artigo pretendido em troca não está disponível.
act-rule-method-unknown = Esta forma de pagamento não está guardada na sua conta.
act-rule-gift-card-short = O saldo do cartão-presente não cobre o valor.
act-rule-refund-method = O reembolso pode ir para a forma com que o pedido foi pago, ou para um cartão-presente guardado na sua conta.
act-rule-window = O prazo para devolver ou trocar este pedido já passou.
act-rule-address-missing = Indique a morada completa, por favor.
act-rule-owner = Este tipo de alteração é feito por uma pessoa da nossa equipa.
act-rule-owner-days = Tanto tempo depois da entrega, quem decide é uma pessoa da nossa equipa.
act-tracking = O número de rastreio do pedido { $order } é { $tracking }.
act-no-tracking = O pedido { $order } não tem número de rastreio.
act-who = Com todo o gosto. Primeiro preciso de encontrar a sua conta: diga-me o seu e-mail, ou o nome completo e o código postal.
act-who-again = Não encontro nenhuma conta com isso. Verifique, ou diga-me o seu e-mail, ou o nome completo e o código postal.
act-who-code = Obrigado. E qual é o seu código postal?
act-who-name = Obrigado. E qual é o seu nome completo?
act-stage-pending = O pedido { $order } está pendente: ainda não foi enviado.
act-stage-changed = O pedido { $order } está pendente, com os artigos alterados.
act-stage-sent = O pedido { $order } está a caminho: já foi processado e não pode ser alterado.
act-stage-delivered = O pedido { $order } foi entregue.
act-stage-return = O pedido { $order } foi entregue, e foi pedida uma devolução ou troca.
act-code-coming = Se isto pertencer a um dos nossos clientes, um código vai a caminho do e-mail que temos (enviamos no máximo alguns por hora).
act-code-digits = Diga-me os seis algarismos, por favor.
act-code-first = Antes de alterar algo, confirmo que é você: um código vai a caminho do e-mail que temos seu.
act-code-right = Obrigado, o código está certo.
act-code-no-mail = Para ter a certeza de quem é, teria de lhe enviar um código por e-mail, e neste momento não consigo.
act-code-again = Se isto pertencer a um dos nossos clientes, outro código vai a caminho.
act-code-another = Outro código vai a caminho.
act-code-earlier = O anterior já não conta.
act-code-too-many = Por agora não posso enviar mais códigos.
act-code-expired = Esse código já não conta: um código vale dez minutos. Envio outro?
act-code-void = Também não era esse o código, e já não conta.
act-code-what-now = O que quer que eu faça?
act-code-no-access = Só posso enviar um código para o e-mail que temos.
act-code-six = O código tem seis algarismos. Diga-os todos, como estão no e-mail.
act-code-only = Só posso continuar com os seis algarismos do e-mail. Pode estar na pasta de spam. Diga "outra vez" para outro código, ou "uma pessoa" se não tiver acesso a essa caixa.
act-code-given-up = Sem o código não consigo avançar.
act-code-wrong = Não é esse o código. Veja outra vez o e-mail mais recente; restam { $n } tentativas.
act-code-wrong-once = Não é esse o código. Veja outra vez o e-mail mais recente; resta uma tentativa.
