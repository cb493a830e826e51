//! Names of weekdays, months, colours and countries in each language.

use super::Language;

#[rustfmt::skip]
pub(super) const fn weekdays(language: Language) -> [&'static str; 7] {
    match language {
        Language::English => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        Language::Spanish => ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        Language::French => ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        Language::German => ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        Language::Portuguese => ["segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"],
        Language::Italian => ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
        Language::Hindi => ["सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"],
        Language::HindiLatin => ["Somvar", "Mangalvar", "Budhvar", "Guruvar", "Shukravar", "Shanivar", "Ravivar"],
        Language::Arabic => ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    }
}

#[rustfmt::skip]
pub(super) const fn months(language: Language) -> [&'static str; 12] {
    match language {
        Language::English | Language::HindiLatin => ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
        Language::Spanish => ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
        Language::French => ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
        Language::German => ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
        Language::Portuguese => ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"],
        Language::Italian => ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"],
        Language::Hindi => ["जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"],
        Language::Arabic => ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
    }
}

/// A name in the languages that have one of their own, in the order of [`column`].
type Row = (&'static str, [&'static str; 8]);

const fn column(language: Language) -> Option<usize> {
    match language {
        Language::English => None,
        Language::Spanish => Some(0),
        Language::French => Some(1),
        Language::German => Some(2),
        Language::Portuguese => Some(3),
        Language::Italian => Some(4),
        Language::Hindi => Some(5),
        Language::HindiLatin => Some(6),
        Language::Arabic => Some(7),
    }
}

fn named(rows: &[Row], language: Language, name: &str) -> String {
    let bare = name.strip_prefix("the ").unwrap_or(name);
    let row = rows.iter().find(|(english, _)| english.eq_ignore_ascii_case(bare));
    match (row, column(language)) {
        (Some((_, names)), Some(column)) => names[column].to_owned(),
        // What no list has, a shop's own names above all, stands as the shop writes it.
        _ => name.to_owned(),
    }
}

pub(super) fn colour(language: Language, name: &str) -> String {
    if language == Language::English { name.to_owned() } else { named(COLOURS, language, name) }
}

pub(super) fn country(language: Language, name: &str) -> String {
    if language == Language::English { name.to_owned() } else { named(COUNTRIES, language, name) }
}

/// As what follows "in": "en azul marino", "in Marineblau".
#[rustfmt::skip]
const COLOURS: &[Row] = &[
    ("black", ["negro", "noir", "Schwarz", "preto", "nero", "काला", "kaala", "الأسود"]),
    ("white", ["blanco", "blanc", "Weiß", "branco", "bianco", "सफ़ेद", "safed", "الأبيض"]),
    ("off-white", ["blanco roto", "blanc cassé", "Wollweiß", "off-white", "bianco panna", "ऑफ़-व्हाइट", "off-white", "الأبيض العاجي"]),
    ("off white", ["blanco roto", "blanc cassé", "Wollweiß", "off-white", "bianco panna", "ऑफ़-व्हाइट", "off-white", "الأبيض العاجي"]),
    ("ivory", ["marfil", "ivoire", "Elfenbein", "marfim", "avorio", "आइवरी", "ivory", "العاجي"]),
    ("cream", ["crema", "crème", "Creme", "creme", "crema", "क्रीम", "cream", "الكريمي"]),
    ("ecru", ["crudo", "écru", "Ecru", "cru", "ecru", "एक्रू", "ecru", "البيج الفاتح"]),
    ("navy", ["azul marino", "bleu marine", "Marineblau", "azul-marinho", "blu navy", "नेवी ब्लू", "navy blue", "الكحلي"]),
    ("navy blue", ["azul marino", "bleu marine", "Marineblau", "azul-marinho", "blu navy", "नेवी ब्लू", "navy blue", "الكحلي"]),
    ("dark blue", ["azul oscuro", "bleu foncé", "Dunkelblau", "azul-escuro", "blu scuro", "गहरा नीला", "gehra neela", "الأزرق الداكن"]),
    ("light blue", ["azul claro", "bleu clair", "Hellblau", "azul-claro", "azzurro", "हल्का नीला", "halka neela", "الأزرق الفاتح"]),
    ("sky blue", ["azul cielo", "bleu ciel", "Himmelblau", "azul-celeste", "celeste", "आसमानी", "aasmaani", "الأزرق السماوي"]),
    ("sky", ["azul cielo", "bleu ciel", "Himmelblau", "azul-celeste", "celeste", "आसमानी", "aasmaani", "الأزرق السماوي"]),
    ("royal blue", ["azul real", "bleu roi", "Königsblau", "azul-royal", "blu royal", "रॉयल ब्लू", "royal blue", "الأزرق الملكي"]),
    ("blue", ["azul", "bleu", "Blau", "azul", "blu", "नीला", "neela", "الأزرق"]),
    ("indigo", ["índigo", "indigo", "Indigo", "índigo", "indaco", "इंडिगो", "indigo", "النيلي"]),
    ("denim", ["vaquero", "denim", "Denim", "jeans", "denim", "डेनिम", "denim", "الدنيم"]),
    ("turquoise", ["turquesa", "turquoise", "Türkis", "turquesa", "turchese", "फ़िरोज़ी", "firozi", "الفيروزي"]),
    ("teal", ["verde azulado", "bleu canard", "Petrol", "verde-azulado", "verde petrolio", "टील", "teal", "الأزرق المخضر"]),
    ("red", ["rojo", "rouge", "Rot", "vermelho", "rosso", "लाल", "laal", "الأحمر"]),
    ("burgundy", ["burdeos", "bordeaux", "Bordeaux", "bordô", "bordeaux", "बरगंडी", "burgundy", "العنابي"]),
    ("bordeaux", ["burdeos", "bordeaux", "Bordeaux", "bordô", "bordeaux", "बरगंडी", "burgundy", "العنابي"]),
    ("wine", ["vino", "lie de vin", "Weinrot", "vinho", "vinaccia", "वाइन", "wine", "النبيتي"]),
    ("maroon", ["granate", "bordeaux", "Kastanienrot", "castanho-avermelhado", "bordeaux", "मैरून", "maroon", "العنابي"]),
    ("green", ["verde", "vert", "Grün", "verde", "verde", "हरा", "hara", "الأخضر"]),
    ("olive", ["verde oliva", "vert olive", "Oliv", "verde-oliva", "verde oliva", "ऑलिव", "olive", "الزيتوني"]),
    ("khaki", ["caqui", "kaki", "Khaki", "cáqui", "kaki", "ख़ाकी", "khaki", "الكاكي"]),
    ("sage", ["verde salvia", "vert sauge", "Salbei", "verde-sálvia", "salvia", "सेज", "sage", "الأخضر المريمي"]),
    ("emerald", ["esmeralda", "émeraude", "Smaragd", "esmeralda", "smeraldo", "पन्ना हरा", "emerald", "الزمردي"]),
    ("mint", ["menta", "menthe", "Mint", "menta", "menta", "मिंट", "mint", "النعناعي"]),
    ("forest green", ["verde bosque", "vert sapin", "Waldgrün", "verde-floresta", "verde bosco", "गहरा हरा", "gehra hara", "الأخضر الداكن"]),
    ("dark green", ["verde oscuro", "vert foncé", "Dunkelgrün", "verde-escuro", "verde scuro", "गहरा हरा", "gehra hara", "الأخضر الداكن"]),
    ("yellow", ["amarillo", "jaune", "Gelb", "amarelo", "giallo", "पीला", "peela", "الأصفر"]),
    ("mustard", ["mostaza", "moutarde", "Senfgelb", "mostarda", "senape", "मस्टर्ड", "mustard", "الخردلي"]),
    ("orange", ["naranja", "orange", "Orange", "laranja", "arancione", "नारंगी", "narangi", "البرتقالي"]),
    ("rust", ["óxido", "rouille", "Rostrot", "ferrugem", "ruggine", "रस्ट", "rust", "الصدئي"]),
    ("terracotta", ["terracota", "terracotta", "Terrakotta", "terracota", "terracotta", "टेराकोटा", "terracotta", "التيراكوتا"]),
    ("coral", ["coral", "corail", "Koralle", "coral", "corallo", "कोरल", "coral", "المرجاني"]),
    ("pink", ["rosa", "rose", "Rosa", "rosa", "rosa", "गुलाबी", "gulabi", "الوردي"]),
    ("rose", ["rosa", "rose", "Rosé", "rosa", "rosa", "गुलाबी", "gulabi", "الوردي"]),
    ("blush", ["rosa empolvado", "rose poudré", "Puderrosa", "rosa-claro", "cipria", "हल्का गुलाबी", "halka gulabi", "الوردي الفاتح"]),
    ("dusty pink", ["rosa palo", "vieux rose", "Altrosa", "rosa-antigo", "rosa antico", "हल्का गुलाबी", "halka gulabi", "الوردي الهادئ"]),
    ("purple", ["morado", "violet", "Lila", "roxo", "viola", "बैंगनी", "baingani", "البنفسجي"]),
    ("lilac", ["lila", "lilas", "Flieder", "lilás", "lilla", "लाइलैक", "lilac", "الليلكي"]),
    ("lavender", ["lavanda", "lavande", "Lavendel", "lavanda", "lavanda", "लैवेंडर", "lavender", "الخزامي"]),
    ("plum", ["ciruela", "prune", "Pflaume", "ameixa", "prugna", "प्लम", "plum", "البرقوقي"]),
    ("brown", ["marrón", "marron", "Braun", "castanho", "marrone", "भूरा", "bhoora", "البني"]),
    ("chocolate", ["chocolate", "chocolat", "Schokobraun", "chocolate", "cioccolato", "चॉकलेट", "chocolate", "البني الشوكولاتي"]),
    ("camel", ["camel", "camel", "Camel", "camelo", "cammello", "कैमल", "camel", "الجملي"]),
    ("tan", ["tostado", "fauve", "Hellbraun", "caramelo", "cuoio", "टैन", "tan", "البني الفاتح"]),
    ("cognac", ["coñac", "cognac", "Cognac", "conhaque", "cognac", "कॉन्यैक", "cognac", "الكونياك"]),
    ("beige", ["beige", "beige", "Beige", "bege", "beige", "बेज", "beige", "البيج"]),
    ("sand", ["arena", "sable", "Sand", "areia", "sabbia", "सैंड", "sand", "الرملي"]),
    ("stone", ["piedra", "pierre", "Stein", "pedra", "pietra", "स्टोन", "stone", "الحجري"]),
    ("taupe", ["topo", "taupe", "Taupe", "taupe", "tortora", "टोप", "taupe", "الرمادي البني"]),
    ("oatmeal", ["avena", "avoine", "Hafer", "aveia", "avena", "ओटमील", "oatmeal", "الشوفاني"]),
    ("nude", ["nude", "nude", "Nude", "nude", "nude", "न्यूड", "nude", "النود"]),
    ("grey", ["gris", "gris", "Grau", "cinza", "grigio", "स्लेटी", "grey", "الرمادي"]),
    ("gray", ["gris", "gris", "Grau", "cinza", "grigio", "स्लेटी", "grey", "الرمادي"]),
    ("light grey", ["gris claro", "gris clair", "Hellgrau", "cinza-claro", "grigio chiaro", "हल्का स्लेटी", "halka grey", "الرمادي الفاتح"]),
    ("dark grey", ["gris oscuro", "gris foncé", "Dunkelgrau", "cinza-escuro", "grigio scuro", "गहरा स्लेटी", "gehra grey", "الرمادي الداكن"]),
    ("charcoal", ["gris carbón", "anthracite", "Anthrazit", "grafite", "antracite", "चारकोल", "charcoal", "الفحمي"]),
    ("anthracite", ["antracita", "anthracite", "Anthrazit", "antracite", "antracite", "एंथ्रासाइट", "anthracite", "الفحمي"]),
    ("silver", ["plateado", "argenté", "Silber", "prateado", "argento", "चाँदी जैसा", "silver", "الفضي"]),
    ("gold", ["dorado", "doré", "Gold", "dourado", "oro", "सुनहरा", "sunehra", "الذهبي"]),
];

/// Without an article or a preposition: replies name them so that neither is needed.
#[rustfmt::skip]
const COUNTRIES: &[Row] = &[
    ("Germany", ["Alemania", "Allemagne", "Deutschland", "Alemanha", "Germania", "जर्मनी", "Germany", "ألمانيا"]),
    ("France", ["Francia", "France", "Frankreich", "França", "Francia", "फ़्रांस", "France", "فرنسا"]),
    ("Spain", ["España", "Espagne", "Spanien", "Espanha", "Spagna", "स्पेन", "Spain", "إسبانيا"]),
    ("Italy", ["Italia", "Italie", "Italien", "Itália", "Italia", "इटली", "Italy", "إيطاليا"]),
    ("Portugal", ["Portugal", "Portugal", "Portugal", "Portugal", "Portogallo", "पुर्तगाल", "Portugal", "البرتغال"]),
    ("Austria", ["Austria", "Autriche", "Österreich", "Áustria", "Austria", "ऑस्ट्रिया", "Austria", "النمسا"]),
    ("Switzerland", ["Suiza", "Suisse", "Schweiz", "Suíça", "Svizzera", "स्विट्ज़रलैंड", "Switzerland", "سويسرا"]),
    ("Belgium", ["Bélgica", "Belgique", "Belgien", "Bélgica", "Belgio", "बेल्जियम", "Belgium", "بلجيكا"]),
    ("Netherlands", ["Países Bajos", "Pays-Bas", "Niederlande", "Países Baixos", "Paesi Bassi", "नीदरलैंड", "Netherlands", "هولندا"]),
    ("Ireland", ["Irlanda", "Irlande", "Irland", "Irlanda", "Irlanda", "आयरलैंड", "Ireland", "أيرلندا"]),
    ("United Kingdom", ["Reino Unido", "Royaume-Uni", "Vereinigtes Königreich", "Reino Unido", "Regno Unito", "यूनाइटेड किंगडम", "United Kingdom", "المملكة المتحدة"]),
    ("United States", ["Estados Unidos", "États-Unis", "USA", "Estados Unidos", "Stati Uniti", "अमेरिका", "America", "الولايات المتحدة"]),
    ("Canada", ["Canadá", "Canada", "Kanada", "Canadá", "Canada", "कनाडा", "Canada", "كندا"]),
    ("Mexico", ["México", "Mexique", "Mexiko", "México", "Messico", "मेक्सिको", "Mexico", "المكسيك"]),
    ("Brazil", ["Brasil", "Brésil", "Brasilien", "Brasil", "Brasile", "ब्राज़ील", "Brazil", "البرازيل"]),
    ("Argentina", ["Argentina", "Argentine", "Argentinien", "Argentina", "Argentina", "अर्जेंटीना", "Argentina", "الأرجنتين"]),
    ("Chile", ["Chile", "Chili", "Chile", "Chile", "Cile", "चिली", "Chile", "تشيلي"]),
    ("Australia", ["Australia", "Australie", "Australien", "Austrália", "Australia", "ऑस्ट्रेलिया", "Australia", "أستراليا"]),
    ("Japan", ["Japón", "Japon", "Japan", "Japão", "Giappone", "जापान", "Japan", "اليابان"]),
    ("China", ["China", "Chine", "China", "China", "Cina", "चीन", "China", "الصين"]),
    ("India", ["India", "Inde", "Indien", "Índia", "India", "भारत", "India", "الهند"]),
    ("Poland", ["Polonia", "Pologne", "Polen", "Polónia", "Polonia", "पोलैंड", "Poland", "بولندا"]),
    ("Sweden", ["Suecia", "Suède", "Schweden", "Suécia", "Svezia", "स्वीडन", "Sweden", "السويد"]),
    ("Norway", ["Noruega", "Norvège", "Norwegen", "Noruega", "Norvegia", "नॉर्वे", "Norway", "النرويج"]),
    ("Denmark", ["Dinamarca", "Danemark", "Dänemark", "Dinamarca", "Danimarca", "डेनमार्क", "Denmark", "الدنمارك"]),
    ("Greece", ["Grecia", "Grèce", "Griechenland", "Grécia", "Grecia", "ग्रीस", "Greece", "اليونان"]),
    ("Turkey", ["Turquía", "Turquie", "Türkei", "Turquia", "Turchia", "तुर्की", "Turkey", "تركيا"]),
    ("Morocco", ["Marruecos", "Maroc", "Marokko", "Marrocos", "Marocco", "मोरक्को", "Morocco", "المغرب"]),
    ("Egypt", ["Egipto", "Égypte", "Ägypten", "Egito", "Egitto", "मिस्र", "Egypt", "مصر"]),
    ("United Arab Emirates", ["Emiratos Árabes Unidos", "Émirats arabes unis", "Vereinigte Arabische Emirate", "Emirados Árabes Unidos", "Emirati Arabi Uniti", "संयुक्त अरब अमीरात", "UAE", "الإمارات"]),
    ("Europe", ["Europa", "Europe", "Europa", "Europa", "Europa", "यूरोप", "Europe", "أوروبا"]),
    ("EU", ["UE", "UE", "EU", "UE", "UE", "यूरोपीय संघ", "EU", "الاتحاد الأوروبي"]),
    ("European Union", ["Unión Europea", "Union européenne", "Europäische Union", "União Europeia", "Unione europea", "यूरोपीय संघ", "European Union", "الاتحاد الأوروبي"]),
    ("World", ["todo el mundo", "monde entier", "weltweit", "mundo inteiro", "tutto il mondo", "पूरी दुनिया", "poori duniya", "كل أنحاء العالم"]),
    ("Worldwide", ["todo el mundo", "monde entier", "weltweit", "mundo inteiro", "tutto il mondo", "पूरी दुनिया", "poori duniya", "كل أنحاء العالم"]),
    ("Rest of the world", ["resto del mundo", "reste du monde", "Rest der Welt", "resto do mundo", "resto del mondo", "बाकी दुनिया", "baaki duniya", "بقية العالم"]),
];
