//! Looking at uploaded pictures, making their smaller sizes, and reading them for comparison.
//!
//! What a picture is, is told by its bytes, never by what somebody says about them. Its size is read from the header and
//! judged before anything is decoded. What comes out carries no word of the camera: no place, no owner, no serial number;
//! only its colour profile, so that colours stay true.

use std::io::Cursor;

use haberdash_core::blobs::Blob;
use haberdash_core::catalog::images::{PictureSize, Rendition};
use haberdash_core::likeness::{LONGEST, Raster};
use haberdash_core::{Code, Error, Result};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};
use resvg::{tiny_skia, usvg};

/// The largest picture taken, in bytes.
pub const LARGEST: usize = 32 * 1024 * 1024;
/// Pixels of a side, and in all. A phone's camera makes 50 million.
const LONGEST_SIDE: u32 = 20_000;
const MOST_PIXELS: u64 = 64_000_000;
/// Bytes that decoding may take.
const MOST_DECODED: u64 = 256 * 1024 * 1024;
const JPEG_QUALITY: u8 = 84;

/// What the bytes say about themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub media_type: &'static str,
    /// Pixels, upright.
    pub width: u32,
    pub height: u32,
}

/// Reads the header. Nothing is decoded.
///
/// # Errors
/// `TooLarge` for too many bytes; `Invalid` for what is no picture of a kind we take, or has too many pixels.
pub fn look(bytes: &[u8]) -> Result<Seen> {
    if bytes.len() > LARGEST {
        let most = LARGEST / 1024 / 1024;
        return Err(Error::new(Code::TooLarge, format!("A picture may have {most} MB at most.")));
    }
    let (format, mut decoder) = decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    let turned = matches!(
        decoder.orientation().unwrap_or(Orientation::NoTransforms),
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Ok(Seen { media_type: format.to_mime_type(), width, height })
}

fn decoder(bytes: &[u8]) -> Result<(ImageFormat, impl ImageDecoder + '_)> {
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif)) => format,
        _ => return Err(no_picture(bytes)),
    };
    let damaged = |error| Error::caused(Code::Invalid, "This picture is damaged and cannot be read.", error);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_DECODED * 2);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Error::invalid("This picture has no pixels."));
    }
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > LONGEST_SIDE || pixels > MOST_PIXELS || decoder.total_bytes() > MOST_DECODED {
        return Err(Error::invalid(format!(
            "This picture has {width} × {height} pixels, which is more than can be shown. Make it smaller (up to {} million pixels) and try again.",
            MOST_PIXELS / 1_000_000
        )));
    }
    Ok((format, decoder))
}

fn no_picture(bytes: &[u8]) -> Error {
    let what = infer::get(bytes).map(|kind| kind.extension().to_uppercase());
    Error::invalid(match what {
        Some(what) => format!("This is a {what} file. Pictures can be JPEG, PNG, WebP or GIF."),
        None => "This is not a picture. Pictures can be JPEG, PNG, WebP or GIF.".into(),
    })
}

/// A picture's sizes, upright, the largest first. Takes seconds of one core for a large one.
///
/// # Errors
/// `Invalid` when it is damaged.
pub fn renditions(bytes: &[u8]) -> Result<Vec<Rendition>> {
    let (_, mut decoder) = decoder(bytes)?;
    let damaged = |error| Error::caused(Code::Invalid, "This picture is damaged and cannot be read.", error);
    let profile = decoder.icc_profile().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    let mut picture = plain(picture);
    let mut made = Vec::new();
    let mut sizes = PictureSize::ALL.to_vec();
    sizes.sort_by_key(|size| std::cmp::Reverse(size.pixels()));
    for size in sizes {
        let most = size.pixels();
        if picture.width() > most || picture.height() > most {
            // Each size is made of the one before: reducing in steps costs little and looks the same.
            picture = picture.resize(most, most, FilterType::CatmullRom);
        }
        let (media_type, bytes) = encode(&picture, profile.as_deref())?;
        made.push(Rendition { size, media_type, bytes });
    }
    Ok(made)
}

/// A picture as it is compared: upright, small, on white. What its bytes are, they tell.
///
/// # Errors
/// `TooLarge` and `Invalid` as [`look`], or when it is damaged.
pub fn raster(bytes: &[u8]) -> Result<Raster> {
    look(bytes)?;
    let (_, mut decoder) = decoder(bytes)?;
    let damaged = |error| Error::caused(Code::Invalid, "This picture is damaged and cannot be read.", error);
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > LONGEST {
        picture = picture.resize(LONGEST, LONGEST, FilterType::Triangle);
    }
    let mut pixels = picture.into_rgba8();
    for pixel in pixels.pixels_mut() {
        let [r, g, b, alpha] = pixel.0.map(u16::from);
        let on_white =
            |channel: u16| u8::try_from((channel * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        pixel.0 = [on_white(r), on_white(g), on_white(b), u8::MAX];
    }
    let pixels = DynamicImage::ImageRgba8(pixels).into_rgb8();
    Raster::new(pixels.width(), pixels.height(), pixels.into_raw())
}

/// As [`raster`], of a drawing of our own. A drawing that somebody sends is never taken: a vector file may be a program.
///
/// # Errors
/// `Invalid` when it cannot be drawn.
pub fn drawing(svg: &[u8]) -> Result<Raster> {
    let wrong = || Error::invalid("This drawing cannot be read.");
    let options = usvg::Options::default();
    let tree = usvg::Tree::from_data(svg, &options)
        .map_err(|error| Error::caused(Code::Invalid, "This drawing cannot be read.", error))?;
    let longest = tree.size().width().max(tree.size().height());
    let scale = f32::from(u16::try_from(LONGEST).unwrap_or(u16::MAX)) / longest;
    let size = tree.size().to_int_size().scale_by(scale).ok_or_else(wrong)?;
    let (width, height) = (size.width().min(LONGEST), size.height().min(LONGEST));
    let mut canvas = tiny_skia::Pixmap::new(width, height).ok_or_else(wrong)?;
    canvas.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut canvas.as_mut());
    let rgb = canvas.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    Raster::new(width, height, rgb)
}

/// A stored picture, of whichever kind.
///
/// # Errors
/// As [`raster`].
pub fn stored(blob: &Blob) -> Result<Raster> {
    if blob.media_type == "image/svg+xml" { drawing(&blob.bytes) } else { raster(&blob.bytes) }
}

/// Eight bits a channel; without alpha where nothing shows through.
fn plain(picture: DynamicImage) -> DynamicImage {
    if picture.color().has_alpha() {
        let pixels = picture.into_rgba8();
        if pixels.pixels().any(|pixel| pixel.0[3] != u8::MAX) {
            return DynamicImage::ImageRgba8(pixels);
        }
        return DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(pixels).into_rgb8());
    }
    DynamicImage::ImageRgb8(picture.into_rgb8())
}

fn encode(picture: &DynamicImage, profile: Option<&[u8]>) -> Result<(&'static str, Vec<u8>)> {
    let failed = |error| Error::caused(Code::Internal, "A smaller picture could not be written.", error);
    let mut bytes = Vec::new();
    if picture.color().has_alpha() {
        let mut encoder = PngEncoder::new(&mut bytes);
        if let Some(profile) = profile {
            // A picture without its profile is still a picture.
            let _ = encoder.set_icc_profile(profile.to_vec());
        }
        picture.write_with_encoder(encoder).map_err(failed)?;
        return Ok(("image/png", bytes));
    }
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    if let Some(profile) = profile {
        let _ = encoder.set_icc_profile(profile.to_vec());
    }
    picture.write_with_encoder(encoder).map_err(failed)?;
    Ok(("image/jpeg", bytes))
}

#[cfg(test)]
mod tests;
