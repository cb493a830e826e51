use std::io::Write as _;

use image::{Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).expect("encode");
    bytes.into_inner()
}

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |x, _| if x < width / 2 { Rgb([250, 10, 10]) } else { Rgb([10, 10, 250]) },
    )
}

fn decoded(rendition: &Rendition) -> RgbImage {
    image::load_from_memory(&rendition.bytes).expect("decode").into_rgb8()
}

fn is_red(pixel: &Rgb<u8>) -> bool {
    pixel.0[0] > 180 && pixel.0[2] < 80
}

/// Puts an EXIF block that says how the camera was held, and a secret, behind the start of a JPEG.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    // Tag 0x0112 (orientation), SHORT, one value.
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    // Tag 0x010f (maker), ASCII of 16 bytes behind the directory.
    exif.extend([0x0f, 0x01, 2, 0, 16, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend([0; 4]);
    exif.extend(b"SECRET-OF-OWNER\0");
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

#[test]
fn every_kind_is_told_by_its_bytes_and_made_smaller() {
    for (format, media_type) in [
        (ImageFormat::Jpeg, "image/jpeg"),
        (ImageFormat::Png, "image/png"),
        (ImageFormat::WebP, "image/webp"),
        (ImageFormat::Gif, "image/gif"),
    ] {
        let bytes = encoded(halves(640, 400), format);
        assert_eq!(look(&bytes).expect("a picture"), Seen { media_type, width: 640, height: 400 });
        let made = renditions(&bytes).expect("renditions");
        let sizes: Vec<(u32, u32)> = made.iter().map(|one| decoded(one).dimensions()).collect();
        // Nothing is enlarged.
        assert_eq!(sizes, [(640, 400), (640, 400), (320, 200), (96, 60)], "{media_type}");
        assert!(made.iter().all(|one| one.media_type == "image/jpeg"));
        let small = decoded(&made[3]);
        assert!(is_red(small.get_pixel(5, 30)) && !is_red(small.get_pixel(90, 30)), "{media_type}");
    }
}

#[test]
fn a_picture_is_turned_upright_and_the_camera_s_words_are_gone() {
    // Held upside down, and on its side: red was left, so it belongs right, and to the top.
    let jpeg = encoded(halves(320, 160), ImageFormat::Jpeg);
    for (orientation, dimensions, red) in [
        (1, (320, 160), (10, 80)),
        (3, (320, 160), (310, 80)),
        (6, (160, 320), (80, 10)),
        (8, (160, 320), (80, 310)),
    ] {
        let bytes = with_exif(&jpeg, orientation);
        let seen = look(&bytes).expect("a picture");
        assert_eq!((seen.width, seen.height), dimensions, "{orientation}");
        let made = renditions(&bytes).expect("renditions");
        let full = decoded(&made[0]);
        assert_eq!(full.dimensions(), dimensions);
        assert!(is_red(full.get_pixel(red.0, red.1)), "{orientation}");
        for one in &made {
            assert!(!one.bytes.windows(6).any(|bytes| bytes == b"SECRET"), "{orientation} {}", one.size);
            assert!(!one.bytes.windows(4).any(|bytes| bytes == b"Exif"));
        }
    }
    assert!(with_exif(&jpeg, 1).windows(6).any(|bytes| bytes == b"SECRET"));
}

#[test]
fn what_shows_through_stays_so() {
    let glass = RgbaImage::from_fn(200, 200, |x, _| Rgba([200, 0, 0, if x < 100 { 0 } else { 255 }]));
    let made = renditions(&encoded(glass, ImageFormat::Png)).expect("renditions");
    assert!(made.iter().all(|one| one.media_type == "image/png"));
    let small = image::load_from_memory(&made[3].bytes).expect("decode").into_rgba8();
    assert_eq!((small.get_pixel(10, 48).0[3], small.get_pixel(90, 48).0[3]), (0, 255));
    let opaque = RgbaImage::from_pixel(50, 50, Rgba([1, 2, 3, 255]));
    let made = renditions(&encoded(opaque, ImageFormat::Png)).expect("renditions");
    assert_eq!(made[0].media_type, "image/jpeg");
}

/// A PNG of this size whose rows are all zero: small as a file, huge as a picture.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], body: &[u8]| {
        bytes.extend(u32::try_from(body.len()).expect("short").to_be_bytes());
        let from = bytes.len();
        bytes.extend(kind);
        bytes.extend(body);
        let sum = crc(&bytes[from..]);
        bytes.extend(sum.to_be_bytes());
    };
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    chunk(b"IHDR", &header);
    let mut squeezed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    squeezed.write_all(&vec![0; 1 << 20]).expect("squeeze");
    chunk(b"IDAT", &squeezed.finish().expect("squeeze"));
    chunk(b"IEND", &[]);
    bytes
}

/// CRC-32 as PNG has it (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

#[test]
fn too_many_pixels_are_refused_by_the_header_alone() {
    for (width, height) in [(50_000, 50_000), (20_001, 10), (10_000, 10_000), (u32::MAX / 2, 1)] {
        let bytes = bomb(width, height);
        assert!(bytes.len() < 4096, "{}", bytes.len());
        for error in [look(&bytes).expect_err("huge"), renditions(&bytes).expect_err("huge")] {
            assert_eq!(error.code, Code::Invalid, "{width} × {height}: {error}");
        }
    }
    let error = look(&bomb(50_000, 50_000)).expect_err("huge");
    assert!(error.detail.contains("50000 × 50000"), "{}", error.detail);
    // The same file within the bounds is only damaged, and that is found when it is decoded.
    let small = bomb(1000, 1000);
    assert!(look(&small).is_ok());
    assert!(renditions(&small).expect_err("ends too early").detail.contains("damaged"));
    assert_eq!(look(&vec![0; LARGEST + 1]).expect_err("bytes").code, Code::TooLarge);
}

#[test]
fn what_is_no_picture_is_named() {
    for (bytes, word) in [
        (b"%PDF-1.7 and so on".to_vec(), "PDF"),
        (b"PK\x03\x04 a zip".to_vec(), "ZIP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "not a picture"),
        (Vec::new(), "not a picture"),
        (b"BM and a bitmap's rest".to_vec(), "Pictures can be"),
    ] {
        let error = look(&bytes).expect_err(word);
        assert!(error.detail.contains(word), "{}", error.detail);
    }
    let png = encoded(halves(64, 64), ImageFormat::Png);
    for length in [9, 20, png.len() / 2] {
        assert!(renditions(&png[..length]).is_err(), "{length}");
    }
}
