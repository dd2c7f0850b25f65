//! Percent-encoding, both ways.

/// Decodes a path segment or, with `plus_is_space`, a form value.
pub(crate) fn decode(text: &str, plus_is_space: bool) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' if plus_is_space => out.push(b' '),
            b'%' => {
                let mut ahead = bytes.clone();
                let digits = (hex(ahead.next()), hex(ahead.next()));
                if let (Some(high), Some(low)) = digits {
                    out.push(high * 16 + low);
                    bytes = ahead;
                } else {
                    out.push(b'%');
                }
            }
            other => out.push(other),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The pairs of a query string or a form body.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), decode(value, true))
        })
        .collect()
}

/// Encodes everything but letters, digits and `-._~`.
pub(crate) fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn hex(digit: Option<u8>) -> Option<u8> {
    digit
        .and_then(|digit| char::from(digit).to_digit(16))
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes_to_itself_and_nonsense_stays() {
        let text = "E-mail Address;Região+1 100%";
        assert_eq!(decode(&encode(text), true), text);
        assert_eq!(decode("100%zz+1", false), "100%zz+1");
        assert_eq!(decode("l-0001%3A1f", false), "l-0001:1f");
    }
}
