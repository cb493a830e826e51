//! Messages on a pipe: four bytes of length, little-endian, and that much JSON.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt};

/// No message is larger: a prompt of that size fits into no context. More is a process that speaks something else.
pub(super) const LARGEST: usize = 16 << 20;

pub(super) fn encode(message: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut frame = vec![0; 4];
    serde_json::to_writer(&mut frame, message)?;
    let length = frame.len() - 4;
    let length = u32::try_from(length).ok().filter(|_| length <= LARGEST).ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, format!("a message of {length} bytes is too large"))
    })?;
    frame[..4].copy_from_slice(&length.to_le_bytes());
    Ok(frame)
}

fn length_of(prefix: [u8; 4]) -> io::Result<usize> {
    let length = usize::try_from(u32::from_le_bytes(prefix)).unwrap_or(usize::MAX);
    if length > LARGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a message is too large"));
    }
    Ok(length)
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    serde_json::from_slice(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// The next message; none when the pipe was closed between two.
pub(super) fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    let mut prefix = [0; 4];
    let mut filled = 0;
    while filled < prefix.len() {
        match from.read(&mut prefix[filled..]) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let mut bytes = vec![0; length_of(prefix)?];
    from.read_exact(&mut bytes)?;
    decode(&bytes).map(Some)
}

pub(super) fn write(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    to.write_all(&encode(message)?)?;
    to.flush()
}

/// As [`read`], for the parent.
pub(super) async fn read_async<T: DeserializeOwned>(
    from: &mut (impl AsyncRead + Unpin),
) -> io::Result<Option<T>> {
    let mut prefix = [0; 4];
    let first = from.read(&mut prefix).await?;
    if first == 0 {
        return Ok(None);
    }
    from.read_exact(&mut prefix[first..]).await?;
    let mut bytes = vec![0; length_of(prefix)?];
    from.read_exact(&mut bytes).await?;
    decode(&bytes).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_back_as_they_were_sent() {
        let mut pipe = Vec::new();
        write(&mut pipe, &"one").expect("writes");
        write(&mut pipe, &"zwei 👗").expect("writes");
        let mut from = pipe.as_slice();
        assert_eq!(read::<String>(&mut from).expect("reads").as_deref(), Some("one"));
        assert_eq!(read::<String>(&mut from).expect("reads").as_deref(), Some("zwei 👗"));
        assert_eq!(read::<String>(&mut from).expect("ends"), None);
    }

    #[test]
    fn what_is_no_message_is_an_error_and_takes_no_memory() {
        for wrong in [&b"\xff\xff\xff\xffrubbish"[..], b"\x05\0\0\0\"on", b"\x02\0", b"\x03\0\0\0{{{"] {
            assert!(read::<String>(&mut &wrong[..]).is_err(), "{wrong:?}");
        }
        assert!(encode(&"x".repeat(LARGEST)).is_err());
    }
}
