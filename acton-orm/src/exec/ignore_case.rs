//! Text that is equal but for upper and lower case.

/// The wanted text, one character after the other in lower case.
#[derive(Debug)]
pub(crate) struct IgnoreCase(String);

impl IgnoreCase {
    pub(crate) fn new(text: &str) -> Self {
        Self(lower(text).collect())
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        if text.is_ascii() {
            return text.eq_ignore_ascii_case(&self.0);
        }
        lower(text).eq(self.0.chars())
    }
}

/// By character, so that no character's case depends on its place in a word (the Greek sigma). Through
/// upper case, so that both of its small forms are one.
fn lower(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(|char| {
        let mut upper = char.to_uppercase();
        // `ß` is `SS` in upper case: that is more than case.
        match (upper.next(), upper.next()) {
            (Some(upper), None) => upper.to_lowercase(),
            _ => char.to_lowercase(),
        }
    })
}
