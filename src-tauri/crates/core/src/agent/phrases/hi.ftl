# Hindi in its own letters. Replies speak as the shop ("हम"), so that nobody's gender has to be known.

## Lists, days and times

and = { $first } और { $last }
or = { $first } या { $last }
and-more = { $items } और अन्य
today = आज
tomorrow = कल
on-date = { $date } को
days = { $from } से { $to }
span = { $from } से { $to } बजे तक
range = { $from } से { $to }

## Talk

hello-name = नमस्ते { $name } जी!
hello = नमस्ते!
how-can-i-help = हम आपकी क्या मदद कर सकते हैं?
    .b = बताइए, हम आपके लिए क्या कर सकते हैं?
bye = ठीक है! जब भी ज़रूरत हो, लिखिए।
    .b = ठीक है, कुछ और चाहिए हो तो बताइए।
welcome = आपका स्वागत है!
    .b = कोई बात नहीं, खुशी हुई!
    .c = कभी भी! कुछ और चाहिए हो तो लिखिए।
bot = आप दुकान के स्वचालित सहायक से बात कर रहे हैं, यह एक कंप्यूटर प्रोग्राम है। अगर आप किसी व्यक्ति से बात करना चाहें, तो बस बता दीजिए।
refusal = हम सिर्फ़ अपनी दुकान के बारे में मदद कर सकते हैं: हमारे सामान, आपके ऑर्डर, डिलीवरी और वापसी। क्या इनमें से किसी में मदद चाहिए?
    .b = माफ़ कीजिए, इसमें हम मदद नहीं कर सकते। हम अपने सामान, ऑर्डर, डिलीवरी और वापसी के लिए यहाँ हैं।
which-more = आप किसके बारे में और जानना चाहेंगे?
opt-out-stop = समझ गए। STOP लिखकर जवाब दीजिए, फिर यहाँ हमारे और संदेश नहीं आएँगे।
opt-out = समझ गए, अब हम आपको और समाचार नहीं भेजेंगे।
feedback-lovely = बहुत-बहुत धन्यवाद, यह जानकर अच्छा लगा!
    .b = इससे हमें बहुत खुशी हुई। बताने के लिए धन्यवाद!
feedback = बताने के लिए धन्यवाद।
own = { $text }
own-quoted = दुकान के शब्दों में: “{ $text }”

## A person takes over

plainest = इसमें मदद के लिए हम अपनी टीम के किसी व्यक्ति को बुला रहे हैं। आपको यहीं जवाब मिलेगा।
when-soon = आपको जल्द से जल्द यहीं जवाब मिलेगा।
when-open = आपको जल्द से जल्द यहीं जवाब मिलेगा; आज दुकान { $time } बजे तक खुली है।
when-closed = अभी दुकान बंद है; दुकान { $day } { $time } बजे खुलने के बाद आपको यहीं जवाब मिलेगा।
person-asked-for = ज़रूर, हम अपनी टीम के किसी व्यक्ति को बुला रहे हैं।
person-urgent-too = यह ज़रूरी है, इसलिए हमने अपनी टीम को भी बता दिया है।
person-urgent = हम समझते हैं कि यह ज़रूरी है, इसलिए हमने इसे तुरंत अपनी टीम को भेज दिया है।
person-upset-too = परेशानी के लिए माफ़ी चाहते हैं। हमने अपनी टीम के एक व्यक्ति से इसे आपके साथ देखने को कहा है।
person-upset = माफ़ी चाहते हैं, हम समझते हैं कि यह कितना परेशान करने वाला है। हमने अपनी टीम के एक व्यक्ति से इसे सँभालने को कहा है।
person-complaint = हमें बहुत खेद है। आपने जो कुछ लिखा है, वह हमने अपनी टीम को भेज दिया है।
    .b = ऐसा नहीं होना चाहिए था, हमें खेद है। आपका संदेश अब हमारी टीम के पास है।
person-legal = बताने के लिए धन्यवाद। हमने आपका संदेश दुकान के मालिक को भेज दिया है।
person-safety = हमें बहुत खेद है और आशा है कि आप ठीक हैं। अगर किसी को इलाज की ज़रूरत है, तो कृपया डॉक्टर या आपातकालीन सेवा को फ़ोन करें। हमने इसे सबसे पहले देखने के लिए अपनी टीम को भेज दिया है।
person-repeated = लगता है हम इसमें मदद नहीं कर पा रहे, माफ़ कीजिए। हम अपनी टीम के किसी व्यक्ति को बुला रहे हैं।
person-unsure = शायद हम ठीक से नहीं समझे, इसलिए हम अपनी टीम के किसी व्यक्ति को बुला रहे हैं।
    .b = हम आपको कुछ ग़लत नहीं बताना चाहते, इसलिए अपनी टीम के किसी व्यक्ति को बुला रहे हैं।
person-unproved = हम चाहते हैं कि आपको सही जवाब मिले, इसलिए अपनी टीम के किसी व्यक्ति को बुला रहे हैं।
person-picture = तस्वीर के लिए धन्यवाद! हम अभी तस्वीरें ख़ुद नहीं परख सकते, इसलिए हमारी टीम का कोई व्यक्ति इसे देखेगा।
person-voice = धन्यवाद! हम अभी वॉइस संदेश नहीं सुन सकते, इसलिए हमारी टीम का कोई व्यक्ति इसे सुनेगा। आप लिखकर भी बता सकते हैं।
person-file = धन्यवाद! हम अभी इसे ख़ुद नहीं खोल सकते, इसलिए हमारी टीम का कोई व्यक्ति इसे देखेगा।
person-order = आगे का काम हमारी टीम का कोई व्यक्ति देखेगा।
person-rest = बाकी के लिए हम अपनी टीम के किसी व्यक्ति को बुला रहे हैं।
person = यह काम हमारी टीम का कोई व्यक्ति करेगा, हमने उन्हें बता दिया है।

## Opening hours and contact

open-now = दुकान अभी खुली है, आज { $time } बजे तक।
closed-now-until = दुकान अभी बंद है और { $day } { $time } बजे फिर खुलेगी।
closed-now = दुकान अभी बंद है।
closed-tomorrow = माफ़ कीजिए, कल दुकान बंद है।
open-tomorrow = कल दुकान { $spans } खुली है।
reopens = दुकान { $day } { $time } बजे फिर खुलेगी।
closed-weekday = माफ़ कीजिए, { $weekday } को दुकान बंद रहती है।
open-weekday = { $weekday } को दुकान { $spans } खुली रहती है।
hours = हमारे खुलने का समय:
hours-open = { $days }: { $spans }
hours-closed = { $days }: बंद
address = हमारी दुकान का पता: { $address }
reach = आप { $ways }।
call = { $to } पर फ़ोन कर सकते हैं
write = { $to } पर लिख सकते हैं

## Shipping and returns

free = मुफ़्त
zone = { $cost }, { $days } कार्य दिवस
zone-free-from = { $cost }, { $days } कार्य दिवस, { $free } से ऊपर मुफ़्त
ships-to = जी हाँ, हम वहाँ भेजते हैं। { $country }: { $zone }।
ships-not-to = माफ़ कीजिए, हम इस देश में नहीं भेजते ({ $country })।
ships-where = हम यहाँ भेजते हैं: { $zones }।
shipping = डिलीवरी का ख़र्च यह है:
shipping-zone = { $country }: { $zone }
shipping-one = डिलीवरी – { $country }: { $zone }।
return-window = डिलीवरी के { $days } दिनों के अंदर आप सामान वापस कर सकते हैं।
returns-free = वापसी मुफ़्त है।
return-cost = वापसी का ख़र्च { $cost } है।
refund-days = पार्सल हमारे पास वापस पहुँचने के बाद पैसे लौटने में { $days } कार्य दिवस लगते हैं।
exchanges = सामान बदलना भी संभव है।

## Orders

order = ऑर्डर { $number }
order-with = ऑर्डर { $number } ({ $titles })
order-of = { $number } ({ $date } को दिया गया)
several-orders = हमारे यहाँ आपके एक से ज़्यादा ऑर्डर चल रहे हैं।
which-order = आप किस ऑर्डर की बात कर रहे हैं: { $orders }?
no-orders = जिस नंबर से आप लिख रहे हैं, उस पर कोई ऑर्डर नहीं मिला। क्या आप अपना ऑर्डर नंबर भेज सकते हैं?
order-not-found = जिस नंबर से आप लिख रहे हैं, उस पर ऑर्डर { $numbers } नहीं मिला। क्या आप नंबर एक बार जाँच लेंगे? अगर आपने किसी दूसरे फ़ोन से ऑर्डर किया था, तो कृपया उसी से लिखिए।
order-placed-on = आपका { $order } हमें मिल गया है, जो { $date } को दिया गया था। वह अभी भेजा नहीं गया है।
order-placed = आपका { $order } हमें मिल गया है। वह अभी भेजा नहीं गया है।
order-preparing = आपका { $order } अभी तैयार हो रहा है। वह अभी भेजा नहीं गया है।
order-shipped = आपका { $order } भेज दिया गया है।
order-out-with = आपका { $order } { $carrier } के साथ डिलीवरी के लिए निकल चुका है।
order-out = आपका { $order } डिलीवरी के लिए निकल चुका है।
order-failed-with = आपका { $order } { $carrier } से भेजा गया था, लेकिन डिलीवर नहीं हो सका।
order-failed = आपका { $order } भेजा गया था, लेकिन डिलीवर नहीं हो सका।
order-under-way-with = अच्छी ख़बर: आपका { $order } { $carrier } के साथ रास्ते में है।
    .b = आपका { $order } भेज दिया गया है और { $carrier } के साथ रास्ते में है।
order-under-way = अच्छी ख़बर: आपका { $order } रास्ते में है।
    .b = आपका { $order } भेज दिया गया है और रास्ते में है।
order-late = वह { $date } को पहुँचने वाला था, इसलिए देर हो चुकी है। हमें खेद है!
order-expected = उसके { $date } को पहुँचने की उम्मीद है।
tracking = ट्रैकिंग नंबर: { $number }
follow = यहाँ देखिए कि वह कहाँ है:
url = { $url }
order-delivered-on = आपका { $order } { $date } को डिलीवर हो गया था।
order-delivered = आपका { $order } डिलीवर हो गया है।
not-with-you = अगर वह आपके पास नहीं है, तो बताइए, हम किसी से इसकी जाँच करवाएँगे।
order-cancelled-on = आपका { $order } { $date } को रद्द हुआ था।
order-cancelled = आपका { $order } रद्द हो गया है।
order-returned-on = आपका { $order } { $date } को वापस हुआ था।
order-returned = आपका { $order } वापस हो गया है।
refunded = { $money } लौटा दिए गए हैं।
not-refunded = पैसे अभी लौटाए नहीं गए हैं।
refund-made = आपके ऑर्डर { $number } के { $money } लौटा दिए गए हैं। खाते में कब दिखेंगे, यह आपके बैंक पर निर्भर है।

## Products

which-one = आपको कौन सा चाहिए?
which-piece = आप किस सामान की बात कर रहे हैं? उसका नाम बताइए, हम देखते हैं।
what-kind = ज़रूर! आपको क्या चाहिए, और किस साइज़ या रंग में?
nothing-found = माफ़ कीजिए, हमारी दुकान में ऐसा कुछ नहीं मिला। क्या आप इसे दूसरे शब्दों में बता सकते हैं?
    .b = लगता है ऐसा कुछ हमारे पास नहीं है। क्या हम आपके लिए कुछ और देखें?
good-choice = बहुत अच्छी पसंद!
offers = आपके लिए यह मिला:
    .b = शायद इनमें से कुछ आपको पसंद आए:
offers-other-colours = { $colour } रंग में यह नहीं मिला, लेकिन दूसरे रंगों में यह है:
offers-dearer = { $money } से कम में यह नहीं मिला। सबसे क़रीब यह है:
offers-cheaper = { $money } से ऊपर यह नहीं मिला। सबसे क़रीब यह है:
offers-closest = सबसे क़रीब यह है:
offers-other-sizes = साइज़ { $size } में यह नहीं मिला, लेकिन दूसरे साइज़ में यह है:
offers-near = बिल्कुल वैसा नहीं मिला, लेकिन यह उसके क़रीब है:
offers-question = क्या आप इनमें से किसी के बारे में और जानना चाहेंगे?
offer = { $line }. { $title } – { $price }
offer-sold-out = { $line }. { $title } – { $price }, अभी स्टॉक में नहीं
offer-colours = { $line }. { $title } – { $price }, रंग: { $colours }
offer-sizes = { $line }. { $title } – { $price }, साइज़: { $sizes }
offer-colours-sizes = { $line }. { $title } – { $price }, रंग: { $colours }, साइज़: { $sizes }
piece = { $title } की क़ीमत { $price } है।
piece-price = { $title } की क़ीमत { $price } है।
piece-in-stock = जी हाँ, { $title } स्टॉक में है, क़ीमत { $price }।
piece-dearer = { $money } से कम में यह नहीं मिला। सबसे क़रीब { $title } है, क़ीमत { $price }।
piece-closest = सबसे क़रीब { $title } है, क़ीमत { $price }।
piece-sold-out = माफ़ कीजिए, { $title } अभी स्टॉक में नहीं है। क़ीमत { $price } है।
piece-material = { $title } – कपड़ा: { $text }
comes-in-colours = हमारे पास ये रंग हैं: { $colours }।
comes-in-sizes = हमारे पास साइज़ { $sizes } में है।
comes-in-both = हमारे पास ये रंग हैं: { $colours }, साइज़: { $sizes }।
chosen = { $title } है, क़ीमत { $price }
chosen-colour = { $title } { $colours } रंग में है, क़ीमत { $price }
chosen-size = { $title } साइज़ { $size } में है, क़ीमत { $price }
chosen-both = { $title } { $colours } रंग और साइज़ { $size } में है, क़ीमत { $price }
have = जी हाँ, हमारे पास { $piece }।
have-dearer = { $money } से कम में यह नहीं मिला। सबसे क़रीब हमारे पास { $piece }।
last-one = यह आख़िरी पीस है!
few-left = सिर्फ़ { $count } बचे हैं।
sizes-in-stock = स्टॉक में साइज़: { $sizes }।
colours-in-stock = इस साइज़ में स्टॉक में रंग: { $colours }।
gone-both = माफ़ कीजिए, { $title } { $colour } रंग में साइज़ { $size } में स्टॉक में नहीं है।
gone-colour = माफ़ कीजिए, { $title } { $colour } रंग में स्टॉक में नहीं है।
gone-size = माफ़ कीजिए, { $title } साइज़ { $size } में स्टॉक में नहीं है।
never-colour = माफ़ कीजिए, { $title } { $colour } रंग में नहीं आता।
never-size = माफ़ कीजिए, { $title } साइज़ { $size } में नहीं आता।
left-in-colour = { $colour } रंग में हमारे पास साइज़ { $sizes } है।
left-in-size = साइज़ { $size } में हमारे पास ये रंग हैं: { $colours }, क़ीमत { $price }।
material = कपड़ा: { $text }
care = देखभाल: { $text }
