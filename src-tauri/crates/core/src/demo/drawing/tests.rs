//! Every kind in every pattern is a sound, small, self-contained picture in the colour asked for.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::outline::bounds;
use super::*;

type Attributes = BTreeMap<String, String>;

/// Every element with its attributes; fails on anything that is not well-formed.
fn elements(svg: &str) -> Vec<(String, Attributes)> {
    let mut reader = Reader::from_str(svg);
    let mut found = Vec::new();
    let mut depth = 0;
    loop {
        let event = reader.read_event().expect("well-formed XML");
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            let attributes = tag.attributes().map(|attribute| {
                let attribute = attribute.expect("well-formed attribute");
                (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
            });
            found.push((tag.name().as_ref().to_owned(), attributes.collect()));
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(text) => assert!(text.trim().is_empty(), "no text belongs in a picture"),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

fn every_kind_and_pattern() -> impl Iterator<Item = (GarmentKind, Pattern)> {
    GarmentKind::ALL.into_iter().flat_map(|kind| Pattern::ALL.map(|pattern| (kind, pattern)))
}

fn colour(name: &str) -> Rgb {
    colour_rgb(name).expect("a known colour")
}

fn spec(kind: GarmentKind, pattern: Pattern, name: &str) -> GarmentSpec {
    GarmentSpec { kind, colour: colour(name), pattern, seed: 11 }
}

#[test]
fn every_picture_is_sound_small_and_refers_only_to_itself() {
    const ALLOWED: [&str; 13] = [
        "svg",
        "defs",
        "g",
        "path",
        "use",
        "rect",
        "circle",
        "ellipse",
        "pattern",
        "clipPath",
        "linearGradient",
        "radialGradient",
        "stop",
    ];
    let mut drawn = 0;
    for (kind, pattern) in every_kind_and_pattern() {
        for name in ["white", "black", "sage"] {
            let svg = garment_svg(&spec(kind, pattern, name));
            assert!(svg.len() < 14_000, "{kind:?} {pattern:?} takes {} bytes", svg.len());
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{kind:?} {pattern:?}");
            let elements = elements(&svg);
            let (root, attributes) = &elements[0];
            assert_eq!((root.as_str(), attributes["viewBox"].as_str()), ("svg", "0 0 600 800"));
            let mut ids = BTreeSet::new();
            for (element, attributes) in &elements {
                assert!(ALLOWED.contains(&element.as_str()), "{kind:?} {pattern:?} uses <{element}>");
                if let Some(id) = attributes.get("id") {
                    assert!(ids.insert(id.clone()), "{kind:?} {pattern:?} has two elements #{id}");
                }
            }
            for value in elements.iter().flat_map(|(_, attributes)| {
                let linked = attributes.get("href").map(|href| href.as_str());
                let painted = attributes.values().filter_map(|value| value.strip_prefix("url("));
                linked.into_iter().chain(painted)
            }) {
                let target =
                    value.trim_end_matches(')').strip_prefix('#').expect("a reference within the file");
                assert!(ids.contains(target), "{kind:?} {pattern:?} refers to #{target}, which is not there");
            }
            drawn += 1;
        }
    }
    assert_eq!(drawn, 26 * 12 * 3);
}

#[test]
fn most_of_the_garment_has_the_colour_asked_for() {
    for kind in GarmentKind::ALL {
        for name in ["white", "black", "navy", "mustard"] {
            let elements = elements(&garment_svg(&spec(kind, Pattern::Plain, name)));
            let outlines: BTreeMap<&str, &str> = elements
                .iter()
                .filter_map(|(_, attributes)| {
                    Some((attributes.get("id")?.as_str(), attributes.get("d")?.as_str()))
                })
                .collect();
            let mut painted: BTreeMap<&str, f64> = BTreeMap::new();
            for (_, attributes) in &elements {
                let (Some(href), Some(fill)) = (attributes.get("href"), attributes.get("fill")) else {
                    continue;
                };
                let Some(outline) = outlines.get(href.trim_start_matches('#')) else { continue };
                if fill.starts_with('#') && !attributes.contains_key("fill-opacity") {
                    let (left, top, right, bottom) = bounds(outline);
                    *painted.entry(fill).or_default() += (right - left) * (bottom - top);
                }
            }
            let most =
                painted.iter().max_by(|one, other| one.1.total_cmp(other.1)).expect("something is painted");
            assert_eq!(*most.0, colour(name).css(), "{kind:?} in {name}: {painted:?}");
            assert!(*most.1 > 50_000.0, "{kind:?} in {name} is too small to be seen: {}", most.1);
        }
    }
}

#[test]
fn a_pattern_shows_on_every_kind() {
    for (kind, pattern) in every_kind_and_pattern().filter(|&(_, pattern)| pattern != Pattern::Plain) {
        let patterned = garment_svg(&spec(kind, pattern, "sage"));
        assert!(patterned.contains("url(#w"), "{kind:?} hides its {pattern:?}");
        assert!(!garment_svg(&spec(kind, Pattern::Plain, "sage")).contains("url(#w"));
    }
}

#[test]
fn the_same_spec_draws_the_same_picture_and_another_seed_moves_its_folds() {
    for kind in GarmentKind::ALL {
        let first = spec(kind, Pattern::Check, "rust");
        assert_eq!(garment_svg(&first), garment_svg(&first));
        let folds_nothing = matches!(kind, GarmentKind::Belt | GarmentKind::Sunglasses);
        let moved = garment_svg(&first) != garment_svg(&GarmentSpec { seed: 12, ..first });
        assert_eq!(moved, !folds_nothing, "{kind:?}");
    }
}

#[test]
fn pale_goods_stand_on_a_darker_backdrop() {
    let backdrop = |name: &str| {
        let svg = garment_svg(&spec(GarmentKind::TShirt, Pattern::Plain, name));
        let (_, rest) = svg.split_once("id='bd'").expect("a backdrop");
        let (_, rest) = rest.split_once("stop-color='").expect("its first stop");
        rest[..7].to_owned()
    };
    assert_eq!(backdrop("white"), backdrop("cream"));
    assert_eq!(backdrop("navy"), backdrop("black"));
    assert_ne!(backdrop("white"), backdrop("navy"));
}
