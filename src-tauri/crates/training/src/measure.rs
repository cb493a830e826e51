//! How good the classifier is on phrases that it was not trained on, and the calibration that follows from it.

use std::collections::BTreeMap;

use haberdash_core::agent::TurnInput;
use haberdash_core::agent::intent::Intent;
use haberdash_core::agent::understanding::classifier::weights::{Calibration, INTENTS, Row};
use haberdash_core::agent::understanding::classifier::{Likelihoods, join};
use haberdash_core::agent::understanding::understand;

use crate::fit::{self, Data, place};
use crate::phrases::Corpus;

const FOLDS: usize = 5;

/// The logits of one example by weights that had not seen it.
struct Unseen {
    example: usize,
    lexical: Row,
    meaning: Option<Row>,
}

/// Fits to four fifths and judges the rest, five times; prints what came of it.
pub fn cross_validate(corpus: &Corpus, data: &Data) -> Calibration {
    let of_fold = &|fold: usize| -> Vec<Unseen> {
        let mut unseen = Vec::new();
        let (rest, held): (Vec<usize>, Vec<usize>) = (0..corpus.examples.len())
            .partition(|example| example % FOLDS != fold || corpus.examples[*example].framed);
        let model = fit::fit(data, &rest, false);
        for example in held {
            let values = model.vocabulary.values(&data.features[example]);
            let embedding = data.embeddings.as_ref().map(|all| all[example].iter().copied().enumerate());
            unseen.push(Unseen {
                example,
                lexical: model.lexical.logits(values.into_iter()),
                meaning: model.meaning.as_ref().zip(embedding).map(|(table, values)| table.logits(values)),
            });
        }
        unseen
    };
    // One thread for each fold: what comes out is the same in any order.
    let unseen: Vec<Unseen> = std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS).map(|fold| scope.spawn(move || of_fold(fold))).collect();
        folds.into_iter().flat_map(|fold| fold.join().expect("invariant: a fold does not panic")).collect()
    });
    // Only English sentences have their meaning looked at.
    let english: Vec<&Unseen> =
        unseen.iter().filter(|it| corpus.examples[it.example].language == "en").collect();
    let calibration = calibrate(data, &unseen.iter().collect::<Vec<_>>(), &english);
    println!("calibration: {calibration:?}");
    report("words alone", corpus, data, &unseen, |it| join(&it.lexical, None, &calibration));
    if data.embeddings.is_some() {
        let only = Calibration { joint: [0.0, 1.0], ..calibration };
        report("meaning alone", corpus, data, &unseen, |it| join(&it.lexical, it.meaning.as_ref(), &only));
        report("both", corpus, data, &unseen, |it| join(&it.lexical, it.meaning.as_ref(), &calibration));
        report_gates(corpus, &english, &calibration);
        report_refusals(corpus, &english, &calibration);
    }
    calibration
}

/// Mean cross entropy.
fn loss(data: &Data, unseen: &[&Unseen], logits: impl Fn(&Unseen) -> Row) -> f64 {
    let of = |it: &&Unseen| -> f64 {
        let likelihoods = Likelihoods::softmax(&logits(it));
        let target = &data.targets[it.example];
        likelihoods.0.iter().zip(target).map(|(p, t)| -f64::from(*t) * f64::from(p.max(1e-9)).ln()).sum()
    };
    let all = unseen.len() as f64;
    unseen.iter().map(of).sum::<f64>() / all
}

/// The factors with the least loss, by a search over a grid that is made finer twice.
fn calibrate(data: &Data, unseen: &[&Unseen], english: &[&Unseen]) -> Calibration {
    let mut best = Calibration { lexical: 1.0, joint: [0.5, 0.5] };
    let with = |calibration: &Calibration, joint: bool| {
        loss(data, if joint { english } else { unseen }, |it| {
            join(&it.lexical, it.meaning.as_ref().filter(|_| joint), calibration)
        })
    };
    for finer in [0.3f32, 0.1, 0.03] {
        for steps in -5i8..=5 {
            let factor = 1.0 + finer * f32::from(steps);
            let tried = Calibration { lexical: best.lexical * factor.max(0.1), ..best };
            if with(&tried, false) < with(&best, false) {
                best = tried;
            }
        }
        if data.embeddings.is_none() {
            continue;
        }
        let [words, meaning] = best.joint;
        for a in -4i8..=4 {
            for b in -4i8..=4 {
                let factor = |steps: i8| (1.0 + finer * f32::from(steps)).max(0.1);
                let tried = Calibration { joint: [words * factor(a), meaning * factor(b)], ..best };
                if with(&tried, true) < with(&best, true) {
                    best = tried;
                }
            }
        }
    }
    best
}

/// What is lost, and for how many sentences the meaning is asked, when it is left out where the words alone are as sure as each gate
/// says. English sentences with one request, by weights that had not seen them.
fn report_gates(corpus: &Corpus, english: &[&Unseen], calibration: &Calibration) {
    let single: Vec<&Unseen> =
        english.iter().copied().filter(|it| corpus.examples[it.example].intents.len() == 1).collect();
    println!("the meaning is left out from this confidence of the words on:");
    for gate in [0.5_f32, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99, 1.1] {
        let (mut right, mut asked) = (0, 0);
        for it in &single {
            let words = Likelihoods::softmax(&join(&it.lexical, None, calibration)).ranked()[0];
            let surest = if words.confidence >= gate {
                words
            } else {
                asked += 1;
                Likelihoods::softmax(&join(&it.lexical, it.meaning.as_ref(), calibration)).ranked()[0]
            };
            right += usize::from(surest.intent == corpus.examples[it.example].intents[0]);
        }
        println!(
            "  {gate:.2}: accuracy {:.4}, the meaning asked for {:.3} of {}",
            part(right, single.len()),
            part(asked, single.len()),
            single.len()
        );
    }
}

/// Sentences that would be refused as no shop's business from each confidence in "other" on: of those that are, and of the requests
/// that a shop would have lost.
fn report_refusals(corpus: &Corpus, english: &[&Unseen], calibration: &Calibration) {
    println!("refused from this confidence in \"other\" on:");
    for gate in [0.8_f32, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995] {
        let mut refused = [(0, 0); 2];
        for it in english {
            let ranked = Likelihoods::softmax(&join(&it.lexical, it.meaning.as_ref(), calibration)).ranked();
            let other = ranked.iter().find(|scored| scored.intent == Intent::Other);
            let counts = &mut refused[usize::from(corpus.examples[it.example].intents != [Intent::Other])];
            counts.0 += usize::from(other.is_some_and(|other| other.confidence >= gate));
            counts.1 += 1;
        }
        let [(others, of_others), (requests, of_requests)] = refused;
        println!(
            "  {gate:.3}: {:.3} of {of_others} others, {:.4} of {of_requests} requests",
            part(others, of_others),
            part(requests, of_requests)
        );
    }
}

fn part(of: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { of as f64 / all as f64 }
}

fn report(name: &str, corpus: &Corpus, data: &Data, unseen: &[Unseen], logits: impl Fn(&Unseen) -> Row) {
    let mut confusion = vec![[0usize; INTENTS]; INTENTS];
    let mut languages: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    // By confidence, in tenths: how many, how many right, the sum of confidences.
    let mut bins = [(0usize, 0usize, 0.0f64); 10];
    let mut several = (0usize, 0usize);
    for it in unseen {
        let example = &corpus.examples[it.example];
        let surest = Likelihoods::softmax(&logits(it)).ranked()[0];
        let right = surest.intent == example.intents[0];
        if example.intents.len() > 1 {
            several.0 += 1;
            several.1 += usize::from(example.intents.contains(&surest.intent));
            continue;
        }
        let counts = languages.entry(&example.language).or_default();
        counts.0 += 1;
        counts.1 += usize::from(right);
        if example.language != "en" {
            continue;
        }
        confusion[place(example.intents[0])][place(surest.intent)] += 1;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a tenth of 0…1")]
        let bin = &mut bins[((surest.confidence * 10.0) as usize).min(9)];
        bin.0 += 1;
        bin.1 += usize::from(right);
        bin.2 += f64::from(surest.confidence);
    }
    let total: usize = bins.iter().map(|bin| bin.0).sum();
    let right: usize = bins.iter().map(|bin| bin.1).sum();
    let gap = |bin: &(usize, usize, f64)| (bin.1 as f64 - bin.2).abs();
    let error = bins.iter().map(gap).sum::<f64>() / total as f64;
    println!(
        "{name}: accuracy {:.3}, expected calibration error {error:.3}, loss {:.3}, first of several found {:.3}",
        part(right, total),
        loss(data, &unseen.iter().collect::<Vec<_>>(), &logits),
        part(several.1, several.0),
    );
    let of_language: Vec<String> = languages
        .iter()
        .map(|(language, (all, right))| format!("{language} {:.3}", part(*right, *all)))
        .collect();
    println!("  by language: {}", of_language.join(", "));
    let mut f1s = 0.0;
    for (intent, row) in Intent::ALL.iter().zip(&confusion) {
        let own = place(*intent);
        let recall = part(row[own], row.iter().sum());
        let precision = part(row[own], confusion.iter().map(|row| row[own]).sum());
        let f1 =
            if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) };
        f1s += f1;
        let mut wrong: Vec<(usize, &Intent)> =
            row.iter().copied().zip(Intent::ALL).filter(|(n, other)| *n > 1 && *other != intent).collect();
        wrong.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let wrong: Vec<String> =
            wrong.iter().take(4).map(|(n, other)| format!("{} {n}", other.as_str())).collect();
        println!(
            "  {:<24} recall {recall:.2} precision {precision:.2} f1 {f1:.2}  {}",
            intent.as_str(),
            wrong.join(", ")
        );
    }
    let macro_f1 = f1s / INTENTS as f64;
    println!("  macro F1 {macro_f1:.3}");
}

/// How completely several requests in one message are found by all that a turn uses. The built-in weights have seen
/// these messages whole, but not their sentences.
pub fn report_several(corpus: &Corpus) {
    let (mut said, mut heard, mut both) = (0, 0, 0);
    for example in corpus.examples.iter().filter(|example| example.intents.len() > 1) {
        let understood = understand(&TurnInput::of_text(&example.text), None);
        said += example.intents.len();
        heard += understood.intents.len();
        both += example.intents.iter().filter(|intent| understood.has(**intent)).count();
    }
    println!(
        "several requests at once, by words alone: {:.3} of them found, {:.3} of what was found is right",
        part(both, said),
        part(both, heard)
    );
}
