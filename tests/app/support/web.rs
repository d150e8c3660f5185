//! A visitor: a browser without a screen, that keeps cookies and sends forms as a page would.

use std::io::{Cursor, Read};

use rocket::figment::Figment;
use rocket::http::{ContentType, Cookie, Status};
use rocket::local::blocking::{Client, LocalRequest, LocalResponse};
use xingtan::app::{self, Options};
use xingtan::demo::personas::DEMONSTRATION;
use xingtan::identity::Demonstration;
use xingtan::web::form::{ID_FIELD, TOKEN_FIELD};
use xingtan::web::visit::SESSION_COOKIE;
use zip::ZipArchive;

use super::{TestAccount, TestApp};

/// A browser without a screen.
pub struct Visitor {
    client: Client,
    /// The session that it came with, until it signs in itself.
    session: Option<Cookie<'static>>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// 200, 303, 404 …
    pub status: u16,
    /// Where it leads, for a 303.
    pub location: String,
    /// The page; of a spreadsheet, what its sheets say.
    pub body: String,
}

impl TestApp {
    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Visitor {
        self.visitor_of(None)
    }

    /// Somebody who is not signed in, at a server that serves a demonstration.
    pub fn demonstration_visitor(&self) -> Visitor {
        self.visitor_of(Some(&DEMONSTRATION))
    }

    fn visitor_of(&self, demonstration: Option<&'static Demonstration>) -> Visitor {
        let figment = Figment::from(rocket::Config::debug_default()).merge(("workers", 1));
        let options = Options {
            has_secure_cookies: false,
            demonstration,
        };
        let (db, clock) = (self.db.clone(), self.clock.clone());
        let rocket = app::build(figment, db, clock, self.house.clone(), &options);
        Visitor {
            client: Client::tracked(rocket).expect("the program starts"),
            session: None,
        }
    }

    /// Somebody who holds the session of an account.
    pub fn visitor_as(&self, account: &TestAccount) -> Visitor {
        self.visitor_with(&account.token)
    }

    /// Somebody whose browser holds this session.
    pub fn visitor_with(&self, token: &str) -> Visitor {
        Visitor {
            session: Some(Cookie::new(SESSION_COOKIE, token.to_owned())),
            ..self.visitor()
        }
    }
}

fn page(response: LocalResponse<'_>) -> Page {
    let location = response.headers().get_one("Location").unwrap_or_default();
    Page {
        status: response.status().code,
        location: location.to_owned(),
        body: words(response.into_bytes().unwrap_or_default()),
    }
}

/// What an answer says: text as it is, a spreadsheet's parts one after another. When it was made
/// stands in `docProps`, and is no part of what it says.
fn words(body: Vec<u8>) -> String {
    if !body.starts_with(b"PK\x03\x04") {
        return String::from_utf8_lossy(&body).into_owned();
    }
    let mut parts = ZipArchive::new(Cursor::new(body)).expect("a whole archive");
    let mut told = String::new();
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).expect("a part of the archive");
        let is_told = !part.name().expect("a name").starts_with("docProps/");
        if is_told {
            part.read_to_string(&mut told).expect("its parts are XML");
        }
    }
    told
}

/// A value as a form sends it.
pub fn encoded(text: &str) -> String {
    rocket::http::RawStr::new(text).percent_encode().to_string()
}

impl Visitor {
    /// Opens an address.
    pub fn get(&self, path: &str) -> Page {
        page(self.with_session(self.client.get(path)).dispatch())
    }

    /// A header of what an address answers; empty if it has none.
    pub fn header(&self, path: &str, name: &str) -> String {
        let response = self.with_session(self.client.get(path)).dispatch();
        let value = response.headers().get_one(name).unwrap_or_default();
        value.to_owned()
    }

    /// Opens an address and expects a page there.
    #[track_caller]
    pub fn see(&self, path: &str) -> String {
        let page = self.get(path);
        assert_eq!(page.status, Status::Ok.code, "{path}: {}", page.body);
        page.body
    }

    /// Sends a form as a page of ours would: with its token and a name of its own.
    pub fn send(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send_named(&uuid::Uuid::now_v7().to_string(), path, fields)
    }

    /// Sends a form with a given name: twice the same name is twice the same form.
    pub fn send_named(&self, form_id: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.form_token();
        let ours = [(TOKEN_FIELD, token.as_str()), (ID_FIELD, form_id)];
        self.send_bare(path, &[&ours, fields].concat())
    }

    /// Sends a form with files, as a browser does: a file is a field, a name and a content.
    pub fn send_files(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        const EDGE: &str = "xingtan-edge-7f3a";
        let (token, form_id) = (self.form_token(), uuid::Uuid::now_v7().to_string());
        let ours = [(TOKEN_FIELD, token.as_str()), (ID_FIELD, form_id.as_str())];
        let mut body = Vec::new();
        for (name, value) in ours.iter().chain(fields) {
            let head = format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"");
            body.extend_from_slice(format!("{head}\r\n\r\n{value}\r\n").as_bytes());
        }
        for (name, file, content) in files {
            let head = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"; \
                 filename=\"{file}\"\r\nContent-Type: application/octet-stream"
            );
            body.extend_from_slice(format!("{head}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        let kind = ContentType::new("multipart", "form-data").with_params(("boundary", EDGE));
        let request = self.client.post(path).header(kind);
        page(self.with_session(request).body(body).dispatch())
    }

    /// Sends just these fields.
    pub fn send_bare(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let request = self.client.post(path).header(ContentType::Form);
        page(self.with_session(request).body(pairs.join("&")).dispatch())
    }

    /// Sends a form with a file, as a browser does.
    pub fn send_file(&self, path: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Page {
        const BOUNDARY: &str = "----a-line-between-parts";
        let token = self.form_token();
        let form_id = uuid::Uuid::now_v7().to_string();
        let ours = [(TOKEN_FIELD, token.as_str()), (ID_FIELD, form_id.as_str())];
        let mut body = Vec::new();
        for (field, value) in ours.iter().chain(fields) {
            let head = format!("Content-Disposition: form-data; name=\"{field}\"");
            let part = format!("--{BOUNDARY}\r\n{head}\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
        let kind = "Content-Type: application/octet-stream";
        let part = format!("--{BOUNDARY}\r\n{head}\r\n{kind}\r\n\r\n");
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let content_type = ContentType::new("multipart", "form-data");
        let content_type = content_type.with_params([("boundary", BOUNDARY)]);
        let request = self.client.post(path).header(content_type);
        page(self.with_session(request).body(body).dispatch())
    }

    fn with_session<'c>(&'c self, request: LocalRequest<'c>) -> LocalRequest<'c> {
        match &self.session {
            Some(cookie) if self.cookie(SESSION_COOKIE).is_none() => request.cookie(cookie.clone()),
            _ => request,
        }
    }

    /// The token of this browser's forms; every page with a form has it.
    pub fn form_token(&self) -> String {
        let body = self.see("/sign-in");
        let marked = format!("name=\"{TOKEN_FIELD}\" value=\"");
        let rest = body.split(&marked).nth(1).expect("the sign-in form");
        rest.split('"').next().expect("a value").to_owned()
    }

    /// A cookie that this browser holds.
    pub fn cookie(&self, name: &str) -> Option<Cookie<'static>> {
        self.client.cookies().get(name).cloned()
    }
}
