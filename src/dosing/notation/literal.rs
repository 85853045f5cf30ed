//! Regimens in source code, which the compiler reads before a program can.

use crate::dosing::notation::read::{Fault, Phases};
use crate::dosing::regimen::Regimen;

/// The [`Regimen`](crate::Regimen) of a text that the compiler has read.
///
/// A wrong text is refused by the compiler, which marks the place, with the [grammar](crate::dosing::notation)
/// that `parse` has at run time: what compiles is a regimen, and nothing has to be unwrapped. The text is a literal
/// or any other constant: the name of a `const`, or `concat!`.
///
/// The regimen itself is built at run time, so that `regimen!` cannot initialise a `const` or a `static`; for a
/// regimen that is built once, put it into a [`LazyLock`](std::sync::LazyLock).
///
/// ```
/// use aso_regimen::regimen;
///
/// let tofersen = regimen!("100 mg IT q14d x3, then q28d");
/// assert_eq!(tofersen, "100 mg IT q14d x3, then q28d".parse()?);
///
/// const NUSINERSEN: &str = concat!("12 mg ", "IT q14d x3, then after 35d x1, then q4mo");
/// let days: Vec<i32> = regimen!(NUSINERSEN)
///     .starting("2026-01-05".parse()?)
///     .iter()
///     .day_offsets()
///     .take(4)
///     .collect();
/// assert_eq!(days, [0, 14, 28, 63]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```compile_fail,E0080
/// // The number 14 has no unit.
/// let tofersen = aso_regimen::regimen!("100 mg IT q14 x3");
/// ```
///
/// The compiler says
///
/// ```text
/// not a regimen: expected the unit d, w or mo right after the number at character 14, in phase 1
/// 100 mg IT q14 x3
///              ^
/// ```
#[macro_export]
macro_rules! regimen {
    ($text:expr $(,)?) => {{
        const _: () = if let Some(refusal) = $crate::dosing::notation::refusal($text) {
            panic!("{}", refusal.as_str())
        };
        $crate::dosing::notation::of_literal($text)
    }};
}

#[cfg(feature = "catalog")]
pub(crate) use regimen;

/// What the compiler says of a text that is no regimen. A panic in the compiler prints a `&str` and nothing else.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    at: usize,
    bytes: [u8; 512],
    length: usize,
}

/// What is wrong with a text as a regimen, or `None` where nothing is.
#[doc(hidden)]
pub const fn refusal(text: &str) -> Option<Refusal> {
    let mut phases = Phases::new(text);
    loop {
        match phases.next() {
            Ok(Some(_)) => {}
            Ok(None) => return None,
            Err(fault) => return Some(Refusal::new(text.as_bytes(), fault, phases.phase())),
        }
    }
}

/// The regimen of a text of which [`refusal`] says nothing.
#[doc(hidden)]
pub fn of_literal(text: &str) -> Regimen {
    text.parse().expect("the compiler has read it")
}

impl Refusal {
    /// How much of a long line is shown on each side of the trouble.
    const REACH: usize = 100;

    /// Where in the text the trouble is, in bytes from its start.
    pub const fn offset(&self) -> usize {
        self.at
    }

    /// What was expected, the line of the text, and a mark under the place.
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(message) => message,
            Err(_) => "not a regimen",
        }
    }

    const fn new(text: &[u8], fault: Fault, phase: usize) -> Self {
        let at = fault.at;
        let mut message = Self { at, bytes: [0; 512], length: 0 };
        let (mut start, mut end) = (at, at);
        while start > 0 && text[start - 1] != b'\n' && Self::shown(text, start, at) {
            start -= 1;
        }
        while end < text.len() && text[end] != b'\n' && Self::shown(text, end, at) {
            end += 1;
        }
        message.push(b"not a regimen: expected ");
        message.push(fault.expected().as_bytes());
        message.push(b" at character ");
        message.push_number(character(text, at));
        message.push(b", in phase ");
        message.push_number(phase);
        message.push(b"\n");
        message.push(text.split_at(end).0.split_at(start).1);
        message.push(b"\n");
        while start < at {
            match text[start] {
                b'\t' => message.push(b"\t"),
                byte if begins_character(byte) => message.push(b" "),
                _ => {}
            }
            start += 1;
        }
        message.push(b"^");
        message
    }

    /// Whether the line is shown beyond a byte: it is cut far from the trouble, between two characters.
    const fn shown(text: &[u8], byte: usize, at: usize) -> bool {
        byte.abs_diff(at) < Self::REACH || !begins_character(text[byte])
    }

    const fn push_number(&mut self, number: usize) {
        if number >= 10 {
            self.push_number(number / 10);
        }
        self.push(b"0123456789".split_at(number % 10).1.split_at(1).0);
    }

    const fn push(&mut self, mut bytes: &[u8]) {
        while let [byte, rest @ ..] = bytes {
            self.bytes[self.length] = *byte;
            self.length += 1;
            bytes = rest;
        }
    }
}

/// A place in bytes as one in characters, counted from 1.
const fn character(text: &[u8], at: usize) -> usize {
    let (mut index, mut character) = (0, 1);
    while index < at {
        character += begins_character(text[index]) as usize;
        index += 1;
    }
    character
}

/// Whether a byte of UTF-8 is the first of its character.
const fn begins_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}
