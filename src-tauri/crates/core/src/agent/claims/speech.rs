//! Proves what is said in another language by what the same phrases say in English.

use super::super::evidence::Claim;
use super::super::phrases::{Language, Speech};
use super::super::turn::Situation;
use super::super::validate::Problem;
use super::bind::check;

/// Claims and problems of a speech, placed in the text that it is in `language`.
pub(in super::super) fn check_speech(
    situation: &Situation,
    speech: &Speech,
    language: Language,
) -> (Vec<Claim>, Vec<Problem>) {
    let today = situation.input.now.date();
    let english = speech.spoken(Language::English, today);
    let said = speech.spoken(language, today);
    let chars: Vec<char> = said.text.chars().collect();
    let (mut claims, mut problems) = check(situation, &english.text);
    let place = |text: &str, start: u32| -> (u32, u32) {
        let start = usize::try_from(start).unwrap_or(0);
        let phrase = english.places.iter().position(|(from, to)| *from <= start && start < *to);
        let (from, to) = phrase.and_then(|i| said.places.get(i).copied()).unwrap_or((0, chars.len()));
        // A value stands there as it is; what is worded otherwise is said by the whole phrase.
        let (from, to) = find(&chars, from, to, text).unwrap_or((from, to));
        (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(to).unwrap_or(u32::MAX))
    };
    let between = |start: u32, end: u32| -> String {
        let (start, end) = (usize::try_from(start).unwrap_or(0), usize::try_from(end).unwrap_or(0));
        chars.get(start..end).map_or_else(String::new, |part| part.iter().collect())
    };
    for claim in &mut claims {
        (claim.start, claim.end) = place(&claim.text, claim.start);
        claim.text = between(claim.start, claim.end);
    }
    for problem in &mut problems {
        (problem.start, problem.end) = place(&problem.text, problem.start);
        problem.text = between(problem.start, problem.end);
    }
    (claims, problems)
}

/// Where a value stands between two places, whole.
fn find(chars: &[char], from: usize, to: usize, value: &str) -> Option<(usize, usize)> {
    let value: Vec<char> = value.chars().collect();
    let last = to.min(chars.len()).checked_sub(value.len())?;
    if value.is_empty() {
        return None;
    }
    (from..=last).map(|start| (start, start + value.len())).find(|(start, end)| {
        chars[*start..*end] == value[..]
            && start.checked_sub(1).is_none_or(|before| !chars[before].is_alphanumeric())
            && chars.get(*end).is_none_or(|after| !after.is_alphanumeric())
    })
}
