//! A picture model that the owner put into a folder of models, behind core's [`PictureModel`]: CLIP ViT-B/32's picture half
//! (Radford et al. 2021) as ONNX, or another with the same input.
//!
//! No such file is listed in the manifest, so nothing is known of it but its bytes: their hash is a part of the model's name, and
//! another file makes other vectors. It is loaded only where it was put by hand; without it core's own descriptor answers.
//! ONNX Runtime is asked directly: fastembed's part for pictures would bring every codec there is, an AV1 encoder among them, to
//! cut a picture to a square.

use std::fs;

use haberdash_core::likeness::{PictureModel, Raster};
use haberdash_core::{Code, Error, Result};
use image::RgbImage;
use image::imageops::{self, FilterType};
use ort::session::Session;
use ort::value::Tensor;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};

use crate::folders::Folders;
use crate::manifest::Manifest;
use crate::runtime::{self, EngineError};

/// The file that is looked for.
pub const FILE: &str = "clip-ViT-B-32-vision.onnx";
const DIMENSION: usize = 512;
/// Cosine of pictures of things that look alike: CLIP's vectors of unrelated pictures seldom come above 0.7.
const ALIKE: f32 = 0.8;

/// Side of the square that it sees, in pixels; and the mean and deviation of the red, green and blue that it was trained on.
const SIDE: u32 = 224;
const MEAN: [f32; 3] = [0.481_454_66, 0.457_827_5, 0.408_210_73];
const DEVIATION: [f32; 3] = [0.268_629_54, 0.261_302_6, 0.275_777_1];

/// Pictures as points: what shows the same kind of thing is near.
pub struct ClipModel {
    name: String,
    session: Mutex<Session>,
}

impl ClipModel {
    /// Reads the file and tries it once; takes seconds.
    ///
    /// # Errors
    /// `Missing` where nobody put one; what the library says of a file that is no such model.
    pub fn load(folders: &Folders) -> Result<Self, EngineError> {
        let file = folders.file(FILE).ok_or_else(|| EngineError::Missing { file: FILE.to_owned() })?;
        let environment = runtime::environment(&Manifest::own()?, folders)?;
        let weights = fs::read(file).map_err(|error| EngineError::Model(error.to_string()))?;
        let hash: String =
            Sha256::digest(&weights).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let builder =
            Session::builder(&environment).map_err(|error| EngineError::Model(error.to_string()))?;
        let mut builder =
            builder.with_intra_threads(1).map_err(|error| EngineError::Model(error.to_string()))?;
        let session =
            builder.commit_from_memory(&weights).map_err(|error| EngineError::Model(error.to_string()))?;
        let model = Self { name: format!("clip-vit-b-32-vision {hash}"), session: Mutex::new(session) };
        let grey = Raster::new(32, 32, vec![128; 32 * 32 * 3]);
        let tried = grey.and_then(|grey| model.describe(&grey));
        tried.map_err(|error| EngineError::Model(error.to_string()))?;
        Ok(model)
    }
}

impl PictureModel for ClipModel {
    fn model(&self) -> &str {
        &self.name
    }

    fn dimension(&self) -> usize {
        DIMENSION
    }

    fn describe(&self, raster: &Raster) -> Result<Vec<f32>> {
        let failed = |detail: String| Error::new(Code::Internal, format!("{FILE} failed: {detail}"));
        let (width, height) = raster.size();
        let sides = u32::try_from(width).ok().zip(u32::try_from(height).ok());
        let picture = sides
            .and_then(|(width, height)| RgbImage::from_raw(width, height, raster.rgb().to_vec()))
            .ok_or_else(|| failed("the picture has no pixels".into()))?;
        let seen = Tensor::from_array(([1, 3, SIDE as usize, SIDE as usize], prepared(&picture)))
            .map_err(|error| failed(error.to_string()))?;
        let mut session = self.session.lock();
        let answer = session.run(ort::inputs![seen]).map_err(|error| failed(error.to_string()))?;
        if answer.len() == 0 {
            return Err(failed("it gave nothing".into()));
        }
        let (_, numbers) = answer
            .get("image_embeds")
            .unwrap_or(&answer[0])
            .try_extract_tensor::<f32>()
            .map_err(|error| failed(error.to_string()))?;
        let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt();
        if numbers.len() != DIMENSION || !length.is_finite() || length < 1e-6 {
            return Err(failed(format!("it gave {} numbers of length {length}", numbers.len())));
        }
        Ok(numbers.iter().map(|number| number / length).collect())
    }

    fn alike(&self) -> f32 {
        ALIKE
    }

    fn without_colour(&self, _: &[f32]) -> Option<Vec<f32>> {
        None
    }
}

/// The middle of a picture as the model was trained to see it: its shorter side fills the square; channel by channel.
fn prepared(picture: &RgbImage) -> Vec<f32> {
    let (width, height) = picture.dimensions();
    let short = width.min(height).max(1);
    let side = |long: u32| (long * SIDE / short).max(SIDE);
    let picture = imageops::resize(picture, side(width), side(height), FilterType::CatmullRom);
    let (left, top) = ((picture.width() - SIDE) / 2, (picture.height() - SIDE) / 2);
    let middle = imageops::crop_imm(&picture, left, top, SIDE, SIDE).to_image();
    let channel = |channel: usize| {
        let normal = move |value: u8| (f32::from(value) / 255.0 - MEAN[channel]) / DEVIATION[channel];
        middle.pixels().map(move |pixel| normal(pixel.0[channel])).collect::<Vec<_>>()
    };
    (0..3).flat_map(channel).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field of a protocol buffer (protobuf.dev/programming-guides/encoding): bytes, or a number.
    fn bytes(field: u8, value: &[u8]) -> Vec<u8> {
        let mut all = varint(u64::from(field) << 3 | 2);
        all.extend(varint(value.len() as u64));
        all.extend(value);
        all
    }

    fn number(field: u8, value: u64) -> Vec<u8> {
        [varint(u64::from(field) << 3), varint(value)].concat()
    }

    fn varint(mut value: u64) -> Vec<u8> {
        let mut all = Vec::new();
        while value >= 0x80 {
            all.push(u8::try_from(value & 0x7f).expect("seven bits") | 0x80);
            value >>= 7;
        }
        all.push(u8::try_from(value).expect("seven bits"));
        all
    }

    fn node(kind: &str, inputs: &[&str], output: &str) -> Vec<u8> {
        let inputs = inputs.iter().flat_map(|input| bytes(1, input.as_bytes()));
        let node: Vec<u8> =
            inputs.chain(bytes(2, output.as_bytes())).chain(bytes(4, kind.as_bytes())).collect();
        bytes(1, &node)
    }

    /// A tensor of floats as an input or output.
    fn value(field: u8, name: &str, sides: &[u64]) -> Vec<u8> {
        let shape: Vec<u8> = sides.iter().flat_map(|side| bytes(1, &number(1, *side))).collect();
        let tensor = [number(1, 1), bytes(2, &shape)].concat();
        bytes(field, &[bytes(1, name.as_bytes()), bytes(2, &bytes(1, &tensor))].concat())
    }

    /// A network with CLIP's input and output whose point depends on a picture's mean colour alone.
    fn network(outputs: u64) -> Vec<u8> {
        let mut weights = bytes(8, b"w");
        weights.extend([number(1, 3), number(1, outputs), number(2, 1)].concat());
        let numbers = (0..3 * outputs).map(|i| ((i * 37 % 101) as f32 - 50.0) / 50.0);
        weights.extend(bytes(9, &numbers.flat_map(f32::to_le_bytes).collect::<Vec<u8>>()));
        let graph = [
            node("GlobalAveragePool", &["pixel_values"], "mean"),
            node("Flatten", &["mean"], "flat"),
            node("MatMul", &["flat", "w"], "image_embeds"),
            bytes(2, b"g"),
            bytes(5, &weights),
            value(11, "pixel_values", &[1, 3, 224, 224]),
            value(12, "image_embeds", &[1, outputs]),
        ];
        let opset = [bytes(1, b""), number(2, 17)].concat();
        [number(1, 8), bytes(7, &graph.concat()), bytes(8, &opset)].concat()
    }

    /// A folder with the library that `cargo xtask models` installs and this file.
    fn folder(file: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("folder");
        fs::write(folder.path().join(FILE), file).expect("write");
        folder
    }

    fn of_colour(rgb: [u8; 3]) -> Raster {
        Raster::new(64, 48, rgb.repeat(64 * 48)).expect("a raster")
    }

    /// Needs the library that `cargo xtask models` installs.
    #[test]
    fn a_file_that_was_put_there_is_used() {
        let folder = folder(&network(512));
        let manifest = Manifest::own().expect("valid");
        runtime::environment(&manifest, &Folders::of_shop(None)).expect("run `cargo xtask models`");
        let model = ClipModel::load(&Folders::only(folder.path())).expect("loads");
        assert!(model.model().starts_with("clip-vit-b-32-vision "), "{}", model.model());
        let of = |rgb| model.describe(&of_colour(rgb)).expect("described");
        let near = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let (red, dark_red, blue) = (of([220, 20, 20]), of([200, 10, 15]), of([10, 20, 220]));
        assert_eq!(red.len(), DIMENSION);
        assert!((near(&red, &red) - 1.0).abs() < 1e-3);
        assert!(near(&red, &dark_red) > near(&red, &blue));
    }

    #[test]
    fn what_is_no_such_model_is_named_and_none_is_missing() {
        let manifest = Manifest::own().expect("valid");
        runtime::environment(&manifest, &Folders::of_shop(None)).expect("run `cargo xtask models`");
        let refused = |folder: &tempfile::TempDir| match ClipModel::load(&Folders::only(folder.path())) {
            Ok(_) => panic!("loaded"),
            Err(error) => error.to_string(),
        };
        let empty = tempfile::tempdir().expect("folder");
        assert_eq!(refused(&empty), format!("{FILE} is not installed."));
        assert!(refused(&folder(b"cut off")).contains("could not be loaded"));
        assert!(refused(&folder(&network(10))).contains("it gave 10 numbers"));
    }
}
