//! GGUF, the file format of llama.cpp's models: read before native code sees a file, and written for measurements and tests.
//!
//! The format is described at <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>.

mod read;
mod write;

pub use read::{Header, Tensor, Value};
pub use write::{Content, Writer};

const MAGIC: [u8; 4] = *b"GGUF";
/// Where the metadata does not say otherwise, tensors begin at multiples of this.
const ALIGNMENT: u64 = 32;

/// Metadata's types.
mod kind {
    pub const U8: u32 = 0;
    pub const I8: u32 = 1;
    pub const U16: u32 = 2;
    pub const I16: u32 = 3;
    pub const U32: u32 = 4;
    pub const I32: u32 = 5;
    pub const F32: u32 = 6;
    pub const BOOL: u32 = 7;
    pub const STRING: u32 = 8;
    pub const ARRAY: u32 = 9;
    pub const U64: u32 = 10;
    pub const I64: u32 = 11;
    pub const F64: u32 = 12;
}

/// How tensors of a type are stored: elements of a block, and bytes of it. None where a newer llama.cpp may know the type.
fn block(tensor_type: u32) -> Option<(u64, u64)> {
    Some(match tensor_type {
        0 | 26 => (1, 4),
        1 | 25 | 30 => (1, 2),
        2 | 20 => (32, 18),
        3 => (32, 20),
        6 => (32, 22),
        7 => (32, 24),
        8 => (32, 34),
        9 => (32, 36),
        10 => (256, 84),
        11 | 21 => (256, 110),
        12 => (256, 144),
        13 => (256, 176),
        14 => (256, 210),
        15 => (256, 292),
        16 => (256, 66),
        17 => (256, 74),
        18 => (256, 98),
        19 => (256, 50),
        22 => (256, 82),
        23 => (256, 136),
        24 => (1, 1),
        27 | 28 => (1, 8),
        29 => (256, 56),
        34 => (256, 54),
        35 => (256, 66),
        39 => (32, 17),
        _ => return None,
    })
}
