//! Tops without a lining: T-shirts, shirts, blouses, knitwear, hoodies.

use super::canvas::{Canvas, Light};
use super::outline::{mirror, symmetric};
use super::torso::{Neck, Sleeve, Torso};

const TEE: Torso = Torso {
    neck: Neck::Crew(58.0),
    neck_width: 66.0,
    neck_y: 138.0,
    shoulder: (164.0, 172.0),
    underarm: (156.0, 322.0),
    waist: (150.0, 480.0),
    hem: (158.0, 664.0),
    drop: 10.0,
};

const KNIT: Torso = Torso {
    neck: Neck::Crew(46.0),
    neck_width: 66.0,
    neck_y: 132.0,
    shoulder: (160.0, 172.0),
    underarm: (154.0, 330.0),
    waist: (154.0, 480.0),
    hem: (146.0, 630.0),
    drop: 8.0,
};

const SHIRT: Torso = Torso {
    neck: Neck::Vee(74.0),
    neck_width: 58.0,
    neck_y: 128.0,
    shoulder: (154.0, 166.0),
    underarm: (148.0, 318.0),
    waist: (140.0, 480.0),
    hem: (148.0, 640.0),
    drop: 46.0,
};

const WRIST: (f64, f64, f64) = (238.0, 184.0, 606.0);

pub(super) fn t_shirt(canvas: &mut Canvas) {
    TEE.back_of_neck(canvas);
    TEE.sleeves(canvas, &Sleeve::Short { outer: (256.0, 326.0), inner: (178.0, 366.0) });
    let body = TEE.trunk(canvas);
    canvas.shade_along(body, &TEE.whole_neckline(), 34.0);
    TEE.armholes(canvas);
    TEE.neck_band(canvas, 15.0, true);
    TEE.hem_stitch(canvas, 18.0);
}

pub(super) fn long_sleeve(canvas: &mut Canvas) {
    let (outer, inner, wrist) = WRIST;
    TEE.back_of_neck(canvas);
    TEE.sleeves(canvas, &Sleeve::Long { outer, inner, wrist: wrist + 36.0 });
    let body = TEE.trunk(canvas);
    canvas.shade_along(body, &TEE.whole_neckline(), 34.0);
    TEE.armholes(canvas);
    TEE.neck_band(canvas, 15.0, true);
    TEE.hem_stitch(canvas, 18.0);
    let cuff = format!(
        "M{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}",
        298.0 + outer,
        wrist + 22.0,
        300.0 + (outer + inner) * 0.5,
        wrist + 34.0,
        302.0 + inner - 4.0,
        wrist + 29.0
    );
    canvas.stitches(&cuff);
}

pub(super) fn sweater(canvas: &mut Canvas) {
    let (outer, inner, wrist) = (242.0, 180.0, 588.0);
    KNIT.back_of_neck(canvas);
    KNIT.sleeves(canvas, &Sleeve::Long { outer, inner, wrist });
    KNIT.cuffs(canvas, outer - 4.0, inner + 4.0, wrist, 48.0, true);
    KNIT.hem_band(canvas, 46.0);
    let body = KNIT.trunk(canvas);
    canvas.shade_along(body, &KNIT.whole_neckline(), 40.0);
    KNIT.armholes(canvas);
    KNIT.neck_band(canvas, 26.0, true);
}

/// Both collar leaves of a shirt and the stand behind the neck.
fn shirt_collar(canvas: &mut Canvas, width: f64, top: f64, point: (f64, f64), meet: f64) {
    let inside = canvas.tones.inside;
    let (left, right) = (300.0 - width, 300.0 + width);
    canvas.part(
        &format!(
            "M{left} {top:.0}Q300 {:.0} {right} {top:.0}L{:.0} {:.0}Q300 {:.0} {:.0} {:.0}Z",
            top - 24.0,
            right + 3.0,
            top + 26.0,
            top + 52.0,
            left - 3.0,
            top + 26.0
        ),
        inside,
        Light::Within,
        true,
    );
    let leaf = format!(
        "M{right} {top:.0}C{:.0} {:.0} {:.0} {:.0} 300 {meet:.0}L{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}Z",
        right - 4.0,
        top + 26.0,
        300.0 + width * 0.42,
        meet - 26.0,
        300.0 + point.0,
        point.1,
        right + 12.0,
        top + 64.0,
        right + 14.0,
        top + 14.0
    );
    for (outline, grain) in [(mirror(&leaf), 34), (leaf, -34)] {
        canvas.patch(&outline, Light::Flat, grain);
    }
}

pub(super) fn shirt(canvas: &mut Canvas) {
    let (outer, inner, wrist) = (232.0, 178.0, 586.0);
    SHIRT.back_of_neck(canvas);
    SHIRT.sleeves(canvas, &Sleeve::Long { outer, inner, wrist });
    SHIRT.cuffs(canvas, outer, inner, wrist, 44.0, false);
    let body = SHIRT.trunk(canvas);
    SHIRT.armholes(canvas);
    SHIRT.hem_stitch(canvas, 12.0);
    canvas.shade_along(body, &SHIRT.whole_neckline(), 30.0);
    // Placket, closed to the collar.
    canvas.band(body, "M285 206L316 200L316 685L284 685Z");
    canvas.stitch("M290 208V684M311 206V684");
    // Chest pocket with its pointed foot.
    canvas.patch("M344 296H410V362L377 380L344 362Z", Light::Flat, 0);
    canvas.seam("M344 310H410");
    canvas.stitch("M349 300V360L377 375L405 360V300");
    canvas.seams("M318 178L362 158");
    shirt_collar(canvas, 58.0, 120.0, (62.0, 238.0), 200.0);
    canvas.buttons(
        &[(300.0, 214.0), (300.0, 296.0), (300.0, 378.0), (300.0, 460.0), (300.0, 542.0), (300.0, 624.0)],
        7.0,
    );
}

pub(super) fn blouse(canvas: &mut Canvas) {
    let torso = Torso {
        neck: Neck::Vee(112.0),
        neck_width: 62.0,
        waist: (132.0, 450.0),
        hem: (154.0, 622.0),
        drop: 12.0,
        ..SHIRT
    };
    torso.back_of_neck(canvas);
    // Full sleeves gathered into a narrow cuff.
    let right =
        "M440 162C492 172 512 250 528 350C544 440 560 500 546 560Q520 584 486 566C466 510 446 410 440 316Z";
    for (outline, light, side) in
        [(mirror(right), Light::LeftLimb, -1.0), (right.to_owned(), Light::RightLimb, 1.0)]
    {
        let piece = canvas.cloth(&outline, light, if side > 0.0 { -9 } else { 9 });
        let at = |x: f64| 300.0 + side * (x - 300.0);
        canvas.folds(
            piece,
            &[
                (at(448.0), 166.0, at(476.0), 230.0, at(488.0), 290.0, 8.0),
                (at(462.0), 168.0, at(500.0), 240.0, at(508.0), 330.0, 8.0),
                (at(448.0), 322.0, at(478.0), 330.0, at(504.0), 300.0, 9.0),
                (at(500.0), 566.0, at(492.0), 480.0, at(474.0), 420.0, 9.0),
                (at(514.0), 572.0, at(516.0), 480.0, at(504.0), 390.0, 9.0),
                (at(530.0), 568.0, at(538.0), 500.0, at(526.0), 420.0, 9.0),
            ],
        );
    }
    torso.cuffs(canvas, 236.0, 196.0, 560.0, 34.0, false);
    let body = torso.trunk(canvas);
    torso.armholes(canvas);
    canvas.folds(
        body,
        &[
            (360.0, 200.0, 372.0, 280.0, 366.0, 360.0, 9.0),
            (240.0, 200.0, 228.0, 280.0, 234.0, 360.0, 9.0),
            (392.0, 190.0, 398.0, 260.0, 392.0, 320.0, 7.0),
        ],
    );
    canvas.shade_along(body, &torso.whole_neckline(), 30.0);
    canvas.seam("M300 240V632");
    canvas.stitch("M306 250V632");
    torso.hem_stitch(canvas, 12.0);
    // The tie: a band around the neck, a bow, two tails.
    torso.neck_band(canvas, 18.0, false);
    for tail in [
        "M304 248C322 300 330 350 322 416L352 424C360 360 340 290 312 244Z",
        "M296 248C276 296 262 350 266 400L238 402C240 344 262 290 288 244Z",
    ] {
        canvas.patch(tail, Light::Flat, 12);
    }
    for bow in [
        "M300 246C330 208 382 206 388 232C394 266 336 272 300 246Z",
        "M300 246C270 208 218 206 212 232C206 266 264 272 300 246Z",
    ] {
        let piece = canvas.patch(bow, Light::Above, 30);
        canvas.folds(
            piece,
            &[
                (306.0, 246.0, 340.0, 236.0, 372.0, 240.0, 7.0),
                (294.0, 246.0, 260.0, 236.0, 228.0, 240.0, 7.0),
            ],
        );
    }
    canvas.patch("M286 232Q300 224 314 232L317 262Q300 270 283 262Z", Light::Above, 0);
    canvas.buttons(&[(300.0, 330.0), (300.0, 420.0), (300.0, 510.0), (300.0, 596.0)], 5.0);
}

pub(super) fn cardigan(canvas: &mut Canvas) {
    let torso = Torso { neck: Neck::Vee(178.0), neck_width: 64.0, ..KNIT };
    let (outer, inner, wrist) = (242.0, 180.0, 590.0);
    torso.back_of_neck(canvas);
    torso.sleeves(canvas, &Sleeve::Long { outer, inner, wrist });
    torso.cuffs(canvas, outer - 4.0, inner + 4.0, wrist, 46.0, true);
    torso.hem_band(canvas, 42.0);
    let body = torso.trunk(canvas);
    torso.armholes(canvas);
    canvas.shade_along(body, &torso.whole_neckline(), 46.0);
    for pocket in ["M186 500H266V590Q226 598 186 588Z", "M334 500H414V588Q374 598 334 590Z"] {
        canvas.patch(pocket, Light::Flat, 0);
    }
    for welt in ["M184 494H268V514H184Z", "M332 494H416V514H332Z"] {
        let piece = canvas.patch(welt, Light::Flat, 0);
        canvas.rib(piece, 0);
    }
    // One band runs up the front, around the neck and down.
    torso.neck_band(canvas, 24.0, true);
    let band = canvas.band(body, "M284 306L316 306L316 679L284 679Z");
    canvas.rib(band, 90);
    canvas.buttons(&[(300.0, 330.0), (300.0, 412.0), (300.0, 494.0), (300.0, 576.0), (300.0, 656.0)], 9.5);
}

pub(super) fn hoodie(canvas: &mut Canvas) {
    let torso = Torso {
        neck: Neck::Crew(62.0),
        neck_width: 74.0,
        neck_y: 168.0,
        shoulder: (164.0, 204.0),
        underarm: (158.0, 352.0),
        waist: (158.0, 500.0),
        hem: (150.0, 644.0),
        drop: 8.0,
    };
    let (outer, inner, wrist) = (246.0, 184.0, 606.0);
    // Hood: an outer shell behind, its dark mouth in front.
    let shell = canvas.cloth(
        &symmetric("M300 62C352 60 392 96 396 150C398 178 392 200 384 222L300 240"),
        Light::Front,
        0,
    );
    canvas.folds(
        shell,
        &[(222.0, 200.0, 212.0, 150.0, 240.0, 96.0, 10.0), (384.0, 190.0, 384.0, 140.0, 350.0, 90.0, 11.0)],
    );
    let inside = canvas.tones.inside;
    canvas.part(
        &symmetric("M300 92C340 92 362 122 362 160C362 196 336 226 300 238"),
        inside,
        Light::Within,
        false,
    );
    canvas.stitches("M300 82C346 82 373 116 373 160C373 196 344 228 310 240");
    torso.sleeves(canvas, &Sleeve::Long { outer, inner, wrist });
    torso.cuffs(canvas, outer - 4.0, inner + 4.0, wrist, 44.0, true);
    torso.hem_band(canvas, 42.0);
    let body = torso.trunk(canvas);
    torso.armholes(canvas);
    canvas.shade_along(body, &torso.whole_neckline(), 40.0);
    // The hood's lower edge folds over the neckline.
    for (edge, grain) in [
        ("M226 168C220 206 252 240 304 252L300 226C262 216 240 196 238 160Z", 30),
        ("M374 168C380 206 348 240 296 252L300 226C338 216 360 196 362 160Z", -30),
    ] {
        canvas.patch(edge, Light::Flat, grain);
    }
    let pocket = canvas.patch(&symmetric("M300 480L372 480L422 556L418 646L300 650"), Light::Flat, 0);
    canvas.folds(
        pocket,
        &[(250.0, 496.0, 290.0, 560.0, 270.0, 640.0, 11.0), (340.0, 500.0, 336.0, 570.0, 352.0, 640.0, 11.0)],
    );
    canvas.stitches("M300 487L368 487L414 558L411 640");
    // Drawstrings with metal ends.
    let cord = canvas.tones.trim;
    canvas.raw(&format!(
        "<g fill='none' stroke-linecap='round'><path d='M272 246C268 290 276 330 270 372M328 246C334 296 326 340 332 388' transform='translate(3 4)' stroke='#000' stroke-opacity='.22' stroke-width='7'/><path d='M272 246C268 290 276 330 270 372M328 246C334 296 326 340 332 388' stroke='{}' stroke-width='6.5'/><path d='M272 246C268 290 276 330 270 372M328 246C334 296 326 340 332 388' stroke='#fff' stroke-opacity='.3' stroke-width='2' stroke-dasharray='2 3'/><path d='M270 372v18M332 388v18' stroke='#a9acb2' stroke-width='8' stroke-linecap='butt'/></g><g fill='#c3c6cb' stroke='#6c6f75'><circle cx='272' cy='243' r='5'/><circle cx='328' cy='243' r='5'/></g>",
        cord.css()
    ));
}
