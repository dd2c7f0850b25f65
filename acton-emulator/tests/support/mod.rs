//! What the behaviour tests share: a caller who is logged in.

#![allow(dead_code, reason = "each test file uses its own part of this")]
#![allow(unreachable_pub, reason = "a module of each test file")]

pub mod control;

use acton_emulator::{Builder, Clock, Emulator};
use reqwest::{Client, Method, RequestBuilder, multipart};
use serde_json::Value;

/// 2024-09-03 12:47:01 PDT.
pub const NOW: i64 = 1_725_392_821_000;

/// An emulator with an empty account, a clock that stands still and no call limits.
pub fn quiet() -> Builder {
    Emulator::builder()
        .empty()
        .clock(Clock::manual(NOW))
        .rate_limit(false)
        .login_limit(false)
}

/// A status and a body.
pub type Answer = (u16, Value);

/// Somebody with a token.
pub struct Caller {
    pub http: Client,
    pub url: String,
    pub token: String,
}

impl Caller {
    pub async fn login(emulator: &Emulator) -> Self {
        let http = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let (status, body) = password_grant(&http, emulator).await;
        assert_eq!(status, 200, "{body}");
        Self {
            http,
            url: emulator.url().to_owned(),
            token: body["access_token"].as_str().unwrap().to_owned(),
        }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    pub async fn text(&self, path: &str) -> (u16, String) {
        let response = self.request(Method::GET, path).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    pub async fn delete(&self, path: &str) -> Answer {
        answer(self.request(Method::DELETE, path)).await
    }

    pub async fn post_json(&self, path: &str, body: Value) -> Answer {
        answer(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn put_json(&self, path: &str, body: Value) -> Answer {
        answer(self.request(Method::PUT, path).json(&body)).await
    }

    pub async fn multipart(
        &self,
        method: Method,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &[u8])>,
    ) -> Answer {
        let mut form = multipart::Form::new();
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        if let Some((name, bytes)) = file {
            let part = multipart::Part::bytes(bytes.to_vec()).file_name(name.to_owned());
            form = form.part("file", part);
        }
        answer(self.request(method, path).multipart(form)).await
    }

    /// Polls a job until it is neither pending nor running.
    pub async fn finish(&self, job: &Value) -> Value {
        let path = format!("/api/1/list/{}/status", job["jobId"].as_str().unwrap());
        for _ in 0..10 {
            let (status, body) = self.get(&path).await;
            assert_eq!(status, 200, "{body}");
            if body["status"] == "success" {
                return body;
            }
        }
        panic!("the job does not end");
    }
}

pub async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    (status, body)
}

pub async fn password_grant(http: &Client, emulator: &Emulator) -> Answer {
    let form = [
        ("grant_type", "password"),
        ("username", emulator.user()),
        ("password", emulator.password()),
        ("client_id", emulator.client_id()),
        ("client_secret", emulator.client_secret()),
    ];
    answer(http.post(format!("{}/token", emulator.url())).form(&form)).await
}

pub async fn refresh_grant(http: &Client, emulator: &Emulator, token: &str) -> Answer {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("client_id", emulator.client_id()),
        ("client_secret", emulator.client_secret()),
    ];
    answer(http.post(format!("{}/token", emulator.url())).form(&form)).await
}

/// The gateway's envelope.
pub fn gateway(status: u16, title: &str, more: &str) -> Value {
    serde_json::json!({
        "httpCode": status.to_string(), "httpMessage": title, "moreInformation": more,
    })
}

/// The API's error envelope.
pub fn error(code: u32, message: &str) -> Value {
    serde_json::json!({"errorCode": code, "message": message})
}

/// `uploadspecs` for E-mail Address, First Name and Region.
pub const SPECS: &str = r#"[
    {"columnHeading":"E-mail Address","columnType":"EMAIL","columnIndex":0},
    {"columnHeading":"First Name","columnType":"FIRSTNAME","columnIndex":"1"},
    {"columnHeading":"Region","columnIndex":2}]"#;
