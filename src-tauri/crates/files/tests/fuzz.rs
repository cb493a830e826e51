//! The fuzz targets over their corpus, and over changes of it that are the same on every machine.

#[path = "../fuzz/functions.rs"]
mod functions;

use std::path::Path;

/// A small generator of its own (xorshift): the same bytes everywhere, whatever libraries do.
struct Changes(u64);

impl Changes {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap_or(0)
    }

    /// What formats are made of.
    const PIECES: [&'static [u8]; 24] = [
        b",",
        b"\"",
        b"\n",
        b"\r\n",
        b";",
        b"=",
        b"\\",
        b":::",
        b"BEGIN:VCARD\n",
        b"END:VCARD\n",
        b"id:10",
        b"1.234",
        b"1,5",
        b"\xff",
        b"\0",
        b"\xef\xbb\xbf",
        b"=C3=BC=\n",
        b" ",
        b"--0230",
        b"variation",
        b"a",
        b"999999999999999999999",
        b"<p>&amp;",
        b"\xe2\x80\xaf",
    ];

    fn apply(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.next(6) {
            let at = self.next(bytes.len() + 1);
            match self.next(6) {
                0 if at < bytes.len() => bytes[at] = u8::try_from(self.next(256)).unwrap_or(0),
                1 => {
                    let piece = Self::PIECES[self.next(Self::PIECES.len())];
                    bytes.splice(at..at, piece.iter().copied());
                }
                2 => {
                    let end = (at + self.next(16)).min(bytes.len());
                    bytes.drain(at..end);
                }
                3 => {
                    let end = (at + self.next(64)).min(bytes.len());
                    let copy = bytes[at..end].to_vec();
                    let to = self.next(bytes.len() + 1);
                    bytes.splice(to..to, copy);
                }
                4 => bytes.truncate(at),
                _ => {
                    let piece = Self::PIECES[self.next(Self::PIECES.len())];
                    let end = (at + piece.len()).min(bytes.len());
                    bytes.splice(at..end, piece.iter().copied());
                }
            }
        }
        bytes.truncate(20_000);
    }
}

const CHANGES_OF_EACH: usize = 250;

#[test]
fn nothing_breaks_on_the_corpus_and_its_changes() {
    // Some readers catch what their libraries stop with: told in a line, for a backtrace takes long.
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (number, (name, run)) in (1_u64..).zip(functions::TARGETS) {
        let mut files: Vec<_> = std::fs::read_dir(corpus.join(name))
            .expect("a corpus")
            .map(|entry| entry.expect("a file").path())
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has a corpus");
        for (at, path) in (1_u64..).zip(&files) {
            let original = std::fs::read(path).expect("readable");
            run(&original);
            let mut changes = Changes(0x9e37_79b9_7f4a_7c15 ^ (number << 32) ^ at);
            let mut bytes = original.clone();
            for round in 0..CHANGES_OF_EACH {
                // Changes pile up for a while, then begin anew.
                if round % 10 == 0 {
                    bytes.clone_from(&original);
                }
                changes.apply(&mut bytes);
                let case = bytes.clone();
                if let Err(panic) = std::panic::catch_unwind(|| run(&case)) {
                    eprintln!("target {name}, {}, change {round}: {}", path.display(), case.escape_ascii());
                    std::panic::resume_unwind(panic);
                }
            }
        }
    }
}
