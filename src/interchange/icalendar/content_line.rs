//! The lines of which a calendar consists.

/// Content lines (RFC 5545, section 3.1).
#[derive(Default)]
pub(super) struct ContentLines {
    pub(super) text: String,
}

impl ContentLines {
    /// A property whose value is of the type TEXT.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let escaped = value.replace('\\', r"\\").replace(',', r"\,");
        let escaped = escaped.replace(';', r"\;").replace('\n', r"\n");
        self.plain(name, &escaped);
    }

    /// A property whose value is written as it is. Lines are folded at 75 octets, with the blank that a
    /// continued line begins with.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        const OCTETS: usize = 75;
        let mut octets = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if octets + c.len_utf8() > OCTETS {
                self.text.push_str("\r\n ");
                octets = 1;
            }
            self.text.push(c);
            octets += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}
