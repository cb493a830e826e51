# Hindi in Latin letters, as people write it in chats. Replies speak as the shop ("hum").

## Lists, days and times

and = { $first } aur { $last }
or = { $first } ya { $last }
and-more = { $items } aur bhi
today = aaj
tomorrow = kal
on-date = { $date } ko
days = { $from } se { $to }
span = { $from } se { $to } baje tak
range = { $from } se { $to }

## Talk

hello-name = Namaste { $name } ji!
hello = Namaste!
how-can-i-help = Hum aapki kya madad kar sakte hain?
    .b = Bataiye, hum aapke liye kya kar sakte hain?
bye = Theek hai! Jab bhi zaroorat ho, likhiye.
    .b = Theek hai, kuch aur chahiye ho to bataiye.
welcome = Aapka swagat hai!
    .b = Koi baat nahi, khushi hui!
    .c = Kabhi bhi! Kuch aur chahiye ho to likhiye.
bot = Aap dukaan ke automatic assistant se baat kar rahe hain, yeh ek computer program hai. Agar aap kisi insaan se baat karna chahein, to bas bata dijiye.
refusal = Hum sirf apni dukaan ke baare mein madad kar sakte hain: hamara saamaan, aapke order, delivery aur return. Kya inmein se kisi mein madad chahiye?
    .b = Maaf kijiye, ismein hum madad nahi kar sakte. Hum apne saamaan, order, delivery aur return ke liye yahan hain.
which-more = Aap kiske baare mein aur jaanna chahenge?
opt-out-stop = Samajh gaye. STOP likhkar jawab dijiye, phir yahan hamare aur message nahi aayenge.
opt-out = Samajh gaye, ab hum aapko aur khabrein nahi bhejenge.
feedback-lovely = Bahut bahut dhanyavaad, yeh jaankar achha laga!
    .b = Isse humein bahut khushi hui. Batane ke liye dhanyavaad!
feedback = Batane ke liye dhanyavaad.
own = { $text }
own-quoted = Dukaan ke shabdon mein: “{ $text }”

## A person takes over

plainest = Ismein madad ke liye hum apni team ke kisi insaan ko bula rahe hain. Aapko yahin jawab milega.
when-soon = Aapko jald se jald yahin jawab milega.
when-open = Aapko jald se jald yahin jawab milega; aaj dukaan { $time } baje tak khuli hai.
when-closed = Abhi dukaan band hai; dukaan { $day } { $time } baje khulne ke baad aapko yahin jawab milega.
person-asked-for = Zaroor, hum apni team ke kisi insaan ko bula rahe hain.
person-urgent-too = Yeh zaroori hai, isliye humne apni team ko bhi bata diya hai.
person-urgent = Hum samajhte hain ki yeh zaroori hai, isliye humne ise turant apni team ko bhej diya hai.
person-upset-too = Pareshani ke liye maafi chahte hain. Humne apni team ke ek insaan se ise aapke saath dekhne ko kaha hai.
person-upset = Maafi chahte hain, hum samajhte hain ki yeh kitna pareshan karne wala hai. Humne apni team ke ek insaan se ise sambhalne ko kaha hai.
person-complaint = Humein bahut khed hai. Aapne jo kuch likha hai, woh humne apni team ko bhej diya hai.
    .b = Aisa nahi hona chahiye tha, humein khed hai. Aapka message ab hamari team ke paas hai.
person-legal = Batane ke liye dhanyavaad. Humne aapka message dukaan ke maalik ko bhej diya hai.
person-safety = Humein bahut khed hai aur aasha hai ki aap theek hain. Agar kisi ko ilaaj ki zaroorat hai, to kripya doctor ya emergency service ko phone karein. Humne ise sabse pehle dekhne ke liye apni team ko bhej diya hai.
person-repeated = Lagta hai hum ismein madad nahi kar pa rahe, maaf kijiye. Hum apni team ke kisi insaan ko bula rahe hain.
person-unsure = Shayad hum theek se nahi samjhe, isliye hum apni team ke kisi insaan ko bula rahe hain.
    .b = Hum aapko kuch galat nahi batana chahte, isliye apni team ke kisi insaan ko bula rahe hain.
person-unproved = Hum chahte hain ki aapko sahi jawab mile, isliye apni team ke kisi insaan ko bula rahe hain.
person-picture = Photo ke liye dhanyavaad! Hum abhi photo khud nahi parakh sakte, isliye hamari team se koi ise dekhega.
person-voice = Dhanyavaad! Hum abhi voice message nahi sun sakte, isliye hamari team se koi ise sunega. Aap likhkar bhi bata sakte hain.
person-file = Dhanyavaad! Hum abhi ise khud nahi khol sakte, isliye hamari team se koi ise dekhega.
person-agent-off = Iska jawab hamari team ka koi vyakti deta hai, humne sandesh aage bhej diya hai.
person-order = Aage ka kaam hamari team se koi dekhega.
person-rest = Baaki ke liye hum apni team ke kisi insaan ko bula rahe hain.
person = Yeh kaam hamari team se koi karega, humne unhein bata diya hai.

## Opening hours and contact

open-now = Dukaan abhi khuli hai, aaj { $time } baje tak.
closed-now-until = Dukaan abhi band hai aur { $day } { $time } baje phir khulegi.
closed-now = Dukaan abhi band hai.
closed-tomorrow = Maaf kijiye, kal dukaan band hai.
open-tomorrow = Kal dukaan { $spans } khuli hai.
reopens = Dukaan { $day } { $time } baje phir khulegi.
closed-weekday = Maaf kijiye, { $weekday } ko dukaan band rehti hai.
open-weekday = { $weekday } ko dukaan { $spans } khuli rehti hai.
hours = Hamare khulne ka samay:
hours-open = { $days }: { $spans }
hours-closed = { $days }: band
address = Hamari dukaan ka pata: { $address }
reach = Aap { $ways }.
call = { $to } par phone kar sakte hain
write = { $to } par likh sakte hain

## Shipping and returns

free = muft
zone = { $cost }, { $days } working days
zone-free-from = { $cost }, { $days } working days, { $free } se upar muft
ships-to = Ji haan, hum wahan bhejte hain. { $country }: { $zone }.
ships-not-to = Maaf kijiye, hum is desh mein nahi bhejte ({ $country }).
ships-where = Hum yahan bhejte hain: { $zones }.
shipping = Delivery ka kharch yeh hai:
shipping-zone = { $country }: { $zone }
shipping-one = Delivery – { $country }: { $zone }.
return-window = Delivery ke { $days } dinon ke andar aap saamaan wapas kar sakte hain.
returns-free = Return muft hai.
return-cost = Return ka kharch { $cost } hai.
refund-days = Parcel hamare paas wapas pahunchne ke baad paise lautne mein { $days } working days lagte hain.
exchanges = Saamaan badalna bhi ho sakta hai.

## Orders

order = order { $number }
order-with = order { $number } ({ $titles })
order-of = { $number } ({ $date } ko diya gaya)
several-orders = Hamare yahan aapke ek se zyada order chal rahe hain.
which-order = Aap kis order ki baat kar rahe hain: { $orders }?
no-orders = Jis number se aap likh rahe hain, us par koi order nahi mila. Kya aap apna order number bhej sakte hain?
order-not-found = Jis number se aap likh rahe hain, us par order { $numbers } nahi mila. Kya aap number ek baar check karenge? Agar aapne kisi doosre phone se order kiya tha, to kripya usi se likhiye.
order-placed-on = Aapka { $order } humein mil gaya hai, jo { $date } ko diya gaya tha. Woh abhi bheja nahi gaya hai.
order-placed = Aapka { $order } humein mil gaya hai. Woh abhi bheja nahi gaya hai.
order-preparing = Aapka { $order } abhi taiyaar ho raha hai. Woh abhi bheja nahi gaya hai.
order-shipped = Aapka { $order } bhej diya gaya hai.
order-out-with = Aapka { $order } { $carrier } ke saath delivery ke liye nikal chuka hai.
order-out = Aapka { $order } delivery ke liye nikal chuka hai.
order-failed-with = Aapka { $order } { $carrier } se bheja gaya tha, lekin deliver nahi ho saka.
order-failed = Aapka { $order } bheja gaya tha, lekin deliver nahi ho saka.
order-under-way-with = Achhi khabar: aapka { $order } { $carrier } ke saath raaste mein hai.
    .b = Aapka { $order } bhej diya gaya hai aur { $carrier } ke saath raaste mein hai.
order-under-way = Achhi khabar: aapka { $order } raaste mein hai.
    .b = Aapka { $order } bhej diya gaya hai aur raaste mein hai.
order-late = Woh { $date } ko pahunchne wala tha, isliye der ho chuki hai. Humein khed hai!
order-expected = Uske { $date } ko pahunchne ki ummeed hai.
tracking = Tracking number hai: { $number }
follow = Yahan dekhiye ki woh kahan hai:
url = { $url }
order-delivered-on = Aapka { $order } { $date } ko deliver ho gaya tha.
order-delivered = Aapka { $order } deliver ho gaya hai.
not-with-you = Agar woh aapke paas nahi hai, to bataiye, hum kisi se iski jaanch karvayenge.
order-cancelled-on = Aapka { $order } { $date } ko cancel hua tha.
order-cancelled = Aapka { $order } cancel ho gaya hai.
order-returned-on = Aapka { $order } { $date } ko return hua tha.
order-returned = Aapka { $order } return ho gaya hai.
refunded = { $money } lauta diye gaye hain.
not-refunded = Paise abhi lautaye nahi gaye hain.
refund-made = Aapke order { $number } ke { $money } lauta diye gaye hain. Khaate mein kab dikhenge, yeh aapke bank par hai.

## Products

which-one = Aapko kaun sa chahiye?
which-piece = Aap kis cheez ki baat kar rahe hain? Uska naam bataiye, hum dekhte hain.
what-kind = Zaroor! Aapko kya chahiye, aur kis size ya rang mein?
nothing-found = Maaf kijiye, hamari dukaan mein aisa kuch nahi mila. Kya aap ise doosre shabdon mein bata sakte hain?
    .b = Lagta hai aisa kuch hamare paas nahi hai. Kya hum aapke liye kuch aur dekhein?
good-choice = Bahut achhi pasand!
offers = Aapke liye yeh mila:
    .b = Shayad inmein se kuch aapko pasand aaye:
offers-other-colours = { $colour } rang mein yeh nahi mila, lekin doosre rangon mein yeh hai:
offers-dearer = { $money } se kam mein yeh nahi mila. Sabse kareeb yeh hai:
offers-cheaper = { $money } se upar yeh nahi mila. Sabse kareeb yeh hai:
offers-closest = Sabse kareeb yeh hai:
offers-other-sizes = Size { $size } mein yeh nahi mila, lekin doosre size mein yeh hai:
offers-near = Bilkul waisa nahi mila, lekin yeh uske kareeb hai:
offers-question = Kya aap inmein se kisi ke baare mein aur jaanna chahenge?
photo-alike = Aapki photo se sabse zyada yeh milta-julta hai:
photo-alike-one = Aapki photo se sabse zyada yeh milta-julta hai:
photo-sold-out = Maaf kijiye, aapki photo se jo sabse zyada milta hai, woh abhi stock mein nahi hai:
photo-other-colour = { $colour } rang mein aisa nahi mila, lekin aapki photo se sabse zyada yeh milta-julta hai:
photo-other-size = Size { $size } mein aisa nahi mila, lekin aapki photo se sabse zyada yeh milta-julta hai:
photo-dearer = { $money } se kam mein aisa nahi mila, lekin aapki photo se sabse zyada yeh milta-julta hai:
photo-near = Bilkul waisa nahi mila, lekin aapki photo se sabse zyada yeh milta-julta hai:
photo-nothing = Photo ke liye dhanyavaad! Hamari dukaan mein isse milta-julta kuch nahi mila. Aap kya dhoondh rahe hain?
photo-coming = Aapki photo abhi tak nahi pahunchi. Kya aap ise phir se bhej sakte hain, ya bata sakte hain ki usmein kya hai?
photo-unreadable = Maaf kijiye, aapki photo dekhi nahi ja saki. Kya aap ise aam photo ki tarah phir se bhej sakte hain, ya bata sakte hain ki aap kya dhoondh rahe hain?
market-offer = { $merchant } par { $title }: { $price } – { $url }
market-offer-plain = { $merchant } par { $title }: { $price }
market-not-cheaper = Maine internet par daam milaye aur usi cheez ka isse kam daam nahi mila: { $title }, hamare yahan { $price }.
market-code = Code { $code } se aapko ek piece { $price } mein milega: { $title }. Yeh code sirf aapke liye hai aur 48 ghante chalega.
market-waits = Maine is daam ke baare mein dukaan ke maalik se poocha hai.
market-off = Maaf kijiye, hamare daam yahi rahenge.
market-already = Is cheez ka code aapke paas pehle se hai, ya maalik se poocha ja chuka hai.
market-refused = Maaf kijiye, is cheez ka hamara daam yahi rahega.
market-unavailable = Maaf kijiye, main doosri dukaanon se daam nahi mila paya.
market-approved = Achhi khabar: maalik maan gaye hain. Code { $code } se aapko ek piece usi daam par milega jiski baat hui thi. Yeh code sirf aapke liye hai aur 48 ghante chalega.
market-declined = Maaf kijiye, maalik is daam ke liye nahi maane. Hamara daam yahi rahega.
offer = { $line }. { $title } – { $price }
offer-sold-out = { $line }. { $title } – { $price }, abhi stock mein nahi
offer-colours = { $line }. { $title } – { $price }, rang: { $colours }
offer-sizes = { $line }. { $title } – { $price }, size: { $sizes }
offer-colours-sizes = { $line }. { $title } – { $price }, rang: { $colours }, size: { $sizes }
piece = { $title } ki keemat { $price } hai.
piece-price = { $title } ki keemat { $price } hai.
piece-in-stock = Ji haan, { $title } stock mein hai, keemat { $price }.
piece-dearer = { $money } se kam mein yeh nahi mila. Sabse kareeb { $title } hai, keemat { $price }.
piece-closest = Sabse kareeb { $title } hai, keemat { $price }.
piece-sold-out = Maaf kijiye, { $title } abhi stock mein nahi hai. Keemat { $price } hai.
piece-material = { $title } – kapda: { $text }
comes-in-colours = Hamare paas yeh rang hain: { $colours }.
comes-in-sizes = Hamare paas size { $sizes } mein hai.
comes-in-both = Hamare paas yeh rang hain: { $colours }, size: { $sizes }.
chosen = { $title } hai, keemat { $price }
chosen-colour = { $title } { $colours } rang mein hai, keemat { $price }
chosen-size = { $title } size { $size } mein hai, keemat { $price }
chosen-both = { $title } { $colours } rang aur size { $size } mein hai, keemat { $price }
have = Ji haan, hamare paas { $piece }.
have-dearer = { $money } se kam mein yeh nahi mila. Sabse kareeb hamare paas { $piece }.
last-one = Yeh aakhri piece hai!
few-left = Sirf { $count } bache hain.
sizes-in-stock = Stock mein size: { $sizes }.
colours-in-stock = Is size mein stock mein rang: { $colours }.
gone-both = Maaf kijiye, { $title } { $colour } rang mein size { $size } mein stock mein nahi hai.
gone-colour = Maaf kijiye, { $title } { $colour } rang mein stock mein nahi hai.
gone-size = Maaf kijiye, { $title } size { $size } mein stock mein nahi hai.
never-colour = Maaf kijiye, { $title } { $colour } rang mein nahi aata.
never-size = Maaf kijiye, { $title } size { $size } mein nahi aata.
left-in-colour = { $colour } rang mein hamare paas size { $sizes } hai.
left-in-size = Size { $size } mein hamare paas yeh rang hain: { $colours }, keemat { $price }.
material = Kapda: { $text }
care = Dekhbhaal: { $text }

## Jo khatam hai uska intezaar

piece-name = { $title }
piece-colour = { $title } ({ $colours })
piece-size = { $title } (size { $size })
piece-both = { $title } ({ $colours }, size { $size })
offer-to-write = Kya phir se aane par hum aapko message karein?
will-write = { $piece } phir se available hote hi hum aapko yahin message karenge. Yeh { $date } tak ke liye hai.
still-write = Yeh pehle se note hai: { $piece } phir se available hote hi hum aapko yahin message karenge, { $date } tak.
back-in-stock = Achhi khabar: { $piece } phir se available hai, keemat { $price }. Aapne kaha tha ki hum aapko message karein.

## Sujhav

taste-because = Aapne { $piece } kharida tha. Yeh usi jaisa hai aur stock mein hai:
taste-because-new = Aapne { $piece } kharida tha. Yeh haal hi mein aaya hai aur usi jaisa hai:
taste-bestsellers = Aapki pasand abhi hum nahi jaante. Pichhle { $days } din mein yeh sabse zyada bika:
taste-new = Yeh sabse baad mein aaya hai:
taste-ask = Size, rang ya mauka bataiye, hum aur achhe se dekhte hain.
goes-with = Jinhone { $piece } kharida, unhone yeh bhi liya:
goes-with-look = { $piece } ke saath yeh achha lagega:

## The code that proves who somebody is, by e-mail

code-mail-subject = { $shop } ke liye aapka code
code-mail = { $code } aapka code hai.
code-mail-life = Yeh das minute tak chalega, aur sirf usi baatcheet mein jismein yeh maanga gaya tha.
code-mail-why = Yeh email aapko isliye mila hai kyunki koi { $shop } ko likh raha hai aur kehta hai ki woh aap hain.
code-mail-not-you = Agar woh aap nahin hain, to aapko kuch karne ki zaroorat nahin hai. Code kisi ko na batayein.
code-not-sent = Main code wala email nahin bhej saka, isliye ab hamari team se koi aapki madad karega. Woh aapko yahin jawab denge.

## Order mein badlav

act-cancel-would = Order { $order } cancel kiya jayega.
act-cancel-done = Order { $order } cancel kar diya gaya hai.
act-nothing-paid = Koi payment nahi hua tha.
act-back = Aapko { $parts } wapas milenge.
act-part-back-days = { $money } ({ $method } mein, 5 se 7 working days ke andar)
act-part-back-now = { $money } ({ $method } mein, turant)
act-part-back-paid = { $money } (usi tareeke se jisse payment hua tha)
act-return = Aap order { $order } se { $items } wapas kar rahe hain.
act-return-now = Pahunchte hi { $money } turant { $method } mein jayenge.
act-return-days = Pahunchne ke baad { $money } 5 se 7 working days ke andar { $method } mein jayenge.
act-return-unpaid = Pahunchne ke baad usmein se { $money } nahi dene honge.
act-return-paid = Pahunchne ke baad { $money } usi tareeke se wapas jayenge jisse payment hua tha.
act-address-would = Order { $order } is pate par bheja jayega: { $address }.
act-address-done = Order { $order } ab is pate par bheja jayega: { $address }.
act-pay-would = Order { $order } ka payment iske bajaye { $method } se hoga: { $money } wahan se liye jayenge aur jahan se diye gaye the wahan lautaye jayenge.
act-pay-done = Order { $order } ka payment ab { $method } se hai: { $money } wahan se liye jayenge aur jahan se diye gaye the wahan lautaye jayenge.
act-swap-exchange-one-would = Order { $order } mein ek cheez exchange ki jayegi: { $changes }.
act-swap-exchange-one-done = Order { $order } mein ek cheez exchange ki ja rahi hai: { $changes }.
act-swap-change-one-would = Order { $order } mein ek cheez badli jayegi: { $changes }.
act-swap-change-one-done = Order { $order } mein ek cheez badal di gayi hai: { $changes }.
act-swap-exchange-more-would = Order { $order } mein ye cheezein exchange ki jayengi: { $changes }.
act-swap-exchange-more-done = Order { $order } mein ye cheezein exchange ki ja rahi hain: { $changes }.
act-swap-change-more-would = Order { $order } mein ye cheezein badli jayengi: { $changes }.
act-swap-change-more-done = Order { $order } mein ye cheezein badal di gayi hain: { $changes }.
act-part-change = { $item } ke badle { $new }
act-part-changes = { $first }; { $rest }
act-price-same = Price wahi rahega.
act-price-more = { $method } se { $money } aur liye jayenge.
act-price-more-shop = { $money } aur dene honge; kaise, yeh dukan aapko batayegi.
act-price-less = { $money } wapas { $method } mein jayenge.
act-price-less-unpaid = { $money } kam dene honge.
act-price-less-paid = { $money } usi tareeke se wapas jayenge jisse payment hua tha.
act-only-once = Yeh sirf ek baar ho sakta hai.
act-done = Ho gaya.
act-owner-first = Iske liye pehle dukan ke malik ki sehmati chahiye, aur unse poocha gaya hai:
act-owner-after = Hum aapko yahin jawab denge.
act-shall-i = Kya main yeh kar doon?
act-yes-or-no = Kripya haan ya nahi mein jawab dein.
act-ask-owner = Iske liye dukan ke malik ki sehmati chahiye. Kya main poochhoon?
act-rivals = Ek order ke liye dono mein se ek hi ho sakta hai: return ya exchange. Kaunsa karoon, pehla ya doosra?
act-changed-meanwhile = Is beech kuch badal gaya hai, isliye phir se bata raha hoon.
act-could-not = Main yeh nahi kar saka; kuch bhi nahi badla gaya.
act-which-cancel = Kaunsa order cancel karoon?
act-which-order = Yeh kis order ke baare mein hai?
act-option-order = { $n }. Order { $order }: { $items }
act-option-item = { $n }. { $item } (order { $order })
act-option = { $n }. { $what }
act-which-instead = Iske badle kaunsa { $title } chahiye? Uplabdh:
act-which-mean = Aapka matlab kis { $title } se hai?
act-refund-where = Paise kahan wapas bhejein?
act-which-method = Payment ka kaunsa tareeka loon?
act-why = Kya main kaaran pooch sakta hoon: ab zaroorat nahi hai, ya galti se order hua tha?
act-address-which = Kis pate par? Kripya street, sheher aur pin code likhein, ya batayein kaunsa jaana hua pata.
act-items-return = Aap kaunsi cheezein wapas karna chahte hain?
act-items = Yeh kin cheezon ke baare mein hai?
act-whole-only = Ek cheez akeli cancel nahi ho sakti, sirf poora order, usmein ki har cheez ke saath.
act-cancel-instead = Yeh order abhi bheja nahi gaya hai, isliye wapas karne ko kuch nahi hai; ise poora cancel kiya ja sakta hai.
act-return-instead = Yeh order pahunch chuka hai, isliye ise wapas kiya ja sakta hai, cancel nahi.
act-not-understood = Mujhe theek se samajh nahi aaya. Aap kya chahte hain?
act-given-up = Main yahan aage nahi badh pa raha, isliye ab koi vyakti dekhega.
act-found = Dhanyavad, aapka account mil gaya. Main aapke liye kya kar sakta hoon?
act-anything-else = Theek hai. Kya main aapke liye kuch aur kar sakta hoon?
act-nothing-fits = Mujhe aapka aisa koi order nahi dikhta jiske liye yeh sambhav ho.
act-not-like-that = { $title } is roop mein uplabdh nahi hai.
act-too-dear = Usmein { $money } zyada lagenge.
act-no-other-method = Aapke account mein payment ka koi aur tareeka saved nahi hai.
act-sent-cancel = Order { $order } bheja ja raha hai, isliye ab cancel nahi kiya ja sakta.
act-came-cancel = Order { $order } pahunch chuka hai, isliye ab cancel nahi kiya ja sakta.
act-sent-change = Order { $order } bheja ja raha hai, isliye ab badla nahi ja sakta.
act-came-change = Order { $order } pahunch chuka hai, isliye ab badla nahi ja sakta.
act-then-return = Pahunchne ke baad aap use wapas kar sakte hain.
act-way-return = Order { $order } abhi raaste mein hai; pahunchne ke baad use wapas kiya ja sakta hai.
act-way-exchange = Order { $order } abhi raaste mein hai; pahunchne ke baad use exchange kiya ja sakta hai.
act-cancelled-already = Order { $order } pehle se cancel hai.
act-rule-unknown = Mujhe yeh order aapke orders mein nahi mila.
act-rule-not-pending = Sirf wahi order badla ya cancel kiya ja sakta hai jo abhi pending ho.
act-rule-not-delivered = Sirf deliver hua order wapas ya exchange kiya ja sakta hai.
act-rule-items-changed = Is order ki cheezein pehle hi badli ja chuki hain; ab ise badla ya cancel nahi kiya ja sakta.
act-rule-requested = Is order ke liye return ya exchange pehle hi maanga ja chuka hai; yeh ek hi baar ho sakta hai.
act-rule-reason = Order tabhi cancel ho sakta hai jab uski zaroorat na ho ya woh galti se hua ho, kisi aur kaaran se nahi.
act-rule-nothing-named = Kripya batayein ki yeh kin cheezon ke baare mein hai.
act-rule-not-in-order = Is order mein woh cheez nahi hai, ya utni nahi hai.
act-rule-other-product = Kisi cheez ko sirf usi product ke doosre variant se badla ja sakta hai.
act-rule-same-variant = Nayi cheez purani se alag honi chahiye.
act-rule-variant-gone = Badle mein chahi gayi cheez uplabdh nahi hai.
act-rule-method-unknown = Payment ka yeh tareeka aapke account mein saved nahi hai.
act-rule-gift-card-short = Gift card ka balance is rakam ke liye kaafi nahi hai.
act-rule-refund-method = Paise usi tareeke par wapas ja sakte hain jisse payment hua tha, ya aapke account mein saved gift card par.
act-rule-window = Is order ke return aur exchange ka samay beet chuka hai.
act-rule-address-missing = Kripya poora pata dein.
act-rule-owner = Aisa badlav hamari team ka koi vyakti karta hai.
act-rule-owner-days = Delivery ke itne samay baad hamari team ka koi vyakti faisla karta hai.
act-tracking = Order { $order } ka tracking number { $tracking } hai.
act-no-tracking = Order { $order } ka koi tracking number nahi hai.
act-who = Zaroor. Pehle mujhe aapka account dhoondhna hai: kripya apna e-mail pata, ya poora naam aur pin code batayein.
act-who-again = Isse koi account nahi mila. Kripya check karein, ya apna e-mail pata, ya poora naam aur pin code batayein.
act-who-code = Dhanyavad. Aur aapka pin code kya hai?
act-who-name = Dhanyavad. Aur aapka poora naam kya hai?
