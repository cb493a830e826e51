//! Reads from a runner's log how many tests it ran.

/// Whose closing lines a log has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    /// `cargo test`: one `test result:` line for each test program.
    Libtest,
    Vitest,
    /// `node --test`, with its "spec" or its "tap" reporter.
    NodeTest,
    /// Does not count; it holds as a whole or not.
    Whole,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u32,
    pub failed: u32,
    /// Not run, though they exist.
    pub skipped: u32,
}

impl Count {
    fn add(&mut self, kind: &str, number: u32) {
        match kind {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

/// What `log` says. Nothing is counted where the runner came to no closing line.
pub fn count(runner: Runner, log: &str) -> Count {
    let mut count = Count::default();
    for line in log.lines() {
        let line = without_colours(line);
        let line = line.trim();
        match runner {
            Runner::Libtest => {
                if let Some((_, numbers)) =
                    line.strip_prefix("test result:").and_then(|rest| rest.split_once('.'))
                {
                    add_pairs(&mut count, numbers.split(';'));
                }
            }
            Runner::Vitest => {
                if let Some(numbers) = line.strip_prefix("Tests ") {
                    let numbers = numbers.split('(').next().unwrap_or_default();
                    add_pairs(&mut count, numbers.split('|'));
                }
            }
            Runner::NodeTest => {
                let mut words = line.split_whitespace();
                if let (Some("ℹ" | "#"), Some(kind), Some(number), None) =
                    (words.next(), words.next(), words.next(), words.next())
                    && let Ok(number) = number.parse()
                {
                    count.add(kind, number);
                }
            }
            Runner::Whole => {}
        }
    }
    count
}

/// Each part reads `<number> <kind>`.
fn add_pairs<'a>(count: &mut Count, parts: impl Iterator<Item = &'a str>) {
    for part in parts {
        if let Some((number, kind)) = part.trim().split_once(' ')
            && let Ok(number) = number.parse()
        {
            count.add(kind.trim(), number);
        }
    }
}

/// Some runners colour their lines even into a file.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            for inner in characters.by_ref() {
                if inner.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(runner: Runner, log: &str, passed: u32, failed: u32, skipped: u32) {
        assert_eq!(count(runner, log), Count { passed, failed, skipped }, "{runner:?}: {log}");
    }

    #[test]
    fn every_runner_is_counted_by_its_closing_lines() {
        let libtest = "\
running 2 tests
test money::tests::adds ... ok
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: FAILED. 40 passed; 1 failed; 3 ignored; 0 measured; 7 filtered out; finished in 1.20s";
        check(Runner::Libtest, libtest, 42, 1, 3);
        check(Runner::Libtest, "error[E0308]: mismatched types", 0, 0, 0);

        check(Runner::Vitest, " Test Files  3 passed (3)\n      Tests  12 passed (12)", 12, 0, 0);
        check(Runner::Vitest, "      Tests  1 failed | 11 passed | 2 skipped (14)", 11, 1, 2);
        check(
            Runner::Vitest,
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m5 passed\u{1b}[39m (5)",
            5,
            0,
            0,
        );

        check(Runner::NodeTest, "ℹ tests 4\nℹ pass 3\nℹ fail 1\nℹ cancelled 0\nℹ duration_ms 12.5", 3, 1, 0);
        check(
            Runner::NodeTest,
            "# tests 4\n# pass 2\n# fail 0\n# cancelled 1\n# skipped 1\n# todo 0",
            2,
            1,
            1,
        );

        check(Runner::Whole, "test result: ok. 2 passed; 0 failed", 0, 0, 0);
    }

    #[test]
    fn a_test_that_prints_a_summary_like_line_in_words_does_not_count() {
        check(Runner::NodeTest, "# pass the salt\n# fail 1 of 2", 0, 0, 0);
        check(Runner::Libtest, "test result: pending", 0, 0, 0);
    }
}
