//! Phrases that tell what a customer wants, as a weighted table.
//!
//! In a pattern, `a|b` are alternatives, `_` stands for up to three words, `{name}` for a list of [`LISTS`].
//! A weight of 1 is just enough to be understood; 2 is sure. `models/intents` will refine this by training.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexicon;
use super::words::{Token, stem};
use crate::agent::intent::Intent;

const LISTS: &[(&str, &str)] = &[
    ("order", "order|parcel|package|delivery|shipment|purchase|packet|box|courier"),
    ("thing", "order|parcel|package|delivery|shipment|purchase|packet|stuff|item|thing|clothes|goods"),
    (
        "human",
        "human|person|agent|representative|rep|operator|manager|supervisor|someone|somebody|staff|colleague|\
        owner|boss|people|employee|advisor|assistant",
    ),
    ("speak", "speak|talk|chat|call|phone"),
    ("change", "change|modify|edit|update|amend|alter|correct|adjust|fix"),
    (
        "bad",
        "broken|damage|defective|defect|torn|ripped|stain|stained|faulty|dirty|cracked|scratched|hole|holes|worn|\
        smelly|ruined",
    ),
    (
        "day",
        "today|tomorrow|now|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|sat|sun|weekend|\
        christmas|easter|holiday",
    ),
    ("ship", "ship|deliver|send|post"),
    ("picture", "picture|photo|pic|image"),
    ("shipping", "shipping|delivery|postage|shipment"),
];

use Intent::{
    AccountHelp, CancelOrder, ChangeOrder, ChangeShippingAddress, Complaint, ExchangeItem, Feedback,
    GoodbyeThanks, Greeting, HumanAgent, Invoice, NewsletterOptout, PaymentIssue, PlaceOrder, PriceQuestion,
    ProductQuestion, ProductSearch, PromoCode, RefundStatus, ReturnItem, ReturnPolicy, ShippingPolicy,
    StoreContact, TrackOrder,
};

#[rustfmt::skip]
const TABLE: &[(Intent, &[(&str, f32)])] = &[
    (TrackOrder, &[
        ("where is|are _ {thing}", 2.0), ("where is|are my", 1.7), ("where my {thing}", 2.0), ("track", 1.7),
        ("tracking number|code|link|id", 2.2), ("trace _ {order}", 2.0), ("when will|does|do|is|should _ {order}", 2.0),
        ("when will|does|is _ arrive|come|here", 1.8), ("when _ i get|receive|expect _ it|{thing}", 2.0),
        ("when is it|my coming|arriving", 1.9), ("has|have|did|is|was _ ship|shipped|sent|dispatched|posted|left", 1.6),
        ("ship|sent|dispatch _ yet", 1.7), ("has my _ ship|shipped|sent|left|dispatched", 2.2),
        ("is my _ on|coming|late|ready|lost|stuck", 1.8), ("not arrive|arrived|come|showed|shown", 1.8),
        ("not get|receive|got _ {thing}|it|anything", 1.7), ("never arrive|came|come|received|receive|got", 1.8),
        ("nothing _ arrive|come|received", 1.7), ("still wait|waiting _ {thing}|it", 2.0), ("wait _ my|for {thing}", 1.7),
        ("still not _ {thing}|arrive|here|got|receive|come", 2.0), ("status _ {thing}", 2.0), ("{thing} status", 2.0),
        ("update _ {thing}", 1.6), ("any news|update|updates|word", 1.5), ("eta", 1.6), ("what happen _ {thing}", 1.8),
        ("how long until|till|before", 1.3), ("{order} late|delayed|lost|missing|stuck", 1.7), ("late {order}", 1.6),
        ("find my {order}", 1.7), ("locate _ {order}|it", 1.9), ("check _ my {order}", 1.6), ("check _ {order} status|number", 2.0),
        ("out for delivery", 1.8), ("delivery date|day", 1.6), ("expect|expected _ {order}", 1.5), ("arrive|arriving yet", 1.7),
        ("here yet", 1.6), ("on its way", 1.6), ("on the way", 1.5), ("see|know _ where _ {thing}", 1.8), ("whereabouts", 1.8),
        ("ordered _ ago|days|weeks|last", 1.5), ("lost in the mail|post", 1.9), ("gone missing", 1.6), ("any sign of", 1.6),
        ("arrive|arriving|come|coming", 1.0), ("my {order} _ arrive|come|coming|here", 1.8), ("how far", 1.2),
        ("supposed _ arrive|come|be|here", 1.7), ("should _ arrived|here|come by", 1.6), ("{order} on time", 1.6),
        ("progress _ {order}", 1.8), ("shipped my", 1.6), ("my shipment", 1.5), ("carrier", 1.1), ("still wait|waiting", 1.6), ("with dhl|ups|fedex|gls|dpd|hermes", 1.6), ("not move|moved|moving|updated", 1.7), ("taking|takes|took _ long|forever|ages", 1.8), ("waiting for my", 1.6), ("did|has|have|was my _ delivered|arrive|arrived|come", 2.0), ("when my {thing}", 1.6), ("when my _ here|arrive", 1.7),
    ]),
    (CancelOrder, &[
        ("cancel", 1.8), ("cancellation", 1.8), ("cancel _ {thing}|it|that|this", 2.4), ("not want _ {order} anymore", 2.2),
        ("not want it anymore|any", 1.7), ("not need _ {order} anymore|any", 2.0), ("call off", 1.5),
        ("stop _ {order}", 1.5), ("order|bought _ mistake|accident|accidentally", 1.8), ("accidentally order|bought", 1.9),
        ("changed my mind", 1.5), ("undo _ {order}", 1.8), ("scrap _ {order}", 1.6), ("withdraw _ {order}", 1.8),
        ("void _ {order}", 1.6), ("abort", 1.4), ("not proceed", 1.4),
    ]),
    (ChangeOrder, &[
        ("{change}|swap _ my|an|the|this|of order|purchase", 2.3), ("order change", 1.6), ("{change} _ order|purchase", 2.1), ("change something|anything _ order", 2.2), ("add _ to my|the|an|existing order", 2.3),
        ("add another|one|more|something _ order", 2.0), ("remove|delete|take _ from|off _ order", 2.3), ("remove|delete _ item|product", 1.9),
        ("change _ size|colour|quantity|item|product", 1.7), ("{change} _ size|colour|quantity _ order", 2.4), ("order|ordered the wrong size|colour", 1.9),
        ("forgot _ add|order|include", 1.9), ("switch _ item|size|colour|product", 1.6), ("item instead _ order", 1.6),
        ("still _ change|add", 1.5), ("different size|colour _ order", 1.9), ("combine _ order|two|both", 1.8),
        ("make it two|three|a medium|large|small instead", 1.7), ("change my order", 2.6), ("mistake in|with my order", 1.7), ("reschedule", 1.4), ("change _ delivery date|time", 1.9),
    ]),
    (ChangeShippingAddress, &[
        ("{change} _ address", 2.3), ("wrong|new|different|another|incorrect|old address", 2.2), ("address _ wrong|incorrect|mistake|typo|changed", 2.1),
        ("{ship} _ to _ different|another|new|other address|place|house|office", 2.3), ("{ship} _ instead _ address|office|house|work", 2.0),
        ("moved house|home|flat|apartment", 1.8), ("i moved|moving", 1.5), ("redirect|reroute|divert", 2.0),
        ("wrong postcode|street|zip|house|city", 2.0), ("address for|of|on _ {order}", 1.9), ("{ship} _ to my work|office|neighbour|mum|parents", 1.9),
        ("new place", 1.2), ("shipping address", 1.9), ("delivery address", 1.9), ("typo in _ address|street", 2.2),
    ]),
    (ReturnItem, &[
        ("return", 1.5), ("want|like|need|wish|have _ return", 2.2), ("{ship}|give|bring|take|sending _ back", 1.9),
        ("return _ it|this|them|these|my|item|dress|order|purchase", 2.0), ("return label|slip|form|number", 2.4),
        ("does|do|did not fit", 1.7), ("not fit me", 1.8), ("too big|small|tight|long|short|large|loose|baggy", 1.5),
        ("not _ like _ it|them", 1.2), ("start a return", 2.4), ("request|want|need|like a|the refund", 2.3), ("arrange a return", 2.4), ("how do|can i return", 2.1), ("returning it|this|my|the", 2.0), ("do not like it|them|the", 1.5),
    ]),
    (ExchangeItem, &[
        ("exchange", 2.0), ("exchange _ for", 2.4), ("swap", 1.9), ("swap _ for", 2.4), ("change it|them|this for", 2.0),
        ("bigger|smaller|larger|different|another size instead", 2.3), ("need|want|get _ bigger|smaller|larger|different size", 1.9),
        ("replace|replacement", 1.5), ("next size up|down", 1.6), ("size up|down", 1.2), ("different colour instead", 2.0),
        ("trade _ for", 1.8), ("exchange it|this|them|my", 2.4),
    ]),
    (RefundStatus, &[
        ("refund", 1.8), ("where is _ refund|money", 2.8), ("refund status", 2.8), ("status _ refund", 2.8), ("when _ refund|refunded", 2.6),
        ("when _ money back|returned", 2.4), ("get|have|want _ money back", 2.1), ("my money back", 2.2), ("not _ refund|refunded", 2.4), ("refund _ yet|arrive|process|processed|show", 2.5),
        ("wait|waiting _ refund", 2.6), ("reimburse|reimbursed", 2.0), ("money _ not _ back|account", 1.8), ("sent it back _ weeks|days|money", 1.9), ("how long _ my refund", 3.0), ("refund my", 2.0), ("credited", 1.5),
    ]),
    (ProductSearch, &[
        ("look|looking|search|searching|hunting|shopping for", 1.8), ("do you|u have|sell|stock|carry", 1.5), ("you|u have any|a|some|anything", 1.6),
        ("have you got", 1.6), ("got any|a", 1.5), ("you got", 1.5), ("show me", 1.7), ("i need|want a|an|some", 1.4), ("need something", 1.7), ("need a|an", 1.2),
        ("is|are there any", 1.3), ("any {garment}", 1.6), ("recommend|suggest", 1.5), ("what _ {garment} _ have|got|sell", 2.0),
        ("something _ for|to|in", 1.3), ("anything in|for|under|similar|like", 1.6), ("find _ {garment}", 1.7), ("interested in", 1.5),
        ("what _ you _ sell|recommend", 1.6), ("similar to", 1.4), ("in search of", 1.8), ("want to buy|order|get a|some|an", 1.7), ("buy a|an|some", 1.5), ("need _ {garment}", 1.6), ("new arrivals|collection|in", 1.5), ("gift for", 1.6), ("what to wear", 1.5), ("want _ {garment}", 1.5), ("after a|an|some", 1.4), ("see _ {garment}", 1.5), ("have {garment}", 1.5), ("sell {garment}", 1.7),
    ]),
    (ProductQuestion, &[
        ("{picture}", 1.9), ("{ship}|show|have|got|see _ {picture}", 2.7), ("what size|sizes", 1.9), ("which size|sizes|colour", 1.8), ("what colour|colours", 1.9), ("come|comes|available|have it|them in", 1.7), ("have it|them|this|that|one in", 1.8),
        ("in stock", 1.8), ("back in stock", 1.9), ("restock|restocking", 1.8), ("still available|in|got|have", 1.5), ("is|are it|this|that|they|these|the available|sold", 1.7), ("sold out", 1.7), ("out of stock", 1.7),
        ("what material|fabric", 2.0), ("material|fabric|made", 1.4), ("what is it|this|that made", 2.0), ("made of|from|out", 1.8), ("machine wash|washable", 2.0), ("wash|iron|tumble", 1.5), ("care instructions", 1.9),
        ("size guide|chart", 2.0), ("measurements", 1.7), ("run small|large|big|true", 1.9), ("true to size", 2.0), ("fit true", 1.8), ("how does it|the|this fit", 1.9), ("see through", 1.6), ("is it|this|that warm|thick|thin|lined|soft|stretchy|waterproof|heavy|itchy", 1.9),
        ("how long is the", 1.6), ("have pockets", 1.9), ("tell me _ more|about", 1.5), ("more details|info|information|pictures|photos", 1.6), ("available in", 1.8), ("do you have this|that|it|one", 1.7), ("other colours|sizes|colour", 1.9), ("any other colours|sizes", 2.0), ("vegan", 1.4), ("how many _ left", 1.9), ("any left", 1.8), ("have my size", 1.9), ("what about|how about _ blue|size|medium|large|small|m|l|s|xl", 1.7), ("is this|it real", 1.4), ("quality of", 1.4), ("is it|this|the linen|cotton|wool|silk|leather", 1.9), ("is the _ linen|cotton|wool|silk|leather", 1.8),
    ]),
    (PriceQuestion, &[
        ("how much", 1.9), ("price", 1.8), ("price of|for|on|is", 2.1), ("what _ cost|costs|price", 2.0), ("cost|costs", 1.4), ("how much is|are|does|do|for|was", 2.1), ("how expensive", 1.9), ("prices", 1.6), ("pricing", 1.8), ("price range", 1.9), ("what do|does _ go for", 1.8), ("quote", 1.2), ("how many euros|pounds|dollars", 1.9),
    ]),
    (PlaceOrder, &[
        ("place|make|put|submit _ order", 2.2), ("want|like|love|wish to order|buy|purchase", 2.0), ("how _ order|buy|purchase", 1.8), ("order|buy|purchase it|this|that|them|these|one|two|three", 1.8), ("i will|would take|have|buy", 2.0), ("take it|them|both|one|two", 1.6),
        ("can|could i buy|order|purchase|get|have it|this|that|them|the|one", 1.9), ("add _ cart|basket|bag", 2.0), ("reserve|hold", 1.9), ("put|set|keep _ aside", 2.0), ("buy|purchase _ item|items|something|product", 1.9), ("possible to buy|order|purchase", 1.9), ("where _ buy", 1.7), ("keep it|one|this _ for me", 1.8), ("checkout", 1.5), ("want it|this|that|them|the second|the first", 1.5), ("new order", 1.6), ("preorder", 1.9), ("order online", 1.7), ("send me one|two|it|the", 1.5),
    ]),
    (PaymentIssue, &[
        ("payment|card|transaction _ declined|failed|fail|rejected|refused|error|problem|issue|stuck|pending", 2.5), ("payment|card not", 2.3), ("card _ not work|accepted|working|going", 2.4), ("can not pay|checkout|check", 2.4), ("unable _ pay|payment", 2.4), ("charge|charged twice|double|two|again|extra|wrong|more", 2.7), ("double charge|charged|payment", 2.7), ("charged|billed _ twice|double|times", 2.7), ("paid twice", 2.6), ("overcharge|overcharged", 2.6),
        ("payment", 1.5), ("pay", 1.2), ("payment method|methods|option|options", 2.0), ("accept|take _ paypal|klarna|card|cash|visa|amex|apple|credit|mastercard|payment", 2.2), ("pay _ paypal|klarna|cash|card|apple|instalments|installments|delivery", 2.0), ("paypal|klarna|visa|mastercard|amex", 1.7), ("money _ taken|gone|left my", 2.2), ("took _ money", 2.2), ("checkout _ error|fail|work|working|stuck", 2.2), ("billing", 1.5), ("declined|decline", 1.8), ("transaction", 1.7), ("not let me pay", 2.4), ("payment go|went|going through", 2.3), ("problem|issue|trouble|error _ pay|payment|paying|checkout", 2.5), ("bank says|statement", 1.5), ("installments|instalments", 1.7), ("error _ checkout", 2.2),
    ]),
    (Invoice, &[
        ("invoice|invoices", 2.8), ("receipt|receipts", 2.2), ("vat", 1.8), ("proof of purchase", 2.6), ("bill|bills", 1.7), ("tax _ document|receipt|invoice", 2.2), ("copy of _ bill|receipt|invoice", 2.6), ("download _ bill|receipt|invoice", 2.8),
    ]),
    (ShippingPolicy, &[
        ("{shipping} cost|costs|fee|fees|price|prices|charge|charges|rate|rates", 3.0), ("cost|price|fee|charge of|for _ {shipping}", 3.0), ("how much _ {shipping}", 3.1), ("how much _ to {ship}", 3.0), ("how much _ {ship} to", 3.0), ("pay _ for {shipping}", 2.0), ("do|can|could|will|would you|u|it {ship}", 2.4), ("you|u {ship} _ to", 2.3), ("{ship} to", 1.7), ("shipping to", 2.0), ("deliver to", 1.9), ("free {shipping}", 2.7), ("how long _ {shipping}", 2.4), ("how long _ {ship}|deliver", 2.2), ("how long _ take _ arrive|get|come|reach", 1.9),
        ("{shipping} time|times|option|options|method|methods|period|estimate", 2.4), ("express|next day|same day|standard|fast|overnight {shipping}", 2.5), ("international|internationally|abroad|worldwide|overseas", 1.9), ("{ship} international|internationally|abroad|worldwide|overseas", 2.6), ("which|what countries", 2.0), ("shipping", 1.4), ("delivery", 1.1), ("{shipping} policy|policies|terms|information|info", 3.0), ("how fast|quick|soon _ {ship}|deliver|shipping|delivery", 2.2), ("postage", 1.8), ("how many days _ {ship}|deliver|shipping|delivery|arrive", 2.3), ("customs|import duty|duties", 1.9), ("which courier|carrier", 1.8), ("is {shipping} free", 2.8), ("weekend delivery", 2.2), ("get|have|receive|need|come|arrive|here _ by|before {day}", 2.4), ("deliver on _ {day}", 1.9), ("ship from", 1.9),
    ]),
    (ReturnPolicy, &[
        ("return|returns|refund|exchange|cancellation policy|policies|terms", 3.1), ("policy|rule|rules on|for|about _ return|returns|refund|exchanges", 3.1), ("what is|are _ return|returns", 2.4), ("how long|many _ _ return|returns", 2.9), ("how long refund|refunds", 2.8), ("how long do|does _ refund|refunds", 2.7), ("until when _ _ return", 2.6), ("deadline _ return", 2.6), ("how long _ send it|them back", 2.6), ("days _ return", 2.6), ("can|could|may i return _ if", 2.7), ("if|when _ not fit|like|suit|right", 2.5), ("do|does|can|would you|u accept|take|offer|allow|do _ return|returns|exchange|exchanges|refund|refunds", 2.9), ("is|are _ return|returns free", 2.9), ("free return|returns", 2.7), ("how do|does|are return|returns work|handled", 2.8), ("how do|does _ returns", 2.5), ("return|returns window|period|deadline|condition|conditions|rule|rules|process|procedure|cost|fee|option|options", 2.9), ("possible _ return", 2.3), ("what if _ not fit|like|want|suit", 2.7), ("can i return|send", 2.0), ("can|could i return it|them|something|items|things", 2.3), ("who pays _ return", 2.9), ("pay _ return|returns", 2.4), ("return sale|discounted|worn|opened|used", 2.6), ("money back guarantee|policy", 2.9), ("is it returnable|refundable", 2.6), ("returnable|refundable", 2.3), ("no questions asked", 1.6), ("too late to return", 2.5), ("return after|within", 2.2), ("guarantee|warranty", 1.6),
    ]),
    (Complaint, &[
        ("complain|complaint|complaints|complaining", 2.8), ("file|make|submit _ complaint", 2.6), ("says|marked|shows|showing delivered", 2.2), ("disappointed|disappointing|disappointment", 2.0), ("unacceptable", 2.4), ("terrible|awful|horrible|disgusting|ridiculous|appalling|shocking|dreadful|pathetic|useless|worst|joke|rubbish|garbage|crap|atrocious", 1.6),
        ("{bad} _ {thing}|when|on|arrived|already|after", 2.2), ("arrived|came|got|received|is|are|was|were|it|with a|an|all|the {bad}", 2.2), ("{bad}", 1.7), ("wrong item|product|order|one|thing|article|dress|shirt|parcel|package", 2.3), ("wrong size|colour _ sent|received|arrived|delivered|got", 2.1), ("sent|sold|gave|delivered me _ wrong", 2.6), ("sent|got|received the wrong", 2.6), ("sent _ wrong", 2.3),
        ("missing item|piece|button|buttons|part|product|from", 2.1), ("item|piece|button|buttons|part|zip|something missing", 2.1), ("item|piece|button|one|something is|was missing", 2.1), ("not what i order|ordered|bought|expected|paid", 2.5), ("not as described|pictured|advertised", 2.6), ("different from _ picture|photo|website|ordered", 2.2), ("poor|bad|low|lousy quality|service|experience|customer", 2.4), ("fell|falling|falls apart|off", 2.3), ("scam|scammers|scammer|fraud|fraudulent|ripoff|thieves|liars|crooks", 2.4), ("rip|ripped off", 2.3), ("never order|buy|shop|ordering|buying _ again", 2.5), ("waste of", 2.0), ("fed up", 2.3), ("had enough", 2.2), ("sick of", 2.2), ("tired of", 1.8), ("not happy|satisfied|pleased|impressed|amused|good", 2.0), ("unhappy|dissatisfied|annoyed|frustrated|furious|angry|livid|outraged", 2.2), ("let down", 1.9), ("came apart", 2.2), ("shrunk|shrank|faded", 2.0), ("nobody|no one _ answer|answers|reply|replies|replied|responds|help|helps", 2.2), ("ignoring me|my", 2.2), ("how dare", 2.2), ("rude", 2.0), ("third time", 1.5),
    ]),
    (HumanAgent, &[
        ("{speak} _ to|with _ {human}", 3.0), ("{speak} _ {human}", 2.2), ("real|actual|live person|human|agent|people|someone", 2.9), ("human please|now|help|being|agent", 2.8), ("human", 1.8), ("want|need|get|give|prefer|let _ human|agent|representative|manager|supervisor|operator", 2.7), ("connect|transfer|put|pass|hand|forward|escalate _ me _ to|through|with|over|on", 2.6), ("connect|transfer|put me", 2.2), ("customer service|support|care", 2.2), ("call me", 2.0), ("call me back", 2.4), ("callback", 2.2), ("can|could|will someone|somebody|anyone", 2.1), ("someone _ help|call|contact|answer|please", 2.0), ("not a bot|robot|machine|computer", 2.6), ("no bot|bots|robots", 2.6), ("not answer|answered|answering|reply|replied|respond|responded", 1.9), ("live chat|agent|support", 2.6), ("manager", 2.0), ("representative|operator", 2.2), ("speak to|with", 1.8), ("talk to", 1.7), ("agent", 1.7), ("is anyone|anybody there", 2.0), ("a person please", 2.8), ("{human} to help|call", 2.2), ("stop _ bot", 2.2), ("helpdesk|hotline", 2.0),
    ]),
    (AccountHelp, &[
        ("account", 1.8), ("password|passwords|passcode", 2.6), ("log|sign|logged in|into|on", 2.2), ("can not log|login|sign", 2.6), ("login|signin|logon", 2.4), ("register|registration|sign up|signup", 2.0), ("username", 2.0), ("delete|close|create|deactivate|remove|access|hack|hacked _ account", 2.9), ("{change} _ details|profile|email|name|phone|password|username|information|data", 2.3), ("address on|in my account|profile", 2.6), ("verification|verify _ email|code|account", 2.0), ("profile", 2.0), ("locked out", 2.3), ("personal data|details|information", 2.2), ("two factor|otp", 1.9), ("loyalty points|card|program|programme", 1.8), ("my points", 1.7), ("gdpr", 1.8), ("delete my data", 2.4),
    ]),
    (NewsletterOptout, &[
        ("unsubscribe|unsubscribed|unsubscribing", 3.2), ("opt out|optout", 3.2), ("stop|quit _ newsletter|newsletters|marketing|emails|promotions|texts|ads|spam|mails|offers", 2.9), ("no newsletter|newsletters|marketing|emails|promotions|spam", 2.9), ("stop _ email|message|text|spam|spamming|mail|sending me|emailing|messaging|texting", 2.7), ("newsletter|newsletters", 2.2), ("mailing list", 2.6), ("no more emails|messages|newsletters|ads|texts|spam|mails", 2.9), ("take|remove|get|delete me _ off|from|list", 2.6), ("not want|need|wish _ receive|get _ email|newsletter|messages|mails|promotions|texts", 2.8), ("subscription", 1.7), ("too many emails|messages|texts", 2.4), ("not _ emails|newsletter anymore", 2.4),
    ]),
    (PromoCode, &[
        ("promo|promotion|promotional|discount|coupon|voucher|offer code|codes", 3.0), ("promo|promos|promotion|promotions", 2.3), ("coupon|coupons|voucher|vouchers", 2.3), ("discount|discounts|discounted", 2.0), ("code _ not work|working|accepted|applied|valid", 2.5), ("code _ invalid|expired|rejected", 2.4), ("student|nhs|military|birthday|first discount", 2.6), ("any|have sale|sales|offers|deals|deal", 1.9), ("gift card|cards|voucher", 1.8), ("on sale", 1.6), ("sale", 1.0), ("black friday", 1.8), ("percent off", 1.9), ("% off", 1.8), ("apply|use|redeem|enter _ code", 2.4), ("knock _ off", 1.6), ("referral", 1.6), ("special offer|offers", 2.2), ("cheaper if", 1.6), ("better price", 1.6), ("price match", 1.7),
    ]),
    (StoreContact, &[
        ("open|opening|closing|close|business|store|shop|working|office|trading hours|times|time", 2.9), ("what time _ open|close|shut|closing|opening", 3.0), ("when _ open|close|shut|closing", 2.6), ("are|r you|u|ya guys|still|all open|closed", 2.8), ("are|r you|u open|closed", 2.9), ("you|u open", 2.6), ("open on|at|{day}|until|till|late|now|right|still", 2.4), ("open _ {day}", 2.2), ("closed on|{day}|for", 2.3), ("hours", 1.7), ("where are|r you|u|ya", 2.6), ("where is _ store|shop|showroom|located|location|boutique", 2.8), ("where is|are _ shop|store", 2.8), ("where _ located|based|find you|visit", 2.7), ("where _ you based|located", 2.8), ("your|shop|store|ur address|location|postcode", 2.7), ("address of|for _ shop|store", 2.7), ("what is|whats _ address", 2.0), ("your|shop|store|support phone|number|telephone|email|mail|contact|whatsapp", 2.5), ("phone number", 1.8), ("contact", 1.6), ("how _ contact|reach|call|email|phone _ you|u", 2.4), ("how _ get in touch", 2.4), ("get in touch", 1.8), ("contact|reach|call|email|phone|number|hours|time _ customer service|support|care", 2.9), ("customer service|support|care number|email|hours|phone|available|address", 2.9), ("email address", 1.5), ("physical|brick|actual|offline|local store|shop|location", 2.6), ("do|does you|u have a|an|any store|shop|showroom|boutique|physical", 2.6), ("have a store|shop|showroom|boutique|branch", 2.4), ("visit _ store|shop|you|in", 2.1), ("directions|parking|park", 2.0), ("located|location", 1.8), ("come|pop|drop in|by|over|round", 1.6), ("try _ on _ store|shop|person", 2.2), ("try on", 1.5), ("pick|picking up|it up", 1.9), ("collect _ store|shop|person", 2.2), ("click and collect", 2.4), ("call you", 2.0), ("store|shop near", 2.2), ("in person", 1.5), ("you guys|all based|located", 2.6), ("near me|station|city", 1.6), ("in store", 1.3),
    ]),
    (Feedback, &[
        ("feedback", 2.6), ("leave|write|post|give|submit|make _ review|rating|opinion|comment|feedback|testimonial", 2.6), ("review|reviews|opinion", 1.7), ("suggestion|suggestions for|to you|improve", 2.3), ("i have a suggestion", 2.4), ("you should _ sell|make|offer|consider|add", 1.7), ("love my|the|it|them|this|your|these|new", 1.7), ("great|excellent|amazing|fantastic|brilliant|wonderful|awesome|lovely|best service|quality|shop|store|experience|team|work|job|customer", 2.2), ("compliment|compliments|kudos", 2.0), ("so|very|really happy|pleased|impressed with", 2.0), ("happy|pleased with", 1.8), ("fits perfectly|great|beautifully|like", 2.0), ("recommend you|your|u|this shop", 1.8), ("keep up", 1.9), ("survey", 2.0), ("well done", 1.9), ("just wanted to say", 1.6), ("arrived _ love|beautiful|perfect", 1.9), ("exceeded", 1.8), ("rate _ service|you|product", 2.0),
    ]),
    (Greeting, &[
        ("hi|hello|hey|howdy|greetings|hola|salut|bonjour|ciao|yo", 1.6), ("good morning|afternoon|evening|day", 1.7), ("how are|r you|u|things", 1.6), ("how is it going", 1.6), ("what is up", 1.4), ("nice to meet", 1.6), ("are you there", 1.5), ("anyone there", 1.4), ("can|could you|u help", 1.4), ("have|got a question|query", 1.4), ("how have you been", 1.5), ("how you doing", 1.5),
    ]),
    (GoodbyeThanks, &[
        ("thanks|thank|thankful", 1.6), ("thanks|thank _ help|everything|quick|so much|a lot", 1.8), ("cheers|merci|gracias|danke|grazie|obrigado|obrigada", 1.6), ("bye|goodbye|cya|ciao", 1.7), ("see you|ya|u", 1.5), ("have a good|nice|great|lovely|wonderful", 1.7), ("that is all|it|everything", 1.7), ("much appreciated", 1.8), ("appreciate", 1.6), ("no thanks", 1.7), ("perfect|great|awesome|brilliant|lovely|wonderful", 1.0), ("good night", 1.6), ("all good|set|sorted", 1.5), ("take care", 1.6), ("you have been|were|are so|very|really helpful|great|kind", 1.8), ("sounds good|great", 1.5), ("never mind", 1.4), ("got it", 1.4), ("ok", 1.0), ("legend|lifesaver", 1.5), ("talk|see|speak _ later|soon|tomorrow", 1.5),
    ]),
];

/// Outside the shop's business, or words meant to steer the assistant.
const OFF_TOPIC: &[&str] = &[
    "write|compose|create|generate _ poem|essay|story|song|lyrics|code|script|article|rap|haiku|letter|program|function",
    "tell me _ joke|story|riddle|poem",
    "joke",
    "poem",
    "weather|forecast",
    "capital of",
    "president|prime minister",
    "recipe",
    "translate",
    "homework",
    "solve|calculate|equation|integral",
    "who won|invented|wrote|discovered",
    "meaning of life",
    "bitcoin|crypto|lottery|horoscope",
    "python|javascript|rust|html",
    "ignore|disregard|forget|override|bypass _ instruction|instructions|rules|prompt|guidelines|previous|above|prior|safety",
    "system|developer|admin|initial|hidden prompt|mode|instruction|instructions|message|override|configuration|access",
    "your|initial|full|exact instructions|prompt|rules|guidelines",
    "pretend|roleplay|imagine|act|behave you|to|as|like",
    "you are now|going",
    "from now on",
    "jailbreak|jailbroken|unrestricted|unfiltered|dan",
    "repeat|print|reveal|display|output|show|list|leak|dump|translate _ prompt|instructions|above|system|configuration|rules|context|database|tools",
    "administrator|root|sudo",
    "language model|chatgpt|openai|gpt|llm|llama|anthropic",
    "what do you think of|about",
    "how tall|old is",
    "world cup|football|movie|film|netflix",
];

/// Asks whether it talks with a machine.
const IS_IT_A_BOT: &[&str] = &[
    "are|r you|u _ bot|robot|human|ai|real|machine|person|chatgpt|computer|automated|automatic",
    "is this|it|that _ bot|robot|ai|automated|machine|human|chatbot",
    "is this|it|that _ real person|human",
    "you|u a|an bot|robot|ai|human|real|machine|chatbot",
    "talking|speaking|chatting|writing|texting to|with _ bot|human|person|robot|machine|ai|computer|someone",
    "am i _ bot|robot|machine|ai",
    "who are you|u",
];

#[derive(Debug)]
enum Element {
    Gap,
    Any(Vec<u32>),
}

#[derive(Debug)]
struct Pattern {
    elements: Vec<Element>,
}

/// All patterns of one purpose, found by their first word.
#[derive(Debug, Default)]
struct Patterns {
    patterns: Vec<Pattern>,
    by_first: HashMap<u32, Vec<usize>>,
}

/// A pattern's place in the table.
struct Compiled {
    stems: HashMap<String, u32>,
    intents: Patterns,
    weights: Vec<(Intent, f32)>,
    off_topic: Patterns,
    bot: Patterns,
    alarms: Patterns,
}

fn expand(pattern: &str) -> String {
    let mut out = pattern.to_owned();
    for (name, words) in LISTS {
        out = out.replace(&format!("{{{name}}}"), words);
    }
    out.replace("{garment}", &lexicon::GARMENTS.join("|"))
}

impl Patterns {
    fn add(&mut self, stems: &mut HashMap<String, u32>, pattern: &str) {
        let mut intern = |word: &str| {
            let next = u32::try_from(stems.len()).unwrap_or(u32::MAX);
            *stems.entry(stem(word)).or_insert(next)
        };
        let elements: Vec<Element> = expand(pattern)
            .split(' ')
            .map(|element| match element {
                "_" => Element::Gap,
                words => Element::Any(words.split('|').map(&mut intern).collect()),
            })
            .collect();
        let index = self.patterns.len();
        if let Some(Element::Any(first)) = elements.first() {
            for word in first {
                self.by_first.entry(*word).or_default().push(index);
            }
        }
        self.patterns.push(Pattern { elements });
    }

    /// Calls `found` with each pattern that matches somewhere.
    fn matches(&self, words: &[u32], mut found: impl FnMut(usize, usize)) {
        for (start, word) in words.iter().enumerate() {
            for &index in self.by_first.get(word).into_iter().flatten() {
                if fits(&self.patterns[index].elements, &words[start..]) {
                    found(index, start);
                }
            }
        }
    }
}

/// Whether the elements match a prefix of the words. A gap spans up to three words, so this is bounded.
fn fits(elements: &[Element], words: &[u32]) -> bool {
    match elements.split_first() {
        None => true,
        Some((Element::Any(any), rest)) => {
            words.first().is_some_and(|word| any.contains(word)) && fits(rest, &words[1..])
        }
        Some((Element::Gap, rest)) => (0..=3.min(words.len())).any(|skip| fits(rest, &words[skip..])),
    }
}

static COMPILED: LazyLock<Compiled> = LazyLock::new(|| {
    let mut compiled = Compiled {
        stems: HashMap::new(),
        intents: Patterns::default(),
        weights: Vec::new(),
        off_topic: Patterns::default(),
        bot: Patterns::default(),
        alarms: Patterns::default(),
    };
    let Compiled { stems, intents, weights, off_topic, bot, alarms } = &mut compiled;
    for (intent, cues) in TABLE {
        for (pattern, weight) in *cues {
            intents.add(stems, pattern);
            weights.push((*intent, *weight));
        }
    }
    for pattern in OFF_TOPIC {
        off_topic.add(stems, pattern);
    }
    for pattern in IS_IT_A_BOT {
        bot.add(stems, pattern);
    }
    for (_, pattern) in super::tone::ALARMS {
        alarms.add(stems, pattern);
    }
    compiled
});

/// Every word of the table, for the correction of typing errors.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let in_cues = TABLE.iter().flat_map(|(_, cues)| cues.iter().map(|(pattern, _)| *pattern));
    in_cues
        .chain(IS_IT_A_BOT.iter().copied())
        .chain(LISTS.iter().map(|(_, words)| *words))
        .chain(super::tone::ALARMS.iter().map(|(_, pattern)| *pattern))
        .flat_map(|pattern| pattern.split([' ', '|']))
        .filter(|word| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// What the cues say of one sentence.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Best first; a score of 1 is just enough.
    pub intents: Vec<(Intent, f32)>,
    pub off_topic: usize,
    pub asks_if_bot: bool,
    /// Indices into [`super::tone::ALARMS`].
    pub alarms: Vec<usize>,
}

/// Hears the cues of one sentence.
pub(super) fn hear(tokens: &[Token]) -> Heard {
    let compiled = &*COMPILED;
    let ids: Vec<u32> =
        tokens.iter().map(|token| compiled.stems.get(&token.stem).copied().unwrap_or(u32::MAX)).collect();
    // The best cue counts whole, further ones (each once) a quarter: many weak hints do not make a sure one.
    let mut best: HashMap<Intent, (f32, f32)> = HashMap::new();
    let mut seen: Vec<usize> = Vec::new();
    compiled.intents.matches(&ids, |index, _| {
        if seen.contains(&index) {
            return;
        }
        seen.push(index);
        let (intent, weight) = compiled.weights[index];
        let entry = best.entry(intent).or_insert((0.0, 0.0));
        entry.0 = entry.0.max(weight);
        entry.1 += weight;
    });
    let mut intents: Vec<(Intent, f32)> =
        best.into_iter().map(|(intent, (top, sum))| (intent, top + 0.25 * (sum - top).min(2.0))).collect();
    intents.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut heard = Heard { intents, ..Heard::default() };
    compiled.off_topic.matches(&ids, |_, _| heard.off_topic += 1);
    compiled.bot.matches(&ids, |_, _| heard.asks_if_bot = true);
    compiled.alarms.matches(&ids, |index, _| heard.alarms.push(index));
    heard
}
