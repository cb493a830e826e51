//! What a model will take and how it will be loaded, told from its file's header before native code sees it.

use crate::gguf::Header;
use crate::model::{ModelDescription, ModelSpec};
use crate::{Error, Machine};

/// Tokens of context where the model was trained for more: a turn's prompt has some thousand.
const USUAL_CONTEXT: u32 = 8192;
/// With less a shop's prompt does not fit: below, memory is called too small.
const LEAST_CONTEXT: u32 = 2048;
/// What the process and llama.cpp's graph take besides.
const OVERHEAD: u64 = 96 << 20;
/// Vectors of the model's width that a token needs while it is evaluated, about.
const ACTIVATIONS: u64 = 16;
/// Keys and values are kept as 16-bit floats.
const CELL_BYTES: u64 = 2;

/// Kinds of models that make vectors, speech or nothing, but no answers.
const NO_ANSWERS: [&str; 14] = [
    "bert",
    "clip",
    "eurobert",
    "gemma-embedding",
    "jina-bert-v2",
    "jina-bert-v3",
    "llama-embed",
    "modern-bert",
    "neo-bert",
    "nomic-bert",
    "nomic-bert-moe",
    "t5",
    "t5encoder",
    "wavtokenizer-dec",
];

/// Reads what a model is and how it would be loaded on this machine; loads nothing.
///
/// # Errors
/// What [`Header::read`] finds, [`Error::Unsupported`], [`Error::TooBig`], [`Error::Request`].
pub fn inspect(spec: &ModelSpec, machine: Machine) -> Result<ModelDescription, Error> {
    let header = Header::read(&spec.path)?;
    describe(&header, spec, machine)
}

pub(super) fn describe(
    header: &Header,
    spec: &ModelSpec,
    machine: Machine,
) -> Result<ModelDescription, Error> {
    let unsupported = |reason: &str| Error::Unsupported { reason: reason.to_owned() };
    let architecture = header
        .text("general.architecture")
        .ok_or_else(|| Error::corrupt("it does not say what kind it is"))?;
    if header.text("general.type").is_some_and(|kind| kind != "model") {
        return Err(unsupported("it is an addition to a model, not a model"));
    }
    if header.number("split.count").unwrap_or(1) > 1 {
        return Err(unsupported("it is one of several files"));
    }
    let of = |key: &str| header.number(&format!("{architecture}.{key}"));
    if NO_ANSWERS.contains(&architecture)
        || header.flag(&format!("{architecture}.attention.causal")) == Some(false)
    {
        return Err(unsupported("it makes no answers"));
    }
    if header.text("tokenizer.ggml.model").is_none_or(|kind| kind == "none" || kind == "no_vocab") {
        return Err(unsupported("it has no vocabulary"));
    }
    let vocabulary =
        header.length("tokenizer.ggml.tokens").ok_or_else(|| unsupported("it has no vocabulary"))?;
    let number = |value: Option<u64>, what: &str| {
        let value = value.ok_or_else(|| Error::corrupt(format!("it does not say its {what}")))?;
        u32::try_from(value)
            .ok()
            .filter(|value| *value > 0)
            .ok_or_else(|| Error::corrupt(format!("its {what} makes no sense")))
    };
    let trained = number(of("context_length"), "context")?;
    let layers = number(of("block_count"), "layers")?;
    let width = number(of("embedding_length"), "width")?;
    let vocabulary = number(Some(vocabulary), "vocabulary")?;
    let heads = of("attention.head_count").unwrap_or(1).max(1);
    let key_heads = of("attention.head_count_kv").unwrap_or(heads);
    let head_width = u64::from(width) / heads;
    let cell = u64::from(layers)
        .saturating_mul(key_heads)
        .saturating_mul(
            of("attention.key_length")
                .unwrap_or(head_width)
                .saturating_add(of("attention.value_length").unwrap_or(head_width)),
        )
        .saturating_mul(CELL_BYTES);

    let parameters = header.tensors.iter().fold(0_u64, |sum, tensor| sum.saturating_add(tensor.elements));
    let threads = spec.threads.unwrap_or(machine.cores);
    if threads == 0 || threads > 1024 {
        return Err(Error::Request { reason: format!("{threads} threads") });
    }
    if spec.context.is_some_and(|context| context < 16) {
        return Err(Error::Request { reason: "a context of less than 16 tokens".to_owned() });
    }
    let available = spec.memory.unwrap_or(machine.free_memory);
    let mut context = spec.context.unwrap_or(USUAL_CONTEXT).min(trained);
    loop {
        let batch = batch(parameters, spec).min(context);
        let working = u64::from(batch) * 4 * (u64::from(vocabulary) + ACTIVATIONS * u64::from(width));
        let needed = cell
            .saturating_mul(u64::from(context))
            .saturating_add(header.file_bytes)
            .saturating_add(working)
            .saturating_add(OVERHEAD);
        if needed <= available {
            return Ok(ModelDescription {
                name: header.text("general.name").map(str::to_owned),
                architecture: architecture.to_owned(),
                parameters,
                file_bytes: header.file_bytes,
                trained_context: trained,
                context,
                batch,
                threads,
                memory: needed,
                vocabulary,
                own_template: header.text("tokenizer.chat_template").is_some(),
                fingerprint: header.fingerprint.clone(),
            });
        }
        if spec.context.is_some() || context / 2 < LEAST_CONTEXT {
            return Err(Error::TooBig { needed, available });
        }
        context /= 2;
    }
}

/// A cancellation waits for as many tokens of a prompt: about half a second on two cores. Larger batches are hardly faster
/// on a processor, and need more memory; a graphics processor is kept busy by large ones only.
fn batch(parameters: u64, spec: &ModelSpec) -> u32 {
    let accelerated = cfg!(any(feature = "cuda", feature = "metal", feature = "vulkan", target_os = "macos"));
    if accelerated && spec.gpu_layers != Some(0) {
        return 512;
    }
    match parameters {
        0..300_000_000 => 256,
        300_000_000..1_000_000_000 => 128,
        1_000_000_000..4_000_000_000 => 64,
        _ => 32,
    }
}
