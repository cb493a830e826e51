//! For tests: a model that is made here, with the shape of a real one and a handful of thousand random weights, the same every
//! time. What it says is of the form that was asked for and means nothing.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use crate::chat::{ChatRequest, Message, Role};
use crate::gguf::Writer;
use crate::model::ModelSpec;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use tempfile::TempDir;

const WIDTH: u64 = 64;
const HEADS: u64 = 4;
const KEY_HEADS: u64 = 2;
const LAYERS: u64 = 2;
const F32: u32 = 0;
/// Token types of the format.
const NORMAL: i32 = 1;
const UNKNOWN: i32 = 2;
const CONTROL: i32 = 3;
const BYTE: i32 = 6;

const WORDS: [&str; 16] = [
    "track_order",
    "search_products",
    "return_item",
    "small_talk",
    "intent",
    "where",
    "is",
    "my",
    "order",
    "the",
    "red",
    "dress",
    "{\"",
    "\":\"",
    "\"}",
    " ",
];

/// What differs from the usual tiny model.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub architecture: &'static str,
    pub seed: u64,
    pub template: bool,
    /// Width of the layers' insides: most of the weights.
    pub inner: u64,
    /// Tokens that it was trained for, as the file says.
    pub context: u32,
    /// Ends each text as soon as it may: what it says is short then.
    pub terse: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self { architecture: "llama", seed: 7, template: true, inner: 128, context: 2048, terse: false }
    }
}

/// A folder with the tiny model in it.
#[derive(Debug)]
pub struct Model {
    pub folder: TempDir,
    pub path: PathBuf,
}

impl Model {
    /// # Panics
    /// When it cannot be written.
    pub fn tiny() -> Self {
        Self::of(Shape::default())
    }

    /// # Panics
    /// When it cannot be written.
    pub fn of(shape: Shape) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tiny.gguf");
        write(&path, shape);
        Self { folder, path }
    }

    pub fn spec(&self) -> ModelSpec {
        ModelSpec { threads: Some(1), ..ModelSpec::new(&self.path) }
    }
}

/// Writes the file of such a model.
///
/// # Panics
/// When it cannot be written.
pub fn write(path: &Path, shape: Shape) {
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    let vocabulary = vocabulary();
    let quote = vocabulary.iter().position(|(text, _)| text == b"\"").map_or(0, |place| place as u64);
    let Shape { architecture, seed, template, inner, context, terse } = shape;
    let mut writer = Writer::new();
    writer.text("general.architecture", architecture);
    writer.text("general.name", "tiny-random");
    let mut number = |key: &str, value: u64| {
        writer.u32(&format!("{architecture}.{key}"), u32::try_from(value).expect("small"));
    };
    number("vocab_size", vocabulary.len() as u64);
    number("context_length", u64::from(context));
    number("embedding_length", WIDTH);
    number("block_count", LAYERS);
    number("feed_forward_length", inner);
    number("attention.head_count", HEADS);
    number("attention.head_count_kv", KEY_HEADS);
    number("rope.dimension_count", WIDTH / HEADS);
    writer.f32(&format!("{architecture}.attention.layer_norm_rms_epsilon"), 1e-5);
    writer.text("tokenizer.ggml.model", "llama");
    let texts: Vec<&[u8]> = vocabulary.iter().map(|(text, _)| text.as_slice()).collect();
    writer.texts("tokenizer.ggml.tokens", &texts);
    let scores: Vec<f32> = (0_u16..).zip(&vocabulary).map(|(place, _)| -f32::from(place)).collect();
    writer.floats("tokenizer.ggml.scores", &scores);
    let types: Vec<i32> = vocabulary.iter().map(|(_, kind)| *kind).collect();
    writer.integers("tokenizer.ggml.token_type", &types);
    for (name, id) in [("unknown", 0), ("bos", 1), ("eos", 2), ("eot", 4)] {
        writer.u32(&format!("tokenizer.ggml.{name}_token_id"), id);
    }
    writer.flag("tokenizer.ggml.add_bos_token", true);
    writer.flag("tokenizer.ggml.add_space_prefix", false);
    if template {
        writer.text(
            "tokenizer.chat_template",
            "{% for m in messages %}{{'<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + '\\n'}}{% endfor %}\
             {% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
        );
    }
    let mut tensor = |name: String, dimensions: &[u64]| {
        // Each tensor has random numbers of its own, whatever stands before it.
        let mut random = SmallRng::seed_from_u64(
            seed ^ name.bytes().fold(17, |hash: u64, byte| hash.wrapping_mul(31) ^ u64::from(byte)),
        );
        let norm = name.ends_with("_norm.weight");
        // Every token says yes in the first place of the vectors, louder than any layer, and the quotation mark listens to it.
        let says = terse && name == "token_embd.weight";
        let listens = (terse && name == "output.weight").then_some(quote);
        let mut place = 0;
        let content = move |bytes: &mut [u8]| {
            for number in bytes.chunks_exact_mut(4) {
                let drawn: f32 = if norm { 1.0 } else { random.random_range(-0.5..0.5) };
                let (row, first) = (place / WIDTH, place % WIDTH == 0);
                let value = match (first, says, listens == Some(row)) {
                    (true, true, _) => 400.0,
                    (true, _, true) => 4.0,
                    _ => drawn,
                };
                number.copy_from_slice(&value.to_le_bytes());
                place += 1;
            }
        };
        writer.tensor(&name, dimensions, F32, Box::new(content));
    };
    let rows = vocabulary.len() as u64;
    tensor("token_embd.weight".to_owned(), &[WIDTH, rows]);
    tensor("output_norm.weight".to_owned(), &[WIDTH]);
    tensor("output.weight".to_owned(), &[WIDTH, rows]);
    for layer in 0..LAYERS {
        let mut part =
            |name: &str, dimensions: &[u64]| tensor(format!("blk.{layer}.{name}.weight"), dimensions);
        part("attn_norm", &[WIDTH]);
        part("ffn_norm", &[WIDTH]);
        part("attn_q", &[WIDTH, WIDTH]);
        part("attn_k", &[WIDTH, WIDTH * KEY_HEADS / HEADS]);
        part("attn_v", &[WIDTH, WIDTH * KEY_HEADS / HEADS]);
        part("attn_output", &[WIDTH, WIDTH]);
        part("ffn_gate", &[WIDTH, inner]);
        part("ffn_up", &[WIDTH, inner]);
        part("ffn_down", &[inner, WIDTH]);
    }
    writer.write(&mut file).expect("written");
    std::io::Write::flush(&mut file).expect("written");
}

/// Marks, every byte, every visible character of ASCII, and words.
fn vocabulary() -> Vec<(Vec<u8>, i32)> {
    let mut vocabulary = vec![(b"<unk>".to_vec(), UNKNOWN)];
    for mark in ["<s>", "</s>", "<|im_start|>", "<|im_end|>"] {
        vocabulary.push((mark.as_bytes().to_vec(), CONTROL));
    }
    for byte in 0..=255_u8 {
        vocabulary.push((format!("<0x{byte:02X}>").into_bytes(), BYTE));
    }
    let letters = (33..127_u8).map(|letter| char::from(letter).to_string());
    for word in letters.chain(WORDS.map(str::to_owned)) {
        vocabulary.push((word.replace(' ', "\u{2581}").into_bytes(), NORMAL));
    }
    vocabulary
}

/// A system message of a shop's length, and a question.
pub fn question(words: &str) -> ChatRequest {
    let instructions = "answer from the shop's own data only. ".repeat(8);
    ChatRequest::new(vec![Message::new(Role::System, instructions), Message::new(Role::User, words)], 24)
}
