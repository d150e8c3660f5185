//! Starts Chromium behind its WebDriver server and sends it commands, one after the other.
//!
//! Journeys use [`crate::browser`], which speaks of fields and buttons; this knows of processes.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const WHAT_TO_INSTALL: &str = "the browser tests need Chromium and its driver. On Debian: \
    apt-get install chromium chromium-driver fonts-noto-cjk. \
    To leave them out: XINGTAN_TEST_WITHOUT_BROWSER=1";

/// The name under which WebDriver hands out a reference to an element.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A Chromium of its own, without history (the driver gives it an empty profile); ends when
/// dropped.
pub struct Chromium {
    client: Client,
    runtime: Runtime,
    directory: TempDir,
    _driver: Driver,
}

impl Chromium {
    /// Starts the driver on a free port and a browser behind it.
    pub fn start() -> Chromium {
        let directory = TempDir::with_prefix("xingtan-").expect("a temporary directory");
        fs::create_dir(directory.path().join("downloads")).expect("the directory is ours");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime for one thread");
        let (driver, port) = start_driver(directory.path());
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities());
        let client = runtime
            .block_on(builder.connect(&format!("http://127.0.0.1:{port}")))
            .unwrap_or_else(|error| panic!("Chromium did not start: {error}. {WHAT_TO_INSTALL}"));
        let chromium = Chromium {
            _driver: driver,
            client,
            runtime,
            directory,
        };
        chromium
            .devtools(
                "Browser.setDownloadBehavior",
                json!({ "behavior": "allow", "downloadPath": chromium.downloads() }),
            )
            .expect("Chromium lets us choose where downloads go");
        chromium
            .devtools("Network.enable", json!({}))
            .expect("needed to set a header");
        chromium
    }

    /// The folder in which downloaded files arrive.
    pub fn downloads(&self) -> PathBuf {
        self.directory.path().join("downloads")
    }

    /// Opens a page and waits until it is loaded.
    pub fn goto(&self, url: &str) -> Result<(), CmdError> {
        self.runtime.block_on(self.client.goto(url))
    }

    /// Runs a script in the page; `arguments` are its arguments, what it returns is the answer.
    pub fn execute(&self, script: &str, arguments: Vec<Value>) -> Result<Value, CmdError> {
        self.runtime
            .block_on(self.client.execute(script, arguments))
    }

    /// Clicks where a person would; refused when something else lies on top.
    pub fn click(&self, element: &Value) -> Result<(), CmdError> {
        self.runtime.block_on(self.element(element).click())
    }

    /// Types over what was in the field.
    pub fn type_over(&self, element: &Value, text: &str) -> Result<(), CmdError> {
        let field = self.element(element);
        self.runtime.block_on(async {
            field.clear().await?;
            field.send_keys(text).await
        })
    }

    /// Types without looking at what is there; also gives a file field its file.
    pub fn type_keys(&self, element: &Value, text: &str) -> Result<(), CmdError> {
        self.runtime.block_on(self.element(element).send_keys(text))
    }

    /// A picture of what the window shows, as PNG.
    pub fn screenshot(&self) -> Result<Vec<u8>, CmdError> {
        self.runtime.block_on(self.client.screenshot())
    }

    /// A command of the Chrome DevTools Protocol.
    pub fn devtools(&self, command: &str, parameters: Value) -> Result<Value, CmdError> {
        let body = json!({ "cmd": command, "params": parameters });
        self.extension("goog/cdp/execute", body)
    }

    /// What the console said since the last time: `level`, `source`, `message` of each entry.
    pub fn take_console(&self) -> Result<Vec<Value>, CmdError> {
        match self.extension("se/log", json!({ "type": "browser" }))? {
            Value::Array(entries) => Ok(entries),
            other => Err(CmdError::NotW3C(other)),
        }
    }

    fn extension(&self, path: &'static str, body: Value) -> Result<Value, CmdError> {
        self.runtime
            .block_on(self.client.issue_cmd(Extension { path, body }))
    }

    fn element(&self, reference: &Value) -> Element {
        let id = reference[ELEMENT_KEY]
            .as_str()
            .expect("the script returned an element");
        Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Ending the session ends the browser; a killed driver would leave it behind.
        let client = self.client.clone();
        let closing = async { tokio::time::timeout(Duration::from_secs(5), client.close()).await };
        if !matches!(self.runtime.block_on(closing), Ok(Ok(()))) {
            eprintln!("Chromium did not close in time; a process may be left");
        }
    }
}

/// The WebDriver server; killed when dropped.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        if let Err(error) = self.0.kill().and_then(|()| self.0.wait()) {
            eprintln!("the WebDriver server did not end: {error}");
        }
    }
}

/// A command that only Chromium knows, below the session's address.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session_id.expect("the session was opened at the start");
        base_url.join(&format!("session/{session}/{}", self.path))
    }

    fn method_and_body(&self, _request_url: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// The driver chooses a free port by itself and says which. What it and the browser leave behind
/// goes with the directory.
fn start_driver(directory: &Path) -> (Driver, u16) {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .env("TMPDIR", directory)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("chromedriver: {error}; {WHAT_TO_INSTALL}"));
    let stdout = child.stdout.take().expect("the output is piped");
    let driver = Driver(child);
    let port = BufReader::new(stdout)
        .lines()
        .map_while(Result::ok)
        .find_map(|line| {
            line.rsplit_once("successfully on port ")?
                .1
                .trim_end_matches('.')
                .parse()
                .ok()
        })
        .unwrap_or_else(|| panic!("chromedriver ended without a port; {WHAT_TO_INSTALL}"));
    (driver, port)
}

fn capabilities() -> serde_json::Map<String, Value> {
    let capabilities = json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "args": [
                "--headless",
                // Its sandbox refuses to run as root, and it sees no page but ours.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                // Nothing to be looked up, updated or reported on a machine without a network.
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        },
    });
    let Value::Object(map) = capabilities else {
        unreachable!("written as an object above")
    };
    map
}
