//! Trousers, jeans, shorts and skirts.

use super::canvas::{Canvas, Fold, Light, Piece};
use super::fabric::Pattern;
use super::outline::{mirror, symmetric};
use super::palette::{Rgb, WHITE};

/// The two legs from their right one, and what shows between them at the waist's back.
fn legs(canvas: &mut Canvas, right: &str, folds: &[Fold]) -> (Piece, Piece) {
    let left = canvas.cloth(&mirror(right), Light::LeftLimb, 2);
    let flipped: Vec<Fold> =
        folds.iter().map(|&(a, b, c, d, e, f, w)| (600.0 - a, b, 600.0 - c, d, 600.0 - e, f, w)).collect();
    canvas.folds(left, &flipped);
    let right = canvas.cloth(right, Light::RightLimb, -2);
    canvas.folds(right, folds);
    (left, right)
}

/// The waistband: its back inside, then its front with belt loops and a button.
fn waistband(canvas: &mut Canvas, half: f64, top: f64, height: f64) {
    let inside = canvas.tones.inside;
    let (left, right) = (300.0 - half, 300.0 + half);
    canvas.part(
        &format!("M{left} {top}Q300 {:.0} {right} {top}Q300 {:.0} {left} {top}Z", top - 14.0, top + 22.0),
        inside,
        Light::Within,
        true,
    );
    let bottom = top + height;
    canvas.cloth(
        &format!(
            "M{left} {top}Q300 {:.0} {right} {top}L{:.0} {bottom}Q300 {:.0} {:.0} {bottom}Z",
            top + 18.0,
            right + 3.0,
            bottom + 18.0,
            left - 3.0
        ),
        Light::Front,
        0,
    );
}

fn belt_loops(canvas: &mut Canvas, places: &[f64], top: f64, height: f64) {
    for x in places {
        for x in [300.0 - x, 300.0 + x] {
            canvas.patch(&format!("M{:.0} {:.0}h9V{:.0}h-9Z", x - 4.5, top, top + height), Light::Flat, 0);
        }
    }
}

pub(super) fn trousers(canvas: &mut Canvas) {
    let leg =
        "M300 104L392 96C404 150 416 196 418 252C420 400 408 600 400 740L326 744C322 600 314 430 302 300Z";
    legs(
        canvas,
        leg,
        &[
            (306.0, 268.0, 340.0, 262.0, 372.0, 232.0, 11.0),
            (304.0, 286.0, 336.0, 296.0, 366.0, 286.0, 9.0),
            (316.0, 330.0, 330.0, 420.0, 334.0, 520.0, 9.0),
            (330.0, 700.0, 356.0, 712.0, 384.0, 702.0, 8.0),
        ],
    );
    // Pressed creases.
    canvas.seams("M366 150C374 300 370 560 363 738");
    // Fly and slanted pockets.
    canvas.seam("M300 128V300M300 262C318 258 326 236 326 136");
    canvas.stitch("M300 268C324 262 331 240 331 136");
    canvas.seams("M374 132L402 226");
    canvas.stitches("M369 132L397 228");
    waistband(canvas, 92.0, 92.0, 32.0);
    belt_loops(canvas, &[62.0], 94.0, 40.0);
    canvas.buttons(&[(308.0, 118.0)], 6.5);
    canvas.stitches("M328 728L399 724");
}

pub(super) fn jeans(canvas: &mut Canvas, pattern: Pattern) {
    let thread = Rgb::new(0xc9, 0x8b, 0x4a);
    let leg =
        "M300 104L396 96C410 150 420 200 421 256C422 400 404 600 398 738L322 742C320 600 314 430 302 304Z";
    let (left, right) = legs(
        canvas,
        leg,
        &[
            (306.0, 272.0, 344.0, 262.0, 384.0, 228.0, 11.0),
            (304.0, 292.0, 340.0, 296.0, 378.0, 276.0, 10.0),
            (306.0, 314.0, 336.0, 330.0, 366.0, 318.0, 8.0),
            (416.0, 436.0, 386.0, 452.0, 340.0, 434.0, 9.0),
            (412.0, 468.0, 380.0, 478.0, 346.0, 466.0, 8.0),
            (322.0, 676.0, 350.0, 690.0, 386.0, 672.0, 9.0),
            (322.0, 710.0, 356.0, 722.0, 392.0, 704.0, 9.0),
        ],
    );
    // Denim is never flat: its thighs and knees are worn lighter.
    canvas.define("fd", |canvas| {
        let worn = canvas.tones.cloth.mix(WHITE, 75).css();
        format!("<radialGradient id='fd' cx='.52' cy='.42' r='.46' gradientTransform='scale(1 .8)'><stop offset='0' stop-color='{worn}' stop-opacity='.42'/><stop offset='1' stop-color='{worn}' stop-opacity='0'/></radialGradient><pattern id='tw' width='5' height='5' patternUnits='userSpaceOnUse'><path d='M-1 6L6-1M-1 1L1-1M4 6L6 4' stroke='#fff' stroke-width='.9' stroke-opacity='.16'/></pattern>")
    });
    for piece in [left, right] {
        canvas.wash(piece, "fd");
        if pattern == Pattern::Plain {
            canvas.wash(piece, "tw");
        }
    }
    // Outseams, inseams, fly.
    canvas.seam("M300 130V306");
    for line in ["M306 318C318 440 324 600 327 740", "M413 262C414 400 398 600 391 736", "M324 726L396 722"] {
        canvas.stitch_in(line, thread);
        canvas.stitch_in(&mirror(line), thread);
    }
    canvas.stitch_in("M300 274C326 266 332 240 332 136M300 268C320 260 326 238 326 136", thread);
    // Scooped front pockets, the coin pocket within the right one.
    for line in ["M340 132C346 178 372 196 412 198", "M345 132C351 172 376 190 411 192"] {
        canvas.stitch_in(line, thread);
        canvas.stitch_in(&mirror(line), thread);
    }
    canvas.seams("M336 132C342 184 370 202 413 204");
    canvas.stitch_in("M368 154H402V190", thread);
    waistband(canvas, 96.0, 92.0, 34.0);
    canvas.stitch_in("M206 98Q300 116 394 98M202 122Q300 139 398 122", thread);
    belt_loops(canvas, &[52.0, 88.0], 92.0, 42.0);
    canvas.raw("<g fill='#b9854c' stroke='#6d4a25'><circle cx='306' cy='119' r='9'/><circle cx='306' cy='119' r='5' fill='#d8a76c'/><circle cx='344' cy='140' r='3'/><circle cx='256' cy='140' r='3'/><circle cx='410' cy='198' r='3'/><circle cx='190' cy='198' r='3'/></g>");
}

pub(super) fn shorts(canvas: &mut Canvas) {
    canvas.place("translate(-66 -88) scale(1.22)");
    let leg = "M300 214L412 204C428 270 452 420 468 566Q396 590 322 580C316 520 310 470 301 424Z";
    legs(
        canvas,
        leg,
        &[
            (306.0, 398.0, 350.0, 386.0, 392.0, 350.0, 13.0),
            (306.0, 420.0, 350.0, 434.0, 396.0, 414.0, 11.0),
            (340.0, 578.0, 348.0, 520.0, 340.0, 466.0, 11.0),
            (420.0, 578.0, 420.0, 500.0, 404.0, 430.0, 12.0),
        ],
    );
    canvas.seam("M300 244V426M300 372C324 366 334 340 334 248");
    canvas.stitch("M300 380C330 372 340 344 340 248");
    canvas.seams("M384 244L428 336");
    for line in ["M378 244L422 340", "M322 564Q396 574 466 550"] {
        canvas.stitches(line);
    }
    waistband(canvas, 112.0, 200.0, 38.0);
    belt_loops(canvas, &[70.0], 204.0, 46.0);
    // A cotton drawcord tied at the front.
    let cord = canvas.tones.cloth.mix(WHITE, if canvas.tones.pale { 10 } else { 78 }).css();
    for (width, colour, opacity, moved) in [(8, "#000", ".22", "translate(3 4)"), (6, cord.as_str(), "1", "")]
    {
        canvas.raw(&format!("<path d='M292 234C270 216 262 240 292 238C286 270 280 296 282 326M300 234C330 214 338 242 300 240C310 270 318 292 314 318' transform='{moved}' fill='none' stroke='{colour}' stroke-opacity='{opacity}' stroke-width='{width}' stroke-linecap='round'/>"));
    }
}

pub(super) fn skirt(canvas: &mut Canvas) {
    let body = canvas.cloth(&symmetric("M300 176L384 168C400 260 452 480 492 676Q470 694 448 684Q420 704 390 692Q360 710 330 698Q315 704 300 700"), Light::Front, 0);
    let mut folds: Vec<Fold> = Vec::new();
    for (waist, hem) in [
        (-70.0, -172.0),
        (-46.0, -118.0),
        (-20.0, -60.0),
        (6.0, 2.0),
        (28.0, 62.0),
        (52.0, 118.0),
        (74.0, 172.0),
    ] {
        folds.push((300.0 + waist, 196.0, 300.0 + (waist + hem) * 0.46, 440.0, 300.0 + hem, 700.0, 20.0));
    }
    canvas.folds(body, &folds);
    canvas.folds(
        body,
        &[
            (266.0, 190.0, 262.0, 290.0, 240.0, 380.0, 8.0),
            (340.0, 190.0, 350.0, 300.0, 372.0, 400.0, 8.0),
            (312.0, 190.0, 316.0, 290.0, 330.0, 360.0, 7.0),
        ],
    );
    canvas.stitches("M300 686Q315 690 330 684Q360 696 390 678Q420 690 446 670Q468 680 488 662");
    waistband(canvas, 84.0, 148.0, 36.0);
    canvas.stitch("M218 178Q300 196 382 178");
    canvas.buttons(&[(300.0, 178.0)], 7.0);
}
