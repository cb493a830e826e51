//! Takes from a picture what says where, when and with what it was made.
//!
//! Owns JPEG, PNG and WebP containers as far as that needs; pixels are copied untouched. The way up a JPEG is to be
//! shown is kept, alone. Whatever follows the picture's end (hidden videos, second pictures) goes too.

/// The picture's container is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the picture is damaged")]
pub(crate) struct Damaged;

/// Without its metadata. What is no picture of these kinds comes back as it is.
///
/// # Errors
/// [`Damaged`] when the container cannot be followed: what cannot be read cannot be cleaned.
pub(crate) fn without_metadata(media_type: &str, bytes: &[u8]) -> Result<Vec<u8>, Damaged> {
    match media_type {
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes),
        "image/webp" => webp(bytes),
        _ => Ok(bytes.to_vec()),
    }
}

const START_OF_IMAGE: u8 = 0xd8;
const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;
const RESTARTS: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;
const APPLICATION: std::ops::RangeInclusive<u8> = 0xe0..=0xef;
const COMMENT: u8 = 0xfe;

/// ITU T.81, annex B: segments with a length; coded pixels follow a scan's header until the next true marker.
fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, Damaged> {
    if bytes.get(..2) != Some(&[0xff, START_OF_IMAGE]) {
        return Err(Damaged);
    }
    let mut clean = vec![0xff, START_OF_IMAGE];
    let mut orientation = None;
    let mut at = 2;
    loop {
        if bytes.get(at) != Some(&0xff) {
            return Err(Damaged);
        }
        // Any number of fill bytes may stand before a marker.
        while bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let marker = *bytes.get(at + 1).ok_or(Damaged)?;
        at += 2;
        if marker == END_OF_IMAGE {
            clean.extend([0xff, END_OF_IMAGE]);
            break;
        }
        let length = usize::from(u16_be(bytes, at)?);
        let content = bytes.get(at + 2..at + length).ok_or(Damaged)?;
        if marker == 0xe1 && orientation.is_none() {
            orientation = content.strip_prefix(b"Exif\0\0").and_then(tiff_orientation);
        }
        if is_kept(marker, content) {
            clean.extend([0xff, marker]);
            clean.extend(&bytes[at..at + length]);
        }
        at += length;
        if marker == START_OF_SCAN {
            let end = end_of_scan(bytes, at);
            clean.extend(&bytes[at..end]);
            at = end;
            if at == bytes.len() {
                // Cut off in transit; viewers show what is there.
                clean.extend([0xff, END_OF_IMAGE]);
                break;
            }
        }
    }
    if let Some(orientation) = orientation.filter(|value| (2..=8).contains(value)) {
        // After JFIF's segment when there is one: that must come first.
        let behind = if clean.get(3) == Some(&0xe0) { 4 + usize::from(u16_be(&clean, 4)?) } else { 2 };
        clean.splice(behind..behind, orientation_segment(orientation));
    }
    Ok(clean)
}

/// JFIF, colour profile and Adobe's colour transform change how pixels look. Every other application segment and
/// comments only tell about them.
fn is_kept(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        COMMENT => false,
        other => !APPLICATION.contains(&other),
    }
}

fn end_of_scan(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(offset) = bytes[at..].iter().position(|byte| *byte == 0xff) {
        at += offset;
        match bytes.get(at + 1) {
            Some(0) => at += 2,
            Some(marker) if RESTARTS.contains(marker) => at += 2,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

/// Tag 0x0112 of the first directory (TIFF 6.0, section 2).
fn tiff_orientation(tiff: &[u8]) -> Option<u16> {
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let long: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let directory =
        usize::try_from(if big { u32::from_be_bytes(long) } else { u32::from_le_bytes(long) }).ok()?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|entry| directory + 2 + 12 * entry)
        .find(|entry| short(*entry) == Some(0x0112))
        .and_then(|entry| short(entry + 8))
}

fn orientation_segment(orientation: u16) -> Vec<u8> {
    let mut segment = vec![0xff, 0xe1, 0, 34];
    segment.extend(b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01");
    segment.extend(orientation.to_be_bytes());
    segment.extend([0, 0, 0, 0, 0, 0]);
    segment
}

/// PNG 1.2, section 3: length, name, content, checksum.
fn png(bytes: &[u8]) -> Result<Vec<u8>, Damaged> {
    const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
    /// Chunks that make the picture; what is not among them only tells about it.
    const KEPT: &[&[u8]] = &[
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
        b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
    ];
    if !bytes.starts_with(SIGNATURE) {
        return Err(Damaged);
    }
    let mut clean = SIGNATURE.to_vec();
    let mut at = SIGNATURE.len();
    loop {
        let length = usize::try_from(u32_be(bytes, at)?).map_err(|_| Damaged)?;
        let end = at.checked_add(12).and_then(|end| end.checked_add(length)).ok_or(Damaged)?;
        let chunk = bytes.get(at..end).ok_or(Damaged)?;
        let name = &chunk[4..8];
        if KEPT.contains(&name) {
            clean.extend(chunk);
        }
        if name == b"IEND" {
            return Ok(clean);
        }
        at = end;
    }
}

/// RFC 9649: chunks padded to an even length; the extended header's flags say which of them exist.
fn webp(bytes: &[u8]) -> Result<Vec<u8>, Damaged> {
    const EXIF_AND_XMP: u8 = 0x08 | 0x04;
    if bytes.get(..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WEBP") {
        return Err(Damaged);
    }
    let total = usize::try_from(u32_le(bytes, 4)?).map_err(|_| Damaged)?.checked_add(8).ok_or(Damaged)?;
    let bytes = bytes.get(..total).ok_or(Damaged)?;
    let mut clean = bytes[..12].to_vec();
    let mut at = 12;
    while at < bytes.len() {
        let length = usize::try_from(u32_le(bytes, at + 4)?).map_err(|_| Damaged)?;
        let end = length
            .checked_next_multiple_of(2)
            .and_then(|padded| at.checked_add(8 + padded))
            .ok_or(Damaged)?;
        let chunk = bytes.get(at..end).ok_or(Damaged)?;
        match &chunk[..4] {
            b"EXIF" | b"XMP " => {}
            b"VP8X" => {
                let start = clean.len();
                clean.extend(chunk);
                *clean.get_mut(start + 8).ok_or(Damaged)? &= !EXIF_AND_XMP;
            }
            _ => clean.extend(chunk),
        }
        at = end;
    }
    let size = u32::try_from(clean.len() - 8).map_err(|_| Damaged)?;
    clean[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(clean)
}

fn u16_be(bytes: &[u8], at: usize) -> Result<u16, Damaged> {
    let pair = bytes.get(at..at + 2).and_then(|pair| pair.try_into().ok()).ok_or(Damaged)?;
    let value = u16::from_be_bytes(pair);
    // A segment's length counts its own two bytes.
    if value < 2 { Err(Damaged) } else { Ok(value) }
}

fn u32_be(bytes: &[u8], at: usize) -> Result<u32, Damaged> {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes).ok_or(Damaged)
}

fn u32_le(bytes: &[u8], at: usize) -> Result<u32, Damaged> {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes).ok_or(Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).expect("short");
        [&[0xff, marker], &length.to_be_bytes()[..], content].concat()
    }

    fn exif(orientation: u8) -> Vec<u8> {
        // Little-endian, two entries: maker and orientation, then text that must not survive.
        let mut tiff = b"Exif\0\0II\x2a\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend([0x0f, 0x01, 2, 0, 4, 0, 0, 0, b'C', b'a', b'm', 0]);
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        tiff.extend(b"\0\0\0\0GPS 12.34 N");
        tiff
    }

    fn photograph(orientation: u8) -> Vec<u8> {
        [
            vec![0xff, 0xd8],
            segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xe1, &exif(orientation)),
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>secret place</x:xmpmeta>"),
            segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"),
            segment(0xed, b"Photoshop 3.0\0secret words"),
            segment(0xfe, b"a secret comment"),
            segment(0xdb, &[0; 65]),
            segment(0xda, &[1, 2, 3]),
            vec![0x11, 0xff, 0x00, 0x22, 0xff, 0xd3, 0x33],
            segment(0xc4, &[9, 9]),
            segment(0xda, &[4]),
            vec![0x44, 0xff, 0xd9],
            b"a secret video behind the picture".to_vec(),
        ]
        .concat()
    }

    fn contains(bytes: &[u8], needle: &[u8]) -> bool {
        bytes.windows(needle.len()).any(|window| window == needle)
    }

    #[test]
    fn a_jpeg_keeps_its_pixels_colours_and_way_up_and_nothing_else() {
        let clean = without_metadata("image/jpeg", &photograph(6)).expect("clean");
        for secret in [&b"secret"[..], b"GPS", b"Cam"] {
            assert!(!contains(&clean, secret), "{}", String::from_utf8_lossy(secret));
        }
        for kept in
            [&b"JFIF\0"[..], b"colours", &[0x11, 0xff, 0x00, 0x22, 0xff, 0xd3, 0x33], &[0x44, 0xff, 0xd9]]
        {
            assert!(contains(&clean, kept));
        }
        let exif_at = clean.windows(6).position(|window| window == b"Exif\0\0").expect("the way up");
        assert_eq!(tiff_orientation(&clean[exif_at + 6..]), Some(6));
        assert_eq!(
            without_metadata("image/jpeg", &clean).as_ref(),
            Ok(&clean),
            "cleaning twice changes nothing"
        );
        let upright = without_metadata("image/jpeg", &photograph(1)).expect("clean");
        assert!(!contains(&upright, b"Exif"));
    }

    #[test]
    fn a_png_loses_its_texts() {
        let chunk = |name: &[u8], content: &[u8]| {
            let length = u32::try_from(content.len()).expect("short");
            [&length.to_be_bytes()[..], name, content, &[0; 4]].concat()
        };
        let signature = b"\x89PNG\r\n\x1a\n".to_vec();
        let kept = [chunk(b"IHDR", &[0; 13]), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")];
        let told = [
            signature.clone(),
            kept[0].clone(),
            chunk(b"tEXt", b"Author\0secret"),
            chunk(b"eXIf", b"secret"),
            kept[1].clone(),
            kept[2].clone(),
            b"secret".to_vec(),
        ]
        .concat();
        assert_eq!(without_metadata("image/png", &told), Ok([signature, kept.concat()].concat()));
    }

    #[test]
    fn a_webp_loses_its_exif_and_says_so() {
        let chunk = |name: &[u8], content: &[u8]| {
            let length = u32::try_from(content.len()).expect("short");
            let padding = vec![0; content.len() % 2];
            [name, &length.to_le_bytes()[..], content, &padding].concat()
        };
        let container = |chunks: &[Vec<u8>]| {
            let content = [b"WEBP".to_vec(), chunks.concat()].concat();
            let length = u32::try_from(content.len()).expect("short");
            [b"RIFF", &length.to_le_bytes()[..], &content].concat()
        };
        let pixels = chunk(b"VP8 ", b"pixel");
        let told = container(&[
            chunk(b"VP8X", &[0x0c, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
            pixels.clone(),
            chunk(b"EXIF", b"secret"),
            chunk(b"XMP ", b"secret"),
        ]);
        let clean = container(&[chunk(b"VP8X", &[0, 0, 0, 0, 1, 0, 0, 1, 0, 0]), pixels]);
        assert_eq!(without_metadata("image/webp", &told), Ok(clean));
    }

    #[test]
    fn every_truncation_is_refused_or_harmless() {
        let photograph = photograph(6);
        for end in 0..photograph.len() {
            if let Ok(clean) = without_metadata("image/jpeg", &photograph[..end]) {
                assert!(!contains(&clean, b"secret"));
                assert_eq!(clean.last(), Some(&0xd9));
            }
        }
    }
}
