//! Which known name a misspelt one most likely stands for.

/// The known name with the fewest edits, if few enough that a person would call it a slip.
pub(crate) fn nearest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = wanted.to_ascii_lowercase();
    known
        .into_iter()
        .map(|name| {
            (
                strsim::levenshtein(&wanted, &name.to_ascii_lowercase()),
                name,
            )
        })
        .min()
        .filter(|(edits, name)| *edits <= name.len() / 3)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_finds_none() {
        let known = ["Server", "User", "Password"];
        assert_eq!(nearest("sever", known), Some("Server"));
        assert_eq!(nearest("PASWORD", known), Some("Password"));
        assert_eq!(nearest("hunter2", known), None);
    }
}
