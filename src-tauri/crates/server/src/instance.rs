//! One Haberdash for one shop: a lock file beside the shop's file, held as long as the process lives.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use haberdash_core::{Code, Error, Result};

/// The lock file's name in the data folder.
pub const FILE_NAME: &str = "haberdash.lock";

/// The right to have the shop open. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub struct InstanceLock(#[expect(dead_code, reason = "held for its lock")] File);

impl InstanceLock {
    /// # Errors
    /// `DatabaseLocked` when another Haberdash has the shop open, `StorageUnavailable` when the folder cannot be used.
    pub fn take(data_dir: &Path) -> Result<Self> {
        let unusable = |error: std::io::Error| {
            Error::caused(Code::StorageUnavailable, "The shop's folder cannot be written.", error)
        };
        std::fs::create_dir_all(data_dir).map_err(unusable)?;
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(data_dir.join(FILE_NAME))
            .map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Error::new(
                Code::DatabaseLocked,
                "Another Haberdash has this shop open. Close it first, or choose another folder.",
            )),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_is_open_once() {
        let dir = tempfile::tempdir().expect("dir");
        let first = InstanceLock::take(dir.path()).expect("free");
        assert_eq!(InstanceLock::take(dir.path()).expect_err("taken").code, Code::DatabaseLocked);
        drop(first);
        InstanceLock::take(dir.path()).expect("free again");
    }
}
