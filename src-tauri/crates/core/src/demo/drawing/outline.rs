//! Outlines of garments: path text in absolute commands, mirrored and closed about the picture's middle.
//!
//! Knows geometry only; what an outline is filled with is the canvas's business. Outlines are our own
//! literals in the commands M, L, H, V, Q, C and Z, in viewBox units.

/// The picture is mirrored about this line.
pub(super) const MIDDLE: f64 = 300.0;

type Point = (f64, f64);

struct Segment {
    command: char,
    /// Control points, then the end point.
    points: Vec<Point>,
}

fn parse(outline: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut number = String::new();
    let mut pending: Option<f64> = None;
    let mut current = (0.0, 0.0);
    for character in outline.chars().chain([' ']) {
        if character.is_ascii_digit() || character == '.' || character == '-' {
            number.push(character);
            continue;
        }
        if let (Ok(value), Some(segment)) = (number.parse::<f64>(), segments.last_mut()) {
            let point = match segment.command {
                'H' => Some((value, current.1)),
                'V' => Some((current.0, value)),
                _ => match pending.take() {
                    Some(x) => Some((x, value)),
                    None => {
                        pending = Some(value);
                        None
                    }
                },
            };
            if let Some(point) = point {
                segment.points.push(point);
                current = point;
            }
        }
        number.clear();
        if character.is_ascii_alphabetic() {
            segments.push(Segment { command: character, points: Vec::new() });
        }
    }
    for segment in &mut segments {
        if matches!(segment.command, 'H' | 'V') {
            segment.command = 'L';
        }
    }
    segments
}

fn reflect((x, y): Point) -> Point {
    (2.0 * MIDDLE - x, y)
}

fn write_segment(out: &mut String, command: char, points: impl IntoIterator<Item = Point>) {
    out.push(command);
    for (index, (x, y)) in points.into_iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(&format!("{} {}", short(x), short(y)));
    }
}

/// A coordinate to a tenth of a unit, written as briefly as it can be.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The same outline on the other side of the picture.
pub(super) fn mirror(outline: &str) -> String {
    let mut out = String::new();
    for segment in parse(outline) {
        write_segment(&mut out, segment.command, segment.points.into_iter().map(reflect));
    }
    out
}

/// A closed outline from its right half, which runs from one point on the middle line to another.
pub(super) fn symmetric(half: &str) -> String {
    let segments: Vec<Segment> = parse(half).into_iter().filter(|s| !s.points.is_empty()).collect();
    let mut out = String::new();
    for segment in &segments {
        write_segment(&mut out, segment.command, segment.points.iter().copied());
    }
    for pair in segments.windows(2).rev() {
        let [before, segment] = pair else { continue };
        let controls = segment.points.iter().rev().skip(1).copied();
        let end = before.points.last().copied();
        write_segment(&mut out, segment.command, controls.chain(end).map(reflect));
    }
    out.push('Z');
    out
}

/// A lens from `start` to `end`, bowed towards `bend` and `width` across: the tapered shape of a soft fold.
pub(super) fn lens(start: Point, bend: Point, end: Point, width: f64) -> String {
    let (dx, dy) = (end.0 - start.0, end.1 - start.1);
    let length = dx.hypot(dy).max(1.0);
    let (nx, ny) = (-dy / length * width, dx / length * width);
    // Relative coordinates, and no space before a minus: folds are most of a picture's bytes.
    let step = |x: f64, y: f64| pair(x - start.0.round(), y - start.1.round());
    let back = |x: f64, y: f64| pair(x - end.0.round(), y - end.1.round());
    format!(
        "M{}q{} {}q{} {}z",
        pair(start.0, start.1),
        step(bend.0 + nx, bend.1 + ny),
        step(end.0, end.1),
        back(bend.0 - nx, bend.1 - ny),
        back(start.0, start.1)
    )
    .replace(" -", "-")
}

fn pair(x: f64, y: f64) -> String {
    // Adding zero turns a rounded -0 into 0.
    format!("{:.0} {:.0}", x.round() + 0.0, y.round() + 0.0)
}

/// The box around every point of an outline: left, top, right, bottom.
#[cfg(test)]
pub(super) fn bounds(outline: &str) -> (f64, f64, f64, f64) {
    parse(outline)
        .iter()
        .flat_map(|segment| segment.points.iter())
        .fold((f64::MAX, f64::MAX, f64::MIN, f64::MIN), |(left, top, right, bottom), &(x, y)| {
            (left.min(x), top.min(y), right.max(x), bottom.max(y))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_closed_into_a_whole() {
        assert_eq!(symmetric("M300 10L350 20L300 90"), "M300 10L350 20L300 90L250 20L300 10Z");
        assert_eq!(
            symmetric("M300 10C310 10 350 30 360 40L300 90"),
            "M300 10C310 10 350 30 360 40L300 90L240 40C250 30 290 10 300 10Z"
        );
    }

    #[test]
    fn level_and_upright_lines_are_mirrored_too() {
        assert_eq!(mirror("M310 10H350V90Z"), "M290 10L250 10L250 90Z");
        assert_eq!(bounds("M310 10H350V90Z"), (310.0, 10.0, 350.0, 90.0));
    }

    #[test]
    fn mirroring_twice_changes_nothing() {
        let outline = "M310 10C310.5 10 350 30 360 40Q1 2 3 4L300 90Z";
        assert_eq!(mirror(&mirror(outline)), outline);
        assert_ne!(mirror(outline), outline);
    }
}
