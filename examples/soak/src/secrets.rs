//! What must never show in what the library says.

use acton_orm::Error;

/// The emulator's own, as they are and as a form has them.
const SECRETS: [&str; 4] = [
    "correct horse",
    "correct+horse",
    "correct%20horse",
    "emulator-secret",
];

/// A secret in an error and in what it came from.
pub(crate) fn shown(error: &Error) -> Option<String> {
    let text = format!("{error} {error:?}");
    let named = SECRETS.iter().find(|secret| text.contains(*secret));
    let shown = named.map(|secret| (*secret).to_owned());
    let shown = shown.or_else(|| token(&text).map(str::to_owned));
    shown.map(|secret| format!("an error shows the secret {secret:?}: {error}"))
}

/// A token behind its scheme: the emulator's are UUIDs.
fn token(text: &str) -> Option<&str> {
    let is_token = |word: &&str| word.len() >= 36 && word.split('-').count() >= 5;
    let behind = text.split("Bearer ").skip(1);
    let words = behind.filter_map(|rest| rest.split([' ', ';', '"']).next());
    words.into_iter().find(is_token)
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn a_token_is_seen_and_what_stands_for_one_is_not() {
        let shown = "Authorization: Bearer edb7b617-020c-4283-ac2d-f0ba6e8cd04d; body: none";
        assert_eq!(token(shown), Some("edb7b617-020c-4283-ac2d-f0ba6e8cd04d"));
        for hidden in ["Authorization: Bearer ***; body: none", "Bearer "] {
            assert_eq!(token(hidden), None);
        }
    }
}
