//! Dresses and jumpsuits: a bodice and what hangs from its waist.

use super::canvas::{Canvas, Fold, Light};
use super::outline::{mirror, symmetric};
use super::torso::{Neck, Sleeve, Torso};

/// Folds that fan out from the waist to the hem, `count` of them.
fn fan(waist: (f64, f64), hem: (f64, f64), count: u32, width: f64) -> Vec<Fold> {
    (0..count)
        .map(|index| {
            let t = (f64::from(index) + 0.5) / f64::from(count) * 2.0 - 1.0;
            let (from, to) = (300.0 + t * waist.0 * 0.9, 300.0 + t * hem.0 * 0.93);
            (from, waist.1 + 6.0, from + (to - from) * 0.42, (waist.1 + hem.1) * 0.5, to, hem.1 + 10.0, width)
        })
        .collect()
}

/// A hem that waves, from the middle outwards to `half`.
fn wave(half: f64, y: f64) -> String {
    let step = half / 3.0;
    format!(
        "Q{:.0} {:.0} {:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}Q{:.0} {:.0} 300 {:.0}",
        300.0 + half - step * 0.5,
        y + 20.0,
        300.0 + half - step,
        y + 6.0,
        300.0 + half - step * 1.5,
        y + 28.0,
        300.0 + half - step * 2.0,
        y + 12.0,
        300.0 + half - step * 2.6,
        y + 30.0,
        y + 16.0
    )
}

pub(super) fn dress(canvas: &mut Canvas) {
    let bodice = Torso {
        neck: Neck::Crew(64.0),
        neck_width: 72.0,
        neck_y: 88.0,
        shoulder: (126.0, 110.0),
        underarm: (112.0, 226.0),
        waist: (92.0, 326.0),
        hem: (90.0, 352.0),
        drop: 8.0,
    };
    bodice.back_of_neck(canvas);
    bodice.sleeves(canvas, &Sleeve::Short { outer: (188.0, 222.0), inner: (132.0, 250.0) });
    let skirt = canvas.cloth(
        &symmetric(&format!("M300 350L390 340C412 430 452 560 486 690{}", wave(186.0, 690.0))),
        Light::Front,
        0,
    );
    canvas.folds(skirt, &fan((90.0, 350.0), (186.0, 700.0), 8, 18.0));
    canvas.folds(skirt, &fan((84.0, 350.0), (120.0, 460.0), 7, 7.0));
    canvas.shade_along(skirt, "M208 350Q300 366 392 350", 26.0);
    let body = canvas.cloth(&bodice.outline(), Light::Front, 0);
    canvas.folds(
        body,
        &[
            (190.0, 222.0, 214.0, 232.0, 256.0, 208.0, 9.0),
            (410.0, 222.0, 386.0, 234.0, 350.0, 210.0, 9.0),
            (216.0, 336.0, 232.0, 296.0, 250.0, 262.0, 9.0),
            (384.0, 336.0, 368.0, 296.0, 352.0, 262.0, 10.0),
            (206.0, 320.0, 230.0, 316.0, 262.0, 326.0, 7.0),
            (394.0, 316.0, 370.0, 316.0, 336.0, 328.0, 8.0),
        ],
    );
    canvas.shade_along(body, &bodice.whole_neckline(), 26.0);
    canvas.seams("M352 352C348 310 350 280 356 250");
    bodice.armholes(canvas);
    bodice.neck_band(canvas, 9.0, false);
    canvas.patch("M209 336Q300 354 391 336L392 358Q300 376 208 358Z", Light::Front, 0);
    canvas.stitch("M214 341Q300 359 386 341M213 353Q300 370 387 353");
}

pub(super) fn maxi_dress(canvas: &mut Canvas) {
    let inside = canvas.tones.inside;
    canvas.part("M222 166Q300 190 378 166L384 230L300 252L216 230Z", inside, Light::Within, true);
    // Three tiers, the lowest drawn first, each gathered beneath the one above.
    for (top, half_top, bottom, half, count) in
        [(520.0, 150.0, 724.0, 214.0, 9), (382.0, 112.0, 530.0, 166.0, 7), (282.0, 88.0, 394.0, 126.0, 6)]
    {
        let tier = canvas.cloth(
            &symmetric(&format!(
                "M300 {top}L{:.0} {:.0}Q{:.0} {:.0} {:.0} {bottom}{}",
                300.0 + half_top,
                top - 6.0,
                300.0 + half * 0.9,
                (top + bottom) * 0.5,
                300.0 + half,
                wave(half, bottom)
            )),
            Light::Front,
            0,
        );
        canvas.folds(tier, &fan((half_top, top), (half, bottom), count, 13.0));
        canvas.folds(tier, &fan((half_top, top), (half_top * 1.12, top + 56.0), count + 2, 5.0));
        canvas.shade_along(
            tier,
            &format!(
                "M{:.0} {:.0}Q300 {:.0} {:.0} {:.0}",
                296.0 - half_top,
                top + 2.0,
                top + 30.0,
                304.0 + half_top,
                top + 2.0
            ),
            26.0,
        );
    }
    // Bodice: a V between two straps, gathered into the waist.
    let body = canvas.cloth(&symmetric("M300 232C318 208 346 170 354 138C356 110 354 90 350 66L366 64C372 92 376 118 384 142C390 158 402 168 406 178C394 206 390 240 390 288Q344 302 300 302"), Light::Front, 0);
    canvas.shade_along(body, &symmetric("M300 232C318 208 346 170 354 138L300 60"), 20.0);
    canvas.folds(
        body,
        &[
            (268.0, 292.0, 250.0, 240.0, 232.0, 190.0, 10.0),
            (288.0, 292.0, 272.0, 250.0, 262.0, 214.0, 8.0),
            (332.0, 292.0, 350.0, 240.0, 366.0, 190.0, 10.0),
            (312.0, 292.0, 328.0, 250.0, 338.0, 214.0, 8.0),
            (230.0, 292.0, 222.0, 250.0, 212.0, 214.0, 8.0),
            (372.0, 292.0, 378.0, 250.0, 388.0, 214.0, 8.0),
        ],
    );
    canvas.stitches("M302 240C320 216 350 178 360 140M400 182C390 206 385 240 385 284");
    canvas.patch("M209 276Q300 292 391 276L392 292Q300 308 208 292Z", Light::Front, 0);
}

pub(super) fn jumpsuit(canvas: &mut Canvas) {
    let bodice = Torso {
        neck: Neck::Vee(120.0),
        neck_width: 58.0,
        neck_y: 72.0,
        shoulder: (118.0, 96.0),
        underarm: (108.0, 200.0),
        waist: (94.0, 290.0),
        hem: (92.0, 322.0),
        drop: 6.0,
    };
    bodice.back_of_neck(canvas);
    bodice.sleeves(canvas, &Sleeve::Short { outer: (178.0, 204.0), inner: (122.0, 230.0) });
    let leg = "M300 322L392 316C408 380 426 440 428 500C430 580 432 660 436 740Q384 756 330 748C324 640 318 540 302 470Z";
    let folds = [
        (306.0, 446.0, 344.0, 436.0, 384.0, 396.0, 11.0),
        (306.0, 464.0, 346.0, 470.0, 388.0, 450.0, 9.0),
        (330.0, 340.0, 336.0, 380.0, 350.0, 430.0, 9.0),
        (374.0, 336.0, 384.0, 390.0, 392.0, 440.0, 8.0),
        (350.0, 748.0, 356.0, 640.0, 346.0, 520.0, 12.0),
        (404.0, 748.0, 408.0, 640.0, 396.0, 520.0, 13.0),
    ];
    let flipped = folds.map(|(a, b, c, d, e, f, w)| (600.0 - a, b, 600.0 - c, d, 600.0 - e, f, w));
    for (outline, light, folds, grain) in
        [(mirror(leg), Light::LeftLimb, flipped, 2), (leg.to_owned(), Light::RightLimb, folds, -2)]
    {
        let piece = canvas.cloth(&outline, light, grain);
        canvas.folds(piece, &folds);
    }
    canvas.seam("M300 340V472");
    canvas.seams("M380 344L412 430");
    let body = canvas.cloth(&bodice.outline(), Light::Front, 0);
    canvas.folds(
        body,
        &[
            (194.0, 198.0, 218.0, 210.0, 256.0, 184.0, 9.0),
            (406.0, 198.0, 382.0, 212.0, 346.0, 188.0, 9.0),
            (240.0, 318.0, 238.0, 276.0, 248.0, 236.0, 9.0),
            (352.0, 318.0, 362.0, 276.0, 350.0, 236.0, 10.0),
            (384.0, 318.0, 382.0, 280.0, 390.0, 250.0, 9.0),
            (216.0, 318.0, 220.0, 284.0, 212.0, 256.0, 8.0),
        ],
    );
    canvas.shade_along(body, &bodice.whole_neckline(), 26.0);
    bodice.armholes(canvas);
    // A camp collar over the V.
    let leaf = "M358 72C346 108 324 152 300 190C326 178 360 160 382 132L374 88Z";
    for (outline, grain) in [(mirror(leaf), 24), (leaf.to_owned(), -24)] {
        canvas.patch(&outline, Light::Flat, grain);
    }
    canvas.seam("M304 188V320");
    canvas.buttons(&[(300.0, 216.0), (300.0, 252.0), (300.0, 288.0)], 6.0);
    // Self belt, tied.
    for tail in [
        "M296 330C282 370 274 400 276 440L296 436C298 400 304 370 310 332Z",
        "M304 330C320 366 330 392 336 424L318 432C310 400 300 370 294 336Z",
    ] {
        canvas.patch(tail, Light::Flat, 0);
    }
    canvas.patch("M207 308Q300 322 393 308L394 332Q300 346 206 332Z", Light::Front, 0);
    canvas.patch("M286 310Q300 304 316 312L314 344Q300 350 284 340Z", Light::Above, 0);
}
