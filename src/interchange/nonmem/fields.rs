//! A line of a file as fields.

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
    /// What is between the fields of a file with this header line.
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
    start: u32,
    end: u32,
    quoted: bool,
}

impl Field {
    /// What is between two places of a line that has fewer bytes than 2^32.
    #[inline]
    fn new(start: usize, end: usize, quoted: bool) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "checked for the whole line")]
        Self { start: start as u32, end: end as u32, quoted }
    }

    /// The same without the blanks and tabs at its ends.
    #[inline]
    fn trimmed(line: &[u8], mut start: usize, mut end: usize) -> Self {
        let blank = |at: usize| matches!(line[at], b' ' | b'\t');
        while start < end && blank(start) {
            start += 1;
        }
        while start < end && blank(end - 1) {
            end -= 1;
        }
        Self::new(start, end, false)
    }

    #[inline]
    pub(super) fn of(self, line: &[u8]) -> &[u8] {
        &line[self.start as usize..self.end as usize]
    }

    /// Adds the bytes of the field, two quotation marks in quotes as the one that they are.
    #[inline]
    pub(super) fn add_to(self, bytes: &mut Vec<u8>, line: &[u8]) {
        let own = self.of(line);
        if !self.quoted {
            bytes.extend_from_slice(own);
            return;
        }
        let mut is_second = false;
        for byte in own {
            is_second = *byte == b'"' && !is_second;
            if *byte != b'"' || is_second {
                bytes.push(*byte);
            }
        }
    }

    /// The text of the field; `None` if it is not UTF-8.
    pub(super) fn text(self, line: &[u8]) -> Option<String> {
        let mut bytes = Vec::new();
        self.add_to(&mut bytes, line);
        String::from_utf8(bytes).ok()
    }
}

/// The fields of a line, in place of what was there; the error is what was expected.
#[inline]
pub(super) fn split(
    line: &[u8],
    separator: Separator,
    fields: &mut Vec<Field>,
) -> Result<(), &'static str> {
    fields.clear();
    if u32::try_from(line.len()).is_err() {
        return Err("a line of less than 4 GiB");
    }
    if separator == Separator::Comma && split_at_commas(line, fields) {
        return Ok(());
    }
    fields.clear();
    split_at_any(line, separator, fields)
}

/// Whether a line has no quotation marks, as nearly every one; it is then split.
#[inline]
fn split_at_commas(line: &[u8], fields: &mut Vec<Field>) -> bool {
    let mut start = 0;
    for (at, byte) in line.iter().enumerate() {
        match byte {
            b',' => {
                fields.push(Field::trimmed(line, start, at));
                start = at + 1;
            }
            b'"' => return false,
            _ => {}
        }
    }
    fields.push(Field::trimmed(line, start, line.len()));
    true
}

fn split_at_any(
    line: &[u8],
    separator: Separator,
    fields: &mut Vec<Field>,
) -> Result<(), &'static str> {
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
        let after = if line.get(at) == Some(&b'"') {
            let end = quoted(line, at)?;
            fields.push(Field::new(at + 1, end, true));
            end + 1
        } else {
            let stops = |byte: &u8| ends(*byte) || (separator == Separator::Any && *byte == b' ');
            let length = line[at..].iter().position(stops).unwrap_or(line.len() - at);
            let text = &line[at..at + length];
            let trailing = text.iter().rev().take_while(|byte| blank(**byte)).count();
            let end = at + length - trailing;
            fields.push(Field::new(at, end, false));
            end
        };
        at = blanks(after);
        match line.get(at) {
            None => return Ok(()),
            Some(byte) if ends(*byte) => at = blanks(at + 1),
            Some(_) if at > after && separator == Separator::Any => {}
            Some(_) => return Err("a separator behind the quotation mark that ends a field"),
        }
    }
}

/// Where the field in quotation marks that starts here ends.
fn quoted(line: &[u8], start: usize) -> Result<usize, &'static str> {
    let mut at = start + 1;
    loop {
        let length = line[at..].iter().position(|byte| *byte == b'"');
        at += length.ok_or("a second quotation mark that ends the field")?;
        if line.get(at + 1) != Some(&b'"') {
            return Ok(at);
        }
        at += 2;
    }
}
