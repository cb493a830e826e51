//! A model of a real one's shapes, with random weights of four bits.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rand::rngs::SmallRng;
use rand::{Rng, RngCore, SeedableRng};
use serde::Serialize;

use crate::Error;
use crate::gguf::{Content, Writer};

/// Tensor types of the format.
const F32: u32 = 0;
const Q4_0: u32 = 2;
const Q8_0: u32 = 8;
/// Bytes of a block: its scale, a 16-bit float, and 32 numbers.
const Q4_0_BLOCK: usize = 18;
const Q8_0_BLOCK: usize = 34;
/// 2⁻⁷ and 2⁻¹⁰ as 16-bit floats: with them weights are about as large as trained ones.
const Q4_0_SCALE: [u8; 2] = 0x2000_u16.to_le_bytes();
const Q8_0_SCALE: [u8; 2] = 0x1400_u16.to_le_bytes();
/// Left free on the disk besides the file.
const ROOM: u64 = 512 << 20;
/// Token types of the format.
const NORMAL: i32 = 1;
const UNKNOWN: i32 = 2;
const CONTROL: i32 = 3;
const BYTE: i32 = 6;

/// The numbers that make a model's size.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Shape {
    pub layers: u32,
    pub width: u32,
    pub heads: u32,
    pub key_heads: u32,
    pub inner: u32,
    pub vocabulary: u32,
}

impl Shape {
    /// As Qwen2.5-1.5B has them.
    pub fn billion_and_a_half() -> Self {
        Self { layers: 28, width: 1536, heads: 12, key_heads: 2, inner: 8960, vocabulary: 151_936 }
    }

    pub fn small() -> Self {
        Self { layers: 4, width: 256, heads: 4, key_heads: 2, inner: 512, vocabulary: 2048 }
    }
}

/// Writes the model and tells its bytes.
pub(super) fn write(path: &Path, shape: Shape) -> Result<u64, Error> {
    let Shape { layers, width, heads, key_heads, inner, vocabulary } = shape;
    // Before what borrows from it.
    let pool = pool();
    let mut writer = Writer::new();
    writer.text("general.architecture", "qwen2");
    writer.text("general.name", "random weights");
    let numbers = [
        ("context_length", 32_768),
        ("embedding_length", width),
        ("block_count", layers),
        ("feed_forward_length", inner),
        ("attention.head_count", heads),
        ("attention.head_count_kv", key_heads),
    ];
    for (key, value) in numbers {
        writer.u32(&format!("qwen2.{key}"), value);
    }
    writer.f32("qwen2.attention.layer_norm_rms_epsilon", 1e-6);
    writer.f32("qwen2.rope.freq_base", 1e6);
    words(&mut writer, vocabulary);

    let mut seed = 0;
    let mut tensor = |name: String, dimensions: &[u32], kind: u32| {
        seed += 1;
        let dimensions: Vec<u64> = dimensions.iter().copied().map(u64::from).collect();
        let ones = name.ends_with("_norm.weight");
        writer.tensor(&name, &dimensions, kind, content(&pool, kind, ones, seed));
    };
    tensor("token_embd.weight".to_owned(), &[width, vocabulary], Q8_0);
    tensor("output_norm.weight".to_owned(), &[width], F32);
    let keys = width / heads * key_heads;
    for layer in 0..layers {
        let mut part = |name: &str, dimensions: &[u32], kind: u32| {
            tensor(format!("blk.{layer}.{name}"), dimensions, kind);
        };
        part("attn_norm.weight", &[width], F32);
        part("ffn_norm.weight", &[width], F32);
        for (name, size) in [("q", width), ("k", keys), ("v", keys)] {
            part(&format!("attn_{name}.weight"), &[width, size], Q4_0);
            part(&format!("attn_{name}.bias"), &[size], F32);
        }
        part("attn_output.weight", &[width, width], Q4_0);
        part("ffn_gate.weight", &[width, inner], Q4_0);
        part("ffn_up.weight", &[width, inner], Q4_0);
        part("ffn_down.weight", &[inner, width], Q4_0);
    }

    let needed = writer.content_bytes().saturating_add(ROOM);
    let free = fs4::available_space(path.parent().unwrap_or(path)).map_err(Error::engine)?;
    if free < needed {
        return Err(Error::engine(format!("the model takes {needed} bytes of disk, {free} are free")));
    }
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path).map_err(Error::engine)?);
    writer.write(&mut file).map_err(Error::engine)?;
    file.flush().map_err(Error::engine)?;
    let metadata = file.get_ref().metadata().map_err(Error::engine)?;
    Ok(metadata.len())
}

/// Marks, all bytes, and words that no text holds: a prompt has a token for each letter.
fn words(writer: &mut Writer<'_>, vocabulary: u32) {
    let mut words = vec!["<unk>".to_owned()];
    words.extend(["<s>", "</s>", "<|im_start|>", "<|im_end|>"].map(str::to_owned));
    words.extend((0..=255_u8).map(|byte| format!("<0x{byte:02X}>")));
    words.extend((33..127_u8).map(|letter| char::from(letter).to_string()));
    words.push("\u{2581}".to_owned());
    let all = usize::try_from(vocabulary).unwrap_or(usize::MAX);
    let mut next = 0_u32;
    while words.len() < all {
        next += 1;
        words.push(format!("\u{2581}{next:06}"));
    }
    let types: Vec<i32> = (0..words.len())
        .map(|place| match place {
            0 => UNKNOWN,
            1..=4 => CONTROL,
            5..=260 => BYTE,
            _ => NORMAL,
        })
        .collect();
    writer.text("tokenizer.ggml.model", "llama");
    writer.floats("tokenizer.ggml.scores", &vec![0.0; words.len()]);
    writer.texts("tokenizer.ggml.tokens", &words);
    writer.integers("tokenizer.ggml.token_type", &types);
    for (name, id) in [("unknown", 0), ("bos", 1), ("eos", 2), ("eot", 4)] {
        writer.u32(&format!("tokenizer.ggml.{name}_token_id"), id);
    }
    writer.flag("tokenizer.ggml.add_bos_token", true);
    writer.flag("tokenizer.ggml.add_space_prefix", false);
}

/// Random bytes that tensors are cut from: to draw a gigabyte of them anew would take longer than to measure.
fn pool() -> Vec<u8> {
    let mut pool = vec![0; 1 << 22];
    SmallRng::seed_from_u64(15).fill_bytes(&mut pool);
    pool
}

fn content(pool: &[u8], kind: u32, ones: bool, seed: u64) -> Content<'_> {
    let mut random = SmallRng::seed_from_u64(seed);
    Box::new(move |bytes| {
        if kind == F32 {
            let value: f32 = if ones { 1.0 } else { 0.0 };
            for number in bytes.chunks_exact_mut(4) {
                number.copy_from_slice(&value.to_le_bytes());
            }
            return;
        }
        let from = random.random_range(0..pool.len() - bytes.len());
        bytes.copy_from_slice(&pool[from..from + bytes.len()]);
        let (block, scale) = if kind == Q4_0 { (Q4_0_BLOCK, Q4_0_SCALE) } else { (Q8_0_BLOCK, Q8_0_SCALE) };
        for block in bytes.chunks_exact_mut(block) {
            block[..2].copy_from_slice(&scale);
        }
    })
}
