//! A line of a file as fields.

use std::borrow::Cow;

/// What is between the fields of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// A comma; blanks and tabs beside it do not count.
    Comma,
    /// A tab; blanks beside it do not count.
    Tab,
    /// NM-TRAN's rule: a comma or a tab, with the blanks beside it, or blanks alone.
    Any,
}

impl Separator {
    /// What is between the fields of a file with this line of names.
    pub(super) fn of(names: &[u8]) -> Self {
        if names.contains(&b',') {
            Self::Comma
        } else if names.contains(&b'\t') {
            Self::Tab
        } else {
            Self::Any
        }
    }
}

/// Where a field stands in its line, without the quotation marks around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    start: usize,
    end: usize,
    quoted: bool,
}

impl Field {
    pub(super) fn of(self, line: &[u8]) -> &[u8] {
        &line[self.start..self.end]
    }

    /// The text of the field, two quotation marks in quotes as the one that they are; `None` if it is not UTF-8.
    pub(super) fn text(self, line: &[u8]) -> Option<Cow<'_, str>> {
        let text = core::str::from_utf8(self.of(line)).ok()?;
        match self.quoted && text.contains("\"\"") {
            true => Some(text.replace("\"\"", "\"").into()),
            false => Some(text.into()),
        }
    }
}

/// The fields of a line, in place of what was there; the error is what was expected of a quotation mark.
pub(super) fn split(
    line: &[u8],
    separator: Separator,
    fields: &mut Vec<Field>,
) -> Result<(), &'static str> {
    fields.clear();
    let blank = |byte: u8| byte == b' ' || (byte == b'\t' && separator == Separator::Comma);
    let ends = |byte: u8| match separator {
        Separator::Comma => byte == b',',
        Separator::Tab => byte == b'\t',
        Separator::Any => matches!(byte, b',' | b'\t'),
    };
    let blanks = |from: usize| from + line[from..].iter().take_while(|byte| blank(**byte)).count();
    let mut at = blanks(0);
    if at == line.len() {
        return Ok(());
    }
    loop {
        let field = if line.get(at) == Some(&b'"') {
            quoted(line, at)?
        } else {
            let stops = |byte: &u8| ends(*byte) || (separator == Separator::Any && *byte == b' ');
            let length = line[at..].iter().position(stops).unwrap_or(line.len() - at);
            let text = &line[at..at + length];
            let trailing = text.iter().rev().take_while(|byte| blank(**byte)).count();
            Field { start: at, end: at + length - trailing, quoted: false }
        };
        fields.push(field);
        let after = field.end + usize::from(field.quoted);
        at = blanks(after);
        match line.get(at) {
            None => return Ok(()),
            Some(byte) if ends(*byte) => at = blanks(at + 1),
            Some(_) if at > after && separator == Separator::Any => {}
            Some(_) => return Err("a separator behind the quotation mark that ends a field"),
        }
        // Blanks at the end of a line are no field; a comma or a tab there has an empty one behind it.
    }
}

/// The field in quotation marks that starts here.
fn quoted(line: &[u8], start: usize) -> Result<Field, &'static str> {
    let mut at = start + 1;
    loop {
        let length = line[at..].iter().position(|byte| *byte == b'"');
        at += length.ok_or("a second quotation mark that ends the field")?;
        if line.get(at + 1) != Some(&b'"') {
            return Ok(Field { start: start + 1, end: at, quoted: true });
        }
        at += 2;
    }
}
