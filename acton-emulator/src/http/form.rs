//! Body parameters from the encodings callers use: form, multipart, JSON (A§3).

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use serde_json::Value;

use super::{Refusal, Upload, percent};

type Fields = (Vec<(String, String)>, Option<Upload>);

/// Reads a body by its content type; an unknown type has no parameters.
pub(crate) async fn read(content_type: &str, body: Bytes) -> Result<Fields, Refusal> {
    match kind(content_type).as_str() {
        "application/x-www-form-urlencoded" => {
            let text = String::from_utf8_lossy(&body);
            Ok((percent::pairs(&text), None))
        }
        "multipart/form-data" => multipart(content_type, body).await,
        "application/json" => Ok(json(&body)),
        _ => Ok((Vec::new(), None)),
    }
}

/// A content type without its parameters.
pub(crate) fn kind(content_type: &str) -> String {
    let kind = content_type.split(';').next().unwrap_or("");
    kind.trim().to_ascii_lowercase()
}

async fn multipart(content_type: &str, body: Bytes) -> Result<Fields, Refusal> {
    let broken = || Refusal::bad_request("The multipart body cannot be read");
    let mut request = Request::new(Body::from(body));
    let header = content_type.parse().map_err(|_| broken())?;
    request.headers_mut().insert("content-type", header);
    // The whole body was read under its own limit already.
    axum::extract::DefaultBodyLimit::disable().apply(&mut request);
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| broken())?;

    let (mut fields, mut file) = (Vec::new(), None);
    while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
        let name = part.name().unwrap_or("").to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| broken())?;
        // One page spells the part `File`; clients without a file name use `file`.
        if file_name.is_some() || name.eq_ignore_ascii_case("file") {
            file = Some(Upload {
                file_name: file_name.unwrap_or_default(),
                bytes,
            });
        } else {
            fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok((fields, file))
}

/// A JSON object's members as parameters; nested values keep their JSON text.
fn json(body: &[u8]) -> Fields {
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return (Vec::new(), None);
    };
    let mut file = None;
    let mut fields = Vec::new();
    for (name, value) in members {
        let text = match value {
            Value::String(text) => text,
            Value::Null => continue,
            other => other.to_string(),
        };
        if name.eq_ignore_ascii_case("file") {
            file = Some(Upload {
                file_name: String::new(),
                bytes: Bytes::from(text),
            });
        } else {
            fields.push((name, text));
        }
    }
    (fields, file)
}
