//! Which words of a question say what it is about. The others ("do you", "please", "can I get") are in every question.

/// Words that say nothing of a question's matter, by language.
fn fillers(language: &str) -> &'static str {
    match language {
        "en" => {
            "a about accept accepted accepts actually afternoon again ahead all also always am an and any anybody \
             anyone anything anywhere are around as ask asking at available be been being bit but by bye can \
             check cheers close could curious currently d dear did do does doing done else even ever every \
             exactly find for from get getting give go going gonna good got guys had happen has have having hello \
             help her here hey hi him his how i if in info information into is it its just kind kindly know let \
             like ll look looking m make makes many may maybe me might mind more morning most much my nearby need \
             no normally not now of offer offered offering offers oh ok okay on one ones or our out people place \
             please policies policy possible possibly provide provided question quick quickly re really s say see \
             shall she shop should so some somebody somehow someone something somewhere sorry sort store sure t \
             take tell than thank thanks that the their them then there these they thing things this those thx to \
             too try trying u up us use usually ve very via wanna want wanted was way ways we well were what when \
             where which while who why will with wonder wondering would yes yet you your yours"
        }
        "es" => {
            "a al algo alguna alguno buenas buenos como con cual cuando cuanta cuanto cuantos de del desde dias \
             donde el ella en es esa ese esta estan este esto favor gracias ha haceis hacen hay hola la las le \
             les lo los me mi mis muy necesito no nos o ofrecen os para pero por puede pueden puedo que quiero \
             quisiera saber se si sobre son su sus tardes te teneis tengo tienda tiene tienen tu un una uno usted \
             ustedes vosotros y ya yo"
        }
        "fr" => {
            "a ai au aux avec avez avoir bonjour bonsoir boutique ca ce cela ces cette combien comment d dans de \
             des du elle en est et etes faire faites il ils j je l la le les ma magasin mais me merci mes moi mon \
             n ne nous on ou par pas peut peux plait possible pour pouvez proposez puis qu quand que quel quelle \
             quelles quels qui quoi s sa savoir se ses si son sont sur svp t te tu un une vos votre voudrais vous \
             y"
        }
        "de" => {
            "ab aber als am an auch auf aus bei bekomme bieten bietet bin bitte bzw da danke das dass dein dem \
             den der des die diese dieser du ein eine einem einen einer eines er es etwas euch euer eure frage \
             fur geben gern gerne gibt guten habe haben habt hallo hat hatte hier ich ihr ihre ihren im in ist ja \
             kann kannst konnen konnt konnte laden machen macht man mein meine mich mir mit mochte moglich nach \
             nicht noch nun oder schon sehr sein sich sie sind so tag und uns unser vom von wann war was welche \
             welchen welcher wenn wer werden wie wieviel will wir wird wissen wo wurde zu zum zur"
        }
        "pt" => {
            "a ao aos as boa bom com como da das de dia do dos e em essa esse esta este eu favor fazem gostaria \
             ha isso isto ja la lhe loja mais mas me meu minha muito na nao nas no nos o obrigada obrigado \
             oferecem oi ola onde os ou para pela pelo pode podem por posso preciso quais qual quando quanto \
             quantos que quem queria quero saber se sem seu sua tarde teem tem tenho um uma voce voces vos"
        }
        "it" => {
            "a ai al alla anche avete buona buongiorno c che chi ci ciao come con cosa d da dal dei del della \
             delle di dove e fare fate gli grazie ha ho i il in io l la le lo ma me mi mia mio negozio nel nella \
             no non o offrite per perche piu possibile posso puo qual quale quali quando quanti quanto questa \
             questo salve sapere se si sono su suo un una uno vi voi vorrei vostra vostro"
        }
        _ => "",
    }
}

/// Two letters of a language tag.
pub(super) fn base(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}

/// Without accents, as the word index has it.
fn folded(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let is_accent = |c: &char| !matches!(c, '\u{300}'..='\u{36f}');
    word.nfd().filter(is_accent).flat_map(char::to_lowercase).nfc().collect()
}

/// The words that say what a text is about, each once, in their order: lower case, without accents.
pub fn content_words(text: &str, language: &str) -> Vec<String> {
    let fillers: Vec<&str> = fillers(base(language)).split(' ').collect();
    let mut words: Vec<String> = Vec::new();
    let letters =
        |c: char| !(c.is_alphanumeric() || matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}'));
    for word in text.split(letters).filter(|word| !word.is_empty()) {
        let word = folded(word);
        if !fillers.contains(&word.as_str()) && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}
