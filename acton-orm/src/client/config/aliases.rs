//! Other names for lists: the program says one, the account has another.

use super::Given;
use crate::{Error, ErrorKind, Result};

/// `List_Newsletter=l-0042, List_A=List_B`, taken apart.
pub(super) fn aliases(given: &Given) -> Result<Vec<(String, String)>> {
    let Some(text) = given.get("TableAliases") else {
        return Ok(Vec::new());
    };
    text.split(',')
        .filter(|pair| !pair.trim().is_empty())
        .map(alias)
        .collect()
}

fn alias(pair: &str) -> Result<(String, String)> {
    let wrong = || {
        Error::new(
            ErrorKind::Config,
            format!("`TableAliases` has `{}`, which is no alias", pair.trim()),
        )
        .advise("write `List_Newsletter=l-0042` or `List_Newsletter=List_Test`, several with commas between")
    };
    let (table, other) = pair.split_once('=').ok_or_else(wrong)?;
    let (table, other) = (table.trim(), other.trim());
    if !table.starts_with("List_") {
        return Err(wrong());
    }
    let other = match other {
        id if id.starts_with("l-") && id.len() > 2 => format!("List_{id}"),
        name if name.starts_with("List_") && name.len() > 5 => name.to_owned(),
        _ => return Err(wrong()),
    };
    Ok((table.to_owned(), other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Vec<(String, String)>> {
        aliases(&Given::parse(&format!("TableAliases='{text}'")).unwrap())
    }

    #[test]
    fn an_alias_leads_to_a_list_by_name_or_by_id() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            of("List_News=l-0042, List_A=List_B").unwrap(),
            [pair("List_News", "List_l-0042"), pair("List_A", "List_B")]
        );
        assert_eq!(of("").unwrap(), []);
    }

    #[test]
    fn what_is_no_alias_is_told() {
        for text in ["List_A", "Images=List_B", "List_A=Images", "List_A=l-"] {
            let error = of(text).unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
    }
}
