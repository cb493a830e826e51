//! Bags, scarves, hats, belts and sunglasses.

use super::canvas::{Canvas, Light};
use super::fabric::Pattern;
use super::outline::symmetric;
use super::palette::{BLACK, Rgb, WHITE};

const GOLD: &str = "#c9a55c";

pub(super) fn bag(canvas: &mut Canvas) {
    canvas.stand(676.0, 280.0);
    // The handle at the back, then the one in front.
    let leather = canvas.tones.cloth;
    let handle = "M216 350C208 210 250 132 300 132C350 132 392 210 384 350";
    let (edge, face, light) = (leather.mix(BLACK, 50).css(), leather.css(), canvas.tones.light);
    canvas.raw(&format!(
        "<g fill='none' stroke-linecap='round'><path d='{handle}' transform='translate(0 -18)' stroke='{edge}' stroke-width='17'/><path d='{handle}' stroke='{edge}' stroke-width='21'/><path d='{handle}' stroke='{face}' stroke-width='17'/><path d='{handle}' transform='translate(-3 -3)' stroke='#fff' stroke-opacity='{light:.2}' stroke-width='4'/></g>"
    ));
    let body = canvas.cloth(
        &symmetric("M300 322L452 322C462 322 468 330 470 342L500 648C502 668 490 680 470 680L300 680"),
        Light::Front,
        0,
    );
    canvas.folds(
        body,
        &[
            (136.0, 420.0, 150.0, 540.0, 126.0, 640.0, 14.0),
            (470.0, 420.0, 452.0, 540.0, 480.0, 640.0, 15.0),
            (220.0, 660.0, 300.0, 640.0, 380.0, 664.0, 12.0),
        ],
    );
    canvas.relight(body, Light::Above, 0.55);
    // Side gussets.
    canvas.seams("M446 330L470 676");
    canvas.stitches("M300 668L466 668C482 668 488 660 487 648L459 342");
    // Flap with a turn lock.
    let flap = canvas.patch(
        &symmetric("M300 314L448 314C460 314 466 322 466 334L460 440C456 486 420 506 380 508L300 510"),
        Light::Front,
        0,
    );
    canvas.relight(flap, Light::Flat, 0.8);
    canvas.stitches("M300 500L378 498C414 496 446 478 450 438L456 330");
    for x in [216.0, 384.0] {
        canvas.patch(
            &format!("M{:.0} 306H{:.0}V372Q{x} 388 {:.0} 372Z", x - 17.0, x + 17.0, x - 17.0),
            Light::Flat,
            0,
        );
        canvas.raw(&format!("<g fill='none' stroke='{GOLD}' stroke-width='5'><rect x='{:.0}' y='292' width='30' height='22' rx='5'/></g><circle cx='{x}' cy='356' r='4.5' fill='{GOLD}' stroke='#7a5f2c'/>", x - 15.0));
    }
    canvas.raw(&format!("<g stroke='#7a5f2c'><rect x='275' y='474' width='52' height='64' rx='9' fill='#000' fill-opacity='.3' stroke='none'/><rect x='273' y='468' width='54' height='64' rx='9' fill='{GOLD}'/><rect x='280' y='475' width='40' height='50' rx='6' fill='#e2c687'/><rect x='294' y='482' width='12' height='36' rx='6' fill='{GOLD}'/></g>"));
}

pub(super) fn scarf(canvas: &mut Canvas) {
    // Two tails hang from a loose knot of the loop around the neck.
    let fringe = |x: f64, y: f64, count: u32, slope: f64| -> String {
        (0..count)
            .map(|index| {
                let at = x + f64::from(index) * 11.0;
                let top = y + f64::from(index) * slope;
                format!("M{at:.0} {top:.0}l{} 58", if index % 2 == 0 { -3 } else { 4 })
            })
            .collect()
    };
    let (yarn, dark) = (canvas.tones.cloth.css(), canvas.tones.line.css());
    for line in [fringe(322.0, 652.0, 11, 0.6), fringe(172.0, 696.0, 11, -0.8)] {
        canvas.raw(&format!("<g fill='none' stroke-linecap='round'><path d='{line}' transform='translate(5 8)' stroke='#000' stroke-opacity='.16' stroke-width='7'/><path d='{line}' stroke='{dark}' stroke-width='7'/><path d='{line}' stroke='{yarn}' stroke-width='5'/></g>"));
    }
    let inside = canvas.tones.inside;
    canvas.part(
        "M152 200C170 120 430 120 448 200C430 260 340 300 300 300C260 300 170 260 152 200Z",
        inside,
        Light::Within,
        true,
    );
    let behind = canvas.cloth("M300 300C330 330 356 400 350 480C346 540 330 600 316 656L438 662C446 590 456 520 450 440C444 370 420 310 380 280Z", Light::RightLimb, -4);
    canvas.folds(
        behind,
        &[
            (350.0, 320.0, 400.0, 400.0, 390.0, 656.0, 18.0),
            (400.0, 310.0, 432.0, 420.0, 420.0, 656.0, 14.0),
            (340.0, 350.0, 370.0, 440.0, 350.0, 600.0, 12.0),
        ],
    );
    let loop_back = canvas.cloth("M150 214C140 130 230 86 300 86C370 86 460 130 450 214C444 176 380 150 300 150C220 150 156 176 150 214Z", Light::Above, 0);
    canvas.folds(loop_back, &[(170.0, 170.0, 300.0, 90.0, 430.0, 170.0, 14.0)]);
    let front = canvas.cloth("M150 206C150 300 230 372 300 384C370 372 450 300 450 206C420 252 350 276 300 278C250 276 180 252 150 206Z", Light::Above, 10);
    canvas.folds(
        front,
        &[
            (160.0, 244.0, 240.0, 316.0, 330.0, 320.0, 16.0),
            (200.0, 268.0, 290.0, 300.0, 400.0, 262.0, 12.0),
            (190.0, 310.0, 270.0, 350.0, 350.0, 352.0, 14.0),
            (440.0, 244.0, 400.0, 310.0, 330.0, 346.0, 15.0),
        ],
    );
    let tail = canvas.cloth(
        "M230 320C196 400 172 520 164 700L290 692C296 560 306 440 344 344C330 310 260 300 230 320Z",
        Light::LeftLimb,
        6,
    );
    canvas.folds(
        tail,
        &[
            (250.0, 340.0, 210.0, 460.0, 198.0, 696.0, 16.0),
            (290.0, 340.0, 256.0, 470.0, 246.0, 692.0, 18.0),
            (320.0, 350.0, 286.0, 470.0, 276.0, 640.0, 13.0),
        ],
    );
    let knot = canvas.patch("M218 306C250 280 330 284 356 318C368 350 352 380 330 386C290 396 240 388 222 366C206 346 206 322 218 306Z", Light::Above, 60);
    canvas.folds(
        knot,
        &[(226.0, 330.0, 280.0, 306.0, 350.0, 330.0, 13.0), (228.0, 352.0, 290.0, 340.0, 344.0, 360.0, 12.0)],
    );
}

pub(super) fn hat(canvas: &mut Canvas, pattern: Pattern) {
    if matches!(pattern, Pattern::Knit | Pattern::Rib) { beanie(canvas) } else { fedora(canvas) }
}

fn beanie(canvas: &mut Canvas) {
    canvas.stand(628.0, 240.0);
    let pompom = canvas.tones.cloth.mix(WHITE, 30);
    canvas.part("M300 132C334 130 356 152 352 180C358 210 334 232 300 232C266 232 242 210 248 180C244 152 266 130 300 132Z", pompom, Light::Above, true);
    canvas.raw("<path d='M262 160l-8-6M280 146l-5-10M304 142l2-12M328 150l8-9M342 170l12-4M346 196l11 4M256 200l-11 5M272 180l-8 4M296 168l-2-9M318 182l8-3M292 196l-5 8M320 206l4 8' stroke='#000' stroke-opacity='.18' stroke-width='3' stroke-linecap='round'/>");
    let crown = canvas.cloth(&symmetric("M300 206C400 206 460 300 468 500L300 520"), Light::Front, 0);
    canvas.folds(
        crown,
        &[
            (200.0, 500.0, 206.0, 340.0, 286.0, 214.0, 13.0),
            (266.0, 500.0, 262.0, 350.0, 296.0, 214.0, 12.0),
            (336.0, 500.0, 340.0, 350.0, 304.0, 214.0, 13.0),
            (404.0, 500.0, 396.0, 340.0, 314.0, 214.0, 14.0),
        ],
    );
    let cuff = canvas.patch(
        &symmetric("M300 496C360 496 420 490 472 478C482 520 484 570 480 604C420 626 360 630 300 630"),
        Light::Front,
        0,
    );
    canvas.rib(cuff, 0);
}

fn fedora(canvas: &mut Canvas) {
    canvas.stand(560.0, 290.0);
    // Far side of the brim, crown, band, near side of the brim.
    canvas.cloth("M52 470C60 420 180 396 300 396C420 396 540 420 548 470C540 510 420 540 300 540C180 540 60 510 52 470Z", Light::Above, 0);
    let crown = canvas.cloth("M152 466C160 380 176 290 214 250C240 228 272 246 300 252C330 246 366 226 392 252C426 290 440 380 448 466C420 500 360 510 300 510C240 510 180 500 152 466Z", Light::Front, 0);
    canvas.folds(
        crown,
        &[
            (222.0, 258.0, 290.0, 320.0, 372.0, 250.0, 20.0),
            (206.0, 280.0, 232.0, 330.0, 226.0, 400.0, 15.0),
            (398.0, 276.0, 372.0, 330.0, 384.0, 400.0, 15.0),
            (300.0, 262.0, 296.0, 330.0, 306.0, 400.0, 11.0),
        ],
    );
    let ribbon = if canvas.tones.cloth.lightness() < 0.3 {
        canvas.tones.cloth.mix(WHITE, 26)
    } else {
        canvas.tones.cloth.mix(Rgb::new(0x2a, 0x20, 0x1c), 72)
    };
    canvas.part("M157 424C200 452 250 460 300 460C350 460 400 452 443 424L448 472C420 504 360 512 300 512C240 512 180 504 152 472Z", ribbon, Light::Front, false);
    canvas.part("M176 436L232 450L226 506L166 484L184 462Z", ribbon, Light::Flat, false);
    let brim = canvas.cloth("M52 470C60 500 110 496 160 484C220 520 380 520 440 484C490 496 540 500 548 470C552 520 440 572 300 572C160 572 48 520 52 470Z", Light::Above, 0);
    canvas.shade_along(brim, "M152 484C220 522 380 522 448 484", 34.0);
    canvas.stitch("M64 496C110 540 210 560 300 560C390 560 490 540 536 496");
}

pub(super) fn belt(canvas: &mut Canvas) {
    canvas.stand(566.0, 280.0);
    canvas.place("translate(0 -40)");
    let inside = canvas.tones.cloth.mix(Rgb::new(0xb0, 0x8a, 0x62), 40).mix(BLACK, 30);
    // The loop's far half shows its inside, the near half its face.
    canvas.part("M72 400C72 330 180 296 300 296C420 296 528 330 528 400L528 430C500 380 400 360 300 360C200 360 100 380 72 430Z", inside, Light::Within, true);
    canvas.raw("<path d='M88 402C110 350 210 326 300 326C390 326 490 350 512 402' fill='none' stroke='#000' stroke-opacity='.28' stroke-width='1.5' stroke-dasharray='5 3.5'/>");
    let face = canvas.cloth("M72 396C80 450 180 486 300 486C420 486 520 450 528 396L528 470C516 530 420 564 300 564C180 564 84 530 72 470Z", Light::Front, 0);
    canvas.relight(face, Light::Above, 0.6);
    canvas.stitch("M78 416C96 464 186 496 300 496C414 496 504 464 522 416M78 470C96 522 186 554 300 554C414 554 504 522 522 470");
    // The tongue's end, passed through the buckle and a keeper.
    let tip = canvas.patch(
        "M300 484C370 482 430 470 476 446C488 456 492 486 482 512C432 546 372 562 300 564Z",
        Light::Above,
        0,
    );
    canvas.relight(tip, Light::Flat, 0.6);
    canvas.stitch("M312 494C372 492 428 480 472 458C480 470 482 488 474 506C428 536 374 552 312 554");
    let hole = canvas.tones.cloth.mix(BLACK, 80).css();
    canvas.raw(&format!("<g fill='{hole}' stroke='#fff' stroke-opacity='.18'><ellipse cx='352' cy='522' rx='4' ry='5'/><ellipse cx='384' cy='517' rx='4' ry='5'/><ellipse cx='415' cy='509' rx='4' ry='5'/><ellipse cx='444' cy='498' rx='4' ry='5'/></g>"));
    canvas.patch("M312 474H336V572H312Z", Light::Front, 0);
    // Buckle.
    canvas.raw("<defs><linearGradient id='mt' x1='0' y1='0' x2='1' y2='1'><stop offset='0' stop-color='#f2f2f0'/><stop offset='.4' stop-color='#b9bbbd'/><stop offset='.6' stop-color='#8a8d91'/><stop offset='1' stop-color='#d6d7d8'/></linearGradient></defs><g fill='none' stroke-linejoin='round'><rect x='206' y='468' width='88' height='112' rx='14' transform='translate(4 6)' stroke='#000' stroke-opacity='.28' stroke-width='14'/><rect x='206' y='468' width='88' height='112' rx='14' stroke='#5d6064' stroke-width='15'/><rect x='206' y='468' width='88' height='112' rx='14' stroke='url(#mt)' stroke-width='12.5'/><path d='M294 524H200' stroke='#5d6064' stroke-width='11' stroke-linecap='round'/><path d='M294 523H200' stroke='#d9dadb' stroke-width='8' stroke-linecap='round'/></g>");
}

pub(super) fn sunglasses(canvas: &mut Canvas) {
    canvas.stand(520.0, 270.0);
    canvas.place("translate(-24 -12) scale(1.08)");
    let frame = canvas.tones.cloth;
    let (edge, bright) = (frame.mix(BLACK, 45).css(), canvas.tones.light);
    // Temples, folded open behind the front.
    for outline in [
        "M92 352C76 330 84 300 120 286L250 262C262 262 262 274 252 278L130 306C112 314 108 330 112 350Z",
        "M508 352C524 330 516 300 480 286L350 262C338 262 338 274 348 278L470 306C488 314 492 330 488 350Z",
    ] {
        canvas.part(outline, frame.mix(BLACK, 22), Light::Within, true);
    }
    // One rim with its lens, mirrored; the bridge joins them.
    canvas.define("ln", |_| "<linearGradient id='ln' x1='0' y1='0' x2='.3' y2='1'><stop offset='0' stop-color='#23282e'/><stop offset='.6' stop-color='#4a525b'/><stop offset='1' stop-color='#8e8a85'/></linearGradient>".to_owned());
    let rims = canvas.cloth(
        &symmetric("M300 366C316 352 330 344 348 338C400 328 470 330 512 338C528 342 530 356 524 368C520 440 490 508 424 510C364 512 338 464 330 412C324 398 312 394 300 394"),
        Light::Above,
        0,
    );
    canvas.relight(rims, Light::Flat, 0.7);
    for lens in [
        "M356 360C400 350 460 350 500 358C500 430 472 490 424 490C376 490 352 440 348 392C346 376 348 364 356 360Z",
        "M244 360C200 350 140 350 100 358C100 430 128 490 176 490C224 490 248 440 252 392C254 376 252 364 244 360Z",
    ] {
        canvas.raw(&format!("<path d='{lens}' fill='url(#ln)' stroke='{edge}' stroke-width='3'/>"));
    }
    canvas.raw(&format!("<g fill='#fff' fill-opacity='.16'><path d='M372 362C362 400 370 440 392 470L440 356C416 354 390 356 372 362Z'/><path d='M120 358C114 396 124 440 146 472L194 353C168 352 142 354 120 358Z'/></g><path d='M92 346C140 336 210 336 256 346M344 346C390 336 460 336 508 346' fill='none' stroke='#fff' stroke-opacity='{:.2}' stroke-width='4' stroke-linecap='round'/><g fill='#d8d9da' stroke='#55585c'><ellipse cx='98' cy='352' rx='3' ry='6'/><ellipse cx='502' cy='352' rx='3' ry='6'/></g>", bright));
}
