//! Jackets, coats and blazers: tops with a lining, an opening front and lapels or a zip.

use super::canvas::{Canvas, Light};
use super::outline::{mirror, symmetric};
use super::palette::{BLACK, WHITE};
use super::torso::{Neck, Sleeve, Torso};

const TAILORED: Torso = Torso {
    neck: Neck::Vee(210.0),
    neck_width: 56.0,
    neck_y: 130.0,
    shoulder: (158.0, 170.0),
    underarm: (148.0, 320.0),
    waist: (134.0, 452.0),
    hem: (154.0, 668.0),
    drop: 4.0,
};

/// The lining seen in the opening, down to where the fronts meet.
fn lining(canvas: &mut Canvas, torso: &Torso, meet: f64) {
    let colour = canvas.tones.inside;
    let (left, right, top) = (300.0 - torso.neck_width - 6.0, 300.0 + torso.neck_width + 6.0, torso.neck_y);
    canvas.part(
        &format!("M{left} {:.0}Q300 {:.0} {right} {:.0}L300 {meet}Z", top + 4.0, top - 8.0, top + 4.0),
        colour,
        Light::Within,
        true,
    );
    let label = colour.mix(WHITE, 55).css();
    canvas.raw(&format!(
        "<path d='M278 {0:.0}h44v20h-44z' fill='{label}'/><path d='M286 {1:.0}h28' stroke='#000' stroke-opacity='.4' stroke-width='2'/><path d='M300 {2:.0}V{meet}' stroke='#000' stroke-opacity='.25' stroke-width='1.4'/>",
        top + 26.0,
        top + 36.0,
        top + 46.0
    ));
}

/// Notched lapels and the collar above them. `meet` is where the fronts cross, `reach` how far the lapels' points
/// stand from the middle.
fn lapels(canvas: &mut Canvas, torso: &Torso, meet: f64, reach: f64) {
    let (neck, top) = (300.0 + torso.neck_width, torso.neck_y);
    let (tip, notch) = (300.0 + reach, 300.0 + reach * 0.62);
    let lapel = format!(
        "M{:.0} {:.0}C{:.0} {:.0} 326 {:.0} 300 {meet}C336 {:.0} {:.0} {:.0} {tip:.0} {:.0}L{notch:.0} {:.0}C{:.0} {:.0} {:.0} {:.0} {:.0} {:.0}Z",
        neck - 8.0,
        top + 22.0,
        neck - 12.0,
        top + 92.0,
        meet - 60.0,
        meet - 34.0,
        tip - 24.0,
        top + 150.0,
        top + 104.0,
        top + 84.0,
        notch - 8.0,
        top + 72.0,
        neck - 4.0,
        top + 50.0,
        neck - 8.0,
        top + 22.0
    );
    for (outline, grain) in [(mirror(&lapel), 14), (lapel, -14)] {
        canvas.patch(&outline, Light::Flat, grain);
    }
    let collar = format!(
        "M300 {:.0}Q{:.0} {:.0} {neck} {top}C{:.0} {:.0} {:.0} {:.0} {:.0} {:.0}L{notch:.0} {:.0}C{:.0} {:.0} {:.0} {:.0} {:.0} {:.0}Q{:.0} {:.0} 300 {:.0}",
        top - 14.0,
        neck - 18.0,
        top - 14.0,
        neck + 16.0,
        top + 12.0,
        neck + 28.0,
        top + 34.0,
        tip + 2.0,
        top + 70.0,
        top + 84.0,
        notch - 12.0,
        top + 70.0,
        neck - 8.0,
        top + 48.0,
        neck - 11.0,
        top + 20.0,
        neck - 26.0,
        top + 12.0,
        top + 12.0
    );
    canvas.patch(&symmetric(&collar), Light::Flat, 0);
}

fn flap_pocket(canvas: &mut Canvas, x: f64, y: f64, width: f64) {
    for side in [-1.0, 1.0] {
        let (from, to) = (300.0 + side * x, 300.0 + side * (x + width));
        canvas.patch(
            &format!(
                "M{from} {y:.0}L{to} {:.0}L{to} {:.0}Q{:.0} {:.0} {from} {:.0}Z",
                y - 8.0,
                y + 22.0,
                (from + to) * 0.5,
                y + 32.0,
                y + 30.0
            ),
            Light::Flat,
            0,
        );
    }
}

pub(super) fn blazer(canvas: &mut Canvas) {
    let (outer, inner, wrist) = (228.0, 174.0, 630.0);
    lining(canvas, &TAILORED, 352.0);
    TAILORED.sleeves(canvas, &Sleeve::Long { outer, inner, wrist });
    let body = TAILORED.trunk(canvas);
    // The fronts curve away from each other below the last button.
    canvas.within(body, "<path d='M304 500C300 580 286 640 258 690H318C322 640 320 560 304 500Z' fill='#000' fill-opacity='.34'/>");
    canvas.seam("M305 340C306 430 308 490 304 520C301 590 288 634 264 668");
    TAILORED.armholes(canvas);
    canvas.seams("M392 330C384 400 382 430 388 500");
    lapels(canvas, &TAILORED, 352.0, 106.0);
    flap_pocket(canvas, 48.0, 508.0, 76.0);
    canvas.patch("M346 326L402 316L403 331L347 341Z", Light::Flat, 0);
    canvas.buttons(&[(292.0, 388.0), (292.0, 470.0)], 11.0);
    let cuff = [(300.0 + outer - 12.0, 586.0), (300.0 + outer - 11.0, 602.0), (300.0 + outer - 10.0, 618.0)];
    canvas.buttons(&cuff, 5.0);
    canvas.buttons(&cuff.map(|(x, y)| (600.0 - x, y)), 5.0);
}

pub(super) fn coat(canvas: &mut Canvas) {
    let torso = Torso {
        neck: Neck::Vee(190.0),
        neck_y: 84.0,
        shoulder: (146.0, 122.0),
        underarm: (138.0, 262.0),
        waist: (128.0, 390.0),
        hem: (166.0, 728.0),
        drop: 6.0,
        ..TAILORED
    };
    let (outer, inner, wrist) = (212.0, 160.0, 540.0);
    lining(canvas, &torso, 286.0);
    torso.sleeves(canvas, &Sleeve::Long { outer, inner, wrist });
    torso.cuffs(canvas, outer + 3.0, inner - 3.0, wrist - 24.0, 34.0, false);
    let body = torso.trunk(canvas);
    canvas.folds(
        body,
        &[(220.0, 470.0, 214.0, 600.0, 196.0, 726.0, 15.0), (392.0, 460.0, 400.0, 600.0, 412.0, 726.0, 16.0)],
    );
    canvas.shade_along(body, "M332 270L336 736", 26.0);
    canvas.seam("M330 276L336 732");
    torso.armholes(canvas);
    lapels(canvas, &torso, 286.0, 114.0);
    flap_pocket(canvas, 62.0, 486.0, 72.0);
    // Double-breasted: two rows.
    let rows = [316.0, 384.0, 452.0];
    let places: Vec<(f64, f64)> = rows.iter().flat_map(|&y| [(268.0, y), (314.0, y)]).collect();
    canvas.buttons(&places, 11.5);
    torso.hem_stitch(canvas, 14.0);
}

pub(super) fn jacket(canvas: &mut Canvas) {
    let torso = Torso {
        neck: Neck::Crew(40.0),
        neck_width: 62.0,
        neck_y: 142.0,
        shoulder: (164.0, 180.0),
        underarm: (158.0, 332.0),
        waist: (158.0, 470.0),
        hem: (148.0, 606.0),
        drop: 6.0,
    };
    let (outer, inner, wrist) = (246.0, 184.0, 578.0);
    torso.back_of_neck(canvas);
    torso.sleeves(canvas, &Sleeve::Long { outer, inner, wrist });
    torso.cuffs(canvas, outer - 6.0, inner + 6.0, wrist, 44.0, true);
    torso.hem_band(canvas, 48.0);
    let body = torso.trunk(canvas);
    torso.armholes(canvas);
    canvas.seams("M318 300L456 286");
    canvas.stitch("M318 308L454 294M282 308L146 294");
    // A knitted collar that the zip closes.
    canvas.shade_along(body, &torso.whole_neckline(), 52.0);
    torso.neck_band(canvas, 34.0, true);
    canvas.shade_along(body, "M300 200V660", 40.0);
    canvas.zip("M300 168V656", 15.0);
    canvas.raw("<g stroke='#6d7076'><path d='M293 176h14v14h-14z' fill='#cfd2d6'/><path d='M296 188h8l3 34q-7 5-14 0z' fill='#b4b7bd'/></g>");
    // Slanted welt pockets with their own zips.
    for (outline, line) in [
        ("M196 446L232 520L218 527L182 453Z", "M189 450L225 523"),
        ("M404 446L368 520L382 527L418 453Z", "M411 450L375 523"),
    ] {
        canvas.patch(outline, Light::Flat, 0);
        canvas.zip(line, 7.0);
    }
    let edge = canvas.tones.cloth.mix(BLACK, 30).css();
    canvas.raw(&format!("<path d='M288 204V650M312 204V650' stroke='{edge}' stroke-opacity='.5' stroke-width='1.4' stroke-dasharray='5 3.5'/>"));
}
