# Arabic, in the standard language. Sentences speak as the shop ("نحن") and to the customer in the plural of politeness,
# so that nobody's gender has to be known. Numbers are written in Western digits.

x-working-days = { $count ->
    [one] يوم عمل
    [two] يومي عمل
    [few] أيام عمل
   *[other] يوم عمل
}
x-days = { $days ->
    [one] يوم
    [two] يومين
    [few] أيام
   *[other] يومًا
}

## Lists, days and times

and = { $first } و{ $last }
or = { $first } أو { $last }
and-more = { $items } وغيرها
today = اليوم
tomorrow = غدًا
on-date = يوم { $date }
days = من { $from } إلى { $to }
span = من { $from } إلى { $to }
range = من { $from } إلى { $to }

## Talk

hello-name = مرحبًا { $name }!
hello = مرحبًا!
how-can-i-help = كيف يمكننا مساعدتكم؟
    .b = بماذا يمكننا أن نخدمكم؟
bye = حسنًا! نحن هنا متى احتجتم إلينا.
    .b = حسنًا، نحن هنا إن احتجتم إلى شيء آخر.
welcome = على الرحب والسعة!
    .b = بكل سرور!
    .c = في أي وقت! راسلونا إن احتجتم إلى شيء آخر.
bot = أنا المساعد الآلي للمتجر، برنامج حاسوبي. إن كنتم تفضلون التحدث مع شخص، فأخبروني بذلك.
refusal = يمكنني المساعدة في أمور متجرنا فقط: منتجاتنا وطلباتكم والشحن والإرجاع. هل أستطيع مساعدتكم في شيء من ذلك؟
    .b = نعتذر، هذا خارج ما يمكنني المساعدة فيه. أنا هنا من أجل منتجاتنا والطلبات والشحن والإرجاع.
which-more = عن أي منها تودون معرفة المزيد؟
opt-out-stop = حسنًا. أرسلوا كلمة STOP ولن تصلكم رسائل أخرى منا هنا.
opt-out = حسنًا، لن نرسل إليكم أخبارًا بعد الآن.
feedback-lovely = شكرًا جزيلًا، يسعدنا سماع ذلك!
    .b = هذا يسعدنا كثيرًا. شكرًا لإخبارنا!
feedback = شكرًا لإخبارنا.
own = { $text }
own-quoted = بكلمات المتجر: «{ $text }»

## A person takes over

plainest = سنطلب من أحد أفراد فريقنا مساعدتكم في ذلك. سيصلكم الرد هنا.
when-soon = سيصلكم الرد هنا في أقرب وقت ممكن.
when-open = سيصلكم الرد هنا في أقرب وقت ممكن؛ المتجر مفتوح اليوم حتى الساعة { $time }.
when-closed = المتجر مغلق الآن؛ سيصلكم الرد هنا بعد أن نفتح { $day } الساعة { $time }.
person-asked-for = بالتأكيد، سنحيلكم إلى أحد أفراد فريقنا.
person-urgent-too = لأن الأمر عاجل، أبلغنا فريقنا أيضًا.
person-urgent = ندرك أن الأمر عاجل، وقد أبلغنا فريقنا به فورًا.
person-upset-too = نعتذر عن الإزعاج. طلبنا من أحد أفراد فريقنا متابعة الأمر معكم.
person-upset = نعتذر، ونتفهم مدى انزعاجكم. طلبنا من أحد أفراد فريقنا تولي الأمر.
person-complaint = نعتذر بشدة عن ذلك. لقد أرسلنا كل ما كتبتموه إلى فريقنا.
    .b = ما كان ينبغي أن يحدث هذا، ونعتذر عنه. رسالتكم الآن لدى فريقنا.
person-legal = شكرًا لإبلاغنا. لقد أرسلنا رسالتكم إلى صاحب المتجر.
person-safety = نأسف جدًا ونرجو أن تكونوا بخير. إن احتاج أحد إلى رعاية طبية، فيرجى الاتصال بطبيب أو بالطوارئ. لقد أبلغنا فريقنا بذلك على وجه السرعة.
person-repeated = يبدو أننا لا نساعدكم في هذا كما ينبغي، نعتذر. سنحيل الأمر إلى أحد أفراد فريقنا.
person-unsure = ربما لم نفهم ذلك جيدًا، لذا سنحيل الأمر إلى أحد أفراد فريقنا.
    .b = لا نريد أن نخبركم بشيء خاطئ، لذا سنحيل الأمر إلى أحد أفراد فريقنا.
person-unproved = نريد أن تحصلوا على الإجابة الصحيحة، لذا سنحيل الأمر إلى أحد أفراد فريقنا.
person-picture = شكرًا على الصورة! لا أستطيع تقييم الصور بعد، لذا سيطلع عليها أحد أفراد فريقنا.
person-voice = شكرًا! لا أستطيع الاستماع إلى الرسائل الصوتية بعد، لذا سيستمع إليها أحد أفراد فريقنا. ويمكنكم الكتابة إليّ أيضًا.
person-file = شكرًا! لا أستطيع فتح هذا الملف بعد، لذا سيطلع عليه أحد أفراد فريقنا.
person-agent-off = يتولى أحد أفراد فريقنا الرد على هذا النوع من الرسائل، وقد أحلنا رسالتكم إليه.
person-order = سيتولى أحد أفراد فريقنا الأمر من هنا.
person-rest = أما الباقي، فسنحيله إلى أحد أفراد فريقنا.
person = هذا أمر يتولاه أحد أفراد فريقنا، وقد أحلناه إليه.

## Opening hours and contact

open-now = المتجر مفتوح الآن، حتى الساعة { $time } اليوم.
closed-now-until = المتجر مغلق الآن ونفتح من جديد { $day } الساعة { $time }.
closed-now = المتجر مغلق الآن.
closed-tomorrow = نعتذر، المتجر مغلق غدًا.
open-tomorrow = المتجر مفتوح غدًا { $spans }.
reopens = نفتح من جديد { $day } الساعة { $time }.
closed-weekday = نعتذر، المتجر مغلق { $on }.
open-weekday = المتجر مفتوح { $on } { $spans }.
hours = أوقات العمل لدينا:
hours-open = { $days }: { $spans }
hours-closed = { $days }: مغلق
address = عنوان متجرنا: { $address }
reach = يمكنكم { $ways }.
call = الاتصال بنا على { $to }
write = مراسلتنا على { $to }

## Shipping and returns

free = مجانًا
zone = { $cost }، خلال { $days } { x-working-days }
zone-free-from = { $cost }، خلال { $days } { x-working-days }، مجانًا ابتداءً من { $free }
ships-to = نعم، نشحن إلى { $country }: { $zone }.
ships-not-to = نعتذر، لا نشحن إلى { $country }.
ships-where = نشحن إلى: { $zones }.
shipping = تكاليف الشحن:
shipping-zone = { $country }: { $zone }
shipping-one = الشحن إلى { $country }: { $zone }.
return-window = يمكنكم إرجاع المنتجات خلال { $days } { x-days } من التسليم.
returns-free = الإرجاع مجاني.
return-cost = تكلفة الإرجاع { $cost }.
refund-days = يستغرق رد المبلغ { $days } { x-working-days } بعد وصول الطرد إلينا.
exchanges = الاستبدال ممكن أيضًا.

## Orders

order = الطلب رقم { $number }
order-with = الطلب رقم { $number } ({ $titles })
order-of = { $number } (بتاريخ { $date })
several-orders = لديكم أكثر من طلب جارٍ لدينا.
which-order = أي طلب تقصدون: { $orders }؟
no-orders = لا نجد أي طلب بالرقم الذي تراسلوننا منه. هل يمكنكم إرسال رقم الطلب؟
order-not-found = لا نجد الطلب { $numbers } بالرقم الذي تراسلوننا منه. هل يمكنكم التحقق من الرقم؟ وإن كنتم قد طلبتم من هاتف آخر، فراسلونا منه من فضلكم.
order-placed-on = وصلنا { $order } بتاريخ { $date }. لم يُشحن بعد.
order-placed = وصلنا { $order }. لم يُشحن بعد.
order-preparing = يجري تجهيز { $order } الآن. لم يُشحن بعد.
order-shipped = تم شحن { $order }.
order-out-with = { $order } خرج للتسليم مع { $carrier }.
order-out = { $order } خرج للتسليم.
order-failed-with = تم شحن { $order } مع { $carrier }، لكن تعذر تسليمه.
order-failed = تم شحن { $order }، لكن تعذر تسليمه.
order-under-way-with = خبر سار: { $order } في الطريق إليكم مع { $carrier }.
    .b = تم شحن { $order } وهو في الطريق إليكم مع { $carrier }.
order-under-way = خبر سار: { $order } في الطريق إليكم.
    .b = تم شحن { $order } وهو في الطريق إليكم.
order-late = كان متوقعًا وصوله يوم { $date }، فهو متأخر. نعتذر عن ذلك!
order-expected = من المتوقع وصوله يوم { $date }.
tracking = رقم التتبع: { $number }
follow = يمكنكم تتبعه هنا:
url = { $url }
order-delivered-on = تم تسليم { $order } يوم { $date }.
order-delivered = تم تسليم { $order }.
not-with-you = إن لم يصلكم، فأخبرونا وسنطلب من أحد أن يتحقق من الأمر.
order-cancelled-on = أُلغي { $order } يوم { $date }.
order-cancelled = أُلغي { $order }.
order-returned-on = أُعيد { $order } يوم { $date }.
order-returned = أُعيد { $order }.
refunded = تم رد مبلغ { $money }.
not-refunded = لم يُرد المبلغ بعد.
refund-made = تم رد مبلغ { $money } عن طلبكم رقم { $number }. موعد ظهوره في حسابكم يعتمد على مصرفكم.

## Products

which-one = أي منها تودون؟
which-piece = أي منتج تقصدون؟ أخبرونا باسمه وسنبحث عنه.
what-kind = بكل سرور! عمّ تبحثون، وبأي مقاس أو لون؟
nothing-found = نعتذر، لم نجد شيئًا كهذا في متجرنا. هل يمكنكم وصفه بكلمات أخرى؟
    .b = يبدو أن هذا غير متوفر لدينا. هل نبحث لكم عن شيء آخر؟
nothing-cheaper = ليس لدينا ما يشبه { $title } بسعر أقل من { $money }.
good-choice = اختيار رائع!
offers = هذا ما وجدناه لكم:
    .b = ربما يعجبكم أحد هذه المنتجات:
offers-other-colours = لم نجد ذلك باللون { $colour }، لكن لدينا هذه المنتجات بألوان أخرى:
offers-dearer = لم نجد ذلك بأقل من { $money }. الأقرب لدينا:
offers-cheaper = لم نجد ذلك بأكثر من { $money }. الأقرب لدينا:
offers-closest = الأقرب لدينا:
offers-other-sizes = لم نجد ذلك بالمقاس { $size }، لكن لدينا هذه المنتجات بمقاسات أخرى:
offers-near = لم نجد ذلك بالضبط، لكن هذه المنتجات قريبة منه:
offers-question = هل تودون معرفة المزيد عن أحدها؟
photo-alike = هذا أكثر ما يشبه صورتكم:
photo-alike-one = هذا أكثر ما يشبه صورتكم:
photo-sold-out = نعتذر، أكثر ما يشبه صورتكم غير متوفر حاليًا:
photo-other-colour = لم نجد مثله باللون { $colour }، لكن هذا أكثر ما يشبه صورتكم:
photo-other-size = لم نجد مثله بالمقاس { $size }، لكن هذا أكثر ما يشبه صورتكم:
photo-dearer = لم نجد مثله بأقل من { $money }، لكن هذا أكثر ما يشبه صورتكم:
photo-near = لم نجد ذلك بالضبط، لكن هذا أكثر ما يشبه صورتكم:
photo-nothing = شكرًا على الصورة! لم نجد في متجرنا ما يشبهها. عمّ تبحثون؟
photo-coming = لم تصلنا صورتكم بعد. هل يمكنكم إرسالها مرة أخرى، أو إخبارنا بما فيها؟
photo-unreadable = نعتذر، لم نتمكن من مشاهدة صورتكم. هل يمكنكم إرسالها مرة أخرى كصورة عادية، أو إخبارنا بما تبحثون عنه؟
market-offer = { $title } لدى { $merchant }: { $price } – { $url }
market-offer-plain = { $title } لدى { $merchant }: { $price }
market-not-cheaper = قارنت الأسعار على الإنترنت ولم أجد سعرًا أقل للمنتج نفسه: { $title }، وسعره عندنا { $price }.
market-code = بالرمز { $code } تحصلون على قطعة واحدة بسعر { $price }: { $title }. الرمز لكم وحدكم وصالح لمدة 48 ساعة.
market-waits = سألت صاحب المتجر عن هذا السعر من أجلكم.
market-off = نعتذر، أسعارنا تبقى كما هي.
market-already = لديكم رمز لهذا المنتج بالفعل، أو سُئل صاحب المتجر عنه.
market-refused = نعتذر، سعرنا لهذا المنتج يبقى كما هو.
market-unavailable = نعتذر، لم أتمكن من مقارنة الأسعار مع متاجر أخرى.
market-approved = خبر سار: وافق صاحب المتجر. بالرمز { $code } تحصلون على قطعة واحدة بالسعر الذي تحدثنا عنه. الرمز لكم وحدكم وصالح لمدة 48 ساعة.
market-declined = نعتذر، لم يوافق صاحب المتجر على هذا السعر. سعرنا يبقى كما هو.
offer = { $line }. { $title } – { $price }
offer-sold-out = { $line }. { $title } – { $price }، غير متوفر حاليًا
offer-colours = { $line }. { $title } – { $price }، الألوان: { $colours }
offer-sizes = { $line }. { $title } – { $price }، المقاسات: { $sizes }
offer-colours-sizes = { $line }. { $title } – { $price }، الألوان: { $colours }، المقاسات: { $sizes }
piece = سعر { $title }: { $price }.
piece-price = سعر { $title }: { $price }.
piece-in-stock = نعم، { $title } متوفر بسعر { $price }.
piece-dearer = لم نجد ذلك بأقل من { $money }. الأقرب لدينا { $title } بسعر { $price }.
piece-closest = الأقرب لدينا { $title } بسعر { $price }.
piece-sold-out = نعتذر، { $title } غير متوفر حاليًا. السعر: { $price }.
piece-material = { $title } – الخامة: { $text }
comes-in-colours = الألوان المتوفرة: { $colours }.
comes-in-sizes = المقاسات المتوفرة: { $sizes }.
comes-in-both = الألوان المتوفرة: { $colours }، والمقاسات: { $sizes }.
chosen = { $title } بسعر { $price }
chosen-colour = { $title } باللون { $colours } بسعر { $price }
chosen-size = { $title } بالمقاس { $size } بسعر { $price }
chosen-both = { $title } باللون { $colours } وبالمقاس { $size } بسعر { $price }
have = نعم، لدينا { $piece }.
have-dearer = لم نجد ذلك بأقل من { $money }. الأقرب لدينا { $piece }.
last-one = هذه آخر قطعة!
few-left = لم يبقَ سوى { $count }.
sizes-in-stock = المقاسات المتوفرة: { $sizes }.
colours-in-stock = الألوان المتوفرة بهذا المقاس: { $colours }.
gone-both = نعتذر، { $title } باللون { $colour } غير متوفر بالمقاس { $size }.
gone-colour = نعتذر، { $title } غير متوفر باللون { $colour }.
gone-size = نعتذر، { $title } غير متوفر بالمقاس { $size }.
never-colour = نعتذر، { $title } لا يأتي باللون { $colour }.
never-size = نعتذر، { $title } لا يأتي بالمقاس { $size }.
left-in-colour = باللون { $colour } لدينا المقاسات: { $sizes }.
left-in-size = بالمقاس { $size } لدينا الألوان: { $colours } بسعر { $price }.
material = الخامة: { $text }
care = العناية: { $text }

## انتظار ما نفد

piece-name = { $title }
piece-colour = { $title } باللون { $colours }
piece-size = { $title } بالمقاس { $size }
piece-both = { $title } باللون { $colours } وبالمقاس { $size }
offer-to-write = هل نراسلكم عندما يتوفر من جديد؟
will-write = سنراسلكم هنا حالما يتوفر { $piece } من جديد. يسري ذلك حتى { $date }.
still-write = هذا مسجل لدينا: سنراسلكم هنا حالما يتوفر { $piece } من جديد، حتى { $date }.
back-in-stock = خبر سار: { $piece } متوفر من جديد بسعر { $price }. طلبتم أن نراسلكم بشأنه.

## اقتراحات

taste-because = اشتريتم { $piece }. هذا يشبهه وهو متوفر:
taste-because-new = اشتريتم { $piece }. هذا وصل حديثًا ويشبهه:
taste-bestsellers = لا نعرف ذوقكم بعد. هذا الأكثر مبيعًا في آخر { $days } يومًا:
taste-new = هذا آخر ما وصل:
taste-ask = أخبرونا بمقاس أو لون أو مناسبة وسنبحث بدقة أكبر.
goes-with = من اشترى { $piece } أخذ أيضًا:
goes-with-look = هذا يناسب { $piece }:

## The code that proves who somebody is, by e-mail

code-mail-subject = رمزك لدى { $shop }
code-mail = { $code } هو رمزك.
code-mail-life = يسري الرمز عشر دقائق، وفي المحادثة التي طُلب فيها فقط.
code-mail-why = وصلتك هذه الرسالة لأن شخصًا يكتب إلى { $shop } ويقول إنه أنت.
code-mail-not-you = إن لم تكن أنت، فلا داعي لأن تفعل شيئًا. لا تخبر أحدًا بالرمز.
code-not-sent = لم أتمكن من إرسال البريد الذي يحمل الرمز، لذلك سيتولى أحد أفراد فريقنا الأمر، وسيرد عليك هنا.
