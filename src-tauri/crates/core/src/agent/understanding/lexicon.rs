//! Word lists: garments, colours, materials, sizes, countries, slang, and words that name no product.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Short forms, written without their apostrophe or by sound, and what they stand for.
#[rustfmt::skip]
const SLANG_TABLE: &[(&str, &[&str])] = &[
    ("u", &["you"]), ("ur", &["your"]), ("r", &["are"]), ("ya", &["you"]), ("yall", &["you"]),
    ("pls", &["please"]), ("plz", &["please"]), ("plss", &["please"]), ("pleas", &["please"]),
    ("thx", &["thanks"]), ("tnx", &["thanks"]), ("thnx", &["thanks"]), ("ty", &["thanks"]), ("tysm", &["thanks"]),
    ("thankyou", &["thank", "you"]), ("thanku", &["thank", "you"]),
    ("wanna", &["want", "to"]), ("gonna", &["going", "to"]), ("gotta", &["got", "to"]), ("gimme", &["give", "me"]),
    ("lemme", &["let", "me"]), ("dunno", &["do", "not", "know"]), ("kinda", &["kind", "of"]),
    ("im", &["i", "am"]), ("ive", &["i", "have"]), ("id", &["id"]), ("ill", &["i", "will"]),
    ("dont", &["do", "not"]), ("doesnt", &["does", "not"]), ("didnt", &["did", "not"]), ("cant", &["can", "not"]),
    ("cannot", &["can", "not"]), ("wont", &["will", "not"]), ("isnt", &["is", "not"]), ("wasnt", &["was", "not"]),
    ("arent", &["are", "not"]), ("havent", &["have", "not"]), ("hasnt", &["has", "not"]),
    ("couldnt", &["could", "not"]), ("wouldnt", &["would", "not"]), ("shouldnt", &["should", "not"]),
    ("wheres", &["where", "is"]), ("whats", &["what", "is"]), ("whens", &["when", "is"]), ("hows", &["how", "is"]),
    ("whos", &["who", "is"]), ("thats", &["that", "is"]), ("theres", &["there", "is"]), ("its", &["it", "is"]),
    ("youre", &["you", "are"]), ("theyre", &["they", "are"]), ("ure", &["you", "are"]),
    ("wat", &["what"]), ("wot", &["what"]), ("wen", &["when"]), ("wher", &["where"]), ("abt", &["about"]),
    ("bc", &["because"]), ("cuz", &["because"]), ("coz", &["because"]), ("rn", &["right", "now"]),
    ("atm", &["right", "now"]), ("tmrw", &["tomorrow"]), ("tmr", &["tomorrow"]), ("tomoz", &["tomorrow"]),
    ("tdy", &["today"]), ("msg", &["message"]), ("nvm", &["never", "mind"]), ("np", &["no", "problem"]),
    ("omg", &["oh"]), ("wtf", &["what", "the", "fuck"]), ("ffs", &["fuck"]), ("wth", &["what", "the", "hell"]),
    ("tees", &["tee"]), ("tshirt", &["t", "shirt"]), ("tshirts", &["t", "shirt"]), ("trackies", &["joggers"]),
    ("num", &["number"]), ("nr", &["number"]), ("no.", &["number"]), ("asap", &["asap"]), ("eta", &["eta"]),
    ("heya", &["hey"]), ("hiya", &["hi"]), ("helo", &["hello"]), ("hallo", &["hello"]), ("ello", &["hello"]),
    ("gm", &["good", "morning"]), ("sup", &["hey"]), ("wassup", &["hey"]), ("okay", &["ok"]), ("k", &["ok"]),
    ("yep", &["yes"]), ("yeah", &["yes"]), ("yup", &["yes"]), ("nope", &["no"]), ("nah", &["no"]),
    ("colour", &["colour"]), ("color", &["colour"]), ("colors", &["colour"]), ("colours", &["colour"]),
    ("grey", &["grey"]), ("gray", &["grey"]), ("2day", &["today"]), ("gr8", &["great"]), ("luv", &["love"]),
];

pub(super) static SLANG: LazyLock<HashMap<&'static str, &'static [&'static str]>> =
    LazyLock::new(|| SLANG_TABLE.iter().copied().collect());

/// Words after which "'s" means "is".
pub(super) const BEFORE_IS: &[&str] =
    &["where", "what", "when", "who", "how", "it", "that", "there", "here", "he", "she", "this", "why"];

#[rustfmt::skip]
pub(super) const GARMENTS: &[&str] = &[
    "dress", "dresses", "shirt", "shirts", "tee", "tshirt", "top", "tops", "blouse", "blouses", "skirt", "skirts",
    "trousers", "trouser", "pants", "jeans", "shorts", "jacket", "jackets", "coat", "coats", "blazer", "blazers",
    "cardigan", "cardigans", "sweater", "sweaters", "jumper", "jumpers", "hoodie", "hoodies", "sweatshirt",
    "sweatshirts", "knit", "knitwear", "pullover", "pullovers", "vest", "vests", "waistcoat", "suit", "suits",
    "scarf", "scarves", "scarfs", "hat", "hats", "beanie", "beanies", "gloves", "glove", "belt", "belts", "bag",
    "bags", "tote", "totes", "backpack", "backpacks", "handbag", "handbags", "socks", "sock", "tights", "shoes",
    "shoe", "boots", "boot", "sneakers", "sneaker", "trainers", "sandals", "sandal", "heels", "loafers",
    "pyjamas", "pajamas", "underwear", "bra", "swimsuit", "bikini", "swimwear", "polo", "polos", "leggings",
    "jumpsuit", "jumpsuits", "dungarees", "overalls", "kimono", "parka", "raincoat", "trench", "turtleneck",
    "camisole", "romper", "gown", "earrings", "necklace", "bracelet", "sunglasses", "wallet", "joggers", "chinos",
    "tunic", "shawl", "poncho", "overshirt", "henley", "anorak", "windbreaker", "slippers", "espadrilles",
    "culottes", "outfit", "outfits", "nightdress", "robe", "bathrobe", "beret", "mittens", "bodysuit", "corset",
];

/// What people call a colour, and the names under which shops keep it.
#[rustfmt::skip]
pub(super) const COLOURS: &[(&str, &[&str])] = &[
    ("black", &["black", "jet black", "charcoal"]), ("white", &["white", "off-white", "ivory", "cream"]),
    ("off white", &["off-white", "off white", "ivory", "cream", "ecru"]),
    ("ivory", &["ivory", "off-white", "cream", "ecru"]), ("cream", &["cream", "off-white", "ivory", "ecru"]),
    ("ecru", &["ecru", "off-white", "cream", "ivory"]),
    ("navy blue", &["navy", "navy blue", "dark blue"]), ("navy", &["navy", "navy blue", "dark blue"]),
    ("dark blue", &["navy", "navy blue", "dark blue", "indigo"]),
    ("light blue", &["light blue", "sky blue", "sky", "pale blue", "baby blue"]),
    ("baby blue", &["light blue", "sky blue", "pale blue", "baby blue"]),
    ("sky blue", &["sky blue", "light blue", "sky", "pale blue"]),
    ("royal blue", &["royal blue", "cobalt", "blue"]), ("cobalt", &["cobalt", "royal blue"]),
    ("blue", &["blue", "navy", "navy blue", "light blue", "sky blue", "sky", "cobalt", "royal blue", "indigo",
        "denim", "pale blue", "teal"]),
    ("indigo", &["indigo", "dark blue", "navy"]), ("denim blue", &["denim", "indigo", "blue"]),
    ("turquoise", &["turquoise", "teal", "aqua"]), ("teal", &["teal", "turquoise", "petrol"]),
    ("petrol", &["petrol", "teal"]), ("aqua", &["aqua", "turquoise"]),
    ("red", &["red", "burgundy", "wine", "scarlet", "crimson", "cherry"]),
    ("burgundy", &["burgundy", "wine", "bordeaux", "maroon", "oxblood"]),
    ("wine red", &["burgundy", "wine", "bordeaux"]), ("bordeaux", &["burgundy", "bordeaux", "wine"]),
    ("maroon", &["maroon", "burgundy", "wine"]), ("scarlet", &["scarlet", "red"]), ("crimson", &["crimson", "red"]),
    ("dark red", &["burgundy", "wine", "maroon", "bordeaux"]),
    ("green", &["green", "olive", "sage", "forest", "forest green", "emerald", "khaki", "mint", "moss"]),
    ("olive", &["olive", "khaki", "olive green"]), ("khaki", &["khaki", "olive"]),
    ("sage", &["sage", "sage green"]), ("emerald", &["emerald", "green"]), ("mint", &["mint", "mint green"]),
    ("forest green", &["forest green", "forest", "dark green"]), ("dark green", &["forest green", "forest", "dark green"]),
    ("yellow", &["yellow", "mustard", "lemon"]), ("mustard", &["mustard", "ochre"]), ("ochre", &["ochre", "mustard"]),
    ("orange", &["orange", "rust", "terracotta", "apricot"]), ("rust", &["rust", "terracotta", "burnt orange"]),
    ("burnt orange", &["rust", "terracotta", "burnt orange"]), ("terracotta", &["terracotta", "rust"]),
    ("coral", &["coral", "salmon"]), ("salmon", &["salmon", "coral"]), ("peach", &["peach", "apricot"]),
    ("pink", &["pink", "blush", "rose", "dusty pink", "fuchsia", "hot pink"]),
    ("hot pink", &["fuchsia", "hot pink", "magenta"]), ("fuchsia", &["fuchsia", "hot pink", "magenta"]),
    ("dusty pink", &["dusty pink", "blush", "rose"]), ("blush", &["blush", "dusty pink", "pink"]),
    ("purple", &["purple", "plum", "violet", "lilac", "lavender", "aubergine"]), ("plum", &["plum", "aubergine"]),
    ("violet", &["violet", "purple"]), ("lilac", &["lilac", "lavender"]), ("lavender", &["lavender", "lilac"]),
    ("brown", &["brown", "chocolate", "camel", "tan", "cognac", "chestnut"]),
    ("chocolate", &["chocolate", "brown", "dark brown"]), ("dark brown", &["chocolate", "dark brown", "brown"]),
    ("camel", &["camel", "tan", "beige"]), ("tan", &["tan", "camel", "cognac"]), ("cognac", &["cognac", "tan"]),
    ("beige", &["beige", "sand", "camel", "oatmeal", "stone", "nude", "taupe"]), ("sand", &["sand", "beige"]),
    ("nude", &["nude", "beige"]), ("taupe", &["taupe", "stone"]), ("stone", &["stone", "taupe"]),
    ("oatmeal", &["oatmeal", "beige"]),
    ("grey", &["grey", "gray", "charcoal", "light grey", "anthracite", "silver", "heather grey"]),
    ("light grey", &["light grey", "grey", "silver"]), ("dark grey", &["charcoal", "dark grey", "anthracite"]),
    ("charcoal", &["charcoal", "anthracite", "dark grey"]), ("anthracite", &["anthracite", "charcoal"]),
    ("silver", &["silver", "grey"]), ("gold", &["gold", "golden"]), ("golden", &["gold", "golden"]),
];

#[rustfmt::skip]
pub(super) const MATERIALS: &[&str] = &[
    "linen", "cotton", "wool", "woollen", "silk", "leather", "suede", "cashmere", "denim", "velvet", "viscose",
    "polyester", "merino", "satin", "corduroy", "tencel", "lyocell", "alpaca", "jersey", "chiffon", "lace", "flannel",
    "tweed", "bamboo", "nylon", "hemp", "modal", "mohair", "canvas", "fleece", "elastane",
];

#[rustfmt::skip]
pub(super) const LETTER_SIZES: &[(&str, &str)] = &[
    ("xxs", "XXS"), ("xs", "XS"), ("s", "S"), ("m", "M"), ("l", "L"), ("xl", "XL"), ("xxl", "XXL"), ("xxxl", "XXXL"),
];

/// Sizes written out. "small" and "large" alone are sizes only next to a cue.
pub(super) const NAMED_SIZES: &[(&str, &str)] =
    &[("small", "S"), ("medium", "M"), ("large", "L"), ("med", "M"), ("sm", "S"), ("lrg", "L")];

#[rustfmt::skip]
pub(super) const COUNTRIES: &[(&str, &str)] = &[
    ("germany", "Germany"), ("france", "France"), ("spain", "Spain"), ("italy", "Italy"), ("portugal", "Portugal"),
    ("austria", "Austria"), ("switzerland", "Switzerland"), ("belgium", "Belgium"), ("netherlands", "Netherlands"),
    ("holland", "Netherlands"), ("ireland", "Ireland"), ("uk", "United Kingdom"), ("england", "United Kingdom"),
    ("scotland", "United Kingdom"), ("wales", "United Kingdom"), ("britain", "United Kingdom"),
    ("usa", "United States"), ("america", "United States"), ("states", "United States"), ("canada", "Canada"),
    ("mexico", "Mexico"), ("brazil", "Brazil"), ("argentina", "Argentina"), ("chile", "Chile"),
    ("australia", "Australia"), ("japan", "Japan"), ("china", "China"), ("india", "India"), ("poland", "Poland"),
    ("sweden", "Sweden"), ("norway", "Norway"), ("denmark", "Denmark"), ("finland", "Finland"),
    ("greece", "Greece"), ("turkey", "Turkey"), ("czechia", "Czechia"), ("hungary", "Hungary"),
    ("romania", "Romania"), ("bulgaria", "Bulgaria"), ("croatia", "Croatia"), ("slovenia", "Slovenia"),
    ("slovakia", "Slovakia"), ("luxembourg", "Luxembourg"), ("iceland", "Iceland"), ("singapore", "Singapore"),
    ("dubai", "United Arab Emirates"), ("israel", "Israel"), ("morocco", "Morocco"), ("egypt", "Egypt"),
    ("nigeria", "Nigeria"), ("kenya", "Kenya"), ("ukraine", "Ukraine"), ("malta", "Malta"), ("cyprus", "Cyprus"),
    ("estonia", "Estonia"), ("latvia", "Latvia"), ("lithuania", "Lithuania"), ("korea", "South Korea"),
    ("europe", "Europe"), ("eu", "Europe"), ("lisbon", "Portugal"), ("paris", "France"), ("berlin", "Germany"),
    ("london", "United Kingdom"), ("madrid", "Spain"), ("rome", "Italy"), ("vienna", "Austria"),
];

#[rustfmt::skip]
pub(super) const WEEKDAYS: &[(&str, i8)] = &[
    ("monday", 1), ("mon", 1), ("mondays", 1), ("tuesday", 2), ("tue", 2), ("tues", 2), ("tuesdays", 2),
    ("wednesday", 3), ("wed", 3), ("wednesdays", 3), ("thursday", 4), ("thu", 4), ("thurs", 4), ("thursdays", 4),
    ("friday", 5), ("fri", 5), ("fridays", 5), ("saturday", 6), ("sat", 6), ("saturdays", 6), ("sunday", 7),
    ("sundays", 7), ("weekend", 6), ("weekends", 6),
];

#[rustfmt::skip]
pub(super) const NUMBER_WORDS: &[(&str, u32)] = &[
    ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8),
    ("nine", 9), ("ten", 10), ("couple", 2), ("dozen", 12),
];

#[rustfmt::skip]
pub(super) const ORDINALS: &[(&str, u8)] = &[
    ("first", 1), ("1st", 1), ("second", 2), ("2nd", 2), ("third", 3), ("3rd", 3), ("last", 0), ("former", 1),
    ("latter", 0), ("middle", 2),
];

/// Words that never name a product: grammar, talk, and what other entities are made of.
const PLAIN: &str = "a an the and or but so if then than as at by for from in into of off on onto out over to up \
    with without within about after before between during until till since through under below above around \
    i me my mine myself you your yours we us our ours they them their it he she his her him this that these those \
    is am are was were be been being do does did doing done have has had having can could will would shall should \
    may might must not no nor yes yeah ok oh ah um uh hmm well just only also too very really quite rather \
    much many more most less least few some any all both each every either neither other others another such same \
    what which who whom whose when where why how there here now today tomorrow tonight yesterday soon later again \
    ever never always still yet already meant mean maybe perhaps please pls sorry thanks thank hi hello hey dear good morning \
    afternoon evening day night greetings guys team sir madam miss folks bye goodbye cheers great nice cool fine \
    want wanted wants need needed needs like liked likes love loved looking look looks search searching find found \
    show send sent tell told give gave get got getting gets know knew see saw seen think thought guess hope wish \
    wonder wondering interested buy buying bought purchase purchased order ordered ordering orders take took \
    have sell selling sells carry stock stocked available availability come comes coming go going went make made \
    let keep help put try tried trying wear wearing fit fits fitting suit ask asked asking question questions say \
    said says says mean means one ones two something anything nothing thing things stuff item items product \
    products piece pieces kind kinds type types sort style styles size sizes sized colour colours shade price \
    prices priced pricing cost costs cheap cheaper cheapest expensive budget euro euros eur dollar dollars usd gbp \
    pound pounds quid bucks max maximum min minimum most least roughly approx approximately ish near nearly exactly \
    first second third last next former latter new back left right different similar else instead possible \
    able sure free day days week weeks month months year years time times hour hours minute minutes old \
    because cause though although while whether however anyway actually basically honestly literally currently \
    long lot lots bit little big bigger biggest small smaller medium large larger extra available online website \
    shop store site web page photo picture pic pics image insta instagram facebook saw catalog catalogue collection \
    number numbers code phone email address name status update people person man woman \
    someone somebody anyone everyone friend husband wife boyfriend girlfriend mum mom dad daughter son sister brother \
    wedding birthday party gift present occasion christmas going work office holiday \
    shipping shipped ship delivery deliver delivered return returns returned refund refunded exchange policy \
    open close closed hours address located location contact monday tuesday wednesday thursday friday saturday sunday \
    hang hold reserve recommend recommendation suggestion suggestions advice idea ideas option options choice choices \
    perfect lovely beautiful pretty gorgeous amazing wonderful awesome best better bad worse worst \
    half whole full quarter between range around per each pair pairs set sets thats lets aside away s t d ll re ve m x \
    wash washing washed washable iron ironed tumble clean cleaned care material fabric made pictures photos pics \
    images pockets measurements guide chart waterproof \
    plus minus eu uk us usa hurry quick quickly fast urgent urgently asap \
    remember forget forgot call called calling write wrote read start stop end ends begin happen happened \
    wait waiting waited mind matter problem issue wrong correct true false real does hows whats";

/// What customers write of to shops: a typing error is most likely one of these words.
const SHOP_TALK: &str = "abort about abroad accept accepted access accident accidentally account actual add address adjust ads advertised \
    advisor after afternoon again agent ages ago ai all allow already alter am amazing amend amex amused an and \
    angry annoyed another answer answered answering answers any anybody anymore anyone anything apart apartment \
    appalling apple applied apply appreciate appreciated are arrange arrivals arrive arrived arriving article as \
    aside asked assistant at atrocious automated automatic available awesome awful back bad bag baggy bank based \
    basket be beautiful beautifully been before being best better big bigger bill billed billing bills birthday \
    black blue bonjour boss bot both bots bought boutique box branch brick brilliant bring broken business button \
    buttons buy buying by bye call callback came can cancel cancellation card cards care carrier carry cart cash \
    change changed charge charged charges chart chat chatbot chatgpt chatting cheaper check checkout cheers \
    christmas ciao city click close closed closing clothes code codes colleague collect collection colour colours \
    combine come comes coming comment complain complaining complaint complaints compliment compliments computer \
    condition conditions connect consider contact copy correct cost costs cotton could countries coupon coupons \
    courier cracked crap create credit credited crooks customer customs cya damage danke dare data date day days \
    deactivate deadline deal deals decline declined defect defective delayed delete deliver delivered delivery \
    described details dhl did different directions dirty disappointed disappointing disappointment discount \
    discounted discounts disgusting dispatch dispatched dissatisfied divert do document does doing dollars done \
    double down download dpd dreadful dress drop duties duty easter edit email emailing emails employee enough enter \
    error escalate estimate eta euros evening everything exceeded excellent exchange exchanges existing expect \
    expected expensive experience expired express extra fabric factor faded fail failed falling falls fantastic far \
    fast faulty fed fedex fee feedback fees fell file find first fit fits fix flat for forever forgot form forward \
    fraud fraudulent free friday from frustrated furious garbage gave gdpr get gift give gls go going gone good \
    goodbye goods got gracias grazie great greetings guarantee guide guys hack hacked had hand handled happen happy \
    has have heavy hello help helpdesk helpful helps here hermes hey hi hola hold hole holes holiday home horrible \
    hotline hours house how howdy human hunting id if ignoring image import impressed improve in include incorrect \
    info information installments instalments instead instructions interested international internationally into \
    invalid invoice invoices iron is issue it itchy item items its job joke just keep kind klarna knock know kudos \
    label large larger last late later leather leave left legend let liars lifesaver like lined linen link list live \
    livid local locate located location locked log logged login logon long look looking loose lost lot lousy love \
    lovely low loyalty machine made mail mailing mails make manager many marked marketing mastercard match material \
    may me measurements medium meet merci message messages messaging method methods military mind missing mistake \
    modify monday money more morning move moved moving much mum my name near need neighbour never new news \
    newsletter newsletters next nhs nice night no nobody not nothing now number obrigada obrigado of off offer \
    offers office offline ok old on one online open opened opening operator opinion opt option options optout order \
    ordered ordering other otp out outraged over overcharge overcharged overnight overseas owner package packet paid \
    parcel parents park parking part pass passcode password passwords pathetic pay paying payment paypal pays \
    pending people percent perfect perfectly period person personal phone photo photos physical pic pick picking \
    picture pictured pictures piece place please pleased pockets points policies policy poor pop possible post \
    postage postcode posted pounds prefer preorder price prices pricing problem procedure proceed process processed \
    product profile program programme progress promo promos promotion promotional promotions proof purchase put \
    quality quantity query question questions quick quit quote range rate rates rating reach ready real really \
    receipt receipts receive received recommend redeem redirect referral refund refundable refunded refunds refused \
    register registration reimburse reimbursed rejected remove rep replace replacement replied replies reply \
    representative request reroute reschedule reserve respond responded responds restock restocking return \
    returnable returned returning returns review reviews ridiculous right rip ripoff ripped robot robots round \
    rubbish rude ruined rule rules run sale sales salut same sat satisfied saturday say says scam scammer scammers \
    scrap scratched search searching second see sell send sending sent service set ship shipment shipped shipping \
    shirt shocking shop shopping short should show showed showing shown showroom shows shrank shrunk shut sick sign \
    signin signup silk similar size sizes slip small smaller smelly so soft sold some somebody someone something \
    soon sorted sounds spam spamming speak speaking special staff stain stained standard start statement station \
    status still stock stop store street stretchy stuck student stuff submit subscription suggest suggestion \
    suggestions suit sun sunday supervisor support supposed survey swap switch take taken takes taking talk talking \
    tax team telephone tell terms terrible testimonial text texting texts thank thankful thanks that the them there \
    these they thick thieves thin thing things third this three through thursday tight till time times tired to \
    today tomorrow tonight too took torn touch trace track tracking trade trading transaction transfer trouble true \
    try tuesday tumble twice two typo unable unacceptable under undo unhappy unsubscribe unsubscribed unsubscribing \
    until up update updated updates ups ur use used useless username valid vat vegan verification verify very visa \
    visit void voucher vouchers wait waiting want wanted warm warranty was wash washable waste waterproof way wear \
    website wednesday weekend weeks well went were what whats whatsapp when where whereabouts which who will window \
    wish with withdraw within wonderful wool word work working worldwide worn worst would write writing wrong xl ya \
    yet yo you your zip";

/// Words left alone by the correction of typing errors besides those of other lists.
const ALSO_KNOWN: &str = "short shorts long sleeve sleeves sleeved sleeveless neck collar button buttons zip pocket \
    pockets striped stripes floral print pattern plain check checked oversized slim regular loose relaxed cropped \
    midi maxi mini wide leg high waist waisted warm light thick thin soft waterproof casual formal summer winter \
    spring autumn fall women womens men mens kids baby boys girls ladies unisex vintage classic basic crew crewneck \
    wrap pleated knitted ribbed quilted padded linen hooded belt strap straps heel flat bank month story short there \
    their three these house home horse pack pant pick pull push play park part past list lost lose loss live life \
    side site sign sing song some same save safe sail sale tale talk tall tell test text than thin word work world \
    worth year zero fire fine find fill film feel feed feet fact face fair fall farm fast fear file firm fish five \
    case cash cast card care cart chat chip city clean clear cold cook copy cost crew date deal dear debt deep down \
    draw drop dust duty each ease east easy edge else even ever exit gain game gate gave gift girl give glad goal \
    gold golf gone gray grow hair half hall hand hang hard harm hate head hear heat held hell here hero hide hill \
    hire hole holy hope host hour huge hung hunt hurt idea iron join jump june july just keen keep kept kick kill \
    kind king knee knew know lack lady laid lake land lane late lead left lend line link load loan lock logo love \
    luck made mail main make many mark mass meal mean meat meet menu mile milk mind mine miss mode mood moon must \
    nail near neck news note okay once open oven pace page paid pain pair pale palm path peak phrase plan plot plug \
    poem pool poor port post pour prime print quiet quite race rain rank rate reach real rear rent rest rice rich \
    ride ring rise risk road rock role roll roof room root rose rule rush sand seat seek seem self sell shape share \
    sharp sheet shelf shine shock shoot shot shown shut sick silk sing skin slip slow snow sort soul soup spot star \
    stay step such sure swim tail tape taxi team tear tend tent term them they this thus tide tile till tiny tire \
    tool tour town tree trip true tube tune turn twin type unit upon used user vast very view visa vote wage wake \
    walk wall want warn wash wave ways weak wear week well west wife wild wind wine wing wire wise wish with wood \
    yard weather capital president country history science music movie book recipe translate python code joke math \
    instead ignore previous instructions system prompt developer mode pretend";

pub(super) static PLAIN_WORDS: LazyLock<HashMap<&'static str, ()>> =
    LazyLock::new(|| PLAIN.split_whitespace().map(|word| (word, ())).collect());

/// The country that a text is the name of, as it is called in English.
pub(crate) fn country_named(text: &str) -> Option<&'static str> {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("the ").unwrap_or(&text);
    let word = match text {
        "us" | "u.s." | "u.s.a." | "united states" | "united states of america" => "usa",
        "united kingdom" | "great britain" => "uk",
        text => text,
    };
    COUNTRIES.iter().find(|(name, _)| *name == word).map(|(_, country)| *country)
}

/// Words that a typing error may be corrected to.
pub(super) fn target_words() -> impl Iterator<Item = &'static str> {
    GARMENTS
        .iter()
        .copied()
        .chain(MATERIALS.iter().copied())
        .chain(COLOURS.iter().flat_map(|(said, _)| said.split(' ')))
        .chain(WEEKDAYS.iter().map(|(word, _)| *word).filter(|word| word.len() > 5))
        .chain(COUNTRIES.iter().map(|(word, _)| *word).filter(|word| word.len() > 5))
        .chain(["medium", "large", "small", "please", "thanks", "cheaper", "tomorrow"])
}

/// Words that customers write to shops, whatever they want.
pub(super) fn shop_words() -> impl Iterator<Item = &'static str> {
    SHOP_TALK.split_whitespace()
}

/// Words that are right as they are.
pub(super) fn common_words() -> impl Iterator<Item = &'static str> {
    let countries = COUNTRIES.iter().map(|(word, _)| *word);
    PLAIN.split_whitespace().chain(ALSO_KNOWN.split_whitespace()).chain(countries)
}

pub(crate) fn is_garment(word: &str) -> bool {
    GARMENTS.contains(&word)
}
