//! The sentence model behind core's [`Embedder`]: all-MiniLM-L6-v2 with 8-bit weights, by fastembed.

use std::fs;

use fastembed::{
    InitOptionsUserDefined, Pooling, QuantizationMode, TextEmbedding, TokenizerFiles,
    UserDefinedEmbeddingModel,
};
use haberdash_core::retrieval::Embedder;
use haberdash_core::{Code, Error, Result};
use parking_lot::{Mutex, MutexGuard};
use tokenizers::TruncationParams;

use crate::folders::Folders;
use crate::manifest::Manifest;
use crate::runtime::{self, EngineError};

const WEIGHTS: &str = "minilm-l6-v2-int8";
const TOKENIZER: &str = "minilm-l6-v2-tokenizer";
const DIMENSION: usize = 384;
/// Longer texts are cut: the model was trained on no more (its card says 128 word pieces).
const MOST_TOKENS: usize = 128;
/// Sessions, so that one thread's text need not wait for another's. Each runs on its caller's thread alone.
const SESSIONS: usize = 2;

// What fastembed wants to read beside the tokenizer; published with the model, and not worth files of their own.
const CONFIG: &str = r#"{"pad_token_id":0}"#;
const TOKENIZER_CONFIG: &str = r#"{"model_max_length":512,"pad_token":"[PAD]"}"#;
const SPECIAL_TOKENS: &str = r#"{"unk_token":"[UNK]","sep_token":"[SEP]","pad_token":"[PAD]","cls_token":"[CLS]","mask_token":"[MASK]"}"#;

/// Texts as points: what means the same is near.
pub struct SentenceModel {
    sessions: Vec<Mutex<TextEmbedding>>,
}

impl SentenceModel {
    /// Reads and verifies the files; takes a tenth of a second or two.
    ///
    /// # Errors
    /// The file that is missing or damaged, or what the library says.
    pub fn load(folders: &Folders) -> Result<Self, EngineError> {
        let manifest = Manifest::own()?;
        let weights = runtime::file_of(&manifest, folders, WEIGHTS)?;
        let tokenizer = runtime::file_of(&manifest, folders, TOKENIZER)?;
        let environment = runtime::environment(&manifest, folders)?;
        let read = |path| fs::read(path).map_err(|error| EngineError::Model(error.to_string()));
        let files = TokenizerFiles {
            tokenizer_file: read(tokenizer)?,
            config_file: CONFIG.into(),
            special_tokens_map_file: SPECIAL_TOKENS.into(),
            tokenizer_config_file: TOKENIZER_CONFIG.into(),
        };
        let model = UserDefinedEmbeddingModel::new(read(weights)?, files)
            .with_pooling(Pooling::Mean)
            .with_quantization(QuantizationMode::Dynamic);
        let session = || {
            let options = InitOptionsUserDefined::new()
                .with_environment(environment.clone())
                .with_max_length(MOST_TOKENS)
                .with_intra_threads(1);
            TextEmbedding::try_new_from_user_defined(model.clone(), options)
                .map(Mutex::new)
                .map_err(|error| EngineError::Model(error.to_string()))
        };
        Ok(Self { sessions: (0..SESSIONS).map(|_| session()).collect::<Result<_, _>>()? })
    }

    /// A session that nobody uses, or the first to become free.
    fn session(&self) -> Option<MutexGuard<'_, TextEmbedding>> {
        self.sessions.iter().find_map(Mutex::try_lock).or_else(|| Some(self.sessions.first()?.lock()))
    }
}

impl Embedder for SentenceModel {
    fn model(&self) -> &str {
        WEIGHTS
    }

    fn dimension(&self) -> usize {
        DIMENSION
    }

    fn embed(&self, text: &str) -> Result<Vec<f32>> {
        self.embed_beginning(text, MOST_TOKENS)
    }

    /// One text at a time: with 8-bit activations a text's numbers depend on those it is computed together with.
    fn embed_beginning(&self, text: &str, pieces: usize) -> Result<Vec<f32>> {
        let failed =
            |detail: String| Error::new(Code::Internal, format!("A text could not be read: {detail}."));
        let Some(mut session) = self.session() else { return Err(failed("no session".into())) };
        let cut =
            TruncationParams { max_length: pieces.clamp(3, MOST_TOKENS), ..TruncationParams::default() };
        session.tokenizer.with_truncation(Some(cut)).map_err(|error| failed(error.to_string()))?;
        let vectors = session.embed([text], None).map_err(|error| failed(error.to_string()))?;
        match vectors.into_iter().next() {
            Some(vector) if vector.len() == DIMENSION => Ok(vector),
            _ => Err(failed("the model is another than the listed one".into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The model that `cargo xtask models` installs; tests that need it fail without it.
    fn model() -> SentenceModel {
        SentenceModel::load(&Folders::of_shop(None)).expect("run `cargo xtask models` first")
    }

    fn nearness(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn what_means_the_same_is_near_and_each_text_stands_alone() {
        let model = model();
        let embed = |text: &str| model.embed(text).expect("embeds");
        let asked = embed("something warm for my hands");
        assert!((nearness(&asked, &asked) - 1.0).abs() < 1e-3);
        let (gloves, sandals) = (embed("knitted wool gloves"), embed("leather beach sandals"));
        assert!(nearness(&asked, &gloves) > nearness(&asked, &sandals) + 0.1);
        assert_eq!(gloves, embed("knitted wool gloves"), "the same text gives the same numbers");
        let long = "red wool hat for cold days in the mountains";
        let beginning = |pieces| model.embed_beginning(long, pieces).expect("embeds");
        assert_eq!(beginning(500), embed(long));
        assert!(beginning(5) != embed(long) && beginning(5) == embed("red wool hat"));
        for odd in ["", " ", "\u{0}", "🧣🧤", &"wool ".repeat(5_000)] {
            assert_eq!(embed(odd).len(), DIMENSION);
        }
    }

    #[test]
    fn missing_and_damaged_files_are_named() {
        let manifest = Manifest::own().expect("valid");
        let folder = tempfile::tempdir().expect("folder");
        let refused = || match SentenceModel::load(&Folders::only(folder.path())) {
            Ok(_) => panic!("loaded from nothing"),
            Err(error) => error.to_string(),
        };
        let weights = manifest.find(WEIGHTS).expect("listed");
        assert_eq!(refused(), format!("{} is not installed.", weights.file));
        fs::write(folder.path().join(&weights.file), "cut off").expect("write");
        assert!(refused().contains("incomplete: 7 of"), "{}", refused());
        let other = vec![0; usize::try_from(weights.size).expect("fits")];
        fs::write(folder.path().join(&weights.file), other).expect("write");
        assert!(refused().contains("another file than the listed one"), "{}", refused());
    }
}
