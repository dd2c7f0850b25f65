//! Other names for lists: the program says one, the account has another.

use super::Given;
use crate::{Error, ErrorKind, Result};

/// `List_Newsletter=l-0042, List_A=List_B`, taken apart.
pub(super) fn aliases(given: &Given) -> Result<Vec<(String, String)>> {
    let Some(text) = given.get("TableAliases") else {
        return Ok(Vec::new());
    };
    let pairs = text.split(',').filter(|pair| !pair.trim().is_empty());
    let aliases: Vec<(String, String)> = pairs.map(alias).collect::<Result<_>>()?;
    for (at, (table, other)) in aliases.iter().enumerate() {
        let told = |name: &String| aliases.iter().any(|(known, _)| known == name);
        let why = if aliases[..at].iter().any(|(known, _)| known == table) {
            format!("`TableAliases` has `{table}` twice")
        } else if told(other) {
            format!("`TableAliases` leads `{table}` to `{other}`, which is an alias itself")
        } else {
            continue;
        };
        return Err(Error::new(ErrorKind::Config, why)
            .advise("name each list once, and the list that is meant, by its id if need be"));
    }
    Ok(aliases)
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
    fn an_alias_leads_to_one_list_and_not_on_to_another() {
        for text in [
            "List_A=List_B,List_B=List_C",
            "List_A=List_B,List_B=List_A",
            "List_A=List_B,List_A=List_C",
            "List_A=List_A",
        ] {
            assert_eq!(of(text).unwrap_err().kind(), ErrorKind::Config, "{text}");
        }
    }

    #[test]
    fn what_is_no_alias_is_told() {
        for text in ["List_A", "Images=List_B", "List_A=Images", "List_A=l-"] {
            let error = of(text).unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
    }
}
