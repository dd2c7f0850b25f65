//! Messages of errors that are found while constants are evaluated.

/// A message put together when the program is compiled.
pub(crate) struct Text {
    bytes: [u8; 512],
    length: usize,
}

impl Text {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; 512],
            length: 0,
        }
    }

    pub(crate) const fn and(mut self, part: &str) -> Self {
        let part = part.as_bytes();
        let mut i = 0;
        while i < part.len() && self.length < self.bytes.len() {
            self.bytes[self.length] = part[i];
            self.length += 1;
            i += 1;
        }
        self
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "a compile error: this runs in constants only")]
    pub(crate) const fn fail(self) -> ! {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("the struct does not fit its table"),
        }
    }
}
