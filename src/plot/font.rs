//! Width of text in any usual sans-serif font: an upper estimate.
//!
//! Readers of a picture have different fonts. The widths here are, letter by letter, the wider of Helvetica and
//! `DejaVu Sans`, the narrow and the wide end of what browsers use.
//!
//! ```
//! use aso_regimen::plot::font::width;
//!
//! assert!(width("100 mg", 12.0, true) > width("100 mg", 12.0, false), "bold is wider");
//! assert!(width("100 mg IT", 12.0, false) < 80.0);
//! ```

use crate::plot::error::PictureError;
use crate::text::is_blank;

/// The font family of all texts.
pub const FAMILY: &str = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/// The largest number of characters in a title or a name.
pub const LONGEST: usize = 200;

/// The largest number of characters in a note, which is written in lines below a picture: a reason or a source.
pub const LONGEST_NOTE: usize = 4_000;

/// Hundredths of the font size, for the characters from the space to the tilde.
const WIDTHS: [u8; 95] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 56, 102, 69, 69, 73, 78, 67, 62, 78, 76, 30, 50, 67, 56, 87, 75,
    79, 67, 79, 73, 67, 62, 74, 69, 99, 69, 67, 69, 40, 34, 40, 84, 56, 50, 62, 64, 55, 64, 62, 36,
    64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
];

/// Letters, digits and signs of alphabets; the table above has them all below one.
const ALPHABETIC: f64 = 1.0;
/// Ideographs, emoji and whatever else there is.
const WIDE: f64 = 1.5;
/// Bold letters are wider.
const BOLD: f64 = 1.2;

/// Returns an upper estimate of the width of a line of text, in the unit of `size`.
///
/// ```
/// use aso_regimen::plot::font;
///
/// assert!((font::width("100 mg", 10.0, false) - 38.6).abs() < 1e-9);
/// assert!(font::width("100 mg", 10.0, true) > font::width("100 mg", 10.0, false));
/// ```
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let letters: f64 = text.chars().map(of_character).sum();
    letters * size * if bold { BOLD } else { 1.0 }
}

fn of_character(c: char) -> f64 {
    match c {
        ' '..='~' => f64::from(WIDTHS[c as usize - usize::from(b' ')]) / 100.0,
        '\u{a0}'..='\u{5ff}' | '\u{2010}'..='\u{2027}' => ALPHABETIC,
        _ => WIDE,
    }
}

/// The text in lines no wider than asked for, broken at spaces, and within a word only where the word
/// alone is wider.
pub(super) fn wrap(text: &str, size: f64, bold: bool, widest: f64) -> Vec<String> {
    let fits = |line: &str| width(line, size, bold) <= widest;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let joined = match lines[last].as_str() {
            "" => word.to_owned(),
            line => format!("{line} {word}"),
        };
        if fits(&joined) {
            lines[last] = joined;
            continue;
        }
        if !lines[last].is_empty() {
            lines.push(String::new());
        }
        for c in word.chars() {
            let mut longer = lines.pop().unwrap_or_default();
            longer.push(c);
            if fits(&longer) || longer.chars().count() == 1 {
                lines.push(longer);
            } else {
                longer.pop();
                lines.extend([longer, c.to_string()]);
            }
        }
    }
    lines
}

/// The title or name, if it can be drawn.
pub(super) fn checked(
    what: impl Into<String>,
    text: impl Into<String>,
) -> Result<String, PictureError> {
    checked_to(LONGEST, what, text)
}

/// The note, if it can be drawn.
pub(super) fn checked_note(
    what: impl Into<String>,
    text: impl Into<String>,
) -> Result<String, PictureError> {
    checked_to(LONGEST_NOTE, what, text)
}

fn checked_to(
    longest: usize,
    what: impl Into<String>,
    text: impl Into<String>,
) -> Result<String, PictureError> {
    let text = text.into();
    let characters = text.chars().count();
    let why = if is_blank(&text) {
        "is blank, expected a text".to_owned()
    } else if characters > longest {
        format!("has {characters} characters, expected at most {longest}")
    } else if let Some((c, at)) = text.chars().zip(1..).find(|(c, _)| is_invisible(*c)) {
        format!("has the invisible character U+{:04X} at character {at}", u32::from(c))
    } else {
        return Ok(text);
    };
    Err(PictureError::Text { what: what.into(), why })
}

/// Control characters, line separators, marks of direction, characters without a width, and what XML 1.0 forbids
/// (section 2.2). The two that join letters or keep them apart are part of some scripts and of emoji.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}
