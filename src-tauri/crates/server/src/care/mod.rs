//! Care of the shop's data: backups in folders, restoring, whole archives, files that come in and go out.
//!
//! Owns files and folders; what they mean is decided in core.

pub mod archive;
pub mod backups;
pub mod exports;
pub mod imports;
pub mod pictures;
pub mod reading;
pub mod recovery;
