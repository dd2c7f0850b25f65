//! Every envelope of A§5.1 with the examples of its source, and any bytes at all.

use proptest::prelude::*;
use reqwest::header::HeaderValue;

use super::*;

fn said(status: u16, body: &str) -> ApiError {
    read(status, &HeaderMap::new(), body.as_bytes())
}

#[test]
fn the_seven_envelopes_are_told_apart() {
    for (status, body, code, message, envelope) in [
        (
            404,
            r#"{"errorCode":10054,"message":"The id is invalid"}"#,
            Some("10054"),
            "The id is invalid",
            Envelope::Api,
        ),
        (
            400,
            r#"{"errorCode":"10010","message":"Invalid Column Specified"}"#,
            Some("10010"),
            "Invalid Column Specified",
            Envelope::Api,
        ),
        (
            404,
            r#"{"httpCode":"404","httpMessage":"Not Found","moreInformation":"No resources match requested URI"}"#,
            Some("404"),
            "Not Found: No resources match requested URI",
            Envelope::Gateway,
        ),
        (
            401,
            r#"{"httpCode":"401","httpMessage":"Unauthorized","moreInformation":""}"#,
            Some("401"),
            "Unauthorized",
            Envelope::Gateway,
        ),
        (
            403,
            r#"{"error":"invalid_grant","error_description":"Wrong email or password."}"#,
            Some("invalid_grant"),
            "Wrong email or password.",
            Envelope::OAuth,
        ),
        (
            400,
            r#"{"errorName":"BAD","message":"No such template"}"#,
            Some("BAD"),
            "No such template",
            Envelope::Email,
        ),
        (
            400,
            r#"{"success":false,"message":"Suppressed","suppressedRecipients":["a"]}"#,
            None,
            "Suppressed",
            Envelope::Email,
        ),
        (
            400,
            r#"{"errors":["CSV Column(s) was not found: X.","Y"]}"#,
            None,
            "CSV Column(s) was not found: X.; Y",
            Envelope::Errors,
        ),
        (
            400,
            r#"{"errorId":"e-1","requestUri":"/x","errorMessage":"Bad","errorList":["one",{"two":2}],"status":"400 BAD_REQUEST"}"#,
            Some("e-1"),
            "Bad: one; {\"two\":2}",
            Envelope::CustomObjects,
        ),
        (
            413,
            "File size exceeds the maximum limit of 200MB.",
            None,
            "File size exceeds the maximum limit of 200MB.",
            Envelope::Text,
        ),
        (404, "", None, "", Envelope::Text),
        (
            502,
            "<html><head><title> 502 Bad Gateway </title></head></html>",
            None,
            "an HTML page titled `502 Bad Gateway`",
            Envelope::Text,
        ),
    ] {
        let api = said(status, body);
        assert_eq!(
            (api.code.as_deref(), api.message.as_str(), api.envelope),
            (code, message, envelope),
            "{body}"
        );
    }
}

#[test]
fn the_code_decides_before_the_status() {
    for (status, code, expected) in [
        (404, 10054, ErrorKind::NotFound),
        (400, 10054, ErrorKind::NotFound),
        (400, 10030, ErrorKind::NotFound),
        (400, 10017, ErrorKind::NotFound),
        (403, 10085, ErrorKind::Rejected),
        (422, 10121, ErrorKind::Rejected),
        (404, 10089, ErrorKind::Rejected),
    ] {
        assert_eq!(
            kind(&said(
                status,
                &format!(r#"{{"errorCode":{code},"message":"x"}}"#)
            )),
            expected,
            "{status} {code}"
        );
    }
    for (status, expected) in [
        (401, ErrorKind::Auth),
        (403, ErrorKind::Auth),
        (404, ErrorKind::NotFound),
        (413, ErrorKind::Rejected),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Server),
        (599, ErrorKind::Server),
    ] {
        assert_eq!(kind(&said(status, "")), expected, "{status}");
    }
}

#[test]
fn an_account_without_the_api_is_told_what_to_do_whatever_the_envelope() {
    for body in [
        r#"{"error":"PUBLIC_API_FEATURE_NOT_ENABLED","error_description":""}"#,
        "PUBLIC_API_FEATURE_NOT_ENABLED",
    ] {
        let error = error(said(403, body));
        assert!(
            error.is_auth() && error.to_string().contains("ask Act-On's support"),
            "{error}"
        );
    }
}

#[test]
fn failures_inside_a_200_are_found_and_rows_that_look_a_little_like_them_are_not() {
    let inside = |body: &str| inside_success(200, None, body.as_bytes()).map(|api| api.envelope);
    for (body, envelope) in [
        (r#" {"errorCode":10148,"message":"x"}"#, Envelope::Api),
        (r#"{"status":"error","message":"x"}"#, Envelope::Api),
        (r#"{"success":false,"message":"x"}"#, Envelope::Email),
        (r#"{"success":"false","message":"x"}"#, Envelope::Email),
        (
            r#"{"source":"s","errorMessage":"x","statusCode":400,"objectId":null,"isSuccess":false}"#,
            Envelope::Item,
        ),
        (
            r#"{"email":"a","status":"error","errorCode":"PUBLIC_USER_DOES_NOT_EXIST","errorMessage":"User does not exist.","errorCodeId":10148}"#,
            Envelope::Item,
        ),
    ] {
        assert_eq!(inside(body), Some(envelope), "{body}");
    }
    for body in [
        "",
        "[]",
        "{}",
        "null",
        "a,b\n1,2\n",
        r#"{"status":"success","message":"done","id":"l-1"}"#,
        r#"{"message":"a column of that name"}"#,
        r#"{"errors":[]}"#,
        r#"{"errorCode":0,"message":""}"#,
        r#"{"errorCode":null,"message":"fine"}"#,
        r#"{"success":true,"message":"sent"}"#,
        r#"{"isSuccess":true,"errorMessage":null}"#,
        r#"[{"errorCode":1,"message":"an item"}]"#,
    ] {
        assert_eq!(inside(body), None, "{body}");
    }
}

#[test]
fn the_request_id_is_kept_to_be_quoted() {
    let mut headers = HeaderMap::new();
    headers.insert("x-request-id", HeaderValue::from_static("r-7"));
    let api = read(500, &headers, b"");
    assert!(error(api).to_string().contains("request r-7"));
}

proptest! {
    #[test]
    fn any_bytes_with_any_status_give_an_error_of_bounded_length(status in 100_u16..1000, body: Vec<u8>) {
        let api = read(status, &HeaderMap::new(), &body);
        prop_assert!(api.message.chars().count() <= TEXT + 40);
        let _ = error(api).to_string();
        let _ = inside_success(200, None, body.as_ref());
    }

    #[test]
    fn any_json_made_of_the_envelopes_own_keys_is_read(
        keys in prop::collection::vec(prop::sample::select(vec![
            "errorCode", "message", "httpCode", "httpMessage", "moreInformation", "error", "error_description", "errorName",
            "success", "errors", "errorId", "requestUri", "errorMessage", "errorList", "status", "isSuccess", "statusCode",
        ]), 0..6),
        values in prop::collection::vec(prop::sample::select(vec![
            "null", "true", "false", "0", "10054", "-1.5e300", "\"\"", "\"error\"", "\"10054\"", "[]", "[null,1]", "{}", "\"\\ud83d\\ude00\"",
        ]), 6),
        status in 200_u16..600,
    ) {
        let pairs: Vec<String> = keys.iter().zip(&values).map(|(key, value)| format!("\"{key}\":{value}")).collect();
        let body = format!("{{{}}}", pairs.join(","));
        let _ = error(said(status, &body)).to_string();
        let _ = inside_success(200, None, body.as_ref());
    }
}
