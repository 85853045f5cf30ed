//! Exact decimals with a unit: `29.97 mg` is 29 970 µg.

use core::fmt;

use crate::text::error::Unread;
use crate::text::reader::{Reader, append, tri};

/// How one quantity is written, and what to say where a text is none.
pub(crate) struct Notation {
    /// Each unit with the power of ten by which it exceeds the smallest step.
    pub(crate) units: &'static [(&'static str, u32)],
    /// The smallest and the largest number of steps.
    pub(crate) range: (u64, u64),
    /// "a mass such as ..."
    pub(crate) expected: &'static str,
    /// "one of the units ..."
    pub(crate) expected_unit: &'static str,
    /// "a whole number of ..."
    pub(crate) expected_steps: &'static str,
    /// "at most ..."
    pub(crate) expected_range: &'static str,
}

impl Notation {
    /// Reads `12 mg`, `0.5mg` or `29.97 mg` as whole steps: no sign, no exponent, no comma, at most one space
    /// before the unit, and by hand no `1.000`, which half of Europe writes for one thousand.
    pub(crate) const fn read(&self, text: &mut Reader<'_>) -> Result<u64, Unread> {
        let start = *text;
        if !text.at_digit() {
            return text.expected(self.expected);
        }
        let whole = text.digits();
        let mut fraction: &[u8] = &[];
        if text.eat(".") {
            fraction = text.digits();
            if fraction.is_empty() {
                return text.expected("a digit after the point");
            }
        }
        let power = tri!(self.unit(text));
        let thousands = matches!(fraction, [_, _, b'0']) && !matches!(append(0, whole), Some(0));
        if thousands && start.by_hand() {
            return start.expected(
                "a number without a 0 at its end, such as 1 or 1.5 (1.000 can be meant as one thousand)",
            );
        }
        while let [digits @ .., b'0'] = fraction {
            fraction = digits;
        }
        if fraction.len() > power as usize {
            return start.expected(self.expected_steps);
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most the power of a unit")]
        let scale = 10_u64.pow(power - fraction.len() as u32);
        let mut steps = append(0, whole);
        if let Some(number) = steps {
            steps = append(number, fraction);
        }
        if let Some(number) = steps {
            steps = number.checked_mul(scale);
        }
        match steps {
            Some(steps) if self.range.0 <= steps && steps <= self.range.1 => Ok(steps),
            _ => start.expected(self.expected_range),
        }
    }

    /// The unit behind a number, as its power of ten.
    const fn unit(&self, text: &mut Reader<'_>) -> Result<u32, Unread> {
        let mut behind = *text;
        behind.eat_unit_space();
        let mut index = 0;
        while index < self.units.len() {
            let (name, power) = self.units[index];
            if behind.eat_word(name) {
                *text = behind;
                return Ok(power);
            }
            index += 1;
        }
        text.expected(self.instead_of_unit(*text))
    }

    /// What to expect where no unit follows a number: the number may go on as none of ours does.
    const fn instead_of_unit(&self, mut text: Reader<'_>) -> &'static str {
        if text.eat(",") && text.at_digit() {
            return "a number such as 0.5 or 1000 (a comma is not read)";
        }
        let exponent = text.eat("e") || text.eat("E");
        if exponent && (text.eat("+") || text.eat("-") || text.at_digit()) {
            return "a number such as 1000 (an exponent is not read)";
        }
        self.expected_unit
    }
}

/// Writes `value` steps of 10^-`decimals` without trailing zeros, and its unit, as wide as asked for.
pub(crate) fn write_quantity(
    f: &mut fmt::Formatter<'_>,
    value: u64,
    decimals: u32,
    unit: &str,
) -> fmt::Result {
    let scale = 10_u64.pow(decimals);
    let whole = value / scale;
    let rest = format!("{:0width$}", value % scale, width = decimals as usize);
    match rest.trim_end_matches('0') {
        "" => f.pad(&format!("{whole} {unit}")),
        fraction => f.pad(&format!("{whole}.{fraction} {unit}")),
    }
}
