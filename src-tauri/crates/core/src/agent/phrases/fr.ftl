# French. A product's name takes no gender here: sentences are built so that none is needed.

x-sizes = { $count ->
    [one] taille
   *[other] tailles
}
x-working-days = { $count ->
    [one] jour ouvré
   *[other] jours ouvrés
}

## Lists, days and times

and = { $first } et { $last }
or = { $first } ou { $last }
and-more = { $items }, etc.
today = aujourd'hui
tomorrow = demain
on-date = le { $date }
days = Du { $from } au { $to }
span = de { $from } à { $to }
range = { $from } à { $to }

## Talk

hello-name = Bonjour { $name } !
hello = Bonjour !
how-can-i-help = Comment puis-je vous aider ?
    .b = Que puis-je faire pour vous ?
    .c = Merci pour votre message. Comment puis-je vous aider ?
bye = Très bien ! Écrivez-nous si vous avez besoin de quoi que ce soit.
    .b = Entendu, je reste à votre disposition.
welcome = Je vous en prie !
    .b = Avec plaisir !
    .c = Avec plaisir ! Écrivez-nous si vous avez besoin d'autre chose.
bot = Je suis l'assistant de la boutique, un programme informatique. Si vous préférez écrire à une personne, dites-le-moi.
refusal = Je ne peux vous aider que pour notre boutique : nos articles, vos commandes, la livraison et les retours. Puis-je vous aider sur l'un de ces sujets ?
    .b = Désolé, cela sort de ce que je peux faire. Je suis là pour nos articles, les commandes, la livraison et les retours.
which-more = Sur lequel souhaitez-vous en savoir plus ?
opt-out-stop = C'est noté. Répondez STOP et vous ne recevrez plus de messages de notre part ici.
opt-out = C'est noté, nous ne vous enverrons plus de nouveautés.
news-none = C'est compris : vous ne recevrez plus nos nouveautés ni nos offres.
news-none-already = Vous ne recevez ni nos nouveautés ni nos offres : c'est déjà noté.
news-stop = Pour ne plus recevoir aucun message, répondez STOP.
news-ask = Dois-je noter que vous souhaitez recevoir ici nos nouveautés et nos offres ? Vous pouvez y mettre fin à tout moment. Merci de répondre par oui ou par non.
news-wanted = Merci, c'est noté : vous recevrez ici nos nouveautés et nos offres. Pour y mettre fin, écrivez simplement que vous n'en voulez plus.
news-wanted-already = Vous recevez ici nos nouveautés et nos offres : c'est déjà noté.
feedback-lovely = Un grand merci, cela nous fait très plaisir !
    .b = Vous nous faites très plaisir. Merci de nous l'avoir dit !
feedback = Merci de nous l'avoir dit.
own = { $text }
own-quoted = Dans les mots de la boutique : « { $text } »

## A person takes over

plainest = Je demande à une personne de vous aider. Elle vous répondra ici.
when-soon = Elle vous répondra ici dès que possible.
when-open = Elle vous répondra ici dès que possible ; nous sommes ouverts aujourd'hui jusqu'à { $time }.
when-closed = La boutique est fermée en ce moment : elle vous répondra ici après l'ouverture, { $day } à { $time }.
person-asked-for = Bien sûr, je transmets votre demande à une personne de notre équipe.
person-urgent-too = Comme c'est urgent, j'ai aussi prévenu une personne de notre équipe.
person-urgent = Je vois que c'est urgent : j'ai prévenu tout de suite une personne de notre équipe.
person-upset-too = Je suis désolé pour ce désagrément. J'ai demandé à une personne de notre équipe de s'en occuper avec vous.
person-upset = Je suis désolé, je comprends que ce soit pénible. J'ai demandé à une personne de notre équipe de prendre le relais.
person-complaint = Je suis vraiment désolé. J'ai transmis tout ce que vous avez écrit à une personne de notre équipe.
    .b = Je suis désolé, cela ne devrait pas arriver. Une personne de notre équipe a maintenant votre message.
person-legal = Merci de nous l'avoir signalé. J'ai transmis votre message à la personne responsable de la boutique.
person-safety = Je suis vraiment désolé et j'espère que vous allez bien. Si quelqu'un a besoin de soins, appelez un médecin ou les urgences. J'ai prévenu en priorité une personne de notre équipe.
person-repeated = Je n'arrive visiblement pas à vous aider, désolé. Je passe le relais à une personne de notre équipe.
person-unsure = Je ne suis pas certain d'avoir bien compris ; je passe donc le relais à une personne de notre équipe.
    .b = Je ne voudrais rien vous dire de faux ; je passe donc le relais à une personne de notre équipe.
person-unproved = Je veux que vous ayez la bonne réponse ; je passe donc le relais à une personne de notre équipe.
person-picture = Merci pour la photo ! Je ne peux pas encore analyser les images ; une personne de notre équipe va la regarder.
person-voice = Merci ! Je ne peux pas encore écouter les messages vocaux ; une personne de notre équipe va l'écouter. Vous pouvez aussi m'écrire.
person-file = Merci ! Je ne peux pas encore ouvrir ce fichier ; une personne de notre équipe va le regarder.
person-agent-off = C'est une personne de notre équipe qui répond à ce type de message ; je le lui ai transmis.
person-order = Une personne de notre équipe prend la suite.
person-rest = Pour le reste, je passe le relais à une personne de notre équipe.
person = C'est une personne de notre équipe qui doit s'en occuper ; je lui passe le relais.
    .b = Je ne peux pas le faire moi-même, mais une personne de notre équipe s'en chargera. J'ai transmis votre message.

## Opening hours and contact

open-now = Nous sommes ouverts en ce moment, jusqu'à { $time } aujourd'hui.
closed-now-until = Nous sommes fermés en ce moment et rouvrons { $day } à { $time }.
closed-now = Nous sommes fermés en ce moment.
closed-tomorrow = Désolé, nous sommes fermés demain.
open-tomorrow = Demain, nous sommes ouverts { $spans }.
reopens = Nous rouvrons { $day } à { $time }.
closed-weekday = Désolé, nous sommes fermés le { $weekday }.
open-weekday = Le { $weekday }, nous sommes ouverts { $spans }.
hours = Nos horaires d'ouverture :
hours-open = { $days } : { $spans }
hours-closed = { $days } : fermé
address = Vous nous trouverez à cette adresse : { $address }
    .b = Voici l'adresse de notre boutique : { $address }
reach = Vous pouvez { $ways }.
call = nous appeler au { $to }
write = nous écrire à { $to }

## Shipping and returns

free = gratuit
zone = { $cost }, { $days } { x-working-days }
zone-free-from = { $cost }, { $days } { x-working-days }, gratuit à partir de { $free }
ships-to = Oui, nous y livrons. Livraison { $country } : { $zone }.
ships-not-to = Désolé, nous ne livrons pas dans ce pays ({ $country }).
ships-where = Nos destinations : { $zones }.
shipping = Voici nos frais de livraison :
shipping-zone = { $country } : { $zone }
shipping-one = Livraison { $country } : { $zone }.
return-window = Vous pouvez retourner vos articles dans les { $days } jours suivant la livraison.
    .b = Vous avez { $days } jours après la livraison pour retourner un article.
returns-free = Les retours sont gratuits.
return-cost = Un retour coûte { $cost }.
refund-days = Le remboursement prend { $days } { x-working-days } une fois le colis revenu chez nous.
exchanges = Les échanges sont également possibles.

## Orders

order = commande { $number }
order-with = commande { $number } ({ $titles })
order-of = { $number } (passée le { $date })
several-orders = Vous avez plusieurs commandes en cours chez nous.
which-order = De quelle commande s'agit-il : { $orders } ?
no-orders = Je ne trouve aucune commande pour le numéro depuis lequel vous écrivez. Pourriez-vous m'envoyer votre numéro de commande ?
order-not-found = Je ne trouve pas la commande { $numbers } pour le numéro depuis lequel vous écrivez. Pourriez-vous vérifier ? Si vous avez commandé avec un autre téléphone, écrivez-nous depuis celui-ci, s'il vous plaît.
order-placed-on = Nous avons bien votre { $order }, passée le { $date }. Elle n'est pas encore partie.
order-placed = Nous avons bien votre { $order }. Elle n'est pas encore partie.
order-preparing = Nous préparons votre { $order } en ce moment ; elle n'est pas encore partie.
order-shipped = Votre { $order } est partie.
order-out-with = Votre { $order } est en cours de livraison avec { $carrier }.
order-out = Votre { $order } est en cours de livraison.
order-failed-with = Votre { $order } est partie avec { $carrier }, mais n'a pas pu être livrée.
order-failed = Votre { $order } est partie, mais n'a pas pu être livrée.
order-under-way-with = Bonne nouvelle : votre { $order } est en route avec { $carrier }.
    .b = Votre { $order } est partie et se trouve en route avec { $carrier }.
order-under-way = Bonne nouvelle : votre { $order } est en route.
    .b = Votre { $order } est partie et se trouve en route.
order-late = Elle était attendue le { $date } et a donc du retard. Nous en sommes désolés !
order-expected = La livraison est prévue le { $date }.
tracking = Numéro de suivi : { $number }
follow = Vous pouvez la suivre ici :
url = { $url }
order-delivered-on = Votre { $order } a été livrée le { $date }.
order-delivered = Votre { $order } a été livrée.
not-with-you = Si vous ne l'avez pas, dites-le-moi et je demanderai à quelqu'un de vérifier.
order-cancelled-on = Votre { $order } a été annulée le { $date }.
order-cancelled = Votre { $order } a été annulée.
order-returned-on = Votre { $order } a été retournée le { $date }.
order-returned = Votre { $order } a été retournée.
refunded = { $money } ont été remboursés.
not-refunded = Elle n'a pas encore été remboursée.
refund-made = { $money } ont été remboursés pour votre commande { $number }. Le délai d'affichage dépend de votre banque.

## Products

which-one = Lequel souhaitez-vous ?
which-piece = De quel article parlez-vous ? Donnez-moi son nom et je regarde.
what-kind = Avec plaisir ! Que cherchez-vous, et dans quelle taille ou quelle couleur ?
nothing-found = Désolé, je ne trouve rien de tel dans notre boutique. Pourriez-vous le décrire autrement ?
    .b = Je crains que nous n'ayons rien de tel. Puis-je chercher autre chose pour vous ?
nothing-cheaper = Nous n'avons rien comme { $title } qui coûte moins de { $money }.
good-choice = Très bon choix !
offers = Voici ce que j'ai trouvé pour vous :
    .b = Ces articles pourraient vous plaire :
offers-other-colours = Je ne trouve pas cela en { $colour }, mais nous avons ces articles dans d'autres couleurs :
offers-dearer = Je ne trouve rien à moins de { $money }. Ce que nous avons de plus proche :
offers-cheaper = Je ne trouve rien à plus de { $money }. Ce que nous avons de plus proche :
offers-closest = Ce que nous avons de plus proche :
offers-other-sizes = Je ne trouve pas cela en taille { $size }, mais nous avons ces articles dans d'autres tailles :
offers-near = Je ne trouve pas exactement cela, mais ces articles s'en approchent :
offers-question = Souhaitez-vous en savoir plus sur l'un d'eux ?
photo-alike = Voici ce qui ressemble le plus à votre photo :
photo-alike-one = Voici ce qui ressemble le plus à votre photo :
photo-sold-out = Ce qui ressemble le plus à votre photo est épuisé, je suis désolé :
photo-other-colour = Je n'en trouve pas de semblable en { $colour }, mais voici ce qui ressemble le plus à votre photo :
photo-other-size = Je n'en trouve pas de semblable en taille { $size }, mais voici ce qui ressemble le plus à votre photo :
photo-dearer = Je n'en trouve pas de semblable à moins de { $money }, mais voici ce qui ressemble le plus à votre photo :
photo-near = Je ne trouve pas exactement cela, mais voici ce qui ressemble le plus à votre photo :
photo-nothing = Merci pour la photo ! Je ne trouve rien de semblable dans notre boutique. Que cherchez-vous ?
photo-coming = Votre photo ne m'est pas encore parvenue. Pourriez-vous la renvoyer, ou me dire ce qu'elle montre ?
photo-unreadable = Désolé, je n'ai pas pu voir votre photo. Pourriez-vous la renvoyer comme photo ordinaire, ou me dire ce que vous cherchez ?
market-offer = { $title } chez { $merchant } : { $price } – { $url }
market-offer-plain = { $title } chez { $merchant } : { $price }
market-not-cheaper = J'ai comparé les prix sur internet et je n'en ai pas trouvé de plus bas pour le même article : { $title }, chez nous { $price }.
market-code = Avec le code { $code }, vous avez une pièce à { $price } : { $title }. Ce code est réservé à vous seul et valable 48 heures.
market-waits = J'ai posé la question de ce prix au responsable de la boutique.
market-off = Je suis désolé, nos prix restent ce qu'ils sont.
market-already = Vous avez déjà un code pour cet article, ou la question est déjà posée au responsable.
market-refused = Je suis désolé, notre prix pour cet article reste ce qu'il est.
market-unavailable = Je suis désolé, je n'ai pas pu comparer les prix avec d'autres boutiques.
market-approved = Bonne nouvelle : le responsable est d'accord. Avec le code { $code }, vous avez une pièce au prix dont nous avons parlé. Ce code est réservé à vous seul et valable 48 heures.
market-declined = Je suis désolé, le responsable n'a pas accepté ce prix. Notre prix reste ce qu'il est.
promo-percent = Le code { $code } donne { $percent } % de réduction.
promo-amount = Le code { $code } donne { $money } de réduction.
promo-shipping = Avec le code { $code }, la livraison est gratuite.
promo-buy-get = Avec le code { $code }, pour { $buy } achetés, { $get } de plus à { $percent } % de réduction.
promo-buy-get-free = Avec le code { $code }, pour { $buy } achetés, { $get } de plus gratuitement.
promo-some-goods = Il ne vaut que pour une partie de nos articles.
promo-minimum = Il vaut pour les commandes à partir de { $money }.
promo-minimum-pieces = Il vaut à partir de { $pieces } pièces.
promo-once = Il peut être utilisé une fois.
promo-until = Il vaut jusqu'au { $date }.
promo-how = Il suffit de le donner en commandant.
promo-unknown = Je ne connais pas de code { $code } ; il ne donne donc aucune réduction.
promo-not-yet = Le code { $code } n'est pas encore valable.
promo-expired = Le code { $code } n'est plus valable.
promo-used-up = Le code { $code } a déjà été utilisé autant de fois que possible.
promo-used-already = Vous avez déjà utilisé le code { $code }.
offer = { $line }. { $title } – { $price }
offer-sold-out = { $line }. { $title } – { $price }, en rupture de stock pour le moment
offer-colours = { $line }. { $title } – { $price }, en { $colours }
offer-sizes = { $line }. { $title } – { $price }, { x-sizes } { $sizes }
offer-colours-sizes = { $line }. { $title } – { $price }, en { $colours }, { x-sizes } { $sizes }
piece = Le prix de l'article { $title } est de { $price }.
piece-price = Le prix de l'article { $title } est de { $price }.
piece-in-stock = Oui, nous avons { $title } en stock pour { $price }.
piece-dearer = Je ne trouve rien à moins de { $money }. Ce que nous avons de plus proche est { $title } à { $price }.
piece-closest = Ce que nous avons de plus proche est { $title } à { $price }.
piece-sold-out = Désolé, { $title } est en rupture de stock pour le moment. Le prix est de { $price }.
piece-material = { $title } – composition : { $text }
comes-in-colours = Nous avons cet article en { $colours }.
comes-in-sizes = Nous avons cet article en { x-sizes } { $sizes }.
comes-in-both = Nous avons cet article en { $colours }, { x-sizes } { $sizes }.
chosen = { $title } pour { $price }
chosen-colour = { $title } en { $colours } pour { $price }
chosen-size = { $title } en taille { $size } pour { $price }
chosen-both = { $title } en { $colours }, taille { $size }, pour { $price }
have = Oui, nous avons { $piece }.
have-dearer = Je ne trouve rien à moins de { $money }. Ce que nous avons de plus proche est { $piece }.
last-one = C'est la dernière pièce !
few-left = { $count ->
    [one] Il n'en reste que { $count }.
   *[other] Il n'en reste que { $count }.
}
sizes-in-stock = { $count ->
    [one] Taille en stock : { $sizes }.
   *[other] Tailles en stock : { $sizes }.
}
colours-in-stock = { $count ->
    [one] Couleur en stock dans cette taille : { $colours }.
   *[other] Couleurs en stock dans cette taille : { $colours }.
}
gone-both = Désolé, { $title } en { $colour } est en rupture de stock en taille { $size }.
gone-colour = Désolé, { $title } est en rupture de stock en { $colour }.
gone-size = Désolé, { $title } est en rupture de stock en taille { $size }.
never-colour = Désolé, { $title } n'existe pas en { $colour }.
never-size = Désolé, { $title } n'existe pas en taille { $size }.
size-own = Les tailles de { $title } n'indiquent pas leur système ; je ne peux donc pas dire avec certitude laquelle est la taille { $size }.
sizes-own = Les tailles ici n'indiquent pas leur système ; je ne peux donc pas dire avec certitude laquelle est la taille { $size }.
size-usual = Dans la plupart des tableaux, le plus proche est { x-sizes } { $sizes }, mais cela varie selon les fabricants : merci de comparer.
left-in-colour = En { $colour }, nous avons { $count ->
    [one] la taille { $sizes }.
   *[other] les tailles { $sizes }.
}
left-in-size = En taille { $size }, nous l'avons en { $colours } pour { $price }.
material = Composition : { $text }
care = Entretien : { $text }

## Attendre ce qui est épuisé

piece-name = { $title }
piece-colour = { $title } en { $colours }
piece-size = { $title } en taille { $size }
piece-both = { $title } en { $colours }, taille { $size }
offer-to-write = Voulez-vous que je vous écrive dès qu'il y en aura de nouveau ?
will-write = Je vous écrirai ici dès que { $piece } sera de nouveau disponible. Cela vaut jusqu'au { $date }.
still-write = C'est déjà noté : je vous écrirai ici dès que { $piece } sera de nouveau disponible, jusqu'au { $date }.
back-in-stock = Bonne nouvelle : { $piece } est de nouveau disponible, pour { $price }. Vous m'aviez demandé de vous écrire.

## Recommandations

taste-because = Vous avez acheté { $piece }. Voici quelque chose de semblable, en stock :
taste-because-new = Vous avez acheté { $piece }. Voici des nouveautés semblables :
taste-bestsellers = Je ne connais pas encore vos goûts. Voici ce qui s'est le plus vendu ces { $days } derniers jours :
taste-new = Voici ce qui est arrivé en dernier :
taste-ask = Dites-moi une taille, une couleur ou une occasion, et je cherche plus précisément.
remembered-left-out = J'ai laissé de côté ce qui contient une matière à laquelle vous êtes allergique.
remembered-all-left-out = Ce que nous avons contient une matière à laquelle vous êtes allergique, je préfère donc ne pas vous le proposer. Voulez-vous que je cherche autre chose ?
remembered-harms = Notez que cet article contient une matière à laquelle vous nous avez dit être allergique.
remembered-noted = Merci, c'est bon à savoir.
goes-with = Les clients qui ont acheté { $piece } ont aussi pris :
goes-with-look = Voici ce qui irait avec { $piece } :

## The code that proves who somebody is, by e-mail

code-mail-subject = Votre code pour { $shop }
code-mail = { $code } est votre code.
code-mail-life = Il est valable dix minutes, et seulement dans la conversation où il a été demandé.
code-mail-why = Vous recevez cet e-mail parce que quelqu’un écrit à { $shop } et dit être vous.
code-mail-not-you = Si ce n’est pas vous, vous n’avez rien à faire. Ne donnez ce code à personne.
code-not-sent = Je n’ai pas pu envoyer l’e-mail avec le code, une personne prend donc le relais. Elle vous répondra ici.

## Modifications de commandes

act-cancel-would = La commande { $order } serait annulée.
act-cancel-done = La commande { $order } est annulée.
act-nothing-paid = Rien n'a été payé.
act-back = Nous vous remboursons { $parts }.
act-part-back-days = { $money } sur { $method } sous 5 à 7 jours ouvrés
act-part-back-now = { $money } sur { $method } immédiatement
act-part-back-paid = { $money } par le moyen utilisé pour payer
act-return = Vous retournez { $items } de la commande { $order }.
act-return-now = À réception, { $money } sont versés immédiatement sur { $method }.
act-return-days = À réception, { $money } sont versés sur { $method } sous 5 à 7 jours ouvrés.
act-return-unpaid = À réception, { $money } ne seront plus à payer.
act-return-paid = À réception, { $money } sont remboursés par le moyen utilisé pour payer.
act-address-would = La commande { $order } serait envoyée à : { $address }.
act-address-done = La commande { $order } sera envoyée à : { $address }.
act-pay-would = La commande { $order } serait payée avec { $method } à la place : { $money } y sont débités et rendus là où ils ont été payés.
act-pay-done = La commande { $order } est désormais payée avec { $method } : { $money } y sont débités et rendus là où ils ont été payés.
act-swap-exchange-one-would = Dans la commande { $order }, un article serait échangé : { $changes }.
act-swap-exchange-one-done = Dans la commande { $order }, un article est échangé : { $changes }.
act-swap-change-one-would = Dans la commande { $order }, un article serait modifié : { $changes }.
act-swap-change-one-done = Dans la commande { $order }, un article est modifié : { $changes }.
act-swap-exchange-more-would = Dans la commande { $order }, ces articles seraient échangés : { $changes }.
act-swap-exchange-more-done = Dans la commande { $order }, ces articles sont échangés : { $changes }.
act-swap-change-more-would = Dans la commande { $order }, ces articles seraient modifiés : { $changes }.
act-swap-change-more-done = Dans la commande { $order }, ces articles sont modifiés : { $changes }.
act-part-change = { $item } contre { $new }
act-part-changes = { $first }; { $rest }
act-price-same = Le prix reste le même.
act-price-more = { $money } de plus sont débités sur { $method }.
act-price-more-shop = { $money } de plus sont à payer ; la boutique vous dira comment.
act-price-less = { $money } sont remboursés sur { $method }.
act-price-less-unpaid = { $money } de moins sont à payer.
act-price-less-paid = { $money } sont remboursés par le moyen utilisé pour payer.
act-only-once = Cela n'est possible qu'une seule fois.
act-done = C'est fait.
act-owner-first = La personne responsable de la boutique doit d'abord l'accepter, et on le lui a demandé :
act-owner-after = Nous vous répondrons ici.
act-owner-agreed = La personne responsable de la boutique est d'accord, et c'est fait.
act-owner-declined = Je suis désolé, la personne responsable de la boutique n'a pas accepté ce changement. Rien n'a été modifié.
act-own-address-would = Votre adresse deviendrait : { $address }.
act-own-address-done = Votre adresse est maintenant : { $address }.
act-shall-i = Dois-je le faire ?
act-yes-or-no = Répondez oui ou non, s'il vous plaît.
act-ask-owner = La personne responsable de la boutique doit l'accepter. Dois-je le lui demander ?
act-rivals = Pour une même commande, un seul des deux est possible : un retour ou un échange. Lequel dois-je faire, le premier ou le second ?
act-changed-meanwhile = Quelque chose a changé entre-temps, je le redis donc.
act-could-not = Je n'ai pas pu le faire ; rien n'a été modifié.
act-which-cancel = Quelle commande dois-je annuler ?
act-which-order = De quelle commande s'agit-il ?
act-option-order = { $n }. Commande { $order } : { $items }
act-option-item = { $n }. { $item } de la commande { $order }
act-option = { $n }. { $what }
act-which-instead = Quel modèle de { $title } souhaitez-vous à la place ? Disponibles :
act-which-mean = De quel article { $title } parlez-vous ?
act-refund-where = Où le remboursement doit-il aller ?
act-which-method = Quel moyen de paiement dois-je utiliser ?
act-why = Puis-je demander pourquoi : n'en avez-vous plus besoin, ou l'avez-vous commandé par erreur ?
act-address-which = À quelle adresse ? Indiquez la rue, la ville et le code postal, ou dites laquelle des adresses connues.
act-address-before = Parlez-vous de l'adresse que vous avez déjà confirmée : { $address } ? S'il s'agit d'une autre, écrivez-la en entier, s'il vous plaît.
act-items-return = Quels articles souhaitez-vous retourner ?
act-items = De quels articles s'agit-il ?
act-whole-only = Un seul article ne peut pas être annulé, seulement la commande entière avec tout son contenu.
act-cancel-instead = Cette commande n'a pas encore été envoyée, il n'y a donc rien à retourner ; elle peut être annulée en entier.
act-return-instead = Cette commande a déjà été livrée ; elle peut donc être retournée, mais pas annulée.
act-not-understood = Je ne suis pas sûr d'avoir compris. Que souhaitez-vous que je fasse ?
act-given-up = Je ne peux pas aller plus loin, une personne prend donc le relais.
act-found = Merci, j'ai trouvé votre compte. Que puis-je faire pour vous ?
act-left-as-it-is = Très bien, tout reste comme c'est.
act-anything-else = Très bien. Puis-je faire autre chose pour vous ?
act-nothing-fits = Je ne vois aucune de vos commandes pour laquelle ce soit possible.
act-not-like-that = { $title } n'est pas disponible ainsi.
act-too-dear = Cela coûterait { $money } de plus.
act-no-other-method = Aucun autre moyen de paiement n'est enregistré dans votre compte.
act-sent-cancel = La commande { $order } est déjà en cours d'envoi, elle ne peut donc plus être annulée.
act-came-cancel = La commande { $order } a déjà été livrée, elle ne peut donc plus être annulée.
act-sent-change = La commande { $order } est déjà en cours d'envoi, elle ne peut donc plus être modifiée.
act-came-change = La commande { $order } a déjà été livrée, elle ne peut donc plus être modifiée.
act-then-return = Une fois arrivée, vous pourrez la retourner.
act-way-return = La commande { $order } est encore en route ; une fois arrivée, elle peut être retournée.
act-way-exchange = La commande { $order } est encore en route ; une fois arrivée, elle peut être échangée.
act-cancelled-already = La commande { $order } est déjà annulée.
act-rule-unknown = Je ne trouve pas cette commande parmi les vôtres.
act-rule-not-pending = Seule une commande encore en attente peut être modifiée ou annulée.
act-rule-not-delivered = Seule une commande livrée peut être retournée ou échangée.
act-rule-items-changed = Les articles de cette commande ont déjà été modifiés ; elle ne peut plus être modifiée ni annulée.
act-rule-requested = Un retour ou un échange a déjà été demandé pour cette commande ; il ne peut y en avoir qu'un.
act-rule-reason = Une commande peut être annulée parce qu'elle n'est plus nécessaire ou a été passée par erreur, pas pour une autre raison.
act-rule-nothing-named = Dites de quels articles il s'agit, s'il vous plaît.
act-rule-not-in-order = Cette commande ne contient pas cet article, ou pas autant.
act-rule-other-product = Un article ne peut être échangé que contre une autre variante du même produit.
act-rule-same-variant = Le nouvel article doit être différent de l'ancien.
act-rule-variant-gone = L'article souhaité à la place n'est pas disponible.
act-rule-method-unknown = Ce moyen de paiement n'est pas enregistré dans votre compte.
act-rule-gift-card-short = Le solde de la carte cadeau ne couvre pas le montant.
act-rule-refund-method = Le remboursement peut aller au moyen utilisé pour payer la commande, ou à une carte cadeau enregistrée dans votre compte.
act-rule-window = Le délai de retour et d'échange de cette commande est dépassé.
act-rule-address-missing = Indiquez l'adresse complète, s'il vous plaît.
act-rule-owner = Ce type de modification est fait par une personne de notre équipe.
act-rule-owner-days = Si longtemps après la livraison, c'est une personne de notre équipe qui décide.
act-tracking = Le numéro de suivi de la commande { $order } est { $tracking }.
act-no-tracking = La commande { $order } n'a pas de numéro de suivi.
act-who = Avec plaisir. Je dois d'abord trouver votre compte : indiquez-moi votre adresse e-mail, ou vos nom et prénom et votre code postal.
act-who-again = Je ne trouve aucun compte avec cela. Vérifiez, ou indiquez-moi votre adresse e-mail, ou vos nom et prénom et votre code postal.
act-who-code = Merci. Et quel est votre code postal ?
act-who-name = Merci. Et quels sont vos nom et prénom ?
act-stage-pending = La commande { $order } est en attente : elle n'a pas encore été envoyée.
act-stage-changed = La commande { $order } est en attente, avec ses articles modifiés.
act-stage-sent = La commande { $order } est en route : elle a été traitée et ne peut plus être modifiée.
act-stage-delivered = La commande { $order } est livrée.
act-stage-return = La commande { $order } est livrée, un retour ou un échange a été demandé.
act-code-coming = Si cela correspond à un de nos clients, un code est en route vers l'adresse e-mail que nous avons (nous en envoyons au plus quelques-uns par heure).
act-code-digits = Indiquez-moi ses six chiffres, s'il vous plaît.
act-code-first = Avant de modifier quoi que ce soit, je vérifie que c'est bien vous : un code est en route vers l'adresse e-mail que nous avons.
act-code-right = Merci, le code est correct.
act-code-no-mail = Pour être sûr de votre identité, je devrais vous envoyer un code par e-mail, et je ne peux pas en envoyer pour le moment.
act-code-again = Si cela correspond à un de nos clients, un autre code est en route.
act-code-another = Un autre code est en route.
act-code-earlier = Le précédent n'est plus valable.
act-code-too-many = Je ne peux pas envoyer plus de codes pour le moment.
act-code-expired = Ce code n'est plus valable : un code vaut dix minutes. Dois-je en envoyer un autre ?
act-code-void = Ce n'était pas non plus le bon code, et il n'est plus valable.
act-code-what-now = Que souhaitez-vous que je fasse ?
act-code-no-access = Je ne peux envoyer un code qu'à l'adresse e-mail que nous avons.
act-code-six = Le code a six chiffres. Indiquez-les tous, comme dans l'e-mail.
act-code-only = Je ne peux continuer qu'avec les six chiffres de l'e-mail. Il est peut-être dans vos indésirables. Dites « encore une fois » pour un autre code, ou « une personne » si vous n'avez pas accès à cette boîte.
act-code-given-up = Sans le code, je ne peux pas continuer.
act-code-wrong = Ce n'est pas le code. Regardez encore l'e-mail le plus récent ; il reste { $n } essais.
act-code-wrong-once = Ce n'est pas le code. Regardez encore l'e-mail le plus récent ; il reste un essai.
