//! Shoes and socks, as pairs: the near one in profile, the other behind it.

use super::canvas::{Canvas, Light};
use super::palette::{BLACK, Rgb, WHITE};

const BEHIND: &str = "translate(-34 -62)";

pub(super) fn sneaker(canvas: &mut Canvas) {
    canvas.stand(566.0, 280.0);
    canvas.place("translate(4 -30)");
    canvas.pair(BEHIND, |canvas| {
        let rubber = Rgb::new(0xf2, 0xef, 0xe8);
        // Tongue and the dark inside.
        let inside = canvas.tones.inside;
        canvas.part("M98 384C122 366 200 358 250 364L246 410L110 414Z", inside, Light::Within, true);
        let tongue = canvas.cloth("M222 374C230 338 252 314 280 318C294 322 296 334 291 350L324 418L256 424Z", Light::Flat, 10);
        canvas.folds(tongue, &[(238.0, 356.0, 262.0, 344.0, 290.0, 352.0, 8.0)]);
        // Upper.
        let upper = canvas.cloth("M84 384C82 362 100 356 112 370C140 402 192 404 236 362C290 404 356 432 430 442C496 450 534 464 541 500L541 524H78C70 478 92 440 84 384Z", Light::Above, 0);
        canvas.folds(upper, &[(398.0, 438.0, 416.0, 462.0, 412.0, 496.0, 10.0), (130.0, 420.0, 170.0, 440.0, 220.0, 424.0, 12.0)]);
        // Toe cap, heel counter, eyestay.
        canvas.patch("M462 446C510 452 536 470 541 502V522H440C436 492 442 462 462 446Z", Light::Above, 0);
        canvas.patch("M84 384C84 362 100 358 112 370C118 378 122 382 128 386C128 440 142 480 154 522H78C72 478 90 440 84 384Z", Light::Above, 0);
        canvas.patch("M232 366C288 406 346 432 424 442C414 458 398 468 380 468C320 456 258 424 212 386Z", Light::Flat, 0);
        canvas.stitch("M218 386C262 424 322 454 380 463M455 448C436 466 430 494 434 518M134 390C134 440 148 480 160 520M116 378C144 408 190 412 226 384");
        let stripe = canvas.tones.trim.css();
        canvas.raw(&format!("<path d='M184 518C206 490 232 462 250 442L276 456C254 474 234 498 222 518Z' fill='{stripe}' stroke='#000' stroke-opacity='.3'/><path d='M244 518C264 494 284 474 300 464L326 473C306 486 292 502 284 518Z' fill='{stripe}' stroke='#000' stroke-opacity='.3'/>"));
        // Laces.
        let lace = if canvas.tones.pale { Rgb::new(0xfb, 0xfa, 0xf6) } else { Rgb::new(0xf1, 0xee, 0xe6) }.css();
        let rows = "M238 386L276 364M260 402L298 383M284 416L320 400M310 429L344 415M338 441L370 429";
        canvas.raw(&format!("<g fill='none' stroke-linecap='round'><path d='{rows}' transform='translate(2 4)' stroke='#000' stroke-opacity='.3' stroke-width='11'/><path d='{rows}' stroke='#8d8a84' stroke-width='11'/><path d='{rows}' stroke='{lace}' stroke-width='9'/></g>"));
        // Sole.
        let sole = canvas.part("M74 514H542C554 516 556 538 548 552C538 566 520 568 500 568H96C76 568 70 552 70 536C70 524 72 518 74 514Z", rubber, Light::Above, true);
        canvas.within(sole, "<path d='M70 528H552M70 556H552' stroke='#000' stroke-opacity='.18' stroke-width='2' fill='none'/><path d='M466 534h80' stroke='#000' stroke-opacity='.12' stroke-width='12' stroke-dasharray='3 4'/>");
    });
}

pub(super) fn boot(canvas: &mut Canvas) {
    canvas.stand(644.0, 230.0);
    canvas.place("translate(-72 10)");
    canvas.pair("translate(66 -36)", |canvas| {
        let inside = canvas.tones.inside;
        canvas.part("M190 176Q262 156 336 176L334 206H192Z", inside, Light::Within, true);
        let upper = canvas.cloth("M190 178Q264 200 336 178C338 260 336 340 344 392C356 432 392 450 432 466C482 486 514 520 512 592H178C172 540 186 480 190 420C194 340 192 260 190 178Z", Light::Above, 0);
        canvas.folds(upper, &[
            (196.0, 388.0, 250.0, 420.0, 316.0, 390.0, 14.0),
            (194.0, 424.0, 256.0, 452.0, 330.0, 414.0, 13.0),
            (340.0, 412.0, 318.0, 452.0, 330.0, 500.0, 12.0),
            (390.0, 456.0, 388.0, 484.0, 402.0, 514.0, 10.0),
            (206.0, 250.0, 214.0, 300.0, 206.0, 360.0, 9.0),
        ]);
        // A bright streak along shaft and vamp: polished leather.
        let bright = canvas.tones.light;
        canvas.within(upper, &format!("<g fill='#fff' fill-opacity='{:.2}'><path d='M232 200C226 280 232 340 226 400C244 340 246 270 244 204Z'/><path d='M362 446C410 468 458 482 482 520C446 496 398 482 358 458Z'/></g>", bright * 0.6));
        // Elastic side panel of a Chelsea boot, pull tab, welt.
        let elastic = canvas.tones.cloth.mix(BLACK, 40);
        let gore = canvas.part("M236 192Q268 198 300 190C304 260 296 330 270 392C246 330 234 260 236 192Z", elastic, Light::Front, false);
        canvas.rib(gore, 0);
        canvas.stitch("M228 194C226 262 240 336 270 404C302 336 310 262 308 190");
        canvas.patch("M182 148H200V214H182Z", Light::Flat, 0);
        canvas.seam("M346 400C322 440 306 480 306 590");
        canvas.stitch("M180 578H508");
        let sole = canvas.tones.cloth.mix(Rgb::new(0x1c, 0x16, 0x12), 82);
        canvas.part("M174 588H514C522 592 522 606 514 612H300L294 648H182C174 630 170 604 174 588Z", sole, Light::Above, true);
    });
}

pub(super) fn sandal(canvas: &mut Canvas) {
    canvas.stand(556.0, 280.0);
    canvas.place("translate(0 -30)");
    canvas.pair("translate(-26 -70)", |canvas| {
        let cork = Rgb::new(0xbf, 0x9a, 0x6b);
        canvas.part("M84 470C130 462 190 470 260 490C340 512 430 520 520 512C548 512 556 530 546 544C530 560 500 562 470 562H110C82 562 70 540 72 510C72 492 76 476 84 470Z", cork, Light::Above, true);
        let foot = canvas.part("M84 470C130 462 190 470 260 490C340 512 430 520 520 512C532 512 540 514 544 520C460 534 350 530 262 506C190 486 130 480 76 486Z", cork.mix(WHITE, 42), Light::Flat, false);
        canvas.within(foot, "<path d='M84 478C150 470 210 486 270 503C350 524 450 528 530 516' stroke='#000' stroke-opacity='.25' fill='none' stroke-width='1.6' stroke-dasharray='5 3.5'/>");
        canvas.raw("<path d='M72 536C90 546 520 546 552 530L546 546C530 562 500 564 470 564H110C90 564 78 554 72 536Z' fill='#3a2c22'/>");
        // Ankle strap, then two broad straps over the foot.
        let ankle = canvas.cloth("M92 470C84 420 96 360 122 344C170 330 240 360 282 402L268 424C230 388 170 366 134 376C118 388 114 430 122 472Z", Light::Above, 0);
        canvas.folds(ankle, &[(98.0, 400.0, 110.0, 372.0, 140.0, 360.0, 6.0)]);
        canvas.stitch("M100 466C94 420 104 368 126 352C170 340 234 368 276 408");
        for outline in ["M192 478C204 446 232 418 270 410C312 406 344 424 358 452C366 472 369 496 371 521Q290 508 192 478Z", "M386 524C388 498 400 474 424 463C454 458 482 472 494 494C500 506 503 516 505 527Q444 532 386 524Z"] {
            let piece = canvas.cloth(outline, Light::Above, 0);
            canvas.folds(piece, &[(300.0, 414.0, 326.0, 450.0, 332.0, 514.0, 13.0), (446.0, 464.0, 468.0, 490.0, 474.0, 530.0, 11.0)]);
        }
        canvas.stitch("M203 478C216 448 242 424 272 418M360 514C358 488 354 470 346 455M395 520C398 500 408 480 428 471M496 522C492 506 486 494 478 484");
        // Buckle.
        canvas.raw("<g fill='none' stroke-width='5'><rect x='214' y='352' width='32' height='34' rx='5' transform='rotate(28 230 369)' stroke='#000' stroke-opacity='.3'/><rect x='212' y='349' width='32' height='34' rx='5' transform='rotate(28 228 366)' stroke='#c9a55c'/><path d='M216 358L242 374' stroke='#c9a55c' stroke-width='3'/></g>");
    });
}

pub(super) fn socks(canvas: &mut Canvas) {
    canvas.pair("translate(-118 -34)", |canvas| {
        let sock = canvas.cloth("M270 150Q326 138 380 150C384 260 380 350 392 430C404 470 452 508 492 556C524 596 512 648 470 662C430 672 392 640 350 606C300 566 262 536 258 480C256 380 274 270 270 150Z", Light::Front, 0);
        canvas.folds(sock, &[
            (276.0, 440.0, 320.0, 466.0, 384.0, 430.0, 12.0),
            (268.0, 470.0, 330.0, 500.0, 396.0, 452.0, 11.0),
            (376.0, 290.0, 366.0, 340.0, 374.0, 400.0, 10.0),
            (420.0, 500.0, 400.0, 540.0, 420.0, 600.0, 9.0),
        ]);
        // Heel and toe in a second yarn.
        let tones = &canvas.tones;
        let second = if tones.pale { tones.cloth.mix(Rgb::new(0x5a, 0x6a, 0x80), 45) } else { tones.cloth.mix(WHITE, 55) }.css();
        let knit = canvas.tones.weave_dark;
        canvas.within(sock, &format!("<g fill='{second}' stroke='#000' stroke-opacity='{knit}' stroke-width='2'><path d='M246 440C290 450 330 500 318 580L240 590Z'/><path d='M452 500C478 540 462 610 410 650L480 690L540 600Z'/></g>"));
        canvas.relight(sock, Light::Front, 0.5);
        let cuff = canvas.patch("M266 132Q326 118 384 132L384 224Q326 236 268 224Z", Light::Front, 0);
        canvas.rib(cuff, 0);
    });
}
