//! Text of others on its way to people, in one line.

use std::borrow::Cow;

/// The text with its control characters escaped: what a server or a cell says can neither end a line of a
/// log nor steer a terminal.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match is_odd(letter) {
            true => line.extend(letter.escape_debug()),
            false => line.push(letter),
        }
    }
    Cow::Owned(line)
}

/// Control characters, and those that turn the direction of a line around.
fn is_odd(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_no_text_is_escaped() {
        assert_eq!(one_line("grüße \"'\\ 👋"), "grüße \"'\\ 👋");
        assert_eq!(one_line("a\r\n\tb\u{1b}[2Jc\u{0}"), r"a\r\n\tb\u{1b}[2Jc\0");
        assert_eq!(one_line("\u{202e}txt.exe\u{9b}"), r"\u{202e}txt.exe\u{9b}");
    }
}
