//! The calculator: numbers, `+ - * /` and brackets.

/// The value of an expression, rounded to cents as text; `None` when it is none.
pub(super) fn calculate(expression: &str) -> Option<String> {
    let mut reader = Reader { rest: expression.trim_start() };
    let value = reader.sum(0)?;
    (reader.rest.is_empty() && value.is_finite()).then(|| format!("{value:.2}"))
}

/// Brackets within brackets that are followed at most.
const DEEPEST: u32 = 64;

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn take(&mut self, sign: char) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn sum(&mut self, depth: u32) -> Option<f64> {
        let mut value = self.product(depth)?;
        loop {
            if self.take('+') {
                value += self.product(depth)?;
            } else if self.take('-') {
                value -= self.product(depth)?;
            } else {
                return Some(value);
            }
        }
    }

    fn product(&mut self, depth: u32) -> Option<f64> {
        let mut value = self.factor(depth)?;
        loop {
            if self.take('*') {
                value *= self.factor(depth)?;
            } else if self.take('/') {
                value /= self.factor(depth)?;
            } else {
                return Some(value);
            }
        }
    }

    fn factor(&mut self, depth: u32) -> Option<f64> {
        if depth > DEEPEST {
            return None;
        }
        if self.take('-') {
            return self.factor(depth + 1).map(|value| -value);
        }
        if self.take('+') {
            return self.factor(depth + 1);
        }
        if self.take('(') {
            let value = self.sum(depth + 1)?;
            return self.take(')').then_some(value);
        }
        let end = self.rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        number.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::calculate;

    #[test]
    fn expressions_are_reckoned_and_anything_else_is_refused() {
        for (expression, value) in [
            ("1 + 2 * 3", Some("7.00")),
            ("(1 + 2) * 3", Some("9.00")),
            ("164.28 + 481.5 - -.5", Some("646.28")),
            ("-(2/4)", Some("-0.50")),
            ("2 -- 2", Some("4.00")),
            ("1/0", None),
            ("", None),
            ("(1", None),
            ("1 2", None),
            ("1..2", None),
            ("import os", None),
            ("2 ** 3", None),
        ] {
            assert_eq!(calculate(expression).as_deref(), value, "{expression}");
        }
        assert_eq!(calculate(&"(".repeat(10_000)), None);
    }
}
