//! Which known name a misspelt one most likely stands for.

/// The known name with the fewest edits, if few enough that a person would call it a slip.
pub(crate) fn nearest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = wanted.to_ascii_lowercase();
    known
        .into_iter()
        .map(|name| (edits(&wanted, &name.to_ascii_lowercase()), name))
        .min()
        .filter(|(edits, name)| *edits <= name.len() / 3)
        .map(|(_, name)| name)
}

/// Insertions, deletions and substitutions between two words (Levenshtein).
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (j, b) in to.iter().enumerate() {
            let (Some(above), Some(cell)) = (row.get(j + 1).copied(), row.get_mut(j)) else {
                continue;
            };
            let value = (diagonal + usize::from(a != *b))
                .min(above + 1)
                .min(left + 1);
            *cell = left;
            diagonal = above;
            left = value;
        }
        if let Some(last) = row.last_mut() {
            *last = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_count_insertions_deletions_and_substitutions() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("abc", ""), 3);
        assert_eq!(edits("sever", "server"), 1);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("same", "same"), 0);
    }

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_finds_none() {
        let known = ["Server", "User", "Password"];
        assert_eq!(nearest("sever", known), Some("Server"));
        assert_eq!(nearest("PASWORD", known), Some("Password"));
        assert_eq!(nearest("hunter2", known), None);
    }
}
