//! What can go wrong while a document is typeset. Nothing of it is the shopkeeper's fault.

pub type Result<T, E = Problem> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The typesetter refused: a fault in a template, or a picture that cannot be read.
    #[error("the document could not be typeset: {0}")]
    Typesetting(String),
    #[error("the language's data is missing: {0}")]
    Locale(String),
    #[error("the document's data could not be handed over")]
    Data(#[from] serde_json::Error),
    #[error("'{0}' cannot be written as a barcode")]
    Code(String),
}
