//! Reading a text from left to right, by functions that run in the compiler as well as in a program.
//!
//! A type reads itself with a `const fn read(text: &mut Reader)`. Its `FromStr` and whatever contains it use
//! that one function, so that there is one reading of `29.97 mg` and of `q14d`.

use crate::text::error::{ParseError, Unread};

/// `?` for functions that run in the compiler, where `?` is not allowed yet.
macro_rules! tri {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(error) => return Err(error),
        }
    };
}
pub(crate) use tri;

/// The text form of a type with a `const fn read(&mut Reader)`: `FromStr` through it, and serde and `Debug` as that text.
macro_rules! text_form {
    ($type:ty, $expecting:literal) => {
        impl core::str::FromStr for $type {
            type Err = $crate::text::error::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::text::reader::parse(text, Self::read)
            }
        }

        $crate::text::debug_as_display!($type);
        $crate::text::serde_as_text!($type, $expecting);
    };
}
pub(crate) use text_form;

/// A place in a text, always at a character's boundary. A copy remembers the place.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'t> {
    rest: &'t [u8],
    at: usize,
    /// Whether a person wrote it, who can mean one thousand by `1.000`.
    by_hand: bool,
}

impl<'t> Reader<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { rest: text.as_bytes(), at: 0, by_hand: true }
    }

    /// Of a text that a format made from a number, in which a point is never one of thousands.
    #[cfg(feature = "interchange")]
    pub(crate) const fn of_number(text: &'t str) -> Self {
        Self { by_hand: false, ..Self::new(text) }
    }

    pub(crate) const fn by_hand(&self) -> bool {
        self.by_hand
    }

    /// Bytes from the start of the text to here.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    pub(crate) const fn expected<T: Copy>(&self, expected: &'static str) -> Result<T, Unread> {
        let at = self.at;
        Err(Unread { at, expected })
    }

    pub(crate) const fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    #[inline]
    pub(crate) const fn at_digit(&self) -> bool {
        matches!(self.rest, [b'0'..=b'9', ..])
    }

    #[inline]
    pub(crate) const fn starts_with(&self, mark: &str) -> bool {
        let (mark, mut index) = (mark.as_bytes(), 0);
        while index < mark.len() {
            if index == self.rest.len() || self.rest[index] != mark[index] {
                return false;
            }
            index += 1;
        }
        true
    }

    /// Steps over a mark such as `(`, if it is next.
    #[inline]
    pub(crate) const fn eat(&mut self, mark: &str) -> bool {
        let found = self.starts_with(mark);
        if found {
            self.take(mark.len());
        }
        found
    }

    /// Steps over a word, if it is next and ends where `word` does.
    #[inline]
    pub(crate) const fn eat_word(&mut self, word: &str) -> bool {
        let mut behind = *self;
        let found = behind.eat(word) && !behind.in_word();
        if found {
            *self = behind;
        }
        found
    }

    /// Steps over a mark that has to be next.
    pub(crate) const fn require(&mut self, mark: &str, what: &'static str) -> Result<(), Unread> {
        if self.eat(mark) {
            return Ok(());
        }
        self.expected(what)
    }

    /// Steps over the text before a mark, and over the mark, which has to come.
    pub(crate) const fn before(
        &mut self,
        mark: &str,
        what: &'static str,
    ) -> Result<&'t str, Unread> {
        let mut ahead = *self;
        while !ahead.starts_with(mark) {
            if ahead.at_end() {
                return self.expected(what);
            }
            ahead.take(1);
        }
        let text = self.rest.split_at(ahead.at - self.at).0;
        ahead.take(mark.len());
        match core::str::from_utf8(text) {
            Ok(text) => {
                *self = ahead;
                Ok(text)
            }
            Err(_) => self.expected(what),
        }
    }

    /// Steps over the digits that are next, if there are any.
    #[inline]
    pub(crate) const fn digits(&mut self) -> &'t [u8] {
        let mut count = 0;
        while count < self.rest.len() && self.rest[count].is_ascii_digit() {
            count += 1;
        }
        self.take(count)
    }

    /// A whole number from 0 to `most`.
    pub(crate) const fn number(&mut self, most: u32, what: &'static str) -> Result<u32, Unread> {
        let start = *self;
        let digits = self.digits();
        match append(0, digits) {
            #[expect(clippy::cast_possible_truncation, reason = "at most a u32")]
            Some(number) if number <= most as u64 && !digits.is_empty() => Ok(number as u32),
            _ => start.expected(what),
        }
    }

    /// Steps over white space of any kind and length.
    #[inline]
    pub(crate) const fn skip_space(&mut self) {
        loop {
            match space(self.rest) {
                0 => return,
                bytes => self.take(bytes),
            };
        }
    }

    /// Steps over the one space that can stand between a number and its unit, as labels print it: a plain one or one
    /// at which no line is broken.
    pub(crate) const fn eat_unit_space(&mut self) {
        let _ = self.eat(" ") || self.eat("\u{a0}") || self.eat("\u{202f}");
    }

    /// Whether a letter or a digit is next. There is no use for others than ASCII and those of `µg`, so that
    /// every other character but white space counts as one.
    #[inline]
    pub(crate) const fn in_word(&self) -> bool {
        match self.rest {
            [0x80..=0xFF, ..] => space(self.rest) == 0,
            [byte, ..] => byte.is_ascii_alphanumeric(),
            [] => false,
        }
    }

    #[inline]
    const fn take(&mut self, bytes: usize) -> &'t [u8] {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        self.at += bytes;
        taken
    }
}

/// How many bytes the white space has with which a text begins: of Unicode's `White_Space`, as UTF-8.
#[inline]
const fn space(text: &[u8]) -> usize {
    match text {
        [b'\t'..=b'\r' | b' ', ..] => 1,
        [0xC2, 0x85 | 0xA0, ..] => 2,
        [0xE1, 0x9A, 0x80, ..]
        | [0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF, ..]
        | [0xE2, 0x81, 0x9F, ..]
        | [0xE3, 0x80, 0x80, ..] => 3,
        _ => 0,
    }
}

/// A number with more digits behind it, or `None` past the largest.
pub(crate) const fn append(mut number: u64, mut digits: &[u8]) -> Option<u64> {
    while let [digit, rest @ ..] = digits {
        number = match number.checked_mul(10) {
            Some(tens) => match tens.checked_add((*digit - b'0') as u64) {
                Some(number) => number,
                None => return None,
            },
            None => return None,
        };
        digits = rest;
    }
    Some(number)
}

/// A text that is one value and nothing else.
pub(crate) fn parse<'t, T: Copy>(
    text: &'t str,
    read: impl FnOnce(&mut Reader<'t>) -> Result<T, Unread>,
) -> Result<T, ParseError> {
    parse_from(Reader::new(text), text, read)
}

/// The same for a text of a reader's own.
pub(crate) fn parse_from<'t, T: Copy>(
    mut reader: Reader<'t>,
    text: &'t str,
    read: impl FnOnce(&mut Reader<'t>) -> Result<T, Unread>,
) -> Result<T, ParseError> {
    let value = read(&mut reader)
        .and_then(|value| if reader.at_end() { Ok(value) } else { reader.expected("the end") });
    value.map_err(|unread| ParseError::expected(text, unread))
}
