//! As much of the WebDriver protocol as one sign-in needs, spoken to Debian's `chromedriver`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How a standard element reference is marked.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Chromium speaks to loopback alone, and the sandbox does not work for root.
const ARGUMENTS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// A headless Chromium of its own, with an empty profile.
#[derive(Debug)]
pub(crate) struct Browser {
    driver: Child,
    /// Kept open: a driver that cannot write its messages ends.
    _said: BufReader<ChildStdout>,
    port: u16,
    session: String,
    http: reqwest::Client,
    profile: TempDir,
}

impl Browser {
    /// Starts one, or says why there is none.
    pub(crate) async fn start() -> Result<Self, String> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("no chromedriver ({error})"))?;
        let mut said = BufReader::new(driver.stdout.take().unwrap());
        // It says which port it took: "... started successfully on port 40123."
        let port = said.by_ref().lines().find_map(|line| {
            let line = line.unwrap();
            let port = line.split_once("successfully on port ")?.1;
            port.trim_end_matches('.').parse().ok()
        });
        let mut browser = Self {
            driver,
            _said: said,
            port: port.ok_or("no chromedriver that runs")?,
            session: String::new(),
            http: reqwest::Client::builder()
                .no_proxy()
                .timeout(Duration::from_secs(60))
                .build()
                .unwrap(),
            profile: tempfile::tempdir().unwrap(),
        };
        let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).into();
        arguments.push("--window-size=640,700".to_owned());
        arguments.push(format!(
            "--user-data-dir={}",
            browser.profile.path().display()
        ));
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments},
            // The driver itself looks again until an element is there.
            "timeouts": {"implicit": 15_000, "pageLoad": 30_000},
        }}});
        let request = browser.http.post(browser.address("")).json(&wanted);
        let began = sent(request).await;
        let began = began
            .map_err(|error| format!("no Chromium that chromedriver could start ({error})"))?;
        browser.session = format!("/{}", began["sessionId"].as_str().unwrap());
        Ok(browser)
    }

    pub(crate) async fn open(&self, address: &str) {
        self.post("/url", json!({"url": address})).await;
    }

    /// Types into the first element of this CSS selector, after what is there.
    pub(crate) async fn fill(&self, selector: &str, text: &str) {
        let element = self.find("css selector", selector).await;
        self.post(&format!("/element/{element}/value"), json!({"text": text}))
            .await;
    }

    pub(crate) async fn click(&self, selector: &str) {
        let element = self.find("css selector", selector).await;
        self.post(&format!("/element/{element}/click"), json!({}))
            .await;
    }

    /// Waits until the page's heading is this.
    pub(crate) async fn sees(&self, heading: &str) {
        let wanted = format!("//h1[contains(., \"{heading}\")]");
        self.find("xpath", &wanted).await;
    }

    /// What the first element of this CSS selector says.
    pub(crate) async fn text_of(&self, selector: &str) -> String {
        let element = self.find("css selector", selector).await;
        let text = self.get(&format!("/element/{element}/text")).await;
        text.as_str().unwrap().to_owned()
    }

    /// The page as a PNG file.
    pub(crate) async fn screenshot(&self) -> Vec<u8> {
        let encoded = self.get("/screenshot").await;
        STANDARD.decode(encoded.as_str().unwrap()).unwrap()
    }

    async fn find(&self, using: &str, value: &str) -> String {
        let wanted = json!({"using": using, "value": value});
        let found = self.post("/element", wanted).await;
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    async fn post(&self, command: &str, body: Value) -> Value {
        let request = self.http.post(self.address(command)).json(&body);
        sent(request).await.unwrap()
    }

    async fn get(&self, command: &str) -> Value {
        let request = self.http.get(self.address(command));
        sent(request).await.unwrap()
    }

    fn address(&self, command: &str) -> String {
        format!(
            "http://127.0.0.1:{}/session{}{command}",
            self.port, self.session
        )
    }
}

/// The value a command answers, or its error.
async fn sent(request: reqwest::RequestBuilder) -> Result<Value, Value> {
    let mut answer: Value = request.send().await.unwrap().json().await.unwrap();
    let mut value = answer["value"].take();
    match value["error"].is_null() {
        true => Ok(value),
        false => Err(value["message"].take()),
    }
}

impl Drop for Browser {
    /// Ends Chromium through its driver, so that it does not outlive it.
    fn drop(&mut self) {
        if let Ok(mut driver) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = driver.set_read_timeout(Some(Duration::from_secs(10)));
            let _ = write!(
                driver,
                "DELETE /session{} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n",
                self.session
            );
            let _ = driver.read(&mut [0; 64]);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
