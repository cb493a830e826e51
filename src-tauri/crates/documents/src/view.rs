//! A document as its template sees it: every text final, in order, in one language. The template only places them.

use haberdash_core::documents::{Content, DocumentKind, Line, Party, Totals};
use haberdash_core::settings::{DocumentFont, DocumentLanguage, Paper};
use serde::Serialize;

use crate::codes::Code;
use crate::error::Result;
use crate::numbers::Numbers;
use crate::typesetter::{MOST_PICTURES, picture_name};
use crate::words::Words;

/// A word and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Fact {
    pub label: String,
    pub value: String,
    pub strong: bool,
}

impl Fact {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), strong: false }
    }
}

/// A name and its lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Block {
    pub label: String,
    pub name: String,
    pub lines: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct LineView {
    pub title: String,
    /// Option values and SKU, one text.
    pub detail: String,
    pub shelf: String,
    pub picture: Option<String>,
    pub quantity: String,
    pub unit_price: String,
    pub tax_rate: String,
    pub amount: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct CodeView {
    pub svg: String,
    pub text: String,
    /// Width ÷ height of a square code is 1.
    pub modules: usize,
}

impl CodeView {
    pub fn of(code: &Code) -> Self {
        Self { svg: code.svg(), text: code.text.clone(), modules: code.width() }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct View {
    pub kind: DocumentKind,
    pub lang: &'static str,
    pub rtl: bool,
    pub paper: Paper,
    pub accent: String,
    pub fonts: Vec<&'static str>,
    pub logo: Option<String>,
    pub title: String,
    pub number: String,
    /// Year, month, day.
    pub date: (i16, i8, i8),
    pub page_pattern: &'static str,
    pub seller: Block,
    /// The seller's address without a legal name.
    pub sender: Vec<String>,
    /// Ways to reach the seller, then what the law wants to know.
    pub contact: Vec<String>,
    pub legal: Vec<String>,
    /// Customer, then where the goods go.
    pub parties: Vec<Block>,
    pub facts: Vec<Fact>,
    pub reason: Option<Fact>,
    pub columns: Columns,
    pub lines: Vec<LineView>,
    pub piece_count: Option<Fact>,
    pub totals: Vec<Fact>,
    pub grand_total: Option<Fact>,
    /// What the total contains or what was added, in words, when there is no table.
    pub tax_notes: Vec<Fact>,
    pub tax_table: Option<TaxTable>,
    pub payments: Vec<Fact>,
    pub due: Option<Fact>,
    pub paid_in_full: Option<&'static str>,
    pub bank: Option<Block>,
    pub notes: Vec<String>,
    pub footer: String,
    pub code: Option<CodeView>,
    pub words: LabelWords,
}

#[derive(Debug, Serialize)]
pub(crate) struct Columns {
    pub item: &'static str,
    pub quantity: &'static str,
    pub unit_price: Option<&'static str>,
    pub tax_rate: Option<&'static str>,
    pub amount: Option<&'static str>,
    pub shelf: Option<&'static str>,
    pub pictures: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct TaxTable {
    pub head: [&'static str; 4],
    pub rows: Vec<[String; 4]>,
}

/// Fixed words of the return label.
#[derive(Debug, Serialize)]
pub(crate) struct LabelWords {
    pub cut_here: &'static str,
    pub put_in_parcel: &'static str,
    pub comes_back: &'static str,
    pub to: &'static str,
}

/// Another language or paper than the document was issued in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copy {
    pub language: Option<DocumentLanguage>,
    pub paper: Option<Paper>,
}

/// Text as it may be printed: no control characters, and none that turn the direction of what follows.
pub(crate) fn clean(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept = text.chars().filter(|c| *c == '\n' || !(c.is_control() || turns(*c)));
    kept.collect::<String>().trim().to_owned()
}

pub(crate) fn fonts(font: DocumentFont) -> Vec<&'static str> {
    let (first, second) = match font {
        DocumentFont::Sans => ("Inter", "Noto Serif"),
        DocumentFont::Serif => ("Noto Serif", "Inter"),
    };
    vec![first, "Noto Sans Arabic", "Noto Sans Devanagari", second]
}

/// Text of its own direction inside a line that runs from right to left (UAX 9: first strong isolate).
fn isolated(text: String) -> String {
    if text.is_empty() { text } else { format!("\u{2068}{text}\u{2069}") }
}

struct Writer<'a> {
    content: &'a Content,
    rtl: bool,
    words: &'static Words,
    numbers: Numbers,
    paper: Paper,
}

impl View {
    /// `has_picture` says of a content hash whether its bytes are there; the answer to the first line's picture is
    /// called `/picture-0` unless there is a logo, which comes first.
    pub fn of(content: &Content, copy: Copy, pictures: &[String]) -> Result<Self> {
        let language = copy.language.unwrap_or(content.language);
        // A document that does not fit a roll keeps its paper.
        let paper = match (copy.paper, content.kind) {
            (Some(Paper::Roll), DocumentKind::Receipt) => Paper::Roll,
            (Some(Paper::Roll) | None, _) => content.paper,
            (Some(paper), _) => paper,
        };
        let rtl = language == DocumentLanguage::Arabic;
        let writer =
            Writer { content, rtl, words: Words::of(language), numbers: Numbers::of(language)?, paper };
        Ok(writer.view(language, pictures))
    }
}

impl Writer<'_> {
    /// A text of the shop or the customer.
    fn free(&self, text: &str) -> String {
        let text = clean(text);
        if self.rtl { isolated(text) } else { text }
    }

    fn text_lines(&self, text: &str) -> Vec<String> {
        text.lines().map(|line| self.free(line)).filter(|line| !line.is_empty()).collect()
    }

    fn view(&self, language: DocumentLanguage, pictures: &[String]) -> View {
        let (content, words) = (self.content, self.words);
        let body = &content.body;
        let name_of = |hash: &Option<String>| {
            let place = pictures.iter().position(|known| Some(known) == hash.as_ref())?;
            (place < MOST_PICTURES).then(|| picture_name(place))
        };
        let totals = body.totals.as_ref();
        View {
            kind: content.kind,
            lang: language.as_str(),
            rtl: self.rtl,
            paper: self.paper,
            accent: content.look.accent.clone(),
            fonts: fonts(content.look.font),
            logo: name_of(&content.look.logo),
            title: words.title(content.kind).to_owned(),
            number: self.free(&content.number),
            date: (content.issued_on.year(), content.issued_on.month(), content.issued_on.day()),
            page_pattern: words.page,
            seller: self.seller(),
            sender: self.text_lines(&content.seller.address),
            contact: self.contact(),
            legal: self.legal(),
            parties: self.parties(),
            facts: self.facts(),
            reason: (!body.reason.trim().is_empty())
                .then(|| Fact::new(words.reason, self.free(&body.reason))),
            columns: self.columns(),
            lines: body.lines.iter().map(|line| self.line(line, name_of(&line.picture))).collect(),
            piece_count: totals.is_none().then(|| {
                let pieces = body.lines.iter().map(|line| line.quantity).sum();
                Fact::new(words.pieces, self.numbers.integer(pieces))
            }),
            totals: totals.map(|totals| self.totals(totals)).unwrap_or_default(),
            grand_total: totals.map(|totals| {
                let word =
                    if content.kind == DocumentKind::CreditNote { words.credit_total } else { words.total };
                Fact { strong: true, ..Fact::new(word, self.money(totals.total)) }
            }),
            tax_notes: totals.map(|totals| self.tax_notes(totals)).unwrap_or_default(),
            tax_table: totals.and_then(|totals| self.tax_table(totals)),
            payments: totals.map(|totals| self.payments(totals)).unwrap_or_default(),
            due: self.due(),
            paid_in_full: self.is_paid_in_full().then_some(words.paid_in_full),
            bank: self.bank(),
            notes: content.notes.iter().map(|note| self.free(note)).collect(),
            footer: self.free(&content.look.footer),
            code: self.code(),
            words: LabelWords {
                cut_here: words.cut_here,
                put_in_parcel: words.put_in_parcel,
                comes_back: words.comes_back,
                to: words.to,
            },
        }
    }

    fn money(&self, minor: i64) -> String {
        self.numbers.money(minor, self.content.body.currency)
    }

    fn seller(&self) -> Block {
        let seller = &self.content.seller;
        let mut lines = Vec::new();
        if !seller.legal_name.is_empty() {
            lines.push(self.free(&seller.legal_name));
        }
        lines.extend(self.text_lines(&seller.address));
        Block { label: self.words.from.to_owned(), name: self.free(&seller.name), lines }
    }

    fn contact(&self) -> Vec<String> {
        let seller = &self.content.seller;
        let website = seller.website.trim_start_matches("https://").trim_end_matches('/');
        let all = [seller.phone.as_str(), seller.email.as_str(), website];
        all.into_iter().map(|text| self.free(text)).filter(|text| !text.is_empty()).collect()
    }

    fn legal(&self) -> Vec<String> {
        let seller = &self.content.seller;
        let mut all = Vec::new();
        if !seller.tax_number.is_empty() {
            all.push(format!("{} {}", self.words.tax_number, self.free(&seller.tax_number)));
        }
        all.extend(self.text_lines(&seller.registration));
        all
    }

    fn party(&self, label: &str, party: &Party) -> Block {
        let mut lines = self.text_lines(&party.address);
        if !party.tax_number.is_empty() {
            lines.push(self.free(&party.tax_number));
        }
        Block { label: label.to_owned(), name: self.free(&party.name), lines }
    }

    fn parties(&self) -> Vec<Block> {
        let (body, words) = (&self.content.body, self.words);
        let customer =
            body.customer.as_ref().filter(|party| !party.name.is_empty() || !party.address.is_empty());
        let goods_to = body.ship_to.as_ref();
        let mut blocks = Vec::new();
        match self.content.kind {
            DocumentKind::PackingSlip => {
                blocks.extend(goods_to.or(customer).map(|party| self.party(words.ship_to, party)));
            }
            DocumentKind::ReturnLabel => {
                blocks.extend(goods_to.or(customer).map(|party| self.party(words.from, party)));
            }
            DocumentKind::Receipt => blocks.extend(customer.map(|party| self.party(words.customer, party))),
            DocumentKind::Invoice | DocumentKind::CreditNote => {
                blocks.extend(customer.map(|party| self.party(words.bill_to, party)));
                blocks.extend(goods_to.map(|party| self.party(words.ship_to, party)));
            }
        }
        blocks
    }

    fn facts(&self) -> Vec<Fact> {
        let (content, words) = (self.content, self.words);
        let body = &content.body;
        let mut facts = vec![
            Fact::new(words.number, self.free(&content.number)),
            Fact::new(words.date, self.numbers.date(content.issued_on)),
        ];
        if let Some(due_on) = content.due_on {
            facts.push(Fact::new(words.due_on, self.numbers.date(due_on)));
        }
        if let Some(invoice) = &body.corrects {
            facts.push(Fact::new(words.corrects, self.free(&invoice.number)));
        }
        if let Some(number) = &body.return_number {
            facts.push(Fact::new(words.return_number, self.free(number)));
        }
        if let Some(order) = &body.order {
            facts.push(Fact::new(words.order, self.free(&order.number)));
            if let Some(placed_on) = order.placed_on.filter(|day| *day != content.issued_on) {
                facts.push(Fact::new(words.ordered_on, self.numbers.date(placed_on)));
            }
        }
        if let Some(parcel) = &body.parcel {
            for (word, text) in [(words.carrier, &parcel.carrier), (words.tracking, &parcel.tracking_number)]
            {
                if !text.is_empty() {
                    facts.push(Fact::new(word, self.free(text)));
                }
            }
        }
        facts
    }

    fn columns(&self) -> Columns {
        let (content, words) = (self.content, self.words);
        let lines = &content.body.lines;
        let rates = |totals: &Totals| totals.taxes.len() > 1;
        let kind = content.kind;
        Columns {
            item: words.item,
            quantity: words.quantity,
            // A credit is a share of what was charged, which is seldom quantity × price.
            unit_price: matches!(kind, DocumentKind::Invoice | DocumentKind::Receipt)
                .then_some(words.unit_price),
            tax_rate: content.body.totals.as_ref().filter(|totals| rates(totals)).map(|_| words.tax),
            amount: content.body.totals.as_ref().map(|_| words.amount),
            shelf: (kind == DocumentKind::PackingSlip && lines.iter().any(|line| !line.shelf.is_empty()))
                .then_some(words.shelf),
            pictures: kind == DocumentKind::PackingSlip
                && content.look.pictures
                && lines.iter().any(|line| line.picture.is_some()),
        }
    }

    fn line(&self, line: &Line, picture: Option<String>) -> LineView {
        let sku = (!line.sku.is_empty()).then(|| format!("{} {}", self.words.sku, self.free(&line.sku)));
        let options = Some(self.free(&line.variant_title)).filter(|text| !text.is_empty());
        LineView {
            title: self.free(&line.title),
            detail: options.into_iter().chain(sku).collect::<Vec<_>>().join(" · "),
            shelf: self.free(&line.shelf),
            picture,
            quantity: self.numbers.integer(line.quantity),
            unit_price: self.money(line.unit_price),
            tax_rate: line.tax_rate_ppm.map(|rate| self.numbers.percent(rate)).unwrap_or_default(),
            amount: self.money(line.amount),
        }
    }

    fn totals(&self, totals: &Totals) -> Vec<Fact> {
        let words = self.words;
        let mut facts = Vec::new();
        let on_top: Vec<Fact> = if totals.tax_included { Vec::new() } else { self.taxes(totals, None) };
        let is_credit = self.content.kind == DocumentKind::CreditNote;
        if totals.discounts.is_empty() && totals.shipping.is_none() && on_top.is_empty() {
            return facts;
        }
        facts.push(Fact::new(words.subtotal, self.money(totals.subtotal)));
        for discount in &totals.discounts {
            let unnamed = if is_credit { words.already_credited } else { words.discount };
            let name = Some(self.free(&discount.name)).filter(|name| !name.is_empty());
            facts.push(Fact::new(name.unwrap_or_else(|| unnamed.to_owned()), self.money(-discount.amount)));
        }
        if let Some(shipping) = totals.shipping {
            facts.push(Fact::new(words.shipping, self.money(shipping)));
        }
        facts.extend(on_top);
        facts
    }

    /// A line per rate; `pattern` surrounds its name.
    fn taxes(&self, totals: &Totals, pattern: Option<&str>) -> Vec<Fact> {
        let lines = totals.taxes.iter().filter(|line| line.tax != 0 || line.net != 0);
        let facts = lines.map(|line| {
            let rate = self.numbers.percent(line.rate_ppm);
            let named = match self.free(&line.name) {
                name if name.is_empty() => format!("{} {rate}", self.words.tax),
                // "VAT 19%" says the rate already.
                name if name.contains('%') => name,
                name => format!("{name} {rate}"),
            };
            let label = pattern.map_or(named.clone(), |pattern| pattern.replace("{tax}", &named));
            Fact::new(label, self.money(line.tax))
        });
        facts.collect()
    }

    /// What the total contains, unless a table says it.
    fn tax_notes(&self, totals: &Totals) -> Vec<Fact> {
        if totals.tax_included && self.tax_table(totals).is_none() {
            self.taxes(totals, Some(self.words.of_which))
        } else {
            Vec::new()
        }
    }

    /// Several rates are shown as a table; a receipt on a roll always has it when there is tax.
    fn tax_table(&self, totals: &Totals) -> Option<TaxTable> {
        if totals.taxes.len() < 2 {
            return None;
        }
        let words = self.words;
        let rows = totals.taxes.iter().map(|line| {
            let rate = self.numbers.percent(line.rate_ppm);
            [rate, self.money(line.net), self.money(line.tax), self.money(line.net + line.tax)]
        });
        Some(TaxTable { head: [words.rate, words.net, words.tax, words.gross], rows: rows.collect() })
    }

    fn payments(&self, totals: &Totals) -> Vec<Fact> {
        let words = self.words;
        let mut facts = Vec::new();
        for payment in &self.content.body.payments {
            let mut label = words.method(&payment.method).to_owned();
            if payment.amount < 0 {
                label = format!("{} · {label}", words.refund);
            }
            let reference = self.free(&payment.reference);
            if !reference.is_empty() {
                label = format!("{label} · {reference}");
            }
            if self.paper != Paper::Roll && payment.paid_on != self.content.issued_on {
                label = format!("{label} · {}", self.numbers.date(payment.paid_on));
            }
            facts.push(Fact::new(label, self.money(payment.amount)));
            if let Some(tendered) = payment.tendered.filter(|tendered| *tendered != payment.amount) {
                facts.push(Fact::new(words.tendered, self.money(tendered)));
            }
        }
        if let Some(change) = totals.change.filter(|change| *change != 0) {
            facts.push(Fact::new(words.change, self.money(change)));
        }
        facts
    }

    fn owed(&self) -> i64 {
        self.content.body.totals.as_ref().map_or(0, Totals::due)
    }

    fn due(&self) -> Option<Fact> {
        let wanted = matches!(self.content.kind, DocumentKind::Invoice | DocumentKind::Receipt);
        (wanted && self.owed() > 0)
            .then(|| Fact { strong: true, ..Fact::new(self.words.due, self.money(self.owed())) })
    }

    fn is_paid_in_full(&self) -> bool {
        self.content.kind == DocumentKind::Invoice
            && self.owed() == 0
            && !self.content.body.payments.is_empty()
    }

    /// Where to send money that is owed.
    fn bank(&self) -> Option<Block> {
        let lines = self.text_lines(&self.content.seller.bank);
        if self.content.kind != DocumentKind::Invoice || self.owed() == 0 || lines.is_empty() {
            return None;
        }
        let mut lines = lines;
        lines.push(format!("{} {}", self.words.reference, self.free(&self.content.number)));
        Some(Block { label: self.words.pay_to.to_owned(), name: String::new(), lines })
    }

    /// What a scanner finds the order, return or receipt by.
    fn code(&self) -> Option<CodeView> {
        let body = &self.content.body;
        let text = match self.content.kind {
            DocumentKind::Invoice | DocumentKind::CreditNote => return None,
            DocumentKind::Receipt => Some(&self.content.number),
            DocumentKind::PackingSlip => body.order.as_ref().map(|order| &order.number),
            DocumentKind::ReturnLabel => body.return_number.as_ref().or(Some(&self.content.number)),
        };
        // A number with letters outside ASCII has no barcode; it is printed all the same.
        text.and_then(|text| Code::barcode(text).ok()).map(|code| CodeView::of(&code))
    }
}
