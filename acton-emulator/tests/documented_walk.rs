//! The walk in `docs/emulator.md`, taken against the real program, command by command.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use reqwest::{Client, Method, multipart};

const GUIDE: &str = include_str!("../../docs/emulator.md");
const DOCUMENTED_URL: &str = "http://127.0.0.1:8970";

/// The program, stopped at the end of the test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program as documented but on a free port; gives its URL and what it printed.
fn start(arguments: &str) -> (Program, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_acton-emulator"))
        .args(arguments.split_whitespace())
        .args(["--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut printed = String::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while !printed.contains("Ctrl-C") {
        printed += &lines.next().unwrap().unwrap();
        printed.push('\n');
    }
    let line = printed.lines().find(|line| line.contains("URL")).unwrap();
    let url = line.split_whitespace().last().unwrap().to_owned();
    (Program(child), url, printed)
}

/// The commands of the guide's `console` blocks, each with the output shown below it.
fn steps() -> Vec<(String, String)> {
    let mut steps: Vec<(String, String)> = Vec::new();
    for block in GUIDE.split("```console\n").skip(1) {
        let mut lines = block.split("\n```").next().unwrap().lines();
        while let Some(line) = lines.next() {
            if let Some(command) = line.strip_prefix("$ ") {
                let mut command = command.to_owned();
                while command.ends_with('\\') {
                    command.pop();
                    command += lines.next().unwrap();
                }
                steps.push((command, String::new()));
            } else {
                let (_, output) = steps.last_mut().unwrap();
                output.push_str(line);
                output.push('\n');
            }
        }
    }
    steps
}

/// Splits a command as a shell would: spaces, both quotes, `$NAME` outside single quotes.
fn words(command: &str, variables: &HashMap<String, String>) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut rest = command.chars().peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (None, ' ') => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), _) if c == open => quote = None,
            (None | Some('"'), '$') => {
                let mut name = String::new();
                while let Some(c) = rest.next_if(|c| c.is_ascii_alphanumeric()) {
                    name.push(c);
                }
                word.get_or_insert_default().push_str(&variables[&name]);
            }
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// As much of curl as the walk uses.
async fn curl(words: &[String], files: &mut HashMap<String, String>) -> String {
    let mut output = None;
    let (mut url, mut method, mut write_out) = (None, Method::GET, String::new());
    let (mut headers, mut data) = (Vec::new(), Vec::new());
    let mut parts: Option<multipart::Form> = None;
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap().clone();
        match word.as_str() {
            "-s" => {}
            "-w" => write_out = value().replace("\\n", "\n"),
            "-X" => method = value().parse().unwrap(),
            "-H" => headers.push(value()),
            "-o" => output = Some(value()),
            "-d" => {
                let text = value();
                let file = text.strip_prefix('@').map(|file| files[file].clone());
                data.push(file.unwrap_or(text));
            }
            "--data-urlencode" => {
                let pair = value();
                let (name, text) = pair.split_once('=').unwrap();
                data.push(format!("{name}={}", text.replace(' ', "%20")));
            }
            "-F" => {
                let pair = value();
                let (name, text) = pair.split_once('=').unwrap();
                let form = parts.take().unwrap_or_default();
                parts = Some(match text.strip_prefix('@') {
                    Some(file) => {
                        let part = multipart::Part::text(files[file].clone());
                        form.part(name.to_owned(), part.file_name(file.to_owned()))
                    }
                    None => form.text(name.to_owned(), text.to_owned()),
                });
            }
            other => {
                assert!(other.starts_with("http://"), "unknown option {other}");
                url = Some(other.to_owned());
            }
        }
    }
    if method == Method::GET && (parts.is_some() || !data.is_empty()) {
        method = Method::POST;
    }
    let mut request = Client::new().request(method, url.unwrap());
    if !data.is_empty() {
        if !headers
            .iter()
            .any(|header| header.starts_with("Content-Type"))
        {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        request = request.body(data.join("&"));
    }
    for header in headers {
        let (name, value) = header.split_once(": ").unwrap();
        request = request.header(name, value);
    }
    if let Some(parts) = parts {
        request = request.multipart(parts);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16().to_string();
    let mut body = response.text().await.unwrap();
    if let Some(file) = output {
        files.insert(file, std::mem::take(&mut body));
    }
    body + &write_out.replace("%{http_code}", &status)
}

#[tokio::test]
async fn every_documented_answer_is_what_the_program_gives() {
    let mut program: Option<(Program, String)> = None;
    let (mut variables, mut files) = (HashMap::new(), HashMap::new());
    let mut calls = 0;
    for (command, expected) in &steps() {
        if let Some((_, arguments)) = command.split_once("acton-emulator -- ") {
            let (started, url, printed) = start(arguments);
            // Also where it stands in the connection string.
            let port = |url: &str| url.rsplit_once(':').unwrap().1.to_owned();
            let printed = printed.replace(&port(&url), &port(DOCUMENTED_URL));
            assert_eq!(&printed, expected);
            program = Some((started, url));
        } else if let Some((name, value)) = command.split_once('=')
            && name.chars().all(char::is_uppercase)
        {
            variables.insert(name.to_owned(), value.to_owned());
        } else if let Some(file) = command.strip_prefix("cat ") {
            files.insert(file.to_owned(), expected.clone());
        } else {
            assert!(command.starts_with("curl "), "{command}");
            let (_, url) = program.as_ref().unwrap();
            let words = words(&command.replace(DOCUMENTED_URL, url), &variables);
            let output = curl(&words, &mut files).await;
            assert_eq!(&output.replace(url, DOCUMENTED_URL), expected, "{command}");
            calls += 1;
        }
    }
    assert!(calls >= 28, "the walk has shrunk to {calls} calls");
}

#[test]
fn help_says_what_it_is_not_and_explains_every_option() {
    let help = Command::new(env!("CARGO_BIN_EXE_acton-emulator"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("It is NOT Act-On"));
    let options = help
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("--"));
    for option in options {
        let name = option.split_whitespace().next().unwrap();
        assert!(
            GUIDE.contains(&format!("`{name}")),
            "{name} is not in the guide"
        );
    }
}
