# What the agents say in English. The validator reads replies in this form, whatever language they are sent in.
# .b and .c are other wordings of the same. What begins with x- is grammar of this language only.

x-is = { $number ->
    [many] are
   *[one] is
}
x-costs = { $number ->
    [many] cost
   *[one] costs
}
x-does-not = { $number ->
    [many] don't
   *[one] doesn't
}
x-it = { $number ->
    [many] them
   *[one] it
}
x-sizes = { $count ->
    [one] size
   *[other] sizes
}
x-sizes-first = { $count ->
    [one] Size
   *[other] Sizes
}
x-colours-first = { $count ->
    [one] Colour
   *[other] Colours
}

## Lists, days and times

and = { $first } and { $last }
or = { $first } or { $last }
and-more = { $items } and more
today = today
tomorrow = tomorrow
on-date = on { $date }
days = { $from } to { $to }
span = { $from } to { $to }
range = { $from } to { $to }

## Talk

hello-name = Hi { $name }!
    .b = Hello { $name }!
    .c = Hi { $name }!
hello = Hi!
    .b = Hello!
    .c = Hi!
how-can-i-help = How can I help?
    .b = What can I do for you?
    .c = Nice to hear from you. What can I do for you?
bye = All right! Just write if you need anything.
    .b = Alright, I'm here if you need anything else.
welcome = You're welcome!
    .b = My pleasure!
    .c = Any time! Just write if you need anything else.
bot = I'm the shop's assistant, a computer program. If you'd rather write with a person, just say so.
    .b = You're writing with the shop's automated assistant. If you'd like a person instead, just tell me.
refusal = I can only help with our shop: our clothes, your orders, shipping and returns. Is there anything of that I can do for you?
    .b = Sorry, that's outside what I can help with. I'm here for our products, orders, shipping and returns.
which-more = Which one would you like to know more about?
opt-out-stop = Understood. Just reply STOP and you won't get any more messages from us here.
opt-out = Understood, no more news from us.
news-none = Understood: you get no more news and offers from us.
news-none-already = You get no news and offers from us: that is noted already.
news-stop = To get no messages at all, reply STOP.
news-ask = Shall I note that you want our news and offers here? You can end that at any time. Please answer yes or no.
news-wanted = Thank you, it's noted: you get our news and offers here. To end that, just write that you want no more news.
news-wanted-already = You get our news and offers here: that is noted already.
feedback-lovely = Thank you so much, that's lovely to hear!
    .b = That makes us really happy. Thank you for telling us!
feedback = Thank you for telling us.
own = { $text }
own-quoted = { $text }

## A person takes over

plainest = Let me get a person to help you with this. They will answer you here.
when-soon = They'll answer you here as soon as they can.
when-open = They'll answer you here as soon as they can; we're open until { $time } today.
when-closed = We're closed right now, so they'll answer you here after we open { $day } at { $time }.
person-asked-for = Of course, let me get a person for you.
    .b = Sure, I'll bring in someone from our team.
    .c = No problem, I'm getting one of my human colleagues.
person-urgent-too = Since this is urgent, I've also passed it on to our team.
    .b = I can see it's urgent, so I've let our team know as well.
person-urgent = I can see this is urgent, so I've passed it straight to our team.
    .b = I understand it's urgent. I've let our team know straight away.
person-upset-too = I'm sorry for the trouble. I've asked a person from our team to look into this with you.
    .b = I understand that this is frustrating, and I'm sorry. Someone from our team will look at it too.
person-upset = I'm sorry, I can hear how frustrating this is. I've asked a person from our team to take over.
    .b = I'm really sorry about this. I've passed it to a person who can look at it properly.
person-complaint = I'm really sorry about this. I've passed it to our team with everything you wrote.
    .b = I'm sorry, that's not how it should be. I've handed this to a person on our team.
    .c = That shouldn't happen, and I'm sorry. Our team has your message now.
person-legal = Thank you for telling us. I've passed your message to the owner.
person-safety = I'm very sorry, and I hope you're all right. If anyone needs medical help, please call a doctor or the emergency services. I've passed this to our team as a priority.
person-repeated = I don't seem to be helping with this, sorry. Let me get a person.
    .b = Sorry, I keep telling you the same. A person should take this over.
person-unsure = I'm not sure I understood that correctly, so let me get someone who can help.
    .b = I don't want to tell you something wrong, so let me get someone.
person-unproved = I want to be sure that you get the right answer, so let me get someone from our team.
person-picture = Thank you for the picture! I can't judge pictures myself yet, so a person will have a look.
person-voice = Thank you! I can't listen to voice messages yet, so a person will listen to it. You can also write to me.
person-file = Thank you! I can't open that myself yet, so a person will have a look.
person-agent-off = A person answers this here, so I've passed it on.
person-order = Someone from our team will take it from here.
    .b = I'll get someone from our team to arrange it with you.
person-rest = For the rest, let me get someone from our team.
    .b = For that, I'll bring in someone from our team.
person = That's something a person should do for you, so let me get someone.
    .b = I can't do that myself, but someone from our team can. I've passed it on.
    .c = Let me get someone from our team for that.

## Opening hours and contact

open-now = We're open now, until { $time } today.
closed-now-until = We're closed right now and open again { $day } at { $time }.
closed-now = We're closed right now.
closed-tomorrow = Sorry, we're closed tomorrow.
open-tomorrow = Tomorrow we're open from { $spans }.
reopens = We're open again { $day } at { $time }.
closed-weekday = Sorry, we're closed on { $weekday }.
open-weekday = On { $weekday } we're open from { $spans }.
hours = Our opening hours:
hours-open = { $days }: { $spans }
hours-closed = { $days }: closed
address = You'll find us at { $address }
    .b = Our shop is at { $address }
    .c = We're at { $address }
reach = You can { $ways }.
call = call us on { $to }
write = write to { $to }

## Shipping and returns

free = free
zone = { $cost }, { $days } working days
zone-free-from = { $cost }, { $days } working days, free from { $free }
ships-to = Yes, we ship to { $country }: { $zone }.
    .b = We do ship to { $country }: { $zone }.
ships-not-to = Sorry, we don't ship to { $country }.
ships-where = We ship to { $zones }.
shipping = Here's what shipping costs:
shipping-zone = { $country }: { $zone }
shipping-one = Shipping to { $country }: { $zone }.
return-window = You can return items within { $days } days of delivery.
    .b = You have { $days } days after delivery to return something.
returns-free = Returns are free.
return-cost = A return costs { $cost }.
refund-days = Refunds take { $days } working days once the parcel is back with us.
exchanges = Exchanges are possible too.

## Orders

order = order { $number }
order-with = order { $number } ({ $titles })
order-of = { $number } (placed on { $date })
several-orders = You have more than one order with us on the go.
    .b = I can see more than one open order of yours.
which-order = Which order do you mean: { $orders }?
no-orders = I can't find any order for the number you're writing from. Could you send me your order number?
    .b = There's no order under the number you're writing from. Do you have an order number for me?
order-not-found = I can't find order { $numbers } for the number you're writing from. Could you check the number? If you ordered with another phone, please write from that one.
    .b = There's no order { $numbers } under the number you're writing from. Could you check it again? It may also belong to another phone.
order-placed-on = Your { $order } was placed on { $date } and hasn't shipped yet. We're on it.
    .b = We have your { $order }, placed on { $date }. It hasn't shipped yet.
order-placed = Your { $order } was placed and hasn't shipped yet. We're on it.
    .b = We have your { $order }, placed. It hasn't shipped yet.
order-preparing = Your { $order } is being prepared right now. It hasn't shipped yet.
    .b = We're preparing your { $order } at the moment; it hasn't shipped yet.
order-shipped = Your { $order } has shipped.
order-out-with = Your { $order } is out for delivery with { $carrier }.
order-out = Your { $order } is out for delivery.
order-failed-with = Your { $order } has shipped with { $carrier }, but it couldn't be delivered.
order-failed = Your { $order } has shipped, but it couldn't be delivered.
order-under-way-with = Good news: your { $order } is on its way with { $carrier }.
    .b = Your { $order } has shipped and is on its way with { $carrier }.
    .c = Your { $order } is on its way to you with { $carrier }.
order-under-way = Good news: your { $order } is on its way.
    .b = Your { $order } has shipped and is on its way.
    .c = Your { $order } is on its way to you.
order-late = It was expected on { $date }, so it's late. Sorry about that!
order-expected = It's expected on { $date }.
tracking = Tracking number: { $number }
follow = Follow it here:
url = { $url }
order-delivered-on = Your { $order } was delivered on { $date }.
order-delivered = Your { $order } was delivered.
not-with-you = If it isn't with you, tell me and I'll get someone to look into it.
order-cancelled-on = Your { $order } was cancelled on { $date }.
order-cancelled = Your { $order } was cancelled.
order-returned-on = Your { $order } was returned on { $date }.
order-returned = Your { $order } was returned.
refunded = { $money } has been refunded.
not-refunded = It hasn't been refunded yet.
refund-made = { $money } has been refunded for your order { $number }. How long it takes to show depends on your bank.

## Products

which-one = Which one would you like?
which-piece = Which piece do you mean? Tell me its name, and I'll look it up.
what-kind = Happy to help you find something! What are you looking for, and in which size or colour?
    .b = Sure! What kind of piece do you have in mind, and in which size or colour?
nothing-found = Sorry, I couldn't find anything like that in our shop. Could you describe it in other words?
    .b = I'm afraid we don't seem to have that. Is there something else I can look for?
nothing-cheaper = I have nothing like the { $title } that costs less than { $money }.
good-choice = Great choice!
    .b = Lovely choice!
    .c = Good choice!
offers = Here's what I found for you:
    .b = These could be something for you:
    .c = How about one of these?
offers-other-colours = I couldn't find that in { $colour }, but we have these in other colours:
offers-dearer = I couldn't find that under { $money }. The closest I have:
offers-cheaper = I couldn't find that over { $money }. The closest I have:
offers-closest = The closest I have:
offers-other-sizes = I couldn't find that in size { $size }, but we have these in other sizes:
offers-near = I couldn't find exactly that, but these come close:
offers-question = Would you like to know more about one of them?
    .b = Do you like one of them?
photo-alike = These look most like your photo:
    .b = Here is what looks most like your photo:
photo-alike-one = This looks most like your photo:
photo-sold-out = I'm sorry, what looks most like your photo can't be had right now:
photo-other-colour = I couldn't find one like it in { $colour }, but this looks most like your photo:
photo-other-size = I couldn't find one like it in size { $size }, but this looks most like your photo:
photo-dearer = I couldn't find one like it under { $money }, but this looks most like your photo:
photo-near = I couldn't find exactly that, but this looks most like your photo:
photo-nothing = Thank you for the picture! I couldn't find anything in our shop that looks like it. What are you looking for?
    .b = Thanks for the picture! We don't seem to have anything that looks like it. Can you tell me what you're looking for?
photo-coming = Your picture hasn't come through to me yet. Could you send it once more, or tell me what it shows?
photo-unreadable = I'm sorry, I couldn't view your picture. Could you send it once more as an ordinary photo, or tell me what you're looking for?
market-offer = { $merchant } has the { $title } for { $price }: { $url }
market-offer-plain = { $merchant } has the { $title } for { $price }.
market-not-cheaper = I compared prices on the web and found no lower one for the same { $title }. It costs { $price } here.
market-code = With the code { $code } you get one { $title } for { $price }. The code is yours alone and holds for 48 hours.
market-waits = I've asked the owner about this price for you.
market-off = Our prices stay as they are, I'm sorry.
market-already = You have a code for this piece already, or the owner was asked about it.
market-refused = I'm sorry, our price stays as it is for this piece.
market-unavailable = I'm sorry, I couldn't compare prices with other shops.
market-approved = Good news: the owner agreed. With the code { $code } you get one piece at the price that we talked about. The code is yours alone and holds for 48 hours.
market-declined = I'm sorry, the owner did not agree to this price. Our price stays as it is.
promo-percent = The code { $code } takes { $percent } % off.
promo-amount = The code { $code } takes { $money } off.
promo-shipping = With the code { $code }, shipping is free.
promo-buy-get = With the code { $code }, who buys { $buy } gets { $get } more at { $percent } % off.
promo-buy-get-free = With the code { $code }, who buys { $buy } gets { $get } more for free.
promo-some-goods = It is for some of our goods only.
promo-minimum = It counts for orders of { $money } or more.
promo-minimum-pieces = It counts from { $pieces } pieces on.
promo-once = It can be used once.
promo-until = It holds until { $date }.
promo-how = Just name it when you order.
promo-unknown = I don't know a code { $code }, so nothing can be taken off with it.
promo-not-yet = The code { $code } does not hold yet.
promo-expired = The code { $code } no longer holds.
promo-used-up = The code { $code } was used as often as it can be.
promo-used-already = You have used the code { $code } already.
offer = { $line }. { $title } – { $price }
offer-sold-out = { $line }. { $title } – { $price }, sold out at the moment
offer-colours = { $line }. { $title } – { $price }, in { $colours }
offer-sizes = { $line }. { $title } – { $price }, { x-sizes } { $sizes }
offer-colours-sizes = { $line }. { $title } – { $price }, in { $colours }, { x-sizes } { $sizes }
piece = The { $title } { x-is } { $price }.
    .b = The { $title } { x-costs } { $price }.
piece-price = The { $title } { x-is } { $price }.
piece-in-stock = Yes, the { $title } { x-is } in stock for { $price }.
piece-dearer = I couldn't find that under { $money }. The closest I have is the { $title } at { $price }.
piece-closest = The closest I have is the { $title } at { $price }.
piece-sold-out = Sorry, the { $title } { x-is } sold out at the moment. The price is { $price }.
piece-material = The { $title } – material: { $text }
comes-in-colours = We have { x-it } in { $colours }.
comes-in-sizes = We have { x-it } in { x-sizes } { $sizes }.
comes-in-both = We have { x-it } in { $colours }, in { x-sizes } { $sizes }.
chosen = the { $title } for { $price }
chosen-colour = the { $title } in { $colours } for { $price }
chosen-size = the { $title } in size { $size } for { $price }
chosen-both = the { $title } in { $colours } in size { $size } for { $price }
have = Yes, we have { $piece }.
have-dearer = I couldn't find that under { $money }. The closest I have is { $piece }.
last-one = It's the last one!
few-left = Only { $count } left.
sizes-in-stock = { x-sizes-first } in stock: { $sizes }.
colours-in-stock = { x-colours-first } in stock in that size: { $colours }.
gone-both = Sorry, the { $title } in { $colour } { x-is } sold out in size { $size }.
gone-colour = Sorry, the { $title } { x-is } sold out in { $colour }.
gone-size = Sorry, the { $title } { x-is } sold out in size { $size }.
never-colour = Sorry, the { $title } { x-does-not } come in { $colour }.
never-size = Sorry, the { $title } { x-does-not } come in size { $size }.
size-own = The sizes of the { $title } don't say which system they are in, so I can't say for sure which of them is size { $size }.
sizes-own = The sizes here don't say which system they are in, so I can't say for sure which of them is size { $size }.
size-usual = In most charts { x-sizes } { $sizes } { $count ->
    [one] comes
   *[other] come
} closest, but makers differ, so please compare.
left-in-colour = In { $colour } we have { x-sizes } { $sizes }.
left-in-size = In size { $size } we have { x-it } in { $colours } for { $price }.
material = Material: { $text }
care = Care: { $text }

## Waiting for what is sold out

piece-name = the { $title }
piece-colour = the { $title } in { $colours }
piece-size = the { $title } in size { $size }
piece-both = the { $title } in { $colours } in size { $size }
offer-to-write = Shall I write to you when there is more?
will-write = I'll write to you here once { $piece } { x-is } available again. That holds until { $date }.
still-write = I have noted that already: I'll write to you here once { $piece } { x-is } available again, until { $date }.
back-in-stock = Good news: { $piece } { x-is } available again, for { $price }. You asked me to write to you about it.

## Recommendations

taste-because = You bought { $piece }. This is like it, and in stock:
taste-because-new = You bought { $piece }. This came in lately and is like it:
taste-bestsellers = I don't know your taste yet. This sold most in the last { $days } days:
taste-new = This came in last:
taste-ask = Tell me a size, a colour or an occasion, and I'll look more closely.
remembered-left-out = I've left out what is made of something that you're allergic to.
remembered-all-left-out = What we have of that is made of something that you're allergic to, so I'd rather not suggest it. Shall I look for something else?
remembered-harms = Please note that it's made of something that you told us you're allergic to.
remembered-noted = Thank you, that's good to know.
goes-with = Others who bought { $piece } also took:
goes-with-look = This would go with { $piece }:

## The code that proves who somebody is, by e-mail

code-mail-subject = Your code for { $shop }
code-mail = { $code } is your code.
code-mail-life = It counts for ten minutes, and only in the conversation in which it was asked for.
code-mail-why = You get this e-mail because somebody writes to { $shop } and says to be you.
code-mail-not-you = If that is not you, you need not do anything. Tell nobody the code.
code-not-sent = I could not send the e-mail with the code, so a person takes over. They will answer you here.

## Changes of orders

act-cancel-would = Order { $order } would be cancelled.
act-cancel-done = Order { $order } is cancelled.
act-nothing-paid = Nothing was paid.
act-back = You get back { $parts }.
act-part-back-days = { $money } to { $method } within 5 to 7 business days
act-part-back-now = { $money } to { $method } at once
act-part-back-paid = { $money } the way it was paid
act-return = You return { $items } of order { $order }.
act-return-now = When it has arrived, { $money } goes to { $method } at once.
act-return-days = When it has arrived, { $money } goes to { $method } within 5 to 7 business days.
act-return-unpaid = { $money } of it is no longer to be paid once it has arrived.
act-return-paid = When it has arrived, { $money } goes back the way it was paid.
act-address-would = Order { $order } would be sent to: { $address }.
act-address-done = Order { $order } will be sent to: { $address }.
act-pay-would = Order { $order } would be paid with { $method } instead: { $money } is charged there and given back where it was paid.
act-pay-done = Order { $order } is paid with { $method } instead: { $money } is charged there and given back where it was paid.
act-swap-exchange-one-would = In order { $order }, one item would be exchanged: { $changes }.
act-swap-exchange-one-done = In order { $order }, one item is exchanged: { $changes }.
act-swap-change-one-would = In order { $order }, one item would be changed: { $changes }.
act-swap-change-one-done = In order { $order }, one item is changed: { $changes }.
act-swap-exchange-more-would = In order { $order }, these items would be exchanged: { $changes }.
act-swap-exchange-more-done = In order { $order }, these items are exchanged: { $changes }.
act-swap-change-more-would = In order { $order }, these items would be changed: { $changes }.
act-swap-change-more-done = In order { $order }, these items are changed: { $changes }.
act-part-change = { $item } for { $new }
act-part-changes = { $first }; { $rest }
act-price-same = The price stays the same.
act-price-more = { $money } more is charged to { $method }.
act-price-more-shop = { $money } more is to be paid, and the shop tells you how.
act-price-less = { $money } goes back to { $method }.
act-price-less-unpaid = { $money } less is to be paid.
act-price-less-paid = { $money } goes back the way it was paid.
act-only-once = This can be done only once.
act-done = Done.
act-owner-first = The owner has to agree to this first, and was asked:
act-owner-after = You hear from us here.
act-owner-agreed = The owner agreed, and it is done.
act-owner-declined = I'm sorry, the owner did not agree to this change. Nothing was changed.
act-own-address-would = Your address would become: { $address }.
act-own-address-done = Your address is now: { $address }.
act-shall-i = Shall I do that?
act-yes-or-no = Please answer yes or no.
act-ask-owner = The owner has to agree to it. Shall I ask?
act-rivals = Only one of the two is possible for one order: a return or an exchange. Which shall I do, the first or the second?
act-changed-meanwhile = Something changed in the meantime, so I say it again.
act-could-not = I could not do this; nothing was changed.
act-which-cancel = Which order shall I cancel?
act-which-order = Which order is it about?
act-option-order = { $n }. Order { $order }: { $items }
act-option-item = { $n }. { $item } in order { $order }
act-option = { $n }. { $what }
act-which-instead = Which { $title } would you like instead? Available:
act-which-mean = Which { $title } do you mean?
act-refund-where = Where shall the refund go?
act-which-method = Which way to pay shall I use?
act-why = May I ask why: is it no longer needed, or was it ordered by mistake?
act-address-which = To which address? Please write the street, the town and the postal code, or say which known one.
act-address-before = Do you mean the address that you confirmed before: { $address }? If another one is meant, please write it out.
act-items-return = Which items would you like to return?
act-items = Which items is it about?
act-whole-only = A single item cannot be cancelled, only the whole order with everything in it.
act-cancel-instead = This order was not sent yet, so there is nothing to return; it can be cancelled as a whole.
act-return-instead = This order was delivered already, so it can be returned, not cancelled.
act-not-understood = I'm not sure I understood that. What would you like me to do?
act-given-up = I don't get any further here, so a person takes over.
act-found = Thank you, I found your account. What can I do for you?
act-left-as-it-is = All right, everything stays as it is.
act-anything-else = All right. Is there anything else I can do for you?
act-nothing-fits = I don't see an order of yours for which that is possible.
act-not-like-that = { $title } is not available like that.
act-too-dear = That would cost { $money } more.
act-no-other-method = No other way to pay is kept with your account.
act-sent-cancel = Order { $order } is being sent already, so it can no longer be cancelled.
act-came-cancel = Order { $order } was delivered already, so it can no longer be cancelled.
act-sent-change = Order { $order } is being sent already, so it can no longer be changed.
act-came-change = Order { $order } was delivered already, so it can no longer be changed.
act-then-return = Once it has arrived, you can return it.
act-way-return = Order { $order } is still on its way; once it has arrived, it can be returned.
act-way-exchange = Order { $order } is still on its way; once it has arrived, it can be exchanged.
act-cancelled-already = Order { $order } is cancelled already.
act-rule-unknown = I cannot find this order among yours.
act-rule-not-pending = Only an order that is still pending can be changed or cancelled.
act-rule-not-delivered = Only an order that was delivered can be returned or exchanged.
act-rule-items-changed = The items of this order were changed already; it can no longer be changed or cancelled.
act-rule-requested = A return or an exchange was requested for this order already; there can be only one.
act-rule-reason = An order can be cancelled because it is no longer needed or was ordered by mistake, not for another reason.
act-rule-nothing-named = Please say which items it is about.
act-rule-not-in-order = This order does not hold that item, or not so many of it.
act-rule-other-product = An item can only be swapped for another variant of the same product.
act-rule-same-variant = The new item must differ from the old one.
act-rule-variant-gone = The item that is wanted instead is not available.
act-rule-method-unknown = This way to pay is not kept with your account.
act-rule-gift-card-short = The gift card's balance does not cover the amount.
act-rule-refund-method = The refund can go to the way the order was paid, or to a gift card kept with your account.
act-rule-window = The time for returns and exchanges of this order has passed.
act-rule-address-missing = Please give the whole address.
act-rule-owner = A person of our team makes this kind of change.
act-rule-owner-days = So long after the delivery, a person of our team decides about it.
act-tracking = The tracking number of order { $order } is { $tracking }.
act-no-tracking = Order { $order } has no tracking number.
act-who = I'm happy to help. First I need to find your account: please tell me your e-mail address, or your full name and postal code.
act-who-again = I can't find an account with that. Please check it, or tell me your e-mail address, or your full name and postal code.
act-who-code = Thank you. And what is your postal code?
act-who-name = Thank you. And what is your full name?
act-stage-pending = Order { $order } is pending: it has not been sent yet.
act-stage-changed = Order { $order } is pending, with its items changed.
act-stage-sent = Order { $order } is on its way: it was processed and can no longer be changed.
act-stage-delivered = Order { $order } is delivered.
act-stage-return = Order { $order } is delivered, with a return or an exchange asked for.
act-code-coming = If this belongs to one of our customers, a code is on its way to the e-mail address that we have for them (we send a few an hour at most).
act-code-digits = Please tell me its six digits.
act-code-first = Before I change anything, I make sure that it is you: a code is on its way to the e-mail address that we have for you.
act-code-right = Thank you, that is the right code.
act-code-no-mail = To be sure who you are I would have to send you a code by e-mail, and I can't send e-mail at the moment.
act-code-again = If this belongs to one of our customers, another code is on its way.
act-code-another = Another code is on its way.
act-code-earlier = The earlier one no longer counts.
act-code-too-many = That is as many codes as I may send for now.
act-code-expired = That code no longer counts: a code holds for ten minutes. Shall I send another one?
act-code-void = That was not the code either, and it no longer counts now.
act-code-what-now = What would you like me to do?
act-code-no-access = I can send a code only to the e-mail address that we have.
act-code-six = The code has six digits. Please tell me all of them, as they stand in the e-mail.
act-code-only = I can go on only with the six digits from the e-mail. It may be in your spam folder. Say "send it again" for another code, or "a person" if you can't get at that mailbox.
act-code-given-up = I don't get any further without the code.
act-code-wrong = That is not the code. Please look again at the newest e-mail; { $n } tries are left.
act-code-wrong-once = That is not the code. Please look again at the newest e-mail; one try is left.
