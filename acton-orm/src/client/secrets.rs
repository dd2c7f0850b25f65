//! The secrets that were sent, struck out of what a server says: one that repeats what it got must not
//! make our errors tell it.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

use crate::Error;

/// Stands where a secret stood.
const STRUCK: &str = "[secret]";

/// Enough of a long secret to know it by where a text was cut.
const BEGINNING: usize = 8;

/// What is shorter stands within ordinary words, and struck out of them would be told by the gaps.
const LEAST: usize = 4;

/// Old tokens are worth nothing. The passwords of 100 new users have room, each in three ways.
const MOST: usize = 400;

/// What must not be shown, in each way that it may be written.
#[derive(Default)]
pub(crate) struct Secrets(Mutex<Vec<SecretString>>);

impl Secrets {
    /// Remembers a secret that is sent.
    pub(crate) fn learn(&self, secret: &str) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if secret.len() < LEAST || known.iter().any(|one| one.expose_secret() == secret) {
            return;
        }
        let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let escaped = secret.escape_debug().to_string();
        for way in [secret.to_owned(), encoded, escaped] {
            // What is used again is the last to be forgotten.
            known.retain(|one| one.expose_secret() != way);
            known.push(SecretString::from(way));
        }
        let many = known.len().saturating_sub(MOST);
        known.drain(..many);
    }

    /// Remembers what is secret of a request for tokens.
    pub(crate) fn learn_form(&self, form: &SecretString) {
        const NAMES: &[&str] = &[
            "password",
            "client_secret",
            "refresh_token",
            "code",
            "code_verifier",
        ];
        for (name, value) in form_urlencoded::parse(form.expose_secret().as_bytes()) {
            if NAMES.contains(&name.as_ref()) {
                self.learn(&value);
            }
        }
    }

    /// The text without them.
    pub(crate) fn strike_text(&self, text: &str) -> String {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut longest_first: Vec<&str> = known.iter().map(|one| one.expose_secret()).collect();
        longest_first.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        longest_first
            .into_iter()
            .fold(text.to_owned(), |text, secret| {
                strike(Cow::Owned(text), secret).into_owned()
            })
    }

    /// The error without them.
    pub(crate) fn strike(&self, error: Error) -> Error {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut longest_first: Vec<&str> = known.iter().map(|one| one.expose_secret()).collect();
        longest_first.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        error.rewritten(&|text| {
            let struck = longest_first
                .iter()
                .fold(Cow::Borrowed(text), |text, secret| strike(text, secret));
            match struck {
                Cow::Owned(struck) => Some(struck),
                Cow::Borrowed(_) => None,
            }
        })
    }
}

/// Strikes a secret out, also where only its beginning stands because the text was cut.
fn strike<'t>(text: Cow<'t, str>, secret: &str) -> Cow<'t, str> {
    let beginning = match secret.char_indices().nth(BEGINNING) {
        Some((end, _)) => &secret[..end],
        None => secret,
    };
    if !text.contains(beginning) {
        return text;
    }
    let mut struck = String::new();
    let mut rest = text.as_ref();
    while let Some(at) = rest.find(beginning) {
        let (before, found) = rest.split_at(at);
        struck.push_str(before);
        let letters = found.chars().zip(secret.chars());
        let alike = letters
            .take_while(|(a, b)| a == b)
            .map(|(letter, _)| letter.len_utf8());
        let alike: usize = alike.sum();
        let is_cut = || found[alike..].is_empty() || found[alike..].starts_with(['…', '"']);
        if alike == secret.len() || is_cut() {
            struck.push_str(STRUCK);
            rest = &found[alike..];
        } else {
            let first = found.chars().next().map_or(1, char::len_utf8);
            struck.push_str(&found[..first]);
            rest = &found[first..];
        }
    }
    struck.push_str(rest);
    match struck == text {
        true => text,
        false => Cow::Owned(struck),
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn struck(secret: &str, text: &str) -> String {
        let secrets = Secrets::default();
        secrets.learn(secret);
        let error = Error::new(ErrorKind::Server, text)
            .advise(text)
            .caused_by(text.to_owned());
        let error = secrets.strike(error);
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(source, None, "it says the same");
        error.to_string().split_once("; ").unwrap().0.to_owned()
    }

    #[test]
    fn a_secret_is_struck_out_whole_cut_encoded_and_escaped() {
        for (secret, text, expected) in [
            ("hunter2", "password=hunter2&x", "password=[secret]&x"),
            (
                "hunter2hunter2",
                "you sent hunter2hun…",
                "you sent [secret]…",
            ),
            ("a b&c", "password=a+b%26c", "password=[secret]"),
            ("say \"hi\"", r#"got \"say \"hi\"\""#, r#"got \"[secret]\""#),
            ("hunter2", "hunter2hunter2", "[secret][secret]"),
            ("hunter2", "hunters", "hunters"),
            ("the", "the other thing", "the other thing"),
            ("correct horse", "correct it", "correct it"),
            ("correct horse", r#"got "correct hor""#, r#"got "[secret]""#),
            ("grüße", "grüße an grüne", "[secret] an grüne"),
            ("correct horse", "correct the value", "correct the value"),
            ("correct horse", "it was correct hor", "it was [secret]"),
            ("aaaaaaaab", "aaaaaaaaab", "a[secret]"),
        ] {
            assert_eq!(struck(secret, text), expected);
        }
    }

    #[test]
    fn the_form_of_a_login_tells_its_secrets() {
        let secrets = Secrets::default();
        let form = "grant_type=password&username=ada&password=p%26w1&client_secret=s3cret";
        secrets.learn_form(&SecretString::from(form));
        let error = Error::new(ErrorKind::Auth, "ada p&w1 s3cret password");
        let error = secrets.strike(error).to_string();
        assert_eq!(error, "ada [secret] [secret] password");
        assert!(!format!("{secrets:?}").contains("s3cret"));
    }
}
