//! The calls of `calls.txt`, by `Client::request`.

use std::collections::HashMap;
use std::fs;

use acton_orm::{Client, Downloads, Method, RawRequest, Upload};
use acton_orm_contract_tests::root;
use serde_json::Value;

use super::{Account, By, Done};

pub async fn all(account: &mut Account) -> Done {
    let acton = account.client(Downloads::Csv, 1000).await?;
    account.keep(By::Orm);
    account.emulator.add_cookie("abc", "l-0001:1");
    let mut known = samples(account);
    let calls = fs::read_to_string(root().join("tests/contract/calls.txt"))?;
    let lines: Vec<&str> = calls
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    for call in lines
        .split(|line| line.is_empty())
        .filter(|call| !call.is_empty())
    {
        let call = call.join("\n");
        let call = known.iter().fold(call, |call, (name, value)| {
            call.replace(&format!("{{{name}}}"), value)
        });
        let (by, call) = match call.strip_prefix("mistake ") {
            Some(call) => (By::Mistake, call),
            None => (By::Hand, call.as_str()),
        };
        // That a call is refused is an answer like any other.
        let _ = request(&acton, call)?.send().await;
        learn(account, by, &mut known);
    }
    account.emulator.set_calls_today(30_000);
    let _ = acton.request(Method::GET, "/api/1/account").send().await;
    account.keep(By::Mistake);
    Ok(())
}

/// Ids of the sample account, which come from the emulator's seed.
fn samples(account: &Account) -> HashMap<String, String> {
    let media = account.emulator.media();
    let of = |start: &str| media.iter().find(|one| one.id.starts_with(start));
    let samples = [
        (
            "image",
            account.emulator.images().first().map(|one| one.id.clone()),
        ),
        ("media", of("f-").map(|one| one.id.clone())),
        (
            "optedOut",
            account
                .emulator
                .opt_outs()
                .first()
                .map(|one| one.email.clone()),
        ),
        ("link", of("u-").map(|one| one.id.clone())),
        (
            "form",
            account.emulator.forms().first().map(|one| one.id.clone()),
        ),
    ];
    let samples = samples.into_iter();
    samples
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// Keeps what passed; later calls may name what an answer said, as `{jobId}`.
fn learn(account: &mut Account, by: By, known: &mut HashMap<String, String>) {
    let before = account.kept.len();
    account.keep(by);
    for (_, exchange) in &account.kept[before..] {
        let answer: Value = serde_json::from_slice(&exchange.answer).unwrap_or_default();
        let details = answer["details"].as_object().into_iter();
        let all = answer.as_object().into_iter().chain(details).flatten();
        let texts =
            all.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        known.extend(texts);
    }
}

fn request(acton: &Client, call: &str) -> Result<RawRequest, Box<dyn std::error::Error>> {
    let mut lines = call.lines();
    let line = lines.next().unwrap_or_default();
    let (method, target) = line.split_once(' ').ok_or_else(|| line.to_owned())?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let methods = [Method::GET, Method::POST, Method::PUT, Method::DELETE];
    let mut methods = methods.into_iter();
    let method = methods
        .find(|one| one.as_str() == method)
        .ok_or_else(|| line.to_owned())?;
    let mut request = acton.request(method, path);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or_else(|| line.to_owned())?;
        request = request.query(name, value);
    }
    let mut form = Vec::new();
    for line in lines {
        let (place, said) = line.trim().split_once(' ').ok_or_else(|| line.to_owned())?;
        if place == "json" {
            request = request.json(&serde_json::from_str::<Value>(said)?)?;
            continue;
        }
        let (name, value) = said.split_once('=').ok_or_else(|| line.to_owned())?;
        match place {
            "form" => form.push((name.to_owned(), value.to_owned())),
            "part" => request = request.part(name, value),
            "file" => {
                let (file, text) = value.split_once(": ").ok_or_else(|| line.to_owned())?;
                request = request.file(name, Upload::bytes(file, text.replace("\\n", "\n")));
            }
            _ => return Err(line.into()),
        }
    }
    Ok(if form.is_empty() {
        request
    } else {
        request.form(form)
    })
}
