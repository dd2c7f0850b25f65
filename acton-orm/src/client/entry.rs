//! What a client is given by its user, its settings file and its server, of any bytes: what holds of all.

use reqwest::header::HeaderMap;
use secrecy::ExposeSecret;

use super::SavedTokens;
use super::config::{Config, Given, PROPERTIES};
use super::envelope;
use super::secrets::Secrets;
use crate::ErrorKind;

/// Stands for a password or token in the seeds: no error may show it.
const SECRET: &str = "S3CR3T-S3CR3T";

/// The connection string: it survives being written in the other form, and nothing shows a secret of it.
pub(crate) fn connection(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let given = match Given::parse(text) {
        Ok(given) => given,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Config);
            let shown = format!("{error}{error:?}");
            assert!(!shown.contains(SECRET), "{shown}");
            return;
        }
    };
    let mut shown = format!("{given:?}");
    match Config::resolve(&given) {
        Ok(config) => shown += &format!("{config:?}"),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Config);
            shown += &format!("{error}{error:?}");
        }
    }
    let values = |secret: bool| {
        let properties = PROPERTIES
            .iter()
            .filter(move |property| property.is_secret() == secret);
        properties.filter_map(|property| Some((property.name, given.get(property.name)?)))
    };
    if values(false).all(|(_, value)| !value.contains(SECRET)) {
        assert!(!shown.contains(SECRET), "{shown}");
    }
    let pair = |(name, value): (&str, &str)| format!("{name}='{}';", value.replace('\'', "''"));
    let pairs: String = values(true).chain(values(false)).map(pair).collect();
    assert!(
        Given::parse(&pairs).is_ok_and(|again| again == given),
        "{given:?}"
    );
}

/// A settings file: what is read and written again is read as the same, and no error shows a token.
pub(crate) fn tokens(bytes: &[u8]) {
    let written = |saved: &SavedTokens| {
        let text = saved.to_json();
        text.map(|text| text.expose_secret().to_owned())
            .unwrap_or_default()
    };
    match SavedTokens::from_json(bytes) {
        Ok(saved) => {
            let once = written(&saved);
            let again = SavedTokens::from_json(once.as_bytes());
            assert!(
                again.is_ok_and(|again| written(&again) == once),
                "written and read again"
            );
            let shown = format!("{saved:?}");
            let owner = format!("{:?}", saved.owner);
            assert!(owner.contains(SECRET) || !shown.contains(SECRET), "{shown}");
        }
        Err(error) => {
            let shown = format!("{error}{error:?}");
            assert!(
                error.kind() == ErrorKind::Io && !shown.contains(SECRET),
                "{shown}"
            );
        }
    }
}

/// The answer to a call that failed, or that did so inside a 200: any is an error of bounded length, in
/// one line, without the secret that was sent. The first two bytes say its status.
pub(crate) fn envelopes(bytes: &[u8]) {
    let Some((&[high, low], body)) = bytes.split_first_chunk::<2>() else {
        return;
    };
    let status = 100 + u16::from_be_bytes([high, low]) % 900;
    let refused = envelope::read(status, &HeaderMap::new(), body);
    let inside = envelope::inside_success(200, None, body);
    let secrets = Secrets::default();
    secrets.learn(SECRET);
    for api in [Some(refused), inside].into_iter().flatten() {
        let letters = |text: &str| text.chars().count();
        assert!(letters(&api.message) < 700, "{api:?}");
        assert!(
            api.code.as_deref().is_none_or(|code| letters(code) < 400),
            "{api:?}"
        );
        let error = secrets.strike(envelope::error(api));
        let shown = error.to_string();
        assert!(!shown.contains(char::is_control), "{shown:?}");
        assert!(!format!("{shown}{error:?}").contains(SECRET), "{shown}");
    }
}
