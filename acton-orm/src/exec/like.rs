//! The patterns of `like`.

/// A pattern: `%` is any run of characters, `_` any one, `\` takes the next as it is.
#[derive(Debug)]
pub(crate) struct Like(Vec<Token>);

#[derive(Debug, PartialEq)]
enum Token {
    Char(char),
    One,
    Run,
}

impl Like {
    pub(crate) fn new(pattern: &str) -> Self {
        let mut tokens = Vec::new();
        let mut chars = pattern.chars();
        while let Some(char) = chars.next() {
            match char {
                '%' if tokens.last() == Some(&Token::Run) => {}
                '%' => tokens.push(Token::Run),
                '_' => tokens.push(Token::One),
                '\\' => tokens.push(Token::Char(chars.next().unwrap_or('\\'))),
                other => tokens.push(Token::Char(other)),
            }
        }
        Self(tokens)
    }

    /// Goes back to the last `%` at a mismatch and lets it take one character more, so that no
    /// pattern takes more than pattern times text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let tokens = &self.0;
        let (mut at, mut rest) = (0, text);
        let mut run: Option<(usize, &str)> = None;
        loop {
            let next = rest.chars().next();
            match (tokens.get(at), next) {
                (Some(Token::Run), _) => {
                    run = Some((at + 1, rest));
                    at += 1;
                }
                (Some(Token::One), Some(char)) => {
                    rest = &rest[char.len_utf8()..];
                    at += 1;
                }
                (Some(Token::Char(wanted)), Some(char)) if *wanted == char => {
                    rest = &rest[char.len_utf8()..];
                    at += 1;
                }
                (None, None) => return true,
                _ => {
                    let Some((after, start)) = run else {
                        return false;
                    };
                    let Some(char) = start.chars().next() else {
                        return false;
                    };
                    rest = &start[char.len_utf8()..];
                    at = after;
                    run = Some((after, rest));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Like;

    #[test]
    fn patterns_match_as_in_sql() {
        let cases = [
            ("%.png", "hero.png", true),
            ("%.png", "hero.PNG", false),
            ("h_ro%", "hero.png", true),
            ("h_ro", "héro", true),
            ("100\\%", "100%", true),
            ("100\\%", "1000", false),
            ("%a%b%", "xxaxxbxx", true),
            ("%a%b%", "xxbxxaxx", false),
            ("", "", true),
            ("", "a", false),
            ("%", "", true),
            ("_", "", false),
            ("a\\", "a\\", true),
            ("%%a", "bca", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(
                Like::new(pattern).matches(text),
                expected,
                "{pattern} on {text}"
            );
        }
    }

    #[test]
    fn a_hostile_pattern_does_not_take_exponential_time() {
        let pattern = "%a".repeat(50);
        assert!(!Like::new(&pattern).matches(&"b".repeat(5_000)));
    }
}
