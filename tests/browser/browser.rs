//! The words that a journey is told in: what a person does and sees, by the words on the page.
//!
//! Every word waits until the page is ready for it, and otherwise ends the test with the address,
//! the text of the page and a picture. When a journey is over, the browser asks whether the
//! console complained, so a broken script or a breach of the content security policy fails it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::error::CmdError;
use serde_json::{Value, json};

use crate::chromium::Chromium;

const PATIENCE: Duration = Duration::from_secs(10);
const POLL_EVERY: Duration = Duration::from_millis(40);

/// The narrowest phone that the product is made for, in CSS pixels.
pub const PHONE: u32 = 360;
/// A desk in an office.
pub const DESKTOP: u32 = 1280;

/// Below this, Chromium behaves as on a phone: touch, and bars that lie over the page.
const PHONE_WIDTH_MAX: u32 = 600;

/// Functions that find things on a page by the words that a person would use.
const PAGE_SCRIPT: &str = include_str!("page.js");

/// A person in front of a screen.
pub struct Browser {
    chromium: Chromium,
    address: String,
}

/// Light or dark, as the person's system says.
#[derive(Debug, Clone, Copy)]
pub enum ColorScheme {
    /// Ink on paper.
    Light,
    /// Paper on ink.
    Dark,
}

impl ColorScheme {
    /// As style sheets call it.
    pub fn as_str(self) -> &'static str {
        match self {
            ColorScheme::Light => "light",
            ColorScheme::Dark => "dark",
        }
    }
}

impl Browser {
    /// Opens a browser on the site at `address`, on a screen of `width`, with no page yet.
    pub fn open(address: &str, width: u32) -> Browser {
        let browser = Browser {
            chromium: Chromium::start(),
            address: address.to_owned(),
        };
        browser.look_at(width);
        browser.speak("zh-CN");
        browser
    }

    /// Takes a screen of another width.
    pub fn look_at(&self, width: u32) {
        self.devtools(METRICS, metrics(width, 800));
    }

    /// Asks for pages in a language, as the browser's settings would.
    pub fn speak(&self, language: &str) {
        self.devtools(
            "Network.setExtraHTTPHeaders",
            json!({ "headers": { "Accept-Language": language } }),
        );
    }

    /// Turns the lights on or off.
    pub fn prefer(&self, scheme: ColorScheme) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme.as_str() });
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [feature] }),
        );
    }

    /// Shows pages as they would be printed.
    pub fn look_at_print(&self) {
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    /// Opens a page of the site.
    #[track_caller]
    pub fn goto(&self, path: &str) {
        let url = format!("{}{path}", self.address);
        if let Err(error) = self.chromium.goto(&url) {
            self.fail(&format!("{url} did not open: {error}"));
        }
    }

    /// Where we are, without the site's address.
    #[track_caller]
    pub fn path(&self) -> String {
        let url = self.ask("location.href", &[]);
        let url = url.as_str().expect("an address is text");
        url.strip_prefix(&self.address).unwrap_or(url).to_owned()
    }

    /// The status with which the server answered this page.
    #[track_caller]
    pub fn status(&self) -> u64 {
        let status = self.ask(
            "performance.getEntriesByType('navigation')[0].responseStatus",
            &[],
        );
        status.as_u64().expect("a status is a number")
    }

    /// What the page says, as a person would read it, without runs of blanks.
    #[track_caller]
    pub fn text(&self) -> String {
        let text = self.ask("said(document.body.innerText)", &[]);
        text.as_str().expect("a page's text is text").to_owned()
    }

    /// Waits until the page says this.
    #[track_caller]
    pub fn see(&self, text: &str) {
        self.wait(&format!("the page does not say “{text}”"), || {
            self.run("document.body.innerText.includes(arguments[0])", &[text])
                .map(|it| is_true(&it))
        });
    }

    /// Makes sure that the page, as it is now, does not say this.
    #[track_caller]
    pub fn do_not_see(&self, text: &str) {
        if self.text().contains(text) {
            self.fail(&format!("the page says “{text}”"));
        }
    }

    /// Puts a value into the field with this label, or with this name in the form.
    ///
    /// A select takes the words of its option; a date takes `2026-11-23`.
    #[track_caller]
    pub fn fill(&self, field: &str, value: &str) {
        self.wait(&format!("cannot fill “{field}”"), || {
            let found = self.run("fill(...arguments)", &[field, value])?;
            if !found.is_null() {
                self.chromium.type_over(&found, value)?;
            }
            Ok(Some(()))
        });
    }

    /// Ticks the box, or chooses the option, with this label.
    #[track_caller]
    pub fn tick(&self, label: &str) {
        self.wait(&format!("cannot tick “{label}”"), || {
            let found = self.run("inSight(field(arguments[0]))", &[label])?;
            self.chromium.click(&found).map(Some)
        });
    }

    /// Chooses the option with this label in the group that is called so.
    #[track_caller]
    pub fn choose(&self, group: &str, label: &str) {
        self.wait(
            &format!("cannot choose “{label}” of “{group}”"),
            || {
                let found = self.run("inSight(choice(...arguments))", &[group, label])?;
                self.chromium.click(&found).map(Some)
            },
        );
    }

    /// Gives the file field with this label or name a file.
    #[track_caller]
    pub fn upload(&self, field: &str, file: &Path) {
        let file = file
            .to_str()
            .expect("the tests' own files have plain names");
        self.wait(&format!("cannot upload through “{field}”"), || {
            let found = self.run("field(arguments[0])", &[field])?;
            self.chromium.type_keys(&found, file).map(Some)
        });
    }

    /// Presses the one button or link that is called so.
    #[track_caller]
    pub fn press(&self, name: &str) {
        self.wait(&format!("cannot press “{name}”"), || {
            let found = self.run("control(arguments[0])", &[name])?;
            self.chromium.click(&found).map(Some)
        });
    }

    /// Presses the button or link in the row, card or section that also says `beside`.
    #[track_caller]
    pub fn press_beside(&self, beside: &str, name: &str) {
        self.wait(
            &format!("cannot press “{name}” beside “{beside}”"),
            || {
                let found = self.run("controlBeside(...arguments)", &[beside, name])?;
                self.chromium.click(&found).map(Some)
            },
        );
    }

    /// Types into whatever has the focus, for journeys without a mouse. Keys such as Tab are
    /// `fantoccini::key::Key`.
    #[track_caller]
    pub fn type_keys(&self, keys: &str) {
        self.wait(&format!("cannot type “{keys}”"), || {
            let focused = self.run("document.activeElement", &[])?;
            self.chromium.type_keys(&focused, keys).map(Some)
        });
    }

    /// Presses something that downloads a file, waits for the file and says where it is.
    #[track_caller]
    pub fn download(&self, name: &str) -> PathBuf {
        let before = finished_downloads(&self.chromium.downloads());
        self.press(name);
        self.wait(&format!("“{name}” downloaded no file"), || {
            let mut files = finished_downloads(&self.chromium.downloads());
            files.retain(|file| !before.contains(file));
            Ok(files.pop())
        })
    }

    /// Signs in through the form, whatever language it is in.
    #[track_caller]
    pub fn sign_in(&self, login: &str, password: &str) {
        self.goto("/sign-in");
        self.fill("login", login);
        self.fill("password", password);
        self.wait("cannot send the sign-in form", || {
            let button = self.run("field('password').form.querySelector('button')", &[])?;
            self.chromium.click(&button).map(Some)
        });
        self.wait("the sign-in form is still here", || {
            self.run("!document.querySelector('[name=password]')", &[])
                .map(|it| is_true(&it))
        });
    }

    /// Photographs the whole page, also what lies below the screen's edge.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        self.photograph(name)
            .unwrap_or_else(|error| panic!("no picture of {name}: {error}"))
    }

    /// The answer to a question in JavaScript, as an expression.
    #[track_caller]
    pub fn ask(&self, expression: &str, arguments: &[&str]) -> Value {
        self.wait(&format!("no answer to {expression}"), || {
            self.run(expression, arguments).map(Some)
        })
    }

    /// What the console complained about since the last time, one line each.
    ///
    /// A page that answers with a refusal is part of many journeys and no complaint; a style
    /// sheet that is missing, a server error, a script error and a policy breach are.
    #[track_caller]
    pub fn take_complaints(&self) -> Vec<String> {
        let entries = match self.chromium.take_console() {
            Ok(entries) => entries,
            Err(error) => self.fail(&format!("the console cannot be read: {error}")),
        };
        entries
            .iter()
            .filter(|entry| is_complaint(entry))
            .map(|it| it["message"].to_string())
            .collect()
    }

    fn run(&self, expression: &str, arguments: &[&str]) -> Result<Value, CmdError> {
        let script = format!("{PAGE_SCRIPT}\nreturn {expression};");
        self.chromium.execute(
            &script,
            arguments.iter().map(|&it| Value::from(it)).collect(),
        )
    }

    #[track_caller]
    fn devtools(&self, command: &str, parameters: Value) {
        if let Err(error) = self.chromium.devtools(command, parameters) {
            self.fail(&format!("{command}: {error}"));
        }
    }

    /// Tries until it works. A page that is just changing answers with errors; the last one is
    /// what the person gets to read.
    #[track_caller]
    fn wait<T>(
        &self,
        complaint: &str,
        mut attempt: impl FnMut() -> Result<Option<T>, CmdError>,
    ) -> T {
        let give_up_at = Instant::now() + PATIENCE;
        loop {
            let reason = match attempt() {
                Ok(Some(it)) => return it,
                Ok(None) => String::new(),
                Err(error) => format!(": {error}"),
            };
            if Instant::now() > give_up_at {
                self.fail(&format!("{complaint}{reason}"));
            }
            std::thread::sleep(POLL_EVERY);
        }
    }

    /// The window takes the height of the page for as long as the picture needs.
    fn photograph(&self, name: &str) -> Result<PathBuf, Box<dyn std::error::Error>> {
        let size = self.run("[innerWidth, document.documentElement.scrollHeight]", &[])?;
        let (width, height) = (size[0].as_u64(), size[1].as_u64());
        let width = u32::try_from(width.ok_or("a window has a width")?)?;
        self.chromium.devtools(
            METRICS,
            metrics(width, height.ok_or("a page has a height")?),
        )?;
        let picture = self.chromium.screenshot()?;
        self.look_at(width);
        let path = target_directory()
            .join("screenshots")
            .join(format!("{name}.png"));
        std::fs::create_dir_all(path.parent().expect("the path has a folder"))?;
        std::fs::write(&path, picture)?;
        Ok(path)
    }

    /// Ends the test with all that helps to understand why.
    #[track_caller]
    fn fail(&self, what: &str) -> ! {
        let known = |value: Result<Value, CmdError>| match value {
            Ok(value) => value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
            Err(error) => format!("unknown: {error}"),
        };
        let url = known(self.run("location.href", &[]));
        let text = known(self.run("said(document.body.innerText).slice(0, 2000)", &[]));
        let test = std::thread::current()
            .name()
            .unwrap_or("test")
            .replace("::", "-");
        let picture = match self.photograph(&format!("failed/{test}")) {
            Ok(path) => path.display().to_string(),
            Err(error) => format!("none: {error}"),
        };
        panic!("{what}\n   page: {url}\npicture: {picture}\n   text: {text}\n");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let complaints = self.take_complaints();
        assert!(
            complaints.is_empty(),
            "the console complained:\n{}",
            complaints.join("\n")
        );
    }
}

const METRICS: &str = "Emulation.setDeviceMetricsOverride";

fn metrics(width: u32, height: u64) -> Value {
    json!({
        "width": width,
        "height": height,
        "deviceScaleFactor": 1,
        "mobile": width < PHONE_WIDTH_MAX,
    })
}

fn is_true(value: &Value) -> Option<()> {
    (*value == Value::Bool(true)).then_some(())
}

fn is_complaint(entry: &Value) -> bool {
    let message = entry["message"].as_str().unwrap_or_default();
    if entry["source"] == "network" {
        message.contains("/static/") || message.contains("with a status of 5")
    } else {
        entry["level"] == "SEVERE" || message.contains("Content Security Policy")
    }
}

fn finished_downloads(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("our own folder can be read");
    let files = entries.map(|entry| entry.expect("our own folder can be read").path());
    // Under this name while it still arrives.
    files
        .filter(|file| file.extension().is_none_or(|it| it != "crdownload"))
        .collect()
}

fn target_directory() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("it is target/tmp")
}
